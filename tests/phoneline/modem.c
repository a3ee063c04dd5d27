/*
 * Simulated telephone exchange: a modem on a pseudo-terminal.
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

/*
 * What AT commands mean and what results look like is the business of spandsp's AT interpreter.
 * Here are the parts it leaves to the modem around it: the online data state, the escape +++ with its
 * guard times, the control lines (served by a companion socket, as a pty has none), the power-on
 * profile, and the faults that a test can switch on.
 */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <spandsp.h>
#include <spandsp/private/logging.h>
#include <spandsp/private/at_interpreter.h>

#include "phoneline.h"

/* at_profile_t.result_code_format, which spandsp keeps to itself */
#define RESULT_CODES_TEXT   1

#define LATE_LINEFEED_MS    125     /* V.250 5.6.1: characters this soon after the command do not abort it */

struct chunk
{
    struct chunk *next;
    int64_t       due;
    size_t        size;
    uint8_t       data[];
};

struct modem
{
    int                index;
    char               number[16];
    char               path[256];
    struct line_server lines;
    int                master, slave, inotify;
    int                open_watch;
    char               slave_path[64];
    struct watch      *master_watch, *inotify_watch;
    bool               plugged, present;

    at_state_t        *at;
    enum modem_state   state;
    bool               off_hook;            /* ATH1, or digits dialled with ';' */
    char               dialled[MAX_NUMBER]; /* those digits */
    int64_t            started;             /* when the present ATD or ATA was given */
    struct timer       blind_answer;

    struct bytes       out;                 /* bytes for the DTE */
    struct bytes       held;                /* data that came in the online command state */
    struct chunk      *delayed;             /* results of a slow modem */
    struct timer       delay;

    int                pluses;
    int64_t            last_data;
    struct timer       guard;

    bool               dtr, rts, dcd, ri;
    struct timer       ring_end;

    bool               interpreting;
    int                online_writes;       /* of a command line that returned to the data state */
    bool               dead, mangle;
    int                slow;
    char               next_result[128];
};

static void update_watch( struct modem *modem );

static const char *const state_names[] = { "idle", "dialing", "ringing", "answering", "online" };

const char *modem_number( const struct modem *modem )
{
    return modem->number;
}

char modem_letter( const struct modem *modem )
{
    return 'a' + modem->index;
}

enum modem_state modem_state( const struct modem *modem )
{
    return modem->state;
}

bool modem_can_ring( const struct modem *modem )
{
    return modem->plugged && modem->state == MODEM_IDLE && !modem->off_hook;
}

/* Nothing at the end of this line would ever answer. */
bool modem_is_silent( const struct modem *modem )
{
    return modem->dead || !modem->plugged;
}

int modem_register( const struct modem *modem, int number )
{
    return modem->at->p.s_regs[number];
}

static bool in_data_state( const struct modem *modem )
{
    return modem->state == MODEM_ONLINE && modem->at->at_rx_mode == AT_MODE_CONNECTED;
}

/* control lines */

static void format_lines( const struct modem *modem, char *buffer, size_t size )
{
    bool dcd = modem->dcd || !modem->at->rlsd_behaviour;    /* &C0: always on */

    snprintf( buffer, size, "LINES dcd=%d ri=%d dsr=1 cts=1\n", dcd, modem->ri );
}

static void tell_lines( struct modem *modem )
{
    char text[64];

    format_lines( modem, text, sizeof(text) );
    line_server_tell_all( &modem->lines, text );
}

static void set_dcd( struct modem *modem, bool on )
{
    if (modem->dcd == on) return;
    modem->dcd = on;
    tell_lines( modem );
}

static void set_ri( struct modem *modem, bool on )
{
    if (modem->ri == on) return;
    modem->ri = on;
    tell_lines( modem );
}

static void ring_burst_over( void *arg )
{
    set_ri( arg, false );
}

/* bytes to the DTE */

