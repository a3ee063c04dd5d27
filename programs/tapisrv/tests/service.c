/*
 * A provider to drive, applications, and their messages.
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

#include "service.h"

static DWORD provider_id;

/* One file, unless it is there already: the service may have it loaded. */
static BOOL copy_fixture( const WCHAR *source, const WCHAR *target )
{
    if (GetFileAttributesW( target ) != INVALID_FILE_ATTRIBUTES || CopyFileW( source, target, FALSE )) return TRUE;
    skip( "%s cannot be copied to %s (error %lu)\n", wine_dbgstr_w( source ), wine_dbgstr_w( target ), GetLastError() );
    return FALSE;
}

/*
 * A fixture that lies beside the test, into system32. FALSE: it can be had from neither place.
 * The service of a 64-bit prefix is 64-bit also for a 32-bit test, which gets the UI DLL of its own kind all the same.
 */
static BOOL install_fixture( const WCHAR *file )
{
    WCHAR folder[MAX_PATH], source[MAX_PATH + 64], target[MAX_PATH + 64], system[MAX_PATH];
    BOOL wow64 = FALSE;

    GetModuleFileNameW( NULL, folder, ARRAY_SIZE(folder) );
    *wcsrchr( folder, '\\' ) = 0;
    GetSystemDirectoryW( system, ARRAY_SIZE(system) );
    swprintf( source, ARRAY_SIZE(source), L"%ls\\%ls", folder, file );
    swprintf( target, ARRAY_SIZE(target), L"%ls\\%ls", system, file );
    if (!copy_fixture( source, target )) return FALSE;

    IsWow64Process( GetCurrentProcess(), &wow64 );
    if (!wow64) return TRUE;
    GetWindowsDirectoryW( system, ARRAY_SIZE(system) );
    swprintf( source, ARRAY_SIZE(source), L"%ls\\..\\x86_64-windows\\%ls", folder, file );
    swprintf( target, ARRAY_SIZE(target), L"%ls\\sysnative\\%ls", system, file );
    return copy_fixture( source, target );
}

BOOL provider_begin(void)
{
    LONG ret;

    if (!install_fixture( L"testtsp.tsp" ) || !install_fixture( L"testtspui.dll" )) return FALSE;
    ret = lineAddProviderW( L"testtsp.tsp", NULL, &provider_id );
    ok( !ret, "lineAddProvider: %#lx\n", ret );
    return !ret;
}

void provider_end(void)
{
    LONG ret = lineRemoveProvider( provider_id, NULL );

    ok( !ret, "lineRemoveProvider: %#lx\n", ret );
}

void app_begin( struct application *app, const WCHAR *name, DWORD version )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    LONG ret;

    memset( app, 0, sizeof(*app) );
    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ret = lineInitializeExW( &app->handle, GetModuleHandleW( NULL ), NULL, name, &app->lines, &version, &params );
    ok( !ret, "lineInitializeEx: %#lx\n", ret );
    app->event = params.Handles.hEvent;
}

void app_end( struct application *app )
{
    LONG ret = lineShutdown( app->handle );

    ok( !ret, "lineShutdown: %#lx\n", ret );
}

DWORD find_line( struct application *app, const WCHAR *name )
{
    char buffer[2048];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    LINEEXTENSIONID extension;
    DWORD id, version;

    for (id = 0; id < app->lines; id++)
    {
        if (lineNegotiateAPIVersion( app->handle, id, 0x00010003, 0x00030001, &version, &extension )) continue;
        caps->dwTotalSize = sizeof(buffer);
        if (lineGetDevCapsW( app->handle, id, 0x00020000, 0, caps ) || !caps->dwLineNameSize) continue;
        if (!wcscmp( (WCHAR *)(buffer + caps->dwLineNameOffset), name )) return id;
    }
    ok( 0, "no line %s among %lu\n", wine_dbgstr_w( name ), app->lines );
    return ~0u;
}

HLINE open_line( struct application *app, DWORD device, DWORD version, DWORD context, DWORD privileges, DWORD media_modes )
{
    HLINE line = 0;
    LONG ret = lineOpenW( app->handle, device, &line, version, 0, context, privileges, media_modes, NULL );

    ok( !ret, "lineOpen %lu privileges %#lx media modes %#lx: %#lx\n", device, privileges, media_modes, ret );
    return line;
}

/* ---- messages -------------------------------------------------------------------------------------------------- */

static BOOL fits( const LINEMESSAGE *message, DWORD msg, DWORD device, BOOL with_param, DWORD param1 )
{
    return message->dwMessageID == msg && (!device || message->hDevice == device) && (!with_param || message->dwParam1 == param1);
}

