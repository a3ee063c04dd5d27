/*
 * A hundred calls that play and record files at once: what that costs, and what of the sound is missing or late.
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

#include "objects.h"
#include "../tests/fixtures/speech.h"

/* Each call is to the number of the built-in exchange that repeats what it hears, plays a file to it and records what comes back. */

#define CALLS    100
#define RATE     8000
#define SECONDS  10
#define SAMPLES  (SECONDS * RATE)
#define ECHO     L"9905"
#define TAIL     60000                  /* ms after the end of all files in which the echoes come, on a busy machine */
#define LONGEST  (180 * RATE)

struct recording
{
    ITBasicCallControl *call;
    ITMediaControl     *player, *recorder;
};

static struct recording recordings[CALLS];
static WCHAR folder[MAX_PATH];

static BSTR file_name( const WCHAR *kind, unsigned int call )
{
    WCHAR name[MAX_PATH + 32];

    swprintf( name, ARRAYSIZE(name), L"%lsbench-%ls-%u.wav", folder, kind, call );
    return SysAllocString( name );
}

static void write_file( unsigned int call )
{
    BSTR name = file_name( L"played", call );

    if (!speech_write( name, call, SAMPLES )) die( "cannot write %ls", name );
    SysFreeString( name );
}

/* Bytes of what has been recorded so far; a file is whole at every moment. */
static DWORD read_file( unsigned int call, BYTE *bytes, DWORD room )
{
    BSTR name = file_name( L"recorded", call );
    HANDLE file = CreateFileW( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    DWORD size = 0;

    if (file == INVALID_HANDLE_VALUE || !ReadFile( file, bytes, room, &size, NULL )) die( "%ls was not recorded", name );
    CloseHandle( file );
    SysFreeString( name );
    return size;
}

/* Counts the samples that are missing or not as they were played; *late gets the ms of silence between the first and the last. */
static unsigned int compare_file( unsigned int call, double *late, BOOL tell )
{
    static BYTE bytes[LONGEST * 2 + 4096];
    DWORD count, at = 0, silent = 0, same = 0;
    const short *samples = wav_samples( bytes, read_file( call, bytes, sizeof(bytes) ), &count );

    if (samples) same = speech_compare( samples, count, call, &at, &silent );
    *late = silent / (RATE / 1000.);
    if (tell && at < count) fprintf( stderr, "bench: recording %u: %lu samples, then %d and not %d\n", call, same, samples[at], sample_of( call, same ));
    else if (tell && same < SAMPLES) fprintf( stderr, "bench: recording %u: %lu samples\n", call, same );
    return SAMPLES - min( same, SAMPLES );
}

/* What has been played is still on its way: until all is there, or what is there is wrong. */
static void wait_for_echoes(void)
{
    const ULONGLONG end = GetTickCount64() + TAIL;
    unsigned int i;
    double late;

    for (i = 0; i < CALLS; i++)
        while (compare_file( i, &late, FALSE ) && GetTickCount64() < end) Sleep( 50 );
}

/* A terminal of a file on a call; returns its controls. */
static ITMediaControl *add_file( ITBasicCallControl *call, const WCHAR *class, TERMINAL_DIRECTION direction, BSTR file )
{
    BSTR name = SysAllocString( class );
    ITBasicCallControl2 *control;
    ITMediaPlayback *playback;
    ITMediaControl *ret;
    ITMediaRecord *record;
    ITTerminal *terminal;
    VARIANT list;

    check( "ITBasicCallControl2", ITBasicCallControl_QueryInterface( call, &IID_ITBasicCallControl2, (void **)&control ));
    check( "RequestTerminal", ITBasicCallControl2_RequestTerminal( control, name, TAPIMEDIATYPE_MULTITRACK, direction, &terminal ));
    if (direction == TD_CAPTURE)
    {
        V_VT( &list ) = VT_BSTR;
        V_BSTR( &list ) = file;
        check( "ITMediaPlayback", ITTerminal_QueryInterface( terminal, &IID_ITMediaPlayback, (void **)&playback ));
        check( "put_PlayList", ITMediaPlayback_put_PlayList( playback, list ));
        ITMediaPlayback_Release( playback );
    }
    else
    {
        check( "ITMediaRecord", ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, (void **)&record ));
        check( "put_FileName", ITMediaRecord_put_FileName( record, file ));
        ITMediaRecord_Release( record );
    }
    check( "SelectTerminalOnCall", ITBasicCallControl2_SelectTerminalOnCall( control, terminal ));
    check( "ITMediaControl", ITTerminal_QueryInterface( terminal, &IID_ITMediaControl, (void **)&ret ));
    ITTerminal_Release( terminal );
    ITBasicCallControl2_Release( control );
    SysFreeString( file );
    SysFreeString( name );
    return ret;
}

