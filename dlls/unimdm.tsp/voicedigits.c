/*
 * Digits that come in on a voice call: monitored and gathered.
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

#include <string.h>
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* what a modem can hear: DTMF; pulses do not pass an exchange */
#define MONITOR_MODES (LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND)

static BOOL is_over( const struct call *call )
{
    return call->state == LINECALLSTATE_IDLE || call->state == LINECALLSTATE_DISCONNECTED;
}

void voice_gather_ended( struct call *call, DWORD reason )
{
    struct voice_gather *gather = &call->voice.gather;

    if (!gather->active) return;
    gather->active = gather->timed = FALSE;
    if (gather->count < gather->wanted) gather->buffer[gather->count] = 0;
    gather->buffer = NULL;
    TRACE( "call %#lx: %lu digits gathered, reason %#lx\n", call->handle, gather->count, reason );
    notify_call( call, LINE_GATHERDIGITS, reason, gather->id, GetTickCount() );
}

static void set_timeout( struct voice_gather *gather, DWORD timeout )
{
    gather->timed = timeout != 0;
    gather->due = GetTickCount() + timeout;
    if (timeout) voice_clock_wake();
}

static void gather_digit( struct call *call, char digit )
{
    struct voice_gather *gather = &call->voice.gather;

    if (!gather->active || !(gather->modes & LINEDIGITMODE_DTMF)) return;
    gather->buffer[gather->count++] = digit;
    if (strchr( gather->terminators, digit )) voice_gather_ended( call, LINEGATHERTERM_TERMDIGIT );
    else if (gather->count == gather->wanted) voice_gather_ended( call, LINEGATHERTERM_BUFFERFULL );
    else set_timeout( gather, gather->inter_timeout );
}

void voice_digit( struct call *call, const struct modem_event *event )
{
    DWORD mode = event->on ? LINEDIGITMODE_DTMF : LINEDIGITMODE_DTMFEND;
    char digit = (char)event->digit;

    if (!digit || !strchr( "0123456789ABCD*#", digit )) return;
    call->voice.heard = TRUE;
    if (call->voice.digit_modes & mode) notify_call( call, LINE_MONITORDIGITS, (unsigned char)digit, mode, GetTickCount() );
    if (event->on) gather_digit( call, digit );
}

LONG WINAPI TSPI_lineMonitorDigits( HDRVCALL hcall, DWORD modes )
{
    struct call *call = call_lock( hcall );
    LONG ret = 0;

    TRACE( "call %p, modes %#lx\n", hcall, modes );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!voice_able( call->modem, MODEM_VOICE_MONITOR_DIGITS )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (modes & ~MONITOR_MODES) ret = LINEERR_INVALDIGITMODE;
    else if (modes && is_over( call )) ret = LINEERR_INVALCALLSTATE;
    else call->voice.digit_modes = modes;
    modem_unlock( call->modem );
    return ret;
}

/* The digits that end gathering; lower case is as good as upper. */
static BOOL take_terminators( const WCHAR *text, char *out )
{
    static const WCHAR digits[] = L"0123456789ABCD*#abcd";
    DWORD count = 0;

    for (; text && *text; text++)
    {
        if (!wcschr( digits, *text ) || count == VOICE_MAX_TERMINATORS - 1) return FALSE;
        out[count++] = (char)(*text >= 'a' ? *text - 'a' + 'A' : *text);
    }
    out[count] = 0;
    return TRUE;
}

LONG WINAPI TSPI_lineGatherDigits( HDRVCALL hcall, DWORD id, DWORD modes, WCHAR *buffer, DWORD count, const WCHAR *terminators, DWORD first_timeout,
                                   DWORD inter_timeout )
{
    struct call *call = call_lock( hcall );
    char ends[VOICE_MAX_TERMINATORS];
    LONG ret = 0;

    TRACE( "call %p, id %#lx, modes %#lx, %lu digits until %s, time-outs %lu and %lu ms\n", hcall, id, modes, count, debugstr_w( terminators ),
           first_timeout, inter_timeout );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!voice_able( call->modem, MODEM_VOICE_MONITOR_DIGITS )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (!buffer) voice_gather_ended( call, LINEGATHERTERM_CANCEL );
    else if (!modes || modes & ~LINEDIGITMODE_DTMF) ret = LINEERR_INVALDIGITMODE;
    else if (!count) ret = LINEERR_INVALPARAM;
    else if (!take_terminators( terminators, ends )) ret = LINEERR_INVALDIGITS;
    else if (is_over( call )) ret = LINEERR_INVALCALLSTATE;
    else
    {
        struct voice_gather *gather = &call->voice.gather;

        voice_gather_ended( call, LINEGATHERTERM_CANCEL );
        memset( gather, 0, sizeof(*gather) );
        gather->active = TRUE;
        gather->id = id;
        gather->modes = modes;
        gather->buffer = buffer;
        gather->wanted = count;
        gather->inter_timeout = inter_timeout;
        strcpy( gather->terminators, ends );
        set_timeout( gather, first_timeout );
    }
    modem_unlock( call->modem );
    return ret;
}
