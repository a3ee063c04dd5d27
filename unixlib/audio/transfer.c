/*
 * Sound devices of voice lines: the samples between the sound server and the engine.
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
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio_private.h"

#define BYTES_PER_MS    (AUDIO_RATE * 2 / 1000)
#define SILENCE_STEP    20              /* ms */
/* Server and engine have a piece of their own every 5 to 20 ms, each at another moment: to wake for each of them is what a call would cost most. */
#define TURN_TIME       (10 * PA_USEC_PER_MSEC)
#define SILENCE_AFTER   (AUDIO_SILENCE_AFTER * PA_USEC_PER_MSEC)
/* What was played longer ago than the server needs to tell of its stream is no beginning of one. */
#define HISTORY_TIME    (300 * PA_USEC_PER_MSEC)
/* for PipeWire: its period is 21 ms by default, and programs ask for more or less */
#define LEAD_STEP       30u             /* ms */
#define LEAD_LAST       90u
#define LEAD_SPARE      60u
/* What waits for the server is late already: little room. */
#define RECORD_FIFO_SIZE 4096
/* a page takes no more until all of it was read, which PipeWire leaves to the next time */
#define PACED_PAGES     4

static void close_fd( int *fd )
{
    if (*fd != -1) close( *fd );
    *fd = -1;
}

static void throw_away( int fd )
{
    char buffer[4096];

    while (read( fd, buffer, sizeof(buffer) ) > 0) {}
}

/* ---- from the program to the line ---- */

static void to_engine( struct audio_line *line, const unsigned char *data, size_t size )
{
    /* whole samples; the pipe takes part of a large write */
    ssize_t written = write( line->play_pipe[1], data, size );

    if (written < 0) written = 0;
    line->played += written;
    line->lost += size - written;
}

static int is_silence( const unsigned char *data, size_t size )
{
    return !size || (!data[0] && !memcmp( data, data + 1, size - 1 ));
}

/*
 * The server tells of a stream a moment after its first samples come. They are kept until it does; the silence of a sink that nobody plays to is
 * not.
 */
static void remember( struct audio_line *line, const unsigned char *data, size_t size )
{
    size_t drop;

    if (is_silence( data, size ))
    {
        line->history_size = 0;
        return;
    }
    if (size > HISTORY_SIZE)
    {
        data += size - HISTORY_SIZE;
        size = HISTORY_SIZE;
    }
    if (line->history_size + size > HISTORY_SIZE)
    {
        drop = line->history_size + size - HISTORY_SIZE;
        line->history_size -= drop;
        memmove( line->history, line->history + drop, line->history_size );
    }
    memcpy( line->history + line->history_size, data, size );
    line->history_size += size;
    line->history_time = pa_rtclock_now();
}

static void from_sink( struct audio_line *line )
{
    unsigned char buffer[8192];
    ssize_t size;

    /* a buffer that is not full had all there was */
    do
    {
        if ((size = read( line->play_fifo, buffer, sizeof(buffer) )) <= 0) break;
        if (!line->wired) continue;
        if (line->streams & AUDIO_PLAY) to_engine( line, buffer, size );
        else remember( line, buffer, size );
    } while (size == sizeof(buffer));
}

static void sink_readable( pa_mainloop_api *api, pa_io_event *event, int fd, pa_io_event_flags_t flags, void *arg )
{
    (void)api;
    (void)event;
    (void)fd;
    (void)flags;
    from_sink( arg );
}

/* ---- from the line to the program ---- */

/*
 * PulseAudio takes what there is, PipeWire a period's worth by its own clock; where it finds less there is a gap. So some must wait for it, more if that was
 * not enough; what is more than that, as from before it began, would be late for as long as the stream runs.
 */
static void pace_source( struct audio_line *line )
{
    static const unsigned char silence[LEAD_LAST * BYTES_PER_MS];
    int waiting;

    if (!server_is_pipewire() || ioctl( line->record_fifo, FIONREAD, &waiting )) return;
    if (!waiting)
    {
        if (line->record_lead < LEAD_LAST) line->record_lead += LEAD_STEP;
    }
    else if (waiting <= (int)((line->record_lead + LEAD_SPARE) * BYTES_PER_MS)) return;
    else throw_away( line->record_fifo );
    if (write( line->record_fifo, silence, line->record_lead * BYTES_PER_MS ) < 0) line->record_lead = 0;
}

