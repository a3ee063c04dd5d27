/*
 * The File Playback Terminal: WAV files, one after the other, at the pace of the clock.
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
 * A file is not live: who takes it may hold it up, and no sample of it is ever left out. It is some ms ahead of the clock, so that a machine that is late by
 * less is not heard.
 */
#define CHUNK_MS    20
#define AHEAD_MS    60
#define LATE_MS     200                 /* a machine that slept goes on from now, it does not catch up */

struct player
{
    struct file_core core;
    BSTR  *files;
    unsigned int count;
    struct wav_format format;           /* of the first */
    HANDLE active;                      /* manual-reset event: set while it plays */

    unsigned int index;                 /* of the file that is played */
    struct file_io io;
    struct wav_reader reader;
    BOOL   open;
    struct wav_format to;               /* what the stream wants */
    struct wav_converter *converter;
    BYTE  *pending;                     /* converted, not delivered yet */
    size_t pending_size, pending_room;
    unsigned int generation;            /* another one after each start and stop */
};

struct play_filter
{
    struct media_filter filter;
    struct media_pin pin;
    struct player *player;
};

static struct player *player_of( struct file_core *core )
{
    return CONTAINING_RECORD( core, struct player, core );
}

/* ---- files; all with the lock ---- */

static void close_file( struct player *player )
{
    if (player->open) file_io_close( &player->io );
    player->open = FALSE;
    wav_converter_free( player->converter );
    player->converter = NULL;
}

static HRESULT open_file( struct player *player )
{
    const WCHAR *name = player->files[player->index];
    HRESULT hr = file_io_open( &player->io, name, FALSE );
    int error;

    if (FAILED(hr))
    {
        ERR( "%s cannot be opened to be played: error %#lx\n", debugstr_w( name ), hr );
        return hr;
    }
    if ((error = wav_open( &player->reader, &player->io.io )))
    {
        hr = file_io_error( &player->io, error );
        ERR( "%s cannot be played: %s (error %#lx)\n", debugstr_w( name ), error == -EILSEQ ? "it is no WAV file (AVI files are not played), or damaged" :
             error == -ENOTSUP ? "its encoding is not known; PCM, mu-law and A-law are" : "it cannot be read", hr );
        file_io_close( &player->io );
        return hr;
    }
    if (player->reader.damaged) WARN( "%s has a damaged header; what is there is played\n", debugstr_w( name ));
    player->open = TRUE;
    return S_OK;
}

static void rewind_all( struct player *player )
{
    close_file( player );
    player->index = 0;
    player->pending_size = 0;
    player->generation++;
}

/* Read and convert one piece of the current file. S_OK; S_FALSE: its end */
static HRESULT read_piece( struct player *player, const struct wav_format *to )
{
    BYTE piece[8192];
    size_t want, room;
    BYTE *pending;
    int64_t got;

    if (player->converter && !wav_format_equal( &player->to, to ))
    {
        wav_converter_free( player->converter );
        player->converter = NULL;
    }
    if (!player->converter && !(player->converter = wav_converter_create( &player->reader.format, to ))) return E_OUTOFMEMORY;
    player->to = *to;
    want = min( sizeof(piece), max( wav_format_bytes( &player->reader.format, CHUNK_MS ), player->reader.format.block ));
    if ((got = wav_read( &player->reader, piece, want )) < 0)
    {
        ERR( "%s cannot be read: error %lu\n", debugstr_w( player->files[player->index] ), player->io.error );
        return file_io_error( &player->io, (int)got );
    }
    if (!got) return S_FALSE;
    room = player->pending_size + wav_converter_room( player->converter, (size_t)got );
    if (room > player->pending_room)
    {
        if (!(pending = realloc( player->pending, room ))) return E_OUTOFMEMORY;
        player->pending = pending;
        player->pending_room = room;
    }
    player->pending_size += wav_convert( player->converter, piece, (size_t)got, player->pending + player->pending_size );
    return S_OK;
}

/* Have so many bytes pending, or all that is left. S_FALSE: nothing is left */
static HRESULT fill( struct player *player, const struct wav_format *to, size_t want )
{
    HRESULT hr;

    /* what was converted for another stream is of no use for this one */
    if (player->pending_size && !wav_format_equal( &player->to, to )) player->pending_size = 0;
    while (player->pending_size < want && player->index < player->count)
    {
        if (!player->open && FAILED(hr = open_file( player ))) return hr;
        if (FAILED(hr = read_piece( player, to ))) return hr;
        if (hr == S_OK) continue;
        close_file( player );
        player->index++;
    }
    return player->pending_size ? S_OK : S_FALSE;
}

/* ---- for the thread of the filter ---- */

