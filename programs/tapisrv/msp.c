/*
 * Media service providers: what tapi3.dll of a program and the telephony service provider have to tell each other about the media of an address.
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

#include "device.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* How long a close waits for data that other threads are handing over; then the provider has to cope. */
#define USERS_TIMEOUT  5000
/* Bytes that may go from a program to a provider in one piece, as many as the other way. */
#define MAX_DATA       49152

/*
 * HTAPIMSPLINE: the media service provider (MSP) of one program on one address. It goes with the line that the program made it for. The program and the
 * provider know it by the same number: the program's handle, which nobody else can use, and which the provider gives back with LINE_SENDMSPDATA.
 */
struct msp
{
    struct object       object;         /* TRP_HMSPLINE */
    struct line        *line;           /* referenced */
    DWORD               address_id;
    struct list         entry;          /* in line->msps, which holds a reference; this and all below: under ld->lock */
    DWORD               ht;             /* which TSPI_lineOpen it belongs to: struct tapi_line's handle */
    HDRVMSPLINE         hd;
    BOOL                created;        /* the provider knows it: hd is valid */
    BOOL                closed;         /* somebody closes it */
    DWORD               users;          /* provider calls in progress with hd */
};

static void msp_destroy( struct object *object )
{
    struct msp *msp = LIST_ENTRY_OF( object, struct msp, object );

    object_release( msp->line );
    free( msp );
}

/* TSPI_lineCloseMSPInstance for one that is closed, if the provider has the line open as it was then; drops the list's reference. */
static void close_at_provider_if_open( struct msp *msp )
{
    struct line_device *ld = msp->line->ld;
    const DWORD start = GetTickCount();
    BOOL at_provider;

    AcquireSRWLockExclusive( &ld->lock );
    if ((at_provider = msp->created && ld->open && ld->ht && ld->ht->object.handle == msp->ht)) ld->users++;
    while (msp->users && GetTickCount() - start < USERS_TIMEOUT)
        SleepConditionVariableSRW( &ld->changed, &ld->lock, USERS_TIMEOUT, 0 );
    ReleaseSRWLockExclusive( &ld->lock );
    if (at_provider)
    {
        PROVIDER_CALL( ld->device->provider, lineCloseMSPInstance, (DWORD_PTR)msp->hd );
        device_unuse( ld );
    }
    object_release( msp );
}

void msps_retire( struct line *line )
{
    struct list *cursor;

    LIST_FOR_EACH( cursor, &line->msps )
    {
        struct msp *msp = LIST_ENTRY_OF( cursor, struct msp, entry );

        msp->closed = TRUE;
        handle_free( msp );
    }
}

void msps_finish( struct line *line )
{
    struct line_device *ld = line->ld;

    for (;;)
    {
        struct msp *msp = NULL;
        struct list *cursor;

        AcquireSRWLockExclusive( &ld->lock );
        LIST_FOR_EACH( cursor, &line->msps )
        {
            /* one that is just being made is closed by who makes it */
            if (!LIST_ENTRY_OF( cursor, struct msp, entry )->created) continue;
            msp = LIST_ENTRY_OF( cursor, struct msp, entry );
            list_remove( &msp->entry );
            break;
        }
        ReleaseSRWLockExclusive( &ld->lock );
        if (!msp) break;
        close_at_provider_if_open( msp );
    }
}

/* ---- the requests ---------------------------------------------------------------------------------------------- */

LONG handle_lineMSPIdentify( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *out = &args[ARG_lineMSPIdentify_lpCLSID];
    struct line_device *ld;
    GUID *clsid;
    LONG error;

    if (max( args[ARG_lineMSPIdentify_dwCLSIDSize].size, out->size ) < sizeof(*clsid)) return LINEERR_STRUCTURETOOSMALL;
    if (!(ld = line_device_get( args[ARG_lineMSPIdentify_dwDeviceID].value, &error ))) return error;
    if (!(clsid = request_alloc( rq, sizeof(*clsid) ))) error = LINEERR_NOMEM;
    else error = device_msp( ld->device, clsid ) ? 0 : LINEERR_OPERATIONUNAVAIL;
    line_device_release( ld );
    if (error) return error;
    out->data = clsid;
    out->size = args[ARG_lineMSPIdentify_dwCLSIDSize].size = args[ARG_lineMSPIdentify_dwCLSIDSize].value = sizeof(*clsid);
    return 0;
}

