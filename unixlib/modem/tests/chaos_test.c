/*
 * Modems that say anything at any time, users that want everything at once: the engine keeps its promises.
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

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "modem/modem.h"

/*
 * Promises checked: each accepted request completes once; a call begins and ends in order; events carry their modem's number; closing always works;
 * and what the sanitizers check. chaos_test [SEED [SECONDS]] repeats or prolongs a run.
 */

#define MODEMS       8
#define MAX_REQUESTS 200000

static int passed, failed;
static uint64_t seed = 1;
static int seconds = 6;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "chaos_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

/* One generator a thread: a run with the same seed sends the same things. */
static uint32_t random_number( uint64_t *state, uint32_t below )
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(*state >> 33) % below;
}

static const char *const sayings[] =
{
    "\r\nOK\r\n", "\r\nOK\r\n", "\r\nOK\r\n", "\r\nOK\r\n", "\r\nERROR\r\n", "\r\nRING\r\n", "\r\nRING A\r\n", "\r\nBUSY\r\n", "\r\nNO CARRIER\r\n",
    "\r\nCONNECT 9600\r\n", "\r\nCONNECT 115200/V34/LAPM/V42BIS/33600:TX/31200:RX\r\n", "\r\nCONNECT\r",
    "1\r", "0\r", "2\r", "\r\nNMBR=123\r\n", "\r\nNAME = P\r\n",
    "\r\nDIALTONE\r\n", "\r\nRINGING\r\n", "\r\nCARRIER 33600\r\n", "\r\nVOICE\r\n", "\r\nDELAYED\r\n", "\r\nNO ANSWER\r\n",
    "AT", "\r", "\n", "\x7f\xff{{", "+++", "",
    "\r\nVCON\r\n", "\r\nVCON\r\n", "\r\nCONNECT\r\n", "\x10\x03", "\x10\x03\r\nOK\r\n",
    "\x10" "b", "\x10l", "\x10/\x10" "5", "\x10~", "\x10" "9", "\x10" "c", "\x10u",
    "\x10XDATE=0101\r", "\x10.", "0,1,8\r\n", "131,\"8-BIT ULAW\",8,0,(8000),0,0\r\n", "132,\"IMA\",4,0,7200\r\n", "\x80\x81\x10\x10\x82\x83\x84\x85",
};

struct chaotic_modem
{
    char dir[64], path[96];
    int  master, slave, listener, client;
    atomic_int calm;                    /* answers OK to each command, and nothing else */
    atomic_int stop;
    uint64_t random;
    int  with_lines;
    pthread_t thread;
};

static void open_terminal( struct chaotic_modem *modem )
{
    struct termios tio;

    modem->master = posix_openpt( O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK );
    if (modem->master < 0 || grantpt( modem->master ) || unlockpt( modem->master )) abort();
    modem->slave = open( ptsname( modem->master ), O_RDWR | O_NOCTTY | O_CLOEXEC );
    tcgetattr( modem->slave, &tio );
    cfmakeraw( &tio );
    tcsetattr( modem->slave, TCSANOW, &tio );
    unlink( modem->path );
    if (symlink( ptsname( modem->master ), modem->path )) abort();
}

static void close_terminal( struct chaotic_modem *modem )
{
    close( modem->master );
    close( modem->slave );
}

static void say( struct chaotic_modem *modem, const char *text )
{
    ssize_t ret = write( modem->master, text, strlen( text ) );

    (void)ret;      /* a full terminal swallows it: chaos */
}

static void misbehave( struct chaotic_modem *modem )
{
    char text[64];
    uint32_t what = random_number( &modem->random, 100 );

    if (what < 70) say( modem, sayings[random_number( &modem->random, sizeof(sayings) / sizeof(sayings[0]) )] );
    else if (what < 90 && modem->client >= 0)
    {
        int len = snprintf( text, sizeof(text), "LINES dcd=%u ri=%u dsr=1 cts=1\n", random_number( &modem->random, 2 ), random_number( &modem->random, 2 ) );

        send( modem->client, text, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT );
    }
    else if (what == 90 && modem->client >= 0)
    {
        close( modem->client );
        modem->client = -1;
    }
    else if (what == 91 && !random_number( &modem->random, 8 ))
    {
        close_terminal( modem );
        open_terminal( modem );
    }
}

