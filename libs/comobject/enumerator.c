/*
 * Enumerators: IEnumVARIANT, IEnumUnknown and the like, which differ in what they enumerate only.
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

#include <ocidl.h>

static const size_t sizes[ELEMENT_KINDS] = { sizeof(IUnknown *), sizeof(BSTR), sizeof(GUID), sizeof(VARIANT), sizeof(CONNECTDATA) };

/* What is enumerated; the same for all clones */
struct snapshot
{
    LONG  refs;
    enum element_kind kind;
    ULONG count;
    BYTE  elements[] __attribute__((aligned( 8 )));
};

struct enumerator
{
    struct object object;
    struct face face;
    struct object_class class;          /* each has an interface of its own */
    struct face_entry entry;
    struct snapshot *snapshot;
    ULONG next;
};

/* Copy one element, or say that there is no memory for it. */
static HRESULT copy_element( enum element_kind kind, void *to, const void *from )
{
    switch (kind)
    {
    case ELEMENT_INTERFACE:
        *(IUnknown **)to = *(IUnknown *const *)from;
        IUnknown_AddRef( *(IUnknown **)to );
        return S_OK;
    case ELEMENT_BSTR:
        *(BSTR *)to = SysAllocStringLen( *(const BSTR *)from, SysStringLen( *(const BSTR *)from ));
        return *(BSTR *)to ? S_OK : E_OUTOFMEMORY;
    case ELEMENT_GUID:
        *(GUID *)to = *(const GUID *)from;
        return S_OK;
    case ELEMENT_CONNECTION:
        *(CONNECTDATA *)to = *(const CONNECTDATA *)from;
        IUnknown_AddRef( ((CONNECTDATA *)to)->pUnk );
        return S_OK;
    default:
        VariantInit( to );
        return VariantCopy( to, (VARIANT *)from );
    }
}

static void free_element( enum element_kind kind, void *element )
{
    switch (kind)
    {
    case ELEMENT_INTERFACE: IUnknown_Release( *(IUnknown **)element ); break;
    case ELEMENT_BSTR:      SysFreeString( *(BSTR *)element ); break;
    case ELEMENT_VARIANT:   VariantClear( element ); break;
    case ELEMENT_CONNECTION: IUnknown_Release( ((CONNECTDATA *)element)->pUnk ); break;
    default: break;
    }
}

static void snapshot_release( struct snapshot *snapshot )
{
    if (InterlockedDecrement( &snapshot->refs )) return;
    while (snapshot->count--) free_element( snapshot->kind, snapshot->elements + snapshot->count * sizes[snapshot->kind] );
    free( snapshot );
}

static HRESULT WINAPI enumerator_Next( void *iface, ULONG celt, void *out, ULONG *fetched )
{
    struct enumerator *enumerator = object_of( iface );
    const struct snapshot *snapshot = enumerator->snapshot;
    const size_t size = sizes[snapshot->kind];
    HRESULT hr;
    ULONG got = 0;

    if (fetched) *fetched = 0;
    if (!out || (!fetched && celt != 1)) return E_POINTER;
    while (got < celt)
    {
        const ULONG index = InterlockedIncrement( (LONG *)&enumerator->next ) - 1;

        if (index >= snapshot->count)
        {
            InterlockedDecrement( (LONG *)&enumerator->next );
            break;
        }
        if (FAILED(hr = copy_element( snapshot->kind, (BYTE *)out + got * size, snapshot->elements + index * size )))
        {
            while (got--) free_element( snapshot->kind, (BYTE *)out + got * size );
            return hr;
        }
        got++;
    }
    if (fetched) *fetched = got;
    return got == celt ? S_OK : S_FALSE;
}

static HRESULT WINAPI enumerator_Reset( void *iface )
{
    struct enumerator *enumerator = object_of( iface );

    InterlockedExchange( (LONG *)&enumerator->next, 0 );
    return S_OK;
}

static HRESULT WINAPI enumerator_Skip( void *iface, ULONG celt )
{
    struct enumerator *enumerator = object_of( iface );
    const ULONG left = enumerator->snapshot->count - min( enumerator->next, enumerator->snapshot->count );

    InterlockedExchangeAdd( (LONG *)&enumerator->next, min( celt, left ));
    return celt <= left ? S_OK : S_FALSE;
}

static HRESULT make( REFIID iid, struct snapshot *snapshot, ULONG next, void **out );

static HRESULT WINAPI enumerator_Clone( void *iface, void **out )
{
    struct enumerator *enumerator = object_of( iface );

    if (!out) return E_POINTER;
    InterlockedIncrement( &enumerator->snapshot->refs );
    return make( enumerator->entry.iid, enumerator->snapshot, enumerator->next, out );
}

static const void *const enumerator_vtbl[] =
    { FACE_UNKNOWN, (void *)enumerator_Next, (void *)enumerator_Skip, (void *)enumerator_Reset, (void *)enumerator_Clone };

/* TAPI's own enumerators have Reset before Skip. */
static const void *const tapi_enumerator_vtbl[] =
    { FACE_UNKNOWN, (void *)enumerator_Next, (void *)enumerator_Reset, (void *)enumerator_Skip, (void *)enumerator_Clone };

static void enumerator_destroy( struct object *object )
{
    struct enumerator *enumerator = (struct enumerator *)object;

    snapshot_release( enumerator->snapshot );
    free( enumerator );
}

/* Takes the reference of the snapshot. */
static HRESULT make( REFIID iid, struct snapshot *snapshot, ULONG next, void **out )
{
    static const struct object_class class = { "enumerator", NULL, 1, enumerator_destroy };
    const BOOL standard = IsEqualIID( iid, &IID_IEnumVARIANT ) || IsEqualIID( iid, &IID_IEnumUnknown ) ||
                          IsEqualIID( iid, &IID_IEnumConnectionPoints ) || IsEqualIID( iid, &IID_IEnumConnections );
    struct enumerator *enumerator = object_create( &class, sizeof(*enumerator), NULL );

    *out = NULL;
    if (!enumerator)
    {
        snapshot_release( snapshot );
        return E_OUTOFMEMORY;
    }
    enumerator->class = class;
    enumerator->class.faces = &enumerator->entry;
    enumerator->entry = (struct face_entry){ iid, offsetof( struct enumerator, face ), FALSE };
    enumerator->object.class = &enumerator->class;
    face_init( &enumerator->face, standard ? enumerator_vtbl : tapi_enumerator_vtbl, &enumerator->object );
    enumerator->snapshot = snapshot;
    enumerator->next = next;
    *out = &enumerator->face;
    return S_OK;
}

HRESULT enumerator_create( REFIID iid, enum element_kind kind, const void *elements, ULONG count, void **out )
{
    const size_t size = sizes[kind];
    struct snapshot *snapshot = malloc( sizeof(*snapshot) + count * size );
    HRESULT hr;

    *out = NULL;
    if (!snapshot) return E_OUTOFMEMORY;
    snapshot->refs = 1;
    snapshot->kind = kind;
    for (snapshot->count = 0; snapshot->count < count; snapshot->count++)
        if (FAILED(hr = copy_element( kind, snapshot->elements + snapshot->count * size, (const BYTE *)elements + snapshot->count * size )))
        {
            snapshot_release( snapshot );
            return hr;
        }
    return make( iid, snapshot, 0, out );
}
