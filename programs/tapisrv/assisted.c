/*
 * Assisted telephony: tapiRequestMakeCall, who receives it, and who is started to receive it.
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

/*
 * A request is queued and its sender done with; the sender's end changes nothing. Of the applications that have registered, the
 * one that the user prefers is told of it (LINE_REQUEST); any of them may fetch it. When that one goes, the next is told.
 */

#include <stdlib.h>
#include <string.h>

#include "assisted.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* A program that never fetches its requests must not fill the memory. */
#define MAX_REQUESTS  64

#define APP_PATHS  L"Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\"

/* An application that has registered for requests. */
struct recipient
{
    struct list entry;          /* in recipients, in order of registration */
    struct app *app;            /* referenced */
    DWORD       modes;          /* LINEREQUESTMODE_xxx */
    DWORD       instance;       /* dwRegistrationInstance for LINEREQUESTMODE_MAKECALL */
};

struct pending
{
    struct list      entry;     /* in requests, oldest first */
    LINEREQMAKECALLW request;
};

static SRWLOCK assisted_lock = SRWLOCK_INIT;        /* everything below */
static CONDITION_VARIABLE launch_ended = CONDITION_VARIABLE_INIT;
static struct list recipients = { &recipients, &recipients };
static struct list requests = { &requests, &requests };
static DWORD request_count;
static BOOL launching;          /* one thread is starting a program */
static HANDLE launched;         /* the program that was started and has not registered yet */

/* ---- recipients ------------------------------------------------------------------------------------------------ */

/* File name of the program in an entry of the list, which may have a folder, quotes and arguments. Returns its length. */
static DWORD program_name( const WCHAR *entry, DWORD len, const WCHAR **name )
{
    BOOL quoted = len && *entry == '"';
    DWORD i, start = quoted;

    for (i = start; i < len && entry[i] != (quoted ? '"' : ' '); i++)
        if (entry[i] == '\\' || entry[i] == '/') start = i + 1;
    *name = entry + start;
    return i - start;
}

/* The position of a program in the user's list, from 1; those that are not there come last. */
static DWORD priority_of( const WCHAR *list, const struct app *app )
{
    DWORD position = 1, len, name_len;
    const WCHAR *name;

    while (list && *list)
    {
        len = wcscspn( list, L"," );
        name_len = program_name( list, len, &name );
        if (name_len == wcslen( app->module_name ) && !_wcsnicmp( name, app->module_name, name_len )) return position;
        list += len + (list[len] == ',');
        position++;
    }
    return ~0u;
}

/* The recipient that is told of the next request; NULL: there is none. */
static struct recipient *best_recipient( const WCHAR *list )
{
    struct recipient *best = NULL;
    DWORD best_position = 0, position;
    struct list *cursor;

    LIST_FOR_EACH( cursor, &recipients )
    {
        struct recipient *recipient = LIST_ENTRY_OF( cursor, struct recipient, entry );

        if (!(recipient->modes & LINEREQUESTMODE_MAKECALL)) continue;
        position = priority_of( list, recipient->app );
        if (best && position >= best_position) continue;
        best = recipient;
        best_position = position;
    }
    return best;
}

static struct recipient *recipient_of( const struct app *app )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &recipients )
    {
        struct recipient *recipient = LIST_ENTRY_OF( cursor, struct recipient, entry );
        if (recipient->app == app) return recipient;
    }
    return NULL;
}

/* LINE_REQUEST: its dwCallbackInstance is the registration's, not that of a line. */
static void tell( struct recipient *recipient )
{
    struct trp_event event = { .init_context = recipient->app->init_context, .msg = LINE_REQUEST };

    event.context = recipient->instance;
    event.param1 = LINEREQUESTMODE_MAKECALL;
    event_send( recipient->app->client, &event, NULL, 0 );
}

static void tell_best( const WCHAR *list )
{
    struct recipient *recipient = best_recipient( list );

    if (recipient && !list_empty( &requests )) tell( recipient );
}

/* Takes modes away from a recipient; the lock is held. TRUE: it no longer receives calls to make, and did before. */
static BOOL unregister( struct recipient *recipient, DWORD modes )
{
    BOOL was = (recipient->modes & modes & LINEREQUESTMODE_MAKECALL) != 0;

    recipient->modes &= ~modes;
    if (!recipient->modes)
    {
        list_remove( &recipient->entry );
        object_release( recipient->app );
        free( recipient );
    }
    return was;
}

void assisted_app_gone( struct app *app )
{
    struct recipient *recipient;
    WCHAR *list = NULL;

    AcquireSRWLockShared( &assisted_lock );
    recipient = recipient_of( app );
    ReleaseSRWLockShared( &assisted_lock );
    if (!recipient) return;
    list = handoff_call_managers();
    AcquireSRWLockExclusive( &assisted_lock );
    if ((recipient = recipient_of( app )) && unregister( recipient, ~0u )) tell_best( list );
    ReleaseSRWLockExclusive( &assisted_lock );
    free( list );
}

