/*
 * Simulated telephone exchange: what the parts of the exchange know of a call.
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

#ifndef WINE_TELEPHONY_PHONELINE_EXCHANGE_PRIVATE_H
#define WINE_TELEPHONY_PHONELINE_EXCHANGE_PRIVATE_H

#include "audio.h"
#include "phoneline.h"

enum far_end
{
    FAR_MODEM,
    FAR_ECHO,                   /* answers and echoes every byte */
    FAR_BUSY,
    FAR_NEVER,                  /* rings for ever */
    FAR_TONE                    /* the exchange itself: dial tone */
};

struct call
{
    struct modem   *end[2];             /* the caller and the called; NULL outside the house */
    enum far_end    far;                /* what an end outside does with data */
    bool            up;
    int             rings, rings_left;
    bool            rang;                       /* the caller heard it ring */
    char            number[MAX_NUMBER], name[MAX_NUMBER];
    struct timer    step, ring, give_up, throttle;
    struct carrier *carrier;
    struct audio_path *audio;                   /* where somebody listens who is no data modem */
    struct tone_source *tone[2];
    struct audio_port echo;
    bool            talking;                    /* answered, and joined by their audio */
    struct person  *person;
    int             person_side;
    int64_t         allowance_time[2];
    double          allowance[2];       /* bytes, when the rate is limited */
};

/* exchange.c */

struct call *call_create( struct modem *caller );
void call_free( struct call *call );
void call_detach( struct call *call, int side );
void call_start_ringing( struct call *call, struct modem *called );
void call_connect( struct call *call );
void call_over( struct call *call, int quiet_side, enum failure failure );

/* talk.c */

bool call_has_audio( const struct call *call );
void call_hear_tone( struct call *call, enum tone tone );
void call_talk( struct call *call );
void call_leave( struct call *call, int side );

#endif
