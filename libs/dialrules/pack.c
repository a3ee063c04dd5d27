/*
 * A book of locations and cards as one block of bytes, for the way between two processes.
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

#include "private.h"

/* Native byte order: both ends are on one machine. Strings: length, characters, padding to 4 bytes. */
#define MAGIC        0x31424c44u    /* "DLB1" */
#define MAX_ENTRIES  10000u
#define MAX_STRING   4096u

struct writer
{
    uint8_t *data;              /* NULL: only measures */
    size_t   size;
};

struct reader
{
    const uint8_t *data;
    size_t         left;
    int            failed;      /* malformed */
};

static void write_number( struct writer *writer, uint32_t number )
{
    if (writer->data) memcpy( writer->data + writer->size, &number, sizeof(number) );
    writer->size += sizeof(number);
}

static void write_string( struct writer *writer, const dial_char *string )
{
    size_t len = string ? dial_len( string ) : 0;

    write_number( writer, len );
    if (writer->data && len) memcpy( writer->data + writer->size, string, len * sizeof(*string) );
    writer->size += (len * sizeof(*string) + 3) & ~(size_t)3;
}

static void write_strings( struct writer *writer, const void *entry, const size_t *offsets, size_t count )
{
    size_t i;

    for (i = 0; i < count; i++) write_string( writer, *dial_string( (void *)entry, offsets[i] ) );
}

static void write_book( struct writer *writer, const struct dial_book *book )
{
    uint32_t i, j;

    write_number( writer, MAGIC );
    write_number( writer, book->current );
    write_number( writer, book->state );
    write_string( writer, book->report );
    write_number( writer, book->location_count );
    for (i = 0; i < book->location_count; i++)
    {
        const struct dial_location *location = &book->locations[i];

        write_number( writer, location->id );
        write_number( writer, location->state );
        write_number( writer, location->country_id );
        write_number( writer, location->options );
        write_number( writer, location->card_id );
        write_strings( writer, location, location_strings, LOCATION_STRINGS );
        write_number( writer, location->rule_count );
        for (j = 0; j < location->rule_count; j++)
        {
            write_number( writer, location->rules[j].options );
            write_strings( writer, &location->rules[j], rule_strings, RULE_STRINGS );
        }
    }
    write_number( writer, book->card_count );
    for (i = 0; i < book->card_count; i++)
    {
        write_number( writer, book->cards[i].id );
        write_number( writer, book->cards[i].state );
        write_number( writer, book->cards[i].options );
        write_strings( writer, &book->cards[i], card_strings, CARD_STRINGS );
    }
}

enum dial_error dial_pack( const struct dial_book *book, void **data, size_t *size )
{
    struct writer writer = { NULL, 0 };

    write_book( &writer, book );
    if (!(writer.data = calloc( 1, writer.size ))) return DIAL_E_MEMORY;
    writer.size = 0;
    write_book( &writer, book );
    *data = writer.data;
    *size = writer.size;
    return DIAL_OK;
}

static uint32_t read_number( struct reader *reader )
{
    uint32_t number;

    if (reader->left < sizeof(number))
    {
        reader->failed = 1;
        return 0;
    }
    memcpy( &number, reader->data, sizeof(number) );
    reader->data += sizeof(number);
    reader->left -= sizeof(number);
    return number;
}

/* A count of entries that take at least so many bytes each. */
static uint32_t read_count( struct reader *reader, size_t least )
{
    uint32_t count = read_number( reader );

    if (count <= MAX_ENTRIES && count <= reader->left / least) return count;
    reader->failed = 1;
    return 0;
}

static enum dial_error read_string( struct reader *reader, dial_char **string )
{
    uint32_t len = read_number( reader ), i;
    size_t size = ((size_t)len * sizeof(**string) + 3) & ~(size_t)3;
    dial_char *copy;

    if (reader->failed || len > MAX_STRING || size > reader->left)
    {
        reader->failed = 1;
        return DIAL_E_MALFORMED;
    }
    if (!(copy = calloc( len + 1, sizeof(*copy) ))) return DIAL_E_MEMORY;
    memcpy( copy, reader->data, len * sizeof(*copy) );
    reader->data += size;
    reader->left -= size;
    free( *string );
    *string = copy;
    for (i = 0; i < len; i++) if (!copy[i]) reader->failed = 1;
    return reader->failed ? DIAL_E_MALFORMED : DIAL_OK;
}

static enum dial_error read_strings( struct reader *reader, void *entry, const size_t *offsets, size_t count )
{
    enum dial_error err = DIAL_OK;
    size_t i;

    for (i = 0; i < count && !err; i++) err = read_string( reader, dial_string( entry, offsets[i] ) );
    return err;
}

static enum dial_error read_location( struct reader *reader, struct dial_location *location )
{
    struct dial_area_rule *rule;
    enum dial_error err;
    uint32_t i, count;

    location->id = read_number( reader );
    location->state = read_number( reader );
    location->country_id = read_number( reader );
    location->options = read_number( reader );
    location->card_id = read_number( reader );
    if ((err = read_strings( reader, location, location_strings, LOCATION_STRINGS ))) return err;
    count = read_count( reader, (RULE_STRINGS + 1) * sizeof(uint32_t) );
    for (i = 0; i < count && !err; i++)
    {
        if (!(rule = dial_add_area_rule( location ))) return DIAL_E_MEMORY;
        rule->options = read_number( reader );
        err = read_strings( reader, rule, rule_strings, RULE_STRINGS );
    }
    return err;
}

static enum dial_error read_card( struct reader *reader, struct dial_card *card )
{
    card->id = read_number( reader );
    card->state = read_number( reader );
    card->options = read_number( reader );
    return read_strings( reader, card, card_strings, CARD_STRINGS );
}

static enum dial_error read_book( struct reader *reader, struct dial_book *book )
{
    struct dial_location *location;
    struct dial_card *card;
    enum dial_error err;
    uint32_t i, count;

    if (read_number( reader ) != MAGIC) return DIAL_E_MALFORMED;
    book->current = read_number( reader );
    book->state = read_number( reader );
    if ((err = read_string( reader, &book->report ))) return err;
    count = read_count( reader, (6 + LOCATION_STRINGS) * sizeof(uint32_t) );
    for (i = 0; i < count && !err; i++)
    {
        if (!(location = dial_add_location( book ))) return DIAL_E_MEMORY;
        err = read_location( reader, location );
    }
    if (err) return err;
    count = read_count( reader, (3 + CARD_STRINGS) * sizeof(uint32_t) );
    for (i = 0; i < count && !err; i++)
    {
        if (!(card = dial_add_card( book ))) return DIAL_E_MEMORY;
        err = read_card( reader, card );
    }
    return err;
}

enum dial_error dial_unpack( const void *data, size_t size, struct dial_book *book )
{
    struct reader reader = { data, size, 0 };
    enum dial_error err;

    memset( book, 0, sizeof(*book) );
    err = read_book( &reader, book );
    if (!err && (reader.failed || reader.left)) err = DIAL_E_MALFORMED;
    if (err) dial_free( book );
    return err;
}
