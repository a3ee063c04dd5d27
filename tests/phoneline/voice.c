/*
 * Simulated telephone exchange: the voice half of a modem.
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
 * Between the DTE and the line: speech is coded, <DLE> is shielded both ways, and what is heard on the line is told
 * between it. voice_v253.c and voice_rockwell.c have the commands of the two families.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "voice_private.h"

#define PLAY_LIMIT      8000        /* bytes of samples that wait for the line: half a second */
#define START_SAMPLES   800         /* of these before the first is played: 0.1 s */

/* what the DTE is told about the line, <DLE> and this */
static const char *const heard_codes[] =
{
    [HEARD_FAX_CALLING] = "c",
    [HEARD_DATA_CALLING] = "e",
    [HEARD_ANSWER_TONE] = "a",
    [HEARD_BUSY] = "b",
    [HEARD_DIAL_TONE] = "d",
    [HEARD_RINGBACK] = "r",
};

static const char *const kind_names[] = { "none", "v253", "rockwell" };

int voice_kind_by_name( const char *name )
{
    int i;

    for (i = 0; i < 3; i++)
        if (!strcmp( name, kind_names[i] )) return i;
    return -1;
}

enum modem_media modem_media( const struct modem *modem )
{
    switch (modem->at->fclass_mode)
    {
    case 0:  return MEDIA_DATA;
    case 8:  return MEDIA_VOICE;
    default: return MEDIA_FAX;
    }
}

/* results */

static void put_ok( struct voice *voice )
{
    if (voice->kind == VOICE_ROCKWELL) at_put_response( voice->modem->at, "VCON" );
    else at_put_response_code( voice->modem->at, AT_RESPONSE_CODE_OK );
}

static void put_event( struct voice *voice, const char *codes )
{
    struct modem *modem = voice->modem;
    uint8_t bytes[2] = { DLE };

    if (modem->dead || !modem->plugged) return;
    for (; *codes; codes++)
    {
        bytes[1] = (uint8_t)*codes;
        modem_put_out( modem, bytes, 2 );
    }
}

/* <DLE> and a code of the test's choice. */
int modem_voice_event( struct modem *modem, const char *codes )
{
    if (!modem->voice || modem_media( modem ) != MEDIA_VOICE) return -1;
    put_event( modem->voice, codes );
    return 0;
}

/* the line */

static void on_heard( void *arg, enum heard what, char digit )
{
    struct voice *voice = arg;
    char codes[4] = { '/', digit };

    say( "modem %c: hears %s%c", modem_letter( voice->modem ), what == HEARD_DIGIT ? "digit " : what == HEARD_DIGIT_END ? "the end of a digit" :
         heard_codes[what], digit ? digit : ' ' );
    switch (what)
    {
    case HEARD_DIGIT:
        put_event( voice, voice->edges ? codes : codes + 1 );
        break;
    case HEARD_DIGIT_END:
        if (voice->edges) put_event( voice, "~" );
        break;
    default:
        put_event( voice, heard_codes[what] );
        break;
    }
}

static void stream_over( struct voice *voice )
{
    voice->streams = 0;
    voice->draining = voice->dle = false;
    bytes_drop( &voice->play, bytes_len( &voice->play ) );
    put_ok( voice );
    modem_update_watch( voice->modem );
}

static void voice_say( void *arg, int16_t *samples, size_t count )
{
    struct voice *voice = arg;
    size_t had = bytes_len( &voice->play );

    if (voice->tones_run)
    {
        audio_take( &voice->tones, samples, count );
        if (bytes_len( &voice->tones )) return;
        voice->tones_run = false;
        at_put_response_code( voice->modem->at, AT_RESPONSE_CODE_OK );
        modem_update_watch( voice->modem );
        return;
    }
    if (!(voice->streams & STREAM_PLAY) || (voice->loopback && !voice->draining)) return;
    if (!voice->started && (voice->draining || had >= START_SAMPLES * sizeof(*samples))) voice->started = true;
    if (voice->started)
    {
        if (audio_take( &voice->play, samples, count ) == count) voice->underrun = false;
        else if (voice->draining)
        {
            if (!(voice->streams & STREAM_RECORD)) stream_over( voice );
        }
        else if (!voice->underrun)
        {
            voice->underrun = true;
            voice->started = false;
            put_event( voice, "u" );
        }
    }
    if (had >= PLAY_LIMIT && bytes_len( &voice->play ) < PLAY_LIMIT) modem_update_watch( voice->modem );
}

