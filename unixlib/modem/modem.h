/*
 * The modem engine: AT modems on ports, driven by one loop, described by data.
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

#ifndef WINE_TELEPHONY_MODEM_H
#define WINE_TELEPHONY_MODEM_H

#include <stddef.h>
#include <stdint.h>

/*
 * A host runs any number of modems. ONE thread calls modem_host_wait() again and again: it runs the loop and returns one event a
 * call. All other functions may be called from any thread at any time; they check their arguments, queue the work, wake the
 * loop and return at once. A modem is named by a number that is never used again, so a late call on a destroyed modem is -ENOENT and nothing worse.
 *
 * Commands take a request number of the caller's. A command that was accepted (returned 0) with a request other than 0 is followed by exactly one
 * MODEM_EVENT_COMPLETED with that request, after the events that belong to it. Commands for one modem run in the order given; one that
 * comes while the modem initialises or hangs up waits for it. modem_hangup(), modem_close() and modem_destroy() overtake what is going on.
 *
 * Return values are 0 or negative errno: -ENOENT no such modem, -EINVAL bad argument, -ENOMEM.
 * Completions carry them too: -EBUSY (not in this state, e.g. dial during a call), -ENOTCONN (not open, no call), -ECANCELED (overtaken by hang-up or close),
 * -ETIMEDOUT (the modem does not answer), -EPROTO (the modem refused), -EIO/-ENODEV (port lost), -EAGAIN (glare: it rang while dialling),
 * and what port_open() returns.
 */

struct modem_host;
struct modem_config;

/* ---- what a modem is: data ---- */

/* Response states, first byte of the 10-byte value of Responses\<text> in a modem .INF file */
enum modem_response_state
{
    MODEM_RESPONSE_OK          = 0x00,
    MODEM_RESPONSE_PROGRESS    = 0x01,  /* negotiation: CARRIER, PROTOCOL, COMPRESSION */
    MODEM_RESPONSE_CONNECT     = 0x02,
    MODEM_RESPONSE_ERROR       = 0x03,
    MODEM_RESPONSE_NO_CARRIER  = 0x04,
    MODEM_RESPONSE_NO_DIALTONE = 0x05,
    MODEM_RESPONSE_BUSY        = 0x06,
    MODEM_RESPONSE_NO_ANSWER   = 0x07,
    MODEM_RESPONSE_RING        = 0x08,
    /* 0x09 to 0x10: VoiceView, which has no use here */
    MODEM_RESPONSE_RING_DURATION = 0x11,    /* from here to MESSAGE a value follows the text */
    MODEM_RESPONSE_RING_BREAK  = 0x12,
    MODEM_RESPONSE_DATE        = 0x13,
    MODEM_RESPONSE_TIME        = 0x14,
    MODEM_RESPONSE_NUMBER      = 0x15,
    MODEM_RESPONSE_NAME        = 0x16,
    MODEM_RESPONSE_MESSAGE     = 0x17,
    MODEM_RESPONSE_SINGLE_RING = 0x18,
    MODEM_RESPONSE_DOUBLE_RING = 0x19,
    MODEM_RESPONSE_TRIPLE_RING = 0x1a,
};

#define MODEM_RESPONSE_VARIABLE 0x80u   /* added to a state: the text is only the beginning of the line */

/* second byte of the value: negotiated options; also modem_event.options */
#define MODEM_OPTION_COMPRESSION    0x01u
#define MODEM_OPTION_ERROR_CONTROL  0x02u
#define MODEM_OPTION_CELLULAR       0x08u

/**
 * Make an empty description: a standard V.250 (Hayes) modem.
 * @return the description, or NULL without memory; free with modem_config_free()
 */
struct modem_config *modem_config_create( void );

/** Free a description. NULL is allowed. Modems made from it have their own copy. */
void modem_config_free( struct modem_config *config );

