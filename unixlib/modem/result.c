/*
 * What the answers of a modem mean in each phase.
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
#define R(class) (1u << RESPONSE_##class)

static void on_script_ok( struct modem *modem, const struct response *response )
{
    (void)response;
    script_ok( modem );
}

static void on_script_error( struct modem *modem, const struct response *response )
{
    (void)response;
    script_error( modem );
}

static void on_script_interrupted( struct modem *modem, const struct response *response )
{
    (void)response;
    script_interrupted( modem );
}

static void on_hook_already( struct modem *modem, const struct response *response )
{
    (void)response;
    script_ok( modem );
}

static void on_early_ring( struct modem *modem, const struct response *response )
{
    modem->pending_ring = 1;
    modem->pending_ring_mode = response->ring_mode ? response->ring_mode : modem->bursts;
    modem->bursts = 0;
    modem->cadence_deadline = 0;
}

static void on_ring( struct modem *modem, const struct response *response )
{
    call_take_ring( modem, response->ring_mode );
}

static void on_part_ok( struct modem *modem, const struct response *response )
{
    (void)response;
    if (*modem->digits_left)
    {
        call_dial_next( modem );
        return;
    }
    engine_set_phase( modem, PHASE_OFF_HOOK, 0 );
    engine_post( modem, MODEM_EVENT_DIALED );
    engine_complete( modem, COMMAND_DIAL, 0 );
}

static void on_call_failed( struct modem *modem, const struct response *response )
{
    call_failed( modem, response->class );
}

/* A person answered, says a modem that has voice. */
static void on_person( struct modem *modem, const struct response *response )
{
    (void)response;
    call_failed( modem, RESPONSE_VOICE );
}

static void on_calling_ok( struct modem *modem, const struct response *response )
{
    /* a slow modem's answer to a try of long ago */
    if (modem->late) modem->late--;
    else call_failed( modem, response->class );
}

/* The rest of a line end must not reach the application. */
static void wait_for_lf( struct modem *modem, enum response_class class )
{
    modem->line_end = class;
    if (modem->reader.lf_follows) engine_set_phase( modem, PHASE_CONNECT_LF, engine_timing( modem, TIMING_CONNECT_GAP ) );
    else call_line_ended( modem );
}

static void on_connect( struct modem *modem, const struct response *response )
{
    wait_for_lf( modem, response->class );
}

/* DATA or FAX of an adaptive answer; anybody else's FAX is a failure. */
static void on_media( struct modem *modem, const struct response *response )
{
    if (modem->answer_mode == MODEM_ANSWER_DATA)
    {
        if (response->class == RESPONSE_FAX) call_failed( modem, response->class );
        return;
    }
    /* what follows a data answer is ours to read */
    if (response->class == RESPONSE_DATA) call_media_detected( modem, MODEM_ANSWER_DATA );
    else wait_for_lf( modem, response->class );
}

static void on_text( struct modem *modem, const struct response *response )
{
    (void)response;
    /* an echo of something older */
    if (!strncasecmp( modem->text, "AT", 2 )) return;
    memcpy( engine_post( modem, MODEM_EVENT_TEXT )->text, modem->text, sizeof(modem->text) );
}

static void on_cadence( struct modem *modem, const struct response *response )
{
    call_take_cadence( modem, response->ringing, response->tenths );
}

/* A number that no table knows while a call is being made: the carrier says what it means. */
static void on_unknown_result( struct modem *modem, const struct response *response )
{
    on_text( modem, response );
    if (strspn( modem->text, "0123456789" ) != strlen( modem->text ) || !port_has_lines( modem->port )) return;
    if (engine_update_lines( modem ) < 0 || !(modem->lines & PORT_LINE_DCD)) return;
    wait_for_lf( modem, RESPONSE_CONNECT );
}

static void on_ring_while_dialling( struct modem *modem, const struct response *response )
{
    struct modem_event *event;

    if (host_now() - modem->dial_time > engine_timing( modem, TIMING_GLARE ))
    {
        /* old modems say RING for the ring-back tone */
        engine_post( modem, MODEM_EVENT_RINGBACK );
        return;
    }
    engine_reason( modem, -EAGAIN, "somebody called just then" );
    modem->glare_aborted = 0;
    engine_set_phase( modem, PHASE_GLARE, engine_timing( modem, TIMING_GLARE_RESULT ) );
    event = engine_post_failure( modem, MODEM_EVENT_CALL_FAILED, -EAGAIN );
    event->cause = MODEM_CAUSE_GLARE;
    engine_complete( modem, COMMAND_DIAL, -EAGAIN );
    call_begin_incoming( modem );
    call_post_ring( modem, response->ring_mode );
}

