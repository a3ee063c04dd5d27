/*
 * Voice calls: how they begin, what is heard and sent in them, what they become.
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

#include "voice_bench.h"

void test_answer( void )
{
    static const struct step steps[] =
    {
        SEND( "\r\nRING\r\n" ), ON( "AT+FCLASS=8", "\r\nOK\r\n" ), ON( "ATA", "\r\nVCON\r\n" ), ON( "ATH", "\r\nOK\r\n" ),
        ON( "AT+FCLASS=0", "\r\nOK\r\n" ), ON( "ATDT5", "\r\nBUSY\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, NULL, FAKE_VOICE );
    answer_voice( &v );
    ok( fake_received( &v.b.fake, "AT+FCLASS=?" ) && fake_received( &v.b.fake, "AT+VSM=?" ) && fake_received( &v.b.fake, "AT+VSD=128,50" ) &&
        fake_received( &v.b.fake, "AT+VIT=0" ), "no set-up: %s\n", v.b.fake.log );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );

    /* a ringing line; then a data call as if nothing had been */
    voice_bench_begin( &v, steps, FAKE_VOICE );
    open_modem( &v.b );
    modem_voice_attach( v.b.host, v.b.modem, v.play[0], v.record[1] );
    expect( &v.b, MODEM_EVENT_RING );
    answer_voice( &v );
    hang_up( &v.b );
    dial( &v.b, "5" );
    expect( &v.b, MODEM_EVENT_CALL_FAILED );
    ok( v.b.event.cause == MODEM_CAUSE_BUSY && !v.b.event.voice, "cause %s\n", modem_cause_name( v.b.event.cause ) );
    expect_ready( &v.b );
    all_said( &v );
    voice_bench_end( &v );
}

