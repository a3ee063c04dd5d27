/*
 * The engine of one modem: its phases, its port, its timers.
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum reading { NOT_READING, READING, BYTE_BY_BYTE /* nothing behind CONNECT may be taken */ };

/* ---- small things ---- */

unsigned int engine_timing( const struct modem *modem, enum config_timing timing )
{
    const uint32_t value = modem->config->timings[timing];

    /* a time of 0 must pass too; a count may be 0 */
    return value || timing == TIMING_COMMAND_RETRIES ? value : 1;
}

void engine_set_phase( struct modem *modem, enum phase phase, unsigned int timeout_ms )
{
    modem->phase = phase;
    modem->deadline = timeout_ms ? host_now() + timeout_ms : 0;
}

struct modem_event *engine_post( struct modem *modem, enum modem_event_type type )
{
    struct modem_event *event = host_post( modem->host );

    event->type = type;
    event->modem = modem->id;
    event->user = modem->user;
    event->call = modem->call;
    event->state = engine_state( modem );
    return event;
}

/* Say why, for people: which port, what happened, what to do. */
void engine_reason( struct modem *modem, int error, const char *format, ... )
{
    va_list args;
    size_t len;

    modem->error = error;
    len = (size_t)snprintf( modem->reason, sizeof(modem->reason), "%.120s: ", modem->path );
    va_start( args, format );
    vsnprintf( modem->reason + len, sizeof(modem->reason) - len, format, args );
    va_end( args );
    len = strlen( modem->reason );
    if (len + 1 < sizeof(modem->reason)) strcpy( modem->reason + len, "." );
}

void engine_post_completion( struct modem *modem, uint32_t request, int error )
{
    struct modem_event *event;

    if (!request) return;
    event = engine_post( modem, MODEM_EVENT_COMPLETED );
    event->request = request;
    event->error = error;
    if (error) memcpy( event->reason, modem->reason, sizeof(event->reason) );
}

void engine_complete( struct modem *modem, enum command_kind kind, int error )
{
    uint32_t request = modem->active[kind];

    modem->active[kind] = 0;
    engine_post_completion( modem, request, error );
}

static void complete_all( struct modem *modem, int error )
{
    size_t i;

    for (i = 0; i < COMMAND_KIND_COUNT; i++) engine_complete( modem, i, error );
}

struct modem_event *engine_post_failure( struct modem *modem, enum modem_event_type type, int error )
{
    struct modem_event *event = engine_post( modem, type );

    event->error = error;
    memcpy( event->reason, modem->reason, sizeof(event->reason) );
    return event;
}

/* ---- the port ---- */

static void drop_port( struct modem *modem )
{
    script_clear( modem );
    port_close( modem->port );
    modem->port = NULL;
    modem->out_len = 0;
    modem->in_call = modem->app_data = 0;
    modem->caller_deadline = modem->cadence_deadline = modem->line_poll = 0;
    modem->bursts = 0;
    modem->pending_ring = 0;
    modem->lines = 0;
    voice_reset( modem );
}

/* The modem cannot be used any more: error and reason are set. */
static void give_up( struct modem *modem, enum modem_event_type type, int error )
{
    const int closing = modem->closing;

    drop_port( modem );
    modem->closing = 0;
    engine_set_phase( modem, closing ? PHASE_CLOSED : PHASE_DEAD, 0 );
    engine_post_failure( modem, modem->opened ? type : MODEM_EVENT_PORT_ERROR, error );
    modem->opened = 0;
    if (closing)
    {
        engine_complete( modem, COMMAND_HANGUP, 0 );
        engine_post( modem, MODEM_EVENT_CLOSED );
        engine_complete( modem, COMMAND_CLOSE, 0 );
    }
    complete_all( modem, error );
}

static void engine_port_lost( struct modem *modem, int error )
{
    modem->error = error;
    port_explain( error, modem->path, modem->reason, sizeof(modem->reason) );
    give_up( modem, MODEM_EVENT_PORT_LOST, error );
}

