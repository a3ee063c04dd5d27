/*
 * tapi3answer: an answering machine by TAPI 3: file terminals play the greeting and record the caller.
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

#include <stdio.h>
#include <wchar.h>
#include <windows.h>
#include <olectl.h>
#include <tapi3.h>

/* What the sink tells the program: events come on a thread of TAPI's, which must not wait for calls. */
enum { WM_RINGING = WM_APP, WM_CONNECTED, WM_OVER, WM_PLAYED };

static const WCHAR *greeting, *message;
static DWORD main_thread;

static HRESULT WINAPI sink_Event( ITTAPIEventNotification *iface, TAPI_EVENT type, IDispatch *event )
{
    ITCallNotificationEvent *notification;
    ITFileTerminalEvent *file;
    ITCallStateEvent *change;
    FT_STATE_EVENT_CAUSE cause;
    ITCallInfo *call;
    CALL_STATE state;

    if (type == TE_CALLNOTIFICATION && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallNotificationEvent, (void **)&notification )))
    {
        /* the message carries the reference */
        if (SUCCEEDED(ITCallNotificationEvent_get_Call( notification, &call ))) PostThreadMessageW( main_thread, WM_RINGING, 0, (LPARAM)call );
        ITCallNotificationEvent_Release( notification );
    }
    else if (type == TE_CALLSTATE && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITCallStateEvent, (void **)&change )))
    {
        ITCallStateEvent_get_State( change, &state );
        if (state == CS_CONNECTED) PostThreadMessageW( main_thread, WM_CONNECTED, 0, 0 );
        if (state == CS_DISCONNECTED) PostThreadMessageW( main_thread, WM_OVER, 0, 0 );
        ITCallStateEvent_Release( change );
    }
    else if (type == TE_FILETERMINAL && SUCCEEDED(IDispatch_QueryInterface( event, &IID_ITFileTerminalEvent, (void **)&file )))
    {
        if (SUCCEEDED(ITFileTerminalEvent_get_Cause( file, &cause )) && cause == FTEC_END_OF_FILE) PostThreadMessageW( main_thread, WM_PLAYED, 0, 0 );
        ITFileTerminalEvent_Release( file );
    }
    return S_OK;
}

static HRESULT WINAPI sink_QueryInterface( ITTAPIEventNotification *iface, REFIID iid, void **out )
{
    BOOL known = IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_ITTAPIEventNotification );

    *out = known ? iface : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* The sink lives as long as the program. */
static ULONG WINAPI sink_count( ITTAPIEventNotification *iface )
{
    return 1;
}

static ITTAPIEventNotificationVtbl sink_vtbl = { sink_QueryInterface, sink_count, sink_count, sink_Event };
static ITTAPIEventNotification sink = { &sink_vtbl };

static ITAddress *find_address( ITTAPI *tapi, const WCHAR *name )
{
    ITAddress *address = NULL;
    IEnumAddress *list;
    BSTR found = NULL;

    if (FAILED(ITTAPI_EnumerateAddresses( tapi, &list ))) return NULL;
    while (IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        BOOL same = SUCCEEDED(ITAddress_get_AddressName( address, &found )) && !_wcsicmp( found, name );

        SysFreeString( found );
        found = NULL;
        if (same) break;
        ITAddress_Release( address );
        address = NULL;
    }
    IEnumAddress_Release( list );
    return address;
}

/* A file terminal on a call: plays or records. The caller has a reference to its controls. */
static HRESULT add_file( ITBasicCallControl2 *call, const WCHAR *class, TERMINAL_DIRECTION direction, const WCHAR *file, ITMediaControl **control )
{
    BSTR name = SysAllocString( class ), path = SysAllocString( file );
    ITMediaPlayback *playback;
    ITMediaRecord *record;
    ITTerminal *terminal;
    VARIANT list;
    HRESULT hr = ITBasicCallControl2_RequestTerminal( call, name, TAPIMEDIATYPE_MULTITRACK, direction, &terminal );

    *control = NULL;
    if (SUCCEEDED(hr))
    {
        if (direction == TD_CAPTURE && SUCCEEDED(hr = ITTerminal_QueryInterface( terminal, &IID_ITMediaPlayback, (void **)&playback )))
        {
            V_VT( &list ) = VT_BSTR;
            V_BSTR( &list ) = path;
            hr = ITMediaPlayback_put_PlayList( playback, list );
            ITMediaPlayback_Release( playback );
        }
        else if (direction == TD_RENDER && SUCCEEDED(hr = ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, (void **)&record )))
        {
            hr = ITMediaRecord_put_FileName( record, path );
            ITMediaRecord_Release( record );
        }
        if (SUCCEEDED(hr)) hr = ITBasicCallControl2_SelectTerminalOnCall( call, terminal );
        if (SUCCEEDED(hr)) hr = ITTerminal_QueryInterface( terminal, &IID_ITMediaControl, (void **)control );
        ITTerminal_Release( terminal );
    }
    if (FAILED(hr)) printf( "%ls cannot be used: error %#lx\n", file, hr );
    SysFreeString( path );
    SysFreeString( name );
    return hr;
}

