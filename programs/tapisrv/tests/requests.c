/*
 * Requests that tapi32 has no function for: what remote providers ask, and that every request has somebody who answers it.
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

#include "service.h"
#include "hostile.h"

#include <stdlib.h>

#include "transport/transport.h"
#include "trp/trp.h"

#define VOICE   LINEMEDIAMODE_INTERACTIVEVOICE
#define DATA    LINEMEDIAMODE_DATAMODEM
#define NEWEST  0x00030001

#define EM_LINE_LINEDEVSTATE  0x00000002u
#define EM_LINE_CALLSTATE     0x00000008u
#define EM_LINE_APPNEWCALL    0x00000010u
#define EM_LINE_DEVSPECIFIC   0x00000200u
#define EM_ALL                0x7fffffffu

#define ARG( request, param )  args[ARG_##request##_##param]

static struct application app;
static DWORD device;

/* A remote provider's connection, which pulls its events. */
static struct raw remote;
static uint32_t remote_app, old_app;

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static const uint32_t handled[] =
{
#define HANDLER( name )  TRP_##name,
#include "../handlers.def"
#undef HANDLER
};

static const struct { const char *name; uint32_t func; } all_requests[] =
{
#define TRP_REQUEST( name, func, family, async )  { #name, func },
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
#define TRP_END( name )
#include "trp/requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
};

static void test_all_served(void)
{
    unsigned int i, j, served = 0;

    for (i = 0; i < ARRAY_SIZE(all_requests); i++)
    {
        for (j = 0; j < ARRAY_SIZE(handled) && handled[j] != all_requests[i].func; j++) {}
        ok( j < ARRAY_SIZE(handled), "request %u, %s, has no handler\n", all_requests[i].func, all_requests[i].name );
        if (j < ARRAY_SIZE(handled)) served++;
    }
    trace( "%u requests, %u served\n", (unsigned int)ARRAY_SIZE(all_requests), served );
    ok( served == ARRAY_SIZE(handled), "%u handlers, %u of them for requests\n", (unsigned int)ARRAY_SIZE(handled), served );
}

/* ---- requests over the connection -------------------------------------------------------------------------------- */

static LONG ask( uint32_t func, const struct trp_arg *args, struct trp_arg *out )
{
    static uint32_t packet[64 * 1024 / 4], reply[64 * 1024 / 4];
    const struct trp_request *req = trp_request( func );
    struct trp_arg ignored[TRP_MAX_PARAMS];
    size_t used, needed;
    uint32_t result = 0;
    DWORD size;

    if (trp_encode( req, args, packet, sizeof(packet), &used, &needed ) ||
        !raw_exchange( &remote, packet, used, needed, reply, sizeof(reply), &size ) ||
        trp_decode_reply( req, args, reply, size, &result, out ? out : ignored ))
    {
        ok( 0, "%s: no answer\n", req->name );
        return LINEERR_OPERATIONFAILED;
    }
    return result;
}

#define ok_ret( ret, expected )  check_ret( __LINE__, ret, expected )

static void check_ret( int line, LONG ret, DWORD expected )
{
    ok_( __FILE__, line )( ret == (LONG)expected, "returned %#lx, expected %#lx\n", ret, expected );
}

static uint32_t initialize( uint32_t version, uint32_t context )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineInitialize, dwFriendlyNameOffset ).data = L"remote provider";
    ARG( lineInitialize, dwModuleNameOffset ).data = L"remote.exe";
    ARG( lineInitialize, dwAPIVersion ).value = version;
    ARG( lineInitialize, InitContext ).value = context;
    ok_ret( ask( TRP_lineInitialize, args, out ), 0 );
    return out[ARG_lineInitialize_hLineApp].value;
}

static uint32_t remote_open( uint32_t owner, uint32_t version, uint32_t context, uint32_t privileges, uint32_t modes )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineOpen, hLineApp ).value = owner;
    ARG( lineOpen, dwDeviceID ).value = device;
    ARG( lineOpen, dwNegotiatedVersion ).value = version;
    ARG( lineOpen, OpenContext ).value = context;
    ARG( lineOpen, dwPrivileges ).value = privileges;
    ARG( lineOpen, dwMediaModes ).value = modes;
    ARG( lineOpen, dwAsciiCallParamsCodePage ).value = TRP_NO_DATA;
    ok_ret( ask( TRP_lineOpen, args, out ), 0 );
    return out[ARG_lineOpen_hLine].value;
}

