/*
 * Tests of the dialogs as resources: every language has all of them, and all fits.
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

#include <ctype.h>

#define GERMAN  MAKELANGID( LANG_GERMAN, SUBLANG_NEUTRAL )
#define ENGLISH MAKELANGID( LANG_ENGLISH, SUBLANG_ENGLISH_US )

static const LANGID languages[] = { ENGLISH, GERMAN };

static const struct { const WCHAR *file; BOOL dialogs; } modules[] =
{
    { L"modem.cpl", TRUE },
    { L"telephon.cpl", FALSE },
    { L"tapi32.dll", TRUE },
    { L"unimdm.tsp", TRUE },
};

/* ---- templates, as DLGTEMPLATEEX is documented */

struct item
{
    DWORD        style;
    short        x, y, cx, cy;
    DWORD        id;
    WORD         class_atom;    /* 0: by name */
    const WCHAR *class_name;
    const WCHAR *text;          /* "" if it is a number */
};

struct template
{
    DWORD        style;
    short        cx, cy;
    const WCHAR *title;
    unsigned int count;
    struct item  items[64];
};

static const WORD *skip_name( const WORD *p, WORD *atom, const WCHAR **text )
{
    *atom = 0;
    *text = L"";
    if (*p == 0xffff)
    {
        *atom = p[1];
        return p + 2;
    }
    *text = (const WCHAR *)p;
    return p + wcslen( *text ) + 1;
}

static BOOL parse( const void *data, struct template *template )
{
    const WORD *start = data, *p = start;
    const WCHAR *text;
    unsigned int i;
    WORD atom;

    memset( template, 0, sizeof(*template) );
    if (p[0] != 1 || p[1] != 0xffff) return FALSE;
    template->style = *(const DWORD *)(p + 6);
    template->count = p[8];
    template->cx = p[11];
    template->cy = p[12];
    p = skip_name( p + 13, &atom, &text );
    p = skip_name( p, &atom, &text );
    p = skip_name( p, &atom, &template->title );
    if (template->style & DS_SETFONT) p = skip_name( p + 3, &atom, &text );
    if (template->count > ARRAY_SIZE(template->items)) return FALSE;
    for (i = 0; i < template->count; i++)
    {
        struct item *item = &template->items[i];

        if ((p - start) & 1) p++;
        item->style = *(const DWORD *)(p + 4);
        item->x = p[6];
        item->y = p[7];
        item->cx = p[8];
        item->cy = p[9];
        item->id = *(const DWORD *)(p + 10);
        p = skip_name( p + 12, &item->class_atom, &item->class_name );
        p = skip_name( p, &atom, &item->text );
        p += 1 + (*p + 1) / 2;
    }
    return TRUE;
}

enum { BUTTON = 0x80, EDIT, STATIC, LISTBOX, SCROLLBAR, COMBOBOX };

static WCHAR mnemonic( const WCHAR *text )
{
    for (; (text = wcschr( text, '&' )); text += 2)
        if (text[1] != '&') return (WCHAR)(ULONG_PTR)CharLowerW( (WCHAR *)(ULONG_PTR)text[1] );
        else if (!text[1]) break;
    return 0;
}

static BOOL is_button( const struct item *item, DWORD type )
{
    return item->class_atom == BUTTON && (item->style & BS_TYPEMASK) == type;
}

/* Static texts of this kind show what they are given. */
static BOOL has_prefix( const struct item *item )
{
    return item->class_atom == BUTTON || (item->class_atom == STATIC && !(item->style & SS_NOPREFIX));
}

/* ---- one dialog in one language */

static void check_mnemonics( const struct template *template, const WCHAR *taken )
{
    WCHAR used[64] = L"", letter;
    unsigned int i, j, len;

    wcscpy( used, taken );
    for (i = 0; i < template->count; i++)
    {
        const struct item *item = &template->items[i];

        if (!has_prefix( item ) || !(letter = mnemonic( item->text ))) continue;
        ok( !wcschr( used, letter ), "%s: the letter %s is used twice\n", wine_dbgstr_w( item->text ), wine_dbgstr_wn( &letter, 1 ) );
        len = wcslen( used );
        used[len] = letter;
        used[len + 1] = 0;
    }
    /* everything can be reached by a letter: its own, or that of the text, frame or box before it */
    for (i = 0; i < template->count; i++)
    {
        const struct item *item = &template->items[i];
        BOOL found = FALSE;

        if (!(item->style & WS_TABSTOP) || item->id == IDOK || item->id == IDCANCEL) continue;
        for (j = i; !found && j + 3 > i; j--)
        {
            found = has_prefix( &template->items[j] ) && mnemonic( template->items[j].text );
            /* a button speaks for itself alone */
            if (item->class_atom == BUTTON || !j) break;
        }
        ok( found, "control %lu %s has no letter\n", item->id, wine_dbgstr_w( item->text ) );
    }
}

