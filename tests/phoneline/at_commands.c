/*
 * Simulated telephone exchange: what the AT commands of a modem do.
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

#include <stdio.h>
#include <string.h>

#include "modem_private.h"

#define LATE_LINEFEED_MS    125     /* V.250 5.6.1: characters this soon after the command do not abort it */

bool modem_in_data_state( const struct modem *modem )
{
    return modem->state == MODEM_ONLINE && modem->at->at_rx_mode == AT_MODE_CONNECTED && !modem->at->fclass_mode;
}

/* calls, as spandsp's interpreter asks for them */

void modem_reset_call( struct modem *modem )
{
    modem->state = MODEM_IDLE;
    modem->off_hook = false;
    modem->dialled[0] = 0;
    modem->pluses = 0;
    timer_cancel( &modem->guard );
    timer_cancel( &modem->blind_answer );
    bytes_drop( &modem->held, bytes_len( &modem->held ) );
    modem_set_dcd( modem, false );
    modem_voice_reset_call( modem );
    if (modem->class2) class2_reset_call( modem->class2 );
    modem->hold = false;
    modem_update_watch( modem );
}

void modem_no_carrier( struct modem *modem )
{
    modem_reset_call( modem );
    modem->at->dte_is_waiting = TRUE;       /* makes the interpreter report it in every state */
    modem->at->ok_is_pending = FALSE;
    at_call_event( modem->at, AT_CALL_EVENT_HANGUP );
}

static void blind_answer_over( void *arg )
{
    modem_no_carrier( arg );
}

static void dialled_part( void *arg )
{
    struct modem *modem = arg;

    modem->state = MODEM_IDLE;
    modem->off_hook = true;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
}

static int dial( struct modem *modem, const char *number )
{
    size_t len = strlen( modem->dialled );

    if (modem->state == MODEM_ONLINE && !modem->dcd && modem_media( modem ) != MEDIA_VOICE)
    {
        modem->started = now_ms();
        modem->state = MODEM_DIALING;
        exchange_answer( modem );
        return 0;
    }
    if (modem->state != MODEM_IDLE && modem->state != MODEM_RINGING) return -1;
    snprintf( modem->dialled + len, sizeof(modem->dialled) - len, "%s", number );
    modem->started = now_ms();
    if (modem->state == MODEM_IDLE)
    {
        modem->state = MODEM_DIALING;
        if (modem->at->command_dial)
        {
            /* ';': dial this much, say OK, and wait for more digits */
            timer_set( &modem->blind_answer, options.dial_delay, dialled_part, modem );
            return 0;
        }
    }
    modem->off_hook = true;
    exchange_dial( modem, modem->dialled );
    return 0;
}

/* ATA and what means the same. Returns 0 if it was possible. */
int modem_answer_call( struct modem *modem )
{
    modem->started = now_ms();
    switch (modem->state)
    {
    case MODEM_RINGING:
        modem->state = MODEM_ANSWERING;
        timer_cancel( &modem->ring_end );
        modem_set_ri( modem, false );
        exchange_answer( modem );
        return 0;
    case MODEM_IDLE:
        modem->state = MODEM_ANSWERING;
        if (modem->off_hook) exchange_hang_up( modem );
        timer_set( &modem->blind_answer, options.intercept_delay, blind_answer_over, modem );
        return 0;
    case MODEM_ONLINE:
        /* from talking to a carrier in the same call */
        if (modem->dcd) return -1;
        modem->state = MODEM_ANSWERING;
        exchange_answer( modem );
        return 0;
    default:
        return -1;
    }
}

int modem_at_control( at_state_t *at, void *arg, int operation, const char *number )
{
    struct modem *modem = arg;

    (void)at;
    switch (operation)
    {
    case AT_MODEM_CONTROL_CALL:
        return dial( modem, number );
    case AT_MODEM_CONTROL_ANSWER:
        return modem_answer_call( modem );
    case AT_MODEM_CONTROL_OFFHOOK:
        modem->off_hook = true;
        return 0;
    case AT_MODEM_CONTROL_HANGUP:
        if (modem->state == MODEM_RINGING) return 0;
        exchange_hang_up( modem );
        modem_reset_call( modem );
        return 0;
    case AT_MODEM_CONTROL_CTS:
        modem->hold = !number;
        modem_update_watch( modem );
        return 0;
    default:
        return 0;
    }
}

/* bytes from the DTE */

void modem_escape( struct modem *modem )
{
    modem->pluses = 0;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
    modem_update_watch( modem );
}

