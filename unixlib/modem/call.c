/*
 * Calls: ringing, dialling, answering, connected.
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

#define LONG_SILENCE      15            /* tenths of a second: longer than between the bursts of one ring (V.253 6.2) */
#define MAX_BURSTS        3u

/* ---- incoming calls ---- */

void call_report_caller( struct modem *modem )
{
    struct modem_event *event;

    modem->caller_deadline = 0;
    if (!modem->caller.any) return;
    modem->caller.any = 0;
    event = engine_post( modem, MODEM_EVENT_CALLER_ID );
    event->caller_number_state = modem->caller.number_state;
    event->caller_name_state = modem->caller.name_state;
    memcpy( event->caller_number, modem->caller.number, sizeof(event->caller_number) );
    memcpy( event->caller_name, modem->caller.name, sizeof(event->caller_name) );
    memcpy( event->caller_redirecting, modem->caller.redirecting, sizeof(event->caller_redirecting) );
    memcpy( event->caller_date, modem->caller.date, sizeof(event->caller_date) );
    memcpy( event->caller_time, modem->caller.time, sizeof(event->caller_time) );
}

void call_post_ring( struct modem *modem, unsigned int mode )
{
    struct modem_event *event;

    modem->ring_count++;
    event = engine_post( modem, MODEM_EVENT_RING );
    event->ring_count = modem->ring_count;
    event->ring_mode = mode;
}

void call_begin_incoming( struct modem *modem )
{
    modem->call++;
    modem->in_call = 1;
    modem->ring_count = 0;
    if (modem->caller.any && host_now() - modem->caller_time < engine_timing( modem, TIMING_CALLER_ID_KEEP ))
        modem->caller_deadline = host_now() + engine_timing( modem, TIMING_CALLER_ID_DELAY );
    else memset( &modem->caller, 0, sizeof(modem->caller) );
}

void call_take_ring( struct modem *modem, unsigned int mode )
{
    const int64_t now = host_now();

    /* the pattern was told before the ring */
    if (!mode) mode = modem->bursts;
    modem->bursts = 0;
    modem->cadence_deadline = 0;
    if (now < modem->ring_ignore)
    {
        modem->ring_ignore = now + engine_timing( modem, TIMING_RING_TIMEOUT );
        return;
    }
    modem->ring_ignore = 0;
    if (modem->phase == PHASE_IDLE) call_begin_incoming( modem );
    else if (modem->caller_deadline) call_report_caller( modem );
    engine_set_phase( modem, PHASE_RINGING, engine_timing( modem, TIMING_RING_TIMEOUT ) );
    call_post_ring( modem, mode );
}

/*
 * The bell as it rings: a pattern of one, two or three bursts. Where RING comes too it ends the pattern; a modem that reports only the cadence
 * (AT+VDR=1,0) has no other ring.
 */
void call_take_cadence( struct modem *modem, int ringing, unsigned int tenths )
{
    if (!ringing)
    {
        if (tenths >= LONG_SILENCE && modem->bursts) call_cadence_over( modem );
        modem->cadence_deadline = 0;
        return;
    }
    if (modem->bursts < MAX_BURSTS) modem->bursts++;
    modem->cadence_deadline = host_now() + engine_timing( modem, TIMING_CADENCE );
}

void call_cadence_over( struct modem *modem )
{
    modem->cadence_deadline = 0;
    if (modem->phase == PHASE_IDLE || modem->phase == PHASE_RINGING) call_take_ring( modem, 0 );
    else if (modem->phase == PHASE_SCRIPT || modem->phase == PHASE_OPENING)
    {
        modem->pending_ring = 1;
        modem->pending_ring_mode = modem->bursts;
    }
    modem->bursts = 0;
}

void call_forget_caller( struct modem *modem )
{
    modem->caller_deadline = 0;
    memset( &modem->caller, 0, sizeof(modem->caller) );
}

void call_ring_gone( struct modem *modem )
{
    modem->in_call = 0;
    engine_set_phase( modem, PHASE_IDLE, 0 );
    if (modem->caller_deadline) call_report_caller( modem );
    call_forget_caller( modem );
    engine_post( modem, MODEM_EVENT_RING_GONE );
}

/* ---- outgoing calls, answering ---- */

