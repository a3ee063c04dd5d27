/*
 * TAPI's side of the exchange for the tests.
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

#define F( name )  __typeof__( &TSPI_##name ) p_##name;
FUNCTIONS
#undef F

#define MAX_SAID  1024

static HMODULE module;
static CRITICAL_SECTION said_cs;
static CONDITION_VARIABLE said_more = CONDITION_VARIABLE_INIT;
static struct said queue[MAX_SAID];
static DWORD queued;
void (*msp_data_came)( HTAPICALL call, DWORD_PTR instance, const void *data, DWORD size );
static LONG last_request = 0x100, last_call = 0x5000;

DRV_REQUESTID request( void )
{
    return InterlockedIncrement( &last_request );
}

HTAPICALL new_handle( void )
{
    return (HTAPICALL)(DWORD_PTR)InterlockedIncrement( &last_call );
}

static void say( const struct said *said )
{
    EnterCriticalSection( &said_cs );
    if (winetest_debug > 1)
        trace( "said %lu: line %p, call %p, %#lx, %#lx, %#lx\n", said->kind, said->line, said->call, (DWORD)said->param1, (DWORD)said->param2,
               (DWORD)said->param3 );
    if (queued == MAX_SAID) memmove( queue, queue + 1, --queued * sizeof(*queue) );
    queue[queued++] = *said;
    WakeAllConditionVariable( &said_more );
    LeaveCriticalSection( &said_cs );
}

static void CALLBACK line_event( HTAPILINE line, HTAPICALL call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct said said = { msg, line, call, param1, param2, param3 };

    if (msg == LINE_NEWCALL)
    {
        said.hcall = (HDRVCALL)param1;
        said.call = new_handle();
        *(HTAPICALL *)param2 = said.call;
    }
    if (msg == LINE_SENDMSPDATA && msp_data_came) msp_data_came( call, param1, (const void *)param2, param3 );
    say( &said );
}

static void CALLBACK completed( DRV_REQUESTID id, LONG result )
{
    struct said said = { LINE_REPLY, NULL, NULL, id, result };

    say( &said );
}

static BOOL fits( const struct said *said, DWORD kind, const void *object, DWORD_PTR param1 )
{
    if (said->kind != kind || (param1 != ANY && said->param1 != param1)) return FALSE;
    return !object || said->call == object || (!said->call && said->line == object) || (kind == LINE_NEWCALL && said->line == object);
}

static BOOL take( DWORD kind, const void *object, DWORD_PTR param1, struct said *said )
{
    DWORD i;

    for (i = 0; i < queued; i++)
    {
        if (!fits( &queue[i], kind, object, param1 )) continue;
        if (said) *said = queue[i];
        queued--;
        memmove( queue + i, queue + i + 1, (queued - i) * sizeof(*queue) );
        return TRUE;
    }
    return FALSE;
}

BOOL was_said( DWORD kind, const void *object, DWORD_PTR param1, struct said *said )
{
    BOOL ret;

    EnterCriticalSection( &said_cs );
    ret = take( kind, object, param1, said );
    LeaveCriticalSection( &said_cs );
    return ret;
}

BOOL wait_said( DWORD kind, const void *object, DWORD_PTR param1, struct said *said )
{
    ULONGLONG end = GetTickCount64() + PATIENCE, now;
    BOOL ret;

    EnterCriticalSection( &said_cs );
    while (!(ret = take( kind, object, param1, said )) && (now = GetTickCount64()) < end)
        SleepConditionVariableCS( &said_more, &said_cs, end - now );
    LeaveCriticalSection( &said_cs );
    return ret;
}

void forget_said( void )
{
    EnterCriticalSection( &said_cs );
    queued = 0;
    LeaveCriticalSection( &said_cs );
}

BOOL said_state( HTAPICALL call, DWORD state, struct said *said )
{
    return wait_said( LINE_CALLSTATE, call, state, said );
}

LONG result_of( LONG ret )
{
    struct said said;

    if (ret <= 0) return ret;
    if (wait_said( LINE_REPLY, NULL, ret, &said )) return said.param2;
    ok( 0, "request %#lx does not complete\n", ret );
    return ERR( OPERATIONFAILED );
}

/* ---- start and stop ---- */

void setting( const WCHAR *name, DWORD value )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL )) return;
    if (value == ANY) RegDeleteValueW( key, name );
    else RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
    RegCloseKey( key );
}

