/*
 * A voice call of a program that plays and records: how late its sound is, and what that costs, against bare devices of the same sound server.
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

#include "bench.h"
#include <mmsystem.h>

/*
 * The modem of the call gives back at once what is played to it (phoneline loopback), and so does bareline with the bare devices: a click that a program
 * plays comes back to it. What the two need differs by our way there and back.
 */

#define RATE        8000
#define PLAY_CHUNK  (RATE / 50)         /* 20 ms, as telephony programs do */
#define PLAY_CHUNKS 4
#define IN_CHUNK    (RATE / 100)
#define IN_CHUNKS   64
#define CLICK       (RATE / 100)
#define LOUD        8000

#define TURNS       2
#define CLICKS      20
#define SETTLE_US   1500000.            /* streams begin with what waited before them */
#define CPU_US      8000000.
#define GIVE_UP_US  3000000.

#define CLASS  "System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}"

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, RATE, 2 * RATE, 2, 16, 0 };

/* A program that plays and records at once, and its clicks. */
struct talker
{
    HANDLE   event;
    HWAVEOUT out;
    HWAVEIN  in;
    WAVEHDR  out_headers[PLAY_CHUNKS], in_headers[IN_CHUNKS];
    short    out_samples[PLAY_CHUNKS][PLAY_CHUNK], in_samples[IN_CHUNKS][IN_CHUNK];
    DWORD    next_out, next_in;
    double   clicked;                   /* when the click on its way was played; 0: none is */
    double   next_click;                /* 0: no clicks */
    struct samples *latency;
    DWORD    lost;
};

static void talker_open( struct talker *talker, DWORD out, DWORD in )
{
    MMRESULT ret;
    DWORD i;

    memset( talker, 0, sizeof(*talker) );
    talker->event = CreateEventW( NULL, FALSE, FALSE, NULL );
    if ((ret = waveInOpen( &talker->in, in, &format, (DWORD_PTR)talker->event, 0, CALLBACK_EVENT ))) die( "waveInOpen %lu: %u", in, ret );
    if ((ret = waveOutOpen( &talker->out, out, &format, (DWORD_PTR)talker->event, 0, CALLBACK_EVENT ))) die( "waveOutOpen %lu: %u", out, ret );
    for (i = 0; i < IN_CHUNKS; i++)
    {
        talker->in_headers[i].lpData = (char *)talker->in_samples[i];
        talker->in_headers[i].dwBufferLength = sizeof(talker->in_samples[i]);
        waveInPrepareHeader( talker->in, &talker->in_headers[i], sizeof(WAVEHDR) );
        waveInAddBuffer( talker->in, &talker->in_headers[i], sizeof(WAVEHDR) );
    }
    if ((ret = waveInStart( talker->in ))) die( "waveInStart: %u", ret );
    for (i = 0; i < PLAY_CHUNKS; i++)
    {
        talker->out_headers[i].lpData = (char *)talker->out_samples[i];
        talker->out_headers[i].dwBufferLength = sizeof(talker->out_samples[i]);
        waveOutPrepareHeader( talker->out, &talker->out_headers[i], sizeof(WAVEHDR) );
        talker->out_headers[i].dwFlags |= WHDR_DONE;
    }
}

static void talker_close( struct talker *talker )
{
    DWORD i;

    waveOutReset( talker->out );
    waveInReset( talker->in );
    for (i = 0; i < PLAY_CHUNKS; i++) waveOutUnprepareHeader( talker->out, &talker->out_headers[i], sizeof(WAVEHDR) );
    for (i = 0; i < IN_CHUNKS; i++) waveInUnprepareHeader( talker->in, &talker->in_headers[i], sizeof(WAVEHDR) );
    waveOutClose( talker->out );
    waveInClose( talker->in );
    CloseHandle( talker->event );
}

static void play( struct talker *talker )
{
    WAVEHDR *header;
    double now;
    DWORD i;

    for (; (header = &talker->out_headers[talker->next_out])->dwFlags & WHDR_DONE; talker->next_out = (talker->next_out + 1) % PLAY_CHUNKS)
    {
        short *samples = talker->out_samples[talker->next_out];

        memset( samples, 0, sizeof(talker->out_samples[0]) );
        now = now_us();
        if (talker->next_click && !talker->clicked && now >= talker->next_click)
        {
            for (i = 0; i < CLICK; i++) samples[i] = i & 4 ? 30000 : -30000;
            talker->clicked = now;
        }
        header->dwFlags &= ~WHDR_DONE;
        if (waveOutWrite( talker->out, header, sizeof(*header) )) die( "waveOutWrite failed" );
    }
}

