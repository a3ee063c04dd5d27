/*
 * Connections that do not do what the transport says: they end, and nobody else is troubled.
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
#include "packets.h"

#define SILENT  20

static DWORD device;

/* Bytes of one message; the answer of a pipe that is open goes to reply. FALSE: the service ended the connection. */
static BOOL tell_pipe( HANDLE pipe, const void *data, DWORD size, void *reply, DWORD capacity, DWORD *reply_size )
{
    DWORD done;

    *reply_size = 0;
    return WriteFile( pipe, data, size, &done, NULL ) && ReadFile( pipe, reply, capacity, reply_size, NULL );
}

static BOOL works( struct raw *raw )
{
    const struct trp_packet packet = { 29 };
    uint32_t reply[64];
    DWORD size;

    return raw_exchange( raw, &packet, sizeof(packet), sizeof(packet), reply, sizeof(reply), &size ) &&
           reply[0] == LINEERR_OPERATIONUNAVAIL;
}

/* ---- the first message -------------------------------------------------------------------------------------------- */

static void test_hello(void)
{
    static const struct transport_hello bad[] =
    {
        { 0, TRANSPORT_VERSION, TRANSPORT_REQUESTS }, { ~TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_EVENTS },
        { TRANSPORT_MAGIC, 0, TRANSPORT_REQUESTS }, { TRANSPORT_MAGIC, TRANSPORT_VERSION + 1, TRANSPORT_REQUESTS },
        { TRANSPORT_MAGIC, ~0u, TRANSPORT_REQUESTS }, { TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_EVENTS + 1 },
        { TRANSPORT_MAGIC, TRANSPORT_VERSION, ~0u }, { TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_REQUESTS, 0, 1 },
        { TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_EVENTS, 0, ~(ULONGLONG)0 },
    };
    struct transport_hello good[2] = { { TRANSPORT_MAGIC, TRANSPORT_VERSION, TRANSPORT_REQUESTS } };
    char *before = status_snapshot(), *after;
    struct transport_welcome welcome;
    DWORD i, size;
    HANDLE pipe;
    BOOL ret;

    for (i = 0; i < ARRAY_SIZE(bad); i++)
    {
        pipe = raw_pipe();
        ok( pipe != INVALID_HANDLE_VALUE, "%lu: no pipe: error %lu\n", i, GetLastError() );
        ret = tell_pipe( pipe, &bad[i], sizeof(bad[i]), &welcome, sizeof(welcome), &size );
        ok( !ret || (size == sizeof(welcome) && welcome.error), "%lu: welcomed\n", i );
        ok( !tell_pipe( pipe, &good, sizeof(good[0]), &welcome, sizeof(welcome), &size ), "%lu: a second chance\n", i );
        CloseHandle( pipe );
    }
    /* too short, too long */
    for (i = 0; i <= sizeof(good); i += i < sizeof(good[0]) ? 1 : 7)
    {
        if (i == sizeof(good[0])) continue;
        pipe = raw_pipe();
        ret = tell_pipe( pipe, good, i, &welcome, sizeof(welcome), &size );
        ok( !ret, "%lu bytes: welcomed\n", i );
        CloseHandle( pipe );
    }
    /* a request before the hello */
    pipe = raw_pipe();
    ret = tell_pipe( pipe, "\x44\0\0\0\0\0\0\0/\0\0\0", 12, &welcome, sizeof(welcome), &size );
    ok( !ret, "a request was served without hello\n" );
    CloseHandle( pipe );
    after = status_snapshot_like( before );
    ok( !strcmp( before, after ), "before: %s\nafter: %s\n", before, after );
    free( before );
    free( after );
}

static HANDLE silent[SILENT];

static void begin_silence(void)
{
    DWORD i;

    for (i = 0; i < SILENT; i++) ok( (silent[i] = raw_pipe()) != INVALID_HANDLE_VALUE, "no pipe: error %lu\n", GetLastError() );
}

