/*
 * A small TAPI for tests: loads unimdm.tsp and records what it tells.
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

#ifndef UNIMDM_TESTS_HOST_H
#define UNIMDM_TESTS_HOST_H

#include <stdarg.h>
#include <stdio.h>
#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>
#include <tspi.h>

#include "hostcommand/hostcommand.h"

/* The functions of the provider the tests call */
#define TSPI_FUNCTIONS \
    TSPI_FUNCTION( lineAccept ) TSPI_FUNCTION( lineAnswer ) TSPI_FUNCTION( lineClose ) TSPI_FUNCTION( lineCloseCall ) \
    TSPI_FUNCTION( lineConditionalMediaDetection ) TSPI_FUNCTION( lineDial ) TSPI_FUNCTION( lineDrop ) TSPI_FUNCTION( lineGetAddressCaps ) \
    TSPI_FUNCTION( lineGetAddressID ) TSPI_FUNCTION( lineGetAddressStatus ) TSPI_FUNCTION( lineGetCallAddressID ) \
    TSPI_FUNCTION( lineGetCallInfo ) TSPI_FUNCTION( lineGetCallStatus ) TSPI_FUNCTION( lineGetDevCaps ) TSPI_FUNCTION( lineGetDevConfig ) \
    TSPI_FUNCTION( lineGetID ) TSPI_FUNCTION( lineGetLineDevStatus ) TSPI_FUNCTION( lineGetNumAddressIDs ) TSPI_FUNCTION( lineMakeCall ) \
    TSPI_FUNCTION( lineMonitorMedia ) TSPI_FUNCTION( lineNegotiateTSPIVersion ) TSPI_FUNCTION( lineOpen ) \
    TSPI_FUNCTION( lineSetAppSpecific ) TSPI_FUNCTION( lineSetCallParams ) TSPI_FUNCTION( lineSetDefaultMediaDetection ) \
    TSPI_FUNCTION( lineSetDevConfig ) TSPI_FUNCTION( lineSetMediaMode ) TSPI_FUNCTION( lineSetStatusMessages ) \
    TSPI_FUNCTION( providerCreateLineDevice ) TSPI_FUNCTION( providerEnumDevices ) TSPI_FUNCTION( providerGenericDialogData ) \
    TSPI_FUNCTION( providerInit ) TSPI_FUNCTION( providerInstall ) TSPI_FUNCTION( providerRemove ) TSPI_FUNCTION( providerShutdown ) \
    TSPI_FUNCTION( providerUIIdentify ) TSPI_FUNCTION( lineGatherDigits ) TSPI_FUNCTION( lineGenerateDigits ) TSPI_FUNCTION( lineGenerateTone ) \
    TSPI_FUNCTION( lineMonitorDigits ) TSPI_FUNCTION( lineMonitorTones ) TSPI_FUNCTION( lineSetTerminal ) \
    TSPI_FUNCTION( phoneGetDevCaps ) TSPI_FUNCTION( providerCreatePhoneDevice )

#define TSPI_FUNCTION( name ) extern typeof( TSPI_##name ) *p_##name;
TSPI_FUNCTIONS
#undef TSPI_FUNCTION

#define HOST_REPLY 0xffff       /* an asynchronous completion: param1 is the request, param2 the result */

struct host_event
{
    DWORD     msg;
    HTAPILINE line;
    HTAPICALL call;
    DWORD_PTR param1, param2, param3;
};

/* Load the provider: FALSE, with a skip, if it is not here. Initialises it with first_id for the first line. */
BOOL host_load(void);
LONG host_start( DWORD first_id );
void host_stop(void);
/* For TSPI_lineOpen: records. */
void CALLBACK host_line_event( HTAPILINE line, HTAPICALL call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
extern DWORD host_line_count;

/* A line device by name; FALSE if there is none. */
BOOL host_find_line( const WCHAR *name, DWORD *device );

/* Take the next event off the record; FALSE if none comes in time. */
BOOL host_next( struct host_event *event, DWORD timeout );
/* Take the next event with a message for a line and a call (NULL: any); others before it stay. FALSE if none comes in time. */
BOOL host_wait( DWORD msg, HTAPILINE line, HTAPICALL call, struct host_event *event, DWORD timeout );
void host_forget(void);         /* empty the record */

DWORD host_request(void);       /* a new request id */
HTAPICALL host_call(void);      /* a new call handle of TAPI */
/* NEWCALL is refused so many times. */
void host_refuse_calls( unsigned int count );

/* Checks, used through macros so that failures name the caller's line */
void check_reply_( const char *file, int line, DWORD request, LONG expected, DWORD timeout );
void check_state_( const char *file, int line, HTAPICALL call, DWORD state, DWORD mode, DWORD timeout );
#define check_reply( request, expected )               check_reply_( __FILE__, __LINE__, request, expected, 30000 )
#define check_state( call, state, mode )               check_state_( __FILE__, __LINE__, call, state, mode, 60000 )

/* Modem keys */
BOOL modem_key_create( const WCHAR *key, const WCHAR *name, const WCHAR *port, const WCHAR *path );
BOOL modem_key_set( const WCHAR *key, const WCHAR *name, DWORD type, const void *data, DWORD size );
void modem_key_delete( const WCHAR *key, const WCHAR *port );

#endif
