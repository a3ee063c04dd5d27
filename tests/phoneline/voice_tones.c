/*
 * Simulated telephone exchange: digits and tones that modems and telephones make.
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

#include <spandsp.h>

#include "voice_private.h"

#define DIGIT_PAUSE_MS  70

/* Returns how many samples there were. */
size_t audio_take( struct bytes *queue, int16_t *samples, size_t count )
{
    size_t size = count * sizeof(*samples);

    if (size > bytes_len( queue )) size = bytes_len( queue ) & ~(size_t)1;
    if (size) memcpy( samples, queue->data + queue->start, size );
    bytes_drop( queue, size );
    return size / sizeof(*samples);
}

static void put_digit( struct bytes *queue, char digit, int ms )
{
    int16_t samples[AUDIO_FRAME];
    dtmf_tx_state_t *dtmf;
    int made;

    if (!(dtmf = dtmf_tx_init( NULL ))) abort();
    dtmf_tx_set_timing( dtmf, ms, DIGIT_PAUSE_MS );
    dtmf_tx_put( dtmf, &digit, 1 );
    while ((made = dtmf_tx( dtmf, samples, AUDIO_FRAME )) > 0) bytes_put( queue, samples, (size_t)made * sizeof(*samples) );
    dtmf_tx_free( dtmf );
}

/* Digits to be heard, with a pause after each. */
void audio_put_digits( struct bytes *queue, const char *digits, int ms )
{
    for (; *digits; digits++) put_digit( queue, *digits, ms );
}

/* One or two frequencies, 0, 0 for silence. */
void audio_put_tone( struct bytes *queue, int freq1, int freq2, int ms )
{
    struct tone_source *source = tone_source_create_pair( freq1, freq2 );
    int16_t samples[AUDIO_RATE / 1000];

    for (; ms > 0; ms--)
    {
        memset( samples, 0, sizeof(samples) );
        tone_source_say( source, samples, AUDIO_RATE / 1000 );
        bytes_put( queue, samples, sizeof(samples) );
    }
    tone_source_destroy( source );
}

/* "1,2,{3,20},[440,480,100]": digits, a digit with its length, frequencies with a length, in units of unit_ms. */
enum command_result voice_tones( struct voice *voice, const char *text, int duration_ms, int unit_ms )
{
    static const char digits[] = "0123456789*#ABCD";
    struct bytes tones = { 0 };
    int freq1, freq2, length;
    char digit;

    while (*text)
    {
        freq1 = freq2 = length = 0;
        if (*text == ',' || *text == ' ')
        {
            text++;
            continue;
        }
        if (*text == '{')
        {
            if (sscanf( text, "{%c,%d}", &digit, &length ) != 2 || !strchr( digits, digit ) || length < 1 || length > 1000) break;
            put_digit( &tones, digit, length * unit_ms );
            text = strchr( text, '}' );
        }
        else if (*text == '[')
        {
            if (sscanf( text, "[%d,,%d]", &freq1, &length ) != 2 && sscanf( text, "[%d,%d,%d]", &freq1, &freq2, &length ) < 2 &&
                sscanf( text, "[,%d,%d]", &freq2, &length ) != 2) break;
            if (!length) length = duration_ms / unit_ms;
            if (freq1 < 0 || freq1 > 3400 || freq2 < 0 || freq2 > 3400 || length < 1 || length > 2000) break;
            audio_put_tone( &tones, freq1, freq2, length * unit_ms );
            text = strchr( text, ']' );
        }
        else if (strchr( digits, *text )) put_digit( &tones, *text, duration_ms );
        else if (*text == '!') audio_put_tone( &tones, 0, 0, 500 );         /* a flash: the exchange has no use for it */
        else break;
        if (!text) break;
        text++;
    }
    if (!text || *text)
    {
        bytes_free( &tones );
        return COMMAND_ERROR;
    }
    bytes_put( &voice->tones, tones.data + tones.start, bytes_len( &tones ) );
    bytes_free( &tones );
    if (!voice->connected || !bytes_len( &voice->tones ))
    {
        bytes_drop( &voice->tones, bytes_len( &voice->tones ) );
        return COMMAND_OK;
    }
    voice->tones_run = true;
    modem_update_watch( voice->modem );
    return COMMAND_LATER;
}
