/*
 * Voice calls between two modems of the simulated exchange: digits, tones, terminals, changes to data.
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

#include "host.h"
#include "wine/test.h"

/*
 * 'Modem A' and 'Modem B' of tests/with-prefix, described once more as voice modems: 'Voice A' has a handset and a speakerphone, 'Voice B' has neither.
 * Nothing here plays or records; that is for tests/voice.
 */
#define KEY_A  L"0911"
#define KEY_B  L"0912"
#define LINE_A ((HTAPILINE)(DWORD_PTR)0xa0)
#define LINE_B ((HTAPILINE)(DWORD_PTR)0xb0)
#define WAIT   30000

static DWORD device_a, device_b, device_data;
static HANDLE process;

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";

/* The port of a modem that is there already */
static BOOL find_port( const WCHAR *wanted, WCHAR *port )
{
    WCHAR key[16], name[128];
    BOOL found = FALSE;
    DWORD i, size;
    HKEY root;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return FALSE;
    for (i = 0; i < 20 && !found; i++)
    {
        wsprintfW( key, L"%04u", i );
        size = sizeof(name);
        if (RegGetValueW( root, key, L"FriendlyName", RRF_RT_REG_SZ, NULL, name, &size ) || lstrcmpW( name, wanted )) continue;
        size = 32 * sizeof(WCHAR);
        found = !RegGetValueW( root, key, L"AttachedTo", RRF_RT_REG_SZ, NULL, port, &size );
    }
    RegCloseKey( root );
    return found;
}

static BOOL add_voice_modem( const WCHAR *key, const WCHAR *name, const WCHAR *like, DWORD profile )
{
    WCHAR port[32];

    return find_port( like, port ) && modem_key_create( key, name, port, NULL ) && modem_key_set( key, L"VoiceProfile", REG_BINARY, &profile, sizeof(profile) );
}

static HDRVLINE open_line( DWORD device, HTAPILINE htline, DWORD media_modes )
{
    HDRVLINE line = NULL;
    LONG ret = p_lineOpen( device, htline, &line, 0x00030001, host_line_event );

    ok( !ret, "TSPI_lineOpen: %#lx\n", ret );
    if (ret) return NULL;
    ret = p_lineSetStatusMessages( line, LINEDEVSTATE_TERMINALS, LINEADDRESSSTATE_TERMINALS );
    ok( !ret, "TSPI_lineSetStatusMessages: %#lx\n", ret );
    ret = p_lineSetDefaultMediaDetection( line, media_modes );
    ok( !ret, "TSPI_lineSetDefaultMediaDetection( %#lx ): %#lx\n", media_modes, ret );
    return line;
}

static void close_line( HDRVLINE line )
{
    LONG ret = p_lineClose( line );

    ok( !ret, "TSPI_lineClose: %#lx\n", ret );
}

static HDRVCALL make_call( HDRVLINE line, const WCHAR *number, DWORD media_mode, HTAPICALL *htcall )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = LINEBEARERMODE_VOICE, .dwMediaMode = media_mode };
    DWORD request = host_request();
    HDRVCALL call = NULL;
    LONG ret;

    *htcall = host_call();
    ret = p_lineMakeCall( request, line, *htcall, &call, number, 0, &params );
    ok( ret == (LONG)request, "TSPI_lineMakeCall: %#lx\n", ret );
    if (ret == (LONG)request) check_reply( request, 0 );
    return call;
}

static void drop_call( HDRVCALL call, HTAPICALL htcall )
{
    DWORD request = host_request();
    LONG ret = p_lineDrop( request, call, NULL, 0 );

    ok( ret == (LONG)request, "TSPI_lineDrop: %#lx\n", ret );
    check_state( htcall, LINECALLSTATE_IDLE, 0 );
    check_reply( request, 0 );
    ret = p_lineCloseCall( call );
    ok( !ret, "TSPI_lineCloseCall: %#lx\n", ret );
}

static DWORD call_features( HDRVCALL call )
{
    LINECALLSTATUS status = { sizeof(status) };
    LONG ret = p_lineGetCallStatus( call, &status );

    ok( !ret, "TSPI_lineGetCallStatus: %#lx\n", ret );
    return status.dwCallFeatures;
}

static DWORD call_media( HDRVCALL call )
{
    union { LINECALLINFO info; BYTE bytes[1024]; } buffer = { .info.dwTotalSize = sizeof(buffer) };
    LONG ret = p_lineGetCallInfo( call, &buffer.info );

    ok( !ret, "TSPI_lineGetCallInfo: %#lx\n", ret );
    return buffer.info.dwMediaMode;
}

/* ---- what is said of lines ---- */

