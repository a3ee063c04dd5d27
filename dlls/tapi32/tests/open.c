/*
 * lineOpen, lineClose, and what is asked of and set for an open line.
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

#include "telephony.h"

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define NONE     LINECALLPRIVILEGE_NONE
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE

static LONG try_open( struct app *app, DWORD device, DWORD privileges, DWORD media, HLINE *line )
{
    *line = 0;
    return lineOpenW( app->handle, device, line, NEWEST, 0, 1, privileges, media, NULL );
}

static void test_privileges( struct app *app, DWORD device )
{
    static const struct { DWORD privileges, media; DWORD error; } cases[] =
    {
        { NONE, 0, 0 },
        { MONITOR, 0, 0 },
        { OWNER, VOICE, 0 },
        { OWNER, LINEMEDIAMODE_UNKNOWN, 0 },
        { OWNER, VOICE | LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_UNKNOWN, 0 },
        { OWNER | MONITOR, VOICE, 0 },
        /* media modes are ignored where ownership is not asked for */
        { NONE, 0xdead0000, 0 },
        { MONITOR, 0xdead0000, 0 },
        /* "Other flag combinations return the LINEERR_INVALPRIVSELECT error." */
        { 0, 0, LINEERR_INVALPRIVSELECT },
        { NONE | OWNER, VOICE, LINEERR_INVALPRIVSELECT },
        { NONE | MONITOR, 0, LINEERR_INVALPRIVSELECT },
        { 0x08, VOICE, LINEERR_INVALPRIVSELECT },
        { OWNER | 0x100, VOICE, LINEERR_INVALPRIVSELECT },
        { OWNER, 0, LINEERR_INVALMEDIAMODE },
        { OWNER, 1, LINEERR_INVALMEDIAMODE },
        /* no media mode of this line */
        { OWNER, LINEMEDIAMODE_TELETEX, LINEERR_INVALMEDIAMODE },
        { OWNER, 0x01000000, LINEERR_INVALMEDIAMODE },
    };
    unsigned int i;
    HLINE line;
    LONG ret;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        winetest_push_context( "privileges %#lx media %#lx", cases[i].privileges, cases[i].media );
        ret = try_open( app, device, cases[i].privileges, cases[i].media, &line );
        ok_ret( ret, cases[i].error );
        if (!ret) ok_ret( lineClose( line ), 0 );
        winetest_pop_context();
    }
}

