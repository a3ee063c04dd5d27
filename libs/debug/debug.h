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

#ifndef WINE_TELEPHONY_DEBUG_H
#define WINE_TELEPHONY_DEBUG_H

#include <windef.h>
#include <winbase.h>
#include <stdio.h>      /* __MINGW_PRINTF_FORMAT */

/* Same meaning of the bits as Wine's WINEDEBUG classes. */
enum debug_class { DEBUG_FIXME, DEBUG_ERR, DEBUG_WARN, DEBUG_TRACE };

struct debug_channel
{
    unsigned char flags;    /* what is on, filled by the host */
    char          name[15];
};

int debug_enabled( enum debug_class cls, struct debug_channel *channel );
int debug_log( enum debug_class cls, struct debug_channel *channel, const char *function, const char *format, ... )
    __attribute__((format(__MINGW_PRINTF_FORMAT, 4, 5)));
/* Printable forms; valid until some 30 further uses in the thread. */
const char *debugstr_w( const WCHAR *str );
const char *debugstr_a( const char *str );
const char *debugstr_wn( const WCHAR *str, int len );
const char *debugstr_guid( const GUID *guid );

/* Put once in each source file: DEBUG_CHANNEL( tapi ); */
#define DEBUG_CHANNEL( ch )  static struct debug_channel debug_channel__ __attribute__((unused)) = { 0xff, #ch }

#define DEBUG_LOG_( cls, ... ) \
    do { if (debug_enabled( cls, &debug_channel__ )) debug_log( cls, &debug_channel__, __func__, __VA_ARGS__ ); } while (0)

#define TRACE( ... )  DEBUG_LOG_( DEBUG_TRACE, __VA_ARGS__ )
#define WARN( ... )   DEBUG_LOG_( DEBUG_WARN, __VA_ARGS__ )
#define FIXME( ... )  DEBUG_LOG_( DEBUG_FIXME, __VA_ARGS__ )
#define ERR( ... )    DEBUG_LOG_( DEBUG_ERR, __VA_ARGS__ )

#endif
