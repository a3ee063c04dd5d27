/*
 * Unimodem: the terminal window of a call, in the application.
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

/*
 * A window with an edit control that shows what comes and passes on what is typed. It is made when the call begins, hidden, and appears when the provider
 * says so: before dialling, after it, or both.
 */

#include <stdlib.h>
#include <string.h>

#include "ui_manual.h"
#include "manualdialog.h"

DEBUG_CHANNEL( unimdm );

#define SHOWN_LIMIT     30000       /* characters; of more, the older half is forgotten */

struct terminal_window
{
    struct call_dialog *dialog;
    HWND     window, edit;
    WNDPROC  edit_proc;
    HFONT    font;
    BOOL     carriage_return;       /* the last byte was one: a line feed alone may follow, or a new line begins */
    BOOL     over;
};

static void type_bytes( const struct terminal_window *terminal, const WCHAR *text, int len )
{
    struct terminal_data data = { .size = sizeof(data), .answer = MANUAL_TYPED, .kind = TERMINAL_BYTES };
    int count;

    while (len > 0)
    {
        int part = min( len, (int)sizeof(data.bytes) / 4 );

        if ((count = WideCharToMultiByte( CP_OEMCP, 0, text, part, (char *)data.bytes, sizeof(data.bytes), NULL, NULL )) <= 0) return;
        data.count = count;
        dialog_tell( terminal->dialog, &data, sizeof(data) );
        text += part;
        len -= part;
    }
}

static void paste( const struct terminal_window *terminal )
{
    const WCHAR *text;
    HANDLE handle;

    if (!OpenClipboard( terminal->window )) return;
    if ((handle = GetClipboardData( CF_UNICODETEXT )) && (text = GlobalLock( handle )))
    {
        type_bytes( terminal, text, lstrlenW( text ));
        GlobalUnlock( handle );
    }
    CloseClipboard();
}

/* ---- what comes ---- */

static void append( const struct terminal_window *terminal, const WCHAR *text )
{
    int len = GetWindowTextLengthW( terminal->edit );

    if (len > SHOWN_LIMIT)
    {
        SendMessageW( terminal->edit, EM_SETSEL, 0, len / 2 );
        SendMessageW( terminal->edit, EM_REPLACESEL, FALSE, (LPARAM)L"" );
        len = GetWindowTextLengthW( terminal->edit );
    }
    SendMessageW( terminal->edit, EM_SETSEL, len, len );
    SendMessageW( terminal->edit, EM_REPLACESEL, FALSE, (LPARAM)text );
}

static void erase_last( const struct terminal_window *terminal )
{
    int len = GetWindowTextLengthW( terminal->edit );

    if (!len || (int)SendMessageW( terminal->edit, EM_LINEINDEX, -1, 0 ) == len) return;
    SendMessageW( terminal->edit, EM_SETSEL, len - 1, len );
    SendMessageW( terminal->edit, EM_REPLACESEL, FALSE, (LPARAM)L"" );
}

static void show_bytes( struct terminal_window *terminal, const BYTE *bytes, DWORD count )
{
    WCHAR text[3 * TERMINAL_CHUNK + 1];
    DWORD i, len = 0;

    for (i = 0; i < count; i++)
    {
        BYTE byte = bytes[i];

        if (terminal->carriage_return && byte != '\n' && byte != '\r')
        {
            terminal->carriage_return = FALSE;
            text[len++] = '\r';
            text[len++] = '\n';
        }
        switch (byte)
        {
        case '\r':
            terminal->carriage_return = TRUE;
            break;
        case '\n':
            terminal->carriage_return = FALSE;
            text[len++] = '\r';
            text[len++] = '\n';
            break;
        case '\b':
            text[len] = 0;
            if (len) append( terminal, text );
            len = 0;
            erase_last( terminal );
            break;
        case '\a':
            MessageBeep( MB_OK );
            break;
        default:
            if (byte < ' ' && byte != '\t') break;
            MultiByteToWideChar( CP_OEMCP, MB_USEGLYPHCHARS, (const char *)&byte, 1, &text[len++], 1 );
            break;
        }
    }
    text[len] = 0;
    if (len) append( terminal, text );
}

static void appear( struct terminal_window *terminal, BOOL before )
{
    WCHAR text[256];

    LoadStringW( unimdm_instance, before ? IDS_TERMINAL_PRE_TITLE : IDS_TERMINAL_POST_TITLE, text, ARRAYSIZE(text) );
    SetWindowTextW( terminal->window, text );
    LoadStringW( unimdm_instance, before ? IDS_TERMINAL_PRE : IDS_TERMINAL_POST, text, ARRAYSIZE(text) );
    SetDlgItemTextW( terminal->window, IDC_TERMINAL_HINT, text );
    SetWindowTextW( terminal->edit, L"" );
    terminal->carriage_return = FALSE;
    ShowWindow( terminal->window, SW_SHOW );
    SetForegroundWindow( terminal->window );
    SetFocus( terminal->edit );
}

static void take_data( struct terminal_window *terminal, struct terminal_data *data )
{
    if (data->kind == TERMINAL_BYTES) show_bytes( terminal, data->bytes, data->count );
    else appear( terminal, data->kind == TERMINAL_SHOW_PRE );
    free( data );
}

