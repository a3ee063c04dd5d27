/*
 * Connections without tapi32, an honest client beside them, programs that die.
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

struct raw attacker = { INVALID_HANDLE_VALUE };
static struct raw observer = { INVALID_HANDLE_VALUE };

/* ---- connections ------------------------------------------------------------------------------------------------ */

HANDLE raw_pipe(void)
{
    DWORD mode = PIPE_READMODE_MESSAGE, tries;
    HANDLE pipe;

    for (tries = 0; tries < 2000; tries++)
    {
        pipe = CreateFileW( TRANSPORT_PIPE, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL );
        if (pipe != INVALID_HANDLE_VALUE)
        {
            SetNamedPipeHandleState( pipe, &mode, NULL, NULL );
            return pipe;
        }
        if (GetLastError() != ERROR_PIPE_BUSY) break;
        WaitNamedPipeW( TRANSPORT_PIPE, 1000 );
    }
    return INVALID_HANDLE_VALUE;
}

LONG raw_connect( struct raw *raw, DWORD kind, ULONGLONG cookie )
{
    struct transport_hello hello = { TRANSPORT_MAGIC, TRANSPORT_VERSION, kind, 0, cookie };
    struct transport_welcome welcome;
    DWORD size;

    if ((raw->pipe = raw_pipe()) == INVALID_HANDLE_VALUE) return 1;
    if (WriteFile( raw->pipe, &hello, sizeof(hello), &size, NULL ) &&
        ReadFile( raw->pipe, &welcome, sizeof(welcome), &size, NULL ) && size == sizeof(welcome))
    {
        raw->cookie = welcome.cookie;
        if (!welcome.error) return 0;
        raw_close( raw );
        return welcome.error;
    }
    raw_close( raw );
    return 1;
}

void raw_close( struct raw *raw )
{
    if (raw->pipe != INVALID_HANDLE_VALUE) CloseHandle( raw->pipe );
    raw->pipe = INVALID_HANDLE_VALUE;
}

BOOL raw_exchange( struct raw *raw, const void *packet, DWORD used, DWORD needed, void *reply, DWORD capacity, DWORD *size )
{
    static BYTE message[sizeof(struct transport_request) + 64 * 1024];
    struct transport_request *header = (struct transport_request *)message;

    *size = 0;
    if (used > sizeof(message) - sizeof(*header)) return FALSE;
    header->needed = needed;
    header->reserved = 0;
    memcpy( header + 1, packet, used );
    return WriteFile( raw->pipe, message, sizeof(*header) + used, size, NULL ) && ReadFile( raw->pipe, reply, capacity, size, NULL );
}

/* ---- status ------------------------------------------------------------------------------------------------------ */

BOOL observer_begin(void)
{
    LONG ret = raw_connect( &observer, TRANSPORT_REQUESTS, 0 );

    ok( !ret, "the observer cannot connect: %#lx, error %lu\n", ret, GetLastError() );
    return !ret;
}

void observer_end(void)
{
    raw_close( &observer );
}

static char *get_status(void)
{
    static DWORD buffer[32 * 1024];
    struct trp_arg args[TRP_MAX_PARAMS], reply[TRP_MAX_PARAMS];
    const struct trp_request *req = trp_request( TRP_TapisrvStatus );
    size_t used, needed;
    uint32_t result;
    DWORD size;
    char *text;

    memset( args, 0, sizeof(args) );
    args[ARG_TapisrvStatus_lpStatus].size = args[ARG_TapisrvStatus_dwStatusSize].size = 64 * 1024;
    if (trp_encode( req, args, buffer, sizeof(buffer), &used, &needed ) ||
        !raw_exchange( &observer, buffer, used, needed, buffer, sizeof(buffer), &size ) ||
        trp_decode_reply( req, args, buffer, size, &result, reply ) || result || !reply[ARG_TapisrvStatus_lpStatus].data)
    {
        ok( 0, "TapisrvStatus failed\n" );
        return _strdup( "" );
    }
    size = reply[ARG_TapisrvStatus_lpStatus].size;
    text = malloc( size + 1 );
    memcpy( text, reply[ARG_TapisrvStatus_lpStatus].data, size );
    text[size] = 0;
    return text;
}

/* The text behind "key=", up to the end of its line, in place. */
static char *find_value( char *text, const char *key )
{
    size_t len = strlen( key );
    char *line = text;

    while (line)
    {
        if (!strncmp( line, key, len ) && line[len] == '=')
        {
            line[len + 1 + strcspn( line + len + 1, "\r\n" )] = 0;
            return line + len + 1;
        }
        if ((line = strchr( line, '\n' ))) line++;
    }
    return NULL;
}

