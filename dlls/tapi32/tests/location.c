/*
 * Locations: lineGetTranslateCaps, lineSetCurrentLocation, lineSetTollList, tapiGetLocationInfo.
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

#include "dialling.h"

/* ---- the first location ------------------------------------------------------------------------------------------ */

static void test_first_location(void)
{
    const LINETRANSLATECAPS *caps;
    const LINELOCATIONENTRY *entry;
    const LINECARDENTRY *card;
    LINETRANSLATECAPS small = { sizeof(small) };
    WCHAR iso[8] = { 0 };
    DWORD id;

    dialling_reset();
    ok_ret( lineSetCurrentLocation( 0xbad0, 1 ), LINEERR_UNINITIALIZED );
    ok_ret( lineSetTollListW( 0xbad0, 0, L"+1 (425) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_UNINITIALIZED );
    ok_ret( lineGetTranslateCapsW( 0xbad0, NEWEST, &small ), LINEERR_INVALAPPHANDLE );
    caps = translate_caps();
    ok( caps->dwNumLocations == 1 && caps->dwLocationListSize == sizeof(*entry), "%lu locations in %lu bytes\n", caps->dwNumLocations,
        caps->dwLocationListSize );
    id = caps->dwCurrentLocationID;
    entry = location_entry( caps, id );
    ok( entry->dwCountryID && entry->dwCountryCode, "country %lu, code %lu\n", entry->dwCountryID, entry->dwCountryCode );
    GetLocaleInfoW( LOCALE_USER_DEFAULT, LOCALE_SISO3166CTRYNAME, iso, ARRAY_SIZE(iso) );
    if (!wcscmp( iso, L"US" )) ok( entry->dwCountryID == 1, "country %lu\n", entry->dwCountryID );
    if (!wcscmp( iso, L"DE" )) ok( entry->dwCountryID == 49, "country %lu\n", entry->dwCountryID );
    ok( entry->dwLocationNameSize > sizeof(WCHAR), "it has no name\n" );
    ok( !*caps_string( caps, entry->dwCityCodeOffset ), "area code %s\n", wine_dbgstr_w( caps_string( caps, entry->dwCityCodeOffset ) ) );
    ok( !entry->dwOptions && !entry->dwPreferredCardID, "options %#lx card %lu\n", entry->dwOptions, entry->dwPreferredCardID );
    ok( caps->dwNumCards == 1 && !caps->dwCurrentPreferredCardID, "%lu cards, %lu preferred\n", caps->dwNumCards, caps->dwCurrentPreferredCardID );
    card = (const LINECARDENTRY *)((const char *)caps + caps->dwCardListOffset);
    ok( !card->dwPermanentCardID && card->dwOptions & LINECARDOPTION_PREDEFINED && !card->dwCardNumberDigits, "card %lu options %#lx digits %lu\n",
        card->dwPermanentCardID, card->dwOptions, card->dwCardNumberDigits );
    ok( !wcscmp( caps_string( caps, card->dwCardNameOffset ), L"None (Direct Dial)" ), "card %s\n",
        wine_dbgstr_w( caps_string( caps, card->dwCardNameOffset ) ) );

    /* it stays */
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID" ) == id, "it is not in the registry\n" );
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"NumEntries" ) == 1, "NumEntries\n" );
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"NextID" ) > id, "NextID\n" );
    caps = translate_caps();
    ok( caps->dwCurrentLocationID == id && caps->dwNumLocations == 1, "another one is made\n" );
}

/* ---- lineGetTranslateCaps ---------------------------------------------------------------------------------------- */

