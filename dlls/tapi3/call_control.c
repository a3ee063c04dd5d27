/*
 * What can be done with calls: ITBasicCallControl2.
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
#include <tspi.h>

#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

/*
 * The line by which a call is made. A program that monitors the address is no monitor of the calls that it makes itself: those go by the line of its
 * registration, which lives as long as they do.
 */
static HRESULT call_line( struct call *call, HLINE *line )
{
    struct session *session = call->session;
    struct registration *registration;

    EnterCriticalSection( &session->cs );
    for (registration = session->registrations; registration && !call->registration; registration = registration->next)
        if (registration->address == call->address && registration->line && InterlockedIncrement( &registration->refs )) call->registration = registration;
    *line = call->registration ? call->registration->line : 0;
    LeaveCriticalSection( &session->cs );
    return *line ? S_OK : address_open( call->address, line );
}

static HRESULT WINAPI control_Connect( ITBasicCallControl2 *iface, VARIANT_BOOL sync )
{
    struct call *call = object_of( iface );
    LINECALLPARAMS *params;
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (call->handle || call_get_state( call ) != CS_IDLE) return TAPI_E_INVALCALLSTATE;
    if (FAILED(hr = call_line( call, &line ))) return hr;
    if (!(params = call_params( call ))) return E_OUTOFMEMORY;
    object_addref( call );
    if (SUCCEEDED(hr = request_begin( call->session, &pending, call, &handle )))
        hr = request_wait( call->session, &pending, lineMakeCallW( line, &handle, call->dest, 0, params ));
    free( params );
    if (SUCCEEDED(hr) && sync) hr = call_wait_connected( call );
    object_release( call );
    return hr;
}

static HRESULT WINAPI control_Answer( ITBasicCallControl2 *iface )
{
    struct call *call = object_of( iface );

    if (call_get_state( call ) != CS_OFFERING) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineAnswer( call->handle, NULL, 0 ));
}

static HRESULT WINAPI control_Disconnect( ITBasicCallControl2 *iface, DISCONNECT_CODE code )
{
    struct call *call = object_of( iface );
    HRESULT hr;

    if (code < DC_NORMAL || code > DC_REJECTED) return E_INVALIDARG;
    if (!call->handle) return S_FALSE;
    hr = request_run( call->session, lineDrop( call->handle, NULL, 0 ));
    /* A call that ended by itself, or with its line, is disconnected already. */
    return FAILED(hr) && !call->session->closed && call_get_state( call ) == CS_DISCONNECTED ? S_OK : hr;
}

static HRESULT WINAPI control_Hold( ITBasicCallControl2 *iface, VARIANT_BOOL hold )
{
    struct call *call = object_of( iface );
    const CALL_STATE state = call_get_state( call );

    if (hold ? state != CS_CONNECTED : state != CS_HOLD) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, hold ? lineHold( call->handle ) : lineUnhold( call->handle ));
}

static HRESULT WINAPI control_HandoffDirect( ITBasicCallControl2 *iface, BSTR application )
{
    struct call *call = object_of( iface );

    if (!application) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineHandoffW( call->handle, application, 0 ));
}

static HRESULT WINAPI control_HandoffIndirect( ITBasicCallControl2 *iface, LONG media_type )
{
    struct call *call = object_of( iface );
    DWORD mode = media_modes_from_types( media_type );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    if (!mode) return TAPI_E_INVALIDMEDIATYPE;
    /* lineHandoff takes one mode: of the two kinds of voice the one the call has */
    if (media_type == TAPIMEDIATYPE_AUDIO)
    {
        LINECALLINFO *info;
        HRESULT hr;

        if (FAILED(hr = call_get_info( call, &info ))) return hr;
        mode = info->dwMediaMode & LINEMEDIAMODE_AUTOMATEDVOICE ? LINEMEDIAMODE_AUTOMATEDVOICE : LINEMEDIAMODE_INTERACTIVEVOICE;
        free( info );
    }
    return hresult_from_line( lineHandoffW( call->handle, NULL, mode ));
}

/* ---- transfers and conferences ---- */

/*
 * The call of a conference itself is not shown to programs: its members are. It is given back when it ends. Its end cannot be missed: the message about that
 * comes after the reply that named it, and the one who waits for the reply notes it before the members can go.
 */
struct conference
{
    struct conference *next;
    HCALL handle;
};

