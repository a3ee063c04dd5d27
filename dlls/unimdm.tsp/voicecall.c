/*
 * Voice calls: made, answered, ended by the other side, and changed to data or fax.
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

#include "call.h"

DEBUG_CHANNEL( unimdm );

/* within this time after dialling a busy tone means that the number is busy, ms */
#define BUSY_TIME 8000
/* of the Unix half */
#define EOPNOTSUPP_HOST 95

/* The single mode that is left when it is clear what a call is; 0: it is not. */
static DWORD clear_mode( DWORD media_mode )
{
    media_mode &= ~LINEMEDIAMODE_UNKNOWN;
    return media_mode & (media_mode - 1) ? 0 : media_mode;
}

static void set_media_mode( struct call *call, DWORD media_mode )
{
    if (call->media_mode == media_mode) return;
    call->media_mode = media_mode;
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_MEDIAMODE, 0, 0 );
}

/* ---- incoming and outgoing ---- */

/*
 * The media modes somebody wants calls of, among those that a call on this line can turn out to be. While it is one of several the call is unknown, too.
 * Behind a data modem a person can answer nothing but by the telephone set, so that interactive voice stands back for data. Where the user has said what
 * each of the rings is for, only those count that the ring is for.
 */
DWORD voice_offered_mode( struct modem *modem, DWORD ring_mode )
{
    DWORD modes = modem->media_modes & voice_media_modes( modem ), rings = modem->info.ring_media[min( ring_mode, UNIMDM_RING_MODES - 1 )];

    if (rings & voice_media_modes( modem ))
    {
        if (!(modes &= rings)) return 0;
    }
    else if (rings) WARN( "line %s: a ring stands for media mode %#lx, which its modem does not have\n", debugstr_w( modem->info.name ), rings );
    if (!voice_able( modem, MODEM_VOICE_ABLE ) && modes & ~LINEMEDIAMODE_INTERACTIVEVOICE & ~LINEMEDIAMODE_UNKNOWN) modes &= ~LINEMEDIAMODE_INTERACTIVEVOICE;
    if (clear_mode( modes )) return clear_mode( modes );
    return modes | LINEMEDIAMODE_UNKNOWN;
}

/* An automated call is heard by the modem. An interactive one is, too, if the user speaks through the modem; otherwise he lifts the telephone set. */
DWORD voice_dial_flags( struct call *call )
{
    DWORD mode = clear_mode( call->media_mode );

    if (mode == LINEMEDIAMODE_AUTOMATEDVOICE) return MODEM_DIAL_AUTOMATED;
    if (mode != LINEMEDIAMODE_INTERACTIVEVOICE) return 0;
    return voice_able( call->modem, MODEM_VOICE_HANDSET | MODEM_VOICE_SPEAKERPHONE ) ? MODEM_DIAL_AUTOMATED : MODEM_DIAL_VOICE;
}

/*
 * How to answer a call that may be of these modes. A voice modem that answers as voice hears what the caller is and can change over; so that comes first.
 */
static uint32_t answer_mode( struct call *call )
{
    BOOL voice = voice_able( call->modem, MODEM_VOICE_ABLE ), data = (call->media_mode & LINEMEDIAMODE_DATAMODEM) != 0;
    BOOL fax = (call->media_mode & LINEMEDIAMODE_G3FAX) != 0;

    if (voice && call->media_mode & VOICE_MODES) return MODEM_ANSWER_VOICE;
    if (fax) return data ? MODEM_ANSWER_ADAPTIVE : MODEM_ANSWER_FAX;
    return MODEM_ANSWER_DATA;
}

int voice_request( struct call *call, enum unimdm_call code, struct voice_params *params )
{
    params->host = unix_host;
    params->modem = call->modem->engine;
    unix_call( code, params );
    return params->result;
}

