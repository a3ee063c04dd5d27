/*
 * Commands to the engine: when each may run, waits or is refused.
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
#include <strings.h>

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define P(phase) PHASE_BIT(phase)

static void run_open( struct modem *modem, const struct command *command )
{
    int ret;

    modem->closing = modem->opened = modem->reset_tried = 0;
    if ((ret = port_open( &modem->port, modem->path, modem->reason, sizeof(modem->reason) )) < 0)
    {
        modem->error = ret;
        engine_set_phase( modem, PHASE_CLOSED, 0 );
        engine_post_failure( modem, MODEM_EVENT_PORT_ERROR, ret );
        engine_post_completion( modem, command->request, ret );
        return;
    }
    modem->active[COMMAND_OPEN] = command->request;
    modem->slowness = 1;
    modem->ring_ignore = 0;
    modem->line_poll = 1;
    memset( &modem->caller, 0, sizeof(modem->caller) );
    engine_set_phase( modem, PHASE_OPENING, engine_timing( modem, TIMING_OPEN_DELAY ) + 1 );
    if (engine_configure_port( modem, &modem->settings ) < 0)
    {
        engine_dead( modem, modem->error );
        return;
    }
    if (port_has_lines( modem->port ))
    {
        port_set_dtr( modem->port, 1 );
        /* with hardware flow control the driver owns RTS: not every one lets it be set */
        port_set_rts( modem->port, 1 );
    }
}

static void run_close( struct modem *modem, const struct command *command )
{
    if (in_phases( modem, PHASES_HANGING | PHASES_OFF_HOOK ))
    {
        modem->active[COMMAND_CLOSE] = command->request;
        if (in_phases( modem, PHASES_OFF_HOOK ))
        {
            engine_reason( modem, -ECANCELED, "the modem was closed" );
            engine_complete( modem, COMMAND_DIAL, -ECANCELED );
            engine_complete( modem, COMMAND_ANSWER, -ECANCELED );
            hangup_start( modem );
        }
        modem->closing = 1;
        return;
    }
    engine_do_close( modem );
    engine_post_completion( modem, command->request, 0 );
}

static void run_settings( struct modem *modem, const struct command *command )
{
    int ret;

    if (modem->phase == PHASE_IDLE)
    {
        const uint32_t odd = MODEM_PREFER_CCITT_OVERRIDE | MODEM_PREFER_V23_OVERRIDE | MODEM_PREFER_CELLULAR;
        const struct modem_settings *s = &command->settings;
        /* what has no command of its own to undo it goes away with Init */
        const int again = ((modem->settings.preferred ^ s->preferred) & odd) || (modem->settings.inactivity_timeout && !s->inactivity_timeout) ||
                          (modem->settings.call_setup_timeout && !s->call_setup_timeout);

        if ((ret = engine_configure_port( modem, &command->settings )) < 0)
        {
            engine_configure_port( modem, &modem->settings );
            engine_post_completion( modem, command->request, ret );
            return;
        }
        modem->settings = command->settings;
        modem->active[COMMAND_SETTINGS] = command->request;
        if (again)
        {
            engine_start_init( modem );
            return;
        }
        script_begin( modem, engine_init_done, engine_init_failed );
        if ((ret = script_add_settings( modem )) < 0) engine_init_failed( modem, ret );
        else script_start( modem, PHASE_SCRIPT );
        return;
    }
    modem->settings = command->settings;
    engine_post_completion( modem, command->request, 0 );
}

