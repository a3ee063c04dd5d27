/*
 * Phones: opening and closing phone devices for applications.
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
#include <string.h>

#include "phone.h"
#include "device.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* How long a close waits for provider calls of other threads with the same handle; then the provider has to cope. */
#define USERS_TIMEOUT  5000

/* These are TAPI's own doing, or cannot be switched off, whatever the provider says. */
#define OWN_STATES  (PHONESTATE_OWNER | PHONESTATE_MONITORS | PHONESTATE_REINIT)

LONG phone_error( LONG error )
{
    static const struct { DWORD line, phone; } errors[] =
    {
        { LINEERR_NOMEM, PHONEERR_NOMEM },
        { LINEERR_STRUCTURETOOSMALL, PHONEERR_STRUCTURETOOSMALL },
        { LINEERR_OPERATIONFAILED, PHONEERR_OPERATIONFAILED },
        { LINEERR_OPERATIONUNAVAIL, PHONEERR_OPERATIONUNAVAIL },
        { LINEERR_INVALPARAM, PHONEERR_INVALPARAM },
        { LINEERR_RESOURCEUNAVAIL, PHONEERR_RESOURCEUNAVAIL },
        { LINEERR_NODEVICE, PHONEERR_NODEVICE },
    };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(errors); i++) if (errors[i].line == (DWORD)error) return errors[i].phone;
    return error;
}

/* ---- devices ----------------------------------------------------------------------------------------------------- */

void phone_device_added( struct device *device )
{
    struct phone_device *pd;

    if (!(pd = calloc( 1, sizeof(*pd) )))
    {
        ERR( "phone %lu: out of memory\n", device->id );
        return;
    }
    pd->device = device;
    InitializeSRWLock( &pd->lock );
    InitializeConditionVariable( &pd->changed );
    list_init( &pd->phones );
    device->object = pd;
}

struct phone_device *phone_device_get( DWORD id, LONG *error )
{
    struct device *device;

    if (!(device = device_get( id, TRUE )))
    {
        *error = id < device_count( TRUE ) ? PHONEERR_NODEVICE : PHONEERR_BADDEVICEID;
        return NULL;
    }
    if (!device->removed && device->object) return device->object;
    device_release( device );
    *error = PHONEERR_NODEVICE;
    return NULL;
}

/* a phone device lives as long as its struct device */
void phone_device_release( struct phone_device *pd )
{
    device_release( pd->device );
}

void phone_device_begin( struct phone_device *pd )
{
    AcquireSRWLockExclusive( &pd->lock );
    while (pd->busy) SleepConditionVariableSRW( &pd->changed, &pd->lock, INFINITE, 0 );
    pd->busy = TRUE;
    ReleaseSRWLockExclusive( &pd->lock );
}

void phone_device_end( struct phone_device *pd )
{
    AcquireSRWLockExclusive( &pd->lock );
    pd->busy = FALSE;
    ReleaseSRWLockExclusive( &pd->lock );
    WakeAllConditionVariable( &pd->changed );
}

LONG phone_use( struct phone *phone, BOOL owner, HDRVPHONE *hd )
{
    struct phone_device *pd = phone->pd;
    LONG ret = 0;

    AcquireSRWLockExclusive( &pd->lock );
    if (phone->closed || !pd->open) ret = PHONEERR_INVALPHONEHANDLE;
    else if (owner && phone->privilege != PHONEPRIVILEGE_OWNER) ret = PHONEERR_NOTOWNER;
    else
    {
        pd->users++;
        *hd = pd->hd;
    }
    ReleaseSRWLockExclusive( &pd->lock );
    return ret;
}

void phone_unuse( struct phone_device *pd )
{
    BOOL last;

    AcquireSRWLockExclusive( &pd->lock );
    last = !--pd->users;
    ReleaseSRWLockExclusive( &pd->lock );
    if (last) WakeAllConditionVariable( &pd->changed );
}

static void phone_destroy( struct object *object )
{
    struct phone *phone = LIST_ENTRY_OF( object, struct phone, object );

    phone_device_release( phone->pd );
    object_release( phone->app );
    free( phone );
}

static void tapi_phone_destroy( struct object *object )
{
    struct tapi_phone *ht = LIST_ENTRY_OF( object, struct tapi_phone, object );

    phone_device_release( ht->pd );
    free( ht );
}

