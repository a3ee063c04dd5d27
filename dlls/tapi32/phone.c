/*
 * Phones: applications, open phones, versions, capabilities, status.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/* ---- initialization ------------------------------------------------------------------------------------------ */

LONG WINAPI phoneInitialize( LPHPHONEAPP app, HINSTANCE instance, PHONECALLBACK callback, LPCSTR name, LPDWORD devices )
{
    return family_error( TRUE, app_initialize( TRUE, app, instance, callback, name, devices ) );
}

LONG WINAPI phoneInitializeExA( LPHPHONEAPP app, HINSTANCE instance, PHONECALLBACK callback, LPCSTR name, LPDWORD devices,
                                LPDWORD version, LPPHONEINITIALIZEEXPARAMS params )
{
    return family_error( TRUE, app_initialize_ex( TRUE, app, instance, callback, name, TRUE, devices, version,
                                                  (LINEINITIALIZEEXPARAMS *)params ) );
}

LONG WINAPI phoneInitializeExW( LPHPHONEAPP app, HINSTANCE instance, PHONECALLBACK callback, LPCWSTR name, LPDWORD devices,
                                LPDWORD version, LPPHONEINITIALIZEEXPARAMS params )
{
    return family_error( TRUE, app_initialize_ex( TRUE, app, instance, callback, name, FALSE, devices, version,
                                                  (LINEINITIALIZEEXPARAMS *)params ) );
}

LONG WINAPI phoneShutdown( HPHONEAPP handle )
{
    struct api_call call = { TRP_phoneShutdown, 0, NULL, { [ARG_phoneShutdown_hPhoneApp] = VALUE( handle ) } };

    TRACE( "app %#lx\n", (DWORD)handle );
    return family_error( TRUE, app_shut_down( phone_app_from_handle( handle ), &call ) );
}

LONG WINAPI phoneGetMessage( HPHONEAPP handle, LPPHONEMESSAGE out, DWORD timeout )
{
    if (!can_write( out, sizeof(*out) )) return PHONEERR_INVALPOINTER;
    return family_error( TRUE, app_get_message( phone_app_from_handle( handle ), (LINEMESSAGE *)out, timeout ) );
}

/* ---- versions ------------------------------------------------------------------------------------------------ */

LONG WINAPI phoneNegotiateAPIVersion( HPHONEAPP app, DWORD device, DWORD low, DWORD high, LPDWORD version, LPPHONEEXTENSIONID extension )
{
    struct api_call call =
    {
        TRP_phoneNegotiateAPIVersion, 0, NULL,
        {
            [ARG_phoneNegotiateAPIVersion_hPhoneApp] = VALUE( app ),
            [ARG_phoneNegotiateAPIVersion_dwDeviceIDLocal] = VALUE( device ),
            [ARG_phoneNegotiateAPIVersion_dwVersion] = VALUE( low ),
            [ARG_phoneNegotiateAPIVersion_dwVersionCurrent] = VALUE( high ),
            [ARG_phoneNegotiateAPIVersion_ExtensionID] = BUFFER( NULL, sizeof(*extension) ),
        },
        {
            [ARG_phoneNegotiateAPIVersion_dwNegotiatedVersion] = version,
            [ARG_phoneNegotiateAPIVersion_ExtensionID] = extension,
        },
    };

    TRACE( "app %#lx device %lu versions %#lx-%#lx\n", (DWORD)app, device, low, high );
    return sync_call( &call );
}

LONG WINAPI phoneNegotiateExtVersion( HPHONEAPP app, DWORD device, DWORD version, DWORD low, DWORD high, LPDWORD ext_version )
{
    struct api_call call =
    {
        TRP_phoneNegotiateExtVersion, 0, NULL,
        {
            [ARG_phoneNegotiateExtVersion_hPhoneApp] = VALUE( app ),
            [ARG_phoneNegotiateExtVersion_dwDeviceID] = VALUE( device ),
            [ARG_phoneNegotiateExtVersion_dwTSPIVersion] = VALUE( version ),
            [ARG_phoneNegotiateExtVersion_dwLowVersion] = VALUE( low ),
            [ARG_phoneNegotiateExtVersion_dwHighVersion] = VALUE( high ),
        },
        { [ARG_phoneNegotiateExtVersion_lpdwExtVersion] = ext_version },
    };

    TRACE( "app %#lx device %lu version %#lx, extension versions %#lx-%#lx\n", (DWORD)app, device, version, low, high );
    return sync_call( &call );
}

