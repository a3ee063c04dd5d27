/*
 * File terminals: what they are made of, their states and formats.
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

#include "file_fixture.h"

static void check_terminal( ITTerminal *terminal, const WCHAR *name, const CLSID *class, LONG media, TERMINAL_DIRECTION direction )
{
    TERMINAL_DIRECTION found_direction = 99;
    TERMINAL_STATE state = 99;
    TERMINAL_TYPE type = 99;
    WCHAR text[40];
    LONG found_media = 0;
    BSTR string;

    ok_hr( ITTerminal_get_Name( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Name( terminal, &string ), S_OK );
    ok( !wcsncmp( string, name, wcslen( name )), "name %ls\n", string );
    SysFreeString( string );
    ok_hr( ITTerminal_get_TerminalClass( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalClass( terminal, &string ), S_OK );
    StringFromGUID2( class, text, ARRAY_SIZE(text) );
    ok( !wcscmp( string, text ), "class %ls\n", string );
    SysFreeString( string );
    ok_hr( ITTerminal_get_State( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    ok_hr( ITTerminal_get_TerminalType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_TerminalType( terminal, &type ), S_OK );
    ok( type == TT_DYNAMIC, "type %d\n", type );
    ok_hr( ITTerminal_get_MediaType( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_MediaType( terminal, &found_media ), S_OK );
    ok( found_media == media, "media %#lx\n", found_media );
    ok_hr( ITTerminal_get_Direction( terminal, NULL ), E_POINTER );
    ok_hr( ITTerminal_get_Direction( terminal, &found_direction ), S_OK );
    ok( found_direction == direction, "direction %d\n", found_direction );
}

/* One identity, whatever interface it is asked by */
static void check_identity( void *object, const IID *const *iids, unsigned int count )
{
    IUnknown *unknown = query( object, &IID_IUnknown );
    void *out = (void *)1;
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        IUnknown *face = query( object, iids[i] ), *same = query( face, &IID_IUnknown );

        ok( same == unknown, "interface %u has another identity\n", i );
        IUnknown_Release( same );
        IUnknown_Release( face );
    }
    ok_hr( IUnknown_QueryInterface( unknown, &IID_ITAddress, &out ), E_NOINTERFACE );
    ok( !out, "something is left\n" );
    IUnknown_Release( unknown );
}

static void test_creation( void )
{
    static const struct { const CLSID *class; DWORD media; TERMINAL_DIRECTION direction; BOOL works; } cases[] =
    {
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK | TAPIMEDIATYPE_AUDIO, TD_MULTITRACK_MIXED, TRUE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER, FALSE },
        { &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_VIDEO, TD_CAPTURE, FALSE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER, TRUE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_AUDIO, TD_RENDER, TRUE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE, FALSE },
        { &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_DATAMODEM, TD_RENDER, FALSE },
    };
    unsigned int i;
    HRESULT hr;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        ITTerminal *terminal = (void *)1;

        hr = ITTerminalManager_CreateDynamicTerminal( manager, NULL, *cases[i].class, cases[i].media, cases[i].direction, ADDRESS, &terminal );
        ok( SUCCEEDED(hr) == cases[i].works, "%u: %#lx\n", i, hr );
        ok( !terminal == !cases[i].works, "%u: %p\n", i, terminal );
        if (terminal) release_last( terminal );
    }
    check_leaks();
}

