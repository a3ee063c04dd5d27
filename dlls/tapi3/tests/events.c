/*
 * Events of the TAPI object, device-specific events and the causes of events: what the provider says, and what programs get.
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

#include "caller.h"

#include "../../../tests/fixtures/testtsp.h"

#define ALL_EVENTS 0x03ffffff
#define CALL_DEVSPECIFIC 501            /* LINE_CALLDEVSPECIFIC of tspi.h */

static ITTAPI2 *tapi;
static ITAddress *address;              /* of line A, 5551000 */
static struct sink sink;

/* ---- what the provider is told to do ---- */

#define tell( call, code, a, b, c, d, text ) testtsp_tell( address, call, code, a, b, c, d, text )

static void tell_phone( ITPhone *phone, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = code, .args = { arg0, arg1, arg2, arg3 } };

    if (text) lstrcpynW( command.text, text, ARRAY_SIZE(command.text) );
    ok_hr( ITPhone_DeviceSpecific( phone, (BYTE *)&command, sizeof(command) ), S_OK );
}

/* The number of a line or phone in the C API */
static DWORD device_of( ITAddress *which )
{
    ITLegacyAddressMediaControl *legacy;
    BSTR class = SysAllocString( L"tapi/line" );
    DWORD size = 0, device = ~0u;
    BYTE *bytes = NULL;

    ok_hr( ITAddress_QueryInterface( which, &IID_ITLegacyAddressMediaControl, (void **)&legacy ), S_OK );
    ok_hr( ITLegacyAddressMediaControl_GetID( legacy, class, &size, &bytes ), S_OK );
    ok( size >= sizeof(device), "%lu bytes\n", size );
    if (size >= sizeof(device)) memcpy( &device, bytes, sizeof(device) );
    CoTaskMemFree( bytes );
    SysFreeString( class );
    ITLegacyAddressMediaControl_Release( legacy );
    return device;
}

static ITPhone *find_phone( const WCHAR *name )
{
    IEnumPhone *phones;
    ITPhone *phone = NULL;

    ok_hr( ITTAPI2_EnumeratePhones( tapi, &phones ), S_OK );
    while (IEnumPhone_Next( phones, 1, &phone, NULL ) == S_OK)
    {
        BSTR text = NULL;
        BOOL found;

        ok_hr( ITPhone_get_PhoneCapsString( phone, PCS_PHONENAME, &text ), S_OK );
        found = text && !lstrcmpW( text, name );
        SysFreeString( text );
        if (found) break;
        ITPhone_Release( phone );
        phone = NULL;
    }
    IEnumPhone_Release( phones );
    return phone;
}

/* ---- ITTAPIObjectEvent2 ---- */

/* The next event of the TAPI object is of this kind, and says these things. */
static void expect_object_event( TAPIOBJECT_EVENT expected, ITAddress *about, ITPhone *phone, LONG instance )
{
    ITTAPIObjectEvent2 *event = sink_wait( &sink, TE_TAPIOBJECT, &IID_ITTAPIObjectEvent2 );
    TAPIOBJECT_EVENT kind = -1;
    ITTAPIObjectEvent *base;
    ITAddress *got = (void *)0xdead;
    ITPhone *got_phone = (void *)0xdead;
    ITTAPI *object;
    LONG value = -1;

    if (!event) return;
    check_late( "TAPI object event", event );
    ok_hr( ITTAPIObjectEvent2_QueryInterface( event, &IID_ITTAPIObjectEvent, (void **)&base ), S_OK );
    ok_hr( ITTAPIObjectEvent_get_TAPIObject( base, NULL ), E_POINTER );
    ok_hr( ITTAPIObjectEvent_get_TAPIObject( base, &object ), S_OK );
    ok( same_object( object, tapi ), "another TAPI object\n" );
    ITTAPI_Release( object );
    ok_hr( ITTAPIObjectEvent_get_Event( base, NULL ), E_POINTER );
    ok_hr( ITTAPIObjectEvent_get_Event( base, &kind ), S_OK );
    ok( kind == expected, "event %u, not %u\n", kind, expected );
    ok_hr( ITTAPIObjectEvent_get_Address( base, NULL ), E_POINTER );
    ok_hr( ITTAPIObjectEvent_get_Address( base, &got ), about ? S_OK : TAPI_E_WRONGEVENT );
    if (about) ok( got == about, "another address\n" );
    else ok( !got, "an address\n" );
    if (got) ITAddress_Release( got );
    ok_hr( ITTAPIObjectEvent_get_CallbackInstance( base, NULL ), E_POINTER );
    ok_hr( ITTAPIObjectEvent_get_CallbackInstance( base, &value ), S_OK );
    ok( value == instance, "instance %ld, not %ld\n", value, instance );
    ok_hr( ITTAPIObjectEvent2_get_Phone( event, NULL ), E_POINTER );
    ok_hr( ITTAPIObjectEvent2_get_Phone( event, &got_phone ), phone ? S_OK : TAPI_E_WRONGEVENT );
    if (phone) ok( got_phone == phone, "another phone\n" );
    else ok( !got_phone, "a phone\n" );
    if (got_phone) ITPhone_Release( got_phone );
    ITTAPIObjectEvent_Release( base );
    ITTAPIObjectEvent2_Release( event );
}

