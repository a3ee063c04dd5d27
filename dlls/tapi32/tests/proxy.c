/*
 * Proxies: who may serve agents, what they are asked, and what happens when they answer nonsense or not at all.
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

static struct app app, server;
static DWORD device;

/* ---- registration -------------------------------------------------------------------------------------------------- */

static LONG open_with( DWORD version, DWORD privileges, const void *specific, DWORD size, HLINE *line )
{
    struct { LINECALLPARAMS params; BYTE specific[100]; } open = { { sizeof(open) } };

    memcpy( open.specific, specific, size );
    open.params.dwDevSpecificSize = size;
    open.params.dwDevSpecificOffset = sizeof(open.params);
    return lineOpenA( server.handle, device, line, version, 0, 0, privileges, 0, &open.params );
}

static void test_open(void)
{
    const DWORD proxy = LINECALLPRIVILEGE_NONE | LINEOPENOPTION_PROXY;
    DWORD kinds[3] = { LINEPROXYREQUEST_GETGROUPLIST, LINEPROXYREQUEST_GETAGENTCAPS, LINEPROXYREQUEST_GETAGENTCAPS };
    HLINE line, other, third;
    LINEEXTENSIONID extension;
    DWORD kind, version;

    ok_ret( lineNegotiateAPIVersion( server.handle, device, V1_4, NEWEST, &version, &extension ), 0 );
    ok_ret( lineOpenA( server.handle, device, &line, V2_2, 0, 0, proxy, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( open_with( V2_2, proxy, kinds, 0, &line ), LINEERR_INVALPARAM );
    ok_ret( open_with( V2_2, proxy, kinds, 6, &line ), LINEERR_INVALPARAM );
    kind = 0;
    ok_ret( open_with( V2_2, proxy, &kind, 4, &line ), LINEERR_INVALPARAM );
    kind = LAST_KIND + 1;
    ok_ret( open_with( V2_2, proxy, &kind, 4, &line ), LINEERR_INVALPARAM );
    kind = 0xffffffff;
    ok_ret( open_with( V2_2, proxy, &kind, 4, &line ), LINEERR_INVALPARAM );
    /* these came with 2.2 */
    kind = LINEPROXYREQUEST_CREATEAGENT;
    ok_ret( open_with( V2_0, proxy, &kind, 4, &line ), LINEERR_INVALPARAM );
    /* "TAPI 2.0 or higher only" */
    kind = LINEPROXYREQUEST_GETAGENTCAPS;
    ok_ret( open_with( V1_4, proxy, &kind, 4, &line ), LINEERR_INVALPRIVSELECT );
    ok_ret( open_with( V2_2, LINEOPENOPTION_PROXY, &kind, 4, &line ), LINEERR_INVALPRIVSELECT );
    ok_ret( open_proxy_for( &server, LINEMAPPER, V2_2, LINECALLPRIVILEGE_NONE, &kind, 1, &line ), LINEERR_INVALPRIVSELECT );
    ok_ret( open_proxy_for( &server, server.lines, V2_2, LINECALLPRIVILEGE_NONE, &kind, 1, &line ), LINEERR_BADDEVICEID );

    /* one application for each request: naming it twice is naming it once */
    ok_ret( open_proxy_for( &server, device, V2_2, LINECALLPRIVILEGE_NONE, kinds, 3, &line ), 0 );
    ok_ret( open_proxy_for( &server, device, V2_2, LINECALLPRIVILEGE_NONE, &kinds[1], 1, &other ), LINEERR_NOTREGISTERED );
    ok_ret( open_proxy_for( &app, device, V2_0, LINECALLPRIVILEGE_MONITOR, &kinds[1], 1, &other ), LINEERR_NOTREGISTERED );
    ok_ret( open_proxy_for( &app, device, V2_2, LINECALLPRIVILEGE_NONE, NULL, 0, &other ), LINEERR_NOTREGISTERED );
    kind = LINEPROXYREQUEST_GETQUEUELIST;
    ok_ret( open_proxy_for( &app, device, V2_2, LINECALLPRIVILEGE_NONE, &kind, 1, &other ), 0 );
    ok_ret( open_proxy_for( &app, device, V2_2, LINECALLPRIVILEGE_NONE, &kinds[1], 1, &third ), LINEERR_NOTREGISTERED );
    ok_ret( lineClose( line ), 0 );
    ok_ret( open_proxy_for( &app, device, V2_0, LINECALLPRIVILEGE_NONE, &kinds[1], 1, &third ), 0 );
    ok_ret( lineClose( third ), 0 );
    ok_ret( lineClose( other ), 0 );
}

static void check_status( DWORD version, const DWORD *kinds, DWORD count )
{
    union buffer buffer;
    DWORD i;

    prepare( &buffer, 200 );
    ok_ret( lineGetProxyStatus( app.handle, device, version, &buffer.kinds ), 0 );
    ok_guarded( &buffer, 200 );
    ok( buffer.kinds.dwNumEntries == count && buffer.kinds.dwListSize == count * sizeof(DWORD), "%lu entries, %lu bytes\n",
        buffer.kinds.dwNumEntries, buffer.kinds.dwListSize );
    ok( buffer.kinds.dwUsedSize == sizeof(LINEPROXYREQUESTLIST) + count * sizeof(DWORD) && buffer.kinds.dwNeededSize == buffer.kinds.dwUsedSize,
        "used %lu, needed %lu\n", buffer.kinds.dwUsedSize, buffer.kinds.dwNeededSize );
    for (i = 0; i < count && i < buffer.kinds.dwNumEntries; i++)
    {
        DWORD kind = *(DWORD *)(buffer.bytes + buffer.kinds.dwListOffset + i * sizeof(DWORD));
        ok( kind == kinds[i], "entry %lu is %lu, not %lu\n", i, kind, kinds[i] );
    }
}

/* What lineGetProxyStatus and LINE_PROXYSTATUS say. */
static void test_status(void)
{
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), old = open_line( &app, device, V2_0, LINECALLPRIVILEGE_NONE, 0 );
    DWORD kinds[2] = { LINEPROXYREQUEST_GETQUEUEINFO, LINEPROXYREQUEST_SETAGENTSTATE }, sorted[2] = { kinds[1], kinds[0] };
    DWORD for_acd[LAST_KIND], count = 0, i;
    union buffer buffer;
    HLINE first, second;
    LINEMESSAGE msg;

    check_status( V2_2, NULL, 0 );
    ok_ret( lineGetProxyStatus( app.handle, app.lines, V2_2, prepare( &buffer, 200 ) ), LINEERR_BADDEVICEID );
    ok_ret( lineGetProxyStatus( (HLINEAPP)(ULONG_PTR)0xbad, device, V2_2, prepare( &buffer, 200 ) ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineGetProxyStatus( app.handle, device, 0x00020005, prepare( &buffer, 200 ) ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetProxyStatus( app.handle, device, V2_2, prepare( &buffer, 23 ) ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( lineGetProxyStatus( app.handle, device, V2_2, NULL ), LINEERR_INVALPOINTER );

    ok_ret( open_proxy_for( &server, device, V2_2, LINECALLPRIVILEGE_NONE, kinds, 2, &first ), 0 );
    check_status( V2_2, sorted, 2 );
    check_status( NEWEST, sorted, 2 );
    prepare( &buffer, sizeof(LINEPROXYREQUESTLIST) + 4 );
    ok_ret( lineGetProxyStatus( app.handle, device, V2_2, &buffer.kinds ), 0 );
    ok_guarded( &buffer, sizeof(LINEPROXYREQUESTLIST) + 4 );
    ok( buffer.kinds.dwNumEntries == 2 && !buffer.kinds.dwListSize, "%lu entries, %lu bytes\n", buffer.kinds.dwNumEntries, buffer.kinds.dwListSize );
    ok( buffer.kinds.dwNeededSize == sizeof(LINEPROXYREQUESTLIST) + 8, "needed %lu\n", buffer.kinds.dwNeededSize );
    for (i = 0; i < 2; i++)
    {
        ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), ANY, &msg ), "no LINE_PROXYSTATUS\n" );
        ok( msg.dwParam1 == LINEPROXYSTATUS_OPEN && msg.dwParam2 == sorted[i] && !msg.dwParam3, "parameters %#lx %#lx %#lx\n",
            H( msg.dwParam1 ), H( msg.dwParam2 ), H( msg.dwParam3 ) );
    }
    /* the rest of what TAPI 3 asks for */
    for (i = LINEPROXYREQUEST_CREATEAGENT; i <= LAST_KIND; i++) if (i != LINEPROXYREQUEST_GETQUEUEINFO) for_acd[count++] = i;
    ok_ret( open_proxy_for( &server, device, V2_2, LINECALLPRIVILEGE_NONE, for_acd, count, &second ), 0 );
    for (i = 0; i < count; i++)
    {
        ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), ANY, &msg ), "no LINE_PROXYSTATUS\n" );
        ok( msg.dwParam1 == LINEPROXYSTATUS_OPEN && msg.dwParam2 == for_acd[i], "parameters %#lx %#lx\n", H( msg.dwParam1 ), H( msg.dwParam2 ) );
    }
    ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), ANY, &msg ), "no LINE_PROXYSTATUS\n" );
    ok( msg.dwParam1 == LINEPROXYSTATUS_ALLOPENFORACD && !msg.dwParam2, "parameters %#lx %#lx\n", H( msg.dwParam1 ), H( msg.dwParam2 ) );
    ok_ret( lineClose( first ), 0 );
    for (i = 0; i < 2; i++)
    {
        ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), ANY, &msg ), "no LINE_PROXYSTATUS\n" );
        ok( msg.dwParam1 == LINEPROXYSTATUS_CLOSE && msg.dwParam2 == sorted[i] && !msg.dwParam3, "parameters %#lx %#lx\n",
            H( msg.dwParam1 ), H( msg.dwParam2 ) );
    }
    check_status( V2_2, for_acd, count );
    /* what a proxy says itself comes behind all that; a line of 2.0 has heard nothing before it, and the proxy itself neither */
    ok_ret( lineProxyMessage( second, 0, LINE_AGENTSTATUS, 0, LINEAGENTSTATUS_STATE, LINEAGENTSTATE_READY ), 0 );
    ok( wait_message( &app, LINE_AGENTSTATUS, H( old ), 0, &msg ), "no LINE_AGENTSTATUS\n" );
    ok( !have_message( &app, LINE_PROXYSTATUS, H( old ), ANY, NULL ), "a line of 2.0 got LINE_PROXYSTATUS\n" );
    /* of the first one, the second was told that it went */
    ok( wait_message( &server, LINE_PROXYSTATUS, H( second ), LINEPROXYSTATUS_CLOSE, NULL ), "the other proxy was not told\n" );
    ok( !have_message( &server, LINE_PROXYSTATUS, H( second ), LINEPROXYSTATUS_OPEN, NULL ), "a proxy was told of itself\n" );
    ok_ret( lineClose( second ), 0 );
    for (i = 0; i < count; i++) ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_CLOSE, NULL ), "no LINE_PROXYSTATUS\n" );
    check_status( V2_2, NULL, 0 );
    ok_ret( lineClose( line ), 0 );
    ok_ret( lineClose( old ), 0 );
    forget( &app );
    forget( &server );
}

