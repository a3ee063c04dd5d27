/*
 * The File Recording Terminal: what its tracks hear, in one WAV file.
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

#include <errno.h>
#include <stdlib.h>

#include "debug/debug.h"
#include "file_terminal.h"

DEBUG_CHANNEL( tapimedia );

/*
 * One source alone is written as it comes, bit for bit. Several are mixed: each has a queue, and what all have is added. One that has nothing, and nothing has
 * come of it for SILENT_MS, is not waited for until it is heard again, once another is ahead of it by LAG_MS: its stream pauses, or it has a slower clock. The
 * queue alone does not tell: a file that is played to the far end runs ahead of what is heard at the same time.
 */
#define LAG_MS     100
#define SILENT_MS  500

struct source
{
    struct source *next;
    BOOL   active;                      /* heard since the start, and not behind */
    ULONGLONG heard;                    /* when it was heard last */
    struct wav_format format;
    struct wav_converter *converter;    /* to the format of the file */
    BYTE  *queue;
    size_t size, room;
};

struct recorder
{
    struct file_core core;
    BSTR   name;
    struct source *sources;
    struct file_io io;
    BOOL   open, have_writer, asked;
    struct wav_format asked_format;
    struct wav_writer writer;
    BYTE  *mix;
    size_t mix_room;
};

struct record_filter
{
    struct media_filter filter;
    struct media_pin pin;
    struct recorder *recorder;
    struct source source;
    struct wav_format offered;          /* what the track has been asked for */
    BOOL   has_offered;
};

static struct recorder *recorder_of( struct file_core *core )
{
    return CONTAINING_RECORD( core, struct recorder, core );
}

static struct record_filter *filter_of( struct media_pin *pin )
{
    return CONTAINING_RECORD( pin->filter, struct record_filter, filter );
}

/* ---- writing and mixing; all with the lock ---- */

static HRESULT begin_file( struct recorder *recorder, const struct wav_format *format )
{
    const int error = wav_create( &recorder->writer, &recorder->io.io, recorder->asked ? &recorder->asked_format : format );

    recorder->have_writer = !error;
    return error ? file_io_error( &recorder->io, error ) : S_OK;
}

static HRESULT write_samples( struct recorder *recorder, const void *data, size_t size )
{
    const int error = wav_write( &recorder->writer, data, size );

    return error ? file_io_error( &recorder->io, error ) : S_OK;
}

static HRESULT make_room( BYTE **data, size_t *room, size_t size )
{
    BYTE *more;

    if (size <= *room) return S_OK;
    size += size / 2;
    if (!(more = realloc( *data, size ))) return E_OUTOFMEMORY;
    *data = more;
    *room = size;
    return S_OK;
}

static void consume( struct source *source, size_t size )
{
    source->size -= size;
    memmove( source->queue, source->queue + size, source->size );
}

/* Write so many bytes, the sum of what the active sources have; all have that many. */
static HRESULT mix_some( struct recorder *recorder, size_t size )
{
    struct source *source;
    BOOL first = TRUE;
    HRESULT hr;

    if (FAILED(hr = make_room( &recorder->mix, &recorder->mix_room, size ))) return hr;
    for (source = recorder->sources; source; source = source->next)
    {
        if (!source->active) continue;
        if (first) memcpy( recorder->mix, source->queue, size );
        else wav_mix( &recorder->writer.format, recorder->mix, source->queue, size );
        first = FALSE;
        consume( source, size );
    }
    return first ? S_OK : write_samples( recorder, recorder->mix, size );
}

/* Write what all active sources have; those that are silent are not waited for if they are behind by more than lag bytes. 0: write all there is */
static HRESULT mix_sources( struct recorder *recorder, size_t lag )
{
    const ULONGLONG now = GetTickCount64();
    struct source *source;
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr))
    {
        size_t least = ~(size_t)0, most = 0;

        for (source = recorder->sources; source; source = source->next)
        {
            if (!source->active) continue;
            least = min( least, source->size );
            most = max( most, source->size );
        }
        if (!most) break;
        if (least) hr = mix_some( recorder, least );
        else if (lag && most <= lag) break;
        else
        {
            BOOL waits = FALSE;

            for (source = recorder->sources; source; source = source->next)
            {
                if (!source->active || source->size) continue;
                if (lag && now - source->heard < SILENT_MS) waits = TRUE;
                else source->active = FALSE;
            }
            if (waits) break;
        }
    }
    return hr;
}