DWORD status_value( const char *key )
{
    char *text = get_status(), *value = find_value( text, key );
    DWORD ret = value ? strtoul( value, NULL, 10 ) : ~0u;

    ok( !!value, "no %s in the status\n", key );
    free( text );
    return ret;
}

void check_consistent(void)
{
    char *text = get_status(), *value = find_value( text, "consistent" );

    ok( value && !strcmp( value, "yes" ), "consistent: %s\n", value ? value : "(nothing)" );
    free( text );
}

char *status_snapshot(void)
{
    static const char *const counts[] = { "pid", "clients", "line_apps", "phone_apps", "line_devices", "phone_devices", "open_devices",
                                          "lines", "calls", "call_handles", "phones", "dialogs", "consistent" };
    char *snapshot = calloc( 1, 1024 ), *text = get_status();
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(counts); i++)
    {
        char *copy = _strdup( text ), *value = find_value( copy, counts[i] );

        snprintf( snapshot + strlen( snapshot ), 1024 - strlen( snapshot ), "%s=%s ", counts[i], value ? value : "?" );
        free( copy );
    }
    free( text );
    return snapshot;
}

char *status_snapshot_like( const char *before )
{
    DWORD start = GetTickCount();
    char *after;

    while (strcmp( before, after = status_snapshot() ) && GetTickCount() - start < 5000)
    {
        free( after );
        Sleep( 10 );
    }
    return after;
}

BOOL status_becomes( const char *key, DWORD value, DWORD timeout )
{
    DWORD start = GetTickCount(), now;

    while ((now = status_value( key )) != value && GetTickCount() - start < timeout) Sleep( 5 );
    if (now != value)
    {
        char *text = get_status(), *next;

        trace( "%s is %lu after %lu ms\n", key, now, GetTickCount() - start );
        for (next = text; (next = strchr( next, '\n' )); *next = ' ') {}
        trace( "%s\n", text );
        free( text );
    }
    return now == value;
}

/* ---- the witness ------------------------------------------------------------------------------------------------- */

#define SLOWEST  90000      /* ms; a reply waits behind the 100,000 messages that the same process gets in a flood: 2 s, or 43 s on a loaded machine */

struct witness
{
    HANDLE thread;
    LONG   stop, rounds, seen, failures;
    char   failure[100];
    struct application app;
    DWORD  device;
    HLINE  line;
    HCALL  call;
};

static void failed( struct witness *witness, const char *what, LONG ret )
{
    if (!witness->failures++) snprintf( witness->failure, sizeof(witness->failure), "%s: %#lx", what, ret );
}

static void witness_round( struct witness *witness )
{
    struct testtsp_command nothing = { TESTTSP_MAGIC, TESTTSP_DELAY, { 0 } };
    DWORD start = GetTickCount(), version;
    LINEEXTENSIONID extension;
    LINEMESSAGE message;
    char buffer[4096];
    LONG ret;

    if ((ret = lineNegotiateAPIVersion( witness->app.handle, witness->device, 0x00010003, 0x00030001, &version, &extension )))
        failed( witness, "lineNegotiateAPIVersion", ret );
    ((LINEDEVSTATUS *)buffer)->dwTotalSize = sizeof(buffer);
    if ((ret = lineGetLineDevStatusW( witness->line, (LINEDEVSTATUS *)buffer ))) failed( witness, "lineGetLineDevStatus", ret );
    ((LINECALLINFO *)buffer)->dwTotalSize = sizeof(buffer);
    if ((ret = lineGetCallInfoW( witness->call, (LINECALLINFO *)buffer ))) failed( witness, "lineGetCallInfo", ret );
    ret = lineDevSpecific( witness->line, 0, 0, &nothing, sizeof(nothing) );
    if (ret <= 0) failed( witness, "lineDevSpecific", ret );
    else if (!get_message_param( &witness->app, LINE_REPLY, 0, ret, &message, SLOWEST )) failed( witness, "no LINE_REPLY", ret );
    else if (message.dwParam2) failed( witness, "LINE_REPLY", message.dwParam2 );
    if (GetTickCount() - start > SLOWEST) failed( witness, "too slow, ms", GetTickCount() - start );
}

static DWORD WINAPI witness_thread( void *arg )
{
    struct witness *witness = arg;

    while (!witness->stop)
    {
        witness_round( witness );
        InterlockedIncrement( &witness->rounds );
        Sleep( 10 );
    }
    return 0;
}

struct witness *witness_begin( const WCHAR *line_name )
{
    struct witness *witness = calloc( 1, sizeof(*witness) );