/**
 * Set one named value, as the registry keys of a Windows modem name them; names compare without case.
 *
 *   "Init\\1"...            "AT&FE0V1&D2&C1S0=0<cr>"   sent in numeric order when the modem is opened and after each call
 *   "Monitor\\1"...         "ATS0=0<cr>"               sent after Init to listen for calls ("None": nothing)
 *   "Answer\\1"...          "ATA<cr>"
 *   "Hangup\\1"...          "ATH<cr>"
 *   "Reset"                 "ATZ<cr>"                  sent when a modem has answered nonsense
 *   "EnableCallerID\\1"...  "AT+VCID=1<cr>"            sent after Monitor; an ERROR is ignored
 *   "EnableDistinctiveRing\\1"... "AT-SDR=7<cr>"       sent after that; an ERROR is ignored. Built in: nothing
 *   "CallerIDPrivate"       "P"                        what stands for a withheld number; "CallerIDOutSide": for one that is not available
 *   "Fax\\Class1\\AdaptiveAnswer\\AnswerCommand\\1"...  "AT+FCLASS=1;+FAE=1<cr>", "ATA<cr>": answer a call that may be of data or fax. With other classes,
 *                           and without Class1\\ too; the first class given counts.
 *   "FaxAnswer\\1"...       "AT+FCLASS=1<cr>"          sent before a ringing call is handed to a fax program, which answers it
 *   "Fax\\...AdaptiveAnswer\\ModemResponseFaxDetect", ModemResponseDataDetect: what the modem says then ("FAX", "DATA" and the like are built in)
 *                           HostCommandFaxDetect, HostCommandDataDetect: what to send then; SerialSpeedFaxDetect, SerialSpeedDataDetect: the port's speed
 *   "Settings\\NAME"        Prefix Terminator DialPrefix DialSuffix Pulse Tone Blind_On Blind_Off CallSetupFailTimer InactivityTimeout
 *                           SpeakerVolume_Low _Med _High SpeakerMode_Off _Dial _On _Setup FlowControl_Off _Hard _Soft
 *                           ErrorControl_Off _On _Forced _Cellular Compression_Off _On SpeedNegotiation_Off _On Modulation_CCITT _Bell _CCITT_V23
 *   "Capabilities\\NAME"    DialBilling, DialQuiet, DialDialtone: "1" (built in) or "0": may `$`, `@`, `W` stand in a dial string
 *                             DialAddress: "1" (a virtual modem): a dial string may be a host or a name, and goes out as it is
 *                           MaxDialLength: longest dial string of one command (built in: 80); longer ones are dialled in parts
 *   "VoiceProfile"          a DWORD, decimal or 0x hexadecimal: what the modem can do with voice (voice.h)
 *   "VoiceBaudRate"         speed of the port in voice calls
 *   "VoiceAnswer\\1"... VoiceDialNumberSetup VoiceToDataAnswer StartPlay StopPlay TerminatePlay AbortPlay StartRecord StopRecord TerminateRecord
 *                           StartDuplex StopDuplex GenerateDigit OpenHandset SpeakerPhoneEnable SpeakerPhoneDisable SpeakerPhoneMute
 *                           SpeakerPhoneUnMute SpeakerPhoneSetVolumeGain LineSetPlayFormat LineSetRecordFormat: as Unimodem's documents describe
 *                           them; without them the built-in ones of the command set
 *   "SpeakerPhoneSpecs"     four numbers with commas: highest and lowest volume, highest and lowest gain (the highest may be the smaller number), for <Vol> and
 *                           <Gain> in SpeakerPhoneSetVolumeGain
 *   "Voice\\Commands"       "V.253", "#V" (USRobotics) or "Rockwell"; without it the commands above or the modem itself tell
 *   "Voice\\Format"         "linear8", "signed8", "linear16", "ulaw", "alaw", "ima" or "ima-high", with a rate in Hz (8000) and the number that
 *                           selects it behind; without it the best one of the modem's own list
 *   "InactivityScale"       seconds in one unit of InactivityTimeout, decimal (built in: 60)
 *   "Timings\\NAME"         milliseconds, decimal: see the table in config.c; CommandTimeout, CommandRetries (a count), DialTimeout, AnswerTimeout,
 *                           PartTimeout, CommaTime, RingTimeout, GlareTime, CallerIdDelay, HangupDtrTime, HangupTimeout, EscapeGuard, LinePoll, OpenDelay,
 *                           CommandDelay, GlareResult, GlareAbort, CallerIdKeep, ConnectGap, ToneTimeout, CadenceTime,
 *                           VoiceStart, VoiceStop, VoiceSilence, VoiceLead
 *
 * Values use the escapes of .INF files: <cr> <lf> <hXX> <<>; <#> is replaced by a number. When no Settings\ value is given at all, the built-in ones of
 * a V.250 modem hold; when some are, the optional ones that are absent mean that the modem lacks the feature, as on Windows.
 *
 * @return 0, -ENOENT for a name the engine has no use for (harmless), -EINVAL for a value that cannot be (bad number or escape, too long)
 */
