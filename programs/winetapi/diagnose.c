/*
 * winetapi.exe: asking a modem, and explaining its answers.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "winetapi.h"
#include "modemprobe/modemprobe.h"

#define CALL_TIME 60000         /* ms for a modem to get ready */

static BOOL show_answer( const struct modemprobe_answer *answer, void *arg )
{
    const char *line;
    size_t len;

    out( L"%-12hs %hs: %hs\n", answer->command, answer->topic, answer->explanation );
    for (line = answer->lines; *line; line += len + (line[len] == '\n'))
    {
        len = strcspn( line, "\n" );
        out( L"             | %.*hs\n", (int)len, line );
    }
    return TRUE;
}

static BOOL read_value( const struct modem *modem, const WCHAR *name, WCHAR *text, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);
    WCHAR path[300];
    HKEY key;

    text[0] = 0;
    _snwprintf( path, ARRAYSIZE(path), MODEM_CLASS L"\\%ls", modem->key );
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, path, 0, KEY_READ, &key )) return FALSE;
    if (!RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size ) && type == REG_SZ) text[size / sizeof(WCHAR)] = 0;
    else text[0] = 0;
    RegCloseKey( key );
    return text[0] != 0;
}

static void show_settings( const struct modem *modem )
{
    WCHAR model[256], file[64], init[256];

    read_value( modem, L"Model", model, ARRAYSIZE(model) );
    read_value( modem, L"InfPath", file, ARRAYSIZE(file) );
    out( L"modem '%ls', %ls%ls%ls\n", modem->name, modem->com, modem->path[0] ? L" is " : L"", modem->path );
    out( L"definition: %ls%ls%ls%ls\n", model[0] ? model : L"none", file[0] ? L" (" : L"", file, file[0] ? L")" : L"" );
    if (read_value( modem, L"UserInit", init, ARRAYSIZE(init) )) out( L"extra initialisation: %ls\n", init );
}

/* ---- through TAPI: the service keeps the port, and lends it for a pass-through call ---- */

struct borrowed
{
    struct session session;
    HCALL          call;
    HANDLE         port;
};

/* Who uses the line, one program a line, when it cannot be borrowed. */
static void show_users( DWORD line_id )
{
    LONG error;
    char *text = service_line_users( line_id, &error ), *line, *end;
    unsigned long pid, privileges, media;
    char program[260];

    if (!text) return;
    for (line = text; *line; line = end + (*end == '\n'))
    {
        end = line + strcspn( line, "\n" );
        program[0] = 0;
        if (sscanf( line, "open %lu %lx %lx %259[^\n]", &pid, &privileges, &media, program ) < 3 || pid == GetCurrentProcessId()) continue;
        out( L"    %hs (process %lu) has it open\n", program[0] ? program : "a program", pid );
    }
    free( text );
}

/* Messages until a request is answered or the call is connected; FALSE after having said why not. */
static BOOL wait_connected( struct borrowed *borrowed, LONG request, LONG *error )
{
    DWORD start = GetTickCount(), now;
    BOOL replied = FALSE, connected = FALSE;
    LINEMESSAGE message;

    *error = 0;
    while (!(replied && connected) && (now = GetTickCount()) - start < CALL_TIME)
    {
        if (WaitForSingleObject( borrowed->session.event, CALL_TIME - (now - start) )) break;
        while (!lineGetMessage( borrowed->session.app, &message, 0 ))
        {
            if (message.dwMessageID == LINE_REPLY && (LONG)message.dwParam1 == request)
            {
                if ((*error = message.dwParam2)) return FALSE;
                replied = TRUE;
            }
            else if (message.dwMessageID == LINE_CALLSTATE && message.dwParam1 == LINECALLSTATE_CONNECTED) connected = TRUE;
            else if (message.dwMessageID == LINE_CALLSTATE &&
                     (message.dwParam1 == LINECALLSTATE_DISCONNECTED || message.dwParam1 == LINECALLSTATE_IDLE)) *error = LINEERR_OPERATIONFAILED;
            else if (message.dwMessageID == LINE_CLOSE) *error = LINEERR_NODEVICE;
            if (*error) return FALSE;
        }
    }
    if (!connected) *error = LINEERR_OPERATIONFAILED;
    return connected;
}

static BOOL take_port( struct borrowed *borrowed )
{
    BYTE buffer[512] = { 0 };
    VARSTRING *id = (VARSTRING *)buffer;

    id->dwTotalSize = sizeof(buffer);
    if (lineGetIDW( 0, 0, borrowed->call, LINECALLSELECT_CALL, id, L"comm/datamodem" ) ||
        id->dwStringSize < sizeof(borrowed->port) || id->dwStringOffset + sizeof(borrowed->port) > sizeof(buffer)) return FALSE;
    memcpy( &borrowed->port, buffer + id->dwStringOffset, sizeof(borrowed->port) );
    return borrowed->port != NULL;
}

static LONG borrow( struct borrowed *borrowed )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = LINEBEARERMODE_PASSTHROUGH, .dwMediaMode = LINEMEDIAMODE_DATAMODEM,
                              .dwAddressMode = LINEADDRESSMODE_ADDRESSID };
    LONG request, error;

    if ((error = lineOpenW( borrowed->session.app, borrowed->session.line_id, &borrowed->session.line, borrowed->session.version, 0, 0,
                            LINECALLPRIVILEGE_NONE, 0, NULL ))) return error;
    if ((request = lineMakeCallW( borrowed->session.line, &borrowed->call, NULL, 0, &params )) < 0) return request;
    if (!wait_connected( borrowed, request, &error )) return error;
    return take_port( borrowed ) ? 0 : (LONG)LINEERR_OPERATIONFAILED;
}

