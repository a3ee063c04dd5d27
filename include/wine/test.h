/*
 * Test framework for Windows code, source-compatible with the one of Wine's tests.
 *
 * The file that defines STANDALONE before including this (made by tools/make-testlist) gets the implementation and main().
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

#ifndef __WINE_WINE_TEST_H
#define __WINE_WINE_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windef.h>
#include <winbase.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef ARRAY_SIZE
#define ARRAY_SIZE( x )  (sizeof(x) / sizeof((x)[0]))
#endif

#ifdef __MINGW_PRINTF_FORMAT
#define WINETEST_PRINTF_ATTR( fmt, args )  __attribute__((format(__MINGW_PRINTF_FORMAT, fmt, args)))
#elif defined(__GNUC__)
#define WINETEST_PRINTF_ATTR( fmt, args )  __attribute__((format(printf, fmt, args)))
#else
#define WINETEST_PRINTF_ATTR( fmt, args )
#endif

/* Set from the environment: WINETEST_DEBUG, WINETEST_INTERACTIVE, WINETEST_REPORT_SUCCESS, WINETEST_PLATFORM ("wine", "windows"). */
extern int winetest_debug;
extern int winetest_interactive;
extern int winetest_report_success;
extern const char *winetest_platform;
extern int winetest_platform_is_wine;

struct test
{
    const char *name;
    void (*func)(void);
};
extern const struct test winetest_testlist[];

#define START_TEST( name )  void func_##name(void); void func_##name(void)

/* What the file and line given here say is the place of the next check, skip or trace of this thread. */
void winetest_set_location( const char *file, int line );
void winetest_ok( int condition, const char *format, ... ) WINETEST_PRINTF_ATTR( 2, 3 );
int  winetest_vok( int condition, const char *format, va_list args );
void winetest_skip( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
void winetest_win_skip( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
void winetest_trace( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
void winetest_print( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
void winetest_subtest( const char *name );
void winetest_push_context( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
void winetest_pop_context(void);

void winetest_start_todo( int is_todo );
int  winetest_loop_todo(void);
void winetest_end_todo(void);
void winetest_start_flaky( int is_flaky );
int  winetest_loop_flaky(void);
void winetest_end_flaky(void);
void winetest_ignore_exceptions( BOOL ignore );

int  winetest_get_mainargs( char ***argv );
LONG winetest_get_failures(void);
void winetest_add_failures( LONG count );
/* Waits for a process that runs a part of the test (30 s) and counts its failures, which are its exit status, as ours. */
void winetest_wait_child_process( HANDLE process );

/* Printable forms, valid until some 30 further uses in the thread. */
const char *winetest_sprintf( const char *format, ... ) WINETEST_PRINTF_ATTR( 1, 2 );
const char *wine_dbgstr_an( const char *str, intptr_t len );
const char *wine_dbgstr_wn( const WCHAR *str, intptr_t len );
const char *wine_dbgstr_guid( const GUID *guid );
const char *wine_dbgstr_point( const POINT *point );
const char *wine_dbgstr_rect( const RECT *rect );
const char *wine_dbgstr_longlong( ULONGLONG value );

static inline const char *wine_dbgstr_a( const char *str ) { return wine_dbgstr_an( str, -1 ); }
static inline const char *wine_dbgstr_w( const WCHAR *str ) { return wine_dbgstr_wn( str, -1 ); }
static inline const char *debugstr_a( const char *str ) { return wine_dbgstr_an( str, -1 ); }
static inline const char *debugstr_an( const char *str, intptr_t len ) { return wine_dbgstr_an( str, len ); }
static inline const char *debugstr_w( const WCHAR *str ) { return wine_dbgstr_wn( str, -1 ); }
static inline const char *debugstr_wn( const WCHAR *str, intptr_t len ) { return wine_dbgstr_wn( str, len ); }
static inline const char *debugstr_guid( const GUID *guid ) { return wine_dbgstr_guid( guid ); }

/* A result that Windows versions gave and that Wine must not give */
static inline int winetest_broken( int condition ) { return condition && !winetest_platform_is_wine; }
#define broken( condition )  winetest_broken( !!(condition) )

#define winetest_at_( file, line, what )  (winetest_set_location( file, line ), 0) ? (void)0 : what
#define ok_( file, line )        winetest_at_( file, line, winetest_ok )
#define skip_( file, line )      winetest_at_( file, line, winetest_skip )
#define win_skip_( file, line )  winetest_at_( file, line, winetest_win_skip )
#define trace_( file, line )     winetest_at_( file, line, winetest_trace )
#define subtest_( file, line )   winetest_at_( file, line, winetest_subtest )
#define wait_child_process_( file, line )  winetest_at_( file, line, winetest_wait_child_process )

#define ok        ok_( __FILE__, __LINE__ )
#define skip      skip_( __FILE__, __LINE__ )
#define win_skip  win_skip_( __FILE__, __LINE__ )
#define trace     trace_( __FILE__, __LINE__ )
#define subtest   subtest_( __FILE__, __LINE__ )
#define wait_child_process  wait_child_process_( __FILE__, __LINE__ )

#define todo_if( is_todo )    for (winetest_start_todo( is_todo ); winetest_loop_todo(); winetest_end_todo())
#define todo_wine             todo_if( winetest_platform_is_wine )
#define todo_wine_if( cond )  todo_if( (cond) && winetest_platform_is_wine )
#define flaky_if( is_flaky )  for (winetest_start_flaky( is_flaky ); winetest_loop_flaky(); winetest_end_flaky())
#define flaky                 flaky_if( TRUE )
#define flaky_wine            flaky_if( winetest_platform_is_wine )
#define flaky_wine_if( cond ) flaky_if( (cond) && winetest_platform_is_wine )
#define ignore_exceptions     winetest_ignore_exceptions( TRUE )

#ifdef __cplusplus
}
#endif

#ifdef STANDALONE
#include "wine/test_main.h"
#endif

#endif
