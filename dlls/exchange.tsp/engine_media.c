/*
 * Digits, tones and media: what one party sends the others of the conversation hear.
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

#include <stdlib.h>
#include <string.h>

#include "engine_private.h"

#define DIGIT_GAP  50       /* ms between generated digits */

/* ---- who hears what a call sends ---- */

typedef void (*heard)( struct call *listener, const void *what );

/* call: a party in CONFERENCED of that conference, or the conference itself; everybody but that one hears. */
static void tell_conference( struct call *conference, const struct call *speaker, heard func, const void *what )
{
    struct call *call, *next;

    if (conference->state != LINECALLSTATE_CONNECTED) return;
    if (speaker != conference) func( conference, what );
    for (call = conference->address->calls; call; call = next)
    {
        next = call->next;
        if (call->conference != conference) continue;
        if (call == speaker) func( call, what );
        else if (call->peer && call->peer->state == LINECALLSTATE_CONNECTED) func( call->peer, what );
    }
}

static void tell_listeners( struct call *call, heard func, const void *what )
{
    struct call *peer = call->peer;

    if (call->kind == KIND_CONFERENCE)
    {
        tell_conference( call, call, func, what );
        return;
    }
    if (!peer || !(call_talks( call ))) return;
    if (peer->conference) tell_conference( peer->conference, peer, func, what );
    else if (peer->state == LINECALLSTATE_CONNECTED) func( peer, what );
}

/* ---- media control ---- */

static void act( struct call *call, uint32_t control )
{
    struct media_stream *stream = &call->stream;

    if (control == LINEMEDIACONTROL_NONE) return;
    switch (control)
    {
    case LINEMEDIACONTROL_START: stream->running = 1; break;
    case LINEMEDIACONTROL_RESET: stream->running = 0; break;
    case LINEMEDIACONTROL_PAUSE: stream->running = 2; break;
    case LINEMEDIACONTROL_RESUME: stream->running = 1; break;
    case LINEMEDIACONTROL_RATEUP: stream->rate++; break;
    case LINEMEDIACONTROL_RATEDOWN: stream->rate--; break;
    case LINEMEDIACONTROL_RATENORMAL: stream->rate = 0; break;
    case LINEMEDIACONTROL_VOLUMEUP: stream->volume++; break;
    case LINEMEDIACONTROL_VOLUMEDOWN: stream->volume--; break;
    case LINEMEDIACONTROL_VOLUMENORMAL: stream->volume = 0; break;
    default: return;
    }
    stream->actions++;
    call_info( call, LINECALLINFOSTATE_DEVSPECIFIC );
}

void media_state( struct call *call )
{
    uint32_t i;

    for (i = 0; i < call->control->state_count; i++)
        if (call->control->states[i].match & call->state) act( call, call->control->states[i].control );
}

int32_t call_media_control( struct call *call, const struct media_control *control )
{
    struct media_control *copy = NULL;

    if (control && !(copy = malloc( sizeof(*copy) ))) return LINEERR_NOMEM;
    if (control) *copy = *control;
    free( call->control );
    call->control = copy;
    return 0;
}

/* ---- digits ---- */

struct digit
{
    char     digit;
    uint32_t mode;
};

static void gather_ended( struct call *call, uint32_t reason )
{
    struct gather *gather = &call->gather;
    uint32_t i;

    if (!gather->active) return;
    gather->active = false;
    timer_stop( call->x, &gather->timer );
    if (gather->user_buffer)
    {
        for (i = 0; i < gather->count; i++) gather->user_buffer[i] = (unsigned char)gather->digits[i];
        if (gather->count < gather->wanted) gather->user_buffer[gather->count] = 0;
    }
    gather->user_buffer = NULL;
    call_event( call, LINE_GATHERDIGITS, reason, gather->id, (uint32_t)call->x->now );
}

static void gather_timeout( struct exchange *x, void *arg )
{
    struct call *call = arg;

    gather_ended( call, call->gather.count ? LINEGATHERTERM_INTERTIMEOUT : LINEGATHERTERM_FIRSTTIMEOUT );
}

static void gather_digit( struct call *call, const struct digit *digit )
{
    struct gather *gather = &call->gather;

    if (!gather->active || !(gather->modes & digit->mode)) return;
    gather->digits[gather->count++] = digit->digit;
    if (strchr( gather->terminators, digit->digit )) gather_ended( call, LINEGATHERTERM_TERMDIGIT );
    else if (gather->count >= gather->wanted) gather_ended( call, LINEGATHERTERM_BUFFERFULL );
    else if (gather->inter_timeout) timer_set( call->x, &gather->timer, gather->inter_timeout, gather_timeout, call );
    else timer_stop( call->x, &gather->timer );
}

static void hear_digit( struct call *call, const void *what )
{
    const struct digit *digit = what;
    uint32_t i;

    if (!call->address)
    {
        service_digit( call, digit->digit, digit->mode );
        return;
    }
    if (call->monitor_digits & digit->mode)
        call_event( call, LINE_MONITORDIGITS, (unsigned char)digit->digit, digit->mode, (uint32_t)call->x->now );
    gather_digit( call, digit );
    for (i = 0; call->control && i < call->control->digit_count; i++)
        if ((char)call->control->digits[i].match == digit->digit && call->control->digits[i].modes & digit->mode)
            act( call, call->control->digits[i].control );
}

