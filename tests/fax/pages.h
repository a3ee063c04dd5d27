/*
 * Files, pages and Unix programs of the fax tests.
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

#ifndef WINE_TELEPHONY_TESTS_FAX_PAGES_H
#define WINE_TELEPHONY_TESTS_FAX_PAGES_H

#include "../../dlls/tapi32/tests/telephony.h"

extern WCHAR folder[MAX_PATH];          /* of the test; Unix programs run in it */
BOOL folder_begin( const char *name );  /* FALSE with a skip: there is no exchange */
void folder_end(void);                  /* and all that is in it */

DWORD read_file( const char *name, void *data, DWORD size );
void write_file( const char *name, const void *data, DWORD size );
/* It has a text, now or within ms. */
BOOL file_says( const char *name, const char *wanted, DWORD ms );

/* Start a script of the Unix shell, by a name of its own; wait for its end; or both. FALSE, and a failure: it failed. */
BOOL start_unix( const char *name, const char *script );
BOOL end_unix( const char *name );
BOOL run_unix( const char *name, const char *script );

/* The page that is faxed, as page.pbm; and a picture in which it must be found, to the last dot. */
void make_page(void);
void check_page( const char *name );
/* The same for what a modem received, first bit first. */
void check_received( const char *name, const void *data, DWORD size );

#endif