/* Who says nothing is not waited for. */
static void end_silence(void)
{
    DWORD i, size, start = GetTickCount();
    BYTE byte;

    for (i = 0; i < SILENT; i++)
    {
        while (PeekNamedPipe( silent[i], NULL, 0, NULL, NULL, NULL ) && GetTickCount() - start < 15000) Sleep( 10 );
        ok( !PeekNamedPipe( silent[i], NULL, 0, NULL, NULL, NULL ) || !ReadFile( silent[i], &byte, 1, &size, NULL ),
            "a silent connection is still open\n" );
        CloseHandle( silent[i] );
    }
}

/* ---- requests ----------------------------------------------------------------------------------------------------- */

static void test_message_sizes(void)
{
    BYTE *message = calloc( 1, TRANSPORT_MAX_PACKET + 64 );
    struct transport_request *header = (struct transport_request *)message;
    uint32_t reply[64];
    struct raw raw, other;
    DWORD i, size;
    BOOL ret;

    for (i = 0; i < sizeof(*header); i++)
    {
        ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "%lu: cannot connect\n", i );
        ok( !raw_connect( &other, TRANSPORT_REQUESTS, raw.cookie ), "%lu: cannot join\n", i );
        ok( !tell_pipe( raw.pipe, message, i, reply, sizeof(reply), &size ), "%lu bytes were answered\n", i );
        ok( works( &other ), "%lu bytes: the client's other connection suffers\n", i );
        raw_close( &raw );
        raw_close( &other );
    }
    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    for (i = 0; i < sizeof(struct trp_packet) + 4; i++)
    {
        memset( message, 0, sizeof(*header) + sizeof(struct trp_packet) + 4 );
        header->needed = i < 4 ? 8192 : i;
        ((struct trp_packet *)(header + 1))->func = TRP_lineNegotiateAPIVersion;
        ret = tell_pipe( raw.pipe, message, sizeof(*header) + i, reply, sizeof(reply), &size );
        ok( ret && size >= 4 && (LONG)reply[0] < 0, "%lu bytes: %#x\n", i, reply[0] );
    }
    /* the rest of the last one was read whole: the next request is understood */
    ok( works( &raw ), "the connection is out of step\n" );
    for (i = 0; i < 4; i++)
    {
        static const DWORD needed[] = { 0, TRANSPORT_MAX_PACKET + 1, 0x80000000, 0xffffffff };
        header->needed = needed[i];
        ret = tell_pipe( raw.pipe, message, sizeof(*header) + sizeof(struct trp_packet), reply, sizeof(reply), &size );
        ok( ret && size >= 4 && (LONG)reply[0] < 0, "lNeededSize %#lx: %#x\n", needed[i], reply[0] );
    }
    /* the largest is taken, one byte more ends it */
    header->needed = TRANSPORT_MAX_PACKET;
    ret = tell_pipe( raw.pipe, message, sizeof(*header) + TRANSPORT_MAX_PACKET, reply, sizeof(reply), &size );
    ok( ret && (LONG)reply[0] < 0, "the largest packet: %#x\n", reply[0] );
    ok( works( &raw ), "the connection is out of step\n" );
    ret = tell_pipe( raw.pipe, message, sizeof(*header) + TRANSPORT_MAX_PACKET + 1, reply, sizeof(reply), &size );
    ok( !ret, "a packet above the limit was answered\n" );
    raw_close( &raw );
    free( message );
}

/* Requests one after the other without reading the answers; and answers that are never read. */
static void test_ahead(void)
{
    struct { struct transport_request header; struct trp_packet packet; } message = { { sizeof(message.packet) }, { 29 } };
    uint32_t reply[64];
    struct raw raw;
    DWORD i, size;

    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    for (i = 0; i < 200; i++) if (!WriteFile( raw.pipe, &message, sizeof(message), &size, NULL )) break;
    ok( i == 200, "%lu requests were taken: error %lu\n", i, GetLastError() );
    for (i = 0; i < 200; i++) if (!ReadFile( raw.pipe, reply, sizeof(reply), &size, NULL ) || reply[0] != LINEERR_OPERATIONUNAVAIL) break;
    ok( i == 200, "%lu requests were answered\n", i );
    for (i = 0; i < 200; i++) WriteFile( raw.pipe, &message, sizeof(message), &size, NULL );
    raw_close( &raw );
}

