/*
 * Line devices, their opens, their calls: the object model of lines.
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

#ifndef WINE_TELEPHONY_DEVICE_H
#define WINE_TELEPHONY_DEVICE_H

#include "client.h"

/* A line device; struct device's object, as long as that lives. */
struct line_device
{
    struct device     *device;
    SRWLOCK            lock;            /* everything below, and all lines, calls and call handles of the device */
    CONDITION_VARIABLE changed;         /* busy or monitoring ended, or a users count went down */
    BOOL               busy;            /* one thread is changing what the provider knows: open, close, unions */
    BOOL               gone;            /* removed: nothing is possible any more */
    BOOL               open;            /* at the provider; hd is valid */
    DWORD              users;           /* provider calls in progress with hd */
    HDRVLINE           hd;
    struct tapi_line  *ht;              /* what the provider calls it; one for each TSPI_lineOpen */
    struct list        lines;           /* struct line.entry, in order of opening */
    struct list        calls;           /* struct call.entry */
    DWORD              num_lines, num_calls;
    /* told to the provider: unions over all lines */
    DWORD              media_modes;
    DWORD              line_states, address_states;
    DWORD              ext_version;     /* selected, 0: none */
    /* constant facts from LINEDEVCAPS, read at the first open */
    BOOL               have_caps;
    DWORD              caps_flags;      /* LINEDEVCAPFLAGS_xxx */
    DWORD              num_addresses;
    DWORD              caps_media_modes;
    DWORD              address_types;   /* LINEADDRESSTYPE_xxx; 0: not known */
};

/* HTAPILINE */
struct tapi_line
{
    struct object       object;         /* OBJECT_TAPILINE */
    struct line_device *ld;             /* referenced */
};

/* What one address of a line should ring before it is answered, by lineSetNumRings. */
struct num_rings
{
    DWORD address_id;
    DWORD rings;
};

/* HLINE */
struct line
{
    struct object       object;         /* TRP_HLINE */
    struct app         *app;            /* referenced */
    struct line_device *ld;             /* referenced */
    struct list         entry;          /* in ld->lines */
    struct list         app_entry;      /* in app->lines, under client->lock */
    BOOL                closed;
    DWORD               open_context;
    DWORD               api_version;
    DWORD               ext_version;
    DWORD               privileges;     /* LINECALLPRIVILEGE_xxx and LINEOPENOPTION_xxx */
    DWORD               media_modes;    /* with LINECALLPRIVILEGE_OWNER */
    DWORD               address_id;     /* with LINEOPENOPTION_SINGLEADDRESS */
    DWORD               proxy_requests; /* with LINEOPENOPTION_PROXY: PROXY_BIT( LINEPROXYREQUEST_xxx ) that it serves */
    DWORD               line_states, address_states;
    DWORD               num_rings_count;
    struct num_rings   *num_rings;
    DWORD               num_handles;
    struct list         handles;        /* struct call_handle.line_entry */
    struct list         msps;           /* struct msp.entry: msp.c */
    DWORD               hubs_told;      /* hub.c */
};

/* HTAPICALL: one call on one device. */
struct call
{
    struct object       object;         /* OBJECT_TAPICALL */
    struct line_device *ld;             /* referenced */
    HDRVCALL            hd;
    struct list         entry;          /* in ld->calls, while listed */
    BOOL                listed;         /* valid at the provider, found by applications */
    BOOL                closed;         /* TSPI_lineCloseCall was or is about to be called */
    BOOL                announced;      /* all who have a right to it were told */
    BOOL                over;           /* it was disconnected or idle */
    struct hub         *hub;            /* that it belongs to: hub.c */
    DWORD               users;          /* provider calls in progress with hd */
    DWORD               owners, monitors;
    struct list         handles;        /* struct call_handle.call_entry */
    DWORD               state, state_mode, media_mode;
    DWORD               address_id, call_id, related_id;
    DWORD               digit_modes, media_monitor;     /* told to the provider: unions over all handles */
    BOOL                monitoring;     /* one thread is telling it */
    DWORD               app_specific;
    struct call        *conference;     /* the conference it is part of, referenced; NULL: none */
    struct list         inband;         /* struct inband.entry: digits and tones that were asked for */
    struct call_handle *media_control;  /* who set it last; compared only */
    /* the application that made it, and what it told in LINECALLPARAMS; NULL: nothing */
    WCHAR              *app_name, *displayable_address, *called_party, *comment;
};