int modem_config_set( struct modem_config *config, const char *name, const char *value );

/**
 * Add a response: Responses\<text> of the registry.
 *
 * @param text   e.g. "<cr><lf>CONNECT 14400/ARQ<cr><lf>" or "1<cr>"
 * @param value  state, options, DCE rate and DTE rate (both 32-bit little-endian, 0 = not said)
 * @param size   bytes in value: 10, or fewer with the rest taken as 0; at least 1
 * @return 0 or -EINVAL. States that are not in enum modem_response_state are accepted, their text is read by the built-in rules.
 */
int modem_config_add_response( struct modem_config *config, const char *text, const unsigned char *value, size_t size );

/* what to prefer, bit for bit the MDM_ flags of MODEMSETTINGS.dwPreferredModemOptions (mcx.h) */
#define MODEM_PREFER_COMPRESSION      0x0001u
#define MODEM_PREFER_ERROR_CONTROL    0x0002u
#define MODEM_PREFER_FORCED_EC        0x0004u
#define MODEM_PREFER_CELLULAR         0x0008u
#define MODEM_PREFER_FLOW_HARD        0x0010u
#define MODEM_PREFER_FLOW_SOFT        0x0020u
#define MODEM_PREFER_CCITT_OVERRIDE   0x0040u   /* Bell modulation */
#define MODEM_PREFER_SPEED_ADJUST     0x0080u
#define MODEM_PREFER_TONE_DIAL        0x0100u
#define MODEM_PREFER_BLIND_DIAL       0x0200u
#define MODEM_PREFER_V23_OVERRIDE     0x0400u

enum modem_speaker_volume { MODEM_SPEAKER_LOW, MODEM_SPEAKER_MEDIUM, MODEM_SPEAKER_HIGH };              /* MDMVOL_ */
enum modem_speaker_mode { MODEM_SPEAKER_OFF, MODEM_SPEAKER_DIAL, MODEM_SPEAKER_ON, MODEM_SPEAKER_SETUP }; /* MDMSPKR_ */

/* How to make calls: the parts of DCB and MODEMSETTINGS the engine needs. Fixed width: it crosses between Windows and Unix code. */
struct modem_settings
{
    uint32_t baud;                      /* speed of the port */
    uint32_t data_bits;                 /* 7, 8 */
    uint32_t parity;                    /* 0 none, 1 odd, 2 even: as DCB.Parity */
    uint32_t stop_bits;                 /* 1, 2 */
    uint32_t preferred;                 /* MODEM_PREFER_ bits */
    uint32_t speaker_volume;            /* enum modem_speaker_volume */
    uint32_t speaker_mode;              /* enum modem_speaker_mode */
    uint32_t call_setup_timeout;        /* seconds, 0: the modem's own */
    uint32_t inactivity_timeout;        /* seconds, 0: never */
    uint32_t wait_bong;                 /* seconds of pause that replace a `$` the modem cannot do; 0: such strings are refused */
};

/** Fill in what holds when nobody says otherwise: 115200 8N1, hardware flow control, compression, error control, tone dialling. */
void modem_settings_default( struct modem_settings *settings );

#define MODEM_DIAL_STRING_MAX 256       /* longest dial string, with the terminator */

