/*
 * Asynchronous functions of tapi32, waited for.
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
 * A reply may come before the function that started the request has returned its number: such replies are kept until somebody asks for them. Nobody ever asks
 * for a reply that is not owed, so what is kept is bounded by the threads that are inside tapi32.
 */
struct reply
{
    struct reply *next;
    LONG          request;
    LONG          result;
};

#define CLAIM_TIMEOUT 5000              /* ms */

struct orphan
{
    struct orphan *next;
    HCALL          handle;
    LONG           request;             /* of its lineDrop */
};

/* LINEERR_ and PHONEERR_ values to what TAPI 3 says */
struct error_row
{
    DWORD   error;
    HRESULT hr;
};

static const struct error_row line_errors[] =
{
    { LINEERR_ALLOCATED, TAPI_E_ALLOCATED },
    { LINEERR_BADDEVICEID, TAPI_E_NODEVICE },
    { LINEERR_BEARERMODEUNAVAIL, TAPI_E_NOTSUPPORTED },
    { LINEERR_CALLUNAVAIL, TAPI_E_CALLUNAVAIL },
    { LINEERR_COMPLETIONOVERRUN, TAPI_E_COMPLETIONOVERRUN },
    { LINEERR_CONFERENCEFULL, TAPI_E_CONFERENCEFULL },
    { LINEERR_DIALBILLING, TAPI_E_DIALMODIFIERNOTSUPPORTED },
    { LINEERR_DIALDIALTONE, TAPI_E_DIALMODIFIERNOTSUPPORTED },
    { LINEERR_DIALPROMPT, TAPI_E_DIALMODIFIERNOTSUPPORTED },
    { LINEERR_DIALQUIET, TAPI_E_DIALMODIFIERNOTSUPPORTED },
    { LINEERR_INCOMPATIBLEAPIVERSION, TAPI_E_NODRIVER },
    { LINEERR_INCOMPATIBLEEXTVERSION, TAPI_E_NOTSUPPORTED },
    { LINEERR_INUSE, TAPI_E_INUSE },
    { LINEERR_INVALADDRESS, TAPI_E_INVALADDRESS },
    { LINEERR_INVALADDRESSID, TAPI_E_INVALADDRESS },
    { LINEERR_INVALADDRESSMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALADDRESSSTATE, TAPI_E_INVALADDRESSSTATE },
    { LINEERR_INVALADDRESSTYPE, TAPI_E_INVALADDRESSTYPE },
    { LINEERR_INVALBEARERMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALCALLCOMPLMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALCALLHANDLE, TAPI_E_INVALCALLSTATE },
    { LINEERR_INVALCALLPARAMS, TAPI_E_INVALCALLPARAMS },
    { LINEERR_INVALCALLPRIVILEGE, TAPI_E_INVALCALLPRIVILEGE },
    { LINEERR_INVALCALLSELECT, E_INVALIDARG },
    { LINEERR_INVALCALLSTATE, TAPI_E_INVALCALLSTATE },
    { LINEERR_INVALCALLSTATELIST, TAPI_E_INVALLIST },
    { LINEERR_INVALCARD, TAPI_E_INVALCARD },
    { LINEERR_INVALCOMPLETIONID, TAPI_E_INVALCOMPLETIONID },
    { LINEERR_INVALCONFCALLHANDLE, TAPI_E_NOCONFERENCE },
    { LINEERR_INVALCONSULTCALLHANDLE, TAPI_E_INVALCALLSTATE },
    { LINEERR_INVALCOUNTRYCODE, TAPI_E_INVALCOUNTRYCODE },
    { LINEERR_INVALDEVICECLASS, TAPI_E_INVALDEVICECLASS },
    { LINEERR_INVALDIALPARAMS, TAPI_E_INVALDIALPARAMS },
    { LINEERR_INVALDIGITLIST, TAPI_E_INVALDIGITS },
    { LINEERR_INVALDIGITMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALDIGITS, TAPI_E_INVALDIGITS },
    { LINEERR_INVALFEATURE, TAPI_E_INVALFEATURE },
    { LINEERR_INVALGROUPID, TAPI_E_INVALGROUPID },
    { LINEERR_INVALLINEHANDLE, TAPI_E_NODEVICE },
    { LINEERR_INVALLINESTATE, TAPI_E_INVALADDRESSSTATE },
    { LINEERR_INVALLOCATION, TAPI_E_INVALLOCATION },
    { LINEERR_INVALMEDIALIST, TAPI_E_INVALLIST },
    { LINEERR_INVALMEDIAMODE, TAPI_E_INVALIDMEDIATYPE },
    { LINEERR_INVALMESSAGEID, TAPI_E_INVALMESSAGEID },
    { LINEERR_INVALPARAM, E_INVALIDARG },
    { LINEERR_INVALPARKMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALPARKID, TAPI_E_INVALPARKID },
    { LINEERR_INVALPASSWORD, TAPI_E_CALLCENTER_INVALPASSWORD },
    { LINEERR_INVALAGENTID, TAPI_E_CALLCENTER_INVALAGENTID },
    { LINEERR_INVALAGENTGROUP, TAPI_E_CALLCENTER_INVALAGENTGROUP },
    { LINEERR_INVALAGENTSTATE, TAPI_E_CALLCENTER_INVALAGENTSTATE },
    { LINEERR_INVALAGENTACTIVITY, TAPI_E_CALLCENTER_INVALAGENTACTIVITY },
    { LINEERR_INVALAGENTSESSIONSTATE, E_INVALIDARG },
    { LINEERR_INVALPOINTER, E_POINTER },
    { LINEERR_INVALPRIVSELECT, TAPI_E_INVALPRIVILEGE },
    { LINEERR_INVALRATE, TAPI_E_INVALRATE },
    { LINEERR_INVALREQUESTMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALTERMINALID, TAPI_E_INVALIDTERMINAL },
    { LINEERR_INVALTERMINALMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALTIMEOUT, TAPI_E_INVALTIMEOUT },
    { LINEERR_INVALTONE, TAPI_E_INVALTONE },
    { LINEERR_INVALTONELIST, TAPI_E_INVALLIST },
    { LINEERR_INVALTONEMODE, TAPI_E_INVALMODE },
    { LINEERR_INVALTRANSFERMODE, TAPI_E_INVALMODE },
    { LINEERR_NOCONFERENCE, TAPI_E_NOCONFERENCE },
    { LINEERR_NODEVICE, TAPI_E_NODEVICE },
    { LINEERR_NODRIVER, TAPI_E_NODRIVER },
    { LINEERR_NOMEM, E_OUTOFMEMORY },
    { LINEERR_NOREQUEST, TAPI_E_NOREQUEST },
    { LINEERR_NOTOWNER, TAPI_E_NOTOWNER },
    { LINEERR_NOTREGISTERED, TAPI_E_NOTREGISTERED },
    { LINEERR_OPERATIONUNAVAIL, TAPI_E_NOTSUPPORTED },
    { LINEERR_RATEUNAVAIL, TAPI_E_INVALRATE },
    { LINEERR_REINIT, TAPI_E_REINIT },
    { LINEERR_REQUESTOVERRUN, TAPI_E_REQUESTOVERRUN },
    { LINEERR_RESOURCEUNAVAIL, TAPI_E_RESOURCEUNAVAIL },
    { LINEERR_SERVICE_NOT_RUNNING, TAPI_E_SERVICE_NOT_RUNNING },
    { LINEERR_TARGETNOTFOUND, TAPI_E_TARGETNOTFOUND },
    { LINEERR_TARGETSELF, TAPI_E_TARGETSELF },
    { LINEERR_UNINITIALIZED, TAPI_E_NOT_INITIALIZED },
    { LINEERR_USERCANCELLED, TAPI_E_REQUESTCANCELLED },
    { LINEERR_USERUSERINFOTOOBIG, TAPI_E_USERUSERINFOTOOBIG },
    { LINEERR_ADDRESSBLOCKED, TAPI_E_ADDRESSBLOCKED },
    { LINEERR_BILLINGREJECTED, TAPI_E_BILLINGREJECTED },
};

