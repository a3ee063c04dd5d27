/*
 * Wave devices for tests: playing, recording, comparing.
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

#include <math.h>
#include <stdlib.h>
#include <wchar.h>

#include "wave.h"

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, RATE, 2 * RATE, 2, 16, 0 };

/* ---- modems ---- */

BOOL voice_modem_begin( const WCHAR *name, DWORD profile )
{
    WCHAR sound[8] = { 0 };
    LONG error;
    HKEY key;

    GetEnvironmentVariableW( L"WITH_PREFIX_SOUND", sound, ARRAYSIZE(sound) );
    if (wcscmp( sound, L"yes" ))
    {
        skip( "no sound server (apt-get install pulseaudio)\n" );
        return FALSE;
    }
    if (!(key = open_modem_key( name )))
    {
        skip( "there is no modem %s\n", wine_dbgstr_w( name ) );
        return FALSE;
    }
    error = RegSetValueExW( key, L"VoiceProfile", 0, REG_DWORD, (const BYTE *)&profile, sizeof(profile) );
    RegCloseKey( key );
    ok( !error, "VoiceProfile: %ld\n", error );
    return !error;
}

void voice_modem_end( const WCHAR *name )
{
    HKEY key = open_modem_key( name );

    if (!key) return;
    RegDeleteValueW( key, L"VoiceProfile" );
    RegCloseKey( key );
}

DWORD line_wave_id( HLINE line, HCALL call, const WCHAR *class )
{
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    LONG ret = lineGetIDW( line, 0, call, call ? LINECALLSELECT_CALL : LINECALLSELECT_LINE, &u.id, class );
    DWORD id = ~0u;

    ok( !ret, "lineGetID %s: %#lx\n", wine_dbgstr_w( class ), ret );
    if (ret) return ~0u;
    ok( u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == sizeof(DWORD), "format %lu, size %lu\n", u.id.dwStringFormat,
        u.id.dwStringSize );
    if (u.id.dwStringSize == sizeof(DWORD)) memcpy( &id, u.bytes + u.id.dwStringOffset, sizeof(id) );
    return id;
}

/* ---- playing and recording, 20 ms a buffer as telephony programs do ---- */

#define CHUNK   (RATE / 50)
#define CHUNKS  40

void make_speech( short *samples, DWORD count )
{
    DWORD noise = 987654321, i;
    double low = 0;

    for (i = 0; i < count; i++)
    {
        noise = noise * 1664525 + 1013904223;
        low += ((int)noise / 2147483648.0 - low) * 0.3;
        samples[i] = (short)(20000 * (0.7 * low + 0.3 * sin( i * 2 * 3.14159265 * 500 / RATE )));
        if (!samples[i]) samples[i] = 1;
    }
}

volatile BOOL play_stop;

BOOL play( DWORD device, const short *samples, DWORD count, DWORD limit )
{
    HANDLE event = CreateEventW( NULL, FALSE, FALSE, NULL );
    static short buffers[CHUNKS][CHUNK];
    WAVEHDR headers[CHUNKS] = { { 0 } };
    DWORD sent = 0, next = 0, end = GetTickCount() + limit, i;
    HWAVEOUT wave;
    MMRESULT ret;
    BOOL busy;

    ret = waveOutOpen( &wave, device, &format, (DWORD_PTR)event, 0, CALLBACK_EVENT );
    ok( !ret, "waveOutOpen %lu: %u\n", device, ret );
    if (ret) return FALSE;
    for (i = 0; i < CHUNKS; i++)
    {
        headers[i].lpData = (char *)buffers[i];
        headers[i].dwBufferLength = sizeof(buffers[i]);
        ok( !waveOutPrepareHeader( wave, &headers[i], sizeof(headers[i]) ), "waveOutPrepareHeader\n" );
        headers[i].dwFlags |= WHDR_DONE;
    }
    for (;;)
    {
        for (; sent < count && (headers[next].dwFlags & WHDR_DONE); next = (next + 1) % CHUNKS)
        {
            DWORD len = min( CHUNK, count - sent );

            memcpy( buffers[next], samples + sent, len * 2 );
            headers[next].dwBufferLength = len * 2;
            headers[next].dwFlags &= ~WHDR_DONE;
            ret = waveOutWrite( wave, &headers[next], sizeof(headers[next]) );
            ok( !ret, "waveOutWrite: %u\n", ret );
            sent += len;
        }
        for (i = 0, busy = FALSE; i < CHUNKS; i++) if (!(headers[i].dwFlags & WHDR_DONE)) busy = TRUE;
        if (!busy && sent == count) break;
        if (play_stop || (int)(end - GetTickCount()) <= 0) break;
        WaitForSingleObject( event, 100 );
    }
    waveOutReset( wave );
    for (i = 0; i < CHUNKS; i++) waveOutUnprepareHeader( wave, &headers[i], sizeof(headers[i]) );
    ok( !waveOutClose( wave ), "waveOutClose\n" );
    CloseHandle( event );
    return !busy && sent == count;
}

