/*
 * The tables against what the specification counts.
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

#include "check.h"
#include "trp/values.h"

/* MS-TRP 2.2.4.1 assigns all numbers from 0 to 165 but these. */
static const uint8_t unassigned[] =
{
    28, 29, 32, 33, 36, 41, 43, 44, 45, 58, 59, 61, 69, 73, 81, 100, 104, 120, 121, 122, 123, 124, 125, 126,
    138, 139, 142, 144, 145, 159, 160, 162, 163, 164,
};

static void test_numbers( void )
{
    const struct trp_request *req;
    uint32_t i, spec = 0, local = 0, last = 0;

    group( "request numbers" );
    for (i = 0; (req = nth_request( i )); i++)
    {
        check( !i || req->func > last, "%s is out of order", req->name );
        last = req->func;
        if (req->func <= 165) spec++;
        else local++;
        check( (req->func > 165) == (req->family == TRP_LOCAL), "%s is in the wrong family", req->name );
        check( !strcmp( trp_name( req->func ), req->name ), "%s has another name", req->name );
    }
    check( spec == 132, "%u requests of MS-TRP", spec );
    check( local >= 10, "%u requests of our own", local );
    for (i = 0; i <= 165; i++)
    {
        int assigned = !memchr( unassigned, i, sizeof(unassigned) );

        check( !!trp_request( i ) == assigned, "request %u", i );
    }
    check( !strcmp( trp_name( 28 ), "unknown request" ), "name of request 28" );
}

static void test_params( void )
{
    const struct trp_request *req;
    uint32_t i, j, k;

    group( "consistency of the request table" );
    for (i = 0; (req = nth_request( i )); i++)
    {
        int has_id = 0, version_seen = 0;

        check( req->nparams && req->nparams <= TRP_MAX_PARAMS, "%s: %u parameters", req->name, req->nparams );
        for (j = 0; j < req->nparams; j++)
        {
            const struct trp_param *param = &req->params[j];
            const struct trp_param *pair = param->pair == TRP_NONE ? NULL : &req->params[param->pair];

            for (k = 0; k < j; k++) check( strcmp( param->name, req->params[k].name ), "%s: two %s", req->name, param->name );
            check( !pair || param->pair < req->nparams, "%s.%s: companion out of range", req->name, param->name );
            switch (param->kind)
            {
            case TRP_BUFFER:
                check( pair && pair->kind == TRP_SIZE && pair->pair == j, "%s.%s: no size", req->name, param->name );
                break;
            case TRP_SIZE:
                check( pair && pair->kind == TRP_BUFFER && pair->pair == j, "%s.%s: no buffer", req->name, param->name );
                break;
            case TRP_OUT_BUFFER:
                check( pair && pair->kind == TRP_OUT_SIZE && pair->pair == j, "%s.%s: no size", req->name, param->name );
                break;
            case TRP_OUT_SIZE:
                check( pair && pair->kind == TRP_OUT_BUFFER && pair->pair == j, "%s.%s: no buffer", req->name, param->name );
                break;
            case TRP_OUT_VARDATA:
                check( pair && pair->kind == TRP_OUT_DWORD, "%s.%s: no size", req->name, param->name );
                break;
            case TRP_STRUCT:
            case TRP_OUT_STRUCT:
            case TRP_ASYNC_SIZE:
                check( param->type && param->type < TRPS_COUNT, "%s.%s: no structure", req->name, param->name );
                check( trp_struct_form( param->type ) != TRP_FORM_FIXED, "%s.%s: no dwTotalSize", req->name, param->name );
                break;
            case TRP_HANDLE:
            case TRP_OUT_HANDLE:
                check( param->type >= TRP_HLINEAPP && param->type <= TRP_HMSPLINE, "%s.%s: no type of handle", req->name, param->name );
                break;
            case TRP_FLAGS:
            case TRP_FLAGS_SOME:
            case TRP_FLAG_ONE:
                check( param->mask != 0, "%s.%s: no legal bits", req->name, param->name );
                break;
            case TRP_VERSION_RANGE:
                check( pair && param->pair < j, "%s.%s: no low end", req->name, param->name );
                break;
            case TRP_VERSION:
                check( !version_seen, "%s: two versions", req->name );
                version_seen = 1;
                for (k = 0; k < j; k++)
                    check( req->params[k].kind != TRP_OUT_STRUCT && req->params[k].kind != TRP_STRUCT, "%s: version behind a structure", req->name );
                break;
            case TRP_REQUEST_ID:
                has_id = !j;
                break;
            }
            check( (trp_param_error( req, j ) & 0xe0000000) == 0x80000000, "%s.%s: no error", req->name, param->name );
        }
        check( has_id == req->async, "%s: request id and async disagree", req->name );
    }
}

