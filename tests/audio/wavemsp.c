/*
 * A voice call through wavemsp.dll: terminals play to a telephone and record what it says.
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

#include "wave.h"
#include "wavemsp.h"
#include "../../dlls/exchangemsp/tests/terminals.h"

#define SPEECH   (2 * RATE)
#define LISTENER L"5550160"
#define SPEAKER  L"5550161"

#define ok_hr( expr, expected ) \
    do { const HRESULT hr__ = (expr); ok( hr__ == (HRESULT)(expected), #expr " returned %#lx\n", hr__ ); } while (0)

static const CLSID CLSID_WaveMSP = CLSID_WAVEMSP_INIT;
static short speech[SPEECH];

struct media_call
{
    ITMSPAddress *msp;
    HANDLE        event;
    IUnknown     *call;
    ITStream     *streams[2];           /* TD_CAPTURE, TD_RENDER */
    MSP_HANDLE    handle;
    DWORD         in, out;
};

static void tell_devices( struct media_call *media, DWORD flags )
{
    struct wavemsp_devices devices = { sizeof(devices), media->in, media->out, flags };
    HRESULT hr = ITMSPAddress_ReceiveTSPData( media->msp, media->call, (BYTE *)&devices, sizeof(devices) );

    ok( hr == S_OK, "ReceiveTSPData returned %#lx\n", hr );
}

static BOOL media_begin( struct media_call *media, HLINE line, HCALL call )
{
    TERMINAL_DIRECTION direction;
    ITTerminalSupport *support;
    ITTerminalControl *terminal_control;
    ITStreamControl *control;
    IEnumStream *streams;
    ITTerminal *terminal;
    ITStream *stream;
    HRESULT hr;
    BSTR class;

    memset( media, 0, sizeof(*media) );
    hr = CoCreateInstance( &CLSID_WaveMSP, NULL, CLSCTX_INPROC_SERVER, &IID_ITMSPAddress, (void **)&media->msp );
    ok( hr == S_OK, "CoCreateInstance returned %#lx\n", hr );
    if (hr != S_OK) return FALSE;
    media->event = CreateEventW( NULL, FALSE, FALSE, NULL );
    hr = ITMSPAddress_Initialize( media->msp, (MSP_HANDLE)media->event );
    ok( hr == S_OK, "Initialize returned %#lx\n", hr );
    ITMSPAddress_QueryInterface( media->msp, &IID_ITTerminalSupport, (void **)&support );
    class = SysAllocString( CLSID_String_MediaStreamTerminal );
    hr = ITTerminalSupport_CreateTerminal( support, class, TAPIMEDIATYPE_AUDIO, TD_RENDER, &terminal );
    ok( hr == S_OK, "CreateTerminal returned %#lx\n", hr );
    SysFreeString( class );
    ITTerminal_QueryInterface( terminal, &IID_ITTerminalControl, (void **)&terminal_control );
    ITTerminalControl_get_AddressHandle( terminal_control, &media->handle );
    ITTerminalControl_Release( terminal_control );
    ITTerminal_Release( terminal );
    ITTerminalSupport_Release( support );

    hr = ITMSPAddress_CreateMSPCall( media->msp, (MSP_HANDLE)media, 0, TAPIMEDIATYPE_AUDIO, NULL, &media->call );
    ok( hr == S_OK, "CreateMSPCall returned %#lx\n", hr );
    IUnknown_QueryInterface( media->call, &IID_ITStreamControl, (void **)&control );
    ITStreamControl_EnumerateStreams( control, &streams );
    while (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK)
    {
        ITStream_get_Direction( stream, &direction );
        media->streams[direction] = stream;
    }
    IEnumStream_Release( streams );
    ITStreamControl_Release( control );
    media->in = line_wave_id( line, call, L"wave/in" );
    media->out = line_wave_id( line, call, L"wave/out" );
    return media->streams[0] && media->streams[1];
}

static void media_end( struct media_call *media )
{
    HRESULT hr = ITMSPAddress_ShutdownMSPCall( media->msp, media->call );
    ULONG refs;

    ok( hr == S_OK, "ShutdownMSPCall returned %#lx\n", hr );
    ITMSPAddress_Shutdown( media->msp );        /* events hold streams */
    refs = ITStream_Release( media->streams[0] );
    ok( !refs, "%lu references of the capture stream are left\n", refs );
    refs = ITStream_Release( media->streams[1] );
    ok( !refs, "%lu references of the render stream are left\n", refs );
    refs = IUnknown_Release( media->call );
    ok( !refs, "%lu references of the call are left\n", refs );
    ITMSPAddress_Release( media->msp );
    CloseHandle( media->event );
}

