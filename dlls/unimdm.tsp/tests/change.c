/*
 * The description of a modem changes while programs run: voice and its telephone set come and go.
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

#include "host.h"
#include "wine/test.h"

#define HTLINE ((HTAPILINE)(DWORD_PTR)0xe0)
#define WAIT   60000
#define VOICE  (LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_INTERACTIVEVOICE)

/* a voice modem with a telephone set, whose sound goes elsewhere; and without one */
#define WITH_PHONE     0x00000003
#define WITHOUT_PHONE  0x00000001

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
static WCHAR modem_key[16];
static DWORD line, phone, next_line, next_phone;

static BOOL find_key( const WCHAR *wanted )
{
    WCHAR name[128];
    DWORD i, size;
    BOOL found = FALSE;
    HKEY root;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return FALSE;
    for (i = 0; i < 20 && !found; i++)
    {
        wsprintfW( modem_key, L"%04u", i );
        size = sizeof(name);
        found = !RegGetValueW( root, modem_key, L"FriendlyName", RRF_RT_REG_SZ, NULL, name, &size ) && !lstrcmpW( name, wanted );
    }
    RegCloseKey( root );
    return found;
}

static void set_profile( DWORD profile )
{
    modem_key_set( modem_key, L"VoiceProfile", REG_BINARY, &profile, sizeof(profile) );
}

static DWORD media_modes( DWORD *permanent )
{
    union { LINEDEVCAPS caps; BYTE bytes[4096]; } dev = { .caps.dwTotalSize = sizeof(dev) };
    LONG ret = p_lineGetDevCaps( line, 0x00030001, 0, &dev.caps );

    ok( !ret, "TSPI_lineGetDevCaps: %#lx\n", ret );
    if (permanent) *permanent = dev.caps.dwPermanentLineID;
    return dev.caps.dwMediaModes;
}