/* The address or phone that the next event of this kind brings; referenced */
static void *take_new( TAPIOBJECT_EVENT expected )
{
    ITTAPIObjectEvent2 *event = sink_wait( &sink, TE_TAPIOBJECT, &IID_ITTAPIObjectEvent2 );
    TAPIOBJECT_EVENT kind = -1;
    void *object = NULL;

    if (!event) return NULL;
    ok_hr( ITTAPIObjectEvent2_get_Event( event, &kind ), S_OK );
    ok( kind == expected, "event %u, not %u\n", kind, expected );
    if (kind == TE_PHONECREATE) ok_hr( ITTAPIObjectEvent2_get_Phone( event, (ITPhone **)&object ), S_OK );
    else ok_hr( ITTAPIObjectEvent2_get_Address( event, (ITAddress **)&object ), S_OK );
    ITTAPIObjectEvent2_Release( event );
    return object;
}

static BOOL is_listed( ITAddress *which )
{
    IEnumAddress *list;
    ITAddress *item;
    BOOL found = FALSE;

    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &list ), S_OK );
    while (IEnumAddress_Next( list, 1, &item, NULL ) == S_OK)
    {
        found |= item == which;
        ITAddress_Release( item );
    }
    IEnumAddress_Release( list );
    return found;
}

/* The provider closes the line, and with it the request that asked for that; the next request opens it again. */
static void close_line( void )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = TESTTSP_CLOSE_LINE };
    ITAddress2 *address2;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ITAddress2_DeviceSpecific( address2, NULL, (BYTE *)&command, sizeof(command) );
    ITAddress2_Release( address2 );
}

static void wait_open( void )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = TESTTSP_CLEAR };
    const DWORD start = GetTickCount();
    ITAddress2 *address2;
    HRESULT hr;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    while ((hr = ITAddress2_DeviceSpecific( address2, NULL, (BYTE *)&command, sizeof(command) )) != S_OK && GetTickCount() - start < PATIENCE) Sleep( 5 );
    ok( hr == S_OK, "the line stays closed: %#lx\n", hr );
    ITAddress2_Release( address2 );
}