int voice_answer( struct call *call )
{
    uint32_t mode = answer_mode( call );

    if (mode == MODEM_ANSWER_DATA && clear_mode( call->media_mode ) == LINEMEDIAMODE_INTERACTIVEVOICE)
    {
        WARN( "line %s: a person cannot answer through this modem, but has to lift the telephone set\n", debugstr_w( call->modem->info.name ));
        return -EOPNOTSUPP_HOST;
    }
    TRACE( "call %#lx of media modes %#lx is answered as %u\n", call->handle, call->media_mode, mode );
    if (mode == MODEM_ANSWER_DATA) return port_command( call->modem, command_answer, call->answer_request );
    return voice_request( call, unimdm_modem_answer_as, &(struct voice_params){ .request = call->answer_request, .value = mode } );
}

static void connected( struct call *call )
{
    DWORD mode = call->media_mode & VOICE_MODES;

    /* what it can still become the programs know: a call that a modem has answered as voice is voice now */
    if (mode == VOICE_MODES || !mode) mode = LINEMEDIAMODE_AUTOMATEDVOICE;
    call->voice.active = TRUE;
    call->voice.connected_at = GetTickCount();
    call_made( call );
    notify_reply( &call->dial_reply, 0 );
    if (call->media_mode != mode)
    {
        call->media_mode = mode;
        notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_MEDIAMODE, 0, 0 );
    }
    call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    if (call->monitor_modes & mode) notify_call( call, LINE_MONITORMEDIA, mode, 0, GetTickCount() );
    voice_route_call( call );
}

/* A person has lifted the telephone set beside the modem, or will: the modem knows no more of this call. */
static void dialed_by_hand( struct call *call )
{
    call->dial_request = 0;
    call_made( call );
    notify_reply( &call->dial_reply, 0 );
    if (call->state != LINECALLSTATE_DIALING && call->state != LINECALLSTATE_PROCEEDING) call_set_state( call, LINECALLSTATE_DIALING, 0 );
    if (manual_dialled( call )) return;
    call_set_state( call, LINECALLSTATE_PROCEEDING, 0 );
    voice_talking( call );
}

void voice_talking( struct call *call )
{
    call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
}

/* ---- what is heard ---- */

static void far_end_gone( struct call *call, DWORD mode )
{
    TRACE( "call %#lx: the other side has hung up\n", call->handle );
    if (call->state == LINECALLSTATE_CONNECTED) call_set_state( call, LINECALLSTATE_DISCONNECTED, mode );
}

/*
 * An exchange sends the busy tone when the other side has hung up. It sends it also to a caller whose modem could not tell that the number is busy and said
 * that the call was connected as soon as it had dialled; that comes soon, and nothing else is heard before it.
 */
static BOOL was_answered( const struct call *call )
{
    return call->inbound || call->voice.heard || GetTickCount() - call->voice.connected_at > BUSY_TIME;
}

static void media_heard( struct call *call, DWORD media_mode )
{
    if (call->monitor_modes & media_mode) notify_call( call, LINE_MONITORMEDIA, media_mode, 0, GetTickCount() );
}

static void tone_heard( struct call *call, const struct modem_event *event )
{
    voice_tone_heard( call, event->tone );
    switch (event->tone)
    {
    case MODEM_TONE_BUSY:
        far_end_gone( call, was_answered( call ) ? LINEDISCONNECTMODE_NORMAL : LINEDISCONNECTMODE_BUSY );
        break;
    case MODEM_TONE_DIALTONE:
        if (was_answered( call )) far_end_gone( call, LINEDISCONNECTMODE_NORMAL );
        break;
    case MODEM_TONE_FAX_CALLING:
        call->voice.heard = TRUE;
        media_heard( call, LINEMEDIAMODE_G3FAX );
        break;
    case MODEM_TONE_DATA_CALLING:
    case MODEM_TONE_ANSWER:
        call->voice.heard = TRUE;
        media_heard( call, LINEMEDIAMODE_DATAMODEM );
        break;
    case MODEM_TONE_SOUND:
        if (!call->voice.heard) media_heard( call, LINEMEDIAMODE_INTERACTIVEVOICE );
        call->voice.heard = TRUE;
        break;
    case MODEM_TONE_HANDSET_OFF_HOOK:
    case MODEM_TONE_HANDSET_ON_HOOK:
        phone_lifted( call->modem, event->tone == MODEM_TONE_HANDSET_OFF_HOOK );
        break;
    default:
        break;
    }
}

/* ---- from voice to data or fax ---- */

