/*
 * Fuzzes phone books, dialling directories and addresses.
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

#include "phonebook/phonebook.h"

static void fuzz_address( const unsigned char *data, size_t size )
{
    struct address address, again;
    char *text = malloc( size + 1 ), formatted[400];

    if (!text) return;
    memcpy( text, data, size );
    text[size] = 0;
    if (!address_parse( text, &address ))
    {
        if (!memchr( address.host, 0, sizeof(address.host) )) abort();
        /* what was understood is understood again */
        if (address_parse( address_format( &address, formatted, sizeof(formatted) ), &again ) || again.port != address.port) abort();
    }
    free( text );
}

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size );

int LLVMFuzzerTestOneInput( const unsigned char *data, size_t size )
{
    struct phonebook book = { 0 };
    unsigned int added, skipped;
    size_t i;

    if (size > 4096) return 0;
    fuzz_address( data, size );
    phonebook_parse( &book, (const char *)data, size );
    phonebook_free( &book );
    phonebook_import( &book, (const char *)data, size, &added, &skipped );
    if (book.count > added) abort();
    for (i = 0; i < book.count; i++)
        if (!phonebook_find( &book, book.entries[i].name ) || !book.entries[i].number[0]) abort();
    phonebook_free( &book );
    return 0;
}
