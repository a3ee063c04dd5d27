/*
 * Event sinks of programs, and the thread that calls them.
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

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

/*
 * Sinks live in the apartment that advised them: the global interface table gives the event thread, which is in the multi-threaded apartment, a pointer that
 * works there. Events go out one after the other, in the order in which they happened; no lock is held meanwhile.
 *
 * Events and what they lead to work in every apartment as they are, but Wine marshals interfaces that are parameters of a call between apartments
 * without asking for the free-threaded marshaler: a program would get proxies, which are not the objects it knows. So what is called in the other apartment
 * is a target of ours, without any event; it takes the event from where the event thread left it, and calls the program's sink.
 *
 * A program may advise before Initialize() (Visual Basic does so with a variable declared WithEvents) and keep its connection beyond Shutdown(): sinks
 * belong to the TAPI object, events to a session.
 */
struct delivery
{
    LONG       refs;                    /* of the target and the event thread: either may go first */
    TAPI_EVENT type;                    /* of the event that is being delivered; one at a time */
    IDispatch *event;
    const struct session *session;      /* it comes from */
    DWORD      thread;                  /* of the single-threaded apartment that is called, 0: there is none */
    volatile LONG busy, inside;         /* on its way; in the apartment */
    volatile LONG cancelled;            /* unadvised */
};

struct target
{
    ITTAPIEventNotification iface;
    LONG       refs;
    IUnknown  *sink;                    /* of the program: ITTAPIEventNotification or IDispatch */
    BOOL       dispatch;
    struct delivery *delivery;
};

struct sink
{
    struct sink *next;
    DWORD        cookie;                /* of Advise() */
    DWORD        git;                   /* the target */
    DWORD        git_sink;              /* the program's pointer, for IConnectionPoint::EnumConnections() */
    BOOL         dispatch;              /* ITTAPIDispatchEventNotification */
    struct target *direct;              /* held: the target itself, if its apartment is that of the event thread */
    struct delivery *delivery;          /* of the target, held */
};

struct sink_table
{
    LONG             refs;              /* of the TAPI object and its sessions */
    CRITICAL_SECTION cs;
    struct sink     *sinks;             /* by cookie */
    DWORD            last_cookie;
    HANDLE           idle;              /* set when an apartment has taken an event */
};

struct event
{
    struct event *next;
    TAPI_EVENT    type;
    IDispatch    *object;
};

static HRESULT git_get( IGlobalInterfaceTable **git )
{
    return CoCreateInstance( &CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable, (void **)git );
}

struct sink_table *sinks_create(void)
{
    struct sink_table *table = calloc( 1, sizeof(*table) );

    if (!table) return NULL;
    table->refs = 1;
    if (!(table->idle = CreateEventW( NULL, FALSE, FALSE, NULL )))
    {
        free( table );
        return NULL;
    }
    InitializeCriticalSection( &table->cs );
    return table;
}

struct sink_table *sinks_addref( struct sink_table *table )
{
    InterlockedIncrement( &table->refs );
    return table;
}

void sinks_release( struct sink_table *table )
{
    if (!table || InterlockedDecrement( &table->refs )) return;
    sinks_clear( table );
    DeleteCriticalSection( &table->cs );
    CloseHandle( table->idle );
    free( table );
}

/* ---- targets ---- */

static void delivery_release( struct delivery *delivery )
{
    if (delivery && !InterlockedDecrement( &delivery->refs )) free( delivery );
}

static struct target *target_of( ITTAPIEventNotification *iface )
{
    return CONTAINING_RECORD( iface, struct target, iface );
}

static HRESULT WINAPI target_QueryInterface( ITTAPIEventNotification *iface, REFIID iid, void **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    if (!IsEqualIID( iid, &IID_IUnknown ) && !IsEqualIID( iid, &IID_ITTAPIEventNotification )) return E_NOINTERFACE;
    *out = iface;
    ITTAPIEventNotification_AddRef( iface );
    return S_OK;
}

static ULONG WINAPI target_AddRef( ITTAPIEventNotification *iface )
{
    return InterlockedIncrement( &target_of( iface )->refs );
}

static ULONG WINAPI target_Release( ITTAPIEventNotification *iface )
{
    struct target *target = target_of( iface );
    ULONG refs = InterlockedDecrement( &target->refs );

    if (!refs)
    {
        IUnknown_Release( target->sink );
        delivery_release( target->delivery );
        free( target );
    }
    return refs;
}

