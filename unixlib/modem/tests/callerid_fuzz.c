/*
 * Caller id in every form, from exchanges and modems that nobody checked.
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

/* First byte: 1 gives the description words and responses of its own, 2 makes the rest an unformatted message with a checksum that is right. */
#define FUZZ_REGISTRY 0x01u
#define FUZZ_MESSAGE  0x02u

static void check_line( const struct modem_config *config, const char *line )
{
    struct link_info link = { 0 };
    struct caller_id caller = { 0 };
    struct response response;

    response_parse( config, line, &response, &link, &caller );
    if ((unsigned int)response.class >= RESPONSE_CLASS_COUNT || response.ring_mode > 26) abort();
    if (caller.number_state > MODEM_CALLER_OUT_OF_AREA || caller.name_state > MODEM_CALLER_OUT_OF_AREA) abort();
    if (!memchr( caller.number, 0, sizeof(caller.number) ) || !memchr( caller.name, 0, sizeof(caller.name) ) ||
        !memchr( caller.redirecting, 0, sizeof(caller.redirecting) )) abort();
    if (strlen( caller.date ) > 4 || strlen( caller.time ) > 4) abort();
    /* what is not there has no text, and what is known came from a line about the caller */
    if (caller.number_state != MODEM_CALLER_PRESENT && caller.number[0]) abort();
    if (caller.number_state && !caller.any) abort();
}

static void check_message( const struct modem_config *config, const unsigned char *data, size_t size )
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char message[120], sum = 0;
    char line[2 * sizeof(message) + 1];
    size_t i, count = 0;

    if (!size) return;
    if (size > sizeof(message) - 3) size = sizeof(message) - 3;
    message[count++] = data[0] & 1 ? 0x80 : 0x04;
    message[count++] = (unsigned char)(size - 1);
    for (i = 1; i < size; i++) message[count++] = data[i];
    for (i = 0; i < count; i++) sum = (unsigned char)(sum + message[i]);
    message[count++] = (unsigned char)-sum;
    for (i = 0; i < count; i++)
    {
        line[2 * i] = digits[message[i] >> 4];
        line[2 * i + 1] = digits[message[i] & 15];
    }
    line[2 * count] = 0;
    check_line( config, line );
}

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size );

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size )
{
    static const unsigned char states[] = { 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x18, 0x19, 0x1a };
    struct modem_config *config;
    struct line_reader reader;
    const char *line;
    char text[16];
    size_t i;

    if (!size || size > 4096 || !(config = modem_config_create())) return 0;
    if (data[0] & FUZZ_REGISTRY)
    {
        for (i = 0; i < sizeof(states); i++)
        {
            text[0] = (char)('a' + i);
            strcpy( text + 1, " " );
            modem_config_add_response( config, text, &states[i], 1 );
        }
        modem_config_set( config, "CallerIDPrivate", "X" );
        modem_config_set( config, "CallerIDOutSide", "Y" );
    }
    if (data[0] & FUZZ_MESSAGE) check_message( config, data + 1, size - 1 );
    else
    {
        reader_reset( &reader );
        for (i = 1; i < size; i++) if ((line = reader_feed( &reader, data[i] ))) check_line( config, line );
    }
    modem_config_free( config );
    return 0;
}
