/*
 * Voice calls: samples and signals, to and from the modem.
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
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MS_SAMPLES     (CODEC_RATE / 1000)
#define TICK_MS        10
#define FLOOR          (8 * MS_SAMPLES)     /* the modem never has less, whatever programs do: what a late turn may take */
#define PIECE_MAX      (40 * MS_SAMPLES)    /* sent in one turn at most */
#define LEAD_MAX       (200 * MS_SAMPLES)
#define STEP           (10 * MS_SAMPLES)
#define IDLE_MS        200                  /* a program that delivers nothing for this long has nothing to play */
#define BACKLOG_MS     1000                 /* how long samples must have waited before silence among them is left out */
#define BACKLOG_SPARE  (12 * MS_SAMPLES)     /* the sound server delivers every 10 ms */
#define DRIFT_MS       4000                 /* the line's clock is looked at this often */
#define DRIFT_STEP     (5 * MS_SAMPLES)     /* no two clocks part faster than this */
#define DRAIN_MAX      (30 * 1000 * MS_SAMPLES)
#define DUPLEX_TAIL    200                  /* ms that a modem has samples before it says them, at most */

static int is_playing( const struct voice *voice )
{
    return (voice->running & MODEM_VOICE_PLAY) != 0;
}

static int is_recording( const struct voice *voice )
{
    return (voice->running & MODEM_VOICE_RECORD) != 0;
}

/* ---- to the modem ---- */

static void flush_tx( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    ssize_t ret;

    /* commands go first; a lost port shows itself to poll() */
    if (!voice->tx_len || modem->out_len || (ret = port_write( modem->port, voice->tx, voice->tx_len )) <= 0) return;
    voice->tx_len -= (size_t)ret;
    memmove( voice->tx, voice->tx + ret, voice->tx_len );
}

static void add_raw( struct voice *voice, const char *bytes )
{
    size_t len = strlen( bytes );

    if (voice->tx_len + len > sizeof(voice->tx)) return;
    memcpy( voice->tx + voice->tx_len, bytes, len );
    voice->tx_len += len;
}

static size_t samples_waiting( const struct modem *modem )
{
    int bytes = 0;

    if (modem->play_fd < 0 || ioctl( modem->play_fd, FIONREAD, &bytes ) || bytes < 0) return 0;
    return (size_t)bytes / sizeof(int16_t);
}

/* Whole ones only: half a sample would turn all that follows into noise. @return samples got */
static size_t read_samples( struct modem *modem, int16_t *samples, size_t count )
{
    const size_t waiting = samples_waiting( modem );
    ssize_t ret;

    if (count > waiting) count = waiting;
    if (!count || (ret = read( modem->play_fd, samples, count * sizeof(*samples) )) < 0) return 0;
    return (size_t)ret / sizeof(*samples);
}

static int is_silent( const int16_t *samples, size_t count )
{
    size_t i;

    for (i = 0; i < count && !samples[i]; i++) ;
    return i == count;
}

/*
 * The next samples of programs, and silence behind them up to `least`. Samples that waited for the line to be opened would be late for the whole call: silence
 * among them is left out.
 * @return samples there are
 */
static size_t next_samples( struct modem *modem, int16_t *samples, size_t count, size_t least )
{
    struct voice *voice = &modem->voice;
    const int64_t now = host_now();
    size_t waiting = samples_waiting( modem ), got = read_samples( modem, samples, count );

    if (got)
    {
        if (!voice->flowing)
        {
            voice->backlog_low = waiting;
            voice->backlog_time = now;
        }
        voice->flowing = 1;
        voice->flow_time = now;
    }
    else if (now - voice->flow_time > IDLE_MS) voice->flowing = 0;
    if (voice->drain >= 0) return got;
    if (got == count && voice->backlog_low > BACKLOG_SPARE && now - voice->backlog_time >= BACKLOG_MS && is_silent( samples, got ))
    {
        got = read_samples( modem, samples, count );
        waiting -= waiting < count ? waiting : count;
        voice->backlog_low -= voice->backlog_low < count ? voice->backlog_low : count;
    }
    waiting -= waiting < got ? waiting : got;
    if (waiting < voice->backlog_low) voice->backlog_low = waiting;
    else if (now - voice->backlog_time > 2 * BACKLOG_MS)
    {
        voice->backlog_low = waiting;
        voice->backlog_time = now;
    }
    /* programs deliver in pieces of their own: the next one may still come in time */
    if (!voice->flowing) least = count;
    if (got >= least) return got;
    memset( samples + got, 0, (least - got) * sizeof(*samples) );
    return least;
}

