/*
 * Phone devices of exchange.tsp: one set at each line, their opening and closing, and what TAPI asks of a device.
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
#include <wchar.h>

#include "phone.h"

DEBUG_CHANNEL( exchange );

#define HANDLE_INDEX_BITS   14          /* MAX_LINES fits; the rest counts the openings */
#define HANDLE_INDEX_MASK   ((1u << HANDLE_INDEX_BITS) - 1)

static DWORD first_count;               /* phones that were there at the start: station 0, 1, ... */
static DWORD openings;
static DWORD configured_phones;         /* as at the start; more lines that come at run time get phones if all lines have one */

/* Device ids of phones that came later, by station */
static struct late_phone { DWORD station, device; BOOL numbered; } *late;
static DWORD late_count;

static struct phone *gone;              /* of lines that were removed; TAPI has yet to close them */

DWORD phones_count(void)
{
    DWORD lines = exchange_setting( L"Lines", 10, 1, MAX_LINES );

    return exchange_setting( L"Phones", lines, 0, lines );
}

LONG phones_start( DWORD base, DWORD count )
{
    if (count > MAX_LINES) return PHONEERR_INVALPARAM;
    phone_base = base;
    first_count = configured_phones = count;
    return 0;
}

void phones_stop(void)
{
    DWORD i, count = exchange_station_count( exchange );

    for (i = 0; i < count; i++)
    {
        struct station *station = exchange_station( exchange, i );

        if (!station) continue;
        free( station->phone );
        station->phone = NULL;
    }
    while (gone)
    {
        struct phone *next = gone->next_gone;

        free( gone );
        gone = next;
    }
    free( late );
    late = NULL;
    late_count = first_count = 0;
}

/* ---- which phone is where ---- */

DWORD phone_device_of_station( const struct station *station )
{
    DWORD i;

    if (station->index < first_count) return phone_base + station->index;
    for (i = 0; i < late_count; i++) if (late[i].station == station->index && late[i].numbered) return late[i].device;
    return ~0u;
}

/* locked; NULL: there is no such phone */
static struct station *station_of_phone( DWORD device )
{
    DWORD i;

    if (!exchange) return NULL;
    if (device - phone_base < first_count) return exchange_station( exchange, device - phone_base );
    for (i = 0; i < late_count; i++)
        if (late[i].numbered && late[i].device == device) return exchange_station( exchange, late[i].station );
    return NULL;
}

void phone_line_created( struct station *station )
{
    struct late_phone *grown;

    /* as many phones as lines, or none for new lines */
    if (!configured_phones || first_count + late_count != station->index) return;
    if (!(grown = realloc( late, (late_count + 1) * sizeof(*late) ))) return;
    late = grown;
    late[late_count].station = station->index;
    late[late_count].device = ~0u;
    late[late_count++].numbered = FALSE;
    exchange_post( exchange, EVENT_CREATE, station, NULL, PHONE_CREATE, station->index, 0, 0 );
}

void phone_line_removed( struct station *station )
{
    DWORD device = phone_device_of_station( station );
    struct phone *phone = station->phone;

    station->phone = NULL;
    if (phone && phone->handle)
    {
        phone->next_gone = gone;
        gone = phone;
        notify_phone( station, phone->event, phone->htphone, PHONE_CLOSE, 0, 0, 0 );
    }
    else free( phone );
    if (device != ~0u) exchange_post( exchange, EVENT_CREATE, station, NULL, PHONE_REMOVE, device, 0, 0 );
}

LONG WINAPI TSPI_providerCreatePhoneDevice( DWORD_PTR temporary, DWORD device )
{
    LONG ret = PHONEERR_BADDEVICEID;
    DWORD i;

    TRACE( "the phone of station %lu is device %lu\n", (DWORD)temporary, device );
    exchange_lock();
    for (i = 0; i < late_count; i++)
    {
        if (late[i].station != temporary || late[i].numbered) continue;
        late[i].device = device;
        late[i].numbered = TRUE;
        ret = 0;
    }
    exchange_unlock();
    return ret;
}

struct phone *phone_need( struct station *station )
{
    struct phone *phone = station->phone;

