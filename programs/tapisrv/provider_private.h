/*
 * What the files of provider hosting share.
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

#ifndef WINE_TELEPHONY_PROVIDER_PRIVATE_H
#define WINE_TELEPHONY_PROVIDER_PRIVATE_H

#include "tapisrv.h"

/* Calls that run in one provider at a time; further ones wait for their turn. */
#define MAX_CALLS            16
/* A call that takes longer is reported as hanging; calls that wait behind nothing but hanging ones fail. */
#define HANGING_MS           30000
/* How long the service waits for a provider to start (it may still come later) and to stop. */
#define START_MS             10000
#define STOP_MS              15000
/* How long calls that run in a provider have to return before it is shut down without them. */
#define DRAIN_MS             5000
/* Events that wait for one provider; beyond this, all but the indispensable ones are dropped. */
#define MAX_EVENTS           200000
/* Providers that are loaded at the same time: callbacks of TSPI do not say whose they are, so each gets functions of its own. */
#define MAX_SLOTS            64

/* A call that runs in a provider, on the caller's stack. */
struct running_call
{
    struct list        entry;       /* in provider->calls */
    enum tspi_function function;
    DWORD              start;       /* GetTickCount() */
    DWORD              thread;
    DWORD_PTR          first;       /* first argument, for the log */
    BOOL               hanging;     /* was reported */
};

enum event_kind
{
    EVENT_LINE, EVENT_PHONE, EVENT_COMPLETION, EVENT_MSP_DATA,
    EVENT_LINE_CREATE, EVENT_PHONE_CREATE, EVENT_LINE_REMOVE, EVENT_PHONE_REMOVE,
    EVENT_DIALOG_CREATE, EVENT_DIALOG_DATA, EVENT_DIALOG_FREE,
    EVENT_CRASH, EVENT_STOP,
};

struct provider_event
{
    struct provider_event *next;
    enum event_kind        kind;
    DWORD                  msg;
    DWORD_PTR              handle;  /* HTAPILINE, HTAPIPHONE */
    DWORD_PTR              call;    /* HTAPICALL */
    DWORD_PTR              params[3];
    DWORD                  size;    /* bytes of data behind this structure */
};

struct provider
{
    LONG                refs;
    struct list         entry;      /* in the list of providers */
    enum provider_state state;
    DWORD               permanent_id;
    WCHAR               file[MAX_PATH];
    char                reason[512];        /* why it failed or crashed; UTF-8 */
    int                 slot;               /* -1: none */

    HMODULE             module;
    void               *functions[TSPI_FN_COUNT];
    BOOL                ordinals;           /* bound by ordinal */
    BOOL                legacy;             /* TSPI before 2.0: ANSI, smaller structures */
    DWORD               version;
    DWORD               options;            /* LINETSPIOPTION_xxx */
    DWORD               num_lines, num_phones;
    BOOL                initialised;        /* TSPI_providerInit succeeded: owes it a TSPI_providerShutdown */
    BOOL                keep_module;        /* crashed or hanging in it: never unloaded */

    SRWLOCK             call_lock;          /* the next fields */
    CONDITION_VARIABLE  call_free;
    struct list         calls;              /* struct running_call */
    DWORD               active, waiting, hanging;
    BOOL                stopping;           /* no further calls but TSPI_providerShutdown */

    SRWLOCK             queue_lock;         /* the next fields; nothing is locked inside */
    CONDITION_VARIABLE  queue_ready;
    struct provider_event *queue, **queue_tail;
    DWORD               queued, dropped;
    BOOL                sleeping, closed;

    HANDLE              thread;
    DWORD               thread_id;
    HANDLE              started;            /* set when start-up ended, one way or the other */
    BOOL                at_run_time;        /* its devices are announced to applications that run already */
    struct provider_event crash_event;      /* allocated in advance: a crash may have broken the heap */
    DWORD               crash_code;
    void               *crash_address;
    enum tspi_function  crash_function;     /* TSPI_FN_COUNT: on a thread of the provider's own */
    LONG                crashed;

    struct list         deferred;           /* legacy.c: results to convert when the request completes */
    SRWLOCK             deferred_lock;
};

/* ---- provider.c ---------------------------------------------------------------------------------------------- */

extern const char *const tspi_names[TSPI_FN_COUNT];
extern const BYTE tspi_args[TSPI_FN_COUNT];