/* @return samples sent */
static size_t send_samples( struct modem *modem, size_t count, size_t least )
{
    struct voice *voice = &modem->voice;
    unsigned char bytes[CODEC_ENCODE_MAX( PIECE_MAX )];
    int16_t samples[PIECE_MAX];
    size_t len;

    count = next_samples( modem, samples, count, least );
    len = codec_encode( voice->codec, samples, count, bytes );
    if (voice->tx_len + 2 * len <= sizeof(voice->tx)) voice->tx_len += dle_shield( bytes, len, voice->tx + voice->tx_len );
    flush_tx( modem );
    return count;
}

/*
 * A modem that says what it hears meanwhile tells the line's own time: over minutes, ours is another. Samples come in pieces; those that came soonest in a few
 * seconds are the measure.
 */
static void follow_line( struct voice *voice, int64_t now )
{
    if (now - voice->drift_time < DRIFT_MS) return;
    if (voice->drift_time && voice->drift_known && voice->drift_best > voice->drift_first + voice->drift - DRIFT_STEP &&
        voice->drift_best < voice->drift_first + voice->drift + DRIFT_STEP)
        voice->drift = voice->drift_best - voice->drift_first;
    else if (voice->drift_best != INT64_MIN)
    {
        /* the first time, or samples were missing */
        voice->drift_first = voice->drift_best - voice->drift;
        voice->drift_known = 1;
    }
    voice->drift_best = INT64_MIN;
    voice->drift_time = now;
}

/* How many samples the line is ahead of us, the lead included. */
static int64_t samples_due( struct modem *modem, int64_t now )
{
    struct voice *voice = &modem->voice;
    int64_t due;

    follow_line( voice, now );
    due = (now - voice->play_start) * MS_SAMPLES + voice->drift + voice->lead - voice->played;
    /* the modem takes no more (flow control), or we were not run: the line did not wait, and neither is there anything to catch up */
    if (voice->tx_len || due > voice->lead + PIECE_MAX)
    {
        due = voice->tx_len ? 0 : voice->lead;
        voice->play_start = now;
        voice->played = voice->drift + voice->lead - due;
    }
    return due;
}

/*
 * All was sent. Full duplex ends in both directions at once, and what the modem has not said by then is lost: it gets the time for it. Recording goes on
 * meanwhile.
 */
static void end_drain( struct modem *modem, int64_t now )
{
    struct voice *voice = &modem->voice;

    if (is_recording( voice ) && now < voice->flow_time + voice->lead / MS_SAMPLES + DUPLEX_TAIL) voice->tick = now + TICK_MS;
    else voice_drained( modem );
}

/* Work of a turn: samples that are due, or what could not be sent before. */
void voice_tick( struct modem *modem, int64_t now )
{
    struct voice *voice = &modem->voice;
    int64_t due, least, sent;

    voice->tick = now + TICK_MS;
    flush_tx( modem );
    if (modem->phase != PHASE_VOICE_STREAM && modem->phase != PHASE_VOICE_DRAINING)
    {
        if (!voice->tx_len) voice->tick = 0;
        return;
    }
    if (!is_playing( voice ))
    {
        voice->tick = 0;
        return;
    }
    if ((due = samples_due( modem, now )) <= 0) return;
    least = due - ((int64_t)voice->lead - FLOOR);
    if (due > PIECE_MAX) due = PIECE_MAX;
    if (least > due) least = due;
    if (voice->drain >= 0 && due > voice->drain) due = voice->drain;
    sent = due ? (int64_t)send_samples( modem, (size_t)due, least > 0 ? (size_t)least : 0 ) : 0;
    voice->played += sent;
    if (voice->drain < 0) return;
    /* nothing comes behind what waited when the end was asked for */
    voice->drain = sent < due ? 0 : voice->drain - sent;
    if (!voice->drain && !voice->tx_len) end_drain( modem, now );
}

void voice_send_stop( struct modem *modem, int abort )
{
    struct voice *voice = &modem->voice;
    const struct voice_set *set = voice->set ? voice->set : &voice_sets[0];
    const int both = is_playing( voice ) && is_recording( voice );
    const char *commands[64];
    size_t i, count;

    if (abort)
    {
        /* nobody hears it any more */
        voice->tx_len = 0;
        port_flush( modem->port );
    }
    if (both) count = voice_list( modem, LIST_STOP_DUPLEX, set->stop_duplex, commands, 64 );
    else if (is_recording( voice ))
    {
        count = voice_list( modem, LIST_TERMINATE_RECORD, NULL, commands, 64 );
        if (!count) count = voice_list( modem, LIST_STOP_RECORD, set->stop_record, commands, 64 );
    }
    else if (abort) count = voice_list( modem, LIST_ABORT_PLAY, set->abort_play, commands, 64 );
    else
    {
        count = voice_list( modem, LIST_TERMINATE_PLAY, NULL, commands, 64 );
        if (!count) count = voice_list( modem, LIST_STOP_PLAY, set->stop_play, commands, 64 );
    }
    for (i = 0; i < count; i++) add_raw( voice, commands[i] );
    flush_tx( modem );
    voice->tick = voice->tx_len ? host_now() + 1 : 0;
}

