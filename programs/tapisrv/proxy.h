/*
 * Proxies: applications that serve the agent functions of a line for all others.
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

#ifndef WINE_TELEPHONY_PROXY_H
#define WINE_TELEPHONY_PROXY_H

#include "device.h"

#define OBJECT_PROXYREQUEST  0x28       /* a type of handle, beside those of tapisrv.h */

#define PROXY_BIT( request )  (1u << (request))     /* LINEPROXYREQUEST_xxx count from 1 */

/* LINEPROXYREQUEST before its union, in every version. */
#define PROXY_HEADER  FIELD_OFFSET( LINEPROXYREQUEST, SetAgentGroup )

/* A request of an application, until the proxy of its line has answered it or closed the line. */
struct proxy_request
{
    struct object object;       /* object.handle is what the proxy answers with; object.client: the proxy's. It names nothing else */
    struct async *async;        /* the requester's, referenced */
    struct line  *proxy;        /* whose LINE_PROXYREQUEST it is, referenced */
    struct list   entry;        /* in all_requests */
    DWORD         kind;         /* LINEPROXYREQUEST_xxx */
    ULONGLONG     deadline;
    BOOL          expired;      /* the requester was told that it failed; the answer is dropped */
    /* what comes back with the answer */
    DWORD         room;         /* bytes; 0: nothing */
    DWORD         offset;       /* in LINEPROXYREQUEST */
    DWORD         type;         /* TRPS_xxx; 0: bytes as they are */
    DWORD         version;      /* the requester's */
};

/* What an event brings to the proxy: a LINEPROXYREQUEST but for a run of zeros, which tapi32 puts back. */
struct proxy_block
{
    BYTE *data;
    DWORD size;                 /* bytes at data, a multiple of 4 */
    DWORD gap_at, gap;          /* where the zeros are missing, and how many */
};

/* ---- proxy.c: who serves what ---- */

/* The requests that an application wants to serve, from dwDevSpecific of lineOpen's call parameters. */
LONG proxy_parse( const LINECALLPARAMS *params, DWORD api_version, DWORD *requests );
/* LINEERR_NOTREGISTERED: another serves one of them already. Between device_begin() and device_end(). */
LONG proxy_check( struct line_device *ld, DWORD requests );
/* LINE_PROXYSTATUS to all others, if the line is a proxy at all. ld->lock held. */
void proxy_opened( struct line *line );
void proxy_closed( struct line *line );

/* ---- proxy_response.c: requests on their way ---- */

/* One reference for the caller; takes the caller's reference of async. NULL when out of memory. */
struct proxy_request *proxy_request_create( struct async *async, DWORD kind );
/*
 * Send it to the application that serves its kind on a device. LINEERR_OPERATIONUNAVAIL: nobody does, LINEERR_RESOURCEUNAVAIL: that one
 * is too far behind.
 */
LONG proxy_request_send( struct line_device *ld, struct proxy_request *request, const struct proxy_block *block );
/* The proxy's line is closed: what it has not answered has failed. No lock held. */
void proxy_fail_requests( struct line *line );
/* Requests that a proxy has to answer. */
DWORD proxy_request_count(void);

#endif