static BOOL load( void )
{
    if (module) return TRUE;
    InitializeCriticalSection( &said_cs );
    if (!(module = LoadLibraryW( L"exchange.tsp" ))) return FALSE;
#define F( name ) \
    p_##name = (void *)GetProcAddress( module, "TSPI_" #name ); \
    ok( p_##name != NULL, "TSPI_" #name " is not exported\n" );
    FUNCTIONS
#undef F
    return TRUE;
}

void provider_begin( DWORD lines )
{
    DWORD options = 0xdead, count = 0, phones = 0;
    LONG ret;

    ok( load(), "exchange.tsp does not load: error %lu\n", GetLastError() );
    setting( L"Lines", lines );
    ret = p_providerEnumDevices( 1, &count, &phones, (HPROVIDER)(DWORD_PTR)0x1234, line_event, NULL );
    ok_ret( ret, 0 );
    ok( count == lines, "%lu lines\n", count );
    ret = p_providerInit( VERSION, 1, LINE_BASE, 0, count, phones, completed, &options );
    ok_ret( ret, 0 );
    ok( !options, "options %#lx\n", options );
    forget_said();
}

void provider_end(void)
{
    static const WCHAR *const names[] = { L"Lines", L"RingMilliseconds", L"RingSeconds", L"AnswerMilliseconds", L"Appearances", L"ParkSeconds", L"HuntRings" };
    unsigned int i;

    ok_ret( p_providerShutdown( VERSION, 1 ), 0 );
    for (i = 0; i < ARRAY_SIZE(names); i++) setting( names[i], ANY );
}

HDRVLINE open_station( DWORD index )
{
    HDRVLINE line = NULL;

    ok_ret( p_lineOpen( LINE_BASE + index, HTLINE( index ), &line, VERSION, line_event ), 0 );
    ok( line != NULL, "no handle\n" );
    ok_ret( p_lineSetStatusMessages( line, ~LINEDEVSTATE_REINIT, 0x1ff ), 0 );
    ok_ret( p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_DATAMODEM ), 0 );
    return line;
}

/* ---- calls ---- */

struct leg make_call( HDRVLINE line, const WCHAR *number, const LINECALLPARAMS *params )
{
    struct leg leg = { line, new_handle() };

    ok_ret( result_of( p_lineMakeCall( request(), line, leg.ht, &leg.hd, number, 0, (LINECALLPARAMS *)params ) ), 0 );
    return leg;
}

struct leg offered( DWORD index )
{
    struct leg leg = { NULL };
    struct said said;

    if (!wait_said( LINE_NEWCALL, HTLINE( index ), ANY, &said ))
    {
        ok( 0, "no call comes in at line %lu\n", index );
        return leg;
    }
    leg.ht = said.call;
    leg.hd = said.hcall;
    return leg;
}

void connect_lines( HDRVLINE from, DWORD to, struct leg *caller, struct leg *called )
{
    WCHAR number[16];

    swprintf( number, ARRAY_SIZE(number), L"%lu", 1001 + to );
    *caller = make_call( from, number, NULL );
    *called = offered( to );
    ok( said_state( called->ht, LINECALLSTATE_OFFERING, NULL ), "not offered\n" );
    ok_ret( result_of( p_lineAnswer( request(), called->hd, NULL, 0 ) ), 0 );
    ok( said_state( called->ht, LINECALLSTATE_CONNECTED, NULL ), "the called line is not connected\n" );
    ok( said_state( caller->ht, LINECALLSTATE_CONNECTED, NULL ), "the calling line is not connected\n" );
}

void close_leg( struct leg *leg )
{
    if (leg->hd) ok_ret( p_lineCloseCall( leg->hd ), 0 );
    leg->hd = NULL;
}

DWORD state_of( struct leg leg, DWORD *mode )
{
    LINECALLSTATUS status = { sizeof(status) };
    LONG ret = p_lineGetCallStatus( leg.hd, &status );

    ok( !ret, "lineGetCallStatus returned %#lx\n", ret );
    if (mode) *mode = status.dwCallStateMode;
    return status.dwCallState;
}

const LINECALLINFO *info_of( struct leg leg )
{
    static union { LINECALLINFO info; char buffer[8192]; } u;
    LONG ret;

    memset( &u, 0xcc, sizeof(u) );
    u.info.dwTotalSize = sizeof(u);
    ret = p_lineGetCallInfo( leg.hd, &u.info );
    ok( !ret, "lineGetCallInfo returned %#lx\n", ret );
    return &u.info;
}

BOOL text_is( const void *base, DWORD size, DWORD offset, const WCHAR *text )
{
    DWORD bytes = (wcslen( text ) + 1) * sizeof(WCHAR);

    return size == bytes && !memcmp( (const BYTE *)base + offset, text, bytes );
}