/* ---- open and close ------------------------------------------------------------------------------------------ */

LONG WINAPI phoneOpen( HPHONEAPP handle, DWORD device, LPHPHONE ret, DWORD version, DWORD ext_version, DWORD_PTR instance, DWORD privilege )
{
    HPHONE hphone = 0;
    struct api_call call =
    {
        TRP_phoneOpen, 0, NULL,
        {
            [ARG_phoneOpen_hPhoneApp] = VALUE( handle ),
            [ARG_phoneOpen_dwDeviceID] = VALUE( device ),
            [ARG_phoneOpen_dwNegotiatedVersion] = VALUE( version ),
            [ARG_phoneOpen_dwExtVersion] = VALUE( ext_version ),
            [ARG_phoneOpen_dwPrivilege] = VALUE( privilege ),
        },
        { [ARG_phoneOpen_hPhone] = &hphone },
    };
    struct line *phone;
    struct app *app;
    DWORD id;
    LONG err;

    TRACE( "app %#lx device %lu version %#lx privilege %#lx\n", (DWORD)handle, device, version, privilege );
    if (!can_write( ret, sizeof(*ret) )) return PHONEERR_INVALPOINTER;
    if (!(app = phone_app_from_handle( handle )))
    {
        /* The service knows whether there is no such application or none at all. */
        err = sync_call( &call );
        return err ? err : (LONG)PHONEERR_INVALAPPHANDLE;
    }
    if ((phone = line_begin( app, instance, &id )))
    {
        call.session = app->session;
        call.args[ARG_phoneOpen_OpenContext].value = id;
        err = sync_call( &call );
        if (!(err = line_opened( phone, id, hphone, err ))) *ret = hphone;
    }
    else err = LINEERR_NOMEM;
    app_release( app );
    return family_error( TRUE, err );
}

LONG WINAPI phoneClose( HPHONE phone )
{
    struct api_call call = { TRP_phoneClose, 0, NULL, { [ARG_phoneClose_hPhone] = VALUE( phone ) } };
    LONG err = sync_call( &call );

    /* With the service dead, the phone is closed as well. */
    if (!err || err == (LONG)PHONEERR_INVALPHONEHANDLE || err == (LONG)PHONEERR_OPERATIONFAILED) line_closed( phone );
    return err;
}

/* ---- capabilities and identifiers ---------------------------------------------------------------------------- */

static LONG get_dev_caps( HPHONEAPP app, DWORD device, DWORD version, DWORD ext_version, PHONECAPS *caps, DWORD flags )
{
    struct api_call call =
    {
        TRP_phoneGetDevCaps, flags, NULL,
        {
            [ARG_phoneGetDevCaps_hPhoneApp] = VALUE( app ),
            [ARG_phoneGetDevCaps_dwDeviceID] = VALUE( device ),
            [ARG_phoneGetDevCaps_dwTSPIVersion] = VALUE( version ),
            [ARG_phoneGetDevCaps_dwExtVersion] = VALUE( ext_version ),
        },
        { [ARG_phoneGetDevCaps_lpPhoneCaps] = caps },
    };

    TRACE( "app %#lx device %lu version %#lx %p\n", (DWORD)app, device, version, caps );
    return sync_call( &call );
}

LONG WINAPI phoneGetDevCapsA( HPHONEAPP app, DWORD device, DWORD version, DWORD ext_version, LPPHONECAPS caps )
{
    return get_dev_caps( app, device, version, ext_version, caps, CALL_ANSI );
}

LONG WINAPI phoneGetDevCapsW( HPHONEAPP app, DWORD device, DWORD version, DWORD ext_version, LPPHONECAPS caps )
{
    return get_dev_caps( app, device, version, ext_version, caps, 0 );
}

static LONG get_id( HPHONE phone, VARSTRING *id, const void *class, DWORD flags )
{
    struct api_call call =
    {
        TRP_phoneGetID, flags, NULL,
        { [ARG_phoneGetID_hPhone] = VALUE( phone ), [ARG_phoneGetID_lpszDeviceClass] = DATA( class ) },
        { [ARG_phoneGetID_lpDeviceID] = id },
    };
    LONG ret;

    TRACE( "phone %#lx %p\n", (DWORD)phone, id );
    if (wave_get_id( &call, ARG_phoneGetID_lpszDeviceClass, ARG_phoneGetID_lpDeviceID, &ret )) return ret;
    return sync_call( &call );
}

