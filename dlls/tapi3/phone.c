/*
 * Phones: ITPhone.
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
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

struct phone
{
    struct object object;
    struct face face;
    struct session *session;
    DWORD device;
    DWORD version;
    PHONECAPS *caps;
    CRITICAL_SECTION cs;                /* handle and privilege */
    HPHONE handle;                      /* 0: not open */
    PHONE_PRIVILEGE privilege;
};

RECORD_CLASS( phone_event, IID_ITPhoneEvent, IID_ITPhoneEvent, 9,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT },
              { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT }, { FIELD_LONG, TAPI_E_WRONGEVENT },
              { FIELD_BSTR, TAPI_E_WRONGEVENT }, { FIELD_INTERFACE, TAPI_E_WRONGEVENT } );
RECORD_CLASS( phone_dev_specific_event, IID_ITPhoneDeviceSpecificEvent, IID_ITPhoneDeviceSpecificEvent, 4,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );

/* The fields of ITPhoneEvent behind the phone and the event */
enum { EVENT_BUTTON_STATE = 2, EVENT_HOOK_STATE, EVENT_HOOK_DEVICE, EVENT_RING_MODE, EVENT_BUTTON, EVENT_NUMBER, EVENT_CALL, EVENT_FIELDS };

static HPHONE open_handle( struct phone *phone )
{
    HPHONE handle;

    EnterCriticalSection( &phone->cs );
    handle = phone->handle;
    LeaveCriticalSection( &phone->cs );
    return handle;
}

/* ---- opening ---- */

#define PHONE_STATES (PHONESTATE_OTHER | PHONESTATE_CONNECTED | PHONESTATE_DISCONNECTED | PHONESTATE_DISPLAY | PHONESTATE_LAMP | PHONESTATE_RINGMODE | \
                      PHONESTATE_RINGVOLUME | PHONESTATE_HANDSETHOOKSWITCH | PHONESTATE_SPEAKERHOOKSWITCH | PHONESTATE_HEADSETHOOKSWITCH | \
                      PHONESTATE_CAPSCHANGE)
#define BUTTON_MODES (PHONEBUTTONMODE_CALL | PHONEBUTTONMODE_FEATURE | PHONEBUTTONMODE_KEYPAD | PHONEBUTTONMODE_LOCAL | PHONEBUTTONMODE_DISPLAY)
#define BUTTON_STATES (PHONEBUTTONSTATE_UP | PHONEBUTTONSTATE_DOWN | PHONEBUTTONSTATE_UNKNOWN | PHONEBUTTONSTATE_UNAVAIL)

static HRESULT WINAPI phone_Open( ITPhone *iface, PHONE_PRIVILEGE privilege )
{
    struct phone *phone = object_of( iface );
    HRESULT hr = S_OK;
    LONG error;

    if (privilege != PP_OWNER && privilege != PP_MONITOR) return E_INVALIDARG;
    if (phone->session->closed) return TAPI_E_NOT_INITIALIZED;
    EnterCriticalSection( &phone->cs );
    if (phone->handle) hr = TAPI_E_ALLOCATED;
    else if ((error = phoneOpen( phone->session->phone_app, phone->device, &phone->handle, phone->version, 0, 0,
                                 privilege == PP_OWNER ? PHONEPRIVILEGE_OWNER : PHONEPRIVILEGE_MONITOR )))
    {
        phone->handle = 0;
        hr = hresult_from_phone( error );
    }
    else
    {
        phone->privilege = privilege;
        phoneSetStatusMessages( phone->handle, PHONE_STATES & phone->caps->dwPhoneStates,
                                phone->caps->dwNumButtonLamps ? BUTTON_MODES : 0, phone->caps->dwNumButtonLamps ? BUTTON_STATES : 0 );
    }
    LeaveCriticalSection( &phone->cs );
    return hr;
}

