/*
 * Requests on their way to a proxy, and its answers.
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
#include "client.h"
#include "structconv/structconv.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define TELEPHONY_KEY   L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony"
#define TIMEOUT_VALUE   L"ProxyTimeout"     /* REG_DWORD, milliseconds */
#define DEFAULT_TIMEOUT 60000
#define MAX_WAITING     1000                /* requests that one proxy may leave unanswered */

/* Taken under a device's lock; under it only the table of handles is locked. */
static SRWLOCK requests_lock = SRWLOCK_INIT;
static struct list all_requests = { &all_requests, &all_requests };
static PTP_TIMER timer;
static ULONGLONG timer_due;      /* 0: it is not set */

static void request_destroy( struct object *object )
{
    struct proxy_request *request = LIST_ENTRY_OF( object, struct proxy_request, object );

    if (request->proxy) object_release( request->proxy );
    object_release( request->async );
    free( request );
}

struct proxy_request *proxy_request_create( struct async *async, DWORD kind )
{
    struct proxy_request *request = calloc( 1, sizeof(*request) );

    if (!request) return NULL;
    object_init( &request->object, OBJECT_PROXYREQUEST, NULL, request_destroy );
    list_init( &request->entry );
    request->async = async;
    request->kind = kind;
    return request;
}

DWORD proxy_request_count(void)
{
    return handle_count( OBJECT_PROXYREQUEST );
}

/* TRUE for the one who ends it: takes it out of the list, whose reference the caller then has. */
static BOOL request_take( struct proxy_request *request )
{
    if (!handle_free( request )) return FALSE;
    AcquireSRWLockExclusive( &requests_lock );
    list_remove( &request->entry );
    ReleaseSRWLockExclusive( &requests_lock );
    return TRUE;
}

/* ---- proxies that do not answer ------------------------------------------------------------------------------------ */

static ULONGLONG proxy_timeout(void)
{
    DWORD timeout, size = sizeof(timeout);

    if (RegGetValueW( HKEY_LOCAL_MACHINE, TELEPHONY_KEY, TIMEOUT_VALUE, RRF_RT_REG_DWORD, NULL, &timeout, &size )) return DEFAULT_TIMEOUT;
    return timeout;
}

/* requests_lock held */
static void arm_timer( ULONGLONG deadline )
{
    ULONGLONG now = GetTickCount64();
    ULARGE_INTEGER delay;
    FILETIME due;

    if (timer_due && timer_due <= deadline) return;
    timer_due = deadline;
    delay.QuadPart = deadline > now ? -(LONGLONG)(deadline - now) * 10000 : 0;
    due.dwLowDateTime = delay.LowPart;
    due.dwHighDateTime = delay.HighPart;
    SetThreadpoolTimer( timer, &due, 0, 0 );
}

/* The next request whose time is up, referenced; if there is none, the timer waits for the others. */
static struct proxy_request *next_expired(void)
{
    ULONGLONG now = GetTickCount64(), earliest = ~0ull;
    struct proxy_request *expired = NULL;
    struct list *cursor;

    AcquireSRWLockExclusive( &requests_lock );
    timer_due = 0;
    LIST_FOR_EACH( cursor, &all_requests )
    {
        struct proxy_request *request = LIST_ENTRY_OF( cursor, struct proxy_request, entry );

        if (request->expired) continue;
        if (request->deadline <= now)
        {
            request->expired = TRUE;
            expired = object_grab( request );
            break;
        }
        earliest = min( earliest, request->deadline );
    }
    if (!expired && earliest != ~0ull) arm_timer( earliest );
    ReleaseSRWLockExclusive( &requests_lock );
    return expired;
}

static void CALLBACK check_deadlines( PTP_CALLBACK_INSTANCE instance, void *context, PTP_TIMER self )
{
    struct proxy_request *request;

    while ((request = next_expired()))
    {
        ERR( "line %lu: %s (process %lu) has not answered agent request %lu in time; it fails, see whether that program hangs\n",
             request->proxy->ld->device->id, debugstr_w( request->proxy->app->module_name ),
             client_pid( request->proxy->app->client ), request->kind );
        async_complete( request->async, LINEERR_OPERATIONFAILED );
        object_release( request );
    }
}

/* ---- to the proxy -------------------------------------------------------------------------------------------------- */

