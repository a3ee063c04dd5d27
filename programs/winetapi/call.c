/*
 * winetapi.exe: place a call, answer a call.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "winetapi.h"

#define HANG_UP_MS  15000

static const struct { DWORD state; const WCHAR *name; } states[] =
{
    { LINECALLSTATE_IDLE, L"idle" },
    { LINECALLSTATE_OFFERING, L"offering" },
    { LINECALLSTATE_ACCEPTED, L"accepted" },
    { LINECALLSTATE_DIALTONE, L"dialtone" },
    { LINECALLSTATE_DIALING, L"dialing" },
    { LINECALLSTATE_RINGBACK, L"ringback" },
    { LINECALLSTATE_BUSY, L"busy" },
    { LINECALLSTATE_SPECIALINFO, L"specialinfo" },
    { LINECALLSTATE_CONNECTED, L"connected" },
    { LINECALLSTATE_PROCEEDING, L"proceeding" },
    { LINECALLSTATE_ONHOLD, L"onhold" },
    { LINECALLSTATE_DISCONNECTED, L"disconnected" },
    { LINECALLSTATE_UNKNOWN, L"unknown" },
};

/* Why a call ended, and the exit status for one that never connected. */
static const struct { DWORD mode; const WCHAR *name; int status; } disconnect_modes[] =
{
    { LINEDISCONNECTMODE_NORMAL, L"normal", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_UNKNOWN, L"unknown", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_REJECT, L"rejected", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_BUSY, L"busy", EXIT_BUSY },
    { LINEDISCONNECTMODE_NOANSWER, L"no answer", EXIT_NO_ANSWER },
    { LINEDISCONNECTMODE_BADADDRESS, L"bad number", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_UNREACHABLE, L"unreachable", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_CONGESTION, L"congestion", EXIT_BUSY },
    { LINEDISCONNECTMODE_INCOMPATIBLE, L"incompatible", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_UNAVAIL, L"unavailable", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_NODIALTONE, L"no dial tone", EXIT_NO_DIALTONE },
    { LINEDISCONNECTMODE_OUTOFORDER, L"out of order", EXIT_FAILED },
    { LINEDISCONNECTMODE_TEMPFAILURE, L"temporary failure", EXIT_FAILED },
    { LINEDISCONNECTMODE_BLOCKED, L"blocked", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_DONOTDISTURB, L"do not disturb", EXIT_NO_CARRIER },
    { LINEDISCONNECTMODE_CANCELLED, L"cancelled", EXIT_NO_CARRIER },
};

struct options
{
    const WCHAR *number;        /* NULL: answer */
    BOOL         data, echo, quiet;
    DWORD        rings;         /* answer after so many */
    DWORD        timeout;       /* ms until the call must be connected, or a call must have come; 0: none */
    DWORD        hold;          /* ms to stay connected; 0: until the end of input */
};

struct talk
{
    struct session      session;
    struct options      options;
    HCALL               call;
    DWORD               start;
    LONG                request;        /* under way: lineMakeCall, lineAnswer or lineDrop */
    BOOL                was_connected, connected, disconnected, idle, failed, dropping;
    DWORD               rings;
    int                 status;         /* of a call that never connected */
    struct data_stream *stream;
    DWORD               hold_until;
};

static HANDLE interrupted;

static BOOL WINAPI console_control( DWORD event )
{
    (void)event;
    SetEvent( interrupted );
    return TRUE;
}

/* What happens goes to stderr, so that with --data stdout is the data and nothing else. */
static void report( struct talk *talk, const WCHAR *format, ... )
{
    WCHAR text[600];
    char utf8[3 * ARRAYSIZE(text)];
    DWORD ms = GetTickCount() - talk->start, written;
    int len = swprintf( text, ARRAYSIZE(text), L"%4lu.%03lu  %ls: ", ms / 1000, ms % 1000, talk->session.name );
    va_list args;

    if (talk->options.quiet) return;
    va_start( args, format );
    _vsnwprintf( text + len, ARRAYSIZE(text) - len - 2, format, args );
    va_end( args );
    text[ARRAYSIZE(text) - 2] = 0;
    wcscat( text, L"\n" );
    len = WideCharToMultiByte( CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL );
    WriteFile( GetStdHandle( STD_ERROR_HANDLE ), utf8, len - 1, &written, NULL );
}

