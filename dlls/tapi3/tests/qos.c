/*
 * Quality of service, and what addresses and the TAPI object have that few ask for.
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

static ITTAPI2 *tapi;
static ITAddress *from, *to;
static struct sink sink;

static void expect_event( ITCallInfo *info, QOS_EVENT expected, LONG expected_type )
{
    ITQOSEvent *event = sink_wait( &sink, TE_QOSEVENT, &IID_ITQOSEvent );
    ITCallInfo *call = NULL;
    QOS_EVENT kind = 0;
    LONG type = 0;

    if (!event) return;
    check_late( "quality of service event", event );
    ok_hr( ITQOSEvent_get_Call( event, NULL ), E_POINTER );
    ok_hr( ITQOSEvent_get_Event( event, NULL ), E_POINTER );
    ok_hr( ITQOSEvent_get_MediaType( event, NULL ), E_POINTER );
    ok_hr( ITQOSEvent_get_Call( event, &call ), S_OK );
    ok( same_object( call, info ), "another call\n" );
    ok_hr( ITQOSEvent_get_Event( event, &kind ), S_OK );
    ok( kind == expected, "event %d, expected %d\n", kind, expected );
    ok_hr( ITQOSEvent_get_MediaType( event, &type ), S_OK );
    ok( type == expected_type, "media type %#lx\n", type );
    if (call) ITCallInfo_Release( call );
    ITQOSEvent_Release( event );
}

static ITBasicCallControl *answer( void )
{
    ITCallNotificationEvent *event = sink_wait( &sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent );
    ITBasicCallControl *control = NULL;
    ITCallStateEvent *state;
    ITCallInfo *info;

    if (!event) return NULL;
    ok_hr( ITCallNotificationEvent_get_Call( event, &info ), S_OK );
    if ((state = sink_wait_state( &sink, info, CS_OFFERING ))) ITCallStateEvent_Release( state );
    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&control ), S_OK );
    ok_hr( ITBasicCallControl_Answer( control ), S_OK );
    ITCallInfo_Release( info );
    ITCallNotificationEvent_Release( event );
    return control;
}

static void test_levels( void )
{
    BSTR dest = SysAllocString( L"1002" );
    ITBasicCallControl *call = NULL, *called;
    ITCallStateEvent *state;
    ITAddress2 *address2;
    ITCallInfo *info;
    LONG registration = 0;

    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &registration ), S_OK );
    ok_hr( ITAddress_CreateCall( from, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITBasicCallControl_SetQOS( call, 0, QSL_NEEDED ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_VIDEO, QSL_NEEDED ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, 0 ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, QSL_BEST_EFFORT + 1 ), E_INVALIDARG );
    /* of a call that is not up yet it is refused with the call */
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_NEEDED ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), TAPI_E_INVALRATE );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, QSL_NEEDED ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    if (!(called = answer())) return;
    if ((state = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( state );

    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, QSL_IF_AVAILABLE ), S_OK );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_VIDEO, QSL_IF_AVAILABLE ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, 7 ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_BEST_EFFORT ), S_OK );
    expect_event( info, QE_NOQOS, TAPIMEDIATYPE_DATAMODEM );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_NEEDED ), TAPI_E_INVALRATE );
    expect_event( info, QE_ADMISSIONFAILURE, TAPIMEDIATYPE_DATAMODEM );
    /* an address can switch off one kind */
    ok_hr( ITAddress_QueryInterface( from, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_QOSEVENT, QE_NOQOS, VARIANT_FALSE ), S_OK );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_BEST_EFFORT ), S_OK );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_NEEDED ), TAPI_E_INVALRATE );
    expect_event( info, QE_ADMISSIONFAILURE, TAPIMEDIATYPE_DATAMODEM );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_QOSEVENT, QE_NOQOS, VARIANT_TRUE ), S_OK );
    ITAddress2_Release( address2 );

    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
    if ((state = sink_wait_state( &sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( state );
    ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_AUDIO, QSL_NEEDED ), TAPI_E_INVALCALLSTATE );
    ITCallInfo_Release( info );
    release_last_of( &sink, called );
    release_last_of( &sink, call );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );
}

/* The exchange has a media service provider of its own */
static void test_not_wave( void )
{
    ITLegacyWaveSupport *wave;

    ok_hr( ITAddress_QueryInterface( from, &IID_ITLegacyWaveSupport, (void **)&wave ), E_NOINTERFACE );
}

/* Unimodem promises nothing. */
static void test_modem( void )
{
    ITBasicCallControl *call = NULL;
    IEnumAddress *list;
    ITAddress *address = NULL;
    BSTR text, dest = SysAllocString( L"5550199" );     /* echoes */
    BOOL found = FALSE;

    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &list ), S_OK );
    while (!found && IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        ok_hr( ITAddress_get_AddressName( address, &text ), S_OK );
        if (!(found = !lstrcmpW( text, L"Modem A" ))) ITAddress_Release( address );
        SysFreeString( text );
    }
    IEnumAddress_Release( list );
    if (found)
    {
        ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_DATAMODEM, &call ), S_OK );
        ok_hr( ITBasicCallControl_Connect( call, VARIANT_TRUE ), S_OK );
        ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_BEST_EFFORT ), TAPI_E_NOTSUPPORTED );
        ok_hr( ITBasicCallControl_SetQOS( call, TAPIMEDIATYPE_DATAMODEM, QSL_NEEDED ), TAPI_E_NOTSUPPORTED );
        ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
        release_last_of( &sink, call );
        ITAddress_Release( address );
    }
    else skip( "no modem of tests/with-prefix\n" );
    SysFreeString( dest );
}

/* Documented so */
static void test_private_objects( void )
{
    IEnumUnknown *list = (IEnumUnknown *)1;
    VARIANT variant;

    ok_hr( ITTAPI2_EnumeratePrivateTAPIObjects( tapi, NULL ), E_POINTER );
    ok_hr( ITTAPI2_EnumeratePrivateTAPIObjects( tapi, &list ), E_NOTIMPL );
    ok( !list, "a list\n" );
    ok_hr( ITTAPI2_get_PrivateTAPIObjects( tapi, NULL ), E_POINTER );
    V_VT( &variant ) = VT_I4;
    ok_hr( ITTAPI2_get_PrivateTAPIObjects( tapi, &variant ), E_NOTIMPL );
    ok( V_VT( &variant ) == VT_EMPTY, "type %u\n", V_VT( &variant ));
}

START_TEST( qos )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (exchange_add( 4, 2 ))
    {
        tapi = new_tapi();
        from = find_address( tapi, L"1001" );
        to = find_address( tapi, L"1002" );
        sink_advise( &sink, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE | TE_QOSEVENT );
        test_levels();
        test_not_wave();
        test_modem();
        test_private_objects();
        sink_unadvise( &sink );
        ITAddress_Release( from );
        ITAddress_Release( to );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        release_last( tapi );
        exchange_remove();
    }
    CoUninitialize();
}
