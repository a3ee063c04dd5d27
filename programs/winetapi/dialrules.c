/*
 * The dialog of locations and dialling rules.
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

#include "winetapi.h"

int dialrules_show( int argc, WCHAR **argv )
{
    LONG error;

    if (argc > 2) return EXIT_USAGE;
    /* of no application and no line: it is for all of them */
    error = lineTranslateDialogW( 0, LINEMAPPER, 0x00030001, NULL, argc > 1 ? argv[1] : NULL );
    if (!error) return EXIT_OK;
    if (error == (LONG)LINEERR_INVALADDRESS) return fail( L"%ls should look like +1 (425) 882-8080", argv[1] );
    return fail( L"%ls", tapi_error( error ) );
}