/* Random bytes, and legal requests with random handles. */
static void test_garbage(void)
{
    static uint32_t message[8192], reply[64 * 1024];
    static struct sample sample;
    const struct trp_request *req;
    struct raw raw;
    DWORD i, j, size, served = 0;

    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    for (i = 0; i < 1000; i++)
    {
        DWORD used = number_below( 400 );

        for (j = 0; j < ARRAY_SIZE(message) && j <= used / 4; j++) message[j] = number();
        if (i % 2) message[0] = number_below( 170 );
        if (message[0] == TRP_lineSetAppPriority) continue;
        if (!raw_exchange( &raw, message, used, used + number_below( 4096 ), reply, sizeof(reply), &size )) break;
    }
    ok( i == 1000, "garbage %lu ended the connection\n", i );
    for (i = 0; (req = nth_request( i )); i++)
    {
        /* this one may write to the registry what others read */
        if (req->func == TRP_lineSetAppPriority) continue;
        for (j = 0; j < 10; j++)
        {
            make_packet( &sample, req, MIXED );
            if (!raw_exchange( &raw, sample.packet, sample.used, sample.needed, reply, sizeof(reply), &size )) break;
            served++;
        }
        ok( j == 10, "%s ended the connection\n", req->name );
    }
    ok( served > 1000, "%lu requests were served\n", served );
    raw_close( &raw );
}

/* ---- clients ------------------------------------------------------------------------------------------------------ */

static void test_events_connection( DWORD clients )
{
    struct raw raw, events, more;
    DWORD size;
    BYTE byte = 0;

    ok( status_becomes( "clients", clients, PATIENCE ), "clients are left\n" );

    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    ok( !raw_connect( &events, TRANSPORT_EVENTS, raw.cookie ), "no events\n" );
    /* a second one is closed, the first one stays */
    if (!raw_connect( &more, TRANSPORT_EVENTS, raw.cookie ))
    {
        ok( !ReadFile( more.pipe, &byte, 1, &size, NULL ), "a second event connection\n" );
        raw_close( &more );
    }
    ok( works( &raw ) && status_becomes( "clients", clients + 1, PATIENCE ), "the first one suffers\n" );
    /* nobody writes there */
    ok( WriteFile( events.pipe, "hello", 5, &size, NULL ), "error %lu\n", GetLastError() );
    ok( status_becomes( "clients", clients, PATIENCE ), "the client lives on\n" );
    ok( !ReadFile( events.pipe, &byte, 1, &size, NULL ), "the event connection lives on\n" );
    ok( raw_connect( &more, TRANSPORT_REQUESTS, raw.cookie ), "a dead client was joined\n" );
    ok( !works( &raw ), "a dead client is served\n" );
    raw_close( &raw );
    raw_close( &events );

    /* an event connection alone is a client, too */
    ok( !raw_connect( &events, TRANSPORT_EVENTS, 0 ), "cannot connect\n" );
    ok( status_becomes( "clients", clients + 1, PATIENCE ), "no client\n" );
    raw_close( &events );
    ok( status_becomes( "clients", clients, PATIENCE ), "the client lives on\n" );
}

/* What belongs to one process is not another's, whatever it knows. */
static void test_foreign_cookie(void)
{
    struct child child;
    struct raw raw;
    char text[40];

    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    snprintf( text, sizeof(text), "%llu", raw.cookie );
    SetEnvironmentVariableA( "HOSTILE_COOKIE", text );
    if (child_begin( &child, "connections", "thief", 0 ))
    {
        ok( child.values[0] && child.values[0] != 1, "another process joined for requests: %#lx\n", child.values[0] );
        ok( child.values[1] && child.values[1] != 1, "another process joined for events: %#lx\n", child.values[1] );
        child_kill( &child, FALSE );
    }
    ok( works( &raw ), "the client suffers\n" );
    raw_close( &raw );
}

