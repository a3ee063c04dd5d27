/*
 * From the exchange to TAPI: operations and their completions, the queue of messages, the worker thread.
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

#include "exchange.h"
#include "exchange_media.h"

DEBUG_CHANNEL( exchange );

/* ---- operations ---- */

static LONG ask_faults( struct op *op, struct station *station, DWORD device )
{
    LONG completion = 0, ret;

    if ((ret = control_fault( op->function, FALSE, device, &op->delay, &completion ))) return ret;
    if (!completion || !op->request) return completion;
    exchange_lock();
    if (exchange) notify_reply( station, op->request, completion, op->delay );
    exchange_unlock();
    return op->request;
}

static void op_begin( struct op *op, const char *function, DRV_REQUESTID request )
{
    op->function = function;
    op->request = request;
    op->delay = 0;
    op->reply = NULL;
}

static LONG op_found( struct op *op, struct station *station )
{
    if (!op->request) return 0;
    if ((op->reply = exchange_post( exchange, EVENT_REPLY, station, NULL, 0, op->request, 0, op->delay ))) return 0;
    exchange_unlock();
    return LINEERR_NOMEM;
}

LONG op_line( struct op *op, const char *function, DRV_REQUESTID request, HDRVLINE handle, struct line **line )
{
    struct station *station;
    DWORD device;
    LONG ret;

    op_begin( op, function, request );
    exchange_lock();
    if ((*line = line_find( handle )) && control_faults)
    {
        station = (*line)->station;
        device = device_of_station( station );
        exchange_unlock();
        if ((ret = ask_faults( op, station, device ))) return ret;
        exchange_lock();
        *line = line_find( handle );
    }
    if (*line) return op_found( op, (*line)->station );
    exchange_unlock();
    WARN( "%s: there is no open line %p\n", function, handle );
    return LINEERR_INVALLINEHANDLE;
}

LONG op_call( struct op *op, const char *function, DRV_REQUESTID request, HDRVCALL handle, struct call **call )
{
    struct station *station;
    DWORD device;
    LONG ret;

    op_begin( op, function, request );
    exchange_lock();
    if ((*call = call_find( handle )) && control_faults)
    {
        station = (*call)->address->station;
        device = device_of_station( station );
        exchange_unlock();
        if ((ret = ask_faults( op, station, device ))) return ret;
        exchange_lock();
        *call = call_find( handle );
    }
    if (*call) return op_found( op, (*call)->address->station );
    exchange_unlock();
    WARN( "%s: there is no call %p\n", function, handle );
    return LINEERR_INVALCALLHANDLE;
}

LONG op_device( struct op *op, const char *function, DWORD device, struct station **station )
{
    LONG ret;

    op_begin( op, function, 0 );
    if (control_faults && (ret = ask_faults( op, NULL, device ))) return ret;
    exchange_lock();
    if ((*station = station_of_device( device ))) return 0;
    exchange_unlock();
    return LINEERR_BADDEVICEID;
}

LONG op_end( struct op *op, LONG result )
{
    if (op->reply && result) op->reply->type = EVENT_NONE;
    exchange_unlock();
    TRACE( "%s: %#lx\n", op->function, result );
    if (result) WARN( "%s fails: %#lx\n", op->function, result );
    return result ? result : (LONG)op->request;
}

/* ---- the queue ---- */

void notify_reply( struct station *station, DRV_REQUESTID request, LONG result, DWORD delay )
{
    if (!exchange_post( exchange, EVENT_REPLY, station, NULL, 0, request, result, delay ))
        ERR( "no memory: request %#lx will never complete\n", request );
}

void notify_line( struct station *station, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    exchange_post( exchange, EVENT_LINE, station, NULL, msg, param1, param2, param3 );
}

void notify_call( struct call *call, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    if (call->told && !call->closed) exchange_post( exchange, EVENT_CALL, call->address->station, call, msg, param1, param2, param3 );
}

void notify_phone( struct station *station, PHONEEVENT proc, HTAPIPHONE phone, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct event *event = exchange_post( exchange, EVENT_PHONE, station, NULL, msg, param1, param2, param3 );

    if (!event) return;
    event->pointer[0] = proc;
    event->pointer[1] = phone;
}

/* What is being told right now, by one thread at a time; under the exchange's lock. */
static CRITICAL_SECTION told_cs;
static CONDITION_VARIABLE told = CONDITION_VARIABLE_INIT;
static INIT_ONCE told_once = INIT_ONCE_STATIC_INIT;
static BOOL telling;
static DWORD telling_thread, telling_call, telling_line;
static const void *telling_phone;

/* Completions that take their time, and what happened at their lines since */
static struct event *delayed, **delayed_tail = &delayed;

static BOOL WINAPI init_told( INIT_ONCE *once, void *param, void **context )
{
    InitializeCriticalSection( &told_cs );
    return TRUE;
}

static void lock_told(void)
{
    InitOnceExecuteOnce( &told_once, init_told, NULL, NULL );
    EnterCriticalSection( &told_cs );
}