static void conference_begins( struct session *session, HCALL handle )
{
    struct conference *conference = malloc( sizeof(*conference) );

    if (!conference) return;            /* it is given back with the line */
    conference->handle = handle;
    EnterCriticalSection( &session->cs );
    conference->next = session->conferences;
    session->conferences = conference;
    LeaveCriticalSection( &session->cs );
}

BOOL conference_ended( struct session *session, HCALL handle )
{
    struct conference **link, *conference;
    struct call *call;
    ULONG i;

    EnterCriticalSection( &session->cs );
    for (link = &session->conferences; (conference = *link) && conference->handle != handle; link = &conference->next) {}
    if (conference)
    {
        *link = conference->next;
        for (i = 0; i < CALL_SLOTS; i++)
            for (call = session->calls[i]; call; call = call->next)
                if (call->conference == handle) call->conference = 0;
    }
    LeaveCriticalSection( &session->cs );
    if (!conference) return FALSE;
    lineDeallocateCall( handle );
    free( conference );
    return TRUE;
}

void conferences_free( struct session *session )
{
    struct conference *conference;

    while ((conference = session->conferences))
    {
        session->conferences = conference->next;
        free( conference );
    }
}

/* Finish() may be asked of either call. */
static void make_partners( struct call *call, struct call *consultation, BOOL conference )
{
    EnterCriticalSection( &call->session->cs );
    call->partner = consultation->handle;
    call->consulting = FALSE;
    consultation->partner = call->handle;
    consultation->consulting = TRUE;
    call->conference_pending = consultation->conference_pending = conference;
    if (conference) consultation->conference = call->conference;
    LeaveCriticalSection( &call->session->cs );
}

/* A call of the program that can take part with another one */
static HRESULT find_consultation( struct call *call, ITBasicCallControl *pointer, struct call **out )
{
    if (!pointer) return E_POINTER;
    if (!(*out = call_from_interface( (IUnknown *)pointer )) || *out == call || (*out)->session != call->session) return E_INVALIDARG;
    return S_OK;
}

/* An idle call that gets a handle, and is dialled. One that is up takes part as it is. */
static HRESULT begin_consultation( struct call *call, struct call *consultation, HRESULT (*setup)( struct call *, struct call *, HCALL * ), VARIANT_BOOL sync )
{
    HCALL handle = 0;
    HRESULT hr;

    if (consultation->handle) return call_get_state( consultation ) == CS_DISCONNECTED ? TAPI_E_INVALCALLSTATE : S_OK;
    if (!SysStringLen( consultation->dest )) return E_INVALIDARG;       /* as documented: where would it go? */
    if (FAILED(hr = setup( call, consultation, &handle ))) return hr;
    if (FAILED(hr = request_run( call->session, lineDialW( consultation->handle, consultation->dest, 0 )))) return hr;
    return sync ? call_wait_connected( consultation ) : S_OK;
}

static HRESULT setup_transfer( struct call *call, struct call *consultation, HCALL *handle )
{
    LINECALLPARAMS *params = call_params( consultation );
    struct pending pending;
    HRESULT hr;

    if (!params) return E_OUTOFMEMORY;
    if (SUCCEEDED(hr = request_begin( call->session, &pending, consultation, handle )))
        hr = request_wait( call->session, &pending, lineSetupTransferW( call->handle, handle, params ));
    free( params );
    return hr;
}

static HRESULT WINAPI control_Transfer( ITBasicCallControl2 *iface, ITBasicCallControl *other, VARIANT_BOOL sync )
{
    struct call *call = object_of( iface ), *consultation;
    HRESULT hr = find_consultation( call, other, &consultation );

    if (FAILED(hr)) return hr;
    if (call_get_state( call ) != CS_CONNECTED && call_get_state( call ) != CS_HOLD) return TAPI_E_INVALCALLSTATE;
    if (SUCCEEDED(hr = begin_consultation( call, consultation, setup_transfer, sync ))) make_partners( call, consultation, FALSE );
    return hr;
}

static HRESULT setup_conference( struct call *call, struct call *consultation, HCALL *handle )
{
    LINECALLPARAMS *params = call_params( consultation );
    struct pending pending;
    HCALL conference = 0;
    HRESULT hr;

    if (!params) return E_OUTOFMEMORY;
    if (call->conference)               /* a further member */
    {
        if (SUCCEEDED(hr = request_begin( call->session, &pending, consultation, handle )))
            hr = request_wait( call->session, &pending, linePrepareAddToConferenceW( call->conference, handle, params ));
    }
    else if (SUCCEEDED(hr = request_begin( call->session, &pending, consultation, handle )))
    {
        hr = request_wait( call->session, &pending, lineSetupConferenceW( call->handle, 0, &conference, handle, 2, params ));
        if (SUCCEEDED(hr))
        {
            conference_begins( call->session, conference );
            call->conference = conference;
        }
    }
    free( params );
    return hr;
}