/* ---- lineProxyMessage ------------------------------------------------------------------------------------------------ */

static void test_messages(void)
{
    static const struct { DWORD msg, param1, param2, param3, got1, got2, got3, version; } cases[] =
    {
        { LINE_AGENTSTATUS, 1, LINEAGENTSTATUS_STATE | LINEAGENTSTATUS_GROUP, LINEAGENTSTATE_READY,
          1, LINEAGENTSTATUS_STATE | LINEAGENTSTATUS_GROUP, LINEAGENTSTATE_READY, V2_0 },
        { LINE_AGENTSTATUS, 0, LINEAGENTSTATUS_GROUP, LINEAGENTSTATE_READY, 0, LINEAGENTSTATUS_GROUP, 0, V2_0 },
        { LINE_AGENTSPECIFIC, 7, 0x12345678, 0xdeadbeef, 7, 0x12345678, 0xdeadbeef, V2_0 },
        { LINE_AGENTSTATUSEX, 0x1234, LINEAGENTSTATUSEX_STATE, 2, 0x1234, LINEAGENTSTATUSEX_STATE, 2, V2_2 },
        { LINE_AGENTSTATUSEX, 0x1234, LINEAGENTSTATUSEX_UPDATEINFO, 2, 0x1234, LINEAGENTSTATUSEX_UPDATEINFO, 0, V2_2 },
        { LINE_AGENTSESSIONSTATUS, 0x80001234, LINEAGENTSESSIONSTATUS_STATE, 4, 0x80001234, LINEAGENTSESSIONSTATUS_STATE, 4, V2_2 },
        { LINE_AGENTSESSIONSTATUS, 5, LINEAGENTSESSIONSTATUS_NEWSESSION, 4, 5, LINEAGENTSESSIONSTATUS_NEWSESSION, 0, V2_2 },
        { LINE_QUEUESTATUS, 3, LINEQUEUESTATUS_NEWQUEUE, 9, 3, LINEQUEUESTATUS_NEWQUEUE, 0, V2_2 },
        { LINE_GROUPSTATUS, 3, LINEGROUPSTATUS_NEWGROUP, 9, 0, LINEGROUPSTATUS_NEWGROUP, 0, V2_2 },
    };
    static const struct { DWORD msg, param1, param2; } wrong[] =
    {
        { LINE_AGENTSTATUS, 2, LINEAGENTSTATUS_STATE }, { LINE_AGENTSTATUS, 0, 0 }, { LINE_AGENTSTATUS, 0, 0x200 },
        { LINE_AGENTSTATUSEX, 1, 8 }, { LINE_AGENTSTATUSEX, 1, 0 }, { LINE_AGENTSESSIONSTATUS, 1, 0x10 }, { LINE_QUEUESTATUS, 1, 8 },
        { LINE_GROUPSTATUS, 0, 4 }, { LINE_PROXYSTATUS, LINEPROXYSTATUS_OPEN, 1 }, { LINE_PROXYREQUEST, 0, 0 }, { LINE_CLOSE, 0, 0 },
        { LINE_REPLY, 1, 0 }, { LINE_CALLSTATE, 1, 0 }, { LINE_CREATE, 0, 0 }, { 0xffffffff, 0, 0 },
    };
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 ), old = open_line( &app, device, V2_0, LINECALLPRIVILEGE_NONE, 0 );
    HLINE ancient = open_line( &app, device, V1_4, LINECALLPRIVILEGE_NONE, 0 ), proxy = open_proxy( &server, device, V2_2 );
    HLINE second = open_line( &server, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    LINEMESSAGE msg = { 0 };
    unsigned int i;

    forget( &app );
    forget( &server );
    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        winetest_push_context( "%u", i );
        ok_ret( lineProxyMessage( proxy, 0, cases[i].msg, cases[i].param1, cases[i].param2, cases[i].param3 ), 0 );
        ok( next_message( &app, &msg, PATIENCE ), "no message\n" );
        ok( msg.dwMessageID == cases[i].msg && msg.hDevice == H( line ) && msg.dwCallbackInstance == 0x1234, "message %lu for %#lx\n",
            msg.dwMessageID, msg.hDevice );
        ok( msg.dwParam1 == cases[i].got1 && msg.dwParam2 == cases[i].got2 && msg.dwParam3 == cases[i].got3, "parameters %#lx %#lx %#lx\n",
            H( msg.dwParam1 ), H( msg.dwParam2 ), H( msg.dwParam3 ) );
        if (cases[i].version == V2_0)
        {
            ok( next_message( &app, &msg, PATIENCE ), "no message for a line of 2.0\n" );
            ok( msg.dwMessageID == cases[i].msg && msg.hDevice == H( old ), "message %lu for %#lx\n", msg.dwMessageID, msg.hDevice );
        }
        /* its own application's other line gets it, the line itself does not */
        ok( next_message( &server, &msg, PATIENCE ), "no message\n" );
        ok( msg.dwMessageID == cases[i].msg && msg.hDevice == H( second ), "message %lu for %#lx\n", msg.dwMessageID, msg.hDevice );
        winetest_pop_context();
    }
    for (i = 0; i < ARRAY_SIZE(wrong); i++)
    {
        winetest_push_context( "wrong %u", i );
        ok_ret( lineProxyMessage( proxy, 0, wrong[i].msg, wrong[i].param1, wrong[i].param2, 0 ), LINEERR_INVALPARAM );
        winetest_pop_context();
    }
    ok_ret( lineProxyMessage( line, 0, LINE_AGENTSTATUS, 0, LINEAGENTSTATUS_STATE, 1 ), LINEERR_NOTREGISTERED );
    ok_ret( lineProxyMessage( (HLINE)(ULONG_PTR)0xbad, 0, LINE_AGENTSTATUS, 0, LINEAGENTSTATUS_STATE, 1 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineProxyMessage( proxy, (HCALL)(ULONG_PTR)0xbad, LINE_AGENTSPECIFIC, 0, 1, 1 ), LINEERR_INVALCALLHANDLE );
    ok( !have_message( &app, LINE_AGENTSPECIFIC, H( ancient ), ANY, NULL ), "a line of 1.4 got LINE_AGENTSPECIFIC\n" );
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( lineClose( second ), 0 );
    ok_ret( lineClose( ancient ), 0 );
    ok_ret( lineClose( old ), 0 );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
    forget( &server );
}

