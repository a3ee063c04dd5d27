/*
 * Addresses: ITAddress2.
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

const WCHAR *caps_string( const void *base, DWORD size, DWORD offset )
{
    return size >= sizeof(WCHAR) && offset ? (const WCHAR *)((const BYTE *)base + offset) : L"";
}

/* TAPI 3 has one media type for both kinds of voice. */
#define VOICE_MODES (LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_AUTOMATEDVOICE)

DWORD media_types_from_modes( DWORD modes )
{
    DWORD types = modes & (TAPIMEDIATYPE_VIDEO | TAPIMEDIATYPE_DATAMODEM | TAPIMEDIATYPE_G3FAX);

    if (modes & VOICE_MODES) types |= TAPIMEDIATYPE_AUDIO;
    return types;
}

DWORD media_modes_from_types( DWORD types )
{
    DWORD modes = types & (TAPIMEDIATYPE_VIDEO | TAPIMEDIATYPE_DATAMODEM | TAPIMEDIATYPE_G3FAX);

    if (types & TAPIMEDIATYPE_AUDIO) modes |= VOICE_MODES;
    return modes;
}

HRESULT address_open( struct address *address, HLINE *line )
{
    struct session *session = address->session;
    LINECALLPARAMS params = { sizeof(params) };
    DWORD options = LINECALLPRIVILEGE_NONE;
    HRESULT hr = S_OK;
    LONG error;

    EnterCriticalSection( &address->open_cs );
    if (session->closed) hr = TAPI_E_NOT_INITIALIZED;
    else if (!address->line)
    {
        if (address->dev_caps->dwNumAddresses > 1)
        {
            options |= LINEOPENOPTION_SINGLEADDRESS;
            params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
            params.dwAddressID = address->address_id;
        }
        error = lineOpenW( session->line_app, address->device, line, address->version, 0, 0, options, 0,
                           options & LINEOPENOPTION_SINGLEADDRESS ? &params : NULL );
        if (error)
        {
            WARN( "line %lu cannot be opened: error %#lx\n", address->device, error );
            hr = hresult_from_line( error );
        }
        else
        {
            EnterCriticalSection( &session->cs );
            address->line = *line;
            LeaveCriticalSection( &session->cs );
        }
    }
    *line = address->line;
    LeaveCriticalSection( &address->open_cs );
    return hr;
}

void address_line_closed( struct address *address )
{
    EnterCriticalSection( &address->session->cs );
    address->line = 0;
    LeaveCriticalSection( &address->session->cs );
    address_msp_line_closed( address );
}

/* LINEADDRESSSTATUS of the address; free() it */
static HRESULT get_status( struct address *address, LINEADDRESSSTATUS **out )
{
    struct answer answer = { .size = sizeof(LINEADDRESSSTATUS) + 512 };
    HLINE line;
    HRESULT hr;

    if (FAILED(hr = address_open( address, &line ))) return hr;
    while (answer_wanted( &answer )) answer.error = lineGetAddressStatusW( line, address->address_id, answer.data );
    return answer_result( &answer, hresult_from_line, (void **)out );
}

/* ---- ITAddress ---- */

static HRESULT WINAPI address_get_State( ITAddress2 *iface, ADDRESS_STATE *state )
{
    struct address *address = object_of( iface );
    LINEDEVSTATUS status = { sizeof(status) };
    HLINE line;
    HRESULT hr;
    LONG error;

    if (!state) return E_POINTER;
    *state = AS_OUTOFSERVICE;
    if (address->gone) return S_OK;
    if (FAILED(hr = address_open( address, &line ))) return hr == TAPI_E_RESOURCEUNAVAIL || hr == TAPI_E_NODEVICE ? S_OK : hr;
    if ((error = lineGetLineDevStatusW( line, &status ))) return hresult_from_line( error );
    if (status.dwDevStatusFlags & LINEDEVSTATUSFLAGS_INSERVICE) *state = AS_INSERVICE;
    return S_OK;
}

static HRESULT return_string( const WCHAR *text, BSTR *out )
{
    if (!(*out = SysAllocString( text ))) return E_OUTOFMEMORY;
    return S_OK;
}

static HRESULT WINAPI address_get_AddressName( ITAddress2 *iface, BSTR *name )
{
    struct address *address = object_of( iface );
    const LINEDEVCAPS *caps = address->dev_caps;
    const WCHAR *line_name = caps_string( caps, caps->dwLineNameSize, caps->dwLineNameOffset );
    WCHAR text[320];

    if (!name) return E_POINTER;
    if (caps->dwNumAddresses == 1) return return_string( line_name, name );
    swprintf( text, ARRAYSIZE(text), L"%.300ls - %lu", line_name, address->address_id );
    return return_string( text, name );
}

