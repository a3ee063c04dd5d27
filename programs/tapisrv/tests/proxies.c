/*
 * Proxies that lie: answers to requests of others, to none, and with nothing in them, without tapi32 in between.
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

static DWORD device;

#define ARG( request, param )  args[ARG_##request##_##param]

/* A client of its own, with an application and a line. */
struct side
{
    struct raw raw;
    uint32_t   app, line;
};

static uint32_t ask( struct side *side, uint32_t func, struct trp_arg *args, struct trp_arg *out )
{
    static uint32_t buffer[64 * 1024 / 4];
    const struct trp_request *req = trp_request( func );
    size_t used, needed;
    uint32_t result;
    DWORD size;

    if (trp_encode( req, args, buffer, sizeof(buffer), &used, &needed ) ||
        !raw_exchange( &side->raw, buffer, used, needed, buffer, sizeof(buffer), &size ) ||
        trp_decode_reply( req, args, buffer, size, &result, out ))
    {
        ok( 0, "%s: no answer\n", req->name );
        return LINEERR_OPERATIONFAILED;
    }
    return result;
}

/* kinds: a bit for each request that it serves; 0: no proxy. */
static uint32_t open_side( struct side *side, uint32_t line_device, uint32_t kinds )
{
    struct { LINECALLPARAMS params; uint32_t kinds[LINEPROXYREQUEST_SETAGENTSTATEEX]; } open = { { sizeof(open) } };
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t i, count = 0, ret;

    for (i = 1; i <= LINEPROXYREQUEST_SETAGENTSTATEEX; i++) if (kinds & 1u << i) open.kinds[count++] = i;
    open.params.dwDevSpecificSize = count * sizeof(uint32_t);
    open.params.dwDevSpecificOffset = sizeof(open.params);
    ARG( lineOpen, hLineApp ).value = side->app;
    ARG( lineOpen, dwDeviceID ).value = line_device;
    ARG( lineOpen, dwNegotiatedVersion ).value = 0x00020002;
    ARG( lineOpen, dwPrivileges ).value = LINECALLPRIVILEGE_NONE | (kinds ? LINEOPENOPTION_PROXY : 0);
    if (kinds) ARG( lineOpen, pCallParams ).data = &open;
    ARG( lineOpen, dwAsciiCallParamsCodePage ).value = TRP_NO_DATA;
    ret = ask( side, TRP_lineOpen, args, out );
    ok( !ret, "lineOpen: %#x\n", ret );
    return out[ARG_lineOpen_hLine].value;
}

static void begin( struct side *side, uint32_t line_device, uint32_t kinds )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    LONG ret = raw_connect( &side->raw, TRANSPORT_REQUESTS, 0 );
    uint32_t err;

    ok( !ret, "cannot connect: %#lx\n", ret );
    ARG( lineInitialize, dwFriendlyNameOffset ).data = L"proxy";
    ARG( lineInitialize, dwModuleNameOffset ).data = L"proxy.exe";
    ARG( lineInitialize, dwAPIVersion ).value = 0x00030001;
    ARG( lineInitialize, InitContext ).value = 77;
    err = ask( side, TRP_lineInitialize, args, out );
    ok( !err, "lineInitialize: %#x\n", err );
    side->app = out[ARG_lineInitialize_hLineApp].value;
    side->line = open_side( side, line_device, kinds );
}

static void end( struct side *side )
{
    raw_close( &side->raw );
}

/* The next event of that kind (with that first parameter, 0: any), pulled; FALSE: none came. */
static BOOL pull( struct side *side, uint32_t msg, uint32_t param1, struct trp_event *event )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    DWORD tries;

    for (tries = 0; tries < 1000; tries++)
    {
        size_t done = 0, length;
        BOOL found = FALSE;

        ARG( GetAsyncEvents, dwTotalBufferSize ).value = ARG( GetAsyncEvents, dwTotalBufferSize ).size = 32768;
        if (ask( side, TRP_GetAsyncEvents, args, out )) return FALSE;
        while (done < out[ARG_GetAsyncEvents_dwTotalBufferSize].size)
        {
            const struct trp_event *next = (const void *)((const char *)out[ARG_GetAsyncEvents_dwTotalBufferSize].data + done);

            if (!(length = trp_event_check( next, out[ARG_GetAsyncEvents_dwTotalBufferSize].size - done ))) break;
            done += length;
            if (next->msg != msg || (param1 && next->param1 != param1)) continue;
            *event = *next;
            found = TRUE;
        }
        if (found) return TRUE;
        Sleep( 10 );
    }
    return FALSE;
}