/* ---- the device at the provider, between phone_device_begin() and phone_device_end() ----------------------------- */

static LONG open_device( struct phone_device *pd )
{
    struct device *device = pd->device;
    struct tapi_phone *ht;
    HDRVPHONE hd = NULL;
    LONG ret;

    if (!(ht = calloc( 1, sizeof(*ht) ))) return PHONEERR_NOMEM;
    object_init( &ht->object, OBJECT_TAPIPHONE, NULL, tapi_phone_destroy );
    ht->pd = pd;
    device_grab( device );
    if (!handle_alloc( ht ))
    {
        object_release( ht );
        return PHONEERR_NOMEM;
    }
    /* a provider may report from within TSPI_phoneOpen */
    AcquireSRWLockExclusive( &pd->lock );
    pd->ht = ht;
    ReleaseSRWLockExclusive( &pd->lock );
    ret = PROVIDER_CALL( device->provider, phoneOpen, device->id, (DWORD_PTR)ht->object.handle, (DWORD_PTR)&hd, device->tspi_version,
                         (DWORD_PTR)provider_phone_event( device->provider ) );
    AcquireSRWLockExclusive( &pd->lock );
    if (!ret && pd->gone) ret = PHONEERR_NODEVICE;
    if (!ret)
    {
        pd->hd = hd;
        pd->open = TRUE;
    }
    else if (pd->ht == ht)
    {
        pd->ht = NULL;
        handle_free( ht );
        object_release( ht );
    }
    ReleaseSRWLockExclusive( &pd->lock );
    if (ret) WARN( "phone %lu: TSPI_phoneOpen: %s\n", device->id, result_name( ret ) );
    return ret;
}

static void close_device( struct phone_device *pd )
{
    struct tapi_phone *ht = NULL;
    DWORD start = GetTickCount();
    BOOL was_open;
    HDRVPHONE hd;

    AcquireSRWLockExclusive( &pd->lock );
    if ((was_open = pd->open))
    {
        pd->open = FALSE;
        while (pd->users && GetTickCount() - start < USERS_TIMEOUT)
            SleepConditionVariableSRW( &pd->changed, &pd->lock, USERS_TIMEOUT, 0 );
        ht = pd->ht;
        pd->ht = NULL;
    }
    hd = pd->hd;
    pd->states = pd->button_modes = pd->button_states = 0;
    ReleaseSRWLockExclusive( &pd->lock );
    if (!was_open) return;
    if (pd->ext_version) PROVIDER_CALL( pd->device->provider, phoneSelectExtVersion, (DWORD_PTR)hd, 0 );
    pd->ext_version = 0;
    if (ht)
    {
        handle_free( ht );
        object_release( ht );
    }
    PROVIDER_CALL( pd->device->provider, phoneClose, (DWORD_PTR)hd );
    async_device_closed( pd->device );
}

LONG phone_select_ext_version( struct phone_device *pd, DWORD version )
{
    struct device *device = pd->device;
    DWORD negotiated = 0;
    LONG ret;

    if (!version) return 0;
    if (pd->ext_version) return pd->ext_version == version ? 0 : PHONEERR_INCOMPATIBLEEXTVERSION;
    ret = PROVIDER_CALL( device->provider, phoneNegotiateExtVersion, device->id, device->tspi_version, version, version,
                         (DWORD_PTR)&negotiated );
    if (ret || negotiated != version) return PHONEERR_INCOMPATIBLEEXTVERSION;
    if (!(ret = PROVIDER_CALL( device->provider, phoneSelectExtVersion, (DWORD_PTR)pd->hd, version ))) pd->ext_version = version;
    return ret;
}

void phone_deselect_ext_version( struct phone_device *pd )
{
    struct list *cursor;
    BOOL used = FALSE;

    AcquireSRWLockExclusive( &pd->lock );
    LIST_FOR_EACH( cursor, &pd->phones ) if (LIST_ENTRY_OF( cursor, struct phone, entry )->ext_version) used = TRUE;
    ReleaseSRWLockExclusive( &pd->lock );
    if (used || !pd->open || !pd->ext_version) return;
    PROVIDER_CALL( pd->device->provider, phoneSelectExtVersion, (DWORD_PTR)pd->hd, 0 );
    pd->ext_version = 0;
}

