/*
 * Descriptions of modems: the keys of a modem .INF file, and a standard modem for what they leave out.
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

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "modem_private.h"
#include "voice_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MAX_COMMANDS        64          /* of one list */
#define MAX_COMMAND_LENGTH  255
#define MAX_RESPONSES       8192

static const char * const list_names[LIST_COUNT] =
{
    [LIST_INIT] = "Init", [LIST_MONITOR] = "Monitor", [LIST_ANSWER] = "Answer", [LIST_HANGUP] = "Hangup", [LIST_CALLER_ID] = "EnableCallerID",
    [LIST_DISTINCTIVE_RING] = "EnableDistinctiveRing", [LIST_FAX_ANSWER] = "FaxAnswer", [LIST_ADAPTIVE_ANSWER] = "AdaptiveAnswer",
    [LIST_VOICE_ANSWER] = "VoiceAnswer", [LIST_VOICE_DIAL] = "VoiceDialNumberSetup", [LIST_VOICE_TO_DATA] = "VoiceToDataAnswer",
    [LIST_START_PLAY] = "StartPlay", [LIST_STOP_PLAY] = "StopPlay", [LIST_TERMINATE_PLAY] = "TerminatePlay", [LIST_ABORT_PLAY] = "AbortPlay",
    [LIST_START_RECORD] = "StartRecord", [LIST_STOP_RECORD] = "StopRecord", [LIST_TERMINATE_RECORD] = "TerminateRecord",
    [LIST_START_DUPLEX] = "StartDuplex", [LIST_STOP_DUPLEX] = "StopDuplex", [LIST_GENERATE_DIGIT] = "GenerateDigit",
    [LIST_OPEN_HANDSET] = "OpenHandset", [LIST_SPEAKERPHONE_ON] = "SpeakerPhoneEnable",
    [LIST_SPEAKERPHONE_OFF] = "SpeakerPhoneDisable", [LIST_SPEAKERPHONE_MUTE] = "SpeakerPhoneMute", [LIST_SPEAKERPHONE_UNMUTE] = "SpeakerPhoneUnMute",
    [LIST_SPEAKERPHONE_LEVELS] = "SpeakerPhoneSetVolumeGain",
    [LIST_HANDSET_PLAY_FORMAT] = "HandsetSetPlayFormat", [LIST_HANDSET_RECORD_FORMAT] = "HandsetSetRecordFormat",
    [LIST_LINE_PLAY_FORMAT] = "LineSetPlayFormat", [LIST_LINE_RECORD_FORMAT] = "LineSetRecordFormat",
};

/* V.250: factory settings, no echo, words, all results, DTR hangs up, DCD follows the carrier, no automatic answer */
static const char * const builtin_init[] = { "AT\r", "AT&FE0Q0V1&C1&D2S0=0\r" };
static const char * const builtin_answer[] = { "ATA\r" };
static const char * const builtin_hangup[] = { "ATH\r" };
static const char * const builtin_caller_id[] = { "AT+VCID=1\r" };

/* T.31 8.2.4, class 1 */
static const char * const builtin_fax_answer[] = { "AT+FCLASS=1\r" };
static const char * const builtin_adaptive_answer[] = { "AT+FCLASS=1\r", "AT+FAE=1\r", "ATA\r" };

static const struct { const char * const *commands; size_t count; } builtin_lists[LIST_COUNT] =
{
    [LIST_INIT]      = { builtin_init, ARRAY_SIZE(builtin_init) },
    [LIST_ANSWER]    = { builtin_answer, ARRAY_SIZE(builtin_answer) },
    [LIST_HANGUP]    = { builtin_hangup, ARRAY_SIZE(builtin_hangup) },
    [LIST_CALLER_ID] = { builtin_caller_id, ARRAY_SIZE(builtin_caller_id) },
    [LIST_FAX_ANSWER] = { builtin_fax_answer, ARRAY_SIZE(builtin_fax_answer) },
    [LIST_ADAPTIVE_ANSWER] = { builtin_adaptive_answer, ARRAY_SIZE(builtin_adaptive_answer) },
};

