/*
 * Tests of telnet and RFC 2217.
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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/telnet.h"

static int passed, failed;

#define ok( condition, ... ) check( !!(condition), __LINE__, __VA_ARGS__ )

static void __attribute__((format( printf, 3, 4 ))) check( int condition, int line, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    printf( "telnet_test.c:%d: ", line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
}

/* What an end says, as text: bytes beyond ASCII and below blank in hexadecimal. */
struct record
{
    char   sent[2048], data[2048];
    int    lines;
    struct com_port port;
};

static void append( char *text, size_t room, const uint8_t *data, size_t size )
{
    size_t i, len = strlen( text );

    for (i = 0; i < size && len + 4 < room; i++)
        len += (size_t)snprintf( text + len, room - len, data[i] > ' ' && data[i] < 127 ? "%c" : "%02x ", data[i] );
}

static void on_send( void *arg, const void *data, size_t size )
{
    struct record *record = arg;

    append( record->sent, sizeof(record->sent), data, size );
}

static void on_data( void *arg, const void *data, size_t size )
{
    struct record *record = arg;

    append( record->data, sizeof(record->data), data, size );
}

static void on_com_port( void *arg, const uint8_t *sub, size_t size )
{
    struct record *record = arg;

    record->lines += com_port_receive( &record->port, sub, size );
}

static void start( struct telnet *telnet, struct record *record, enum telnet_role role )
{
    memset( record, 0, sizeof(*record) );
    telnet->send = on_send;
    telnet->data = on_data;
    telnet->com_port = on_com_port;
    telnet->arg = record;
    telnet_start( telnet, role, "ANSI" );
    com_port_start( &record->port, telnet );
}

/* Takes the bytes whole, then one by one: both must come to the same. */
static void expect( int line, enum telnet_role role, const char *in, size_t in_size, const char *sent, const char *data )
{
    struct record record;
    struct telnet telnet;
    size_t i;

    start( &telnet, &record, role );
    telnet_receive( &telnet, (const uint8_t *)in, in_size );
    check( !strcmp( record.sent, sent ), line, "sent '%s', expected '%s'\n", record.sent, sent );
    check( !strcmp( record.data, data ), line, "data '%s', expected '%s'\n", record.data, data );
    start( &telnet, &record, role );
    for (i = 0; i < in_size; i++) telnet_receive( &telnet, (const uint8_t *)in + i, 1 );
    check( !strcmp( record.sent, sent ) && !strcmp( record.data, data ), line, "byte by byte: sent '%s', data '%s'\n", record.sent, record.data );
}
#define EXPECT( role, in, sent, data ) expect( __LINE__, role, in, sizeof(in) - 1, sent, data )

#define WISHES          "ff fb 03 ff fd 03 ff fb 00 ff fd 00 "
#define ANSWERER_WISHES "ff fb 01 " WISHES

