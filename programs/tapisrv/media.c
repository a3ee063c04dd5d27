/*
 * Digits and tones, gathered, generated and monitored; media control.
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

#include "supplementary.h"
#include "trp/structs.h"
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* One at a time can be in progress: what is beyond that is not reported yet, or never will be. */
#define MAX_PENDING  64

/* What LINE_GATHERDIGITS has behind its four parameters (MS-TRP 2.2.4.2.1.14); the digits follow. */
struct gather_data
{
    DWORD end_to_end;
    DWORD line;
};

#define MAX_DIGITS  ((TRANSPORT_MAX_EVENTS - sizeof(struct trp_event) - sizeof(struct gather_data) - 8) / sizeof(WCHAR))

/* ---- requests between their TSPI call and their message ---------------------------------------------------------- */

static void inband_destroy( struct object *object )
{
    struct inband *inband = LIST_ENTRY_OF( object, struct inband, object );

    if (inband->handle) object_release( inband->handle );
    free( inband->digits );
    free( inband );
}

/* Takes it out of the list of its call, whose reference goes. No lock held. */
static void inband_remove( struct inband *inband )
{
    struct line_device *ld = inband->call->ld;
    BOOL listed;

    AcquireSRWLockExclusive( &ld->lock );
    if ((listed = !list_empty( &inband->entry ))) list_remove( &inband->entry );
    ReleaseSRWLockExclusive( &ld->lock );
    if (!listed) return;
    handle_free( inband );
    object_release( inband );
}

/* One reference for the caller, one of the call's list. */
static LONG inband_begin( struct call_handle *handle, BOOL gather, DWORD count, struct inband **ret )
{
    struct call *call = handle->call;
    struct inband *inband, *oldest = NULL;
    struct list *cursor;
    DWORD pending = 0;
    LONG error = 0;

    if (!(inband = calloc( 1, sizeof(*inband) ))) return LINEERR_NOMEM;
    object_init( &inband->object, OBJECT_INBAND, NULL, inband_destroy );
    list_init( &inband->entry );
    inband->call = call;
    inband->handle = object_grab( handle );
    inband->gather = gather;
    inband->count = count;
    /* some write the NUL behind the last digit too */
    if ((gather && !(inband->digits = calloc( count + 2, sizeof(WCHAR) ))) || !handle_alloc( inband ))
    {
        object_release( inband );
        return LINEERR_NOMEM;
    }
    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->inband )
    {
        struct inband *other = LIST_ENTRY_OF( cursor, struct inband, entry );

        if (other->gather != gather) continue;
        if (!pending++) oldest = other;
    }
    /* the buffers of earlier requests stay the provider's */
    if (pending >= MAX_PENDING && gather) error = LINEERR_RESOURCEUNAVAIL;
    else if (handle->freed) error = LINEERR_INVALCALLHANDLE;
    else
    {
        object_grab( inband );
        list_add_tail( &call->inband, &inband->entry );
        oldest = pending >= MAX_PENDING ? object_grab( oldest ) : NULL;
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
    if (error)
    {
        WARN( "line %lu: %lu requests for digits that the provider has not reported\n", call->ld->device->id, pending );
        handle_free( inband );
        object_release( inband );
        return error;
    }
    if (oldest)
    {
        inband_remove( oldest );
        object_release( oldest );
    }
    *ret = inband;
    return 0;
}

/* Consumes the caller's reference. A request that failed has no message, unless it has come already. */
static LONG inband_result( struct inband *inband, LONG result )
{
    if (result) inband_remove( inband );
    object_release( inband );
    return result;
}

void media_call_destroyed( struct call *call )
{
    /* without the lock, which the caller may have: nobody finds the call any more */
    while (!list_empty( &call->inband ))
    {
        struct inband *inband = LIST_ENTRY_OF( call->inband.next, struct inband, entry );

        list_remove( &inband->entry );
        handle_free( inband );
        object_release( inband );
    }
}

/* ---- digits that are gathered ------------------------------------------------------------------------------------ */