static void steal(void)
{
    struct raw raw = { INVALID_HANDLE_VALUE };
    ULONGLONG cookie;
    char text[40];
    LONG ret[2];

    GetEnvironmentVariableA( "HOSTILE_COOKIE", text, sizeof(text) );
    cookie = strtoull( text, NULL, 10 );
    ret[0] = raw_connect( &raw, TRANSPORT_REQUESTS, cookie );
    raw_close( &raw );
    ret[1] = raw_connect( &raw, TRANSPORT_EVENTS, cookie );
    child_ready( ret[0], ret[1], 0, 0 );
    Sleep( INFINITE );
}

static BOOL is_win32_only(void)
{
    BOOL wow64 = FALSE;

    return sizeof(void *) == 4 && IsWow64Process( GetCurrentProcess(), &wow64 ) && !wow64;
}

static void test_many( DWORD clients, DWORD count )
{
    struct raw *raw = calloc( count, sizeof(*raw) );
    DWORD i, failures = 0, start = GetTickCount();

    ok( status_becomes( "clients", clients, PATIENCE ), "clients are left\n" );
    for (i = 0; i < count; i++) if (raw_connect( &raw[i], TRANSPORT_REQUESTS, 0 )) failures++;
    ok( !failures, "%lu of %lu connections failed\n", failures, count );
    ok( status_becomes( "clients", clients + count, PATIENCE ), "not as many clients\n" );
    for (i = 0; i < count; i += 37) ok( works( &raw[i] ), "connection %lu does not work\n", i );
    trace( "%lu connections in %lu ms\n", count, GetTickCount() - start );
    for (i = 0; i < count; i++) raw_close( &raw[i] );
    ok( status_becomes( "clients", clients, PATIENCE ), "clients are left\n" );
    free( raw );
}

/* ---- clients that use the line ------------------------------------------------------------------------------------- */

static BOOL send_args( struct raw *raw, uint32_t func, const struct trp_arg *args, struct trp_arg *out, BOOL wait )
{
    static uint32_t packet[2048], reply[8192];
    const struct trp_request *req = trp_request( func );
    struct { struct transport_request header; uint32_t packet[2048]; } message = { { 0 } };
    size_t used, needed;
    uint32_t result;
    DWORD size;

    if (trp_encode( req, args, packet, sizeof(packet), &used, &needed )) return FALSE;
    if (!wait)
    {
        message.header.needed = needed;
        memcpy( message.packet, packet, used );
        return WriteFile( raw->pipe, &message, sizeof(message.header) + used, &size, NULL );
    }
    return raw_exchange( raw, packet, used, needed, reply, sizeof(reply), &size ) &&
           !trp_decode_reply( req, args, reply, size, &result, out ) && (LONG)result >= 0;
}

#define ARG( request, param )  args[ARG_##request##_##param]

/* A line of a client without tapi32. */
static uint32_t open_raw( struct raw *raw )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t app;

    ARG( lineInitialize, dwFriendlyNameOffset ).data = L"attacker";
    ARG( lineInitialize, dwModuleNameOffset ).data = L"attacker.exe";
    ARG( lineInitialize, dwAPIVersion ).value = 0x00030001;
    if (!send_args( raw, TRP_lineInitialize, args, out, TRUE )) return 0;
    app = out[ARG_lineInitialize_hLineApp].value;
    memset( args, 0, sizeof(args) );
    ARG( lineOpen, hLineApp ).value = app;
    ARG( lineOpen, dwDeviceID ).value = device;
    ARG( lineOpen, dwNegotiatedVersion ).value = 0x00020000;
    ARG( lineOpen, dwPrivileges ).value = LINECALLPRIVILEGE_MONITOR;
    return send_args( raw, TRP_lineOpen, args, out, TRUE ) ? out[ARG_lineOpen_hLine].value : 0;
}

