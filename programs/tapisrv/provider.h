/*
 * Telephony service providers: loading them, calling them, hearing from them.
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

#ifndef WINE_TELEPHONY_PROVIDER_H
#define WINE_TELEPHONY_PROVIDER_H

#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

/* TSPI_xxx entry points by index (TSPI_FN_lineOpen ...), with argument counts and ordinals: tspi_functions.def */
enum tspi_function
{
#define TSPI_FN( name, ordinal, nargs, is_async )  TSPI_FN_##name,
#include "tspi_functions.def"
#undef TSPI_FN
    TSPI_FN_COUNT
};

struct provider;        /* a loaded TSP; reference-counted */

enum provider_state
{
    PROVIDER_LOADING,       /* until TSPI_providerInit returned */
    PROVIDER_RUNNING,
    PROVIDER_FAILED,        /* did not start; the reason says why */
    PROVIDER_CRASHED,       /* faulted: not called again, its devices are gone */
    PROVIDER_STOPPED,       /* shut down or removed */
};

/* A line or phone device as applications number it. */
struct device
{
    LONG             refs;
    struct provider *provider;
    BOOL             phone;
    DWORD            id;            /* device id of applications, of this service run */
    DWORD            permanent_id;  /* dwPermanentLineID: same across restarts */
    DWORD            tspi_version;  /* negotiated with the provider (highest common), fixed by the first open */
    BOOL             removed;       /* LINE_REMOVE/PHONE_REMOVE was sent */
    void            *object;        /* the core's own data of this device, made by core_device_added() */
};

/* ---- called by the core ------------------------------------------------------------------------------------ */

/*
 * Load, negotiate, initialise and enumerate every provider of the registry; those that fail are logged and left out.
 * Called at the first lineInitialize/phoneInitialize of the service (and again after the last shutdown ended them).
 */
void providers_start(void);
void providers_stop(void);

/* Plain text for the status request: one "provider<n>.key=value" line for each fact. Returns the length it takes. */
size_t providers_status( char *buffer, size_t size );

/* A client is gone: end the dialogs of providers in it. */
struct client;
void dialogs_run_down( struct client *client );

struct provider *provider_grab( struct provider *provider );
void provider_release( struct provider *provider );
enum provider_state provider_state( struct provider *provider );

/* A reference to a device, or NULL. Ids are dense from 0; ids of removed devices are not used again before a restart. */
struct device *device_get( DWORD id, BOOL phone );
void device_release( struct device *device );
DWORD device_count( BOOL phone );
struct device *device_grab( struct device *device );
/* TRUE and the class of its media service provider, if its TSP named one (TSPI_lineMSPIdentify). */
BOOL device_msp( struct device *device, GUID *clsid );

/* TRUE if the provider exports a function. */
BOOL provider_has( struct provider *provider, enum tspi_function function );

/*
 * Call one TSPI function. No lock may be held.
 *
 * args: as many DWORD_PTR values as the function has parameters. Providers before 2.0 get ANSI strings and structures.
 * Returns what the provider returns; LINEERR_OPERATIONUNAVAIL (or PHONEERR_) if it lacks the function;
 * LINEERR_OPERATIONFAILED if it crashed, now or earlier.
 */
LONG provider_call( struct provider *provider, enum tspi_function function, const DWORD_PTR *args );
#define PROVIDER_CALL( provider, fn, ... ) \
    provider_call( provider, TSPI_FN_##fn, (const DWORD_PTR[]){ __VA_ARGS__ } )

/* TRUE if a message of one may be about the other's objects: files that are installed twice have one callback for all. */
BOOL provider_speaks_for( struct provider *provider, struct provider *other );

const WCHAR *provider_file( struct provider *provider );
DWORD provider_permanent_id( struct provider *provider );

/* LINEEVENT and PHONEEVENT to hand to TSPI_lineOpen and TSPI_phoneOpen: they queue to the provider's event thread. */
LINEEVENT provider_line_event( struct provider *provider );
PHONEEVENT provider_phone_event( struct provider *provider );

/*
 * What the events carry: LINE_NEWCALL comes with the handle that core_new_call() made (tapisrv.h) as its call and the HDRVCALL as
 * param1. LINE_SENDMSPDATA: param1 is what the provider passed as its first parameter, param2 points to a copy of the
 * data, valid during the call, param3 is its size. LINE_CREATE, LINE_REMOVE, PHONE_CREATE, PHONE_REMOVE and the dialog
 * messages never get this far: they become core_device_added(), core_device_removed() and uidll.c's events to the client.
 */

/* ---- called by provider.c on the provider's event thread, in the provider's order, no lock held --------------- */

void core_line_event( struct provider *provider, HTAPILINE line, HTAPICALL call, DWORD msg,
                      DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
void core_phone_event( struct provider *provider, HTAPIPHONE phone, DWORD msg,
                       DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
void core_completion( struct provider *provider, DRV_REQUESTID request, LONG result );
/* A device came (at run time: applications get LINE_CREATE/PHONE_CREATE) or went (LINE_CLOSE, then LINE_REMOVE). */
void core_device_added( struct device *device, BOOL at_run_time );
void core_device_removed( struct device *device );
/* The last reference of a device goes: free device->object. */
void core_device_freed( struct device *device );

#endif
