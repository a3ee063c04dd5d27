/*
 * Forwarding of addresses: ITForwardInformation2.
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

#define FORWARD_TYPES 18                /* LINEFORWARDMODE_ bits */

struct forward
{
    struct object object;
    struct face face;
    CRITICAL_SECTION cs;
    LONG rings;
    struct
    {
        BOOL set;
        BSTR dest, caller;
        LONG dest_type, caller_type;
    } types[FORWARD_TYPES];
};

/* The number of a forward type: exactly one known bit, or -1 */
static int index_of( LONG type )
{
    unsigned int i;

    for (i = 0; i < FORWARD_TYPES; i++)
        if (type == (LONG)(1u << i)) return i;
    return -1;
}

static HRESULT WINAPI forward_put_NumRingsNoAnswer( ITForwardInformation2 *iface, LONG rings )
{
    struct forward *forward = object_of( iface );

    forward->rings = rings;
    return S_OK;
}

static HRESULT WINAPI forward_get_NumRingsNoAnswer( ITForwardInformation2 *iface, LONG *rings )
{
    struct forward *forward = object_of( iface );

    if (!rings) return E_POINTER;
    *rings = forward->rings;
    return S_OK;
}

static HRESULT set( ITForwardInformation2 *iface, LONG type, BSTR dest, LONG dest_type, BSTR caller, LONG caller_type )
{
    struct forward *forward = object_of( iface );
    const int index = index_of( type );
    BSTR new_dest = NULL, new_caller = NULL;

    if (index < 0) return E_INVALIDARG;
    if ((dest && !(new_dest = SysAllocStringLen( dest, SysStringLen( dest )))) ||
        (caller && !(new_caller = SysAllocStringLen( caller, SysStringLen( caller )))))
    {
        SysFreeString( new_dest );
        return E_OUTOFMEMORY;
    }
    EnterCriticalSection( &forward->cs );
    SysFreeString( forward->types[index].dest );
    SysFreeString( forward->types[index].caller );
    forward->types[index].set = TRUE;
    forward->types[index].dest = new_dest;
    forward->types[index].caller = new_caller;
    forward->types[index].dest_type = dest_type;
    forward->types[index].caller_type = caller_type;
    LeaveCriticalSection( &forward->cs );
    return S_OK;
}

static HRESULT WINAPI forward_SetForwardType( ITForwardInformation2 *iface, LONG type, BSTR dest, BSTR caller )
{
    return set( iface, type, dest, LINEADDRESSTYPE_PHONENUMBER, caller, LINEADDRESSTYPE_PHONENUMBER );
}

static HRESULT WINAPI forward_SetForwardType2( ITForwardInformation2 *iface, LONG type, BSTR dest, LONG dest_type, BSTR caller, LONG caller_type )
{
    return set( iface, type, dest, dest_type, caller, caller_type );
}

static HRESULT get( ITForwardInformation2 *iface, LONG type, BSTR *dest, LONG *dest_type, BSTR *caller, LONG *caller_type )
{
    struct forward *forward = object_of( iface );
    const int index = index_of( type );
    HRESULT hr = S_OK;

    if (dest) *dest = NULL;
    if (caller) *caller = NULL;
    if (dest_type) *dest_type = 0;
    if (caller_type) *caller_type = 0;
    if (index < 0) return E_INVALIDARG;
    EnterCriticalSection( &forward->cs );
    if (forward->types[index].set)
    {
        const BSTR from = forward->types[index].dest, caller_from = forward->types[index].caller;

        if (dest && from && !(*dest = SysAllocStringLen( from, SysStringLen( from )))) hr = E_OUTOFMEMORY;
        if (caller && caller_from && !(*caller = SysAllocStringLen( caller_from, SysStringLen( caller_from )))) hr = E_OUTOFMEMORY;
        if (dest_type) *dest_type = forward->types[index].dest_type;
        if (caller_type) *caller_type = forward->types[index].caller_type;
    }
    LeaveCriticalSection( &forward->cs );
    return hr;
}

static HRESULT WINAPI forward_get_ForwardTypeDestination( ITForwardInformation2 *iface, LONG type, BSTR *dest )
{
    return dest ? get( iface, type, dest, NULL, NULL, NULL ) : E_POINTER;
}

static HRESULT WINAPI forward_get_ForwardTypeCaller( ITForwardInformation2 *iface, LONG type, BSTR *caller )
{
    return caller ? get( iface, type, NULL, NULL, caller, NULL ) : E_POINTER;
}

static HRESULT WINAPI forward_GetForwardType( ITForwardInformation2 *iface, LONG type, BSTR *dest, BSTR *caller )
{
    return dest && caller ? get( iface, type, dest, NULL, caller, NULL ) : E_POINTER;
}

static HRESULT WINAPI forward_GetForwardType2( ITForwardInformation2 *iface, LONG type, BSTR *dest, LONG *dest_type, BSTR *caller, LONG *caller_type )
{
    return dest && caller && dest_type && caller_type ? get( iface, type, dest, dest_type, caller, caller_type ) : E_POINTER;
}

static HRESULT WINAPI forward_get_ForwardTypeDestinationAddressType( ITForwardInformation2 *iface, LONG type, LONG *out )
{
    return out ? get( iface, type, NULL, out, NULL, NULL ) : E_POINTER;
}

static HRESULT WINAPI forward_get_ForwardTypeCallerAddressType( ITForwardInformation2 *iface, LONG type, LONG *out )
{
    return out ? get( iface, type, NULL, NULL, NULL, out ) : E_POINTER;
}

