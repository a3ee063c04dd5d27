/*
 * What the tests of locations and dialling rules share: a registry of their own.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_DIALLING_H
#define WINE_TELEPHONY_TAPI32_TESTS_DIALLING_H

#include "telephony.h"

#include <winreg.h>

#define LOCATIONS  L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\Locations"
#define CARDS      L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\Cards"

/* TRUE: this is no user's Windows, whose locations are not ours to delete. */
BOOL dialling_begin(void);
/* All locations and cards go. */
void dialling_reset(void);
/* Values of the key "<path>\<name>"; a NULL name: the path itself. */
void reg_set_string( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value, const WCHAR *text );
void reg_set_dword( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value, DWORD number );
DWORD reg_get_dword( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value );
const WCHAR *reg_get_string( HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *value );
/* Location 1 is in area 425 of the United States, location 2 in area 30 of Germany; 1 is the current one. */
void dialling_two_locations(void);
/* Card 5, "Test Card", of PIN 1234 and with rules for long distance and international calls. */
void dialling_card(void);
/* What the functions return, in buffers that the next call overwrites; the success is checked. */
const LINETRANSLATECAPS *translate_caps(void);
const LINELOCATIONENTRY *location_entry( const LINETRANSLATECAPS *caps, DWORD id );
const WCHAR *caps_string( const LINETRANSLATECAPS *caps, DWORD offset );

#endif
