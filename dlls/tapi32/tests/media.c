/*
 * Media control, terminals, settings of lines.
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

static LONG set_control( struct desk *desk, HLINE line, DWORD address, HCALL call, DWORD select )
{
    LINEMEDIACONTROLCALLSTATE states[] = { { LINECALLSTATE_CONNECTED, LINEMEDIACONTROL_START }, { LINECALLSTATE_DISCONNECTED, LINEMEDIACONTROL_RESET } };
    LINEMEDIACONTROLTONE tones[] = { { 5, 6, 7, 8, 9, LINEMEDIACONTROL_RATEUP } };
    LINEMEDIACONTROLDIGIT digits[] = { { '1', LINEDIGITMODE_DTMF, LINEMEDIACONTROL_PAUSE }, { '#', LINEDIGITMODE_PULSE, LINEMEDIACONTROL_RESUME } };
    LINEMEDIACONTROLMEDIA media[] = { { VOICE, 100, LINEMEDIACONTROL_VOLUMEUP } };

    return lineSetMediaControl( line, address, call, select, digits, 2, media, 1, tones, 1, states, 2 );
}

static void test_media_control( struct desk *desk )
{
    LINEMEDIACONTROLDIGIT digit = { '1', LINEDIGITMODE_DTMF, LINEMEDIACONTROL_PAUSE };
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;

    call = desk_call( desk, &watched );
    desk_clear( desk );
    /* handles that are not asked about may be anything */
    ok_ret( set_control( desk, BAD_LINE, 99, call, LINECALLSELECT_CALL ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl", &record ) == 1 && record.args[2] == provider_id( call ) &&
        record.args[3] == LINECALLSELECT_CALL && record.args[4] == 15, "call %lu select %lu lists %lx\n", record.args[2], record.args[3],
        record.args[4] );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl.digit", &record ) == 2 && record.args[0] == '#' && record.args[1] == LINEDIGITMODE_PULSE &&
        record.args[2] == LINEMEDIACONTROL_RESUME, "digit %lx %lx %lx\n", record.args[0], record.args[1], record.args[2] );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl.media", &record ) == 1 && record.args[0] == VOICE && record.args[1] == 100 &&
        record.args[2] == LINEMEDIACONTROL_VOLUMEUP, "media %lx %lx %lx\n", record.args[0], record.args[1], record.args[2] );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl.tone", &record ) == 1 && record.args[0] == 5 && record.args[1] == 6 && record.args[2] == 7 &&
        record.args[3] == 8 && record.args[4] == 9 && record.args[5] == LINEMEDIACONTROL_RATEUP, "tone %lx %lx %lx\n", record.args[0],
        record.args[1], record.args[2] );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl.state", &record ) == 2 && record.args[0] == LINECALLSTATE_DISCONNECTED &&
        record.args[1] == LINEMEDIACONTROL_RESET, "state %lx %lx\n", record.args[0], record.args[1] );

    memset( &record, 0xcc, sizeof(record) );
    ok_ret( set_control( desk, desk->line, 0, BAD_CALL, LINECALLSELECT_LINE ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl", &record ) == 2 && record.args[0] == desk->device && !record.args[2] &&
        record.args[3] == LINECALLSELECT_LINE, "line %lu call %lu select %lu\n", record.args[0], record.args[2], record.args[3] );
    ok_ret( set_control( desk, desk->line, 1, BAD_CALL, LINECALLSELECT_ADDRESS ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl", &record ) == 3 && record.args[1] == 1 && record.args[3] == LINECALLSELECT_ADDRESS,
        "address %lu select %lu\n", record.args[1], record.args[3] );
    ok_ret( set_control( desk, desk->line, 9, 0, LINECALLSELECT_ADDRESS ), LINEERR_INVALADDRESSID );
    /* no lists: no control */
    ok_ret( lineSetMediaControl( desk->line, 0, 0, LINECALLSELECT_LINE, NULL, 1, NULL, 2, NULL, 3, NULL, 4 ), 0 );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl", &record ) == 4 && !record.args[4], "lists %lx\n", record.args[4] );

    ok_ret( set_control( desk, desk->line, 0, watched, LINECALLSELECT_CALL ), LINEERR_NOTOWNER );
    ok_ret( set_control( desk, desk->line, 0, BAD_CALL, LINECALLSELECT_CALL ), LINEERR_INVALCALLHANDLE );
    ok_ret( set_control( desk, desk->line, 0, 0, LINECALLSELECT_CALL ), LINEERR_INVALCALLHANDLE );
    ok_ret( set_control( desk, BAD_LINE, 0, call, LINECALLSELECT_LINE ), LINEERR_INVALLINEHANDLE );
    ok_ret( set_control( desk, 0, 0, call, LINECALLSELECT_ADDRESS ), LINEERR_INVALLINEHANDLE );
    ok_ret( set_control( desk, desk->line, 0, call, 0 ), LINEERR_INVALCALLSELECT );
    ok_ret( set_control( desk, desk->line, 0, call, LINECALLSELECT_LINE | LINECALLSELECT_CALL ), LINEERR_INVALCALLSELECT );
    ok_ret( set_control( desk, desk->line, 0, call, LINECALLSELECT_DEVICEID ), LINEERR_INVALCALLSELECT );
    ok_ret( lineSetMediaControl( 0, 0, call, LINECALLSELECT_CALL, BAD_PTR, 1, NULL, 0, NULL, 0, NULL, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineSetMediaControl( 0, 0, call, LINECALLSELECT_CALL, NULL, 0, BAD_PTR, 1, NULL, 0, NULL, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineSetMediaControl( 0, 0, call, LINECALLSELECT_CALL, NULL, 0, NULL, 0, BAD_PTR, 1, NULL, 0 ), LINEERR_INVALPOINTER );
    ok_ret( lineSetMediaControl( 0, 0, call, LINECALLSELECT_CALL, NULL, 0, NULL, 0, NULL, 0, BAD_PTR, 1 ), LINEERR_INVALPOINTER );
    ok_ret( lineSetMediaControl( 0, 0, call, LINECALLSELECT_CALL, &digit, 0x7fffffff, NULL, 0, NULL, 0, NULL, 0 ), LINEERR_INVALPOINTER );
    desk_fail( desk, L"TSPI_lineSetMediaControl", LINEERR_INVALTONELIST, FALSE );
    ok_ret( set_control( desk, 0, 0, call, LINECALLSELECT_CALL ), LINEERR_INVALTONELIST );

    /* "if the application deallocates its handle, media control on that call is canceled" */
    ok_ret( lineSetCallPrivilege( watched, OWNER ), 0 );
    desk_clear( desk );
    ok_ret( lineDeallocateCall( call ), 0 );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineSetMediaControl", &record ) == 1 && record.args[3] == LINECALLSELECT_CALL && !record.args[4],
        "select %lu lists %lx\n", record.args[3], record.args[4] );
    /* what somebody else has set stays */
    ok_ret( wait_reply( &desk->watcher, lineDrop( watched, NULL, 0 ) ), 0 );
    ok( wait_state( &desk->watcher, watched, LINECALLSTATE_IDLE, NULL ), "no IDLE\n" );
    ok_ret( lineDeallocateCall( watched ), 0 );
}

static void test_terminal( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };
    HCALL call, watched;
    DWORD mode;

    call = desk_call( desk, &watched );
    ok_ret( lineSetStatusMessages( desk->line, LINEDEVSTATE_TERMINALS, LINEADDRESSSTATE_TERMINALS ), 0 );
    desk_clear( desk );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 99, BAD_CALL, LINECALLSELECT_LINE, LINETERMMODE_LAMPS, 1, TRUE ) ), 0 );
    memset( &record, 0xcc, sizeof(record) );
    ok( desk_calls( desk, "TSPI_lineSetTerminal", &record ) == 1 && record.args[0] == desk->device && !record.args[2] &&
        record.args[3] == LINECALLSELECT_LINE && record.args[4] == LINETERMMODE_LAMPS && record.args[5] == 1 && !wcscmp( record.text, L"on" ),
        "line %lu call %lu select %lu modes %lx terminal %lu %s\n", record.args[0], record.args[2], record.args[3], record.args[4],
        record.args[5], wine_dbgstr_w( record.text ) );
    ok( wait_message( &desk->app, LINE_LINEDEVSTATE, H( desk->line ), LINEDEVSTATE_TERMINALS, NULL ), "no LINE_LINEDEVSTATE\n" );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 1, BAD_CALL, LINECALLSELECT_ADDRESS, LINETERMMODE_BUTTONS, 0, FALSE ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetTerminal", &record ) == 2 && record.args[1] == 1 && record.args[3] == LINECALLSELECT_ADDRESS &&
        !wcscmp( record.text, L"off" ), "address %lu select %lu %s\n", record.args[1], record.args[3], wine_dbgstr_w( record.text ) );
    ok( wait_message( &desk->app, LINE_ADDRESSSTATE, H( desk->line ), 1, NULL ), "no LINE_ADDRESSSTATE\n" );
    for (mode = LINETERMMODE_BUTTONS; mode <= LINETERMMODE_MEDIABIDIRECT; mode <<= 1)
    {
        ok_ret( wait_reply( &desk->app, lineSetTerminal( BAD_LINE, 99, call, LINECALLSELECT_CALL, mode, 1, 1 ) ), 0 );
        ok( wait_message( &desk->app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_TERMINAL, NULL ), "no LINE_CALLINFO\n" );
        ok( wait_message( &desk->watcher, LINE_CALLINFO, H( watched ), LINECALLINFOSTATE_TERMINAL, NULL ), "no LINE_CALLINFO for the watcher\n" );
    }
    ok( desk_calls( desk, "TSPI_lineSetTerminal", &record ) == 10 && record.args[2] == provider_id( call ) &&
        record.args[4] == LINETERMMODE_MEDIABIDIRECT, "call %lu modes %lx\n", record.args[2], record.args[4] );

    ok_ret( wait_reply( &desk->app, lineSetTerminal( BAD_LINE, 0, 0, LINECALLSELECT_LINE, 1, 0, 1 ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( 0, 0, call, LINECALLSELECT_LINE, 1, 0, 1 ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, BAD_CALL, LINECALLSELECT_CALL, 1, 0, 1 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, LINECALLSELECT_CALL, 1, 0, 1 ) ), LINEERR_INVALCALLHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 9, 0, LINECALLSELECT_ADDRESS, 1, 0, 1 ) ), LINEERR_INVALADDRESSID );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, 0, 1, 0, 1 ) ), LINEERR_INVALCALLSELECT );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, 3, 1, 0, 1 ) ), LINEERR_INVALCALLSELECT );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, LINECALLSELECT_LINE, 0, 0, 1 ) ), LINEERR_INVALTERMINALMODE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, LINECALLSELECT_LINE, 0x100, 0, 1 ) ), LINEERR_INVALTERMINALMODE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( desk->line, 0, 0, LINECALLSELECT_LINE, 1, 2, 1 ) ), LINEERR_INVALTERMINALID );
    desk_fail( desk, L"TSPI_lineSetTerminal", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSetTerminal( desk->line, 0, 0, LINECALLSELECT_LINE, 1, 0, 1 ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetTerminal", LINEERR_RESOURCEUNAVAIL, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetTerminal( 0, 0, call, LINECALLSELECT_CALL, 1, 0, 1 ) ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( lineSetStatusMessages( desk->line, 0, 0 ), 0 );
    desk_hang_up( desk, call, watched );
}

static DWORD device_status( HLINE line )
{
    union { LINEDEVSTATUS status; char bytes[1024]; } u = { { sizeof(u) } };

    ok_ret( lineGetLineDevStatusW( line, &u.status ), 0 );
    return u.status.dwDevStatusFlags;
}

static void test_device_status( struct desk *desk )
{
    struct testtsp_record record = { { 0 } };

    ok_ret( lineSetStatusMessages( desk->watcher_line, LINEDEVSTATE_MSGWAITON | LINEDEVSTATE_MSGWAITOFF | LINEDEVSTATE_OUTOFSERVICE |
                                   LINEDEVSTATE_INSERVICE, 0 ), 0 );
    desk_clear( desk );
    ok( !(device_status( desk->line ) & LINEDEVSTATUSFLAGS_MSGWAIT), "a message waits already\n" );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_MSGWAIT, TRUE ) ), 0 );
    ok( desk_calls( desk, "TSPI_lineSetLineDevStatus", &record ) == 1 && record.args[0] == desk->device &&
        record.args[1] == LINEDEVSTATUSFLAGS_MSGWAIT && record.args[2], "line %lu status %lx %lu\n", record.args[0], record.args[1], record.args[2] );
    ok( wait_message( &desk->watcher, LINE_LINEDEVSTATE, H( desk->watcher_line ), LINEDEVSTATE_MSGWAITON, NULL ), "no LINE_LINEDEVSTATE\n" );
    ok( device_status( desk->line ) & LINEDEVSTATUSFLAGS_MSGWAIT, "no message waits\n" );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_MSGWAIT, FALSE ) ), 0 );
    ok( wait_message( &desk->watcher, LINE_LINEDEVSTATE, H( desk->watcher_line ), LINEDEVSTATE_MSGWAITOFF, NULL ), "no LINE_LINEDEVSTATE\n" );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_INSERVICE, FALSE ) ), 0 );
    ok( wait_message( &desk->watcher, LINE_LINEDEVSTATE, H( desk->watcher_line ), LINEDEVSTATE_OUTOFSERVICE, NULL ), "no LINE_LINEDEVSTATE\n" );
    ok( !(device_status( desk->line ) & LINEDEVSTATUSFLAGS_INSERVICE), "still in service\n" );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_INSERVICE, TRUE ) ), 0 );
    ok( wait_message( &desk->watcher, LINE_LINEDEVSTATE, H( desk->watcher_line ), LINEDEVSTATE_INSERVICE, NULL ), "no LINE_LINEDEVSTATE\n" );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( BAD_LINE, LINEDEVSTATUSFLAGS_MSGWAIT, TRUE ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, 0, TRUE ) ), LINEERR_INVALPARAM );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, 0x10, TRUE ) ), LINEERR_INVALPARAM );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_LOCKED, TRUE ) ), LINEERR_OPERATIONUNAVAIL );
    desk_fail( desk, L"TSPI_lineSetLineDevStatus", LINEERR_OPERATIONFAILED, TRUE );
    ok_ret( wait_reply( &desk->app, lineSetLineDevStatus( desk->line, LINEDEVSTATUSFLAGS_MSGWAIT, TRUE ) ), LINEERR_OPERATIONFAILED );
    ok_ret( lineSetStatusMessages( desk->watcher_line, 0, 0 ), 0 );
}

