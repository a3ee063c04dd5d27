/*
 * Two programs with many threads that call anything with anything, and are killed at random.
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

#include "monkey.h"
#include "hostile.h"

#include <stdlib.h>

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define MODEM    LINEMEDIAMODE_DATAMODEM

#define THREADS   16
#define PROGRAMS  2             /* HOSTILE_PROGRAMS and HOSTILE_SECONDS in the environment have their own */
#define PROGRAMS_MAX 64
#define SECONDS   12
#define LONG_RUN  60            /* s; a shorter run is mostly warm-up and says nothing of lost memory */
#define STUCK_MS  20000         /* no call may take so long */

/* ---- the monkeys ---------------------------------------------------------------------------------------------------- */

volatile HLINEAPP shared_app[4];
volatile HLINE shared_line[6];
volatile HCALL shared_call[16];
/* Parameter blocks are written when the request completes. */
static const struct testtsp_command ring_block = { TESTTSP_MAGIC, TESTTSP_RING, { VOICE } };
static struct testtsp_command ring_blocks[256];
static DWORD lines;

static struct monkey monkeys[THREADS];

DWORD pick( struct monkey *monkey, DWORD limit )
{
    monkey->state ^= monkey->state << 13;
    monkey->state ^= monkey->state >> 17;
    monkey->state ^= monkey->state << 5;
    return (monkey->state >> 3) % limit;
}

DWORD a_handle( struct monkey *monkey, DWORD right )
{
    switch (pick( monkey, 16 ))
    {
    case 0:  return monkey->state;
    case 1:  return (DWORD)shared_app[pick( monkey, ARRAY_SIZE(shared_app) )];
    case 2:  return (DWORD)shared_line[pick( monkey, ARRAY_SIZE(shared_line) )];
    case 3:  return (DWORD)shared_call[pick( monkey, ARRAY_SIZE(shared_call) )];
    case 4:  return pick( monkey, 3 ) - 1;
    default: return right;
    }
}

HLINEAPP an_app( struct monkey *monkey )
{
    return (HLINEAPP)a_handle( monkey, (DWORD)shared_app[pick( monkey, ARRAY_SIZE(shared_app) )] );
}

HLINE a_line( struct monkey *monkey )
{
    return (HLINE)a_handle( monkey, (DWORD)shared_line[pick( monkey, ARRAY_SIZE(shared_line) )] );
}

HCALL a_call( struct monkey *monkey )
{
    return (HCALL)a_handle( monkey, (DWORD)shared_call[pick( monkey, ARRAY_SIZE(shared_call) )] );
}

DWORD a_device( struct monkey *monkey )
{
    return pick( monkey, 12 ) ? pick( monkey, lines ? lines : 1 ) : monkey->state;
}

DWORD a_version( struct monkey *monkey )
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001, 0, 0x00050000 };

    return versions[pick( monkey, ARRAY_SIZE(versions) )];
}

const WCHAR *a_number( struct monkey *monkey )
{
    static const WCHAR *const numbers[] = { L"5550100", L"busy", L"ring", L"silent", L"fail", L"refuse", L"hangup", L"555;", L"", NULL,
                                           L"1001", L"1002", L"1003", L"600", L"700", L"9901" };

    return numbers[pick( monkey, ARRAY_SIZE(numbers) )];
}

void *a_buffer( struct monkey *monkey, char *buffer, DWORD size )
{
    memset( buffer, 0, 64 );
    *(DWORD *)buffer = pick( monkey, 4 ) ? size : pick( monkey, 400 );
    return buffer;
}

static void read_messages( HLINEAPP app, DWORD timeout )
{
    LINEMESSAGE message;
    DWORD i;

    for (i = 0; i < 200 && !lineGetMessage( app, &message, timeout ); i++)
        if (message.dwMessageID == LINE_APPNEWCALL)
            shared_call[message.dwParam2 % ARRAY_SIZE(shared_call)] = (HCALL)message.dwParam2;
}

