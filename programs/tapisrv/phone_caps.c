/*
 * Phones: versions, capabilities, identifiers, status, and which changes are reported.
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
#include <string.h>

#include "phone.h"
#include "device.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* What a monitor cannot do, whatever the phone can. */
#define OWNER_FEATURES  (PHONEFEATURE_SETBUTTONINFO | PHONEFEATURE_SETDATA | PHONEFEATURE_SETDISPLAY | PHONEFEATURE_SETGAINHANDSET | \
                         PHONEFEATURE_SETGAINSPEAKER | PHONEFEATURE_SETGAINHEADSET | PHONEFEATURE_SETHOOKSWITCHHANDSET | \
                         PHONEFEATURE_SETHOOKSWITCHSPEAKER | PHONEFEATURE_SETHOOKSWITCHHEADSET | PHONEFEATURE_SETLAMP | \
                         PHONEFEATURE_SETRING | PHONEFEATURE_SETVOLUMEHANDSET | PHONEFEATURE_SETVOLUMESPEAKER | \
                         PHONEFEATURE_SETVOLUMEHEADSET)

/* ---- version negotiation --------------------------------------------------------------------------------------- */

LONG handle_phoneNegotiateAPIVersion( struct request *rq, struct trp_arg *args )
{
    DWORD low = args[ARG_phoneNegotiateAPIVersion_dwVersion].value, high = args[ARG_phoneNegotiateAPIVersion_dwVersionCurrent].value;
    struct trp_arg *out = &args[ARG_phoneNegotiateAPIVersion_ExtensionID];
    struct phone_device *pd;
    PHONEEXTENSIONID *id;
    DWORD version;
    LONG ret;

    if (!(pd = phone_device_get( args[ARG_phoneNegotiateAPIVersion_dwDeviceIDLocal].value, &ret ))) return ret;
    if (!(version = api_version_negotiate( low, high ))) ret = PHONEERR_INCOMPATIBLEAPIVERSION;
    else if (!(id = request_alloc( rq, sizeof(*id) ))) ret = PHONEERR_NOMEM;
    else
    {
        if (PROVIDER_CALL( pd->device->provider, phoneGetExtensionID, pd->device->id, pd->device->tspi_version, (DWORD_PTR)id ))
            memset( id, 0, sizeof(*id) );
        args[ARG_phoneNegotiateAPIVersion_dwNegotiatedVersion].value = version;
        out->data = id;
        out->size = sizeof(*id);
        args[ARG_phoneNegotiateAPIVersion_dwSize].value = args[ARG_phoneNegotiateAPIVersion_dwSize].size = sizeof(*id);
        ret = 0;
    }
    phone_device_release( pd );
    return ret;
}

/* What a provider makes of a range is checked: applications open their phones with it. */
static LONG negotiate_ext( struct device *device, DWORD low, DWORD high, DWORD *version )
{
    LONG ret;

    *version = 0;
    if (low > high) return PHONEERR_INCOMPATIBLEEXTVERSION;
    ret = PROVIDER_CALL( device->provider, phoneNegotiateExtVersion, device->id, device->tspi_version, low, high, (DWORD_PTR)version );
    if (ret) return ret;
    /* no version in common is told by version 0 */
    return *version && *version >= low && *version <= high ? 0 : PHONEERR_INCOMPATIBLEEXTVERSION;
}

LONG handle_phoneNegotiateExtVersion( struct request *rq, struct trp_arg *args )
{
    struct phone_device *pd;
    DWORD version = 0;
    LONG ret;

    if (!(pd = phone_device_get( args[ARG_phoneNegotiateExtVersion_dwDeviceID].value, &ret ))) return ret;
    ret = negotiate_ext( pd->device, args[ARG_phoneNegotiateExtVersion_dwLowVersion].value,
                         args[ARG_phoneNegotiateExtVersion_dwHighVersion].value, &version );
    args[ARG_phoneNegotiateExtVersion_lpdwExtVersion].value = version;
    phone_device_release( pd );
    return ret;
}