static size_t to_source( struct audio_line *line, const void *data, size_t size )
{
    ssize_t written;

    if (line->record_fifo == -1) return 0;
    pace_source( line );
    written = write( line->record_fifo, data, size );
    return written < 0 ? 0 : written;
}

static void from_engine( struct audio_line *line )
{
    unsigned char buffer[4096];
    ssize_t size;
    size_t taken;

    do
    {
        if ((size = read( line->record_pipe[0], buffer, sizeof(buffer) )) <= 0) break;
        if (!line->wired || !(line->streams & AUDIO_RECORD)) continue;
        taken = to_source( line, buffer, size );
        line->recorded += taken;
        line->lost += size - taken;
        line->record_time = pa_rtclock_now();
    } while (size == sizeof(buffer));
}

static void engine_wrote( pa_mainloop_api *api, pa_io_event *event, int fd, pa_io_event_flags_t flags, void *arg )
{
    (void)api;
    (void)event;
    (void)fd;
    (void)flags;
    from_engine( arg );
}

static void arm_silence( struct audio_line *line, pa_usec_t time );

/* A program that records waits for samples: when no engine has any, time passes in silence. */
static void silence_due( pa_mainloop_api *api, pa_time_event *event, const struct timeval *time, void *arg )
{
    static const unsigned char silence[5 * SILENCE_STEP * BYTES_PER_MS];
    struct audio_line *line = arg;
    pa_usec_t now = pa_rtclock_now(), passed;

    (void)event;
    (void)time;
    api->time_free( line->silence );
    line->silence = NULL;
    if (line->wired && now - line->record_time < SILENCE_AFTER)
    {
        line->silence_time = line->record_time + SILENCE_AFTER;
        arm_silence( line, line->silence_time );
        return;
    }
    if (now > line->silence_time)
    {
        passed = (now - line->silence_time) / PA_USEC_PER_MSEC;
        line->silence_time += passed * PA_USEC_PER_MSEC;
        if (passed > 5 * SILENCE_STEP) passed = 5 * SILENCE_STEP;
        to_source( line, silence, passed * BYTES_PER_MS );
    }
    arm_silence( line, now + SILENCE_STEP * PA_USEC_PER_MSEC );
}

static void arm_silence( struct audio_line *line, pa_usec_t time )
{
    if (!line->silence && server_context()) line->silence = pa_context_rttime_new( server_context(), time, silence_due, line );
}

static void stop_silence( struct audio_line *line )
{
    if (line->silence) server_api()->time_free( line->silence );
    line->silence = NULL;
}

/* ---- what runs, and who is there ---- */

static void watch_events( struct audio_line *line )
{
    pa_io_event_flags_t flags = line->turn ? PA_IO_EVENT_NULL : PA_IO_EVENT_INPUT;

    if (line->play_event) server_api()->io_enable( line->play_event, flags );
    server_api()->io_enable( line->record_event, flags );
}

static void take_turn( pa_mainloop_api *api, pa_time_event *event, const struct timeval *time, void *arg )
{
    struct audio_line *line = arg;

    (void)api;
    (void)time;
    from_engine( line );
    from_sink( line );
    pa_context_rttime_restart( server_context(), event, pa_rtclock_now() + TURN_TIME );
}

static void set_turns( struct audio_line *line, int on )
{
    if (on == !!line->turn) return;
    if (!on)
    {
        server_api()->time_free( line->turn );
        line->turn = NULL;
    }
    else if (server_context()) line->turn = pa_context_rttime_new( server_context(), pa_rtclock_now() + TURN_TIME, take_turn, line );
    watch_events( line );
}

