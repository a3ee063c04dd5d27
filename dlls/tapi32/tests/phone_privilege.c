/*
 * Tests of who may do what with a phone: owner, monitors, several applications and processes.
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

#include "phones.h"

static LONG try_open( struct phone_app *app, DWORD device, DWORD privilege, HPHONE *phone )
{
    *phone = 0;
    return phoneOpen( app->handle, device, phone, NEWEST, 0, 0x1234, privilege );
}

static void test_errors( struct phone_app *app, DWORD device )
{
    static const DWORD privileges[] = { 0, OWNER | MONITOR, 4, 0x80000000, ~0u };
    HPHONE phone;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(privileges); i++)
    {
        winetest_push_context( "privilege %#lx", privileges[i] );
        ok_ret( try_open( app, device, privileges[i], &phone ), PHONEERR_INVALPRIVILEGE );
        winetest_pop_context();
    }
    ok_ret( phoneOpen( app->handle, device, NULL, NEWEST, 0, 0, MONITOR ), PHONEERR_INVALPOINTER );
    ok_ret( phoneOpen( app->handle, device, (HPHONE *)(ULONG_PTR)16, NEWEST, 0, 0, MONITOR ), PHONEERR_INVALPOINTER );
    ok_ret( phoneOpen( app->handle, app->phones, &phone, NEWEST, 0, 0, MONITOR ), PHONEERR_BADDEVICEID );
    ok_ret( phoneOpen( (HPHONEAPP)(ULONG_PTR)0xbad0, device, &phone, NEWEST, 0, 0, MONITOR ), PHONEERR_INVALAPPHANDLE );
    ok_ret( phoneOpen( app->handle, device, &phone, 0x00010002, 0, 0, MONITOR ), PHONEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( phoneOpen( app->handle, device, &phone, 0x00040000, 0, 0, MONITOR ), PHONEERR_INCOMPATIBLEAPIVERSION );
}

static void test_provider_refuses( struct phone_app *app, DWORD device, DWORD other )
{
    HPHONE phone, helper = open_phone( app, other, NEWEST, MONITOR );

    phone_tell( app, helper, TESTTSP_FAIL_NEXT, PHONEERR_ALLOCATED, 0, 0, 0, L"TSPI_phoneOpen" );
    ok_ret( try_open( app, device, OWNER, &phone ), PHONEERR_ALLOCATED );
    phone_tell( app, helper, TESTTSP_FAIL_NEXT, PHONEERR_RESOURCEUNAVAIL, 0, 0, 0, L"TSPI_phoneOpen" );
    ok_ret( try_open( app, device, MONITOR, &phone ), PHONEERR_RESOURCEUNAVAIL );
    /* nothing is left of the attempts */
    ok_ret( try_open( app, device, OWNER, &phone ), 0 );
    ok_ret( phoneClose( phone ), 0 );
    ok_ret( phoneClose( helper ), 0 );
}

