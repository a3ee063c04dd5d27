/*
 * Unimodem: what failed last, for the log and for those who ask winetapi status.
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
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* A value for each modem, by its name: the local time and a sentence. */
#define FAILURES L"Software\\Wine Telephony\\Failures"

void modem_failed( struct modem *modem, const char *format, ... )
{
    char reason[400];
    WCHAR text[450];
    SYSTEMTIME now;
    va_list args;
    LONG error;
    HKEY key;

    va_start( args, format );
    vsnprintf( reason, sizeof(reason), format, args );
    va_end( args );
    ERR( "line %s: %s\n", debugstr_w( modem->info.name ), reason );

    modem->known_to_work = FALSE;
    GetLocalTime( &now );
    swprintf( text, ARRAYSIZE(text), L"%04u-%02u-%02u %02u:%02u:%02u: %hs", now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond, reason );
    if ((error = RegCreateKeyExW( HKEY_LOCAL_MACHINE, FAILURES, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL )))
    {
        WARN( "winetapi status will not know: error %ld\n", error );
        return;
    }
    RegSetValueExW( key, modem->info.name, 0, REG_SZ, (BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
    RegCloseKey( key );
}

void modem_works( struct modem *modem )
{
    HKEY key;

    if (modem->known_to_work || modem->unreachable) return;
    modem->known_to_work = TRUE;
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, FAILURES, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key )) return;
    RegDeleteValueW( key, modem->info.name );
    RegCloseKey( key );
}