/* The file of a provider that has been installed with this number */
static HRESULT provider_file( DWORD id, BSTR *name )
{
    struct answer answer = { .size = sizeof(LINEPROVIDERLIST) + 1024 };
    LINEPROVIDERLIST *list;
    const LINEPROVIDERENTRY *entry;
    HRESULT hr;
    DWORD i;

    while (answer_wanted( &answer )) answer.error = lineGetProviderListW( API_VERSION, answer.data );
    if (SUCCEEDED(hr = answer_result( &answer, hresult_from_line, (void **)&list )))
    {
        hr = TAPI_E_NODRIVER;
        entry = (const LINEPROVIDERENTRY *)((const BYTE *)list + list->dwProviderListOffset);
        for (i = 0; i < list->dwNumProviders && entry[i].dwPermanentProviderID != id; i++) {}
        if (i < list->dwNumProviders) hr = return_string( caps_string( list, entry[i].dwProviderFilenameSize, entry[i].dwProviderFilenameOffset ), name );
    }
    free( list );
    return hr;
}

static HRESULT WINAPI address_get_ServiceProviderName( ITAddress2 *iface, BSTR *name )
{
    struct address *address = object_of( iface );
    VARSTRING *id;
    HLINE line;
    HRESULT hr;

    if (!name) return E_POINTER;
    *name = NULL;
    if (FAILED(hr = address_open( address, &line ))) return hr;
    if (FAILED(hr = get_device_id( line, address->address_id, 0, LINECALLSELECT_LINE, L"tapi/providerid", &id ))) return hr;
    if (id->dwStringSize >= sizeof(DWORD)) hr = provider_file( *(const DWORD *)((const BYTE *)id + id->dwStringOffset), name );
    else hr = TAPI_E_NODRIVER;
    free( id );
    return hr;
}

static HRESULT WINAPI address_get_TAPIObject( ITAddress2 *iface, ITTAPI **out )
{
    struct address *address = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITTAPI *)session_tapi( address->session );
    return *out ? S_OK : TAPI_E_NOT_INITIALIZED;
}

static HRESULT WINAPI address_CreateCall( ITAddress2 *iface, BSTR dest, LONG address_type, LONG media_types, ITBasicCallControl **out )
{
    struct address *address = object_of( iface );
    const DWORD known = address->dev_caps->dwAddressTypes ? address->dev_caps->dwAddressTypes : LINEADDRESSTYPE_PHONENUMBER;
    struct call *call;

    if (!out) return E_POINTER;
    *out = NULL;
    if (address->session->closed) return TAPI_E_NOT_INITIALIZED;
    if (!address_type || (address_type & (address_type - 1)) || !(address_type & known)) return E_INVALIDARG;
    if (!media_types || (media_types & ~media_types_from_modes( address->dev_caps->dwMediaModes ))) return TAPI_E_INVALIDMEDIATYPE;
    address_msp_prepare( address );
    if (!(call = call_create( address, 0 ))) return E_OUTOFMEMORY;
    call->address_type = address_type;
    call->media_types = media_types;
    call->privilege = CP_OWNER;
    if (dest && !(call->dest = SysAllocStringLen( dest, SysStringLen( dest ))))
    {
        object_release( call );
        return E_OUTOFMEMORY;
    }
    call_msp_begin( call );
    *out = (ITBasicCallControl *)&call->control;
    return S_OK;
}

/* Calls of an address as ITCallInfo pointers, referenced */
static HRESULT list_calls( struct address *address, IUnknown ***list, ULONG *count )
{
    struct call **calls;
    ULONG i, all;
    HRESULT hr;

    *count = 0;
    if (FAILED(hr = session_calls( address->session, address, &calls, &all ))) return hr;
    *list = (IUnknown **)calls;
    for (i = 0; i < all; i++)
        if (calls[i]->shadow) object_release( calls[i] );
        else (*list)[(*count)++] = (IUnknown *)&calls[i]->info;
    return S_OK;
}

static HRESULT WINAPI address_get_Calls( ITAddress2 *iface, VARIANT *out )
{
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = list_calls( object_of( iface ), &list, &count ))) return hr;
    return list_to_variant( list, count, out );
}

