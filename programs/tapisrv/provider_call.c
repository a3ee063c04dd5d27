/*
 * Calls into service providers: how many at a time, for how long, and what they return when they fault.
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

#include <stdarg.h>
#include <stdio.h>

#include "debug/debug.h"
#include "provider_private.h"

DEBUG_CHANNEL( tspi );

const char *const tspi_names[TSPI_FN_COUNT] =
{
#define TSPI_FN( name, ordinal, nargs, is_async )  "TSPI_" #name,
#include "tspi_functions.def"
#undef TSPI_FN
};

const BYTE tspi_args[TSPI_FN_COUNT] =
{
#define TSPI_FN( name, ordinal, nargs, is_async )  nargs,
#include "tspi_functions.def"
#undef TSPI_FN
};

static const BOOL is_asynchronous[TSPI_FN_COUNT] =
{
#define TSPI_FN( name, ordinal, nargs, is_async )  is_async,
#include "tspi_functions.def"
#undef TSPI_FN
};

/* What a program asks for that is of no use to anybody once it is gone. */
static BOOL begins_something( enum tspi_function function )
{
    return function == TSPI_FN_lineOpen || function == TSPI_FN_phoneOpen || (is_asynchronous[function] && function != TSPI_FN_lineDrop);
}

#define A DWORD_PTR
static LONG invoke( void *func, unsigned int count, const DWORD_PTR *a )
{
    switch (count)
    {
    case 0:  return ((LONG (WINAPI *)(void))func)();
    case 1:  return ((LONG (WINAPI *)(A))func)( a[0] );
    case 2:  return ((LONG (WINAPI *)(A,A))func)( a[0], a[1] );
    case 3:  return ((LONG (WINAPI *)(A,A,A))func)( a[0], a[1], a[2] );
    case 4:  return ((LONG (WINAPI *)(A,A,A,A))func)( a[0], a[1], a[2], a[3] );
    case 5:  return ((LONG (WINAPI *)(A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4] );
    case 6:  return ((LONG (WINAPI *)(A,A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4], a[5] );
    case 7:  return ((LONG (WINAPI *)(A,A,A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4], a[5], a[6] );
    case 8:  return ((LONG (WINAPI *)(A,A,A,A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7] );
    case 9:  return ((LONG (WINAPI *)(A,A,A,A,A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8] );
    default: return ((LONG (WINAPI *)(A,A,A,A,A,A,A,A,A,A,A,A))func)( a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7],
                                                                      a[8], a[9], a[10], a[11] );
    }
}
#undef A

static BOOL is_phone( enum tspi_function function )
{
    return tspi_names[function][5] == 'p' && tspi_names[function][6] == 'h';
}

static LONG failed( enum tspi_function function )
{
    return is_phone( function ) ? PHONEERR_OPERATIONFAILED : LINEERR_OPERATIONFAILED;
}

/* ---- the guarded call ------------------------------------------------------------------------------------------ */

struct call
{
    void            *func;
    unsigned int     count;
    const DWORD_PTR *args;
    LONG             result;
};

static void run_call( void *arg )
{
    struct call *call = arg;

    call->result = invoke( call->func, call->count, call->args );
}

LONG call_guarded( struct provider *provider, enum tspi_function function, unsigned int count, const DWORD_PTR *args )
{
    struct call call = { provider->functions[function], count, args, 0 };
    void *address;
    DWORD code;

    if (guard_run( run_call, &call, &code, &address )) return call.result;
    provider_crashed( provider, function, code, address );
    return failed( function );
}

/* ---- the limit of concurrent calls ------------------------------------------------------------------------------ */

void calls_init( struct provider *provider )
{
    InitializeSRWLock( &provider->call_lock );
    InitializeConditionVariable( &provider->call_free );
    list_init( &provider->calls );
}

static DWORD call_limit( struct provider *provider )
{
    return provider->legacy || (provider->options & LINETSPIOPTION_NONREENTRANT) ? 1 : MAX_CALLS;
}

/* FALSE: the provider cannot be called, now or any more. */
static BOOL begin_call( struct provider *provider, struct running_call *call )
{
    BOOL ret = FALSE;

    AcquireSRWLockExclusive( &provider->call_lock );
    provider->waiting++;
    for (;;)
    {
        if (provider->crashed || (provider->stopping && call->function != TSPI_FN_providerShutdown)) break;
        /* its turn has come, or it need not wait for it */
        if (begins_something( call->function ) && request_abandoned())
        {
            TRACE( "%s: not called, the client is gone\n", tspi_names[call->function] );
            break;
        }
        if (provider->active < call_limit( provider ))
        {
            ret = TRUE;
            break;
        }
        if (provider->hanging >= call_limit( provider ))
        {
            WARN( "%s: not called, provider %s hangs in %lu calls\n", tspi_names[call->function],
                  debugstr_w( provider->file ), provider->hanging );
            break;
        }
        SleepConditionVariableSRW( &provider->call_free, &provider->call_lock, INFINITE, 0 );
    }
    provider->waiting--;
    if (ret)
    {
        provider->active++;
        call->start = GetTickCount();
        call->thread = GetCurrentThreadId();
        call->hanging = FALSE;
        list_add_tail( &provider->calls, &call->entry );
    }
    ReleaseSRWLockExclusive( &provider->call_lock );
    return ret;
}

static void end_call( struct provider *provider, struct running_call *call )
{
    AcquireSRWLockExclusive( &provider->call_lock );
    list_remove( &call->entry );
    provider->active--;
    if (call->hanging) provider->hanging--;
    /* after a crash nobody gets a turn, all have to go */
    if (provider->crashed || provider->stopping) WakeAllConditionVariable( &provider->call_free );
    else if (provider->waiting) WakeConditionVariable( &provider->call_free );
    ReleaseSRWLockExclusive( &provider->call_lock );
    if (call->hanging)
        ERR( "provider %s returned from %s after %lu ms\n", debugstr_w( provider->file ), tspi_names[call->function],
             GetTickCount() - call->start );
}

BOOL calls_stop( struct provider *provider, DWORD timeout )
{
    DWORD start = GetTickCount(), passed;
    BOOL ret;

    AcquireSRWLockExclusive( &provider->call_lock );
    provider->stopping = TRUE;
    WakeAllConditionVariable( &provider->call_free );
    while (provider->active && (passed = GetTickCount() - start) < timeout)
        SleepConditionVariableSRW( &provider->call_free, &provider->call_lock, timeout - passed, 0 );
    ret = !provider->active;
    ReleaseSRWLockExclusive( &provider->call_lock );
    return ret;
}

BOOL provider_has( struct provider *provider, enum tspi_function function )
{
    return provider->functions[function] != NULL;
}

LONG provider_call( struct provider *provider, enum tspi_function function, const DWORD_PTR *args )
{
    struct running_call call = { .function = function, .first = tspi_args[function] ? args[0] : 0 };
    LONG ret;

    if (!provider->functions[function])
        return is_phone( function ) ? PHONEERR_OPERATIONUNAVAIL : LINEERR_OPERATIONUNAVAIL;
    if (!begin_call( provider, &call )) return failed( function );
    TRACE( "%s %s( %p, ... )\n", debugstr_w( provider->file ), tspi_names[function], (void *)call.first );
    if (provider->legacy) ret = legacy_call( provider, function, args );
    else ret = call_guarded( provider, function, tspi_args[function], args );
    end_call( provider, &call );
    TRACE( "%s %s returns %#lx\n", debugstr_w( provider->file ), tspi_names[function], ret );
    return ret;
}

/* ---- calls that do not return ----------------------------------------------------------------------------------- */

#define WATCH_MS  5000

static HANDLE watch_thread, watch_end;

/* One line for each call that hangs, for the log; called now and then by the watch thread. */
static void calls_watch( struct provider *provider )
{
    struct running_call *call;
    struct list *cursor;
    DWORD now;

    AcquireSRWLockExclusive( &provider->call_lock );
    now = GetTickCount();
    LIST_FOR_EACH( cursor, &provider->calls )
    {
        call = LIST_ENTRY_OF( cursor, struct running_call, entry );
        if (call->hanging || now - call->start < HANGING_MS) continue;
        call->hanging = TRUE;
        provider->hanging++;
        provider->keep_module = TRUE;
        ERR( "provider %s hangs in %s( %p, ... ) for %lu s, thread %04lx: only its own lines are affected; "
             "if it does not come back, restart the telephony service or remove the provider\n",
             debugstr_w( provider->file ), tspi_names[call->function], (void *)call->first, (now - call->start) / 1000, call->thread );
    }
    if (provider->hanging >= call_limit( provider )) WakeAllConditionVariable( &provider->call_free );
    ReleaseSRWLockExclusive( &provider->call_lock );
}

static DWORD WINAPI watch( void *arg )
{
    while (WaitForSingleObject( arg, WATCH_MS ) == WAIT_TIMEOUT) providers_each( calls_watch );
    return 0;
}

void watch_start(void)
{
    if (watch_thread || !(watch_end = CreateEventW( NULL, TRUE, FALSE, NULL ))) return;
    if (!(watch_thread = CreateThread( NULL, 0, watch, watch_end, 0, NULL )))
        ERR( "cannot watch providers, error %lu: calls that hang will not be reported\n", GetLastError() );
}

void watch_stop(void)
{
    if (watch_thread)
    {
        SetEvent( watch_end );
        WaitForSingleObject( watch_thread, INFINITE );
        CloseHandle( watch_thread );
        watch_thread = NULL;
    }
    if (watch_end) CloseHandle( watch_end );
    watch_end = NULL;
}
