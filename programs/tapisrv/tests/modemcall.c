/*
 * Calls of a program on the modems of the simulated exchange: see modemcall.h.
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

#include "modemcall.h"

HCALL call_by( struct application *app, HLINE line, DWORD media_mode )
{
    LINECALLPARAMS params = { sizeof(params) };
    HCALL call = 0;
    LONG ret;

    params.dwBearerMode = LINEBEARERMODE_VOICE;
    params.dwMediaMode = media_mode;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ret = wait_reply( app, lineMakeCallW( line, &call, L"5550199", 0, &params ) );
    ok( !ret, "lineMakeCall: %#lx\n", ret );
    return ret ? 0 : call;
}

BOOL get_state( struct application *app, HCALL call, DWORD state, DWORD mode )
{
    LINEMESSAGE message;
    BOOL ret = get_message_param( app, LINE_CALLSTATE, call, state, &message, 20000 );

    ok( ret, "state %#lx did not come\n", state );
    if (ret && mode) ok( message.dwParam2 == mode, "mode %#lx, expected %#lx\n", (DWORD)message.dwParam2, mode );
    return ret;
}

void end_call( struct application *app, HCALL call )
{
    LONG ret = lineDrop( call, NULL, 0 );

    ok( ret > 0, "lineDrop: %#lx\n", ret );
    get_state( app, call, LINECALLSTATE_IDLE, 0 );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
    forget_messages( app );
}

BYTE *get_config( DWORD device, struct modem_config *config, DWORD *size )
{
    LONG ret;

    memset( config, 0, sizeof(*config) );
    config->string.dwTotalSize = sizeof(*config);
    ret = lineGetDevConfigW( device, &config->string, L"comm/datamodem" );
    ok( !ret, "lineGetDevConfig: %#lx\n", ret );
    *size = config->string.dwStringSize;
    return (BYTE *)config + config->string.dwStringOffset;
}

HKEY open_modem_key( const WCHAR *modem )
{
    static const WCHAR class[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
    WCHAR name[16], friendly[64];
    HKEY root, key = NULL;
    DWORD i, size;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class, 0, KEY_ALL_ACCESS, &root )) return NULL;
    for (i = 0; !key && (size = ARRAY_SIZE(name)) && !RegEnumKeyExW( root, i, name, &size, NULL, NULL, NULL, NULL ); i++)
    {
        size = sizeof(friendly);
        if (RegGetValueW( root, name, L"FriendlyName", RRF_RT_REG_SZ, NULL, friendly, &size ) || lstrcmpW( friendly, modem )) continue;
        if (RegOpenKeyExW( root, name, 0, KEY_ALL_ACCESS, &key )) key = NULL;
    }
    RegCloseKey( root );
    return key;
}

BOOL set_fax_modem( const WCHAR *name, BOOL on )
{
    HKEY key = open_modem_key( name ), fax;

    if (!key) return FALSE;
    if (!on) RegDeleteKeyW( key, L"Fax" );
    else if (!RegCreateKeyExW( key, L"Fax", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &fax, NULL )) RegCloseKey( fax );
    RegCloseKey( key );
    return TRUE;
}

static HWND visible_window( const WCHAR *title )
{
    HWND window = FindWindowW( NULL, title );

    return window && IsWindowVisible( window ) ? window : NULL;
}

HWND wait_window( const WCHAR *title )
{
    DWORD end = GetTickCount() + 20000;
    HWND window;

    while (!(window = visible_window( title )) && (int)(end - GetTickCount()) > 0) Sleep( 10 );
    ok( window != NULL, "no window %s\n", wine_dbgstr_w( title ));
    return window;
}

BOOL window_goes( const WCHAR *title )
{
    DWORD end = GetTickCount() + 20000;

    while (visible_window( title ))
    {
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        Sleep( 10 );
    }
    return TRUE;
}
