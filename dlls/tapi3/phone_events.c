/*
 * Phones: what happens to them.
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

#include "phone.h"

RECORD_CLASS( phone_event, IID_ITPhoneEvent, IID_ITPhoneEvent, 9,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT },
              { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT },
              { FIELD_BSTR, TAPI_E_WRONGEVENT }, { FIELD_INTERFACE, TAPI_E_WRONGEVENT } );
RECORD_CLASS( phone_dev_specific_event, IID_ITPhoneDeviceSpecificEvent, IID_ITPhoneDeviceSpecificEvent, 4,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );

/* The fields of ITPhoneEvent behind the phone and the event */
enum { EVENT_BUTTON_STATE = 2, EVENT_HOOK_STATE, EVENT_HOOK_DEVICE, EVENT_RING_MODE, EVENT_BUTTON, EVENT_NUMBER, EVENT_CALL, EVENT_FIELDS };

void event_phone( struct phone *phone, PHONE_EVENT event, const WCHAR *number, struct call *call )
{
    struct record_value fields[EVENT_FIELDS] = { { 0 } };

    if (!event_wanted( phone->session, TE_PHONEEVENT )) return;
    fields[0] = value_interface( &phone->face );
    fields[1] = value_number( event );
    fields[EVENT_NUMBER] = value_string( number );
    fields[EVENT_CALL] = value_interface( call ? &call->info : NULL );
    event_post( phone->session, TE_PHONEEVENT, record_create( &phone_event_class, fields ));
}

static void post( struct session *session, struct phone *phone, PHONE_EVENT event, struct record_value *fields )
{
    if (!event_wanted( session, TE_PHONEEVENT )) return;
    fields[0] = value_interface( &phone->face );
    fields[1] = value_number( event );
    event_post( session, TE_PHONEEVENT, record_create( &phone_event_class, fields ));
}

static void state_changed( struct session *session, struct phone *phone, const LINEMESSAGE *message )
{
    static const struct { DWORD bit; PHONE_EVENT event; PHONE_HOOK_SWITCH_DEVICE hook; } rows[] =
    {
        { PHONESTATE_DISPLAY, PE_DISPLAY },
        { PHONESTATE_LAMP, PE_LAMPMODE },
        { PHONESTATE_RINGMODE, PE_RINGMODE },
        { PHONESTATE_RINGVOLUME, PE_RINGVOLUME },
        { PHONESTATE_HANDSETHOOKSWITCH, PE_HOOKSWITCH, PHSD_HANDSET },
        { PHONESTATE_SPEAKERHOOKSWITCH, PE_HOOKSWITCH, PHSD_SPEAKERPHONE },
        { PHONESTATE_HEADSETHOOKSWITCH, PE_HOOKSWITCH, PHSD_HEADSET },
        { PHONESTATE_CAPSCHANGE, PE_CAPSCHANGE },
    };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        struct record_value fields[EVENT_FIELDS] = { { 0 } };

        if (!(message->dwParam1 & rows[i].bit)) continue;
        if (rows[i].event == PE_HOOKSWITCH)
        {
            fields[EVENT_HOOK_STATE] = value_number( message->dwParam2 );
            fields[EVENT_HOOK_DEVICE] = value_number( rows[i].hook );
            handling_post( phone, HANDLING_HOOK, NULL, rows[i].hook, message->dwParam2 );
        }
        if (rows[i].event == PE_RINGMODE) fields[EVENT_RING_MODE] = value_number( message->dwParam2 );
        if (rows[i].event == PE_LAMPMODE) fields[EVENT_BUTTON] = value_number( message->dwParam2 );
        post( session, phone, rows[i].event, fields );
    }
}

void phone_message( struct session *session, const LINEMESSAGE *message )
{
    struct record_value fields[EVENT_FIELDS] = { { 0 } };
    struct phone *phone = NULL;

    switch (message->dwMessageID)
    {
    case PHONE_REPLY:
        request_reply( session, message->dwParam1, message->dwParam2 );
        return;
    case PHONE_CREATE:
        if (phone_add( session, message->dwParam1, &phone ) == S_OK)
        {
            event_tapi_object( session, TE_PHONECREATE, NULL, &phone->face, 0 );
            object_release( phone );
        }
        return;
    case PHONE_REMOVE:
        if ((phone = phone_find_device( session, message->dwParam1, TRUE )))
        {
            event_tapi_object( session, TE_PHONEREMOVE, NULL, &phone->face, 0 );
            object_release( phone );
        }
        return;
    }
    if (!(phone = phone_find_handle( session, (HPHONE)(ULONG_PTR)message->hDevice ))) return;
    switch (message->dwMessageID)
    {
    case PHONE_BUTTON:
        fields[EVENT_BUTTON] = value_number( message->dwParam1 );
        fields[EVENT_BUTTON_STATE] = value_number( message->dwParam3 );
        post( session, phone, PE_BUTTON, fields );
        handling_post( phone, HANDLING_BUTTON, NULL, message->dwParam1, message->dwParam3 );
        break;
    case PHONE_CLOSE:
        EnterCriticalSection( &phone->cs );
        phone->handle = 0;
        LeaveCriticalSection( &phone->cs );
        handling_post( phone, HANDLING_CLOSED, NULL, 0, 0 );
        post( session, phone, PE_CLOSE, fields );
        break;
    case PHONE_DEVSPECIFIC:
        if (event_wanted( session, TE_PHONEDEVSPECIFIC ))
            event_post( session, TE_PHONEDEVSPECIFIC, record_create( &phone_dev_specific_event_class, (struct record_value[])
                {
                    value_interface( &phone->face ), value_number( message->dwParam1 ), value_number( message->dwParam2 ),
                    value_number( message->dwParam3 )
                } ));
        break;
    case PHONE_STATE:
        state_changed( session, phone, message );
        break;
    }
    object_release( phone );
}