static HRESULT WINAPI phone_Close( ITPhone *iface )
{
    struct phone *phone = object_of( iface );
    HPHONE handle;

    EnterCriticalSection( &phone->cs );
    handle = phone->handle;
    phone->handle = 0;
    LeaveCriticalSection( &phone->cs );
    if (!handle) return TAPI_E_PHONENOTOPEN;
    return phone->session->closed ? S_OK : hresult_from_phone( phoneClose( handle ));
}

static HRESULT WINAPI phone_get_Privilege( ITPhone *iface, PHONE_PRIVILEGE *out )
{
    struct phone *phone = object_of( iface );

    if (!out) return E_POINTER;
    if (!open_handle( phone )) return TAPI_E_PHONENOTOPEN;
    *out = phone->privilege;
    return S_OK;
}

/* ---- addresses ---- */

/* The phone device that belongs to an address: what the provider says of device class "tapi/phone". */
static BOOL phone_of_address( struct address *address, DWORD *device )
{
    VARSTRING *id;
    HLINE line;
    BOOL ret;

    if (FAILED(address_open( address, &line )) ||
        FAILED(get_device_id( line, address->address_id, 0, LINECALLSELECT_ADDRESS, L"tapi/phone", &id ))) return FALSE;
    if ((ret = id->dwStringSize >= sizeof(DWORD))) *device = *(const DWORD *)((const BYTE *)id + id->dwStringOffset);
    free( id );
    return ret;
}

/* Addresses that use a phone; faces, referenced */
static HRESULT list_addresses( struct phone *phone, IUnknown ***list, ULONG *count )
{
    struct session *session = phone->session;
    struct address **addresses;
    ULONG all, i;

    *count = 0;
    EnterCriticalSection( &session->cs );
    all = session->address_count;
    if ((addresses = malloc( max( all, 1 ) * sizeof(*addresses) )))
        for (i = 0; i < all; i++) addresses[i] = object_addref( session->addresses[i] );
    LeaveCriticalSection( &session->cs );
    if (!addresses) return E_OUTOFMEMORY;
    *list = (IUnknown **)addresses;
    for (i = 0; i < all; i++)
    {
        DWORD device;

        if (phone_of_address( addresses[i], &device ) && device == phone->device) (*list)[(*count)++] = (IUnknown *)&addresses[i]->address;
        else object_release( addresses[i] );
    }
    return S_OK;
}

static HRESULT give_addresses( ITPhone *iface, VARIANT *variant, IEnumAddress **enumerator )
{
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (FAILED(hr = list_addresses( object_of( iface ), &list, &count ))) return hr;
    hr = variant ? collection_variant( ELEMENT_INTERFACE, list, count, variant )
                 : enumerator_create( &IID_IEnumAddress, ELEMENT_INTERFACE, list, count, (void **)enumerator );
    while (count--) IUnknown_Release( list[count] );
    free( list );
    return hr;
}

static HRESULT WINAPI phone_get_Addresses( ITPhone *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_addresses( iface, out, NULL );
}

static HRESULT WINAPI phone_EnumerateAddresses( ITPhone *iface, IEnumAddress **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_addresses( iface, NULL, out );
}

/* An address knows one phone: all that can be used are preferred. */
static HRESULT WINAPI phone_get_PreferredAddresses( ITPhone *iface, VARIANT *out )
{
    return phone_get_Addresses( iface, out );
}

static HRESULT WINAPI phone_EnumeratePreferredAddresses( ITPhone *iface, IEnumAddress **out )
{
    return phone_EnumerateAddresses( iface, out );
}

/* ---- capabilities ---- */