static void clear( struct forward *forward )
{
    unsigned int i;

    for (i = 0; i < FORWARD_TYPES; i++)
    {
        SysFreeString( forward->types[i].dest );
        SysFreeString( forward->types[i].caller );
    }
    memset( forward->types, 0, sizeof(forward->types) );
}

static HRESULT WINAPI forward_Clear( ITForwardInformation2 *iface )
{
    struct forward *forward = object_of( iface );

    EnterCriticalSection( &forward->cs );
    clear( forward );
    LeaveCriticalSection( &forward->cs );
    return S_OK;
}

static const ITForwardInformation2Vtbl forward_vtbl =
{
    FACE_DISPATCH,
    forward_put_NumRingsNoAnswer, forward_get_NumRingsNoAnswer, forward_SetForwardType, forward_get_ForwardTypeDestination,
    forward_get_ForwardTypeCaller, forward_GetForwardType, forward_Clear, forward_SetForwardType2, forward_GetForwardType2,
    forward_get_ForwardTypeDestinationAddressType, forward_get_ForwardTypeCallerAddressType
};

static void forward_destroy( struct object *object )
{
    struct forward *forward = (struct forward *)object;

    clear( forward );
    DeleteCriticalSection( &forward->cs );
    free( forward );
}

static const struct face_entry forward_faces[] =
{
    { &IID_ITForwardInformation2, offsetof( struct forward, face ), TRUE },
    { &IID_ITForwardInformation, offsetof( struct forward, face ), FALSE },
};

static const struct object_class forward_class = { "forward information", forward_faces, ARRAYSIZE(forward_faces), forward_destroy };

HRESULT forward_create( ITForwardInformation **out )
{
    struct forward *forward = object_create( &forward_class, sizeof(*forward), NULL );

    *out = NULL;
    if (!forward) return E_OUTOFMEMORY;
    InitializeCriticalSection( &forward->cs );
    face_init( &forward->face, &forward_vtbl, &forward->object );
    *out = (ITForwardInformation *)&forward->face;
    return S_OK;
}

HRESULT forward_list( ITForwardInformation *info, LINEFORWARDLIST **out, DWORD *rings )
{
    struct forward *forward;
    LINEFORWARDLIST *list;
    DWORD size = sizeof(*list), count = 0;
    unsigned int i;

    *out = NULL;
    if (((const struct face *)info)->vtbl != &forward_vtbl) return E_INVALIDARG;
    forward = object_of( info );
    EnterCriticalSection( &forward->cs );
    *rings = forward->rings;
    for (i = 0; i < FORWARD_TYPES; i++)
        if (forward->types[i].set)
        {
            count++;
            size += sizeof(LINEFORWARD) + SysStringByteLen( forward->types[i].dest ) + SysStringByteLen( forward->types[i].caller ) + 16;
        }
    if ((list = calloc( 1, size )))
    {
        DWORD used = sizeof(*list) + count * sizeof(LINEFORWARD);
        LINEFORWARD *entry = list->ForwardList;

        list->dwTotalSize = size;
        list->dwNumEntries = count;
        for (i = 0; i < FORWARD_TYPES; i++)
        {
            const BSTR dest = forward->types[i].dest, caller = forward->types[i].caller;

            if (!forward->types[i].set) continue;
            entry->dwForwardMode = 1u << i;
            entry->dwDestAddressType = forward->types[i].dest_type;
            entry->dwCallerAddressType = forward->types[i].caller_type;
            if (dest)
            {
                entry->dwDestAddressSize = SysStringByteLen( dest ) + sizeof(WCHAR);
                entry->dwDestAddressOffset = used;
                memcpy( (BYTE *)list + used, dest, entry->dwDestAddressSize );
                used += (entry->dwDestAddressSize + 3) & ~3u;
            }
            if (caller)
            {
                entry->dwCallerAddressSize = SysStringByteLen( caller ) + sizeof(WCHAR);
                entry->dwCallerAddressOffset = used;
                memcpy( (BYTE *)list + used, caller, entry->dwCallerAddressSize );
                used += (entry->dwCallerAddressSize + 3) & ~3u;
            }
            entry++;
        }
    }
    LeaveCriticalSection( &forward->cs );
    *out = list;
    return list ? S_OK : E_OUTOFMEMORY;
}

HRESULT forward_from_status( const LINEADDRESSSTATUS *status, ITForwardInformation **out )
{
    HRESULT hr = forward_create( out );
    DWORD i;

    if (FAILED(hr)) return hr;
    ITForwardInformation_put_NumRingsNoAnswer( *out, status->dwNumRingsNoAnswer );
    for (i = 0; i < status->dwForwardNumEntries && SUCCEEDED(hr); i++)
    {
        const LINEFORWARD *entry = (const LINEFORWARD *)((const BYTE *)status + status->dwForwardOffset) + i;
        BSTR dest = SysAllocString( caps_string( status, entry->dwDestAddressSize, entry->dwDestAddressOffset ));
        BSTR caller = SysAllocString( caps_string( status, entry->dwCallerAddressSize, entry->dwCallerAddressOffset ));

        hr = dest && caller ? set( (ITForwardInformation2 *)*out, entry->dwForwardMode, dest, entry->dwDestAddressType, caller,
                                   entry->dwCallerAddressType ) : E_OUTOFMEMORY;
        SysFreeString( dest );
        SysFreeString( caller );
    }
    if (FAILED(hr))
    {
        ITForwardInformation_Release( *out );
        *out = NULL;
    }
    return hr;
}