static void test_playback( void )
{
    static const IID *const iids[] = { &IID_ITTerminal, &IID_ITMultiTrackTerminal, &IID_ITMediaControl, &IID_ITMediaPlayback, &IID_IDispatch,
                                       &IID_ITPluggableTerminalEventSinkRegistration, &IID_IMarshal };
    static const IID *const track_iids[] = { &IID_ITTerminal, &IID_ITFileTrack, &IID_ITMediaControl, &IID_ITTerminalControl, &IID_IDispatch,
                                             &IID_ITPluggableTerminalEventSinkRegistration };
    const struct wav_format format = make_format( WAV_PCM, 8000, 16 );
    const WCHAR *names[2] = { file_name( L"play.wav" ), file_name( L"none.wav" ) };
    ITTerminal *terminal = new_terminal( &CLSID_FilePlaybackTerminal ), *track, *parent;
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITMediaPlayback *playback = query( terminal, &IID_ITMediaPlayback );
    TERMINAL_DIRECTION direction;
    ITFileTrack *file_track;
    IEnumTerminal *list;
    AM_MEDIA_TYPE *type;
    VARIANT value, item;
    ITCollection *collection;
    LONG media, count;
    HANDLE file;
    void *out;

    check_identity( terminal, iids, ARRAY_SIZE(iids) );
    check_terminal( terminal, L"File Playback Terminal", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, &out ), E_NOINTERFACE );
    ok( media_state( terminal ) == TMS_IDLE, "state %d\n", media_state( terminal ));

    /* nothing to play */
    ok_hr( control( terminal, 's' ), TAPI_E_NOT_INITIALIZED );
    ok_hr( control( terminal, 'x' ), S_OK );
    ok_hr( control( terminal, 'p' ), TAPI_E_WRONG_STATE );
    ok_hr( ITMediaPlayback_get_PlayList( playback, NULL ), E_POINTER );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), TAPI_E_NOT_INITIALIZED );
    ok( V_VT( &value ) == VT_EMPTY, "type %d\n", V_VT( &value ));
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, &media ), S_OK );
    ok( !media, "media %#lx\n", media );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_NONE, "direction %d\n", direction );

    /* lists that are none */
    write_file( names[0], &format, samples, 3200 );
    VariantInit( &value );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    V_VT( &value ) = VT_I4;
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    V_VT( &value ) = VT_BYREF | VT_ARRAY | VT_VARIANT;
    V_ARRAYREF( &value ) = NULL;
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_POINTER );
    value = list_of( NULL, 0 );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), E_INVALIDARG );
    VariantClear( &value );
    ok_hr( put_list( terminal, names, 2 ), HRESULT_FROM_WIN32( ERROR_FILE_NOT_FOUND ));
    file = CreateFileW( names[1], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    WriteFile( file, "no sound at all", 15, (DWORD *)&count, NULL );
    CloseHandle( file );
    ok_hr( put_list( terminal, names, 2 ), VFW_E_INVALID_FILE_FORMAT );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), TAPI_E_NOT_INITIALIZED );
    DeleteFileW( names[1] );

    /* lists */
    V_VT( &value ) = VT_BSTR;
    V_BSTR( &value ) = SysAllocString( names[0] );
    ok_hr( ITMediaPlayback_put_PlayList( playback, value ), S_OK );
    VariantClear( &value );
    names[1] = names[0];
    ok_hr( put_list( terminal, names, 2 ), S_OK );
    ok_hr( ITMediaPlayback_get_PlayList( playback, &value ), S_OK );
    ok( V_VT( &value ) == (VT_ARRAY | VT_VARIANT), "type %d\n", V_VT( &value ));
    ok_hr( SafeArrayGetUBound( V_ARRAY( &value ), 1, &count ), S_OK );
    ok( count == 1, "up to %ld\n", count );
    ok_hr( SafeArrayGetElement( V_ARRAY( &value ), &count, &item ), S_OK );
    ok( V_VT( &item ) == VT_BSTR && !wcscmp( V_BSTR( &item ), names[1] ), "%ls\n", V_BSTR( &item ));
    VariantClear( &item );
    VariantClear( &value );

    /* the track of the file */
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, &track ), TAPI_E_NOTSUPPORTED );
    ok( !track, "a track\n" );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &track, NULL ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &parent, NULL ), S_FALSE );
    IEnumTerminal_Release( list );
    ok_hr( ITMultiTrackTerminal_get_TrackTerminals( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_get_TrackTerminals( tracks, &value ), S_OK );
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &value ), &IID_ITCollection, (void **)&collection ), S_OK );
    ok_hr( ITCollection_get_Count( collection, &count ), S_OK );
    ok( count == 1, "%ld tracks\n", count );
    ITCollection_Release( collection );
    VariantClear( &value );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, NULL ), E_POINTER );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_NOTSUPPORTED );
    ok_hr( ITMultiTrackTerminal_get_MediaTypesInUse( tracks, &media ), S_OK );
    ok( media == TAPIMEDIATYPE_AUDIO, "media %#lx\n", media );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_CAPTURE, "direction %d\n", direction );
    check_identity( track, track_iids, ARRAY_SIZE(track_iids) );
    check_terminal( track, L"File Playback Track", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE );
    file_track = query( track, &IID_ITFileTrack );
    ok_hr( ITFileTrack_get_ControllingTerminal( file_track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_ControllingTerminal( file_track, &parent ), S_OK );
    ok( parent == terminal, "another terminal\n" );
    ITTerminal_Release( parent );
    ok_hr( ITFileTrack_get_Format( file_track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_Format( file_track, &type ), S_OK );
    ok( media_type_wave( type ) && media_type_wave( type )->nSamplesPerSec == 8000, "another format\n" );
    ok_hr( ITFileTrack_put_Format( file_track, type ), TAPI_E_NOTSUPPORTED );
    media_type_free( type );
    ITFileTrack_Release( file_track );

    /* a track keeps its terminal alive */
    ITMediaPlayback_Release( playback );
    ITMultiTrackTerminal_Release( tracks );
    ITTerminal_Release( terminal );
    check_terminal( track, L"File Playback Track", &CLSID_FilePlaybackTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE );
    release_last( track );
    check_leaks();
}

static void test_recording( void )
{
    static const IID *const iids[] = { &IID_ITTerminal, &IID_ITMultiTrackTerminal, &IID_ITMediaControl, &IID_ITMediaRecord, &IID_IDispatch,
                                       &IID_ITPluggableTerminalEventSinkRegistration };
    const struct wav_format silence = make_format( WAV_PCM, 8000, 16 );
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track, *second, *none = (void *)1;
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    ITMediaRecord *record = query( terminal, &IID_ITMediaRecord );
    TERMINAL_DIRECTION direction;
    IEnumTerminal *list;
    void *out;
    BSTR name;

    check_identity( terminal, iids, ARRAY_SIZE(iids) );
    check_terminal( terminal, L"File Recording Terminal", &CLSID_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaPlayback, &out ), E_NOINTERFACE );

    /* names */
    ok_hr( control( terminal, 's' ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITMediaRecord_get_FileName( record, NULL ), E_POINTER );
    ok_hr( ITMediaRecord_get_FileName( record, &name ), TAPI_E_NOT_INITIALIZED );
    ok( !name, "name %p\n", name );
    ok_hr( ITMediaRecord_put_FileName( record, NULL ), E_POINTER );
    ok_hr( put_file( terminal, L"" ), E_INVALIDARG );
    ok_hr( put_file( terminal, L"c:\\no such folder\\x.wav" ), HRESULT_FROM_WIN32( ERROR_PATH_NOT_FOUND ));
    ok_hr( put_file( terminal, file_name( L"x.avi" )), TAPI_E_NOTSUPPORTED );
    ok_hr( put_file( terminal, file_name( L"empty.wav" )), S_OK );
    ok( GetFileAttributesW( file_name( L"empty.wav" )) == INVALID_FILE_ATTRIBUTES, "a file before the start\n" );
    ok_hr( ITMediaRecord_get_FileName( record, &name ), S_OK );
    ok( !wcscmp( name, file_name( L"empty.wav" )), "name %ls\n", name );
    SysFreeString( name );

    /* states, and a file without a sample */
    ok_hr( control( terminal, 's' ), S_OK );
    ok( media_state( terminal ) == TMS_ACTIVE, "state %d\n", media_state( terminal ));
    ok_hr( control( terminal, 's' ), S_OK );
    ok_hr( put_file( terminal, file_name( L"other.wav" )), TAPI_E_WRONG_STATE );
    ok_hr( control( terminal, 'p' ), S_OK );
    ok( media_state( terminal ) == TMS_PAUSED, "state %d\n", media_state( terminal ));
    ok_hr( put_file( terminal, file_name( L"other.wav" )), TAPI_E_WRONG_STATE );
    ok_hr( control( terminal, 'x' ), S_OK );
    ok( media_state( terminal ) == TMS_IDLE, "state %d\n", media_state( terminal ));
    check_file( file_name( L"empty.wav" ), &silence, "", 0 );

    /* tracks */
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_VIDEO, TD_RENDER, &none ), TAPI_E_INVALIDMEDIATYPE );
    ok( !none, "a track\n" );
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( tracks, TAPIMEDIATYPE_AUDIO, TD_NONE, &none ), TAPI_E_INVALIDDIRECTION );
    track = new_track( terminal, TD_RENDER );
    check_terminal( track, L"File Recording Track", &CLSID_FileRecordingTrack, TAPIMEDIATYPE_AUDIO, TD_RENDER );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_RENDER, "direction %d\n", direction );
    second = new_track( terminal, TD_CAPTURE );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_MULTITRACK_MIXED, "direction %d\n", direction );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, terminal ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), S_OK );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITMultiTrackTerminal_EnumerateTrackTerminals( tracks, &list ), S_OK );
    ok_hr( IEnumTerminal_Next( list, 1, &none, NULL ), S_OK );
    ok( none == second, "another track\n" );
    ITTerminal_Release( none );
    ok_hr( IEnumTerminal_Next( list, 1, &none, NULL ), S_FALSE );
    IEnumTerminal_Release( list );
    ok_hr( ITMultiTrackTerminal_get_DirectionsInUse( tracks, &direction ), S_OK );
    ok( direction == TD_CAPTURE, "direction %d\n", direction );
    /* what was removed can still be asked */
    check_terminal( track, L"File Recording Track", &CLSID_FileRecordingTrack, TAPIMEDIATYPE_AUDIO, TD_RENDER );
    ITTerminal_Release( track );
    ITTerminal_Release( second );
    ITMultiTrackTerminal_Release( tracks );
    ITMediaRecord_Release( record );
    release_last( terminal );
    check_leaks();
}