/* Sizes of sections 2.2.6 and of the headers, and what the 1.x and 2.x headers had. */
static void test_struct_table( void )
{
    static const struct { enum trp_struct type; uint16_t v13, v14, v20, v22, v31; } cases[] =
    {
        { TRPS_LINEADDRESSCAPS, 176, 180, 228, 228, 228 }, { TRPS_LINEADDRESSSTATUS, 64, 64, 64, 64, 64 },
        { TRPS_LINECALLINFO, 296, 296, 324, 324, 344 }, { TRPS_LINECALLLIST, 24, 24, 24, 24, 24 },
        { TRPS_LINECALLPARAMS, 112, 112, 176, 176, 180 }, { TRPS_LINECALLSTATUS, 36, 36, 56, 56, 56 },
        { TRPS_LINEDEVCAPS, 236, 240, 252, 268, 292 }, { TRPS_LINEDEVSTATUS, 76, 76, 88, 88, 88 },
        { TRPS_LINEFORWARD, 24, 24, 24, 24, 32 }, { TRPS_LINEFORWARDLIST, 8, 8, 8, 8, 8 },
        { TRPS_LINEAGENTINFO, 56, 56, 56, 56, 56 }, { TRPS_LINEAGENTSESSIONINFO, 76, 76, 76, 76, 76 },
        { TRPS_LINEAGENTSESSIONLIST, 24, 24, 24, 24, 24 }, { TRPS_LINEAGENTCAPS, 56, 56, 56, 72, 72 },
        { TRPS_PHONECAPS, 144, 144, 180, 196, 196 }, { TRPS_PHONESTATUS, 100, 100, 104, 104, 104 },
        { TRPS_PHONEBUTTONINFO, 36, 40, 40, 40, 40 }, { TRPS_VARSTRING, 24, 24, 24, 24, 24 },
        { TRPS_LINECOUNTRYENTRY, 44, 44, 44, 44, 44 }, { TRPS_LINECARDENTRY, 12, 44, 44, 44, 44 },
        { TRPS_LINELOCATIONENTRY, 28, 68, 68, 68, 68 }, { TRPS_DEVICEINFO, 40, 40, 40, 40, 40 },
        { TRPS_TAPISERVERCONFIG, 48, 48, 48, 48, 48 }, { TRPS_LINECALLHUBTRACKINGINFO, 20, 20, 20, 20, 20 },
    };
    uint32_t i, j, count, last;

    group( "structure table" );
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        const char *name = trp_struct_name( cases[i].type );

        check( trp_struct_size( cases[i].type, 0x00010003 ) == cases[i].v13, "%s in 1.3", name );
        check( trp_struct_size( cases[i].type, 0x00010004 ) == cases[i].v14, "%s in 1.4", name );
        check( trp_struct_size( cases[i].type, 0x00020000 ) == cases[i].v20, "%s in 2.0", name );
        check( trp_struct_size( cases[i].type, 0x00020002 ) == cases[i].v22, "%s in 2.2", name );
        check( trp_struct_size( cases[i].type, 0x00030001 ) == cases[i].v31, "%s in 3.1", name );
        check( trp_struct_min_size( cases[i].type ) == cases[i].v13, "least size of %s", name );
    }
    check( trp_struct_size( TRPS_LINEDEVCAPS, 0x00020105 ) == 268, "a version between 2.2 and 3.0" );
    check( trp_struct_size( TRPS_LINEDEVCAPS, 0xffffffff ) == 292, "a version above all" );
    check( trp_struct_size( TRPS_LINEDEVCAPS, 0 ) == 236, "a version below all" );
    check( TRPS_COUNT - 1 == 57, "%d structures", TRPS_COUNT - 1 );

    for (i = 1; i < TRPS_COUNT; i++)
    {
        uint32_t size = trp_struct_size( i, 0x00030001 );
        const struct trp_member *member = trp_struct_members( i, 0x00030001, &count );

        for (j = 0, last = 0; j < count; j++)
        {
            check( member[j].kind == TRP_MEMBER_INLINE || member[j].offset_field == member[j].size_field + 4, "%s.%s: not a pair",
                   trp_struct_name( i ), member[j].name );
            check( member[j].offset_field + 4u <= size || member[j].kind == TRP_MEMBER_INLINE, "%s.%s: outside", trp_struct_name( i ), member[j].name );
            check( member[j].offset_field > last, "%s.%s: out of order", trp_struct_name( i ), member[j].name );
            last = member[j].offset_field;
            check( !member[j].element == (member[j].kind != TRP_MEMBER_ARRAY && member[j].kind != TRP_MEMBER_INLINE), "%s.%s: element",
                   trp_struct_name( i ), member[j].name );
            check( !member[j].element || (member[j].count_field != TRP_NO_FIELD && trp_struct_form( member[j].element ) == TRP_FORM_FIXED),
                   "%s.%s: entries", trp_struct_name( i ), member[j].name );
        }
    }
    trp_struct_members( TRPS_LINEDEVCAPS, 0x00010004, &count );
    check( count == 6, "LINEDEVCAPS of 1.4 has %u members", count );
    trp_struct_members( TRPS_LINEDEVCAPS, 0x00020000, &count );
    check( count == 7, "LINEDEVCAPS of 2.0 has %u members", count );
    trp_struct_members( TRPS_LINECALLPARAMS, 0, &count );
    check( count == 8, "LINECALLPARAMS of any version has %u members", count );
    trp_struct_members( TRPS_LINECALLPARAMS, 0x00030001, &count );
    check( count == 15, "LINECALLPARAMS of 3.1 has %u members", count );
}