/* LINE_GATHERDIGITS; to no application: the client's half of the request ends with it. ld->lock held. */
static void send_digits( const struct inband *inband, DWORD reason, DWORD tick, BOOL to_app )
{
    const struct call_handle *handle = inband->handle;
    const struct line *line = handle->line;
    struct trp_event event =
    {
        .context = inband->context,
        .msg = LINE_GATHERDIGITS,
        .param1 = reason,
        .param2 = inband->digits_context,
        .param3 = tick,
    };
    struct gather_data *data;
    DWORD count = 0, size;

    if (to_app)
    {
        event.init_context = line->app->init_context;
        event.open_context = line->open_context;
        event.device = handle->object.handle;
        /* with the NUL behind a partial buffer */
        while (count < inband->count && inband->digits[count]) count++;
        if (count < inband->count) count++;
    }
    event.param4 = count;
    size = (sizeof(*data) + count * sizeof(WCHAR) + 3) & ~3u;
    if (!(data = calloc( 1, size )))
    {
        ERR( "out of memory, the digits of a call are lost\n" );
        return;
    }
    data->end_to_end = inband->client_id;
    data->line = line->object.handle;
    memcpy( data + 1, inband->digits, count * sizeof(WCHAR) );
    event_send( line->app->client, &event, data, size );
    free( data );
}

LONG handle_lineGatherDigits( struct request *rq, struct trp_arg *args )
{
    DWORD modes = args[ARG_lineGatherDigits_dwDigitModes].value, count = args[ARG_lineGatherDigits_dwNumDigits].value;
    DWORD digits_context = args[ARG_lineGatherDigits_lpsDigitsContext].value;
    struct call_handle *handle;
    struct provider *provider;
    struct inband *inband;
    LONG ret;

    if (digits_context && count > MAX_DIGITS) return LINEERR_RESOURCEUNAVAIL;
    if ((ret = call_begin( rq, ARG_lineGatherDigits_hCall, TRUE, &handle ))) return ret;
    provider = handle->call->ld->device->provider;
    if (!digits_context)
    {
        ret = PROVIDER_CALL( provider, lineGatherDigits, (DWORD_PTR)handle->call->hd, 0, modes, 0, 0, 0, 0, 0 );
    }
    else if (!(ret = inband_begin( handle, TRUE, count, &inband )))
    {
        inband->client_id = args[ARG_lineGatherDigits_dwEndtoEndID].value;
        inband->context = args[ARG_lineGatherDigits_lpContext].value;
        inband->digits_context = digits_context;
        ret = inband_result( inband, PROVIDER_CALL( provider, lineGatherDigits, (DWORD_PTR)handle->call->hd, inband->object.handle,
                                                    modes, (DWORD_PTR)inband->digits, count,
                                                    (DWORD_PTR)args[ARG_lineGatherDigits_lpszTerminationDigits].data,
                                                    args[ARG_lineGatherDigits_dwFirstDigitTimeout].value,
                                                    args[ARG_lineGatherDigits_dwInterDigitTimeout].value ) );
    }
    call_unuse( handle->call );
    return ret;
}

/* ---- digits and tones that are generated ------------------------------------------------------------------------- */

LONG handle_lineGenerateDigits( struct request *rq, struct trp_arg *args )
{
    const void *digits = args[ARG_lineGenerateDigits_lpszDigits].data;
    struct inband *inband = NULL;
    struct call_handle *handle;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineGenerateDigits_hCall, TRUE, &handle ))) return ret;
    /* none end what is being generated: it is that request whose message comes */
    if (!digits || !(ret = inband_begin( handle, FALSE, 0, &inband )))
    {
        if (inband) inband->client_id = args[ARG_lineGenerateDigits_dwEndToEndID].value;
        ret = PROVIDER_CALL( handle->call->ld->device->provider, lineGenerateDigits, (DWORD_PTR)handle->call->hd,
                             inband ? inband->object.handle : 0, args[ARG_lineGenerateDigits_dwDigitMode].value, (DWORD_PTR)digits,
                             args[ARG_lineGenerateDigits_dwDuration].value );
        if (inband) ret = inband_result( inband, ret );
    }
    call_unuse( handle->call );
    return ret;
}

