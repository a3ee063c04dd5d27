/*
 * Phone books: dialling directories of other programs.
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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "phonebook_private.h"

#define MAX_FIELDS 16

struct import
{
    struct phonebook *book;
    unsigned int      added, skipped;
    int               error;
};

static void take( struct import *import, const char *name, const char *number, const char *address )
{
    int ret = phonebook_add( import->book, name, number, address );

    /* two boards with one telephone number: the second gets another */
    if (ret == -EEXIST) ret = phonebook_add( import->book, name, NULL, address );
    if (!ret) import->added++;
    else if (ret == -ENOMEM || ret == -E2BIG) import->error = ret;
    else import->skipped++;
}

/* ---- syncterm.lst: [name], ConnectionType=Telnet, Address=host, Port=23 ---- */

struct section
{
    char name[128];
    char type[32];
    char host[ADDRESS_HOST_SIZE];
    char port[8];
};

static void take_section( struct import *import, struct section *section )
{
    static const struct { const char *type, *scheme; } types[] = { { "", "telnet" }, { "Telnet", "telnet" }, { "Raw", "raw" } };
    char address[ADDRESS_HOST_SIZE + 32];
    const char *scheme = NULL;
    size_t i;
    int bare = strchr( section->host, ':' ) != NULL && section->host[0] != '[';

    if (section->name[0])
    {
        for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) if (!strcasecmp( section->type, types[i].type )) scheme = types[i].scheme;
        if (!scheme || !section->host[0]) import->skipped++;
        else
        {
            snprintf( address, sizeof(address), "%s:%s%s%s%s%s", scheme, bare ? "[" : "", section->host, bare ? "]" : "",
                      section->port[0] ? ":" : "", section->port );
            take( import, section->name, NULL, address );
        }
    }
    memset( section, 0, sizeof(*section) );
}

static void import_sections( struct import *import, const char *text, const char *end )
{
    static const struct { const char *key; size_t offset, size; } keys[] =
    {
        { "ConnectionType", offsetof( struct section, type ), sizeof(((struct section *)0)->type) },
        { "Address", offsetof( struct section, host ), sizeof(((struct section *)0)->host) },
        { "Port", offsetof( struct section, port ), sizeof(((struct section *)0)->port) },
    };
    struct section section = { 0 };
    char line[1024], *value;
    size_t i, len;

    while (!import->error && next_line( &text, end, line, sizeof(line) ))
    {
        trim( line );
        len = strlen( line );
        if (line[0] == ';' || line[0] == '#' || !len) continue;
        if (line[0] == '[' && line[len - 1] == ']')
        {
            take_section( import, &section );
            line[len - 1] = 0;
            trim( line + 1 );
            snprintf( section.name, sizeof(section.name), "%.*s", (int)sizeof(section.name) - 1, line + 1 );
            continue;
        }
        if (!(value = strchr( line, '=' ))) continue;
        *value++ = 0;
        trim( line );
        trim( value );
        for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
            if (!strcasecmp( line, keys[i].key )) snprintf( (char *)&section + keys[i].offset, keys[i].size, "%.*s", (int)keys[i].size - 1, value );
    }
    take_section( import, &section );
}

/* ---- lists ---- */

static int is_address( const char *text, struct address *address )
{
    return !address_parse( text, address ) && address->kind != ADDRESS_NUMBER && address->kind != ADDRESS_NAME;
}

static int is_digits( const char *text )
{
    return *text && strspn( text, "0123456789" ) == strlen( text );
}

/* The first field that is an address; the one behind it may be its port, one before it a telephone number. The first field is the name. */
static void take_fields( struct import *import, char *fields[], size_t count )
{
    char formatted[ADDRESS_HOST_SIZE + 32];
    struct address address, other;
    const char *number = NULL;
    size_t i, at;

    for (at = 1; at < count && !is_address( fields[at], &address ); at++) ;
    if (at >= count || !fields[0][0])
    {
        import->skipped++;
        return;
    }
    for (i = 1; i < at; i++)
        if (!address_parse( fields[i], &other ) && other.kind == ADDRESS_NUMBER) number = fields[i];
    if (at + 1 < count && is_digits( fields[at + 1] ) && atol( fields[at + 1] ) > 0 && atol( fields[at + 1] ) < 65536 &&
        !strchr( strchr( fields[at], ']' ) ? strchr( fields[at], ']' ) : fields[at], ':' ))
        address.port = (uint16_t)atol( fields[at + 1] );
    take( import, fields[0], number, address_format( &address, formatted, sizeof(formatted) ) );
}

/* "The Board    bbs.example.org:23": the last word is the address */
static void take_words( struct import *import, char *line )
{
    char *space = line + strlen( line ), *fields[2] = { line };

    while (space > line && !isspace( (unsigned char)space[-1] )) space--;
    fields[1] = space;
    if (space > line) space[-1] = 0;
    trim( line );
    take_fields( import, fields, space > line ? 2 : 1 );
}

static void import_list( struct import *import, const char *text, const char *end )
{
    static const char separators[] = ",;\t|";
    char line[1024], *fields[MAX_FIELDS];
    const char *separator;

    while (!import->error && next_line( &text, end, line, sizeof(line) ))
    {
        trim( line );
        if (!line[0] || line[0] == '#') continue;
        for (separator = separators; *separator && !strchr( line, *separator ); separator++) ;
        if (*separator) take_fields( import, fields, split_fields( line, *separator, fields, MAX_FIELDS ) );
        else take_words( import, line );
    }
}

static int has_sections( const char *text, const char *end )
{
    char line[1024];

    while (next_line( &text, end, line, sizeof(line) ))
    {
        trim( line );
        if (line[0] == '[' && line[strlen( line ) - 1] == ']') return 1;
        if (line[0] && line[0] != ';' && line[0] != '#' && !strchr( line, '=' )) return 0;
    }
    return 0;
}

int phonebook_import( struct phonebook *book, const char *text, size_t size, unsigned int *added, unsigned int *skipped )
{
    struct import import = { .book = book };

    if (size >= 3 && !memcmp( text, "\xef\xbb\xbf", 3 ))
    {
        text += 3;
        size -= 3;
    }
    if (has_sections( text, text + size )) import_sections( &import, text, text + size );
    else import_list( &import, text, text + size );
    *added = import.added;
    *skipped = import.skipped;
    return import.error;
}