static HRESULT WINAPI phone_get_PhoneCapsLong( ITPhone *iface, PHONECAPS_LONG which, LONG *out )
{
    static const size_t fields[] =
    {
        [PCL_HOOKSWITCHES] = offsetof( PHONECAPS, dwHookSwitchDevs ),
        [PCL_HANDSETHOOKSWITCHMODES] = offsetof( PHONECAPS, dwHandsetHookSwitchModes ),
        [PCL_HEADSETHOOKSWITCHMODES] = offsetof( PHONECAPS, dwHeadsetHookSwitchModes ),
        [PCL_SPEAKERPHONEHOOKSWITCHMODES] = offsetof( PHONECAPS, dwSpeakerHookSwitchModes ),
        [PCL_DISPLAYNUMROWS] = offsetof( PHONECAPS, dwDisplayNumRows ),
        [PCL_DISPLAYNUMCOLUMNS] = offsetof( PHONECAPS, dwDisplayNumColumns ),
        [PCL_NUMRINGMODES] = offsetof( PHONECAPS, dwNumRingModes ),
        [PCL_NUMBUTTONLAMPS] = offsetof( PHONECAPS, dwNumButtonLamps ),
        [PCL_GENERICPHONE] = 0,
    };
    struct phone *phone = object_of( iface );

    if (!out) return E_POINTER;
    *out = 0;
    if ((ULONG)which >= ARRAYSIZE(fields)) return E_INVALIDARG;
    if (which == PCL_GENERICPHONE) *out = (phone->caps->dwPhoneFeatures & PHONEFEATURE_GENERICPHONE) != 0;
    else *out = *(const LONG *)((const BYTE *)phone->caps + fields[which]);
    return S_OK;
}

static HRESULT WINAPI phone_get_PhoneCapsString( ITPhone *iface, PHONECAPS_STRING which, BSTR *out )
{
    struct phone *phone = object_of( iface );
    const PHONECAPS *caps = phone->caps;
    const WCHAR *text;

    if (!out) return E_POINTER;
    *out = NULL;
    switch (which)
    {
    case PCS_PHONENAME:    text = caps_string( caps, caps->dwPhoneNameSize, caps->dwPhoneNameOffset ); break;
    case PCS_PHONEINFO:    text = caps_string( caps, caps->dwPhoneInfoSize, caps->dwPhoneInfoOffset ); break;
    case PCS_PROVIDERINFO: text = caps_string( caps, caps->dwProviderInfoSize, caps->dwProviderInfoOffset ); break;
    default:               return E_INVALIDARG;
    }
    *out = SysAllocString( text );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI phone_GetPhoneCapsBuffer( ITPhone *iface, PHONECAPS_BUFFER which, DWORD *size, BYTE **out )
{
    struct phone *phone = object_of( iface );
    const PHONECAPS *caps = phone->caps;

    if (!size || !out) return E_POINTER;
    *size = 0;
    *out = NULL;
    if (which != PCB_DEVSPECIFICBUFFER) return E_INVALIDARG;
    if (!(*out = CoTaskMemAlloc( max( caps->dwDevSpecificSize, 1 )))) return E_OUTOFMEMORY;
    memcpy( *out, (const BYTE *)caps + caps->dwDevSpecificOffset, caps->dwDevSpecificSize );
    *size = caps->dwDevSpecificSize;
    return S_OK;
}

static HRESULT WINAPI phone_get_PhoneCapsBuffer( ITPhone *iface, PHONECAPS_BUFFER which, VARIANT *out )
{
    struct phone *phone = object_of( iface );
    const PHONECAPS *caps = phone->caps;

    if (!out) return E_POINTER;
    VariantInit( out );
    if (which != PCB_DEVSPECIFICBUFFER) return E_INVALIDARG;
    return bytes_to_variant( (const BYTE *)caps + caps->dwDevSpecificOffset, caps->dwDevSpecificSize, out );
}

/* ---- terminals belong to media service providers, and a phone's to those of its addresses ---- */

static HRESULT WINAPI phone_get_Terminals( ITPhone *iface, ITAddress *address, VARIANT *out )
{
    if (!out || !address) return E_POINTER;
    VariantInit( out );
    if (!address_from_interface( (IUnknown *)address )) return E_INVALIDARG;
    return collection_variant( ELEMENT_INTERFACE, NULL, 0, out );
}

static HRESULT WINAPI phone_EnumerateTerminals( ITPhone *iface, ITAddress *address, IEnumTerminal **out )
{
    if (!out || !address) return E_POINTER;
    *out = NULL;
    if (!address_from_interface( (IUnknown *)address )) return E_INVALIDARG;
    return enumerator_create( &IID_IEnumTerminal, ELEMENT_INTERFACE, NULL, 0, (void **)out );
}

/* ---- buttons ---- */

static HRESULT get_button( ITPhone *iface, LONG id, PHONEBUTTONINFO **out )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );
    PHONEBUTTONINFO *info = NULL;
    DWORD size = sizeof(*info) + 256;
    LONG error;

    if (!handle) return TAPI_E_PHONENOTOPEN;
    for (;;)
    {
        PHONEBUTTONINFO *more = realloc( info, size );

        if (!more)
        {
            free( info );
            return E_OUTOFMEMORY;
        }
        (info = more)->dwTotalSize = size;
        if ((error = phoneGetButtonInfoW( handle, id, info )) || info->dwNeededSize <= size) break;
        size = info->dwNeededSize;
    }
    if (error)
    {
        free( info );
        return hresult_from_phone( error );
    }
    *out = info;
    return S_OK;
}

