/*
 * The exchange through TSPI: what it says of itself, making and answering calls, numbers that do something, status.
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

#include "host.h"

static HDRVLINE a, b, c;

static void test_negotiation( void )
{
    LINEEXTENSIONID id;
    DWORD version = 0;
    GUID guid;

    ok_ret( p_lineNegotiateTSPIVersion( INITIALIZE_NEGOTIATION, 0x10003, VERSION, &version ), 0 );
    ok( version == VERSION, "version %#lx\n", version );
    ok_ret( p_lineNegotiateTSPIVersion( LINE_BASE, 0x20000, 0x20002, &version ), 0 );
    ok( version == 0x20002, "version %#lx\n", version );
    ok_ret( p_lineNegotiateTSPIVersion( LINE_BASE, 0x10003, 0x10004, &version ), ERR( INCOMPATIBLEAPIVERSION ) );
    ok_ret( p_lineNegotiateTSPIVersion( LINE_BASE + 10, 0x20000, VERSION, &version ), ERR( BADDEVICEID ) );
    ok_ret( p_lineNegotiateExtVersion( LINE_BASE, VERSION, 0x10000, 0x20000, &version ), 0 );
    ok( version == 0x10000, "version %#lx\n", version );
    ok_ret( p_lineNegotiateExtVersion( LINE_BASE, VERSION, 0x20000, 0x20000, &version ), ERR( INCOMPATIBLEEXTVERSION ) );
    ok_ret( p_lineGetExtensionID( LINE_BASE, VERSION, &id ), 0 );
    ok( id.dwExtensionID0 == 0x9c1d7b40, "extension id %#lx\n", id.dwExtensionID0 );
    ok_ret( p_lineSelectExtVersion( a, 0x10000 ), 0 );
    ok_ret( p_lineSelectExtVersion( a, 0x30000 ), ERR( INCOMPATIBLEEXTVERSION ) );
    ok_ret( p_lineSelectExtVersion( a, 0 ), 0 );
    /* there is no voice of this machine */
    ok_ret( p_lineMSPIdentify( LINE_BASE, &guid ), 0 );
    ok_ret( p_lineMSPIdentify( LINE_BASE + 1000, &guid ), ERR( BADDEVICEID ) );
    ok_ret( p_lineReceiveMSPData( a, NULL, 0, NULL, 0 ), ERR( INVALPOINTER ) );
}