/* single texts; a response is compared with lines, which have no line ends */
static const struct { const char *name; int response; } text_table[TEXT_COUNT] =
{
    [TEXT_RESET]          = { "Reset", 0 },
    [TEXT_CALLER_PRIVATE] = { "CallerIDPrivate", 1 },
    [TEXT_CALLER_OUTSIDE] = { "CallerIDOutSide", 1 },
    [TEXT_FAX_DETECT]     = { "ModemResponseFaxDetect", 1 },
    [TEXT_DATA_DETECT]    = { "ModemResponseDataDetect", 1 },
    [TEXT_FAX_COMMAND]    = { "HostCommandFaxDetect", 0 },
    [TEXT_DATA_COMMAND]   = { "HostCommandDataDetect", 0 },
};

/* V.250 6.3, 6.5; a needed setting holds its built-in value even where other settings are given */
static const struct { const char *name; const char *builtin; int needed; } setting_table[SETTING_COUNT] =
{
    [SETTING_PREFIX]                = { "Prefix", "AT", 1 },
    [SETTING_TERMINATOR]            = { "Terminator", "\r", 1 },
    [SETTING_DIAL_PREFIX]           = { "DialPrefix", "D", 1 },
    [SETTING_DIAL_SUFFIX]           = { "DialSuffix", ";", 1 },
    [SETTING_PULSE]                 = { "Pulse", "P", 1 },
    [SETTING_TONE]                  = { "Tone", "T", 1 },
    [SETTING_BLIND_ON]              = { "Blind_On", "X3", 0 },
    [SETTING_BLIND_OFF]             = { "Blind_Off", "X4", 0 },
    [SETTING_CALL_SETUP_FAIL_TIMER] = { "CallSetupFailTimer", "S7=<#>", 0 },
    [SETTING_INACTIVITY_TIMEOUT]    = { "InactivityTimeout", "S30=<#>", 0 },
    [SETTING_VOLUME_LOW]            = { "SpeakerVolume_Low", "L1", 0 },
    [SETTING_VOLUME_MED]            = { "SpeakerVolume_Med", "L2", 0 },
    [SETTING_VOLUME_HIGH]           = { "SpeakerVolume_High", "L3", 0 },
    [SETTING_SPEAKER_OFF]           = { "SpeakerMode_Off", "M0", 0 },
    [SETTING_SPEAKER_DIAL]          = { "SpeakerMode_Dial", "M1", 0 },
    [SETTING_SPEAKER_ON]            = { "SpeakerMode_On", "M2", 0 },
    [SETTING_SPEAKER_SETUP]         = { "SpeakerMode_Setup", "M3", 0 },
    [SETTING_FLOW_OFF]              = { "FlowControl_Off", "+IFC=0,0", 0 },
    [SETTING_FLOW_HARD]             = { "FlowControl_Hard", "+IFC=2,2", 0 },
    [SETTING_FLOW_SOFT]             = { "FlowControl_Soft", "+IFC=1,1", 0 },
    [SETTING_EC_OFF]                = { "ErrorControl_Off", "+ES=1,0,1", 0 },
    [SETTING_EC_ON]                 = { "ErrorControl_On", "+ES=3,0,2", 0 },
    [SETTING_EC_FORCED]             = { "ErrorControl_Forced", "+ES=3,2,4", 0 },
    [SETTING_EC_CELLULAR]           = { "ErrorControl_Cellular", NULL, 0 },
    [SETTING_COMPRESSION_OFF]       = { "Compression_Off", "+DS=0,0", 0 },
    [SETTING_COMPRESSION_ON]        = { "Compression_On", "+DS=3,0", 0 },
    [SETTING_SPEED_OFF]             = { "SpeedNegotiation_Off", NULL, 0 },
    [SETTING_SPEED_ON]              = { "SpeedNegotiation_On", NULL, 0 },
    [SETTING_MODULATION_CCITT]      = { "Modulation_CCITT", NULL, 0 },
    [SETTING_MODULATION_BELL]       = { "Modulation_Bell", "B1", 0 },
    [SETTING_MODULATION_V23]        = { "Modulation_CCITT_V23", NULL, 0 },
};

