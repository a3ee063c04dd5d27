/*
 * A pluggable terminal as its maker would write it, from the public headers only: it passes the sound of a call to a tee of DirectShow.
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

#include <stddef.h>
#include <windows.h>
#include <tapi.h>
#include <dshow.h>
#include <tapi3.h>
#include <tapi3err.h>
#include <msp.h>
#include <termmgr.h>
#include <qedit.h>

#include "testterm.h"

static HINSTANCE instance;
static LONG objects;

static const GUID smart_tee = { 0xcc58e280, 0x8aa1, 0x11d1, { 0xb3, 0xf1, 0x00, 0xaa, 0x00, 0x37, 0x61, 0xc5 } };

struct terminal
{
    ITTerminal ITTerminal_iface;
    ITTerminalControl ITTerminalControl_iface;
    ITPluggableTerminalInitialization ITPluggableTerminalInitialization_iface;
    LONG refs;
    IUnknown *marshaler;
    IBaseFilter *filter;
    BOOL used;
    IID class;
    DWORD media_type;
    TERMINAL_DIRECTION direction;
    MSP_HANDLE address;
};

#define FROM( iface, type ) ((struct terminal *)((char *)(iface) - offsetof( struct terminal, type##_iface )))

/* ---- ITTerminal ---- */

static HRESULT WINAPI terminal_QueryInterface( ITTerminal *iface, REFIID iid, void **out )
{
    struct terminal *terminal = FROM( iface, ITTerminal );

    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_IDispatch ) || IsEqualIID( iid, &IID_ITTerminal )) *out = &terminal->ITTerminal_iface;
    else if (IsEqualIID( iid, &IID_ITTerminalControl )) *out = &terminal->ITTerminalControl_iface;
    else if (IsEqualIID( iid, &IID_ITPluggableTerminalInitialization )) *out = &terminal->ITPluggableTerminalInitialization_iface;
    else if (IsEqualIID( iid, &IID_IMarshal )) return IUnknown_QueryInterface( terminal->marshaler, iid, out );
    else return E_NOINTERFACE;
    InterlockedIncrement( &terminal->refs );
    return S_OK;
}

static ULONG WINAPI terminal_AddRef( ITTerminal *iface )
{
    return InterlockedIncrement( &FROM( iface, ITTerminal )->refs );
}

static ULONG WINAPI terminal_Release( ITTerminal *iface )
{
    struct terminal *terminal = FROM( iface, ITTerminal );
    ULONG refs = InterlockedDecrement( &terminal->refs );

    if (!refs)
    {
        if (terminal->filter) IBaseFilter_Release( terminal->filter );
        if (terminal->marshaler) IUnknown_Release( terminal->marshaler );
        HeapFree( GetProcessHeap(), 0, terminal );
        InterlockedDecrement( &objects );
    }
    return refs;
}

static HRESULT type_info( ITypeInfo **info )
{
    ITypeLib *library;
    HRESULT hr = LoadRegTypeLib( &LIBID_TAPI3Lib, 1, 0, 0, &library );

    if (FAILED(hr)) return hr;
    hr = ITypeLib_GetTypeInfoOfGuid( library, &IID_ITTerminal, info );
    ITypeLib_Release( library );
    return hr;
}

static HRESULT WINAPI terminal_GetTypeInfoCount( ITTerminal *iface, UINT *count )
{
    *count = 1;
    return S_OK;
}

static HRESULT WINAPI terminal_GetTypeInfo( ITTerminal *iface, UINT index, LCID lcid, ITypeInfo **info )
{
    return index ? DISP_E_BADINDEX : type_info( info );
}

static HRESULT WINAPI terminal_GetIDsOfNames( ITTerminal *iface, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids )
{
    ITypeInfo *info;
    HRESULT hr = type_info( &info );

    if (FAILED(hr)) return hr;
    hr = ITypeInfo_GetIDsOfNames( info, names, count, ids );
    ITypeInfo_Release( info );
    return hr;
}

