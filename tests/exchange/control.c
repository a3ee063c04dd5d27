/*
 * Tests of the built-in exchange: the control channel. Its blocks are refused when anything in them is wrong, and do what they say.
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

#include "session.h"

static const struct exchange_command good = { .size = sizeof(good), .magic = EXCHANGE_MAGIC, .code = EXCHANGE_STATUS };

static void test_refusals( struct session *session )
{
    static const struct
    {
        struct exchange_command block;
        DWORD                   size, error;
        const char             *what;
    } tests[] =
    {
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_STATUS }, sizeof(good) - 4, LINEERR_STRUCTURETOOSMALL, "a short block" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_STATUS }, 4, LINEERR_STRUCTURETOOSMALL, "a very short block" },
        { { sizeof(good) - 4, EXCHANGE_MAGIC, EXCHANGE_STATUS }, sizeof(good), LINEERR_STRUCTURETOOSMALL, "a small structure" },
        { { ~0u, EXCHANGE_MAGIC, EXCHANGE_STATUS }, sizeof(good), LINEERR_STRUCTURETOOSMALL, "a huge structure" },
        { { sizeof(good), 0, EXCHANGE_STATUS }, sizeof(good), LINEERR_INVALPARAM, "no magic" },
        { { sizeof(good), EXCHANGE_MAGIC, 0 }, sizeof(good), LINEERR_INVALPARAM, "command 0" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_CODES }, sizeof(good), LINEERR_INVALPARAM, "a command too many" },
        { { sizeof(good), EXCHANGE_MAGIC, ~0u }, sizeof(good), LINEERR_INVALPARAM, "command -1" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_STATUS, 0, 5 }, sizeof(good), LINEERR_INVALPARAM, "status later" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_SEED, 0, ~0u }, sizeof(good), LINEERR_INVALPARAM, "much later" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_STATUS, 0, 0, { 1 } }, sizeof(good), LINEERR_INVALPARAM, "an argument that is none" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_SEED, 0, 0, { 1 }, { 0 }, "x" }, sizeof(good), LINEERR_INVALPARAM, "a text that is none" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_STATUS, 999 }, sizeof(good), LINEERR_BADDEVICEID, "no such line" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_INCOMING, 0, 0, { 3 }, { 0 }, "" }, sizeof(good), LINEERR_INVALPARAM, "two media modes" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_INCOMING, 0, 0, { 0 }, { 0 }, "abc" }, sizeof(good), LINEERR_INVALPARAM, "no number" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_INCOMING, 0, 0, { 0 }, { 0 }, "1\n2\n3\n4" }, sizeof(good), LINEERR_INVALPARAM, "four parts" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_INCOMING, 0, 0, { 0 }, { 0 }, "1\x01" }, sizeof(good), LINEERR_INVALPARAM, "a control character" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_INCOMING, 0, 0, { 0 }, { 0 }, "1\xe4" }, sizeof(good), LINEERR_INVALPARAM, "no ASCII" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_HANGUP, 0, 0, { 12345 } }, sizeof(good), LINEERR_INVALPARAM, "no such call" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LINE_STATUS, 0, 0, { 0x100, 1 } }, sizeof(good), LINEERR_INVALPARAM, "an unknown status" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LINE_STATUS, 0, 0, { LINEDEVSTATUSFLAGS_INSERVICE, 2 } },
          sizeof(good), LINEERR_INVALPARAM, "neither on nor off" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_RESIZE, 0, 0, { 0 } }, sizeof(good), LINEERR_INVALPARAM, "no lines" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_RESIZE, 0, 0, { 10001 } }, sizeof(good), LINEERR_INVALPARAM, "too many lines" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_BUTTON, 0, 0, { 28, 3 } }, sizeof(good), LINEERR_INVALPARAM, "no such button" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_BUTTON, 0, 0, { 1, 4 } }, sizeof(good), LINEERR_INVALPARAM, "neither up nor down" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_HOOK, 0, 0, { 8, PHONEHOOKSWITCHMODE_MIC } }, sizeof(good), LINEERR_INVALPARAM, "no such hookswitch" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { 0 }, { 0 }, "lineHold" }, sizeof(good), LINEERR_INVALPARAM, "no kind of fault" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { EXCHANGE_FAULTS }, { 0 }, "lineHold" },
          sizeof(good), LINEERR_INVALPARAM, "an unknown fault" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { EXCHANGE_FAULT_FAIL, 5 }, { 0 }, "lineHold" }, sizeof(good), LINEERR_INVALPARAM, "no error" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { EXCHANGE_FAULT_LOSE }, { 0 }, "lineNonsense" },
          sizeof(good), LINEERR_INVALPARAM, "no function" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { EXCHANGE_FAULT_LOSE }, { 0 }, "lineDevSpecific" },
          sizeof(good), LINEERR_INVALPARAM, "the channel" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT, 0, 0, { EXCHANGE_FAULT_LOSE, 0, 0, 101 }, { 0 }, "lineHold" },
          sizeof(good), LINEERR_INVALPARAM, "101 %" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT_CLEAR, 0, 0, { 77 } }, sizeof(good), LINEERR_INVALPARAM, "no such fault" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_FAULT_LIST, 0, 0, { 0 } }, sizeof(good), LINEERR_INVALPARAM, "an empty list" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LOAD, 0, 0, { 0, 5 } }, sizeof(good), LINEERR_INVALPARAM, "a load without rate" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LOAD, 0, 0, { 1000001 } }, sizeof(good), LINEERR_INVALPARAM, "too much load" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LOAD, 0, 0, { 1000, 1, 0, 1003, 1002 } }, sizeof(good), LINEERR_INVALPARAM, "lines backwards" },
        { { sizeof(good), EXCHANGE_MAGIC, EXCHANGE_LOAD, 0, 0, { 1000, 1, 0, 0, 1009 } }, sizeof(good), LINEERR_INVALPARAM, "lines that are not there" },
    };
    struct exchange_command block;
    DWORD i;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(tests); i++)
    {
        block = tests[i].block;
        ret = send_block( session, &block, tests[i].size );
        ok( ret == (LONG)tests[i].error, "%s: %#lx, expected %#lx\n", tests[i].what, ret, tests[i].error );
    }
    block = good;
    memset( block.text, 'x', sizeof(block.text) );
    block.code = EXCHANGE_INCOMING;
    ret = send_block( session, &block, sizeof(block) );
    ok( ret == (LONG)LINEERR_INVALPARAM, "a text without end: %#lx\n", ret );
}

static void test_status( struct session *session )
{
    DWORD result[8];
    LONG ret;

    ret = command( session, EXCHANGE_STATUS, 0, 0, 0, NULL, result );
    ok( !ret, "status: %#lx\n", ret );
    ok( result[0] == 4 && result[1] == 4, "%lu lines, %lu phones\n", result[0], result[1] );
    ok( !result[2] && !result[5] && !result[6], "%lu calls, %lu faults, %lu steps\n", result[2], result[5], result[6] );
}

static void test_outside( struct session *session )
{
    LINEMESSAGE message;
    BYTE buffer[sizeof(LINECALLINFO) + 512];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    HCALL call;
    DWORD id;
    LONG ret;

    call = incoming( session, "\n5551234\nAlice", &id );
    memset( buffer, 0, sizeof(buffer) );
    info->dwTotalSize = sizeof(buffer);
    ret = lineGetCallInfoW( call, info );
    ok( !ret, "lineGetCallInfo: %#lx\n", ret );
    ok( info->dwOrigin == LINECALLORIGIN_EXTERNAL, "origin %#lx\n", info->dwOrigin );
    ok( !ret && !wcscmp( (WCHAR *)(buffer + info->dwCallerIDOffset), L"5551234" ), "caller id differs\n" );
    ok( !ret && !wcscmp( (WCHAR *)(buffer + info->dwCallerIDNameOffset), L"Alice" ), "caller's name differs\n" );
    ok( !wait_reply( session, lineAnswer( call, NULL, 0 ) ), "lineAnswer failed\n" );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ret = lineMonitorDigits( call, LINEDIGITMODE_DTMF );
    ok( !ret, "lineMonitorDigits: %#lx\n", ret );
    ret = command( session, EXCHANGE_DIGITS, 0, id, 0, "4#", NULL );
    ok( !ret, "digits: %#lx\n", ret );
    ok( wait_message( session, LINE_MONITORDIGITS, H( call ), '4', NULL ), "the first digit does not come\n" );
    ok( wait_message( session, LINE_MONITORDIGITS, H( call ), '#', NULL ), "the second digit does not come\n" );
    ret = command( session, EXCHANGE_HANGUP, 0, id, 0, NULL, NULL );
    ok( !ret, "hang-up: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_DISCONNECTED, &message ), "not disconnected\n" );
    ret = command( session, EXCHANGE_HANGUP, 0, id, 0, NULL, NULL );
    ok( ret == (LONG)LINEERR_INVALPARAM, "hang-up of one that is gone: %#lx\n", ret );
    lineDrop( call, NULL, 0 );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    lineDeallocateCall( call );
    forget( session );
}

static void test_line( struct session *session )
{
    struct exchange_command block = good;
    LINEMESSAGE message;
    DWORD result[8];
    LONG ret;

    ret = command( session, EXCHANGE_LINE_STATUS, 1001, LINEDEVSTATUSFLAGS_INSERVICE, 0, NULL, NULL );
    ok( !ret, "out of service: %#lx\n", ret );
    ok( wait_message( session, LINE_LINEDEVSTATE, H( session->line ), LINEDEVSTATE_OUTOFSERVICE, NULL ), "nobody hears of it\n" );
    /* later, by itself */
    block.code = EXCHANGE_LINE_STATUS;
    block.line = 1001;
    block.after = 50;
    block.args[0] = LINEDEVSTATUSFLAGS_INSERVICE;
    block.args[1] = 1;
    ret = send_block( session, &block, sizeof(block) );
    ok( !ret, "in service: %#lx\n", ret );
    ok( wait_message( session, LINE_LINEDEVSTATE, H( session->line ), LINEDEVSTATE_INSERVICE, NULL ), "it does not come back\n" );

    ret = command( session, EXCHANGE_RESIZE, 0, 6, 0, NULL, NULL );
    ok( !ret, "more lines: %#lx\n", ret );
    ok( wait_message( session, LINE_CREATE, ANY, ANY, &message ), "the first does not come\n" );
    ok( wait_message( session, LINE_CREATE, ANY, ANY, &message ), "the second does not come\n" );
    command( session, EXCHANGE_STATUS, 0, 0, 0, NULL, result );
    ok( result[0] == 6, "%lu lines\n", result[0] );
    ret = command( session, EXCHANGE_RESIZE, 0, 4, 0, NULL, NULL );
    ok( !ret, "fewer lines: %#lx\n", ret );
    ok( wait_message( session, LINE_REMOVE, ANY, ANY, NULL ), "the first does not go\n" );
    ok( wait_message( session, LINE_REMOVE, ANY, ANY, NULL ), "the second does not go\n" );
    command( session, EXCHANGE_STATUS, 0, 0, 0, NULL, result );
    ok( result[0] == 4, "%lu lines\n", result[0] );
}

