/*
 * Voice calls: into voice mode, through the call, and out of it in any order.
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

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * The way in: which command set (description, or asked once) - class 8 - which formats (asked once) - dial or answer.
 * Then the modem waits in PHASE_VOICE for something to do, and voice_step() says what: a job (digits, a tone, a terminal, another kind of call), or a stream.
 * Bytes from the modem are shielded from class 8 on until a later Init has put it back into class 0.
 */

void voice_reset( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const uint32_t wanted = voice->wanted, terminal = voice->terminal;

    codec_close( voice->codec );
    free( voice->job );
    memset( voice, 0, sizeof(*voice) );
    voice->drain = -1;
    /* what callers said stays */
    voice->wanted = wanted;
    voice->terminal = terminal;
}

/* The modem is back in class 0, or about to be told so: what was learnt about it stays. */
void voice_left( struct modem *modem )
{
    modem->voice.active = modem->voice.dirty = modem->voice.muted = 0;
}

/* What puts the modem back into class 0. */
const char *voice_class_off( const struct modem *modem )
{
    return modem->voice.set ? modem->voice.set->class_off : voice_sets[0].class_off;
}

size_t voice_list( const struct modem *modem, enum config_list list, const char *builtin, const char *commands[], size_t max )
{
    size_t count = config_commands( modem->config, list, commands, max );

    if (!count && builtin && !modem->config->list_sizes[list]) commands[count++] = builtin;
    return count;
}

/* ---- the port in voice mode ---- */

/* Samples are 8 bits wide, and XON and XOFF are samples too. */
static int configure_port( struct modem *modem )
{
    struct modem_settings settings = modem->settings;

    settings.data_bits = 8;
    settings.parity = 0;
    settings.stop_bits = 1;
    if (modem->config->voice_baud) settings.baud = modem->config->voice_baud;
    if (settings.preferred & MODEM_PREFER_FLOW_SOFT)
    {
        settings.preferred &= ~MODEM_PREFER_FLOW_SOFT;
        settings.preferred |= MODEM_PREFER_FLOW_HARD;
    }
    return engine_configure_port( modem, &settings );
}

static int soft_flow( const struct modem *modem )
{
    return (modem->settings.preferred & (MODEM_PREFER_FLOW_SOFT | MODEM_PREFER_FLOW_HARD)) == MODEM_PREFER_FLOW_SOFT;
}

static int add_flow_command( struct modem *modem, enum config_setting setting )
{
    const char *text = config_setting( modem->config, setting );

    return text && *text ? script_add( modem, text, LINE_OPTIONAL | LINE_FRAGMENTS ) : 0;
}

/* ---- the way in ---- */

static enum phase way_in( const struct modem *modem )
{
    return modem->voice.dialling ? PHASE_VOICE_DIAL_SCRIPT : PHASE_VOICE_ANSWER_SCRIPT;
}

/* There is no voice call: error, and why (engine_reason()) are set. */
static void way_in_failed( struct modem *modem, int error )
{
    struct modem_event *event;

    engine_set_phase( modem, PHASE_SCRIPT, 0 );
    event = engine_post_failure( modem, MODEM_EVENT_CALL_FAILED, error );
    event->cause = error == -ETIMEDOUT ? MODEM_CAUSE_TIMEOUT : MODEM_CAUSE_ERROR;
    event->voice = 1;
    engine_complete( modem, COMMAND_DIAL, error );
    engine_complete( modem, COMMAND_ANSWER, error );
    engine_start_init( modem );
}

static void way_in_script_failed( struct modem *modem, int error )
{
    if (error == -ETIMEDOUT) engine_reason( modem, error, "the modem does not answer the command %.64s", modem->sent );
    else if (error == -EPROTO) engine_reason( modem, error, "the modem refuses the command %.64s of voice calls. Choose another modem type", modem->sent );
    else engine_reason( modem, error, "the voice call cannot be begun: %s", strerror( -error ) );
    way_in_failed( modem, error );
}

static void asked( struct modem *modem )
{
    modem->voice.asking = 0;
    modem->voice.asked( modem );
}

static void ask( struct modem *modem, const char *command, void (*then)( struct modem *modem ) )
{
    struct voice *voice = &modem->voice;

    voice->asking = 1;
    voice->answer[0] = 0;
    voice->asked = then;
    script_begin( modem, asked, way_in_script_failed );
    if (script_add( modem, command, LINE_OPTIONAL ) < 0) way_in_script_failed( modem, -ENOMEM );
    else script_start( modem, way_in( modem ) );
}

/* A line of an answer. @return 1 if it was one */
int voice_take_answer( struct modem *modem, const char *line )
{
    struct voice *voice = &modem->voice;
    size_t len = strlen( voice->answer );

    if (!voice->asking || isalpha( (unsigned char)line[0] ) || strlen( line ) < 2) return 0;
    if (len + strlen( line ) + 2 <= sizeof(voice->answer)) snprintf( voice->answer + len, sizeof(voice->answer) - len, "%s\n", line );
    return 1;
}