static void test_caps( void )
{
    union { LINEDEVCAPS line; LINEADDRESSCAPS address; BYTE bytes[4096]; } u;
    static const struct { DWORD version, size; } sizes[] = { { 0x20000, 252 }, { 0x20002, 268 }, { 0x30000, 292 }, { VERSION, 292 } };
    const LINECALLTREATMENTENTRY *treatment;
    unsigned int i;
    DWORD total;

    for (i = 0; i < ARRAY_SIZE(sizes); i++)
    {
        memset( &u, 0xcc, sizeof(u) );
        u.line.dwTotalSize = sizes[i].size;
        ok_ret( p_lineGetDevCaps( LINE_BASE, sizes[i].version, 0, &u.line ), 0 );
        ok( u.line.dwUsedSize == sizes[i].size && u.line.dwNeededSize > u.line.dwUsedSize, "version %#lx: used %lu, needed %lu\n", sizes[i].version,
            u.line.dwUsedSize, u.line.dwNeededSize );
        ok( u.bytes[sizes[i].size] == 0xcc, "written behind the end\n" );
        u.line.dwTotalSize = sizes[i].size - 1;
        ok_ret( p_lineGetDevCaps( LINE_BASE, sizes[i].version, 0, &u.line ), ERR( STRUCTURETOOSMALL ) );
    }
    /* each total between: nothing behind it, and what is there fits */
    for (total = 292; total < 1500; total += 4)
    {
        memset( &u, 0xcc, sizeof(u) );
        u.line.dwTotalSize = total;
        ok_ret( p_lineGetDevCaps( LINE_BASE + 9, VERSION, 0, &u.line ), 0 );
        ok( u.line.dwUsedSize <= total && u.bytes[total] == 0xcc, "total %lu, used %lu\n", total, u.line.dwUsedSize );
    }
    ok( u.line.dwNeededSize == u.line.dwUsedSize, "needed %lu, used %lu\n", u.line.dwNeededSize, u.line.dwUsedSize );
    ok( u.line.dwNumAddresses == 2 && u.line.dwDevCapFlags & LINEDEVCAPFLAGS_MULTIPLEADDR, "%lu addresses\n", u.line.dwNumAddresses );
    ok( text_is( &u, u.line.dwLineNameSize, u.line.dwLineNameOffset, L"Exchange 1010" ), "another name\n" );
    ok( u.line.dwTerminalTextSize == 3 * u.line.dwTerminalTextEntrySize && u.line.dwTerminalCapsSize == 3 * sizeof(LINETERMCAPS), "terminals\n" );
    ok_ret( p_lineGetDevCaps( LINE_BASE + 10, VERSION, 0, &u.line ), ERR( BADDEVICEID ) );

    for (total = 228; total < 1200; total += 4)
    {
        memset( &u, 0xcc, sizeof(u) );
        u.address.dwTotalSize = total;
        ok_ret( p_lineGetAddressCaps( LINE_BASE + 9, 1, VERSION, 0, &u.address ), 0 );
        ok( u.address.dwUsedSize <= total && u.bytes[total] == 0xcc, "total %lu, used %lu\n", total, u.address.dwUsedSize );
    }
    ok( text_is( &u, u.address.dwAddressSize, u.address.dwAddressOffset, L"51010" ), "another address\n" );
    ok( u.address.dwNumCallTreatments == 4, "%lu treatments\n", u.address.dwNumCallTreatments );
    treatment = (const LINECALLTREATMENTENTRY *)(u.bytes + u.address.dwCallTreatmentListOffset);
    ok( text_is( &u, treatment[3].dwCallTreatmentNameSize, treatment[3].dwCallTreatmentNameOffset, L"Music" ), "another treatment\n" );
    ok_ret( p_lineGetAddressCaps( LINE_BASE, 1, VERSION, 0, &u.address ), ERR( INVALADDRESSID ) );
}