static const struct error_row phone_errors[] =
{
    { PHONEERR_ALLOCATED, TAPI_E_ALLOCATED },
    { PHONEERR_BADDEVICEID, TAPI_E_NODEVICE },
    { PHONEERR_INUSE, TAPI_E_INUSE },
    { PHONEERR_INVALBUTTONLAMPID, TAPI_E_INVALBUTTONLAMPID },
    { PHONEERR_INVALBUTTONMODE, TAPI_E_INVALMODE },
    { PHONEERR_INVALBUTTONSTATE, TAPI_E_INVALBUTTONSTATE },
    { PHONEERR_INVALDATAID, TAPI_E_INVALDATAID },
    { PHONEERR_INVALDEVICECLASS, TAPI_E_INVALDEVICECLASS },
    { PHONEERR_INVALHOOKSWITCHDEV, TAPI_E_INVALHOOKSWITCHDEV },
    { PHONEERR_INVALHOOKSWITCHMODE, TAPI_E_INVALMODE },
    { PHONEERR_INVALLAMPMODE, TAPI_E_INVALMODE },
    { PHONEERR_INVALPARAM, E_INVALIDARG },
    { PHONEERR_INVALPHONEHANDLE, TAPI_E_PHONENOTOPEN },
    { PHONEERR_INVALPHONESTATE, TAPI_E_WRONG_STATE },
    { PHONEERR_INVALPOINTER, E_POINTER },
    { PHONEERR_INVALPRIVILEGE, TAPI_E_INVALPRIVILEGE },
    { PHONEERR_INVALRINGMODE, TAPI_E_INVALMODE },
    { PHONEERR_NODEVICE, TAPI_E_NODEVICE },
    { PHONEERR_NODRIVER, TAPI_E_NODRIVER },
    { PHONEERR_NOMEM, E_OUTOFMEMORY },
    { PHONEERR_NOTOWNER, TAPI_E_NOTOWNER },
    { PHONEERR_OPERATIONUNAVAIL, TAPI_E_NOTSUPPORTED },
    { PHONEERR_REINIT, TAPI_E_REINIT },
    { PHONEERR_REQUESTOVERRUN, TAPI_E_REQUESTOVERRUN },
    { PHONEERR_RESOURCEUNAVAIL, TAPI_E_RESOURCEUNAVAIL },
    { PHONEERR_SERVICE_NOT_RUNNING, TAPI_E_SERVICE_NOT_RUNNING },
    { PHONEERR_UNINITIALIZED, TAPI_E_NOT_INITIALIZED },
};

