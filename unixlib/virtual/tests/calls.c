/*
 * Tests of virtual modems: commands, calls and their results.
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

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "dte.h"

static void fill( uint8_t *data, size_t size )
{
    size_t i;

    for (i = 0; i < size; i++) data[i] = (uint8_t)(i * 7 + (i >> 8));
}

/* Dial a listening socket; returns the accepted connection. */
static int call_socket( struct dte *dte, int listener, const char *dial )
{
    int fd;

    dte->len = 0;
    dte_say( dte, dial );
    dte_say( dte, "\r" );
    fd = accept_one( listener );
    ok( fd >= 0, "nobody came for %s\n", dial );
    expect( dte, "CONNECT 33600\r\n" );
    return fd;
}

static void hang_up( struct dte *dte )
{
    dte_escape( dte );
    command( dte, "ATH", "OK" );
}

static void test_raw( void )
{
    static uint8_t data[100000], back[100000];
    struct virtual_settings settings;
    struct virtual_status status;
    char dial[128], text[64];
    unsigned int port;
    struct dte dte;
    int listener = listen_tcp( AF_INET, &port ), fd, i;

    quick_settings( &settings );
    dte_open( &dte, &settings );
    dte_open_lines( &dte );
    expect_line( &dte, "dcd=0" );
    command( &dte, "ATS12=5", "OK" );
    snprintf( dial, sizeof(dial), "ATDT raw:127.0.0.1:%u", port );
    fd = call_socket( &dte, listener, dial );
    expect_line( &dte, "dcd=1" );
    fill( data, sizeof(data) );
    dte_send( &dte, data, 4096 );
    ok( read_exactly( fd, back, 4096 ) && !memcmp( data, back, 4096 ), "bytes to the far end\n" );
    ok( write( fd, data, 4096 ) == 4096, "write\n" );
    expect_bytes( &dte, data, 4096 );
    ok( !virtual_modem_status( host, dte.modem, &status ) && status.state == VIRTUAL_ONLINE && status.sent == 4096 && status.received == 4096 &&
        status.in_use && status.rate == 33600, "state %u, %u bytes sent\n", status.state, (unsigned int)status.sent );

    /* into the command state and back: what comes meanwhile is kept */
    dte_escape( &dte );
    ok( read_exactly( fd, text, 3 ) && !memcmp( text, "+++", 3 ), "the far end hears the escape, too\n" );
    ok( write( fd, "later", 5 ) == 5, "write\n" );
    command( &dte, "ATS0?", "000" );
    expect( &dte, "OK\r\n" );
    command( &dte, "ATO", "CONNECT" );
    expect_bytes( &dte, "later", 5 );
    dte_say( &dte, "+++x" );
    ok( read_exactly( fd, text, 4 ), "no escape without its guard times\n" );
    hang_up( &dte );
    ok( closed_by_peer( fd ), "the connection lives on\n" );
    close( fd );
    expect_line( &dte, "dcd=0" );

    /* the far end hangs up: what it sent comes first */
    fd = call_socket( &dte, listener, dial );
    ok( write( fd, data, sizeof(data) ) == sizeof(data), "write\n" );
    close( fd );
    expect_bytes( &dte, data, sizeof(data) );
    expect( &dte, "NO CARRIER\r\n" );
    expect_line( &dte, "dcd=0" );

    /* DTR drops: &D2 hangs up, &D1 escapes, &D0 does nothing */
    for (i = 2; i >= 0; i--)
    {
        snprintf( text, sizeof(text), "AT&D%d", i );
        command( &dte, text, "OK" );
        fd = call_socket( &dte, listener, dial );
        ok( write( dte.lines, "DTR 1\nDTR 0\n", 12 ) == 12, "write\n" );
        if (i == 2) expect( &dte, "NO CARRIER\r\n" );
        else if (i == 1)
        {
            expect( &dte, "OK\r\n" );
            command( &dte, "ATH0", "OK" );
        }
        else
        {
            ok( write( fd, "still here", 10 ) == 10, "write\n" );
            expect( &dte, "still here" );
            hang_up( &dte );
        }
        ok( closed_by_peer( fd ), "&D%d: the connection lives on\n", i );
        close( fd );
    }
    /* a program that closes the port hangs up, too */
    command( &dte, "AT&D2", "OK" );
    fd = call_socket( &dte, listener, dial );
    close( dte.fd );
    ok( closed_by_peer( fd ), "the connection outlives its program\n" );
    close( fd );
    close( listener );
    dte.fd = dup( 0 );
    dte_close( &dte );
}

