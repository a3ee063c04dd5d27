/*
 * Wave devices as filters.
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

#include "wave.h"
#include "convert.h"
#include "lag.h"
#include "debug/debug.h"
#include "wave_devices.h"

DEBUG_CHANNEL( tapimedia );

#define BUFFER_MS 10
#define CAPTURE_BUFFERS 20              /* a program that is held up for 200 ms loses nothing */
#define RENDER_BUFFERS 32
#define LIVE_BUFFERS 10                 /* who speaks to each other does not wait for 100 ms: what comes then is thrown away */
#define MOST_MARGIN_MS 60               /* that may wait for good, on a machine that is late again and again */
#define SILENT_DEVICE 6000              /* ms after which a device that does nothing is given up; a busy machine is late by two seconds, seen */
#define REST_MS 300                     /* without a sample: all that was played has been heard */
#define FULL_VOLUME 0xffff

struct wave
{
    struct media_filter filter;
    struct media_pin    pin;
    UINT                device;
    WAVEFORMATEX        preferred;
    BOOL                has_preferred;
    LONG                volume;

    /* while it is not stopped */
    HWAVEIN      in;
    HWAVEOUT     out;
    HANDLE       done;                  /* event: a buffer has come, or was played */
    WAVEFORMATEX format;                /* what the device speaks */
    struct wav_converter *converter;  /* between that and the pin's type */
    WAVEHDR      headers[max( CAPTURE_BUFFERS, RENDER_BUFFERS )];
    BYTE        *memory;                /* of the buffers */
    DWORD        buffer_size;
    BYTE        *converted;
    DWORD        converted_room;
    unsigned int next;                  /* the header that comes next */
    BOOL         dead, live;
    struct lag   lag;                   /* of what a live source plays */
    BOOL         begun;                 /* something was played */
    BOOL         going;                 /* the device is not paused */
    DWORD        last;                  /* tick count of the last sample */
    DWORD        left_out;              /* bytes of the device's format that are still to be thrown away */
    ULONGLONG    position;              /* samples at the rate of the pin that went by */
};

static struct wave *wave_of( struct media_pin *pin )
{
    return (struct wave *)pin->filter;
}

/* ---- formats ---- */