static void test_line( void )
{
    LINECALLHUBTRACKINGINFO tracking = { sizeof(tracking) };
    DWORD count = 0, id = 99, size;
    union { VARSTRING string; BYTE bytes[256]; } u;
    struct { DWORD size, version, rate, options; } config;
    struct said said;
    HDRVLINE line;
    HICON icon;

    ok_ret( p_lineOpen( LINE_BASE, HTLINE( 0 ), &line, VERSION, (LINEEVENT)(DWORD_PTR)1 ), ERR( ALLOCATED ) );
    ok_ret( p_lineClose( (HDRVLINE)(DWORD_PTR)0x12345 ), ERR( INVALLINEHANDLE ) );
    ok_ret( p_lineGetNumAddressIDs( a, &count ), 0 );
    ok( count == 1, "%lu addresses\n", count );
    ok_ret( p_lineGetAddressID( a, &id, LINEADDRESSMODE_DIALABLEADDR, L"1001", 5 * sizeof(WCHAR) ), 0 );
    ok( !id, "address %lu\n", id );
    ok_ret( p_lineGetAddressID( a, &id, LINEADDRESSMODE_DIALABLEADDR, L"1002", 5 * sizeof(WCHAR) ), ERR( INVALADDRESS ) );
    ok_ret( p_lineGetCallHubTracking( a, &tracking ), 0 );
    ok( tracking.dwCurrentTracking == LINECALLHUBTRACKING_ALLCALLS, "tracking %lu\n", tracking.dwCurrentTracking );
    tracking.dwCurrentTracking = LINECALLHUBTRACKING_NONE;
    ok_ret( p_lineSetCallHubTracking( a, &tracking ), 0 );
    ok_ret( p_lineSetCurrentLocation( 1 ), 0 );

    u.string.dwTotalSize = sizeof(u);
    ok_ret( p_lineGetID( a, 0, NULL, LINECALLSELECT_LINE, &u.string, L"tapi/line", GetCurrentProcess() ), 0 );
    ok( *(DWORD *)(u.bytes + u.string.dwStringOffset) == LINE_BASE, "device %lu\n", *(DWORD *)(u.bytes + u.string.dwStringOffset) );
    ok_ret( p_lineGetID( a, 0, NULL, LINECALLSELECT_LINE, &u.string, L"wave/in", GetCurrentProcess() ), ERR( INVALDEVICECLASS ) );
    ok_ret( p_lineGetID( a, 1, NULL, LINECALLSELECT_ADDRESS, &u.string, L"tapi/line", GetCurrentProcess() ), ERR( INVALADDRESSID ) );

    u.string.dwTotalSize = sizeof(u);
    ok_ret( p_lineGetDevConfig( LINE_BASE, &u.string, L"comm/datamodem" ), 0 );
    size = u.string.dwStringSize;
    ok( size == sizeof(config), "%lu bytes\n", size );
    memcpy( &config, u.bytes + u.string.dwStringOffset, sizeof(config) );
    config.rate = 9600;
    ok_ret( p_lineSetDevConfig( LINE_BASE, &config, sizeof(config), L"comm/datamodem" ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 0 ), LINEDEVSTATE_CONFIGCHANGE, NULL ), "no LINEDEVSTATE_CONFIGCHANGE\n" );
    config.size = 1;
    ok_ret( p_lineSetDevConfig( LINE_BASE, &config, sizeof(config), L"comm/datamodem" ), ERR( INVALPARAM ) );
    ok_ret( p_lineSetDevConfig( LINE_BASE, &config, sizeof(config), L"nonsense" ), ERR( INVALDEVICECLASS ) );
    icon = NULL;
    ok_ret( p_lineGetIcon( LINE_BASE, L"tapi/line", &icon ), 0 );
    ok( icon != NULL, "no icon\n" );

    ok_ret( result_of( p_lineSetLineDevStatus( request(), a, LINEDEVSTATUSFLAGS_MSGWAIT, TRUE ) ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 0 ), LINEDEVSTATE_MSGWAITON, NULL ), "no LINEDEVSTATE_MSGWAITON\n" );
    ok_ret( result_of( p_lineDevSpecificFeature( request(), a, PHONEBUTTONFUNCTION_MSGWAITOFF, NULL, 0 ) ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 0 ), LINEDEVSTATE_MSGWAITOFF, NULL ), "no LINEDEVSTATE_MSGWAITOFF\n" );
    ok_ret( p_lineSetLineDevStatus( request(), a, 0x80, TRUE ), ERR( INVALLINESTATE ) );
    ok_ret( p_lineDevSpecificFeature( request(), a, 0x999, NULL, 0 ), ERR( INVALFEATURE ) );
    ok_ret( result_of( p_lineSetTerminal( request(), a, 0, NULL, LINECALLSELECT_LINE, LINETERMMODE_RINGER, 2, TRUE ) ), 0 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 0 ), LINEDEVSTATE_TERMINALS, &said ), "no LINEDEVSTATE_TERMINALS\n" );
    ok_ret( p_lineSetTerminal( request(), a, 0, NULL, LINECALLSELECT_LINE, LINETERMMODE_RINGER, 3, TRUE ), ERR( INVALTERMINALID ) );
    ok_ret( p_lineConditionalMediaDetection( a, LINEMEDIAMODE_G3FAX, NULL ), ERR( INVALMEDIAMODE ) );
    ok_ret( p_lineConditionalMediaDetection( a, LINEMEDIAMODE_DATAMODEM, NULL ), 0 );
}