static void on_glare_result( struct modem *modem, const struct response *response )
{
    (void)response;
    call_glare_over( modem );
}

static void on_ringback( struct modem *modem, const struct response *response )
{
    engine_post( modem, response->class == RESPONSE_DIALTONE ? MODEM_EVENT_DIALTONE : MODEM_EVENT_RINGBACK );
}

static void on_abort_result( struct modem *modem, const struct response *response )
{
    (void)response;
    hangup_abort_result( modem );
}

static void on_escaped( struct modem *modem, const struct response *response )
{
    (void)response;
    hangup_escaped( modem );
}

static void on_carrier_lost( struct modem *modem, const struct response *response )
{
    (void)response;
    call_carrier_lost( modem );
}

static void on_off_hook_end( struct modem *modem, const struct response *response )
{
    call_failed( modem, response->class );
}

static void on_caller_id( struct modem *modem, const struct response *response )
{
    const int64_t now = host_now();

    (void)response;
    modem->caller_time = now;
    if (modem->phase == PHASE_RINGING || modem->phase == PHASE_GLARE)
        modem->caller_deadline = now + engine_timing( modem, TIMING_CALLER_ID_DELAY );
}

static void on_voice_connected( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_connected( modem );
}

static void on_voice_started( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_stream_started( modem );
}

static void on_voice_refused( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_start_refused( modem );
}

static void on_voice_stopped( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_stream_stopped( modem );
}

static void on_voice_aborted( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_aborted( modem );
}

/* Said in words by modems that have no codes for it. */
static void on_voice_signal( struct modem *modem, const struct response *response )
{
    voice_post_tone( modem, response->class == RESPONSE_RING ? MODEM_TONE_RING : MODEM_TONE_CALL_WAITING );
}

static void on_voice_line_gone( struct modem *modem, const struct response *response )
{
    (void)response;
    voice_line_gone( modem );
}

#define FAILURES (R(ERROR) | R(NO_CARRIER) | R(NO_DIALTONE) | R(BUSY) | R(NO_ANSWER) | R(BLACKLISTED) | R(DELAYED) | R(VOICE) | R(FAX))
#define SCRIPTS  (P(SCRIPT) | P(ANSWER_SCRIPT) | P(HANGUP_SCRIPT))
#define VOICE_SCRIPTS (P(VOICE_DIAL_SCRIPT) | P(VOICE_ANSWER_SCRIPT) | P(VOICE_SCRIPT))
#define TALKING  (SCRIPTS | PHASES_VOICE | P(OPENING) | P(IDLE) | P(RINGING) | P(GLARE) | P(DIALLING) | P(CALLING) | P(OFF_HOOK) | P(ANSWERING))

