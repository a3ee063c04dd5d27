/*
 * Supplementary services of lines: what their files share.
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

#ifndef WINE_TELEPHONY_SUPPLEMENTARY_H
#define WINE_TELEPHONY_SUPPLEMENTARY_H

#include "device.h"

/* ---- call_control.c: requests about one call or one line ---- */

/* The reply to a request about a call, or a line, goes where the events of that go. */
void async_of_handle( struct async *async, struct call_handle *handle );
void async_of_line( struct async *async, struct line *line );
/*
 * A request that needs an owner of the call in parameter `arg`, and whose TSPI function takes the request id, the call, and up to
 * four values more. Returns what its handler returns.
 */
LONG call_request( struct request *rq, struct trp_arg *args, DWORD arg, enum tspi_function function,
                   DWORD_PTR value1, DWORD_PTR value2, DWORD_PTR value3, DWORD_PTR value4 );
/* The same about the line in parameter `arg`: any program that has it open may ask. */
LONG line_request( struct request *rq, struct trp_arg *args, DWORD arg, enum tspi_function function,
                   DWORD_PTR value1, DWORD_PTR value2 );

/* ---- newcall.c: requests that start the life of calls ---- */

#define MAX_NEW_CALLS  2

/* The calls that a request is about to start; their handles are valid from its completion on. */
struct new_calls
{
    struct line *line;                      /* referenced: who asks owns them */
    DWORD        count;                     /* calls that the provider makes */
    DWORD        places;                    /* handles in the completion packet, at least as many */
    BOOL         optional;                  /* the provider may do without: it leaves its handle NULL */
    struct call *call[MAX_NEW_CALLS];       /* referenced */
    DWORD        contexts[MAX_NEW_CALLS];   /* the client's, for each place */
    HDRVCALL     unused;                    /* where a provider may write the handle of a call that it is not to make */
};

/*
 * Begin an asynchronous request that starts `count` calls on the line.
 *
 * raw: LINECALLPARAMS of the client, for its strings; params: the same for the provider; both may be empty.
 * media_mode: of the calls unless params say.
 * Returns one reference for async_result(), async->data is the struct new_calls; or NULL when out of memory.
 */
struct async *new_calls_begin( struct request *rq, const struct trp_arg *args, struct line *line, DWORD count, DWORD places,
                               const struct trp_arg *raw, const LINECALLPARAMS *params, DWORD media_mode );
/* HTAPICALL of a new call and where its HDRVCALL goes, as TSPI functions want them; 0 and a place to ignore for one that is not made. */
#define NEW_CALL_HANDLE( calls, i )  ((DWORD_PTR)((i) < (calls)->count ? (calls)->call[i]->object.handle : 0))
#define NEW_CALL_PLACE( calls, i )   ((DWORD_PTR)((i) < (calls)->count ? &(calls)->call[i]->hd : &(calls)->unused))

/* ---- conference.c ---- */

/* ---- media.c: digits, tones, media control ---- */

/* One request for generated or gathered digits or tones; its handle is the end-to-end id that the provider gets. */
struct inband
{
    struct object       object;         /* OBJECT_INBAND */
    struct call        *call;           /* compared only: its list holds a reference to this */
    struct call_handle *handle;         /* referenced: whose it is; NULL once that is gone, under the device's lock */
    struct list         entry;          /* in call->inband, under the device's lock */
    BOOL                gather;
    DWORD               client_id;      /* the client's end-to-end id */
    DWORD               context;        /* lpContext ... */
    DWORD               digits_context; /* ... and lpsDigitsContext of gathered digits */
    DWORD               count;          /* digits that fit */
    WCHAR              *digits;         /* where the provider writes them */
};

/* LINE_GATHERDIGITS, LINE_GENERATE, LINE_MONITORTONE from the provider. FALSE: the message is none of these. */
BOOL media_event( struct call *call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD tick );
/* A handle was taken from its call: what it had asked for ends at the provider, if the call goes on. No lock held. */
void media_handle_removed( struct call_handle *handle );
/* The call is gone: forget what is pending. */
void media_call_destroyed( struct call *call );

#endif