static void run_dial( struct modem *modem, const struct command *command )
{
    const char *blind = config_setting( modem->config, SETTING_BLIND_ON );
    size_t len;

    modem->active[COMMAND_DIAL] = command->request;
    memcpy( modem->digits, command->string, sizeof(modem->digits) );
    len = strlen( modem->digits );
    if ((command->flags & MODEM_DIAL_VOICE) && (!len || modem->digits[len - 1] != ';') && len + 1 < sizeof(modem->digits))
        memcpy( modem->digits + len, ";", 2 );
    modem->digits_left = modem->digits;

    if (modem->phase == PHASE_IDLE)
    {
        modem->call++;
        modem->in_call = 1;
        modem->answering = 0;
        modem->ring_ignore = 0;
        call_reset_link( modem );
        modem->dial_first = 1;
        modem->dial_pulse = command->flags & MODEM_DIAL_PULSE ? 1 : command->flags & MODEM_DIAL_TONE ? 0 :
                            !(modem->settings.preferred & MODEM_PREFER_TONE_DIAL);
        modem->dial_blind = (command->flags & MODEM_DIAL_BLIND) && blind ? blind : "";
        if (modem->dial_blind[0] == '+') modem->dial_blind = "";    /* cannot stand before D */
        if (command->flags & MODEM_DIAL_AUTOMATED)
        {
            voice_begin_dial( modem );
            return;
        }
        if (modem->voice.dirty)
        {
            voice_leave_to_dial( modem );
            return;
        }
    }
    call_dial_next( modem );
}

static void run_answer( struct modem *modem, const struct command *command )
{
    const enum config_list list = call_answer_list( command->values[0] );
    const char *commands[64];
    size_t i, count = config_commands( modem->config, list, commands, 64 );

    modem->answering = 1;
    modem->answer_mode = command->values[0];
    if (modem->phase == PHASE_IDLE) call_begin_incoming( modem );
    if (modem->caller_deadline) call_report_caller( modem );
    call_forget_caller( modem );
    modem->active[COMMAND_ANSWER] = command->request;
    call_reset_link( modem );
    log_note( modem, "Answering the call." );
    if (command->values[0] == MODEM_ANSWER_VOICE)
    {
        voice_begin_answer( modem );
        return;
    }
    script_begin( modem, call_send_answer, call_answer_failed );
    if (modem->voice.dirty && !script_add( modem, voice_class_off( modem ), LINE_OPTIONAL )) voice_left( modem );
    /* the last one is not followed by OK, except for a fax: there the program answers */
    for (i = 0; i + (command->values[0] != MODEM_ANSWER_FAX) < count; i++)
    {
        if (script_add( modem, commands[i], 0 ) == 0) continue;
        call_failed( modem, RESPONSE_ERROR );
        return;
    }
    script_start( modem, PHASE_ANSWER_SCRIPT );
}

static void run_hangup( struct modem *modem, const struct command *command )
{
    if (!modem->in_call)
    {
        engine_post_completion( modem, command->request, 0 );
        return;
    }
    engine_reason( modem, -ECANCELED, "the call was ended" );
    engine_complete( modem, COMMAND_DIAL, -ECANCELED );
    engine_complete( modem, COMMAND_ANSWER, -ECANCELED );
    modem->active[COMMAND_HANGUP] = command->request;
    if (modem->phase == PHASE_RINGING || modem->phase == PHASE_GLARE)
    {
        /* it goes on ringing: that is still the caller who was turned away */
        modem->ring_ignore = host_now() + engine_timing( modem, TIMING_RING_TIMEOUT );
        modem->in_call = 0;
        call_forget_caller( modem );
        engine_set_phase( modem, PHASE_IDLE, 0 );
        engine_post( modem, MODEM_EVENT_HUNG_UP );
        engine_complete( modem, COMMAND_HANGUP, 0 );
        return;
    }
    hangup_start( modem );
}

static void run_passthrough_on( struct modem *modem, const struct command *command )
{
    if (modem->phase == PHASE_CONNECTED) modem->app_data = 1;
    modem->in_call = 0;
    call_forget_caller( modem );
    engine_set_phase( modem, PHASE_PASSTHROUGH, 0 );
    engine_post( modem, MODEM_EVENT_PASSTHROUGH )->on = 1;
    engine_post_completion( modem, command->request, 0 );
}

/* The program made a data call by itself and leaves the rest to us: not a byte is touched. */
static void take_over( struct modem *modem )
{
    if (!modem->in_call) modem->call++;
    modem->in_call = 1;
    modem->answering = 0;
    call_reset_link( modem );
    engine_post( modem, MODEM_EVENT_PASSTHROUGH );
    snprintf( modem->text, sizeof(modem->text), "CONNECT" );
    call_connected( modem );
}