static void delay( struct event *event, ULONGLONG until )
{
    event->when = until;
    event->next = NULL;
    *delayed_tail = event;
    delayed_tail = &event->next;
}

/* Must this event wait? Then it is put where such events are. Locked. */
static BOOL must_wait( struct event *event )
{
    ULONGLONG until = 0;
    struct event *other;

    if (event->type == EVENT_REPLY && event->param3) until = exchange_now( exchange ) + event->param3;
    event->param3 = event->type == EVENT_REPLY ? 0 : event->param3;
    for (other = delayed; other; other = other->next)
        if (other->station == event->station && other->when > until) until = other->when;
    if (!until) return FALSE;
    delay( event, until );
    return TRUE;
}

/* The next one to tell. Locked. */
static struct event *next_event(void)
{
    struct event *event, **next;

    for (next = &delayed; (event = *next); next = &event->next)
    {
        if (event->when > exchange_now( exchange )) continue;
        if (!(*next = event->next)) delayed_tail = next;
        return event;
    }
    while ((event = exchange_event( exchange )))
    {
        if (event->type == EVENT_NONE || (event->type == EVENT_REPLY && event->param3 == LOST_REPLY)) free( event );
        else if (event->type == EVENT_RING)
        {
            phone_ring( event->station, event->param1, event->param2 );
            free( event );
        }
        else if (!delayed && !(event->type == EVENT_REPLY && event->param3)) return event;
        else if (!must_wait( event )) return event;
    }
    return NULL;
}

static void new_call( struct event *event, LINEEVENT proc, HTAPILINE htline )
{
    HTAPICALL htcall = NULL;
    struct call *call;

    proc( htline, NULL, LINE_NEWCALL, event->call, (DWORD_PTR)&htcall, 0 );
    exchange_lock();
    if (exchange && (call = exchange_call( exchange, event->call )) && !call->closed)
    {
        call->tapi = htcall;
        if (!htcall)
        {
            WARN( "TAPI has no room for a call at %u: it rings on, but no program hears of it\n", call->address->number );
            if (call->state == LINECALLSTATE_IDLE) call_close( call );
            else call->told = false;
        }
    }
    /* what that has queued the caller of ours tells next */
    if (exchange)
    {
        struct station *station;

        while ((station = exchange_dirty( exchange ))) phone_station_changed( station );
        msp_refresh();
    }
    exchange_leave();
}

/* Finds out, locked, whom to tell; tells, unlocked. */
static void tell( struct event *event )
{
    struct line *line = event->station ? event->station->line : NULL;
    LINEEVENT proc = line && line->handle ? line->event : NULL;
    HTAPILINE htline = line ? line->htline : NULL;
    HTAPICALL htcall = NULL;
    DWORD_PTR param2 = event->param2;
    struct exchange_media media;
    HTAPIMSPLINE htmsp = 0;
    struct call *call;

    lock_told();
    telling_call = telling_line = 0;
    telling_phone = NULL;
    switch (event->type)
    {
    case EVENT_NEW_CALL:
        call = exchange_call( exchange, event->call );
        if (!call || call->closed || call->tapi || !call->told) proc = NULL;
        telling_call = event->call;
        break;
    case EVENT_CALL:
        call = exchange_call( exchange, event->call );
        if (call && !call->closed) htcall = call->tapi;
        telling_call = event->call;
        if (event->message == LINE_CALLSTATE && event->param1 == LINECALLSTATE_CONFERENCED) param2 = (DWORD_PTR)event->pointer[0];
        break;
    case EVENT_LINE:
        if (proc && event->message == LINE_LINEDEVSTATE && !(line->line_states & event->param1)) proc = NULL;
        if (proc && event->message == LINE_ADDRESSSTATE && !(param2 &= line->address_states)) proc = NULL;
        break;
    case EVENT_MSP:
        call = exchange_call( exchange, event->call );
        if (call && !call->closed) htcall = call->tapi;
        telling_call = event->call;
        if (!msp_data( event->param1, &htmsp, &media )) proc = NULL;
        break;
    case EVENT_PHONE:
        if (phone_listens( event->station, event->pointer[1] )) telling_phone = event->pointer[1];
        break;
    default:
        break;
    }
    if (line) telling_line = line->handle;
    LeaveCriticalSection( &told_cs );
    exchange_leave();

    switch (event->type)
    {
    case EVENT_REPLY:
        TRACE( "request %#x is complete: %#x\n", event->param1, event->param2 );
        completion_proc( event->param1, event->param2 );
        break;
    case EVENT_CREATE:
        TRACE( "message %u, %#x\n", event->message, event->param1 );
        if (event->message == PHONE_CREATE)
        {
            if (phone_create_proc) phone_create_proc( NULL, PHONE_CREATE, (DWORD_PTR)exchange_provider, event->param1, 0 );
            break;
        }
        if (event->message == PHONE_REMOVE)
        {
            if (phone_create_proc) phone_create_proc( NULL, PHONE_REMOVE, event->param1, 0, 0 );
            break;
        }
        if (!line_create_proc) break;
        if (event->message == LINE_CREATE) line_create_proc( NULL, NULL, LINE_CREATE, (DWORD_PTR)exchange_provider, event->param1, 0 );
        else line_create_proc( NULL, NULL, LINE_REMOVE, event->param1, 0, 0 );
        break;
    case EVENT_NEW_CALL:
        if (proc) new_call( event, proc, htline );
        break;
    case EVENT_CALL:
        TRACE( "call %#x, message %u: %#x, %#x, %#x\n", event->call, event->message, event->param1, event->param2, event->param3 );
        if (proc && htcall) proc( htline, htcall, event->message, event->param1, param2, event->param3 );
        break;
    case EVENT_LINE:
        if (proc) TRACE( "line %#lx, message %u: %#x, %#x, %#x\n", telling_line, event->message, event->param1, (unsigned int)param2, event->param3 );
        if (proc) proc( htline, NULL, event->message, event->param1, param2, event->param3 );
        break;
    case EVENT_MSP:
        TRACE( "call %#x, to its media service provider: state %lu\n", event->call, proc ? media.state : 0 );
        if (proc && htcall) proc( htline, htcall, LINE_SENDMSPDATA, (DWORD_PTR)htmsp, (DWORD_PTR)&media, sizeof(media) );
        break;
    case EVENT_PHONE:
        if (telling_phone) ((PHONEEVENT)event->pointer[0])( event->pointer[1], event->message, event->param1, event->param2, event->param3 );
        break;
    default:
        break;
    }
    free( event );
}

