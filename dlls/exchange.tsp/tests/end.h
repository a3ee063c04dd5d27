/*
 * One end of a call at the media switch, as a media service provider has it.
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

#ifndef EXCHANGE_TESTS_END_H
#define EXCHANGE_TESTS_END_H

#include <windef.h>
#include <winbase.h>

#include "exchange_media.h"

struct end
{
    HANDLE pipe, section;
    struct exchange_media_shared *shared;
    DWORD said;
};

/* FALSE: the switch does not let it in. It is to be closed in either case. */
BOOL end_open( struct end *end, const struct exchange_media *media );
void end_close( struct end *end );
/* The next samples of a speaker */
void say( struct end *end, DWORD speaker, DWORD count );
/* Hears all that the speakers say from their first sample on, count samples, without a gap. second may be 0. */
void hear_all( struct end *end, DWORD count, DWORD first, DWORD second, const char *who );

#endif