static HRESULT WINAPI address_EnumerateCalls( ITAddress2 *iface, IEnumCall **out )
{
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = list_calls( object_of( iface ), &list, &count ))) return hr;
    return list_to_enumerator( &IID_IEnumCall, list, count, (void **)out );
}

static HRESULT WINAPI address_get_DialableAddress( ITAddress2 *iface, BSTR *out )
{
    struct address *address = object_of( iface );
    const LINEADDRESSCAPS *caps = address->address_caps;

    if (!out) return E_POINTER;
    return return_string( caps_string( caps, caps->dwAddressSize, caps->dwAddressOffset ), out );
}

static HRESULT WINAPI address_CreateForwardInfoObject( ITAddress2 *iface, ITForwardInformation **out )
{
    if (!out) return E_POINTER;
    return forward_create( out );
}

static HRESULT WINAPI address_Forward( ITAddress2 *iface, ITForwardInformation *info, ITBasicCallControl *consultation )
{
    struct address *address = object_of( iface );
    struct call *call = consultation ? call_from_interface( (IUnknown *)consultation ) : NULL;
    LINEFORWARDLIST *list = NULL;
    LINECALLPARAMS *params = NULL;
    struct pending pending;
    HCALL handle = 0;
    DWORD rings = 0;
    HLINE line;
    HRESULT hr;

    if (consultation && (!call || call->address != address)) return E_INVALIDARG;
    if (call && call->handle) return TAPI_E_INVALCALLSTATE;
    if (info && FAILED(hr = forward_list( info, &list, &rings ))) return hr;
    if (call) params = call_params( call );
    if (SUCCEEDED(hr = address_open( address, &line )) && SUCCEEDED(hr = request_begin( address->session, &pending, call, &handle )))
        hr = request_wait( address->session, &pending,
                           lineForwardW( line, FALSE, address->address_id, list, rings, &handle, params ));
    if (SUCCEEDED(hr) && handle && !call) lineDeallocateCall( handle );
    free( params );
    free( list );
    return hr;
}

static HRESULT WINAPI address_get_CurrentForwardInfo( ITAddress2 *iface, ITForwardInformation **out )
{
    LINEADDRESSSTATUS *status;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = get_status( object_of( iface ), &status ))) return hr;
    hr = forward_from_status( status, out );
    free( status );
    return hr;
}

static HRESULT set_status( ITAddress2 *iface, DWORD flag, VARIANT_BOOL on )
{
    struct address *address = object_of( iface );
    HLINE line;
    HRESULT hr;

    if (FAILED(hr = address_open( address, &line ))) return hr;
    return request_run( address->session, lineSetLineDevStatus( line, flag, on != VARIANT_FALSE ));
}

static HRESULT WINAPI address_put_MessageWaiting( ITAddress2 *iface, VARIANT_BOOL on )
{
    return set_status( iface, LINEDEVSTATUSFLAGS_MSGWAIT, on );
}

