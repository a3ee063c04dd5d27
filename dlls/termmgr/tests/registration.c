/*
 * Tests of the registration of pluggable terminals.
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

#define KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\TerminalManager"
#define SUPERCLASS L"{3A0B1C00-0000-4000-8000-0123456789AB}"
#define CLASS      L"{3A0B1C01-0000-4000-8000-0123456789AB}"
#define TERMINAL   L"{3A0B1C02-0000-4000-8000-0123456789AB}"

static WCHAR long_text[300];

/* A property that is a string, by both ways */
#define CHECK_STRING( iface, object, property, text ) \
    do { \
        BSTR in__ = SysAllocString( text ), out__ = (BSTR)1, long__ = SysAllocString( long_text ); \
        VARIANT value__; \
        ok_hr( iface##_get_##property( object, NULL ), E_POINTER ); \
        ok_hr( iface##_put_##property( object, NULL ), E_POINTER ); \
        ok_hr( iface##_put_##property( object, long__ ), E_INVALIDARG ); \
        ok_hr( iface##_put_##property( object, in__ ), S_OK ); \
        ok_hr( iface##_get_##property( object, &out__ ), S_OK ); \
        ok( !lstrcmpW( in__, out__ ), #property " is %s\n", wine_dbgstr_w( out__ )); \
        value__ = get_property( (IDispatch *)object, L## #property ); \
        ok( V_VT( &value__ ) == VT_BSTR && !lstrcmpW( V_BSTR( &value__ ), in__ ), #property ": type %d\n", V_VT( &value__ )); \
        VariantClear( &value__ ); \
        SysFreeString( in__ ); \
        SysFreeString( out__ ); \
        SysFreeString( long__ ); \
    } while (0)

static LSTATUS value( const WCHAR *key, const WCHAR *name, DWORD flags, void *data, DWORD size )
{
    memset( data, 0, size );
    return RegGetValueW( HKEY_LOCAL_MACHINE, key, name, flags, NULL, data, &size );
}

static void test_class(void)
{
    static const WCHAR key[] = KEY L"\\" SUPERCLASS L"\\" CLASS;
    BSTR superclass = SysAllocString( SUPERCLASS ), junk = SysAllocString( L"junk" ), text = (BSTR)1;
    ITPluggableTerminalClassRegistration *class, *other;
    TMGR_DIRECTION direction = 77;
    WCHAR found[128];
    VARIANT property;
    long media_types = 77;
    DWORD number;

    ok_hr( CoCreateInstance( &CLSID_PluggableTerminalRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalClassRegistration,
                             (void **)&class ), S_OK );
    ok_hr( ITPluggableTerminalClassRegistration_get_Name( class, &text ), S_OK );
    ok( !SysStringLen( text ), "a name\n" );
    SysFreeString( text );
    ok_hr( ITPluggableTerminalClassRegistration_get_TerminalClass( class, &text ), S_OK );
    ok( !SysStringLen( text ), "a class\n" );
    SysFreeString( text );
    /* it must be said what is registered */
    ok_hr( ITPluggableTerminalClassRegistration_Add( class, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalClassRegistration_Add( class, superclass ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_Delete( class, superclass ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_GetTerminalClassInfo( class, superclass ), E_INVALIDARG );

    CHECK_STRING( ITPluggableTerminalClassRegistration, class, Name, L"A terminal" );
    CHECK_STRING( ITPluggableTerminalClassRegistration, class, Company, L"Somebody" );
    CHECK_STRING( ITPluggableTerminalClassRegistration, class, Version, L"1.2.3" );
    CHECK_STRING( ITPluggableTerminalClassRegistration, class, TerminalClass, CLASS );
    CHECK_STRING( ITPluggableTerminalClassRegistration, class, CLSID, TERMINAL );
    ok_hr( ITPluggableTerminalClassRegistration_put_CLSID( class, junk ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_get_Direction( class, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalClassRegistration_put_Direction( class, 0 ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_put_Direction( class, 4 ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_put_Direction( class, TMGR_TD_BOTH ), S_OK );
    ok_hr( ITPluggableTerminalClassRegistration_get_Direction( class, &direction ), S_OK );
    ok( direction == TMGR_TD_BOTH, "direction %d\n", direction );
    ok_hr( ITPluggableTerminalClassRegistration_Add( class, superclass ), E_INVALIDARG );   /* of which media? */
    ok_hr( ITPluggableTerminalClassRegistration_get_MediaTypes( class, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalClassRegistration_put_MediaTypes( class, 0 ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_put_MediaTypes( class, 1 ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_put_MediaTypes( class, TAPIMEDIATYPE_AUDIO | TAPIMEDIATYPE_VIDEO ), S_OK );
    ok_hr( ITPluggableTerminalClassRegistration_get_MediaTypes( class, &media_types ), S_OK );
    ok( media_types == (TAPIMEDIATYPE_AUDIO | TAPIMEDIATYPE_VIDEO), "media types %#lx\n", media_types );
    property = get_property( (IDispatch *)class, L"Direction" );
    ok( V_VT( &property ) == VT_I4 && V_I4( &property ) == TMGR_TD_BOTH, "Direction: %#lx\n", V_I4( &property ));
    property = get_property( (IDispatch *)class, L"MediaTypes" );
    ok( V_VT( &property ) == VT_I4 && V_I4( &property ) == 0x8008, "MediaTypes: %#lx\n", V_I4( &property ));

    ok_hr( ITPluggableTerminalClassRegistration_Add( class, junk ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalClassRegistration_Add( class, superclass ), S_OK );
    ok( !value( key, L"Name", RRF_RT_REG_SZ, found, sizeof(found) ) && !lstrcmpW( found, L"A terminal" ), "Name %s\n", wine_dbgstr_w( found ));
    ok( !value( key, L"Company", RRF_RT_REG_SZ, found, sizeof(found) ) && !lstrcmpW( found, L"Somebody" ), "Company %s\n", wine_dbgstr_w( found ));
    ok( !value( key, L"Version", RRF_RT_REG_SZ, found, sizeof(found) ) && !lstrcmpW( found, L"1.2.3" ), "Version %s\n", wine_dbgstr_w( found ));
    ok( !value( key, L"CLSID", RRF_RT_REG_SZ, found, sizeof(found) ) && !lstrcmpiW( found, TERMINAL ), "CLSID %s\n", wine_dbgstr_w( found ));
    ok( !value( key, L"Directions", RRF_RT_REG_DWORD, &number, sizeof(number) ) && number == 3, "Directions %lu\n", number );
    ok( !value( key, L"MediaTypes", RRF_RT_REG_DWORD, &number, sizeof(number) ) && number == 0x8008, "MediaTypes %#lx\n", number );

    /* another object reads it; the same edits it */
    text = SysAllocString( L"1.2.4" );
    ok_hr( ITPluggableTerminalClassRegistration_put_Version( class, text ), S_OK );
    SysFreeString( text );
    ok_hr( ITPluggableTerminalClassRegistration_Add( class, superclass ), S_OK );
    ok_hr( CoCreateInstance( &CLSID_PluggableTerminalRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalClassRegistration,
                             (void **)&other ), S_OK );
    text = SysAllocString( CLASS );
    ok_hr( ITPluggableTerminalClassRegistration_put_TerminalClass( other, text ), S_OK );
    SysFreeString( text );
    ok_hr( ITPluggableTerminalClassRegistration_GetTerminalClassInfo( other, superclass ), S_OK );
    ok_hr( ITPluggableTerminalClassRegistration_get_Version( other, &text ), S_OK );
    ok( !lstrcmpW( text, L"1.2.4" ), "version %s\n", wine_dbgstr_w( text ));
    SysFreeString( text );
    ok_hr( ITPluggableTerminalClassRegistration_get_Direction( other, &direction ), S_OK );
    ok( direction == TMGR_TD_BOTH, "direction %d\n", direction );
    ok_hr( ITPluggableTerminalClassRegistration_get_CLSID( other, &text ), S_OK );
    ok( !lstrcmpiW( text, TERMINAL ), "CLSID %s\n", wine_dbgstr_w( text ));
    SysFreeString( text );

    ok( !ITPluggableTerminalClassRegistration_Release( other ), "it stays\n" );
    SysFreeString( superclass );
    SysFreeString( junk );
    ok( !ITPluggableTerminalClassRegistration_Release( class ), "it stays\n" );
}

static void test_superclass(void)
{
    ITPluggableTerminalSuperclassRegistration *superclass, *other;
    BSTR junk = SysAllocString( L"junk" ), text = SysAllocString( SUPERCLASS ), item;
    ITPluggableTerminalClassRegistration *class;
    ITTerminalManager2 *manager = new_manager();
    IEnumTerminalClass *enumerator = (void *)1;
    ITTerminal *terminal;
    ITCollection *collection;
    GUID guids[4], id, super;
    VARIANT variant;
    ULONG fetched;
    DWORD count;
    long total;

    CLSIDFromString( CLASS, &id );
    CLSIDFromString( SUPERCLASS, &super );
    ok_hr( CoCreateInstance( &CLSID_PluggableSuperclassRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalSuperclassRegistration,
                             (void **)&superclass ), S_OK );
    ok_hr( ITPluggableTerminalSuperclassRegistration_Add( superclass ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalSuperclassRegistration_Delete( superclass ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalSuperclassRegistration_GetTerminalSuperclassInfo( superclass ), E_FAIL );
    ok_hr( ITPluggableTerminalSuperclassRegistration_EnumerateTerminalClasses( superclass, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalSuperclassRegistration_EnumerateTerminalClasses( superclass, &enumerator ), E_INVALIDARG );
    ok( !enumerator, "not NULL\n" );
    ok_hr( ITPluggableTerminalSuperclassRegistration_get_TerminalClasses( superclass, NULL ), E_POINTER );
    ok_hr( ITPluggableTerminalSuperclassRegistration_get_TerminalClasses( superclass, &variant ), E_INVALIDARG );
    ok_hr( ITPluggableTerminalSuperclassRegistration_put_CLSID( superclass, junk ), E_INVALIDARG );
    CHECK_STRING( ITPluggableTerminalSuperclassRegistration, superclass, Name, L"Kind of terminals" );
    CHECK_STRING( ITPluggableTerminalSuperclassRegistration, superclass, CLSID, SUPERCLASS );
    ok_hr( ITPluggableTerminalSuperclassRegistration_Add( superclass ), S_OK );

    ok_hr( CoCreateInstance( &CLSID_PluggableSuperclassRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalSuperclassRegistration,
                             (void **)&other ), S_OK );
    ok_hr( ITPluggableTerminalSuperclassRegistration_put_CLSID( other, text ), S_OK );
    ok_hr( ITPluggableTerminalSuperclassRegistration_GetTerminalSuperclassInfo( other ), S_OK );
    ok_hr( ITPluggableTerminalSuperclassRegistration_get_Name( other, &item ), S_OK );
    ok( !lstrcmpW( item, L"Kind of terminals" ), "name %s\n", wine_dbgstr_w( item ));
    SysFreeString( item );
    ok( !ITPluggableTerminalSuperclassRegistration_Release( other ), "it stays\n" );

    /* its terminals: enumerator and collection say the same, as does the terminal manager */
    ok_hr( ITPluggableTerminalSuperclassRegistration_EnumerateTerminalClasses( superclass, &enumerator ), S_OK );
    ok_hr( IEnumTerminalClass_Next( enumerator, 4, guids, &fetched ), S_FALSE );
    ok( fetched == 1 && IsEqualGUID( &guids[0], &id ), "%lu classes\n", fetched );
    IEnumTerminalClass_Release( enumerator );
    ok_hr( ITPluggableTerminalSuperclassRegistration_get_TerminalClasses( superclass, &variant ), S_OK );
    ok( V_VT( &variant ) == VT_DISPATCH, "type %d\n", V_VT( &variant ));
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &variant ), &IID_ITCollection, (void **)&collection ), S_OK );
    VariantClear( &variant );
    ok_hr( ITCollection_get_Count( collection, &total ), S_OK );
    ok( total == 1, "%ld classes\n", total );
    ok_hr( ITCollection_get_Item( collection, 1, &variant ), S_OK );
    ok( V_VT( &variant ) == VT_BSTR && !lstrcmpiW( V_BSTR( &variant ), CLASS ), "type %d\n", V_VT( &variant ));
    VariantClear( &variant );
    ITCollection_Release( collection );
    count = 4;
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, super, TAPIMEDIATYPE_VIDEO, &count, guids ), S_OK );
    ok( count == 1 && IsEqualGUID( &guids[0], &id ), "%lu classes\n", count );
    /* its object is nowhere */
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, id, TAPIMEDIATYPE_AUDIO, TD_RENDER, NULL, &terminal ), REGDB_E_CLASSNOTREG );
    ok( !terminal, "not NULL\n" );

    ok_hr( CoCreateInstance( &CLSID_PluggableTerminalRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalClassRegistration,
                             (void **)&class ), S_OK );
    item = SysAllocString( CLASS );
    ok_hr( ITPluggableTerminalClassRegistration_put_TerminalClass( class, item ), S_OK );
    SysFreeString( item );
    ok_hr( ITPluggableTerminalClassRegistration_Delete( class, text ), S_OK );
    ok_hr( ITPluggableTerminalClassRegistration_Delete( class, text ), HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    ok_hr( ITPluggableTerminalClassRegistration_GetTerminalClassInfo( class, text ), HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    ITPluggableTerminalClassRegistration_Release( class );
    ok_hr( ITPluggableTerminalSuperclassRegistration_Delete( superclass ), S_OK );
    ok_hr( ITPluggableTerminalSuperclassRegistration_GetTerminalSuperclassInfo( superclass ), E_FAIL );
    ok( !ITPluggableTerminalSuperclassRegistration_Release( superclass ), "it stays\n" );
    ITTerminalManager2_Release( manager );
    SysFreeString( text );
    SysFreeString( junk );
}

/* regsvr32, both ways: what others have registered stays */
static void test_server(void)
{
    static const WCHAR streaming[] = KEY L"\\" CLSID_String_StreamingSuperclass, own[] = KEY L"\\" CLSID_String_FileSuperclass L"\\" CLASS;
    static const WCHAR server[] = L"Software\\Classes\\CLSID\\{7170F2E0-9BE3-11D0-A009-00AA00B605A4}\\InprocServer32";
    HMODULE module = LoadLibraryW( L"termmgr.dll" );
    HRESULT (WINAPI *on)(void) = (void *)GetProcAddress( module, "DllRegisterServer" );
    HRESULT (WINAPI *off)(void) = (void *)GetProcAddress( module, "DllUnregisterServer" );
    WCHAR text[MAX_PATH];
    HKEY key;

    ok( !RegCreateKeyExW( HKEY_LOCAL_MACHINE, own, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL ), "no key\n" );
    RegCloseKey( key );
    ok_hr( off(), S_OK );
    ok( value( streaming, L"Name", RRF_RT_REG_SZ, text, sizeof(text) ) == ERROR_FILE_NOT_FOUND, "the superclass stays\n" );
    ok( value( server, NULL, RRF_RT_REG_SZ, text, sizeof(text) ) == ERROR_FILE_NOT_FOUND, "the class stays\n" );
    ok( !RegOpenKeyExW( HKEY_LOCAL_MACHINE, own, 0, KEY_READ, &key ), "what others registered is gone\n" );
    RegCloseKey( key );
    ok_hr( off(), S_OK );
    ok_hr( on(), S_OK );
    ok_hr( on(), S_OK );
    ok( !value( streaming, L"Name", RRF_RT_REG_SZ, text, sizeof(text) ), "no superclass\n" );
    ok( !value( server, L"ThreadingModel", RRF_RT_REG_SZ, text, sizeof(text) ) && !lstrcmpW( text, L"Both" ), "threading %s\n", wine_dbgstr_w( text ));
    ok( !RegDeleteKeyW( HKEY_LOCAL_MACHINE, own ), "what others registered is gone\n" );
    FreeLibrary( module );
}

START_TEST( registration )
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(long_text) - 1; i++) long_text[i] = 'x';
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    test_class();
    test_superclass();
    test_server();
    CoUninitialize();
}
