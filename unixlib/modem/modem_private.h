/*
 * What the files of the modem engine share.
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

#ifndef WINE_TELEPHONY_MODEM_PRIVATE_H
#define WINE_TELEPHONY_MODEM_PRIVATE_H

#include "modem.h"

/* ---- config.c ---- */

enum config_list
{
    LIST_INIT, LIST_MONITOR, LIST_ANSWER, LIST_HANGUP, LIST_CALLER_ID, LIST_DISTINCTIVE_RING, LIST_FAX_ANSWER, LIST_ADAPTIVE_ANSWER,
    LIST_VOICE_ANSWER, LIST_VOICE_DIAL, LIST_VOICE_TO_DATA, LIST_START_PLAY, LIST_STOP_PLAY, LIST_TERMINATE_PLAY, LIST_ABORT_PLAY,
    LIST_START_RECORD, LIST_STOP_RECORD, LIST_TERMINATE_RECORD, LIST_START_DUPLEX, LIST_STOP_DUPLEX, LIST_GENERATE_DIGIT,
    LIST_OPEN_HANDSET, LIST_SPEAKERPHONE_ON, LIST_SPEAKERPHONE_OFF, LIST_SPEAKERPHONE_MUTE, LIST_SPEAKERPHONE_UNMUTE, LIST_SPEAKERPHONE_LEVELS,
    LIST_HANDSET_PLAY_FORMAT, LIST_HANDSET_RECORD_FORMAT, LIST_LINE_PLAY_FORMAT, LIST_LINE_RECORD_FORMAT,
    LIST_COUNT
};

/* single texts of the description; NULL when it has none */
enum config_text
{
    TEXT_RESET, TEXT_CALLER_PRIVATE, TEXT_CALLER_OUTSIDE, TEXT_FAX_DETECT, TEXT_DATA_DETECT, TEXT_FAX_COMMAND, TEXT_DATA_COMMAND, TEXT_COUNT
};

enum config_setting
{
    SETTING_PREFIX, SETTING_TERMINATOR, SETTING_DIAL_PREFIX, SETTING_DIAL_SUFFIX, SETTING_PULSE, SETTING_TONE,
    SETTING_BLIND_ON, SETTING_BLIND_OFF, SETTING_CALL_SETUP_FAIL_TIMER, SETTING_INACTIVITY_TIMEOUT,
    SETTING_VOLUME_LOW, SETTING_VOLUME_MED, SETTING_VOLUME_HIGH,
    SETTING_SPEAKER_OFF, SETTING_SPEAKER_DIAL, SETTING_SPEAKER_ON, SETTING_SPEAKER_SETUP,
    SETTING_FLOW_OFF, SETTING_FLOW_HARD, SETTING_FLOW_SOFT,
    SETTING_EC_OFF, SETTING_EC_ON, SETTING_EC_FORCED, SETTING_EC_CELLULAR,
    SETTING_COMPRESSION_OFF, SETTING_COMPRESSION_ON,
    SETTING_SPEED_OFF, SETTING_SPEED_ON,
    SETTING_MODULATION_CCITT, SETTING_MODULATION_BELL, SETTING_MODULATION_V23,
    SETTING_COUNT
};

enum config_timing
{
    TIMING_COMMAND_TIMEOUT, TIMING_COMMAND_RETRIES, TIMING_COMMAND_DELAY, TIMING_DIAL_TIMEOUT, TIMING_ANSWER_TIMEOUT,
    TIMING_PART_TIMEOUT, TIMING_COMMA, TIMING_RING_TIMEOUT, TIMING_GLARE, TIMING_CALLER_ID_DELAY, TIMING_HANGUP_DTR,
    TIMING_HANGUP_TIMEOUT, TIMING_ESCAPE_GUARD, TIMING_LINE_POLL, TIMING_OPEN_DELAY, TIMING_GLARE_RESULT, TIMING_GLARE_ABORT,
    TIMING_CALLER_ID_KEEP, TIMING_CONNECT_GAP, TIMING_TONE_TIMEOUT, TIMING_CADENCE,
    TIMING_VOICE_START, TIMING_VOICE_STOP, TIMING_VOICE_SILENCE, TIMING_VOICE_LEAD, TIMING_COUNT
};

/* VoiceProfile of the registry, as Unimodem's documents list its bits */
#define VOICE_PROFILE_VOICE        0x00000001u
#define VOICE_PROFILE_HANDSET      0x00000002u
#define VOICE_PROFILE_SPEAKERPHONE 0x00000004u
#define VOICE_PROFILE_DIAL_SUFFIX  0x00000040u  /* dial strings always end with DialSuffix in voice mode */

struct config_response
{
    char *text;                         /* without the line ends around it */
    unsigned int state;
    unsigned int options;
    uint32_t dce_rate;
    uint32_t dte_rate;
};

struct config_command
{
    unsigned int number;                /* of Init\<number> */
    char *text;                         /* escapes resolved */
};