LONG handle_lineGenerateTone( struct request *rq, struct trp_arg *args )
{
    DWORD mode = args[ARG_lineGenerateTone_dwToneMode].value;
    BOOL custom = mode == LINETONEMODE_CUSTOM;
    struct inband *inband = NULL;
    struct call_handle *handle;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineGenerateTone_hCall, TRUE, &handle ))) return ret;
    if (!mode || !(ret = inband_begin( handle, FALSE, 0, &inband )))
    {
        if (inband) inband->client_id = args[ARG_lineGenerateTone_dwEndToEndID].value;
        ret = PROVIDER_CALL( handle->call->ld->device->provider, lineGenerateTone, (DWORD_PTR)handle->call->hd,
                             inband ? inband->object.handle : 0, mode, args[ARG_lineGenerateTone_dwDuration].value,
                             custom ? args[ARG_lineGenerateTone_dwNumTones].value : 0,
                             (DWORD_PTR)(custom ? args[ARG_lineGenerateTone_lpTones].data : NULL) );
        if (inband) ret = inband_result( inband, ret );
    }
    call_unuse( handle->call );
    return ret;
}

/* ---- tones that are monitored ------------------------------------------------------------------------------------ */

/* The provider keeps a list for each of the handles of a call; what it detects comes back with the handle. */
LONG handle_lineMonitorTones( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *tones = &args[ARG_lineMonitorTones_lpToneList];
    struct call_handle *handle;
    BOOL before;
    LONG ret;

    if ((ret = call_begin( rq, ARG_lineMonitorTones_hCall, FALSE, &handle ))) return ret;
    /* a provider may detect one before its function has returned */
    AcquireSRWLockExclusive( &handle->call->ld->lock );
    before = handle->tones;
    if (tones->data) handle->tones = TRUE;
    ReleaseSRWLockExclusive( &handle->call->ld->lock );
    ret = PROVIDER_CALL( handle->call->ld->device->provider, lineMonitorTones, (DWORD_PTR)handle->call->hd, handle->object.handle,
                         (DWORD_PTR)tones->data, tones->data ? tones->size / sizeof(LINEMONITORTONE) : 0 );
    AcquireSRWLockExclusive( &handle->call->ld->lock );
    if (ret) handle->tones = before;
    else if (!tones->data) handle->tones = FALSE;
    ReleaseSRWLockExclusive( &handle->call->ld->lock );
    call_unuse( handle->call );
    return ret;
}

/* ---- media control ----------------------------------------------------------------------------------------------- */

