/*
 * What the files of voice calls share.
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

#ifndef WINE_TELEPHONY_MODEM_VOICE_PRIVATE_H
#define WINE_TELEPHONY_MODEM_VOICE_PRIVATE_H

#include "codec.h"
#include "modem_private.h"

struct modem;
struct command;

#define DLE 0x10
#define ETX 0x03
#define CAN 0x18

/* ---- voice_dle.c: the shielded stream ---- */

enum dle_kind
{
    DLE_NOTHING,                        /* more must come */
    DLE_DATA,                           /* count bytes, each `value` */
    DLE_END,                            /* <DLE><ETX> */
    DLE_EVENT,                          /* `value` is the code */
    DLE_REPORT,                         /* a complex report of V.253 is in report[] */
};

#define DLE_REPORT_SIZE 256

struct dle_reader
{
    int  escaped;
    int  in_report;
    size_t len;
    char report[DLE_REPORT_SIZE];       /* lines, each ended by \n; terminated */
};

void dle_reset( struct dle_reader *reader );

/* Take a byte from the modem. @return what it completed; count is 1, or 2 for the short form of two <DLE> in the data */
enum dle_kind dle_feed( struct dle_reader *reader, unsigned char byte, unsigned char *value, unsigned int *count );

/* Shield samples on their way to the modem. @return bytes written to out, which has room for 2 * len */
size_t dle_shield( const unsigned char *data, size_t len, unsigned char *out );

/* what a code means to the engine */
enum voice_signal
{
    SIGNAL_NONE,
    SIGNAL_DIGIT,                       /* value: the digit */
    SIGNAL_DIGIT_BEGIN,                 /* the codes from now on belong to one key that is held down */
    SIGNAL_DIGIT_END,
    SIGNAL_TONE,                        /* value: enum modem_tone */
    SIGNAL_LINE_GONE,                   /* loop current */
    SIGNAL_UNDERRUN,                    /* the modem had nothing to play */
    SIGNAL_OVERRUN,
};

enum voice_signal dle_signal( unsigned char code, unsigned int *value );

/* ---- voice_format.c: what formats a modem has, and which to use ---- */

struct voice_format
{
    unsigned int number;                /* for the command */
    enum codec_format format;
    uint32_t rate;
};

/*
 * Find the best format in the answer to +VSM=? (or #VSM=?).
 *
 * @param text   the lines of the answer, each ended by \n
 * @param baud   of the port: what does not pass through it is no choice
 * @return 0 or -EOPNOTSUPP
 */
int format_choose( const char *text, uint32_t baud, struct voice_format *best );

/* Find the best of Rockwell's: the answers to #VBS=? (bits) and #VSR=? (rates, may be empty). */
int format_choose_bits( const char *bits, const char *rates, uint32_t baud, struct voice_format *best );

/* Read Voice\Format: "ulaw", "alaw 7200", "ima", "linear8 11025"... @return 0 or -EINVAL */
int format_parse( const char *text, struct voice_format *format );

/* @return 1 if the number is in a list of AT commands: 0,1,2-8,(16) */
int format_has_number( const char *list, unsigned int number );

/* ---- voice_commands.c: command sets ---- */

struct voice_set
{
    const char *name;
    const char *class_query;            /* which classes it has; 8 is voice */
    const char *class_on, *class_off;
    const char *setup[4];               /* optional ones, after class_on */
    const char *silence;                /* with the time in tenths of a second */
    const char *formats_query;          /* NULL: bits_query and rates_query */
    const char *bits_query, *rates_query;
    const char *format_select;          /* number, rate */
    const char *rate_select;            /* a second command, or NULL */
    const char *start_play, *start_record, *start_duplex;
    const char *stop_play, *abort_play, *stop_record, *stop_duplex;
    const char *digits;                 /* what stands before digits and tones */
    unsigned int unit;                  /* ms, of durations */
    const char *terminals[5];           /* MODEM_TERMINAL_; NULL: it has none */
    const char *levels;                 /* volume, gain */
};

#define VOICE_SETS 3
extern const struct voice_set voice_sets[VOICE_SETS];     /* V.253, # with V.253's grammar, Rockwell */

/* The set a description names or uses in its commands, or NULL. */
const struct voice_set *voice_set_of( const struct modem_config *config );

/* Put the commands for digits or a tone together, one in each line of out. @return 0 or -E2BIG; time receives how long it takes, in ms */
int voice_digits_commands( const struct voice_set *set, const char *digits, unsigned int duration, char *out, size_t size, unsigned int *time );
int voice_tone_command( const struct voice_set *set, unsigned int freq1, unsigned int freq2, unsigned int duration, char *out, size_t size );

/* ---- the state of a modem's voice ---- */

#define VOICE_ANSWER_SIZE 1024
#define VOICE_TX_SIZE     8192

struct voice
{
    const struct voice_set *set;        /* NULL: not known yet */
    struct voice_format format;         /* CODEC_NONE: not known yet */
    int no_duplex;                      /* the modem refused to do both at once */
    int active;                         /* what comes from the modem is shielded */
    int dirty;                          /* the modem is not in class 0 */
    int dialling;                       /* the way in is for a dial string, not an answer */
    uint32_t terminal;
    int muted;                          /* the speakerphone's microphone */
    int terminal_sent;

    /* asking */
    int asking;
    int hash_asked;
    char answer[VOICE_ANSWER_SIZE];     /* lines, each ended by \n */
    char bits[64];                      /* the answer before */
    void (*asked)( struct modem *modem );

    /* streams */
    uint32_t wanted, running;
    int half;                           /* both were asked for, the modem does one: playing */
    int format_sent;
    int restarts;
    int64_t restart_time;
    struct codec *codec;
    struct dle_reader dle;
    int text;                           /* the modem's bytes are words, not samples */
    int skip_lf;
    int stop_tries;
    int stop_seen;                      /* <DLE><ETX> came, or none is due */
    uint32_t reported;                  /* directions of the last MODEM_EVENT_STREAM */
    struct line_reader tail;            /* finds OK in samples that never end */

    unsigned char tx[VOICE_TX_SIZE];    /* for the port, shielded */
    size_t tx_len;
    int64_t tick;                       /* when to play more; 0: not playing */
    int64_t play_start;                 /* ms; moved on when the modem takes no more */
    int64_t played;                     /* samples since then */
    unsigned int lead;                  /* samples */
    int flowing;                        /* programs play */
    int64_t flow_time;                  /* when they last did */
    int64_t heard, heard_start;         /* samples since then */
    int64_t drift, drift_first, drift_best, drift_time;     /* of the line's clock against ours, in samples */
    int drift_known;
    size_t backlog_low;                 /* least samples that waited since backlog_time */
    int64_t backlog_time;
    int64_t drain;                      /* samples still to send; -1: not draining */

    /* digits */
    int digit_framed;
    unsigned int digit;
    int64_t digit_time;

    struct command *job;                /* waits for command state */
};

#endif /* WINE_TELEPHONY_MODEM_VOICE_PRIVATE_H */
