/*
 * What the objects of TAPI 3 cost on top of the C API: a call until it is connected, and an event.
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

#include "objects.h"
#include "../tests/fixtures/testtsp.h"

#include <string.h>

#define TURNS  8
#define CALLS  5        /* in a turn */
#define EVENTS 100
#define PAUSE  2        /* ms between events, so that each finds everybody waiting */

#define NUMBER "9905"   /* of the built-in exchange: answers */

static HRESULT WINAPI listener_QueryInterface( ITTAPIEventNotification *iface, REFIID iid, void **out )
{
    *out = IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_ITTAPIEventNotification ) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI listener_AddRef( ITTAPIEventNotification *iface )
{
    return 2;
}

static ULONG WINAPI listener_Release( ITTAPIEventNotification *iface )
{
    return 1;
}

static HRESULT WINAPI listener_Event( ITTAPIEventNotification *iface, TAPI_EVENT type, IDispatch *event )
{
    struct listener *listener = CONTAINING_RECORD( iface, struct listener, iface );
    const double now = now_us();
    ITAddressDeviceSpecificEvent *specific;
    ITCallNotificationEvent *notification;
    ITFileTerminalEvent *file;
    FT_STATE_EVENT_CAUSE cause;
    ITCallStateEvent *change;
    CALL_STATE state;
    LONG sent;

    if (type == TE_CALLSTATE && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallStateEvent, (void **)&change )))
    {
        ITCallStateEvent_get_State( change, &state );
        ITCallStateEvent_Release( change );
        if (state == CS_CONNECTED)
        {
            listener->when = now;
            InterlockedIncrement( &listener->connections );
            SetEvent( listener->connected );
        }
        else if (state == CS_DISCONNECTED) SetEvent( listener->over );
    }
    else if (type == TE_ADDRESSDEVSPECIFIC && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITAddressDeviceSpecificEvent, (void **)&specific )))
    {
        ITAddressDeviceSpecificEvent_get_lParam2( specific, &sent );
        ITAddressDeviceSpecificEvent_Release( specific );
        if (listener->count < EVENTS)
        {
            samples_add( listener->events, (DWORD)(ULONGLONG)now - (DWORD)sent );
            if (++listener->count == EVENTS) SetEvent( listener->all );
        }
    }
    else if (type == TE_CALLNOTIFICATION && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallNotificationEvent, (void **)&notification )))
    {
        if (!listener->ringing && SUCCEEDED(ITCallNotificationEvent_get_Call( notification, &listener->ringing ))) SetEvent( listener->rings );
        ITCallNotificationEvent_Release( notification );
    }
    else if (type == TE_FILETERMINAL && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITFileTerminalEvent, (void **)&file )))
    {
        if (SUCCEEDED(ITFileTerminalEvent_get_Cause( file, &cause )) && cause == FTEC_END_OF_FILE) InterlockedIncrement( &listener->played );
        ITFileTerminalEvent_Release( file );
    }
    return S_OK;
}

static ITTAPIEventNotificationVtbl listener_vtbl = { listener_QueryInterface, listener_AddRef, listener_Release, listener_Event };

void check( const char *what, HRESULT hr )
{
    if (FAILED(hr)) die( "%s: %08lx", what, hr );
}

void listener_begin( struct listener *listener )
{
    memset( listener, 0, sizeof(*listener) );
    check( "CoInitializeEx", CoInitializeEx( NULL, COINIT_MULTITHREADED ));
    listener->iface.lpVtbl = &listener_vtbl;
    listener->connected = CreateEventW( NULL, FALSE, FALSE, NULL );
    listener->over = CreateEventW( NULL, FALSE, FALSE, NULL );
    listener->all = CreateEventW( NULL, FALSE, FALSE, NULL );
    listener->rings = CreateEventW( NULL, FALSE, FALSE, NULL );
}

void listener_end( struct listener *listener )
{
    CloseHandle( listener->connected );
    CloseHandle( listener->over );
    CloseHandle( listener->all );
    CloseHandle( listener->rings );
    CoUninitialize();
}

ITTAPI2 *open_tapi( struct listener *listener, LONG events )
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    ITTAPI2 *tapi;
    DWORD cookie;

    check( "CLSID_TAPI", CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ));
    check( "ITTAPI::Initialize", ITTAPI2_Initialize( tapi ));
    check( "ITTAPI::put_EventFilter", ITTAPI2_put_EventFilter( tapi, events ));
    check( "IConnectionPointContainer", ITTAPI2_QueryInterface( tapi, &IID_IConnectionPointContainer, (void **)&container ));
    check( "FindConnectionPoint", IConnectionPointContainer_FindConnectionPoint( container, &IID_ITTAPIEventNotification, &point ));
    check( "Advise", IConnectionPoint_Advise( point, (IUnknown *)&listener->iface, &cookie ));
    IConnectionPoint_Release( point );
    IConnectionPointContainer_Release( container );
    return tapi;
}

void close_tapi( ITTAPI2 *tapi )
{
    ITTAPI2_Shutdown( tapi );
    ITTAPI2_Release( tapi );
}

ITAddress2 *open_address( ITTAPI2 *tapi, const WCHAR *name )
{
    ITAddress2 *found = NULL;
    IEnumAddress *list;
    ITAddress *address;
    BSTR text;

    check( "EnumerateAddresses", ITTAPI2_EnumerateAddresses( tapi, &list ));
    while (!found && IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        check( "get_AddressName", ITAddress_get_AddressName( address, &text ));
        if (wcsstr( text, name ))
            check( "ITAddress2", ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&found ));
        SysFreeString( text );
        ITAddress_Release( address );
    }
    IEnumAddress_Release( list );
    if (!found) die( "there is no address \"%ls\"", name );
    return found;
}