static void wait_event( struct media_call *media, MSP_CALL_EVENT type, ITStream *stream )
{
    const ULONGLONG end = GetTickCount64() + PATIENCE;
    BOOL right = FALSE;

    while (!right)
    {
        MSP_EVENT_INFO info;
        DWORD size = sizeof(info);

        if (ITMSPAddress_GetEvent( media->msp, &size, (byte *)&info ) != S_OK)
        {
            const ULONGLONG now = GetTickCount64();

            if (now < end && !WaitForSingleObject( media->event, end - now )) continue;
            ok( 0, "event %d does not come\n", type );
            return;
        }
        if (info.Event != ME_CALL_EVENT) continue;
        ok( info.MSP_CALL_EVENT_INFO.Type != CALL_STREAM_FAIL && info.MSP_CALL_EVENT_INFO.Type != CALL_TERMINAL_FAIL, "failure: %#lx\n",
            info.MSP_CALL_EVENT_INFO.hrError );
        right = info.MSP_CALL_EVENT_INFO.Type == type && info.MSP_CALL_EVENT_INFO.pStream == stream;
        if (info.MSP_CALL_EVENT_INFO.pStream) ITStream_Release( info.MSP_CALL_EVENT_INFO.pStream );
        if (info.MSP_CALL_EVENT_INFO.pTerminal) ITTerminal_Release( info.MSP_CALL_EVENT_INFO.pTerminal );
    }
}

static void select_terminal( ITStream *stream, ITTerminal *terminal )
{
    HRESULT hr = ITStream_SelectTerminal( stream, terminal );

    ok( hr == S_OK, "SelectTerminal returned %#lx\n", hr );
}

static BOOL test_play( struct app *app, HLINE line, unsigned int attempt )
{
    static short heard[40 * RATE];
    const DWORD end = GetTickCount() + PATIENCE;
    HCALL call = voice_call( app, line, LISTENER );
    struct media_call media;
    ITTerminal *player;
    char path[300];
    DWORD count, begin;
    BOOL ret;

    if (!call || !media_begin( &media, line, call )) return TRUE;
    player = player_of_samples( media.handle, speech, SPEECH );
    select_terminal( media.streams[TD_CAPTURE], player );
    lateness_begin();
    tell_devices( &media, WAVEMSP_CONNECTED | WAVEMSP_FULL_DUPLEX );
    wait_event( &media, CALL_STREAM_ACTIVE, media.streams[TD_CAPTURE] );
    snprintf( path, sizeof(path), "%s/heard-wavemsp", folder );
    do
    {
        Sleep( 200 );
        count = read_file( path, heard, sizeof(heard) ) / 2;
        for (begin = 0; begin < count && heard[begin] <= 1000 && heard[begin] >= -1000; begin++) {}
    } while (count < begin + SPEECH + RATE && (int)(end - GetTickCount()) > 0);
    ret = check_heard( "played", heard, count, speech, SPEECH, attempt );
    tell_devices( &media, WAVEMSP_FULL_DUPLEX );
    wait_event( &media, CALL_STREAM_INACTIVE, media.streams[TD_CAPTURE] );
    media_end( &media );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    hang_up( app, call );
    return ret;
}