/**
 * Check and clean a dial string as the engine will do it: what no modem dials (spaces, parentheses, hyphens, dots, slashes) is
 * dropped, and so are letters other than A-D, P, T, W and signs other than 0-9 * # , ! @ $ ; . Nothing that could end the command
 * survives.
 *
 * @param config    the description (capabilities), or NULL for a standard modem
 * @param settings  for wait_bong, or NULL
 * @param in        dial string, e.g. "T9,1 (425) 555-0101"
 * @param out       receives the clean string; MODEM_DIAL_STRING_MAX bytes; may be NULL
 * @param offender  receives what the modem cannot do with -EOPNOTSUPP: '$', '@', 'W', ';' (no dialling in parts) or '?' (dialling
 *                  by hand is the caller's business); else 0. May be NULL
 * @return 0, -EOPNOTSUPP, -E2BIG if it is too long, -EINVAL if nothing dialable is left (an empty string is allowed: go off-hook only)
 */
int modem_check_dial_string( const struct modem_config *config, const struct modem_settings *settings, const char *in, char *out,
                             char *offender );

/* ---- the host ---- */

/** Make a host. @return 0 or a negative errno. */
int modem_host_create( struct modem_host **host );

/**
 * Free a host and its modems, hanging up nothing: ports are closed, DTR dropped. No thread may be in any function of this host.
 * NULL is allowed.
 */
void modem_host_destroy( struct modem_host *host );

struct modem_event;

/**
 * Run the loop until there is an event.
 *
 * @param event  receives it
 * @return 0; -ECANCELED after modem_host_cancel(); -EBUSY if another thread is in this function
 */
int modem_host_wait( struct modem_host *host, struct modem_event *event );

/** Make modem_host_wait() return -ECANCELED, now and from now on. Safe from any thread and from a signal handler. */
void modem_host_cancel( struct modem_host *host );

/* ---- modems ---- */

enum modem_state
{
    MODEM_CLOSED,                       /* port not open */
    MODEM_INITIALISING,                 /* port open, Init strings on their way */
    MODEM_IDLE,                         /* listening for rings */
    MODEM_RINGING,                      /* a call comes in */
    MODEM_DIALLING,
    MODEM_OFF_HOOK,                     /* dialled in part (`;`): waits for the rest of the number, or a person talks */
    MODEM_ANSWERING,
    MODEM_CONNECTED,                    /* the byte stream is the application's */
    MODEM_HANGING_UP,
    MODEM_PASSTHROUGH,                  /* the port is the application's, commands and all */
    MODEM_DEAD,                         /* port lost, or the modem does not answer: the port is closed, modem_open() tries again */
    MODEM_CARRIER_GONE,                 /* the call is over, but bytes may still wait for the application: modem_hangup() when it has let go */
    MODEM_VOICE,                        /* a voice call: voice.h */
};

/**
 * Make a modem. Its port is not touched before modem_open().
 *
 * @param path    host path of the port
 * @param config  description, copied; NULL for a standard V.250 modem
 * @param user    given back in each event of this modem
 * @param modem   receives its number, never 0
 */
int modem_create( struct modem_host *host, const char *path, const struct modem_config *config, uint64_t user, uint32_t *modem );

/** Close and forget a modem. Its unfinished requests still complete (-ECANCELED); nothing else comes from it any more. */
int modem_destroy( struct modem_host *host, uint32_t modem );

/** Open the port and initialise the modem; then rings are reported. MODEM_EVENT_OPENED or MODEM_EVENT_PORT_ERROR, then completion. */
int modem_open( struct modem_host *host, uint32_t modem, uint32_t request );

/** Hang up if need be, drop DTR, close the port: MODEM_EVENT_CLOSED. */
int modem_close( struct modem_host *host, uint32_t modem, uint32_t request );

/** Set how calls are made from now on; a running call keeps what it has, an idle modem is set at once. */
int modem_set_settings( struct modem_host *host, uint32_t modem, const struct modem_settings *settings, uint32_t request );

/* how to dial one call */
#define MODEM_DIAL_PULSE    0x01u       /* pulse where the string does not say; otherwise settings.preferred decides */
#define MODEM_DIAL_TONE     0x02u
#define MODEM_DIAL_BLIND    0x04u       /* do not wait for dial tone */
#define MODEM_DIAL_VOICE    0x08u       /* a person talks: complete when dialled, stay in command mode (adds `;`) */
#define MODEM_DIAL_AUTOMATED 0x10u      /* a program talks through the modem: voice.h */