struct recorder
{
    HWAVEIN wave;
    HANDLE  event, thread;
    volatile LONG stop;
    volatile DWORD count;
    DWORD   size;
    WAVEHDR headers[CHUNKS];
    short   buffers[CHUNKS][CHUNK];
    short   samples[1];
};

static DWORD WINAPI record_thread( void *arg )
{
    struct recorder *recorder = arg;
    DWORD next = 0;

    while (!recorder->stop && recorder->count < recorder->size)
    {
        WAVEHDR *header = &recorder->headers[next];
        DWORD len;

        if (!(header->dwFlags & WHDR_DONE))
        {
            WaitForSingleObject( recorder->event, 50 );
            continue;
        }
        len = min( header->dwBytesRecorded / 2, recorder->size - recorder->count );
        memcpy( recorder->samples + recorder->count, header->lpData, len * 2 );
        recorder->count += len;
        header->dwFlags &= ~WHDR_DONE;
        header->dwBytesRecorded = 0;
        waveInAddBuffer( recorder->wave, header, sizeof(*header) );
        next = (next + 1) % CHUNKS;
    }
    return 0;
}

struct recorder *record_begin( DWORD device, DWORD count )
{
    struct recorder *recorder = calloc( 1, sizeof(*recorder) + count * 2 );
    MMRESULT ret;
    int i;

    recorder->size = count;
    recorder->event = CreateEventW( NULL, FALSE, FALSE, NULL );
    ret = waveInOpen( &recorder->wave, device, &format, (DWORD_PTR)recorder->event, 0, CALLBACK_EVENT );
    ok( !ret, "waveInOpen %lu: %u\n", device, ret );
    if (ret)
    {
        CloseHandle( recorder->event );
        free( recorder );
        return NULL;
    }
    for (i = 0; i < CHUNKS; i++)
    {
        recorder->headers[i].lpData = (char *)recorder->buffers[i];
        recorder->headers[i].dwBufferLength = sizeof(recorder->buffers[i]);
        ok( !waveInPrepareHeader( recorder->wave, &recorder->headers[i], sizeof(WAVEHDR) ), "waveInPrepareHeader\n" );
        ok( !waveInAddBuffer( recorder->wave, &recorder->headers[i], sizeof(WAVEHDR) ), "waveInAddBuffer\n" );
    }
    ok( !waveInStart( recorder->wave ), "waveInStart\n" );
    recorder->thread = CreateThread( NULL, 0, record_thread, recorder, 0, NULL );
    return recorder;
}

DWORD record_end( struct recorder *recorder, const short **samples )
{
    MMRESULT ret;
    int i;

    recorder->stop = 1;
    WaitForSingleObject( recorder->thread, PATIENCE );
    CloseHandle( recorder->thread );
    waveInReset( recorder->wave );
    for (i = 0; i < CHUNKS; i++) waveInUnprepareHeader( recorder->wave, &recorder->headers[i], sizeof(WAVEHDR) );
    ret = waveInClose( recorder->wave );
    ok( !ret, "waveInClose: %u\n", ret );
    CloseHandle( recorder->event );
    *samples = recorder->samples;
    return recorder->count;
}

DWORD record_wait( struct recorder *recorder, DWORD loud, const short **samples )
{
    DWORD end = GetTickCount() + PATIENCE, count, found, i;

    do
    {
        if (!WaitForSingleObject( recorder->thread, 100 )) break;
        for (i = found = 0, count = recorder->count; i < count; i++) found += recorder->samples[i] > 1000 || recorder->samples[i] < -1000;
    } while (found < loud && (int)(end - GetTickCount()) > 0);
    WaitForSingleObject( recorder->thread, 1000 );
    return record_end( recorder, samples );
}

