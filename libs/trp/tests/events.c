/*
 * Events and completions.
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

static size_t check_copy( const void *event, size_t size )
{
    void *copy = malloc( size ? size : 1 );
    size_t ret;

    memcpy( copy, event, size );
    ret = trp_event_check( copy, size );
    free( copy );
    return ret;
}

/* A legal event of that message with some data. */
static uint32_t make_event( const struct trp_event_desc *desc, struct trp_event *event )
{
    uint32_t fixed = sizeof(*event) + (desc->nparams - 4) * 4, size = 0, i;

    for (i = 0; i < fixed / 4; i++) ((uint32_t *)event)[i] = number();
    event->msg = desc->msg;
    switch (desc->data)
    {
    case TRP_EVENT_DIGITS:
        event->param4 = 6;
        size = 12;
        break;
    case TRP_EVENT_SIZED:
        event->param1 = fixed;
        event->param2 = size = 20;
        event->param3 = fixed;
        break;
    case TRP_EVENT_PROXY:
        size = 40;
        memset( event + 1, 0, size );
        memcpy( event + 1, &size, sizeof(size) );
        break;
    }
    event->total_size = fixed + size;
    return fixed;
}

static void test_event( const struct trp_event_desc *desc )
{
    union { struct trp_event event; uint32_t dwords[64]; } u;
    uint32_t fixed, total, saved, i, j;

    memset( &u, 0, sizeof(u) );
    group( "%s", desc->name );
    check( desc->nparams >= 4 && desc->nparams <= TRP_EVENT_MAX_PARAMS, "%u parameters", desc->nparams );
    for (i = 0; i < desc->nparams; i++)
        for (j = 0; j < i; j++) check( strcmp( desc->params[i].name, desc->params[j].name ), "two %s", desc->params[i].name );
    fixed = make_event( desc, &u.event );
    total = u.event.total_size;
    check( check_copy( &u, total ) == total, "refused" );
    check( check_copy( &u, total + 24 ) == total, "refused with another event behind it" );
    check( !check_copy( &u, total - 1 ), "longer than the buffer" );
    check( !check_copy( &u, 39 ), "shorter than an event" );
    check( !check_copy( &u, 0 ), "nothing" );
    u.event.total_size = total + 1;
    check( !check_copy( &u, sizeof(u) ), "length %u", total + 1 );
    u.event.total_size = 0xfffffffc;
    check( !check_copy( &u, sizeof(u) ), "huge length" );
    u.event.total_size = fixed - 4;
    check( !check_copy( &u, sizeof(u) ), "length %u", fixed - 4 );
    u.event.total_size = 0;
    check( !check_copy( &u, sizeof(u) ), "length 0" );
    u.event.total_size = total;
    switch (desc->data)
    {
    case TRP_EVENT_DIGITS:
        u.event.param4 = 7;
        check( !check_copy( &u, total ), "more digits than data" );
        u.event.param4 = 0x80000006;
        check( !check_copy( &u, total ), "number of digits overflows" );
        break;
    case TRP_EVENT_SIZED:
        u.event.param2 = 21;
        check( !check_copy( &u, total ), "more data than there is" );
        u.event.param2 = 20;
        u.event.param1 = fixed + 1;
        check( !check_copy( &u, total ), "data reaches past the end" );
        u.event.param1 = 0xffffffff;
        check( !check_copy( &u, total ), "offset overflows" );
        u.event.param1 = fixed;
        u.event.param3 = total + 1;
        check( !check_copy( &u, total ), "the name is past the end" );
        break;
    case TRP_EVENT_PROXY:
        saved = u.dwords[10];
        u.dwords[10] = saved + 1;
        check( !check_copy( &u, total ), "more data than there is" );
        u.dwords[10] = 24;
        check( !check_copy( &u, total ), "less than the fixed part" );
        break;
    }
}

