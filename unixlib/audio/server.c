/*
 * Sound devices of voice lines: the connection to the sound server.
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio_private.h"

/* back-off of the connection: the first wait, and the longest */
#define RETRY_FIRST (250 * PA_USEC_PER_MSEC)
#define RETRY_LAST  (10 * PA_USEC_PER_SEC)

static struct
{
    pa_threaded_mainloop *loop;
    pa_mainloop_api *api;
    pa_context *context;
    int ready;
    int pipewire;
    int tried;                          /* the server was looked for at least once */
    pa_time_event *retry;
    pa_usec_t delay;
    struct audio_line *lines;
    unsigned int users;
    pa_operation *listing;
    int list_again;
} server;

/* for audio_line_wait(), since the loop's own condition has no time-out */
static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t state_changed;
static pthread_once_t state_once = PTHREAD_ONCE_INIT;
static uint32_t state_generation;

static void connect_server( void );

void server_lock( void )
{
    pa_threaded_mainloop_lock( server.loop );
}

void server_unlock( void )
{
    pa_threaded_mainloop_unlock( server.loop );
}

pa_mainloop_api *server_api( void )
{
    return server.api;
}

pa_context *server_context( void )
{
    return server.ready ? server.context : NULL;
}

int server_is_pipewire( void )
{
    return server.pipewire;
}

void server_wait( void )
{
    pa_threaded_mainloop_wait( server.loop );
}

void server_signal( void )
{
    pa_threaded_mainloop_signal( server.loop, 0 );
}

/* ---- the state of lines ---- */

static void init_condition( void )
{
    pthread_condattr_t attr;

    pthread_condattr_init( &attr );
    pthread_condattr_setclock( &attr, CLOCK_MONOTONIC );
    pthread_cond_init( &state_changed, &attr );
    pthread_condattr_destroy( &attr );
}

void server_set_state( struct audio_line *line, enum audio_state state, int error, const char *format, ... )
{
    char reason[AUDIO_REASON_SIZE];
    va_list args;

    va_start( args, format );
    vsnprintf( reason, sizeof(reason), format, args );
    va_end( args );
    /* what is tried again and fails again is no news */
    if (line->state == state && !strcmp( line->reason, reason )) return;
    line->state = state;
    line->error = error;
    memcpy( line->reason, reason, sizeof(reason) );
    if (line->callbacks.state) line->callbacks.state( line->callbacks.arg, state, line->reason );

    pthread_mutex_lock( &state_lock );
    state_generation++;
    pthread_cond_broadcast( &state_changed );
    pthread_mutex_unlock( &state_lock );
}

uint32_t server_generation( void )
{
    uint32_t ret;

    pthread_mutex_lock( &state_lock );
    ret = state_generation;
    pthread_mutex_unlock( &state_lock );
    return ret;
}

int server_wait_state( uint32_t generation, int64_t deadline_us )
{
    struct timespec until = { deadline_us / 1000000, deadline_us % 1000000 * 1000 };
    int ret = 0;

    pthread_mutex_lock( &state_lock );
    while (!ret && state_generation == generation) ret = pthread_cond_timedwait( &state_changed, &state_lock, &until );
    pthread_mutex_unlock( &state_lock );
    return -ret;
}

/* ---- which streams run ---- */

/* A volume meter, as mixers have them, hears nothing that a line would say for its sake. */
static int is_meter( const char *resample_method )
{
    return resample_method && !strcmp( resample_method, "peaks" );
}

static void listing_done( void )
{
    pa_operation_unref( server.listing );
    server.listing = NULL;
}

static void got_source_output( pa_context *context, const pa_source_output_info *info, int eol, void *arg )
{
    struct audio_line *line;

    (void)context;
    (void)arg;
    if (!eol)
    {
        if (info->corked || is_meter( info->resample_method )) return;
        for (line = server.lines; line; line = line->next) if (line->source == info->source) line->counted |= AUDIO_RECORD;
        return;
    }
    listing_done();
    if (eol > 0)
        for (line = server.lines; line; line = line->next)
            if (line->state == AUDIO_READY) device_set_streams( line, line->counted );
    if (!server.list_again) return;
    server.list_again = 0;
    server_list_streams();
}