static void test_names( void )
{
    group( "names" );
    check( !strcmp( trp_error_name( 0x80000018 ), "LINEERR_INVALCALLHANDLE" ), "%s", trp_error_name( 0x80000018 ) );
    check( !strcmp( trp_error_name( 0x90000021 ), "PHONEERR_STRUCTURETOOSMALL" ), "%s", trp_error_name( 0x90000021 ) );
    check( !strcmp( trp_error_name( (uint32_t)-19 ), "TAPIERR_NOTADMIN" ), "%s", trp_error_name( -19 ) );
    check( !strcmp( trp_error_name( 0 ), "success" ), "%s", trp_error_name( 0 ) );
    check( !strcmp( trp_error_name( 7 ), "request id" ), "%s", trp_error_name( 7 ) );
    check( !strcmp( trp_error_name( 0x8000ffff ), "unknown error" ), "%s", trp_error_name( 0x8000ffff ) );
    check( !strcmp( trp_message_name( 2 ), "LINE_CALLSTATE" ), "%s", trp_message_name( 2 ) );
    check( !strcmp( trp_message_name( 13 ), "LINE_REQUEST" ), "%s", trp_message_name( 13 ) );
    check( !strcmp( trp_message_name( 99 ), "unknown message" ), "%s", trp_message_name( 99 ) );
}

void test_tables( void )
{
    test_numbers();
    test_params();
    test_struct_table();
    test_names();
}
