/*
 * Virtual modems: command lines, results and the escape.
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

/*
 * What AT commands mean and what results look like is the business of spandsp's AT interpreter. Here are the parts it leaves to the modem around it: the lines
 * of commands, the online data state, the escape with its guard times. Commands it does not know are in commands.c.
 */

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "virtual_private.h"

/* at_profile_t.result_code_format, which spandsp keeps to itself */
#define RESULT_CODES_TEXT 1

#define LATE_LINEFEED_MS  125           /* V.250 5.6.1: characters this soon after the command do not abort it */

enum { LINE_NOTHING, LINE_A, LINE_COMMAND };

bool vm_in_data_state( const struct virtual_modem *modem )
{
    return modem->state == VIRTUAL_ONLINE && modem->at->at_rx_mode == AT_MODE_CONNECTED;
}

static int at_output( at_state_t *at, void *arg, const uint8_t *data, size_t size )
{
    struct virtual_modem *modem = arg;

    if (modem->interpreting && at->at_rx_mode == AT_MODE_CONNECTED)
    {
        /* spandsp follows the CONNECT of ATO with OK, which would be taken for data */
        int writes_of_connect = at->p.result_code_format == RESULT_CODES_TEXT ? 3 : 1;

        if (modem->online_writes++ >= writes_of_connect) return 0;
    }
    vm_pty_put( modem, data, size );
    return 0;
}

static int at_control( at_state_t *at, void *arg, int operation, const char *number )
{
    struct virtual_modem *modem = arg;

    (void)at;
    (void)number;
    switch (operation)
    {
    case AT_MODEM_CONTROL_CALL:
        return vm_dial( modem, modem->dial_string );
    case AT_MODEM_CONTROL_ANSWER:
        return vm_answer( modem );
    case AT_MODEM_CONTROL_OFFHOOK:
        modem->off_hook = true;
        return 0;
    case AT_MODEM_CONTROL_HANGUP:
        if (modem->state != VIRTUAL_RINGING) vm_hang_up( modem );
        return 0;
    default:
        return 0;
    }
}

int vm_at_open( struct virtual_modem *modem )
{
    /* what spandsp leaves at 0: escape character, times of dialling, guard time of the escape */
    static const uint8_t registers[][2] = { { 2, '+' }, { 6, 2 }, { 7, 50 }, { 8, 2 }, { 9, 6 }, { 10, 14 }, { 11, 95 }, { 12, 50 } };
    size_t i;

    if (!(modem->at = at_init( NULL, at_output, modem, at_control, modem ))) return -ENOMEM;
    modem->factory = modem->at->p;
    for (i = 0; i < ARRAY_SIZE(registers); i++) modem->factory.s_regs[registers[i][0]] = registers[i][1];
    vm_reset_profile( modem, false );
    return 0;
}

void vm_reset_profile( struct virtual_modem *modem, bool stored )
{
    at_state_t *at = modem->at;

    if (stored && modem->state != VIRTUAL_RINGING) vm_hang_up( modem );
    at->p = stored && modem->has_stored ? modem->stored : modem->factory;
    /* the power-on profile of usual modems: X4, &C1, &D2 */
    at->result_code_mode = 4;
    at->rlsd_behaviour = 1;
    at->dtr_behaviour = 2;
    at->display_call_info = FALSE;
    vm_reset_values( modem );
}

static void forget_caller_id( at_state_t *at )
{
    at_call_id_t *info;

    for (info = at->call_id; info; info = info->next)
    {
        /* at_reset_call_info() forgets these without freeing them */
        free( info->id );
        free( info->value );
        info->id = info->value = NULL;
    }
}

void vm_at_close( struct virtual_modem *modem )
{
    if (!modem->at) return;
    forget_caller_id( modem->at );
    at_reset_call_info( modem->at );
    at_free( modem->at );
    modem->at = NULL;
}

/* ---- results ---- */

void vm_text( struct virtual_modem *modem, const char *format, ... )
{
    char text[400];
    va_list args;

    va_start( args, format );
    vsnprintf( text, sizeof(text), format, args );
    va_end( args );
    at_put_response( modem->at, text );
}

void vm_result_no_carrier( struct virtual_modem *modem )
{
    modem->at->dte_is_waiting = TRUE;       /* makes the interpreter report it in every state */
    modem->at->ok_is_pending = FALSE;
    at_call_event( modem->at, AT_CALL_EVENT_HANGUP );
}