static void flush_out( struct modem *modem )
{
    if (!modem->plugged) return;
    if (!modem->present)
    {
        /* as on a real port: what nobody listens to is gone */
        bytes_drop( &modem->out, bytes_len( &modem->out ) );
        return;
    }
    while (bytes_len( &modem->out ))
    {
        ssize_t sent = write( modem->master, modem->out.data + modem->out.start, bytes_len( &modem->out ) );

        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) break;
        bytes_drop( &modem->out, sent );
    }
}

static void put_out( struct modem *modem, const void *data, size_t size )
{
    bytes_put( &modem->out, data, size );
    flush_out( modem );
    update_watch( modem );
}

bool modem_takes_data( const struct modem *modem )
{
    return in_data_state( modem ) && !modem->delayed && bytes_len( &modem->out ) < DATA_LIMIT;
}

/* Data from the far end. */
void modem_put_data( struct modem *modem, const void *data, size_t size )
{
    if (modem->dead || !modem->plugged) return;
    if (in_data_state( modem ) && !modem->delayed) put_out( modem, data, size );
    else bytes_put( &modem->held, data, size );
}

static void release_held( struct modem *modem )
{
    if (!bytes_len( &modem->held ) || !in_data_state( modem ) || modem->delayed) return;
    put_out( modem, modem->held.data + modem->held.start, bytes_len( &modem->held ) );
    bytes_drop( &modem->held, bytes_len( &modem->held ) );
}

static void delay_over( void *arg )
{
    struct modem *modem = arg;
    int64_t now = now_ms();

    while (modem->delayed && modem->delayed->due <= now)
    {
        struct chunk *chunk = modem->delayed;

        modem->delayed = chunk->next;
        put_out( modem, chunk->data, chunk->size );
        free( chunk );
    }
    if (modem->delayed) timer_set( &modem->delay, modem->delayed->due - now, delay_over, modem );
    else
    {
        release_held( modem );
        exchange_dte_ready( modem );
    }
}

static int at_output( at_state_t *at, void *arg, const uint8_t *data, size_t size )
{
    struct modem *modem = arg;
    uint8_t mangled[512];

    if (modem->dead || !modem->plugged) return 0;
    if (modem->interpreting && at->at_rx_mode == AT_MODE_CONNECTED)
    {
        /* spandsp follows the CONNECT of ATO with OK, which would be taken for data */
        int writes_of_connect = at->p.result_code_format == RESULT_CODES_TEXT ? 3 : 1;

        if (modem->online_writes++ >= writes_of_connect) return 0;
    }
    if (modem->mangle)
    {
        size_t i;

        if (size > sizeof(mangled)) size = sizeof(mangled);
        for (i = 0; i < size; i++) mangled[i] = data[i] ^ (0x80 | (i & 0x1f));
        data = mangled;
    }
    if (modem->slow || modem->delayed)
    {
        struct chunk *chunk = malloc( sizeof(*chunk) + size ), **link;

        if (!chunk) abort();
        chunk->next = NULL;
        chunk->due = now_ms() + modem->slow;
        chunk->size = size;
        memcpy( chunk->data, data, size );
        for (link = &modem->delayed; *link; link = &(*link)->next) ;
        *link = chunk;
        if (modem->delayed == chunk) timer_set( &modem->delay, modem->slow, delay_over, modem );
    }
    else put_out( modem, data, size );
    return 0;
}

void modem_inject( struct modem *modem, const void *data, size_t size )
{
    put_out( modem, data, size );
}

/* calls, as spandsp's interpreter asks for them */

static void reset_call( struct modem *modem )
{
    modem->state = MODEM_IDLE;
    modem->off_hook = false;
    modem->dialled[0] = 0;
    modem->pluses = 0;
    timer_cancel( &modem->guard );
    timer_cancel( &modem->blind_answer );
    bytes_drop( &modem->held, bytes_len( &modem->held ) );
    set_dcd( modem, false );
    update_watch( modem );
}