/* A provider that is not loaded yet; NULL when out of memory. */
struct provider *provider_create( DWORD permanent_id, const WCHAR *file );
/* Load the file and bind its functions. Returns 0 or a LINEERR_xxx; the reason is in the log and in provider->reason. */
LONG provider_load( struct provider *provider );
/* Take its devices away, shut it down, unload it. */
void provider_stop( struct provider *provider );
/* The provider of that permanent id that is started, or NULL. */
struct provider *provider_find( DWORD permanent_id );
/* Start one more, if providers run at all; else it starts with the others. */
void provider_join( struct provider *provider );
void provider_list_remove( struct provider *provider );
/* Remember and log why a provider does not work. */
void provider_fail( struct provider *provider, const char *format, ... ) __attribute__((format(__MINGW_PRINTF_FORMAT, 2, 3)));
/* The name of the UI DLL (MAX_PATH characters). Returns 0 with an empty name if it has none, or a LINEERR_xxx. */
LONG provider_ui_dll( struct provider *provider, WCHAR *name );

/* ---- provider_call.c ----------------------------------------------------------------------------------------- */

void calls_init( struct provider *provider );
/* Call a function pointer with the given number of arguments, guarded. */
LONG call_guarded( struct provider *provider, enum tspi_function function, unsigned int count, const DWORD_PTR *args );
/* Let no further call begin; TRUE when none runs any more, FALSE if some still do after a while. */
BOOL calls_stop( struct provider *provider, DWORD timeout );
void watch_start(void);
void watch_stop(void);
void providers_each( void (*func)( struct provider *provider ) );

/* ---- provider_events.c --------------------------------------------------------------------------------------- */

void events_init( struct provider *provider );
BOOL slot_take( struct provider *provider );
void slot_free( struct provider *provider );
/* Whether an address is in the module of a provider; no lock. */
BOOL slot_has_address( const void *address );
/* Mark as crashed every provider whose module has the address: several may share one file. No lock. */
void slots_crashed( const void *address, DWORD code, void *fault );
ASYNC_COMPLETION provider_completion( struct provider *provider );
/* Queue a message of our own. FALSE when out of memory or the queue is closed. */
BOOL event_post( struct provider *provider, enum event_kind kind, DWORD_PTR handle, DWORD_PTR param );
/* Any thread, also from the exception filter: mark crashed, let the event thread do the rest. */
void provider_crashed( struct provider *provider, enum tspi_function function, DWORD code, void *address );
/* The loop of the event thread; returns after EVENT_STOP. */
void events_run( struct provider *provider );
/* Deliver nothing more and forget what waits. */
void events_close( struct provider *provider );

/* ---- provider_devices.c -------------------------------------------------------------------------------------- */

/* Reserve ids for the devices that a provider starts with. Returns the first one. */
DWORD devices_reserve( DWORD count, BOOL phone );
/* Give back an id that was not used after all. */
void devices_unreserve( DWORD id, BOOL phone );
/* Make a device of a reserved id: negotiates, reads its caps, tells the core. index: in the provider. */
void device_add( struct provider *provider, DWORD id, DWORD index, BOOL phone, BOOL at_run_time );
void device_remove( struct provider *provider, DWORD id, BOOL phone );
void devices_remove_all( struct provider *provider );
/* How many devices it had so far, removed ones included. */
DWORD devices_of( struct provider *provider, BOOL phone );
/* Number devices from 0 again; all are removed. */
void devices_reset(void);

/* ---- guard.c ------------------------------------------------------------------------------------------------- */

/* Install the filter for unhandled exceptions; again after code that may have replaced it. */
void guard_install(void);
/*
 * Run func( arg ); an exception that nobody handles ends it.
 *
 * Returns TRUE if it ran to its end, else FALSE, *code and *address.
 */
BOOL guard_run( void (*func)( void *arg ), void *arg, DWORD *code, void **address );

/* ---- legacy.c ------------------------------------------------------------------------------------------------ */

/* As call_guarded() for a provider before TSPI 2.0: args are those of today, in Unicode. */
LONG legacy_call( struct provider *provider, enum tspi_function function, const DWORD_PTR *args );
/* On the event thread, before the core hears of it. */
void legacy_completion( struct provider *provider, DRV_REQUESTID request, LONG result );
void legacy_line_event( struct provider *provider, struct provider_event *event );
void legacy_free( struct provider *provider );

/* ---- uidll.c ------------------------------------------------------------------------------------------------- */

/* The provider wants a dialog in the application whose request is given. On the provider's thread; returns the handle or 0. */
DWORD dialog_create( struct provider *provider, const TUISPICREATEDIALOGINSTANCEPARAMS *params );
/* On the event thread. */
void dialog_created( struct provider *provider, DWORD handle, const void *data, DWORD size, DRV_REQUESTID request );
void dialog_data( struct provider *provider, DWORD handle, const void *data, DWORD size );
/* Close in the applications what it had open. */
void dialogs_provider_gone( struct provider *provider );

#endif
