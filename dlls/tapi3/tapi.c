/*
 * The TAPI object.
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
#include "tapi3_link.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

struct tapi
{
    struct object object;
    struct face tapi;                   /* ITTAPI2; session_tapi() knows that it comes first */
    struct face centre;                 /* ITTAPICallCenter */
    struct face container;              /* IConnectionPointContainer */
    struct face points[2];              /* IConnectionPoint */
    IUnknown *marshalers[2];            /* of these: any thread may use the same pointer */
    struct sink_table *sinks;
    CRITICAL_SECTION cs;                /* session */
    struct session *session;            /* NULL before Initialize() and after Shutdown() */
};

static const IID *const point_iids[] = { &IID_ITTAPIEventNotification, &DIID_ITTAPIDispatchEventNotification };

/* The session, referenced, or NULL */
static struct session *get_session( void *iface )
{
    struct tapi *tapi = object_of( iface );
    struct session *session;

    EnterCriticalSection( &tapi->cs );
    if ((session = tapi->session)) session_addref( session );
    LeaveCriticalSection( &tapi->cs );
    return session;
}

/* ---- ITTAPI ---- */

static HRESULT WINAPI tapi_Initialize( ITTAPI2 *iface )
{
    struct tapi *tapi = object_of( iface );
    HRESULT hr = S_FALSE;

    TRACE( "%p\n", iface );
    EnterCriticalSection( &tapi->cs );
    if (!tapi->session) hr = session_create( tapi, tapi->sinks, &tapi->session );
    LeaveCriticalSection( &tapi->cs );
    return hr;
}

static HRESULT WINAPI tapi_Shutdown( ITTAPI2 *iface )
{
    struct tapi *tapi = object_of( iface );
    struct session *session;

    TRACE( "%p\n", iface );
    EnterCriticalSection( &tapi->cs );
    session = tapi->session;
    tapi->session = NULL;
    LeaveCriticalSection( &tapi->cs );
    if (!session) return S_FALSE;
    session_shutdown( session );
    session_release( session );
    return S_OK;
}

/* The addresses as interface pointers, each referenced */
static HRESULT list_addresses( struct session *session, IUnknown ***list, ULONG *count )
{
    ULONG i;

    EnterCriticalSection( &session->cs );
    *count = session->address_count;
    if ((*list = malloc( max( *count, 1 ) * sizeof(**list) )))
        for (i = 0; i < *count; i++)
        {
            object_addref( session->addresses[i] );
            (*list)[i] = (IUnknown *)&session->addresses[i]->address;
        }
    LeaveCriticalSection( &session->cs );
    return *list ? S_OK : E_OUTOFMEMORY;
}

/* What the session lists, as interface pointers, each referenced */
typedef HRESULT (*lister)( struct session *session, IUnknown ***list, ULONG *count );

static HRESULT get_collection( ITTAPI2 *iface, lister list_them, VARIANT *out )
{
    struct session *session;
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (!(session = get_session( iface ))) return TAPI_E_NOT_INITIALIZED;
    if (SUCCEEDED(hr = list_them( session, &list, &count ))) hr = list_to_variant( list, count, out );
    session_release( session );
    return hr;
}

static HRESULT get_enumerator( ITTAPI2 *iface, lister list_them, REFIID iid, void **out )
{
    struct session *session;
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!(session = get_session( iface ))) return TAPI_E_NOT_INITIALIZED;
    if (SUCCEEDED(hr = list_them( session, &list, &count ))) hr = list_to_enumerator( iid, list, count, out );
    session_release( session );
    return hr;
}

static HRESULT WINAPI tapi_get_Addresses( ITTAPI2 *iface, VARIANT *out )
{
    return get_collection( iface, list_addresses, out );
}

static HRESULT WINAPI tapi_EnumerateAddresses( ITTAPI2 *iface, IEnumAddress **out )
{
    return get_enumerator( iface, list_addresses, &IID_IEnumAddress, (void **)out );
}