static void no_carrier( struct modem *modem )
{
    reset_call( modem );
    modem->at->dte_is_waiting = TRUE;       /* makes the interpreter report it in every state */
    modem->at->ok_is_pending = FALSE;
    at_call_event( modem->at, AT_CALL_EVENT_HANGUP );
}

static void blind_answer_over( void *arg )
{
    no_carrier( arg );
}

static void dialled_part( void *arg )
{
    struct modem *modem = arg;

    modem->state = MODEM_IDLE;
    modem->off_hook = true;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
}

static int dial( struct modem *modem, const char *number )
{
    size_t len = strlen( modem->dialled );

    if (modem->state != MODEM_IDLE && modem->state != MODEM_RINGING) return -1;
    snprintf( modem->dialled + len, sizeof(modem->dialled) - len, "%s", number );
    modem->started = now_ms();
    if (modem->state == MODEM_IDLE)
    {
        modem->state = MODEM_DIALING;
        if (modem->at->command_dial)
        {
            /* ';': dial this much, say OK, and wait for more digits */
            timer_set( &modem->blind_answer, options.dial_delay, dialled_part, modem );
            return 0;
        }
    }
    modem->off_hook = true;
    exchange_dial( modem, modem->dialled );
    return 0;
}

static int answer( struct modem *modem )
{
    modem->started = now_ms();
    switch (modem->state)
    {
    case MODEM_RINGING:
        modem->state = MODEM_ANSWERING;
        timer_cancel( &modem->ring_end );
        set_ri( modem, false );
        exchange_answer( modem );
        return 0;
    case MODEM_IDLE:
        modem->state = MODEM_ANSWERING;
        timer_set( &modem->blind_answer, options.intercept_delay, blind_answer_over, modem );
        return 0;
    default:
        return -1;
    }
}

static int at_control( at_state_t *at, void *arg, int operation, const char *number )
{
    struct modem *modem = arg;

    (void)at;
    switch (operation)
    {
    case AT_MODEM_CONTROL_CALL:
        return dial( modem, number );
    case AT_MODEM_CONTROL_ANSWER:
        return answer( modem );
    case AT_MODEM_CONTROL_OFFHOOK:
        modem->off_hook = true;
        return 0;
    case AT_MODEM_CONTROL_HANGUP:
        if (modem->state == MODEM_RINGING) return 0;
        exchange_hang_up( modem );
        reset_call( modem );
        return 0;
    default:
        return 0;
    }
}

/* calls, as the exchange reports them */

void modem_ring_start( struct modem *modem )
{
    modem->state = MODEM_RINGING;
    at_reset_call_info( modem->at );
    modem->at->call_info_displayed = TRUE;      /* it comes after the first ring, not before */
}

void modem_ring( struct modem *modem )
{
    if (modem->dead) return;
    set_ri( modem, true );
    timer_set( &modem->ring_end, options.ring_interval / 3, ring_burst_over, modem );
    /* a modem without DTR rings but does not answer on its own (V.250 6.2.9) */
    if (!modem->dtr && modem->at->dtr_behaviour == 2) at_put_response_code( modem->at, AT_RESPONSE_CODE_RING );
    else at_call_event( modem->at, AT_CALL_EVENT_ALERTING );
}

void modem_caller_id( struct modem *modem, const char *number, const char *name )
{
    time_t now = time( NULL );
    at_call_id_t *info;
    struct tm tm;
    char text[64];

    if (!modem->at->display_call_info || modem->dead) return;
    localtime_r( &now, &tm );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_mon + 1, tm.tm_mday );
    at_set_call_info( modem->at, "DATE ", text );
    snprintf( text, sizeof(text), " %02d%02d", tm.tm_hour, tm.tm_min );
    at_set_call_info( modem->at, "TIME ", text );
    snprintf( text, sizeof(text), " %s", number );
    at_set_call_info( modem->at, "NMBR ", text );
    if (name[0])
    {
        snprintf( text, sizeof(text), " %s", name );
        at_set_call_info( modem->at, "NAME ", text );
    }
    at_display_call_info( modem->at );
    for (info = modem->at->call_id; info; info = info->next)
    {
        /* at_reset_call_info() forgets these without freeing them */
        free( info->id );
        free( info->value );
        info->id = info->value = NULL;
    }
}

