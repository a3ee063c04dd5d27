/*
 * Applications, their messages, and a provider to work with.
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

#include "telephony.h"

DWORD fixture_id;

/* ---- applications and messages ----------------------------------------------------------------------------------- */

void app_begin( struct app *app, const char *name )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = NEWEST;
    LONG ret;

    memset( app, 0, sizeof(*app) );
    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ret = lineInitializeExA( &app->handle, GetModuleHandleA( NULL ), NULL, name, &app->lines, &version, &params );
    ok( !ret, "lineInitializeEx returned %#lx\n", ret );
    app->event = params.Handles.hEvent;
}

void app_end( struct app *app )
{
    LONG ret = lineShutdown( app->handle );

    ok( !ret, "lineShutdown returned %#lx\n", ret );
    app->handle = 0;
}

static void take_kept( struct app *app, DWORD i )
{
    app->count--;
    memmove( app->kept + i, app->kept + i + 1, (app->count - i) * sizeof(app->kept[0]) );
}

static BOOL fits( const LINEMESSAGE *msg, DWORD id, ULONG_PTR device, ULONG_PTR param1 )
{
    return msg->dwMessageID == id && (device == ANY || msg->hDevice == device) && (param1 == ANY || msg->dwParam1 == param1);
}

/* One more message of the queue. */
static BOOL fetch( struct app *app, LINEMESSAGE *msg, DWORD timeout )
{
    LONG ret = lineGetMessage( app->handle, msg, timeout );

    if (ret) return FALSE;
    if (winetest_debug > 1)
        trace( "message %lu device %#lx params %#lx %#lx %#lx\n", msg->dwMessageID, msg->hDevice, H( msg->dwParam1 ), H( msg->dwParam2 ),
               H( msg->dwParam3 ) );
    return TRUE;
}

BOOL next_message( struct app *app, LINEMESSAGE *msg, DWORD timeout )
{
    if (!app->count) return fetch( app, msg, timeout );
    *msg = app->kept[0];
    take_kept( app, 0 );
    return TRUE;
}

