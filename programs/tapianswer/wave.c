/*
 * Sounds of the answering machine: files, playing and recording through the wave functions.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tapianswer.h"

#define BUFFERS         8
#define BUFFER_SAMPLES  (SAMPLE_RATE / 10)
#define LOUD            600         /* a sample of speech reaches this, noise of a line does not */
/* Silence behind what is played: a driver may say that a buffer is done when it has passed it on, and closing the device throws away what is under way. */
#define TAIL_SAMPLES    (SAMPLE_RATE / 5)

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, SAMPLE_RATE, SAMPLE_RATE * 2, 2, 16, 0 };

HANDLE wave_event;

/* ---- files ---- */

#include <pshpack1.h>
struct chunk
{
    char  name[4];
    DWORD size;
};

struct wave_file
{
    struct chunk riff;
    char         wave[4];
    struct chunk fmt;
    PCMWAVEFORMAT format;
    struct chunk data;
};
#include <poppack.h>

static BOOL find_chunk( FILE *file, const char *name, struct chunk *chunk )
{
    while (fread( chunk, sizeof(*chunk), 1, file ) == 1)
    {
        if (!memcmp( chunk->name, name, 4 )) return TRUE;
        if (fseek( file, (chunk->size + 1) & ~1u, SEEK_CUR )) return FALSE;
    }
    return FALSE;
}

static BOOL load( FILE *file, struct sound *sound )
{
    struct chunk chunk;
    PCMWAVEFORMAT pcm;
    char riff[12];

    if (fread( riff, sizeof(riff), 1, file ) != 1 || memcmp( riff, "RIFF", 4 ) || memcmp( riff + 8, "WAVE", 4 )) return FALSE;
    if (!find_chunk( file, "fmt ", &chunk ) || chunk.size < sizeof(pcm) || fread( &pcm, sizeof(pcm), 1, file ) != 1) return FALSE;
    if (pcm.wf.wFormatTag != WAVE_FORMAT_PCM || pcm.wf.nChannels != 1 || pcm.wf.nSamplesPerSec != SAMPLE_RATE || pcm.wBitsPerSample != 16) return FALSE;
    if (fseek( file, chunk.size - sizeof(pcm), SEEK_CUR ) || !find_chunk( file, "data", &chunk ) || chunk.size > 64 * 1024 * 1024) return FALSE;
    if (!(sound->samples = calloc( chunk.size / 2 + TAIL_SAMPLES, 2 ))) return FALSE;
    sound->count = fread( sound->samples, 2, chunk.size / 2, file ) + TAIL_SAMPLES;
    return TRUE;
}

BOOL sound_load( const WCHAR *path, struct sound *sound )
{
    FILE *file = _wfopen( path, L"rb" );
    BOOL ret;

    memset( sound, 0, sizeof(*sound) );
    if (!file)
    {
        say( L"%ls cannot be opened", path );
        return FALSE;
    }
    if (!(ret = load( file, sound ))) say( L"%ls is not a wave file of %u samples a second, 16 bits, mono", path, SAMPLE_RATE );
    fclose( file );
    return ret;
}

BOOL sound_save( const WCHAR *path, const struct sound *sound )
{
    DWORD size = sound->count * 2;
    struct wave_file header =
    {
        { "RIFF", sizeof(header) - sizeof(struct chunk) + size }, "WAVE", { "fmt ", sizeof(PCMWAVEFORMAT) },
        { { WAVE_FORMAT_PCM, 1, SAMPLE_RATE, SAMPLE_RATE * 2, 2 }, 16 }, { "data", size }
    };
    FILE *file = _wfopen( path, L"wb" );
    BOOL ret;

    if (!file)
    {
        say( L"%ls cannot be written", path );
        return FALSE;
    }
    ret = fwrite( &header, sizeof(header), 1, file ) == 1 && fwrite( sound->samples, 2, sound->count, file ) == sound->count;
    if (fclose( file )) ret = FALSE;
    if (!ret) say( L"%ls cannot be written", path );
    return ret;
}

BOOL sound_tone( struct sound *sound, DWORD hertz, DWORD ms )
{
    DWORD i, count = SAMPLE_RATE / 1000 * ms;

    sound->count = count + TAIL_SAMPLES;
    if (!(sound->samples = calloc( sound->count, 2 ))) return FALSE;
    for (i = 0; i < count; i++) sound->samples[i] = (short)(10000 * sin( 6.283185307179586 * hertz * i / SAMPLE_RATE ));
    return TRUE;
}