static void act( struct monkey *monkey, DWORD action )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    char buffer[4096];
    LINEEXTENSIONID extension;
    DWORD version, i = pick( monkey, ARRAY_SIZE(shared_app) ), value;
    HLINEAPP app;
    HLINE line;

    switch (action)
    {
    case 0:
        /* not all too often: an application is much */
        if (pick( monkey, 4 )) break;
        if ((app = (HLINEAPP)InterlockedExchange( (volatile LONG *)&shared_app[i], 0 ))) lineShutdown( app );
        version = 0x00020002;
        params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
        if (!lineInitializeExW( &app, NULL, NULL, L"monkey", &lines, &version, &params ) &&
            (app = (HLINEAPP)InterlockedExchange( (volatile LONG *)&shared_app[i], app ))) lineShutdown( app );
        break;
    case 1: case 2: case 3:
        if (!lineOpenW( an_app( monkey ), a_device( monkey ), &line, a_version( monkey ), 0, monkey->state,
                        pick( monkey, 3 ) ? OWNER | MONITOR : pick( monkey, 8 ), pick( monkey, 6 ) ? VOICE | MODEM : monkey->state, NULL ))
        {
            i = pick( monkey, ARRAY_SIZE(shared_line) );
            if ((line = (HLINE)InterlockedExchange( (volatile LONG *)&shared_line[i], line ))) lineClose( line );
        }
        break;
    case 4: lineClose( a_line( monkey ) ); break;
    case 5: case 6: case 7:
        /* written when the request completes */
        lineMakeCallW( a_line( monkey ), (HCALL *)&shared_call[pick( monkey, ARRAY_SIZE(shared_call) )], a_number( monkey ), 0, NULL );
        read_messages( an_app( monkey ), 20 );
        break;
    case 8: case 9: lineDrop( a_call( monkey ), pick( monkey, 2 ) ? "bye" : NULL, 3 ); break;
    case 10: case 11: lineDeallocateCall( a_call( monkey ) ); break;
    case 12: lineAnswer( a_call( monkey ), NULL, 0 ); break;
    case 13: lineAccept( a_call( monkey ), NULL, pick( monkey, 3 ) ); break;
    case 14: lineDialW( a_call( monkey ), a_number( monkey ) ? L"123" : L"", 0 ); break;
    case 15: lineGetCallInfoW( a_call( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 16: lineGetCallStatus( a_call( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 17: lineGetLineDevStatusA( a_line( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 18: lineGetAddressStatusW( a_line( monkey ), pick( monkey, 4 ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 19: lineGetDevCapsA( an_app( monkey ), a_device( monkey ), a_version( monkey ), 0, a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 20:
        lineGetAddressCapsW( an_app( monkey ), a_device( monkey ), pick( monkey, 3 ), a_version( monkey ), 0,
                             a_buffer( monkey, buffer, sizeof(buffer) ) );
        break;
    case 21: lineNegotiateAPIVersion( an_app( monkey ), a_device( monkey ), a_version( monkey ), a_version( monkey ), &version, &extension ); break;
    case 22:
        if (!lineGetNewCalls( a_line( monkey ), 0, LINECALLSELECT_LINE, a_buffer( monkey, buffer, sizeof(buffer) ) ))
            for (i = 0; i < ((LINECALLLIST *)buffer)->dwCallsNumEntries; i++)
                shared_call[pick( monkey, ARRAY_SIZE(shared_call) )] = ((HCALL *)(buffer + ((LINECALLLIST *)buffer)->dwCallsOffset))[i];
        break;
    case 23: lineSetCallPrivilege( a_call( monkey ), pick( monkey, 8 ) ); break;
    case 24: lineHandoffW( a_call( monkey ), pick( monkey, 2 ) ? L"tapisrv_hostile_test.exe" : NULL, VOICE ); break;
    case 25: lineSetStatusMessages( a_line( monkey ), pick( monkey, 2 ) ? LINEDEVSTATE_OPEN | LINEDEVSTATE_RINGING : monkey->state, 0 ); break;
    case 26: lineMonitorDigits( a_call( monkey ), pick( monkey, 8 ) ); break;
    case 27: lineMonitorMedia( a_call( monkey ), pick( monkey, 2 ) ? VOICE : monkey->state ); break;
    case 28: lineSetMediaMode( a_call( monkey ), pick( monkey, 2 ) ? MODEM : monkey->state ); break;
    case 29: lineSetAppSpecific( a_call( monkey ), monkey->state ); break;
    case 30:
        lineDevSpecific( a_line( monkey ), 0, 0, memcpy( &ring_blocks[pick( monkey, ARRAY_SIZE(ring_blocks) )], &ring_block, sizeof(ring_block) ),
                         sizeof(ring_block) );
        read_messages( an_app( monkey ), 5 );
        break;
    case 31:
        lineGetIDW( a_line( monkey ), 0, a_call( monkey ), 1 << pick( monkey, 5 ), a_buffer( monkey, buffer, sizeof(buffer) ),
                    pick( monkey, 2 ) ? L"tapi/line" : L"comm/datamodem" );
        break;
    case 32: lineGetAddressIDW( a_line( monkey ), &value, LINEADDRESSMODE_DIALABLEADDR, L"5551000", 8 * sizeof(WCHAR) ); break;
    case 33: lineGetNumRings( a_line( monkey ), 0, &value ); break;
    case 34: lineSetNumRings( a_line( monkey ), pick( monkey, 3 ), pick( monkey, 5 ) ); break;
    case 35: lineGetConfRelatedCalls( a_call( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 36: lineGetStatusMessages( a_line( monkey ), &value, &version ); break;
    case 37: lineSecureCall( a_call( monkey ) ); break;
    case 38: lineGetProviderListW( a_version( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 39: lineGetCountryW( pick( monkey, 300 ), a_version( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 40: lineHold( a_call( monkey ) ); break;
    case 41: lineUnhold( a_call( monkey ) ); break;
    case 42: lineNegotiateExtVersion( an_app( monkey ), a_device( monkey ), a_version( monkey ), 0, pick( monkey, 0x30000 ), &value ); break;
    case 43: case 44: case 45: read_messages( an_app( monkey ), pick( monkey, 10 ) ); break;
    default: act_service( monkey, action - 46 ); break;
    }
}

static DWORD WINAPI monkey_thread( void *arg )
{
    struct monkey *monkey = arg;

    for (;;)
    {
        monkey->action = pick( monkey, 46 + SERVICE_ACTIONS );
        monkey->since = GetTickCount();
        act( monkey, monkey->action );
        monkey->since = 0;
        monkey->done++;
    }
    return 0;
}

/* Says from time to time how many calls were made, and which one is stuck. */
static void play_monkeys( DWORD seed )
{
    DWORD i;

    for (i = 0; i < THREADS; i++)
    {
        monkeys[i].state = seed * 2654435761u + i * 40503 + 1;
        CloseHandle( CreateThread( NULL, 0, monkey_thread, &monkeys[i], 0, NULL ) );
    }
    for (;;)
    {
        DWORD done = 0, stuck = 0, now = GetTickCount();

        for (i = 0; i < THREADS; i++)
        {
            DWORD since = monkeys[i].since;
            done += monkeys[i].done;
            if (since && (LONG)(now - since) > STUCK_MS) stuck = monkeys[i].action + 1;
        }
        child_ready( done, stuck, 0, 0 );
        Sleep( 200 );
    }
}

/* ---- the test -------------------------------------------------------------------------------------------------------- */

START_TEST(monkey)
{
    struct child children[PROGRAMS_MAX];
    struct application app;
    struct witness *witness;
    DWORD seed = GetTickCount(), seconds = SECONDS, programs = PROGRAMS, memory = 0, start, arg, i, total = 0, kills = 0, random, life;
    DWORD values[4], done[PROGRAMS_MAX] = { 0 };
    char text[20];

    if (child_role( &arg ))
    {
        play_monkeys( arg );
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"monkey test", 0x00020002 );
    if (GetEnvironmentVariableA( "HOSTILE_SEED", text, sizeof(text) )) seed = strtoul( text, NULL, 0 );
    if (GetEnvironmentVariableA( "HOSTILE_PROGRAMS", text, sizeof(text) ))
        programs = min( max( strtoul( text, NULL, 0 ), 1 ), PROGRAMS_MAX );
    if (GetEnvironmentVariableA( "HOSTILE_SECONDS", text, sizeof(text) )) seconds = strtoul( text, NULL, 0 );
    trace( "HOSTILE_SEED=%lu\n", seed );
    if (!observer_begin()) return;
    witness = witness_begin( LINE_B );
    random = seed;
    for (i = 0; i < programs; i++) if (!child_begin( &children[i], "monkey", "monkey", seed + i )) return;
    start = GetTickCount();
    while (GetTickCount() - start < seconds * 1000)
    {
        random = random * 1664525 + 1013904223;
        for (life = 500 + (random >> 8) % 2500; life > 100 && GetTickCount() - start < seconds * 1000; life -= 100)
        {
            for (i = 0; i < programs; i++)
            {
                while (child_hears( &children[i], values, 0 ))
                {
                    ok( !values[1], "action %lu does not come back\n", values[1] - 1 );
                    done[i] = values[0];
                }
            }
            Sleep( 100 );
        }
        i = (random >> 20) % programs;
        child_kill( &children[i], (random >> 24) & 1 );
        kills++;
        /* by then everything was done that allocates once */
        if (!memory && GetTickCount() - start > seconds * 250) memory = status_value( "working_set_bytes" );
        total += done[i];
        done[i] = 0;
        if (!child_begin( &children[i], "monkey", "monkey", seed + programs + kills )) return;
    }
    for (i = 0; i < programs; i++)
    {
        child_kill( &children[i], i & 1 );
        total += done[i];
    }
    printf( "%lu calls by %lu threads, %lu kills\n", total, programs * THREADS, kills + programs );
    ok( total > 1000, "only %lu calls\n", total );
    /* two clients: this program and the observer; the line of the witness, with its call and what was offered or handed to it */
    ok( status_becomes( "clients", 2, PATIENCE ), "clients are left\n" );
    ok( status_becomes( "lines", 1, PATIENCE ), "lines are left\n" );
    ok( status_becomes( "line_apps", 2, PATIENCE ), "applications are left\n" );
    check_consistent();
    witness_end( witness );
    ok( status_becomes( "lines", 0, PATIENCE ), "lines are left\n" );
    ok( status_becomes( "calls", 0, PATIENCE ), "calls are left\n" );
    ok( status_becomes( "call_handles", 0, PATIENCE ), "call handles are left\n" );
    ok( status_becomes( "async_pending", 0, PATIENCE ), "requests are left\n" );
    /* what the provider had begun to open for killed programs is closed when it is open: at most one open for each modem. The limit is only
     * there for one that is never closed. */
    ok( status_becomes( "open_devices", 0, 30000 ), "devices are still open\n" );
    if (seconds >= LONG_RUN)
    {
        DWORD after = status_value( "working_set_bytes" );

        printf( "memory of the service: %lu bytes after a quarter of the time, %lu at the end\n", memory, after );
        ok( after < memory + memory / 4 + (4 << 20), "%lu bytes after a quarter of the time, %lu at the end\n", memory, after );
    }
    check_consistent();
    observer_end();
    app_end( &app );
    provider_end();
}
