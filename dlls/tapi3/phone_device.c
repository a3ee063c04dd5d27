/*
 * Phones: buttons, hookswitches, ringer, lamps, display, and what providers add.
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

#include "phone.h"

/* ---- buttons ---- */

HRESULT phone_get_button( struct phone *phone, LONG id, PHONEBUTTONINFO **out )
{
    HPHONE handle = phone_handle( phone );
    struct answer answer = { .size = sizeof(PHONEBUTTONINFO) + 256 };

    if (!handle) return TAPI_E_PHONENOTOPEN;
    while (answer_wanted( &answer )) answer.error = phoneGetButtonInfoW( handle, id, answer.data );
    return answer_result( &answer, hresult_from_phone, (void **)out );
}

static HRESULT set_button( ITPhone *iface, LONG id, PHONEBUTTONINFO *info )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    return handle ? phone_run( phone, phoneSetButtonInfoW( handle, id, info )) : TAPI_E_PHONENOTOPEN;
}

HRESULT WINAPI phone_get_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE *out )
{
    PHONEBUTTONINFO *info;
    unsigned int i;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBM_DUMMY;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    for (i = 0; i <= PBM_DISPLAY; i++)          /* PHONEBUTTONMODE_ are the bits of PHONE_BUTTON_MODE */
        if (info->dwButtonMode == 1u << i) *out = i;
    free( info );
    return S_OK;
}

HRESULT WINAPI phone_put_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE mode )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if ((ULONG)mode > PBM_DISPLAY) return E_INVALIDARG;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    info->dwButtonMode = 1u << mode;
    hr = set_button( iface, id, info );
    free( info );
    return hr;
}

HRESULT WINAPI phone_get_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBF_UNKNOWN;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    *out = info->dwButtonFunction;
    free( info );
    return S_OK;
}

HRESULT WINAPI phone_put_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION function )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if ((ULONG)function > PBF_SEND) return E_INVALIDARG;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    info->dwButtonFunction = function;
    hr = set_button( iface, id, info );
    free( info );
    return hr;
}

HRESULT WINAPI phone_get_ButtonText( ITPhone *iface, LONG id, BSTR *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    *out = SysAllocString( caps_string( info, info->dwButtonTextSize, info->dwButtonTextOffset ));
    free( info );
    return *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI phone_put_ButtonText( ITPhone *iface, LONG id, BSTR text )
{
    PHONEBUTTONINFO *info, *more;
    DWORD size;
    HRESULT hr;

    if (!text) return E_POINTER;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    size = info->dwUsedSize + SysStringByteLen( text ) + sizeof(WCHAR);
    if ((more = realloc( info, size )))
    {
        more->dwButtonTextSize = SysStringByteLen( text ) + sizeof(WCHAR);
        more->dwButtonTextOffset = more->dwUsedSize;
        memcpy( (BYTE *)more + more->dwUsedSize, text, more->dwButtonTextSize );
        more->dwTotalSize = more->dwUsedSize = size;
        hr = set_button( iface, id, more );
        info = more;
    }
    else hr = E_OUTOFMEMORY;
    free( info );
    return hr;
}

HRESULT WINAPI phone_get_ButtonState( ITPhone *iface, LONG id, PHONE_BUTTON_STATE *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBS_UNKNOWN;
    if (FAILED(hr = phone_get_button( object_of( iface ), id, &info ))) return hr;
    *out = info->dwButtonState;
    free( info );
    return S_OK;
}

/* ---- hookswitches, ring, lamps, display ---- */

HRESULT phone_get_status( struct phone *phone, PHONESTATUS **out )
{
    HPHONE handle = phone_handle( phone );
    struct answer answer = { .size = sizeof(PHONESTATUS) + 256 };

    if (!handle) return TAPI_E_PHONENOTOPEN;
    while (answer_wanted( &answer )) answer.error = phoneGetStatusW( handle, answer.data );
    return answer_result( &answer, hresult_from_phone, (void **)out );
}

HRESULT WINAPI phone_get_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE *out )
{
    struct phone *phone = object_of( iface );
    PHONESTATUS *status = NULL;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PHSS_ONHOOK;
    if (device != PHSD_HANDSET && device != PHSD_SPEAKERPHONE && device != PHSD_HEADSET) return E_INVALIDARG;
    if (FAILED(hr = phone_get_status( phone, &status ))) return hr;
    *out = device == PHSD_HANDSET ? status->dwHandsetHookSwitchMode :
           device == PHSD_SPEAKERPHONE ? status->dwSpeakerHookSwitchMode : status->dwHeadsetHookSwitchMode;
    free( status );
    return S_OK;
}

