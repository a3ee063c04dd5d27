/*
 * The implementation behind wine/test.h and the main function of a test program.
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

#ifndef __WINE_WINE_TEST_MAIN_H
#define __WINE_WINE_TEST_MAIN_H

int winetest_debug = 1;
int winetest_interactive;
int winetest_report_success;
const char *winetest_platform = "windows";
int winetest_platform_is_wine;

#define MAX_CONTEXTS    8
#define MAX_CONTEXT_LEN 128
#define STRINGS_SIZE    8192

static struct
{
    const struct test *current;
    int                argc;
    char             **argv;
    DWORD              tls;
    volatile LONG      successes;
    volatile LONG      failures;
    volatile LONG      todo_successes;      /* failed as expected */
    volatile LONG      todo_failures;       /* succeeded although marked */
    volatile LONG      flaky_failures;
    volatile LONG      skipped;
} winetest;

struct winetest_thread
{
    const char *file;
    int         line;
    unsigned int todo_level, flaky_level;   /* bit 0 is the innermost block */
    BOOL        todo_loop, flaky_loop;
    unsigned int contexts;
    char        context[MAX_CONTEXTS][MAX_CONTEXT_LEN];
    char        strings[STRINGS_SIZE];
    size_t      strings_pos;
};

/* Freed with the process: a test program is short-lived and has few threads. */
static struct winetest_thread *winetest_thread(void)
{
    struct winetest_thread *thread;
    DWORD error = GetLastError();

    if (!(thread = (struct winetest_thread *)TlsGetValue( winetest.tls )))
    {
        if (!(thread = (struct winetest_thread *)calloc( 1, sizeof(*thread) ))) abort();
        thread->file = "(no file)";
        TlsSetValue( winetest.tls, thread );
    }
    SetLastError( error );
    return thread;
}

/* One write for each message, so that lines of several threads and processes stay whole. */
static void winetest_write( const char *text )
{
    DWORD error = GetLastError(), written;
    HANDLE out = GetStdHandle( STD_OUTPUT_HANDLE );
    WriteFile( out, text, (DWORD)strlen( text ), &written, NULL );
    SetLastError( error );
}

void winetest_print( const char *format, ... )
{
    char buffer[2048];
    va_list args;

    va_start( args, format );
    vsnprintf( buffer, sizeof(buffer), format, args );
    va_end( args );
    winetest_write( buffer );
}

/* "file.c:12: Test failed: context: message" */
static void winetest_report( const char *what, const char *format, va_list args )
{
    struct winetest_thread *thread = winetest_thread();
    char buffer[4096];
    size_t pos = 0, i;

    pos += snprintf( buffer, sizeof(buffer), "%s:%d: %s: ", thread->file, thread->line, what );
    for (i = 0; i < thread->contexts && pos < sizeof(buffer); i++)
        pos += snprintf( buffer + pos, sizeof(buffer) - pos, "%s: ", thread->context[i] );
    if (pos < sizeof(buffer)) vsnprintf( buffer + pos, sizeof(buffer) - pos, format, args );
    winetest_write( buffer );
}

void winetest_set_location( const char *file, int line )
{
    struct winetest_thread *thread = winetest_thread();
    const char *p;

    for (p = file; *p; p++) if (*p == '/' || *p == '\\') file = p + 1;
    thread->file = file;
    thread->line = line;
}

int winetest_vok( int condition, const char *format, va_list args )
{
    struct winetest_thread *thread = winetest_thread();

    if (thread->todo_level)
    {
        if (condition)
        {
            winetest_report( "Test succeeded inside todo block", format, args );
            if (thread->flaky_level) InterlockedIncrement( &winetest.flaky_failures );
            else InterlockedIncrement( &winetest.todo_failures );
            return 0;
        }
        if (winetest_debug > 0) winetest_report( "Test marked todo", format, args );
        InterlockedIncrement( &winetest.todo_successes );
        return 1;
    }
    if (!condition)
    {
        winetest_report( thread->flaky_level ? "Test marked flaky" : "Test failed", format, args );
        InterlockedIncrement( thread->flaky_level ? &winetest.flaky_failures : &winetest.failures );
        return 0;
    }
    if (winetest_report_success) winetest_report( "Test succeeded", format, args );
    InterlockedIncrement( &winetest.successes );
    return 1;
}

