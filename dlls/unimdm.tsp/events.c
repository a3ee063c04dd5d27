/*
 * Events: from the engine to the modems, and from the modems to TAPI.
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
#include <string.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* ---- to TAPI ---- */

/*
 * What TAPI is told leaves through one queue, so that it hears everything in the order in which it happened, whichever thread it happened on, and is
 * never called under a lock. One thread at a time empties the queue; another one that comes meanwhile leaves its notices to it.
 */
enum notice_type { NOTICE_LINE, NOTICE_CALL, NOTICE_NEW_CALL, NOTICE_CREATE, NOTICE_REPLY, NOTICE_DIALOG, NOTICE_DIALOG_DATA, NOTICE_PHONE,
                   NOTICE_CREATE_PHONE };

struct notice
{
    struct notice   *next;
    enum notice_type type;
    struct modem    *modem;
    struct call     *call;
    HTAPILINE        htline;
    LINEEVENT        proc;
    HTAPIPHONE       htphone;
    PHONEEVENT       phone_proc;
    DWORD            line_handle;
    DWORD            msg;
    DWORD_PTR        param1, param2, param3;
    DWORD            request;
    LONG             result;
    HTAPIDIALOGINSTANCE dialog;
    DWORD            data_size;
    BYTE             data[];
};

static CRITICAL_SECTION queue_cs;
static CONDITION_VARIABLE queue_told = CONDITION_VARIABLE_INIT;
static INIT_ONCE queue_once = INIT_ONCE_STATIC_INIT;
static struct notice *queue_head, **queue_tail = &queue_head;
static struct notice *telling;          /* being told right now */
static DWORD telling_thread;

static HANDLE event_thread;

static BOOL WINAPI init_queue( INIT_ONCE *once, void *param, void **context )
{
    (void)once;
    (void)param;
    (void)context;
    InitializeCriticalSection( &queue_cs );
    return TRUE;
}

static void lock_queue(void)
{
    InitOnceExecuteOnce( &queue_once, init_queue, NULL, NULL );
    EnterCriticalSection( &queue_cs );
}

static void unlock_queue(void)
{
    LeaveCriticalSection( &queue_cs );
}

static void free_notice( struct notice *notice )
{
    if (notice->call) call_release( notice->call );
    if (notice->modem) modem_release( notice->modem );
    free( notice );
}

static void queue_notice_with( const struct notice *contents, const void *data, DWORD size )
{
    struct notice *notice = malloc( sizeof(*notice) + size );

    if (!notice)
    {
        ERR( "no memory: TAPI will miss message %lu\n", contents->msg );
        return;
    }
    *notice = *contents;
    if ((notice->data_size = size)) memcpy( notice->data, data, size );
    notice->next = NULL;
    if (notice->modem) InterlockedIncrement( &notice->modem->refs );
    if (notice->call) InterlockedIncrement( &notice->call->refs );
    lock_queue();
    *queue_tail = notice;
    queue_tail = &notice->next;
    unlock_queue();
}

static void queue_notice( const struct notice *contents )
{
    queue_notice_with( contents, NULL, 0 );
}

void notify_line( struct modem *modem, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct notice notice = { .type = NOTICE_LINE, .modem = modem, .htline = modem->htline, .proc = modem->line_event,
                             .line_handle = modem->line_handle, .msg = msg, .param1 = param1, .param2 = param2, .param3 = param3 };

    if (modem->line_handle) queue_notice( &notice );
}

void notify_call( struct call *call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct modem *modem = call->modem;
    struct notice notice = { .type = NOTICE_CALL, .modem = modem, .call = call, .htline = modem->htline, .proc = modem->line_event,
                             .line_handle = modem->line_handle, .msg = msg, .param1 = param1, .param2 = param2, .param3 = param3 };

    if (modem->line_handle && !call->closed) queue_notice( &notice );
}

void notify_phone( struct modem *modem, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct notice notice = { .type = NOTICE_PHONE, .modem = modem, .htphone = modem->phone.htphone, .phone_proc = modem->phone.event, .msg = msg,
                             .param1 = param1, .param2 = param2, .param3 = param3 };

    if (modem->phone.handle) queue_notice( &notice );
}

void notify_create_phone( DWORD msg, DWORD_PTR param1, DWORD_PTR param2 )
{
    struct notice notice = { .type = NOTICE_CREATE_PHONE, .phone_proc = phone_create_proc, .msg = msg, .param1 = param1, .param2 = param2 };

    if (phone_create_proc) queue_notice( &notice );
}