LONG phone_update_unions( struct phone_device *pd )
{
    DWORD states = 0, button_modes = 0, button_states = 0;
    struct list *cursor;
    BOOL changed;
    LONG ret;

    AcquireSRWLockExclusive( &pd->lock );
    LIST_FOR_EACH( cursor, &pd->phones )
    {
        struct phone *phone = LIST_ENTRY_OF( cursor, struct phone, entry );
        states |= phone->states;
        button_modes |= phone->button_modes;
        if (phone->button_modes) button_states |= phone->button_states;
    }
    states &= ~OWN_STATES;
    changed = states != pd->states || button_modes != pd->button_modes || button_states != pd->button_states;
    ReleaseSRWLockExclusive( &pd->lock );
    if (!pd->open || !changed) return 0;

    ret = PROVIDER_CALL( pd->device->provider, phoneSetStatusMessages, (DWORD_PTR)pd->hd, states, button_modes, button_states );
    /* a provider without it reports what it reports */
    if (ret == (LONG)PHONEERR_OPERATIONUNAVAIL) ret = 0;
    if (!ret)
    {
        AcquireSRWLockExclusive( &pd->lock );
        pd->states = states;
        pd->button_modes = button_modes;
        pd->button_states = button_states;
        ReleaseSRWLockExclusive( &pd->lock );
    }
    else WARN( "phone %lu: status messages %#lx %#lx %#lx: %s\n", pd->device->id, states, button_modes, button_states, result_name( ret ) );
    return ret;
}

/* After an open went: what the others want, or close at the provider. */
static void shrink( struct phone_device *pd )
{
    BOOL empty;

    AcquireSRWLockExclusive( &pd->lock );
    empty = list_empty( &pd->phones );
    ReleaseSRWLockExclusive( &pd->lock );
    if (empty) close_device( pd );
    else
    {
        phone_update_unions( pd );
        phone_deselect_ext_version( pd );
    }
}

/* ---- phoneOpen --------------------------------------------------------------------------------------------------- */

/* Its place among the owners or monitors; the device's lock is held. Those who had the phone before are told. */
static void count_open( struct phone_device *pd, struct phone *phone, int change )
{
    if (phone->privilege == PHONEPRIVILEGE_OWNER)
    {
        pd->owners += change;
        phone_state_event( pd, phone, PHONESTATE_OWNER, pd->owners );
    }
    else
    {
        pd->monitors += change;
        phone_state_event( pd, phone, PHONESTATE_MONITORS, pd->monitors );
    }
}

/*
 * Puts a new open into all tables: the application was shut down or the device removed meanwhile, or there is no memory, if it fails.
 * A client that guesses the handle and closes it waits for the lock.
 */
static LONG link_phone( struct phone_device *pd, struct phone *phone )
{
    LONG ret = 0;

    AcquireSRWLockExclusive( &pd->lock );
    AcquireSRWLockExclusive( &phone->app->client->lock );
    if (pd->gone) ret = PHONEERR_NODEVICE;
    else if (phone->app->shut) ret = PHONEERR_INVALAPPHANDLE;
    else if (!handle_alloc( phone )) ret = PHONEERR_NOMEM;
    else
    {
        object_grab( phone );
        list_add_tail( &pd->phones, &phone->entry );
        list_add_tail( &phone->app->lines, &phone->app_entry );
    }
    ReleaseSRWLockExclusive( &phone->app->client->lock );
    if (!ret) count_open( pd, phone, 1 );
    ReleaseSRWLockExclusive( &pd->lock );
    return ret;
}

/* Ownership is exclusive; between begin and end nobody else can get it. */
static BOOL has_owner( struct phone_device *pd )
{
    BOOL ret;

    AcquireSRWLockShared( &pd->lock );
    ret = pd->owners != 0;
    ReleaseSRWLockShared( &pd->lock );
    return ret;
}

