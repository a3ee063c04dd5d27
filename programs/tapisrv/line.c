/*
 * Lines: opening and closing line devices for applications.
 *
 * Copyright 2026 the Wine Telephony authors
 *
 * This library is free software; you can redistribute it and/or
 * modify it under the terms of the GNU Lesser General Public
 * License as published by the Free Software Foundation; either
 * version 2.1 of the License, or (at your option) any later version.
 *
 * This library is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the GNU
 * Lesser General Public License for more details.
 *
 * You should have received a copy of the GNU Lesser General Public
 * License along with this library; if not, write to the Free Software
 * Foundation, Inc., 51 Franklin St, Fifth Floor, Boston, MA 02110-1301, USA
 */

#include <stdlib.h>
#include <string.h>

#include "proxy.h"
#include "supplementary.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* How long a close waits for provider calls of other threads with the same handle; then the provider has to cope. */
#define USERS_TIMEOUT  5000

static void line_destroy( struct object *object )
{
    struct line *line = LIST_ENTRY_OF( object, struct line, object );

    line_device_release( line->ld );
    object_release( line->app );
    free( line->num_rings );
    free( line );
}

static void tapi_line_destroy( struct object *object )
{
    struct tapi_line *ht = LIST_ENTRY_OF( object, struct tapi_line, object );

    line_device_release( ht->ld );
    free( ht );
}

/* ---- the device at the provider, between device_begin() and device_end() -------------------------------------- */