static HRESULT phone_run( struct phone *phone, LONG request )
{
    return request < 0 ? hresult_from_phone( request ) : request_run_phone( phone->session, request );
}

static HRESULT set_button( ITPhone *iface, LONG id, PHONEBUTTONINFO *info )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    return handle ? phone_run( phone, phoneSetButtonInfoW( handle, id, info )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT WINAPI phone_get_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE *out )
{
    PHONEBUTTONINFO *info;
    unsigned int i;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBM_DUMMY;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    for (i = 0; i <= PBM_DISPLAY; i++)          /* PHONEBUTTONMODE_ are the bits of PHONE_BUTTON_MODE */
        if (info->dwButtonMode == 1u << i) *out = i;
    free( info );
    return S_OK;
}

static HRESULT WINAPI phone_put_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE mode )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if ((ULONG)mode > PBM_DISPLAY) return E_INVALIDARG;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    info->dwButtonMode = 1u << mode;
    hr = set_button( iface, id, info );
    free( info );
    return hr;
}

static HRESULT WINAPI phone_get_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBF_UNKNOWN;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    *out = info->dwButtonFunction;
    free( info );
    return S_OK;
}

static HRESULT WINAPI phone_put_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION function )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if ((ULONG)function > PBF_SEND) return E_INVALIDARG;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    info->dwButtonFunction = function;
    hr = set_button( iface, id, info );
    free( info );
    return hr;
}