static void check_string( const char *base, DWORD size, DWORD offset, DWORD used, BOOL ansi, const WCHAR *expected )
{
    char narrow[64];
    int len = WideCharToMultiByte( CP_ACP, 0, expected, -1, narrow, sizeof(narrow), NULL, NULL );

    ok( offset <= used && size <= used - offset, "string at %lu of %lu bytes is outside of %lu\n", offset, size, used );
    if (ansi) ok( (int)size == len && !strcmp( base + offset, narrow ), "%s, expected %s\n", wine_dbgstr_a( base + offset ), wine_dbgstr_a( narrow ) );
    else ok( size == (wcslen( expected ) + 1) * sizeof(WCHAR) && !wcscmp( (const WCHAR *)(base + offset), expected ), "%s, expected %s\n",
             wine_dbgstr_w( (const WCHAR *)(base + offset) ), wine_dbgstr_w( expected ) );
}

static LONG get_caps( HLINEAPP app, DWORD version, LINETRANSLATECAPS *caps, BOOL ansi )
{
    return ansi ? lineGetTranslateCapsA( app, version, caps ) : lineGetTranslateCapsW( app, version, caps );
}

/* Entries have the size that the version knows. */
static void check_caps( HLINEAPP app, DWORD version, BOOL ansi )
{
    DWORD location_size = version < 0x00010004 ? 28 : 68, card_size = version < 0x00010004 ? 12 : 44, size, i;
    union { LINETRANSLATECAPS caps; char bytes[4096]; } u, small;
    const LINELOCATIONENTRY *entry;
    const LINECARDENTRY *card;

    winetest_push_context( "version %#lx, %s", version, ansi ? "ANSI" : "Unicode" );
    memset( &u, 0xcc, sizeof(u) );
    u.caps.dwTotalSize = sizeof(u);
    ok_ret( get_caps( app, version, &u.caps, ansi ), 0 );
    ok( u.caps.dwTotalSize == sizeof(u) && u.caps.dwNeededSize == u.caps.dwUsedSize && u.caps.dwUsedSize < sizeof(u), "sizes %lu %lu %lu\n",
        u.caps.dwTotalSize, u.caps.dwNeededSize, u.caps.dwUsedSize );
    for (i = u.caps.dwUsedSize; i < sizeof(u) && u.bytes[i] == (char)0xcc; i++) continue;
    ok( i == sizeof(u), "byte %lu behind %lu was written\n", i, u.caps.dwUsedSize );
    ok( u.caps.dwNumLocations == 2 && u.caps.dwLocationListSize == 2 * location_size, "%lu locations in %lu bytes\n", u.caps.dwNumLocations,
        u.caps.dwLocationListSize );
    ok( u.caps.dwNumCards == 2 && u.caps.dwCardListSize == 2 * card_size, "%lu cards in %lu bytes\n", u.caps.dwNumCards, u.caps.dwCardListSize );
    ok( u.caps.dwCurrentLocationID == 1 && u.caps.dwCurrentPreferredCardID == 5, "current %lu, card %lu\n", u.caps.dwCurrentLocationID,
        u.caps.dwCurrentPreferredCardID );

    entry = (const LINELOCATIONENTRY *)(u.bytes + u.caps.dwLocationListOffset);
    ok( entry->dwPermanentLocationID == 1 && entry->dwCountryCode == 1 && entry->dwPreferredCardID == 5, "location %lu, code %lu, card %lu\n",
        entry->dwPermanentLocationID, entry->dwCountryCode, entry->dwPreferredCardID );
    check_string( u.bytes, entry->dwLocationNameSize, entry->dwLocationNameOffset, u.caps.dwUsedSize, ansi, L"Redmond" );
    entry = (const LINELOCATIONENTRY *)((const char *)entry + location_size);
    ok( entry->dwPermanentLocationID == 2 && entry->dwCountryCode == 49 && !entry->dwPreferredCardID, "location %lu, code %lu, card %lu\n",
        entry->dwPermanentLocationID, entry->dwCountryCode, entry->dwPreferredCardID );
    check_string( u.bytes, entry->dwLocationNameSize, entry->dwLocationNameOffset, u.caps.dwUsedSize, ansi, L"B\x00fcro" );
    check_string( u.bytes, entry->dwCityCodeSize, entry->dwCityCodeOffset, u.caps.dwUsedSize, ansi, L"30" );
    if (version >= 0x00010004)
    {
        ok( entry->dwCountryID == 49 && entry->dwOptions == LINELOCATIONOPTION_PULSEDIAL, "country %lu options %#lx\n", entry->dwCountryID,
            entry->dwOptions );
        check_string( u.bytes, entry->dwLocalAccessCodeSize, entry->dwLocalAccessCodeOffset, u.caps.dwUsedSize, ansi, L"0," );
        check_string( u.bytes, entry->dwLongDistanceAccessCodeSize, entry->dwLongDistanceAccessCodeOffset, u.caps.dwUsedSize, ansi, L"9W" );
        check_string( u.bytes, entry->dwTollPrefixListSize, entry->dwTollPrefixListOffset, u.caps.dwUsedSize, ansi, L"" );
        entry--;
        check_string( u.bytes, entry->dwCancelCallWaitingSize, entry->dwCancelCallWaitingOffset, u.caps.dwUsedSize, ansi, L"*70," );
    }
    card = (const LINECARDENTRY *)(u.bytes + u.caps.dwCardListOffset + card_size);
    ok( card->dwPermanentCardID == 5, "card %lu\n", card->dwPermanentCardID );
    check_string( u.bytes, card->dwCardNameSize, card->dwCardNameOffset, u.caps.dwUsedSize, ansi, L"Test Card" );
    if (version >= 0x00010004)
    {
        ok( card->dwCardNumberDigits == 4 && !card->dwOptions, "%lu digits, options %#lx\n", card->dwCardNumberDigits, card->dwOptions );
        check_string( u.bytes, card->dwSameAreaRuleSize, card->dwSameAreaRuleOffset, u.caps.dwUsedSize, ansi, L"" );
        check_string( u.bytes, card->dwLongDistanceRuleSize, card->dwLongDistanceRuleOffset, u.caps.dwUsedSize, ansi, L"J$TFG$H" );
        check_string( u.bytes, card->dwInternationalRuleSize, card->dwInternationalRuleOffset, u.caps.dwUsedSize, ansi, L"102,H,EFG" );
    }

    /* every smaller buffer */
    for (size = sizeof(LINETRANSLATECAPS) - 4; size < u.caps.dwNeededSize; size += size > 48 ? 132 : 4)
    {
        memset( &small, 0xcc, sizeof(small) );
        small.caps.dwTotalSize = size;
        if (size < sizeof(LINETRANSLATECAPS))
        {
            ok_ret( get_caps( app, version, &small.caps, ansi ), LINEERR_STRUCTURETOOSMALL );
            continue;
        }
        ok_ret( get_caps( app, version, &small.caps, ansi ), 0 );
        ok( small.caps.dwTotalSize == size && small.caps.dwUsedSize <= size, "%lu bytes: %lu used\n", size, small.caps.dwUsedSize );
        ok( small.caps.dwNeededSize == u.caps.dwNeededSize, "%lu bytes: needs %lu, not %lu\n", size, small.caps.dwNeededSize, u.caps.dwNeededSize );
        for (i = small.caps.dwUsedSize; i < sizeof(small) && small.bytes[i] == (char)0xcc; i++) continue;
        ok( i == sizeof(small), "%lu bytes: byte %lu behind %lu was written\n", size, i, small.caps.dwUsedSize );
    }
    winetest_pop_context();
}