/* milliseconds, except where the name says otherwise */
static const struct { const char *name; uint32_t builtin, max; } timing_table[TIMING_COUNT] =
{
    [TIMING_COMMAND_TIMEOUT] = { "CommandTimeout", 3000, 600000 },
    [TIMING_COMMAND_RETRIES] = { "CommandRetries", 2, 20 },             /* a count */
    [TIMING_COMMAND_DELAY]   = { "CommandDelay", 20, 60000 },           /* V.250 5.2.1: none needed; old modems lose the A of the next AT */
    [TIMING_DIAL_TIMEOUT]    = { "DialTimeout", 75000, 3600000 },       /* S7 is 50 s in most modems: they give up first */
    [TIMING_ANSWER_TIMEOUT]  = { "AnswerTimeout", 75000, 3600000 },
    [TIMING_PART_TIMEOUT]    = { "PartTimeout", 20000, 600000 },
    [TIMING_COMMA]           = { "CommaTime", 2000, 255000 },           /* S8 */
    [TIMING_RING_TIMEOUT]    = { "RingTimeout", 10000, 600000 },        /* the slowest cadence in use has 6 s */
    [TIMING_GLARE]           = { "GlareTime", 3000, 60000 },            /* RING this soon after dialling is a caller, later it is ring-back */
    [TIMING_CALLER_ID_DELAY] = { "CallerIdDelay", 250, 60000 },         /* all lines of one caller id come together */
    [TIMING_HANGUP_DTR]      = { "HangupDtrTime", 600, 60000 },         /* S25 is 50 ms in most modems */
    [TIMING_HANGUP_TIMEOUT]  = { "HangupTimeout", 3000, 600000 },
    [TIMING_ESCAPE_GUARD]    = { "EscapeGuard", 1200, 60000 },          /* S12 is 1 s */
    [TIMING_LINE_POLL]       = { "LinePoll", 100, 60000 },
    [TIMING_OPEN_DELAY]      = { "OpenDelay", 200, 60000 },             /* after DTR rises */
    [TIMING_GLARE_RESULT]    = { "GlareResult", 500, 60000 },           /* a modem that gives up dialling by itself says so by then */
    [TIMING_GLARE_ABORT]     = { "GlareAbort", 1000, 60000 },           /* how long the aborted dial's result may take */
    [TIMING_CALLER_ID_KEEP]  = { "CallerIdKeep", 10000, 600000 },       /* caller id before the first ring belongs to a ring this soon after it */
    [TIMING_CONNECT_GAP]     = { "ConnectGap", 100, 60000 },            /* for the LF behind CONNECT */
    [TIMING_TONE_TIMEOUT]    = { "ToneTimeout", 30000, 600000 },        /* for each W, @ and $: the modem's own limit, S7 or S6 */
    [TIMING_CADENCE]         = { "CadenceTime", 1000, 60000 },          /* silence that ends the pattern of a distinctive ring */
    [TIMING_VOICE_START]     = { "VoiceStart", 5000, 60000 },           /* CONNECT after the command to play or record */
    [TIMING_VOICE_STOP]      = { "VoiceStop", 3000, 60000 },            /* OK after the end of a stream */
    [TIMING_VOICE_SILENCE]   = { "VoiceSilence", 5000, 25500 },         /* no voice for this long is reported */
    [TIMING_VOICE_LEAD]      = { "VoiceLead", 25, 1000 },               /* samples are sent this much before their time */
};

struct modem_config *modem_config_create( void )
{
    struct modem_config *config = calloc( 1, sizeof(*config) );
    size_t i;

