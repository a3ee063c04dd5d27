/*
 * Calls that a person dials or talks on.
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

/*
 * The dialog runs in the application (ui_manual.c). It is asked for while the request that made the call is still open, as TAPI finds the application by it;
 * the handle of a call names its dialog.
 */
static void ask( struct call *call, enum manual_kind kind )
{
    struct manual_start start = { .size = sizeof(start), .kind = kind };

    call->manual = (struct manual_call){ .kind = kind };
    wcscpy( start.modem, call->modem->info.name );
    wcscpy( start.number, call->called );
    notify_dialog( call, call->make_reply, &start, sizeof(start) );
}

BOOL manual_begin( struct call *call )
{
    if (!(outgoing_config( call )->options & MANUAL_DIAL) || call->dial_part || call->bearer_mode == LINEBEARERMODE_PASSTHROUGH ||
        call->dial_flags & (MODEM_DIAL_VOICE | MODEM_DIAL_AUTOMATED))
        return FALSE;
    if (outgoing_config( call )->options & (TERMINAL_PRE | TERMINAL_POST))
        WARN( "line %s: a number that is dialled by hand has no terminal windows\n", debugstr_w( call->modem->info.name ));
    ask( call, MANUAL_DIALLED_BY_HAND );
    return TRUE;
}

void manual_dialling( struct call *call )
{
    if (call->make_reply) ask( call, MANUAL_TALK );
}

BOOL manual_dialled( struct call *call )
{
    if (call->manual.kind != MANUAL_TALK || (call->manual.told && !call->manual.dialog && !call->manual.proceed)) return FALSE;
    call->manual.dialled = TRUE;
    if (call->state != LINECALLSTATE_PROCEEDING) call_set_state( call, LINECALLSTATE_PROCEEDING, 0 );
    if (call->manual.proceed) manual_proceed( call );
    return TRUE;
}

void manual_told( struct call *call, HTAPIDIALOGINSTANCE dialog )
{
    struct manual_call *manual = &call->manual;

    if (call->terminal.asked)
    {
        terminal_told( call, dialog );
        return;
    }
    manual->told = TRUE;
    manual->dialog = dialog;
    if (call->closed || call->modem->call != call)
    {
        manual_end( call );
        return;
    }
    if (manual->kind == MANUAL_DIALLED_BY_HAND)
    {
        if (dialog)
        {
            call_made( call );
            call_set_state( call, LINECALLSTATE_DIALING, 0 );
            return;
        }
        ERR( "line %s: the application can show no dialog, so that nobody can dial %s by hand. Switch manual dialling off for this modem\n",
             debugstr_w( call->modem->info.name ), debugstr_w( call->called ));
        call_not_made( call, LINEERR_OPERATIONFAILED );
        port_release( call->modem );
    }
    else if (!dialog)
    {
        WARN( "line %s: the application can show no dialog; the user is taken to talk as soon as the number is dialled\n",
              debugstr_w( call->modem->info.name ));
        if (manual->dialled) voice_talking( call );
    }
}

void manual_end( struct call *call )
{
    struct manual_close data = { .size = sizeof(data) };
    HTAPIDIALOGINSTANCE dialog = call->manual.dialog;

    call->manual.dialog = 0;
    if (dialog) notify_dialog_data( call->modem, dialog, &data, sizeof(data) );
}

/* The user hears the other modem, or lifts the telephone set. */
void manual_proceed( struct call *call )
{
    struct manual_call *manual = &call->manual;
    int error;

    manual->proceed = TRUE;
    if (manual->kind == MANUAL_TALK)
    {
        if (!manual->dialled) return;
        manual_end( call );
        /* the telephone set holds the line: the modem goes on-hook, the call stays */
        port_command( call->modem, command_hangup, port_new_request() );
        voice_talking( call );
        return;
    }
    manual_end( call );
    modem_log( call->modem, "Dialled by hand" );
    call->dial[0] = 0;
    call->dial_flags |= MODEM_DIAL_BLIND;       /* there is no dial tone any more */
    if (!(error = call_send_dial( call ))) return;
    ERR( "line %s: the modem takes no call: error %d\n", debugstr_w( call->modem->info.name ), error );
    call_ended_here( call, LINEDISCONNECTMODE_TEMPFAILURE );
}

static void cancel( struct call *call )
{
    BOOL modem_dialled = call->manual.kind == MANUAL_TALK;

    TRACE( "call %#lx: the user does not want it\n", call->handle );
    manual_end( call );
    if (modem_dialled) port_command( call->modem, command_hangup, port_new_request() );
    call_ended_here( call, modem_dialled ? LINEDISCONNECTMODE_NORMAL : LINEDISCONNECTMODE_CANCELLED );
}

static BOOL is_asked( const struct call *call )
{
    return call->manual.kind != MANUAL_NONE && !call->manual.proceed && call->modem->call == call && !call->modem->hangup_request &&
           call->state != LINECALLSTATE_DISCONNECTED && call->state != LINECALLSTATE_CONNECTED;
}

LONG manual_dialog_data( HDRVDIALOGINSTANCE instance, const void *data, DWORD size )
{
    const struct manual_reply *reply = data;
    struct call *call;

    if (!reply || size < sizeof(*reply) || reply->size > size || reply->answer > MANUAL_TYPED) return LINEERR_INVALPARAM;
    if (!(call = call_lock( (HDRVCALL)instance ))) return LINEERR_INVALCALLHANDLE;
    TRACE( "call %#lx: answer %lu\n", call->handle, reply->answer );
    if (call->terminal.asked) terminal_answer( call, reply, size );
    else if (is_asked( call ) && reply->answer != MANUAL_TYPED)
    {
        if (reply->answer == MANUAL_PROCEED) manual_proceed( call );
        else cancel( call );
    }
    modem_unlock( call->modem );
    return 0;
}

/* The dialog is closed; that of a program that died without an answer too. */
LONG WINAPI TSPI_providerFreeDialogInstance( HDRVDIALOGINSTANCE instance )
{
    struct call *call = call_lock( (HDRVCALL)instance );

    TRACE( "instance %p\n", instance );
    if (!call) return 0;
    terminal_closed( call );
    if (call->manual.dialog)
    {
        call->manual.dialog = 0;
        if (is_asked( call )) cancel( call );
    }
    modem_unlock( call->modem );
    return 0;
}
