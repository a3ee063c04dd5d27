/*
 * Tests of voice calls over wave devices: what a program plays is what the far end hears, and the other way round.
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

#define SPEECH      (2 * RATE)
#define LISTENER    L"5550150"
#define SPEAKER     L"5550151"

static short speech[SPEECH];


static BOOL test_play( struct app *app, HLINE line, unsigned int attempt )
{
    static short heard[40 * RATE];
    HCALL call = voice_call( app, line, LISTENER );
    DWORD end = GetTickCount() + PATIENCE, count, device;
    char path[300];
    BOOL ret;

    if (!call) return TRUE;
    device = line_wave_id( line, call, L"wave/out" );   /* which has Wine look for its devices */
    lateness_begin();
    ok( play( device, speech, SPEECH, PATIENCE ), "playing stalls\n" );
    snprintf( path, sizeof(path), "%s/heard", folder );
    /* what was played is on its way still: the file grows as the line hears it */
    do
    {
        Sleep( 200 );
        count = read_file( path, heard, sizeof(heard) ) / 2;
    } while (count < SPEECH + 2 * RATE && (int)(end - GetTickCount()) > 0);
    ret = check_heard( "played", heard, count, speech, SPEECH, attempt );
    hang_up( app, call );
    return ret;
}

static BOOL test_record( struct app *app, HLINE line, unsigned int attempt )
{
    struct recorder *recorder;
    BOOL ret = TRUE;
    const short *got;
    DWORD count;
    HCALL call = voice_call( app, line, SPEAKER );

    if (!call) return TRUE;
    /* the speaker waits for a word */
    ok( play( line_wave_id( line, call, L"wave/out" ), speech, RATE / 4, PATIENCE ), "playing stalls\n" );
    lateness_begin();
    if ((recorder = record_begin( line_wave_id( line, call, L"wave/in" ), 12 * RATE )))
    {
        ok( host( "sleep 7" ), "sleep\n" );
        count = record_end( recorder, &got );
        ret = check_heard( "recorded", got, count, speech, SPEECH, attempt );
        record_free( recorder );
    }
    hang_up( app, call );
    return ret;
}

START_TEST(talk)
{
    unsigned int attempt;
    char path[300];
    struct app app;
    HLINE line;

    if (!far_end_begin()) return;
    make_speech( speech, SPEECH );
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    snprintf( path, sizeof(path), "%s/speech", folder );
    ok( write_file( path, speech, sizeof(speech) ), "%s\n", path );
    ok( phoneline( "phone 5550150 record=%s/heard", folder ), "a listener\n" );
    ok( phoneline( "phone 5550151 wait-sound pause=2000 play=%s/speech pause=20000", folder ), "a speaker\n" );

    app_begin( &app, "talk" );
    line = open_line( &app, find_line( &app, L"Modem A" ), 0x00020002, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
    if (line)
    {
        /* the second call plays at once, as Wine knows its devices then */
        for (attempt = 1; !test_play( &app, line, attempt ); attempt++) {}
        for (attempt = 1; !test_play( &app, line, attempt ); attempt++) {}
        for (attempt = 1; !test_record( &app, line, attempt ); attempt++) {}
        lineClose( line );
    }
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
