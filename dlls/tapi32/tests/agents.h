/*
 * The tests of agents and proxies: what they share.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_AGENTS_H
#define WINE_TELEPHONY_TAPI32_TESTS_AGENTS_H

#include "telephony.h"

#define V1_4  0x00010004
#define V2_0  0x00020000
#define V2_2  0x00020002
#define LAST_KIND  LINEPROXYREQUEST_SETAGENTSTATEEX

/* A structure to be filled, with guard bytes behind what it says that it has. */
union buffer
{
    DWORD        sizes[3];
    BYTE         bytes[4096];
    VARSTRING    any;
    LINEAGENTCAPS caps;
    LINEAGENTSTATUS status;
    LINEAGENTGROUPLIST groups;
    LINEAGENTACTIVITYLIST activities;
    LINEAGENTINFO agent;
    LINEAGENTSESSIONLIST sessions;
    LINEAGENTSESSIONINFO session;
    LINEQUEUELIST queues;
    LINEQUEUEINFO queue;
    LINEPROXYREQUESTLIST kinds;
};

/* Ready for total bytes; everything behind is 0xcc. */
static inline void *prepare( union buffer *buffer, DWORD total )
{
    memset( buffer, 0xcc, sizeof(*buffer) );
    buffer->sizes[0] = total;
    return buffer;
}

/* Nothing was written behind dwTotalSize, and that is what it was. */
#define ok_guarded( buffer, total )  check_guarded( __FILE__, __LINE__, buffer, total )
static inline void check_guarded( const char *file, int line, const union buffer *buffer, DWORD total )
{
    DWORD i;

    ok_( file, line )( buffer->sizes[0] == total, "dwTotalSize is %lu, not %lu\n", buffer->sizes[0], total );
    for (i = total; i < sizeof(*buffer) && buffer->bytes[i] == 0xcc; i++) continue;
    ok_( file, line )( i == sizeof(*buffer), "byte %lu behind %lu was written\n", i, total );
}

/* lineOpen as a proxy for these requests; kinds NULL: all that the version has. */
static inline LONG open_proxy_for( struct app *app, DWORD device, DWORD version, DWORD privileges, const DWORD *kinds, DWORD count, HLINE *line )
{
    struct { LINECALLPARAMS params; DWORD kinds[LAST_KIND]; } open = { { sizeof(open) } };
    LINEEXTENSIONID extension;
    DWORD agreed, i;

    for (i = 0; !kinds && i < (version >= V2_2 ? LAST_KIND : LINEPROXYREQUEST_GETAGENTGROUPLIST); i++) open.kinds[i] = i + 1;
    if (kinds) memcpy( open.kinds, kinds, count * sizeof(DWORD) );
    else count = i;
    open.params.dwDevSpecificSize = count * sizeof(DWORD);
    open.params.dwDevSpecificOffset = sizeof(open.params);
    lineNegotiateAPIVersion( app->handle, device, version, version, &agreed, &extension );
    *line = 0;
    return lineOpenW( app->handle, device, line, version, 0, 0x9876, privileges | LINEOPENOPTION_PROXY, 0, &open.params );
}

static inline HLINE open_proxy( struct app *app, DWORD device, DWORD version )
{
    HLINE line;

    ok_ret( open_proxy_for( app, device, version, LINECALLPRIVILEGE_NONE, NULL, 0, &line ), 0 );
    return line;
}

/* The next request that a proxy gets; NULL: none came. */
static inline LINEPROXYREQUEST *next_request( struct app *app, HLINE line )
{
    LINEMESSAGE msg = { 0 };
    BOOL got = wait_message( app, LINE_PROXYREQUEST, H( line ), ANY, &msg );

    ok( got, "no LINE_PROXYREQUEST\n" );
    if (!got) return NULL;
    ok( msg.dwCallbackInstance == 0x9876, "callback instance %#lx\n", H( msg.dwCallbackInstance ) );
    ok( msg.dwParam1 && !msg.dwParam2 && !msg.dwParam3, "parameters %#lx %#lx %#lx\n", H( msg.dwParam1 ), H( msg.dwParam2 ), H( msg.dwParam3 ) );
    return (LINEPROXYREQUEST *)msg.dwParam1;
}

/* ---- one entry for each function (agent.c) ---- */

struct agent_call
{
    const char *name;
    DWORD       kind;           /* LINEPROXYREQUEST_xxx */
    DWORD       version;        /* it came with */
    BOOL        address;        /* it names an address */
    LONG      (*ask)( HLINE line, DWORD address, void *buffer );
};

#endif
