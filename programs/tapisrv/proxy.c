/*
 * Who serves the agent functions of which line, and what these applications tell all others.
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

#include <stdlib.h>
#include <string.h>

#include "proxy.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define VERSION_2_2  0x00020002

#define LAST_REQUEST      LINEPROXYREQUEST_SETAGENTSTATEEX
#define LAST_REQUEST_2_0  LINEPROXYREQUEST_GETAGENTGROUPLIST

/* What call centre controls need, all of which came with 2.2: LINEPROXYSTATUS_ALLOPENFORACD says that everything is served. */
#define REQUESTS_FOR_ACD  ((PROXY_BIT( LAST_REQUEST + 1 ) - 1) & ~(PROXY_BIT( LAST_REQUEST_2_0 + 1 ) - 1))

/* ---- opening as a proxy ------------------------------------------------------------------------------------------ */

LONG proxy_parse( const LINECALLPARAMS *params, DWORD api_version, DWORD *requests )
{
    DWORD last = api_version >= VERSION_2_2 ? LAST_REQUEST : LAST_REQUEST_2_0, i, kind;

    *requests = 0;
    if (!params) return LINEERR_INVALPOINTER;
    if (!params->dwDevSpecificSize || params->dwDevSpecificSize % sizeof(DWORD))
    {
        WARN( "a proxy must name its requests in dwDevSpecific: %lu bytes are no array of DWORDs\n", params->dwDevSpecificSize );
        return LINEERR_INVALPARAM;
    }
    for (i = 0; i < params->dwDevSpecificSize; i += sizeof(kind))
    {
        memcpy( &kind, (const BYTE *)params + params->dwDevSpecificOffset + i, sizeof(kind) );
        if (!kind || kind > last)
        {
            WARN( "version %#lx has no proxy request %lu\n", api_version, kind );
            return LINEERR_INVALPARAM;
        }
        *requests |= PROXY_BIT( kind );
    }
    return 0;
}

/* All that is served on a device. ld->lock held. */
static DWORD served_requests( struct line_device *ld )
{
    struct list *cursor;
    DWORD requests = 0;

    LIST_FOR_EACH( cursor, &ld->lines ) requests |= LIST_ENTRY_OF( cursor, struct line, entry )->proxy_requests;
    return requests;
}

LONG proxy_check( struct line_device *ld, DWORD requests )
{
    DWORD taken;

    if (!requests) return 0;
    AcquireSRWLockShared( &ld->lock );
    taken = served_requests( ld ) & requests;
    ReleaseSRWLockShared( &ld->lock );
    if (!taken) return 0;
    WARN( "line %lu: proxy requests %#lx are served by another application\n", ld->device->id, taken );
    return LINEERR_NOTREGISTERED;
}

static void status_event( struct line *except, DWORD status, DWORD request )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &except->ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        if (line != except && line->api_version >= VERSION_2_2) line_event( line, LINE_PROXYSTATUS, status, request, 0, 0 );
    }
}

static void status_events( struct line *line, DWORD status )
{
    DWORD kind;

    for (kind = 1; kind <= LAST_REQUEST; kind++)
        if (line->proxy_requests & PROXY_BIT( kind )) status_event( line, status, kind );
}

void proxy_opened( struct line *line )
{
    if (!line->proxy_requests) return;
    status_events( line, LINEPROXYSTATUS_OPEN );
    /* it was not complete before, since nobody serves the same twice */
    if (line->proxy_requests & REQUESTS_FOR_ACD && (served_requests( line->ld ) & REQUESTS_FOR_ACD) == REQUESTS_FOR_ACD)
        status_event( line, LINEPROXYSTATUS_ALLOPENFORACD, 0 );
}

void proxy_closed( struct line *line )
{
    status_events( line, LINEPROXYSTATUS_CLOSE );
}

LONG handle_lineGetProxyStatus( struct request *rq, struct trp_arg *args )
{
    DWORD served, kinds[LAST_REQUEST], count = 0, kind;
    LINEPROXYREQUESTLIST *list;
    struct line_device *ld;
    LONG ret;

    if (!(ld = line_device_get( args[ARG_lineGetProxyStatus_dwDeviceID].value, &ret ))) return ret;
    AcquireSRWLockShared( &ld->lock );
    served = served_requests( ld );
    ReleaseSRWLockShared( &ld->lock );
    line_device_release( ld );

    for (kind = 1; kind <= LAST_REQUEST; kind++) if (served & PROXY_BIT( kind )) kinds[count++] = kind;
    if (!(list = calloc( 1, sizeof(*list) ))) return LINEERR_NOMEM;
    list->dwTotalSize = list->dwNeededSize = list->dwUsedSize = sizeof(*list);
    list->dwNumEntries = count;
    if (count && !struct_append( (void **)&list, FIELD_OFFSET( LINEPROXYREQUESTLIST, dwListSize ),
                                 FIELD_OFFSET( LINEPROXYREQUESTLIST, dwListOffset ), kinds, count * sizeof(DWORD) )) ret = LINEERR_NOMEM;
    else ret = struct_reply( rq, &args[ARG_lineGetProxyStatus_lpLineProxyRequestList], TRPS_LINEPROXYREQUESTLIST, VERSION_2_2, list, VERSION_2_2 );
    free( list );
    return ret;
}