/* Every class that the provider knows, and one that it does not. */
static void test_device_config( struct desk *desk )
{
    static const char *const classes[] = { "tapi/line", "testtsp", "TAPI/LINE" };
    union { VARSTRING string; char bytes[128]; } u;
    struct testtsp_record record = { { 0 } };
    DWORD value, i, size;
    WCHAR name[32];

    desk_clear( desk );
    for (i = 0; i < ARRAY_SIZE(classes); i++)
    {
        winetest_push_context( "%s", classes[i] );
        MultiByteToWideChar( CP_ACP, 0, classes[i], -1, name, ARRAY_SIZE(name) );
        value = 0xabcd0000 + i;
        ok_ret( lineSetDevConfigA( desk->device, &value, sizeof(value), classes[i] ), 0 );
        ok( desk_calls( desk, "TSPI_lineSetDevConfig", &record ) && record.args[1] == sizeof(value) && !wcscmp( record.text, name ),
            "%lu bytes of class %s\n", record.args[1], wine_dbgstr_w( record.text ) );
        memset( &u, 0xcc, sizeof(u) );
        u.string.dwTotalSize = sizeof(u);
        ok_ret( lineGetDevConfigW( desk->device, &u.string, name ), 0 );
        ok( u.string.dwStringFormat == STRINGFORMAT_BINARY && u.string.dwStringSize == sizeof(value) &&
            !memcmp( u.bytes + u.string.dwStringOffset, &value, sizeof(value) ), "%lu bytes\n", u.string.dwStringSize );
        value++;
        ok_ret( lineSetDevConfigW( desk->device, &value, sizeof(value), name ), 0 );
        u.string.dwTotalSize = sizeof(u);
        ok_ret( lineGetDevConfigA( desk->device, &u.string, classes[i] ), 0 );
        ok( u.string.dwStringSize == sizeof(value) && !memcmp( u.bytes + u.string.dwStringOffset, &value, sizeof(value) ), "%lu bytes\n",
            u.string.dwStringSize );
        for (size = 0; size < sizeof(u.string); size += 4)
        {
            u.string.dwTotalSize = size;
            ok_ret( lineGetDevConfigW( desk->device, &u.string, name ), LINEERR_STRUCTURETOOSMALL );
        }
        winetest_pop_context();
    }
    ok_ret( lineSetDevConfigA( desk->device, &value, sizeof(value), "tape/recorder" ), LINEERR_INVALDEVICECLASS );
    u.string.dwTotalSize = sizeof(u);
    ok_ret( lineGetDevConfigA( desk->device, &u.string, "tape/recorder" ), LINEERR_INVALDEVICECLASS );
    ok_ret( lineSetDevConfigA( 0x7fffffff, &value, sizeof(value), "tapi/line" ), LINEERR_BADDEVICEID );
    ok_ret( lineSetDevConfigW( desk->device, BAD_PTR, sizeof(value), L"tapi/line" ), LINEERR_INVALPOINTER );
    ok_ret( lineSetDevConfigA( desk->device, &value, sizeof(value), BAD_PTR ), LINEERR_INVALPOINTER );
    ok_ret( lineSetDevConfigW( desk->device, &value, 3, L"tapi/line" ), LINEERR_INVALPARAM );
    ok_ret( lineGetDevConfigW( desk->device, NULL, L"tapi/line" ), LINEERR_INVALPOINTER );
    desk_fail( desk, L"TSPI_lineSetDevConfig", LINEERR_OPERATIONUNAVAIL, FALSE );
    ok_ret( lineSetDevConfigA( desk->device, &value, sizeof(value), "tapi/line" ), LINEERR_OPERATIONUNAVAIL );
}

START_TEST( media )
{
    struct desk desk;

    if (!desk_begin( &desk, "media test" )) return;
    test_media_control( &desk );
    test_terminal( &desk );
    test_device_status( &desk );
    test_device_config( &desk );
    desk_end( &desk );
}
