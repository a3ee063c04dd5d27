/*
 * What the files that make calls share.
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

#ifndef EXCHANGE_CALL_H
#define EXCHANGE_CALL_H

#include "exchange.h"

/*
 * A new call at a station with these parameters, for a function that makes one; locked. address: where it is made if the parameters do not say.
 * NULL and the error in *ret if there is none. Undo with call_abandon().
 */
struct call *call_prepare( struct station *station, DWORD address, HTAPICALL htcall, const LINECALLPARAMS *params, LONG *ret );

#endif
