/*
 * The part of a file terminal that its filters share: references, state, events in their order.
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

#include "file_terminal.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapimedia );

struct file_event
{
    struct file_event *next;
    TERMINAL_MEDIA_STATE state;
    FT_STATE_EVENT_CAUSE cause;
    HRESULT error;
};

void core_init( struct file_core *core, const struct file_kind *kind )
{
    core->refs = 1;
    InitializeCriticalSection( &core->lock );
    core->kind = kind;
    core->state = TMS_IDLE;
    core->last_event = &core->events;
}

void core_addref( struct file_core *core )
{
    InterlockedIncrement( &core->refs );
}

void core_release( struct file_core *core )
{
    struct file_event *event;

    if (!core || InterlockedDecrement( &core->refs )) return;
    while ((event = core->events))
    {
        core->events = event->next;
        free( event );
    }
    DeleteCriticalSection( &core->lock );
    core->kind->core_free( core );
}

void core_event( struct file_core *core, FT_STATE_EVENT_CAUSE cause, HRESULT error )
{
    struct file_event *event = malloc( sizeof(*event) );

    if (!event)
    {
        ERR( "no memory to tell that the file terminal has changed to state %d, cause %d\n", core->state, cause );
        return;
    }
    *event = (struct file_event){ NULL, core->state, cause, error };
    *core->last_event = event;
    core->last_event = &event->next;
}

/* To all that asked, one after the other: each track says it for its streams. */
static void fire( struct file_terminal *terminal, const struct file_event *event )
{
    MSP_EVENT_INFO info = { .dwSize = sizeof(info), .Event = ME_FILE_TERMINAL_EVENT };
    struct file_track *track, **tracks;
    unsigned int count = 0, i;

    info.MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal = (ITTerminal *)&terminal->terminal;
    info.MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState = event->state;
    info.MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause = event->cause;
    info.MSP_FILE_TERMINAL_EVENT_INFO.hrErrorCode = event->error;

    EnterCriticalSection( &terminal->lock );
    for (track = terminal->tracks; track; track = track->next) count++;
    if ((tracks = malloc( (count + 1) * sizeof(*tracks) )))
        for (track = terminal->tracks, count = 0; track; track = track->next)
        {
            if (track->removed) continue;
            ITTerminal_AddRef( file_track_iface( track ));
            tracks[count++] = track;
        }
    LeaveCriticalSection( &terminal->lock );
    if (!tracks) return;
    for (i = 0; i < count; i++)
    {
        file_track_fire( tracks[i], terminal, &info );
        ITTerminal_Release( file_track_iface( tracks[i] ));
    }
    if (!count) file_track_fire( NULL, terminal, &info );
    free( tracks );
}

void core_fire( struct file_core *core )
{
    for (;;)
    {
        struct file_terminal *terminal = NULL;
        struct file_event *event = NULL;

        EnterCriticalSection( &core->lock );
        /* one thread at a time, so that they arrive as they happened; who comes later leaves his to it */
        if (!core->firing && (event = core->events))
        {
            core->firing = TRUE;
            if (!(core->events = event->next)) core->last_event = &core->events;
            if (core->terminal && object_try_addref( core->terminal )) terminal = core->terminal;
        }
        LeaveCriticalSection( &core->lock );
        if (!event) return;
        TRACE( "state %d, cause %d, error %#lx\n", event->state, event->cause, event->error );
        if (terminal) fire( terminal, event );
        free( event );
        EnterCriticalSection( &core->lock );
        core->firing = FALSE;
        LeaveCriticalSection( &core->lock );
        object_release( terminal );     /* may be the last one */
    }
}