static void run_passthrough_off( struct modem *modem, const struct command *command )
{
    if (modem->phase == PHASE_PASSTHROUGH && command->flags == MODEM_PASSTHROUGH_TAKE)
    {
        take_over( modem );
        engine_post_completion( modem, command->request, 0 );
        return;
    }
    if (modem->phase == PHASE_PASSTHROUGH && command->flags == MODEM_PASSTHROUGH_KEEP)
    {
        port_flush( modem->port );
        reader_reset( &modem->reader );
        modem->app_data = 0;
        engine_set_phase( modem, PHASE_IDLE, 0 );
        engine_post( modem, MODEM_EVENT_PASSTHROUGH );
    }
    else if (modem->phase == PHASE_PASSTHROUGH)
    {
        engine_set_phase( modem, PHASE_SCRIPT, 0 );
        engine_post( modem, MODEM_EVENT_PASSTHROUGH );
        port_flush( modem->port );
        /* the application may have left a call behind */
        if (port_has_lines( modem->port )) hangup_start( modem );
        else engine_start_init( modem );
    }
    engine_post_completion( modem, command->request, 0 );
}

static void run_data_begin( struct modem *modem, const struct command *command )
{
    modem->app_data = 1;
    engine_post_completion( modem, command->request, 0 );
}

static void run_data_end( struct modem *modem, const struct command *command )
{
    modem->app_data = 0;
    reader_reset( &modem->reader );
    engine_post_completion( modem, command->request, 0 );
}

#define PREPARING (P(OPENING) | P(SCRIPT) | P(RECOVER_GUARD) | P(RECOVER_ESCAPE) | PHASES_HANGING)
#define ANY (~0ull)

/* In which phases a command runs and in which it waits; in all others it is refused. */
static const struct
{
    uint64_t run;
    uint64_t wait;
    void (*action)( struct modem *modem, const struct command *command );
} command_rules[COMMAND_KIND_COUNT] =
{
    [COMMAND_OPEN]            = { P(CLOSED) | P(DEAD), PHASES_HANGING, run_open },
    [COMMAND_CLOSE]           = { ANY, 0, run_close },
    [COMMAND_SETTINGS]        = { ANY & ~PREPARING, PREPARING, run_settings },
    [COMMAND_DIAL]            = { P(IDLE) | P(OFF_HOOK), PREPARING, run_dial },
    [COMMAND_ANSWER]          = { P(IDLE) | P(RINGING), PREPARING | P(GLARE), run_answer },
    [COMMAND_HANGUP]          = { ANY, 0, run_hangup },
    [COMMAND_PASSTHROUGH_ON]  = { P(IDLE) | P(RINGING) | P(OFF_HOOK) | P(CONNECTED) | P(CARRIER_GONE), PREPARING | P(GLARE), run_passthrough_on },
    [COMMAND_PASSTHROUGH_OFF] = { ANY, 0, run_passthrough_off },
    [COMMAND_DATA_BEGIN]      = { P(CONNECTED) | P(CARRIER_GONE), P(CONNECT_LF), run_data_begin },
    [COMMAND_DATA_END]        = { P(CONNECTED) | P(CARRIER_GONE), P(CONNECT_LF), run_data_end },
    [COMMAND_VOICE_STREAM]    = { ANY & ~PHASES_VOICE_BUSY, PHASES_VOICE_BUSY, voice_run_stream },
    [COMMAND_VOICE_DIGITS]    = { P(VOICE) | P(VOICE_STREAM), PHASES_VOICE_BUSY | PHASES_VOICE_WAY_IN, voice_run_job },
    [COMMAND_VOICE_TONE]      = { P(VOICE) | P(VOICE_STREAM), PHASES_VOICE_BUSY | PHASES_VOICE_WAY_IN, voice_run_job },
    [COMMAND_VOICE_TERMINAL]  = { ANY & ~PHASES_VOICE_BUSY, PHASES_VOICE_BUSY, voice_run_job },
    [COMMAND_VOICE_CHANGE]    = { P(VOICE) | P(VOICE_STREAM), PHASES_VOICE_BUSY | PHASES_VOICE_WAY_IN, voice_run_job },
};

