/*
 * Simulated telephone exchange: tests of its voice modems and of the people at its telephones.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dte.h"

#define DLE "\x10"

/* Half a second of two frequencies, so that no two samples near each other are alike. */
#define SPEECH      4000

enum coded { CODED_S16, CODED_U8, CODED_S8 };

static int16_t speech[SPEECH];

static void make_speech( const char *name )
{
    FILE *file = fopen( name, "wb" );
    int i;

    for (i = 0; i < SPEECH; i++) speech[i] = (int16_t)(((i * 37) % 400 - 200) * 50 + ((i * 11) % 130 - 65) * 30);
    ok( file && fwrite( speech, sizeof(*speech), SPEECH, file ) == SPEECH, "cannot write %s", name );
    if (file) fclose( file );
}

/* Where the speech begins in what was recorded; all of it must be there, each sample as near as the coding allows. */
static int find_speech( const int16_t *samples, int count, int tolerance )
{
    int start, i;

    for (start = 0; start + SPEECH <= count; start++)
    {
        for (i = 0; i < SPEECH && abs( samples[start + i] - speech[i] ) <= tolerance; i++) ;
        if (i == SPEECH) return start;
    }
    return -1;
}

static int read_exactly( int fd, uint8_t *data, size_t size )
{
    size_t len = 0;

    while (len < size)
    {
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
        ssize_t got;

        if (poll( &poll_fd, 1, 10000 ) <= 0 || (got = read( fd, data + len, size - len )) <= 0) return 0;
        len += (size_t)got;
    }
    return 1;
}

/*
 * What a recording modem says until one of the codes (of <DLE> and it) comes: samples of 16 bits; the other codes go to
 * heard. Returns the count of bytes.
 */
static size_t record_until( int fd, const char *codes, uint8_t *data, size_t size, char *heard )
{
    size_t len = 0;
    uint8_t byte;

    *heard = 0;
    while (len < size && read_exactly( fd, &byte, 1 ))
    {
        if (byte == 0x10)
        {
            if (!read_exactly( fd, &byte, 1 )) break;
            if (byte != 0x10)
            {
                size_t end = strlen( heard );

                if (end < 60)
                {
                    heard[end] = (char)byte;
                    heard[end + 1] = 0;
                }
                if (strchr( codes, byte )) return len;
                continue;
            }
        }
        data[len++] = byte;
    }
    ok( 0, "%zu bytes and '%s', but none of '%s'", len, heard, codes );
    return len;
}

static void send_speech( int fd, const uint8_t *data, size_t size )
{
    uint8_t shielded[SPEECH * 4];
    size_t len = 0, sent = 0, i;

    for (i = 0; i < size; i++)
    {
        if (data[i] == 0x10) shielded[len++] = 0x10;
        shielded[len++] = data[i];
    }
    while (sent < len)
    {
        ssize_t done = write( fd, shielded + sent, len - sent );

        if (done <= 0) break;
        sent += (size_t)done;
    }
    ok( sent == len, "write: %s", strerror( errno ) );
    say_to( fd, DLE "\x03" );
}

static const char *people( void )
{
    int fd = open_socket( "control" );
    const char *text;

    say_to( fd, "people\n" );
    text = read_until( fd, "\n", 2000 );
    close( fd );
    return text;
}

/* A command of a person, "call ..." or "phone ...". Returns the person's number. */
static int new_person( const char *text )
{
    int fd = open_socket( "control" ), id = 0;
    char line[1024];

    snprintf( line, sizeof(line), "%s\n", text );
    say_to( fd, line );
    ok( sscanf( read_until( fd, "\n", 2000 ), "OK %*s %d", &id ) == 1, "%s", text );
    close( fd );
    return id;
}

/* What a person is to do now that the modem listens. */
static void tell_person( int id, const char *steps )
{
    char line[1024];

    snprintf( line, sizeof(line), "do %d %s", id, steps );
    control( line, "OK do" );
}

static void wait_for_people( const char *wanted )
{
    int64_t end = now_ms() + 10000;

    while (!strstr( people(), wanted ) && now_ms() < end) pause_ms( 20 );
    ok( strstr( people(), wanted ) != NULL, "expected '%s' of '%s'", wanted, people() );
}