HRESULT WINAPI phone_put_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE state )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    if (device != PHSD_HANDSET && device != PHSD_SPEAKERPHONE && device != PHSD_HEADSET) return E_INVALIDARG;
    if (state != PHSS_ONHOOK && state != PHSS_OFFHOOK_MIC_ONLY && state != PHSS_OFFHOOK_SPEAKER_ONLY && state != PHSS_OFFHOOK) return E_INVALIDARG;
    return handle ? phone_run( phone, phoneSetHookSwitch( handle, device, state )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT get_ring( ITPhone *iface, DWORD *mode, DWORD *volume )
{
    HPHONE handle = phone_handle( object_of( iface ));

    return handle ? hresult_from_phone( phoneGetRing( handle, mode, volume )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT set_ring( ITPhone *iface, DWORD mode, DWORD volume )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    return handle ? phone_run( phone, phoneSetRing( handle, mode, volume )) : TAPI_E_PHONENOTOPEN;
}

HRESULT WINAPI phone_put_RingMode( ITPhone *iface, LONG mode )
{
    DWORD old, volume;
    HRESULT hr;

    if (FAILED(hr = get_ring( iface, &old, &volume ))) return hr;
    return set_ring( iface, mode, volume );
}

HRESULT WINAPI phone_get_RingMode( ITPhone *iface, LONG *out )
{
    DWORD mode, volume;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = 0;
    if (FAILED(hr = get_ring( iface, &mode, &volume ))) return hr;
    *out = mode;
    return S_OK;
}

HRESULT WINAPI phone_put_RingVolume( ITPhone *iface, LONG volume )
{
    DWORD mode, old;
    HRESULT hr;

    if (volume < 0 || volume > 0xffff) return E_INVALIDARG;
    if (FAILED(hr = get_ring( iface, &mode, &old ))) return hr;
    return set_ring( iface, mode, volume );
}

HRESULT WINAPI phone_get_RingVolume( ITPhone *iface, LONG *out )
{
    DWORD mode, volume;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = 0;
    if (FAILED(hr = get_ring( iface, &mode, &volume ))) return hr;
    *out = volume;
    return S_OK;
}

HRESULT WINAPI phone_get_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE *out )
{
    HPHONE handle = phone_handle( object_of( iface ));
    DWORD mode = 0;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = LM_UNKNOWN;
    if (!handle) return TAPI_E_PHONENOTOPEN;
    if (SUCCEEDED(hr = hresult_from_phone( phoneGetLamp( handle, id, &mode )))) *out = mode;
    return hr;
}

HRESULT WINAPI phone_put_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE mode )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    return handle ? phone_run( phone, phoneSetLamp( handle, id, mode )) : TAPI_E_PHONENOTOPEN;
}

HRESULT WINAPI phone_get_Display( ITPhone *iface, BSTR *out )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );
    struct answer answer = { .size = sizeof(VARSTRING) + 512 };
    VARSTRING *display;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!handle) return TAPI_E_PHONENOTOPEN;
    while (answer_wanted( &answer )) answer.error = phoneGetDisplay( handle, answer.data );
    if (FAILED(hr = answer_result( &answer, hresult_from_phone, (void **)&display ))) return hr;
    *out = SysAllocStringLen( (const WCHAR *)((const BYTE *)display + display->dwStringOffset), display->dwStringSize / sizeof(WCHAR) );
    free( display );
    return *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI phone_SetDisplay( ITPhone *iface, LONG row, LONG column, BSTR text )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    if (!text) return E_POINTER;
    return handle ? phone_run( phone, phoneSetDisplay( handle, row, column, (const char *)text, SysStringByteLen( text ))) : TAPI_E_PHONENOTOPEN;
}

/* ---- extensions ---- */

HRESULT WINAPI phone_DeviceSpecific( ITPhone *iface, BYTE *params, DWORD size )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = phone_handle( phone );

    if (!params && size) return E_POINTER;
    return handle ? phone_run( phone, phoneDevSpecific( handle, params, size )) : TAPI_E_PHONENOTOPEN;
}

HRESULT WINAPI phone_DeviceSpecificVariant( ITPhone *iface, VARIANT bytes )
{
    SAFEARRAY *array = variant_bytes( &bytes );
    HRESULT hr;
    void *data;

    if (!array) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayAccessData( array, &data ))) return hr;
    hr = phone_DeviceSpecific( iface, data, array->rgsabound[0].cElements );
    SafeArrayUnaccessData( array );
    return hr;
}

HRESULT WINAPI phone_NegotiateExtVersion( ITPhone *iface, LONG low, LONG high, LONG *out )
{
    struct phone *phone = object_of( iface );
    DWORD found = 0;
    LONG error;

    if (!out) return E_POINTER;
    *out = 0;
    if ((error = phoneNegotiateExtVersion( phone->session->phone_app, phone->device, phone->version, low, high, &found )))
        return hresult_from_phone( error );
    *out = found;
    return S_OK;
}