/*
 * Copy what comes next, without going on. over: what was delivered has had its time, so that the end is told if nothing is left; *ends: it is not yet.
 * @return bytes; 0: nothing is played now
 */
static size_t player_peek( struct player *player, const struct wav_format *to, BYTE *data, size_t want, unsigned int *generation, BOOL over, BOOL *ends )
{
    size_t size = 0;
    HRESULT hr;

    EnterCriticalSection( &player->core.lock );
    *generation = player->generation;
    *ends = FALSE;
    if (player->core.state == TMS_ACTIVE)
    {
        if ((hr = fill( player, to, want )) == S_OK)
        {
            size = min( want, player->pending_size );
            memcpy( data, player->pending, size );
        }
        else if (hr == S_FALSE && !over) *ends = TRUE;
        else
        {
            rewind_all( player );
            ResetEvent( player->active );
            player->core.state = TMS_IDLE;
            core_event( &player->core, FAILED(hr) ? FTEC_READ_ERROR : FTEC_END_OF_FILE, FAILED(hr) ? hr : S_OK );
        }
    }
    LeaveCriticalSection( &player->core.lock );
    core_fire( &player->core );
    return size;
}

/* It has been delivered: go on, unless somebody has started anew. */
static void player_consume( struct player *player, size_t size, unsigned int generation )
{
    EnterCriticalSection( &player->core.lock );
    if (player->generation == generation && size <= player->pending_size)
    {
        player->pending_size -= size;
        memmove( player->pending, player->pending + size, player->pending_size );
    }
    LeaveCriticalSection( &player->core.lock );
}

static LONGLONG now( void )
{
    LARGE_INTEGER counter;

    QueryPerformanceCounter( &counter );
    return counter.QuadPart;
}

struct pace
{
    LARGE_INTEGER frequency;
    LONGLONG begin, frames;             /* since then */
    DWORD    rate;
};

/* ms until the clock is where the frames are, but for so many ms; 0: it is */
static DWORD pace_left( const struct pace *pace, DWORD ahead )
{
    const LONGLONG left = pace->begin + (pace->frames * 1000 / pace->rate - ahead) * pace->frequency.QuadPart / 1000 - now();

    return pace->frames && left > 0 ? (DWORD)((left * 1000 + pace->frequency.QuadPart - 1) / pace->frequency.QuadPart) : 0;
}

static BOOL pace_is_late( const struct pace *pace )
{
    return now() - pace->begin > (pace->frames * 1000 / pace->rate + LATE_MS) * pace->frequency.QuadPart / 1000;
}

/* The end event comes when the last sample has had its time, not when it was read. */
static void play_stream( struct media_pin *pin )
{
    struct play_filter *filter = CONTAINING_RECORD( pin->filter, struct play_filter, filter );
    struct player *player = filter->player;
    unsigned int generation = 0, last = 0;
    struct pace pace = { .frames = 0 };
    struct wav_format to;
    size_t want, size;
    BYTE *data;
    BOOL ends;

    if (FAILED(format_from_type( &pin->type, &to ))) return;
    want = wav_format_bytes( &to, CHUNK_MS );
    if (!(data = malloc( want )))
    {
        ERR( "no memory to play\n" );
        return;
    }
    QueryPerformanceFrequency( &pace.frequency );
    pace.rate = to.rate;
    while (media_filter_wait( pin->filter, player->active, INFINITE ))
    {
        if (!(size = player_peek( player, &to, data, want, &generation, !pace_left( &pace, 0 ), &ends )))
        {
            if (ends) WaitForSingleObject( pin->filter->stopping, pace_left( &pace, 0 ));
            continue;
        }
        if (!pace.frames || generation != last || pace_is_late( &pace ))
        {
            pace.begin = now();
            pace.frames = 0;
            last = generation;
        }
        /* what nobody took because the graph is about to stop is played when it runs again */
        if (SUCCEEDED(media_pin_deliver_data( pin, data, (DWORD)size, 0, -1 ))) player_consume( player, size, generation );
        pace.frames += size / to.block;
        WaitForSingleObject( pin->filter->stopping, pace_left( &pace, AHEAD_MS ));
    }
    free( data );
}

/* ---- the filter ---- */

static HRESULT play_get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    struct play_filter *filter = CONTAINING_RECORD( pin->filter, struct play_filter, filter );
    struct wav_format format;
    BOOL known;

    EnterCriticalSection( &filter->player->core.lock );
    format = filter->player->format;
    known = filter->player->count;
    LeaveCriticalSection( &filter->player->core.lock );
    return format_offer( known ? &format : NULL, index, type );
}

static HRESULT play_query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    struct wav_format format;

    return SUCCEEDED(format_from_type( type, &format )) ? S_OK : S_FALSE;
}