/* The line and everything that was opened on it goes, and can be opened anew. */
static void test_closed( void )
{
    CALL_STATE_EVENT_CAUSE cause;
    ITBasicCallControl *control;
    ITCallStateEvent *event;
    LONG first, second;
    ITCallInfo *call;

    sink_forget( &sink );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 71, &first ), S_OK );
    close_line();         /* it is open for requests, too: the program need not know that */
    expect_object_event( TE_ADDRESSCLOSE, address, NULL, 71 );
    wait_open();
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 72, &second ), S_OK );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, first ), S_OK );
    close_line();
    expect_object_event( TE_ADDRESSCLOSE, address, NULL, 72 );
    wait_open();
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, second ), S_OK );
    call = silent_call( address );
    close_line();         /* open for requests only, and calls that were made by it */
    if ((event = sink_wait_state( &sink, call, CS_DISCONNECTED )))
    {
        ok_hr( ITCallStateEvent_get_Cause( event, &cause ), S_OK );
        ok( cause == CEC_DISCONNECT_FAILED, "cause %u\n", cause );
        ITCallStateEvent_Release( event );
    }
    expect_object_event( TE_ADDRESSCLOSE, address, NULL, 0 );
    wait_open();
    ok_hr( ITCallInfo_QueryInterface( call, &IID_ITBasicCallControl, (void **)&control ), S_OK );
    ok_hr( ITBasicCallControl_Disconnect( control, DC_NORMAL ), S_OK );
    ITBasicCallControl_Release( control );
    release_last_of( &sink, call );
}

static void test_object_events( void )
{
    ITPhone *phone = find_phone( L"Test phone A" ), *added;
    ITAddress *created;
    ADDRESS_STATE state;
    HRESULT hr;
    BSTR name;

    /* lines come and go */
    tell( NULL, TESTTSP_ADD_LINE, 301, 0, 0, 0, L"Line that comes" );
    if ((created = take_new( TE_ADDRESSCREATE )))
    {
        ok_hr( ITAddress_get_AddressName( created, &name ), S_OK );
        ok( wcsstr( name, L"Line that comes" ) != NULL, "name %ls\n", name );
        SysFreeString( name );
        ok( is_listed( created ), "the new address is not listed\n" );
        tell( NULL, TESTTSP_REMOVE_LINE, device_of( created ), 0, 0, 0, NULL );
        do                              /* opened to be asked for its number: it closes first, or does not */
        {
            ITTAPIObjectEvent *event = sink_wait( &sink, TE_TAPIOBJECT, &IID_ITTAPIObjectEvent );
            TAPIOBJECT_EVENT kind = -1;
            ITAddress *which;

            if (!event) break;
            ok_hr( ITTAPIObjectEvent_get_Event( event, &kind ), S_OK );
            ok_hr( ITTAPIObjectEvent_get_Address( event, &which ), S_OK );
            ok( which == created && (kind == TE_ADDRESSCLOSE || kind == TE_ADDRESSREMOVE), "event %u, address %p\n", kind, which );
            ITAddress_Release( which );
            ITTAPIObjectEvent_Release( event );
            if (kind == TE_ADDRESSREMOVE) break;
        }
        while (1);
        ok( !is_listed( created ), "the address is still listed\n" );
        hr = ITAddress_get_State( created, &state );
        ok( FAILED(hr) || state == AS_OUTOFSERVICE, "State returned %#lx, %u\n", hr, state );
        sink_forget( &sink );
        release_last_of( &sink, created );
    }

    /* phones come and go */
    ok( phone != NULL, "no phone of the test provider\n" );
    if (phone)
    {
        ok_hr( ITPhone_Open( phone, PP_OWNER ), S_OK );
        tell_phone( phone, TESTTSP_ADD_PHONE, 302, 0, 0, 0, L"Phone that comes" );
        if ((added = take_new( TE_PHONECREATE )))
        {
            ITPhone *listed = find_phone( L"Phone that comes" );
            PHONEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT };
            DWORD count = 0, version = 0x00020002;
            HPHONEAPP app;
            LONG error;

            ok( listed == added, "the new phone is not listed\n" );
            if (listed) ITPhone_Release( listed );
            error = phoneInitializeExW( &app, NULL, NULL, L"count", &count, &version, &params );
            ok( !error, "phoneInitializeEx returned %#lx\n", error );
            phoneShutdown( app );
            tell_phone( phone, TESTTSP_REMOVE_PHONE, count - 1, 0, 0, 0, NULL );
            expect_object_event( TE_PHONEREMOVE, NULL, added, 0 );
            ok( !find_phone( L"Phone that comes" ), "the phone is still listed\n" );
            release_last_of( &sink, added );
        }
        ok_hr( ITPhone_Close( phone ), S_OK );
        sink_forget( &sink );
        ITPhone_Release( phone );
    }

    /* locations */
    change_location();
    expect_object_event( TE_TRANSLATECHANGE, NULL, NULL, 0 );
}