static void test_commands( void )
{
    int a = open_modem( 'a' ), c = open_modem( 'c' );

    command( a, "ATE0", "OK\r\n" );
    command( a, "AT+FCLASS=?", "\r\n0,8\r\n\r\nOK\r\n" );
    command( a, "AT+VLS=1", "\r\nERROR\r\n" );
    command( a, "AT+VTX", "\r\nERROR\r\n" );
    command( a, "AT+FCLASS=8", "\r\nOK\r\n" );
    command( a, "AT+FCLASS?", "\r\n8\r\n\r\nOK\r\n" );
    command( a, "AT+VSM=?", "1,\"UNSIGNED PCM\",8,0,(7200,8000,11025),(0),(0)\r\n" );
    read_until( a, "OK\r\n", 1000 );
    command( a, "AT+VSM=4,8000;+VTD=5;+VGT=100X4S7=20", "\r\nERROR\r\n" );
    command( a, "AT+VSM=4,8000;+VTD=5;+VGT=100;X4S7=20", "\r\nOK\r\n" );
    command( a, "ATS7?+VGT?;+VSM?", "\r\n4,8000,0,0\r\n\r\n020\r\n\r\nOK\r\n" );
    command( a, "AT+VSM=77", "\r\nERROR\r\n" );
    command( a, "AT+VTS=Z", "\r\nERROR\r\n" );
    command( a, "AT+VTX", "\r\nERROR\r\n" );        /* no line */
    command( a, "ATZ", "\r\nOK\r\n" );
    command( a, "ATE0+FCLASS?", "\r\n0\r\n\r\nOK\r\n" );
    control( "answer A +GMM Fancy 33.6\\r\\nVoice", "OK" );
    command( a, "AT+GMM", "\r\nFancy 33.6\r\nVoice\r\n\r\nOK\r\n" );
    control( "answer A +GMM", "OK" );

    command( c, "ATE0#CLS=?", "\r\n0,8\r\n\r\nOK\r\n" );
    command( c, "AT#CLS=8#VSP=20#VSS=1;#VBS=4#VSR=8000", "\r\nOK\r\n" );
    command( c, "AT#VBS=2", "\r\nERROR\r\n" );
    command( c, "AT#VSP?", "\r\n20\r\n\r\nOK\r\n" );
    command( c, "AT#CLS=0", "\r\nOK\r\n" );
    close( a );
    close( c );
}

/* Somebody calls: a greeting is played to him, he dials, speaks and hangs up; all of it arrives. */
static void test_answering( const char *format, enum coded coding, int tolerance )
{
    static uint8_t data[SPEECH * 64], coded[SPEECH * 2];
    static int16_t samples[sizeof(data) / 2];
    char file[160], wav[160], line[700], heard[64];
    size_t len, i;
    int a = open_modem( 'a' ), id;
    FILE *stream;

    snprintf( file, sizeof(file), "%s/speech.raw", dir );
    snprintf( wav, sizeof(wav), "%s/heard.wav", dir );
    make_speech( file );
    command( a, "ATE0+FCLASS=8", "OK\r\n" );
    snprintf( line, sizeof(line), "AT+VSM=%s;+VSD=128,0", format );
    command( a, line, "OK\r\n" );
    snprintf( line, sizeof(line), "call 5550101 from=5551234 record=%s", wav );
    id = new_person( line );
    expect( a, "RING\r\n", 5000 );
    command( a, "AT+VLS=1", "\r\nOK\r\n" );
    command( a, "AT+VTX", "\r\nCONNECT\r\n" );
    for (i = 0, len = 0; i < SPEECH; i++)
    {
        switch (coding)
        {
        case CODED_S16:
            coded[len++] = (uint8_t)speech[i];
            coded[len++] = (uint8_t)(speech[i] >> 8);
            break;
        case CODED_U8:
            coded[len++] = (uint8_t)((speech[i] >> 8) + 128);
            break;
        default:
            coded[len++] = (uint8_t)(speech[i] >> 8);
            break;
        }
    }
    send_speech( a, coded, len );
    expect( a, "\r\nOK\r\n", 5000 );
    command( a, "AT+VRX", "\r\nCONNECT\r\n" );
    snprintf( line, sizeof(line), "digits=1#0 play=%s hangup", file );
    tell_person( id, line );
    len = record_until( a, "b", data, sizeof(data), heard );
    ok( !strcmp( heard, "1#0b" ), "heard '%s'", heard );
    say_to( a, DLE "!" );
    record_until( a, "\x03", coded, sizeof(coded), heard );
    expect( a, "\r\nOK\r\n", 2000 );
    for (i = 0; i < len; i++)
    {
        if (coding == CODED_S16) samples[i / 2] = (int16_t)(data[i & ~(size_t)1] | data[i | 1] << 8);
        else samples[i] = (int16_t)(coding == CODED_U8 ? (data[i] - 128) * 256 : (int8_t)data[i] * 256);
    }
    ok( find_speech( samples, (int)(coding == CODED_S16 ? len / 2 : len), tolerance ) >= 0, "%s: the caller's words did not arrive", format );
    wait_for_people( "end=over" );
    if ((stream = fopen( wav, "rb" )))
    {
        len = fread( data, 1, sizeof(data), stream );
        fclose( stream );
        ok( len > 44 && !memcmp( data, "RIFF", 4 ) && !memcmp( data + 36, "data", 4 ), "no WAV file" );
        memcpy( samples, data + 44, len > 44 ? len - 44 : 0 );
        ok( len > 44 && find_speech( samples, (int)((len - 44) / 2), tolerance ) >= 0, "%s: the greeting did not arrive", format );
    }
    else ok( 0, "nothing was recorded" );
    command( a, "ATH", "\r\nOK\r\n" );
    unlink( file );
    unlink( wav );
    close( a );
}

