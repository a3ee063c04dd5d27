/*
 * An answering machine: an unmodified program of TAPI 2.x and the wave functions. Options and messages.
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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tapianswer.h"

#define LOW_VERSION     0x00020000
#define HIGH_VERSION    0x00020002
#define TEXT_CHARS      600

struct options options = { L"", NULL, L".", NULL, 2, 120, 5, 0 };

static HLINEAPP app;
static HLINE line;
static HANDLE message_event;
static BOOL failed;

static const char usage[] =
    "usage: tapianswer [OPTION]...\n"
    "  --line NAME         a part of the name of the line\n"
    "  --greeting FILE     what callers hear: a wave file, 8000 samples a second, 16 bits, mono\n"
    "  --folder FOLDER     where messages go (this one)\n"
    "  --pin DIGITS        of the menu that * opens (no menu)\n"
    "  --rings N           before it answers (2)\n"
    "  --max SECONDS       of a message (120)\n"
    "  --silence SECONDS   that end a message (5)\n"
    "  --calls N           end after so many calls\n"
    "  --check             only see whether the line can be had\n";

void say( const WCHAR *format, ... )
{
    char utf8[3 * TEXT_CHARS];
    WCHAR text[TEXT_CHARS];
    va_list args;

    va_start( args, format );
    _vsnwprintf( text, TEXT_CHARS - 1, format, args );
    va_end( args );
    text[TEXT_CHARS - 1] = 0;
    WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    printf( "answer: %s\n", utf8 );
    fflush( stdout );
}

static BOOL parse_options( int argc, WCHAR **argv )
{
    const struct { const WCHAR *name, **text; DWORD *number; } known[] =
    {
        { L"--line", &options.line }, { L"--greeting", &options.greeting }, { L"--folder", &options.folder }, { L"--pin", &options.pin },
        { L"--rings", NULL, &options.rings }, { L"--max", NULL, &options.max_seconds }, { L"--silence", NULL, &options.silence_seconds },
        { L"--calls", NULL, &options.calls },
    };
    unsigned int j;
    WCHAR *end;
    int i;

    for (i = 1; i < argc; i += 2)
    {
        if (!wcscmp( argv[i], L"--check" ))
        {
            options.check = TRUE;
            i--;
            continue;
        }
        for (j = 0; j < ARRAYSIZE(known) && wcscmp( known[j].name, argv[i] ); j++) {}
        if (j == ARRAYSIZE(known) || i + 1 == argc) return FALSE;
        if (known[j].text)
        {
            *known[j].text = argv[i + 1];
            continue;
        }
        *known[j].number = wcstoul( argv[i + 1], &end, 10 );
        if (end == argv[i + 1] || *end || *known[j].number > 3600) return FALSE;
    }
    return options.max_seconds && options.silence_seconds;
}

static void handle_message( const LINEMESSAGE *message )
{
    HCALL call = (HCALL)(DWORD_PTR)message->hDevice;

    switch (message->dwMessageID)
    {
    case LINE_CALLSTATE:
        if (message->dwParam1 == LINECALLSTATE_OFFERING && message->dwParam3 == LINECALLPRIVILEGE_OWNER) machine_offered( call );
        machine_state( call, message->dwParam1, message->dwParam2 );
        break;
    case LINE_LINEDEVSTATE:
        if (message->dwParam1 == LINEDEVSTATE_RINGING) machine_ring( message->dwParam3 );
        break;
    case LINE_MONITORDIGITS:
        machine_digit( call, LOWORD(message->dwParam1) );
        break;
    case LINE_GATHERDIGITS:
        machine_gathered( call, message->dwParam1 );
        break;
    case LINE_MONITORMEDIA:
        machine_media( call, message->dwParam1 );
        break;
    case LINE_REPLY:
        if ((LONG)message->dwParam2 < 0) say( L"a request failed: 0x%08lx", (unsigned long)message->dwParam2 );
        break;
    case LINE_CLOSE:
        say( L"the line was closed" );
        failed = TRUE;
        break;
    }
}

static BOOL try_line( DWORD id, LONG *error )
{
    BYTE buffer[sizeof(LINEDEVCAPS) + 2048] = { 0 };
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    LINEEXTENSIONID extension;
    const WCHAR *name;
    DWORD version;

    if (lineNegotiateAPIVersion( app, id, LOW_VERSION, HIGH_VERSION, &version, &extension )) return FALSE;
    caps->dwTotalSize = sizeof(buffer);
    if (lineGetDevCapsW( app, id, version, 0, caps ) || !caps->dwLineNameSize || !(caps->dwMediaModes & LINEMEDIAMODE_AUTOMATEDVOICE)) return FALSE;
    name = (const WCHAR *)(buffer + caps->dwLineNameOffset);
    if (!wcsstr( name, options.line )) return FALSE;
    if ((*error = lineOpenW( app, id, &line, version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE, NULL )))
        say( L"cannot open %ls: 0x%08lx", name, (unsigned long)*error );
    else
    {
        *error = lineSetStatusMessages( line, LINEDEVSTATE_RINGING, 0 );
        say( L"waiting for calls on %ls", name );
    }
    return TRUE;
}

static BOOL open_line( DWORD count )
{
    LONG error = LINEERR_NODEVICE;
    DWORD id;

    for (id = 0; id < count; id++) if (try_line( id, &error )) return !error;
    say( L"there is no line '%ls' with a voice modem", options.line );
    return FALSE;
}

static void run(void)
{
    HANDLE events[2] = { message_event, wave_event };
    LINEMESSAGE message;

    while (!failed && !machine_is_done())
    {
        DWORD timeout = machine_tick(), which = WaitForMultipleObjects( 2, events, FALSE, timeout );

        if (which == WAIT_OBJECT_0 && !lineGetMessage( app, &message, 0 )) handle_message( &message );
        machine_wave();
    }
}

int wmain( int argc, WCHAR **argv )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    DWORD count, version = HIGH_VERSION;
    LONG error;

    if (!parse_options( argc, argv ))
    {
        fputs( usage, stderr );
        return 2;
    }
    if ((error = lineInitializeExW( &app, NULL, NULL, L"tapianswer", &count, &version, &params )))
    {
        say( L"telephony does not start: 0x%08lx", (unsigned long)error );
        return 1;
    }
    message_event = params.Handles.hEvent;
    wave_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    if (!open_line( count )) failed = TRUE;
    else if (!options.check) run();
    lineShutdown( app );
    return failed;
}
