/*
 * Requests: from a packet to its handler and back.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "device.h"
#include "phone.h"
#include "transport/transport.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define FIRST_LOCAL  0x1000u        /* our own requests, see requests.def */
#define SLOT( func ) ((func) < FIRST_LOCAL ? (func) : 256 + (func) - FIRST_LOCAL)

static const request_handler handlers[] =
{
#define HANDLER( name )  [SLOT( TRP_##name )] = handle_##name,
#include "handlers.def"
#undef HANDLER
};

/* What request_alloc() gave. */
struct block
{
    struct block *next;
    void         *align;    /* what follows is as aligned as what malloc() gives */
};

void *request_alloc( struct request *rq, size_t size )
{
    struct block *block = calloc( 1, sizeof(*block) + size );

    if (!block) return NULL;
    block->next = rq->blocks;
    rq->blocks = block;
    return block + 1;
}

/* The objects of all handles of a request; references are taken. */
static LONG resolve_handles( struct request *rq, const struct trp_arg *args )
{
    DWORD i;

    for (i = 0; i < rq->desc->nparams; i++)
    {
        const struct trp_param *param = &rq->desc->params[i];

        if (param->kind != TRP_HANDLE) continue;
        /* names that a proxy gives its own agents and sessions: it alone knows them */
        if (param->type == TRP_HAGENT || param->type == TRP_HAGENTSESSION) continue;
        /* which of several optional handles count, dwSelect and the like decide: that is the handler's */
        if ((rq->objects[i] = handle_get( args[i].value, param->type, rq->client )) || param->flags & TRP_OPTIONAL) continue;
        return trp_param_error( rq->desc, i );
    }
    return 0;
}

static void trace_request( const struct request *rq, const struct trp_arg *args, LONG result )
{
    char text[512];
    int used = 0;
    DWORD i;

    text[0] = 0;
    for (i = 0; i < rq->desc->nparams && used < (int)sizeof(text) - 80; i++)
    {
        const struct trp_param *param = &rq->desc->params[i];

        if (param->kind == TRP_RESERVED) continue;
        if (param->kind == TRP_STRING)
            used += snprintf( text + used, sizeof(text) - used, " %s %.40s", param->name, debugstr_w( args[i].data ) );
        else if (args[i].data)
            used += snprintf( text + used, sizeof(text) - used, " %s [%u]", param->name, (unsigned)args[i].size );
        else
            used += snprintf( text + used, sizeof(text) - used, " %s %#x", param->name, (unsigned)args[i].value );
    }
    TRACE( "client %lu: %s%s -> %s\n", client_pid( rq->client ), rq->desc->name, text, result_name( result ) );
}

/* The API version that a request goes by: that of the line or phone it names, itself or by a call; 0: it names none. */
static DWORD request_version( const struct request *rq )
{
    DWORD i;

    for (i = 0; i < rq->desc->nparams; i++)
    {
        struct object *object = rq->objects[i];

        if (!object) continue;
        if (object->type == TRP_HLINE) return LIST_ENTRY_OF( object, struct line, object )->api_version;
        if (object->type == TRP_HPHONE) return LIST_ENTRY_OF( object, struct phone, object )->api_version;
        if (object->type == TRP_HCALL) return LIST_ENTRY_OF( object, struct call_handle, object )->line->api_version;
    }
    return 0;
}

static LONG run( struct request *rq, struct trp_arg *args )
{
    DWORD slot = SLOT( rq->desc->func ), version;
    LONG ret;

    if ((ret = resolve_handles( rq, args ))) return ret;
    if ((version = request_version( rq )) && (ret = trp_check_version( rq->desc, args, version ))) return ret;
    if (slot < ARRAYSIZE(handlers) && handlers[slot]) return handlers[slot]( rq, args );
    return rq->desc->family == TRP_PHONE ? PHONEERR_OPERATIONUNAVAIL : LINEERR_OPERATIONUNAVAIL;
}

/* The client whose request a thread carries out. Set up once, before there are clients. */
static DWORD client_slot = TLS_OUT_OF_INDEXES;

void dispatch_init(void)
{
    client_slot = TlsAlloc();
}

BOOL request_abandoned(void)
{
    struct client *client = client_slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue( client_slot );

    return client && client_dead( client );
}

DWORD dispatch( struct client *client, const void *packet, DWORD used, DWORD needed, BYTE **reply, DWORD *capacity )
{
    struct request rq = { .client = client };
    struct trp_arg args[TRP_MAX_PARAMS];
    size_t size = 0;
    DWORD i;
    LONG ret;

    if (client_slot != TLS_OUT_OF_INDEXES) TlsSetValue( client_slot, client );
    memset( args, 0, sizeof(args) );
    if (needed > TRANSPORT_MAX_PACKET) ret = LINEERR_INVALPARAM;
    else if (!(ret = trp_decode( packet, used, needed, &rq.desc, args ))) ret = run( &rq, args );
    if (client_slot != TLS_OUT_OF_INDEXES) TlsSetValue( client_slot, NULL );

    if (!rq.desc)
    {
        /* a request that nobody knows: the result alone */
        struct trp_packet *answer = (struct trp_packet *)*reply;

        WARN( "client %lu: unknown request, %lu bytes\n", client->pid, used );
        memset( answer, 0, sizeof(*answer) );
        answer->func = ret;
        return sizeof(*answer);
    }
    if (debug_enabled( DEBUG_TRACE, &debug_channel__ )) trace_request( &rq, args, ret );
    while (trp_encode_reply( rq.desc, ret, args, *reply, *capacity, &size ) == TRP_E_SPACE)
    {
        BYTE *grown = size > *capacity && size <= 2 * TRANSPORT_MAX_PACKET ? realloc( *reply, size ) : NULL;

        if (!grown)
        {
            ERR( "client %lu: no room for the reply to %s, %lu bytes\n", client->pid, rq.desc->name, (DWORD)size );
            size = 0;
            break;
        }
        *reply = grown;
        *capacity = size;
    }
    for (i = 0; i < TRP_MAX_PARAMS; i++) if (rq.objects[i]) object_release( rq.objects[i] );
    while (rq.blocks)
    {
        struct block *block = rq.blocks;
        rq.blocks = block->next;
        free( block );
    }
    return size;
}