BOOL record_goes_on( struct recorder *recorder )
{
    DWORD end = GetTickCount() + PATIENCE, count = recorder->count;

    while (recorder->count == count && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    return recorder->count > count;
}

void record_free( struct recorder *recorder )
{
    free( recorder );
}

DWORD record( DWORD device, short *samples, DWORD count, DWORD limit )
{
    struct recorder *recorder = record_begin( device, count );
    const short *got;
    DWORD got_count;

    if (!recorder) return 0;
    WaitForSingleObject( recorder->thread, limit );
    got_count = record_end( recorder, &got );
    count = min( count, got_count );
    memcpy( samples, got, count * 2 );
    record_free( recorder );
    return count;
}

/* ---- comparing ---- */

#define HEAD    (RATE / 50)     /* 20 ms to find the beginning by */
#define PIECE   (RATE / 200)    /* 5 ms */
#define GAP_MAX (RATE / 5)

static double correlate( const short *got, const short *expected, DWORD count, DWORD step )
{
    double sum = 0, energy1 = 0, energy2 = 0;
    DWORD i;

    for (i = 0; i < count; i += step)
    {
        sum += (double)got[i] * expected[i];
        energy1 += (double)got[i] * got[i];
        energy2 += (double)expected[i] * expected[i];
    }
    return energy1 && energy2 ? sum / sqrt( energy1 * energy2 ) : 0;
}

/*
 * Sound cards, programs and telephone lines have clocks of their own: where one falls behind there is a gap, which moves all that follows. Each piece is
 * looked for where the one before it would have it, or a little later.
 */
double correlation( const short *got, DWORD got_count, const short *expected, DWORD count, DWORD *gap_ms )
{
    double best = 0, value, sum = 0, energy1 = 0, energy2 = 0;
    DWORD shift = 0, i, j, step, found;

    *gap_ms = 1000;
    for (i = 0; i + HEAD <= got_count; i++)
    {
        if (correlate( got + i, expected, HEAD, 7 ) < best - 0.2 || (value = correlate( got + i, expected, HEAD, 1 )) <= best) continue;
        best = value;
        shift = i;
    }
    if (best < 0.9) return best;
    for (i = *gap_ms = 0; i + PIECE <= count; i += PIECE)
    {
        for (step = found = 0, best = -1; step <= GAP_MAX && shift + step + i + PIECE <= got_count; step++)
        {
            if ((value = correlate( got + shift + step + i, expected + i, PIECE, 1 )) <= best + 0.01) continue;
            best = value;
            found = step;
        }
        /* a piece with a gap in its middle looks like nothing; the next one tells how long that was */
        if (best < 0.9) found = 0;
        shift += found;
        if (found / (RATE / 1000) > *gap_ms) *gap_ms = found / (RATE / 1000);
        for (j = 0; j < PIECE && shift + i + j < got_count; j++)
        {
            sum += (double)got[shift + i + j] * expected[i + j];
            energy1 += (double)got[shift + i + j] * got[shift + i + j];
            energy2 += (double)expected[i + j] * expected[i + j];
        }
    }
    return energy1 && energy2 ? sum / sqrt( energy1 * energy2 ) : 0;
}

/* ---- the machine ---- */

static HANDLE lateness_thread;
static volatile LONG lateness_stop;
static DWORD lateness_worst;

static DWORD WINAPI watch_lateness( void *arg )
{
    DWORD last = GetTickCount(), now;

    (void)arg;
    while (!lateness_stop)
    {
        Sleep( 5 );
        now = GetTickCount();
        if (now - last > lateness_worst + 5) lateness_worst = now - last - 5;
        last = now;
    }
    return 0;
}

void lateness_begin( void )
{
    lateness_stop = 0;
    lateness_worst = 0;
    lateness_thread = CreateThread( NULL, 0, watch_lateness, NULL, 0, NULL );
}

DWORD lateness_end( void )
{
    lateness_stop = 1;
    WaitForSingleObject( lateness_thread, PATIENCE );
    CloseHandle( lateness_thread );
    return lateness_worst;
}

BOOL check_heard( const char *what, const short *got, DWORD count, const short *expected, DWORD expected_count, unsigned int attempt )
{
    DWORD late = lateness_end(), gap, loud = 0, i;
    double same = correlation( got, count, expected, expected_count, &gap );
    BOOL good = same >= 0.99 && gap <= 20;

    for (i = 0; i < count; i++) if (got[i] > 1000 || got[i] < -1000) loud++;
    if (good || late <= 5) ok( good, "%s: correlation %.4f, gap %lu ms, %lu samples, %lu ms late\n", what, same, gap, count, late );
    else
    {
        trace( "%s: correlation %.4f, gap %lu ms, and this machine is %lu ms late\n", what, same, gap, late );
        if (attempt < ATTEMPTS) return FALSE;
        ok( loud >= expected_count / 4, "%s: %lu loud samples of %lu\n", what, loud, count );
    }
    return TRUE;
}