static BOOL find_message( struct application *app, DWORD msg, DWORD device, BOOL with_param, DWORD param1, LINEMESSAGE *message, DWORD timeout )
{
    DWORD start = GetTickCount(), i = 0, passed;
    LINEMESSAGE next;

    for (;;)
    {
        for (; i < app->count; i++)
        {
            if (!fits( &app->kept[i], msg, device, with_param, param1 )) continue;
            *message = app->kept[i];
            memmove( app->kept + i, app->kept + i + 1, (--app->count - i) * sizeof(next) );
            return TRUE;
        }
        passed = GetTickCount() - start;
        if (lineGetMessage( app->handle, &next, passed < timeout ? timeout - passed : 0 )) return FALSE;
        if (winetest_debug > 1)
            trace( "message %lu device %#lx params %#lx %#lx %#lx\n", next.dwMessageID, next.hDevice, (DWORD)next.dwParam1,
                   (DWORD)next.dwParam2, (DWORD)next.dwParam3 );
        if (app->count == MAX_KEPT)
        {
            memmove( app->kept, app->kept + 1, --app->count * sizeof(next) );
            i--;
        }
        app->kept[app->count++] = next;
    }
}

BOOL get_message( struct application *app, DWORD msg, DWORD device, LINEMESSAGE *message, DWORD timeout )
{
    return find_message( app, msg, device, FALSE, 0, message, timeout );
}

BOOL get_message_param( struct application *app, DWORD msg, DWORD device, DWORD param1, LINEMESSAGE *message, DWORD timeout )
{
    return find_message( app, msg, device, TRUE, param1, message, timeout );
}

void forget_messages( struct application *app )
{
    LINEMESSAGE message;

    while (!lineGetMessage( app->handle, &message, 0 )) {}
    app->count = 0;
}

BOOL no_message( struct application *app, DWORD msg )
{
    LINEMESSAGE message;

    return !get_message( app, msg, 0, &message, 100 );
}

LONG wait_reply( struct application *app, LONG ret )
{
    LINEMESSAGE message;

    if (ret <= 0) return ret;
    if (!get_message_param( app, LINE_REPLY, 0, ret, &message, PATIENCE ))
    {
        ok( 0, "no LINE_REPLY for request %#lx\n", ret );
        return LINEERR_OPERATIONFAILED;
    }
    return message.dwParam2;
}

BOOL wait_state( struct application *app, HCALL call, DWORD state )
{
    LINEMESSAGE message;

    return get_message_param( app, LINE_CALLSTATE, (DWORD)(ULONG_PTR)call, state, &message, PATIENCE );
}

/* ---- the fixture ----------------------------------------------------------------------------------------------- */

DWORD command( struct application *app, HLINE line, DWORD address, HCALL call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3,
               const WCHAR *text )
{
    struct testtsp_command params = { TESTTSP_MAGIC, code, { arg0, arg1, arg2, arg3 } };
    LONG ret;

    if (text) wcsncpy( params.text, text, ARRAY_SIZE(params.text) - 1 );
    ret = wait_reply( app, lineDevSpecific( line, address, call, &params, sizeof(params) ) );
    ok( !ret, "command %lu: %#lx\n", code, ret );
    return params.result[0];
}

DWORD count_calls( struct application *app, HLINE line, const char *function, struct testtsp_record *last )
{
    static char buffer[sizeof(struct testtsp_records) + 400 * sizeof(struct testtsp_record)];
    struct testtsp_records *records = (struct testtsp_records *)buffer;
    DWORD i, count = 0;
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    records->command.magic = TESTTSP_MAGIC;
    records->command.code = TESTTSP_RECORDS;
    ret = wait_reply( app, lineDevSpecific( line, 0, 0, records, sizeof(buffer) ) );
    ok( !ret, "records: %#lx\n", ret );
    for (i = 0; i < records->command.result[1]; i++)
    {
        if (strcmp( records->records[i].function, function )) continue;
        if (last) *last = records->records[i];
        count++;
    }
    return count;
}

DWORD ring( struct application *app, HLINE line, DWORD address, DWORD media_mode, const WCHAR *caller )
{
    return command( app, line, address, 0, TESTTSP_RING, media_mode, 0, 0, 0, caller );
}

HCALL make_call( struct application *app, HLINE line, const WCHAR *number )
{
    HCALL call = 0;
    LONG ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, NULL ) );

    ok( !ret, "lineMakeCall: %#lx\n", ret );
    if (ret) return 0;
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED ), "the call is not connected\n" );
    return call;
}

void drop_and_deallocate( struct application *app, HCALL call )
{
    LONG ret = wait_reply( app, lineDrop( call, NULL, 0 ) );

    ok( !ret, "lineDrop: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_IDLE ), "no IDLE after lineDrop\n" );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
}