static void send_answer( struct modem *modem )
{
    const char *commands[64];
    size_t count = config_commands( modem->config, LIST_VOICE_ANSWER, commands, 64 );

    engine_set_phase( modem, PHASE_VOICE_ANSWERING, engine_timing( modem, TIMING_ANSWER_TIMEOUT ) );
    engine_send( modem, count ? commands[count - 1] : "ATA\r" );
}

/* All is known and set: dial or answer. */
static void go_off_hook( struct modem *modem )
{
    if (modem->voice.dialling) call_dial_next( modem );
    else send_answer( modem );
}

static void set_up_rest( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const char *terminal = voice->set ? voice->set->terminals[voice->terminal] : NULL;
    const char *commands[64];
    size_t i, count;
    int ret = 0;

    script_begin( modem, go_off_hook, way_in_script_failed );
    if (voice->terminal != MODEM_TERMINAL_LINE)
    {
        const enum config_list list = voice_terminal_list( voice->terminal );

        count = 0;
        if (list != LIST_COUNT) count = voice_list( modem, list, terminal, commands, 64 );
        else if (terminal) commands[count++] = terminal;
        for (i = 0; i < count && !ret; i++) ret = script_add( modem, commands[i], LINE_OPTIONAL );
    }
    if (ret < 0) way_in_script_failed( modem, ret );
    else script_start( modem, way_in( modem ) );
}

static void hash_classes_known( struct modem *modem );

static void formats_known( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    int ret;

    /* class 8 and not one word of V.253: Rockwell's commands under the newer name of their class */
    if (voice->set == &voice_sets[0] && !voice->answer[0] && !voice_set_of( modem->config ) && !voice->hash_asked)
    {
        voice->hash_asked = 1;
        ask( modem, voice_sets[2].class_query, hash_classes_known );
        return;
    }
    if (voice->set->formats_query) ret = format_choose( voice->answer, modem->settings.baud, &voice->format );
    else ret = format_choose_bits( voice->bits, voice->answer, modem->settings.baud, &voice->format );
    if (ret < 0)
    {
        struct modem_event *event = engine_post( modem, MODEM_EVENT_TEXT );

        snprintf( event->text, sizeof(event->text), "no sound format of this modem is known" );
    }
    set_up_rest( modem );
}

static void bits_known( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    /* each answer begins with its own line: cut off what is too long to be one */
    snprintf( voice->bits, sizeof(voice->bits), "%.*s", (int)sizeof(voice->bits) - 1, voice->answer );
    ask( modem, voice->set->rates_query, formats_known );
}

static void find_format( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    if (!voice->format.format && modem->config->voice_format) format_parse( modem->config->voice_format, &voice->format );
    if (voice->format.format || !voice->set) set_up_rest( modem );
    else if (voice->set->formats_query) ask( modem, voice->set->formats_query, formats_known );
    else ask( modem, voice->set->bits_query, bits_known );
}

static int add_setup( struct modem *modem )
{
    const struct voice_set *set = modem->voice.set;
    char command[64];
    size_t i;
    int ret = script_add( modem, set->class_on, 0 );

    for (i = 0; i < ARRAY_SIZE(set->setup) && set->setup[i] && !ret; i++) ret = script_add( modem, set->setup[i], LINE_OPTIONAL );
    snprintf( command, sizeof(command), set->silence, engine_timing( modem, TIMING_VOICE_SILENCE ) / 100 );
    return ret ? ret : script_add( modem, command, LINE_OPTIONAL );
}

static void enter( struct modem *modem )
{
    const enum config_list list = modem->voice.dialling ? LIST_VOICE_DIAL : LIST_VOICE_ANSWER;
    const char *commands[64];
    size_t i, count = config_commands( modem->config, list, commands, 64 );
    int ret = 0;

    script_begin( modem, find_format, way_in_script_failed );
    if (soft_flow( modem )) ret = add_flow_command( modem, SETTING_FLOW_HARD );
    /* the last one of VoiceAnswer is ATA */
    if (count && !modem->voice.dialling) count--;
    for (i = 0; i < count && !ret; i++) ret = script_add( modem, commands[i], 0 );
    if (!modem->config->list_sizes[list] && !ret) ret = add_setup( modem );
    modem->voice.dirty = 1;
    if (ret < 0) way_in_script_failed( modem, ret );
    else script_start( modem, way_in( modem ) );
}

static void hash_formats_known( struct modem *modem )
{
    modem->voice.set = &voice_sets[modem->voice.answer[0] ? 1 : 2];
    enter( modem );
}

static void hash_classes_known( struct modem *modem )
{
    if (format_has_number( modem->voice.answer, 8 ))
    {
        ask( modem, voice_sets[1].formats_query, hash_formats_known );
        return;
    }
    if (modem->voice.set)
    {
        set_up_rest( modem );
        return;
    }
    engine_reason( modem, -EOPNOTSUPP, "the modem has no voice commands (neither AT+FCLASS=? nor AT#CLS=? names class 8)" );
    way_in_failed( modem, -EOPNOTSUPP );
}

