/*
 * Terminals that play and record samples.
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

#include "wine/test.h"

#include "terminals.h"

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, 8000, 16000, 2, 16, 0 };

/* ---- filters ---- */

struct device
{
    struct media_filter filter;
    struct media_pin    pin;
    const short        *given;          /* of a player, or NULL: made from speaker and number */
    DWORD               speaker, count; /* of a player: how many it has */
    CRITICAL_SECTION    cs;
    CONDITION_VARIABLE  more;
    short               samples[LONGEST];
    DWORD               sounding;       /* how many are not silent */
    LONG                broken;
};

struct test_terminal
{
    struct terminal terminal;
    struct device  *device;
};

static HRESULT get_type( struct media_pin *pin, unsigned int index, AM_MEDIA_TYPE *type )
{
    return index ? VFW_S_NO_MORE_ITEMS : media_type_from_wave( type, &format );
}

static HRESULT query_accept( struct media_pin *pin, const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *wave = media_type_wave( type );

    return wave && !memcmp( wave, &format, offsetof( WAVEFORMATEX, cbSize ) ) ? S_OK : VFW_E_TYPE_NOT_ACCEPTED;
}

static void play( struct media_pin *pin )
{
    struct device *device = (struct device *)pin->filter;
    DWORD n = 0, i;

    while (n < device->count && media_filter_wait( pin->filter, NULL, 0 ))
    {
        DWORD piece = min( device->count - n, 160 );
        short frame[160];

        if (device->broken)
        {
            media_filter_abort( pin->filter, VFW_E_NO_AUDIO_HARDWARE );
            return;
        }
        for (i = 0; i < piece; i++) frame[i] = device->given ? device->given[n + i] : sample_of( device->speaker, n + i );
        if (media_pin_deliver_data( pin, frame, piece * sizeof(short), 0, -1 ) != S_OK) return;
        n += piece;
    }
    if (n == device->count) media_pin_deliver_end( pin );
}

static HRESULT record( struct media_pin *pin, IMediaSample *sample )
{
    struct device *device = (struct device *)pin->filter;
    DWORD count = IMediaSample_GetActualDataLength( sample ) / sizeof(short), i;
    short *data;

    if (device->broken) return media_filter_abort( pin->filter, VFW_E_NO_AUDIO_HARDWARE );
    ok( SUCCEEDED(IMediaSample_GetPointer( sample, (BYTE **)&data )), "no data\n" );
    EnterCriticalSection( &device->cs );
    for (i = 0; i < count && device->count < LONGEST; i++)
    {
        if (data[i]) device->sounding++;
        device->samples[device->count++] = data[i];
    }
    WakeAllConditionVariable( &device->more );
    LeaveCriticalSection( &device->cs );
    return S_OK;
}

static void device_destroy( struct object *object )
{
    struct device *device = (struct device *)object;

    DeleteCriticalSection( &device->cs );
    media_filter_free( &device->filter );
}

static const struct face_entry device_faces[] = { MEDIA_FILTER_FACES };
static const struct object_class device_class = { "test device", device_faces, ARRAYSIZE(device_faces), device_destroy };
static const struct media_filter_ops device_ops = { NULL };
static const struct media_pin_ops play_ops = { .get_type = get_type, .query_accept = query_accept, .stream = play };
static const struct media_pin_ops record_ops = { .get_type = get_type, .query_accept = query_accept, .receive = record };

static void terminal_destroy( struct object *object )
{
    terminal_free( (struct terminal *)object );
}

static const struct face_entry terminal_faces[] = { TERMINAL_FACES };
static const struct object_class terminal_class = { "test terminal", terminal_faces, ARRAYSIZE(terminal_faces), terminal_destroy };
static const struct terminal_ops terminal_ops = { NULL };

static ITTerminal *make_terminal( MSP_HANDLE address, TERMINAL_DIRECTION direction, const short *given, DWORD speaker, DWORD count )
{
    struct test_terminal *terminal = terminal_create( &terminal_class, &terminal_ops, sizeof(*terminal), &CLSID_MediaStreamTerminal, TT_DYNAMIC, direction,
                                                      TAPIMEDIATYPE_AUDIO, L"test", address );
    struct device *device = media_filter_create( &device_class, &device_ops, sizeof(*device), NULL );

    ok( terminal && device, "no memory\n" );
    if (!terminal || !device) return NULL;
    InitializeCriticalSection( &device->cs );
    InitializeConditionVariable( &device->more );
    device->given = given;
    device->speaker = speaker;
    device->count = count;
    if (direction == TD_CAPTURE) media_filter_add_pin( &device->filter, &device->pin, PINDIR_OUTPUT, L"Out", &play_ops );
    else media_filter_add_pin( &device->filter, &device->pin, PINDIR_INPUT, L"In", &record_ops );
    terminal->device = device;
    terminal->terminal.filter = media_filter_iface( device );
    return terminal_iface( terminal );
}

ITTerminal *player_create( MSP_HANDLE address, DWORD speaker, DWORD count )
{
    return make_terminal( address, TD_CAPTURE, NULL, speaker, count );
}

ITTerminal *player_of_samples( MSP_HANDLE address, const short *samples, DWORD count )
{
    return make_terminal( address, TD_CAPTURE, samples, 0, count );
}

ITTerminal *recorder_create( MSP_HANDLE address )
{
    return make_terminal( address, TD_RENDER, NULL, 0, 0 );
}

ITPluggableTerminalEventSink *terminal_sink( ITTerminal *terminal )
{
    struct terminal *object = object_of( terminal );
    ITPluggableTerminalEventSink *sink;

    EnterCriticalSection( &object->lock );
    if ((sink = object->sink)) ITPluggableTerminalEventSink_AddRef( sink );
    LeaveCriticalSection( &object->lock );
    return sink;
}

static struct device *device_of( ITTerminal *terminal )
{
    return ((struct test_terminal *)object_of( terminal ))->device;
}

void terminal_break( ITTerminal *terminal, BOOL broken )
{
    device_of( terminal )->broken = broken;
}

DWORD recorder_samples( ITTerminal *terminal, const short **samples )
{
    struct device *device = device_of( terminal );
    DWORD count;

    EnterCriticalSection( &device->cs );
    count = device->count;
    LeaveCriticalSection( &device->cs );
    if (samples) *samples = device->samples;
    return count;
}

BOOL recorder_wait( ITTerminal *terminal, DWORD sounding )
{
    const ULONGLONG end = GetTickCount64() + RECORD_PATIENCE;
    struct device *device = device_of( terminal );
    ULONGLONG now;
    BOOL ret;

    EnterCriticalSection( &device->cs );
    while (!(ret = device->sounding >= sounding) && (now = GetTickCount64()) < end)
        SleepConditionVariableCS( &device->more, &device->cs, end - now );
    LeaveCriticalSection( &device->cs );
    return ret;
}

DWORD recorder_compare( ITTerminal *terminal, DWORD speaker, DWORD *begin )
{
    const short *samples;
    const DWORD count = recorder_samples( terminal, &samples );
    DWORD first = 0;

    while (first < count && !samples[first]) first++;
    if (begin) *begin = first;
    return speech_compare( samples, count, speaker, NULL, NULL );
}
