/*
 * Messages of tapi32: what happens to lines and calls.
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

#include "tapi3_private.h"
#include "tapi3_link.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

/* session.c */
void session_line_created( struct session *session, DWORD device );
void session_line_removed( struct session *session, DWORD device );

/*
 * The address of an open line, and the program's number for it; referenced. The program may have registered an address several times, and requests open it
 * once more: only one of these lines is the one whose changes are told. by: receives the registration, if it is one, referenced; or NULL
 */
static struct address *find_registered( struct session *session, HLINE line, LONG *instance, BOOL *tells, struct registration **by )
{
    struct registration *registration;
    struct address *address = NULL;
    ULONG i;

    *instance = 0;
    *tells = TRUE;
    EnterCriticalSection( &session->cs );
    for (registration = session->registrations; registration && registration->line != line; registration = registration->next) {}
    if (registration)
    {
        address = object_addref( registration->address );
        *instance = registration->instance;
        if (by && InterlockedIncrement( &registration->refs )) *by = registration;
        while ((registration = registration->next))
            if (registration->address == address && registration->line) *tells = FALSE;
    }
    for (i = 0; i < session->address_count && !address; i++)
    {
        if (session->addresses[i]->line != line && session->addresses[i]->track_line != line) continue;
        address = object_addref( session->addresses[i] );
        for (registration = session->registrations; registration; registration = registration->next)
            if (registration->address == address) *tells = FALSE;
    }
    LeaveCriticalSection( &session->cs );
    return address;
}

static struct address *find_line( struct session *session, HLINE line, LONG *instance, BOOL *tells )
{
    return find_registered( session, line, instance, tells, NULL );
}

/* A call that came when the program had just said that it wants no more: another program may have it. */
static void refuse_call( HCALL handle, DWORD privilege, struct session *session )
{
    LINECALLINFO info = { sizeof(info) };

    if (privilege & LINECALLPRIVILEGE_OWNER && (lineGetCallInfoW( handle, &info ) || lineHandoffW( handle, NULL, info.dwMediaMode )))
        orphan_drop( session, handle );
    else lineDeallocateCall( handle );
}

static void new_call( struct session *session, const LINEMESSAGE *message )
{
    struct registration *registration = NULL;
    struct address *address, *exact;
    struct call *call = NULL;
    LONG instance;
    BOOL tells;

    if (!(address = find_registered( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells, &registration )))
    {
        /* it may just be being opened */
        EnterCriticalSection( &session->register_cs );
        address = find_registered( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells, &registration );
        LeaveCriticalSection( &session->register_cs );
    }
    if (!address)
    {
        refuse_call( (HCALL)(ULONG_PTR)message->dwParam2, message->dwParam3, session );
        return;
    }
    if (address->address_id != message->dwParam1 && (exact = session_find_address( session, address->device, message->dwParam1 )))
    {
        object_release( address );
        address = exact;
    }
    if ((call = call_create( address, (HCALL)(ULONG_PTR)message->dwParam2 )))
    {
        call->registration = registration;
        call->instance = instance;
        call->privilege = message->dwParam3 & LINECALLPRIVILEGE_OWNER ? CP_OWNER : CP_MONITOR;
        if ((HLINE)(ULONG_PTR)message->hDevice == address->track_line)
        {
            call->shadow = call->shadow_held = TRUE;
            call->shadow_line = address->track_line;
            object_release( address );
            return;
        }
        /* The first state follows at once; until then nobody else may hold the call, and programs are not told: they answer it in the notification. */
        call->newborn = call->unannounced = TRUE;
        call_msp_begin( call );
    }
    else
    {
        ERR( "no memory for a new call; it is not taken\n" );
        registration_release( registration );
        lineDeallocateCall( (HCALL)(ULONG_PTR)message->dwParam2 );
    }
    object_release( address );
}

/* Programs hear of a call when its state is known. */
static void announce( struct session *session, struct call *call )
{
    if (!call->unannounced) return;
    call->unannounced = FALSE;
    event_call_notification( session, call, call->privilege == CP_OWNER ? CNE_OWNER : CNE_MONITOR, call->instance );
}