void sound_free( struct sound *sound )
{
    free( sound->samples );
    memset( sound, 0, sizeof(*sound) );
}

/* ---- playing ---- */

static HWAVEOUT out;
static WAVEHDR out_header;

BOOL play_start( UINT device, const struct sound *sound )
{
    MMRESULT error;

    play_stop();
    memset( &out_header, 0, sizeof(out_header) );
    out_header.lpData = (char *)sound->samples;
    out_header.dwBufferLength = sound->count * 2;
    if ((error = waveOutOpen( &out, device, &format, (DWORD_PTR)wave_event, 0, CALLBACK_EVENT ))) out = NULL;
    else if (!(error = waveOutPrepareHeader( out, &out_header, sizeof(out_header) ))) error = waveOutWrite( out, &out_header, sizeof(out_header) );
    if (error)
    {
        say( L"playing fails: error %u", error );
        play_stop();
    }
    return !error;
}

BOOL play_is_done(void)
{
    return out && out_header.dwFlags & WHDR_DONE;
}

void play_stop(void)
{
    if (!out) return;
    waveOutReset( out );
    waveOutUnprepareHeader( out, &out_header, sizeof(out_header) );
    waveOutClose( out );
    out = NULL;
}

/* ---- recording ---- */

static HWAVEIN in;
static WAVEHDR in_headers[BUFFERS];
static short in_buffers[BUFFERS][BUFFER_SAMPLES];
static DWORD in_next;               /* the buffer that is filled next */
static struct sound recorded;
static DWORD room, last_loud;       /* samples */

static BOOL queue_buffer( DWORD i )
{
    WAVEHDR *header = &in_headers[i];

    memset( header, 0, sizeof(*header) );
    header->lpData = (char *)in_buffers[i];
    header->dwBufferLength = sizeof(in_buffers[i]);
    return !waveInPrepareHeader( in, header, sizeof(*header) ) && !waveInAddBuffer( in, header, sizeof(*header) );
}

BOOL record_start( UINT device, DWORD max_seconds )
{
    MMRESULT error;
    DWORD i;

    sound_free( &recorded );
    room = max_seconds * SAMPLE_RATE;
    in_next = last_loud = 0;
    if (!(recorded.samples = malloc( room * 2 ))) return FALSE;
    if ((error = waveInOpen( &in, device, &format, (DWORD_PTR)wave_event, 0, CALLBACK_EVENT )))
    {
        say( L"recording fails: error %u", error );
        in = NULL;
        return FALSE;
    }
    for (i = 0; i < BUFFERS; i++) if (!queue_buffer( i )) return FALSE;
    return !waveInStart( in );
}

static void take( const short *samples, DWORD count )
{
    DWORD i;

    count = min( count, room - recorded.count );
    memcpy( recorded.samples + recorded.count, samples, count * 2 );
    for (i = 0; i < count; i++) if (abs( samples[i] ) > LOUD) last_loud = recorded.count + i;
    recorded.count += count;
}

/* In their order; when it has ended they are not queued again. */
static void take_buffers( BOOL again )
{
    while (in_headers[in_next].dwFlags & WHDR_DONE)
    {
        WAVEHDR *header = &in_headers[in_next];

        take( (short *)header->lpData, header->dwBytesRecorded / 2 );
        waveInUnprepareHeader( in, header, sizeof(*header) );
        header->dwFlags = 0;
        if (again) queue_buffer( in_next );
        in_next = (in_next + 1) % BUFFERS;
    }
}

void record_poll(void)
{
    if (in) take_buffers( TRUE );
}

DWORD record_ms(void)
{
    return recorded.count / (SAMPLE_RATE / 1000);
}

DWORD record_quiet_ms(void)
{
    return (recorded.count - last_loud) / (SAMPLE_RATE / 1000);
}

void record_stop( struct sound *sound )
{
    if (in)
    {
        waveInReset( in );
        take_buffers( FALSE );
        waveInClose( in );
        in = NULL;
    }
    if (sound) *sound = recorded;
    else free( recorded.samples );
    memset( &recorded, 0, sizeof(recorded) );
}
