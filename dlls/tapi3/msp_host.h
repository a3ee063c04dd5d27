/*
 * Media service providers (MSPs), for the files that deal with them: msp.c, msp_call.c, msp_thread.c.
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

#ifndef TAPI3_MSP_HOST_H
#define TAPI3_MSP_HOST_H

#include "tapi3_private.h"
#include "tapi3_link.h"

/*
 * Addresses and calls aggregate what their MSP makes for them, so that programs see one object. An MSP is foreign code: nothing of it is called under a lock,
 * and what the session has to tell it, and what it has to tell the session, goes through one thread (msp_thread), so that one that hangs keeps neither the
 * messages of the lines nor Shutdown() waiting. The thread begins with the first MSP.
 *
 * The MSP of an address is made when it is first needed, as there may be thousands of addresses: by a program that asks for what only an MSP can have, with
 * the first call, or, when the service provider has an MSP of its own to talk to, before there can be calls that it could be told about.
 */

struct msp
{
    struct msp     *next;               /* in session->msps */
    struct address *address;            /* not held: it owns this */
    CLSID           clsid;
    ITMSPAddress   *control;            /* of the aggregate: the address lives as long */
    HANDLE          event;              /* the MSP signals it */
    HANDLE          wait;
    DWORD           instance;           /* at the service provider; 0: it is told nothing */
    BOOL            wave;               /* ours, for lines whose service provider names none */
    LONG            down;               /* Shutdown() was called */
    struct call    *calls;              /* not held; with session->cs */
};

/* The private exports of tapi32 by which MSPs and service providers hear of each other. */
struct msp_service
{
    WineMSPIdentify_func        identify;
    WineCreateMSPInstance_func  create;
    WineCloseMSPInstance_func   close;
    WineReceiveMSPData_func     send;
    WineSetCallHubTracking_func track;      /* NULL: the tapi32.dll is older */
};

/* NULL: the tapi32.dll is not ours. Those who have an instance at a service provider need not ask. */
const struct msp_service *msp_service( void );

BOOL msp_has_wave_device( struct address *address );

/* What an MSP adds to an object, made once. TRUE: the caller makes it and calls msp_part_end(); FALSE: it is there, or refused, or asked for by what is
 * making it. */
BOOL msp_part_begin( struct session *session, struct msp_part *part );
void msp_part_end( struct session *session, struct msp_part *part, IUnknown *inner );
IUnknown *msp_part_inner( struct session *session, struct msp_part *part );
void msp_part_free( struct session *session, struct msp_part *part );

void msps_shut_down( struct session *session );     /* all of the session's; in its MSP thread if there is one */

/* msp_thread.c: jobs for the thread. One has references of its address and of its call, if it has one. */
typedef void (*msp_job_func)( struct address *address, struct call *call, const BYTE *data, DWORD size );

struct msp_job *msp_new_job( msp_job_func run, struct address *address, struct call *call, const void *data, DWORD size );  /* references are not taken yet */
BOOL msp_append_job( struct session *session, struct msp_job *job );    /* with session->cs; it owns the references. FALSE: the job is still the caller's */
void msp_post_job( msp_job_func run, struct address *address, struct call *call, const void *data, DWORD size );

#endif