static BOOL find_message( struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, LINEMESSAGE *msg, DWORD timeout )
{
    LINEMESSAGE next;
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

BOOL wait_message( struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, LINEMESSAGE *msg )
{
    return find_message( app, id, device, param1, msg, PATIENCE );
}

BOOL have_message( struct app *app, DWORD id, ULONG_PTR device, ULONG_PTR param1, LINEMESSAGE *msg )
{
    return find_message( app, id, device, param1, msg, 0 );
}

BOOL wait_state( struct app *app, HCALL call, DWORD state, LINEMESSAGE *msg )
{
    return wait_message( app, LINE_CALLSTATE, H( call ), state, msg );
}

LONG wait_reply( struct app *app, LONG request )
{
    LINEMESSAGE msg;

    if (request <= 0) return request;
    if (wait_message( app, LINE_REPLY, ANY, request, &msg )) return msg.dwParam2;
    ok( 0, "no LINE_REPLY for request %#lx\n", request );
    return ERR( OPERATIONFAILED );
}

void forget( struct app *app )
{
    LINEMESSAGE msg;

    while (fetch( app, &msg, 0 )) {}
    app->count = 0;
}

/* ---- lines ------------------------------------------------------------------------------------------------------- */

DWORD find_line( struct app *app, const WCHAR *name )
{
    union { LINEDEVCAPS caps; char buffer[4096]; } u;
    LINEEXTENSIONID extension;
    DWORD i, version;

    for (i = 0; i < app->lines; i++)
    {
        if (lineNegotiateAPIVersion( app->handle, i, 0x00010003, NEWEST, &version, &extension )) continue;
        u.caps.dwTotalSize = sizeof(u);
        if (lineGetDevCapsW( app->handle, i, version, 0, &u.caps ) || !u.caps.dwLineNameSize) continue;
        if (!wcscmp( (const WCHAR *)(u.buffer + u.caps.dwLineNameOffset), name )) return i;
    }
    return ~0u;
}

HLINE open_line( struct app *app, DWORD device, DWORD version, DWORD privileges, DWORD media )
{
    LINEEXTENSIONID extension;
    HLINE line = 0;
    DWORD agreed;
    LONG ret;

    ret = lineNegotiateAPIVersion( app->handle, device, version, version, &agreed, &extension );
    ok( !ret, "lineNegotiateAPIVersion returned %#lx for device %lu\n", ret, device );
    ret = lineOpenW( app->handle, device, &line, version, 0, 0x1234, privileges, media, NULL );
    ok( !ret, "lineOpen returned %#lx for device %lu\n", ret, device );
    return line;
}

/* Copies a fixture from the folder of the test to a system folder. */
static BOOL copy_fixture( const WCHAR *folder, const WCHAR *name, const WCHAR *target, BOOL remove )
{
    WCHAR from[MAX_PATH], to[MAX_PATH];

    swprintf( from, ARRAY_SIZE(from), L"%ls\\%ls", folder, name );
    swprintf( to, ARRAY_SIZE(to), L"%ls\\%ls", target, name );
    if (remove) return DeleteFileW( to );
    /* one that another test left in use does as well */
    return CopyFileW( from, to, FALSE ) || GetFileAttributesW( to ) != INVALID_FILE_ATTRIBUTES;
}

/* The service is as wide as Windows: a 32-bit test gives it the other files. The UI DLL is for the application itself. */
static BOOL copy_fixtures( BOOL remove )
{
    static const WCHAR *const names[] = { L"testtsp.tsp", L"testtspui.dll" };
    WCHAR own[MAX_PATH], other[MAX_PATH], system[MAX_PATH], *slash;
    BOOL wow64 = FALSE, ret = TRUE;
    unsigned int i;

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    if ((slash = wcsrchr( own, '\\' ))) *slash = 0;
    swprintf( other, ARRAY_SIZE(other), L"%ls\\..\\x86_64-windows", own );
    GetSystemDirectoryW( system, ARRAY_SIZE(system) );
    IsWow64Process( GetCurrentProcess(), &wow64 );
    for (i = 0; i < ARRAY_SIZE(names); i++)
    {
        ret &= copy_fixture( own, names[i], system, remove );
        if (wow64) ret &= copy_fixture( other, names[i], L"C:\\windows\\sysnative", remove );
    }
    return ret;
}

/* What a test that died has left behind would share its state with ours. */
static void remove_leftovers(void)
{
    union { LINEPROVIDERLIST list; char bytes[8192]; } u = { { sizeof(u) } };
    const LINEPROVIDERENTRY *entry;
    DWORD i;

    if (lineGetProviderListA( NEWEST, &u.list )) return;
    entry = (const LINEPROVIDERENTRY *)(u.bytes + u.list.dwProviderListOffset);
    for (i = 0; i < u.list.dwNumProviders; i++)
    {
        if (!strstr( u.bytes + entry[i].dwProviderFilenameOffset, "testtsp.tsp" )) continue;
        trace( "removing the test provider %lu of an earlier test\n", entry[i].dwPermanentProviderID );
        lineRemoveProvider( entry[i].dwPermanentProviderID, NULL );
    }
}

BOOL fixture_begin(void)
{
    LONG ret;

    if (!copy_fixtures( FALSE ))
    {
        skip( "testtsp.tsp and testtspui.dll are not beside the test or cannot be copied to the system folder (error %lu)\n", GetLastError() );
        return FALSE;
    }
    remove_leftovers();
    ret = lineAddProviderA( "testtsp.tsp", NULL, &fixture_id );
    ok( !ret, "lineAddProvider returned %#lx\n", ret );
    return !ret;
}

void fixture_end(void)
{
    LONG ret = lineRemoveProvider( fixture_id, NULL );

    ok( !ret, "lineRemoveProvider returned %#lx\n", ret );
    copy_fixtures( TRUE );
}

LONG testtsp( struct app *app, HLINE line, DWORD address, HCALL call, struct testtsp_command *command )
{
    command->magic = TESTTSP_MAGIC;
    return wait_reply( app, lineDevSpecific( line, address, call, command, sizeof(*command) ) );
}

DWORD tell( struct app *app, HLINE line, HCALL call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text )
{
    struct testtsp_command command = { 0, code, { arg0, arg1, arg2, arg3 } };
    LONG ret;

    if (text) wcsncpy( command.text, text, ARRAY_SIZE(command.text) - 1 );
    ret = testtsp( app, line, 0, call, &command );
    ok( !ret, "command %lu to the provider: %#lx\n", code, ret );
    return command.result[0];
}

static struct testtsp_records *fetch_records( struct app *app, HLINE line )
{
    static char buffer[sizeof(struct testtsp_records) + 400 * sizeof(struct testtsp_record)];
    struct testtsp_records *records = (struct testtsp_records *)buffer;
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    records->command.magic = TESTTSP_MAGIC;
    records->command.code = TESTTSP_RECORDS;
    ret = wait_reply( app, lineDevSpecific( line, 0, 0, records, sizeof(buffer) ) );
    ok( !ret, "cannot get the records of the provider: %#lx\n", ret );
    return records;
}

void fence( struct app *app, HLINE line )
{
    struct testtsp_command command = { 0, TESTTSP_RECORDS };
    LONG ret = testtsp( app, line, 0, 0, &command );

    ok( !ret, "fence: %#lx\n", ret );
}

DWORD count_calls( struct app *app, HLINE line, const char *function, struct testtsp_record *last )
{
    struct testtsp_records *records = fetch_records( app, line );
    DWORD i, count = 0;

    for (i = 0; i < records->command.result[1]; i++)
    {
        if (strcmp( records->records[i].function, function )) continue;
        if (last) *last = records->records[i];
        count++;
    }
    return count;
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

HCALL incoming( struct app *app, HLINE line, DWORD media, const WCHAR *caller )
{
    LINEMESSAGE msg = { 0 };
    BOOL got;

    tell( app, line, 0, TESTTSP_RING, media, 0, 0, 0, caller );
    got = wait_message( app, LINE_APPNEWCALL, H( line ), ANY, &msg );
    ok( got, "no LINE_APPNEWCALL\n" );
    return (HCALL)(ULONG_PTR)msg.dwParam2;
}

HCALL outgoing( struct app *app, HLINE line, const WCHAR *number )
{
    HCALL call = 0;
    LONG ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, NULL ) );

    ok( !ret, "lineMakeCall: %#lx\n", ret );
    if (ret) return 0;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "the call is not connected\n" );
    return call;
}