static LINECALLINFO *call_info( HCALL call )
{
    DWORD size = sizeof(LINECALLINFO) + 1024;
    LINECALLINFO *info = calloc( 1, size );

    if (!info) exit( EXIT_FAILED );
    info->dwTotalSize = size;
    if (!lineGetCallInfoW( call, info )) return info;
    free( info );
    return NULL;
}

static const WCHAR *info_string( const LINECALLINFO *info, DWORD offset, DWORD size, WCHAR *buffer, DWORD chars )
{
    DWORD len = size / sizeof(WCHAR);

    buffer[0] = 0;
    if (!offset || offset > info->dwUsedSize || size > info->dwUsedSize - offset) return buffer;
    if (len > chars - 1) len = chars - 1;
    memcpy( buffer, (const BYTE *)info + offset, len * sizeof(WCHAR) );
    buffer[len] = 0;
    return buffer;
}

static void report_caller( struct talk *talk )
{
    LINECALLINFO *info = call_info( talk->call );
    WCHAR number[100], name[100];

    if (!info) return;
    info_string( info, info->dwCallerIDOffset, info->dwCallerIDSize, number, ARRAYSIZE(number) );
    info_string( info, info->dwCallerIDNameOffset, info->dwCallerIDNameSize, name, ARRAYSIZE(name) );
    if (number[0] || name[0]) report( talk, L"caller %ls%ls%ls", number, name[0] ? L" " : L"", name );
    else if (info->dwCallerIDFlags & LINECALLPARTYID_BLOCKED) report( talk, L"caller withheld" );
    free( info );
}

static const WCHAR *state_name( DWORD state )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++)
        if (states[i].state == state) return states[i].name;
    return L"?";
}

static void connected( struct talk *talk )
{
    LINECALLINFO *info = call_info( talk->call );

    if (info && info->dwRate) report( talk, L"connected, %lu bit/s", info->dwRate );
    else report( talk, L"connected" );
    free( info );
    if (talk->connected) return;
    talk->connected = talk->was_connected = TRUE;
    if (talk->options.hold) talk->hold_until = GetTickCount() + talk->options.hold;
    if (!talk->options.data && !talk->options.echo) return;
    if (!(talk->stream = data_join( talk->call, talk->options.echo ))) talk->failed = TRUE;
}

static void disconnected( struct talk *talk, DWORD mode )
{
    const WCHAR *name = L"?";
    size_t i;

    talk->connected = FALSE;
    talk->disconnected = TRUE;
    talk->status = EXIT_NO_CARRIER;
    for (i = 0; i < ARRAYSIZE(disconnect_modes); i++)
    {
        if (disconnect_modes[i].mode != mode) continue;
        name = disconnect_modes[i].name;
        talk->status = disconnect_modes[i].status;
    }
    report( talk, L"disconnected (%ls)", name );
}

static void drop( struct talk *talk )
{
    LONG request;

    if (talk->dropping || !talk->call) return;
    talk->dropping = TRUE;
    if (talk->stream)
    {
        data_leave( talk->stream );
        talk->stream = NULL;
    }
    if (!talk->disconnected) report( talk, L"hanging up" );
    if ((request = lineDrop( talk->call, NULL, 0 )) > 0) talk->request = request;
    else if (request < 0 && request != (LONG)LINEERR_INVALCALLSTATE)
    {
        fail( L"cannot hang up: %ls", tapi_error( request ) );
        talk->idle = talk->failed = TRUE;
    }
}

static void answer( struct talk *talk )
{
    LONG request = lineAnswer( talk->call, NULL, 0 );

    report( talk, L"answering" );
    if (request > 0) talk->request = request;
    else if (request < 0)
    {
        fail( L"cannot answer: %ls", tapi_error( request ) );
        talk->failed = TRUE;
    }
}

static void ring( struct talk *talk )
{
    if (talk->rings++ == 0 && talk->options.rings > 1) report( talk, L"waiting for ring %lu", talk->options.rings );
    if (talk->rings == talk->options.rings) answer( talk );
}