void vm_result_failure( struct virtual_modem *modem, enum failure failure )
{
    const int detects = modem->at->result_code_mode;        /* X: which tones the modem listens for */

    if (failure == FAIL_BUSY && detects >= 3) at_call_event( modem->at, AT_CALL_EVENT_BUSY );
    else if (failure == FAIL_NO_DIALTONE && (detects == 2 || detects == 4)) at_call_event( modem->at, AT_CALL_EVENT_NO_DIALTONE );
    else if (failure == FAIL_NO_ANSWER && detects >= 3) at_call_event( modem->at, AT_CALL_EVENT_NO_ANSWER );
    else vm_result_no_carrier( modem );
}

void vm_result_connect( struct virtual_modem *modem )
{
    /* V.250 table 1 and Hayes */
    static const struct { uint32_t rate; int code; } codes[] = { { 1200, 5 }, { 2400, 10 }, { 4800, 11 }, { 9600, 12 } };
    at_state_t *at = modem->at;
    int code = AT_RESPONSE_CODE_CONNECT;
    size_t i;

    at->dte_is_waiting = FALSE;
    at_call_event( at, modem->state == VIRTUAL_DIALLING ? AT_CALL_EVENT_CONNECTED : AT_CALL_EVENT_ANSWERED );
    modem->pluses = 0;
    modem->last_data = vm_now();
    if (!at->result_code_mode)
    {
        at_put_response_code( at, code );
        return;
    }
    if (at->p.result_code_format != RESULT_CODES_TEXT)
    {
        for (i = 0; i < ARRAY_SIZE(codes); i++) if (codes[i].rate == modem->call_rate) code = codes[i].code;
        if (at->p.verbose || code != AT_RESPONSE_CODE_CONNECT) at_put_numeric_response( at, code );
        else at_put_response_code( at, code );
        return;
    }
    if (vm_value( modem, "+MR" )[0] == '1')
    {
        vm_text( modem, "+MCR: %s", modem->call_rate > 14400 ? "V34" : modem->call_rate > 2400 ? "V32B" : "V22B" );
        vm_text( modem, "+MRR: %u", modem->call_rate );
    }
    if (vm_value( modem, "+ER" )[0] == '1') vm_text( modem, "+ER: LAPM" );
    if (vm_value( modem, "+DR" )[0] == '1') vm_text( modem, "+DR: NONE" );
    vm_text( modem, "CONNECT %u", modem->call_rate );
}

void vm_result_ring( struct virtual_modem *modem )
{
    /* a modem without DTR rings but does not answer on its own (V.250 6.2.9) */
    if (!modem->dtr && modem->at->dtr_behaviour == 2) at_put_response_code( modem->at, AT_RESPONSE_CODE_RING );
    else at_call_event( modem->at, AT_CALL_EVENT_ALERTING );
}

void vm_result_caller_id( struct virtual_modem *modem )
{
    time_t now = time( NULL );
    struct tm tm;
    char text[80];

    if (!modem->at->display_call_info) return;
    localtime_r( &now, &tm );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_mon + 1, tm.tm_mday );
    at_set_call_info( modem->at, "DATE ", text );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_hour, tm.tm_min );
    at_set_call_info( modem->at, "TIME ", text );
    snprintf( text, sizeof(text), " %s", modem->peer_number[0] ? modem->peer_number : "P" );
    at_set_call_info( modem->at, "NMBR ", text );
    if (modem->peer_name[0])
    {
        snprintf( text, sizeof(text), " %s", modem->peer_name );
        at_set_call_info( modem->at, "NAME ", text );
    }
    at_display_call_info( modem->at );
    forget_caller_id( modem->at );
}

/* ---- command lines ---- */

void vm_forget_line( struct virtual_modem *modem )
{
    modem->line_state = LINE_NOTHING;
    modem->line_len = 0;
}

static void run_line( struct virtual_modem *modem, const char *line )
{
    at_state_t *at = modem->at;
    const int dcd_mode = at->rlsd_behaviour;
    struct command_result result = { .echo = at->p.echo };
    char text[MAX_COMMAND + 1];

    if (!vm_run_line( modem, line, &result ))
    {
        at->p.echo = result.echo;
        at_put_response_code( at, AT_RESPONSE_CODE_ERROR );
        return;
    }
    snprintf( text, sizeof(text), "%s%c", result.rest, at->p.s_regs[3] );
    /* the line has been echoed already, as it came */
    at->p.echo = 0;
    modem->interpreting = true;
    modem->online_writes = 0;
    at_interpreter( at, text, (int)strlen( text ) );
    modem->interpreting = false;
    at->p.echo = result.echo;
    if (at->rlsd_behaviour != dcd_mode) vm_tell_lines( modem );
}