static HRESULT WINAPI tapi_RegisterCallNotifications( ITTAPI2 *iface, ITAddress *pointer, VARIANT_BOOL monitor, VARIANT_BOOL owner, LONG media_types,
                                                      LONG instance, LONG *id )
{
    struct registration *registration = NULL;
    LINECALLPARAMS params = { sizeof(params) };
    struct address *address;
    struct session *session;
    DWORD options = 0, modes = 0;
    HRESULT hr = S_OK;
    LONG error;

    if (!id || !pointer) return E_POINTER;
    *id = 0;
    if (!(session = get_session( iface ))) return TAPI_E_NOT_INITIALIZED;
    if (!(address = address_from_interface( (IUnknown *)pointer )) || address->session != session || (!monitor && !owner)) hr = E_INVALIDARG;
    else if (!media_types || media_types & ~media_types_from_modes( address->dev_caps->dwMediaModes )) hr = TAPI_E_INVALIDMEDIATYPE;
    else if (!(registration = calloc( 1, sizeof(*registration) ))) hr = E_OUTOFMEMORY;
    if (SUCCEEDED(hr))
    {
        if (monitor) options |= LINECALLPRIVILEGE_MONITOR;
        if (owner)
        {
            options |= LINECALLPRIVILEGE_OWNER;
            modes = media_modes_from_types( media_types ) & address->dev_caps->dwMediaModes;
        }
        if (address->dev_caps->dwNumAddresses > 1)
        {
            options |= LINEOPENOPTION_SINGLEADDRESS;
            params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
            params.dwAddressID = address->address_id;
        }
        address_msp_prepare( address );
        registration->refs = 1;
        registration->instance = instance;
        registration->address = object_addref( address );
        registration->id = InterlockedIncrement( &session->next_registration );
        EnterCriticalSection( &session->register_cs );
        if ((error = lineOpenW( session->line_app, address->device, &registration->line, address->version, 0, 0, options, modes,
                                options & LINEOPENOPTION_SINGLEADDRESS ? &params : NULL )))
        {
            WARN( "line %lu cannot be opened for calls of media %#lx: error %#lx\n", address->device, media_types, error );
            hr = hresult_from_line( error );
        }
        else
        {
            lineSetStatusMessages( registration->line, ADDRESS_LINE_STATES & address->dev_caps->dwLineStates,
                                   ADDRESS_STATES & address->address_caps->dwAddressStates );
            EnterCriticalSection( &session->cs );
            if (session->closed) hr = TAPI_E_NOT_INITIALIZED;
            else
            {
                registration->next = session->registrations;
                session->registrations = registration;
                *id = registration->id;
            }
            LeaveCriticalSection( &session->cs );
            if (FAILED(hr)) lineClose( registration->line );
        }
        LeaveCriticalSection( &session->register_cs );
        if (FAILED(hr))
        {
            object_release( registration->address );
            free( registration );
        }
    }
    session_release( session );
    return hr;
}

/* An open line gets no more calls. Windows' own C interface has no function for that. */
static void line_retire( HLINE line )
{
    WineSetDefaultMediaDetection_func set = (WineSetDefaultMediaDetection_func)(void *)GetProcAddress( GetModuleHandleW( L"tapi32.dll" ),
                                                                                                       "WineSetDefaultMediaDetection" );
    LONG error = set ? set( line, 0 ) : (LONG)LINEERR_OPERATIONUNAVAIL;

    if (error) WARN( "calls still come to line %#lx until those that it has are over: error %#lx\n", (DWORD)(ULONG_PTR)line, error );
}

static HRESULT WINAPI tapi_UnregisterNotifications( ITTAPI2 *iface, LONG id )
{
    struct registration **link, *registration;
    struct session *session;

    if (!(session = get_session( iface ))) return TAPI_E_NOT_INITIALIZED;
    EnterCriticalSection( &session->cs );
    for (link = &session->registrations; (registration = *link) && registration->id != id; link = &registration->next) {}
    if (registration) *link = registration->next;
    LeaveCriticalSection( &session->cs );
    if (registration)
    {
        /* calls that came by it stay, and with them the line, for which no more come */
        if (registration->refs > 1) line_retire( registration->line );
        registration_release( registration );
    }
    session_release( session );
    return registration ? S_OK : E_INVALIDARG;
}