static HRESULT call_program( struct target *target )
{
    const TAPI_EVENT what = target->delivery->type;
    IDispatch *event = target->delivery->event;
    VARIANT args[2];
    DISPPARAMS params = { args, NULL, 2, 0 };

    if (!event) return E_UNEXPECTED;
    if (!target->dispatch) return ITTAPIEventNotification_Event( (ITTAPIEventNotification *)target->sink, what, event );
    V_VT( &args[0] ) = VT_DISPATCH;     /* arguments stand in reverse order */
    V_DISPATCH( &args[0] ) = event;
    V_VT( &args[1] ) = VT_I4;
    V_I4( &args[1] ) = what;
    return IDispatch_Invoke( (IDispatch *)target->sink, 1, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params, NULL, NULL, NULL );
}

static HRESULT WINAPI target_Event( ITTAPIEventNotification *iface, TAPI_EVENT type, IDispatch *nothing )
{
    struct target *target = target_of( iface );
    struct delivery *delivery = target->delivery;
    HRESULT hr = S_FALSE;

    /* what was unadvised or shut down while the event waited for the apartment gets nothing any more */
    if (delivery->cancelled || !delivery->session || delivery->session->event_stop) return S_FALSE;
    InterlockedIncrement( &delivery->refs );    /* the sink may unadvise itself */
    InterlockedIncrement( &delivery->inside );
    hr = call_program( target );
    InterlockedDecrement( &delivery->inside );
    delivery_release( delivery );
    return hr;
}

static const ITTAPIEventNotificationVtbl target_vtbl = { target_QueryInterface, target_AddRef, target_Release, target_Event };

static void sink_free( struct sink *sink )
{
    IGlobalInterfaceTable *git;

    if (SUCCEEDED(git_get( &git )))
    {
        if (sink->direct) ITTAPIEventNotification_Release( &sink->direct->iface );
        if (sink->git) IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, sink->git );
        if (sink->git_sink) IGlobalInterfaceTable_RevokeInterfaceFromGlobal( git, sink->git_sink );
        IGlobalInterfaceTable_Release( git );
    }
    delivery_release( sink->delivery );
    free( sink );
}

static BOOL in_multithreaded_apartment(void)
{
    APTTYPEQUALIFIER qualifier;
    APTTYPE type;

    return SUCCEEDED(CoGetApartmentType( &type, &qualifier )) && type == APTTYPE_MTA;
}

HRESULT sinks_advise( struct sink_table *table, REFIID iid, IUnknown *unknown, DWORD *cookie )
{
    IGlobalInterfaceTable *git;
    struct sink *sink, **link;
    struct delivery *delivery;
    struct target *target;
    IUnknown *pointer;
    HRESULT hr;

    if (!unknown || !cookie) return E_POINTER;
    *cookie = 0;
    if (FAILED(IUnknown_QueryInterface( unknown, iid, (void **)&pointer )) &&
        (!IsEqualIID( iid, &DIID_ITTAPIDispatchEventNotification ) ||
         FAILED(IUnknown_QueryInterface( unknown, &IID_IDispatch, (void **)&pointer ))))
        return CONNECT_E_CANNOTCONNECT;
    sink = calloc( 1, sizeof(*sink) );
    target = calloc( 1, sizeof(*target) );
    delivery = calloc( 1, sizeof(*delivery) );
    if (!sink || !target || !delivery)
    {
        IUnknown_Release( pointer );
        free( delivery );
        free( sink );
        free( target );
        return E_OUTOFMEMORY;
    }
    sink->dispatch = IsEqualIID( iid, &DIID_ITTAPIDispatchEventNotification );
    delivery->refs = 2;
    sink->delivery = target->delivery = delivery;
    target->iface.lpVtbl = (ITTAPIEventNotificationVtbl *)&target_vtbl;
    target->refs = 1;
    target->sink = pointer;             /* takes the reference */
    target->dispatch = sink->dispatch;
    if (!in_multithreaded_apartment()) delivery->thread = GetCurrentThreadId();
    else
    {
        sink->direct = target;
        ITTAPIEventNotification_AddRef( &target->iface );
    }
    if (SUCCEEDED(hr = git_get( &git )))
    {
        if (!sink->direct)
            hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal( git, (IUnknown *)&target->iface, &IID_ITTAPIEventNotification, &sink->git );
        if (SUCCEEDED(hr))
            hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal( git, pointer, sink->dispatch ? &IID_IDispatch : iid, &sink->git_sink );
        IGlobalInterfaceTable_Release( git );
    }
    ITTAPIEventNotification_Release( &target->iface );
    if (FAILED(hr))
    {
        ERR( "cannot take an event sink into the global interface table: %#lx%s\n", hr,
             hr == E_NOINTERFACE || hr == REGDB_E_IIDNOTREG ? "; is tapi3.dll registered? Run: winetapi install" : "" );
        sink_free( sink );
        return hr;
    }
    EnterCriticalSection( &table->cs );
    sink->cookie = *cookie = ++table->last_cookie;
    for (link = &table->sinks; *link; link = &(*link)->next) {}
    *link = sink;
    LeaveCriticalSection( &table->cs );
    return S_OK;
}