static void test_telnet( void )
{
    static const char negotiation[] = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0\xff\xfd\x00\xff\xfb\x00login: ";
    uint8_t every[256], back[512];
    struct virtual_settings settings;
    char dial[64], text[256];
    unsigned int port;
    struct dte dte;
    size_t i, at;
    int listener = listen_tcp( AF_INET, &port ), fd;

    for (i = 0; i < sizeof(every); i++) every[i] = (uint8_t)i;
    quick_settings( &settings );
    dte_open( &dte, &settings );
    command( &dte, "ATS12=5", "OK" );
    snprintf( dial, sizeof(dial), "ATDT127.0.0.1:%u", port );
    fd = call_socket( &dte, listener, dial );
    ok( write( fd, negotiation, sizeof(negotiation) - 1 ) == sizeof(negotiation) - 1, "write\n" );
    ok( expect( &dte, "login: " ) && !dte.len, "negotiation reaches the program\n" );
    ok( read_until( fd, text, sizeof(text), "ANSI\xff\xf0" ), "no terminal type\n" );
    ok( memmem( text, sizeof(text), "\xff\xfb\x00", 3 ) != NULL, "BINARY is not offered\n" );
    /* BINARY was asked for, and answers our own wish: any byte passes, IAC doubled */
    dte_send( &dte, every, sizeof(every) );
    ok( read_exactly( fd, back, sizeof(every) + 1 ), "bytes\n" );
    for (i = at = 0; i < sizeof(every); i++, at++)
    {
        if (back[at] != every[i]) break;
        if (every[i] == 0xff && back[++at] != 0xff) break;
    }
    ok( i == sizeof(every), "byte %zu is %#x\n", i, back[at] );
    memcpy( back, every, sizeof(every) );
    back[256] = 0xff;
    ok( write( fd, back, 257 ) == 257, "write\n" );
    expect_bytes( &dte, every, sizeof(every) );
    hang_up( &dte );
    close( fd );

    /* telnet: speaks first */
    snprintf( dial, sizeof(dial), "ATDTtelnet:127.0.0.1:%u", port );
    fd = call_socket( &dte, listener, dial );
    ok( read_until( fd, text, sizeof(text), "\xff\xfd\x03" ), "no negotiation of its own\n" );
    close( fd );
    expect( &dte, "NO CARRIER\r\n" );
    close( listener );
    dte_close( &dte );
}

