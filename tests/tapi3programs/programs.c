/*
 * Two programs in C++ call each other by TAPI 3 and hear each other sample by sample: of one bitness, and of both at once.
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

#include "../../dlls/tapi3/tests/fixture.h"

#include <stdlib.h>

#define RATE    8000
#define SECONDS 2
#define SLOW    60000                   /* ms that a call may take on a busy machine */

struct program
{
    HANDLE process, output;
    char   said[4096];
    DWORD  length, seen;
};

/* Where a program is: beside this one, or in the folder of the other architecture */
static void program_path( const WCHAR *folder, WCHAR *path )
{
    WCHAR *name;

    GetModuleFileNameW( NULL, path, MAX_PATH );
    name = wcsrchr( path, '\\' ) + 1;
    lstrcpyW( name, folder );
    lstrcatW( name, L"tapi3cpp.exe" );
}

static BOOL start( struct program *program, const WCHAR *folder, const WCHAR *arguments )
{
    SECURITY_ATTRIBUTES inherited = { sizeof(inherited), NULL, TRUE };
    STARTUPINFOW startup = { sizeof(startup) };
    WCHAR path[MAX_PATH], line[1024];
    PROCESS_INFORMATION info;
    HANDLE write;
    BOOL ret;

    memset( program, 0, sizeof(*program) );
    ret = CreatePipe( &program->output, &write, &inherited, 0 );
    ok( ret, "no pipe: %lu\n", GetLastError() );
    SetHandleInformation( program->output, HANDLE_FLAG_INHERIT, 0 );
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = startup.hStdError = write;
    program_path( folder, path );
    swprintf( line, ARRAY_SIZE(line), L"tapi3cpp.exe %ls", arguments );
    ret = CreateProcessW( path, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &info );
    ok( ret, "%ls cannot be started: %lu\n", path, GetLastError() );
    CloseHandle( write );
    if (!ret)
    {
        CloseHandle( program->output );
        return FALSE;
    }
    CloseHandle( info.hThread );
    program->process = info.hProcess;
    return TRUE;
}

/* Wait until a program says something, after what was seen of it last */
static BOOL see( struct program *program, const char *what )
{
    const DWORD start = GetTickCount();

    while (GetTickCount() - start < SLOW)
    {
        const char *at = strstr( program->said + program->seen, what );
        DWORD there = 0, got;

        if (at)
        {
            program->seen = at + strlen( what ) - program->said;
            return TRUE;
        }
        if (!PeekNamedPipe( program->output, NULL, 0, NULL, &there, NULL )) break;
        if (!there) Sleep( 20 );
        else if (ReadFile( program->output, program->said + program->length, min( there, sizeof(program->said) - 1 - program->length ), &got, NULL ))
            program->length += got;
        program->said[program->length] = 0;
    }
    ok( 0, "a program does not say '%s'; it said:\n%s\n", what, program->said );
    return FALSE;
}

static void finish( struct program *program, BOOL good )
{
    DWORD status = ~0u;

    if (good)
    {
        ok( !WaitForSingleObject( program->process, SLOW ), "a program does not end; it said:\n%s\n", program->said );
        GetExitCodeProcess( program->process, &status );
        ok( !status, "a program ends with status %#lx; it said:\n%s\n", status, program->said );
    }
    TerminateProcess( program->process, 1 );
    CloseHandle( program->process );
    CloseHandle( program->output );
}

/* ---- sound: noise that is nowhere the same, without a silent sample ---- */

static void write_wave( const WCHAR *path, unsigned int seed, SHORT *samples, DWORD count )
{
    const DWORD bytes = count * sizeof(*samples);
    struct { char riff[4]; DWORD size; char wave[8]; DWORD fmt_size; WORD tag, channels; DWORD rate, bytes; WORD align, bits; char data[4]; DWORD length; }
    header = { {0}, 36 + bytes, {0}, 16, 1, 1, RATE, 2 * RATE, 2, 16, {0}, bytes };
    HANDLE file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    DWORD i, written;

    memcpy( header.riff, "RIFF", 4 );
    memcpy( header.wave, "WAVEfmt ", 8 );
    memcpy( header.data, "data", 4 );
    for (i = 0; i < count; i++)
    {
        seed = seed * 1103515245 + 12345;
        samples[i] = (SHORT)((seed >> 16 & 0x1fff) + 1);
        if (seed >> 30 & 1) samples[i] = -samples[i];
    }
    ok( WriteFile( file, &header, sizeof(header), &written, NULL ) && WriteFile( file, samples, bytes, &written, NULL ), "%ls cannot be written\n", path );
    CloseHandle( file );
}

/* What was recorded so far, without silence: a machine that is late puts some between the samples, as a line does. */
static SHORT *read_wave( const WCHAR *path, DWORD *count )
{
    HANDLE file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL );
    DWORD size, got = 0, i, k, n = 0;
    BYTE *bytes;

    *count = 0;
    if (file == INVALID_HANDLE_VALUE) return NULL;
    size = GetFileSize( file, NULL );
    bytes = malloc( size + 1 );
    if (!ReadFile( file, bytes, size, &got, NULL )) got = 0;
    CloseHandle( file );
    for (i = 12; i + 8 <= got && memcmp( bytes + i, "data", 4 ); i++) {}
    for (k = i + 8; k + 2 <= got; k += 2)
    {
        const SHORT sample = (SHORT)(bytes[k] | bytes[k + 1] << 8);

        if (sample) ((SHORT *)bytes)[n++] = sample;
    }
    *count = n;
    return (SHORT *)bytes;
}

