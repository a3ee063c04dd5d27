/*
 * Sound devices of voice lines: its modules in the sound server.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio_private.h"

/* how long audio_line_close() waits for the server, and the back-off of a line whose devices cannot be made */
#define UNLOAD_TIME (2 * PA_USEC_PER_SEC)
#define RETRY_FIRST (500 * PA_USEC_PER_MSEC)
#define RETRY_LAST  (30 * PA_USEC_PER_SEC)

static void next_step( struct audio_line *line );

static void step_done( struct audio_line *line )
{
    if (line->operation) pa_operation_unref( line->operation );
    line->operation = NULL;
}

static void begin_again( pa_mainloop_api *api, pa_time_event *event, const struct timeval *time, void *arg )
{
    struct audio_line *line = arg;

    (void)time;
    api->time_free( event );
    line->retry = NULL;
    if (server_context()) device_begin( line );
}

static void try_again_later( struct audio_line *line )
{
    pa_usec_t delay = RETRY_FIRST << (line->failures < 6 ? line->failures : 6);

    line->failures++;
    if (delay > RETRY_LAST) delay = RETRY_LAST;
    if (!line->retry) line->retry = pa_context_rttime_new( server_context(), pa_rtclock_now() + delay, begin_again, line );
}

/* The server's own reason is rarely more than "failure": say what to look at. */
static void module_failed( struct audio_line *line, const char *module )
{
    int error = pa_context_errno( server_context() );

    switch (error)
    {
    case PA_ERR_NOENTITY:
    case PA_ERR_NOTSUPPORTED:
        server_set_state( line, AUDIO_UNAVAILABLE, -EOPNOTSUPP, "the sound server has no %s: voice calls have no sound; data calls are not concerned."
                          " Update PulseAudio or PipeWire", module );
        break;
    default:
        server_set_state( line, AUDIO_UNAVAILABLE, -EIO, "the sound server could not load %s for %s (%s): voice calls have no sound; data calls are"
                          " not concerned. Its log says why; one that runs with"
                          " --disallow-module-loading loads none", module, line->record_path, pa_strerror( error ) );
        break;
    }
    try_again_later( line );
}

/* ---- one step after the other; each asks the server and goes on with its answer ---- */

/* Whether a module's arguments name a device: the name is never the last of ours, so a space follows it. */
static int names_device( const char *arguments, const char *key, const char *name, const char *suffix )
{
    char wanted[AUDIO_NAME_SIZE + 24];

    snprintf( wanted, sizeof(wanted), "%s=%s%s ", key, name, suffix );
    return arguments && strstr( arguments, wanted );
}

/* Whether they are devices of any line whose process died: its FIFO is where ours are, and nobody holds the lock beside it. */
static int left_behind( const char *arguments )
{
    static const char key[] = " file=\"";
    const char *path = arguments ? strstr( arguments, key ) : NULL, *end;
    char file[PATH_MAX];

    if (!path || !(end = strchr( path += sizeof(key) - 1, '"' )) || (size_t)(end - path) >= sizeof(file)) return 0;
    snprintf( file, sizeof(file), "%.*s", (int)(end - path), path );
    return transfer_is_orphan( file );
}

static void got_module( pa_context *context, const pa_module_info *info, int eol, void *arg )
{
    struct audio_line *line = arg;

    (void)context;
    if (!eol)
    {
        if (line->stale_count < STALE_MAX && (names_device( info->argument, "sink_name", line->name, ".out" ) ||
                                              names_device( info->argument, "source_name", line->name, ".in" ) ||
                                              left_behind( info->argument )))
            line->stale[line->stale_count++] = info->index;
        return;
    }
    step_done( line );
    next_step( line );
}

static void stale_unloaded( pa_context *context, int success, void *arg )
{
    struct audio_line *line = arg;

    /* one that went by itself meanwhile is as good */
    (void)context;
    (void)success;
    line->stale_count--;
    step_done( line );
    next_step( line );
}

static void fifo_failed( struct audio_line *line, const char *path, int error )
{
    server_set_state( line, AUDIO_UNAVAILABLE, error, "the sound server made no FIFO at %s that this user can open (%s): voice calls have no sound; data calls"
                      " are not concerned. It must run for the same user, in the same file system", path, strerror( -error ) );
    try_again_later( line );
}

static void sink_loaded( pa_context *context, uint32_t index, void *arg )
{
    struct audio_line *line = arg;
    int ret;

    (void)context;
    step_done( line );
    line->sink_module = index;
    if (index == PA_INVALID_INDEX) module_failed( line, "module-pipe-sink" );
    else if ((ret = transfer_open_fifo( line, AUDIO_PLAY ))) fifo_failed( line, line->play_path, ret );
    else next_step( line );
}