static HRESULT take( struct recorder *recorder, struct source *source, const BYTE *data, size_t size )
{
    struct source *other;
    BOOL alone = TRUE;
    size_t room;
    HRESULT hr;

    if (!recorder->have_writer && FAILED(hr = begin_file( recorder, &source->format ))) return hr;
    if (!source->converter && !(source->converter = wav_converter_create( &source->format, &recorder->writer.format ))) return E_OUTOFMEMORY;
    source->active = TRUE;
    source->heard = GetTickCount64();
    room = wav_converter_room( source->converter, size );
    if (FAILED(hr = make_room( &source->queue, &source->room, source->size + room ))) return hr;
    source->size += wav_convert( source->converter, data, size, source->queue + source->size );
    for (other = recorder->sources; other; other = other->next) if (other != source && other->active) alone = FALSE;
    return mix_sources( recorder, alone ? 0 : wav_format_bytes( &recorder->writer.format, LAG_MS ));
}

static void forget_source( struct source *source )
{
    source->active = FALSE;
    source->size = 0;
    wav_converter_free( source->converter );
    source->converter = NULL;
}

/* The file is whole at every moment: there is nothing to be written but what waits for another source, or the header of an empty one. */
static HRESULT end_file( struct recorder *recorder )
{
    struct wav_format format;
    struct source *source;
    HRESULT hr = S_OK;

    if (recorder->have_writer) hr = mix_sources( recorder, 0 );
    else if (recorder->open && !wav_format_init( &format, WAV_PCM, 1, 8000, 16 )) hr = begin_file( recorder, &format );
    for (source = recorder->sources; source; source = source->next) forget_source( source );
    if (recorder->open) file_io_close( &recorder->io );
    recorder->open = recorder->have_writer = FALSE;
    return hr;
}

/* Without the lock. What does not fit on the disk does not disturb the stream, which may have other terminals. */
static void recorder_take( struct recorder *recorder, struct source *source, const BYTE *data, size_t size )
{
    HRESULT hr;

    EnterCriticalSection( &recorder->core.lock );
    if (recorder->core.state == TMS_ACTIVE && FAILED(hr = take( recorder, source, data, size )))
    {
        ERR( "recording to %s ends: error %#lx; is the disk full?\n", debugstr_w( recorder->name ), hr );
        end_file( recorder );
        recorder->core.state = TMS_IDLE;
        core_event( &recorder->core, FTEC_WRITE_ERROR, hr );
    }
    LeaveCriticalSection( &recorder->core.lock );
    core_fire( &recorder->core );
}

/* ---- the filter ---- */

static HRESULT record_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    struct record_filter *filter = filter_of( pin );

    return format_offer( filter->has_offered ? &filter->offered : NULL, index, type );
}

static HRESULT record_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct wav_format format;

    return SUCCEEDED(format_from_type( type, &format )) ? S_OK : S_FALSE;
}

/* Also when the format changes on the way: what comes then is converted to that of the file. */
static HRESULT record_connected( struct media_pin *pin )
{
    struct record_filter *filter = filter_of( pin );
    struct wav_format format;
    HRESULT hr;

    if (FAILED(hr = format_from_type( &pin->type, &format ))) return hr;
    EnterCriticalSection( &filter->recorder->core.lock );
    filter->source.format = format;
    wav_converter_free( filter->source.converter );
    filter->source.converter = NULL;
    LeaveCriticalSection( &filter->recorder->core.lock );
    return S_OK;
}

static HRESULT record_receive( struct media_pin *pin, IMediaSample *sample )
{
    struct record_filter *filter = filter_of( pin );
    BYTE *data;
    LONG size;
    HRESULT hr;

    if (FAILED(hr = IMediaSample_GetPointer( sample, &data ))) return hr;
    if ((size = IMediaSample_GetActualDataLength( sample )) > 0) recorder_take( filter->recorder, &filter->source, data, size );
    return S_OK;
}