static LONG phone_open( struct app *app, struct phone_device *pd, struct phone *phone, DWORD *handle )
{
    LONG ret = 0;

    phone_device_begin( pd );
    if (pd->gone) ret = PHONEERR_NODEVICE;
    else if (app->shut || request_abandoned()) ret = PHONEERR_INVALAPPHANDLE;
    else if (phone->privilege == PHONEPRIVILEGE_OWNER && has_owner( pd )) ret = PHONEERR_INUSE;
    if (!ret && !pd->open) ret = open_device( pd );
    if (!ret) ret = phone_select_ext_version( pd, phone->ext_version );
    if (!ret) ret = link_phone( pd, phone );
    if (!ret) *handle = phone->object.handle;
    else shrink( pd );
    phone_device_end( pd );
    return ret;
}

LONG handle_phoneOpen( struct request *rq, struct trp_arg *args )
{
    struct app *app = LIST_ENTRY_OF( rq->objects[ARG_phoneOpen_hPhoneApp], struct app, object );
    struct phone_device *pd;
    struct phone *phone;
    LONG ret;

    if (apps_reinit_wanted()) return PHONEERR_REINIT;
    if (!(pd = phone_device_get( args[ARG_phoneOpen_dwDeviceID].value, &ret ))) return ret;
    if (!(phone = calloc( 1, sizeof(*phone) )))
    {
        phone_device_release( pd );
        return PHONEERR_NOMEM;
    }
    object_init( &phone->object, TRP_HPHONE, app->client, phone_destroy );
    phone->pd = pd;
    phone->app = object_grab( app );
    list_init( &phone->entry );
    list_init( &phone->app_entry );
    phone->open_context = args[ARG_phoneOpen_OpenContext].value;
    phone->api_version = args[ARG_phoneOpen_dwNegotiatedVersion].value;
    phone->ext_version = args[ARG_phoneOpen_dwExtVersion].value;
    phone->privilege = args[ARG_phoneOpen_dwPrivilege].value;
    ret = phone_open( app, pd, phone, (DWORD *)&args[ARG_phoneOpen_hPhone].value );
    object_release( phone );
    return ret;
}

/* ---- phoneClose -------------------------------------------------------------------------------------------------- */

BOOL phone_retire( struct phone *phone )
{
    struct phone_device *pd = phone->pd;

    AcquireSRWLockExclusive( &pd->lock );
    if (phone->closed)
    {
        ReleaseSRWLockExclusive( &pd->lock );
        return FALSE;
    }
    phone->closed = TRUE;
    list_remove( &phone->entry );
    /* when the device itself is closed nobody hears of the others */
    if (pd->open) count_open( pd, phone, -1 );
    else if (phone->privilege == PHONEPRIVILEGE_OWNER) pd->owners--;
    else pd->monitors--;
    AcquireSRWLockExclusive( &phone->app->client->lock );
    list_remove( &phone->app_entry );
    ReleaseSRWLockExclusive( &phone->app->client->lock );
    ReleaseSRWLockExclusive( &pd->lock );
    handle_free( phone );
    async_abandon_object( phone->object.handle );
    return TRUE;
}

void phone_finish( struct phone *phone )
{
    struct phone_device *pd = phone->pd;

    events_flush();
    phone_device_begin( pd );
    shrink( pd );
    phone_device_end( pd );
    object_release( phone );    /* the reference of pd->phones */
}

LONG handle_phoneClose( struct request *rq, struct trp_arg *args )
{
    struct phone *phone = LIST_ENTRY_OF( rq->objects[ARG_phoneClose_hPhone], struct phone, object );

    if (!phone_retire( phone )) return PHONEERR_INVALPHONEHANDLE;
    phone_finish( phone );
    return 0;
}

/*
 * Takes all opens of a device away. PHONE_CLOSE of a provider is a request that TSPI_phoneClose acknowledges, and nobody
 * opens the device before; for a device that was removed there is nothing left to tell.
 */