static void test_receive( void )
{
    /* without telnet every byte is data */
    EXPECT( TELNET_OFF, "a\xff\xfb\x01z", "", "aff fb 01 z" );
    EXPECT( TELNET_AUTO, "plain\r\n", "", "plain0d 0a " );
    EXPECT( TELNET_AUTO, "a\xff\xff" "b\xff" "c", "", "aff ff bff c" );
    /* a server that negotiates: our wishes go out, its ECHO is welcome, what is unknown is refused */
    EXPECT( TELNET_AUTO, "\xff\xfb\x01hi", WISHES "ff fd 01 ", "hi" );
    EXPECT( TELNET_AUTO, "\xff\xfd\x18\xff\xfd\x27", WISHES "ff fb 18 ff fc '", "" );
    EXPECT( TELNET_CALLER, "\xff\xfb\x63\xff\xfd\x01", WISHES "ff fe cff fc 01 ", "" );
    /* agreements to our wishes need no answer, a refusal neither */
    EXPECT( TELNET_CALLER, "\xff\xfd\x03\xff\xfb\x03\xff\xfe\x00\xff\xfc\x00", WISHES, "" );
    EXPECT( TELNET_CALLER, "\xff\xfd\x03\xff\xfd\x03\xff\xfd\x03", WISHES, "" );
    /* what was on can be switched off */
    EXPECT( TELNET_CALLER, "\xff\xfb\x01\xff\xfc\x01", WISHES "ff fd 01 ff fe 01 ", "" );
    /* CR NUL outside of BINARY, and as it is inside */
    EXPECT( TELNET_CALLER, "a\r\0b\r\nc\r\r\0", WISHES, "a0d b0d 0a c0d 0d " );
    EXPECT( TELNET_CALLER, "\xff\xfb\x00" "a\r\0b", WISHES, "a0d 00 b" );
    EXPECT( TELNET_CALLER, "x\xff\xffy", WISHES, "xff y" );
    /* terminal type, only when agreed */
    EXPECT( TELNET_CALLER, "\xff\xfa\x18\x01\xff\xf0", WISHES, "" );
    EXPECT( TELNET_CALLER, "\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0", WISHES "ff fb 18 ff fa 18 00 ANSIff f0 ", "" );
    /* are you there; a command inside a suboption ends it */
    EXPECT( TELNET_CALLER, "\xff\xf6", WISHES "ff f1 ", "" );
    EXPECT( TELNET_CALLER, "\xff\xfa\x18\xff\xfb\x01ok", WISHES "ff fd 01 ", "ok" );
    EXPECT( TELNET_ANSWERER, "\xff\xfd\x01\xff\xfd\x03\xff\xfb\x18hello", ANSWERER_WISHES "ff fe 18 ", "hello" );
}
#undef EXPECT

/* The first kilobyte decides: later, such bytes are data of somebody who speaks no telnet. */
static void test_window( void )
{
    static uint8_t data[1100];
    struct record record;
    struct telnet telnet;

    memset( data, 'x', sizeof(data) );
    start( &telnet, &record, TELNET_AUTO );
    telnet_receive( &telnet, data, sizeof(data) );
    record.data[0] = 0;
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfb\x01", 3 );
    ok( !record.sent[0] && !strcmp( record.data, "ff fb 01 " ), "sent '%s', data '%s'\n", record.sent, record.data );
}

static void test_send( void )
{
    struct record record;
    struct telnet telnet;

    start( &telnet, &record, TELNET_AUTO );
    telnet_send( &telnet, (const uint8_t *)"a\r\xff", 3 );
    ok( !strcmp( record.sent, "a0d ff " ), "before negotiation: '%s'\n", record.sent );
    start( &telnet, &record, TELNET_CALLER );
    record.sent[0] = 0;
    telnet_send( &telnet, (const uint8_t *)"a\rb\r\n\xff\r", 7 );
    ok( !strcmp( record.sent, "a0d 00 b0d 0a ff ff 0d 00 " ), "text: '%s'\n", record.sent );
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfd\x00", 3 );
    record.sent[0] = 0;
    telnet_send( &telnet, (const uint8_t *)"a\rb\xff\r", 5 );
    ok( !strcmp( record.sent, "a0d bff ff 0d " ), "binary: '%s'\n", record.sent );
}

/* Two of our own ends agree on BINARY both ways, and then carry any byte. */
struct pair
{
    struct telnet telnet;
    struct pair  *other;
    uint8_t       wire[8192], data[8192];
    size_t        wire_len, data_len;
};

static void pair_send( void *arg, const void *data, size_t size )
{
    struct pair *pair = arg;

    memcpy( pair->wire + pair->wire_len, data, size );
    pair->wire_len += size;
}

static void pair_data( void *arg, const void *data, size_t size )
{
    struct pair *pair = arg;

    memcpy( pair->data + pair->data_len, data, size );
    pair->data_len += size;
}

static void carry( struct pair *a, struct pair *b )
{
    uint8_t bytes[8192];
    size_t len;

    while (a->wire_len || b->wire_len)
    {
        struct pair *from = a->wire_len ? a : b;

        len = from->wire_len;
        memcpy( bytes, from->wire, len );
        from->wire_len = 0;
        telnet_receive( &from->other->telnet, bytes, len );
    }
}