void modem_ring_stop( struct modem *modem )
{
    timer_cancel( &modem->ring_end );
    set_ri( modem, false );
    modem->at->rings_indicated = 0;
    modem->state = MODEM_IDLE;
}

void modem_connected( struct modem *modem, const char *rate )
{
    char text[128];

    modem->at->dte_is_waiting = FALSE;
    at_call_event( modem->at, modem->state == MODEM_DIALING ? AT_CALL_EVENT_CONNECTED : AT_CALL_EVENT_ANSWERED );
    modem->state = MODEM_ONLINE;
    modem->off_hook = true;
    modem->pluses = 0;
    modem->last_data = now_ms();
    set_dcd( modem, true );
    snprintf( text, sizeof(text), "CONNECT %s", rate );
    if (modem->next_result[0])
    {
        snprintf( text, sizeof(text), "%s", modem->next_result );
        modem->next_result[0] = 0;
    }
    if (modem->at->p.result_code_format == RESULT_CODES_TEXT && modem->at->result_code_mode)
        at_put_response( modem->at, text );
    else
        at_put_response_code( modem->at, AT_RESPONSE_CODE_CONNECT );
    update_watch( modem );
}

/* The next call of this modem is to end with a result that the control socket chose. */
bool modem_result_is_forced( const struct modem *modem )
{
    return modem->next_result[0] && strncmp( modem->next_result, "CONNECT", 7 );
}

void modem_failed( struct modem *modem, enum failure failure )
{
    int detects = modem->at->result_code_mode;          /* X: which tones the modem listens for */

    if (modem->next_result[0])
    {
        char text[sizeof(modem->next_result)];

        strcpy( text, modem->next_result );
        modem->next_result[0] = 0;
        reset_call( modem );
        at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
        at_put_response( modem->at, text );
        return;
    }
    if (failure == FAIL_BUSY && detects >= 3)
    {
        reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_BUSY );
    }
    else if (failure == FAIL_NO_DIALTONE && (detects == 2 || detects == 4))
    {
        reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_NO_DIALTONE );
    }
    else if (failure == FAIL_NO_ANSWER && detects >= 3)
    {
        reset_call( modem );
        at_call_event( modem->at, AT_CALL_EVENT_NO_ANSWER );
    }
    else no_carrier( modem );
}

void modem_lost_carrier( struct modem *modem )
{
    release_held( modem );
    no_carrier( modem );
}

/* bytes from the DTE */

static void escape( struct modem *modem )
{
    modem->pluses = 0;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
    update_watch( modem );
}

static void guard_over( void *arg )
{
    struct modem *modem = arg;

    if (in_data_state( modem ) && modem->pluses == 3) escape( modem );
}

static void watch_for_escape( struct modem *modem, const char *data, size_t size )
{
    int64_t now = now_ms();
    bool only_pluses = strspn( data, "+" ) >= size;

    timer_cancel( &modem->guard );
    if (only_pluses && modem->pluses && modem->pluses + size <= 3) modem->pluses += size;
    else if (only_pluses && size <= 3 && now - modem->last_data >= options.guard_time) modem->pluses = size;
    else modem->pluses = 0;
    modem->last_data = now;
    if (modem->pluses == 3) timer_set( &modem->guard, options.guard_time, guard_over, modem );
}

