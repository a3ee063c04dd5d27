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

#include "phones.h"

/* ---- applications and messages ----------------------------------------------------------------------------------- */

void phone_app_begin( struct phone_app *app, const char *name )
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = NEWEST;
    LONG ret;

    memset( app, 0, sizeof(*app) );
    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    ret = phoneInitializeExA( &app->handle, GetModuleHandleA( NULL ), NULL, name, &app->phones, &version, &params );
    ok( !ret, "phoneInitializeEx returned %#lx\n", ret );
    app->event = params.Handles.hEvent;
}

void phone_app_end( struct phone_app *app )
{
    LONG ret = phoneShutdown( app->handle );

    ok( !ret, "phoneShutdown returned %#lx\n", ret );
    app->handle = 0;
}

static void take_kept( struct phone_app *app, DWORD i )
{
    app->count--;
    memmove( app->kept + i, app->kept + i + 1, (app->count - i) * sizeof(app->kept[0]) );
}

static BOOL fits( const PHONEMESSAGE *msg, DWORD id, ULONG_PTR device, ULONG_PTR param1 )
{
    return msg->dwMessageID == id && (device == ANY || msg->hDevice == device) && (param1 == ANY || msg->dwParam1 == param1);
}

/* One more message of the queue. */
static BOOL fetch( struct phone_app *app, PHONEMESSAGE *msg, DWORD timeout )
{
    LONG ret = phoneGetMessage( app->handle, msg, timeout );

    if (ret) return FALSE;
    if (winetest_debug > 1)
        trace( "message %lu device %#lx params %#lx %#lx %#lx\n", msg->dwMessageID, msg->hDevice, H( msg->dwParam1 ), H( msg->dwParam2 ),
               H( msg->dwParam3 ) );
    return TRUE;
}

static BOOL find_message( struct phone_app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, PHONEMESSAGE *msg, DWORD timeout )
{
    PHONEMESSAGE next;
    DWORD i;

    for (i = 0; i < app->count; i++)
    {
        if (!fits( &app->kept[i], id, device, param1 )) continue;
        next = app->kept[i];
        take_kept( app, i );
        if (msg) *msg = next;
        return TRUE;
    }
    while (fetch( app, &next, timeout ))
    {
        if (fits( &next, id, device, param1 ))
        {
            if (msg) *msg = next;
            return TRUE;
        }
        if (app->count == MAX_KEPT) take_kept( app, 0 );
        app->kept[app->count++] = next;
    }
    return FALSE;
}

BOOL phone_wait( struct phone_app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, PHONEMESSAGE *msg )
{
    return find_message( app, id, device, param1, msg, PATIENCE );
}

BOOL phone_have( struct phone_app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, PHONEMESSAGE *msg )
{
    return find_message( app, id, device, param1, msg, 0 );
}

LONG phone_reply( struct phone_app *app, LONG request )
{
    PHONEMESSAGE msg;

    if (request <= 0) return request;
    if (phone_wait( app, PHONE_REPLY, ANY, request, &msg )) return msg.dwParam2;
    ok( 0, "no PHONE_REPLY for request %#lx\n", request );
    return PHONEERR_OPERATIONFAILED;
}

void phone_forget( struct phone_app *app )
{
    PHONEMESSAGE msg;

    while (fetch( app, &msg, 0 )) {}
    app->count = 0;
}

/* ---- phones ------------------------------------------------------------------------------------------------------ */

const WCHAR *text_of( const void *structure, DWORD offset )
{
    return (const WCHAR *)((const char *)structure + offset);
}

DWORD find_phone( struct phone_app *app, const WCHAR *name )
{
    union { PHONECAPS caps; char buffer[4096]; } u;
    PHONEEXTENSIONID extension;
    DWORD i, version;

    for (i = 0; i < app->phones; i++)
    {
        if (phoneNegotiateAPIVersion( app->handle, i, 0x00010003, NEWEST, &version, &extension )) continue;
        u.caps.dwTotalSize = sizeof(u);
        if (phoneGetDevCapsW( app->handle, i, version, 0, &u.caps ) || !u.caps.dwPhoneNameSize) continue;
        if (!wcscmp( text_of( &u, u.caps.dwPhoneNameOffset ), name )) return i;
    }
    return ~0u;
}

