/*
 * An answering machine by TAPI 3 on a voice modem: who calls hears its greeting, and what he says is in its file.
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

#include <stdio.h>
#include <wchar.h>

#include "../../dlls/tapi3/tests/fixture.h"
#include "wave.h"

#define SPEECH   (3 * RATE / 2)
#define HEARD    (60 * RATE)
#define CALLER   L"5550177"
#define GREETING L"c:\\greeting.wav"
#define MESSAGE  L"c:\\message.wav"

static short speech[2][SPEECH], heard[HEARD];
enum { MACHINE, PERSON };               /* whose words */

#pragma pack( push, 1 )
static const struct wav_header
{
    DWORD riff, size, wave, fmt, fmt_size;
    WORD  tag, channels;
    DWORD rate, bytes;
    WORD  align, bits;
    DWORD data, data_size;
} header = { 0x46464952, 36 + SPEECH * 2, 0x45564157, 0x20746d66, 16, 1, 1, RATE, 2 * RATE, 2, 16, 0x61746164, SPEECH * 2 };
#pragma pack( pop )

static void write_greeting( void )
{
    HANDLE file = CreateFileW( GREETING, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    DWORD written = 0;

    ok( file != INVALID_HANDLE_VALUE && WriteFile( file, &header, sizeof(header), &written, NULL ) &&
        WriteFile( file, speech[MACHINE], sizeof(speech[MACHINE]), &written, NULL ) && written == sizeof(speech[MACHINE]), "no greeting\n" );
    CloseHandle( file );
}

/* The samples of the message so far. Returns how many. */
static DWORD read_message( short *samples, DWORD size )
{
    HANDLE file = CreateFileW( MESSAGE, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    struct wav_header found = { 0 };
    DWORD count = 0;

    if (file == INVALID_HANDLE_VALUE) return 0;
    if (ReadFile( file, &found, sizeof(found), &count, NULL ) && count == sizeof(found))
    {
        ok( found.riff == header.riff && found.fmt == header.fmt && found.tag == 1 && found.channels == 1 && found.rate == RATE && found.bits == 16 &&
            found.data == header.data, "no WAV file of 8 kHz, 16 bits\n" );
        if (!ReadFile( file, samples, size, &count, NULL )) count = 0;
    }
    CloseHandle( file );
    return count / sizeof(*samples);
}

/* ---- the caller ---- */

static void caller_begins( void )
{
    ok( host( "rm -f heard-answer; ../bin/phoneline 'call 5550101 from=5550177 record='$PWD/heard-answer >answer; grep OK answer" ), "nobody calls\n" );
}

/* Says its words and keys a digit */
static void caller_speaks( void )
{
    ok( host( "../bin/phoneline \"do $(sed 's/.* //' answer) pause=1500 play=$PWD/speech-answer pause=500 digits=5 pause=60000\" | grep OK" ),
        "the caller does not speak\n" );
}

static DWORD loud_of( const short *samples, DWORD count )
{
    DWORD i, loud = 0;

    for (i = 0; i < count; i++) loud += samples[i] > 1000 || samples[i] < -1000;
    return loud;
}

/* What the caller has heard a second after most of what the machine says */
static DWORD caller_hears( void )
{
    const DWORD end = GetTickCount() + PATIENCE, wanted = loud_of( speech[MACHINE], SPEECH ) * 9 / 10;
    DWORD count, enough = 0;
    char path[300];

    snprintf( path, sizeof(path), "%s/heard-answer", folder );
    for (;;)
    {
        count = read_file( path, heard, sizeof(heard) ) / sizeof(*heard);
        if (!enough && loud_of( heard, count ) >= wanted) enough = count + RATE;
        if ((enough && count >= enough) || (int)(end - GetTickCount()) <= 0) return count;
        Sleep( 100 );
    }
}

/* ---- the machine: TAPI 3 from its public headers ---- */

static ITAddress *address_of_modem( ITTAPI2 *tapi, BSTR *name )
{
    ITAddress *address = NULL;
    IEnumAddress *list;

    *name = NULL;
    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &list ), S_OK );
    while (IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        ok_hr( ITAddress_get_AddressName( address, name ), S_OK );
        if (wcsstr( *name, L"Modem A" )) break;
        SysFreeString( *name );
        ITAddress_Release( address );
        address = NULL;
        *name = NULL;
    }
    IEnumAddress_Release( list );
    ok( address != NULL, "no address of the modem\n" );
    return address;
}

