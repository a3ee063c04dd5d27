/*
 * A small TAPI for tests: loads unimdm.tsp and records what it tells.
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

#include "host.h"
#include "wine/test.h"

#define TSPI_FUNCTION( name ) typeof( TSPI_##name ) *p_##name;
TSPI_FUNCTIONS
#undef TSPI_FUNCTION

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
static const WCHAR ports_key[] = L"Software\\Wine\\Ports";

static HMODULE module;
static CRITICAL_SECTION record_cs;
static HANDLE recorded;
static struct host_event record[256];
static unsigned int record_count;
static LONG last_request, last_call;
static LONG refusals;

DWORD host_line_count;

static void add( const struct host_event *event )
{
    EnterCriticalSection( &record_cs );
    if (record_count < ARRAY_SIZE(record)) record[record_count++] = *event;
    SetEvent( recorded );
    LeaveCriticalSection( &record_cs );
}

void CALLBACK host_line_event( HTAPILINE line, HTAPICALL call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct host_event event = { msg, line, call, param1, param2, param3 };

    if (msg == LINE_NEWCALL)
    {
        HTAPICALL htcall = NULL;

        if (InterlockedDecrement( &refusals ) < 0)
        {
            InterlockedIncrement( &refusals );
            htcall = host_call();
        }
        *(HTAPICALL *)param2 = htcall;
        event.call = htcall;
    }
    if (winetest_debug > 1) trace( "line %p, call %p, message %lu: %#lx, %#lx, %#lx\n", line, call, msg, (DWORD)param1, (DWORD)param2, (DWORD)param3 );
    add( &event );
}

static void CALLBACK phone_event( HTAPIPHONE phone, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct host_event event = { .msg = msg, .param1 = param1, .param2 = param2, .param3 = param3 };

    if (winetest_debug > 1) trace( "phone %p, message %lu: %#lx, %#lx, %#lx\n", phone, msg, (DWORD)param1, (DWORD)param2, (DWORD)param3 );
    add( &event );
}

static void CALLBACK completion( DRV_REQUESTID request, LONG result )
{
    struct host_event event = { .msg = HOST_REPLY, .param1 = request, .param2 = (DWORD)result };

    if (winetest_debug > 1) trace( "request %#lx: %#lx\n", request, result );
    add( &event );
}

BOOL host_load(void)
{
    BOOL complete = TRUE;

    if (!module && !(module = LoadLibraryW( L"unimdm.tsp" )))
    {
        win_skip( "unimdm.tsp is not installed here\n" );
        return FALSE;
    }
    if (!recorded)
    {
        InitializeCriticalSection( &record_cs );
        recorded = CreateEventW( NULL, FALSE, FALSE, NULL );
    }
#define TSPI_FUNCTION( name ) \
    p_##name = (void *)GetProcAddress( module, "TSPI_" #name ); \
    ok( p_##name != NULL, "TSPI_" #name " is not exported\n" ); \
    complete = complete && p_##name;
    TSPI_FUNCTIONS
#undef TSPI_FUNCTION
    return complete;
}

LONG host_start( DWORD first_id )
{
    DWORD lines = 0, phones = 0, options = 0xdeadbeef, version = 0;
    LONG ret;

    ret = p_lineNegotiateTSPIVersion( (DWORD)INITIALIZE_NEGOTIATION, 0x00010003, 0x00030001, &version );
    ok( !ret, "negotiation: %#lx\n", ret );
    ok( version == 0x00030001, "version %#lx\n", version );
    ret = p_providerEnumDevices( 7, &lines, &phones, (HPROVIDER)(DWORD_PTR)0x1234, host_line_event, phone_event );
    ok( !ret, "TSPI_providerEnumDevices: %#lx\n", ret );
    ok( phones <= lines, "%lu phones, %lu lines\n", phones, lines );
    host_line_count = lines;
    ret = p_providerInit( version, 7, first_id, 0, lines, 0, completion, &options );
    ok( ret || !options, "options %#lx\n", options );
    return ret;
}

void host_stop(void)
{
    LONG ret = p_providerShutdown( 0x00030001, 7 );

    ok( !ret, "TSPI_providerShutdown: %#lx\n", ret );
    host_forget();
}

BOOL host_find_line( const WCHAR *name, DWORD *device )
{
    union
    {
        LINEDEVCAPS caps;
        BYTE        bytes[4096];
    } buffer;
    LINEDEVCAPS *caps = &buffer.caps;

    for (*device = 0; *device < host_line_count; ++*device)
    {
        caps->dwTotalSize = sizeof(buffer);
        if (p_lineGetDevCaps( *device, 0x00030001, 0, caps ) || !caps->dwLineNameSize) continue;
        if (!lstrcmpW( (WCHAR *)(buffer.bytes + caps->dwLineNameOffset), name )) return TRUE;
    }
    return FALSE;
}

static BOOL matches( const struct host_event *event, DWORD msg, HTAPILINE line, HTAPICALL call )
{
    return event->msg == msg && (!line || event->line == line) && (!call || event->call == call);
}

static BOOL take( BOOL any, DWORD msg, HTAPILINE line, HTAPICALL call, struct host_event *event, DWORD timeout )
{
    DWORD end = GetTickCount() + timeout, now;
    unsigned int i;

    for (;;)
    {
        EnterCriticalSection( &record_cs );
        for (i = 0; i < record_count && !any && !matches( &record[i], msg, line, call ); i++) {}
        if (i < record_count)
        {
            *event = record[i];
            memmove( record + i, record + i + 1, (--record_count - i) * sizeof(*record) );
            LeaveCriticalSection( &record_cs );
            return TRUE;
        }
        LeaveCriticalSection( &record_cs );
        now = GetTickCount();
        if ((int)(end - now) <= 0) return FALSE;
        WaitForSingleObject( recorded, end - now );
    }
}

BOOL host_next( struct host_event *event, DWORD timeout )
{
    return take( TRUE, 0, NULL, NULL, event, timeout );
}

BOOL host_wait( DWORD msg, HTAPILINE line, HTAPICALL call, struct host_event *event, DWORD timeout )
{
    return take( FALSE, msg, line, call, event, timeout );
}

void host_forget(void)
{
    EnterCriticalSection( &record_cs );
    record_count = 0;
    LeaveCriticalSection( &record_cs );
}

DWORD host_request(void)
{
    return InterlockedIncrement( &last_request );
}

HTAPICALL host_call(void)
{
    return (HTAPICALL)(DWORD_PTR)(0x4000 + InterlockedIncrement( &last_call ));
}

void host_refuse_calls( unsigned int count )
{
    InterlockedExchange( &refusals, count );
}

void check_reply_( const char *file, int line, DWORD request, LONG expected, DWORD timeout )
{
    DWORD end = GetTickCount() + timeout;
    struct host_event event;

    while ((int)(end - GetTickCount()) > 0 && host_wait( HOST_REPLY, NULL, NULL, &event, end - GetTickCount() ))
    {
        if (event.param1 != request)
        {
            ok_( file, line )( 0, "completion of request %#lx, result %#lx, which nobody waits for\n", (DWORD)event.param1, (DWORD)event.param2 );
            continue;
        }
        ok_( file, line )( (LONG)event.param2 == expected, "result %#lx, expected %#lx\n", (DWORD)event.param2, expected );
        return;
    }
    ok_( file, line )( 0, "request %#lx was not completed\n", request );
}

void check_state_( const char *file, int line, HTAPICALL call, DWORD state, DWORD mode, DWORD timeout )
{
    struct host_event event;

    if (!host_wait( LINE_CALLSTATE, NULL, call, &event, timeout ))
    {
        ok_( file, line )( 0, "no call state came, expected %#lx\n", state );
        return;
    }
    ok_( file, line )( event.param1 == state, "call state %#lx, expected %#lx (mode %#lx)\n", (DWORD)event.param1, state, (DWORD)event.param2 );
    ok_( file, line )( event.param1 != state || event.param2 == mode, "mode %#lx, expected %#lx\n", (DWORD)event.param2, mode );
}

/* ---- modem keys ---- */