#define ROOM  200

/* A request for the list of groups; its id, and what the proxy knows it by. */
static uint32_t ask_groups( struct side *requester, struct side *proxy, uint32_t *id )
{
    static uint32_t next_id = 100;
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    struct trp_event event = { 0 };
    uint32_t ret;

    ARG( lineGetGroupList, dwRequestID ).value = ++next_id;
    ARG( lineGetGroupList, hLine ).value = requester->line;
    ARG( lineGetGroupList, lpAgentGroupListSize ).size = ROOM;
    ret = ask( requester, TRP_lineGetGroupList, args, out );
    ok( ret == next_id, "lineGetGroupList: %#x\n", ret );
    *id = ret;
    ok( pull( proxy, LINE_PROXYREQUEST, 0, &event ), "no LINE_PROXYREQUEST\n" );
    ok( event.device == proxy->line && event.param1, "line %#x, id %#x\n", event.device, event.param1 );
    return event.param1;
}

static uint32_t answer( struct side *side, uint32_t line, uint32_t id, const void *data, uint32_t size, uint32_t result )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];

    ARG( lineProxyResponse, hLine ).value = line;
    ARG( lineProxyResponse, dwProxyID ).value = id;
    ARG( lineProxyResponse, lpProxyRequest ).data = data;
    ARG( lineProxyResponse, lpProxyRequest ).size = size;
    ARG( lineProxyResponse, dwResult ).value = result;
    return ask( side, TRP_lineProxyResponse, args, out );
}

static void expect_reply( struct side *side, uint32_t id, uint32_t result )
{
    struct trp_event event = { 0 };

    ok( pull( side, LINE_REPLY, id, &event ), "no LINE_REPLY\n" );
    ok( event.param2 == result, "result %#x, not %#x\n", event.param2, result );
}

static void test_foreign_answers( struct side *requester, struct side *proxy, struct side *thief )
{
    const uint32_t wrong[] = { 0, 1, 0xffffffff, 0x80000000, 0x7fffffff, proxy->line, requester->line, proxy->app, requester->app };
    uint32_t id, name, second = open_side( proxy, device, 1u << LINEPROXYREQUEST_GETAGENTCAPS ), plain = open_side( proxy, device, 0 );
    struct { BYTE header[28]; LINEAGENTGROUPLIST list; BYTE rest[ROOM]; } block = { { 0 }, { ROOM, sizeof(block.list), sizeof(block.list) } };
    unsigned int i;

    name = ask_groups( requester, proxy, &id );
    for (i = 0; i < ARRAY_SIZE(wrong); i++)
    {
        uint32_t ret = answer( proxy, proxy->line, wrong[i], &block, sizeof(block), 0 );
        ok( ret == LINEERR_INVALPARAM, "id %#x gave %#x\n", wrong[i], ret );
    }
    /* other generations of the same name */
    for (i = 21; i < 32; i++)
    {
        uint32_t ret = answer( proxy, proxy->line, name ^ 1u << i, &block, sizeof(block), 0 );
        ok( ret == LINEERR_INVALPARAM, "id %#x gave %#x\n", name ^ 1u << i, ret );
    }
    /* a proxy of its own right, and one that is none */
    ok( answer( thief, thief->line, name, &block, sizeof(block), 0 ) == LINEERR_INVALPARAM, "another client has answered\n" );
    ok( answer( requester, requester->line, name, &block, sizeof(block), 0 ) == LINEERR_NOTREGISTERED, "the requester has answered itself\n" );
    ok( answer( thief, proxy->line, name, &block, sizeof(block), 0 ) == LINEERR_INVALLINEHANDLE, "another client has used the line\n" );
    ok( answer( proxy, second, name, &block, sizeof(block), 0 ) == LINEERR_INVALLINEHANDLE, "another line has answered\n" );
    ok( answer( proxy, plain, name, &block, sizeof(block), 0 ) == LINEERR_NOTREGISTERED, "a line that is no proxy has answered\n" );
    ok( status_value( "proxy_requests" ) == 1, "the request is gone\n" );
    ok( !answer( proxy, proxy->line, name, &block, sizeof(block), 0 ), "the answer was refused\n" );
    expect_reply( requester, id, 0 );
    ok( answer( proxy, proxy->line, name, &block, sizeof(block), 0 ) == LINEERR_INVALPARAM, "it was answered twice\n" );
}