static void *modem_thread( void *arg )
{
    struct chaotic_modem *modem = arg;
    char data[512];
    ssize_t got, i;

    while (!atomic_load( &modem->stop ))
    {
        struct pollfd fds[3] =
        {
            { .fd = modem->master, .events = POLLIN }, { .fd = modem->listener, .events = POLLIN }, { .fd = modem->client, .events = POLLIN },
        };
        int calm = atomic_load( &modem->calm );

        poll( fds, 3, calm ? 5 : (int)random_number( &modem->random, 6 ) );
        if (fds[1].revents)
        {
            if (modem->client >= 0) close( modem->client );
            modem->client = accept( modem->listener, NULL, NULL );
        }
        else if (fds[2].revents && recv( modem->client, data, sizeof(data), MSG_DONTWAIT ) <= 0)
        {
            close( modem->client );
            modem->client = -1;
        }
        if (fds[0].revents & POLLIN)
        {
            got = read( modem->master, data, sizeof(data) );
            for (i = 0; i < got; i++) if (data[i] == '\r' && (calm || random_number( &modem->random, 4 ))) say( modem, "\r\nOK\r\n" );
        }
        if (!calm) misbehave( modem );
        else if (modem->client >= 0) send( modem->client, "LINES dcd=0 ri=0 dsr=1 cts=1\n", 29, MSG_NOSIGNAL | MSG_DONTWAIT );
    }
    return NULL;
}

static void start_modem( struct chaotic_modem *modem, int number )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };

    memset( modem, 0, sizeof(*modem) );
    modem->random = seed * 1000 + (uint64_t)number;
    modem->client = modem->listener = -1;
    strcpy( modem->dir, "/tmp/chaos-test-XXXXXX" );
    if (!mkdtemp( modem->dir )) abort();
    snprintf( modem->path, sizeof(modem->path), "%s/modem", modem->dir );
    open_terminal( modem );
    if (number & 1)
    {
        modem->with_lines = 1;
        snprintf( addr.sun_path, sizeof(addr.sun_path), "%s.lines", modem->path );
        modem->listener = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );
        if (bind( modem->listener, (struct sockaddr *)&addr, sizeof(addr) ) || listen( modem->listener, 4 )) abort();
    }
    if (pthread_create( &modem->thread, NULL, modem_thread, modem )) abort();
}

static void stop_modem( struct chaotic_modem *modem )
{
    char lines[128];

    atomic_store( &modem->stop, 1 );
    pthread_join( modem->thread, NULL );
    close_terminal( modem );
    if (modem->listener >= 0) close( modem->listener );
    if (modem->client >= 0) close( modem->client );
    snprintf( lines, sizeof(lines), "%s.lines", modem->path );
    unlink( lines );
    unlink( modem->path );
    rmdir( modem->dir );
}

/* ---- the user ---- */

static struct chaotic_modem modems[MODEMS];
static struct modem_host *host;
static uint32_t ids[MODEMS];
static atomic_int user_stop;
static atomic_uint last_request;
static _Atomic unsigned char accepted[MAX_REQUESTS], completed[MAX_REQUESTS], kinds[MAX_REQUESTS];

static int sound[4];                    /* two pipes: what is played, and what was recorded */

static int want_job( uint32_t modem, uint32_t request, uint64_t *random )
{
    static const int16_t samples[400];

    /* never more than the pipe takes */
    if (write( sound[1], samples, sizeof(samples) ) < 0 && errno != EAGAIN) abort();
    switch (random_number( random, 4 ))
    {
    case 0:  return modem_voice_digits( host, modem, request, "1,2!#", random_number( random, 300 ) );
    case 1:  return modem_voice_tone( host, modem, request, 440, 0, 50 );
    case 2:  return modem_voice_terminal( host, modem, request, random_number( random, MODEM_TERMINAL_COUNT ) );
    default: return modem_voice_change( host, modem, request, random_number( random, 3 ) );
    }
}