void test_dial( void )
{
    static const struct step steps[] =
    {
        ON( "AT+FCLASS=8", "\r\nOK\r\n" ), ON( "ATDT5550101", "" ), CODE( "r" ), CODE( "r" ), SEND( "\r\nVCON\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    dial_voice( &v, "555-0101" );
    expect( &v.b, MODEM_EVENT_RINGBACK );
    expect( &v.b, MODEM_EVENT_RINGBACK );
    expect( &v.b, MODEM_EVENT_CONNECTED );
    ok( v.b.event.voice == 1 && !strcmp( v.b.event.text, "VCON" ), "text %s\n", v.b.event.text );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_dial_results( void )
{
    static const struct { const char *code, *reply; enum modem_cause cause; } results[] =
    {
        { "b", "",                    MODEM_CAUSE_BUSY },
        { NULL, "\r\nBUSY\r\n",       MODEM_CAUSE_BUSY },
        { NULL, "\r\nNO ANSWER\r\n",  MODEM_CAUSE_NO_ANSWER },
        { NULL, "\r\nNO DIALTONE\r\n", MODEM_CAUSE_NO_DIALTONE },
        { NULL, "\r\nNO CARRIER\r\n", MODEM_CAUSE_NO_CARRIER },
        { NULL, "\r\nOK\r\n",         MODEM_CAUSE_NONE },         /* it cannot tell */
        { NULL, "\r\nVOICE\r\n",      MODEM_CAUSE_NONE },
    };
    size_t i;

    for (i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        const struct step with_code[] = { ON( "ATDT5550101", "" ), CODE( results[i].code ), END };
        const struct step plain[] = { ON( "ATDT5550101", results[i].reply ), END };
        struct voice_bench v;

        voice_bench_begin( &v, results[i].code ? with_code : plain, FAKE_VOICE );
        set( &v.b, "Timings\\HangupTimeout", "700" );
        dial_voice( &v, "5550101" );
        if (results[i].cause == MODEM_CAUSE_NONE)
        {
            expect( &v.b, MODEM_EVENT_CONNECTED );
            hang_up( &v.b );
        }
        else
        {
            expect( &v.b, MODEM_EVENT_CALL_FAILED );
            ok( v.b.event.cause == results[i].cause && v.b.event.voice == 1 && v.b.event.reason[0], "cause %s, %s\n", modem_cause_name( v.b.event.cause ),
                v.b.event.reason );
        }
        expect_ready( &v.b );
        ok( fake_received( &v.b.fake, "ATH" ), "the line is held: %s\n", v.b.fake.log );
        voice_bench_end( &v );
    }
}

/* Each family is known by what it answers; a second call asks nothing more. */
void test_command_sets( void )
{
    static const struct { unsigned int flags; const char *commands[6]; } sets[] =
    {
        { FAKE_VOICE,    { "AT+FCLASS=?", "AT+FCLASS=8", "AT+VSM=?", "AT+VSM=131,8000", "AT+VTX", "AT+FCLASS=0" } },
        { FAKE_HASH,     { "AT+FCLASS=?", "AT#CLS=8", "AT#VSM=?", "AT#VSM=129,8000", "AT#VTX", "AT#CLS=0" } },
        { FAKE_ROCKWELL, { "AT#CLS=?", "AT#CLS=8", "AT#VBS=8", "AT#VSR=8000", "AT#VTX", "AT#CLS=0" } },
    };
    size_t i, j;
    int commands;

    for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
    {
        struct voice_bench v;

        voice_bench_begin( &v, NULL, sets[i].flags | (i == 1 ? FAKE_ECHO : 0) );
        answer_voice( &v );
        stream( &v, MODEM_VOICE_PLAY );
        stream( &v, 0 );
        hang_up( &v.b );
        expect_ready( &v.b );
        for (j = 0; j < 6; j++) ok( fake_received( &v.b.fake, sets[i].commands[j] ), "no %s: %s\n", sets[i].commands[j], v.b.fake.log );
        commands = v.b.fake.commands;
        modem_answer_as( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_VOICE );
        expect( &v.b, MODEM_EVENT_CONNECTED );
        expect_completed( &v.b, 0 );
        ok( v.b.fake.commands - commands <= 6, "%d commands\n", v.b.fake.commands - commands );
        hang_up( &v.b );
        voice_bench_end( &v );
    }
}

void test_no_voice( void )
{
    static const struct step steps[] =
    {
        ON( "AT+FCLASS=?", "\r\n0,1,2\r\n\r\nOK\r\n" ), ON( "AT#CLS=?", "\r\nERROR\r\n" ), ON( "AT+FCLASS=?", "\r\nERROR\r\n" ),
        ON( "AT#CLS=?", "\r\nERROR\r\n" ), ON( "ATDT5", "\r\nBUSY\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, 0 );
    open_modem( &v.b );
    modem_answer_as( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_VOICE );
    expect( &v.b, MODEM_EVENT_CALL_FAILED );
    ok( v.b.event.error == -EOPNOTSUPP && strstr( v.b.event.reason, "no voice commands" ), "error %d %s\n", v.b.event.error, v.b.event.reason );
    expect_completed( &v.b, -EOPNOTSUPP );
    expect_ready( &v.b );
    modem_dial( v.b.host, v.b.modem, ++v.b.request, "5", MODEM_DIAL_AUTOMATED );
    expect( &v.b, MODEM_EVENT_CALL_FAILED );
    expect_completed( &v.b, -EOPNOTSUPP );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "5", 0 );
    expect_completed( &v.b, -ENOTCONN );
    /* data calls still work */
    dial( &v.b, "5" );
    expect( &v.b, MODEM_EVENT_CALL_FAILED );
    ok( v.b.event.cause == MODEM_CAUSE_BUSY, "cause %s\n", modem_cause_name( v.b.event.cause ) );
    voice_bench_end( &v );
}

/* Everything as a vendor's .INF says, and nothing asked. */
void test_description( void )
{
    static const struct { const char *name, *value; } values[] =
    {
        { "VoiceProfile", "0x00000047" }, { "VoiceBaudRate", "57600" }, { "Voice\\Format", "linear8 8000" },
        { "VoiceAnswer\\1", "AT#CLS=8<cr>" }, { "VoiceAnswer\\2", "AT#VLS=0<cr>" }, { "VoiceAnswer\\3", "ATA<cr>" },
        { "VoiceDialNumberSetup\\1", "AT#CLS=8<cr>" }, { "VoiceDialNumberSetup\\2", "AT#VRN=0<cr>" },
        { "LineSetPlayFormat\\1", "AT#VBS=8;#VSR=8000<cr>" }, { "LineSetRecordFormat\\1", "AT#VBS=8;#VSR=8000<cr>" },
        { "StartPlay\\1", "AT#VTX<cr>" }, { "TerminatePlay\\1", "<h10><h03>" }, { "StopPlay\\1", "None" }, { "AbortPlay\\1", "<h10><h18>" },
        { "StartRecord\\1", "AT#VRX<cr>" }, { "StopRecord\\1", "<h10>!" }, { "GenerateDigit\\1", "AT#VTS=<Digit><cr>" },
        { "SpeakerPhoneEnable\\1", "AT#SPK=1,5,1<cr>" }, { "SpeakerPhoneDisable\\1", "AT#VLS=0<cr>" },
        { "SpeakerPhoneMute\\1", "AT#SPK=0,,<cr>" }, { "SpeakerPhoneUnMute\\1", "AT#SPK=1,,<cr>" }, { "SpeakerPhoneSpecs", "0,15,3,0" },
        { "SpeakerPhoneSetVolumeGain\\1", "AT#SPK=,<Vol><cr>" }, { "SpeakerPhoneSetVolumeGain\\2", "AT#SPK=,,<Gain><cr>" },
        { "VoiceToDataAnswer\\1", "AT#CLS=0<cr>" }, { "VoiceToDataAnswer\\2", "ATA<cr>" },
    };
    static const struct step steps[] =
    {
        ON( "ATDT5;", "\r\nOK\r\n" ), ON( "AT#SPK=1,5,1", "\r\nOK\r\n" ), ON( "AT#SPK=1,5,1", "\r\nOK\r\n" ),
        ON( "AT#SPK=,4", "\r\nOK\r\n" ), ON( "AT#SPK=,,1", "\r\nOK\r\n" ), ON( "AT#SPK=1,5,1", "\r\nOK\r\n" ), ON( "AT#SPK=,0", "\r\nOK\r\n" ),
        ON( "AT#SPK=,,3", "\r\nOK\r\n" ), ON( "AT#SPK=0,,", "\r\nOK\r\n" ), ON( "AT#SPK=1,,", "\r\nOK\r\n" ), ON( "AT#VLS=0", "\r\nOK\r\n" ),
        ON( "AT#VLS=0", "\r\nOK\r\n" ), ON( "AT#VTS=1", "\r\nOK\r\n" ), ON( "AT#VTS=2", "\r\nOK\r\n" ),
        ON( "AT#VBS=8;#VSR=8000", "\r\nOK\r\n" ), ON( "ATH", "\r\nOK\r\n" ), END
    };
    struct modem_config *config = modem_config_create();
    struct voice_bench v;
    uint32_t abilities;
    size_t i;

    ok( !modem_voice_abilities( config ) && !modem_voice_abilities( NULL ), "abilities of a modem without voice\n" );
    voice_bench_begin( &v, steps, FAKE_ROCKWELL );
    for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
    {
        set( &v.b, values[i].name, values[i].value );
        modem_config_set( config, values[i].name, values[i].value );
    }
    ok( modem_config_set( config, "SpeakerPhoneSpecs", "1,2,3" ) == -EINVAL && modem_config_set( config, "SpeakerPhoneSpecs", "1,2,3,4,5" ) == -EINVAL &&
        modem_config_set( config, "SpeakerPhoneSpecs", "-1,2,3,4" ) == -EINVAL && modem_config_set( config, "SpeakerPhoneSpecs", "" ) == -EINVAL,
        "bad ranges of a speakerphone\n" );
    ok( modem_config_set( config, "VoiceProfile", "x" ) == -EINVAL && modem_config_set( config, "Voice\\Format", "mp3" ) == -EINVAL &&
        modem_config_set( config, "Voice\\Commands", "none" ) == -EINVAL && modem_config_set( config, "Voice\\Other", "1" ) == -ENOENT, "bad values\n" );
    ok( !modem_config_set( config, "Voice\\Commands", "Rockwell" ), "commands\n" );
    abilities = modem_voice_abilities( config );
    ok( (abilities & (MODEM_VOICE_ABLE | MODEM_VOICE_HANDSET | MODEM_VOICE_SPEAKERPHONE | MODEM_VOICE_GENERATE_DIGITS)) ==
        (MODEM_VOICE_ABLE | MODEM_VOICE_HANDSET | MODEM_VOICE_SPEAKERPHONE | MODEM_VOICE_GENERATE_DIGITS), "abilities %#x\n", abilities );
    ok( !(abilities & MODEM_VOICE_FULL_DUPLEX), "Rockwell's commands have no duplex\n" );
    modem_config_set( config, "StartDuplex\\1", "AT#VTR<cr>" );
    ok( modem_voice_abilities( config ) & MODEM_VOICE_FULL_DUPLEX, "duplex of its own\n" );
    modem_config_free( config );

    dial_voice( &v, "5" );
    expect( &v.b, MODEM_EVENT_CONNECTED );
    ok( !fake_received( &v.b.fake, "AT+FCLASS=?" ) && !fake_received( &v.b.fake, "AT#VBS=?" ), "it was asked: %s\n", v.b.fake.log );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_SPEAKERPHONE );
    expect_completed( &v.b, 0 );
    /* scaled to what the description has, and its commands for the microphone */
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_SPEAKERPHONE | MODEM_TERMINAL_LEVELS( 192, 64 ) );
    expect_completed( &v.b, 0 );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_SPEAKERPHONE | MODEM_TERMINAL_LEVELS( 255, 255 ) | MODEM_TERMINAL_MUTED );
    expect_completed( &v.b, 0 );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_LINE );
    expect_completed( &v.b, 0 );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "12", 100 );
    expect_completed( &v.b, 0 );
    stream( &v, MODEM_VOICE_PLAY );
    stream( &v, 0 );
    hang_up( &v.b );
    expect_ready( &v.b );
    all_said( &v );
    voice_bench_end( &v );
}

