/*
 * Voice calls: streams begin and end, and what is done between them.
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

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define RESTARTS    5                   /* of streams that the modem ended by itself, within RESTART_MS */
#define RESTART_MS  5000
#define STOP_TRIES  2

/* ---- streams ---- */

/* The streams are as asked, or cannot be (error; why is set). */
void voice_stream_done( struct modem *modem, int error )
{
    struct voice *voice = &modem->voice;
    struct modem_event *event;

    if (!error && voice->half)
    {
        error = -EBUSY;
        engine_reason( modem, error, "the modem cannot play and record at the same time; it plays" );
    }
    voice->half = 0;
    if (error || modem->active[COMMAND_VOICE_STREAM] || voice->reported != voice->running)
    {
        event = engine_post( modem, MODEM_EVENT_STREAM );
        event->directions = voice->running;
        event->error = error;
        if (error) memcpy( event->reason, modem->reason, sizeof(event->reason) );
    }
    voice->reported = voice->running;
    engine_complete( modem, COMMAND_VOICE_STREAM, error );
}

/* Not these directions; where it was both, playing alone may do. */
static void start_failed( struct modem *modem, int error )
{
    struct voice *voice = &modem->voice;
    const uint32_t both = MODEM_VOICE_PLAY | MODEM_VOICE_RECORD;

    if (voice->wanted == both && error == -EPROTO)
    {
        voice->no_duplex = voice->half = 1;
        voice->wanted = MODEM_VOICE_PLAY;
        voice_step( modem );
        return;
    }
    if (error == -ETIMEDOUT) engine_reason( modem, error, "the modem does not begin to play or record" );
    else if (error == -EPROTO) engine_reason( modem, error, "the modem refuses the command %.64s", modem->sent );
    voice->wanted = 0;
    engine_set_phase( modem, PHASE_VOICE, 0 );
    voice_stream_done( modem, error );
    voice_step( modem );
}

static void send_start( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const struct voice_set *set = voice->set ? voice->set : &voice_sets[0];
    const char *commands[64];
    size_t count;

    voice->format_sent = 1;
    if (voice->wanted == (MODEM_VOICE_PLAY | MODEM_VOICE_RECORD)) count = voice_list( modem, LIST_START_DUPLEX, set->start_duplex, commands, 64 );
    else if (voice->wanted & MODEM_VOICE_PLAY) count = voice_list( modem, LIST_START_PLAY, set->start_play, commands, 64 );
    else count = voice_list( modem, LIST_START_RECORD, set->start_record, commands, 64 );
    if (!count)
    {
        start_failed( modem, -EPROTO );
        return;
    }
    engine_set_phase( modem, PHASE_VOICE_STARTING, engine_timing( modem, TIMING_VOICE_START ) );
    engine_send( modem, commands[count - 1] );
}

/* All commands of a list, without the last one where that is sent by itself. */
static int add_list( struct modem *modem, enum config_list list, size_t leave )
{
    const char *commands[64];
    size_t i, count = config_commands( modem->config, list, commands, 64 );
    int ret = 0;

    for (i = 0; i + leave < count && !ret; i++) ret = script_add( modem, commands[i], 0 );
    return ret;
}

static int add_format( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const int handset = voice->terminal == MODEM_TERMINAL_HANDSET &&
                        (modem->config->list_sizes[LIST_HANDSET_PLAY_FORMAT] || modem->config->list_sizes[LIST_HANDSET_RECORD_FORMAT]);
    const enum config_list play = handset ? LIST_HANDSET_PLAY_FORMAT : LIST_LINE_PLAY_FORMAT;
    const enum config_list record = handset ? LIST_HANDSET_RECORD_FORMAT : LIST_LINE_RECORD_FORMAT;
    const int own = modem->config->list_sizes[play] || modem->config->list_sizes[record];
    char command[64];
    int ret = 0;

    if (own)
    {
        if (voice->wanted & MODEM_VOICE_PLAY) ret = add_list( modem, play, 0 );
        if ((voice->wanted & MODEM_VOICE_RECORD) && !ret) ret = add_list( modem, record, 0 );
        return ret;
    }
    /* with a format of the description alone its commands know what to do */
    if (voice->format_sent || !voice->set || !voice->format.number) return 0;
    snprintf( command, sizeof(command), voice->set->format_select, voice->format.number, voice->format.rate );
    ret = script_add( modem, command, 0 );
    if (ret || !voice->set->rate_select) return ret;
    snprintf( command, sizeof(command), voice->set->rate_select, voice->format.rate );
    return script_add( modem, command, 0 );
}