/* HCALL: an application's handle to a call, by one of its lines. */
struct call_handle
{
    struct object       object;         /* TRP_HCALL */
    struct call        *call;           /* referenced */
    struct line        *line;           /* referenced */
    struct list         call_entry;     /* in call->handles */
    struct list         line_entry;     /* in line->handles; after lineClose until line_finish() still there */
    DWORD               privilege;      /* LINECALLPRIVILEGE_OWNER or MONITOR */
    DWORD               digit_modes, media_modes;
    BOOL                tones;          /* the provider has a list of tones for it */
    BOOL                freed;          /* under the device's lock: no longer in call->handles */
    BOOL                drop;           /* line_finish() is to drop the call */
    BOOL                offer;          /* made by call_announce(), its events are still to come */
};

/* ---- device.c: line devices ---- */

/* A reference to the line device of that id, or NULL and *error. */
struct line_device *line_device_get( DWORD id, LONG *error );
void line_device_grab( struct line_device *ld );
void line_device_release( struct line_device *ld );
/* Become the one thread that changes what the provider knows of the device. The lock is not held before, nor after. */
void device_begin( struct line_device *ld );
void device_end( struct line_device *ld );
/* Reads the constant facts of LINEDEVCAPS once; failure leaves harmless defaults. */
void device_read_caps( struct line_device *ld );
/*
 * Tell the provider the unions of media modes and status messages of all lines, as far as they changed. Between device_begin() and
 * device_end(). extra_modes: also of a line that is about to be opened. Returns the provider's refusal of media modes, or 0.
 */
LONG device_update_unions( struct line_device *ld, DWORD extra_modes );
/*
 * Use the provider's handle of a line: hd stays valid until device_unuse(). LINEERR_INVALLINEHANDLE: it is closed.
 */
LONG line_use( struct line *line, HDRVLINE *hd );
void device_unuse( struct line_device *ld );
/* LINE_CLOSE came from the provider: all lines and calls are gone. */
void device_closed_by_provider( struct line_device *ld );

/* ---- caps.c: versions, identifiers ---- */

/* The newest API version in a range; 0: none. The provider's own version does not matter: structures are fitted to the application's. */
DWORD api_version_negotiate( DWORD low, DWORD high );
/* A VARSTRING as large as the client's buffer for the provider to fill. What it puts there may be a handle: it is asked once. */
VARSTRING *varstring_alloc( struct request *rq, const struct trp_arg *arg, LONG *error );
/* What the provider has put there becomes the reply. */
LONG varstring_finish( struct trp_arg *arg, VARSTRING *string );
/* A VARSTRING that is one number. */
LONG varstring_reply_dword( struct request *rq, struct trp_arg *arg, DWORD value );
/*
 * wave.c: wave device numbers of this process, as a provider's TSPI_lineGetID and TSPI_phoneGetID return them for the class, to the names of their endpoints,
 * from which tapi32 makes the numbers of the application. Other classes stay as they are. size: of the VARSTRING in memory. 0 or a LINEERR_ value.
 */
LONG wave_id_to_endpoint( const WCHAR *class, VARSTRING *string, DWORD size );

/* ---- line.c: lineOpen and lineClose ---- */

/* Parameters of lineOpen, from the request or from the line mapper. */
struct open_params
{
    DWORD device_id, api_version, ext_version, open_context, privileges, media_modes;
    DWORD proxy_requests;               /* with LINEOPENOPTION_PROXY */
    const LINECALLPARAMS *call_params;  /* NULL: none */
    BOOL  conditional;                  /* the line mapper asks: TSPI_lineConditionalMediaDetection first */
};

