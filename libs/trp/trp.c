/*
 * The walker: requests and replies by the table.
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

#include <string.h>

#include "private.h"
#include "values.h"

#define HEADER  ((uint32_t)sizeof(struct trp_packet))

static const struct trp_request requests[] =
{
#define TRP_REQUEST( name, func, family, async )  { func, #name, family, async, ARGS_##name, {
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )  { #param, kind, flags, type, pair, mask, (uint32_t)(error) },
#define TRP_END( name )  } },
#include "requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
};

/* Numbers of MS-TRP are below 0x100, ours start at 0x1000: both fit one small table of positions. */
#define LOCAL_FIRST  0x1000u
#define LOCAL_SLOTS  128u
#define SPEC_SLOTS   166u
#define SLOT( func )  ((func) < LOCAL_FIRST ? (func) : (func) - LOCAL_FIRST + SPEC_SLOTS)

enum position
{
#define TRP_REQUEST( name, func, family, async )  POSITION_##name,
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
#define TRP_END( name )
#include "requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
};

static const uint8_t positions[SPEC_SLOTS + LOCAL_SLOTS] =      /* one more than the position; 0: not assigned */
{
#define TRP_REQUEST( name, func, family, async )  [SLOT( func )] = POSITION_##name + 1,
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
#define TRP_END( name )
#include "requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
};

const struct trp_request *trp_request( uint32_t func )
{
    uint32_t slot = SLOT( func );

    if (func >= SPEC_SLOTS && func < LOCAL_FIRST) return NULL;
    if (slot >= sizeof(positions) || !positions[slot]) return NULL;
    return &requests[positions[slot] - 1];
}

const char *trp_name( uint32_t func )
{
    const struct trp_request *req = trp_request( func );

    return req ? req->name : "unknown request";
}

int trp_is_api_version( uint32_t version )
{
    return version == 0x00010003 || version == 0x00010004 || (version >= 0x00020000 && version <= 0x00020002) ||
           version == 0x00030000 || version == 0x00030001;
}

/* Bytes of a NUL-terminated UTF-16 string with its NUL, or 0 if there is none in size bytes. */
static uint32_t string_size( const char *string, uint32_t size )
{
    uint32_t i;

    for (i = 0; size - i >= 2; i += 2)
        if (!string[i] && !string[i + 1]) return i + 2;
    return 0;
}

static uint32_t measure_string( const struct trp_arg *arg )
{
    const char *string = arg->data;
    uint32_t size = arg->size & ~1u;

    if (size) return string[size - 2] || string[size - 1] ? size + 2 : size;
    while (string[size] || string[size + 1]) size += 2;
    return size + 2;
}

/* ---- requests, client side -------------------------------------------------------------------------------------- */

/* Bytes of the data of one parameter of a request, not rounded up; 0: none. */
static uint32_t in_size( const struct trp_param *param, const struct trp_arg *arg )
{
    if (!arg->data) return 0;
    switch (param->kind)
    {
    case TRP_STRING: return measure_string( arg );
    case TRP_BUFFER: return arg->size;
    case TRP_STRUCT: return arg->size ? arg->size : trp_get_dword( arg->data, 0 );
    default:         return 0;
    }
}

/* Bytes that the client offers for what comes back. */
static uint32_t offered( const struct trp_arg *arg )
{
    return arg->size ? arg->size : arg->value;
}

/* Bytes of the reply that a parameter of the request asks room for. */
static uint32_t room_size( const struct trp_param *param, const struct trp_arg *arg )
{
    switch (param->kind)
    {
    case TRP_OUT_STRUCT:
    case TRP_OUT_SIZE:
    case TRP_OUT_VARDATA: return offered( arg );
    case TRP_ASYNC_SIZE:  return param->flags & (TRP_ROOM | TRP_ROOM_FIXED) ? offered( arg ) : 0;
    default:              return 0;
    }
}

