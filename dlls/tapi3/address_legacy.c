/*
 * Device ids and configurations of addresses: ITLegacyAddressMediaControl2.
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

static HRESULT give_bytes( VARSTRING *string, DWORD *size, BYTE **out )
{
    if ((*out = CoTaskMemAlloc( max( string->dwStringSize, 1 ))))
    {
        *size = string->dwStringSize;
        memcpy( *out, (const BYTE *)string + string->dwStringOffset, string->dwStringSize );
    }
    free( string );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI legacy_GetID( ITLegacyAddressMediaControl2 *iface, BSTR class, DWORD *size, BYTE **out )
{
    struct address *address = object_of( iface );
    VARSTRING *id;
    HLINE line;
    HRESULT hr;

    if (!class || !size || !out) return E_POINTER;
    *size = 0;
    *out = NULL;
    if (FAILED(hr = address_open( address, &line )) ||
        FAILED(hr = get_device_id( line, address->address_id, 0, LINECALLSELECT_ADDRESS, class, &id ))) return hr;
    return give_bytes( id, size, out );
}

static HRESULT WINAPI legacy_GetDevConfig( ITLegacyAddressMediaControl2 *iface, BSTR class, DWORD *size, BYTE **out )
{
    struct address *address = object_of( iface );
    struct answer answer = { .size = sizeof(VARSTRING) + 512 };
    VARSTRING *config;
    HRESULT hr;

    if (!class || !size || !out) return E_POINTER;
    *size = 0;
    *out = NULL;
    while (answer_wanted( &answer )) answer.error = lineGetDevConfigW( address->device, answer.data, class );
    if (FAILED(hr = answer_result( &answer, hresult_from_line, (void **)&config ))) return hr;
    return give_bytes( config, size, out );
}

static HRESULT WINAPI legacy_SetDevConfig( ITLegacyAddressMediaControl2 *iface, BSTR class, DWORD size, BYTE *config )
{
    struct address *address = object_of( iface );

    if (!class || !config) return E_POINTER;
    return hresult_from_line( lineSetDevConfigW( address->device, config, size, class ));
}

static HRESULT WINAPI legacy_ConfigDialog( ITLegacyAddressMediaControl2 *iface, HWND owner, BSTR class )
{
    struct address *address = object_of( iface );

    return hresult_from_line( lineConfigDialogW( address->device, owner, class ));
}

static HRESULT WINAPI legacy_ConfigDialogEdit( ITLegacyAddressMediaControl2 *iface, HWND owner, BSTR class, DWORD size_in, BYTE *config_in,
                                               DWORD *size_out, BYTE **config_out )
{
    struct address *address = object_of( iface );
    DWORD room = sizeof(VARSTRING) + size_in + 1024;
    VARSTRING *config;
    LONG error;

    if (!config_in || !size_out || !config_out) return E_POINTER;
    *size_out = 0;
    *config_out = NULL;
    /* A dialog is shown once: what it gives must fit at once. */
    if (!(config = calloc( 1, room ))) return E_OUTOFMEMORY;
    config->dwTotalSize = room;
    if ((error = lineConfigDialogEditW( address->device, owner, class, config_in, size_in, config )))
    {
        free( config );
        return hresult_from_line( error );
    }
    return give_bytes( config, size_out, config_out );
}

const ITLegacyAddressMediaControl2Vtbl address_legacy_vtbl =
{
    FACE_UNKNOWN, legacy_GetID, legacy_GetDevConfig, legacy_SetDevConfig, legacy_ConfigDialog, legacy_ConfigDialogEdit
};

/* ---- ITLegacyWaveSupport ---- */

static BOOL has_device( struct address *address, HLINE line, const WCHAR *class )
{
    VARSTRING *id;

    if (FAILED(get_device_id( line, address->address_id, 0, LINECALLSELECT_ADDRESS, class, &id ))) return FALSE;
    free( id );
    return TRUE;
}

/* What works in both directions at once has a device of the class for both. */
static HRESULT WINAPI wave_IsFullDuplex( ITLegacyWaveSupport *iface, FULLDUPLEX_SUPPORT *support )
{
    struct address *address = object_of( iface );
    HLINE line;

    if (!support) return E_POINTER;
    *support = FDS_UNKNOWN;
    if (FAILED(address_open( address, &line ))) return S_OK;
    if (has_device( address, line, L"wave/in/out" )) *support = FDS_SUPPORTED;
    else if (has_device( address, line, L"wave/in" ) || has_device( address, line, L"wave/out" )) *support = FDS_NOTSUPPORTED;
    return S_OK;
}

const ITLegacyWaveSupportVtbl address_wave_vtbl = { FACE_DISPATCH, wave_IsFullDuplex };
