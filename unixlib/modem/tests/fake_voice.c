/*
 * The voice of the fake modem: its commands, and samples at the pace of a telephone line.
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
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fake_modem.h"

#define RATE 8                          /* samples a ms, of one byte each */

static int64_t now_ms( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void start( struct fake_modem *fake, int play, int record )
{
    struct fake_voice *voice = &fake->voice;

    voice->escaped = 0;
    voice->start = now_ms();
    voice->said = 0;
    voice->play = play;
    voice->record = record;
}

/* what a stream command begins: play 1, record 2, both 3 */
static const struct { const char *command, *answer; unsigned int flag; int stream; } commands[] =
{
    { "AT+FCLASS=?",   "\r\n0,1,1.0,8\r\n\r\nOK\r\n",  FAKE_VOICE, 0 },
    { "AT+VSM=?",      "\r\n128,\"8-BIT LINEAR\",8,0,(7200,8000,11025),(0),(0)\r\n130,\"8-BIT ALAW\",8,0,(8000),(0),(0)\r\n"
                       "131,\"8-BIT ULAW\",8,0,(7200,8000,11025),(0),(0)\r\n132,\"IMA ADPCM\",4,0,(7200,8000,11025),(0),(0)\r\n\r\nOK\r\n", FAKE_VOICE, 0 },
    { "ATA",           "\r\nVCON\r\n",                 FAKE_VOICE | FAKE_HASH | FAKE_ROCKWELL, 0 },
    { "AT+VTX",        "\r\nCONNECT\r\n",              FAKE_VOICE, 1 },
    { "AT+VRX",        "\r\nCONNECT\r\n",              FAKE_VOICE, 2 },
    { "AT+VTR",        "\r\nCONNECT\r\n",              FAKE_VOICE, 3 },
    { "AT+FCLASS=?",   "\r\nERROR\r\n",                FAKE_HASH | FAKE_ROCKWELL, 0 },
    { "AT#CLS=?",      "\r\n0,1,2,8\r\n\r\nOK\r\n",    FAKE_HASH | FAKE_ROCKWELL, 0 },
    { "AT#CLS=?",      "\r\nERROR\r\n",                FAKE_VOICE, 0 },
    { "AT#VSM=?",      "\r\n#VSM: 129,\"UNSIGNED PCM\",8,0,8000,0,0\r\n\r\nOK\r\n", FAKE_HASH, 0 },
    { "AT#VSM=?",      "\r\nERROR\r\n",                FAKE_ROCKWELL, 0 },
    { "AT#VBS=?",      "\r\n2,3,4,8\r\n\r\nOK\r\n",    FAKE_ROCKWELL, 0 },
    { "AT#VSR=?",      "\r\n7200,8000,11025\r\n\r\nOK\r\n", FAKE_ROCKWELL, 0 },
    { "AT#VTX",        "\r\nCONNECT\r\n",              FAKE_HASH | FAKE_ROCKWELL, 1 },
    { "AT#VRX",        "\r\nCONNECT\r\n",              FAKE_HASH | FAKE_ROCKWELL, 2 },
    { "AT#VTR",        "\r\nCONNECT\r\n",              FAKE_HASH, 3 },
    { "AT#VTR",        "\r\nERROR\r\n",                FAKE_ROCKWELL, 0 },
};

const char *fake_voice_answer( struct fake_modem *fake, const char *command )
{
    size_t i;

    for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
    {
        if (!(fake->flags & commands[i].flag) || strcmp( command, commands[i].command )) continue;
        if (commands[i].stream) start( fake, commands[i].stream & 1, commands[i].stream >> 1 );
        return commands[i].answer;
    }
    return NULL;
}

void fake_voice_end( struct fake_modem *fake )
{
    if (fake->voice.record && !(fake->flags & FAKE_NO_ETX)) fake_say( fake, "\x10\x03", 2 );
    fake->voice.play = fake->voice.record = 0;
}

static int ends( const struct fake_modem *fake, char code )
{
    const struct fake_voice *voice = &fake->voice;

    if (fake->flags & FAKE_STUCK) return 0;
    return voice->play && voice->record ? code == '^' : voice->play ? code == 3 : code == '!';
}

size_t fake_voice_input( struct fake_modem *fake )
{
    struct fake_voice *voice = &fake->voice;
    size_t i;

    for (i = 0; i < fake->in_len; i++)
    {
        const char byte = fake->in[i];

        if (!voice->escaped && byte == 0x10)
        {
            voice->escaped = 1;
            continue;
        }
        if (voice->escaped && byte != 0x10)
        {
            voice->escaped = 0;
            if (!ends( fake, byte )) continue;
            fake_voice_end( fake );
            fake_say( fake, fake->flags & FAKE_ROCKWELL ? "\r\nVCON\r\n" : "\r\nOK\r\n", fake->flags & FAKE_ROCKWELL ? 8 : 6 );
            return i + 1;
        }
        voice->escaped = 0;
        if (voice->play && voice->played_len < FAKE_PLAYED_MAX) voice->played[voice->played_len++] = (unsigned char)byte;
    }
    return i;
}

void fake_voice_turn( struct fake_modem *fake )
{
    struct fake_voice *voice = &fake->voice;
    unsigned char bytes[2];
    int64_t due;

    if (!voice->record || fake->mute) return;
    for (due = (now_ms() - voice->start) * RATE; voice->said < due; voice->said++)
    {
        bytes[0] = bytes[1] = voice->source ? voice->source[voice->said % voice->source_len] : 0xff;
        fake_say( fake, bytes, bytes[0] == 0x10 ? 2 : 1 );
    }
}
