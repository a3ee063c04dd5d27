/*
 * Private declarations of exchange.tsp: what lies between TSPI and the engine (engine.h).
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

#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>
#include <tspi.h>

#include "engine.h"
#include "exchange_ext.h"
#include "provider/structures.h"
#include "debug/debug.h"

#define TSPI_LOWEST_VERSION  0x00020000
#define TSPI_HIGHEST_VERSION 0x00030001

/* The extension of lines and phones (EXCHANGE_EXTENSION) is in exchange_ext.h. */
#define EXTENSION_LOWEST     0x00010000
#define EXTENSION_HIGHEST    0x00010000

#define GATHER_MIN_TIMEOUT   100         /* ms */
#define GATHER_MAX_TIMEOUT   600000

#define EXCHANGE_KEY         L"Software\\Wine Telephony\\Exchange"    /* below HKEY_LOCAL_MACHINE, with KEY_WOW64_64KEY: one for all */

/* ---- the service's state (main.c) ---- */

extern HINSTANCE exchange_instance;
extern struct exchange *exchange;       /* NULL: not running. Everything in it under exchange_lock() */
extern HPROVIDER exchange_provider;
extern DWORD line_base, phone_base;     /* device ids: station 0, phone 0 */
extern LINEEVENT line_create_proc;
extern PHONEEVENT phone_create_proc;
extern ASYNC_COMPLETION completion_proc;

/*
 * One lock covers the engine and everything here. Nothing of TAPI is called under it: what TAPI must hear is queued in order and told by
 * exchange_unlock(), by one thread at a time; the worker thread (worker.c) does the same when timers have expired.
 */
void exchange_lock(void);
void exchange_unlock(void);
void exchange_leave(void);              /* unlocks and tells nobody: for notify.c */

/* A DWORD below EXCHANGE_KEY, or the default; kept between the limits. */
DWORD exchange_setting( const WCHAR *name, DWORD otherwise, DWORD least, DWORD most );

/* Device id of a station: line_base + index for those that were there at the start. */
struct station *station_of_device( DWORD device );      /* locked; NULL: LINEERR_BADDEVICEID */
DWORD device_of_station( const struct station *station );       /* ~0: TAPI has not numbered it yet */
/* A line that comes and goes at run time: LINE_CREATE, LINE_REMOVE. Locked. */
struct station *exchange_create_line(void);
void exchange_remove_line( struct station *station );

/* ---- lines (line.c): station->line; made when TAPI opens or configures the line ---- */

enum config_class { CONFIG_LINE, CONFIG_DATAMODEM, CONFIG_DIALIN, CONFIG_DIALOUT, CONFIG_CLASSES };

/* A device configuration; of all classes the same */
struct line_config
{
    DWORD size;
    DWORD version;                  /* 0x00010000 */
    DWORD rate;                     /* bit/s of data calls */
    DWORD options;                  /* kept for the application */
};

struct line
{
    struct station    *station;
    DWORD              handle;      /* HDRVLINE; 0: not open */
    HTAPILINE          htline;
    LINEEVENT          event;
    DWORD              version;
    DWORD              ext_version; /* selected */
    DWORD              media_modes;
    DWORD              line_states, address_states;
    DWORD              hub_tracking;
    struct line_config config[CONFIG_CLASSES];
    struct media_control *control[1 + MAX_ADDRESSES];   /* of lineSetMediaControl for the line, for an address: new calls get it */
    DWORD              location;
};

void line_forget( struct station *station );            /* frees what it has; locked */
/* A configuration of that class for the line; FALSE and *error if it is not one. Locked. */
BOOL config_take( struct station *station, const WCHAR *class_name, const void *data, DWORD size, LONG *error );
extern const WCHAR device_class_list[];         /* NUL-separated, ends with two */
extern const DWORD device_class_list_size;      /* in bytes */
struct line *line_find( HDRVLINE handle );              /* locked; NULL: LINEERR_INVALLINEHANDLE */

/* ---- telling TAPI (notify.c) ---- */

/*
 * Each TSPI function is one operation:
 *
 *     if ((ret = op_call( &op, "TSPI_lineHold", request, hcall, &call ))) return ret;      (what is returned is final)
 *     return op_end( &op, call_hold( call ) );
 *
 * op_xxx() asks the fault injection, takes the lock, finds the object, and queues the completion of an asynchronous request (request not 0) before
 * anything that the operation will report, so that TAPI gets LINE_REPLY first. op_end() takes the completion back when the operation failed at once,
 * unlocks, tells TAPI, and returns what TSPI wants: the error, 0, or the request id.
 */
struct op
{
    const char    *function;
    DRV_REQUESTID  request;
    DWORD          delay;           /* ms until the completion is told, and what comes after it at that line */
    struct event  *reply;
};

