/*
 * What the tests of phones share.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_PHONES_H
#define WINE_TELEPHONY_TAPI32_TESTS_PHONES_H

#include "telephony.h"

/* One registration with TAPI for phones that uses an event, and the messages it has got that nobody asked for yet. */
struct phone_app
{
    HPHONEAPP    handle;
    HANDLE       event;
    DWORD        phones;
    PHONEMESSAGE kept[MAX_KEPT];
    DWORD        count;
};

#define OWNER    PHONEPRIVILEGE_OWNER
#define MONITOR  PHONEPRIVILEGE_MONITOR

void phone_app_begin( struct phone_app *app, const char *name );
void phone_app_end( struct phone_app *app );

/* The oldest message that fits, each of device and param1 may be ANY; the others stay. FALSE: none came. */
BOOL phone_wait( struct phone_app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, PHONEMESSAGE *msg );
/* The same among those that are there. */
BOOL phone_have( struct phone_app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, PHONEMESSAGE *msg );
/* What an asynchronous function comes to: its error, or the one that PHONE_REPLY brings. */
LONG phone_reply( struct phone_app *app, LONG request );
/* All messages so far are thrown away. */
void phone_forget( struct phone_app *app );

/* Device id of the phone of that name, or ~0u. */
DWORD find_phone( struct phone_app *app, const WCHAR *name );
/* Opens it; the success is checked. */
HPHONE open_phone( struct phone_app *app, DWORD device, DWORD version, DWORD privilege );

/* A command for the test provider that must succeed; returns result[0]. */
DWORD phone_tell( struct phone_app *app, HPHONE phone, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text );
/* What the provider has sent so far has arrived. */
void phone_fence( struct phone_app *app, HPHONE phone );
/* Calls of that function since TESTTSP_CLEAR; *last: the newest. */
DWORD phone_count_calls( struct phone_app *app, HPHONE phone, const char *function, struct testtsp_record *last );

/* PHONESTATUS of a phone, in a buffer that the next use overwrites. */
const PHONESTATUS *phone_status( HPHONE phone );
/* A string of a structure. */
const WCHAR *text_of( const void *structure, DWORD offset );

#endif
