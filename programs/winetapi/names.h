/*
 * winetapi.exe: what the values of TAPI are called.
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

#ifndef WINE_TELEPHONY_WINETAPI_NAMES_H
#define WINE_TELEPHONY_WINETAPI_NAMES_H

#include <windef.h>

/* SET_LINECALLSTATE for LINECALLSTATE_xxx, and so on, as names.def lists them. */
enum name_set
{
#define NAME_SET( set )     SET_##set,
#define NAME( set, value )
#include "names.def"
#undef NAME_SET
#undef NAME
};

enum name_case { NAMES_AS_THEY_ARE, NAMES_IN_LOWER_CASE };

/* "CONNECTED", or NULL. */
const WCHAR *value_name( enum name_set set, DWORD value );
/*
 * All flags by their names, bits without a name as numbers; "" for none. Cut to what fits; returns buffer.
 */
WCHAR *flag_names( enum name_set set, DWORD flags, const WCHAR *separator, enum name_case letters, WCHAR *buffer, DWORD chars );
/* One value, in lower case, or its number. */
WCHAR *lower_name( enum name_set set, DWORD value, WCHAR *buffer, DWORD chars );

#endif