LONG handle_lineSetMediaControl( struct request *rq, struct trp_arg *args )
{
    DWORD select = args[ARG_lineSetMediaControl_dwSelect].value, address_id = args[ARG_lineSetMediaControl_dwAddressID].value;
    const struct trp_arg *digits = &args[ARG_lineSetMediaControl_lpDigitList], *media = &args[ARG_lineSetMediaControl_lpMediaList];
    const struct trp_arg *tones = &args[ARG_lineSetMediaControl_lpToneList], *states = &args[ARG_lineSetMediaControl_lpCallStateList];
    BOOL set = digits->data || media->data || tones->data || states->data;
    struct call_handle *handle = NULL;
    struct line *line;
    HDRVLINE hd;
    LONG ret;

    if (select == LINECALLSELECT_CALL)
    {
        if (!rq->objects[ARG_lineSetMediaControl_hCall]) return LINEERR_INVALCALLHANDLE;
        if ((ret = call_begin( rq, ARG_lineSetMediaControl_hCall, TRUE, &handle ))) return ret;
        line = handle->line;
        hd = line->ld->hd;      /* a used call keeps its line open */
    }
    else
    {
        if (!rq->objects[ARG_lineSetMediaControl_hLine]) return LINEERR_INVALLINEHANDLE;
        line = LIST_ENTRY_OF( rq->objects[ARG_lineSetMediaControl_hLine], struct line, object );
        if ((ret = line_use( line, &hd ))) return ret;
    }
    if (select == LINECALLSELECT_ADDRESS && line->ld->have_caps && address_id >= line->ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else
    {
        ret = PROVIDER_CALL( line->ld->device->provider, lineSetMediaControl, (DWORD_PTR)hd, address_id,
                             (DWORD_PTR)(handle ? handle->call->hd : NULL), select,
                             (DWORD_PTR)digits->data, digits->data ? digits->size / sizeof(LINEMEDIACONTROLDIGIT) : 0,
                             (DWORD_PTR)media->data, media->data ? media->size / sizeof(LINEMEDIACONTROLMEDIA) : 0,
                             (DWORD_PTR)tones->data, tones->data ? tones->size / sizeof(LINEMEDIACONTROLTONE) : 0,
                             (DWORD_PTR)states->data, states->data ? states->size / sizeof(LINEMEDIACONTROLCALLSTATE) : 0 );
    }
    if (!ret && handle)
    {
        AcquireSRWLockExclusive( &line->ld->lock );
        handle->call->media_control = set ? handle : NULL;
        ReleaseSRWLockExclusive( &line->ld->lock );
    }
    if (handle) call_unuse( handle->call );
    else device_unuse( line->ld );
    return ret;
}

/* ---- what the provider reports ----------------------------------------------------------------------------------- */

static void inband_event( struct call *call, DWORD msg, DWORD reason, DWORD end_to_end, DWORD tick )
{
    struct inband *inband = handle_get( end_to_end, OBJECT_INBAND, NULL );
    BOOL gather = msg == LINE_GATHERDIGITS;

    if (!inband || inband->call != call || inband->gather != gather)
    {
        TRACE( "call %lx: msg %lu for no request: %#lx\n", call->object.handle, msg, end_to_end );
        if (inband) object_release( inband );
        return;
    }
    AcquireSRWLockExclusive( &call->ld->lock );
    /* the message of a handle that is gone was sent when that went */
    if (!list_empty( &inband->entry ) && inband->handle)
    {
        if (gather) send_digits( inband, reason, tick, !inband->handle->freed );
        else if (!inband->handle->freed) call_event( inband->handle, LINE_GENERATE, reason, inband->client_id, tick, 0 );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
    inband_remove( inband );
    object_release( inband );
}

static void tone_event( struct call *call, DWORD app_specific, DWORD list_id, DWORD tick )
{
    struct list *cursor;

    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle->object.handle == list_id && handle->tones) call_event( handle, LINE_MONITORTONE, app_specific, 0, tick, 0 );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
}

BOOL media_event( struct call *call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD tick )
{
    switch (msg)
    {
    case LINE_GATHERDIGITS:
    case LINE_GENERATE:
        inband_event( call, msg, param1, param2, tick );
        return TRUE;
    case LINE_MONITORTONE:
        tone_event( call, param1, param2, tick );
        return TRUE;
    }
    return FALSE;
}

/* ---- the end of a handle ----------------------------------------------------------------------------------------- */

void media_handle_removed( struct call_handle *handle )
{
    struct call *call = handle->call;
    struct provider *provider = call->ld->device->provider;
    BOOL gathers = FALSE, controls, goes_on;
    struct list *cursor;
    DWORD count = 0;

    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->inband )
    {
        struct inband *inband = LIST_ENTRY_OF( cursor, struct inband, entry );

        /* the newest is the one that the provider works on */
        if (inband->gather) gathers = inband->handle == handle;
        if (inband->handle != handle) continue;
        if (inband->gather) send_digits( inband, LINEGATHERTERM_CANCEL, 0, FALSE );
        inband->handle = NULL;
        count++;
    }
    if ((controls = call->media_control == handle)) call->media_control = NULL;
    goes_on = !list_empty( &call->handles );
    ReleaseSRWLockExclusive( &call->ld->lock );

    while (count--) object_release( handle );   /* the caller has one more */
    /* with its last handle the call itself is closed */
    if (!goes_on || (!gathers && !controls && !handle->tones && !handle->digit_modes && !handle->media_modes)) return;
    if (call_use( call )) return;
    if (gathers) PROVIDER_CALL( provider, lineGatherDigits, (DWORD_PTR)call->hd, 0, 0, 0, 0, 0, 0, 0 );
    if (controls)
        PROVIDER_CALL( provider, lineSetMediaControl, (DWORD_PTR)call->ld->hd, 0, (DWORD_PTR)call->hd, LINECALLSELECT_CALL, 0, 0, 0, 0, 0, 0, 0, 0 );
    if (handle->tones) PROVIDER_CALL( provider, lineMonitorTones, (DWORD_PTR)call->hd, handle->object.handle, 0, 0 );
    if (handle->digit_modes || handle->media_modes) call_update_monitoring( call );
    call_unuse( call );
}