/* After it nobody may begin before everybody has ended. */
static void test_reinit( void )
{
    ITTAPI2 *second;

    tell( NULL, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_REINIT, 0, 0, NULL );
    expect_object_event( TE_REINIT, NULL, NULL, 0 );
    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&second ), S_OK );
    ok_hr( ITTAPI2_Initialize( second ), TAPI_E_REINIT );
    release_last( second );
}

/* ---- device specific events ---- */

static void expect_address_specific( ITCallInfo *call, LONG p1, LONG p2, LONG p3 )
{
    ITAddressDeviceSpecificEvent *event = sink_wait( &sink, TE_ADDRESSDEVSPECIFIC, &IID_ITAddressDeviceSpecificEvent );
    ITCallInfo *about = (void *)0xdead;
    ITAddress *from;
    LONG values[3] = { 0 };

    if (!event) return;
    ok_hr( ITAddressDeviceSpecificEvent_get_Address( event, NULL ), E_POINTER );
    ok_hr( ITAddressDeviceSpecificEvent_get_Address( event, &from ), S_OK );
    ok( from == address, "another address\n" );
    ITAddress_Release( from );
    ok_hr( ITAddressDeviceSpecificEvent_get_Call( event, NULL ), E_POINTER );
    ok_hr( ITAddressDeviceSpecificEvent_get_Call( event, &about ), S_OK );
    ok( about == call, "call %p, not %p\n", about, call );
    if (about) ITCallInfo_Release( about );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam1( event, NULL ), E_POINTER );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam2( event, NULL ), E_POINTER );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam3( event, NULL ), E_POINTER );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam1( event, &values[0] ), S_OK );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam2( event, &values[1] ), S_OK );
    ok_hr( ITAddressDeviceSpecificEvent_get_lParam3( event, &values[2] ), S_OK );
    ok( values[0] == p1 && values[1] == p2 && values[2] == p3, "%ld, %ld, %ld; expected %ld, %ld, %ld\n", values[0], values[1], values[2], p1, p2, p3 );
    check_late( "address device specific event", event );
    ITAddressDeviceSpecificEvent_Release( event );
}

static void expect_phone_specific( ITPhone *phone, LONG p1, LONG p2, LONG p3 )
{
    ITPhoneDeviceSpecificEvent *event = sink_wait( &sink, TE_PHONEDEVSPECIFIC, &IID_ITPhoneDeviceSpecificEvent );
    LONG values[3] = { 0 };
    ITPhone *from;

    if (!event) return;
    ok_hr( ITPhoneDeviceSpecificEvent_get_Phone( event, NULL ), E_POINTER );
    ok_hr( ITPhoneDeviceSpecificEvent_get_Phone( event, &from ), S_OK );
    ok( from == phone, "another phone\n" );
    ITPhone_Release( from );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam1( event, NULL ), E_POINTER );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam2( event, NULL ), E_POINTER );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam3( event, NULL ), E_POINTER );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam1( event, &values[0] ), S_OK );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam2( event, &values[1] ), S_OK );
    ok_hr( ITPhoneDeviceSpecificEvent_get_lParam3( event, &values[2] ), S_OK );
    ok( values[0] == p1 && values[1] == p2 && values[2] == p3, "%ld, %ld, %ld; expected %ld, %ld, %ld\n", values[0], values[1], values[2], p1, p2, p3 );
    check_late( "phone device specific event", event );
    ITPhoneDeviceSpecificEvent_Release( event );
}

