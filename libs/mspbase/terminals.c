/*
 * The terminals of an address: wave devices, and what the terminal manager makes.
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

#include "msp_private.h"
#include "terminal/terminal.h"
#include "debug/debug.h"
#include "wave_devices.h"

#include <mmsystem.h>
#include <mmddk.h>
#include <termmgr.h>

DEBUG_CHANNEL( msp );

#define MAX_CLASSES 64

/* ---- static terminals: one for each wave device ---- */

/* What a device is called as long as it is there: its number changes when others come and go. FALSE: it has just gone. */
static BOOL device_id( TERMINAL_DIRECTION direction, UINT device, WCHAR *id, UINT size )
{
    ULONG bytes = 0;

    if (direction == TD_CAPTURE)
    {
        WAVEINCAPSW caps;

        if (!waveInMessage( (HWAVEIN)(UINT_PTR)device, DRV_QUERYFUNCTIONINSTANCEIDSIZE, (DWORD_PTR)&bytes, 0 ) && bytes <= size * sizeof(WCHAR) &&
            !waveInMessage( (HWAVEIN)(UINT_PTR)device, DRV_QUERYFUNCTIONINSTANCEID, (DWORD_PTR)id, bytes )) return TRUE;
        if (waveInGetDevCapsW( device, &caps, sizeof(caps) )) return FALSE;
        lstrcpynW( id, caps.szPname, size );
    }
    else
    {
        WAVEOUTCAPSW caps;

        if (!waveOutMessage( (HWAVEOUT)(UINT_PTR)device, DRV_QUERYFUNCTIONINSTANCEIDSIZE, (DWORD_PTR)&bytes, 0 ) && bytes <= size * sizeof(WCHAR) &&
            !waveOutMessage( (HWAVEOUT)(UINT_PTR)device, DRV_QUERYFUNCTIONINSTANCEID, (DWORD_PTR)id, bytes )) return TRUE;
        if (waveOutGetDevCapsW( device, &caps, sizeof(caps) )) return FALSE;
        lstrcpynW( id, caps.szPname, size );
    }
    return TRUE;
}

static void terminal_event( struct address *address, MSP_ADDRESS_EVENT type, ITTerminal *terminal )
{
    MSP_EVENT_INFO info = { .Event = ME_ADDRESS_EVENT };

    info.MSP_ADDRESS_EVENT_INFO.Type = type;
    info.MSP_ADDRESS_EVENT_INFO.pTerminal = terminal;
    events_post( address->events, &info );
}

/* With the lock */
static struct static_terminal *find_static( struct address *address, TERMINAL_DIRECTION direction, const WCHAR *id )
{
    ULONG i;

    for (i = 0; i < address->terminal_count; i++)
        if (address->terminals[i].direction == direction && !lstrcmpW( address->terminals[i].id, id )) return &address->terminals[i];
    return NULL;
}

static HRESULT see_device( struct address *address, TERMINAL_DIRECTION direction, UINT device )
{
    struct static_terminal *known, *grown;
    ITTerminal *terminal;
    BOOL added = FALSE;
    WCHAR id[ARRAYSIZE(known->id)];
    HRESULT hr;

    if (!device_id( direction, device, id, ARRAYSIZE(id) )) return S_OK;
    EnterCriticalSection( &address->cs );
    if ((known = find_static( address, direction, id ))) known->seen = TRUE;
    LeaveCriticalSection( &address->cs );
    if (known) return S_OK;
    if (FAILED(hr = termmgr_static_audio( device, direction, address_handle( address ), &terminal )))
    {
        ERR( "no terminal for wave device %u, direction %d: %#lx\n", device, direction, hr );
        return S_OK;                    /* the others are good */
    }
    EnterCriticalSection( &address->cs );
    if (find_static( address, direction, id )) hr = S_FALSE;            /* another thread was faster */
    else if (!(grown = realloc( address->terminals, (address->terminal_count + 1) * sizeof(*grown) ))) hr = E_OUTOFMEMORY;
    else
    {
        address->terminals = grown;
        grown += address->terminal_count++;
        memset( grown, 0, sizeof(*grown) );
        grown->terminal = terminal;
        ITTerminal_AddRef( terminal );
        grown->direction = direction;
        lstrcpyW( grown->id, id );
        grown->seen = added = TRUE;
    }
    LeaveCriticalSection( &address->cs );
    if (added && address->terminals_known) terminal_event( address, ADDRESS_TERMINAL_AVAILABLE, terminal );
    ITTerminal_Release( terminal );
    return FAILED(hr) ? hr : S_OK;
}