static void test_formats( void )
{
    static const WAVEFORMATEX good = { WAVE_FORMAT_PCM, 1, 16000, 32000, 2, 16, 0 };
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *terminal_track = new_track( terminal, TD_RENDER );
    ITFileTrack *track = query( terminal_track, &IID_ITFileTrack );
    ITScriptableAudioFormat *audio, *found;
    AM_MEDIA_TYPE type, *found_type;
    LONG value;

    ok_hr( ITFileTrack_get_Format( track, &found_type ), TAPI_E_NOFORMAT );
    ok( !found_type, "a format\n" );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), TAPI_E_NOFORMAT );
    ok( !found, "a format\n" );
    ok_hr( ITFileTrack_put_Format( track, NULL ), E_POINTER );
    ok_hr( media_type_from_wave( &type, &good ), S_OK );
    type.majortype = MEDIATYPE_Video;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_INVALIDMEDIATYPE );
    type.majortype = MEDIATYPE_Audio;
    type.formattype = FORMAT_VideoInfo;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_INVALIDMEDIATYPE );
    type.formattype = FORMAT_WaveFormatEx;
    ((WAVEFORMATEX *)type.pbFormat)->wBitsPerSample = 12;
    ok_hr( ITFileTrack_put_Format( track, &type ), VFW_E_UNSUPPORTED_AUDIO );
    ((WAVEFORMATEX *)type.pbFormat)->wBitsPerSample = 16;
    ok_hr( ITFileTrack_put_Format( track, &type ), S_OK );
    ok_hr( ITFileTrack_get_Format( track, &found_type ), S_OK );
    ok( media_type_equal( found_type, &type ), "another format\n" );
    media_type_free( found_type );
    media_type_clear( &type );

    ok_hr( ITFileTrack_get_EmptyAudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_get_EmptyAudioFormatForScripting( track, &audio ), S_OK );