static LONG set_string( HKEY key, const WCHAR *name, const WCHAR *value )
{
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)value, (lstrlenW( value ) + 1) * sizeof(WCHAR) );
}

BOOL modem_key_create( const WCHAR *name, const WCHAR *friendly_name, const WCHAR *port, const WCHAR *path )
{
    HKEY root, key;
    LONG error;

    error = RegCreateKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL );
    ok( !error, "class key: error %ld\n", error );
    if (error) return FALSE;
    error = RegCreateKeyExW( root, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL );
    RegCloseKey( root );
    ok( !error, "modem key: error %ld\n", error );
    if (error) return FALSE;
    error = set_string( key, L"FriendlyName", friendly_name );
    if (!error) error = set_string( key, L"AttachedTo", port );
    RegCloseKey( key );
    ok( !error, "modem values: error %ld\n", error );
    if (!path) return !error;
    error = RegCreateKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &key, NULL );
    if (!error) error = set_string( key, port, path );
    RegCloseKey( key );
    ok( !error, "port value: error %ld\n", error );
    return !error;
}

BOOL modem_key_set( const WCHAR *name, const WCHAR *value, DWORD type, const void *data, DWORD size )
{
    HKEY root, key;
    LONG error;

    error = RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_ALL_ACCESS, &root );
    if (!error && !(error = RegOpenKeyExW( root, name, 0, KEY_ALL_ACCESS, &key )))
    {
        error = RegSetValueExW( key, value, 0, type, data, size );
        RegCloseKey( key );
        RegCloseKey( root );
    }
    ok( !error, "value %s: error %ld\n", wine_dbgstr_w( value ), error );
    return !error;
}

void modem_key_delete( const WCHAR *name, const WCHAR *port )
{
    HKEY key;

    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_ALL_ACCESS, &key ))
    {
        RegDeleteTreeW( key, name );
        RegCloseKey( key );
    }
    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key ))
    {
        RegDeleteValueW( key, port );
        RegCloseKey( key );
    }
}