    app_begin( &witness->app, L"witness", 0x00030001 );
    witness->device = find_line( &witness->app, line_name );
    witness->line = open_line( &witness->app, witness->device, 0x00030001, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_DATAMODEM );
    witness->call = make_call( &witness->app, witness->line, L"5550100" );
    witness->thread = CreateThread( NULL, 0, witness_thread, witness, 0, NULL );
    return witness;
}

void witness_check( struct witness *witness )
{
    DWORD start = GetTickCount();

    while (witness->rounds == witness->seen && GetTickCount() - start < 2 * SLOWEST) Sleep( 5 );
    ok( witness->rounds != witness->seen, "the other client has come to a halt\n" );
    ok( !witness->failures, "%lu calls of the other client failed, first %s\n", witness->failures, witness->failure );
    witness->seen = witness->rounds;
    witness->failures = 0;
}

void witness_end( struct witness *witness )
{
    witness_check( witness );
    witness->stop = TRUE;
    WaitForSingleObject( witness->thread, INFINITE );
    CloseHandle( witness->thread );
    drop_and_deallocate( &witness->app, witness->call );
    ok( !lineClose( witness->line ), "lineClose\n" );
    app_end( &witness->app );
    free( witness );
}

/* ---- programs that die -------------------------------------------------------------------------------------------- */

BOOL host_kill( const char *text )
{
    return !host_command( "found=1; for p in $(grep -lai -e '%s' /proc/[0-9]*/cmdline 2>/dev/null); do p=${p%%/cmdline}; "
                          "case $(readlink $p/exe) in */wine*) ;; *) continue ;; esac; "
                          "tr '\\0' '\\n' <$p/environ 2>/dev/null | grep -qxF WINEPREFIX=$WINEPREFIX || continue; "
                          "kill -9 ${p#/proc/} && found=0; done; exit $found", text );
}

static HANDLE report_to;
static LONG children;

const char *child_role( DWORD *arg )
{
    char **argv;

    if (winetest_get_mainargs( &argv ) < 6 || strcmp( argv[2], "child" )) return NULL;
    *arg = strtoul( argv[4], NULL, 0 );
    report_to = (HANDLE)(ULONG_PTR)strtoul( argv[5], NULL, 0 );
    return argv[3];
}

void child_ready( DWORD value0, DWORD value1, DWORD value2, DWORD value3 )
{
    DWORD values[4] = { value0, value1, value2, value3 }, size;

    WriteFile( report_to, values, sizeof(values), &size, NULL );
}

BOOL child_hears( struct child *child, DWORD *values, DWORD timeout )
{
    DWORD start = GetTickCount(), size = 0, wanted = sizeof(child->values);

    while (!PeekNamedPipe( child->from, NULL, 0, NULL, &size, NULL ) || size < wanted)
    {
        if (GetTickCount() - start > timeout || !WaitForSingleObject( child->process, 2 )) return FALSE;
    }
    return ReadFile( child->from, values, wanted, &size, NULL ) && size == wanted;
}

BOOL child_begin( struct child *child, const char *unit, const char *role, DWORD arg )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup) };
    WCHAR program[MAX_PATH], line[MAX_PATH + 200];
    PROCESS_INFORMATION process;
    HANDLE to;
    BOOL ret;

    memset( child, 0, sizeof(*child) );
    GetModuleFileNameW( NULL, program, ARRAY_SIZE(program) );
    CreatePipe( &child->from, &to, &inherit, 0 );
    SetHandleInformation( child->from, HANDLE_FLAG_INHERIT, 0 );
    snprintf( child->mark, sizeof(child->mark), "hostile-%lu-%lu", GetCurrentProcessId(), (DWORD)InterlockedIncrement( &children ) );
    swprintf( line, ARRAY_SIZE(line), L"\"%ls\" %hs child %hs %lu %lu %hs", program, unit, role, arg, (DWORD)(ULONG_PTR)to, child->mark );
    ret = CreateProcessW( program, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process );
    ok( ret, "cannot start %s: error %lu\n", wine_dbgstr_w( line ), GetLastError() );
    CloseHandle( to );
    if (ret)
    {
        CloseHandle( process.hThread );
        child->process = process.hProcess;
        if (child_hears( child, child->values, 20000 )) return TRUE;
        ok( 0, "%s is not ready\n", role );
        TerminateProcess( child->process, 1 );
        CloseHandle( child->process );
    }
    CloseHandle( child->from );
    return FALSE;
}

void child_kill( struct child *child, BOOL by_host )
{
    DWORD ret;

    /* Windows has no other way to kill a program */
    if (!by_host || (!host_kill( child->mark ) && broken( TRUE ))) TerminateProcess( child->process, 1 );
    ret = WaitForSingleObject( child->process, 10000 );
    ok( !ret, "the process is not gone: %lu\n", ret );
    CloseHandle( child->process );
    CloseHandle( child->from );
}
