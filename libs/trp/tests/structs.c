/*
 * Checks of structures: bounds of every member in every version.
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
#include "private.h"

static const uint32_t versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

static void put( void *data, uint32_t offset, uint32_t value )
{
    memcpy( (char *)data + offset, &value, sizeof(value) );
}

typedef uint32_t (*check_func)( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size );

/* On a copy that ends where the structure does. */
static uint32_t check_copy( check_func func, enum trp_struct type, uint32_t api_version, const void *data, uint32_t size )
{
    char *copy = malloc( size ? size : 1 );
    uint32_t ret;

    memcpy( copy, data, size );
    ret = func( type, api_version, copy, size );
    free( copy );
    return ret;
}

static void bad_dword( check_func func, enum trp_struct type, uint32_t api_version, char *data, uint32_t size, uint32_t field, uint32_t value,
                       const char *member )
{
    uint32_t saved = trp_get_dword( data, field ), ret;

    put( data, field, value );
    ret = check_copy( func, type, api_version, data, size );
    check( ret == TRP_E_MALFORMED, "%s.%s: %#x at %u in %#x gave %#x", trp_struct_name( type ), member, value, field, api_version, ret );
    put( data, field, saved );
}

static void bad_members( check_func func, enum trp_struct type, enum trp_struct part, uint32_t api_version, char *data, uint32_t base, uint32_t size )
{
    uint32_t i, j, count;
    const struct trp_member *member = trp_struct_members( part, api_version, &count );

    for (i = 0; i < count; i++, member++)
    {
        uint32_t start = member->kind == TRP_MEMBER_INLINE ? base + member->offset_field : trp_get_dword( data, base + member->offset_field );

        if (member->element)
        {
            uint32_t entries = trp_get_dword( data, base + member->count_field ), entry = trp_struct_size( member->element, api_version );

            bad_dword( func, type, api_version, data, size, base + member->count_field, size, member->name );
            bad_dword( func, type, api_version, data, size, base + member->count_field, 0x40000000, member->name );    /* times 4 is 0 */
            bad_dword( func, type, api_version, data, size, base + member->count_field, 0xffffffff, member->name );
            for (j = 0; j < entries; j++) bad_members( func, type, member->element, api_version, data, start + j * entry, size );
        }
        if (member->kind == TRP_MEMBER_INLINE) continue;
        bad_dword( func, type, api_version, data, size, base + member->offset_field, size + 4, member->name );
        bad_dword( func, type, api_version, data, size, base + member->offset_field, 0xfffffffc, member->name );
        bad_dword( func, type, api_version, data, size, base + member->size_field, size - start + 1, member->name );
        bad_dword( func, type, api_version, data, size, base + member->size_field, 0xffffffff, member->name );
        if (trp_struct_form( type ) == TRP_FORM_TOTAL)
            bad_dword( func, type, api_version, data, size, base + member->offset_field, start - 1, member->name );
    }
}

static void test_one( enum trp_struct type, uint32_t api_version )
{
    static uint32_t buffer[1024];
    char *data = (char *)buffer;
    const char *name = trp_struct_name( type );
    enum trp_form form = trp_struct_form( type );
    uint32_t size = make_struct( type, api_version, data, sizeof(buffer) ), fixed = trp_struct_size( type, api_version );

    check( !check_copy( trp_struct_check_version, type, api_version, data, size ), "%s of %#x was refused", name, api_version );
    check( !check_copy( trp_struct_check_filled, type, api_version, data, size ), "filled %s of %#x was refused", name, api_version );
    check( check_copy( trp_struct_check_version, type, api_version, data, fixed - 1 ) == TRP_E_SPACE, "%s: %u bytes", name, fixed - 1 );
    check( check_copy( trp_struct_check_version, type, api_version, data, 0 ) == TRP_E_SPACE, "%s: nothing", name );
    bad_members( trp_struct_check_version, type, type, api_version, data, 0, size );
    bad_members( trp_struct_check_filled, type, type, api_version, data, 0, size );
    if (form == TRP_FORM_FIXED) return;

    put( data, 0, fixed - 1 );
    check( check_copy( trp_struct_check_version, type, api_version, data, size ) == TRP_E_SPACE, "%s: dwTotalSize too small", name );
    put( data, 0, size + 1 );
    check( check_copy( trp_struct_check_version, type, api_version, data, size ) == TRP_E_MALFORMED, "%s: dwTotalSize too large", name );
    put( data, 0, size );
    if (form != TRP_FORM_SIZES) return;

    bad_dword( trp_struct_check_filled, type, api_version, data, size, 8, fixed - 1, "dwUsedSize" );
    bad_dword( trp_struct_check_filled, type, api_version, data, size, 8, 0, "dwUsedSize" );
    bad_dword( trp_struct_check_filled, type, api_version, data, size, 8, size + 1, "dwUsedSize" );
    bad_dword( trp_struct_check_filled, type, api_version, data, size, 4, size - 1, "dwNeededSize" );
    bad_dword( trp_struct_check_filled, type, api_version, data, size, 4, 0, "dwNeededSize" );
    if (size > fixed) bad_dword( trp_struct_check_filled, type, api_version, data, size, 8, size - 1, "dwUsedSize" );
    put( data, 4, 0xdeadbeef );
    put( data, 8, 0xdeadbeef );
    check( !check_copy( trp_struct_check_version, type, api_version, data, size ), "%s: what applications leave in dwUsedSize", name );
    put( data, 0, fixed );
    put( data, 4, size );
    put( data, 8, fixed );
    memset( data + 12, 0, fixed - 12 );
    check( !check_copy( trp_struct_check_filled, type, api_version, data, fixed ), "%s: nothing fitted but the fixed part", name );
}

void test_structs( void )
{
    uint32_t type, i;

    for (type = 1; type < TRPS_COUNT; type++)
    {
        group( "%s", trp_struct_name( type ) );
        for (i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) test_one( type, versions[i] );
    }
}
