/*
 * Line devices: what the provider has, and what it has been told; devices of both kinds that come and go.
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

#include "device.h"
#include "phone.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

struct line_device *line_device_get( DWORD id, LONG *error )
{
    struct device *device;

    if (!(device = device_get( id, FALSE )))
    {
        *error = id < device_count( FALSE ) ? LINEERR_NODEVICE : LINEERR_BADDEVICEID;
        return NULL;
    }
    if (!device->removed && device->object) return device->object;
    device_release( device );
    *error = LINEERR_NODEVICE;
    return NULL;
}

/* a line device lives as long as its struct device */
void line_device_grab( struct line_device *ld )
{
    device_grab( ld->device );
}

void line_device_release( struct line_device *ld )
{
    device_release( ld->device );
}

void device_begin( struct line_device *ld )
{
    AcquireSRWLockExclusive( &ld->lock );
    while (ld->busy) SleepConditionVariableSRW( &ld->changed, &ld->lock, INFINITE, 0 );
    ld->busy = TRUE;
    ReleaseSRWLockExclusive( &ld->lock );
}

void device_end( struct line_device *ld )
{
    AcquireSRWLockExclusive( &ld->lock );
    ld->busy = FALSE;
    ReleaseSRWLockExclusive( &ld->lock );
    WakeAllConditionVariable( &ld->changed );
}