void engine_dead( struct modem *modem, int error )
{
    if (port_has_lines( modem->port )) port_set_dtr( modem->port, 0 );
    give_up( modem, MODEM_EVENT_DEAD, error );
}

void engine_do_close( struct modem *modem )
{
    const int was_open = modem->phase != PHASE_CLOSED;
    uint32_t request;

    if (modem->port && port_has_lines( modem->port )) port_set_dtr( modem->port, 0 );
    drop_port( modem );
    modem->closing = modem->opened = 0;
    modem->error = 0;
    engine_set_phase( modem, PHASE_CLOSED, 0 );
    request = modem->active[COMMAND_CLOSE];
    modem->active[COMMAND_CLOSE] = 0;
    engine_reason( modem, 0, "the modem was closed" );
    complete_all( modem, -ECANCELED );
    modem->reason[0] = 0;
    if (was_open) engine_post( modem, MODEM_EVENT_CLOSED );
    engine_post_completion( modem, request, 0 );
}

static void write_out( struct modem *modem )
{
    ssize_t ret;

    while (modem->out_len)
    {
        ret = port_write( modem->port, modem->out, modem->out_len );
        if (ret == -EAGAIN) return;
        if (ret < 0)
        {
            engine_port_lost( modem, (int)ret );
            return;
        }
        modem->out_len -= (size_t)ret;
        memmove( modem->out, modem->out + ret, modem->out_len );
    }
}

/*
 * Write a command. A port that is lost is found out about in the next turn, by poll(): the callers may count on the modem.
 * @return 0 or -E2BIG
 */
int engine_send( struct modem *modem, const char *text )
{
    size_t len = strlen( text );
    ssize_t ret = 0;

    snprintf( modem->sent, sizeof(modem->sent), "%.*s", (int)strcspn( text, "\r\n" ), text );
    if (modem->out_len + len > sizeof(modem->out)) return -E2BIG;
    log_sent( modem, text );
    if (!modem->out_len && (ret = port_write( modem->port, text, len )) < 0) ret = 0;
    memcpy( modem->out + modem->out_len, text + ret, len - (size_t)ret );
    modem->out_len += len - (size_t)ret;
    return 0;
}

int engine_update_lines( struct modem *modem )
{
    int ret = port_get_lines( modem->port, &modem->lines );

    if (ret < 0 && ret != -ENOTSUP)
    {
        engine_port_lost( modem, ret );
        return ret;
    }
    return 0;
}

int engine_configure_port( struct modem *modem, const struct modem_settings *s )
{
    struct port_settings settings =
    {
        .baud = s->baud, .data_bits = s->data_bits, .stop_bits = s->stop_bits,
        .parity = s->parity == 1 ? PORT_PARITY_ODD : s->parity == 2 ? PORT_PARITY_EVEN : PORT_PARITY_NONE,
        .flow = s->preferred & MODEM_PREFER_FLOW_HARD ? PORT_FLOW_HARDWARE :
                s->preferred & MODEM_PREFER_FLOW_SOFT ? PORT_FLOW_SOFTWARE : PORT_FLOW_NONE,
    };
    int ret = port_configure( modem->port, &settings );

    if (ret < 0)
    {
        modem->error = ret;
        port_explain( ret, modem->path, modem->reason, sizeof(modem->reason) );
    }
    return ret;
}

/* ---- getting ready ---- */

void engine_init_done( struct modem *modem )
{
    log_note( modem, "Waiting for a call." );
    engine_set_phase( modem, PHASE_IDLE, 0 );
    voice_left( modem );
    modem->reset_tried = 0;
    modem->error = 0;
    modem->reason[0] = 0;
    if (!modem->opened)
    {
        modem->opened = 1;
        engine_post( modem, MODEM_EVENT_OPENED )->has_lines = (uint32_t)port_has_lines( modem->port );
        engine_complete( modem, COMMAND_OPEN, 0 );
    }
    engine_complete( modem, COMMAND_SETTINGS, 0 );
    if (modem->pending_ring)
    {
        modem->pending_ring = 0;
        call_take_ring( modem, modem->pending_ring_mode );
    }
}