/* Puts a new instance on its line's list, which holds it: what the provider sends at once must find it. */
static LONG link_msp( struct msp *msp )
{
    struct line *line = msp->line;
    struct line_device *ld = line->ld;
    LONG ret = 0;

    AcquireSRWLockExclusive( &ld->lock );
    if (line->closed || !ld->open) ret = LINEERR_INVALLINEHANDLE;
    else if (ld->have_caps && msp->address_id >= ld->num_addresses) ret = LINEERR_INVALADDRESSID;
    else if (!handle_alloc( msp )) ret = LINEERR_NOMEM;
    else
    {
        msp->ht = ld->ht ? ld->ht->object.handle : 0;
        object_grab( msp );
        list_add_tail( &line->msps, &msp->entry );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    return ret;
}

LONG handle_lineCreateMSPInstance( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineCreateMSPInstance_hLine], struct line, object );
    struct line_device *ld = line->ld;
    struct provider *provider = ld->device->provider;
    BOOL unlinked = FALSE;
    struct msp *msp;
    HDRVMSPLINE hd = NULL;
    HDRVLINE hd_line;
    LONG ret;

    if (!provider_has( provider, TSPI_FN_lineCreateMSPInstance )) return LINEERR_OPERATIONUNAVAIL;
    if (!(msp = calloc( 1, sizeof(*msp) ))) return LINEERR_NOMEM;
    object_init( &msp->object, TRP_HMSPLINE, line->object.client, msp_destroy );
    msp->line = object_grab( line );
    msp->address_id = args[ARG_lineCreateMSPInstance_dwAddressID].value;
    list_init( &msp->entry );
    if (!(ret = line_use( line, &hd_line )))
    {
        if (!(ret = link_msp( msp )))
        {
            const DWORD handle = msp->object.handle;

            ret = PROVIDER_CALL( provider, lineCreateMSPInstance, (DWORD_PTR)hd_line, msp->address_id, handle, (DWORD_PTR)&hd );
            AcquireSRWLockExclusive( &ld->lock );
            if (!ret)
            {
                msp->hd = hd;
                msp->created = TRUE;
            }
            if (ret || msp->closed)
            {
                if (!ret) ret = LINEERR_INVALLINEHANDLE;
                msp->closed = unlinked = TRUE;
                list_remove( &msp->entry );
            }
            ReleaseSRWLockExclusive( &ld->lock );
            if (unlinked)
            {
                handle_free( msp );
                close_at_provider_if_open( msp );
            }
            else args[ARG_lineCreateMSPInstance_hMSPLine].value = handle;
            if (ret) WARN( "line %lu: TSPI_lineCreateMSPInstance: %s\n", ld->device->id, result_name( ret ) );
        }
        device_unuse( ld );
    }
    object_release( msp );
    return ret;
}

