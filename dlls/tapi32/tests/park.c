/*
 * Park, unpark, pickup.
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

#include "supplementary.h"

static void test_directed( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    /* the argument of the other mode is not looked at */
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_DIRECTED, L"7001", BAD_PTR ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_IDLE );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_linePark", &record ) == 1 && record.args[1] == LINEPARKMODE_DIRECTED && !record.args[2] &&
        !wcscmp( record.text, L"7001" ), "mode %lu at %s, room %lu\n", record.args[1], wine_dbgstr_w( record.text ), record.args[2] );
    desk_hang_up( desk, call, watched );
    call = desk_call( desk, NULL );
    ok_ret( wait_reply( &desk->app, lineParkA( call, LINEPARKMODE_DIRECTED, "7002", NULL ) ), 0 );
    ok( desk_calls( desk, "TSPI_linePark", &record ) == 2 && !wcscmp( record.text, L"7002" ), "at %s\n", wine_dbgstr_w( record.text ) );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, 0 );
}

static void test_nondirected( struct desk *desk, BOOL ansi )
{
    union { VARSTRING string; char bytes[128]; } u;
    struct testtsp_record record = { { 0 } };
    DWORD id, size, least;
    WCHAR expected[16];
    char text[16];
    HCALL call;
    LONG ret;

    winetest_push_context( ansi ? "ANSI" : "Unicode" );
    call = desk_call( desk, NULL );
    id = provider_id( call );
    swprintf( expected, ARRAY_SIZE(expected), L"70%lu", id );
    snprintf( text, sizeof(text), "70%lu", id );
    least = sizeof(u.string) + (wcslen( expected ) + 1) * (ansi ? 1 : sizeof(WCHAR));
    for (size = 0; size < least; size += size < sizeof(u.string) ? 4 : 1)
    {
        memset( &u, 0xcc, sizeof(u) );
        u.string.dwTotalSize = size;
        ret = ansi ? lineParkA( call, LINEPARKMODE_NONDIRECTED, NULL, &u.string ) : lineParkW( call, LINEPARKMODE_NONDIRECTED, NULL, &u.string );
        ok_ret( wait_reply( &desk->app, ret ), LINEERR_STRUCTURETOOSMALL );
        ok( size < 4 || (BYTE)u.bytes[size] == 0xcc, "wrote behind %lu bytes\n", size );
    }
    ok( call_state( call ) == LINECALLSTATE_CONNECTED, "parked at an address that nobody knows\n" );

    desk_clear( desk );
    memset( &u, 0xcc, sizeof(u) );
    u.string.dwTotalSize = least;
    ret = ansi ? lineParkA( call, LINEPARKMODE_NONDIRECTED, BAD_PTR, &u.string ) : lineParkW( call, LINEPARKMODE_NONDIRECTED, BAD_PTR, &u.string );
    ok( ret > 0, "linePark returned %#lx\n", ret );
    ok_ret( wait_reply( &desk->app, ret ), 0 );
    ok( u.string.dwTotalSize == least && u.string.dwNeededSize == least && u.string.dwUsedSize == least, "sizes %lu %lu %lu, expected %lu\n",
        u.string.dwTotalSize, u.string.dwNeededSize, u.string.dwUsedSize, least );
    ok( u.string.dwStringFormat == (ansi ? STRINGFORMAT_ASCII : STRINGFORMAT_UNICODE), "format %lu\n", u.string.dwStringFormat );
    ok( u.string.dwStringOffset == sizeof(u.string) && u.string.dwStringSize == least - sizeof(u.string), "%lu bytes at %lu\n",
        u.string.dwStringSize, u.string.dwStringOffset );
    if (ansi) ok( !memcmp( u.bytes + sizeof(u.string), text, strlen( text ) + 1 ), "parked at %s\n", wine_dbgstr_a( u.bytes + sizeof(u.string) ) );
    else ok( !memcmp( u.bytes + sizeof(u.string), expected, (wcslen( expected ) + 1) * sizeof(WCHAR) ), "not parked at %s\n", wine_dbgstr_w( expected ) );
    ok( (BYTE)u.bytes[least] == 0xcc, "wrote behind the structure\n" );
    ok( desk_calls( desk, "TSPI_linePark", &record ) == 1 && record.args[1] == LINEPARKMODE_NONDIRECTED && record.args[2] >= least,
        "mode %lu room %lu\n", record.args[1], record.args[2] );
    ok( !record.text[0], "an address although the park is not directed\n" );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, 0 );
    winetest_pop_context();
}