    if (!config) return NULL;
    config->dial_billing = config->dial_quiet = config->dial_dialtone = 1;
    config->max_dial_length = 80;
    config->inactivity_scale = 60;
    for (i = 0; i < TIMING_COUNT; i++) config->timings[i] = timing_table[i].builtin;
    return config;
}

void modem_config_free( struct modem_config *config )
{
    size_t i, j;

    if (!config) return;
    for (i = 0; i < LIST_COUNT; i++)
    {
        for (j = 0; j < config->list_sizes[i]; j++) free( config->lists[i][j].text );
        free( config->lists[i] );
    }
    for (i = 0; i < SETTING_COUNT; i++) free( config->settings[i] );
    for (i = 0; i < config->response_count; i++) free( config->responses[i].text );
    for (i = 0; i < TEXT_COUNT; i++) free( config->texts[i] );
    free( config->responses );
    free( config->voice_set );
    free( config->voice_format );
    free( config );
}

static int hex_digit( char c )
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Resolve <cr> <lf> <hXX> and <<>; <#> stays for the one who knows the number. @return 0, -EINVAL or -ENOMEM. */
static int unescape( const char *in, char **ret )
{
    size_t len = strlen( in );
    char *text, *out;

    if (len > 4 * MAX_COMMAND_LENGTH) return -EINVAL;
    if (!(text = malloc( len + 1 ))) return -ENOMEM;
    for (out = text; *in; )
    {
        if (*in != '<') *out++ = *in++;
        else if (!strncasecmp( in, "<cr>", 4 )) { *out++ = '\r'; in += 4; }
        else if (!strncasecmp( in, "<lf>", 4 )) { *out++ = '\n'; in += 4; }
        else if (!strncmp( in, "<<>", 3 )) { *out++ = '<'; in += 3; }
        else if ((in[1] == 'h' || in[1] == 'H') && in[2] && in[3] && in[4] == '>')
        {
            int high = hex_digit( in[2] ), low = hex_digit( in[3] );

            /* a NUL has no place in a command, and would end it here */
            if (high < 0 || low < 0 || !(high | low)) goto invalid;
            *out++ = (char)(high * 16 + low);
            in += 5;
        }
        else *out++ = *in++;
    }
    *out = 0;
    if (out - text > MAX_COMMAND_LENGTH) goto invalid;
    *ret = text;
    return 0;

invalid:
    free( text );
    return -EINVAL;
}

static int parse_number( const char *text, uint32_t max, uint32_t *value )
{
    unsigned long number;
    char *end;

    if (!isdigit( (unsigned char)text[0] )) return -EINVAL;
    errno = 0;
    number = strtoul( text, &end, 10 );
    if (*end || errno || number > max) return -EINVAL;
    *value = (uint32_t)number;
    return 0;
}

static int set_text( char **slot, const char *value )
{
    char *text;
    int ret;

    if ((ret = unescape( value, &text )) < 0) return ret;
    free( *slot );
    *slot = text;
    return 0;
}

static int add_command( struct modem_config *config, enum config_list list, const char *number_text, const char *value )
{
    struct config_command *commands = config->lists[list];
    size_t i, count = config->list_sizes[list];
    uint32_t number;
    char *text;
    int ret;

    if (parse_number( number_text, 100000, &number ) < 0) return -ENOENT;
    if ((ret = unescape( value, &text )) < 0) return ret;

    for (i = 0; i < count && commands[i].number < number; i++) ;
    if (i < count && commands[i].number == number)
    {
        free( commands[i].text );
        commands[i].text = text;
        return 0;
    }
    if (count == MAX_COMMANDS || !(commands = realloc( commands, (count + 1) * sizeof(*commands) )))
    {
        free( text );
        return count == MAX_COMMANDS ? -EINVAL : -ENOMEM;
    }
    memmove( commands + i + 1, commands + i, (count - i) * sizeof(*commands) );
    commands[i].number = number;
    commands[i].text = text;
    config->lists[list] = commands;
    config->list_sizes[list] = count + 1;
    return 0;
}