static void want_something( uint64_t *random )
{
    static const char *const numbers[] = { "1", "P9,5550101", "555;", "", ";", "12345678901234567890123456789012345678901234567890" };
    uint32_t which = random_number( random, MODEMS ), modem = ids[which], request = atomic_fetch_add( &last_request, 1 ) + 1, kind;
    struct modem_settings settings;
    struct modem_status status;
    int ret;

    if (request >= MAX_REQUESTS) return;
    /* before the call: the completion may be faster than the return */
    atomic_store( &accepted[request], 1 );
    kind = random_number( random, 18 );
    atomic_store( &kinds[request], (unsigned char)kind );
    switch (kind)
    {
    case 12: case 13: ret = modem_answer_as( host, modem, request, random_number( random, 8 ) ? MODEM_ANSWER_VOICE : random_number( random, 4 ) ); break;
    case 14: case 15: ret = modem_voice_stream( host, modem, request, random_number( random, 4 ) ); break;
    case 16: ret = want_job( modem, request, random ); break;
    case 17:
        ret = random_number( random, 2 ) ? modem_voice_attach( host, modem, sound[0], sound[3] ) : modem_voice_attach( host, modem, -1, -1 );
        atomic_store( &accepted[request], 0 );
        break;
    case 0: case 1: ret = modem_open( host, modem, request ); break;
    case 2: case 3: case 4: ret = modem_dial( host, modem, request, numbers[random_number( random, 6 )],
                                                 random_number( random, 2 ) ? MODEM_DIAL_AUTOMATED : random_number( random, 16 ) ); break;
    case 5: ret = modem_answer( host, modem, request ); break;
    case 6: ret = modem_hangup( host, modem, request ); break;
    case 7: ret = random_number( random, 3 ) ? modem_hangup( host, modem, request ) : modem_close( host, modem, request ); break;
    case 8:
        modem_settings_default( &settings );
        settings.preferred = random_number( random, 0x800 );
        ret = modem_set_settings( host, modem, &settings, request );
        break;
    case 9: ret = random_number( random, 4 ) ? modem_data_end( host, modem, request ) : modem_data_begin( host, modem, request ); break;
    case 10: ret = modem_passthrough( host, modem, (int)random_number( random, 2 ), request ); break;
    default:
        ret = modem_get_status( host, modem, &status );
        modem_share_port( host, modem, (int)random_number( random, 2 ) );
        atomic_store( &accepted[request], 0 );
        break;
    }
    if (ret < 0) atomic_store( &accepted[request], 0 );
}

static void *user_thread( void *arg )
{
    uint64_t random = seed * 77;
    struct timespec pause = { 0, 0 };

    (void)arg;
    while (!atomic_load( &user_stop ))
    {
        want_something( &random );
        pause.tv_nsec = (long)random_number( &random, 4000000 );
        nanosleep( &pause, NULL );
    }
    return NULL;
}

/* ---- the promises ---- */

enum call_step { BEGINS, ENDS, NEEDS, NOTHING };

static const struct { enum modem_event_type type; enum call_step step; } steps[] =
{
    { MODEM_EVENT_DIALING, BEGINS }, { MODEM_EVENT_PROCEEDING, NEEDS }, { MODEM_EVENT_RINGBACK, NEEDS }, { MODEM_EVENT_DIALED, NEEDS },
    { MODEM_EVENT_CARRIER_LOST, NEEDS }, { MODEM_EVENT_CALLER_ID, NOTHING }, { MODEM_EVENT_RING_GONE, ENDS }, { MODEM_EVENT_CALL_FAILED, ENDS },
    { MODEM_EVENT_HUNG_UP, ENDS }, { MODEM_EVENT_DIGIT, NEEDS }, { MODEM_EVENT_TONE, NEEDS },
};

static struct { int in_call, open, connected, left; unsigned int calls, events, last_call; } seen[MODEMS];

