/*
 * The book of locations and calling cards, kept until the registry changes.
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

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>

#include "location.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* Below this, ids are those of the registry; above, a dialog names entries so that have none yet. */
#define FIRST_TEMPORARY_ID  0x80000000u

/* Held for reading while the book is used, for writing while it or the registry changes; nothing is locked inside. */
static SRWLOCK book_lock = SRWLOCK_INIT;
static struct dial_book book;
static BOOL book_valid;

/* The registry tells when somebody else writes there. */
static struct { HKEY root; const WCHAR *path; HKEY key; } watches[] =
{
    { HKEY_LOCAL_MACHINE, TELEPHONY_KEY L"\\Locations", NULL },
    { HKEY_CURRENT_USER, TELEPHONY_KEY L"\\Locations", NULL },
    { HKEY_CURRENT_USER, TELEPHONY_KEY L"\\Cards", NULL },
};
static HANDLE written;      /* by somebody since the book was read; one for all: it is looked at for each number */

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* Asks to be told of the next change. FALSE: nobody will tell, the book must not be kept. */
static BOOL watch_registry(void)
{
    BOOL ret = TRUE;
    DWORD i;

    if (!written && !(written = CreateEventW( NULL, TRUE, FALSE, NULL ))) return FALSE;
    if (watches[0].key && WaitForSingleObject( written, 0 ) == WAIT_TIMEOUT) return TRUE;
    for (i = 0; i < ARRAYSIZE(watches); i++)
    {
        /* a key that was deleted and made again is another one */
        if (watches[i].key) RegCloseKey( watches[i].key );
        watches[i].key = NULL;
    }
    ResetEvent( written );
    for (i = 0; i < ARRAYSIZE(watches) && ret; i++)
    {
        watches[i].key = telephony_key( watches[i].root, watches[i].path, TRUE );
        ret = watches[i].key &&
              !RegNotifyChangeKeyValue( watches[i].key, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, written, TRUE );
    }
    if (!ret) SetEvent( written );
    return ret;
}

static BOOL is_current(void)
{
    return book_valid && WaitForSingleObject( written, 0 ) == WAIT_TIMEOUT;
}

static LONG read_book( struct dial_book *into, BOOL repair )
{
    LONG ret;

    memset( into, 0, sizeof(*into) );
    ret = locations_read( into, repair );
    if (!ret && !into->location_count) ret = location_make_first( into );
    if (!ret) ret = cards_read( into );
    if (ret) dial_free( into );
    return ret;
}

/* The lock is held for writing. */
static LONG renew_book(void)
{
    BOOL watched;
    LONG ret;

    dial_free( &book );
    book_valid = FALSE;
    /* before reading: what changes meanwhile is read again */
    watched = watch_registry();
    if (!(ret = read_book( &book, FALSE ))) book_valid = watched;
    return ret;
}

const struct dial_book *book_acquire( LONG *error )
{
    BOOL was_read = FALSE;

    for (;;)
    {
        AcquireSRWLockShared( &book_lock );
        /* what was read a moment ago will do, unless another thread has dropped it since */
        if (is_current() || (was_read && book.location_count)) return &book;
        ReleaseSRWLockShared( &book_lock );
        AcquireSRWLockExclusive( &book_lock );
        *error = is_current() ? 0 : renew_book();
        ReleaseSRWLockExclusive( &book_lock );
        if (*error) return NULL;
        was_read = TRUE;
    }
}

void book_release(void)
{
    ReleaseSRWLockShared( &book_lock );
}