static void abort_command( struct modem *modem, const char *data, size_t size )
{
    if (strspn( data, "\n" ) >= size && now_ms() - modem->started < LATE_LINEFEED_MS) return;
    say( "modem %c: command aborted by the DTE", modem_letter( modem ) );
    exchange_hang_up( modem );
    no_carrier( modem );
}

/* Give the interpreter one command line at a time: what follows ATD belongs to another state. */
static void take_command_bytes( struct modem *modem, const char *data, size_t size )
{
    char terminator = modem->at->p.s_regs[3];

    while (size)
    {
        const char *end = memchr( data, terminator, size );
        size_t used = end ? (size_t)(end + 1 - data) : size;
        int mode = modem->at->rlsd_behaviour;

        if (modem->state == MODEM_DIALING || modem->state == MODEM_ANSWERING)
        {
            abort_command( modem, data, size );
            return;
        }
        modem->interpreting = true;
        modem->online_writes = 0;
        at_interpreter( modem->at, data, used );
        modem->interpreting = false;
        data += used;
        size -= used;
        if (modem->at->rlsd_behaviour != mode) tell_lines( modem );
        if (modem->at->at_rx_mode != AT_MODE_CONNECTED) continue;
        if (modem->state == MODEM_ONLINE)
        {
            /* ATO */
            modem->last_data = now_ms();
            release_held( modem );
            exchange_dte_ready( modem );
            if (size) exchange_send( modem, data, size );
            return;
        }
        no_carrier( modem );        /* ATO without a call */
    }
}

static void dtr_dropped( struct modem *modem );

/*
 * Is the slave open anywhere but here? Only the hang-up that follows our own close tells. Who closes it meanwhile is
 * noticed afterwards; who opens it, when he writes.
 */
static void check_presence( struct modem *modem )
{
    struct pollfd fd = { .fd = modem->master, .events = 0 };
    struct termios tios;
    bool present;

    inotify_rm_watch( modem->inotify, modem->open_watch );
    close( modem->slave );
    modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_CLOSE );
    present = !(poll( &fd, 1, 0 ) == 1 && (fd.revents & POLLHUP));
    if ((modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) >= 0 && !present)
    {
        tcgetattr( modem->slave, &tios );
        cfmakeraw( &tios );
        tcsetattr( modem->slave, TCSANOW, &tios );
        tcflush( modem->slave, TCIFLUSH );
    }
    inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );     /* the same, with more events */
    if (present == modem->present) return;
    modem->present = present;
    if (!present)
    {
        say( "modem %c: the DTE closed the port", modem_letter( modem ) );
        bytes_drop( &modem->out, bytes_len( &modem->out ) );
        dtr_dropped( modem );
        modem->at->line_ptr = 0;
    }
}

static void read_dte( struct modem *modem )
{
    static char buffer[65536 + 1];
    size_t room = sizeof(buffer) - 1;
    ssize_t got;

    if (in_data_state( modem ) && !modem->dead)
    {
        size_t allowed = exchange_allowance( modem );

        if (allowed < room) room = allowed;
        if (!room) return;
    }
    got = read( modem->master, buffer, room );
    if (got <= 0) return;
    /* opened while its presence was looked for */
    if (!modem->present) check_presence( modem );
    if (modem->dead) return;
    buffer[got] = 0;
    if (!in_data_state( modem ))
    {
        take_command_bytes( modem, buffer, got );
        return;
    }
    watch_for_escape( modem, buffer, got );
    exchange_send( modem, buffer, got );
}

static void master_ready( void *arg, short revents )
{
    struct modem *modem = arg;

    if (revents & POLLOUT)
    {
        size_t before = bytes_len( &modem->out );

        flush_out( modem );
        if (before >= DATA_LIMIT && bytes_len( &modem->out ) < DATA_LIMIT) exchange_dte_ready( modem );
    }
    if (revents & POLLIN) read_dte( modem );
    update_watch( modem );
}