static void test_specific( void )
{
    ITPhone *phone = find_phone( L"Test phone A" );
    ITCallInfo *call = silent_call( address );
    LONG first, second;

    tell( NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 11, -12, 13, NULL );
    expect_address_specific( NULL, 11, -12, 13 );
    tell( call, TESTTSP_MESSAGE, CALL_DEVSPECIFIC, 21, 22, 23, NULL );
    expect_address_specific( call, 21, 22, 23 );
    /* once, however often the program has registered */
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 1, &first ), S_OK );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 2, &second ), S_OK );
    tell( NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 31, 32, 33, NULL );
    tell( NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 41, 42, 43, NULL );
    expect_address_specific( NULL, 31, 32, 33 );
    expect_address_specific( NULL, 41, 42, 43 );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, first ), S_OK );
    tell( NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 51, 52, 53, NULL );
    expect_address_specific( NULL, 51, 52, 53 );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, second ), S_OK );
    drop_call( call, &sink );

    if (phone)
    {
        ok_hr( ITPhone_Open( phone, PP_OWNER ), S_OK );
        tell_phone( phone, TESTTSP_PHONE_MESSAGE, PHONE_DEVSPECIFIC, 61, 62, -63, NULL );
        expect_phone_specific( phone, 61, 62, -63 );
        ok_hr( ITPhone_Close( phone ), S_OK );
        ITPhone_Release( phone );
    }
}

/* ---- causes ---- */

static void test_disconnect_causes( void )
{
    static const struct { DWORD state, mode; CALL_STATE_EVENT_CAUSE cause; } rows[] =
    {
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL, CEC_DISCONNECT_NORMAL },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_REJECT, CEC_DISCONNECT_REJECTED },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BUSY, CEC_DISCONNECT_BUSY },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NOANSWER, CEC_DISCONNECT_NOANSWER },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BADADDRESS, CEC_DISCONNECT_BADADDRESS },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_UNREACHABLE, CEC_DISCONNECT_BADADDRESS },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CONGESTION, CEC_DISCONNECT_FAILED },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_INCOMPATIBLE, CEC_DISCONNECT_FAILED },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NODIALTONE, CEC_DISCONNECT_FAILED },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_BLOCKED, CEC_DISCONNECT_BLOCKED },
        { LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_CANCELLED, CEC_DISCONNECT_CANCELLED },
        { LINECALLSTATE_BUSY, LINEBUSYMODE_STATION, CEC_DISCONNECT_BUSY },
        { LINECALLSTATE_IDLE, 0, CEC_DISCONNECT_NORMAL },
    };
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(rows); i++)
    {
        ITCallInfo *call = silent_call( address );
        CALL_STATE_EVENT_CAUSE cause = -1;
        ITCallStateEvent *event;

        winetest_push_context( "state %#lx, mode %#lx", rows[i].state, rows[i].mode );
        tell( call, TESTTSP_STATE, rows[i].state, rows[i].mode, 0, 0, NULL );
        if ((event = sink_wait_state( &sink, call, CS_DISCONNECTED )))
        {
            ok_hr( ITCallStateEvent_get_Cause( event, NULL ), E_POINTER );
            ok_hr( ITCallStateEvent_get_Cause( event, &cause ), S_OK );
            ok( cause == rows[i].cause, "cause %u, not %u\n", cause, rows[i].cause );
            ITCallStateEvent_Release( event );
        }
        drop_call( call, &sink );
        winetest_pop_context();
    }
}

static void expect_info( ITCallInfo *call, CALLINFOCHANGE_CAUSE expected )
{
    ITCallInfoChangeEvent *event = sink_wait( &sink, TE_CALLINFOCHANGE, &IID_ITCallInfoChangeEvent );
    CALLINFOCHANGE_CAUSE cause = -1;
    ITCallInfo *which;
    LONG instance;

    if (!event) return;
    ok_hr( ITCallInfoChangeEvent_get_Cause( event, NULL ), E_POINTER );
    ok_hr( ITCallInfoChangeEvent_get_Cause( event, &cause ), S_OK );
    ok( cause == expected, "cause %u, not %u\n", cause, expected );
    ok_hr( ITCallInfoChangeEvent_get_Call( event, NULL ), E_POINTER );
    ok_hr( ITCallInfoChangeEvent_get_Call( event, &which ), S_OK );
    ok( which == call, "another call\n" );
    ITCallInfo_Release( which );
    ok_hr( ITCallInfoChangeEvent_get_CallbackInstance( event, NULL ), E_POINTER );
    ok_hr( ITCallInfoChangeEvent_get_CallbackInstance( event, &instance ), S_OK );
    ok( !instance, "instance %ld\n", instance );
    ITCallInfoChangeEvent_Release( event );
}