void voice_start_stream( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const uint32_t both = MODEM_VOICE_PLAY | MODEM_VOICE_RECORD;
    int ret;

    if (!voice->format.format)
    {
        engine_reason( modem, -EOPNOTSUPP, "none of the modem's sound formats is known. Its voice calls have no sound" );
        start_failed( modem, -EOPNOTSUPP );
        return;
    }
    if (!voice->codec && (ret = codec_open( &voice->codec, voice->format.format, voice->format.rate )) < 0)
    {
        engine_reason( modem, ret, "%s of %u Hz cannot be converted: %s", codec_name( voice->format.format ), voice->format.rate, strerror( -ret ) );
        start_failed( modem, ret );
        return;
    }
    script_begin( modem, send_start, start_failed );
    ret = add_format( modem );
    if (!ret) ret = add_list( modem, voice->wanted == both ? LIST_START_DUPLEX : voice->wanted & MODEM_VOICE_PLAY ? LIST_START_PLAY : LIST_START_RECORD, 1 );
    if (ret < 0) start_failed( modem, ret );
    else script_start( modem, PHASE_VOICE_SCRIPT );
}

void voice_stream_started( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    voice->running = voice->wanted;
    engine_set_phase( modem, PHASE_VOICE_STREAM, 0 );
    voice_begin_samples( modem );
    voice_stream_done( modem, 0 );
}

void voice_start_refused( struct modem *modem )
{
    start_failed( modem, -EPROTO );
}

/* It may have begun without a word: end it, whatever it is. */
void voice_start_timeout( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    voice->running = voice->wanted;
    voice_send_stop( modem, 1 );
    voice->running = 0;
    start_failed( modem, -ETIMEDOUT );
}

static void stop_stream( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    voice->stop_tries = 0;
    voice->drain = -1;
    voice->stop_seen = voice->text;
    voice_send_stop( modem, 0 );
    engine_set_phase( modem, PHASE_VOICE_STOPPING, engine_timing( modem, TIMING_VOICE_STOP ) + voice->lead / 8 );
}

/* All that was to be played is on its way. */
void voice_drained( struct modem *modem )
{
    stop_stream( modem );
}

/* <DLE><ETX> from the modem. */
void voice_stream_ended( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    voice->text = 1;
    voice->stop_seen = 1;
    reader_reset( &modem->reader );
    if (modem->phase == PHASE_VOICE_STREAM || modem->phase == PHASE_VOICE_DRAINING)
    {
        /* it ends by itself, for reasons of its own: its result says more */
        voice->tick = 0;
        voice->stop_tries = 0;
        engine_set_phase( modem, PHASE_VOICE_STOPPING, engine_timing( modem, TIMING_VOICE_STOP ) );
    }
}

static int restarts_too_often( struct voice *voice )
{
    const int64_t now = host_now();

    if (now - voice->restart_time > RESTART_MS)
    {
        voice->restart_time = now;
        voice->restarts = 0;
    }
    return ++voice->restarts > RESTARTS;
}

/* OK or VCON: the modem is in command state. */
void voice_stream_stopped( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const int by_itself = voice->running == voice->wanted && !voice->job;

    voice->text = 1;
    voice->tick = 0;
    voice->tx_len = 0;
    voice->running = 0;
    voice->drain = -1;
    engine_set_phase( modem, PHASE_VOICE, 0 );
    if (by_itself && restarts_too_often( voice ))
    {
        engine_reason( modem, -EPROTO, "the modem ends the sound again and again" );
        voice->wanted = 0;
        voice_stream_done( modem, -EPROTO );
    }
    voice_step( modem );
}

void voice_stop_timeout( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    /* <DLE><ETX> alone is as good as OK */
    if (voice->stop_seen && !voice->text) voice->text = 1;
    if (voice->stop_tries++ < STOP_TRIES)
    {
        voice_send_stop( modem, 1 );
        engine_set_phase( modem, PHASE_VOICE_STOPPING, engine_timing( modem, TIMING_VOICE_STOP ) );
        return;
    }
    engine_reason( modem, -ETIMEDOUT, "the modem does not end the sound when told to. Hang up, and switch it off and on if that does not help" );
    voice->text = 1;
    voice->tick = 0;
    voice->tx_len = 0;
    voice->running = voice->wanted = 0;
    engine_set_phase( modem, PHASE_VOICE, 0 );
    voice_stream_done( modem, -ETIMEDOUT );
    voice_step( modem );
}

