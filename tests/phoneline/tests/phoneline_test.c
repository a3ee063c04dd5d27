/*
 * Tests of the simulated telephone exchange: AT on its ports, its control lines and its control socket.
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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dte.h"

static void test_results( void )
{
    int a = open_modem( 'a' );
    const char *got;

    command( a, "AT", "AT\r\r\nOK\r\n" );
    command( a, "ATE0", "OK\r\n" );
    got = (say_to( a, "AT\r" ), read_until( a, "OK\r\n", 1000 ));
    ok( !strcmp( got, "\r\nOK\r\n" ), "no echo expected: '%s'", got );
    command( a, "ATDT5550198", "\r\nBUSY\r\n" );
    command( a, "ATDP5551234", "\r\nNO CARRIER\r\n" );
    command( a, "ATX0DT5550198", "\r\nNO CARRIER\r\n" );
    command( a, "ATX4S7=1DT5550197", "\r\nNO ANSWER\r\n" );
    command( a, "ATV0DT5550198", "7\r" );
    command( a, "ATV1DT5550101", "\r\nBUSY\r\n" );
    command( a, "ATA", "\r\nNO CARRIER\r\n" );
    command( a, "ATO", "\r\nNO CARRIER\r\n" );
    /* dialled by halves, and with the modifiers that mean nothing here */
    command( a, "ATDT9,W555;", "\r\nOK\r\n" );
    command( a, "ATDT@0198!", "\r\nBUSY\r\n" );
    command( a, "ATDT14255550198", "\r\nBUSY\r\n" );
    /* a command under way is aborted by the next character, but not by the line feed after it */
    say_to( a, "ATDT5550197\r\n" );
    got = read_until( a, "NO", 300 );
    ok( !got[0], "the line feed aborted the call: '%s'", got );
    say_to( a, "x" );
    expect( a, "\r\nNO CARRIER\r\n", 1000 );
    close( a );
}

/* A port that is closed and opened again at once, as a program does that takes the modem over. */
static void test_reopening( void )
{
    int i, fd;

    for (i = 0; i < 1000 && !failures; i++)
    {
        fd = open_modem( 'a' );
        command( fd, "AT", "OK\r\n" );
        close( fd );
    }
}

static void test_echo( void )
{
    int a = open_modem( 'a' );
    char data[256], back[256];
    size_t i, got = 0;

    command( a, "ATE0DT5550199", "\r\nCONNECT 33600/ARQ/V42BIS\r\n" );
    for (i = 0; i < sizeof(data); i++) data[i] = (char)i;
    ok( write( a, data, sizeof(data) ) == sizeof(data), "write: %s", strerror( errno ) );
    while (got < sizeof(back))
    {
        struct pollfd fd = { .fd = a, .events = POLLIN };
        ssize_t size;

        if (poll( &fd, 1, 2000 ) <= 0 || (size = read( a, back + got, sizeof(back) - got )) <= 0) break;
        got += size;
    }
    ok( got == sizeof(back) && !memcmp( data, back, got ), "%zu bytes came back, or others", got );

    /* the escape needs silence on both sides */
    pause_ms( GUARD_MS + 50 );
    say_to( a, "+++AT\r" );
    expect( a, "+++AT\r", 1000 );
    ok( !strstr( read_until( a, "OK", GUARD_MS * 2 ), "OK" ), "escaped without a guard time" );
    say_to( a, "+++" );
    expect( a, "+++\r\nOK\r\n", 1000 );
    command( a, "AT", "OK\r\n" );
    command( a, "ATO", "\r\nCONNECT\r\n" );
    say_to( a, "still there" );
    expect( a, "still there", 1000 );
    pause_ms( GUARD_MS + 50 );
    say_to( a, "+++" );
    expect( a, "+++\r\nOK\r\n", 1000 );
    command( a, "ATH", "\r\nOK\r\n" );
    command( a, "ATDT5550198", "\r\nBUSY\r\n" );
    close( a );
}