void notify_flush(void)
{
    struct event *event;

    exchange_lock();
    if (exchange && !telling)
    {
        telling = TRUE;
        telling_thread = GetCurrentThreadId();
        while (exchange && (event = next_event()))
        {
            tell( event );
            lock_told();
            telling_call = telling_line = 0;
            telling_phone = NULL;
            WakeAllConditionVariable( &told );
            LeaveCriticalSection( &told_cs );
            exchange_lock();
        }
        telling = FALSE;
        telling_thread = 0;
        /* what must wait sets the time the worker wakes */
        worker_wake();
    }
    exchange_leave();
}

void notify_purge_call( DWORD handle )
{
    lock_told();
    while (handle && telling_call == handle && telling_thread != GetCurrentThreadId()) SleepConditionVariableCS( &told, &told_cs, INFINITE );
    LeaveCriticalSection( &told_cs );
}

void notify_purge_line( DWORD handle )
{
    lock_told();
    while (handle && telling_line == handle && telling_thread != GetCurrentThreadId()) SleepConditionVariableCS( &told, &told_cs, INFINITE );
    LeaveCriticalSection( &told_cs );
}

void notify_purge_phone( HTAPIPHONE phone )
{
    lock_told();
    while (phone && telling_phone == (const void *)phone && telling_thread != GetCurrentThreadId()) SleepConditionVariableCS( &told, &told_cs, INFINITE );
    LeaveCriticalSection( &told_cs );
}

/* ---- the worker thread: timers ---- */

static HANDLE worker, wake_event;
static BOOL worker_ends;
static ULONGLONG worker_until;      /* when it wakes by itself; under the lock */

static ULONGLONG next_moment(void)
{
    ULONGLONG next = exchange_next( exchange );
    const struct event *event;

    for (event = delayed; event; event = event->next) if (event->when < next) next = event->when;
    return next;
}

static DWORD WINAPI run_worker( void *arg )
{
    ULONGLONG now;
    DWORD wait;

    for (;;)
    {
        exchange_lock();
        if (worker_ends) break;
        worker_until = next_moment();
        now = GetTickCount64();
        wait = worker_until == UINT64_MAX ? INFINITE : worker_until <= now ? 0 : (DWORD)min( worker_until - now, 0x7fffffff );
        exchange_unlock();
        WaitForSingleObject( wake_event, wait );
    }
    exchange_leave();
    return 0;
}

void worker_wake(void)
{
    if (!exchange || !worker) return;
    if (next_moment() < worker_until)
    {
        worker_until = 0;
        SetEvent( wake_event );
    }
}

BOOL worker_start(void)
{
    worker_ends = FALSE;
    worker_until = 0;
    if (!(wake_event = CreateEventW( NULL, FALSE, FALSE, NULL ))) return FALSE;
    if ((worker = CreateThread( NULL, 0, run_worker, NULL, 0, NULL ))) return TRUE;
    ERR( "cannot start a thread: error %lu\n", GetLastError() );
    CloseHandle( wake_event );
    wake_event = NULL;
    return FALSE;
}

void worker_stop(void)
{
    struct event *event;

    exchange_lock();
    worker_ends = TRUE;
    exchange_leave();
    SetEvent( wake_event );
    WaitForSingleObject( worker, INFINITE );
    CloseHandle( worker );
    CloseHandle( wake_event );
    worker = wake_event = NULL;
    exchange_lock();
    while ((event = delayed))
    {
        delayed = event->next;
        free( event );
    }
    delayed_tail = &delayed;
    exchange_leave();
}
