/*
 * Agent functions: what applications ask, and what the agent server of another process answers.
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

#include "agents.h"

static const GUID sales = { 0x5a1e5000, 0x0001, 0x4acd, { 0x80, 0, 0, 0, 0, 0, 0, 1 } };
static const GUID support = { 0x5a1e5000, 0x0002, 0x4acd, { 0x80, 0, 0, 0, 0, 0, 0, 2 } };

#define AGENT( handle )    ((HAGENT)(ULONG_PTR)(handle))
#define SESSION( handle )  ((HAGENTSESSION)(ULONG_PTR)(handle))

static struct app app;
static DWORD device;

/* ---- every function ------------------------------------------------------------------------------------------------ */

#define ASK( name, ... )  static LONG ask_##name( HLINE line, DWORD address, void *buffer ) { return name( __VA_ARGS__ ); }

static GUID group = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };

ASK( lineSetAgentGroup, line, address, NULL )
ASK( lineSetAgentState, line, address, LINEAGENTSTATE_READY, 0 )
ASK( lineSetAgentActivity, line, address, 1 )
ASK( lineGetAgentStatusA, line, address, buffer )
ASK( lineGetAgentStatusW, line, address, buffer )
ASK( lineAgentSpecific, line, address, 0, buffer, 16 )
ASK( lineGetAgentActivityListA, line, address, buffer )
ASK( lineGetAgentActivityListW, line, address, buffer )
ASK( lineGetAgentGroupListA, line, address, buffer )
ASK( lineGetAgentGroupListW, line, address, buffer )
ASK( lineCreateAgentA, line, NULL, NULL, buffer )
ASK( lineCreateAgentW, line, NULL, NULL, buffer )
ASK( lineSetAgentMeasurementPeriod, line, AGENT( 1 ), 60 )
ASK( lineGetAgentInfo, line, AGENT( 1 ), buffer )
ASK( lineCreateAgentSessionA, line, AGENT( 1 ), NULL, address, &group, buffer )
ASK( lineCreateAgentSessionW, line, AGENT( 1 ), NULL, address, &group, buffer )
ASK( lineGetAgentSessionList, line, AGENT( 1 ), buffer )
ASK( lineSetAgentSessionState, line, SESSION( 1 ), LINEAGENTSESSIONSTATE_READY, 0 )
ASK( lineGetAgentSessionInfo, line, SESSION( 1 ), buffer )
ASK( lineGetQueueListA, line, &group, buffer )
ASK( lineGetQueueListW, line, &group, buffer )
ASK( lineSetQueueMeasurementPeriod, line, 1, 60 )
ASK( lineGetQueueInfo, line, 1, buffer )
ASK( lineGetGroupListA, line, buffer )
ASK( lineGetGroupListW, line, buffer )
ASK( lineSetAgentStateEx, line, AGENT( 1 ), LINEAGENTSTATEEX_READY, 0 )

#define CALL( name, kind, version, address )  { #name, LINEPROXYREQUEST_##kind, version, address, ask_##name }

static const struct agent_call functions[] =
{
    CALL( lineSetAgentGroup, SETAGENTGROUP, V2_0, TRUE ),
    CALL( lineSetAgentState, SETAGENTSTATE, V2_0, TRUE ),
    CALL( lineSetAgentActivity, SETAGENTACTIVITY, V2_0, TRUE ),
    CALL( lineGetAgentStatusA, GETAGENTSTATUS, V2_0, TRUE ),
    CALL( lineGetAgentStatusW, GETAGENTSTATUS, V2_0, TRUE ),
    CALL( lineAgentSpecific, AGENTSPECIFIC, V2_0, TRUE ),
    CALL( lineGetAgentActivityListA, GETAGENTACTIVITYLIST, V2_0, TRUE ),
    CALL( lineGetAgentActivityListW, GETAGENTACTIVITYLIST, V2_0, TRUE ),
    CALL( lineGetAgentGroupListA, GETAGENTGROUPLIST, V2_0, TRUE ),
    CALL( lineGetAgentGroupListW, GETAGENTGROUPLIST, V2_0, TRUE ),
    CALL( lineCreateAgentA, CREATEAGENT, V2_2, FALSE ),
    CALL( lineCreateAgentW, CREATEAGENT, V2_2, FALSE ),
    CALL( lineSetAgentMeasurementPeriod, SETAGENTMEASUREMENTPERIOD, V2_2, FALSE ),
    CALL( lineGetAgentInfo, GETAGENTINFO, V2_2, FALSE ),
    CALL( lineCreateAgentSessionA, CREATEAGENTSESSION, V2_2, TRUE ),
    CALL( lineCreateAgentSessionW, CREATEAGENTSESSION, V2_2, TRUE ),
    CALL( lineGetAgentSessionList, GETAGENTSESSIONLIST, V2_2, FALSE ),
    CALL( lineSetAgentSessionState, SETAGENTSESSIONSTATE, V2_2, FALSE ),
    CALL( lineGetAgentSessionInfo, GETAGENTSESSIONINFO, V2_2, FALSE ),
    CALL( lineGetQueueListA, GETQUEUELIST, V2_2, FALSE ),
    CALL( lineGetQueueListW, GETQUEUELIST, V2_2, FALSE ),
    CALL( lineSetQueueMeasurementPeriod, SETQUEUEMEASUREMENTPERIOD, V2_2, FALSE ),
    CALL( lineGetQueueInfo, GETQUEUEINFO, V2_2, FALSE ),
    CALL( lineGetGroupListA, GETGROUPLIST, V2_2, FALSE ),
    CALL( lineGetGroupListW, GETGROUPLIST, V2_2, FALSE ),
    CALL( lineSetAgentStateEx, SETAGENTSTATEEX, V2_2, FALSE ),
};