static void test_call( void )
{
    LINEADDRESSSTATUS address = { sizeof(address) };
    LINEDEVSTATUS line = { sizeof(line) };
    DWORD addr, id, related, id2;
    const LINECALLINFO *info;
    struct leg caller, called;
    struct said said;

    forget_said();
    caller = make_call( a, L"1002", NULL );
    /* the states of the caller come in order */
    ok( wait_said( LINE_CALLSTATE, caller.ht, ANY, &said ) && said.param1 == LINECALLSTATE_DIALING, "state %#lx\n", (DWORD)said.param1 );
    ok( wait_said( LINE_CALLSTATE, caller.ht, ANY, &said ) && said.param1 == LINECALLSTATE_PROCEEDING, "state %#lx\n", (DWORD)said.param1 );
    ok( wait_said( LINE_CALLSTATE, caller.ht, ANY, &said ) && said.param1 == LINECALLSTATE_RINGBACK, "state %#lx\n", (DWORD)said.param1 );
    called = offered( 1 );
    ok( wait_said( LINE_CALLSTATE, called.ht, ANY, &said ) && said.param1 == LINECALLSTATE_OFFERING && said.param2 == LINEOFFERINGMODE_ACTIVE,
        "state %#lx, mode %#lx\n", (DWORD)said.param1, (DWORD)said.param2 );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 1 ), LINEDEVSTATE_RINGING, &said ) && said.param2 == 1 && said.param3 == 1, "it does not ring\n" );
    ok( wait_said( LINE_LINEDEVSTATE, HTLINE( 1 ), LINEDEVSTATE_RINGING, &said ) && said.param3 == 2, "it does not ring again\n" );
    info = info_of( called );
    ok( info->dwOrigin == LINECALLORIGIN_INTERNAL && info->dwReason == LINECALLREASON_DIRECT, "origin %#lx, reason %#lx\n", info->dwOrigin,
        info->dwReason );
    ok( info->dwCallerIDFlags == (LINECALLPARTYID_NAME | LINECALLPARTYID_ADDRESS) &&
        text_is( info, info->dwCallerIDSize, info->dwCallerIDOffset, L"1001" ) &&
        text_is( info, info->dwCallerIDNameSize, info->dwCallerIDNameOffset, L"Exchange 1001" ), "another caller\n" );
    ok( text_is( info, info->dwCalledIDSize, info->dwCalledIDOffset, L"1002" ), "another called number\n" );
    ok_ret( result_of( p_lineAccept( request(), called.hd, NULL, 0 ) ), 0 );
    ok( said_state( called.ht, LINECALLSTATE_ACCEPTED, NULL ), "not accepted\n" );
    ok_ret( p_lineAccept( request(), called.hd, NULL, 0 ), ERR( INVALCALLSTATE ) );
    ok_ret( result_of( p_lineAnswer( request(), called.hd, NULL, 0 ) ), 0 );
    ok( said_state( called.ht, LINECALLSTATE_CONNECTED, &said ) && said.param2 == LINECONNECTEDMODE_ACTIVE, "not connected\n" );
    ok( said_state( caller.ht, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    info = info_of( caller );
    ok( info->dwOrigin == LINECALLORIGIN_OUTBOUND && text_is( info, info->dwConnectedIDSize, info->dwConnectedIDOffset, L"1002" ), "connected id\n" );
    ok_ret( p_lineGetCallIDs( caller.hd, &addr, &id, &related ), 0 );
    ok_ret( p_lineGetCallIDs( called.hd, &addr, &id2, &related ), 0 );
    ok( id && id == id2, "call ids %#lx, %#lx\n", id, id2 );
    ok_ret( p_lineGetCallAddressID( caller.hd, &addr ), 0 );
    ok_ret( p_lineGetAddressStatus( a, 0, &address ), 0 );
    ok( address.dwNumInUse == 1 && address.dwNumActiveCalls == 1 && !(address.dwAddressFeatures & LINEADDRFEATURE_MAKECALL), "%lu active calls\n",
        address.dwNumActiveCalls );
    ok_ret( p_lineGetLineDevStatus( a, &line ), 0 );
    ok( line.dwNumActiveCalls == 1 && !(line.dwLineFeatures & LINEFEATURE_MAKECALL), "%lu active calls\n", line.dwNumActiveCalls );
    ok( wait_said( LINE_ADDRESSSTATE, HTLINE( 0 ), 0, &said ) && said.param2 & LINEADDRESSSTATE_INUSEONE, "address states %#lx\n", (DWORD)said.param2 );
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &(HDRVCALL){ NULL }, L"1003", 0, NULL ), ERR( CALLUNAVAIL ) );

    ok_ret( p_lineSetAppSpecific( caller.hd, 0x1234 ), 0 );
    ok( wait_said( LINE_CALLINFO, caller.ht, LINECALLINFOSTATE_APPSPECIFIC, NULL ), "no LINE_CALLINFO\n" );
    ok_ret( p_lineSetMediaMode( caller.hd, LINEMEDIAMODE_AUTOMATEDVOICE ), 0 );
    ok_ret( p_lineSetMediaMode( caller.hd, LINEMEDIAMODE_G3FAX ), ERR( INVALMEDIAMODE ) );
    ok_ret( result_of( p_lineSetCallParams( request(), caller.hd, LINEBEARERMODE_DATA, 0, 9600, NULL ) ), 0 );
    info = info_of( caller );
    ok( info->dwAppSpecific == 0x1234 && info->dwMediaMode == LINEMEDIAMODE_AUTOMATEDVOICE && info->dwBearerMode == LINEBEARERMODE_DATA &&
        info->dwRate == 9600, "LINECALLINFO\n" );
    ok_ret( p_lineSetCallParams( request(), caller.hd, LINEBEARERMODE_PASSTHROUGH, 0, 0, NULL ), ERR( BEARERMODEUNAVAIL ) );
    ok_ret( p_lineSetCallParams( request(), caller.hd, LINEBEARERMODE_VOICE, 5, 4, NULL ), ERR( INVALRATE ) );

    ok_ret( result_of( p_lineDrop( request(), called.hd, "bye", 3 ) ), 0 );
    ok( said_state( called.ht, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    ok( wait_said( LINE_CALLINFO, caller.ht, LINECALLINFOSTATE_USERUSERINFO, NULL ), "no user-user information\n" );
    ok( said_state( caller.ht, LINECALLSTATE_DISCONNECTED, &said ) && said.param2 == LINEDISCONNECTMODE_NORMAL, "not disconnected\n" );
    info = info_of( caller );
    ok( info->dwUserUserInfoSize == 3 && !memcmp( (const char *)info + info->dwUserUserInfoOffset, "bye", 3 ), "%lu bytes\n", info->dwUserUserInfoSize );
    ok_ret( result_of( p_lineDrop( request(), caller.hd, NULL, 0 ) ), 0 );
    ok( said_state( caller.ht, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    ok_ret( p_lineDrop( request(), caller.hd, NULL, 0 ), ERR( INVALCALLSTATE ) );
    close_leg( &caller );
    close_leg( &called );
    ok_ret( p_lineDrop( request(), (HDRVCALL)(DWORD_PTR)0x777777, NULL, 0 ), ERR( INVALCALLHANDLE ) );
}

static void test_params( void )
{
    struct
    {
        LINECALLPARAMS params;
        WCHAR          calling[8];
        char           user_user[4];
    } u = { { sizeof(u) } };
    const LINECALLINFO *info;
    struct leg caller, called;

    u.params.dwBearerMode = LINEBEARERMODE_VOICE;
    u.params.dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE;
    u.params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    u.params.dwCallParamFlags = LINECALLPARAMFLAGS_BLOCKID;
    u.params.dwUserUserInfoSize = 4;
    u.params.dwUserUserInfoOffset = FIELD_OFFSET( __typeof__( u ), user_user );
    memcpy( u.user_user, "abcd", 4 );
    caller = make_call( a, L"1002", &u.params );
    called = offered( 1 );
    info = info_of( called );
    ok( info->dwCallerIDFlags == LINECALLPARTYID_BLOCKED && !info->dwCallerIDSize, "caller id flags %#lx\n", info->dwCallerIDFlags );
    ok( info->dwUserUserInfoSize == 4 && !memcmp( (const char *)info + info->dwUserUserInfoOffset, "abcd", 4 ), "%lu bytes\n", info->dwUserUserInfoSize );
    ok_ret( result_of( p_lineReleaseUserUserInfo( request(), called.hd ) ), 0 );
    ok( !info_of( called )->dwUserUserInfoSize, "not released\n" );
    /* abandoned */
    ok_ret( p_lineDropOnClose( caller.hd ), 0 );
    ok( said_state( called.ht, LINECALLSTATE_IDLE, NULL ), "it rings on\n" );
    close_leg( &caller );
    close_leg( &called );

    u.params.dwCallParamFlags = LINECALLPARAMFLAGS_DESTOFFHOOK;
    u.params.dwCallingPartyIDSize = 8 * sizeof(WCHAR);
    u.params.dwCallingPartyIDOffset = FIELD_OFFSET( __typeof__( u ), calling );
    lstrcpyW( u.calling, L"5550000" );
    caller = make_call( a, L"1002", &u.params );
    called = offered( 1 );
    ok( said_state( caller.ht, LINECALLSTATE_CONNECTED, NULL ), "it does not answer by itself\n" );
    info = info_of( called );
    ok( text_is( info, info->dwCallerIDSize, info->dwCallerIDOffset, L"5550000" ), "another caller\n" );
    ok_ret( p_lineDropNoOwner( caller.hd ), 0 );
    ok( said_state( called.ht, LINECALLSTATE_DISCONNECTED, NULL ), "still connected\n" );
    close_leg( &caller );
    close_leg( &called );

    u.params.dwMediaMode = LINEMEDIAMODE_G3FAX;
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( INVALMEDIAMODE ) );
    u.params.dwMediaMode = 0;
    u.params.dwBearerMode = LINEBEARERMODE_PASSTHROUGH;
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( BEARERMODEUNAVAIL ) );
    u.params.dwBearerMode = 3;
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( INVALBEARERMODE ) );
    u.params.dwBearerMode = 0;
    u.params.dwAddressID = 1;
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( INVALADDRESSID ) );
    u.params.dwAddressID = 0;
    u.params.dwUserUserInfoOffset = sizeof(u);
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( INVALCALLPARAMS ) );
    u.params.dwUserUserInfoSize = 1000;
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"1002", 0, &u.params ), ERR( USERUSERINFOTOOBIG ) );
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"12?", 0, NULL ), ERR( DIALPROMPT ) );
    ok_ret( p_lineMakeCall( request(), a, new_handle(), &caller.hd, L"gibberish", 0, NULL ), ERR( INVALADDRESS ) );
}