/* What changes a phone is for its owner. */
static void test_monitor( struct phone_app *app, HPHONE phone )
{
    PHONEBUTTONINFO info = { sizeof(info) };
    union { PHONEBUTTONINFO info; VARSTRING text; char bytes[512]; } u = { { sizeof(u) } };
    DWORD value, value2;

    ok_ret( phoneSetButtonInfoW( phone, 12, &info ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetButtonInfoA( phone, 12, &info ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetDisplay( phone, 0, 0, (const char *)L"x", 2 ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetData( phone, 0, &info, 4 ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetRing( phone, 0, 0 ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetVolume( phone, 1, 0 ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetGain( phone, 1, 0 ), PHONEERR_NOTOWNER );
    ok_ret( phoneSetHookSwitch( phone, 1, PHONEHOOKSWITCHMODE_ONHOOK ), PHONEERR_NOTOWNER );
    /* it may look */
    ok_ret( phoneGetButtonInfoW( phone, 12, &u.info ), 0 );
    u.text.dwTotalSize = sizeof(u);
    ok_ret( phoneGetDisplay( phone, &u.text ), 0 );
    ok_ret( phoneGetLamp( phone, 12, &value ), 0 );
    ok_ret( phoneGetData( phone, 0, &value, 4 ), 0 );
    ok_ret( phoneGetRing( phone, &value, &value2 ), 0 );
    ok_ret( phoneGetVolume( phone, 1, &value ), 0 );
    ok_ret( phoneGetGain( phone, 1, &value ), 0 );
    ok_ret( phoneGetHookSwitch( phone, &value ), 0 );
    ok_ret( phoneSetStatusMessages( phone, PHONESTATE_OWNER | PHONESTATE_MONITORS, 0, 0 ), 0 );
    phone_fence( app, phone );
    /* and is told so */
    ok( !(phone_status( phone )->dwPhoneFeatures & PHONEFEATURE_SETLAMP), "features %#lx\n", phone_status( phone )->dwPhoneFeatures );
    ok( phone_status( phone )->dwPhoneFeatures & PHONEFEATURE_GETLAMP, "features %#lx\n", phone_status( phone )->dwPhoneFeatures );
}

/* Owners and monitors as the status has them; name: that of the owner, NULL: nobody is. */
static void check_opens( HPHONE phone, DWORD owners, DWORD monitors, const WCHAR *name )
{
    const PHONESTATUS *status = phone_status( phone );

    ok( status->dwNumOwners == owners && status->dwNumMonitors == monitors, "%lu owners, %lu monitors, expected %lu and %lu\n",
        status->dwNumOwners, status->dwNumMonitors, owners, monitors );
    if (!name) ok( !status->dwOwnerNameSize, "%lu bytes of the owner's name\n", status->dwOwnerNameSize );
    else ok( status->dwOwnerNameSize == (wcslen( name ) + 1) * sizeof(WCHAR) && !wcscmp( text_of( status, status->dwOwnerNameOffset ), name ),
             "owner %s, expected %s\n", wine_dbgstr_w( text_of( status, status->dwOwnerNameOffset ) ), wine_dbgstr_w( name ) );
}

#define expect_count( app, phone, state, count )  expect_count_( __LINE__, app, phone, state, count )
static void expect_count_( int line, struct phone_app *app, HPHONE phone, DWORD state, DWORD count )
{
    PHONEMESSAGE msg;
    BOOL got = phone_wait( app, PHONE_STATE, H( phone ), state, &msg );

    ok_( __FILE__, line )( got && msg.dwParam2 == count, "state %#lx: %s, %lu, expected %lu\n", state, got ? "came" : "did not come",
                           got ? H( msg.dwParam2 ) : 0, count );
}

static void test_opens( struct phone_app *app, DWORD device )
{
    struct phone_app other;
    HPHONE monitor, owner, second, phone;
    PHONEMESSAGE msg;

    ok_ret( try_open( app, device, MONITOR, &monitor ), 0 );
    test_monitor( app, monitor );
    check_opens( monitor, 0, 1, NULL );
    phone_app_begin( &other, "the owner" );
    ok_ret( try_open( &other, device, OWNER, &owner ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    check_opens( monitor, 1, 1, L"the owner" );
    check_opens( owner, 1, 1, L"the owner" );
    ok( phone_status( owner )->dwPhoneFeatures & PHONEFEATURE_SETLAMP, "features %#lx\n", phone_status( owner )->dwPhoneFeatures );
    /* "Only one application can have a phone device opened with owner privilege at a time", not even the same twice */
    ok_ret( try_open( app, device, OWNER, &phone ), PHONEERR_INUSE );
    ok_ret( try_open( &other, device, OWNER, &phone ), PHONEERR_INUSE );
    ok_ret( try_open( &other, device, MONITOR, &second ), 0 );
    expect_count( app, monitor, PHONESTATE_MONITORS, 2 );
    check_opens( second, 1, 2, L"the owner" );
    ok( owner != monitor && owner != second && monitor != second, "the same handle twice\n" );
    ok_ret( phone_reply( &other, phoneSetLamp( owner, 12, PHONELAMPMODE_STEADY ) ), 0 );
    ok_ret( phoneSetLamp( second, 12, PHONELAMPMODE_STEADY ), PHONEERR_NOTOWNER );

    ok_ret( phoneClose( second ), 0 );
    expect_count( app, monitor, PHONESTATE_MONITORS, 1 );
    ok_ret( phoneClose( owner ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );
    check_opens( monitor, 0, 1, NULL );
    ok_ret( try_open( app, device, OWNER, &phone ), 0 );
    /* its own doing, too: the other handle is told */
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    check_opens( monitor, 1, 1, L"phone privilege test" );
    ok_ret( phoneClose( phone ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );

    /* phoneShutdown closes */
    ok_ret( try_open( &other, device, OWNER, &owner ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    phone_app_end( &other );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );
    ok( !phone_have( app, PHONE_STATE, H( monitor ), ANY, &msg ), "one more PHONE_STATE %#lx\n", H( msg.dwParam1 ) );
    ok_ret( phoneClose( monitor ), 0 );
}

/* The first open opens the device at the provider, the last close closes it. */
static void test_provider_opens( struct phone_app *app, DWORD device, DWORD other )
{
    HPHONE helper = open_phone( app, other, NEWEST, MONITOR ), first, second;
    struct testtsp_record record;

    phone_tell( app, helper, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( try_open( app, device, MONITOR, &first ), 0 );
    ok_ret( try_open( app, device, OWNER, &second ), 0 );
    ok( phone_count_calls( app, helper, "TSPI_phoneOpen", &record ) == 1 && record.args[0] == device, "TSPI_phoneOpen\n" );
    ok_ret( phoneClose( first ), 0 );
    ok( !phone_count_calls( app, helper, "TSPI_phoneClose", NULL ), "TSPI_phoneClose before the last close\n" );
    ok_ret( phoneClose( second ), 0 );
    ok( phone_count_calls( app, helper, "TSPI_phoneClose", &record ) == 1 && record.args[0] == device, "TSPI_phoneClose\n" );
    ok_ret( phoneClose( helper ), 0 );
}

/* ---- two processes ----------------------------------------------------------------------------------------------- */

static void test_processes( struct phone_app *app, DWORD device )
{
    struct remote remote;
    HPHONE monitor, owner;

    if (!remote_begin( &remote, "phone_privilege", NULL )) return;
    ok_ret( try_open( app, device, MONITOR, &monitor ), 0 );
    ok_ret( phoneSetStatusMessages( monitor, PHONESTATE_OWNER | PHONESTATE_LAMP, 0, 0 ), 0 );
    ok_ret( remote_do( &remote, REMOTE_PHONE_OPEN, device, OWNER, 0, NULL ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    check_opens( monitor, 1, 1, L"remote phone" );
    ok_ret( try_open( app, device, OWNER, &owner ), PHONEERR_INUSE );
    /* a handle of the other process is none of this one */
    ok_ret( phoneSetLamp( (HPHONE)(ULONG_PTR)remote.reply.values[0], 12, PHONELAMPMODE_OFF ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( remote_do( &remote, REMOTE_PHONE_LAMP, 12, PHONELAMPMODE_FLASH, 0, NULL ), 0 );
    ok( phone_wait( app, PHONE_STATE, H( monitor ), PHONESTATE_LAMP, NULL ), "no PHONESTATE_LAMP\n" );
    ok_ret( remote_do( &remote, REMOTE_PHONE_CLOSE, 0, 0, 0, NULL ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );

    /* now the other one watches */
    ok_ret( try_open( app, device, OWNER, &owner ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    ok_ret( remote_do( &remote, REMOTE_PHONE_OPEN, device, OWNER, 0, NULL ), PHONEERR_INUSE );
    ok_ret( remote_do( &remote, REMOTE_PHONE_OPEN, device, MONITOR, 0, NULL ), 0 );
    ok_ret( remote_do( &remote, REMOTE_PHONE_LAMP, 12, PHONELAMPMODE_FLASH, 0, NULL ), PHONEERR_NOTOWNER );
    ok_ret( phone_reply( app, phoneSetLamp( owner, 13, PHONELAMPMODE_STEADY ) ), 0 );
    ok_ret( remote_do( &remote, REMOTE_PHONE_WAIT, PHONE_STATE, PHONESTATE_LAMP, 0, NULL ), 0 );
    ok( remote.reply.values[2] == 13, "lamp %lu\n", remote.reply.values[2] );
    ok_ret( phoneClose( owner ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );
    ok_ret( remote_do( &remote, REMOTE_PHONE_CLOSE, 0, 0, 0, NULL ), 0 );

    /* an owner that is killed gives the phone back */
    ok_ret( remote_do( &remote, REMOTE_PHONE_OPEN, device, OWNER, 0, NULL ), 0 );
    expect_count( app, monitor, PHONESTATE_OWNER, 1 );
    remote_kill( &remote );
    expect_count( app, monitor, PHONESTATE_OWNER, 0 );
    ok_ret( try_open( app, device, OWNER, &owner ), 0 );
    ok_ret( phoneClose( owner ), 0 );
    ok_ret( phoneClose( monitor ), 0 );
}

START_TEST( phone_privilege )
{
    DWORD device, other;
    struct phone_app app;

    remote_main();
    if (!fixture_begin()) return;
    phone_app_begin( &app, "phone privilege test" );
    device = find_phone( &app, L"Test phone A" );
    other = find_phone( &app, L"Test phone B" );
    ok( device != ~0u && other != ~0u, "the test provider's phones are missing\n" );
    if (device != ~0u && other != ~0u)
    {
        test_errors( &app, device );
        test_provider_refuses( &app, device, other );
        test_opens( &app, device );
        test_provider_opens( &app, device, other );
        test_processes( &app, device );
    }
    phone_app_end( &app );
    fixture_end();
}
