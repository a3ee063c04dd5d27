/*
 * Digits, tones and device ids of calls: ITLegacyCallMediaControl2.
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

static HRESULT WINAPI media_DetectDigits( ITLegacyCallMediaControl2 *iface, TAPI_DIGITMODE mode )
{
    struct call *call = object_of( iface );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineMonitorDigits( call->handle, mode ));
}

static HRESULT WINAPI media_GenerateDigits2( ITLegacyCallMediaControl2 *iface, BSTR digits, TAPI_DIGITMODE mode, LONG duration )
{
    struct call *call = object_of( iface );

    if (!digits) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineGenerateDigitsW( call->handle, mode, digits, duration ));
}

static HRESULT WINAPI media_GenerateDigits( ITLegacyCallMediaControl2 *iface, BSTR digits, TAPI_DIGITMODE mode )
{
    struct call *call = object_of( iface );
    LONG duration = 0;

    ITCallInfo2_get_CallInfoLong( (ITCallInfo2 *)&call->info, CIL_GENERATEDIGITDURATION, &duration );
    return media_GenerateDigits2( iface, digits, mode, duration );
}

HRESULT get_device_id( HLINE line, DWORD address_id, HCALL handle, DWORD select, const WCHAR *class, VARSTRING **out )
{
    struct answer answer = { .size = sizeof(VARSTRING) + 256 };

    *out = NULL;
    while (answer_wanted( &answer )) answer.error = lineGetIDW( line, address_id, handle, select, answer.data, class );
    return answer_result( &answer, hresult_from_line, (void **)out );
}

static HRESULT WINAPI media_GetID( ITLegacyCallMediaControl2 *iface, BSTR class, DWORD *size, BYTE **out )
{
    struct call *call = object_of( iface );
    VARSTRING *id;
    HRESULT hr;

    if (!class || !size || !out) return E_POINTER;
    *size = 0;
    *out = NULL;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    if (FAILED(hr = get_device_id( 0, 0, call->handle, LINECALLSELECT_CALL, class, &id ))) return hr;
    if ((*out = CoTaskMemAlloc( max( id->dwStringSize, 1 ))))
    {
        *size = id->dwStringSize;
        memcpy( *out, (const BYTE *)id + id->dwStringOffset, id->dwStringSize );
    }
    else hr = E_OUTOFMEMORY;
    free( id );
    return hr;
}

static HRESULT WINAPI media_GetIDAsVariant( ITLegacyCallMediaControl2 *iface, BSTR class, VARIANT *out )
{
    DWORD size;
    BYTE *data;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = media_GetID( iface, class, &size, &data ))) return hr;
    hr = bytes_to_variant( data, size, out );
    CoTaskMemFree( data );
    return hr;
}

static HRESULT WINAPI media_SetMediaType( ITLegacyCallMediaControl2 *iface, LONG media_type )
{
    struct call *call = object_of( iface );
    const DWORD modes = media_modes_from_types( media_type ) & call->address->dev_caps->dwMediaModes;

    if (!modes) return TAPI_E_INVALIDMEDIATYPE;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineSetMediaMode( call->handle, modes & LINEMEDIAMODE_INTERACTIVEVOICE ? modes & ~LINEMEDIAMODE_AUTOMATEDVOICE : modes ));
}

static HRESULT WINAPI media_MonitorMedia( ITLegacyCallMediaControl2 *iface, LONG media_type )
{
    struct call *call = object_of( iface );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineMonitorMedia( call->handle, media_modes_from_types( media_type )));
}

/*
 * lineGatherDigits writes into a buffer until its message has come: exactly one for each request, in their order, as a further request ends the one before.
 * The buffers belong to the call, which is alive as long as its handle.
 */
struct gather
{
    struct gather *next;
    WCHAR digits[];
};