static void test_pair( void )
{
    static struct pair a, b;
    uint8_t every[512];
    size_t i;

    a.other = &b;
    b.other = &a;
    a.telnet.send = b.telnet.send = pair_send;
    a.telnet.data = b.telnet.data = pair_data;
    a.telnet.arg = &a;
    b.telnet.arg = &b;
    telnet_start( &a.telnet, TELNET_AUTO, "ANSI" );
    telnet_start( &b.telnet, TELNET_ANSWERER, "ANSI" );
    carry( &a, &b );
    for (i = 0; i < sizeof(every); i++) every[i] = (uint8_t)i;
    telnet_send( &a.telnet, every, sizeof(every) );
    telnet_send( &b.telnet, every, sizeof(every) );
    carry( &a, &b );
    ok( a.data_len == sizeof(every) && !memcmp( a.data, every, sizeof(every) ), "%zu bytes at the caller\n", a.data_len );
    ok( b.data_len == sizeof(every) && !memcmp( b.data, every, sizeof(every) ), "%zu bytes at the answerer\n", b.data_len );
}

static void test_com_port( void )
{
    static const struct line_settings settings = { 9600, 7, 3, 1 }, faster = { 115200, 7, 3, 1 };
    struct record record;
    struct telnet telnet;

    start( &telnet, &record, TELNET_COM_PORT );
    ok( !strcmp( record.sent, "ff fb ," WISHES ), "wishes '%s'\n", record.sent );
    record.sent[0] = 0;
    com_port_set( &record.port, &settings );
    com_port_set_dtr( &record.port, true );
    ok( !record.sent[0], "before the server agreed: '%s'\n", record.sent );
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfd,", 3 );
    com_port_set( &record.port, &settings );
    ok( !strcmp( record.sent, "ff fa ,0b f0 ff f0 ff fa ,0a 1e ff f0 ff fa ,01 00 00 %80 ff f0 ff fa ,02 07 ff f0 ff fa ,03 03 ff f0 ff fa ,04 01 ff f0 " ),
        "settings '%s'\n", record.sent );
    record.sent[0] = 0;
    com_port_set( &record.port, &settings );
    ok( !record.sent[0], "told again: '%s'\n", record.sent );
    com_port_set( &record.port, &faster );
    com_port_set_dtr( &record.port, false );
    com_port_set_rts( &record.port, true );
    com_port_purge( &record.port );
    ok( !strcmp( record.sent, "ff fa ,01 00 01 c2 00 ff f0 ff fa ,05 09 ff f0 ff fa ,05 0b ff f0 ff fa ,0c 03 ff f0 " ), "changes '%s'\n", record.sent );
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfa,\x6b\xc3\xff\xf0" "\xff\xfa,\x6b\xc0\xff\xf0", 14 );
    ok( record.lines == 1 && record.port.modem_state == (MODEM_STATE_CD | MODEM_STATE_RI) && record.port.carrier_seen,
        "%d changes, state %#x\n", record.lines, record.port.modem_state );
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfa,\x6c\xff\xf0\xff\xfa,\x6a\x08\xff\xf0", 13 );
    ok( record.port.suspended && record.port.line_state == 8, "suspended %d, line state %#x\n", record.port.suspended, record.port.line_state );
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfa,\x6d\xff\xf0\xff\xfa,\x6b\xff\xf0", 12 );
    ok( !record.port.suspended, "suspended\n" );
    /* nobody asked us for it: an ordinary connection has no serial port */
    start( &telnet, &record, TELNET_CALLER );
    record.sent[0] = 0;
    telnet_receive( &telnet, (const uint8_t *)"\xff\xfd,\xff\xfa,\x6b\xc3\xff\xf0", 10 );
    ok( !strcmp( record.sent, "ff fc ," ) && !record.lines, "sent '%s', %d changes\n", record.sent, record.lines );
}

int main( void )
{
    test_receive();
    test_window();
    test_send();
    test_pair();
    test_com_port();
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