static void put_in_data( const struct trp_param *param, const struct trp_arg *arg, uint32_t size, char *data )
{
    if (param->kind == TRP_STRUCT)
    {
        uint32_t bytes = in_size( param, arg );

        if (size > ALIGN4( bytes )) trp_struct_copy_aligned( param->type, arg->value, arg->data, bytes, data );
        else
        {
            memcpy( data, arg->data, bytes );
            memset( data + bytes, 0, size - bytes );
        }
        return;
    }
    if (param->kind == TRP_STRING && arg->size && arg->size < size)     /* the caller's has no NUL, or there is padding */
    {
        memcpy( data, arg->data, arg->size & ~1u );
        memset( data + (arg->size & ~1u), 0, size - (arg->size & ~1u) );
        return;
    }
    memcpy( data, arg->data, in_size( param, arg ) );
    memset( data + in_size( param, arg ), 0, size - in_size( param, arg ) );
}

/* The DWORD of a parameter in a request; offset: where its data is, TRP_NO_DATA: nowhere. */
static uint32_t in_value( const struct trp_request *req, const struct trp_arg *args, uint32_t i, uint32_t offset )
{
    const struct trp_param *param = &req->params[i];

    switch (param->kind)
    {
    case TRP_RESERVED:
        return 0;
    case TRP_STRING:
    case TRP_BUFFER:
    case TRP_STRUCT:
        return offset;
    case TRP_SIZE:
        return args[param->pair].data ? args[param->pair].size : 0;
    case TRP_OUT_STRUCT:
    case TRP_OUT_SIZE:
    case TRP_OUT_VARDATA:
    case TRP_ASYNC_SIZE:
        return offered( &args[i] );
    case TRP_OUT_BUFFER:
    case TRP_OUT_DWORD:
    case TRP_OUT_HANDLE:
        return TRP_NO_DATA;
    default:
        return args[i].value;
    }
}

uint32_t trp_encode( const struct trp_request *req, const struct trp_arg *args, void *buffer, size_t capacity,
                     size_t *used, size_t *needed )
{
    struct trp_packet *packet = buffer;
    uint32_t sizes[TRP_MAX_PARAMS], i, offset;
    uint64_t total = 0, room = 0;

    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        uint32_t size = in_size( param, &args[i] );

        sizes[i] = ALIGN4( size );
        if (param->kind == TRP_STRUCT && size)
            sizes[i] = trp_struct_aligned_size( param->type, args[i].value, args[i].data, size );
        total += size ? sizes[i] : 0;
        room += ALIGN4( (uint64_t)room_size( param, &args[i] ) );
    }
    *used = HEADER + total;
    *needed = HEADER + (total > room ? total : room);
    if (HEADER + total > capacity) return TRP_E_SPACE;

    packet->func = req->func;
    packet->reserved = 0;
    memset( packet->params, 0, sizeof(packet->params) );
    for (i = 0, offset = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        int absent = !args[i].data && (param->flags & TRP_OPTIONAL);

        packet->params[i] = in_value( req, args, i, absent ? TRP_NO_DATA : offset );
        if (!sizes[i]) continue;
        put_in_data( param, &args[i], sizes[i], (char *)(packet + 1) + offset );
        offset += sizes[i];
    }
    return 0;
}

/* ---- requests, server side -------------------------------------------------------------------------------------- */

/* What a packet offers while it is decoded. */
struct decoder
{
    const struct trp_request *req;
    const uint32_t           *params;
    const char               *vardata;
    uint32_t                  size;         /* bytes of VarData in the request */
    uint64_t                  room;         /* bytes of VarData in the reply, what is not given out yet */
    uint32_t                  api_version;  /* as the request names it, 0: it does not */
};

static uint32_t decode_string( const struct decoder *d, const struct trp_param *param, uint32_t offset, struct trp_arg *arg )
{
    if (offset == TRP_NO_DATA && (param->flags & TRP_OPTIONAL)) return 0;
    if ((offset & 1) || offset >= d->size) return trp_default_error( d->req, param );
    if (!(arg->size = string_size( d->vardata + offset, d->size - offset ))) return trp_default_error( d->req, param );
    arg->data = d->vardata + offset;
    return 0;
}