static HRESULT WINAPI phone_get_ButtonText( ITPhone *iface, LONG id, BSTR *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = NULL;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    *out = SysAllocString( caps_string( info, info->dwButtonTextSize, info->dwButtonTextOffset ));
    free( info );
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI phone_put_ButtonText( ITPhone *iface, LONG id, BSTR text )
{
    PHONEBUTTONINFO *info, *more;
    DWORD size;
    HRESULT hr;

    if (!text) return E_POINTER;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    size = info->dwUsedSize + SysStringByteLen( text ) + sizeof(WCHAR);
    if ((more = realloc( info, size )))
    {
        more->dwButtonTextSize = SysStringByteLen( text ) + sizeof(WCHAR);
        more->dwButtonTextOffset = more->dwUsedSize;
        memcpy( (BYTE *)more + more->dwUsedSize, text, more->dwButtonTextSize );
        more->dwTotalSize = more->dwUsedSize = size;
        hr = set_button( iface, id, more );
        info = more;
    }
    else hr = E_OUTOFMEMORY;
    free( info );
    return hr;
}

static HRESULT WINAPI phone_get_ButtonState( ITPhone *iface, LONG id, PHONE_BUTTON_STATE *out )
{
    PHONEBUTTONINFO *info;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PBS_UNKNOWN;
    if (FAILED(hr = get_button( iface, id, &info ))) return hr;
    *out = info->dwButtonState;
    free( info );
    return S_OK;
}

/* ---- hookswitches, ring, lamps, display ---- */

static HRESULT get_status( struct phone *phone, PHONESTATUS **out )
{
    HPHONE handle = open_handle( phone );
    PHONESTATUS *status = NULL;
    DWORD size = sizeof(*status) + 256;
    LONG error;

    if (!handle) return TAPI_E_PHONENOTOPEN;
    for (;;)
    {
        PHONESTATUS *more = realloc( status, size );

        if (!more)
        {
            free( status );
            return E_OUTOFMEMORY;
        }
        (status = more)->dwTotalSize = size;
        if ((error = phoneGetStatusW( handle, status )) || status->dwNeededSize <= size) break;
        size = status->dwNeededSize;
    }
    if (error)
    {
        free( status );
        return hresult_from_phone( error );
    }
    *out = status;
    return S_OK;
}

static HRESULT WINAPI phone_get_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE *out )
{
    struct phone *phone = object_of( iface );
    PHONESTATUS *status = NULL;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PHSS_ONHOOK;
    if (device != PHSD_HANDSET && device != PHSD_SPEAKERPHONE && device != PHSD_HEADSET) return E_INVALIDARG;
    if (FAILED(hr = get_status( phone, &status ))) return hr;
    *out = device == PHSD_HANDSET ? status->dwHandsetHookSwitchMode :
           device == PHSD_SPEAKERPHONE ? status->dwSpeakerHookSwitchMode : status->dwHeadsetHookSwitchMode;
    free( status );
    return S_OK;
}

