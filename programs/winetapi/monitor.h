/*
 * winetapi.exe: what the parts of winetapi monitor share.
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

#ifndef WINE_TELEPHONY_WINETAPI_MONITOR_H
#define WINE_TELEPHONY_WINETAPI_MONITOR_H

#include "winetapi.h"

#define PARTY_CHARS     80

/* A program that uses a line or a call, as the service tells it. */
struct user
{
    DWORD pid, privileges, media_modes;
    WCHAR program[80];
};

struct users
{
    struct user *list;
    DWORD        count;
};

struct watched_call
{
    struct watched_call *next;
    HCALL        handle;
    DWORD        serial;                /* our own number, for the reader */
    DWORD        call_id, related_id, address, state, mode, media, origin, reason, owners, monitors;
    DWORD        since;                 /* GetTickCount of the state */
    WCHAR        caller[PARTY_CHARS], caller_name[PARTY_CHARS], called[PARTY_CHARS], called_name[PARTY_CHARS];
    WCHAR        connected[PARTY_CHARS], connected_name[PARTY_CHARS], redirecting[PARTY_CHARS], application[PARTY_CHARS];
    struct users users;
};

struct watched_line
{
    DWORD        id, version;
    BOOL         there;                 /* not removed */
    HLINE        handle;                /* 0: could not be opened, or was closed */
    LONG         open_error;
    DWORD        status;                /* LINEDEVSTATUSFLAGS_xxx */
    DWORD        ring_tick;
    BOOL         users_changed;         /* the service is to be asked */
    char        *users_text;            /* what it said last, without what changes all the time */
    WCHAR        name[256];
    struct users users;
    struct watched_call *calls;
};

enum view { VIEW_PLAIN, VIEW_TABLE, VIEW_JSON };

struct monitor
{
    struct session       session;
    struct watched_line *lines;         /* by device id */
    DWORD                count, room;
    DWORD                next_serial;
    enum view            view;
    DWORD                rows, columns; /* of the terminal */
    BOOL                 ready;         /* what was there at the start has been told */
    BOOL                 ended;         /* nobody reads any more */
    DWORD                events;        /* told since then */
};

/* ---- monitor_users.c ---- */

/* Asks who uses the line and its calls. TRUE: it has changed. */
BOOL users_refresh( struct watched_line *line );
void users_free( struct users *users );
/* "owner a.exe, monitor b.exe"; returns buffer. */
const WCHAR *users_text( const struct users *users, WCHAR *buffer, DWORD chars );

/* ---- monitor_view.c: each is told to the reader at once, but for the table, which shows how things are ---- */

void tell_ready( struct monitor *monitor );
void tell_line( struct monitor *monitor, struct watched_line *line, const char *event );
void tell_line_state( struct monitor *monitor, struct watched_line *line, DWORD states, DWORD param2, DWORD param3 );
void tell_address_state( struct monitor *monitor, struct watched_line *line, DWORD address, DWORD states );
/* event: "call" (it has a new state) or "call-info"; items: LINECALLINFOSTATE_xxx that changed */
void tell_call( struct monitor *monitor, struct watched_line *line, struct watched_call *call, const char *event, DWORD items );
void tell_users( struct monitor *monitor, struct watched_line *line );
/* The telephony service restarts, or the monitor ends. */
void tell_note( struct monitor *monitor, const char *event, const WCHAR *text );
void table_begin( struct monitor *monitor );
void table_draw( struct monitor *monitor );
void table_end( struct monitor *monitor );

#endif