static HRESULT WINAPI tapi_get_CallHubs( ITTAPI2 *iface, VARIANT *out )
{
    return get_collection( iface, session_hubs, out );
}

static HRESULT WINAPI tapi_EnumerateCallHubs( ITTAPI2 *iface, IEnumCallHub **out )
{
    return get_enumerator( iface, session_hubs, &IID_IEnumCallHub, (void **)out );
}

/* All addresses that can be tracked, or one */
static HRESULT track( struct session *session, struct address *one, BOOL on )
{
    HRESULT hr = S_OK, failed;
    IUnknown **list;
    ULONG count, i;

    if (one) return address_track( one, on );
    session->track_new = on;
    if (FAILED(hr = list_addresses( session, &list, &count ))) return hr;
    for (i = 0; i < count; i++)
    {
        if (FAILED(failed = address_track( object_of( list[i] ), on ))) hr = failed;
        IUnknown_Release( list[i] );
    }
    free( list );
    return hr;
}

/* An array of addresses, as C++ programs (VT_DISPATCH) and scripts (VT_VARIANT) make it, or nothing: all addresses. First without, then with doing it. */
static HRESULT track_addresses( struct session *session, const VARIANT *value, BOOL on, BOOL check )
{
    SAFEARRAY *array;
    LONG lower, upper, i;
    VARTYPE type;
    HRESULT hr = S_OK;

    if (V_VT( value ) == (VT_BYREF | VT_VARIANT) && V_VARIANTREF( value )) value = V_VARIANTREF( value );
    if (V_VT( value ) == VT_EMPTY || V_VT( value ) == VT_NULL || V_VT( value ) == VT_ERROR)
        return check ? S_OK : track( session, NULL, on );
    if (!(V_VT( value ) & VT_ARRAY)) return E_INVALIDARG;
    array = !(V_VT( value ) & VT_BYREF) ? V_ARRAY( value ) : V_ARRAYREF( value ) ? *V_ARRAYREF( value ) : NULL;
    if (!array || SafeArrayGetDim( array ) != 1 || FAILED(SafeArrayGetVartype( array, &type )) ||
        (type != VT_DISPATCH && type != VT_UNKNOWN && type != VT_VARIANT) || FAILED(SafeArrayGetLBound( array, 1, &lower )) ||
        FAILED(SafeArrayGetUBound( array, 1, &upper ))) return E_INVALIDARG;
    for (i = lower; i <= upper && SUCCEEDED(hr); i++)
    {
        VARIANT item;

        VariantInit( &item );
        if (type == VT_VARIANT) hr = SafeArrayGetElement( array, &i, &item );
        else if (SUCCEEDED(hr = SafeArrayGetElement( array, &i, &V_UNKNOWN( &item )))) V_VT( &item ) = type;
        if (SUCCEEDED(hr))
        {
            struct address *address = V_VT( &item ) == VT_DISPATCH || V_VT( &item ) == VT_UNKNOWN ? address_from_interface( V_UNKNOWN( &item )) : NULL;

            if (!address || address->session != session) hr = E_INVALIDARG;
            else if (!check) hr = track( session, address, on );
        }
        VariantClear( &item );
    }
    return hr;
}

static HRESULT WINAPI tapi_SetCallHubTracking( ITTAPI2 *iface, VARIANT addresses, VARIANT_BOOL tracking )
{
    struct session *session = get_session( iface );
    HRESULT hr = S_OK;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    if (SUCCEEDED(hr = track_addresses( session, &addresses, tracking != VARIANT_FALSE, TRUE )))
        hr = track_addresses( session, &addresses, tracking != VARIANT_FALSE, FALSE );
    session_release( session );
    return hr;
}