static void test_errors( struct app *app, DWORD device )
{
    HLINE line, closed;

    ok_ret( lineOpenW( app->handle, device, NULL, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineOpenA( app->handle, device, (HLINE *)(ULONG_PTR)16, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineOpenW( app->handle, app->lines, &line, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_BADDEVICEID );
    ok_ret( lineOpenW( (HLINEAPP)(ULONG_PTR)0xbad0, device, &line, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineOpenW( 0, device, &line, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_INVALAPPHANDLE );
    ok_ret( lineClose( 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( (HLINE)(ULONG_PTR)0xbad0 ), LINEERR_INVALLINEHANDLE );
    /* a handle of another kind is none of a line */
    ok_ret( lineClose( (HLINE)app->handle ), LINEERR_INVALLINEHANDLE );

    ok_ret( try_open( app, device, NONE, 0, &closed ), 0 );
    ok_ret( lineClose( closed ), 0 );
    ok_ret( lineClose( closed ), LINEERR_INVALLINEHANDLE );
    /* a line that is opened later is not taken for one that was closed */
    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok( line != closed, "the handle %#lx is used again at once\n", H( line ) );
    ok_ret( lineClose( closed ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( line ), 0 );
}

/* What a closed line says to each function that takes one. */
static void test_closed( struct app *app, DWORD device )
{
    union { LINEDEVSTATUS line; LINEADDRESSSTATUS address; LINECALLLIST list; VARSTRING id; char bytes[2048]; } u = { { sizeof(u) } };
    DWORD value, value2;
    HCALL call;
    HLINE line;

    ok_ret( try_open( app, device, OWNER, VOICE, &line ), 0 );
    ok_ret( lineClose( line ), 0 );
    ok_ret( lineGetLineDevStatusW( line, &u.line ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetAddressStatusW( line, 0, &u.address ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetNewCalls( line, 0, LINECALLSELECT_LINE, &u.list ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"tapi/line" ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineSetStatusMessages( line, 0, 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetStatusMessages( line, &value, &value2 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineSetNumRings( line, 0, 1 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetNumRings( line, 0, &value ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineGetAddressIDW( line, &value, LINEADDRESSMODE_DIALABLEADDR, L"5551000", 16 ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, L"1", 0, NULL ) ), LINEERR_INVALLINEHANDLE );
    ok_ret( wait_reply( app, lineDevSpecific( line, 0, 0, &u, sizeof(u) ) ), LINEERR_INVALLINEHANDLE );
}

/* ---- LINEMAPPER -------------------------------------------------------------------------------------------------- */

static DWORD device_of_line( HLINE line )
{
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    LONG ret = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"tapi/line" );

    ok_ret( ret, 0 );
    ok( u.id.dwStringSize == sizeof(DWORD), "size %lu\n", u.id.dwStringSize );
    return *(DWORD *)(u.bytes + u.id.dwStringOffset);
}

static void test_linemapper( struct app *app )
{
    union { LINECALLPARAMS params; char bytes[512]; } u;
    DWORD second = find_line( app, L"Test line B" );
    HLINE line;

    memset( &u, 0, sizeof(u) );
    u.params.dwTotalSize = sizeof(u.params);
    u.params.dwBearerMode = LINEBEARERMODE_VOICE;
    u.params.dwMediaMode = LINEMEDIAMODE_G3FAX;
    u.params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, &u.params ), 0 );
    ok( device_of_line( line ) < app->lines, "device %lu\n", device_of_line( line ) );
    ok_ret( lineClose( line ), 0 );

    /* the line that has this number */
    u.params.dwTotalSize = sizeof(u);
    u.params.dwAddressMode = LINEADDRESSMODE_DIALABLEADDR;
    u.params.dwOrigAddressSize = 16;
    u.params.dwOrigAddressOffset = sizeof(u.params);
    memcpy( u.bytes + sizeof(u.params), L"5552000", 16 );
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, &u.params ), 0 );
    ok( device_of_line( line ) == second, "device %lu, expected %lu\n", device_of_line( line ), second );
    ok_ret( lineClose( line ), 0 );
    memcpy( u.bytes + sizeof(u.params), L"5552999", 16 );
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, &u.params ), LINEERR_LINEMAPPERFAILED );

    u.params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    u.params.dwOrigAddressSize = 0;
    u.params.dwMediaMode = LINEMEDIAMODE_TELETEX;
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, &u.params ), LINEERR_LINEMAPPERFAILED );
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, NULL ), LINEERR_INVALPOINTER );
    u.params.dwMediaMode = VOICE;
    u.params.dwTotalSize = 20;
    ok_ret( lineOpenW( app->handle, LINEMAPPER, &line, NEWEST, 0, 1, NONE, 0, &u.params ), LINEERR_STRUCTURETOOSMALL );
}

/* ---- several opens, status --------------------------------------------------------------------------------------- */

static DWORD num_opens( HLINE line, DWORD *media )
{
    union { LINEDEVSTATUS status; char bytes[4096]; } u = { { sizeof(u) } };

    ok_ret( lineGetLineDevStatusW( line, &u.status ), 0 );
    if (media) *media = u.status.dwOpenMediaModes;
    return u.status.dwNumOpens;
}

static void test_opens( struct app *app, DWORD device )
{
    struct app other;
    HLINE lines[3];
    DWORD media;
    LONG ret;

    ret = try_open( app, device, OWNER, VOICE, &lines[0] );
    ok_ret( ret, 0 );
    ok( num_opens( lines[0], &media ) == 1, "%lu opens\n", num_opens( lines[0], NULL ) );
    ok( media == VOICE, "media modes %#lx\n", media );
    app_begin( &other, "second opener" );
    ok_ret( try_open( app, device, OWNER, LINEMEDIAMODE_DATAMODEM, &lines[1] ), 0 );
    ok_ret( try_open( &other, device, MONITOR, 0, &lines[2] ), 0 );
    ok( num_opens( lines[2], &media ) == 3, "%lu opens\n", num_opens( lines[2], NULL ) );
    ok( media == (VOICE | LINEMEDIAMODE_DATAMODEM), "media modes %#lx\n", media );
    ok_ret( lineClose( lines[1] ), 0 );
    ok( num_opens( lines[0], &media ) == 2, "%lu opens\n", num_opens( lines[0], NULL ) );
    ok( media == VOICE, "media modes %#lx\n", media );
    app_end( &other );
    ok( num_opens( lines[0], NULL ) == 1, "%lu opens after lineShutdown of the other\n", num_opens( lines[0], NULL ) );
    ok_ret( lineClose( lines[0] ), 0 );
}

static void test_line_status( struct app *app, DWORD device )
{
    union { LINEDEVSTATUS status; char bytes[4096]; } u;
    const LINEAPPINFO *info;
    HLINE line;
    DWORD i;

    ok_ret( try_open( app, device, OWNER, VOICE, &line ), 0 );
    memset( &u, 0xcc, sizeof(u) );
    u.status.dwTotalSize = sizeof(u);
    ok_ret( lineGetLineDevStatusW( line, &u.status ), 0 );
    ok( u.status.dwUsedSize <= sizeof(u) && u.status.dwNeededSize == u.status.dwUsedSize, "needed %lu used %lu\n", u.status.dwNeededSize,
        u.status.dwUsedSize );
    ok( !u.status.dwNumActiveCalls && !u.status.dwNumOnHoldCalls, "%lu active, %lu held calls\n", u.status.dwNumActiveCalls, u.status.dwNumOnHoldCalls );
    ok( u.status.dwLineFeatures & LINEFEATURE_MAKECALL, "features %#lx\n", u.status.dwLineFeatures );
    ok( u.status.dwDevStatusFlags & LINEDEVSTATUSFLAGS_INSERVICE, "flags %#lx\n", u.status.dwDevStatusFlags );
    ok( u.status.dwBatteryLevel == 0xffff, "battery %#lx\n", u.status.dwBatteryLevel );
    /* who has it open */
    ok( u.status.dwAppInfoSize && u.status.dwAppInfoOffset >= sizeof(LINEDEVSTATUS) &&
        u.status.dwAppInfoOffset + u.status.dwAppInfoSize <= u.status.dwUsedSize, "app info: %lu bytes at %lu of %lu\n",
        u.status.dwAppInfoSize, u.status.dwAppInfoOffset, u.status.dwUsedSize );
    info = (const LINEAPPINFO *)(u.bytes + u.status.dwAppInfoOffset);
    ok( !wcscmp( (const WCHAR *)(u.bytes + info->dwFriendlyNameOffset), L"open test" ), "name %s\n",
        wine_dbgstr_w( (const WCHAR *)(u.bytes + info->dwFriendlyNameOffset) ) );
    ok( info->dwMediaModes == VOICE, "media modes %#lx\n", info->dwMediaModes );
    for (i = 0; i < sizeof(u.status); i += 4)
    {
        u.status.dwTotalSize = i;
        ok_ret( lineGetLineDevStatusW( line, &u.status ), LINEERR_STRUCTURETOOSMALL );
    }
    ok_ret( lineGetLineDevStatusW( line, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineClose( line ), 0 );
}

static void test_address_status( struct app *app, DWORD device )
{
    union { LINEADDRESSSTATUS status; char bytes[1024]; } u = { { sizeof(u) } };
    HCALL call;
    HLINE line;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok_ret( lineGetAddressStatusW( line, 0, &u.status ), 0 );
    ok( !u.status.dwNumActiveCalls, "%lu calls\n", u.status.dwNumActiveCalls );
    call = outgoing( app, line, L"100" );
    u.status.dwTotalSize = sizeof(u);
    ok_ret( lineGetAddressStatusA( line, 0, &u.status ), 0 );
    ok( u.status.dwNumActiveCalls == 1, "%lu calls\n", u.status.dwNumActiveCalls );
    hang_up( app, call );
    ok_ret( lineGetAddressStatusW( line, 2, &u.status ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetAddressStatusW( line, 0, NULL ), LINEERR_INVALPOINTER );
    u.status.dwTotalSize = sizeof(u.status) - 4;
    ok_ret( lineGetAddressStatusW( line, 0, &u.status ), LINEERR_STRUCTURETOOSMALL );
    ok_ret( lineClose( line ), 0 );
}

/* ---- messages about lines ---------------------------------------------------------------------------------------- */

static void test_status_messages( struct app *app, DWORD device )
{
    DWORD lines = 0xdead, addresses = 0xdead;
    LINEMESSAGE msg;
    HLINE line, second;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    /* nothing is reported that was not asked for */
    ok_ret( lineGetStatusMessages( line, &lines, &addresses ), 0 );
    ok( !(lines & ~LINEDEVSTATE_REINIT) && !addresses, "states %#lx %#lx\n", lines, addresses );
    forget( app );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_MSGWAITON, 0, 0, NULL );
    fence( app, line );
    ok( !have_message( app, LINE_LINEDEVSTATE, ANY, LINEDEVSTATE_MSGWAITON, &msg ), "LINE_LINEDEVSTATE without asking\n" );

    ok_ret( lineSetStatusMessages( line, LINEDEVSTATE_MSGWAITON | LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE, LINEADDRESSSTATE_INUSEONE ), 0 );
    ok_ret( lineGetStatusMessages( line, &lines, &addresses ), 0 );
    ok( (lines & ~LINEDEVSTATE_REINIT) == (LINEDEVSTATE_MSGWAITON | LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE), "line states %#lx\n", lines );
    ok( addresses == LINEADDRESSSTATE_INUSEONE, "address states %#lx\n", addresses );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_MSGWAITON, 0, 0, NULL );
    ok( wait_message( app, LINE_LINEDEVSTATE, H( line ), LINEDEVSTATE_MSGWAITON, &msg ), "no LINE_LINEDEVSTATE\n" );
    ok( msg.dwCallbackInstance == 1, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_ADDRESSSTATE, 0, LINEADDRESSSTATE_INUSEONE, 0, NULL );
    ok( wait_message( app, LINE_ADDRESSSTATE, H( line ), 0, &msg ), "no LINE_ADDRESSSTATE\n" );
    ok( msg.dwParam2 == LINEADDRESSSTATE_INUSEONE, "address state %#lx\n", H( msg.dwParam2 ) );
    tell( app, line, 0, TESTTSP_MESSAGE, LINE_ADDRESSSTATE, 0, LINEADDRESSSTATE_INUSEZERO, 0, NULL );
    fence( app, line );
    ok( !have_message( app, LINE_ADDRESSSTATE, H( line ), 0, &msg ), "LINE_ADDRESSSTATE %#lx without asking\n", H( msg.dwParam2 ) );

    /* others open and close the line */
    ok_ret( try_open( app, device, NONE, 0, &second ), 0 );
    ok( wait_message( app, LINE_LINEDEVSTATE, H( line ), LINEDEVSTATE_OPEN, &msg ), "no LINEDEVSTATE_OPEN\n" );
    ok_ret( lineClose( second ), 0 );
    ok( wait_message( app, LINE_LINEDEVSTATE, H( line ), LINEDEVSTATE_CLOSE, &msg ), "no LINEDEVSTATE_CLOSE\n" );
    ok_ret( lineGetStatusMessages( line, NULL, &addresses ), LINEERR_INVALPOINTER );
    ok_ret( lineGetStatusMessages( line, &lines, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineClose( line ), 0 );
}

/* The line is closed under the application. */
static void test_forced_close( struct app *app, DWORD device )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_CLOSE_LINE };
    HLINE line, second, again;
    LINEMESSAGE msg;
    LONG request;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok_ret( try_open( app, device, NONE, 0, &second ), 0 );
    ok_ret( lineSetStatusMessages( second, LINEDEVSTATE_CLOSE, 0 ), 0 );
    request = lineDevSpecific( line, 0, 0, &command, sizeof(command) );
    ok( request > 0, "lineDevSpecific returned %#lx\n", request );
    ok( wait_message( app, LINE_CLOSE, H( line ), ANY, &msg ), "no LINE_CLOSE\n" );
    ok( msg.dwCallbackInstance == 1, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    /* "the line device handle ... is no longer valid" */
    ok_ret( lineClose( line ), LINEERR_INVALLINEHANDLE );
    /* the request of before is answered in any case */
    ok( wait_message( app, LINE_REPLY, ANY, request, &msg ), "no LINE_REPLY\n" );
    ok_ret( try_open( app, device, NONE, 0, &again ), 0 );
    ok( count_calls( app, again, "TSPI_lineClose", NULL ), "TSPI_lineClose was not called\n" );
    /* nothing more comes for a line after its LINE_CLOSE */
    ok( wait_message( app, LINE_CLOSE, H( second ), ANY, &msg ), "no LINE_CLOSE for the second line\n" );
    ok( !have_message( app, LINE_LINEDEVSTATE, H( second ), ANY, &msg ), "LINE_LINEDEVSTATE %#lx after LINE_CLOSE\n", H( msg.dwParam1 ) );
    ok_ret( lineClose( again ), 0 );
}

/* What cannot come back with the LINE_REPLY is not sent in the first place. */
static void test_large_block( struct app *app, DWORD device )
{
    static struct { struct testtsp_command command; char more[100000]; } block = { { TESTTSP_MAGIC, TESTTSP_RECORDS } };
    HLINE line;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok_ret( lineDevSpecific( line, 0, 0, &block, sizeof(block) ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( lineDevSpecificFeature( line, 0, &block, sizeof(block) ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( wait_reply( app, lineDevSpecific( line, 0, 0, &block, 60000 ) ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* ---- lineShutdown in the middle of other functions ----------------------------------------------------------------- */

struct step
{
    struct app *app;
    DWORD       device;
    HLINE       line;
    LONG        result;
};

static DWORD CALLBACK hang_step( void *arg )
{
    /* written to when the request completes, whoever has ended by then */
    static struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_HANG, { 800 } };
    struct step *step = arg;

    step->result = lineDevSpecific( step->line, 0, 0, &command, sizeof(command) );
    return 0;
}

static DWORD CALLBACK close_step( void *arg )
{
    struct step *step = arg;

    step->result = lineClose( step->line );
    return 0;
}

static DWORD CALLBACK open_step( void *arg )
{
    struct step *step = arg;

    step->result = try_open( step->app, step->device, NONE, 0, &step->line );
    return 0;
}

/* The provider hangs in a request, the close waits for that, the open for the close: then the application ends. */
static void test_shutdown( DWORD device )
{
    static DWORD (CALLBACK *const functions[])( void * ) = { hang_step, close_step, open_step };
    struct step steps[ARRAY_SIZE(functions)];
    HANDLE threads[ARRAY_SIZE(functions)];
    struct app app;
    unsigned int i;
    HLINE line;

    app_begin( &app, "shutdown test" );
    ok_ret( try_open( &app, device, NONE, 0, &line ), 0 );
    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        steps[i].app = &app;
        steps[i].device = device;
        steps[i].line = line;
        threads[i] = CreateThread( NULL, 0, functions[i], &steps[i], 0, NULL );
        Sleep( 150 );
    }
    ok_ret( lineShutdown( app.handle ), 0 );
    for (i = 0; i < ARRAY_SIZE(functions); i++)
    {
        ok( !WaitForSingleObject( threads[i], PATIENCE ), "function %u does not return\n", i );
        CloseHandle( threads[i] );
    }
    /* a machine so slow that the steps do not overlap may open the line before */
    ok( steps[2].result == ERR( INVALAPPHANDLE ) || !steps[2].result, "lineOpen: %#lx\n", steps[2].result );
}

/* ---- rings, addresses, identifiers, configuration ---------------------------------------------------------------- */

static void test_rings( struct app *app, DWORD device )
{
    HLINE line, second;
    DWORD rings;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok_ret( try_open( app, device, NONE, 0, &second ), 0 );
    rings = 0;
    ok_ret( lineGetNumRings( line, 0, &rings ), 0 );
    ok( rings == 0xffffffff, "%lu rings with none set\n", rings );
    ok_ret( lineSetNumRings( line, 0, 5 ), 0 );
    ok_ret( lineSetNumRings( second, 0, 3 ), 0 );
    /* the least of all applications counts */
    ok_ret( lineGetNumRings( line, 0, &rings ), 0 );
    ok( rings == 3, "%lu rings\n", rings );
    ok_ret( lineGetNumRings( line, 1, &rings ), 0 );
    ok( rings == 0xffffffff, "%lu rings of the other address\n", rings );
    ok_ret( lineClose( second ), 0 );
    ok_ret( lineGetNumRings( line, 0, &rings ), 0 );
    ok( rings == 5, "%lu rings\n", rings );
    ok_ret( lineSetNumRings( line, 2, 5 ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetNumRings( line, 2, &rings ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetNumRings( line, 0, NULL ), LINEERR_INVALPOINTER );
    ok_ret( lineClose( line ), 0 );
}

static void test_address_id( struct app *app, DWORD device )
{
    HLINE line;
    DWORD id;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    id = 0xdead;
    ok_ret( lineGetAddressIDW( line, &id, LINEADDRESSMODE_DIALABLEADDR, L"5551001", 16 ), 0 );
    ok( id == 1, "address %lu\n", id );
    id = 0xdead;
    ok_ret( lineGetAddressIDA( line, &id, LINEADDRESSMODE_DIALABLEADDR, "5551000", 8 ), 0 );
    ok( id == 0, "address %lu\n", id );
    ok_ret( lineGetAddressIDW( line, &id, LINEADDRESSMODE_DIALABLEADDR, L"7777777", 16 ), LINEERR_INVALADDRESS );
    ok_ret( lineGetAddressIDW( line, NULL, LINEADDRESSMODE_DIALABLEADDR, L"5551001", 16 ), LINEERR_INVALPOINTER );
    ok_ret( lineGetAddressIDW( line, &id, LINEADDRESSMODE_DIALABLEADDR, NULL, 16 ), LINEERR_INVALPOINTER );
    ok_ret( lineGetAddressIDW( line, &id, 0x80, L"5551001", 16 ), LINEERR_INVALADDRESSMODE );
    ok_ret( lineClose( line ), 0 );
}

static void test_id( struct app *app, DWORD device )
{
    union { VARSTRING id; char bytes[256]; } u;
    HLINE line;
    HANDLE event;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok( device_of_line( line ) == device, "device %lu, expected %lu\n", device_of_line( line ), device );
    memset( &u, 0xcc, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "TAPI/LINE" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_BINARY && u.id.dwStringSize == 4 && *(DWORD *)(u.bytes + u.id.dwStringOffset) == device,
        "format %lu size %lu\n", u.id.dwStringFormat, u.id.dwStringSize );
    /* a string for A is one of chars */
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"testtsp/name" ), 0 );
    ok( !wcscmp( (WCHAR *)(u.bytes + u.id.dwStringOffset), L"Test line A" ), "name\n" );
    ok_ret( lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &u.id, "testtsp/name" ), 0 );
    ok( u.id.dwStringFormat == STRINGFORMAT_ASCII && !strcmp( u.bytes + u.id.dwStringOffset, "Test line A" ), "format %lu name %s\n",
        u.id.dwStringFormat, wine_dbgstr_a( u.bytes + u.id.dwStringOffset ) );
    /* a handle is one of this process */
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"testtsp/event" ), 0 );
    event = *(HANDLE *)(u.bytes + u.id.dwStringOffset);
    ok( u.id.dwStringSize >= sizeof(DWORD), "size %lu\n", u.id.dwStringSize );
    if (u.id.dwStringSize == sizeof(DWORD)) event = (HANDLE)(ULONG_PTR)*(DWORD *)(u.bytes + u.id.dwStringOffset);
    ok( !WaitForSingleObject( event, 0 ), "the event is not set (error %lu)\n", GetLastError() );
    CloseHandle( event );

    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"no/such/class" ), LINEERR_INVALDEVICECLASS );
    ok_ret( lineGetIDW( line, 7, 0, LINECALLSELECT_ADDRESS, &u.id, L"testtsp/name" ), LINEERR_INVALADDRESSID );
    ok_ret( lineGetIDW( 0, 0, (HCALL)(ULONG_PTR)0xbad0, LINECALLSELECT_CALL, &u.id, L"tapi/line" ), LINEERR_INVALCALLHANDLE );
    ok_ret( lineGetIDW( line, 0, 0, 0x80, &u.id, L"tapi/line" ), LINEERR_INVALCALLSELECT );
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, NULL, L"tapi/line" ), LINEERR_INVALPOINTER );
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, NULL ), LINEERR_INVALPOINTER );
    u.id.dwTotalSize = sizeof(u.id) - 4;
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"tapi/line" ), LINEERR_STRUCTURETOOSMALL );
    /* what does not fit is told */
    u.id.dwTotalSize = sizeof(u.id);
    ok_ret( lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.id, L"testtsp/name" ), 0 );
    ok( u.id.dwNeededSize > sizeof(u.id) && u.id.dwUsedSize <= sizeof(u.id), "needed %lu used %lu\n", u.id.dwNeededSize, u.id.dwUsedSize );
    ok_ret( lineClose( line ), 0 );
}

