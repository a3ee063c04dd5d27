/*
 * Simulated telephone exchange: what the parts of a voice modem share.
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

#ifndef WINE_TELEPHONY_PHONELINE_VOICE_PRIVATE_H
#define WINE_TELEPHONY_PHONELINE_VOICE_PRIVATE_H

#include "modem_private.h"
#include "voice.h"

#define DLE     0x10
#define ETX     0x03
#define CAN     0x18
#define SUB     0x1a
#define ESC     0x1b

#define STREAM_PLAY     1           /* the DTE speaks */
#define STREAM_RECORD   2           /* the DTE listens */

enum command_result
{
    COMMAND_OK,
    COMMAND_ERROR,
    COMMAND_LATER,                  /* the result comes when it is done */
    COMMAND_NOT_MINE
};

/* A parameter that is kept and told, and perhaps used. */
struct voice_parameter
{
    const char *name;               /* with its '+' or '#' */
    int         min, max, initial;
};

#define MAX_PARAMETERS  40

struct voice
{
    struct modem       *modem;
    enum voice_kind     kind;
    struct voice_format formats[MAX_FORMATS];
    int                 format_count;
    int                 format;         /* index */
    int                 rate;
    const struct voice_parameter *parameters;
    int                 values[MAX_PARAMETERS];
    int                 line;           /* +VLS, #VLS */

    unsigned int        streams;        /* STREAM_ flags */
    struct voice_codec  decoder, encoder;
    bool                dle;            /* the DTE's last byte was one */
    bool                draining;       /* the DTE is done, what it sent is not yet */
    bool                started, underrun;
    struct bytes        play;           /* 16-bit samples for the line */
    struct bytes        tones;          /* of +VTS */
    bool                tones_run;
    bool                edges;          /* digits are told by their beginning and end */
    struct detector    *detector;
    int                 silence;        /* frames of it */
    bool                heard_voice;
    bool                connected;      /* a line with sound is there */
    bool                loopback;       /* what the DTE says goes back to it, and not to the line */
    struct timer        result;
};

/* voice.c */

enum command_result voice_command( struct modem *modem, const char *name, char op, const char *value );
void  voice_reset( struct voice *voice );
enum command_result voice_parameter_command( struct voice *voice, const char *name, char op, const char *value );
int   voice_parameter( const struct voice *voice, const char *name );
void  voice_set_format( struct voice *voice, int format, int rate );
void  voice_stream_start( struct voice *voice, unsigned int streams );
enum command_result voice_tones( struct voice *voice, const char *text, int duration_ms, int unit_ms );
enum command_result voice_select_line( struct voice *voice, int line, bool off_hook );

/* voice_v253.c, voice_rockwell.c */

extern const struct voice_parameter v253_parameters[], rockwell_parameters[];
enum command_result v253_command( struct voice *voice, const char *name, char op, const char *value );
enum command_result rockwell_command( struct voice *voice, const char *name, char op, const char *value );

#endif