static void play_destroy( struct object *object )
{
    struct play_filter *filter = (struct play_filter *)object;
    struct file_core *core = &filter->player->core;

    media_filter_free( &filter->filter );
    core_release( core );
}

static const struct face_entry filter_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class filter_class = { "file playback filter", filter_faces, ARRAYSIZE(filter_faces), play_destroy };
static const struct media_filter_ops filter_ops = { .clsid = &CLSID_FilePlaybackTerminal };
static const struct media_pin_ops pin_ops = { .get_type = play_get_type, .query_accept = play_query_accept, .stream = play_stream };

static HRESULT player_filter_create( struct file_core *core, const struct wav_format *asked, IBaseFilter **out )
{
    struct play_filter *filter;

    core_addref( core );
    *out = NULL;
    if (!(filter = media_filter_create( &filter_class, &filter_ops, sizeof(*filter), NULL )))
    {
        core_release( core );
        return E_OUTOFMEMORY;
    }
    filter->player = player_of( core );
    filter->pin.cannot_cue = TRUE;
    media_filter_add_pin( &filter->filter, &filter->pin, PINDIR_OUTPUT, L"Out", &pin_ops );
    *out = media_filter_iface( filter );
    return S_OK;
}

/* ---- state ---- */

static HRESULT player_start( struct file_core *core, const struct wav_format *asked )
{
    struct player *player = player_of( core );
    HRESULT hr;

    if (!player->count) return TAPI_E_NOT_INITIALIZED;
    if (core->state == TMS_IDLE)
    {
        rewind_all( player );
        if (FAILED(hr = open_file( player ))) return hr;
    }
    player->generation++;
    SetEvent( player->active );
    return S_OK;
}

static void player_stop( struct file_core *core )
{
    struct player *player = player_of( core );

    ResetEvent( player->active );
    rewind_all( player );
}

static void player_pause( struct file_core *core )
{
    ResetEvent( player_of( core )->active );
}

static BOOL player_get_format( struct file_core *core, IBaseFilter *filter, struct wav_format *format )
{
    struct player *player = player_of( core );
    BOOL known;

    EnterCriticalSection( &core->lock );
    *format = player->format;
    known = player->count;
    LeaveCriticalSection( &core->lock );
    return known;
}

static void free_files( BSTR *files, unsigned int count )
{
    while (count) SysFreeString( files[--count] );
    free( files );
}

static void player_free( struct file_core *core )
{
    struct player *player = player_of( core );

    close_file( player );
    free_files( player->files, player->count );
    free( player->pending );
    if (player->active) CloseHandle( player->active );
    free( player );
}

/* ---- ITMediaPlayback ---- */

/* One name; checked as far as it can be before it is played */
static HRESULT take_name( const VARIANT *value, BSTR *out, struct wav_format *format )
{
    struct file_io io;
    struct wav_reader reader;
    HRESULT hr;
    int error;

    if (V_VT( value ) == (VT_BYREF | VT_VARIANT) && V_VARIANTREF( value )) value = V_VARIANTREF( value );
    if (V_VT( value ) == VT_STORAGE || V_VT( value ) == VT_UNKNOWN)
    {
        WARN( "a play list can have names of files only\n" );
        return TAPI_E_NOTSUPPORTED;
    }
    if (V_VT( value ) != VT_BSTR || !SysStringLen( V_BSTR( value ))) return E_INVALIDARG;
    if (FAILED(hr = file_io_open( &io, V_BSTR( value ), FALSE )))
    {
        WARN( "%s cannot be opened: %#lx\n", debugstr_w( V_BSTR( value )), hr );
        return hr;
    }
    error = wav_open( &reader, &io.io );
    hr = error ? file_io_error( &io, error ) : S_OK;
    file_io_close( &io );
    if (FAILED(hr))
    {
        WARN( "%s cannot be played: %#lx\n", debugstr_w( V_BSTR( value )), hr );
        return hr;
    }
    *format = reader.format;
    return (*out = SysAllocString( V_BSTR( value ))) ? S_OK : E_OUTOFMEMORY;
}

