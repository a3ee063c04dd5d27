/*
 * The port of a modem: opened while a line or a call needs it.
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

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* how long TSPI_lineSetDefaultMediaDetection waits for a modem to answer its initialisation */
#define OPEN_TIMEOUT 30000

/* What the host's errors mean to TAPI. The engine's own reason goes to the log. */
static const struct
{
    int  error;
    LONG lineerr;
} host_errors[] =
{
    { 1 /* EPERM */,      LINEERR_RESOURCEUNAVAIL },
    { 2 /* ENOENT */,     LINEERR_NODEVICE },
    { 5 /* EIO */,        LINEERR_NODEVICE },
    { 6 /* ENXIO */,      LINEERR_NODEVICE },
    { 11 /* EAGAIN */,    LINEERR_CALLUNAVAIL },   /* a call comes in at the same moment */
    { 12 /* ENOMEM */,    LINEERR_NOMEM },
    { 13 /* EACCES */,    LINEERR_RESOURCEUNAVAIL },
    { 16 /* EBUSY */,     LINEERR_RESOURCEUNAVAIL },
    { 19 /* ENODEV */,    LINEERR_NODEVICE },
    { 25 /* ENOTTY */,    LINEERR_NODEVICE },
    { 71 /* EPROTO */,    LINEERR_OPERATIONFAILED },
    { 95 /* EOPNOTSUPP */, LINEERR_OPERATIONUNAVAIL },
    { 107 /* ENOTCONN */, LINEERR_INVALCALLSTATE },
    { 110 /* ETIMEDOUT */, LINEERR_OPERATIONFAILED },
};

LONG lineerr_from_errno( int error )
{
    unsigned int i;

    if (error < 0) error = -error;
    if (!error) return 0;
    for (i = 0; i < ARRAYSIZE(host_errors); i++) if (host_errors[i].error == error) return host_errors[i].lineerr;
    return LINEERR_OPERATIONFAILED;
}

uint32_t port_new_request(void)
{
    static LONG last;
    uint32_t request;

    while (!(request = InterlockedIncrement( &last ))) {}
    return request;
}

int port_command( struct modem *modem, enum modem_command command, uint32_t request )
{
    struct modem_command_params params = { .host = unix_host, .modem = modem->engine, .command = command, .request = request };

    unix_call( unimdm_modem_command, &params );
    return params.result;
}

void port_apply_settings( struct modem *modem, const struct devcfg *config )
{
    struct modem_settings_params params = { .host = unix_host, .modem = modem->engine };

    if (!modem->engine || !memcmp( &modem->applied, config, sizeof(*config) )) return;
    config_to_settings( config, &params.settings );
    unix_call( unimdm_modem_settings, &params );
    if (params.result)
        WARN( "modem %s cannot be set to %lu bit/s, options %#lx: error %d\n", debugstr_w( modem->info.name ), config->dcb.BaudRate,
              config->preferred_options, params.result );
    else modem->applied = *config;
}

/* ---- Wine's own handle of the port, which applications get copies of ---- */

static HANDLE create_port( const WCHAR *name )
{
    HANDLE handle = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    COMMTIMEOUTS timeouts;

    if (handle == INVALID_HANDLE_VALUE) return NULL;
    if (GetCommTimeouts( handle, &timeouts )) return handle;    /* a comm device, not a plain file */
    CloseHandle( handle );
    SetLastError( ERROR_BAD_DEVICE );
    return NULL;
}

/* The path wins over the COM name, which may still mean the device of an earlier configuration: mountmgr makes the link when it starts. */
static HANDLE open_comm( struct modem *modem )
{
    WCHAR name[600];
    HANDLE handle;
    WCHAR *p;

    wcscpy( name, L"\\\\?\\unix" );
    if (MultiByteToWideChar( CP_UNIXCP, 0, modem->host_path, -1, name + wcslen( name ), 512 ))
    {
        for (p = name; *p; p++) if (*p == '/') *p = '\\';
        if ((handle = create_port( name ))) return handle;
        TRACE( "%s: error %lu\n", debugstr_w( name ), GetLastError() );
    }
    swprintf( name, ARRAYSIZE(name), L"\\\\.\\%ls", modem->info.port );
    if ((handle = create_port( name ))) return handle;
    TRACE( "%s: error %lu\n", debugstr_w( name ), GetLastError() );
    return NULL;
}

static void close_comm( struct modem *modem )
{
    if (modem->comm) CloseHandle( modem->comm );
    modem->comm = NULL;
}

/* ---- opening ---- */