static void test_two_modems( void )
{
    enum { SIZE = 1000000 };
    int a = open_modem( 'a' ), b = open_modem( 'b' );
    char *data = malloc( SIZE ), *back = malloc( SIZE );
    const char *got, *ring, *number;
    size_t sent = 0, received = 0, i;
    bool piled_up = false;

    command( a, "ATE0", "OK\r\n" );
    command( b, "ATE0+VCID=1", "OK\r\n" );
    say_to( a, "ATDT5550102\r" );
    got = read_until( b, "RING\r\n\r\nRING", 3000 );
    ring = strstr( got, "\r\nRING\r\n" );
    number = strstr( got, "\r\nNMBR = 5550101\r\n" );
    ok( ring && number && ring < number && strstr( number, "RING" ) && strstr( got, "\r\nNAME = Modem A\r\n" ) &&
        strstr( got, "DATE = " ) && strstr( got, "TIME = " ), "caller id between two rings expected: '%s'", got );
    command( b, "ATA", "\r\nCONNECT 33600/ARQ/V42BIS\r\n" );
    expect( a, "\r\nCONNECT 33600/ARQ/V42BIS\r\n", 1000 );

    /* nothing is lost between a fast writer and a slow reader */
    for (i = 0; i < SIZE; i++) data[i] = (char)(i * 7 + i / 251);
    fcntl( a, F_SETFL, O_NONBLOCK );
    while (received < SIZE)
    {
        struct pollfd fds[2] = { { .fd = a, .events = sent < SIZE ? POLLOUT : 0 },
                                 { .fd = b, .events = piled_up ? POLLIN : 0 } };
        ssize_t size;

        if (!poll( fds, 2, piled_up ? 3000 : 200 ))
        {
            if (piled_up) break;
            piled_up = true;        /* the writer is held up: now read */
            continue;
        }
        if ((fds[0].revents & POLLOUT) && (size = write( a, data + sent, SIZE - sent )) > 0) sent += size;
        if ((fds[1].revents & POLLIN) && (size = read( b, back + received, SIZE - received )) > 0) received += size;
    }
    fcntl( a, F_SETFL, 0 );
    ok( received == SIZE && !memcmp( data, back, SIZE ), "%zu of %d bytes arrived, or others", received, SIZE );
    free( data );
    free( back );

    control( "state", "a:number=5550101,state=online,mode=data,dcd=1" );
    control( "drop A", "OK" );
    expect( a, "\r\nNO CARRIER\r\n", 1000 );
    expect( b, "\r\nNO CARRIER\r\n", 1000 );

    /* automatic answer, and the callers' hang-up seen at the other end */
    command( b, "ATS0=2", "OK\r\n" );
    command( a, "ATDT5550102", "\r\nCONNECT" );
    expect( b, "\r\nCONNECT", 1000 );
    pause_ms( GUARD_MS + 50 );
    say_to( a, "+++" );
    expect( a, "OK\r\n", 1000 );
    command( a, "ATH", "OK\r\n" );
    expect( b, "\r\nNO CARRIER\r\n", 1000 );

    /* the caller gives up while it rings */
    command( b, "ATS0=0", "OK\r\n" );
    say_to( a, "ATDT5550102\r" );
    expect( b, "RING", 1000 );
    say_to( a, "\r" );
    expect( a, "NO CARRIER\r\n", 1000 );
    read_until( b, NULL, 50 );
    ok( !read_until( b, "RING", RING_MS * 2 )[0], "it rings after the caller gave up" );
    close( a );
    close( b );
}

