/*
 * tapiconsole: the calls of the console.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tapiconsole.h"

static const struct { DWORD state; const WCHAR *name; } states[] =
{
    { LINECALLSTATE_IDLE, L"idle" },
    { LINECALLSTATE_OFFERING, L"offering" },
    { LINECALLSTATE_ACCEPTED, L"accepted" },
    { LINECALLSTATE_DIALTONE, L"dialtone" },
    { LINECALLSTATE_DIALING, L"dialing" },
    { LINECALLSTATE_RINGBACK, L"ringback" },
    { LINECALLSTATE_BUSY, L"busy" },
    { LINECALLSTATE_SPECIALINFO, L"specialinfo" },
    { LINECALLSTATE_CONNECTED, L"connected" },
    { LINECALLSTATE_PROCEEDING, L"proceeding" },
    { LINECALLSTATE_ONHOLD, L"onhold" },
    { LINECALLSTATE_CONFERENCED, L"conferenced" },
    { LINECALLSTATE_ONHOLDPENDCONF, L"onholdpendconf" },
    { LINECALLSTATE_ONHOLDPENDTRANSFER, L"onholdpendtransfer" },
    { LINECALLSTATE_DISCONNECTED, L"disconnected" },
    { LINECALLSTATE_UNKNOWN, L"unknown" },
};

struct console_call *calls;
DWORD newest_call;

const WCHAR *state_name( DWORD state )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++) if (states[i].state == state) return states[i].name;
    return L"?";
}

DWORD state_value( const WCHAR *name )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++) if (!_wcsicmp( states[i].name, name )) return states[i].state;
    return 0;
}

struct console_call *call_of_number( DWORD number )
{
    struct console_call *call;

    for (call = calls; call && call->number != number; call = call->next) ;
    return call;
}

struct console_call *call_of_handle( HCALL handle )
{
    struct console_call *call;

    for (call = calls; call && call->handle != handle; call = call->next) ;
    return call;
}

struct console_call *call_add( HCALL handle )
{
    struct console_call *call;

    if ((call = call_of_handle( handle ))) return call;
    if (!(call = calloc( 1, sizeof(*call) ))) exit( 1 );
    call->handle = handle;
    call->state = LINECALLSTATE_UNKNOWN;
    call->number = ++newest_call;
    call->next = calls;
    calls = call;
    return call;
}

static void call_remove( struct console_call *call )
{
    struct console_call **link = &calls;

    while (*link && *link != call) link = &(*link)->next;
    if (*link) *link = call->next;
    lineDeallocateCall( call->handle );
    free( call );
}

static const WCHAR *string_at( const LINECALLINFO *info, DWORD size, DWORD offset )
{
    /* strings of LINECALLINFO end in NUL */
    return size ? (const WCHAR *)((const BYTE *)info + offset) : L"";
}

static void say_parties( const struct console_call *call, DWORD items )
{
    BYTE buffer[sizeof(LINECALLINFO) + 2048];
    LINECALLINFO *info = (LINECALLINFO *)buffer;

    memset( buffer, 0, sizeof(buffer) );
    info->dwTotalSize = sizeof(buffer);
    if (lineGetCallInfoW( call->handle, info )) return;
    if (items & LINECALLINFOSTATE_CALLERID && info->dwCallerIDSize)
        say( L"call %lu: caller %ls %ls", call->number, string_at( info, info->dwCallerIDSize, info->dwCallerIDOffset ),
             string_at( info, info->dwCallerIDNameSize, info->dwCallerIDNameOffset ) );
    if (items & LINECALLINFOSTATE_CONNECTEDID && info->dwConnectedIDSize)
        say( L"call %lu: with %ls %ls", call->number, string_at( info, info->dwConnectedIDSize, info->dwConnectedIDOffset ),
             string_at( info, info->dwConnectedIDNameSize, info->dwConnectedIDNameOffset ) );
}

void call_message( HCALL handle, DWORD state, DWORD_PTR mode, DWORD privilege )
{
    struct console_call *call = call_of_handle( handle ), *conference;

    if (!call && privilege != LINECALLPRIVILEGE_OWNER)
    {
        if (state == LINECALLSTATE_IDLE) lineDeallocateCall( handle );
        return;
    }
    if (!call) call = call_add( handle );
    call->state = state;
    call->mode = state == LINECALLSTATE_CONFERENCED ? 0 : (DWORD)mode;
    if (state == LINECALLSTATE_CONFERENCED && (conference = call_of_handle( (HCALL)mode )))
        say( L"call %lu: conferenced in call %lu", call->number, conference->number );
    else say( L"call %lu: %ls", call->number, state_name( state ) );
    if (state == LINECALLSTATE_OFFERING) say_parties( call, LINECALLINFOSTATE_CALLERID );
    if (state == LINECALLSTATE_IDLE) call_remove( call );
}

void call_info_message( HCALL handle, DWORD items )
{
    struct console_call *call = call_of_handle( handle );

    if (call) say_parties( call, items );
}
