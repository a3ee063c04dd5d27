/*
 * Fax beside data: adaptive answer, hand-over of the port, calls that change their kind.
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


#define AFTER_INIT ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 )

static void ring_and_answer_as( struct bench *b, uint32_t mode )
{
    expect( b, MODEM_EVENT_RING );
    ok( !modem_answer_as( b->host, b->modem, ++b->request, mode ), "answer as %u\n", mode );
}

static void expect_handed_over( struct bench *b, const char *text )
{
    expect( b, MODEM_EVENT_PASSTHROUGH );
    ok( b->event.on == 1 && b->event.media == MODEM_ANSWER_FAX && b->event.state == MODEM_PASSTHROUGH, "on %u, media %u, state %s\n", b->event.on,
        b->event.media, modem_state_name( b->event.state ) );
    ok( !text || !strcmp( b->event.text, text ), "text %s\n", b->event.text );
    expect_completed( b, 0 );
}

static void take_back( struct bench *b )
{
    modem_passthrough( b->host, b->modem, MODEM_PASSTHROUGH_OFF, ++b->request );
    expect( b, MODEM_EVENT_PASSTHROUGH );
    ok( !b->event.on, "on %u\n", b->event.on );
    expect_completed( b, 0 );
    expect_ready( b );
}

/* The caller is a fax: the port is the program's right behind the line that says so. */
void test_adaptive_fax( void )
{
    static const struct { const char *set, *value, *command, *reply, *text, *rest; } faxes[] =
    {
        { NULL, NULL, "AT+FAE=1", "\r\nFAX\r\n\r\nCONNECT\r\n", "FAX", "\r\nCONNECT\r\n" },
        { "Fax\\Class2\\AdaptiveAnswer\\AnswerCommand\\1", "AT+FCLASS=2;+FAA=1<cr>", "AT+FCLASS=2;+FAA=1", "\r\n+FCON\r\n\r\n+FDCS:0,1\r\n", "+FCON",
          "\r\n+FDCS:0,1\r\n" },
        { "Fax\\Class1\\AdaptiveAnswer\\ModemResponseFaxDetect", "<cr><lf>FAXRUF<cr><lf>", "AT+FAE=1", "\r\nFAXRUF\r\n\r\nCONNECT\r\n", "FAXRUF",
          "\r\nCONNECT\r\n" },
    };
    size_t i;

    for (i = 0; i < sizeof(faxes) / sizeof(faxes[0]); i++)
    {
        const struct step steps[] =
        {
            AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( faxes[i].command, "\r\nOK\r\n" ), ON( "ATA", faxes[i].reply ), DATA( 1 ),
            BYTES( "frame", "\r\nOK\r\n" ), BYTES( "end", NULL ), DATA( 0 ), END
        };
        char data[64] = "";
        struct bench b;
        int fd;

        bench_begin( &b, steps, 0 );
        if (faxes[i].set) set( &b, faxes[i].set, faxes[i].value );
        if (i == 1) set( &b, "Fax\\Class2\\AdaptiveAnswer\\AnswerCommand\\2", "ATA<cr>" );
        open_modem( &b );
        ring_and_answer_as( &b, MODEM_ANSWER_ADAPTIVE );
        expect( &b, MODEM_EVENT_MEDIA );
        ok( b.event.media == MODEM_ANSWER_FAX, "media %u\n", b.event.media );
        expect_handed_over( &b, faxes[i].text );
        fd = open( b.fake.path, O_RDWR | O_NOCTTY );
        read_data( fd, data, strlen( faxes[i].rest ) );
        ok( !strcmp( data, faxes[i].rest ), "%s: data '%s'\n", faxes[i].reply, data );
        ok( write( fd, "frame", 5 ) == 5, "write\n" );
        read_data( fd, data, 6 );
        ok( !strcmp( data, "\r\nOK\r\n" ), "data '%s'\n", data );
        ok( write( fd, "end", 3 ) == 3, "write\n" );
        close( fd );
        usleep( 50000 );
        take_back( &b );
        bench_end( &b );
    }
}