LONG line_open( struct app *app, const struct open_params *params, DWORD *handle );
/* First half of a close, without provider calls: handles go, others are told. FALSE: it was closed already. */
BOOL line_retire( struct line *line );
/* The extension version of one open line; 0 cancels it. LINEERR_INCOMPATIBLEEXTVERSION: others use another, or it has none. */
LONG line_select_ext_version( struct line *line, DWORD version );
/* Closes the device at the provider if it is open there; between device_begin() and device_end(). */
void close_at_provider( struct line_device *ld );
/* Second half of a close: drops and closes calls, closes the device at the provider with its last line. Blocks in the provider. */
void line_finish( struct line *line );
/* An event about a line. context: trp_event.context */
void line_event( struct line *line, DWORD msg, DWORD param1, DWORD param2, DWORD param3, DWORD context );
/* LINE_LINEDEVSTATE to all lines that want that state, except one; the device's lock is held. */
void device_state_event( struct line_device *ld, struct line *except, DWORD state, DWORD param2, DWORD param3 );

/* ---- msp.c: media service providers of programs ---- */

/* The line is being closed: nothing more reaches its instances. ld->lock held. */
void msps_retire( struct line *line );
/* The provider is told that they are closed, if it has the line open still. No lock held, blocks in the provider. */
void msps_finish( struct line *line );
/* LINE_SENDMSPDATA; call: NULL: about no call. handle: of the instance that is to get it, 0: all. No lock held. */
void msp_data( struct line_device *ld, struct call *call, DWORD handle, const void *data, DWORD size );

/* ---- linemapper.c ---- */

LONG linemapper_open( struct app *app, struct open_params *params, DWORD *handle );

/* ---- call.c: calls and call handles ---- */

/* A call without a provider's handle, with its HTAPICALL. One reference for the caller (handle_free() ends the other). */
struct call *call_create( struct line_device *ld );
/* Now it is valid: ld->lock held. */
void call_list( struct call *call );
/* The line's handle to a call; NULL: none. ld->lock held. */
struct call_handle *call_find_handle( struct call *call, struct line *line );
/* A new handle; NULL when out of memory. ld->lock held. */
struct call_handle *call_add_handle( struct call *call, struct line *line, DWORD privilege );
void call_set_privilege( struct call_handle *handle, DWORD privilege );
/* Takes a handle away. ld->lock held; the caller then calls call_close_unused() without it. */
void call_remove_handle( struct call_handle *handle );
/* LINE_CALLINFO about owners and monitors to all handles but one. ld->lock held. */
void call_info_event( struct call *call, struct call_handle *except, DWORD item );
/* An event about a call to one handle. */
void call_event( struct call_handle *handle, DWORD msg, DWORD param1, DWORD param2, DWORD param3, DWORD context );
/* LINE_CALLSTATE as the call is now; privilege 0: that handle's has not changed. ld->lock held. */
void call_state_event( struct call_handle *handle, DWORD privilege );
/* LINE_APPNEWCALL (from 2.0 on) and LINE_CALLSTATE for a handle that was given unasked. ld->lock held. */
void call_offer( struct call_handle *handle, BOOL is_new );
/* Tells everybody with a right to it of a call that has got its first state. ld->lock held. */
void call_announce( struct call *call );
/* TSPI_lineCloseCall if nobody has a handle any more. No lock held, blocks in the provider. */
void call_close_unused( struct call *call );
/* Asks the provider to drop a call for the service itself: its last owner is gone. No lock held. */
void call_drop( struct call *call );
/* Ends a call that the provider no longer knows, without telling it: the line was closed by force. ld->lock held. */
void call_abandon( struct call *call );
/* Use the provider's handle: valid until call_unuse(). LINEERR_INVALCALLHANDLE: it is gone. */
LONG call_use( struct call *call );
void call_unuse( struct call *call );
/* The call handle of a request parameter, used as by call_use(); with owner, LINEERR_NOTOWNER for monitors. */
LONG call_begin( struct request *rq, DWORD arg, BOOL owner, struct call_handle **handle );
/* What LINE_APPNEWCALL and the completion of lineMakeCall have to say of a listed call: asks the provider. No lock held. */
void call_read_ids( struct call *call );
/* Unions of digit and media monitoring of all handles to the provider, as far as they changed. No lock held. */
LONG call_update_monitoring( struct call *call );