void voice_run_stream( struct modem *modem, const struct command *command )
{
    struct voice *voice = &modem->voice;
    const uint32_t both = MODEM_VOICE_PLAY | MODEM_VOICE_RECORD;
    const struct voice_set *set = voice->set;
    uint32_t directions = command->values[0];

    if (!in_phases( modem, PHASES_VOICE_CALL ))
    {
        voice->wanted = directions;
        engine_post_completion( modem, command->request, 0 );
        return;
    }
    if (directions == both && (voice->no_duplex || (set && !set->start_duplex && !modem->config->list_sizes[LIST_START_DUPLEX])))
    {
        voice->half = 1;
        directions = MODEM_VOICE_PLAY;
    }
    modem->active[COMMAND_VOICE_STREAM] = command->request;
    voice->wanted = directions;
    if (voice->running == directions) voice_stream_done( modem, 0 );
    else if (modem->phase == PHASE_VOICE) voice_step( modem );
    else if (voice->running & ~directions & MODEM_VOICE_PLAY) voice_begin_drain( modem );
    else stop_stream( modem );
}

/* ---- jobs ---- */

static void end_job( struct modem *modem, int error )
{
    struct command *job = modem->voice.job;
    const enum command_kind kind = job->kind;

    modem->voice.job = NULL;
    free( job );
    engine_complete( modem, kind, error );
}

static void job_done( struct modem *modem )
{
    end_job( modem, 0 );
    voice_step( modem );
}

static void job_failed( struct modem *modem, int error )
{
    if (error == -ETIMEDOUT) engine_reason( modem, error, "the modem does not answer the command %.64s", modem->sent );
    else if (error == -EPROTO) engine_reason( modem, error, "the modem refuses the command %.64s", modem->sent );
    else if (error == -EOPNOTSUPP) engine_reason( modem, error, "the modem has no command for this" );
    else engine_reason( modem, error, "the modem cannot be told: %s", strerror( -error ) );
    end_job( modem, error );
    voice_step( modem );
}

/* Lines of a text, each with its own terminator and then \n. The time is that of all together. */
static int add_lines( struct modem *modem, char *text, unsigned int time )
{
    char *end;
    int ret = 0;

    for (; text && *text && !ret; text = end)
    {
        if ((end = strchr( text, '\n' ))) *end++ = 0;
        ret = script_add_once( modem, text, time );
    }
    return ret;
}

static int add_digits( struct modem *modem, const struct command *job )
{
    const struct voice_set *set = modem->voice.set ? modem->voice.set : &voice_sets[0];
    const char *commands[1], *mark = NULL, *behind = NULL;
    char text[4096], digit[64];
    unsigned int time;
    size_t i;
    int ret = 0;

    if (job->kind == COMMAND_VOICE_TONE)
    {
        if ((ret = voice_tone_command( set, job->values[0], job->values[1], job->values[2], text, sizeof(text) )) < 0) return ret;
        return add_lines( modem, text, job->values[2] );
    }
    /* GenerateDigit of the description: one digit in each command, for modems that do no more */
    if (config_commands( modem->config, LIST_GENERATE_DIGIT, commands, 1 ))
    {
        if ((mark = strstr( commands[0], "<#>" ))) behind = mark + 3;
        else if ((mark = strcasestr( commands[0], "<Digit>" ))) behind = mark + 7;
    }
    if (mark)
    {
        for (i = 0; job->string[i] && !ret; i++)
        {
            snprintf( digit, sizeof(digit), "%.*s%c%.40s", (int)(mark - commands[0] < 20 ? mark - commands[0] : 20), commands[0], job->string[i],
                      behind );
            ret = script_add_once( modem, digit, 1000 );
        }
        return ret;
    }
    if ((ret = voice_digits_commands( set, job->string, job->values[0], text, sizeof(text), &time )) < 0) return ret;
    return add_lines( modem, text, time );
}

/* ---- terminals ---- */

enum config_list voice_terminal_list( uint32_t terminal )
{
    return terminal == MODEM_TERMINAL_HANDSET ? LIST_OPEN_HANDSET : terminal == MODEM_TERMINAL_SPEAKERPHONE ? LIST_SPEAKERPHONE_ON : LIST_COUNT;
}