/* The caller is a modem: what it said first, and what the description wants sent then. */
void test_adaptive_data( void )
{
    static const struct step plain[] =
    {
        AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( "AT+FCLASS=1", "\r\nOK\r\n" ), ON( "AT+FAE=1", "\r\nOK\r\n" ),
        ON( "ATA", "\r\nDATA\r\n\r\nCONNECT 14400\r\nhello" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    static const struct step asked[] =
    {
        AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( "AT+FAE=1", "\r\nOK\r\n" ), ON( "ATA", "\r\nDATEN\r\n" ),
        ON( "ATO", "\r\nCONNECT 14400\r\nhello" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    /* a modem that says nothing of it before CONNECT */
    static const struct step silent[] =
    {
        AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( "ATA", "\r\nCONNECT 14400\r\nhello" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    static const struct step *const all[] = { plain, asked, silent };
    size_t i;

    for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
    {
        char data[32] = "";
        struct bench b;
        int fd;

        bench_begin( &b, all[i], 0 );
        if (i == 1)
        {
            set( &b, "Fax\\Class1\\AdaptiveAnswer\\ModemResponseDataDetect", "<cr><lf>DATEN<cr><lf>" );
            set( &b, "Fax\\Class1\\AdaptiveAnswer\\HostCommandDataDetect", "ATO<cr>" );
            set( &b, "Fax\\Class1\\AdaptiveAnswer\\SerialSpeedDataDetect", "57600" );
        }
        open_modem( &b );
        ring_and_answer_as( &b, MODEM_ANSWER_ADAPTIVE );
        if (i < 2)
        {
            expect( &b, MODEM_EVENT_MEDIA );
            ok( b.event.media == MODEM_ANSWER_DATA, "media %u\n", b.event.media );
        }
        expect( &b, MODEM_EVENT_CONNECTED );
        ok( b.event.dce_rate == 14400, "rate %u\n", b.event.dce_rate );
        expect_completed( &b, 0 );
        fd = open( b.fake.path, O_RDWR | O_NOCTTY );
        read_data( fd, data, 5 );
        ok( !strcmp( data, "hello" ), "data '%s'\n", data );
        close( fd );
        hang_up( &b );
        bench_end( &b );
    }
}

void test_adaptive_failures( void )
{
    static const struct { const char *on, *reply; int error; enum modem_cause cause; } results[] =
    {
        { "AT+FAE=1", "\r\nERROR\r\n", -EPROTO, MODEM_CAUSE_ERROR }, { "ATA", "\r\nNO CARRIER\r\n", -ENOTCONN, MODEM_CAUSE_NO_CARRIER },
        { "ATA", "\r\nDATA\r\n\r\nNO CARRIER\r\n", -ENOTCONN, MODEM_CAUSE_NO_CARRIER }, { "ATA", "\r\nVOICE\r\n", -ENOTCONN, MODEM_CAUSE_VOICE },
    };
    size_t i;

    for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        const struct step steps[] = { AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( results[i].on, results[i].reply ), ON( results[i].on, results[i].reply ), END };
        struct bench b;

        bench_begin( &b, steps, 0 );
        set( &b, "Timings\\HangupTimeout", "400" );
        open_modem( &b );
        ring_and_answer_as( &b, MODEM_ANSWER_ADAPTIVE );
        next_event( &b );
        if (b.event.type == MODEM_EVENT_MEDIA) next_event( &b );
        ok( b.event.type == MODEM_EVENT_CALL_FAILED && b.event.cause == results[i].cause, "%s: %s, cause %s\n", results[i].reply,
            modem_event_name( b.event.type ), modem_cause_name( b.event.cause ) );
        expect_completed( &b, results[i].error );
        expect_ready( &b );
        bench_end( &b );
    }
}

/* A call for a fax program: the modem is set up, the program answers. */
void test_answer_fax( void )
{
    static const struct step steps[] =
    {
        AFTER_INIT, SEND( "\r\nRING\r\n" ), ON( "AT+FCLASS=1.0", "\r\nOK\r\n" ), DATA( 1 ), BYTES( "ATA\r", "\r\nCONNECT\r\n" ), BYTES( "end", NULL ),
        DATA( 0 ), END
    };
    char data[32] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, 0 );
    set( &b, "FaxAnswer\\1", "AT+FCLASS=1.0<cr>" );
    open_modem( &b );
    ok( modem_answer_as( b.host, b.modem, 1, 17 ) == -EINVAL, "a mode that is none\n" );
    ring_and_answer_as( &b, MODEM_ANSWER_FAX );
    expect_handed_over( &b, NULL );
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "ATA\r", 4 ) == 4, "write\n" );
    read_data( fd, data, 11 );
    ok( !strcmp( data, "\r\nCONNECT\r\n" ), "data '%s'\n", data );
    ok( write( fd, "end", 3 ) == 3, "write\n" );
    close( fd );
    usleep( 50000 );
    take_back( &b );
    bench_end( &b );
}

/* A data call goes to a program wholly, and comes back as one: the modem hears nothing of it. */
void test_passthrough_in_call( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT 9600\r\nA" ), DATA( 1 ), BYTES( "one", "B" ), BYTES( "two", "C" ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    char data[32] = "";
    struct bench b;
    int fd, commands;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    commands = b.fake.commands;
    modem_passthrough( b.host, b.modem, MODEM_PASSTHROUGH_ON, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    expect_completed( &b, 0 );
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "one", 3 ) == 3, "write\n" );
    read_data( fd, data, 2 );
    ok( !strcmp( data, "AB" ), "data '%s'\n", data );
    modem_passthrough( b.host, b.modem, MODEM_PASSTHROUGH_TAKE, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect_completed( &b, 0 );
    ok( write( fd, "two", 3 ) == 3, "write\n" );
    read_data( fd, data, 1 );
    ok( !strcmp( data, "C" ), "data '%s'\n", data );
    close( fd );
    ok( b.fake.commands == commands, "the modem got a command: %s\n", b.fake.log );
    hang_up( &b );
    bench_end( &b );
}

/* Somebody typed commands before a call: they stay in force, as the modem is not initialised anew. */
void test_passthrough_kept( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VCID=1", "\r\nOK\r\n" ), DATA( 1 ), BYTES( "ATS11=50\r", "\r\nOK\r\n" ), BYTES( "rest", "noise" ), DATA( 0 ),
        ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), END
    };
    char data[32] = "";
    struct bench b;
    int fd, commands;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    modem_passthrough( b.host, b.modem, MODEM_PASSTHROUGH_ON, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    expect_completed( &b, 0 );
    commands = b.fake.commands;
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    ok( write( fd, "ATS11=50\r", 9 ) == 9, "write\n" );
    read_data( fd, data, 6 );
    ok( !strcmp( data, "\r\nOK\r\n" ), "data '%s'\n", data );
    ok( write( fd, "rest", 4 ) == 4, "write\n" );
    close( fd );
    usleep( 50000 );
    modem_passthrough( b.host, b.modem, MODEM_PASSTHROUGH_KEEP, ++b.request );
    expect( &b, MODEM_EVENT_PASSTHROUGH );
    ok( !b.event.on && b.event.state == MODEM_IDLE, "on %u, state %s\n", b.event.on, modem_state_name( b.event.state ) );
    expect_completed( &b, 0 );
    ok( b.fake.commands == commands, "the modem got a command: %s\n", b.fake.log );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    bench_end( &b );
}
