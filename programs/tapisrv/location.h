/*
 * The user's locations and calling cards, as the registry has them.
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

#ifndef WINE_TELEPHONY_LOCATION_H
#define WINE_TELEPHONY_LOCATION_H

#include <windef.h>
#include <winbase.h>
#include <winreg.h>

#include "dialrules/dialrules.h"

#define TELEPHONY_KEY  L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony"

/* 32- and 64-bit services of one prefix must see the same; ignored where there is only one view. */
#define TELEPHONY_VIEW  KEY_WOW64_64KEY

/* ---- location.c: HKLM\...\Telephony\Locations, and what each user prefers there -------------------------------------------- */

/*
 * All locations, in the order of their ids, and which is the current one. troubles: what is wrong with them is appended; NULL: do not
 * look. Returns 0, LINEERR_NOMEM or LINEERR_INIFILECORRUPT (only without repair: with it, what can be mended is, in the book alone;
 * book->locations[].state says which).
 */
LONG locations_read( struct dial_book *book, BOOL repair );
/* Write one, by its id. */
LONG location_write( const struct dial_location *location );
void location_delete( DWORD id );
/* The next id, never handed out again; 0: the registry cannot be written. */
DWORD location_next_id(void);
LONG location_write_current( DWORD id );
/* The first one of a machine, from its locale. */
LONG location_make_first( struct dial_book *book );

/* ---- card.c: HKCU\...\Telephony\Cards ----------------------------------------------------------------------------------------- */

/* All cards of the user; number 0, "None (Direct Dial)", is always there and first. */
LONG cards_read( struct dial_book *book );
LONG card_write( const struct dial_card *card );
void card_delete( DWORD id );
DWORD card_next_id(void);

/* ---- registry values ------------------------------------------------------------------------------------------------------------ */

/* A string value, into a string of the book; absent or of another type: as it was. FALSE: out of memory. */
BOOL value_read_string( HKEY key, const WCHAR *name, dial_char **string );
BOOL value_read_dword( HKEY key, const WCHAR *name, DWORD *value );
BOOL value_write_string( HKEY key, const WCHAR *name, const dial_char *string );
BOOL value_write_dword( HKEY key, const WCHAR *name, DWORD value );
/* NULL: it is not there, or cannot be made (then the log says so). */
HKEY telephony_key( HKEY root, const WCHAR *path, BOOL write );
/* The number behind `base` in the name of the index'th subkey. FALSE: no more of them. *number ~0u: it is none. */
BOOL numbered_subkey( HKEY key, DWORD index, const WCHAR *base, DWORD *number );
/* A key of the name "base<number>" below another. */
HKEY numbered_key( HKEY parent, const WCHAR *base, DWORD number, BOOL write );
void numbered_delete( HKEY parent, const WCHAR *base, DWORD number );
/* Take a number from NextID. 0: the registry cannot be written. least: not below this one. */
DWORD take_next_id( HKEY key, DWORD least );

/* ---- book.c: both together, kept until the registry changes ------------------------------------------------------------------ */

/* The book for reading until book_release(). NULL and *error: LINEERR_INIFILECORRUPT, LINEERR_NOMEM. No provider or client is called meanwhile. */
const struct dial_book *book_acquire( LONG *error );
void book_release(void);
/* What is wrong in the registry is mended. Returns a copy to be freed with dial_free(), its report saying what was done. */
LONG book_repair( struct dial_book *copy );

/* What a change was about: who is to be told. */
struct book_change
{
    BOOL  changed;      /* anything that LINETRANSLATECAPS has */
    BOOL  moved;        /* the current location is another */
    DWORD current;
};

/* Save the entries of a book whose state is not DIAL_KEPT, and its current location if that is DIAL_CHANGED. */
LONG book_save( const struct dial_book *entries, struct book_change *change );
LONG book_set_current( DWORD id, struct book_change *change );
LONG book_edit_toll_list( const WCHAR *address, BOOL add, struct book_change *change );

#endif