#define TEST_PROPERTY( name, limit, number ) \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, NULL ), E_POINTER ); \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, &value ), S_OK ); \
    ok( !value, #name " is %ld\n", value ); \
    ok_hr( ITScriptableAudioFormat_put_##name( audio, -1 ), E_INVALIDARG ); \
    if (limit != MAXLONG) ok_hr( ITScriptableAudioFormat_put_##name( audio, (LONG)(limit + 1u) ), E_INVALIDARG ); \
    ok_hr( ITScriptableAudioFormat_put_##name( audio, number ), S_OK ); \
    ok_hr( ITScriptableAudioFormat_get_##name( audio, &value ), S_OK ); \
    ok( value == number, #name " is %ld\n", value )
    TEST_PROPERTY( Channels, 0xffff, 1 );
    TEST_PROPERTY( SamplesPerSec, MAXLONG, 8000 );
    TEST_PROPERTY( BitsPerSample, 0xffff, 8 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, NULL ), E_POINTER );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), VFW_E_UNSUPPORTED_AUDIO );
    TEST_PROPERTY( FormatTag, 0xffff, WAVE_FORMAT_MULAW );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), S_OK );
    TEST_PROPERTY( AvgBytesPerSec, MAXLONG, 8001 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), VFW_E_UNSUPPORTED_AUDIO );
    ok_hr( ITScriptableAudioFormat_put_AvgBytesPerSec( audio, 8000 ), S_OK );
    TEST_PROPERTY( BlockAlign, 0xffff, 1 );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, audio ), S_OK );
    release_last( audio );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), S_OK );
    ok_hr( ITScriptableAudioFormat_get_FormatTag( found, &value ), S_OK );
    ok( value == WAVE_FORMAT_MULAW, "tag %ld\n", value );
    ok_hr( ITScriptableAudioFormat_get_AvgBytesPerSec( found, &value ), S_OK );
    ok( value == 8000, "%ld bytes a second\n", value );
    ITScriptableAudioFormat_Release( found );

    ok_hr( put_file( terminal, file_name( L"format.wav" )), S_OK );
    ok_hr( control( terminal, 's' ), S_OK );
    ok_hr( ITFileTrack_get_AudioFormatForScripting( track, &found ), S_OK );
    ok_hr( ITFileTrack_put_AudioFormatForScripting( track, found ), TAPI_E_WRONG_STATE );
    ITScriptableAudioFormat_Release( found );
    ok_hr( control( terminal, 'x' ), S_OK );

    ITFileTrack_Release( track );
    ITTerminal_Release( terminal_track );
    release_last( terminal );
    check_leaks();
}