static void test_control_lines( void )
{
    int a = open_modem( 'a' ), b = open_modem( 'b' ), lines_a = open_socket( "modem-a.lines" ), lines_b = open_socket( "modem-b.lines" );

    expect( lines_a, "LINES dcd=0 ri=0 dsr=1 cts=1\n", 1000 );
    expect( lines_b, "LINES dcd=0 ri=0 dsr=1 cts=1\n", 1000 );
    say_to( lines_a, "DTR 1\nRTS 1\n" );
    say_to( a, "ATE0DT5550102\r" );
    expect( lines_b, "ri=1", 1000 );
    expect( lines_b, "ri=0", 1000 );
    command( b, "ATA", "CONNECT" );
    expect( lines_a, "LINES dcd=1", 1000 );
    expect( a, "CONNECT", 1000 );
    say_to( lines_a, "DTR 0\n" );
    expect( a, "NO CARRIER\r\n", 1000 );
    expect( b, "NO CARRIER\r\n", 1000 );
    expect( lines_a, "LINES dcd=0", 1000 );
    say_to( lines_a, "DTR 1\n" );

    /* &D1: the escape; &D0: nothing */
    command( a, "AT&D1DT5550199", "CONNECT" );
    say_to( lines_a, "DTR 0\nDTR 1\n" );
    expect( a, "OK\r\n", 1000 );
    command( a, "AT&D0O", "CONNECT" );
    say_to( lines_a, "DTR 0\nDTR 1\n" );
    say_to( a, "hello" );
    expect( a, "hello", 1000 );
    /* &D2, and the program dies: its port and its companion socket close */
    pause_ms( GUARD_MS + 50 );
    say_to( a, "+++" );
    expect( a, "OK\r\n", 1000 );
    command( a, "AT&D2O", "CONNECT" );
    close( lines_a );
    expect( a, "NO CARRIER\r\n", 1000 );
    command( a, "ATDT5550199", "CONNECT" );
    close( a );
    pause_ms( 50 );
    control( "state", "a:number=5550101,state=idle,mode=command,dcd=0,ri=0,dtr=1,rts=1,open=0" );
    close( b );
    close( lines_b );
}

static void test_faults( void )
{
    int a = open_modem( 'a' ), b = open_modem( 'b' ), fd;
    int64_t start;
    char path[100];
    struct stat st;
    const char *got;

    command( a, "ATE0", "OK\r\n" );
    command( b, "ATE0", "OK\r\n" );
    control( "nonsense", "ERR " );
    control( "drop Z", "ERR " );
    control( "dead A maybe", "ERR " );
    control( "drop A", "ERR " );

    control( "dead A on", "OK" );
    read_until( a, NULL, 50 );      /* the rest of the last result */
    say_to( a, "AT\r" );
    got = read_until( a, "OK", 300 );
    ok( !got[0], "a dead modem said '%s'", got );
    control( "dead A off", "OK" );
    command( a, "AT", "OK\r\n" );

    control( "slow A 300", "OK" );
    start = now_ms();
    command( a, "AT", "OK\r\n" );
    ok( now_ms() - start >= 300, "slow modem answered after %d ms", (int)(now_ms() - start) );
    control( "slow A 0", "OK" );

    control( "mangle A on", "OK" );
    read_until( a, NULL, 50 );
    say_to( a, "AT\r" );
    got = read_until( a, "OK", 300 );
    ok( got[0] && !strstr( got, "OK" ), "mangled result is '%s'", got );
    control( "mangle A off", "OK" );

    control( "garbage A \\r\\nCONN\\x41CT", "OK" );
    expect( a, "\r\nCONNACT", 1000 );
    control( "result A DELAYED", "OK" );
    command( a, "ATDT5550199", "\r\nDELAYED\r\n" );
    control( "set connect 14400", "OK" );
    command( a, "ATDT5550199", "\r\nCONNECT 14400\r\n" );
    control( "send A far end", "OK" );
    expect( a, "far end", 1000 );
    control( "drop A", "OK" );
    expect( a, "NO CARRIER\r\n", 1000 );

    control( "callerid A P", "OK" );
    command( b, "AT+VCID=1", "OK\r\n" );
    say_to( a, "ATDT5550102\r" );
    got = read_until( b, "RING\r\n\r\nRING", 2000 );
    ok( strstr( got, "NMBR = P\r\n" ) && !strstr( got, "NAME" ), "withheld number: '%s'", got );
    say_to( a, "\r" );
    expect( a, "NO CARRIER\r\n", 1000 );

    control( "ring B x2 4255550100 JOHN DOE", "OK" );
    expect( b, "NAME = JOHN DOE", 1000 );
    command( b, "ATA", "CONNECT" );
    say_to( b, "echo" );
    expect( b, "echo", 1000 );
    control( "ring B 1", "ERR " );
    control( "drop B", "OK" );
    expect( b, "NO CARRIER\r\n", 1000 );

    control( "glare A 4255550100 X", "OK" );
    command( a, "ATDT5550199", "RING\r\n\r\nBUSY\r\n" );
    expect( a, "RING", 1000 );
    control( "stopring A", "OK" );

    control( "unplug A", "OK" );
    snprintf( path, sizeof(path), "%s/modem-a", dir );
    ok( lstat( path, &st ) && errno == ENOENT, "the port's name is still there" );
    ok( read( a, path, 1 ) <= 0, "the port still reads" );
    close( a );
    control( "replug A", "OK" );
    control( "replug A", "ERR " );
    a = open_modem( 'a' );
    command( a, "AT", "OK\r\n" );
    fd = open_socket( "modem-a.lines" );
    expect( fd, "LINES", 1000 );
    close( fd );
    close( a );
    close( b );
}