static LONG remote_close( uint32_t line )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineClose, hLine ).value = line;
    return ask( TRP_lineClose, args, NULL );
}

/* ---- media detection and extension versions ------------------------------------------------------------------------ */

static LONG set_detection( uint32_t line, uint32_t modes )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineSetDefaultMediaDetection, hLine ).value = line;
    ARG( lineSetDefaultMediaDetection, dwMediaModes ).value = modes;
    return ask( TRP_lineSetDefaultMediaDetection, args, NULL );
}

static LONG try_detection( uint32_t line, uint32_t modes )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };
    LINECALLPARAMS params = { sizeof(params) };

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = VOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ARG( lineConditionalMediaDetection, hLine ).value = line;
    ARG( lineConditionalMediaDetection, dwMediaModes ).value = modes;
    ARG( lineConditionalMediaDetection, lpCallParams ).data = &params;
    ARG( lineConditionalMediaDetection, dwAsciiCallParamsCodePage ).value = TRP_NO_DATA;
    return ask( TRP_lineConditionalMediaDetection, args, NULL );
}

static void test_detection(void)
{
    HLINE line = open_line( &app, device, NEWEST, 0, LINECALLPRIVILEGE_OWNER, VOICE );
    uint32_t other = remote_open( remote_app, NEWEST, 1, LINECALLPRIVILEGE_OWNER, VOICE );
    struct testtsp_record record = { "" };

    /* the provider hears the union of all opens, when it changes */
    command( &app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( set_detection( other, DATA ), 0 );
    ok( count_calls( &app, line, "TSPI_lineSetDefaultMediaDetection", &record ) == 1, "not told once\n" );
    ok( record.args[1] == (VOICE | DATA), "modes %#lx\n", record.args[1] );
    ok_ret( set_detection( other, DATA ), 0 );
    ok( count_calls( &app, line, "TSPI_lineSetDefaultMediaDetection", NULL ) == 1, "told again\n" );
    /* what it refuses is not set */
    command( &app, line, 0, 0, TESTTSP_FAIL_NEXT, LINEERR_RESOURCEUNAVAIL, 0, 0, 0, L"TSPI_lineSetDefaultMediaDetection" );
    ok_ret( set_detection( other, LINEMEDIAMODE_G3FAX ), LINEERR_RESOURCEUNAVAIL );
    ok_ret( set_detection( other, 0x80000000 ), LINEERR_INVALMEDIAMODE );
    ok_ret( set_detection( other, 0 ), 0 );
    count_calls( &app, line, "TSPI_lineSetDefaultMediaDetection", &record );
    ok( record.args[1] == VOICE, "modes %#lx\n", record.args[1] );

    command( &app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( try_detection( other, DATA ), 0 );
    ok( count_calls( &app, line, "TSPI_lineConditionalMediaDetection", &record ) == 1, "not asked once\n" );
    ok( record.args[1] == (VOICE | DATA) && record.args[2], "modes %#lx params %lu\n", record.args[1], record.args[2] );
    ok( !count_calls( &app, line, "TSPI_lineSetDefaultMediaDetection", NULL ), "it was set\n" );
    ok_ret( try_detection( other, LINEMEDIAMODE_ADSI ), LINEERR_INVALMEDIAMODE );
    ok_ret( remote_close( other ), 0 );
    ok_ret( try_detection( other, DATA ), LINEERR_INVALLINEHANDLE );
    ok_ret( set_detection( other, DATA ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( line ), 0 );
}

static LONG select_version( uint32_t line, uint32_t version )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineSelectExtVersion, hLine ).value = line;
    ARG( lineSelectExtVersion, dwExtVersion ).value = version;
    return ask( TRP_lineSelectExtVersion, args, NULL );
}

static void test_select_version(void)
{
    HLINE line = open_line( &app, device, NEWEST, 0, LINECALLPRIVILEGE_NONE, 0 );
    uint32_t first = remote_open( remote_app, NEWEST, 1, LINECALLPRIVILEGE_NONE, 0 );
    uint32_t second = remote_open( remote_app, NEWEST, 2, LINECALLPRIVILEGE_NONE, 0 );
    struct testtsp_record record = { "" };

    command( &app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ok_ret( select_version( first, 0x00010000 ), 0 );
    ok( count_calls( &app, line, "TSPI_lineSelectExtVersion", &record ) == 1 && record.args[1] == 0x00010000, "version %#lx\n", record.args[1] );
    /* all that use extensions use the same */
    ok_ret( select_version( second, 0x00020000 ), LINEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( select_version( second, 0x00010000 ), 0 );
    ok_ret( select_version( first, 0x00020000 ), LINEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( select_version( first, 0 ), 0 );
    ok( count_calls( &app, line, "TSPI_lineSelectExtVersion", &record ) == 1, "cancelled while it is used\n" );
    /* alone it may change */
    ok_ret( select_version( second, 0x00020000 ), 0 );
    count_calls( &app, line, "TSPI_lineSelectExtVersion", &record );
    ok( record.args[1] == 0x00020000, "version %#lx\n", record.args[1] );
    ok_ret( select_version( second, 0x00990000 ), LINEERR_INCOMPATIBLEEXTVERSION );
    ok_ret( select_version( first, 0x00020000 ), 0 );
    ok_ret( remote_close( first ), 0 );
    ok_ret( remote_close( second ), 0 );
    count_calls( &app, line, "TSPI_lineSelectExtVersion", &record );
    ok( !record.args[1], "version %#lx\n", record.args[1] );
    ok_ret( select_version( first, 0 ), LINEERR_INVALLINEHANDLE );
    ok_ret( lineClose( line ), 0 );
}

/* ---- event filters ------------------------------------------------------------------------------------------------- */

static LONG set_filter( uint32_t type, uint32_t object, uint32_t mask, BOOL sub, uint32_t sub_mask )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    ARG( RSPSetEventFilterMasks, dwObjType ).value = type;
    ARG( RSPSetEventFilterMasks, lObjectID ).value = object;
    ARG( RSPSetEventFilterMasks, fSubMask ).value = sub;
    ARG( RSPSetEventFilterMasks, dwSubMasks ).value = sub_mask;
    ARG( RSPSetEventFilterMasks, ulEventMasksLo ).value = mask;
    return ask( TRP_RSPSetEventFilterMasks, args, NULL );
}

/* Pulls what has come; *count: LINE_DEVSPECIFIC events about that line, *states: LINEDEVSTATE_xxx told of it. Returns a new call. */
static uint32_t pull( uint32_t line, unsigned int *count, uint32_t *states )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t size, done, call = 0;

    *count = 0;
    *states = 0;
    do
    {
        memset( out, 0, sizeof(out) );
        ARG( GetAsyncEvents, dwTotalBufferSize ).value = ARG( GetAsyncEvents, dwTotalBufferSize ).size = 32768;
        ok_ret( ask( TRP_GetAsyncEvents, args, out ), 0 );
        size = out[ARG_GetAsyncEvents_dwTotalBufferSize].size;
        for (done = 0; done < size;)
        {
            const struct trp_event *event = (const void *)((const char *)out[ARG_GetAsyncEvents_dwTotalBufferSize].data + done);

            if (!trp_event_check( event, size - done )) break;
            done += event->total_size;
            if (event->msg == LINE_APPNEWCALL && event->device == line) call = event->param2;
            if (event->device != line) continue;
            if (event->msg == LINE_DEVSPECIFIC) ++*count;
            if (event->msg == LINE_LINEDEVSTATE) *states |= event->param1;
        }
    } while (size);
    return call;
}

/* Three LINE_DEVSPECIFIC messages and two states; when the application has them all, so has the other client. */
static void provoke( HLINE line )
{
    LINEMESSAGE msg;

    forget_messages( &app );
    command( &app, line, 0, 0, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING, 1, 0, NULL );
    command( &app, line, 0, 0, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_BATTERY, 0, 0, NULL );
    command( &app, line, 0, 0, TESTTSP_FLOOD, 3, 0, 0, 0, NULL );
    ok( get_message_param( &app, LINE_DEVSPECIFIC, (DWORD)(ULONG_PTR)line, 2, &msg, 20000 ), "no LINE_DEVSPECIFIC\n" );
}

static void set_states( uint32_t line )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    ARG( lineSetStatusMessages, hLine ).value = line;
    ARG( lineSetStatusMessages, dwLineStates ).value = LINEDEVSTATE_RINGING | LINEDEVSTATE_BATTERY;
    ok_ret( ask( TRP_lineSetStatusMessages, args, NULL ), 0 );
}

#define check_events( line, count, states )  check_events_( __LINE__, line, count, states )

static void check_events_( int where, uint32_t line, unsigned int count, uint32_t states )
{
    unsigned int got;
    uint32_t told;

    pull( line, &got, &told );
    ok_( __FILE__, where )( got == count, "%u LINE_DEVSPECIFIC, expected %u\n", got, count );
    ok_( __FILE__, where )( told == states, "states %#x, expected %#x\n", told, states );
}

static void test_filters(void)
{
    HLINE line = open_line( &app, device, NEWEST, 0, LINECALLPRIVILEGE_NONE, 0 );
    uint32_t mine = remote_open( remote_app, NEWEST, 11, LINECALLPRIVILEGE_MONITOR, 0 ), call, states;
    uint32_t old = remote_open( old_app, 0x00020002, 12, LINECALLPRIVILEGE_NONE, 0 );
    const uint32_t both = LINEDEVSTATE_RINGING | LINEDEVSTATE_BATTERY;
    unsigned int count, i, failed;
    DWORD start;

    set_states( mine );
    set_states( old );
    pull( mine, &count, &states );
    provoke( line );
    check_events( mine, 3, both );

    /* of one line; the application's own is not touched */
    ok_ret( set_filter( 2, mine, EM_ALL & ~EM_LINE_DEVSPECIFIC, FALSE, 0 ), 0 );
    provoke( line );
    check_events( mine, 0, both );
    /* sub-types of one event */
    ok_ret( set_filter( 2, mine, EM_LINE_LINEDEVSTATE, TRUE, LINEDEVSTATE_BATTERY ), 0 );
    provoke( line );
    check_events( mine, 0, LINEDEVSTATE_BATTERY );
    /* the application's filter is newer than that of its line */
    ok_ret( set_filter( 1, remote_app, EM_ALL, FALSE, 0 ), 0 );
    provoke( line );
    check_events( mine, 3, both );
    ok_ret( set_filter( 1, remote_app, EM_LINE_DEVSPECIFIC, FALSE, 0 ), 0 );
    provoke( line );
    check_events( mine, 3, 0 );
    ok_ret( set_filter( 0, 0, 0, FALSE, 0 ), 0 );
    provoke( line );
    check_events( mine, 0, 0 );
    ok_ret( set_filter( 0, 0, EM_ALL, FALSE, 0 ), 0 );

    /* "Clients that negotiate versions that are lower than 3.0 do not receive this filtering." */
    ok_ret( set_filter( 2, old, 0, FALSE, 0 ), 0 );
    ok_ret( set_filter( 1, old_app, 0, FALSE, 0 ), 0 );
    provoke( line );
    check_events( old, 3, both );

    /* of a call: a new one comes to the monitor */
    command( &app, line, 0, 0, TESTTSP_RING, VOICE, 0, 0, 0, NULL );
    for (start = GetTickCount(); !(call = pull( mine, &count, &states )) && GetTickCount() - start < 20000;) Sleep( 5 );
    ok( call != 0, "no new call\n" );
    ok_ret( set_filter( 3, call, EM_ALL & ~EM_LINE_CALLSTATE, FALSE, 0 ), 0 );
    command( &app, line, 0, 0, TESTTSP_STATE, LINECALLSTATE_IDLE, 0, 0, 0, NULL );
    provoke( line );
    check_events( mine, 3, both );

    ok_ret( set_filter( 6, 0, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 2, 0xbad0, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 2, remote_app, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 4, remote_app, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 5, mine, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 2, mine, EM_LINE_CALLSTATE | EM_LINE_APPNEWCALL, TRUE, 1 ), LINEERR_INVALPARAM );
    ok_ret( set_filter( 2, mine, 0, TRUE, 1 ), LINEERR_INVALPARAM );
    ok_ret( remote_close( mine ), 0 );
    ok_ret( set_filter( 2, mine, EM_ALL, FALSE, 0 ), LINEERR_INVALPARAM );
    /* what is gone does not count: more lines in a row than a client can have filters */
    for (i = 0, failed = 0; i < 1100; i++)
    {
        mine = remote_open( remote_app, NEWEST, 11, LINECALLPRIVILEGE_NONE, 0 );
        failed += set_filter( 2, mine, EM_ALL, FALSE, 0 ) != 0;
        remote_close( mine );
    }
    ok( !failed, "%u filters are refused\n", failed );
    ok_ret( remote_close( old ), 0 );
    ok_ret( lineClose( line ), 0 );
}

/* ---- which a program of the old days hears --------------------------------------------------------------------------- */

/* A device that comes is LINE_CREATE from 1.4 on, and before that a reason to initialise again; one that goes is told by version too. */
static void test_device_news(void)
{
    static const uint32_t versions[] = { 0x00010003, 0x00010004, 0x00020000, NEWEST };
    uint32_t apps[ARRAY_SIZE(versions)], i, size, done, created[ARRAY_SIZE(versions)] = { 0 }, removed[ARRAY_SIZE(versions)] = { 0 };
    HLINE line = open_line( &app, device, NEWEST, 0, LINECALLPRIVILEGE_NONE, 0 );
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    LINEMESSAGE msg = { 0 };
    unsigned int count;
    uint32_t states;

    pull( 0, &count, &states );
    for (i = 0; i < ARRAY_SIZE(versions); i++) apps[i] = initialize( versions[i], 100 + i );
    forget_messages( &app );
    command( &app, line, 0, 0, TESTTSP_ADD_LINE, 4711, 0, 0, 0, L"Late line" );
    ok( get_message( &app, LINE_CREATE, 0, &msg, 20000 ), "no LINE_CREATE\n" );
    command( &app, line, 0, 0, TESTTSP_REMOVE_LINE, (DWORD)msg.dwParam1, 0, 0, 0, NULL );
    ok( get_message( &app, LINE_REMOVE, 0, &msg, 20000 ), "no LINE_REMOVE\n" );
    /* those that were told after the one above have it by the end of the next request to the provider */
    provoke( line );
    do
    {
        memset( out, 0, sizeof(out) );
        ARG( GetAsyncEvents, dwTotalBufferSize ).value = ARG( GetAsyncEvents, dwTotalBufferSize ).size = 32768;
        ok_ret( ask( TRP_GetAsyncEvents, args, out ), 0 );
        size = out[ARG_GetAsyncEvents_dwTotalBufferSize].size;
        for (done = 0; done < size;)
        {
            const struct trp_event *event = (const void *)((const char *)out[ARG_GetAsyncEvents_dwTotalBufferSize].data + done);

            if (!trp_event_check( event, size - done )) break;
            done += event->total_size;
            if (event->init_context < 100 || event->init_context >= 100 + ARRAY_SIZE(versions)) continue;
            i = event->init_context - 100;
            if (event->msg == LINE_LINEDEVSTATE)
            {
                ok( event->param1 == LINEDEVSTATE_REINIT && event->param2 == LINE_CREATE && event->param3 == msg.dwParam1,
                    "version %#x: params %#x %#x %#x\n", versions[i], event->param1, event->param2, event->param3 );
                created[i] |= 1;
            }
            if (event->msg == LINE_CREATE && event->param1 == msg.dwParam1) created[i] |= 2;
            if (event->msg == LINE_REMOVE && event->param1 == msg.dwParam1) removed[i]++;
        }
    } while (size);
    for (i = 0; i < ARRAY_SIZE(versions); i++)
    {
        ok( created[i] == (versions[i] < 0x00010004 ? 1 : 2), "version %#x: created %u\n", versions[i], created[i] );
        ok( removed[i] == (versions[i] >= 0x00020000), "version %#x: removed %u\n", versions[i], removed[i] );
        ARG( lineShutdown, hLineApp ).value = apps[i];
        ok_ret( ask( TRP_lineShutdown, args, NULL ), 0 );
    }
    ok_ret( lineClose( line ), 0 );
}

START_TEST( requests )
{
    test_all_served();
    if (!provider_begin()) return;
    app_begin( &app, L"requests test", NEWEST );
    device = find_line( &app, LINE_A );
    ok( device != ~0u, "the test provider's line is missing\n" );
    if (device != ~0u && !raw_connect( &remote, TRANSPORT_REQUESTS, 0 ))
    {
        remote_app = initialize( NEWEST, 1 );
        old_app = initialize( 0x00020002, 2 );
        test_detection();
        test_select_version();
        test_filters();
        test_device_news();
        raw_close( &remote );
    }
    else ok( 0, "cannot connect (error %lu)\n", GetLastError() );
    app_end( &app );
    provider_end();
}
