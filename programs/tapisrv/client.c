/*
 * Clients and their applications: who is attached, and what goes when one dies.
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

#include "client.h"
#include "assisted.h"
#include "filter.h"
#include "device.h"
#include "phone.h"
#include "transport/transport.h"
#include "debug/debug.h"

#include <ntsecapi.h>

DEBUG_CHANNEL( tapisrv );

/* After the last application's shutdown providers run on for so long, for the program that is started next. */
#define PROVIDERS_LINGER_MS  1000

enum providers_state { PROVIDERS_STOPPED, PROVIDERS_CHANGING, PROVIDERS_RUNNING };

static SRWLOCK providers_lock = SRWLOCK_INIT;
static CONDITION_VARIABLE providers_changed = CONDITION_VARIABLE_INIT;
static enum providers_state providers_state;
static DWORD app_count;                                         /* under providers_lock, as is all_apps */
static struct list all_apps = { &all_apps, &all_apps };
static DWORD holds;                                             /* of providers, under providers_lock */
static BOOL reinit_wanted;
static PTP_TIMER linger_timer;

static SRWLOCK clients_lock = SRWLOCK_INIT;
static struct list all_clients = { &all_clients, &all_clients };
static LONG live_clients;

/* ---- clients ------------------------------------------------------------------------------------------------- */

DWORD client_pid( struct client *client )
{
    return client->pid;
}

void client_grab( struct client *client )
{
    InterlockedIncrement( &client->refs );
}

void client_release( struct client *client )
{
    if (InterlockedDecrement( &client->refs )) return;
    event_queue_free( &client->events );
    filters_free( client );
    if (client->process) CloseHandle( client->process );
    free( client );
}

HANDLE client_process( struct client *client )
{
    return client->dead ? NULL : client->process;
}

BOOL client_dead( struct client *client )
{
    return client->dead != 0;
}

DWORD client_count(void)
{
    return live_clients;
}

void clients_count_events( DWORD *bytes, DWORD *writing )
{
    struct list *cursor;

    *bytes = *writing = 0;
    AcquireSRWLockShared( &clients_lock );
    LIST_FOR_EACH( cursor, &all_clients )
    {
        struct event_queue *queue = &LIST_ENTRY_OF( cursor, struct client, entry )->events;

        AcquireSRWLockShared( &queue->lock );
        *bytes += queue->used;
        *writing += queue->writing;
        ReleaseSRWLockShared( &queue->lock );
    }
    ReleaseSRWLockShared( &clients_lock );
}

struct client *client_create( DWORD pid )
{
    struct client *client;

    if (!(client = calloc( 1, sizeof(*client) ))) return NULL;
    client->refs = 2;   /* the caller's and that of all_clients */
    client->pid = pid;
    InitializeSRWLock( &client->lock );
    list_init( &client->apps );
    event_queue_init( &client->events );
    if (!(client->process = OpenProcess( PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, pid )))
        WARN( "client %lu: cannot open the process, error %lu: it gets no device handles\n", pid, GetLastError() );
    if (!client->events.overlapped.hEvent || !client->events.pending || !RtlGenRandom( &client->cookie, sizeof(client->cookie) ))
    {
        client->refs = 1;
        client_release( client );
        return NULL;
    }
    if (!client->cookie) client->cookie = 1;
    AcquireSRWLockExclusive( &clients_lock );
    list_add_tail( &all_clients, &client->entry );
    ReleaseSRWLockExclusive( &clients_lock );
    InterlockedIncrement( &live_clients );
    TRACE( "client %lu attached\n", pid );
    return client;
}

struct client *client_find( ULONGLONG cookie, DWORD pid )
{
    struct client *client = NULL;
    struct list *cursor;

