/*
 * libFuzzer target: everything that takes bytes from the other side.
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

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trp/trp.h"
#include "trp/structs.h"

/*
 * An input is one byte that chooses the decoder, one or more bytes for it, and the packet:
 *     'q' room16            request; lNeededSize is room more than the packet
 *     'p' func16 offered16  reply to request func, the client offered that many bytes for everything
 *     'e'                   events
 *     's' type8 version8    structure
 *     'c' func16            completion
 */

static const uint32_t versions[] = { 0, 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

static void broken( const char *what, const char *name )
{
    fprintf( stderr, "%s: %s\n", name, what );
    abort();
}

/* The rest of the input where the sanitizer sees the first byte too many. */
static void *copy_of( const uint8_t *data, size_t size )
{
    void *copy = malloc( size ? size : 1 );

    memcpy( copy, data, size );
    return copy;
}

static int same_data( const struct trp_arg *one, const struct trp_arg *other )
{
    if (one->size != other->size || !one->data != !other->data) return 0;
    return !one->data || !memcmp( one->data, other->data, one->size );
}

static int same_args( const struct trp_request *req, const struct trp_arg *one, const struct trp_arg *other )
{
    uint32_t i;

    for (i = 0; i < req->nparams; i++)
    {
        switch (req->params[i].kind)
        {
        case TRP_RESERVED:
        case TRP_OUT_DWORD:
        case TRP_OUT_HANDLE:
        case TRP_OUT_BUFFER:
            continue;       /* what a request has there means nothing */
        case TRP_STRING:
        case TRP_BUFFER:
        case TRP_STRUCT:
            if (!same_data( &one[i], &other[i] )) return 0;
            continue;
        }
        if (one[i].value != other[i].value || one[i].size != other[i].size) return 0;
    }
    return 1;
}

/* Read all that the decoder says is there. */
static unsigned int touch( const struct trp_request *req, const struct trp_arg *args )
{
    unsigned int sum = 0;
    uint32_t i, j;

    for (i = 0; i < req->nparams; i++)
        for (j = 0; args[i].data && j < args[i].size; j++) sum += ((const uint8_t *)args[i].data)[j];
    return sum;
}

static void fuzz_request( const uint8_t *data, size_t size )
{
    struct trp_arg args[TRP_MAX_PARAMS], again[TRP_MAX_PARAMS];
    const struct trp_request *req, *req2;
    size_t used, needed, used2, needed2;
    void *packet, *encoded;
    uint16_t room;
    uint32_t i;

    if (size < sizeof(room)) return;
    memcpy( &room, data, sizeof(room) );
    used = size - sizeof(room);
    packet = copy_of( data + sizeof(room), used );
    if (!trp_decode( packet, used, used + room, &req, args ))
    {
        touch( req, args );
        for (i = 1; i < sizeof(versions) / sizeof(versions[0]); i++) trp_check_version( req, args, versions[i] );
        if (trp_encode( req, args, NULL, 0, &used2, &needed2 ) != TRP_E_SPACE) broken( "encoded into nothing", req->name );
        encoded = malloc( used2 );
        if (trp_encode( req, args, encoded, used2, &used, &needed ) || used != used2 || needed != needed2)
            broken( "not what it said it takes", req->name );
        if (trp_decode( encoded, used, needed, &req2, again ) || req2 != req) broken( "refused when encoded again", req->name );
        if (!same_args( req, args, again )) broken( "differs when encoded again", req->name );
        free( encoded );
    }
    free( packet );
}

static void fuzz_reply( const uint8_t *data, size_t size )
{
    struct trp_arg offered[TRP_MAX_PARAMS] = { { 0 } }, args[TRP_MAX_PARAMS];
    const struct trp_request *req;
    uint16_t header[2];
    uint32_t i, result;
    void *packet;

    if (size < sizeof(header)) return;
    memcpy( header, data, sizeof(header) );
    if (!(req = trp_request( header[0] ))) return;
    for (i = 0; i < req->nparams; i++) offered[i].size = header[1];
    packet = copy_of( data + sizeof(header), size - sizeof(header) );
    if (!trp_decode_reply( req, offered, packet, size - sizeof(header), &result, args ))
    {
        touch( req, args );
        for (i = 0; i < req->nparams; i++)
            if (args[i].data && args[i].size > header[1]) broken( "more than was offered", req->name );
    }
    free( packet );
}

static void fuzz_events( const uint8_t *data, size_t size )
{
    char *events = copy_of( data, size );
    size_t at, length;

    for (at = 0; (length = trp_event_check( events + at, size - at )); at += length)
        if (length < sizeof(struct trp_event) || (length & 3) || length > size - at) broken( "length of an event", "event" );
    free( events );
}

static void fuzz_completion( const uint8_t *data, size_t size )
{
    const struct trp_completion *completion;
    uint32_t values[TRP_COMPLETION_MAX], bytes, i, sum = 0;
    const void *block;
    uint16_t func;
    char *event;

    if (size < sizeof(func)) return;
    memcpy( &func, data, sizeof(func) );
    if (!(completion = trp_completion( func ))) return;
    event = copy_of( data + sizeof(func), size - sizeof(func) );
    if (trp_event_check( event, size - sizeof(func) ) &&
        !trp_decode_completion( completion, (struct trp_event *)event, values, &block, &bytes ))
    {
        for (i = 0; block && i < bytes; i++) sum += ((const uint8_t *)block)[i];
        if (sum && !block) broken( "sums up nothing", "completion" );
    }
    free( event );
}

/* Everything that a checked structure points to can be read. */
static unsigned int touch_members( enum trp_struct type, uint32_t api_version, const char *data, uint32_t base )
{
    uint32_t i, j, count, size, offset, entries;
    unsigned int sum = 0;
    const struct trp_member *member = trp_struct_members( type, api_version, &count );

    for (i = 0; i < count; i++, member++)
    {
        if (member->kind == TRP_MEMBER_INLINE) continue;
        memcpy( &size, data + base + member->size_field, 4 );
        memcpy( &offset, data + base + member->offset_field, 4 );
        for (j = 0; j < size; j++) sum += (uint8_t)data[offset + j];
        if (!size || !member->element || !api_version) continue;
        memcpy( &entries, data + base + member->count_field, 4 );
        for (j = 0; j < entries; j++)
            sum += touch_members( member->element, api_version, data, offset + j * trp_struct_size( member->element, api_version ) );
    }
    return sum;
}

static void fuzz_struct( const uint8_t *data, size_t size )
{
    enum trp_struct type;
    uint32_t version, total;
    char *copy, *moved;

    if (size < 2) return;
    type = 1 + data[0] % (TRPS_COUNT - 1);
    version = versions[data[1] % 8];
    copy = copy_of( data + 2, size - 2 );
    size -= 2;
    trp_struct_check( type, copy, size );
    if (!trp_struct_check_filled( type, version, copy, size )) touch_members( type, version, copy, 0 );
    if (!trp_struct_check_version( type, version, copy, size )) touch_members( type, version, copy, 0 );
    /* entries may share their data: moving each of them multiplies it */
    if (size < 4096 && (total = trp_struct_aligned_size( type, version, copy, size )) > ((size + 3) & ~(size_t)3))
    {
        moved = malloc( total );
        trp_struct_copy_aligned( type, version, copy, size, moved );
        if (trp_struct_check_version( type, version, moved, total )) broken( "refused when aligned", trp_struct_name( type ) );
        touch_members( type, version, moved, 0 );
        free( moved );
    }
    free( copy );
}

int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size );

int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size )
{
    if (!size) return 0;
    switch (data[0])
    {
    case 'q': fuzz_request( data + 1, size - 1 ); break;
    case 'p': fuzz_reply( data + 1, size - 1 ); break;
    case 'e': fuzz_events( data + 1, size - 1 ); break;
    case 's': fuzz_struct( data + 1, size - 1 ); break;
    case 'c': fuzz_completion( data + 1, size - 1 ); break;
    }
    return 0;
}