/* What the media modes are to the engine, whom the far end asks for and whom the call can be changed to */
static const struct { DWORD media_mode; uint32_t mode; } answer_modes[] =
{
    { LINEMEDIAMODE_DATAMODEM, MODEM_ANSWER_DATA },
    { LINEMEDIAMODE_G3FAX, MODEM_ANSWER_FAX },
};

static void far_end_asks( struct call *call, const struct modem_event *event )
{
    DWORD i;

    call->voice.heard = TRUE;
    for (i = 0; i < ARRAYSIZE(answer_modes); i++)
        if (answer_modes[i].mode == event->media) media_heard( call, answer_modes[i].media_mode );
}

static LONG change( struct call *call, DWORD media_mode )
{
    DWORD i;
    int error;

    for (i = 0; i < ARRAYSIZE(answer_modes) && answer_modes[i].media_mode != media_mode; i++) {}
    if (i == ARRAYSIZE(answer_modes)) return LINEERR_INVALMEDIAMODE;
    if (call->voice.change_request || call->params_reply) return LINEERR_OPERATIONFAILED;
    voice_gather_ended( call, LINEGATHERTERM_CANCEL );
    voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    call->voice.change_mode = media_mode;
    call->voice.change_request = port_new_request();
    error = voice_request( call, unimdm_voice_change,
                           &(struct voice_params){ .request = call->voice.change_request, .value = answer_modes[i].mode } );
    if (!error) return 0;
    call->voice.change_request = 0;
    ERR( "line %s: the call cannot be changed to media mode %#lx: error %d\n", debugstr_w( call->modem->info.name ), media_mode, error );
    return lineerr_from_errno( error );
}

static void change_failed( struct call *call, const struct modem_event *event )
{
    ERR( "line %s: the modem has not changed the call to media mode %#lx: error %d, %s\n", debugstr_w( call->modem->info.name ),
         call->voice.change_mode, event->error, event->reason );
    call->voice.active = FALSE;
    if (call->state == LINECALLSTATE_CONNECTED) call_set_state( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_INCOMPATIBLE );
}

/* The modem speaks data now, or the port is a fax program's, which goes on from here. */
static void changed( struct call *call, const struct modem_event *event )
{
    call->voice.active = FALSE;
    call_reset_comm( call->modem );
    if (event->dce_rate || event->dte_rate) call->rate = event->dce_rate ? event->dce_rate : event->dte_rate;
    TRACE( "call %#lx is of media mode %#lx now, %lu bit/s\n", call->handle, call->media_mode, call->rate );
    if (event->type == MODEM_EVENT_PASSTHROUGH)
    {
        call->bearer_mode = LINEBEARERMODE_PASSTHROUGH;
        notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_BEARERMODE, 0, 0 );
    }
    else notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_RATE, 0, 0 );
    /* again: from now on the handle of comm/datamodem is to be had */
    call_set_state( call, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    media_heard( call, call->voice.change_mode );
}

/* Advice, documents say; on a call that is connected as voice it is the way to have data or fax instead. */
LONG WINAPI TSPI_lineSetMediaMode( HDRVCALL hcall, DWORD media_mode )
{
    struct call *call = call_lock( hcall );
    DWORD mode = clear_mode( media_mode );
    LONG ret = 0;

    TRACE( "call %p, media mode %#lx\n", hcall, media_mode );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!media_mode || media_mode & ~voice_media_modes( call->modem )) ret = LINEERR_INVALMEDIAMODE;
    else if (call->voice.active && call->state == LINECALLSTATE_CONNECTED && mode && !(mode & VOICE_MODES)) ret = change( call, mode );
    if (!ret) set_media_mode( call, media_mode );
    modem_unlock( call->modem );
    return ret;
}

LONG WINAPI TSPI_lineMonitorMedia( HDRVCALL hcall, DWORD media_modes )
{
    struct call *call = call_lock( hcall );
    LONG ret = 0;

    TRACE( "call %p, media modes %#lx\n", hcall, media_modes );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (media_modes & ~voice_media_modes( call->modem )) ret = LINEERR_INVALMEDIAMODE;
    else call->monitor_modes = media_modes;
    modem_unlock( call->modem );
    return ret;
}

