/*
 * What the service keeps in the registry.
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

#ifndef WINE_TELEPHONY_CONFIG_H
#define WINE_TELEPHONY_CONFIG_H

#include <windef.h>
#include <winbase.h>

/* ---- providers: HKLM\Software\Microsoft\Windows\CurrentVersion\Telephony\Providers ----------------------------- */

struct provider_entry
{
    DWORD permanent_id;
    WCHAR file[MAX_PATH];
};

/*
 * Read the list of providers.
 *
 * *entries: an array to be freed with config_free(), NULL if there are none. *count: how many.
 * Returns 0, LINEERR_NOMEM or LINEERR_INIFILECORRUPT (an entry lacks its id or file).
 */
LONG config_read_providers( struct provider_entry **entries, DWORD *count );
/* Take the next permanent provider id; it is never handed out again. Returns 0 when the registry cannot be written. */
DWORD config_next_provider_id(void);
/* Append a provider. Returns 0 or LINEERR_OPERATIONFAILED. */
LONG config_add_provider( DWORD permanent_id, const WCHAR *file );
/* Take a provider out, number the others contiguously, forget its devices. Returns 0, LINEERR_INVALPARAM or LINEERR_OPERATIONFAILED. */
LONG config_remove_provider( DWORD permanent_id );
/* NumLines and NumPhones of the key Provider<id>, where providers without TSPI_providerEnumDevices say them. */
void config_device_counts( DWORD permanent_id, DWORD *lines, DWORD *phones );

/*
 * The permanent id of a device: the same at every start for the same provider and key.
 *
 * permanent_id: of the provider. key: the provider's own name of the device ("id:<n>" or "index:<n>").
 * Returns an id that no other device of that kind has ever had.
 */
DWORD config_device_id( DWORD permanent_id, const WCHAR *key, BOOL phone );

/* ---- priorities of applications: HKCU\...\Telephony\HandoffPriorities ------------------------------------------ */

/*
 * The applications to prefer for a media mode, the first one first.
 *
 * media_mode: one LINEMEDIAMODE_xxx bit; 0: for the assisted telephony requests of request_mode (LINEREQUESTMODE_MAKECALL).
 * *list: file names one after the other, each with its NUL, ended by an empty one; to be freed with config_free().
 * Returns 0, LINEERR_INVALMEDIAMODE, LINEERR_INVALREQUESTMODE or LINEERR_NOMEM.
 */
LONG config_get_priorities( DWORD media_mode, DWORD request_mode, WCHAR **list );
/*
 * Place of an application (a file name without folder) in that list: 1 is the highest, 0: it is not in it.
 *
 * Returns 0 or as above, or LINEERR_INVALAPPNAME.
 */
LONG config_get_app_priority( const WCHAR *app, DWORD media_mode, DWORD request_mode, DWORD *priority );
/*
 * Make an application the first of a list (priority 1) or take it out (priority 0).
 *
 * media_mode: any number of bits, each list is changed.
 * Returns 0 or as above, LINEERR_INVALPARAM for another priority, LINEERR_OPERATIONFAILED if the registry cannot be written.
 */
LONG config_set_app_priority( const WCHAR *app, DWORD media_mode, DWORD request_mode, DWORD priority );

/* ---- countries: HKLM\...\Telephony\Country List ---------------------------------------------------------------- */

/*
 * Fill a LINECOUNTRYLIST (Unicode).
 *
 * id: a country id; 1: the first country, 0: all. list: size bytes; only the header is filled if they do not fit.
 * Returns 0, LINEERR_STRUCTURETOOSMALL, LINEERR_INVALCOUNTRYCODE, LINEERR_INIFILECORRUPT (no list) or LINEERR_NOMEM.
 */
LONG config_get_countries( DWORD id, void *list, DWORD size );

void config_free( void *memory );

#endif