static HRESULT WINAPI media_GatherDigits( ITLegacyCallMediaControl2 *iface, TAPI_DIGITMODE mode, LONG count, BSTR termination, LONG first_timeout,
                                          LONG inter_timeout )
{
    struct call *call = object_of( iface );
    struct gather *gather, **link;
    LONG error;

    if (count < 0 || count > 0xffff) return E_INVALIDARG;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    if (!count)                         /* cancels */
        return hresult_from_line( lineGatherDigitsW( call->handle, mode, NULL, 0, NULL, 0, 0 ));
    if (!(gather = calloc( 1, sizeof(*gather) + (count + 1) * sizeof(WCHAR) ))) return E_OUTOFMEMORY;
    /* the message of this request may come before the function returns */
    EnterCriticalSection( &call->session->cs );
    for (link = &call->gathers; *link; link = &(*link)->next) {}
    *link = gather;
    LeaveCriticalSection( &call->session->cs );
    error = lineGatherDigitsW( call->handle, mode, gather->digits, count, termination, first_timeout, inter_timeout );
    if (error)
    {
        EnterCriticalSection( &call->session->cs );
        for (link = &call->gathers; *link && *link != gather; link = &(*link)->next) {}
        if (*link) *link = gather->next;
        else gather = NULL;             /* whoever took it frees it */
        LeaveCriticalSection( &call->session->cs );
        free( gather );
    }
    return hresult_from_line( error );
}

void call_media_gathered( struct call *call, TAPI_GATHERTERM reason, DWORD tick )
{
    struct gather *gather;

    EnterCriticalSection( &call->session->cs );
    if ((gather = call->gathers)) call->gathers = gather->next;
    LeaveCriticalSection( &call->session->cs );
    event_gathered( call->session, call, gather ? gather->digits : L"", reason, tick, call->instance );
    free( gather );
}

void call_media_forget( struct call *call )
{
    struct gather *gather;

    while ((gather = call->gathers))
    {
        call->gathers = gather->next;
        free( gather );
    }
}

/* ---- tones ---- */

static HRESULT WINAPI media_DetectTones( ITLegacyCallMediaControl2 *iface, TAPI_DETECTTONE *tones, LONG count )
{
    struct call *call = object_of( iface );

    if (count < 0) return E_INVALIDARG;
    if (!tones && count) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    C_ASSERT( sizeof(TAPI_DETECTTONE) == sizeof(LINEMONITORTONE) );     /* the same fields in the same order */
    return hresult_from_line( lineMonitorTones( call->handle, (LINEMONITORTONE *)tones, count ));
}

/* The items of a collection as interfaces of a kind; referenced */
static HRESULT collect( ITCollection2 *pointer, REFIID iid, IUnknown ***out, LONG *count )
{
    ITCollection *collection;
    HRESULT hr;
    LONG i = 0;

    *count = 0;
    /* a program's own collection may have less than ITCollection2, and what a program in C gives may be anything */
    if (FAILED(ITCollection2_QueryInterface( pointer, &IID_ITCollection, (void **)&collection ))) return E_INVALIDARG;
    if (SUCCEEDED(hr = ITCollection_get_Count( collection, &i )) && !(*out = calloc( max( i, 1 ), sizeof(**out) ))) hr = E_OUTOFMEMORY;
    if (FAILED(hr))
    {
        ITCollection_Release( collection );
        return hr;
    }
    while (*count < i && SUCCEEDED(hr))
    {
        VARIANT item;

        VariantInit( &item );
        if (SUCCEEDED(hr = ITCollection_get_Item( collection, *count + 1, &item )))
        {
            if ((V_VT( &item ) != VT_DISPATCH && V_VT( &item ) != VT_UNKNOWN) || !V_UNKNOWN( &item )) hr = E_INVALIDARG;
            else if (SUCCEEDED(hr = IUnknown_QueryInterface( V_UNKNOWN( &item ), iid, (void **)*out + *count ))) ++*count;
            VariantClear( &item );
        }
    }
    ITCollection_Release( collection );
    if (SUCCEEDED(hr)) return S_OK;
    list_free( *out, *count );
    return hr;
}

