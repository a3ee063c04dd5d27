/*
 * Tests of a sound server that dies and comes back while a program plays and records in a call.
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

#include "wave.h"

#define SPEECH      (2 * RATE)
#define LISTENER    L"5550152"
#define CHUNK       (RATE / 50)

static const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, RATE, 2 * RATE, 2, 16, 0 };
static short speech[SPEECH], heard[60 * RATE];

/* A program that plays on and on; what it is told of a server that is gone is its own affair, but it must be told, or be left alone. */
struct player
{
    DWORD         device;
    volatile LONG stop, written, ended;
};

static DWORD WINAPI play_on( void *arg )
{
    struct player *player = arg;
    HANDLE event = CreateEventW( NULL, FALSE, FALSE, NULL );
    WAVEHDR headers[4] = { { 0 } };
    DWORD at = 0, next = 0, i;
    HWAVEOUT wave;

    if (waveOutOpen( &wave, player->device, &format, (DWORD_PTR)event, 0, CALLBACK_EVENT )) return 1;
    for (i = 0; i < 4; i++)
    {
        headers[i].lpData = (char *)(speech + i * CHUNK);
        headers[i].dwBufferLength = CHUNK * 2;
        waveOutPrepareHeader( wave, &headers[i], sizeof(headers[i]) );
        headers[i].dwFlags |= WHDR_DONE;
    }
    while (!player->stop)
    {
        for (; headers[next].dwFlags & WHDR_DONE; next = (next + 1) % 4, at = (at + CHUNK) % SPEECH)
        {
            headers[next].lpData = (char *)(speech + at);
            headers[next].dwFlags &= ~WHDR_DONE;
            if (waveOutWrite( wave, &headers[next], sizeof(headers[next]) ))
            {
                headers[next].dwFlags |= WHDR_DONE;
                break;
            }
            player->written++;
        }
        WaitForSingleObject( event, 20 );
    }
    waveOutReset( wave );
    for (i = 0; i < 4; i++) waveOutUnprepareHeader( wave, &headers[i], sizeof(headers[i]) );
    waveOutClose( wave );
    CloseHandle( event );
    player->ended = 1;
    return 0;
}

/* Whether lineGetID has, or has not, a device, sooner or later. */
static BOOL wait_device( HLINE line, HCALL call, BOOL there )
{
    union { VARSTRING id; char bytes[64]; } u = { { sizeof(u) } };
    DWORD end = GetTickCount() + 2 * PATIENCE;
    LONG ret;

    do
    {
        ret = lineGetIDW( line, 0, call, LINECALLSELECT_CALL, &u.id, L"wave/out" );
        if (there ? !ret : ret == (LONG)LINEERR_NODEVICE) return TRUE;
        Sleep( 100 );
    } while ((int)(end - GetTickCount()) > 0);
    ok( !there || !ret, "lineGetID: %#lx\n", ret );
    return FALSE;
}

static BOOL start_server(void)
{
    return host( "rm -f $XDG_RUNTIME_DIR/native; pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes"
                 " -L 'module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket='$XDG_RUNTIME_DIR/native"
                 " >$XDG_RUNTIME_DIR/again.log 2>&1 </dev/null & echo $! >$XDG_RUNTIME_DIR/again.pid;"
                 " for i in $(seq 400); do [ ! -S $XDG_RUNTIME_DIR/native ] || break; sleep 0.05; done;"
                 " [ -S $XDG_RUNTIME_DIR/native ]" );
}

static DWORD count_heard(void)
{
    char path[300];

    snprintf( path, sizeof(path), "%s/heard.restart", folder );
    return read_file( path, heard, sizeof(heard) ) / 2;
}

/* Wait until a quarter of a second of loud samples was heard after those. */
static void wait_loud( DWORD before )
{
    DWORD end = GetTickCount() + PATIENCE, count, loud, i;

    do
    {
        Sleep( 100 );
        count = count_heard();
        for (i = before, loud = 0; i < count; i++) if (heard[i] > 1000 || heard[i] < -1000) loud++;
    } while (loud < RATE / 4 && (int)(end - GetTickCount()) > 0);
    ok( loud >= RATE / 4, "%lu loud samples of %lu\n", loud, count - before );
}

static void test_restart( struct app *app, HLINE line )
{
    HCALL call = voice_call( app, line, LISTENER );
    struct recorder *recorder;
    struct player player = { 0 };
    DWORD count, before;
    const short *got;
    HANDLE thread;

    if (!call) return;
    player.device = line_wave_id( line, call, L"wave/out" );
    recorder = record_begin( line_wave_id( line, call, L"wave/in" ), 60 * RATE );
    thread = CreateThread( NULL, 0, play_on, &player, 0, NULL );
    wait_loud( 0 );
    ok( player.written, "nothing is played\n" );

    ok( host( "kill -9 $(cat $XDG_RUNTIME_DIR/again.pid || echo $WITH_PREFIX_SOUND_PID)" ), "kill\n" );
    ok( wait_device( line, call, FALSE ), "the devices are there still\n" );
    ok( call_state( call ) == LINECALLSTATE_CONNECTED, "state %#lx\n", call_state( call ) );
    player.stop = 1;
    ok( WaitForSingleObject( thread, PATIENCE ) == WAIT_OBJECT_0 && player.ended, "the player hangs\n" );
    if (recorder)
    {
        count = record_end( recorder, &got );
        ok( count, "nothing recorded\n" );
        record_free( recorder );
    }
    CloseHandle( thread );

    ok( start_server(), "no sound server\n" );
    ok( wait_device( line, call, TRUE ), "the devices do not come back\n" );
    ok( call_state( call ) == LINECALLSTATE_CONNECTED, "state %#lx\n", call_state( call ) );
    /* the same program, and the same call */
    before = count_heard();
    memset( &player, 0, sizeof(player) );
    player.device = line_wave_id( line, call, L"wave/out" );
    thread = CreateThread( NULL, 0, play_on, &player, 0, NULL );
    wait_loud( before );
    player.stop = 1;
    ok( WaitForSingleObject( thread, PATIENCE ) == WAIT_OBJECT_0, "the player hangs\n" );
    CloseHandle( thread );
    hang_up( app, call );
}

START_TEST(restart)
{
    struct app app;
    HLINE line;

    if (!far_end_begin() || !voice_modem_begin( L"Modem A", 0x21 )) return;
    make_speech( speech, SPEECH );
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    ok( phoneline( "phone 5550152 record=%s/heard.restart pause=60000", folder ), "a listener\n" );
    app_begin( &app, "restart" );
    line = open_line( &app, find_line( &app, L"Modem A" ), 0x00020002, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
    if (line)
    {
        test_restart( &app, line );
        lineClose( line );
    }
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
