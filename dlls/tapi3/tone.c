/*
 * Descriptions of tones: ITDetectTone and ITCustomTone.
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

/* Both are a few numbers that programs set; their vtables differ. */
struct tone
{
    struct object object;
    struct face face;
    LONG values[5];
};

static HRESULT get_value( void *iface, unsigned int index, LONG *out )
{
    struct tone *tone = object_of( iface );

    if (!out) return E_POINTER;
    *out = tone->values[index];
    return S_OK;
}

static HRESULT put_value( void *iface, unsigned int index, LONG value )
{
    struct tone *tone = object_of( iface );

    if (value < 0) return E_INVALIDARG;
    tone->values[index] = value;
    return S_OK;
}

#define PROPERTY( interface, prefix, name, index ) \
    static HRESULT WINAPI prefix##_get_##name( interface *iface, LONG *out ) { return get_value( iface, index, out ); } \
    static HRESULT WINAPI prefix##_put_##name( interface *iface, LONG value ) { return put_value( iface, index, value ); }

PROPERTY( ITDetectTone, detect, Duration, 1 )
PROPERTY( ITCustomTone, custom, Frequency, 0 )
PROPERTY( ITCustomTone, custom, CadenceOn, 1 )
PROPERTY( ITCustomTone, custom, CadenceOff, 2 )
PROPERTY( ITCustomTone, custom, Volume, 3 )

static HRESULT WINAPI detect_get_AppSpecific( ITDetectTone *iface, LONG *out )
{
    return get_value( iface, 0, out );
}

static HRESULT WINAPI detect_put_AppSpecific( ITDetectTone *iface, LONG value )
{
    struct tone *tone = object_of( iface );

    tone->values[0] = value;            /* the program's own: any value */
    return S_OK;
}

/* A tone has up to three frequencies, counted from 1. */
static HRESULT WINAPI detect_get_Frequency( ITDetectTone *iface, LONG index, LONG *out )
{
    if (index < 1 || index > 3) return E_INVALIDARG;
    return get_value( iface, 1 + index, out );
}

static HRESULT WINAPI detect_put_Frequency( ITDetectTone *iface, LONG index, LONG value )
{
    if (index < 1 || index > 3) return E_INVALIDARG;
    return put_value( iface, 1 + index, value );
}

static const ITDetectToneVtbl detect_vtbl =
{
    FACE_DISPATCH, detect_get_AppSpecific, detect_put_AppSpecific, detect_get_Duration, detect_put_Duration, detect_get_Frequency, detect_put_Frequency
};

static const ITCustomToneVtbl custom_vtbl =
{
    FACE_DISPATCH, custom_get_Frequency, custom_put_Frequency, custom_get_CadenceOn, custom_put_CadenceOn, custom_get_CadenceOff,
    custom_put_CadenceOff, custom_get_Volume, custom_put_Volume
};

static void tone_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry detect_faces[] = { { &IID_ITDetectTone, offsetof( struct tone, face ), TRUE } };
static const struct face_entry custom_faces[] = { { &IID_ITCustomTone, offsetof( struct tone, face ), TRUE } };
static const struct object_class detect_class = { "detect tone", detect_faces, 1, tone_destroy };
static const struct object_class custom_class = { "custom tone", custom_faces, 1, tone_destroy };

static HRESULT create( const struct object_class *class, const void *vtbl, void **out )
{
    struct tone *tone = object_create( class, sizeof(*tone), NULL );

    *out = NULL;
    if (!tone) return E_OUTOFMEMORY;
    face_init( &tone->face, vtbl, &tone->object );
    *out = &tone->face;
    return S_OK;
}

HRESULT detect_tone_create( ITDetectTone **out )
{
    return create( &detect_class, &detect_vtbl, (void **)out );
}

HRESULT custom_tone_create( ITCustomTone **out )
{
    return create( &custom_class, &custom_vtbl, (void **)out );
}
