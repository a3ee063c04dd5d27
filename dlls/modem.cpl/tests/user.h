/*
 * What a user does with windows, and modems for tests.
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

#ifndef MODEM_CPL_TESTS_USER_H
#define MODEM_CPL_TESTS_USER_H

#include <stdarg.h>
#include <wchar.h>
#include <windef.h>
#include <winbase.h>
#include <wingdi.h>
#include <winreg.h>
#include <winuser.h>
#include <commctrl.h>
#include <prsht.h>
#include <tapi.h>

#include "../resource.h"
#include "wine/test.h"

#define PATIENCE 30000

/* Until it is true, or PATIENCE is over. */
#define wait_until( condition ) \
    do \
    { \
        DWORD end__ = GetTickCount() + PATIENCE; \
        while (!(condition) && (int)(end__ - GetTickCount()) > 0) Sleep( 20 ); \
        ok( !!(condition), "it does not happen: " #condition "\n" ); \
    } while (0)

/* modem.cpl, from where Windows has it; FALSE after a skip if it or windows are not here. */
BOOL load_modem_cpl( void );
extern BOOL (WINAPI *p_ShowPhoneAndModemOptions)( HWND owner, UINT page );
extern BOOL (WINAPI *p_ShowModems)( HWND owner );
extern BOOL (WINAPI *p_ShowModemProperties)( HWND owner, const WCHAR *name );

/* Run what the user does in a thread of his own while a window is shown in this one. */
HANDLE begin_user( void (*act)( void *arg ), void *arg );
void end_user( HANDLE user );

/* The dialog that takes input now, other than this one; NULL after a failure. */
HWND wait_dialog( HWND not_this );
void wait_gone( HWND window );
HWND sheet_page( HWND sheet, int index );
void press( HWND dlg, int control );            /* may open another dialog */
void click( HWND dlg, int control );
void type_text( HWND dlg, int control, const WCHAR *text );
const WCHAR *text_of( HWND dlg, int control );  /* valid until the next use */
BOOL choose( HWND dlg, int control, DWORD value );
int list_count( HWND dlg, int control );
BOOL list_select( HWND dlg, int control, const WCHAR *text );
void end_sheet( HWND sheet, int button );       /* PSBTN_ */
/* A message box: reads its text, presses the button. */
void answer_box( HWND before, int button );

/* ---- modems in the registry */
#define MODEM_CLASS L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}"
BOOL find_modem( const WCHAR *name, WCHAR *key, DWORD chars );
HKEY open_modem( const WCHAR *key );
void set_string( HKEY key, const WCHAR *value, const WCHAR *text );
void get_string( const WCHAR *key, const WCHAR *value, WCHAR *text, DWORD chars );
void delete_modem( const WCHAR *key );

#endif