static HRESULT WINAPI control_Conference( ITBasicCallControl2 *iface, ITBasicCallControl *other, VARIANT_BOOL sync )
{
    struct call *call = object_of( iface ), *consultation;
    HRESULT hr = find_consultation( call, other, &consultation );

    if (FAILED(hr)) return hr;
    if (!call->handle || call_get_state( call ) == CS_DISCONNECTED) return TAPI_E_INVALCALLSTATE;
    /* of two calls that are up already, without a conference, Finish() makes one */
    if (SUCCEEDED(hr = begin_consultation( call, consultation, setup_conference, sync ))) make_partners( call, consultation, call->conference != 0 );
    return hr;
}

static HRESULT WINAPI control_BlindTransfer( ITBasicCallControl2 *iface, BSTR dest )
{
    struct call *call = object_of( iface );

    if (!dest) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineBlindTransferW( call->handle, dest, 0 ));
}

static HRESULT WINAPI control_SwapHold( ITBasicCallControl2 *iface, ITBasicCallControl *other )
{
    struct call *call = object_of( iface ), *held;

    if (!other) return E_POINTER;
    if (!(held = call_from_interface( (IUnknown *)other )) || held == call) return E_INVALIDARG;
    if (!call->handle || !held->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineSwapHold( call->handle, held->handle ));
}

static HRESULT WINAPI control_ParkDirect( ITBasicCallControl2 *iface, BSTR address )
{
    struct call *call = object_of( iface );

    if (!address) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineParkW( call->handle, LINEPARKMODE_DIRECTED, address, NULL ));
}

static HRESULT WINAPI control_ParkIndirect( ITBasicCallControl2 *iface, BSTR *out )
{
    struct call *call = object_of( iface );
    DWORD size = sizeof(VARSTRING) + 256;
    VARSTRING *where;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    if (!(where = calloc( 1, size ))) return E_OUTOFMEMORY;
    where->dwTotalSize = size;
    if (SUCCEEDED(hr = request_run( call->session, lineParkW( call->handle, LINEPARKMODE_NONDIRECTED, NULL, where ))) &&
        !(*out = SysAllocString( caps_string( where, where->dwStringSize, where->dwStringOffset )))) hr = E_OUTOFMEMORY;
    free( where );
    return hr;
}

static HRESULT WINAPI control_Unpark( ITBasicCallControl2 *iface )
{
    struct call *call = object_of( iface );
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (call->handle || call_get_state( call ) != CS_IDLE) return TAPI_E_INVALCALLSTATE;
    if (!call->dest) return TAPI_E_INVALADDRESS;
    if (FAILED(hr = call_line( call, &line )) || FAILED(hr = request_begin( call->session, &pending, call, &handle ))) return hr;
    return request_wait( call->session, &pending, lineUnparkW( line, call->address->address_id, &handle, call->dest ));
}

/*
 * The levels are those of LINEQOSSERVICELEVEL_. Service providers get them where C programs give a FLOWSPEC, and know them by their key; of a call that is not
 * up yet they go with its LINECALLPARAMS.
 */
static HRESULT WINAPI control_SetQOS( ITBasicCallControl2 *iface, LONG media_type, QOS_SERVICE_LEVEL level )
{
    struct call *call = object_of( iface );
    const DWORD modes = media_modes_from_types( media_type );
    LINECALLQOSINFO info = { QOS_KEY, sizeof(info), LINEQOSREQUESTTYPE_SERVICELEVEL };

    TRACE( "call %p, media %#lx, level %u\n", call, media_type, level );
    if (!modes || modes & ~call->address->dev_caps->dwMediaModes) return E_INVALIDARG;
    if (level < QSL_NEEDED || level > QSL_BEST_EFFORT) return E_INVALIDARG;
    if (call_get_state( call ) == CS_DISCONNECTED) return TAPI_E_INVALCALLSTATE;
    if (!call->handle) return call_set_qos( call, modes, level );
    info.SetQOSServiceLevel.dwNumServiceLevelEntries = 1;
    info.SetQOSServiceLevel.LineQOSServiceLevel[0].dwMediaMode = modes;
    info.SetQOSServiceLevel.LineQOSServiceLevel[0].dwQOSServiceLevel = level;
    return request_run( call->session, lineSetCallQualityOfService( call->handle, &info, sizeof(info), NULL, 0 ));
}