static LONG open_at_provider( struct line_device *ld )
{
    struct device *device = ld->device;
    struct tapi_line *ht;
    HDRVLINE hd = NULL;
    LONG ret;

    if (!(ht = calloc( 1, sizeof(*ht) ))) return LINEERR_NOMEM;
    object_init( &ht->object, OBJECT_TAPILINE, NULL, tapi_line_destroy );
    ht->ld = ld;
    line_device_grab( ld );
    if (!handle_alloc( ht ))
    {
        object_release( ht );
        return LINEERR_NOMEM;
    }
    /* a provider may report from within TSPI_lineOpen */
    AcquireSRWLockExclusive( &ld->lock );
    ld->ht = ht;
    ReleaseSRWLockExclusive( &ld->lock );
    ret = PROVIDER_CALL( device->provider, lineOpen, device->id, (DWORD_PTR)ht->object.handle, (DWORD_PTR)&hd, device->tspi_version,
                         (DWORD_PTR)provider_line_event( device->provider ) );
    AcquireSRWLockExclusive( &ld->lock );
    if (!ret && ld->gone) ret = LINEERR_NODEVICE;
    if (!ret)
    {
        ld->hd = hd;
        ld->open = TRUE;
    }
    else if (ld->ht == ht)
    {
        ld->ht = NULL;
        handle_free( ht );
        object_release( ht );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (ret) WARN( "line %lu: TSPI_lineOpen: %s\n", device->id, result_name( ret ) );
    return ret;
}

void close_at_provider( struct line_device *ld )
{
    struct tapi_line *ht = NULL;
    DWORD start = GetTickCount();
    BOOL was_open;
    HDRVLINE hd;

    AcquireSRWLockExclusive( &ld->lock );
    if ((was_open = ld->open))
    {
        ld->open = FALSE;
        while (ld->users && GetTickCount() - start < USERS_TIMEOUT)
            SleepConditionVariableSRW( &ld->changed, &ld->lock, USERS_TIMEOUT, 0 );
        ht = ld->ht;
        ld->ht = NULL;
    }
    hd = ld->hd;
    ld->media_modes = ld->line_states = ld->address_states = 0;
    ReleaseSRWLockExclusive( &ld->lock );
    if (!was_open) return;
    if (ld->ext_version) PROVIDER_CALL( ld->device->provider, lineSelectExtVersion, (DWORD_PTR)hd, 0 );
    ld->ext_version = 0;
    if (ht)
    {
        handle_free( ht );
        object_release( ht );
    }
    PROVIDER_CALL( ld->device->provider, lineClose, (DWORD_PTR)hd );
    async_device_closed( ld->device );
    /* calls of nobody went with it */
    AcquireSRWLockExclusive( &ld->lock );
    while (!list_empty( &ld->calls )) call_abandon( LIST_ENTRY_OF( ld->calls.next, struct call, entry ) );
    ReleaseSRWLockExclusive( &ld->lock );
}

/* The extension version of one more open: all that use extensions use the same. */
static LONG select_ext_version( struct line_device *ld, DWORD version )
{
    struct device *device = ld->device;
    DWORD negotiated = 0;
    LONG ret;

    if (!version) return 0;
    if (ld->ext_version) return ld->ext_version == version ? 0 : LINEERR_INCOMPATIBLEEXTVERSION;
    ret = PROVIDER_CALL( device->provider, lineNegotiateExtVersion, device->id, device->tspi_version, version, version,
                         (DWORD_PTR)&negotiated );
    if (ret || negotiated != version) return LINEERR_INCOMPATIBLEEXTVERSION;
    if (!(ret = PROVIDER_CALL( device->provider, lineSelectExtVersion, (DWORD_PTR)ld->hd, version ))) ld->ext_version = version;
    return ret;
}

/* After a line went: unions and extension version of those that are left, or close at the provider. */
static void shrink( struct line_device *ld )
{
    struct list *cursor;
    BOOL ext_used = FALSE, empty;

    AcquireSRWLockExclusive( &ld->lock );
    empty = list_empty( &ld->lines );
    LIST_FOR_EACH( cursor, &ld->lines ) if (LIST_ENTRY_OF( cursor, struct line, entry )->ext_version) ext_used = TRUE;
    ReleaseSRWLockExclusive( &ld->lock );
    if (empty) close_at_provider( ld );
    else
    {
        device_update_unions( ld, 0 );
        if (ld->open && ld->ext_version && !ext_used)
        {
            PROVIDER_CALL( ld->device->provider, lineSelectExtVersion, (DWORD_PTR)ld->hd, 0 );
            ld->ext_version = 0;
        }
    }
}

LONG line_select_ext_version( struct line *line, DWORD version )
{
    struct line_device *ld = line->ld;
    DWORD old = line->ext_version;
    LONG ret = 0;

    device_begin( ld );
    if (line->closed || !ld->open) ret = LINEERR_INVALLINEHANDLE;
    else
    {
        line->ext_version = 0;
        shrink( ld );
        /* closed by another thread as the last line, the device is closed at the provider too */
        if (!ld->open) ret = LINEERR_INVALLINEHANDLE;
        else if (!(ret = select_ext_version( ld, version ))) line->ext_version = version;
        else if (old && !select_ext_version( ld, old )) line->ext_version = old;
    }
    device_end( ld );
    return ret;
}

/* ---- lineOpen ------------------------------------------------------------------------------------------------ */

/* What can be said of the parameters once the device's capabilities are known. */
static LONG check_open( struct line_device *ld, const struct open_params *params )
{
    if (params->privileges & LINECALLPRIVILEGE_OWNER)
    {
        if (!params->media_modes) return LINEERR_INVALMEDIAMODE;
        if (ld->have_caps && (params->media_modes & ~ld->caps_media_modes)) return LINEERR_INVALMEDIAMODE;
    }
    if (params->privileges & LINEOPENOPTION_SINGLEADDRESS)
    {
        if (!params->call_params || params->call_params->dwAddressMode != LINEADDRESSMODE_ADDRESSID ||
            (ld->have_caps && params->call_params->dwAddressID >= ld->num_addresses)) return LINEERR_INVALADDRESSID;
    }
    return proxy_check( ld, params->proxy_requests );
}

/*
 * Puts a new line into all tables: the application was shut down or the device removed meanwhile, or there is no memory, if it fails.
 * A client that guesses the handle and closes it waits for the lock.
 */
static LONG link_line( struct line_device *ld, struct line *line )
{
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    AcquireSRWLockExclusive( &line->app->client->lock );
    if (ld->gone) ret = LINEERR_NODEVICE;
    else if (line->app->shut) ret = LINEERR_INVALAPPHANDLE;
    else if (!handle_alloc( line )) ret = LINEERR_NOMEM;
    else
    {
        object_grab( line );
        list_add_tail( &ld->lines, &line->entry );
        ld->num_lines++;
        list_add_tail( &line->app->lines, &line->app_entry );
    }
    ReleaseSRWLockExclusive( &line->app->client->lock );
    if (!ret)
    {
        device_state_event( ld, line, LINEDEVSTATE_OPEN, 0, 0 );
        proxy_opened( line );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

LONG line_open( struct app *app, const struct open_params *params, DWORD *handle )
{
    DWORD modes = params->privileges & LINECALLPRIVILEGE_OWNER ? params->media_modes : 0;
    struct line_device *ld;
    struct line *line;
    LONG ret;

    if (!(ld = line_device_get( params->device_id, &ret ))) return ret;
    if (!(line = calloc( 1, sizeof(*line) )))
    {
        line_device_release( ld );
        return LINEERR_NOMEM;
    }
    object_init( &line->object, TRP_HLINE, app->client, line_destroy );
    line->ld = ld;
    line->app = object_grab( app );
    list_init( &line->entry );
    list_init( &line->app_entry );
    list_init( &line->handles );
    list_init( &line->msps );
    line->open_context = params->open_context;
    line->api_version = params->api_version;
    line->ext_version = params->ext_version;
    line->privileges = params->privileges;
    line->proxy_requests = params->proxy_requests;
    line->media_modes = modes;
    if (params->privileges & LINEOPENOPTION_SINGLEADDRESS && params->call_params) line->address_id = params->call_params->dwAddressID;

    device_begin( ld );
    if (ld->gone) ret = LINEERR_NODEVICE;
    /* the program was shut down or killed while this waited for what others do with the device */
    else if (app->shut || request_abandoned()) ret = LINEERR_INVALAPPHANDLE;
    else
    {
        device_read_caps( ld );
        ret = check_open( ld, params );
    }
    if (!ret && !ld->open) ret = open_at_provider( ld );
    if (!ret) ret = select_ext_version( ld, params->ext_version );
    if (!ret && params->conditional && modes && provider_has( ld->device->provider, TSPI_FN_lineConditionalMediaDetection ))
    {
        LINECALLPARAMS *converted = NULL;

        if (params->call_params)
            ret = call_params_convert( params->call_params, params->call_params->dwTotalSize, params->api_version,
                                       ld->device->tspi_version, &converted );
        if (!ret) ret = PROVIDER_CALL( ld->device->provider, lineConditionalMediaDetection, (DWORD_PTR)ld->hd, modes | ld->media_modes,
                                       (DWORD_PTR)converted );
        free( converted );
    }
    if (!ret) ret = device_update_unions( ld, modes );
    if (!ret) ret = link_line( ld, line );
    if (!ret) *handle = line->object.handle;
    else shrink( ld );
    device_end( ld );
    object_release( line );
    return ret;
}

LONG handle_lineOpen( struct request *rq, struct trp_arg *args )
{
    struct app *app = LIST_ENTRY_OF( rq->objects[ARG_lineOpen_hLineApp], struct app, object );
    struct open_params params =
    {
        .device_id = args[ARG_lineOpen_dwDeviceID].value,
        .api_version = args[ARG_lineOpen_dwNegotiatedVersion].value,
        .ext_version = args[ARG_lineOpen_dwExtVersion].value,
        .open_context = args[ARG_lineOpen_OpenContext].value,
        .privileges = args[ARG_lineOpen_dwPrivileges].value,
        .media_modes = args[ARG_lineOpen_dwMediaModes].value,
        .call_params = args[ARG_lineOpen_pCallParams].data,
    };
    const DWORD privileges = LINECALLPRIVILEGE_NONE | LINECALLPRIVILEGE_MONITOR | LINECALLPRIVILEGE_OWNER;

    if (!(params.privileges & privileges) ||
        (params.privileges & LINECALLPRIVILEGE_NONE && params.privileges & (LINECALLPRIVILEGE_MONITOR | LINECALLPRIVILEGE_OWNER)))
        return LINEERR_INVALPRIVSELECT;
    /* options came with 2.0 */
    if (params.privileges & ~privileges && params.api_version < 0x00020000) return LINEERR_INVALPRIVSELECT;
    if (params.privileges & LINEOPENOPTION_PROXY)
    {
        LONG ret = proxy_parse( params.call_params, params.api_version, &params.proxy_requests );

        if (ret) return ret;
        /* which requests of which line: the line mapper has no answer to that */
        if (params.device_id == LINEMAPPER) return LINEERR_INVALPRIVSELECT;
    }
    if (apps_reinit_wanted()) return LINEERR_REINIT;
    if (params.device_id == LINEMAPPER) return linemapper_open( app, &params, (DWORD *)&args[ARG_lineOpen_hLine].value );
    return line_open( app, &params, (DWORD *)&args[ARG_lineOpen_hLine].value );
}

/* ---- lineClose ----------------------------------------------------------------------------------------------- */

BOOL line_retire( struct line *line )
{
    struct line_device *ld = line->ld;
    struct list *cursor;

    AcquireSRWLockExclusive( &ld->lock );
    if (line->closed)
    {
        ReleaseSRWLockExclusive( &ld->lock );
        return FALSE;
    }
    line->closed = TRUE;
    list_remove( &line->entry );
    ld->num_lines--;
    LIST_FOR_EACH( cursor, &line->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, line_entry );
        struct call *call = handle->call;

        /* from 2.0 on only a device that says so drops the calls that lose their last owner */
        if (handle->privilege == LINECALLPRIVILEGE_OWNER && call->owners == 1 && call->state != LINECALLSTATE_IDLE &&
            (ld->caps_flags & LINEDEVCAPFLAGS_CLOSEDROP || line->api_version < 0x00020000)) handle->drop = TRUE;
        call_remove_handle( handle );
    }
    msps_retire( line );
    hubs_forget_line( line );
    /* when the device itself is closed all have got their own LINE_CLOSE */
    if (ld->open)
    {
        device_state_event( ld, line, LINEDEVSTATE_CLOSE, 0, 0 );
        proxy_closed( line );
    }
    AcquireSRWLockExclusive( &line->app->client->lock );
    list_remove( &line->app_entry );
    ReleaseSRWLockExclusive( &line->app->client->lock );
    ReleaseSRWLockExclusive( &ld->lock );
    handle_free( line );
    async_abandon_object( line->object.handle );
    proxy_fail_requests( line );
    return TRUE;
}

void call_drop( struct call *call )
{
    struct device *device = call->ld->device;
    struct async *async;

    if (call_use( call )) return;
    if (device->tspi_version < 0x00020000 && provider_has( device->provider, TSPI_FN_lineDropOnClose ))
    {
        PROVIDER_CALL( device->provider, lineDropOnClose, (DWORD_PTR)call->hd );
    }
    else if ((async = async_begin_internal( device->provider )))
    {
        async->device_object = device;
        async_result( async, PROVIDER_CALL( device->provider, lineDrop, async->object.handle, (DWORD_PTR)call->hd, 0, 0 ) );
    }
    call_unuse( call );
}

void line_finish( struct line *line )
{
    struct line_device *ld = line->ld;

    events_flush();
    while (!list_empty( &line->handles ))
    {
        struct call_handle *handle = LIST_ENTRY_OF( line->handles.next, struct call_handle, line_entry );

        media_handle_removed( handle );
        if (handle->drop) call_drop( handle->call );
        call_close_unused( handle->call );
        list_remove( &handle->line_entry );
        object_release( handle );
    }
    msps_finish( line );
    device_begin( ld );
    shrink( ld );
    device_end( ld );
    object_release( line );     /* the reference of ld->lines */
}

LONG handle_lineClose( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineClose_hLine], struct line, object );

    if (!line_retire( line )) return LINEERR_INVALLINEHANDLE;
    line_finish( line );
    return 0;
}

/* ---- events about lines -------------------------------------------------------------------------------------- */

void line_event( struct line *line, DWORD msg, DWORD param1, DWORD param2, DWORD param3, DWORD context )
{
    struct trp_event event =
    {
        .init_context = line->app->init_context,
        .context = context,
        .device = line->object.handle,
        .msg = msg,
        .open_context = line->open_context,
        .param1 = param1,
        .param2 = param2,
        .param3 = param3,
    };

    event_send( line->app->client, &event, NULL, 0 );
}

void device_state_event( struct line_device *ld, struct line *except, DWORD state, DWORD param2, DWORD param3 )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        if (line != except && line->line_states & state) line_event( line, LINE_LINEDEVSTATE, state, param2, param3, 0 );
    }
}
