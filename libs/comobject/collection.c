/*
 * Collections that scripts can walk and programs can change: ITCollection2.
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

#include "collection.h"

#include <tapi3if.h>

struct collection
{
    struct object object;
    struct face face;
    CRITICAL_SECTION cs;
    VARIANT *items;
    LONG count, room;
};

static HRESULT WINAPI collection_get_Count( ITCollection2 *iface, LONG *count )
{
    struct collection *collection = object_of( iface );

    if (!count) return E_POINTER;
    *count = collection->count;
    return S_OK;
}

static HRESULT WINAPI collection_get_Item( ITCollection2 *iface, LONG index, VARIANT *out )
{
    struct collection *collection = object_of( iface );
    HRESULT hr = E_INVALIDARG;

    if (!out) return E_POINTER;
    VariantInit( out );
    EnterCriticalSection( &collection->cs );
    if (index >= 1 && index <= collection->count) hr = VariantCopy( out, &collection->items[index - 1] );
    LeaveCriticalSection( &collection->cs );
    return hr;
}

static HRESULT WINAPI collection_get__NewEnum( ITCollection2 *iface, IUnknown **out )
{
    struct collection *collection = object_of( iface );
    HRESULT hr;

    if (!out) return E_POINTER;
    EnterCriticalSection( &collection->cs );
    hr = enumerator_create( &IID_IEnumVARIANT, ELEMENT_VARIANT, collection->items, collection->count, (void **)out );
    LeaveCriticalSection( &collection->cs );
    return hr;
}

/* With the lock, or before anybody else knows the collection. Takes the value over. */
static HRESULT insert( struct collection *collection, LONG index, const VARIANT *value )
{
    if (collection->count == collection->room)
    {
        LONG room = max( 8, collection->room * 2 );
        VARIANT *items = realloc( collection->items, room * sizeof(*items) );

        if (!items) return E_OUTOFMEMORY;
        collection->items = items;
        collection->room = room;
    }
    memmove( collection->items + index + 1, collection->items + index, (collection->count - index) * sizeof(*collection->items) );
    collection->items[index] = *value;
    collection->count++;
    return S_OK;
}

static HRESULT WINAPI collection_Add( ITCollection2 *iface, LONG index, VARIANT *value )
{
    struct collection *collection = object_of( iface );
    VARIANT copy;
    HRESULT hr;

    if (!value) return E_POINTER;
    if (FAILED(hr = variant_from_program( &copy, value ))) return hr;
    EnterCriticalSection( &collection->cs );
    hr = index >= 1 && index <= collection->count + 1 ? insert( collection, index - 1, &copy ) : E_INVALIDARG;
    LeaveCriticalSection( &collection->cs );
    if (FAILED(hr)) VariantClear( &copy );
    return hr;
}

static HRESULT WINAPI collection_Remove( ITCollection2 *iface, LONG index )
{
    struct collection *collection = object_of( iface );
    VARIANT removed;

    VariantInit( &removed );
    EnterCriticalSection( &collection->cs );
    if (index < 1 || index > collection->count)
    {
        LeaveCriticalSection( &collection->cs );
        return E_INVALIDARG;
    }
    removed = collection->items[--index];
    collection->count--;
    memmove( collection->items + index, collection->items + index + 1, (collection->count - index) * sizeof(*collection->items) );
    LeaveCriticalSection( &collection->cs );
    VariantClear( &removed );           /* may be the last reference of a program's own object: not under the lock */
    return S_OK;
}

static const ITCollection2Vtbl collection_vtbl =
{
    FACE_DISPATCH, collection_get_Count, collection_get_Item, collection_get__NewEnum, collection_Add, collection_Remove
};

static void collection_destroy( struct object *object )
{
    struct collection *collection = (struct collection *)object;

    while (collection->count) VariantClear( &collection->items[--collection->count] );
    free( collection->items );
    DeleteCriticalSection( &collection->cs );
    free( collection );
}

static const struct face_entry collection_faces[] =
{
    { &IID_ITCollection2, offsetof( struct collection, face ), TRUE },
    { &IID_ITCollection, offsetof( struct collection, face ), FALSE },
};

static const struct object_class collection_class = { "collection", collection_faces, ARRAYSIZE(collection_faces), collection_destroy };

HRESULT collection_create( enum element_kind kind, const void *elements, ULONG count, IDispatch **out )
{
    struct collection *collection = object_create( &collection_class, sizeof(*collection), NULL );
    HRESULT hr = S_OK;
    ULONG i;

    *out = NULL;
    if (!collection) return E_OUTOFMEMORY;
    InitializeCriticalSection( &collection->cs );
    face_init( &collection->face, &collection_vtbl, &collection->object );
    for (i = 0; i < count && SUCCEEDED(hr); i++)
    {
        VARIANT value;

        VariantInit( &value );
        if (kind == ELEMENT_BSTR)
        {
            const BSTR text = ((const BSTR *)elements)[i];

            V_VT( &value ) = VT_BSTR;
            if (!(V_BSTR( &value ) = SysAllocStringLen( text, SysStringLen( text )))) hr = E_OUTOFMEMORY;
        }
        else
        {
            hr = IUnknown_QueryInterface( ((IUnknown *const *)elements)[i], &IID_IDispatch, (void **)&V_DISPATCH( &value ));
            if (SUCCEEDED(hr)) V_VT( &value ) = VT_DISPATCH;
        }
        if (SUCCEEDED(hr) && FAILED(hr = insert( collection, i, &value ))) VariantClear( &value );
    }
    if (FAILED(hr))
    {
        object_release( collection );
        return hr;
    }
    *out = (IDispatch *)&collection->face;
    return S_OK;
}

HRESULT collection_variant( enum element_kind kind, const void *elements, ULONG count, VARIANT *out )
{
    IDispatch *collection;
    HRESULT hr = collection_create( kind, elements, count, &collection );

    VariantInit( out );
    if (FAILED(hr)) return hr;
    V_VT( out ) = VT_DISPATCH;
    V_DISPATCH( out ) = collection;
    return S_OK;
}

/* ---- lists that were made to be given away ---- */

void list_free( void *list, ULONG count )
{
    IUnknown **elements = list;

    while (count--) IUnknown_Release( elements[count] );
    free( list );
}

HRESULT list_to_variant( void *list, ULONG count, VARIANT *out )
{
    HRESULT hr = collection_variant( ELEMENT_INTERFACE, list, count, out );

    list_free( list, count );
    return hr;
}

HRESULT list_to_enumerator( REFIID iid, void *list, ULONG count, void **out )
{
    HRESULT hr = enumerator_create( iid, ELEMENT_INTERFACE, list, count, out );

    list_free( list, count );
    return hr;
}