    if (phone) return phone;
    if (!(phone = calloc( 1, sizeof(*phone) ))) return NULL;
    phone->station = station;
    station->phone = phone;
    phone_init( phone );
    return phone;
}

/* locked */
static struct phone *phone_find( HDRVPHONE handle )
{
    DWORD number = (DWORD)(DWORD_PTR)handle;
    struct station *station = exchange && number ? exchange_station( exchange, number & HANDLE_INDEX_MASK ) : NULL;
    struct phone *phone = station ? station->phone : NULL;

    if (phone && phone->handle == number) return phone;
    for (phone = exchange && number ? gone : NULL; phone && phone->handle != number; phone = phone->next_gone) ;
    return phone;
}

BOOL phone_listens( const struct station *station, const void *htphone )
{
    const struct phone *phone = station ? station->phone : NULL;

    if (phone && phone->handle && phone->htphone == htphone) return TRUE;
    for (phone = gone; phone && (phone->station != station || phone->htphone != htphone); phone = phone->next_gone) ;
    return phone != NULL;
}

void phone_station_changed( struct station *station )
{
    if (station->phone) phone_follow( station->phone );
}

/* ---- operations ---- */

LONG phone_begin( struct phone_op *op, const char *function, DRV_REQUESTID request, HDRVPHONE handle, struct phone **phone )
{
    DWORD delay = 0, device;
    LONG completion = 0, ret;

    op->function = function;
    op->request = request;
    op->reply = NULL;
    exchange_lock();
    if ((*phone = phone_find( handle )) && control_faults)
    {
        struct station *station = (*phone)->station;

        device = phone_device_of_station( station );
        exchange_unlock();
        if ((ret = control_fault( function, TRUE, device, &delay, &completion ))) return ret;
        exchange_lock();
        *phone = phone_find( handle );
        if (*phone && completion)
        {
            if (request) notify_reply( station, request, completion, delay );
            exchange_unlock();
            return request ? (LONG)request : completion;
        }
    }
    if (!*phone)
    {
        exchange_unlock();
        WARN( "%s: there is no open phone %p\n", function, handle );
        return PHONEERR_INVALPHONEHANDLE;
    }
    if (!request) return 0;
    if ((op->reply = exchange_post( exchange, EVENT_REPLY, (*phone)->station, NULL, 0, request, 0, delay ))) return 0;
    exchange_unlock();
    return PHONEERR_NOMEM;
}

LONG phone_end( struct phone_op *op, LONG result )
{
    if (op->reply && result) op->reply->type = EVENT_NONE;
    exchange_unlock();
    if (result) WARN( "%s fails: %#lx\n", op->function, result );
    return result ? result : (LONG)op->request;
}

/* One about a device, open or not. Locked on success. */
static LONG device_begin( const char *function, DWORD device, struct station **station )
{
    LONG completion = 0, ret;
    DWORD delay = 0;

    if (control_faults && ((ret = control_fault( function, TRUE, device, &delay, &completion )) || (ret = completion))) return ret;
    exchange_lock();
    if ((*station = station_of_phone( device ))) return 0;
    exchange_unlock();
    return PHONEERR_BADDEVICEID;
}

static LONG device_end( LONG result )
{
    exchange_unlock();
    return result;
}

/* ---- versions ---- */

LONG WINAPI TSPI_phoneNegotiateTSPIVersion( DWORD device, DWORD low, DWORD high, DWORD *version )
{
    struct station *station;
    LONG ret;

    TRACE( "device %#lx, versions %#lx to %#lx\n", device, low, high );
    if (!version) return PHONEERR_INVALPOINTER;
    if (device != (DWORD)INITIALIZE_NEGOTIATION)
    {
        if ((ret = device_begin( "TSPI_phoneNegotiateTSPIVersion", device, &station ))) return ret;
        device_end( 0 );
    }
    if (low > TSPI_HIGHEST_VERSION || high < TSPI_LOWEST_VERSION || low > high) return PHONEERR_INCOMPATIBLEAPIVERSION;
    *version = min( high, TSPI_HIGHEST_VERSION );
    return 0;
}