/* A file terminal, selected on the call, and its controls */
static ITTerminal *add_file( ITBasicCallControl2 *call, const WCHAR *class, TERMINAL_DIRECTION direction, const WCHAR *file, ITMediaControl **control )
{
    BSTR name = SysAllocString( class );
    ITTerminal *terminal = NULL;
    ITMediaPlayback *playback;
    ITMediaRecord *record;
    VARIANT list;

    *control = NULL;
    ok_hr( ITBasicCallControl2_RequestTerminal( call, name, TAPIMEDIATYPE_MULTITRACK, direction, &terminal ), S_OK );
    SysFreeString( name );
    if (!terminal) return NULL;
    V_VT( &list ) = VT_BSTR;
    V_BSTR( &list ) = SysAllocString( file );
    if (direction == TD_CAPTURE)
    {
        ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaPlayback, (void **)&playback ), S_OK );
        ok_hr( ITMediaPlayback_put_PlayList( playback, list ), S_OK );
        ITMediaPlayback_Release( playback );
    }
    else
    {
        ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaRecord, (void **)&record ), S_OK );
        ok_hr( ITMediaRecord_put_FileName( record, V_BSTR( &list ) ), S_OK );
        ITMediaRecord_Release( record );
    }
    VariantClear( &list );
    ok_hr( ITBasicCallControl2_SelectTerminalOnCall( call, terminal ), S_OK );
    ok_hr( ITTerminal_QueryInterface( terminal, &IID_ITMediaControl, (void **)control ), S_OK );
    return terminal;
}

/* The number comes between the first two rings, with the call or after it. */
static void check_caller( struct sink *sink, ITCallInfo *info )
{
    ITCallInfoChangeEvent *event;
    BSTR number = NULL;

    ok_hr( ITCallInfo_get_CallInfoString( info, CIS_CALLERIDNUMBER, &number ), S_OK );
    while (number && !number[0] && (event = sink_wait( sink, TE_CALLINFOCHANGE, &IID_ITCallInfoChangeEvent )))
    {
        ITCallInfoChangeEvent_Release( event );
        SysFreeString( number );
        ok_hr( ITCallInfo_get_CallInfoString( info, CIS_CALLERIDNUMBER, &number ), S_OK );
    }
    ok( number && !wcscmp( number, CALLER ), "the caller is %s\n", wine_dbgstr_w( number ));
    SysFreeString( number );
}

static void wait_played( struct sink *sink )
{
    FT_STATE_EVENT_CAUSE cause = FTEC_NORMAL;
    ITFileTerminalEvent *event;

    while (cause != FTEC_END_OF_FILE && (event = sink_wait( sink, TE_FILETERMINAL, &IID_ITFileTerminalEvent )))
    {
        ok_hr( ITFileTerminalEvent_get_Cause( event, &cause ), S_OK );
        ITFileTerminalEvent_Release( event );
    }
    ok( cause == FTEC_END_OF_FILE, "the greeting does not end\n" );
}

static void wait_digit( struct sink *sink )
{
    ITDigitDetectionEvent *event = sink_wait( sink, TE_DIGITEVENT, &IID_ITDigitDetectionEvent );
    TAPI_DIGITMODE mode;
    unsigned char digit = 0;

    ok( event != NULL, "no digit\n" );
    if (!event) return;
    ok_hr( ITDigitDetectionEvent_get_Digit( event, &digit ), S_OK );
    ok_hr( ITDigitDetectionEvent_get_DigitMode( event, &mode ), S_OK );
    ok( digit == '5' && mode == LINEDIGITMODE_DTMF, "digit %c, mode %ld\n", digit, mode );
    ITDigitDetectionEvent_Release( event );
}

static void wait_call_state( struct sink *sink, ITCallInfo *info, CALL_STATE state )
{
    ITCallStateEvent *event = sink_wait_state( sink, info, state );

    ok( event != NULL, "no state %d\n", state );
    if (event) ITCallStateEvent_Release( event );
}

