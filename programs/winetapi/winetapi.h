/*
 * winetapi.exe: what its parts share.
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

#ifndef WINE_TELEPHONY_WINETAPI_H
#define WINE_TELEPHONY_WINETAPI_H

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>

/* Exit statuses, as winetapi(1) lists them. */
enum
{
    EXIT_OK,
    EXIT_FAILED,
    EXIT_USAGE,
    EXIT_BUSY,
    EXIT_NO_ANSWER,
    EXIT_NO_DIALTONE,
    EXIT_NO_CARRIER
};

#define PROVIDER_FILE   L"unimdm.tsp"
#define SERVICE_NAME    L"TapiSrv"
#define MODEM_CLASS     L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}"
#define PORTS_KEY       L"Software\\Wine\\Ports"
#define TELEPHONY_KEY   L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony"

/* ---- main.c ---- */

/* Write to stdout or stderr in UTF-8, with plain line ends: the other side is a Unix shell or terminal. */
void out( const WCHAR *format, ... );
/* "winetapi: ...", on stderr; returns EXIT_FAILED. */
int  fail( const WCHAR *format, ... );
/* A line of text for people, on stderr. */
void remark( const WCHAR *format, ... );
/* The text of a Windows error, valid until the next use. */
const WCHAR *windows_error( DWORD error );
/* A Unix path as Wine's file functions take it; to be freed. */
WCHAR *unix_path( const WCHAR *path );

/* ---- registry.c ---- */

/* Keep what the registry holds of telephony in a file (once), and put it back as it was. Both return 0 or a Windows error. */
LONG registry_save( const WCHAR *file );
LONG registry_restore( const WCHAR *file );

/* ---- commands: argv[0] is the command's name ---- */

int setup_install( int argc, WCHAR **argv );
int setup_register( int argc, WCHAR **argv );
int setup_uninstall( int argc, WCHAR **argv );
int setup_state( int argc, WCHAR **argv );
int setup_service( int argc, WCHAR **argv );
int modem_add( int argc, WCHAR **argv );
int modem_remove( int argc, WCHAR **argv );
int modem_list( int argc, WCHAR **argv );
int modem_add_inf( int argc, WCHAR **argv );
int modem_models( int argc, WCHAR **argv );
int modem_detect( int argc, WCHAR **argv );
int modem_diagnose( int argc, WCHAR **argv );
int virtual_run( int argc, WCHAR **argv );
int rings_run( int argc, WCHAR **argv );
int lines_list( int argc, WCHAR **argv );
int lines_voice( int argc, WCHAR **argv );
int phones_list( int argc, WCHAR **argv );
int monitor_run( int argc, WCHAR **argv );
int exchange_run( int argc, WCHAR **argv );
int hold_run( int argc, WCHAR **argv );
int config_show( int argc, WCHAR **argv );
int dialrules_show( int argc, WCHAR **argv );
int call_place( int argc, WCHAR **argv );
int call_answer( int argc, WCHAR **argv );

/* ---- modems.c ---- */

/* A modem of the registry */
struct modem
{
    WCHAR key[16];
    WCHAR name[256];
    WCHAR com[16];
    WCHAR path[512];            /* Unix path of the port, "" when unknown */
    BOOL  ours;                 /* its port was described here too */
};

/* Find a modem by its name, or by its COM port or Unix path too. */
BOOL find_modem( const WCHAR *text, BOOL by_name_only, struct modem *modem );
/* What went wrong with it last, with the time, if it has not got ready since. */
BOOL read_failure( const struct modem *modem, WCHAR *text, DWORD chars );

/* Call back for each modem until one returns FALSE. */
void for_each_modem( BOOL (*callback)( HKEY class_key, const struct modem *modem, void *arg ), void *arg );

/* Take the ports of all modems that winetapi added out of the registry; prints "unlink comN" for each. */
void modems_forget_ports( void );

/* ---- virtual.c: virtual modems ---- */

/* Make the key of a modem that of a virtual one. Returns 0 or a Windows error, having said why. */
LONG virtual_write( HKEY key, const WCHAR *number );

/* ---- service.c: questions to the service that TAPI does not have; texts are to be freed, NULL and *error when they fail ---- */

/* Who uses a line and its calls, as programs/tapisrv/users.c writes it. */
char *service_line_users( DWORD device, LONG *error );
void service_leave( void );

/* ---- session.c: one TAPI application ---- */

struct session
{
    HLINEAPP app;
    HANDLE   event;
    DWORD    lines;
    HLINE    line;
    DWORD    line_id;
    DWORD    version;
    WCHAR    name[256];
};

/* lineInitializeEx with an event. Returns 0 or an exit status, having said why. */
int  session_open( struct session *session );
void session_close( struct session *session );
/* Find a line by its name, its number, or its port. Fills line_id, version and name. Returns 0 or an exit status. */
int  session_find_line( struct session *session, const WCHAR *wanted );
/* Capabilities of a line, to be freed; NULL when the provider does not answer. */
LINEDEVCAPS *session_line_caps( struct session *session, DWORD id, DWORD *version );
/* Its name as the user knows it. */
const WCHAR *line_name( const LINEDEVCAPS *caps, WCHAR *buffer, DWORD chars );
/* The port of a line that has one, else "". */
void line_port( struct session *session, DWORD id, DWORD version, WCHAR *port, DWORD chars );
/* "LINEERR_xxx: what to do" */
const WCHAR *tapi_error( LONG error );

/* ---- data.c: the terminal and the data stream of a call ---- */

struct data_stream;

/* Join stdin and stdout to the port of a call. echo: send back what comes instead. NULL after having said why. */
struct data_stream *data_join( HCALL call, BOOL echo );
/* Signalled at the end of stdin. */
HANDLE data_input_end( struct data_stream *stream );
/* Read what still comes, and close the port. */
void data_leave( struct data_stream *stream );

#endif
