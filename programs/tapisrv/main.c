/*
 * The telephony service's entry point: start and stop.
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

#include "client.h"
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

static SERVICE_STATUS_HANDLE service;
static HANDLE stop;

static void report( DWORD state, DWORD error )
{
    SERVICE_STATUS status = { .dwServiceType = SERVICE_WIN32_OWN_PROCESS, .dwCurrentState = state, .dwWin32ExitCode = error };

    if (state == SERVICE_RUNNING) status.dwControlsAccepted = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN;
    else if (state == SERVICE_STOP_PENDING || state == SERVICE_START_PENDING) status.dwWaitHint = 10000;
    SetServiceStatus( service, &status );
}

static DWORD WINAPI control( DWORD code, DWORD type, void *data, void *context )
{
    switch (code)
    {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_SHUTDOWN:
        report( SERVICE_STOP_PENDING, 0 );
        SetEvent( stop );
        return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE:
        return NO_ERROR;
    }
    return ERROR_CALL_NOT_IMPLEMENTED;
}

static DWORD start(void)
{
    DWORD error;

    dispatch_init();
    if (!(stop = CreateEventW( NULL, TRUE, FALSE, NULL ))) return GetLastError();
    if (listener_start()) return 0;
    error = GetLastError();
    ERR( "cannot listen on the pipe tapisrv-local, error %lu%s\n", error,
         error == ERROR_ACCESS_DENIED || error == ERROR_PIPE_BUSY ? ": another tapisrv.exe runs in this prefix" : "" );
    return error ? error : ERROR_GEN_FAILURE;
}

static void end(void)
{
    listener_stop();
    clients_stop();
}

static void WINAPI service_main( DWORD argc, WCHAR **argv )
{
    DWORD error;

    if (!(service = RegisterServiceCtrlHandlerExW( TRANSPORT_SERVICE, control, NULL ))) return;
    report( SERVICE_START_PENDING, 0 );
    if (!(error = start()))
    {
        /* clients that wait for RUNNING connect at once */
        report( SERVICE_RUNNING, 0 );
        WaitForSingleObject( stop, INFINITE );
        end();
    }
    report( SERVICE_STOPPED, error );
}

static BOOL WINAPI console_control( DWORD type )
{
    SetEvent( stop );
    return TRUE;
}

int main( int argc, char **argv )
{
    static const SERVICE_TABLE_ENTRYW table[] = { { (WCHAR *)TRANSPORT_SERVICE, service_main }, { NULL, NULL } };

    if (argc == 2 && !_stricmp( argv[1], "/console" ))
    {
        DWORD error = start();

        if (error)
        {
            fprintf( stderr, "tapisrv: cannot listen on %ls: error %lu\n", TRANSPORT_PIPE, error );
            return 1;
        }
        SetConsoleCtrlHandler( console_control, TRUE );
        WaitForSingleObject( stop, INFINITE );
        end();
        return 0;
    }
    if (argc > 1)
    {
        fprintf( stderr, "usage: tapisrv.exe [/console]\n"
                 "The telephony service. Without an argument it is started by the service control manager;\n"
                 "/console runs it in the foreground, for debugging.\n" );
        return 2;
    }
    if (!StartServiceCtrlDispatcherW( table ))
    {
        fprintf( stderr, "tapisrv: not started as a service (error %lu); use tapisrv.exe /console\n", GetLastError() );
        return 1;
    }
    return 0;
}
