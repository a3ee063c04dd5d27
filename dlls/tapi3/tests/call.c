/*
 * Calls between two lines of the exchange, and the events they make.
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

#include "fixture.h"

static ITTAPI2 *tapi;
static ITAddress *from, *to;
static struct sink sink;

static ITBasicCallControl *new_call( ITAddress *address, const WCHAR *number )
{
    ITBasicCallControl *call = NULL;
    BSTR dest = SysAllocString( number );

    ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    return call;
}

static ITCallInfo *info_of( ITBasicCallControl *call )
{
    ITCallInfo *info = NULL;

    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    return info;
}

static CALL_STATE state_of( ITBasicCallControl *call )
{
    ITCallInfo *info = info_of( call );
    CALL_STATE state = -1;

    ok_hr( ITCallInfo_get_CallState( info, &state ), S_OK );
    ITCallInfo_Release( info );
    return state;
}

static ITBasicCallControl *wait_incoming( LONG instance )
{
    ITCallNotificationEvent *event = sink_wait( &sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent );
    CALL_NOTIFICATION_EVENT kind = -1;
    ITBasicCallControl *control = NULL;
    ITCallInfo *info = NULL;
    ITAddress *address;
    LONG value = 0;

    if (!event) return NULL;
    ok_hr( ITCallNotificationEvent_get_Event( event, &kind ), S_OK );
    ok( kind == CNE_OWNER, "event %u\n", kind );
    ok_hr( ITCallNotificationEvent_get_CallbackInstance( event, &value ), S_OK );
    ok( value == instance, "instance %#lx\n", value );
    ok_hr( ITCallNotificationEvent_get_Call( event, &info ), S_OK );
    ok_hr( ITCallInfo_get_Address( info, &address ), S_OK );
    ok( same_object( address, to ), "another address\n" );
    ITAddress_Release( address );
    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&control ), S_OK );
    ITCallInfo_Release( info );
    ITCallNotificationEvent_Release( event );
    return control;
}

static void test_before_connect( void )
{
    ITBasicCallControl *call = new_call( from, L"1002" );
    ITCallInfo *info = info_of( call );
    CALL_PRIVILEGE privilege;
    BSTR text, name = SysAllocString( L"a comment" );
    LONG value;

    ok( state_of( call ) == CS_IDLE, "state %u\n", state_of( call ));
    ok_hr( ITCallInfo_get_Privilege( info, &privilege ), S_OK );
    ok( privilege == CP_OWNER, "privilege %u\n", privilege );
    ok_hr( ITBasicCallControl_Answer( call ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_FALSE );
    ok_hr( ITBasicCallControl_Hold( call, VARIANT_TRUE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Finish( call, FM_ASTRANSFER ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITCallInfo_get_CallInfoLong( info, CIL_MEDIATYPESAVAILABLE, &value ), S_OK );
    ok( value == TAPIMEDIATYPE_AUDIO, "media %#lx\n", value );
    ok_hr( ITCallInfo_get_CallInfoLong( info, CIL_CALLID, &value ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITCallInfo_get_CallInfoLong( info, 0x19, &value ), E_INVALIDARG );
    ok_hr( ITCallInfo_put_CallInfoLong( info, CIL_CALLID, 1 ), E_INVALIDARG );
    ok_hr( ITCallInfo_put_CallInfoString( info, CIS_COMMENT, name ), S_OK );
    ok_hr( ITCallInfo_get_CallInfoString( info, CIS_COMMENT, &text ), S_OK );
    ok( !lstrcmpW( text, name ), "comment %ls\n", text );
    SysFreeString( text );
    ok_hr( ITCallInfo_put_CallInfoString( info, CIS_CALLERIDNAME, name ), E_INVALIDARG );
    ok_hr( ITCallInfo_get_CallInfoString( info, CIS_CALLERIDNAME, &text ), TAPI_E_INVALCALLSTATE );
    SysFreeString( name );
    ITCallInfo_Release( info );
    release_last( call );
}

static void test_call( void )
{
    ITBasicCallControl *caller = new_call( from, L"1002" ), *called;
    ITCallInfo *info = info_of( caller );
    ITCallStateEvent *event;
    CALL_STATE_EVENT_CAUSE cause;
    LONG registration = 0, value;
    ITCallHub *hub;
    BSTR text;

    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 5, &registration ), E_INVALIDARG );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_VIDEO, 5, &registration ), TAPI_E_INVALIDMEDIATYPE );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 5, &registration ), S_OK );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), TAPI_E_INVALCALLSTATE );
    if (!(called = wait_incoming( 5 ))) goto done;
    if ((event = sink_wait_state( &sink, NULL, CS_OFFERING )))
    {
        ok_hr( ITCallStateEvent_get_CallbackInstance( event, &value ), S_OK );
        ok( value == 5, "instance %ld\n", value );
        ITCallStateEvent_Release( event );
    }
    ok_hr( ITBasicCallControl_Answer( called ), S_OK );
    if ((event = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( event );
    ok( state_of( caller ) == CS_CONNECTED, "state %u\n", state_of( caller ));
    ok_hr( ITBasicCallControl_Answer( called ), TAPI_E_INVALCALLSTATE );

    ok_hr( ITCallInfo_get_CallInfoString( info, CIS_CALLEDIDNUMBER, &text ), S_OK );
    ok( !lstrcmpW( text, L"1002" ), "called %ls\n", text );
    SysFreeString( text );
    ok_hr( ITCallInfo_get_CallInfoLong( info, CIL_ORIGIN, &value ), S_OK );
    ok( value == LINECALLORIGIN_OUTBOUND || value == LINECALLORIGIN_INTERNAL, "origin %#lx\n", value );
    ok_hr( ITCallInfo_put_CallInfoLong( info, CIL_APPSPECIFIC, 77 ), S_OK );
    ok_hr( ITCallInfo_get_CallInfoLong( info, CIL_APPSPECIFIC, &value ), S_OK );
    ok( value == 77, "app specific %ld\n", value );
    ok_hr( ITCallInfo_get_CallHub( info, &hub ), S_OK );
    ok_hr( ITCallHub_get_NumCalls( hub, &value ), S_OK );
    ok( value == 2, "%ld calls in the hub\n", value );
    ITCallHub_Release( hub );

    ok_hr( ITBasicCallControl_Hold( caller, VARIANT_TRUE ), S_OK );
    if ((event = sink_wait_state( &sink, info, CS_HOLD ))) ITCallStateEvent_Release( event );
    ok_hr( ITBasicCallControl_Hold( caller, VARIANT_TRUE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Hold( caller, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( event );

    ok_hr( ITBasicCallControl_Disconnect( called, DC_NORMAL ), S_OK );
    if ((event = sink_wait_state( &sink, info, CS_DISCONNECTED )))
    {
        ok_hr( ITCallStateEvent_get_Cause( event, &cause ), S_OK );
        ok( cause == CEC_DISCONNECT_NORMAL, "cause %u\n", cause );
        ITCallStateEvent_Release( event );
    }
    release_last_of( &sink, called );
done:
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), E_INVALIDARG );
    ITCallInfo_Release( info );
    release_last_of( &sink, caller );
}

static ITBasicCallControl *answer_incoming( LONG instance, ITCallInfo *caller )
{
    ITBasicCallControl *called = wait_incoming( instance );
    ITCallStateEvent *event;

    if (!called) return NULL;
    if ((event = sink_wait_state( &sink, NULL, CS_OFFERING ))) ITCallStateEvent_Release( event );
    ok_hr( ITBasicCallControl_Answer( called ), S_OK );
    if ((event = sink_wait_state( &sink, caller, CS_CONNECTED ))) ITCallStateEvent_Release( event );
    return called;
}

/* UnregisterNotifications() ends notifications of new calls; those that are there stay, with their events, as long as the program holds them. */
static void test_unregister( void )
{
    ITBasicCallControl *caller = new_call( from, L"1002" ), *other, *called, *second;
    ITCallInfo *info = info_of( caller ), *called_info;
    ITCallStateEvent *event;
    LONG first, next;

    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 7, &first ), S_OK );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
    called = answer_incoming( 7, info );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, first ), S_OK );
    if (called)
    {
        called_info = info_of( called );
        ok_hr( ITBasicCallControl_Hold( called, VARIANT_TRUE ), S_OK );
        if ((event = sink_wait_state( &sink, called_info, CS_HOLD ))) ITCallStateEvent_Release( event );
        ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );
        if ((event = sink_wait_state( &sink, called_info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
        ITCallInfo_Release( called_info );

        /* while it is held the line stays open, but new calls go to who asks for them */
        ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 8, &next ), S_OK );
        ITCallInfo_Release( info );
        other = new_call( from, L"1002" );
        info = info_of( other );
        ok_hr( ITBasicCallControl_Connect( other, VARIANT_FALSE ), S_OK );
        second = answer_incoming( 8, info );
        ok_hr( ITTAPI2_UnregisterNotifications( tapi, next ), S_OK );
        if (second)
        {
            ok_hr( ITBasicCallControl_Disconnect( second, DC_NORMAL ), S_OK );
            if ((event = sink_wait_state( &sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
            release_last_of( &sink, second );
        }
        release_last_of( &sink, called );
        ITCallInfo_Release( info );
        release_last_of( &sink, other );
    }
    else ITCallInfo_Release( info );
    release_last_of( &sink, caller );
}

/* Connect( TRUE ) returns when somebody has answered, or why nobody does. */
static void answer_at_once( struct sink *which, TAPI_EVENT type, IDispatch *event )
{
    ITCallStateEvent *state;
    ITBasicCallControl *control;
    ITCallInfo *info;
    CALL_STATE value;

    if (type != TE_CALLSTATE) return;
    IDispatch_QueryInterface( event, &IID_ITCallStateEvent, (void **)&state );
    ITCallStateEvent_get_State( state, &value );
    if (value == CS_OFFERING)
    {
        ITCallStateEvent_get_Call( state, &info );
        ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&control );
        ok_hr( ITBasicCallControl_Answer( control ), S_OK );    /* in the event itself */
        ITBasicCallControl_Release( control );
        ITCallInfo_Release( info );
    }
    ITCallStateEvent_Release( state );
}

static void test_sync( void )
{
    ITBasicCallControl *caller = new_call( from, L"1002" );
    LONG registration;

    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 6, &registration ), S_OK );
    sink.called = answer_at_once;
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_TRUE ), S_OK );
    ok( state_of( caller ) == CS_CONNECTED, "state %u\n", state_of( caller ));
    sink.called = NULL;
    ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );
    sink_forget( &sink );
    ITBasicCallControl_Release( caller );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );

    caller = new_call( from, L"1999" );         /* nobody has it */
    ok( FAILED(ITBasicCallControl_Connect( caller, VARIANT_TRUE )), "connected with nobody\n" );
    sink_forget( &sink );
    ITBasicCallControl_Release( caller );
}