/* A stream begins: the modem has said CONNECT. */
void voice_begin_samples( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const int64_t now = host_now();

    codec_reset( voice->codec );
    voice->text = !is_recording( voice );
    voice->skip_lf = modem->reader.lf_follows;
    voice->drain = -1;
    voice->tx_len = 0;
    voice->heard = voice->drift = voice->drift_first = 0;
    voice->drift_known = 0;
    voice->drift_best = INT64_MIN;
    voice->drift_time = voice->heard_start = now;
    reader_reset( &modem->reader );
    reader_reset( &voice->tail );
    if (!is_playing( voice )) return;
    voice->lead = engine_timing( modem, TIMING_VOICE_LEAD ) * MS_SAMPLES;
    if (voice->lead < FLOOR) voice->lead = FLOOR;
    voice->flowing = 0;
    voice->flow_time = 0;
    voice->play_start = now;
    voice->played = 0;
    voice->tick = now;
}

/* Send what programs have written so far, then stop. */
void voice_begin_drain( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    const size_t waiting = samples_waiting( modem );

    voice->drain = waiting < DRAIN_MAX ? (int64_t)waiting : DRAIN_MAX;
    engine_set_phase( modem, PHASE_VOICE_DRAINING,
                      (unsigned int)((voice->drain + voice->lead) / MS_SAMPLES) + DUPLEX_TAIL + engine_timing( modem, TIMING_VOICE_STOP ) );
    if (!voice->drain && !voice->tx_len) end_drain( modem, host_now() );
}

/* ---- from the modem ---- */

static void take_samples( struct modem *modem, const unsigned char *data, size_t len )
{
    struct voice *voice = &modem->voice;
    int16_t samples[CODEC_DECODE_MAX( 256 )];
    const char *line;
    int64_t ahead;
    ssize_t ret;
    size_t count, i;

    if (modem->phase == PHASE_VOICE_STOPPING || modem->phase == PHASE_VOICE_ABORT)
    {
        /* a modem that forgets <DLE><ETX> still says its result */
        for (i = 0; i < len; i++)
        {
            if (!(line = reader_feed( &voice->tail, data[i] )) || (strcmp( line, "OK" ) && strcmp( line, "VCON" ))) continue;
            voice->text = 1;
            result_handle_line( modem, line );
            return;
        }
    }
    if (!voice->codec || !(count = codec_decode( voice->codec, data, len, samples ))) return;
    voice->heard += (int64_t)count;
    ahead = voice->heard - (host_now() - voice->heard_start) * MS_SAMPLES;
    if (ahead > voice->drift_best) voice->drift_best = ahead;
    if (modem->record_fd < 0 || !is_recording( voice )) return;
    /* what a sound server that is behind does not take would only be late */
    ret = write( modem->record_fd, samples, count * sizeof(samples[0]) );
    (void)ret;
}

void voice_post_tone( struct modem *modem, unsigned int tone )
{
    static const struct { unsigned int tone; uint32_t media; } media[] =
    {
        { MODEM_TONE_FAX_CALLING, MODEM_ANSWER_FAX }, { MODEM_TONE_DATA_CALLING, MODEM_ANSWER_DATA },
    };
    struct modem_event *event = engine_post( modem, MODEM_EVENT_TONE );
    size_t i;

    event->tone = tone;
    event->on = 1;
    for (i = 0; i < ARRAY_SIZE(media); i++)
    {
        if (media[i].tone != tone) continue;
        event = engine_post( modem, MODEM_EVENT_MEDIA );
        event->media = media[i].media;
        event->tone = tone;
    }
}

void voice_digit_up( struct modem *modem )
{
    struct voice *voice = &modem->voice;
    struct modem_event *event;

    if (!voice->digit) return;
    event = engine_post( modem, MODEM_EVENT_DIGIT );
    event->digit = voice->digit;
    event->duration = voice->digit_framed ? (uint32_t)(host_now() - voice->digit_time) : 0;
    voice->digit = 0;
    voice->digit_framed = 0;
}