/*
 * An event may be on its way to this thread's apartment, which is about to go: a call to an apartment that has gone is never answered. Unless this is the sink
 * itself, let it arrive.
 */
static void drain( struct sink_table *table, struct delivery *only )
{
    const DWORD start = GetTickCount(), thread = GetCurrentThreadId();
    const struct sink *sink;
    DWORD index;
    BOOL busy;

    do
    {
        busy = only && only->thread == thread && only->busy && !only->inside;
        EnterCriticalSection( &table->cs );
        for (sink = table->sinks; sink && !only; sink = sink->next)
            if (sink->delivery->thread == thread && sink->delivery->busy && !sink->delivery->inside) busy = TRUE;
        LeaveCriticalSection( &table->cs );
        if (busy && FAILED(CoWaitForMultipleHandles( 0, 20, 1, &table->idle, &index )) && GetTickCount() - start > 5000) break;
    }
    while (busy);
}

void sinks_drain( struct sink_table *table )
{
    drain( table, NULL );
}

HRESULT sinks_unadvise( struct sink_table *table, REFIID iid, DWORD cookie )
{
    const BOOL dispatch = IsEqualIID( iid, &DIID_ITTAPIDispatchEventNotification );
    struct sink **link, *sink;

    EnterCriticalSection( &table->cs );
    for (link = &table->sinks; (sink = *link) && (sink->cookie != cookie || sink->dispatch != dispatch); link = &sink->next) {}
    if (sink) *link = sink->next;
    LeaveCriticalSection( &table->cs );
    if (!sink) return CONNECT_E_NOCONNECTION;
    InterlockedExchange( &sink->delivery->cancelled, TRUE );
    drain( table, sink->delivery );
    sink_free( sink );
    return S_OK;
}

void sinks_clear( struct sink_table *table )
{
    struct sink *sink;

    EnterCriticalSection( &table->cs );
    sink = table->sinks;
    table->sinks = NULL;
    LeaveCriticalSection( &table->cs );
    while (sink)
    {
        struct sink *next = sink->next;

        InterlockedExchange( &sink->delivery->cancelled, TRUE );
        drain( table, sink->delivery );
        sink_free( sink );
        sink = next;
    }
}

HRESULT sinks_enumerate( struct sink_table *table, REFIID iid, IEnumConnections **out )
{
    const BOOL dispatch = IsEqualIID( iid, &DIID_ITTAPIDispatchEventNotification );
    IGlobalInterfaceTable *git;
    CONNECTDATA *list;
    struct sink *sink;
    ULONG room = 0, count = 0, i, known = 0;
    HRESULT hr = E_OUTOFMEMORY;
    DWORD *cookies;

    /* The pointers of this apartment are got without the lock: first what there is, then each pointer. */
    EnterCriticalSection( &table->cs );
    for (sink = table->sinks; sink; sink = sink->next) room += sink->dispatch == dispatch;
    list = calloc( max( room, 1 ), sizeof(*list) );
    cookies = calloc( max( room, 1 ), sizeof(*cookies) );
    for (sink = table->sinks; sink && list && cookies; sink = sink->next)
    {
        if (sink->dispatch != dispatch) continue;
        cookies[known] = sink->git_sink;
        list[known++].dwCookie = sink->cookie;
    }
    LeaveCriticalSection( &table->cs );
    if (list && cookies && SUCCEEDED(hr = git_get( &git )))
    {
        for (i = 0; i < known; i++)     /* one that was unadvised meanwhile is left out */
        {
            const DWORD cookie = list[i].dwCookie;

            if (FAILED(IGlobalInterfaceTable_GetInterfaceFromGlobal( git, cookies[i], dispatch ? &IID_IDispatch : iid, (void **)&list[count].pUnk )))
                continue;
            list[count++].dwCookie = cookie;
        }
        IGlobalInterfaceTable_Release( git );
        hr = enumerator_create( &IID_IEnumConnections, ELEMENT_CONNECTION, list, count, (void **)out );
        while (count--) IUnknown_Release( list[count].pUnk );
    }
    free( list );
    free( cookies );
    return hr;
}

