/*
 * The telephony service inside: objects, requests, events.
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

#ifndef WINE_TELEPHONY_TAPISRV_H
#define WINE_TELEPHONY_TAPISRV_H

#include <stddef.h>
#include <stdint.h>
#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

#include "trp/trp.h"
#include "provider.h"

struct client;

/* A doubly linked list, as Wine has it. */
struct list
{
    struct list *next, *prev;
};

static inline void list_init( struct list *list )
{
    list->next = list->prev = list;
}

static inline void list_add_tail( struct list *list, struct list *elem )
{
    elem->next = list;
    elem->prev = list->prev;
    list->prev->next = elem;
    list->prev = elem;
}

static inline void list_remove( struct list *elem )
{
    elem->next->prev = elem->prev;
    elem->prev->next = elem->next;
    elem->next = elem->prev = elem;
}

static inline BOOL list_empty( const struct list *list )
{
    return list->next == list;
}

#define LIST_ENTRY_OF( elem, type, field )  ((type *)((char *)(elem) - offsetof( type, field )))
#define LIST_FOR_EACH( cursor, list )  for ((cursor) = (list)->next; (cursor) != (list); (cursor) = (cursor)->next)
#define LIST_FOR_EACH_SAFE( cursor, following, list ) \
    for ((cursor) = (list)->next, (following) = (cursor)->next; (cursor) != (list); \
         (cursor) = (following), (following) = (cursor)->next)

/* ---- objects and handles (handles.c) ------------------------------------------------------------------------- */

/* Types of handles: enum trp_handle_type for what clients name, these for what providers name. */
enum
{
    OBJECT_TAPILINE = 0x20, OBJECT_TAPICALL, OBJECT_ASYNC, OBJECT_TAPIPHONE, OBJECT_INBAND,
};

/* Starts everything that has a handle. */
struct object
{
    LONG           refs;
    DWORD          type;
    DWORD          handle;      /* 0 while it has none */
    struct client *client;      /* owner; NULL: the service. Not a reference: the owner outlives its handles */
    void         (*destroy)( struct object *object );   /* the last reference is gone; no lock held by handles.c */
};

/* One reference for the caller, no handle yet. */
void object_init( struct object *object, DWORD type, struct client *client, void (*destroy)( struct object *object ) );
/* Both accept any structure that starts with a struct object. */
void *object_grab( void *object );
void object_release( void *object );

/*
 * Give an object its handle; the table then holds a reference too.
 *
 * Returns the handle (never 0, never with bit 31), or 0 when out of memory or handles.
 */
DWORD handle_alloc( void *object );
/* A reference to the object of that handle, or NULL if it is stale, of another type or of another client. O(1). */
void *handle_get( DWORD handle, DWORD type, struct client *client );
/* Take the handle back (idempotent, any thread): from now on it is stale. Drops the table's reference. TRUE for the one who did. */
BOOL handle_free( void *object );
DWORD handle_count( DWORD type );

/* ---- requests (dispatch.c) ----------------------------------------------------------------------------------- */

/* TRUE: this thread carries out a request of a client that is gone. What it has begun is undone; there is no point in beginning more. */
BOOL request_abandoned(void);

/* A request while its handler runs. No lock is held then; the handler may block in provider_call(). */
struct request
{
    struct client            *client;
    const struct trp_request *desc;
    struct object            *objects[TRP_MAX_PARAMS];  /* of TRP_HANDLE parameters (ARG_xxx): referenced until it returns */
    void                     *blocks;
};

/*
 * A handler. args: decoded, validated, handles resolved (rq->objects). It fills value, size and data of TRP_OUT_xxx entries
 * (data from request_alloc()). Returns 0, a LINEERR_xxx/PHONEERR_xxx, or for asynchronous requests the positive
 * request id from async_result().
 */
typedef LONG (*request_handler)( struct request *rq, struct trp_arg *args );

/* Zeroed memory until the reply is written; NULL when out of memory. */
void *request_alloc( struct request *rq, size_t size );

/* Every handler is named handle_<name of the request> and listed in handlers.def; missing ones: OPERATIONUNAVAIL. */
#define HANDLER( name )  LONG handle_##name( struct request *rq, struct trp_arg *args );
#include "handlers.def"
#undef HANDLER