static void got_sink_input( pa_context *context, const pa_sink_input_info *info, int eol, void *arg )
{
    struct audio_line *line;

    (void)arg;
    if (!eol)
    {
        if (info->corked) return;
        for (line = server.lines; line; line = line->next) if (line->sink == info->sink) line->counted |= AUDIO_PLAY;
        return;
    }
    listing_done();
    if (eol > 0) server.listing = pa_context_get_source_output_info_list( context, got_source_output, NULL );
}

void server_list_streams( void )
{
    struct audio_line *line;

    if (server.listing)
    {
        server.list_again = 1;
        return;
    }
    for (line = server.lines; line; line = line->next) line->counted = 0;
    server.listing = pa_context_get_sink_input_info_list( server.context, got_sink_input, NULL );
}

static void subscribed( pa_context *context, pa_subscription_event_type_t type, uint32_t index, void *arg )
{
    pa_subscription_event_type_t facility = type & PA_SUBSCRIPTION_EVENT_FACILITY_MASK;
    int removed = (type & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_REMOVE;
    struct audio_line *line;

    (void)context;
    (void)arg;
    if (facility == PA_SUBSCRIPTION_EVENT_SINK_INPUT || facility == PA_SUBSCRIPTION_EVENT_SOURCE_OUTPUT) server_list_streams();
    else if (removed)
        for (line = server.lines; line; line = line->next)
            if (index == (facility == PA_SUBSCRIPTION_EVENT_SINK ? line->sink : line->source)) device_removed( line );
}

/* ---- connecting ---- */

static const char *server_name( void )
{
    const char *name = server.context ? pa_context_get_server( server.context ) : NULL;

    if (!name) name = getenv( "PULSE_SERVER" );
    return name && *name ? name : "the user's own";
}

static void say_unavailable( int error )
{
    struct audio_line *line;

    for (line = server.lines; line; line = line->next)
    {
        if (error == PA_ERR_ACCESS || error == PA_ERR_AUTHKEY)
            server_set_state( line, AUDIO_UNAVAILABLE, -EACCES, "the sound server (%s) refuses this user: voice calls have no sound; data calls are not"
                              " concerned. Check PULSE_SERVER and PULSE_COOKIE where Wine was started", server_name() );
        else
            server_set_state( line, AUDIO_UNAVAILABLE, -ECONNREFUSED, "no sound server answers (%s: %s): voice calls have no sound until PulseAudio, or"
                              " PipeWire with pipewire-pulse, runs for this user; data calls are not concerned", server_name(), pa_strerror( error ) );
    }
}

static void retry_now( pa_mainloop_api *api, pa_time_event *event, const struct timeval *time, void *arg )
{
    (void)time;
    (void)arg;
    api->time_free( event );
    server.retry = NULL;
    connect_server();
}

static void retry_later( void )
{
    if (server.retry) return;
    server.delay = server.delay ? server.delay * 2 : RETRY_FIRST;
    if (server.delay > RETRY_LAST) server.delay = RETRY_LAST;
    server.retry = pa_context_rttime_new( server.context, pa_rtclock_now() + server.delay, retry_now, NULL );
}

static void server_lost( void )
{
    struct audio_line *line;

    server.ready = 0;
    if (server.listing) listing_done();
    server.list_again = 0;
    for (line = server.lines; line; line = line->next) device_lost( line );
    say_unavailable( pa_context_errno( server.context ) );
    retry_later();
    server_signal();
}

static void got_server( pa_context *context, const pa_server_info *info, void *arg )
{
    (void)context;
    (void)arg;
    /* "PulseAudio (on PipeWire 1.4.2)" */
    server.pipewire = info && info->server_name && strstr( info->server_name, "PipeWire" );
}

static void server_found( void )
{
    struct audio_line *line;
    pa_operation *operation;

    server.ready = 1;
    server.delay = 0;
    server.pipewire = 0;
    /* answered before what is asked for the lines' devices */
    if ((operation = pa_context_get_server_info( server.context, got_server, NULL ))) pa_operation_unref( operation );
    pa_context_set_subscribe_callback( server.context, subscribed, NULL );
    operation = pa_context_subscribe( server.context, PA_SUBSCRIPTION_MASK_SINK_INPUT | PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT |
                                      PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SOURCE, NULL, NULL );
    if (operation) pa_operation_unref( operation );
    for (line = server.lines; line; line = line->next) device_begin( line );
}

static void context_changed( pa_context *context, void *arg )
{
    (void)arg;
    switch (pa_context_get_state( context ))
    {
    case PA_CONTEXT_READY:
        server_found();
        break;
    case PA_CONTEXT_FAILED:
    case PA_CONTEXT_TERMINATED:
        server_lost();
        break;
    default:
        break;
    }
}

static void forget_context( void )
{
    if (!server.context) return;
    pa_context_set_state_callback( server.context, NULL, NULL );
    pa_context_set_subscribe_callback( server.context, NULL, NULL );
    pa_context_disconnect( server.context );
    pa_context_unref( server.context );
    server.context = NULL;
}

static void connect_server( void )
{
    pa_context_flags_t flags = server.tried ? PA_CONTEXT_NOAUTOSPAWN : PA_CONTEXT_NOFLAGS;
    pa_proplist *properties;

    forget_context();
    /* As any audio program, Wine's driver among them, the first attempt may start the user's server; further ones wait for it. */
    server.tried = 1;
    properties = pa_proplist_new();
    pa_proplist_sets( properties, PA_PROP_APPLICATION_NAME, "Wine Telephony" );
    pa_proplist_sets( properties, PA_PROP_APPLICATION_ICON_NAME, "modem" );
    server.context = pa_context_new_with_proplist( server.api, "Wine Telephony", properties );
    pa_proplist_free( properties );
    if (!server.context) return;        /* out of memory */
    pa_context_set_state_callback( server.context, context_changed, NULL );
    /* a failure at once is told by the callback, or not at all */
    if (pa_context_connect( server.context, NULL, flags, NULL ) < 0 && !server.retry) server_lost();
}

/* ---- start and end ---- */

int server_begin( void )
{
    pthread_once( &state_once, init_condition );
    if (server.users++) return 0;
    memset( &server, 0, sizeof(server) );
    if ((server.loop = pa_threaded_mainloop_new()))
    {
        pa_threaded_mainloop_set_name( server.loop, "telephony-audio" );
        server.api = pa_threaded_mainloop_get_api( server.loop );
        if (!pa_threaded_mainloop_start( server.loop ))
        {
            server.users = 1;
            return 0;
        }
        pa_threaded_mainloop_free( server.loop );
    }
    server.users = 0;
    return -ENOMEM;
}

void server_end( void )
{
    if (--server.users) return;
    server_lock();
    if (server.listing)
    {
        pa_operation_cancel( server.listing );
        listing_done();
    }
    if (server.retry) server.api->time_free( server.retry );
    forget_context();
    server_unlock();
    pa_threaded_mainloop_stop( server.loop );
    pa_threaded_mainloop_free( server.loop );
}

void server_add( struct audio_line *line )
{
    line->next = server.lines;
    server.lines = line;
    if (!server.context) connect_server();
    else if (server.ready) device_begin( line );
    else if (pa_context_get_state( server.context ) == PA_CONTEXT_FAILED) say_unavailable( pa_context_errno( server.context ) );
}

void server_remove( struct audio_line *line )
{
    struct audio_line **next;

    for (next = &server.lines; *next && *next != line; next = &(*next)->next) {}
    if (*next) *next = line->next;
}
