/*
 * What service providers report: callbacks that only queue, and one thread for each provider that delivers in order.
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
 *
 * Callbacks come from any thread, inside TSPI calls and before TSPI_providerInit returned. They take one short lock and never
 * wait; the three messages that want an answer at once (LINE_NEWCALL, LINE_CREATEDIALOGINSTANCE) only get a handle made.
 */

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include "debug/debug.h"
#include "provider_private.h"
#include "config.h"

DEBUG_CHANNEL( tspi );

/* Largest parameter block of a dialog or of MSP data: it travels in one event. */
#define MAX_BLOCK  49152

/* TSPI callbacks do not say which provider calls: each loaded provider has a slot with functions of its own. */
static struct slot
{
    SRWLOCK          lock;
    struct provider *provider;
    const char      *start, *end;   /* of its module; read without lock by the exception filter */
    BOOL             taken;         /* also after a provider whose module stays: its threads may still call */
} slots[MAX_SLOTS];

static SRWLOCK slots_lock;

static struct provider *slot_grab( unsigned int index )
{
    struct provider *provider;

    AcquireSRWLockShared( &slots[index].lock );
    if ((provider = slots[index].provider)) provider_grab( provider );
    ReleaseSRWLockShared( &slots[index].lock );
    return provider;
}

BOOL slot_take( struct provider *provider )
{
    const IMAGE_NT_HEADERS *nt;
    unsigned int i;

    AcquireSRWLockExclusive( &slots_lock );
    for (i = 0; i < MAX_SLOTS; i++) if (!slots[i].taken) break;
    if (i < MAX_SLOTS)
    {
        const char *base = (const char *)provider->module;

        nt = (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
        AcquireSRWLockExclusive( &slots[i].lock );
        slots[i].start = base;
        slots[i].end = base + nt->OptionalHeader.SizeOfImage;
        slots[i].provider = provider;
        slots[i].taken = TRUE;
        provider->slot = i;
        ReleaseSRWLockExclusive( &slots[i].lock );
    }
    ReleaseSRWLockExclusive( &slots_lock );
    return i < MAX_SLOTS;
}

void slot_free( struct provider *provider )
{
    struct slot *slot;

    if (provider->slot < 0) return;
    AcquireSRWLockExclusive( &slots_lock );
    slot = &slots[provider->slot];
    AcquireSRWLockExclusive( &slot->lock );
    if (!provider->keep_module)
    {
        slot->start = slot->end = NULL;
        slot->taken = FALSE;
    }
    slot->provider = NULL;
    provider->slot = -1;
    ReleaseSRWLockExclusive( &slot->lock );
    ReleaseSRWLockExclusive( &slots_lock );
}

BOOL slot_has_address( const void *address )
{
    const char *addr = address;
    unsigned int i;

    for (i = 0; i < MAX_SLOTS; i++)
        if (addr >= slots[i].start && addr < slots[i].end) return TRUE;
    return FALSE;
}

void slots_crashed( const void *address, DWORD code, void *fault )
{
    const char *addr = address;
    struct provider *provider;
    unsigned int i;

    for (i = 0; i < MAX_SLOTS; i++)
    {
        if (addr < slots[i].start || addr >= slots[i].end || !(provider = slots[i].provider)) continue;
        provider_crashed( provider, TSPI_FN_COUNT, code, fault );
    }
}

/* ---- the queue -------------------------------------------------------------------------------------------------- */

void events_init( struct provider *provider )
{
    InitializeSRWLock( &provider->queue_lock );
    InitializeConditionVariable( &provider->queue_ready );
    provider->queue_tail = &provider->queue;
    provider->crash_event.kind = EVENT_CRASH;
}

static struct provider_event *event_alloc( enum event_kind kind, DWORD size )
{
    struct provider_event *event = HeapAlloc( GetProcessHeap(), 0, sizeof(*event) + size );

    if (!event) return NULL;
    memset( event, 0, sizeof(*event) );
    event->kind = kind;
    event->size = size;
    return event;
}

static void *event_data( struct provider_event *event )
{
    return event + 1;
}

/* A provider that reports faster than applications can take it must not eat all memory. */
static BOOL may_drop( const struct provider *provider, const struct provider_event *event )
{
    if (provider->queued < MAX_EVENTS) return FALSE;
    if (event->kind != EVENT_LINE && event->kind != EVENT_PHONE && event->kind != EVENT_MSP_DATA) return FALSE;
    if (provider->queued >= 2 * MAX_EVENTS) return TRUE;
    return event->msg != LINE_NEWCALL && event->msg != LINE_CALLSTATE && event->msg != LINE_CLOSE && event->msg != PHONE_CLOSE;
}

static BOOL event_push( struct provider *provider, struct provider_event *event )
{
    BOOL first_drop = FALSE, queued = FALSE, wake = FALSE;

    AcquireSRWLockExclusive( &provider->queue_lock );
    if (!provider->closed)
    {
        if (may_drop( provider, event )) first_drop = !provider->dropped++;
        else
        {
            event->next = NULL;
            *provider->queue_tail = event;
            provider->queue_tail = &event->next;
            provider->queued++;
            wake = provider->sleeping;
            queued = TRUE;
        }
    }
    ReleaseSRWLockExclusive( &provider->queue_lock );
    if (wake) WakeConditionVariable( &provider->queue_ready );
    if (first_drop)
        ERR( "provider %s reports more than can be delivered, %u events wait: events are dropped from now on\n",
             debugstr_w( provider->file ), MAX_EVENTS );
    return queued;
}

static BOOL event_queue( struct provider *provider, struct provider_event *event )
{
    if (!event)
    {
        ERR( "out of memory: an event of provider %s is lost\n", debugstr_w( provider->file ) );
        return FALSE;
    }
    if (event_push( provider, event )) return TRUE;
    HeapFree( GetProcessHeap(), 0, event );
    return FALSE;
}

BOOL event_post( struct provider *provider, enum event_kind kind, DWORD_PTR handle, DWORD_PTR param )
{
    struct provider_event *event = event_alloc( kind, 0 );

    if (event)
    {
        event->handle = handle;
        event->params[0] = param;
    }
    return event_queue( provider, event );
}

void provider_crashed( struct provider *provider, enum tspi_function function, DWORD code, void *address )
{
    if (InterlockedCompareExchange( &provider->crashed, 1, 0 )) return;
    provider->crash_function = function;
    provider->crash_code = code;
    provider->crash_address = address;
    provider->keep_module = TRUE;
    provider->state = PROVIDER_CRASHED;
    event_push( provider, &provider->crash_event );
    WakeAllConditionVariable( &provider->call_free );
}

void events_close( struct provider *provider )
{
    struct provider_event *event, *next;

    AcquireSRWLockExclusive( &provider->queue_lock );
    provider->closed = TRUE;
    event = provider->queue;
    provider->queue = NULL;
    provider->queue_tail = &provider->queue;
    provider->queued = 0;
    ReleaseSRWLockExclusive( &provider->queue_lock );
    for (; event; event = next)
    {
        next = event->next;
        if (event != &provider->crash_event) HeapFree( GetProcessHeap(), 0, event );
    }
}

/* ---- the callbacks ---------------------------------------------------------------------------------------------- */

static struct provider_event *line_message( enum event_kind kind, DWORD_PTR line, DWORD_PTR call, DWORD msg,
                                            DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct provider_event *event = event_alloc( kind, 0 );

    if (!event) return NULL;
    event->handle = line;
    event->call = call;
    event->msg = msg;
    event->params[0] = param1;
    event->params[1] = param2;
    event->params[2] = param3;
    return event;
}

/* An event with a copy of the provider's data; too much of it or none is no event. */
static struct provider_event *data_message( enum event_kind kind, DWORD_PTR line, DWORD msg, const void *data, DWORD_PTR size )
{
    struct provider_event *event;

    if (!data) size = 0;
    if (size > MAX_BLOCK)
    {
        ERR( "a provider sends %lu bytes of data with one message, at most %u are possible\n", (DWORD)size, MAX_BLOCK );
        return NULL;
    }
    if (!(event = event_alloc( kind, size ))) return NULL;
    event->handle = line;
    event->msg = msg;
    if (size) memcpy( event_data( event ), data, size );
    return event;
}

static void new_call( struct provider *provider, HTAPILINE line, DWORD_PTR drv_call, HTAPICALL *ret )
{
    HTAPICALL call = provider->crashed ? NULL : core_new_call( provider, line, (HDRVCALL)drv_call );

    /* queued before the provider knows the handle: nothing about the call can come first */
    if (call && !event_queue( provider, line_message( EVENT_LINE, (DWORD_PTR)line, (DWORD_PTR)call, LINE_NEWCALL, drv_call, 0, 0 ) ))
    {
        core_forget_call( call );
        call = NULL;
    }
    if (ret) *ret = call;
}

static void create_dialog( struct provider *provider, TUISPICREATEDIALOGINSTANCEPARAMS *params )
{
    struct provider_event *event;
    WCHAR file[MAX_PATH] = { 0 };
    DWORD handle, block, size;

    params->htDlgInst = 0;
    /* a name that the provider does not give is asked for on the event thread: no calls from here */
    if (params->lpszUIDLLName) wcsncpy( file, params->lpszUIDLLName, ARRAYSIZE( file ) - 1 );
    size = params->lpParams ? params->dwSize : 0;
    if (size > MAX_BLOCK)
    {
        ERR( "provider %s wants a dialog with %lu bytes of data, at most %u are possible\n", debugstr_w( provider->file ),
             size, MAX_BLOCK );
        return;
    }
    if (!(handle = dialog_create( provider, params ))) return;
    block = (size + 3) & ~3u;
    if ((event = event_alloc( EVENT_DIALOG_CREATE, block + sizeof(file) )))
    {
        event->handle = handle;
        event->params[0] = size;
        event->params[1] = params->dwRequestID;
        memset( event_data( event ), 0, block );
        memcpy( event_data( event ), params->lpParams, size );
        memcpy( (char *)event_data( event ) + block, file, sizeof(file) );
    }
    if (event_queue( provider, event )) params->htDlgInst = (HTAPIDIALOGINSTANCE)(DWORD_PTR)handle;
}

static void line_event( unsigned int slot, HTAPILINE line, HTAPICALL call, DWORD msg,
                        DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct provider *provider = slot_grab( slot );
    struct provider_event *event = NULL;

    if (!provider)
    {
        WARN( "message %lu of a provider that is unloaded\n", msg );
        return;
    }
    switch (msg)
    {
    case LINE_NEWCALL:
        new_call( provider, line, param1, (HTAPICALL *)param2 );
        provider_release( provider );
        return;
    case LINE_CREATEDIALOGINSTANCE:
        create_dialog( provider, (TUISPICREATEDIALOGINSTANCEPARAMS *)param1 );
        provider_release( provider );
        return;
    case LINE_CREATE:
        event = line_message( EVENT_LINE_CREATE, 0, 0, msg, param2, 0, 0 );
        break;
    case LINE_REMOVE:
        event = line_message( EVENT_LINE_REMOVE, 0, 0, msg, param1, 0, 0 );
        break;
    case LINE_SENDDIALOGINSTANCEDATA:
        event = data_message( EVENT_DIALOG_DATA, (DWORD_PTR)line, msg, (const void *)param1, param2 );
        break;
    case LINE_SENDMSPDATA:
        if ((event = data_message( EVENT_MSP_DATA, (DWORD_PTR)line, msg, (const void *)param2, param3 )))
        {
            event->call = (DWORD_PTR)call;
            event->params[0] = param1;
        }
        break;
    default:
        event = line_message( EVENT_LINE, (DWORD_PTR)line, (DWORD_PTR)call, msg, param1, param2, param3 );
        break;
    }
    event_queue( provider, event );
    provider_release( provider );
}

static void phone_event( unsigned int slot, HTAPIPHONE phone, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    struct provider *provider = slot_grab( slot );
    enum event_kind kind = msg == PHONE_CREATE ? EVENT_PHONE_CREATE : msg == PHONE_REMOVE ? EVENT_PHONE_REMOVE : EVENT_PHONE;

    if (!provider) return;
    if (kind == EVENT_PHONE_CREATE) param1 = param2;
    event_queue( provider, line_message( kind, (DWORD_PTR)phone, 0, msg, param1, param2, param3 ) );
    provider_release( provider );
}

static void completion( unsigned int slot, DRV_REQUESTID request, LONG result )
{
    struct provider *provider = slot_grab( slot );

    if (!provider) return;
    event_queue( provider, line_message( EVENT_COMPLETION, 0, 0, 0, request, (DWORD)result, 0 ) );
    provider_release( provider );
}

#define SLOTS_8( X, n )  X( n##0 ) X( n##1 ) X( n##2 ) X( n##3 ) X( n##4 ) X( n##5 ) X( n##6 ) X( n##7 )
#define SLOTS_64( X ) \
    SLOTS_8( X, 00 ) SLOTS_8( X, 01 ) SLOTS_8( X, 02 ) SLOTS_8( X, 03 ) \
    SLOTS_8( X, 04 ) SLOTS_8( X, 05 ) SLOTS_8( X, 06 ) SLOTS_8( X, 07 )    /* octal: 000 to 077 */

#define SLOT_FUNCTIONS( n ) \
    static void CALLBACK line_event_##n( HTAPILINE line, HTAPICALL call, DWORD msg, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3 ) \
    { line_event( n, line, call, msg, p1, p2, p3 ); } \
    static void CALLBACK phone_event_##n( HTAPIPHONE phone, DWORD msg, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3 ) \
    { phone_event( n, phone, msg, p1, p2, p3 ); } \
    static void CALLBACK completion_##n( DRV_REQUESTID request, LONG result ) \
    { completion( n, request, result ); }
SLOTS_64( SLOT_FUNCTIONS )

#define SLOT_ROW( n )  { line_event_##n, phone_event_##n, completion_##n },
static const struct
{
    LINEEVENT        line;
    PHONEEVENT       phone;
    ASYNC_COMPLETION completion;
} callbacks[MAX_SLOTS] = { SLOTS_64( SLOT_ROW ) };

LINEEVENT provider_line_event( struct provider *provider )
{
    return provider->slot < 0 ? NULL : callbacks[provider->slot].line;
}

PHONEEVENT provider_phone_event( struct provider *provider )
{
    return provider->slot < 0 ? NULL : callbacks[provider->slot].phone;
}

ASYNC_COMPLETION provider_completion( struct provider *provider )
{
    return provider->slot < 0 ? NULL : callbacks[provider->slot].completion;
}

/* ---- the event thread ------------------------------------------------------------------------------------------- */

static void create_device( struct provider *provider, DWORD_PTR temp_id, BOOL phone )
{
    DWORD id = devices_reserve( 1, phone );
    LONG ret;

    if (phone) ret = PROVIDER_CALL( provider, providerCreatePhoneDevice, temp_id, id );
    else ret = PROVIDER_CALL( provider, providerCreateLineDevice, temp_id, id );
    if (!ret)
    {
        device_add( provider, id, devices_of( provider, phone ), phone, TRUE );
        config_device_ids_done();
        return;
    }
    devices_unreserve( id, phone );
    ERR( "provider %s announced a new %s device and refuses to make it: %s, error %#lx\n", debugstr_w( provider->file ),
         phone ? "phone" : "line", phone ? "TSPI_providerCreatePhoneDevice" : "TSPI_providerCreateLineDevice", ret );
}

static void report_crash( struct provider *provider )
{
    if (provider->crash_function == TSPI_FN_COUNT)
        provider_fail( provider, "crashed on a thread of its own: exception %08lx at %p", provider->crash_code,
                       provider->crash_address );
    else
        provider_fail( provider, "crashed in %s: exception %08lx at %p", tspi_names[provider->crash_function],
                       provider->crash_code, provider->crash_address );
    ERR( "the lines of provider %s are gone until the telephony service starts again\n", debugstr_w( provider->file ) );
    dialogs_provider_gone( provider );
    devices_remove_all( provider );
    core_provider_died( provider );
}

static void deliver( struct provider *provider, struct provider_event *event )
{
    const DWORD_PTR *params = event->params;

    switch (event->kind)
    {
    case EVENT_LINE:
        if (provider->legacy) legacy_line_event( provider, event );
        core_line_event( provider, (HTAPILINE)event->handle, (HTAPICALL)event->call, event->msg, params[0], params[1], params[2] );
        break;
    case EVENT_PHONE:
        core_phone_event( provider, (HTAPIPHONE)event->handle, event->msg, params[0], params[1], params[2] );
        break;
    case EVENT_COMPLETION:
        if (provider->legacy) legacy_completion( provider, params[0], params[1] );
        core_completion( provider, params[0], params[1] );
        break;
    case EVENT_MSP_DATA:
        core_line_event( provider, (HTAPILINE)event->handle, (HTAPICALL)event->call, event->msg, params[0],
                         (DWORD_PTR)event_data( event ), event->size );
        break;
    case EVENT_LINE_CREATE:
    case EVENT_PHONE_CREATE:
        create_device( provider, params[0], event->kind == EVENT_PHONE_CREATE );
        break;
    case EVENT_LINE_REMOVE:
    case EVENT_PHONE_REMOVE:
        device_remove( provider, params[0], event->kind == EVENT_PHONE_REMOVE );
        break;
    case EVENT_DIALOG_CREATE:
        dialog_created( provider, event->handle, event_data( event ), params[0], params[1] );
        break;
    case EVENT_DIALOG_DATA:
        dialog_data( provider, event->handle, event_data( event ), event->size );
        break;
    case EVENT_DIALOG_FREE:
        PROVIDER_CALL( provider, providerFreeDialogInstance, params[0] );
        break;
    case EVENT_CRASH:
        report_crash( provider );
        break;
    case EVENT_STOP:
        break;
    }
}

static struct provider_event *take_events( struct provider *provider )
{
    struct provider_event *event;

    AcquireSRWLockExclusive( &provider->queue_lock );
    while (!provider->queue)
    {
        provider->sleeping = TRUE;
        SleepConditionVariableSRW( &provider->queue_ready, &provider->queue_lock, INFINITE, 0 );
        provider->sleeping = FALSE;
    }
    event = provider->queue;
    provider->queue = NULL;
    provider->queue_tail = &provider->queue;
    provider->queued = 0;
    ReleaseSRWLockExclusive( &provider->queue_lock );
    return event;
}

void events_run( struct provider *provider )
{
    struct provider_event *event, *next;
    BOOL stop = FALSE;

    while (!stop)
    {
        for (event = take_events( provider ); event; event = next)
        {
            next = event->next;
            if (event->kind == EVENT_STOP) stop = TRUE;
            else deliver( provider, event );
            if (event != &provider->crash_event) HeapFree( GetProcessHeap(), 0, event );
        }
    }
}
