/*
 * Sound devices of voice lines: what others call.
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

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio_private.h"

/* Lines are opened and closed one at a time. */
static pthread_mutex_t open_lock = PTHREAD_MUTEX_INITIALIZER;

static int name_valid( const char *name )
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t len = name ? strlen( name ) : 0;

    return len && len < AUDIO_NAME_SIZE && name[0] != '.' && strspn( name, allowed ) == len;
}

/* It stands between quotes within quotes among a module's arguments. */
static void clean_description( char *out, size_t size, const char *in )
{
    size_t len;

    snprintf( out, size, "%s", in && *in ? in : "Voice line" );
    /* not in the middle of a character */
    len = strlen( out );
    if (len == size - 1)
    {
        while (len && (out[len - 1] & 0xc0) == 0x80) len--;
        if (len && (out[len - 1] & 0x80)) len--;
        out[len] = 0;
    }
    for (; *out; out++) if ((unsigned char)*out < ' ' || *out == 0x7f || strchr( "\"'\\{}", *out )) *out = ' ';
}

int audio_line_open( const char *name, const char *description, const struct audio_callbacks *callbacks, struct audio_line **ret_line )
{
    struct audio_line *line;
    int ret;

    *ret_line = NULL;
    if (!name_valid( name )) return -EINVAL;
    if (!(line = calloc( 1, sizeof(*line) ))) return -ENOMEM;
    strcpy( line->name, name );
    clean_description( line->description, sizeof(line->description), description );
    if (callbacks) line->callbacks = *callbacks;
    line->sink_module = line->source_module = line->sink = line->source = PA_INVALID_INDEX;

    pthread_mutex_lock( &open_lock );
    if (!(ret = server_begin()))
    {
        server_lock();
        if (!(ret = transfer_open( line ))) server_add( line );
        server_unlock();
        if (ret) server_end();
    }
    pthread_mutex_unlock( &open_lock );
    if (ret) free( line );
    else *ret_line = line;
    return ret;
}

void audio_line_close( struct audio_line *line )
{
    if (!line) return;
    pthread_mutex_lock( &open_lock );
    server_lock();
    device_end( line );
    server_remove( line );
    transfer_close( line );
    server_unlock();
    server_end();
    pthread_mutex_unlock( &open_lock );
    free( line );
}

int audio_line_wait( struct audio_line *line, uint32_t timeout_ms )
{
    int64_t deadline = pa_rtclock_now() + timeout_ms * (int64_t)PA_USEC_PER_MSEC;
    uint32_t generation;
    int ret = 0, known;

    do
    {
        generation = server_generation();
        server_lock();
        if ((known = line->state != AUDIO_CONNECTING)) ret = line->error;
        server_unlock();
    } while (!known && !(ret = server_wait_state( generation, deadline )));
    return ret;
}

int audio_line_play_fd( const struct audio_line *line )
{
    return line->play_pipe[0];
}

int audio_line_record_fd( const struct audio_line *line )
{
    return line->record_pipe[1];
}

void audio_line_wire( struct audio_line *line, int on )
{
    server_lock();
    transfer_wire( line, !!on );
    line->expected = 0;
    device_set_quick( line, on && line->state == AUDIO_READY );
    if (on && line->callbacks.streams) line->callbacks.streams( line->callbacks.arg, line->streams );
    server_unlock();
}

void audio_line_expect( struct audio_line *line, int on )
{
    server_lock();
    line->expected = !!on;
    device_set_quick( line, (on || line->wired) && line->state == AUDIO_READY );
    server_unlock();
}

void audio_line_get_status( struct audio_line *line, struct audio_status *status )
{
    memset( status, 0, sizeof(*status) );
    server_lock();
    status->state = line->state;
    status->error = line->error;
    status->streams = line->streams;
    status->wired = line->wired;
    status->played = line->played;
    status->recorded = line->recorded;
    status->lost = line->lost;
    snprintf( status->sink, sizeof(status->sink), "%s.out", line->name );
    snprintf( status->source, sizeof(status->source), "%s.in", line->name );
    strcpy( status->reason, line->reason );
    server_unlock();
}
