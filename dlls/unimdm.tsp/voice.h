/*
 * Voice of lines and calls.
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

#ifndef UNIMDM_VOICE_H
#define UNIMDM_VOICE_H

#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

#include "unixlib.h"

struct modem;
struct call;
struct variable;

#define VOICE_MODES   (LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_INTERACTIVEVOICE)

/* The user's equipment at a voice modem that calls can be switched to; see voiceterm.c */
enum voice_terminal { VOICE_HANDSET, VOICE_SPEAKERPHONE, VOICE_TERMINALS };

/* Digits that are gathered (voicedigits.c) */
#define VOICE_MAX_TERMINATORS 17
struct voice_gather
{
    BOOL   active;
    DWORD  id;                  /* of TAPI, for the message */
    DWORD  modes;
    WCHAR *buffer;              /* TAPI's, until the message has gone out */
    DWORD  count, wanted;
    DWORD  inter_timeout;
    DWORD  due;                 /* tick when it times out, if timed */
    BOOL   timed;
    char   terminators[VOICE_MAX_TERMINATORS];
};

/* Digits or a tone that are being sent (voicetones.c) */
#define VOICE_MAX_DIGITS 256
#define VOICE_MIN_DURATION 40       /* of a digit, ms */
#define VOICE_MAX_DURATION 1000
struct voice_generate
{
    BOOL     active;
    DWORD    id;
    uint32_t request;           /* of the engine: what it is sending now */
    char     digits[VOICE_MAX_DIGITS];
    DWORD    next;
    DWORD    duration;
    BOOL     tone;
    DWORD    frequencies[2];
    DWORD    on, off;           /* cadence, ms; off 0: no pauses */
    BOOL     pause;             /* the next piece is one */
    DWORD    left;              /* ms to go, if not endless */
    BOOL     endless;
};

/* Tones to report, one list for each of TAPI's (voicetones.c) */
#define VOICE_MAX_TONES 8
struct voice_tone_list
{
    struct voice_tone_list *next;
    DWORD                   id;
    DWORD                   count;
    struct { DWORD app_specific; uint32_t tone; } tones[VOICE_MAX_TONES];
};

/* Of a modem. Under its lock like everything else there. */
struct voice_line
{
    DWORD abilities;                    /* MODEM_VOICE_ABLE ..., 0: a data modem */
    BOOL  known;                        /* abilities were asked for */
    DWORD terminals[VOICE_TERMINALS];   /* LINETERMMODE_ for new calls */
};

/* Of a call */
struct voice_call
{
    BOOL     active;                    /* connected with the modem in voice mode */
    BOOL     heard;                     /* something of the other end was heard */
    DWORD    connected_at;              /* tick */
    DWORD    change_mode;               /* LINEMEDIAMODE_ it changes to */
    uint32_t change_request;            /* of the engine */
    uint32_t terminal_request;
    DWORD    terminal_reply;            /* of TAPI, 0: none */
    BOOL     terminal_by_phone;         /* a phone function waits for it */
    DWORD    terminals[VOICE_TERMINALS];
    DWORD    digit_modes;               /* of TSPI_lineMonitorDigits */
    struct voice_gather     gather;
    struct voice_generate   generate;
    struct voice_tone_list *tones;
};

/* Everything here with the modem locked, unless it says otherwise. */

/* voice.c: what a line can do */
BOOL  voice_able( struct modem *modem, DWORD ability );
/* All media modes of the line, UNKNOWN among them; and those that can be had now. */
DWORD voice_media_modes( struct modem *modem );
DWORD voice_available_modes( struct modem *modem );
/* Whether calls of these media modes can be had now: 0 or a LINEERR_ value, and the reason in the log. */
LONG  voice_check_media( struct modem *modem, DWORD media_modes );
/* The modem's description may have changed. */
void  voice_forget_abilities( struct modem *modem );

/* voicecaps.c: what programs are told of it */
void  voice_fill_line_caps( struct modem *modem, LINEDEVCAPS *caps, struct variable *var );
void  voice_fill_address_caps( struct modem *modem, LINEADDRESSCAPS *caps );
DWORD voice_call_features( const struct call *call );
DWORD voice_line_features( struct modem *modem );

/* voicecall.c: calls */
/* The media modes an incoming call may have that rings so (0: plain); 0: it is nobody's business. */
DWORD voice_offered_mode( struct modem *modem, DWORD ring_mode );
DWORD voice_dial_flags( struct call *call );
void  voice_talking( struct call *call );                   /* a person talks on the telephone set from now on */
int   voice_answer( struct call *call );                    /* starts answering, as data if it is no voice call; 0 or a negative errno */
BOOL  voice_event( struct call *call, const struct modem_event *event );    /* TRUE: that was all about it */
int   voice_pass_port( struct call *call );                 /* for passthrough_request; a negative errno of the host */
BOOL  voice_has_port( const struct call *call );            /* the port carries voice, or nothing: it is no program's */
void  voice_call_begun( struct call *call );
void  voice_call_over( struct call *call );                 /* disconnected: messages that are owed go out */
void  voice_call_gone( struct call *call );                 /* TAPI forgets it: nothing goes out any more */
void  voice_call_free( struct call *call );                 /* last reference; not locked */
/* A request to the engine for this call: 0 or a negative errno. Fills in host and modem. */
int   voice_request( struct call *call, enum unimdm_call code, struct voice_params *params );

/* voicedigits.c */
void  voice_digit( struct call *call, const struct modem_event *event );
void  voice_gather_ended( struct call *call, DWORD reason );

/* voicetones.c */
void  voice_generate_done( struct call *call, int error );
void  voice_generate_ended( struct call *call, DWORD reason );
void  voice_tone_heard( struct call *call, uint32_t tone );

/* voiceterm.c */
void  voice_fill_terminal_caps( struct modem *modem, LINEDEVCAPS *caps, struct variable *var );
void  voice_fill_terminals( struct modem *modem, const DWORD *terminals, struct variable *var, DWORD *size, DWORD *offset );
void  voice_terminal_ended( struct call *call, LONG result );    /* who waits for it, if anybody does, gets this LINEERR_ value */
/* TSPI_phoneSetHookSwitch: as TSPI_lineSetTerminal for the line and its call; the request is completed with a PHONEERR_ value. 0 or a LINEERR_ value */
LONG  voice_set_hook( struct modem *modem, DWORD request, enum voice_terminal terminal, BOOL off_hook );
void  voice_terminal_done( struct call *call, int error );
void  voice_route_call( struct call *call );                /* a call that has just been connected */

/* voicetime.c: time-outs. The clock runs while a call of some line waits for one. */
void  voice_clock_wake(void);
void  voice_clock_stop(void);                               /* the provider ends; not locked */

#endif
