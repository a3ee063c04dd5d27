/*
 * Sessions: what Initialize() of the TAPI object begins and Shutdown() ends.
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

struct session *session_addref( struct session *session )
{
    InterlockedIncrement( &session->refs );
    return session;
}

void session_release( struct session *session )
{
    if (InterlockedDecrement( &session->refs )) return;
    if (session->port) CloseHandle( session->port );
    if (session->message_thread) CloseHandle( session->message_thread );
    if (session->event_thread) CloseHandle( session->event_thread );
    if (session->msp_thread) CloseHandle( session->msp_thread );
    if (session->msp_ready) CloseHandle( session->msp_ready );
    requests_free( session );
    conferences_free( session );
    sinks_release( session->sinks );
    centre_release( session );
    handling_release( session );
    DeleteCriticalSection( &session->register_cs );
    DeleteCriticalSection( &session->cs );
    DeleteCriticalSection( &session->event_cs );
    free( session );
}

/* Each thread keeps the module loaded: all objects may be gone, and with them what DllCanUnloadNow() looks at, before a thread has seen that it is over. */
HANDLE session_thread( struct session *session, LPTHREAD_START_ROUTINE function, DWORD *id )
{
    HMODULE module;
    HANDLE thread;

    if (!GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)(ULONG_PTR)function, &module )) return NULL;
    session_addref( session );
    if (!(thread = CreateThread( NULL, 0, function, session, 0, id )))
    {
        session_release( session );
        FreeLibrary( module );
    }
    return thread;
}

void session_thread_end( struct session *session )
{
    HMODULE module;

    session_release( session );
    GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                        (const WCHAR *)(ULONG_PTR)session_thread_end, &module );
    FreeLibraryAndExitThread( module, 0 );
}

ITTAPI2 *session_tapi( struct session *session )
{
    struct object *object = NULL;
    ITTAPI2 *tapi;

    EnterCriticalSection( &session->cs );
    if (session->tapi && object_try_addref( session->tapi )) object = (struct object *)session->tapi;
    LeaveCriticalSection( &session->cs );
    if (!object) return NULL;
    /* programs let go of it through its face, which counts for what it may be aggregated in; that is not called under a lock */
    tapi = (ITTAPI2 *)(object + 1);
    ITTAPI2_AddRef( tapi );
    IUnknown_Release( (IUnknown *)&object->unknown );
    return tapi;
}

/* All addresses of a line */
static HRESULT add_line( struct session *session, DWORD device )
{
    struct answer answer = { .size = sizeof(LINEDEVCAPS) + 1024 };
    LINEDEVCAPS *caps;
    LINEEXTENSIONID ext;
    DWORD version, i;
    LONG error;

    if ((error = lineNegotiateAPIVersion( session->line_app, device, LOWEST_VERSION, API_VERSION, &version, &ext )))
    {
        WARN( "line %lu: no API version in common (%#lx); programs do not see it\n", device, error );
        return S_OK;
    }
    while (answer_wanted( &answer )) answer.error = lineGetDevCapsW( session->line_app, device, version, 0, answer.data );
    if (answer.error)
    {
        WARN( "line %lu has no capabilities (%#lx); programs do not see it\n", device, answer.error );
        return S_OK;
    }
    if (!(caps = answer.data)) return E_OUTOFMEMORY;
    for (i = 0; i < caps->dwNumAddresses; i++)
    {
        struct address *address = address_create( session, device, i, version, caps ), **more;

        if (!address)
        {
            free( caps );
            return E_OUTOFMEMORY;
        }
        EnterCriticalSection( &session->cs );
        if ((more = realloc( session->addresses, (session->address_count + 1) * sizeof(*more) )))
        {
            session->addresses = more;
            session->addresses[session->address_count++] = address;
        }
        LeaveCriticalSection( &session->cs );
        if (!more)
        {
            object_release( address );
            free( caps );
            return E_OUTOFMEMORY;
        }
    }
    free( caps );
    return S_OK;
}

/* A LINE_CREATE: the addresses of a new line. */
void session_line_created( struct session *session, DWORD device )
{
    ULONG i, first;

    EnterCriticalSection( &session->cs );
    first = session->address_count;
    LeaveCriticalSection( &session->cs );
    if (FAILED(add_line( session, device ))) ERR( "no memory for new line %lu\n", device );
    for (i = first;; i++)
    {
        struct address *address = NULL;

        EnterCriticalSection( &session->cs );
        if (i < session->address_count) address = object_addref( session->addresses[i] );
        LeaveCriticalSection( &session->cs );
        if (!address) break;
        if (session->track_new) address_track( address, TRUE );
        event_tapi_object( session, TE_ADDRESSCREATE, address, NULL, 0 );
        centre_line_created( session, address );
        object_release( address );
    }
}