static void hear( struct talker *talker )
{
    WAVEHDR *header;
    double now = now_us();
    DWORD i, count;

    for (; (header = &talker->in_headers[talker->next_in])->dwFlags & WHDR_DONE; talker->next_in = (talker->next_in + 1) % IN_CHUNKS)
    {
        const short *samples = talker->in_samples[talker->next_in];

        count = header->dwBytesRecorded / 2;
        for (i = 0; i < count && abs( samples[i] ) < LOUD; i++) {}
        if (i < count && talker->clicked)
        {
            samples_add( talker->latency, now - talker->clicked );
            talker->clicked = 0;
            /* at any moment of the periods of those it passes through */
            talker->next_click = now + 150000 + rand() % 100000;
        }
        header->dwFlags &= ~WHDR_DONE;
        header->dwBytesRecorded = 0;
        waveInAddBuffer( talker->in, header, sizeof(*header) );
    }
    if (!talker->clicked || now - talker->clicked < GIVE_UP_US) return;
    if (++talker->lost > CLICKS / 4) die( "%lu clicks are lost", talker->lost );
    talker->clicked = 0;
    talker->next_click = now;
}

static void talk( struct talker *talker, double until )
{
    do
    {
        play( talker );
        WaitForSingleObject( talker->event, 100 );
        hear( talker );
    } while (until ? now_us() < until : talker->latency->count % CLICKS || talker->clicked || !talker->latency->count);
}

