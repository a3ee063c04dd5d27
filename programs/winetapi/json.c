/*
 * winetapi.exe: JSON text (RFC 8259). No JSON library is packaged for Windows code; what is written here is flat and small.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "winetapi.h"
#include "json.h"

static void put( struct json *json, const char *text, size_t len )
{
    if (json->used + len + 1 > json->room)
    {
        json->room = (json->used + len + 1) * 2;
        if (!(json->text = realloc( json->text, json->room ))) exit( EXIT_FAILED );
    }
    memcpy( json->text + json->used, text, len );
    json->used += len;
    json->text[json->used] = 0;
}

static void put_code_point( struct json *json, DWORD c )
{
    char utf8[8];
    int len;

    if (c == '"' || c == '\\') len = snprintf( utf8, sizeof(utf8), "\\%c", (char)c );
    else if (c < 0x20 || c == 0x7f) len = snprintf( utf8, sizeof(utf8), "\\u%04x", (unsigned int)c );
    else if (c < 0x80) len = snprintf( utf8, sizeof(utf8), "%c", (char)c );
    else
    {
        /* UTF-8: a lead byte that tells the length, then six bits a byte */
        int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3, i;
        static const BYTE lead[] = { 0, 0xc0, 0xe0, 0xf0 };

        for (i = tail; i > 0; i--, c >>= 6) utf8[i] = (char)(0x80 | (c & 0x3f));
        utf8[0] = (char)(lead[tail] | c);
        len = tail + 1;
    }
    put( json, utf8, len );
}

static void put_string( struct json *json, const WCHAR *text )
{
    put( json, "\"", 1 );
    for (; *text; text++)
    {
        DWORD c = *text;

        if (c >= 0xd800 && c < 0xdc00 && text[1] >= 0xdc00 && text[1] < 0xe000)
            c = 0x10000 + ((c - 0xd800) << 10) + (*++text - 0xdc00);
        else if (c >= 0xd800 && c < 0xe000) c = 0xfffd;   /* half of a pair is no character */
        put_code_point( json, c );
    }
    put( json, "\"", 1 );
}

static void put_name( struct json *json, const char *name )
{
    if (json->comma) put( json, ",", 1 );
    json->comma = TRUE;
    if (!name) return;
    put( json, "\"", 1 );
    put( json, name, strlen( name ) );
    put( json, "\":", 2 );
}

void json_open( struct json *json, const char *name, char bracket )
{
    put_name( json, name );
    put( json, &bracket, 1 );
    json->comma = FALSE;
}

void json_close( struct json *json, char bracket )
{
    put( json, &bracket, 1 );
    json->comma = TRUE;
}

void json_string( struct json *json, const char *name, const WCHAR *value )
{
    put_name( json, name );
    put_string( json, value );
}

void json_number( struct json *json, const char *name, ULONGLONG value )
{
    char text[24];

    put_name( json, name );
    put( json, text, sprintf( text, "%llu", value ) );
}

void json_bool( struct json *json, const char *name, BOOL value )
{
    put_name( json, name );
    put( json, value ? "true" : "false", value ? 4 : 5 );
}