/* A message about a call goes to those who have a handle to it, about theirs. */
static void test_call_messages(void)
{
    HLINE line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE ), proxy, bystander;
    DWORD kind = LINEPROXYREQUEST_AGENTSPECIFIC;
    LINEMESSAGE msg = { 0 };
    HCALL call, theirs;

    ok_ret( open_proxy_for( &server, device, V2_2, LINECALLPRIVILEGE_MONITOR, &kind, 1, &proxy ), 0 );
    bystander = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
    call = incoming( &app, line, LINEMEDIAMODE_INTERACTIVEVOICE, L"5557777" );
    ok( wait_message( &server, LINE_APPNEWCALL, H( proxy ), ANY, &msg ), "the proxy does not see the call\n" );
    theirs = (HCALL)(ULONG_PTR)msg.dwParam2;
    ok_ret( lineProxyMessage( proxy, theirs, LINE_AGENTSPECIFIC, 0, 42, 43 ), 0 );
    ok( wait_message( &app, LINE_AGENTSPECIFIC, ANY, ANY, &msg ), "no LINE_AGENTSPECIFIC\n" );
    ok( msg.hDevice == H( call ) && msg.dwParam2 == 42 && msg.dwParam3 == 43, "device %#lx, parameters %#lx %#lx\n", msg.hDevice,
        H( msg.dwParam2 ), H( msg.dwParam3 ) );
    ok_ret( lineProxyMessage( proxy, theirs, LINE_AGENTSTATUS, 0, LINEAGENTSTATUS_STATE, 1 ), LINEERR_INVALPARAM );
    ok_ret( lineProxyMessage( proxy, call, LINE_AGENTSPECIFIC, 0, 42, 43 ), 0 );
    ok( wait_message( &app, LINE_AGENTSPECIFIC, H( call ), 0, NULL ), "no LINE_AGENTSPECIFIC\n" );
    fence( &app, line );
    ok( !have_message( &app, LINE_AGENTSPECIFIC, H( bystander ), ANY, NULL ), "a line without the call was told\n" );
    hang_up( &app, call );
    ok( wait_state( &server, theirs, LINECALLSTATE_IDLE, NULL ), "no IDLE at the proxy\n" );
    ok_ret( lineDeallocateCall( theirs ), 0 );
    ok_ret( lineClose( bystander ), 0 );
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
    forget( &server );
}

/* ---- LINE_PROXYREQUEST ----------------------------------------------------------------------------------------------- */

static BOOL is_string( const LINEPROXYREQUEST *request, DWORD size, DWORD offset, const WCHAR *expected )
{
    const WCHAR *text = (const WCHAR *)((const BYTE *)request + offset);

    if (!size || offset < sizeof(*request) || offset + size > request->dwSize) return FALSE;
    return size == (wcslen( expected ) + 1) * sizeof(WCHAR) && !wcscmp( text, expected );
}

static BOOL all_zero( const void *memory, DWORD size )
{
    const BYTE *bytes = memory;

    while (size && !*bytes) bytes++, size--;
    return !size;
}

