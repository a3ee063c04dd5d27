/*
 * Private declarations of exchangemsp.dll.
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

#ifndef EXCHANGEMSP_PRIVATE_H
#define EXCHANGEMSP_PRIVATE_H

#include "mspbase/mspbase.h"
#include "mediafilter/filter.h"
#include "exchange_media.h"

/* ---- link.c: the way of a call's sound to the exchange; held by the call and by its filters ---- */

struct link
{
    LONG             refs;
    CRITICAL_SECTION cs;
    WCHAR            pipe_name[64];
    BYTE             token[16];
    HANDLE           pipe, section;
    struct exchange_media_shared *shared;       /* from link_connect() until the link goes */
};

struct link *link_create( void );
struct link *link_addref( struct link *link );
void link_release( struct link *link );
/* Where it leads to. */
void link_set( struct link *link, const struct exchange_media *data );
/* At the first time it connects, which takes some ms. S_OK or why there is no sound. */
HRESULT link_connect( struct link *link );

/* ---- filters ---- */

/* What the far end says: one output pin */
struct source
{
    struct media_filter filter;
    struct media_pin    out;
    struct link        *link;
    REFERENCE_TIME      time;           /* of the next sample */
    /* with the lock of pump.c */
    struct source      *next;
    BOOL                delivering;
    DWORD               round;          /* last served in */
};

HRESULT source_create( struct link *link, IBaseFilter **out );
/* Delivers what there is, FALSE: nothing. By one thread at a time, without locks. */
BOOL source_deliver( struct source *source );
/* What the far end hears: one input pin */
HRESULT sink_filter_create( struct link *link, IBaseFilter **out );

/* ---- pump.c ---- */

/*
 * One thread brings the frames of all calls of the program to their filters; a second one waits. A terminal that does not come back keeps its thread,
 * and the other one goes on with the rest.
 */
HRESULT pump_add( struct source *source );
/* Nothing is delivered any more when it returns. */
void pump_remove( struct source *source );

#endif
