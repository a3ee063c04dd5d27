/*
 * A voice modem is unplugged in each state of a call, and the next call works.
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

#define SPEECH      (RATE / 2)

static short speech[20 * RATE];
static DWORD device;
static HLINE line;

enum state { OFFERING, PLAYING, RECORDING };

static const char *const state_names[] = { "offering", "playing", "recording" };

/* The line of the modem, as it is after it was plugged in again. */
static void open_voice_line( struct app *app )
{
    line = open_line( app, device, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
}

/* Somebody calls, and hears what we say. */
static HCALL get_call( struct app *app, BOOL connect )
{
    LINEMESSAGE msg;
    HCALL call;

    ok( host( "rm -f heard; ../bin/phoneline 'call 5550101 record='$PWD'/heard pause=120000' | grep OK" ), "nobody calls\n" );
    if (!wait_message( app, LINE_APPNEWCALL, H( line ), ANY, &msg ))
    {
        ok( 0, "no call\n" );
        return 0;
    }
    call = (HCALL)msg.dwParam2;
    ok( wait_state( app, call, LINECALLSTATE_OFFERING, NULL ), "not offered\n" );
    if (!connect) return call;
    ok_ret( wait_reply( app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected\n" );
    return call;
}

static DWORD WINAPI play_thread( void *arg )
{
    /* what becomes of it when the line is gone is the sound server's; it ends */
    play( (DWORD)(ULONG_PTR)arg, speech, ARRAY_SIZE(speech), PATIENCE );
    return 0;
}

static DWORD loud_samples( void )
{
    static short heard[90 * RATE];
    DWORD count, loud, i;
    char path[300];

    snprintf( path, sizeof(path), "%s/heard", folder );
    count = read_file( path, heard, sizeof(heard) ) / sizeof(*heard);
    for (i = loud = 0; i < count; i++) loud += heard[i] > 1000 || heard[i] < -1000;
    return loud;
}

/* What is said is heard. */
static void wait_heard( void )
{
    DWORD end = GetTickCount() + PATIENCE;

    while (loud_samples() < SPEECH / 4 && (int)(end - GetTickCount()) > 0) Sleep( 50 );
    ok( loud_samples() >= SPEECH / 4, "%lu loud samples were heard\n", loud_samples() );
}

/* Pull the plug in that state of a call: the call ends, the line is closed, the device goes. And it comes back as what it was. */
static void test_unplug( struct app *app, enum state state )
{
    HCALL call = get_call( app, state != OFFERING );
    struct recorder *recorder = NULL;
    HANDLE thread = NULL;
    const short *samples;
    LINEMESSAGE msg;
    DWORD last = 0, i;

    if (!call) return;
    if (state == PLAYING)
    {
        thread = CreateThread( NULL, 0, play_thread, (void *)(ULONG_PTR)line_wave_id( line, call, L"wave/out" ), 0, NULL );
        wait_heard();
    }
    if (state == RECORDING && (recorder = record_begin( line_wave_id( line, call, L"wave/in" ), 60 * RATE )))
        ok( record_goes_on( recorder ), "nothing is recorded\n" );

    ok( phoneline( "unplug A" ), "unplugged\n" );
    ok( wait_message( app, LINE_REMOVE, ANY, device, &msg ), "no LINE_REMOVE\n" );
    /* before it, in this order: the end of the call, that of the line */
    for (i = 0; i < app->count; i++)
    {
        if (app->kept[i].dwMessageID == LINE_CLOSE && app->kept[i].hDevice == H( line )) break;
        if (app->kept[i].dwMessageID == LINE_CALLSTATE && app->kept[i].hDevice == H( call )) last = app->kept[i].dwParam1;
    }
    ok( i < app->count, "no LINE_CLOSE before LINE_REMOVE\n" );
    ok( last == LINECALLSTATE_DISCONNECTED || last == LINECALLSTATE_IDLE, "the last state of the call is %#lx\n", last );
    ok_ret( lineDrop( call, NULL, 0 ), LINEERR_INVALCALLHANDLE );
    if (thread)
    {
        play_stop = TRUE;
        ok( !WaitForSingleObject( thread, PATIENCE ), "playing hangs\n" );
        play_stop = FALSE;
        CloseHandle( thread );
    }
    if (recorder)
    {
        record_end( recorder, &samples );
        record_free( recorder );
    }
    forget( app );

    ok( phoneline( "replug A" ), "plugged in\n" );
    if (wait_message( app, LINE_CREATE, ANY, ANY, &msg )) device = msg.dwParam1;
    else ok( 0, "no LINE_CREATE\n" );
    open_voice_line( app );
}

START_TEST(unplug)
{
    unsigned int state;
    struct app app;
    HCALL call;

    if (!far_end_begin()) return;
    make_speech( speech, ARRAY_SIZE(speech) );
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    app_begin( &app, "unplug" );
    device = find_line( &app, L"Modem A" );
    open_voice_line( &app );
    for (state = OFFERING; line && state <= RECORDING; state++)
    {
        winetest_push_context( "%s", state_names[state] );
        test_unplug( &app, state );
        winetest_pop_context();
    }
    /* and after all that a call as usual */
    if (line && (call = get_call( &app, TRUE )))
    {
        ok( play( line_wave_id( line, call, L"wave/out" ), speech, SPEECH, PATIENCE ), "playing stalls\n" );
        wait_heard();
        hang_up( &app, call );
        lineClose( line );
    }
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
