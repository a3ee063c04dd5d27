/*
 * Simulated telephone exchange: voice commands of Rockwell's modems.
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

/* After Rockwell's "AT Command Reference Manual for the RC288ACi and RC288ACL", section 7. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "voice_private.h"

const struct voice_parameter rockwell_parameters[] =
{
    { "#BDR",  0, 48, 0 },      { "#CID",  0, 2, 0 },       { "#TL",   0, 65535, 0 },   { "#VBT",  0, 40, 10 },     { "#VC",   0, 1, 0 },
    { "#VGR",  0, 255, 128 },   { "#VGS",  0, 255, 128 },   { "#VGT",  0, 255, 128 },   { "#VGM",  0, 255, 128 },   { "#VRA",  0, 255, 70 },
    { "#VRN",  0, 255, 100 },   { "#VSD",  0, 1, 0 },       { "#VSK",  0, 255, 255 },   { "#VSP",  0, 255, 55 },    { "#VSS",  0, 3, 1 },
    { "#VTM",  0, 255, 0 },     { "#SPK",  0, 16, 0 },      { "#VTL",  0, 255, 0 },     { "#HF",   0, 2, 0 },
    { NULL }
};

/* #VBS: the bits of a sample; 2 and 3 are a secret of Rockwell's */
static const struct { int bits; enum voice_coding coding; } samples[] = { { 4, CODING_IMA }, { 8, CODING_U8 }, { 16, CODING_S16 } };

static enum command_result bits_command( struct voice *voice, char op, const char *value )
{
    char text[16], *end;
    long bits;
    size_t i;
    int j;

    switch (op)
    {
    case 't':
        at_put_response( voice->modem->at, "4,8,16" );
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d", voice_coding_bits( voice->formats[voice->format].coding ) );
        at_put_response( voice->modem->at, text );
        return COMMAND_OK;
    case '=':
        bits = strtol( value, &end, 10 );
        for (i = 0; i < sizeof(samples) / sizeof(samples[0]) && end != value && !*end; i++)
        {
            if (samples[i].bits != bits) continue;
            for (j = 0; j < voice->format_count; j++)
            {
                if (voice->formats[j].coding != samples[i].coding) continue;
                voice_set_format( voice, j, voice->rate );
                return COMMAND_OK;
            }
        }
        return COMMAND_ERROR;
    default:
        return COMMAND_ERROR;
    }
}

static enum command_result rate_command( struct voice *voice, char op, const char *value )
{
    char text[16], *end;
    long rate;

    switch (op)
    {
    case 't':
        at_put_response( voice->modem->at, "7200,8000,11025" );
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d", voice->rate );
        at_put_response( voice->modem->at, text );
        return COMMAND_OK;
    case '=':
        rate = strtol( value, &end, 10 );
        if (*end || (rate != 7200 && rate != 8000 && rate != 11025)) return COMMAND_ERROR;
        voice_set_format( voice, voice->format, (int)rate );
        return COMMAND_OK;
    default:
        return COMMAND_ERROR;
    }
}

/* 0: the telephone line; 1: line and handset; 2: loudspeaker; 3: microphone; 4: line with loudspeaker; 6: speakerphone */
static enum command_result line_command( struct voice *voice, char op, const char *value )
{
    char text[16], *end;
    long line;

    switch (op)
    {
    case 't':
        at_put_response( voice->modem->at, "0,1,2,3,4,6" );
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d", voice->line );
        at_put_response( voice->modem->at, text );
        return COMMAND_OK;
    case '=':
        line = strtol( value, &end, 10 );
        if (end == value || *end || line < 0 || line > 6 || line == 5) return COMMAND_ERROR;
        /* #VLS=0 neither takes the line nor lets it go: ATA, ATD and ATH do */
        voice->line = (int)line;
        return COMMAND_OK;
    default:
        return COMMAND_ERROR;
    }
}

static enum command_result start( struct voice *voice, char op, unsigned int streams )
{
    if (op || voice->modem->at->fclass_mode != 8 || !voice->modem->off_hook) return COMMAND_ERROR;
    voice_stream_start( voice, streams );
    return COMMAND_LATER;
}

enum command_result rockwell_command( struct voice *voice, const char *name, char op, const char *value )
{
    if (name[0] != '#') return COMMAND_NOT_MINE;
    if (!strcmp( name, "#VBS" )) return bits_command( voice, op, value );
    if (!strcmp( name, "#VSR" )) return rate_command( voice, op, value );
    if (!strcmp( name, "#VLS" )) return line_command( voice, op, value );
    if (!strcmp( name, "#VTX" )) return start( voice, op, STREAM_PLAY );
    if (!strcmp( name, "#VRX" )) return start( voice, op, STREAM_RECORD );
    if (!strcmp( name, "#VTS" ))
        return op == '=' && voice->modem->at->fclass_mode == 8 ? voice_tones( voice, value, voice_parameter( voice, "#VBT" ) * 100, 100 ) : COMMAND_ERROR;
    if (!strcmp( name, "#VTD" ))        /* which digits and tones are told in which state: all, always */
    {
        if (op == '?') at_put_response( voice->modem->at, "3F,3F,3F" );
        return COMMAND_OK;
    }
    if (!strcmp( name, "#VCI" ) && op == '?')
    {
        at_put_response( voice->modem->at, "Rockwell;ADPCM;4" );
        return COMMAND_OK;
    }
    if (!strcmp( name, "#CID" ) && op == '=')
    {
        voice->modem->at->display_call_info = atoi( value );
        return COMMAND_OK;
    }
    if ((!strcmp( name, "#MDL" ) || !strcmp( name, "#MFR" ) || !strcmp( name, "#REV" )) && op == '?')
    {
        at_put_response( voice->modem->at, name[2] == 'D' ? "RC288" : name[2] == 'F' ? "Simulated" : "1.0" );
        return COMMAND_OK;
    }
    return voice_parameter_command( voice, name, op, value ) == COMMAND_OK ? COMMAND_OK : COMMAND_ERROR;
}
