/*
 * winetapi.exe: how winetapi monitor tells what happens: a table that is redrawn, lines of text, or JSON.
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

#include "monitor.h"
#include "json.h"
#include "names.h"

/* What the second parameter of a state means. */
static const struct { DWORD state; enum name_set set; } mode_sets[] =
{
    { LINECALLSTATE_BUSY, SET_LINEBUSYMODE },
    { LINECALLSTATE_CONNECTED, SET_LINECONNECTEDMODE },
    { LINECALLSTATE_DIALTONE, SET_LINEDIALTONEMODE },
    { LINECALLSTATE_DISCONNECTED, SET_LINEDISCONNECTMODE },
    { LINECALLSTATE_OFFERING, SET_LINEOFFERINGMODE },
    { LINECALLSTATE_SPECIALINFO, SET_LINESPECIALINFO },
};

/* All at once, so that what ends early leaves no half of a line. */
static void write_text( struct monitor *monitor, const char *text, DWORD len )
{
    DWORD done;

    while (len && !monitor->ended)
    {
        if (!WriteFile( GetStdHandle( STD_OUTPUT_HANDLE ), text, len, &done, NULL ) || !done) monitor->ended = TRUE;
        else
        {
            text += done;
            len -= done;
        }
    }
}

static const WCHAR *mode_name( const struct watched_call *call, WCHAR *buffer, DWORD chars )
{
    size_t i;

    buffer[0] = 0;
    if (!call->mode) return buffer;
    for (i = 0; i < ARRAYSIZE(mode_sets); i++)
        if (mode_sets[i].state == call->state) return lower_name( mode_sets[i].set, call->mode, buffer, chars );
    return buffer;
}

/* ---- JSON ---- */

static void event_begin( struct json *json, const char *event )
{
    WCHAR time[40], name[40];
    SYSTEMTIME now;

    memset( json, 0, sizeof(*json) );
    GetSystemTime( &now );
    swprintf( time, ARRAYSIZE(time), L"%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute,
              now.wSecond, now.wMilliseconds );
    swprintf( name, ARRAYSIZE(name), L"%hs", event );
    json_open( json, NULL, '{' );
    json_string( json, "time", time );
    json_string( json, "event", name );
}

static void event_end( struct monitor *monitor, struct json *json )
{
    json_close( json, '}' );
    json->comma = FALSE;
    json->text[json->used++] = '\n';    /* in place of its NUL */
    write_text( monitor, json->text, json->used );
    free( json->text );
    if (monitor->ready) monitor->events++;
}

static void put_line( struct json *json, const struct watched_line *line )
{
    json_number( json, "line", line->id );
    json_string( json, "name", line->name );
}

static void put_flags( struct json *json, const char *name, enum name_set set, DWORD flags )
{
    WCHAR text[64];
    DWORD bit;

    json_open( json, name, '[' );
    for (bit = 1; bit; bit <<= 1)
        if (flags & bit) json_string( json, NULL, lower_name( set, bit, text, ARRAYSIZE(text) ) );
    json_close( json, ']' );
}

static void put_value( struct json *json, const char *name, enum name_set set, DWORD value )
{
    WCHAR text[64];

    if (value) json_string( json, name, lower_name( set, value, text, ARRAYSIZE(text) ) );
}

static void put_text( struct json *json, const char *name, const WCHAR *text )
{
    if (text[0]) json_string( json, name, text );
}

static void put_users( struct json *json, const char *name, const struct users *users, DWORD privilege )
{
    DWORD i;

    json_open( json, name, '[' );
    for (i = 0; i < users->count; i++)
    {
        if (privilege && !(users->list[i].privileges & privilege)) continue;
        json_open( json, NULL, '{' );
        json_string( json, "program", users->list[i].program );
        json_number( json, "pid", users->list[i].pid );
        if (!privilege)
        {
            put_flags( json, "privileges", SET_LINECALLPRIVILEGE, users->list[i].privileges & (LINECALLPRIVILEGE_OWNER | LINECALLPRIVILEGE_MONITOR) );
            put_flags( json, "media", SET_LINEMEDIAMODE, users->list[i].media_modes );
        }
        json_close( json, '}' );
    }
    json_close( json, ']' );
}

