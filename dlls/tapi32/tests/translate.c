/*
 * lineTranslateAddress.
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

#define CANONICAL  LINETRANSLATERESULT_CANONICAL
#define INTL       (CANONICAL | LINETRANSLATERESULT_INTERNATIONAL)
#define LD         (CANONICAL | LINETRANSLATERESULT_LONGDISTANCE)
#define LOCAL      (CANONICAL | LINETRANSLATERESULT_LOCAL)
#define NOTOLL     LINETRANSLATERESULT_NOTINTOLLLIST

/* An answer, and the same in ANSI. */
static union { LINETRANSLATEOUTPUT output; char bytes[1024]; } w, a;

static const WCHAR *dialable(void)
{
    return (const WCHAR *)(w.bytes + w.output.dwDialableStringOffset);
}

static const WCHAR *displayable(void)
{
    return (const WCHAR *)(w.bytes + w.output.dwDisplayableStringOffset);
}

/* Both agree. */
static LONG translate( HLINEAPP app, DWORD device, DWORD version, const WCHAR *address, DWORD card, DWORD options )
{
    char ansi[256], expected[256];
    LONG ret, ret_a;

    memset( &w, 0xcc, sizeof(w) );
    memset( &a, 0xcc, sizeof(a) );
    w.output.dwTotalSize = sizeof(w);
    a.output.dwTotalSize = sizeof(a);
    WideCharToMultiByte( CP_ACP, 0, address, -1, ansi, sizeof(ansi), NULL, NULL );
    ret = lineTranslateAddressW( app, device, version, address, card, options, &w.output );
    ret_a = lineTranslateAddressA( app, device, version, ansi, card, options, &a.output );
    ok( ret == ret_a, "W returned %#lx, A %#lx\n", ret, ret_a );
    if (ret || ret_a) return ret;
    ok( w.output.dwTotalSize == sizeof(w) && w.output.dwNeededSize == w.output.dwUsedSize, "sizes %lu %lu %lu\n", w.output.dwTotalSize,
        w.output.dwNeededSize, w.output.dwUsedSize );
    ok( w.output.dwDialableStringSize == (wcslen( dialable() ) + 1) * sizeof(WCHAR), "size %lu\n", w.output.dwDialableStringSize );
    ok( w.output.dwDisplayableStringSize == (wcslen( displayable() ) + 1) * sizeof(WCHAR), "size %lu\n", w.output.dwDisplayableStringSize );
    WideCharToMultiByte( CP_ACP, 0, dialable(), -1, expected, sizeof(expected), NULL, NULL );
    ok( !strcmp( a.bytes + a.output.dwDialableStringOffset, expected ) && a.output.dwDialableStringSize == strlen( expected ) + 1,
        "A dials %s, W %s\n", wine_dbgstr_a( a.bytes + a.output.dwDialableStringOffset ), wine_dbgstr_a( expected ) );
    WideCharToMultiByte( CP_ACP, 0, displayable(), -1, expected, sizeof(expected), NULL, NULL );
    ok( !strcmp( a.bytes + a.output.dwDisplayableStringOffset, expected ), "A shows %s, W %s\n",
        wine_dbgstr_a( a.bytes + a.output.dwDisplayableStringOffset ), wine_dbgstr_a( expected ) );
    ok( a.output.dwTranslateResults == w.output.dwTranslateResults && a.output.dwDestCountry == w.output.dwDestCountry &&
        a.output.dwCurrentCountry == w.output.dwCurrentCountry, "A and W disagree\n" );
    return 0;
}

struct expectation
{
    const WCHAR *address;
    DWORD        options;
    const WCHAR *dialable, *displayable;
    DWORD        results, country;
};

static void check( const struct expectation *e, DWORD card )
{
    winetest_push_context( "%s, options %#lx", wine_dbgstr_w( e->address ), e->options );
    ok_ret( translate( 0, 0, NEWEST, e->address, card, e->options ), 0 );
    ok( !wcscmp( dialable(), e->dialable ), "dials %s, expected %s\n", wine_dbgstr_w( dialable() ), wine_dbgstr_w( e->dialable ) );
    ok( !wcscmp( displayable(), e->displayable ), "shows %s, expected %s\n", wine_dbgstr_w( displayable() ), wine_dbgstr_w( e->displayable ) );
    ok( w.output.dwTranslateResults == e->results, "results %#lx, expected %#lx\n", w.output.dwTranslateResults, e->results );
    ok( w.output.dwDestCountry == e->country, "country %lu, expected %lu\n", w.output.dwDestCountry, e->country );
    winetest_pop_context();
}