/* @return true if the state is such that what follows is no command */
static bool after_line( struct virtual_modem *modem )
{
    if (modem->state == VIRTUAL_DIALLING || modem->state == VIRTUAL_ANSWERING) return true;
    if (modem->at->at_rx_mode != AT_MODE_CONNECTED) return false;
    if (modem->state == VIRTUAL_ONLINE)
    {
        /* ATO */
        modem->last_data = vm_now();
        vm_link_pump( modem );
        return true;
    }
    vm_hang_up( modem );                    /* ATO without a call */
    vm_result_no_carrier( modem );
    return false;
}

static bool end_line( struct virtual_modem *modem )
{
    char line[MAX_COMMAND];

    memcpy( line, modem->line, modem->line_len );
    line[modem->line_len] = 0;
    strcpy( modem->last_line, line );
    vm_forget_line( modem );
    run_line( modem, line );
    return after_line( modem );
}

/* One character of a command line (V.250 5.2). @return as after_line() */
static bool take_character( struct virtual_modem *modem, uint8_t byte )
{
    const at_state_t *at = modem->at;
    const uint8_t c = byte & 0x7f;

    if (at->p.echo) vm_pty_put( modem, &byte, 1 );
    switch (modem->line_state)
    {
    case LINE_NOTHING:
        if (toupper( c ) == 'A') modem->line_state = LINE_A;
        return false;
    case LINE_A:
        modem->line_state = toupper( c ) == 'A' ? LINE_A : toupper( c ) == 'T' ? LINE_COMMAND : LINE_NOTHING;
        modem->line_len = 0;
        if (c != '/') return false;
        run_line( modem, modem->last_line );
        return after_line( modem );
    default:
        if (c == at->p.s_regs[3]) return end_line( modem );
        if (c == at->p.s_regs[5] || c == 0x7f) modem->line_len -= modem->line_len > 0;
        else if (c >= ' ' && modem->line_len < sizeof(modem->line) - 8) modem->line[modem->line_len++] = (char)c;
        return false;
    }
}

static void abort_command( struct virtual_modem *modem, const uint8_t *data, size_t size )
{
    size_t i;

    for (i = 0; i < size && data[i] == '\n'; i++) ;
    if (i == size && vm_now() - modem->started < LATE_LINEFEED_MS) return;
    vm_abort_call( modem );
}

void vm_take_commands( struct virtual_modem *modem, const uint8_t *data, size_t size )
{
    size_t i;

    if (modem->state == VIRTUAL_DIALLING || modem->state == VIRTUAL_ANSWERING)
    {
        abort_command( modem, data, size );
        return;
    }
    for (i = 0; i < size; i++)
    {
        if (!take_character( modem, data[i] )) continue;
        if (++i == size) return;
        if (vm_in_data_state( modem )) vm_link_send( modem, data + i, size - i );
        else abort_command( modem, data + i, size - i );
        return;
    }
}

/* ---- escape ---- */

static int64_t guard_time( const struct virtual_modem *modem )
{
    return modem->at->p.s_regs[12] * 20;
}

void vm_escape( struct virtual_modem *modem )
{
    modem->pluses = 0;
    vm_forget_line( modem );
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
    vm_link_update( modem );
    vm_pty_update( modem );
}

static void guard_over( void *arg )
{
    struct virtual_modem *modem = arg;

    if (vm_in_data_state( modem ) && modem->pluses == 3) vm_escape( modem );
}

void vm_watch_for_escape( struct virtual_modem *modem, const uint8_t *data, size_t size )
{
    const int64_t now = vm_now();
    const uint8_t plus = modem->at->p.s_regs[2];
    bool only_pluses = plus < 128 && size <= 3;
    size_t i;

    for (i = 0; i < size && only_pluses; i++) if (data[i] != plus) only_pluses = false;
    if (modem->guard.armed) vm_timer_cancel( modem->host, &modem->guard );
    if (only_pluses && modem->pluses && modem->pluses + (int)size <= 3) modem->pluses += (int)size;
    else if (only_pluses && now - modem->last_data >= guard_time( modem )) modem->pluses = (int)size;
    else modem->pluses = 0;
    modem->last_data = now;
    if (modem->pluses == 3) vm_timer_set( modem->host, &modem->guard, guard_time( modem ), guard_over, modem );
}
