/*
 * Calling cards in the registry, per user.
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

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>

#include "location.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define CARDS_KEY  TELEPHONY_KEY L"\\Cards"

/*
 * The string values of a card. The numbers are stored as they were typed: they are as safe as the user's registry file, and
 * nothing here logs them.
 */
static const struct { const WCHAR *name; size_t offset; } values[] =
{
    { L"Name", offsetof( struct dial_card, name ) },
    { L"Pin", offsetof( struct dial_card, pin ) },
    { L"AccountNumber", offsetof( struct dial_card, account ) },
    { L"LocalAccessNumber", offsetof( struct dial_card, local_access ) },
    { L"LDAccessNumber", offsetof( struct dial_card, long_distance_access ) },
    { L"InternationalAccessNumber", offsetof( struct dial_card, international_access ) },
    { L"LocalRule", offsetof( struct dial_card, same_area_rule ) },
    { L"LDRule", offsetof( struct dial_card, long_distance_rule ) },
    { L"InternationalRule", offsetof( struct dial_card, international_rule ) },
};

static dial_char **string_at( const struct dial_card *card, DWORD index )
{
    return (dial_char **)((char *)card + values[index].offset);
}

static BOOL read_card( HKEY key, DWORD number, struct dial_card *card )
{
    WCHAR name[32];
    DWORD i;

    card->id = number;
    for (i = 0; i < ARRAYSIZE(values); i++) if (!value_read_string( key, values[i].name, string_at( card, i ) )) return FALSE;
    value_read_dword( key, L"ID", (DWORD *)&card->id );
    value_read_dword( key, L"Flags", (DWORD *)&card->options );
    if (*card->name) return TRUE;
    swprintf( name, ARRAYSIZE(name), L"Card %lu", (unsigned long)card->id );
    return !dial_set( &card->name, name );
}

static int compare_cards( const void *a, const void *b )
{
    const struct dial_card *first = a, *second = b;

    return first->id < second->id ? -1 : first->id > second->id;
}

/* Dialling without a card is card number 0 of everybody. */
static LONG add_direct_dial( struct dial_book *book )
{
    struct dial_card *card;

    if (dial_find_card( book, 0 )) return 0;
    if (!(card = dial_add_card( book )) || dial_set( &card->name, L"None (Direct Dial)" )) return LINEERR_NOMEM;
    card->options = DIAL_CARD_PREDEFINED;
    return 0;
}

LONG cards_read( struct dial_book *book )
{
    HKEY key = telephony_key( HKEY_CURRENT_USER, CARDS_KEY, FALSE ), card_key;
    struct dial_card *card;
    DWORD i, number;
    LONG ret = 0;

    for (i = 0; key && !ret && numbered_subkey( key, i, L"Card", &number ); i++)
    {
        if (number == ~0u || !(card_key = numbered_key( key, L"Card", number, FALSE ))) continue;
        if (!(card = dial_add_card( book )) || !read_card( card_key, number, card )) ret = LINEERR_NOMEM;
        RegCloseKey( card_key );
    }
    if (key) RegCloseKey( key );
    if (!ret) ret = add_direct_dial( book );
    if (!ret) qsort( book->cards, book->card_count, sizeof(*book->cards), compare_cards );
    return ret;
}

static void write_count( HKEY key )
{
    DWORD i, number, count = 0;

    for (i = 0; numbered_subkey( key, i, L"Card", &number ); i++) if (number != ~0u) count++;
    value_write_dword( key, L"NumEntries", count );
}

LONG card_write( const struct dial_card *card )
{
    HKEY key, all = telephony_key( HKEY_CURRENT_USER, CARDS_KEY, TRUE );
    BOOL ret = FALSE;
    DWORD i;

    if (all && (key = numbered_key( all, L"Card", card->id, TRUE )))
    {
        ret = value_write_dword( key, L"ID", card->id ) && value_write_dword( key, L"Flags", card->options );
        for (i = 0; i < ARRAYSIZE(values) && ret; i++) ret = value_write_string( key, values[i].name, *string_at( card, i ) );
        RegCloseKey( key );
        write_count( all );
    }
    if (all) RegCloseKey( all );
    if (ret) return 0;
    ERR( "calling card %u cannot be saved: is the prefix writable?\n", card->id );
    return LINEERR_OPERATIONFAILED;
}

void card_delete( DWORD id )
{
    HKEY key = telephony_key( HKEY_CURRENT_USER, CARDS_KEY, FALSE );

    if (!key) return;
    RegCloseKey( key );
    if (!(key = telephony_key( HKEY_CURRENT_USER, CARDS_KEY, TRUE ))) return;
    numbered_delete( key, L"Card", id );
    write_count( key );
    RegCloseKey( key );
}

DWORD card_next_id(void)
{
    HKEY key = telephony_key( HKEY_CURRENT_USER, CARDS_KEY, TRUE );
    DWORD id, i, number, least = 1;

    if (!key) return 0;
    for (i = 0; numbered_subkey( key, i, L"Card", &number ); i++) if (number != ~0u) least = max( least, number + 1 );
    id = take_next_id( key, least );
    RegCloseKey( key );
    return id;
}
