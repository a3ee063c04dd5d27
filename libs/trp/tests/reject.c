/*
 * A rejecting case for every generic rule of MS-TRP 3.1.4.2, generated from the table.
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

#include "check.h"
#include "private.h"
#include "trp/values.h"

static struct sample sample;

static struct trp_packet *packet( void )
{
    return (struct trp_packet *)sample.packet;
}

static char *vardata( void )
{
    return (char *)(packet() + 1);
}

static uint32_t vardata_size( void )
{
    return sample.used - sizeof(struct trp_packet);
}

static void expect( uint32_t error, const struct trp_param *param, const char *what, uint32_t value )
{
    uint32_t ret = decode_copy( sample.packet, sample.used, sample.needed );

    check( ret == error, "%s: %s (%#x) gave %s, expected %s", param->name, what, value, trp_error_name( ret ), trp_error_name( error ) );
}

/* Set a parameter, expect an error, set it back. */
static void expect_value( uint32_t i, uint32_t value, uint32_t error, const char *what )
{
    uint32_t saved = packet()->params[i];

    packet()->params[i] = value;
    expect( error, &sample.req->params[i], what, value );
    packet()->params[i] = saved;
}

static uint32_t error_of( uint32_t i )
{
    return trp_param_error( sample.req, i );
}

static uint32_t too_small( void )
{
    return sample.req->family == TRP_PHONE ? PHONEERR_STRUCTURETOOSMALL : LINEERR_STRUCTURETOOSMALL;
}

/* ---- offsets ------------------------------------------------------------------------------------------------------ */

static void reject_string( uint32_t i )
{
    uint32_t offset = packet()->params[i], size = vardata_size(), j;
    char saved[MAX_SIZE];

    expect_value( i, size, error_of( i ), "offset behind VarData" );
    expect_value( i, size + 2, error_of( i ), "offset far behind VarData" );
    expect_value( i, 0x80000000, error_of( i ), "negative offset" );
    expect_value( i, 0xfffffffe, error_of( i ), "offset near the end of numbers" );
    expect_value( i, offset + 1, error_of( i ), "misaligned offset" );
    if (!(sample.req->params[i].flags & TRP_OPTIONAL)) expect_value( i, TRP_NO_DATA, error_of( i ), "absent" );

    memcpy( saved, vardata(), size );
    for (j = offset; j < size; j++) if (!vardata()[j]) vardata()[j] = 'x';
    /* what follows the string is clobbered, too; this parameter comes before it */
    expect( error_of( i ), &sample.req->params[i], "no NUL", offset );
    memcpy( vardata(), saved, size );

    /* a NUL that VarData cuts in two */
    if (offset + sample.args[i].size <= size)
    {
        size_t used = sample.used;

        memset( vardata() + offset, 'x', size - offset );
        vardata()[size - 2] = 0;
        sample.used = used - 1;
        expect( error_of( i ), &sample.req->params[i], "half a NUL", offset );
        sample.used = used;
        memcpy( vardata(), saved, size );
    }
}

static void reject_buffer( uint32_t i )
{
    const struct trp_param *param = &sample.req->params[i];
    uint32_t offset = packet()->params[i], size = vardata_size(), pair = param->pair;
    uint32_t least = sample.req->params[pair].mask;

    expect_value( i, offset + 1, error_of( i ), "misaligned offset" );
    expect_value( i, offset + 2, error_of( i ), "offset aligned to 2 only" );
    expect_value( i, size, error_of( i ), "offset behind VarData" );
    expect_value( i, size + 4, error_of( i ), "offset far behind VarData" );
    expect_value( i, 0x80000000, error_of( i ), "negative offset" );
    expect_value( i, 0xfffffffc, error_of( i ), "offset near the end of numbers" );
    if (!(param->flags & TRP_OPTIONAL)) expect_value( i, TRP_NO_DATA, error_of( i ), "absent" );

    expect_value( pair, size - offset + 1, error_of( i ), "size past the end" );
    expect_value( pair, 0x7fffffff, error_of( i ), "huge size" );
    expect_value( pair, 0xffffffff, error_of( i ), "size that overflows" );
    if (offset) expect_value( pair, 0u - offset, error_of( i ), "offset and size make 0" );
    if (least) expect_value( pair, least - 1, error_of( pair ), "size below the least" );
}