static void put_call( struct json *json, const struct watched_call *call )
{
    WCHAR mode[64];

    json_number( json, "call", call->serial );
    json_number( json, "callid", call->call_id );
    if (call->related_id) json_number( json, "relatedcallid", call->related_id );
    json_number( json, "address", call->address );
    put_value( json, "state", SET_LINECALLSTATE, call->state );
    put_text( json, "mode", mode_name( call, mode, ARRAYSIZE(mode) ) );
    put_flags( json, "media", SET_LINEMEDIAMODE, call->media );
    put_value( json, "origin", SET_LINECALLORIGIN, call->origin );
    put_value( json, "reason", SET_LINECALLREASON, call->reason );
    put_text( json, "caller", call->caller );
    put_text( json, "callername", call->caller_name );
    put_text( json, "called", call->called );
    put_text( json, "calledname", call->called_name );
    put_text( json, "connected", call->connected );
    put_text( json, "connectedname", call->connected_name );
    put_text( json, "redirecting", call->redirecting );
    put_text( json, "application", call->application );
}

/* ---- text ---- */

/* A line with the time before it; one event. */
static void say( struct monitor *monitor, const WCHAR *format, ... )
{
    WCHAR text[1500];
    char utf8[3 * ARRAYSIZE(text)];
    SYSTEMTIME now;
    va_list args;
    int len;

    GetLocalTime( &now );
    len = swprintf( text, ARRAYSIZE(text), L"%02u:%02u:%02u.%03u  ", now.wHour, now.wMinute, now.wSecond, now.wMilliseconds );
    va_start( args, format );
    _vsnwprintf( text + len, ARRAYSIZE(text) - len - 2, format, args );
    va_end( args );
    text[ARRAYSIZE(text) - 2] = 0;
    wcscat( text, L"\n" );
    len = WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    if (len > 0) write_text( monitor, utf8, len - 1 );
    if (monitor->ready) monitor->events++;
}

/* "1001 Alice -> 1002" */
static const WCHAR *parties( const struct watched_call *call, WCHAR *buffer, DWORD chars )
{
    const WCHAR *called = call->called[0] ? call->called : call->connected;
    const WCHAR *called_name = call->called[0] ? call->called_name : call->connected_name;

    _snwprintf( buffer, chars - 1, L"%ls%ls%ls%ls%ls%ls%ls", call->caller, call->caller[0] && call->caller_name[0] ? L" " : L"",
                call->caller_name, called[0] || called_name[0] ? L" -> " : L"", called, called[0] && called_name[0] ? L" " : L"", called_name );
    buffer[chars - 1] = 0;
    return buffer;
}

static const WCHAR *state_text( const struct watched_call *call, WCHAR *buffer, DWORD chars )
{
    WCHAR state[64], mode[64];

    lower_name( SET_LINECALLSTATE, call->state, state, ARRAYSIZE(state) );
    mode_name( call, mode, ARRAYSIZE(mode) );
    _snwprintf( buffer, chars - 1, mode[0] ? L"%ls (%ls)" : L"%ls", state, mode );
    buffer[chars - 1] = 0;
    return buffer;
}

static const WCHAR *line_state( const struct watched_line *line, WCHAR *buffer, DWORD chars )
{
    if (!line->there) return L"removed";
    if (!line->handle && line->open_error)
    {
        _snwprintf( buffer, chars - 1, L"not open: %ls", tapi_error( line->open_error ) );
        buffer[chars - 1] = 0;
        return buffer;
    }
    if (!line->handle) return L"closed";
    if (!(line->status & LINEDEVSTATUSFLAGS_CONNECTED)) return L"disconnected";
    if (!(line->status & LINEDEVSTATUSFLAGS_INSERVICE)) return L"out of service";
    if (line->status & LINEDEVSTATUSFLAGS_LOCKED) return L"locked";
    if (line->status & LINEDEVSTATUSFLAGS_MSGWAIT) return L"message waiting";
    return L"ok";
}

/* ---- events ---- */

void tell_ready( struct monitor *monitor )
{
    struct json json;
    DWORD there = 0, i;

    for (i = 0; i < monitor->count; i++) there += monitor->lines[i].there;
    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, "ready" );
        json_number( &json, "lines", there );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN) say( monitor, there == 1 ? L"watching 1 line" : L"watching %lu lines", there );
    monitor->ready = TRUE;
}

void tell_line( struct monitor *monitor, struct watched_line *line, const char *event )
{
    WCHAR text[200];
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, event );
        put_line( &json, line );
        json_bool( &json, "open", line->handle != 0 );
        if (line->handle) put_flags( &json, "status", SET_LINEDEVSTATUSFLAGS, line->status );
        else if (line->open_error)
        {
            swprintf( text, ARRAYSIZE(text), L"%ls", tapi_error( line->open_error ) );
            json_string( &json, "error", text );
        }
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN)
        say( monitor, L"%ls: %hs, %ls", line->name, event, line_state( line, text, ARRAYSIZE(text) ) );
}

