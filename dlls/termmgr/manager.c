/*
 * ITTerminalManager: which kinds of dynamic terminals there are, and making them.
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

#include "termmgr_private.h"
#include "debug/debug.h"

#include <tapi3err.h>

DEBUG_CHANNEL( termmgr );

struct manager
{
    struct object object;
    struct face   face;
};

/* ---- lists of GUIDs that callers have room for, or ask the length of ---- */

struct list
{
    GUID *guids;
    DWORD count, room;
    BOOL  failed;
};

static BOOL add( struct list *list, const GUID *guid )
{
    DWORD i;

    for (i = 0; i < list->count; i++)
        if (IsEqualGUID( &list->guids[i], guid )) return TRUE;
    if (list->count == list->room)
    {
        GUID *more = realloc( list->guids, (list->room + 16) * sizeof(*more) );

        if (!more) return !(list->failed = TRUE);
        list->guids = more;
        list->room += 16;
    }
    list->guids[list->count++] = *guid;
    return TRUE;
}

/* Ends a list */
static HRESULT give_list( struct list *list, DWORD *count, GUID *out )
{
    HRESULT hr = S_OK;

    if (list->failed) hr = E_OUTOFMEMORY;
    else if (out && *count < list->count) hr = TAPI_E_NOTENOUGHMEMORY;
    else if (out) memcpy( out, list->guids, list->count * sizeof(*out) );
    if (!list->failed) *count = list->count;
    free( list->guids );
    return hr;
}

struct wanted
{
    struct list list;
    DWORD media_types;
};

static BOOL add_class( const struct pluggable *pluggable, void *arg )
{
    struct wanted *wanted = arg;

    if (pluggable->media_types & wanted->media_types) add( &wanted->list, &pluggable->class );
    return FALSE;
}

static HRESULT WINAPI manager_GetDynamicTerminalClasses( ITTerminalManager2 *iface, DWORD media_types, DWORD *count, IID *classes )
{
    struct wanted wanted = { .media_types = media_types };
    unsigned int i;

    if (!count) return E_POINTER;
    for (i = 0; i < terminal_kind_count; i++)
        if (terminal_kinds[i].media_types & media_types) add( &wanted.list, terminal_kinds[i].class );
    pluggable_enumerate( NULL, add_class, &wanted );
    return give_list( &wanted.list, count, classes );
}

static HRESULT WINAPI manager_GetPluggableSuperclasses( ITTerminalManager2 *iface, DWORD *count, IID *superclasses )
{
    DWORD found, room = 16;
    struct list list = { NULL };

    if (!count) return E_POINTER;
    for (;; room = found)
    {
        free( list.guids );
        if (!(list.guids = malloc( room * sizeof(GUID) ))) return E_OUTOFMEMORY;
        found = pluggable_superclasses( list.guids, room );
        if (found <= room) break;
    }
    list.count = found;
    return give_list( &list, count, superclasses );
}

static HRESULT WINAPI manager_GetPluggableTerminalClasses( ITTerminalManager2 *iface, IID superclass, DWORD media_types, DWORD *count, IID *classes )
{
    struct wanted wanted = { .media_types = media_types };

    if (!count) return E_POINTER;
    if (FAILED(superclass_read( &superclass, NULL, 0 ))) return E_INVALIDARG;
    pluggable_enumerate( &superclass, add_class, &wanted );
    return give_list( &wanted.list, count, classes );
}

/* ---- making one ---- */

struct search
{
    GUID  class;
    DWORD media_type;
    TERMINAL_DIRECTION direction;
    struct pluggable found;
};

static BOOL has_direction( DWORD directions, TERMINAL_DIRECTION direction )
{
    switch (direction)
    {
    case TD_CAPTURE:       return (directions & TMGR_TD_CAPTURE) != 0;
    case TD_RENDER:        return (directions & TMGR_TD_RENDER) != 0;
    case TD_BIDIRECTIONAL: return directions == TMGR_TD_BOTH;
    default:               return TRUE;     /* of several tracks, or none: the terminal knows */
    }
}

