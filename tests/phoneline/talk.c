/*
 * Simulated telephone exchange: calls whose ends hear each other.
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

#include "exchange_private.h"

#define ANSWER_MS       50      /* a voice modem goes off hook */

bool call_has_audio( const struct call *call )
{
    int side;

    if (call->person || (call->far == FAR_TONE && !(call->end[0] && call->end[1]))) return true;
    for (side = 0; side < 2; side++)
        if (call->end[side] && modem_media( call->end[side] ) != MEDIA_DATA) return true;
    return false;
}

static struct audio_port call_tone( struct call *call, int side, enum tone tone )
{
    tone_source_destroy( call->tone[side] );
    call->tone[side] = tone_source_create( tone );
    return tone_port( call->tone[side] );
}

/* What is at one end of the line. */
static struct audio_port end_port( struct call *call, int side )
{
    struct modem *modem = call->end[side];

    if (modem && modem_media( modem ) == MEDIA_DATA) return call_tone( call, side, side ? TONE_CED : TONE_CALLING );
    if (modem && modem_media( modem ) == MEDIA_FAX)
    {
        audio_path_delay( call->audio, side );
        return modem_fax_port( modem );
    }
    if (modem)
    {
        modem_voice_line( modem, true );
        return modem_audio_port( modem );
    }
    if (call->person && call->person_side == side) return person_audio_port( call->person );
    if (call->far == FAR_ECHO)
    {
        if (!call->echo.arg) echo_port_open( &call->echo );
        return call->echo;
    }
    return call_tone( call, side, TONE_SILENCE );
}

/* Let the caller, if he listens, hear a tone of the exchange. */
void call_hear_tone( struct call *call, enum tone tone )
{
    bool listens = call->end[0] ? modem_media( call->end[0] ) != MEDIA_DATA : call->person && !call->person_side;

    if (!listens) return;
    if (!call->audio)
    {
        call->audio = audio_path_create();
        audio_path_connect( call->audio, 0, end_port( call, 0 ) );
    }
    audio_path_connect( call->audio, 1, call_tone( call, 1, tone ) );
}

static void no_training( void *arg );

/* The call is answered and somebody is there who is no data modem. */
void call_talk( struct call *call )
{
    int side, delay;

    say( "call answered, with audio" );
    call->talking = true;
    if (!call->audio) call->audio = audio_path_create();
    for (side = 0; side < 2; side++)
    {
        struct modem *modem = call->end[side];

        audio_path_connect( call->audio, side, end_port( call, side ) );
        if (!modem) continue;
        if (modem_media( modem ) == MEDIA_DATA)
        {
            delay = modem_register( modem, 7 ) * 1000;
            timer_set( &call->give_up, delay ? delay : 60000, no_training, call );
        }
        else if (modem_media( modem ) == MEDIA_FAX)
        {
            if (modem_state( modem ) != MODEM_ONLINE) modem_fax_connected( modem );
        }
        else if (modem_state( modem ) == MODEM_DIALING) modem_voice_connected( modem, modem_voice_answer_delay( modem, call->rang ) );
        else if (modem_state( modem ) == MODEM_ANSWERING) modem_voice_connected( modem, ANSWER_MS );
    }
    if (call->person) person_connected( call->person );
}

/* An end of an answered call with audio goes on hook: the other one hears the busy tone. */
void call_leave( struct call *call, int side )
{
    bool listens = call->end[!side] && modem_media( call->end[!side] ) != MEDIA_DATA;

    if (call->person)
    {
        person_over( call->person, "over" );
        call->person = NULL;
    }
    if (call->end[side])
    {
        modem_voice_line( call->end[side], false );
        call_detach( call, side );
    }
    call->far = FAR_TONE;
    if (!call->end[!side]) call_free( call );
    else if (listens) audio_path_connect( call->audio, side, call_tone( call, side, TONE_BUSY ) );
    else audio_path_connect( call->audio, side, call_tone( call, side, TONE_SILENCE ) );
}

/* A data modem heard nothing but talk. */
static void no_training( void *arg )
{
    struct call *call = arg;
    struct modem *modem;
    int side;

    for (side = 0; side < 2; side++)
    {
        if (!(modem = call->end[side]) || modem_media( modem ) != MEDIA_DATA) continue;
        modem_failed( modem, FAIL_NO_CARRIER );
        call_leave( call, side );
        return;
    }
}

/* people */

/* The telephone of a person calls a modem. Returns NULL if that is busy. */
struct call *exchange_call_from( struct person *person, struct modem *called, const char *number, const char *name )
{
    struct call *call;

    if (!modem_can_ring( called )) return NULL;
    call = call_create( NULL );
    call->person = person;
    call->person_side = 0;
    snprintf( call->number, sizeof(call->number), "%s", number );
    snprintf( call->name, sizeof(call->name), "%s", name );
    call_hear_tone( call, TONE_RINGBACK );
    call_start_ringing( call, called );
    return call;
}

void exchange_person_answers( struct call *call )
{
    call_connect( call );
}

void exchange_person_hangs_up( struct call *call )
{
    if (call->talking) call_leave( call, call->person_side );
    else call_over( call, -1, FAIL_NO_ANSWER );
}