/* What the proxy finds in its memory. */
static void test_requests(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 ), proxy = open_proxy( &server, device, V2_2 );
    WCHAR machine[MAX_COMPUTERNAME_LENGTH + 1], user[257], name[] = L"A\x0416";
    struct { LINEAGENTGROUPLIST list; LINEAGENTGROUPENTRY entries[2]; } groups = { { sizeof(groups) } };
    GUID group = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
    LINEPROXYREQUEST *request, *second;
    union buffer buffer, other;
    HAGENTSESSION session = 0;
    char block[] = "what\0is\0this";
    HAGENT agent = 0;
    DWORD size;
    LONG id, id2;

    size = ARRAY_SIZE(machine);
    GetComputerNameW( machine, &size );
    size = ARRAY_SIZE(user);
    GetUserNameW( user, &size );

    id = lineGetAgentStatusW( line, 1, prepare( &buffer, 500 ) );
    ok( id > 0, "lineGetAgentStatus: %#lx\n", id );
    if (!(request = next_request( &server, proxy ))) return;
    ok( request->dwRequestType == LINEPROXYREQUEST_GETAGENTSTATUS, "type %lu\n", request->dwRequestType );
    ok( request->dwClientAppAPIVersion == V2_2, "version %#lx\n", request->dwClientAppAPIVersion );
    ok( request->dwSize >= FIELD_OFFSET( LINEPROXYREQUEST, GetAgentStatus.AgentStatus ) + 500, "size %lu\n", request->dwSize );
    ok( is_string( request, request->dwClientMachineNameSize, request->dwClientMachineNameOffset, machine ), "another machine\n" );
    ok( is_string( request, request->dwClientUserNameSize, request->dwClientUserNameOffset, user ), "another user\n" );
    ok( request->GetAgentStatus.dwAddressID == 1, "address %lu\n", request->GetAgentStatus.dwAddressID );
    ok( request->GetAgentStatus.AgentStatus.dwTotalSize == 500, "dwTotalSize %lu\n", request->GetAgentStatus.AgentStatus.dwTotalSize );
    ok( all_zero( &request->GetAgentStatus.AgentStatus.dwNeededSize, 496 ), "the rest is not zero\n" );
    /* several wait at a time, and are answered in any order */
    id2 = lineSetAgentState( line, 1, LINEAGENTSTATE_READY, LINEAGENTSTATE_NOTREADY );
    ok( id2 > 0 && id2 != id, "lineSetAgentState: %#lx\n", id2 );
    if ((second = next_request( &server, proxy )))
    {
        ok( second != request && second->dwRequestType == LINEPROXYREQUEST_SETAGENTSTATE, "type %lu\n", second->dwRequestType );
        ok( second->SetAgentState.dwAddressID == 1 && second->SetAgentState.dwAgentState == LINEAGENTSTATE_READY &&
            second->SetAgentState.dwNextAgentState == LINEAGENTSTATE_NOTREADY, "other states\n" );
        ok_ret( lineProxyResponse( proxy, second, 0 ), 0 );
        ok_ret( wait_reply( &app, id2 ), 0 );
    }
    ok_guarded( &buffer, 500 );
    ok( buffer.sizes[1] == 0xcccccccc, "the structure was filled before its reply\n" );
    request->GetAgentStatus.AgentStatus.dwNeededSize = request->GetAgentStatus.AgentStatus.dwUsedSize = sizeof(LINEAGENTSTATUS);
    request->GetAgentStatus.AgentStatus.dwState = LINEAGENTSTATE_BUSYOTHER;
    ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
    ok_ret( wait_reply( &app, id ), 0 );
    ok( buffer.status.dwState == LINEAGENTSTATE_BUSYOTHER && buffer.status.dwUsedSize == sizeof(LINEAGENTSTATUS), "state %#lx\n", buffer.status.dwState );
    ok( buffer.bytes[sizeof(LINEAGENTSTATUS)] == 0xcc, "more was written than used\n" );

    /* groups: identifiers only, offsets from the start of the list */
    groups.list.dwNumEntries = 2;
    groups.list.dwListSize = sizeof(groups.entries);
    groups.list.dwListOffset = FIELD_OFFSET( typeof(groups), entries );
    groups.entries[1].GroupID.dwGroupID4 = 77;
    id = lineSetAgentGroup( line, 0, &groups.list );
    if ((request = next_request( &server, proxy )))
    {
        const LINEAGENTGROUPLIST *list = &request->SetAgentGroup.GroupList;
        const LINEAGENTGROUPENTRY *entry = (const void *)((const BYTE *)list + list->dwListOffset);

        ok( list->dwNumEntries == 2 && list->dwListSize == 48, "%lu groups, %lu bytes\n", list->dwNumEntries, list->dwListSize );
        ok( entry[1].GroupID.dwGroupID4 == 77 && !entry[1].dwNameSize, "another group\n" );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
    }
    id = lineSetAgentGroup( line, 0, NULL );
    if ((request = next_request( &server, proxy )))
    {
        ok( !request->SetAgentGroup.GroupList.dwNumEntries, "%lu groups\n", request->SetAgentGroup.GroupList.dwNumEntries );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
    }

    id = lineSetAgentActivity( line, 1, 0xdead );
    if ((request = next_request( &server, proxy )))
    {
        ok( request->SetAgentActivity.dwAddressID == 1 && request->SetAgentActivity.dwActivityID == 0xdead, "another activity\n" );
        ok_ret( lineProxyResponse( proxy, request, LINEERR_INVALAGENTACTIVITY ), 0 );
        ok_ret( wait_reply( &app, id ), LINEERR_INVALAGENTACTIVITY );
    }

    id = lineAgentSpecific( line, 1, 3, block, sizeof(block) );
    if ((request = next_request( &server, proxy )))
    {
        ok( request->AgentSpecific.dwAddressID == 1 && request->AgentSpecific.dwAgentExtensionIDIndex == 3 &&
            request->AgentSpecific.dwSize == sizeof(block), "address %lu, index %lu, size %lu\n", request->AgentSpecific.dwAddressID,
            request->AgentSpecific.dwAgentExtensionIDIndex, request->AgentSpecific.dwSize );
        ok( !memcmp( request->AgentSpecific.Params, block, sizeof(block) ), "another block\n" );
        memset( request->AgentSpecific.Params, 'x', sizeof(block) );
        ok( block[0] == 'w', "the proxy works in the memory of the application\n" );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok( block[0] == 'x' && block[sizeof(block) - 1] == 'x', "the block did not come back\n" );
    }

    id = lineCreateAgentW( line, name, NULL, &agent );
    if ((request = next_request( &server, proxy )))
    {
        ok( is_string( request, request->CreateAgent.dwAgentIDSize, request->CreateAgent.dwAgentIDOffset, name ), "another name\n" );
        ok( !request->CreateAgent.dwAgentPINSize && !request->CreateAgent.hAgent, "there is a PIN, or a handle\n" );
        request->CreateAgent.hAgent = (HAGENT)(ULONG_PTR)0x87654321;
        ok( !agent, "the handle comes before its reply\n" );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        /* "the responsibility of the agent handler": any value but 0 */
        ok( H( agent ) == 0x87654321, "agent %#lx\n", H( agent ) );
    }
    id = lineCreateAgentA( line, NULL, (char *)"pin", &agent );
    if ((request = next_request( &server, proxy )))
    {
        ok( is_string( request, request->CreateAgent.dwAgentPINSize, request->CreateAgent.dwAgentPINOffset, L"pin" ), "another PIN\n" );
        ok_ret( lineProxyResponse( proxy, request, LINEERR_INVALPASSWORD ), 0 );
        ok_ret( wait_reply( &app, id ), LINEERR_INVALPASSWORD );
        ok( H( agent ) == 0x87654321, "an error has changed the handle: %#lx\n", H( agent ) );
    }
    id = lineCreateAgentSessionW( line, agent, name, 1, &group, &session );
    if ((request = next_request( &server, proxy )))
    {
        ok( is_string( request, request->CreateAgentSession.dwAgentPINSize, request->CreateAgentSession.dwAgentPINOffset, name ), "another PIN\n" );
        ok( request->CreateAgentSession.hAgent == agent && request->CreateAgentSession.dwWorkingAddressID == 1, "agent %#lx, address %lu\n",
            H( request->CreateAgentSession.hAgent ), request->CreateAgentSession.dwWorkingAddressID );
        ok( !memcmp( &request->CreateAgentSession.GroupID, &group, sizeof(group) ), "another group\n" );
        request->CreateAgentSession.hAgentSession = (HAGENTSESSION)(ULONG_PTR)7;
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok( H( session ) == 7, "session %#lx\n", H( session ) );
    }
    id = lineSetAgentSessionState( line, session, LINEAGENTSESSIONSTATE_READY, LINEAGENTSESSIONSTATE_NOTREADY );
    if ((request = next_request( &server, proxy )))
    {
        ok( request->SetAgentSessionState.hAgentSession == session &&
            request->SetAgentSessionState.dwAgentSessionState == LINEAGENTSESSIONSTATE_READY &&
            request->SetAgentSessionState.dwNextAgentSessionState == LINEAGENTSESSIONSTATE_NOTREADY, "other states\n" );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
    }
    id = lineSetAgentStateEx( line, agent, LINEAGENTSTATEEX_BUSYACD, LINEAGENTSTATEEX_READY );
    if ((request = next_request( &server, proxy )))
    {
        ok( request->SetAgentStateEx.hAgent == agent && request->SetAgentStateEx.dwAgentState == LINEAGENTSTATEEX_BUSYACD &&
            request->SetAgentStateEx.dwNextAgentState == LINEAGENTSTATEEX_READY, "other states\n" );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
    }
    id = lineSetAgentMeasurementPeriod( line, agent, 999 );
    id2 = lineSetQueueMeasurementPeriod( line, 5, 998 );
    if ((request = next_request( &server, proxy )) && (second = next_request( &server, proxy )))
    {
        ok( request->SetAgentMeasurementPeriod.hAgent == agent && request->SetAgentMeasurementPeriod.dwMeasurementPeriod == 999, "another period\n" );
        ok( second->SetQueueMeasurementPeriod.dwQueueID == 5 && second->SetQueueMeasurementPeriod.dwMeasurementPeriod == 998, "another period\n" );
        ok_ret( lineProxyResponse( proxy, second, 0 ), 0 );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok_ret( wait_reply( &app, id2 ), 0 );
    }
    id = lineGetQueueListW( line, &group, prepare( &buffer, 300 ) );
    id2 = lineGetAgentInfo( line, agent, prepare( &other, 56 ) );
    if ((request = next_request( &server, proxy )) && (second = next_request( &server, proxy )))
    {
        ok( !memcmp( &request->GetQueueList.GroupID, &group, sizeof(group) ) && request->GetQueueList.QueueList.dwTotalSize == 300, "another list\n" );
        request->GetQueueList.QueueList.dwNeededSize = 1000;
        request->GetQueueList.QueueList.dwUsedSize = sizeof(LINEQUEUELIST);
        request->GetQueueList.QueueList.dwNumEntries = 50;
        ok( second->GetAgentInfo.hAgent == agent && second->GetAgentInfo.AgentInfo.dwTotalSize == 56, "another agent\n" );
        second->GetAgentInfo.AgentInfo.dwNeededSize = second->GetAgentInfo.AgentInfo.dwUsedSize = 56;
        second->GetAgentInfo.AgentInfo.dwTotalACDWrapUpTime = 0x5a5a;
        ok_ret( lineProxyResponse( proxy, second, 0 ), 0 );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id2 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok( buffer.queues.dwNumEntries == 50 && buffer.queues.dwNeededSize == 1000 && buffer.queues.dwUsedSize == sizeof(LINEQUEUELIST),
            "%lu entries, needed %lu, used %lu\n", buffer.queues.dwNumEntries, buffer.queues.dwNeededSize, buffer.queues.dwUsedSize );
        ok( other.agent.dwTotalACDWrapUpTime == 0x5a5a, "another time\n" );
        ok_guarded( &other, 56 );
    }
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
    forget( &server );
}

