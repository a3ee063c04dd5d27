/*
 * Applications that serve the agent functions of a line for all others.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/*
 * What the application gets is our memory, and a pointer that it gives back is looked for among those that it has: the service
 * knows requests by numbers only. What comes back is the whole block, which the service checks.
 */
struct proxy_request
{
    struct proxy_request *next;
    DWORD                 id;           /* the service's */
    DWORD                 app;          /* InitContext */
    HLINE                 line;
    BOOL                  delivered;
    DWORD                 size;
    __attribute__((aligned(8))) BYTE data[];
};

/* Taken under any other lock; under it none. */
static SRWLOCK requests_lock = SRWLOCK_INIT;
static struct proxy_request *requests;

struct proxy_request *proxy_request_create( const struct trp_event *event, LINEPROXYREQUEST **pointer )
{
    const BYTE *data = (const BYTE *)(event + 1);
    DWORD size = *(const DWORD *)data, gap_at = event->param2, gap = event->param3;
    struct proxy_request *request;

    /* the zeros where the answer goes were left out */
    if (gap_at > size || gap > TRANSPORT_MAX_PACKET)
    {
        ERR( "malformed request for a proxy\n" );
        return NULL;
    }
    if (!(request = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*request) + size + gap )))
    {
        ERR( "out of memory, a request for the proxy is lost\n" );
        return NULL;
    }
    request->id = event->param1;
    request->app = event->init_context;
    request->line = event->device;
    request->size = size + gap;
    memcpy( request->data, data, gap_at );
    memcpy( request->data + gap_at + gap, data + gap_at, size - gap_at );
    memcpy( request->data, &request->size, sizeof(request->size) );
    *pointer = (LINEPROXYREQUEST *)request->data;

    AcquireSRWLockExclusive( &requests_lock );
    request->next = requests;
    requests = request;
    ReleaseSRWLockExclusive( &requests_lock );
    return request;
}

/* No one else finds it any more. requests_lock is held. */
static BOOL unlink_request( struct proxy_request *request )
{
    struct proxy_request **ptr;

    for (ptr = &requests; *ptr && *ptr != request; ptr = &(*ptr)->next) continue;
    if (!*ptr) return FALSE;
    *ptr = request->next;
    return TRUE;
}

void proxy_request_delivered( struct proxy_request *request )
{
    AcquireSRWLockExclusive( &requests_lock );
    request->delivered = TRUE;
    ReleaseSRWLockExclusive( &requests_lock );
}

void proxy_request_free( struct proxy_request *request )
{
    AcquireSRWLockExclusive( &requests_lock );
    unlink_request( request );
    ReleaseSRWLockExclusive( &requests_lock );
    HeapFree( GetProcessHeap(), 0, request );
}

void proxy_requests_of_app_free( DWORD init_context )
{
    struct proxy_request **ptr, *request;

    AcquireSRWLockExclusive( &requests_lock );
    for (ptr = &requests; (request = *ptr); )
    {
        /* those that were not delivered go with their messages */
        if (request->app != init_context || !request->delivered)
        {
            ptr = &request->next;
            continue;
        }
        *ptr = request->next;
        HeapFree( GetProcessHeap(), 0, request );
    }
    ReleaseSRWLockExclusive( &requests_lock );
}

/* The request that a pointer of the application stands for, if it does: now it is the caller's alone. */
static struct proxy_request *take_request( const void *pointer )
{
    struct proxy_request *request;

    AcquireSRWLockExclusive( &requests_lock );
    for (request = requests; request; request = request->next)
        if (request->data == pointer && request->delivered) break;
    if (request) unlink_request( request );
    ReleaseSRWLockExclusive( &requests_lock );
    return request;
}

/* It has not been answered and can be: as long as its line is open. */
static BOOL keep_request( struct proxy_request *request )
{
    BOOL open;

    EnterCriticalSection( &state_cs );
    open = line_from_handle( request->line ) != NULL;
    LeaveCriticalSection( &state_cs );
    if (!open) return FALSE;
    AcquireSRWLockExclusive( &requests_lock );
    request->next = requests;
    requests = request;
    ReleaseSRWLockExclusive( &requests_lock );
    return TRUE;
}

LONG WINAPI lineProxyResponse( HLINE line, LPLINEPROXYREQUEST pointer, DWORD result )
{
    struct proxy_request *request = take_request( pointer );
    struct api_call call =
    {
        TRP_lineProxyResponse, 0, NULL,
        {
            [ARG_lineProxyResponse_hLine] = VALUE( line ),
            [ARG_lineProxyResponse_dwProxyID] = VALUE( request ? request->id : 0 ),
            [ARG_lineProxyResponse_dwResult] = VALUE( result ),
        },
    };
    LONG err;

    TRACE( "line %#lx %p result %#lx\n", (DWORD)line, pointer, result );
    if (!request)
    {
        /* the line may be wrong, too */
        err = sync_call( &call );
        return err == (LONG)LINEERR_INVALPARAM ? (LONG)LINEERR_INVALPOINTER : err;
    }
    if (!result)
    {
        call.args[ARG_lineProxyResponse_lpProxyRequest].data = request->data;
        call.args[ARG_lineProxyResponse_lpProxyRequest].size = request->size;
    }
    err = sync_call( &call );
    if ((err == (LONG)LINEERR_INVALLINEHANDLE || err == (LONG)LINEERR_NOTREGISTERED) && keep_request( request )) return err;
    HeapFree( GetProcessHeap(), 0, request );
    return err;
}

LONG WINAPI lineProxyMessage( HLINE line, HCALL hcall, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct api_call call =
    {
        TRP_lineProxyMessage, 0, NULL,
        {
            [ARG_lineProxyMessage_hLine] = VALUE( line ),
            [ARG_lineProxyMessage_hCall] = VALUE( hcall ),
            [ARG_lineProxyMessage_dwMsg] = VALUE( msg ),
            [ARG_lineProxyMessage_dwParam1] = VALUE( param1 ),
            [ARG_lineProxyMessage_dwParam2] = VALUE( param2 ),
            [ARG_lineProxyMessage_dwParam3] = VALUE( param3 ),
        },
    };

    TRACE( "line %#lx call %#lx msg %lu params %#lx %#lx %#lx\n", (DWORD)line, (DWORD)hcall, msg, param1, param2, param3 );
    return sync_call( &call );
}

LONG WINAPI lineGetProxyStatus( HLINEAPP app, DWORD device, DWORD version, LPLINEPROXYREQUESTLIST list )
{
    struct api_call call =
    {
        TRP_lineGetProxyStatus, 0, NULL,
        {
            [ARG_lineGetProxyStatus_hLineApp] = VALUE( app ),
            [ARG_lineGetProxyStatus_dwDeviceID] = VALUE( device ),
            [ARG_lineGetProxyStatus_dwAppAPIVersion] = VALUE( version ),
        },
        { [ARG_lineGetProxyStatus_lpLineProxyRequestList] = list },
    };

    TRACE( "app %#lx device %lu version %#lx %p\n", (DWORD)app, device, version, list );
    return sync_call( &call );
}
