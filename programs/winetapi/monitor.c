/*
 * winetapi monitor: watches all lines and calls of the prefix, as a TAPI program with the privilege to monitor.
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
#include <wchar.h>

#include "monitor.h"
#include "decode.h"

#define REDRAW_MS       100     /* at most so often */
#define TICK_MS         1000    /* times of calls in the table */
#define RETRY_MS        3000    /* lines that could not be opened, a service that restarts */
#define USERS_AT_ONCE   50      /* questions to the service between two looks at the messages */

static HANDLE stop_event;

static BOOL WINAPI console_control( DWORD event )
{
    (void)event;
    SetEvent( stop_event );
    /* a console that is closed ends the process when this returns */
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) Sleep( 2000 );
    return TRUE;
}

/* The shell script that started us keeps our input open as long as it lives. */
static DWORD WINAPI watch_input( void *arg )
{
    char buffer[256];
    DWORD got;

    (void)arg;
    while (ReadFile( GetStdHandle( STD_INPUT_HANDLE ), buffer, sizeof(buffer), &got, NULL ) && got) ;
    SetEvent( stop_event );
    return 0;
}

/* ---- calls ---- */

static void read_info( struct watched_call *call )
{
    DWORD size = sizeof(LINECALLINFO) + 2048;
    LINECALLINFO *info = calloc( 1, size );

    if (!info) exit( EXIT_FAILED );
    info->dwTotalSize = size;
    if (!lineGetCallInfoW( call->handle, info ))
    {
        call->call_id = info->dwCallID;
        call->related_id = info->dwRelatedCallID;
        call->address = info->dwAddressID;
        call->media = info->dwMediaMode;
        call->origin = info->dwOrigin;
        call->reason = info->dwReason;
        call->owners = info->dwNumOwners;
        call->monitors = info->dwNumMonitors;
        struct_string( info, info->dwCallerIDSize, info->dwCallerIDOffset, call->caller, PARTY_CHARS );
        struct_string( info, info->dwCallerIDNameSize, info->dwCallerIDNameOffset, call->caller_name, PARTY_CHARS );
        struct_string( info, info->dwCalledIDSize, info->dwCalledIDOffset, call->called, PARTY_CHARS );
        struct_string( info, info->dwCalledIDNameSize, info->dwCalledIDNameOffset, call->called_name, PARTY_CHARS );
        struct_string( info, info->dwConnectedIDSize, info->dwConnectedIDOffset, call->connected, PARTY_CHARS );
        struct_string( info, info->dwConnectedIDNameSize, info->dwConnectedIDNameOffset, call->connected_name, PARTY_CHARS );
        struct_string( info, info->dwRedirectingIDSize, info->dwRedirectingIDOffset, call->redirecting, PARTY_CHARS );
        struct_string( info, info->dwAppNameSize, info->dwAppNameOffset, call->application, PARTY_CHARS );
        if (!call->called[0]) struct_string( info, info->dwDisplayableAddressSize, info->dwDisplayableAddressOffset, call->called, PARTY_CHARS );
    }
    free( info );
}

static struct watched_call *find_call( struct watched_line *line, HCALL handle )
{
    struct watched_call *call;

    for (call = line->calls; call && call->handle != handle; call = call->next) ;
    return call;
}

static struct watched_call *add_call( struct monitor *monitor, struct watched_line *line, HCALL handle )
{
    struct watched_call *call = calloc( 1, sizeof(*call) ), **last = &line->calls;

    if (!call) exit( EXIT_FAILED );
    call->handle = handle;
    call->serial = ++monitor->next_serial;
    call->since = GetTickCount();
    while (*last) last = &(*last)->next;
    *last = call;
    read_info( call );
    line->users_changed = TRUE;
    return call;
}

static void remove_call( struct watched_line *line, struct watched_call *call, BOOL deallocate )
{
    struct watched_call **link = &line->calls;

    while (*link && *link != call) link = &(*link)->next;
    if (*link) *link = call->next;
    if (deallocate) lineDeallocateCall( call->handle );
    users_free( &call->users );
    free( call );
    line->users_changed = TRUE;
}

static void call_state( struct monitor *monitor, struct watched_line *line, HCALL handle, DWORD state, DWORD mode )
{
    struct watched_call *call = find_call( line, handle );

    if (!call) call = add_call( monitor, line, handle );
    if (call->state != state) call->since = GetTickCount();
    call->state = state;
    call->mode = mode;
    read_info( call );
    tell_call( monitor, line, call, "call", 0 );
    if (state == LINECALLSTATE_IDLE) remove_call( line, call, TRUE );
}