static void test_results( void )
{
    struct virtual_settings settings;
    unsigned int port, quiet_port;
    struct linger reset = { .l_onoff = 1 };
    char dial[128];
    struct dte dte, other;
    int listener = listen_tcp( AF_INET, &port ), quiet = listen_tcp( AF_INET, &quiet_port ), fd;

    close( quiet );     /* nobody listens there now */
    quick_settings( &settings );
    strcpy( settings.number, "5550100" );
    dte_open( &dte, &settings );
    strcpy( settings.number, "5550101" );
    dte_open( &other, &settings );

    snprintf( dial, sizeof(dial), "ATDT127.0.0.1:%u", quiet_port );
    command( &dte, dial, "BUSY" );
    command( &dte, "ATX0", "OK" );
    command( &dte, dial, "NO CARRIER" );
    dte_say( &dte, "ATX4V0\r" );
    expect( &dte, "0\r" );
    dte_say( &dte, dial );
    dte_say( &dte, "\r" );
    expect( &dte, "7\r" );
    dte_say( &dte, "ATV1\r" );
    expect( &dte, "OK\r\n" );
    command( &dte, "ATDT5550100", "BUSY" );                     /* its own number */
    command( &dte, "ATDT5559999", "NO CARRIER" );
    command( &dte, "ATDT\"no such board\"", "NO CARRIER" );
    command( &dte, "ATDThttp://127.0.0.1/", "NO CARRIER" );
    command( &dte, "ATDTunix:/nonexistent/socket", "NO CARRIER" );
    dte.len = 0;
    dte_say( &dte, "ATDT name.invalid\r" );
    expect( &dte, "NO " );                                      /* CARRIER, or DIALTONE where no name server is */
    expect( &dte, "\r\n" );
    command( &dte, "ATA", "NO CARRIER" );
    command( &dte, "ATO", "NO CARRIER" );
    /* nobody answers */
    command( &dte, "ATS7=1DT5550101", "NO ANSWER" );
    expect( &other, "RING\r\n" );
    command( &dte, "ATS7=50", "OK" );
    /* busy: the other one has its receiver off */
    command( &other, "ATH1", "OK" );
    command( &dte, "ATDT5550101", "BUSY" );
    command( &other, "ATH0", "OK" );
    /* a key stops dialling */
    dte.len = 0;
    dte_say( &dte, "ATDT5550101\r" );
    expect( &other, "RING\r\n" );
    dte_say( &dte, "x" );
    expect( &dte, "NO CARRIER\r\n" );
    /* somebody takes the connection and drops it at once */
    snprintf( dial, sizeof(dial), "ATDT127.0.0.1:%u\r", port );
    dte_say( &dte, dial );
    fd = accept_one( listener );
    setsockopt( fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset) );
    close( fd );
    expect( &dte, "BUSY\r\n" );
    close( listener );
    dte_close( &dte );
    dte_close( &other );
}

static void test_commands( void )
{
    static const struct { const char *command, *answer; } cases[] =
    {
        { "AT", "OK" }, { "at&f", "OK" }, { "ATE0", "OK" }, { "AT&FE0Q0V1&C1&D2S0=0", "OK" }, { "AT+GMM", "Wine Virtual Modem" },
        { "AT+GMI", "Wine Telephony" }, { "ATI3", "Wine Virtual Modem" }, { "ATI4", "number 5550100" }, { "AT+FCLASS=?", "0" },
        { "AT+FCLASS=1", "ERROR" }, { "AT+FCLASS?", "0" }, { "AT+MS=?", "+MS: (V21" }, { "AT+MS=V22B", "OK" }, { "AT+MS?", "+MS: V22B" },
        { "AT+ES=3,0,2;+DS=3,0;+IFC=2,2", "OK" }, { "AT\\N3%C1&K3", "OK" }, { "AT&V", "S07:0" }, { "ATS7=60S7?", "060" }, { "AT S0 = 2 S0 ?", "002" },
        { "ATS110=7S110?", "007" }, { "ATS0=256", "ERROR" }, { "ATX5", "ERROR" }, { "AT+NOSUCH", "ERROR" }, { "AT!", "ERROR" }, { "AT&Z", "ERROR" },
        { "ATM1L2X3W2B0", "OK" }, { "AT+VCID=1", "OK" }, { "AT+VCID?", "+VCID: 1" }, { "AT+VCID=2", "ERROR" }, { "AT#CID=?", "(0,1)" },
        { "ATS7=33&WS7=44ZS7?", "OK" }, { "ATS7?", "033" }, { "AT&FE0S7?", "0" }, { "AT+IPR=115200", "OK" }, { "AT-V90=1", "ERROR" },
        { "ATE0\x08""0", "OK" },
    };
    struct virtual_settings settings;
    struct dte dte;
    size_t i;

    quick_settings( &settings );
    strcpy( settings.number, "(555) 0100" );
    dte_open( &dte, &settings );
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        dte.len = 0;
        dte_say( &dte, cases[i].command );
        dte_say( &dte, "\r" );
        if (!expect( &dte, cases[i].answer )) printf( "    after %s\n", cases[i].command );
        if (strcmp( cases[i].answer, "OK" ) && strcmp( cases[i].answer, "ERROR" ) && !expect( &dte, "OK\r\n" ))
            printf( "    after %s\n", cases[i].command );
        dte.len = 0;
    }
    /* echo, repetition, silence, numbers, junk before AT */
    command( &dte, "ATE1", "OK" );
    dte_say( &dte, "AT+GMM\r" );
    expect( &dte, "AT+GMM\r\r\nWine" );
    expect( &dte, "OK\r\n" );
    dte_say( &dte, "A/" );
    expect( &dte, "Wine Virtual Modem" );
    expect( &dte, "OK\r\n" );
    command( &dte, "ATE0", "OK" );
    dte_say( &dte, "garbage AAT\r" );
    expect( &dte, "OK\r\n" );
    dte_say( &dte, "ATQ1\rAT+GMM\rATQ0\r" );
    expect( &dte, "OK\r\n" );
    dte_say( &dte, "ATV0\r" );
    expect( &dte, "0\r" );
    dte_say( &dte, "ATX9\r" );
    expect( &dte, "4\r" );
    dte_close( &dte );
}