static void test_completion( const struct trp_request *req, const struct trp_completion *completion )
{
    union { struct trp_event event; uint32_t dwords[64]; } u;
    struct trp_event header = { 0, 1, 2, 3, 12, 5, 77, 0, 0, 0 };
    uint32_t values[TRP_COMPLETION_MAX], decoded[TRP_COMPLETION_MAX], size, i;
    char block[51];
    const void *data;
    size_t used;
    int sized = completion->data == TRP_EVENT_SIZED;

    group( "%s: completion", req->name );
    check( req->async, "not asynchronous" );
    check( completion->nparams >= 2 && completion->nparams <= TRP_COMPLETION_MAX, "%u parameters", completion->nparams );
    for (i = 0; i < completion->nparams; i++)
    {
        uint32_t j;

        /* what is opaque comes from the request */
        if (completion->params[i].kind != TRP_CONTEXT) continue;
        for (j = 0; j < req->nparams; j++)
            if (!strcmp( completion->params[i].name, req->params[j].name )) break;
        check( j < req->nparams, "%s is not in the request", completion->params[i].name );
    }
    header.msg = req->family == TRP_PHONE ? 17 : 12;
    for (i = 0; i < TRP_COMPLETION_MAX; i++) values[i] = number();
    memset( block, 0x44, sizeof(block) );
    memset( &u, 0x55, sizeof(u) );
    used = trp_encode_completion( completion, &header, values, sized ? block : NULL, sizeof(block), &u, sizeof(u) );
    check( !(used & 7) && used <= sizeof(u) && used == u.event.total_size, "%zu bytes", used );
    check( trp_event_check( &u, used ) == used, "malformed" );
    check( !trp_decode_completion( completion, &u.event, decoded, &data, &size ), "not decoded" );
    for (i = 0; i < completion->nparams; i++)
        check( decoded[i] == (sized && i == 1 ? sizeof(block) : values[i]), "%s: %#x", completion->params[i].name, decoded[i] );
    check( size == (sized ? sizeof(block) : 0), "%u bytes", size );
    if (sized && data) check( !memcmp( data, block, sizeof(block) ), "other data" );
    check( u.event.init_context == 1 && u.event.context == 2 && u.event.device == 3 && u.event.open_context == 5 && u.event.param1 == 77,
           "another header" );

    memset( &u, 0x55, sizeof(u) );
    check( trp_encode_completion( completion, &header, values, sized ? block : NULL, sizeof(block), &u, used - 1 ) == used, "wrong size" );
    check( u.dwords[0] == 0x55555555, "wrote into too little space" );

    /* a failure carries nothing */
    trp_encode_completion( completion, &header, values, sized ? block : NULL, sizeof(block), &u, sizeof(u) );
    if (sized)
    {
        u.event.param4 = u.event.total_size;
        check( trp_decode_completion( completion, &u.event, decoded, &data, &size ) == TRP_E_MALFORMED, "more data than there is" );
        u.event.param4 = 0xffffffff;
        check( trp_decode_completion( completion, &u.event, decoded, &data, &size ) == TRP_E_MALFORMED, "size overflows" );
    }
    u.event.total_size = sizeof(struct trp_event);
    if (completion->nparams > 2)
        check( trp_decode_completion( completion, &u.event, decoded, &data, &size ) == TRP_E_MALFORMED, "values are missing" );
    u.event.param2 = 0x80000048;
    check( !trp_decode_completion( completion, &u.event, decoded, &data, &size ) && !data, "a short failure was refused" );
}

void test_events( void )
{
    const struct trp_request *req;
    uint32_t i, count = 0;
    union { struct trp_event event; uint32_t dwords[64]; } u;

    for (i = 0; i < 0x1000; i++)
    {
        const struct trp_event_desc *desc = trp_event_desc( i );

        if (!desc) continue;
        count++;
        check( desc->msg == i && !strcmp( desc->name, trp_message_name( i ) ), "message %u", i );
        check( desc->phone == !strncmp( desc->name, "PHONE_", 6 ), "%s: family", desc->name );
        test_event( desc );
    }
    group( "events" );
    check( count == 32, "%u events", count );
    memset( &u, 0, sizeof(u) );
    u.event.msg = 9999;
    u.event.total_size = 48;
    check( trp_event_check( &u, sizeof(u) ) == 48, "an unknown message was refused" );

    for (i = 0, count = 0; (req = nth_request( i )); i++)
    {
        const struct trp_completion *completion = trp_completion( req->func );

        if (!completion) continue;
        count++;
        test_completion( req, completion );
    }
    group( "completions" );
    check( count == 26, "%u completions", count );
}
