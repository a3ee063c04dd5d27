/*
 * The thread that talks to the media service providers of a session, and its end; msp_host.h says why there is one.
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

#include "msp_host.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

#define STOP_TIMEOUT 10000      /* ms until an MSP that does not return is left behind; registry: Telephony, MSPTimeout */

struct msp_job
{
    struct msp_job *next;
    msp_job_func    run;
    struct address *address;            /* held */
    struct call    *call;               /* held, or NULL */
    DWORD           size;
    BYTE            data[1];
};

static DWORD CALLBACK msp_thread( void *arg );

BOOL msp_append_job( struct session *session, struct msp_job *job )
{
    if (session->msp_stop || (!session->msp_ready && !(session->msp_ready = CreateEventW( NULL, FALSE, FALSE, NULL )))) return FALSE;
    if (!session->msp_thread && !(session->msp_thread = session_thread( session, msp_thread, &session->msp_thread_id )))
    {
        ERR( "no thread for media service providers: error %lu\n", GetLastError() );
        return FALSE;
    }
    job->next = NULL;
    *session->last_job = job;
    session->last_job = &job->next;
    SetEvent( session->msp_ready );
    return TRUE;
}

struct msp_job *msp_new_job( msp_job_func run, struct address *address, struct call *call, const void *data, DWORD size )
{
    struct msp_job *job = malloc( sizeof(*job) + size );

    if (!job)
    {
        ERR( "no memory for a media service provider\n" );
        return NULL;
    }
    job->run = run;
    job->address = address;
    job->call = call;
    job->size = size;
    if (size) memcpy( job->data, data, size );
    return job;
}

void msp_post_job( msp_job_func run, struct address *address, struct call *call, const void *data, DWORD size )
{
    struct msp_job *job = msp_new_job( run, address, call, data, size );
    struct session *session = address->session;
    BOOL posted;

    if (!job) return;
    object_addref( address );
    if (call) object_addref( call );
    EnterCriticalSection( &session->cs );
    posted = msp_append_job( session, job );
    LeaveCriticalSection( &session->cs );
    if (posted) return;
    object_release( call );
    object_release( address );
    free( job );
}

static void free_job( struct msp_job *job )
{
    object_release( job->call );
    object_release( job->address );
    free( job );
}

static DWORD CALLBACK msp_thread( void *arg )
{
    struct session *session = arg;
    struct msp_job *job;
    BOOL stop = FALSE;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    while (!stop)
    {
        EnterCriticalSection( &session->cs );
        if ((job = session->first_job) && !(session->first_job = job->next)) session->last_job = &session->first_job;
        stop = session->msp_stop;
        LeaveCriticalSection( &session->cs );
        if (!job && !stop) WaitForSingleObject( session->msp_ready, INFINITE );
        if (!job) continue;
        if (!stop) job->run( job->address, job->call, job->data, job->size );
        free_job( job );
    }
    msps_shut_down( session );
    for (;;)
    {
        EnterCriticalSection( &session->cs );
        if ((job = session->first_job)) session->first_job = job->next;
        LeaveCriticalSection( &session->cs );
        if (!job) break;
        free_job( job );
    }
    CoUninitialize();
    session_thread_end( session );
    return 0;
}

/* ---- the end of a session ---- */

static DWORD stop_timeout( void )
{
    DWORD timeout, size = sizeof(timeout);

    if (!RegGetValueW( HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony", L"MSPTimeout", RRF_RT_REG_DWORD, NULL, &timeout,
                       &size ) && timeout) return timeout;
    return STOP_TIMEOUT;
}

void msps_stop( struct session *session )
{
    const DWORD timeout = stop_timeout();
    HANDLE thread;

    EnterCriticalSection( &session->cs );
    session->msp_stop = TRUE;
    /* even if nothing was there to be done until now: whoever hangs, hangs there */
    if (session->msps && !session->msp_thread && (session->msp_ready || (session->msp_ready = CreateEventW( NULL, FALSE, FALSE, NULL ))))
        session->msp_thread = session_thread( session, msp_thread, &session->msp_thread_id );
    thread = session->msp_thread;
    LeaveCriticalSection( &session->cs );
    if (!thread || session->msp_thread_id == GetCurrentThreadId())
    {
        msps_shut_down( session );
        return;
    }
    SetEvent( session->msp_ready );
    if (wait_pumping( thread, timeout ) == S_OK) return;
    session->msp_stuck = TRUE;
    ERR( "a media service provider did not return within %lu ms: it is left behind\n", timeout );
}