LONG handle_lineRegisterRequestRecipient( struct request *rq, struct trp_arg *args )
{
    struct app *app = LIST_ENTRY_OF( rq->objects[ARG_lineRegisterRequestRecipient_hLineApp], struct app, object );
    DWORD modes = args[ARG_lineRegisterRequestRecipient_dwRequestMode].value;
    BOOL first;
    struct recipient *recipient;
    WCHAR *list;
    LONG ret = 0;

    if (!args[ARG_lineRegisterRequestRecipient_bEnable].value)
    {
        list = handoff_call_managers();
        AcquireSRWLockExclusive( &assisted_lock );
        if (!(recipient = recipient_of( app )) || (recipient->modes & modes) != modes) ret = LINEERR_OPERATIONFAILED;
        else if (unregister( recipient, modes )) tell_best( list );
        ReleaseSRWLockExclusive( &assisted_lock );
        free( list );
        return ret;
    }

    AcquireSRWLockExclusive( &assisted_lock );
    first = !best_recipient( NULL );
    if (!(recipient = recipient_of( app )) && (recipient = calloc( 1, sizeof(*recipient) )))
    {
        recipient->app = object_grab( app );
        list_add_tail( &recipients, &recipient->entry );
    }
    if (!recipient) ret = LINEERR_NOMEM;
    else
    {
        recipient->modes |= modes;
        if (modes & LINEREQUESTMODE_MAKECALL)
        {
            recipient->instance = args[ARG_lineRegisterRequestRecipient_dwRegistrationInstance].value;
            if (launched)
            {
                CloseHandle( launched );
                launched = NULL;
            }
            /* what came while nobody was there to be told */
            if (first && !list_empty( &requests )) tell( recipient );
        }
    }
    ReleaseSRWLockExclusive( &assisted_lock );
    /* one that shut down meanwhile has run down what it had before */
    if (app->shut) assisted_app_gone( app );
    return ret;
}

/* ---- call managers that are started ------------------------------------------------------------------------------ */

/* Where an installer says that its program is. FALSE: nowhere. */
static BOOL registered_path( const WCHAR *entry, WCHAR *path, DWORD size )
{
    static const HKEY roots[] = { HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE };
    WCHAR key[MAX_PATH + ARRAYSIZE(APP_PATHS)];
    const WCHAR *name;
    DWORD i, bytes, len = program_name( entry, wcslen( entry ), &name );

    if (!len || len >= MAX_PATH) return FALSE;
    wcscpy( key, APP_PATHS );
    wcsncat( key, name, len );
    for (i = 0; i < ARRAYSIZE(roots); i++)
    {
        bytes = size * sizeof(WCHAR);
        if (!RegGetValueW( roots[i], key, NULL, RRF_RT_REG_SZ, NULL, path, &bytes )) return TRUE;
    }
    return FALSE;
}

static HANDLE launch_entry( const WCHAR *entry )
{
    /* a service's own desktop is seen by nobody */
    WCHAR desktop[] = L"WinSta0\\Default", path[MAX_PATH], *command;
    STARTUPINFOW startup = { .cb = sizeof(startup), .lpDesktop = desktop };
    PROCESS_INFORMATION process;
    BOOL ret;

    if (!(command = _wcsdup( entry ))) return NULL;
    ret = CreateProcessW( NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process );
    if (!ret && registered_path( entry, path, ARRAYSIZE(path) ))
        ret = CreateProcessW( path, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process );
    free( command );
    if (!ret)
    {
        WARN( "the call manager %s cannot be started, error %lu\n", debugstr_w( entry ), GetLastError() );
        return NULL;
    }
    TRACE( "started the call manager %s, process %lu\n", debugstr_w( entry ), process.dwProcessId );
    CloseHandle( process.hThread );
    return process.hProcess;
}

/* Starts the first of the user's programs that can be started; the lock is not held. */
static HANDLE launch( const WCHAR *list )
{
    HANDLE process = NULL;
    WCHAR *entry;
    DWORD len;

    while (!process && list && *list)
    {
        len = wcscspn( list, L"," );
        if (len && (entry = calloc( len + 1, sizeof(*entry) )))
        {
            memcpy( entry, list, len * sizeof(*entry) );
            process = launch_entry( entry );
            free( entry );
        }
        list += len + (list[len] == ',');
    }
    return process;
}

/* The program that was started is still there, and may register any moment. */
static BOOL launch_pending(void)
{
    if (!launched) return FALSE;
    if (WaitForSingleObject( launched, 0 ) == WAIT_TIMEOUT) return TRUE;
    CloseHandle( launched );
    launched = NULL;
    return FALSE;
}