static LONG add_fault( struct session *session, const char *function, DWORD kind, DWORD value, DWORD nth, DWORD times )
{
    struct exchange_command block = good;

    block.code = EXCHANGE_FAULT;
    block.args[0] = kind;
    block.args[1] = value;
    block.args[2] = nth;
    block.args[4] = times;
    strcpy( block.text, function );
    return send_block( session, &block, sizeof(block) );
}

static void test_faults( struct session *session )
{
    DWORD result[8], start;
    LINEMESSAGE message;
    HCALL call;
    LONG ret, lost;

    call = incoming( session, "", NULL );
    ok( !add_fault( session, "TSPI_lineAnswer", EXCHANGE_FAULT_FAIL, LINEERR_RESOURCEUNAVAIL, 0, 1 ), "no fault\n" );
    ret = wait_reply( session, lineAnswer( call, NULL, 0 ) );
    ok( ret == (LONG)LINEERR_RESOURCEUNAVAIL, "fail: %#lx\n", ret );
    ok( !add_fault( session, "lineAnswer", EXCHANGE_FAULT_FAIL_LATE, LINEERR_NOMEM, 0, 1 ), "no fault\n" );
    ret = lineAnswer( call, NULL, 0 );
    ok( ret > 0, "fail-late: %#lx\n", ret );
    ret = wait_reply( session, ret );
    ok( ret == (LONG)LINEERR_NOMEM, "fail-late: %#lx\n", ret );
    ok( !add_fault( session, "lineAnswer", EXCHANGE_FAULT_DELAY, 300, 0, 1 ), "no fault\n" );
    start = GetTickCount();
    ret = wait_reply( session, lineAnswer( call, NULL, 0 ) );
    ok( !ret, "delay: %#lx\n", ret );
    ok( GetTickCount() - start >= 250, "it took %lu ms\n", GetTickCount() - start );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );

    /* the second call from now, and once */
    ok( !add_fault( session, "lineHold", EXCHANGE_FAULT_FAIL, LINEERR_OPERATIONFAILED, 2, 0 ), "no fault\n" );
    ok( !wait_reply( session, lineHold( call ) ), "the first fails\n" );
    ok( !wait_reply( session, lineUnhold( call ) ), "lineUnhold failed\n" );
    ret = wait_reply( session, lineHold( call ) );
    ok( ret == (LONG)LINEERR_OPERATIONFAILED, "the second: %#lx\n", ret );
    ok( !wait_reply( session, lineHold( call ) ), "the third fails\n" );

    ok( !add_fault( session, "lineUnhold", EXCHANGE_FAULT_SLOW, 200, 0, 1 ), "no fault\n" );
    start = GetTickCount();
    ok( !wait_reply( session, lineUnhold( call ) ), "lineUnhold failed\n" );
    ok( GetTickCount() - start >= 150, "it took %lu ms\n", GetTickCount() - start );

    ok( !add_fault( session, "lineHold", EXCHANGE_FAULT_LOSE, 0, 0, 1 ), "no fault\n" );
    lost = lineHold( call );
    ok( lost > 0, "lose: %#lx\n", lost );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_ONHOLD, NULL ), "it is not done\n" );
    /* a later request completes, that one has not */
    ok( !wait_reply( session, lineUnhold( call ) ), "lineUnhold failed\n" );
    ok( !have_message( session, LINE_REPLY, ANY, lost, NULL ), "it completes\n" );

    ok( !add_fault( session, "*", EXCHANGE_FAULT_FAIL, LINEERR_NOMEM, 0, 0 ), "no fault\n" );
    ret = wait_reply( session, lineHold( call ) );
    ok( ret == (LONG)LINEERR_NOMEM, "all functions: %#lx\n", ret );
    ret = command( session, EXCHANGE_FAULT_LIST, 0, 0, 0, NULL, result );
    ok( !ret && result[1] == EXCHANGE_FAULT_FAIL && result[2] == LINEERR_NOMEM && result[6] >= 1, "list: %#lx, kind %lu, %#lx, struck %lu\n", ret,
        result[1], result[2], result[6] );
    ok( !command( session, EXCHANGE_FAULT_CLEAR, 0, 0, 0, NULL, NULL ), "clear failed\n" );
    ok( !wait_reply( session, lineDrop( call, NULL, 0 ) ), "lineDrop failed\n" );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_IDLE, &message ), "not idle\n" );
    lineDeallocateCall( call );
    forget( session );
}