/* One call, from its ringing to its end */
static void serve( ITBasicCallControl2 *call )
{
    ITMediaControl *player = NULL, *recorder = NULL;
    MSG msg;

    add_file( call, CLSID_String_FilePlaybackTerminal, TD_CAPTURE, greeting, &player );
    add_file( call, CLSID_String_FileRecordingTerminal, TD_RENDER, message, &recorder );
    if (FAILED(ITBasicCallControl2_Answer( call ))) printf( "the call cannot be answered\n" );
    while (GetMessageW( &msg, NULL, 0, 0 ) > 0 && msg.message != WM_OVER)
    {
        if (msg.message == WM_CONNECTED && player) ITMediaControl_Start( player );
        else if (msg.message == WM_PLAYED && recorder) ITMediaControl_Start( recorder );
        else if (msg.message == WM_RINGING) ITCallInfo_Release( (ITCallInfo *)msg.lParam );     /* one at a time */
    }
    if (recorder) ITMediaControl_Stop( recorder ), ITMediaControl_Release( recorder );
    if (player) ITMediaControl_Release( player );
    ITBasicCallControl2_Disconnect( call, DC_NORMAL );
    printf( "over\n" );
}

int wmain( int argc, WCHAR **argv )
{
    IConnectionPointContainer *container;
    LONG registration, calls = argc > 4 ? _wtoi( argv[4] ) : 0;
    ITBasicCallControl2 *call;
    IConnectionPoint *point;
    ITAddress *address;
    DWORD cookie;
    ITTAPI *tapi;
    HRESULT hr;
    MSG msg;

    if (argc < 4) return printf( "usage: tapi3answer LINE GREETING.WAV MESSAGE.WAV [CALLS]\n" ), 2;
    greeting = argv[2];
    message = argv[3];
    setvbuf( stdout, NULL, _IONBF, 0 );
    main_thread = GetCurrentThreadId();
    PeekMessageW( &msg, NULL, 0, 0, PM_NOREMOVE );         /* this thread has a queue from now on */
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (FAILED(hr = CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI, (void **)&tapi )) || FAILED(hr = ITTAPI_Initialize( tapi )))
        return printf( "no TAPI 3: error %#lx\n", hr ), 1;
    if (!(address = find_address( tapi, argv[1] ))) return printf( "there is no line '%ls'\n", argv[1] ), 1;
    ITTAPI_put_EventFilter( tapi, TE_CALLNOTIFICATION | TE_CALLSTATE | TE_FILETERMINAL );
    ITTAPI_QueryInterface( tapi, &IID_IConnectionPointContainer, (void **)&container );
    IConnectionPointContainer_FindConnectionPoint( container, &IID_ITTAPIEventNotification, &point );
    IConnectionPoint_Advise( point, (IUnknown *)&sink, &cookie );
    if (FAILED(hr = ITTAPI_RegisterCallNotifications( tapi, address, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0, &registration )))
        return printf( "calls of '%ls' cannot be had: error %#lx\n", argv[1], hr ), 1;
    printf( "ready\n" );
    while (GetMessageW( &msg, NULL, 0, 0 ) > 0)
    {
        if (msg.message != WM_RINGING) continue;
        hr = ITCallInfo_QueryInterface( (ITCallInfo *)msg.lParam, &IID_ITBasicCallControl2, (void **)&call );
        ITCallInfo_Release( (ITCallInfo *)msg.lParam );
        if (FAILED(hr)) continue;
        printf( "ringing\n" );
        serve( call );
        ITBasicCallControl2_Release( call );
        if (calls && !--calls) break;
    }
    ITTAPI_UnregisterNotifications( tapi, registration );
    IConnectionPoint_Unadvise( point, cookie );
    IConnectionPoint_Release( point );
    IConnectionPointContainer_Release( container );
    ITAddress_Release( address );
    ITTAPI_Shutdown( tapi );
    ITTAPI_Release( tapi );
    CoUninitialize();
    return 0;
}