static HRESULT WINAPI terminal_Invoke( ITTerminal *iface, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *params, VARIANT *result,
                                       EXCEPINFO *exception, UINT *arg )
{
    ITypeInfo *info;
    HRESULT hr = type_info( &info );

    if (FAILED(hr)) return hr;
    hr = ITypeInfo_Invoke( info, iface, id, flags, params, result, exception, arg );
    ITypeInfo_Release( info );
    return hr;
}

static HRESULT WINAPI terminal_get_Name( ITTerminal *iface, BSTR *name )
{
    return (*name = SysAllocString( L"Test terminal" )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_State( ITTerminal *iface, TERMINAL_STATE *state )
{
    *state = FROM( iface, ITTerminal )->used ? TS_INUSE : TS_NOTINUSE;
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalType( ITTerminal *iface, TERMINAL_TYPE *type )
{
    *type = TT_DYNAMIC;
    return S_OK;
}

static HRESULT WINAPI terminal_get_TerminalClass( ITTerminal *iface, BSTR *class )
{
    OLECHAR text[40];

    StringFromGUID2( &FROM( iface, ITTerminal )->class, text, 40 );
    return (*class = SysAllocString( text )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI terminal_get_MediaType( ITTerminal *iface, long *media_type )
{
    *media_type = FROM( iface, ITTerminal )->media_type;
    return S_OK;
}

static HRESULT WINAPI terminal_get_Direction( ITTerminal *iface, TERMINAL_DIRECTION *direction )
{
    *direction = FROM( iface, ITTerminal )->direction;
    return S_OK;
}

static const ITTerminalVtbl terminal_vtbl =
{
    terminal_QueryInterface, terminal_AddRef, terminal_Release, terminal_GetTypeInfoCount, terminal_GetTypeInfo, terminal_GetIDsOfNames,
    terminal_Invoke, terminal_get_Name, terminal_get_State, terminal_get_TerminalType, terminal_get_TerminalClass, terminal_get_MediaType,
    terminal_get_Direction
};

/* ---- ITTerminalControl ---- */

static HRESULT WINAPI control_QueryInterface( ITTerminalControl *iface, REFIID iid, void **out )
{
    return terminal_QueryInterface( &FROM( iface, ITTerminalControl )->ITTerminal_iface, iid, out );
}

static ULONG WINAPI control_AddRef( ITTerminalControl *iface )
{
    return terminal_AddRef( &FROM( iface, ITTerminalControl )->ITTerminal_iface );
}

static ULONG WINAPI control_Release( ITTerminalControl *iface )
{
    return terminal_Release( &FROM( iface, ITTerminalControl )->ITTerminal_iface );
}

static HRESULT WINAPI control_get_AddressHandle( ITTerminalControl *iface, MSP_HANDLE *address )
{
    *address = FROM( iface, ITTerminalControl )->address;
    return S_OK;
}

static HRESULT WINAPI control_ConnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD direction, DWORD *count, IPin **pins )
{
    struct terminal *terminal = FROM( iface, ITTerminalControl );
    HRESULT hr;

    if (terminal->used) return TAPI_E_TERMINALINUSE;
    if (direction != TD_RENDER) return E_INVALIDARG;
    if (*count < 1) return TAPI_E_NOTENOUGHMEMORY;
    if (FAILED(hr = IGraphBuilder_AddFilter( graph, terminal->filter, L"Test terminal" ))) return hr;
    if (FAILED(hr = IBaseFilter_FindPin( terminal->filter, L"Input", pins )))
    {
        IGraphBuilder_RemoveFilter( graph, terminal->filter );
        return hr;
    }
    *count = 1;
    terminal->used = TRUE;
    return S_OK;
}

static HRESULT WINAPI control_CompleteConnectTerminal( ITTerminalControl *iface )
{
    return S_OK;
}

static HRESULT WINAPI control_DisconnectTerminal( ITTerminalControl *iface, IGraphBuilder *graph, DWORD reserved )
{
    struct terminal *terminal = FROM( iface, ITTerminalControl );

    terminal->used = FALSE;
    return IGraphBuilder_RemoveFilter( graph, terminal->filter );
}

static HRESULT WINAPI control_RunRenderFilter( ITTerminalControl *iface )
{
    return E_NOTIMPL;
}

static const ITTerminalControlVtbl control_vtbl =
{
    control_QueryInterface, control_AddRef, control_Release, control_get_AddressHandle, control_ConnectTerminal, control_CompleteConnectTerminal,
    control_DisconnectTerminal, control_RunRenderFilter, control_RunRenderFilter
};

/* ---- ITPluggableTerminalInitialization ---- */

static HRESULT WINAPI init_QueryInterface( ITPluggableTerminalInitialization *iface, REFIID iid, void **out )
{
    return terminal_QueryInterface( &FROM( iface, ITPluggableTerminalInitialization )->ITTerminal_iface, iid, out );
}

static ULONG WINAPI init_AddRef( ITPluggableTerminalInitialization *iface )
{
    return terminal_AddRef( &FROM( iface, ITPluggableTerminalInitialization )->ITTerminal_iface );
}

static ULONG WINAPI init_Release( ITPluggableTerminalInitialization *iface )
{
    return terminal_Release( &FROM( iface, ITPluggableTerminalInitialization )->ITTerminal_iface );
}

static HRESULT WINAPI init_InitializeDynamic( ITPluggableTerminalInitialization *iface, IID class, DWORD media_type, TERMINAL_DIRECTION direction,
                                              MSP_HANDLE address )
{
    struct terminal *terminal = FROM( iface, ITPluggableTerminalInitialization );

    if (address == (MSP_HANDLE)TESTTERM_FAILS) return E_ABORT;
    terminal->class = class;
    terminal->media_type = media_type;
    terminal->direction = direction;
    terminal->address = address;
    return CoCreateInstance( &smart_tee, NULL, CLSCTX_INPROC_SERVER, &IID_IBaseFilter, (void **)&terminal->filter );
}

static const ITPluggableTerminalInitializationVtbl init_vtbl = { init_QueryInterface, init_AddRef, init_Release, init_InitializeDynamic };

/* ---- class object and registration ---- */

static HRESULT WINAPI factory_QueryInterface( IClassFactory *iface, REFIID iid, void **out )
{
    *out = IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_IClassFactory ) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI factory_AddRef( IClassFactory *iface )
{
    return 2;
}

static ULONG WINAPI factory_Release( IClassFactory *iface )
{
    return 1;
}

static HRESULT WINAPI factory_CreateInstance( IClassFactory *iface, IUnknown *outer, REFIID iid, void **out )
{
    struct terminal *terminal;
    HRESULT hr;

    *out = NULL;
    if (outer) return CLASS_E_NOAGGREGATION;
    if (!(terminal = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*terminal) ))) return E_OUTOFMEMORY;
    terminal->ITTerminal_iface.lpVtbl = (ITTerminalVtbl *)&terminal_vtbl;
    terminal->ITTerminalControl_iface.lpVtbl = (ITTerminalControlVtbl *)&control_vtbl;
    terminal->ITPluggableTerminalInitialization_iface.lpVtbl = (ITPluggableTerminalInitializationVtbl *)&init_vtbl;
    terminal->refs = 1;
    InterlockedIncrement( &objects );
    hr = CoCreateFreeThreadedMarshaler( (IUnknown *)&terminal->ITTerminal_iface, &terminal->marshaler );
    if (SUCCEEDED(hr)) hr = terminal_QueryInterface( &terminal->ITTerminal_iface, iid, out );
    terminal_Release( &terminal->ITTerminal_iface );
    return hr;
}

static HRESULT WINAPI factory_LockServer( IClassFactory *iface, BOOL lock )
{
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl =
    { factory_QueryInterface, factory_AddRef, factory_Release, factory_CreateInstance, factory_LockServer };
static IClassFactory factory = { (IClassFactoryVtbl *)&factory_vtbl };

HRESULT WINAPI DllGetClassObject( REFCLSID clsid, REFIID iid, void **out )
{
    CLSID ours;

    CLSIDFromString( TESTTERM_CLSID, &ours );
    return IsEqualCLSID( clsid, &ours ) ? factory_QueryInterface( &factory, iid, out ) : CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT WINAPI DllCanUnloadNow( void )
{
    return objects ? S_FALSE : S_OK;
}

/* As "Register a Pluggable Terminal" of the documentation has it */
static HRESULT register_terminal( BOOL on )
{
    ITPluggableTerminalSuperclassRegistration *superclass;
    ITPluggableTerminalClassRegistration *terminal;
    BSTR id = SysAllocString( TESTTERM_SUPERCLASS ), class = SysAllocString( TESTTERM_CLASS ), clsid = SysAllocString( TESTTERM_CLSID );
    BSTR name = SysAllocString( L"Test terminal" ), company = SysAllocString( L"Wine Telephony" ), version = SysAllocString( L"2.5" );
    HRESULT hr;

    if (SUCCEEDED(hr = CoCreateInstance( &CLSID_PluggableSuperclassRegistration, NULL, CLSCTX_INPROC_SERVER,
                                         &IID_ITPluggableTerminalSuperclassRegistration, (void **)&superclass )))
    {
        if (SUCCEEDED(hr = CoCreateInstance( &CLSID_PluggableTerminalRegistration, NULL, CLSCTX_INPROC_SERVER,
                                             &IID_ITPluggableTerminalClassRegistration, (void **)&terminal )))
        {
            if (SUCCEEDED(hr = ITPluggableTerminalSuperclassRegistration_put_CLSID( superclass, id )) &&
                SUCCEEDED(hr = ITPluggableTerminalSuperclassRegistration_put_Name( superclass, name )) && on)
                hr = ITPluggableTerminalSuperclassRegistration_Add( superclass );
            if (SUCCEEDED(hr) && SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_TerminalClass( terminal, class )) && !on)
                hr = ITPluggableTerminalClassRegistration_Delete( terminal, id );
            if (SUCCEEDED(hr) && on && SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_CLSID( terminal, clsid )) &&
                SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_Name( terminal, name )) &&
                SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_Company( terminal, company )) &&
                SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_Version( terminal, version )) &&
                SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_Direction( terminal, TMGR_TD_RENDER )) &&
                SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_MediaTypes( terminal, TAPIMEDIATYPE_AUDIO )))
                hr = ITPluggableTerminalClassRegistration_Add( terminal, id );
            ITPluggableTerminalClassRegistration_Release( terminal );
        }
        if (!on) ITPluggableTerminalSuperclassRegistration_Delete( superclass );
        ITPluggableTerminalSuperclassRegistration_Release( superclass );
    }
    SysFreeString( id );
    SysFreeString( class );
    SysFreeString( clsid );
    SysFreeString( name );
    SysFreeString( company );
    SysFreeString( version );
    return hr;
}

