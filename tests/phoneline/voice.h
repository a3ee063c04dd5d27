/*
 * Simulated telephone exchange: voice modems.
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

#ifndef WINE_TELEPHONY_PHONELINE_VOICE_H
#define WINE_TELEPHONY_PHONELINE_VOICE_H

#include "audio.h"
#include "phoneline.h"

/* voice_format.c: how speech is coded between a modem and its DTE */

enum voice_coding { CODING_S8, CODING_U8, CODING_ULAW, CODING_ALAW, CODING_IMA, CODING_S16, CODING_COUNT };

#define MAX_FORMATS 12

struct voice_format
{
    int               number;           /* of +VSM */
    enum voice_coding coding;
};

struct voice_codec
{
    enum voice_coding coding;
    int               rate;             /* samples a second at the DTE */
    int               predictor, index; /* IMA ADPCM */
    int               nibble;           /* the first of a byte, -1: none */
    int               partial;          /* the first byte of a 16-bit sample, -1: none */
    int               phase;            /* between two samples, in 1 / output rate */
    int16_t           last;
};

int    voice_formats_parse( const char *text, struct voice_format *formats );
const char *voice_coding_title( enum voice_coding coding );
int    voice_coding_bits( enum voice_coding coding );
void   voice_codec_reset( struct voice_codec *codec, enum voice_coding coding, int rate );
void   voice_decode( struct voice_codec *codec, const uint8_t *data, size_t size, struct bytes *samples );
size_t voice_encode( struct voice_codec *codec, const int16_t *samples, size_t count, uint8_t *data );

/* detect.c: what a modem or a person makes out on the line */

enum heard
{
    HEARD_DIGIT,                        /* value: the digit */
    HEARD_DIGIT_END,
    HEARD_FAX_CALLING,
    HEARD_DATA_CALLING,
    HEARD_ANSWER_TONE,
    HEARD_BUSY,
    HEARD_DIAL_TONE,
    HEARD_RINGBACK
};

struct detector;

struct detector *detector_create( void *arg, void (*heard)( void *arg, enum heard what, char digit ) );
void detector_destroy( struct detector *detector );
void detector_hear( struct detector *detector, const int16_t *samples, size_t count );
bool sounds( const int16_t *samples, size_t count );

/* voice.c, voice_v253.c, voice_rockwell.c: the voice half of a modem */

enum voice_kind { VOICE_NONE, VOICE_V253, VOICE_ROCKWELL };

int    voice_kind_by_name( const char *name );

#endif
