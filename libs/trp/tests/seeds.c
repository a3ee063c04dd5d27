/*
 * Writes the saved inputs of the fuzz target: one legal packet of every shape.
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

static const char *directory;

static void save( const char *name, char mode, const void *header, size_t header_size, const void *data, size_t size )
{
    char path[4096];
    FILE *file;

    snprintf( path, sizeof(path), "%s/%s", directory, name );
    if (!(file = fopen( path, "wb" )))
    {
        perror( path );
        exit( 2 );
    }
    putc( mode, file );
    if (header_size) fwrite( header, 1, header_size, file );
    fwrite( data, 1, size, file );
    fclose( file );
}

static void save_requests( void )
{
    static const uint32_t funcs[] =
    {
        TRP_lineInitialize, TRP_lineNegotiateAPIVersion, TRP_lineOpen, TRP_lineMakeCall, TRP_lineForward, TRP_lineSetMediaControl,
        TRP_lineGetDevCaps, TRP_lineGetID, TRP_lineGetAgentCaps, TRP_lineSetCallParams, TRP_lineGenerateTone, TRP_lineDevSpecific,
        TRP_phoneSetButtonInfo, TRP_phoneGetData, TRP_GetUIDllName, TRP_MMCSetLineInfo, TRP_NegotiateAPIVersionForAllDevices,
        TRP_GetAsyncEvents, TRP_lineSetAppPriority,
    };
    static struct sample sample;
    uint32_t reply[256], i, j;

    for (i = 0; i < sizeof(funcs) / sizeof(funcs[0]); i++)
    {
        const struct trp_request *req = trp_request( funcs[i] );
        struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };
        uint32_t block[128] = { 0 };
        uint16_t room, header[2];
        char name[128];
        size_t used;
        int answers = 0;

        make_packet( &sample, req, ALL_PRESENT );
        room = sample.needed - sample.used;
        snprintf( name, sizeof(name), "request-%s", req->name );
        save( name, 'q', &room, sizeof(room), sample.packet, sample.used );

        block[0] = block[1] = block[2] = 300;
        for (j = 0; j < req->nparams; j++)
        {
            if (req->params[j].kind != TRP_OUT_STRUCT && req->params[j].kind != TRP_OUT_BUFFER && req->params[j].kind != TRP_OUT_VARDATA) continue;
            args[j].data = block;
            args[j].size = req->params[j].kind == TRP_OUT_STRUCT ? 300 : 16;
            answers = 1;
        }
        if (!answers || trp_encode_reply( req, 0, args, reply, sizeof(reply), &used )) continue;
        header[0] = req->func;
        header[1] = 512;
        snprintf( name, sizeof(name), "reply-%s", req->name );
        save( name, 'p', header, sizeof(header), reply, used );
    }
}

static void save_events( void )
{
    uint32_t events[48] = { 0 }, values[TRP_COMPLETION_MAX] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    struct trp_event *event = (struct trp_event *)events;
    static const uint16_t funcs[] = { TRP_lineMakeCall, TRP_lineSetupConference, TRP_linePark };
    uint32_t i;

    event->total_size = 40;
    event->msg = 2;                     /* LINE_CALLSTATE */
    event = (struct trp_event *)(events + 10);
    event->total_size = 60;
    event->msg = 6;                     /* LINE_GATHERDIGITS */
    event->param4 = 5;
    event = (struct trp_event *)(events + 25);
    event->total_size = 72;
    event->msg = 24;                    /* LINE_PROXYREQUEST */
    events[35] = 32;
    save( "events", 'e', NULL, 0, events, 172 );

    for (i = 0; i < sizeof(funcs) / sizeof(funcs[0]); i++)
    {
        struct trp_event header = { 0, 0, 0, 0, 12, 0, 0, 0, 0, 0 };
        uint32_t buffer[64];
        char name[64];
        size_t size = trp_encode_completion( trp_completion( funcs[i] ), &header, values,
                                             funcs[i] == TRP_linePark ? values : NULL, 24, buffer, sizeof(buffer) );

        snprintf( name, sizeof(name), "completion-%s", trp_name( funcs[i] ) );
        save( name, 'c', &funcs[i], sizeof(funcs[i]), buffer, size );
    }
}

static void save_structs( void )
{
    static const uint8_t types[] = { TRPS_LINECALLPARAMS, TRPS_LINEFORWARDLIST, TRPS_LINEDEVCAPS, TRPS_LINEADDRESSSTATUS, TRPS_LINECOUNTRYLIST,
                                     TRPS_VARSTRING };
    uint32_t buffer[256], i;
    char name[64];

    for (i = 0; i < sizeof(types); i++)
    {
        uint8_t header[2] = { types[i] - 1, 7 };    /* version 3.1 */
        uint32_t size = make_struct( types[i], 0x00030001, buffer, sizeof(buffer) );

        snprintf( name, sizeof(name), "struct-%s", trp_struct_name( types[i] ) );
        save( name, 's', header, sizeof(header), buffer, size );
    }
}

void write_seeds( const char *to )
{
    directory = to;
    save_requests();
    save_events();
    save_structs();
}