static uint32_t decode_buffer( const struct decoder *d, const struct trp_param *param, uint32_t offset, struct trp_arg *arg )
{
    uint32_t size = d->params[param->pair];

    if (offset == TRP_NO_DATA && (param->flags & TRP_OPTIONAL)) return 0;
    if ((offset & 3) || offset > d->size || size > d->size - offset) return trp_default_error( d->req, param );
    if (size < d->req->params[param->pair].mask) return trp_default_error( d->req, &d->req->params[param->pair] );
    arg->size = size;
    if (size) arg->data = d->vardata + offset;
    return 0;
}

static uint32_t decode_struct( const struct decoder *d, const struct trp_param *param, uint32_t offset, struct trp_arg *arg )
{
    uint32_t ret;

    arg->value = d->api_version ? d->api_version : TRP_AS_IS;   /* as trp_encode() takes it, to send the request on */
    if (offset == TRP_NO_DATA && (param->flags & TRP_OPTIONAL)) return 0;
    if ((offset & 3) || offset >= d->size) return trp_default_error( d->req, param );
    ret = trp_check_struct_param( d->req, param, d->api_version, d->vardata + offset, d->size - offset );
    if (ret) return ret;
    arg->data = d->vardata + offset;
    arg->size = trp_get_dword( arg->data, 0 );
    return 0;
}

/* Bytes that the client keeps for an answer: they must fit lNeededSize together. */
static uint32_t decode_room( struct decoder *d, const struct trp_param *param, uint32_t value, uint32_t least, struct trp_arg *arg )
{
    arg->size = value;
    if (value < least) return trp_too_small_error( d->req );
    if (value > d->room) return trp_default_error( d->req, param );
    d->room -= ALIGN4( (uint64_t)value ) < d->room ? ALIGN4( (uint64_t)value ) : d->room;
    return 0;
}

static uint32_t decode_async_size( const struct decoder *d, const struct trp_param *param, uint32_t value, struct trp_arg *arg )
{
    uint32_t fixed = trp_struct_size( param->type, d->api_version );

    if (value < fixed) return trp_too_small_error( d->req );
    if (param->mask && value > param->mask) return trp_default_error( d->req, param );
    if ((param->flags & TRP_ROOM) && value > d->room) return trp_default_error( d->req, param );
    if ((param->flags & TRP_ROOM_FIXED) && fixed > d->room) return trp_default_error( d->req, param );
    arg->size = value;
    return 0;
}