static int add_switch( struct modem *modem, uint32_t terminal )
{
    struct voice *voice = &modem->voice;
    const struct voice_set *set = voice->set ? voice->set : &voice_sets[0];
    const enum config_list list = voice_terminal_list( terminal );
    int ret = 0;

    /* leave the one before by its own command, where it has one */
    if (voice->terminal == MODEM_TERMINAL_SPEAKERPHONE && terminal != voice->terminal)
    {
        if (voice->muted) ret = add_list( modem, LIST_SPEAKERPHONE_UNMUTE, 0 );
        voice->muted = 0;
        if (!ret) ret = add_list( modem, LIST_SPEAKERPHONE_OFF, 0 );
    }
    if (ret) return ret;
    if (list != LIST_COUNT && modem->config->list_sizes[list]) return add_list( modem, list, 0 );
    if (!set->terminals[terminal]) return -EOPNOTSUPP;
    return script_add( modem, set->terminals[terminal], 0 );
}

/* What a level of 0 to 255 is to this modem. */
static unsigned int scale_level( uint32_t highest, uint32_t lowest, uint32_t level )
{
    const int64_t range = (int64_t)highest - lowest;

    return (unsigned int)(lowest + (range * (int64_t)level + (range < 0 ? -127 : 127)) / 255);
}

/* SpeakerPhoneSetVolumeGain: <Vol> and <Gain> become numbers between those of SpeakerPhoneSpecs. */
static int add_speakerphone_levels( struct modem *modem, uint32_t volume, uint32_t gain )
{
    const uint32_t *specs = modem->config->speakerphone_specs;
    const struct { const char *mark; unsigned int value; } marks[] =
    {
        { "<Vol>", scale_level( specs[0], specs[1], volume ) }, { "<Gain>", scale_level( specs[2], specs[3], gain ) },
    };
    const char *commands[64], *p;
    size_t i, j, len, count = config_commands( modem->config, LIST_SPEAKERPHONE_LEVELS, commands, 64 );
    char text[128];
    int ret = 0;

    for (i = 0; i < count && !ret; i++)
    {
        for (p = commands[i], len = 0; *p && len < sizeof(text) - 12;)
        {
            for (j = 0; j < ARRAY_SIZE(marks) && strncasecmp( p, marks[j].mark, strlen( marks[j].mark ) ); j++) {}
            if (j == ARRAY_SIZE(marks)) text[len++] = *p++;
            else
            {
                len += (size_t)snprintf( text + len, sizeof(text) - len, "%u", marks[j].value );
                p += strlen( marks[j].mark );
            }
        }
        text[len] = 0;
        ret = *p ? -E2BIG : script_add( modem, text, 0 );
    }
    return ret;
}

static int add_levels( struct modem *modem, uint32_t terminal, uint32_t volume, uint32_t gain )
{
    const struct voice_set *set = modem->voice.set ? modem->voice.set : &voice_sets[0];
    char text[64];

    if (terminal == MODEM_TERMINAL_SPEAKERPHONE && modem->config->has_speakerphone_specs && modem->config->list_sizes[LIST_SPEAKERPHONE_LEVELS])
        return add_speakerphone_levels( modem, volume, gain );
    snprintf( text, sizeof(text), set->levels, volume, gain );
    return script_add( modem, text, 0 );
}

/* more: of MODEM_TERMINAL_LEVELS and MODEM_TERMINAL_MUTED, shifted by the terminal */
static int add_terminal( struct modem *modem, uint32_t terminal, uint32_t more )
{
    const enum config_list lists[2] = { LIST_SPEAKERPHONE_UNMUTE, LIST_SPEAKERPHONE_MUTE };
    struct voice *voice = &modem->voice;
    const int mute = (more & MODEM_TERMINAL_MUTED >> 8) && terminal == MODEM_TERMINAL_SPEAKERPHONE;
    int ret = add_switch( modem, terminal );

    if (!ret && more & MODEM_TERMINAL_LEVELS( 0, 0 ) >> 8) ret = add_levels( modem, terminal, more & 0xff, more >> 8 & 0xff );
    if (ret || mute == voice->muted) return ret;
    voice->muted = mute;
    if (mute && !modem->config->list_sizes[LIST_SPEAKERPHONE_MUTE]) return -EOPNOTSUPP;
    return add_list( modem, lists[mute], 0 );
}

/* ---- other kinds of call ---- */

