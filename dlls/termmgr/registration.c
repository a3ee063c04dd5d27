/*
 * The objects that installers of pluggable terminals register them with.
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
#include "comobject/collection.h"

#include <tapi3err.h>

/* Text of a GUID as an argument: NULL is E_POINTER, anything else that is none E_INVALIDARG. */
static HRESULT parse( BSTR text, GUID *guid )
{
    if (!text) return E_POINTER;
    return FAILED(CLSIDFromString( text, guid )) ? E_INVALIDARG : S_OK;
}

static HRESULT give_string( const WCHAR *text, BSTR *out )
{
    if (!out) return E_POINTER;
    return (*out = SysAllocString( text )) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT give_guid( const GUID *guid, BOOL known, BSTR *out )
{
    WCHAR text[40] = { 0 };

    if (known) StringFromGUID2( guid, text, ARRAYSIZE(text) );
    return give_string( text, out );
}

static HRESULT take_string( BSTR text, WCHAR *out, size_t size )
{
    if (!text) return E_POINTER;
    if (SysStringLen( text ) >= size) return E_INVALIDARG;
    lstrcpynW( out, text, (int)size );
    return S_OK;
}

/* ---- ITPluggableTerminalClassRegistration ---- */

struct class_registration
{
    struct object object;
    struct face   face;
    CRITICAL_SECTION lock;
    struct pluggable pluggable;
    BOOL has_class, has_clsid, has_direction, has_media_types;
};

#define LOCKED( registration, statement ) \
    do { EnterCriticalSection( &(registration)->lock ); statement; LeaveCriticalSection( &(registration)->lock ); } while (0)

#define STRING_PROPERTY( property, field ) \
static HRESULT WINAPI class_get_##property( ITPluggableTerminalClassRegistration *iface, BSTR *out ) \
{ \
    struct class_registration *registration = object_of( iface ); \
    HRESULT hr; \
\
    LOCKED( registration, hr = give_string( registration->pluggable.field, out )); \
    return hr; \
} \
\
static HRESULT WINAPI class_put_##property( ITPluggableTerminalClassRegistration *iface, BSTR text ) \
{ \
    struct class_registration *registration = object_of( iface ); \
    HRESULT hr; \
\
    LOCKED( registration, hr = take_string( text, registration->pluggable.field, ARRAYSIZE(registration->pluggable.field) )); \
    return hr; \
}

#define GUID_PROPERTY( property, field, known ) \
static HRESULT WINAPI class_get_##property( ITPluggableTerminalClassRegistration *iface, BSTR *out ) \
{ \
    struct class_registration *registration = object_of( iface ); \
    HRESULT hr; \
\
    LOCKED( registration, hr = give_guid( &registration->pluggable.field, registration->known, out )); \
    return hr; \
} \
\
static HRESULT WINAPI class_put_##property( ITPluggableTerminalClassRegistration *iface, BSTR text ) \
{ \
    struct class_registration *registration = object_of( iface ); \
    GUID guid; \
    HRESULT hr = parse( text, &guid ); \
\
    if (FAILED(hr)) return hr; \
    LOCKED( registration, registration->pluggable.field = guid; registration->known = TRUE ); \
    return S_OK; \
}

STRING_PROPERTY( Name, name )
STRING_PROPERTY( Company, company )
STRING_PROPERTY( Version, version )
GUID_PROPERTY( TerminalClass, class, has_class )
GUID_PROPERTY( CLSID, clsid, has_clsid )

static HRESULT WINAPI class_get_Direction( ITPluggableTerminalClassRegistration *iface, TMGR_DIRECTION *out )
{
    struct class_registration *registration = object_of( iface );

    if (!out) return E_POINTER;
    *out = registration->pluggable.directions;
    return S_OK;
}

static HRESULT WINAPI class_put_Direction( ITPluggableTerminalClassRegistration *iface, TMGR_DIRECTION direction )
{
    struct class_registration *registration = object_of( iface );

    if (direction != TMGR_TD_CAPTURE && direction != TMGR_TD_RENDER && direction != TMGR_TD_BOTH) return E_INVALIDARG;
    LOCKED( registration, registration->pluggable.directions = direction; registration->has_direction = TRUE );
    return S_OK;
}

static HRESULT WINAPI class_get_MediaTypes( ITPluggableTerminalClassRegistration *iface, long *out )
{
    struct class_registration *registration = object_of( iface );

    if (!out) return E_POINTER;
    *out = registration->pluggable.media_types;
    return S_OK;
}

static HRESULT WINAPI class_put_MediaTypes( ITPluggableTerminalClassRegistration *iface, long media_types )
{
    struct class_registration *registration = object_of( iface );

    if (!media_types || (media_types & ~(TAPIMEDIATYPE_AUDIO | TAPIMEDIATYPE_VIDEO | TAPIMEDIATYPE_DATAMODEM | TAPIMEDIATYPE_G3FAX |
                                         TAPIMEDIATYPE_MULTITRACK)))
        return E_INVALIDARG;
    LOCKED( registration, registration->pluggable.media_types = media_types; registration->has_media_types = TRUE );
    return S_OK;
}

/* All but the texts are needed to make a terminal: an entry without them would be of no use. */
static HRESULT WINAPI class_Add( ITPluggableTerminalClassRegistration *iface, BSTR superclass )
{
    struct class_registration *registration = object_of( iface );
    struct pluggable copy;
    BOOL complete;
    GUID guid;
    HRESULT hr = parse( superclass, &guid );

    if (FAILED(hr)) return hr;
    LOCKED( registration, copy = registration->pluggable; complete = registration->has_class && registration->has_clsid &&
                          registration->has_direction && registration->has_media_types );
    if (!complete) return E_INVALIDARG;
    copy.superclass = guid;
    return pluggable_write( &copy );
}

static HRESULT WINAPI class_Delete( ITPluggableTerminalClassRegistration *iface, BSTR superclass )
{
    struct class_registration *registration = object_of( iface );
    GUID guid;
    HRESULT hr = parse( superclass, &guid );

    if (FAILED(hr)) return hr;
    return registration->has_class ? pluggable_delete( &guid, &registration->pluggable.class ) : E_INVALIDARG;
}

static HRESULT WINAPI class_GetTerminalClassInfo( ITPluggableTerminalClassRegistration *iface, BSTR superclass )
{
    struct class_registration *registration = object_of( iface );
    struct pluggable pluggable;
    GUID guid;
    HRESULT hr = parse( superclass, &guid );

    if (FAILED(hr)) return hr;
    if (!registration->has_class) return E_INVALIDARG;
    if (FAILED(hr = pluggable_read( &guid, &registration->pluggable.class, &pluggable ))) return hr;
    LOCKED( registration, registration->pluggable = pluggable;
            registration->has_clsid = registration->has_direction = registration->has_media_types = TRUE );
    return S_OK;
}

static const ITPluggableTerminalClassRegistrationVtbl class_vtbl =
{
    FACE_DISPATCH, class_get_Name, class_put_Name, class_get_Company, class_put_Company, class_get_Version, class_put_Version,
    class_get_TerminalClass, class_put_TerminalClass, class_get_CLSID, class_put_CLSID, class_get_Direction, class_put_Direction,
    class_get_MediaTypes, class_put_MediaTypes, class_Add, class_Delete, class_GetTerminalClassInfo
};

static void class_destroy( struct object *object )
{
    DeleteCriticalSection( &((struct class_registration *)object)->lock );
    free( object );
}

static const struct face_entry class_faces[] =
    { { &IID_ITPluggableTerminalClassRegistration, offsetof( struct class_registration, face ), TRUE } };
static const struct object_class class_class = { "class registration", class_faces, 1, class_destroy };

HRESULT class_registration_create( IUnknown *outer, REFIID iid, void **out )
{
    struct class_registration *registration = object_create( &class_class, sizeof(*registration), outer );
    HRESULT hr;

    if (!registration) return E_OUTOFMEMORY;
    face_init( &registration->face, &class_vtbl, &registration->object );
    InitializeCriticalSection( &registration->lock );
    hr = IUnknown_QueryInterface( object_unknown( registration ), iid, out );
    IUnknown_Release( object_unknown( registration ));
    return hr;
}

/* ---- ITPluggableTerminalSuperclassRegistration ---- */

struct superclass_registration
{
    struct object object;
    struct face   face;
    CRITICAL_SECTION lock;
    GUID  clsid;
    BOOL  has_clsid;
    WCHAR name[128];
};

static HRESULT WINAPI superclass_get_Name( ITPluggableTerminalSuperclassRegistration *iface, BSTR *out )
{
    struct superclass_registration *registration = object_of( iface );
    HRESULT hr;

    LOCKED( registration, hr = give_string( registration->name, out ));
    return hr;
}

static HRESULT WINAPI superclass_put_Name( ITPluggableTerminalSuperclassRegistration *iface, BSTR text )
{
    struct superclass_registration *registration = object_of( iface );
    HRESULT hr;

    LOCKED( registration, hr = take_string( text, registration->name, ARRAYSIZE(registration->name) ));
    return hr;
}

static HRESULT WINAPI superclass_get_CLSID( ITPluggableTerminalSuperclassRegistration *iface, BSTR *out )
{
    struct superclass_registration *registration = object_of( iface );
    HRESULT hr;

    LOCKED( registration, hr = give_guid( &registration->clsid, registration->has_clsid, out ));
    return hr;
}

static HRESULT WINAPI superclass_put_CLSID( ITPluggableTerminalSuperclassRegistration *iface, BSTR text )
{
    struct superclass_registration *registration = object_of( iface );
    GUID guid;
    HRESULT hr = parse( text, &guid );

    if (FAILED(hr)) return hr;
    LOCKED( registration, registration->clsid = guid; registration->has_clsid = TRUE );
    return S_OK;
}

static HRESULT WINAPI superclass_Add( ITPluggableTerminalSuperclassRegistration *iface )
{
    struct superclass_registration *registration = object_of( iface );

    return registration->has_clsid ? superclass_write( &registration->clsid, registration->name ) : E_INVALIDARG;
}

static HRESULT WINAPI superclass_Delete( ITPluggableTerminalSuperclassRegistration *iface )
{
    struct superclass_registration *registration = object_of( iface );

    return registration->has_clsid ? superclass_delete( &registration->clsid ) : E_INVALIDARG;
}

static HRESULT WINAPI superclass_GetTerminalSuperclassInfo( ITPluggableTerminalSuperclassRegistration *iface )
{
    struct superclass_registration *registration = object_of( iface );
    WCHAR name[128];

    /* documented: E_FAIL, whatever the reason */
    if (!registration->has_clsid || FAILED(superclass_read( &registration->clsid, name, ARRAYSIZE(name) ))) return E_FAIL;
    LOCKED( registration, lstrcpyW( registration->name, name ));
    return S_OK;
}

struct names
{
    BSTR  *texts;
    GUID  *guids;
    ULONG  count;
    BOOL   failed;
};

static BOOL collect( const struct pluggable *pluggable, void *arg )
{
    struct names *names = arg;
    BSTR *texts = realloc( names->texts, (names->count + 1) * sizeof(*texts) );
    GUID *guids = texts ? realloc( names->guids, (names->count + 1) * sizeof(*guids) ) : NULL;

    if (texts) names->texts = texts;
    if (guids) names->guids = guids;
    if (!guids || FAILED(give_guid( &pluggable->class, TRUE, &texts[names->count] )))
    {
        names->failed = TRUE;
        return TRUE;
    }
    guids[names->count++] = pluggable->class;
    return FALSE;
}

static HRESULT collect_classes( struct superclass_registration *registration, struct names *names )
{
    memset( names, 0, sizeof(*names) );
    if (!registration->has_clsid) return E_INVALIDARG;
    pluggable_enumerate( &registration->clsid, collect, names );
    return names->failed ? E_OUTOFMEMORY : S_OK;
}

static void free_names( struct names *names )
{
    ULONG i;

    for (i = 0; i < names->count; i++) SysFreeString( names->texts[i] );
    free( names->texts );
    free( names->guids );
}

static HRESULT WINAPI superclass_get_TerminalClasses( ITPluggableTerminalSuperclassRegistration *iface, VARIANT *out )
{
    struct names names;
    HRESULT hr;

    if (!out) return E_POINTER;
    V_VT( out ) = VT_EMPTY;
    hr = collect_classes( object_of( iface ), &names );
    if (SUCCEEDED(hr)) hr = collection_variant( ELEMENT_BSTR, names.texts, names.count, out );
    free_names( &names );
    return hr;
}

static HRESULT WINAPI superclass_EnumerateTerminalClasses( ITPluggableTerminalSuperclassRegistration *iface, IEnumTerminalClass **out )
{
    struct names names;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    hr = collect_classes( object_of( iface ), &names );
    if (SUCCEEDED(hr)) hr = enumerator_create( &IID_IEnumTerminalClass, ELEMENT_GUID, names.guids, names.count, (void **)out );
    free_names( &names );
    return hr;
}

static const ITPluggableTerminalSuperclassRegistrationVtbl superclass_vtbl =
{
    FACE_DISPATCH, superclass_get_Name, superclass_put_Name, superclass_get_CLSID, superclass_put_CLSID, superclass_Add, superclass_Delete,
    superclass_GetTerminalSuperclassInfo, superclass_get_TerminalClasses, superclass_EnumerateTerminalClasses
};

static void superclass_destroy( struct object *object )
{
    DeleteCriticalSection( &((struct superclass_registration *)object)->lock );
    free( object );
}

static const struct face_entry superclass_faces[] =
    { { &IID_ITPluggableTerminalSuperclassRegistration, offsetof( struct superclass_registration, face ), TRUE } };
static const struct object_class superclass_class = { "superclass registration", superclass_faces, 1, superclass_destroy };

HRESULT superclass_registration_create( IUnknown *outer, REFIID iid, void **out )
{
    struct superclass_registration *registration = object_create( &superclass_class, sizeof(*registration), outer );
    HRESULT hr;

    if (!registration) return E_OUTOFMEMORY;
    face_init( &registration->face, &superclass_vtbl, &registration->object );
    InitializeCriticalSection( &registration->lock );
    hr = IUnknown_QueryInterface( object_unknown( registration ), iid, out );
    IUnknown_Release( object_unknown( registration ));
    return hr;
}