void notify_new_call( struct call *call )
{
    struct modem *modem = call->modem;
    struct notice notice = { .type = NOTICE_NEW_CALL, .modem = modem, .call = call, .htline = modem->htline, .proc = modem->line_event,
                             .line_handle = modem->line_handle, .msg = LINE_NEWCALL };

    queue_notice( &notice );
}

void notify_create( DWORD msg, DWORD_PTR param1, DWORD_PTR param2 )
{
    struct notice notice = { .type = NOTICE_CREATE, .proc = line_create_proc, .msg = msg, .param1 = param1, .param2 = param2 };

    if (line_create_proc) queue_notice( &notice );
}

void notify_reply( DWORD *request, LONG result )
{
    struct notice notice = { .type = NOTICE_REPLY, .request = *request, .result = result };

    if (!*request) return;
    *request = 0;
    queue_notice( &notice );
}

void notify_dialog( struct call *call, DWORD request, const void *params, DWORD size )
{
    struct notice notice = { .type = NOTICE_DIALOG, .modem = call->modem, .call = call, .proc = line_create_proc, .msg = LINE_CREATEDIALOGINSTANCE,
                             .request = request };

    queue_notice_with( &notice, params, size );
}

void notify_dialog_data( struct modem *modem, HTAPIDIALOGINSTANCE dialog, const void *data, DWORD size )
{
    struct notice notice = { .type = NOTICE_DIALOG_DATA, .modem = modem, .proc = line_create_proc, .msg = LINE_SENDDIALOGINSTANCEDATA, .dialog = dialog };

    queue_notice_with( &notice, data, size );
}

static void tell_dialog( struct notice *notice )
{
    static WCHAR ui_dll[] = L"unimdm.tsp";
    TUISPICREATEDIALOGINSTANCEPARAMS params =
    {
        .dwRequestID = notice->request, .hdDlgInst = (HDRVDIALOGINSTANCE)(DWORD_PTR)notice->call->handle, .lpszUIDLLName = ui_dll,
        .lpParams = notice->data, .dwSize = notice->data_size
    };

    if (notice->proc) notice->proc( (HTAPILINE)provider_handle, NULL, LINE_CREATEDIALOGINSTANCE, (DWORD_PTR)&params, 0, 0 );
    TRACE( "dialog %#lx for call %#lx\n", params.htDlgInst, notice->call->handle );
    modem_lock( notice->modem );
    manual_told( notice->call, params.htDlgInst );
    modem_unlock( notice->modem );
}

static void tell( struct notice *notice )
{
    HTAPICALL htcall = NULL;

    switch (notice->type)
    {
    case NOTICE_REPLY:
        TRACE( "request %#lx is complete: %#lx\n", notice->request, notice->result );
        completion_proc( notice->request, notice->result );
        break;
    case NOTICE_CREATE:
        TRACE( "message %lu: %#lx, %#lx\n", notice->msg, (DWORD)notice->param1, (DWORD)notice->param2 );
        notice->proc( NULL, NULL, notice->msg, notice->param1, notice->param2, 0 );
        break;
    case NOTICE_PHONE:
    case NOTICE_CREATE_PHONE:
        TRACE( "phone message %lu: %#lx, %#lx, %#lx\n", notice->msg, (DWORD)notice->param1, (DWORD)notice->param2, (DWORD)notice->param3 );
        notice->phone_proc( notice->htphone, notice->msg, notice->param1, notice->param2, notice->param3 );
        break;
    case NOTICE_NEW_CALL:
        TRACE( "new call %#lx\n", notice->call->handle );
        notice->proc( notice->htline, NULL, LINE_NEWCALL, notice->call->handle, (DWORD_PTR)&htcall, 0 );
        modem_lock( notice->modem );
        if ((notice->call->htcall = htcall))
        {
            notice->call->known = TRUE;
            line_calls_changed( notice->modem );
        }
        else
        {
            WARN( "TAPI has no room for the incoming call on %s; it is offered again at the next ring\n", debugstr_w( notice->modem->info.name ));
            call_refused( notice->call );
        }
        modem_unlock( notice->modem );
        break;
    case NOTICE_DIALOG:
        tell_dialog( notice );
        break;
    case NOTICE_DIALOG_DATA:
        if (!notice->proc) break;
        notice->proc( (HTAPILINE)(DWORD_PTR)notice->dialog, NULL, LINE_SENDDIALOGINSTANCEDATA, (DWORD_PTR)notice->data, notice->data_size, 0 );
        break;
    case NOTICE_CALL:
        if (!notice->call->htcall) break;
        TRACE( "call %#lx, message %lu: %#lx, %#lx, %#lx\n", notice->call->handle, notice->msg, (DWORD)notice->param1, (DWORD)notice->param2,
               (DWORD)notice->param3 );
        notice->proc( notice->htline, notice->call->htcall, notice->msg, notice->param1, notice->param2, notice->param3 );
        break;
    case NOTICE_LINE:
        TRACE( "line %#lx, message %lu: %#lx, %#lx, %#lx\n", notice->line_handle, notice->msg, (DWORD)notice->param1, (DWORD)notice->param2,
               (DWORD)notice->param3 );
        notice->proc( notice->htline, NULL, notice->msg, notice->param1, notice->param2, notice->param3 );
        break;
    }
}