static void call_state( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );
    CALL_STATE_EVENT_CAUSE cause;
    CALL_STATE state;
    BOOL changed;

    if (!call)
    {
        if (message->dwParam1 & LINECALLSTATE_IDLE) conference_ended( session, (HCALL)(ULONG_PTR)message->hDevice );
        return;
    }
    if (message->dwParam3)
    {
        EnterCriticalSection( &session->cs );
        call->privilege = message->dwParam3 & LINECALLPRIVILEGE_OWNER ? CP_OWNER : CP_MONITOR;
        LeaveCriticalSection( &session->cs );
    }
    changed = call_take_state( call, message->dwParam1, message->dwParam2, &state, &cause );
    announce( session, call );
    if (changed && !call->shadow)
    {
        event_call_state( session, call, state, cause, call->instance );
        phones_call_state( session, call, state, cause );
    }
    if (message->dwParam1 & (LINECALLSTATE_DISCONNECTED | LINECALLSTATE_IDLE)) hub_track( call, TRUE );
    else if (!call->hub) hub_track( call, FALSE );
    if (call->shadow)
    {
        if (message->dwParam1 & (LINECALLSTATE_DISCONNECTED | LINECALLSTATE_IDLE)) shadow_end( call );
        call_let_go( call );
        return;
    }
    call_msp_known( call );
    if (state == CS_CONNECTED || state == CS_DISCONNECTED) call_msp_state( call );
    call_grown( call );
    call_let_go( call );
}

/* LINECALLINFOSTATE_ bits to causes, in the order of the bits */
static const struct
{
    DWORD bit;
    CALLINFOCHANGE_CAUSE cause;
} info_changes[] =
{
    { LINECALLINFOSTATE_OTHER, CIC_OTHER },
    { LINECALLINFOSTATE_DEVSPECIFIC, CIC_DEVSPECIFIC },
    { LINECALLINFOSTATE_BEARERMODE, CIC_BEARERMODE },
    { LINECALLINFOSTATE_RATE, CIC_RATE },
    { LINECALLINFOSTATE_MEDIAMODE, CIC_MEDIATYPE },
    { LINECALLINFOSTATE_APPSPECIFIC, CIC_APPSPECIFIC },
    { LINECALLINFOSTATE_CALLID, CIC_CALLID },
    { LINECALLINFOSTATE_RELATEDCALLID, CIC_RELATEDCALLID },
    { LINECALLINFOSTATE_ORIGIN, CIC_ORIGIN },
    { LINECALLINFOSTATE_REASON, CIC_REASON },
    { LINECALLINFOSTATE_COMPLETIONID, CIC_COMPLETIONID },
    { LINECALLINFOSTATE_NUMOWNERINCR, CIC_NUMOWNERINCR },
    { LINECALLINFOSTATE_NUMOWNERDECR, CIC_NUMOWNERDECR },
    { LINECALLINFOSTATE_NUMMONITORS, CIC_NUMMONITORS },
    { LINECALLINFOSTATE_TRUNK, CIC_TRUNK },
    { LINECALLINFOSTATE_CALLERID, CIC_CALLERID },
    { LINECALLINFOSTATE_CALLEDID, CIC_CALLEDID },
    { LINECALLINFOSTATE_CONNECTEDID, CIC_CONNECTEDID },
    { LINECALLINFOSTATE_REDIRECTIONID, CIC_REDIRECTIONID },
    { LINECALLINFOSTATE_REDIRECTINGID, CIC_REDIRECTINGID },
    { LINECALLINFOSTATE_USERUSERINFO, CIC_USERUSERINFO },
    { LINECALLINFOSTATE_HIGHLEVELCOMP, CIC_HIGHLEVELCOMP },
    { LINECALLINFOSTATE_LOWLEVELCOMP, CIC_LOWLEVELCOMP },
    { LINECALLINFOSTATE_CHARGINGINFO, CIC_CHARGINGINFO },
    { LINECALLINFOSTATE_TREATMENT, CIC_TREATMENT },
    { LINECALLINFOSTATE_CALLDATA, CIC_CALLDATA },
};

static void call_info( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );
    unsigned int i;

    if (!call) return;
    announce( session, call );
    for (i = 0; i < ARRAYSIZE(info_changes); i++)
        if (message->dwParam1 & info_changes[i].bit) event_call_info( session, call, info_changes[i].cause, call->instance );
    if (message->dwParam1 & LINECALLINFOSTATE_CALLID && call_get_state( call ) != CS_DISCONNECTED) hub_track( call, FALSE );
    call_let_go( call );
}

/* Calls end with their line, and nothing more is heard of them: somebody may wait for that in Connect(). */
static void lose_calls( struct session *session, HLINE line )
{
    struct call **calls;
    ULONG count;

    if (FAILED(session_calls( session, NULL, &calls, &count ))) return;
    while (count--)
    {
        struct call *call = calls[count];
        CALL_STATE_EVENT_CAUSE cause;
        CALL_STATE state;

        if (!call->shadow && (call->registration ? call->registration->line : call->address->line) == line)
        {
            announce( session, call );
            if (call_take_state( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_OUTOFORDER, &state, &cause ))
            {
                event_call_state( session, call, state, cause, call->instance );
                phones_call_state( session, call, state, cause );
            }
            hub_track( call, TRUE );
            call_msp_state( call );
            call_grown( call );
        }
        call_let_go( call );
    }
    free( calls );
}

