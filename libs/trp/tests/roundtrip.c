/*
 * Every request and reply through encoder and decoder.
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

#include "check.h"

static uint32_t utf16_size( const void *string )
{
    const uint16_t *p = string;

    while (*p) p++;
    return (const char *)(p + 1) - (const char *)string;
}

/* What was put in came out. */
static void check_decoded( const struct sample *sample, const struct trp_arg *args )
{
    uint32_t i;

    for (i = 0; i < sample->req->nparams; i++)
    {
        const struct trp_param *param = &sample->req->params[i];
        const struct trp_arg *in = &sample->args[i], *out = &args[i];

        switch (param->kind)
        {
        case TRP_STRING:
        case TRP_BUFFER:
        case TRP_STRUCT:
        {
            uint32_t size = !in->data ? 0 : param->kind == TRP_STRING ? utf16_size( in->data ) : in->size;

            check( out->size == size, "%s: %u bytes instead of %u", param->name, out->size, size );
            check( !in->data == !out->data, "%s: presence differs", param->name );
            if (size && out->data) check( !memcmp( in->data, out->data, size ), "%s: data differs", param->name );
            if (out->data && param->kind != TRP_STRING) check( !((uintptr_t)out->data & 3), "%s: misaligned", param->name );
            break;
        }
        case TRP_SIZE:
            check( out->size == sample->args[param->pair].size, "%s: %u", param->name, out->size );
            break;
        case TRP_OUT_STRUCT:
        case TRP_OUT_SIZE:
        case TRP_OUT_VARDATA:
        case TRP_ASYNC_SIZE:
            check( out->size == in->size && out->value == in->size, "%s: offered %u, got %u", param->name, in->size, out->size );
            break;
        case TRP_OUT_DWORD:
        case TRP_OUT_HANDLE:
        case TRP_OUT_BUFFER:
            check( out->value == TRP_NO_DATA && !out->data, "%s: %#x in a request", param->name, out->value );
            break;
        default:
            check( out->value == in->value, "%s: %#x instead of %#x", param->name, out->value, in->value );
        }
    }
}

static void roundtrip_request( const struct trp_request *req, enum extent extent )
{
    static struct sample sample;
    static uint32_t again[MAX_SIZE / 4];
    struct trp_arg args[TRP_MAX_PARAMS], args2[TRP_MAX_PARAMS];
    const struct trp_request *decoded;
    size_t used, needed;
    uint32_t ret;

    make_packet( &sample, req, extent );
    check( sample.needed >= sample.used && !(sample.used & 3), "used %zu of %zu", sample.used, sample.needed );
    ret = trp_decode( sample.packet, sample.used, sample.needed, &decoded, args );
    check( !ret, "extent %u: refused: %s", extent, trp_error_name( ret ) );
    check( decoded == req, "another request" );
    if (ret) return;
    check_decoded( &sample, args );
    check( !trp_check_version( req, args, sample.api_version ) || req->func == TRP_lineSetMediaMode, "version %#x refused", sample.api_version );

    /* sent on, as a remote provider does */
    check( !trp_encode( req, args, again, sizeof(again), &used, &needed ), "does not fit" );
    check( used == sample.used && needed == sample.needed, "%zu of %zu bytes, was %zu of %zu", used, needed, sample.used, sample.needed );
    check( !memcmp( again, sample.packet, used ), "another packet" );
    ret = trp_decode( again, used, needed, &decoded, args2 );
    check( !ret && same_args( req, args, args2 ), "not the same request" );

    /* a buffer that is too small stays untouched */
    memset( again, 0x55, sizeof(again) );
    ret = trp_encode( req, sample.args, again, sample.used - 1, &used, &needed );
    check( ret == TRP_E_SPACE && used == sample.used, "encoded into too little space" );
    check( again[0] == 0x55555555, "wrote into too little space" );

    /* what the request does not need may be missing */
    used = offsetof( struct trp_packet, params[req->nparams] );
    if (sample.used == sizeof(struct trp_packet))
        check( !decode_copy( sample.packet, used, sample.needed ), "refused without unused parameters" );
}

/* Answers to it: what the handler fills in. */
static void make_reply( const struct sample *sample, struct trp_arg *args, uint32_t storage[][256], int partial )
{
    uint32_t i;

    memset( args, 0, TRP_MAX_PARAMS * sizeof(*args) );
    for (i = 0; i < sample->req->nparams; i++)
    {
        const struct trp_param *param = &sample->req->params[i];
        uint32_t limit;

        if (param->flags & TRP_INOUT) args[i].value = number();

        switch (param->kind)
        {
        case TRP_OUT_DWORD:
            args[i].value = number();
            break;
        case TRP_OUT_HANDLE:
            args[i].value = 1 + number_below( 1000 );
            break;
        case TRP_OUT_STRUCT:
            limit = sample->args[i].size;
            memset( storage[i], 0, sizeof(storage[i]) );
            storage[i][0] = limit;
            storage[i][1] = limit + 8;
            storage[i][2] = partial ? trp_struct_min_size( param->type ) : limit;
            args[i].data = storage[i];
            args[i].size = limit;
            break;
        case TRP_OUT_BUFFER:
        case TRP_OUT_VARDATA:
            limit = sample->args[param->kind == TRP_OUT_BUFFER ? param->pair : i].size;
            memset( storage[i], 0x31 + i, sizeof(storage[i]) );
            if (partial) limit /= 2;
            if (!limit) break;
            args[i].data = storage[i];
            args[i].size = limit;
            break;
        }
    }
}