static void check_places( const struct template *template )
{
    unsigned int i, j, buttons = 0;

    for (i = 0; i < template->count; i++)
    {
        const struct item *a = &template->items[i];

        ok( a->x >= 0 && a->y >= 0 && a->x + a->cx <= template->cx && (a->y + a->cy <= template->cy || a->class_atom == COMBOBOX),
            "control %lu %s is outside\n", a->id, wine_dbgstr_w( a->text ) );
        if (is_button( a, BS_DEFPUSHBUTTON )) buttons++;
        for (j = 0; j < i; j++)
        {
            const struct item *b = &template->items[j];
            int a_height = a->class_atom == COMBOBOX ? 13 : a->cy, b_height = b->class_atom == COMBOBOX ? 13 : b->cy;

            if (is_button( a, BS_GROUPBOX ) || is_button( b, BS_GROUPBOX )) continue;
            ok( a->x >= b->x + b->cx || b->x >= a->x + a->cx || a->y >= b->y + b_height || b->y >= a->y + a_height,
                "controls %lu %s and %lu %s overlap\n", a->id, wine_dbgstr_w( a->text ), b->id, wine_dbgstr_w( b->text ) );
        }
    }
    ok( template->style & WS_CHILD ? !buttons : buttons <= 1, "%u default buttons\n", buttons );
}

static INT_PTR CALLBACK no_dialog( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    return FALSE;
}

/* Room in pixels that a control has for its text, and what the text takes. */
static void check_text( HWND dlg, const struct item *item, HWND control )
{
    RECT room, need = { 0 };
    UINT flags = DT_CALCRECT | DT_LEFT;
    HDC dc = GetDC( control );
    HFONT font = (HFONT)SendMessageW( control, WM_GETFONT, 0, 0 ), old = SelectObject( dc, font );
    TEXTMETRICW metrics;

    GetTextMetricsW( dc, &metrics );
    GetClientRect( control, &room );
    if (item->class_atom == STATIC)
    {
        if (room.bottom < 2 * metrics.tmHeight - 4) flags |= DT_SINGLELINE;
        else
        {
            flags |= DT_WORDBREAK | DT_EXPANDTABS;
            need.right = room.right;
        }
        if (item->style & SS_NOPREFIX) flags |= DT_NOPREFIX;
    }
    else
    {
        flags |= DT_SINGLELINE;
        /* the frame of a button, the box of a check box, the ends of a group's frame */
        room.right -= is_button( item, BS_PUSHBUTTON ) || is_button( item, BS_DEFPUSHBUTTON ) ? 8 : 18;
    }
    DrawTextW( dc, item->text, -1, &need, flags );
    ok( need.right <= room.right && (is_button( item, BS_GROUPBOX ) || need.bottom <= room.bottom + 3), "%s needs %ld x %ld and has %ld x %ld\n",
        wine_dbgstr_w( item->text ), need.right, need.bottom, room.right, room.bottom );
    SelectObject( dc, old );
    ReleaseDC( control, dc );
}

static void check_room( const void *data, const struct template *template )
{
    HWND parent = CreateWindowExW( 0, L"static", L"", WS_POPUP, 0, 0, 600, 600, NULL, NULL, NULL, NULL ), dlg, control;
    unsigned int i;

    dlg = CreateDialogIndirectParamW( GetModuleHandleW( NULL ), data, parent, no_dialog, 0 );
    ok( dlg != NULL, "it cannot be shown, error %lu\n", GetLastError() );
    /* its controls come in the order of the template */
    for (i = 0, control = dlg ? GetWindow( dlg, GW_CHILD ) : NULL; control && i < template->count; i++, control = GetWindow( control, GW_HWNDNEXT ))
    {
        const struct item *item = &template->items[i];

        ok( (DWORD)GetWindowLongW( control, GWL_ID ) == item->id, "control %ld, not %lu\n", (long)GetWindowLongW( control, GWL_ID ), item->id );
        if (item->text[0] && (item->class_atom == BUTTON || item->class_atom == STATIC)) check_text( dlg, item, control );
    }
    if (dlg) DestroyWindow( dlg );
    DestroyWindow( parent );
}

/* ---- a module */

static const void *load( HMODULE module, const WCHAR *type, const WCHAR *name, LANGID language )
{
    HRSRC resource = FindResourceExW( module, type, name, language );

    return resource ? LockResource( LoadResource( module, resource ) ) : NULL;
}

static void check_same( const struct template *a, const struct template *b )
{
    unsigned int i;

    ok( a->style == b->style, "styles %#lx and %#lx\n", a->style, b->style );
    ok( a->count == b->count, "%u and %u controls\n", a->count, b->count );
    for (i = 0; i < a->count && i < b->count; i++)
    {
        const struct item *x = &a->items[i], *y = &b->items[i];

        ok( x->id == y->id && x->class_atom == y->class_atom && !wcscmp( x->class_name, y->class_name ) && x->style == y->style,
            "control %u: %lu of class %#x, style %#lx, and %lu of class %#x, style %#lx\n", i, x->id, x->class_atom, x->style, y->id,
            y->class_atom, y->style );
        ok( !x->text[0] == !y->text[0], "control %u: %s and %s\n", i, wine_dbgstr_w( x->text ), wine_dbgstr_w( y->text ) );
    }
}