static HRESULT WINAPI address_get_MessageWaiting( ITAddress2 *iface, VARIANT_BOOL *on )
{
    struct address *address = object_of( iface );
    LINEDEVSTATUS status = { sizeof(status) };
    HLINE line;
    HRESULT hr;
    LONG error;

    if (!on) return E_POINTER;
    *on = VARIANT_FALSE;
    if (FAILED(hr = address_open( address, &line ))) return hr;
    if ((error = lineGetLineDevStatusW( line, &status ))) return hresult_from_line( error );
    *on = status.dwDevStatusFlags & LINEDEVSTATUSFLAGS_MSGWAIT ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

/* Do-not-disturb is forwarding of all calls to nowhere. */
static HRESULT WINAPI address_put_DoNotDisturb( ITAddress2 *iface, VARIANT_BOOL on )
{
    struct address *address = object_of( iface );
    LINEFORWARDLIST list = { sizeof(list), 1 };
    struct pending pending;
    HCALL handle = 0;
    HLINE line;
    HRESULT hr;

    if (!(address->address_caps->dwAddrCapFlags & LINEADDRCAPFLAGS_FWDNUMRINGS) && !address->address_caps->dwForwardModes) return TAPI_E_NOTSUPPORTED;
    if (!on && FAILED(hr = address_open( address, &line ))) return hr;
    if (!on) return request_run( address->session, lineForwardW( line, FALSE, address->address_id, NULL, 0, &handle, NULL ));
    list.ForwardList[0].dwForwardMode = LINEFORWARDMODE_UNCOND;
    if (FAILED(hr = address_open( address, &line )) || FAILED(hr = request_begin( address->session, &pending, NULL, NULL ))) return hr;
    return request_wait( address->session, &pending, lineForwardW( line, FALSE, address->address_id, &list, 0, &handle, NULL ));
}

static HRESULT WINAPI address_get_DoNotDisturb( ITAddress2 *iface, VARIANT_BOOL *on )
{
    LINEADDRESSSTATUS *status;
    HRESULT hr;
    DWORD i;

    if (!on) return E_POINTER;
    *on = VARIANT_FALSE;
    if (FAILED(hr = get_status( object_of( iface ), &status ))) return hr;
    for (i = 0; i < status->dwForwardNumEntries; i++)
    {
        const LINEFORWARD *entry = (const LINEFORWARD *)((const BYTE *)status + status->dwForwardOffset) + i;

        if (entry->dwForwardMode == LINEFORWARDMODE_UNCOND && !entry->dwDestAddressSize) *on = VARIANT_TRUE;
    }
    free( status );
    return S_OK;
}

/* ---- ITAddress2 ---- */

static HRESULT WINAPI address_get_Phones( ITAddress2 *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return address_phones( object_of( iface ), FALSE, out, NULL );
}

static HRESULT WINAPI address_EnumeratePhones( ITAddress2 *iface, IEnumPhone **out )
{
    if (!out) return E_POINTER;
    return address_phones( object_of( iface ), FALSE, NULL, out );
}

static HRESULT WINAPI address_GetPhoneFromTerminal( ITAddress2 *iface, ITTerminal *terminal, ITPhone **out )
{
    if (!out || !terminal) return E_POINTER;
    *out = NULL;
    return address_phone_of_terminal( object_of( iface ), terminal, out );
}

static HRESULT WINAPI address_get_PreferredPhones( ITAddress2 *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return address_phones( object_of( iface ), TRUE, out, NULL );
}

static HRESULT WINAPI address_EnumeratePreferredPhones( ITAddress2 *iface, IEnumPhone **out )
{
    if (!out) return E_POINTER;
    return address_phones( object_of( iface ), TRUE, NULL, out );
}

static HRESULT WINAPI address_get_EventFilter( ITAddress2 *iface, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL *enable )
{
    struct address *address = object_of( iface );

    return filter_get( address->filter, event, sub_event, enable );
}

static HRESULT WINAPI address_put_EventFilter( ITAddress2 *iface, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL enable )
{
    struct address *address = object_of( iface );

    return filter_put( address->filter, event, sub_event, enable );
}

static HRESULT WINAPI address_DeviceSpecific( ITAddress2 *iface, ITCallInfo *pointer, BYTE *params, DWORD size )
{
    struct address *address = object_of( iface );
    struct call *call = pointer ? call_from_interface( (IUnknown *)pointer ) : NULL;
    HLINE line;
    HRESULT hr;

    if (!params && size) return E_POINTER;
    if (pointer && (!call || call->address != address)) return E_INVALIDARG;
    if (FAILED(hr = address_open( address, &line ))) return hr;
    return request_run( address->session, lineDevSpecific( line, address->address_id, call ? call->handle : 0, params, size ));
}

static HRESULT WINAPI address_DeviceSpecificVariant( ITAddress2 *iface, ITCallInfo *call, VARIANT bytes )
{
    SAFEARRAY *array = variant_bytes( &bytes );
    HRESULT hr;
    void *data;

    if (!array) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayAccessData( array, &data ))) return hr;
    hr = address_DeviceSpecific( iface, call, data, array->rgsabound[0].cElements );
    SafeArrayUnaccessData( array );
    return hr;
}

static HRESULT WINAPI address_NegotiateExtVersion( ITAddress2 *iface, LONG low, LONG high, LONG *version )
{
    struct address *address = object_of( iface );
    LINEEXTENSIONID ext;
    DWORD api, found = 0;
    LONG error;

    if (!version) return E_POINTER;
    *version = 0;
    if ((error = lineNegotiateAPIVersion( address->session->line_app, address->device, address->version, address->version, &api, &ext )) ||
        (error = lineNegotiateExtVersion( address->session->line_app, address->device, api, low, high, &found ))) return hresult_from_line( error );
    *version = found;
    return S_OK;
}

