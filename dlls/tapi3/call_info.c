/*
 * What is known about calls, and what can be set: ITCallInfo2.
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

/* What a program sets before there is a call; LINECALLPARAMS are made of it. */
struct call_settings
{
    LONG  bearer_mode;
    LONG  min_rate;
    LONG  max_rate;
    LONG  params_flags;
    LONG  treatment;
    LONG  app_specific;
    LONG  country;
    LONG  digit_duration;               /* ms */
    BSTR  called_party;
    BSTR  comment;
    BSTR  displayable;
    BSTR  calling_party;
    struct { BYTE *data; DWORD size; } buffers[CIB_LOWLEVELCOMPATIBILITYBUFFER + 1];
    LINECALLQOSINFO qos;                /* dwKey 0: nothing */
};

const size_t call_settings_size = sizeof(struct call_settings);

void call_settings_free( struct call_settings *settings )
{
    unsigned int i;

    if (!settings) return;
    SysFreeString( settings->called_party );
    SysFreeString( settings->comment );
    SysFreeString( settings->displayable );
    SysFreeString( settings->calling_party );
    for (i = 0; i < ARRAYSIZE(settings->buffers); i++) free( settings->buffers[i].data );
    free( settings );
}

/* ---- LINECALLPARAMS ---- */

struct params_part
{
    const void *data;
    DWORD       size;
    size_t      size_field, offset_field;
};

#define PART( data, size, name ) { data, size, offsetof( LINECALLPARAMS, dw##name##Size ), offsetof( LINECALLPARAMS, dw##name##Offset ) }

static DWORD string_bytes( BSTR text )
{
    return text ? SysStringByteLen( text ) + sizeof(WCHAR) : 0;
}

/* With session->cs: settings may change meanwhile. */
static LINECALLPARAMS *make_params( struct call *call )
{
    const struct call_settings *set = call->settings;
    const struct params_part parts[] =
    {
        PART( set->called_party, string_bytes( set->called_party ), CalledParty ),
        PART( set->comment, string_bytes( set->comment ), Comment ),
        PART( set->displayable, string_bytes( set->displayable ), DisplayableAddress ),
        PART( set->calling_party, string_bytes( set->calling_party ), CallingPartyID ),
        PART( set->buffers[CIB_USERUSERINFO].data, set->buffers[CIB_USERUSERINFO].size, UserUserInfo ),
        PART( set->buffers[CIB_DEVSPECIFICBUFFER].data, set->buffers[CIB_DEVSPECIFICBUFFER].size, DevSpecific ),
        PART( set->buffers[CIB_CALLDATABUFFER].data, set->buffers[CIB_CALLDATABUFFER].size, CallData ),
        PART( set->buffers[CIB_HIGHLEVELCOMPATIBILITYBUFFER].data, set->buffers[CIB_HIGHLEVELCOMPATIBILITYBUFFER].size, HighLevelComp ),
        PART( set->buffers[CIB_LOWLEVELCOMPATIBILITYBUFFER].data, set->buffers[CIB_LOWLEVELCOMPATIBILITYBUFFER].size, LowLevelComp ),
        PART( &set->qos, set->qos.dwKey ? set->qos.dwTotalSize : 0, SendingFlowspec ),
    };
    DWORD size = sizeof(LINECALLPARAMS), modes = media_modes_from_types( call->media_types ) & call->address->dev_caps->dwMediaModes;
    LINECALLPARAMS *params;
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(parts); i++) size += (parts[i].size + 3) & ~3u;
    if (!(params = calloc( 1, size ))) return NULL;
    params->dwTotalSize = size;
    /* One mode for a call: somebody at a telephone if the line can, as Windows chooses. */
    if (modes & LINEMEDIAMODE_INTERACTIVEVOICE) modes &= ~LINEMEDIAMODE_AUTOMATEDVOICE;
    params->dwMediaMode = modes;
    params->dwBearerMode = set->bearer_mode ? (DWORD)set->bearer_mode : LINEBEARERMODE_VOICE;
    params->dwMinRate = set->min_rate;
    params->dwMaxRate = set->max_rate;
    params->dwCallParamFlags = set->params_flags;
    params->dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    params->dwAddressID = call->address->address_id;
    params->dwAddressType = call->address_type;
    for (size = sizeof(*params), i = 0; i < ARRAYSIZE(parts); i++)
    {
        if (!parts[i].size) continue;
        memcpy( (BYTE *)params + size, parts[i].data, parts[i].size );
        *(DWORD *)((BYTE *)params + parts[i].size_field) = parts[i].size;
        *(DWORD *)((BYTE *)params + parts[i].offset_field) = size;
        size += (parts[i].size + 3) & ~3u;
    }
    return params;
}