void hang_up( struct app *app, HCALL call )
{
    LONG ret = wait_reply( app, lineDrop( call, NULL, 0 ) );

    ok( !ret, "lineDrop: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "no IDLE after lineDrop\n" );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
}

const LINECALLINFO *call_info( HCALL call )
{
    static union { LINECALLINFO info; char buffer[4096]; } u;
    LONG ret;

    memset( &u, 0xcc, sizeof(u) );
    u.info.dwTotalSize = sizeof(u);
    ret = lineGetCallInfoW( call, &u.info );
    ok( !ret, "lineGetCallInfo returned %#lx\n", ret );
    return ret ? NULL : &u.info;
}

static const LINECALLSTATUS *call_status( HCALL call )
{
    static union { LINECALLSTATUS status; char buffer[1024]; } u;
    LONG ret;

    memset( &u, 0, sizeof(u) );
    u.status.dwTotalSize = sizeof(u);
    ret = lineGetCallStatus( call, &u.status );
    ok( !ret, "lineGetCallStatus returned %#lx\n", ret );
    return &u.status;
}

DWORD call_state( HCALL call )
{
    return call_status( call )->dwCallState;
}

DWORD call_privilege( HCALL call )
{
    return call_status( call )->dwCallPrivilege;
}

/* ---- modems ---- */

HKEY open_modem_key( const WCHAR *name )
{
    static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
    WCHAR sub[16], found[128];
    HKEY root, key;
    DWORD i, size;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return NULL;
    for (i = 0; size = ARRAY_SIZE(sub), !RegEnumKeyExW( root, i, sub, &size, NULL, NULL, NULL, NULL ); i++)
    {
        if (RegOpenKeyExW( root, sub, 0, KEY_ALL_ACCESS, &key )) continue;
        size = sizeof(found);
        if (!RegQueryValueExW( key, L"FriendlyName", NULL, NULL, (BYTE *)found, &size ) && !wcscmp( found, name ))
        {
            RegCloseKey( root );
            return key;
        }
        RegCloseKey( key );
    }
    RegCloseKey( root );
    return NULL;
}