/* TAPI has no private objects of its own, and no provider can make any. */
static HRESULT WINAPI tapi_EnumeratePrivateTAPIObjects( ITTAPI2 *iface, IEnumUnknown **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT WINAPI tapi_get_PrivateTAPIObjects( ITTAPI2 *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return E_NOTIMPL;
}

static HRESULT WINAPI tapi_RegisterRequestRecipient( ITTAPI2 *iface, LONG instance, LONG mode, VARIANT_BOOL enable )
{
    struct session *session = get_session( iface );
    HRESULT hr;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    hr = hresult_from_line( lineRegisterRequestRecipient( session->line_app, instance, mode, enable != VARIANT_FALSE ));
    session_release( session );
    return hr;
}

static HRESULT WINAPI tapi_SetAssistedTelephonyPriority( ITTAPI2 *iface, BSTR application, VARIANT_BOOL priority )
{
    struct session *session = get_session( iface );
    HRESULT hr;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    session_release( session );
    if (!application) return E_POINTER;
    hr = hresult_from_line( lineSetAppPriorityW( application, 0, NULL, LINEREQUESTMODE_MAKECALL, NULL, priority ? 1 : 0 ));
    return hr;
}

static HRESULT WINAPI tapi_SetApplicationPriority( ITTAPI2 *iface, BSTR application, LONG media_type, VARIANT_BOOL priority )
{
    struct session *session = get_session( iface );
    DWORD modes, bit;
    HRESULT hr = S_OK;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    session_release( session );
    if (!application) return E_POINTER;
    if (!(modes = media_modes_from_types( media_type ))) return TAPI_E_INVALIDMEDIATYPE;
    for (bit = 1; bit && SUCCEEDED(hr); bit <<= 1)
        if (modes & bit) hr = hresult_from_line( lineSetAppPriorityW( application, bit, NULL, 0, NULL, priority ? 1 : 0 ));
    return hr;
}

#define EVENT_BITS 0x03ffffff           /* all of TAPI_EVENT */

static HRESULT WINAPI tapi_put_EventFilter( ITTAPI2 *iface, LONG mask )
{
    struct session *session = get_session( iface );
    HRESULT hr = S_OK;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    if (mask & ~EVENT_BITS) hr = E_INVALIDARG;
    else
    {
        session->event_filter = mask;
        if (mask & TE_AGENTHANDLER) hr = centre_start( session );       /* lines must be open to tell of new ones */
    }
    session_release( session );
    return hr;
}

static HRESULT WINAPI tapi_get_EventFilter( ITTAPI2 *iface, LONG *mask )
{
    struct session *session;

    if (!mask) return E_POINTER;
    *mask = 0;
    if (!(session = get_session( iface ))) return TAPI_E_NOT_INITIALIZED;
    *mask = session->event_filter;
    session_release( session );
    return S_OK;
}

/* ---- ITTAPI2 ---- */

static HRESULT WINAPI tapi_get_Phones( ITTAPI2 *iface, VARIANT *out )
{
    return get_collection( iface, session_phones, out );
}

static HRESULT WINAPI tapi_EnumeratePhones( ITTAPI2 *iface, IEnumPhone **out )
{
    return get_enumerator( iface, session_phones, &IID_IEnumPhone, (void **)out );
}

static HRESULT WINAPI tapi_CreateEmptyCollectionObject( ITTAPI2 *iface, ITCollection2 **out )
{
    if (!out) return E_POINTER;
    return collection_create( ELEMENT_INTERFACE, NULL, 0, (IDispatch **)out );
}

static const ITTAPI2Vtbl tapi_vtbl =
{
    FACE_DISPATCH,
    tapi_Initialize, tapi_Shutdown, tapi_get_Addresses, tapi_EnumerateAddresses, tapi_RegisterCallNotifications, tapi_UnregisterNotifications,
    tapi_get_CallHubs, tapi_EnumerateCallHubs, tapi_SetCallHubTracking, tapi_EnumeratePrivateTAPIObjects, tapi_get_PrivateTAPIObjects,
    tapi_RegisterRequestRecipient, tapi_SetAssistedTelephonyPriority, tapi_SetApplicationPriority, tapi_put_EventFilter, tapi_get_EventFilter,
    tapi_get_Phones, tapi_EnumeratePhones, tapi_CreateEmptyCollectionObject
};

/* ---- ITTAPICallCenter ---- */

static HRESULT give_handlers( ITTAPICallCenter *iface, VARIANT *variant, IEnumAgentHandler **enumerator )
{
    struct session *session = get_session( iface );
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!session) return TAPI_E_NOT_INITIALIZED;
    if (SUCCEEDED(hr = centre_handlers( session, &list, &count )))
        hr = variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumAgentHandler, list, count, (void **)enumerator );
    session_release( session );
    return hr;
}

