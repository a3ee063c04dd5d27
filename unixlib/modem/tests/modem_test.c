/*
 * Transcript tests of the modem engine: what the modem says, what the engine makes of it.
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

#include "bench.h"

void test_passthrough( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), DATA( 1 ), BYTES( "AT+FCLASS=1\r", "\r\nOK\r\nRING\r\n" ), BYTES( "end", NULL ), DATA( 0 ), END
    };
    char data[64] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_passthrough( b.host, b.modem, 1, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    ok( b.event.on == 1 && b.event.state == MODEM_PASSTHROUGH, "on %u\n", b.event.on );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "1", 0 );
    expect_completed( &b, -EBUSY );
    /* not a byte is the engine's */
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "AT+FCLASS=1\r", 12 ) == 12, "write\n" );
    read_data( fd, data, 12 );
    ok( !strcmp( data, "\r\nOK\r\nRING\r\n" ), "data '%s'\n", data );
    ok( write( fd, "end", 3 ) == 3, "write\n" );
    close( fd );
    usleep( 50000 );
    modem_passthrough( b.host, b.modem, 0, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    ok( b.event.on == 0, "on %u\n", b.event.on );
    expect_completed( &b, 0 );
    expect_ready( &b );
    bench_end( &b );
}

void test_close_in_call( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect_completed( &b, -EBUSY );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_close( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_HUNG_UP );
    expect( &b, MODEM_EVENT_CLOSED );
    ok( b.event.state == MODEM_CLOSED, "state %s\n", modem_state_name( b.event.state ) );
    expect_completed( &b, 0 );
    /* and open again */
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_OPENED );
    expect_completed( &b, 0 );
    bench_end( &b );
}

void test_destroy( void )
{
    static const struct step steps[] = { ON( "ATDT1", "" ), END };
    struct modem_status status;
    struct bench b;
    uint32_t other;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_create( b.host, "/nonexistent", NULL, 7, &other );
    dial( &b, "1" );
    modem_answer( b.host, b.modem, ++b.request );
    expect_completed( &b, -EBUSY );
    modem_set_settings( b.host, b.modem, &(struct modem_settings){ .baud = 0 }, 0 );
    ok( !modem_destroy( b.host, b.modem ), "destroy\n" );
    ok( modem_destroy( b.host, b.modem ) == -ENOENT, "destroyed twice\n" );
    ok( modem_hangup( b.host, b.modem, 9 ) == -ENOENT, "command to a destroyed modem\n" );
    ok( modem_get_status( b.host, b.modem, &status ) == -ENOENT, "status of a destroyed modem\n" );
    expect( &b, MODEM_EVENT_CLOSED );
    modem_open( b.host, other, 77 );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_PORT_ERROR && b.event.modem == other && b.event.user == 7, "event %s\n", modem_event_name( b.event.type ) );
    modem_host_cancel( b.host );
    ok( next_event( &b ) == -ECANCELED && next_event( &b ) == -ECANCELED, "cancelled\n" );
    bench_end( &b );
}

#define MANY 64

void test_many_modems( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    static struct fake_modem fakes[MANY];
    uint32_t ids[MANY], opened = 0, connected = 0, hung_up = 0;
    struct modem_config *config = modem_config_create();
    struct modem_host *host;
    struct modem_event event;
    size_t i;

    if (modem_host_create( &host )) abort();
    watched = host;
    alarm( 2 * WATCHDOG_S );
    set_quick_timings( config );
    modem_config_set( config, "Timings\\CommandTimeout", "20000" );
    for (i = 0; i < MANY; i++)
    {
        fake_start( &fakes[i], steps, i & 1 ? FAKE_ECHO : 0, 0 );
        if (modem_create( host, fakes[i].path, config, i, &ids[i] )) abort();
        modem_open( host, ids[i], 1 );
    }
    while (hung_up < MANY && !modem_host_wait( host, &event ))
    {
        if (event.type == MODEM_EVENT_OPENED)
        {
            opened++;
            modem_dial( host, event.modem, 2, "1", 0 );
        }
        else if (event.type == MODEM_EVENT_CONNECTED)
        {
            connected++;
            modem_hangup( host, event.modem, 3 );
        }
        else if (event.type == MODEM_EVENT_HUNG_UP) hung_up++;
        if (ids[event.user] != event.modem) break;
    }
    ok( opened == MANY && connected == MANY && hung_up == MANY, "%u opened, %u connected, %u hung up\n", opened, connected, hung_up );
    alarm( 0 );
    watched = NULL;
    modem_host_destroy( host );
    modem_config_free( config );
    for (i = 0; i < MANY; i++) fake_stop( &fakes[i] );
}

/* Commands and status queries from other threads while the loop runs. */
struct storm
{
    struct modem_host *host;
    uint32_t modem;
    uint32_t accepted;
};

static void *storm_thread( void *arg )
{
    struct storm *storm = arg;
    struct modem_status status;
    int i;

    for (i = 0; i < 200; i++)
    {
        if (!modem_hangup( storm->host, storm->modem, 1000 + (uint32_t)i )) storm->accepted++;
        if (!modem_data_begin( storm->host, storm->modem, 2000 + (uint32_t)i )) storm->accepted++;
        modem_get_status( storm->host, storm->modem, &status );
        modem_share_port( storm->host, storm->modem, i & 1 );
    }
    return NULL;
}

void test_threads( void )
{
    struct storm storms[4];
    pthread_t threads[4];
    uint32_t completed = 0, accepted = 0;
    struct bench b;
    int i;

    bench_begin( &b, NULL, 0 );
    open_modem( &b );
    for (i = 0; i < 4; i++)
    {
        storms[i] = (struct storm){ b.host, b.modem, 0 };
        pthread_create( &threads[i], NULL, storm_thread, &storms[i] );
    }
    while (completed < 4 * 400 && !next_event( &b )) if (b.event.type == MODEM_EVENT_COMPLETED) completed++;
    for (i = 0; i < 4; i++)
    {
        pthread_join( threads[i], NULL );
        accepted += storms[i].accepted;
    }
    ok( accepted == 4 * 400 && completed == accepted, "%u accepted, %u completed\n", accepted, completed );
    bench_end( &b );
}

void test_names( void )
{
    ok( !strcmp( modem_event_name( MODEM_EVENT_RING ), "ring" ) && !strcmp( modem_event_name( 999 ), "unknown" ) &&
        !strcmp( modem_event_name( 0 ), "unknown" ), "event names\n" );
    ok( !strcmp( modem_state_name( MODEM_IDLE ), "idle" ) && !strcmp( modem_state_name( 999 ), "unknown" ), "state names\n" );
    ok( !strcmp( modem_cause_name( MODEM_CAUSE_BUSY ), "busy" ) && !strcmp( modem_cause_name( 999 ), "unknown" ), "cause names\n" );
}

static const struct { const char *name; void (*run)( void ); } tests[] =
{
#define TEST( name ) { #name, test_##name },
    TESTS( TEST )
#undef TEST
};

/* modem_test [NAME]... */
int main( int argc, char **argv )
{
    int64_t start;
    size_t i;
    int j;

    setvbuf( stdout, NULL, _IONBF, 0 );
    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
    {
        for (j = 1; j < argc && strcmp( argv[j], tests[i].name ); j++) ;
        if (argc > 1 && j == argc) continue;
        start = now_ms();
        tests[i].run();
        printf( "# %s: %d ms\n", tests[i].name, (int)(now_ms() - start) );
    }
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
