/*
 * Tests of the windows without the telephony service.
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

#include "user.h"

#include <winsvc.h>

/* controls of the rules page, which is tapi32's */
#define RULES_NEW       200
#define RULES_LIST      204
#define RULES_REPORT    207

static BOOL set_start( SC_HANDLE service, DWORD start )
{
    return ChangeServiceConfigW( service, SERVICE_NO_CHANGE, start, SERVICE_NO_CHANGE, NULL, NULL, NULL, NULL, NULL, NULL, NULL );
}

/* Each page says what is wrong, and nothing hangs. */
static void look( void *arg )
{
    HWND sheet = wait_dialog( NULL ), page = sheet_page( sheet, 0 ), properties;

    ok( IsWindowVisible( GetDlgItem( page, RULES_REPORT ) ) && text_of( page, RULES_REPORT )[0], "the page of locations does not say why\n" );
    ok( !IsWindowEnabled( GetDlgItem( page, RULES_NEW ) ) && !IsWindowEnabled( GetDlgItem( page, RULES_LIST ) ), "locations can be edited\n" );
    page = sheet_page( sheet, 1 );
    ok( list_select( page, IDC_LIST, L"Modem without service" ), "the modem is not listed\n" );
    press( page, IDC_PROPERTIES );
    properties = wait_dialog( sheet );
    page = sheet_page( properties, 0 );
    ok( text_of( page, IDC_STATUS )[0], "no status\n" );
    page = sheet_page( properties, 1 );
    choose( page, IDC_SPEED, 38400 );
    page = sheet_page( properties, 3 );
    press( page, IDC_PREFERENCES );
    answer_box( properties, IDOK );
    end_sheet( properties, PSBTN_OK );
    /* the page of providers tells at once */
    PostMessageW( sheet, PSM_SETCURSEL, 2, 0 );
    answer_box( sheet, IDOK );
    end_sheet( sheet, PSBTN_CANCEL );
}

START_TEST( noservice )
{
    SC_HANDLE manager = OpenSCManagerW( NULL, NULL, SC_MANAGER_ALL_ACCESS ), service;
    SERVICE_STATUS status;
    DCB dcb = { 0 };
    DWORD size = sizeof(dcb);
    HANDLE user;
    HKEY key;

    if (!load_modem_cpl()) return;
    if (!(service = OpenServiceW( manager, L"TapiSrv", SERVICE_ALL_ACCESS )))
    {
        win_skip( "no service TapiSrv that could be switched off\n" );
        CloseServiceHandle( manager );
        return;
    }
    key = open_modem( L"9982" );
    set_string( key, L"FriendlyName", L"Modem without service" );
    set_string( key, L"AttachedTo", L"COM203" );
    ControlService( service, SERVICE_CONTROL_STOP, &status );
    wait_until( QueryServiceStatus( service, &status ) && status.dwCurrentState == SERVICE_STOPPED );
    ok( set_start( service, SERVICE_DISABLED ), "the service cannot be disabled, error %lu\n", GetLastError() );

    user = begin_user( look, NULL );
    ok( p_ShowPhoneAndModemOptions( NULL, 0 ), "not shown\n" );
    end_user( user );
    /* what the provider reads when it comes back */
    ok( !RegQueryValueExW( key, L"DCB", NULL, NULL, (BYTE *)&dcb, &size ) && dcb.BaudRate == 38400, "speed %lu\n", dcb.BaudRate );

    ok( set_start( service, SERVICE_DEMAND_START ), "the service cannot be enabled, error %lu\n", GetLastError() );
    RegCloseKey( key );
    delete_modem( L"9982" );
    CloseServiceHandle( service );
    CloseServiceHandle( manager );
}