    AcquireSRWLockShared( &clients_lock );
    LIST_FOR_EACH( cursor, &all_clients )
    {
        struct client *other = LIST_ENTRY_OF( cursor, struct client, entry );
        if (other->cookie == cookie && other->pid == pid && !other->dead)
        {
            client = other;
            client_grab( client );
            break;
        }
    }
    ReleaseSRWLockShared( &clients_lock );
    return client;
}

/* What one provider's thread closes after a client's death: a provider that hangs keeps only its own lines and phones. */
struct rundown
{
    struct provider *provider;
    struct object  **opens;     /* lines and phones: referenced, retired */
    DWORD            count, capacity;
    struct rundown  *next;
};

/* What applications have open is lines or phones. */
static struct provider *provider_of( struct object *open )
{
    if (open->type == TRP_HPHONE) return LIST_ENTRY_OF( open, struct phone, object )->pd->device->provider;
    return LIST_ENTRY_OF( open, struct line, object )->ld->device->provider;
}

static BOOL open_retire( struct object *open )
{
    if (open->type == TRP_HPHONE) return phone_retire( LIST_ENTRY_OF( open, struct phone, object ) );
    return line_retire( LIST_ENTRY_OF( open, struct line, object ) );
}

static void open_finish( struct object *open )
{
    if (open->type == TRP_HPHONE) phone_finish( LIST_ENTRY_OF( open, struct phone, object ) );
    else line_finish( LIST_ENTRY_OF( open, struct line, object ) );
}

static DWORD WINAPI rundown_thread( void *arg )
{
    struct rundown *rundown = arg;
    DWORD i;

    events_begin();
    for (i = 0; i < rundown->count; i++)
    {
        open_finish( rundown->opens[i] );
        object_release( rundown->opens[i] );
    }
    events_end();
    free( rundown->opens );
    free( rundown );
    return 0;
}

/* Consumes the reference. */
static void rundown_add( struct rundown **rundowns, struct object *open )
{
    struct provider *provider = provider_of( open );
    struct rundown *rundown;

    for (rundown = *rundowns; rundown && rundown->provider != provider; rundown = rundown->next) ;
    if (!rundown && (rundown = calloc( 1, sizeof(*rundown) )))
    {
        rundown->provider = provider;
        rundown->next = *rundowns;
        *rundowns = rundown;
    }
    if (rundown && rundown->count == rundown->capacity)
    {
        DWORD capacity = max( rundown->capacity * 2, 16 );
        struct object **opens = realloc( rundown->opens, capacity * sizeof(*opens) );
        if (opens)
        {
            rundown->opens = opens;
            rundown->capacity = capacity;
        }
        else rundown = NULL;
    }
    if (rundown) rundown->opens[rundown->count++] = open;
    else
    {
        /* no memory to do it elsewhere */
        open_finish( open );
        object_release( open );
    }
}

/* The first application of a client, referenced; NULL if there is none. */
static struct app *first_app( struct client *client )
{
    struct app *app = NULL;

    AcquireSRWLockShared( &client->lock );
    if (!list_empty( &client->apps )) app = object_grab( LIST_ENTRY_OF( client->apps.next, struct app, entry ) );
    ReleaseSRWLockShared( &client->lock );
    return app;
}

/* The next line or phone of an application that is being shut down, referenced and taken from its list; NULL if there is none. */
static struct object *take_open( struct app *app )
{
    struct object *open = NULL;
    struct list *entry;

    AcquireSRWLockExclusive( &app->client->lock );
    if (!list_empty( &app->lines ))
    {
        entry = app->lines.next;
        if (app->phone) open = &LIST_ENTRY_OF( entry, struct phone, app_entry )->object;
        else open = &LIST_ENTRY_OF( entry, struct line, app_entry )->object;
        object_grab( open );
        list_remove( entry );
    }
    ReleaseSRWLockExclusive( &app->client->lock );
    return open;
}

static void CALLBACK linger_over( PTP_CALLBACK_INSTANCE instance, void *context, PTP_TIMER timer );