static void test_caps( struct app *app )
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    LINETRANSLATECAPS caps = { sizeof(caps) };
    unsigned int i;

    dialling_two_locations();
    dialling_card();
    reg_set_dword( HKEY_CURRENT_USER, LOCATIONS, L"Location1", L"CallingCard", 5 );
    /* one that the user does not want to see */
    reg_set_string( HKEY_CURRENT_USER, CARDS, L"Card6", L"Name", L"Hidden" );
    reg_set_dword( HKEY_CURRENT_USER, CARDS, L"Card6", L"Flags", LINECARDOPTION_HIDDEN );
    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        check_caps( app->handle, versions[i], FALSE );
        check_caps( app->handle, versions[i], TRUE );
        /* programs of 1.x must have initialised */
        if (versions[i] >= 0x00020000) check_caps( 0, versions[i], FALSE );
        else ok_ret( lineGetTranslateCapsW( 0, versions[i], &caps ), LINEERR_INVALAPPHANDLE );
    }
    ok_ret( lineGetTranslateCapsW( app->handle, 0x00010000, &caps ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetTranslateCapsA( app->handle, 0x00010002, &caps ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( lineGetTranslateCapsW( 0xbad0, NEWEST, &caps ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineGetTranslateCapsW( app->handle, NEWEST, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineGetTranslateCaps( app->handle, NEWEST, &caps ), 0 );
}

/* ---- lineSetCurrentLocation -------------------------------------------------------------------------------------- */

static DWORD old_app_messages, old_app_params[3];

static void CALLBACK old_app_callback( DWORD device, DWORD msg, DWORD_PTR instance, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    if (msg != LINE_LINEDEVSTATE || device) return;
    old_app_params[0] = param1;
    old_app_params[1] = param2;
    old_app_params[2] = param3;
    old_app_messages++;
}

/* Applications that came by lineInitialize are of version 1.x, and their messages come by a window. */
static void check_old_app( DWORD expected )
{
    DWORD end = GetTickCount() + PATIENCE;
    MSG msg;

    while (old_app_messages < expected && (int)(end - GetTickCount()) > 0)
    {
        MsgWaitForMultipleObjects( 0, NULL, FALSE, 100, QS_ALLINPUT );
        while (PeekMessageW( &msg, NULL, 0, 0, PM_REMOVE )) DispatchMessageW( &msg );
    }
    ok( old_app_messages == expected, "%lu messages, expected %lu\n", old_app_messages, expected );
    if (old_app_params[0] != LINEDEVSTATE_REINIT)
        ok( old_app_params[0] == LINEDEVSTATE_TRANSLATECHANGE, "params %#lx %#lx %#lx\n", old_app_params[0], old_app_params[1], old_app_params[2] );
    else
        ok( old_app_params[1] == LINE_LINEDEVSTATE && old_app_params[2] == LINEDEVSTATE_TRANSLATECHANGE, "params %#lx %#lx %#lx\n",
            old_app_params[0], old_app_params[1], old_app_params[2] );
}

static void test_current( struct app *app, HLINE line )
{
    struct testtsp_record record;
    struct app other;
    HLINEAPP old;
    LINEMESSAGE msg;
    DWORD count;

    dialling_two_locations();
    app_begin( &other, "location test 2" );
    ok_ret( lineInitialize( &old, GetModuleHandleA( NULL ), old_app_callback, "location test 3", &count ), 0 );
    translate_caps();
    forget( app );
    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );

    ok_ret( lineSetCurrentLocation( app->handle, 2 ), 0 );
    ok( wait_message( app, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, &msg ), "its own application is not told\n" );
    ok( !msg.dwParam2 && !msg.dwParam3, "params %#lx %#lx\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
    ok( wait_message( &other, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, NULL ), "another application is not told\n" );
    check_old_app( 1 );
    ok( count_calls( app, line, "TSPI_lineSetCurrentLocation", &record ) == 1, "the provider is told otherwise than once\n" );
    ok( record.args[0] == 2, "of location %lu\n", record.args[0] );
    ok( translate_caps()->dwCurrentLocationID == 2, "it is not current\n" );
    ok( reg_get_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID" ) == 2, "it is not saved\n" );

    /* no change, no message: the next one is of the change after it. Without an application too. */
    ok_ret( lineSetCurrentLocation( 0, 2 ), 0 );
    ok_ret( lineSetCurrentLocation( 0, 1 ), 0 );
    ok( wait_message( app, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, NULL ), "no message\n" );
    ok( translate_caps()->dwCurrentLocationID == 1, "it is not current\n" );
    fence( app, line );
    ok( !have_message( app, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, NULL ), "a message without a change\n" );
    check_old_app( 2 );

    ok_ret( lineSetCurrentLocation( app->handle, 3 ), LINEERR_INVALLOCATION );
    ok_ret( lineSetCurrentLocation( app->handle, 0 ), LINEERR_INVALLOCATION );
    ok_ret( lineSetCurrentLocation( app->handle, ~0u ), LINEERR_INVALLOCATION );
    ok_ret( lineSetCurrentLocation( 0xbad0, 1 ), LINEERR_INVALAPPHANDLE );
    ok( translate_caps()->dwCurrentLocationID == 1, "it has changed\n" );
    /* what a provider refuses has no say */
    tell( app, line, 0, TESTTSP_FAIL_NEXT, LINEERR_OPERATIONFAILED, 0, 0, 0, L"TSPI_lineSetCurrentLocation" );
    ok_ret( lineSetCurrentLocation( app->handle, 2 ), 0 );
    ok( translate_caps()->dwCurrentLocationID == 2, "it is not current\n" );
    ok_ret( lineShutdown( old ), 0 );
    app_end( &other );
}

/* ---- lineSetTollList --------------------------------------------------------------------------------------------- */

static const WCHAR *toll_list(void)
{
    const LINETRANSLATECAPS *caps = translate_caps();

    return caps_string( caps, location_entry( caps, caps->dwCurrentLocationID )->dwTollPrefixListOffset );
}

static void test_toll_list( struct app *app )
{
    dialling_two_locations();
    translate_caps();
    forget( app );
    ok_ret( lineSetTollListW( app->handle, 0, L"+1 (425) 555-1234", LINETOLLLISTOPTION_ADD ), 0 );
    ok( wait_message( app, LINE_LINEDEVSTATE, 0, LINEDEVSTATE_TRANSLATECHANGE, NULL ), "no message\n" );
    ok( !wcscmp( toll_list(), L"555" ), "list %s\n", wine_dbgstr_w( toll_list() ) );
    ok_ret( lineSetTollListA( 0, 0, "+1 (425) 556-1234", LINETOLLLISTOPTION_ADD ), 0 );
    ok( !wcscmp( toll_list(), L"555,556" ), "list %s\n", wine_dbgstr_w( toll_list() ) );
    ok_ret( lineSetTollList( 0, 0, "+1 (425) 556-9999", LINETOLLLISTOPTION_ADD ), 0 );
    ok( !wcscmp( toll_list(), L"555,556" ), "list %s\n", wine_dbgstr_w( toll_list() ) );
    ok( !wcscmp( reg_get_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1", L"TollList" ), L"555,556" ), "it is not saved\n" );
    ok_ret( lineSetTollListW( 0, LINEMAPPER, L"+1 (425) 555-1234", LINETOLLLISTOPTION_REMOVE ), 0 );
    ok( !wcscmp( toll_list(), L"556" ), "list %s\n", wine_dbgstr_w( toll_list() ) );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 555-1234", LINETOLLLISTOPTION_REMOVE ), 0 );

    ok_ret( lineSetTollListW( 0, 0, L"555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALADDRESS );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (206) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALADDRESS );
    ok_ret( lineSetTollListW( 0, 0, L"+49 (425) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALADDRESS );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALADDRESS );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 555-1234", 0 ), LINEERR_INVALPARAM );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 555-1234", 3 ), LINEERR_INVALPARAM );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 555-1234", 4 ), LINEERR_INVALPARAM );
    ok_ret( lineSetTollListW( app->handle, app->lines + 7, L"+1 (425) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_BADDEVICEID );
    ok_ret( lineSetTollListW( 0xbad0, 0, L"+1 (425) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineSetTollListW( 0, 0, NULL, LINETOLLLISTOPTION_ADD ), LINEERR_INVALPOINTER );
    ok_ret( lineSetTollListA( 0, 0, NULL, LINETOLLLISTOPTION_ADD ), LINEERR_INVALPOINTER );
    ok( !wcscmp( toll_list(), L"556" ), "list %s\n", wine_dbgstr_w( toll_list() ) );
    /* a country that has none */
    ok_ret( lineSetCurrentLocation( 0, 2 ), 0 );
    ok_ret( lineSetTollListW( 0, 0, L"+49 (30) 555-1234", LINETOLLLISTOPTION_ADD ), LINEERR_INVALADDRESS );
}

/* ---- tapiGetLocationInfo ----------------------------------------------------------------------------------------- */

static void test_location_info(void)
{
    WCHAR country[8], city[8];
    char countryA[8], cityA[8];

    dialling_two_locations();
    memset( country, 0xcc, sizeof(country) );
    memset( city, 0xcc, sizeof(city) );
    ok_ret( tapiGetLocationInfoW( country, city ), 0 );
    ok( !wcscmp( country, L"1" ) && !wcscmp( city, L"425" ), "%s %s\n", wine_dbgstr_w( country ), wine_dbgstr_w( city ) );
    ok_ret( lineSetCurrentLocation( 0, 2 ), 0 );
    ok_ret( tapiGetLocationInfoA( countryA, cityA ), 0 );
    ok( !strcmp( countryA, "49" ) && !strcmp( cityA, "30" ), "%s %s\n", wine_dbgstr_a( countryA ), wine_dbgstr_a( cityA ) );
    /* never more than 8 characters */
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"AreaCode", L"1234567890" );
    ok_ret( tapiGetLocationInfo( countryA, cityA ), 0 );
    ok( !strcmp( cityA, "1234567" ), "%s\n", wine_dbgstr_a( cityA ) );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"AreaCode", L"" );
    ok_ret( tapiGetLocationInfoW( country, city ), 0 );
    ok( !*city, "%s\n", wine_dbgstr_w( city ) );
    ok_ret( tapiGetLocationInfoW( NULL, city ), TAPIERR_REQUESTFAILED );
    ok_ret( tapiGetLocationInfoA( countryA, NULL ), TAPIERR_REQUESTFAILED );
}

/* ---- a registry that others wrote -------------------------------------------------------------------------------- */

static void check_corrupt( BOOL corrupt )
{
    union { LINETRANSLATECAPS caps; char bytes[4096]; } u = { { sizeof(u) } };
    union { LINETRANSLATEOUTPUT output; char bytes[512]; } o = { { sizeof(o) } };
    DWORD expected = corrupt ? LINEERR_INIFILECORRUPT : 0;
    WCHAR country[8], city[8];

    ok_ret( lineGetTranslateCapsW( 0, NEWEST, &u.caps ), expected );
    ok_ret( lineTranslateAddressW( 0, 0, NEWEST, L"+1 (206) 555-1234", 0, 0, &o.output ), expected );
    ok_ret( lineSetCurrentLocation( 0, 1 ), expected );
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 555-1234", LINETOLLLISTOPTION_REMOVE ), expected );
    ok_ret( tapiGetLocationInfoW( country, city ), corrupt ? TAPIERR_REQUESTFAILED : 0 );
}

static void test_corrupt(void)
{
    dialling_two_locations();
    check_corrupt( FALSE );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Country", 99999 );
    check_corrupt( TRUE );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Country", 49 );
    check_corrupt( FALSE );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID", 77 );
    check_corrupt( TRUE );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, NULL, L"CurrentID", 1 );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Name", L"" );
    check_corrupt( TRUE );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Name", L"x" );
    check_corrupt( FALSE );
    /* a wrong type is as good as none */
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location2", L"Country", L"49" );
    check_corrupt( TRUE );
}

START_TEST( location )
{
    struct app app;
    DWORD device;
    HLINE line;

    if (!dialling_begin()) return;
    test_first_location();
    test_location_info();
    test_corrupt();
    if (fixture_begin())
    {
        app_begin( &app, "location test" );
        device = find_line( &app, L"Test line A" );
        ok( device != ~0u, "the test provider's line is missing\n" );
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );
        test_caps( &app );
        test_current( &app, line );
        test_toll_list( &app );
        ok_ret( lineClose( line ), 0 );
        app_end( &app );
        fixture_end();
    }
    dialling_reset();
}
