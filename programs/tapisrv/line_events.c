/*
 * What providers report about lines and calls.
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
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* States that came with a later API version; older applications are told to initialise again instead. */
static const struct { DWORD state, version; } line_state_versions[] =
{
    { LINEDEVSTATE_CAPSCHANGE, 0x00010004 },
    { LINEDEVSTATE_CONFIGCHANGE, 0x00010004 },
    { LINEDEVSTATE_TRANSLATECHANGE, 0x00010004 },
    { LINEDEVSTATE_COMPLCANCEL, 0x00010004 },
};

/* Timestamps that a provider before 2.0 does not give. */
static DWORD timestamp( struct line_device *ld, DWORD_PTR value )
{
    return value && ld->device->tspi_version >= 0x00020000 ? (DWORD)value : GetTickCount();
}

/* ---- events about calls ---------------------------------------------------------------------------------------- */

static LONG fill_call_info( void *context, void *buffer )
{
    struct call *call = context;

    return PROVIDER_CALL( call->ld->device->provider, lineGetCallInfo, (DWORD_PTR)call->hd, (DWORD_PTR)buffer );
}

/* What LINE_APPNEWCALL has to say of a call; asked once, before anybody is told of it. */
void call_read_ids( struct call *call )
{
    struct provider *provider = call->ld->device->provider;
    DWORD address_id = 0, call_id = 0, related_id = 0;
    LINECALLINFO *info;

    if (call_use( call )) return;
    PROVIDER_CALL( provider, lineGetCallAddressID, (DWORD_PTR)call->hd, (DWORD_PTR)&address_id );
    if (provider_has( provider, TSPI_FN_lineGetCallIDs ))
    {
        PROVIDER_CALL( provider, lineGetCallIDs, (DWORD_PTR)call->hd, (DWORD_PTR)&address_id, (DWORD_PTR)&call_id,
                       (DWORD_PTR)&related_id );
    }
    else if (!struct_fetch( TRPS_LINECALLINFO, call->ld->device->tspi_version, fill_call_info, call, (void **)&info ))
    {
        call_id = info->dwCallID;
        related_id = info->dwRelatedCallID;
        free( info );
    }
    AcquireSRWLockExclusive( &call->ld->lock );
    call->address_id = address_id;
    call->call_id = call_id;
    call->related_id = related_id;
    hub_join( call );
    ReleaseSRWLockExclusive( &call->ld->lock );
    call_unuse( call );
}

static void new_call( struct line_device *ld, struct call *call )
{
    BOOL listed = FALSE, lost = FALSE;

    AcquireSRWLockExclusive( &ld->lock );
    if (call->listed || call->closed) WARN( "line %lu: call %lx is not new\n", ld->device->id, call->object.handle );
    else if (!ld->open) lost = TRUE;
    else
    {
        call_list( call );
        listed = TRUE;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (listed) call_read_ids( call );
    /* it came while the line was closed, and ended with it */
    if (lost) handle_free( call );
}

static void set_conference( struct call *call, DWORD_PTR handle )
{
    struct call *conference = handle ? handle_get( (DWORD)handle, OBJECT_TAPICALL, NULL ) : NULL, *old;

    AcquireSRWLockExclusive( &call->ld->lock );
    old = call->conference;
    /* one lock guards both calls */
    call->conference = conference && conference != call && conference->ld == call->ld ? object_grab( conference ) : NULL;
    ReleaseSRWLockExclusive( &call->ld->lock );
    if (old) object_release( old );
    if (conference) object_release( conference );
}

static void call_state( struct call *call, DWORD state, DWORD_PTR mode, DWORD media_mode )
{
    struct line_device *ld = call->ld;
    struct list *cursor;
    BOOL first;

    set_conference( call, state == LINECALLSTATE_CONFERENCED ? mode : 0 );
    AcquireSRWLockShared( &ld->lock );
    first = !call->announced;
    ReleaseSRWLockShared( &ld->lock );
    if (first) handoff_refresh();

    AcquireSRWLockExclusive( &ld->lock );
    if (!call->listed)
    {
        ReleaseSRWLockExclusive( &ld->lock );
        return;
    }
    call->state = state;
    call->state_mode = state == LINECALLSTATE_CONFERENCED ? 0 : mode;
    if (media_mode) call->media_mode = media_mode;
    if (state == LINECALLSTATE_IDLE || state == LINECALLSTATE_DISCONNECTED) call->over = TRUE;
    /* one that ends before anybody heard of it, because who made it is gone, is no new call */
    if (first && state == LINECALLSTATE_IDLE && list_empty( &call->handles )) call->announced = TRUE;
    else if (first) call_announce( call );
    else
    {
        LIST_FOR_EACH( cursor, &call->handles ) call_state_event( LIST_ENTRY_OF( cursor, struct call_handle, call_entry ), 0 );
    }
    /* digit and media monitoring end with the connection */
    if (state == LINECALLSTATE_IDLE || state == LINECALLSTATE_DISCONNECTED)
    {
        call->digit_modes = call->media_monitor = 0;
        LIST_FOR_EACH( cursor, &call->handles )
        {
            struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
            handle->digit_modes = handle->media_modes = 0;
            handle->tones = FALSE;
        }
        hub_leave( call );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    /* a call that no application can ever see again ends here: TAPI does not keep what nobody controls */
    call_close_unused( call );
}

/* An event that goes to all handles of a call unchanged, as another message. */
static void call_forward( struct call *call, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct list *cursor;

    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );

        if (msg == LINE_DEVSPECIFICEX && handle->line->api_version < 0x00020002) continue;
        if (msg == LINE_QOSINFO && handle->line->api_version < 0x00030000) continue;
        call_event( handle, msg, param1, param2, param3, 0 );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
}

/* A call that gets another id belongs to another hub. */
static void call_info( struct call *call, DWORD items )
{
    struct list *cursor;

    if (items & LINECALLINFOSTATE_CALLID) call_read_ids( call );
    call_forward( call, LINE_CALLINFO, items, 0, 0 );
    if (!(items & LINECALLINFOSTATE_CALLID)) return;
    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->handles ) if (call->announced) hub_tell( LIST_ENTRY_OF( cursor, struct call_handle, call_entry ) );
    ReleaseSRWLockExclusive( &call->ld->lock );
}

