/*
 * References, identity and IDispatch of objects with several interfaces.
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

#include "object.h"
#include "debug/debug.h"

#include <objidl.h>

DEBUG_CHANNEL( tapi3 );

static LONG objects;

/* References of an object that is being destroyed: many, so that none is the last one again, and no table gives it out any more. */
#define DYING 0x40000000

LONG object_count( void )
{
    return objects;
}

/* The identity does not delegate to an outer object; all other faces do. */
static HRESULT WINAPI unknown_QueryInterface( void *iface, REFIID iid, void **out );
static ULONG WINAPI unknown_AddRef( void *iface );
static ULONG WINAPI unknown_Release( void *iface );

static const void *const unknown_vtbl[] = { (void *)unknown_QueryInterface, (void *)unknown_AddRef, (void *)unknown_Release };

void *object_create( const struct object_class *class, size_t size, IUnknown *outer )
{
    struct object *object = calloc( 1, size );

    if (!object) return NULL;
    face_init( &object->unknown, unknown_vtbl, object );
    object->class = class;
    object->refs = 1;
    object->outer = outer ? outer : (IUnknown *)&object->unknown;
    InterlockedIncrement( &objects );
    TRACE( "%p: new %s\n", object, class->name );
    return object;
}

static HRESULT query_marshal( struct object *object, void **out )
{
    IUnknown *marshaler;
    HRESULT hr;

    if (!object->marshaler)
    {
        if (FAILED(hr = CoCreateFreeThreadedMarshaler( object->outer, &marshaler ))) return hr;
        if (InterlockedCompareExchangePointer( (void **)&object->marshaler, marshaler, NULL )) IUnknown_Release( marshaler );
    }
    return IUnknown_QueryInterface( object->marshaler, &IID_IMarshal, out );
}

/* What the system and its script hosts ask every object for: an answer of something aggregated would not be the object's. */
static BOOL is_of_system( REFIID iid )
{
    static const IID known[] =
    {
        { 0x0000001b, 0x0000, 0x0000, { 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46 } },     /* IdentityUnmarshal */
        { 0x00000018, 0x0000, 0x0000, { 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46 } },     /* IStdMarshalInfo */
        { 0x00000019, 0x0000, 0x0000, { 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46 } },     /* IExternalConnection */
        { 0x94ea2b94, 0xe9cc, 0x49e0, { 0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90 } },     /* IAgileObject */
        { 0xecc8691b, 0xc1db, 0x4dc0, { 0x85, 0x5e, 0x65, 0xf6, 0xc5, 0x51, 0xaf, 0x49 } },     /* INoMarshal */
        { 0xb196b283, 0xbab4, 0x101a, { 0xb6, 0x9c, 0x00, 0xaa, 0x00, 0x34, 0x1d, 0x07 } },     /* IProvideClassInfo */
        { 0xa6bc3ac0, 0xdbaa, 0x11ce, { 0x9d, 0xe3, 0x00, 0xaa, 0x00, 0x4b, 0xb8, 0x51 } },     /* IProvideClassInfo2 */
        { 0xa6ef9860, 0xc720, 0x11d0, { 0x93, 0x37, 0x00, 0xa0, 0xc9, 0x0d, 0xca, 0xa9 } },     /* IDispatchEx */
        { 0xdf0b3d60, 0x548f, 0x101b, { 0x8e, 0x65, 0x08, 0x00, 0x2b, 0x2b, 0xd1, 0x19 } },     /* ISupportErrorInfo */
        { 0xc3fcc19e, 0xa970, 0x11d2, { 0x8b, 0x5a, 0x00, 0xa0, 0xc9, 0xb7, 0xc9, 0xc4 } },     /* IManagedObject */
    };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(known); i++)
        if (IsEqualIID( iid, &known[i] )) return TRUE;
    return FALSE;
}

static HRESULT WINAPI unknown_QueryInterface( void *iface, REFIID iid, void **out )
{
    struct object *object = object_of( iface );
    const struct object_class *class = object->class;
    const struct face_entry *entry = class->faces;
    IUnknown *inner;
    unsigned int i;

    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID( iid, &IID_IUnknown )) *out = iface;
    for (i = 0; i < class->face_count && !*out; i++, entry++)
        if (IsEqualIID( iid, entry->iid ) || (entry->dual && IsEqualIID( iid, &IID_IDispatch )))
            *out = (char *)object + entry->offset;
    if (*out)
    {
        IUnknown_AddRef( (IUnknown *)*out );
        return S_OK;
    }
    if (IsEqualIID( iid, &IID_IMarshal )) return query_marshal( object, out );
    if (class->inner && !is_of_system( iid ) && (inner = class->inner( object ))) return IUnknown_QueryInterface( inner, iid, out );
    TRACE( "%s has no %s\n", class->name, debugstr_guid( iid ));
    return E_NOINTERFACE;
}