static HRESULT WINAPI media_DetectTonesByCollection( ITLegacyCallMediaControl2 *iface, ITCollection2 *collection )
{
    TAPI_DETECTTONE *tones;
    IUnknown **items;
    LONG count, i;
    HRESULT hr;

    if (!collection) return media_DetectTones( iface, NULL, 0 );       /* ends detection */
    if (FAILED(hr = collect( collection, &IID_ITDetectTone, &items, &count ))) return hr;
    if (!(tones = calloc( max( count, 1 ), sizeof(*tones) ))) hr = E_OUTOFMEMORY;
    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        ITDetectTone *tone = (ITDetectTone *)items[i];
        LONG values[5] = { 0 };

        if (FAILED(hr = ITDetectTone_get_AppSpecific( tone, &values[0] )) || FAILED(hr = ITDetectTone_get_Duration( tone, &values[1] )) ||
            FAILED(hr = ITDetectTone_get_Frequency( tone, 1, &values[2] )) || FAILED(hr = ITDetectTone_get_Frequency( tone, 2, &values[3] )) ||
            FAILED(hr = ITDetectTone_get_Frequency( tone, 3, &values[4] ))) break;
        tones[i] = (TAPI_DETECTTONE){ values[0], values[1], values[2], values[3], values[4] };
    }
    if (SUCCEEDED(hr)) hr = media_DetectTones( iface, tones, count );
    free( tones );
    list_free( items, count );
    return hr;
}

static HRESULT WINAPI media_GenerateTone( ITLegacyCallMediaControl2 *iface, TAPI_TONEMODE mode, LONG duration )
{
    struct call *call = object_of( iface );

    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    return hresult_from_line( lineGenerateTone( call->handle, mode, duration, 0, NULL ));
}

static HRESULT WINAPI media_GenerateCustomTones( ITLegacyCallMediaControl2 *iface, TAPI_CUSTOMTONE *tones, LONG count, LONG duration )
{
    struct call *call = object_of( iface );

    if (count < 1) return E_INVALIDARG;
    if (!tones) return E_POINTER;
    if (!call->handle) return TAPI_E_INVALCALLSTATE;
    C_ASSERT( sizeof(TAPI_CUSTOMTONE) == sizeof(LINEGENERATETONE) );
    return hresult_from_line( lineGenerateTone( call->handle, LINETONEMODE_CUSTOM, duration, count, (LINEGENERATETONE *)tones ));
}

static HRESULT WINAPI media_GenerateCustomTonesByCollection( ITLegacyCallMediaControl2 *iface, ITCollection2 *collection, LONG duration )
{
    TAPI_CUSTOMTONE *tones;
    IUnknown **items;
    LONG count, i;
    HRESULT hr;

    if (!collection) return E_POINTER;
    if (FAILED(hr = collect( collection, &IID_ITCustomTone, &items, &count ))) return hr;
    if (!(tones = calloc( max( count, 1 ), sizeof(*tones) ))) hr = E_OUTOFMEMORY;
    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        ITCustomTone *tone = (ITCustomTone *)items[i];
        LONG values[4] = { 0 };

        if (FAILED(hr = ITCustomTone_get_Frequency( tone, &values[0] )) || FAILED(hr = ITCustomTone_get_CadenceOn( tone, &values[1] )) ||
            FAILED(hr = ITCustomTone_get_CadenceOff( tone, &values[2] )) || FAILED(hr = ITCustomTone_get_Volume( tone, &values[3] ))) break;
        tones[i] = (TAPI_CUSTOMTONE){ values[0], values[1], values[2], values[3] };
    }
    if (SUCCEEDED(hr)) hr = media_GenerateCustomTones( iface, tones, count, duration );
    free( tones );
    list_free( items, count );
    return hr;
}

static HRESULT WINAPI media_CreateDetectToneObject( ITLegacyCallMediaControl2 *iface, ITDetectTone **out )
{
    if (!out) return E_POINTER;
    return detect_tone_create( out );
}

static HRESULT WINAPI media_CreateCustomToneObject( ITLegacyCallMediaControl2 *iface, ITCustomTone **out )
{
    if (!out) return E_POINTER;
    return custom_tone_create( out );
}

const ITLegacyCallMediaControl2Vtbl call_media_vtbl =
{
    FACE_DISPATCH,
    media_DetectDigits, media_GenerateDigits, media_GetID, media_SetMediaType, media_MonitorMedia,
    media_GenerateDigits2, media_GatherDigits, media_DetectTones, media_DetectTonesByCollection, media_GenerateTone, media_GenerateCustomTones,
    media_GenerateCustomTonesByCollection, media_CreateDetectToneObject, media_CreateCustomToneObject, media_GetIDAsVariant
};