static void test_caps(void)
{
    union { LINEDEVCAPS caps; BYTE bytes[4096]; } dev;
    union { LINEADDRESSCAPS caps; BYTE bytes[2048]; } address;
    const LINETERMCAPS *terminals;
    const WCHAR *names;
    DWORD version;
    LONG ret;

    for (version = 0x00010004; version <= 0x00030001; version = version == 0x00010004 ? 0x00020000 : version == 0x00020000 ? 0x00030001 : ~0u)
    {
        memset( &dev, 0, sizeof(dev) );
        dev.caps.dwTotalSize = sizeof(dev);
        ret = p_lineGetDevCaps( device_a, version, 0, &dev.caps );
        ok( !ret, "TSPI_lineGetDevCaps: %#lx\n", ret );
        ok( dev.caps.dwMediaModes == (LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_G3FAX |
            LINEMEDIAMODE_UNKNOWN), "media modes %#lx\n", dev.caps.dwMediaModes );
        ok( dev.caps.dwGenerateDigitModes == LINEDIGITMODE_DTMF, "generated digits %#lx\n", dev.caps.dwGenerateDigitModes );
        ok( dev.caps.dwMonitorDigitModes == (LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND), "monitored digits %#lx\n", dev.caps.dwMonitorDigitModes );
        ok( dev.caps.dwGenerateToneModes & LINETONEMODE_CUSTOM && dev.caps.dwGenerateToneMaxNumFreq == 2, "tones %#lx of %lu\n",
            dev.caps.dwGenerateToneModes, dev.caps.dwGenerateToneMaxNumFreq );
        ok( dev.caps.dwMonitorToneMaxNumEntries && dev.caps.dwMonitorToneMaxNumFreq, "no tones can be monitored\n" );
        ok( dev.caps.dwNumTerminals == 2 && dev.caps.dwTerminalCapsSize == 2 * sizeof(*terminals), "%lu terminals, %lu bytes\n",
            dev.caps.dwNumTerminals, dev.caps.dwTerminalCapsSize );
        terminals = (const LINETERMCAPS *)(dev.bytes + dev.caps.dwTerminalCapsOffset);
        ok( terminals[0].dwTermDev == LINETERMDEV_PHONE && terminals[1].dwTermDev == LINETERMDEV_SPEAKER, "terminals %#lx and %#lx\n",
            terminals[0].dwTermDev, terminals[1].dwTermDev );
        names = (const WCHAR *)(dev.bytes + dev.caps.dwTerminalTextOffset);
        ok( dev.caps.dwTerminalTextSize == 2 * dev.caps.dwTerminalTextEntrySize && !lstrcmpW( names, L"Handset" ), "first terminal %s\n",
            wine_dbgstr_w( names ));
        ok( dev.caps.dwLineFeatures & LINEFEATURE_SETTERMINAL, "line features %#lx\n", dev.caps.dwLineFeatures );
    }

    dev.caps.dwTotalSize = sizeof(dev);
    ret = p_lineGetDevCaps( device_b, 0x00030001, 0, &dev.caps );
    ok( !ret && !dev.caps.dwNumTerminals && dev.caps.dwGenerateDigitModes, "%lu terminals (%#lx)\n", dev.caps.dwNumTerminals, ret );
    dev.caps.dwTotalSize = sizeof(dev);
    ret = p_lineGetDevCaps( device_data, 0x00030001, 0, &dev.caps );
    ok( !ret && !dev.caps.dwGenerateDigitModes && !dev.caps.dwMonitorDigitModes && !dev.caps.dwNumTerminals, "a data modem speaks\n" );
    ok( dev.caps.dwMediaModes == (LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_UNKNOWN), "media modes %#lx\n",
        dev.caps.dwMediaModes );

    address.caps.dwTotalSize = sizeof(address);
    ret = p_lineGetAddressCaps( device_a, 0, 0x00030001, 0, &address.caps );
    ok( !ret, "TSPI_lineGetAddressCaps: %#lx\n", ret );
    ok( address.caps.dwCallFeatures & LINECALLFEATURE_MONITORDIGITS && address.caps.dwCallFeatures & LINECALLFEATURE_SETTERMINAL, "call features %#lx\n",
        address.caps.dwCallFeatures );
    ok( address.caps.dwAddressFeatures & LINEADDRFEATURE_SETTERMINAL, "address features %#lx\n", address.caps.dwAddressFeatures );
    ok( address.caps.dwAvailableMediaModes & LINEMEDIAMODE_AUTOMATEDVOICE, "media modes %#lx\n", address.caps.dwAvailableMediaModes );
    address.caps.dwTotalSize = sizeof(address);
    ret = p_lineGetAddressCaps( device_data, 0, 0x00030001, 0, &address.caps );
    ok( !ret && !(address.caps.dwCallFeatures & LINECALLFEATURE_MONITORDIGITS), "call features %#lx\n", address.caps.dwCallFeatures );
}