/*
 * A modem in a state where it refuses its own Init commands, or answers nothing but noise, may come round with Reset. Once; whatever it answers, Init
 * is tried again.
 */
static void after_reset( struct modem *modem, int error )
{
    (void)error;
    port_flush( modem->port );
    engine_start_init( modem );
}

static int reset_helps( struct modem *modem, int error )
{
    const char *reset = modem->config->texts[TEXT_RESET];

    if (modem->reset_tried || (error != -EPROTO && !(error == -ETIMEDOUT && modem->noise))) return 0;
    if (!reset && error == -EPROTO) return 0;
    modem->reset_tried = 1;
    script_begin( modem, engine_start_init, after_reset );
    if (script_add( modem, reset ? reset : "ATZ\r", LINE_OPTIONAL ) < 0) return 0;
    script_start( modem, PHASE_SCRIPT );
    return 1;
}

void engine_init_failed( struct modem *modem, int error )
{
    if (reset_helps( modem, error )) return;
    if (error == -ETIMEDOUT && modem->noise)
        engine_reason( modem, error, "the modem answers nothing that makes sense. Check the speed of the port and the cable, or switch the modem off and on" );
    else if (error == -ETIMEDOUT)
        engine_reason( modem, error, "no modem answers (%u tries). Check that it is switched on, the cable, and that this is its port",
                       modem->attempt );
    else if (error == -EPROTO)
        engine_reason( modem, error, "the modem refuses the command %.64s. Choose another modem type or correct its Init commands", modem->sent );
    else
        engine_reason( modem, error, "the modem cannot be set up: %s", strerror( -error ) );
    engine_dead( modem, error );
}

void engine_start_init( struct modem *modem )
{
    int ret;

    if ((ret = engine_configure_port( modem, &modem->settings )) < 0)
    {
        engine_dead( modem, ret );
        return;
    }
    log_note( modem, "Initializing modem." );
    modem->in_call = 0;
    modem->recovered = 0;
    reader_reset( &modem->reader );
    script_begin( modem, engine_init_done, engine_init_failed );
    if (modem->voice.dirty) ret = script_add( modem, voice_class_off( modem ), LINE_OPTIONAL );
    if (!ret && !(ret = script_add_list( modem, LIST_INIT, 0 )) && !(ret = script_add_settings( modem )) &&
        !(ret = script_add_list( modem, LIST_MONITOR, LINE_OPTIONAL )))
        ret = script_add_list( modem, LIST_CALLER_ID, LINE_OPTIONAL );
    if (!ret) ret = script_add_list( modem, LIST_DISTINCTIVE_RING, LINE_OPTIONAL );
    if (ret < 0) engine_init_failed( modem, ret );
    else script_start( modem, PHASE_SCRIPT );
}

static void woken_up( struct modem *modem )
{
    port_flush( modem->port );
    engine_start_init( modem );
}

