/*
 * Phones: what the files about them share.
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

#ifndef WINE_TELEPHONY_PHONE_H
#define WINE_TELEPHONY_PHONE_H

#include "client.h"

/* A phone device; struct device's object, as long as that lives. */
struct phone_device
{
    struct device     *device;
    SRWLOCK            lock;            /* everything below, and all opens of the device */
    CONDITION_VARIABLE changed;         /* busy ended, or the users went down */
    BOOL               busy;            /* one thread is changing what the provider knows: open, close, status messages */
    BOOL               gone;            /* removed: nothing is possible any more */
    BOOL               open;            /* at the provider; hd is valid */
    DWORD              users;           /* provider calls in progress with hd */
    HDRVPHONE          hd;
    struct tapi_phone *ht;              /* what the provider calls it; one for each TSPI_phoneOpen */
    struct list        phones;          /* struct phone.entry, in order of opening */
    DWORD              owners, monitors;
    /* told to the provider: unions over all opens */
    DWORD              states, button_modes, button_states;
    DWORD              ext_version;     /* selected, 0: none */
};

/* HTAPIPHONE */
struct tapi_phone
{
    struct object        object;        /* OBJECT_TAPIPHONE */
    struct phone_device *pd;            /* referenced */
};

/* HPHONE */
struct phone
{
    struct object        object;        /* TRP_HPHONE */
    struct app          *app;           /* referenced */
    struct phone_device *pd;            /* referenced */
    struct list          entry;         /* in pd->phones */
    struct list          app_entry;     /* in app->lines, under client->lock */
    BOOL                 closed;
    DWORD                open_context;
    DWORD                api_version;
    DWORD                ext_version;
    DWORD                privilege;     /* PHONEPRIVILEGE_OWNER or MONITOR */
    DWORD                states, button_modes, button_states;   /* what it wants to be told */
};

/* ---- phone.c: phone devices and their opens ---- */

/* The device came, or went: all who have it open lose it. */
void phone_device_added( struct device *device );
void phone_device_removed( struct device *device );
/* A reference to the phone device of that id, or NULL and *error. */
struct phone_device *phone_device_get( DWORD id, LONG *error );
void phone_device_release( struct phone_device *pd );
/* Become the one thread that changes what the provider knows of the device. The lock is not held before, nor after. */
void phone_device_begin( struct phone_device *pd );
void phone_device_end( struct phone_device *pd );
/*
 * Use the provider's handle of a phone: hd stays valid until phone_unuse(). PHONEERR_INVALPHONEHANDLE: it is closed;
 * with owner: PHONEERR_NOTOWNER for monitors.
 */
LONG phone_use( struct phone *phone, BOOL owner, HDRVPHONE *hd );
void phone_unuse( struct phone_device *pd );
/* Tell the provider which status messages somebody wants, as far as that has changed. Between begin and end. */
LONG phone_update_unions( struct phone_device *pd );
/* The extension version of one open; all that use extensions use the same. Between begin and end. */
LONG phone_select_ext_version( struct phone_device *pd, DWORD version );
/* No open uses extensions any more: the provider is told. Between begin and end. */
void phone_deselect_ext_version( struct phone_device *pd );
/* First half of a close, without provider calls: the handle goes, others are told. FALSE: it was closed already. */
BOOL phone_retire( struct phone *phone );
/* Second half: closes the device at the provider with its last open. Blocks in the provider; drops a reference. */
void phone_finish( struct phone *phone );
/* PHONE_CLOSE came from the provider: all opens are gone. */
void phone_closed_by_provider( struct phone_device *pd );
/* An event about an open phone. */
void phone_event( struct phone *phone, DWORD msg, DWORD param1, DWORD param2, DWORD param3 );
/* PHONE_STATE to all opens that want that state, except one; the device's lock is held. */
void phone_state_event( struct phone_device *pd, struct phone *except, DWORD state, DWORD param2 );
/* What shared functions return, in the words of phones. */
LONG phone_error( LONG error );

/* ---- for status.c ---- */

/* Phone devices that are open, and opens; *trouble: the first contradiction, or NULL. */
void phones_count( DWORD *open_devices, DWORD *phones, DWORD *owners, const char **trouble, DWORD *device_id );

#endif
