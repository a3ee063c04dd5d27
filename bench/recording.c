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

#include <stdlib.h>
#include <string.h>

#include "objects.h"

/* Each call is to the number of the built-in exchange that repeats what it hears, plays a file to it and records what comes back. */

#define CALLS    100
#define RATE     8000
#define SECONDS  10
#define SAMPLES  (SECONDS * RATE)
#define ECHO     L"9905"
#define TAIL     2000                   /* ms after the end of all files in which the echoes come */
#define LONGEST  (60 * RATE)

struct recording
{
    ITBasicCallControl *call;
    ITMediaControl     *player, *recorder;
};

static struct recording recordings[CALLS];
static WCHAR folder[MAX_PATH];

#pragma pack( push, 1 )
struct wav_header
{
    DWORD riff, size, wave, fmt, fmt_size;
    WORD  tag, channels;
    DWORD rate, bytes;
    WORD  align, bits;
    DWORD data, data_size;
};
#pragma pack( pop )

/* No sample is silent: what is silent was put in where somebody was late. */
static short sample_of( unsigned int call, unsigned int n )
{
    return (short)((n * 31 + call * 1777) % 16000 + 1);
}

static BSTR file_name( const WCHAR *kind, unsigned int call )
{
    WCHAR name[MAX_PATH + 32];

    swprintf( name, ARRAYSIZE(name), L"%lsbench-%ls-%u.wav", folder, kind, call );
    return SysAllocString( name );
}

static void write_file( unsigned int call )
{
    struct wav_header header = { 0x46464952, 36 + SAMPLES * 2, 0x45564157, 0x20746d66, 16, 1, 1, RATE, 2 * RATE, 2, 16, 0x61746164, SAMPLES * 2 };
    static short samples[SAMPLES];
    BSTR name = file_name( L"played", call );
    FILE *file = _wfopen( name, L"wb" );
    unsigned int i;

    for (i = 0; i < SAMPLES; i++) samples[i] = sample_of( call, i );
    if (!file || fwrite( &header, sizeof(header), 1, file ) != 1 || fwrite( samples, sizeof(samples), 1, file ) != 1) die( "cannot write %ls", name );
    fclose( file );
    SysFreeString( name );
}

/* Counts the samples that are missing or not as they were played; *late gets the ms of silence between the first and the last. */
static unsigned int compare_file( unsigned int call, double *late )
{
    static BYTE bytes[LONGEST * 2 + 4096];
    BSTR name = file_name( L"recorded", call );
    FILE *file = _wfopen( name, L"rb" );
    DWORD size, at, count, i, next = 0, silent = 0, pending = 0;
    const short *data;

    if (!file) die( "%ls was not recorded", name );
    size = fread( bytes, 1, sizeof(bytes), file );
    fclose( file );
    SysFreeString( name );
    for (at = 12; at + 8 < size && memcmp( bytes + at, "data", 4 ); at += 8 + ((*(DWORD *)(bytes + at + 4) + 1) & ~1u)) {}
    if (at + 8 >= size) return SAMPLES;
    data = (const short *)(bytes + at + 8);
    count = (size - at - 8) / 2;
    for (i = 0; i < count && next < SAMPLES; i++)
    {
        if (!data[i] && next) pending++;
        if (!data[i]) continue;
        if (data[i] != sample_of( call, next )) break;
        silent += pending;
        pending = 0;
        next++;
    }
    *late = silent / (RATE / 1000.);
    return SAMPLES - next;
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

static double own_cpu(void)
{
    ULARGE_INTEGER k, u;
    FILETIME created, ended, kernel, user;

    GetProcessTimes( GetCurrentProcess(), &created, &ended, &kernel, &user );
    k.u.LowPart = kernel.dwLowDateTime;
    k.u.HighPart = kernel.dwHighDateTime;
    u.u.LowPart = user.dwLowDateTime;
    u.u.HighPart = user.dwHighDateTime;
    return (k.QuadPart + u.QuadPart) / 10.;
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
    cpu = own_cpu();
    service_cpu = host_cpu( service );
    for (i = 0; i < CALLS; i++) check( "player", ITMediaControl_Start( recordings[i].player ));
    wait_count( &listener.played, "ends" );
    elapsed = now_us() - start;
    cpu = own_cpu() - cpu;
    service_cpu = host_cpu( service ) - service_cpu;
    Sleep( TAIL );
    for (i = 0; i < CALLS; i++)
    {
        ITMediaControl_Stop( recordings[i].recorder );
        lost += compare_file( i, &late );
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