static HRESULT WINAPI phone_put_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE state )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    if (device != PHSD_HANDSET && device != PHSD_SPEAKERPHONE && device != PHSD_HEADSET) return E_INVALIDARG;
    if (state != PHSS_ONHOOK && state != PHSS_OFFHOOK_MIC_ONLY && state != PHSS_OFFHOOK_SPEAKER_ONLY && state != PHSS_OFFHOOK) return E_INVALIDARG;
    return handle ? phone_run( phone, phoneSetHookSwitch( handle, device, state )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT get_ring( ITPhone *iface, DWORD *mode, DWORD *volume )
{
    HPHONE handle = open_handle( object_of( iface ));

    return handle ? hresult_from_phone( phoneGetRing( handle, mode, volume )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT set_ring( ITPhone *iface, DWORD mode, DWORD volume )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    return handle ? phone_run( phone, phoneSetRing( handle, mode, volume )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT WINAPI phone_put_RingMode( ITPhone *iface, LONG mode )
{
    DWORD old, volume;
    HRESULT hr;

    if (FAILED(hr = get_ring( iface, &old, &volume ))) return hr;
    return set_ring( iface, mode, volume );
}

static HRESULT WINAPI phone_get_RingMode( ITPhone *iface, LONG *out )
{
    DWORD mode, volume;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = 0;
    if (FAILED(hr = get_ring( iface, &mode, &volume ))) return hr;
    *out = mode;
    return S_OK;
}

static HRESULT WINAPI phone_put_RingVolume( ITPhone *iface, LONG volume )
{
    DWORD mode, old;
    HRESULT hr;

    if (volume < 0 || volume > 0xffff) return E_INVALIDARG;
    if (FAILED(hr = get_ring( iface, &mode, &old ))) return hr;
    return set_ring( iface, mode, volume );
}

static HRESULT WINAPI phone_get_RingVolume( ITPhone *iface, LONG *out )
{
    DWORD mode, volume;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = 0;
    if (FAILED(hr = get_ring( iface, &mode, &volume ))) return hr;
    *out = volume;
    return S_OK;
}

static HRESULT WINAPI phone_get_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE *out )
{
    HPHONE handle = open_handle( object_of( iface ));
    DWORD mode = 0;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = LM_UNKNOWN;
    if (!handle) return TAPI_E_PHONENOTOPEN;
    if (SUCCEEDED(hr = hresult_from_phone( phoneGetLamp( handle, id, &mode )))) *out = mode;
    return hr;
}

static HRESULT WINAPI phone_put_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE mode )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    return handle ? phone_run( phone, phoneSetLamp( handle, id, mode )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT WINAPI phone_get_Display( ITPhone *iface, BSTR *out )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );
    VARSTRING *display = NULL;
    DWORD size = sizeof(*display) + 512;
    LONG error;

    if (!out) return E_POINTER;
    *out = NULL;
    if (!handle) return TAPI_E_PHONENOTOPEN;
    for (;;)
    {
        VARSTRING *more = realloc( display, size );

        if (!more)
        {
            free( display );
            return E_OUTOFMEMORY;
        }
        (display = more)->dwTotalSize = size;
        if ((error = phoneGetDisplay( handle, display )) || display->dwNeededSize <= size) break;
        size = display->dwNeededSize;
    }
    if (!error) *out = SysAllocStringLen( (const WCHAR *)((const BYTE *)display + display->dwStringOffset), display->dwStringSize / sizeof(WCHAR) );
    free( display );
    return error ? hresult_from_phone( error ) : *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT WINAPI phone_SetDisplay( ITPhone *iface, LONG row, LONG column, BSTR text )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    if (!text) return E_POINTER;
    return handle ? phone_run( phone, phoneSetDisplay( handle, row, column, (const char *)text, SysStringByteLen( text ))) : TAPI_E_PHONENOTOPEN;
}

/* ---- extensions ---- */

static HRESULT WINAPI phone_DeviceSpecific( ITPhone *iface, BYTE *params, DWORD size )
{
    struct phone *phone = object_of( iface );
    HPHONE handle = open_handle( phone );

    if (!params && size) return E_POINTER;
    return handle ? phone_run( phone, phoneDevSpecific( handle, params, size )) : TAPI_E_PHONENOTOPEN;
}

static HRESULT WINAPI phone_DeviceSpecificVariant( ITPhone *iface, VARIANT bytes )
{
    SAFEARRAY *array = variant_bytes( &bytes );
    HRESULT hr;
    void *data;

    if (!array) return E_INVALIDARG;
    if (FAILED(hr = SafeArrayAccessData( array, &data ))) return hr;
    hr = phone_DeviceSpecific( iface, data, array->rgsabound[0].cElements );
    SafeArrayUnaccessData( array );
    return hr;
}

static HRESULT WINAPI phone_NegotiateExtVersion( ITPhone *iface, LONG low, LONG high, LONG *out )
{
    struct phone *phone = object_of( iface );
    DWORD found = 0;
    LONG error;

    if (!out) return E_POINTER;
    *out = 0;
    if ((error = phoneNegotiateExtVersion( phone->session->phone_app, phone->device, phone->version, low, high, &found )))
        return hresult_from_phone( error );
    *out = found;
    return S_OK;
}

static const ITPhoneVtbl phone_vtbl =
{
    FACE_DISPATCH,
    phone_Open, phone_Close, phone_get_Addresses, phone_EnumerateAddresses, phone_get_PhoneCapsLong, phone_get_PhoneCapsString, phone_get_Terminals,
    phone_EnumerateTerminals, phone_get_ButtonMode, phone_put_ButtonMode, phone_get_ButtonFunction, phone_put_ButtonFunction, phone_get_ButtonText,
    phone_put_ButtonText, phone_get_ButtonState, phone_get_HookSwitchState, phone_put_HookSwitchState, phone_put_RingMode, phone_get_RingMode,
    phone_put_RingVolume, phone_get_RingVolume, phone_get_Privilege, phone_GetPhoneCapsBuffer, phone_get_PhoneCapsBuffer, phone_get_LampMode,
    phone_put_LampMode, phone_get_Display, phone_SetDisplay, phone_get_PreferredAddresses, phone_EnumeratePreferredAddresses, phone_DeviceSpecific,
    phone_DeviceSpecificVariant, phone_NegotiateExtVersion
};

/* ---- the object ---- */

static void phone_destroy( struct object *object )
{
    struct phone *phone = (struct phone *)object;

    if (phone->handle && !phone->session->closed) phoneClose( phone->handle );
    DeleteCriticalSection( &phone->cs );
    session_release( phone->session );
    free( phone->caps );
    free( phone );
}

static const struct face_entry phone_faces[] = { { &IID_ITPhone, offsetof( struct phone, face ), TRUE } };
static const struct object_class phone_class = { "phone", phone_faces, 1, phone_destroy };

static HRESULT create( struct session *session, DWORD device, struct phone **out )
{
    PHONECAPS *caps = NULL;
    DWORD version, size = sizeof(*caps) + 512;
    PHONEEXTENSIONID ext;
    struct phone *phone;
    LONG error;

    *out = NULL;
    if ((error = phoneNegotiateAPIVersion( session->phone_app, device, LOWEST_VERSION, API_VERSION, &version, &ext )))
    {
        WARN( "phone %lu: no API version in common (%#lx); programs do not see it\n", device, error );
        return S_FALSE;
    }
    for (;;)
    {
        PHONECAPS *more = realloc( caps, size );

        if (!more)
        {
            free( caps );
            return E_OUTOFMEMORY;
        }
        (caps = more)->dwTotalSize = size;
        if ((error = phoneGetDevCapsW( session->phone_app, device, version, 0, caps )) || caps->dwNeededSize <= size) break;
        size = caps->dwNeededSize;
    }
    if (error || !(phone = object_create( &phone_class, sizeof(*phone), NULL )))
    {
        if (error) WARN( "phone %lu has no capabilities (%#lx); programs do not see it\n", device, error );
        free( caps );
        return error ? S_FALSE : E_OUTOFMEMORY;
    }
    InitializeCriticalSection( &phone->cs );
    face_init( &phone->face, &phone_vtbl, &phone->object );
    phone->session = session_addref( session );
    phone->device = device;
    phone->version = version;
    phone->caps = caps;
    *out = phone;
    return S_OK;
}

/* A phone for a device: one at the start, or a PHONE_CREATE */
static HRESULT add( struct session *session, DWORD device, struct phone **out )
{
    struct phone *phone, **more;
    HRESULT hr = create( session, device, &phone );

    if (hr != S_OK) return hr;
    EnterCriticalSection( &session->cs );
    if ((more = realloc( session->phones, (session->phone_count + 1) * sizeof(*more) )))
    {
        session->phones = more;
        session->phones[session->phone_count++] = phone;
    }
    LeaveCriticalSection( &session->cs );
    if (!more)
    {
        object_release( phone );
        return E_OUTOFMEMORY;
    }
    if (out) *out = object_addref( phone );
    return S_OK;
}

HRESULT phones_start( struct session *session )
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD phones = 0, version = API_VERSION, i;
    HRESULT hr = S_OK;
    LONG error;

    params.dwOptions = PHONEINITIALIZEEXOPTION_USECOMPLETIONPORT;
    params.Handles.hCompletionPort = session->port;
    params.dwCompletionKey = KEY_PHONE;
    if ((error = phoneInitializeExW( &session->phone_app, NULL, NULL, NULL, &phones, &version, &params )))
    {
        WARN( "phones cannot be initialised: error %#lx; programs see none\n", error );
        session->phone_app = 0;
        return S_OK;
    }
    for (i = 0; i < phones && SUCCEEDED(hr); i++) hr = add( session, i, NULL );
    return SUCCEEDED(hr) ? S_OK : hr;
}