static void monitor_digits( struct call *call, DWORD digit, DWORD mode, DWORD_PTR time )
{
    DWORD tick = timestamp( call->ld, time );
    struct list *cursor;

    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle->digit_modes & mode) call_event( handle, LINE_MONITORDIGITS, digit, mode, tick, 0 );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
}

static void monitor_media( struct call *call, DWORD media_mode, DWORD_PTR time )
{
    DWORD tick = timestamp( call->ld, time );
    struct list *cursor;

    AcquireSRWLockExclusive( &call->ld->lock );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );
        if (handle->media_modes & media_mode) call_event( handle, LINE_MONITORMEDIA, media_mode, 0, tick, 0 );
    }
    ReleaseSRWLockExclusive( &call->ld->lock );
}

/* LINE_SENDMSPDATA about a line, or about one of its calls. */
static void msp_event( struct line_device *ld, HTAPICALL ht, DWORD_PTR instance, const void *data, DWORD_PTR size )
{
    struct call *call = NULL;

    if (ht && (!(call = handle_get( (DWORD)(ULONG_PTR)ht, OBJECT_TAPICALL, NULL )) || call->ld != ld))
        TRACE( "line %lu: data about a call that is gone: %p\n", ld->device->id, ht );
    else msp_data( ld, call, instance, data, size );
    if (call) object_release( call );
}

/* TRUE: it was an event about a call. */
static BOOL handle_call_event( struct line_device *ld, HTAPICALL ht, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct call *call = handle_get( (DWORD)(ULONG_PTR)ht, OBJECT_TAPICALL, NULL );

    if (!call || call->ld != ld)
    {
        TRACE( "line %lu: msg %lu about a call that is gone: %p\n", ld->device->id, msg, ht );
        if (call) object_release( call );
        return FALSE;
    }
    switch (msg)
    {
    case LINE_NEWCALL:
        new_call( ld, call );
        break;
    case LINE_CALLSTATE:
        call_state( call, param1, param2, param3 );
        break;
    case LINE_CALLINFO:
        call_info( call, param1 );
        break;
    case LINE_CALLDEVSPECIFIC:
        call_forward( call, LINE_DEVSPECIFIC, param1, param2, param3 );
        break;
    case LINE_CALLDEVSPECIFICFEATURE:
        call_forward( call, LINE_DEVSPECIFICFEATURE, param1, param2, param3 );
        break;
    case LINE_DEVSPECIFICEX:
        call_forward( call, LINE_DEVSPECIFICEX, param1, param2, param3 );
        break;
    case LINE_QOSINFO:
        call_forward( call, LINE_QOSINFO, param1, param2, 0 );
        break;
    case LINE_MONITORDIGITS:
        monitor_digits( call, param1, param2, param3 );
        break;
    case LINE_MONITORMEDIA:
        monitor_media( call, param1, param3 );
        break;
    default:
        if (media_event( call, msg, param1, param2, timestamp( ld, param3 ) )) break;
        WARN( "line %lu: nobody asked for msg %lu about a call\n", ld->device->id, msg );
        break;
    }
    object_release( call );
    return TRUE;
}

