/*
 * Calls: what the modem engine tells about them.
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
#include <wchar.h>

#include "call.h"

DEBUG_CHANNEL( unimdm );

/* Why a call failed, to TAPI and to people */
static const struct
{
    enum modem_cause cause;
    DWORD            mode;
    const char      *text;
} causes[] =
{
    { MODEM_CAUSE_BUSY, LINEDISCONNECTMODE_BUSY, "the called number is busy" },
    { MODEM_CAUSE_NO_ANSWER, LINEDISCONNECTMODE_NOANSWER, "nobody answers" },
    { MODEM_CAUSE_NO_CARRIER, LINEDISCONNECTMODE_UNKNOWN, "no modem answers at the other end, or there is no such number" },
    { MODEM_CAUSE_NO_DIALTONE, LINEDISCONNECTMODE_NODIALTONE,
      "there is no dial tone: is the telephone cable plugged in? Some private exchanges need 'wait for dial tone' switched off" },
    { MODEM_CAUSE_BLACKLISTED, LINEDISCONNECTMODE_BLOCKED, "the modem refuses this number after too many failed calls; switch it off and on" },
    { MODEM_CAUSE_DELAYED, LINEDISCONNECTMODE_TEMPFAILURE, "the modem refuses to dial this number again for some time" },
    { MODEM_CAUSE_ERROR, LINEDISCONNECTMODE_TEMPFAILURE, "the modem did not understand the command" },
    { MODEM_CAUSE_TIMEOUT, LINEDISCONNECTMODE_NOANSWER, "no connection within the time allowed" },
    { MODEM_CAUSE_GLARE, LINEDISCONNECTMODE_CONGESTION, "a call came in at the same moment" },
    { MODEM_CAUSE_VOICE, LINEDISCONNECTMODE_INCOMPATIBLE, "a person answered" },
    { MODEM_CAUSE_FAX, LINEDISCONNECTMODE_INCOMPATIBLE, "a fax machine answered" },
};

static void disconnected( struct call *call, DWORD mode )
{
    call->dial_request = call->answer_request = 0;
    call_made( call );
    notify_reply( &call->dial_reply, 0 );
    notify_reply( &call->params_reply, LINEERR_INVALCALLSTATE );
    if (call->state != LINECALLSTATE_DISCONNECTED) call_set_state( call, LINECALLSTATE_DISCONNECTED, mode );
}

/* The modem is on-hook again and the port the engine's; the call remains until the application drops it. */
static void leave_modem( struct call *call )
{
    struct modem *modem = call->modem;

    if (modem->call == call) modem->call = NULL;
    port_release( modem );
}

void call_ended_here( struct call *call, DWORD mode )
{
    disconnected( call, mode );
    leave_modem( call );
}

static void call_failed( struct call *call, const struct modem_event *event )
{
    DWORD mode = LINEDISCONNECTMODE_UNKNOWN;
    const char *text = "the modem gave up";
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(causes); i++)
    {
        if (causes[i].cause != (enum modem_cause)event->cause) continue;
        mode = causes[i].mode;
        text = causes[i].text;
    }
    WARN( "line %s, %s %s: %s (modem: %s)\n", debugstr_w( call->modem->info.name ), call->inbound ? "incoming call from" : "call to",
          debugstr_w( call->inbound ? call->caller : call->called ), text, debugstr_a( event->text ));
    disconnected( call, mode );
    leave_modem( call );
}

/* The handle belongs to applications one after the other: each finds it as a newly opened port would be. */
void call_reset_comm( struct modem *modem )
{
    COMMTIMEOUTS timeouts = { 0 };

    if (!modem->comm) return;
    SetCommTimeouts( modem->comm, &timeouts );
    SetCommMask( modem->comm, 0 );
}

