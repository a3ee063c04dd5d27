/*
 * Sound devices of voice lines: what the files of this library share.
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

#ifndef WINE_TELEPHONY_AUDIO_PRIVATE_H
#define WINE_TELEPHONY_AUDIO_PRIVATE_H

#include <limits.h>
#include <pulse/pulseaudio.h>

#include "audio.h"

/*
 * One threaded main loop of libpulse serves all lines: its thread talks to the server and moves the samples. Everything below is covered by the lock of
 * that loop, which the thread holds while it runs callbacks.
 */

#define STALE_MAX    16                 /* modules of dead processes that are removed at a time */
#define HISTORY_SIZE 8192               /* bytes: half a second, which is two blocks of a pipe sink that was idle */

struct audio_line
{
    struct audio_line *next;
    char name[AUDIO_NAME_SIZE];
    char description[128];
    struct audio_callbacks callbacks;

    enum audio_state state;
    int  error;
    char reason[AUDIO_REASON_SIZE];

    /* device.c */
    pa_operation *operation;            /* the step that is under way */
    uint32_t stale[STALE_MAX];
    unsigned int stale_count;
    uint32_t sink_module, source_module;    /* PA_INVALID_INDEX: not loaded */
    uint32_t sink, source;
    uint32_t streams;                   /* AUDIO_ bits */
    pa_stream *quick;                   /* keeps the sink from being slow */
    int expected;                       /* a call begins: it shall be quick when it is there */
    uint32_t counted;                   /* what the listing under way has found */
    unsigned int failures;              /* in a row, for the back-off */
    pa_time_event *retry;

    /* transfer.c */
    int  lock;                          /* file that says that this process has the line */
    int  own_folder;                    /* ... in a folder of its own */
    char play_path[PATH_MAX], record_path[PATH_MAX];
    int  play_fifo, record_fifo;        /* shared with the server; -1: not made */
    int  play_pipe[2], record_pipe[2];  /* shared with the engine */
    pa_io_event *play_event, *record_event;
    pa_time_event *turn;                /* samples are moved at its pace while a call runs */
    pa_time_event *silence;
    pa_usec_t silence_time;             /* how far silence was written */
    unsigned int record_lead;           /* ms that wait for a server that takes them by its own clock */
    pa_usec_t record_time;              /* when the engine wrote the last time */
    int  wired;
    unsigned char history[HISTORY_SIZE];    /* what a program played before the server told of its stream */
    unsigned int history_size;
    pa_usec_t history_time;
    uint64_t played, recorded, lost;
};

/* ---- server.c ---- */

int  server_begin( void );              /* for each line, with server_end(); both serialised */
void server_end( void );
void server_lock( void );
void server_unlock( void );
void server_add( struct audio_line *line );
void server_remove( struct audio_line *line );
pa_mainloop_api *server_api( void );
pa_context *server_context( void );     /* NULL: not connected */
int  server_is_pipewire( void );
void server_wait( void );               /* until server_signal(); not for the loop's own thread */
void server_signal( void );
void server_list_streams( void );
void server_set_state( struct audio_line *line, enum audio_state state, int error, const char *format, ... )
    __attribute__((format( printf, 4, 5 )));
/* Wait for any line's state to change; generation is what server_generation() said before the state was looked at. */
uint32_t server_generation( void );
int  server_wait_state( uint32_t generation, int64_t deadline_us );

/* ---- device.c ---- */

void device_begin( struct audio_line *line );       /* the server is there */
void device_lost( struct audio_line *line );        /* the server is gone */
void device_removed( struct audio_line *line );     /* somebody unloaded a module of the line */
void device_end( struct audio_line *line );         /* unload the modules and wait for that, for a while */
void device_set_streams( struct audio_line *line, uint32_t streams );
void device_set_quick( struct audio_line *line, int on );   /* a call runs: programs may begin to play at any time */

/* ---- transfer.c ---- */

int  transfer_open( struct audio_line *line );      /* the pipes to the engine */
void transfer_close( struct audio_line *line );
int  transfer_take_name( struct audio_line *line );     /* -EBUSY: another process has it */
int  transfer_is_orphan( const char *fifo );         /* it is of a line of this user's whose process is gone */
int  transfer_prepare( struct audio_line *line );       /* before the modules are loaded, which make the FIFOs */
int  transfer_open_fifo( struct audio_line *line, uint32_t direction );
void transfer_remove_fifos( struct audio_line *line );
void transfer_streams( struct audio_line *line, uint32_t streams );     /* line->streams is about to become this */
void transfer_wire( struct audio_line *line, int on );

#endif /* WINE_TELEPHONY_AUDIO_PRIVATE_H */