static void check_event( const struct modem_event *event )
{
    uint32_t which = (uint32_t)event->user;
    size_t i;

    if (which >= MODEMS || event->modem != ids[which])
    {
        ok( 0, "event of modem %u, user %u\n", event->modem, which );
        return;
    }
    seen[which].events++;
    if (event->type == MODEM_EVENT_COMPLETED)
    {
        if (event->request >= MAX_REQUESTS || !atomic_load( &accepted[event->request] )) ok( 0, "request %u was never accepted\n", event->request );
        else if (atomic_fetch_add( &completed[event->request], 1 )) ok( 0, "request %u completed twice\n", event->request );
        if (event->error && !event->reason[0]) ok( 0, "error %d without a reason\n", event->error );
        return;
    }
    for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && steps[i].type != event->type; i++) ;
    if (i < sizeof(steps) / sizeof(steps[0]))
    {
        const char *name = modem_event_name( event->type );

        if (steps[i].step == BEGINS && seen[which].in_call) ok( 0, "modem %u: '%s' in a call\n", which, name );
        /* a call may be answered that never rang: then its end is the first that is heard of it */
        if ((steps[i].step == NEEDS || (steps[i].step == ENDS && event->call <= seen[which].last_call)) && !seen[which].in_call)
            ok( event->type == MODEM_EVENT_HUNG_UP && seen[which].left, "modem %u: '%s' without a call\n", which, name );
        seen[which].left = 0;
        if (event->type == MODEM_EVENT_CARRIER_LOST && !seen[which].connected) ok( 0, "modem %u: carrier lost before it was there\n", which );
        if (steps[i].step == BEGINS) seen[which].in_call = 1;
        if (steps[i].step != NOTHING) seen[which].last_call = event->call;
        if (steps[i].step == ENDS) seen[which].in_call = seen[which].connected = 0;
    }
    switch (event->type)
    {
    case MODEM_EVENT_RING:
        if ((event->ring_count == 1) == seen[which].in_call) ok( 0, "modem %u: ring %u, in call %d\n", which, event->ring_count, seen[which].in_call );
        seen[which].in_call = 1;
        seen[which].last_call = event->call;
        break;
    case MODEM_EVENT_CONNECTED:
        seen[which].last_call = event->call;
        seen[which].in_call = seen[which].connected = 1;
        seen[which].calls++;
        break;
    case MODEM_EVENT_OPENED:
        if (seen[which].open) ok( 0, "modem %u: opened twice\n", which );
        seen[which].open = 1;
        break;
    case MODEM_EVENT_PASSTHROUGH:
        /* a fax program takes the port with the call */
        if (!event->on) seen[which].left = 1;       /* with a call, perhaps: its end may be told */
        if (!event->on || !event->media) seen[which].in_call = 0;
        break;
    case MODEM_EVENT_CLOSED:
    case MODEM_EVENT_DEAD:
    case MODEM_EVENT_PORT_LOST:
    case MODEM_EVENT_PORT_ERROR:
        seen[which].open = seen[which].in_call = seen[which].connected = 0;
        break;
    default:
        break;
    }
}

static void on_alarm( int signal )
{
    (void)signal;
    modem_host_cancel( host );
}

static int owed( uint32_t requests )
{
    uint32_t i;

    for (i = 1; i <= requests && i < MAX_REQUESTS; i++) if (atomic_load( &accepted[i] ) > atomic_load( &completed[i] )) return 1;
    return 0;
}