void transfer_streams( struct audio_line *line, uint32_t streams )
{
    uint32_t begun = streams & ~line->streams, ended = line->streams & ~streams;

    if (line->play_fifo != -1) from_sink( line );
    if ((begun & AUDIO_PLAY) && line->wired && line->history_size)
    {
        if (pa_rtclock_now() - line->history_time < HISTORY_TIME) to_engine( line, line->history, line->history_size );
        line->history_size = 0;
    }
    if (begun & AUDIO_RECORD)
    {
        /* what a stream before this one left behind */
        if (line->record_fifo != -1) throw_away( line->record_fifo );
        line->record_lead = 0;
        line->record_time = line->silence_time = pa_rtclock_now();
        arm_silence( line, line->silence_time + SILENCE_STEP * PA_USEC_PER_MSEC );
    }
    if (ended & AUDIO_RECORD) stop_silence( line );
    set_turns( line, line->wired && streams );
}

void transfer_wire( struct audio_line *line, int on )
{
    throw_away( line->play_pipe[0] );
    throw_away( line->record_pipe[0] );
    line->history_size = 0;
    line->record_time = pa_rtclock_now();
    line->wired = on;
    set_turns( line, on && line->streams );
    if (on || !(line->streams & AUDIO_RECORD)) return;
    stop_silence( line );
    line->silence_time = line->record_time;
    arm_silence( line, line->silence_time );
}

/* ---- pipes and FIFOs ---- */

#define FOLDER "wine-telephony"

/* A folder that is nobody else's; 0700. own: it is this line's alone, and ends with it. */
static int private_folder( char *folder, size_t size, int *own )
{
    const char *base = getenv( "XDG_RUNTIME_DIR" );
    struct stat st;

    /* the path goes to the server between double quotes */
    if (base && *base == '/' && strlen( base ) < size / 2 && !strpbrk( base, "\"\\\n" ))
    {
        snprintf( folder, size, "%s/" FOLDER, base );
        if ((!mkdir( folder, 0700 ) || errno == EEXIST) && !lstat( folder, &st ) && S_ISDIR( st.st_mode ) && st.st_uid == geteuid() &&
            !(st.st_mode & 077))
        {
            *own = 0;
            return 0;
        }
    }
    *own = 1;
    base = getenv( "TMPDIR" );
    if (!base || *base != '/' || strlen( base ) >= size / 2 || strpbrk( base, "\"\\\n" )) base = "/tmp";
    snprintf( folder, size, "%s/" FOLDER ".XXXXXX", base );
    return mkdtemp( folder ) ? 0 : -errno;
}

static void lock_path( const struct audio_line *line, char *path, size_t size )
{
    int len = strrchr( line->play_path, '/' ) - line->play_path;

    snprintf( path, size, "%.*s/%s.lock", len, line->play_path, line->name );
}

/* The folder is found and the name taken when the devices are first made, and kept for the line's life. */
int transfer_take_name( struct audio_line *line )
{
    char folder[PATH_MAX - AUDIO_NAME_SIZE - 8], path[PATH_MAX];
    int ret;

    if (line->lock != -1) return 0;
    if ((ret = private_folder( folder, sizeof(folder), &line->own_folder )))
    {
        snprintf( line->play_path, sizeof(line->play_path), "%s", folder );
        return ret;
    }
    snprintf( line->play_path, sizeof(line->play_path), "%s/%s.out", folder, line->name );
    snprintf( line->record_path, sizeof(line->record_path), "%s/%s.in", folder, line->name );
    lock_path( line, path, sizeof(path) );
    if ((line->lock = open( path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600 )) == -1) return -errno;
    if (!flock( line->lock, LOCK_EX | LOCK_NB )) return 0;
    ret = errno == EWOULDBLOCK ? -EBUSY : -errno;
    close_fd( &line->lock );
    return ret;
}

