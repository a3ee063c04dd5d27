/*
 * Tests of ITTerminalManager: kinds of terminals, and making them.
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

static const GUID unknown_class = { 0x12345678, 0x1234, 0x1234, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static void test_class( const CLSID *clsid, const IID *iid )
{
    IUnknown *object, *unknown, *other, *outer = (IUnknown *)1;
    IClassFactory *factory;
    ULONG refs;

    ok_hr( CoGetClassObject( clsid, CLSCTX_INPROC_SERVER, NULL, &IID_IClassFactory, (void **)&factory ), S_OK );
    ok_hr( IClassFactory_CreateInstance( factory, NULL, iid, NULL ), E_POINTER );
    ok_hr( IClassFactory_CreateInstance( factory, outer, iid, (void **)&object ), CLASS_E_NOAGGREGATION );
    ok( !object, "not NULL\n" );
    ok_hr( IClassFactory_CreateInstance( factory, NULL, &IID_ITTAPI, (void **)&object ), E_NOINTERFACE );
    ok_hr( IClassFactory_CreateInstance( factory, NULL, iid, (void **)&object ), S_OK );
    IClassFactory_Release( factory );
    ok_hr( IUnknown_QueryInterface( object, &IID_IUnknown, (void **)&unknown ), S_OK );
    ok_hr( IUnknown_QueryInterface( unknown, iid, (void **)&other ), S_OK );
    ok( other == object, "another pointer\n" );
    IUnknown_Release( other );
    ok_hr( IUnknown_QueryInterface( object, &IID_ITStream, (void **)&other ), E_NOINTERFACE );
    ok( !other, "not NULL\n" );
    ok_hr( IUnknown_QueryInterface( object, &IID_IMarshal, (void **)&other ), S_OK );
    IUnknown_Release( other );
    IUnknown_Release( unknown );
    refs = IUnknown_Release( object );
    ok( !refs, "%lu references\n", refs );
}

static void test_lists( ITTerminalManager2 *manager )
{
    GUID guids[32], streaming, nothing = unknown_class;
    DWORD count = 0, all;

    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_AUDIO, NULL, guids ), E_POINTER );
    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_AUDIO, &count, NULL ), S_OK );
    ok( count >= 1 && count <= ARRAYSIZE(guids), "%lu classes\n", count );
    all = count;
    count = all - 1;
    guids[0] = unknown_class;
    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_AUDIO, &count, guids ), TAPI_E_NOTENOUGHMEMORY );
    ok( count == all && IsEqualGUID( &guids[0], &unknown_class ), "%lu classes\n", count );
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_AUDIO, &count, guids ), S_OK );
    ok( count == all && has_guid( guids, count, &CLSID_MediaStreamTerminal ), "%lu classes without media streams\n", count );
    ok( !has_guid( guids, count, &CLSID_VideoWindowTerm ) && !has_guid( guids, count, &CLSID_MicrophoneTerminal ), "too many classes\n" );
    /* there is no video */
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_VIDEO, &count, guids ), S_OK );
    ok( !has_guid( guids, count, &CLSID_MediaStreamTerminal ) && !has_guid( guids, count, &CLSID_VideoWindowTerm ), "%lu classes\n", count );

    CLSIDFromString( CLSID_String_StreamingSuperclass, &streaming );
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, NULL, guids ), E_POINTER );
    count = 0;
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, &count, NULL ), S_OK );
    ok( count >= 2, "%lu superclasses\n", count );
    all = count;
    count = 1;
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, &count, guids ), TAPI_E_NOTENOUGHMEMORY );
    ok( count == all, "%lu superclasses\n", count );
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, &count, guids ), S_OK );
    ok( count == all && has_guid( guids, count, &streaming ), "%lu superclasses\n", count );

    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, streaming, TAPIMEDIATYPE_AUDIO, NULL, guids ), E_POINTER );
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, nothing, TAPIMEDIATYPE_AUDIO, &count, guids ), E_INVALIDARG );
    count = 0;
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, streaming, TAPIMEDIATYPE_AUDIO, &count, NULL ), S_OK );
    ok( count == 1, "%lu classes\n", count );
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, streaming, TAPIMEDIATYPE_AUDIO, &count, guids ), S_OK );
    ok( IsEqualGUID( &guids[0], &CLSID_MediaStreamTerminal ), "another class\n" );
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, streaming, TAPIMEDIATYPE_VIDEO, &count, guids ), S_OK );
    ok( !count, "%lu classes\n", count );
}

static void test_create( ITTerminalManager2 *manager )
{
    ITTerminal *terminal = (void *)1;
    MSP_HANDLE address = (MSP_HANDLE)0x1234;
    TERMINAL_DIRECTION direction;
    ULONG refs;

    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, address, NULL ),
           E_POINTER );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, unknown_class, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, address, &terminal ),
           E_INVALIDARG );
    ok( !terminal, "not NULL\n" );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, (IUnknown *)manager, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, address,
                                                     &terminal ), CLASS_E_NOAGGREGATION );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, 0, TD_CAPTURE, address, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_VIDEO, TD_CAPTURE, address, &terminal ),
           E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO | TAPIMEDIATYPE_VIDEO, TD_CAPTURE,
                                                     address, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, TD_BIDIRECTIONAL, address,
                                                     &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, 77, address, &terminal ),
           E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_VideoWindowTerm, TAPIMEDIATYPE_VIDEO, TD_RENDER, address, &terminal ),
           E_INVALIDARG );
    /* static ones are the MSP's */
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_SpeakersTerminal, TAPIMEDIATYPE_AUDIO, TD_RENDER, address, &terminal ),
           E_INVALIDARG );
    for (direction = TD_CAPTURE; direction <= TD_RENDER; direction++)
    {
        winetest_push_context( "direction %d", direction );
        ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, CLSID_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, direction, address,
                                                         &terminal ), S_OK );
        check_terminal( terminal, &CLSID_MediaStreamTerminal, TT_DYNAMIC, direction, address );
        refs = ITTerminal_Release( terminal );
        ok( !refs, "%lu references\n", refs );
        winetest_pop_context();
    }
}

START_TEST( manager )
{
    HRESULT (WINAPI *can_unload)(void);
    ITTerminalManager2 *manager;
    ITTerminalManager *first;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    test_class( &CLSID_TerminalManager, &IID_ITTerminalManager2 );
    test_class( &CLSID_TerminalManager, &IID_ITTerminalManager );
    test_class( &CLSID_PluggableTerminalRegistration, &IID_ITPluggableTerminalClassRegistration );
    test_class( &CLSID_PluggableSuperclassRegistration, &IID_ITPluggableTerminalSuperclassRegistration );
    if ((manager = new_manager()))
    {
        ok_hr( ITTerminalManager2_QueryInterface( manager, &IID_ITTerminalManager, (void **)&first ), S_OK );
        ITTerminalManager_Release( first );
        ok_hr( ITTerminalManager2_QueryInterface( manager, &IID_IDispatch, (void **)&first ), E_NOINTERFACE );
        test_lists( manager );
        test_create( manager );
        can_unload = (void *)GetProcAddress( GetModuleHandleW( L"termmgr.dll" ), "DllCanUnloadNow" );
        ok_hr( can_unload(), S_FALSE );
        ok( !ITTerminalManager2_Release( manager ), "it stays\n" );
        ok_hr( can_unload(), S_OK );
    }
    CoUninitialize();
}
