/*
 * Calls of a program on the modems of the simulated exchange, for the tests of what people and programs do with them.
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

#ifndef TAPISRV_TESTS_MODEMCALL_H
#define TAPISRV_TESTS_MODEMCALL_H

#include "service.h"
#include "hostile.h"

/* A call that lineMakeCall has begun; 0: it failed. */
HCALL call_by( struct application *app, HLINE line, DWORD media_mode );
/* Waits for a state of a call, and looks at its mode where that is not 0. FALSE: it did not come. */
BOOL get_state( struct application *app, HCALL call, DWORD state, DWORD mode );
void end_call( struct application *app, HCALL call );

/* The configuration of a modem line: lineGetDevConfig of comm/datamodem. */
struct modem_config
{
    VARSTRING string;
    BYTE      more[1024];
};
/* The fwOptions of its DEVCFGHDR are at config + 8. Returns the bytes of the configuration, *size of them. */
BYTE *get_config( DWORD device, struct modem_config *config, DWORD *size );

/* The modem's key in the registry; NULL: there is none. */
HKEY open_modem_key( const WCHAR *name );
/* Vendors' definitions say by a Fax subkey that a modem can do it; the modems of the exchange have none of their own. FALSE: no such modem. */
BOOL set_fax_modem( const WCHAR *name, BOOL on );

/* A window of that title that can be seen; NULL: none within 20 s. */
HWND wait_window( const WCHAR *title );
/* FALSE: it stays for 20 s. */
BOOL window_goes( const WCHAR *title );

#endif