/* The callers of the first calls of a load, joined. */
static void take_callers( struct session *session, WCHAR *text, DWORD chars )
{
    struct exchange_command block = good;
    BYTE buffer[sizeof(LINECALLINFO) + 512];
    LINECALLINFO *info = (LINECALLINFO *)buffer;
    LINEMESSAGE message;
    DWORD i;

    text[0] = 0;
    ok( !command( session, EXCHANGE_SEED, 0, 99, 0, NULL, NULL ), "no seed\n" );
    block.code = EXCHANGE_LOAD;
    block.args[0] = 20000;
    block.args[1] = 1;
    block.args[2] = 20;
    block.args[3] = block.args[4] = 1001;
    ok( !send_block( session, &block, sizeof(block) ), "no load\n" );
    for (i = 0; i < 3; i++)
    {
        if (!wait_message( session, LINE_CALLSTATE, ANY, LINECALLSTATE_OFFERING, &message ))
        {
            ok( 0, "call %lu of the load does not come\n", i );
            return;
        }
        memset( buffer, 0, sizeof(buffer) );
        info->dwTotalSize = sizeof(buffer);
        if (!lineGetCallInfoW( (HCALL)(DWORD_PTR)message.hDevice, info ) && info->dwCallerIDSize && wcslen( text ) + info->dwCallerIDSize / 2 < chars)
            wcscat( text, (WCHAR *)(buffer + info->dwCallerIDOffset) );
    }
    memset( block.args, 0, sizeof(block.args) );
    ok( !send_block( session, &block, sizeof(block) ), "the load does not stop\n" );
}

static void test_load( struct session *session )
{
    WCHAR first[200], second[200];
    DWORD result[8], end = GetTickCount() + PATIENCE;

    take_callers( session, first, ARRAY_SIZE(first) );
    do command( session, EXCHANGE_STATUS, 0, 0, 0, NULL, result );
    while (result[3] && (int)(end - GetTickCount()) > 0);
    ok( !result[3], "%lu callers do not hang up\n", result[3] );
    forget( session );
    take_callers( session, second, ARRAY_SIZE(second) );
    ok( first[0] && !wcscmp( first, second ), "the same seed gives %s, then %s\n", wine_dbgstr_w( first ), wine_dbgstr_w( second ) );
}

START_TEST( control )
{
    struct session session;

    if (!session_begin( &session, FALSE )) return;
    test_status( &session );
    test_refusals( &session );
    test_outside( &session );
    test_line( &session );
    test_faults( &session );
    test_load( &session );
    session_end( &session );
}
