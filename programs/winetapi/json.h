/*
 * winetapi.exe: JSON text (RFC 8259).
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

#ifndef WINE_TELEPHONY_WINETAPI_JSON_H
#define WINE_TELEPHONY_WINETAPI_JSON_H

#include <windef.h>

/* A text that grows; zeroed to begin with. Members are given in order, commas come by themselves. name is NULL in arrays. */
struct json
{
    char  *text;
    size_t used, room;
    BOOL   comma;
};

void json_open( struct json *json, const char *name, char bracket );     /* '{' or '[' */
void json_close( struct json *json, char bracket );                      /* '}' or ']' */
void json_string( struct json *json, const char *name, const WCHAR *value );
void json_number( struct json *json, const char *name, ULONGLONG value );
void json_bool( struct json *json, const char *name, BOOL value );

#endif