int main( int argc, char **argv )
{
    static const struct { const char *name, *value; } timings[] =
    {
        { "Timings\\CommandTimeout", "15" }, { "Timings\\HangupDtrTime", "3" }, { "Timings\\HangupTimeout", "15" }, { "Timings\\EscapeGuard", "4" },
        { "Timings\\OpenDelay", "1" }, { "Timings\\CommandDelay", "0" }, { "Timings\\CallerIdDelay", "5" }, { "Timings\\GlareTime", "20" },
        { "Timings\\DialTimeout", "50" }, { "Timings\\AnswerTimeout", "50" }, { "Timings\\PartTimeout", "20" }, { "Timings\\CommaTime", "2" },
        { "Timings\\VoiceStart", "20" }, { "Timings\\VoiceStop", "10" },
        { "Timings\\RingTimeout", "30" }, { "Timings\\LinePoll", "5" }, { "Capabilities\\MaxDialLength", "20" },
    };
    struct modem_config *config = modem_config_create();
    uint32_t closed = 0, closing = 0, requests, i, missing = 0, calls = 0, events = 0;
    struct modem_event event;
    struct timespec end, now;
    pthread_t user;

    setvbuf( stdout, NULL, _IONBF, 0 );
    if (argc > 1) seed = strtoull( argv[1], NULL, 10 );
    if (argc > 2) seconds = atoi( argv[2] );
    printf( "# seed %llu\n", (unsigned long long)seed );
    signal( SIGALRM, on_alarm );
    alarm( (unsigned int)seconds + 60 );

    if (modem_host_create( &host ) || pipe2( sound, O_NONBLOCK | O_CLOEXEC ) || pipe2( sound + 2, O_NONBLOCK | O_CLOEXEC )) abort();
    for (i = 0; i < sizeof(timings) / sizeof(timings[0]); i++) ok( !modem_config_set( config, timings[i].name, timings[i].value ), "%s\n", timings[i].name );
    for (i = 0; i < MODEMS; i++)
    {
        start_modem( &modems[i], (int)i );
        if (modem_create( host, modems[i].path, config, i, &ids[i] )) abort();
    }
    if (pthread_create( &user, NULL, user_thread, NULL )) abort();

    clock_gettime( CLOCK_MONOTONIC, &end );
    end.tv_sec += seconds;
    do
    {
        if (modem_host_wait( host, &event )) break;
        check_event( &event );
        clock_gettime( CLOCK_MONOTONIC, &now );
    } while (now.tv_sec < end.tv_sec);

    /* the storm is over: all can be closed, and nothing is owed */
    atomic_store( &user_stop, 1 );
    pthread_join( user, NULL );
    requests = atomic_load( &last_request );
    for (i = 0; i < MODEMS; i++) atomic_store( &modems[i].calm, 1 );
    for (i = 0; i < MODEMS; i++)
    {
        atomic_store( &accepted[++requests], 1 );
        closing++;
        if (modem_close( host, ids[i], requests )) abort();
    }
    /* what was asked before a close, and waited for it, ends after it */
    while ((closed < closing || owed( requests )) && !modem_host_wait( host, &event ))
    {
        check_event( &event );
        if (event.type == MODEM_EVENT_COMPLETED && event.request > requests - closing) closed++;
    }
    ok( closed == closing, "%u of %u modems closed\n", closed, closing );
    for (i = 1; i <= requests && i < MAX_REQUESTS; i++)
    {
        if (atomic_load( &accepted[i] ) == atomic_load( &completed[i] )) continue;
        printf( "# request %u of kind %u completed %u times\n", i, atomic_load( &kinds[i] ), atomic_load( &completed[i] ) );
        missing++;
    }
    ok( !missing, "%u of %u requests did not complete once\n", missing, requests );
    for (i = 0; i < MODEMS; i++)
    {
        struct modem_status status;

        ok( !modem_get_status( host, ids[i], &status ) && status.state == MODEM_CLOSED, "modem %u: state %s\n", i, modem_state_name( status.state ) );
        ok( seen[i].events > 50, "modem %u had %u events only: not much of a storm\n", i, seen[i].events );
        calls += seen[i].calls;
        events += seen[i].events;
    }
    ok( calls > 0, "no modem was ever connected\n" );
    printf( "# %u requests, %u events, %u calls\n", requests, events, calls );
    alarm( 0 );
    modem_host_destroy( host );
    modem_config_free( config );
    for (i = 0; i < MODEMS; i++) stop_modem( &modems[i] );
    for (i = 0; i < 4; i++) close( sound[i] );
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