LONG WINAPI TSPI_phoneGetExtensionID( DWORD device, DWORD version, PHONEEXTENSIONID *id )
{
    static const PHONEEXTENSIONID extension = EXCHANGE_EXTENSION;
    struct station *station;
    LONG ret;

    if (!id) return PHONEERR_INVALPOINTER;
    if ((ret = device_begin( "TSPI_phoneGetExtensionID", device, &station ))) return ret;
    *id = extension;
    return device_end( 0 );
}

LONG WINAPI TSPI_phoneNegotiateExtVersion( DWORD device, DWORD version, DWORD low, DWORD high, DWORD *ext_version )
{
    struct station *station;
    LONG ret;

    if (!ext_version) return PHONEERR_INVALPOINTER;
    if ((ret = device_begin( "TSPI_phoneNegotiateExtVersion", device, &station ))) return ret;
    if (low > EXTENSION_HIGHEST || high < EXTENSION_LOWEST || low > high) return device_end( PHONEERR_INCOMPATIBLEEXTVERSION );
    *ext_version = min( high, EXTENSION_HIGHEST );
    return device_end( 0 );
}

LONG WINAPI TSPI_phoneSelectExtVersion( HDRVPHONE handle, DWORD ext_version )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if ((ret = phone_begin( &op, "TSPI_phoneSelectExtVersion", 0, handle, &phone ))) return ret;
    if (ext_version && (ext_version < EXTENSION_LOWEST || ext_version > EXTENSION_HIGHEST)) return phone_end( &op, PHONEERR_INCOMPATIBLEEXTVERSION );
    phone->ext_version = ext_version;
    return phone_end( &op, 0 );
}

/* ---- open and close ---- */

LONG WINAPI TSPI_phoneOpen( DWORD device, HTAPIPHONE htphone, HDRVPHONE *handle, DWORD version, PHONEEVENT event )
{
    struct station *station;
    struct phone *phone;
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!handle || !event) return PHONEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return PHONEERR_INCOMPATIBLEAPIVERSION;
    if ((ret = device_begin( "TSPI_phoneOpen", device, &station ))) return ret;
    if (!(phone = phone_need( station ))) return device_end( PHONEERR_NOMEM );
    if (phone->handle) return device_end( PHONEERR_ALLOCATED );
    /* a generation that never is 0, so that no handle is */
    openings = (openings + 1) % (~0u >> HANDLE_INDEX_BITS);
    phone->handle = (openings + 1) << HANDLE_INDEX_BITS | station->index;
    phone->htphone = htphone;
    phone->event = event;
    phone->version = version;
    phone->ext_version = 0;
    phone->states = phone->button_modes = phone->button_states = 0;
    phone_follow( phone );
    *handle = (HDRVPHONE)(DWORD_PTR)phone->handle;
    return device_end( 0 );
}

LONG WINAPI TSPI_phoneClose( HDRVPHONE handle )
{
    struct phone_op op;
    struct phone *phone;
    HTAPIPHONE htphone;
    LONG ret;

    TRACE( "phone %p\n", handle );
    if ((ret = phone_begin( &op, "TSPI_phoneClose", 0, handle, &phone ))) return ret;
    htphone = phone->htphone;
    phone->handle = 0;
    phone->htphone = NULL;
    phone->event = NULL;
    if (phone->station->phone != phone)
    {
        struct phone **link = &gone;

        while (*link && *link != phone) link = &(*link)->next_gone;
        if (*link) *link = phone->next_gone;
        free( phone );
    }
    phone_end( &op, 0 );
    notify_purge_phone( htphone );
    return 0;
}

LONG WINAPI TSPI_phoneSetStatusMessages( HDRVPHONE handle, DWORD states, DWORD button_modes, DWORD button_states )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "phone %p, states %#lx, buttons %#lx, %#lx\n", handle, states, button_modes, button_states );
    if ((ret = phone_begin( &op, "TSPI_phoneSetStatusMessages", 0, handle, &phone ))) return ret;
    phone->states = states;
    phone->button_modes = button_modes;
    phone->button_states = button_states;
    return phone_end( &op, 0 );
}

/* ---- capabilities ---- */