/* this side sends a digit */
static void media_digit_from( struct call *call, char digit, uint32_t mode )
{
    struct digit heard = { digit, mode };

    tell_listeners( call, hear_digit, &heard );
}

int32_t call_monitor_digits( struct call *call, uint32_t modes )
{
    if (modes & ~(LINEDIGITMODE_PULSE | LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND)) return LINEERR_INVALDIGITMODE;
    if (call->state & STATES_OVER && modes) return LINEERR_INVALCALLSTATE;
    call->monitor_digits = modes;
    return 0;
}

void call_gather_cancel( struct call *call )
{
    gather_ended( call, LINEGATHERTERM_CANCEL );
}

int32_t call_gather( struct call *call, uint32_t id, uint32_t modes, uint16_t *buffer, uint32_t count, const char *terminators,
                     uint32_t first_timeout, uint32_t inter_timeout )
{
    struct gather *gather = &call->gather;

    if (!modes || modes & ~(LINEDIGITMODE_PULSE | LINEDIGITMODE_DTMF)) return LINEERR_INVALDIGITMODE;
    if (!count) return LINEERR_INVALPARAM;
    if (count > MAX_GATHER) count = MAX_GATHER;
    if (terminators && (strlen( terminators ) >= sizeof(gather->terminators) || strspn( terminators, "0123456789ABCD*#" ) != strlen( terminators )))
        return LINEERR_INVALDIGITS;
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    call_gather_cancel( call );
    memset( gather, 0, sizeof(*gather) );
    gather->active = true;
    gather->id = id;
    gather->modes = modes;
    gather->user_buffer = buffer;
    gather->wanted = count;
    gather->inter_timeout = inter_timeout;
    if (terminators) memcpy( gather->terminators, terminators, strlen( terminators ) );
    if (first_timeout) timer_set( call->x, &gather->timer, first_timeout, gather_timeout, call );
    return 0;
}

/* ---- generating ---- */

static void generate_ended( struct call *call, uint32_t reason )
{
    struct generate *generate = &call->generate;

    if (!generate->active) return;
    generate->active = false;
    timer_stop( call->x, &generate->timer );
    call_event( call, LINE_GENERATE, reason, generate->id, (uint32_t)call->x->now );
}

void call_generate_cancel( struct call *call )
{
    generate_ended( call, LINEGENERATETERM_CANCEL );
}

static void next_digit( struct exchange *x, void *arg );

static void digit_over( struct exchange *x, void *arg )
{
    struct call *call = arg;
    struct generate *generate = &call->generate;
    char digit = generate->digits[generate->next++];
    uint32_t handle = call->handle;

    if (generate->mode == LINEDIGITMODE_DTMF && digit != ',' && digit != '!') media_digit_from( call, digit, LINEDIGITMODE_DTMFEND );
    if (exchange_call( x, handle ) != call || !generate->active) return;
    if (generate->digits[generate->next]) timer_set( x, &generate->timer, DIGIT_GAP, next_digit, call );
    else generate_ended( call, LINEGENERATETERM_DONE );
}

static void next_digit( struct exchange *x, void *arg )
{
    struct call *call = arg;
    struct generate *generate = &call->generate;
    char digit = generate->digits[generate->next];
    uint32_t handle = call->handle;

    if (digit != ',' && digit != '!') media_digit_from( call, digit, generate->mode );
    /* who hears a digit may end the call */
    if (exchange_call( x, handle ) != call) return;
    if (generate->active) timer_set( x, &generate->timer, generate->duration, digit_over, call );
}

static bool can_generate( const struct call *call )
{
    return call->state == LINECALLSTATE_CONNECTED || call_talks( call );
}

int32_t call_generate_digits( struct call *call, uint32_t id, uint32_t mode, const char *digits, uint32_t duration )
{
    struct generate *generate = &call->generate;
    size_t length = strlen( digits );

    if (mode != LINEDIGITMODE_PULSE && mode != LINEDIGITMODE_DTMF) return LINEERR_INVALDIGITMODE;
    if (!length || length > MAX_GENERATE) return LINEERR_INVALDIGITS;
    if (strspn( digits, mode == LINEDIGITMODE_DTMF ? "0123456789ABCD*#,!" : "0123456789,!" ) != length) return LINEERR_INVALDIGITS;
    if (!can_generate( call )) return LINEERR_INVALCALLSTATE;
    call_generate_cancel( call );
    memset( generate, 0, sizeof(*generate) );
    generate->active = true;
    generate->id = id;
    generate->mode = mode;
    generate->duration = duration ? duration : call->x->config.digit_ms;
    memcpy( generate->digits, digits, length );
    timer_set( call->x, &generate->timer, 0, next_digit, call );
    return 0;
}

struct tone
{
    const uint32_t *frequencies;
    uint32_t        count;
    uint32_t        duration;
};