/* ---- the window ---- */

/* All keys but Tab are the modem's; those with Alt, F3 and F7 are the dialog's. */
static LRESULT CALLBACK edit_proc( HWND edit, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct terminal_window *terminal = (struct terminal_window *)GetWindowLongPtrW( GetParent( edit ), DWLP_USER );
    WCHAR key;

    switch (msg)
    {
    case WM_GETDLGCODE:
        if (lparam && ((MSG *)lparam)->message == WM_KEYDOWN && ((MSG *)lparam)->wParam == VK_TAB) return DLGC_WANTCHARS | DLGC_WANTARROWS;
        return DLGC_WANTMESSAGE | DLGC_WANTCHARS | DLGC_WANTARROWS | DLGC_WANTALLKEYS;
    case WM_CHAR:
        key = (WCHAR)wparam;
        if (key == 0x16) paste( terminal );                                         /* Ctrl+V */
        else if (key != '\t' || GetKeyState( VK_CONTROL ) < 0) type_bytes( terminal, &key, 1 );
        return 0;
    case WM_PASTE:
        paste( terminal );
        return 0;
    case WM_SYSCHAR:
        return DefWindowProcW( edit, msg, wparam, lparam );
    }
    return CallWindowProcW( terminal->edit_proc, edit, msg, wparam, lparam );
}

static void begin( struct terminal_window *terminal, HWND window )
{
    const struct manual_start *start = terminal->dialog->start;

    terminal->window = window;
    terminal->edit = GetDlgItem( window, IDC_TERMINAL );
    if ((terminal->font = CreateFontW( -12, 0, 0, 0, FW_NORMAL, FALSE, FALSE, FALSE, OEM_CHARSET, OUT_DEFAULT_PRECIS, CLIP_DEFAULT_PRECIS,
                                       DEFAULT_QUALITY, FIXED_PITCH | FF_MODERN, L"Courier New" )))
        SendMessageW( terminal->edit, WM_SETFONT, (WPARAM)terminal->font, FALSE );
    SendMessageW( terminal->edit, EM_LIMITTEXT, 0, 0 );
    SetDlgItemTextW( window, IDC_MANUAL_MODEM, start->modem );
    terminal->edit_proc = (WNDPROC)SetWindowLongPtrW( terminal->edit, GWLP_WNDPROC, (LONG_PTR)edit_proc );
    dialog_is_open( terminal->dialog, window );
}

static INT_PTR CALLBACK terminal_proc( HWND window, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct terminal_window *terminal = (struct terminal_window *)GetWindowLongPtrW( window, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( window, DWLP_USER, lparam );
        begin( (struct terminal_window *)lparam, window );
        return FALSE;
    case WM_COMMAND:
        if (LOWORD( wparam ) != IDOK && LOWORD( wparam ) != IDCANCEL) break;
        if (!IsWindowVisible( window )) return TRUE;
        ShowWindow( window, SW_HIDE );
        dialog_tell_answer( terminal->dialog, LOWORD( wparam ) == IDOK ? MANUAL_PROCEED : MANUAL_CANCEL );
        /* after Continue the provider says whether another window follows */
        if (LOWORD( wparam ) == IDCANCEL) terminal->over = TRUE;
        return TRUE;
    case WM_TERMINAL_DATA:
        take_data( terminal, (struct terminal_data *)lparam );
        return TRUE;
    case WM_CALL_OVER:
        terminal->over = TRUE;
        return TRUE;
    }
    return FALSE;
}

/* F7 and F3, wherever the focus is. */
static BOOL is_own_key( const struct terminal_window *terminal, const MSG *msg )
{
    if (msg->message != WM_KEYDOWN || (msg->wParam != VK_F7 && msg->wParam != VK_F3)) return FALSE;
    if (msg->hwnd != terminal->window && !IsChild( terminal->window, msg->hwnd )) return FALSE;
    SendMessageW( terminal->window, WM_COMMAND, msg->wParam == VK_F7 ? IDOK : IDCANCEL, 0 );
    return TRUE;
}

BOOL terminal_run( struct call_dialog *dialog )
{
    struct terminal_window terminal = { .dialog = dialog };
    MSG msg;

    if (!CreateDialogParamW( unimdm_instance, MAKEINTRESOURCEW( IDD_TERMINAL ), NULL, terminal_proc, (LPARAM)&terminal )) return FALSE;
    while (!terminal.over && GetMessageW( &msg, NULL, 0, 0 ) > 0)
    {
        if (is_own_key( &terminal, &msg ) || IsDialogMessageW( terminal.window, &msg )) continue;
        TranslateMessage( &msg );
        DispatchMessageW( &msg );
    }
    dialog_is_gone( dialog );
    /* nobody posts to it any more */
    while (PeekMessageW( &msg, terminal.window, WM_TERMINAL_DATA, WM_TERMINAL_DATA, PM_REMOVE )) free( (void *)msg.lParam );
    DestroyWindow( terminal.window );
    if (terminal.font) DeleteObject( terminal.font );
    return TRUE;
}
