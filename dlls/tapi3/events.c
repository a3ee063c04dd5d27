/*
 * What events say to programs.
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

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

#define WRONG TAPI_E_WRONGEVENT

RECORD_CLASS( tapi_object_event, IID_ITTAPIObjectEvent2, IID_ITTAPIObjectEvent, 5,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_INTERFACE, WRONG }, { FIELD_LONG, S_OK }, { FIELD_INTERFACE, WRONG } );
RECORD_CLASS( address_event, IID_ITAddressEvent, IID_ITAddressEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_INTERFACE, WRONG } );
RECORD_CLASS( call_notification_event, IID_ITCallNotificationEvent, IID_ITCallNotificationEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( call_state_event, IID_ITCallStateEvent, IID_ITCallStateEvent, 4,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( call_info_event, IID_ITCallInfoChangeEvent, IID_ITCallInfoChangeEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( call_hub_event, IID_ITCallHubEvent, IID_ITCallHubEvent, 3,
              { FIELD_LONG, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, WRONG } );
RECORD_CLASS( digit_event, IID_ITDigitDetectionEvent, IID_ITDigitDetectionEvent, 5,
              { FIELD_INTERFACE, S_OK }, { FIELD_BYTE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( generation_event, IID_ITDigitGenerationEvent, IID_ITDigitGenerationEvent, 4,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( gathered_event, IID_ITDigitsGatheredEvent, IID_ITDigitsGatheredEvent, 5,
              { FIELD_INTERFACE, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( tone_event, IID_ITToneDetectionEvent, IID_ITToneDetectionEvent, 4,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( qos_event, IID_ITQOSEvent, IID_ITQOSEvent, 3, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( request_event, IID_ITRequestEvent, IID_ITRequestEvent, 6,
              { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK } );
RECORD_CLASS( address_dev_specific_event, IID_ITAddressDeviceSpecificEvent, IID_ITAddressDeviceSpecificEvent, 5,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );

void event_tapi_object( struct session *session, TAPIOBJECT_EVENT event, struct address *address, struct face *phone, LONG instance )
{
    ITTAPI2 *tapi;

    if (!event_wanted( session, TE_TAPIOBJECT ) || !(tapi = session_tapi( session ))) return;
    event_post( session, TE_TAPIOBJECT, record_create( &tapi_object_event_class, (struct record_value[])
        {
            value_interface( tapi ), value_number( event ), value_interface( address ? &address->address : NULL ), value_number( instance ),
            value_interface( phone )
        } ));
    ITTAPI2_Release( tapi );
}

void event_address( struct session *session, struct address *address, ADDRESS_EVENT event, ITTerminal *terminal )
{
    if (!event_wanted( session, TE_ADDRESS ) || !filter_passes( address->filter, TE_ADDRESS, event )) return;
    event_post( session, TE_ADDRESS, record_create( &address_event_class, (struct record_value[])
        { value_interface( &address->address ), value_number( event ), value_interface( terminal ) } ));
}

/* An event of a call passes the filters of the TAPI object, of the address and of the call. */
BOOL call_event_wanted( struct session *session, struct call *call, TAPI_EVENT type, LONG sub_event )
{
    if (call->shadow && type != TE_CALLHUB) return FALSE;
    return event_wanted( session, type ) && filter_passes( call->address->filter, type, sub_event ) && filter_passes( call->filter, type, sub_event );
}

void event_call_notification( struct session *session, struct call *call, CALL_NOTIFICATION_EVENT event, LONG instance )
{
    if (!call_event_wanted( session, call, TE_CALLNOTIFICATION, event )) return;
    event_post( session, TE_CALLNOTIFICATION, record_create( &call_notification_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( event ), value_number( instance ) } ));
}

void event_call_state( struct session *session, struct call *call, CALL_STATE state, CALL_STATE_EVENT_CAUSE cause, LONG instance )
{
    if (!call_event_wanted( session, call, TE_CALLSTATE, state )) return;
    event_post( session, TE_CALLSTATE, record_create( &call_state_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( state ), value_number( cause ), value_number( instance ) } ));
}

