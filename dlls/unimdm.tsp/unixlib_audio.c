/*
 * Unix half of unimdm.tsp: the sound of voice lines between the sound server and the modem engine.
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
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modem/voice.h"
#include "unixlib_audio.h"

_Static_assert( AUDIO_PLAY == MODEM_VOICE_PLAY && AUDIO_RECORD == MODEM_VOICE_RECORD, "directions" );

/*
 * A line's devices and the engine's modem that is at their other end. The order of locks: use_lock, then the audio library's own, then target_lock,
 * then the engine's own. Callbacks of the library come with its lock held and take the last two.
 */
struct binding
{
    struct binding    *next;            /* use_lock */
    struct audio_line *line;
    struct modem_host *host;            /* NULL: no modem */
    uint32_t           modem;
    int                in_call, expected;
};

static pthread_mutex_t use_lock = PTHREAD_MUTEX_INITIALIZER;    /* the list, and calls of the library */
static pthread_mutex_t target_lock = PTHREAD_MUTEX_INITIALIZER; /* host and modem */
static struct binding *bindings;

static void streams_changed( void *arg, uint32_t directions )
{
    struct binding *binding = arg;

    /* what comes of it is told by MODEM_EVENT_STREAM; a modem that can do one direction at a time keeps to it by itself */
    pthread_mutex_lock( &target_lock );
    if (binding->host) modem_voice_stream( binding->host, binding->modem, 0, directions );
    pthread_mutex_unlock( &target_lock );
}

/* Names are unique among a user's prefixes, and the same in each life of one. */
static void line_name( uint32_t permanent_id, char *name, size_t size )
{
    char folder[PATH_MAX], real[PATH_MAX];
    const char *p = folder;
    uint32_t hash = 2166136261u;

    if (prefix_folder( folder, sizeof(folder) )) folder[0] = 0;
    else if (realpath( folder, real )) p = real;
    for (; *p; p++) hash = (hash ^ (unsigned char)*p) * 16777619u;
    snprintf( name, size, "winetelephony.%08x.%08x", (unsigned int)permanent_id, (unsigned int)hash );
}

int32_t audio_open_call( void *args )
{
    struct audio_open_params *params = args;
    struct binding *binding = calloc( 1, sizeof(*binding) );
    struct audio_callbacks callbacks = { streams_changed, NULL, binding };
    char name[AUDIO_NAME_SIZE];

    params->line = 0;
    params->result = -ENOMEM;
    if (!binding) return 0;
    line_name( params->permanent_id, name, sizeof(name) );
    audio_endpoint_guid( name, AUDIO_PLAY, params->play_guid );
    audio_endpoint_guid( name, AUDIO_RECORD, params->record_guid );
    snprintf( params->sink, sizeof(params->sink), "%s.out", name );
    snprintf( params->source, sizeof(params->source), "%s.in", name );

    pthread_mutex_lock( &use_lock );
    params->result = audio_line_open( name, (const char *)(uintptr_t)params->description, &callbacks, &binding->line );
    if (!params->result)
    {
        binding->next = bindings;
        bindings = binding;
        params->line = (uintptr_t)binding;
    }
    pthread_mutex_unlock( &use_lock );
    if (params->result) free( binding );
    return 0;
}

static void set_target( struct binding *binding, struct modem_host *host, uint32_t modem )
{
    pthread_mutex_lock( &target_lock );
    binding->host = host;
    binding->modem = modem;
    pthread_mutex_unlock( &target_lock );
}

/* With use_lock */
static void unbind( struct binding *binding )
{
    struct modem_host *host = binding->host;
    uint32_t modem = binding->modem;

    if (!host) return;
    if (binding->in_call) audio_line_wire( binding->line, 0 );
    else if (binding->expected) audio_line_expect( binding->line, 0 );
    binding->in_call = binding->expected = 0;
    set_target( binding, NULL, 0 );
    /* a modem that is gone already has let go */
    modem_voice_attach( host, modem, -1, -1 );
}

