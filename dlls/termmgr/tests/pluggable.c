/*
 * Tests of a terminal that somebody else wrote, from its registration to the sound.
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
#include "testterm.h"

START_TEST( pluggable )
{
    static const WAVEFORMATEX pcm8k = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };
    HMODULE module = LoadLibraryW( L"testterm.dll" );
    HRESULT (WINAPI *on)(void) = (void *)GetProcAddress( module, "DllRegisterServer" );
    HRESULT (WINAPI *off)(void) = (void *)GetProcAddress( module, "DllUnregisterServer" );
    HRESULT (WINAPI *can_unload)(void) = (void *)GetProcAddress( module, "DllCanUnloadNow" );
    static short speech[1600];
    struct test_source *source;
    struct test_sink *sink;
    ITTerminalManager2 *manager;
    ITTerminalControl *control;
    TERMINAL_DIRECTION direction;
    ITTerminal *terminal = NULL;
    MSP_HANDLE address;
    IGraphBuilder *graph;
    IBaseFilter *tee;
    PIN_INFO info;
    IPin *pin, *out;
    GUID guids[32], class, superclass;
    DWORD count = ARRAYSIZE(guids);
    BSTR text;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    ok( module && on && off && can_unload, "no testterm.dll\n" );
    CLSIDFromString( TESTTERM_CLASS, &class );
    CLSIDFromString( TESTTERM_SUPERCLASS, &superclass );
    ok_hr( on(), S_OK );
    manager = new_manager();
    ok_hr( ITTerminalManager2_GetDynamicTerminalClasses( manager, TAPIMEDIATYPE_AUDIO, &count, guids ), S_OK );
    ok( has_guid( guids, count, &class ), "not among %lu classes\n", count );
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, &count, guids ), S_OK );
    ok( has_guid( guids, count, &superclass ), "not among %lu superclasses\n", count );
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetPluggableTerminalClasses( manager, superclass, TAPIMEDIATYPE_AUDIO, &count, guids ), S_OK );
    ok( count == 1 && IsEqualGUID( &guids[0], &class ), "%lu classes\n", count );

    /* what it does not do, and what it refuses */
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, NULL, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_VIDEO, TD_RENDER, NULL, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_AUDIO, TD_BIDIRECTIONAL, NULL, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_AUDIO, TD_RENDER, (MSP_HANDLE)TESTTERM_FAILS, &terminal ),
           E_ABORT );
    ok( !terminal, "not NULL\n" );
    ok_hr( can_unload(), S_OK );

    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_AUDIO, TD_RENDER, (MSP_HANDLE)42, &terminal ), S_OK );
    if (terminal)
    {
        ok_hr( ITTerminal_get_TerminalClass( terminal, &text ), S_OK );
        ok( !lstrcmpiW( text, TESTTERM_CLASS ), "class %s\n", wine_dbgstr_w( text ));
        SysFreeString( text );
        ok_hr( ITTerminal_get_Direction( terminal, &direction ), S_OK );
        ok( direction == TD_RENDER, "direction %d\n", direction );
        ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&control ), S_OK );
        ok_hr( ITTerminalControl_get_AddressHandle( control, &address ), S_OK );
        ok( address == (MSP_HANDLE)42, "address %p\n", address );
        ITTerminalControl_Release( control );

        /* sound goes into it, and through the tee to a sink of ours */
        make_speech( speech, ARRAYSIZE(speech) );
        source = test_source_create( &pcm8k, speech, sizeof(speech) );
        sink = test_sink_create( NULL );
        graph = graph_create( media_filter_iface( source ), media_filter_iface( sink ), NULL );
        pin = connect_terminal( terminal, graph, TD_RENDER );
        ok_hr( IGraphBuilder_ConnectDirect( graph, &source->pin.IPin_iface, pin, NULL ), S_OK );
        IPin_QueryPinInfo( pin, &info );
        tee = info.pFilter;
        ok_hr( IBaseFilter_FindPin( tee, L"Capture", &out ), S_OK );
        ok_hr( IGraphBuilder_ConnectDirect( graph, out, &sink->pin.IPin_iface, NULL ), S_OK );
        graph_run( graph );
        ok( graph_wait( graph, EC_COMPLETE, NULL ), "the end does not come\n" );
        ok( sink->size == sizeof(speech) && !memcmp( sink->data, speech, sizeof(speech) ), "%lu bytes\n", sink->size );
        graph_stop( graph );
        IPin_Release( out );
        IPin_Release( pin );
        IBaseFilter_Release( tee );
        disconnect_terminal( terminal, graph );
        IGraphBuilder_Release( graph );
        object_release( source );
        object_release( sink );
        ok( !ITTerminal_Release( terminal ), "it stays\n" );
    }
    ok_hr( can_unload(), S_OK );
    ok_hr( off(), S_OK );
    count = ARRAYSIZE(guids);
    ok_hr( ITTerminalManager2_GetPluggableSuperclasses( manager, &count, guids ), S_OK );
    ok( !has_guid( guids, count, &superclass ), "still there\n" );
    ok_hr( ITTerminalManager2_CreateDynamicTerminal( manager, NULL, class, TAPIMEDIATYPE_AUDIO, TD_RENDER, NULL, &terminal ), E_INVALIDARG );
    ITTerminalManager2_Release( manager );
    FreeLibrary( module );
    CoUninitialize();
}