const ITAddress2Vtbl address_vtbl =
{
    FACE_DISPATCH,
    address_get_State, address_get_AddressName, address_get_ServiceProviderName, address_get_TAPIObject, address_CreateCall, address_get_Calls,
    address_EnumerateCalls, address_get_DialableAddress, address_CreateForwardInfoObject, address_Forward, address_get_CurrentForwardInfo,
    address_put_MessageWaiting, address_get_MessageWaiting, address_put_DoNotDisturb, address_get_DoNotDisturb,
    address_get_Phones, address_EnumeratePhones, address_GetPhoneFromTerminal, address_get_PreferredPhones, address_EnumeratePreferredPhones,
    address_get_EventFilter, address_put_EventFilter, address_DeviceSpecific, address_DeviceSpecificVariant, address_NegotiateExtVersion
};

/* ---- the object ---- */

static void address_destroy( struct object *object )
{
    struct address *address = (struct address *)object;

    address_msp_free( address );
    if (address->line && !address->session->closed) lineClose( address->line );
    if (address->track_line && !address->session->closed) lineClose( address->track_line );
    DeleteCriticalSection( &address->open_cs );
    session_release( address->session );
    free( address->dev_caps );
    free( address->address_caps );
    free( address );
}

static const struct face_entry address_faces[] =
{
    { &IID_ITAddress2, offsetof( struct address, address ), TRUE },
    { &IID_ITAddress, offsetof( struct address, address ), FALSE },
    { &IID_ITAddressCapabilities, offsetof( struct address, caps ), TRUE },
    { &IID_ITMediaSupport, offsetof( struct address, media ), TRUE },
    { &IID_ITAddressTranslation, offsetof( struct address, translation ), TRUE },
    { &IID_ITLegacyAddressMediaControl2, offsetof( struct address, legacy ), FALSE },
    { &IID_ITLegacyAddressMediaControl, offsetof( struct address, legacy ), FALSE },
    { &IID_ITLegacyWaveSupport, offsetof( struct address, wave ), TRUE },       /* the last one: see below */
};

static const struct object_class address_class =
    { "address", address_faces, ARRAYSIZE(address_faces) - 1, address_destroy, address_inner, IDISPAGGREGATEDMSPADDRESSOBJ };

/* Documented: the address of a Wave MSP has ITLegacyWaveSupport, too. */
static const struct object_class wave_address_class =
    { "address", address_faces, ARRAYSIZE(address_faces), address_destroy, address_inner, IDISPAGGREGATEDMSPADDRESSOBJ };

static LINEADDRESSCAPS *get_caps( struct session *session, DWORD device, DWORD address_id, DWORD version )
{
    struct answer answer = { .size = sizeof(LINEADDRESSCAPS) + 1024 };
    LINEADDRESSCAPS *caps;

    while (answer_wanted( &answer )) answer.error = lineGetAddressCapsW( session->line_app, device, address_id, version, 0, answer.data );
    if ((caps = answer.data)) return caps;
    WARN( "address %lu of line %lu has no capabilities: error %#lx\n", address_id, device, answer.error );
    if ((caps = calloc( 1, sizeof(*caps) ))) caps->dwTotalSize = sizeof(*caps);
    return caps;
}

struct address *address_create( struct session *session, DWORD device, DWORD address_id, DWORD version, LINEDEVCAPS *caps )
{
    struct address *address = object_create( &address_class, sizeof(*address), NULL );

    if (!address) return NULL;
    InitializeCriticalSection( &address->open_cs );
    face_init( &address->address, &address_vtbl, &address->object );
    face_init( &address->caps, &address_caps_vtbl, &address->object );
    face_init( &address->media, &address_media_vtbl, &address->object );
    face_init( &address->translation, &address_translation_vtbl, &address->object );
    face_init( &address->legacy, &address_legacy_vtbl, &address->object );
    face_init( &address->wave, &address_wave_vtbl, &address->object );
    address->session = session_addref( session );
    address->device = device;
    address->address_id = address_id;
    address->version = version;
    if ((address->dev_caps = malloc( caps->dwTotalSize ))) memcpy( address->dev_caps, caps, caps->dwTotalSize );
    address->address_caps = get_caps( session, device, address_id, version );
    if (!address->dev_caps || !address->address_caps)
    {
        object_release( address );
        return NULL;
    }
    if (address_has_wave_msp( address )) address->object.class = &wave_address_class;
    return address;
}

struct address *address_from_interface( IUnknown *unknown )
{
    struct address *address = NULL;
    ITAddress2 *face;

    if (!unknown || FAILED(IUnknown_QueryInterface( unknown, &IID_ITAddress2, (void **)&face ))) return NULL;
    if (face->lpVtbl == &address_vtbl) address = object_of( face );
    ITAddress2_Release( face );
    return address;
}