/* A file of the host's /proc; returns its size, 0 if it cannot be read. */
static DWORD read_proc( DWORD pid, const char *file, char *text, DWORD size )
{
    char name[64];
    DWORD got = 0;
    HANDLE handle;

    snprintf( name, sizeof(name), "\\\\?\\unix\\proc\\%lu\\%s", pid, file );
    handle = CreateFileA( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    if (handle == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile( handle, text, size - 1, &got, NULL )) got = 0;
    CloseHandle( handle );
    text[got] = 0;
    return got;
}

static BOOL contains( const char *text, DWORD size, const char *wanted )
{
    DWORD len = strlen( wanted ), i;

    for (i = 0; i + len <= size; i++) if (!memcmp( text + i, wanted, len )) return TRUE;
    return FALSE;
}

DWORD service_host_pid(void)
{
    static char text[65536];
    char dir[256];
    WIN32_FIND_DATAA data;
    DWORD pid, found = 0;
    HANDLE find;

    snprintf( dir, sizeof(dir), "PHONELINE_DIR=%s", getenv( "PHONELINE_DIR" ) );
    if ((find = FindFirstFileA( "\\\\?\\unix\\proc\\*", &data )) == INVALID_HANDLE_VALUE) die( "cannot look into /proc: error %lu", GetLastError() );
    do
    {
        if (!(pid = strtoul( data.cFileName, NULL, 10 ))) continue;
        if (contains( text, read_proc( pid, "cmdline", text, sizeof(text) ), "tapisrv.exe" ) &&
            contains( text, read_proc( pid, "environ", text, sizeof(text) ), dir )) found = pid;
    } while (!found && FindNextFileA( find, &data ));
    FindClose( find );
    if (!found) die( "TapiSrv is not among the processes of the host" );
    return found;
}

double host_cpu( DWORD pid )
{
    unsigned long user, system;
    char text[1024], *p;

    if (!read_proc( pid, "stat", text, sizeof(text) ) || !(p = strrchr( text, ')' )) ||
        sscanf( p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system ) != 2)
        die( "cannot ask for the processor time of process %lu", pid );
    return (user + system) * 10000.;    /* ticks of 10 ms */
}

/* Clicks first, then the processor time of whoever is at the other end, in percent of one processor. */
static double measure( DWORD out, DWORD in, struct samples *latency, DWORD pid )
{
    static struct talker talker;
    double start, begin, ret;

    talker_open( &talker, out, in );
    talker.latency = latency;
    talk( &talker, now_us() + SETTLE_US );
    talker.next_click = now_us();
    talk( &talker, 0 );
    talker.next_click = 0;
    start = now_us();
    begin = host_cpu( pid );
    talk( &talker, start + CPU_US );
    ret = (host_cpu( pid ) - begin) / (now_us() - start) * 100;
    talker_close( &talker );
    return ret;
}

static void set_voice( DWORD profile )
{
    char sub[16], name[64];
    DWORD i, size;
    HKEY root, key;

    if (RegOpenKeyExA( HKEY_LOCAL_MACHINE, CLASS, 0, KEY_READ, &root )) die( "there are no modems" );
    for (i = 0; size = sizeof(sub), !RegEnumKeyExA( root, i, sub, &size, NULL, NULL, NULL, NULL ); i++)
    {
        size = sizeof(name);
        if (RegGetValueA( root, sub, "FriendlyName", RRF_RT_REG_SZ, NULL, name, &size ) || strcmp( name, "Modem A" )) continue;
        if (RegOpenKeyExA( root, sub, 0, KEY_SET_VALUE, &key )) break;
        if (profile) RegSetValueExA( key, "VoiceProfile", 0, REG_DWORD, (BYTE *)&profile, sizeof(profile) );
        else RegDeleteValueA( key, "VoiceProfile" );
        RegCloseKey( key );
    }
    RegCloseKey( root );
}

static DWORD wave_id( HLINE line, HCALL call, const char *class )
{
    struct { VARSTRING string; char more[64]; } id;
    DWORD device;
    LONG ret;

    id.string.dwTotalSize = sizeof(id);
    if ((ret = lineGetIDA( line, 0, call, LINECALLSELECT_CALL, &id.string, class ))) die( "lineGetID %s: %08lx", class, ret );
    memcpy( &device, (char *)&id.string + id.string.dwStringOffset, sizeof(device) );
    return device;
}

static void bare_ids( DWORD *out, DWORD *in )
{
    WAVEOUTCAPSA out_caps;
    WAVEINCAPSA in_caps;
    DWORD count;

    for (*out = 0, count = waveOutGetNumDevs(); *out < count; ++*out)
        if (!waveOutGetDevCapsA( *out, &out_caps, sizeof(out_caps) ) && !strcmp( out_caps.szPname, "bareline" )) break;
    if (*out == count) die( "no wave device of bareline among %lu", count );
    for (*in = 0, count = waveInGetNumDevs(); *in < count; ++*in)
        if (!waveInGetDevCapsA( *in, &in_caps, sizeof(in_caps) ) && !strcmp( in_caps.szPname, "bareline" )) break;
    if (*in == count) die( "no wave device to record from bareline among %lu", count );
}

void bench_voice(void)
{
    struct samples latency = { 0 }, floor_latency = { 0 };
    LINECALLPARAMS params = { sizeof(params) };
    double cpu = 0, floor_cpu = 0, round_trip, floor;
    DWORD out, in, bare_out, bare_in;
    struct session session;
    LINEMESSAGE message;
    unsigned int turn;
    HLINE line;
    HCALL call;
    LONG ret;

    if (!getenv( "BARELINE_PID" ))
    {
        fprintf( stderr, "bench: voice needs PulseAudio (apt-get install pulseaudio pulseaudio-utils)\n" );
        return;
    }
    service_stop();
    set_voice( 0x21 );
    session_open( &session );
    line = session_line( &session, session_find( &session, "Modem A" ), LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = LINEMEDIAMODE_AUTOMATEDVOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    if ((ret = lineMakeCallA( line, &call, "5550199", 0, &params )) < 0) die( "lineMakeCall: %08lx", ret );
    session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_CONNECTED, &message );
    out = wave_id( line, call, "wave/out" );
    in = wave_id( line, call, "wave/in" );
    bare_ids( &bare_out, &bare_in );
    for (turn = 0; turn < TURNS; turn++)
    {
        cpu += measure( out, in, &latency, service_host_pid() );
        floor_cpu += measure( bare_out, bare_in, &floor_latency, strtoul( getenv( "BARELINE_PID" ), NULL, 10 ) );
    }
    round_trip = samples_percentile( &latency, 0.5 ) / 1000;
    floor = samples_percentile( &floor_latency, 0.5 ) / 1000;
    report( "voice_round_trip_ms", round_trip, "ms", floor );
    report( "voice_latency_ms", (round_trip - floor) / 2, "ms", 0 );
    report( "voice_cpu_percent", cpu / TURNS, "%", floor_cpu / TURNS );
    samples_free( &latency );
    samples_free( &floor_latency );
    if ((ret = lineDrop( call, NULL, 0 )) < 0) die( "lineDrop: %08lx", ret );
    session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_IDLE, &message );
    lineDeallocateCall( call );
    lineClose( line );
    session_close( &session );
    service_stop();
    set_voice( 0 );
}