static void forget_engine( struct modem *modem )
{
    modem_log_close( modem );
    waveid_detach( modem );
    if (modem->engine) port_command( modem, command_destroy, 0 );
    modem->engine = 0;
    modem->open_request = modem->close_request = modem->hangup_request = 0;
    modem->hangup_call = NULL;
    modem->applied.size = 0;
    close_comm( modem );
    modem->port = PORT_CLOSED;
    watch_port_closed( modem );
    if (!modem->removed) return;
    modem->removed = FALSE;
    modem_drop( modem );      /* whoever has it locked has a reference of his own */
}

static void open_failed( struct modem *modem, LONG error )
{
    forget_engine( modem );
    modem->open_error = error;
    SetEvent( modem->opened );
    call_port_failed( modem, error );
}

/* The registry may have changed since the modem was found. */
static void refresh_info( struct modem *modem )
{
    struct modem_info info;

    if (registry_read_modem( modem->info.key, &info, FALSE )) watch_take_info( modem, &info );
}

static int create_engine( struct modem *modem )
{
    struct modem_create_params params = { .host = unix_host, .user = modem->serial, .path = (ULONG_PTR)modem->host_path };
    DWORD size;
    unsigned char *records = registry_read_commands( &modem->info, &size );

    params.config = (ULONG_PTR)records;
    params.config_size = size;
    unix_call( unimdm_modem_create, &params );
    free( records );
    if (params.rejected)
        WARN( "modem %s: %u values in the registry make no sense and are left out, the first is %s\n", debugstr_w( modem->info.name ),
              params.rejected, debugstr_a( params.first_rejected ));
    if (params.result) return params.result;
    modem->engine = params.modem;
    waveid_attach( modem );
    return 0;
}

void port_want_open( struct modem *modem )
{
    BOOL there;
    int error;

    if (modem->port == PORT_CLOSING) modem->reopen = TRUE;
    if (modem->port != PORT_CLOSED) return;

    ResetEvent( modem->opened );
    refresh_info( modem );
    there = identity_host_path( &modem->info, modem->host_path, sizeof(modem->host_path) );
    if (there) modem->seen = TRUE;      /* the watching thread may not have looked yet */
    if (!there && modem->host_path[0] && modem->info.identity[0])
    {
        modem_failed( modem, "it is not plugged in: there is no device %ls", modem->info.identity );
        open_failed( modem, LINEERR_NODEVICE );
        return;
    }
    if (!modem->host_path[0])
    {
        modem_failed( modem, "no host device is known for its port %ls. Set HKLM\\Software\\Wine\\Ports, value %ls, to the path of the device"
                      " (as 'winetapi add-modem' does), for example /dev/ttyUSB0", modem->info.port, modem->info.port );
        open_failed( modem, LINEERR_NODEVICE );
        return;
    }
    modem_log_open( modem );
    /* before the engine takes the port for itself */
    modem->comm = open_comm( modem );
    modem->port = PORT_OPENING;
    modem->open_request = port_new_request();
    if (!(error = create_engine( modem )))
    {
        port_apply_settings( modem, &modem->config[CONFIG_DIALIN] );
        if (modem->log) port_command( modem, command_log_on, 0 );
        error = port_command( modem, command_open, modem->open_request );
    }
    if (!error) return;
    modem_failed( modem, "%s cannot be used: error %d of the modem engine", modem->host_path, error );
    open_failed( modem, lineerr_from_errno( error ));
}

static void open_done( struct modem *modem, const struct modem_event *event )
{
    modem->open_request = 0;
    if (event->error)
    {
        modem_failed( modem, "port %ls: %s", modem->info.port, event->reason[0] ? event->reason : "it could not be opened" );
        open_failed( modem, lineerr_from_errno( event->error ));
        return;
    }
    if (!modem->comm)
    {
        modem_failed( modem, "Wine cannot open %ls (%s) as a serial port, error %lu, although the modem answers on it", modem->info.port, modem->host_path,
                      GetLastError() );
        open_failed( modem, LINEERR_RESOURCEUNAVAIL );
        return;
    }
    modem->port = PORT_OPEN;
    modem->open_error = 0;
    modem_works( modem );
    SetEvent( modem->opened );
    TRACE( "line %s is ready on %s%s\n", debugstr_w( modem->info.name ), modem->host_path,
           modem->has_lines ? "" : ", which has no modem lines: carrier is assumed until either side hangs up" );
    call_port_opened( modem );
    port_release( modem );      /* whoever wanted it may be gone */
}