static void call_state( struct talk *talk, const LINEMESSAGE *message )
{
    DWORD state = message->dwParam1;
    HCALL call = (HCALL)(DWORD_PTR)message->hDevice;

    if (state == LINECALLSTATE_OFFERING && !talk->call && !talk->options.number)
    {
        talk->call = call;
        talk->start = GetTickCount();
        talk->rings = 0;
    }
    if (call != talk->call)
    {
        /* a second call on the line: not ours to handle */
        if (message->dwParam3) lineDeallocateCall( call );
        return;
    }
    switch (state)
    {
    case LINECALLSTATE_CONNECTED:
        connected( talk );
        break;
    case LINECALLSTATE_DISCONNECTED:
        disconnected( talk, message->dwParam2 ? message->dwParam2 : LINEDISCONNECTMODE_NORMAL );
        break;
    case LINECALLSTATE_IDLE:
        report( talk, L"idle" );
        talk->connected = FALSE;
        talk->idle = TRUE;
        break;
    case LINECALLSTATE_OFFERING:
        report( talk, L"offering" );
        report_caller( talk );
        ring( talk );
        break;
    default:
        report( talk, L"%ls", state_name( state ) );
        break;
    }
}

static void handle_message( struct talk *talk, const LINEMESSAGE *message )
{
    switch (message->dwMessageID)
    {
    case LINE_CALLSTATE:
        call_state( talk, message );
        break;
    case LINE_CALLINFO:
        if ((message->dwParam1 & (LINECALLINFOSTATE_CALLERID)) && (HCALL)(DWORD_PTR)message->hDevice == talk->call) report_caller( talk );
        break;
    case LINE_LINEDEVSTATE:
        /* the first ring is the offering itself */
        if (message->dwParam1 == LINEDEVSTATE_RINGING && talk->call && !talk->was_connected && message->dwParam3 > 1)
        {
            report( talk, L"ring %lu", (DWORD)message->dwParam3 );
            ring( talk );
        }
        break;
    case LINE_REPLY:
        if ((LONG)message->dwParam1 != talk->request) break;
        talk->request = 0;
        if ((LONG)message->dwParam2 >= 0 || talk->dropping) break;
        fail( L"the %ls failed: %ls", talk->options.number ? L"call" : L"answer", tapi_error( message->dwParam2 ) );
        talk->failed = TRUE;
        break;
    case LINE_CLOSE:
        fail( L"the line was closed: its device is gone, or the telephony service ended" );
        talk->session.line = 0;
        talk->failed = talk->idle = TRUE;
        break;
    }
}

static BOOL time_over( DWORD deadline )
{
    return deadline && (int)(GetTickCount() - deadline) >= 0;
}

/* Serve messages, input and times until the call is over. */
static void talk_loop( struct talk *talk )
{
    DWORD deadline = talk->options.timeout ? GetTickCount() + talk->options.timeout : 0, drop_deadline = 0;
    BOOL input_watched = TRUE;

    while (!talk->idle)
    {
        HANDLE handles[3] = { talk->session.event, interrupted };
        DWORD count = 2, wait;
        LINEMESSAGE message;

        if (talk->stream && !talk->options.echo && input_watched && !talk->options.hold) handles[count++] = data_input_end( talk->stream );
        wait = WaitForMultipleObjects( count, handles, FALSE, 50 );
        if (wait == WAIT_OBJECT_0)
        {
            LONG error = lineGetMessage( talk->session.app, &message, 0 );

            if (!error) handle_message( talk, &message );
            else if (error != (LONG)LINEERR_OPERATIONFAILED || talk->failed)
            {
                fail( L"no more messages from telephony: %ls", tapi_error( error ) );
                talk->failed = TRUE;
                break;
            }
        }
        else if (wait == WAIT_OBJECT_0 + 1)
        {
            ResetEvent( interrupted );
            if (!talk->call) break;
            drop( talk );
        }
        else if (wait == WAIT_OBJECT_0 + 2)
        {
            input_watched = FALSE;
            drop( talk );
        }
        /* of an answer: until somebody calls */
        if (!talk->was_connected && (talk->options.number || !talk->call) && time_over( deadline ))
        {
            deadline = 0;
            report( talk, L"time is over" );
            talk->status = EXIT_NO_ANSWER;
            if (!talk->call) break;
            drop( talk );
        }
        if (talk->connected && time_over( talk->hold_until )) drop( talk );
        if (talk->failed && !talk->idle)
        {
            if (!talk->call) break;
            drop( talk );
        }
        /* the far end hung up, or never came: what is left is to go idle */
        if (talk->call && !talk->connected && talk->was_connected && !talk->dropping) drop( talk );
        if (talk->call && talk->status && !talk->was_connected && !talk->dropping) drop( talk );
        if (talk->dropping && !drop_deadline) drop_deadline = GetTickCount() + HANG_UP_MS;
        if (!talk->idle && time_over( drop_deadline ))
        {
            fail( L"the line did not hang up within %d seconds", HANG_UP_MS / 1000 );
            talk->failed = TRUE;
            break;
        }
    }
    if (talk->stream) data_leave( talk->stream );
    talk->stream = NULL;
    if (talk->call) lineDeallocateCall( talk->call );
}