static int set_setting( struct modem_config *config, const char *name, const char *value )
{
    size_t i;
    int ret;

    for (i = 0; i < SETTING_COUNT; i++)
    {
        if (strcasecmp( name, setting_table[i].name )) continue;
        if (!(ret = set_text( &config->settings[i], value ))) config->any_settings = 1;
        return ret;
    }
    return -ENOENT;
}

static int set_capability( struct modem_config *config, const char *name, const char *value )
{
    const struct { const char *name; int *flag; } flags[] =
    {
        { "DialBilling", &config->dial_billing }, { "DialQuiet", &config->dial_quiet }, { "DialDialtone", &config->dial_dialtone },
        { "DialAddress", &config->dial_address },
    };
    uint32_t number;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(flags); i++)
    {
        if (strcasecmp( name, flags[i].name )) continue;
        if (parse_number( value, 1, &number ) < 0) return -EINVAL;
        *flags[i].flag = (int)number;
        return 0;
    }
    if (strcasecmp( name, "MaxDialLength" )) return -ENOENT;
    if (parse_number( value, MODEM_DIAL_STRING_MAX - 1, &number ) < 0 || number < 8) return -EINVAL;
    config->max_dial_length = number;
    return 0;
}

static int set_timing( struct modem_config *config, const char *name, const char *value )
{
    size_t i;

    for (i = 0; i < TIMING_COUNT; i++)
        if (!strcasecmp( name, timing_table[i].name )) return parse_number( value, timing_table[i].max, &config->timings[i] );
    return -ENOENT;
}

/* Voice\\NAME: what no .INF file of Windows says */
static int set_voice( struct modem_config *config, const char *name, const char *value )
{
    struct voice_format format;
    size_t i;

    if (!strcasecmp( name, "Format" )) return format_parse( value, &format ) < 0 ? -EINVAL : set_text( &config->voice_format, value );
    if (strcasecmp( name, "Commands" )) return -ENOENT;
    for (i = 0; i < VOICE_SETS; i++) if (!strcasecmp( value, voice_sets[i].name )) return set_text( &config->voice_set, value );
    return -EINVAL;
}

/* VoiceProfile: decimal, or hexadecimal after 0x */
static int set_profile( struct modem_config *config, const char *value )
{
    char *end;
    unsigned long number = strtoul( value, &end, 0 );

    if (!isdigit( (unsigned char)*value ) || *end || number > 0xfffffffful) return -EINVAL;
    config->voice_profile = (uint32_t)number;
    return 0;
}

/* SpeakerPhoneSpecs, of which the registry has four DWORDs */
static int set_speakerphone_specs( struct modem_config *config, const char *value )
{
    uint32_t numbers[4];
    unsigned long number;
    char *end;
    int i;

    for (i = 0; i < 4; i++, value = end + 1)
    {
        number = strtoul( value, &end, 10 );
        if (!isdigit( (unsigned char)*value ) || *end != (i < 3 ? ',' : 0) || number > 0xffff) return -EINVAL;
        numbers[i] = (uint32_t)number;
    }
    memcpy( config->speakerphone_specs, numbers, sizeof(numbers) );
    config->has_speakerphone_specs = 1;
    return 0;
}

static int set_single_text( struct modem_config *config, enum config_text index, const char *value )
{
    char *text;
    size_t start, len;
    int ret = set_text( &config->texts[index], value );

    if (ret || !text_table[index].response) return ret;
    text = config->texts[index];
    start = strspn( text, "\r\n " );
    for (len = strlen( text ); len > start && strchr( "\r\n ", text[len - 1] ); len--) ;
    memmove( text, text + start, len - start );
    text[len - start] = 0;
    return 0;
}

/*
 * Fax\Class1\AdaptiveAnswer\AnswerCommand\1 and its neighbours: the first class that says anything is the one. What else stands below Fax is for fax
 * programs.
 */