static void watch_silence( struct voice *voice, const int16_t *samples, size_t count )
{
    int limit = voice->kind == VOICE_ROCKWELL ? voice_parameter( voice, "#VSP" ) : voice_parameter( voice, "+VSD" );

    if (sounds( samples, count ))
    {
        voice->silence = 0;
        voice->heard_voice = true;
        return;
    }
    voice->silence++;
    if (limit && voice->silence == limit * 5) put_event( voice, voice->heard_voice ? "q" : "s" );
}

static void record( struct voice *voice, const int16_t *samples, size_t count )
{
    uint8_t data[AUDIO_FRAME * 4], shielded[AUDIO_FRAME * 8];
    size_t len = voice_encode( &voice->encoder, samples, count, data ), i, out = 0;

    if (bytes_len( &voice->modem->out ) > DATA_LIMIT)
    {
        put_event( voice, "o" );        /* nobody reads it */
        return;
    }
    for (i = 0; i < len; i++)
    {
        if (data[i] == DLE) shielded[out++] = DLE;
        shielded[out++] = data[i];
    }
    modem_put_out( voice->modem, shielded, out );
}

/* Before a call: the voice of the DTE comes back to it. */
int modem_voice_loopback( struct modem *modem, bool on )
{
    if (!modem->voice) return -1;
    modem->voice->loopback = on;
    return 0;
}

static void voice_hear( void *arg, const int16_t *samples, size_t count )
{
    struct voice *voice = arg;

    if (voice->modem->dead || !voice->modem->plugged) return;
    detector_hear( voice->detector, samples, count );
    if (!(voice->streams & STREAM_RECORD) || voice->loopback) return;
    record( voice, samples, count );
    watch_silence( voice, samples, count );
}

static enum hurry voice_hurries( void *arg )
{
    struct voice *voice = arg;

    if (voice->tones_run) return HURRY_YES;
    if (bytes_len( &voice->modem->out ) > DATA_LIMIT / 2) return HURRY_NO;
    if (!(voice->streams & STREAM_PLAY)) return HURRY_INDIFFERENT;
    return voice->draining || bytes_len( &voice->play ) >= PLAY_LIMIT / 2 ? HURRY_YES : HURRY_NO;
}

struct audio_port modem_audio_port( struct modem *modem )
{
    struct voice *voice = modem->voice;

    detector_destroy( voice->detector );
    voice->detector = detector_create( voice, on_heard );
    return (struct audio_port){ .arg = voice, .say = voice_say, .hear = voice_hear, .hurries = voice_hurries };
}

/* streams */

void voice_set_format( struct voice *voice, int format, int rate )
{
    voice->format = format;
    voice->rate = rate;
}

void voice_stream_start( struct voice *voice, unsigned int streams )
{
    enum voice_coding coding = voice->formats[voice->format].coding;

    voice_codec_reset( &voice->decoder, coding, voice->rate );
    voice_codec_reset( &voice->encoder, coding, voice->rate );
    bytes_drop( &voice->play, bytes_len( &voice->play ) );
    voice->dle = voice->draining = voice->started = voice->underrun = voice->heard_voice = false;
    voice->silence = 0;
    at_put_response_code( voice->modem->at, AT_RESPONSE_CODE_CONNECT );
    voice->streams = streams;
    modem_update_watch( voice->modem );
}

/* The DTE ends recording: what was recorded goes before. */
static void end_recording( struct voice *voice, uint8_t code )
{
    uint8_t bytes[2] = { DLE, code };

    modem_put_out( voice->modem, bytes, 2 );
    stream_over( voice );
}

/* Samples of the DTE for the line; or back to it, at once: then neither the line's frames nor what a modem keeps in hand are between. */
static void play( struct voice *voice, const uint8_t *data, size_t size )
{
    int16_t samples[AUDIO_FRAME];
    size_t count;

    if (!(voice->streams & STREAM_PLAY)) return;
    voice_decode( &voice->decoder, data, size, &voice->play );
    while (voice->loopback && !voice->draining && (count = audio_take( &voice->play, samples, AUDIO_FRAME )))
        if (voice->streams & STREAM_RECORD) record( voice, samples, count );
}

