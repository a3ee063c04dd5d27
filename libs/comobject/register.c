/*
 * Classes of a COM module: class objects and registration.
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
#include <wchar.h>

#include "register.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapicom );

static LONG server_locks;

struct factory
{
    struct object object;
    struct face face;                   /* IClassFactory */
    const struct com_class *class;
};

static HRESULT WINAPI factory_CreateInstance( IClassFactory *iface, IUnknown *outer, REFIID iid, void **out )
{
    struct factory *factory = object_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    if (outer && !IsEqualIID( iid, &IID_IUnknown )) return CLASS_E_NOAGGREGATION;
    return factory->class->create( outer, iid, out );
}

static HRESULT WINAPI factory_LockServer( IClassFactory *iface, BOOL lock )
{
    if (lock) InterlockedIncrement( &server_locks );
    else InterlockedDecrement( &server_locks );
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl = { FACE_UNKNOWN, factory_CreateInstance, factory_LockServer };

static void factory_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry factory_faces[] = { { &IID_IClassFactory, offsetof( struct factory, face ), FALSE } };

static const struct object_class factory_class = { "class factory", factory_faces, ARRAYSIZE(factory_faces), factory_destroy, NULL, 0 };

HRESULT com_get_class_object( const struct com_class *classes, unsigned int count, REFCLSID clsid, REFIID iid, void **out )
{
    struct factory *factory;
    unsigned int i;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    for (i = 0; i < count && !IsEqualCLSID( clsid, classes[i].clsid ); i++);
    if (i == count) return CLASS_E_CLASSNOTAVAILABLE;
    if (!(factory = object_create( &factory_class, sizeof(*factory), NULL ))) return E_OUTOFMEMORY;
    face_init( &factory->face, &factory_vtbl, &factory->object );
    factory->class = &classes[i];
    hr = IUnknown_QueryInterface( object_unknown( factory ), iid, out );
    object_release( factory );
    return hr;
}

HRESULT com_can_unload( void )
{
    return object_count() || server_locks ? S_FALSE : S_OK;
}

static LSTATUS set_value( const WCHAR *key_name, const WCHAR *value_name, const WCHAR *value )
{
    HKEY key;
    LSTATUS error = RegCreateKeyExW( HKEY_CLASSES_ROOT, key_name, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL );

    if (error) return error;
    error = RegSetValueExW( key, value_name, 0, REG_SZ, (const BYTE *)value, (lstrlenW( value ) + 1) * sizeof(WCHAR) );
    RegCloseKey( key );
    return error;
}

static LSTATUS register_class( const struct com_class *class, const WCHAR *path, const WCHAR *libid )
{
    WCHAR key[160], clsid[40], versioned[80];
    unsigned int i;
    LSTATUS error;
    const struct { const WCHAR *format, *name, *value; const WCHAR *wanted; } values[] =
    {
        { L"CLSID\\%ls", NULL, class->name, clsid },
        { L"CLSID\\%ls\\InprocServer32", NULL, path, clsid },
        { L"CLSID\\%ls\\InprocServer32", L"ThreadingModel", L"Both", clsid },
        { L"CLSID\\%ls\\TypeLib", NULL, libid, clsid },
        { L"CLSID\\%ls\\ProgID", NULL, class->prog_id ? versioned : NULL, clsid },
        { L"CLSID\\%ls\\VersionIndependentProgID", NULL, class->prog_id, clsid },
        { L"%ls", NULL, class->name, class->prog_id ? versioned : NULL },
        { L"%ls\\CLSID", NULL, clsid, class->prog_id ? versioned : NULL },
        { L"%ls", NULL, class->name, class->prog_id },
        { L"%ls\\CLSID", NULL, clsid, class->prog_id },
        { L"%ls\\CurVer", NULL, versioned, class->prog_id },
    };

    StringFromGUID2( class->clsid, clsid, ARRAYSIZE(clsid) );
    if (class->prog_id) swprintf( versioned, ARRAYSIZE(versioned), L"%ls.1", class->prog_id );
    for (i = 0; i < ARRAYSIZE(values); i++)
    {
        if (!values[i].value || !values[i].wanted) continue;
        swprintf( key, ARRAYSIZE(key), values[i].format, values[i].wanted );
        if ((error = set_value( key, values[i].name, values[i].value ))) return error;
    }
    return 0;
}

HRESULT com_register( HINSTANCE instance, const struct com_class *classes, unsigned int count, REFGUID libid )
{
    WCHAR path[MAX_PATH], guid[40];
    LSTATUS error = 0;
    ITypeLib *library;
    unsigned int i;
    HRESULT hr;

    if (!GetModuleFileNameW( instance, path, ARRAYSIZE(path) )) return HRESULT_FROM_WIN32( GetLastError() );
    if (libid)
    {
        /* also registers the interfaces, so that event sinks can be called from another apartment */
        if (FAILED(hr = LoadTypeLibEx( path, REGKIND_REGISTER, &library )))
        {
            ERR( "the type library of %s cannot be registered: %#lx\n", debugstr_w( path ), hr );
            return hr;
        }
        ITypeLib_Release( library );
        StringFromGUID2( libid, guid, ARRAYSIZE(guid) );
    }
    for (i = 0; i < count && !error; i++) error = register_class( &classes[i], path, libid ? guid : NULL );
    if (error) ERR( "the classes of %s cannot be registered: error %ld\n", debugstr_w( path ), error );
    return HRESULT_FROM_WIN32( error );
}

HRESULT com_unregister( const struct com_class *classes, unsigned int count, REFGUID libid )
{
    WCHAR key[160], clsid[40];
    unsigned int i;

    if (libid) UnRegisterTypeLib( libid, 1, 0, LOCALE_NEUTRAL, sizeof(void *) == 8 ? SYS_WIN64 : SYS_WIN32 );
    for (i = 0; i < count; i++)
    {
        StringFromGUID2( classes[i].clsid, clsid, ARRAYSIZE(clsid) );
        swprintf( key, ARRAYSIZE(key), L"CLSID\\%ls", clsid );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, key );
        if (!classes[i].prog_id) continue;
        swprintf( key, ARRAYSIZE(key), L"%ls.1", classes[i].prog_id );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, key );
        RegDeleteTreeW( HKEY_CLASSES_ROOT, classes[i].prog_id );
    }
    return S_OK;
}
