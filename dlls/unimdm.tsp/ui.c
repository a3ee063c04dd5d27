/*
 * Dialogs, which run in applications.
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

#include <string.h>

#include "unimdm.h"
#include "configdialog.h"

DEBUG_CHANNEL( unimdm );

/* ---- the other half of these is TSPI_providerGenericDialogData, in the service ---- */

static LONG ask_provider( TUISPIDLLCALLBACK callback, DWORD device, enum ui_request request, struct ui_params *params )
{
    LONG ret;

    params->size = sizeof(*params);
    params->request = request;
    params->result = LINEERR_OPERATIONFAILED;
    if ((ret = callback( device, TUISPIDLL_OBJECT_LINEID, params, sizeof(*params) ))) return ret;
    return params->result;
}

LONG WINAPI TUISPI_lineConfigDialog( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, const WCHAR *class_name )
{
    struct ui_params params = { 0 };
    enum config_kind kind;
    BOOL changed;
    LONG ret;

    TRACE( "device %lu, owner %p, class %s\n", device, owner, debugstr_w( class_name ));
    if (!callback) return LINEERR_INVALPOINTER;
    if (!class_dialog_kind( class_name, &kind )) return LINEERR_INVALDEVICECLASS;
    params.kind = kind;
    if ((ret = ask_provider( callback, device, UI_GET_CONFIG, &params ))) return ret;
    if ((ret = config_dialog_run( owner, &params.info, &params.config, &changed )) || !changed) return ret;
    /* the modem may be gone by now, which the provider says */
    return ask_provider( callback, device, UI_SET_CONFIG, &params );
}

LONG WINAPI TUISPI_lineConfigDialogEdit( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, const WCHAR *class_name, void *const blob,
                                         DWORD size, VARSTRING *out )
{
    struct ui_params params = { 0 };
    enum config_kind kind;
    struct devcfg config;
    BOOL changed;
    LONG ret;

    TRACE( "device %lu, owner %p, class %s, %lu bytes\n", device, owner, debugstr_w( class_name ), size );
    if (!callback || !blob || !out) return LINEERR_INVALPOINTER;
    if (!class_dialog_kind( class_name, &kind )) return LINEERR_INVALDEVICECLASS;
    params.kind = kind;
    if ((ret = ask_provider( callback, device, UI_GET_CONFIG, &params ))) return ret;
    if ((ret = config_parse( &params.info, blob, size, &config ))) return ret;
    /* cancelled: what came in goes out; the modem itself is not touched either way */
    if ((ret = config_dialog_run( owner, &params.info, &config, &changed ))) return ret;
    return changed ? varstring_set( out, STRINGFORMAT_BINARY, &config, config.size ) : varstring_set( out, STRINGFORMAT_BINARY, blob, size );
}

/* ---- the provider: its list of modems is the control panel's ---- */

LONG WINAPI TUISPI_providerConfig( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    typedef BOOL (WINAPI *modems_func)( HWND owner );
    WCHAR path[MAX_PATH + 16];
    modems_func show_modems = NULL;
    HMODULE module;
    BOOL shown;
    UINT len;

    TRACE( "provider %lu, owner %p\n", provider_id, owner );
    len = GetSystemDirectoryW( path, MAX_PATH );
    lstrcpyW( path + len, L"\\modem.cpl" );
    if ((module = LoadLibraryW( path ))) show_modems = (modems_func)(void *)GetProcAddress( module, "ShowModems" );
    if (!show_modems)
    {
        ERR( "cannot use %s, error %lu; winetapi install puts it there\n", debugstr_w( path ), GetLastError() );
        if (module) FreeLibrary( module );
        return LINEERR_OPERATIONFAILED;
    }
    shown = show_modems( owner );
    FreeLibrary( module );
    return shown ? 0 : LINEERR_OPERATIONFAILED;
}

LONG WINAPI TUISPI_providerInstall( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerInstall( owner, provider_id );
}

LONG WINAPI TUISPI_providerRemove( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerRemove( owner, provider_id );
}