void test_digits_heard( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VTS=9", "\r\nOK\r\n" ), CODE( "5" ), CODE( "5" ), CODE( "/" ), CODE( "#" ), CODE( "#" ),
        ON( "AT+VTS=8", "\r\nOK\r\n" ), CODE( "#" ), CODE( "~" ),
        /* the end of a key is lost */
        CODE( "/" ), CODE( "A" ), CODE( "/" ), CODE( "*" ), CODE( "~" ), CODE( "?" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "9", 0 );
    expect_completed( &v.b, 0 );
    expect_digit( &v, '5', 1 );
    expect_digit( &v, '5', 0 );
    ok( !v.b.event.duration, "duration %u\n", v.b.event.duration );
    expect_digit( &v, '5', 1 );
    expect_digit( &v, '5', 0 );
    expect_digit( &v, '#', 1 );
    usleep( 30000 );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "8", 0 );
    expect_completed( &v.b, 0 );
    expect_digit( &v, '#', 0 );
    ok( v.b.event.duration >= 30 && v.b.event.duration < 20000, "duration %u\n", v.b.event.duration );
    expect_digit( &v, 'A', 1 );
    expect_digit( &v, 'A', 0 );
    expect_digit( &v, '*', 1 );
    expect_digit( &v, '*', 0 );
    hang_up( &v.b );
    voice_bench_end( &v );
}