LINECALLPARAMS *call_params( struct call *call )
{
    LINECALLPARAMS *params;

    EnterCriticalSection( &call->session->cs );
    params = make_params( call );
    LeaveCriticalSection( &call->session->cs );
    return params;
}

HRESULT call_set_qos( struct call *call, DWORD modes, QOS_SERVICE_LEVEL level )
{
    LINECALLQOSINFO *qos = &call->settings->qos;

    EnterCriticalSection( &call->session->cs );
    qos->dwKey = QOS_KEY;
    qos->dwTotalSize = sizeof(*qos);
    qos->dwQOSRequestType = LINEQOSREQUESTTYPE_SERVICELEVEL;
    qos->SetQOSServiceLevel.dwNumServiceLevelEntries = 1;
    qos->SetQOSServiceLevel.LineQOSServiceLevel[0].dwMediaMode = modes;
    qos->SetQOSServiceLevel.LineQOSServiceLevel[0].dwQOSServiceLevel = level;
    LeaveCriticalSection( &call->session->cs );
    return S_OK;
}

/* ---- numbers ---- */

enum put_rule { READ_ONLY, BEFORE_CALL, DURING_CALL, ANY_TIME };

static const struct
{
    int           field;                /* of LINECALLINFO, -1: made otherwise */
    int           setting;              /* of struct call_settings, -1: none */
    enum put_rule put;
} longs[] =
{
#define INFO( name ) offsetof( LINECALLINFO, name )
#define SET( name ) offsetof( struct call_settings, name )
    [CIL_MEDIATYPESAVAILABLE]      = { -1, -1, READ_ONLY },
    [CIL_BEARERMODE]               = { INFO( dwBearerMode ), SET( bearer_mode ), ANY_TIME },
    [CIL_CALLERIDADDRESSTYPE]      = { INFO( dwCallerIDAddressType ), -1, READ_ONLY },
    [CIL_CALLEDIDADDRESSTYPE]      = { INFO( dwCalledIDAddressType ), -1, READ_ONLY },
    [CIL_CONNECTEDIDADDRESSTYPE]   = { INFO( dwConnectedIDAddressType ), -1, READ_ONLY },
    [CIL_REDIRECTIONIDADDRESSTYPE] = { INFO( dwRedirectionIDAddressType ), -1, READ_ONLY },
    [CIL_REDIRECTINGIDADDRESSTYPE] = { INFO( dwRedirectingIDAddressType ), -1, READ_ONLY },
    [CIL_ORIGIN]                   = { INFO( dwOrigin ), -1, READ_ONLY },
    [CIL_REASON]                   = { INFO( dwReason ), -1, READ_ONLY },
    [CIL_APPSPECIFIC]              = { INFO( dwAppSpecific ), SET( app_specific ), DURING_CALL },
    [CIL_CALLPARAMSFLAGS]          = { INFO( dwCallParamFlags ), SET( params_flags ), BEFORE_CALL },
    [CIL_CALLTREATMENT]            = { INFO( dwCallTreatment ), SET( treatment ), DURING_CALL },
    [CIL_MINRATE]                  = { -1, SET( min_rate ), ANY_TIME },
    [CIL_MAXRATE]                  = { -1, SET( max_rate ), ANY_TIME },
    [CIL_COUNTRYCODE]              = { INFO( dwCountryCode ), SET( country ), BEFORE_CALL },
    [CIL_CALLID]                   = { INFO( dwCallID ), -1, READ_ONLY },
    [CIL_RELATEDCALLID]            = { INFO( dwRelatedCallID ), -1, READ_ONLY },
    [CIL_COMPLETIONID]             = { INFO( dwCompletionID ), -1, READ_ONLY },
    [CIL_NUMBEROFOWNERS]           = { INFO( dwNumOwners ), -1, READ_ONLY },
    [CIL_NUMBEROFMONITORS]         = { INFO( dwNumMonitors ), -1, READ_ONLY },
    [CIL_TRUNK]                    = { INFO( dwTrunk ), -1, READ_ONLY },
    [CIL_RATE]                     = { INFO( dwRate ), -1, READ_ONLY },
    [CIL_GENERATEDIGITDURATION]    = { -1, SET( digit_duration ), ANY_TIME },
    [CIL_MONITORDIGITMODES]        = { INFO( dwMonitorDigitModes ), -1, READ_ONLY },
    [CIL_MONITORMEDIAMODES]        = { INFO( dwMonitorMediaModes ), -1, READ_ONLY },
};

