/*
 * Simulated telephone exchange: the interpreter of a modem, and its fax half, Class 1.
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
 * ITU-T T.31 is spandsp's: the interpreter of a fax modem is part of its t31_state_t, and the fast and slow modems in it
 * talk to the other end of the call by their audio.
 */

#include <stdlib.h>
#include <string.h>

#include <spandsp.h>
#include <spandsp/expose.h>

#include "modem_private.h"
#include "audio.h"

#define ENOUGH_DATA     512         /* bytes that wait for modulation */

static int fax_control( t31_state_t *t31, void *arg, int operation, const char *number )
{
    return modem_at_control( &t31->at_state, arg, operation, number );
}

static int no_packets( t38_core_state_t *core, void *arg, const uint8_t *data, int size, int count )
{
    (void)core;
    (void)arg;
    (void)data;
    (void)size;
    (void)count;
    return 0;
}

void modem_free_interpreter( struct modem *modem )
{
    class2_destroy( modem->class2 );
    modem->class2 = NULL;
    if (modem->t31)
    {
        /* t31_free() of spandsp 0.0.6 forgets it */
        queue_free( modem->t31->rx_queue );
        modem->t31->rx_queue = NULL;
        t31_free( modem->t31 );
    }
    else if (modem->at) at_free( modem->at );
    modem->t31 = NULL;
    modem->at = NULL;
}

/* A new interpreter, as after power-on, with fax or without. */
void modem_make_interpreter( struct modem *modem, enum fax_kind fax )
{
    modem_free_interpreter( modem );
    if (fax)
    {
        if (!(modem->t31 = t31_init( NULL, modem_at_output, modem, fax_control, modem, no_packets, NULL ))) abort();
        modem->at = &modem->t31->at_state;
    }
    else if (!(modem->at = at_init( NULL, modem_at_output, modem, modem_at_control, modem ))) abort();
    /* the power-on profile of usual modems: X4, &C1, &D2 */
    modem->at->result_code_mode = 4;
    modem->at->rlsd_behaviour = 1;
    modem->at->dtr_behaviour = 2;
    modem->hold = false;
    if (fax == FAX_CLASS2) modem->class2 = class2_create( modem );
    strcpy( modem->class, "0" );
}

/* Fax or not, while the modem is in no call. Returns 0 or -1. */
int modem_set_fax( struct modem *modem, enum fax_kind fax )
{
    enum fax_kind now = modem->class2 ? FAX_CLASS2 : modem->t31 ? FAX_CLASS1 : FAX_NONE;

    if (modem->state != MODEM_IDLE || modem->off_hook) return -1;
    if (fax != now) modem_make_interpreter( modem, fax );
    return 0;
}

/* Is what the DTE sends now frames and pages? */
bool modem_in_fax_data( const struct modem *modem )
{
    return modem->t31 && modem->at->fclass_mode == 1 && modem->state == MODEM_ONLINE && modem->at->at_rx_mode != AT_MODE_ONHOOK_COMMAND &&
           modem->at->at_rx_mode != AT_MODE_OFFHOOK_COMMAND;
}

void modem_fax_take( struct modem *modem, const char *data, size_t size )
{
    t31_at_rx( modem->t31, data, (int)size );
}

static void fax_say( void *arg, int16_t *samples, size_t count )
{
    struct modem *modem = arg;

    t31_tx( modem->t31, samples, (int)count );
}

static void fax_hear( void *arg, const int16_t *samples, size_t count )
{
    struct modem *modem = arg;
    int16_t copy[AUDIO_FRAME];

    memcpy( copy, samples, count * sizeof(*copy) );
    t31_rx( modem->t31, copy, (int)count );
}

/* Time may fly while a page or a frame goes through that is here already; who has to command something has real time for it. */
static enum hurry fax_hurries( void *arg )
{
    const struct modem *modem = arg;
    const t31_state_t *t31 = modem->t31;
    int waiting = t31->tx.in_bytes - t31->tx.out_bytes;

    if (modem->state != MODEM_ONLINE) return HURRY_NO;
    switch (modem->at->at_rx_mode)
    {
    case AT_MODE_STUFFED:
        if (!t31->tx.final && !waiting && t31->tx.data_started) return HURRY_STARVED;
        return t31->tx.final || waiting > ENOUGH_DATA ? HURRY_YES : HURRY_TALKS;
    case AT_MODE_HDLC:
        return t31->hdlc_tx.final ? HURRY_YES : HURRY_TALKS;
    case AT_MODE_DELIVERY:
    case AT_MODE_CONNECTED:
        if (bytes_len( &modem->out ) > DATA_LIMIT / 2) return HURRY_NO;
        return t31->modem == FAX_MODEM_CED_TONE ? HURRY_YES : HURRY_INDIFFERENT;
    default:
        return HURRY_DEAF;
    }
}

struct audio_port modem_fax_port( struct modem *modem )
{
    if (modem->class2 && modem->at->fclass_mode == 2) return class2_audio_port( modem->class2 );
    return (struct audio_port){ .arg = modem, .say = fax_say, .hear = fax_hear, .hurries = fax_hurries };
}

/* An adaptive modem answers and knows by now who calls; it tells its DTE, and is a data modem for one. */
void modem_fax_adapt( struct modem *modem, bool data )
{
    if (!modem->t31 || modem->at->fclass_mode != 1 || !modem->adaptive || modem->state != MODEM_ANSWERING) return;
    at_put_response( modem->at, data ? "DATA" : "FAX" );
    if (data) modem->at->fclass_mode = 0;
}

/* The ends of a call can hear each other. */
void modem_fax_connected( struct modem *modem )
{
    bool called = modem->state == MODEM_ANSWERING;

    modem->state = MODEM_ONLINE;
    modem->off_hook = true;
    modem->at->dte_is_waiting = TRUE;
    if (modem->class2 && modem->at->fclass_mode == 2) class2_connected( modem->class2, called );
    else t31_call_event( modem->t31, called ? AT_CALL_EVENT_ANSWERED : AT_CALL_EVENT_CONNECTED );
}
