/*
 * An answered voice call goes to another program, which plays, records and hears digits from then on.
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
#include <string.h>
#include <wchar.h>

#include "wave.h"

#define OWNER       LINECALLPRIVILEGE_OWNER
#define MONITOR     LINECALLPRIVILEGE_MONITOR
#define AUTOMATED   LINEMEDIAMODE_AUTOMATEDVOICE
#define INTERACTIVE LINEMEDIAMODE_INTERACTIVEVOICE
#define SPEECH      RATE
#define RECORDED    (24 * RATE)
#define SECOND      L"handoff_second.exe"

enum { REMOTE_PLAY = REMOTE_OWN, REMOTE_RECORD, REMOTE_RECORDED, REMOTE_MONITOR_DIGITS };

static short speech[SPEECH];
static struct recorder *recorder;

/* ---- the program that gets the calls ---- */

static LONG own( struct app *app, HLINE line, DWORD op, const DWORD *args, struct remote_reply *reply )
{
    HCALL call = (HCALL)(ULONG_PTR)args[0];
    const short *samples;
    char path[300];
    DWORD count;
    BOOL ret;

    switch (op)
    {
    case REMOTE_PLAY:
        make_speech( speech, SPEECH );
        return play( line_wave_id( line, call, L"wave/out" ), speech, SPEECH, PATIENCE ) ? 0 : ERR( OPERATIONFAILED );
    case REMOTE_RECORD:
        recorder = record_begin( line_wave_id( line, call, L"wave/in" ), RECORDED );
        return recorder ? 0 : ERR( OPERATIONFAILED );
    case REMOTE_RECORDED:
        count = record_wait( recorder, SPEECH / 2, &samples );
        far_end_begin();
        snprintf( path, sizeof(path), "%s/recorded", folder );
        ret = write_file( path, samples, count * sizeof(*samples) );
        record_free( recorder );
        return ret ? 0 : ERR( OPERATIONFAILED );
    case REMOTE_MONITOR_DIGITS:
        return lineMonitorDigits( call, LINEDIGITMODE_DTMF );
    }
    return ERR( INVALPARAM );
}

/* ---- the far end ---- */

static void caller_begins(void)
{
    ok( host( "rm -f heard recorded; ../bin/phoneline 'call 5550101 from=5550177 record='$PWD/heard >answer; grep OK answer" ), "nobody calls\n" );
}

static void caller_does( const char *steps )
{
    char command[400];

    snprintf( command, sizeof(command), "../bin/phoneline \"do $(sed 's/.* //' answer) %s\" | grep OK", steps );
    ok( host( command ), "the caller does not %s\n", steps );
}

/* What the caller has heard so far, at least so many samples with sound in them, which he may not have got yet. */
static DWORD caller_heard( short *heard, DWORD size, DWORD wanted )
{
    DWORD end = GetTickCount() + PATIENCE, count, sound, i;
    char path[300];

    snprintf( path, sizeof(path), "%s/heard", folder );
    for (;;)
    {
        count = read_file( path, heard, size ) / sizeof(*heard);
        for (i = sound = 0; i < count; i++) sound += heard[i] > 100 || heard[i] < -100;
        if (sound >= wanted || (int)(end - GetTickCount()) <= 0) return count;
        Sleep( 100 );
    }
}

/* ---- the program that answers ---- */

static HCALL answer( struct app *app, HLINE line, DWORD media_mode )
{
    LINEMESSAGE msg;
    HCALL call;

    caller_begins();
    if (!wait_message( app, LINE_APPNEWCALL, H( line ), ANY, &msg ))
    {
        ok( 0, "no call\n" );
        return 0;
    }
    call = (HCALL)msg.dwParam2;
    ok( wait_state( app, call, LINECALLSTATE_OFFERING, &msg ) && msg.dwParam3 == OWNER, "not offered\n" );
    ok_ret( wait_reply( app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    ok( call_info( call )->dwMediaMode == media_mode, "media mode %#lx\n", call_info( call )->dwMediaMode );
    return call;
}

/* What the second program sees of it: first the call, then its state as it is, with the privilege. */
static DWORD check_received( struct remote *remote )
{
    DWORD call;

    ok( !remote_do( remote, REMOTE_WAIT, LINE_APPNEWCALL, ANY, ANY, NULL ), "no LINE_APPNEWCALL\n" );
    ok( remote->reply.values[3] == OWNER, "privilege %#lx\n", remote->reply.values[3] );
    call = remote->reply.values[2];
    ok( !remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, call, ANY, NULL ), "no LINE_CALLSTATE\n" );
    ok( remote->reply.values[1] == LINECALLSTATE_CONNECTED && remote->reply.values[2] == LINECONNECTEDMODE_ACTIVE && remote->reply.values[3] == OWNER,
        "state %#lx, mode %#lx, privilege %#lx\n", remote->reply.values[1], remote->reply.values[2], remote->reply.values[3] );
    return call;
}

/* The second program plays, records and hears digits. */
static BOOL check_sound( struct remote *remote, DWORD their, unsigned int attempt )
{
    static short heard[90 * RATE], recorded[RECORDED];
    char path[300];
    DWORD count;
    BOOL ret;

    lateness_begin();
    ok_ret( remote_do( remote, REMOTE_PLAY, their, 0, 0, NULL ), 0 );
    count = caller_heard( heard, sizeof(heard), SPEECH * 9 / 10 );
    ret = check_heard( "played by the second program", heard, count, speech, SPEECH, attempt );

    lateness_begin();
    ok_ret( remote_do( remote, REMOTE_RECORD, their, 0, 0, NULL ), 0 );
    snprintf( path, sizeof(path), "play=%s/speech", folder );
    caller_does( path );
    ok_ret( remote_do( remote, REMOTE_RECORDED, their, 0, 0, NULL ), 0 );
    snprintf( path, sizeof(path), "%s/recorded", folder );
    count = read_file( path, recorded, sizeof(recorded) ) / sizeof(*recorded);
    if (!check_heard( "recorded by the second program", recorded, count, speech, SPEECH, attempt )) ret = FALSE;

    ok_ret( remote_do( remote, REMOTE_MONITOR_DIGITS, their, 0, 0, NULL ), 0 );
    caller_does( "digits=7" );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_MONITORDIGITS, their, '7', NULL ), 0 );
    return ret;
}

