/*
 * How late the sound of a call is from the microphone terminal of one end to the speaker terminal of the other, through real wave devices.
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
#include <mmsystem.h>

/*
 * Microphone and speaker are one device, which records what it plays: a click that is played into it comes back as an echo, a quarter as loud, and the
 * recording of that device says to a sample how much later. The floor is a thread that copies from waveIn to waveOut of the same device.
 */

#define RATE     8000
#define CHUNK    (RATE / 50)            /* 20 ms, as our filters and most programs have it */
#define CHUNKS   10
#define MOUTH_QUEUE 3                   /* buffers of what plays clicks */
#define CLICK    (RATE / 100)
#define LOUD     20000                  /* no echo is */
#define ECHO     4000                   /* no second echo is */

#define TURNS    2
#define CLICKS   10                     /* in a turn */
#define MOST_LOST 5                     /* of them, without an echo within GIVE_UP: a turn takes no more than 20 s */
#define SETTLE   3000                   /* ms in which streams come to rest */
#define PAUSE    3000                   /* samples from an echo to the next click: all of its own echoes are gone */
#define GIVE_UP  RATE
#define VOLUME   52428                  /* of a terminal: -12 dB */

#define DEVICE   "benchloop"

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, RATE, 2 * RATE, 2, 16, 0 };

/* ---- a wave device that records, one that plays ---- */

struct device
{
    HANDLE   event;
    HWAVEIN  in;
    HWAVEOUT out;
    DWORD    next;
    WAVEHDR  headers[CHUNKS];
    short    samples[CHUNKS][CHUNK];
};

static void device_open( struct device *device, BOOL out, UINT id )
{
    MMRESULT ret;
    DWORD i;

    memset( device, 0, sizeof(*device) );
    device->event = CreateEventW( NULL, FALSE, FALSE, NULL );
    if (out) ret = waveOutOpen( &device->out, id, &format, (DWORD_PTR)device->event, 0, CALLBACK_EVENT );
    else ret = waveInOpen( &device->in, id, &format, (DWORD_PTR)device->event, 0, CALLBACK_EVENT );
    if (ret) die( "device %u cannot be opened: %u", id, ret );
    for (i = 0; i < CHUNKS; i++)
    {
        device->headers[i].lpData = (char *)device->samples[i];
        device->headers[i].dwBufferLength = sizeof(device->samples[i]);
        if (out)
        {
            waveOutPrepareHeader( device->out, &device->headers[i], sizeof(WAVEHDR) );
            device->headers[i].dwFlags |= WHDR_DONE;
            continue;
        }
        waveInPrepareHeader( device->in, &device->headers[i], sizeof(WAVEHDR) );
        waveInAddBuffer( device->in, &device->headers[i], sizeof(WAVEHDR) );
    }
    if (!out && (ret = waveInStart( device->in ))) die( "waveInStart: %u", ret );
}

static void device_close( struct device *device )
{
    DWORD i;

    if (device->out) waveOutReset( device->out );
    else waveInReset( device->in );
    for (i = 0; i < CHUNKS; i++)
    {
        if (device->out) waveOutUnprepareHeader( device->out, &device->headers[i], sizeof(WAVEHDR) );
        else waveInUnprepareHeader( device->in, &device->headers[i], sizeof(WAVEHDR) );
    }
    if (device->out) waveOutClose( device->out );
    else waveInClose( device->in );
    CloseHandle( device->event );
}

/* The next buffer that was recorded; NULL: none is ready */
static const short *recorded( const struct device *device, DWORD *count )
{
    const WAVEHDR *header = &device->headers[device->next];

    *count = header->dwBytesRecorded / 2;
    return header->dwFlags & WHDR_DONE ? device->samples[device->next] : NULL;
}

static void record_next( struct device *device )
{
    WAVEHDR *header = &device->headers[device->next];

    header->dwFlags &= ~WHDR_DONE;
    header->dwBytesRecorded = 0;
    waveInAddBuffer( device->in, header, sizeof(*header) );
    device->next = (device->next + 1) % CHUNKS;
}

static DWORD queued( const struct device *device )
{
    DWORD i, count = 0;

    for (i = 0; i < CHUNKS; i++) count += !(device->headers[i].dwFlags & WHDR_DONE);
    return count;
}

static void play( struct device *device, const short *samples, DWORD count )
{
    WAVEHDR *header = &device->headers[device->next];

    if (!(header->dwFlags & WHDR_DONE)) return;
    if (samples) memcpy( device->samples[device->next], samples, count * 2 );
    else memset( device->samples[device->next], 0, count * 2 );
    header->dwBufferLength = count * 2;
    header->dwFlags &= ~WHDR_DONE;
    if (waveOutWrite( device->out, header, sizeof(*header) )) die( "waveOutWrite failed" );
    device->next = (device->next + 1) % CHUNKS;
}