void test_tones_heard( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VTS=9", "\r\nOK\r\n" ), CODE( "b" ), CODE( "d" ), CODE( "q" ), CODE( "c" ), CODE( "e" ), CODE( "a" ), CODE( "R" ),
        CODE( "XDATE=1224\rTIME=1800\rNMBR=5550123\rNAME=SANTA\r\x10." ), CODE( "v" ), SEND( "\r\nRING\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "9", 0 );
    expect_completed( &v.b, 0 );
    expect_tone( &v, MODEM_TONE_BUSY );
    expect_tone( &v, MODEM_TONE_DIALTONE );
    expect_tone( &v, MODEM_TONE_SILENCE );
    expect_tone( &v, MODEM_TONE_FAX_CALLING );
    expect( &v.b, MODEM_EVENT_MEDIA );
    ok( v.b.event.media == MODEM_ANSWER_FAX, "media %u\n", v.b.event.media );
    expect_tone( &v, MODEM_TONE_DATA_CALLING );
    expect( &v.b, MODEM_EVENT_MEDIA );
    ok( v.b.event.media == MODEM_ANSWER_DATA, "media %u\n", v.b.event.media );
    expect_tone( &v, MODEM_TONE_ANSWER );
    expect_tone( &v, MODEM_TONE_RING );
    expect_tone( &v, MODEM_TONE_SOUND );
    expect_tone( &v, MODEM_TONE_RING );
    hang_up( &v.b );
    ok( !strcmp( modem_tone_name( MODEM_TONE_BUSY ), "busy tone" ) && !strcmp( modem_tone_name( 999 ), "unknown" ), "names\n" );
    voice_bench_end( &v );
}

void test_digits_sent( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VTS=1,2,#", "\r\nOK\r\n" ), ON( "AT+VTS={A,10},[0,0,200],{5,10}", "\r\nOK\r\n" ), ON( "AT+VTS=[440,480,50]", "\r\nOK\r\n" ),
        ON( "AT+VTS=7", "\r\nERROR\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1 2-#x", 0 );
    expect_completed( &v.b, 0 );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "a,5", 100 );
    expect_completed( &v.b, 0 );
    modem_voice_tone( v.b.host, v.b.modem, ++v.b.request, 440, 480, 500 );
    expect_completed( &v.b, 0 );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "7", 0 );
    expect_completed( &v.b, -EPROTO );
    ok( strstr( v.b.event.reason, "AT+VTS=7" ) != NULL, "reason %s\n", v.b.event.reason );
    all_said( &v );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_terminals( void )
{
    static const struct step steps[] =
    {
        ON( "AT+VLS=3", "\r\nOK\r\n" ), ON( "ATA", "\r\nVCON\r\n" ), ON( "AT+VLS=13", "\r\nVCON\r\n" ), ON( "AT+VLS=1", "\r\nOK\r\n" ),
        ON( "AT+VLS=5", "\r\nERROR\r\n" ), ON( "AT+VLS=5", "\r\nERROR\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    open_modem( &v.b );
    /* for the next call */
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_HANDSET );
    expect_completed( &v.b, 0 );
    answer_voice( &v );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_SPEAKERPHONE );
    expect_completed( &v.b, 0 );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_LINE );
    expect_completed( &v.b, 0 );
    modem_voice_terminal( v.b.host, v.b.modem, ++v.b.request, MODEM_TERMINAL_LOCAL_SPEAKER );
    expect_completed( &v.b, -EPROTO );
    hang_up( &v.b );
    all_said( &v );
    voice_bench_end( &v );
}