static DWORD terminal_modes( HDRVLINE line, DWORD terminal )
{
    union { LINEADDRESSSTATUS status; BYTE bytes[256]; } buffer = { .status.dwTotalSize = sizeof(buffer) };
    LONG ret = p_lineGetAddressStatus( line, 0, &buffer.status );

    ok( !ret && buffer.status.dwTerminalModesSize == 2 * sizeof(DWORD), "TSPI_lineGetAddressStatus: %#lx, %lu bytes\n", ret,
        buffer.status.dwTerminalModesSize );
    return ret ? 0 : ((DWORD *)(buffer.bytes + buffer.status.dwTerminalModesOffset))[terminal];
}

static void set_terminal( HDRVLINE line, HDRVCALL call, DWORD select, DWORD terminal, BOOL enable )
{
    DWORD request = host_request();
    LONG ret = p_lineSetTerminal( request, line, 0, call, select, LINETERMMODE_MEDIABIDIRECT, terminal, enable );

    ok( ret == (LONG)request, "TSPI_lineSetTerminal: %#lx\n", ret );
    if (ret == (LONG)request) check_reply( request, 0 );
}

static void test_terminals(void)
{
    HDRVLINE line = open_line( device_a, LINE_A, 0 );
    struct host_event event;
    LONG ret;

    ok( !terminal_modes( line, 0 ) && !terminal_modes( line, 1 ), "terminals are on\n" );
    set_terminal( line, NULL, LINECALLSELECT_LINE, 1, TRUE );
    ok( host_wait( LINE_ADDRESSSTATE, LINE_A, NULL, &event, WAIT ) && event.param2 == LINEADDRESSSTATE_TERMINALS, "the address says nothing\n" );
    ok( host_wait( LINE_LINEDEVSTATE, LINE_A, NULL, &event, WAIT ) && event.param1 == LINEDEVSTATE_TERMINALS, "the line says nothing\n" );
    ok( !terminal_modes( line, 0 ) && terminal_modes( line, 1 ) == LINETERMMODE_MEDIABIDIRECT, "the speakerphone is off\n" );
    /* a modem has one switch */
    set_terminal( line, NULL, LINECALLSELECT_ADDRESS, 0, TRUE );
    ok( terminal_modes( line, 0 ) == LINETERMMODE_MEDIABIDIRECT && !terminal_modes( line, 1 ), "both are on\n" );
    set_terminal( line, NULL, LINECALLSELECT_LINE, 0, FALSE );
    ok( !terminal_modes( line, 0 ), "the handset is on\n" );

    ret = p_lineSetTerminal( 1, line, 0, NULL, LINECALLSELECT_LINE, LINETERMMODE_MEDIABIDIRECT, 2, TRUE );
    ok( ret == (LONG)LINEERR_INVALTERMINALID, "third terminal: %#lx\n", ret );
    ret = p_lineSetTerminal( 1, line, 0, NULL, LINECALLSELECT_LINE, LINETERMMODE_BUTTONS, 0, TRUE );
    ok( ret == (LONG)LINEERR_INVALTERMINALMODE, "buttons: %#lx\n", ret );
    ret = p_lineSetTerminal( 1, line, 1, NULL, LINECALLSELECT_ADDRESS, LINETERMMODE_MEDIABIDIRECT, 0, TRUE );
    ok( ret == (LONG)LINEERR_INVALADDRESSID, "second address: %#lx\n", ret );
    ret = p_lineSetTerminal( 1, line, 0, NULL, 0x40, LINETERMMODE_MEDIABIDIRECT, 0, TRUE );
    ok( ret == (LONG)LINEERR_INVALCALLSELECT, "selection 0x40: %#lx\n", ret );
    close_line( line );

    line = open_line( device_b, LINE_B, 0 );
    ret = p_lineSetTerminal( 1, line, 0, NULL, LINECALLSELECT_LINE, LINETERMMODE_MEDIABIDIRECT, 0, TRUE );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "a modem without terminals: %#lx\n", ret );
    close_line( line );
}

/* ---- a data modem: the number is dialled, and a person speaks by the telephone set ---- */

static void test_by_hand(void)
{
    HDRVLINE line = open_line( device_data, LINE_A, 0 );
    static WCHAR digits[] = L"1";
    HTAPICALL htcall;
    HDRVCALL call;
    LONG ret;

    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_AUTOMATEDVOICE );
    ok( ret == (LONG)LINEERR_INVALMEDIAMODE, "a data modem answers: %#lx\n", ret );
    call = make_call( line, L"5550199", LINEMEDIAMODE_INTERACTIVEVOICE, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( call_media( call ) == LINEMEDIAMODE_INTERACTIVEVOICE, "media mode %#lx\n", call_media( call ));
    ret = p_lineMonitorDigits( call, LINEDIGITMODE_DTMF );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "TSPI_lineMonitorDigits: %#lx\n", ret );
    ret = p_lineGatherDigits( call, 1, LINEDIGITMODE_DTMF, digits, 1, NULL, 0, 0 );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "TSPI_lineGatherDigits: %#lx\n", ret );
    ret = p_lineGenerateDigits( call, 1, LINEDIGITMODE_DTMF, digits, 0 );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "TSPI_lineGenerateDigits: %#lx\n", ret );
    ret = p_lineGenerateTone( call, 1, LINETONEMODE_BEEP, 100, 0, NULL );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "TSPI_lineGenerateTone: %#lx\n", ret );
    ret = p_lineMonitorTones( call, 1, NULL, 0 );
    ok( ret == (LONG)LINEERR_OPERATIONUNAVAIL, "TSPI_lineMonitorTones: %#lx\n", ret );
    drop_call( call, htcall );
    close_line( line );
}