/* A call that the modem makes, to somebody who answers, speaks digits and hangs up. */
static void test_calling( void )
{
    static uint8_t data[100000];
    char heard[64];
    int a = open_modem( 'a' ), id;
    size_t len;

    command( a, "ATE0+FCLASS=8", "OK\r\n" );
    command( a, "AT+VRA=1;+VRN=1;+VTD=8", "OK\r\n" );
    id = new_person( "phone 5550160 rings=2" );
    say_to( a, "ATDT5550160\r" );
    expect( a, "\r\nOK\r\n", 5000 );
    command( a, "AT+VTS=1,2,{3,20}D", "\r\nOK\r\n" );
    wait_for_people( "digits=123D" );
    tell_person( id, "digits=789 hangup" );
    expect( a, DLE "7" DLE "8" DLE "9" DLE "b", 10000 );
    command( a, "ATH", "\r\nOK\r\n" );
    command( a, "ATDT5550198", "\r\nBUSY\r\n" );

    /* a dial tone, and duplex with the echo number */
    command( a, "AT+VLS=1", "\r\nOK\r\n" );
    expect( a, DLE "d", 5000 );
    command( a, "AT+VLS=0", "\r\nOK\r\n" );
    say_to( a, "ATDT5550199\r" );
    expect( a, "\r\nOK\r\n", 5000 );
    command( a, "AT+VTR", "\r\nCONNECT\r\n" );
    say_to( a, DLE "\x18" DLE "^" );
    record_until( a, "\x03", data, sizeof(data), heard );
    expect( a, "\r\nOK\r\n", 5000 );
    /* the same without the line between */
    control( "loopback A on", "OK" );
    command( a, "AT+VTR", "\r\nCONNECT\r\n" );
    say_to( a, "to and fro" DLE "^" );
    len = record_until( a, "\x03", data, sizeof(data), heard );
    ok( len == 10 && !memcmp( data, "to and fro", 10 ), "%zu bytes come back", len );
    expect( a, "\r\nOK\r\n", 5000 );
    control( "loopback A off", "OK" );
    control( "loopback B maybe", "ERR" );
    command( a, "ATH", "\r\nOK\r\n" );
    control( "dle A H", "OK" );
    expect( a, DLE "H", 1000 );
    close( a );
}

