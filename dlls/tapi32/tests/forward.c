/*
 * Forwarding of addresses.
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

/* A list of entries as an API version has them, in ANSI or Unicode. */
struct entry
{
    DWORD       mode;
    const char *caller;
    DWORD       country;
    const char *to;         /* NULL: do not disturb */
};

static LINEFORWARDLIST *make_list( char *buffer, const struct entry *entries, DWORD count, DWORD entry_size, BOOL ansi )
{
    LINEFORWARDLIST *list = (LINEFORWARDLIST *)buffer;
    DWORD used = FIELD_OFFSET( LINEFORWARDLIST, ForwardList ) + count * entry_size, i, j;

    memset( buffer, 0, 1024 );
    for (i = 0; i < count; i++)
    {
        LINEFORWARD *entry = (LINEFORWARD *)(buffer + FIELD_OFFSET( LINEFORWARDLIST, ForwardList ) + i * entry_size);
        const char *strings[] = { entries[i].caller, entries[i].to };

        entry->dwForwardMode = entries[i].mode;
        entry->dwDestCountryCode = entries[i].country;
        for (j = 0; j < 2; j++)
        {
            DWORD chars, size;

            if (!strings[j]) continue;
            chars = strlen( strings[j] ) + 1;
            size = chars * (ansi ? 1 : sizeof(WCHAR));
            if (ansi) memcpy( buffer + used, strings[j], size );
            else MultiByteToWideChar( CP_ACP, 0, strings[j], chars, (WCHAR *)(buffer + used), chars );
            *(j ? &entry->dwDestAddressSize : &entry->dwCallerAddressSize) = size;
            *(j ? &entry->dwDestAddressOffset : &entry->dwCallerAddressOffset) = used;
            used += (size + 3) & ~3u;
        }
    }
    list->dwTotalSize = used;
    list->dwNumEntries = count;
    return list;
}

/* Every mode, all that an entry can have, for lines of each size of entries. */
static void test_lists( struct desk *desk, DWORD version, DWORD entry_size )
{
    static const struct entry entries[] =
    {
        { LINEFORWARDMODE_BUSY, NULL, 0, "5550180" },
        { LINEFORWARDMODE_NOANSWSPECIFIC, "5550199", 49, "5550181" },
        { LINEFORWARDMODE_UNCONDEXTERNAL, NULL, 0, NULL },
    };
    struct testtsp_record record = { { 0 } };
    __attribute__((aligned(8))) char buffer[1024];
    HCALL consult;
    HLINE line;
    DWORD mode, ansi;
    LONG ret;

    line = open_line( &desk->app, desk->device, version, LINECALLPRIVILEGE_NONE, 0 );
    for (ansi = 0; ansi < 2; ansi++)
    {
        winetest_push_context( "%#lx %s", version, ansi ? "A" : "W" );
        consult = BAD_CALL;
        desk_clear( desk );
        make_list( buffer, entries, ARRAY_SIZE(entries), entry_size, ansi );
        if (ansi) ret = lineForwardA( line, FALSE, 1, (LINEFORWARDLIST *)buffer, 4, &consult, NULL );
        else ret = lineForwardW( line, FALSE, 1, (LINEFORWARDLIST *)buffer, 4, &consult, NULL );
        ok_ret( wait_reply( &desk->app, ret ), 0 );
        ok( !consult, "consultation call %#lx\n", H( consult ) );
        ok( desk_calls( desk, "TSPI_lineForward", &record ) == 1 && !record.args[1] && record.args[2] == 1 && record.args[3] == 3 &&
            record.args[4] == 4 && !record.args[5], "all %lu address %lu, %lu entries, %lu rings\n", record.args[1], record.args[2],
            record.args[3], record.args[4] );
        ok( desk_calls( desk, "TSPI_lineForward.entry", &record ) == 3, "not three entries\n" );
        ok( record.args[0] == LINEFORWARDMODE_UNCONDEXTERNAL && !record.args[2] && !record.args[3], "last entry: mode %#lx\n", record.args[0] );
        ok( desk_calls( desk, "TSPI_lineForward.caller", &record ) == 1 && record.args[0] == LINEFORWARDMODE_NOANSWSPECIFIC &&
            !wcscmp( record.text, L"5550199" ), "calls from %s\n", wine_dbgstr_w( record.text ) );
        desk_clear( desk );
        for (mode = LINEFORWARDMODE_UNCOND; mode <= LINEFORWARDMODE_UNAVAIL; mode <<= 1)
        {
            struct entry one = { mode, NULL, 44, "5550182" };

            make_list( buffer, &one, 1, entry_size, ansi );
            if (ansi) ret = lineForwardA( line, TRUE, 99, (LINEFORWARDLIST *)buffer, 0, &consult, NULL );
            else ret = lineForwardW( line, TRUE, 99, (LINEFORWARDLIST *)buffer, 0, &consult, NULL );
            ok_ret( wait_reply( &desk->app, ret ), 0 );
            ok( desk_calls( desk, "TSPI_lineForward.entry", &record ) && record.args[0] == mode && record.args[1] == 44 &&
                !wcscmp( record.text, L"5550182" ), "mode %#lx: %#lx to %s\n", mode, record.args[0], wine_dbgstr_w( record.text ) );
        }
        /* none cancels, whether there is a list or not */
        make_list( buffer, entries, 0, entry_size, ansi );
        if (ansi) ret = lineForwardA( line, TRUE, 0, (LINEFORWARDLIST *)buffer, 0, &consult, NULL );
        else ret = lineForwardW( line, TRUE, 0, (LINEFORWARDLIST *)buffer, 0, &consult, NULL );
        ok_ret( wait_reply( &desk->app, ret ), 0 );
        if (ansi) ret = lineForwardA( line, TRUE, 0, NULL, 0, &consult, NULL );
        else ret = lineForwardW( line, TRUE, 0, NULL, 0, &consult, NULL );
        ok_ret( wait_reply( &desk->app, ret ), 0 );
        ok( desk_calls( desk, "TSPI_lineForward", &record ) && record.args[3] == ~0u, "a list although there is none\n" );
        winetest_pop_context();
    }
    ok_ret( lineClose( line ), 0 );
}

