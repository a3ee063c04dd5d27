/*
 * Type descriptions of interfaces, found once and kept.
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

DEBUG_CHANNEL( tapi3 );

/* A module describes about a hundred interfaces: a table that is searched by the first member of the IID, which differs for all of them. */
#define SLOTS 512

static struct
{
    IID        iid;
    ITypeInfo *info;                    /* as programs see it: a dispatch interface */
    ITypeInfo *calls;                   /* the same as a table of methods, which can be called */
} slots[SLOTS];

static CRITICAL_SECTION lock;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static HMODULE library_module;
static GUID library_id;
static ITypeLib *library;              /* the module's own */
static ITypeLib *registered;           /* the other one */

static BOOL CALLBACK make_lock( INIT_ONCE *init, void *arg, void **context )
{
    InitializeCriticalSection( &lock );
    return TRUE;
}

void typeinfo_init( HMODULE module, REFGUID libid )
{
    InitOnceExecuteOnce( &once, make_lock, NULL, NULL );
    library_module = module;
    if (libid) library_id = *libid;
}

void typeinfo_free( void )
{
    unsigned int i;

    for (i = 0; i < SLOTS; i++)
        if (slots[i].info)
        {
            ITypeInfo_Release( slots[i].info );
            if (slots[i].calls) ITypeInfo_Release( slots[i].calls );
            slots[i].info = slots[i].calls = NULL;
        }
    if (library) ITypeLib_Release( library );
    if (registered) ITypeLib_Release( registered );
    library = registered = NULL;
}

/* With the lock. The module's own resource comes first: it fits the code whatever the registry says. */
static HRESULT find_in_libraries( REFIID iid, ITypeInfo **info )
{
    WCHAR path[MAX_PATH];
    HRESULT hr = S_OK;

    if (!library && library_module && GetModuleFileNameW( library_module, path, ARRAYSIZE(path) ) &&
        FAILED(hr = LoadTypeLibEx( path, REGKIND_NONE, &library )))
        library = NULL;
    if (library && SUCCEEDED(hr = ITypeLib_GetTypeInfoOfGuid( library, iid, info ))) return hr;
    if (!registered && !IsEqualGUID( &library_id, &GUID_NULL ) &&
        FAILED(hr = LoadRegTypeLib( &library_id, 1, 0, LOCALE_SYSTEM_DEFAULT, &registered )))
    {
        ERR( "no type library %s: error %#lx; programs that call by name (scripts) do not work. Run: winetapi install\n",
             debugstr_guid( &library_id ), hr );
        registered = NULL;
    }
    if (registered) hr = ITypeLib_GetTypeInfoOfGuid( registered, iid, info );
    if (FAILED(hr)) WARN( "the type library does not describe %s\n", debugstr_guid( iid ));
    return hr;
}

static ITypeInfo *method_table( ITypeInfo *info )
{
    ITypeInfo *calls;
    HREFTYPE ref;

    if (FAILED(ITypeInfo_GetRefTypeOfImplType( info, -1, &ref )) || FAILED(ITypeInfo_GetRefTypeInfo( info, ref, &calls )))
    {
        calls = info;                   /* not dual: it is a table of methods already */
        ITypeInfo_AddRef( calls );
    }
    return calls;
}

static HRESULT find( REFIID iid, ITypeInfo **out, BOOL calls )
{
    unsigned int slot = iid->Data1 % SLOTS, tries;
    HRESULT hr = S_OK;

    InitOnceExecuteOnce( &once, make_lock, NULL, NULL );
    EnterCriticalSection( &lock );
    for (tries = 0; tries < SLOTS && slots[slot].info && !IsEqualIID( &slots[slot].iid, iid ); tries++) slot = (slot + 1) % SLOTS;
    if (!slots[slot].info)
    {
        if (SUCCEEDED(hr = find_in_libraries( iid, &slots[slot].info )))
        {
            slots[slot].iid = *iid;
            slots[slot].calls = method_table( slots[slot].info );
        }
        else slots[slot].info = NULL;
    }
    *out = NULL;
    if (SUCCEEDED(hr))
    {
        *out = calls ? slots[slot].calls : slots[slot].info;
        ITypeInfo_AddRef( *out );
    }
    LeaveCriticalSection( &lock );
    return hr;
}

HRESULT typeinfo_get( REFIID iid, ITypeInfo **info )
{
    return find( iid, info, FALSE );
}

HRESULT typeinfo_get_calls( REFIID iid, ITypeInfo **info )
{
    return find( iid, info, TRUE );
}
