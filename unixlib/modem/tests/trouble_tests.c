/*
 * Trouble: modems that are dead, slow, strange or gone, and ports nobody may open.
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

void test_dead_modem( void )
{
    static const struct step steps[] = { MUTE( 1 ), END };
    struct modem_status status;
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "100" );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -ETIMEDOUT && b.event.state == MODEM_DEAD, "error %d state %s\n", b.event.error, modem_state_name( b.event.state ) );
    ok( strstr( b.event.reason, b.fake.path ) && strstr( b.event.reason, "no modem answers" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ETIMEDOUT );
    ok( b.fake.in_len || b.fake.commands == 3, "%d tries\n", b.fake.commands );
    modem_dial( b.host, b.modem, ++b.request, "1", 0 );
    expect_completed( &b, -ENOTCONN );
    modem_get_status( b.host, b.modem, &status );
    ok( status.state == MODEM_DEAD && status.error == -ETIMEDOUT && strstr( status.reason, "no modem answers" ), "status %u %d %s\n", status.state,
        status.error, status.reason );
    /* it can be tried again */
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    expect_completed( &b, -ETIMEDOUT );
    bench_end( &b );
}

/* A modem left in data mode by somebody else: the escape sequence brings it back. */
void test_left_in_data_mode( void )
{
    static const struct step steps[] = { DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "400" );
    open_modem( &b );
    ok( b.fake.done, "no escape\n" );
    bench_end( &b );
}

