/*
 * The host of modems: the loop, the queue of events, and the functions others call.
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
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine.h"

/* Windows code of another bitness reads these as they are. */
_Static_assert( sizeof(struct modem_event) == 704, "the event must have no padding" );
_Static_assert( sizeof(struct modem_status) == 32 + MODEM_REASON_SIZE, "the status must have no padding" );

int64_t host_now( void )
{
    struct timespec now;

    clock_gettime( CLOCK_MONOTONIC, &now );
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- events ---- */

/* A new event at the end of the queue, all zero. Without memory it is one that nobody will see. */
struct modem_event *host_post( struct modem_host *host )
{
    struct modem_event *event = &host->spare_event;

    if (host->event_count == host->event_size)
    {
        size_t size = host->event_size ? 2 * host->event_size : 32, i;
        struct modem_event *events = malloc( size * sizeof(*events) );

        if (events)
        {
            for (i = 0; i < host->event_count; i++) events[i] = host->events[(host->event_first + i) % host->event_size];
            free( host->events );
            host->events = events;
            host->event_first = 0;
            host->event_size = size;
        }
    }
    if (host->event_count < host->event_size) event = &host->events[(host->event_first + host->event_count++) % host->event_size];
    memset( event, 0, sizeof(*event) );
    return event;
}

static int take_event( struct modem_host *host, struct modem_event *event )
{
    if (!host->event_count) return 0;
    *event = host->events[host->event_first];
    host->event_first = (host->event_first + 1) % host->event_size;
    host->event_count--;
    return 1;
}

/* ---- host ---- */

int modem_host_create( struct modem_host **ret_host )
{
    struct modem_host *host;
    int err;

    *ret_host = NULL;
    if (!(host = calloc( 1, sizeof(*host) ))) return -ENOMEM;
    if (pipe2( host->wake, O_CLOEXEC | O_NONBLOCK ) < 0)
    {
        err = errno;
        free( host );
        return -err;
    }
    if ((err = pthread_mutex_init( &host->lock, NULL )))
    {
        close( host->wake[0] );
        close( host->wake[1] );
        free( host );
        return -err;
    }
    *ret_host = host;
    return 0;
}

void modem_host_destroy( struct modem_host *host )
{
    struct modem *modem;

    if (!host) return;
    while ((modem = host->modems))
    {
        host->modems = modem->next;
        engine_destroy( modem );
    }
    pthread_mutex_destroy( &host->lock );
    close( host->wake[0] );
    close( host->wake[1] );
    free( host->events );
    free( host->fds );
    free( host->owners );
    free( host );
}

/* Only write(): a signal handler may be calling. A full pipe wakes as well. */
static void wake( struct modem_host *host )
{
    int err = errno;
    ssize_t ret = write( host->wake[1], "", 1 );

    (void)ret;
    errno = err;
}

void modem_host_cancel( struct modem_host *host )
{
    atomic_store( &host->cancelled, 1 );
    wake( host );
}

static void reap_destroyed( struct modem_host *host )
{
    struct modem **link, *modem;

    for (link = &host->modems; (modem = *link); )
    {
        if (!modem->destroyed) link = &modem->next;
        else
        {
            *link = modem->next;
            engine_destroy( modem );
        }
    }
}

/* What has come due. @return how long poll() may sleep, in ms, -1 for ever. */
static int run_modems( struct modem_host *host )
{
    int64_t now, deadline, next = 0;
    struct modem *modem;

    reap_destroyed( host );
    for (modem = host->modems; modem; modem = modem->next)
    {
        command_run_all( modem );
        engine_run_timers( modem, host_now() );
        command_run_all( modem );
        deadline = engine_next_deadline( modem );
        if (deadline && (!next || deadline < next)) next = deadline;
    }
    if (!next) return -1;
    now = host_now();
    if (next <= now) return 0;
    return next - now > INT_MAX ? INT_MAX : (int)(next - now);
}

static int collect_fds( struct modem_host *host, nfds_t *count )
{
    struct modem *modem;
    size_t needed = 1, n = 1;

    for (modem = host->modems; modem; modem = modem->next) needed += 2;
    if (needed > host->fds_size)
    {
        struct pollfd *fds = realloc( host->fds, needed * sizeof(*fds) );
        struct modem **owners;

        if (fds) host->fds = fds;
        if (!fds || !(owners = realloc( host->owners, needed * sizeof(*owners) ))) return -ENOMEM;
        host->owners = owners;
        host->fds_size = needed;
    }
    host->fds[0] = (struct pollfd){ .fd = host->wake[0], .events = POLLIN };
    host->owners[0] = NULL;
    for (modem = host->modems; modem; modem = modem->next)
    {
        if (!modem->port) continue;
        host->owners[n] = modem;
        host->fds[n++] = (struct pollfd){ .fd = port_fd( modem->port ), .events = engine_poll_events( modem ) };
        host->owners[n] = modem;
        host->fds[n++] = (struct pollfd){ .fd = port_lines_fd( modem->port ), .events = POLLIN };
    }
    *count = n;
    return 0;
}

static void handle_fds( struct modem_host *host, nfds_t count )
{
    char drain[64];
    nfds_t i;

    if (host->fds[0].revents) while (read( host->wake[0], drain, sizeof(drain) ) > 0) ;
    for (i = 1; i < count; i++)
    {
        struct modem *modem = host->owners[i];

        if (!host->fds[i].revents || !modem->port || modem->destroyed) continue;
        /* odd places are ports, even ones their modem lines; the lines may have closed meanwhile */
        if (i & 1) engine_handle_port( modem, host->fds[i].revents );
        else if (port_lines_fd( modem->port ) == host->fds[i].fd) engine_handle_lines( modem );
    }
}

int modem_host_wait( struct modem_host *host, struct modem_event *event )
{
    nfds_t count = 0;
    int ret, timeout;

    pthread_mutex_lock( &host->lock );
    if (host->waiting)
    {
        pthread_mutex_unlock( &host->lock );
        return -EBUSY;
    }
    host->waiting = 1;
    for (;;)
    {
        if (atomic_load( &host->cancelled ))
        {
            ret = -ECANCELED;
            break;
        }
        if (take_event( host, event ))
        {
            ret = 0;
            break;
        }
        timeout = run_modems( host );
        if (host->event_count) continue;
        if ((ret = collect_fds( host, &count )) < 0) break;

        pthread_mutex_unlock( &host->lock );
        ret = poll( host->fds, count, timeout );
        pthread_mutex_lock( &host->lock );
        if (ret > 0) handle_fds( host, count );
    }
    host->waiting = 0;
    pthread_mutex_unlock( &host->lock );
    return ret;
}

/* ---- modems ---- */

/* The caller holds the lock. */
struct modem *host_find_modem( struct modem_host *host, uint32_t id )
{
    struct modem *modem;

    for (modem = host->modems; modem; modem = modem->next)
        if (modem->id == id && !modem->destroyed) return modem;
    return NULL;
}

int modem_create( struct modem_host *host, const char *path, const struct modem_config *config, uint64_t user, uint32_t *id )
{
    struct modem *modem, **link;

    *id = 0;
    if (!path || !*path) return -EINVAL;
    if (!(modem = calloc( 1, sizeof(*modem) ))) return -ENOMEM;
    modem->path = strdup( path );
    modem->config = config_copy( config );
    if (!modem->path || !modem->config)
    {
        modem_config_free( modem->config );
        free( modem->path );
        free( modem );
        return -ENOMEM;
    }
    modem->host = host;
    modem->user = user;
    modem->play_fd = modem->record_fd = -1;
    modem_settings_default( &modem->settings );
    voice_reset( modem );

    pthread_mutex_lock( &host->lock );
    *id = modem->id = ++host->last_id;
    for (link = &host->modems; *link; link = &(*link)->next) ;
    *link = modem;
    pthread_mutex_unlock( &host->lock );
    return 0;
}

int modem_destroy( struct modem_host *host, uint32_t id )
{
    struct modem *modem;

    pthread_mutex_lock( &host->lock );
    if ((modem = host_find_modem( host, id ))) modem->destroyed = 1;
    pthread_mutex_unlock( &host->lock );
    if (!modem) return -ENOENT;
    wake( host );
    return 0;
}

/* Put a command at the end of a modem's list. Takes the command. */
int host_queue_command( struct modem_host *host, uint32_t id, struct command *command )
{
    struct command **link;
    struct modem *modem;

    pthread_mutex_lock( &host->lock );
    if ((modem = host_find_modem( host, id )))
    {
        for (link = &modem->commands; *link; link = &(*link)->next) ;
        *link = command;
    }
    pthread_mutex_unlock( &host->lock );
    if (!modem)
    {
        free( command );
        return -ENOENT;
    }
    wake( host );
    return 0;
}

struct command *host_make_command( enum command_kind kind, uint32_t request )
{
    struct command *command = calloc( 1, sizeof(*command) );

    if (!command) return NULL;
    command->kind = kind;
    command->request = request;
    return command;
}

void host_free_command( struct command *command )
{
    free( command );
}

static int simple_command( struct modem_host *host, uint32_t id, enum command_kind kind, uint32_t request )
{
    struct command *command = host_make_command( kind, request );

    return command ? host_queue_command( host, id, command ) : -ENOMEM;
}

int modem_open( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return simple_command( host, modem, COMMAND_OPEN, request );
}

int modem_close( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return simple_command( host, modem, COMMAND_CLOSE, request );
}

int modem_set_settings( struct modem_host *host, uint32_t modem, const struct modem_settings *settings, uint32_t request )
{
    struct command *command;

    if (!settings->baud || (settings->data_bits != 7 && settings->data_bits != 8) || settings->parity > 2 ||
        (settings->stop_bits != 1 && settings->stop_bits != 2) || settings->speaker_volume > MODEM_SPEAKER_HIGH ||
        settings->speaker_mode > MODEM_SPEAKER_SETUP || settings->call_setup_timeout > 3600 || settings->inactivity_timeout > 864000 ||
        settings->wait_bong > 600)
        return -EINVAL;
    if (!(command = host_make_command( COMMAND_SETTINGS, request ))) return -ENOMEM;
    command->settings = *settings;
    return host_queue_command( host, modem, command );
}

int modem_dial( struct modem_host *host, uint32_t id, uint32_t request, const char *string, uint32_t flags )
{
    struct command *command;
    struct modem *modem;
    int ret;

    if (!string || (flags & ~(MODEM_DIAL_PULSE | MODEM_DIAL_TONE | MODEM_DIAL_BLIND | MODEM_DIAL_VOICE | MODEM_DIAL_AUTOMATED))) return -EINVAL;
    if ((flags & MODEM_DIAL_VOICE) && (flags & MODEM_DIAL_AUTOMATED)) return -EINVAL;
    if (!(command = host_make_command( COMMAND_DIAL, request ))) return -ENOMEM;
    command->flags = flags;

    pthread_mutex_lock( &host->lock );
    if (!(modem = host_find_modem( host, id ))) ret = -ENOENT;
    else if ((flags & MODEM_DIAL_VOICE) && !*config_setting( modem->config, SETTING_DIAL_SUFFIX )) ret = -EOPNOTSUPP;
    else ret = modem_check_dial_string( modem->config, &modem->settings, string, command->string, NULL );
    pthread_mutex_unlock( &host->lock );
    if (ret < 0)
    {
        free( command );
        return ret;
    }
    return host_queue_command( host, id, command );
}

int modem_answer( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return modem_answer_as( host, modem, request, MODEM_ANSWER_DATA );
}

int modem_hangup( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return simple_command( host, modem, COMMAND_HANGUP, request );
}

int modem_passthrough( struct modem_host *host, uint32_t modem, int on, uint32_t request )
{
    struct command *command = host_make_command( on == MODEM_PASSTHROUGH_ON ? COMMAND_PASSTHROUGH_ON : COMMAND_PASSTHROUGH_OFF, request );

    if (!command) return -ENOMEM;
    command->flags = on == MODEM_PASSTHROUGH_TAKE || on == MODEM_PASSTHROUGH_KEEP ? (uint32_t)on : 0;
    return host_queue_command( host, modem, command );
}

int modem_data_begin( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return simple_command( host, modem, COMMAND_DATA_BEGIN, request );
}

int modem_data_end( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return simple_command( host, modem, COMMAND_DATA_END, request );
}

int modem_share_port( struct modem_host *host, uint32_t id, int share )
{
    struct modem *modem;
    int ret;

    pthread_mutex_lock( &host->lock );
    if (!(modem = host_find_modem( host, id ))) ret = -ENOENT;
    else if (!modem->port) ret = -ENOTCONN;
    else ret = port_set_exclusive( modem->port, !share );
    pthread_mutex_unlock( &host->lock );
    return ret;
}

int modem_set_logging( struct modem_host *host, uint32_t id, int on )
{
    struct modem *modem;

    pthread_mutex_lock( &host->lock );
    if ((modem = host_find_modem( host, id ))) modem->logging = on;
    pthread_mutex_unlock( &host->lock );
    return modem ? 0 : -ENOENT;
}

int modem_get_status( struct modem_host *host, uint32_t id, struct modem_status *status )
{
    struct modem *modem;

    memset( status, 0, sizeof(*status) );
    pthread_mutex_lock( &host->lock );
    if ((modem = host_find_modem( host, id )))
    {
        status->state = engine_state( modem );
        status->has_lines = modem->port ? (uint32_t)port_has_lines( modem->port ) : 0;
        /* the companion socket is the loop's to read: it must see each change */
        if (modem->port && port_lines_fd( modem->port ) < 0) port_get_lines( modem->port, &modem->lines );
        status->lines = modem->lines;
        status->baud = modem->settings.baud;
        status->dce_rate = modem->phase == PHASE_CONNECTED ? modem->link.dce_rate : 0;
        status->calls = modem->call;
        status->rings = status->state == MODEM_RINGING ? modem->ring_count : 0;
        status->error = modem->error;
        memcpy( status->reason, modem->reason, sizeof(status->reason) );
    }
    pthread_mutex_unlock( &host->lock );
    return modem ? 0 : -ENOENT;
}

/* ---- names ---- */

#define NAME(table, value) ((value) < sizeof(table) / sizeof((table)[0]) && (table)[value] ? (table)[value] : "unknown")

const char *modem_event_name( uint32_t type )
{
    static const char * const names[] =
    {
        [MODEM_EVENT_COMPLETED] = "completed", [MODEM_EVENT_OPENED] = "opened", [MODEM_EVENT_PORT_ERROR] = "port error",
        [MODEM_EVENT_PORT_LOST] = "port lost", [MODEM_EVENT_CLOSED] = "closed", [MODEM_EVENT_RING] = "ring",
        [MODEM_EVENT_RING_GONE] = "ring gone", [MODEM_EVENT_CALLER_ID] = "caller id", [MODEM_EVENT_DIALING] = "dialing",
        [MODEM_EVENT_DIALTONE] = "dialtone", [MODEM_EVENT_PROCEEDING] = "proceeding", [MODEM_EVENT_RINGBACK] = "ringback",
        [MODEM_EVENT_DIALED] = "dialed", [MODEM_EVENT_CONNECTED] = "connected", [MODEM_EVENT_CALL_FAILED] = "call failed",
        [MODEM_EVENT_CARRIER_LOST] = "carrier lost", [MODEM_EVENT_HUNG_UP] = "hung up", [MODEM_EVENT_PASSTHROUGH] = "passthrough",
        [MODEM_EVENT_DEAD] = "dead", [MODEM_EVENT_TEXT] = "text", [MODEM_EVENT_DIGIT] = "digit", [MODEM_EVENT_TONE] = "tone",
        [MODEM_EVENT_STREAM] = "stream", [MODEM_EVENT_MEDIA] = "media", [MODEM_EVENT_LOG] = "log",
    };

    return NAME( names, type );
}

const char *modem_state_name( uint32_t state )
{
    static const char * const names[] =
    {
        [MODEM_CLOSED] = "closed", [MODEM_INITIALISING] = "initialising", [MODEM_IDLE] = "idle", [MODEM_RINGING] = "ringing",
        [MODEM_DIALLING] = "dialling", [MODEM_OFF_HOOK] = "off-hook", [MODEM_ANSWERING] = "answering", [MODEM_CONNECTED] = "connected",
        [MODEM_HANGING_UP] = "hanging up", [MODEM_PASSTHROUGH] = "in passthrough", [MODEM_DEAD] = "dead",
        [MODEM_CARRIER_GONE] = "without carrier", [MODEM_VOICE] = "in a voice call",
    };

    return NAME( names, state );
}

const char *modem_cause_name( uint32_t cause )
{
    static const char * const names[] =
    {
        [MODEM_CAUSE_NONE] = "none", [MODEM_CAUSE_BUSY] = "busy", [MODEM_CAUSE_NO_ANSWER] = "no answer",
        [MODEM_CAUSE_NO_CARRIER] = "no carrier", [MODEM_CAUSE_NO_DIALTONE] = "no dialtone", [MODEM_CAUSE_BLACKLISTED] = "blacklisted",
        [MODEM_CAUSE_DELAYED] = "delayed", [MODEM_CAUSE_ERROR] = "error", [MODEM_CAUSE_TIMEOUT] = "timeout", [MODEM_CAUSE_GLARE] = "glare",
        [MODEM_CAUSE_VOICE] = "voice", [MODEM_CAUSE_FAX] = "fax",
    };

    return NAME( names, cause );
}
