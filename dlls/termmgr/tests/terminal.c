/*
 * What every terminal does.
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

#include "terminal.h"

ITTerminalManager2 *new_manager(void)
{
    ITTerminalManager2 *manager = NULL;

    ok_hr( CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager2, (void **)&manager ), S_OK );
    return manager;
}

BOOL has_guid( const GUID *guids, DWORD count, const GUID *guid )
{
    DWORD i;

    for (i = 0; i < count; i++)
        if (IsEqualGUID( &guids[i], guid )) return TRUE;
    return FALSE;
}

VARIANT get_property( IDispatch *dispatch, const WCHAR *name )
{
    DISPPARAMS none = { NULL };
    WCHAR *names = (WCHAR *)name;
    VARIANT result;
    DISPID id;
    HRESULT hr = IDispatch_GetIDsOfNames( dispatch, &IID_NULL, &names, 1, 0, &id );

    VariantInit( &result );
    if (SUCCEEDED(hr)) hr = IDispatch_Invoke( dispatch, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result, NULL, NULL );
    if (FAILED(hr))
    {
        V_VT( &result ) = VT_ERROR;
        V_ERROR( &result ) = hr;
    }
    return result;
}

IPin *connect_terminal( ITTerminal *terminal, IGraphBuilder *graph, TERMINAL_DIRECTION direction )
{
    ITTerminalControl *control;
    IPin *pin = NULL;
    DWORD count = 1;

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, &count, &pin ), S_OK );
    ok( count == 1, "%lu pins\n", count );
    ITTerminalControl_Release( control );
    return pin;
}

void disconnect_terminal( ITTerminal *terminal, IGraphBuilder *graph )
{
    ITTerminalControl *control;

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), S_OK );
    ITTerminalControl_Release( control );
}

/* ---- a sink that belongs to nobody ---- */

static HRESULT WINAPI sink_QueryInterface( ITPluggableTerminalEventSink *iface, REFIID iid, void **out )
{
    *out = iface;
    return S_OK;
}

static LONG sink_refs;

static ULONG WINAPI sink_AddRef( ITPluggableTerminalEventSink *iface )
{
    return ++sink_refs;
}

static ULONG WINAPI sink_Release( ITPluggableTerminalEventSink *iface )
{
    return --sink_refs;
}

static HRESULT WINAPI sink_FireEvent( ITPluggableTerminalEventSink *iface, const MSP_EVENT_INFO *event )
{
    return S_OK;
}

static const ITPluggableTerminalEventSinkVtbl sink_vtbl = { sink_QueryInterface, sink_AddRef, sink_Release, sink_FireEvent };
static ITPluggableTerminalEventSink sink = { (ITPluggableTerminalEventSinkVtbl *)&sink_vtbl };

static void check_registration( ITTerminal *terminal )
{
    ITPluggableTerminalEventSinkRegistration *registration;

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITPluggableTerminalEventSinkRegistration, (void **)&registration ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, &sink ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_RegisterSink( registration, &sink ), S_OK );
    ok( sink_refs == 1, "%ld references to the sink\n", sink_refs );
    ok_hr( ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration ), S_OK );
    ok_hr( ITPluggableTerminalEventSinkRegistration_UnregisterSink( registration ), S_OK );
    ok( !sink_refs, "%ld references to the sink\n", sink_refs );
    ITPluggableTerminalEventSinkRegistration_Release( registration );
}

