/*
 * Dial strings: cleaned, checked against what the modem can, cut into commands.
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
#include <stdio.h>
#include <string.h>

#include "modem_private.h"

/* What may reach the modem. Everything else could be another command (V.250 6.3.1 lists the dial modifiers). */
static const char dialable[] = "0123456789*#ABCDPTW,!@$;";

/* @return 1 if the modem can do this modifier, 0 if not, for those that depend on it */
static int capable( const struct modem_config *config, char c )
{
    switch (c)
    {
    case '$': return !config || config->dial_billing;
    case '@': return !config || config->dial_quiet;
    case 'W': return !config || config->dial_dialtone;
    case ';': return !config || *config_setting( config, SETTING_DIAL_SUFFIX );
    case '?': return 0;
    default:  return 1;
    }
}

/* A modem that dials addresses (hosts, names) gets them as they are: anything that does not end the command. */
static int check_address( const char *in, char *out )
{
    size_t i, len = strlen( in );

    if (len >= MODEM_DIAL_STRING_MAX) return -E2BIG;
    for (i = 0; i < len; i++) if (in[i] < ' ' || in[i] == 0x7f) return -EINVAL;
    memcpy( out, in, len + 1 );
    return 0;
}

int modem_check_dial_string( const struct modem_config *config, const struct modem_settings *settings, const char *in, char *out,
                             char *offender )
{
    char buffer[MODEM_DIAL_STRING_MAX];
    size_t len = 0, count, given = 0;

    if (!out) out = buffer;
    if (offender) *offender = 0;
    out[0] = 0;
    if (config && config->dial_address) return check_address( in, out );
    for (; *in; in++)
    {
        char c = (char)toupper( (unsigned char)*in );

        given++;
        count = 1;
        if (!capable( config, c ))
        {
            if (c != '$' || !settings || !settings->wait_bong)
            {
                if (offender) *offender = c;
                return -EOPNOTSUPP;
            }
            /* DEVCFGHDR.wWaitBong: pause instead of waiting for the billing tone; a comma is two seconds */
            c = ',';
            count = (settings->wait_bong + 1) / 2;
        }
        if (!strchr( dialable, c )) continue;
        /* parts are dialled by further commands: `;` only ends a string */
        if (c == ';' && in[1 + strspn( in + 1, "; \t" )]) continue;
        if (c == ';' && len && out[len - 1] == ';') continue;
        if (count > MODEM_DIAL_STRING_MAX || len + count >= MODEM_DIAL_STRING_MAX) return -E2BIG;
        while (count--) out[len++] = c;
        out[len] = 0;
    }
    return given && !len ? -EINVAL : 0;
}

const char *dial_next_part( const struct modem_config *config, const char *string, struct dial_part *part )
{
    const char *suffix = config_setting( config, SETTING_DIAL_SUFFIX );
    size_t len = strcspn( string, ";" ), max = config->max_dial_length;

    if (config->dial_address)
    {
        /* whole: only at its end does `;` mean that more follows */
        max = MODEM_DIAL_STRING_MAX;
        if (string[len] && string[len + 1]) len = strlen( string );
    }

    /* a modem that cannot stay in command mode gets the string whole and may refuse it */
    if (len > max && *suffix) len = max;
    memcpy( part->digits, string, len );
    part->digits[len] = 0;
    string += len;
    part->more = *string != 0;
    if (*string == ';') string++;
    return string;
}

unsigned int dial_extra_time( const struct modem_config *config, const char *digits, int pulse )
{
    unsigned int time = 0;

    for (; *digits; digits++)
    {
        if (*digits == ',') time += config->timings[TIMING_COMMA];
        else if (*digits == 'W' || *digits == '@' || *digits == '$') time += config->timings[TIMING_TONE_TIMEOUT];
        else if (*digits == 'P') pulse = 1;
        else if (*digits == 'T') pulse = 0;
        else time += pulse ? 1800 : 200;                                                /* ten pulses and a pause; a tone and a pause */
    }
    return time;
}

int dial_command( const struct modem_config *config, const struct dial_part *part, const char *fragment, int pulse, char *command,
                  size_t size )
{
    const char *digits = part->digits, *mode;
    int len;

    if (digits[0] == 'T' || digits[0] == 'P') pulse = *digits++ == 'P';
    /* going off-hook only needs no mode */
    mode = *digits ? config_setting( config, pulse ? SETTING_PULSE : SETTING_TONE ) : "";

    len = snprintf( command, size, "%s%s%s%s%s%s%s", config_setting( config, SETTING_PREFIX ), fragment,
                    config_setting( config, SETTING_DIAL_PREFIX ), mode, digits,
                    part->more ? config_setting( config, SETTING_DIAL_SUFFIX ) : "", config_setting( config, SETTING_TERMINATOR ) );
    return len >= 0 && (size_t)len < size ? 0 : -E2BIG;
}