/* The calls that are there when the line is opened. */
static void existing_calls( struct monitor *monitor, struct watched_line *line )
{
    DWORD size = sizeof(LINECALLLIST) + 64 * sizeof(HCALL), i;
    LINECALLLIST *list = calloc( 1, size );
    LONG error;

    if (!list) exit( EXIT_FAILED );
    list->dwTotalSize = size;
    error = lineGetNewCalls( line->handle, 0, LINECALLSELECT_LINE, list );
    if (!error && list->dwNeededSize > size)
    {
        size = list->dwNeededSize;
        free( list );
        if (!(list = calloc( 1, size ))) exit( EXIT_FAILED );
        list->dwTotalSize = size;
        error = lineGetNewCalls( line->handle, 0, LINECALLSELECT_LINE, list );
    }
    for (i = 0; !error && i < list->dwCallsNumEntries; i++)
    {
        LINECALLSTATUS status = { .dwTotalSize = sizeof(status) };
        HCALL handle;

        memcpy( &handle, (BYTE *)list + list->dwCallsOffset + i * sizeof(handle), sizeof(handle) );
        if (find_call( line, handle )) continue;
        if (lineGetCallStatus( handle, &status )) lineDeallocateCall( handle );
        else call_state( monitor, line, handle, status.dwCallState, status.dwCallStateMode );
    }
    free( list );
}

/* ---- lines ---- */

static void read_status( struct watched_line *line )
{
    BYTE buffer[sizeof(LINEDEVSTATUS) + 512];
    LINEDEVSTATUS *status = (LINEDEVSTATUS *)buffer;

    memset( buffer, 0, sizeof(buffer) );
    status->dwTotalSize = sizeof(buffer);
    if (!lineGetLineDevStatusW( line->handle, status )) line->status = status->dwDevStatusFlags;
}

static void forget_calls( struct watched_line *line )
{
    while (line->calls) remove_call( line, line->calls, FALSE );
}

static BOOL open_line( struct monitor *monitor, struct watched_line *line )
{
    /* what no line is asked of: that telephony starts again comes anyway */
    const DWORD states = LINEDEVSTATE_OTHER | LINEDEVSTATE_RINGING | LINEDEVSTATE_CONNECTED | LINEDEVSTATE_DISCONNECTED |
                         LINEDEVSTATE_MSGWAITON | LINEDEVSTATE_MSGWAITOFF | LINEDEVSTATE_INSERVICE | LINEDEVSTATE_OUTOFSERVICE |
                         LINEDEVSTATE_MAINTENANCE | LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE | LINEDEVSTATE_LOCK | LINEDEVSTATE_CONFIGCHANGE |
                         LINEDEVSTATE_CAPSCHANGE | LINEDEVSTATE_REMOVED | LINEDEVSTATE_NUMCALLS;
    const DWORD address_states = LINEADDRESSSTATE_OTHER | LINEADDRESSSTATE_INUSEZERO | LINEADDRESSSTATE_INUSEONE | LINEADDRESSSTATE_INUSEMANY |
                                 LINEADDRESSSTATE_FORWARD | LINEADDRESSSTATE_CAPSCHANGE;

    line->open_error = lineOpenW( monitor->session.app, line->id, &line->handle, line->version, 0, line->id, LINECALLPRIVILEGE_MONITOR, 0, NULL );
    if (line->open_error)
    {
        line->handle = 0;
        return FALSE;
    }
    lineSetStatusMessages( line->handle, states, address_states );
    read_status( line );
    line->users_changed = TRUE;
    return TRUE;
}

static struct watched_line *line_of( struct monitor *monitor, DWORD id )
{
    return id < monitor->count && monitor->lines[id].there ? &monitor->lines[id] : NULL;
}

static void add_line( struct monitor *monitor, DWORD id )
{
    struct watched_line *line;
    LINEDEVCAPS *caps;

    /* ids of removed lines are not used again, and a new one may come before its neighbours */
    if (id >= monitor->room)
    {
        DWORD room = max( id + 1, monitor->room * 2 );

        if (!(monitor->lines = realloc( monitor->lines, room * sizeof(*line) ))) exit( EXIT_FAILED );
        memset( monitor->lines + monitor->room, 0, (room - monitor->room) * sizeof(*line) );
        monitor->room = room;
    }
    if (id >= monitor->count) monitor->count = id + 1;
    line = &monitor->lines[id];
    if (line->there) return;
    memset( line, 0, sizeof(*line) );
    line->id = id;
    if (!(caps = session_line_caps( &monitor->session, id, &line->version ))) return;
    line->there = TRUE;
    line_name( caps, line->name, ARRAYSIZE(line->name) );
    free( caps );
    open_line( monitor, line );
    tell_line( monitor, line, "line" );
    if (line->handle) existing_calls( monitor, line );
}