static const struct { DWORD bit; CALLINFOCHANGE_CAUSE cause; } info_rows[] =
{
    { LINECALLINFOSTATE_OTHER, CIC_OTHER }, { LINECALLINFOSTATE_DEVSPECIFIC, CIC_DEVSPECIFIC }, { LINECALLINFOSTATE_BEARERMODE, CIC_BEARERMODE },
    { LINECALLINFOSTATE_RATE, CIC_RATE }, { LINECALLINFOSTATE_APPSPECIFIC, CIC_APPSPECIFIC }, { LINECALLINFOSTATE_CALLID, CIC_CALLID },
    { LINECALLINFOSTATE_RELATEDCALLID, CIC_RELATEDCALLID }, { LINECALLINFOSTATE_ORIGIN, CIC_ORIGIN }, { LINECALLINFOSTATE_REASON, CIC_REASON },
    { LINECALLINFOSTATE_COMPLETIONID, CIC_COMPLETIONID }, { LINECALLINFOSTATE_TRUNK, CIC_TRUNK }, { LINECALLINFOSTATE_CALLERID, CIC_CALLERID },
    { LINECALLINFOSTATE_CALLEDID, CIC_CALLEDID }, { LINECALLINFOSTATE_CONNECTEDID, CIC_CONNECTEDID },
    { LINECALLINFOSTATE_REDIRECTIONID, CIC_REDIRECTIONID }, { LINECALLINFOSTATE_REDIRECTINGID, CIC_REDIRECTINGID },
    { LINECALLINFOSTATE_USERUSERINFO, CIC_USERUSERINFO }, { LINECALLINFOSTATE_HIGHLEVELCOMP, CIC_HIGHLEVELCOMP },
    { LINECALLINFOSTATE_LOWLEVELCOMP, CIC_LOWLEVELCOMP }, { LINECALLINFOSTATE_CHARGINGINFO, CIC_CHARGINGINFO },
    { LINECALLINFOSTATE_TREATMENT, CIC_TREATMENT }, { LINECALLINFOSTATE_CALLDATA, CIC_CALLDATA },
};

static void test_info_causes( void )
{
    ITCallInfo *call = silent_call( address );
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(info_rows); i++)
    {
        winetest_push_context( "bit %#lx", info_rows[i].bit );
        tell( call, TESTTSP_SET_CALL, 0, 0, 0, info_rows[i].bit, NULL );
        expect_info( call, info_rows[i].cause );
        winetest_pop_context();
    }
    /* several in one message come one by one */
    tell( call, TESTTSP_SET_CALL, 0, 0, 0, LINECALLINFOSTATE_RATE | LINECALLINFOSTATE_TRUNK | LINECALLINFOSTATE_CALLERID, NULL );
    expect_info( call, CIC_RATE );
    expect_info( call, CIC_TRUNK );
    expect_info( call, CIC_CALLERID );
    drop_call( call, &sink );
}

START_TEST( events )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!testtsp_add()) goto done;
    tapi = new_tapi();
    address = find_address( tapi, L"5551000" );
    sink_advise( &sink, tapi, ALL_EVENTS );
    test_object_events();
    test_specific();
    test_disconnect_causes();
    test_info_causes();
    test_closed();
    test_reinit();
    sink_unadvise( &sink );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
    tapi = new_tapi();                  /* everybody has ended */
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
    testtsp_remove();
done:
    CoUninitialize();
}