/* Two modems of one user, by number. */
static void test_numbers( void )
{
    static uint8_t data[50000];
    struct virtual_settings settings;
    struct dte a, b;
    char path[128], reason[256];
    uint32_t third;

    quick_settings( &settings );
    strcpy( settings.number, "5550100" );
    strcpy( settings.name, "First Prefix" );
    dte_open( &a, &settings );
    strcpy( settings.number, "5550101" );
    strcpy( settings.name, "Second Prefix" );
    settings.rate = 14400;
    dte_open( &b, &settings );
    dte_open_lines( &b );
    snprintf( path, sizeof(path), "%s/ports/third", folder );
    ok( !virtual_modem_create( host, path, &settings, &third, reason, sizeof(reason) ) && strstr( reason, "another virtual modem's" ),
        "a number that is taken: %s\n", reason );
    virtual_modem_destroy( host, third );

    command( &b, "AT+VCID=1;S12=5", "OK" );
    dte_say( &a, "ATS12=5DT555-0101\r" );
    expect( &b, "RING\r\n" );
    expect_line( &b, "ri=1" );
    expect( &b, "NMBR = 5550100" );
    expect( &b, "NAME = First Prefix" );
    expect( &b, "RING\r\n" );
    dte_say( &b, "ATA\r" );
    expect( &b, "CONNECT 14400\r\n" );
    expect( &a, "CONNECT 14400\r\n" );
    expect_line( &b, "dcd=1" );
    fill( data, sizeof(data) );
    dte_send( &a, data, sizeof(data) / 2 );
    expect_bytes( &b, data, sizeof(data) / 2 );
    dte_send( &b, data, sizeof(data) / 2 );
    expect_bytes( &a, data, sizeof(data) / 2 );
    hang_up( &a );
    expect( &b, "NO CARRIER\r\n" );
    expect_line( &b, "dcd=0" );

    /* automatic answer; the answerer hangs up */
    command( &b, "ATS0=2", "OK" );
    dte_say( &a, "ATDT5550101\r" );
    expect( &b, "RING\r\n" );
    expect( &b, "CONNECT 14400\r\n" );
    expect( &a, "CONNECT 14400\r\n" );
    hang_up( &b );
    expect( &a, "NO CARRIER\r\n" );
    command( &b, "ATS0=0", "OK" );

    /* a caller who gives up; then the line is free again */
    dte_say( &a, "ATDT5550101\r" );
    expect( &b, "RING\r\n" );
    dte_say( &a, "\r" );
    expect( &a, "NO CARRIER\r\n" );
    expect_line( &b, "ri=0" );
    /* in parts, and with modulation */
    command( &a, "ATDT555;", "OK" );
    dte_say( &a, "AT+MS=V22B;DT0101\r" );
    expect( &b, "RING\r\n" );
    dte_say( &b, "ATA\r" );
    expect( &a, "CONNECT 2400\r\n" );
    expect( &b, "CONNECT 2400\r\n" );
    /* a modem that is taken away */
    dte_close( &a );
    expect( &b, "NO CARRIER\r\n" );
    dte_close( &b );
}

