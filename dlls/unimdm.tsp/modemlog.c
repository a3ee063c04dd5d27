/*
 * The log of a modem, as Windows keeps it: ModemLog_<name>.txt.
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
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/*
 * Switched on by the value Logging of the modem's key, as on Windows; LoggingPath there names another file. It begins anew each time the port is opened and
 * tells what the modem did, for those who have to find out why it did not.
 */

static BOOL default_path( const struct modem_info *info, WCHAR *path, DWORD chars )
{
    WCHAR windows[MAX_PATH], name[ARRAYSIZE(info->name)], *p;

    if (!GetWindowsDirectoryW( windows, ARRAYSIZE(windows) )) return FALSE;
    wcscpy( name, info->name );
    for (p = name; *p; p++) if (wcschr( L"\\/:*?\"<>|", *p )) *p = '_';
    return swprintf( path, chars, L"%ls\\ModemLog_%ls.txt", windows, name ) > 0;
}

void modem_log_open( struct modem *modem )
{
    WCHAR path[2 * MAX_PATH];

    modem_log_close( modem );
    if (!registry_read_logging( &modem->info, path, ARRAYSIZE(path) )) return;
    if (!path[0] && !default_path( &modem->info, path, ARRAYSIZE(path) )) return;
    modem->log = CreateFileW( path, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL );
    if (modem->log == INVALID_HANDLE_VALUE)
    {
        WARN( "the log %s of modem %s cannot be written: error %lu\n", debugstr_w( path ), debugstr_w( modem->info.name ), GetLastError() );
        modem->log = NULL;
        return;
    }
    modem_log( modem, "Log of %ls, on %ls (%s)", modem->info.name, modem->info.port, modem->host_path );
}

void modem_log_close( struct modem *modem )
{
    if (!modem->log) return;
    modem_log( modem, "Closed." );
    CloseHandle( modem->log );
    modem->log = NULL;
}

void modem_log( struct modem *modem, const char *format, ... )
{
    char line[1024];
    SYSTEMTIME now;
    va_list args;
    DWORD done;
    int len, more;

    if (!modem->log) return;
    GetLocalTime( &now );
    len = snprintf( line, sizeof(line), "%02u-%02u-%04u %02u:%02u:%02u.%03u - ", now.wMonth, now.wDay, now.wYear, now.wHour, now.wMinute,
                    now.wSecond, now.wMilliseconds );
    va_start( args, format );
    more = vsnprintf( line + len, sizeof(line) - len - 2, format, args );
    va_end( args );
    if (more < 0) return;
    len += more < (int)sizeof(line) - len - 3 ? more : (int)sizeof(line) - len - 3;
    line[len++] = '\r';
    line[len++] = '\n';
    WriteFile( modem->log, line, len, &done, NULL );
}

/* What each event of the engine is called in the log; those without a name say nothing new */
static const char *const event_texts[] =
{
    [MODEM_EVENT_OPENED] = "The modem is ready",
    [MODEM_EVENT_PORT_ERROR] = "The port cannot be used",
    [MODEM_EVENT_PORT_LOST] = "The port is lost",
    [MODEM_EVENT_RING] = "Ring",
    [MODEM_EVENT_RING_GONE] = "The caller gave up",
    [MODEM_EVENT_CALLER_ID] = "Caller id",
    [MODEM_EVENT_DIALING] = "Dialing",
    [MODEM_EVENT_DIALTONE] = "Dial tone",
    [MODEM_EVENT_PROCEEDING] = "The number is out",
    [MODEM_EVENT_RINGBACK] = "It rings at the other end",
    [MODEM_EVENT_DIALED] = "Part of the number is out",
    [MODEM_EVENT_CONNECTED] = "Connected",
    [MODEM_EVENT_CALL_FAILED] = "No connection",
    [MODEM_EVENT_CARRIER_LOST] = "The other side hung up",
    [MODEM_EVENT_HUNG_UP] = "On-hook",
    [MODEM_EVENT_PASSTHROUGH] = "The port passes to the application, or back",
    [MODEM_EVENT_DEAD] = "The modem does not answer any more",
    [MODEM_EVENT_TEXT] = "Modem",
};

void modem_log_event( struct modem *modem, const struct modem_event *event )
{
    char detail[320] = "";

    if (!modem->log || event->type >= ARRAYSIZE(event_texts) || !event_texts[event->type]) return;
    if (event->type == MODEM_EVENT_CONNECTED)
        snprintf( detail, sizeof(detail), ", %u bit/s (port %u bit/s), error control %s, compression %s", event->dce_rate, event->dte_rate,
                  event->options & MODEM_OPTION_ERROR_CONTROL ? "on" : "off", event->options & MODEM_OPTION_COMPRESSION ? "on" : "off" );
    else if (event->type == MODEM_EVENT_CALLER_ID)
        snprintf( detail, sizeof(detail), ": %s %s", event->caller_number, event->caller_name );
    else if (event->reason[0]) snprintf( detail, sizeof(detail), ": %s", event->reason );
    modem_log( modem, "%s%s%s%s", event_texts[event->type], detail, event->text[0] ? ": " : "", event->text );
}
