/*
 * Simulated telephone exchange: a modem on a pseudo-terminal.
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
 * What AT commands mean and what results look like is the business of spandsp's AT interpreter.
 * Here are the parts it leaves to the modem around it: the online data state, the escape +++ with its
 * guard times, the control lines (served by a companion socket, as a pty has none), the power-on
 * profile, and the faults that a test can switch on.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "modem_private.h"
#include "voice.h"

static const char *const state_names[] = { "idle", "dialing", "ringing", "answering", "online" };

const char *modem_number( const struct modem *modem )
{
    return modem->number;
}

char modem_letter( const struct modem *modem )
{
    return 'a' + modem->index % 26;
}

int modem_index( const struct modem *modem )
{
    return modem->index;
}

const char *modem_name( const struct modem *modem )
{
    return modem->name;
}

enum modem_state modem_state( const struct modem *modem )
{
    return modem->state;
}

bool modem_can_ring( const struct modem *modem )
{
    return modem->plugged && modem->state == MODEM_IDLE && !modem->off_hook;
}

/* Nothing at the end of this line would ever answer. */
bool modem_is_silent( const struct modem *modem )
{
    return modem->dead || !modem->plugged;
}

int modem_register( const struct modem *modem, int number )
{
    return modem->at->p.s_regs[number];
}

/* calls, as the exchange reports them */

void modem_ring_start( struct modem *modem )
{
    modem->state = MODEM_RINGING;
    at_reset_call_info( modem->at );
    modem->at->call_info_displayed = TRUE;      /* it comes after the first ring, not before */
}

static void ring_burst_over( void *arg )
{
    modem_set_ri( arg, false );
}

void modem_ring( struct modem *modem )
{
    if (modem->dead) return;
    modem_set_ri( modem, true );
    timer_set( &modem->ring_end, options.ring_interval / 3, ring_burst_over, modem );
    if (signals_ring( modem )) return;
    /* a modem without DTR rings but does not answer on its own (V.250 6.2.9) */
    if (!modem->dtr && modem->at->dtr_behaviour == 2) at_put_response_code( modem->at, AT_RESPONSE_CODE_RING );
    else at_call_event( modem->at, AT_CALL_EVENT_ALERTING );
}

void modem_caller_id( struct modem *modem, const char *number, const char *name )
{
    time_t now = time( NULL );
    at_call_id_t *info;
    struct tm tm;
    char text[64];

    if (signals_caller_id( modem, number, name )) return;
    if (!modem->at->display_call_info || modem->dead) return;
    localtime_r( &now, &tm );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_mon + 1, tm.tm_mday );
    at_set_call_info( modem->at, "DATE ", text );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_hour, tm.tm_min );
    at_set_call_info( modem->at, "TIME ", text );
    snprintf( text, sizeof(text), " %s", number );
    at_set_call_info( modem->at, "NMBR ", text );
    if (name[0])
    {
        snprintf( text, sizeof(text), " %s", name );
        at_set_call_info( modem->at, "NAME ", text );
    }
    at_display_call_info( modem->at );
    for (info = modem->at->call_id; info; info = info->next)
    {
        /* at_reset_call_info() forgets these without freeing them */
        free( info->id );
        free( info->value );
        info->id = info->value = NULL;
    }
}

void modem_ring_stop( struct modem *modem )
{
    timer_cancel( &modem->ring_end );
    modem_set_ri( modem, false );
    modem->at->rings_indicated = 0;
    modem->state = MODEM_IDLE;
}