/* An array of names, or of variants with names; a name alone is a list of one. */
static HRESULT take_list( VARIANT *value, BSTR **out, unsigned int *count, struct wav_format *format )
{
    struct wav_format other;
    SAFEARRAY *array;
    LONG low, high, i;
    VARIANT item;
    VARTYPE type;
    HRESULT hr;

    if (V_VT( value ) == VT_BSTR)
    {
        if (!(*out = calloc( 1, sizeof(**out) ))) return E_OUTOFMEMORY;
        if (SUCCEEDED(hr = take_name( value, *out, format ))) *count = 1;
        return hr;
    }
    if (!(V_VT( value ) & VT_ARRAY) || !(array = V_ARRAY( value )) || SafeArrayGetDim( array ) != 1) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayGetVartype( array, &type ))) return hr;
    if (type != VT_VARIANT && type != VT_BSTR) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayGetLBound( array, 1, &low )) || FAILED(hr = SafeArrayGetUBound( array, 1, &high ))) return hr;
    if (high < low) return E_INVALIDARG;
    if (!(*out = calloc( (size_t)high - low + 1, sizeof(**out) ))) return E_OUTOFMEMORY;
    for (i = low; i <= high; i++)
    {
        VariantInit( &item );
        if (type == VT_BSTR) V_VT( &item ) = VT_BSTR;
        if (SUCCEEDED(hr = SafeArrayGetElement( array, &i, type == VT_BSTR ? (void *)&V_BSTR( &item ) : &item )))
            hr = take_name( &item, *out + *count, *count ? &other : format );
        VariantClear( &item );
        if (FAILED(hr)) return hr;
        ++*count;
    }
    return S_OK;
}

static HRESULT WINAPI playback_put_PlayList( ITMediaPlayback *iface, VARIANT list )
{
    struct file_terminal *terminal = object_of( iface );
    struct player *player = player_of( terminal->core );
    struct wav_format format;
    unsigned int count = 0, old_count = 0;
    BSTR *files = NULL, *old_files = NULL;
    VARIANT value;
    BOOL has_track;
    HRESULT hr;

    if (FAILED(hr = variant_from_program( &value, &list ))) return hr;
    hr = take_list( &value, &files, &count, &format );
    VariantClear( &value );
    EnterCriticalSection( &terminal->lock );
    has_track = terminal->tracks != NULL;
    if (SUCCEEDED(hr))
    {
        EnterCriticalSection( &player->core.lock );
        if (player->core.state != TMS_IDLE) hr = TAPI_E_WRONG_STATE;
        else
        {
            rewind_all( player );
            old_files = player->files;
            old_count = player->count;
            player->files = files;
            player->count = count;
            player->format = format;
        }
        LeaveCriticalSection( &player->core.lock );
    }
    /* a WAV file has one stream */
    if (SUCCEEDED(hr))
    {
        files = old_files;
        count = old_count;
        if (!has_track) hr = file_track_create( terminal, TD_CAPTURE, NULL );
    }
    LeaveCriticalSection( &terminal->lock );
    free_files( files, count );
    return hr;
}

static HRESULT WINAPI playback_get_PlayList( ITMediaPlayback *iface, VARIANT *out )
{
    struct file_terminal *terminal = object_of( iface );
    struct player *player = player_of( terminal->core );
    HRESULT hr = TAPI_E_NOT_INITIALIZED;
    SAFEARRAY *array = NULL;
    VARIANT item;
    LONG i;

    if (!out) return E_POINTER;
    VariantInit( out );
    EnterCriticalSection( &player->core.lock );
    if (player->count) hr = (array = SafeArrayCreateVector( VT_VARIANT, 0, player->count )) ? S_OK : E_OUTOFMEMORY;
    for (i = 0; SUCCEEDED(hr) && i < (LONG)player->count; i++)
    {
        V_VT( &item ) = VT_BSTR;
        V_BSTR( &item ) = player->files[i];
        hr = SafeArrayPutElement( array, &i, &item );
    }
    LeaveCriticalSection( &player->core.lock );
    if (FAILED(hr))
    {
        if (array) SafeArrayDestroy( array );
        return hr;
    }
    V_VT( out ) = VT_ARRAY | VT_VARIANT;
    V_ARRAY( out ) = array;
    return S_OK;
}

static const ITMediaPlaybackVtbl playback_vtbl = { FACE_DISPATCH, playback_put_PlayList, playback_get_PlayList };

static const struct file_kind playback_kind =
{
    .clsid = &CLSID_FilePlaybackTerminal, .name = L"File Playback Terminal", .track_name = L"File Playback Track", .core_free = player_free,
    .start = player_start, .stop = player_stop, .pause = player_pause, .filter_create = player_filter_create, .get_format = player_get_format
};

HRESULT file_playback_create( DWORD media, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out )
{
    struct player *player = calloc( 1, sizeof(*player) );

    *out = NULL;
    if (!player) return E_OUTOFMEMORY;
    core_init( &player->core, &playback_kind );
    if (!(player->active = CreateEventW( NULL, TRUE, FALSE, NULL )))
    {
        core_release( &player->core );
        return E_OUTOFMEMORY;
    }
    return file_terminal_create( &playback_kind, &playback_vtbl, &player->core, media, direction, address, out );
}
