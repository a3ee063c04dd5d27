/*
 * Locations and calling cards in memory.
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

const size_t location_strings[] =
{
    offsetof( struct dial_location, name ),
    offsetof( struct dial_location, area_code ),
    offsetof( struct dial_location, local_access ),
    offsetof( struct dial_location, long_distance_access ),
    offsetof( struct dial_location, long_distance_carrier ),
    offsetof( struct dial_location, international_carrier ),
    offsetof( struct dial_location, cancel_call_waiting ),
    offsetof( struct dial_location, toll_list ),
};

const size_t card_strings[] =
{
    offsetof( struct dial_card, name ),
    offsetof( struct dial_card, pin ),
    offsetof( struct dial_card, account ),
    offsetof( struct dial_card, local_access ),
    offsetof( struct dial_card, long_distance_access ),
    offsetof( struct dial_card, international_access ),
    offsetof( struct dial_card, same_area_rule ),
    offsetof( struct dial_card, long_distance_rule ),
    offsetof( struct dial_card, international_rule ),
};

const size_t rule_strings[] =
{
    offsetof( struct dial_area_rule, area_code ),
    offsetof( struct dial_area_rule, prefixes ),
    offsetof( struct dial_area_rule, number_to_dial ),
};

void dial_wipe( dial_char *string, size_t len )
{
    volatile dial_char *p = string;

    while (len--) *p++ = 0;
}

dial_char *dial_copy( const dial_char *string )
{
    size_t size = (dial_len( string ) + 1) * sizeof(*string);
    dial_char *copy = malloc( size );

    if (copy) memcpy( copy, string, size );
    return copy;
}

enum dial_error dial_set( dial_char **string, const dial_char *to )
{
    dial_char *copy = dial_copy( to );

    if (!copy) return DIAL_E_MEMORY;
    if (*string) dial_wipe( *string, dial_len( *string ) );
    free( *string );
    *string = copy;
    return DIAL_OK;
}

dial_char **dial_string( void *entry, size_t offset )
{
    return (dial_char **)((char *)entry + offset);
}

static void free_strings( void *entry, const size_t *offsets, size_t count )
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        dial_char **string = dial_string( entry, offsets[i] );

        if (*string) dial_wipe( *string, dial_len( *string ) );
        free( *string );
        *string = NULL;
    }
}

static int init_strings( void *entry, const size_t *offsets, size_t count )
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if ((*dial_string( entry, offsets[i] ) = calloc( 1, sizeof(dial_char) ))) continue;
        free_strings( entry, offsets, i );
        return 0;
    }
    return 1;
}

static enum dial_error copy_strings( void *to, const void *from, const size_t *offsets, size_t count )
{
    enum dial_error err = DIAL_OK;
    size_t i;

    for (i = 0; i < count && !err; i++) err = dial_set( dial_string( to, offsets[i] ), *dial_string( (void *)from, offsets[i] ) );
    return err;
}

/* One more entry at the end of an array, zeroed; NULL: out of memory. */
static void *grow( void **array, uint32_t *count, size_t size )
{
    char *grown;

    if (!(grown = realloc( *array, (*count + (size_t)1) * size ))) return NULL;
    *array = grown;
    return memset( grown + *count * size, 0, size );
}

struct dial_location *dial_add_location( struct dial_book *book )
{
    struct dial_location *location = grow( (void **)&book->locations, &book->location_count, sizeof(*location) );

    if (!location || !init_strings( location, location_strings, LOCATION_STRINGS )) return NULL;
    book->location_count++;
    return location;
}

struct dial_card *dial_add_card( struct dial_book *book )
{
    struct dial_card *card = grow( (void **)&book->cards, &book->card_count, sizeof(*card) );

    if (!card || !init_strings( card, card_strings, CARD_STRINGS )) return NULL;
    book->card_count++;
    return card;
}

struct dial_area_rule *dial_add_area_rule( struct dial_location *location )
{
    struct dial_area_rule *rule = grow( (void **)&location->rules, &location->rule_count, sizeof(*rule) );

    if (!rule || !init_strings( rule, rule_strings, RULE_STRINGS )) return NULL;
    location->rule_count++;
    return rule;
}

void dial_remove_area_rule( struct dial_location *location, uint32_t index )
{
    free_strings( &location->rules[index], rule_strings, RULE_STRINGS );
    location->rule_count--;
    memmove( &location->rules[index], &location->rules[index + 1], (location->rule_count - index) * sizeof(*location->rules) );
}

struct dial_location *dial_find_location( const struct dial_book *book, uint32_t id )
{
    uint32_t i;

    for (i = 0; i < book->location_count; i++)
        if (book->locations[i].id == id && book->locations[i].state != DIAL_REMOVED) return &book->locations[i];
    return NULL;
}

struct dial_card *dial_find_card( const struct dial_book *book, uint32_t id )
{
    uint32_t i;

    for (i = 0; i < book->card_count; i++)
        if (book->cards[i].id == id && book->cards[i].state != DIAL_REMOVED) return &book->cards[i];
    return NULL;
}

enum dial_error dial_copy_location( struct dial_location *to, const struct dial_location *from )
{
    enum dial_error err = copy_strings( to, from, location_strings, LOCATION_STRINGS );
    struct dial_area_rule *rule;
    uint32_t i;

    to->id = from->id;
    to->state = from->state;
    to->country_id = from->country_id;
    to->options = from->options;
    to->card_id = from->card_id;
    while (to->rule_count) dial_remove_area_rule( to, to->rule_count - 1 );
    for (i = 0; i < from->rule_count && !err; i++)
    {
        if (!(rule = dial_add_area_rule( to ))) return DIAL_E_MEMORY;
        rule->options = from->rules[i].options;
        err = copy_strings( rule, &from->rules[i], rule_strings, RULE_STRINGS );
    }
    return err;
}

enum dial_error dial_copy_card( struct dial_card *to, const struct dial_card *from )
{
    to->id = from->id;
    to->state = from->state;
    to->options = from->options;
    return copy_strings( to, from, card_strings, CARD_STRINGS );
}

void dial_free( struct dial_book *book )
{
    uint32_t i;

    for (i = 0; i < book->location_count; i++)
    {
        struct dial_location *location = &book->locations[i];

        while (location->rule_count) dial_remove_area_rule( location, location->rule_count - 1 );
        free( location->rules );
        free_strings( location, location_strings, LOCATION_STRINGS );
    }
    for (i = 0; i < book->card_count; i++) free_strings( &book->cards[i], card_strings, CARD_STRINGS );
    free( book->locations );
    free( book->cards );
    free( book->report );
    memset( book, 0, sizeof(*book) );
}
