/*
 * Events and completions by their tables, and names for logs.
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

#include <string.h>

#include "private.h"
#include "values.h"

static const struct trp_event_desc events[] =
{
#define TRP_EVENT( name, msg, device, phone, data )  { msg, #name, device, phone, data, XARGS_##name, {
#define TRP_EVENT_PARAM( name, param, kind, type )  { #param, kind, TRP_OPTIONAL, type, TRP_NONE, 0, 0 },
#define TRP_EVENT_EXTRA( name, param, kind, type )  { #param, kind, TRP_OPTIONAL, type, TRP_NONE, 0, 0 },
#define TRP_EVENT_END( name )  } },
#include "events.def"
#undef TRP_EVENT
#undef TRP_EVENT_PARAM
#undef TRP_EVENT_EXTRA
#undef TRP_EVENT_END
};

static const struct trp_completion completions[] =
{
#define TRP_COMPLETION( name, data, structure )  { TRP_##name, data, structure, CARGS_##name, {
#define TRP_COMPLETION_PARAM( name, param, kind, type )  { #param, kind, TRP_OPTIONAL, type, TRP_NONE, 0, 0 },
#define TRP_COMPLETION_END( name )  } },
#include "completions.def"
#undef TRP_COMPLETION
#undef TRP_COMPLETION_PARAM
#undef TRP_COMPLETION_END
};

const struct trp_event_desc *trp_event_desc( uint32_t msg )
{
    size_t i;

    for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
        if (events[i].msg == msg) return &events[i];
    return NULL;
}

const struct trp_completion *trp_completion( uint32_t func )
{
    size_t i;

    for (i = 0; i < sizeof(completions) / sizeof(completions[0]); i++)
        if (completions[i].func == func) return &completions[i];
    return NULL;
}

/* Does VarData hold what the parameters say? */
static int vardata_fits( const struct trp_event_desc *desc, const struct trp_event *event )
{
    uint32_t fixed = sizeof(*event) + (desc->nparams - 4) * sizeof(uint32_t);
    uint32_t rest;

    if (event->total_size < fixed) return 0;
    rest = event->total_size - fixed;
    switch (desc->data)
    {
    case TRP_EVENT_DIGITS:
        return event->param4 <= rest / 2;
    case TRP_EVENT_SIZED:
        /* the provider's data begin at the first, the name of the UI DLL is at the third */
        return event->param1 <= event->total_size && event->param2 <= event->total_size - event->param1 && event->param3 <= event->total_size;
    case TRP_EVENT_PROXY:
        return rest >= sizeof(uint32_t) && trp_get_dword( event + 1, 0 ) >= PROXYREQUEST_FIXED && trp_get_dword( event + 1, 0 ) <= rest;
    default:
        return 1;
    }
}

size_t trp_event_check( const void *buffer, size_t size )
{
    const struct trp_event *event = buffer;
    const struct trp_event_desc *desc;

    if (size < sizeof(*event) || event->total_size < sizeof(*event) || event->total_size > size || (event->total_size & 3)) return 0;
    if ((desc = trp_event_desc( event->msg )) && !vardata_fits( desc, event )) return 0;
    return event->total_size;
}

/* ---- completions ------------------------------------------------------------------------------------------------ */

size_t trp_encode_completion( const struct trp_completion *completion, const struct trp_event *header, const uint32_t *values,
                              const void *data, uint32_t size, void *buffer, size_t capacity )
{
    struct trp_event *event = buffer;
    uint32_t fixed = sizeof(*event) + (completion->nparams > 2 ? completion->nparams - 2 : 0) * sizeof(uint32_t);
    uint64_t total = ((uint64_t)fixed + (data ? size : 0) + 7) & ~(uint64_t)7;

    if (total > UINT32_MAX || total > capacity) return total;
    *event = *header;
    event->total_size = total;
    event->param3 = values[0];
    event->param4 = completion->data == TRP_EVENT_SIZED ? (data ? size : 0) : values[1];
    if (completion->nparams > 2) memcpy( event + 1, values + 2, (completion->nparams - 2) * sizeof(uint32_t) );
    if (data) memcpy( (char *)event + fixed, data, size );
    else size = 0;
    memset( (char *)event + fixed + size, 0, total - fixed - size );
    return total;
}

uint32_t trp_decode_completion( const struct trp_completion *completion, const struct trp_event *event, uint32_t *values,
                                const void **data, uint32_t *size )
{
    uint32_t extra = completion->nparams > 2 ? completion->nparams - 2 : 0;
    uint32_t fixed = sizeof(*event) + extra * sizeof(uint32_t);

    memset( values, 0, TRP_COMPLETION_MAX * sizeof(*values) );
    *data = NULL;
    *size = 0;
    values[0] = event->param3;
    values[1] = event->param4;
    /* an error needs none of the rest */
    if (event->total_size < fixed) return (event->param2 & 0x80000000) ? 0 : TRP_E_MALFORMED;
    if (extra) memcpy( values + 2, event + 1, extra * sizeof(uint32_t) );
    if (completion->data != TRP_EVENT_SIZED || !event->param4 || (event->param2 & 0x80000000)) return 0;
    if (event->param4 > event->total_size - fixed) return TRP_E_MALFORMED;
    *data = (const char *)event + fixed;
    *size = event->param4;
    return 0;
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

struct name
{
    uint32_t    value;
    const char *name;
};

const char *trp_message_name( uint32_t msg )
{
    /* messages that have no packet of their own in MS-TRP */
    static const struct name others[] =
    {
        { 13, "LINE_REQUEST" }, { 32, "LINE_APPNEWCALLHUB" }, { 33, "LINE_CALLHUBCLOSE" }, { 34, "LINE_DEVSPECIFICEX" },
        { 500, "LINE_NEWCALL" }, { 501, "LINE_CALLDEVSPECIFIC" }, { 502, "LINE_CALLDEVSPECIFICFEATURE" },
        { 504, "LINE_SENDDIALOGINSTANCEDATA" }, { 505, "LINE_SENDMSPDATA" }, { 506, "LINE_QOSINFO" },
    };
    const struct trp_event_desc *desc = trp_event_desc( msg );
    size_t i;

    if (desc) return desc->name;
    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (others[i].value == msg) return others[i].name;
    return "unknown message";
}

const char *trp_error_name( uint32_t result )
{
    static const struct name names[] =
    {
#define TRP_ERROR( name, value )  { value, #name },
#include "errors.def"
#undef TRP_ERROR
        { TRP_E_SPACE, "TRP_E_SPACE" },
        { TRP_E_MALFORMED, "TRP_E_MALFORMED" },
    };
    size_t i;

    if (!result) return "success";
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].value == result) return names[i].name;
    return (result & 0x80000000) ? "unknown error" : "request id";
}