static void free_line( struct watched_line *line )
{
    forget_calls( line );
    users_free( &line->users );
    free( line->users_text );
    line->users_text = NULL;
    line->users_changed = FALSE;
    line->handle = 0;
}

static void remove_line( struct monitor *monitor, DWORD id )
{
    struct watched_line *line = line_of( monitor, id );

    if (!line) return;
    free_line( line );
    tell_line( monitor, line, "line-removed" );
    line->there = FALSE;
}

static void retry_lines( struct monitor *monitor )
{
    DWORD i;

    for (i = 0; i < monitor->count; i++)
    {
        struct watched_line *line = &monitor->lines[i];

        if (!line->there || line->handle || !open_line( monitor, line )) continue;
        tell_line( monitor, line, "line" );
        existing_calls( monitor, line );
    }
}

/* ---- the whole ---- */

static int begin( struct monitor *monitor )
{
    DWORD id;
    int ret;

    if ((ret = session_open( &monitor->session ))) return ret;
    for (id = 0; id < monitor->session.lines && !monitor->ended && WaitForSingleObject( stop_event, 0 ); id++) add_line( monitor, id );
    return EXIT_OK;
}

static void end( struct monitor *monitor )
{
    DWORD i;

    for (i = 0; i < monitor->count; i++) free_line( &monitor->lines[i] );
    monitor->count = 0;
    memset( monitor->lines, 0, monitor->room * sizeof(*monitor->lines) );
    session_close( &monitor->session );
    service_leave();
}

/* TAPI wants everybody to start again, or the service is gone. Others may take a while to shut down. */
static int begin_again( struct monitor *monitor, const WCHAR *why )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    DWORD version, lines;
    HLINEAPP app;

    tell_note( monitor, "restart", why );
    end( monitor );
    for (;;)
    {
        version = 0x00030001;
        if (!lineInitializeExW( &app, NULL, NULL, L"winetapi", &lines, &version, &params )) break;
        if (WaitForSingleObject( stop_event, 300 ) == WAIT_OBJECT_0) return EXIT_OK;
    }
    lineShutdown( app );
    return begin( monitor );
}

static void handle_message( struct monitor *monitor, const LINEMESSAGE *message )
{
    struct watched_line *line = line_of( monitor, message->dwCallbackInstance );
    struct watched_call *call;
    HCALL handle = (HCALL)(DWORD_PTR)message->hDevice;

    switch (message->dwMessageID)
    {
    case LINE_CREATE:
        add_line( monitor, message->dwParam1 );
        break;
    case LINE_REMOVE:
        remove_line( monitor, message->dwParam1 );
        break;
    case LINE_CLOSE:
        if (!line) break;
        free_line( line );
        tell_line( monitor, line, "line-closed" );
        break;
    case LINE_APPNEWCALL:
        if (line && !find_call( line, (HCALL)message->dwParam2 )) add_call( monitor, line, (HCALL)message->dwParam2 );
        break;
    case LINE_CALLSTATE:
        if (line) call_state( monitor, line, handle, message->dwParam1, message->dwParam2 );
        break;
    case LINE_CALLINFO:
        if (!line || !(call = find_call( line, handle ))) break;
        read_info( call );
        /* who has handles is told with the programs */
        if (message->dwParam1 & (LINECALLINFOSTATE_NUMOWNERINCR | LINECALLINFOSTATE_NUMOWNERDECR | LINECALLINFOSTATE_NUMMONITORS))
            line->users_changed = TRUE;
        else tell_call( monitor, line, call, "call-info", message->dwParam1 );
        break;
    case LINE_LINEDEVSTATE:
        if (!line) break;
        if (message->dwParam1 & (LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE)) line->users_changed = TRUE;
        if (message->dwParam1 & LINEDEVSTATE_RINGING) line->ring_tick = GetTickCount() | 1;
        if (line->handle && !(message->dwParam1 & LINEDEVSTATE_RINGING)) read_status( line );
        if (message->dwParam1 & ~(LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE))
            tell_line_state( monitor, line, message->dwParam1, message->dwParam2, message->dwParam3 );
        break;
    case LINE_ADDRESSSTATE:
        if (line) tell_address_state( monitor, line, message->dwParam1, message->dwParam2 );
        break;
    }
}