static void test_addresses(void)
{
    static const struct expectation from_redmond[] =
    {
        { L"+1 (425) 882-8080", 0, L"T8828080", L"T 882-8080", LOCAL | NOTOLL, 1 },
        { L"+1 (206) 555-1234", 0, L"T12065551234", L"T 1 206 555-1234", LD, 1 },
        { L"+49 (30) 1234-56", 0, L"T0114930123456", L"T 011 49 30 1234-56", INTL, 49 },
        { L"+45 12345678", 0, L"T0114512345678", L"T 011 45 12345678", INTL, 45 },
        { L"+1 (425) 882-8080", LINETRANSLATEOPTION_CANCELCALLWAITING, L"T*70,8828080", L"T *70, 882-8080", LOCAL | NOTOLL, 1 },
        { L"+1 (425) 882-8080", LINETRANSLATEOPTION_FORCELD, L"T14258828080", L"T 1 425 882-8080", LD | NOTOLL, 1 },
        { L"+1 (206) 555-1234", LINETRANSLATEOPTION_FORCELOCAL, L"T5551234", L"T 555-1234", LOCAL, 1 },
        { L"+1 (425) 882-8080|99^A Name\r\n+1 (425) 882-8081", 0, L"T8828080|99^A Name", L"T 882-8080", LOCAL | NOTOLL, 1 },
        { L"+1 (425) 882$80@80W?", 0, L"T882$80@80W?", L"T 882$80@80W?",
          LOCAL | NOTOLL | LINETRANSLATERESULT_DIALBILLING | LINETRANSLATERESULT_DIALQUIET | LINETRANSLATERESULT_DIALDIALTONE |
          LINETRANSLATERESULT_DIALPROMPT, 1 },
        { L"+1 (425) 882:8080", 0, L"T882:8080", L"T 882:8080", LOCAL | NOTOLL | LINETRANSLATERESULT_VOICEDETECT, 1 },
        { L"+1 (425) 882-8080;", 0, L"T8828080;", L"T 882-8080;", LOCAL | NOTOLL, 1 },
        /* not canonical: not touched */
        { L"555-1234", LINETRANSLATEOPTION_CANCELCALLWAITING, L"555-1234", L"555-1234", 0, 0 },
        { L"9,555$1234|99^n\r\n12", 0, L"9,555$1234|99^n\r\n12", L"9,555$1234", LINETRANSLATERESULT_DIALBILLING, 0 },
        { L"", 0, L"", L"", 0, 0 },
    };
    static const struct expectation from_berlin[] =
    {
        { L"+49 (30) 1234", 0, L"P0,1234", L"P 0, 1234", LOCAL, 49 },
        { L"+49 (89) 1234", 0, L"P9W0891234", L"P 9W 0 89 1234", LD | LINETRANSLATERESULT_DIALDIALTONE, 49 },
        { L"+1 (425) 882-8080", 0, L"P9W0014258828080", L"P 9W 00 1 425 882-8080", INTL | LINETRANSLATERESULT_DIALDIALTONE, 1 },
        { L"+49 (30) 1234", LINETRANSLATEOPTION_CANCELCALLWAITING, L"P0,1234", L"P 0, 1234", LOCAL, 49 },
    };
    unsigned int i;

    dialling_two_locations();
    for (i = 0; i < ARRAY_SIZE(from_redmond); i++) check( &from_redmond[i], 0 );
    ok( w.output.dwCurrentCountry == 1, "current country %lu\n", w.output.dwCurrentCountry );
    ok_ret( lineSetCurrentLocation( 0, 2 ), 0 );
    for (i = 0; i < ARRAY_SIZE(from_berlin); i++) check( &from_berlin[i], 0 );
    ok( w.output.dwCurrentCountry == 49, "current country %lu\n", w.output.dwCurrentCountry );
}