static void test_short_answers( struct side *requester, struct side *proxy )
{
    static const uint32_t sizes[] = { 0, 4, 27, 28, 29, 28 + ROOM - 1 };
    BYTE block[28 + ROOM] = { 0 };
    LINEAGENTGROUPLIST *list = (LINEAGENTGROUPLIST *)(block + 28);
    uint32_t id, name, ret;
    unsigned int i;

    list->dwNeededSize = list->dwUsedSize = sizeof(*list);
    for (i = 0; i < ARRAY_SIZE(sizes); i++)
    {
        name = ask_groups( requester, proxy, &id );
        ret = answer( proxy, proxy->line, name, sizes[i] ? block : NULL, sizes[i], 0 );
        ok( ret == LINEERR_INVALPARAM, "%u bytes gave %#x\n", sizes[i], ret );
        expect_reply( requester, id, LINEERR_OPERATIONFAILED );
    }
    name = ask_groups( requester, proxy, &id );
    ok( !answer( proxy, proxy->line, name, block, sizeof(block), 0 ), "the answer was refused\n" );
    expect_reply( requester, id, 0 );
    /* errors need no block */
    name = ask_groups( requester, proxy, &id );
    ok( !answer( proxy, proxy->line, name, NULL, 0, LINEERR_RESOURCEUNAVAIL ), "the answer was refused\n" );
    expect_reply( requester, id, LINEERR_RESOURCEUNAVAIL );
}

/* Answers of random bytes: whatever is in them, the service and the requester stay whole. */
static void test_random_answers( struct side *requester, struct side *proxy )
{
    static BYTE block[28 + ROOM];
    uint32_t id, name, ret, seed = 4711, accepted = 0;
    unsigned int i, j;

    for (i = 0; i < 300; i++)
    {
        name = ask_groups( requester, proxy, &id );
        for (j = 0; j < sizeof(block); j++)
        {
            seed = seed * 1103515245 + 12345;
            /* small numbers get further than large ones */
            block[j] = j % 4 ? 0 : (seed >> 16) % ROOM;
        }
        ret = answer( proxy, proxy->line, name, block, sizeof(block), 0 );
        ok( !ret || ret == LINEERR_INVALPARAM, "answer %u gave %#x\n", i, ret );
        accepted += !ret;
        expect_reply( requester, id, ret ? LINEERR_OPERATIONFAILED : 0 );
    }
    trace( "%u of %u random answers made sense\n", accepted, i );
}

START_TEST(proxies)
{
    struct side requester, proxy, thief;
    struct application app;
    char *before, *after;

    if (!provider_begin()) return;
    app_begin( &app, L"proxies test", 0x00020002 );
    device = find_line( &app, LINE_A );
    if (device != ~0u && observer_begin())
    {
        before = status_snapshot();
        begin( &requester, device, 0 );
        begin( &proxy, device, ~0u & ~(1u << LINEPROXYREQUEST_GETAGENTCAPS) );
        begin( &thief, find_line( &app, LINE_B ), ~0u );
        test_foreign_answers( &requester, &proxy, &thief );
        test_short_answers( &requester, &proxy );
        test_random_answers( &requester, &proxy );
        check_consistent();
        end( &thief );
        end( &proxy );
        end( &requester );
        after = status_snapshot_like( before );
        ok( !strcmp( before, after ), "before: %s\nafter: %s\n", before, after );
        ok( status_becomes( "proxy_requests", 0, PATIENCE ), "requests of proxies are left\n" );
        ok( status_becomes( "async_pending", 0, PATIENCE ), "requests are left\n" );
        check_consistent();
        free( before );
        free( after );
        observer_end();
    }
    app_end( &app );
    provider_end();
}