BOOL event_wanted( struct session *session, TAPI_EVENT type )
{
    return (session->event_filter & type) != 0;
}

void event_post( struct session *session, TAPI_EVENT type, IDispatch *object )
{
    struct event *event;

    if (!object)
    {
        ERR( "no memory for an event of kind %#x\n", type );
        return;
    }
    if (!(event = malloc( sizeof(*event) )))
    {
        ERR( "no memory for an event of kind %#x\n", type );
        IDispatch_Release( object );
        return;
    }
    event->next = NULL;
    event->type = type;
    event->object = object;
    EnterCriticalSection( &session->event_cs );
    if (!session->event_stop)
    {
        *session->last_event = event;
        session->last_event = &event->next;
        event = NULL;
        WakeConditionVariable( &session->event_ready );
    }
    LeaveCriticalSection( &session->event_cs );
    if (event)
    {
        IDispatch_Release( event->object );
        free( event );
    }
}

/*
 * To get a pointer to another apartment and to let go of it may call that apartment, as the event itself does: it must not go meanwhile. So whoever unadvises
 * sees that this is busy, or this sees that it comes too late.
 */
static void call_sink( struct session *session, IGlobalInterfaceTable *git, const struct sink *sink, const struct event *event )
{
    struct delivery *delivery = sink->delivery;
    ITTAPIEventNotification *target = NULL;
    HRESULT hr = S_OK;

    InterlockedIncrement( &delivery->busy );
    if (delivery->cancelled) {}
    else if (sink->direct)
    {
        target = &sink->direct->iface;
        ITTAPIEventNotification_AddRef( target );
    }
    else if (FAILED(IGlobalInterfaceTable_GetInterfaceFromGlobal( git, sink->git, &IID_ITTAPIEventNotification, (void **)&target ))) target = NULL;
    if (target)
    {
        delivery->type = event->type;
        delivery->event = event->object;
        delivery->session = session;
        hr = ITTAPIEventNotification_Event( target, event->type, NULL );
        delivery->event = NULL;
        delivery->session = NULL;
        ITTAPIEventNotification_Release( target );
    }
    InterlockedDecrement( &delivery->busy );
    if (!sink->direct) SetEvent( session->sinks->idle );
    if (FAILED(hr)) WARN( "the program's event sink %lu says %#lx to event %#x\n", sink->cookie, hr, event->type );
}

static void deliver( struct session *session, IGlobalInterfaceTable *git, const struct event *event )
{
    DWORD after = 0;

    /* A sink may advise and unadvise: go by cookie, which grows along the list. */
    for (;;)
    {
        struct sink *sink, copy;
        BOOL stop;

        EnterCriticalSection( &session->sinks->cs );
        for (sink = session->sinks->sinks; sink && sink->cookie <= after; sink = sink->next) {}
        if (sink)
        {
            copy = *sink;
            if (copy.direct) ITTAPIEventNotification_AddRef( &copy.direct->iface );
            InterlockedIncrement( &copy.delivery->refs );
        }
        LeaveCriticalSection( &session->sinks->cs );
        if (!sink) break;
        EnterCriticalSection( &session->event_cs );
        stop = session->event_stop;
        LeaveCriticalSection( &session->event_cs );
        after = copy.cookie;
        if (!stop) call_sink( session, git, &copy, event );
        delivery_release( copy.delivery );
        if (copy.direct) ITTAPIEventNotification_Release( &copy.direct->iface );
        if (stop) break;
    }
}

DWORD CALLBACK event_thread( void *arg )
{
    struct session *session = arg;
    IGlobalInterfaceTable *git = NULL;
    struct event *event;
    BOOL stop;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (FAILED(git_get( &git ))) ERR( "no global interface table: programs get no events\n" );
    for (;;)
    {
        EnterCriticalSection( &session->event_cs );
        while (!session->first_event && !session->event_stop) SleepConditionVariableCS( &session->event_ready, &session->event_cs, INFINITE );
        if ((event = session->first_event) && !(session->first_event = event->next)) session->last_event = &session->first_event;
        stop = session->event_stop;
        LeaveCriticalSection( &session->event_cs );
        if (event)
        {
            if (git && !stop) deliver( session, git, event );
            IDispatch_Release( event->object );
            free( event );
        }
        else if (stop) break;
    }
    if (git) IGlobalInterfaceTable_Release( git );
    CoUninitialize();
    session_thread_end( session );
    return 0;
}

void events_drop( struct session *session )
{
    EnterCriticalSection( &session->event_cs );
    session->event_stop = TRUE;
    LeaveCriticalSection( &session->event_cs );
    WakeConditionVariable( &session->event_ready );
}
