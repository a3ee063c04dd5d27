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

#include "service.h"
#include "hostile.h"

#include <stdlib.h>

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_INTERACTIVEVOICE
#define MODEM    LINEMEDIAMODE_DATAMODEM

#define THREADS   16
#define PROGRAMS  2
#define SECONDS   12            /* HOSTILE_SECONDS in the environment has its own */
#define STUCK_MS  20000         /* no call may take so long */

/* ---- the monkeys ---------------------------------------------------------------------------------------------------- */

/* What the threads of one program share, without any order: that is the point. */
static volatile HLINEAPP shared_app[4];
static volatile HLINE shared_line[6];
static volatile HCALL shared_call[16];
/* Parameter blocks are written when the request completes. */
static const struct testtsp_command ring_block = { TESTTSP_MAGIC, TESTTSP_RING, { VOICE } };
static struct testtsp_command ring_blocks[256];
static DWORD lines;

struct monkey
{
    DWORD         state;
    volatile LONG done;         /* calls made */
    volatile DWORD since;       /* when the one under way began */
    volatile DWORD action;
};

static struct monkey monkeys[THREADS];

static DWORD pick( struct monkey *monkey, DWORD limit )
{
    monkey->state ^= monkey->state << 13;
    monkey->state ^= monkey->state >> 17;
    monkey->state ^= monkey->state << 5;
    return (monkey->state >> 3) % limit;
}

/* Mostly a handle that somebody has, sometimes one of the wrong kind, sometimes none. */
static DWORD a_handle( struct monkey *monkey, DWORD right )
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

static HLINEAPP an_app( struct monkey *monkey )
{
    return (HLINEAPP)a_handle( monkey, (DWORD)shared_app[pick( monkey, ARRAY_SIZE(shared_app) )] );
}

static HLINE a_line( struct monkey *monkey )
{
    return (HLINE)a_handle( monkey, (DWORD)shared_line[pick( monkey, ARRAY_SIZE(shared_line) )] );
}

static HCALL a_call( struct monkey *monkey )
{
    return (HCALL)a_handle( monkey, (DWORD)shared_call[pick( monkey, ARRAY_SIZE(shared_call) )] );
}

static DWORD a_device( struct monkey *monkey )
{
    return pick( monkey, 12 ) ? pick( monkey, lines ? lines : 1 ) : monkey->state;
}

static DWORD a_version( struct monkey *monkey )
{
    static const DWORD versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001, 0, 0x00050000 };

    return versions[pick( monkey, ARRAY_SIZE(versions) )];
}

static const WCHAR *a_number( struct monkey *monkey )
{
    static const WCHAR *const numbers[] = { L"5550100", L"busy", L"ring", L"silent", L"fail", L"refuse", L"hangup", L"555;", L"", NULL };

    return numbers[pick( monkey, ARRAY_SIZE(numbers) )];
}

/* A structure for TAPI to fill, of a size that may be too small. */
static void *a_buffer( struct monkey *monkey, char *buffer, DWORD size )
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
    default: read_messages( an_app( monkey ), pick( monkey, 10 ) ); break;
    }
}

static DWORD WINAPI monkey_thread( void *arg )
{
    struct monkey *monkey = arg;

    for (;;)
    {
        monkey->action = pick( monkey, 46 );
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
    struct child children[PROGRAMS];
    struct application app;
    struct witness *witness;
    DWORD seed = GetTickCount(), seconds = SECONDS, start, arg, i, values[4], done[PROGRAMS] = { 0 }, total = 0, kills = 0, random, life;
    char text[20];

    if (child_role( &arg ))
    {
        play_monkeys( arg );
        return;
    }
    if (!provider_begin()) return;
    app_begin( &app, L"monkey test", 0x00020002 );
    if (GetEnvironmentVariableA( "HOSTILE_SEED", text, sizeof(text) )) seed = strtoul( text, NULL, 0 );
    if (GetEnvironmentVariableA( "HOSTILE_SECONDS", text, sizeof(text) )) seconds = strtoul( text, NULL, 0 );
    trace( "HOSTILE_SEED=%lu\n", seed );
    if (!observer_begin()) return;
    witness = witness_begin( LINE_B );
    random = seed;
    for (i = 0; i < PROGRAMS; i++) if (!child_begin( &children[i], "monkey", "monkey", seed + i )) return;
    start = GetTickCount();
    while (GetTickCount() - start < seconds * 1000)
    {
        random = random * 1664525 + 1013904223;
        for (life = 500 + (random >> 8) % 2500; life > 100 && GetTickCount() - start < seconds * 1000; life -= 100)
        {
            for (i = 0; i < PROGRAMS; i++)
            {
                while (child_hears( &children[i], values, 0 ))
                {
                    ok( !values[1], "action %lu does not come back\n", values[1] - 1 );
                    done[i] = values[0];
                }
            }
            Sleep( 100 );
        }
        i = (random >> 20) % PROGRAMS;
        child_kill( &children[i], (random >> 24) & 1 );
        kills++;
        total += done[i];
        done[i] = 0;
        if (!child_begin( &children[i], "monkey", "monkey", seed + PROGRAMS + kills )) return;
    }
    for (i = 0; i < PROGRAMS; i++)
    {
        child_kill( &children[i], i & 1 );
        total += done[i];
    }
    printf( "%lu calls by %u threads, %lu kills\n", total, PROGRAMS * THREADS, kills + PROGRAMS );
    ok( total > 1000, "only %lu calls\n", total );
    /* two clients: this program and the observer; the line of the witness, with its call and what was offered or handed to it */
    ok( status_becomes( "clients", 2, 3000 ), "clients are left\n" );
    ok( status_becomes( "lines", 1, 5000 ), "lines are left\n" );
    ok( status_becomes( "line_apps", 2, 1000 ), "applications are left\n" );
    check_consistent();
    witness_end( witness );
    ok( status_becomes( "lines", 0, 1000 ), "lines are left\n" );
    ok( status_becomes( "calls", 0, 1000 ), "calls are left\n" );
    ok( status_becomes( "call_handles", 0, 1000 ), "call handles are left\n" );
    ok( status_becomes( "async_pending", 0, 1000 ), "requests are left\n" );
    ok( status_becomes( "open_devices", 0, 1000 ), "devices are still open\n" );
    check_consistent();
    observer_end();
    app_end( &app );
    provider_end();
}