/* A line that can do one direction at a time: a word, then what the telephone says. */
static BOOL test_record( struct app *app, HLINE line, unsigned int attempt )
{
    HCALL call = voice_call( app, line, SPEAKER );
    ITTerminal *player, *recorder;
    struct media_call media;
    const short *got;
    DWORD count;
    HRESULT hr;
    BOOL ret;

    if (!call || !media_begin( &media, line, call )) return TRUE;
    player = player_of_samples( media.handle, speech, SPEECH );
    recorder = recorder_create( media.handle );
    tell_devices( &media, WAVEMSP_CONNECTED );
    select_terminal( media.streams[TD_CAPTURE], player );
    wait_event( &media, CALL_STREAM_ACTIVE, media.streams[TD_CAPTURE] );
    hr = ITStream_StopStream( media.streams[TD_RENDER] );
    ok( hr == S_OK, "StopStream returned %#lx\n", hr );
    select_terminal( media.streams[TD_RENDER], recorder );
    ok( host( "sleep 1" ), "sleep\n" );        /* the speaker waits for a word, and then for two seconds */
    lateness_begin();
    hr = ITStream_StartStream( media.streams[TD_RENDER] );
    ok( hr == S_OK, "StartStream returned %#lx\n", hr );
    wait_event( &media, CALL_STREAM_INACTIVE, media.streams[TD_CAPTURE] );
    wait_event( &media, CALL_STREAM_ACTIVE, media.streams[TD_RENDER] );
    ok( host( "sleep 6" ), "sleep\n" );
    count = recorder_samples( recorder, &got );
    ret = check_heard( "recorded", got, count, speech, SPEECH, attempt );
    tell_devices( &media, 0 );
    wait_event( &media, CALL_STREAM_INACTIVE, media.streams[TD_RENDER] );
    media_end( &media );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    hang_up( app, call );
    return ret;
}

/* TAPI 3 tells that the modem's wave devices work in both directions at once. */
static void test_full_duplex( void )
{
    FULLDUPLEX_SUPPORT support = FDS_UNKNOWN;
    ITLegacyWaveSupport *wave = NULL;
    LPOLESTR member = (LPOLESTR)L"IsFullDuplex";
    DISPPARAMS none = { 0 };
    VARIANT late;
    DISPID id;
    ITAddress *address = NULL;
    IEnumAddress *list;
    ITTAPI *tapi;
    BSTR name;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI, (void **)&tapi ), S_OK );
    ok_hr( ITTAPI_Initialize( tapi ), S_OK );
    ok_hr( ITTAPI_EnumerateAddresses( tapi, &list ), S_OK );
    while (IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        ok_hr( ITAddress_get_AddressName( address, &name ), S_OK );
        if (wcsstr( name, L"Modem A" )) ok_hr( ITAddress_QueryInterface( address, &IID_ITLegacyWaveSupport, (void **)&wave ), S_OK );
        SysFreeString( name );
        ITAddress_Release( address );
    }
    IEnumAddress_Release( list );
    ok( wave != NULL, "no address of the modem\n" );
    if (wave)
    {
        ok_hr( ITLegacyWaveSupport_IsFullDuplex( wave, NULL ), E_POINTER );
        ok_hr( ITLegacyWaveSupport_IsFullDuplex( wave, &support ), S_OK );
        ok( support == FDS_SUPPORTED, "full duplex %d\n", support );
        ok_hr( ITLegacyWaveSupport_GetIDsOfNames( wave, &IID_NULL, &member, 1, 0, &id ), S_OK );
        VariantInit( &late );
        ok_hr( ITLegacyWaveSupport_Invoke( wave, id, &IID_NULL, 0, DISPATCH_METHOD, &none, &late, NULL, NULL ), S_OK );
        ok( V_VT( &late ) == VT_I4 && (FULLDUPLEX_SUPPORT)V_I4( &late ) == support, "late-bound: type %u, %ld\n", V_VT( &late ), V_I4( &late ) );
        ITLegacyWaveSupport_Release( wave );
    }
    ok_hr( ITTAPI_Shutdown( tapi ), S_OK );
    ITTAPI_Release( tapi );
}

START_TEST(wavemsp)
{
    unsigned int attempt;
    char path[300];
    struct app app;
    HLINE line;

    if (!far_end_begin()) return;
    make_speech( speech, SPEECH );
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    snprintf( path, sizeof(path), "%s/speech-wavemsp", folder );
    ok( write_file( path, speech, sizeof(speech) ), "%s\n", path );
    ok( phoneline( "phone 5550160 record=%s/heard-wavemsp", folder ), "a listener\n" );
    ok( phoneline( "phone 5550161 wait-sound pause=2000 play=%s/speech-wavemsp pause=20000", folder ), "a speaker\n" );

    app_begin( &app, "wavemsp" );
    line = open_line( &app, find_line( &app, L"Modem A" ), 0x00020002, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
    if (line)
    {
        for (attempt = 1; !test_play( &app, line, attempt ); attempt++) {}
        for (attempt = 1; !test_record( &app, line, attempt ); attempt++) {}
        lineClose( line );
    }
    test_full_duplex();
    app_end( &app );
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
    voice_modem_end( L"Modem A" );
}