static void test_dev_config( DWORD device )
{
    union { VARSTRING config; char bytes[256]; } u = { { sizeof(u) } };
    DWORD value = 0x12345678;

    ok_ret( lineSetDevConfigW( device, &value, sizeof(value), L"tapi/line" ), 0 );
    ok_ret( lineGetDevConfigA( device, &u.config, "tapi/line" ), 0 );
    ok( u.config.dwStringSize == sizeof(value) && *(DWORD *)(u.bytes + u.config.dwStringOffset) == value, "size %lu value %#lx\n",
        u.config.dwStringSize, *(DWORD *)(u.bytes + u.config.dwStringOffset) );
    ok_ret( lineGetDevConfigW( device, &u.config, L"no/such/class" ), LINEERR_INVALDEVICECLASS );
    ok_ret( lineGetDevConfigW( ~0u, &u.config, L"tapi/line" ), LINEERR_BADDEVICEID );
    ok_ret( lineGetDevConfigW( device, NULL, L"tapi/line" ), LINEERR_INVALPOINTER );
    ok_ret( lineSetDevConfigW( device, NULL, 4, L"tapi/line" ), LINEERR_INVALPOINTER );
    ok_ret( lineSetDevConfigW( device, &value, sizeof(value), L"no/such/class" ), LINEERR_INVALDEVICECLASS );
    ok_ret( lineSetDevConfigW( ~0u, &value, sizeof(value), L"tapi/line" ), LINEERR_BADDEVICEID );
}