static void source_loaded( pa_context *context, uint32_t index, void *arg )
{
    struct audio_line *line = arg;
    int ret;

    (void)context;
    step_done( line );
    line->source_module = index;
    if (index == PA_INVALID_INDEX) module_failed( line, "module-pipe-source" );
    else if ((ret = transfer_open_fifo( line, AUDIO_RECORD ))) fifo_failed( line, line->record_path, ret );
    else next_step( line );
}

static void got_sink( pa_context *context, const pa_sink_info *info, int eol, void *arg )
{
    struct audio_line *line = arg;

    (void)context;
    if (!eol)
    {
        line->sink = info->index;
        return;
    }
    step_done( line );
    if (line->sink == PA_INVALID_INDEX) module_failed( line, "module-pipe-sink" );
    else next_step( line );
}

static void got_source( pa_context *context, const pa_source_info *info, int eol, void *arg )
{
    struct audio_line *line = arg;

    (void)context;
    if (!eol)
    {
        line->source = info->index;
        return;
    }
    step_done( line );
    if (line->source == PA_INVALID_INDEX)
    {
        module_failed( line, "module-pipe-source" );
        return;
    }
    line->failures = 0;
    device_set_quick( line, line->wired || line->expected );
    server_set_state( line, AUDIO_READY, 0, "%s", "" );
    server_list_streams();
}

/* The class keeps it from becoming anybody's default device: PulseAudio ranks modems last, PipeWire goes by the session priority. */
static void load( struct audio_line *line, const char *kind, const char *suffix, const char *path, const char *more, pa_context_index_cb_t done )
{
    char module[32], arguments[2 * PATH_MAX];

    snprintf( module, sizeof(module), "module-pipe-%s", kind );
    snprintf( arguments, sizeof(arguments), "%s_name=%s%s file=\"%s\" format=s16le rate=%u channels=1 channel_map=mono %s%s_properties="
              "\"device.description='%s' device.class=modem device.icon_name=modem priority.session=1 priority.driver=1\"",
              kind, line->name, suffix, path, AUDIO_RATE, more, kind, line->description );
    line->operation = pa_context_load_module( server_context(), module, arguments, done, line );
}

static void no_place( struct audio_line *line, int error )
{
    if (error == -EBUSY)
        server_set_state( line, AUDIO_UNAVAILABLE, error, "another program serves the sound of %s: end the other Wine of this prefix (wineserver -k)",
                          line->name );
    else
        server_set_state( line, AUDIO_UNAVAILABLE, error, "no place for the sound of a voice line (%s): %s. XDG_RUNTIME_DIR, or else TMPDIR, must"
                          " name a folder this user may write to", line->play_path, strerror( -error ) );
    try_again_later( line );
}

static void next_step( struct audio_line *line )
{
    char device[AUDIO_NAME_SIZE + 8];
    int ret;

    if (line->stale_count)
        line->operation = pa_context_unload_module( server_context(), line->stale[line->stale_count - 1], stale_unloaded, line );
    else if (line->sink_module == PA_INVALID_INDEX)
    {
        if ((ret = transfer_prepare( line )))
        {
            no_place( line, ret );
            return;
        }
        /* by its own clock, else it takes what programs play as fast as we read */
        load( line, "sink", ".out", line->play_path, "use_system_clock_for_timing=yes ", sink_loaded );
    }
    else if (line->source_module == PA_INVALID_INDEX) load( line, "source", ".in", line->record_path, "", source_loaded );
    else if (line->sink == PA_INVALID_INDEX)
    {
        snprintf( device, sizeof(device), "%s.out", line->name );
        line->operation = pa_context_get_sink_info_by_name( server_context(), device, got_sink, line );
    }
    else
    {
        snprintf( device, sizeof(device), "%s.in", line->name );
        line->operation = pa_context_get_source_info_by_name( server_context(), device, got_source, line );
    }
}

static void forget_devices( struct audio_line *line )
{
    device_set_streams( line, 0 );
    device_set_quick( line, 0 );
    if (line->operation)
    {
        pa_operation_cancel( line->operation );
        step_done( line );
    }
    if (line->retry)
    {
        server_api()->time_free( line->retry );
        line->retry = NULL;
    }
    line->sink_module = line->source_module = line->sink = line->source = PA_INVALID_INDEX;
    line->stale_count = 0;
}