static const struct
{
    enum response_class class;
    enum modem_cause cause;
    int error;
    int off_hook;                       /* the modem may still hold the line */
    const char *text;
} failures[] =
{
    { RESPONSE_BUSY,        MODEM_CAUSE_BUSY,        -EBUSY,       0, "the number is busy" },
    { RESPONSE_NO_ANSWER,   MODEM_CAUSE_NO_ANSWER,   -ENOTCONN,    0, "nobody answered" },
    { RESPONSE_NO_CARRIER,  MODEM_CAUSE_NO_CARRIER,  -ENOTCONN,    0, "no modem answered at the other end" },
    { RESPONSE_NO_DIALTONE, MODEM_CAUSE_NO_DIALTONE, -ENOTCONN,    0, "there is no dial tone. Check the telephone cable, or dial without waiting for it" },
    { RESPONSE_BLACKLISTED, MODEM_CAUSE_BLACKLISTED, -ENOTCONN,    0, "the modem refuses this number after too many failed calls. Switch it off and on" },
    { RESPONSE_DELAYED,     MODEM_CAUSE_DELAYED,     -ENOTCONN,    0, "the modem refuses this number for a while after failed calls. Try again later" },
    { RESPONSE_VOICE,       MODEM_CAUSE_VOICE,       -ENOTCONN,    1, "a person answered, not a modem" },
    { RESPONSE_FAX,         MODEM_CAUSE_FAX,         -ENOTCONN,    1, "a fax machine answered" },
    { RESPONSE_ERROR,       MODEM_CAUSE_ERROR,       -EPROTO,      0, "the modem refuses the command" },
    { RESPONSE_OK,          MODEM_CAUSE_ERROR,       -EPROTO,      1, "the modem answered OK where a result of the call was due. Check the modem type" },
    { RESPONSE_UNKNOWN,     MODEM_CAUSE_TIMEOUT,     -ETIMEDOUT,   1, "the modem gave no result in time" },
};

void call_failed( struct modem *modem, enum response_class class )
{
    const int voice = modem->voice.active;
    struct modem_event *event;
    int off_hook;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(failures) - 1 && failures[i].class != class; i++) ;
    engine_reason( modem, failures[i].error, "%s", failures[i].text );

    /* in voice mode the modem holds the line until it is told */
    off_hook = failures[i].off_hook || voice;
    if (off_hook)
    {
        modem->in_call = 0;
        /* the dial command has its result: nothing goes on that would have to be broken off */
        if (!voice && class != RESPONSE_UNKNOWN) engine_set_phase( modem, PHASE_OFF_HOOK, 0 );
        hangup_start( modem );
    }
    else engine_set_phase( modem, PHASE_SCRIPT, 0 );

    event = engine_post_failure( modem, MODEM_EVENT_CALL_FAILED, failures[i].error );
    event->cause = failures[i].cause;
    event->voice = (uint32_t)voice;
    if (class != RESPONSE_UNKNOWN) memcpy( event->text, modem->text, sizeof(event->text) );
    engine_complete( modem, COMMAND_DIAL, failures[i].error );
    engine_complete( modem, COMMAND_ANSWER, failures[i].error );
    if (!off_hook) engine_start_init( modem );
}

void call_timeout( struct modem *modem )
{
    call_failed( modem, RESPONSE_UNKNOWN );
}

void call_dial_next( struct modem *modem )
{
    struct dial_part part;
    char command[MODEM_DIAL_STRING_MAX + 64];
    unsigned int time, setup;
    const char *mode;
    int last;

    modem->digits_left = dial_next_part( modem->config, modem->digits_left, &part );
    last = !part.more;
    if (modem->voice.active && (modem->config->voice_profile & VOICE_PROFILE_DIAL_SUFFIX)) part.more = 1;
    if (dial_command( modem->config, &part, modem->dial_first ? modem->dial_blind : "", modem->dial_pulse, command, sizeof(command) ) < 0)
    {
        call_failed( modem, RESPONSE_ERROR );
        return;
    }
    time = dial_extra_time( modem->config, part.digits, modem->dial_pulse );
    /* T and P hold for the rest of the number */
    for (mode = part.digits; *mode; mode++) if (*mode == 'T' || *mode == 'P') modem->dial_pulse = *mode == 'P';

    if (!last) time += engine_timing( modem, TIMING_PART_TIMEOUT );
    else
    {
        /* the modem's own S7 should end the call first: its result says more than our time-out */
        setup = config_setting( modem->config, SETTING_CALL_SETUP_FAIL_TIMER ) ? modem->settings.call_setup_timeout : 0;
        setup = setup ? setup * 1000 + 10000 : 0;
        time += setup > engine_timing( modem, TIMING_DIAL_TIMEOUT ) ? setup : engine_timing( modem, TIMING_DIAL_TIMEOUT );
    }
    modem->dial_time = host_now();
    engine_set_phase( modem, !last ? PHASE_DIALLING : modem->voice.active ? PHASE_VOICE_CALLING : PHASE_CALLING, time );
    if (modem->dial_first) log_note( modem, "Dialing." );
    engine_send( modem, command );
    if (modem->dial_first) engine_post( modem, MODEM_EVENT_DIALING );
    modem->dial_first = 0;
    if (!last) return;
    engine_post( modem, MODEM_EVENT_PROCEEDING );
    engine_complete( modem, COMMAND_DIAL, 0 );
}

void call_reset_link( struct modem *modem )
{
    memset( &modem->link, 0, sizeof(modem->link) );
    modem->carrier_seen = 0;
    if (port_has_lines( modem->port )) port_lines_seen( modem->port );
}

