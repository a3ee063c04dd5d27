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
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

static HRESULT WINAPI control_Connect( ITBasicCallControl2 *iface, VARIANT_BOOL sync )
{
    struct call *call = object_of( iface );
    LINECALLPARAMS *params;
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (call->handle || call_get_state( call ) != CS_IDLE) return TAPI_E_INVALCALLSTATE;
    if (FAILED(hr = address_open( call->address, &line ))) return hr;
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
    if (!call->handle || call_get_state( call ) == CS_IDLE) return S_FALSE;
    hr = request_run( call->session, lineDrop( call->handle, NULL, 0 ));
    /* A call that ended by itself is disconnected already. */
    return hr == TAPI_E_INVALCALLSTATE && call_get_state( call ) == CS_DISCONNECTED ? S_OK : hr;
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

/* The consultation call of a transfer or conference: an idle call of ours that gets a handle, and is dialled if it knows a number. */
static HRESULT begin_consultation( struct call *call, struct call *consultation, HRESULT (*setup)( struct call *, struct call *, HCALL * ), VARIANT_BOOL sync )
{
    HCALL handle = 0;
    HRESULT hr;

    if (consultation->handle) return S_OK;      /* a call that is up already takes part as it is */
    if (FAILED(hr = setup( call, consultation, &handle ))) return hr;
    if (consultation->dest && SysStringLen( consultation->dest ) &&
        FAILED(hr = request_run( call->session, lineDialW( consultation->handle, consultation->dest, 0 )))) return hr;
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
    HRESULT hr;

    if (!other) return E_POINTER;
    if (!(consultation = call_from_interface( (IUnknown *)other )) || consultation == call || consultation->session != call->session) return E_INVALIDARG;
    if (call_get_state( call ) != CS_CONNECTED && call_get_state( call ) != CS_HOLD) return TAPI_E_INVALCALLSTATE;
    hr = begin_consultation( call, consultation, setup_transfer, sync );
    if (SUCCEEDED(hr))
    {
        EnterCriticalSection( &call->session->cs );
        call->partner = consultation->handle;
        call->conference_pending = FALSE;
        LeaveCriticalSection( &call->session->cs );
    }
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
        if (SUCCEEDED(hr)) call->conference = conference;
    }
    free( params );
    return hr;
}

static HRESULT WINAPI control_Conference( ITBasicCallControl2 *iface, ITBasicCallControl *other, VARIANT_BOOL sync )
{
    struct call *call = object_of( iface ), *consultation;
    HRESULT hr;

    if (!other) return E_POINTER;
    if (!(consultation = call_from_interface( (IUnknown *)other )) || consultation == call || consultation->session != call->session) return E_INVALIDARG;
    if (!call->handle || call_get_state( call ) == CS_DISCONNECTED) return TAPI_E_INVALCALLSTATE;
    hr = begin_consultation( call, consultation, setup_conference, sync );
    if (SUCCEEDED(hr))
    {
        EnterCriticalSection( &call->session->cs );
        call->partner = consultation->handle;
        call->conference_pending = TRUE;
        consultation->conference = call->conference;
        consultation->conference_pending = TRUE;
        LeaveCriticalSection( &call->session->cs );
    }
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
    if (FAILED(hr = address_open( call->address, &line )) || FAILED(hr = request_begin( call->session, &pending, call, &handle ))) return hr;
    return request_wait( call->session, &pending, lineUnparkW( line, call->address->address_id, &handle, call->dest ));
}

static HRESULT WINAPI control_SetQOS( ITBasicCallControl2 *iface, LONG media_type, QOS_SERVICE_LEVEL level )
{
    struct call *call = object_of( iface );

    if (level < QSL_NEEDED || level > QSL_BEST_EFFORT) return E_INVALIDARG;
    if (!media_modes_from_types( media_type )) return TAPI_E_INVALIDMEDIATYPE;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return TAPI_E_NOTSUPPORTED;         /* no provider here reserves bandwidth */
}

static HRESULT WINAPI control_Pickup( ITBasicCallControl2 *iface, BSTR group )
{
    struct call *call = object_of( iface );
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (call->handle || call_get_state( call ) != CS_IDLE) return TAPI_E_INVALCALLSTATE;
    if (FAILED(hr = address_open( call->address, &line )) || FAILED(hr = request_begin( call->session, &pending, call, &handle ))) return hr;
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
    struct call *call = object_of( iface );
    BOOL conference_pending;
    HCALL partner;
    HRESULT hr;

    if (mode != FM_ASTRANSFER && mode != FM_ASCONFERENCE) return E_INVALIDARG;
    EnterCriticalSection( &call->session->cs );
    partner = call->partner;
    conference_pending = call->conference_pending;
    LeaveCriticalSection( &call->session->cs );
    if (!call->handle || !partner) return TAPI_E_INVALCALLSTATE;

    if (mode == FM_ASTRANSFER)
        hr = request_run( call->session, lineCompleteTransfer( call->handle, partner, NULL, LINETRANSFERMODE_TRANSFER ));
    else if (conference_pending)
        hr = request_run( call->session, lineAddToConference( call->conference, partner ));
    else
    {
        HCALL conference = 0;

        hr = request_run( call->session, lineCompleteTransfer( call->handle, partner, &conference, LINETRANSFERMODE_CONFERENCE ));
        if (SUCCEEDED(hr)) call->conference = conference;
    }
    if (SUCCEEDED(hr))
    {
        EnterCriticalSection( &call->session->cs );
        call->partner = 0;
        LeaveCriticalSection( &call->session->cs );
    }
    return hr;
}

static HRESULT WINAPI control_RemoveFromConference( ITBasicCallControl2 *iface )
{
    struct call *call = object_of( iface );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineRemoveFromConference( call->handle ));
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