static int version_in_range( uint32_t low, uint32_t high )
{
    static const uint32_t versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
    size_t i;

    for (i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
        if (versions[i] >= low && versions[i] <= high) return 1;
    return 0;
}

/* Parameters that are a value and nothing else. */
static int value_legal( const struct decoder *d, const struct trp_param *param, uint32_t value )
{
    switch (param->kind)
    {
    case TRP_FLAGS:
        return !(value & ~param->mask);
    case TRP_FLAGS_SOME:
        return value && !(value & ~param->mask);
    case TRP_FLAG_ONE:
        if (!value) return param->flags & TRP_OPTIONAL;
        return !(value & ~param->mask) && !(value & (value - 1));
    case TRP_HANDLE:
        return value || (param->flags & TRP_OPTIONAL);
    case TRP_VERSION:
        return trp_is_api_version( value ) && value >= param->mask;
    case TRP_VERSION_RANGE:
        return version_in_range( d->params[param->pair], value );
    default:
        return 1;
    }
}

static uint32_t decode_param( struct decoder *d, const struct trp_param *param, uint32_t value, struct trp_arg *arg )
{
    int sized = param->kind == TRP_OUT_STRUCT || param->kind == TRP_ASYNC_SIZE;

    arg->value = value;
    if (sized && (param->flags & TRP_OPTIONAL) && (!value || value == TRP_NO_DATA)) return arg->value = 0;
    switch (param->kind)
    {
    case TRP_STRING:
        return decode_string( d, param, value, arg );
    case TRP_BUFFER:
        return decode_buffer( d, param, value, arg );
    case TRP_STRUCT:
        return decode_struct( d, param, value, arg );
    case TRP_OUT_STRUCT:
        return decode_room( d, param, value, trp_struct_size( param->type, d->api_version ), arg );
    case TRP_OUT_SIZE:
        return decode_room( d, param, value, param->mask, arg );
    case TRP_OUT_VARDATA:
        return decode_room( d, param, value, 0, arg );
    case TRP_ASYNC_SIZE:
        return decode_async_size( d, param, value, arg );
    default:
        return value_legal( d, param, value ) ? 0 : trp_default_error( d->req, param );
    }
}

uint32_t trp_decode( const void *buffer, size_t used, size_t needed, const struct trp_request **req, struct trp_arg *args )
{
    const struct trp_packet *packet = buffer;
    struct decoder d = { 0 };
    uint32_t i, ret;

    *req = NULL;
    memset( args, 0, TRP_MAX_PARAMS * sizeof(*args) );
    /* clients may leave out the parameters that a request does not have, and then VarData too */
    if (needed < HEADER || used > needed || used < offsetof( struct trp_packet, params )) return LINEERR_INVALPARAM;
    if (!(d.req = *req = trp_request( packet->func ))) return LINEERR_OPERATIONUNAVAIL;
    if (used < offsetof( struct trp_packet, params[d.req->nparams] ) || needed - HEADER > UINT32_MAX)
        return d.req->family == TRP_PHONE ? PHONEERR_INVALPARAM : LINEERR_INVALPARAM;

    d.params = packet->params;
    d.vardata = (const char *)(packet + 1);
    d.size = used > HEADER ? used - HEADER : 0;
    d.room = needed - HEADER;
    for (i = 0; i < d.req->nparams; i++)
    {
        const struct trp_param *param = &d.req->params[i];

        if ((ret = decode_param( &d, param, packet->params[i], &args[i] ))) return ret;
        if (param->kind == TRP_VERSION) d.api_version = packet->params[i];
    }
    for (i = 0; i < d.req->nparams; i++)    /* the size of an absent buffer means nothing */
        if (d.req->params[i].kind == TRP_SIZE) args[i].value = args[i].size = args[d.req->params[i].pair].size;
    return trp_check_rules( d.req, args );
}

/* ---- replies ---------------------------------------------------------------------------------------------------- */

static int is_error( uint32_t result )
{
    return (result & 0x80000000) || result == TAPIERR_INVALRPCCONTEXT;
}

/* Bytes of data that a parameter sends back. */
static uint32_t out_size( const struct trp_param *param, const struct trp_arg *arg )
{
    uint32_t used;

    if (!arg->data) return 0;
    switch (param->kind)
    {
    case TRP_OUT_STRUCT:
        if (trp_struct_form( param->type ) != TRP_FORM_SIZES) return arg->size;
        used = trp_get_dword( arg->data, 8 );
        return used >= 12 && used < arg->size ? used : arg->size;
    case TRP_OUT_BUFFER:
    case TRP_OUT_VARDATA:
        return arg->size;
    default:
        return 0;
    }
}

uint32_t trp_encode_reply( const struct trp_request *req, uint32_t result, const struct trp_arg *args,
                           void *buffer, size_t capacity, size_t *used )
{
    struct trp_packet *packet = buffer;
    uint32_t sizes[TRP_MAX_PARAMS], i, offset;
    uint64_t total = 0;

    for (i = 0; i < req->nparams; i++)
    {
        sizes[i] = is_error( result ) ? 0 : out_size( &req->params[i], &args[i] );
        total += ALIGN4( (uint64_t)sizes[i] );
    }
    *used = HEADER + total;
    if (HEADER + total > capacity) return TRP_E_SPACE;

    packet->func = result;
    packet->reserved = 0;
    memset( packet->params, 0, sizeof(packet->params) );
    for (i = 0, offset = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];

        switch (param->kind)
        {
        case TRP_OUT_DWORD:
            packet->params[i] = param->pair == TRP_NONE ? args[i].value : sizes[param->pair];
            break;
        case TRP_OUT_HANDLE:
            packet->params[i] = args[i].value;
            break;
        case TRP_OUT_SIZE:
            packet->params[i] = sizes[param->pair];
            break;
        case TRP_OUT_STRUCT:
        case TRP_OUT_BUFFER:
            packet->params[i] = sizes[i] ? offset : TRP_NO_DATA;
            break;
        case TRP_OUT_VARDATA:
            packet->params[i] = args[i].value;
            break;
        default:
            if (param->flags & TRP_INOUT) packet->params[i] = args[i].value;
            break;
        }
        if (!sizes[i]) continue;
        memcpy( (char *)(packet + 1) + offset, args[i].data, sizes[i] );
        memset( (char *)(packet + 1) + offset + sizes[i], 0, ALIGN4( sizes[i] ) - sizes[i] );
        offset += ALIGN4( sizes[i] );
    }
    return 0;
}