/* ---- events about lines ---------------------------------------------------------------------------------------- */

/* LINE_LINEDEVSTATE to one line; states that its version does not know ask it to start again. */
static void line_dev_state( struct line *line, DWORD state, DWORD param2, DWORD param3 )
{
    DWORD i;

    /* that state has nothing in its place */
    if (state & LINEDEVSTATE_REMOVED && line->api_version < 0x00010004) return;
    for (i = 0; i < ARRAYSIZE(line_state_versions); i++)
    {
        if (state & line_state_versions[i].state && line->api_version < line_state_versions[i].version)
        {
            line_event( line, LINE_LINEDEVSTATE, LINEDEVSTATE_REINIT, LINE_LINEDEVSTATE, state, 0 );
            return;
        }
    }
    line_event( line, LINE_LINEDEVSTATE, state, param2, param3, 0 );
}

static void handle_line_event( struct line_device *ld, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct list *cursor;

    if (msg == LINE_LINEDEVSTATE && param1 & LINEDEVSTATE_CAPSCHANGE)
    {
        AcquireSRWLockExclusive( &ld->lock );
        ld->have_caps = FALSE;
        ReleaseSRWLockExclusive( &ld->lock );
        device_read_caps( ld );
    }
    AcquireSRWLockExclusive( &ld->lock );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );

        switch (msg)
        {
        case LINE_ADDRESSSTATE:
            if (!(line->address_states & param2)) break;
            if (param2 & LINEADDRESSSTATE_CAPSCHANGE && line->api_version < 0x00010004)
                line_event( line, LINE_LINEDEVSTATE, LINEDEVSTATE_REINIT, LINE_ADDRESSSTATE, param2, 0 );
            else line_event( line, msg, param1, param2, 0, 0 );
            break;
        case LINE_LINEDEVSTATE:
            if (line->line_states & param1 & ~LINEDEVSTATE_REINIT) line_dev_state( line, param1 & ~LINEDEVSTATE_REINIT, param2, param3 );
            break;
        case LINE_DEVSPECIFIC:
        case LINE_DEVSPECIFICFEATURE:
            line_event( line, msg, param1, param2, param3, 0 );
            break;
        case LINE_DEVSPECIFICEX:
            if (line->api_version >= 0x00020002) line_event( line, msg, param1, param2, param3, 0 );
            break;
        }
    }
    ReleaseSRWLockExclusive( &ld->lock );
}

void core_line_event( struct provider *provider, HTAPILINE line, HTAPICALL call, DWORD msg,
                      DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct tapi_line *ht = handle_get( (DWORD)(ULONG_PTR)line, OBJECT_TAPILINE, NULL );
    struct line_device *ld;

    TRACE( "line %p call %p msg %lu params %#llx %#llx %#llx\n", line, call, msg,
           (ULONGLONG)param1, (ULONGLONG)param2, (ULONGLONG)param3 );
    if (msg == LINE_LINEDEVSTATE && param1 & LINEDEVSTATE_REINIT)
    {
        /* of no line in particular, and cannot be switched off */
        events_begin();
        apps_reinit();
        events_end();
    }
    if (!ht)
    {
        TRACE( "the line is closed\n" );
        if (msg == LINE_NEWCALL) core_forget_call( call );
        return;
    }
    ld = ht->ld;
    if (provider_speaks_for( provider, ld->device->provider ))
    {
        events_begin();
        switch (msg)
        {
        case LINE_CLOSE:
            device_closed_by_provider( ld );
            break;
        case LINE_ADDRESSSTATE:
        case LINE_LINEDEVSTATE:
        case LINE_DEVSPECIFIC:
        case LINE_DEVSPECIFICFEATURE:
            handle_line_event( ld, msg, param1, param2, param3 );
            break;
        case LINE_SENDMSPDATA:
            msp_event( ld, call, param1, (const void *)param2, param3 );
            break;
        case LINE_DEVSPECIFICEX:
            /* one message for both kinds of device */
            if (call) handle_call_event( ld, call, msg, param1, param2, param3 );
            else handle_line_event( ld, msg, param1, param2, param3 );
            break;
        default:
            handle_call_event( ld, call, msg, param1, param2, param3 );
            break;
        }
        events_end();
    }
    object_release( ht );
}