static BOOL tell_provider( struct raw *raw, uint32_t line, DWORD code, DWORD arg0, DWORD arg1, BOOL wait )
{
    struct testtsp_command command = { TESTTSP_MAGIC, code, { arg0, arg1 } };
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];

    ARG( lineDevSpecific, hLine ).value = line;
    ARG( lineDevSpecific, lpParams ).data = &command;
    ARG( lineDevSpecific, lpParams ).size = sizeof(command);
    return send_args( raw, TRP_lineDevSpecific, args, out, wait );
}

/* Who never reads his events costs bounded memory, and then his connection. */
static void test_deaf( struct witness *witness, DWORD clients, BOOL connected )
{
    DWORD memory = status_value( "working_set_bytes" ), peak = memory, now, start = GetTickCount();
    struct raw raw, events = { INVALID_HANDLE_VALUE };
    uint32_t line;

    ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
    if (connected) ok( !raw_connect( &events, TRANSPORT_EVENTS, raw.cookie ), "no events\n" );
    ok( (line = open_raw( &raw )), "no line\n" );
    while (status_value( "clients" ) > clients && GetTickCount() - start < 60000)
    {
        tell_provider( &raw, line, TESTTSP_FLOOD, 40000, 0, TRUE );
        if ((now = status_value( "working_set_bytes" )) > peak) peak = now;
        /* what waits for the provider's own thread is not this client's; of too much there the service drops some */
        ok( status_becomes( "provider1.events_waiting", 0, 60000 ), "the flood does not end\n" );
    }
    trace( "%lu ms, memory %lu KB, then at most %lu KB\n", GetTickCount() - start, memory / 1024, peak / 1024 );
    ok( status_becomes( "clients", clients, PATIENCE ), "the client lives on\n" );
    ok( peak - memory < 32 * 1024 * 1024, "memory %lu KB, then %lu KB\n", memory / 1024, peak / 1024 );
    witness_check( witness );
    raw_close( &raw );
    raw_close( &events );
    ok( status_becomes( "lines", 1, PATIENCE ), "its line is still open\n" );
}

/* The connection goes while the provider works on its request. */
static void test_leaver( struct witness *witness, DWORD clients )
{
    DWORD i;

    for (i = 0; i < 4; i++)
    {
        struct raw raw;
        uint32_t line;

        ok( !raw_connect( &raw, TRANSPORT_REQUESTS, 0 ), "cannot connect\n" );
        ok( (line = open_raw( &raw )), "no line\n" );
        ok( tell_provider( &raw, line, TESTTSP_HANG, i * 100, 0, FALSE ), "not sent\n" );
        raw_close( &raw );
    }
    ok( status_becomes( "clients", clients, PATIENCE ), "clients are left\n" );
    ok( status_becomes( "lines", 1, PATIENCE ), "lines are left\n" );
        witness_check( witness );
}

START_TEST(connections)
{
    struct application app;
    struct witness *witness;
    DWORD arg;

    if (child_role( &arg ))
    {
        steal();
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"connections test", 0x00020002 );
    device = find_line( &app, LINE_A );
    if (device != ~0u && observer_begin())
    {
        DWORD connections, clients;

        witness = witness_begin( LINE_B );
        clients = status_value( "clients" );
        connections = status_value( "connections" );
        begin_silence();
        test_hello();
        test_message_sizes();
        test_ahead();
        test_garbage();
        witness_check( witness );
        test_events_connection( clients );
        test_foreign_cookie();
        /* each has a thread of its own, for which a 32-bit service has room for some 900 on Wine 10 */
        test_many( clients, is_win32_only() ? 500 : 1000 );
        witness_check( witness );
        test_leaver( witness, clients );
        test_deaf( witness, clients, TRUE );
        test_deaf( witness, clients, FALSE );
        end_silence();
        ok( status_becomes( "connections", connections, PATIENCE ), "connections are left\n" );
        check_consistent();
        witness_end( witness );
        observer_end();
    }
    app_end( &app );
    provider_end();
}