static int set_fax( struct modem_config *config, const char *name, const char *value )
{
    static const struct { const char *name; size_t offset; } speeds[] =
    {
        { "SerialSpeedFaxDetect", offsetof( struct modem_config, fax_speed ) },
        { "SerialSpeedDataDetect", offsetof( struct modem_config, data_speed ) },
    };
    char class = '0';
    size_t i;

    if (!strncasecmp( name, "Class", 5 ) && name[5] && strchr( name, '\\' ))
    {
        class = name[5];
        name = strchr( name, '\\' ) + 1;
    }
    if (strncasecmp( name, "AdaptiveAnswer\\", 15 )) return -ENOENT;
    name += 15;
    if (config->fax_class && config->fax_class != class) return -ENOENT;
    config->fax_class = class;
    if (!strncasecmp( name, "AnswerCommand\\", 14 )) return add_command( config, LIST_ADAPTIVE_ANSWER, name + 14, value );
    for (i = TEXT_FAX_DETECT; i < TEXT_COUNT; i++) if (!strcasecmp( name, text_table[i].name )) return set_single_text( config, i, value );
    for (i = 0; i < ARRAY_SIZE(speeds); i++)
        if (!strcasecmp( name, speeds[i].name )) return parse_number( value, 4000000, (uint32_t *)((char *)config + speeds[i].offset) );
    return -ENOENT;
}

int modem_config_set( struct modem_config *config, const char *name, const char *value )
{
    static const struct { const char *name; int (*set)( struct modem_config *, const char *, const char * ); } groups[] =
    {
        { "Settings", set_setting }, { "Capabilities", set_capability }, { "Timings", set_timing }, { "Fax", set_fax },
        { "Voice", set_voice },
    };
    const char *leaf = strchr( name, '\\' );
    size_t i, len = leaf ? (size_t)(leaf - name) : strlen( name );
    uint32_t number;

    if (!leaf)
    {
        if (!strcasecmp( name, "VoiceBaudRate" )) return parse_number( value, 4000000, &config->voice_baud );
        if (!strcasecmp( name, "VoiceProfile" )) return set_profile( config, value );
        if (!strcasecmp( name, "SpeakerPhoneSpecs" )) return set_speakerphone_specs( config, value );
        for (i = 0; i < TEXT_FAX_DETECT; i++) if (!strcasecmp( name, text_table[i].name )) return set_single_text( config, i, value );
        if (strcasecmp( name, "InactivityScale" )) return -ENOENT;
        if (parse_number( value, 86400, &number ) < 0 || !number) return -EINVAL;
        config->inactivity_scale = number;
        return 0;
    }
    leaf++;
    for (i = 0; i < LIST_COUNT; i++)
        if (strlen( list_names[i] ) == len && !strncasecmp( name, list_names[i], len )) return add_command( config, i, leaf, value );
    for (i = 0; i < ARRAY_SIZE(groups); i++)
        if (strlen( groups[i].name ) == len && !strncasecmp( name, groups[i].name, len )) return groups[i].set( config, leaf, value );
    return -ENOENT;
}

