/*
 * Time-outs of voice calls.
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

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/*
 * One thread looks at all calls when the first of their time-outs is due. It is started with the first time-out; a look costs as many locks as there are
 * modems, which is nothing beside a digit on a telephone line.
 */
static CRITICAL_SECTION clock_cs;
static INIT_ONCE clock_once = INIT_ONCE_STATIC_INIT;
static HANDLE clock_thread, clock_event;
static BOOL clock_ends;

struct look
{
    DWORD now;
    DWORD wait;         /* until the next time-out */
};

static BOOL WINAPI init_clock( INIT_ONCE *once, void *param, void **context )
{
    (void)once;
    (void)param;
    (void)context;
    InitializeCriticalSection( &clock_cs );
    clock_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    return clock_event != NULL;
}

/* TRUE: it is over. Otherwise the wait is shortened to it. */
static BOOL is_due( struct look *look, DWORD due )
{
    LONG left = due - look->now;

    if (left <= 0) return TRUE;
    look->wait = min( look->wait, (DWORD)left );
    return FALSE;
}

static void look_at_call( struct call *call, struct look *look )
{
    struct voice_gather *gather = &call->voice.gather;

    if (gather->active && gather->timed && is_due( look, gather->due ))
        voice_gather_ended( call, gather->count ? LINEGATHERTERM_INTERTIMEOUT : LINEGATHERTERM_FIRSTTIMEOUT );
}

static void look_at_modem( struct modem *modem, void *arg )
{
    struct call *call;

    modem_lock( modem );
    for (call = modem->calls; call; call = call->next) look_at_call( call, arg );
    modem_unlock( modem );
}

static DWORD WINAPI run_clock( void *arg )
{
    struct look look = { 0, INFINITE };

    (void)arg;
    for (;;)
    {
        WaitForSingleObject( clock_event, look.wait );
        if (clock_ends) return 0;
        look.now = GetTickCount();
        look.wait = INFINITE;
        modems_for_each( look_at_modem, &look );
    }
}

void voice_clock_wake(void)
{
    if (!InitOnceExecuteOnce( &clock_once, init_clock, NULL, NULL ))
    {
        ERR( "no event: digits are gathered without time-outs\n" );
        return;
    }
    EnterCriticalSection( &clock_cs );
    if (!clock_thread && !(clock_thread = CreateThread( NULL, 0, run_clock, NULL, 0, NULL )))
        ERR( "cannot start a thread, error %lu: digits are gathered without time-outs\n", GetLastError() );
    LeaveCriticalSection( &clock_cs );
    SetEvent( clock_event );
}

void voice_clock_stop(void)
{
    HANDLE thread;

    if (!InitOnceExecuteOnce( &clock_once, init_clock, NULL, NULL )) return;
    EnterCriticalSection( &clock_cs );
    thread = clock_thread;
    clock_thread = NULL;
    LeaveCriticalSection( &clock_cs );
    if (!thread) return;
    clock_ends = TRUE;
    SetEvent( clock_event );
    WaitForSingleObject( thread, INFINITE );
    CloseHandle( thread );
    clock_ends = FALSE;
}