/* ---- messages of proxies ------------------------------------------------------------------------------------------- */

enum
{
    PARAM1 = 1, PARAM2 = 2, PARAM3 = 4,
    ABOUT_CALLS = 8,                        /* may be about a call */
    ADDRESS = 16,                           /* param1 is an address */
};

/* What proxies may say. LINE_PROXYSTATUS is not theirs: it is said here. */
static const struct proxy_message
{
    DWORD msg, version;
    DWORD flags;        /* the parameters that it has; others are sent as 0 */
    DWORD bits;         /* legal in param2, 0: any */
    DWORD state;        /* the bit of param2 with which param3 means something, 0: always */
}
messages[] =
{
    { LINE_AGENTSPECIFIC, 0x00020000, PARAM1 | PARAM2 | PARAM3 | ABOUT_CALLS, 0, 0 },
    { LINE_AGENTSTATUS, 0x00020000, PARAM1 | PARAM2 | PARAM3 | ADDRESS, 0x000001ff, LINEAGENTSTATUS_STATE },
    { LINE_AGENTSESSIONSTATUS, VERSION_2_2, PARAM1 | PARAM2 | PARAM3, 0x00000007, LINEAGENTSESSIONSTATUS_STATE },
    { LINE_QUEUESTATUS, VERSION_2_2, PARAM1 | PARAM2, 0x00000007, 0 },
    { LINE_AGENTSTATUSEX, VERSION_2_2, PARAM1 | PARAM2 | PARAM3, 0x00000007, LINEAGENTSTATUSEX_STATE },
    { LINE_GROUPSTATUS, VERSION_2_2, PARAM2, 0x00000003, 0 },
};

static const struct proxy_message *find_message( DWORD msg )
{
    DWORD i;

    for (i = 0; i < ARRAYSIZE(messages); i++) if (messages[i].msg == msg) return &messages[i];
    return NULL;
}

LONG handle_lineProxyMessage( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineProxyMessage_hLine], struct line, object );
    DWORD param1 = args[ARG_lineProxyMessage_dwParam1].value, param2 = args[ARG_lineProxyMessage_dwParam2].value;
    DWORD param3 = args[ARG_lineProxyMessage_dwParam3].value;
    const struct proxy_message *message = find_message( args[ARG_lineProxyMessage_dwMsg].value );
    struct object *object = rq->objects[ARG_lineProxyMessage_hCall];
    struct line_device *ld = line->ld;
    struct call *call = NULL;
    struct list *cursor;

    if (!line->proxy_requests) return LINEERR_NOTREGISTERED;
    if (!message) return LINEERR_INVALPARAM;
    if (args[ARG_lineProxyMessage_hCall].value)
    {
        if (!object) return LINEERR_INVALCALLHANDLE;
        call = LIST_ENTRY_OF( object, struct call_handle, object )->call;
        if (call->ld != ld) return LINEERR_INVALCALLHANDLE;
        if (!(message->flags & ABOUT_CALLS)) return LINEERR_INVALPARAM;
    }
    if (message->bits && (!param2 || param2 & ~message->bits)) return LINEERR_INVALPARAM;
    if (message->flags & ADDRESS && ld->have_caps && param1 >= ld->num_addresses) return LINEERR_INVALPARAM;
    if (!(message->flags & PARAM1)) param1 = 0;
    if (!(message->flags & PARAM3) || (message->state && !(param2 & message->state))) param3 = 0;

    AcquireSRWLockExclusive( &ld->lock );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *other = LIST_ENTRY_OF( cursor, struct line, entry );
        struct call_handle *handle;

        if (other == line || other->api_version < message->version) continue;
        if (!call) line_event( other, message->msg, param1, param2, param3, 0 );
        else if ((handle = call_find_handle( call, other ))) call_event( handle, message->msg, param1, param2, param3, 0 );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return 0;
}