static ULONG WINAPI unknown_AddRef( void *iface )
{
    struct object *object = object_of( iface );

    return InterlockedIncrement( &object->refs );
}

static ULONG WINAPI unknown_Release( void *iface )
{
    struct object *object = object_of( iface );
    ULONG refs = InterlockedDecrement( &object->refs );

    if (!refs)
    {
        IUnknown *marshaler = object->marshaler;

        TRACE( "%p: last reference of %s\n", object, object->class->name );
        object->refs = DYING;           /* who is told of the end may ask for interfaces and let go of them */
        if (marshaler) IUnknown_Release( marshaler );
        object->marshaler = NULL;
        object->class->destroy( object );
        InterlockedDecrement( &objects );
    }
    return refs;
}

void *object_addref( void *object )
{
    IUnknown_AddRef( ((struct object *)object)->outer );
    return object;
}

void object_release( void *object )
{
    if (object) IUnknown_Release( ((struct object *)object)->outer );
}

BOOL object_try_addref( void *object )
{
    struct object *obj = object;
    LONG refs = obj->refs;

    while (refs && refs < DYING / 2)
    {
        LONG seen = InterlockedCompareExchange( &obj->refs, refs + 1, refs );

        if (seen == refs) return TRUE;
        refs = seen;
    }
    return FALSE;
}

BOOL object_release_shared( void *object )
{
    struct object *obj = object;
    LONG refs = obj->refs;

    while (refs > 1)
    {
        LONG seen = InterlockedCompareExchange( &obj->refs, refs - 1, refs );

        if (seen == refs) return TRUE;
        refs = seen;
    }
    return FALSE;
}

HRESULT WINAPI face_QueryInterface( void *iface, REFIID iid, void **out )
{
    return IUnknown_QueryInterface( ((struct object *)object_of( iface ))->outer, iid, out );
}

ULONG WINAPI face_AddRef( void *iface )
{
    return IUnknown_AddRef( ((struct object *)object_of( iface ))->outer );
}

ULONG WINAPI face_Release( void *iface )
{
    return IUnknown_Release( ((struct object *)object_of( iface ))->outer );
}

/* ---- IDispatch ---- */

/* The IDispatch of what is aggregated, or NULL */
static IDispatch *inner_dispatch( struct object *object )
{
    IUnknown *inner = object->class->inner ? object->class->inner( object ) : NULL;
    IDispatch *dispatch;

    if (!inner || FAILED(IUnknown_QueryInterface( inner, &IID_IDispatch, (void **)&dispatch ))) return NULL;
    return dispatch;
}

HRESULT WINAPI face_GetTypeInfoCount( void *iface, UINT *count )
{
    if (!count) return E_POINTER;
    *count = 1;
    return S_OK;
}

HRESULT WINAPI face_GetTypeInfo( void *iface, UINT index, LCID lcid, ITypeInfo **info )
{
    struct object *object = object_of( iface );
    const struct face_entry *entry = object->class->faces;
    unsigned int i;

    if (!info) return E_POINTER;
    *info = NULL;
    if (index) return DISP_E_BADINDEX;
    for (i = 0; i < object->class->face_count; i++, entry++)
        if (entry->dual && (char *)object + entry->offset == iface) return typeinfo_get( entry->iid, info );
    return E_NOTIMPL;
}

/* The methods of IUnknown and IDispatch have numbers in a type library, too, but are not for scripts. */
static BOOL is_base_member( DISPID id )
{
    return (id & 0xffff0000) == 0x60000000 || (id & 0xffff0000) == 0x60010000;
}

HRESULT WINAPI face_GetIDsOfNames( void *iface, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids )
{
    struct object *object = object_of( iface );
    const struct face_entry *entry = object->class->faces;
    IDispatch *inner;
    unsigned int i;
    HRESULT hr;

    if (!IsEqualIID( iid, &IID_NULL )) return DISP_E_UNKNOWNINTERFACE;
    if (!names || !ids) return E_POINTER;
    if (!count) return E_INVALIDARG;
    for (i = 0; i < object->class->face_count; i++, entry++)
    {
        ITypeInfo *info;

        if (!entry->dual || FAILED(typeinfo_get_calls( entry->iid, &info ))) continue;
        hr = ITypeInfo_GetIDsOfNames( info, names, count, ids );
        ITypeInfo_Release( info );
        if (ids[0] != DISPID_UNKNOWN && is_base_member( ids[0] )) break;
        if (SUCCEEDED(hr) || ids[0] != DISPID_UNKNOWN) return hr;   /* a known method with a parameter nobody knows is an answer, too */
    }
    if ((inner = inner_dispatch( object )))
    {
        hr = IDispatch_GetIDsOfNames( inner, iid, names, count, lcid, ids );
        IDispatch_Release( inner );
        if (SUCCEEDED(hr))
        {
            if (ids[0] > 0 && !(ids[0] & 0xffff0000)) ids[0] |= object->class->inner_dispatch;
            return hr;
        }
    }
    for (i = 0; i < count; i++) ids[i] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}