static void test_cards(void)
{
    static const struct expectation with_card[] =
    {
        { L"+1 (425) 882-8080", LINETRANSLATEOPTION_CARDOVERRIDE, L"T8828080", L"T 882-8080", LOCAL | NOTOLL, 1 },
        { L"+1 (206) 555-1234", LINETRANSLATEOPTION_CARDOVERRIDE, L"T18005551111$T2065551234$1234", L"T 18005551111 $T 206 555-1234 $ [Test Card]",
          LD | LINETRANSLATERESULT_DIALBILLING, 1 },
        { L"+49 (30) 1234", LINETRANSLATEOPTION_CARDOVERRIDE, L"T102,1234,49301234", L"T 102, [Test Card] , 49 30 1234", INTL, 49 },
    };
    static const struct expectation direct = { L"+1 (206) 555-1234", 0, L"T12065551234", L"T 1 206 555-1234", LD, 1 };
    struct expectation e;
    unsigned int i;

    dialling_two_locations();
    dialling_card();
    /* asked for */
    for (i = 0; i < ARRAY_SIZE(with_card); i++) check( &with_card[i], 5 );
    /* the location's own is another */
    check( &direct, 5 );
    reg_set_dword( HKEY_CURRENT_USER, LOCATIONS, L"Location1", L"CallingCard", 5 );
    e = with_card[1];
    e.options = 0;
    check( &e, 0 );
    /* none is asked for */
    e = direct;
    e.options = LINETRANSLATEOPTION_CARDOVERRIDE;
    check( &e, 0 );
    ok_ret( translate( 0, 0, NEWEST, L"+1 (206) 555-1234", 4, LINETRANSLATEOPTION_CARDOVERRIDE ), LINEERR_INVALCARD );
    ok_ret( translate( 0, 0, NEWEST, L"+1 (206) 555-1234", 4, 0 ), 0 );
    /* it stays what the location prefers */
    ok( translate_caps()->dwCurrentPreferredCardID == 5, "the preferred card has changed\n" );
}

static void test_tolls_and_rules(void)
{
    static const struct expectation tolls[] =
    {
        { L"+1 (425) 882-8080", 0, L"T14258828080", L"T 1 425 882-8080", LD | LINETRANSLATERESULT_INTOLLLIST, 1 },
        { L"+1 (425) 883-8080", 0, L"T8838080", L"T 883-8080", LOCAL | NOTOLL, 1 },
    };
    static const struct expectation rules[] =
    {
        { L"+1 (206) 555-1234", 0, L"T2065551234", L"T 206 555-1234", LOCAL, 1 },
        { L"+1 (206) 556-1234", 0, L"T12065561234", L"T 1 206 556-1234", LD, 1 },
        { L"+1 (253) 556-1234", 0, L"T15561234", L"T 1 556-1234", LD, 1 },
    };
    unsigned int i;

    dialling_two_locations();
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 882-0000", LINETOLLLISTOPTION_ADD ), 0 );
    for (i = 0; i < ARRAY_SIZE(tolls); i++) check( &tolls[i], 0 );

    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule0", L"AreaCodeToCall", L"206" );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule0", L"Prefixes", L"555,44" );
    reg_set_dword( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule0", L"Options", 1 );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule1", L"AreaCodeToCall", L"253" );
    reg_set_string( HKEY_LOCAL_MACHINE, LOCATIONS, L"Location1\\AreaCodeRules\\Rule1", L"NumberToDial", L"1" );
    for (i = 0; i < ARRAY_SIZE(rules); i++) check( &rules[i], 0 );
    /* they survive what else is saved */
    ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 882-0000", LINETOLLLISTOPTION_REMOVE ), 0 );
    for (i = 0; i < ARRAY_SIZE(rules); i++) check( &rules[i], 0 );
}

/* Without a location, without a window, nobody is asked anything. */
static void test_no_location(void)
{
    dialling_reset();
    ok_ret( translate( 0, 0, NEWEST, L"555-1234", 0, 0 ), 0 );
    ok( !wcscmp( dialable(), L"555-1234" ), "dials %s\n", wine_dbgstr_w( dialable() ) );
    ok_ret( translate( 0, 0, NEWEST, L"+999 (206) 555-1234", 0, 0 ), 0 );
    ok( w.output.dwTranslateResults & LINETRANSLATERESULT_INTERNATIONAL && w.output.dwDestCountry == 999, "results %#lx country %lu\n",
        w.output.dwTranslateResults, w.output.dwDestCountry );
}