LONG port_open_wait( struct modem *modem )
{
    DWORD end = GetTickCount() + OPEN_TIMEOUT, now;

    port_want_open( modem );
    while (modem->port == PORT_OPENING || (modem->port == PORT_CLOSING && modem->reopen))
    {
        if ((int)(end - (now = GetTickCount())) <= 0) break;
        LeaveCriticalSection( &modem->cs );
        notify_flush();
        WaitForSingleObject( modem->opened, end - now );
        EnterCriticalSection( &modem->cs );
        if (modem->port == PORT_CLOSING && modem->reopen) ResetEvent( modem->opened );
    }
    if (modem->port == PORT_OPEN) return 0;
    if (modem->port == PORT_CLOSED || modem->port == PORT_CLOSING) return modem->open_error ? modem->open_error : (LONG)LINEERR_OPERATIONFAILED;
    modem_failed( modem, "the modem on %s did not get ready within %u seconds", modem->host_path, OPEN_TIMEOUT / 1000 );
    return LINEERR_OPERATIONFAILED;
}

/* ---- closing ---- */

void port_release( struct modem *modem )
{
    int error;

    if (modem->port != PORT_OPEN && modem->port != PORT_OPENING)
    {
        if (!modem->line_handle) modem->reopen = FALSE;
        return;
    }
    if ((modem->line_handle && modem->media_modes) || modem->call || modem->hangup_request) return;
    TRACE( "closing %s of line %s\n", modem->host_path, debugstr_w( modem->info.name ));
    modem->open_request = 0;
    modem->open_error = LINEERR_OPERATIONFAILED;
    modem->reopen = FALSE;
    modem->port = PORT_CLOSING;
    modem->close_request = port_new_request();
    if ((error = port_command( modem, command_close, modem->close_request )))
    {
        WARN( "%s: closing failed with %d\n", modem->host_path, error );
        forget_engine( modem );
        SetEvent( modem->opened );
    }
}

static void close_done( struct modem *modem )
{
    BOOL reopen = modem->reopen;

    forget_engine( modem );
    modem->reopen = FALSE;
    if (reopen) port_want_open( modem );
    else SetEvent( modem->opened );
}

/* A port that was passed through is taken back, which initialises the modem; other calls are hung up. */
void port_hangup( struct modem *modem )
{
    struct call *call = modem->call;

    if (modem->hangup_request) return;
    modem_log( modem, "Hanging up the modem." );
    modem->hangup_call = call;
    modem->hangup_passed = call && (call->bearer_mode == LINEBEARERMODE_PASSTHROUGH || call->terminal.has_port);
    modem->hangup_request = port_new_request();
    if (!terminal_defers_hangup( modem )) port_hangup_now( modem );
}

void port_hangup_now( struct modem *modem )
{
    int error;

    if (!modem->hangup_request) return;         /* the port was lost meanwhile */
    if (!modem->engine) error = 0;
    else if (!(error = port_command( modem, modem->hangup_passed ? command_passthrough_off : command_hangup, modem->hangup_request ))) return;
    if (error) WARN( "line %s: hanging up failed with %d\n", debugstr_w( modem->info.name ), error );
    modem->hangup_request = 0;
    call_hung_up( modem );
}

static void hangup_done( struct modem *modem )
{
    modem->hangup_request = 0;
    port_apply_settings( modem, &modem->config[CONFIG_DIALIN] );
    call_hung_up( modem );
}

/* The device went away, or the modem fell silent: neither the line nor its calls can be saved. */
static void port_lost( struct modem *modem, const struct modem_event *event )
{
    modem_failed( modem, "port %ls is lost: %s", modem->info.port, event->reason );
    forget_engine( modem );
    modem->open_error = LINEERR_NODEVICE;
    SetEvent( modem->opened );
    call_port_lost( modem );
    line_lost( modem );
    watch_port_lost( modem );
}

void port_event( struct modem *modem, const struct modem_event *event )
{
    modem_log_event( modem, event );
    switch (event->type)
    {
    case MODEM_EVENT_COMPLETED:
        if (!event->request) break;
        if (event->request == modem->open_request) open_done( modem, event );
        else if (event->request == modem->close_request) close_done( modem );
        else if (event->request == modem->hangup_request) hangup_done( modem );
        else if (!modem->hangup_request) call_event( modem, event );
        break;
    case MODEM_EVENT_OPENED:
        modem->has_lines = event->has_lines;
        break;
    case MODEM_EVENT_PORT_ERROR:
    case MODEM_EVENT_CLOSED:
        break;      /* the completion says it */
    case MODEM_EVENT_PORT_LOST:
    case MODEM_EVENT_DEAD:
        if (modem->port == PORT_OPEN) port_lost( modem, event );
        break;
    case MODEM_EVENT_LOG:
        break;
    case MODEM_EVENT_TEXT:
        TRACE( "modem %s says %s\n", debugstr_w( modem->info.name ), debugstr_a( event->text ));
        break;
    default:
        if (modem->port == PORT_OPEN && !modem->hangup_request) call_event( modem, event );
        break;
    }
}