#define HOOK_MODES  (PHONEHOOKSWITCHMODE_ONHOOK | PHONEHOOKSWITCHMODE_MIC | PHONEHOOKSWITCHMODE_SPEAKER | PHONEHOOKSWITCHMODE_MICSPEAKER)
#define HOOK_DEVS   (PHONEHOOKSWITCHDEV_HANDSET | PHONEHOOKSWITCHDEV_SPEAKER | PHONEHOOKSWITCHDEV_HEADSET)
#define LAMP_MODES  (PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY | PHONELAMPMODE_WINK | PHONELAMPMODE_FLASH | PHONELAMPMODE_FLUTTER | \
                     PHONELAMPMODE_BROKENFLUTTER)
#define ALL_FEATURES 0x0fffffffu        /* every PHONEFEATURE_ but GENERICPHONE */
#define STATES      (PHONESTATE_OTHER | PHONESTATE_DISPLAY | PHONESTATE_LAMP | PHONESTATE_RINGMODE | PHONESTATE_RINGVOLUME | \
                     PHONESTATE_HANDSETHOOKSWITCH | PHONESTATE_HANDSETVOLUME | PHONESTATE_HANDSETGAIN | PHONESTATE_SPEAKERHOOKSWITCH | \
                     PHONESTATE_SPEAKERVOLUME | PHONESTATE_SPEAKERGAIN | PHONESTATE_HEADSETHOOKSWITCH | PHONESTATE_HEADSETVOLUME | \
                     PHONESTATE_HEADSETGAIN | PHONESTATE_DEVSPECIFIC | PHONESTATE_REMOVED)

static DWORD caps_size( DWORD version )
{
    return version < 0x00020002 ? FIELD_OFFSET( PHONECAPS, PermanentPhoneGuid ) : sizeof(PHONECAPS);
}

LONG WINAPI TSPI_phoneGetDevCaps( DWORD device, DWORD version, DWORD ext_version, PHONECAPS *caps )
{
    static const WCHAR provider_info[] = L"Wine Telephony exchange service provider", phone_info[] = L"Telephone set with 28 buttons";
    static const WCHAR classes[] = L"tapi/line\0tapi/phone\0";
    /* {6d1f2b10-0c5e-4b7b-9a39-} and the number of the line */
    static const GUID guid = { 0x6d1f2b10, 0x0c5e, 0x4b7b, { 0x9a, 0x39, 0, 0, 0, 0, 0, 0 } };
    DWORD modes[BUTTON_COUNT], functions[BUTTON_COUNT], lamps[BUTTON_COUNT], data_size = DATA_SIZE, i, fixed = caps_size( version );
    struct variable var;
    struct station *station;
    struct phone *phone;
    WCHAR name[40];
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!caps) return PHONEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return PHONEERR_INCOMPATIBLEAPIVERSION;
    if (ext_version > EXTENSION_HIGHEST) return PHONEERR_INCOMPATIBLEEXTVERSION;
    if ((ret = device_begin( "TSPI_phoneGetDevCaps", device, &station ))) return ret;
    /* asking costs no memory: a set is made when it is used */
    phone = station->phone;
    if (!variable_begin( &var, caps, caps->dwTotalSize, fixed )) return device_end( PHONEERR_STRUCTURETOOSMALL );
    memset( (BYTE *)caps + sizeof(DWORD), 0, fixed - sizeof(DWORD) );
    caps->dwPermanentPhoneID = station->addresses[0].number;
    caps->dwStringFormat = STRINGFORMAT_UNICODE;
    caps->dwPhoneStates = STATES;
    caps->dwHookSwitchDevs = caps->dwVolumeFlags = caps->dwGainFlags = HOOK_DEVS;
    caps->dwHandsetHookSwitchModes = caps->dwSpeakerHookSwitchModes = caps->dwHeadsetHookSwitchModes = HOOK_MODES;
    caps->dwDisplayNumRows = DISPLAY_ROWS;
    caps->dwDisplayNumColumns = DISPLAY_COLUMNS;
    caps->dwNumRingModes = RING_MODES;
    caps->dwNumButtonLamps = BUTTON_COUNT;
    caps->dwNumSetData = caps->dwNumGetData = 1;
    caps->dwPhoneFeatures = ALL_FEATURES;
    caps->dwSettableHandsetHookSwitchModes = caps->dwSettableSpeakerHookSwitchModes = caps->dwSettableHeadsetHookSwitchModes = HOOK_MODES;
    caps->dwMonitoredHandsetHookSwitchModes = caps->dwMonitoredSpeakerHookSwitchModes = caps->dwMonitoredHeadsetHookSwitchModes = HOOK_MODES;
    if (fixed == sizeof(PHONECAPS))
    {
        caps->PermanentPhoneGuid = guid;
        for (i = 0; i < 4; i++) caps->PermanentPhoneGuid.Data4[4 + i] = (BYTE)(station->addresses[0].number >> (24 - 8 * i));
    }
    for (i = 0; i < BUTTON_COUNT; i++)
    {
        modes[i] = phone_button_mode( i );
        functions[i] = phone ? phone->buttons[i].function : phone_button_function( i );
        lamps[i] = i < BUTTON_APPEARANCE ? PHONELAMPMODE_DUMMY : LAMP_MODES;
    }
    swprintf( name, ARRAYSIZE(name), L"Exchange phone %u", station->addresses[0].number );
    variable_add( &var, provider_info, sizeof(provider_info), &caps->dwProviderInfoSize, &caps->dwProviderInfoOffset );
    variable_add( &var, phone_info, sizeof(phone_info), &caps->dwPhoneInfoSize, &caps->dwPhoneInfoOffset );
    variable_add( &var, name, (wcslen( name ) + 1) * sizeof(WCHAR), &caps->dwPhoneNameSize, &caps->dwPhoneNameOffset );
    variable_add( &var, modes, sizeof(modes), &caps->dwButtonModesSize, &caps->dwButtonModesOffset );
    variable_add( &var, functions, sizeof(functions), &caps->dwButtonFunctionsSize, &caps->dwButtonFunctionsOffset );
    variable_add( &var, lamps, sizeof(lamps), &caps->dwLampModesSize, &caps->dwLampModesOffset );
    variable_add( &var, &data_size, sizeof(data_size), &caps->dwSetDataSize, &caps->dwSetDataOffset );
    variable_add( &var, &data_size, sizeof(data_size), &caps->dwGetDataSize, &caps->dwGetDataOffset );
    variable_add( &var, classes, sizeof(classes), &caps->dwDeviceClassesSize, &caps->dwDeviceClassesOffset );
    caps->dwNeededSize = var.needed;
    caps->dwUsedSize = var.used;
    return device_end( 0 );
}