/* Asked by providers of other machines: from now on this open uses that extension version, 0: none. */
LONG handle_phoneSelectExtVersion( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneSelectExtVersion_hPhone], struct phone, object );
    DWORD version = args[ARG_phoneSelectExtVersion_dwExtVersion].value;
    struct phone_device *pd = phone->pd;
    HDRVPHONE hd;
    LONG ret;

    phone_device_begin( pd );
    if (!(ret = phone_use( phone, FALSE, &hd )))
    {
        if (!(ret = phone_select_ext_version( pd, version )))
        {
            AcquireSRWLockExclusive( &pd->lock );
            phone->ext_version = version;
            ReleaseSRWLockExclusive( &pd->lock );
            phone_deselect_ext_version( pd );
        }
        phone_unuse( pd );
    }
    phone_device_end( pd );
    return ret;
}

/* ---- capabilities ---------------------------------------------------------------------------------------------- */

struct caps_query
{
    struct device *device;
    DWORD          ext_version;
};

static LONG fill_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, phoneGetDevCaps, query->device->id, query->device->tspi_version,
                          query->ext_version, (DWORD_PTR)buffer );
}

LONG handle_phoneGetDevCaps( struct request *rq, struct trp_arg *args )
{
    struct caps_query query = { .ext_version = args[ARG_phoneGetDevCaps_dwExtVersion].value };
    struct phone_device *pd;
    PHONECAPS *caps;
    DWORD version;
    LONG ret;

    if (!(pd = phone_device_get( args[ARG_phoneGetDevCaps_dwDeviceID].value, &ret ))) return ret;
    query.device = pd->device;
    if (query.ext_version && negotiate_ext( pd->device, query.ext_version, query.ext_version, &version ))
        ret = PHONEERR_INCOMPATIBLEEXTVERSION;
    else if (!(ret = struct_fetch( TRPS_PHONECAPS, pd->device->tspi_version, fill_caps, &query, (void **)&caps )))
    {
        caps->dwPermanentPhoneID = pd->device->permanent_id;
        /* states that TAPI itself reports of every phone */
        caps->dwPhoneStates |= PHONESTATE_OWNER | PHONESTATE_MONITORS | PHONESTATE_REINIT;
        ret = struct_reply( rq, &args[ARG_phoneGetDevCaps_lpPhoneCaps], TRPS_PHONECAPS, args[ARG_phoneGetDevCaps_dwTSPIVersion].value,
                            caps, pd->device->tspi_version );
        free( caps );
    }
    phone_device_release( pd );
    return phone_error( ret );
}

/* ---- identifiers ------------------------------------------------------------------------------------------------- */

LONG handle_phoneGetID( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneGetID_hPhone], struct phone, object );
    struct trp_arg *arg = &args[ARG_phoneGetID_lpDeviceID];
    const WCHAR *class = args[ARG_phoneGetID_lpszDeviceClass].data;
    struct device *device = phone->pd->device;
    VARSTRING *string;
    HDRVPHONE hd;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &hd ))) return ret;
    if (!_wcsicmp( class, L"tapi/phone" ) || !_wcsicmp( class, L"phone" )) ret = varstring_reply_dword( rq, arg, device->id );
    else if (!_wcsicmp( class, L"tapi/providerid" )) ret = varstring_reply_dword( rq, arg, provider_permanent_id( device->provider ) );
    else if ((string = varstring_alloc( rq, arg, &ret )))
    {
        /* a handle in it is the provider's to duplicate into the client's process */
        ret = PROVIDER_CALL( device->provider, phoneGetID, (DWORD_PTR)hd, (DWORD_PTR)string, (DWORD_PTR)class,
                             (DWORD_PTR)client_process( rq->client ) );
        if (!ret) ret = wave_id_to_endpoint( class, string, arg->size );
        if (!ret) ret = varstring_finish( arg, string );
    }
    phone_unuse( phone->pd );
    return phone_error( ret );
}

/* ---- status ------------------------------------------------------------------------------------------------------ */

struct status_query
{
    struct provider *provider;
    HDRVPHONE        hd;
};

static LONG fill_status( void *context, void *buffer )
{
    struct status_query *query = context;

    return PROVIDER_CALL( query->provider, phoneGetStatus, (DWORD_PTR)query->hd, (DWORD_PTR)buffer );
}

/* The display of a phone whose provider knows only ANSI; to applications all its text is Unicode. */
static BOOL convert_display( PHONESTATUS **status )
{
    DWORD size = (*status)->dwDisplaySize, offset = (*status)->dwDisplayOffset, count;
    WCHAR *text;
    BOOL ret;

    if (!size || offset > (*status)->dwUsedSize || size > (*status)->dwUsedSize - offset) return TRUE;
    if (!(text = malloc( size * sizeof(WCHAR) ))) return FALSE;
    count = MultiByteToWideChar( CP_ACP, 0, (const char *)*status + offset, size, text, size );
    ret = struct_append( (void **)status, FIELD_OFFSET( PHONESTATUS, dwDisplaySize ), FIELD_OFFSET( PHONESTATUS, dwDisplayOffset ),
                         text, count * sizeof(WCHAR) );
    free( text );
    return ret;
}