LONG WINAPI phoneGetIDA( HPHONE phone, LPVARSTRING id, LPCSTR class )
{
    return get_id( phone, id, class, CALL_ANSI );
}

LONG WINAPI phoneGetIDW( HPHONE phone, LPVARSTRING id, LPCWSTR class )
{
    return get_id( phone, id, class, 0 );
}

static BOOL is_phone_class( const WCHAR *class )
{
    return !class || !*class || !lstrcmpiW( class, L"tapi/phone" );
}

/* As lines: the handle of a provider's icon means nothing in this process, so every phone gets the generic one. */
static LONG get_icon( DWORD device, const WCHAR *class, HICON *icon )
{
    DWORD version, app_version;
    PHONEEXTENSIONID extension;
    HPHONEAPP app;
    LONG err;

    TRACE( "device %lu class %s\n", device, debugstr_w( class ) );
    if (!can_write( icon, sizeof(*icon) )) return PHONEERR_INVALPOINTER;
    if (!(app = any_phone_app( &app_version ))) return PHONEERR_UNINITIALIZED;
    /* Is there such a device? */
    if ((err = phoneNegotiateAPIVersion( app, device, 0x00010003, TAPI_VERSION_NEWEST, &version, &extension ))) return err;
    if (app_version >= 0x00020000 && !is_phone_class( class )) return PHONEERR_INVALDEVICECLASS;
    *icon = LoadIconW( tapi_instance, MAKEINTRESOURCEW( 1 ) );
    return *icon ? 0 : PHONEERR_OPERATIONFAILED;
}

LONG WINAPI phoneGetIconA( DWORD device, LPCSTR class, LPHICON icon )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = family_error( TRUE, arena_string( &arena, class, &converted ));

    if (!err) err = get_icon( device, converted, icon );
    arena_free( &arena );
    return err;
}

LONG WINAPI phoneGetIconW( DWORD device, LPCWSTR class, LPHICON icon )
{
    SIZE_T len;

    if (class && !probe_stringW( class, &len )) return PHONEERR_INVALPOINTER;
    return get_icon( device, class, icon );
}

/* ---- status -------------------------------------------------------------------------------------------------- */

static LONG get_status( HPHONE phone, PHONESTATUS *status, DWORD flags )
{
    struct api_call call =
    {
        TRP_phoneGetStatus, flags, NULL,
        { [ARG_phoneGetStatus_hPhone] = VALUE( phone ) },
        { [ARG_phoneGetStatus_lpPhoneStatus] = status },
    };

    TRACE( "phone %#lx %p\n", (DWORD)phone, status );
    return sync_call( &call );
}

LONG WINAPI phoneGetStatusA( HPHONE phone, LPPHONESTATUS status )
{
    return get_status( phone, status, CALL_ANSI );
}

LONG WINAPI phoneGetStatusW( HPHONE phone, LPPHONESTATUS status )
{
    return get_status( phone, status, 0 );
}

LONG WINAPI phoneSetStatusMessages( HPHONE phone, DWORD states, DWORD button_modes, DWORD button_states )
{
    struct api_call call =
    {
        TRP_phoneSetStatusMessages, 0, NULL,
        {
            [ARG_phoneSetStatusMessages_hPhone] = VALUE( phone ),
            [ARG_phoneSetStatusMessages_dwPhoneStates] = VALUE( states ),
            [ARG_phoneSetStatusMessages_dwButtonModes] = VALUE( button_modes ),
            /* documented as ignored without modes */
            [ARG_phoneSetStatusMessages_dwButtonStates] = VALUE( button_modes ? button_states : 0 ),
        },
    };

    TRACE( "phone %#lx states %#lx button modes %#lx states %#lx\n", (DWORD)phone, states, button_modes, button_states );
    return sync_call( &call );
}

LONG WINAPI phoneGetStatusMessages( HPHONE phone, LPDWORD states, LPDWORD button_modes, LPDWORD button_states )
{
    struct api_call call =
    {
        TRP_phoneGetStatusMessages, 0, NULL,
        { [ARG_phoneGetStatusMessages_hPhone] = VALUE( phone ) },
        {
            [ARG_phoneGetStatusMessages_lpdwPhoneStates] = states,
            [ARG_phoneGetStatusMessages_lpdwButtonModes] = button_modes,
            [ARG_phoneGetStatusMessages_lpdwButtonStates] = button_states,
        },
    };

    return sync_call( &call );
}