static void update_watch( struct modem *modem )
{
    short events = 0;

    if (!modem->master_watch) return;
    if (modem->dead || !in_data_state( modem ) || exchange_can_send( modem )) events |= POLLIN;
    if (bytes_len( &modem->out )) events |= POLLOUT;
    modem->master_watch->events = events;
}

void modem_resume_reading( struct modem *modem )
{
    update_watch( modem );
}

/* The DTE let DTR go: &D0 ignores it, &D1 is the escape, &D2 hangs up. */
static void dtr_dropped( struct modem *modem )
{
    if (modem->dead || modem->state == MODEM_IDLE || modem->state == MODEM_RINGING) return;
    if (modem->at->dtr_behaviour == 1)
    {
        if (in_data_state( modem )) escape( modem );
    }
    else if (modem->at->dtr_behaviour == 2)
    {
        exchange_hang_up( modem );
        no_carrier( modem );
    }
}

static void set_dtr( struct modem *modem, bool on )
{
    if (modem->dtr == on) return;
    modem->dtr = on;
    say( "modem %c: DTR %d", modem_letter( modem ), on );
    if (!on) dtr_dropped( modem );
}

static void companion_opened( void *arg, struct line_client *client )
{
    char text[64];

    format_lines( arg, text, sizeof(text) );
    line_client_tell( client, "%s", text );
}

static void companion_line( void *arg, struct line_client *client, char *line )
{
    struct modem *modem = arg;
    int level;

    if (sscanf( line, "DTR %d", &level ) == 1)
    {
        client->raised_dtr = level != 0;
        set_dtr( modem, level != 0 );
    }
    else if (sscanf( line, "RTS %d", &level ) == 1) modem->rts = level != 0;
    else line_client_tell( client, "ERR expected DTR 0|1 or RTS 0|1\n" );
}

static void companion_closed( void *arg, struct line_client *client )
{
    struct modem *modem = arg;

    if (client->raised_dtr) set_dtr( modem, false );
    modem->dtr = true;          /* assumed where nobody says anything */
}

static void inotify_ready( void *arg, short revents )
{
    union
    {
        struct inotify_event event;
        char                 bytes[4096];
    } buffer;
    struct modem *modem = arg;
    bool closed = false;
    ssize_t got, pos;

    (void)revents;
    while ((got = read( modem->inotify, &buffer, sizeof(buffer) )) > 0)
    {
        for (pos = 0; pos < got; )
        {
            const struct inotify_event *event = (const void *)(buffer.bytes + pos);

            pos += sizeof(*event) + event->len;
            if (event->wd != modem->open_watch) continue;
            if (event->mask & IN_OPEN) modem->present = true;
            if (event->mask & IN_CLOSE) closed = true;
        }
    }
    if (closed) check_presence( modem );
    update_watch( modem );
}

/* Make the pty, its link in the folder and the companion socket. Returns 0 or a negative errno. */
int modem_plug( struct modem *modem )
{
    struct termios tios;
    char path[300];
    int ret;

    if (modem->plugged) return -EALREADY;
    if ((modem->master = posix_openpt( O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC )) < 0) return -errno;
    if (grantpt( modem->master ) || unlockpt( modem->master ) ||
        ptsname_r( modem->master, modem->slave_path, sizeof(modem->slave_path) ) ||
        (modem->slave = open( modem->slave_path, O_RDWR | O_NOCTTY | O_CLOEXEC )) < 0)
    {
        ret = -errno;
        close( modem->master );
        return ret;
    }
    tcgetattr( modem->slave, &tios );
    cfmakeraw( &tios );
    tcsetattr( modem->slave, TCSANOW, &tios );

    unlink( modem->path );
    if (symlink( modem->slave_path, modem->path ))
    {
        ret = -errno;
        goto failed;
    }
    snprintf( path, sizeof(path), "%s.lines", modem->path );
    if ((ret = line_server_open( &modem->lines, path )) < 0)
    {
        unlink( modem->path );
        goto failed;
    }
    if ((modem->inotify = inotify_init1( IN_NONBLOCK | IN_CLOEXEC )) >= 0)
    {
        modem->open_watch = inotify_add_watch( modem->inotify, modem->slave_path, IN_OPEN | IN_CLOSE );
        modem->present = false;
    }
    else modem->present = true;
    modem->master_watch = watch_add( modem->master, POLLIN, master_ready, modem );
    /* added last, so served first: a port is known to be open before what came through it is read */
    if (modem->inotify >= 0) modem->inotify_watch = watch_add( modem->inotify, POLLIN, inotify_ready, modem );
    modem->plugged = true;
    update_watch( modem );
    return 0;

failed:
    close( modem->slave );
    close( modem->master );
    return ret;
}

