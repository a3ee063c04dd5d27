/*
 * Voice calls of the modem engine: a program plays, records, hears digits and tones.
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

#ifndef WINE_TELEPHONY_MODEM_VOICE_H
#define WINE_TELEPHONY_MODEM_VOICE_H

#include <stdint.h>

#include "modem.h"

/*
 * An automated voice call begins with modem_dial( MODEM_DIAL_AUTOMATED ) or modem_answer_as( MODEM_ANSWER_VOICE ). MODEM_EVENT_CONNECTED with voice = 1
 * and state MODEM_VOICE says that somebody answered; a modem that cannot tell says so as soon as the number is out. It ends as every call ends:
 * modem_hangup(), or MODEM_EVENT_CARRIER_LOST when the line itself is gone (loop current, NO CARRIER). Busy tone, dial tone and silence during the call are
 * MODEM_EVENT_TONE: what they mean is the caller's decision.
 *
 * The functions follow the rules of modem.h: checked at once, done by the loop, completed by MODEM_EVENT_COMPLETED.
 * Outside a voice call they complete with -ENOTCONN; a modem without voice commands gives -EOPNOTSUPP.
 */

/* what an answered call becomes */
#define MODEM_ANSWER_DATA      0u
#define MODEM_ANSWER_VOICE     1u
#define MODEM_ANSWER_FAX       2u       /* Class 1 is set, then the port is handed over: MODEM_EVENT_PASSTHROUGH with media 2; the fax program sends ATA */
#define MODEM_ANSWER_ADAPTIVE  3u       /* the modem finds out whether a fax or a data modem calls */
#define MODEM_ANSWER_NOTHING   4u       /* only to change to: the port is handed over with the modem in voice mode as it is, not a command is sent */

/* which way samples run */
#define MODEM_VOICE_PLAY       1u       /* play_fd -> telephone line */
#define MODEM_VOICE_RECORD     2u       /* telephone line -> record_fd */

/* what a modem can do: modem_voice_abilities() */
#define MODEM_VOICE_ABLE             0x0001u
#define MODEM_VOICE_FULL_DUPLEX      0x0002u    /* may be able to play and record at once: only the modem itself knows for sure */
#define MODEM_VOICE_SPEAKERPHONE     0x0004u
#define MODEM_VOICE_HANDSET          0x0008u    /* the voice of a call can go to a telephone set at the modem */
#define MODEM_VOICE_MONITOR_DIGITS   0x0010u
#define MODEM_VOICE_GENERATE_DIGITS  0x0020u
#define MODEM_VOICE_GENERATE_TONES   0x0040u
#define MODEM_VOICE_MONITOR_TONES    0x0080u    /* busy, silence and calling tones are reported */
#define MODEM_VOICE_CHANGE_MEDIA     0x0100u    /* modem_voice_change() */

/* where the voice of a call goes */
#define MODEM_TERMINAL_LINE          0u         /* the program */
#define MODEM_TERMINAL_HANDSET       1u
#define MODEM_TERMINAL_SPEAKERPHONE  2u
/* with one of them: how loud, 0...255 each, 128 as the modem begins */
#define MODEM_TERMINAL_LEVELS( volume, gain )  (0x01000000u | (uint32_t)(volume) << 8 | (uint32_t)(gain) << 16)
/* with the speakerphone: its microphone is off, where the description has SpeakerPhoneMute */
#define MODEM_TERMINAL_MUTED         0x02000000u
#define MODEM_TERMINAL_HEADSET       3u
#define MODEM_TERMINAL_LOCAL_SPEAKER 4u         /* the program, and the modem's speaker lets people hear it */
#define MODEM_TERMINAL_COUNT         5u

/* what the modem hears: modem_event.tone of MODEM_EVENT_TONE */
enum modem_tone
{
    MODEM_TONE_NONE,
    MODEM_TONE_BUSY,                    /* busy or reorder: during a call, the far end has hung up */
    MODEM_TONE_DIALTONE,                /* during a call, the far end has hung up */
    MODEM_TONE_RINGBACK,
    MODEM_TONE_FAX_CALLING,             /* 1100 Hz (T.30 CNG). MODEM_EVENT_MEDIA follows */
    MODEM_TONE_DATA_CALLING,            /* 1300 Hz (V.25). MODEM_EVENT_MEDIA follows */
    MODEM_TONE_ANSWER,                  /* 2100 or 2225 Hz: a fax or a modem has answered */
    MODEM_TONE_SILENCE,                 /* no sound for the time of Timings\VoiceSilence */
    MODEM_TONE_SOUND,                   /* a voice */
    MODEM_TONE_RING,                    /* the line rings while the modem is in voice mode */
    MODEM_TONE_CALL_WAITING,
    MODEM_TONE_SPECIAL_INFORMATION,     /* SIT: the number cannot be reached */
    MODEM_TONE_HANDSET_OFF_HOOK,        /* the telephone set on this line was lifted */
    MODEM_TONE_HANDSET_ON_HOOK,
    MODEM_TONE_COUNT
};