static void test_control( void )
{
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *track = new_track( terminal, TD_RENDER );
    ITTerminalControl *terminal_control = query( track, &IID_ITTerminalControl );
    ITMultiTrackTerminal *tracks = query( terminal, &IID_ITMultiTrackTerminal );
    IGraphBuilder *graph = new_graph(), *other = new_graph();
    MSP_HANDLE address = NULL;
    PIN_DIRECTION direction;
    TERMINAL_STATE state;
    DWORD count = 1;
    IPin *pin, *second;

    ok_hr( ITTerminalControl_get_AddressHandle( terminal_control, NULL ), E_POINTER );
    ok_hr( ITTerminalControl_get_AddressHandle( terminal_control, &address ), S_OK );
    ok( address == ADDRESS, "address %p\n", address );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, NULL, TD_RENDER, &count, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, NULL, &pin ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, NULL ), E_POINTER );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_CAPTURE, &count, &pin ), TAPI_E_INVALIDDIRECTION );
    count = 0;
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, NULL ), TAPI_E_NOTENOUGHMEMORY );
    ok( count == 1, "%lu pins\n", count );
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, graph, TD_RENDER, &count, &pin ), S_OK );
    ok_hr( IPin_QueryDirection( pin, &direction ), S_OK );
    ok( direction == PINDIR_INPUT, "direction %d\n", direction );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITTerminal_get_State( terminal, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITMultiTrackTerminal_RemoveTrackTerminal( tracks, track ), TAPI_E_TERMINALINUSE );
    /* on several streams */
    ok_hr( ITTerminalControl_ConnectTerminal( terminal_control, other, TD_RENDER, &count, &second ), S_OK );
    ok( second != pin, "the same pin\n" );
    ok_hr( ITTerminalControl_CompleteConnectTerminal( terminal_control ), S_OK );
    ok_hr( ITTerminalControl_RunRenderFilter( terminal_control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_StopRenderFilter( terminal_control ), E_NOTIMPL );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, NULL, 0 ), E_POINTER );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, graph, 0 ), S_OK );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_INUSE, "state %d\n", state );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, graph, 0 ), E_UNEXPECTED );
    ok_hr( ITTerminalControl_DisconnectTerminal( terminal_control, other, 0 ), S_OK );
    ok_hr( ITTerminal_get_State( track, &state ), S_OK );
    ok( state == TS_NOTINUSE, "state %d\n", state );
    release_last( pin );
    release_last( second );
    ITMultiTrackTerminal_Release( tracks );
    ITTerminalControl_Release( terminal_control );
    ITTerminal_Release( track );
    release_last( terminal );
    release_last( graph );
    release_last( other );
    check_leaks();
}