void call_connected( struct call *call, const struct modem_event *event )
{
    /* a call that comes back from pass-through is connected already, and its handle in use */
    if (call->state != LINECALLSTATE_CONNECTED) call_reset_comm( call->modem );
    call_made( call );
    notify_reply( &call->dial_reply, 0 );
    call->answer_request = 0;
    call->rate = event->dce_rate ? event->dce_rate : event->dte_rate;
    call->negotiated_rate = event->dce_rate;
    call->negotiated_options = event->options;      /* MODEM_OPTION_ bits are MDM_ bits */
    TRACE( "line %s is connected: %lu bit/s, protocol %u, compression %u\n", debugstr_w( call->modem->info.name ), call->rate, event->protocol,
           event->compression );
    if (call->state != LINECALLSTATE_CONNECTED) call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_DEVSPECIFIC | (call->rate ? LINECALLINFOSTATE_RATE : 0), 0, 0 );
    /* what could have been a fax, too, is clear now */
    if (call->media_mode != LINEMEDIAMODE_DATAMODEM)
    {
        call->media_mode = LINEMEDIAMODE_DATAMODEM;
        notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_MEDIAMODE, 0, 0 );
    }
    if (call->monitor_modes & LINEMEDIAMODE_DATAMODEM) notify_call( call, LINE_MONITORMEDIA, LINEMEDIAMODE_DATAMODEM, 0, 0 );
}

/* A part of the number is out, or the modem is off-hook and has dialled nothing yet: from now on TSPI_lineDial may follow. */
static void part_dialed( struct call *call )
{
    call->dial_request = 0;
    call_made( call );
    notify_reply( &call->dial_reply, 0 );
    if (call->state != LINECALLSTATE_IDLE) return;
    if (strcmp( call->dial, ";" )) call_set_state( call, LINECALLSTATE_DIALING, 0 );
    else call_set_state( call, LINECALLSTATE_DIALTONE, LINEDIALTONEMODE_UNAVAIL );
}

/*
 * The call is a fax: from here on the port is a fax program's. The owner, which may be a data program, hears what it is, and hands it over to the one that the
 * user prefers for faxes.
 */
static void fax_answered( struct call *call )
{
    call_reset_comm( call->modem );
    call->answer_request = 0;
    call->bearer_mode = LINEBEARERMODE_PASSTHROUGH;
    call->media_mode = LINEMEDIAMODE_G3FAX;
    TRACE( "line %s: call %#lx is a fax\n", debugstr_w( call->modem->info.name ), call->handle );
    call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_MEDIAMODE | LINECALLINFOSTATE_BEARERMODE, 0, 0 );
    if (call->monitor_modes & LINEMEDIAMODE_G3FAX) notify_call( call, LINE_MONITORMEDIA, LINEMEDIAMODE_G3FAX, 0, GetTickCount() );
}

static void passthrough( struct call *call, const struct modem_event *event )
{
    if (event->on && call->make_reply)
    {
        call_reset_comm( call->modem );
        call_made( call );
        call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    }
    else if (event->on && event->media == MODEM_ANSWER_FAX) fax_answered( call );
    else if (call->params_reply)
    {
        call->bearer_mode = call->params_bearer;
        notify_reply( &call->params_reply, 0 );
        notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_BEARERMODE, 0, 0 );
        if (event->on && call->state != LINECALLSTATE_CONNECTED)
        {
            /* the program answers by itself */
            call_reset_comm( call->modem );
            call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
        }
        /* taking the port back initialises the modem, which ends whatever was going on there, unless the engine takes the call as it is */
        if (event->on || event->state == MODEM_CONNECTED || event->state == MODEM_PASSTHROUGH) return;
        disconnected( call, LINEDISCONNECTMODE_NORMAL );
        leave_modem( call );
    }
}

static void completed( struct call *call, const struct modem_event *event )
{
    LONG error = lineerr_from_errno( event->error );

    if (event->request == call->dial_request)
    {
        call->dial_request = 0;
        if (event->error && call->make_reply)
        {
            modem_failed( call->modem, "it cannot call: error %d, %s", event->error, event->reason );
            call_not_made( call, error );
            port_release( call->modem );
        }
        else notify_reply( &call->dial_reply, error );
    }
    else if (event->request == call->answer_request)
    {
        call->answer_request = 0;
        /* there was nothing left to answer */
        if (!event->error || call->state == LINECALLSTATE_CONNECTED) return;
        disconnected( call, LINEDISCONNECTMODE_UNKNOWN );
        leave_modem( call );
    }
    else if (event->request == call->passthrough_request)
    {
        call->passthrough_request = 0;
        if (!event->error) return;
        modem_failed( call->modem, "the port cannot be passed through: error %d, %s", event->error, event->reason );
        if (call->make_reply) call_not_made( call, error );
        notify_reply( &call->params_reply, error );
        port_release( call->modem );
    }
}

static void took_caller_field( DWORD state, DWORD present, DWORD *flags )
{
    static const DWORD states[] =
    {
        [MODEM_CALLER_BLOCKED] = LINECALLPARTYID_BLOCKED,
        [MODEM_CALLER_OUT_OF_AREA] = LINECALLPARTYID_OUTOFAREA,
    };

    if (state == MODEM_CALLER_PRESENT) *flags |= present;
    else if (state < ARRAYSIZE(states)) *flags |= states[state];
}

