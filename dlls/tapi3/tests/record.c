/*
 * Recording terminals that are selected on a whole call.
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

static WCHAR file_name[MAX_PATH + 20];

static void *query( void *object, REFIID iid )
{
    void *out = NULL;

    ok_hr( IUnknown_QueryInterface( (IUnknown *)object, iid, &out ), S_OK );
    return out;
}

static ITTerminal *new_recorder( ITBasicCallControl2 *call, TERMINAL_DIRECTION direction )
{
    BSTR class = SysAllocString( CLSID_String_FileRecordingTerminal ), name = SysAllocString( file_name );
    ITTerminal *terminal = NULL;
    ITMediaRecord *record;

    ok_hr( ITBasicCallControl2_RequestTerminal( call, class, TAPIMEDIATYPE_MULTITRACK, direction, &terminal ), S_OK );
    if (terminal && (record = query( terminal, &IID_ITMediaRecord )))
    {
        ok_hr( ITMediaRecord_put_FileName( record, name ), S_OK );
        ITMediaRecord_Release( record );
    }
    SysFreeString( class );
    SysFreeString( name );
    return terminal;
}

/* How many terminals are on the stream of a direction */
static ULONG on_stream( ITBasicCallControl2 *call, TERMINAL_DIRECTION direction )
{
    ITStreamControl *control = query( call, &IID_ITStreamControl );
    TERMINAL_DIRECTION found;
    IEnumTerminal *terminals;
    IEnumStream *streams;
    ITTerminal *terminal;
    ITStream *stream;
    ULONG count = 0;

    ok_hr( ITStreamControl_EnumerateStreams( control, &streams ), S_OK );
    while (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        ok_hr( ITStream_get_Direction( stream, &found ), S_OK );
        ok_hr( ITStream_EnumerateTerminals( stream, &terminals ), S_OK );
        while (IEnumTerminal_Next( terminals, 1, &terminal, NULL ) == S_OK)
        {
            if (found == direction) count++;
            ITTerminal_Release( terminal );
        }
        IEnumTerminal_Release( terminals );
        ITStream_Release( stream );
    }
    IEnumStream_Release( streams );
    ITStreamControl_Release( control );
    return count;
}

/* One made for TD_RENDER records the far side, one for TD_MULTITRACK_MIXED both; each stream gets a track of its direction. */
static void test_directions( ITBasicCallControl2 *call, TERMINAL_DIRECTION direction, ULONG captures )
{
    ITTerminal *terminal = new_recorder( call, direction );
    ITMultiTrackTerminal *tracks;
    TERMINAL_DIRECTION in_use;
    ULONG fetched = 0;
    IEnumTerminal *list;
    ITTerminal *all[3];
    HRESULT hr;

    winetest_push_context( "direction %d", direction );
    tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ok_hr( ITBasicCallControl2_UnselectTerminalOnCall( call, terminal ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITBasicCallControl2_SelectTerminalOnCall( call, terminal ), S_OK );
    ok( on_stream( call, TD_RENDER ) == 1 && on_stream( call, TD_CAPTURE ) == captures, "%lu and %lu tracks\n", on_stream( call, TD_RENDER ),
        on_stream( call, TD_CAPTURE ));
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    IEnumTerminal_Next( list, 3, all, &fetched );
    ok( fetched == 1 + captures, "%lu tracks\n", fetched );
    while (fetched)
    {
        fetched--;
        ITTerminal_Release( all[fetched] );
    }
    IEnumTerminal_Release( list );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &in_use ), S_OK );
    ok( in_use == direction, "directions %d\n", in_use );
    /* it is on all streams that it is for */
    hr = ITBasicCallControl2_SelectTerminalOnCall( call, terminal );
    ok( hr == (captures ? TAPI_E_TERMINALINUSE : TAPI_E_INVALIDTERMINAL), "SelectTerminalOnCall returned %#lx\n", hr );
    ok_hr( ITBasicCallControl2_UnselectTerminalOnCall( call, terminal ), S_OK );
    ok( !on_stream( call, TD_RENDER ) && !on_stream( call, TD_CAPTURE ), "some are left\n" );
    /* and again, with the tracks that it has */
    ok_hr( ITBasicCallControl2_SelectTerminalOnCall( call, terminal ), S_OK );
    ok( on_stream( call, TD_RENDER ) == 1 && on_stream( call, TD_CAPTURE ) == captures, "%lu and %lu tracks\n", on_stream( call, TD_RENDER ),
        on_stream( call, TD_CAPTURE ));
    ok_hr( ITBasicCallControl2_UnselectTerminalOnCall( call, terminal ), S_OK );
    ITMultiTrackTerminal_Release( tracks );
    ok( !ITTerminal_Release( terminal ), "the terminal is still held\n" );
    winetest_pop_context();
}

START_TEST( record )
{
    BSTR number = SysAllocString( L"9905" );
    ITBasicCallControl *call = NULL;
    ITBasicCallControl2 *control;
    ITAddress *address;
    static struct sink sink;
    ITTAPI2 *tapi;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    GetTempPathW( MAX_PATH, file_name );
    lstrcatW( file_name, L"record.wav" );
    if (exchange_add( 1, 0 ))
    {
        tapi = new_tapi();
        sink_advise( &sink, tapi, TE_CALLSTATE );
        address = find_address( tapi, L"1001" );
        ok_hr( ITAddress_CreateCall( address, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
        control = query( call, &IID_ITBasicCallControl2 );
        test_directions( control, TD_RENDER, 0 );
        test_directions( control, TD_MULTITRACK_MIXED, 1 );
        ok_hr( ITBasicCallControl_Connect( call, VARIANT_TRUE ), S_OK );
        test_directions( control, TD_RENDER, 0 );
        test_directions( control, TD_MULTITRACK_MIXED, 1 );
        ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
        ITBasicCallControl2_Release( control );
        release_last_of( &sink, call );
        ITAddress_Release( address );
        sink_unadvise( &sink );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        ok( !ITTAPI2_Release( tapi ), "the TAPI object is left\n" );
        exchange_remove();
    }
    SysFreeString( number );
    DeleteFileW( file_name );
    CoUninitialize();
}