/* ---- from the engine ---- */

static BOOL completed( struct call *call, const struct modem_event *event )
{
    struct voice_call *voice = &call->voice;

    if (event->request == voice->generate.request && voice->generate.request)
    {
        voice_generate_done( call, event->error );
        return TRUE;
    }
    if (event->request == voice->terminal_request && voice->terminal_request)
    {
        voice->terminal_request = 0;
        voice_terminal_done( call, event->error );
        return TRUE;
    }
    if (event->request == voice->change_request && voice->change_request)
    {
        voice->change_request = 0;
        if (event->error) change_failed( call, event );
        return TRUE;
    }
    return FALSE;
}

BOOL voice_event( struct call *call, const struct modem_event *event )
{
    switch (event->type)
    {
    case MODEM_EVENT_COMPLETED:
        return completed( call, event );
    case MODEM_EVENT_DIALED:
        if (call->dial_part || !(call->dial_flags & MODEM_DIAL_VOICE)) return FALSE;
        dialed_by_hand( call );
        return TRUE;
    case MODEM_EVENT_RINGBACK:
        /* a modem that hears it can tell when somebody answers */
        call->voice.heard = TRUE;
        return FALSE;
    case MODEM_EVENT_CONNECTED:
        if (event->voice && !call->voice.active) connected( call );
        else if (call->voice.change_request && !event->voice) changed( call, event );
        else return FALSE;
        return TRUE;
    case MODEM_EVENT_PASSTHROUGH:
        if (event->on && event->media == MODEM_ANSWER_NOTHING)
        {
            call->voice.active = FALSE;
            call_reset_comm( call->modem );
            return FALSE;
        }
        if (!call->voice.change_request || !event->on) return FALSE;
        changed( call, event );
        return TRUE;
    case MODEM_EVENT_DIGIT:
        if (call->voice.active) voice_digit( call, event );
        return TRUE;
    case MODEM_EVENT_TONE:
        if (call->voice.active) tone_heard( call, event );
        return TRUE;
    case MODEM_EVENT_MEDIA:
        if (call->voice.active) far_end_asks( call, event );
        return TRUE;
    case MODEM_EVENT_STREAM:
        TRACE( "call %#lx: streams %#x run, error %d\n", call->handle, event->directions, event->error );
        return TRUE;
    default:
        return FALSE;
    }
}

BOOL voice_has_port( const struct call *call )
{
    return call->voice.active || ((call->dial_flags & MODEM_DIAL_VOICE) && call->bearer_mode != LINEBEARERMODE_PASSTHROUGH);
}

/* A program takes the modem of a voice call for itself, as it is. */
int voice_pass_port( struct call *call )
{
    voice_gather_ended( call, LINEGATHERTERM_CANCEL );
    voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    return voice_request( call, unimdm_voice_change, &(struct voice_params){ .request = call->passthrough_request, .value = MODEM_ANSWER_NOTHING } );
}

/* ---- the end ---- */

void voice_call_begun( struct call *call )
{
    DWORD i;

    for (i = 0; i < VOICE_TERMINALS; i++) call->voice.terminals[i] = call->modem->voice.terminals[i];
}

void voice_call_over( struct call *call )
{
    voice_gather_ended( call, LINEGATHERTERM_CANCEL );
    voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    voice_terminal_ended( call, LINEERR_INVALCALLSTATE );
    call->voice.active = FALSE;
    call->voice.digit_modes = 0;
    call->voice.terminal_request = 0;
    /* who lifts it without a call, the modem does not say */
    call->modem->phone.lifted = FALSE;
    phone_follow( call->modem );
}

void voice_call_gone( struct call *call )
{
    /* TAPI frees the buffer with the call */
    call->voice.gather.active = call->voice.gather.timed = FALSE;
    call->voice.gather.buffer = NULL;
    call->voice.generate.active = FALSE;
    call->voice.generate.request = 0;
    voice_terminal_ended( call, LINEERR_OPERATIONFAILED );
}

void voice_call_free( struct call *call )
{
    struct voice_tone_list *list;

    while ((list = call->voice.tones))
    {
        call->voice.tones = list->next;
        free( list );
    }
}