/* A proxy that hears of requests by a completion port, and one by a callback: the pointer must come through whole. */
static LINEPROXYREQUEST *called_with;

static void CALLBACK proxy_callback( DWORD line, DWORD msg, DWORD_PTR instance, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    if (msg != LINE_PROXYREQUEST) return;
    ok( instance == 0x9876 && !param2 && !param3, "instance %#lx, parameters %#lx %#lx\n", H( instance ), H( param2 ), H( param3 ) );
    called_with = (LINEPROXYREQUEST *)param1;
    ok( called_with->dwRequestType == LINEPROXYREQUEST_SETAGENTACTIVITY, "request type %lu\n", called_with->dwRequestType );
    /* "only if it can be performed immediately" */
    ok_ret( lineProxyResponse( (HLINE)(ULONG_PTR)line, called_with, LINEERR_INVALAGENTACTIVITY ), 0 );
}

static void test_notification(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 ), proxy;
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = NEWEST, size, start;
    LINEMESSAGE *message = NULL;
    struct app other;
    ULONG_PTR key;
    HANDLE port;
    LONG id;
    MSG msg;

    port = CreateIoCompletionPort( INVALID_HANDLE_VALUE, NULL, 0, 0 );
    memset( &other, 0, sizeof(other) );
    params.dwOptions = LINEINITIALIZEEXOPTION_USECOMPLETIONPORT;
    params.Handles.hCompletionPort = port;
    params.dwCompletionKey = 77;
    ok_ret( lineInitializeExA( &other.handle, NULL, NULL, "port", &other.lines, &version, &params ), 0 );
    proxy = open_proxy( &other, device, V2_2 );
    id = lineSetAgentActivity( line, 1, 2 );
    while (GetQueuedCompletionStatus( port, &size, &key, (OVERLAPPED **)&message, PATIENCE ) && message->dwMessageID != LINE_PROXYREQUEST)
        LocalFree( message );
    ok( message && message->dwMessageID == LINE_PROXYREQUEST, "no LINE_PROXYREQUEST\n" );
    if (message)
    {
        LINEPROXYREQUEST *request = (LINEPROXYREQUEST *)message->dwParam1;

        ok( request->SetAgentActivity.dwActivityID == 2, "activity %lu\n", request->SetAgentActivity.dwActivityID );
        ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        LocalFree( message );
    }
    ok_ret( lineShutdown( other.handle ), 0 );
    CloseHandle( port );

    version = NEWEST;
    ok_ret( lineInitializeExA( &other.handle, GetModuleHandleA( NULL ), proxy_callback, "callback", &other.lines, &version, NULL ), 0 );
    proxy = open_proxy( &other, device, V2_2 );
    id = lineSetAgentActivity( line, 1, 2 );
    start = GetTickCount();
    while (!called_with && GetTickCount() - start < PATIENCE)
    {
        MsgWaitForMultipleObjects( 0, NULL, FALSE, 100, QS_ALLINPUT );
        while (PeekMessageA( &msg, NULL, 0, 0, PM_REMOVE )) DispatchMessageA( &msg );
    }
    ok( !!called_with, "no LINE_PROXYREQUEST\n" );
    ok_ret( wait_reply( &app, id ), LINEERR_INVALAGENTACTIVITY );
    ok_ret( lineShutdown( other.handle ), 0 );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
}

