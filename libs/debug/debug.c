/*
 * Wine-style debug channels for PE code built outside Wine.
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

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "debug/debug.h"

/*
 * Wine's own debug functions, found at run time: the import would keep our modules from loading on
 * real Windows, where debug output is silent.
 */
static struct
{
    unsigned char (__cdecl *get_channel_flags)( struct debug_channel *channel );
    int           (__cdecl *header)( unsigned int cls, struct debug_channel *channel, const char *function );
    int           (__cdecl *output)( const char *str );
    const char *  (__cdecl *strdup)( const char *str );
} wine;

static LONG wine_state;     /* 0: not looked for, 1: absent, 2: found */

static BOOL have_wine(void)
{
    HMODULE ntdll;

    if (!wine_state)
    {
        /* Racing threads store the same values. */
        ntdll = GetModuleHandleW( L"ntdll.dll" );
        wine.get_channel_flags = (void *)GetProcAddress( ntdll, "__wine_dbg_get_channel_flags" );
        wine.header = (void *)GetProcAddress( ntdll, "__wine_dbg_header" );
        wine.output = (void *)GetProcAddress( ntdll, "__wine_dbg_output" );
        wine.strdup = (void *)GetProcAddress( ntdll, "__wine_dbg_strdup" );
        InterlockedExchange( &wine_state, wine.get_channel_flags && wine.header && wine.output && wine.strdup ? 2 : 1 );
    }
    return wine_state == 2;
}

/*
 * TRUE if messages of that class are wanted from the channel (WINEDEBUG=+channel).
 */
int debug_enabled( enum debug_class cls, struct debug_channel *channel )
{
    if (!(channel->flags & (1 << cls))) return 0;
    if (!have_wine()) return 0;
    return (wine.get_channel_flags( channel ) & (1 << cls)) != 0;
}

/*
 * Write one message. Lines are the caller's: the format ends with "\n".
 *
 * Returns the number of characters written, 0 if the class is off.
 */
int debug_log( enum debug_class cls, struct debug_channel *channel, const char *function, const char *format, ... )
{
    char line[1024];
    va_list args;
    int len;

    if (!have_wine() || wine.header( cls, channel, function ) == -1) return 0;
    va_start( args, format );
    len = vsnprintf( line, sizeof(line), format, args );
    va_end( args );
    if (len < 0 || len >= (int)sizeof(line))
    {
        len = sizeof(line) - 1;
        line[len - 1] = '\n';
        line[len] = 0;
    }
    wine.output( line );
    return len;
}

/* A quoted copy in Wine's ring of strings, cut at some 80 characters. */
static const char *debugstr( const void *str, int len, BOOL wide )
{
    static const char hex[] = "0123456789abcdef";
    char buffer[320], *dst = buffer;
    int i;

    if (!str) return "(null)";
    if (!((ULONG_PTR)str >> 16))
    {
        snprintf( buffer, sizeof(buffer), "#%04x", (unsigned int)(ULONG_PTR)str );
        return have_wine() ? wine.strdup( buffer ) : "";
    }
    if (!have_wine()) return "";
    if (len < 0) len = wide ? lstrlenW( str ) : lstrlenA( str );
    if (wide) *dst++ = 'L';
    *dst++ = '"';
    for (i = 0; i < len && dst < buffer + sizeof(buffer) - 12; i++)
    {
        unsigned int c = wide ? ((const WCHAR *)str)[i] : ((const unsigned char *)str)[i];

        switch (c)
        {
        case '\n': *dst++ = '\\'; *dst++ = 'n'; break;
        case '\r': *dst++ = '\\'; *dst++ = 'r'; break;
        case '\t': *dst++ = '\\'; *dst++ = 't'; break;
        case '"':  *dst++ = '\\'; *dst++ = '"'; break;
        case '\\': *dst++ = '\\'; *dst++ = '\\'; break;
        default:
            if (c >= ' ' && c < 127) *dst++ = (char)c;
            else
            {
                *dst++ = '\\';
                if (wide)
                {
                    *dst++ = hex[c >> 12];
                    *dst++ = hex[(c >> 8) & 15];
                }
                else *dst++ = 'x';
                *dst++ = hex[(c >> 4) & 15];
                *dst++ = hex[c & 15];
            }
            break;
        }
    }
    *dst++ = '"';
    if (i < len)
    {
        memcpy( dst, "...", 3 );
        dst += 3;
    }
    *dst = 0;
    return wine.strdup( buffer );
}

const char *debugstr_w( const WCHAR *str )
{
    return debugstr( str, -1, TRUE );
}

const char *debugstr_wn( const WCHAR *str, int len )
{
    return debugstr( str, len, TRUE );
}

const char *debugstr_a( const char *str )
{
    return debugstr( str, -1, FALSE );
}

const char *debugstr_guid( const GUID *guid )
{
    char buffer[40];

    if (!guid) return "(null)";
    if (!have_wine()) return "";
    snprintf( buffer, sizeof(buffer), "{%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}", guid->Data1, guid->Data2, guid->Data3, guid->Data4[0],
              guid->Data4[1], guid->Data4[2], guid->Data4[3], guid->Data4[4], guid->Data4[5], guid->Data4[6], guid->Data4[7] );
    return wine.strdup( buffer );
}
