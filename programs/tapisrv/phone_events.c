/*
 * What providers report of phones, on its way to applications.
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
#include "device.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* Only the service knows how many have opened a phone. */
#define COUNTED_STATES  (PHONESTATE_OWNER | PHONESTATE_MONITORS)

/* PHONE_STATE to one open; a state that its version does not know asks it to start again. */
static void state_event( struct phone *phone, DWORD state, DWORD param2, DWORD param3 )
{
    /* that state has nothing in its place */
    if (state & PHONESTATE_REMOVED && phone->api_version < 0x00010004) return;
    if (state & PHONESTATE_CAPSCHANGE && phone->api_version < 0x00010004)
        phone_event( phone, PHONE_STATE, PHONESTATE_REINIT, PHONE_STATE, state );
    else phone_event( phone, PHONE_STATE, state, param2, param3 );
}

static void deliver( struct phone *phone, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    switch (msg)
    {
    case PHONE_BUTTON:
        if (phone->button_modes & param2 && phone->button_states & param3) phone_event( phone, msg, param1, param2, param3 );
        break;
    case PHONE_STATE:
        param1 &= ~(PHONESTATE_REINIT | COUNTED_STATES);
        if (phone->states & param1) state_event( phone, param1, param2, param3 );
        break;
    case PHONE_DEVSPECIFIC:
        phone_event( phone, msg, param1, param2, param3 );
        break;
    }
}

static void handle_event( struct phone_device *pd, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct list *cursor;

    switch (msg)
    {
    case PHONE_CLOSE:
        phone_closed_by_provider( pd );
        break;
    case PHONE_BUTTON:
    case PHONE_STATE:
    case PHONE_DEVSPECIFIC:
        AcquireSRWLockExclusive( &pd->lock );
        LIST_FOR_EACH( cursor, &pd->phones ) deliver( LIST_ENTRY_OF( cursor, struct phone, entry ), msg, param1, param2, param3 );
        ReleaseSRWLockExclusive( &pd->lock );
        break;
    default:
        WARN( "phone %lu: msg %lu is none of phones\n", pd->device->id, msg );
        break;
    }
}

void core_phone_event( struct provider *provider, HTAPIPHONE phone, DWORD msg,
                       DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct tapi_phone *ht = handle_get( (DWORD)(ULONG_PTR)phone, OBJECT_TAPIPHONE, NULL );

    TRACE( "phone %p msg %lu params %#llx %#llx %#llx\n", phone, msg, (ULONGLONG)param1, (ULONGLONG)param2, (ULONGLONG)param3 );
    events_begin();
    /* of no phone in particular, and cannot be switched off */
    if (msg == PHONE_STATE && param1 & PHONESTATE_REINIT) apps_reinit();
    if (!ht) TRACE( "the phone is closed\n" );
    else if (provider_speaks_for( provider, ht->pd->device->provider )) handle_event( ht->pd, msg, param1, param2, param3 );
    events_end();
    if (ht) object_release( ht );
}