void winetest_ok( int condition, const char *format, ... )
{
    va_list args;
    va_start( args, format );
    winetest_vok( condition, format, args );
    va_end( args );
}

void winetest_trace( const char *format, ... )
{
    va_list args;
    if (winetest_debug <= 0) return;
    va_start( args, format );
    winetest_report( "trace", format, args );
    va_end( args );
}

void winetest_skip( const char *format, ... )
{
    va_list args;
    va_start( args, format );
    winetest_report( "Tests skipped", format, args );
    va_end( args );
    InterlockedIncrement( &winetest.skipped );
}

/* What only an old Windows may lack is a failure on Wine. */
void winetest_win_skip( const char *format, ... )
{
    va_list args;
    va_start( args, format );
    if (winetest_platform_is_wine) winetest_vok( 0, format, args );
    else
    {
        winetest_report( "Tests skipped", format, args );
        InterlockedIncrement( &winetest.skipped );
    }
    va_end( args );
}

void winetest_subtest( const char *name )
{
    struct winetest_thread *thread = winetest_thread();
    winetest_print( "%s:%d: Subtest %s\n", thread->file, thread->line, name );
}

void winetest_push_context( const char *format, ... )
{
    struct winetest_thread *thread = winetest_thread();
    va_list args;

    if (thread->contexts < MAX_CONTEXTS)
    {
        va_start( args, format );
        vsnprintf( thread->context[thread->contexts], MAX_CONTEXT_LEN, format, args );
        va_end( args );
    }
    thread->contexts++;
    if (thread->contexts > MAX_CONTEXTS)
    {
        winetest_print( "%s:%d: more than %d contexts\n", thread->file, thread->line, MAX_CONTEXTS );
        abort();
    }
}

void winetest_pop_context(void)
{
    struct winetest_thread *thread = winetest_thread();
    if (thread->contexts) thread->contexts--;
}

void winetest_start_todo( int is_todo )
{
    struct winetest_thread *thread = winetest_thread();
    thread->todo_level = (thread->todo_level << 1) | (is_todo != 0);
    thread->todo_loop = TRUE;
}

int winetest_loop_todo(void)
{
    struct winetest_thread *thread = winetest_thread();
    BOOL loop = thread->todo_loop;
    thread->todo_loop = FALSE;
    return loop;
}

void winetest_end_todo(void)
{
    winetest_thread()->todo_level >>= 1;
}

void winetest_start_flaky( int is_flaky )
{
    struct winetest_thread *thread = winetest_thread();
    thread->flaky_level = (thread->flaky_level << 1) | (is_flaky != 0);
    thread->flaky_loop = TRUE;
}

int winetest_loop_flaky(void)
{
    struct winetest_thread *thread = winetest_thread();
    BOOL loop = thread->flaky_loop;
    thread->flaky_loop = FALSE;
    return loop;
}

void winetest_end_flaky(void)
{
    winetest_thread()->flaky_level >>= 1;
}

int winetest_get_mainargs( char ***argv )
{
    *argv = winetest.argv;
    return winetest.argc;
}

LONG winetest_get_failures(void)
{
    return winetest.failures;
}

void winetest_add_failures( LONG count )
{
    while (count-- > 0) InterlockedIncrement( &winetest.failures );
}

void winetest_wait_child_process( HANDLE process )
{
    DWORD status = 1;

    if (WaitForSingleObject( process, 30000 ) != WAIT_OBJECT_0)
    {
        winetest_ok( 0, "the child process did not end within 30 s\n" );
        TerminateProcess( process, 1 );
        return;
    }
    GetExitCodeProcess( process, &status );
    if (status > 255) winetest_ok( 0, "the child process died with exception %08lx\n", (unsigned long)status );
    else if (status)
    {
        winetest_print( "%s: %lu failures in child process\n", winetest.current ? winetest.current->name : "", (unsigned long)status );
        winetest_add_failures( status );
    }
}

