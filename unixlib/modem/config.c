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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "modem_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MAX_COMMANDS        64          /* of one list */
#define MAX_COMMAND_LENGTH  255
#define MAX_RESPONSES       8192

static const char * const list_names[LIST_COUNT] = { "Init", "Monitor", "Answer", "Hangup", "EnableCallerID" };

/* V.250: factory settings, no echo, words, all results, DTR hangs up, DCD follows the carrier, no automatic answer */
static const char * const builtin_init[] = { "AT\r", "AT&FE0Q0V1&C1&D2S0=0\r" };
static const char * const builtin_answer[] = { "ATA\r" };
static const char * const builtin_hangup[] = { "ATH\r" };
static const char * const builtin_caller_id[] = { "AT+VCID=1\r" };

static const struct { const char * const *commands; size_t count; } builtin_lists[LIST_COUNT] =
{
    [LIST_INIT]      = { builtin_init, ARRAY_SIZE(builtin_init) },
    [LIST_ANSWER]    = { builtin_answer, ARRAY_SIZE(builtin_answer) },
    [LIST_HANGUP]    = { builtin_hangup, ARRAY_SIZE(builtin_hangup) },
    [LIST_CALLER_ID] = { builtin_caller_id, ARRAY_SIZE(builtin_caller_id) },
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
    free( config->responses );
    free( config->reset );
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

/* VoiceProfile: decimal, or hexadecimal after 0x */
static int set_profile( struct modem_config *config, const char *value )
{
    char *end;
    unsigned long number = strtoul( value, &end, 0 );

    if (!isdigit( (unsigned char)*value ) || *end || number > 0xfffffffful) return -EINVAL;
    config->voice_profile = (uint32_t)number;
    return 0;
}

int modem_config_set( struct modem_config *config, const char *name, const char *value )
{
    static const struct { const char *name; int (*set)( struct modem_config *, const char *, const char * ); } groups[] =
    {
        { "Settings", set_setting }, { "Capabilities", set_capability }, { "Timings", set_timing },
    };
    const char *leaf = strchr( name, '\\' );
    size_t i, len = leaf ? (size_t)(leaf - name) : strlen( name );
    uint32_t number;

    if (!leaf)
    {
        if (!strcasecmp( name, "Reset" )) return set_text( &config->reset, value );
        if (!strcasecmp( name, "VoiceProfile" )) return set_profile( config, value );
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
    copy->reset = NULL;
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
    if (copy_text( &copy->reset, config->reset )) goto failed;
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