/* Somebody receives the next request, or will. The lock is held, and given up while a program is started. */
static BOOL have_recipient( const WCHAR *list )
{
    HANDLE process;

    for (;;)
    {
        if (best_recipient( list ) || launch_pending()) return TRUE;
        if (!launching) break;
        SleepConditionVariableSRW( &launch_ended, &assisted_lock, INFINITE, 0 );
    }
    launching = TRUE;
    ReleaseSRWLockExclusive( &assisted_lock );
    process = launch( list );
    AcquireSRWLockExclusive( &assisted_lock );
    launching = FALSE;
    WakeAllConditionVariable( &launch_ended );
    if (!process) return best_recipient( list ) != NULL;
    if (best_recipient( list )) CloseHandle( process );
    else launched = process;
    return TRUE;
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */

/* "Longer strings are truncated"; absent ones are empty. */
static void copy_text( WCHAR *to, DWORD size, const WCHAR *from )
{
    if (from) wcsncpy( to, from, size - 1 );
}

LONG handle_tapiRequestMakeCall( struct request *rq, struct trp_arg *args )
{
    const WCHAR *address = args[ARG_tapiRequestMakeCall_lpszDestAddress].data;
    struct recipient *recipient;
    struct pending *pending;
    WCHAR *list;
    LONG ret = 0;

    if (wcslen( address ) >= TAPIMAXDESTADDRESSSIZE) return TAPIERR_INVALDESTADDRESS;
    if (!(pending = calloc( 1, sizeof(*pending) ))) return TAPIERR_REQUESTFAILED;
    wcscpy( pending->request.szDestAddress, address );
    copy_text( pending->request.szAppName, TAPIMAXAPPNAMESIZE, args[ARG_tapiRequestMakeCall_lpszAppName].data );
    copy_text( pending->request.szCalledParty, TAPIMAXCALLEDPARTYSIZE, args[ARG_tapiRequestMakeCall_lpszCalledParty].data );
    copy_text( pending->request.szComment, TAPIMAXCOMMENTSIZE, args[ARG_tapiRequestMakeCall_lpszComment].data );

    list = handoff_call_managers();
    AcquireSRWLockExclusive( &assisted_lock );
    if (request_count >= MAX_REQUESTS)
    {
        WARN( "client %lu: %u requests wait already for a call manager that does not fetch them\n", client_pid( rq->client ), MAX_REQUESTS );
        ret = TAPIERR_REQUESTQUEUEFULL;
    }
    else if (!have_recipient( list ))
    {
        WARN( "client %lu: no running program receives calls to make, and none of those in HandoffPriorities\\RequestMakeCall (%s) "
              "can be started: run a call manager, or name one there\n", client_pid( rq->client ), debugstr_w( list ) );
        ret = TAPIERR_NOREQUESTRECIPIENT;
    }
    else
    {
        list_add_tail( &requests, &pending->entry );
        request_count++;
        pending = NULL;
        if ((recipient = best_recipient( list ))) tell( recipient );
    }
    ReleaseSRWLockExclusive( &assisted_lock );
    free( pending );
    free( list );
    return ret;
}

LONG handle_lineGetRequest( struct request *rq, struct trp_arg *args )
{
    struct app *app = LIST_ENTRY_OF( rq->objects[ARG_lineGetRequest_hLineApp], struct app, object );
    struct trp_arg *buffer = &args[ARG_lineGetRequest_lpRequestBuffer];
    DWORD mode = args[ARG_lineGetRequest_dwRequestMode].value, room = args[ARG_lineGetRequest_dwSize].size;
    struct pending *pending = NULL;
    struct recipient *recipient;
    LINEREQMAKECALLW *request;
    LONG ret = 0;

    buffer->data = NULL;
    buffer->size = args[ARG_lineGetRequest_dwSize].size = 0;
    /* requests to drop come with all they have in LINE_REQUEST */
    if (mode == LINEREQUESTMODE_DROP) return LINEERR_INVALREQUESTMODE;
    if (!(request = request_alloc( rq, sizeof(*request) ))) return LINEERR_NOMEM;
    AcquireSRWLockExclusive( &assisted_lock );
    if (!(recipient = recipient_of( app )) || !(recipient->modes & mode)) ret = LINEERR_NOTREGISTERED;
    /* nobody can make a request of the other kind */
    else if (mode != LINEREQUESTMODE_MAKECALL || list_empty( &requests )) ret = LINEERR_NOREQUEST;
    else if (room < sizeof(*request)) ret = LINEERR_STRUCTURETOOSMALL;
    else
    {
        pending = LIST_ENTRY_OF( requests.next, struct pending, entry );
        list_remove( &pending->entry );
        request_count--;
    }
    ReleaseSRWLockExclusive( &assisted_lock );
    if (ret) return ret;
    *request = pending->request;
    free( pending );
    buffer->data = request;
    buffer->size = args[ARG_lineGetRequest_dwSize].size = sizeof(*request);
    return 0;
}

void assisted_tapi_ended(void)
{
    AcquireSRWLockExclusive( &assisted_lock );
    /* a program that is just starting will be the first of the next round */
    if (!launch_pending() && !launching)
    {
        while (!list_empty( &requests ))
        {
            struct pending *pending = LIST_ENTRY_OF( requests.next, struct pending, entry );

            WARN( "nobody has fetched the request to call %s: it is lost\n", debugstr_w( pending->request.szDestAddress ) );
            list_remove( &pending->entry );
            request_count--;
            free( pending );
        }
    }
    ReleaseSRWLockExclusive( &assisted_lock );
}