static HRESULT WINAPI control_Pickup( ITBasicCallControl2 *iface, BSTR group )
{
    struct call *call = object_of( iface );
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (call->handle || call_get_state( call ) != CS_IDLE) return TAPI_E_INVALCALLSTATE;
    if (FAILED(hr = call_line( call, &line )) || FAILED(hr = request_begin( call->session, &pending, call, &handle ))) return hr;
    return request_wait( call->session, &pending,
                         linePickupW( line, call->address->address_id, &handle, SysStringLen( call->dest ) ? call->dest : NULL, group ));
}

static HRESULT WINAPI control_Dial( ITBasicCallControl2 *iface, BSTR dest )
{
    struct call *call = object_of( iface );

    if (!dest) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineDialW( call->handle, dest, 0 ));
}

static HRESULT WINAPI control_Finish( ITBasicCallControl2 *iface, FINISH_MODE mode )
{
    struct call *call = object_of( iface ), *other;
    struct session *session = call->session;
    HCALL first, consultation, partner, conference;
    BOOL pending;
    HRESULT hr;

    if (mode != FM_ASTRANSFER && mode != FM_ASCONFERENCE) return E_INVALIDARG;
    EnterCriticalSection( &session->cs );
    partner = call->partner;
    first = call->consulting ? partner : call->handle;
    consultation = call->consulting ? call->handle : partner;
    conference = call->conference;
    pending = call->conference_pending;
    LeaveCriticalSection( &session->cs );
    if (!call->handle || !partner) return TAPI_E_INVALCALLSTATE;

    if (mode == FM_ASTRANSFER) hr = request_run( session, lineCompleteTransfer( first, consultation, NULL, LINETRANSFERMODE_TRANSFER ));
    else if (pending) hr = request_run( session, lineAddToConference( conference, consultation ));
    else
    {
        conference = 0;
        if (SUCCEEDED(hr = request_run( session, lineCompleteTransfer( first, consultation, &conference, LINETRANSFERMODE_CONFERENCE ))))
            conference_begins( session, conference );
    }
    if (FAILED(hr)) return hr;
    other = call_find( session, partner );
    EnterCriticalSection( &session->cs );
    call->partner = 0;
    if (other) other->partner = 0;
    if (mode == FM_ASCONFERENCE)
    {
        call->conference = conference;
        if (other) other->conference = conference;
    }
    LeaveCriticalSection( &session->cs );
    object_release( other );
    return S_OK;
}

static HRESULT WINAPI control_RemoveFromConference( ITBasicCallControl2 *iface )
{
    struct call *call = object_of( iface );

    HRESULT hr;

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    if (SUCCEEDED(hr = request_run( call->session, lineRemoveFromConference( call->handle )))) call->conference = 0;
    return hr;
}

/* ---- ITBasicCallControl2: terminals belong to media service providers ---- */

static HRESULT WINAPI control_RequestTerminal( ITBasicCallControl2 *iface, BSTR class, LONG media_type, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    return out ? call_request_terminal( object_of( iface ), class, media_type, direction, out ) : E_POINTER;
}

static HRESULT WINAPI control_SelectTerminalOnCall( ITBasicCallControl2 *iface, ITTerminal *terminal )
{
    return terminal ? call_select_terminal( object_of( iface ), terminal ) : E_POINTER;
}

static HRESULT WINAPI control_UnselectTerminalOnCall( ITBasicCallControl2 *iface, ITTerminal *terminal )
{
    return terminal ? call_unselect_terminal( object_of( iface ), terminal ) : E_POINTER;
}

const ITBasicCallControl2Vtbl call_control_vtbl =
{
    FACE_DISPATCH,
    control_Connect, control_Answer, control_Disconnect, control_Hold, control_HandoffDirect, control_HandoffIndirect, control_Conference,
    control_Transfer, control_BlindTransfer, control_SwapHold, control_ParkDirect, control_ParkIndirect, control_Unpark, control_SetQOS,
    control_Pickup, control_Dial, control_Finish, control_RemoveFromConference,
    control_RequestTerminal, control_SelectTerminalOnCall, control_UnselectTerminalOnCall
};