int transfer_is_orphan( const char *fifo )
{
    static const char folder[] = "/" FOLDER;
    const char *name = strrchr( fifo, '/' ), *suffix = strrchr( fifo, '.' );
    size_t len = sizeof(folder) - 1;
    char path[PATH_MAX];
    struct stat st;
    int fd, free;

    /* FOLDER/LINE.out or FOLDER/LINE.in */
    if (!name || suffix <= name || (strcmp( suffix, ".out" ) && strcmp( suffix, ".in" ))) return 0;
    if ((size_t)(name - fifo) < len || memcmp( name - len, folder, len )) return 0;
    if ((size_t)snprintf( path, sizeof(path), "%.*s.lock", (int)(suffix - fifo), fifo ) >= sizeof(path)) return 0;
    if ((fd = open( path, O_RDWR | O_CLOEXEC | O_NOFOLLOW )) == -1) return 0;
    free = !fstat( fd, &st ) && st.st_uid == geteuid() && !flock( fd, LOCK_EX | LOCK_NB );
    close( fd );
    return free;
}

int transfer_prepare( struct audio_line *line )
{
    transfer_remove_fifos( line );
    /* the server makes them; one of a dead process may have samples in it, or somebody at it */
    if (unlink( line->play_path ) && errno != ENOENT) return -errno;
    if (unlink( line->record_path ) && errno != ENOENT) return -errno;
    return 0;
}

/* For reading and writing: then it has no end of file while the server is not at it. */
static int open_fifo( const char *path, int *fd )
{
    struct stat st;

    if ((*fd = open( path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW )) == -1) return -errno;
    if (!fstat( *fd, &st ) && S_ISFIFO( st.st_mode )) return 0;
    close_fd( fd );
    return -EINVAL;
}

int transfer_open_fifo( struct audio_line *line, uint32_t direction )
{
    int ret;

    if (direction == AUDIO_PLAY)
    {
        if (!(ret = open_fifo( line->play_path, &line->play_fifo )))
            line->play_event = server_api()->io_new( server_api(), line->play_fifo, PA_IO_EVENT_INPUT, sink_readable, line );
    }
    /* a kernel that gives out no smaller pipes gives larger ones; that is no harm */
    else if (!(ret = open_fifo( line->record_path, &line->record_fifo )))
        fcntl( line->record_fifo, F_SETPIPE_SZ, (server_is_pipewire() ? PACED_PAGES : 1) * RECORD_FIFO_SIZE );
    return ret;
}

void transfer_remove_fifos( struct audio_line *line )
{
    stop_silence( line );
    set_turns( line, 0 );
    if (line->play_event) server_api()->io_free( line->play_event );
    line->play_event = NULL;
    if (line->play_fifo != -1) unlink( line->play_path );
    if (line->record_fifo != -1) unlink( line->record_path );
    close_fd( &line->play_fifo );
    close_fd( &line->record_fifo );
}

int transfer_open( struct audio_line *line )
{
    line->lock = line->play_fifo = line->record_fifo = -1;
    line->play_pipe[0] = line->play_pipe[1] = line->record_pipe[0] = line->record_pipe[1] = -1;
    if (pipe2( line->play_pipe, O_NONBLOCK | O_CLOEXEC ) || pipe2( line->record_pipe, O_NONBLOCK | O_CLOEXEC ))
    {
        int error = errno;

        transfer_close( line );
        return -error;
    }
    /* users whose pipes are many already get what there is */
    fcntl( line->play_pipe[0], F_SETPIPE_SZ, AUDIO_QUEUE_BYTES );
    line->record_event = server_api()->io_new( server_api(), line->record_pipe[0], PA_IO_EVENT_INPUT, engine_wrote, line );
    return 0;
}

void transfer_close( struct audio_line *line )
{
    char path[PATH_MAX];

    transfer_remove_fifos( line );
    if (line->record_event) server_api()->io_free( line->record_event );
    line->record_event = NULL;
    if (line->lock != -1 && line->own_folder)
    {
        /* elsewhere the file of a lock stays: another process may be about to take it */
        lock_path( line, path, sizeof(path) );
        unlink( path );
        *strrchr( path, '/' ) = 0;
        rmdir( path );
    }
    close_fd( &line->lock );
    close_fd( &line->play_pipe[0] );
    close_fd( &line->play_pipe[1] );
    close_fd( &line->record_pipe[0] );
    close_fd( &line->record_pipe[1] );
}
