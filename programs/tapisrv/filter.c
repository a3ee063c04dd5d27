/*
 * Event filters: which events a client of TAPI 3.0 or later does not want (RSPSetEventFilterMasks, MS-TRP 2.2.4.1.8.3).
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

#include <stdlib.h>

#include "filter.h"
#include "device.h"

#define MAX_FILTERS  1024       /* of one client */

/* dwObjType */
enum object_kind { ALL_OBJECTS, LINE_APP, LINE, CALL, PHONE_APP, PHONE };

/* The bits of an event: one of its own, and what distinguishes its sub-types. */
static const struct event_bits { DWORD msg, bit, sub_types; } event_bits[] =
{
#define NO_SUB_TYPES  0
    { LINE_ADDRESSSTATE,       0x00000001, offsetof( struct trp_event, param2 ) },
    { LINE_LINEDEVSTATE,       0x00000002, offsetof( struct trp_event, param1 ) },
    { LINE_CALLINFO,           0x00000004, offsetof( struct trp_event, param1 ) },
    { LINE_CALLSTATE,          0x00000008, offsetof( struct trp_event, param1 ) },
    { LINE_APPNEWCALL,         0x00000010, NO_SUB_TYPES },
    { LINE_CREATE,             0x00000020, NO_SUB_TYPES },
    { LINE_REMOVE,             0x00000040, NO_SUB_TYPES },
    { LINE_CLOSE,              0x00000080, NO_SUB_TYPES },
    { LINE_PROXYREQUEST,       0x00000100, NO_SUB_TYPES },
    { LINE_DEVSPECIFIC,        0x00000200, NO_SUB_TYPES },
    { LINE_DEVSPECIFICFEATURE, 0x00000400, NO_SUB_TYPES },
    { LINE_AGENTSTATUS,        0x00000800, offsetof( struct trp_event, param2 ) },
    { LINE_AGENTSTATUSEX,      0x00001000, offsetof( struct trp_event, param2 ) },
    { LINE_AGENTSPECIFIC,      0x00002000, NO_SUB_TYPES },
    { LINE_AGENTSESSIONSTATUS, 0x00004000, offsetof( struct trp_event, param2 ) },
    { LINE_QUEUESTATUS,        0x00008000, offsetof( struct trp_event, param2 ) },
    { LINE_GROUPSTATUS,        0x00010000, offsetof( struct trp_event, param2 ) },
    { LINE_PROXYSTATUS,        0x00020000, offsetof( struct trp_event, param1 ) },
    { LINE_APPNEWCALLHUB,      0x00040000, NO_SUB_TYPES },
    { LINE_CALLHUBCLOSE,       0x00080000, NO_SUB_TYPES },
    { LINE_QOSINFO,            0x00200000, NO_SUB_TYPES },
    { PHONE_CREATE,            0x01000000, NO_SUB_TYPES },
    { PHONE_REMOVE,            0x02000000, NO_SUB_TYPES },
    { PHONE_CLOSE,             0x04000000, NO_SUB_TYPES },
    { PHONE_STATE,             0x08000000, offsetof( struct trp_event, param1 ) },
    { PHONE_DEVSPECIFIC,       0x10000000, NO_SUB_TYPES },
    { PHONE_BUTTON,            0x20000000, offsetof( struct trp_event, param2 ) },
    { PHONE_BUTTON,            0x40000000, offsetof( struct trp_event, param3 ) },
};

/* What one request has set. */
struct event_filter
{
    struct event_filter *next;      /* an older one */
    DWORD                kind;      /* enum object_kind */
    DWORD                handle;
    DWORD                init_context, open_context;    /* of the application and the line, as events name them */
    DWORD                mask;      /* sub: the one event that it is about; else those that pass */
    BOOL                 sub;
    DWORD                sub_mask;  /* its sub-types that pass */
};

static SRWLOCK filters_lock = SRWLOCK_INIT;     /* client->filters and what hangs on them */

static BOOL is_phone_event( DWORD msg )
{
    return msg == PHONE_BUTTON || msg == PHONE_CLOSE || msg == PHONE_CREATE || msg == PHONE_DEVSPECIFIC || msg == PHONE_REMOVE ||
           msg == PHONE_STATE;
}

static BOOL covers( const struct event_filter *filter, const struct trp_event *event )
{
    BOOL phone = is_phone_event( event->msg );

    switch (filter->kind)
    {
    case LINE_APP:
    case PHONE_APP:
        return phone == (filter->kind == PHONE_APP) && event->init_context == filter->init_context;
    case LINE:
        return !phone && event->init_context == filter->init_context && event->open_context == filter->open_context;
    case CALL:
    case PHONE:
        return phone == (filter->kind == PHONE) && event->device == filter->handle;
    default:
        return TRUE;
    }
}

/* The newest filter that has something to say decides. */
static BOOL passes( const struct event_filter *filters, const struct trp_event *event, const struct event_bits *bits )
{
    const struct event_filter *filter;
    DWORD sub_types = bits->sub_types == NO_SUB_TYPES ? ~0u : *(const DWORD *)((const BYTE *)event + bits->sub_types);

    for (filter = filters; filter; filter = filter->next)
    {
        if (!covers( filter, event )) continue;
        if (!filter->sub) return (filter->mask & bits->bit) != 0;
        if (filter->mask == bits->bit) return (filter->sub_mask & sub_types) != 0;
    }
    return TRUE;
}