/* The others do not wait for a stream that has stopped. */
static void record_stopped( struct media_filter *base )
{
    struct record_filter *filter = CONTAINING_RECORD( base, struct record_filter, filter );
    struct recorder *recorder = filter->recorder;

    EnterCriticalSection( &recorder->core.lock );
    if (recorder->have_writer && filter->source.active && FAILED(mix_sources( recorder, 0 )))
        WARN( "the last samples of a stream are not in %s\n", debugstr_w( recorder->name ));
    forget_source( &filter->source );
    LeaveCriticalSection( &recorder->core.lock );
}

static void record_destroy( struct object *object )
{
    struct record_filter *filter = (struct record_filter *)object;
    struct recorder *recorder = filter->recorder;
    struct source **link;

    EnterCriticalSection( &recorder->core.lock );
    for (link = &recorder->sources; *link; link = &(*link)->next)
        if (*link == &filter->source)
        {
            *link = filter->source.next;
            break;
        }
    LeaveCriticalSection( &recorder->core.lock );
    forget_source( &filter->source );
    free( filter->source.queue );
    media_filter_free( &filter->filter );
    core_release( &recorder->core );
}

static const struct face_entry filter_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class filter_class = { "file recording filter", filter_faces, ARRAYSIZE(filter_faces), record_destroy };
static const struct media_filter_ops filter_ops = { .clsid = &CLSID_FileRecordingTrack, .stopped = record_stopped };
static const struct media_pin_ops pin_ops =
    { .get_type = record_get_type, .query_accept = record_query_accept, .connected = record_connected, .receive = record_receive };

static HRESULT recorder_filter_create( struct file_core *core, const struct wav_format *asked, IBaseFilter **out )
{
    struct recorder *recorder = recorder_of( core );
    struct record_filter *filter;

    core_addref( core );
    *out = NULL;
    if (!(filter = media_filter_create( &filter_class, &filter_ops, sizeof(*filter), NULL )))
    {
        core_release( core );
        return E_OUTOFMEMORY;
    }
    filter->recorder = recorder;
    if ((filter->has_offered = asked != NULL)) filter->offered = *asked;
    media_filter_add_pin( &filter->filter, &filter->pin, PINDIR_INPUT, L"In", &pin_ops );
    EnterCriticalSection( &core->lock );
    filter->source.next = recorder->sources;
    recorder->sources = &filter->source;
    LeaveCriticalSection( &core->lock );
    *out = media_filter_iface( filter );
    return S_OK;
}

/* ---- state ---- */

static HRESULT recorder_start( struct file_core *core, const struct wav_format *asked )
{
    struct recorder *recorder = recorder_of( core );
    HRESULT hr;

    if (!recorder->name) return TAPI_E_NOT_INITIALIZED;
    if (core->state == TMS_PAUSED) return S_OK;
    if (FAILED(hr = file_io_open( &recorder->io, recorder->name, TRUE )))
    {
        ERR( "%s cannot be opened to record: error %#lx\n", debugstr_w( recorder->name ), hr );
        return hr;
    }
    recorder->open = TRUE;
    recorder->have_writer = FALSE;
    /* without such a wish the format is that of the first stream that is heard */
    if ((recorder->asked = asked != NULL))
    {
        recorder->asked_format = *asked;
        if (FAILED(hr = begin_file( recorder, asked )))
        {
            ERR( "%s cannot be written: error %#lx\n", debugstr_w( recorder->name ), hr );
            file_io_close( &recorder->io );
            recorder->open = FALSE;
        }
    }
    return hr;
}

static void recorder_stop( struct file_core *core )
{
    struct recorder *recorder = recorder_of( core );
    HRESULT hr = end_file( recorder );

    if (FAILED(hr)) ERR( "the end of %s could not be written: error %#lx\n", debugstr_w( recorder->name ), hr );
}

/* What waits for others is written: after the pause it would be at the wrong place. */
static void recorder_pause( struct file_core *core )
{
    struct recorder *recorder = recorder_of( core );

    if (recorder->have_writer && FAILED(mix_sources( recorder, 0 ))) WARN( "%s could not be written\n", debugstr_w( recorder->name ));
}