static void roundtrip_reply( const struct trp_request *req, uint32_t result, int partial )
{
    static struct sample sample;
    static uint32_t storage[TRP_MAX_PARAMS][256], packet[MAX_SIZE / 4];
    struct trp_arg out[TRP_MAX_PARAMS], in[TRP_MAX_PARAMS];
    uint32_t i, got, ret;
    size_t used;
    void *copy;

    make_packet( &sample, req, ALL_PRESENT );
    make_reply( &sample, out, storage, partial );
    ret = trp_encode_reply( req, result, out, packet, sizeof(packet), &used );
    check( !ret, "reply does not fit" );
    check( used <= sample.needed, "%zu bytes, lNeededSize %zu", used, sample.needed );
    copy = malloc( used );
    memcpy( copy, packet, used );
    ret = trp_decode_reply( req, sample.args, copy, used, &got, in );
    check( !ret && got == result, "%#x instead of %#x", got, result );
    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        uint32_t size = result & 0x80000000 || !out[i].data ? 0 : out[i].size;

        if (param->flags & TRP_INOUT) check( in[i].value == out[i].value, "%s: %#x instead of %#x", param->name, in[i].value, out[i].value );

        switch (param->kind)
        {
        case TRP_OUT_HANDLE:
            check( in[i].value == out[i].value, "%s: %#x instead of %#x", param->name, in[i].value, out[i].value );
            break;
        case TRP_OUT_DWORD:
            if (param->pair == TRP_NONE) check( in[i].value == out[i].value, "%s: %#x instead of %#x", param->name, in[i].value, out[i].value );
            break;
        case TRP_OUT_STRUCT:
            if (size && partial) size = ((const uint32_t *)out[i].data)[2];
            /* fall through */
        case TRP_OUT_BUFFER:
        case TRP_OUT_VARDATA:
            check( in[i].size == size, "%s: %u bytes instead of %u", param->name, in[i].size, size );
            if (size && in[i].data) check( !memcmp( in[i].data, out[i].data, size ), "%s: data differs", param->name );
            break;
        }
    }
    free( copy );

    check( trp_encode_reply( req, result, out, packet, used - 1, &used ) == TRP_E_SPACE, "reply in too little space" );
}

/* What a hostile server might answer. */
static void refuse_reply( const struct trp_request *req )
{
    static struct sample sample;
    static uint32_t storage[TRP_MAX_PARAMS][256], packet[MAX_SIZE / 4];
    struct trp_arg out[TRP_MAX_PARAMS], in[TRP_MAX_PARAMS];
    struct trp_packet *reply = (struct trp_packet *)packet;
    uint32_t i, j, result;
    size_t used;

    make_packet( &sample, req, ALL_PRESENT );
    make_reply( &sample, out, storage, 0 );
    trp_encode_reply( req, 0, out, packet, sizeof(packet), &used );
    check( trp_decode_reply( req, sample.args, packet, sizeof(struct trp_packet) - 4, &result, in ) == TRP_E_MALFORMED, "half a reply" );
    check( trp_decode_reply( req, sample.args, packet, 3, &result, in ) == TRP_E_MALFORMED, "no reply" );
    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        uint32_t bad[] = { 1, 2, (uint32_t)(used - sizeof(*reply)) + 4, 0x80000000, 0xfffffffc };
        uint32_t saved = reply->params[i];

        if (!out[i].data) continue;
        for (j = 0; (param->kind == TRP_OUT_STRUCT || param->kind == TRP_OUT_BUFFER) && j < sizeof(bad) / sizeof(bad[0]); j++)
        {
            reply->params[i] = bad[j];
            check( trp_decode_reply( req, sample.args, packet, used, &result, in ) == TRP_E_MALFORMED, "%s: offset %#x", param->name, bad[j] );
        }
        reply->params[i] = saved;
        if (param->kind == TRP_OUT_STRUCT)
        {
            uint32_t *data = packet + (sizeof(*reply) + saved) / 4, used_size = data[2];

            /* there is room in the packet: only the sizes are wrong */
            data[0] = used_size - 4;
            check( trp_decode_reply( req, sample.args, packet, used + 64, &result, in ) == TRP_E_MALFORMED, "%s: more used than total", param->name );
            data[0] = used_size;
            data[2] = 8;
            check( trp_decode_reply( req, sample.args, packet, used, &result, in ) == TRP_E_MALFORMED, "%s: less used than sizes", param->name );
            data[0] = data[2] = sample.args[i].size + 4;
            check( trp_decode_reply( req, sample.args, packet, used + 64, &result, in ) == TRP_E_MALFORMED, "%s: more than offered", param->name );
            data[0] = data[2] = used_size;
        }
        else
        {
            uint32_t size = reply->params[param->pair];

            reply->params[param->pair] = size + 128;
            check( trp_decode_reply( req, sample.args, packet, used + 128, &result, in ) == TRP_E_MALFORMED, "%s: more than offered", param->name );
            reply->params[param->pair] = 0xffffffff;
            check( trp_decode_reply( req, sample.args, packet, used, &result, in ) == TRP_E_MALFORMED, "%s: size overflows", param->name );
            reply->params[param->pair] = size;
        }
    }
}

void test_roundtrip( void )
{
    const struct trp_request *req;
    unsigned int i, j;

    for (i = 0; (req = nth_request( i )); i++)
    {
        group( "%s: round trip", req->name );
        for (j = 0; j < 8; j++)
        {
            roundtrip_request( req, ALL_PRESENT );
            roundtrip_request( req, ALL_ABSENT );
            roundtrip_request( req, MIXED );
        }
        for (j = 0; j < 4; j++)
        {
            roundtrip_reply( req, req->async ? 1 + number_below( 0x7fffffff ) : 0, j & 1 );
            roundtrip_reply( req, 0x80000000 | number_below( 0x60 ), j & 1 );
        }
        refuse_reply( req );
    }
}
