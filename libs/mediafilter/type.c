/*
 * Media types.
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

#include "filter.h"

HRESULT media_type_copy( AM_MEDIA_TYPE *to, const AM_MEDIA_TYPE *from )
{
    *to = *from;
    if (!to->cbFormat || !from->pbFormat)
    {
        to->cbFormat = 0;
        to->pbFormat = NULL;
    }
    else
    {
        if (!(to->pbFormat = CoTaskMemAlloc( to->cbFormat )))
        {
            memset( to, 0, sizeof(*to) );
            return E_OUTOFMEMORY;
        }
        memcpy( to->pbFormat, from->pbFormat, to->cbFormat );
    }
    if (to->pUnk) IUnknown_AddRef( to->pUnk );
    return S_OK;
}

AM_MEDIA_TYPE *media_type_duplicate( const AM_MEDIA_TYPE *type )
{
    AM_MEDIA_TYPE *copy = CoTaskMemAlloc( sizeof(*copy) );

    if (copy && FAILED(media_type_copy( copy, type )))
    {
        CoTaskMemFree( copy );
        copy = NULL;
    }
    return copy;
}

void media_type_clear( AM_MEDIA_TYPE *type )
{
    CoTaskMemFree( type->pbFormat );
    if (type->pUnk) IUnknown_Release( type->pUnk );
    memset( type, 0, sizeof(*type) );
}

void media_type_free( AM_MEDIA_TYPE *type )
{
    if (!type) return;
    media_type_clear( type );
    CoTaskMemFree( type );
}

BOOL media_type_equal( const AM_MEDIA_TYPE *a, const AM_MEDIA_TYPE *b )
{
    return IsEqualGUID( &a->majortype, &b->majortype ) && IsEqualGUID( &a->subtype, &b->subtype ) && IsEqualGUID( &a->formattype, &b->formattype ) &&
           a->cbFormat == b->cbFormat && (!a->cbFormat || !memcmp( a->pbFormat, b->pbFormat, a->cbFormat ));
}

BOOL media_type_matches( const AM_MEDIA_TYPE *type, const AM_MEDIA_TYPE *partial )
{
    if (!IsEqualGUID( &partial->majortype, &GUID_NULL ) && !IsEqualGUID( &partial->majortype, &type->majortype )) return FALSE;
    if (!IsEqualGUID( &partial->subtype, &GUID_NULL ) && !IsEqualGUID( &partial->subtype, &type->subtype )) return FALSE;
    if (IsEqualGUID( &partial->formattype, &GUID_NULL )) return TRUE;
    return IsEqualGUID( &partial->formattype, &type->formattype ) && partial->cbFormat == type->cbFormat &&
           (!type->cbFormat || !memcmp( partial->pbFormat, type->pbFormat, type->cbFormat ));
}

HRESULT media_type_from_wave( AM_MEDIA_TYPE *type, const WAVEFORMATEX *format )
{
    AM_MEDIA_TYPE wave = { .majortype = MEDIATYPE_Audio, .bFixedSizeSamples = TRUE, .formattype = FORMAT_WaveFormatEx };
    WAVEFORMATEX header = *format;

    header.cbSize = 0;
    wave.subtype = MEDIASUBTYPE_PCM;
    wave.subtype.Data1 = format->wFormatTag;    /* the subtypes of registered formats differ in nothing else */
    wave.lSampleSize = format->nBlockAlign;
    wave.cbFormat = sizeof(header);
    wave.pbFormat = (BYTE *)&header;
    return media_type_copy( type, &wave );
}

const WAVEFORMATEX *media_type_wave( const AM_MEDIA_TYPE *type )
{
    const WAVEFORMATEX *format = (const WAVEFORMATEX *)type->pbFormat;

    if (!IsEqualGUID( &type->majortype, &MEDIATYPE_Audio ) || !IsEqualGUID( &type->formattype, &FORMAT_WaveFormatEx )) return NULL;
    /* PCM may come without the last member */
    if (!format || type->cbFormat < offsetof( WAVEFORMATEX, cbSize )) return NULL;
    if (type->subtype.Data1 != format->wFormatTag && !IsEqualGUID( &type->subtype, &GUID_NULL )) return NULL;
    if (!format->nChannels || format->nChannels > 8 || format->nSamplesPerSec < 1000 || format->nSamplesPerSec > 200000) return NULL;
    if (!format->nBlockAlign || format->nBlockAlign > 64) return NULL;
    return format;
}