static void test_park_errors( struct desk *desk )
{
    VARSTRING string = { sizeof(string) };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    ok_ret( wait_reply( &desk->app, lineParkW( BAD_CALL, LINEPARKMODE_DIRECTED, L"1", NULL ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineParkW( call, 0, L"1", &string ) ), LINEERR_INVALPARKMODE );
    ok_ret( wait_reply( &desk->app, lineParkW( call, 3, L"1", &string ) ), LINEERR_INVALPARKMODE );
    ok_ret( wait_reply( &desk->app, lineParkA( call, 4, "1", &string ) ), LINEERR_INVALPARKMODE );
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_DIRECTED, NULL, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineParkA( call, LINEPARKMODE_DIRECTED, BAD_PTR, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_NONDIRECTED, L"1", NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineParkA( call, LINEPARKMODE_NONDIRECTED, "1", BAD_PTR ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->watcher, lineParkW( watched, LINEPARKMODE_DIRECTED, L"1", NULL ) ), LINEERR_NOTOWNER );
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_DIRECTED, L"refuse", NULL ) ), LINEERR_INVALADDRESS );
    ok_ret( wait_reply( &desk->app, lineParkA( call, LINEPARKMODE_DIRECTED, "fail", NULL ) ), LINEERR_CALLUNAVAIL );
    desk_fail( desk, L"TSPI_linePark", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineParkW( call, LINEPARKMODE_DIRECTED, L"1", NULL ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_linePark", LINEERR_RESOURCEUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_NONDIRECTED, NULL, &string ) ), LINEERR_RESOURCEUNAVAIL );
    ok( string.dwTotalSize == sizeof(string) && !string.dwUsedSize, "the structure was written to\n" );
    ok_ret( wait_reply( &desk->app, lineHold( call ) ), 0 );
    desk_state( desk, call, watched, LINECALLSTATE_ONHOLD );
    ok_ret( wait_reply( &desk->app, lineParkW( call, LINEPARKMODE_DIRECTED, L"1", NULL ) ), LINEERR_INVALCALLSTATE );
    desk_hang_up( desk, call, watched );
}

/* The memory for the address is gone when the reply comes. */
static void test_freed( struct desk *desk )
{
    VARSTRING *string = VirtualAlloc( NULL, 4096, MEM_COMMIT, PAGE_READWRITE );
    HCALL call = desk_call( desk, NULL );
    LONG request;

    string->dwTotalSize = 256;
    desk_delay( desk, 100 );
    request = lineParkW( call, LINEPARKMODE_NONDIRECTED, NULL, string );
    ok( request > 0, "linePark returned %#lx\n", request );
    VirtualFree( string, 0, MEM_RELEASE );
    ok_ret( wait_reply( &desk->app, request ), 0 );
    desk_delay( desk, 0 );
    desk_state( desk, call, 0, LINECALLSTATE_IDLE );
    desk_hang_up( desk, call, 0 );
}

static void test_unpark( struct desk *desk )
{
    LONG (WINAPI *plain)( HLINE line, DWORD address, HCALL *call, const char *number );
    struct testtsp_record record = { { 0 } };
    HCALL call = BAD_CALL, watched;
    LONG request;

    plain = (void *)GetProcAddress( GetModuleHandleA( "tapi32" ), "lineUnpark" );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    forget( &desk->watcher );
    desk_clear( desk );
    forget( &desk->app );
    request = lineUnparkW( desk->line, 1, &call, L"7001" );
    ok( request > 0, "lineUnpark returned %#lx\n", request );
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    ok( call && call != BAD_CALL, "no handle\n" );
    desk_state( desk, call, 0, LINECALLSTATE_CONNECTED );
    watched = desk_watched( desk );
    ok( desk_calls( desk, "TSPI_lineUnpark", &record ) == 1 && record.args[0] == desk->device && record.args[1] == 1 &&
        !wcscmp( record.text, L"7001" ), "line %lu address %lu number %s\n", record.args[0], record.args[1], wine_dbgstr_w( record.text ) );
    ok( call_privilege( call ) == OWNER && call_info( call )->dwNumOwners == 1, "privilege %#lx\n", call_privilege( call ) );
    ok( call_info( call )->dwReason == LINECALLREASON_UNPARK && call_info( call )->dwAddressID == 1, "reason %#lx address %lu\n",
        call_info( call )->dwReason, call_info( call )->dwAddressID );
    desk_hang_up( desk, call, watched );
    ok_ret( wait_reply( &desk->app, plain( desk->line, 0, &call, "refuse" ) ), LINEERR_INVALADDRESS );
    ok_ret( wait_reply( &desk->app, lineUnparkA( desk->line, 0, &call, "fail" ) ), LINEERR_CALLUNAVAIL );
    ok_ret( wait_reply( &desk->app, lineUnparkW( BAD_LINE, 0, &call, L"1" ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineUnparkW( desk->line, 9, &call, L"1" ) ), LINEERR_INVALADDRESSID );
    ok_ret( wait_reply( &desk->app, lineUnparkW( desk->line, 0, NULL, L"1" ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineUnparkA( desk->line, 0, BAD_PTR, "1" ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineUnparkA( desk->line, 0, &call, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineUnparkW( desk->line, 0, &call, BAD_PTR ) ), LINEERR_INVALPOINTER );
    desk_fail( desk, L"TSPI_lineUnpark", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineUnparkW( desk->line, 0, &call, L"1" ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineUnpark", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineUnparkA( desk->line, 0, &call, "1" ) ), LINEERR_OPERATIONFAILED );
}

static void test_pickup( struct desk *desk )
{
    LONG (WINAPI *plain)( HLINE line, DWORD address, HCALL *call, const char *number, const char *group );
    struct testtsp_record record = { { 0 } };
    HCALL call = BAD_CALL, watched;

    plain = (void *)GetProcAddress( GetModuleHandleA( "tapi32" ), "linePickup" );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    forget( &desk->watcher );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, linePickupA( desk->line, 1, &call, "5551111", "sales" ) ), 0 );
    desk_state( desk, call, 0, LINECALLSTATE_CONNECTED );
    watched = desk_watched( desk );
    ok( desk_calls( desk, "TSPI_linePickup", &record ) == 1 && record.args[1] == 1 && record.args[3] && record.args[4] &&
        !wcscmp( record.text, L"5551111" ), "address %lu number %s\n", record.args[1], wine_dbgstr_w( record.text ) );
    ok( desk_calls( desk, "TSPI_linePickup.group", &record ) == 1 && !wcscmp( record.text, L"sales" ), "group %s\n", wine_dbgstr_w( record.text ) );
    ok( call_info( call )->dwReason == LINECALLREASON_PICKUP && call_privilege( call ) == OWNER, "reason %#lx\n", call_info( call )->dwReason );
    desk_hang_up( desk, call, watched );

    /* neither is needed */
    desk_clear( desk );
    call = BAD_CALL;
    ok_ret( wait_reply( &desk->app, linePickupW( desk->line, 0, &call, NULL, NULL ) ), 0 );
    desk_state( desk, call, 0, LINECALLSTATE_CONNECTED );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_linePickup", &record ) == 1 && !record.args[3] && !record.args[4], "number %lu group %lu\n", record.args[3],
        record.args[4] );
    desk_hang_up( desk, call, desk_watched( desk ) );

    ok_ret( wait_reply( &desk->app, plain( desk->line, 0, &call, "refuse", NULL ) ), LINEERR_INVALADDRESS );
    ok_ret( wait_reply( &desk->app, linePickupW( desk->line, 0, &call, L"fail", L"1" ) ), LINEERR_CALLUNAVAIL );
    ok_ret( wait_reply( &desk->app, linePickupW( BAD_LINE, 0, &call, NULL, NULL ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, linePickupW( desk->line, 9, &call, NULL, NULL ) ), LINEERR_INVALADDRESSID );
    ok_ret( wait_reply( &desk->app, linePickupA( desk->line, 0, NULL, NULL, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, linePickupW( desk->line, 0, &call, BAD_PTR, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, linePickupA( desk->line, 0, &call, NULL, BAD_PTR ) ), LINEERR_INVALPOINTER );
    desk_fail( desk, L"TSPI_linePickup", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( linePickupW( desk->line, 0, &call, NULL, NULL ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_linePickup", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, linePickupA( desk->line, 0, &call, NULL, NULL ) ), LINEERR_OPERATIONFAILED );
}

START_TEST( park )
{
    struct desk desk;

    if (!desk_begin( &desk, "park test" )) return;
    test_directed( &desk );
    test_nondirected( &desk, FALSE );
    test_nondirected( &desk, TRUE );
    test_park_errors( &desk );
    test_freed( &desk );
    test_unpark( &desk );
    test_pickup( &desk );
    desk_end( &desk );
}