/* Those that have gone; each is told. */
static void drop_unseen( struct address *address )
{
    ITTerminal *gone;
    ULONG i;

    do
    {
        gone = NULL;
        EnterCriticalSection( &address->cs );
        for (i = 0; i < address->terminal_count && address->terminals[i].seen; i++) {}
        if (i < address->terminal_count)
        {
            gone = address->terminals[i].terminal;
            address->terminal_count--;
            memmove( address->terminals + i, address->terminals + i + 1, (address->terminal_count - i) * sizeof(*address->terminals) );
        }
        LeaveCriticalSection( &address->cs );
        if (gone)
        {
            terminal_event( address, ADDRESS_TERMINAL_UNAVAILABLE, gone );
            ITTerminal_Release( gone );
        }
    } while (gone);
}

/* The devices as they are now. Who looks first is told nothing: it sees them all. */
static HRESULT look( struct address *address )
{
    HRESULT hr = S_OK;
    UINT i, count;
    ULONG j;

    EnterCriticalSection( &address->cs );
    for (j = 0; j < address->terminal_count; j++) address->terminals[j].seen = FALSE;
    LeaveCriticalSection( &address->cs );
    if (provider_media_types( address->provider ) & TAPIMEDIATYPE_AUDIO)
    {
        for (i = 0, count = wave_device_count( waveInGetNumDevs ); i < count && SUCCEEDED(hr); i++) hr = see_device( address, TD_CAPTURE, i );
        for (i = 0, count = wave_device_count( waveOutGetNumDevs ); i < count && SUCCEEDED(hr); i++) hr = see_device( address, TD_RENDER, i );
    }
    if (SUCCEEDED(hr)) drop_unseen( address );
    address->terminals_known = TRUE;
    return hr;
}

void terminals_forget( struct address *address )
{
    struct static_terminal *terminals;
    ULONG i, count;

    EnterCriticalSection( &address->cs );
    terminals = address->terminals;
    count = address->terminal_count;
    address->terminals = NULL;
    address->terminal_count = 0;
    address->terminals_known = FALSE;
    LeaveCriticalSection( &address->cs );
    for (i = 0; i < count; i++) ITTerminal_Release( terminals[i].terminal );
    free( terminals );
}

/* All of them, referenced; free() the array */
static HRESULT take_static( struct address *address, ITTerminal ***out, ULONG *count )
{
    HRESULT hr;
    ULONG i;

    *out = NULL;
    *count = 0;
    if (FAILED(hr = look( address ))) return hr;
    EnterCriticalSection( &address->cs );
    if ((*out = malloc( (address->terminal_count + 1) * sizeof(**out) )))
    {
        for (i = 0; i < address->terminal_count; i++)
        {
            (*out)[i] = address->terminals[i].terminal;
            ITTerminal_AddRef( (*out)[i] );
        }
        *count = i;
    }
    LeaveCriticalSection( &address->cs );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI support_get_StaticTerminals( ITTerminalSupport2 *iface, VARIANT *out )
{
    ITTerminal **terminals;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = take_static( object_of( iface ), &terminals, &count ))) return hr;
    return list_to_variant( terminals, count, out );
}

static HRESULT WINAPI support_EnumerateStaticTerminals( ITTerminalSupport2 *iface, IEnumTerminal **out )
{
    ITTerminal **terminals;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = take_static( object_of( iface ), &terminals, &count ))) return hr;
    return list_to_enumerator( &IID_IEnumTerminal, terminals, count, (void **)out );
}

/* One media type, which the provider has */
static BOOL valid_media_type( struct address *address, LONG type )
{
    return type && !(type & (type - 1)) && type & provider_media_types( address->provider );
}

/* The device that the user prefers is the first of its kind. */
static HRESULT WINAPI support_GetDefaultStaticTerminal( ITTerminalSupport2 *iface, LONG media_type, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    struct address *address = object_of( iface );
    HRESULT hr;
    ULONG i;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!valid_media_type( address, media_type )) return TAPI_E_INVALIDMEDIATYPE;
    if (direction != TD_CAPTURE && direction != TD_RENDER) return TAPI_E_INVALIDDIRECTION;
    if (FAILED(hr = look( address ))) return hr;
    EnterCriticalSection( &address->cs );
    for (i = 0; i < address->terminal_count && !*out; i++)
        if (address->terminals[i].direction == direction)
        {
            *out = address->terminals[i].terminal;
            ITTerminal_AddRef( *out );
        }
    LeaveCriticalSection( &address->cs );
    return *out ? S_OK : S_FALSE;
}

