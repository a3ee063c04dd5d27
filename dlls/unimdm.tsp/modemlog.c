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
 * Switched on by the value Logging of the modem's key, as on Windows; LoggingPath there names another file. It begins anew each time the port is opened,
 * unless AppendLog is on. Its lines are those that Windows writes, so that those who know them, and programs that read them, feel at home: what is sent and
 * received, what the answers mean, how the connection came out. Digits that are dialled are shown as '#'; of the data of a call nothing is written.
 */

static BOOL default_path( const struct modem_info *info, WCHAR *path, DWORD chars )
{
    WCHAR windows[MAX_PATH], name[ARRAYSIZE(info->name)], *p;

    if (!GetWindowsDirectoryW( windows, ARRAYSIZE(windows) )) return FALSE;
    wcscpy( name, info->name );
    for (p = name; *p; p++) if (wcschr( L"\\/:*?\"<>|", *p )) *p = '_';
    return swprintf( path, chars, L"%ls\\ModemLog_%ls.txt", windows, name ) > 0;
}

/* Which modem it is, by which definition and how its port is set */
static void log_origin( struct modem *modem )
{
    static const struct { const WCHAR *value; const char *text; } origins[] =
    {
        { L"InfPath", "Modem inf path" }, { L"InfSection", "Modem inf section" }, { L"MatchingDeviceId", "Matching hardware ID" },
    };
    static const char parities[] = "NOEMS";
    const DCB *dcb = &modem->config[CONFIG_DIALIN].dcb;
    WCHAR text[256];
    unsigned int i;

    modem_log( modem, "File: C:\\windows\\system32\\unimdm.tsp, Version " WINE_TELEPHONY_VERSION );
    modem_log( modem, "Modem type: %ls", modem->info.name );
    for (i = 0; i < ARRAYSIZE(origins); i++)
        if (registry_read_text( &modem->info, origins[i].value, text, ARRAYSIZE(text) )) modem_log( modem, "%s: %ls", origins[i].text, text );
    modem_log( modem, "Port: %ls, %s", modem->info.port, modem->host_path );
    modem_log( modem, "%lu,%u,%c,%s, ctsfl=%u, rtsctl=%u", dcb->BaudRate, dcb->ByteSize, dcb->Parity < sizeof(parities) - 1 ? parities[dcb->Parity] : '?',
               dcb->StopBits == TWOSTOPBITS ? "2" : "1", dcb->fOutxCtsFlow, dcb->fRtsControl );
}

void modem_log_open( struct modem *modem )
{
    WCHAR path[2 * MAX_PATH];
    BOOL append;

    modem_log_close( modem );
    if (!registry_read_logging( &modem->info, path, ARRAYSIZE(path), &append )) return;
    if (!path[0] && !default_path( &modem->info, path, ARRAYSIZE(path) )) return;
    modem->log = CreateFileW( path, GENERIC_WRITE, FILE_SHARE_READ, NULL, append ? OPEN_ALWAYS : CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL );
    if (modem->log == INVALID_HANDLE_VALUE)
    {
        WARN( "the log %s of modem %s cannot be written: error %lu\n", debugstr_w( path ), debugstr_w( modem->info.name ), GetLastError() );
        modem->log = NULL;
        return;
    }
    if (append) SetFilePointer( modem->log, 0, NULL, FILE_END );
    log_origin( modem );
}

void modem_log_close( struct modem *modem )
{
    if (!modem->log) return;
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

/* What an event of the engine is called in the log; what the engine's own lines (MODEM_EVENT_LOG) say already has no name here */
static const char *const event_texts[] =
{
    [MODEM_EVENT_PORT_ERROR] = "The modem cannot be used",
    [MODEM_EVENT_PORT_LOST] = "The port is lost",
    [MODEM_EVENT_RING_GONE] = "The caller gave up",
    [MODEM_EVENT_CALL_FAILED] = "The modem failed to connect",
    [MODEM_EVENT_CARRIER_LOST] = "Remote modem hung up",
    [MODEM_EVENT_DEAD] = "The modem does not answer",
};

static void log_connection( struct modem *modem, const struct modem_event *event )
{
    if (event->voice)
    {
        modem_log( modem, "Voice call connected." );
        return;
    }
    modem_log( modem, "Connection established at %ubps.", event->dce_rate ? event->dce_rate : event->dte_rate );
    modem_log( modem, "Error-control %s.", event->options & MODEM_OPTION_ERROR_CONTROL ? "on" : "off or unknown" );
    modem_log( modem, "Data compression %s.", event->options & MODEM_OPTION_COMPRESSION ? "on" : "off or unknown" );
}

/* A line that the engine reports */
static void log_traffic( struct modem *modem, const struct modem_event *event )
{
    switch (event->on)
    {
    case MODEM_LOG_SENT:
        modem_log( modem, "Send: %s", event->reason );
        break;
    case MODEM_LOG_RECEIVED:
        modem_log( modem, "Recv: %s", event->reason );
        if (event->text[0]) modem_log( modem, "Interpreted response: %s", event->text );
        else modem_log( modem, "Unknown Response" );
        break;
    case MODEM_LOG_ECHO:
        modem_log( modem, "Recv: %s", event->reason );
        modem_log( modem, "Command Echo" );
        break;
    default:
        modem_log( modem, "%s", event->reason );
        break;
    }
}

void modem_log_event( struct modem *modem, const struct modem_event *event )
{
    if (!modem->log) return;
    if (event->type == MODEM_EVENT_LOG) log_traffic( modem, event );
    else if (event->type == MODEM_EVENT_CONNECTED) log_connection( modem, event );
    else if (event->type == MODEM_EVENT_PASSTHROUGH) modem_log( modem, "Passthrough %s", event->on ? "On" : "Off" );
    else if (event->type < ARRAYSIZE(event_texts) && event_texts[event->type])
        modem_log( modem, "%s%s%s", event_texts[event->type], event->reason[0] ? ": " : ".", event->reason );
}