void phones_stop( struct session *session )
{
    struct phone **phones;
    ULONG count;

    if (session->phone_app) phoneShutdown( session->phone_app );
    EnterCriticalSection( &session->cs );
    phones = session->phones;
    count = session->phone_count;
    session->phones = NULL;
    session->phone_count = 0;
    LeaveCriticalSection( &session->cs );
    while (count--) object_release( phones[count] );
    free( phones );
}

static struct phone *find_device( struct session *session, DWORD device, BOOL remove )
{
    struct phone *phone = NULL;
    ULONG i;

    EnterCriticalSection( &session->cs );
    for (i = 0; i < session->phone_count && session->phones[i]->device != device; i++) {}
    if (i < session->phone_count)
    {
        phone = session->phones[i];
        if (remove)
        {
            session->phone_count--;
            memmove( session->phones + i, session->phones + i + 1, (session->phone_count - i) * sizeof(*session->phones) );
        }
        else object_addref( phone );
    }
    LeaveCriticalSection( &session->cs );
    return phone;
}

static struct phone *find_handle( struct session *session, HPHONE handle )
{
    struct phone *phone = NULL;
    ULONG i;

    EnterCriticalSection( &session->cs );
    for (i = 0; i < session->phone_count && session->phones[i]->handle != handle; i++) {}
    if (i < session->phone_count) phone = object_addref( session->phones[i] );
    LeaveCriticalSection( &session->cs );
    return phone;
}