static uint32_t decode_out_struct( const struct trp_param *param, uint32_t limit, const char *vardata, uint32_t size,
                                   struct trp_arg *arg )
{
    uint32_t offset = arg->value, total, used;

    if (offset == TRP_NO_DATA || !limit) return 0;
    if ((offset & 3) || offset >= size || size - offset < 12) return TRP_E_MALFORMED;
    total = trp_get_dword( vardata, offset );
    used = trp_struct_form( param->type ) == TRP_FORM_SIZES ? trp_get_dword( vardata, offset + 8 ) : total;
    if (used < 12 || used > total || used > size - offset || used > limit) return TRP_E_MALFORMED;
    arg->data = vardata + offset;
    arg->size = used;
    return 0;
}

static uint32_t decode_out_data( uint32_t offset, uint32_t bytes, uint32_t limit, const char *vardata, uint32_t size,
                                 struct trp_arg *arg )
{
    if (offset == TRP_NO_DATA || !bytes) return 0;
    if ((offset & 3) || offset > size || bytes > size - offset || bytes > limit) return TRP_E_MALFORMED;
    arg->data = vardata + offset;
    arg->size = bytes;
    return 0;
}

uint32_t trp_decode_reply( const struct trp_request *req, const struct trp_arg *request_args, const void *buffer, size_t used,
                           uint32_t *result, struct trp_arg *args )
{
    const struct trp_packet *packet = buffer;
    const char *vardata = (const char *)(packet + 1);
    uint32_t i, size, ret = 0;

    memset( args, 0, TRP_MAX_PARAMS * sizeof(*args) );
    if (used < sizeof(packet->func)) return TRP_E_MALFORMED;
    *result = packet->func;
    if (used < HEADER) return is_error( *result ) ? 0 : TRP_E_MALFORMED;
    if (used - HEADER > UINT32_MAX) return TRP_E_MALFORMED;
    size = used - HEADER;

    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];

        args[i].value = packet->params[i];
        if (is_error( *result )) continue;
        switch (param->kind)
        {
        case TRP_OUT_STRUCT:
            ret = decode_out_struct( param, offered( &request_args[i] ), vardata, size, &args[i] );
            break;
        case TRP_OUT_BUFFER:
            ret = decode_out_data( packet->params[i], packet->params[param->pair], offered( &request_args[param->pair] ),
                                   vardata, size, &args[i] );
            break;
        case TRP_OUT_SIZE:
            args[i].size = args[i].value;
            break;
        case TRP_OUT_VARDATA:
            ret = decode_out_data( 0, packet->params[param->pair], offered( &request_args[i] ), vardata, size, &args[i] );
            break;
        }
        if (ret) return ret;
    }
    return 0;
}