LONG handle_lineCloseMSPInstance( struct request *rq, struct trp_arg *args )
{
    struct msp *msp = LIST_ENTRY_OF( rq->objects[ARG_lineCloseMSPInstance_hMSPLine], struct msp, object );
    struct line_device *ld = msp->line->ld;
    BOOL mine;

    AcquireSRWLockExclusive( &ld->lock );
    if ((mine = msp->created && !msp->closed))
    {
        msp->closed = TRUE;
        list_remove( &msp->entry );
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (!mine) return LINEERR_INVALPARAM;
    handle_free( msp );
    close_at_provider_if_open( msp );
    return 0;
}

/* The instance and the call of a request, used until end_data(). */
static LONG begin_data( struct request *rq, struct msp *msp, DWORD hcall, struct call_handle **call )
{
    struct line_device *ld = msp->line->ld;
    LONG ret = 0;

    *call = NULL;
    if (hcall && !rq->objects[ARG_lineReceiveMSPData_hCall]) return LINEERR_INVALCALLHANDLE;
    if (rq->objects[ARG_lineReceiveMSPData_hCall])
    {
        if ((ret = call_begin( rq, ARG_lineReceiveMSPData_hCall, FALSE, call ))) return ret;
        if ((*call)->call->ld != ld)
        {
            call_unuse( (*call)->call );
            return LINEERR_INVALCALLHANDLE;
        }
    }
    AcquireSRWLockExclusive( &ld->lock );
    if (!msp->created || msp->closed || !ld->open || !ld->ht || ld->ht->object.handle != msp->ht) ret = LINEERR_INVALPARAM;
    else
    {
        msp->users++;
        ld->users++;
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (ret && *call) call_unuse( (*call)->call );
    return ret;
}

static void end_data( struct msp *msp, struct call_handle *call )
{
    struct line_device *ld = msp->line->ld;

    AcquireSRWLockExclusive( &ld->lock );
    msp->users--;
    ld->users--;
    ReleaseSRWLockExclusive( &ld->lock );
    WakeAllConditionVariable( &ld->changed );
    if (call) call_unuse( call->call );
}

LONG handle_lineReceiveMSPData( struct request *rq, struct trp_arg *args )
{
    struct msp *msp = LIST_ENTRY_OF( rq->objects[ARG_lineReceiveMSPData_hMSPLine], struct msp, object );
    const struct trp_arg *buffer = &args[ARG_lineReceiveMSPData_lpBuffer];
    struct line_device *ld = msp->line->ld;
    struct call_handle *call;
    LONG ret;

    if (buffer->size > MAX_DATA) return LINEERR_INVALPARAM;
    if ((ret = begin_data( rq, msp, args[ARG_lineReceiveMSPData_hCall].value, &call ))) return ret;
    ret = PROVIDER_CALL( ld->device->provider, lineReceiveMSPData, (DWORD_PTR)ld->hd, call ? (DWORD_PTR)call->call->hd : 0,
                         (DWORD_PTR)msp->hd, (DWORD_PTR)buffer->data, buffer->size );
    end_data( msp, call );
    return ret;
}

/* ---- data of the provider -------------------------------------------------------------------------------------- */

/* event.device: the line, or the program's handle to the call, by whichever of its lines. */
static void send_one( struct msp *msp, struct call_handle *handle, const void *data, DWORD size )
{
    struct line *line = handle ? handle->line : msp->line;
    struct trp_event event =
    {
        .init_context = line->app->init_context,
        .device = handle ? handle->object.handle : line->object.handle,
        .msg = LINE_SENDMSPDATA,
        .open_context = line->open_context,
        .param1 = msp->object.handle,
        .param2 = size,
    };

    event_send( line->app->client, &event, data, size );
}

static DWORD send_to( struct msp *msp, struct call *call, const void *data, DWORD size )
{
    struct list *cursor;
    DWORD sent = 0;

    if (!call)
    {
        send_one( msp, NULL, data, size );
        return 1;
    }
    LIST_FOR_EACH( cursor, &call->handles )
    {
        struct call_handle *handle = LIST_ENTRY_OF( cursor, struct call_handle, call_entry );

        if (handle->line->app != msp->line->app) continue;
        send_one( msp, handle, data, size );
        sent++;
    }
    return sent;
}

void msp_data( struct line_device *ld, struct call *call, DWORD handle, const void *data, DWORD size )
{
    struct list *line_cursor, *cursor;
    DWORD sent = 0;

    AcquireSRWLockExclusive( &ld->lock );
    LIST_FOR_EACH( line_cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( line_cursor, struct line, entry );

        LIST_FOR_EACH( cursor, &line->msps )
        {
            struct msp *msp = LIST_ENTRY_OF( cursor, struct msp, entry );

            if (msp->closed || (handle && msp->object.handle != handle)) continue;
            if (!handle && call && call->address_id != msp->address_id) continue;
            sent += send_to( msp, call, data, size );
        }
    }
    ReleaseSRWLockExclusive( &ld->lock );
    if (!sent) TRACE( "line %lu: %lu bytes for media service provider %#lx reach nobody\n", ld->device->id, size, handle );
}