static uint32_t get( uint32_t offset )
{
    return trp_get_dword( vardata(), offset );
}

/* Set a DWORD of a structure in VarData, expect an error, set it back. */
static void expect_field( uint32_t i, uint32_t field, uint32_t value, uint32_t error, const char *what )
{
    uint32_t offset = packet()->params[i] + field, saved = get( offset );

    memcpy( vardata() + offset, &value, 4 );
    expect( error, &sample.req->params[i], what, value );
    memcpy( vardata() + offset, &saved, 4 );
}

static void reject_member( uint32_t i, const struct trp_member *member, uint32_t total )
{
    uint32_t base = packet()->params[i];
    const char *name = member->name;

    if (member->element) expect_field( i, member->count_field, 0x10000000, error_of( i ), name );
    if (member->element) expect_field( i, member->count_field, 0x40000000, error_of( i ), name );     /* times 4 is 0 */
    if (member->element) expect_field( i, member->count_field, 0xffffffff, error_of( i ), name );
    if (member->kind == TRP_MEMBER_INLINE) return;
    expect_field( i, member->offset_field, total + 4, error_of( i ), name );
    expect_field( i, member->offset_field, 0xfffffffc, error_of( i ), name );
    expect_field( i, member->size_field, total - get( base + member->offset_field ) + 1, error_of( i ), name );
    expect_field( i, member->size_field, 0xffffffff, error_of( i ), name );
    if (trp_struct_form( sample.req->params[i].type ) == TRP_FORM_TOTAL)
        expect_field( i, member->offset_field, get( base + member->offset_field ) - 2, error_of( i ), name );
}

static void reject_struct( uint32_t i )
{
    const struct trp_param *param = &sample.req->params[i];
    uint32_t offset = packet()->params[i], size = vardata_size(), total = get( offset ), count, j;
    uint32_t version = sample.version_inside ? sample.api_version : 0;
    const struct trp_member *member = trp_struct_members( param->type, version, &count );

    expect_value( i, offset + 1, error_of( i ), "misaligned offset" );
    expect_value( i, offset + 2, error_of( i ), "offset aligned to 2 only" );
    expect_value( i, size, error_of( i ), "offset behind VarData" );
    expect_value( i, 0x80000000, error_of( i ), "negative offset" );
    expect_value( i, 0xfffffffc, error_of( i ), "offset near the end of numbers" );
    if (!(param->flags & TRP_OPTIONAL)) expect_value( i, TRP_NO_DATA, error_of( i ), "absent" );
    expect_value( i, size - 4, too_small(), "no room for the structure" );

    expect_field( i, 0, 0, too_small(), "dwTotalSize 0" );
    expect_field( i, 0, trp_struct_size( param->type, version ) - 1, too_small(), "dwTotalSize below the fixed part" );
    expect_field( i, 0, size - offset + 1, error_of( i ), "dwTotalSize past the end" );
    expect_field( i, 0, 0xffffffff, error_of( i ), "huge dwTotalSize" );
    for (j = 0; j < count; j++) reject_member( i, &member[j], total );
}

/* ---- sizes of what comes back -------------------------------------------------------------------------------------- */

static void reject_room( uint32_t i, uint32_t least )
{
    size_t needed = sample.needed;
    uint32_t value = packet()->params[i];

    if (least) expect_value( i, least - 1, too_small(), "size below the fixed part" );
    if (least) expect_value( i, 1, too_small(), "size of 1" );
    expect_value( i, sample.needed - sizeof(struct trp_packet) + 1, error_of( i ), "size past lNeededSize" );
    expect_value( i, 0x80000000, error_of( i ), "negative size" );
    expect_value( i, 0xfffffffe, error_of( i ), "size near the end of numbers" );
    if (!value || sample.used > sizeof(struct trp_packet)) return;
    sample.needed = sizeof(struct trp_packet) + value - 1;
    expect( error_of( i ), &sample.req->params[i], "lNeededSize too small", sample.needed );
    sample.needed = needed;
}