static void line_closed( struct session *session, const LINEMESSAGE *message )
{
    const HLINE line = (HLINE)(ULONG_PTR)message->hDevice;
    struct registration *registration;
    BOOL own = FALSE, tells;
    LONG instance;
    struct address *address = find_line( session, line, &instance, &tells );

    if (!address) return;
    hubs_line_closed( session, line );
    if (address->track_line == line)
    {
        address_track_closed( address );
        object_release( address );
        return;
    }
    centre_line_closed( session, line );
    lose_calls( session, line );
    if (address->line == line)
    {
        address_line_closed( address );
        own = TRUE;
    }
    EnterCriticalSection( &session->cs );
    for (registration = session->registrations; registration; registration = registration->next)
        if (registration->line == line) registration->line = 0;
    LeaveCriticalSection( &session->cs );
    /* each registration has an end; of the line for requests the program need not know if it has others */
    if (!own || tells) event_tapi_object( session, TE_ADDRESSCLOSE, address, NULL, instance );
    if (tells) event_address( session, address, AE_STATE, NULL );
    object_release( address );
}

static void line_state( struct session *session, const LINEMESSAGE *message )
{
    static const struct { DWORD bit; ADDRESS_EVENT event; } rows[] =
    {
        { LINEDEVSTATE_RINGING, AE_RINGING },
        { LINEDEVSTATE_CONNECTED, AE_STATE },
        { LINEDEVSTATE_DISCONNECTED, AE_STATE },
        { LINEDEVSTATE_INSERVICE, AE_STATE },
        { LINEDEVSTATE_OUTOFSERVICE, AE_STATE },
        { LINEDEVSTATE_MAINTENANCE, AE_STATE },
        { LINEDEVSTATE_MSGWAITON, AE_MSGWAITON },
        { LINEDEVSTATE_MSGWAITOFF, AE_MSGWAITOFF },
        { LINEDEVSTATE_CONFIGCHANGE, AE_CONFIGCHANGE },
        { LINEDEVSTATE_CAPSCHANGE, AE_CAPSCHANGE },
    };
    struct address *address;
    LONG instance;
    BOOL tells;
    unsigned int i;

    if (message->dwParam1 & LINEDEVSTATE_REINIT)
    {
        if (!message->dwParam2) event_tapi_object( session, TE_REINIT, NULL, NULL, 0 );
        return;
    }
    if (message->dwParam1 & LINEDEVSTATE_TRANSLATECHANGE) event_tapi_object( session, TE_TRANSLATECHANGE, NULL, NULL, 0 );
    if (!(address = find_line( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells ))) return;
    for (i = 0; i < ARRAYSIZE(rows) && tells; i++)
        if (message->dwParam1 & rows[i].bit) event_address( session, address, rows[i].event, NULL );
    object_release( address );
}

static void address_state( struct session *session, const LINEMESSAGE *message )
{
    LONG instance;
    BOOL tells;
    struct address *address = find_line( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells ), *exact;

    if (!address) return;
    if (address->address_id != message->dwParam1 && (exact = session_find_address( session, address->device, message->dwParam1 )))
    {
        object_release( address );
        address = exact;
    }
    if (tells && message->dwParam2 & LINEADDRESSSTATE_FORWARD) event_address( session, address, AE_FORWARD, NULL );
    if (tells && message->dwParam2 & LINEADDRESSSTATE_CAPSCHANGE) event_address( session, address, AE_CAPSCHANGE, NULL );
    object_release( address );
}

static void monitor_digits( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );

    if (!call) return;
    event_digit( session, call, (BYTE)message->dwParam1, message->dwParam2, message->dwParam3, call->instance );
    call_let_go( call );
}

static void gather_digits( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );

    if (!call) return;
    call_media_gathered( call, message->dwParam1, message->dwParam3 );
    call_let_go( call );
}

static void generated( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );

    if (!call) return;
    event_generated( session, call, message->dwParam1, message->dwParam3, call->instance );
    call_let_go( call );
}

static void monitor_tone( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );

    if (!call) return;
    event_tone( session, call, message->dwParam1, message->dwParam3, call->instance );
    call_let_go( call );
}

/* The service provider has something to say about the quality of a call. */
static void qos_info( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice );

    if (!call) return;
    event_qos( session, call, message->dwParam1, media_types_from_modes( message->dwParam2 ));
    call_let_go( call );
}