void tell_line_state( struct monitor *monitor, struct watched_line *line, DWORD states, DWORD param2, DWORD param3 )
{
    WCHAR text[400];
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, "line-state" );
        put_line( &json, line );
        put_flags( &json, "states", SET_LINEDEVSTATE, states );
        if (states == LINEDEVSTATE_RINGING)
        {
            json_number( &json, "ringmode", param2 );
            json_number( &json, "rings", param3 );
        }
        put_flags( &json, "status", SET_LINEDEVSTATUSFLAGS, line->status );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN)
    {
        flag_names( SET_LINEDEVSTATE, states, L", ", NAMES_IN_LOWER_CASE, text, ARRAYSIZE(text) );
        if (states == LINEDEVSTATE_RINGING) say( monitor, L"%ls: %ls, ring %lu", line->name, text, param3 );
        else say( monitor, L"%ls: %ls", line->name, text );
    }
}

void tell_address_state( struct monitor *monitor, struct watched_line *line, DWORD address, DWORD states )
{
    WCHAR text[400];
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, "address-state" );
        put_line( &json, line );
        json_number( &json, "address", address );
        put_flags( &json, "states", SET_LINEADDRESSSTATE, states );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN)
        say( monitor, L"%ls: address %lu: %ls", line->name, address,
             flag_names( SET_LINEADDRESSSTATE, states, L", ", NAMES_IN_LOWER_CASE, text, ARRAYSIZE(text) ) );
}

void tell_call( struct monitor *monitor, struct watched_line *line, struct watched_call *call, const char *event, DWORD items )
{
    WCHAR state[100], party[400], changed[400];
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, event );
        put_line( &json, line );
        put_call( &json, call );
        if (items) put_flags( &json, "changed", SET_LINECALLINFOSTATE, items );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN)
    {
        parties( call, party, ARRAYSIZE(party) );
        if (items)
            say( monitor, L"%ls: call %lu: %ls changed%ls%ls", line->name, call->serial,
                 flag_names( SET_LINECALLINFOSTATE, items, L", ", NAMES_IN_LOWER_CASE, changed, ARRAYSIZE(changed) ), party[0] ? L": " : L"",
                 party );
        else
            say( monitor, L"%ls: call %lu: %ls%ls%ls", line->name, call->serial, state_text( call, state, ARRAYSIZE(state) ),
                 party[0] ? L"  " : L"", party );
    }
}

void tell_users( struct monitor *monitor, struct watched_line *line )
{
    struct watched_call *call;
    WCHAR text[600];
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, "programs" );
        put_line( &json, line );
        put_users( &json, "programs", &line->users, 0 );
        json_open( &json, "calls", '[' );
        for (call = line->calls; call; call = call->next)
        {
            json_open( &json, NULL, '{' );
            json_number( &json, "call", call->serial );
            json_number( &json, "callid", call->call_id );
            put_users( &json, "owners", &call->users, LINECALLPRIVILEGE_OWNER );
            put_users( &json, "monitors", &call->users, LINECALLPRIVILEGE_MONITOR );
            json_close( &json, '}' );
        }
        json_close( &json, ']' );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN)
    {
        users_text( &line->users, text, ARRAYSIZE(text) );
        say( monitor, L"%ls: open by %ls", line->name, text[0] ? text : L"nobody else" );
        for (call = line->calls; call; call = call->next)
            if (call->users.count) say( monitor, L"%ls: call %lu: %ls", line->name, call->serial, users_text( &call->users, text, ARRAYSIZE(text) ) );
    }
}

void tell_note( struct monitor *monitor, const char *event, const WCHAR *text )
{
    struct json json;

    if (monitor->view == VIEW_JSON)
    {
        event_begin( &json, event );
        json_string( &json, "text", text );
        event_end( monitor, &json );
    }
    else if (monitor->view == VIEW_PLAIN) say( monitor, L"%ls", text );
}

/* ---- the table ---- */

struct frame
{
    struct json text;       /* only its text is used */
    DWORD       rows, room, columns, left_out;
};

static void frame_write( struct frame *frame, const char *utf8 )
{
    size_t len = strlen( utf8 );

    if (frame->text.used + len + 1 > frame->text.room)
    {
        frame->text.room = (frame->text.used + len + 1) * 2;
        if (!(frame->text.text = realloc( frame->text.text, frame->text.room ))) exit( EXIT_FAILED );
    }
    memcpy( frame->text.text + frame->text.used, utf8, len + 1 );
    frame->text.used += len;
}

