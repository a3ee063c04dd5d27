/*
 * Tests of every function that returns a structure: versions, sizes, ANSI and Unicode. fidelity_check.c says what is asked of them.
 *
 * Left out are lineConfigDialogEdit, whose VARSTRING the provider's UI DLL fills in the application itself, and phoneGetData and its
 * like, which return bytes.
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

#include "fidelity.h"

#define VOICE  LINEMEDIAMODE_INTERACTIVEVOICE

/* One function of each kind, A and W. */
#define EITHER( name, ... )  (unicode ? name##W( __VA_ARGS__ ) : name##A( __VA_ARGS__ ))

static const WCHAR umlauts[] = { 'L', 'e', 'i', 't', 'u', 'n', 'g', ' ', 'M', 0xfc, 'n', 'c', 'h', 'e', 'n', ' ', 0x20ac, ' ', 0x2603, 0 };

/* ---- functions of lines and calls ------------------------------------------------------------------------------------ */

static LONG get_dev_caps( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetDevCaps, s->app->handle, s->device, s->version, 0, buffer );
}

static LONG get_address_caps( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetAddressCaps, s->app->handle, s->device, 0, s->version, 0, buffer );
}

static LONG get_address_status( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetAddressStatus, s->line, 0, buffer );
}

static LONG get_line_dev_status( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetLineDevStatus, s->line, buffer );
}

static LONG get_call_info( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetCallInfo, s->call, buffer );
}

static LONG get_call_status( struct subject *s, BOOL unicode, void *buffer )
{
    return lineGetCallStatus( s->call, buffer );
}

static LONG get_new_calls( struct subject *s, BOOL unicode, void *buffer )
{
    return lineGetNewCalls( s->line, 0, LINECALLSELECT_LINE, buffer );
}

static LONG get_related_calls( struct subject *s, BOOL unicode, void *buffer )
{
    return lineGetConfRelatedCalls( s->call, buffer );
}

static LONG get_id_text( struct subject *s, BOOL unicode, void *buffer )
{
    return unicode ? lineGetIDW( s->line, 0, 0, LINECALLSELECT_LINE, buffer, L"testtsp/name" ) :
                     lineGetIDA( s->line, 0, 0, LINECALLSELECT_LINE, buffer, "testtsp/name" );
}

static LONG get_id_bytes( struct subject *s, BOOL unicode, void *buffer )
{
    return unicode ? lineGetIDW( s->line, 0, 0, LINECALLSELECT_LINE, buffer, L"tapi/line" ) :
                     lineGetIDA( s->line, 0, 0, LINECALLSELECT_LINE, buffer, "tapi/line" );
}

static LONG get_dev_config( struct subject *s, BOOL unicode, void *buffer )
{
    return unicode ? lineGetDevConfigW( s->device, buffer, L"tapi/line" ) : lineGetDevConfigA( s->device, buffer, "tapi/line" );
}

/* ---- functions of phones --------------------------------------------------------------------------------------------- */

static LONG get_phone_caps( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( phoneGetDevCaps, s->phones->handle, s->phone_device, s->version, 0, buffer );
}

static LONG get_phone_status( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( phoneGetStatus, s->phone, buffer );
}

static LONG get_button_info( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( phoneGetButtonInfo, s->phone, 13, buffer );
}

static LONG get_phone_id( struct subject *s, BOOL unicode, void *buffer )
{
    return unicode ? phoneGetIDW( s->phone, buffer, L"testtsp/name" ) : phoneGetIDA( s->phone, buffer, "testtsp/name" );
}

static LONG get_phone_info( struct subject *s, BOOL unicode, void *buffer )
{
    LONG (WINAPI *function)( HPHONEAPP app, void *buffer ) = (void *)GetProcAddress( GetModuleHandleA( "tapi32.dll" ), "MMCGetPhoneInfo" );

    return function ? function( s->phones->handle, buffer ) : ERR( OPERATIONUNAVAIL );
}

/* ---- functions of no device ------------------------------------------------------------------------------------------ */

static LONG get_country( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetCountry, 49, s->version, buffer );
}