static void test_incoming( void )
{
    struct virtual_settings settings;
    char dial[64], text[256], reason[256] = "";
    unsigned int port;
    struct dte a, b;
    int fd = listen_tcp( AF_INET, &port ), other;

    close( fd );
    quick_settings( &settings );
    settings.listen_port = port;
    strcpy( settings.number, "5550102" );
    dte_open( &a, &settings );
    command( &a, "AT+VCID=1;S12=5", "OK" );

    /* a telnet program; the second finds the line busy, even if it comes at the same moment */
    fd = connect_tcp( port );
    other = connect_tcp( port );
    expect( &a, "RING\r\n" );
    expect( &a, "NMBR = 127.0.0.1" );
    ok( closed_by_peer( other ), "a second caller\n" );
    close( other );
    dte_say( &a, "ATA\r" );
    expect( &a, "CONNECT 33600\r\n" );
    ok( read_until( fd, text, sizeof(text), "\xff\xfd" ) && memmem( text, sizeof(text), "\xff\xfb\x01", 3 ), "no offer of ECHO\n" );
    ok( write( fd, "hi\xff", 3 ) == 3, "write\n" );
    expect_bytes( &a, "hi\xff", 2 );
    dte_say( &a, "welcome" );
    ok( read_until( fd, text, sizeof(text), "welcome" ), "no data\n" );
    close( fd );
    expect( &a, "NO CARRIER\r\n" );

    /* another machine's virtual modem: rings, and says who it is */
    strcpy( settings.number, "5550103" );
    settings.listen_port = 0;
    dte_open( &b, &settings );
    command( &b, "ATS12=5", "OK" );
    snprintf( dial, sizeof(dial), "ATDTmodem:127.0.0.1:%u\r", port );
    dte_say( &b, dial );
    expect( &a, "NMBR = 5550103" );
    dte_say( &a, "ATA\r" );
    expect( &a, "CONNECT 33600\r\n" );
    expect( &b, "CONNECT 33600\r\n" );
    dte_say( &b, "\xff\xfb\x01" );
    expect_bytes( &a, "\xff\xfb\x01", 3 );
    hang_up( &b );
    expect( &a, "NO CARRIER\r\n" );
    command( &a, "ATH1", "OK" );
    b.len = 0;
    dte_say( &b, dial );
    expect( &b, "BUSY\r\n" );
    command( &a, "ATH", "OK" );
    /* who speaks first is heard, after the answer */
    settings.listen_port = port;
    strcpy( settings.number, "5550102" );
    settings.listen_raw = 1;
    ok( !virtual_modem_configure( host, a.modem, &settings, reason, sizeof(reason) ) && !reason[0], "configure: %s\n", reason );
    command( &a, "ATS0=1", "OK" );
    fd = connect_tcp( port );
    ok( write( fd, "first words", 11 ) == 11, "write\n" );
    expect( &a, "CONNECT 33600\r\n" );
    expect_bytes( &a, "first words", 11 );
    close( fd );
    expect( &a, "NO CARRIER\r\n" );
    /* nobody answers for ever */
    command( &a, "ATS0=0", "OK" );
    settings.max_rings = 2;
    virtual_modem_configure( host, a.modem, &settings, NULL, 0 );
    fd = connect_tcp( port );
    ok( closed_by_peer( fd ), "is not sent away\n" );
    close( fd );
    ok( !virtual_modem_configure( host, b.modem, &settings, reason, sizeof(reason) ) && strstr( reason, "no TCP calls at 127.0.0.1" ),
        "a port that is taken: %s\n", reason );
    dte_close( &a );
    dte_close( &b );
}