static int parse( int argc, WCHAR **argv, int first, struct options *options )
{
    int i;

    for (i = first; i < argc; i++)
    {
        if (!wcscmp( argv[i], L"--data" )) options->data = TRUE;
        else if (!wcscmp( argv[i], L"--echo" ) && !options->number) options->echo = TRUE;
        else if (!wcscmp( argv[i], L"--quiet" )) options->quiet = TRUE;
        else if (!wcscmp( argv[i], L"--rings" ) && !options->number && i + 1 < argc) options->rings = wcstoul( argv[++i], NULL, 10 );
        else if (!wcscmp( argv[i], L"--timeout" ) && i + 1 < argc) options->timeout = (DWORD)(wcstod( argv[++i], NULL ) * 1000);
        else if (!wcscmp( argv[i], L"--hold" ) && i + 1 < argc) options->hold = (DWORD)(wcstod( argv[++i], NULL ) * 1000);
        else
        {
            fail( L"'%ls' is not an option of this command", argv[i] );
            return EXIT_USAGE;
        }
    }
    if (!options->rings) options->rings = 1;
    return EXIT_OK;
}

static int talk_open( struct talk *talk, const WCHAR *line, DWORD privileges )
{
    LONG error;
    int ret;

    interrupted = CreateEventW( NULL, TRUE, FALSE, NULL );
    SetConsoleCtrlHandler( console_control, TRUE );
    if ((ret = session_open( &talk->session ))) return ret;
    if (!(ret = session_find_line( &talk->session, line )))
    {
        error = lineOpenW( talk->session.app, talk->session.line_id, &talk->session.line, talk->session.version, 0, 0, privileges,
                           LINEMEDIAMODE_DATAMODEM, NULL );
        if (!error) return EXIT_OK;
        ret = fail( L"cannot open the line '%ls': %ls", talk->session.name, tapi_error( error ) );
    }
    session_close( &talk->session );
    return ret;
}

static int talk_result( struct talk *talk )
{
    session_close( &talk->session );
    if (talk->failed) return EXIT_FAILED;
    return talk->was_connected ? EXIT_OK : talk->status ? talk->status : EXIT_FAILED;
}

int call_place( int argc, WCHAR **argv )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = LINEBEARERMODE_VOICE, .dwMediaMode = LINEMEDIAMODE_DATAMODEM,
                              .dwMinRate = 0, .dwMaxRate = 0, .dwAddressMode = LINEADDRESSMODE_ADDRESSID };
    struct talk talk = { .options = { 0 } };
    LONG request;
    int ret;

    if (argc < 3)
    {
        fail( L"usage: winetapi call LINE NUMBER [--data] [--hold SECONDS] [--timeout SECONDS] [--quiet]" );
        return EXIT_USAGE;
    }
    talk.options.number = argv[2];
    if ((ret = parse( argc, argv, 3, &talk.options ))) return ret;
    if ((ret = talk_open( &talk, argv[1], LINECALLPRIVILEGE_NONE ))) return ret;
    talk.start = GetTickCount();
    report( &talk, L"calling %ls", talk.options.number );
    request = lineMakeCallW( talk.session.line, &talk.call, talk.options.number, 0, &params );
    if (request < 0)
    {
        ret = fail( L"cannot call %ls: %ls", talk.options.number, tapi_error( request ) );
        session_close( &talk.session );
        return ret;
    }
    talk.request = request;
    talk_loop( &talk );
    return talk_result( &talk );
}

int call_answer( int argc, WCHAR **argv )
{
    struct talk talk = { .options = { 0 } };
    int ret;

    if (argc < 2)
    {
        fail( L"usage: winetapi answer LINE [--data | --echo] [--rings N] [--hold SECONDS] [--timeout SECONDS] [--quiet]" );
        return EXIT_USAGE;
    }
    if ((ret = parse( argc, argv, 2, &talk.options ))) return ret;
    if ((ret = talk_open( &talk, argv[1], LINECALLPRIVILEGE_OWNER ))) return ret;
    lineSetStatusMessages( talk.session.line, LINEDEVSTATE_RINGING, 0 );
    talk.start = GetTickCount();
    report( &talk, L"waiting for a call" );
    talk_loop( &talk );
    return talk_result( &talk );
}