static LONG get_countries( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetCountry, 0, s->version, buffer );
}

static LONG get_translate_caps( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetTranslateCaps, s->app->handle, s->version, buffer );
}

static LONG translate_address( struct subject *s, BOOL unicode, void *buffer )
{
    return unicode ? lineTranslateAddressW( s->app->handle, s->device, s->version, L"+1 (425) 5550100", 0, 0, buffer ) :
                     lineTranslateAddressA( s->app->handle, s->device, s->version, "+1 (425) 5550100", 0, 0, buffer );
}

static LONG get_provider_list( struct subject *s, BOOL unicode, void *buffer )
{
    return EITHER( lineGetProviderList, s->version, buffer );
}

/* The management console's have no header. */
static LONG get_by_name( const char *name, struct subject *s, void *buffer )
{
    LONG (WINAPI *function)( HLINEAPP app, void *buffer ) = (void *)GetProcAddress( GetModuleHandleA( "tapi32.dll" ), name );

    return function ? function( s->app->handle, buffer ) : ERR( OPERATIONUNAVAIL );
}

static LONG get_available_providers( struct subject *s, BOOL unicode, void *buffer )
{
    return get_by_name( "MMCGetAvailableProviders", s, buffer );
}

static LONG get_line_info( struct subject *s, BOOL unicode, void *buffer )
{
    return get_by_name( "MMCGetLineInfo", s, buffer );
}

static LONG get_server_config( struct subject *s, BOOL unicode, void *buffer )
{
    return get_by_name( "MMCGetServerConfig", s, buffer );
}

static const struct function caps_functions[] =
{
    { "lineGetDevCaps", &line_dev_caps, ANSI_TOO, get_dev_caps },
    { "lineGetAddressCaps", &line_address_caps, ANSI_TOO, get_address_caps },
};

static const struct function line_functions[] =
{
    { "lineGetAddressStatus", &line_address_status, ANSI_TOO, get_address_status },
    { "lineGetLineDevStatus", &line_dev_status, ANSI_TOO, get_line_dev_status },
    { "lineGetCallInfo", &line_call_info, ANSI_TOO, get_call_info },
    { "lineGetCallStatus", &line_call_status, 0, get_call_status },
    { "lineGetNewCalls", &line_call_list, 0, get_new_calls },
    { "lineGetID", &var_string, ANSI_TOO, get_id_text },
    { "lineGetID", &var_string, ANSI_TOO, get_id_bytes },
    { "lineGetDevConfig", &var_string, ANSI_TOO, get_dev_config },
};

static const struct function conference_functions[] =
{
    { "lineGetConfRelatedCalls", &line_call_list, 0, get_related_calls },
    { "lineGetCallInfo", &line_call_info, ANSI_TOO | SLOW, get_call_info },
};

static const struct function phone_functions[] =
{
    { "phoneGetDevCaps", &phone_caps, ANSI_TOO | PHONE, get_phone_caps },
    { "phoneGetStatus", &phone_status_structure, ANSI_TOO | PHONE, get_phone_status },
    { "phoneGetButtonInfo", &phone_button_info, ANSI_TOO | PHONE, get_button_info },
    { "phoneGetID", &var_string, ANSI_TOO | PHONE, get_phone_id },
    { "MMCGetPhoneInfo", &device_info_list, ONCE, get_phone_info },
};

static const struct function other_functions[] =
{
    { "lineGetCountry", &line_country_list, ANSI_TOO, get_country },
    { "lineGetCountry", &line_country_list, ANSI_TOO | ONCE | SLOW, get_countries },
    { "lineGetProviderList", &line_provider_list, ANSI_TOO, get_provider_list },
    { "lineGetTranslateCaps", &line_translate_caps, ANSI_TOO, get_translate_caps },
    { "lineTranslateAddress", &line_translate_output, ANSI_TOO, translate_address },
    { "MMCGetAvailableProviders", &available_provider_list, ONCE | SLOW, get_available_providers },
    { "MMCGetLineInfo", &device_info_list, ONCE, get_line_info },
    { "MMCGetServerConfig", &server_config, ONCE, get_server_config },
};