static bool same_frequencies( const uint32_t *wanted, const struct tone *tone )
{
    uint32_t i, j, count = 0;

    for (i = 0; i < 3; i++)
    {
        if (!wanted[i]) continue;
        count++;
        for (j = 0; j < tone->count && tone->frequencies[j] != wanted[i]; j++) {}
        if (j == tone->count) return false;
    }
    return count && count == tone->count;
}

static void hear_tone( struct call *call, const void *what )
{
    const struct tone *tone = what;
    uint32_t i;

    for (i = 0; i < call->tone_count; i++)
    {
        const struct monitor_tone *wanted = &call->tones[i];

        if (same_frequencies( wanted->frequencies, tone ) && (!tone->duration || wanted->duration <= tone->duration))
            call_event( call, LINE_MONITORTONE, wanted->app_specific, call->tone_list, (uint32_t)call->x->now );
    }
    for (i = 0; call->control && i < call->control->tone_count; i++)
    {
        const struct media_action *action = &call->control->tones[i];

        if (same_frequencies( action->frequencies, tone ) && (!tone->duration || action->duration <= tone->duration)) act( call, action->control );
    }
}

static void media_tone_from( struct call *call, const uint32_t *frequencies, uint32_t count, uint32_t duration )
{
    struct tone heard = { frequencies, count, duration };

    tell_listeners( call, hear_tone, &heard );
}

static void tone_over( struct exchange *x, void *arg )
{
    struct call *call = arg;
    struct generate *generate = &call->generate;

    media_tone_from( call, generate->frequencies, generate->tone_count, generate->duration );
    generate_ended( call, LINEGENERATETERM_DONE );
}

int32_t call_generate_tone( struct call *call, uint32_t id, uint32_t mode, uint32_t duration, const uint32_t *frequencies, uint32_t count )
{
    static const struct { uint32_t mode, count, frequencies[3]; } standard[] =
    {
        { LINETONEMODE_RINGBACK, 2, { 440, 480 } },
        { LINETONEMODE_BUSY, 2, { 480, 620 } },
        { LINETONEMODE_BEEP, 1, { 1400 } },
        { LINETONEMODE_BILLING, 2, { 941, 1477 } },
    };
    struct generate *generate = &call->generate;
    uint32_t i;

    if (mode == LINETONEMODE_CUSTOM)
    {
        if (!count || count > 3) return LINEERR_INVALTONE;
        for (i = 0; i < count; i++) if (!frequencies[i] || frequencies[i] > 4000) return LINEERR_INVALTONE;
    }
    else
    {
        for (i = 0; i < ARRAY_COUNT( standard ) && standard[i].mode != mode; i++) {}
        if (i == ARRAY_COUNT( standard )) return LINEERR_INVALTONEMODE;
        frequencies = standard[i].frequencies;
        count = standard[i].count;
    }
    if (!can_generate( call )) return LINEERR_INVALCALLSTATE;
    call_generate_cancel( call );
    memset( generate, 0, sizeof(*generate) );
    generate->active = true;
    generate->id = id;
    generate->tone_mode = mode;
    generate->tone_count = count;
    generate->duration = duration;
    memcpy( generate->frequencies, frequencies, count * sizeof(*frequencies) );
    /* one without an end is heard at once, the others when they have lasted */
    if (duration) timer_set( call->x, &generate->timer, duration, tone_over, call );
    else media_tone_from( call, generate->frequencies, count, 0 );
    return 0;
}

int32_t call_monitor_tones( struct call *call, uint32_t list, const struct monitor_tone *tones, uint32_t count )
{
    if (count > MAX_TONES) return LINEERR_INVALTONELIST;
    if (call->state & STATES_OVER && count) return LINEERR_INVALCALLSTATE;
    if (count) memcpy( call->tones, tones, count * sizeof(*tones) );
    call->tone_count = count;
    call->tone_list = list;
    return 0;
}

/* ---- media ---- */

static void hear_media( struct call *call, const void *what )
{
    uint32_t mode = *(const uint32_t *)what, i;

    if (call->monitor_media & mode) call_event( call, LINE_MONITORMEDIA, mode, 0, (uint32_t)call->x->now );
    for (i = 0; call->control && i < call->control->media_count; i++)
        if (call->control->media[i].match & mode) act( call, call->control->media[i].control );
}

void media_mode_from( struct call *call )
{
    tell_listeners( call, hear_media, &call->media_mode );
}

void media_connected( struct call *call )
{
    if (call->peer) hear_media( call, &call->peer->media_mode );
}

int32_t call_monitor_media( struct call *call, uint32_t modes )
{
    if (modes & ~EXCHANGE_MEDIA_MODES) return LINEERR_INVALMEDIAMODE;
    if (call->state & STATES_OVER && modes) return LINEERR_INVALCALLSTATE;
    call->monitor_media = modes;
    if (modes && call->peer && call_talks( call )) hear_media( call, &call->peer->media_mode );
    return 0;
}

void media_stopped( struct call *call, uint32_t reason )
{
    gather_ended( call, reason );
    call_generate_cancel( call );
    call->monitor_digits = call->monitor_media = call->tone_count = 0;
}