LONG book_repair( struct dial_book *copy )
{
    LONG ret;
    DWORD i;

    AcquireSRWLockExclusive( &book_lock );
    dial_free( &book );
    book_valid = FALSE;
    ret = read_book( copy, TRUE );
    for (i = 0; !ret && i < copy->location_count; i++)
    {
        if (copy->locations[i].state != DIAL_CHANGED) continue;
        copy->locations[i].state = DIAL_KEPT;
        ret = location_write( &copy->locations[i] );
    }
    if (!ret && copy->state == DIAL_CHANGED) ret = location_write_current( copy->current );
    if (!ret) copy->state = DIAL_KEPT;
    else dial_free( copy );
    ReleaseSRWLockExclusive( &book_lock );
    return ret;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

/* Everything that is written starts from what the registry has now. */
static LONG begin_change( struct dial_book *now, struct book_change *change )
{
    LONG ret;

    memset( change, 0, sizeof(*change) );
    AcquireSRWLockExclusive( &book_lock );
    dial_free( &book );
    book_valid = FALSE;
    if (!(ret = read_book( now, FALSE )))
    {
        change->current = now->current;
        return 0;
    }
    ReleaseSRWLockExclusive( &book_lock );
    return ret;
}

static void end_change( struct dial_book *now )
{
    dial_free( now );
    ReleaseSRWLockExclusive( &book_lock );
}

static LONG move_to( DWORD id, struct book_change *change )
{
    LONG ret;

    if (id == change->current) return 0;
    if ((ret = location_write_current( id ))) return ret;
    change->current = id;
    change->moved = change->changed = TRUE;
    return 0;
}

LONG book_set_current( DWORD id, struct book_change *change )
{
    struct dial_book now;
    LONG ret;

    if ((ret = begin_change( &now, change ))) return ret;
    ret = dial_find_location( &now, id ) ? move_to( id, change ) : (LONG)LINEERR_INVALLOCATION;
    end_change( &now );
    return ret;
}

LONG book_edit_toll_list( const WCHAR *address, BOOL add, struct book_change *change )
{
    struct dial_location *location;
    struct dial_book now;
    int changed;
    LONG ret;

    if ((ret = begin_change( &now, change ))) return ret;
    location = dial_find_location( &now, now.current );
    switch (dial_toll_edit( location, dial_country_by_id( location->country_id )->code, address, add, &changed ))
    {
    case DIAL_OK: break;
    case DIAL_E_MEMORY: ret = LINEERR_NOMEM; break;
    default: ret = LINEERR_INVALADDRESS; break;
    }
    if (!ret && changed && !(ret = location_write( location ))) change->changed = TRUE;
    end_change( &now );
    return ret;
}

/* What a user can type in, but nobody can dial from. */
static BOOL is_sane( const struct dial_book *entries )
{
    DWORD i;

    for (i = 0; i < entries->location_count; i++)
    {
        const struct dial_location *location = &entries->locations[i];

        if (location->state > DIAL_REMOVED) return FALSE;
        if (location->state != DIAL_CHANGED && location->state != DIAL_NEW) continue;
        if (!*location->name || !dial_country_by_id( location->country_id )) return FALSE;
    }
    for (i = 0; i < entries->card_count; i++)
    {
        if (entries->cards[i].state > DIAL_REMOVED) return FALSE;
        if (entries->cards[i].state != DIAL_KEPT && entries->cards[i].state != DIAL_REMOVED && !*entries->cards[i].name) return FALSE;
    }
    return TRUE;
}

/* What came and went again in the dialog is nothing to save. */
static BOOL is_change( DWORD state, DWORD id )
{
    return state != DIAL_KEPT && (state != DIAL_REMOVED || id < FIRST_TEMPORARY_ID);
}

/* Predefined cards cannot be removed, only hidden; direct dialling is not even that. */
static LONG save_card( struct dial_card *card, const struct dial_book *now )
{
    const struct dial_card *old = dial_find_card( now, card->id );

    if (!card->id && card->state != DIAL_NEW) return LINEERR_INVALCARD;
    switch (card->state)
    {
    case DIAL_NEW:
        if (!(card->id = card_next_id())) return LINEERR_OPERATIONFAILED;
        return card_write( card );
    case DIAL_CHANGED:
        return card_write( card );
    default:
        if (!old) return 0;
        if (!(old->options & DIAL_CARD_PREDEFINED))
        {
            card_delete( card->id );
            return 0;
        }
        card->options |= DIAL_CARD_HIDDEN | DIAL_CARD_PREDEFINED;
        return card_write( card );
    }
}

/* A name that an entry had until it was saved, and its name now. */
static DWORD lasting_card_id( const struct dial_book *entries, const DWORD *temporary, DWORD id )
{
    DWORD i;

    if (id < FIRST_TEMPORARY_ID) return id;
    for (i = 0; i < entries->card_count; i++) if (temporary[i] == id) return entries->cards[i].id;
    return 0;
}

static LONG save_cards( struct dial_book *entries, const struct dial_book *now, struct book_change *change )
{
    LONG ret = 0;
    DWORD i;

    for (i = 0; i < entries->card_count && !ret; i++)
    {
        if (!is_change( entries->cards[i].state, entries->cards[i].id )) continue;
        if (!(ret = save_card( &entries->cards[i], now ))) change->changed = TRUE;
    }
    return ret;
}

static LONG save_location( struct dial_location *location, struct book_change *change )
{
    LONG ret;

    if (location->state == DIAL_REMOVED)
    {
        location_delete( location->id );
        change->changed = TRUE;
        return 0;
    }
    if (location->state == DIAL_NEW && !(location->id = location_next_id())) return LINEERR_OPERATIONFAILED;
    if (!(ret = location_write( location ))) change->changed = TRUE;
    return ret;
}

/* After locations were removed there is still a current one, and be it a new first one. */
static LONG settle_current( DWORD wanted, struct book_change *change )
{
    struct dial_book after;
    LONG ret;

    if ((ret = read_book( &after, TRUE ))) return ret;
    if (!dial_find_location( &after, wanted )) wanted = after.current;
    change->moved = wanted != change->current;
    change->changed |= change->moved;
    change->current = wanted;
    ret = location_write_current( wanted );
    dial_free( &after );
    return ret;
}

static LONG save_entries( struct dial_book *entries, const struct dial_book *now, struct book_change *change )
{
    DWORD wanted = entries->state == DIAL_CHANGED ? entries->current : now->current, id, i, *temporary;
    LONG ret;

    if (!(temporary = calloc( entries->card_count + 1, sizeof(*temporary) ))) return LINEERR_NOMEM;
    for (i = 0; i < entries->card_count; i++) temporary[i] = entries->cards[i].id;
    ret = save_cards( entries, now, change );
    for (i = 0; i < entries->location_count && !ret; i++)
    {
        struct dial_location *location = &entries->locations[i];

        if (!is_change( location->state, location->id )) continue;
        id = location->id;
        location->card_id = lasting_card_id( entries, temporary, location->card_id );
        ret = save_location( location, change );
        if (wanted == id) wanted = location->id;
    }
    free( temporary );
    return ret ? ret : settle_current( wanted, change );
}

LONG book_save( const struct dial_book *entries, struct book_change *change )
{
    struct dial_book now, copy = { 0 };
    struct dial_location *location;
    struct dial_card *card;
    LONG ret = 0;
    DWORD i;

    memset( change, 0, sizeof(*change) );
    if (!is_sane( entries )) return LINEERR_INVALPARAM;
    /* ids are given in it */
    copy.current = entries->current;
    copy.state = entries->state;
    for (i = 0; i < entries->location_count && !ret; i++)
        if (!(location = dial_add_location( &copy )) || dial_copy_location( location, &entries->locations[i] )) ret = LINEERR_NOMEM;
    for (i = 0; i < entries->card_count && !ret; i++)
        if (!(card = dial_add_card( &copy )) || dial_copy_card( card, &entries->cards[i] )) ret = LINEERR_NOMEM;
    if (!ret && !(ret = begin_change( &now, change )))
    {
        ret = save_entries( &copy, &now, change );
        end_change( &now );
    }
    dial_free( &copy );
    return ret;
}
