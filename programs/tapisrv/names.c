/*
 * Names of results, for the log.
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

#include <stdio.h>

#include "device.h"

static const struct { DWORD value; const char *name; } errors[] =
{
#define TRP_ERROR( name, value )  { value, #name },
#include "trp/errors.def"
#undef TRP_ERROR
};

const char *result_name( LONG result )
{
    /* enough for the threads that log at one moment */
    static char texts[32][24];
    static LONG next;
    char *text;
    DWORD i;

    if (!result) return "0";
    for (i = 0; i < ARRAYSIZE(errors); i++) if (errors[i].value == (DWORD)result) return errors[i].name;
    text = texts[InterlockedIncrement( &next ) % ARRAYSIZE(texts)];
    snprintf( text, sizeof(texts[0]), result > 0 ? "request %ld" : "%#lx", result );
    return text;
}
