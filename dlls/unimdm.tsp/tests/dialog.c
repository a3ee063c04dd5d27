/*
 * Tests of the configuration dialogs.
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

#include <stddef.h>

#include "host.h"
#include "../resource.h"
#include "wine/test.h"

#include <windows.h>
#include <mcx.h>

static typeof( TUISPI_lineConfigDialog ) *p_lineConfigDialog;
static typeof( TUISPI_lineConfigDialogEdit ) *p_lineConfigDialogEdit;
static typeof( TUISPI_providerConfig ) *p_providerConfig;

/* What tapi32 does: the request goes to the provider in the service. */
static LONG CALLBACK ui_callback( DWORD_PTR object, DWORD type, void *params, DWORD size )
{
    return p_providerGenericDialogData( object, type, params, size );
}

/* The user: waits for a dialog, changes something and ends it. */
struct user
{
    const WCHAR *title;
    WORD         button;
    DWORD        speed;         /* 0: leave it */
    BOOL         found;
    WCHAR        name[128];
};

static BOOL select_speed( HWND list, DWORD speed )
{
    LRESULT i, count = SendMessageW( list, CB_GETCOUNT, 0, 0 );

    for (i = 0; i < count; i++)
    {
        if (SendMessageW( list, CB_GETITEMDATA, i, 0 ) != (LRESULT)speed) continue;
        SendMessageW( list, CB_SETCURSEL, i, 0 );
        return TRUE;
    }
    return FALSE;
}

static DWORD WINAPI be_user( void *arg )
{
    struct user *user = arg;
    DWORD end = GetTickCount() + 20000;
    HWND dlg;

    /* it is filled in before it is shown */
    while (!((dlg = FindWindowW( NULL, user->title )) && IsWindowVisible( dlg )) && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    if (!dlg) return 1;
    user->found = TRUE;
    GetDlgItemTextW( dlg, IDC_MODEM_NAME, user->name, ARRAY_SIZE(user->name) );
    if (user->speed) ok( select_speed( GetDlgItem( dlg, IDC_SPEED ), user->speed ), "speed %lu is not offered\n", user->speed );
    SendMessageW( dlg, WM_COMMAND, user->button, 0 );
    return 0;
}

static HANDLE start_user( struct user *user )
{
    return CreateThread( NULL, 0, be_user, user, 0, NULL );
}

static void end_user( HANDLE thread, const struct user *user )
{
    WaitForSingleObject( thread, 30000 );
    CloseHandle( thread );
    ok( user->found, "no dialog %s\n", wine_dbgstr_w( user->title ));
}

static DWORD get_config( DWORD device, const WCHAR *cls, BYTE *blob )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    LONG ret;

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = p_lineGetDevConfig( device, &buffer.string, cls );
    ok( !ret, "got %#lx\n", ret );
    memcpy( blob, buffer.bytes + buffer.string.dwStringOffset, buffer.string.dwStringSize );
    return buffer.string.dwStringSize;
}

/* the speed in a blob: DEVCFGHDR, then the DCB at offset 8 of COMMCONFIG */
static DWORD blob_speed( const BYTE *blob )
{
    return ((const DCB *)(blob + 12 + offsetof( COMMCONFIG, dcb )))->BaudRate;
}

static void test_config_dialog( DWORD device )
{
    struct user user = { L"Modem properties", IDOK, 19200 };
    BYTE blob[256];
    HANDLE thread;
    LONG ret;

    ret = p_lineConfigDialog( ui_callback, device, NULL, L"wave/in" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineConfigDialog( ui_callback, 4711, NULL, L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );

    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, NULL, L"comm/datamodem" );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    ok( !lstrcmpW( user.name, L"Modem of the dialog tests" ), "modem %s\n", wine_dbgstr_w( user.name ));
    get_config( device, L"comm/datamodem/dialout", blob );
    ok( blob_speed( blob ) == 19200, "speed %lu\n", blob_speed( blob ));
    get_config( device, L"comm/datamodem/dialin", blob );
    ok( blob_speed( blob ) == 115200, "speed %lu\n", blob_speed( blob ));

    /* no class: incoming calls */
    user.speed = 9600;
    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, NULL, NULL );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem/dialin", blob );
    ok( blob_speed( blob ) == 9600, "speed %lu\n", blob_speed( blob ));

    user.button = IDCANCEL;
    user.speed = 57600;
    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, NULL, L"tapi/line" );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem/dialout", blob );
    ok( blob_speed( blob ) == 19200, "a cancelled dialog set %lu\n", blob_speed( blob ));
}

static void test_edit( DWORD device )
{
    union { VARSTRING string; BYTE bytes[512]; } out;
    struct user user = { L"Modem properties", IDOK, 38400 };
    BYTE blob[256];
    DWORD size = get_config( device, L"comm/datamodem", blob );
    HANDLE thread;
    LONG ret;

    memset( &out, 0, sizeof(out) );
    out.string.dwTotalSize = sizeof(out);
    ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, 20, &out.string );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );

    thread = start_user( &user );
    ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, size, &out.string );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    ok( out.string.dwStringSize == size, "size %lu\n", out.string.dwStringSize );
    ok( blob_speed( out.bytes + out.string.dwStringOffset ) == 38400, "speed %lu\n", blob_speed( out.bytes + out.string.dwStringOffset ));
    get_config( device, L"comm/datamodem", blob );
    ok( blob_speed( blob ) == 19200, "editing changed the modem: %lu\n", blob_speed( blob ));
}

static void test_provider_dialog(void)
{
    struct user user = { L"Modems", IDCANCEL };
    HANDLE thread = start_user( &user );
    LONG ret = p_providerConfig( ui_callback, NULL, 7 );

    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
}

static BOOL can_show_windows(void)
{
    HWND window = CreateWindowExW( 0, L"static", L"", WS_POPUP, 0, 0, 10, 10, NULL, NULL, NULL, NULL );

    if (window) DestroyWindow( window );
    return window != NULL;
}

START_TEST( dialog )
{
    HMODULE module;
    LONG ret;

    if (!host_load()) return;
    if (!can_show_windows())
    {
        skip( "no windows can be made here\n" );
        return;
    }
    module = GetModuleHandleW( L"unimdm.tsp" );
    p_lineConfigDialog = (void *)GetProcAddress( module, "TUISPI_lineConfigDialog" );
    p_lineConfigDialogEdit = (void *)GetProcAddress( module, "TUISPI_lineConfigDialogEdit" );
    p_providerConfig = (void *)GetProcAddress( module, "TUISPI_providerConfig" );
    ok( p_lineConfigDialog && p_lineConfigDialogEdit && p_providerConfig, "a dialog is not exported\n" );
    if (!modem_key_create( L"9990", L"Modem of the dialog tests", L"COM198", L"/nonexistent/modem" )) return;
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (!ret)
    {
        test_config_dialog( host_line_count - 1 );
        test_edit( host_line_count - 1 );
        test_provider_dialog();
        host_stop();
    }
    modem_key_delete( L"9990", L"COM198" );
}
