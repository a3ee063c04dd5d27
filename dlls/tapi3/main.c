/*
 * tapi3.dll: class objects and registration.
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

#include <stdlib.h>

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

static HINSTANCE instance;
static LONG server_locks;

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        instance = inst;
        DisableThreadLibraryCalls( inst );
        typeinfo_init( inst, &LIBID_TAPI3Lib );
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved) typeinfo_free();
        break;
    }
    return TRUE;
}

/* ---- class objects ---- */

struct factory
{
    const IClassFactoryVtbl *vtbl;
    const CLSID *clsid;
    const WCHAR *name, *prog_id;
    HRESULT (*create)( IUnknown *outer, REFIID iid, void **out );
};

static HRESULT WINAPI factory_QueryInterface( IClassFactory *iface, REFIID iid, void **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    if (!IsEqualIID( iid, &IID_IUnknown ) && !IsEqualIID( iid, &IID_IClassFactory )) return E_NOINTERFACE;
    *out = iface;
    return S_OK;
}

/* Class objects are part of the module. */
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
    const struct factory *factory = (const struct factory *)iface;

    if (!out) return E_POINTER;
    *out = NULL;
    if (outer && !IsEqualIID( iid, &IID_IUnknown )) return CLASS_E_NOAGGREGATION;
    return factory->create( outer, iid, out );
}

static HRESULT WINAPI factory_LockServer( IClassFactory *iface, BOOL lock )
{
    if (lock) InterlockedIncrement( &server_locks );
    else InterlockedDecrement( &server_locks );
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl =
    { factory_QueryInterface, factory_AddRef, factory_Release, factory_CreateInstance, factory_LockServer };

static const struct factory factories[] =
{
    { &factory_vtbl, &CLSID_TAPI, L"TAPI Class", L"TAPI.TAPI", tapi_create },
    { &factory_vtbl, &CLSID_DispatchMapper, L"DispatchMapper Class", L"DispatchMapper.DispatchMapper", mapper_create },
    { &factory_vtbl, &CLSID_RequestMakeCall, L"RequestMakeCall Class", L"RequestMakeCall.RequestMakeCall", request_object_create },
};

HRESULT WINAPI DllGetClassObject( REFCLSID clsid, REFIID iid, void **out )
{
    unsigned int i;

    if (!out) return E_POINTER;
    *out = NULL;
    for (i = 0; i < ARRAYSIZE(factories); i++)
        if (IsEqualCLSID( clsid, factories[i].clsid )) return factory_QueryInterface( (IClassFactory *)&factories[i], iid, out );
    return CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT WINAPI DllCanUnloadNow( void )
{
    return object_count() || server_locks ? S_FALSE : S_OK;
}

/* ---- registration ---- */

static LSTATUS set_value( const WCHAR *key_name, const WCHAR *value_name, const WCHAR *value )
{
    HKEY key;
    LSTATUS error = RegCreateKeyExW( HKEY_CLASSES_ROOT, key_name, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL );

    if (error) return error;
    error = RegSetValueExW( key, value_name, 0, REG_SZ, (const BYTE *)value, (lstrlenW( value ) + 1) * sizeof(WCHAR) );
    RegCloseKey( key );
    return error;
}

HRESULT WINAPI DllRegisterServer( void )
{
    WCHAR path[MAX_PATH], key[160], clsid[40], libid[40], versioned[80];
    LSTATUS error = 0;
    ITypeLib *library;
    unsigned int i;
    HRESULT hr;

    if (!GetModuleFileNameW( instance, path, ARRAYSIZE(path) )) return HRESULT_FROM_WIN32( GetLastError() );
    /* also registers the interfaces, so that event sinks can be called from another apartment */
    if (FAILED(hr = LoadTypeLibEx( path, REGKIND_REGISTER, &library )))
    {
        ERR( "the type library of %s cannot be registered: %#lx\n", debugstr_w( path ), hr );
        return hr;
    }
    ITypeLib_Release( library );
    StringFromGUID2( &LIBID_TAPI3Lib, libid, ARRAYSIZE(libid) );
    for (i = 0; i < ARRAYSIZE(factories) && !error; i++)
    {
        const struct factory *factory = &factories[i];

        StringFromGUID2( factory->clsid, clsid, ARRAYSIZE(clsid) );
        swprintf( versioned, ARRAYSIZE(versioned), L"%ls.1", factory->prog_id );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls", clsid );
        error = set_value( key, NULL, factory->name );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls\\InprocServer32", clsid );
        if (!error) error = set_value( key, NULL, path );
        if (!error) error = set_value( key, L"ThreadingModel", L"Both" );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls\\ProgID", clsid );
        if (!error) error = set_value( key, NULL, versioned );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls\\VersionIndependentProgID", clsid );
        if (!error) error = set_value( key, NULL, factory->prog_id );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls\\TypeLib", clsid );
        if (!error) error = set_value( key, NULL, libid );
        swprintf( key, ARRAYSIZE(key), L"%ls\\CLSID", versioned );
        if (!error) error = set_value( versioned, NULL, factory->name );
        if (!error) error = set_value( key, NULL, clsid );
        swprintf( key, ARRAYSIZE(key), L"%ls\\CLSID", factory->prog_id );
        if (!error) error = set_value( factory->prog_id, NULL, factory->name );
        if (!error) error = set_value( key, NULL, clsid );
        swprintf( key, ARRAYSIZE(key), L"%ls\\CurVer", factory->prog_id );
        if (!error) error = set_value( key, NULL, versioned );
    }
    return HRESULT_FROM_WIN32( error );
}

HRESULT WINAPI DllUnregisterServer( void )
{
    WCHAR key[160], clsid[40];
    unsigned int i;

    UnRegisterTypeLib( &LIBID_TAPI3Lib, 1, 0, LOCALE_NEUTRAL, sizeof(void *) == 8 ? SYS_WIN64 : SYS_WIN32 );
    for (i = 0; i < ARRAYSIZE(factories); i++)
    {
        StringFromGUID2( factories[i].clsid, clsid, ARRAYSIZE(clsid) );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls", clsid );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, key );
        swprintf( key, ARRAYSIZE(key), L"%ls.1", factories[i].prog_id );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, key );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, factories[i].prog_id );
    }
    return S_OK;
}