static void check_functions( const struct function *functions, unsigned int count, struct subject *subject )
{
    unsigned int i;

    for (i = 0; i < count; i++) check_function( &functions[i], subject );
}

/* ---- what they are called for ---------------------------------------------------------------------------------------- */

/* Where a string of call parameters goes. */
static void put_text( LINECALLPARAMS *params, DWORD *used, const WCHAR *text, DWORD *size, DWORD *offset )
{
    *size = (wcslen( text ) + 1) * sizeof(WCHAR);
    *offset = *used;
    memcpy( (BYTE *)params + *used, text, *size );
    *used += (*size + 3) & ~3u;
}

/* A connected call with all that a program can say of it. */
static HCALL full_call( struct app *app, HLINE line )
{
    union { LINECALLPARAMS params; BYTE bytes[1024]; } u = { { sizeof(u) } };
    DWORD used = sizeof(u.params);
    HCALL call = 0;
    LONG ret;

    u.params.dwBearerMode = LINEBEARERMODE_VOICE;
    u.params.dwMediaMode = VOICE;
    u.params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    put_text( &u.params, &used, L"+49 (89) 5550100", &u.params.dwDisplayableAddressSize, &u.params.dwDisplayableAddressOffset );
    put_text( &u.params, &used, umlauts, &u.params.dwCalledPartySize, &u.params.dwCalledPartyOffset );
    put_text( &u.params, &used, L"about the house", &u.params.dwCommentSize, &u.params.dwCommentOffset );
    u.params.dwTotalSize = used;
    ret = wait_reply( app, lineMakeCallW( line, &call, L"5550100", 0, &u.params ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "the call is not connected\n" );
    return call;
}

/* It may have ended with the others. */
static void end_call( struct app *app, HCALL call )
{
    if (call_state( call ) == LINECALLSTATE_IDLE) ok_ret( lineDeallocateCall( call ), 0 );
    else hang_up( app, call );
}

/* Calls that are related to each other. */
static void test_conference( struct subject *subject )
{
    HCALL conference = 0, consult = 0;

    ok_ret( wait_reply( subject->app, lineSetupConferenceW( subject->call, 0, &conference, &consult, 3, NULL ) ), 0 );
    ok( wait_state( subject->app, subject->call, LINECALLSTATE_CONFERENCED, NULL ), "the call is not conferenced\n" );
    ok( wait_state( subject->app, consult, LINECALLSTATE_DIALTONE, NULL ), "no dial tone\n" );
    check_functions( conference_functions, ARRAY_SIZE(conference_functions), subject );
    end_call( subject->app, consult );
    end_call( subject->app, subject->call );
    end_call( subject->app, conference );
    fence( subject->app, subject->line );
}

static void test_version( struct app *app, DWORD device, DWORD version )
{
    struct subject subject = { app, version, device };

    subject.line = open_line( app, device, version, LINECALLPRIVILEGE_OWNER, VOICE );
    subject.call = full_call( app, subject.line );
    check_functions( caps_functions, ARRAY_SIZE(caps_functions), &subject );
    check_functions( line_functions, ARRAY_SIZE(line_functions), &subject );
    check_functions( other_functions, ARRAY_SIZE(other_functions), &subject );
    test_conference( &subject );
    ok_ret( lineClose( subject.line ), 0 );
}

/* A phone, opened in each version. */
static void test_phones(void)
{
    struct subject subject = { NULL };
    struct phone_app app;
    DWORD i;

    phone_app_begin( &app, "fidelity test" );
    subject.phones = &app;
    subject.phone_device = find_phone( &app, L"Test phone A" );
    ok( subject.phone_device != ~0u, "the test provider's phone is missing\n" );
    for (i = 0; i < VERSIONS && subject.phone_device != ~0u; i++)
    {
        winetest_push_context( "version %#lx", versions[i] );
        subject.version = versions[i];
        subject.phone = open_phone( &app, subject.phone_device, versions[i], OWNER );
        check_functions( phone_functions, ARRAY_SIZE(phone_functions), &subject );
        ok_ret( phoneClose( subject.phone ), 0 );
        winetest_pop_context();
    }
    phone_app_end( &app );
}

/* A line whose name is not ASCII; its device id. */
static DWORD add_line( struct app *app, HLINE line )
{
    LINEEXTENSIONID extension;
    LINEMESSAGE msg = { 0 };
    DWORD version;

    forget( app );
    tell( app, line, 0, TESTTSP_ADD_LINE, 778, 0, 0, 0, umlauts );
    ok( wait_message( app, LINE_CREATE, ANY, ANY, &msg ), "no LINE_CREATE\n" );
    ok_ret( lineNegotiateAPIVersion( app->handle, msg.dwParam1, NEWEST, NEWEST, &version, &extension ), 0 );
    return msg.dwParam1;
}

/* lineInitializeEx takes and gives one, too; it has nothing variable. */
static void test_initialize_params(void)
{
    LINEINITIALIZEEXPARAMS params;
    DWORD lines, version, size;
    HLINEAPP app;

    for (size = 0; size < sizeof(params); size += 4)
    {
        memset( &params, 0xcc, sizeof(params) );
        params.dwTotalSize = size;
        version = NEWEST;
        ok_ret( lineInitializeExW( &app, NULL, NULL, NULL, &lines, &version, &params ), LINEERR_STRUCTURETOOSMALL );
        ok( params.dwNeededSize == 0xcccccccc && params.dwUsedSize == 0xcccccccc, "size %lu: wrote into it\n", size );
    }
    memset( &params, 0xcc, sizeof(params) );
    params.dwTotalSize = sizeof(params) + 100;
    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ok_ret( lineInitializeExA( &app, NULL, NULL, NULL, &lines, &version, &params ), 0 );
    ok( params.dwTotalSize == sizeof(params) + 100, "dwTotalSize was changed to %lu\n", params.dwTotalSize );
    ok( params.dwNeededSize == sizeof(params) && params.dwUsedSize == sizeof(params), "needed %lu used %lu\n", params.dwNeededSize, params.dwUsedSize );
    ok( params.dwOptions == LINEINITIALIZEEXOPTION_USEEVENT && params.Handles.hEvent, "options %#lx\n", params.dwOptions );
    ok( params.dwCompletionKey == 0xcccccccc, "the completion key was changed\n" );
    ok_ret( lineShutdown( app ), 0 );
}

START_TEST( fidelity )
{
    ULONGLONG start = GetTickCount64();
    DWORD device, added, modem, i;
    struct subject subject;
    struct app app;
    HLINE line;

    if (!fixture_begin()) return;
    test_initialize_params();
    app_begin( &app, "fidelity test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
        added = add_line( &app, line );
        modem = find_line( &app, L"Modem A" );
        for (i = 0; i < VERSIONS; i++)
        {
            winetest_push_context( "version %#lx", versions[i] );
            /* what a provider usually has, then everything that there can be, then a name that is not ASCII */
            tell( &app, line, 0, TESTTSP_VARIANT, 0, 0, 0, 0, NULL );
            subject = (struct subject){ &app, versions[i], device };
            if (!(i % 3)) check_functions( caps_functions, ARRAY_SIZE(caps_functions), &subject );
            tell( &app, line, 0, TESTTSP_VARIANT, 4, 0, 0, 0, NULL );
            test_version( &app, device, versions[i] );
            test_agents( &app, device, versions[i] );
            subject.device = added;
            check_functions( caps_functions, ARRAY_SIZE(caps_functions), &subject );
            subject.device = modem;
            if (modem != ~0u && !(i % 3)) check_functions( caps_functions, ARRAY_SIZE(caps_functions), &subject );
            winetest_pop_context();
        }
        tell( &app, line, 0, TESTTSP_VARIANT, 0, 0, 0, 0, NULL );
        tell( &app, line, 0, TESTTSP_REMOVE_LINE, added, 0, 0, 0, NULL );
        ok_ret( lineClose( line ), 0 );
    }
    test_phones();
    trace( "%u calls in %u ms\n", calls_made, (unsigned int)(GetTickCount64() - start) );
    app_end( &app );
    fixture_end();
}
