/*
 * Books: copies, the packed form, what is wrong in it.
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

#include "check.h"

static void make_book( struct dial_book *book )
{
    struct dial_location *location;
    struct dial_area_rule *rule;
    struct dial_card *card;

    memset( book, 0, sizeof(*book) );
    book->current = 7;
    book->state = DIAL_CHANGED;
    location = add_location( book, 7, 1, "425" );
    location->options = DIAL_LOCATION_PULSE;
    location->card_id = 3;
    location->state = DIAL_NEW;
    set( &location->toll_list, "555,556" );
    set( &location->cancel_call_waiting, "*70," );
    rule = dial_add_area_rule( location );
    set( &rule->area_code, "206" );
    set( &rule->prefixes, "555" );
    rule->options = DIAL_AREA_INCLUDE;
    rule = dial_add_area_rule( location );
    set( &rule->area_code, "253" );
    set( &rule->number_to_dial, "1" );
    add_location( book, 9, 49, "30" )->state = DIAL_REMOVED;
    card = dial_add_card( book );
    card->id = 3;
    set( &card->name, "A card" );
    set( &card->pin, "1234" );
    set( &card->long_distance_rule, "J$TH,FG" );
}

static int same( const struct dial_book *a, const struct dial_book *b )
{
    void *data_a, *data_b;
    size_t size_a, size_b;
    int ret;

    if (dial_pack( a, &data_a, &size_a ) || dial_pack( b, &data_b, &size_b )) return 0;
    ret = size_a == size_b && !memcmp( data_a, data_b, size_a );
    free( data_a );
    free( data_b );
    return ret;
}

static void test_pack( void )
{
    struct dial_book book, back;
    unsigned char *data;
    uint32_t value;
    void *packed;
    size_t size, i;

    group( "a packed book" );
    make_book( &book );
    check( !dial_pack( &book, &packed, &size ) && !(size % 4), "not packed" );
    check( !dial_unpack( packed, size, &back ), "not unpacked" );
    check( same( &book, &back ), "another book came back" );
    check( back.location_count == 2 && back.locations[0].rule_count == 2 && back.card_count == 1, "its entries" );
    check( !strcmp( narrow( back.locations[0].toll_list ), "555,556" ), "toll list %s", narrow( back.locations[0].toll_list ) );
    check( !strcmp( narrow( back.locations[0].rules[1].area_code ), "253" ), "rule" );
    check( !strcmp( narrow( back.cards[0].pin ), "1234" ) && !*back.cards[0].account, "card" );
    dial_free( &back );

    /* every end of it, and every number of it wrong */
    data = malloc( size );
    for (i = 0; i < size; i++)
    {
        memcpy( data, packed, i );
        check( dial_unpack( data, i, &back ) == DIAL_E_MALFORMED && !back.location_count, "%zu bytes of %zu", i, size );
    }
    for (i = 0; i + 4 <= size; i += 4)
    {
        memcpy( data, packed, size );
        value = 0xfffffff0;
        memcpy( data + i, &value, 4 );
        if (!dial_unpack( data, size, &back )) dial_free( &back );
        check( !back.location_count && !back.cards && !back.report, "something is left of it" );
    }
    check( dial_unpack( NULL, 0, &back ) == DIAL_E_MALFORMED, "nothing" );
    free( data );
    free( packed );
    dial_free( &book );
    check( !book.locations && !book.location_count, "not freed" );
}

static void test_entries( void )
{
    struct dial_book book, other = { 0 };
    struct dial_location *location;
    struct dial_card *card;

    group( "entries of a book" );
    make_book( &book );
    check( dial_find_location( &book, 7 ) == &book.locations[0], "location 7" );
    check( !dial_find_location( &book, 9 ), "a removed location is found" );
    check( !dial_find_location( &book, 8 ) && !dial_find_card( &book, 7 ), "what is not there is found" );
    check( dial_find_card( &book, 3 ) == &book.cards[0], "card 3" );

    other.current = 7;
    other.state = DIAL_CHANGED;
    location = dial_add_location( &other );
    check( !dial_copy_location( location, &book.locations[0] ), "not copied" );
    location = dial_add_location( &other );
    check( !dial_copy_location( location, &book.locations[0] ), "not copied" );
    check( !dial_copy_location( location, &book.locations[1] ), "not copied over" );
    card = dial_add_card( &other );
    check( !dial_copy_card( card, &book.cards[0] ), "not copied" );
    check( same( &book, &other ), "the copy is another" );

    dial_remove_area_rule( &book.locations[0], 0 );
    check( book.locations[0].rule_count == 1 && !strcmp( narrow( book.locations[0].rules[0].area_code ), "253" ), "the wrong rule went" );
    check( !same( &book, &other ), "no difference" );
    dial_free( &book );
    dial_free( &other );
}

static void test_tolls( void )
{
    static const struct { const char *before, *address; int add, changed; enum dial_error err; const char *after; } edits[] =
    {
        { "", "+1 (425) 555-1234", 1, 1, DIAL_OK, "555" },
        { "555", "+1 (425) 555-1234", 1, 0, DIAL_OK, "555" },
        { "555", "+1 (425) 5-5-6-1234", 1, 1, DIAL_OK, "555,556" },
        { "555,556", "+1 (425) 555-1234", 0, 1, DIAL_OK, "556" },
        { "555, 556 ,557", "+1 (425) 556-1234", 0, 1, DIAL_OK, "555,557" },
        { "555,556,555", "+1 (425) 555-1234", 0, 1, DIAL_OK, "556" },
        { "556", "+1 (425) 555-1234", 0, 0, DIAL_OK, "556" },
        { "555", "+1 (425) 55", 1, 0, DIAL_E_ADDRESS, "555" },
        { "555", "+1 (206) 556-1234", 1, 0, DIAL_E_ADDRESS, "555" },
        { "555", "+1 4255561234", 1, 0, DIAL_E_ADDRESS, "555" },
        { "555", "+49 (425) 556-1234", 1, 0, DIAL_E_ADDRESS, "555" },
        { "555", "5561234", 1, 0, DIAL_E_ADDRESS, "555" },
        { "555", "+1", 1, 0, DIAL_E_ADDRESS, "555" },
    };
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "425" );
    enum dial_error err;
    size_t i;
    int changed;

    group( "toll lists" );
    for (i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
    {
        set( &location->toll_list, edits[i].before );
        err = dial_toll_edit( location, 1, wide( edits[i].address ), edits[i].add, &changed );
        check( err == edits[i].err && changed == edits[i].changed, "edit %zu: error %u, changed %u", i, err, changed );
        check( !strcmp( narrow( location->toll_list ), edits[i].after ), "edit %zu: list %s", i, narrow( location->toll_list ) );
    }
    set( &location->area_code, "30" );
    check( dial_toll_edit( location, 49, wide( "+49 (30) 5551234" ), 1, &changed ) == DIAL_E_ADDRESS, "a country without toll lists" );
    dial_free( &book );
}

void test_books( void )
{
    test_pack();
    test_entries();
    test_tolls();
}
