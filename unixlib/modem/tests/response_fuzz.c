/*
 * Fuzzes what comes from a modem: lines, result codes, caller id; and descriptions and dial strings from outside.
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
#include <string.h>

#include "modem/modem_private.h"

/* First byte: which descriptions and inputs. The rest is text. */
#define FUZZ_REGISTRY 0x01u
#define FUZZ_DIAL     0x02u
#define FUZZ_CONFIG   0x04u

static void fuzz_lines( const struct modem_config *config, const unsigned char *data, size_t size )
{
    struct link_info link = { 0 };
    struct caller_id caller = { 0 };
    struct line_reader reader;
    struct response response;
    const char *line;
    size_t i;

    reader_reset( &reader );
    for (i = 0; i < size; i++)
    {
        if (!(line = reader_feed( &reader, data[i] ))) continue;
        response_parse( config, line, &response, &link, &caller );
        if ((unsigned int)response.class >= RESPONSE_CLASS_COUNT || response.ring_mode > 26) abort();
        if (memchr( caller.number, 0, sizeof(caller.number) ) == NULL || memchr( caller.name, 0, sizeof(caller.name) ) == NULL) abort();
        if (strlen( caller.date ) > 4 || strlen( caller.time ) > 4) abort();
    }
}

static void fuzz_dial( const struct modem_config *config, const char *text )
{
    char out[MODEM_DIAL_STRING_MAX], command[MODEM_DIAL_STRING_MAX + 64];
    struct dial_part part;
    const char *rest = out;

    if (modem_check_dial_string( config, NULL, text, out, NULL ) < 0) return;
    /* nothing that ends a dial command may be left, or it would be another command */
    if (strlen( out ) != strspn( out, "0123456789*#ABCDPTW,!@$;" )) abort();
    do
    {
        rest = dial_next_part( config, rest, &part );
        dial_extra_time( config, part.digits, 0 );
        if (!dial_command( config, &part, "", 0, command, sizeof(command) ) && strcspn( command, "\r" ) + 1 != strlen( command )) abort();
    } while (*rest);
}

/* Lines of the form NAME=VALUE; NAME beginning with R is a response. */
static void fuzz_config( struct modem_config *config, char *text )
{
    char *line, *value, *save = NULL;

    for (line = strtok_r( text, "\n", &save ); line; line = strtok_r( NULL, "\n", &save ))
    {
        if (!(value = strchr( line, '=' ))) continue;
        *value++ = 0;
        if (line[0] == 'R' && line[1]) modem_config_add_response( config, line, (unsigned char *)value, strlen( value ) );
        else modem_config_set( config, line, value );
    }
}

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size );

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size )
{
    static const unsigned char connect[10] = { 2, 3, 0x40, 0x38 }, busy[1] = { 6 }, odd[2] = { 0x93, 0xff };
    struct modem_config *config, *copy;
    unsigned int mode;
    char *text;

    if (!size || size > 65536) return 0;
    mode = data[0];
    data++;
    size--;
    if (!(config = modem_config_create())) return 0;
    if (mode & FUZZ_REGISTRY)
    {
        modem_config_add_response( config, "<cr><lf>CONNECT 14400<cr><lf>", connect, 10 );
        modem_config_add_response( config, "9<cr>", busy, 1 );
        modem_config_add_response( config, "NMBR = ", odd, 2 );
    }
    if ((text = malloc( size + 1 )))
    {
        memcpy( text, data, size );
        text[size] = 0;
        if (mode & FUZZ_DIAL) fuzz_dial( config, text );
        else if (mode & FUZZ_CONFIG)
        {
            fuzz_config( config, text );
            copy = config_copy( config );
            fuzz_lines( copy, data, size );
            modem_config_free( copy );
        }
        else fuzz_lines( config, data, size );
        free( text );
    }
    modem_config_free( config );
    return 0;
}