void test_change_to_data( void )
{
    static const struct step answered[] =
    {
        ON( "ATA", "\r\nVCON\r\n" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ), ON( "ATA", "\r\nCONNECT 9600\r\nhello" ), DATA( 1 ), BYTES( "+++", "\r\nOK\r\n" ),
        DATA( 0 ), END
    };
    static const struct step called[] =
    {
        ON( "ATDT5", "\r\nVCON\r\n" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ), ON( "ATX3D", "\r\nNO CARRIER\r\n" ), END
    };
    struct voice_bench v;
    char data[16] = "";
    int fd;

    voice_bench_begin( &v, answered, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    modem_voice_change( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_DATA );
    expect( &v.b, MODEM_EVENT_CONNECTED );
    ok( !v.b.event.voice && v.b.event.dce_rate == 9600 && v.b.event.state == MODEM_CONNECTED, "voice %u, rate %u\n", v.b.event.voice, v.b.event.dce_rate );
    expect_completed( &v.b, 0 );
    /* the byte stream is the application's, to the first byte */
    fd = open( v.b.fake.path, O_RDWR | O_NOCTTY );
    read_data( fd, data, 5 );
    ok( !strcmp( data, "hello" ), "data '%s'\n", data );
    close( fd );
    hang_up( &v.b );
    expect_ready( &v.b );
    voice_bench_end( &v );

    voice_bench_begin( &v, called, FAKE_VOICE );
    dial_voice( &v, "5" );
    expect( &v.b, MODEM_EVENT_CONNECTED );
    modem_voice_change( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_VOICE );
    expect_completed( &v.b, 0 );
    modem_voice_change( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_DATA );
    expect( &v.b, MODEM_EVENT_CALL_FAILED );
    ok( v.b.event.cause == MODEM_CAUSE_NO_CARRIER, "cause %s\n", modem_cause_name( v.b.event.cause ) );
    expect_completed( &v.b, -ENOTCONN );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

/* The port is a program's, which asks the modem something, and gives it back: the end of a test. */
static void program_has_port( struct voice_bench *v, const char *command, const char *answer )
{
    const size_t length = strlen( command );
    char data[16] = "";
    int fd = open( v->b.fake.path, O_RDWR | O_NOCTTY );

    ok( write( fd, command, length ) == (ssize_t)length, "write\n" );
    read_data( fd, data, strlen( answer ) );
    ok( !strcmp( data, answer ), "data '%s'\n", data );
    close( fd );
    modem_passthrough( v->b.host, v->b.modem, 0, ++v->b.request );
    expect( &v->b, MODEM_EVENT_PASSTHROUGH );
    expect_completed( &v->b, 0 );
    expect_ready( &v->b );
    all_said( v );
    voice_bench_end( v );
}

void test_change_to_fax( void )
{
    static const struct step steps[] =
    {
        ON( "ATA", "\r\nVCON\r\n" ), ON( "AT+FCLASS=1", "\r\nOK\r\n" ), BYTES( "ATA\r", "\r\nCONNECT\r\n" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ), END
    };
    struct voice_bench v;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    modem_voice_change( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_FAX );
    expect( &v.b, MODEM_EVENT_PASSTHROUGH );
    ok( v.b.event.on == 1 && v.b.event.media == MODEM_ANSWER_FAX && v.b.event.state == MODEM_PASSTHROUGH, "on %u, media %u\n", v.b.event.on, v.b.event.media );
    expect_completed( &v.b, 0 );
    /* not a byte is the engine's any more */
    program_has_port( &v, "ATA\r", "\r\nCONNECT\r\n" );
}

/* The port is a program's in the middle of a voice call: what plays ends, nothing else is sent, and the modem is set up anew when it comes back. */
void test_change_to_nothing( void )
{
    static const struct step steps[] =
    {
        ON( "ATA", "\r\nVCON\r\n" ), ON( "AT+VLS=5", "\r\nOK\r\n" ), ON( "AT+FCLASS=0", "\r\nOK\r\n" ), END
    };
    struct voice_bench v;
    int commands;

    voice_bench_begin( &v, steps, FAKE_VOICE );
    answer_voice( &v );
    stream( &v, MODEM_VOICE_PLAY );
    commands = v.b.fake.commands;
    modem_voice_change( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_NOTHING );
    do next_event( &v.b ); while (v.b.event.type == MODEM_EVENT_STREAM);
    ok( v.b.event.type == MODEM_EVENT_PASSTHROUGH && v.b.event.on == 1 && v.b.event.media == MODEM_ANSWER_NOTHING && v.b.event.state == MODEM_PASSTHROUGH,
        "event %s, on %u, media %u\n", modem_event_name( v.b.event.type ), v.b.event.on, v.b.event.media );
    expect_completed( &v.b, 0 );
    ok( v.b.fake.commands == commands, "%d commands\n", v.b.fake.commands - commands );
    program_has_port( &v, "AT+VLS=5\r", "\r\nOK\r\n" );
}

void test_answer_fax( void )
{
    static const struct step steps[] = { SEND( "\r\nRING\r\n" ), ON( "AT+FCLASS=1", "\r\nOK\r\n" ), END };
    struct voice_bench v;

    voice_bench_begin( &v, steps, 0 );
    open_modem( &v.b );
    expect( &v.b, MODEM_EVENT_RING );
    modem_answer_as( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_FAX );
    expect( &v.b, MODEM_EVENT_PASSTHROUGH );
    ok( v.b.event.media == MODEM_ANSWER_FAX, "media %u\n", v.b.event.media );
    expect_completed( &v.b, 0 );
    modem_passthrough( v.b.host, v.b.modem, 0, ++v.b.request );
    expect( &v.b, MODEM_EVENT_PASSTHROUGH );
    expect_completed( &v.b, 0 );
    expect_ready( &v.b );
    voice_bench_end( &v );
}

void test_arguments( void )
{
    char longest[MODEM_VOICE_DIGITS_MAX + 1];
    struct voice_bench v;

    voice_bench_begin( &v, NULL, FAKE_VOICE );
    bench_create( &v.b );
    memset( longest, '1', sizeof(longest) );
    longest[MODEM_VOICE_DIGITS_MAX] = 0;
    ok( modem_answer_as( v.b.host, v.b.modem, 1, 4 ) == -EINVAL, "mode\n" );
    ok( modem_answer_as( v.b.host, v.b.modem + 1, 1, MODEM_ANSWER_VOICE ) == -ENOENT, "modem\n" );
    ok( modem_voice_attach( v.b.host, v.b.modem + 1, -1, -1 ) == -ENOENT, "attach\n" );
    ok( modem_voice_stream( v.b.host, v.b.modem, 1, 4 ) == -EINVAL, "directions\n" );
    ok( modem_voice_digits( v.b.host, v.b.modem, 1, NULL, 0 ) == -EINVAL && modem_voice_digits( v.b.host, v.b.modem, 1, "x", 0 ) == -EINVAL &&
        modem_voice_digits( v.b.host, v.b.modem, 1, longest, 0 ) == -EINVAL &&
        modem_voice_digits( v.b.host, v.b.modem, 1, "1", 10001 ) == -EINVAL, "digits\n" );
    ok( modem_voice_tone( v.b.host, v.b.modem, 1, 100, 0, 100 ) == -EINVAL && modem_voice_tone( v.b.host, v.b.modem, 1, 0, 400, 100 ) == -EINVAL &&
        modem_voice_tone( v.b.host, v.b.modem, 1, 400, 0, 0 ) == -EINVAL, "tone\n" );
    ok( modem_voice_terminal( v.b.host, v.b.modem, 1, MODEM_TERMINAL_COUNT ) == -EINVAL, "terminal\n" );
    ok( modem_voice_change( v.b.host, v.b.modem, 1, MODEM_ANSWER_ADAPTIVE ) == -EINVAL, "change\n" );
    ok( modem_dial( v.b.host, v.b.modem, 1, "5", MODEM_DIAL_AUTOMATED | MODEM_DIAL_VOICE ) == -EINVAL, "dial\n" );
    /* not open */
    modem_answer_as( v.b.host, v.b.modem, ++v.b.request, MODEM_ANSWER_VOICE );
    expect_completed( &v.b, -ENOTCONN );
    modem_voice_digits( v.b.host, v.b.modem, ++v.b.request, "1", 0 );
    expect_completed( &v.b, -ENOTCONN );
    modem_voice_stream( v.b.host, v.b.modem, ++v.b.request, MODEM_VOICE_PLAY );
    expect_completed( &v.b, 0 );
    voice_bench_end( &v );
}