/**
 * Dial. A string that ends in `;` is part of a number: the modem goes to MODEM_OFF_HOOK and a further modem_dial() continues the same call.
 *
 * Events: MODEM_EVENT_DIALING when the command goes out; MODEM_EVENT_PROCEEDING when the whole number is out; MODEM_EVENT_RINGBACK if the modem says so; then
 * MODEM_EVENT_CONNECTED or MODEM_EVENT_CALL_FAILED. The request completes with 0 when the number is out (after PROCEEDING; for a part or a voice call after
 * MODEM_EVENT_DIALED). If it completes with an error there is no call. After MODEM_EVENT_CALL_FAILED the modem is made ready by itself.
 *
 * @param string  see modem_check_dial_string(); refused with -EOPNOTSUPP, -E2BIG or -EINVAL at once
 * @param flags   MODEM_DIAL_ bits
 */
int modem_dial( struct modem_host *host, uint32_t modem, uint32_t request, const char *string, uint32_t flags );

/** Answer the ringing call (also without a ring). MODEM_EVENT_CONNECTED or MODEM_EVENT_CALL_FAILED, then completion (0 or negative). */
int modem_answer( struct modem_host *host, uint32_t modem, uint32_t request );

/**
 * End the call, in whatever state: cancel dialling, drop DTR, +++ATH if that does not help, initialise anew. A ringing call is only forgotten (an analogue line
 * cannot refuse). MODEM_EVENT_HUNG_UP when the line is on-hook, then completion, then the modem initialises.
 * Without a call it completes with 0 at once.
 */
int modem_hangup( struct modem_host *host, uint32_t modem, uint32_t request );

/**
 * Hand the whole port to the application (LINEBEARERMODE_PASSTHROUGH) or take it back. While it is on, the engine neither reads nor writes nor sets
 * anything and only notices the loss of the port. Off: the modem is initialised anew and monitored. MODEM_EVENT_PASSTHROUGH, then completion.
 */
int modem_passthrough( struct modem_host *host, uint32_t modem, int on, uint32_t request );

#define MODEM_PASSTHROUGH_OFF    0
#define MODEM_PASSTHROUGH_ON     1
#define MODEM_PASSTHROUGH_TAKE   2      /* off, but the call in it goes on as a data call: MODEM_EVENT_CONNECTED follows, the modem is not touched */
#define MODEM_PASSTHROUGH_KEEP   3      /* off, and what the program told the modem stays in force: it is not initialised; there must be no call */

/**
 * Say who reads the stream of a connected call. After MODEM_EVENT_CONNECTED it is the application's: the engine took nothing after
 * the CONNECT line, reads nothing and watches the modem lines only. modem_data_end(): the application has closed its handle, the
 * engine reads and throws away. modem_data_begin(): it is the application's again.
 *
 * Where a port has no modem lines (a pty without companion socket), NO CARRIER among the bytes is the only sign of a lost carrier.
 * While the stream is the application's the engine does not see it: the call lasts until somebody hangs up or calls modem_data_end().
 */
int modem_data_begin( struct modem_host *host, uint32_t modem, uint32_t request );
int modem_data_end( struct modem_host *host, uint32_t modem, uint32_t request );

/**
 * Let a second handle be opened on a real port for a moment: share = 1 gives up TIOCEXCL, 0 takes it again. Done before the function returns.
 * @return 0, -ENOENT, -ENOTCONN if the port is not open, or a negative errno
 */
int modem_share_port( struct modem_host *host, uint32_t modem, int share );

/* what MODEM_EVENT_LOG tells */
#define MODEM_LOG_SENT      1           /* a command, digits that are dialled as '#' */
#define MODEM_LOG_RECEIVED  2
#define MODEM_LOG_ECHO      3           /* the modem repeats the command */
#define MODEM_LOG_NOTE      4           /* what the engine does */

