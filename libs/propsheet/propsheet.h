/*
 * Property sheets of DLLs that most programs load without ever showing one.
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

#ifndef WINE_TELEPHONY_PROPSHEET_H
#define WINE_TELEPHONY_PROPSHEET_H

#include <stdarg.h>
#include <windef.h>
#include <winbase.h>
#include <winuser.h>

struct propsheet_page
{
    int     template;       /* resource of the dialog */
    DLGPROC proc;           /* WM_INITDIALOG gets the PROPSHEETPAGEW, whose lParam is the argument of propsheet_run() */
};

/* What to disable while a window of its own is shown for owner: the whole window that it belongs to, never the desktop; NULL: nothing. */
HWND propsheet_owner( HWND owner );

/*
 * Show a modal property sheet with OK and Cancel. comctl32.dll is loaded for it only.
 * instance: that of the resources; owner: any window, or NULL; title: the caption; arg: for the pages.
 * Returns TRUE when it was shown; FALSE with the error in GetLastError(), and in the log, when it could not be.
 */
BOOL propsheet_run( HINSTANCE instance, HWND owner, const WCHAR *title, const struct propsheet_page *pages, unsigned int count, void *arg );

#endif