static void guard_over( void *arg )
{
    struct modem *modem = arg;

    if (modem_in_data_state( modem ) && modem->pluses == 3) modem_escape( modem );
}

void modem_watch_for_escape( struct modem *modem, const char *data, size_t size )
{
    int64_t now = now_ms();
    bool only_pluses = strspn( data, "+" ) >= size;

    timer_cancel( &modem->guard );
    if (only_pluses && modem->pluses && modem->pluses + size <= 3) modem->pluses += size;
    else if (only_pluses && size <= 3 && now - modem->last_data >= options.guard_time) modem->pluses = size;
    else modem->pluses = 0;
    modem->last_data = now;
    if (modem->pluses == 3) timer_set( &modem->guard, options.guard_time, guard_over, modem );
}

static void abort_command( struct modem *modem, const char *data, size_t size )
{
    if (strspn( data, "\n" ) >= size && now_ms() - modem->started < LATE_LINEFEED_MS) return;
    say( "modem %c: command aborted by the DTE", modem_letter( modem ) );
    exchange_hang_up( modem );
    modem_no_carrier( modem );
}

static void interpret( struct modem *modem, const char *data, size_t size )
{
    modem->interpreting = true;
    modem->online_writes = 0;
    at_interpreter( modem->at, data, (int)size );
    modem->interpreting = false;
}

/*
 * The end of a line, with its terminator. What the modem does itself is taken out of it; the interpreter gets the rest as
 * if it had come so, and what it echoes of that is not heard again.
 */
static void run_line( struct modem *modem, const char *data, size_t size )
{
    char line[sizeof(modem->at->line) + 1], rest[sizeof(line) + 16];
    uint8_t terminator = (uint8_t)data[size - 1];
    size_t len;

    if (size > 1) interpret( modem, data, size - 1 );
    if (modem->at->line_ptr < 2 || modem->at->line[1] != 'T')
    {
        interpret( modem, data + size - 1, 1 );
        return;
    }
    len = (size_t)modem->at->line_ptr;
    memcpy( line, modem->at->line, len );
    line[len] = 0;
    modem->at->line_ptr = 0;
    say( "modem %c: %s", modem_letter( modem ), line );
    if (modem->at->p.echo) modem_at_output( modem->at, modem, &terminator, 1 );
    if (modem_run_own_commands( modem, line + 2, rest + 2, sizeof(rest) - 3 ))
    {
        if (!rest[2]) return;
    }
    else strcpy( rest, line );
    memcpy( rest, "AT", 2 );
    len = strlen( rest );
    rest[len++] = (char)terminator;
    modem->muted = modem->at->p.echo;          /* it echoes all at once */
    interpret( modem, rest, len );
    modem->muted = false;
}

/* Give the interpreter one command line at a time: what follows ATD belongs to another state. */
void modem_take_command_bytes( struct modem *modem, const char *data, size_t size )
{
    char terminator = modem->at->p.s_regs[3];

    while (size)
    {
        const char *end = memchr( data, terminator, size );
        size_t used = end ? (size_t)(end + 1 - data) : size;
        int mode = modem->at->rlsd_behaviour;

        if (modem->state == MODEM_DIALING || modem->state == MODEM_ANSWERING)
        {
            abort_command( modem, data, size );
            return;
        }
        if (modem_in_fax_data( modem ))
        {
            modem_fax_take( modem, data, size );
            return;
        }
        if (modem_in_class2_data( modem ))
        {
            used = modem_class2_take( modem, (const uint8_t *)data, size );
            data += used;
            size -= used;
            continue;
        }
        if (modem_in_stream( modem ))
        {
            used = modem_voice_take( modem, (const uint8_t *)data, size );
            data += used;
            size -= used;
            continue;
        }
        if (end && (modem->voice || modem->t31 || modem->canned)) run_line( modem, data, used );
        else
        {
            if (end) say( "modem %c: %.*s%.*s", modem_letter( modem ), modem->at->line_ptr, modem->at->line, (int)used - 1, data );
            interpret( modem, data, used );
        }
        data += used;
        size -= used;
        if (modem->at->rlsd_behaviour != mode) modem_tell_lines( modem );
        if (modem->at->at_rx_mode != AT_MODE_CONNECTED || modem->at->fclass_mode) continue;
        if (modem->state == MODEM_ONLINE)
        {
            /* ATO */
            modem->last_data = now_ms();
            modem_release_held( modem );
            exchange_dte_ready( modem );
            if (size) exchange_send( modem, data, size );
            return;
        }
        modem_no_carrier( modem );        /* ATO without a call */
    }
}