/* The line that serves a kind of requests, NULL: none. ld->lock held. */
static struct line *find_proxy( struct line_device *ld, DWORD kind )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        if (line->proxy_requests & PROXY_BIT( kind )) return line;
    }
    return NULL;
}

/* requests_lock held */
static DWORD waiting_for( const struct line *proxy )
{
    struct list *cursor;
    DWORD count = 0;

    LIST_FOR_EACH( cursor, &all_requests ) if (LIST_ENTRY_OF( cursor, struct proxy_request, entry )->proxy == proxy) count++;
    return count;
}

static void request_event( struct proxy_request *request, const struct proxy_block *block )
{
    struct line *line = request->proxy;
    struct trp_event event =
    {
        .init_context = line->app->init_context,
        .device = line->object.handle,
        .msg = LINE_PROXYREQUEST,
        .open_context = line->open_context,
        .param1 = request->object.handle,
        .param2 = block->gap_at,
        .param3 = block->gap,
    };

    event_send( line->app->client, &event, block->data, block->size );
}

LONG proxy_request_send( struct line_device *ld, struct proxy_request *request, const struct proxy_block *block )
{
    ULONGLONG timeout = proxy_timeout();
    struct line *proxy;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    if (!(proxy = find_proxy( ld, request->kind )))
    {
        ReleaseSRWLockExclusive( &ld->lock );
        return LINEERR_OPERATIONUNAVAIL;
    }
    request->proxy = object_grab( proxy );
    request->object.client = proxy->app->client;
    request->deadline = GetTickCount64() + timeout;
    AcquireSRWLockExclusive( &requests_lock );
    if (!timer) timer = CreateThreadpoolTimer( check_deadlines, NULL, NULL );
    if (waiting_for( proxy ) >= MAX_WAITING) ret = LINEERR_RESOURCEUNAVAIL;
    else if (!timer || !handle_alloc( request )) ret = LINEERR_NOMEM;
    else
    {
        /* the list's: a proxy that guesses the handle may answer from now on */
        object_grab( request );
        list_add_tail( &all_requests, &request->entry );
        arm_timer( request->deadline );
    }
    ReleaseSRWLockExclusive( &requests_lock );
    if (!ret) request_event( request, block );
    ReleaseSRWLockExclusive( &ld->lock );
    if (ret) WARN( "line %lu: agent request %lu cannot be sent: %s\n", ld->device->id, request->kind, result_name( ret ) );
    return ret;
}

void proxy_fail_requests( struct line *line )
{
    struct proxy_request *request;
    struct list *cursor;

    if (!line->proxy_requests) return;
    do
    {
        request = NULL;
        AcquireSRWLockExclusive( &requests_lock );
        LIST_FOR_EACH( cursor, &all_requests )
        {
            if (LIST_ENTRY_OF( cursor, struct proxy_request, entry )->proxy != line) continue;
            request = object_grab( LIST_ENTRY_OF( cursor, struct proxy_request, entry ) );
            break;
        }
        ReleaseSRWLockExclusive( &requests_lock );
        if (!request) break;
        if (request_take( request ))
        {
            if (!request->expired) WARN( "line %lu: the proxy has gone without an answer to agent request %lu\n", line->ld->device->id, request->kind );
            async_complete( request->async, LINEERR_OPERATIONFAILED );
            object_release( request );
        }
        object_release( request );
    }
    while (request);
}

/* ---- from the proxy ------------------------------------------------------------------------------------------------ */

static DWORD get_field( const BYTE *data, DWORD at )
{
    DWORD value;

    memcpy( &value, data + at, sizeof(value) );
    return value;
}

/* Whether the strings of a structure end with a NUL; their places were checked. base: of an entry. */
static BOOL strings_end( DWORD type, DWORD version, const BYTE *data, DWORD base )
{
    const struct trp_member *members;
    DWORD count, i, j;

    members = trp_struct_members( type, version, (uint32_t *)&count );
    for (i = 0; i < count; i++)
    {
        DWORD size = get_field( data, base + members[i].size_field ), offset = get_field( data, base + members[i].offset_field );
        WCHAR last;

        if (!size) continue;
        if (members[i].kind == TRP_MEMBER_STRING)
        {
            if (size % sizeof(WCHAR)) return FALSE;
            memcpy( &last, data + offset + size - sizeof(WCHAR), sizeof(last) );
            if (last) return FALSE;
        }
        else if (members[i].kind == TRP_MEMBER_ARRAY)
        {
            DWORD entry = trp_struct_size( members[i].element, version ), entries = get_field( data, base + members[i].count_field );

            for (j = 0; j < entries; j++) if (!strings_end( members[i].element, version, data, offset + j * entry )) return FALSE;
        }
    }
    return TRUE;
}

