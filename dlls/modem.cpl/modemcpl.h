/*
 * Phone and modem options: what the files share.
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

#ifndef MODEM_CPL_H
#define MODEM_CPL_H

#include <stdarg.h>
#include <windef.h>
#include <winbase.h>
#include <wingdi.h>
#include <winreg.h>
#include <winuser.h>
#include <commctrl.h>
#include <tapi.h>

#include "devcfg.h"
#include "resource.h"
#include "propsheet/propsheet.h"
#include "debug/debug.h"

extern HINSTANCE instance;

/* ---- main.c: texts and messages ---- */

#define TEXT_CHARS  512

void load_text( UINT id, WCHAR *buffer, int chars );
/* A message of the resources with its values; the title is that of the window. Returns what MessageBoxW does. */
int message( HWND owner, UINT flags, UINT id, ... );
void set_text( HWND dlg, int control, UINT id, ... );
/* Columns of a report list: string and width in dialog units; ended by string 0. */
struct column { UINT string; int width; };
void list_columns( HWND list, const struct column *columns );
void list_row( HWND list, int row, const WCHAR *first, const WCHAR *second, LPARAM data );
int list_selected( HWND list );
/* What Windows says of an error. */
void error_text( DWORD error, WCHAR *buffer, DWORD chars );

/* ---- registry.c: modems, where Windows keeps them ---- */

/* what unimdm.tsp takes as the name of a line */
#define NAME_CHARS      127
#define SHOWN_CHARS     300

struct modem
{
    WCHAR key[8];               /* of its key below the class key */
    WCHAR name[SHOWN_CHARS];    /* cut if it is longer */
    BOOL  name_too_long;        /* the provider does not take it */
    WCHAR port[64];             /* COM port, or a path of the host; "": none */
    DWORD id;                   /* permanent id, 0: the provider has not seen it yet */
};

HKEY modem_class_open( REGSAM access );
/* ERROR_FILE_NOT_FOUND: it is gone. */
LONG modem_open( const struct modem *modem, REGSAM access, HKEY *key );
BOOL modem_read( const WCHAR *key_name, struct modem *modem );
/* Call for each modem until it returns FALSE. */
void modem_enum( BOOL (*callback)( const struct modem *modem, void *arg ), void *arg );
BOOL modem_find_name( const WCHAR *name, struct modem *modem );
/* Its port is made by the provider, when it needs it. */
BOOL modem_is_virtual( const struct modem *modem );
/* A string value; "" and FALSE if there is none. */
BOOL modem_get_string( const struct modem *modem, const WCHAR *value, WCHAR *text, DWORD chars );
/* A value of exactly so many bytes. */
BOOL modem_get_bytes( const struct modem *modem, const WCHAR *value, void *data, DWORD size );
LONG modem_set( const struct modem *modem, const WCHAR *value, DWORD type, const void *data, DWORD size );
LONG modem_set_string( const struct modem *modem, const WCHAR *value, const WCHAR *text );
LONG modem_remove( const struct modem *modem );
/*
 * port: COM port or path of the host; a path gets a COM port, which com receives. model: by its name in an .INF file of the prefix; NULL: the
 * commands of a standard modem, which the provider knows. reason receives what is wrong with the model's definition, in English.
 */
LONG modem_add( const WCHAR *name, const WCHAR *port, const WCHAR *model, WCHAR *com, DWORD chars, WCHAR *reason, DWORD reason_chars );
/* The path of the host behind a port, or "". */
void port_host_path( const WCHAR *port, WCHAR *path, DWORD chars );
BOOL port_is_there( const WCHAR *port );

/* ---- line.c: a modem as TAPI has it ---- */

struct line
{
    HLINEAPP app;
    DWORD    device;
};

/* 0, LINEERR_NODEVICE: the service does not have it, or another LINEERR_ value. */
LONG line_find( const struct modem *modem, struct line *line );
void line_done( struct line *line );
/* Does a program wait for calls on it, or talk? Then the provider has the port. */
BOOL line_is_busy( const struct modem *modem );

/* The configurations for calls out and in: each has its own settings. */
enum { CONFIG_OUT, CONFIG_IN, CONFIG_COUNT };
LONG line_get_config( const struct line *line, int which, struct devcfg *config );
LONG line_set_config( const struct line *line, int which, const struct devcfg *config );
/* The dialog of the provider, for calls out; what was changed there is set for both. */
LONG line_edit_config( HWND owner, const struct line *line );
/* Tell the user why there is no line. */
void line_message( HWND owner, LONG error );

/* ---- sheet.c: phone and modem options ---- */

enum { PAGE_RULES, PAGE_MODEMS, PAGE_PROVIDERS };
BOOL show_options( HWND owner, UINT page );
BOOL show_modems( HWND owner );

/* ---- pages ---- */
INT_PTR CALLBACK modems_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam );
INT_PTR CALLBACK providers_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam );

/* addmodem.c: TRUE if there is a new one */
BOOL add_modem( HWND owner );
/* properties.c: the sheet of one modem */
BOOL show_properties( HWND owner, const struct modem *modem );

/* The pages of that sheet get this as the lParam of their PROPSHEETPAGEW. */
struct properties
{
    struct modem modem;
    BOOL         told;          /* that the modem is gone; once is enough */
};

INT_PTR CALLBACK modem_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam );
INT_PTR CALLBACK query_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam );
/* Store a value from PSN_APPLY: FALSE after having told the user why it cannot be. */
BOOL properties_stored( HWND dlg, struct properties *properties, LONG error );

#endif