static BOOL is_wanted( const struct pluggable *pluggable, void *arg )
{
    struct search *search = arg;

    if (!IsEqualGUID( &pluggable->class, &search->class ) || !(pluggable->media_types & search->media_type) ||
        !has_direction( pluggable->directions, search->direction ))
        return FALSE;
    search->found = *pluggable;
    return TRUE;
}

/* A terminal that somebody else wrote */
static HRESULT create_pluggable( const struct pluggable *pluggable, DWORD media_type, TERMINAL_DIRECTION direction, MSP_HANDLE address,
                                 ITTerminal **out )
{
    ITPluggableTerminalInitialization *initialization;
    ITTerminal *terminal;
    HRESULT hr;

    if (FAILED(hr = CoCreateInstance( &pluggable->clsid, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminal, (void **)&terminal )))
    {
        ERR( "the terminal %s (%s) cannot be made: %#lx\n", debugstr_w( pluggable->name ), debugstr_guid( &pluggable->clsid ), hr );
        return hr;
    }
    hr = ITTerminal_QueryInterface( terminal, &IID_ITPluggableTerminalInitialization, (void **)&initialization );
    if (SUCCEEDED(hr))
    {
        hr = ITPluggableTerminalInitialization_InitializeDynamic( initialization, pluggable->class, media_type, direction, address );
        ITPluggableTerminalInitialization_Release( initialization );
    }
    if (SUCCEEDED(hr)) *out = terminal;
    else
    {
        ERR( "the terminal %s (%s) cannot be initialized: %#lx\n", debugstr_w( pluggable->name ), debugstr_guid( &pluggable->clsid ), hr );
        ITTerminal_Release( terminal );
    }
    return hr;
}

static HRESULT WINAPI manager_CreateDynamicTerminal( ITTerminalManager2 *iface, IUnknown *outer, IID class, DWORD media_type,
                                                     TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out )
{
    struct search search = { .class = class, .media_type = media_type, .direction = direction };
    unsigned int i;

    if (!out) return E_POINTER;
    *out = NULL;
    if (outer) return CLASS_E_NOAGGREGATION;    /* what is given back is an ITTerminal, which no aggregate could give */
    if (!media_type || (unsigned int)direction > TD_NONE) return E_INVALIDARG;
    for (i = 0; i < terminal_kind_count; i++)
    {
        const struct terminal_kind *kind = &terminal_kinds[i];

        if (!IsEqualGUID( kind->class, &class )) continue;
        if ((media_type & ~kind->media_types) || !(kind->directions & DIRECTION_BIT( direction ))) return E_INVALIDARG;
        /* one, unless it has tracks */
        if ((media_type & (media_type - 1)) && !(kind->media_types & TAPIMEDIATYPE_MULTITRACK)) return E_INVALIDARG;
        return kind->create( media_type, direction, address, out );
    }
    if (pluggable_enumerate( NULL, is_wanted, &search )) return create_pluggable( &search.found, media_type, direction, address, out );
    WARN( "no terminal of class %s for media %#lx, direction %d\n", debugstr_guid( &class ), media_type, direction );
    return E_INVALIDARG;
}

static const ITTerminalManager2Vtbl manager_vtbl =
{
    FACE_UNKNOWN, manager_GetDynamicTerminalClasses, manager_CreateDynamicTerminal, manager_GetPluggableSuperclasses,
    manager_GetPluggableTerminalClasses
};

static void manager_destroy( struct object *object )
{
    free( object );
}

static const struct face_entry manager_faces[] =
{
    { &IID_ITTerminalManager2, offsetof( struct manager, face ), FALSE },
    { &IID_ITTerminalManager, offsetof( struct manager, face ), FALSE },
};
static const struct object_class manager_class = { "terminal manager", manager_faces, ARRAYSIZE(manager_faces), manager_destroy };

HRESULT manager_create( IUnknown *outer, REFIID iid, void **out )
{
    struct manager *manager = object_create( &manager_class, sizeof(*manager), outer );
    HRESULT hr;

    if (!manager) return E_OUTOFMEMORY;
    face_init( &manager->face, &manager_vtbl, &manager->object );
    hr = IUnknown_QueryInterface( object_unknown( manager ), iid, out );
    IUnknown_Release( object_unknown( manager ));
    return hr;
}