void device_begin( struct audio_line *line )
{
    pa_context *context = server_context();
    int ret;

    forget_devices( line );
    if (pa_context_is_local( context ) != 1)
    {
        server_set_state( line, AUDIO_UNAVAILABLE, -EHOSTUNREACH, "the sound server (%s) is on another machine: voice calls have no sound; data calls are"
                          " not concerned. Voice lines need the sound server of this machine", pa_context_get_server( context ) );
        return;
    }
    /* the name first: devices of a living process are left alone */
    if ((ret = transfer_take_name( line ))) no_place( line, ret );
    else line->operation = pa_context_get_module_info_list( context, got_module, line );
}

void device_lost( struct audio_line *line )
{
    forget_devices( line );
    transfer_remove_fifos( line );
    line->failures = 0;
}

void device_removed( struct audio_line *line )
{
    if (line->state != AUDIO_READY) return;
    forget_devices( line );
    server_set_state( line, AUDIO_UNAVAILABLE, -ENODEV, "somebody removed the devices of %s from the sound server; they are made again", line->name );
    try_again_later( line );
}

void device_set_streams( struct audio_line *line, uint32_t streams )
{
    if (line->streams == streams) return;
    transfer_streams( line, streams );
    line->streams = streams;
    if (line->wired && line->callbacks.streams) line->callbacks.streams( line->callbacks.arg, streams );
}

/*
 * A sink that nobody plays to takes what comes in blocks of 256 ms. Of a program that begins to play and has written less by then, PulseAudio lets the gap
 * pass and throws away what comes too late for it: up to 45 ms of the beginning were lost. A stream that wants to be heard soon, and has nothing to say,
 * keeps the blocks short; paused, it neither runs nor keeps the sink from being suspended. A block that has begun stays as long as it is, so the stream is
 * there before the call is (audio_line_expect()).
 */
#define QUICK_BYTES (AUDIO_RATE * 2 / 100)

void device_set_quick( struct audio_line *line, int on )
{
    static const pa_sample_spec spec = { PA_SAMPLE_S16LE, AUDIO_RATE, 1 };
    static const pa_buffer_attr attr = { QUICK_BYTES, QUICK_BYTES, 0, (uint32_t)-1, (uint32_t)-1 };
    char sink[AUDIO_NAME_SIZE + 8];

    if (on == !!line->quick) return;
    if (!on)
    {
        pa_stream_disconnect( line->quick );
        pa_stream_unref( line->quick );
        line->quick = NULL;
        return;
    }
    /* without it the beginning may be cut, that is all */
    if (!server_context() || !(line->quick = pa_stream_new( server_context(), "Voice call", &spec, NULL ))) return;
    snprintf( sink, sizeof(sink), "%s.out", line->name );
    pa_stream_connect_playback( line->quick, sink, &attr, PA_STREAM_START_CORKED | PA_STREAM_ADJUST_LATENCY | PA_STREAM_DONT_MOVE, NULL, NULL );
}

/* ---- the end ---- */

struct ending
{
    unsigned int left;
    int late;
};

static void unloaded( pa_context *context, int success, void *arg )
{
    struct ending *ending = arg;

    (void)context;
    (void)success;
    ending->left--;
    server_signal();
}

static void too_late( pa_mainloop_api *api, pa_time_event *event, const struct timeval *time, void *arg )
{
    struct ending *ending = arg;

    (void)api;
    (void)event;
    (void)time;
    ending->late = 1;
    server_signal();
}

void device_end( struct audio_line *line )
{
    uint32_t modules[2] = { line->source_module, line->sink_module };
    pa_operation *operations[2] = { NULL, NULL };
    struct ending ending = { 0, 0 };
    pa_time_event *timer;
    unsigned int i;

    line->callbacks.streams = NULL;
    line->callbacks.state = NULL;
    forget_devices( line );
    if (!server_context()) return;
    for (i = 0; i < 2; i++)
        if (modules[i] != PA_INVALID_INDEX && (operations[i] = pa_context_unload_module( server_context(), modules[i], unloaded, &ending ))) ending.left++;
    timer = pa_context_rttime_new( server_context(), pa_rtclock_now() + UNLOAD_TIME, too_late, &ending );
    while (ending.left && !ending.late && server_context()) server_wait();
    server_api()->time_free( timer );
    for (i = 0; i < 2; i++)
    {
        if (!operations[i]) continue;
        pa_operation_cancel( operations[i] );
        pa_operation_unref( operations[i] );
    }
}
