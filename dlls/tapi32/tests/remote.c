/*
 * An application in another process, which does what the test tells it.
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

struct request
{
    DWORD          op;
    DWORD          args[3];
    WCHAR          text[64];
};

/* ---- the other process ------------------------------------------------------------------------------------------- */

static struct app remote_app;
static HLINE remote_line;
static HANDLE remote_port;

remote_function remote_own;

/* The handle for the data of a call: a LINECALLSELECT_CALL id of class comm/datamodem is { handle, port name }. */
static LONG get_port( HCALL call )
{
    union { VARSTRING id; char buffer[512]; } u;
    LONG ret;

    if (remote_port) return 0;
    u.id.dwTotalSize = sizeof(u);
    if ((ret = lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, &u.id, L"comm/datamodem" ))) return ret;
    remote_port = *(HANDLE *)(u.buffer + u.id.dwStringOffset);
    return 0;
}

static LONG transfer( BOOL write, void *data, DWORD size )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    DWORD done = 0, total = 0;
    BOOL ret = TRUE;

    while (ret && total < size)
    {
        ret = write ? WriteFile( remote_port, (char *)data + total, size - total, NULL, &overlapped ) :
                      ReadFile( remote_port, (char *)data + total, size - total, NULL, &overlapped );
        if (!ret && GetLastError() != ERROR_IO_PENDING) break;
        if (!ret && WaitForSingleObject( overlapped.hEvent, PATIENCE )) break;
        ret = GetOverlappedResult( remote_port, &overlapped, &done, FALSE );
        total += done;
    }
    CloseHandle( overlapped.hEvent );
    return total == size ? 0 : ERR( OPERATIONFAILED );
}

static LONG data( const struct request *request, struct remote_reply *reply )
{
    char bytes[64];
    DWORD i, len = request->args[1];
    LONG ret = get_port( (HCALL)(ULONG_PTR)request->args[0] );

    if (ret) return ret;
    if (request->op == REMOTE_WRITE)
    {
        for (len = 0; request->text[len]; len++) bytes[len] = request->text[len];
        return transfer( TRUE, bytes, len );
    }
    ret = transfer( FALSE, bytes, len );
    for (i = 0; !ret && i < len; i++) reply->text[i] = bytes[i];
    return ret;
}

static LONG status( HCALL call, struct remote_reply *reply )
{
    union { LINECALLSTATUS status; char buffer[1024]; } u = { { sizeof(u) } };
    LONG ret = lineGetCallStatus( call, &u.status );

    reply->values[0] = u.status.dwCallState;
    reply->values[1] = u.status.dwCallPrivilege;
    return ret;
}

static LONG info( HCALL call, struct remote_reply *reply )
{
    union { LINECALLINFO info; char buffer[4096]; } u = { { sizeof(u) } };
    LONG ret = lineGetCallInfoW( call, &u.info );

    reply->values[0] = u.info.dwNumOwners;
    reply->values[1] = u.info.dwNumMonitors;
    reply->values[2] = u.info.dwMediaMode;
    return ret;
}

static LONG new_calls( struct remote_reply *reply )
{
    union { LINECALLLIST list; char buffer[1024]; } u = { { sizeof(u) } };
    LONG ret = lineGetNewCalls( remote_line, 0, LINECALLSELECT_LINE, &u.list );

    reply->values[0] = u.list.dwCallsNumEntries;
    if (!ret && reply->values[0]) reply->values[1] = *(DWORD *)(u.buffer + u.list.dwCallsOffset);
    return ret;
}

static LONG make_call( const WCHAR *number, struct remote_reply *reply )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( &remote_app, lineMakeCallW( remote_line, &call, number, 0, &params ) );
    reply->values[0] = H( call );
    return ret;
}