/* The first row that names the phase and the response holds; what no row names is of no interest. */
static const struct
{
    uint64_t phases;
    uint32_t responses;
    void (*action)( struct modem *modem, const struct response *response );
} transitions[] =
{
    { VOICE_SCRIPTS,               R(OK) | R(VCON),              on_script_ok },
    { VOICE_SCRIPTS,               R(ERROR),                     on_script_error },
    { P(VOICE_CALLING) | P(VOICE_ANSWERING), R(OK) | R(VCON) | R(VOICE) | R(CONNECT), on_voice_connected },
    { P(VOICE_STARTING),           R(CONNECT),                   on_voice_started },
    { P(VOICE_STARTING),           R(ERROR),                     on_voice_refused },
    { P(VOICE_STREAM) | P(VOICE_DRAINING) | P(VOICE_STOPPING), R(OK) | R(VCON) | R(ERROR), on_voice_stopped },
    { P(VOICE_ABORT),              R(OK) | R(VCON) | FAILURES,   on_voice_aborted },
    { P(VOICE_DIAL_SCRIPT) | P(VOICE_ANSWER_SCRIPT), R(NO_CARRIER) | R(BUSY) | R(NO_DIALTONE) | R(NO_ANSWER), on_script_interrupted },
    { PHASES_VOICE_CALL,           R(NO_CARRIER) | R(BUSY) | R(NO_DIALTONE) | R(NO_ANSWER), on_voice_line_gone },
    { PHASES_VOICE_CALL,           R(RING) | R(CALL_WAITING),    on_voice_signal },
    { P(VOICE_CALLING) | P(VOICE_ANSWERING), FAILURES,           on_call_failed },
    { P(VOICE_CALLING),            R(RINGBACK) | R(DIALTONE),    on_ringback },
    { P(VOICE_CALLING),            R(RING),                      on_ring_while_dialling },
    { SCRIPTS,                     R(OK),                        on_script_ok },
    { SCRIPTS,                     R(ERROR),                     on_script_error },
    { P(HANGUP_SCRIPT),            R(NO_CARRIER),                on_hook_already },
    { P(SCRIPT) | P(ANSWER_SCRIPT), R(NO_CARRIER) | R(BUSY) | R(NO_DIALTONE) | R(NO_ANSWER), on_script_interrupted },
    { P(SCRIPT) | P(OPENING),      R(RING),                      on_early_ring },
    { P(IDLE) | P(RINGING),        R(RING),                      on_ring },
    { P(GLARE),                    R(RING),                      on_ring },
    { P(GLARE),                    R(OK) | FAILURES,             on_glare_result },
    { P(DIALLING) | P(CALLING),    R(RING),                      on_ring_while_dialling },
    { P(DIALLING),                 R(OK),                        on_part_ok },
    { P(CALLING),                  R(OK),                        on_calling_ok },
    { P(ANSWERING),                R(FAX) | R(DATA),             on_media },
    { P(DIALLING) | P(CALLING) | P(ANSWERING), FAILURES,         on_call_failed },
    { P(DIALLING) | P(CALLING) | P(ANSWERING), R(VCON),          on_person },
    { P(CALLING) | P(ANSWERING),   R(CONNECT),                   on_connect },
    { P(DIALLING) | P(CALLING),    R(RINGBACK) | R(DIALTONE),    on_ringback },
    { P(OFF_HOOK),                 R(NO_CARRIER) | R(BUSY) | R(NO_DIALTONE), on_off_hook_end },
    { P(ABORT),                    R(OK) | FAILURES,             on_abort_result },
    { P(ESCAPE),                   R(OK) | R(ERROR) | R(NO_CARRIER), on_escaped },
    { P(CONNECTED),                R(NO_CARRIER),                on_carrier_lost },
    { TALKING,                     R(CALLER_ID),                 on_caller_id },
    { P(IDLE) | P(RINGING) | P(SCRIPT) | P(OPENING), R(CADENCE), on_cadence },
    { P(CALLING) | P(ANSWERING),   R(UNKNOWN),                   on_unknown_result },
    { TALKING,                     R(UNKNOWN) | R(CALL_WAITING), on_text },
};

/* The description may have its own words for who calls. */
static void recognise_media( const struct modem *modem, const char *line, struct response *response )
{
    static const struct { enum config_text text; enum response_class class; } words[] =
    {
        { TEXT_FAX_DETECT, RESPONSE_FAX }, { TEXT_DATA_DETECT, RESPONSE_DATA },
    };
    size_t i;

    if (modem->answer_mode != MODEM_ANSWER_ADAPTIVE) return;
    for (i = 0; i < ARRAY_SIZE(words); i++)
        if (modem->config->texts[words[i].text] && !strcasecmp( line, modem->config->texts[words[i].text] )) response->class = words[i].class;
}

void result_handle_line( struct modem *modem, const char *line )
{
    struct response response;
    size_t i, len = strlen( modem->sent );

    if (len && !strncasecmp( line, modem->sent, len ))
    {
        line += len;
        line += strspn( line, " " );
        log_echo( modem, modem->sent );
        if (!*line) return;
    }
    snprintf( modem->text, sizeof(modem->text), "%s", line );
    response_parse( modem->config, line, &response, &modem->link, &modem->caller );
    log_line( modem, line, response.class );
    if (modem->phase == PHASE_ANSWERING) recognise_media( modem, line, &response );
    if (response.class != RESPONSE_UNKNOWN) modem->noise = 0;
    if (response.with_caller) modem->caller_time = host_now();
    for (i = 0; i < ARRAY_SIZE(transitions); i++)
    {
        if (!in_phases( modem, transitions[i].phases ) || !(transitions[i].responses & (1u << response.class))) continue;
        transitions[i].action( modem, &response );
        return;
    }
}