static HRESULT WINAPI centre_EnumerateAgentHandlers( ITTAPICallCenter *iface, IEnumAgentHandler **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_handlers( iface, NULL, out );
}

static HRESULT WINAPI centre_get_AgentHandlers( ITTAPICallCenter *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_handlers( iface, out, NULL );
}

static const ITTAPICallCenterVtbl centre_vtbl = { FACE_DISPATCH, centre_EnumerateAgentHandlers, centre_get_AgentHandlers };

/* ---- connection points ---- */

static HRESULT WINAPI container_EnumConnectionPoints( IConnectionPointContainer *iface, IEnumConnectionPoints **out )
{
    struct tapi *tapi = object_of( iface );
    IUnknown *points[] = { (IUnknown *)&tapi->points[0], (IUnknown *)&tapi->points[1] };

    if (!out) return E_POINTER;
    return enumerator_create( &IID_IEnumConnectionPoints, ELEMENT_INTERFACE, points, ARRAYSIZE(points), (void **)out );
}

static HRESULT WINAPI container_FindConnectionPoint( IConnectionPointContainer *iface, REFIID iid, IConnectionPoint **out )
{
    struct tapi *tapi = object_of( iface );
    unsigned int i;

    if (!out) return E_POINTER;
    *out = NULL;
    for (i = 0; i < ARRAYSIZE(point_iids); i++)
        if (IsEqualIID( iid, point_iids[i] ))
        {
            *out = (IConnectionPoint *)&tapi->points[i];
            IConnectionPoint_AddRef( *out );
            return S_OK;
        }
    return CONNECT_E_NOCONNECTION;
}

static const IConnectionPointContainerVtbl container_vtbl = { FACE_UNKNOWN, container_EnumConnectionPoints, container_FindConnectionPoint };

/* A thread of another apartment connects its own sink, not a proxy of it in the apartment where the point was got. */
static HRESULT point_marshal( IConnectionPoint *iface, void **out )
{
    struct tapi *tapi = object_of( iface );
    IUnknown **kept = &tapi->marshalers[(struct face *)iface - tapi->points], *marshaler;
    HRESULT hr;

    if (!*kept)
    {
        if (FAILED(hr = CoCreateFreeThreadedMarshaler( (IUnknown *)iface, &marshaler ))) return hr;
        if (InterlockedCompareExchangePointer( (void **)kept, marshaler, NULL )) IUnknown_Release( marshaler );
    }
    return IUnknown_QueryInterface( *kept, &IID_IMarshal, out );
}

/* A connection point has an identity of its own, but lives as long as the TAPI object. */
static HRESULT WINAPI point_QueryInterface( IConnectionPoint *iface, REFIID iid, void **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    if (IsEqualIID( iid, &IID_IMarshal )) return point_marshal( iface, out );
    if (!IsEqualIID( iid, &IID_IUnknown ) && !IsEqualIID( iid, &IID_IConnectionPoint )) return E_NOINTERFACE;
    *out = iface;
    IConnectionPoint_AddRef( iface );
    return S_OK;
}

static const IID *point_iid( IConnectionPoint *iface )
{
    struct tapi *tapi = object_of( iface );

    return point_iids[(struct face *)iface - tapi->points];
}