void event_call_info( struct session *session, struct call *call, CALLINFOCHANGE_CAUSE cause, LONG instance )
{
    if (!call_event_wanted( session, call, TE_CALLINFOCHANGE, cause )) return;
    event_post( session, TE_CALLINFOCHANGE, record_create( &call_info_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( cause ), value_number( instance ) } ));
}

void event_digit( struct session *session, struct call *call, BYTE digit, TAPI_DIGITMODE mode, DWORD tick, LONG instance )
{
    if (!call_event_wanted( session, call, TE_DIGITEVENT, mode )) return;
    event_post( session, TE_DIGITEVENT, record_create( &digit_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( digit ), value_number( mode ), value_number( tick ), value_number( instance ) } ));
}

void event_generated( struct session *session, struct call *call, LONG termination, DWORD tick, LONG instance )
{
    if (!call_event_wanted( session, call, TE_GENERATEEVENT, 0 )) return;
    event_post( session, TE_GENERATEEVENT, record_create( &generation_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( termination ), value_number( tick ), value_number( instance ) } ));
}

void event_gathered( struct session *session, struct call *call, const WCHAR *digits, TAPI_GATHERTERM reason, DWORD tick, LONG instance )
{
    if (!call_event_wanted( session, call, TE_GATHERDIGITS, 0 )) return;
    event_post( session, TE_GATHERDIGITS, record_create( &gathered_event_class, (struct record_value[])
        {
            value_interface( &call->info ), value_string( digits ), value_number( reason ), value_number( tick ), value_number( instance )
        } ));
}

void event_tone( struct session *session, struct call *call, LONG app_specific, DWORD tick, LONG instance )
{
    if (!call_event_wanted( session, call, TE_TONEEVENT, 0 )) return;
    event_post( session, TE_TONEEVENT, record_create( &tone_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( app_specific ), value_number( tick ), value_number( instance ) } ));
}

void event_call_hub( struct session *session, ITCallHub *hub, struct call *call, CALLHUB_EVENT event )
{
    if (call ? !call_event_wanted( session, call, TE_CALLHUB, event ) : !event_wanted( session, TE_CALLHUB )) return;
    event_post( session, TE_CALLHUB, record_create( &call_hub_event_class, (struct record_value[])
        { value_number( event ), value_interface( hub ), value_interface( call ? &call->info : NULL ) } ));
}

void event_qos( struct session *session, struct call *call, LONG event, LONG media_types )
{
    if (event < QE_NOQOS || event > QE_LASTITEM)
    {
        WARN( "a service provider tells of QOS event %ld, which there is not\n", event );
        event = QE_GENERICERROR;
    }
    if (!call_event_wanted( session, call, TE_QOSEVENT, event )) return;
    event_post( session, TE_QOSEVENT, record_create( &qos_event_class, (struct record_value[])
        { value_interface( &call->info ), value_number( event ), value_number( media_types ) } ));
}

void event_request( struct session *session, LONG instance, LONG mode, const LINEREQMAKECALLW *request )
{
    if (!event_wanted( session, TE_REQUEST )) return;
    event_post( session, TE_REQUEST, record_create( &request_event_class, (struct record_value[])
        {
            value_number( instance ), value_number( mode ), value_string( request->szDestAddress ), value_string( request->szAppName ),
            value_string( request->szCalledParty ), value_string( request->szComment )
        } ));
}

void event_address_dev_specific( struct session *session, struct address *address, struct call *call, LONG p1, LONG p2, LONG p3 )
{
    if (!event_wanted( session, TE_ADDRESSDEVSPECIFIC )) return;
    event_post( session, TE_ADDRESSDEVSPECIFIC, record_create( &address_dev_specific_event_class, (struct record_value[])
        {
            value_interface( &address->address ), value_interface( call ? &call->info : NULL ), value_number( p1 ), value_number( p2 ),
            value_number( p3 )
        } ));
}