static void reject_async_size( uint32_t i )
{
    const struct trp_param *param = &sample.req->params[i];
    uint32_t least = trp_struct_size( param->type, sample.version_inside ? sample.api_version : 0 );
    size_t needed = sample.needed;

    expect_value( i, least - 1, too_small(), "size below the fixed part" );
    expect_value( i, 1, too_small(), "size of 1" );
    if (param->mask) expect_value( i, param->mask + 1, error_of( i ), "size above the limit" );
    if (param->mask) expect_value( i, 0xffffffff, error_of( i ), "huge size" );
    if (!(param->flags & (TRP_ROOM | TRP_ROOM_FIXED)) || sample.used > sizeof(struct trp_packet) + 40) return;
    sample.needed = sample.used > sizeof(struct trp_packet) ? sample.used : sizeof(struct trp_packet);
    if (sample.needed - sizeof(struct trp_packet) < least) expect( error_of( i ), param, "lNeededSize too small", sample.needed );
    sample.needed = needed;
}

/* ---- values -------------------------------------------------------------------------------------------------------- */

static void reject_flags( uint32_t i )
{
    const struct trp_param *param = &sample.req->params[i];
    uint32_t legal = param->mask & (0u - param->mask), bit;
    char what[64];

    for (bit = 1; bit; bit <<= 1)
    {
        if (bit & param->mask) continue;
        snprintf( what, sizeof(what), "illegal bit %#x", bit );
        expect_value( i, bit, error_of( i ), what );
        expect_value( i, bit | legal, error_of( i ), what );
    }
    if (param->mask != 0xffffffff) expect_value( i, 0xffffffff, error_of( i ), "all bits" );
    if (param->kind == TRP_FLAGS) return;
    if (!(param->flags & TRP_OPTIONAL)) expect_value( i, 0, error_of( i ), "no bit" );
    if (param->kind != TRP_FLAG_ONE || param->mask == legal) return;
    expect_value( i, param->mask, error_of( i ), "all legal bits" );
    expect_value( i, legal | (param->mask & ~legal & (0u - (param->mask & ~legal))), error_of( i ), "two bits" );
}

static void reject_version( uint32_t i )
{
    static const uint32_t bad[] = { 0, 1, 0x00010000, 0x00010002, 0x00010005, 0x0001ffff, 0x00020003, 0x0002ffff, 0x00030002, 0x00040000,
                                    0x03000100, 0x7fffffff, 0x80000000, 0xffffffff };
    const struct trp_param *param = &sample.req->params[i];
    uint32_t j;

    for (j = 0; j < sizeof(bad) / sizeof(bad[0]); j++) expect_value( i, bad[j], error_of( i ), "no such version" );
    if (param->mask > 0x00010004) expect_value( i, 0x00010004, error_of( i ), "version below the least" );
}

static void reject_version_range( uint32_t i )
{
    static const uint32_t bad[][2] = { { 0x00020000, 0x00010004 }, { 0x00010005, 0x0001ffff }, { 0x00030002, 0xffffffff }, { 0, 0x00010002 },
                                       { 0x00020003, 0x0002ffff }, { 0xffffffff, 0 }, { 0x00030001, 0x00030000 } };
    uint32_t pair = sample.req->params[i].pair, low = packet()->params[pair], j;

    for (j = 0; j < sizeof(bad) / sizeof(bad[0]); j++)
    {
        packet()->params[pair] = bad[j][0];
        expect_value( i, bad[j][1], error_of( i ), "no version in the range" );
    }
    packet()->params[pair] = low;
}