/* The other family, and what machines say. */
static void test_rockwell( void )
{
    static uint8_t data[400000];
    char heard[64];
    int c = open_modem( 'c' ), id;

    command( c, "ATE0#CLS=8#VBS=8#VSR=8000#VSP=0#VTD=3F,3F,3F", "OK\r\n" );
    id = new_person( "call 5550103" );
    expect( c, "RING\r\n", 5000 );
    command( c, "ATA", "\r\nVCON\r\n" );
    command( c, "AT#VRX", "\r\nCONNECT\r\n" );
    tell_person( id, "cng=600 pause=300 calling=700 pause=300 ced=1000 pause=300 digits=5" );
    record_until( c, "5", data, sizeof(data), heard );
    ok( !strcmp( heard, "cea5" ), "heard '%s'", heard );
    say_to( c, "!" );
    record_until( c, "\x03", data, sizeof(data), heard );
    expect( c, "\r\nVCON\r\n", 2000 );
    command( c, "AT#VTX", "\r\nCONNECT\r\n" );
    say_to( c, DLE "\x18" DLE "\x03" );
    expect( c, "\r\nVCON\r\n", 2000 );
    command( c, "ATH", "\r\nOK\r\n" );
    wait_for_people( "end=over" );
    close( c );
}

/* A voice call becomes one of data, and data modems that hear voices give up. */
static void test_media_change( void )
{
    int a = open_modem( 'a' ), b = open_modem( 'b' );

    command( a, "ATE0+FCLASS=8", "OK\r\n" );
    say_to( b, "ATE0S7=20DT5550101\r" );
    expect( a, "RING\r\n", 5000 );
    command( a, "ATA", "\r\nOK\r\n" );
    expect( a, DLE "e", 5000 );
    command( a, "AT+FCLASS=0;A", "\r\nCONNECT 33600/ARQ/V42BIS\r\n" );
    expect( b, "\r\nCONNECT 33600/ARQ/V42BIS\r\n", 1000 );
    say_to( a, "data" );
    expect( b, "data", 1000 );
    close( a );
    expect( b, "NO CARRIER\r\n", 2000 );

    control( "call 5550102 pause=60000", "OK call" );
    expect( b, "RING\r\n", 5000 );
    say_to( b, "ATS7=3A\r" );
    expect( b, "\r\nNO CARRIER\r\n", 10000 );
    wait_for_people( "tones=a" );
    close( b );
}

/* A fax modem says what it is, and finds out who calls. */
static void test_fax( void )
{
    int a = open_modem( 'a' ), b = open_modem( 'b' );

    command( b, "ATE0+FCLASS=?", "\r\n0,1\r\n\r\nOK\r\n" );
    command( b, "AT+FTM=?", "96" );
    read_until( b, "OK\r\n", 1000 );
    command( b, "AT+FCLASS=8", "\r\nERROR\r\n" );
    command( b, "ATS7=60;+FCLASS=1;+FAE=1", "\r\nOK\r\n" );
    command( b, "AT+FCLASS?;+FAE?", "\r\n1\r\n\r\n1\r\n\r\nOK\r\n" );
    say_to( a, "ATE0S7=20DT5550102\r" );
    expect( b, "RING\r\n", 5000 );
    command( b, "ATA", "\r\nDATA\r\n\r\nCONNECT 33600/ARQ/V42BIS\r\n" );
    expect( a, "CONNECT 33600/ARQ/V42BIS\r\n", 2000 );
    close( a );
    expect( b, "NO CARRIER\r\n", 2000 );
    command( b, "AT+FCLASS=1", "\r\nOK\r\n" );
    control( "call 5550102 cng=20000", "OK call" );
    expect( b, "RING\r\n", 5000 );
    say_to( b, "ATA\r" );
    expect( b, "\r\nFAX\r\n\r\nCONNECT\r\n", 8000 );
    close( b );
    wait_for_people( "tones=a,recorded=0" );
}

int main( void )
{
    static const char *const more[] = { "--modems", "3", "--voice", "v253", "--voice", "c=rockwell", "--voice", "b=none", "--fax", "b", "--fast-audio", NULL };

    dte_start();
    start_exchange( more );
    test_commands();
    test_answering( "128,8000", CODED_S16, 0 );
    test_answering( "1,8000", CODED_U8, 256 );
    test_calling();
    test_rockwell();
    test_media_change();
    test_fax();
    stop_exchange();
    printf( "%d passed, %d failed\n", checks - failures, failures );
    return failures ? 1 : 0;
}
