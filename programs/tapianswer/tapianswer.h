/*
 * What the parts of the answering machine share.
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

#ifndef TAPIANSWER_H
#define TAPIANSWER_H

#include <windows.h>
#include <mmsystem.h>
#include <tapi.h>

#define SAMPLE_RATE 8000

/* ---- main.c: options, the line and its messages ---- */

struct options
{
    const WCHAR *line;          /* a part of its name */
    const WCHAR *greeting;      /* a file; NULL: a tone */
    const WCHAR *folder;        /* of the messages */
    const WCHAR *pin;           /* of the menu; NULL: there is none */
    DWORD rings;                /* before it answers */
    DWORD max_seconds;          /* of a message */
    DWORD silence_seconds;      /* that end a message */
    DWORD calls;                /* then it ends; 0: never */
    BOOL  check;                /* the line only */
};

extern struct options options;

/* On standard output, for people and scripts. */
void say( const WCHAR *format, ... );

/* ---- wave.c: sounds, always of 8000 samples a second, one channel, 16 bits ---- */

struct sound
{
    short *samples;
    DWORD  count;
};

extern HANDLE wave_event;       /* something was played or recorded */

/* What is loaded or made has a moment of silence at its end. */
BOOL sound_load( const WCHAR *path, struct sound *sound );
BOOL sound_save( const WCHAR *path, const struct sound *sound );
BOOL sound_tone( struct sound *sound, DWORD hertz, DWORD ms );
void sound_free( struct sound *sound );

/* Plays a sound, which must stay until play_stop(); one at a time. */
BOOL play_start( UINT device, const struct sound *sound );
BOOL play_is_done(void);
void play_stop(void);

BOOL record_start( UINT device, DWORD max_seconds );
/* Takes what has come in. */
void record_poll(void);
DWORD record_ms(void);
/* How long nothing has been heard at the end. */
DWORD record_quiet_ms(void);
/* Ends it; the sound is the caller's. */
void record_stop( struct sound *sound );

/* ---- machine.c: what it does with a call ---- */

void machine_offered( HCALL call );
void machine_ring( DWORD count );
void machine_state( HCALL call, DWORD state, DWORD mode );
void machine_digit( HCALL call, WCHAR digit );
void machine_gathered( HCALL call, DWORD reason );
void machine_media( HCALL call, DWORD media_mode );
void machine_wave(void);
/* Time goes by; returns how long there is nothing to do, ms. */
DWORD machine_tick(void);
BOOL machine_is_done(void);

#endif