static void test_phonebook( void )
{
    struct virtual_settings settings;
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    struct dte dte;
    unsigned int port, port6 = 0;
    char path[600];
    int listener = listen_tcp( AF_INET, &port ), listener6 = listen_tcp( AF_INET6, &port6 ), local, fd;
    FILE *file;

    snprintf( addr.sun_path, sizeof(addr.sun_path), "%s/service", folder );
    local = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );
    ok( !bind( local, (struct sockaddr *)&addr, sizeof(addr) ) && !listen( local, 4 ), "%s\n", addr.sun_path );
    quick_settings( &settings );
    snprintf( path, sizeof(path), "%s", settings.phonebook );
    file = fopen( path, "w" );
    fprintf( file, "The Board, 555-7777, raw:127.0.0.1:%u\nTrade Wars, 5557778, raw:127.0.0.1:%u\nServ, 5557779, unix:%s\n", port, port, addr.sun_path );
    fclose( file );
    dte_open( &dte, &settings );
    close( call_socket( &dte, listener, "ATDT5557777" ) );
    expect( &dte, "NO CARRIER\r\n" );
    close( call_socket( &dte, listener, "ATDT the board" ) );
    expect( &dte, "NO CARRIER\r\n" );
    close( call_socket( &dte, listener, "ATDTTrade Wars" ) );
    expect( &dte, "NO CARRIER\r\n" );
    fd = call_socket( &dte, local, "ATDP5557779" );
    ok( write( fd, "hello", 5 ) == 5, "write\n" );
    expect( &dte, "hello" );
    close( fd );
    expect( &dte, "NO CARRIER\r\n" );
    snprintf( path, sizeof(path), "ATDTraw:localhost:%u", port );
    close( call_socket( &dte, listener, path ) );       /* through a look-up */
    expect( &dte, "NO CARRIER\r\n" );
    if (listener6 < 0) skip( "no IPv6 on this machine" );
    else
    {
        snprintf( path, sizeof(path), "ATDT[::1]:%u", port6 );
        close( call_socket( &dte, listener6, path ) );
        expect( &dte, "NO CARRIER\r\n" );
        close( listener6 );
    }
    dte_close( &dte );
    close( local );
    close( listener );
    unlink( addr.sun_path );
    unlink( settings.phonebook );
}

/* A line of 2400 bit/s takes at least a second for 240 bytes, both ways. */
static void test_speed( void )
{
    struct virtual_settings settings;
    uint8_t data[300], back[300];
    char dial[64];
    struct dte dte;
    unsigned int port;
    int64_t started;
    int listener = listen_tcp( AF_INET, &port ), fd;

    fill( data, sizeof(data) );
    quick_settings( &settings );
    settings.speed_limit = 2400;
    dte_open( &dte, &settings );
    snprintf( dial, sizeof(dial), "ATDTraw:127.0.0.1:%u\r", port );
    dte_say( &dte, dial );
    fd = accept_one( listener );
    expect( &dte, "CONNECT 2400\r\n" );
    started = now_ms();
    ok( write( fd, data, sizeof(data) ) == sizeof(data), "write\n" );
    expect_bytes( &dte, data, sizeof(data) );
    ok( now_ms() - started >= 900, "300 bytes in %d ms\n", (int)(now_ms() - started) );
    started = now_ms();
    dte_send( &dte, data, sizeof(data) );
    ok( read_exactly( fd, back, sizeof(back) ) && !memcmp( data, back, sizeof(back) ), "bytes\n" );
    ok( now_ms() - started >= 900, "300 bytes in %d ms the other way\n", (int)(now_ms() - started) );
    close( fd );
    expect( &dte, "NO CARRIER\r\n" );
    close( listener );
    dte_close( &dte );
}

#define MANY 16