/* One call, from its ringing to its end. FALSE: the sound was bad, and so was this machine */
static BOOL serve( struct sink *sink, ITAddress *address, unsigned int attempt )
{
    ITCallNotificationEvent *notification;
    ITTerminal *playback, *recording;
    ITLegacyCallMediaControl2 *media;
    ITMediaControl *player, *recorder;
    CALL_NOTIFICATION_EVENT kind;
    ITBasicCallControl2 *call;
    ITAddress *found;
    ITCallInfo *info;
    DWORD count;
    BOOL ret;

    caller_begins();
    notification = sink_wait( sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent );
    ok( notification != NULL, "no call\n" );
    if (!notification) return TRUE;
    ok_hr( ITCallNotificationEvent_get_Event( notification, &kind ), S_OK );
    ok( kind == CNE_OWNER, "notification %d\n", kind );
    ok_hr( ITCallNotificationEvent_get_Call( notification, &info ), S_OK );
    ITCallNotificationEvent_Release( notification );
    ok_hr( ITCallInfo_get_Address( info, &found ), S_OK );
    ok( same_object( found, address ), "another address\n" );
    ITAddress_Release( found );
    check_caller( sink, info );
    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl2, (void **)&call ), S_OK );
    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITLegacyCallMediaControl2, (void **)&media ), S_OK );

    playback = add_file( call, CLSID_String_FilePlaybackTerminal, TD_CAPTURE, GREETING, &player );
    recording = add_file( call, CLSID_String_FileRecordingTerminal, TD_RENDER, MESSAGE, &recorder );
    ok_hr( ITBasicCallControl2_Answer( call ), S_OK );
    wait_call_state( sink, info, CS_CONNECTED );
    lateness_begin();
    ok_hr( ITMediaControl_Start( player ), S_OK );
    wait_played( sink );
    count = caller_hears();
    ret = check_heard( "greeting", heard, count, speech[MACHINE], SPEECH, attempt );

    ok_hr( ITLegacyCallMediaControl2_DetectDigits( media, LINEDIGITMODE_DTMF ), S_OK );
    lateness_begin();
    ok_hr( ITMediaControl_Start( recorder ), S_OK );
    caller_speaks();
    wait_digit( sink );
    ok_hr( ITMediaControl_Stop( recorder ), S_OK );
    count = read_message( heard, sizeof(heard) );
    if (!check_heard( "message", heard, count, speech[PERSON], SPEECH, attempt )) ret = FALSE;

    ok_hr( ITBasicCallControl2_Disconnect( call, DC_NORMAL ), S_OK );
    wait_call_state( sink, info, CS_DISCONNECTED );
    ITMediaControl_Release( player );
    ITMediaControl_Release( recorder );
    ITTerminal_Release( playback );
    ITTerminal_Release( recording );
    ITLegacyCallMediaControl2_Release( media );
    ITBasicCallControl2_Release( call );
    release_last_of( sink, info );
    return ret;
}

/* ---- the sample programs/samples/tapi3answer.c, as it is ---- */

static BOOL wait_line( HANDLE from, const char *line )
{
    char text[100];
    DWORD used, size;

    for (;;)
    {
        for (used = 0; used < sizeof(text) - 1 && ReadFile( from, text + used, 1, &size, NULL ) && size && text[used] != '\n'; used++) {}
        text[used] = 0;
        if (!strncmp( text, line, strlen( line ))) return TRUE;
        if (!used) return FALSE;
        trace( "tapi3answer: %s\n", text );
    }
}