void wait_for( HANDLE event, const char *what )
{
    if (WaitForSingleObject( event, 30000 )) die( "%s did not come", what );
}

/* ---- a call ---- */

static void call_by_c( DWORD device, struct samples *samples )
{
    struct session session;
    LINEMESSAGE message;
    unsigned int i;
    double start;
    HCALL call;
    HLINE line;
    LONG ret;

    session_open( &session );
    line = session_line( &session, device, LINECALLPRIVILEGE_NONE, 0 );
    for (i = 0; i < CALLS; i++)
    {
        start = now_us();
        if ((ret = lineMakeCallA( line, &call, NUMBER, 0, NULL )) < 0) die( "lineMakeCall: %08lx", ret );
        session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_CONNECTED, &message );
        samples_add( samples, now_us() - start );
        lineDrop( call, NULL, 0 );
        session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_IDLE, &message );
        lineDeallocateCall( call );
    }
    lineClose( line );
    session_close( &session );
}

static void call_by_objects( struct listener *listener, ITAddress2 *address, struct samples *samples )
{
    BSTR number = SysAllocString( L"" NUMBER );
    ITBasicCallControl *call;
    unsigned int i;
    double start;

    for (i = 0; i < CALLS; i++)
    {
        check( "CreateCall", ITAddress2_CreateCall( address, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ));
        start = now_us();
        check( "Connect", ITBasicCallControl_Connect( call, VARIANT_FALSE ));
        wait_for( listener->connected, "CS_CONNECTED" );
        samples_add( samples, listener->when - start );
        ITBasicCallControl_Disconnect( call, DC_NORMAL );
        wait_for( listener->over, "CS_DISCONNECTED" );
        ITBasicCallControl_Release( call );
    }
    SysFreeString( number );
}

void set_exchange( const char *name, DWORD value )
{
    HKEY key;

    if (RegCreateKeyExA( HKEY_LOCAL_MACHINE, "Software\\Wine Telephony\\Exchange", 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL ) ||
        RegSetValueExA( key, name, 0, REG_DWORD, (BYTE *)&value, sizeof(value) )) die( "cannot write the exchange's settings" );
    RegCloseKey( key );
}

static void bench_connect( struct listener *listener )
{
    struct samples objects = { 0 }, plain = { 0 };
    ITAddressCapabilities *caps;
    ITAddress2 *address;
    unsigned int turn;
    ITTAPI2 *tapi;
    LONG device;

    set_exchange( "AnswerMilliseconds", 20 );
    use_exchange( 4 );
    tapi = open_tapi( listener, TE_CALLSTATE );
    address = open_address( tapi, L"1001" );
    check( "ITAddressCapabilities", ITAddress2_QueryInterface( address, &IID_ITAddressCapabilities, (void **)&caps ));
    check( "AC_LINEID", ITAddressCapabilities_get_AddressCapability( caps, AC_LINEID, &device ));
    ITAddressCapabilities_Release( caps );
    for (turn = 0; turn < TURNS; turn++)
    {
        call_by_c( device, &plain );
        call_by_objects( listener, address, &objects );
    }
    report( "tapi3_connect_ms", samples_percentile( &objects, 0.5 ) / 1000, "ms", samples_percentile( &plain, 0.5 ) / 1000 );
    ITAddress2_Release( address );
    close_tapi( tapi );
    remove_provider( "exchange.tsp" );
    samples_free( &objects );
    samples_free( &plain );
}

/* ---- an event ---- */

static void flood_by_c( struct samples *samples )
{
    struct session session;
    LINEMESSAGE message;
    unsigned int i;
    HLINE line;
    DWORD now;

    session_open( &session );
    line = session_line( &session, session_find( &session, "Test line A" ), LINECALLPRIVILEGE_NONE, 0 );
    test_command( line, TESTTSP_FLOOD, EVENTS, 1, PAUSE );
    for (i = 0; i < EVENTS;)
    {
        session_message( &session, &message, 10000 );
        now = (DWORD)(ULONGLONG)now_us();
        if (message.dwMessageID != LINE_DEVSPECIFIC) continue;
        samples_add( samples, now - (DWORD)message.dwParam2 );
        i++;
    }
    lineClose( line );
    session_close( &session );
}

static void flood_by_objects( struct listener *listener, struct samples *samples )
{
    struct testtsp_command command = { 0 };
    ITTAPI2 *tapi = open_tapi( listener, TE_ADDRESSDEVSPECIFIC );
    ITAddress2 *address = open_address( tapi, L"Test line A" );

    command.magic = TESTTSP_MAGIC;
    command.code = TESTTSP_FLOOD;
    command.args[0] = EVENTS;
    command.args[1] = 1;
    command.args[2] = PAUSE;
    listener->events = samples;
    listener->count = 0;
    check( "DeviceSpecific", ITAddress2_DeviceSpecific( address, NULL, (BYTE *)&command, sizeof(command) ));
    wait_for( listener->all, "the last event" );
    ITAddress2_Release( address );
    close_tapi( tapi );
}

void bench_tapi3(void)
{
    struct samples objects = { 0 }, plain = { 0 };
    struct listener listener;
    unsigned int turn;

    listener_begin( &listener );
    for (turn = 0; turn < TURNS; turn++)
    {
        flood_by_c( &plain );
        flood_by_objects( &listener, &objects );
    }
    report( "tapi3_event_us", samples_percentile( &objects, 0.5 ), "us", samples_percentile( &plain, 0.5 ) );
    report( "tapi3_event_p99_us", samples_percentile( &objects, 0.99 ), "us", samples_percentile( &plain, 0.99 ) );
    samples_free( &objects );
    samples_free( &plain );
    bench_connect( &listener );
    listener_end( &listener );
}