struct modem_config
{
    struct config_command *lists[LIST_COUNT];
    size_t list_sizes[LIST_COUNT];
    char *texts[TEXT_COUNT];            /* of responses: without the line ends around them */
    char *settings[SETTING_COUNT];
    int any_settings;
    struct config_response *responses;
    size_t response_count;
    int dial_billing, dial_quiet, dial_dialtone;
    int dial_address;                   /* hosts and names, not only numbers: a virtual modem */
    uint32_t max_dial_length;
    uint32_t inactivity_scale;
    uint32_t voice_profile;
    int has_speakerphone_specs;
    uint32_t speakerphone_specs[4];     /* volume: highest, lowest; gain: highest, lowest */
    char fax_class;                     /* whose adaptive answer was given first; '0': of all, NUL: none */
    uint32_t fax_speed, data_speed;     /* speed of the port once an adaptive answer knows the caller's kind; 0: as it is */
    uint32_t voice_baud;                /* 0: that of the settings */
    char *voice_set;                    /* name of a command set, or NULL */
    char *voice_format;                 /* as format_parse() reads it, or NULL */
    uint32_t timings[TIMING_COUNT];
};

struct modem_config *config_copy( const struct modem_config *config );

/* The commands of a list, the built-in ones when the description has none. @return their count. */
size_t config_commands( const struct modem_config *config, enum config_list list, const char *commands[], size_t max );

/* A settings fragment, or NULL when this modem lacks the feature. */
const char *config_setting( const struct modem_config *config, enum config_setting setting );

/* ---- response.c ---- */

/* The states of the registry, and those that only the built-in rules know. */
enum response_class
{
    RESPONSE_OK, RESPONSE_PROGRESS, RESPONSE_CONNECT, RESPONSE_ERROR, RESPONSE_NO_CARRIER, RESPONSE_NO_DIALTONE, RESPONSE_BUSY,
    RESPONSE_NO_ANSWER, RESPONSE_RING,
    RESPONSE_BLACKLISTED, RESPONSE_DELAYED, RESPONSE_VOICE, RESPONSE_FAX, RESPONSE_DATA, RESPONSE_RINGBACK, RESPONSE_DIALTONE,
    RESPONSE_CALLER_ID, RESPONSE_CADENCE, RESPONSE_CALL_WAITING, RESPONSE_VCON, RESPONSE_UNKNOWN, RESPONSE_CLASS_COUNT
};

/* What is known about a connection; progress lines before CONNECT add to it. */
struct link_info
{
    uint32_t dte_rate;
    uint32_t dce_rate;
    uint32_t dce_rate_receive;
    uint32_t options;
    enum modem_protocol protocol;
    enum modem_compression compression;
};

struct caller_id
{
    int  any;
    enum modem_caller_field number_state;
    enum modem_caller_field name_state;
    char number[MODEM_CALLER_SIZE];
    char name[MODEM_CALLER_SIZE];
    char redirecting[MODEM_CALLER_SIZE];    /* who forwarded the call; empty: nobody, or not said */
    char date[8];
    char time[8];
};

struct response
{
    enum response_class class;
    unsigned int ring_mode;             /* RESPONSE_RING */
    int with_caller;                    /* RESPONSE_RING: and says who calls */
    int ringing;                        /* RESPONSE_CADENCE: 1 it rang, 0 it was silent for so long: */
    unsigned int tenths;
};

/*
 * Read one line from a modem: line ends removed. Adds what it says about the connection to link and about the caller to caller_id.
 */
void response_parse( const struct modem_config *config, const char *line, struct response *response, struct link_info *link,
                     struct caller_id *caller_id );

/* ---- callerid.c ---- */

/* Read a line about the caller, whatever its form. @return 1 if it was one; what it says is in id */
int caller_parse( const struct modem_config *config, const char *line, struct caller_id *id );

/* A number that came with RING. */
void caller_set_number( const struct modem_config *config, struct caller_id *id, const char *value );

/* The value of a response whose state (MODEM_RESPONSE_DATE...) the description gives. @return 0 if the state is none of these */
int caller_take_response( const struct modem_config *config, unsigned int state, const char *value, struct caller_id *id );

/* ---- response.c: lines ---- */

/* Bytes to lines. A line is whole at CR or LF; bit 7 (parity) and control characters are dropped. */
struct line_reader
{
    char   text[256];
    size_t len;
    int    last_lf;                     /* the last byte outside a line was LF */
    int    lf_follows;                  /* the line just returned came after an LF: its CR is followed by one too */
};

void reader_reset( struct line_reader *reader );

/* Take a byte. @return the line it completed, valid until the next call, or NULL. */
const char *reader_feed( struct line_reader *reader, unsigned char byte );

/* ---- dial.c ---- */

/* One command of a dial string that is too long or pauses for more. */
struct dial_part
{
    char digits[MODEM_DIAL_STRING_MAX];
    int  more;                          /* stays in command mode: dial suffix */
};

/* Take the next command's worth from a clean dial string. @return where the rest begins. */
const char *dial_next_part( const struct modem_config *config, const char *string, struct dial_part *part );

/* How long dialling this may take beyond the normal time, in ms. */
unsigned int dial_extra_time( const struct modem_config *config, const char *digits, int pulse );

/*
 * Put a dial command together: prefix, a settings fragment for this call, D, tone or pulse letter, digits, suffix, terminator.
 * @return 0 or -E2BIG
 */
int dial_command( const struct modem_config *config, const struct dial_part *part, const char *fragment, int pulse, char *command,
                  size_t size );

#endif /* WINE_TELEPHONY_MODEM_PRIVATE_H */