/* Stops the providers in a while, if nobody needs them then. Lock held. */
static void providers_linger(void)
{
    ULARGE_INTEGER delay;
    FILETIME due;

    if (app_count || holds || !linger_timer) return;
    delay.QuadPart = reinit_wanted ? 0 : -(LONGLONG)PROVIDERS_LINGER_MS * 10000;
    due.dwLowDateTime = delay.LowPart;
    due.dwHighDateTime = delay.HighPart;
    SetThreadpoolTimer( linger_timer, &due, 0, 0 );
}

void providers_hold(void)
{
    AcquireSRWLockExclusive( &providers_lock );
    holds++;
    while (providers_state == PROVIDERS_CHANGING) SleepConditionVariableSRW( &providers_changed, &providers_lock, INFINITE, 0 );
    ReleaseSRWLockExclusive( &providers_lock );
}

void providers_unhold(void)
{
    AcquireSRWLockExclusive( &providers_lock );
    holds--;
    providers_linger();
    ReleaseSRWLockExclusive( &providers_lock );
}

/* Takes an application out of all tables; its lines stay. FALSE: somebody else did. */
static BOOL app_retire( struct app *app )
{
    AcquireSRWLockExclusive( &app->client->lock );
    if (app->shut)
    {
        ReleaseSRWLockExclusive( &app->client->lock );
        return FALSE;
    }
    app->shut = TRUE;
    list_remove( &app->entry );
    ReleaseSRWLockExclusive( &app->client->lock );

    handle_free( app );
    if (!app->phone) assisted_app_gone( app );
    async_abandon( app->client, app->init_context, app->phone, app->client->dead );
    AcquireSRWLockExclusive( &providers_lock );
    list_remove( &app->all_entry );
    app_count--;
    providers_linger();
    ReleaseSRWLockExclusive( &providers_lock );
    return TRUE;
}

/* Ends an application: its lines or phones are closed, its handle goes. Idempotent; blocks in providers. */
static void app_shutdown( struct app *app )
{
    struct object *open;

    if (!app_retire( app )) return;
    while ((open = take_open( app )))
    {
        if (open_retire( open )) open_finish( open );
        object_release( open );
    }
    object_release( app );      /* the reference of client->apps */
}

void client_die( struct client *client )
{
    struct rundown *rundowns = NULL, *rundown;
    struct object *open;
    struct app *app;
    HANDLE thread;

    if (InterlockedExchange( &client->dead, TRUE )) return;
    TRACE( "client %lu is gone\n", client->pid );
    InterlockedDecrement( &live_clients );
    async_abandon( client, 0, FALSE, TRUE );
    events_begin();
    while ((app = first_app( client )))
    {
        if (app_retire( app ))
        {
            while ((open = take_open( app )))
            {
                if (open_retire( open )) rundown_add( &rundowns, open );
                else object_release( open );
            }
            object_release( app );
        }
        object_release( app );
    }
    events_end();
    dialogs_run_down( client );
    while ((rundown = rundowns))
    {
        rundowns = rundown->next;
        if ((thread = CreateThread( NULL, 0, rundown_thread, rundown, 0, NULL ))) CloseHandle( thread );
        else rundown_thread( rundown );
    }
    AcquireSRWLockExclusive( &clients_lock );
    list_remove( &client->entry );
    ReleaseSRWLockExclusive( &clients_lock );
    client_release( client );
}

/* ---- applications -------------------------------------------------------------------------------------------- */

static void app_destroy( struct object *object )
{
    struct app *app = LIST_ENTRY_OF( object, struct app, object );

    client_release( app->client );
    free( app->friendly_name );
    free( app->module_name );
    free( app );
}