static void wait_count( const LONG *count, const char *what )
{
    const ULONGLONG end = GetTickCount64() + 60000;

    while (*(const volatile LONG *)count < CALLS)
    {
        if (GetTickCount64() > end) die( "%s of %ld calls of %u only", what, *count, CALLS );
        Sleep( 20 );
    }
}

void bench_recording(void)
{
    double start, cpu, service_cpu, elapsed, late = 0, latest = 0;
    BSTR number = SysAllocString( ECHO );
    struct listener listener;
    unsigned int i, lost = 0;
    ITTAPI2 *tapi;
    DWORD service;

    GetTempPathW( ARRAYSIZE(folder), folder );
    set_exchange( "AnswerMilliseconds", 20 );
    use_exchange( CALLS );
    listener_begin( &listener );
    tapi = open_tapi( &listener, TE_CALLSTATE | TE_FILETERMINAL );
    for (i = 0; i < CALLS; i++)
    {
        struct recording *recording = &recordings[i];
        ITAddress2 *address;
        WCHAR name[32];

        write_file( i );
        swprintf( name, ARRAYSIZE(name), L"Exchange %u", 1001 + i );
        address = open_address( tapi, name );
        check( "CreateCall", ITAddress2_CreateCall( address, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &recording->call ));
        recording->player = add_file( recording->call, CLSID_String_FilePlaybackTerminal, TD_CAPTURE, file_name( L"played", i ));
        recording->recorder = add_file( recording->call, CLSID_String_FileRecordingTerminal, TD_RENDER, file_name( L"recorded", i ));
        check( "Connect", ITBasicCallControl_Connect( recording->call, VARIANT_FALSE ));
        ITAddress2_Release( address );
    }
    wait_count( &listener.connections, "connections" );
    service = service_host_pid();
    for (i = 0; i < CALLS; i++) check( "recorder", ITMediaControl_Start( recordings[i].recorder ));
    start = now_us();
    cpu = processor_time() * 1e6;
    service_cpu = host_cpu( service );
    for (i = 0; i < CALLS; i++) check( "player", ITMediaControl_Start( recordings[i].player ));
    wait_count( &listener.played, "ends" );
    elapsed = now_us() - start;
    cpu = processor_time() * 1e6 - cpu;
    service_cpu = host_cpu( service ) - service_cpu;
    wait_for_echoes();
    for (i = 0; i < CALLS; i++)
    {
        ITMediaControl_Stop( recordings[i].recorder );
        lost += compare_file( i, &late, TRUE );
        if (late > latest) latest = late;
    }
    report( "recording_100_calls_cpu_percent", (cpu + service_cpu) / elapsed * 100, "%", 0 );
    report( "recording_100_calls_service_cpu_percent", service_cpu / elapsed * 100, "%", 0 );
    report( "recording_100_calls_late_ms", latest, "ms", 0 );
    report( "recording_100_calls_lost_samples", lost, "samples", 0 );
    for (i = 0; i < CALLS; i++)
    {
        BSTR played = file_name( L"played", i ), recorded = file_name( L"recorded", i );

        ITBasicCallControl_Disconnect( recordings[i].call, DC_NORMAL );
        ITMediaControl_Release( recordings[i].player );
        ITMediaControl_Release( recordings[i].recorder );
        ITBasicCallControl_Release( recordings[i].call );
        DeleteFileW( played );
        DeleteFileW( recorded );
        SysFreeString( played );
        SysFreeString( recorded );
    }
    SysFreeString( number );
    close_tapi( tapi );
    listener_end( &listener );
    remove_provider( "exchange.tsp" );
}