/* ---- hub.c: call hubs; ld->lock held ---- */

/* The call belongs to the hub of its id, if it has one and has not ended. Again when its id has changed. */
void hub_join( struct call *call );
/* It has ended, or is another's. */
void hub_leave( struct call *call );
/* LINE_APPNEWCALLHUB for the hub of the call, unless the application has had it. After the message by which it knows the handle. */
void hub_tell( struct call_handle *handle );
/* The line is closed: nobody is told by it any more. */
void hubs_forget_line( struct line *line );

/* ---- handoff.c: which application gets a call ---- */

/*
 * The line that is to own a call of these media modes: highest priority first, then order of opening; NULL: nobody.
 * initial: the call is new, so that LINEOPENOPTION_SINGLEADDRESS counts. ld->lock held.
 */
struct line *handoff_target( struct line_device *ld, DWORD media_mode, DWORD address_id, BOOL initial );
/* Reads the priority lists again when the registry has changed; call it without locks before handoff_target(). */
void handoff_refresh(void);

/* ---- params.c: structures ---- */

/* Bytes of the fixed part of a structure in an API version. */
DWORD fixed_size( DWORD type, DWORD version );
/*
 * Have a provider fill a structure completely. fill() gets a zeroed buffer with dwTotalSize set, and is called again
 * with a larger one when dwNeededSize asks for it. *full: to be freed with free().
 */
LONG struct_fetch( DWORD type, DWORD version, LONG (*fill)( void *context, void *buffer ), void *context, void **full );
/*
 * Fit a complete structure into the reply: the fixed part of the application's version, and as many whole variable fields as the
 * client's buffer holds; dwNeededSize says what all take. LINEERR_STRUCTURETOOSMALL: not even the fixed part fits.
 */
LONG struct_reply( struct request *rq, struct trp_arg *arg, DWORD type, DWORD version, const void *full, DWORD full_version );
/*
 * The same into a block of room bytes, at least the fixed part of the version; to be freed with free(). *size: how much of it is used.
 */
LONG struct_fit( DWORD type, const void *full, DWORD full_version, DWORD version, DWORD room, void **ret, DWORD *size );
/* The same structure in the form of a newer version, complete and to be freed with free(). */
LONG struct_upgrade( DWORD type, const void *full, DWORD full_version, DWORD version, void **ret );
/*
 * Append a variable field to a complete structure (realloc'ed): size and offset are put at those places.
 * *full is unchanged when FALSE (out of memory) is returned.
 */
BOOL struct_append( void **full, DWORD size_at, DWORD offset_at, const void *data, DWORD size );
BOOL struct_append_string( void **full, DWORD size_at, DWORD offset_at, const WCHAR *string );
/*
 * LINECALLPARAMS of a client in the form of the provider's TSPI version; *ret is NULL for NULL, else to be freed with free().
 */
LONG call_params_convert( const void *params, DWORD size, DWORD api_version, DWORD tspi_version, LINECALLPARAMS **ret );
/* A string of LINECALLPARAMS, copied; NULL if absent. */
WCHAR *call_params_string( const void *params, DWORD size, DWORD size_at, DWORD offset_at );

/* ---- names.c ---- */

/* "LINEERR_NOTOWNER", "0", "request 5": what a result is called in the log. */
const char *result_name( LONG result );

#endif