HPHONE open_phone( struct phone_app *app, DWORD device, DWORD version, DWORD privilege )
{
    PHONEEXTENSIONID extension;
    HPHONE phone = 0;
    DWORD agreed;
    LONG ret;

    ret = phoneNegotiateAPIVersion( app->handle, device, version, version, &agreed, &extension );
    ok( !ret, "phoneNegotiateAPIVersion returned %#lx for device %lu\n", ret, device );
    ret = phoneOpen( app->handle, device, &phone, version, 0, 0x1234, privilege );
    ok( !ret, "phoneOpen returned %#lx for device %lu\n", ret, device );
    return phone;
}

const PHONESTATUS *phone_status( HPHONE phone )
{
    static union { PHONESTATUS status; char buffer[2048]; } u;
    LONG ret;

    memset( &u, 0xcc, sizeof(u) );
    u.status.dwTotalSize = sizeof(u);
    ret = phoneGetStatusW( phone, &u.status );
    ok( !ret, "phoneGetStatus returned %#lx\n", ret );
    return &u.status;
}

/* ---- the provider ------------------------------------------------------------------------------------------------ */

DWORD phone_tell( struct phone_app *app, HPHONE phone, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text )
{
    struct testtsp_command command = { TESTTSP_MAGIC, code, { arg0, arg1, arg2, arg3 } };
    LONG ret;

    if (text) wcsncpy( command.text, text, ARRAY_SIZE(command.text) - 1 );
    ret = phone_reply( app, phoneDevSpecific( phone, &command, sizeof(command) ) );
    ok( !ret, "command %lu to the provider: %#lx\n", code, ret );
    return command.result[0];
}

void phone_fence( struct phone_app *app, HPHONE phone )
{
    phone_tell( app, phone, TESTTSP_RECORDS, 0, 0, 0, 0, NULL );
}

DWORD phone_count_calls( struct phone_app *app, HPHONE phone, const char *function, struct testtsp_record *last )
{
    static char buffer[sizeof(struct testtsp_records) + 400 * sizeof(struct testtsp_record)];
    struct testtsp_records *records = (struct testtsp_records *)buffer;
    DWORD i, count = 0;
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    records->command.magic = TESTTSP_MAGIC;
    records->command.code = TESTTSP_RECORDS;
    ret = phone_reply( app, phoneDevSpecific( phone, records, sizeof(buffer) ) );
    ok( !ret, "cannot get the records of the provider: %#lx\n", ret );
    for (i = 0; i < records->command.result[1]; i++)
    {
        if (strcmp( records->records[i].function, function )) continue;
        if (last) *last = records->records[i];
        count++;
    }
    return count;
}

/* ---- in another process ------------------------------------------------------------------------------------------ */

static struct phone_app remote_phones;
static HPHONE remote_phone;

LONG phone_perform( enum remote_op op, const DWORD *args, struct remote_reply *reply )
{
    PHONEMESSAGE msg;
    LONG ret;

    if (!remote_phones.handle) phone_app_begin( &remote_phones, "remote phone" );
    switch (op)
    {
    case REMOTE_PHONE_OPEN:
        ret = phoneOpen( remote_phones.handle, args[0], &remote_phone, NEWEST, 0, 0x5678, args[1] );
        if (!ret && args[1] == MONITOR) ret = phoneSetStatusMessages( remote_phone, PHONESTATE_LAMP, 0, 0 );
        reply->values[0] = H( remote_phone );
        return ret;
    case REMOTE_PHONE_CLOSE:
        return phoneClose( remote_phone );
    case REMOTE_PHONE_LAMP:
        return phone_reply( &remote_phones, phoneSetLamp( remote_phone, args[0], args[1] ) );
    case REMOTE_PHONE_WAIT:
        if (!phone_wait( &remote_phones, args[0], ANY, args[1], &msg )) return PHONEERR_OPERATIONFAILED;
        reply->values[0] = msg.hDevice;
        reply->values[1] = msg.dwParam1;
        reply->values[2] = msg.dwParam2;
        reply->values[3] = msg.dwParam3;
        return 0;
    default:
        return PHONEERR_INVALPARAM;
    }
}