static void close_by_force( struct phone_device *pd, BOOL removed )
{
    struct list retired, *cursor;
    struct phone *phone;

    list_init( &retired );
    if (!removed)
    {
        phone_device_begin( pd );
        close_device( pd );
    }
    /* before the opens go, which would suppress the replies */
    else async_device_closed( pd->device );
    AcquireSRWLockExclusive( &pd->lock );
    pd->open = FALSE;
    if (removed) pd->gone = TRUE;
    if (pd->ht)
    {
        handle_free( pd->ht );
        object_release( pd->ht );
        pd->ht = NULL;
    }
    LIST_FOR_EACH( cursor, &pd->phones )
    {
        phone = LIST_ENTRY_OF( cursor, struct phone, entry );
        /* older applications are told in this way, others get PHONE_REMOVE */
        if (removed && phone->api_version >= 0x00010004 && phone->api_version < 0x00020000)
            phone_event( phone, PHONE_STATE, PHONESTATE_REMOVED, 0, 0 );
        phone_event( phone, PHONE_CLOSE, 0, 0, 0 );
    }
    pd->states = pd->button_modes = pd->button_states = pd->ext_version = 0;
    for (;;)
    {
        phone = NULL;
        if (!list_empty( &pd->phones )) phone = object_grab( LIST_ENTRY_OF( pd->phones.next, struct phone, entry ) );
        ReleaseSRWLockExclusive( &pd->lock );
        if (!phone) break;
        if (phone_retire( phone )) list_add_tail( &retired, &phone->entry );
        object_release( phone );
        AcquireSRWLockExclusive( &pd->lock );
    }
    if (!removed) phone_device_end( pd );
    while (!list_empty( &retired ))
    {
        phone = LIST_ENTRY_OF( retired.next, struct phone, entry );
        list_remove( &phone->entry );
        phone_finish( phone );
    }
    if (removed) async_device_closed( pd->device );
}

void phone_closed_by_provider( struct phone_device *pd )
{
    close_by_force( pd, FALSE );
}

void phone_device_removed( struct device *device )
{
    if (device->object) close_by_force( device->object, TRUE );
}

/* ---- events about phones ----------------------------------------------------------------------------------------- */

void phone_event( struct phone *phone, DWORD msg, DWORD param1, DWORD param2, DWORD param3 )
{
    struct trp_event event =
    {
        .init_context = phone->app->init_context,
        .device = phone->object.handle,
        .msg = msg,
        .open_context = phone->open_context,
        .param1 = param1,
        .param2 = param2,
        .param3 = param3,
    };

    event_send( phone->app->client, &event, NULL, 0 );
}

void phone_state_event( struct phone_device *pd, struct phone *except, DWORD state, DWORD param2 )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &pd->phones )
    {
        struct phone *phone = LIST_ENTRY_OF( cursor, struct phone, entry );
        if (phone != except && phone->states & state) phone_event( phone, PHONE_STATE, state, param2, 0 );
    }
}

/* ---- the census -------------------------------------------------------------------------------------------------- */

static const char *check_device( struct phone_device *pd, DWORD *phones, DWORD *owners )
{
    DWORD of_owners = 0, of_monitors = 0;
    const char *trouble = NULL;
    struct list *cursor;

    LIST_FOR_EACH( cursor, &pd->phones )
    {
        struct phone *phone = LIST_ENTRY_OF( cursor, struct phone, entry );
        if (phone->closed || phone->pd != pd) trouble = "a closed open is still listed";
        if (phone->privilege == PHONEPRIVILEGE_OWNER) of_owners++;
        else of_monitors++;
    }
    if (of_owners != pd->owners || of_monitors != pd->monitors) trouble = "owners and monitors are miscounted";
    if (of_owners > 1) trouble = "it has several owners";
    if (of_owners + of_monitors && !pd->open && !pd->busy) trouble = "it has opens but is closed at its provider";
    if (!of_owners && !of_monitors && pd->open && !pd->busy) trouble = "it has no opens but is open at its provider";
    *phones += of_owners + of_monitors;
    *owners += of_owners;
    return trouble;
}

void phones_count( DWORD *open_devices, DWORD *phones, DWORD *owners, const char **trouble, DWORD *device_id )
{
    DWORD count = device_count( TRUE ), id;
    struct phone_device *pd;
    const char *what;
    LONG error;

    *open_devices = *phones = *owners = 0;
    *trouble = NULL;
    for (id = 0; id < count; id++)
    {
        if (!(pd = phone_device_get( id, &error ))) continue;
        AcquireSRWLockShared( &pd->lock );
        what = check_device( pd, phones, owners );
        *open_devices += pd->open;
        ReleaseSRWLockShared( &pd->lock );
        phone_device_release( pd );
        if (!what || *trouble) continue;
        *trouble = what;
        *device_id = id;
    }
}