static BOOL test_sample( const WCHAR *line, unsigned int attempt )
{
    SECURITY_ATTRIBUTES inherit = { sizeof(inherit), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup), .dwFlags = STARTF_USESTDHANDLES };
    WCHAR own[MAX_PATH], program[MAX_PATH + 100], command[MAX_PATH + 400], *slash;
    PROCESS_INFORMATION process;
    HANDLE from, out;
    DWORD code = ~0u, count, end;
    BOOL ret = TRUE;

    GetModuleFileNameW( NULL, own, ARRAY_SIZE(own) );
    *wcsrchr( own, '\\' ) = 0;
    if (!(slash = wcsrchr( own, '\\' ))) return TRUE;
    swprintf( program, ARRAY_SIZE(program), L"%.*ls\\..\\stage\\lib\\wine-telephony%ls\\tapi3answer.exe", (int)(slash - own), own, slash );
    if (GetFileAttributesW( program ) == INVALID_FILE_ATTRIBUTES)
    {
        skip( "no sample program %s\n", wine_dbgstr_w( program ));
        return TRUE;
    }
    CreatePipe( &from, &out, &inherit, 0 );
    SetHandleInformation( from, HANDLE_FLAG_INHERIT, 0 );
    startup.hStdOutput = out;
    startup.hStdError = GetStdHandle( STD_ERROR_HANDLE );
    swprintf( command, ARRAY_SIZE(command), L"\"%ls\" \"%ls\" " GREETING L" " MESSAGE L" 1", program, line );
    ret = CreateProcessW( program, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process );
    ok( ret, "cannot start %s: %lu\n", wine_dbgstr_w( command ), GetLastError() );
    CloseHandle( out );
    if (!ret) return TRUE;
    if (wait_line( from, "ready" ))
    {
        lateness_begin();
        caller_begins();
        ok( wait_line( from, "ringing" ), "it does not see the call\n" );
        count = caller_hears();
        ret = check_heard( "the sample's greeting", heard, count, speech[MACHINE], SPEECH, attempt );
        lateness_begin();
        caller_speaks();
        /* what the sample records it writes as it comes; then the caller hangs up */
        end = GetTickCount() + PATIENCE;
        do
        {
            Sleep( 100 );
            count = read_message( heard, sizeof(heard) );
        } while (count < 4 * SPEECH && (int)(end - GetTickCount()) > 0);
        ok( host( "../bin/phoneline \"hangup $(sed 's/.* //' answer)\" | grep OK" ), "the caller does not hang up\n" );
        ok( wait_line( from, "over" ), "it does not see the end\n" );
        count = read_message( heard, sizeof(heard) );
        if (!check_heard( "the sample's message", heard, count, speech[PERSON], SPEECH, attempt )) ret = FALSE;
    }
    else ok( 0, "it is not ready\n" );
    ok( !WaitForSingleObject( process.hProcess, PATIENCE ), "the sample does not end\n" );
    GetExitCodeProcess( process.hProcess, &code );
    ok( !code, "the sample ends with %lu\n", code );
    if (code == STILL_ACTIVE) TerminateProcess( process.hProcess, 1 );
    CloseHandle( process.hProcess );
    CloseHandle( process.hThread );
    CloseHandle( from );
    return ret;
}

START_TEST(answering)
{
    LONG registration;
    unsigned int attempt;
    ITAddress *address;
    struct sink sink;
    char path[300];
    ITTAPI2 *tapi;
    BSTR name;

    if (!far_end_begin()) return;
    make_speech( speech[MACHINE], SPEECH );
    /* other words, as loud */
    for (attempt = 0; attempt < SPEECH; attempt++) speech[PERSON][attempt] = -speech[MACHINE][SPEECH - 1 - attempt];
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    snprintf( path, sizeof(path), "%s/speech-answer", folder );
    ok( write_file( path, speech[PERSON], sizeof(speech[PERSON]) ), "%s\n", path );
    write_greeting();

    tapi = new_tapi();
    if ((address = address_of_modem( tapi, &name )))
    {
        sink_advise( &sink, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE | TE_CALLINFOCHANGE | TE_DIGITEVENT | TE_FILETERMINAL );
        ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0, &registration ), S_OK );
        for (attempt = 1; !serve( &sink, address, attempt ); attempt++) {}
        ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );
        sink_unadvise( &sink );
        ITAddress_Release( address );
    }
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ITTAPI2_Release( tapi );
    if (name) for (attempt = 1; !test_sample( name, attempt ); attempt++) {}
    SysFreeString( name );
    CoUninitialize();
    DeleteFileW( GREETING );
    DeleteFileW( MESSAGE );
    voice_modem_end( L"Modem A" );
}