/** Say whether a modem reports what it sends and receives, as MODEM_EVENT_LOG. Off at first. @return 0 or -ENOENT. */
int modem_set_logging( struct modem_host *host, uint32_t modem, int on );

/* ---- events ---- */

enum modem_event_type
{
    MODEM_EVENT_COMPLETED = 1,          /* request, error, reason */
    MODEM_EVENT_OPENED,                 /* has_lines; the modem listens */
    MODEM_EVENT_PORT_ERROR,             /* error, reason: the port could not be opened, or no modem answers on it */
    MODEM_EVENT_PORT_LOST,              /* error, reason: unplugged. State MODEM_DEAD; a call is gone with it (no other event follows) */
    MODEM_EVENT_CLOSED,
    MODEM_EVENT_RING,                   /* ring_count (1...), ring_mode */
    MODEM_EVENT_RING_GONE,              /* the caller gave up (no ring for RingTimeout) */
    MODEM_EVENT_CALLER_ID,              /* caller_*; once for a call, again if more becomes known */
    MODEM_EVENT_DIALING,
    MODEM_EVENT_DIALTONE,               /* only from modems that report it */
    MODEM_EVENT_PROCEEDING,
    MODEM_EVENT_RINGBACK,               /* only from modems that report it */
    MODEM_EVENT_DIALED,                 /* a part (`;`) or a voice call is out */
    MODEM_EVENT_CONNECTED,              /* dte_rate, dce_rate, options, protocol, compression, text */
    MODEM_EVENT_CALL_FAILED,            /* cause, error, text, reason */
    MODEM_EVENT_CARRIER_LOST,           /* the other side is gone. Unread bytes stay the application's: nothing happens until modem_hangup() */
    MODEM_EVENT_HUNG_UP,                /* on-hook */
    MODEM_EVENT_PASSTHROUGH,            /* on: 1 begun, 0 ended */
    MODEM_EVENT_DEAD,                   /* error, reason: the modem stopped answering. State MODEM_DEAD; a call is gone with it */
    MODEM_EVENT_TEXT,                   /* text: a line the engine has no rule for (for the log) */
    MODEM_EVENT_DIGIT,                  /* digit (ASCII), on: 1 down, 0 up, duration in ms with 0 (0 also where the modem does not say); voice.h */
    MODEM_EVENT_TONE,                   /* tone, on: 1; voice.h */
    MODEM_EVENT_STREAM,                 /* directions that run now, error, reason; voice.h */
    MODEM_EVENT_MEDIA,                  /* media: what the far end asks for (MODEM_ANSWER_FAX, MODEM_ANSWER_DATA); voice.h */
    MODEM_EVENT_LOG,                    /* on: MODEM_LOG_; reason: a line for the log; text: what a received line means, "": nothing known */
};

enum modem_cause
{
    MODEM_CAUSE_NONE,
    MODEM_CAUSE_BUSY,
    MODEM_CAUSE_NO_ANSWER,
    MODEM_CAUSE_NO_CARRIER,
    MODEM_CAUSE_NO_DIALTONE,
    MODEM_CAUSE_BLACKLISTED,            /* the modem refuses this number after too many tries */
    MODEM_CAUSE_DELAYED,                /* the modem refuses it for some time */
    MODEM_CAUSE_ERROR,                  /* ERROR, or an answer that makes no sense */
    MODEM_CAUSE_TIMEOUT,                /* no result within the dial or answer time */
    MODEM_CAUSE_GLARE,                  /* it rang while dialling: the incoming call wins and follows as MODEM_EVENT_RING */
    MODEM_CAUSE_VOICE,                  /* a voice answered */
    MODEM_CAUSE_FAX,                    /* a fax machine answered */
};

enum modem_protocol
{
    MODEM_PROTOCOL_UNKNOWN,             /* the modem did not say */
    MODEM_PROTOCOL_NONE,
    MODEM_PROTOCOL_LAPM,                /* V.42 */
    MODEM_PROTOCOL_MNP,                 /* MNP 2-4, 10 */
    MODEM_PROTOCOL_OTHER,               /* some error control, kind unknown (ARQ, EC) */
};