void app_enum( BOOL phone, void (*func)( struct app *app, void *arg ), void *arg )
{
    struct app **apps = NULL;
    struct list *cursor;
    DWORD count = 0, i;

    AcquireSRWLockShared( &providers_lock );
    if (app_count) apps = malloc( app_count * sizeof(*apps) );
    if (apps)
    {
        LIST_FOR_EACH( cursor, &all_apps )
        {
            struct app *app = LIST_ENTRY_OF( cursor, struct app, all_entry );
            if (app->phone == phone) apps[count++] = object_grab( app );
        }
    }
    ReleaseSRWLockShared( &providers_lock );
    for (i = 0; i < count; i++)
    {
        func( apps[i], arg );
        object_release( apps[i] );
    }
    free( apps );
}

static void CALLBACK linger_over( PTP_CALLBACK_INSTANCE instance, void *context, PTP_TIMER timer )
{
    CallbackMayRunLong( instance );
    AcquireSRWLockExclusive( &providers_lock );
    if (!app_count && !holds && providers_state == PROVIDERS_RUNNING)
    {
        providers_state = PROVIDERS_CHANGING;
        ReleaseSRWLockExclusive( &providers_lock );
        TRACE( "the last application is gone: stopping providers\n" );
        providers_stop();
        assisted_tapi_ended();
        AcquireSRWLockExclusive( &providers_lock );
        providers_state = PROVIDERS_STOPPED;
        reinit_wanted = FALSE;
        WakeAllConditionVariable( &providers_changed );
    }
    ReleaseSRWLockExclusive( &providers_lock );
}

static void tell_reinit( struct app *app, void *arg )
{
    struct trp_event event =
    {
        .init_context = app->init_context,
        .msg = app->phone ? PHONE_STATE : LINE_LINEDEVSTATE,
        .param1 = app->phone ? PHONESTATE_REINIT : LINEDEVSTATE_REINIT,
    };

    event_send( app->client, &event, NULL, 0 );
}

void apps_reinit(void)
{
    AcquireSRWLockExclusive( &providers_lock );
    reinit_wanted = TRUE;
    ReleaseSRWLockExclusive( &providers_lock );
    app_enum( FALSE, tell_reinit, NULL );
    app_enum( TRUE, tell_reinit, NULL );
}

BOOL apps_reinit_wanted(void)
{
    BOOL ret;

    AcquireSRWLockShared( &providers_lock );
    ret = reinit_wanted && app_count;
    ReleaseSRWLockShared( &providers_lock );
    return ret;
}

/* Counts one more application and makes sure that providers run. */
static void apps_add( struct app *app )
{
    AcquireSRWLockExclusive( &providers_lock );
    app_count++;
    list_add_tail( &all_apps, &app->all_entry );
    if (!linger_timer) linger_timer = CreateThreadpoolTimer( linger_over, NULL, NULL );
    while (providers_state == PROVIDERS_CHANGING) SleepConditionVariableSRW( &providers_changed, &providers_lock, INFINITE, 0 );
    if (providers_state == PROVIDERS_STOPPED)
    {
        providers_state = PROVIDERS_CHANGING;
        ReleaseSRWLockExclusive( &providers_lock );
        providers_start();
        AcquireSRWLockExclusive( &providers_lock );
        providers_state = PROVIDERS_RUNNING;
        WakeAllConditionVariable( &providers_changed );
    }
    ReleaseSRWLockExclusive( &providers_lock );
}

/* The part of a path after the last separator. */
static const WCHAR *file_name( const WCHAR *path )
{
    const WCHAR *name = path;

    for (; *path; path++) if (*path == '\\' || *path == '/' || *path == ':') name = path + 1;
    return name;
}