static void reject_param( uint32_t i )
{
    const struct trp_param *param = &sample.req->params[i];

    switch (param->kind)
    {
    case TRP_STRING:
        reject_string( i );
        break;
    case TRP_BUFFER:
        reject_buffer( i );
        break;
    case TRP_STRUCT:
        reject_struct( i );
        break;
    case TRP_OUT_STRUCT:
        reject_room( i, trp_struct_size( param->type, sample.version_inside ? sample.api_version : 0 ) );
        break;
    case TRP_OUT_SIZE:
        reject_room( i, param->mask );
        break;
    case TRP_OUT_VARDATA:
        reject_room( i, 0 );
        break;
    case TRP_ASYNC_SIZE:
        reject_async_size( i );
        break;
    case TRP_FLAGS:
    case TRP_FLAGS_SOME:
    case TRP_FLAG_ONE:
        reject_flags( i );
        break;
    case TRP_VERSION:
        reject_version( i );
        break;
    case TRP_VERSION_RANGE:
        reject_version_range( i );
        break;
    case TRP_HANDLE:
        if (!(param->flags & TRP_OPTIONAL)) expect_value( i, 0, error_of( i ), "no handle" );
        break;
    }
}

static void reject_sizes( void )
{
    size_t used = sample.used, needed = sample.needed;
    uint32_t bad = sample.req->family == TRP_PHONE ? PHONEERR_INVALPARAM : LINEERR_INVALPARAM, ret;

    ret = decode_copy( sample.packet, 0, needed );
    check( ret == LINEERR_INVALPARAM, "an empty packet gave %s", trp_error_name( ret ) );
    ret = decode_copy( sample.packet, 7, needed );
    check( ret == LINEERR_INVALPARAM, "7 bytes gave %s", trp_error_name( ret ) );
    ret = decode_copy( sample.packet, offsetof( struct trp_packet, params[sample.req->nparams] ) - 1, needed );
    check( ret == bad, "a packet without all parameters gave %s", trp_error_name( ret ) );
    ret = decode_copy( sample.packet, 48, sizeof(struct trp_packet) - 1 );
    check( ret == LINEERR_INVALPARAM, "lNeededSize below TAPI32_MSG gave %s", trp_error_name( ret ) );
    ret = decode_copy( sample.packet, used, used - 1 );
    check( ret == LINEERR_INVALPARAM, "more used than needed gave %s", trp_error_name( ret ) );
}

void test_rejections( void )
{
    const struct trp_request *req;
    uint32_t i, j, k, ret, buffer[64] = { 0 };

    for (i = 0; (req = nth_request( i )); i++)
    {
        group( "%s: rejections", req->name );
        for (k = 0; k < 2; k++)     /* two different legal packets */
        {
            make_packet( &sample, req, ALL_PRESENT );
            ret = decode_copy( sample.packet, sample.used, sample.needed );
            check( !ret, "the legal packet gave %s", trp_error_name( ret ) );
            reject_sizes();
            for (j = 0; j < req->nparams; j++) reject_param( j );
            ret = decode_copy( sample.packet, sample.used, sample.needed );
            check( !ret, "the packet was not restored: %s", trp_error_name( ret ) );
        }
    }

    group( "unknown request numbers" );
    for (i = 0; i < 0x2000; i++)
    {
        buffer[0] = i;
        ret = decode_copy( buffer, sizeof(buffer), sizeof(buffer) );
        check( (ret == LINEERR_OPERATIONUNAVAIL) == !trp_request( i ), "request %u gave %s", i, trp_error_name( ret ) );
    }
    for (i = 0; i < 32; i++)
    {
        buffer[0] = 0x80000000 >> i | 0x8000;
        ret = decode_copy( buffer, sizeof(buffer), sizeof(buffer) );
        check( ret == LINEERR_OPERATIONUNAVAIL, "request %#x gave %s", buffer[0], trp_error_name( ret ) );
    }
    buffer[0] = 0xffffffff;
    ret = decode_copy( buffer, sizeof(buffer), sizeof(buffer) );
    check( ret == LINEERR_OPERATIONUNAVAIL, "request -1 gave %s", trp_error_name( ret ) );
}