/* The registry is looked at when it has settled. */
static void wait_modes( DWORD wanted, DWORD mask )
{
    DWORD end = GetTickCount() + WAIT;

    while ((media_modes( NULL ) & mask) != wanted && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    ok( (media_modes( NULL ) & mask) == wanted, "media modes %#lx\n", media_modes( NULL ) );
}

/* A phone comes; its permanent id. */
static DWORD check_phone_created( void )
{
    union { PHONECAPS caps; BYTE bytes[2048]; } u = { .caps.dwTotalSize = sizeof(u) };
    struct host_event event;
    LONG ret;

    if (!host_wait( PHONE_CREATE, NULL, NULL, &event, WAIT ))
    {
        ok( 0, "no PHONE_CREATE\n" );
        return 0;
    }
    ok( event.param1 == 0x1234, "provider %#lx\n", (DWORD)event.param1 );
    phone = next_phone++;
    ret = p_providerCreatePhoneDevice( event.param2, phone );
    ok( !ret, "TSPI_providerCreatePhoneDevice: %#lx\n", ret );
    ret = p_phoneGetDevCaps( phone, 0x00030001, 0, &u.caps );
    ok( !ret && u.caps.dwHookSwitchDevs == PHONEHOOKSWITCHDEV_HANDSET, "TSPI_phoneGetDevCaps: %#lx, hook switches %#lx\n", ret, u.caps.dwHookSwitchDevs );
    return u.caps.dwPermanentPhoneID;
}

static void check_phone_removed( void )
{
    union { PHONECAPS caps; BYTE bytes[2048]; } u = { .caps.dwTotalSize = sizeof(u) };
    struct host_event event;
    LONG ret;

    ok( host_wait( PHONE_REMOVE, NULL, NULL, &event, WAIT ) && event.param1 == phone, "no PHONE_REMOVE of phone %lu\n", phone );
    ret = p_phoneGetDevCaps( phone, 0x00030001, 0, &u.caps );
    ok( ret == (LONG)PHONEERR_BADDEVICEID, "the removed phone is there: %#lx\n", ret );
}

static HDRVLINE open_line( void )
{
    HDRVLINE opened = NULL;
    LONG ret = p_lineOpen( line, HTLINE, &opened, 0x00030001, host_line_event );

    ok( !ret, "TSPI_lineOpen: %#lx\n", ret );
    if (ret) return NULL;
    ret = p_lineSetStatusMessages( opened, LINEDEVSTATE_CAPSCHANGE, 0 );
    ok( !ret, "TSPI_lineSetStatusMessages: %#lx\n", ret );
    return opened;
}

/* Nobody has the port: the line takes it at once, who has the line open is told, and the telephone set is a phone. */
static void test_closed( void )
{
    HDRVLINE opened = open_line();
    struct host_event event;
    DWORD first;

    ok( !(media_modes( NULL ) & LINEMEDIAMODE_AUTOMATEDVOICE), "media modes %#lx\n", media_modes( NULL ) );
    set_profile( WITH_PHONE );
    first = check_phone_created();
    ok( host_wait( LINE_LINEDEVSTATE, HTLINE, NULL, &event, WAIT ) && event.param1 == LINEDEVSTATE_CAPSCHANGE, "the line says nothing\n" );
    wait_modes( VOICE | LINEMEDIAMODE_G3FAX, VOICE | LINEMEDIAMODE_G3FAX );
    set_profile( WITHOUT_PHONE );
    check_phone_removed();
    wait_modes( VOICE, VOICE );
    set_profile( WITH_PHONE );
    ok( check_phone_created() == first, "another permanent id than %#lx\n", first );
    ok( !p_lineClose( opened ), "TSPI_lineClose\n" );
}

/* The modem waits for calls: what it is said to be now holds when the line is closed. */
static void test_open( void )
{
    HDRVLINE opened = open_line();
    struct host_event event;
    LONG ret;

    ret = p_lineSetDefaultMediaDetection( opened, LINEMEDIAMODE_AUTOMATEDVOICE );
    ok( !ret, "TSPI_lineSetDefaultMediaDetection: %#lx\n", ret );
    host_forget();
    set_profile( 0 );
    ok( media_modes( NULL ) & LINEMEDIAMODE_AUTOMATEDVOICE && !host_wait( PHONE_REMOVE, NULL, NULL, &event, 0 ), "it was taken from under the program\n" );
    ok( !p_lineClose( opened ), "TSPI_lineClose\n" );
    check_phone_removed();
    wait_modes( LINEMEDIAMODE_INTERACTIVEVOICE, VOICE | LINEMEDIAMODE_G3FAX );
    set_profile( WITH_PHONE );
    check_phone_created();
}

/* Line and phone of a modem go and come together, as what they were. */
static void test_plug( void )
{
    union { PHONECAPS caps; BYTE bytes[2048]; } u = { .caps.dwTotalSize = sizeof(u) };
    struct host_event event;
    DWORD permanent, again;

    media_modes( &permanent );
    ok( !p_phoneGetDevCaps( phone, 0x00030001, 0, &u.caps ) && u.caps.dwPermanentPhoneID, "no permanent id\n" );
    ok( !host_command( "phoneline unplug A" ), "the exchange refused\n" );
    ok( host_wait( LINE_REMOVE, NULL, NULL, &event, WAIT ) && event.param1 == line, "no LINE_REMOVE\n" );
    check_phone_removed();
    ok( !host_command( "phoneline replug A" ), "the exchange refused\n" );
    ok( host_wait( LINE_CREATE, NULL, NULL, &event, WAIT ), "no LINE_CREATE\n" );
    line = next_line++;
    ok( !p_providerCreateLineDevice( event.param2, line ), "TSPI_providerCreateLineDevice\n" );
    media_modes( &again );
    ok( again == permanent, "permanent id %#lx, was %#lx\n", again, permanent );
    again = check_phone_created();
    ok( again == u.caps.dwPermanentPhoneID, "permanent id of the phone %#lx, was %#lx\n", again, u.caps.dwPermanentPhoneID );
}

START_TEST( change )
{
    LONG ret;

    if (!host_load()) return;
    if (!find_key( L"Modem A" ))
    {
        skip( "no simulated exchange: run this in tests/with-prefix\n" );
        return;
    }
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (ret) return;
    ok( host_find_line( L"Modem A", &line ), "no Modem A\n" );
    next_line = host_line_count;
    test_closed();
    test_open();
    test_plug();
    set_profile( 0 );
    check_phone_removed();
    host_stop();
}