/* ---- dynamic terminals ---- */

/* Of the address as long as it lives; not referenced */
static HRESULT get_maker( struct address *address, ITTerminalManager2 **out )
{
    ITTerminalManager2 *maker;
    HRESULT hr;

    if ((*out = address->maker)) return S_OK;
    if (FAILED(hr = CoCreateInstance( &CLSID_TerminalManager, NULL, CLSCTX_INPROC_SERVER, &IID_ITTerminalManager2, (void **)&maker )))
    {
        ERR( "there is no terminal manager (termmgr.dll): %#lx. `winetapi install` registers it\n", hr );
        return hr;
    }
    if (InterlockedCompareExchangePointer( (void **)&address->maker, maker, NULL )) ITTerminalManager2_Release( maker );
    *out = address->maker;
    return S_OK;
}

static HRESULT dynamic_classes( struct address *address, IID *classes, DWORD *count )
{
    ITTerminalManager2 *maker;
    HRESULT hr;

    if (FAILED(hr = get_maker( address, &maker ))) return hr;
    return ITTerminalManager2_GetDynamicTerminalClasses( maker, provider_media_types( address->provider ), count, classes );
}

/* As strings, for scripts; free_strings() them */
static HRESULT guid_strings( const GUID *guids, DWORD count, BSTR *strings )
{
    WCHAR text[40];
    DWORD i;

    for (i = 0; i < count; i++)
    {
        StringFromGUID2( &guids[i], text, ARRAYSIZE(text) );
        if ((strings[i] = SysAllocString( text ))) continue;
        while (i--) SysFreeString( strings[i] );
        return E_OUTOFMEMORY;
    }
    return S_OK;
}

static HRESULT WINAPI support_get_DynamicTerminalClasses( ITTerminalSupport2 *iface, VARIANT *out )
{
    DWORD count = MAX_CLASSES, i;
    BSTR strings[MAX_CLASSES];
    IID classes[MAX_CLASSES];
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = dynamic_classes( object_of( iface ), classes, &count ))) return hr;
    if (FAILED(hr = guid_strings( classes, count, strings ))) return hr;
    hr = collection_variant( ELEMENT_BSTR, strings, count, out );
    for (i = 0; i < count; i++) SysFreeString( strings[i] );
    return hr;
}

static HRESULT WINAPI support_EnumerateDynamicTerminalClasses( ITTerminalSupport2 *iface, IEnumTerminalClass **out )
{
    DWORD count = MAX_CLASSES;
    IID classes[MAX_CLASSES];
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = dynamic_classes( object_of( iface ), classes, &count ))) return hr;
    return enumerator_create( &IID_IEnumTerminalClass, ELEMENT_GUID, classes, count, (void **)out );
}

static HRESULT WINAPI support_CreateTerminal( ITTerminalSupport2 *iface, BSTR class_name, LONG media_type, TERMINAL_DIRECTION direction, ITTerminal **out )
{
    struct address *address = object_of( iface );
    ITTerminalManager2 *maker;
    HRESULT hr;
    IID class;

    TRACE( "class %s, media type %#lx, direction %d\n", debugstr_w( class_name ), media_type, direction );
    if (!out) return E_POINTER;
    *out = NULL;
    if (!class_name || FAILED(IIDFromString( class_name, &class ))) return E_INVALIDARG;
    if (!media_type || media_type & ~(LONG)(provider_media_types( address->provider ) | TAPIMEDIATYPE_MULTITRACK)) return E_INVALIDARG;
    if (direction > TD_MULTITRACK_MIXED) return E_INVALIDARG;
    if (FAILED(hr = get_maker( address, &maker ))) return hr;
    hr = ITTerminalManager2_CreateDynamicTerminal( maker, NULL, class, media_type, direction, address_handle( address ), out );
    if (SUCCEEDED(hr)) sink_register( (IUnknown *)*out, address->events, NULL, TRUE );
    else
    {
        *out = NULL;
        WARN( "no terminal of class %s, media type %#lx, direction %d: %#lx\n", debugstr_w( class_name ), media_type, direction, hr );
    }
    return hr;
}