/* The version whose fixed part the structure has: a proxy fills what it was compiled with. */
static DWORD filled_version( DWORD type, const BYTE *data, DWORD size )
{
    static const DWORD versions[] = { 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    DWORD fixed = structconv_fixed_size( type, data, size ), i;

    for (i = 0; i < ARRAYSIZE(versions); i++) if (trp_struct_size( type, versions[i] ) == fixed) return versions[i];
    return 0x00020000;
}

/* The structure that a proxy filled in, in the form of the requester's version. */
static LONG take_struct( struct proxy_request *request, const BYTE *answer, void **ret, DWORD *size )
{
    DWORD version, used;
    BYTE *copy;
    LONG err;

    if (!(copy = malloc( request->room ))) return LINEERR_NOMEM;
    memcpy( copy, answer, request->room );
    /* what TAPI has set is not the proxy's to change */
    memcpy( copy, &request->room, sizeof(request->room) );
    version = filled_version( request->type, copy, request->room );
    if (trp_struct_check_filled( request->type, version, copy, request->room ) || !strings_end( request->type, version, copy, 0 ))
    {
        free( copy );
        return LINEERR_INVALPARAM;
    }
    used = get_field( copy, FIELD_OFFSET( VARSTRING, dwUsedSize ) );
    memcpy( copy, &used, sizeof(used) );
    err = struct_fit( request->type, copy, version, request->version, request->room, ret, size );
    if (!err) memcpy( *ret, &request->room, sizeof(request->room) );
    free( copy );
    return err;
}

/* What the LINE_REPLY brings back. LINEERR_INVALPARAM: the proxy's buffer makes no sense. */
static LONG take_answer( struct proxy_request *request, const struct trp_arg *buffer )
{
    const BYTE *answer = (const BYTE *)buffer->data + request->offset;
    struct async *async = request->async;
    DWORD size = request->room;
    void *data = NULL;
    LONG err;

    if (!request->room) return 0;
    if (!buffer->data || buffer->size < request->offset || buffer->size - request->offset < request->room) return LINEERR_INVALPARAM;
    if (request->type)
    {
        if ((err = take_struct( request, answer, &data, &size ))) return err;
        answer = data;
    }
    /* a new agent or session that cannot be named */
    else if (request->kind != LINEPROXYREQUEST_AGENTSPECIFIC && !get_field( answer, 0 )) return LINEERR_INVALPARAM;
    if ((async->reply_data = HeapAlloc( GetProcessHeap(), 0, size )))
    {
        memcpy( async->reply_data, answer, size );
        async->reply_size = size;
    }
    free( data );
    return async->reply_data ? 0 : LINEERR_NOMEM;
}

LONG handle_lineProxyResponse( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineProxyResponse_hLine], struct line, object );
    LONG result = args[ARG_lineProxyResponse_dwResult].value, ret = 0;
    struct proxy_request *request;

    if (!line->proxy_requests) return LINEERR_NOTREGISTERED;
    if (!(request = handle_get( args[ARG_lineProxyResponse_dwProxyID].value, OBJECT_PROXYREQUEST, rq->client ))) return LINEERR_INVALPARAM;
    if (request->proxy != line) ret = LINEERR_INVALLINEHANDLE;
    else if (!request_take( request )) ret = LINEERR_INVALPARAM;
    else
    {
        if (result > 0) ret = LINEERR_INVALPARAM;
        else if (!result && !request->expired) ret = take_answer( request, &args[ARG_lineProxyResponse_lpProxyRequest] );
        if (ret)
        {
            WARN( "line %lu: %s answers agent request %lu with result %#lx and sizes or offsets that are wrong\n", line->ld->device->id,
                  debugstr_w( line->app->module_name ), request->kind, result );
            result = LINEERR_OPERATIONFAILED;
        }
        async_complete( request->async, result );
        object_release( request );
    }
    object_release( request );
    return ret;
}