static BOOL holds( const WCHAR *path, const SHORT *samples, DWORD count )
{
    DWORD there, i;
    SHORT *recorded = read_wave( path, &there );
    BOOL found = FALSE;

    for (i = 0; recorded && i + count <= there && !found; i++)
        found = recorded[i] == samples[0] && !memcmp( recorded + i, samples, count * sizeof(*samples) );
    free( recorded );
    return found;
}

/* A recording grows until it has all of what was played, in one piece. */
static void hear( const WCHAR *path, const SHORT *samples, DWORD count )
{
    const DWORD start = GetTickCount();
    DWORD there, first, same;
    SHORT *recorded;

    while (GetTickCount() - start < SLOW)
    {
        if (holds( path, samples, count ))
        {
            ok( 1, "heard\n" );
            return;
        }
        Sleep( 100 );
    }
    recorded = read_wave( path, &there );
    /* which part of it is missing */
    for (first = 0; there && first < count && samples[first] != recorded[0]; first++) {}
    for (same = 0; first + same < count && same < there && samples[first + same] == recorded[same]; same++) {}
    ok( 0, "%ls has not what was played, but %lu samples: %lu from %lu on, then others\n", path, there, same, first );
    free( recorded );
}

static void test_call( const WCHAR *caller_folder, const WCHAR *answerer_folder )
{
    static SHORT question[RATE * SECONDS], greeting[RATE * SECONDS];
    WCHAR folder[MAX_PATH], paths[4][MAX_PATH + 16], ends_name[64], go_name[64], line[1024];
    struct program caller, answerer;
    BOOL good;
    HANDLE ends, go;
    int i;

    GetTempPathW( ARRAY_SIZE(folder), folder );
    for (i = 0; i < 4; i++) swprintf( paths[i], ARRAY_SIZE(paths[i]), L"%lst3cpp%lu_%d.wav", folder, GetCurrentProcessId(), i );
    write_wave( paths[0], 1, question, ARRAY_SIZE(question) );
    write_wave( paths[1], 2, greeting, ARRAY_SIZE(greeting) );
    swprintf( ends_name, ARRAY_SIZE(ends_name), L"tapi3programs ends %lu", GetCurrentProcessId() );
    swprintf( go_name, ARRAY_SIZE(go_name), L"tapi3programs go %lu", GetCurrentProcessId() );
    ends = CreateEventW( NULL, TRUE, FALSE, ends_name );
    go = CreateEventW( NULL, TRUE, FALSE, go_name );

    swprintf( line, ARRAY_SIZE(line), L"answer \"Exchange 1002\" \"%ls\" \"%ls\" \"%ls\" \"%ls\"", paths[1], paths[2], ends_name, go_name );
    if (!start( &answerer, answerer_folder, line )) goto done;
    good = see( &answerer, "ready" );
    swprintf( line, ARRAY_SIZE(line), L"call \"Exchange 1001\" 1002 \"%ls\" \"%ls\" \"%ls\" \"%ls\"", paths[0], paths[3], ends_name, go_name );
    if (good && (good = start( &caller, caller_folder, line )))
    {
        good = see( &answerer, "call from 1001" ) && see( &caller, "talking" ) && see( &answerer, "talking" );
        SetEvent( go );                 /* by now both listen, and the answerer for digits, too */
        good = good && see( &answerer, "digit 4" ) && see( &answerer, "digit 2" ) && see( &answerer, "digit #" );
        if (good)
        {
            hear( paths[2], question, ARRAY_SIZE(question) );
            hear( paths[3], greeting, ARRAY_SIZE(greeting) );
            good = see( &caller, "played" );
        }
        SetEvent( ends );
        if (good) good = see( &caller, "over" ) && see( &answerer, "over" );
        finish( &caller, good );
    }
    SetEvent( ends );
    finish( &answerer, good );
done:
    CloseHandle( go );
    CloseHandle( ends );
    for (i = 0; i < 4; i++) DeleteFileW( paths[i] );
}

START_TEST( cpp )
{
    if (!exchange_add( 2, 0 )) return;
    test_call( L"", L"" );
    exchange_remove();
}

/* Whether programs of the other bitness can be run here */
static BOOL has_both(void)
{
    WCHAR path[MAX_PATH];
    BOOL wow64 = FALSE;

    if (sizeof(void *) == 4) return IsWow64Process( GetCurrentProcess(), &wow64 ) && wow64;
    return GetSystemWow64DirectoryW( path, MAX_PATH - 12 ) && GetFileAttributesW( lstrcatW( path, L"\\ntdll.dll" )) != INVALID_FILE_ATTRIBUTES;
}

START_TEST( mixed )
{
    static const WCHAR *const other = sizeof(void *) == 8 ? L"..\\i386-windows\\" : L"..\\x86_64-windows\\";

    if (!has_both())
    {
        skip( "this Wine, or its prefix, runs programs of one bitness only\n" );
        return;
    }
    if (!exchange_add( 2, 0 )) return;
    test_call( L"", other );
    exchange_remove();
}
