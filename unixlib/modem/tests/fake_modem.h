/*
 * A modem that says what a transcript tells it, on a pseudo-terminal.
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

#ifndef WINE_TELEPHONY_FAKE_MODEM_H
#define WINE_TELEPHONY_FAKE_MODEM_H

#include <pthread.h>
#include <stdatomic.h>

/* One step of a transcript. Commands that no step waits for are answered with OK. */
enum step_kind
{
    STEP_END,
    STEP_ON,            /* wait for the command `text` (without CR; "*": any), answer `reply` */
    STEP_SEND,          /* say `text` */
    STEP_WAIT,          /* `value` ms */
    STEP_DATA,          /* value 1: data mode, bytes are no commands; 0: command mode */
    STEP_BYTES,         /* wait until the bytes `text` came, answer `reply` */
    STEP_LINES,         /* set the modem lines (PORT_LINE_ bits) on the companion socket */
    STEP_DTR,           /* wait until DTR is `value` */
    STEP_MUTE,          /* answer nothing any more (value 1), or again (0) */
    STEP_UNPLUG,        /* close the pseudo-terminal */
    STEP_DROP_LINES,    /* close the companion socket */
    STEP_CODE,          /* say <DLE> and `text`, whatever goes on */
    STEP_PLAYED,        /* wait until `value` bytes of samples came */
    STEP_SAID,          /* wait until `value` bytes of samples were said */
    STEP_STREAM_END,    /* end the stream without being asked: <DLE><ETX>, then `text` */
};

struct step
{
    enum step_kind kind;
    const char *text;
    const char *reply;
    int value;
};

#define ON( text, reply )    { STEP_ON, text, reply, 0 }
#define SEND( text )         { STEP_SEND, text, NULL, 0 }
#define WAIT( ms )           { STEP_WAIT, NULL, NULL, ms }
#define DATA( on )           { STEP_DATA, NULL, NULL, on }
#define BYTES( text, reply ) { STEP_BYTES, text, reply, 0 }
#define LINES( bits )        { STEP_LINES, NULL, NULL, bits }
#define DTR( on )            { STEP_DTR, NULL, NULL, on }
#define MUTE( on )           { STEP_MUTE, NULL, NULL, on }
#define UNPLUG               { STEP_UNPLUG, NULL, NULL, 0 }
#define DROP_LINES           { STEP_DROP_LINES, NULL, NULL, 0 }
#define CODE( text )         { STEP_CODE, text, NULL, 0 }
#define PLAYED( bytes )      { STEP_PLAYED, NULL, NULL, bytes }
#define SAID( bytes )        { STEP_SAID, NULL, NULL, bytes }
#define STREAM_END( text )   { STEP_STREAM_END, text, NULL, 0 }
#define END                  { STEP_END, NULL, NULL, 0 }

/* what kind of modem it is */
#define FAKE_ECHO       0x01u
#define FAKE_NUMERIC    0x02u
#define FAKE_SPLIT      0x04u       /* says each byte on its own */
#define FAKE_GARBAGE    0x08u       /* noise before each answer */
#define FAKE_LINES      0x10u       /* has modem lines (a companion socket) */
#define FAKE_PARITY     0x20u       /* bit 7 set in all it says */
#define FAKE_VOICE      0x40u       /* knows V.253's voice commands; steps come first */
#define FAKE_ROCKWELL   0x80u       /* knows Rockwell's instead */
#define FAKE_HASH       0x100u      /* knows V.253's, written with # */
#define FAKE_NO_ETX     0x200u      /* never says <DLE><ETX>; its result follows the samples */
#define FAKE_STUCK      0x400u      /* does not end a stream at all */

#define FAKE_PLAYED_MAX 400000

/* Which way samples go. */
struct fake_voice
{
    int play, record;               /* a stream is on */
    int escaped;
    unsigned char *played;          /* what came, without <DLE>s */
    int played_len;
    const unsigned char *source;    /* what it says, again and again; NULL: 0xff */
    int source_len, said;
    int64_t start;
    int underruns;                  /* times that nothing had come for 100 ms */
    int64_t last;
};

struct fake_modem
{
    char path[96];                  /* symbolic link to the pseudo-terminal */
    char dir[64];
    unsigned int flags;
    int slow_ms;                    /* before each answer */
    const struct step *steps;
    atomic_int done;                /* all steps were taken */
    atomic_int commands;            /* received so far */

    int master, slave, listener, client, stop[2];
    unsigned int lines;
    int dtr, data, mute;
    struct fake_voice voice;
    char in[4096];
    size_t in_len;
    char lines_in[128];
    size_t lines_len;
    pthread_mutex_t lock;
    char log[16384];                /* commands received, one a line */
    pthread_t thread;
};

/* Start one; it takes the steps as the host's side goes on. */
void fake_start( struct fake_modem *fake, const struct step *steps, unsigned int flags, int slow_ms );

/* Stop it and remove its files. */
void fake_stop( struct fake_modem *fake );

/* ---- fake_voice.c ---- */

/* @return its answer, or NULL for a command that is none of voice */
const char *fake_voice_answer( struct fake_modem *fake, const char *command );

/* @return bytes of fake->in that were samples, or 0 */
size_t fake_voice_input( struct fake_modem *fake );

/* Say samples that are due. */
void fake_voice_turn( struct fake_modem *fake );

void fake_voice_end( struct fake_modem *fake );
void fake_say( struct fake_modem *fake, const void *bytes, size_t len );

/* @return 1 if it received this command */
int fake_received( struct fake_modem *fake, const char *command );

#endif /* WINE_TELEPHONY_FAKE_MODEM_H */