static HRESULT WINAPI info_get_Address( ITCallInfo2 *iface, ITAddress **out )
{
    struct call *call = object_of( iface );

    if (!out) return E_POINTER;
    *out = (ITAddress *)&call->address->address;
    ITAddress_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI info_get_CallState( ITCallInfo2 *iface, CALL_STATE *state )
{
    if (!state) return E_POINTER;
    *state = call_get_state( object_of( iface ));
    return S_OK;
}

static HRESULT WINAPI info_get_Privilege( ITCallInfo2 *iface, CALL_PRIVILEGE *privilege )
{
    struct call *call = object_of( iface );

    if (!privilege) return E_POINTER;
    *privilege = call->privilege;
    return S_OK;
}

static HRESULT WINAPI info_get_CallHub( ITCallInfo2 *iface, ITCallHub **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return call_get_hub( object_of( iface ), out );
}

static HRESULT WINAPI info_get_CallInfoLong( ITCallInfo2 *iface, CALLINFO_LONG which, LONG *value )
{
    struct call *call = object_of( iface );
    LINECALLINFO *info;
    HRESULT hr;

    if (!value) return E_POINTER;
    *value = 0;
    if ((ULONG)which >= ARRAYSIZE(longs)) return E_INVALIDARG;
    if (which == CIL_MEDIATYPESAVAILABLE && !call->handle)
    {
        *value = call->media_types;
        return S_OK;
    }
    if (longs[which].field < 0 || !call->handle)
    {
        if (which == CIL_MEDIATYPESAVAILABLE)
        {
            if (FAILED(hr = call_get_info( call, &info ))) return hr;
            *value = media_types_from_modes( info->dwMediaMode );
            free( info );
            return S_OK;
        }
        if (longs[which].setting < 0) return TAPI_E_INVALCALLSTATE;
        *value = *(const LONG *)((const BYTE *)call->settings + longs[which].setting);
        return S_OK;
    }
    if (FAILED(hr = call_get_info( call, &info ))) return hr;
    *value = *(const LONG *)((const BYTE *)info + longs[which].field);
    free( info );
    return S_OK;
}

static HRESULT WINAPI info_put_CallInfoLong( ITCallInfo2 *iface, CALLINFO_LONG which, LONG value )
{
    struct call *call = object_of( iface );
    struct call_settings *set = call->settings;
    LINECALLINFO *info;
    HRESULT hr = S_OK;

    if ((ULONG)which >= ARRAYSIZE(longs) || longs[which].put == READ_ONLY) return E_INVALIDARG;
    if (call->handle && longs[which].put == BEFORE_CALL) return TAPI_E_INVALCALLSTATE;
    if (!call->handle && longs[which].put == DURING_CALL) return TAPI_E_INVALCALLSTATE;
    if (call->handle)
        switch (which)
        {
        case CIL_APPSPECIFIC:
            hr = hresult_from_line( lineSetAppSpecific( call->handle, value ));
            break;
        case CIL_CALLTREATMENT:
            hr = request_run( call->session, lineSetCallTreatment( call->handle, value ));
            break;
        case CIL_BEARERMODE:
        case CIL_MINRATE:
        case CIL_MAXRATE:
            if (FAILED(hr = call_get_info( call, &info ))) return hr;
            hr = request_run( call->session, lineSetCallParams( call->handle, which == CIL_BEARERMODE ? (DWORD)value : info->dwBearerMode,
                                                                which == CIL_MINRATE ? value : set->min_rate,
                                                                which == CIL_MAXRATE ? value : set->max_rate, NULL ));
            free( info );
            break;
        default:
            break;
        }
    if (SUCCEEDED(hr)) *(LONG *)((BYTE *)set + longs[which].setting) = value;
    return hr;
}

/* ---- strings ---- */

static const struct
{
    size_t size, offset;                /* of LINECALLINFO */
    int    setting;
} strings[] =
{
#define TEXT_( name, setting ) { offsetof( LINECALLINFO, dw##name##Size ), offsetof( LINECALLINFO, dw##name##Offset ), setting }
    [CIS_CALLERIDNAME]            = TEXT_( CallerIDName, -1 ),
    [CIS_CALLERIDNUMBER]          = TEXT_( CallerID, -1 ),
    [CIS_CALLEDIDNAME]            = TEXT_( CalledIDName, -1 ),
    [CIS_CALLEDIDNUMBER]          = TEXT_( CalledID, -1 ),
    [CIS_CONNECTEDIDNAME]         = TEXT_( ConnectedIDName, -1 ),
    [CIS_CONNECTEDIDNUMBER]       = TEXT_( ConnectedID, -1 ),
    [CIS_REDIRECTIONIDNAME]       = TEXT_( RedirectionIDName, -1 ),
    [CIS_REDIRECTIONIDNUMBER]     = TEXT_( RedirectionID, -1 ),
    [CIS_REDIRECTINGIDNAME]       = TEXT_( RedirectingIDName, -1 ),
    [CIS_REDIRECTINGIDNUMBER]     = TEXT_( RedirectingID, -1 ),
    [CIS_CALLEDPARTYFRIENDLYNAME] = TEXT_( CalledParty, SET( called_party )),
    [CIS_COMMENT]                 = TEXT_( Comment, SET( comment )),
    [CIS_DISPLAYABLEADDRESS]      = TEXT_( DisplayableAddress, SET( displayable )),
    [CIS_CALLINGPARTYID]          = { 0, 0, SET( calling_party ) },
};

static HRESULT WINAPI info_get_CallInfoString( ITCallInfo2 *iface, CALLINFO_STRING which, BSTR *out )
{
    struct call *call = object_of( iface );
    LINECALLINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if ((ULONG)which >= ARRAYSIZE(strings)) return E_INVALIDARG;
    if (!call->handle || !strings[which].size)
    {
        BSTR text;

        if (strings[which].setting < 0) return TAPI_E_INVALCALLSTATE;
        EnterCriticalSection( &call->session->cs );
        text = *(BSTR *)((BYTE *)call->settings + strings[which].setting);
        *out = SysAllocStringLen( text, SysStringLen( text ));
        LeaveCriticalSection( &call->session->cs );
        return *out ? S_OK : E_OUTOFMEMORY;
    }
    if (FAILED(hr = call_get_info( call, &info ))) return hr;
    *out = SysAllocString( caps_string( info, *(const DWORD *)((const BYTE *)info + strings[which].size),
                                        *(const DWORD *)((const BYTE *)info + strings[which].offset) ));
    free( info );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI info_put_CallInfoString( ITCallInfo2 *iface, CALLINFO_STRING which, BSTR text )
{
    struct call *call = object_of( iface );
    BSTR *setting, copy, old;

    if ((ULONG)which >= ARRAYSIZE(strings) || strings[which].setting < 0) return E_INVALIDARG;
    if (!text) return E_POINTER;
    if (call->handle) return TAPI_E_INVALCALLSTATE;
    if (!(copy = SysAllocStringLen( text, SysStringLen( text )))) return E_OUTOFMEMORY;
    setting = (BSTR *)((BYTE *)call->settings + strings[which].setting);
    EnterCriticalSection( &call->session->cs );
    old = *setting;
    *setting = copy;
    LeaveCriticalSection( &call->session->cs );
    SysFreeString( old );
    return S_OK;
}

/* ---- buffers ---- */

static const struct
{
    size_t        size, offset;         /* of LINECALLINFO */
    enum put_rule put;
} buffers[] =
{
#define BUFFER( name ) offsetof( LINECALLINFO, dw##name##Size ), offsetof( LINECALLINFO, dw##name##Offset )
    [CIB_USERUSERINFO]                 = { BUFFER( UserUserInfo ), ANY_TIME },
    [CIB_DEVSPECIFICBUFFER]            = { BUFFER( DevSpecific ), BEFORE_CALL },
    [CIB_CALLDATABUFFER]               = { BUFFER( CallData ), ANY_TIME },
    [CIB_CHARGINGINFOBUFFER]           = { BUFFER( ChargingInfo ), READ_ONLY },
    [CIB_HIGHLEVELCOMPATIBILITYBUFFER] = { BUFFER( HighLevelComp ), BEFORE_CALL },
    [CIB_LOWLEVELCOMPATIBILITYBUFFER]  = { BUFFER( LowLevelComp ), BEFORE_CALL },
};

static HRESULT WINAPI info_GetCallInfoBuffer( ITCallInfo2 *iface, CALLINFO_BUFFER which, DWORD *size, BYTE **out )
{
    struct call *call = object_of( iface );
    LINECALLINFO *info = NULL;
    const BYTE *data = NULL;
    HRESULT hr = S_OK;

    if (!size || !out) return E_POINTER;
    *size = 0;
    *out = NULL;
    if ((ULONG)which >= ARRAYSIZE(buffers)) return E_INVALIDARG;
    if (call->handle)
    {
        if (FAILED(hr = call_get_info( call, &info ))) return hr;
        *size = *(const DWORD *)((const BYTE *)info + buffers[which].size);
        data = (const BYTE *)info + *(const DWORD *)((const BYTE *)info + buffers[which].offset);
    }
    EnterCriticalSection( &call->session->cs );     /* of what was set */
    if (!info)
    {
        *size = call->settings->buffers[which].size;
        data = call->settings->buffers[which].data;
    }
    if (!(*out = CoTaskMemAlloc( max( *size, 1 )))) hr = E_OUTOFMEMORY;
    else if (*size) memcpy( *out, data, *size );
    if (FAILED(hr)) *size = 0;
    LeaveCriticalSection( &call->session->cs );
    free( info );
    return hr;
}

static HRESULT WINAPI info_SetCallInfoBuffer( ITCallInfo2 *iface, CALLINFO_BUFFER which, DWORD size, BYTE *data )
{
    struct call *call = object_of( iface );
    BYTE *copy = NULL, *old;

    if ((ULONG)which >= ARRAYSIZE(buffers) || buffers[which].put == READ_ONLY) return E_INVALIDARG;
    if (!data && size) return E_POINTER;
    if (call->handle)
    {
        if (buffers[which].put != ANY_TIME) return TAPI_E_INVALCALLSTATE;
        if (which == CIB_USERUSERINFO) return request_run( call->session, lineSendUserUserInfo( call->handle, (const char *)data, size ));
        return request_run( call->session, lineSetCallData( call->handle, data, size ));
    }
    if (size && !(copy = malloc( size ))) return E_OUTOFMEMORY;
    if (size) memcpy( copy, data, size );
    EnterCriticalSection( &call->session->cs );
    old = call->settings->buffers[which].data;
    call->settings->buffers[which].data = copy;
    call->settings->buffers[which].size = size;
    LeaveCriticalSection( &call->session->cs );
    free( old );
    return S_OK;
}

/* Bytes as scripts have them: an array of VT_UI1 */
HRESULT bytes_to_variant( const BYTE *data, DWORD size, VARIANT *out )
{
    SAFEARRAY *array = SafeArrayCreateVector( VT_UI1, 0, size );
    void *to;
    HRESULT hr;

    if (!array) return E_OUTOFMEMORY;
    if (FAILED(hr = SafeArrayAccessData( array, &to )))
    {
        SafeArrayDestroy( array );
        return hr;
    }
    memcpy( to, data, size );
    SafeArrayUnaccessData( array );
    V_VT( out ) = VT_ARRAY | VT_UI1;
    V_ARRAY( out ) = array;
    return S_OK;
}

static HRESULT WINAPI info_get_CallInfoBuffer( ITCallInfo2 *iface, CALLINFO_BUFFER which, VARIANT *out )
{
    DWORD size;
    BYTE *data;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = info_GetCallInfoBuffer( iface, which, &size, &data ))) return hr;
    hr = bytes_to_variant( data, size, out );
    CoTaskMemFree( data );
    return hr;
}

