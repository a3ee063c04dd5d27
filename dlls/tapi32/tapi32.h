/*
 * The application side of TAPI: what its files share.
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

#ifndef WINE_TELEPHONY_TAPI32_H
#define WINE_TELEPHONY_TAPI32_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <windef.h>
#include <winbase.h>
#include <winnls.h>
#include <winuser.h>
#include <tapi.h>
#include <tspi.h>

#include "debug/debug.h"
#include "transport/transport.h"
#include "trp/trp.h"

#define TAPI_VERSION_1_4    0x00010004
#define TAPI_VERSION_NEWEST 0x00030001

/*
 * Locks, in the order they may be taken: connect_cs (main.c), state_cs, app->cs. None is held while the application's
 * code runs or while the service is asked, except connect_cs while a connection is made.
 */
extern CRITICAL_SECTION state_cs;   /* contexts, applications, lines, asynchronous requests, the current session */

extern HINSTANCE tapi_instance;

/* ---- memory (memory.c) --------------------------------------------------------------------------------------- */

#define BUFFER_SIZE     (20 * 1024)     /* what nearly every request and reply fits into */
#define FIRST_OFFER     (16 * 1024)     /* room offered for a returned structure at first; more is asked for if it was too little */
#define LARGEST_OFFER   (TRANSPORT_MAX_PACKET - 4096)

/* TRUE if the application's memory can be used so. NULL never can; size 0 always. */
BOOL can_read( const void *ptr, SIZE_T size );
BOOL can_write( void *ptr, SIZE_T size );
/* Length in characters of a string that may be anything; FALSE if it ends in unreadable memory. */
BOOL probe_stringA( const char *str, SIZE_T *len );
BOOL probe_stringW( const WCHAR *str, SIZE_T *len );

/* A buffer of BUFFER_SIZE from a pool, 16-byte aligned. */
void *buffer_get(void);
void buffer_put( void *buffer );
void buffers_free(void);

/* Storage that ends with one API call; the first bytes lie on the stack. */
struct arena
{
    size_t used;
    void  *blocks;
    __attribute__((aligned(8))) BYTE first[1024];
};
void *arena_alloc( struct arena *arena, size_t size );
void arena_free( struct arena *arena );
WCHAR *arena_unicode( struct arena *arena, const char *str, size_t len );
/* The same for a string that may be anything; NULL stays NULL. 0, LINEERR_INVALPOINTER or LINEERR_NOMEM. */
LONG arena_string( struct arena *arena, const char *str, WCHAR **ret );

/* ---- contexts (context.c) ------------------------------------------------------------------------------------ */

enum context_type { CONTEXT_APP = 1, CONTEXT_LINE, CONTEXT_ASYNC, CONTEXT_GATHER };

/* 32-bit ids that stand for our objects on the wire, positive and not soon used again. state_cs is held in all of these. */
DWORD context_alloc( enum context_type type, void *object );
void *context_get( DWORD id, enum context_type type );
void context_free( DWORD id );
void context_enum( enum context_type type, void (*func)( void *object, void *arg ), void *arg );
void contexts_free(void);

/* ---- the connection to the service (main.c) ------------------------------------------------------------------ */

struct session
{
    LONG              users;        /* applications and calls in progress; with the last one the connection ends */
    LONG              refs;         /* users, and the event thread */
    BOOL              ended;        /* no event will come any more */
    struct transport *transport;
};

/* The current session with one more user. connect: make a new one if there is none or it is dead. */
LONG session_grab( BOOL connect, struct session **ret );
void session_release( struct session *session );

/* ---- API calls (request.c) ----------------------------------------------------------------------------------- */

#define CALL_ANSI     0x01      /* strings and structures of the application are ANSI */
#define CALL_CONNECT  0x02      /* legal without lineInitialize */

/* One call of an exported function, as its row of the protocol table wants it. */
struct api_call
{
    DWORD           func;                   /* TRP_xxx */
    DWORD           flags;
    struct session *session;                /* NULL: the current one */
    struct trp_arg  args[TRP_MAX_PARAMS];   /* in: values; data of strings, buffers and structures as the application gave it */
    void           *out[TRP_MAX_PARAMS];    /* where the application wants out values */
    DWORD           type;                   /* of RESULT_STRUCT: TRPS_xxx */
};

#define VALUE( v )      { .value = (DWORD)(v) }
#define DATA( p )       { .data = (p) }
#define BUFFER( p, n )  { .data = (p), .size = (n) }

/*
 * Check what is dereferenced, ask the service, hand out what it returns.
 *
 * Returns the result of the service, LINEERR_INVALPOINTER, LINEERR_STRUCTURETOOSMALL, LINEERR_UNINITIALIZED,
 * LINEERR_NOMEM or LINEERR_OPERATIONFAILED (PHONEERR_xxx for phone requests).
 */
LONG sync_call( struct api_call *call );

/*
 * wave.c: lineGetID and phoneGetID for the classes of wave devices, whose numbers are each process's own. class_arg, id_arg: the parameters with the
 * class and the VARSTRING. FALSE: it is another class, and nothing is done; else ret is the result.
 */