static void dev_specific( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = NULL;
    struct address *address;
    LONG instance;
    BOOL tells = TRUE;

    if ((address = find_line( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells ))) {}
    else if ((call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice ))) address = object_addref( call->address );
    else return;
    if (call ? !call->shadow : tells) event_address_dev_specific( session, address, call, message->dwParam1, message->dwParam2, message->dwParam3 );
    call_let_go( call );
    object_release( address );
}

static void request( struct session *session, const LINEMESSAGE *message )
{
    LINEREQMAKECALLW *make;

    if (message->dwParam1 != LINEREQUESTMODE_MAKECALL || !(make = calloc( 1, sizeof(*make) ))) return;
    /* Another recipient may have been faster; one message may stand for several requests. */
    while (!lineGetRequestW( session->line_app, LINEREQUESTMODE_MAKECALL, make ))
        event_request( session, message->dwCallbackInstance, LINEREQUESTMODE_MAKECALL, make );
    free( make );
}

static void reply( struct session *session, const LINEMESSAGE *message )
{
    if (!orphan_reply( session, message->dwParam1 )) request_reply( session, message->dwParam1, message->dwParam2 );
}

static void created( struct session *session, const LINEMESSAGE *message )
{
    session_line_created( session, message->dwParam1 );
}

static void removed( struct session *session, const LINEMESSAGE *message )
{
    session_line_removed( session, message->dwParam1 );
}

static void (*const handlers[])( struct session *session, const LINEMESSAGE *message ) =
{
    [LINE_ADDRESSSTATE] = address_state,
    [LINE_CALLINFO] = call_info,
    [LINE_CALLSTATE] = call_state,
    [LINE_CLOSE] = line_closed,
    [LINE_DEVSPECIFIC] = dev_specific,
    [LINE_GATHERDIGITS] = gather_digits,
    [LINE_GENERATE] = generated,
    [LINE_LINEDEVSTATE] = line_state,
    [LINE_MONITORDIGITS] = monitor_digits,
    [LINE_MONITORTONE] = monitor_tone,
    [LINE_REPLY] = reply,
    [LINE_REQUEST] = request,
    [LINE_CREATE] = created,
    [LINE_APPNEWCALL] = new_call,
    [LINE_REMOVE] = removed,
    [LINE_APPNEWCALLHUB] = hub_new,
    [LINE_CALLHUBCLOSE] = hub_closed,
    [LINE_PROXYSTATUS] = centre_message,
    [LINE_AGENTSTATUSEX] = centre_message,
    [LINE_AGENTSESSIONSTATUS] = centre_message,
    [LINE_GROUPSTATUS] = centre_message,
    [LINE_QUEUESTATUS] = centre_message,
};

static void msp_data( struct session *session, const LINEMESSAGE *message )
{
    struct call *call = NULL;
    struct address *address;
    LONG instance;
    BOOL tells;

    if ((address = find_line( session, (HLINE)(ULONG_PTR)message->hDevice, &instance, &tells ))) {}
    else if ((call = call_find( session, (HCALL)(ULONG_PTR)message->hDevice ))) address = object_addref( call->address );
    if (call && call->shadow) LocalFree( (void *)message->dwParam2 );   /* whoever has the call gets it, too */
    else msp_message( session, address, call, message );
    call_let_go( call );
    object_release( address );
}

DWORD CALLBACK message_thread( void *arg )
{
    struct session *session = arg;
    OVERLAPPED *overlapped;
    ULONG_PTR key;
    DWORD bytes;

    session->message_thread_id = GetCurrentThreadId();
    while (GetQueuedCompletionStatus( session->port, &bytes, &key, &overlapped, INFINITE ))
    {
        LINEMESSAGE *message = (LINEMESSAGE *)overlapped;

        if (!message) break;
        if (key == KEY_TRACK)
        {
            track_update( (struct address *)overlapped, bytes );
            continue;
        }
        TRACE( "message %lu, device %#lx: %#lx, %#lx, %#lx\n", message->dwMessageID, message->hDevice, (DWORD)message->dwParam1, (DWORD)message->dwParam2,
               (DWORD)message->dwParam3 );
        if (key == KEY_PHONE) phone_message( session, message );
        else if (message->dwMessageID == LINE_SENDMSPDATA) msp_data( session, message );
        else if (message->dwMessageID == LINE_QOSINFO) qos_info( session, message );
        else if (message->dwMessageID < ARRAYSIZE(handlers) && handlers[message->dwMessageID]) handlers[message->dwMessageID]( session, message );
        LocalFree( message );
    }
    session_thread_end( session );
    return 0;
}
