/*
 * What addresses can do: ITAddressCapabilities and ITMediaSupport.
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

/* Where a capability stands: in LINEDEVCAPS or LINEADDRESSCAPS */
static const struct
{
    BOOL   line;
    size_t field;
} capabilities[] =
{
#define LINE_( name ) { TRUE, offsetof( LINEDEVCAPS, name ) }
#define ADDRESS_( name ) { FALSE, offsetof( LINEADDRESSCAPS, name ) }
    [AC_ADDRESSTYPES]                 = LINE_( dwAddressTypes ),
    [AC_BEARERMODES]                  = LINE_( dwBearerModes ),
    [AC_MAXACTIVECALLS]               = ADDRESS_( dwMaxNumActiveCalls ),
    [AC_MAXONHOLDCALLS]               = ADDRESS_( dwMaxNumOnHoldCalls ),
    [AC_MAXONHOLDPENDINGCALLS]        = ADDRESS_( dwMaxNumOnHoldPendingCalls ),
    [AC_MAXNUMCONFERENCE]             = ADDRESS_( dwMaxNumConference ),
    [AC_MAXNUMTRANSCONF]              = ADDRESS_( dwMaxNumTransConf ),
    [AC_MONITORDIGITSUPPORT]          = LINE_( dwMonitorDigitModes ),
    [AC_GENERATEDIGITSUPPORT]         = LINE_( dwGenerateDigitModes ),
    [AC_GENERATETONEMODES]            = LINE_( dwGenerateToneModes ),
    [AC_GENERATETONEMAXNUMFREQ]       = LINE_( dwGenerateToneMaxNumFreq ),
    [AC_MONITORTONEMAXNUMFREQ]        = LINE_( dwMonitorToneMaxNumFreq ),
    [AC_MONITORTONEMAXNUMENTRIES]     = LINE_( dwMonitorToneMaxNumEntries ),
    [AC_DEVCAPFLAGS]                  = LINE_( dwDevCapFlags ),
    [AC_ANSWERMODES]                  = LINE_( dwAnswerMode ),
    [AC_LINEFEATURES]                 = LINE_( dwLineFeatures ),
    [AC_SETTABLEDEVSTATUS]            = LINE_( dwSettableDevStatus ),
    [AC_PARKSUPPORT]                  = ADDRESS_( dwParkModes ),
    [AC_CALLERIDSUPPORT]              = ADDRESS_( dwCallerIDFlags ),
    [AC_CALLEDIDSUPPORT]              = ADDRESS_( dwCalledIDFlags ),
    [AC_CONNECTEDIDSUPPORT]           = ADDRESS_( dwConnectedIDFlags ),
    [AC_REDIRECTIONIDSUPPORT]         = ADDRESS_( dwRedirectionIDFlags ),
    [AC_REDIRECTINGIDSUPPORT]         = ADDRESS_( dwRedirectingIDFlags ),
    [AC_ADDRESSCAPFLAGS]              = ADDRESS_( dwAddrCapFlags ),
    [AC_CALLFEATURES1]                = ADDRESS_( dwCallFeatures ),
    [AC_CALLFEATURES2]                = ADDRESS_( dwCallFeatures2 ),
    [AC_REMOVEFROMCONFCAPS]           = ADDRESS_( dwRemoveFromConfCaps ),
    [AC_REMOVEFROMCONFSTATE]          = ADDRESS_( dwRemoveFromConfState ),
    [AC_TRANSFERMODES]                = ADDRESS_( dwTransferModes ),
    [AC_ADDRESSFEATURES]              = ADDRESS_( dwAddressFeatures ),
    [AC_PREDICTIVEAUTOTRANSFERSTATES] = ADDRESS_( dwPredictiveAutoTransferStates ),
    [AC_MAXCALLDATASIZE]              = ADDRESS_( dwMaxCallDataSize ),
    [AC_LINEID]                       = { TRUE, ~(size_t)0 },
    [AC_ADDRESSID]                    = { FALSE, ~(size_t)0 },
    [AC_FORWARDMODES]                 = ADDRESS_( dwForwardModes ),
    [AC_MAXFORWARDENTRIES]            = ADDRESS_( dwMaxForwardEntries ),
    [AC_MAXSPECIFICENTRIES]           = ADDRESS_( dwMaxSpecificEntries ),
    [AC_MINFWDNUMRINGS]               = ADDRESS_( dwMinFwdNumRings ),
    [AC_MAXFWDNUMRINGS]               = ADDRESS_( dwMaxFwdNumRings ),
    [AC_MAXCALLCOMPLETIONS]           = ADDRESS_( dwMaxCallCompletions ),
    [AC_CALLCOMPLETIONCONDITIONS]     = ADDRESS_( dwCallCompletionConds ),
    [AC_CALLCOMPLETIONMODES]          = ADDRESS_( dwCallCompletionModes ),
    [AC_PERMANENTDEVICEID]            = LINE_( dwPermanentLineID ),
    [AC_GATHERDIGITSMINTIMEOUT]       = LINE_( dwGatherDigitsMinTimeout ),
    [AC_GATHERDIGITSMAXTIMEOUT]       = LINE_( dwGatherDigitsMaxTimeout ),
    [AC_GENERATEDIGITMINDURATION]     = LINE_( MinDialParams.dwDigitDuration ),
    [AC_GENERATEDIGITMAXDURATION]     = LINE_( MaxDialParams.dwDigitDuration ),
    [AC_GENERATEDIGITDEFAULTDURATION] = LINE_( DefaultDialParams.dwDigitDuration ),
};