/* What is in effect is told to those who want to know, and can be asked for. */
static void test_status( struct desk *desk )
{
    static const struct entry entry = { LINEFORWARDMODE_BUSY, NULL, 0, "5550183" };
    union { LINEADDRESSSTATUS status; char bytes[1024]; } u = { { sizeof(u) } };
    __attribute__((aligned(8))) char buffer[1024];
    const LINEFORWARD *forward;
    HCALL consult = 0;

    ok_ret( lineSetStatusMessages( desk->line, 0, LINEADDRESSSTATE_FORWARD ), 0 );
    ok_ret( lineSetStatusMessages( desk->watcher_line, 0, LINEADDRESSSTATE_FORWARD ), 0 );
    make_list( buffer, &entry, 1, sizeof(LINEFORWARD), FALSE );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, FALSE, 1, (LINEFORWARDLIST *)buffer, 3, &consult, NULL ) ), 0 );
    ok( wait_message( &desk->app, LINE_ADDRESSSTATE, H( desk->line ), 1, NULL ), "no LINE_ADDRESSSTATE\n" );
    ok( wait_message( &desk->watcher, LINE_ADDRESSSTATE, H( desk->watcher_line ), 1, NULL ), "no LINE_ADDRESSSTATE for the other\n" );
    ok_ret( lineGetAddressStatusW( desk->line, 1, &u.status ), 0 );
    ok( u.status.dwForwardNumEntries == 1 && u.status.dwForwardSize == sizeof(LINEFORWARD), "%lu entries, %lu bytes\n",
        u.status.dwForwardNumEntries, u.status.dwForwardSize );
    forward = (const LINEFORWARD *)(u.bytes + u.status.dwForwardOffset);
    ok( forward->dwForwardMode == LINEFORWARDMODE_BUSY && !wcscmp( (const WCHAR *)(u.bytes + forward->dwDestAddressOffset), L"5550183" ),
        "mode %#lx\n", forward->dwForwardMode );
    u.status.dwTotalSize = sizeof(u);
    ok_ret( lineGetAddressStatusA( desk->line, 1, &u.status ), 0 );
    forward = (const LINEFORWARD *)(u.bytes + u.status.dwForwardOffset);
    ok( u.status.dwForwardNumEntries == 1 && !strcmp( u.bytes + forward->dwDestAddressOffset, "5550183" ), "forwarded to %s\n",
        wine_dbgstr_a( u.bytes + forward->dwDestAddressOffset ) );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, NULL, 0, &consult, NULL ) ), 0 );
    ok( wait_message( &desk->app, LINE_ADDRESSSTATE, H( desk->line ), 1, NULL ), "no LINE_ADDRESSSTATE\n" );
    u.status.dwTotalSize = sizeof(u);
    ok_ret( lineGetAddressStatusW( desk->line, 1, &u.status ), 0 );
    ok( !u.status.dwForwardNumEntries, "%lu entries\n", u.status.dwForwardNumEntries );
    ok_ret( lineSetStatusMessages( desk->line, 0, 0 ), 0 );
    ok_ret( lineSetStatusMessages( desk->watcher_line, 0, 0 ), 0 );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    forget( &desk->watcher );
}