/* ---- the floor ---- */

struct copier
{
    UINT in, out;
    HANDLE stop, thread;
};

static DWORD WINAPI copy_thread( void *arg )
{
    static struct device in, out;
    struct copier *copier = arg;
    short quiet[CHUNK];
    DWORD count, i;

    device_open( &in, FALSE, copier->in );
    device_open( &out, TRUE, copier->out );
    while (WaitForSingleObject( copier->stop, 0 ))
    {
        const short *samples;

        WaitForSingleObject( in.event, 100 );
        for (; (samples = recorded( &in, &count )); record_next( &in ))
        {
            for (i = 0; i < count; i++) quiet[i] = samples[i] / 4;
            if (!queued( &out )) play( &out, NULL, CHUNK );
            if (queued( &out ) < 4) play( &out, quiet, count );
        }
    }
    device_close( &in );
    device_close( &out );
    return 0;
}

static void copier_begin( struct copier *copier, UINT in, UINT out )
{
    copier->in = in;
    copier->out = out;
    copier->stop = CreateEventW( NULL, TRUE, FALSE, NULL );
    copier->thread = CreateThread( NULL, 0, copy_thread, copier, 0, NULL );
}

static void copier_end( struct copier *copier )
{
    SetEvent( copier->stop );
    WaitForSingleObject( copier->thread, INFINITE );
    CloseHandle( copier->thread );
    CloseHandle( copier->stop );
}

/* ---- clicks ---- */

/* Adds the ms from clicks to their echoes. */
static void hear_echoes( UINT in, UINT out, struct samples *latency )
{
    static struct device ear, mouth;
    short click[CHUNK] = { 0 };
    DWORD position = 0, heard = 0, due = SETTLE * (RATE / 1000), echoes = 0, lost = 0, count, i;
    BOOL waiting = FALSE;               /* for the echo of the click at heard; 0: for the click itself */

    for (i = 0; i < CLICK; i++) click[CHUNK - CLICK + i] = i & 4 ? 30000 : -30000;
    device_open( &ear, FALSE, in );
    device_open( &mouth, TRUE, out );
    while (echoes < CLICKS)
    {
        const short *samples;

        if (WaitForSingleObject( ear.event, 5000 )) die( "nothing is recorded" );
        for (; (samples = recorded( &ear, &count )); record_next( &ear ))
        {
            for (i = 0; i < count; i++)
            {
                const int level = abs( samples[i] );

                if (!waiting) continue;
                if (!heard && level >= LOUD) heard = position + i;
                else if (heard && position + i - heard > 2 * CLICK && level >= ECHO)
                {
                    samples_add( latency, (position + i - heard) / (RATE / 1000.) );
                    echoes++;
                    waiting = FALSE;
                    due = position + i + PAUSE + rand() % CHUNK;
                }
            }
            position += count;
            /* a device that has nothing to play at times does not play a click at others */
            while (queued( &mouth ) < MOUTH_QUEUE) play( &mouth, NULL, CHUNK );
        }
        if (waiting && position - due > GIVE_UP)
        {
            if (++lost > MOST_LOST) die( "%lu clicks have no echo", lost );
            waiting = FALSE;
            due = position;
        }
        if (waiting || position < due) continue;
        play( &mouth, click, CHUNK );
        waiting = TRUE;
        heard = 0;
    }
    device_close( &ear );
    device_close( &mouth );
}

/* ---- the call ---- */

static ITTerminal *find_terminal( ITAddress2 *address, TERMINAL_DIRECTION wanted )
{
    TERMINAL_DIRECTION direction;
    ITTerminalSupport *support;
    ITTerminal *found = NULL, *terminal;
    IEnumTerminal *list;
    BSTR name;

    check( "ITTerminalSupport", ITAddress2_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support ));
    check( "EnumerateStaticTerminals", ITTerminalSupport_EnumerateStaticTerminals( support, &list ));
    while (!found && IEnumTerminal_Next( list, 1, &terminal, NULL ) == S_OK)
    {
        if (SUCCEEDED(ITTerminal_get_Direction( terminal, &direction )) && direction == wanted && SUCCEEDED(ITTerminal_get_Name( terminal, &name )))
        {
            if (wcsstr( name, L"" DEVICE )) found = terminal;
            SysFreeString( name );
        }
        if (!found) ITTerminal_Release( terminal );
    }
    IEnumTerminal_Release( list );
    ITTerminalSupport_Release( support );
    if (!found) die( "there is no terminal of the device \"" DEVICE "\"" );
    return found;
}

