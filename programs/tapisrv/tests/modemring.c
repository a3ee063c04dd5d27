/*
 * Distinctive ring: the user has said what each ring is for, and calls go to the program for that.
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

#include "modemcall.h"

#define OWNER  LINECALLPRIVILEGE_OWNER
#define DATA   LINEMEDIAMODE_DATAMODEM
#define FAX    LINEMEDIAMODE_G3FAX
#define LINE   L"Modem B"

/* The modem is one that can fax, whose ring A is for faxes and whose ring B for data; FALSE: there is no such modem. */
static BOOL set_rings( BOOL on )
{
    static const struct { const WCHAR *key, *name, *value; } values[] =
    {
        { L"DistinctiveRing", L"A", L"fax" }, { L"DistinctiveRing", L"B", L"data" }, { L"DistinctiveRing", L"C", L"nonsense" },
        /* a caller rings once: nobody has to wait for a second ring */
        { L"Timings", L"RingTimeout", L"1000" },
    };
    HKEY key = open_modem_key( LINE );
    DWORD i;

    if (!key) return FALSE;
    set_fax_modem( LINE, on );
    for (i = 0; i < ARRAY_SIZE(values); i++)
    {
        if (on) RegSetKeyValueW( key, values[i].key, values[i].name, REG_SZ, values[i].value, (lstrlenW( values[i].value ) + 1) * sizeof(WCHAR) );
        else RegDeleteKeyW( key, values[i].key );
    }
    RegCloseKey( key );
    return TRUE;
}

/* A call rings so, once. */
static void start_ring( const char *bell )
{
    DWORD tries;

    exchange( "bell B %s", bell );
    /* the last call may still ring */
    for (tries = 0; tries < 300 && host_command( "phoneline ring B x1 4255550100" ); tries++) Sleep( 100 );
    ok( tries < 300, "the exchange refused to ring\n" );
}

/* The next call of the line, offered with that media mode and ring; it ends unanswered. */
static void check_offered( struct application *app, HLINE line, DWORD media_mode, DWORD ring_mode )
{
    LINEMESSAGE message, state;
    char buffer[2048];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    HCALL call;
    LONG ret;

    if (!get_message( app, LINE_APPNEWCALL, line, &message, 30000 ))
    {
        ok( 0, "no call\n" );
        return;
    }
    call = message.dwParam2;
    /* rings of calls that were not this program's */
    app->count = 0;
    ok( message.dwParam3 == OWNER, "privilege %#lx\n", (DWORD)message.dwParam3 );
    ok( get_message_param( app, LINE_CALLSTATE, call, LINECALLSTATE_OFFERING, &state, 20000 ), "not offered\n" );
    info->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, info );
    ok( !ret && info->dwMediaMode == media_mode, "lineGetCallInfo: %#lx, media mode %#lx, not %#lx\n", ret, info->dwMediaMode, media_mode );
    ok( get_message_param( app, LINE_LINEDEVSTATE, line, LINEDEVSTATE_RINGING, &state, 20000 ) && state.dwParam2 == ring_mode, "ring mode %lu\n",
        (DWORD)state.dwParam2 );
    ok( get_message_param( app, LINE_CALLSTATE, call, LINECALLSTATE_IDLE, &state, 30000 ), "not idle\n" );
    lineDeallocateCall( call );
    forget_messages( app );
}

static HLINE open_ringing( struct application *app, DWORD media_mode )
{
    HLINE line = open_line( app, find_line( app, LINE ), 0x00020000, 0, OWNER, media_mode );
    LONG ret = lineSetStatusMessages( line, LINEDEVSTATE_RINGING, 0 );

    ok( !ret, "lineSetStatusMessages: %#lx\n", ret );
    return line;
}

START_TEST(modemring)
{
    struct application data, fax;
    HLINE data_line, fax_line;

    if (host_command( "phoneline state" ))
    {
        skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    if (!set_rings( TRUE ))
    {
        ok( 0, "there is no %s\n", wine_dbgstr_w( LINE ));
        return;
    }
    exchange( "set ring-interval 300" );
    app_begin( &data, L"data", 0x00020002 );
    app_begin( &fax, L"fax", 0x00020002 );
    data_line = open_ringing( &data, DATA );
    fax_line = open_ringing( &fax, FAX );

    start_ring( "A" );
    check_offered( &fax, fax_line, FAX, 2 );
    start_ring( "B" );
    check_offered( &data, data_line, DATA, 3 );
    /* a ring without a meaning, and one with a meaning that makes no sense, are for all */
    start_ring( "plain" );
    check_offered( &data, data_line, DATA | FAX | LINEMEDIAMODE_UNKNOWN, 1 );
    start_ring( "C" );
    check_offered( &data, data_line, DATA | FAX | LINEMEDIAMODE_UNKNOWN, 4 );
    /* the same patterns as cadences */
    start_ring( "cadence1" );
    check_offered( &fax, fax_line, FAX, 2 );

    /* without a fax program a call for it is nobody's: the next one that is offered is of ring B */
    lineClose( fax_line );
    start_ring( "A" );
    start_ring( "B" );
    check_offered( &data, data_line, DATA, 3 );
    lineClose( data_line );

    app_end( &fax );
    app_end( &data );
    exchange( "bell B plain" );
    exchange( "set ring-interval 1000" );
    set_rings( FALSE );
}
