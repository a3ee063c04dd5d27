/*
 * winetapi.exe: one TAPI application and its lines.
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
#include <wchar.h>

#include "winetapi.h"
#include "decode.h"
#include "trp/trp.h"

#define LOW_VERSION     0x00010003
#define HIGH_VERSION    0x00030001

/* What a user can do about an error. */
static const struct { DWORD error; const WCHAR *advice; } advices[] =
{
    { LINEERR_NODRIVER,           L"no telephony provider works in this prefix; winetapi status says why" },
    { LINEERR_NODEVICE,           L"the port of the line is not there, or is no serial port; winetapi status names it" },
    { LINEERR_OPERATIONFAILED,    L"the telephony service did not answer or the device failed; winetapi status, or WINEDEBUG=+tapi,+tapisrv,+unimdm" },
    { LINEERR_RESOURCEUNAVAIL,    L"the port cannot be opened: another program has it, it is gone, or you may not use it (winetapi ports)" },
    { LINEERR_ALLOCATED,          L"another program has the port" },
    { LINEERR_CALLUNAVAIL,        L"the line has a call already" },
    { LINEERR_INUSE,              L"the line is in use" },
    { LINEERR_INVALADDRESS,       L"this is not a number that the line can dial" },
    { LINEERR_INVALMEDIAMODE,     L"the line does not do data calls" },
    { LINEERR_DIALBILLING,        L"the modem cannot dial '$'" },
    { LINEERR_DIALQUIET,          L"the modem cannot dial '@'" },
    { LINEERR_DIALDIALTONE,       L"the modem cannot dial 'W'" },
    { LINEERR_REINIT,             L"telephony is being changed; try again" },
    { LINEERR_OPERATIONUNAVAIL,   L"the line cannot do this" },
};

const WCHAR *tapi_error( LONG error )
{
    static WCHAR text[300];
    const char *name = trp_error_name( error );
    const WCHAR *advice = NULL;
    size_t i;

    for (i = 0; i < ARRAYSIZE(advices); i++)
        if (advices[i].error == (DWORD)error) advice = advices[i].advice;
    if (name) _snwprintf( text, ARRAYSIZE(text) - 1, L"%hs%ls%ls", name, advice ? L": " : L"", advice ? advice : L"" );
    else _snwprintf( text, ARRAYSIZE(text) - 1, L"error 0x%08lx", (unsigned long)error );
    return text;
}

int session_open( struct session *session )
{
    LINEINITIALIZEEXPARAMS params;
    DWORD version = HIGH_VERSION;
    LONG error;

    memset( session, 0, sizeof(*session) );
    memset( &params, 0, sizeof(params) );
    params.dwTotalSize = sizeof(params);
    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    error = lineInitializeExW( &session->app, NULL, NULL, L"winetapi", &session->lines, &version, &params );
    if (error) return fail( L"telephony does not start: %ls", tapi_error( error ) );
    session->event = params.Handles.hEvent;
    return EXIT_OK;
}

void session_close( struct session *session )
{
    if (session->line) lineClose( session->line );
    if (session->app) lineShutdown( session->app );
    session->app = 0;
}

LINEDEVCAPS *session_line_caps( struct session *session, DWORD id, DWORD *version )
{
    LINEEXTENSIONID extension;
    LINEDEVCAPS *caps, *more;
    DWORD size = sizeof(*caps) + 2048;

    if (lineNegotiateAPIVersion( session->app, id, LOW_VERSION, HIGH_VERSION, version, &extension )) return NULL;
    if (!(caps = calloc( 1, size ))) return NULL;
    caps->dwTotalSize = size;
    if (lineGetDevCapsW( session->app, id, *version, 0, caps ))
    {
        free( caps );
        return NULL;
    }
    if (caps->dwNeededSize > size && (more = realloc( caps, caps->dwNeededSize )))
    {
        caps = more;
        caps->dwTotalSize = caps->dwNeededSize;
        if (lineGetDevCapsW( session->app, id, *version, 0, caps ))
        {
            free( caps );
            return NULL;
        }
    }
    return caps;
}

const WCHAR *line_name( const LINEDEVCAPS *caps, WCHAR *buffer, DWORD chars )
{
    return struct_string( caps, caps->dwLineNameSize, caps->dwLineNameOffset, buffer, chars );
}

/* The port of a line that has one: lineGetID of an open line is the only way TAPI gives. */
void line_port( struct session *session, DWORD id, DWORD version, WCHAR *port, DWORD chars )
{
    BYTE buffer[256];
    VARSTRING *string = (VARSTRING *)buffer;
    HLINE line;

    port[0] = 0;
    if (lineOpenW( session->app, id, &line, version, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL )) return;
    string->dwTotalSize = sizeof(buffer);
    if (!lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, string, L"comm/datamodem/portname" ) &&
        string->dwStringFormat == STRINGFORMAT_ASCII && string->dwStringSize && string->dwStringOffset + string->dwStringSize <= sizeof(buffer))
    {
        buffer[string->dwStringOffset + string->dwStringSize - 1] = 0;
        _snwprintf( port, chars - 1, L"%hs", (char *)buffer + string->dwStringOffset );
        port[chars - 1] = 0;
    }
    lineClose( line );
}

int session_find_line( struct session *session, const WCHAR *wanted )
{
    WCHAR name[256], port[32], *end;
    DWORD id, version, number = wcstoul( wanted, &end, 10 );
    BOOL is_number = end != wanted && !*end, is_port = !_wcsnicmp( wanted, L"COM", 3 ), found = FALSE;
    LINEDEVCAPS *caps;

    for (id = 0; id < session->lines && !found; id++)
    {
        if (!(caps = session_line_caps( session, id, &version ))) continue;
        line_name( caps, name, ARRAYSIZE(name) );
        if (!_wcsicmp( name, wanted )) found = TRUE;
        else if (is_number) found = number == id;
        else if (is_port)
        {
            line_port( session, id, version, port, ARRAYSIZE(port) );
            found = !_wcsicmp( port, wanted );
        }
        if (found)
        {
            session->line_id = id;
            session->version = version;
            wcscpy( session->name, name );
        }
        free( caps );
    }
    if (found) return EXIT_OK;
    if (!session->lines)
        return fail( L"this prefix has no telephone lines; add a modem with winetapi add-modem, or see winetapi status if there should be one" );
    return fail( L"there is no line '%ls'; winetapi lines shows what there is", wanted );
}
