/*
 * A TAPI application for benchmarks, and the service it talks to.
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

#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include <winsvc.h>
#include <psapi.h>

/* The permanent id of a provider that is there; 0: it is not. */
static DWORD find_provider( const char *file )
{
    union { LINEPROVIDERLIST list; char room[4096]; } buffer;
    LINEPROVIDERENTRY *entry;
    DWORD i;
    LONG ret;

    buffer.list.dwTotalSize = sizeof(buffer);
    if ((ret = lineGetProviderListA( 0x00020002, &buffer.list ))) die( "lineGetProviderList: %08lx", ret );
    entry = (LINEPROVIDERENTRY *)(buffer.room + buffer.list.dwProviderListOffset);
    for (i = 0; i < buffer.list.dwNumProviders; i++)
        if (strstr( buffer.room + entry[i].dwProviderFilenameOffset, file )) return entry[i].dwPermanentProviderID;
    return 0;
}

void add_provider( const char *file )
{
    DWORD id;
    LONG ret;

    if (!find_provider( file ) && (ret = lineAddProviderA( file, NULL, &id ))) die( "lineAddProvider %s: %08lx", file, ret );
}

void remove_provider( const char *file )
{
    DWORD id = find_provider( file );
    LONG ret;

    if (id && (ret = lineRemoveProvider( id, NULL ))) die( "lineRemoveProvider %s: %08lx", file, ret );
}

void session_open( struct session *session )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = 0x00020002;
    LONG ret;

    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    if ((ret = lineInitializeExA( &session->app, NULL, NULL, "bench", &session->devices, &version, &params )))
        die( "lineInitializeEx: %08lx", ret );
    session->event = params.Handles.hEvent;
}

void session_close( struct session *session )
{
    lineShutdown( session->app );
}

DWORD session_find( struct session *session, const char *name )
{
    LINEDEVCAPS *caps = calloc( 1, 4096 );
    LINEEXTENSIONID extension;
    DWORD i, version;

    for (i = 0; i < session->devices; i++)
    {
        caps->dwTotalSize = 4096;
        if (lineNegotiateAPIVersion( session->app, i, 0x00010004, 0x00020002, &version, &extension )) continue;
        if (lineGetDevCapsA( session->app, i, version, 0, caps )) continue;
        if (caps->dwLineNameSize && !strcmp( (char *)caps + caps->dwLineNameOffset, name ))
        {
            free( caps );
            return i;
        }
    }
    die( "there is no line \"%s\"", name );
}

HLINE session_line( struct session *session, DWORD device, DWORD privileges, DWORD media )
{
    LINEEXTENSIONID extension;
    DWORD version;
    HLINE line;
    LONG ret;

    if ((ret = lineNegotiateAPIVersion( session->app, device, 0x00010004, 0x00020002, &version, &extension )))
        die( "lineNegotiateAPIVersion: %08lx", ret );
    if ((ret = lineOpenA( session->app, device, &line, version, 0, 0, privileges, media, NULL ))) die( "lineOpen: %08lx", ret );
    return line;
}

void session_message( struct session *session, LINEMESSAGE *message, DWORD timeout_ms )
{
    LONG ret = lineGetMessage( session->app, message, timeout_ms );
    if (ret) die( "lineGetMessage: %08lx", ret );
}

void session_wait( struct session *session, DWORD id, DWORD_PTR param1, LINEMESSAGE *message )
{
    do session_message( session, message, 30000 );
    while (message->dwMessageID != id || (param1 && message->dwParam1 != param1));
}

static SC_HANDLE open_service( SC_HANDLE *scm )
{
    SC_HANDLE service;

    if (!(*scm = OpenSCManagerW( NULL, NULL, SC_MANAGER_CONNECT ))) die( "OpenSCManager: error %lu", GetLastError() );
    if (!(service = OpenServiceW( *scm, L"TapiSrv", SERVICE_QUERY_STATUS | SERVICE_STOP ))) die( "no TapiSrv service: error %lu", GetLastError() );
    return service;
}

static DWORD service_pid(void)
{
    SERVICE_STATUS_PROCESS status;
    SC_HANDLE scm, service = open_service( &scm );
    DWORD size;

    if (!QueryServiceStatusEx( service, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof(status), &size ))
        die( "QueryServiceStatusEx: error %lu", GetLastError() );
    CloseServiceHandle( service );
    CloseServiceHandle( scm );
    return status.dwProcessId;
}

void service_stop(void)
{
    SERVICE_STATUS status;
    SC_HANDLE scm, service = open_service( &scm );
    unsigned int i;

    ControlService( service, SERVICE_CONTROL_STOP, &status );
    for (i = 0; i < 500; i++)
    {
        if (QueryServiceStatus( service, &status ) && status.dwCurrentState == SERVICE_STOPPED) break;
        Sleep( 20 );
    }
    if (i == 500) die( "TapiSrv does not stop" );
    CloseServiceHandle( service );
    CloseServiceHandle( scm );
}

ULONGLONG service_memory(void)
{
    PROCESS_MEMORY_COUNTERS counters = { sizeof(counters) };
    HANDLE process = OpenProcess( PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, service_pid() );

    if (!process || !K32GetProcessMemoryInfo( process, &counters, sizeof(counters) ))
        die( "cannot ask for the memory of TapiSrv: error %lu", GetLastError() );
    CloseHandle( process );
    return counters.PagefileUsage;
}