static void test_rate( void )
{
    int a = open_modem( 'a' );
    char data[2000], back[2000];
    int64_t start = now_ms();
    size_t got = 0;

    control( "set rate 20000", "OK" );
    command( a, "ATE0DT5550199", "CONNECT" );
    memset( data, 'x', sizeof(data) );
    start = now_ms();
    ok( write( a, data, sizeof(data) ) == sizeof(data), "write: %s", strerror( errno ) );
    while (got < sizeof(back))
    {
        ssize_t size = read( a, back + got, sizeof(back) - got );

        if (size <= 0) break;
        got += size;
    }
    ok( now_ms() - start > 800 && now_ms() - start < 3000, "2000 bytes at 20000 bit/s took %d ms", (int)(now_ms() - start) );
    control( "set rate 0", "OK" );
    close( a );
}

static void test_v22bis( void )
{
    static const char *const more[] = { "--carrier", "v22bis", "--fast-audio", "--modems", "3", NULL };
    static const char text[] = "The quick brown fox jumps over the lazy dog 0123456789\r\n";
    int a, c;

    start_exchange( more );
    a = open_modem( 'a' );
    c = open_modem( 'c' );
    command( a, "ATE0", "OK\r\n" );
    command( c, "ATE0S0=1", "OK\r\n" );
    say_to( a, "ATDT5550103\r" );
    expect( a, "\r\nCONNECT 2400\r\n", 20000 );
    expect( c, "\r\nCONNECT 2400\r\n", 1000 );
    say_to( a, text );
    expect( c, text, 3000 );
    say_to( c, text );
    expect( a, text, 3000 );
    close( c );
    expect( a, "\r\nNO CARRIER\r\n", 5000 );
    say_to( a, "ATDT5550199\r" );
    expect( a, "\r\nCONNECT 2400\r\n", 20000 );
    say_to( a, text );
    expect( a, text, 3000 );
    close( a );
    stop_exchange();
}

/* A white page of Group 3 rows, the first bit lowest, shielded. Returns its length. */
static size_t make_page( char *page, int rows )
{
    static const char eol[] = "000000000001", white[] = "01001101100110101";
    size_t bits = 0, len = 0, i;
    unsigned char byte = 0;
    char text[4096] = "";

    while (rows--) strcat( strcat( text, eol ), white );
    for (i = 0; i < 6; i++) strcat( text, eol );
    strcat( text, "0000000" );
    for (i = 0; text[i]; i++)
    {
        if (text[i] == '1') byte |= (unsigned char)(1 << (bits & 7));
        if (++bits & 7) continue;
        if (byte == 0x10) page[len++] = 0x10;
        page[len++] = (char)byte;
        byte = 0;
    }
    return len;
}

/* What comes until the OK, which may have any bytes in it. Returns where the text is that has to be there. */
static const char *find_in_answer( int fd, char *buffer, size_t size, const char *wanted )
{
    size_t len = 0;
    ssize_t got;

    while (len < size && !memmem( buffer, len, "\r\nOK\r\n", 6 ))
    {
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

        if (poll( &poll_fd, 1, 20000 ) <= 0 || (got = read( fd, buffer + len, size - len )) <= 0) break;
        len += (size_t)got;
    }
    return memmem( buffer, len, wanted, strlen( wanted ) );
}