BOOL wave_get_id( struct api_call *call, unsigned int class_arg, unsigned int id_arg, LONG *ret );

/* The same error in the words of the other family: PHONEERR_xxx for LINEERR_xxx if phone. */
LONG family_error( BOOL phone, LONG error );

/* What an asynchronous call leaves in the application's memory when it has succeeded. */
enum async_result
{
    RESULT_NONE,
    RESULT_HANDLE,      /* a DWORD: Param3 of the completion packet */
    RESULT_PARAMS,      /* a parameter block: VarData of the completion packet */
    RESULT_STRUCT,      /* a structure with dwTotalSize: the same */
    RESULT_HANDLES,     /* two DWORDs: Param3, and the first of VarData; result is an array of two pointers */
};

/* The same for asynchronous requests: returns the positive request id once the service accepted it. */
LONG async_call( struct api_call *call, enum async_result kind, void *result, DWORD size );

/* ---- ANSI and Unicode (convert.c) ---------------------------------------------------------------------------- */

/* The structure of the application in Unicode, in the arena. Returns 0 or an error for it. */
LONG struct_from_app( struct arena *arena, DWORD type, BOOL ansi, struct trp_arg *arg );
/* Bytes that the application must offer at least: the fixed part of the oldest version. */
DWORD struct_least_size( DWORD type );
BOOL struct_has_strings( DWORD type );
/* Hand a structure of the service to the application: nothing beyond its dwTotalSize, which stays as it is. */
LONG struct_to_app( DWORD type, BOOL ansi, const struct trp_arg *reply, void *dst );

/* ---- applications, lines, messages (app.c, init.c, open.c, messages.c, lost.c, events.c) --------------------------- */

struct app;

/* A message on its way to the application. */
struct message
{
    struct message *next;
    DWORD           line;           /* context of the line it belongs to, 0: none */
    struct async   *async;          /* the request that it completes */
    DWORD           device;
    DWORD           id;             /* LINE_xxx */
    DWORD_PTR       instance;
    DWORD_PTR       params[4];
    struct proxy_request *proxy;    /* what params[0] points to, until it is delivered */
    struct gather  *gather;         /* LINE_GATHERDIGITS: where its digits go */
    void           *block;          /* LINE_SENDMSPDATA: what params[1] points to, until it is delivered; LocalFree() it */
    DWORD           size;           /* of the data that follows */
};

/* An asynchronous request between its call and its completion. */
struct async
{
    LONG              refs;         /* the calling function's, the completion's */
    DWORD             id;
    LONG              returned;     /* the function has its result, LINE_REPLY may be delivered */
    LONG              failed;       /* ... which was an error: it may not */
    BOOL              phone;        /* PHONE_REPLY completes it */
    struct app       *app;          /* whose LINE_REPLY has arrived; referenced */
    struct session   *session;      /* whose answer it waits for; compared only */
    struct app       *owner;        /* whose line it is about, NULL: not known; compared only */
    enum async_result kind;
    void             *result;
    void             *second;       /* RESULT_HANDLES */
    DWORD             size;
    DWORD             type;         /* of RESULT_STRUCT */
    BOOL              ansi;
};

void async_release( struct async *async );

/* How messages reach the application. */
struct notifier
{
    const char *name;
    /* Prepare. Fills params as documented. */
    LONG (*open)( struct app *app, LINEINITIALIZEEXPARAMS *params );
    /* A message was appended to app->ready. app->cs is held. */
    void (*deliver)( struct app *app );
    /* Messages were taken out of app->ready other than by delivery. app->cs is held. */
    void (*removed)( struct app *app );
    /* No more messages, app->closed is set: wake whoever waits. No lock is held. */
    void (*shut)( struct app *app );
    /* The last reference is gone. No lock is held. */
    void (*close)( struct app *app );
};

extern const struct notifier window_notifier, event_notifier, port_notifier;

/* What lineInitialize or phoneInitialize made. */
struct app
{
    LONG                   refs;
    BOOL                   phone;
    BOOL                   hubs;        /* LINEINITIALIZEEXOPTION_CALLHUBTRACKING */
    DWORD                  id;          /* InitContext */
    HLINEAPP               handle;      /* or HPHONEAPP: one space of numbers */
    DWORD                  version;
    struct session        *session;
    const struct notifier *notifier;
    struct app            *next;        /* in apps */

    CRITICAL_SECTION       cs;          /* guards the rest */
    BOOL                   closed;
    struct message        *held, *held_last;    /* from a LINE_REPLY on whose function has not yet returned */
    struct message        *ready, *ready_last;

    LINECALLBACK           callback;    /* hidden window */
    HWND                   window;
    DWORD                  thread;
    BOOL                   posted;

    HANDLE                 event;       /* event + lineGetMessage or phoneGetMessage */
    BOOL                   signaled;
    CONDITION_VARIABLE     arrived;
    unsigned int           waiters;

    HANDLE                 port;        /* completion port */
    ULONG_PTR              key;
};