/* ---- printable forms ----------------------------------------------------------------------------------------------- */

static char *winetest_string( size_t size )
{
    struct winetest_thread *thread = winetest_thread();
    char *ret;

    if (thread->strings_pos + size > sizeof(thread->strings)) thread->strings_pos = 0;
    ret = thread->strings + thread->strings_pos;
    thread->strings_pos += size;
    return ret;
}

const char *winetest_sprintf( const char *format, ... )
{
    char buffer[512], *ret;
    va_list args;

    va_start( args, format );
    vsnprintf( buffer, sizeof(buffer), format, args );
    va_end( args );
    ret = winetest_string( strlen( buffer ) + 1 );
    return strcpy( ret, buffer );
}

/* One character of a quoted string; returns the new end. */
static char *winetest_quote( char *dst, unsigned int c, int digits )
{
    static const char letters[] = "n\nr\rt\t\"\"\\\\";
    const char *p;

    for (p = letters; *p; p += 2)
    {
        if (c != (unsigned char)p[1]) continue;
        *dst++ = '\\';
        *dst++ = p[0];
        return dst;
    }
    if (c >= ' ' && c < 127)
    {
        *dst++ = (char)c;
        return dst;
    }
    return dst + sprintf( dst, "\\x%0*x", digits, c );
}

const char *wine_dbgstr_an( const char *str, intptr_t len )
{
    char buffer[320], *dst = buffer, *ret;

    if (!str) return "(null)";
    if (!((ULONG_PTR)str >> 16)) return winetest_sprintf( "#%04x", (unsigned int)(ULONG_PTR)str );
    if (len < 0) len = (intptr_t)strlen( str );
    *dst++ = '"';
    while (len-- > 0 && dst < buffer + sizeof(buffer) - 10) dst = winetest_quote( dst, (unsigned char)*str++, 2 );
    *dst++ = '"';
    if (len >= 0) dst += sprintf( dst, "..." );
    *dst = 0;
    ret = winetest_string( strlen( buffer ) + 1 );
    return strcpy( ret, buffer );
}

const char *wine_dbgstr_wn( const WCHAR *str, intptr_t len )
{
    char buffer[320], *dst = buffer, *ret;

    if (!str) return "(null)";
    if (!((ULONG_PTR)str >> 16)) return winetest_sprintf( "#%04x", (unsigned int)(ULONG_PTR)str );
    if (len < 0) for (len = 0; str[len]; len++) {}
    *dst++ = 'L';
    *dst++ = '"';
    while (len-- > 0 && dst < buffer + sizeof(buffer) - 12) dst = winetest_quote( dst, *str++, 4 );
    *dst++ = '"';
    if (len >= 0) dst += sprintf( dst, "..." );
    *dst = 0;
    ret = winetest_string( strlen( buffer ) + 1 );
    return strcpy( ret, buffer );
}

const char *wine_dbgstr_guid( const GUID *guid )
{
    if (!guid) return "(null)";
    return winetest_sprintf( "{%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}", (unsigned long)guid->Data1, guid->Data2, guid->Data3,
                             guid->Data4[0], guid->Data4[1], guid->Data4[2], guid->Data4[3],
                             guid->Data4[4], guid->Data4[5], guid->Data4[6], guid->Data4[7] );
}

const char *wine_dbgstr_point( const POINT *point )
{
    if (!point) return "(null)";
    return winetest_sprintf( "(%ld,%ld)", (long)point->x, (long)point->y );
}

const char *wine_dbgstr_rect( const RECT *rect )
{
    if (!rect) return "(null)";
    return winetest_sprintf( "(%ld,%ld)-(%ld,%ld)", (long)rect->left, (long)rect->top, (long)rect->right, (long)rect->bottom );
}

const char *wine_dbgstr_longlong( ULONGLONG value )
{
    if (value >> 32) return winetest_sprintf( "%lx%08lx", (unsigned long)(value >> 32), (unsigned long)(value & 0xffffffff) );
    return winetest_sprintf( "%lx", (unsigned long)value );
}