/* ---- clients and applications (client.c) --------------------------------------------------------------------- */

/* An attached process. */
struct client;

DWORD client_pid( struct client *client );
void client_grab( struct client *client );
void client_release( struct client *client );
/* A handle (PROCESS_DUP_HANDLE) to the client's process, of its true process id; NULL once it is dead. Do not close it. */
HANDLE client_process( struct client *client );
BOOL client_dead( struct client *client );
/* Between these two the providers do not stop because the last application has gone. The first waits for a start or stop under way. */
void providers_hold(void);
void providers_unhold(void);

/* ---- events (events.c) --------------------------------------------------------------------------------------- */

/*
 * Queue an event to a client; its writer sends what is queued in batches. Any thread, any lock of the core may be held.
 *
 * event->total_size is filled in; data (size bytes) follows it. Dropped when the client is dead.
 */
void event_send( struct client *client, struct trp_event *event, const void *data, size_t size );

/* ---- asynchronous requests (async.c) ------------------------------------------------------------------------- */

/* An asynchronous request between the TSPI call and its completion; its id is the DRV_REQUESTID. */
struct async
{
    struct object  object;          /* object.handle is the DRV_REQUESTID */
    struct client *client;          /* referenced; NULL: the service itself */
    LONG           done;            /* set by the one who completes or cancels it */
    DWORD          request_id;      /* the client's */
    DWORD          context;         /* lpContext */
    DWORD          init_context;
    DWORD          open_context;
    DWORD          device;          /* handle of the line or call for the LINE_REPLY */
    DWORD          line;            /* handle of the line or phone it belongs to; its close suppresses the reply */
    BOOL           phone;
    DWORD          param3, param4;  /* of the LINE_REPLY */
    struct provider *provider;      /* its death completes it; NULL: none */
    struct device *device_object;   /* TSPI_lineClose of that device completes it; not a reference, only compared; NULL: none */
    BOOL           silent;          /* the application is gone: no reply */
    void         (*complete)( struct async *async, LONG result );  /* before the reply is sent; may be NULL. No lock held */
    void         (*forget)( struct async *async );     /* frees what it owns; may be NULL */
    void          *data;            /* for complete() and forget() */
    void          *reply_data;      /* VarData of the reply, sent when the result is 0; HeapFree'd with it */
    DWORD          reply_size;
    struct list    entry;           /* in the provider-independent list of pending requests */
};

/*
 * Begin one: fills client, request_id (from the TRP_REQUEST_ID parameter; chosen when that is 0), context (TRP_CONTEXT lpContext).
 * One reference for the caller. NULL when out of memory.
 */
struct async *async_begin( struct request *rq, const struct trp_arg *args, struct provider *provider );
/* One without a client, for what the service does itself. */
struct async *async_begin_internal( struct provider *provider );
/*
 * End of the synchronous half: result is what the TSPI function returned. Consumes the caller's reference.
 * Returns what the handler returns: the client's request id, or the error (then nothing else will be reported).
 * A provider that returns 0 instead of the request id has completed it.
 */
LONG async_result( struct async *async, LONG result );
/* Complete it: LINE_REPLY to the client. Later completions of the same id are ignored. */
void async_complete( struct async *async, LONG result );
/* A reference to the pending request of that id, or NULL. */
struct async *async_get( DRV_REQUESTID id );
/* Complete with LINEERR_OPERATIONFAILED all that wait for a provider that died (called by provider.c, no lock held). */
void core_provider_died( struct provider *provider );

/* ---- more that provider.c calls ------------------------------------------------------------------------------ */

/*
 * LINE_NEWCALL arrives in the provider's own thread, which wants its HTAPICALL at once: this only makes the handle and takes
 * no lock of the object model. Then the event goes the way of all others:
 * core_line_event( provider, line, call returned here, LINE_NEWCALL, hdCall, 0, 0 ). Returns NULL: the line is not open.
 */
HTAPICALL core_new_call( struct provider *provider, HTAPILINE line, HDRVCALL call );
/* The event for such a call will not come, or came after its line was closed. */
void core_forget_call( HTAPICALL call );

#endif