/* By the name of its file, while this one records: it goes on as a monitor. */
static BOOL test_by_name( struct app *app, HLINE line, struct remote *remote, DWORD device, unsigned int attempt )
{
    static WCHAR digit[] = L"1";
    struct recorder *mine;
    LINEMESSAGE msg = { 0 };
    const short *samples;
    DWORD their;
    HCALL call;
    BOOL ret;

    /* calls are the first one's who opened the line for them */
    ok_ret( remote_do( remote, REMOTE_OPEN, device, OWNER, AUTOMATED, NULL ), 0 );
    if (!(call = answer( app, line, AUTOMATED ))) return TRUE;
    mine = record_begin( line_wave_id( line, call, L"wave/in" ), 60 * RATE );
    ok_ret( lineHandoffW( call, SECOND, 0 ), 0 );
    their = check_received( remote );
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_NUMOWNERINCR, &msg ), "no second owner\n" );
    ok( call_info( call )->dwNumOwners == 2 && call_info( call )->dwMediaMode == AUTOMATED, "%lu owners, media mode %#lx\n", call_info( call )->dwNumOwners,
        call_info( call )->dwMediaMode );
    /* the privilege remains until it is given away */
    ok( call_privilege( call ) == OWNER, "privilege %#lx\n", call_privilege( call ) );
    ok_ret( lineSetCallPrivilege( call, MONITOR ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLINFO, their, LINECALLINFOSTATE_NUMOWNERDECR | LINECALLINFOSTATE_NUMMONITORS, NULL ), 0 );
    ok_ret( lineGenerateDigitsW( call, LINEDIGITMODE_DTMF, digit, 0 ), LINEERR_NOTOWNER );
    ok_ret( lineSetMediaMode( call, LINEMEDIAMODE_DATAMODEM ), LINEERR_NOTOWNER );
    ok_ret( lineDrop( call, NULL, 0 ), LINEERR_NOTOWNER );
    if (mine)
    {
        /* who hands over may listen on */
        ok( record_goes_on( mine ), "the recording ended with the hand-off\n" );
        record_end( mine, &samples );
        record_free( mine );
    }
    ret = check_sound( remote, their, attempt );
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "the monitor hears of no end\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    forget( app );
    return ret;
}

/* By media mode; the first program lets go of the call altogether, and closes the line. */
static void test_by_media_mode( struct app *app, struct remote *remote, DWORD device )
{
    static short heard[90 * RATE];
    HLINE line = open_line( app, device, NEWEST, OWNER, AUTOMATED );
    DWORD their, count;
    HCALL call;

    if (!line) return;
    if ((call = answer( app, line, AUTOMATED )))
    {
        /* only now, as it would have got the call: a person's program comes before a machine's */
        ok_ret( remote_do( remote, REMOTE_OPEN, device, OWNER, INTERACTIVE, NULL ), 0 );
        ok_ret( lineHandoffW( call, NULL, AUTOMATED ), LINEERR_TARGETSELF );
        ok_ret( lineHandoffW( call, NULL, LINEMEDIAMODE_DATAMODEM ), LINEERR_TARGETNOTFOUND );
        ok_ret( lineHandoffW( call, NULL, INTERACTIVE ), 0 );
        their = check_received( remote );
        ok_ret( lineDeallocateCall( call ), 0 );
        ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLINFO, their, LINECALLINFOSTATE_NUMOWNERDECR, NULL ), 0 );
        ok_ret( lineClose( line ), 0 );
        line = 0;
        ok_ret( remote_do( remote, REMOTE_STATUS, their, 0, 0, NULL ), 0 );
        ok( remote->reply.values[0] == LINECALLSTATE_CONNECTED, "state %#lx\n", remote->reply.values[0] );
        ok_ret( remote_do( remote, REMOTE_PLAY, their, 0, 0, NULL ), 0 );
        count = caller_heard( heard, sizeof(heard), SPEECH / 2 );
        ok( count >= SPEECH / 2, "the caller heard %lu samples\n", count );
        ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
        ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
        ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
        ok_ret( remote_do( remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    }
    if (line) lineClose( line );
}

START_TEST(handoff)
{
    struct remote remote;
    unsigned int attempt;
    char path[300];
    struct app app;
    DWORD device;
    HLINE line;

    remote_own = own;
    remote_main();
    if (!far_end_begin()) return;
    make_speech( speech, SPEECH );
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    snprintf( path, sizeof(path), "%s/speech", folder );
    ok( write_file( path, speech, sizeof(speech) ), "%s\n", path );

    app_begin( &app, "handoff" );
    device = find_line( &app, L"Modem A" );
    if (remote_begin( &remote, "handoff", SECOND ))
    {
        if ((line = open_line( &app, device, NEWEST, OWNER, AUTOMATED )))
        {
            for (attempt = 1; !test_by_name( &app, line, &remote, device, attempt ); attempt++) {}
            lineClose( line );
        }
        test_by_media_mode( &app, &remote, device );
        remote_end( &remote );
    }
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