static void test_dialing( void )
{
    struct leg caller = make_call( a, NULL, NULL ), called;
    struct said said;

    ok( said_state( caller.ht, LINECALLSTATE_DIALTONE, &said ) && said.param2 == LINEDIALTONEMODE_INTERNAL, "no dial tone\n" );
    ok_ret( result_of( p_lineDial( request(), caller.hd, L"10;", 0 ) ), 0 );
    ok( said_state( caller.ht, LINECALLSTATE_DIALING, NULL ), "not dialling\n" );
    ok_ret( result_of( p_lineDial( request(), caller.hd, L"02", 0 ) ), 0 );
    ok( said_state( caller.ht, LINECALLSTATE_RINGBACK, NULL ), "it does not ring\n" );
    ok_ret( p_lineDial( request(), caller.hd, L"1", 0 ), ERR( INVALCALLSTATE ) );
    called = offered( 1 );
    /* rejected */
    ok_ret( result_of( p_lineDrop( request(), called.hd, NULL, 0 ) ), 0 );
    ok( said_state( caller.ht, LINECALLSTATE_DISCONNECTED, &said ) && said.param2 == LINEDISCONNECTMODE_REJECT, "mode %#lx\n", (DWORD)said.param2 );
    close_leg( &caller );
    close_leg( &called );
}