void call_connected( struct modem *modem )
{
    struct modem_event *event;

    if (engine_update_lines( modem ) < 0) return;
    modem->app_data = 1;
    log_session_begin( modem );
    engine_set_phase( modem, PHASE_CONNECTED, 0 );
    modem->line_poll = host_now() + engine_timing( modem, TIMING_LINE_POLL );
    if (!modem->link.dte_rate) modem->link.dte_rate = modem->settings.baud;

    event = engine_post( modem, MODEM_EVENT_CONNECTED );
    event->dte_rate = modem->link.dte_rate;
    event->dce_rate = modem->link.dce_rate;
    event->dce_rate_receive = modem->link.dce_rate_receive;
    event->options = modem->link.options;
    event->protocol = modem->link.protocol;
    event->compression = modem->link.compression;
    memcpy( event->text, modem->text, sizeof(event->text) );
    engine_complete( modem, COMMAND_DIAL, 0 );
    engine_complete( modem, COMMAND_ANSWER, 0 );
    engine_handle_lines( modem );
}

enum config_list call_answer_list( uint32_t mode )
{
    return mode == MODEM_ANSWER_FAX ? LIST_FAX_ANSWER : mode == MODEM_ANSWER_ADAPTIVE ? LIST_ADAPTIVE_ANSWER : LIST_ANSWER;
}

/* The line whose result decided the call is over, with all of its line end. */
void call_line_ended( struct modem *modem )
{
    if (modem->line_end == RESPONSE_FAX) call_media_detected( modem, MODEM_ANSWER_FAX );
    else if (modem->line_end == RESPONSE_OK) call_hand_over( modem, MODEM_ANSWER_FAX );
    else call_connected( modem );
}

/* An adaptive answer has found out who calls. */
void call_media_detected( struct modem *modem, uint32_t media )
{
    const int fax = media == MODEM_ANSWER_FAX;
    const char *command = modem->config->texts[fax ? TEXT_FAX_COMMAND : TEXT_DATA_COMMAND];
    const uint32_t speed = fax ? modem->config->fax_speed : modem->config->data_speed;
    struct modem_settings settings = modem->settings;
    struct modem_event *event;

    if (speed)
    {
        settings.baud = speed;
        if (engine_configure_port( modem, &settings ) < 0)
        {
            call_failed( modem, RESPONSE_ERROR );
            return;
        }
    }
    event = engine_post( modem, MODEM_EVENT_MEDIA );
    event->media = media;
    memcpy( event->text, modem->text, sizeof(event->text) );
    if (command) engine_send( modem, command );
    if (fax) call_hand_over( modem, media );
    else modem->answer_mode = MODEM_ANSWER_DATA;
}

/* From here on the modem is the program's: nothing that follows the line just read was taken. */
void call_hand_over( struct modem *modem, uint32_t media )
{
    struct modem_event *event;

    modem->app_data = 1;
    engine_set_phase( modem, PHASE_PASSTHROUGH, 0 );
    event = engine_post( modem, MODEM_EVENT_PASSTHROUGH );
    event->on = 1;
    event->media = media;
    memcpy( event->text, modem->text, sizeof(event->text) );
    engine_complete( modem, COMMAND_ANSWER, 0 );
}

/* A fax modem is set up, and said OK: the program answers by itself, in its own time. The end of that line is not its business. */
void call_hand_over_fax( struct modem *modem )
{
    if (!modem->reader.lf_follows)
    {
        call_hand_over( modem, MODEM_ANSWER_FAX );
        return;
    }
    modem->line_end = RESPONSE_OK;
    engine_set_phase( modem, PHASE_CONNECT_LF, engine_timing( modem, TIMING_CONNECT_GAP ) );
}

void call_send_answer( struct modem *modem )
{
    const char *commands[64];
    size_t count = config_commands( modem->config, call_answer_list( modem->answer_mode ), commands, 64 );

    if (modem->answer_mode == MODEM_ANSWER_FAX)
    {
        call_hand_over_fax( modem );
        return;
    }
    engine_set_phase( modem, PHASE_ANSWERING, engine_timing( modem, TIMING_ANSWER_TIMEOUT ) );
    engine_send( modem, count ? commands[count - 1] : "ATA\r" );
}

void call_answer_failed( struct modem *modem, int error )
{
    call_failed( modem, error == -ETIMEDOUT ? RESPONSE_UNKNOWN : RESPONSE_ERROR );
}

void call_carrier_lost( struct modem *modem )
{
    engine_set_phase( modem, PHASE_CARRIER_GONE, 0 );
    engine_post( modem, MODEM_EVENT_CARRIER_LOST );
}

/* The dial command has ended: what rings can be answered. */
void call_glare_over( struct modem *modem )
{
    engine_set_phase( modem, PHASE_RINGING, engine_timing( modem, TIMING_RING_TIMEOUT ) );
}

/* Any byte ends the dial command of a modem that goes on with it (V.250 5.6.1). */
void call_glare_timeout( struct modem *modem )
{
    if (modem->glare_aborted)
    {
        call_glare_over( modem );
        return;
    }
    modem->glare_aborted = 1;
    engine_set_phase( modem, PHASE_GLARE, engine_timing( modem, TIMING_GLARE_ABORT ) );
    engine_send( modem, "\r" );
}
