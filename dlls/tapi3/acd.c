/*
 * Groups of agents and their queues: ITACDGroup and ITQueue.
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

#include "centre.h"

RECORD_CLASS( group_event, IID_ITACDGroupEvent, IID_ITACDGroupEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( queue_event, IID_ITQueueEvent, IID_ITQueueEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );

void event_group( struct session *session, struct acd *group, ACDGROUP_EVENT event )
{
    if (!event_wanted( session, TE_ACDGROUP )) return;
    event_post( session, TE_ACDGROUP, record_create( &group_event_class, (struct record_value[])
        { value_interface( &group->face ), value_number( event ) } ));
}

void event_queue( struct session *session, struct acd *queue, ACDQUEUE_EVENT event )
{
    if (!event_wanted( session, TE_QUEUE )) return;
    event_post( session, TE_QUEUE, record_create( &queue_event_class, (struct record_value[])
        { value_interface( &queue->face ), value_number( event ) } ));
}

static HRESULT get_name( const struct acd *acd, BSTR *out )
{
    if (!out) return E_POINTER;
    *out = SysAllocString( acd->name );
    return *out ? S_OK : E_OUTOFMEMORY;
}

/* ---- ITACDGroup ---- */

static HRESULT WINAPI group_get_Name( ITACDGroup *iface, BSTR *out )
{
    return get_name( object_of( iface ), out );
}

static HRESULT give_queues( ITACDGroup *iface, VARIANT *variant, IEnumQueue **enumerator )
{
    struct acd *group = object_of( iface );
    struct session *session = group->session;
    IUnknown **list;
    ULONG count, i;

    if (session->closed) return TAPI_E_NOT_INITIALIZED;
    if (group->gone) return TAPI_E_CALLCENTER_GROUP_REMOVED;
    EnterCriticalSection( &session->cs );
    count = group->queue_count;
    if ((list = malloc( max( count, 1 ) * sizeof(*list) )))
        for (i = 0; i < count; i++)
        {
            object_addref( group->queues[i] );
            list[i] = (IUnknown *)&group->queues[i]->face;
        }
    LeaveCriticalSection( &session->cs );
    if (!list) return E_OUTOFMEMORY;
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumQueue, list, count, (void **)enumerator );
}

static HRESULT WINAPI group_EnumerateQueues( ITACDGroup *iface, IEnumQueue **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_queues( iface, NULL, out );
}

static HRESULT WINAPI group_get_Queues( ITACDGroup *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_queues( iface, out, NULL );
}

static const ITACDGroupVtbl group_vtbl = { FACE_DISPATCH, group_get_Name, group_EnumerateQueues, group_get_Queues };

/* ---- ITQueue ---- */

static LONG ask_info( struct address *address, HLINE line, const void *what, void *answer )
{
    const struct acd *queue = what;

    return lineGetQueueInfo( line, queue->id.Data1, answer );
}

static HRESULT get_long( ITQueue *iface, size_t field, LONG *out )
{
    struct acd *queue = object_of( iface );

    if (!out) return E_POINTER;
    *out = 0;
    if (queue->session->closed) return TAPI_E_NOT_INITIALIZED;
    if (queue->gone) return TAPI_E_CALLCENTER_QUEUE_REMOVED;
    return centre_ask_field( queue->line, ask_info, queue, sizeof(LINEQUEUEINFO), field, out, sizeof(*out) );
}

static HRESULT WINAPI queue_put_MeasurementPeriod( ITQueue *iface, LONG period )
{
    struct acd *queue = object_of( iface );
    HLINE line;
    HRESULT hr;

    if (period < 0) return E_INVALIDARG;
    if (queue->session->closed) return TAPI_E_NOT_INITIALIZED;
    if (queue->gone) return TAPI_E_CALLCENTER_QUEUE_REMOVED;
    if (FAILED(hr = address_open( queue->line, &line ))) return hr;
    return request_run( queue->session, lineSetQueueMeasurementPeriod( line, queue->id.Data1, period ));
}

static HRESULT WINAPI queue_get_Name( ITQueue *iface, BSTR *out )
{
    return get_name( object_of( iface ), out );
}

#define STATISTIC( name, field ) \
    static HRESULT WINAPI queue_get_##name( ITQueue *iface, LONG *out ) { return get_long( iface, offsetof( LINEQUEUEINFO, field ), out ); }

STATISTIC( MeasurementPeriod, dwMeasurementPeriod )
STATISTIC( TotalCallsQueued, dwTotalCallsQueued )
STATISTIC( CurrentCallsQueued, dwCurrentCallsQueued )
STATISTIC( TotalCallsAbandoned, dwTotalCallsAbandoned )
STATISTIC( TotalCallsFlowedIn, dwTotalCallsFlowedIn )
STATISTIC( TotalCallsFlowedOut, dwTotalCallsFlowedOut )
STATISTIC( LongestEverWaitTime, dwLongestEverWaitTime )
STATISTIC( CurrentLongestWaitTime, dwCurrentLongestWaitTime )
STATISTIC( AverageWaitTime, dwAverageWaitTime )
STATISTIC( FinalDisposition, dwFinalDisposition )

static const ITQueueVtbl queue_vtbl =
{
    FACE_DISPATCH,
    queue_put_MeasurementPeriod, queue_get_MeasurementPeriod, queue_get_TotalCallsQueued, queue_get_CurrentCallsQueued, queue_get_TotalCallsAbandoned,
    queue_get_TotalCallsFlowedIn, queue_get_TotalCallsFlowedOut, queue_get_LongestEverWaitTime, queue_get_CurrentLongestWaitTime,
    queue_get_AverageWaitTime, queue_get_FinalDisposition, queue_get_Name
};

/* ---- the objects ---- */

static void acd_destroy( struct object *object )
{
    struct acd *acd = (struct acd *)object;

    while (acd->queue_count--) object_release( acd->queues[acd->queue_count] );
    free( acd->queues );
    SysFreeString( acd->name );
    object_release( acd->line );
    session_release( acd->session );
    free( acd );
}

static const struct face_entry group_faces[] = { { &IID_ITACDGroup, offsetof( struct acd, face ), TRUE } };
static const struct face_entry queue_faces[] = { { &IID_ITQueue, offsetof( struct acd, face ), TRUE } };
static const struct object_class group_class = { "ACD group", group_faces, 1, acd_destroy };
static const struct object_class queue_class = { "queue", queue_faces, 1, acd_destroy };

/* Takes the name, if it fails, too. */
struct acd *acd_create( struct session *session, struct address *line, const GUID *id, BOOL queue, BSTR name )
{
    struct acd *acd = object_create( queue ? &queue_class : &group_class, sizeof(*acd), NULL );

    if (!acd)
    {
        SysFreeString( name );
        return NULL;
    }
    face_init( &acd->face, queue ? (const void *)&queue_vtbl : (const void *)&group_vtbl, &acd->object );
    acd->session = session_addref( session );
    acd->line = object_addref( line );
    acd->id = *id;
    acd->name = name;
    return acd;
}

struct acd *acd_from_group( ITACDGroup *pointer )
{
    struct acd *group = NULL;
    ITACDGroup *face;

    if (!pointer || FAILED(ITACDGroup_QueryInterface( pointer, &IID_ITACDGroup, (void **)&face ))) return NULL;
    if (face->lpVtbl == &group_vtbl) group = object_of( face );
    ITACDGroup_Release( face );
    return group;
}