static void test_consult( struct desk *desk )
{
    static const struct entry entry = { LINEFORWARDMODE_UNCOND, NULL, 0, "consult" };
    LINECALLPARAMS params = { sizeof(params) };
    struct testtsp_record record = { { 0 } };
    __attribute__((aligned(8))) char buffer[1024];
    HCALL consult = 0;
    LONG request;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = VOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    make_list( buffer, &entry, 1, sizeof(LINEFORWARD), TRUE );
    fence( &desk->app, desk->line );
    forget( &desk->app );
    desk_clear( desk );
    forget( &desk->app );
    request = lineForwardA( desk->line, FALSE, 0, (LINEFORWARDLIST *)buffer, 3, &consult, &params );
    ok( request > 0, "lineForward returned %#lx\n", request );
    expect_message( &desk->app, LINE_REPLY, ANY, request );
    ok( consult != 0, "no consultation call\n" );
    ok( desk_calls( desk, "TSPI_lineForward", &record ) == 1 && record.args[5], "no call parameters\n" );
    desk_state( desk, consult, 0, LINECALLSTATE_DIALTONE );
    ok( call_privilege( consult ) == OWNER && call_info( consult )->dwNumOwners == 1, "privilege %#lx\n", call_privilege( consult ) );
    ok_ret( wait_reply( &desk->app, lineDialW( consult, L"5550184", 0 ) ), 0 );
    desk_state( desk, consult, 0, LINECALLSTATE_CONNECTED );
    desk_hang_up( desk, consult, desk_watched( desk ) );
}

static void test_errors( struct desk *desk )
{
    LONG (WINAPI *plain)( HLINE line, DWORD all, DWORD address, LINEFORWARDLIST *list, DWORD rings, HCALL *consult, LINECALLPARAMS *params );
    struct entry entry = { LINEFORWARDMODE_UNCOND, NULL, 0, "5550185" };
    LINECALLPARAMS params = { sizeof(params) };
    __attribute__((aligned(8))) char buffer[1024];
    LINEFORWARDLIST *list = make_list( buffer, &entry, 1, sizeof(LINEFORWARD), FALSE );
    HCALL consult = 0;

    plain = (void *)GetProcAddress( GetModuleHandleA( "tapi32" ), "lineForward" );
    ok_ret( wait_reply( &desk->app, lineForwardW( BAD_LINE, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, FALSE, 9, list, 0, &consult, NULL ) ), LINEERR_INVALADDRESSID );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, NULL, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineForwardA( desk->line, TRUE, 0, list, 0, BAD_PTR, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, BAD_PTR, 0, &consult, NULL ) ), LINEERR_INVALPOINTER );
    ok_ret( wait_reply( &desk->app, lineForwardA( desk->line, TRUE, 0, list, 0, &consult, BAD_PTR ) ), LINEERR_INVALPOINTER );
    params.dwTotalSize = 16;
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, &consult, &params ) ), LINEERR_STRUCTURETOOSMALL );
    list->dwTotalSize = 4;
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_STRUCTURETOOSMALL );
    list = make_list( buffer, &entry, 1, sizeof(LINEFORWARD), FALSE );
    list->ForwardList[0].dwForwardMode = 0;
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_INVALPARAM );
    list->ForwardList[0].dwForwardMode = LINEFORWARDMODE_BUSY | LINEFORWARDMODE_NOANSW;
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_INVALPARAM );
    list = make_list( buffer, &entry, 1, sizeof(LINEFORWARD), FALSE );
    list->ForwardList[0].dwDestAddressOffset = 0x10000;
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_INVALPARAM );
    entry.to = "refuse";
    list = make_list( buffer, &entry, 1, sizeof(LINEFORWARD), TRUE );
    ok_ret( wait_reply( &desk->app, plain( desk->line, TRUE, 0, list, 0, &consult, NULL ) ), LINEERR_INVALADDRESS );
    desk_fail( desk, L"TSPI_lineForward", LINEERR_INVALCOUNTRYCODE, FALSE );
    ok_ret( lineForwardW( desk->line, TRUE, 0, NULL, 0, &consult, NULL ), LINEERR_INVALCOUNTRYCODE );
    desk_fail( desk, L"TSPI_lineForward", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineForwardW( desk->line, TRUE, 0, NULL, 0, &consult, NULL ) ), LINEERR_OPERATIONFAILED );
}

START_TEST( forward )
{
    struct desk desk;

    if (!desk_begin( &desk, "forward test" )) return;
    test_lists( &desk, 0x00010003, 24 );
    test_lists( &desk, 0x00020000, 24 );
    test_lists( &desk, 0x00020002, 24 );
    test_lists( &desk, 0x00030001, 32 );
    test_status( &desk );
    test_consult( &desk );
    test_errors( &desk );
    desk_end( &desk );
}
