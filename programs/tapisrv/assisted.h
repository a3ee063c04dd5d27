/*
 * Assisted telephony: programs that ask others to call for them.
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

#ifndef WINE_TELEPHONY_ASSISTED_H
#define WINE_TELEPHONY_ASSISTED_H

#include "client.h"

/* ---- assisted.c ---- */

/* An application has shut down: it receives no requests any more. No lock held. */
void assisted_app_gone( struct app *app );
/* The last application has shut down: requests that nobody has fetched are lost, as documented. */
void assisted_tapi_ended(void);

/* ---- handoff.c ---- */

/* The call managers of the user, most wanted first: "first.exe,second.exe". To be freed; NULL: there are none. */
WCHAR *handoff_call_managers(void);

#endif