/* Whether an interface, with those it is derived from, has a member of this number */
static BOOL has_member( ITypeInfo *info, DISPID id )
{
    BSTR name;
    UINT count = 0;

    if (FAILED(ITypeInfo_GetNames( info, id, &name, 1, &count )) || !count) return FALSE;
    SysFreeString( name );
    return TRUE;
}

/* Whether it has it as what it is to be used as: to be called, read or written */
static BOOL has_kind( ITypeInfo *info, DISPID id, WORD flags )
{
    BOOL ret = FALSE;

    ITypeInfo_AddRef( info );
    while (info && !ret)
    {
        ITypeInfo *base = NULL;
        ITypeInfo2 *info2;
        HREFTYPE ref;
        UINT index;
        WORD kind;

        if (SUCCEEDED(ITypeInfo_QueryInterface( info, &IID_ITypeInfo2, (void **)&info2 )))
        {
            for (kind = DISPATCH_METHOD; kind <= DISPATCH_PROPERTYPUTREF && !ret; kind <<= 1)
                ret = (flags & kind) && SUCCEEDED(ITypeInfo2_GetFuncIndexOfMemId( info2, id, (INVOKEKIND)kind, &index ));
            ITypeInfo2_Release( info2 );
        }
        if (FAILED(ITypeInfo_GetRefTypeOfImplType( info, 0, &ref )) || FAILED(ITypeInfo_GetRefTypeInfo( info, ref, &base ))) base = NULL;
        ITypeInfo_Release( info );
        info = base;
    }
    if (info) ITypeInfo_Release( info );
    return ret;
}

HRESULT WINAPI face_Invoke( void *iface, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *params, VARIANT *result, EXCEPINFO *excepinfo,
                            UINT *arg_error )
{
    struct object *object = object_of( iface );
    const struct face_entry *entry;
    IDispatch *inner;
    unsigned int i, pass;
    HRESULT hr;

    if (!IsEqualIID( iid, &IID_NULL )) return DISP_E_UNKNOWNINTERFACE;
    if (!params) return E_POINTER;
    if (is_base_member( id )) return DISP_E_MEMBERNOTFOUND;
    /* the face that was called comes first: members of small numbers mean different things on different faces */
    for (pass = 0; pass < 2; pass++)
        for (i = 0, entry = object->class->faces; i < object->class->face_count; i++, entry++)
        {
            void *face = (char *)object + entry->offset;
            ITypeInfo *info;

            if (!entry->dual || (face == iface) == pass || FAILED(typeinfo_get_calls( entry->iid, &info ))) continue;
            if (has_member( info, id ))
            {
                hr = ITypeInfo_Invoke( info, face, id, flags, params, result, excepinfo, arg_error );
                /* of a property that cannot be written Wine 10 counts the parameters */
                if (hr == DISP_E_BADPARAMCOUNT && !has_kind( info, id, flags )) hr = DISP_E_MEMBERNOTFOUND;
                ITypeInfo_Release( info );
                return hr;
            }
            ITypeInfo_Release( info );
        }
    if ((inner = inner_dispatch( object )))
    {
        hr = IDispatch_Invoke( inner, id, iid, lcid, flags, params, result, excepinfo, arg_error );
        if (hr == DISP_E_MEMBERNOTFOUND && (id & 0xffff0000) == object->class->inner_dispatch)
            hr = IDispatch_Invoke( inner, id & 0xffff, iid, lcid, flags, params, result, excepinfo, arg_error );
        IDispatch_Release( inner );
        return hr;
    }
    return DISP_E_MEMBERNOTFOUND;
}

HRESULT variant_from_program( VARIANT *copy, const VARIANT *value )
{
    const VARIANT *inner = V_VT( value ) == (VT_BYREF | VT_VARIANT) && V_VARIANTREF( value ) ? V_VARIANTREF( value ) : value;

    VariantInit( copy );
    if (V_VT( inner ) & VT_BYREF && !V_BYREF( inner )) return E_POINTER;
    return VariantCopyInd( copy, (VARIANT *)value );
}