/* ---- lineProxyResponse ----------------------------------------------------------------------------------------------- */

static HLINE hostile_line, hostile_proxy;

/* A request for the list of groups, and the proxy's list to spoil. */
static LINEPROXYREQUEST *ask_groups( union buffer *buffer, LONG *id )
{
    *id = lineGetGroupListW( hostile_line, prepare( buffer, 300 ) );
    ok( *id > 0, "lineGetGroupList: %#lx\n", *id );
    return next_request( &server, hostile_proxy );
}

/* One group with a name, as it should be. */
static LINEAGENTGROUPLIST *fill_groups( LINEPROXYREQUEST *request )
{
    LINEAGENTGROUPLIST *list = &request->GetGroupList.GroupList;
    LINEAGENTGROUPENTRY *entry = (LINEAGENTGROUPENTRY *)(list + 1);

    list->dwNumEntries = 1;
    list->dwListSize = sizeof(*entry);
    list->dwListOffset = sizeof(*list);
    entry->dwNameSize = 6;
    entry->dwNameOffset = sizeof(*list) + sizeof(*entry);
    memcpy( entry + 1, L"ab", 6 );
    list->dwNeededSize = list->dwUsedSize = sizeof(*list) + sizeof(*entry) + 8;
    return list;
}

static void test_bad_answers(void)
{
    static const struct { const char *what; DWORD field, value; BOOL entry; } cases[] =
    {
        { "nothing used", FIELD_OFFSET( LINEAGENTGROUPLIST, dwUsedSize ), 0, FALSE },
        { "less than the fixed part used", FIELD_OFFSET( LINEAGENTGROUPLIST, dwUsedSize ), 23, FALSE },
        { "more used than there is", FIELD_OFFSET( LINEAGENTGROUPLIST, dwUsedSize ), 301, FALSE },
        { "everything used", FIELD_OFFSET( LINEAGENTGROUPLIST, dwUsedSize ), 0xffffffff, FALSE },
        { "less needed than used", FIELD_OFFSET( LINEAGENTGROUPLIST, dwNeededSize ), 24, FALSE },
        { "a list outside", FIELD_OFFSET( LINEAGENTGROUPLIST, dwListOffset ), 0xfffffff0, FALSE },
        { "a list across the end", FIELD_OFFSET( LINEAGENTGROUPLIST, dwListOffset ), 40, FALSE },
        { "more entries than there are", FIELD_OFFSET( LINEAGENTGROUPLIST, dwNumEntries ), 2, FALSE },
        { "very many entries", FIELD_OFFSET( LINEAGENTGROUPLIST, dwNumEntries ), 0x20000000, FALSE },
        { "a huge list", FIELD_OFFSET( LINEAGENTGROUPLIST, dwListSize ), 0xffffffff, FALSE },
        { "a name outside", FIELD_OFFSET( LINEAGENTGROUPENTRY, dwNameOffset ), 1000, TRUE },
        { "a name that wraps round", FIELD_OFFSET( LINEAGENTGROUPENTRY, dwNameOffset ), 0xfffffffe, TRUE },
        { "a huge name", FIELD_OFFSET( LINEAGENTGROUPENTRY, dwNameSize ), 0xffffffff, TRUE },
        { "half a character", FIELD_OFFSET( LINEAGENTGROUPENTRY, dwNameSize ), 5, TRUE },
        { "a name without end", FIELD_OFFSET( LINEAGENTGROUPENTRY, dwNameSize ), 4, TRUE },
    };
    LINEPROXYREQUEST *request;
    LINEAGENTGROUPLIST *list;
    union buffer buffer;
    HAGENT agent = 0;
    unsigned int i;
    LONG id;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        winetest_push_context( "%s", cases[i].what );
        if ((request = ask_groups( &buffer, &id )))
        {
            list = fill_groups( request );
            memcpy( (BYTE *)(cases[i].entry ? (void *)(list + 1) : list) + cases[i].field, &cases[i].value, sizeof(DWORD) );
            ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), LINEERR_INVALPARAM );
            ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
            ok_guarded( &buffer, 300 );
            ok( buffer.sizes[1] == 0xcccccccc, "something was written\n" );
            ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), LINEERR_INVALPOINTER );
        }
        winetest_pop_context();
    }
    /* what TAPI has set does not count */
    if ((request = ask_groups( &buffer, &id )))
    {
        list = fill_groups( request );
        list->dwTotalSize = 0xffffffff;
        request->dwSize = 0xffffffff;
        request->dwRequestType = LINEPROXYREQUEST_GETAGENTCAPS;
        request->dwClientAppAPIVersion = 0;
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok_guarded( &buffer, 300 );
        ok( buffer.groups.dwNumEntries == 1 && buffer.groups.dwUsedSize == 56, "%lu entries, used %lu\n",
            buffer.groups.dwNumEntries, buffer.groups.dwUsedSize );
    }
    /* results are 0 or errors */
    if ((request = ask_groups( &buffer, &id )))
    {
        fill_groups( request );
        ok_ret( lineProxyResponse( hostile_proxy, request, 5 ), LINEERR_INVALPARAM );
        ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
    }
    /* a handle that is none */
    id = lineCreateAgentW( hostile_line, NULL, NULL, &agent );
    if ((request = next_request( &server, hostile_proxy )))
    {
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), LINEERR_INVALPARAM );
        ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
        ok( !agent, "agent %#lx\n", H( agent ) );
    }
    /* a requester that has given its memory away meanwhile: less is written, more never */
    if ((request = ask_groups( &buffer, &id )))
    {
        fill_groups( request );
        buffer.sizes[0] = 40;
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), 0 );
        wait_reply( &app, id );
        ok_guarded( &buffer, 40 );
    }
    if ((request = ask_groups( &buffer, &id )))
    {
        fill_groups( request );
        buffer.sizes[0] = 3000;
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), 0 );
        wait_reply( &app, id );
        ok( buffer.sizes[1] == 0xcccccccc, "something was written\n" );
    }
}