/* What each phase is to the outside, whether it reads, and what silence means in it. */
static const struct
{
    enum modem_state state;
    enum reading reading;
    void (*timeout)( struct modem *modem );
} phases[PHASE_COUNT] =
{
    [PHASE_CLOSED]         = { MODEM_CLOSED,       NOT_READING,  NULL },
    [PHASE_OPENING]        = { MODEM_INITIALISING, READING,      woken_up },
    [PHASE_SCRIPT]         = { MODEM_INITIALISING, READING,      script_timeout },
    [PHASE_RECOVER_GUARD]  = { MODEM_INITIALISING, READING,      script_recover_guard },
    [PHASE_RECOVER_ESCAPE] = { MODEM_INITIALISING, READING,      script_recover_escape },
    [PHASE_IDLE]           = { MODEM_IDLE,         READING,      NULL },
    [PHASE_RINGING]        = { MODEM_RINGING,      READING,      call_ring_gone },
    [PHASE_GLARE]          = { MODEM_RINGING,      READING,      call_glare_timeout },
    [PHASE_DIALLING]       = { MODEM_DIALLING,     READING,      call_timeout },
    [PHASE_CALLING]        = { MODEM_DIALLING,     BYTE_BY_BYTE, call_timeout },
    [PHASE_OFF_HOOK]       = { MODEM_OFF_HOOK,     READING,      NULL },
    [PHASE_ANSWER_SCRIPT]  = { MODEM_ANSWERING,    READING,      script_timeout },
    [PHASE_ANSWERING]      = { MODEM_ANSWERING,    BYTE_BY_BYTE, call_timeout },
    [PHASE_CONNECT_LF]     = { MODEM_DIALLING,     BYTE_BY_BYTE, call_line_ended },
    [PHASE_CONNECTED]      = { MODEM_CONNECTED,    READING,      NULL },
    [PHASE_CARRIER_GONE]   = { MODEM_CARRIER_GONE, NOT_READING,  NULL },
    [PHASE_ABORT]          = { MODEM_HANGING_UP,   READING,      hangup_abort_timeout },
    [PHASE_DTR_LOW]        = { MODEM_HANGING_UP,   READING,      hangup_dtr_low },
    [PHASE_DTR_WAIT]       = { MODEM_HANGING_UP,   READING,      hangup_dtr_wait },
    [PHASE_DTR_UP]         = { MODEM_HANGING_UP,   READING,      hangup_dtr_up },
    [PHASE_GUARD]          = { MODEM_HANGING_UP,   READING,      hangup_guard_over },
    [PHASE_ESCAPE]         = { MODEM_HANGING_UP,   READING,      hangup_escape_timeout },
    [PHASE_HANGUP_SCRIPT]  = { MODEM_HANGING_UP,   READING,      script_timeout },
    [PHASE_PASSTHROUGH]    = { MODEM_PASSTHROUGH,  NOT_READING,  NULL },
    [PHASE_VOICE_DIAL_SCRIPT]   = { MODEM_DIALLING,  READING, script_timeout },
    [PHASE_VOICE_ANSWER_SCRIPT] = { MODEM_ANSWERING, READING, script_timeout },
    [PHASE_VOICE_CALLING]       = { MODEM_DIALLING,  READING, call_timeout },
    [PHASE_VOICE_ANSWERING]     = { MODEM_ANSWERING, READING, call_timeout },
    [PHASE_VOICE]               = { MODEM_VOICE,     READING, NULL },
    [PHASE_VOICE_SCRIPT]        = { MODEM_VOICE,     READING, script_timeout },
    [PHASE_VOICE_STARTING]      = { MODEM_VOICE,     READING, voice_start_timeout },
    [PHASE_VOICE_STREAM]        = { MODEM_VOICE,     READING, NULL },
    [PHASE_VOICE_DRAINING]      = { MODEM_VOICE,     READING, voice_drained },
    [PHASE_VOICE_STOPPING]      = { MODEM_VOICE,     READING, voice_stop_timeout },
    [PHASE_VOICE_ABORT]         = { MODEM_HANGING_UP, READING, voice_aborted },
    [PHASE_DEAD]           = { MODEM_DEAD,         NOT_READING,  NULL },
};

enum modem_state engine_state( const struct modem *modem )
{
    return phases[modem->phase].state;
}

static enum reading reading_now( const struct modem *modem )
{
    if (modem->phase == PHASE_CONNECTED && modem->app_data) return NOT_READING;
    return phases[modem->phase].reading;
}