void test_dies_later( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nCONNECT 9600\r\n" ), DATA( 1 ), MUTE( 1 ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\HangupTimeout", "100" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_hangup( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_DEAD );
    ok( strstr( b.event.reason, "does not answer" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ETIMEDOUT );
    bench_end( &b );
}

/* Answers come later than the time-out: the tries overlap, and the engine adapts. */
void test_slow_modem( void )
{
    static const struct step steps[] = { ON( "ATDT1", "\r\nBUSY\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    b.fake.slow_ms = 150;
    set( &b, "Timings\\CommandTimeout", "100" );
    set( &b, "Timings\\CommandRetries", "5" );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( b.event.cause ) );
    bench_end( &b );
}

void test_init_refused( void )
{
    static const struct step steps[] = { ON( "AT&W9", "\r\nERROR\r\n" ), ON( "AT&W9", "\r\nERROR\r\n" ), END };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\2", "AT&W9<cr>" );
    set( &b, "init\\1", "ATZ<CR>" );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -EPROTO && strstr( b.event.reason, "AT&W9" ), "error %d reason %s\n", b.event.error, b.event.reason );
    expect_completed( &b, -EPROTO );
    ok( fake_received( &b.fake, "ATZ" ), "log %s\n", b.fake.log );
    bench_end( &b );
}

/* The same refusal with a Reset to try: ATZ, and Init once more. */
void test_init_reset( void )
{
    static const struct step steps[] =
    {
        ON( "AT&W9", "\r\nERROR\r\n" ), ON( "AT&W9", "\r\nERROR\r\n" ), ON( "ATZ5", "\r\nOK\r\n" ), ON( "AT&W9", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\1", "AT&W9<cr>" );
    set( &b, "Reset", "ATZ5<cr>" );
    open_modem( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

/* Settings a modem does not know: the line is taken apart, what it knows is set. */
void test_settings_refused( void )
{
    static const struct step steps[] =
    {
        ON( "ATL1M1X4S7=60", "\r\nERROR\r\n" ), ON( "ATL1", "\r\nERROR\r\n" ), ON( "ATM1", "\r\nOK\r\n" ), ON( "ATX4", "\r\nOK\r\n" ),
        ON( "ATS7=60", "\r\nERROR\r\n" ), ON( "AT+IFC=2,2", "\r\nERROR\r\n" ), ON( "AT+ES=3,0,2", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    open_modem( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

/* A description out of an .INF file: its strings, not the built-in ones, and no feature it does not name. */
void test_inf_modem( void )
{
    static const unsigned char connect[10] = { 2, 3, 0x40, 0x38, 0, 0, 0, 0xe1, 0, 0 };
    static const unsigned char busy[10] = { 6 };
    static const struct step steps[] =
    {
        ON( "AT&F1&K3", "\r\nOK\r\n" ), ON( "ATM1S30=2&K3", "\r\nOK\r\n" ), ON( "ATS0=0", "\r\nOK\r\n" ), ON( "AT#CID=1", "\r\nERROR\r\n" ),
        ON( "ATDT1#;", "\r\nOK\r\n" ), ON( "ATDT22", "\r\nBESETZT\r\n" ), ON( "AT&F1&K3", "\r\nOK\r\n" ), ON( "ATDT1", "\r\nVERBUNDEN 14\r\n" ), DATA( 1 ),
        BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), ON( "ATH0", "\r\nOK\r\n" ), END
    };
    struct modem_settings settings;
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Init\\1", "AT&F1&K3<cr>" );
    set( &b, "Monitor\\1", "ATS0=0<cr>" );
    set( &b, "Monitor\\2", "None" );
    set( &b, "EnableCallerID\\1", "AT#CID=1<cr>" );
    set( &b, "Hangup\\1", "ATH0<h0d>" );
    set( &b, "Settings\\Prefix", "AT" );
    set( &b, "Settings\\FlowControl_Hard", "&K3" );
    set( &b, "Settings\\SpeakerMode_Dial", "M1" );
    set( &b, "Settings\\InactivityTimeOut", "S30=<#>" );
    ok( modem_config_set( b.config, "Settings\\Unheard_Of", "1" ) == -ENOENT, "unknown setting\n" );
    ok( modem_config_set( b.config, "FriendlyName", "X" ) == -ENOENT, "unknown name\n" );
    ok( modem_config_set( b.config, "Timings\\LinePoll", "often" ) == -EINVAL, "bad number\n" );
    ok( modem_config_set( b.config, "Init\\3", "AT<h00>" ) == -EINVAL, "NUL\n" );
    ok( !modem_config_add_response( b.config, "<cr><lf>VERBUNDEN 14<cr><lf>", connect, 10 ), "response\n" );
    ok( !modem_config_add_response( b.config, "<cr><lf>BESETZT<cr><lf>", busy, 1 ), "response\n" );
    ok( modem_config_add_response( b.config, "<cr><lf>", busy, 1 ) == -EINVAL, "empty response\n" );

    bench_create( &b );
    modem_settings_default( &settings );
    settings.inactivity_timeout = 90;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_OPENED );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "1#;", 0 );
    expect( &b, MODEM_EVENT_DIALING );
    expect( &b, MODEM_EVENT_DIALED );
    expect_completed( &b, 0 );
    modem_dial( b.host, b.modem, ++b.request, "22", 0 );
    expect( &b, MODEM_EVENT_PROCEEDING );
    expect_completed( &b, 0 );
    expect( &b, MODEM_EVENT_CALL_FAILED );
    ok( b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( b.event.cause ) );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( b.event.dce_rate == 14400 && b.event.dte_rate == 57600 && b.event.options == 3, "rates %u %u options %#x\n", b.event.dce_rate,
        b.event.dte_rate, b.event.options );
    hang_up( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

void test_port_lost( void )
{
    static const struct step idle[] = { ON( "AT+VCID=1", "\r\nOK\r\n" ), WAIT( 50 ), UNPLUG, END };
    static const struct step dialling[] = { ON( "ATDT1", "" ), WAIT( 50 ), UNPLUG, END };
    static const struct step talking[] = { ON( "ATDT1", "\r\nCONNECT\r\n" ), WAIT( 50 ), UNPLUG, END };
    static const struct step hanging[] = { ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), BYTES( "+++", NULL ), UNPLUG, END };
    static const struct step opening[] = { ON( "AT", "" ), UNPLUG, END };
    struct modem_status status;
    struct bench b;

    bench_begin( &b, idle, 0 );
    open_modem( &b );
    expect( &b, MODEM_EVENT_PORT_LOST );
    ok( b.event.state == MODEM_DEAD && b.event.error < 0 && strstr( b.event.reason, b.fake.path ), "state %s error %d reason %s\n",
        modem_state_name( b.event.state ), b.event.error, b.event.reason );
    modem_get_status( b.host, b.modem, &status );
    ok( status.state == MODEM_DEAD && status.error < 0, "status %u %d\n", status.state, status.error );
    modem_close( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_CLOSED );
    expect_completed( &b, 0 );
    bench_end( &b );

    bench_begin( &b, dialling, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_PORT_LOST );
    bench_end( &b );

    bench_begin( &b, talking, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    expect( &b, MODEM_EVENT_PORT_LOST );
    modem_hangup( b.host, b.modem, ++b.request );
    expect_completed( &b, 0 );
    bench_end( &b );

    bench_begin( &b, hanging, 0 );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    modem_hangup( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_LOST );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_COMPLETED && b.event.request == b.request && b.event.error < 0, "%s %d\n", modem_event_name( b.event.type ),
        b.event.error );
    bench_end( &b );

    bench_begin( &b, opening, 0 );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    next_event( &b );
    ok( b.event.type == MODEM_EVENT_COMPLETED && b.event.error < 0, "%s %d\n", modem_event_name( b.event.type ), b.event.error );
    bench_end( &b );
}

void test_no_port( void )
{
    struct bench b;

    bench_begin( &b, NULL, 0 );
    unlink( b.fake.path );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( b.event.error == -ENOENT && b.event.state == MODEM_CLOSED, "error %d\n", b.event.error );
    ok( strstr( b.event.reason, "there is no such port" ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ENOENT );
    ok( modem_share_port( b.host, b.modem, 1 ) == -ENOTCONN, "share\n" );
    bench_end( &b );
}

/* Who may not open the port, and who finds it taken, is told so: in a child without privileges. */
void test_port_refused( void )
{
    static const struct { int mode, exclusive, error; const char *reason; } ports[] =
    {
        { 0600, 0, -EACCES, "permission denied" }, { 0666, 1, -EBUSY, "another program" },
    };
    size_t i;

    if (geteuid())
    {
        printf( "Tests skipped: only root can make a port that is another's\n" );
        skipped++;
        return;
    }
    for (i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
    {
        struct modem_event event;
        struct bench b;
        pid_t child;
        int status;

        bench_begin( &b, NULL, 0 );
        chmod( b.fake.dir, 0755 );
        if (fchmod( b.fake.slave, (mode_t)ports[i].mode ) || (ports[i].exclusive && ioctl( b.fake.slave, TIOCEXCL ))) abort();
        bench_create( &b );
        fflush( stdout );
        if (!(child = fork()))
        {
            if (setgid( 65534 ) || setuid( 65534 )) _exit( 9 );
            modem_open( b.host, b.modem, 5 );
            if (modem_host_wait( b.host, &event ) || event.type != MODEM_EVENT_PORT_ERROR || event.error != ports[i].error ||
                !strstr( event.reason, ports[i].reason ) || !strstr( event.reason, b.fake.path )) _exit( 1 );
            if (modem_host_wait( b.host, &event ) || event.type != MODEM_EVENT_COMPLETED || event.error != ports[i].error) _exit( 2 );
            _exit( 0 );
        }
        waitpid( child, &status, 0 );
        ok( WIFEXITED( status ) && !WEXITSTATUS( status ), "%s: status %#x\n", ports[i].reason, status );
        bench_end( &b );
    }
}

/* The socket of the modem lines goes away in a call: the call goes on, without lines. */
void test_lines_lost( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "\r\nCONNECT\r\n" ), DATA( 1 ), LINES( PORT_LINE_DCD ), WAIT( 50 ), DROP_LINES, BYTES( "+++", "\r\nOK\r\n" ), DATA( 0 ), END
    };
    struct bench b;

    bench_begin( &b, steps, FAKE_LINES );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    usleep( 150000 );
    hang_up( &b );
    bench_end( &b );
}

/* Nothing but noise, until it is reset. */
void test_garbage_reset( void )
{
    static const struct step steps[] =
    {
        ON( "AT", "~\x7f{{\xfe" ), ON( "AT", "\x01\x02~~" ), ON( "*", "{{{" ), ON( "ATZ7", "\r\nOK\r\n" ), ON( "AT", "\r\nOK\r\n" ), END
    };
    struct bench b;

    bench_begin( &b, steps, 0 );
    set( &b, "Timings\\CommandTimeout", "150" );
    set( &b, "Reset", "ATZ7<cr>" );
    open_modem( &b );
    ok( b.fake.done, "steps left: %s\n", b.fake.log );
    bench_end( &b );
}

static const struct step babble[] =
{
    ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ), ON( "*", "{~}" ),
    ON( "*", "{~}" ), ON( "*", "{~}" ), END
};

/* No reset helps: the user hears what is wrong. */
void test_only_garbage( void )
{
    struct bench b;

    bench_begin( &b, babble, 0 );
    set( &b, "Timings\\CommandTimeout", "100" );
    bench_create( &b );
    modem_open( b.host, b.modem, ++b.request );
    expect( &b, MODEM_EVENT_PORT_ERROR );
    ok( strstr( b.event.reason, "makes sense" ) && strstr( b.event.reason, b.fake.path ), "reason %s\n", b.event.reason );
    expect_completed( &b, -ETIMEDOUT );
    ok( strstr( b.fake.log, "ATZ" ), "no reset: %s\n", b.fake.log );
    bench_end( &b );
}

/* Bell for one call must not be Bell for the next; a timer that is switched off is off. */
void test_settings_undone( void )
{
    struct modem_settings settings;
    struct bench b;
    int commands;

    bench_begin( &b, NULL, 0 );
    open_modem( &b );
    modem_settings_default( &settings );
    settings.preferred |= MODEM_PREFER_CCITT_OVERRIDE | MODEM_PREFER_FORCED_EC;
    settings.preferred &= ~MODEM_PREFER_COMPRESSION;
    settings.inactivity_timeout = 600;
    settings.speaker_volume = MODEM_SPEAKER_HIGH;
    settings.speaker_mode = MODEM_SPEAKER_ON;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    ok( fake_received( &b.fake, "ATL3M2X4S7=60S30=10" ) && fake_received( &b.fake, "ATB1" ), "settings: %s\n", b.fake.log );
    ok( fake_received( &b.fake, "AT+ES=3,2,4" ) && fake_received( &b.fake, "AT+DS=0,0" ), "settings: %s\n", b.fake.log );
    commands = b.fake.commands;
    modem_settings_default( &settings );
    settings.preferred &= ~(MODEM_PREFER_FLOW_HARD | MODEM_PREFER_ERROR_CONTROL);
    settings.preferred |= MODEM_PREFER_FLOW_SOFT;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    ok( fake_received( &b.fake, "AT+IFC=1,1" ) && fake_received( &b.fake, "AT+ES=1,0,1" ), "settings: %s\n", b.fake.log );
    ok( strstr( strstr( b.fake.log, "ATB1" ), "AT&FE0Q0V1&C1&D2S0=0" ) != NULL, "the modem was not set up anew after %d commands: %s\n", commands, b.fake.log );
    bench_end( &b );
}

/* A modem that cannot do what is preferred does the nearest. */
void test_settings_nearest( void )
{
    struct modem_settings settings;
    struct bench b;

    bench_begin( &b, NULL, 0 );
    set( &b, "Settings\\ErrorControl_On", "\\N3" );
    set( &b, "Settings\\ErrorControl_Forced", "\\N2" );
    set( &b, "Settings\\Modulation_CCITT_V23", "F3" );
    set( &b, "Settings\\SpeedNegotiation_On", "N1" );
    set( &b, "Settings\\SpeedNegotiation_Off", "N0" );
    open_modem( &b );
    ok( fake_received( &b.fake, "AT\\N3N1" ), "settings: %s\n", b.fake.log );
    modem_settings_default( &settings );
    settings.preferred |= MODEM_PREFER_CELLULAR | MODEM_PREFER_V23_OVERRIDE;
    settings.preferred &= ~MODEM_PREFER_SPEED_ADJUST;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    ok( fake_received( &b.fake, "AT\\N3N0F3" ), "settings: %s\n", b.fake.log );
    settings.preferred |= MODEM_PREFER_FORCED_EC;
    modem_set_settings( b.host, b.modem, &settings, ++b.request );
    expect_completed( &b, 0 );
    ok( fake_received( &b.fake, "AT\\N2N0F3" ), "settings: %s\n", b.fake.log );
    bench_end( &b );
}

/* A result in numbers that no table has: the carrier says that it is a connection. */
void test_unknown_number( void )
{
    static const struct step steps[] =
    {
        ON( "ATDT1", "" ), LINES( PORT_LINE_DCD ), WAIT( 100 ), SEND( "84\rdata" ), DATA( 1 ), DTR( 0 ), LINES( 0 ), DATA( 0 ), END
    };
    char data[8] = "";
    struct bench b;
    int fd;

    bench_begin( &b, steps, FAKE_LINES | FAKE_NUMERIC );
    open_modem( &b );
    dial( &b, "1" );
    expect( &b, MODEM_EVENT_CONNECTED );
    ok( !strcmp( b.event.text, "84" ) && !b.event.dce_rate, "text %s, rate %u\n", b.event.text, b.event.dce_rate );
    fd = open( b.fake.path, O_RDWR | O_NOCTTY );
    read_data( fd, data, 4 );
    ok( !strcmp( data, "data" ), "data '%s'\n", data );
    close( fd );
    hang_up( &b );
    bench_end( &b );
}