static void classes_known( struct modem *modem )
{
    if (format_has_number( modem->voice.answer, 8 ))
    {
        modem->voice.set = &voice_sets[0];
        enter( modem );
    }
    else ask( modem, voice_sets[2].class_query, hash_classes_known );
}

static void begin( struct modem *modem, int dialling )
{
    struct voice *voice = &modem->voice;
    const enum config_list list = dialling ? LIST_VOICE_DIAL : LIST_VOICE_ANSWER;

    voice->dialling = dialling;
    voice->active = 1;
    voice->running = 0;
    voice->half = 0;
    voice->text = 1;
    voice->format_sent = voice->restarts = 0;
    voice->tx_len = 0;
    voice->tick = 0;
    voice->digit = 0;
    dle_reset( &voice->dle );
    if (configure_port( modem ) < 0)
    {
        way_in_failed( modem, modem->error );
        return;
    }
    if (!voice->set) voice->set = voice_set_of( modem->config );
    if (voice->set || modem->config->list_sizes[list]) enter( modem );
    else ask( modem, voice_sets[0].class_query, classes_known );
}

void voice_begin_dial( struct modem *modem )
{
    begin( modem, 1 );
}

void voice_begin_answer( struct modem *modem )
{
    begin( modem, 0 );
}

/* A data call after a voice call that never began (somebody called just then): the modem is still in voice mode. */
void voice_leave_to_dial( struct modem *modem )
{
    modem->voice.dialling = 1;
    script_begin( modem, call_dial_next, way_in_script_failed );
    if (engine_configure_port( modem, &modem->settings ) < 0) way_in_failed( modem, modem->error );
    else if (script_add( modem, voice_class_off( modem ), LINE_OPTIONAL ) < 0) way_in_script_failed( modem, -ENOMEM );
    else
    {
        voice_left( modem );
        script_start( modem, PHASE_VOICE_DIAL_SCRIPT );
    }
}

/* ---- the call ---- */

void voice_connected( struct modem *modem )
{
    struct modem_event *event;

    engine_set_phase( modem, PHASE_VOICE, 0 );
    event = engine_post( modem, MODEM_EVENT_CONNECTED );
    event->voice = 1;
    event->dte_rate = modem->settings.baud;
    memcpy( event->text, modem->text, sizeof(event->text) );
    engine_complete( modem, COMMAND_DIAL, 0 );
    engine_complete( modem, COMMAND_ANSWER, 0 );
    voice_step( modem );
}

/* In command state and nothing under way: what comes next? */
void voice_step( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    engine_set_phase( modem, PHASE_VOICE, 0 );
    if (voice->job) voice_start_job( modem );
    else if (voice->wanted) voice_start_stream( modem );
    else voice_stream_done( modem, 0 );
}

/* What was asked of a call that is over. */
static void voice_cancel( struct modem *modem, int error )
{
    struct voice *voice = &modem->voice;
    size_t kind;

    voice_digit_up( modem );
    free( voice->job );
    voice->job = NULL;
    voice->tick = 0;
    voice->drain = -1;
    for (kind = COMMAND_VOICE_STREAM; kind <= COMMAND_VOICE_CHANGE; kind++) engine_complete( modem, kind, error );
}

void voice_line_gone( struct modem *modem )
{
    char reason[MODEM_REASON_SIZE];
    const int error = modem->error;

    memcpy( reason, modem->reason, sizeof(reason) );
    engine_reason( modem, -ENOTCONN, "the call is over" );
    voice_cancel( modem, -ENOTCONN );
    memcpy( modem->reason, reason, sizeof(reason) );
    modem->error = error;
    call_carrier_lost( modem );
}

/* ---- hanging up ---- */

/*
 * A modem that carries samples takes no commands: end the stream first.
 * @return 1 if hanging up goes on when that is done, 0 to go on at once
 */
int voice_hangup( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    if (!voice->active) return 0;
    voice_cancel( modem, -ECANCELED );
    if (!voice->running && modem->phase != PHASE_VOICE_STARTING)
    {
        /* as far as hanging up goes these are what dialling and a line off-hook are without voice */
        if (modem->phase == PHASE_VOICE) modem->phase = PHASE_OFF_HOOK;
        else if (in_phases( modem, PHASES_VOICE )) modem->phase = PHASE_CALLING;
        return 0;
    }
    voice_send_stop( modem, 1 );
    voice->running = 0;
    engine_set_phase( modem, PHASE_VOICE_ABORT, engine_timing( modem, TIMING_VOICE_STOP ) );
    return 1;
}

void voice_aborted( struct modem *modem )
{
    modem->voice.text = 1;
    modem->voice.tx_len = 0;
    modem->phase = PHASE_OFF_HOOK;
    hangup_start( modem );
}