BOOL filter_drops( struct client *client, const struct trp_event *event )
{
    BOOL pass = TRUE;
    DWORD i;

    AcquireSRWLockShared( &filters_lock );
    for (i = 0; i < ARRAYSIZE(event_bits) && pass; i++)
        if (event_bits[i].msg == event->msg) pass = passes( client->filters, event, &event_bits[i] );
    ReleaseSRWLockShared( &filters_lock );
    return !pass;
}

void filters_free( struct client *client )
{
    struct event_filter *filter;

    while ((filter = client->filters))
    {
        client->filters = filter->next;
        free( filter );
    }
}

/* By enum object_kind. */
static const DWORD handle_types[] = { 0, TRP_HLINEAPP, TRP_HLINE, TRP_HCALL, TRP_HPHONEAPP, TRP_HPHONE };

/* What the request is about. *old: its version has no filters. */
static LONG find_object( struct request *rq, DWORD kind, DWORD handle, struct event_filter *filter, BOOL *old )
{
    struct object *object;
    struct line *line;
    struct app *app;

    *old = FALSE;
    filter->kind = kind;
    filter->handle = handle;
    if (kind == ALL_OBJECTS) return 0;
    if (kind >= ARRAYSIZE(handle_types) || !(object = handle_get( handle, handle_types[kind], rq->client ))) return LINEERR_INVALPARAM;
    switch (kind)
    {
    case LINE_APP:
    case PHONE_APP:
        app = LIST_ENTRY_OF( object, struct app, object );
        filter->init_context = app->init_context;
        *old = app->api_version < 0x00030000;
        break;
    case LINE:
    case CALL:
        line = kind == LINE ? LIST_ENTRY_OF( object, struct line, object ) : LIST_ENTRY_OF( object, struct call_handle, object )->line;
        filter->init_context = line->app->init_context;
        filter->open_context = line->open_context;
        *old = line->api_version < 0x00030000;
        break;
    }
    object_release( object );
    return 0;
}

/* The new one takes the place of what says nothing any more. */
static void replace_filters( struct client *client, const struct event_filter *filter )
{
    struct event_filter **ptr = &client->filters, *other;

    while ((other = *ptr))
    {
        BOOL same = other->kind == filter->kind && other->handle == filter->handle;

        if (filter->kind != ALL_OBJECTS && !same) ptr = &other->next;
        else if (filter->sub && (!other->sub || other->mask != filter->mask)) ptr = &other->next;
        else
        {
            *ptr = other->next;
            free( other );
        }
    }
}

/* Those of calls and lines that are gone go: a program sets one for each call and runs for years. Returns how many are left. */
static DWORD drop_stale_filters( struct client *client )
{
    struct event_filter **ptr = &client->filters, *filter;
    struct object *object;
    DWORD count = 0;

    while ((filter = *ptr))
    {
        object = filter->kind == ALL_OBJECTS ? NULL : handle_get( filter->handle, handle_types[filter->kind], client );
        if (object || filter->kind == ALL_OBJECTS)
        {
            if (object) object_release( object );
            ptr = &filter->next;
            count++;
        }
        else
        {
            *ptr = filter->next;
            free( filter );
        }
    }
    return count;
}

LONG handle_RSPSetEventFilterMasks( struct request *rq, struct trp_arg *args )
{
    DWORD low = args[ARG_RSPSetEventFilterMasks_ulEventMasksLo].value, high = args[ARG_RSPSetEventFilterMasks_ulEventMasksHi].value;
    struct event_filter *filter, *other;
    DWORD count = 0;
    BOOL old;
    LONG ret;

    if (!(filter = calloc( 1, sizeof(*filter) ))) return LINEERR_NOMEM;
    filter->sub = args[ARG_RSPSetEventFilterMasks_fSubMask].value != 0;
    filter->sub_mask = args[ARG_RSPSetEventFilterMasks_dwSubMasks].value;
    filter->mask = low;
    ret = find_object( rq, args[ARG_RSPSetEventFilterMasks_dwObjType].value, args[ARG_RSPSetEventFilterMasks_lObjectID].value, filter, &old );
    /* with sub-types, of exactly one event; the high half is for events that nobody has thought of yet */
    if (!ret && filter->sub && (high || !low || low & (low - 1))) ret = LINEERR_INVALPARAM;
    if (ret || old)
    {
        free( filter );
        return ret;
    }
    AcquireSRWLockExclusive( &filters_lock );
    replace_filters( rq->client, filter );
    for (other = rq->client->filters; other; other = other->next) count++;
    if (count >= MAX_FILTERS) count = drop_stale_filters( rq->client );
    if (count < MAX_FILTERS)
    {
        filter->next = rq->client->filters;
        rq->client->filters = filter;
    }
    ReleaseSRWLockExclusive( &filters_lock );
    if (count < MAX_FILTERS) return 0;
    free( filter );
    return LINEERR_RESOURCEUNAVAIL;
}
