/*
 * Phones: opening, capabilities, addresses and terminals; the list of them.
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

#include "phone.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

HRESULT phone_run( struct phone *phone, LONG request )
{
    return request < 0 ? hresult_from_phone( request ) : request_run_phone( phone->session, request );
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
    phone_automation_ends( phone );
    return phone->session->closed ? S_OK : hresult_from_phone( phoneClose( handle ));
}

static HRESULT WINAPI phone_get_Privilege( ITPhone *iface, PHONE_PRIVILEGE *out )
{
    struct phone *phone = object_of( iface );

    if (!out) return E_POINTER;
    if (!phone_handle( phone )) return TAPI_E_PHONENOTOPEN;
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
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumAddress, list, count, (void **)enumerator );
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

/* ---- terminals: those of an address that are the phone's wave devices ---- */

BOOL phone_wave_device( struct phone *phone, const WCHAR *class, DWORD *id )
{
    struct { VARSTRING string; DWORD room[8]; } answer = { { sizeof(answer) } };
    HPHONE handle = phone_handle( phone );

    if (!handle || phoneGetIDW( handle, &answer.string, class ) || answer.string.dwStringSize < sizeof(DWORD)) return FALSE;
    *id = *(const DWORD *)((const BYTE *)&answer + answer.string.dwStringOffset);
    return TRUE;
}

static BOOL is_terminal_of_phone( struct phone *phone, ITTerminal *terminal )
{
    ITStaticAudioTerminal *audio;
    TERMINAL_DIRECTION direction;
    LONG wave = -1;
    DWORD id;
    HRESULT hr;

    if (FAILED(ITTerminal_get_Direction( terminal, &direction ))) return FALSE;
    if (FAILED(ITTerminal_QueryInterface( terminal, &IID_ITStaticAudioTerminal, (void **)&audio ))) return FALSE;
    hr = ITStaticAudioTerminal_get_WaveId( audio, &wave );
    ITStaticAudioTerminal_Release( audio );
    return SUCCEEDED(hr) && phone_wave_device( phone, direction == TD_CAPTURE ? L"wave/in" : L"wave/out", &id ) && id == (DWORD)wave;
}

HRESULT phone_terminals( struct phone *phone, ITAddress *address, IUnknown ***out, ULONG *count )
{
    ITTerminalSupport *support;
    IEnumTerminal *terminals;
    IUnknown **list = malloc( sizeof(*list) );
    ITTerminal *terminal;
    HRESULT hr = S_OK;

    *count = 0;
    if (!list) return E_OUTOFMEMORY;
    /* an address without media service provider has none */
    if (SUCCEEDED(ITAddress_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support )))
    {
        if (SUCCEEDED(ITTerminalSupport_EnumerateStaticTerminals( support, &terminals )))
        {
            while (SUCCEEDED(hr) && IEnumTerminal_Next( terminals, 1, &terminal, NULL ) == S_OK)
            {
                IUnknown **more = NULL;

                if (is_terminal_of_phone( phone, terminal ))
                {
                    if ((more = realloc( list, (*count + 1) * sizeof(*list) )))
                    {
                        list = more;
                        list[(*count)++] = (IUnknown *)terminal;
                    }
                    else hr = E_OUTOFMEMORY;
                }
                if (!more) ITTerminal_Release( terminal );
            }
            IEnumTerminal_Release( terminals );
        }
        ITTerminalSupport_Release( support );
    }
    if (SUCCEEDED(hr)) *out = list;
    else list_free( list, *count );
    return hr;
}

static HRESULT give_terminals( ITPhone *iface, ITAddress *address, VARIANT *variant, IEnumTerminal **enumerator )
{
    IUnknown **list;
    ULONG count;
    HRESULT hr;

    if (!address_from_interface( (IUnknown *)address )) return E_INVALIDARG;
    if (FAILED(hr = phone_terminals( object_of( iface ), address, &list, &count ))) return hr;
    return variant ? list_to_variant( list, count, variant ) : list_to_enumerator( &IID_IEnumTerminal, list, count, (void **)enumerator );
}