void modem_connected( struct modem *modem, const char *rate )
{
    char text[128];

    modem->at->dte_is_waiting = FALSE;
    at_call_event( modem->at, modem->state == MODEM_DIALING ? AT_CALL_EVENT_CONNECTED : AT_CALL_EVENT_ANSWERED );
    modem->state = MODEM_ONLINE;
    modem->off_hook = true;
    modem->pluses = 0;
    modem->last_data = now_ms();
    modem_set_dcd( modem, true );
    snprintf( text, sizeof(text), "CONNECT %s", rate );
    if (modem->next_result[0])
    {
        snprintf( text, sizeof(text), "%s", modem->next_result );
        modem->next_result[0] = 0;
    }
    if (modem->at->p.result_code_format == RESULT_CODES_TEXT && modem->at->result_code_mode)
        at_put_response( modem->at, text );
    else
        at_put_response_code( modem->at, AT_RESPONSE_CODE_CONNECT );
    modem_update_watch( modem );
}

/* The next call of this modem is to end with a result that the control socket chose. */
bool modem_result_is_forced( const struct modem *modem )
{
    return modem->next_result[0] && strncmp( modem->next_result, "CONNECT", 7 );
}

void modem_failed( struct modem *modem, enum failure failure )
{
    int detects = modem->at->result_code_mode;          /* X: which tones the modem listens for */

    if (modem->next_result[0])
    {
        char text[sizeof(modem->next_result)];

        strcpy( text, modem->next_result );
        modem->next_result[0] = 0;
        modem_reset_call( modem );
        at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
        at_put_response( modem->at, text );
        return;
    }
    if (failure == FAIL_BUSY && detects >= 3)
    {
        modem_reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_BUSY );
    }
    else if (failure == FAIL_NO_DIALTONE && (detects == 2 || detects == 4))
    {
        modem_reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_NO_DIALTONE );
    }
    else if (failure == FAIL_NO_ANSWER && detects >= 3)
    {
        modem_reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_NO_ANSWER );
    }
    else modem_no_carrier( modem );
}

void modem_lost_carrier( struct modem *modem )
{
    modem_release_held( modem );
    modem_no_carrier( modem );
}

struct modem *modem_create( int index )
{
    struct modem *modem = calloc( 1, sizeof(*modem) );

    if (!modem) abort();
    modem->index = index;
    if (index < 26) snprintf( modem->name, sizeof(modem->name), "%c", 'a' + index );
    else snprintf( modem->name, sizeof(modem->name), "%c%c", 'a' + index / 26 - 1, 'a' + index % 26 );
    snprintf( modem->number, sizeof(modem->number), "%d", 5550101 + index );
    modem_port_init( modem );
    modem_make_interpreter( modem, options.fax[index] );
    if (options.voice[index]) modem_set_voice( modem, options.voice[index], options.voice_formats );
    return modem;
}

void modem_destroy( struct modem *modem )
{
    modem_unplug( modem );
    signals_forget( modem );
    timer_cancel( &modem->ring_end );
    modem_free_delayed( modem );
    modem_set_voice( modem, VOICE_NONE, "" );
    while (modem->canned) modem_set_answer( modem, modem->canned->command, NULL );
    modem_free_interpreter( modem );
    bytes_free( &modem->out );
    bytes_free( &modem->held );
    free( modem );
}

void modem_set_next_result( struct modem *modem, const char *text )
{
    snprintf( modem->next_result, sizeof(modem->next_result), "%s", text );
}

void modem_set_dead( struct modem *modem, bool dead )
{
    modem->dead = dead;
    modem_update_watch( modem );
}

void modem_set_mangle( struct modem *modem, bool mangle )
{
    modem->mangle = mangle;
}

void modem_set_slow( struct modem *modem, int ms )
{
    modem->slow = ms;
}

void modem_describe( const struct modem *modem, char *buffer, size_t size )
{
    snprintf( buffer, size, "%s:number=%s,state=%s,mode=%s,dcd=%d,ri=%d,dtr=%d,rts=%d,open=%d,plugged=%d,dead=%d,class=%d",
              modem->name, modem->number, state_names[modem->state],
              modem_in_data_state( modem ) ? "data" : modem_voice_mode( modem ), modem->dcd, modem->ri, modem->dtr, modem->rts,
              modem->present, modem->plugged, modem->dead, modem->at->fclass_mode );
}