LONG line_use( struct line *line, HDRVLINE *hd )
{
    struct line_device *ld = line->ld;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    if (line->closed || !ld->open) ret = LINEERR_INVALLINEHANDLE;
    else
    {
        ld->users++;
        *hd = ld->hd;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

void device_unuse( struct line_device *ld )
{
    BOOL last;

    AcquireSRWLockExclusive( &ld->lock );
    last = !--ld->users;
    ReleaseSRWLockExclusive( &ld->lock );
    if (last) WakeAllConditionVariable( &ld->changed );
}

static LONG fill_caps( void *context, void *buffer )
{
    struct device *device = context;

    return PROVIDER_CALL( device->provider, lineGetDevCaps, device->id, device->tspi_version, 0, (DWORD_PTR)buffer );
}

void device_read_caps( struct line_device *ld )
{
    LINEDEVCAPS *caps;
    LONG ret;

    if (ld->have_caps) return;
    if ((ret = struct_fetch( TRPS_LINEDEVCAPS, ld->device->tspi_version, fill_caps, ld->device, (void **)&caps )))
    {
        WARN( "line %lu: TSPI_lineGetDevCaps: %s\n", ld->device->id, result_name( ret ) );
        return;
    }
    AcquireSRWLockExclusive( &ld->lock );
    ld->caps_flags = caps->dwDevCapFlags;
    ld->num_addresses = max( caps->dwNumAddresses, 1 );
    ld->caps_media_modes = caps->dwMediaModes;
    if (ld->device->tspi_version >= 0x00030000) ld->address_types = caps->dwAddressTypes;
    ld->have_caps = TRUE;
    ReleaseSRWLockExclusive( &ld->lock );
    free( caps );
}

LONG device_update_unions( struct line_device *ld, DWORD extra_modes )
{
    DWORD media_modes = extra_modes, line_states = 0, address_states = 0;
    BOOL media_changed, states_changed;
    struct list *cursor;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        media_modes |= line->media_modes;
        line_states |= line->line_states;
        address_states |= line->address_states;
    }
    /* these are TAPI's own messages, whatever the provider says */
    line_states &= ~(LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE | LINEDEVSTATE_REINIT | LINEDEVSTATE_TRANSLATECHANGE);
    media_changed = media_modes != ld->media_modes;
    states_changed = line_states != ld->line_states || address_states != ld->address_states;
    ReleaseSRWLockExclusive( &ld->lock );
    if (!ld->open) return 0;

    if (media_changed)
    {
        ret = PROVIDER_CALL( ld->device->provider, lineSetDefaultMediaDetection, (DWORD_PTR)ld->hd, media_modes );
        /* a provider without it detects what it detects */
        if (ret == (LONG)LINEERR_OPERATIONUNAVAIL) ret = 0;
        if (!ret)
        {
            AcquireSRWLockExclusive( &ld->lock );
            ld->media_modes = media_modes;
            ReleaseSRWLockExclusive( &ld->lock );
        }
        else WARN( "line %lu: media modes %#lx: %s\n", ld->device->id, media_modes, result_name( ret ) );
    }
    if (!ret && states_changed)
    {
        PROVIDER_CALL( ld->device->provider, lineSetStatusMessages, (DWORD_PTR)ld->hd, line_states, address_states );
        AcquireSRWLockExclusive( &ld->lock );
        ld->line_states = line_states;
        ld->address_states = address_states;
        ReleaseSRWLockExclusive( &ld->lock );
    }
    return ret;
}

/* ---- devices come and go ------------------------------------------------------------------------------------- */

/* Tells one application of a device: LINE_CREATE or LINE_REMOVE, PHONE_xxx, or what they are for older versions. */
struct device_news
{
    DWORD id;
    BOOL  phone;
    BOOL  removed;
};

static void tell_app( struct app *app, void *arg )
{
    const struct device_news *news = arg;
    struct trp_event event = { .init_context = app->init_context, .param1 = news->id };

    if (news->removed)
    {
        /* before 2.0 only those who have the line open are told, as a state of the line */
        if (app->api_version < 0x00020000) return;
        event.msg = news->phone ? PHONE_REMOVE : LINE_REMOVE;
    }
    else if (app->api_version < 0x00010004)
    {
        event.msg = news->phone ? PHONE_STATE : LINE_LINEDEVSTATE;
        event.param1 = news->phone ? PHONESTATE_REINIT : LINEDEVSTATE_REINIT;
        event.param2 = news->phone ? PHONE_CREATE : LINE_CREATE;
        event.param3 = news->id;
    }
    else event.msg = news->phone ? PHONE_CREATE : LINE_CREATE;
    event_send( app->client, &event, NULL, 0 );
}

void core_device_added( struct device *device, BOOL at_run_time )
{
    struct device_news news = { device->id, device->phone, FALSE };
    struct line_device *ld;

    if (device->phone) phone_device_added( device );
    else
    {
        if (!(ld = calloc( 1, sizeof(*ld) )))
        {
            ERR( "line %lu: out of memory\n", device->id );
            return;
        }
        ld->device = device;
        InitializeSRWLock( &ld->lock );
        InitializeConditionVariable( &ld->changed );
        list_init( &ld->lines );
        list_init( &ld->calls );
        device->object = ld;
    }
    if (!at_run_time) return;
    events_begin();
    app_enum( device->phone, tell_app, &news );
    events_end();
}

/*
 * Takes all calls and lines of a device away. LINE_CLOSE of a provider is a request that TSPI_lineClose acknowledges, and nobody
 * opens the device before; for a device that was removed there is nothing left to tell.
 */
static void device_close_by_force( struct line_device *ld, BOOL removed )
{
    struct list retired, *cursor;
    struct line *line;
    struct call *call;

    list_init( &retired );
    if (!removed)
    {
        device_begin( ld );
        close_at_provider( ld );
    }
    /* before the lines go, which would suppress the replies */
    else async_device_closed( ld->device );
    AcquireSRWLockExclusive( &ld->lock );
    ld->open = FALSE;
    if (removed) ld->gone = TRUE;
    if (ld->ht)
    {
        handle_free( ld->ht );
        object_release( ld->ht );
        ld->ht = NULL;
    }
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        line = LIST_ENTRY_OF( cursor, struct line, entry );
        if (removed && line->api_version >= 0x00010004 && line->api_version < 0x00020000)
            line_event( line, LINE_LINEDEVSTATE, LINEDEVSTATE_REMOVED, 0, 0, 0 );
        line_event( line, LINE_CLOSE, 0, 0, 0, 0 );
    }
    while (!list_empty( &ld->calls ))
    {
        call = LIST_ENTRY_OF( ld->calls.next, struct call, entry );
        call_abandon( call );
    }
    ld->media_modes = ld->line_states = ld->address_states = ld->ext_version = 0;
    for (;;)
    {
        line = NULL;
        if (!list_empty( &ld->lines )) line = object_grab( LIST_ENTRY_OF( ld->lines.next, struct line, entry ) );
        ReleaseSRWLockExclusive( &ld->lock );
        if (!line) break;
        if (line_retire( line )) list_add_tail( &retired, &line->entry );
        object_release( line );
        AcquireSRWLockExclusive( &ld->lock );
    }
    if (!removed) device_end( ld );
    while (!list_empty( &retired ))
    {
        line = LIST_ENTRY_OF( retired.next, struct line, entry );
        list_remove( &line->entry );
        line_finish( line );
    }
    if (removed) async_device_closed( ld->device );
}

void device_closed_by_provider( struct line_device *ld )
{
    device_close_by_force( ld, FALSE );
}

void core_device_removed( struct device *device )
{
    struct device_news news = { device->id, device->phone, TRUE };

    events_begin();
    if (device->phone) phone_device_removed( device );
    else if (device->object) device_close_by_force( device->object, TRUE );
    app_enum( device->phone, tell_app, &news );
    events_end();
}

void core_device_freed( struct device *device )
{
    free( device->object );
    device->object = NULL;
}