static void dle_command( struct voice *voice, uint8_t code )
{
    static const uint8_t two[2] = { DLE, DLE };
    bool records = voice->streams & STREAM_RECORD;

    switch (code)
    {
    case DLE:
        play( voice, two, 1 );
        return;
    case SUB:
        play( voice, two, 2 );
        return;
    case CAN:
        bytes_drop( &voice->play, bytes_len( &voice->play ) );
        return;
    case ETX:
    case '^':
        if (records) end_recording( voice, ETX );
        else
        {
            voice->draining = true;
            if (!voice->connected) stream_over( voice );       /* nobody would play it */
        }
        return;
    case '!':
        if (records) end_recording( voice, ETX );
        else if (voice->kind == VOICE_V253) stream_over( voice );
        return;
    case ESC:
        if (records) end_recording( voice, ESC );
        else stream_over( voice );
        return;
    default:
        say( "modem %c: the DTE sends <DLE> %#x", modem_letter( voice->modem ), code );
        return;
    }
}

bool modem_in_stream( const struct modem *modem )
{
    return modem->voice && modem->voice->streams;
}

/* Does it want to hear from the DTE now? */
bool modem_voice_takes_bytes( const struct modem *modem )
{
    const struct voice *voice = modem->voice;

    if (!voice) return true;
    if (voice->tones_run || voice->draining) return false;
    return !(voice->streams & STREAM_PLAY) || bytes_len( &voice->play ) < PLAY_LIMIT;
}

/* Bytes of the DTE while a stream runs. Returns how many belonged to it. */
size_t modem_voice_take( struct modem *modem, const uint8_t *data, size_t size )
{
    struct voice *voice = modem->voice;
    size_t i, start = 0;

    /* a recording Rockwell modem ends with any character (its "key abort") */
    if (voice->kind == VOICE_ROCKWELL && voice->streams == STREAM_RECORD && size)
    {
        end_recording( voice, ETX );
        return size;
    }
    for (i = 0; i < size && voice->streams; i++)
    {
        if (voice->dle)
        {
            voice->dle = false;
            dle_command( voice, data[i] );
            start = i + 1;
        }
        else if (data[i] == DLE)
        {
            play( voice, data + start, i - start );
            voice->dle = true;
        }
    }
    if (!voice->dle && i > start) play( voice, data + start, i - start );
    return i;
}

/* parameters */

static int find_parameter( const struct voice *voice, const char *name )
{
    int i;

    for (i = 0; voice->parameters[i].name; i++)
        if (!strcmp( voice->parameters[i].name, name )) return i;
    return -1;
}

int voice_parameter( const struct voice *voice, const char *name )
{
    int index = find_parameter( voice, name );

    return index < 0 ? 0 : voice->values[index];
}

/* "+VGT=128", "+VGT?", "+VGT=?"; of several values all but the first are only checked for being there. */
enum command_result voice_parameter_command( struct voice *voice, const char *name, char op, const char *value )
{
    int index = find_parameter( voice, name );
    const struct voice_parameter *parameter;
    char text[64], *end;
    long number;

    if (index < 0) return COMMAND_NOT_MINE;
    parameter = &voice->parameters[index];
    if (op == 't') snprintf( text, sizeof(text), "(%d-%d)", parameter->min, parameter->max );
    else if (op == '?') snprintf( text, sizeof(text), "%d", voice->values[index] );
    else
    {
        number = strtol( value, &end, 10 );
        if (op != '=') number = parameter->initial;
        else if (end == value && *value == ',') number = voice->values[index];
        else if (end == value || number < parameter->min || number > parameter->max || (*end && *end != ',')) return COMMAND_ERROR;
        /* the second value of +VSD is the one that counts: the time, in 0.1 s */
        if (!strcmp( name, "+VSD" ) && number) number = *end == ',' ? atoi( end + 1 ) : voice->values[index];
        voice->values[index] = (int)number;
        return COMMAND_OK;
    }
    at_put_response( voice->modem->at, text );
    return COMMAND_OK;
}

void voice_reset( struct voice *voice )
{
    int i;

    for (i = 0; voice->parameters[i].name; i++) voice->values[i] = voice->parameters[i].initial;
    voice_set_format( voice, 0, voice->kind == VOICE_ROCKWELL ? 7200 : 8000 );
    voice->line = 0;
}

