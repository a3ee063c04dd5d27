/*
 * Simulated telephone exchange: voice commands of ITU-T V.253.
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

#include "voice_private.h"

const struct voice_parameter v253_parameters[] =
{
    { "+VBT",  0, 255, 0 },     { "+VDT",  0, 255, 0 },     { "+VDX",  0, 1, 1 },       { "+VEM",  0, 255, 0 },
    { "+VGM",  0, 255, 128 },   { "+VGR",  0, 255, 128 },   { "+VGS",  0, 255, 128 },   { "+VGT",  0, 255, 128 },
    { "+VIT",  0, 255, 0 },     { "+VNH",  0, 2, 0 },       { "+VPR",  0, 255, 0 },     { "+VRA",  0, 255, 50 },
    { "+VRN",  0, 255, 10 },    { "+VSD",  0, 255, 50 },    { "+VSP",  0, 1, 0 },       { "+VTD",  0, 255, 10 },
    { "+VTA",  0, 255, 0 },     { "+VTH",  0, 255, 0 },     { "+VTER", 0, 255, 0 },     { "+VBQ",  0, 255, 0 },
    { NULL }
};

/* +VLS: <label>, "<what is connected>", and which events are told in the command, record, play and duplex states */
static const struct { int label; const char *devices; } lines[] =
{
    { 0, "" }, { 1, "T" }, { 2, "L" }, { 3, "LT" }, { 4, "S" }, { 5, "ST" }, { 6, "M" }, { 7, "MST" }, { 8, "S1" }, { 9, "S1T" },
    { 11, "M1" }, { 13, "M1S1T" }, { 14, "H" }, { 16, "HT" },
};

static enum command_result line_command( struct voice *voice, char op, const char *value )
{
    char text[80], *end;
    long label;
    size_t i;

    switch (op)
    {
    case 't':
        for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        {
            snprintf( text, sizeof(text), "%d,\"%s\",B084008000,B084008000,B084008000", lines[i].label, lines[i].devices );
            at_put_response( voice->modem->at, text );
        }
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d", voice->line );
        at_put_response( voice->modem->at, text );
        return COMMAND_OK;
    case '=':
        label = strtol( value, &end, 10 );
        if (end == value || *end) return COMMAND_ERROR;
        for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
            if (lines[i].label == label) return voice_select_line( voice, (int)label, strchr( lines[i].devices, 'T' ) );
        return COMMAND_ERROR;
    default:
        return COMMAND_ERROR;
    }
}

/* +VSM=<cml>[,<vsr>[,<scs>,<sel>]] */
static enum command_result format_command( struct voice *voice, char op, const char *value )
{
    const struct voice_format *format = &voice->formats[voice->format];
    int number, rate = 8000, i, fields;
    char text[80];

    switch (op)
    {
    case 't':
        for (i = 0; i < voice->format_count; i++)
        {
            format = &voice->formats[i];
            snprintf( text, sizeof(text), "%d,\"%s\",%d,0,(7200,8000,11025),(0),(0)", format->number, voice_coding_title( format->coding ),
                      voice_coding_bits( format->coding ) );
            at_put_response( voice->modem->at, text );
        }
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d,%d,0,0", format->number, voice->rate );
        at_put_response( voice->modem->at, text );
        return COMMAND_OK;
    case '=':
        fields = sscanf( value, "%d,%d", &number, &rate );
        if (fields < 1 || (rate != 7200 && rate != 8000 && rate != 11025)) return COMMAND_ERROR;
        for (i = 0; i < voice->format_count; i++)
        {
            if (voice->formats[i].number != number) continue;
            voice_set_format( voice, i, rate );
            return COMMAND_OK;
        }
        return COMMAND_ERROR;
    default:
        return COMMAND_ERROR;
    }
}

static enum command_result start( struct voice *voice, char op, unsigned int streams )
{
    if (op == 't')
    {
        at_put_response( voice->modem->at, "(0-2)" );
        return COMMAND_OK;
    }
    /* a microphone and a loudspeaker of the modem would do, but there are none: no line, no stream */
    if (op || voice->modem->at->fclass_mode != 8 || !voice->modem->off_hook) return COMMAND_ERROR;
    voice_stream_start( voice, streams );
    return COMMAND_LATER;
}

enum command_result v253_command( struct voice *voice, const char *name, char op, const char *value )
{
    static const char *const others[] = { "+VCID", "+VRID", "+VDID", "+VDR" };
    size_t i;

    if (strncmp( name, "+V", 2 )) return COMMAND_NOT_MINE;
    if (!strcmp( name, "+VSM" )) return format_command( voice, op, value );
    if (!strcmp( name, "+VLS" )) return voice->modem->at->fclass_mode == 8 || op != '=' ? line_command( voice, op, value ) : COMMAND_ERROR;
    if (!strcmp( name, "+VTX" )) return start( voice, op, STREAM_PLAY );
    if (!strcmp( name, "+VRX" )) return start( voice, op, STREAM_RECORD );
    if (!strcmp( name, "+VTR" )) return voice_parameter( voice, "+VDX" ) ? start( voice, op, STREAM_PLAY | STREAM_RECORD ) : COMMAND_ERROR;
    if (!strcmp( name, "+VTS" ))
    {
        if (op == 't')
        {
            at_put_response( voice->modem->at, "(200-3400),(200-3400),(0-255)" );
            return COMMAND_OK;
        }
        if (op != '=' || voice->modem->at->fclass_mode != 8) return COMMAND_ERROR;
        return voice_tones( voice, value, voice_parameter( voice, "+VTD" ) * 10, 10 );
    }
    if (!strcmp( name, "+VIP" ))
    {
        for (i = 0; v253_parameters[i].name; i++) voice->values[i] = v253_parameters[i].initial;
        return COMMAND_OK;
    }
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (!strcmp( name, others[i] )) return COMMAND_NOT_MINE;
    return voice_parameter_command( voice, name, op, value ) == COMMAND_OK ? COMMAND_OK : COMMAND_ERROR;
}