enum modem_compression
{
    MODEM_COMPRESSION_UNKNOWN,
    MODEM_COMPRESSION_NONE,
    MODEM_COMPRESSION_V42BIS,
    MODEM_COMPRESSION_V44,
    MODEM_COMPRESSION_MNP5,
};

enum modem_caller_field
{
    MODEM_CALLER_UNKNOWN,               /* not said */
    MODEM_CALLER_PRESENT,
    MODEM_CALLER_BLOCKED,               /* withheld: P */
    MODEM_CALLER_OUT_OF_AREA,           /* not available: O */
};

#define MODEM_TEXT_SIZE   128
#define MODEM_REASON_SIZE 256
#define MODEM_CALLER_SIZE 64

/* One event. Fixed width and without pointers: it is copied between Windows and Unix code as it is. Fields a type does not use are 0. */
struct modem_event
{
    uint64_t user;                      /* of modem_create() */
    uint32_t type;                      /* enum modem_event_type */
    uint32_t modem;
    uint32_t request;                   /* COMPLETED */
    int32_t  error;                     /* 0 or negative errno */
    uint32_t state;                     /* enum modem_state after this event */
    uint32_t call;                      /* counts the calls of this modem, in and out; 0 before the first */
    uint32_t ring_count;
    uint32_t ring_mode;                 /* 0 plain, 1... distinctive ring pattern */
    uint32_t caller_number_state;       /* enum modem_caller_field */
    uint32_t caller_name_state;
    uint32_t cause;                     /* enum modem_cause */
    uint32_t dte_rate;                  /* bits per second between computer and modem */
    uint32_t dce_rate;                  /* bits per second on the line (the faster direction); 0 if the modem did not say */
    uint32_t dce_rate_receive;          /* receive direction if it was given apart, else as dce_rate */
    uint32_t options;                   /* MODEM_OPTION_ bits */
    uint32_t protocol;                  /* enum modem_protocol */
    uint32_t compression;               /* enum modem_compression */
    uint32_t has_lines;                 /* OPENED: carrier is known from a modem line */
    uint32_t on;
    uint32_t voice;                     /* CONNECTED, CALL_FAILED: 1 for an automated voice call */
    uint32_t digit;                     /* DIGIT: '0'-'9', '*', '#', 'A'-'D' */
    uint32_t duration;                  /* ms */
    uint32_t tone;                      /* TONE: enum modem_tone */
    uint32_t directions;                /* STREAM: MODEM_VOICE_ bits */
    uint32_t media;                     /* MEDIA, PASSTHROUGH: MODEM_ANSWER_ value */
    uint32_t reserved;
    char     caller_number[MODEM_CALLER_SIZE];
    char     caller_name[MODEM_CALLER_SIZE];
    char     caller_redirecting[MODEM_CALLER_SIZE]; /* who forwarded the call here; empty: nobody, or not said */
    char     caller_date[8];            /* MMDD */
    char     caller_time[8];            /* HHMM */
    char     text[MODEM_TEXT_SIZE];     /* what the modem said, printable ASCII */
    char     reason[MODEM_REASON_SIZE]; /* what failed, on which device and what to do: for people and logs */
};

/* What a modem is doing, for status displays. Fixed width like the event. */
struct modem_status
{
    uint32_t state;                     /* enum modem_state */
    uint32_t has_lines;
    uint32_t lines;                     /* PORT_LINE_ bits (port.h), last seen */
    uint32_t baud;
    uint32_t dce_rate;                  /* of the running call */
    uint32_t calls;
    uint32_t rings;                     /* of the ringing call */
    int32_t  error;                     /* why it is closed or dead */
    char     reason[MODEM_REASON_SIZE];
};

/** Ask what a modem is doing. @return 0 or -ENOENT. */
int modem_get_status( struct modem_host *host, uint32_t modem, struct modem_status *status );

/** @return the English name of an event type, state or cause ("ring", "idle", "busy"), for logs; never NULL. */
const char *modem_event_name( uint32_t type );
const char *modem_state_name( uint32_t state );
const char *modem_cause_name( uint32_t cause );

#include "voice.h"

#endif /* WINE_TELEPHONY_MODEM_H */