HRESULT session_phones( struct session *session, IUnknown ***list, ULONG *count )
{
    ULONG i;

    EnterCriticalSection( &session->cs );
    *count = session->phone_count;
    if ((*list = malloc( max( *count, 1 ) * sizeof(**list) )))
        for (i = 0; i < *count; i++)
        {
            object_addref( session->phones[i] );
            (*list)[i] = (IUnknown *)&session->phones[i]->face;
        }
    LeaveCriticalSection( &session->cs );
    return *list ? S_OK : E_OUTOFMEMORY;
}

HRESULT address_phones( struct address *address, BOOL preferred, VARIANT *variant, IEnumPhone **enumerator )
{
    struct phone *phone = NULL;
    IUnknown *face;
    DWORD device;
    HRESULT hr;

    if (phone_of_address( address, &device )) phone = find_device( address->session, device, FALSE );
    face = phone ? (IUnknown *)&phone->face : NULL;
    hr = variant ? collection_variant( ELEMENT_INTERFACE, &face, phone != NULL, variant )
                 : enumerator_create( &IID_IEnumPhone, ELEMENT_INTERFACE, &face, phone != NULL, (void **)enumerator );
    object_release( phone );
    return hr;
}

HRESULT address_phone_of_terminal( struct address *address, ITTerminal *terminal, ITPhone **out )
{
    return TAPI_E_NOITEMS;              /* no phone has terminals of a media service provider */
}

/* ---- messages ---- */

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
        if (add( session, message->dwParam1, &phone ) == S_OK)
        {
            event_tapi_object( session, TE_PHONECREATE, NULL, &phone->face );
            object_release( phone );
        }
        return;
    case PHONE_REMOVE:
        if ((phone = find_device( session, message->dwParam1, TRUE )))
        {
            event_tapi_object( session, TE_PHONEREMOVE, NULL, &phone->face );
            object_release( phone );
        }
        return;
    }
    if (!(phone = find_handle( session, (HPHONE)(ULONG_PTR)message->hDevice ))) return;
    switch (message->dwMessageID)
    {
    case PHONE_BUTTON:
        fields[EVENT_BUTTON] = value_number( message->dwParam1 );
        fields[EVENT_BUTTON_STATE] = value_number( message->dwParam3 );
        post( session, phone, PE_BUTTON, fields );
        break;
    case PHONE_CLOSE:
        EnterCriticalSection( &phone->cs );
        phone->handle = 0;
        LeaveCriticalSection( &phone->cs );
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
