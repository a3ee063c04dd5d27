/*
 * Random callers: what the parts of the monkey test share.
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

#ifndef WINE_TELEPHONY_MONKEY_H
#define WINE_TELEPHONY_MONKEY_H

#include "service.h"

/* What the threads of one program share, without any order: that is the point. */
extern volatile HLINEAPP shared_app[4];
extern volatile HLINE shared_line[6];
extern volatile HCALL shared_call[16];

struct monkey
{
    DWORD          state;
    volatile LONG  done;        /* calls made */
    volatile DWORD since;       /* when the one under way began */
    volatile DWORD action;
};

/* A random number below limit. */
DWORD pick( struct monkey *monkey, DWORD limit );
/* Mostly a handle that somebody has, sometimes one of the wrong kind, sometimes none. */
DWORD a_handle( struct monkey *monkey, DWORD right );
HLINEAPP an_app( struct monkey *monkey );
HLINE a_line( struct monkey *monkey );
HCALL a_call( struct monkey *monkey );
DWORD a_device( struct monkey *monkey );
DWORD a_version( struct monkey *monkey );
const WCHAR *a_number( struct monkey *monkey );
/* A structure for TAPI to fill, of a size that may be too small. */
void *a_buffer( struct monkey *monkey, char *buffer, DWORD size );

/* ---- monkey_services.c: supplementary services, media, agents, phones, addresses ---- */

#define SERVICE_ACTIONS 61

void act_service( struct monkey *monkey, DWORD action );

#endif