static HRESULT get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    static const struct { WORD tag; WORD bits; DWORD rate; WORD channels; } formats[] =
    {
        { WAVE_FORMAT_PCM, 16, 8000, 1 }, { WAVE_FORMAT_PCM, 16, 16000, 1 }, { WAVE_FORMAT_PCM, 8, 8000, 1 }, { WAVE_FORMAT_PCM, 8, 16000, 1 },
        { WAVE_FORMAT_MULAW, 8, 8000, 1 }, { WAVE_FORMAT_PCM, 16, 44100, 2 }, { WAVE_FORMAT_PCM, 16, 48000, 2 },
    };
    struct wave *wave = wave_of( pin );
    WAVEFORMATEX format;

    if (wave->has_preferred && !index--) return media_type_from_wave( type, &wave->preferred );
    if (index >= ARRAYSIZE(formats)) return VFW_S_NO_MORE_ITEMS;
    format = wave_format( formats[index].tag, formats[index].rate, formats[index].bits, formats[index].channels );
    return media_type_from_wave( type, &format );
}

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = media_type_wave( type );

    return format && audio_convertible( format ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

/* The formats to open the device with, best first: what the pin has, then what any device can do. */
static BOOL device_format( const WAVEFORMATEX *wanted, unsigned int index, WAVEFORMATEX *format )
{
    static const DWORD rates[] = { 8000, 16000, 44100, 48000 };

    if (!index--)
    {
        *format = *wanted;
        if (wanted->wFormatTag != WAVE_FORMAT_PCM) *format = wave_format( WAVE_FORMAT_PCM, wanted->nSamplesPerSec, 16, wanted->nChannels );
        return TRUE;
    }
    if (!index--)
    {
        *format = wave_format( WAVE_FORMAT_PCM, wanted->nSamplesPerSec, 16, wanted->nChannels );
        return TRUE;
    }
    if (index >= 2 * ARRAYSIZE(rates)) return FALSE;
    *format = wave_format( WAVE_FORMAT_PCM, rates[index / 2], 16, index % 2 + 1 );
    return TRUE;
}

/* 0 to FULL_VOLUME of what a device of 8 or 16 bits plays or records */
static void scale( const struct wave *wave, const WAVEFORMATEX *format, BYTE *data, DWORD size )
{
    LONG volume = wave->volume;
    DWORD i;

    if (volume == FULL_VOLUME) return;
    if (format->wBitsPerSample == 8)
        for (i = 0; i < size; i++) data[i] = (BYTE)(128 + (data[i] - 128) * volume / FULL_VOLUME);
    else
        for (i = 0; i < size / 2; i++) ((short *)data)[i] = (short)((LONGLONG)((short *)data)[i] * volume / FULL_VOLUME);
}

static BOOL grow( struct wave *wave, DWORD size )
{
    BYTE *more;

    if (size <= wave->converted_room) return TRUE;
    if (!(more = realloc( wave->converted, size ))) return FALSE;
    wave->converted = more;
    wave->converted_room = size;
    return TRUE;
}

/* ---- opening and closing ---- */

static void close_device( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;
    unsigned int i;

    if (wave->in)
    {
        waveInReset( wave->in );
        for (i = 0; i < CAPTURE_BUFFERS; i++) waveInUnprepareHeader( wave->in, &wave->headers[i], sizeof(WAVEHDR) );
        waveInClose( wave->in );
    }
    if (wave->out)
    {
        waveOutReset( wave->out );
        for (i = 0; i < RENDER_BUFFERS; i++) waveOutUnprepareHeader( wave->out, &wave->headers[i], sizeof(WAVEHDR) );
        waveOutClose( wave->out );
    }
    wave->in = NULL;
    wave->out = NULL;
    wav_converter_free( wave->converter );
    wave->converter = NULL;
    free( wave->memory );
    wave->memory = NULL;
}

static BOOL make_buffers( struct wave *wave, unsigned int count )
{
    unsigned int i;

    wave->buffer_size = wave->format.nSamplesPerSec * BUFFER_MS / 1000 * wave->format.nBlockAlign;
    if (!(wave->memory = calloc( count, wave->buffer_size ))) return FALSE;
    memset( wave->headers, 0, sizeof(wave->headers) );
    for (i = 0; i < count; i++)
    {
        wave->headers[i].lpData = (char *)wave->memory + i * wave->buffer_size;
        wave->headers[i].dwBufferLength = wave->buffer_size;
    }
    wave->next = 0;
    wave->dead = FALSE;
    wave->position = 0;
    return TRUE;
}

static HRESULT no_device( struct wave *wave, const char *kind, MMRESULT error )
{
    ERR( "%s device %u cannot be opened: error %u of winmm. It is in use, or gone, or there is no sound server\n", kind, wave->device, error );
    return error == MMSYSERR_NOMEM ? E_OUTOFMEMORY : error == MMSYSERR_ALLOCATED ? HRESULT_FROM_WIN32( ERROR_BUSY ) : VFW_E_NO_AUDIO_HARDWARE;
}

/* ---- recording ---- */

static HRESULT capture_start( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;
    const WAVEFORMATEX *wanted = media_type_wave( &wave->pin.type );
    MMRESULT error = WAVERR_BADFORMAT;
    unsigned int i;

    if (!wave->pin.peer) return S_OK;
    for (i = 0; error == WAVERR_BADFORMAT && device_format( wanted, i, &wave->format ); i++)
        error = waveInOpen( &wave->in, wave->device, &wave->format, (DWORD_PTR)wave->done, 0, CALLBACK_EVENT );
    if (error)
    {
        wave->in = NULL;
        return no_device( wave, "waveIn", error );
    }
    if (!(wave->converter = audio_converter_create( &wave->format, wanted )) || !make_buffers( wave, CAPTURE_BUFFERS ))
    {
        close_device( filter );
        return E_OUTOFMEMORY;
    }
    for (i = 0; i < CAPTURE_BUFFERS && !error; i++)
        if (!(error = waveInPrepareHeader( wave->in, &wave->headers[i], sizeof(WAVEHDR) )))
            error = waveInAddBuffer( wave->in, &wave->headers[i], sizeof(WAVEHDR) );
    wave->pin.discontinuity = TRUE;
    if (!error) return S_OK;
    close_device( filter );
    return no_device( wave, "waveIn", error );
}

static HRESULT capture_run( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;
    MMRESULT error = wave->in ? waveInStart( wave->in ) : 0;

    return error ? no_device( wave, "waveIn", error ) : S_OK;
}

static void capture_pause( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;

    if (wave->in) waveInStop( wave->in );
}

/* Hand on what a buffer has, in the type of the pin. */
static HRESULT capture_deliver( struct wave *wave, const BYTE *data, DWORD size )
{
    const WAVEFORMATEX *format = media_type_wave( &wave->pin.type );
    DWORD sent, piece = format->nSamplesPerSec * BUFFER_MS / 1000 * format->nBlockAlign;
    HRESULT hr = S_OK;

    if (!grow( wave, wav_converter_room( wave->converter, size ))) return E_OUTOFMEMORY;
    size = wav_convert( wave->converter, data, size, wave->converted );
    for (sent = 0; sent < size && SUCCEEDED(hr); sent += piece)
    {
        REFERENCE_TIME start = (REFERENCE_TIME)(wave->position * 10000000 / format->nSamplesPerSec), stop;

        piece = min( piece, size - sent );
        wave->position += piece / format->nBlockAlign;
        stop = (REFERENCE_TIME)(wave->position * 10000000 / format->nSamplesPerSec);
        hr = media_pin_deliver_data( &wave->pin, wave->converted + sent, piece, start, stop );
    }
    return hr;
}

/* Whether the device has no buffer left to record into: something may be missing before what it records into the next one. */
static BOOL all_done( const struct wave *wave )
{
    unsigned int i;

    for (i = 0; i < CAPTURE_BUFFERS && (wave->headers[i].dwFlags & WHDR_DONE); i++) {}
    return i == CAPTURE_BUFFERS;
}

/*
 * What was recorded while this machine was busy comes at once, and is handed on at once: a file shall have all of it. Who plays it to somebody throws away
 * what makes him late (lag.h).
 */
static void capture_stream( struct media_pin *pin )
{
    struct wave *wave = wave_of( pin );
    DWORD waited = GetTickCount();

    while (media_filter_wait( &wave->filter, wave->done, SILENT_DEVICE / 4 ))
    {
        WAVEHDR *header = &wave->headers[wave->next];

        if (!(header->dwFlags & WHDR_DONE))
        {
            if (GetTickCount() - waited < SILENT_DEVICE) continue;
            ERR( "waveIn device %u gives nothing: it is gone, or the sound server is\n", wave->device );
            media_filter_abort( &wave->filter, VFW_E_NO_AUDIO_HARDWARE );
            return;
        }
        waited = GetTickCount();
        for (; header->dwFlags & WHDR_DONE; header = &wave->headers[wave->next])
        {
            HRESULT hr;

            if (header->dwUser) wave->pin.discontinuity = TRUE;
            scale( wave, &wave->format, (BYTE *)header->lpData, header->dwBytesRecorded );
            if (FAILED(hr = capture_deliver( wave, (BYTE *)header->lpData, header->dwBytesRecorded )))
            {
                if (!WaitForSingleObject( wave->filter.stopping, 0 )) return;
                /* of a sink that wants no more nobody needs to be told */
                WARN( "waveIn device %u: nobody takes the samples: %#lx\n", wave->device, hr );
                if (hr != VFW_E_WRONG_STATE && hr != VFW_E_NOT_COMMITTED) media_filter_abort( &wave->filter, hr );
            }
            if ((header->dwUser = all_done( wave )))
                WARN( "waveIn device %u: this machine was late by more than %u ms, sound may be missing\n", wave->device, CAPTURE_BUFFERS * BUFFER_MS );
            header->dwFlags &= ~WHDR_DONE;
            if (waveInAddBuffer( wave->in, header, sizeof(WAVEHDR) ))
            {
                media_filter_abort( &wave->filter, VFW_E_NO_AUDIO_HARDWARE );
                return;
            }
            wave->next = (wave->next + 1) % CAPTURE_BUFFERS;
        }
    }
}

/* ---- playing ---- */

static DWORD samples_of( const struct wave *wave, DWORD ms )
{
    return wave->format.nSamplesPerSec * ms / 1000;
}

static HRESULT render_start( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;
    const WAVEFORMATEX *wanted = media_type_wave( &wave->pin.type );
    MMRESULT error = WAVERR_BADFORMAT;
    unsigned int i;

    if (!wave->pin.peer) return S_OK;
    for (i = 0; error == WAVERR_BADFORMAT && device_format( wanted, i, &wave->format ); i++)
        error = waveOutOpen( &wave->out, wave->device, &wave->format, (DWORD_PTR)wave->done, 0, CALLBACK_EVENT );
    if (error)
    {
        wave->out = NULL;
        return no_device( wave, "waveOut", error );
    }
    if (!(wave->converter = audio_converter_create( wanted, &wave->format )) || !make_buffers( wave, RENDER_BUFFERS ))
    {
        close_device( filter );
        return E_OUTOFMEMORY;
    }
    for (i = 0; i < RENDER_BUFFERS && !error; i++)
    {
        error = waveOutPrepareHeader( wave->out, &wave->headers[i], sizeof(WAVEHDR) );
        wave->headers[i].dwFlags |= WHDR_DONE;
    }
    if (!error) error = waveOutPause( wave->out );
    if (error)
    {
        close_device( filter );
        return no_device( wave, "waveOut", error );
    }
    wave->live = media_pin_peer_is_live( &wave->pin );
    lag_init( &wave->lag, wave->format.nSamplesPerSec, samples_of( wave, BUFFER_MS ), samples_of( wave, BUFFER_MS ), samples_of( wave, MOST_MARGIN_MS ));
    wave->begun = wave->going = FALSE;
    wave->left_out = 0;
    return S_OK;
}

static unsigned int queued( const struct wave *wave )
{
    unsigned int i, count = 0;

    for (i = 0; i < RENDER_BUFFERS; i++) count += !(wave->headers[i].dwFlags & WHDR_DONE);
    return count;
}

/*
 * A device is paused until it has something to play. Wine's driver of PulseAudio fills a stream that runs without samples with silence of its own, again and
 * again, and what is played then comes behind it: later by 0.1 s and more, for as long as the stream runs, and nothing tells of it.
 */
static HRESULT render_run( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;
    MMRESULT error;

    if (!wave->out || !queued( wave )) return S_OK;
    wave->going = TRUE;
    return (error = waveOutRestart( wave->out )) ? no_device( wave, "waveOut", error ) : S_OK;
}

static void render_pause( struct media_filter *filter )
{
    struct wave *wave = (struct wave *)filter;

    wave->going = FALSE;
    if (wave->out) waveOutPause( wave->out );
}

/* There is something to play. */
static void go( struct wave *wave )
{
    MMRESULT error;

    if (wave->going || wave->filter.state != State_Running) return;
    wave->going = TRUE;
    if (!(error = waveOutRestart( wave->out ))) return;
    wave->dead = TRUE;
    media_filter_abort( &wave->filter, no_device( wave, "waveOut", error ));
}

/* Nothing came for long: begin anew, so that the driver's silence is not in front of what comes. */
static void rest( struct wave *wave )
{
    const DWORD now = GetTickCount(), passed = now - wave->last;

    wave->last = now;
    if (!wave->going || passed < REST_MS || queued( wave )) return;
    TRACE( "waveOut device %u begins anew after %lu ms\n", wave->device, passed );
    wave->going = FALSE;
    waveOutReset( wave->out );
    waveOutPause( wave->out );
}

static void render_stopping( struct media_filter *filter )
{
    SetEvent( ((struct wave *)filter)->done );
}

/* Wait until no more than limit buffers are queued. FALSE: stopped, flushed, or the device is dead. With the stream lock, as all waiting of sinks is. */
static BOOL wait_for_room( struct wave *wave, unsigned int limit )
{
    HANDLE handles[] = { wave->filter.stopping, wave->done };
    DWORD waited = GetTickCount();
    unsigned int before = queued( wave ), now;

    while ((now = queued( wave )) > limit)
    {
        go( wave );
        if (wave->pin.flushing || WaitForMultipleObjects( 2, handles, FALSE, SILENT_DEVICE / 4 ) == WAIT_OBJECT_0) return FALSE;
        if (now != before || wave->filter.state != State_Running) waited = GetTickCount();
        before = now;
        if (GetTickCount() - waited < SILENT_DEVICE) continue;
        ERR( "waveOut device %u plays nothing: it is gone, or the sound server is\n", wave->device );
        wave->dead = TRUE;
        media_filter_abort( &wave->filter, VFW_E_NO_AUDIO_HARDWARE );
        return FALSE;
    }
    return !wave->pin.flushing && WaitForSingleObject( wave->filter.stopping, 0 );
}

static BOOL write_buffer( struct wave *wave, const BYTE *data, DWORD size )
{
    WAVEHDR *header = &wave->headers[wave->next];

    if (data) memcpy( header->lpData, data, size );
    else memset( header->lpData, wave->format.wBitsPerSample == 8 ? 128 : 0, size );
    scale( wave, &wave->format, (BYTE *)header->lpData, size );
    header->dwBufferLength = size;
    header->dwFlags &= ~WHDR_DONE;
    if (!waveOutWrite( wave->out, header, sizeof(WAVEHDR) ))
    {
        wave->next = (wave->next + 1) % RENDER_BUFFERS;
        return TRUE;
    }
    header->dwFlags |= WHDR_DONE;
    ERR( "waveOut device %u takes nothing any more\n", wave->device );
    wave->dead = TRUE;
    media_filter_abort( &wave->filter, VFW_E_NO_AUDIO_HARDWARE );
    return FALSE;
}

/* Samples that are not played yet */
static DWORD samples_queued( const struct wave *wave )
{
    DWORD bytes = 0;
    unsigned int i;

    for (i = 0; i < RENDER_BUFFERS; i++)
        if (!(wave->headers[i].dwFlags & WHDR_DONE)) bytes += wave->headers[i].dwBufferLength;
    return bytes / wave->format.nBlockAlign;
}

/* At the beginning, and when all was played: so that the next piece may be late by that much */
static BOOL write_lead( struct wave *wave )
{
    DWORD left = lag_target( &wave->lag ) * wave->format.nBlockAlign, piece;

    for (; left; left -= piece)
    {
        piece = min( left, wave->buffer_size );
        if (!write_buffer( wave, NULL, piece )) return FALSE;
    }
    return TRUE;
}

/* A source that is not held up: what has been waiting all the time is left out. */
static void render_live( struct wave *wave, const BYTE *data, DWORD size )
{
    const DWORD align = wave->format.nBlockAlign, waiting = samples_queued( wave ), limit = LIVE_BUFFERS + size / wave->buffer_size;
    DWORD piece, surplus;

    if (waiting) surplus = lag_look( &wave->lag, waiting, size / align );
    else
    {
        if (wave->begun) lag_dry( &wave->lag );
        wave->begun = TRUE;
        surplus = wave->left_out = 0;
        if (!write_lead( wave )) return;
    }
    if (surplus) TRACE( "waveOut device %u is late by %lu samples\n", wave->device, surplus );
    wave->left_out += surplus * align;
    for (; size; data += piece, size -= piece)
    {
        if ((piece = min( wave->left_out, size )))
        {
            wave->left_out -= piece;
            continue;
        }
        if (queued( wave ) >= min( limit, RENDER_BUFFERS ))
        {
            TRACE( "waveOut device %u is late: %lu bytes are dropped\n", wave->device, size );
            return;
        }
        piece = min( wave->buffer_size, size );
        if (!write_buffer( wave, data, piece )) return;
    }
}

static HRESULT render_receive( struct media_pin *pin, IMediaSample *sample )
{
    struct wave *wave = wave_of( pin );
    DWORD size, sent, piece;
    BYTE *data;
    HRESULT hr;

    if (!wave->out || wave->dead) return S_OK;
    if (FAILED(hr = IMediaSample_GetPointer( sample, &data ))) return hr;
    size = IMediaSample_GetActualDataLength( sample );
    if (!grow( wave, wav_converter_room( wave->converter, size ))) return E_OUTOFMEMORY;
    size = wav_convert( wave->converter, data, size, wave->converted );
    rest( wave );
    if (wave->live)
    {
        render_live( wave, wave->converted, size );
        go( wave );
        return S_OK;
    }
    for (sent = 0; sent < size; sent += piece)
    {
        piece = min( wave->buffer_size, size - sent );
        if (!wait_for_room( wave, RENDER_BUFFERS - 1 )) return S_OK;
        if (!write_buffer( wave, wave->converted + sent, piece )) return S_OK;
    }
    go( wave );
    return S_OK;
}

/* The end is when all was played. Only the thread that has nothing more to deliver waits. */
static HRESULT render_end( struct media_pin *pin )
{
    struct wave *wave = wave_of( pin );

    if (wave->out && !wave->dead && !wait_for_room( wave, 0 )) return S_OK;
    if (!media_filter_wait( &wave->filter, NULL, 0 )) return S_OK;
    media_filter_notify( &wave->filter, EC_COMPLETE, S_OK, (LONG_PTR)media_filter_iface( wave ));
    return S_OK;
}

static HRESULT render_begin_flush( struct media_pin *pin )
{
    struct wave *wave = wave_of( pin );

    if (wave->out) waveOutReset( wave->out );
    SetEvent( wave->done );
    return S_OK;
}

static HRESULT render_end_flush( struct media_pin *pin )
{
    struct wave *wave = wave_of( pin );

    if (!wave->out) return S_OK;
    wav_converter_reset( wave->converter );
    /* the reset took it out of its pause, too */
    wave->going = FALSE;
    waveOutPause( wave->out );
    return S_OK;
}

/* Another type within the stream: the device may go on as it is. */
static HRESULT render_connected( struct media_pin *pin )
{
    struct wave *wave = wave_of( pin );
    struct wav_converter *converter;

    if (!wave->out) return S_OK;
    if (!(converter = audio_converter_create( media_type_wave( &pin->type ), &wave->format ))) return VFW_E_TYPE_NOT_ACCEPTED;
    wav_converter_free( wave->converter );
    wave->converter = converter;
    return S_OK;
}

/* ---- objects ---- */

static void wave_destroy( struct object *object )
{
    struct wave *wave = (struct wave *)object;

    IBaseFilter_Stop( media_filter_iface( wave ));
    if (wave->done) CloseHandle( wave->done );
    free( wave->converted );
    media_filter_free( &wave->filter );
}

static const struct face_entry wave_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class capture_class = { "waveIn filter", wave_faces, ARRAYSIZE(wave_faces), wave_destroy };
static const struct object_class render_class = { "waveOut filter", wave_faces, ARRAYSIZE(wave_faces), wave_destroy };

static const struct media_filter_ops capture_ops = { .start = capture_start, .run = capture_run, .pause = capture_pause, .stopped = close_device };
static const struct media_filter_ops render_ops =
    { .start = render_start, .run = render_run, .pause = render_pause, .stopping = render_stopping, .stopped = close_device };
static const struct media_pin_ops capture_pin = { .get_type = get_type, .query_accept = query_accept, .stream = capture_stream };
static const struct media_pin_ops render_pin =
{
    .get_type = get_type, .query_accept = query_accept, .connected = render_connected, .receive = render_receive, .end_of_stream = render_end,
    .begin_flush = render_begin_flush, .end_flush = render_end_flush
};

static HRESULT wave_create( const struct object_class *class, const struct media_filter_ops *ops, UINT device, const WAVEFORMATEX *preferred,
                            IBaseFilter **out )
{
    struct wave *wave;

    if (preferred && !audio_convertible( preferred )) return E_INVALIDARG;
    if (!(wave = media_filter_create( class, ops, sizeof(*wave), NULL ))) return E_OUTOFMEMORY;
    wave->device = device;
    wave->volume = FULL_VOLUME;
    if (preferred) wave->preferred = *preferred;
    wave->has_preferred = preferred != NULL;
    if (!(wave->done = CreateEventW( NULL, FALSE, FALSE, NULL )))
    {
        object_release( wave );
        return E_OUTOFMEMORY;
    }
    if (class == &capture_class)
    {
        media_filter_add_pin( &wave->filter, &wave->pin, PINDIR_OUTPUT, L"Capture", &capture_pin );
        wave->pin.live = TRUE;
    }
    else media_filter_add_pin( &wave->filter, &wave->pin, PINDIR_INPUT, L"Render", &render_pin );
    *out = media_filter_iface( wave );
    return S_OK;
}

HRESULT wave_capture_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out )
{
    *out = NULL;
    if (device_id != WAVE_MAPPER && device_id >= wave_device_count( waveInGetNumDevs )) return E_INVALIDARG;
    return wave_create( &capture_class, &capture_ops, device_id, preferred, out );
}

HRESULT wave_render_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out )
{
    *out = NULL;
    if (device_id != WAVE_MAPPER && device_id >= wave_device_count( waveOutGetNumDevs )) return E_INVALIDARG;
    return wave_create( &render_class, &render_ops, device_id, preferred, out );
}

HRESULT wave_set_volume( IBaseFilter *filter, LONG volume )
{
    struct wave *wave = object_of( filter );

    if (volume < 0 || volume > FULL_VOLUME) return E_INVALIDARG;
    InterlockedExchange( &wave->volume, volume );
    return S_OK;
}

LONG wave_get_volume( IBaseFilter *filter )
{
    struct wave *wave = object_of( filter );

    return wave->volume;
}