/* ---- running a unit ------------------------------------------------------------------------------------------------ */

static BOOL winetest_exceptions_ignored;

void winetest_ignore_exceptions( BOOL ignore )
{
    winetest_exceptions_ignored = ignore;
}

static LONG CALLBACK winetest_exception( EXCEPTION_POINTERS *ptrs )
{
    struct winetest_thread *thread = winetest_thread();

    if (winetest_exceptions_ignored) return EXCEPTION_CONTINUE_SEARCH;
    winetest_print( "%s:%d: this is the last place seen before the exception\n", thread->file, thread->line );
    winetest_print( "%04lx:%s: unhandled exception %08lx at %p\n", (unsigned long)GetCurrentProcessId(),
                    winetest.current ? winetest.current->name : "", (unsigned long)ptrs->ExceptionRecord->ExceptionCode,
                    ptrs->ExceptionRecord->ExceptionAddress );
    return EXCEPTION_EXECUTE_HANDLER;
}

static int winetest_run( const char *name )
{
    const struct test *test;
    LONG failures, executed;

    for (test = winetest_testlist; test->name; test++) if (!strcmp( test->name, name )) break;
    if (!test->name)
    {
        winetest_print( "Fatal: test '%s' does not exist.\n", name );
        return 1;
    }
    winetest.current = test;
    SetUnhandledExceptionFilter( winetest_exception );
    test->func();

    failures = winetest.failures + winetest.todo_failures;
    executed = winetest.successes + winetest.failures + winetest.todo_successes + winetest.todo_failures + winetest.flaky_failures;
    /* a child process of a test reports through its exit status */
    if (winetest_debug && (winetest.argc < 3 || executed))
        winetest_print( "%04lx:%s: %ld tests executed (%ld marked as todo, %ld as flaky, %ld %s), %ld skipped.\n",
                        (unsigned long)GetCurrentProcessId(), test->name, (long)executed, (long)winetest.todo_successes,
                        (long)winetest.flaky_failures, (long)failures, failures == 1 ? "failure" : "failures", (long)winetest.skipped );
    return failures > 255 ? 255 : (int)failures;
}

static void winetest_usage( const char *program )
{
    const struct test *test;

    winetest_print( "Usage: %s test_name\n\nValid test names:\n", program );
    for (test = winetest_testlist; test->name; test++) winetest_print( "    %s\n", test->name );
}

static BOOL winetest_on_wine(void)
{
    HMODULE ntdll = GetModuleHandleA( "ntdll.dll" );
    return GetProcAddress( ntdll, "wine_server_call" ) || GetProcAddress( ntdll, "wine_get_version" );
}

int main( int argc, char **argv )
{
    char value[32];

    winetest.tls = TlsAlloc();
    winetest.argc = argc;
    winetest.argv = argv;
    setvbuf( stdout, NULL, _IONBF, 0 );

    if (GetEnvironmentVariableA( "WINETEST_PLATFORM", value, sizeof(value) )) winetest_platform = _strdup( value );
    else if (winetest_on_wine()) winetest_platform = "wine";
    winetest_platform_is_wine = !strcmp( winetest_platform, "wine" );
    if (GetEnvironmentVariableA( "WINETEST_DEBUG", value, sizeof(value) )) winetest_debug = atoi( value );
    if (GetEnvironmentVariableA( "WINETEST_INTERACTIVE", value, sizeof(value) )) winetest_interactive = atoi( value );
    if (GetEnvironmentVariableA( "WINETEST_REPORT_SUCCESS", value, sizeof(value) )) winetest_report_success = atoi( value );

    if (argc < 2)
    {
        /* with one unit there is nothing to choose */
        if (winetest_testlist[0].name && !winetest_testlist[1].name) return winetest_run( winetest_testlist[0].name );
        winetest_usage( argv[0] );
        return 1;
    }
    if (!strcmp( argv[1], "--list" ))
    {
        winetest_usage( argv[0] );
        return 0;
    }
    return winetest_run( argv[1] );
}

#endif