static uint32_t read_le32( const unsigned char *data )
{
    return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

int modem_config_add_response( struct modem_config *config, const char *text, const unsigned char *value, size_t size )
{
    struct config_response *responses, *response;
    unsigned char data[10] = { 0 };
    char *plain, *start;
    size_t len;
    int ret;

    if (!size || config->response_count == MAX_RESPONSES) return -EINVAL;
    memcpy( data, value, size < sizeof(data) ? size : sizeof(data) );
    if ((ret = unescape( text, &plain )) < 0) return ret;

    for (start = plain; *start && isspace( (unsigned char)*start ); start++) ;
    for (len = strlen( start ); len && isspace( (unsigned char)start[len - 1] ); len--) ;
    memmove( plain, start, len );
    plain[len] = 0;
    if (!len)
    {
        free( plain );
        return -EINVAL;
    }
    if (!(responses = realloc( config->responses, (config->response_count + 1) * sizeof(*responses) )))
    {
        free( plain );
        return -ENOMEM;
    }
    config->responses = responses;
    response = &responses[config->response_count++];
    response->text = plain;
    response->state = data[0];
    response->options = data[1];
    response->dce_rate = read_le32( data + 2 );
    response->dte_rate = read_le32( data + 6 );
    return 0;
}

static int copy_text( char **to, const char *from )
{
    return !from || (*to = strdup( from )) ? 0 : -1;
}

struct modem_config *config_copy( const struct modem_config *config )
{
    struct modem_config *copy = modem_config_create();
    size_t i, j;

    if (!copy || !config) return copy;
    *copy = *config;
    /* from here on only what is its own may be reachable from the copy */
    memset( copy->lists, 0, sizeof(copy->lists) );
    memset( copy->list_sizes, 0, sizeof(copy->list_sizes) );
    memset( copy->settings, 0, sizeof(copy->settings) );
    memset( copy->texts, 0, sizeof(copy->texts) );
    copy->voice_set = copy->voice_format = NULL;
    copy->responses = NULL;
    copy->response_count = 0;

    for (i = 0; i < LIST_COUNT; i++)
    {
        if (!config->list_sizes[i]) continue;
        if (!(copy->lists[i] = calloc( config->list_sizes[i], sizeof(*copy->lists[i]) ))) goto failed;
        copy->list_sizes[i] = config->list_sizes[i];
        for (j = 0; j < config->list_sizes[i]; j++)
        {
            copy->lists[i][j].number = config->lists[i][j].number;
            if (copy_text( &copy->lists[i][j].text, config->lists[i][j].text )) goto failed;
        }
    }
    for (i = 0; i < SETTING_COUNT; i++)
        if (copy_text( &copy->settings[i], config->settings[i] )) goto failed;
    for (i = 0; i < TEXT_COUNT; i++)
        if (copy_text( &copy->texts[i], config->texts[i] )) goto failed;
    if (copy_text( &copy->voice_set, config->voice_set ) || copy_text( &copy->voice_format, config->voice_format )) goto failed;
    if (config->response_count)
    {
        if (!(copy->responses = calloc( config->response_count, sizeof(*copy->responses) ))) goto failed;
        copy->response_count = config->response_count;
        for (i = 0; i < config->response_count; i++)
        {
            copy->responses[i] = config->responses[i];
            if (!(copy->responses[i].text = strdup( config->responses[i].text )))
            {
                copy->response_count = i;
                goto failed;
            }
        }
    }
    return copy;

failed:
    modem_config_free( copy );
    return NULL;
}

size_t config_commands( const struct modem_config *config, enum config_list list, const char *commands[], size_t max )
{
    size_t i, count = 0;

    if (!config->list_sizes[list])
    {
        for (i = 0; i < builtin_lists[list].count && count < max; i++) commands[count++] = builtin_lists[list].commands[i];
        return count;
    }
    for (i = 0; i < config->list_sizes[list] && count < max; i++)
    {
        const char *text = config->lists[list][i].text;

        /* .INF files write None where there is nothing to send */
        if (*text && strcasecmp( text, "None" )) commands[count++] = text;
    }
    return count;
}

const char *config_setting( const struct modem_config *config, enum config_setting setting )
{
    if (config->settings[setting]) return config->settings[setting];
    if (config->any_settings && !setting_table[setting].needed) return NULL;
    return setting_table[setting].builtin;
}

void modem_settings_default( struct modem_settings *settings )
{
    memset( settings, 0, sizeof(*settings) );
    settings->baud = 115200;
    settings->data_bits = 8;
    settings->stop_bits = 1;
    settings->preferred = MODEM_PREFER_COMPRESSION | MODEM_PREFER_ERROR_CONTROL | MODEM_PREFER_FLOW_HARD | MODEM_PREFER_SPEED_ADJUST |
                          MODEM_PREFER_TONE_DIAL;
    settings->speaker_volume = MODEM_SPEAKER_LOW;
    settings->speaker_mode = MODEM_SPEAKER_DIAL;
    settings->call_setup_timeout = 60;
}