/* The name of the owner; to be freed. NULL: nobody owns it. *FALSE in done: out of memory. */
static WCHAR *owner_name( struct phone_device *pd, PHONESTATUS *status, BOOL *done )
{
    struct list *cursor;
    WCHAR *name = NULL;

    *done = TRUE;
    AcquireSRWLockShared( &pd->lock );
    status->dwNumOwners = pd->owners;
    status->dwNumMonitors = pd->monitors;
    LIST_FOR_EACH( cursor, &pd->phones )
    {
        struct phone *phone = LIST_ENTRY_OF( cursor, struct phone, entry );
        if (phone->privilege == PHONEPRIVILEGE_OWNER && !(name = _wcsdup( phone->app->friendly_name ))) *done = FALSE;
    }
    ReleaseSRWLockShared( &pd->lock );
    return name;
}

LONG handle_phoneGetStatus( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneGetStatus_hPhone], struct phone, object );
    struct phone_device *pd = phone->pd;
    struct status_query query = { .provider = pd->device->provider };
    DWORD version = pd->device->tspi_version;
    PHONESTATUS *status;
    WCHAR *name;
    BOOL done;
    LONG ret;

    if ((ret = phone_use( phone, FALSE, &query.hd ))) return ret;
    if (!(ret = struct_fetch( TRPS_PHONESTATUS, version, fill_status, &query, (void **)&status )))
    {
        name = owner_name( pd, status, &done );
        if (done && version < 0x00020000) done = convert_display( &status );
        if (done) done = struct_append_string( (void **)&status, FIELD_OFFSET( PHONESTATUS, dwOwnerNameSize ),
                                               FIELD_OFFSET( PHONESTATUS, dwOwnerNameOffset ), name );
        if (done && version >= 0x00020000 && phone->privilege != PHONEPRIVILEGE_OWNER) status->dwPhoneFeatures &= ~OWNER_FEATURES;
        ret = done ? struct_reply( rq, &args[ARG_phoneGetStatus_lpPhoneStatus], TRPS_PHONESTATUS, phone->api_version, status, version )
                   : (LONG)PHONEERR_NOMEM;
        free( name );
        free( status );
    }
    phone_unuse( pd );
    return phone_error( ret );
}

LONG handle_phoneSetStatusMessages( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneSetStatusMessages_hPhone], struct phone, object );
    struct phone_device *pd = phone->pd;
    DWORD states, button_modes, button_states;
    LONG ret = 0;

    phone_device_begin( pd );
    AcquireSRWLockExclusive( &pd->lock );
    states = phone->states;
    button_modes = phone->button_modes;
    button_states = phone->button_states;
    if (phone->closed) ret = PHONEERR_INVALPHONEHANDLE;
    else
    {
        phone->states = args[ARG_phoneSetStatusMessages_dwPhoneStates].value;
        phone->button_modes = args[ARG_phoneSetStatusMessages_dwButtonModes].value;
        phone->button_states = args[ARG_phoneSetStatusMessages_dwButtonStates].value;
    }
    ReleaseSRWLockExclusive( &pd->lock );
    if (!ret && (ret = phone_update_unions( pd )))
    {
        AcquireSRWLockExclusive( &pd->lock );
        phone->states = states;
        phone->button_modes = button_modes;
        phone->button_states = button_states;
        ReleaseSRWLockExclusive( &pd->lock );
    }
    phone_device_end( pd );
    return ret;
}

LONG handle_phoneGetStatusMessages( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneGetStatusMessages_hPhone], struct phone, object );

    AcquireSRWLockShared( &phone->pd->lock );
    args[ARG_phoneGetStatusMessages_lpdwPhoneStates].value = phone->states;
    args[ARG_phoneGetStatusMessages_lpdwButtonModes].value = phone->button_modes;
    args[ARG_phoneGetStatusMessages_lpdwButtonStates].value = phone->button_states;
    ReleaseSRWLockShared( &phone->pd->lock );
    return 0;
}