static HRESULT WINAPI point_GetConnectionInterface( IConnectionPoint *iface, IID *iid )
{
    if (!iid) return E_POINTER;
    *iid = *point_iid( iface );
    return S_OK;
}

static HRESULT WINAPI point_GetConnectionPointContainer( IConnectionPoint *iface, IConnectionPointContainer **out )
{
    struct tapi *tapi = object_of( iface );

    if (!out) return E_POINTER;
    *out = (IConnectionPointContainer *)&tapi->container;
    IConnectionPointContainer_AddRef( *out );
    return S_OK;
}

static HRESULT WINAPI point_Advise( IConnectionPoint *iface, IUnknown *sink, DWORD *cookie )
{
    struct tapi *tapi = object_of( iface );

    if (!sink || !cookie) return E_POINTER;
    return sinks_advise( tapi->sinks, point_iid( iface ), sink, cookie );
}

static HRESULT WINAPI point_Unadvise( IConnectionPoint *iface, DWORD cookie )
{
    struct tapi *tapi = object_of( iface );

    return sinks_unadvise( tapi->sinks, point_iid( iface ), cookie );
}

static HRESULT WINAPI point_EnumConnections( IConnectionPoint *iface, IEnumConnections **out )
{
    struct tapi *tapi = object_of( iface );

    if (!out) return E_POINTER;
    *out = NULL;
    return sinks_enumerate( tapi->sinks, point_iid( iface ), out );
}

static const IConnectionPointVtbl point_vtbl =
{
    point_QueryInterface, (void *)face_AddRef, (void *)face_Release,
    point_GetConnectionInterface, point_GetConnectionPointContainer, point_Advise, point_Unadvise, point_EnumConnections
};

/* ---- the object ---- */

static void tapi_destroy( struct object *object )
{
    struct tapi *tapi = (struct tapi *)object;
    unsigned int i;

    /* A program that forgot Shutdown() */
    if (tapi->session)
    {
        session_shutdown( tapi->session );
        session_release( tapi->session );
    }
    if (tapi->sinks)
    {
        sinks_clear( tapi->sinks );     /* objects of the session may outlive this one, sinks do not */
        sinks_release( tapi->sinks );
    }
    for (i = 0; i < ARRAYSIZE(tapi->marshalers); i++)
        if (tapi->marshalers[i]) IUnknown_Release( tapi->marshalers[i] );
    DeleteCriticalSection( &tapi->cs );
    free( tapi );
}

static const struct face_entry tapi_faces[] =
{
    { &IID_ITTAPI2, offsetof( struct tapi, tapi ), TRUE },
    { &IID_ITTAPI, offsetof( struct tapi, tapi ), FALSE },
    { &IID_ITTAPICallCenter, offsetof( struct tapi, centre ), TRUE },
    { &IID_IConnectionPointContainer, offsetof( struct tapi, container ), FALSE },
};

static const struct object_class tapi_class = { "TAPI", tapi_faces, ARRAYSIZE(tapi_faces), tapi_destroy };

HRESULT tapi_create( IUnknown *outer, REFIID iid, void **out )
{
    struct tapi *tapi = object_create( &tapi_class, sizeof(*tapi), outer );
    unsigned int i;
    HRESULT hr;

    if (!tapi) return E_OUTOFMEMORY;
    InitializeCriticalSection( &tapi->cs );
    face_init( &tapi->tapi, &tapi_vtbl, &tapi->object );
    face_init( &tapi->centre, &centre_vtbl, &tapi->object );
    face_init( &tapi->container, &container_vtbl, &tapi->object );
    for (i = 0; i < ARRAYSIZE(tapi->points); i++) face_init( &tapi->points[i], &point_vtbl, &tapi->object );
    if ((tapi->sinks = sinks_create())) hr = IUnknown_QueryInterface( object_unknown( tapi ), iid, out );
    else hr = E_OUTOFMEMORY;
    IUnknown_Release( object_unknown( tapi ));
    return hr;
}