/* Documented are notifications of calls that come in, are handed off or parked: not of those that the program makes itself on an address that it watches. */
static LONG notified;

static void count_notified( struct sink *which, TAPI_EVENT type, IDispatch *event )
{
    if (type == TE_CALLNOTIFICATION) InterlockedIncrement( &notified );
}

static void test_watched( void )
{
    ITBasicCallControl *caller = new_call( from, L"1999" );
    ITCallInfo *info = info_of( caller ), *listed;
    unsigned int count = 0;
    ITCallStateEvent *event;
    IEnumCall *calls;
    LONG registration;

    notified = 0;
    sink.called = count_notified;
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, from, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 3, &registration ), S_OK );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );   /* the call stays */
    if ((event = sink_wait_state( &sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
    ok( !notified, "%ld notifications\n", notified );
    ok_hr( ITAddress_EnumerateCalls( from, &calls ), S_OK );
    while (IEnumCall_Next( calls, 1, &listed, NULL ) == S_OK)
    {
        ok( same_object( listed, info ), "another call\n" );
        ITCallInfo_Release( listed );
        count++;
    }
    ok( count == 1, "%u calls\n", count );
    IEnumCall_Release( calls );
    sink.called = NULL;
    ITCallInfo_Release( info );
    release_last_of( &sink, caller );
}

/* As in the documented sample: in the notification, before any state was told */
static void answer_notified( struct sink *which, TAPI_EVENT type, IDispatch *event )
{
    ITCallNotificationEvent *notification;
    ITBasicCallControl *control;
    ITCallInfo *info;

    if (type != TE_CALLNOTIFICATION) return;
    IDispatch_QueryInterface( event, &IID_ITCallNotificationEvent, (void **)&notification );
    ITCallNotificationEvent_get_Call( notification, &info );
    ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&control );
    ok( state_of( control ) == CS_OFFERING, "state %u\n", state_of( control ));
    ok_hr( ITBasicCallControl_Answer( control ), S_OK );
    ITBasicCallControl_Release( control );
    ITCallInfo_Release( info );
    ITCallNotificationEvent_Release( notification );
}

static void test_at_once( void )
{
    ITBasicCallControl *caller;
    ITCallStateEvent *event;
    unsigned int i;
    ITCallInfo *info;
    LONG registration;

    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 9, &registration ), S_OK );
    for (i = 0; i < 6; i++)
    {
        caller = new_call( from, L"1002" );
        info = info_of( caller );
        sink.called = i & 1 ? NULL : answer_notified;
        ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
        ok( state_of( caller ) != CS_IDLE, "it was made, and is idle\n" );
        if (i & 1) ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );       /* whatever the provider has told of it by now */
        else
        {
            if ((event = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( event );
            ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );
        }
        if ((event = sink_wait_state( &sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
        ITCallInfo_Release( info );
        release_last_of( &sink, caller );
    }
    sink.called = NULL;
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );
}

START_TEST( call )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (exchange_add( 4, 2 ))
    {
        tapi = new_tapi();
        from = find_address( tapi, L"1001" );
        to = find_address( tapi, L"1002" );
        sink_advise( &sink, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE );
        test_before_connect();
        test_call();
        test_unregister();
        test_sync();
        test_at_once();
        test_watched();
        sink_unadvise( &sink );
        ITAddress_Release( from );
        ITAddress_Release( to );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        release_last( tapi );
        exchange_remove();
    }
    CoUninitialize();
}