static void check_connections( ITTerminal *terminal, TERMINAL_DIRECTION direction, MSP_HANDLE address )
{
    IGraphBuilder *graph = graph_create( NULL, NULL, NULL ), *other = graph_create( NULL, NULL, NULL );
    TERMINAL_DIRECTION wrong = direction == TD_CAPTURE ? TD_RENDER : TD_CAPTURE;
    PIN_DIRECTION pin_direction;
    ITTerminalControl *control;
    IEnumFilters *filters;
    TERMINAL_STATE state;
    MSP_HANDLE handle;
    IBaseFilter *filter;
    IPin *pin = NULL;
    DWORD count = 1;

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&control ), S_OK );
    ok_hr( ITTerminalControl_get_AddressHandle( control, NULL ), E_POINTER );
    ok_hr( ITTerminalControl_get_AddressHandle( control, &handle ), S_OK );
    ok( handle == address, "address %p\n", handle );
    ok_hr( ITTerminalControl_RunRenderFilter( control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_StopRenderFilter( control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_CompleteConnectTerminal( control ), E_UNEXPECTED );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, NULL, 0 ), E_POINTER );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), S_OK );

    ok_hr( ITTerminalControl_ConnectTerminal( control, NULL, direction, &count, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, NULL, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, wrong, &count, &pin ), E_INVALIDARG );
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, 99, &count, &pin ), E_INVALIDARG );
    count = 0;
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, &count, NULL ), S_OK );
    ok( count == 1, "%lu pins\n", count );
    count = 0;
    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, &count, &pin ), TAPI_E_NOTENOUGHMEMORY );
    ok( count == 1, "%lu pins\n", count );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );

    ok_hr( ITTerminalControl_ConnectTerminal( control, graph, direction, &count, &pin ), S_OK );
    ok_hr( IPin_QueryDirection( pin, &pin_direction ), S_OK );
    ok( pin_direction == (direction == TD_CAPTURE ? PINDIR_OUTPUT : PINDIR_INPUT), "direction of the pin %d\n", pin_direction );
    IPin_Release( pin );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITTerminalControl_ConnectTerminal( control, other, direction, &count, &pin ), TAPI_E_TERMINALINUSE );
    ok( !pin, "a pin\n" );
    ok_hr( ITTerminalControl_CompleteConnectTerminal( control ), S_OK );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, other, 0 ), E_UNEXPECTED );
    ok_hr( ITTerminalControl_DisconnectTerminal( control, graph, 0 ), S_OK );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    ok_hr( IGraphBuilder_EnumFilters( graph, &filters ), S_OK );
    ok_hr( IEnumFilters_Next( filters, 1, &filter, NULL ), S_FALSE );
    IEnumFilters_Release( filters );
    ITTerminalControl_Release( control );
    ok( !IGraphBuilder_Release( graph ), "the graph stays\n" );
    ok( !IGraphBuilder_Release( other ), "the other graph stays\n" );
}

void check_terminal( ITTerminal *terminal, const GUID *class, TERMINAL_TYPE type, TERMINAL_DIRECTION direction, MSP_HANDLE address )
{
    TERMINAL_DIRECTION found_direction = -1;
    TERMINAL_TYPE found_type = -1;
    TERMINAL_STATE state = -1;
    IUnknown *unknown, *again;
    IDispatch *dispatch;
    IMarshal *marshal;
    VARIANT value;
    long media_type = 0;
    WCHAR text[40];
    UINT count;
    BSTR name, id;

    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IUnknown, NULL ), E_POINTER );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITStream, (void **)&unknown ), E_NOINTERFACE );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IMarshal, (void **)&marshal ), S_OK );
    IMarshal_Release( marshal );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IUnknown, (void **)&unknown ), S_OK );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_IDispatch, (void **)&dispatch ), S_OK );
    ok_hr( IDispatch_QueryInterface( dispatch, &IID_IUnknown, (void **)&again ), S_OK );
    ok( unknown == again, "two identities\n" );
    IUnknown_Release( again );
    IUnknown_Release( unknown );

    ok_hr( ITTerminal_get_Name( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_State( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalClass( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_MediaType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Direction( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Name( terminal, &name ), S_OK );
    ok( SysStringLen( name ) > 0, "no name\n" );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    ok_hr( ITTerminal_get_TerminalType( terminal, &found_type ), S_OK );
    ok( found_type == type, "type %d\n", found_type );
    ok_hr( ITTerminal_get_TerminalClass( terminal, &id ), S_OK );
    StringFromGUID2( class, text, ARRAYSIZE(text) );
    ok( !lstrcmpW( id, text ), "class %s\n", wine_dbgstr_w( id ));
    ok_hr( ITTerminal_get_MediaType( terminal, &media_type ), S_OK );
    ok( media_type == TAPIMEDIATYPE_AUDIO, "media type %#lx\n", media_type );
    ok_hr( ITTerminal_get_Direction( terminal, &found_direction ), S_OK );
    ok( found_direction == direction, "direction %d\n", found_direction );

    ok_hr( IDispatch_GetTypeInfoCount( dispatch, &count ), S_OK );
    ok( count == 1, "%u descriptions\n", count );
    value = get_property( dispatch, L"Name" );
    ok( V_VT( &value ) == VT_BSTR && !lstrcmpW( V_BSTR( &value ), name ), "Name: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    VariantClear( &value );
    value = get_property( dispatch, L"TerminalClass" );
    ok( V_VT( &value ) == VT_BSTR && !lstrcmpW( V_BSTR( &value ), id ), "TerminalClass: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    VariantClear( &value );
    value = get_property( dispatch, L"State" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == TS_NOTINUSE, "State: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    value = get_property( dispatch, L"TerminalType" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == (LONG)type, "TerminalType: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    value = get_property( dispatch, L"MediaType" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == TAPIMEDIATYPE_AUDIO, "MediaType: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    value = get_property( dispatch, L"Direction" );
    ok( V_VT( &value ) == VT_I4 && V_I4( &value ) == (LONG)direction, "Direction: type %d, %#lx\n", V_VT( &value ), V_I4( &value ));
    IDispatch_Release( dispatch );
    SysFreeString( name );
    SysFreeString( id );

    check_registration( terminal );
    check_connections( terminal, direction, address );
}