static void test_outside( void )
{
    static const struct { const WCHAR *number; DWORD state, mode; } numbers[] =
    {
        { L"9901", LINECALLSTATE_BUSY, LINEBUSYMODE_STATION }, { L"9902", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NOANSWER },
        { L"9903", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_UNREACHABLE }, { L"9904", LINECALLSTATE_BUSY, LINEBUSYMODE_TRUNK },
        { L"9905", LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE }, { L"9907", LINECALLSTATE_SPECIALINFO, LINESPECIALINFO_CUSTIRREG },
        { L"9908", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL }, { L"9909", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_REJECT },
        { L"9910", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NUMBERCHANGED }, { L"4711", LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS },
        { L"+1 (425) 555-0101", LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE },
    };
    LINECALLPARAMS impatient = { sizeof(impatient) };
    struct said said;
    unsigned int i;

    impatient.dwNoAnswerTimeout = 1;
    for (i = 0; i < ARRAY_SIZE(numbers); i++)
    {
        struct leg leg = make_call( a, numbers[i].number, &impatient );

        ok( said_state( leg.ht, numbers[i].state, &said ) && said.param2 == numbers[i].mode, "%ls: mode %#lx\n", numbers[i].number, (DWORD)said.param2 );
        close_leg( &leg );
    }
    /* nobody answers here either */
    {
        struct leg leg = make_call( a, L"1003", &impatient );

        ok( said_state( leg.ht, LINECALLSTATE_DISCONNECTED, &said ) && said.param2 == LINEDISCONNECTMODE_NOANSWER, "mode %#lx\n", (DWORD)said.param2 );
        close_leg( &leg );
    }
    ok_ret( result_of( p_lineSetLineDevStatus( request(), b, LINEDEVSTATUSFLAGS_INSERVICE, FALSE ) ), 0 );
    {
        struct leg leg = make_call( a, L"1002", NULL );

        ok( said_state( leg.ht, LINECALLSTATE_DISCONNECTED, &said ) && said.param2 == LINEDISCONNECTMODE_OUTOFORDER, "mode %#lx\n", (DWORD)said.param2 );
        close_leg( &leg );
    }
    ok_ret( p_lineMakeCall( request(), b, new_handle(), &(HDRVCALL){ NULL }, L"1001", 0, NULL ), ERR( RESOURCEUNAVAIL ) );
    ok_ret( result_of( p_lineSetLineDevStatus( request(), b, LINEDEVSTATUSFLAGS_INSERVICE, TRUE ) ), 0 );
}

START_TEST( basic )
{
    setting( L"RingMilliseconds", 100 );
    setting( L"AnswerMilliseconds", 50 );
    provider_begin( 10 );
    a = open_station( 0 );
    b = open_station( 1 );
    c = open_station( 2 );
    test_negotiation();
    test_caps();
    test_line();
    test_call();
    test_params();
    test_dialing();
    test_outside();
    ok_ret( p_lineClose( a ), 0 );
    ok_ret( p_lineClose( a ), ERR( INVALLINEHANDLE ) );
    ok_ret( p_lineClose( b ), 0 );
    ok_ret( p_lineClose( c ), 0 );
    provider_end();
}