static void give_back( struct borrowed *borrowed )
{
    if (borrowed->port) CloseHandle( borrowed->port );
    if (borrowed->call) lineDeallocateCall( borrowed->call );
    session_close( &borrowed->session );
}

/* ---- */

static void compare( const struct modem *modem, const struct modemprobe_report *report )
{
    WCHAR model[256], proposed[128];
    char reason[200];
    const char *proposal = modemprobe_propose( report, reason, sizeof(reason) );

    MultiByteToWideChar( CP_UTF8, 0, proposal, -1, proposed, ARRAYSIZE(proposed) );
    read_value( modem, L"Model", model, ARRAYSIZE(model) );
    if (!wcsncmp( model, L"Standard ", 9 ) && !wcsncmp( proposed, L"Standard ", 9 ) && strcmp( proposal, MODEMPROBE_BASIC ))
        out( L"The modem says nothing that calls for another definition.\n" );
    else if (!wcscmp( model, proposed )) out( L"The definition fits the modem: %hs.\n", reason );
    else out( L"The definition '%ls' would fit too, as %hs. To use it: winetapi remove-modem '%ls', then winetapi add-modem --model '%ls'.\n", proposed,
              reason, modem->name, proposed );
}

static int ask( const struct modem *modem, HANDLE port, DWORD flags )
{
    struct modemprobe_report report;
    DWORD error = modemprobe_run( port, NULL, flags, show_answer, NULL, &report );
    WCHAR text[300];

    if (report.alive) compare( modem, &report );
    if (!error) return EXIT_OK;
    modemprobe_explain( error, modem->path[0] ? modem->path : modem->com, text, ARRAYSIZE(text) );
    return fail( L"%ls", text );
}

/* A modem that does not get ready is asked without the service, which has let its port go. */
static int ask_directly( const struct modem *modem )
{
    const WCHAR *name = modem->path[0] ? modem->path : modem->com;
    WCHAR text[300];
    HANDLE port;
    DWORD error;
    int ret;

    if ((error = modemprobe_open( name, &port )))
    {
        modemprobe_explain( error, name, text, ARRAYSIZE(text) );
        return fail( L"%ls", text );
    }
    out( L"asking at the port itself:\n" );
    ret = ask( modem, port, 0 );
    CloseHandle( port );
    return ret;
}

/* The log of a modem, which Windows' dialog calls "Record a log". */
static int set_log( const struct modem *modem, const WCHAR *how )
{
    WCHAR path[300], folder[MAX_PATH];
    const BYTE on = !wcscmp( how, L"on" );
    LONG error;
    HKEY key;

    if (!on && wcscmp( how, L"off" )) return EXIT_USAGE;
    _snwprintf( path, ARRAYSIZE(path), MODEM_CLASS L"\\%ls", modem->key );
    if (!(error = RegOpenKeyExW( HKEY_LOCAL_MACHINE, path, 0, KEY_SET_VALUE, &key )))
    {
        error = RegSetValueExW( key, L"Logging", 0, REG_BINARY, &on, sizeof(on) );
        RegCloseKey( key );
    }
    if (error) return fail( L"cannot write the registry: %ls", windows_error( error ) );
    if (!GetWindowsDirectoryW( folder, ARRAYSIZE(folder) )) folder[0] = 0;
    if (on) out( L"from the next opening of its line on, %ls\\ModemLog_%ls.txt tells what the modem does\n", folder, modem->name );
    else out( L"the log is off\n" );
    return EXIT_OK;
}

int modem_diagnose( int argc, WCHAR **argv )
{
    struct borrowed borrowed = { 0 };
    struct modem modem;
    WCHAR reason[450];
    LONG error;
    int ret;

    if (argc != 2 && argc != 3) return EXIT_USAGE;
    if (!find_modem( argv[1], FALSE, &modem )) return fail( L"there is no modem '%ls'; winetapi status lists them", argv[1] );
    if (argc == 3) return set_log( &modem, argv[2] );
    show_settings( &modem );
    if ((ret = session_open( &borrowed.session ))) return ret;
    if ((ret = session_find_line( &borrowed.session, modem.name )))
    {
        give_back( &borrowed );
        remark( L"winetapi: the modem is in the registry, but it is no line: it is not plugged in, or the service has not seen it" );
        return ret;
    }
    if (!(error = borrow( &borrowed )))
    {
        out( L"asking through the telephony service, which lends the port meanwhile:\n" );
        ret = ask( &modem, borrowed.port, MODEMPROBE_KEEP_RATE );
        give_back( &borrowed );
        return ret;
    }
    if (error == (LONG)LINEERR_CALLUNAVAIL || error == (LONG)LINEERR_INUSE || error == (LONG)LINEERR_RESOURCEUNAVAIL)
    {
        ret = fail( L"the modem cannot be asked now: %ls", tapi_error( error ) );
        show_users( borrowed.session.line_id );
        give_back( &borrowed );
        return ret;
    }
    give_back( &borrowed );
    if (read_failure( &modem, reason, ARRAYSIZE(reason) )) out( L"the telephony service cannot get the modem ready; %ls\n", reason );
    else out( L"the telephony service cannot get the modem ready: %ls\n", tapi_error( error ) );
    return ask_directly( &modem );
}