static HRESULT WINAPI phone_get_Terminals( ITPhone *iface, ITAddress *address, VARIANT *out )
{
    if (!out || !address) return E_POINTER;
    VariantInit( out );
    return give_terminals( iface, address, out, NULL );
}

static HRESULT WINAPI phone_EnumerateTerminals( ITPhone *iface, ITAddress *address, IEnumTerminal **out )
{
    if (!out || !address) return E_POINTER;
    *out = NULL;
    return give_terminals( iface, address, NULL, out );
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

    phone_automation_ends( phone );
    if (phone->handle && !phone->session->closed) phoneClose( phone->handle );
    DeleteCriticalSection( &phone->cs );
    DeleteCriticalSection( &phone->handling_cs );
    session_release( phone->session );
    free( phone->caps );
    free( phone );
}

static const struct face_entry phone_faces[] =
{
    { &IID_ITPhone, offsetof( struct phone, face ), TRUE },
    { &IID_ITAutomatedPhoneControl, offsetof( struct phone, automated ), TRUE },
};

static const struct object_class phone_class = { "phone", phone_faces, ARRAYSIZE(phone_faces), phone_destroy };

static HRESULT create( struct session *session, DWORD device, struct phone **out )
{
    static const struct handling_settings defaults = { FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, 3000, 250, 4096, 500, 100 };
    struct answer answer = { .size = sizeof(PHONECAPS) + 512 };
    PHONECAPS *caps;
    DWORD version;
    PHONEEXTENSIONID ext;
    struct phone *phone;
    LONG error;

    *out = NULL;
    if ((error = phoneNegotiateAPIVersion( session->phone_app, device, LOWEST_VERSION, API_VERSION, &version, &ext )))
    {
        WARN( "phone %lu: no API version in common (%#lx); programs do not see it\n", device, error );
        return S_FALSE;
    }
    while (answer_wanted( &answer )) answer.error = phoneGetDevCapsW( session->phone_app, device, version, 0, answer.data );
    if (answer.error)
    {
        WARN( "phone %lu has no capabilities (%#lx); programs do not see it\n", device, answer.error );
        return S_FALSE;
    }
    if (!(caps = answer.data) || !(phone = object_create( &phone_class, sizeof(*phone), NULL )))
    {
        free( caps );
        return E_OUTOFMEMORY;
    }
    InitializeCriticalSection( &phone->cs );
    InitializeCriticalSection( &phone->handling_cs );
    face_init( &phone->face, &phone_vtbl, &phone->object );
    face_init( &phone->automated, &phone_automated_vtbl, &phone->object );
    phone->set = defaults;
    phone->tone = phone->tone_before = PT_SILENCE;
    phone->session = session_addref( session );
    phone->device = device;
    phone->version = version;
    phone->caps = caps;
    *out = phone;
    return S_OK;
}

HRESULT phone_add( struct session *session, DWORD device, struct phone **out )
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
    for (i = 0; i < phones && SUCCEEDED(hr); i++) hr = phone_add( session, i, NULL );
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

struct phone *phone_find_device( struct session *session, DWORD device, BOOL remove )
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

struct phone *phone_find_handle( struct session *session, HPHONE handle )
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

    if (phone_of_address( address, &device )) phone = phone_find_device( address->session, device, FALSE );
    face = phone ? (IUnknown *)&phone->face : NULL;
    hr = variant ? collection_variant( ELEMENT_INTERFACE, &face, phone != NULL, variant )
                 : enumerator_create( &IID_IEnumPhone, ELEMENT_INTERFACE, &face, phone != NULL, (void **)enumerator );
    object_release( phone );
    return hr;
}

HRESULT address_phone_of_terminal( struct address *address, ITTerminal *terminal, ITPhone **out )
{
    HRESULT hr = TAPI_E_NOITEMS;
    IUnknown **list;
    ULONG count, i;

    if (FAILED(session_phones( address->session, &list, &count ))) return E_OUTOFMEMORY;
    for (i = 0; i < count && FAILED(hr); i++)
        if (is_terminal_of_phone( object_of( list[i] ), terminal ))
        {
            *out = (ITPhone *)list[i];
            ITPhone_AddRef( *out );
            hr = S_OK;
        }
    list_free( list, count );
    return hr;
}