static int dialog_count;

static BOOL CALLBACK check_dialog( HMODULE module, const WCHAR *type, WCHAR *name, LONG_PTR arg )
{
    struct template templates[ARRAY_SIZE(languages)];
    unsigned int i;

    dialog_count++;
    for (i = 0; i < ARRAY_SIZE(languages); i++)
    {
        const void *data = load( module, type, name, languages[i] );

        winetest_push_context( "%s dialog %u language %#x", wine_dbgstr_w( (const WCHAR *)arg ), LOWORD( (ULONG_PTR)name ), languages[i] );
        ok( data != NULL, "missing\n" );
        ok( data && parse( data, &templates[i] ), "not a DLGTEMPLATEEX\n" );
        if (data && templates[i].count)
        {
            /* the sheet of phone and modem options has a button Apply, A or B in German */
            BOOL applies = templates[i].style & WS_CHILD && templates[i].cx == 252 && templates[i].cy == 218;

            check_mnemonics( &templates[i], !applies ? L"" : i ? L"b" : L"" );
            check_places( &templates[i] );
            check_room( data, &templates[i] );
        }
        winetest_pop_context();
    }
    winetest_push_context( "%s dialog %u", wine_dbgstr_w( (const WCHAR *)arg ), LOWORD( (ULONG_PTR)name ) );
    check_same( &templates[0], &templates[1] );
    winetest_pop_context();
    return TRUE;
}

/* A %, its flags and its type, one after the other; the same in all languages. */
static void conversions( const WCHAR *text, DWORD len, char *out, size_t size )
{
    size_t used = 0;
    DWORD i;

    for (i = 0; i < len; i++)
    {
        if (text[i] != '%') continue;
        do
        {
            if (used + 1 < size) out[used++] = text[i];
            i++;
        } while (i < len && (text[i] == '#' || text[i] == 'l' || text[i] == '.' || iswdigit( text[i] )));
        if (i < len && used + 1 < size) out[used++] = text[i];
    }
    out[used] = 0;
}

static BOOL CALLBACK check_strings( HMODULE module, const WCHAR *type, WCHAR *name, LONG_PTR arg )
{
    const WCHAR *block[ARRAY_SIZE(languages)];
    char formats[2][32];
    unsigned int i, j;

    for (i = 0; i < ARRAY_SIZE(languages); i++)
    {
        block[i] = load( module, type, name, languages[i] );
        ok( block[i] != NULL, "%s: strings of block %u are missing in language %#x\n", wine_dbgstr_w( (const WCHAR *)arg ), LOWORD( (ULONG_PTR)name ),
            languages[i] );
        if (!block[i]) return TRUE;
    }
    for (j = 0; j < 16; j++)
    {
        UINT id = (LOWORD( (ULONG_PTR)name ) - 1) * 16 + j;

        ok( !*block[0] == !*block[1], "%s: string %u is missing in one language\n", wine_dbgstr_w( (const WCHAR *)arg ), id );
        for (i = 0; i < 2; i++)
        {
            conversions( block[i] + 1, *block[i], formats[i], sizeof(formats[i]) );
            block[i] += 1 + *block[i];
        }
        ok( !strcmp( formats[0], formats[1] ), "%s: string %u has %s and %s\n", wine_dbgstr_w( (const WCHAR *)arg ), id, formats[0], formats[1] );
    }
    return TRUE;
}

START_TEST( resources )
{
    INITCOMMONCONTROLSEX classes = { sizeof(classes), ICC_LISTVIEW_CLASSES | ICC_BAR_CLASSES };
    WCHAR path[MAX_PATH + 32];
    unsigned int i;
    HMODULE module;

    if (!load_modem_cpl()) return;
    InitCommonControlsEx( &classes );
    for (i = 0; i < ARRAY_SIZE(modules); i++)
    {
        UINT len = GetSystemDirectoryW( path, MAX_PATH );

        path[len++] = '\\';
        wcscpy( path + len, modules[i].file );
        module = LoadLibraryExW( path, NULL, LOAD_LIBRARY_AS_DATAFILE );
        ok( module != NULL, "%s cannot be loaded, error %lu\n", wine_dbgstr_w( path ), GetLastError() );
        if (!module) continue;
        dialog_count = 0;
        EnumResourceNamesW( module, (const WCHAR *)RT_DIALOG, check_dialog, (LONG_PTR)modules[i].file );
        ok( !dialog_count == !modules[i].dialogs, "%s has %d dialogs\n", wine_dbgstr_w( modules[i].file ), dialog_count );
        ok( EnumResourceNamesW( module, (const WCHAR *)RT_STRING, check_strings, (LONG_PTR)modules[i].file ), "no strings\n" );
        FreeLibrary( module );
    }
}