static void leave_voice_call( struct modem *modem )
{
    struct voice *voice = &modem->voice;

    free( voice->job );
    voice->job = NULL;
    voice->reported = 0;
    voice->active = 0;
    modem->active[COMMAND_ANSWER] = modem->active[COMMAND_VOICE_CHANGE];
    modem->active[COMMAND_VOICE_CHANGE] = 0;
}

/* A fax program has the line and the port. */
static void fax_class_set( struct modem *modem )
{
    leave_voice_call( modem );
    engine_configure_port( modem, &modem->settings );
    call_hand_over_fax( modem );
}

/* A program wants to do by itself what the modem can; it takes commands at the speed of voice mode. */
static void streams_ended( struct modem *modem )
{
    leave_voice_call( modem );
    call_hand_over( modem, MODEM_ANSWER_NOTHING );
}

/* The modem leaves voice mode with the line held, and looks for another modem. */
static void data_class_set( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const char *commands[64], *blind = config_setting( modem->config, SETTING_BLIND_ON );
    size_t count = config_commands( modem->config, LIST_VOICE_TO_DATA, commands, 64 );
    char command[64];

    free( voice->job );
    voice->job = NULL;
    voice->reported = 0;
    modem->active[COMMAND_ANSWER] = modem->active[COMMAND_VOICE_CHANGE];
    modem->active[COMMAND_VOICE_CHANGE] = 0;
    modem->answer_mode = MODEM_ANSWER_DATA;
    voice_left( modem );
    engine_configure_port( modem, &modem->settings );
    reader_reset( &modem->reader );
    call_reset_link( modem );
    if (count) snprintf( command, sizeof(command), "%s", commands[count - 1] );
    else if (!voice->dialling) snprintf( command, sizeof(command), "ATA\r" );
    /* the one who called begins; the line is off-hook and has no dial tone to wait for */
    else snprintf( command, sizeof(command), "AT%.20sD\r", blind && *blind != '+' ? blind : "X3" );
    engine_set_phase( modem, PHASE_ANSWERING, engine_timing( modem, TIMING_ANSWER_TIMEOUT ) );
    engine_send( modem, command );
}

static int add_change( struct modem *modem, uint32_t mode )
{
    struct voice *voice = &modem->voice;

    if (mode == MODEM_ANSWER_NOTHING) return 0;
    if (mode == MODEM_ANSWER_FAX) return script_add_list( modem, LIST_FAX_ANSWER, 0 );
    if (modem->config->list_sizes[LIST_VOICE_TO_DATA]) return add_list( modem, LIST_VOICE_TO_DATA, 1 );
    return script_add( modem, voice->set ? voice->set->class_off : voice_sets[0].class_off, 0 );
}

/* ---- */

void voice_start_job( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const struct command *job = voice->job;
    void (*done)( struct modem *modem ) = job_done;
    int ret;

    if (job->kind == COMMAND_VOICE_CHANGE)
        done = job->values[0] == MODEM_ANSWER_FAX ? fax_class_set : job->values[0] == MODEM_ANSWER_NOTHING ? streams_ended : data_class_set;
    script_begin( modem, done, job_failed );
    if (job->kind == COMMAND_VOICE_CHANGE) ret = add_change( modem, job->values[0] );
    else if (job->kind == COMMAND_VOICE_TERMINAL)
    {
        ret = add_terminal( modem, job->values[0], job->values[1] );
        if (!ret) voice->terminal = job->values[0];
    }
    else ret = add_digits( modem, job );
    if (ret < 0) job_failed( modem, ret );
    else script_start( modem, PHASE_VOICE_SCRIPT );
}

/* Digits, a tone, a terminal, another kind of call. */
void voice_run_job( struct modem *modem, const struct command *command )
{
    struct voice *voice = &modem->voice;

    if (command->kind == COMMAND_VOICE_TERMINAL && !in_phases( modem, PHASES_VOICE_CALL ))
    {
        voice->terminal = command->values[0];
        engine_post_completion( modem, command->request, 0 );
        return;
    }
    if (command->kind == COMMAND_VOICE_CHANGE && command->values[0] == MODEM_ANSWER_VOICE)
    {
        engine_post_completion( modem, command->request, 0 );
        return;
    }
    if (!(voice->job = malloc( sizeof(*voice->job) )))
    {
        engine_post_completion( modem, command->request, -ENOMEM );
        return;
    }
    *voice->job = *command;
    voice->job->next = NULL;
    modem->active[command->kind] = command->request;
    if (voice->running) stop_stream( modem );
    else voice_step( modem );
}