HRESULT WINAPI DllRegisterServer( void )
{
    WCHAR path[MAX_PATH];
    LSTATUS error;
    HKEY key;

    GetModuleFileNameW( instance, path, MAX_PATH );
    if ((error = RegCreateKeyExW( HKEY_CLASSES_ROOT, L"CLSID\\" TESTTERM_CLSID L"\\InprocServer32", 0, NULL, 0, KEY_WRITE, NULL, &key, NULL )))
        return HRESULT_FROM_WIN32( error );
    error = RegSetValueExW( key, NULL, 0, REG_SZ, (BYTE *)path, (lstrlenW( path ) + 1) * sizeof(WCHAR) );
    if (!error) error = RegSetValueExW( key, L"ThreadingModel", 0, REG_SZ, (const BYTE *)L"Both", sizeof(L"Both") );
    RegCloseKey( key );
    return error ? HRESULT_FROM_WIN32( error ) : register_terminal( TRUE );
}

HRESULT WINAPI DllUnregisterServer( void )
{
    RegDeleteTreeW( HKEY_CLASSES_ROOT, L"CLSID\\" TESTTERM_CLSID );
    return register_terminal( FALSE );
}

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    if (reason == DLL_PROCESS_ATTACH) instance = inst;
    return TRUE;
}