/* The provider opens its line with the first and closes it with the last. */
static void test_provider_order( struct app *app, DWORD device )
{
    HLINE line, second;

    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    tell( app, line, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( try_open( app, device, OWNER, VOICE, &second ), 0 );
    ok( !count_calls( app, line, "TSPI_lineOpen", NULL ), "TSPI_lineOpen for an open line\n" );
    ok( count_calls( app, line, "TSPI_lineSetDefaultMediaDetection", NULL ) == 1, "the provider does not know the media mode\n" );
    ok_ret( lineClose( second ), 0 );
    ok( !count_calls( app, line, "TSPI_lineClose", NULL ), "TSPI_lineClose with the line open\n" );
    ok_ret( lineClose( line ), 0 );
    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok( count_calls( app, line, "TSPI_lineClose", NULL ) == 1, "the line was not closed\n" );
    ok( count_calls( app, line, "TSPI_lineOpen", NULL ) == 1, "the line was not opened again\n" );
    /* an error of the provider is the application's */
    ok_ret( lineClose( line ), 0 );
    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    tell( app, line, 0, TESTTSP_FAIL_NEXT, LINEERR_RESOURCEUNAVAIL, 0, 0, 0, L"TSPI_lineOpen" );
    ok_ret( lineClose( line ), 0 );
    ok_ret( try_open( app, device, NONE, 0, &line ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( try_open( app, device, NONE, 0, &line ), 0 );
    ok_ret( lineClose( line ), 0 );
}

START_TEST( open )
{
    struct app app;
    DWORD device;

    if (!fixture_begin()) return;
    app_begin( &app, "open test" );
    device = find_line( &app, L"Test line A" );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u)
    {
        test_privileges( &app, device );
        test_errors( &app, device );
        test_closed( &app, device );
        test_linemapper( &app );
        test_opens( &app, device );
        test_line_status( &app, device );
        test_address_status( &app, device );
        test_status_messages( &app, device );
        test_forced_close( &app, device );
        test_large_block( &app, device );
        test_shutdown( device );
        test_rings( &app, device );
        test_address_id( &app, device );
        test_id( &app, device );
        test_dev_config( device );
        test_provider_order( &app, device );
    }
    app_end( &app );
    fixture_end();
}
