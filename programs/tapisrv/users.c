/*
 * Which programs use a line and its calls, and with what privileges, in plain text: for winetapi monitor. TAPI tells names and counts only.
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
#include <stdlib.h>
#include <string.h>

#include "device.h"

/*
 * A line for each open, then one for each handle of each call:
 *     open PID PRIVILEGES MEDIAMODES PROGRAM
 *     call ID ADDRESS STATE PID PRIVILEGE PROGRAM
 * PID decimal, the others hexadecimal; PROGRAM is the rest of the line. A call that nobody has a handle of has PID 0.
 */

struct text
{
    char  *data;
    size_t used, capacity;
};

/* A whole line, or nothing when it does not fit. */
static void append( struct text *text, const WCHAR *program, const char *format, ... ) __attribute__((format(__MINGW_PRINTF_FORMAT, 3, 4)));

static void append( struct text *text, const WCHAR *program, const char *format, ... )
{
    char line[128], name[MAX_PATH * 3];
    size_t len;
    va_list args;
    char *p;

    va_start( args, format );
    vsnprintf( line, sizeof(line), format, args );
    va_end( args );
    if (!WideCharToMultiByte( CP_UTF8, 0, program, -1, name, sizeof(name), NULL, NULL )) name[0] = 0;
    for (p = name; *p; p++) if ((BYTE)*p < ' ') *p = ' ';
    len = strlen( line ) + strlen( name ) + 2;
    if (len >= text->capacity - text->used) return;
    text->used += snprintf( text->data + text->used, text->capacity - text->used, "%s %s\n", line, name );
}

static void append_call( struct text *text, struct call *call )
{
    struct list *cursor;

    if (list_empty( &call->handles ))
        append( text, L"", "call %lx %lx %lx 0 0", call->call_id, call->address_id, call->state );
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );

        append( text, handle->line->app->module_name, "call %lx %lx %lx %lu %lx", call->call_id, call->address_id, call->state,
                handle->line->app->client->pid, handle->privilege );
    }
}

LONG handle_TapisrvLineUsers( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *out = &args[ARG_TapisrvLineUsers_lpUsers];
    struct text text = { .capacity = max( args[ARG_TapisrvLineUsers_dwUsersSize].size, out->size ) };
    struct line_device *ld;
    struct list *cursor;
    LONG error;

    if (!text.capacity) return LINEERR_STRUCTURETOOSMALL;
    if (!(ld = line_device_get( args[ARG_TapisrvLineUsers_dwDeviceID].value, &error ))) return error;
    if (!(text.data = request_alloc( rq, text.capacity )))
    {
        line_device_release( ld );
        return LINEERR_NOMEM;
    }
    AcquireSRWLockShared( &ld->lock );
    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );

        append( &text, line->app->module_name, "open %lu %lx %lx", line->app->client->pid, line->privileges, line->media_modes );
    }
    LIST_FOR_EACH( cursor, &ld->calls ) append_call( &text, LIST_ENTRY_OF( cursor, struct call, entry ) );
    ReleaseSRWLockShared( &ld->lock );
    line_device_release( ld );
    out->data = text.data;
    out->size = args[ARG_TapisrvLineUsers_dwUsersSize].size = args[ARG_TapisrvLineUsers_dwUsersSize].value = text.used;
    return 0;
}