/* One row of the screen, cut at its edge. */
static void frame_row( struct frame *frame, const WCHAR *format, ... )
{
    WCHAR text[600], *p;
    char utf8[3 * ARRAYSIZE(text)];
    va_list args;

    if (frame->rows >= frame->room)
    {
        frame->left_out++;
        return;
    }
    va_start( args, format );
    _vsnwprintf( text, ARRAYSIZE(text) - 1, format, args );
    va_end( args );
    text[ARRAYSIZE(text) - 1] = 0;
    if (wcslen( text ) > frame->columns) text[frame->columns] = 0;
    for (p = text; *p; p++) if (*p < ' ') *p = '?';
    if (!WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL )) utf8[0] = 0;
    frame_write( frame, utf8 );
    frame_write( frame, "\033[K\n" );
    frame->rows++;
}

static BOOL is_active( const struct watched_line *line )
{
    return line->calls || line->users.count || !line->handle || line->status != (LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_INSERVICE);
}

static DWORD line_rows( const struct watched_line *line )
{
    const struct watched_call *call;
    DWORD rows = 1;

    if (line->there) for (call = line->calls; call; call = call->next) rows++;
    return line->there ? rows : 0;
}

static void draw_line( struct frame *frame, const struct watched_line *line )
{
    WCHAR text[300], state[100], party[400];
    const struct watched_call *call;

    frame_row( frame, L"%4lu  %-24.24ls %-22.22ls %-32ls %ls", line->id, line->name,
               GetTickCount() - line->ring_tick < 3000 && line->ring_tick ? L"ringing" : line_state( line, state, ARRAYSIZE(state) ), L"",
               users_text( &line->users, text, ARRAYSIZE(text) ) );
    for (call = line->calls; call; call = call->next)
    {
        DWORD seconds = (GetTickCount() - call->since) / 1000;

        frame_row( frame, L"        call %-6lu %3lu:%02lu:%02lu %-22.22ls %-32.32ls %ls", call->serial, seconds / 3600, seconds / 60 % 60,
                   seconds % 60, state_text( call, state, ARRAYSIZE(state) ), parties( call, party, ARRAYSIZE(party) ),
                   users_text( &call->users, text, ARRAYSIZE(text) ) );
    }
}

void table_begin( struct monitor *monitor )
{
    static const char begin[] = "\033[?1049h\033[?25l\033[?7l";

    write_text( monitor, begin, sizeof(begin) - 1 );
}

void table_draw( struct monitor *monitor )
{
    struct frame frame = { .room = monitor->rows, .columns = monitor->columns };
    DWORD i, lines = 0, calls = 0, all = 0, active = 0;
    const struct watched_call *call;
    SYSTEMTIME now;
    BOOL only_active;

    for (i = 0; i < monitor->count; i++)
    {
        const struct watched_line *line = &monitor->lines[i];

        if (!line->there) continue;
        lines++;
        all += line_rows( line );
        if (is_active( line )) active++;
        for (call = line->calls; call; call = call->next) calls++;
    }
    /* head, a row at the end, and the one that the cursor is in */
    frame.room = monitor->rows > 4 ? monitor->rows - 1 : 3;
    only_active = all + 3 > frame.room;
    GetLocalTime( &now );
    frame_write( &frame, "\033[H" );
    frame_row( &frame, L"%02u:%02u:%02u  %lu lines, %lu in use, %lu calls   (Ctrl-C ends)", now.wHour, now.wMinute, now.wSecond, lines, active, calls );
    frame_row( &frame, L"LINE  %-24ls %-22ls %-32ls %ls", L"NAME / CALL", L"STATE", L"PARTIES", L"PRIVILEGES AND PROGRAMS" );
    frame.room--;
    for (i = 0; i < monitor->count; i++)
        if (monitor->lines[i].there && (!only_active || is_active( &monitor->lines[i] ))) draw_line( &frame, &monitor->lines[i] );
    frame.room++;
    if (frame.left_out) frame_row( &frame, L"... %lu more rows do not fit", frame.left_out );
    else if (only_active && active < lines) frame_row( &frame, L"      %lu more lines are idle", lines - active );
    frame_write( &frame, "\033[J" );
    write_text( monitor, frame.text.text, frame.text.used );
    free( frame.text.text );
}

void table_end( struct monitor *monitor )
{
    static const char end[] = "\033[?7h\033[?25h\033[?1049l";

    write_text( monitor, end, sizeof(end) - 1 );
}