static void test_uninitialized(void)
{
    union buffer buffer;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        winetest_push_context( "%s", functions[i].name );
        ok_ret( functions[i].ask( (HLINE)(ULONG_PTR)1, 0, prepare( &buffer, 1024 ) ), LINEERR_UNINITIALIZED );
        winetest_pop_context();
    }
    ok_ret( lineGetAgentCapsW( (HLINEAPP)(ULONG_PTR)1, 0, 0, V2_2, prepare( &buffer, 1024 ) ), LINEERR_UNINITIALIZED );
    ok_ret( lineGetProxyStatus( (HLINEAPP)(ULONG_PTR)1, 0, V2_2, prepare( &buffer, 1024 ) ), LINEERR_UNINITIALIZED );
    ok_ret( lineProxyMessage( (HLINE)(ULONG_PTR)1, 0, LINE_AGENTSTATUS, 0, 1, 0 ), LINEERR_UNINITIALIZED );
    ok_ret( lineProxyResponse( (HLINE)(ULONG_PTR)1, NULL, 0 ), LINEERR_UNINITIALIZED );
}

/* Nobody serves them, the line's version does not have them, or something in them is wrong. */
static void test_refusals(void)
{
    HLINE old = open_line( &app, device, V1_4, LINECALLPRIVILEGE_NONE, 0 ), v2_0 = open_line( &app, device, V2_0, LINECALLPRIVILEGE_NONE, 0 );
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), proxy;
    union buffer buffer;
    unsigned int i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        const struct agent_call *call = &functions[i];
        DWORD other = call->kind == LINEPROXYREQUEST_SETAGENTGROUP ? LINEPROXYREQUEST_SETAGENTSTATE : LINEPROXYREQUEST_SETAGENTGROUP;

        winetest_push_context( "%s", call->name );
        ok_ret( call->ask( (HLINE)(ULONG_PTR)0xbad, 0, prepare( &buffer, 1024 ) ), LINEERR_INVALLINEHANDLE );
        ok_ret( call->ask( line, 0, prepare( &buffer, 1024 ) ), LINEERR_OPERATIONUNAVAIL );
        ok_ret( open_proxy_for( &app, device, V2_2, LINECALLPRIVILEGE_NONE, &other, 1, &proxy ), 0 );
        ok_ret( call->ask( line, 0, prepare( &buffer, 1024 ) ), LINEERR_OPERATIONUNAVAIL );
        ok_ret( lineClose( proxy ), 0 );
        winetest_pop_context();
    }
    proxy = open_proxy( &app, device, V2_2 );
    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        const struct agent_call *call = &functions[i];

        winetest_push_context( "%s", call->name );
        ok_ret( call->ask( old, 0, prepare( &buffer, 1024 ) ), LINEERR_OPERATIONUNAVAIL );
        if (call->version > V2_0) ok_ret( call->ask( v2_0, 0, prepare( &buffer, 1024 ) ), LINEERR_OPERATIONUNAVAIL );
        if (call->address) ok_ret( call->ask( line, 2, prepare( &buffer, 1024 ) ), LINEERR_INVALADDRESSID );
        winetest_pop_context();
    }

    /* what is dereferenced */
    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        const struct agent_call *call = &functions[i];
        BOOL takes_buffer = strstr( call->name, "Get" ) || strstr( call->name, "Create" ) || strstr( call->name, "Specific" );

        if (!takes_buffer) continue;
        winetest_push_context( "%s", call->name );
        ok_ret( call->ask( line, 0, NULL ), LINEERR_INVALPOINTER );
        ok_ret( call->ask( line, 0, (void *)(ULONG_PTR)0x10 ), LINEERR_INVALPOINTER );
        if (strstr( call->name, "Get" )) ok_ret( call->ask( line, 0, prepare( &buffer, 23 ) ), LINEERR_STRUCTURETOOSMALL );
        winetest_pop_context();
    }
    ok_ret( lineGetQueueListW( line, NULL, prepare( &buffer, 1024 ) ), LINEERR_INVALPOINTER );
    ok_ret( lineCreateAgentSessionW( line, AGENT( 1 ), NULL, 0, NULL, (HAGENTSESSION *)&buffer ), LINEERR_INVALPOINTER );
    ok_ret( lineCreateAgentA( line, (char *)(ULONG_PTR)0x10, NULL, (HAGENT *)&buffer ), LINEERR_INVALPOINTER );
    ok_ret( lineSetAgentGroup( line, 0, (LINEAGENTGROUPLIST *)(ULONG_PTR)0x10 ), LINEERR_INVALPOINTER );
    ok_ret( lineSetAgentGroup( line, 0, prepare( &buffer, 23 ) ), LINEERR_STRUCTURETOOSMALL );
    prepare( &buffer, 100 );
    buffer.groups.dwNumEntries = 4;
    buffer.groups.dwListSize = 3 * sizeof(LINEAGENTGROUPENTRY);
    buffer.groups.dwListOffset = sizeof(LINEAGENTGROUPLIST);
    ok_ret( lineSetAgentGroup( line, 0, &buffer.groups ), LINEERR_INVALPARAM );
    buffer.groups.dwListSize = 4 * sizeof(LINEAGENTGROUPENTRY);
    ok_ret( lineSetAgentGroup( line, 0, &buffer.groups ), LINEERR_INVALPARAM );

    /* values */
    ok_ret( lineSetAgentState( line, 0, 0, 0 ), LINEERR_INVALAGENTSTATE );
    ok_ret( lineSetAgentState( line, 0, LINEAGENTSTATE_READY | LINEAGENTSTATE_NOTREADY, 0 ), LINEERR_INVALAGENTSTATE );
    ok_ret( lineSetAgentState( line, 0, 0, 0x400 ), LINEERR_INVALAGENTSTATE );
    ok_ret( lineSetAgentStateEx( line, AGENT( 1 ), 0, 0 ), LINEERR_INVALAGENTSTATE );
    ok_ret( lineSetAgentStateEx( line, AGENT( 1 ), 0x80, 0 ), LINEERR_INVALAGENTSTATE );
    ok_ret( lineSetAgentStateEx( line, 0, LINEAGENTSTATEEX_READY, 0 ), LINEERR_INVALAGENTID );
    ok_ret( lineSetAgentSessionState( line, SESSION( 1 ), 0, 0 ), LINEERR_INVALAGENTSESSIONSTATE );
    ok_ret( lineSetAgentSessionState( line, SESSION( 1 ), 3, 0 ), LINEERR_INVALAGENTSESSIONSTATE );
    ok_ret( lineSetAgentSessionState( line, 0, LINEAGENTSESSIONSTATE_READY, 0 ), LINEERR_INVALPARAM );
    ok_ret( lineSetAgentMeasurementPeriod( line, AGENT( 1 ), 0 ), LINEERR_INVALPARAM );
    ok_ret( lineSetQueueMeasurementPeriod( line, 1, 0 ), LINEERR_INVALPARAM );
    ok_ret( lineGetAgentInfo( line, 0, prepare( &buffer, 1024 ) ), LINEERR_INVALAGENTID );

    /* lineGetAgentCaps takes a device */
    ok_ret( lineGetAgentCapsW( (HLINEAPP)(ULONG_PTR)0xbad, device, 0, V2_2, prepare( &buffer, 1024 ) ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineGetAgentCapsW( app.handle, app.lines, 0, V2_2, prepare( &buffer, 1024 ) ), LINEERR_BADDEVICEID );
    ok_ret( lineGetAgentCapsW( app.handle, device, 2, V2_2, prepare( &buffer, 1024 ) ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetAgentCapsW( app.handle, device, 0, V1_4, prepare( &buffer, 1024 ) ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetAgentCapsW( app.handle, device, 0, 0x00020003, prepare( &buffer, 1024 ) ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetAgentCapsW( app.handle, device, 0, V2_2, prepare( &buffer, sizeof(LINEAGENTCAPS) - 1 ) ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( lineGetAgentCapsA( app.handle, device, 0, V2_0, prepare( &buffer, 55 ) ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( lineGetAgentCapsA( app.handle, device, 0, V2_0, NULL ), LINEERR_INVALPOINTER );
    /* none of all these came through */
    ok( !have_message( &app, LINE_PROXYREQUEST, ANY, ANY, NULL ), "a request that was refused reached the proxy\n" );
    ok_ret( lineClose( proxy ), 0 );
    ret = lineGetAgentCapsW( app.handle, device, 0, V2_2, prepare( &buffer, 1024 ) );
    ok_ret( ret, LINEERR_OPERATIONUNAVAIL );
    ok_ret( lineClose( line ), 0 );
    ok_ret( lineClose( v2_0 ), 0 );
    ok_ret( lineClose( old ), 0 );
}

/* Each becomes a request of its kind, and whatever error the proxy answers is the application's. */
static void test_kinds(void)
{
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), proxy = open_proxy( &app, device, V2_2 );
    LINEPROXYREQUEST *request;
    union buffer buffer;
    unsigned int i;
    LONG id;

    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        winetest_push_context( "%s", functions[i].name );
        id = functions[i].ask( line, 0, prepare( &buffer, 1024 ) );
        ok( id > 0, "returned %#lx\n", id );
        if ((request = next_request( &app, proxy )))
        {
            ok( request->dwRequestType == functions[i].kind, "request type %lu\n", request->dwRequestType );
            ok( request->dwClientAppAPIVersion == NEWEST, "version %#lx\n", request->dwClientAppAPIVersion );
            ok_ret( lineProxyResponse( proxy, request, LINEERR_INVALPASSWORD ), 0 );
            ok_ret( wait_reply( &app, id ), LINEERR_INVALPASSWORD );
            ok_guarded( &buffer, 1024 );
        }
        winetest_pop_context();
    }
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* ---- the sample agent server --------------------------------------------------------------------------------------- */

static PROCESS_INFORMATION server;
static HANDLE to_server, from_server;

/* One line that the server says. */
static BOOL server_says( const char *expected )
{
    char text[200] = "";
    DWORD used = 0, size;

    while (used < sizeof(text) - 1 && ReadFile( from_server, text + used, 1, &size, NULL ) && size && text[used] != '\n') used++;
    while (used && (text[used] == '\n' || text[used] == '\r')) text[used--] = 0;
    if (!strcmp( text, expected )) return TRUE;
    trace( "the agent server says \"%s\"\n", text );
    return FALSE;
}

/* The program lies where the build installs it. */
static BOOL server_begin( const WCHAR *options )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup), .dwFlags = STARTF_USESTDHANDLES };
    WCHAR own[MAX_PATH], program[MAX_PATH + 100], line[MAX_PATH + 400], *slash;
    HANDLE in, out;
    BOOL ret;

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    *wcsrchr( own, '\\' ) = 0;
    if (!(slash = wcsrchr( own, '\\' ))) return FALSE;
    swprintf( program, ARRAY_SIZE(program), L"%.*ls\\..\\stage\\lib\\wine-telephony%ls\\acdproxy.exe", (int)(slash - own), own, slash );
    if (GetFileAttributesW( program ) == INVALID_FILE_ATTRIBUTES)
        swprintf( program, ARRAY_SIZE(program), L"%ls\\acdproxy.exe", own );
    CreatePipe( &in, &to_server, &inherit, 0 );
    CreatePipe( &from_server, &out, &inherit, 0 );
    SetHandleInformation( to_server, HANDLE_FLAG_INHERIT, 0 );
    SetHandleInformation( from_server, HANDLE_FLAG_INHERIT, 0 );
    startup.hStdInput = in;
    startup.hStdOutput = out;
    startup.hStdError = GetStdHandle( STD_ERROR_HANDLE );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" --stdin %ls", program, options );
    ret = CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &server );
    ok( ret, "cannot start %s (error %lu)\n", wine_dbgstr_w( line ), GetLastError() );
    CloseHandle( in );
    CloseHandle( out );
    if (ret && !server_says( "ready" ))
    {
        ok( 0, "the agent server is not ready\n" );
        ret = FALSE;
    }
    return ret;
}

static void server_end(void)
{
    CloseHandle( to_server );
    wait_child_process( server.hProcess );
    CloseHandle( server.hProcess );
    CloseHandle( server.hThread );
    CloseHandle( from_server );
}

static const WCHAR *text_at( const void *structure, DWORD size, DWORD offset )
{
    return size ? (const WCHAR *)((const char *)structure + offset) : L"(none)";
}

static void check_caps( HLINE line )
{
    static const WCHAR name[] = L"Wine Telephony sample ACD";
    union buffer buffer;

    prepare( &buffer, 1000 );
    ok_ret( wait_reply( &app, lineGetAgentCapsW( app.handle, device, 0, V2_2, &buffer.caps ) ), 0 );
    ok_guarded( &buffer, 1000 );
    ok( !wcscmp( text_at( &buffer, buffer.caps.dwAgentHandlerInfoSize, buffer.caps.dwAgentHandlerInfoOffset ), name ), "another name\n" );
    ok( buffer.caps.dwNumAgentExtensionIDs == 1 && buffer.caps.dwAgentExtensionIDListSize == 16, "%lu extensions\n", buffer.caps.dwNumAgentExtensionIDs );
    ok( buffer.caps.dwNeededSize == buffer.caps.dwUsedSize && buffer.caps.dwUsedSize < 200, "needed %lu, used %lu\n",
        buffer.caps.dwNeededSize, buffer.caps.dwUsedSize );
    ok( buffer.caps.ProxyGUID.Data1 == 0x5a1e5000, "ProxyGUID %#lx\n", buffer.caps.ProxyGUID.Data1 );

    /* as a program of 2.0 sees it: without ProxyGUID, the strings right behind */
    prepare( &buffer, 1000 );
    ok_ret( wait_reply( &app, lineGetAgentCapsW( app.handle, device, 0, V2_0, &buffer.caps ) ), 0 );
    ok( buffer.caps.dwAgentHandlerInfoOffset == FIELD_OFFSET( LINEAGENTCAPS, ProxyGUID ), "offset %lu\n", buffer.caps.dwAgentHandlerInfoOffset );
    prepare( &buffer, 1000 );
    ok_ret( wait_reply( &app, lineGetAgentCapsA( app.handle, device, 0, V2_2, &buffer.caps ) ), 0 );
    ok( !strcmp( (char *)buffer.bytes + buffer.caps.dwAgentHandlerInfoOffset, "Wine Telephony sample ACD" ), "another name\n" );
    ok( buffer.caps.dwAgentHandlerInfoSize == 26, "size %lu\n", buffer.caps.dwAgentHandlerInfoSize );

    /* what does not fit is left out, and asked for */
    prepare( &buffer, sizeof(LINEAGENTCAPS) );
    ok_ret( wait_reply( &app, lineGetAgentCapsW( app.handle, device, 0, V2_2, &buffer.caps ) ), 0 );
    ok_guarded( &buffer, sizeof(LINEAGENTCAPS) );
    ok( buffer.caps.dwUsedSize == sizeof(LINEAGENTCAPS) && buffer.caps.dwNeededSize >= sizeof(LINEAGENTCAPS) + 52 + 16,
        "used %lu, needed %lu\n", buffer.caps.dwUsedSize, buffer.caps.dwNeededSize );
    ok( !buffer.caps.dwAgentHandlerInfoSize, "half a name\n" );
    prepare( &buffer, sizeof(LINEAGENTCAPS) + 44 );
    ok_ret( wait_reply( &app, lineGetAgentCapsA( app.handle, device, 0, V2_2, &buffer.caps ) ), 0 );
    ok_guarded( &buffer, sizeof(LINEAGENTCAPS) + 44 );
    ok( buffer.caps.dwAgentHandlerInfoSize == 26, "ANSI text fits where Unicode text does not: size %lu\n", buffer.caps.dwAgentHandlerInfoSize );
}

static void check_group_list( const union buffer *buffer, BOOL ansi, DWORD count )
{
    static const char *const names[] = { "Sales", "Support" };
    const LINEAGENTGROUPENTRY *entry = (const void *)(buffer->bytes + buffer->groups.dwListOffset);
    DWORD i;

    ok( buffer->groups.dwNumEntries == count && buffer->groups.dwListSize == count * sizeof(*entry), "%lu entries, %lu bytes\n",
        buffer->groups.dwNumEntries, buffer->groups.dwListSize );
    for (i = 0; i < count && i < buffer->groups.dwNumEntries; i++)
    {
        WCHAR wide[20];

        swprintf( wide, ARRAY_SIZE(wide), L"%hs", names[i] );
        ok( !memcmp( &entry[i].GroupID, i ? &support : &sales, sizeof(GUID) ), "another group\n" );
        if (ansi) ok( !strcmp( (const char *)buffer->bytes + entry[i].dwNameOffset, names[i] ), "another name\n" );
        else ok( !wcscmp( text_at( buffer, entry[i].dwNameSize, entry[i].dwNameOffset ), wide ), "another name\n" );
    }
}

static void check_lists( HLINE line )
{
    const LINEAGENTACTIVITYENTRY *activity;
    const LINEQUEUEENTRY *queue;
    union buffer buffer;
    GUID group = sales;

    ok_ret( wait_reply( &app, lineGetGroupListW( line, prepare( &buffer, 1000 ) ) ), 0 );
    check_group_list( &buffer, FALSE, 2 );
    ok_guarded( &buffer, 1000 );
    ok_ret( wait_reply( &app, lineGetGroupListA( line, prepare( &buffer, 1000 ) ) ), 0 );
    check_group_list( &buffer, TRUE, 2 );
    ok_ret( wait_reply( &app, lineGetAgentGroupListW( line, 0, prepare( &buffer, 1000 ) ) ), 0 );
    check_group_list( &buffer, FALSE, 2 );
    ok_ret( wait_reply( &app, lineGetAgentGroupListA( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    check_group_list( &buffer, TRUE, 2 );
    ok_guarded( &buffer, 1000 );

    ok_ret( wait_reply( &app, lineGetAgentActivityListW( line, 0, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    activity = (const void *)(buffer.bytes + buffer.activities.dwListOffset);
    ok( buffer.activities.dwNumEntries == 3, "%lu activities\n", buffer.activities.dwNumEntries );
    ok( activity[2].dwID == 2 && !wcscmp( text_at( &buffer, activity[2].dwNameSize, activity[2].dwNameOffset ), L"Break" ), "another activity\n" );
    ok_ret( wait_reply( &app, lineGetAgentActivityListA( line, 0, prepare( &buffer, 1000 ) ) ), 0 );
    activity = (const void *)(buffer.bytes + buffer.activities.dwListOffset);
    ok( !strcmp( (char *)buffer.bytes + activity[1].dwNameOffset, "Paperwork" ), "another activity\n" );

    ok_ret( wait_reply( &app, lineGetQueueListW( line, &group, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    queue = (const void *)(buffer.bytes + buffer.queues.dwListOffset);
    ok( buffer.queues.dwNumEntries == 1 && queue->dwQueueID == 1, "%lu queues, %lu\n", buffer.queues.dwNumEntries, queue->dwQueueID );
    ok( !wcscmp( text_at( &buffer, queue->dwNameSize, queue->dwNameOffset ), L"Sales queue" ), "another name\n" );
    ok_ret( wait_reply( &app, lineGetQueueListA( line, &group, prepare( &buffer, 1000 ) ) ), 0 );
    queue = (const void *)(buffer.bytes + buffer.queues.dwListOffset);
    ok( !strcmp( (char *)buffer.bytes + queue->dwNameOffset, "Sales queue" ), "another name\n" );
    group.Data1 = 1;
    ok_ret( wait_reply( &app, lineGetQueueListW( line, &group, prepare( &buffer, 1000 ) ) ), LINEERR_INVALAGENTGROUP );
    ok_guarded( &buffer, 1000 );
}

/* The next message of an agent, on a line and about an object. */
static void expect( DWORD id, HLINE line, DWORD object, DWORD param2, DWORD param3 )
{
    LINEMESSAGE msg = { 0 };
    BOOL got = wait_message( &app, id, H( line ), object, &msg );

    ok( got, "no message %lu about %#lx\n", id, object );
    ok( msg.dwParam2 == param2 && msg.dwParam3 == param3, "message %lu: parameters %#lx %#lx, not %#lx %#lx\n", id,
        H( msg.dwParam2 ), H( msg.dwParam3 ), param2, param3 );
    ok( msg.dwCallbackInstance == 0x1234, "callback instance %#lx\n", H( msg.dwCallbackInstance ) );
}

/* Agents of an address, who have no handle. */
static void check_seat( HLINE line )
{
    struct { LINEAGENTGROUPLIST list; LINEAGENTGROUPENTRY entries[2]; } groups = { { sizeof(groups) } };
    union buffer buffer;
    char block[] = "abcdefgh";

    groups.list.dwNumEntries = 1;
    groups.list.dwListSize = sizeof(groups.entries[0]);
    groups.list.dwListOffset = FIELD_OFFSET( typeof(groups), entries );
    memcpy( &groups.entries[0].GroupID, &sales, sizeof(GUID) );
    /* "ignored" */
    groups.entries[0].dwNameSize = groups.entries[0].dwNameOffset = 0xdeadbeef;
    ok_ret( wait_reply( &app, lineSetAgentGroup( line, 0, &groups.list ) ), 0 );
    expect( LINE_AGENTSTATUS, line, 0, LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_STATE, LINEAGENTSTATE_NOTREADY );
    ok_ret( wait_reply( &app, lineSetAgentState( line, 0, LINEAGENTSTATE_READY, LINEAGENTSTATE_WORKINGAFTERCALL ) ), 0 );
    expect( LINE_AGENTSTATUS, line, 0, LINEAGENTSTATUS_STATE | LINEAGENTSTATUS_NEXTSTATE, LINEAGENTSTATE_READY );
    ok_ret( wait_reply( &app, lineSetAgentActivity( line, 0, 1 ) ), 0 );
    /* a state is told with the bit that says so only */
    expect( LINE_AGENTSTATUS, line, 0, LINEAGENTSTATUS_ACTIVITY, 0 );
    ok_ret( wait_reply( &app, lineSetAgentActivity( line, 0, 3 ) ), LINEERR_INVALAGENTACTIVITY );
    ok_ret( wait_reply( &app, lineSetAgentState( line, 0, LINEAGENTSTATE_BUSYACD, 0 ) ), LINEERR_INVALAGENTSTATE );

    ok_ret( wait_reply( &app, lineGetAgentStatusW( line, 0, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    ok( buffer.status.dwState == LINEAGENTSTATE_READY && buffer.status.dwNextState == LINEAGENTSTATE_WORKINGAFTERCALL, "states %#lx %#lx\n",
        buffer.status.dwState, buffer.status.dwNextState );
    ok( buffer.status.dwNumEntries == 1, "%lu groups\n", buffer.status.dwNumEntries );
    ok( !wcscmp( text_at( &buffer, buffer.status.dwActivitySize, buffer.status.dwActivityOffset ), L"Paperwork" ), "another activity\n" );
    ok_ret( wait_reply( &app, lineGetAgentStatusA( line, 0, prepare( &buffer, 1000 ) ) ), 0 );
    ok( !strcmp( (char *)buffer.bytes + buffer.status.dwActivityOffset, "Paperwork" ), "another activity\n" );
    {
        const LINEAGENTGROUPENTRY *entry = (const void *)(buffer.bytes + buffer.status.dwGroupListOffset);
        ok( !strcmp( (char *)buffer.bytes + entry->dwNameOffset, "Sales" ), "another group\n" );
    }
    /* the other address has nobody */
    ok_ret( wait_reply( &app, lineGetAgentStatusW( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    ok( buffer.status.dwState == LINEAGENTSTATE_LOGGEDOFF && !buffer.status.dwNumEntries, "state %#lx\n", buffer.status.dwState );

    groups.entries[0].GroupID.dwGroupID1 = 1;
    ok_ret( wait_reply( &app, lineSetAgentGroup( line, 0, &groups.list ) ), LINEERR_INVALAGENTGROUP );
    ok_ret( wait_reply( &app, lineSetAgentGroup( line, 0, NULL ) ), 0 );
    expect( LINE_AGENTSTATUS, line, 0, LINEAGENTSTATUS_GROUP | LINEAGENTSTATUS_STATE, LINEAGENTSTATE_LOGGEDOFF );

    ok_ret( wait_reply( &app, lineAgentSpecific( line, 0, 0, block, 8 ) ), 0 );
    ok( !strcmp( block, "hgfedcba" ), "the block is \"%s\"\n", block );
    expect( LINE_AGENTSPECIFIC, line, 0, 8, 0 );
    ok_ret( wait_reply( &app, lineAgentSpecific( line, 0, 1, block, 8 ) ), LINEERR_INVALPARAM );
    ok( !strcmp( block, "hgfedcba" ), "an error has changed the block: \"%s\"\n", block );
    ok_ret( wait_reply( &app, lineAgentSpecific( line, 0, 0, NULL, 0 ) ), 0 );
    expect( LINE_AGENTSPECIFIC, line, 0, 0, 0 );
}

/* Agents with handles, their sessions, and the queue. */
static void check_agents( HLINE line )
{
    WCHAR name[] = L"1001", pin[] = L"42", wrong[] = L"43", nobody[] = L"nobody";
    char name_a[] = "1002", pin_a[] = "17";
    HAGENTSESSION session = 0, other_session = 0;
    const LINEAGENTSESSIONENTRY *entry;
    HAGENT agent = 0, other = 0;
    union buffer buffer;
    GUID group = sales;

    ok_ret( wait_reply( &app, lineCreateAgentW( line, name, wrong, &agent ) ), LINEERR_INVALPASSWORD );
    ok( !agent, "agent %#lx\n", H( agent ) );
    ok_ret( wait_reply( &app, lineCreateAgentW( line, nobody, pin, &agent ) ), LINEERR_INVALAGENTID );
    ok_ret( wait_reply( &app, lineCreateAgentW( line, NULL, NULL, &agent ) ), LINEERR_INVALAGENTID );
    ok_ret( wait_reply( &app, lineCreateAgentW( line, name, pin, &agent ) ), 0 );
    ok( !!agent, "no handle\n" );
    expect( LINE_AGENTSTATUSEX, line, H( agent ), LINEAGENTSTATUSEX_NEWAGENT | LINEAGENTSTATUSEX_STATE, LINEAGENTSTATEEX_NOTREADY );
    ok_ret( wait_reply( &app, lineCreateAgentA( line, name_a, pin_a, &other ) ), 0 );
    ok( other && other != agent, "handles %#lx and %#lx\n", H( agent ), H( other ) );

    ok_ret( wait_reply( &app, lineSetAgentMeasurementPeriod( line, agent, 1800 ) ), 0 );
    expect( LINE_AGENTSTATUSEX, line, H( agent ), LINEAGENTSTATUSEX_UPDATEINFO, 0 );
    ok_ret( wait_reply( &app, lineSetAgentStateEx( line, agent, LINEAGENTSTATEEX_READY, 0 ) ), 0 );
    expect( LINE_AGENTSTATUSEX, line, H( agent ), LINEAGENTSTATUSEX_STATE, LINEAGENTSTATEEX_READY );
    ok_ret( wait_reply( &app, lineSetAgentStateEx( line, AGENT( 0xbad ), LINEAGENTSTATEEX_READY, 0 ) ), LINEERR_INVALAGENTID );
    ok_ret( wait_reply( &app, lineGetAgentInfo( line, agent, prepare( &buffer, sizeof(LINEAGENTINFO) ) ) ), 0 );
    ok_guarded( &buffer, sizeof(LINEAGENTINFO) );
    ok( buffer.agent.dwUsedSize == 56 && buffer.agent.dwNeededSize == 56, "used %lu, needed %lu\n", buffer.agent.dwUsedSize, buffer.agent.dwNeededSize );
    ok( buffer.agent.dwAgentState == LINEAGENTSTATEEX_READY && buffer.agent.dwMeasurementPeriod == 1800, "state %#lx, period %lu\n",
        buffer.agent.dwAgentState, buffer.agent.dwMeasurementPeriod );
    ok_ret( wait_reply( &app, lineGetAgentInfo( line, AGENT( 0xbad ), prepare( &buffer, 1000 ) ) ), LINEERR_INVALAGENTID );

    ok_ret( wait_reply( &app, lineCreateAgentSessionW( line, agent, pin, 0, &group, &session ) ), 0 );
    ok( !!session, "no handle\n" );
    expect( LINE_AGENTSESSIONSTATUS, line, H( session ), LINEAGENTSESSIONSTATUS_NEWSESSION | LINEAGENTSESSIONSTATUS_STATE,
            LINEAGENTSESSIONSTATE_NOTREADY );
    ok_ret( wait_reply( &app, lineCreateAgentSessionA( line, other, pin_a, 1, &group, &other_session ) ), 0 );
    ok( other_session && other_session != session, "handles %#lx and %#lx\n", H( session ), H( other_session ) );
    ok_ret( wait_reply( &app, lineCreateAgentSessionW( line, agent, wrong, 0, &group, &other_session ) ), LINEERR_INVALPASSWORD );
    ok_ret( wait_reply( &app, lineSetAgentSessionState( line, session, LINEAGENTSESSIONSTATE_BUSYWRAPUP, LINEAGENTSESSIONSTATE_NOTREADY ) ), 0 );
    expect( LINE_AGENTSESSIONSTATUS, line, H( session ), LINEAGENTSESSIONSTATUS_STATE, LINEAGENTSESSIONSTATE_BUSYWRAPUP );
    ok_ret( wait_reply( &app, lineSetAgentSessionState( line, SESSION( 0xbad ), LINEAGENTSESSIONSTATE_READY, 0 ) ), LINEERR_INVALPARAM );

    ok_ret( wait_reply( &app, lineGetAgentSessionList( line, agent, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    entry = (const void *)(buffer.bytes + buffer.sessions.dwListOffset);
    ok( buffer.sessions.dwNumEntries == 1 && buffer.sessions.dwListSize == sizeof(*entry), "%lu sessions, %lu bytes\n",
        buffer.sessions.dwNumEntries, buffer.sessions.dwListSize );
    ok( entry->hAgentSession == session && entry->hAgent == agent && !memcmp( &entry->GroupID, &sales, sizeof(GUID) ), "another session\n" );
    ok_ret( wait_reply( &app, lineGetAgentSessionInfo( line, session, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    ok( buffer.session.dwUsedSize == 76, "used %lu\n", buffer.session.dwUsedSize );
    ok( buffer.session.dwAgentSessionState == LINEAGENTSESSIONSTATE_BUSYWRAPUP, "state %#lx\n", buffer.session.dwAgentSessionState );
    ok( buffer.session.dateSessionStartTime > 40000.0, "it started in another century\n" );
    ok_ret( wait_reply( &app, lineGetAgentSessionInfo( line, SESSION( 0xbad ), prepare( &buffer, 1000 ) ) ), LINEERR_INVALPARAM );

    ok_ret( wait_reply( &app, lineSetQueueMeasurementPeriod( line, 1, 600 ) ), 0 );
    expect( LINE_QUEUESTATUS, line, 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
    ok_ret( wait_reply( &app, lineSetQueueMeasurementPeriod( line, 9, 600 ) ), LINEERR_INVALPARAM );
    ok_ret( wait_reply( &app, lineGetQueueInfo( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    ok_guarded( &buffer, 1000 );
    ok( buffer.queue.dwUsedSize == 52 && buffer.queue.dwMeasurementPeriod == 600, "used %lu, period %lu\n", buffer.queue.dwUsedSize,
        buffer.queue.dwMeasurementPeriod );
    ok_ret( wait_reply( &app, lineGetQueueInfo( line, 9, prepare( &buffer, 1000 ) ) ), LINEERR_INVALPARAM );

    /* his sessions go with an agent */
    ok_ret( wait_reply( &app, lineSetAgentStateEx( line, agent, LINEAGENTSTATEEX_RELEASED, 0 ) ), 0 );
    expect( LINE_AGENTSTATUSEX, line, H( agent ), LINEAGENTSTATUSEX_STATE, LINEAGENTSTATEEX_RELEASED );
    expect( LINE_AGENTSESSIONSTATUS, line, H( session ), LINEAGENTSESSIONSTATUS_STATE, LINEAGENTSESSIONSTATE_RELEASED );
    ok_ret( wait_reply( &app, lineGetAgentInfo( line, agent, prepare( &buffer, 1000 ) ) ), LINEERR_INVALAGENTID );
}

/* Calls that come in wait in the queue of their address; those that end there are counted. */
static void check_queue( HLINE line )
{
    union buffer buffer;
    DWORD call;

    forget( &app );
    call = tell( &app, line, 0, TESTTSP_RING, LINEMEDIAMODE_INTERACTIVEVOICE, 0, 0, 0, L"5557777" );
    expect( LINE_QUEUESTATUS, line, 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
    ok_ret( wait_reply( &app, lineGetQueueInfo( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    ok( buffer.queue.dwCurrentCallsQueued == 1 && buffer.queue.dwTotalCallsQueued == 1 && !buffer.queue.dwTotalCallsAbandoned,
        "%lu calls of %lu, %lu abandoned\n", buffer.queue.dwCurrentCallsQueued, buffer.queue.dwTotalCallsQueued, buffer.queue.dwTotalCallsAbandoned );
    tell( &app, line, 0, TESTTSP_STATE, LINECALLSTATE_IDLE, 0, 0, call, NULL );
    expect( LINE_QUEUESTATUS, line, 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
    ok_ret( wait_reply( &app, lineGetQueueInfo( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    ok( !buffer.queue.dwCurrentCallsQueued && buffer.queue.dwTotalCallsQueued == 1 && buffer.queue.dwTotalCallsAbandoned == 1,
        "%lu calls of %lu, %lu abandoned\n", buffer.queue.dwCurrentCallsQueued, buffer.queue.dwTotalCallsQueued, buffer.queue.dwTotalCallsAbandoned );
}

static void test_server(void)
{
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    LINEMESSAGE msg;
    DWORD kind;

    if (server_begin( L"--line \"Test line A\" --agent 1001:42 --agent 1002:17" ))
    {
        for (kind = 1; kind <= LAST_KIND; kind++)
        {
            ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_OPEN, &msg ), "no LINE_PROXYSTATUS\n" );
            ok( msg.dwParam2 == kind && !msg.dwParam3, "request %lu, not %lu\n", H( msg.dwParam2 ), kind );
        }
        ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_ALLOPENFORACD, &msg ), "not all is open for ACD\n" );
        ok( !msg.dwParam2 && !msg.dwParam3, "parameters %#lx %#lx\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
        check_caps( line );
        check_lists( line );
        check_seat( line );
        check_agents( line );
        check_queue( line );
        server_end();
        for (kind = 1; kind <= LAST_KIND; kind++)
        {
            ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_CLOSE, &msg ), "no LINE_PROXYSTATUS\n" );
            ok( msg.dwParam2 == kind, "request %lu, not %lu\n", H( msg.dwParam2 ), kind );
        }
    }
    ok_ret( lineClose( line ), 0 );
}

/* ---- an automatic call distributor on the built-in exchange ------------------------------------------------------------- */

static void check_queue_info( HLINE line, DWORD total, DWORD current, DWORD flowed_out )
{
    union buffer buffer;

    ok_ret( wait_reply( &app, lineGetQueueInfo( line, 1, prepare( &buffer, 1000 ) ) ), 0 );
    ok( buffer.queue.dwTotalCallsQueued == total && buffer.queue.dwCurrentCallsQueued == current &&
        buffer.queue.dwTotalCallsFlowedOut == flowed_out, "%lu calls, %lu wait, %lu went to agents\n", buffer.queue.dwTotalCallsQueued,
        buffer.queue.dwCurrentCallsQueued, buffer.queue.dwTotalCallsFlowedOut );
}

static void expect_session( HLINE line, HAGENTSESSION session, DWORD state )
{
    LINEMESSAGE msg;

    /* there may be others in between */
    while (wait_message( &app, LINE_AGENTSESSIONSTATUS, H( line ), H( session ), &msg )) if (msg.dwParam3 == state) return;
    ok( 0, "the session is not in state %#lx\n", state );
}

/* The agent's telephone rings: answers, and takes leave. */
static void take_call( HLINE phone, HCALL caller )
{
    LINEMESSAGE msg = { 0 };
    HCALL call;

    ok( wait_message( &app, LINE_APPNEWCALL, H( phone ), ANY, &msg ), "the agent's line does not ring\n" );
    call = (HCALL)(ULONG_PTR)msg.dwParam2;
    ok( wait_state( &app, call, LINECALLSTATE_OFFERING, NULL ), "no OFFERING\n" );
    ok_ret( wait_reply( &app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( &app, caller, LINECALLSTATE_CONNECTED, NULL ), "the caller is not connected\n" );
    ok( wait_state( &app, call, LINECALLSTATE_CONNECTED, NULL ), "the agent is not connected\n" );
    hang_up( &app, caller );
    ok_ret( wait_reply( &app, lineDrop( call, NULL, 0 ) ), 0 );
    ok( wait_state( &app, call, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
}

static void distribute_calls( DWORD pilot_id, DWORD phone_id, DWORD caller_id )
{
    HLINE pilot = open_line( &app, pilot_id, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    HLINE phone = open_line( &app, phone_id, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE );
    HLINE caller = open_line( &app, caller_id, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    WCHAR name[] = L"1002", pin[] = L"1";
    HAGENTSESSION session = 0;
    HAGENT agent = 0;
    GUID group = sales;
    HCALL call = 0;

    ok_ret( wait_reply( &app, lineCreateAgentW( pilot, name, pin, &agent ) ), 0 );
    ok_ret( wait_reply( &app, lineCreateAgentSessionW( pilot, agent, pin, 0, &group, &session ) ), 0 );

    /* nobody is ready: the call waits, until somebody is */
    ok_ret( wait_reply( &app, lineMakeCallW( caller, &call, L"1001", 0, NULL ) ), 0 );
    expect( LINE_QUEUESTATUS, pilot, 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
    check_queue_info( pilot, 1, 1, 0 );
    ok_ret( wait_reply( &app, lineSetAgentSessionState( pilot, session, LINEAGENTSESSIONSTATE_READY, LINEAGENTSESSIONSTATE_BUSYWRAPUP ) ), 0 );
    expect_session( pilot, session, LINEAGENTSESSIONSTATE_BUSYONCALL );
    expect( LINE_QUEUESTATUS, pilot, 1, LINEQUEUESTATUS_UPDATEINFO, 0 );
    check_queue_info( pilot, 1, 0, 1 );
    take_call( phone, call );

    /* somebody is ready: the call goes there at once */
    ok_ret( wait_reply( &app, lineSetAgentSessionState( pilot, session, LINEAGENTSESSIONSTATE_READY, 0 ) ), 0 );
    expect_session( pilot, session, LINEAGENTSESSIONSTATE_READY );
    ok_ret( wait_reply( &app, lineMakeCallW( caller, &call, L"1001", 0, NULL ) ), 0 );
    expect_session( pilot, session, LINEAGENTSESSIONSTATE_BUSYONCALL );
    take_call( phone, call );
    check_queue_info( pilot, 2, 0, 2 );

    ok_ret( wait_reply( &app, lineSetAgentStateEx( pilot, agent, LINEAGENTSTATEEX_RELEASED, 0 ) ), 0 );
    ok_ret( lineClose( caller ), 0 );
    ok_ret( lineClose( phone ), 0 );
    ok_ret( lineClose( pilot ), 0 );
}

static void test_distribution(void)
{
    DWORD provider = 0, pilot;
    LONG ret = lineAddProviderA( "exchange.tsp", NULL, &provider );

    /* it may be switched on already */
    ok( !ret || ret == ERR( NOMULTIPLEINSTANCE ), "the built-in exchange is not here: %#lx\n", ret );
    if (ret && ret != ERR( NOMULTIPLEINSTANCE )) return;
    app_begin( &app, "call centre" );
    if ((pilot = find_line( &app, L"Exchange 1001" )) == ~0u) ok( 0, "no line of the exchange\n" );
    else if (server_begin( L"--line \"Exchange 1001\" --agent 1002:1" ))
    {
        distribute_calls( pilot, find_line( &app, L"Exchange 1002" ), find_line( &app, L"Exchange 1003" ) );
        server_end();
    }
    app_end( &app );
    if (!ret) ok_ret( lineRemoveProvider( provider, NULL ), 0 );
}

START_TEST(agent)
{
    test_uninitialized();
    if (!fixture_begin()) return;
    app_begin( &app, "agent test" );
    if ((device = find_line( &app, L"Test line A" )) != ~0u)
    {
        test_refusals();
        test_kinds();
        test_server();
    }
    else ok( 0, "no test line\n" );
    app_end( &app );
    fixture_end();
    test_distribution();
}