static void test_errors( struct app *app, DWORD device )
{
    static const WCHAR *const wrong[] = { L"+", L"+1", L"+14258828080", L"+1 (425 882", L"+1 (425) ", L"+1 (42x) 882", L"+ (425) 882", L"+1 (425) 8(8)2" };
    LINETRANSLATEOUTPUT small = { sizeof(small) };
    unsigned int i;

    dialling_two_locations();
    for (i = 0; i < ARRAY_SIZE(wrong); i++)
    {
        winetest_push_context( "%s", wine_dbgstr_w( wrong[i] ) );
        ok_ret( translate( 0, 0, NEWEST, wrong[i], 0, 0 ), LINEERR_INVALADDRESS );
        winetest_pop_context();
    }
    ok_ret( translate( app->handle, device, NEWEST, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok_ret( translate( app->handle, LINEMAPPER, NEWEST, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok_ret( translate( 0, LINEMAPPER, NEWEST, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok_ret( translate( app->handle, app->lines + 7, NEWEST, L"+1 (206) 555-1234", 0, 0 ), LINEERR_BADDEVICEID );
    ok_ret( translate( 0xbad0, 0, NEWEST, L"+1 (206) 555-1234", 0, 0 ), LINEERR_INVALAPPHANDLE );
    ok_ret( translate( 0, 0, 0x00010004, L"+1 (206) 555-1234", 0, 0 ), LINEERR_INVALAPPHANDLE );
    ok_ret( translate( app->handle, device, 0x00010003, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok_ret( translate( 0, 0, 0x00010002, L"+1 (206) 555-1234", 0, 0 ), LINEERR_INCOMPATIBLEAPIVERSION );
    ok_ret( translate( 0, 0, NEWEST, L"+1 (206) 555-1234", 0, 0x10 ), LINEERR_INVALPARAM );
    ok_ret( translate( 0, 0, NEWEST, L"+1 (206) 555-1234", 0, LINETRANSLATEOPTION_FORCELD | LINETRANSLATEOPTION_FORCELOCAL ), LINEERR_INVALPARAM );
    ok_ret( lineTranslateAddressW( 0, 0, NEWEST, NULL, 0, 0, &small ), LINEERR_INVALPOINTER );
    ok_ret( lineTranslateAddressA( 0, 0, NEWEST, NULL, 0, 0, &small ), LINEERR_INVALPOINTER );
    ok_ret( lineTranslateAddressW( 0, 0, NEWEST, L"1", 0, 0, NULL ), LINEERR_INVALPOINTER );
    small.dwTotalSize = sizeof(small) - 1;
    ok_ret( lineTranslateAddressW( 0, 0, NEWEST, L"1", 0, 0, &small ), LINEERR_STRUCTURETOOSMALL );
    small.dwTotalSize = sizeof(small);
    ok_ret( lineTranslateAddress( 0, 0, NEWEST, "1", 0, 0, &small ), 0 );
}

static void test_sizes_and_versions( HLINEAPP app, DWORD device )
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    union { LINETRANSLATEOUTPUT output; char bytes[256]; } u;
    DWORD size, needed, i;
    unsigned int v;

    dialling_two_locations();
    for (v = 0; v < ARRAY_SIZE(versions); v++)
    {
        winetest_push_context( "version %#lx", versions[v] );
        ok_ret( translate( app, device, versions[v], L"+1 (206) 55:5", 0, 0 ), 0 );
        ok( !(w.output.dwTranslateResults & LINETRANSLATERESULT_VOICEDETECT) == (versions[v] < 0x00020000), "results %#lx\n",
            w.output.dwTranslateResults );
        ok( !(w.output.dwTranslateResults & LINETRANSLATERESULT_NOTRANSLATION), "results %#lx\n", w.output.dwTranslateResults );
        needed = w.output.dwNeededSize;
        for (size = sizeof(LINETRANSLATEOUTPUT); size <= needed; size += size + 11 < needed ? 11 : 1)
        {
            memset( &u, 0xcc, sizeof(u) );
            u.output.dwTotalSize = size;
            ok_ret( lineTranslateAddressW( app, device, versions[v], L"+1 (206) 55:5", 0, 0, &u.output ), 0 );
            ok( u.output.dwTotalSize == size && u.output.dwUsedSize <= size && u.output.dwNeededSize == needed, "%lu bytes: sizes %lu %lu %lu\n",
                size, u.output.dwTotalSize, u.output.dwNeededSize, u.output.dwUsedSize );
            for (i = u.output.dwUsedSize; i < sizeof(u) && u.bytes[i] == (char)0xcc; i++) continue;
            ok( i == sizeof(u), "%lu bytes: byte %lu was written\n", size, i );
            ok( u.output.dwDestCountry == 1, "%lu bytes: country %lu\n", size, u.output.dwDestCountry );
        }
        winetest_pop_context();
    }
}

/* Many translate while the location moves and its toll list changes: each sees one of them, whole. */
static DWORD WINAPI translating_thread( void *arg )
{
    union { LINETRANSLATEOUTPUT output; char bytes[512]; } u;
    unsigned int i, wrong = 0;

    for (i = 0; i < 40; i++)
    {
        const WCHAR *text;

        memset( &u, 0, sizeof(u) );
        u.output.dwTotalSize = sizeof(u);
        if (lineTranslateAddressW( 0, 0, NEWEST, L"+1 (425) 882-8080", 0, 0, &u.output )) wrong++;
        text = (const WCHAR *)(u.bytes + u.output.dwDialableStringOffset);
        if (u.output.dwCurrentCountry == 49) wrong += wcscmp( text, L"P9W0014258828080" ) != 0;
        else wrong += wcscmp( text, L"T8828080" ) && wcscmp( text, L"T14258828080" );
    }
    return wrong;
}

static void test_threads(void)
{
    HANDLE threads[4];
    DWORD wrong;
    unsigned int i;

    dialling_two_locations();
    for (i = 0; i < ARRAY_SIZE(threads); i++) threads[i] = CreateThread( NULL, 0, translating_thread, NULL, 0, NULL );
    for (i = 0; i < 8; i++)
    {
        ok_ret( lineSetTollListW( 0, 0, L"+1 (425) 882-0000", i % 4 ? LINETOLLLISTOPTION_REMOVE : LINETOLLLISTOPTION_ADD ), 0 );
        ok_ret( lineSetCurrentLocation( 0, 2 ), 0 );
        ok_ret( lineSetCurrentLocation( 0, 1 ), 0 );
    }
    for (i = 0; i < ARRAY_SIZE(threads); i++)
    {
        ok( !WaitForSingleObject( threads[i], 2 * PATIENCE ), "thread %u does not end\n", i );
        GetExitCodeThread( threads[i], &wrong );
        ok( !wrong, "thread %u: %lu wrong answers\n", i, wrong );
        CloseHandle( threads[i] );
    }
}

/* A line that has addresses of another kind has nothing to translate, which programs of 3.0 are told. */
static void test_no_translation( struct app *app, DWORD device, DWORD other )
{
    HLINE line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_NONE, 0 );

    dialling_two_locations();
    tell( app, line, 0, TESTTSP_VARIANT, 3, 0, 0, 0, NULL );
    ok_ret( translate( app->handle, other, NEWEST, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok( w.output.dwTranslateResults == LINETRANSLATERESULT_NOTRANSLATION, "results %#lx\n", w.output.dwTranslateResults );
    ok( !wcscmp( dialable(), L"+1 (206) 555-1234" ) && !wcscmp( displayable(), dialable() ), "dials %s\n", wine_dbgstr_w( dialable() ) );
    ok_ret( translate( app->handle, other, 0x00020002, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok( w.output.dwTranslateResults == LD && !wcscmp( dialable(), L"T12065551234" ), "dials %s\n", wine_dbgstr_w( dialable() ) );
    tell( app, line, 0, TESTTSP_VARIANT, 0, 0, 0, 0, NULL );
    /* this one is known to have telephone numbers, or not to say */
    ok_ret( translate( app->handle, device, NEWEST, L"+1 (206) 555-1234", 0, 0 ), 0 );
    ok( w.output.dwTranslateResults == LD, "results %#lx\n", w.output.dwTranslateResults );
    ok_ret( lineClose( line ), 0 );
}

START_TEST( translate )
{
    struct app app;
    DWORD device;

    if (!dialling_begin()) return;
    test_no_location();
    test_addresses();
    test_cards();
    test_tolls_and_rules();
    test_threads();
    if (fixture_begin())
    {
        app_begin( &app, "translate test" );
        device = find_line( &app, L"Test line A" );
        ok( device != ~0u, "the test provider's line is missing\n" );
        test_errors( &app, device );
        test_sizes_and_versions( app.handle, device );
        test_no_translation( &app, device, find_line( &app, L"Test line B" ) );
        app_end( &app );
        fixture_end();
    }
    dialling_reset();
}
