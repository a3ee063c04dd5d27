/*
 * What the service keeps in the registry about providers and their devices.
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
/* Some devices were added: what config_device_id() keeps open for the next ones is closed. */
void config_device_ids_done(void);

void config_free( void *memory );

#endif