LONG op_line( struct op *op, const char *function, DRV_REQUESTID request, HDRVLINE handle, struct line **line );
LONG op_call( struct op *op, const char *function, DRV_REQUESTID request, HDRVCALL handle, struct call **call );
LONG op_device( struct op *op, const char *function, DWORD device, struct station **station );     /* synchronous ones only */
LONG op_end( struct op *op, LONG result );

/* A completion of its own, for phones: queued in order. Locked. */
void notify_reply( struct station *station, DRV_REQUESTID request, LONG result, DWORD delay );
/* Messages of lines and calls: station_event(), call_info() of the engine, and these. Locked. */
void notify_line( struct station *station, DWORD msg, DWORD param1, DWORD param2, DWORD param3 );
void notify_call( struct call *call, DWORD msg, DWORD param1, DWORD param2, DWORD param3 );
/* A message of a phone device: queued with the others. proc and handle are those of TSPI_phoneOpen. */
void notify_phone( struct station *station, PHONEEVENT proc, HTAPIPHONE phone, DWORD msg, DWORD param1, DWORD param2, DWORD param3 );
/* Tells what is queued; exchange_unlock() calls it. */
void notify_flush(void);
/* Nothing more about a call, a line, a phone (its HTAPIPHONE) after this returns. Not locked. */
void notify_purge_call( DWORD handle );
void notify_purge_line( DWORD handle );
void notify_purge_phone( HTAPIPHONE phone );
/* Wakes the worker thread because a timer was set. exchange_unlock() does that. */
BOOL worker_start(void);
void worker_stop(void);
void worker_wake(void);

/* ---- faults (control.c) ---- */

/*
 * Asked before each TSPI function does anything, without lock, when control_faults is not 0: may sleep, crash, or never return, as the user has
 * asked for. Returns 0 or the error that the function shall return; *delay: ms that its completion shall take; *completion: the error that it shall
 * complete with instead of doing anything. function: "TSPI_lineHold"; device: its device id or ~0.
 */
#define LOST_REPLY  (~0u)               /* as a delay: the completion is never told */
extern volatile LONG control_faults;
LONG control_fault( const char *function, BOOL phone, DWORD device, DWORD *delay, LONG *completion );
BOOL control_start(void);
void control_stop(void);
/* A request through lineDevSpecific with our extension version selected: locked; 0 or a LINEERR_ value. */
LONG control_dev_specific( struct station *station, struct call *call, void *params, DWORD size );

/* ---- phones (phone.c) ---- */

DWORD phones_count(void);                       /* for TSPI_providerEnumDevices */
LONG phones_start( DWORD base, DWORD count );   /* at TSPI_providerInit */
void phones_stop(void);                         /* locked */
/* A line has come or goes at run time, and its phone with it. Locked. */
void phone_line_created( struct station *station );
void phone_line_removed( struct station *station );
/* Is that phone still open? Locked. */
BOOL phone_listens( const struct station *station, const void *htphone );
/* Device id of the phone at a station, ~0: it has none. Locked. */
DWORD phone_device_of_station( const struct station *station );
/* Locked, by exchange_unlock() before it tells anybody: something at this station changed (calls, message waiting, forwarding). */
void phone_station_changed( struct station *station );
/* Locked: each ring; count 0: it stopped ringing. */
void phone_ring( struct station *station, DWORD ring_mode, DWORD count );

/* ---- data (datalink.c) ---- */

/* The end of a data call for an application, duplicated into its process. Locked. */
LONG data_link_handle( struct call *call, HANDLE process, HANDLE *handle );
void data_link_cut( struct call *call );        /* engine_unlinked */
/* For what is made for the account of the service, which is that of the prefix's user, and nobody else. */
BOOL own_access_only( SECURITY_DESCRIPTOR *descriptor, ACL *acl, DWORD acl_size );

/* ---- media service providers (msp.c) ---- */

/* Locked, whenever something has changed: who hears whom now. */
void msp_refresh(void);
void msp_stop(void);                            /* not locked */
/* What an EVENT_MSP tells; locked. FALSE: nobody wants to know any more. */
struct exchange_media;
BOOL msp_data( DWORD id, HTAPIMSPLINE *htmsp, struct exchange_media *data );

/* ---- calls ---- */

static inline struct call *call_find( HDRVCALL handle )     /* locked; NULL: LINEERR_INVALCALLHANDLE */
{
    struct call *call = exchange ? exchange_call( exchange, (DWORD)(DWORD_PTR)handle ) : NULL;

    return call && call->address && !call->closed ? call : NULL;
}

static inline HDRVCALL call_handle( const struct call *call )
{
    return (HDRVCALL)(DWORD_PTR)call->handle;
}

#endif
