/*
 * The dialog of lineTranslateDialog: resources, and what its files share.
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

#ifndef WINE_TELEPHONY_TRANSLATEDIALOG_H
#define WINE_TELEPHONY_TRANSLATEDIALOG_H

/* dialogs and pages; the numbers of controls are known to the tests */
#define IDD_TRANSLATE           100
#define IDD_LOCATION_GENERAL    101
#define IDD_LOCATION_AREAS      102
#define IDD_LOCATION_CARD       103
#define IDD_AREA_RULE           104
#define IDD_CARD                105
#define IDD_RULES_PAGE          106

#define IDC_NEW                 200
#define IDC_EDIT                201
#define IDC_DELETE              202
#define IDC_APPLY               203
#define IDC_LIST                204
#define IDC_PREVIEW             205
#define IDC_PREVIEW_LABEL       206
#define IDC_REPORT              207

#define IDC_NAME                210
#define IDC_COUNTRY             211
#define IDC_AREA_CODE           212
#define IDC_LOCAL_ACCESS        213
#define IDC_LD_ACCESS           214
#define IDC_LD_CARRIER          215
#define IDC_INT_CARRIER         216
#define IDC_CANCEL_CHECK        217
#define IDC_CANCEL_CODE         218
#define IDC_TONE                219
#define IDC_PULSE               220

#define IDC_RULE_AREA           230
#define IDC_ALL_PREFIXES        231
#define IDC_SOME_PREFIXES       232
#define IDC_PREFIXES            233
#define IDC_DIAL_CHECK          234
#define IDC_DIAL                235
#define IDC_INCLUDE_AREA        236

#define IDC_ACCOUNT             240
#define IDC_PIN                 241
#define IDC_INT_ACCESS          242
#define IDC_LOCAL_RULE          243
#define IDC_LD_RULE             244
#define IDC_INT_RULE            245

/* strings */
#define IDS_DIALING_RULES       300
#define IDS_NEW_LOCATION        301
#define IDS_EDIT_LOCATION       302
#define IDS_BAD_DIALABLE        303
#define IDS_BAD_DIGITS          304
#define IDS_BAD_DIGIT_LIST      305
#define IDS_EMPTY               306
#define IDS_NOT_SAVED           307
#define IDS_NO_RULES            308
#define IDS_ALL_PREFIXES        309
#define IDS_NUMBER              310
#define IDS_WHAT_NAME           320     /* what the messages speak of */
#define IDS_WHAT_AREA_CODE      321
#define IDS_WHAT_ACCESS         322
#define IDS_WHAT_CARRIER        323
#define IDS_WHAT_CANCEL         324
#define IDS_WHAT_PREFIXES       325
#define IDS_WHAT_DIALED         326
#define IDS_WHAT_CARD_NAME      327
#define IDS_WHAT_CARD_NUMBER    328
#define IDS_WHAT_ACCOUNT        329
#define IDS_WHAT_PIN            330

#ifndef RC_INVOKED

#include <windef.h>
#include <winbase.h>
#include <winuser.h>

#include "dialrules/dialrules.h"

#define DIALOG_TEXT_CHARS   256

/* What a dialog works on: a copy of the user's book, whose entries say what has become of them. */
struct dial_edit
{
    struct dial_book book;
    const WCHAR     *address;           /* canonical, for previews; NULL: none */
    DWORD            next_id;           /* of entries that have none yet */
};

#define FIRST_TEMPORARY_ID  0x80000000u

/* ---- translate.c: to the service and back */
LONG dial_rules_read( HLINEAPP app, DWORD device, DWORD version, struct dial_book *book );
LONG dial_rules_save( const struct dial_book *book );

/* ---- translatedialog.c: the dialog, and the same as a page of the control panel (rulespage.c) */
/* Shows it until the user has done; the book is freed. Returns 0 or an error. */
LONG translate_dialog_run( HWND owner, struct dial_book *book, const WCHAR *address );
/* Bring the dialog that is open in any program to the front. FALSE: there is none. */
BOOL translate_dialog_raise(void);
/* The text of a control, into a string of a book. FALSE: out of memory. */
BOOL dialog_get_text( HWND dlg, int id, dial_char **string );
/* Only what can be dialled, without blanks at the ends? If not, the user is told so and the control gets the focus. */
BOOL dialog_check_dialable( HWND dlg, int id, UINT what );
BOOL dialog_check_digits( HWND dlg, int id, UINT what, const WCHAR *others );
BOOL dialog_check_filled( HWND dlg, int id, UINT what );
/* A string of the resources. */
void dialog_load_text( UINT id, WCHAR *buffer, int chars );
/* What would be dialled from a location. */
void dialog_show_preview( HWND dlg, const struct dial_edit *edit, const struct dial_location *location );
/* Item data of the selected entry of a list box. FALSE: none is selected. */
BOOL dialog_selected( HWND dlg, int id, DWORD *data );

/* What the dialog and the page share: both have the list, the buttons beside it and the preview. */
/* A command of one of them: TRUE if it may have changed something. */
BOOL rules_command( HWND dlg, struct dial_edit *edit, WPARAM wparam );
BOOL rules_changed( const struct dial_edit *edit );
/* Save and read again, as everything then has its lasting name. FALSE: not saved, the user was told. */
BOOL rules_apply( HWND dlg, struct dial_edit *edit );
void rules_init( HWND dlg, struct dial_edit *edit );

/* ---- locationdialog.c: the property sheet of a location. TRUE: it is changed in the book. */
BOOL location_dialog_run( HWND owner, struct dial_edit *edit, DWORD location_id );

/* ---- carddialog.c: its last page, and the dialog of a card */
INT_PTR CALLBACK card_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam );

/* What the pages of a location share; they get it as the lParam of their PROPSHEETPAGEW. */
struct location_sheet
{
    struct dial_edit *edit;             /* a copy that is thrown away when the user cancels */
    DWORD             location_id;
    BOOL              changed;
};

struct dial_location *sheet_location( const struct location_sheet *sheet );

#endif
#endif