/**
 * Answer the ringing call (also without a ring) as something else than data; modem_answer() is MODEM_ANSWER_DATA.
 *
 * @param mode  MODEM_ANSWER_ value
 * @return 0, -EINVAL, -ENOENT, -ENOMEM. Completes with 0 after MODEM_EVENT_CONNECTED (or MODEM_EVENT_PASSTHROUGH for fax), or negative after
 *         MODEM_EVENT_CALL_FAILED
 */
int modem_answer_as( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t mode );

/**
 * Say where samples come from and go to: 8000 Hz, one channel, 16 bits signed in the byte order of this machine, non-blocking descriptors that
 * stay the caller's. When the function returns the engine no longer uses the former ones. May be called in every state, before the call as well.
 *
 * play_fd is read at the pace of the line, a few samples at a time; where nothing is to be had the line hears silence. What record_fd does not take
 * at once is lost.
 *
 * @param play_fd    what programs play, or -1
 * @param record_fd  what the line says, or -1
 * @return 0 or -ENOENT
 */
int modem_voice_attach( struct modem_host *host, uint32_t modem, int play_fd, int record_fd );

/**
 * Say which directions run from now on; without a voice call it is remembered for the next one (and completes at once). Stopping to play sends what
 * waits in play_fd first. MODEM_EVENT_STREAM when it is so, then completion. Playing overtakes recording on a modem that can do one at a time.
 *
 * @param directions  MODEM_VOICE_ bits, 0: none
 * @return 0, -EINVAL, -ENOENT, -ENOMEM. Completes with -EBUSY where both are asked of a half-duplex modem (then it plays, until something else is
 *         asked), -EOPNOTSUPP where the modem has no format the engine knows, -ETIMEDOUT, -EPROTO
 */
int modem_voice_stream( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t directions );

#define MODEM_VOICE_DIGITS_MAX 256      /* longest string of digits, with the terminator */

/**
 * Send DTMF digits to the far end. A stream that runs pauses for it.
 *
 * @param digits       0-9 * # A-D; `,` is a pause of two seconds, `!` a hook flash; other characters are dropped
 * @param duration_ms  of each digit, 0: the modem's own; at most 10000
 * @return 0, -EINVAL (nothing to send, too long), -ENOENT, -ENOMEM. Completes when the last one is out
 */
int modem_voice_digits( struct modem_host *host, uint32_t modem, uint32_t request, const char *digits, uint32_t duration_ms );

/**
 * Send a tone. A stream that runs pauses for it.
 *
 * @param freq1        Hz, 200...3400; 0 and freq2 0: silence
 * @param freq2        Hz, 0: one frequency only
 * @param duration_ms  10...60000
 * @return as modem_voice_digits()
 */
int modem_voice_tone( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t freq1, uint32_t freq2, uint32_t duration_ms );

/** Say where the voice goes, in this call or (on an idle modem) in the next one: MODEM_TERMINAL_ value, and, in a call, how loud it is.
 * A stream that runs pauses for it. */
int modem_voice_terminal( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t terminal );

/**
 * Make another kind of call out of a voice call. Data: the modems negotiate, MODEM_EVENT_CONNECTED or MODEM_EVENT_CALL_FAILED. Fax: Class 1 is set and
 * the port is handed over, MODEM_EVENT_PASSTHROUGH with media MODEM_ANSWER_FAX; the fax program sends ATA (or ATD).
 * To nothing of these: the streams end and the port is handed over, MODEM_EVENT_PASSTHROUGH with media MODEM_ANSWER_NOTHING.
 *
 * @param mode  MODEM_ANSWER_DATA, MODEM_ANSWER_FAX or MODEM_ANSWER_NOTHING; MODEM_ANSWER_VOICE completes with 0 and changes nothing
 * @return as modem_voice_digits()
 */
int modem_voice_change( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t mode );

/** @return MODEM_VOICE_ bits of what a modem of this description can do, as far as the description says; 0 for a modem without voice. */
uint32_t modem_voice_abilities( const struct modem_config *config );

/** @return the English name of a tone ("busy tone"), for logs; never NULL. */
const char *modem_tone_name( uint32_t tone );

#endif /* WINE_TELEPHONY_MODEM_VOICE_H */
