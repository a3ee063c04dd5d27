/*
 * File terminals: what plays WAV files to streams and records streams to WAV files.
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

#ifndef TERMMGR_FILE_TERMINAL_H
#define TERMMGR_FILE_TERMINAL_H

#define NO_DSHOW_STRSAFE
#include "mediafilter/filter.h"
#include "wavfile/wavfile.h"

#include <msp.h>
#include <tapi3err.h>
#include <termmgr.h>
#include <tapi3if.h>

/*
 * A file terminal is an object with tracks, of which each is a terminal for one or more streams, and a core: the file, the state, and what plays or
 * records. Filters of tracks know the core only, so that a graph may keep a filter as long as it likes. References to a track count for the terminal,
 * too: neither outlives the other.
 *
 * Locks: terminal->lock (tracks, sinks), then core->lock (file and state). Nothing foreign is called under either; the file is read and written under
 * core->lock.
 */

struct file_terminal;
struct file_track;
struct file_event;
struct file_core;

/* What the two kinds of terminals do differently */
struct file_kind
{
    const CLSID *clsid;
    const WCHAR *name, *track_name;
    BOOL         records;
    void (*core_free)( struct file_core *core );
    /* With the core's lock. S_OK: the state is the new one; an error: it is what it was. */
    HRESULT (*start)( struct file_core *core, const struct wav_format *asked );
    void (*stop)( struct file_core *core );
    void (*pause)( struct file_core *core );
    /* A filter with one pin for a track; it holds a reference of the core. */
    HRESULT (*filter_create)( struct file_core *core, const struct wav_format *asked, IBaseFilter **out );
    /* The format of what goes through a filter, or of the file if filter is NULL; FALSE if nobody knows yet */
    BOOL (*get_format)( struct file_core *core, IBaseFilter *filter, struct wav_format *format );
};

struct file_core
{
    LONG refs;
    CRITICAL_SECTION lock;
    const struct file_kind *kind;
    struct file_terminal *terminal;     /* not referenced; NULL when it is gone */
    TERMINAL_MEDIA_STATE state;
    struct file_event *events, **last_event;
    BOOL firing;
};

/* What a track is connected with */
struct file_connection
{
    IGraphBuilder *graph;               /* to be compared only: graphs own filters, not the reverse */
    IBaseFilter   *filter;
};

struct file_sink
{
    ITPluggableTerminalEventSink *sink;
    unsigned int registrations;         /* a terminal on several streams is registered for each */
};

struct file_track
{
    struct object object;
    struct face shared;                 /* IUnknown that counts references, see above */
    struct face terminal, file_track, control, media, registration;
    struct file_terminal *parent;
    LONG refs;
    BOOL removed;
    struct file_track *next;
    TERMINAL_DIRECTION direction;
    WCHAR name[64];
    BOOL have_format;                   /* one was asked for */
    struct wav_format format;
    struct file_connection *connections;
    unsigned int connection_count;
    struct file_sink sink;
};

struct file_terminal
{
    struct object object;
    struct face terminal, multitrack, control, media, registration;
    const struct file_kind *kind;
    struct file_core *core;
    MSP_HANDLE address;
    LONG media_type;
    TERMINAL_DIRECTION direction;
    CRITICAL_SECTION lock;
    struct file_track *tracks;          /* in the order in which they were made; removed ones, too, until nobody knows them */
    unsigned int tracks_made;
    struct file_sink sink;
};

/**
 * Make a File Playback Terminal or a File Recording Terminal.
 *
 * @param media      TAPIMEDIATYPE_MULTITRACK, TAPIMEDIATYPE_AUDIO or both; else TAPI_E_INVALIDMEDIATYPE
 * @param direction  TD_CAPTURE for playback, TD_RENDER for recording, TD_MULTITRACK_MIXED for both; else TAPI_E_INVALIDDIRECTION
 * @param address    whose terminal it is
 * @param out        receives it with one reference, NULL on failure
 */
HRESULT file_playback_create( DWORD media, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out );
HRESULT file_recording_create( DWORD media, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out );

/* file_terminal.c */
HRESULT file_terminal_create( const struct file_kind *kind, const void *media_vtbl, struct file_core *core, LONG media, TERMINAL_DIRECTION direction,
                              MSP_HANDLE address, ITTerminal **out );
HRESULT file_terminal_control( struct file_terminal *terminal, TERMINAL_MEDIA_STATE state );
HRESULT file_sink_register( struct file_terminal *terminal, struct file_sink *sink, ITPluggableTerminalEventSink *new_sink );
HRESULT file_sink_unregister( struct file_terminal *terminal, struct file_sink *sink );

/* file_core.c: references; events are queued under the lock, and fired in order when it is free again */
void core_init( struct file_core *core, const struct file_kind *kind );
void core_addref( struct file_core *core );
void core_release( struct file_core *core );
void core_event( struct file_core *core, FT_STATE_EVENT_CAUSE cause, HRESULT error );
void core_fire( struct file_core *core );

/* file_track.c */
HRESULT file_track_create( struct file_terminal *parent, TERMINAL_DIRECTION direction, struct file_track **out );
void file_track_free( struct file_track *track );
void file_track_fire( struct file_track *track, struct file_terminal *parent, MSP_EVENT_INFO *info );
static inline ITTerminal *file_track_iface( struct file_track *track )
{
    return (ITTerminal *)&track->terminal;
}

/* file_format.c */
HRESULT audio_format_create( const struct wav_format *format, ITScriptableAudioFormat **out );
HRESULT audio_format_read( ITScriptableAudioFormat *iface, struct wav_format *format );
HRESULT format_to_type( const struct wav_format *format, AM_MEDIA_TYPE *type );
HRESULT format_from_type( const AM_MEDIA_TYPE *type, struct wav_format *format );
/* The types that pins of file terminals offer: first, then those that telephony speaks. VFW_S_NO_MORE_ITEMS */
HRESULT format_offer( const struct wav_format *first, unsigned int index, AM_MEDIA_TYPE *type );

/* file_io.c: files of Windows as those of libs/wavfile */
struct file_io
{
    struct wav_io io;
    HANDLE handle;
    DWORD error;                        /* of Windows, what the last failure was */
};
HRESULT file_io_open( struct file_io *file, const WCHAR *name, BOOL write );
void file_io_close( struct file_io *file );
/* What went wrong, from what libs/wavfile says and Windows said. */
HRESULT file_io_error( const struct file_io *file, int error );

#endif