static HRESULT from_table( const struct error_row *rows, unsigned int count, LONG error )
{
    unsigned int i;

    if (error >= 0) return S_OK;
    for (i = 0; i < count; i++)
        if (rows[i].error == (DWORD)error) return rows[i].hr;
    return TAPI_E_OPERATIONFAILED;
}

HRESULT hresult_from_line( LONG error )
{
    return from_table( line_errors, ARRAYSIZE(line_errors), error );
}

HRESULT hresult_from_phone( LONG error )
{
    return from_table( phone_errors, ARRAYSIZE(phone_errors), error );
}

BOOL answer_wanted( struct answer *answer )
{
    const struct { DWORD total, needed; } *sizes = answer->data;
    void *more = NULL;

    if (sizes && !answer->error)
    {
        if (sizes->needed <= answer->size) return FALSE;
        answer->size = sizes->needed;
    }
    if (!answer->error && (more = realloc( answer->data, answer->size ))) *(DWORD *)more = answer->size;
    else free( answer->data );
    answer->data = more;
    return more != NULL;
}

HRESULT answer_result( const struct answer *answer, HRESULT (*hresult)( LONG error ), void **out )
{
    *out = answer->data;
    return answer->error ? hresult( answer->error ) : *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT request_begin( struct session *session, struct pending *pending, struct call *call, HCALL *handle )
{
    memset( pending, 0, sizeof(*pending) );
    if (!(pending->done = CreateEventW( NULL, TRUE, FALSE, NULL ))) return E_OUTOFMEMORY;
    pending->handle = handle;
    if (call)
    {
        BOOL free_to_start;

        EnterCriticalSection( &session->cs );
        if ((free_to_start = !call->handle && !call->starting))
        {
            call->starting = TRUE;
            session->beginning++;
        }
        LeaveCriticalSection( &session->cs );
        if (!free_to_start)             /* another thread was faster */
        {
            CloseHandle( pending->done );
            return TAPI_E_INVALCALLSTATE;
        }
        pending->call = call;
    }
    return S_OK;
}

/* With the lock. What must be known before the next message is looked at. */
static void settle( struct pending *pending, LONG result )
{
    pending->result = result;
    /* a call that got a handle already keeps it; some functions succeed without one */
    if (result || !pending->call || pending->call->handle || !*pending->handle) return;
    call_set_handle( pending->call, *pending->handle );
    /* documented: idle is a call that was not made yet. The event comes with the provider's first word. */
    if (pending->call->state == CS_IDLE) pending->call->state = CS_INPROGRESS;
}

/* With the lock */
static BOOL is_unclaimed( struct session *session, const struct reply *reply )
{
    const struct reply *other;

    for (other = session->replies; other && other != reply; other = other->next) {}
    return other != NULL;
}

void request_reply( struct session *session, LONG request, LONG result )
{
    struct pending **link, *pending;
    struct reply *reply;

    EnterCriticalSection( &session->cs );
    for (link = &session->pending; (pending = *link); link = &pending->next)
        if (pending->request == request)
        {
            *link = pending->next;
            settle( pending, result );
            SetEvent( pending->done );
            LeaveCriticalSection( &session->cs );
            return;
        }
    if ((reply = malloc( sizeof(*reply) )))
    {
        reply->request = request;
        reply->result = result;
        reply->next = session->replies;
        session->replies = reply;
        /*
         * It came before the thread that asks knows the number of its request. That may be for a call, whose messages are behind this one and would be
         * of a call that nobody knows: they wait until it has taken its reply. A thread that is still in tapi32 after that time waits for another reply.
         */
        while (session->beginning && !session->closed && is_unclaimed( session, reply ))
            if (!SleepConditionVariableCS( &session->reply_taken, &session->cs, CLAIM_TIMEOUT )) break;
    }
    else ERR( "no memory to remember that request %#lx ended with %#lx; who waits for it runs into a time-out\n", request, result );
    LeaveCriticalSection( &session->cs );
}

/* Wait for a request that has begun; S_OK and its result, or why there is none. */
static HRESULT wait_result( struct session *session, struct pending *pending, LONG request )
{
    struct reply **link, *reply;
    struct pending **other;
    HRESULT hr = S_OK;

    EnterCriticalSection( &session->cs );
    pending->request = request;
    if (pending->call) session->beginning--;
    for (link = &session->replies; (reply = *link); link = &reply->next)
        if (reply->request == request) break;
    if (reply)
    {
        *link = reply->next;
        settle( pending, reply->result );
        SetEvent( pending->done );
        free( reply );
    }
    else if (session->closed) hr = TAPI_E_NOT_INITIALIZED;
    else
    {
        pending->next = session->pending;
        session->pending = pending;
    }
    LeaveCriticalSection( &session->cs );
    WakeAllConditionVariable( &session->reply_taken );

    if (SUCCEEDED(hr) && (hr = wait_pumping( pending->done, REQUEST_TIMEOUT )) != S_OK)
    {
        EnterCriticalSection( &session->cs );
        for (other = &session->pending; *other && *other != pending; other = &(*other)->next) {}
        if (*other) *other = pending->next;
        else hr = S_OK;                 /* it came just now */
        LeaveCriticalSection( &session->cs );
        if (hr != S_OK) ERR( "request %#lx was not answered within %u s\n", request, REQUEST_TIMEOUT / 1000 );
    }
    return hr;
}

HRESULT request_wait( struct session *session, struct pending *pending, LONG request )
{
    HRESULT hr = S_OK;

    if (request < 0)
    {
        pending->result = request;
        if (pending->call)
        {
            EnterCriticalSection( &session->cs );
            session->beginning--;
            LeaveCriticalSection( &session->cs );
            WakeAllConditionVariable( &session->reply_taken );
        }
    }
    else hr = wait_result( session, pending, request );
    CloseHandle( pending->done );
    if (pending->call)
    {
        EnterCriticalSection( &session->cs );
        pending->call->starting = FALSE;
        LeaveCriticalSection( &session->cs );
    }
    return SUCCEEDED(hr) ? hresult_from_line( pending->result ) : hr;
}

HRESULT request_run( struct session *session, LONG request )
{
    struct pending pending;
    HRESULT hr;

    if (request < 0) return hresult_from_line( request );
    if (FAILED(hr = request_begin( session, &pending, NULL, NULL ))) return hr;
    return request_wait( session, &pending, request );
}

HRESULT request_run_phone( struct session *session, LONG request )
{
    struct pending pending;
    HRESULT hr;

    if (FAILED(hr = request_begin( session, &pending, NULL, NULL ))) return hr;
    hr = wait_result( session, &pending, request );
    CloseHandle( pending.done );
    return SUCCEEDED(hr) ? hresult_from_phone( pending.result ) : hr;
}

void requests_cancel( struct session *session )
{
    struct pending *pending;

    EnterCriticalSection( &session->cs );
    while ((pending = session->pending))
    {
        session->pending = pending->next;
        pending->result = LINEERR_UNINITIALIZED;
        SetEvent( pending->done );
    }
    LeaveCriticalSection( &session->cs );
    WakeAllConditionVariable( &session->reply_taken );
}

void requests_free( struct session *session )
{
    struct reply *reply;
    struct orphan *orphan;

    while ((reply = session->replies))
    {
        session->replies = reply->next;
        free( reply );
    }
    while ((orphan = session->orphans))
    {
        session->orphans = orphan->next;
        free( orphan );
    }
}

/*
 * Calls whose last reference went while a message was looked at: the thread that takes the replies cannot wait for one. Only that thread knows the list.
 */
void orphan_drop( struct session *session, HCALL handle )
{
    struct orphan *orphan = malloc( sizeof(*orphan) );
    LONG request = orphan ? lineDrop( handle, NULL, 0 ) : (LONG)LINEERR_NOMEM;

    if (request < 0)
    {
        WARN( "call %#lx stays: error %#lx\n", (DWORD)(ULONG_PTR)handle, request );
        free( orphan );
        return;
    }
    orphan->handle = handle;
    orphan->request = request;
    orphan->next = session->orphans;
    session->orphans = orphan;
}

BOOL orphan_reply( struct session *session, LONG request )
{
    struct orphan **link, *orphan;
    LONG error;

    for (link = &session->orphans; (orphan = *link) && orphan->request != request; link = &orphan->next) {}
    if (!orphan) return FALSE;
    *link = orphan->next;
    if ((error = lineDeallocateCall( orphan->handle )))
        WARN( "call %#lx cannot be given back: error %#lx\n", (DWORD)(ULONG_PTR)orphan->handle, error );
    free( orphan );
    return TRUE;
}

HRESULT wait_pumping( HANDLE event, DWORD timeout )
{
    DWORD index;
    HRESULT hr = CoWaitForMultipleHandles( 0, timeout, 1, &event, &index );

    if (hr == RPC_S_CALLPENDING) return TAPI_E_TIMEOUT;
    if (SUCCEEDED(hr)) return S_OK;
    /* a thread that never initialised COM */
    return WaitForSingleObject( event, timeout ) ? TAPI_E_TIMEOUT : S_OK;
}