int32_t audio_close_call( void *args )
{
    struct audio_line_params *params = args;
    struct binding *binding = (void *)(uintptr_t)params->line, **next;

    pthread_mutex_lock( &use_lock );
    for (next = &bindings; *next && *next != binding; next = &(*next)->next) {}
    if (*next)
    {
        *next = binding->next;
        unbind( binding );
        audio_line_close( binding->line );
        free( binding );
        params->result = 0;
    }
    else params->result = -ENOENT;
    pthread_mutex_unlock( &use_lock );
    return 0;
}

int32_t audio_bind_call( void *args )
{
    struct audio_line_params *params = args;
    struct binding *binding = (void *)(uintptr_t)params->line;
    struct modem_host *host = (void *)(uintptr_t)params->host;

    pthread_mutex_lock( &use_lock );
    unbind( binding );
    params->result = 0;
    if (host && !(params->result = modem_voice_attach( host, params->modem, audio_line_play_fd( binding->line ),
                                                       audio_line_record_fd( binding->line ) )))
        set_target( binding, host, params->modem );
    pthread_mutex_unlock( &use_lock );
    return 0;
}

int32_t audio_status_call( void *args )
{
    struct audio_status_params *params = args;
    struct binding *binding = (void *)(uintptr_t)params->line;

    /* the caller keeps the line; waiting with the lock would keep the other lines' calls from beginning */
    params->result = params->wait_ms ? audio_line_wait( binding->line, params->wait_ms ) : 0;
    audio_line_get_status( binding->line, &params->status );
    if (!params->result) params->result = params->status.error;
    return 0;
}

/* Whether a voice call runs after this event: 1, 0, or -1 if it says nothing about that. */
static int voice_call_runs( const struct modem_event *event )
{
    switch (event->type)
    {
    case MODEM_EVENT_CONNECTED:
        return event->voice != 0;
    case MODEM_EVENT_CARRIER_LOST:
    case MODEM_EVENT_CALL_FAILED:
    case MODEM_EVENT_HUNG_UP:
    case MODEM_EVENT_PASSTHROUGH:
    case MODEM_EVENT_PORT_LOST:
    case MODEM_EVENT_CLOSED:
    case MODEM_EVENT_DEAD:
        return 0;
    default:
        return -1;
    }
}

/* Whether a call begins with this event: 1, 0: it does not, after all, or -1. */
static int call_begins( const struct modem_event *event )
{
    switch (event->type)
    {
    case MODEM_EVENT_RING:
    case MODEM_EVENT_DIALING:
    case MODEM_EVENT_DIALED:
        return 1;
    case MODEM_EVENT_RING_GONE:
        return 0;
    default:
        return voice_call_runs( event ) ? -1 : 0;
    }
}

void audio_engine_event( struct modem_host *host, const struct modem_event *event )
{
    int runs = voice_call_runs( event ), begins = call_begins( event );
    struct binding *binding;

    if (runs < 0 && begins < 0) return;
    pthread_mutex_lock( &use_lock );
    for (binding = bindings; binding; binding = binding->next)
    {
        if (binding->host != host || binding->modem != event->modem) continue;
        if (begins >= 0 && !binding->in_call && binding->expected != begins) audio_line_expect( binding->line, binding->expected = begins );
        if (runs < 0 || binding->in_call == runs) continue;
        binding->in_call = runs;
        binding->expected = 0;
        audio_line_wire( binding->line, runs );
        /* else it would be remembered for the next call */
        if (!runs) modem_voice_stream( host, event->modem, 0, 0 );
    }
    pthread_mutex_unlock( &use_lock );
}

void audio_host_gone( struct modem_host *host )
{
    struct binding *binding;

    pthread_mutex_lock( &use_lock );
    for (binding = bindings; binding; binding = binding->next) if (binding->host == host) unbind( binding );
    pthread_mutex_unlock( &use_lock );
}