static void handle_byte( struct modem *modem, unsigned char byte )
{
    const char *line;

    if (modem->phase == PHASE_CONNECT_LF)
    {
        call_line_ended( modem );
        return;
    }
    /* an empty line says nothing, as the LF behind a result: with it a modem that is dead would seem to talk nonsense */
    if ((byte & 0x7f) != '\r' && (byte & 0x7f) != '\n') modem->noise++;
    if ((line = reader_feed( &modem->reader, byte ))) result_handle_line( modem, line );
}

void engine_handle_port( struct modem *modem, short revents )
{
    unsigned char buffer[256];
    enum reading reading;
    unsigned int budget = sizeof(buffer);
    ssize_t got, i;

    if (modem->out_len) write_out( modem );
    while (modem->port && (reading = reading_now( modem )) != NOT_READING)
    {
        got = port_read( modem->port, buffer, reading == BYTE_BY_BYTE ? 1 : sizeof(buffer) );
        if (got == -EAGAIN) break;
        if (got < 0)
        {
            engine_port_lost( modem, (int)got );
            return;
        }
        for (i = modem->voice.active ? (ssize_t)voice_take_bytes( modem, buffer, (size_t)got ) : 0; i < got && modem->port; i++)
            handle_byte( modem, buffer[i] );
        /* a modem that babbles must not stop the others */
        if (reading != BYTE_BY_BYTE || !--budget) break;
    }
    if (modem->port && (revents & (POLLHUP | POLLERR | POLLNVAL))) engine_port_lost( modem, -ENODEV );
}

void engine_handle_lines( struct modem *modem )
{
    if (engine_update_lines( modem ) < 0) return;
    if (modem->phase == PHASE_CONNECTED)
    {
        if (port_lines_seen( modem->port ) & PORT_LINE_DCD) modem->carrier_seen = 1;
        if (port_has_lines( modem->port ) && modem->carrier_seen && !(modem->lines & PORT_LINE_DCD)) call_carrier_lost( modem );
    }
    else if (modem->phase == PHASE_DTR_WAIT && !(modem->lines & PORT_LINE_DCD)) hangup_dtr_wait( modem );
}

/* Real ports have no descriptor for their lines: look now and then, while it matters. */
static int polls_lines( const struct modem *modem )
{
    return (modem->phase == PHASE_CONNECTED || modem->phase == PHASE_DTR_WAIT) && port_has_lines( modem->port ) &&
           port_lines_fd( modem->port ) < 0;
}

short engine_poll_events( const struct modem *modem )
{
    return (short)((reading_now( modem ) != NOT_READING ? POLLIN : 0) | (modem->out_len ? POLLOUT : 0));
}

int64_t engine_next_deadline( const struct modem *modem )
{
    int64_t next = modem->deadline;

    if (modem->caller_deadline && (!next || modem->caller_deadline < next)) next = modem->caller_deadline;
    if (modem->cadence_deadline && (!next || modem->cadence_deadline < next)) next = modem->cadence_deadline;
    if (modem->port && polls_lines( modem ) && (!next || modem->line_poll < next)) next = modem->line_poll;
    if (modem->voice.tick && (!next || modem->voice.tick < next)) next = modem->voice.tick;
    return next;
}

void engine_run_timers( struct modem *modem, int64_t now )
{
    if (modem->caller_deadline && now >= modem->caller_deadline) call_report_caller( modem );
    if (modem->cadence_deadline && now >= modem->cadence_deadline) call_cadence_over( modem );
    if (modem->port && polls_lines( modem ) && now >= modem->line_poll)
    {
        modem->line_poll = now + engine_timing( modem, TIMING_LINE_POLL );
        engine_handle_lines( modem );
    }
    if (modem->port && modem->voice.tick && now >= modem->voice.tick) voice_tick( modem, now );
    if (modem->deadline && now >= modem->deadline)
    {
        modem->deadline = 0;
        phases[modem->phase].timeout( modem );
    }
}

void engine_destroy( struct modem *modem )
{
    engine_do_close( modem );
    command_cancel_all( modem );
    voice_reset( modem );
    modem_config_free( modem->config );
    free( modem->path );
    free( modem );
}