/* Fax modems that talk T.30 themselves: commands, a page from one to the other, and what goes wrong. */
static void test_class2( void )
{
    static const char *const more[] = { "--fax", "all=class2", "--fast-audio", NULL };
    char page[4096];
    size_t size;
    int a, b;

    start_exchange( more );
    a = open_modem( 'a' );
    b = open_modem( 'b' );
    command( a, "ATE0", "OK\r\n" );
    command( b, "ATE0", "OK\r\n" );
    command( a, "AT+FCLASS=?", "\r\n0,1,2,2.0,2.1\r\n\r\nOK\r\n" );
    command( a, "AT+FCLASS=3", "ERROR\r\n" );
    command( a, "AT+FCLASS=2", "OK\r\n" );
    command( a, "AT+FDCC=?", "\r\n(0-1),(0-5),(0),(0-2),(0),(0),(0),(0-7)\r\n\r\nOK\r\n" );
    command( a, "AT+FDCC=0,3;+FLID=\"555 0101\";+FCR=1", "OK\r\n" );
    command( a, "AT+FDIS?;+FLID?", "\r\n0,3,0,2,0,0,0,0\r\n\r\n555 0101\r\n\r\nOK\r\n" );
    command( a, "AT+FDCC=2", "ERROR\r\n" );
    command( a, "AT+FDCC=0,3,0,2,0,0,0,0,0", "ERROR\r\n" );
    command( a, "AT+FLID=\"123456789012345678901\"", "ERROR\r\n" );
    command( a, "AT+FDT", "ERROR\r\n" );
    command( a, "AT+FDR", "ERROR\r\n" );
    command( a, "AT+FET=2", "ERROR\r\n" );
    command( a, "AT+FK", "OK\r\n" );
    command( a, "AT+FCC?", "ERROR\r\n" );             /* it is of Class 2.0 */
    command( b, "AT+FCLASS=2.1", "OK\r\n" );
    command( b, "AT+FCLASS?", "\r\n2.1\r\n" );
    command( b, "AT+FIP;+FLI=5550102;+FCR=1;+FBO=0", "OK\r\n" );
    command( b, "AT+FDIS?", "ERROR\r\n" );
    command( b, "ATS0=1", "OK\r\n" );

    say_to( a, "ATD5550102\r" );
    expect( a, "\r\n+FCON\r\n\r\n+FCSI:\"             5550102\"\r\n\r\n+FDIS:1,5,0,2,0,0,0,0\r\n\r\nOK\r\n", 20000 );
    command( a, "AT+FDT", "\r\n+FDCS:0,3,0,2,0,0,0,0\r\n\r\nCONNECT\r\n\x11" );
    size = make_page( page, 40 );
    ok( write( a, page, size ) == (ssize_t)size && write( a, "\x10\x03", 2 ) == 2, "write: %s", strerror( errno ) );
    expect( a, "OK\r\n", 10000 );
    say_to( a, "AT+FET=2\r" );
    expect( b, "\r\n+FCO\r\n\r\n+FTI:\"            555 0101\"\r\n\r\n+FCS:0,3,0,2,0,0,0,0\r\n\r\nOK\r\n", 60000 );
    say_to( b, "AT+FDR\r" );
    expect( b, "\r\nCONNECT\r\n", 60000 );
    say_to( b, "\x12" );
    ok( find_in_answer( b, page, sizeof(page), "\x10\x03\r\n+FPS:1,28,0,0,0\r\n\r\n+FET:2\r\n" ) != NULL, "no page of 40 (hexadecimal 28) rows" );
    say_to( b, "AT+FDR\r" );
    expect( b, "\r\n+FHS:00\r\n\r\nOK\r\n", 30000 );
    expect( a, "\r\n+FPTS:1\r\n\r\n+FHNG:0\r\n\r\nOK\r\n", 30000 );
    command( a, "AT", "OK\r\n" );
    command( b, "AT", "OK\r\n" );
    control( "state", "a:number=5550101,state=idle" );

    /* given up in a page */
    say_to( a, "ATD5550102\r" );
    expect( a, "OK\r\n", 20000 );
    command( a, "AT+FDT", "CONNECT\r\n\x11" );
    say_to( a, "some\x18" );
    expect( a, "\r\n+FHNG:2\r\n\r\nOK\r\n", 5000 );
    control( "unplug b", "OK" );
    close( a );
    close( b );
    stop_exchange();
}

int main( void )
{
    dte_start();
    start_exchange( NULL );
    test_results();
    test_reopening();
    test_echo();
    test_two_modems();
    test_control_lines();
    test_faults();
    test_rate();
    stop_exchange();
    test_v22bis();
    test_class2();
    printf( "%d passed, %d failed\n", checks - failures, failures );
    return failures ? 1 : 0;
}