SAFEARRAY *variant_bytes( const VARIANT *bytes )
{
    SAFEARRAY *array;
    VARTYPE type;

    if (!(V_VT( bytes ) & VT_ARRAY)) return NULL;
    array = V_VT( bytes ) & VT_BYREF ? V_ARRAYREF( bytes ) ? *V_ARRAYREF( bytes ) : NULL : V_ARRAY( bytes );
    if (!array || SafeArrayGetDim( array ) != 1 || FAILED(SafeArrayGetVartype( array, &type )) || type != VT_UI1) return NULL;
    return array;
}

static HRESULT WINAPI info_put_CallInfoBuffer( ITCallInfo2 *iface, CALLINFO_BUFFER which, VARIANT bytes )
{
    SAFEARRAY *array = variant_bytes( &bytes );
    HRESULT hr;
    void *data;

    if (!array) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayAccessData( array, &data ))) return hr;
    hr = info_SetCallInfoBuffer( iface, which, array->rgsabound[0].cElements, data );
    SafeArrayUnaccessData( array );
    return hr;
}

static HRESULT WINAPI info_ReleaseUserUserInfo( ITCallInfo2 *iface )
{
    struct call *call = object_of( iface );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return request_run( call->session, lineReleaseUserUserInfo( call->handle ));
}

static HRESULT WINAPI info_get_EventFilter( ITCallInfo2 *iface, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL *enable )
{
    struct call *call = object_of( iface );

    return filter_get( call->filter, event, sub_event, enable );
}

static HRESULT WINAPI info_put_EventFilter( ITCallInfo2 *iface, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL enable )
{
    struct call *call = object_of( iface );

    return filter_put( call->filter, event, sub_event, enable );
}

const ITCallInfo2Vtbl call_info_vtbl =
{
    FACE_DISPATCH,
    info_get_Address, info_get_CallState, info_get_Privilege, info_get_CallHub, info_get_CallInfoLong, info_put_CallInfoLong,
    info_get_CallInfoString, info_put_CallInfoString, info_get_CallInfoBuffer, info_put_CallInfoBuffer, info_GetCallInfoBuffer,
    info_SetCallInfoBuffer, info_ReleaseUserUserInfo, info_get_EventFilter, info_put_EventFilter
};