/* As when a USB modem is pulled: the call ends for the far side, the port hangs up and its name goes. */
void modem_unplug( struct modem *modem )
{
    if (!modem->plugged) return;
    exchange_hang_up( modem );
    reset_call( modem );
    at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
    modem->plugged = modem->present = false;
    watch_remove( modem->master_watch );
    watch_remove( modem->inotify_watch );
    modem->master_watch = modem->inotify_watch = NULL;
    unlink( modem->path );
    line_server_close( &modem->lines );
    if (modem->inotify >= 0) close( modem->inotify );
    close( modem->slave );
    close( modem->master );
    bytes_drop( &modem->out, bytes_len( &modem->out ) );
}

static void free_delayed( struct modem *modem )
{
    struct chunk *chunk;

    timer_cancel( &modem->delay );
    while ((chunk = modem->delayed))
    {
        modem->delayed = chunk->next;
        free( chunk );
    }
}

struct modem *modem_create( int index )
{
    struct modem *modem = calloc( 1, sizeof(*modem) );

    if (!modem) abort();
    modem->index = index;
    snprintf( modem->number, sizeof(modem->number), "%d", 5550101 + index );
    snprintf( modem->path, sizeof(modem->path), "%s/modem-%c", options.dir, modem_letter( modem ) );
    modem->lines.fd = -1;
    modem->lines.opened = companion_opened;
    modem->lines.line = companion_line;
    modem->lines.closed = companion_closed;
    modem->lines.arg = modem;
    modem->dtr = modem->rts = true;
    if (!(modem->at = at_init( NULL, at_output, modem, at_control, modem ))) abort();
    /* the power-on profile of usual modems: X4, &C1, &D2 */
    modem->at->result_code_mode = 4;
    modem->at->rlsd_behaviour = 1;
    modem->at->dtr_behaviour = 2;
    return modem;
}

void modem_destroy( struct modem *modem )
{
    modem_unplug( modem );
    timer_cancel( &modem->ring_end );
    free_delayed( modem );
    at_free( modem->at );
    bytes_free( &modem->out );
    bytes_free( &modem->held );
    free( modem );
}

void modem_set_next_result( struct modem *modem, const char *text )
{
    snprintf( modem->next_result, sizeof(modem->next_result), "%s", text );
}

void modem_set_dead( struct modem *modem, bool dead )
{
    modem->dead = dead;
    update_watch( modem );
}

void modem_set_mangle( struct modem *modem, bool mangle )
{
    modem->mangle = mangle;
}

void modem_set_slow( struct modem *modem, int ms )
{
    modem->slow = ms;
}

void modem_describe( const struct modem *modem, char *buffer, size_t size )
{
    snprintf( buffer, size, "%c:number=%s,state=%s,mode=%s,dcd=%d,ri=%d,dtr=%d,rts=%d,open=%d,plugged=%d,dead=%d",
              modem_letter( modem ), modem->number, state_names[modem->state],
              in_data_state( modem ) ? "data" : "command", modem->dcd, modem->ri, modem->dtr, modem->rts,
              modem->present, modem->plugged, modem->dead );
}