static LONG get_request( struct remote_reply *reply )
{
    LINEREQMAKECALLW call;
    LONG ret = lineGetRequestW( remote_app.handle, LINEREQUESTMODE_MAKECALL, &call );

    if (!ret) wcsncpy( reply->text, call.szDestAddress, ARRAY_SIZE(reply->text) - 1 );
    return ret;
}

static LONG perform( const struct request *request, struct remote_reply *reply )
{
    HCALL call = (HCALL)(ULONG_PTR)request->args[0];
    WCHAR file[MAX_PATH];
    LINEEXTENSIONID extension;
    LINEMESSAGE msg;
    DWORD version;
    LONG ret;

    switch (request->op)
    {
    case REMOTE_OPEN:
        ret = lineNegotiateAPIVersion( remote_app.handle, request->args[0], NEWEST, NEWEST, &version, &extension );
        if (!ret) ret = lineOpenW( remote_app.handle, request->args[0], &remote_line, NEWEST, 0, 0x5678, request->args[1],
                                   request->args[2], NULL );
        reply->values[0] = H( remote_line );
        return ret;
    case REMOTE_CLOSE:
        return lineClose( remote_line );
    case REMOTE_WAIT:
        if (!wait_message( &remote_app, request->args[0], request->args[1], request->args[2], &msg )) return ERR( OPERATIONFAILED );
        reply->values[0] = msg.hDevice;
        reply->values[1] = msg.dwParam1;
        reply->values[2] = msg.dwParam2;
        reply->values[3] = msg.dwParam3;
        return 0;
    case REMOTE_MAKE_CALL:
        return make_call( request->text, reply );
    case REMOTE_ANSWER:
        return wait_reply( &remote_app, lineAnswer( call, NULL, 0 ) );
    case REMOTE_DROP:
        return wait_reply( &remote_app, lineDrop( call, NULL, 0 ) );
    case REMOTE_DEALLOCATE:
        return lineDeallocateCall( call );
    case REMOTE_HANDOFF:
        return lineHandoffW( call, request->text[0] ? request->text : NULL, request->args[1] );
    case REMOTE_SET_PRIVILEGE:
        return lineSetCallPrivilege( call, request->args[1] );
    case REMOTE_STATUS:
        return status( call, reply );
    case REMOTE_INFO:
        return info( call, reply );
    case REMOTE_NEW_CALLS:
        return new_calls( reply );
    case REMOTE_PRIORITY:
        GetModuleFileNameW( NULL, file, ARRAY_SIZE(file) );
        return lineSetAppPriorityW( wcsrchr( file, '\\' ) + 1, request->args[0], NULL, 0, NULL, request->args[1] );
    case REMOTE_WRITE:
    case REMOTE_READ:
        return data( request, reply );
    case REMOTE_REGISTER:
        return lineRegisterRequestRecipient( remote_app.handle, request->args[0], request->args[1], request->args[2] );
    case REMOTE_GET_REQUEST:
        return get_request( reply );
    case REMOTE_REQUEST_CALL:
        return tapiRequestMakeCallW( request->text, NULL, NULL, NULL );
    case REMOTE_PHONE_OPEN:
    case REMOTE_PHONE_CLOSE:
    case REMOTE_PHONE_LAMP:
    case REMOTE_PHONE_WAIT:
        return phone_perform( request->op, request->args, reply );
    case REMOTE_EXIT:
        return 0;
    default:
        if (remote_own) return remote_own( &remote_app, remote_line, request->op, request->args, reply );
    }
    return ERR( INVALPARAM );
}