LONG WINAPI TSPI_phoneGetIcon( DWORD device, const WCHAR *class_name, HICON *icon )
{
    struct station *station;
    LONG ret;

    if (!icon) return PHONEERR_INVALPOINTER;
    if (class_name && class_name[0] && _wcsicmp( class_name, L"tapi/phone" ) && _wcsicmp( class_name, L"tapi/line" )) return PHONEERR_INVALDEVICECLASS;
    if ((ret = device_begin( "TSPI_phoneGetIcon", device, &station ))) return ret;
    *icon = LoadIconW( NULL, (const WCHAR *)IDI_APPLICATION );
    return device_end( *icon ? 0 : (LONG)PHONEERR_OPERATIONFAILED );
}

LONG WINAPI TSPI_phoneGetID( HDRVPHONE handle, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    struct phone_op op;
    struct phone *phone;
    DWORD device;
    LONG ret;

    TRACE( "phone %p, class %s\n", handle, debugstr_w( class_name ) );
    if (!id || !class_name) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetID", 0, handle, &phone ))) return ret;
    if (!_wcsicmp( class_name, L"tapi/line" )) device = device_of_station( phone->station );
    else if (!_wcsicmp( class_name, L"tapi/phone" )) device = phone_device_of_station( phone->station );
    else return phone_end( &op, PHONEERR_INVALDEVICECLASS );
    if (device == ~0u) return phone_end( &op, PHONEERR_NODEVICE );
    ret = varstring_set( id, STRINGFORMAT_BINARY, &device, sizeof(device) );
    return phone_end( &op, ret == (LONG)LINEERR_STRUCTURETOOSMALL ? (LONG)PHONEERR_STRUCTURETOOSMALL : ret );
}
