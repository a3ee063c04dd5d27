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
#define VOICE       LINEMEDIAMODE_AUTOMATEDVOICE

static short speech[SPEECH];
static char folder[256];            /* of the exchange, on the host */

/* A file of the host, as Windows programs name it. */
static void windows_path( const char *path, WCHAR *out )
{
    WCHAR *p;

    wcscpy( out, L"\\\\?\\unix" );
    MultiByteToWideChar( CP_ACP, 0, path, -1, out + wcslen( out ), 400 );
    for (p = out; *p; p++) if (*p == '/') *p = '\\';
}

static BOOL write_file( const char *path, const void *data, DWORD size )
{
    WCHAR name[512];
    HANDLE file;
    DWORD written;
    BOOL ret;

    windows_path( path, name );
    if ((file = CreateFileW( name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL )) == INVALID_HANDLE_VALUE) return FALSE;
    ret = WriteFile( file, data, size, &written, NULL ) && written == size;
    CloseHandle( file );
    return ret;
}

static DWORD read_file( const char *path, void *data, DWORD size )
{
    WCHAR name[512];
    HANDLE file;
    DWORD got = 0;

    windows_path( path, name );
    file = CreateFileW( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    if (file == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile( file, data, size, &got, NULL )) got = 0;
    CloseHandle( file );
    return got;
}

/* Commands for the host's shell; it says OK in a file, since a host process has no handle to wait for. */
static BOOL host( const char *commands )
{
    static unsigned int count;
    char script[300], done[300], text[1200], answer[16];
    WCHAR shell[64], line[320];
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    DWORD end = GetTickCount() + PATIENCE;

    snprintf( script, sizeof(script), "%s/host%lu.%u.sh", folder, GetCurrentProcessId(), ++count );
    snprintf( done, sizeof(done), "%s/host%lu.%u.done", folder, GetTickCount(), count );
    snprintf( text, sizeof(text), "cd %s && PATH=$PATH:/usr/bin:/bin && { %s\n} >%s.log 2>&1 && echo OK >%s.new && mv %s.new %s\n", folder, commands,
              done, done, done, done );
    if (!write_file( script, text, strlen( text ) )) return FALSE;
    windows_path( "/bin/sh", shell );
    swprintf( line, ARRAYSIZE(line), L"sh %hs", script );
    if (!CreateProcessW( shell, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process ))
    {
        trace( "CreateProcess: %lu\n", GetLastError() );
        return FALSE;
    }
    CloseHandle( process.hThread );
    CloseHandle( process.hProcess );
    while (!read_file( done, answer, sizeof(answer) ))
    {
        if ((int)(end - GetTickCount()) <= 0)
        {
            snprintf( script, sizeof(script), "%s.log", done );
            memset( text, 0, sizeof(text) );
            read_file( script, text, sizeof(text) - 1 );
            trace( "%s: %s\n", commands, text );
            return FALSE;
        }
        Sleep( 20 );
    }
    return TRUE;
}

static BOOL phoneline( const char *format, ... )
{
    char command[400], all[700];
    va_list args;

    va_start( args, format );
    vsnprintf( command, sizeof(command), format, args );
    va_end( args );
    snprintf( all, sizeof(all), "%s/../bin/phoneline '%s'", folder, command );
    return host( all );
}

static HCALL voice_call( struct app *app, HLINE line, const WCHAR *number )
{
    LINECALLPARAMS params = { sizeof(params) };
    LINEMESSAGE msg;
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = VOICE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, number, 0, &params ) );
    ok( !ret, "lineMakeCall to %s: %#lx\n", wine_dbgstr_w( number ), ret );
    if (ret) return 0;
    ret = wait_state( app, call, LINECALLSTATE_CONNECTED, &msg );
    ok( ret, "%s does not answer\n", wine_dbgstr_w( number ) );
    return call;
}

#define ATTEMPTS    3

/*
 * Programs, sound server, service, engine and exchange take turns. Where this machine lets ours wait, it lets theirs wait too, and there are gaps: then it is
 * tried again, and at last any sound will do. Returns FALSE to have it tried again.
 */
static BOOL check_heard( const char *what, const short *got, DWORD count, unsigned int attempt )
{
    DWORD late = lateness_end(), gap, loud = 0, i;
    double same = correlation( got, count, speech, SPEECH, &gap );
    BOOL good = same >= 0.99 && gap <= 20;

    for (i = 0; i < count; i++) if (got[i] > 1000 || got[i] < -1000) loud++;
    if (good || late <= 5) ok( good, "%s: correlation %.4f, gap %lu ms, %lu samples, %lu ms late\n", what, same, gap, count, late );
    else
    {
        trace( "%s: correlation %.4f, gap %lu ms, and this machine is %lu ms late\n", what, same, gap, late );
        if (attempt < ATTEMPTS) return FALSE;
        ok( loud >= SPEECH / 4, "%s: %lu loud samples of %lu\n", what, loud, count );
    }
    return TRUE;
}

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
    ret = check_heard( "played", heard, count, attempt );
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
        ret = check_heard( "recorded", got, count, attempt );
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

    if (!GetEnvironmentVariableA( "PHONELINE_DIR", folder, sizeof(folder) ))
    {
        skip( "no simulated exchange\n" );
        return;
    }
    make_speech( speech, SPEECH );
    if (!voice_modem_begin( L"Modem A", 0x21 )) return;
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    snprintf( path, sizeof(path), "%s/speech", folder );
    ok( write_file( path, speech, sizeof(speech) ), "%s\n", path );
    ok( phoneline( "phone 5550150 record=%s/heard", folder ), "a listener\n" );
    ok( phoneline( "phone 5550151 wait-sound pause=2000 play=%s/speech pause=20000", folder ), "a speaker\n" );

    app_begin( &app, "talk" );
    line = open_line( &app, find_line( &app, L"Modem A" ), 0x00020002, LINECALLPRIVILEGE_OWNER, VOICE );
    if (line)
    {
        for (attempt = 1; !test_play( &app, line, attempt ); attempt++) {}
        for (attempt = 1; !test_record( &app, line, attempt ); attempt++) {}
        lineClose( line );
    }
    app_end( &app );
    voice_modem_end( L"Modem A" );
}