static BOOL recorder_get_format( struct file_core *core, IBaseFilter *iface, struct wav_format *format )
{
    struct record_filter *filter;

    if (!iface) return FALSE;
    filter = object_of( iface );
    EnterCriticalSection( &core->lock );
    *format = filter->source.format;
    LeaveCriticalSection( &core->lock );
    return format->tag != 0;
}

static void recorder_free( struct file_core *core )
{
    struct recorder *recorder = recorder_of( core );

    end_file( recorder );
    SysFreeString( recorder->name );
    free( recorder->mix );
    free( recorder );
}

/* ---- ITMediaRecord ---- */

/* Whether a file can be written there; one that is there stays as it is, and none is left behind. */
static HRESULT check_name( const WCHAR *name )
{
    HANDLE file = CreateFileW( name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );

    if (file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND)
        file = CreateFileW( name, GENERIC_WRITE, FILE_SHARE_DELETE, NULL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE, NULL );
    if (file == INVALID_HANDLE_VALUE) return HRESULT_FROM_WIN32( GetLastError() );
    CloseHandle( file );
    return S_OK;
}

static HRESULT WINAPI record_put_FileName( ITMediaRecord *iface, BSTR name )
{
    struct file_terminal *terminal = object_of( iface );
    struct recorder *recorder = recorder_of( terminal->core );
    const WCHAR *extension;
    BSTR copy;
    HRESULT hr;

    if (!name) return E_POINTER;
    if (!SysStringLen( name )) return E_INVALIDARG;
    if ((extension = wcsrchr( name, '.' )) && !wcsicmp( extension, L".avi" ))
    {
        WARN( "%s: only WAV files can be recorded\n", debugstr_w( name ));
        return TAPI_E_NOTSUPPORTED;
    }
    EnterCriticalSection( &recorder->core.lock );
    hr = recorder->core.state == TMS_IDLE ? S_OK : TAPI_E_WRONG_STATE;
    LeaveCriticalSection( &recorder->core.lock );
    if (FAILED(hr)) return hr;
    if (FAILED(hr = check_name( name )))
    {
        WARN( "%s cannot be written: %#lx\n", debugstr_w( name ), hr );
        return hr;
    }
    if (!(copy = SysAllocString( name ))) return E_OUTOFMEMORY;
    EnterCriticalSection( &recorder->core.lock );
    if (recorder->core.state == TMS_IDLE)
    {
        BSTR old = recorder->name;

        recorder->name = copy;
        copy = old;
    }
    else hr = TAPI_E_WRONG_STATE;
    LeaveCriticalSection( &recorder->core.lock );
    SysFreeString( copy );
    return hr;
}

static HRESULT WINAPI record_get_FileName( ITMediaRecord *iface, BSTR *out )
{
    struct file_terminal *terminal = object_of( iface );
    struct recorder *recorder = recorder_of( terminal->core );
    HRESULT hr = TAPI_E_NOT_INITIALIZED;

    if (!out) return E_POINTER;
    *out = NULL;
    EnterCriticalSection( &recorder->core.lock );
    if (recorder->name) hr = (*out = SysAllocString( recorder->name )) ? S_OK : E_OUTOFMEMORY;
    LeaveCriticalSection( &recorder->core.lock );
    return hr;
}

static const ITMediaRecordVtbl record_vtbl = { FACE_DISPATCH, record_put_FileName, record_get_FileName };

static const struct file_kind recording_kind =
{
    .clsid = &CLSID_FileRecordingTerminal, .name = L"File Recording Terminal", .track_name = L"File Recording Track", .records = TRUE,
    .core_free = recorder_free, .start = recorder_start, .stop = recorder_stop, .pause = recorder_pause, .filter_create = recorder_filter_create,
    .get_format = recorder_get_format
};

HRESULT file_recording_create( DWORD media, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out )
{
    struct recorder *recorder = calloc( 1, sizeof(*recorder) );

    *out = NULL;
    if (!recorder) return E_OUTOFMEMORY;
    core_init( &recorder->core, &recording_kind );
    return file_terminal_create( &recording_kind, &record_vtbl, &recorder->core, media, direction, address, out );
}