static HRESULT WINAPI caps_get_AddressCapability( ITAddressCapabilities *iface, ADDRESS_CAPABILITY which, LONG *out )
{
    struct address *address = object_of( iface );
    const void *base;

    if (!out) return E_POINTER;
    *out = 0;
    if ((ULONG)which >= ARRAYSIZE(capabilities)) return E_INVALIDARG;
    base = capabilities[which].line ? (const void *)address->dev_caps : address->address_caps;
    if (which == AC_LINEID) *out = address->device;
    else if (which == AC_ADDRESSID) *out = address->address_id;
    else *out = *(const LONG *)((const BYTE *)base + capabilities[which].field);
    return S_OK;
}

/* Bytes that a provider calls its own are handed out as they are, as characters. */
static HRESULT bytes_string( const void *base, DWORD size, DWORD offset, BSTR *out )
{
    *out = SysAllocStringLen( (const WCHAR *)((const BYTE *)base + offset), size / sizeof(WCHAR) );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI caps_get_AddressCapabilityString( ITAddressCapabilities *iface, ADDRESS_CAPABILITY_STRING which, BSTR *out )
{
    struct address *address = object_of( iface );
    const LINEDEVCAPS *line = address->dev_caps;
    const LINEADDRESSCAPS *caps = address->address_caps;
    WCHAR guid[40];

    if (!out) return E_POINTER;
    *out = NULL;
    switch (which)
    {
    case ACS_PROTOCOL:
        StringFromGUID2( IsEqualGUID( &line->ProtocolGuid, &GUID_NULL ) ? &TAPIPROTOCOL_PSTN : &line->ProtocolGuid, guid, ARRAYSIZE(guid) );
        break;
    case ACS_PERMANENTDEVICEGUID:
        StringFromGUID2( &line->PermanentLineGuid, guid, ARRAYSIZE(guid) );
        break;
    case ACS_ADDRESSDEVICESPECIFIC:
        return bytes_string( caps, caps->dwDevSpecificSize, caps->dwDevSpecificOffset, out );
    case ACS_LINEDEVICESPECIFIC:
        return bytes_string( line, line->dwDevSpecificSize, line->dwDevSpecificOffset, out );
    case ACS_PROVIDERSPECIFIC:
        *out = SysAllocString( caps_string( line, line->dwProviderInfoSize, line->dwProviderInfoOffset ));
        return *out ? S_OK : E_OUTOFMEMORY;
    case ACS_SWITCHSPECIFIC:
        *out = SysAllocString( caps_string( line, line->dwSwitchInfoSize, line->dwSwitchInfoOffset ));
        return *out ? S_OK : E_OUTOFMEMORY;
    default:
        return E_INVALIDARG;
    }
    *out = SysAllocString( guid );
    return *out ? S_OK : E_OUTOFMEMORY;
}

/* Lists of strings */
struct strings
{
    BSTR  *items;
    ULONG  count;
};

static BOOL add( struct strings *strings, const WCHAR *text )
{
    BSTR *more = realloc( strings->items, (strings->count + 1) * sizeof(*more) );

    if (!more) return FALSE;
    strings->items = more;
    if (!(strings->items[strings->count] = SysAllocString( text ))) return FALSE;
    strings->count++;
    return TRUE;
}

static HRESULT treatments( const struct address *address, struct strings *strings )
{
    const LINEADDRESSCAPS *caps = address->address_caps;
    const LINECALLTREATMENTENTRY *entry = (const LINECALLTREATMENTENTRY *)((const BYTE *)caps + caps->dwCallTreatmentListOffset);
    DWORD i;

    for (i = 0; i < caps->dwNumCallTreatments; i++)
        if (!add( strings, caps_string( caps, entry[i].dwCallTreatmentNameSize, entry[i].dwCallTreatmentNameOffset ))) return E_OUTOFMEMORY;
    return S_OK;
}

/* Completion messages have a fixed length, those that are shorter end before it. */
static HRESULT completions( const struct address *address, struct strings *strings )
{
    const LINEADDRESSCAPS *caps = address->address_caps;
    const BYTE *text = (const BYTE *)caps + caps->dwCompletionMsgTextOffset;
    DWORD i, step = caps->dwCompletionMsgTextEntrySize;

    for (i = 0; i < caps->dwNumCompletionMessages && step && (i + 1) * step <= caps->dwCompletionMsgTextSize; i++)
    {
        WCHAR buffer[256];

        lstrcpynW( buffer, (const WCHAR *)(text + i * step), min( step / sizeof(WCHAR) + 1, ARRAYSIZE(buffer) ));
        if (!add( strings, buffer )) return E_OUTOFMEMORY;
    }
    return S_OK;
}

static HRESULT classes( const struct address *address, struct strings *strings )
{
    const LINEADDRESSCAPS *caps = address->address_caps;
    const LINEDEVCAPS *line = address->dev_caps;
    const WCHAR *p = caps_string( caps, caps->dwDeviceClassesSize, caps->dwDeviceClassesOffset );

    if (!*p) p = caps_string( line, line->dwDeviceClassesSize, line->dwDeviceClassesOffset );
    for (; *p; p += lstrlenW( p ) + 1)
        if (!add( strings, p )) return E_OUTOFMEMORY;
    return S_OK;
}

static HRESULT give( void *iface, HRESULT (*list)( const struct address *, struct strings * ), VARIANT *variant, IEnumBstr **enumerator )
{
    struct strings strings = { 0 };
    HRESULT hr = list( object_of( iface ), &strings );

    if (SUCCEEDED(hr))
        hr = variant ? collection_variant( ELEMENT_BSTR, strings.items, strings.count, variant )
                     : enumerator_create( &IID_IEnumBstr, ELEMENT_BSTR, strings.items, strings.count, (void **)enumerator );
    while (strings.count) SysFreeString( strings.items[--strings.count] );
    free( strings.items );
    return hr;
}

#define STRING_LIST( property, method, list ) \
    static HRESULT WINAPI caps_get_##property( ITAddressCapabilities *iface, VARIANT *out ) \
    { \
        if (!out) return E_POINTER; \
        VariantInit( out ); \
        return give( iface, list, out, NULL ); \
    } \
    static HRESULT WINAPI caps_##method( ITAddressCapabilities *iface, IEnumBstr **out ) \
    { \
        if (!out) return E_POINTER; \
        *out = NULL; \
        return give( iface, list, NULL, out ); \
    }

STRING_LIST( CallTreatments, EnumerateCallTreatments, treatments )
STRING_LIST( CompletionMessages, EnumerateCompletionMessages, completions )
STRING_LIST( DeviceClasses, EnumerateDeviceClasses, classes )

const ITAddressCapabilitiesVtbl address_caps_vtbl =
{
    FACE_DISPATCH,
    caps_get_AddressCapability, caps_get_AddressCapabilityString, caps_get_CallTreatments, caps_EnumerateCallTreatments,
    caps_get_CompletionMessages, caps_EnumerateCompletionMessages, caps_get_DeviceClasses, caps_EnumerateDeviceClasses
};

/* ---- ITMediaSupport ---- */

static HRESULT WINAPI media_get_MediaTypes( ITMediaSupport *iface, LONG *out )
{
    struct address *address = object_of( iface );

    if (!out) return E_POINTER;
    *out = media_types_from_modes( address->dev_caps->dwMediaModes ) | address_msp_media_types( address );
    return S_OK;
}

static HRESULT WINAPI media_QueryMediaType( ITMediaSupport *iface, LONG type, VARIANT_BOOL *out )
{
    struct address *address = object_of( iface );

    if (!out) return E_POINTER;
    *out = type && !(type & ~(media_types_from_modes( address->dev_caps->dwMediaModes ) | address_msp_media_types( address ))) ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

const ITMediaSupportVtbl address_media_vtbl = { FACE_DISPATCH, media_get_MediaTypes, media_QueryMediaType };