static int must_wait( const struct modem *modem, enum command_kind kind )
{
    /* a second one ends with the first */
    if (kind == COMMAND_HANGUP) return in_phases( modem, PHASES_HANGING ) && modem->in_call;
    if (kind == COMMAND_CLOSE) return modem->closing;
    return in_phases( modem, command_rules[kind].wait );
}

static void refuse( struct modem *modem, const struct command *command )
{
    char reason[MODEM_REASON_SIZE];
    int error = modem->error;

    /* why a modem is dead stays known: the refusal of a command is not the reason */
    memcpy( reason, modem->reason, sizeof(reason) );
    if (modem->phase == PHASE_CLOSED || modem->phase == PHASE_DEAD)
    {
        if (!modem->reason[0]) engine_reason( modem, -ENOTCONN, "the modem is not open" );
        engine_post_completion( modem, command->request, -ENOTCONN );
    }
    else if (command->kind == COMMAND_DIAL && (modem->phase == PHASE_RINGING || modem->phase == PHASE_GLARE))
    {
        engine_reason( modem, -EAGAIN, "somebody is calling" );
        engine_post_completion( modem, command->request, -EAGAIN );
    }
    else
    {
        engine_reason( modem, -EBUSY, "this cannot be done now, the modem is %s", modem_state_name( engine_state( modem ) ) );
        engine_post_completion( modem, command->request, command->kind >= COMMAND_DATA_BEGIN ? -ENOTCONN : -EBUSY );
    }
    memcpy( modem->reason, reason, sizeof(reason) );
    modem->error = error;
}

/* Hang-up and close come first and cancel the calls that wait before them; close cancels everything. */
static void overtake( struct modem *modem )
{
    struct command **link, *command, *first, **before = NULL;
    char reason[MODEM_REASON_SIZE];
    int closing;

    for (link = &modem->commands; *link; link = &(*link)->next)
        if ((*link)->kind == COMMAND_HANGUP || (*link)->kind == COMMAND_CLOSE) before = link;
    if (!before) return;
    first = *before;
    closing = first->kind == COMMAND_CLOSE;
    memcpy( reason, modem->reason, sizeof(reason) );
    engine_reason( modem, modem->error, closing ? "the modem was closed" : "the call was ended" );
    for (link = &modem->commands; *link != first; )
    {
        command = *link;
        if (command->kind == COMMAND_DIAL || command->kind == COMMAND_ANSWER || command->kind == COMMAND_VOICE_DIGITS ||
            command->kind == COMMAND_VOICE_TONE || command->kind == COMMAND_VOICE_CHANGE ||
            (closing && command->kind != COMMAND_HANGUP && command->kind != COMMAND_CLOSE && command->kind != COMMAND_SETTINGS))
        {
            *link = command->next;
            engine_post_completion( modem, command->request, -ECANCELED );
            free( command );
        }
        else link = &command->next;
    }
    memcpy( modem->reason, reason, sizeof(reason) );
    /* what is left before it (settings, other hang-ups) can wait */
    if (modem->commands != first && modem->commands->kind != COMMAND_HANGUP && modem->commands->kind != COMMAND_CLOSE)
    {
        *link = first->next;
        first->next = modem->commands;
        modem->commands = first;
    }
}

void command_run_all( struct modem *modem )
{
    struct command *command;

    overtake( modem );
    while ((command = modem->commands) && !must_wait( modem, command->kind ))
    {
        modem->commands = command->next;
        if (in_phases( modem, command_rules[command->kind].run )) command_rules[command->kind].action( modem, command );
        else refuse( modem, command );
        free( command );
    }
}

void command_cancel_all( struct modem *modem )
{
    struct command *command;

    while ((command = modem->commands))
    {
        modem->commands = command->next;
        engine_post_completion( modem, command->request, -ECANCELED );
        free( command );
    }
}