static void select_terminal( ITBasicCallControl *call, ITTerminal *terminal )
{
    ITBasicCallControl2 *control;

    check( "ITBasicCallControl2", ITBasicCallControl_QueryInterface( call, &IID_ITBasicCallControl2, (void **)&control ));
    check( "SelectTerminalOnCall", ITBasicCallControl2_SelectTerminalOnCall( control, terminal ));
    ITBasicCallControl2_Release( control );
}

/* A call from one line to the other: the one has the microphone, the other the speaker. */
static void echo_call( struct listener *listener, UINT in, UINT out, struct samples *latency )
{
    ITTAPI2 *tapi = open_tapi( listener, TE_CALLSTATE | TE_CALLNOTIFICATION );
    ITAddress2 *from = open_address( tapi, L"Exchange 1001" ), *to = open_address( tapi, L"Exchange 1002" );
    ITTerminal *microphone = find_terminal( from, TD_CAPTURE ), *speaker = find_terminal( to, TD_RENDER );
    BSTR number = SysAllocString( L"1002" );
    ITBasicCallControl *caller, *called;
    ITBasicAudioTerminal *audio;
    LONG registration;

    check( "RegisterCallNotifications", ITTAPI2_RegisterCallNotifications( tapi, (ITAddress *)to, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0,
                                                                           &registration ));
    check( "CreateCall", ITAddress2_CreateCall( from, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &caller ));
    select_terminal( caller, microphone );
    listener->connections = 0;
    listener->ringing = NULL;
    check( "Connect", ITBasicCallControl_Connect( caller, VARIANT_FALSE ));
    wait_for( listener->rings, "the call" );
    check( "ITBasicCallControl", ITCallInfo_QueryInterface( listener->ringing, &IID_ITBasicCallControl, (void **)&called ));
    ITCallInfo_Release( listener->ringing );
    select_terminal( called, speaker );
    check( "Answer", ITBasicCallControl_Answer( called ));
    while (listener->connections < 2) wait_for( listener->connected, "CS_CONNECTED" );
    check( "ITBasicAudioTerminal", ITTerminal_QueryInterface( speaker, &IID_ITBasicAudioTerminal, (void **)&audio ));
    check( "put_Volume", ITBasicAudioTerminal_put_Volume( audio, VOLUME ));
    ITBasicAudioTerminal_Release( audio );
    hear_echoes( in, out, latency );
    ITBasicCallControl_Disconnect( caller, DC_NORMAL );
    wait_for( listener->over, "CS_DISCONNECTED" );
    ITBasicCallControl_Release( caller );
    ITBasicCallControl_Release( called );
    ITTerminal_Release( microphone );
    ITTerminal_Release( speaker );
    SysFreeString( number );
    ITTAPI2_UnregisterNotifications( tapi, registration );
    ITAddress2_Release( from );
    ITAddress2_Release( to );
    close_tapi( tapi );
}

static void find_devices( UINT *in, UINT *out )
{
    WAVEOUTCAPSA out_caps;
    WAVEINCAPSA in_caps;
    UINT count;

    for (*out = 0, count = waveOutGetNumDevs(); *out < count; ++*out)
        if (!waveOutGetDevCapsA( *out, &out_caps, sizeof(out_caps) ) && !strcmp( out_caps.szPname, DEVICE )) break;
    if (*out == count) die( "no device \"" DEVICE "\" plays" );
    for (*in = 0, count = waveInGetNumDevs(); *in < count; ++*in)
        if (!waveInGetDevCapsA( *in, &in_caps, sizeof(in_caps) ) && strstr( in_caps.szPname, DEVICE )) break;
    if (*in == count) die( "no device records \"" DEVICE "\"" );
}

void bench_media(void)
{
    struct samples latency = { 0 }, floor = { 0 };
    struct listener listener;
    struct copier copier;
    unsigned int turn;
    UINT in, out;

    if (!getenv( "BENCH_LOOP" ))
    {
        fprintf( stderr, "bench: media needs PulseAudio (apt-get install pulseaudio pulseaudio-utils)\n" );
        return;
    }
    find_devices( &in, &out );
    use_exchange( 2 );
    listener_begin( &listener );
    for (turn = 0; turn < TURNS; turn++)
    {
        echo_call( &listener, in, out, &latency );
        copier_begin( &copier, in, out );
        hear_echoes( in, out, &floor );
        copier_end( &copier );
    }
    report( "media_latency_ms", samples_percentile( &latency, 0.5 ), "ms", samples_percentile( &floor, 0.5 ) );
    report( "media_latency_p90_ms", samples_percentile( &latency, 0.9 ), "ms", samples_percentile( &floor, 0.9 ) );
    listener_end( &listener );
    remove_provider( "exchange.tsp" );
    samples_free( &latency );
    samples_free( &floor );
}
