/*
 * Hanging up: DTR first, the escape sequence where that does not help.
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

#include <errno.h>
#include <string.h>

#include "engine.h"

/*
 * With modem lines:      DTR low (HangupDtrTime) - carrier gone? - DTR high - [ATH if there was no carrier to watch]
 *                        carrier still there after HangupTimeout: DTR high, then as below
 * Without modem lines:   EscapeGuard of silence, +++, OK, ATH, OK
 * While dialling:        any byte stops it (V.250 5.6.1), then ATH
 */

#define ESCAPE_TRIES 2

static void on_hook( struct modem *modem, int error )
{
    modem->command_mode = 0;
    modem->carrier_seen = 0;
    if (modem->in_call)
    {
        modem->in_call = 0;
        engine_set_phase( modem, PHASE_SCRIPT, 0 );
        engine_post( modem, MODEM_EVENT_HUNG_UP );
    }
    engine_complete( modem, COMMAND_HANGUP, error );
    if (modem->closing) engine_do_close( modem );
    else engine_start_init( modem );
}

static void hung_up( struct modem *modem )
{
    on_hook( modem, 0 );
}

static void begin_escape( struct modem *modem )
{
    modem->escape_tries++;
    engine_set_phase( modem, PHASE_GUARD, engine_timing( modem, TIMING_ESCAPE_GUARD ) );
}

static void give_up( struct modem *modem, int error )
{
    if (modem->closing)
    {
        hung_up( modem );
        return;
    }
    engine_reason( modem, error, "the modem does not answer while hanging up, the line may still be busy. Switch the modem off and on" );
    engine_dead( modem, error );
}

static void hangup_failed( struct modem *modem, int error )
{
    if (error == -EPROTO)
    {
        /* ERROR to ATH: it takes commands and knows no call */
        hung_up( modem );
        return;
    }
    if (modem->escape_tries < ESCAPE_TRIES) begin_escape( modem );      /* it may be in data mode after all */
    else give_up( modem, error );
}

static void send_hangup( struct modem *modem )
{
    modem->hangup_sent = 1;
    script_begin( modem, hung_up, hangup_failed );
    if (script_add_list( modem, LIST_HANGUP, 0 ) < 0)
    {
        hangup_failed( modem, -ENOMEM );
        return;
    }
    script_start( modem, PHASE_HANGUP_SCRIPT );
}

void hangup_start( struct modem *modem )
{
    enum phase phase;

    if (voice_hangup( modem )) return;
    phase = modem->phase;
    modem->escape_tries = modem->hangup_sent = 0;
    modem->command_mode = phase == PHASE_OFF_HOOK || phase == PHASE_DIALLING || phase == PHASE_CALLING || phase == PHASE_ANSWER_SCRIPT ||
                          phase == PHASE_ANSWERING || (phase == PHASE_CARRIER_GONE && !modem->app_data);
    modem->app_data = 0;
    reader_reset( &modem->reader );
    modem->out_len = 0;

    log_session_end( modem );
    if (port_has_lines( modem->port ) && !port_set_dtr( modem->port, 0 ))
    {
        log_note( modem, "Hardware hangup by lowering DTR." );
        engine_set_phase( modem, PHASE_DTR_LOW, engine_timing( modem, TIMING_HANGUP_DTR ) );
        return;
    }
    if (phase == PHASE_OFF_HOOK) send_hangup( modem );
    else if (modem->command_mode && phase != PHASE_CARRIER_GONE)
    {
        engine_set_phase( modem, PHASE_ABORT, engine_timing( modem, TIMING_HANGUP_TIMEOUT ) );
        engine_send( modem, "\r" );
    }
    else if (modem->command_mode) send_hangup( modem );
    else begin_escape( modem );
}

void hangup_abort_result( struct modem *modem )
{
    send_hangup( modem );
}

void hangup_abort_timeout( struct modem *modem )
{
    send_hangup( modem );
}

static void raise_dtr( struct modem *modem )
{
    port_set_dtr( modem->port, 1 );
    engine_set_phase( modem, PHASE_DTR_UP, engine_timing( modem, TIMING_OPEN_DELAY ) );
}

void hangup_dtr_low( struct modem *modem )
{
    if (engine_update_lines( modem ) < 0) return;
    if (!(modem->lines & PORT_LINE_DCD) || !port_has_lines( modem->port )) raise_dtr( modem );
    else engine_set_phase( modem, PHASE_DTR_WAIT, engine_timing( modem, TIMING_HANGUP_TIMEOUT ) );
}

/* The carrier outlived a long time without DTR: the modem ignores it (&D0), or its DCD is always on (&C0). */
void hangup_dtr_wait( struct modem *modem )
{
    raise_dtr( modem );
}

void hangup_dtr_up( struct modem *modem )
{
    const int carrier = modem->lines & PORT_LINE_DCD;

    if (modem->carrier_seen && !carrier && !modem->command_mode) hung_up( modem );
    /* no carrier line to trust: ATH says for sure. A modem still in data mode will not answer it, and gets +++ then */
    else if (!carrier) send_hangup( modem );
    else begin_escape( modem );
}

void hangup_guard_over( struct modem *modem )
{
    reader_reset( &modem->reader );
    engine_set_phase( modem, PHASE_ESCAPE, engine_timing( modem, TIMING_ESCAPE_GUARD ) + engine_timing( modem, TIMING_HANGUP_TIMEOUT ) );
    engine_send( modem, "+++" );
}

void hangup_escaped( struct modem *modem )
{
    modem->command_mode = 1;
    send_hangup( modem );
}

void hangup_escape_timeout( struct modem *modem )
{
    if (!modem->hangup_sent)
    {
        /* it may be in command mode already, where +++ has no answer: end that line, and try a command */
        engine_send( modem, "\r" );
        send_hangup( modem );
    }
    else if (modem->escape_tries < ESCAPE_TRIES) begin_escape( modem );
    else give_up( modem, -ETIMEDOUT );
}
