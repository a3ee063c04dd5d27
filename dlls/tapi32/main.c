/*
 * The DLL and its connection to the telephony service.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

HINSTANCE tapi_instance;
CRITICAL_SECTION state_cs;
static CRITICAL_SECTION connect_cs;     /* one thread connects, others wait for its connection */
static struct session *current;         /* guarded by state_cs */

static void session_free( struct session *session )
{
    if (InterlockedDecrement( &session->refs )) return;
    transport_release( session->transport );
    HeapFree( GetProcessHeap(), 0, session );
}

/*
 * Connect and start the thread that fetches events. The thread keeps the DLL loaded, so that an application may
 * call FreeLibrary at any time.
 */
static LONG session_create( struct session **ret )
{
    struct session *session;
    HMODULE module;
    HANDLE thread;
    LONG err;

    if (!(session = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*session) ))) return LINEERR_NOMEM;
    session->users = 1;
    session->refs = 2;
    if ((err = transport_connect( &session->transport )))
    {
        HeapFree( GetProcessHeap(), 0, session );
        return err;
    }
    /* The session's own, which the event thread may need for longer than its users. */
    transport_grab( session->transport );
    if (!GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)tapi_instance, &module )) module = NULL;
    if (!module || !(thread = CreateThread( NULL, 0, event_thread, session, 0, NULL )))
    {
        ERR( "cannot start the thread that receives events, error %lu\n", GetLastError() );
        if (module) FreeLibrary( module );
        transport_close( session->transport );
        session->refs = 1;
        session_free( session );
        return LINEERR_NOMEM;
    }
    CloseHandle( thread );
    *ret = session;
    return 0;
}

static BOOL grab_current( struct session **ret, BOOL *exists )
{
    BOOL alive = FALSE;

    EnterCriticalSection( &state_cs );
    *exists = current != NULL;
    if (current && !transport_dead( current->transport ))
    {
        current->users++;
        *ret = current;
        alive = TRUE;
    }
    LeaveCriticalSection( &state_cs );
    return alive;
}

LONG session_grab( BOOL connect, struct session **ret )
{
    BOOL exists;
    LONG err = 0;

    if (grab_current( ret, &exists )) return 0;
    if (!connect) return exists ? LINEERR_OPERATIONFAILED : LINEERR_UNINITIALIZED;

    EnterCriticalSection( &connect_cs );
    if (!grab_current( ret, &exists ) && !(err = session_create( ret )))
    {
        EnterCriticalSection( &state_cs );
        /* A dead one lives on in the applications that still have it. */
        current = *ret;
        LeaveCriticalSection( &state_cs );
    }
    LeaveCriticalSection( &connect_cs );
    return err;
}

void session_release( struct session *session )
{
    BOOL last;

    EnterCriticalSection( &state_cs );
    if ((last = !--session->users) && current == session) current = NULL;
    LeaveCriticalSection( &state_cs );

    if (!last) return;
    transport_close( session->transport );
    session_free( session );
}

/* The event thread's last act. */
void WINAPI event_thread_exit( struct session *session )
{
    session_free( session );
    FreeLibraryAndExitThread( tapi_instance, 0 );
}

BOOL WINAPI DllMain( HINSTANCE instance, DWORD reason, void *reserved )
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        tapi_instance = instance;
        DisableThreadLibraryCalls( instance );
        InitializeCriticalSection( &state_cs );
        InitializeCriticalSection( &connect_cs );
        break;
    case DLL_PROCESS_DETACH:
        /* With the process the service sees the pipes break; other threads are gone and may have left locks held. */
        if (reserved) break;
        /* No event thread is left here, or it would hold a reference: nothing to wait for. */
        windows_unregister();
        contexts_free();
        buffers_free();
        DeleteCriticalSection( &connect_cs );
        DeleteCriticalSection( &state_cs );
        break;
    }
    return TRUE;
}
