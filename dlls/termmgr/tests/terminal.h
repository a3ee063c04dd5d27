/*
 * What the tests of terminals share.
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

#ifndef TERMMGR_TESTS_TERMINAL_H
#define TERMMGR_TESTS_TERMINAL_H

#include "../../../libs/mediafilter/tests/fixture.h"
#include "terminal/terminal.h"

#include <tapi3err.h>

ITTerminalManager2 *new_manager(void);

/* What every terminal does: interfaces, properties by both ways, wrong arguments, the way into a graph and out of it. */
void check_terminal( ITTerminal *terminal, const GUID *class, TERMINAL_TYPE type, TERMINAL_DIRECTION direction, MSP_HANDLE address );

/* A property of a late-bound object; VT_ERROR with the HRESULT if it cannot be had */
VARIANT get_property( IDispatch *dispatch, const WCHAR *name );

/* Connect a terminal: its pin; NULL after a failure */
IPin *connect_terminal( ITTerminal *terminal, IGraphBuilder *graph, TERMINAL_DIRECTION direction );
void disconnect_terminal( ITTerminal *terminal, IGraphBuilder *graph );

BOOL has_guid( const GUID *guids, DWORD count, const GUID *guid );

#endif