static void test_bad_pointers(void)
{
    HLINE plain = open_line( &server, device, V2_2, LINECALLPRIVILEGE_NONE, 0 ), second;
    LINEPROXYREQUEST *request, copy;
    DWORD other_device = find_line( &server, L"Test line B" );
    union buffer buffer;
    LONG id;

    second = open_proxy( &server, other_device, V2_2 );
    ok_ret( lineProxyResponse( hostile_proxy, NULL, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineProxyResponse( hostile_proxy, (LINEPROXYREQUEST *)(ULONG_PTR)0x10, 0 ), LINEERR_INVALPOINTER );
    memset( &copy, 0, sizeof(copy) );
    ok_ret( lineProxyResponse( hostile_proxy, &copy, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineProxyResponse( (HLINE)(ULONG_PTR)0xbad, NULL, 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineProxyResponse( plain, NULL, 0 ), LINEERR_NOTREGISTERED );
    if ((request = ask_groups( &buffer, &id )))
    {
        fill_groups( request );
        copy = *request;
        ok_ret( lineProxyResponse( hostile_proxy, &copy, 0 ), LINEERR_INVALPOINTER );
        ok_ret( lineProxyResponse( hostile_proxy, (LINEPROXYREQUEST *)((BYTE *)request + 4), 0 ), LINEERR_INVALPOINTER );
        /* another line: the request stays where it is */
        ok_ret( lineProxyResponse( second, request, 0 ), LINEERR_INVALLINEHANDLE );
        ok_ret( lineProxyResponse( plain, request, 0 ), LINEERR_NOTREGISTERED );
        ok_ret( lineProxyResponse( (HLINE)(ULONG_PTR)0xbad, request, 0 ), LINEERR_INVALLINEHANDLE );
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), 0 );
        ok_ret( wait_reply( &app, id ), 0 );
        ok( buffer.groups.dwNumEntries == 1, "%lu groups\n", buffer.groups.dwNumEntries );
        /* "exactly once" */
        ok_ret( lineProxyResponse( hostile_proxy, request, 0 ), LINEERR_INVALPOINTER );
    }
    ok_ret( lineClose( second ), 0 );
    ok_ret( lineClose( plain ), 0 );
}

static void test_answers(void)
{
    hostile_line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    hostile_proxy = open_proxy( &server, device, V2_2 );
    test_bad_answers();
    test_bad_pointers();
    ok_ret( lineClose( hostile_proxy ), 0 );
    ok_ret( lineClose( hostile_line ), 0 );
    forget( &app );
    forget( &server );
}

/* ---- those who go in the middle -------------------------------------------------------------------------------------- */

static void test_ends(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 ), other = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    HLINE proxy = open_proxy( &server, device, V2_2 );
    struct testtsp_command close = { 0, TESTTSP_CLOSE_LINE };
    LINEPROXYREQUEST *request, *second;
    union buffer buffer;
    struct app third;
    LONG id, id2;

    /* the proxy closes: what it has not answered has failed */
    id = lineGetGroupListW( line, prepare( &buffer, 300 ) );
    id2 = lineSetAgentState( line, 0, LINEAGENTSTATE_READY, 0 );
    request = next_request( &server, proxy );
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
    ok_ret( wait_reply( &app, id2 ), LINEERR_OPERATIONFAILED );
    ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_CLOSE, NULL ), "no LINE_PROXYSTATUS\n" );
    /* one request is still in its hands, and the other was never delivered */
    ok( !have_message( &server, LINE_PROXYREQUEST, ANY, ANY, NULL ), "a request came after its line was closed\n" );
    memset( &request->GetGroupList, 0x55, sizeof(request->GetGroupList) );
    ok_ret( lineProxyResponse( proxy, request, 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineProxyResponse( proxy, request, 0 ), LINEERR_INVALLINEHANDLE );
    ok_guarded( &buffer, 300 );

    /* the requester closes its line: the answer is taken and dropped */
    proxy = open_proxy( &server, device, V2_2 );
    id = lineGetGroupListW( other, prepare( &buffer, 300 ) );
    request = next_request( &server, proxy );
    ok_ret( lineClose( other ), 0 );
    request->GetGroupList.GroupList.dwNeededSize = request->GetGroupList.GroupList.dwUsedSize = sizeof(LINEAGENTGROUPLIST);
    ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
    id2 = lineSetAgentState( line, 0, LINEAGENTSTATE_READY, 0 );
    request = next_request( &server, proxy );
    ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
    ok_ret( wait_reply( &app, id2 ), 0 );
    ok( !have_message( &app, LINE_REPLY, ANY, id, NULL ), "a reply for a line that is closed\n" );
    ok( buffer.sizes[1] == 0xcccccccc, "its memory was written\n" );

    /* the requester ends altogether */
    app_begin( &third, "third" );
    other = open_line( &third, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    id = lineGetGroupListW( other, prepare( &buffer, 300 ) );
    ok( id > 0, "lineGetGroupList: %#lx\n", id );
    id = lineGetAgentCapsW( third.handle, device, 0, V2_2, prepare( &buffer, 300 ) );
    ok( id > 0, "lineGetAgentCaps: %#lx\n", id );
    request = next_request( &server, proxy );
    second = next_request( &server, proxy );
    app_end( &third );
    ok_ret( lineProxyResponse( proxy, request, LINEERR_NOMEM ), 0 );
    ok_ret( lineProxyResponse( proxy, second, LINEERR_NOMEM ), 0 );
    ok( buffer.sizes[1] == 0xcccccccc, "its memory was written\n" );

    /* the provider closes the line of everybody */
    id = lineSetAgentState( line, 0, LINEAGENTSTATE_READY, 0 );
    request = next_request( &server, proxy );
    /* the command itself may end with the line */
    testtsp( &app, line, 0, 0, &close );
    ok( wait_message( &server, LINE_CLOSE, H( proxy ), ANY, NULL ), "no LINE_CLOSE\n" );
    ok( wait_message( &app, LINE_CLOSE, H( line ), ANY, NULL ), "no LINE_CLOSE\n" );
    /* "it should call lineProxyResponse for each pending request" */
    ok_ret( lineProxyResponse( proxy, request, LINEERR_OPERATIONFAILED ), LINEERR_INVALLINEHANDLE );
    lineClose( proxy );
    lineClose( line );

    /* the application of the proxy ends */
    line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    app_begin( &third, "third" );
    proxy = open_proxy( &third, device, V2_2 );
    id = lineSetAgentState( line, 0, LINEAGENTSTATE_READY, 0 );
    id2 = lineSetAgentActivity( line, 0, 1 );
    request = next_request( &third, proxy );
    ok( !!request, "no request\n" );
    app_end( &third );
    ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
    ok_ret( wait_reply( &app, id2 ), LINEERR_OPERATIONFAILED );
    ok_ret( lineProxyResponse( proxy, request, 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
    forget( &server );
}

/* ---- a proxy in another process --------------------------------------------------------------------------------------- */

/* Registers for everything, says so, and never answers. */
static void silent_proxy( DWORD device, HANDLE ready )
{
    struct app self;
    HLINE line;
    DWORD size;

    app_begin( &self, "silent proxy" );
    if (!open_proxy_for( &self, device, V2_2, LINECALLPRIVILEGE_NONE, NULL, 0, &line )) WriteFile( ready, &line, sizeof(DWORD), &size, NULL );
    Sleep( INFINITE );
}

static BOOL begin_silent_proxy( PROCESS_INFORMATION *process )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup) };
    WCHAR program[MAX_PATH], line[MAX_PATH + 100];
    HANDLE from, to;
    DWORD value, size = 0;
    BOOL ret;

    GetModuleFileNameW( NULL, program, ARRAY_SIZE(program) );
    CreatePipe( &from, &to, &inherit, 0 );
    SetHandleInformation( from, HANDLE_FLAG_INHERIT, 0 );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" proxy silent %lu %lu", program, device, H( to ) );
    ret = CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, process );
    ok( ret, "cannot start %s (error %lu)\n", wine_dbgstr_w( line ), GetLastError() );
    CloseHandle( to );
    if (ret && (!ReadFile( from, &value, sizeof(value), &size, NULL ) || size != sizeof(value)))
    {
        ok( 0, "the other process is no proxy\n" );
        ret = FALSE;
    }
    CloseHandle( from );
    return ret;
}

