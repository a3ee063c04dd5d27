/*
 * winetapi.exe: the part of winetapi that runs in the prefix.
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

#include <fcntl.h>
#include <io.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "winetapi.h"

static void print( FILE *file, const WCHAR *format, va_list args )
{
    WCHAR text[4096];
    char utf8[3 * ARRAYSIZE(text)];
    int len = _vsnwprintf( text, ARRAYSIZE(text) - 1, format, args );

    if (len < 0) len = ARRAYSIZE(text) - 1;
    text[len] = 0;
    WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    fputs( utf8, file );
    fflush( file );
}

void out( const WCHAR *format, ... )
{
    va_list args;

    va_start( args, format );
    print( stdout, format, args );
    va_end( args );
}

/* As out(), on stderr. */
static void say( const WCHAR *format, ... )
{
    va_list args;

    va_start( args, format );
    print( stderr, format, args );
    va_end( args );
}

void remark( const WCHAR *format, ... )
{
    va_list args;

    va_start( args, format );
    print( stderr, format, args );
    va_end( args );
    fputs( "\n", stderr );
    fflush( stderr );
}

int fail( const WCHAR *format, ... )
{
    va_list args;

    fputs( "winetapi: ", stderr );
    va_start( args, format );
    print( stderr, format, args );
    va_end( args );
    fputs( "\n", stderr );
    fflush( stderr );
    return EXIT_FAILED;
}

const WCHAR *windows_error( DWORD error )
{
    static WCHAR text[300];
    DWORD len = FormatMessageW( FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, error, 0, text, ARRAYSIZE(text) - 20, NULL );

    while (len && (text[len - 1] == '\n' || text[len - 1] == '\r' || text[len - 1] == '.' || text[len - 1] == ' ')) len--;
    _snwprintf( text + len, ARRAYSIZE(text) - len, len ? L" (%lu)" : L"error %lu", error );
    return text;
}

WCHAR *unix_path( const WCHAR *path )
{
    static const WCHAR prefix[] = L"\\\\?\\unix";
    WCHAR *ret = malloc( sizeof(prefix) + wcslen( path ) * sizeof(WCHAR) ), *p;

    if (!ret) exit( EXIT_FAILED );
    wcscpy( ret, prefix );
    wcscat( ret, path );
    for (p = ret + ARRAYSIZE(prefix) - 1; *p; p++)
        if (*p == '/') *p = '\\';
    return ret;
}

static const struct
{
    const WCHAR *name;
    int        (*run)( int argc, WCHAR **argv );
    const WCHAR *usage;
} commands[] =
{
    { L"install",      setup_install,   L"install FILE                    set up registry and service; FILE (a Unix path) keeps what was there" },
    { L"register",     setup_register,  L"register DLL [off]              its COM classes, by its own entry point" },
    { L"uninstall",    setup_uninstall, L"uninstall FILE                  put it back" },
    { L"state",        setup_state,     L"state                           what is set up, as key=value" },
    { L"service",      setup_service,   L"service                         what the service says of itself and its providers" },
    { L"add-modem",    modem_add,       L"add-modem PORT NAME USED [MODEL]  PORT is a Unix path; USED the COM numbers in use, \"1 2\", or \"=5\" to take one" },
    { L"add-inf",      modem_add_inf,   L"add-inf FILE [MODEL]            take the models of an .INF file (a Unix path) into the prefix" },
    { L"models",       modem_models,    L"models [TEXT]                   the models of the .INF files of the prefix" },
    { L"detect",       modem_detect,    L"detect PORT...                  ask what is at ports" },
    { L"diagnose",     modem_diagnose,  L"diagnose MODEM [on|off]         ask a modem, and explain its answers; on, off: its log" },
    { L"remove-modem", modem_remove,    L"remove-modem NAME               by name, COM port or Unix path" },
    { L"modems",       modem_list,      L"modems                          the modems in the registry" },
    { L"rings",        rings_run,       L"rings MODEM [RING KIND]         what each distinctive ring is for" },
    { L"virtual",      virtual_run,     L"virtual [MODEM [VALUE TEXT]...]   the settings of virtual modems" },
    { L"lines",        lines_list,      L"lines [-v]                      the lines of all providers" },
    { L"voice",        lines_voice,     L"voice                           whether voice lines have their sound devices, and why not" },
    { L"phones",       phones_list,     L"phones [-v]                     the phones of all providers" },
    { L"monitor",      monitor_run,     L"monitor [OPTION]...             what happens on all lines" },
    { L"exchange",     exchange_run,    L"exchange COMMAND...             the built-in exchange" },
    { L"hold",         hold_run,        L"hold [telephony]                keep the prefix running until the input ends" },
    { L"config",       config_show,     L"config [PAGE | MODEM]           phone and modem options, or the properties of a modem" },
    { L"dialrules",    dialrules_show,  L"dialrules [NUMBER]              the dialog of locations and dialling rules" },
    { L"call",         call_place,      L"call LINE NUMBER [OPTION]...    place a call" },
    { L"answer",       call_answer,     L"answer LINE [OPTION]...         wait for a call and answer it" },
};

int wmain( int argc, WCHAR **argv )
{
    size_t i;

    _setmode( 0, _O_BINARY );
    _setmode( 1, _O_BINARY );
    _setmode( 2, _O_BINARY );
    for (i = 0; i < ARRAYSIZE(commands); i++)
        if (argc > 1 && !wcscmp( argv[1], commands[i].name )) return commands[i].run( argc - 1, argv + 1 );
    fail( L"winetapi.exe is used by the command winetapi on the host. It knows:" );
    for (i = 0; i < ARRAYSIZE(commands); i++) say( L"  %ls\n", commands[i].usage );
    return EXIT_USAGE;
}