static LONG app_create( struct request *rq, BOOL phone, DWORD version, DWORD init_context, const WCHAR *friendly,
                        const WCHAR *module, DWORD *handle )
{
    LONG nomem = phone ? PHONEERR_NOMEM : LINEERR_NOMEM;
    struct app *app;

    if (apps_reinit_wanted()) return phone ? PHONEERR_REINIT : LINEERR_REINIT;
    if (!(app = calloc( 1, sizeof(*app) ))) return nomem;
    object_init( &app->object, phone ? TRP_HPHONEAPP : TRP_HLINEAPP, rq->client, app_destroy );
    app->client = rq->client;
    client_grab( rq->client );
    app->init_context = init_context;
    app->api_version = version;
    app->phone = phone;
    list_init( &app->lines );
    list_init( &app->entry );
    app->module_name = _wcsdup( file_name( module ) );
    app->friendly_name = _wcsdup( *friendly ? friendly : file_name( module ) );
    if (!app->module_name || !app->friendly_name)
    {
        object_release( app );
        return nomem;
    }
    apps_add( app );
    AcquireSRWLockExclusive( &rq->client->lock );
    object_grab( app );
    list_add_tail( &rq->client->apps, &app->entry );
    ReleaseSRWLockExclusive( &rq->client->lock );
    if (!(*handle = handle_alloc( app )))
    {
        app_shutdown( app );
        object_release( app );
        return nomem;
    }
    /* a client that died meanwhile has run down what it had before */
    if (rq->client->dead) app_shutdown( app );
    object_release( app );
    return 0;
}

LONG handle_lineInitialize( struct request *rq, struct trp_arg *args )
{
    LONG ret = app_create( rq, FALSE, args[ARG_lineInitialize_dwAPIVersion].value, args[ARG_lineInitialize_InitContext].value,
                           args[ARG_lineInitialize_dwFriendlyNameOffset].data, args[ARG_lineInitialize_dwModuleNameOffset].data,
                           (DWORD *)&args[ARG_lineInitialize_hLineApp].value );

    if (!ret) args[ARG_lineInitialize_dwNumDevs].value = device_count( FALSE );
    return ret;
}

LONG handle_phoneInitialize( struct request *rq, struct trp_arg *args )
{
    LONG ret = app_create( rq, TRUE, args[ARG_phoneInitialize_dwAPIVersion].value, args[ARG_phoneInitialize_InitContext].value,
                           args[ARG_phoneInitialize_dwFriendlyNameOffset].data, args[ARG_phoneInitialize_dwModuleNameOffset].data,
                           (DWORD *)&args[ARG_phoneInitialize_hPhoneApp].value );

    if (!ret) args[ARG_phoneInitialize_dwNumDevs].value = device_count( TRUE );
    return ret;
}

LONG handle_lineShutdown( struct request *rq, struct trp_arg *args )
{
    app_shutdown( LIST_ENTRY_OF( rq->objects[ARG_lineShutdown_hLineApp], struct app, object ) );
    return 0;
}

LONG handle_phoneShutdown( struct request *rq, struct trp_arg *args )
{
    app_shutdown( LIST_ENTRY_OF( rq->objects[ARG_phoneShutdown_hPhoneApp], struct app, object ) );
    return 0;
}

void clients_stop(void)
{
    struct client *client;
    DWORD waited;

    for (;;)
    {
        client = NULL;
        AcquireSRWLockShared( &clients_lock );
        if (!list_empty( &all_clients ))
        {
            client = LIST_ENTRY_OF( all_clients.next, struct client, entry );
            client_grab( client );
        }
        ReleaseSRWLockShared( &clients_lock );
        if (!client) break;
        client_die( client );
        client_release( client );
    }
    /* their rundown is in other threads; a provider that hangs is not waited for */
    for (waited = 0; waited < 2000 && (handle_count( OBJECT_TAPILINE ) || handle_count( OBJECT_TAPIPHONE )); waited += 10) Sleep( 10 );

    AcquireSRWLockExclusive( &providers_lock );
    if (providers_state == PROVIDERS_RUNNING)
    {
        providers_state = PROVIDERS_CHANGING;
        ReleaseSRWLockExclusive( &providers_lock );
        providers_stop();
        AcquireSRWLockExclusive( &providers_lock );
        providers_state = PROVIDERS_STOPPED;
    }
    ReleaseSRWLockExclusive( &providers_lock );
}
