/*
 * The threads that bring the sound of all calls of a program to their filters.
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

#include "exchangemsp_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( msp );

/*
 * ms between looks; frames come every 10 ms, those of all calls at once: the next ones are not looked for before they are due, and then often. What costs is
 * the delivery of a sample, however long it is, so that a program that records a hundred calls gets them in pieces of 100 ms.
 */
#define AFTER_FRAME    8
#define WHEN_DUE       2
#define WHEN_QUIET     5
#define MOST_INTERVAL  100
#define QUIET          40               /* ms without a frame */
#define STALL       250                 /* ms after which the other thread takes over */
#define MAX_THREADS 16

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static CRITICAL_SECTION pump_cs;
static CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;    /* sources were added or removed */
static CONDITION_VARIABLE delivered = CONDITION_VARIABLE_INIT;
static struct source *sources;
static unsigned int threads, spares, source_count;
static DWORD leader;                    /* thread id; 0: nobody */
static ULONGLONG leader_time;           /* it was seen last */
static DWORD round_number;
static ULONGLONG frame_time;            /* the last frame came */

static BOOL WINAPI init_pump( INIT_ONCE *init, void *param, void **context )
{
    InitializeCriticalSection( &pump_cs );
    return TRUE;
}

static void lock( void )
{
    InitOnceExecuteOnce( &once, init_pump, NULL, NULL );
    EnterCriticalSection( &pump_cs );
}

static BOOL start_thread( void );

/* With the lock: one look at all sources; *interval gets the time to the next. FALSE: somebody else has taken over. */
static BOOL serve( DWORD *interval )
{
    const DWORD self = GetCurrentThreadId();
    BOOL any = FALSE, one;
    struct source *source;

    round_number++;
    for (;;)
    {
        leader_time = GetTickCount64();
        for (source = sources; source && (source->round == round_number || source->delivering); source = source->next) {}
        if (!source) break;
        source->round = round_number;
        source->delivering = TRUE;
        LeaveCriticalSection( &pump_cs );
        one = source_deliver( source );
        EnterCriticalSection( &pump_cs );
        source->delivering = FALSE;
        any |= one;
        WakeAllConditionVariable( &delivered );
        if (leader != self)
        {
            WARN( "a terminal took long; the other calls were not held up\n" );
            return FALSE;
        }
    }
    if (any) frame_time = leader_time;
    *interval = any ? AFTER_FRAME : leader_time - frame_time < QUIET ? WHEN_DUE : WHEN_QUIET;
    if (source_count > AFTER_FRAME) *interval = min( source_count, MOST_INTERVAL );
    return TRUE;
}

static DWORD WINAPI pump_thread( void *module )
{
    DWORD interval;
    const DWORD self = GetCurrentThreadId();
    const BOOL com = SUCCEEDED(CoInitializeEx( NULL, COINIT_MULTITHREADED ));

    SetThreadPriority( GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL );
    lock();
    while (sources)
    {
        if (leader && leader != self && GetTickCount64() - leader_time < STALL)
        {
            if (spares) break;          /* one that waits is enough */
            spares++;
            SleepConditionVariableCS( &changed, &pump_cs, STALL );
            spares--;
            continue;
        }
        leader = self;
        leader_time = GetTickCount64();
        if (!spares && threads < MAX_THREADS && sources->next) start_thread();
        if (serve( &interval ) && leader == self) SleepConditionVariableCS( &changed, &pump_cs, interval );
    }
    if (leader == self) leader = 0;
    threads--;
    LeaveCriticalSection( &pump_cs );
    if (com) CoUninitialize();
    FreeLibraryAndExitThread( module, 0 );
}

/* With the lock */
static BOOL start_thread( void )
{
    HMODULE module;
    HANDLE thread;

    if (!GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)pump_thread, &module )) return FALSE;
    if (!(thread = CreateThread( NULL, 0, pump_thread, module, 0, NULL )))
    {
        ERR( "no thread for the sound of calls: error %lu\n", GetLastError() );
        FreeLibrary( module );
        return FALSE;
    }
    CloseHandle( thread );
    threads++;
    return TRUE;
}

HRESULT pump_add( struct source *source )
{
    HRESULT hr = S_OK;

    lock();
    source->next = sources;
    sources = source;
    source_count++;
    if (!threads && !start_thread())
    {
        sources = source->next;
        source_count--;
        hr = E_OUTOFMEMORY;
    }
    LeaveCriticalSection( &pump_cs );
    return hr;
}

void pump_remove( struct source *source )
{
    struct source **link;

    lock();
    for (link = &sources; *link && *link != source; link = &(*link)->next) {}
    if (*link)
    {
        *link = source->next;
        source_count--;
    }
    while (source->delivering) SleepConditionVariableCS( &delivered, &pump_cs, INFINITE );
    if (!sources) WakeAllConditionVariable( &changed );
    LeaveCriticalSection( &pump_cs );
}