static void take_digit( struct modem *modem, unsigned int digit )
{
    struct voice *voice = &modem->voice;
    struct modem_event *event;

    /* held down: the modem repeats it */
    if (voice->digit_framed && voice->digit == digit) return;
    if (voice->digit)
    {
        const int framed = voice->digit_framed;

        voice_digit_up( modem );
        voice->digit_framed = framed;
    }
    voice->digit = digit;
    voice->digit_time = host_now();
    event = engine_post( modem, MODEM_EVENT_DIGIT );
    event->digit = digit;
    event->on = 1;
    if (!voice->digit_framed) voice_digit_up( modem );
}

static void take_signal( struct modem *modem, unsigned char code )
{
    struct voice *voice = &modem->voice;
    unsigned int value;
    const enum voice_signal signal = dle_signal( code, &value );

    if (modem->phase == PHASE_VOICE_CALLING && signal == SIGNAL_TONE)
    {
        modem->text[0] = 0;
        if (value == MODEM_TONE_BUSY) call_failed( modem, RESPONSE_BUSY );
        else if (value == MODEM_TONE_RINGBACK) engine_post( modem, MODEM_EVENT_RINGBACK );
        else if (value == MODEM_TONE_DIALTONE) engine_post( modem, MODEM_EVENT_DIALTONE );
        else voice_post_tone( modem, value );
        return;
    }
    /* somebody called while a voice call was dialled: such modems ring in codes until they have left voice mode */
    if (signal == SIGNAL_TONE && value == MODEM_TONE_RING && in_phases( modem, PHASE_BIT(IDLE) | PHASE_BIT(RINGING) )) call_take_ring( modem, 0 );
    if (!in_phases( modem, PHASES_VOICE_CALL )) return;
    switch (signal)
    {
    case SIGNAL_DIGIT:
        take_digit( modem, value );
        break;
    case SIGNAL_DIGIT_BEGIN:
        voice_digit_up( modem );
        voice->digit_framed = 1;
        break;
    case SIGNAL_DIGIT_END:
        voice_digit_up( modem );
        voice->digit_framed = 0;
        break;
    case SIGNAL_TONE:
        voice_post_tone( modem, value );
        break;
    case SIGNAL_LINE_GONE:
        voice_line_gone( modem );
        break;
    case SIGNAL_UNDERRUN:
        /* our clock or our turns are too slow for this modem: stay further ahead */
        if (voice->lead + STEP <= LEAD_MAX) voice->lead += STEP;
        break;
    case SIGNAL_OVERRUN:
    case SIGNAL_NONE:
        break;
    }
}

static void take_report( struct modem *modem )
{
    char text[DLE_REPORT_SIZE], *line, *save = NULL;

    memcpy( text, modem->voice.dle.report, sizeof(text) );
    for (line = strtok_r( text, "\n", &save ); line && modem->port; line = strtok_r( NULL, "\n", &save )) result_handle_line( modem, line );
}

static void take_text( struct modem *modem, unsigned char byte )
{
    const char *line = reader_feed( &modem->reader, byte );

    if (line && !voice_take_answer( modem, line )) result_handle_line( modem, line );
}

/*
 * What the modem says while it is, or may be, in voice mode.
 * @return bytes taken: all, or fewer if it has left voice mode
 */
size_t voice_take_bytes( struct modem *modem, const unsigned char *bytes, size_t len )
{
    struct voice *voice = &modem->voice;
    unsigned char samples[256], value;
    size_t i, n = 0;
    unsigned int count;
    enum dle_kind kind;

    for (i = 0; i < len && modem->port && voice->active; i++)
    {
        if (voice->skip_lf)
        {
            voice->skip_lf = 0;
            if (bytes[i] == '\n') continue;
        }
        kind = dle_feed( &voice->dle, bytes[i], &value, &count );
        if (kind == DLE_NOTHING) continue;
        if (kind == DLE_DATA && !voice->text)
        {
            samples[n++] = value;
            if (count == 2) samples[n++] = value;
            if (n + 2 <= sizeof(samples)) continue;
            kind = DLE_NOTHING;
        }
        /* what came before it was heard before it */
        if (n) take_samples( modem, samples, n );
        n = 0;
        if (!modem->port) break;
        if (kind == DLE_DATA) take_text( modem, value );
        else if (kind == DLE_END) voice_stream_ended( modem );
        else if (kind == DLE_EVENT) take_signal( modem, value );
        else if (kind == DLE_REPORT) take_report( modem );
    }
    if (n && modem->port) take_samples( modem, samples, n );
    return i;
}