/* ---- pluggable terminals ---- */

RECORD_CLASS( superclass, IID_ITPluggableTerminalSuperclassInfo, IID_ITPluggableTerminalSuperclassInfo, 2, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK } );
RECORD_CLASS( terminal_class, IID_ITPluggableTerminalClassInfo, IID_ITPluggableTerminalClassInfo, 7, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK },
              { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );

struct infos
{
    IDispatch *items[MAX_CLASSES];
    DWORD      count;
};

static void release_infos( struct infos *infos )
{
    DWORD i;

    for (i = 0; i < infos->count; i++) IDispatch_Release( infos->items[i] );
    infos->count = 0;
}

static HRESULT add_superclass( struct infos *infos, const IID *id )
{
    ITPluggableTerminalSuperclassRegistration *registration;
    struct record_value values[2];
    BSTR name = NULL, clsid;
    WCHAR text[40];
    HRESULT hr;

    StringFromGUID2( id, text, ARRAYSIZE(text) );
    if (FAILED(hr = CoCreateInstance( &CLSID_PluggableSuperclassRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalSuperclassRegistration,
                                      (void **)&registration ))) return hr;
    if (!(clsid = SysAllocString( text ))) hr = E_OUTOFMEMORY;
    else if (SUCCEEDED(hr = ITPluggableTerminalSuperclassRegistration_put_CLSID( registration, clsid )) &&
             SUCCEEDED(hr = ITPluggableTerminalSuperclassRegistration_GetTerminalSuperclassInfo( registration )))
        ITPluggableTerminalSuperclassRegistration_get_Name( registration, &name );
    if (SUCCEEDED(hr))
    {
        values[0] = value_string( name );
        values[1] = value_string( text );
        if ((infos->items[infos->count] = record_create( &superclass_class, values ))) infos->count++;
        else hr = E_OUTOFMEMORY;
    }
    SysFreeString( name );
    SysFreeString( clsid );
    ITPluggableTerminalSuperclassRegistration_Release( registration );
    return hr;
}

static HRESULT add_class( struct infos *infos, const IID *id, BSTR superclass )
{
    ITPluggableTerminalClassRegistration *registration;
    BSTR name = NULL, company = NULL, version = NULL, class = NULL, clsid = NULL;
    TMGR_DIRECTION direction = TMGR_TD_BOTH;
    struct record_value values[7];
    WCHAR text[40];
    LONG types = 0;
    HRESULT hr;

    StringFromGUID2( id, text, ARRAYSIZE(text) );
    if (FAILED(hr = CoCreateInstance( &CLSID_PluggableTerminalRegistration, NULL, CLSCTX_INPROC_SERVER, &IID_ITPluggableTerminalClassRegistration,
                                      (void **)&registration ))) return hr;
    /* what is registered is found by its terminal class, below the superclass */
    if (!(class = SysAllocString( text ))) hr = E_OUTOFMEMORY;
    else if (SUCCEEDED(hr = ITPluggableTerminalClassRegistration_put_TerminalClass( registration, class )))
        hr = ITPluggableTerminalClassRegistration_GetTerminalClassInfo( registration, superclass );
    if (SUCCEEDED(hr))
    {
        ITPluggableTerminalClassRegistration_get_Name( registration, &name );
        ITPluggableTerminalClassRegistration_get_Company( registration, &company );
        ITPluggableTerminalClassRegistration_get_Version( registration, &version );
        ITPluggableTerminalClassRegistration_get_CLSID( registration, &clsid );
        ITPluggableTerminalClassRegistration_get_Direction( registration, &direction );
        ITPluggableTerminalClassRegistration_get_MediaTypes( registration, &types );
        values[0] = value_string( name );
        values[1] = value_string( company );
        values[2] = value_string( version );
        values[3] = value_string( class );
        values[4] = value_string( clsid );
        /* a registration has bits, the description a TERMINAL_DIRECTION */
        values[5] = value_number( direction == TMGR_TD_CAPTURE ? TD_CAPTURE : direction == TMGR_TD_RENDER ? TD_RENDER : TD_BIDIRECTIONAL );
        values[6] = value_number( types );
        if ((infos->items[infos->count] = record_create( &terminal_class_class, values ))) infos->count++;
        else hr = E_OUTOFMEMORY;
    }
    SysFreeString( name );
    SysFreeString( company );
    SysFreeString( version );
    SysFreeString( class );
    SysFreeString( clsid );
    ITPluggableTerminalClassRegistration_Release( registration );
    return hr;
}