/* One thread serves them all: each of a pair sends to the other, at once. */
static void test_many( void )
{
    static struct dte modems[MANY];
    static uint8_t data[10000];
    struct virtual_settings settings;
    char text[32];
    int i;

    fill( data, sizeof(data) );
    quick_settings( &settings );
    for (i = 0; i < MANY; i++)
    {
        snprintf( settings.number, sizeof(settings.number), "55502%02d", i );
        dte_open( &modems[i], &settings );
        if (i % 2) command( &modems[i], "ATS0=1", "OK" );
    }
    for (i = 0; i < MANY; i += 2)
    {
        snprintf( text, sizeof(text), "ATDT55502%02d\r", i + 1 );
        dte_say( &modems[i], text );
    }
    for (i = 0; i < MANY; i++) expect( &modems[i], "CONNECT 33600\r\n" );
    for (i = 0; i < MANY; i++) dte_send( &modems[i], data, sizeof(data) );
    for (i = 0; i < MANY; i++) expect_bytes( &modems[i], data, sizeof(data) );
    for (i = 0; i < MANY; i++) dte_close( &modems[i] );
}

void test_calls( void )
{
    test_commands();
    test_raw();
    test_telnet();
    test_results();
    test_numbers();
    test_incoming();
    test_phonebook();
    test_speed();
    test_many();
}

/* ---- a serial server ---- */

void test_serial( void )
{
    struct virtual_settings settings;
    struct termios tio;
    char dial[64], text[512];
    struct dte dte;
    unsigned int port;
    int listener = listen_tcp( AF_INET, &port ), fd;

    quick_settings( &settings );
    dte_open( &dte, &settings );
    dte_open_lines( &dte );
    command( &dte, "ATS12=5", "OK" );
    tcgetattr( dte.fd, &tio );
    cfsetspeed( &tio, B19200 );
    tio.c_cflag |= CSTOPB;
    tcsetattr( dte.fd, TCSANOW, &tio );
    snprintf( dial, sizeof(dial), "ATDTrfc2217:127.0.0.1:%u\r", port );
    dte_say( &dte, dial );
    fd = accept_one( listener );
    ok( read_until( fd, text, sizeof(text), "\xff\xfb\x2c" ), "no COM-PORT-OPTION\n" );
    ok( write( fd, "\xff\xfd\x2c", 3 ) == 3, "write\n" );
    ok( read_until( fd, text, sizeof(text), "\xff\xfa\x2c\x04\x02\xff\xf0" ), "no settings\n" );
    ok( memmem( text, sizeof(text), "\xff\xfa\x2c\x01\x00\x00\x4b\x00\xff\xf0", 10 ) != NULL, "speed\n" );
    ok( memmem( text, sizeof(text), "\xff\xfa\x2c\x02\x08\xff\xf0", 7 ) != NULL, "data size\n" );
    ok( memmem( text, sizeof(text), "\xff\xfa\x2c\x03\x01\xff\xf0", 7 ) != NULL, "parity\n" );
    expect( &dte, "CONNECT" );
    expect_line( &dte, "dcd=1" );
    /* the program changes its speed, and lets DTR go (ignored as a hang-up: &D0) */
    cfsetspeed( &tio, B300 );
    tcsetattr( dte.fd, TCSANOW, &tio );
    ok( read_until( fd, text, sizeof(text), "\xff\xfa\x2c\x01" ), "no new speed\n" );
    ok( write( dte.lines, "RTS 0\n", 6 ) == 6, "write\n" );
    ok( read_until( fd, text, sizeof(text), "\xff\xfa\x2c\x05\x0c\xff\xf0" ), "no RTS\n" );
    /* ring, carrier, carrier lost */
    ok( write( fd, "\xff\xfa\x2c\x6b\x40\xff\xf0", 7 ) == 7, "write\n" );
    expect_line( &dte, "ri=1" );
    expect_line( &dte, "dcd=1" );
    ok( write( fd, "\xff\xfa\x2c\x6b\x80\xff\xf0", 7 ) == 7, "write\n" );
    expect_line( &dte, "ri=0" );
    ok( write( fd, "\xff\xfa\x2c\x6b\x00\xff\xf0", 7 ) == 7, "write\n" );
    expect_line( &dte, "dcd=0" );
    ok( write( fd, "data", 4 ) == 4, "write\n" );
    expect( &dte, "data" );
    close( fd );
    expect( &dte, "NO CARRIER\r\n" );
    close( listener );
    dte_close( &dte );
}