/* By name, as scripts call */
static void test_dispatch( void )
{
    static WCHAR *const playback_names[] = { (WCHAR *)L"PlayList", (WCHAR *)L"Start", (WCHAR *)L"MediaState", (WCHAR *)L"TrackTerminals", (WCHAR *)L"Name" };
    static const DISPID playback_ids[] = { 0x40001, 0x20001, 0x20004, 0x10001, 1 };
    ITTerminal *terminal = new_terminal( &CLSID_FileRecordingTerminal ), *player = new_terminal( &CLSID_FilePlaybackTerminal ), *track;
    DISPPARAMS none = { NULL }, one = { NULL };
    DISPID id, put = DISPID_PROPERTYPUT;
    EXCEPINFO exception = { 0 };
    IDispatch *dispatch;
    VARIANT value, arg;
    unsigned int i;

    dispatch = query( player, &IID_IDispatch );
    for (i = 0; i < ARRAY_SIZE(playback_names); i++)
    {
        ok_hr( IDispatch_GetIDsOfNames( dispatch, &IID_NULL, (LPOLESTR *)&playback_names[i], 1, LOCALE_USER_DEFAULT, &id ), S_OK );
        ok( id == playback_ids[i], "%ls is %#lx\n", playback_names[i], id );
    }
    ok_hr( IDispatch_Invoke( dispatch, 0x20001, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, &exception, NULL ), DISP_E_EXCEPTION );
    ok( exception.scode == TAPI_E_NOT_INITIALIZED, "error %#lx\n", exception.scode );
    SysFreeString( exception.bstrDescription );
    SysFreeString( exception.bstrSource );
    ok_hr( IDispatch_Invoke( dispatch, 0x20004, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_I4 && !V_I4( &value ), "type %d\n", V_VT( &value ));
    IDispatch_Release( dispatch );
    release_last( player );

    dispatch = query( terminal, &IID_IDispatch );
    one.rgvarg = &arg;
    one.cArgs = one.cNamedArgs = 1;
    one.rgdispidNamedArgs = &put;
    V_VT( &arg ) = VT_BSTR;
    V_BSTR( &arg ) = SysAllocString( file_name( L"script.wav" ));
    ok_hr( IDispatch_Invoke( dispatch, 0x30001, &IID_NULL, 0, DISPATCH_PROPERTYPUT, &one, NULL, NULL, NULL ), S_OK );
    VariantClear( &arg );
    ok_hr( IDispatch_Invoke( dispatch, 0x30001, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_BSTR && !wcscmp( V_BSTR( &value ), file_name( L"script.wav" )), "%ls\n", V_BSTR( &value ));
    VariantClear( &value );
    IDispatch_Release( dispatch );

    track = new_track( terminal, TD_RENDER );
    dispatch = query( track, &IID_IDispatch );
    ok_hr( IDispatch_Invoke( dispatch, 0x10005, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_DISPATCH, "type %d\n", V_VT( &value ));
    V_VT( &arg ) = VT_I4;
    V_I4( &arg ) = 8000;
    ok_hr( IDispatch_Invoke( V_DISPATCH( &value ), 2, &IID_NULL, 0, DISPATCH_PROPERTYPUT, &one, NULL, NULL, NULL ), S_OK );
    ok_hr( IDispatch_Invoke( V_DISPATCH( &value ), 2, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &arg, NULL, NULL ), S_OK );
    ok( V_VT( &arg ) == VT_I4 && V_I4( &arg ) == 8000, "%ld\n", V_I4( &arg ));
    VariantClear( &value );
    ok_hr( IDispatch_Invoke( dispatch, 0x10002, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL ), S_OK );
    ok( V_VT( &value ) == VT_DISPATCH && V_DISPATCH( &value ) == (IDispatch *)terminal, "another terminal\n" );
    VariantClear( &value );
    IDispatch_Release( dispatch );
    ITTerminal_Release( track );
    release_last( terminal );
    check_leaks();
}

START_TEST( file )
{
    static const WCHAR *const left[] = { L"empty.wav", L"format.wav", L"none.wav", L"other.wav", L"play.wav", L"script.wav" };

    if (files_begin())
    {
        test_creation();
        test_playback();
        test_recording();
        test_formats();
        test_control();
        test_dispatch();
    }
    files_end( left, ARRAY_SIZE(left) );
}
