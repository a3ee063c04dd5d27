/*
 * The state of the service in plain text, for winetapi status, benchmarks and tests.
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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "phone.h"
#include "proxy.h"

#include <psapi.h>

#define MAX_STATUS  (256 * 1024)

struct text
{
    char  *data;
    size_t used, capacity;
};

/* What a walk over all tables counts, and the first contradiction that it meets. */
struct census
{
    DWORD open_devices, lines, calls, handles;
    DWORD open_phone_devices, phones, phone_owners;
    char  trouble[120];
};

static void append( struct text *text, const char *format, ... ) __attribute__((format(__MINGW_PRINTF_FORMAT, 2, 3)));

static void append( struct text *text, const char *format, ... )
{
    va_list args;
    int len;

    va_start( args, format );
    len = vsnprintf( text->data + text->used, text->capacity - text->used, format, args );
    va_end( args );
    if (len > 0) text->used = min( text->used + len, text->capacity - 1 );
}

static void trouble( struct census *census, struct line_device *ld, const char *what )
{
    if (!census->trouble[0]) snprintf( census->trouble, sizeof(census->trouble), "line %lu: %s", ld->device->id, what );
}

static void check_call( struct census *census, struct line_device *ld, struct call *call )
{
    DWORD owners = 0, monitors = 0;
    struct list *cursor;

    if (!call->listed || call->closed) trouble( census, ld, "a closed call is still listed" );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );

        if (handle->call != call || handle->freed) trouble( census, ld, "a freed call handle is still in the list of its call" );
        if (handle->line->closed) trouble( census, ld, "a closed line still has a call handle" );
        if (handle->privilege == LINECALLPRIVILEGE_OWNER) owners++;
        else monitors++;
    }
    if (owners != call->owners || monitors != call->monitors) trouble( census, ld, "owners and monitors of a call are miscounted" );
    census->handles += owners + monitors;
}

static void check_device( struct census *census, struct line_device *ld )
{
    DWORD lines = 0, calls = 0, line_handles = 0, before = census->handles;
    struct list *cursor;

    AcquireSRWLockShared( &ld->lock );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );
        if (line->closed || line->ld != ld) trouble( census, ld, "a closed line is still listed" );
        line_handles += line->num_handles;
        lines++;
    }
    LIST_FOR_EACH( cursor, &ld->calls )
    {
        check_call( census, ld, LIST_ENTRY_OF( cursor, struct call, entry ) );
        calls++;
    }
    if (lines != ld->num_lines) trouble( census, ld, "opens are miscounted" );
    if (calls != ld->num_calls) trouble( census, ld, "calls are miscounted" );
    if (line_handles != census->handles - before) trouble( census, ld, "lines and calls disagree about call handles" );
    if (lines && !ld->open && !ld->busy) trouble( census, ld, "it has opens but is closed at its provider" );
    if (!lines && ld->open && !ld->busy) trouble( census, ld, "it has no opens but is open at its provider" );
    census->open_devices += ld->open;
    ReleaseSRWLockShared( &ld->lock );
    census->lines += lines;
    census->calls += calls;
}

static void take_census( struct census *census )
{
    DWORD count = device_count( FALSE ), id;
    const char *what;
    struct line_device *ld;
    LONG error;

    memset( census, 0, sizeof(*census) );
    for (id = 0; id < count; id++)
    {
        if (!(ld = line_device_get( id, &error ))) continue;
        check_device( census, ld );
        line_device_release( ld );
    }
    phones_count( &census->open_phone_devices, &census->phones, &census->phone_owners, &what, &id );
    if (what && !census->trouble[0]) snprintf( census->trouble, sizeof(census->trouble), "phone %lu: %s", id, what );
    if (!census->trouble[0] && census->phones != handle_count( TRP_HPHONE ))
        snprintf( census->trouble, sizeof(census->trouble), "%lu opens of phones, %lu phone handles", census->phones, handle_count( TRP_HPHONE ) );
    if (!census->trouble[0] && census->lines != handle_count( TRP_HLINE ))
        snprintf( census->trouble, sizeof(census->trouble), "%lu opens, %lu line handles", census->lines, handle_count( TRP_HLINE ) );
    if (!census->trouble[0] && census->handles != handle_count( TRP_HCALL ))
        snprintf( census->trouble, sizeof(census->trouble), "%lu call handles in lists, %lu in the table", census->handles,
                  handle_count( TRP_HCALL ) );
}

LONG handle_TapisrvStatus( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *out = &args[ARG_TapisrvStatus_lpStatus];
    DWORD capacity = max( args[ARG_TapisrvStatus_dwStatusSize].size, out->size ), tries;
    PROCESS_MEMORY_COUNTERS_EX memory = { .cb = sizeof(memory) };
    struct text text = { .capacity = MAX_STATUS };
    DWORD event_bytes, event_writes;
    struct census census;

    if (!capacity) capacity = args[ARG_TapisrvStatus_dwStatusSize].value;
    if (!(text.data = malloc( text.capacity ))) return LINEERR_NOMEM;
    /* the tables are walked one after the other: what changes meanwhile may look wrong, but not again and again */
    for (tries = 0; tries < 5; tries++)
    {
        take_census( &census );
        if (!census.trouble[0]) break;
        Sleep( 5 );
    }
    if (!GetProcessMemoryInfo( GetCurrentProcess(), (PROCESS_MEMORY_COUNTERS *)&memory, sizeof(memory) )) memset( &memory, 0, sizeof(memory) );
    append( &text, "pid=%lu\n", GetCurrentProcessId() );
    append( &text, "clients=%lu\nconnections=%lu\n", client_count(), listener_connections() );
    append( &text, "line_apps=%lu\nphone_apps=%lu\n", handle_count( TRP_HLINEAPP ), handle_count( TRP_HPHONEAPP ) );
    append( &text, "line_devices=%lu\nphone_devices=%lu\n", device_count( FALSE ), device_count( TRUE ) );
    append( &text, "open_devices=%lu\nlines=%lu\ncalls=%lu\ncall_handles=%lu\n", census.open_devices, census.lines, census.calls,
            census.handles );
    append( &text, "open_phone_devices=%lu\nphones=%lu\nphone_owners=%lu\n", census.open_phone_devices, census.phones, census.phone_owners );
    clients_count_events( &event_bytes, &event_writes );
    append( &text, "event_bytes_waiting=%lu\nevent_writes=%lu\n", event_bytes, event_writes );
    append( &text, "async_pending=%lu\ndialogs=%lu\nmsp_instances=%lu\n", async_count(), handle_count( TRP_HDLGINST ),
            handle_count( TRP_HMSPLINE ) );
    append( &text, "proxy_requests=%lu\n", proxy_request_count() );
    append( &text, "memory_bytes=%llu\nworking_set_bytes=%llu\n", (ULONGLONG)memory.PrivateUsage, (ULONGLONG)memory.WorkingSetSize );
    if (census.trouble[0]) append( &text, "consistent=no: %s\n", census.trouble );
    else append( &text, "consistent=yes\n" );
    text.used += providers_status( text.data + text.used, text.capacity - text.used );
    text.used = min( min( text.used, text.capacity - 1 ), capacity );
    if (!(out->data = request_alloc( rq, text.used )))
    {
        free( text.data );
        return LINEERR_NOMEM;
    }
    memcpy( (void *)out->data, text.data, text.used );
    out->size = args[ARG_TapisrvStatus_dwStatusSize].size = args[ARG_TapisrvStatus_dwStatusSize].value = text.used;
    free( text.data );
    return 0;
}
