/*
 * Virtual modems of the Unimodem service provider.
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

#ifndef UNIMDM_VIRTUAL_H
#define UNIMDM_VIRTUAL_H

#include <windef.h>
#include <winbase.h>

struct modem;
struct dial_string;

/*
 * A modem whose key has a subkey Virtual has no device: it is made here, at the path of its COM port, as long as the provider runs. All functions do nothing
 * for other modems.
 */

/* Make it, as the registry says. */
void virtual_attach( struct modem *modem );
/* The registry changed: set it anew, if that concerns it. */
void virtual_update( struct modem *modem );
void virtual_detach( struct modem *modem );
/* The provider ends: after the modems have been detached. */
void virtual_stop(void);

/* What a virtual modem dials is an address of any kind; see dial_string_parse(). */
LONG virtual_dial_string( const struct modem *modem, const WCHAR *address, struct dial_string *out );

#endif