/* +VLS and #VLS: what the modem's voice goes to. off_hook: the telephone line is part of it. */
enum command_result voice_select_line( struct voice *voice, int line, bool off_hook )
{
    struct modem *modem = voice->modem;

    voice->line = line;
    if (!off_hook)
    {
        if (modem->state == MODEM_RINGING || (!modem->off_hook && modem->state == MODEM_IDLE)) return COMMAND_OK;
        exchange_hang_up( modem );
        modem_reset_call( modem );
        at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
        return COMMAND_OK;
    }
    if (modem->state == MODEM_RINGING) return modem_answer_call( modem ) ? COMMAND_ERROR : COMMAND_LATER;
    if (modem->state != MODEM_IDLE || modem->off_hook) return COMMAND_OK;
    modem->off_hook = true;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    exchange_off_hook( modem );
    return COMMAND_OK;
}

enum command_result voice_command( struct modem *modem, const char *name, char op, const char *value )
{
    struct voice *voice = modem->voice;

    if (!voice) return COMMAND_NOT_MINE;
    return voice->kind == VOICE_ROCKWELL ? rockwell_command( voice, name, op, value ) : v253_command( voice, name, op, value );
}

/* calls */

static void result_due( void *arg )
{
    struct voice *voice = arg;

    at_set_at_rx_mode( voice->modem->at, AT_MODE_OFFHOOK_COMMAND );
    voice->modem->state = MODEM_ONLINE;
    put_ok( voice );
}

/* The ends of a call can hear each other: ms from now the DTE is told. */
void modem_voice_connected( struct modem *modem, int ms )
{
    modem->at->dte_is_waiting = FALSE;
    modem->off_hook = true;
    timer_set( &modem->voice->result, ms, result_due, modem->voice );
}

/* How long a modem that dialled waits until it takes the silence after ringback (or from the start) for an answer. */
int modem_voice_answer_delay( const struct modem *modem, bool rang )
{
    const struct voice *voice = modem->voice;
    bool rockwell = voice->kind == VOICE_ROCKWELL;

    if (rang) return voice_parameter( voice, rockwell ? "#VRA" : "+VRA" ) * 100;
    return voice_parameter( voice, rockwell ? "#VRN" : "+VRN" ) * (rockwell ? 100 : 1000);
}

void modem_voice_line( struct modem *modem, bool connected )
{
    if (!modem->voice) return;
    modem->voice->connected = connected;
    if (connected) return;
    modem->voice->tones_run = false;
    bytes_drop( &modem->voice->tones, bytes_len( &modem->voice->tones ) );
}

/* The call is over: whatever ran has ended. */
void modem_voice_reset_call( struct modem *modem )
{
    struct voice *voice = modem->voice;

    if (!voice) return;
    timer_cancel( &voice->result );
    modem_voice_line( modem, false );
    voice->streams = 0;
    voice->draining = voice->dle = false;
    bytes_drop( &voice->play, bytes_len( &voice->play ) );
}

const char *modem_voice_mode( const struct modem *modem )
{
    static const char *const modes[] = { "command", "play", "record", "duplex" };

    return modes[modem->voice ? modem->voice->streams : 0];
}

static void voice_destroy( struct voice *voice )
{
    if (!voice) return;
    timer_cancel( &voice->result );
    detector_destroy( voice->detector );
    bytes_free( &voice->play );
    bytes_free( &voice->tones );
    free( voice );
}

/* Another kind of voice modem, or none, while it is in no call. Returns 0 or -1. */
int modem_set_voice( struct modem *modem, int kind, const char *formats )
{
    struct voice *voice;

    if (modem->state != MODEM_IDLE || modem->off_hook) return -1;
    if (kind == VOICE_NONE)
    {
        voice_destroy( modem->voice );
        modem->voice = NULL;
        modem->at->fclass_mode = 0;
        return 0;
    }
    if (!(voice = calloc( 1, sizeof(*voice) ))) abort();
    voice->modem = modem;
    voice->kind = kind;
    voice->parameters = kind == VOICE_ROCKWELL ? rockwell_parameters : v253_parameters;
    voice->edges = options.digit_edges && kind == VOICE_V253;
    voice->format_count = voice_formats_parse( formats, voice->formats );
    if (!voice->format_count)
    {
        free( voice );
        return -1;
    }
    voice_reset( voice );
    voice_destroy( modem->voice );
    modem->voice = voice;
    modem->at->fclass_mode = 0;
    return 0;
}
