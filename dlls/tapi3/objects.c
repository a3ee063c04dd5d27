/*
 * Two objects that need no TAPI object: RequestMakeCall and DispatchMapper.
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

struct simple
{
    struct object object;
    struct face face;
};

/* ---- ITRequest: assisted telephony ---- */

/* TAPIERR_ values of tapiRequestMakeCall */
static HRESULT hresult_from_tapi( LONG error )
{
    switch (error)
    {
    case 0:                           return S_OK;
    case TAPIERR_NOREQUESTRECIPIENT:  return TAPI_E_NOREQUESTRECIPIENT;
    case TAPIERR_REQUESTQUEUEFULL:    return TAPI_E_REQUESTQUEUEFULL;
    case TAPIERR_INVALDESTADDRESS:    return TAPI_E_INVALADDRESS;
    case TAPIERR_INVALPOINTER:        return E_POINTER;
    default:                          return TAPI_E_REQUESTFAILED;
    }
}

static HRESULT WINAPI request_MakeCall( ITRequest *iface, BSTR dest, BSTR app, BSTR party, BSTR comment )
{
    if (!dest) return E_POINTER;
    return hresult_from_tapi( tapiRequestMakeCallW( dest, app, party, comment ));
}

static const ITRequestVtbl request_vtbl = { FACE_DISPATCH, request_MakeCall };

/* ---- ITDispatchMapper: other interfaces for scripts, which see one only ---- */

static HRESULT WINAPI mapper_QueryDispatchInterface( ITDispatchMapper *iface, BSTR iid_text, IDispatch *object, IDispatch **out )
{
    IDispatch *face;
    HRESULT hr;
    IID iid;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!object || !iid_text) return E_POINTER;
    if (FAILED(IIDFromString( iid_text, &iid ))) return E_INVALIDARG;
    if (FAILED(hr = IDispatch_QueryInterface( object, &iid, (void **)&face ))) return hr;
    /* what was found must be an IDispatch itself: ask it */
    hr = IDispatch_QueryInterface( face, &IID_IDispatch, (void **)out );
    if (SUCCEEDED(hr))
    {
        IDispatch_Release( *out );
        *out = face;
    }
    else IDispatch_Release( face );
    return hr;
}

static const ITDispatchMapperVtbl mapper_vtbl = { FACE_DISPATCH, mapper_QueryDispatchInterface };

static void simple_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry request_faces[] = { { &IID_ITRequest, offsetof( struct simple, face ), TRUE } };
static const struct face_entry mapper_faces[] = { { &IID_ITDispatchMapper, offsetof( struct simple, face ), TRUE } };
static const struct object_class request_class = { "request", request_faces, 1, simple_destroy };
static const struct object_class mapper_class = { "dispatch mapper", mapper_faces, 1, simple_destroy };

static HRESULT create( const struct object_class *class, const void *vtbl, IUnknown *outer, REFIID iid, void **out )
{
    struct simple *simple = object_create( class, sizeof(*simple), outer );
    HRESULT hr;

    if (!simple) return E_OUTOFMEMORY;
    face_init( &simple->face, vtbl, &simple->object );
    hr = IUnknown_QueryInterface( object_unknown( simple ), iid, out );
    IUnknown_Release( object_unknown( simple ));
    return hr;
}

HRESULT request_object_create( IUnknown *outer, REFIID iid, void **out )
{
    return create( &request_class, &request_vtbl, outer, iid, out );
}

HRESULT mapper_create( IUnknown *outer, REFIID iid, void **out )
{
    return create( &mapper_class, &mapper_vtbl, outer, iid, out );
}
