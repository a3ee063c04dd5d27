/*
 * Phone and modem options: a modem as a line of TAPI.
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

#include "modemcpl.h"

DEBUG_CHANNEL( modemcpl );

C_ASSERT( sizeof(struct devcfg) == 108 );

#define NEW_MODEM_MS    1500

static const WCHAR *const config_classes[CONFIG_COUNT] = { L"comm/datamodem/dialout", L"comm/datamodem/dialin" };

/* Unimodem says in the device-specific part of LINEDEVCAPS which key a line is: a DWORD 1, the offset of the name, the name in ANSI. */
static BOOL is_modem( const LINEDEVCAPS *caps, const struct modem *modem )
{
    const char *data = (const char *)caps + caps->dwDevSpecificOffset;
    DWORD size = caps->dwDevSpecificSize, header[2], len, i;

    if (size <= sizeof(header) || caps->dwDevSpecificOffset > caps->dwUsedSize || size > caps->dwUsedSize - caps->dwDevSpecificOffset) return FALSE;
    memcpy( header, data, sizeof(header) );
    if (header[0] != 1 || header[1] < sizeof(header) || header[1] >= size) return FALSE;
    data += header[1];
    size -= header[1];
    for (len = 0; len < size && data[len]; len++) continue;
    if (len < 5 || data[len - 5] != '\\') return FALSE;
    for (i = 0; i < 4; i++) if ((WCHAR)data[len - 4 + i] != modem->key[i]) return FALSE;
    return TRUE;
}

static LONG find_once( const struct modem *modem, struct line *line )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    union { LINEDEVCAPS caps; BYTE bytes[8192]; } buffer;
    DWORD count, version = 0x00020002, negotiated;
    LINEEXTENSIONID extension;
    LONG ret;

    memset( line, 0, sizeof(*line) );
    if ((ret = lineInitializeExW( &line->app, instance, NULL, L"modem.cpl", &count, &version, &params )))
    {
        WARN( "telephony cannot be used: error %#lx\n", ret );
        return ret;
    }
    for (line->device = 0; line->device < count; line->device++)
    {
        if (lineNegotiateAPIVersion( line->app, line->device, 0x00010004, 0x00020002, &negotiated, &extension )) continue;
        buffer.caps.dwTotalSize = sizeof(buffer);
        if (lineGetDevCapsW( line->app, line->device, negotiated, 0, &buffer.caps )) continue;
        if (is_modem( &buffer.caps, modem )) return 0;
    }
    TRACE( "modem %s is none of %lu lines\n", debugstr_w( modem->name ), count );
    line_done( line );
    return LINEERR_NODEVICE;
}

/* The provider notices a new modem a moment after the key is there. */
LONG line_find( const struct modem *modem, struct line *line )
{
    DWORD end = GetTickCount() + NEW_MODEM_MS;
    LONG ret;

    if (modem->name_too_long) return LINEERR_NODEVICE;
    while ((ret = find_once( modem, line )) == (LONG)LINEERR_NODEVICE && !modem->id && (int)(end - GetTickCount()) > 0) Sleep( 100 );
    return ret;
}

void line_done( struct line *line )
{
    if (line->app) lineShutdown( line->app );
    line->app = 0;
}

BOOL line_is_busy( const struct modem *modem )
{
    LINEDEVSTATUS status = { .dwTotalSize = sizeof(status) };
    DWORD negotiated;
    LINEEXTENSIONID extension;
    struct line line;
    BOOL ret = FALSE;
    HLINE handle;

    if (line_find( modem, &line )) return FALSE;
    /* who only looks at a line takes its port from nobody */
    if (!lineNegotiateAPIVersion( line.app, line.device, 0x00010004, 0x00020002, &negotiated, &extension ) &&
        !lineOpenW( line.app, line.device, &handle, negotiated, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL ))
    {
        if (!lineGetLineDevStatusW( handle, &status )) ret = status.dwOpenMediaModes || status.dwNumActiveCalls;
        lineClose( handle );
    }
    line_done( &line );
    return ret;
}

LONG line_get_config( const struct line *line, int which, struct devcfg *config )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    LONG ret;

    memset( &buffer, 0, sizeof(buffer) );
    buffer.string.dwTotalSize = sizeof(buffer);
    if ((ret = lineGetDevConfigW( line->device, &buffer.string, config_classes[which] ))) return ret;
    if (buffer.string.dwStringSize != sizeof(*config)) return LINEERR_OPERATIONFAILED;
    memcpy( config, buffer.bytes + buffer.string.dwStringOffset, sizeof(*config) );
    return 0;
}

LONG line_set_config( const struct line *line, int which, const struct devcfg *config )
{
    return lineSetDevConfigW( line->device, (void *)config, sizeof(*config), config_classes[which] );
}

LONG line_edit_config( HWND owner, const struct line *line )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    struct devcfg config;
    LONG ret;

    if ((ret = line_get_config( line, CONFIG_OUT, &config ))) return ret;
    memset( &buffer, 0, sizeof(buffer) );
    buffer.string.dwTotalSize = sizeof(buffer);
    ret = lineConfigDialogEditW( line->device, GetAncestor( owner, GA_ROOT ), config_classes[CONFIG_OUT], &config, sizeof(config), &buffer.string );
    if (ret || buffer.string.dwStringSize != sizeof(config)) return ret;
    if (!memcmp( &config, buffer.bytes + buffer.string.dwStringOffset, sizeof(config) )) return 0;
    memcpy( &config, buffer.bytes + buffer.string.dwStringOffset, sizeof(config) );
    if (!(ret = line_set_config( line, CONFIG_OUT, &config ))) ret = line_set_config( line, CONFIG_IN, &config );
    return ret;
}

void line_message( HWND owner, LONG error )
{
    switch (error)
    {
    case LINEERR_NODEVICE:
    case LINEERR_BADDEVICEID:
        message( owner, MB_OK | MB_ICONWARNING, IDS_NO_LINE );
        break;
    case LINEERR_OPERATIONFAILED:
    case LINEERR_NODRIVER:
    case LINEERR_REINIT:
        message( owner, MB_OK | MB_ICONERROR, IDS_NO_SERVICE, error );
        break;
    default:
        message( owner, MB_OK | MB_ICONERROR, IDS_LINE_ERROR, error );
        break;
    }
}