static void set_timeout( DWORD timeout )
{
    static const WCHAR path[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony";
    LONG ret;
    HKEY key;

    ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL );
    ok( !ret, "cannot open the key: %ld\n", ret );
    if (timeout) ret = RegSetValueExW( key, L"ProxyTimeout", 0, REG_DWORD, (BYTE *)&timeout, sizeof(timeout) );
    else ret = RegDeleteValueW( key, L"ProxyTimeout" );
    ok( !ret, "cannot set the time limit: %ld\n", ret );
    RegCloseKey( key );
}

static void test_death(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    PROCESS_INFORMATION process;
    union buffer buffer;
    LINEMESSAGE msg = { 0 };
    LONG id, id2;

    if (begin_silent_proxy( &process ))
    {
        id = lineGetGroupListW( line, prepare( &buffer, 300 ) );
        id2 = lineGetAgentCapsW( app.handle, device, 0, V2_2, &buffer.caps );
        ok( id > 0 && id2 > 0, "lineGetGroupList: %#lx, lineGetAgentCaps: %#lx\n", id, id2 );
        TerminateProcess( process.hProcess, 0 );
        ok_ret( wait_reply( &app, id ), LINEERR_OPERATIONFAILED );
        ok_ret( wait_reply( &app, id2 ), LINEERR_OPERATIONFAILED );
        ok( wait_message( &app, LINE_PROXYSTATUS, H( line ), LINEPROXYSTATUS_CLOSE, &msg ), "no LINE_PROXYSTATUS\n" );
        ok( msg.dwParam2 == LINEPROXYREQUEST_SETAGENTGROUP, "request %lu\n", H( msg.dwParam2 ) );
        ok_ret( lineGetGroupListW( line, &buffer.groups ), LINEERR_OPERATIONUNAVAIL );
        CloseHandle( process.hProcess );
        CloseHandle( process.hThread );
    }
    ok_ret( lineClose( line ), 0 );
    forget( &app );
}

static void test_timeout(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 ), proxy = open_proxy( &server, device, V2_2 );
    LINEPROXYREQUEST *request, *second;
    union buffer buffer;
    LONG id;

    /* one that has all the time there is */
    id = lineSetAgentState( line, 0, LINEAGENTSTATE_READY, 0 );
    second = next_request( &server, proxy );
    set_timeout( 200 );
    ok_ret( wait_reply( &app, lineGetGroupListW( line, prepare( &buffer, 300 ) ) ), LINEERR_OPERATIONFAILED );
    ok_ret( wait_reply( &app, lineSetAgentActivity( line, 0, 1 ) ), LINEERR_OPERATIONFAILED );
    set_timeout( 0 );
    /* late answers are taken and dropped */
    request = next_request( &server, proxy );
    request->GetGroupList.GroupList.dwNeededSize = request->GetGroupList.GroupList.dwUsedSize = sizeof(LINEAGENTGROUPLIST);
    ok_ret( lineProxyResponse( proxy, request, 0 ), 0 );
    ok_ret( lineProxyResponse( proxy, request, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineProxyResponse( proxy, next_request( &server, proxy ), 0 ), 0 );
    ok( buffer.sizes[1] == 0xcccccccc, "a late answer was written\n" );
    /* and the proxy goes on serving */
    ok_ret( lineProxyResponse( proxy, second, 0 ), 0 );
    ok_ret( wait_reply( &app, id ), 0 );
    ok_ret( lineClose( proxy ), 0 );
    ok_ret( lineClose( line ), 0 );
    forget( &app );
    forget( &server );
}

/* A proxy that is asked more than it can answer. */
static void test_overload(void)
{
    HLINE line = open_line( &app, device, V2_2, LINECALLPRIVILEGE_NONE, 0 );
    static char block[64 * 1024];
    PROCESS_INFORMATION process;
    LONG ret = 0;
    DWORD i;

    if (begin_silent_proxy( &process ))
    {
        ok_ret( lineAgentSpecific( line, 0, 0, block, sizeof(block) ), LINEERR_RESOURCEUNAVAIL );
        for (i = 0; i < 2000 && (ret = lineSetAgentActivity( line, 0, i )) > 0; i++) continue;
        ok( ret == ERR( RESOURCEUNAVAIL ) && i == 1000, "request %lu: %#lx\n", i, ret );
        TerminateProcess( process.hProcess, 0 );
        /* all of them come back */
        for (i = 0; i < 1000; i++)
            if (!wait_message( &app, LINE_REPLY, ANY, ANY, NULL )) break;
        ok( i == 1000, "%lu replies\n", i );
        CloseHandle( process.hProcess );
        CloseHandle( process.hThread );
    }
    ok_ret( lineClose( line ), 0 );
    forget( &app );
}

START_TEST(proxy)
{
    char **argv;

    if (winetest_get_mainargs( &argv ) >= 5 && !strcmp( argv[2], "silent" ))
    {
        silent_proxy( strtoul( argv[3], NULL, 0 ), (HANDLE)(ULONG_PTR)strtoul( argv[4], NULL, 0 ) );
        return;
    }
    if (!fixture_begin()) return;
    app_begin( &app, "proxy test" );
    app_begin( &server, "proxy test server" );
    if ((device = find_line( &app, L"Test line A" )) != ~0u)
    {
        test_open();
        test_status();
        test_messages();
        test_call_messages();
        test_requests();
        test_notification();
        test_answers();
        test_ends();
        test_death();
        test_timeout();
        test_overload();
    }
    else ok( 0, "no test line\n" );
    app_end( &server );
    app_end( &app );
    fixture_end();
}