/* All messages that are there. FALSE: telephony has to start again. */
static BOOL drain( struct monitor *monitor, DWORD limit, const WCHAR **why )
{
    LINEMESSAGE message;
    LONG error;

    while (!monitor->ended && monitor->events < limit)
    {
        error = lineGetMessage( monitor->session.app, &message, 0 );
        if (error == (LONG)LINEERR_OPERATIONFAILED && WaitForSingleObject( monitor->session.event, 0 ) == WAIT_TIMEOUT) return TRUE;
        if (error)
        {
            *why = L"the telephony service ended";
            return FALSE;
        }
        if (message.dwMessageID == LINE_LINEDEVSTATE && message.dwParam1 & LINEDEVSTATE_REINIT)
        {
            *why = L"telephony starts again";
            return FALSE;
        }
        handle_message( monitor, &message );
    }
    return TRUE;
}

/* FALSE: there are more, look at the messages first. */
static BOOL refresh_users( struct monitor *monitor, DWORD limit )
{
    DWORD i, asked = 0;

    for (i = 0; i < monitor->count && monitor->events < limit; i++)
    {
        struct watched_line *line = &monitor->lines[i];

        if (!line->there || !line->users_changed) continue;
        if (asked++ == USERS_AT_ONCE) return FALSE;
        if (users_refresh( line )) tell_users( monitor, line );
    }
    return TRUE;
}

static int watch( struct monitor *monitor, DWORD seconds, DWORD limit )
{
    DWORD start = GetTickCount(), drawn = start - REDRAW_MS, retried = start;
    const WCHAR *why = NULL;
    BOOL all_known;
    int ret;

    for (;;)
    {
        HANDLE handles[2] = { stop_event, monitor->session.event };
        DWORD now, wait = TICK_MS;

        if (!drain( monitor, limit, &why ) && (ret = begin_again( monitor, why ))) return ret;
        all_known = refresh_users( monitor, limit );
        if (all_known && !monitor->ready) tell_ready( monitor );
        now = GetTickCount();
        if (monitor->ended || monitor->events >= limit || (seconds && now - start >= seconds * 1000)) return EXIT_OK;
        if (now - retried >= RETRY_MS)
        {
            retry_lines( monitor );
            retried = now;
        }
        if (monitor->view == VIEW_TABLE && now - drawn >= REDRAW_MS)
        {
            table_draw( monitor );
            drawn = now;
        }
        if (seconds) wait = min( wait, seconds * 1000 - (now - start) );
        if (!all_known) wait = 0;
        if (WaitForMultipleObjects( 2, handles, FALSE, wait ) == WAIT_OBJECT_0) return EXIT_OK;
        /* what comes in a burst is drawn once */
        if (monitor->view == VIEW_TABLE && GetTickCount() - drawn < REDRAW_MS && WaitForSingleObject( stop_event, 30 ) == WAIT_OBJECT_0) return EXIT_OK;
    }
}

static BOOL number( const WCHAR *text, DWORD *value )
{
    WCHAR *rest;

    *value = wcstoul( text, &rest, 10 );
    return *text >= '0' && *text <= '9' && !*rest && *value;
}

int monitor_run( int argc, WCHAR **argv )
{
    struct monitor monitor = { .view = VIEW_PLAIN, .rows = 24, .columns = 80 };
    DWORD seconds = 0, limit = ~0u;
    BOOL table = FALSE;
    int i, ret;

    if (!(stop_event = CreateEventW( NULL, TRUE, FALSE, NULL ))) return EXIT_FAILED;
    for (i = 1; i < argc; i++)
    {
        if (!wcscmp( argv[i], L"--json" )) monitor.view = VIEW_JSON;
        else if (!wcscmp( argv[i], L"--seconds" ) && i + 1 < argc && number( argv[i + 1], &seconds )) i++;
        else if (!wcscmp( argv[i], L"--count" ) && i + 1 < argc && number( argv[i + 1], &limit )) i++;
        else if (!wcscmp( argv[i], L"--terminal" ) && i + 2 < argc && number( argv[i + 1], &monitor.rows ) && number( argv[i + 2], &monitor.columns ))
        {
            table = TRUE;
            i += 2;
        }
        else if (!wcscmp( argv[i], L"--until-input-ends" )) CloseHandle( CreateThread( NULL, 0, watch_input, NULL, 0, NULL ) );
        else
        {
            fail( L"monitor: '%ls' is not an option, or needs a number greater than 0; see winetapi monitor --help", argv[i] );
            return EXIT_USAGE;
        }
    }
    if (table && monitor.view == VIEW_PLAIN) monitor.view = VIEW_TABLE;
    SetConsoleCtrlHandler( console_control, TRUE );
    if (monitor.view == VIEW_TABLE) table_begin( &monitor );
    if (!(ret = begin( &monitor ))) ret = watch( &monitor, seconds, limit );
    if (monitor.view == VIEW_TABLE) table_end( &monitor );
    end( &monitor );
    return ret;
}