static HRESULT superclasses( struct address *address, struct infos *infos )
{
    DWORD count = MAX_CLASSES, i;
    ITTerminalManager2 *maker;
    IID ids[MAX_CLASSES];
    HRESULT hr;

    infos->count = 0;
    if (FAILED(hr = get_maker( address, &maker ))) return hr;
    if (FAILED(hr = ITTerminalManager2_GetPluggableSuperclasses( maker, &count, ids ))) return hr;
    for (i = 0; i < count && SUCCEEDED(hr); i++) hr = add_superclass( infos, &ids[i] );
    if (FAILED(hr)) release_infos( infos );
    return hr;
}

static HRESULT classes( struct address *address, const IID *superclass, LONG media_types, struct infos *infos )
{
    DWORD count = MAX_CLASSES, i;
    ITTerminalManager2 *maker;
    IID ids[MAX_CLASSES];
    WCHAR text[40];
    HRESULT hr;
    BSTR name;

    infos->count = 0;
    if (!media_types) return E_INVALIDARG;
    if (FAILED(hr = get_maker( address, &maker ))) return hr;
    if (FAILED(hr = ITTerminalManager2_GetPluggableTerminalClasses( maker, *superclass, media_types, &count, ids ))) return hr;
    StringFromGUID2( superclass, text, ARRAYSIZE(text) );
    if (!(name = SysAllocString( text ))) return E_OUTOFMEMORY;
    for (i = 0; i < count && SUCCEEDED(hr); i++) hr = add_class( infos, &ids[i], name );
    SysFreeString( name );
    if (FAILED(hr)) release_infos( infos );
    return hr;
}

static HRESULT WINAPI support_get_PluggableSuperclasses( ITTerminalSupport2 *iface, VARIANT *out )
{
    struct infos infos;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (FAILED(hr = superclasses( object_of( iface ), &infos ))) return hr;
    hr = collection_variant( ELEMENT_INTERFACE, infos.items, infos.count, out );
    release_infos( &infos );
    return hr;
}

static HRESULT WINAPI support_EnumeratePluggableSuperclasses( ITTerminalSupport2 *iface, IEnumPluggableSuperclassInfo **out )
{
    struct infos infos;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = superclasses( object_of( iface ), &infos ))) return hr;
    hr = enumerator_create( &IID_IEnumPluggableSuperclassInfo, ELEMENT_INTERFACE, infos.items, infos.count, (void **)out );
    release_infos( &infos );
    return hr;
}

static HRESULT WINAPI support_get_PluggableTerminalClasses( ITTerminalSupport2 *iface, BSTR superclass, LONG media_types, VARIANT *out )
{
    struct infos infos;
    HRESULT hr;
    IID id;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (!superclass) return E_POINTER;
    if (FAILED(IIDFromString( superclass, &id ))) return E_INVALIDARG;
    if (FAILED(hr = classes( object_of( iface ), &id, media_types, &infos ))) return hr;
    hr = collection_variant( ELEMENT_INTERFACE, infos.items, infos.count, out );
    release_infos( &infos );
    return hr;
}

static HRESULT WINAPI support_EnumeratePluggableTerminalClasses( ITTerminalSupport2 *iface, CLSID superclass, LONG media_types,
                                                                 IEnumPluggableTerminalClassInfo **out )
{
    struct infos infos;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = classes( object_of( iface ), &superclass, media_types, &infos ))) return hr;
    hr = enumerator_create( &IID_IEnumPluggableTerminalClassInfo, ELEMENT_INTERFACE, infos.items, infos.count, (void **)out );
    release_infos( &infos );
    return hr;
}

const ITTerminalSupport2Vtbl support_vtbl =
{
    FACE_DISPATCH, support_get_StaticTerminals, support_EnumerateStaticTerminals, support_get_DynamicTerminalClasses,
    support_EnumerateDynamicTerminalClasses, support_CreateTerminal, support_GetDefaultStaticTerminal, support_get_PluggableSuperclasses,
    support_EnumeratePluggableSuperclasses, support_get_PluggableTerminalClasses, support_EnumeratePluggableTerminalClasses
};