void notify_flush(void)
{
    struct notice *notice;

    lock_queue();
    /* one thread at a time, or messages overtake each other; another may have begun while this one had no lock */
    while (!telling && (notice = queue_head))
    {
        if (!(queue_head = notice->next)) queue_tail = &queue_head;
        telling = notice;
        telling_thread = GetCurrentThreadId();
        unlock_queue();
        tell( notice );
        lock_queue();
        telling = NULL;
        WakeAllConditionVariable( &queue_told );
        unlock_queue();
        free_notice( notice );
        lock_queue();
    }
    unlock_queue();
}

static BOOL concerns( const struct notice *notice, const struct modem *modem, const struct call *call, BOOL phone )
{
    if (phone) return notice->type == NOTICE_PHONE && notice->modem == modem;
    if (notice->type == NOTICE_PHONE || notice->type == NOTICE_CREATE_PHONE) return FALSE;
    if (notice->type == NOTICE_REPLY || notice->type == NOTICE_CREATE || notice->type == NOTICE_DIALOG_DATA) return FALSE;
    return call ? notice->call == call : notice->modem == modem;
}

static void purge( struct modem *modem, struct call *call, BOOL phone )
{
    struct notice *notice, **next, *dropped = NULL;

    lock_queue();
    for (next = &queue_head; (notice = *next);)
    {
        if (!concerns( notice, modem, call, phone ))
        {
            next = &notice->next;
            continue;
        }
        *next = notice->next;
        notice->next = dropped;
        dropped = notice;
    }
    queue_tail = next;
    while (telling && concerns( telling, modem, call, phone ) && telling_thread != GetCurrentThreadId())
        SleepConditionVariableCS( &queue_told, &queue_cs, INFINITE );
    unlock_queue();
    while ((notice = dropped))
    {
        dropped = notice->next;
        free_notice( notice );
    }
}

void notify_purge( struct modem *modem, struct call *call )
{
    purge( modem, call, FALSE );
}

void notify_purge_phone( struct modem *modem )
{
    purge( modem, NULL, TRUE );
}

/* ---- from the engine ---- */

static void handle_event( const struct modem_event *event )
{
    struct modem *modem = modem_lock_serial( event->user );

    if (!modem) return;
    if (modem->engine == event->modem)
    {
        TRACE( "%s: event %u, state %u, request %u, error %d, cause %u%s%s%s%s\n", debugstr_w( modem->info.name ), event->type, event->state,
               event->request, event->error, event->cause, event->text[0] ? ", text " : "", event->text[0] ? debugstr_a( event->text ) : "",
               event->reason[0] ? ", " : "", event->reason );
        port_event( modem, event );
    }
    modem_unlock( modem );
}

static DWORD WINAPI run_events( void *arg )
{
    struct host_wait_params params = { .host = unix_host };

    (void)arg;
    for (;;)
    {
        unix_call( unimdm_host_wait, &params );
        if (params.result) break;
        handle_event( &params.event );
    }
    TRACE( "no more events (%d)\n", params.result );
    return 0;
}

BOOL events_start(void)
{
    if ((event_thread = CreateThread( NULL, 0, run_events, NULL, 0, NULL ))) return TRUE;
    ERR( "cannot start a thread: error %lu\n", GetLastError() );
    return FALSE;
}

void events_stop(void)
{
    struct host_params params = { unix_host, 0, 0 };

    unix_call( unimdm_host_cancel, &params );
    WaitForSingleObject( event_thread, INFINITE );
    CloseHandle( event_thread );
    event_thread = NULL;
}