extern struct app *apps;        /* all of them; state_cs */

struct app *app_grab( struct app *app );        /* NULL: of nothing */
struct app *app_from_handle( HLINEAPP handle );
struct app *phone_app_from_handle( HPHONEAPP handle );
struct app *app_from_context( DWORD id );
void app_release( struct app *app );

/* PHONEINITIALIZEEXPARAMS and PHONEMESSAGE are the same structures, PHONECALLBACK is the same type by other names. */
C_ASSERT( sizeof(LINEINITIALIZEEXPARAMS) == sizeof(PHONEINITIALIZEEXPARAMS) );
C_ASSERT( sizeof(LINEMESSAGE) == sizeof(PHONEMESSAGE) );

/* lineInitializeEx and phoneInitializeEx; the errors are those of lines. */
LONG app_initialize_ex( BOOL phone, HLINEAPP *ret, HINSTANCE instance, LINECALLBACK callback, const void *name, BOOL ansi,
                        DWORD *devices, DWORD *version, LINEINITIALIZEEXPARAMS *params );
/* The same with a hidden window, for 1.x. */
LONG app_initialize( BOOL phone, HLINEAPP *ret, HINSTANCE instance, LINECALLBACK callback, const char *name, DWORD *devices );
/* lineShutdown and phoneShutdown; call: their request. */
LONG app_shut_down( struct app *app, struct api_call *call );
/* lineGetMessage and phoneGetMessage; takes the reference. */
LONG app_get_message( struct app *app, LINEMESSAGE *out, DWORD timeout );
/* Append a message and deliver what may be delivered; takes the message. */
void app_post( struct app *app, struct message *message );
/* Deliver what waited for a function to return. */
void app_flush( struct app *app );
/* Forget undelivered messages of a closed line or a deallocated call, but not the replies. */
void app_purge( struct app *app, DWORD line, DWORD device );
struct message *app_take_ready( struct app *app );
void apps_session_died( struct session *session );
/* A request whose id the application has got, but whose completion died with the service. */
void async_lost( struct session *session, struct async *async );
/* Call for each application, with state_cs held. */
void apps_enum( void (*func)( struct app *app, void *arg ), void *arg );
/* Some application of this process and its API version, 0 if there is none. */
HLINEAPP any_app( DWORD *version );
HPHONEAPP any_phone_app( DWORD *version );

/* An open line or phone. */
struct line
{
    DWORD       id;             /* OpenContext */
    HLINE       handle;         /* or HPHONE: one space of numbers */
    DWORD       version;        /* of the API, as it was opened */
    DWORD_PTR   instance;
    struct app *app;            /* compared only */
    struct line *next;
};

extern struct line *lines;      /* all of them; state_cs */

/* state_cs is held in these. */
struct line *line_from_handle( HLINE handle );
void lines_of_app_free( struct app *app );

/* One that is about to be opened: the context of its messages. NULL when out of memory. */
struct line *line_begin( struct app *app, DWORD_PTR instance, DWORD *id );
/* The service has opened it, or err says why not. Returns err, or LINEERR_INVALAPPHANDLE if the application has shut down meanwhile. */
LONG line_opened( struct line *line, DWORD id, HLINE handle, LONG err );
/* It is closed: no message of it is delivered any more. */
void line_closed( HLINE handle );

void message_free( struct message *message );
void messages_free( struct message *first );
void messages_append( struct message **first, struct message **last, struct message *message );

DWORD CALLBACK event_thread( void *session );
void WINAPI event_thread_exit( struct session *session );
void windows_unregister(void);

/* ---- proxies (proxy.c) --------------------------------------------------------------------------------------- */

/* A LINEPROXYREQUEST that the application answers with lineProxyResponse, which takes the place of free(). */
struct proxy_request;

/* Of a LINE_PROXYREQUEST; NULL when out of memory. *pointer: what the application gets. */
struct proxy_request *proxy_request_create( const struct trp_event *event, LINEPROXYREQUEST **pointer );
/* The application has got it. */
void proxy_request_delivered( struct proxy_request *request );
void proxy_request_free( struct proxy_request *request );
/* The application is no more: what it has not answered goes. */
void proxy_requests_of_app_free( DWORD init_context );

/* ---- digits (digits.c) --------------------------------------------------------------------------------------- */

struct gather;

/* The request for digits that a LINE_GATHERDIGITS ends, by its lpsDigitsContext; NULL: there is none. */
struct gather *gather_take( DWORD id );
/* Its digits reach the application's buffer. */
void gather_store( const struct gather *gather, const WCHAR *digits, DWORD count );
void gather_free( struct gather *gather );
/* The session has no application or no service any more. state_cs is held. */
void gathers_end( struct session *session );

/* ---- provider user interface (provider_ui.c) ----------------------------------------------------------------- */

/* Open, or close, a dialog that a provider wants in this application (LINE_CREATEDIALOGINSTANCE, LINE_SENDDIALOGINSTANCEDATA). */
void ui_dialog_event( const struct trp_event *event );

#endif
