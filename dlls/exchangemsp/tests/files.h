/*
 * File terminals, and what is in the files.
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

#ifndef EXCHANGEMSP_TESTS_FILES_H
#define EXCHANGEMSP_TESTS_FILES_H

#include "fixture.h"

#define ok_hr( hr, expected ) check_hr( __LINE__, hr, expected )
static inline void check_hr( int line, HRESULT hr, HRESULT expected )
{
    ok_( __FILE__, line )( hr == expected, "returned %#lx, expected %#lx\n", hr, expected );
}

void *query( void *object, REFIID iid );
/* A file terminal of an address */
ITTerminal *file_terminal( struct msp_address *address, const WCHAR *class, TERMINAL_DIRECTION direction );
void record_to( ITTerminal *terminal, const WCHAR *name );
void file_control( ITTerminal *terminal, BOOL start );
/* The samples of a file, good until the next one is read; NULL (after a failure): there are none */
const short *read_wav( const WCHAR *name, DWORD *count );

#endif