static void caller_id( struct call *call, const struct modem_event *event )
{
    DWORD flags = 0;

    took_caller_field( event->caller_number_state, LINECALLPARTYID_ADDRESS, &flags );
    took_caller_field( event->caller_name_state, LINECALLPARTYID_NAME, &flags );
    /* a name without a number, with the number withheld, is both */
    call->caller_flags = flags ? flags : LINECALLPARTYID_UNKNOWN;
    MultiByteToWideChar( CP_ACP, 0, event->caller_number, -1, call->caller, ARRAYSIZE(call->caller) );
    MultiByteToWideChar( CP_ACP, 0, event->caller_name, -1, call->caller_name, ARRAYSIZE(call->caller_name) );
    MultiByteToWideChar( CP_ACP, 0, event->caller_redirecting, -1, call->redirecting, ARRAYSIZE(call->redirecting) );
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_CALLERID, 0, 0 );
    /* a call that was forwarded to here: why it came is known only now */
    if (call->redirecting[0]) notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_REDIRECTINGID | LINECALLINFOSTATE_REASON, 0, 0 );
}

static void ring( struct modem *modem, const struct modem_event *event )
{
    struct call *call = modem->call;
    DWORD media_mode;

    if (!modem->line_handle || !modem->media_modes) return;
    /* offered from the first ring on; again when TAPI had no room for it */
    media_mode = voice_offered_mode( modem, event->ring_mode );
    if (!call && !media_mode && event->ring_count == 1)
        WARN( "line %s: a call rings as pattern %u, and no program waits for the calls that ring so\n", debugstr_w( modem->info.name ), event->ring_mode );
    if (!call && media_mode && (call = call_create( modem, TRUE )))
    {
        call->media_mode = media_mode;
        notify_new_call( call );
        call_set_state( call, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    }
    if (modem->line_states & LINEDEVSTATE_RINGING)
        notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING, min( event->ring_mode + 1, UNIMDM_RING_MODES ), event->ring_count );
}

void call_event( struct modem *modem, const struct modem_event *event )
{
    struct call *call = modem->call;

    if (event->type == MODEM_EVENT_RING)
    {
        ring( modem, event );
        return;
    }
    if (!call || call->dial_waiting || voice_event( call, event ) || terminal_event( call, event )) return;

    switch (event->type)
    {
    case MODEM_EVENT_COMPLETED:
        completed( call, event );
        break;
    case MODEM_EVENT_CALLER_ID:
        if (call->inbound) caller_id( call, event );
        break;
    case MODEM_EVENT_RING_GONE:
        if (!call->inbound || call->answer_request) break;
        call_set_state( call, LINECALLSTATE_IDLE, 0 );
        leave_modem( call );
        break;
    case MODEM_EVENT_DIALING:
        if (call->dial_part) break;
        if (call->dial_flags & MODEM_DIAL_VOICE) manual_dialling( call );
        terminal_dialling( call );
        call_made( call );
        if (call->state != LINECALLSTATE_DIALING) call_set_state( call, LINECALLSTATE_DIALING, 0 );
        break;
    case MODEM_EVENT_DIALED:
        part_dialed( call );
        break;
    case MODEM_EVENT_PROCEEDING:
        notify_reply( &call->dial_reply, 0 );
        if (call->state != LINECALLSTATE_PROCEEDING) call_set_state( call, LINECALLSTATE_PROCEEDING, 0 );
        break;
    case MODEM_EVENT_RINGBACK:
        if (call->state != LINECALLSTATE_RINGBACK) call_set_state( call, LINECALLSTATE_RINGBACK, 0 );
        break;
    case MODEM_EVENT_CONNECTED:
        call_connected( call, event );
        break;
    case MODEM_EVENT_CALL_FAILED:
        call_failed( call, event );
        break;
    case MODEM_EVENT_CARRIER_LOST:
        /* the call keeps the modem: what came in before the end is still in the port, for the application to read */
        TRACE( "line %s: the other side hung up\n", debugstr_w( modem->info.name ));
        disconnected( call, LINEDISCONNECTMODE_NORMAL );
        break;
    case MODEM_EVENT_PASSTHROUGH:
        passthrough( call, event );
        break;
    }
}