/* A LINE_REMOVE */
void session_line_removed( struct session *session, DWORD device )
{
    for (;;)
    {
        struct address *address = NULL;
        ULONG i;

        EnterCriticalSection( &session->cs );
        for (i = 0; i < session->address_count && session->addresses[i]->device != device; i++) {}
        if (i < session->address_count)
        {
            address = session->addresses[i];
            address->gone = TRUE;
            if (address->tracked) session->hub_tracking--;
            address->tracked = FALSE;
            session->address_count--;
            memmove( session->addresses + i, session->addresses + i + 1, (session->address_count - i) * sizeof(*session->addresses) );
        }
        LeaveCriticalSection( &session->cs );
        if (!address) break;
        centre_line_removed( session, address );
        event_tapi_object( session, TE_ADDRESSREMOVE, address, NULL, 0 );
        object_release( address );
    }
}

struct address *session_find_address( struct session *session, DWORD device, DWORD address_id )
{
    struct address *found = NULL;
    ULONG i;

    EnterCriticalSection( &session->cs );
    for (i = 0; i < session->address_count && !found; i++)
        if (session->addresses[i]->device == device && session->addresses[i]->address_id == address_id)
            found = object_addref( session->addresses[i] );
    LeaveCriticalSection( &session->cs );
    return found;
}

void registration_release( struct registration *registration )
{
    struct session *session;

    if (!registration || InterlockedDecrement( &registration->refs )) return;
    session = registration->address->session;
    if (!session->closed && registration->line)
    {
        lineClose( registration->line );
        hubs_line_closed( session, registration->line );
    }
    object_release( registration->address );
    free( registration );
}

static HRESULT start( struct session *session )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD i, lines = 0, version = API_VERSION;
    HRESULT hr = S_OK;
    LONG error;

    if (!(session->port = CreateIoCompletionPort( INVALID_HANDLE_VALUE, NULL, 0, 1 ))) return E_OUTOFMEMORY;
    params.dwOptions = LINEINITIALIZEEXOPTION_USECOMPLETIONPORT | LINEINITIALIZEEXOPTION_CALLHUBTRACKING;
    params.Handles.hCompletionPort = session->port;
    params.dwCompletionKey = KEY_LINE;
    if ((error = lineInitializeExW( &session->line_app, NULL, NULL, NULL, &lines, &version, &params )))
    {
        session->line_app = 0;
        ERR( "telephony cannot be initialised: error %#lx. Ask: winetapi status\n", error );
        return (DWORD)error == LINEERR_REINIT ? TAPI_E_REINIT : hresult_from_line( error );
    }
    for (i = 0; i < lines && SUCCEEDED(hr); i++) hr = add_line( session, i );
    if (SUCCEEDED(hr)) hr = phones_start( session );
    if (FAILED(hr)) return hr;

    if (!(session->message_thread = session_thread( session, message_thread, &session->message_thread_id ))) return E_OUTOFMEMORY;
    if (!(session->event_thread = session_thread( session, event_thread, &session->event_thread_id ))) return E_OUTOFMEMORY;
    return S_OK;
}

HRESULT session_create( struct tapi *tapi, struct sink_table *sinks, struct session **out )
{
    struct session *session = calloc( 1, sizeof(*session) );
    HRESULT hr;

    *out = NULL;
    if (!session) return E_OUTOFMEMORY;
    session->refs = 1;
    session->tapi = tapi;
    session->sinks = sinks_addref( sinks );
    session->last_event = &session->first_event;
    session->last_job = &session->first_job;
    InitializeCriticalSection( &session->cs );
    InitializeCriticalSection( &session->register_cs );
    InitializeCriticalSection( &session->event_cs );
    InitializeConditionVariable( &session->event_ready );
    InitializeConditionVariable( &session->reply_taken );
    if (FAILED(hr = start( session )))
    {
        session_shutdown( session );
        session_release( session );
        return hr;
    }
    *out = session;
    return S_OK;
}

void session_shutdown( struct session *session )
{
    struct registration *registration;
    struct address **addresses;
    ULONG i, count;

    EnterCriticalSection( &session->cs );
    if (session->closed)
    {
        LeaveCriticalSection( &session->cs );
        return;
    }
    session->closed = TRUE;
    session->tapi = NULL;
    registration = session->registrations;
    session->registrations = NULL;
    addresses = session->addresses;
    count = session->address_count;
    session->addresses = NULL;
    session->address_count = 0;
    LeaveCriticalSection( &session->cs );

    events_drop( session );
    msps_stop( session );
    /* All lines close with it; the calls of those who still hold objects are over. */
    if (session->line_app) lineShutdown( session->line_app );
    phones_stop( session );
    requests_cancel( session );
    centre_stop( session );
    handling_stop( session );
    if (session->message_thread)
    {
        PostQueuedCompletionStatus( session->port, 0, 0, NULL );
        if (GetCurrentThreadId() != session->message_thread_id) WaitForSingleObject( session->message_thread, INFINITE );
    }
    calls_abandon( session );
    hubs_line_closed( session, 0 );
    sinks_drain( session->sinks );
    /* Whoever shuts down in an event sink is on that thread, or keeps it waiting in another apartment: it ends by itself. */
    while (registration)
    {
        struct registration *next = registration->next;

        registration_release( registration );
        registration = next;
    }
    for (i = 0; i < count; i++) object_release( addresses[i] );
    free( addresses );
}