/* ---- a call between voice modems ---- */

struct pair
{
    HDRVLINE  line_a, line_b;
    HDRVCALL  call_a, call_b;
    HTAPICALL htcall_a, htcall_b;
};

/* A calls B, whose line is open for media modes; B answers as voice. */
static void connect_pair( struct pair *pair, DWORD modes_b, DWORD offered )
{
    struct host_event event;
    DWORD request;
    LONG ret;

    pair->line_a = open_line( device_a, LINE_A, 0 );
    pair->line_b = open_line( device_b, LINE_B, modes_b );
    pair->call_a = make_call( pair->line_a, L"5550102", LINEMEDIAMODE_AUTOMATEDVOICE, &pair->htcall_a );
    check_state( pair->htcall_a, LINECALLSTATE_DIALING, 0 );
    ok( host_wait( LINE_NEWCALL, LINE_B, NULL, &event, WAIT ), "no new call\n" );
    pair->call_b = (HDRVCALL)event.param1;
    pair->htcall_b = event.call;
    check_state( pair->htcall_b, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    ok( call_media( pair->call_b ) == offered, "offered as %#lx, expected %#lx\n", call_media( pair->call_b ), offered );
    request = host_request();
    ret = p_lineAnswer( request, pair->call_b, NULL, 0 );
    ok( ret == (LONG)request, "TSPI_lineAnswer: %#lx\n", ret );
    check_reply( request, 0 );
    check_state( pair->htcall_b, LINECALLSTATE_ACCEPTED, 0 );
    check_state( pair->htcall_b, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    do ok( host_wait( LINE_CALLSTATE, NULL, pair->htcall_a, &event, WAIT ), "the caller is not connected\n" );
    while (event.param1 == LINECALLSTATE_PROCEEDING || event.param1 == LINECALLSTATE_RINGBACK);
    ok( event.param1 == LINECALLSTATE_CONNECTED, "the caller's state is %#lx\n", (DWORD)event.param1 );
    ok( call_media( pair->call_a ) == LINEMEDIAMODE_AUTOMATEDVOICE && call_media( pair->call_b ) == LINEMEDIAMODE_AUTOMATEDVOICE,
        "media modes %#lx and %#lx\n", call_media( pair->call_a ), call_media( pair->call_b ));
    ok( call_features( pair->call_b ) & LINECALLFEATURE_GATHERDIGITS, "features %#lx\n", call_features( pair->call_b ));
    host_forget();
}

static void check_generated_( unsigned int source_line, HTAPICALL htcall, DWORD id, DWORD reason )
{
    struct host_event event;
    BOOL came = host_wait( LINE_GENERATE, NULL, htcall, &event, WAIT );

    ok_( __FILE__, source_line )( came && event.param1 == reason && event.param2 == id, "generated: %d, reason %#lx of %#lx\n", came,
                                  (DWORD)event.param1, (DWORD)event.param2 );
}
#define check_generated( htcall, id, reason ) check_generated_( __LINE__, htcall, id, reason )

static void send_digits_( unsigned int source_line, struct pair *pair, const WCHAR *digits )
{
    static DWORD last_id = 100;
    DWORD id = ++last_id;
    LONG ret = p_lineGenerateDigits( pair->call_a, id, LINEDIGITMODE_DTMF, digits, 100 );

    ok_( __FILE__, source_line )( !ret, "TSPI_lineGenerateDigits: %#lx\n", ret );
    if (!ret) check_generated_( source_line, pair->htcall_a, id, LINEGENERATETERM_DONE );
}
#define send_digits( pair, digits ) send_digits_( __LINE__, pair, digits )

static void check_gathered_( unsigned int source_line, HTAPICALL htcall, DWORD id, DWORD reason, const WCHAR *buffer, const WCHAR *digits )
{
    struct host_event event;
    BOOL came = host_wait( LINE_GATHERDIGITS, NULL, htcall, &event, WAIT );

    ok_( __FILE__, source_line )( came && event.param1 == reason && event.param2 == id, "gathered: %d, reason %#lx of %#lx\n", came,
                                  (DWORD)event.param1, (DWORD)event.param2 );
    ok_( __FILE__, source_line )( !lstrcmpW( buffer, digits ), "gathered %s, expected %s\n", wine_dbgstr_w( buffer ), wine_dbgstr_w( digits ));
}
#define check_gathered( htcall, id, reason, buffer, digits ) check_gathered_( __LINE__, htcall, id, reason, buffer, digits )

static void test_monitoring( struct pair *pair )
{
    static const char expected[] = "159#*0";
    struct host_event event;
    unsigned int i;
    LONG ret;

    ret = p_lineMonitorDigits( pair->call_b, LINEDIGITMODE_PULSE );
    ok( ret == (LONG)LINEERR_INVALDIGITMODE, "pulses: %#lx\n", ret );
    ret = p_lineMonitorDigits( pair->call_b, LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND );
    ok( !ret, "TSPI_lineMonitorDigits: %#lx\n", ret );
    send_digits( pair, L"159#*0" );
    for (i = 0; expected[i]; i++)
    {
        ok( host_wait( LINE_MONITORDIGITS, LINE_B, pair->htcall_b, &event, WAIT ), "digit %u does not come\n", i );
        ok( event.param1 == (DWORD)expected[i] && event.param2 == LINEDIGITMODE_DTMF, "digit %u is %#lx of mode %#lx\n", i, (DWORD)event.param1,
            (DWORD)event.param2 );
        ok( host_wait( LINE_MONITORDIGITS, LINE_B, pair->htcall_b, &event, WAIT ), "digit %u does not end\n", i );
        ok( event.param1 == (DWORD)expected[i] && event.param2 == LINEDIGITMODE_DTMFEND, "digit %u ends as %#lx of mode %#lx\n", i,
            (DWORD)event.param1, (DWORD)event.param2 );
    }
    ret = p_lineMonitorDigits( pair->call_b, 0 );
    ok( !ret, "TSPI_lineMonitorDigits: %#lx\n", ret );
    ret = p_lineGenerateDigits( pair->call_a, 9, LINEDIGITMODE_PULSE, L"1", 0 );
    ok( ret == (LONG)LINEERR_INVALDIGITMODE, "pulses: %#lx\n", ret );
}

static void test_gathering( struct pair *pair )
{
    WCHAR buffer[8];
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    ret = p_lineGatherDigits( pair->call_b, 11, LINEDIGITMODE_DTMF, buffer, 3, L"#", 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    send_digits( pair, L"1234" );
    check_gathered( pair->htcall_b, 11, LINEGATHERTERM_BUFFERFULL, buffer, L"123" );

    memset( buffer, 0xff, sizeof(buffer) );
    ret = p_lineGatherDigits( pair->call_b, 12, LINEDIGITMODE_DTMF, buffer, 7, L"#", 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    send_digits( pair, L"67#" );
    check_gathered( pair->htcall_b, 12, LINEGATHERTERM_TERMDIGIT, buffer, L"67#" );

    ret = p_lineGatherDigits( pair->call_b, 13, LINEDIGITMODE_DTMF, buffer, 7, NULL, 200, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    check_gathered( pair->htcall_b, 13, LINEGATHERTERM_FIRSTTIMEOUT, buffer, L"" );

    ret = p_lineGatherDigits( pair->call_b, 14, LINEDIGITMODE_DTMF, buffer, 7, NULL, 0, 400 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    send_digits( pair, L"8" );
    check_gathered( pair->htcall_b, 14, LINEGATHERTERM_INTERTIMEOUT, buffer, L"8" );

    ret = p_lineGatherDigits( pair->call_b, 15, LINEDIGITMODE_DTMF, buffer, 7, NULL, 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    ret = p_lineGatherDigits( pair->call_b, 16, LINEDIGITMODE_DTMF, buffer, 7, NULL, 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    check_gathered( pair->htcall_b, 15, LINEGATHERTERM_CANCEL, buffer, L"" );
    ret = p_lineGatherDigits( pair->call_b, 0, 0, NULL, 0, NULL, 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    check_gathered( pair->htcall_b, 16, LINEGATHERTERM_CANCEL, buffer, L"" );

    ret = p_lineGatherDigits( pair->call_b, 17, LINEDIGITMODE_DTMF, buffer, 7, L"#x", 0, 0 );
    ok( ret == (LONG)LINEERR_INVALDIGITS, "a termination digit that is none: %#lx\n", ret );
    ret = p_lineGatherDigits( pair->call_b, 17, LINEDIGITMODE_DTMF, buffer, 0, NULL, 0, 0 );
    ok( ret == (LONG)LINEERR_INVALPARAM, "no digits: %#lx\n", ret );
}

static void test_tones( struct pair *pair )
{
    LINEMONITORTONE wanted[2] = { { .dwAppSpecific = 77, .dwFrequency1 = 1100 }, { .dwAppSpecific = 78, .dwFrequency2 = 620, .dwFrequency3 = 480 } };
    LINEGENERATETONE tone = { .dwFrequency = 1100 };
    struct host_event event;
    LONG ret;

    ret = p_lineMonitorTones( pair->call_b, 5, wanted, 2 );
    ok( !ret, "TSPI_lineMonitorTones: %#lx\n", ret );
    ret = p_lineMonitorMedia( pair->call_b, LINEMEDIAMODE_G3FAX | LINEMEDIAMODE_DATAMODEM );
    ok( !ret, "TSPI_lineMonitorMedia: %#lx\n", ret );

    /* the calling tone of a fax machine */
    ret = p_lineGenerateTone( pair->call_a, 31, LINETONEMODE_CUSTOM, 1500, 1, &tone );
    ok( !ret, "TSPI_lineGenerateTone: %#lx\n", ret );
    ok( host_wait( LINE_MONITORTONE, LINE_B, pair->htcall_b, &event, WAIT ) && event.param1 == 77 && event.param2 == 5, "tone %lu of list %lu\n",
        (DWORD)event.param1, (DWORD)event.param2 );
    ok( host_wait( LINE_MONITORMEDIA, LINE_B, pair->htcall_b, &event, WAIT ) && event.param1 == LINEMEDIAMODE_G3FAX, "media mode %#lx\n",
        (DWORD)event.param1 );
    check_generated( pair->htcall_a, 31, LINEGENERATETERM_DONE );

    ret = p_lineGenerateTone( pair->call_a, 32, LINETONEMODE_BEEP, 0, 0, NULL );
    ok( !ret, "TSPI_lineGenerateTone: %#lx\n", ret );
    ret = p_lineGenerateTone( pair->call_a, 33, LINETONEMODE_BEEP, 100, 0, NULL );
    ok( !ret, "TSPI_lineGenerateTone: %#lx\n", ret );
    check_generated( pair->htcall_a, 32, LINEGENERATETERM_CANCEL );
    check_generated( pair->htcall_a, 33, LINEGENERATETERM_DONE );
    ret = p_lineGenerateTone( pair->call_a, 34, LINETONEMODE_RINGBACK, 0, 0, NULL );
    ok( !ret, "TSPI_lineGenerateTone: %#lx\n", ret );
    ret = p_lineGenerateTone( pair->call_a, 0, 0, 0, 0, NULL );
    ok( !ret, "TSPI_lineGenerateTone: %#lx\n", ret );
    check_generated( pair->htcall_a, 34, LINEGENERATETERM_CANCEL );

    tone.dwFrequency = 20;
    ret = p_lineGenerateTone( pair->call_a, 35, LINETONEMODE_CUSTOM, 100, 1, &tone );
    ok( ret == (LONG)LINEERR_INVALTONE, "20 Hz: %#lx\n", ret );
    ret = p_lineGenerateTone( pair->call_a, 35, 0x100, 100, 0, NULL );
    ok( ret == (LONG)LINEERR_INVALTONEMODE, "mode 0x100: %#lx\n", ret );
    wanted[0].dwFrequency1 = 1234;
    ret = p_lineMonitorTones( pair->call_b, 5, wanted, 1 );
    ok( ret == (LONG)LINEERR_INVALTONE, "1234 Hz: %#lx\n", ret );
    ret = p_lineMonitorTones( pair->call_b, 5, NULL, 0 );
    ok( !ret, "TSPI_lineMonitorTones: %#lx\n", ret );
}

static void test_call(void)
{
    struct host_event event;
    struct pair pair;
    WCHAR buffer[8];
    LONG ret;

    connect_pair( &pair, LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_INTERACTIVEVOICE,
                  LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_UNKNOWN );
    test_monitoring( &pair );
    test_gathering( &pair );
    test_tones( &pair );
    set_terminal( NULL, pair.call_a, LINECALLSELECT_CALL, 1, TRUE );
    ok( host_wait( LINE_CALLINFO, LINE_A, pair.htcall_a, &event, WAIT ) && event.param1 == LINECALLINFOSTATE_TERMINAL, "info %#lx\n", (DWORD)event.param1 );
    set_terminal( NULL, pair.call_a, LINECALLSELECT_CALL, 1, FALSE );

    /* a caller who hears the busy tone, and nothing before it, could as well have got a busy number */
    ret = p_lineMonitorDigits( pair.call_a, LINEDIGITMODE_DTMF );
    ok( !ret, "TSPI_lineMonitorDigits: %#lx\n", ret );
    ret = p_lineGenerateDigits( pair.call_b, 51, LINEDIGITMODE_DTMF, L"7", 100 );
    ok( !ret, "TSPI_lineGenerateDigits: %#lx\n", ret );
    ok( host_wait( LINE_MONITORDIGITS, LINE_A, pair.htcall_a, &event, WAIT ) && event.param1 == '7', "digit %#lx\n", (DWORD)event.param1 );

    /* the called side hangs up; what is going on ends with the call, before its state says so */
    host_forget();
    ret = p_lineGatherDigits( pair.call_a, 41, LINEDIGITMODE_DTMF, buffer, 7, NULL, 0, 0 );
    ok( !ret, "TSPI_lineGatherDigits: %#lx\n", ret );
    drop_call( pair.call_b, pair.htcall_b );
    check_gathered( pair.htcall_a, 41, LINEGATHERTERM_CANCEL, buffer, L"" );
    check_state( pair.htcall_a, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
    ret = p_lineGatherDigits( pair.call_a, 42, LINEDIGITMODE_DTMF, buffer, 7, NULL, 0, 0 );
    ok( ret == (LONG)LINEERR_INVALCALLSTATE, "gathered after the end: %#lx\n", ret );
    ret = p_lineGenerateDigits( pair.call_a, 42, LINEDIGITMODE_DTMF, L"1", 0 );
    ok( ret == (LONG)LINEERR_INVALCALLSTATE, "generated after the end: %#lx\n", ret );
    drop_call( pair.call_a, pair.htcall_a );
    close_line( pair.line_a );
    close_line( pair.line_b );
    host_forget();
}

/* A number that is busy answers, and a data call after it */
static void test_failures(void)
{
    HDRVLINE line = open_line( device_a, LINE_A, 0 );
    struct host_event event;
    HTAPICALL htcall;
    HDRVCALL call;

    call = make_call( line, L"5550198", LINEMEDIAMODE_AUTOMATEDVOICE, &htcall );
    do ok( host_wait( LINE_CALLSTATE, LINE_A, htcall, &event, WAIT ), "no state\n" );
    while (event.param1 != LINECALLSTATE_DISCONNECTED && event.param1 != LINECALLSTATE_IDLE);
    ok( event.param1 == LINECALLSTATE_DISCONNECTED && event.param2 == LINEDISCONNECTMODE_BUSY, "state %#lx, mode %#lx\n", (DWORD)event.param1,
        (DWORD)event.param2 );
    drop_call( call, htcall );

    call = make_call( line, L"5550199", LINEMEDIAMODE_DATAMODEM, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( call_media( call ) == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", call_media( call ));
    drop_call( call, htcall );
    close_line( line );
    host_forget();
}

static HANDLE comm_handle( HDRVCALL call )
{
    union { VARSTRING string; BYTE bytes[512]; } buffer = { .string.dwTotalSize = sizeof(buffer) };
    HANDLE handle = NULL;
    LONG ret = p_lineGetID( NULL, 0, call, LINECALLSELECT_CALL, &buffer.string, L"comm/datamodem", process );

    ok( !ret, "TSPI_lineGetID: %#lx\n", ret );
    if (!ret) memcpy( &handle, &buffer.string + 1, sizeof(handle) );
    return handle;
}

/* A modem calls where a voice modem answers, which becomes one, too. */
static void test_change(void)
{
    HDRVLINE a = open_line( device_a, LINE_A, 0 ), b = open_line( device_b, LINE_B, LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_DATAMODEM );
    HTAPICALL htcall_a, htcall_b;
    struct host_event event;
    HDRVCALL call_a, call_b;
    DWORD request;
    HANDLE comm;
    LONG ret;

    call_a = make_call( a, L"5550102", LINEMEDIAMODE_DATAMODEM, &htcall_a );
    ok( host_wait( LINE_NEWCALL, LINE_B, NULL, &event, WAIT ), "no new call\n" );
    call_b = (HDRVCALL)event.param1;
    htcall_b = event.call;
    check_state( htcall_b, LINECALLSTATE_OFFERING, LINEOFFERINGMODE_ACTIVE );
    ok( call_media( call_b ) == (LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_UNKNOWN), "offered as %#lx\n", call_media( call_b ));
    request = host_request();
    ret = p_lineAnswer( request, call_b, NULL, 0 );
    ok( ret == (LONG)request, "TSPI_lineAnswer: %#lx\n", ret );
    check_reply( request, 0 );
    check_state( htcall_b, LINECALLSTATE_ACCEPTED, 0 );
    check_state( htcall_b, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( call_media( call_b ) == LINEMEDIAMODE_AUTOMATEDVOICE, "answered as %#lx\n", call_media( call_b ));
    ret = p_lineSetMediaMode( call_b, LINEMEDIAMODE_DATAMODEM );
    ok( !ret, "TSPI_lineSetMediaMode: %#lx\n", ret );
    ok( call_media( call_b ) == LINEMEDIAMODE_DATAMODEM, "media mode %#lx\n", call_media( call_b ));
    check_state( htcall_b, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    do ok( host_wait( LINE_CALLSTATE, LINE_A, htcall_a, &event, WAIT ), "the caller is not connected\n" );
    while (event.param1 != LINECALLSTATE_CONNECTED && event.param1 != LINECALLSTATE_DISCONNECTED);
    ok( event.param1 == LINECALLSTATE_CONNECTED, "the caller's state is %#lx\n", (DWORD)event.param1 );
    comm = comm_handle( call_b );
    ok( comm != NULL, "no handle of the port\n" );
    CloseHandle( comm );
    drop_call( call_a, htcall_a );
    check_state( htcall_b, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_NORMAL );
    drop_call( call_b, htcall_b );
    close_line( a );
    close_line( b );
    host_forget();
}

static DWORD call_bearer( HDRVCALL call )
{
    LINECALLINFO info = { .dwTotalSize = sizeof(info) };
    LONG ret = p_lineGetCallInfo( call, &info );

    ok( !ret, "TSPI_lineGetCallInfo: %#lx\n", ret );
    return info.dwBearerMode;
}

/* What is written to the modem is a command; what it answers comes back. */
static void check_passed_port( HDRVCALL call, const char *command, const char *answer )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    HANDLE comm = comm_handle( call );
    char data[64] = "";
    DWORD done = 0, len;

    ok( comm != NULL, "no handle of the port\n" );
    if (!comm) return;
    if (!WriteFile( comm, command, strlen( command ), NULL, &overlapped )) GetOverlappedResult( comm, &overlapped, &done, TRUE );
    for (len = 0; len < sizeof(data) - 1 && !strstr( data, answer ); len += done)
    {
        ResetEvent( overlapped.hEvent );
        done = 0;
        if (!ReadFile( comm, data + len, 1, &done, &overlapped ) && GetLastError() == ERROR_IO_PENDING)
        {
            if (WaitForSingleObject( overlapped.hEvent, WAIT )) CancelIo( comm );
            GetOverlappedResult( comm, &overlapped, &done, TRUE );
        }
        if (!done) break;
    }
    ok( strstr( data, answer ) != NULL, "the modem answers %s\n", debugstr_a( data ));
    CloseHandle( overlapped.hEvent );
    CloseHandle( comm );
}

static void pass_port( HDRVCALL call )
{
    DWORD request = host_request();
    LONG ret = p_lineSetCallParams( request, call, LINEBEARERMODE_PASSTHROUGH, 0, 0, NULL );

    ok( ret == (LONG)request, "TSPI_lineSetCallParams: %#lx\n", ret );
    if (ret == (LONG)request) check_reply( request, 0 );
    ok( call_bearer( call ) == LINEBEARERMODE_PASSTHROUGH, "bearer mode %#lx\n", call_bearer( call ));
}

/* A program takes the modem for itself in the middle of a voice call, also of one that a person speaks; the next call works. */
static void test_pass(void)
{
    HDRVLINE line = open_line( device_a, LINE_A, 0 );
    HTAPICALL htcall;
    HDRVCALL call;

    call = make_call( line, L"5550199", LINEMEDIAMODE_AUTOMATEDVOICE, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    ok( !comm_handle( call ), "the port of a voice call\n" );
    pass_port( call );
    check_passed_port( call, "AT+VLS=5\r", "OK\r\n" );
    drop_call( call, htcall );
    call = make_call( line, L"5550199", LINEMEDIAMODE_AUTOMATEDVOICE, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    drop_call( call, htcall );
    close_line( line );

    line = open_line( device_data, LINE_A, 0 );
    call = make_call( line, L"5550199", LINEMEDIAMODE_INTERACTIVEVOICE, &htcall );
    check_state( htcall, LINECALLSTATE_DIALING, 0 );
    check_state( htcall, LINECALLSTATE_PROCEEDING, 0 );
    check_state( htcall, LINECALLSTATE_CONNECTED, LINECONNECTEDMODE_ACTIVE );
    pass_port( call );
    check_passed_port( call, "ATE0\r", "OK\r\n" );
    drop_call( call, htcall );
    close_line( line );
    host_forget();
}

START_TEST( voice )
{
    LONG ret;

    if (!host_load()) return;
    if (!add_voice_modem( KEY_A, L"Voice A", L"Modem A", 0x02000007 ) || !add_voice_modem( KEY_B, L"Voice B", L"Modem B", 0x02000001 ))
    {
        skip( "no simulated exchange: run this in tests/with-prefix\n" );
        return;
    }
    process = OpenProcess( PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId() );
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (!ret)
    {
        ok( host_find_line( L"Voice A", &device_a ) && host_find_line( L"Voice B", &device_b ) && host_find_line( L"Modem A", &device_data ),
            "the lines are missing\n" );
        test_caps();
        test_terminals();
        test_by_hand();
        test_call();
        test_failures();
        test_change();
        test_pass();
        host_stop();
    }
    CloseHandle( process );
    modem_key_delete( KEY_A, L"none" );
    modem_key_delete( KEY_B, L"none" );
}
