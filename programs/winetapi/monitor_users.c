/*
 * winetapi.exe: which programs use the lines and calls that winetapi monitor shows, as the service tells it.
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
#include "names.h"

void users_free( struct users *users )
{
    free( users->list );
    users->list = NULL;
    users->count = 0;
}

static void add_user( struct users *users, DWORD pid, DWORD privileges, DWORD media_modes, const char *program )
{
    struct user *list = realloc( users->list, (users->count + 1) * sizeof(*list) ), *user;

    if (!list) exit( EXIT_FAILED );
    users->list = list;
    user = &list[users->count++];
    user->pid = pid;
    user->privileges = privileges;
    user->media_modes = media_modes;
    if (!MultiByteToWideChar( CP_UTF8, 0, program, -1, user->program, ARRAYSIZE(user->program) ))
    {
        /* longer than what a table can show */
        MultiByteToWideChar( CP_UTF8, 0, program, strnlen( program, ARRAYSIZE(user->program) / 3 ), user->program, ARRAYSIZE(user->program) - 1 );
        user->program[ARRAYSIZE(user->program) - 1] = 0;
    }
}

/* The call of ours that the service means: by its id, and among several of one id by its place. */
static struct watched_call *find_call( struct watched_line *line, DWORD call_id, DWORD address, DWORD nth )
{
    struct watched_call *call;

    for (call = line->calls; call; call = call->next)
        if (call->call_id == call_id && call->address == address && !nth--) return call;
    return NULL;
}

static void parse( struct watched_line *line, char *text )
{
    DWORD previous_id = ~0u, previous_state = 0, nth = 0;
    struct watched_call *call;
    char *p, *end;

    users_free( &line->users );
    for (call = line->calls; call; call = call->next) users_free( &call->users );
    for (p = text; *p; p = end + 1)
    {
        unsigned long pid, a, b, c, d;
        int at = 0;

        if (!(end = strchr( p, '\n' ))) break;
        *end = 0;
        if (sscanf( p, "open %lu %lx %lx %n", &pid, &a, &b, &at ) >= 3 && at)
        {
            if (pid != GetCurrentProcessId()) add_user( &line->users, pid, a, b, p + at );
        }
        else if (sscanf( p, "call %lx %lx %lx %lu %lx %n", &a, &b, &c, &pid, &d, &at ) >= 5 && at)
        {
            /* the handles of one call stand together */
            if (a != previous_id) nth = 0;
            else if (c != previous_state) nth++;
            previous_id = a;
            previous_state = c;
            if (pid && pid != GetCurrentProcessId() && (call = find_call( line, a, b, nth ))) add_user( &call->users, pid, d, 0, p + at );
        }
    }
}

/* What tells two answers apart: who has what. A call's state comes by LINE_CALLSTATE. */
static char *essence( const char *text )
{
    char *ret = malloc( strlen( text ) + 1 ), *to = ret, own[32];
    const char *p, *end;
    int own_len = sprintf( own, "open %lu ", GetCurrentProcessId() );

    if (!ret) exit( EXIT_FAILED );
    for (p = text; (end = strchr( p, '\n' )); p = end + 1)
    {
        unsigned long id, address, state, pid;
        int at = 0;

        if (!strncmp( p, own, own_len )) continue;
        if (sscanf( p, "call %lx %lx %lx %lu %n", &id, &address, &state, &pid, &at ) >= 4 && at)
        {
            if (!pid || pid == GetCurrentProcessId()) continue;
            to += sprintf( to, "%lx ", id );
            to += sprintf( to, "%.*s\n", (int)(end - p - (p[at] ? at : at - 1)), p + at );
            continue;
        }
        memcpy( to, p, end + 1 - p );
        to += end + 1 - p;
    }
    *to = 0;
    return ret;
}

BOOL users_refresh( struct watched_line *line )
{
    LONG error;
    char *text = service_line_users( line->id, &error ), *now;
    BOOL changed;

    line->users_changed = FALSE;
    if (!text) return FALSE;
    now = essence( text );
    changed = strcmp( now, line->users_text ? line->users_text : "" ) != 0;
    free( line->users_text );
    line->users_text = now;
    parse( line, text );
    free( text );
    return changed;
}

const WCHAR *users_text( const struct users *users, WCHAR *buffer, DWORD chars )
{
    WCHAR privileges[64];
    DWORD i, len = 0;

    buffer[0] = 0;
    for (i = 0; i < users->count && len + 1 < chars; i++)
    {
        const struct user *user = &users->list[i];
        int added = _snwprintf( buffer + len, chars - len - 1, L"%ls%ls %ls", len ? L", " : L"",
                                user->privileges & (LINECALLPRIVILEGE_OWNER | LINECALLPRIVILEGE_MONITOR)
                                    ? flag_names( SET_LINECALLPRIVILEGE, user->privileges & (LINECALLPRIVILEGE_OWNER | LINECALLPRIVILEGE_MONITOR),
                                                  L"+", NAMES_IN_LOWER_CASE, privileges, ARRAYSIZE(privileges) )
                                    : L"none",
                                user->program );
        if (added < 0) break;
        len += added;
    }
    buffer[min( len, chars - 1 )] = 0;
    return buffer;
}