void remote_main(void)
{
    struct remote_reply reply;
    struct request request;
    HANDLE from, to;
    DWORD size;
    char **argv;

    if (winetest_get_mainargs( &argv ) < 5 || strcmp( argv[2], "remote" )) return;
    from = (HANDLE)(ULONG_PTR)strtoul( argv[3], NULL, 0 );
    to = (HANDLE)(ULONG_PTR)strtoul( argv[4], NULL, 0 );
    app_begin( &remote_app, "remote test" );
    while (ReadFile( from, &request, sizeof(request), &size, NULL ) && size == sizeof(request))
    {
        memset( &reply, 0, sizeof(reply) );
        reply.result = perform( &request, &reply );
        WriteFile( to, &reply, sizeof(reply), &size, NULL );
        if (request.op == REMOTE_EXIT) ExitProcess( winetest_get_failures() );
    }
    app_end( &remote_app );
    ExitProcess( winetest_get_failures() );
}

/* ---- the test itself --------------------------------------------------------------------------------------------- */

/* The program under another name, in the folder for such files. */
static BOOL copy_program( struct remote *remote, const WCHAR *file )
{
    WCHAR folder[MAX_PATH], own[MAX_PATH];

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    GetTempPathW( ARRAY_SIZE(folder), folder );
    swprintf( remote->path, ARRAY_SIZE(remote->path), L"%ls%ls", folder, file );
    return CopyFileW( own, remote->path, FALSE );
}

BOOL remote_begin( struct remote *remote, const char *unit, const WCHAR *file )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup) };
    WCHAR program[MAX_PATH], line[3 * MAX_PATH];
    HANDLE their_from, their_to;
    BOOL ret;

    memset( remote, 0, sizeof(*remote) );
    GetModuleFileNameW( NULL, program, ARRAY_SIZE(program) );
    if (file)
    {
        ret = copy_program( remote, file );
        ok( ret, "cannot copy the program (error %lu)\n", GetLastError() );
        if (!ret) return FALSE;
        wcscpy( program, remote->path );
    }
    wcscpy( remote->file, wcsrchr( program, '\\' ) + 1 );
    CreatePipe( &their_from, &remote->to, &inherit, 0 );
    CreatePipe( &remote->from, &their_to, &inherit, 0 );
    SetHandleInformation( remote->to, HANDLE_FLAG_INHERIT, 0 );
    SetHandleInformation( remote->from, HANDLE_FLAG_INHERIT, 0 );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" %hs remote %lu %lu", program, unit, H( their_from ), H( their_to ) );
    ret = CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &remote->process );
    ok( ret, "cannot start %s (error %lu)\n", wine_dbgstr_w( line ), GetLastError() );
    CloseHandle( their_from );
    CloseHandle( their_to );
    return ret;
}

LONG remote_do( struct remote *remote, DWORD op, DWORD arg0, DWORD arg1, DWORD arg2, const WCHAR *text )
{
    struct request request = { op, { arg0, arg1, arg2 } };
    DWORD size;

    memset( &remote->reply, 0, sizeof(remote->reply) );
    if (text) wcsncpy( request.text, text, ARRAY_SIZE(request.text) - 1 );
    if (!WriteFile( remote->to, &request, sizeof(request), &size, NULL ) ||
        !ReadFile( remote->from, &remote->reply, sizeof(remote->reply), &size, NULL ) || size != sizeof(remote->reply))
    {
        ok( 0, "the other process is gone\n" );
        return ERR( OPERATIONFAILED );
    }
    return remote->reply.result;
}

static void remote_close( struct remote *remote )
{
    unsigned int i;

    CloseHandle( remote->to );
    CloseHandle( remote->from );
    CloseHandle( remote->process.hThread );
    CloseHandle( remote->process.hProcess );
    /* the file may be in use for a little longer than the process */
    for (i = 0; remote->path[0] && i < 50 && !DeleteFileW( remote->path ); i++) Sleep( 20 );
}

void remote_kill( struct remote *remote )
{
    TerminateProcess( remote->process.hProcess, 1 );
    WaitForSingleObject( remote->process.hProcess, PATIENCE );
    remote_close( remote );
}

void remote_end( struct remote *remote )
{
    CloseHandle( remote->to );
    remote->to = NULL;
    wait_child_process( remote->process.hProcess );
    remote_close( remote );
}
