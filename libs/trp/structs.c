/*
 * Sizes and bounds of the structures that travel in packets.
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

#include "trp.h"
#include "structs.h"
#include "private.h"

/* Columns of the table */
static const uint32_t api_versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };
/* No call parameters or forwarding list needs more room than this for members that are moved */
#define ALIGNED_MAX  0x100000u
#define VERSIONS  (sizeof(api_versions) / sizeof(api_versions[0]))

struct structure
{
    const char *name;
    uint8_t     form;
    uint8_t     count;              /* of members */
    uint8_t     first;              /* index in members[] */
    uint16_t    sizes[VERSIONS];
};

static const struct trp_member members[] =
{
#define TRP_STRUCTURE( name, form, v13, v14, v20, v21, v22, v30, v31 )
#define TRP_MEMBER( structure, member, kind, size_field, offset_field, element, count_field ) \
    { #member, kind, element, size_field, offset_field, count_field },
#define TRP_STRUCTURE_END( name )
#include "structs.def"
#undef TRP_STRUCTURE
#undef TRP_MEMBER
#undef TRP_STRUCTURE_END
};

/* Index of the first member of every structure, and of the one behind its last */
enum member_index
{
#define TRP_STRUCTURE( name, form, v13, v14, v20, v21, v22, v30, v31 )  FIRST_##name, BEFORE_##name = FIRST_##name - 1,
#define TRP_MEMBER( structure, member, kind, size_field, offset_field, element, count_field )  MEMBER_##structure##_##member,
#define TRP_STRUCTURE_END( name )  END_##name, LAST_##name = END_##name - 1,
#include "structs.def"
#undef TRP_STRUCTURE
#undef TRP_MEMBER
#undef TRP_STRUCTURE_END
};

static const struct structure structures[TRPS_COUNT] =
{
#define TRP_STRUCTURE( name, form, v13, v14, v20, v21, v22, v30, v31 ) \
    [TRPS_##name] = { #name, form, END_##name - FIRST_##name, FIRST_##name, { v13, v14, v20, v21, v22, v30, v31 } },
#define TRP_MEMBER( structure, member, kind, size_field, offset_field, element, count_field )
#define TRP_STRUCTURE_END( name )
#include "structs.def"
#undef TRP_STRUCTURE
#undef TRP_MEMBER
#undef TRP_STRUCTURE_END
};

uint32_t trp_get_dword( const void *data, size_t offset )
{
    uint32_t value;

    memcpy( &value, (const char *)data + offset, sizeof(value) );
    return value;
}

static void put_dword( void *data, size_t offset, uint32_t value )
{
    memcpy( (char *)data + offset, &value, sizeof(value) );
}

/* The column of a version: the highest that is not above it. */
static size_t version_column( uint32_t api_version )
{
    size_t i = VERSIONS - 1;

    while (i && api_versions[i] > api_version) i--;
    return i;
}

const char *trp_struct_name( enum trp_struct type )
{
    return structures[type].name;
}

enum trp_form trp_struct_form( enum trp_struct type )
{
    return structures[type].form;
}

uint32_t trp_struct_size( enum trp_struct type, uint32_t api_version )
{
    const uint16_t *sizes = structures[type].sizes;
    size_t i = version_column( api_version );

    while (!sizes[i] && i < VERSIONS - 1) i++;
    return sizes[i];
}

uint32_t trp_struct_min_size( enum trp_struct type )
{
    /* structures only ever grow */
    return trp_struct_size( type, 0 );
}

const struct trp_member *trp_struct_members( enum trp_struct type, uint32_t api_version, uint32_t *count )
{
    const struct structure *structure = &structures[type];
    const struct trp_member *first = members + structure->first;
    uint32_t size = trp_struct_size( type, api_version );

    for (*count = structure->count; *count; (*count)--)
    {
        const struct trp_member *last = first + *count - 1;

        if (last->kind == TRP_MEMBER_INLINE || last->offset_field + 4u <= size) break;
    }
    return first;
}

/* Where the entries of an array are; FALSE if there are none to look at. */
static int array_entries( const struct trp_member *member, uint32_t api_version, const char *data, uint32_t base,
                          uint32_t *start, uint32_t *count, uint32_t *size )
{
    if (member->kind != TRP_MEMBER_ARRAY && member->kind != TRP_MEMBER_INLINE) return 0;
    *size = trp_struct_size( member->element, api_version );
    *count = trp_get_dword( data, base + member->count_field );
    if (member->kind == TRP_MEMBER_INLINE) *start = base + member->offset_field;
    else if (trp_get_dword( data, base + member->size_field )) *start = trp_get_dword( data, base + member->offset_field );
    else return 0;
    return 1;
}

/* Without a version the distance of entries that grew is not known. */
static int entries_known( const struct trp_member *member, uint32_t api_version )
{
    return api_version || trp_struct_size( member->element, ~0u ) == trp_struct_size( member->element, 0 );
}

static uint32_t check_member( const struct trp_member *member, uint32_t api_version, const char *data, uint32_t base,
                              uint32_t limit, int aligned )
{
    uint32_t size, offset, start, count, entry;

    if (member->kind != TRP_MEMBER_INLINE)
    {
        size = trp_get_dword( data, base + member->size_field );
        offset = trp_get_dword( data, base + member->offset_field );
        if (!size) return 0;
        if (offset > limit || size > limit - offset) return TRP_E_MALFORMED;
        if (aligned && (offset & 3)) return TRP_E_MALFORMED;
    }
    else size = limit - (base + member->offset_field);

    if (!array_entries( member, api_version, data, base, &start, &count, &entry )) return 0;
    return (uint64_t)count * entry > size ? TRP_E_MALFORMED : 0;
}

static uint32_t check_members( enum trp_struct type, uint32_t api_version, const char *data, uint32_t base, uint32_t limit,
                               int aligned )
{
    const struct trp_member *member;
    uint32_t i, j, members_count, start, count, size, ret;

    member = trp_struct_members( type, api_version, &members_count );
    for (i = 0; i < members_count; i++, member++)
    {
        if ((ret = check_member( member, api_version, data, base, limit, aligned ))) return ret;
        if (!array_entries( member, api_version, data, base, &start, &count, &size )) continue;
        if (!entries_known( member, api_version )) continue;
        for (j = 0; j < count; j++)
            if ((ret = check_members( member->element, api_version, data, start + j * size, limit, aligned ))) return ret;
    }
    return 0;
}

static uint32_t check_struct( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size, int aligned )
{
    uint32_t fixed = trp_struct_size( type, api_version ), total = size;

    if (size < fixed) return TRP_E_SPACE;
    if (trp_struct_form( type ) != TRP_FORM_FIXED && (total = trp_get_dword( data, 0 )) < fixed) return TRP_E_SPACE;
    if (total > size) return TRP_E_MALFORMED;
    return check_members( type, api_version, data, 0, total, aligned );
}

uint32_t trp_struct_check_version( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size )
{
    return check_struct( type, api_version, data, size, trp_struct_form( type ) == TRP_FORM_TOTAL );
}

uint32_t trp_struct_check( enum trp_struct type, const void *data, uint32_t size )
{
    return trp_struct_check_version( type, 0, data, size );
}

uint32_t trp_struct_check_filled( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size )
{
    uint32_t fixed = trp_struct_size( type, api_version ), total, needed, used;

    if (trp_struct_form( type ) != TRP_FORM_SIZES) return trp_struct_check_version( type, api_version, data, size );
    if (size < fixed || (total = trp_get_dword( data, 0 )) < fixed) return TRP_E_SPACE;
    needed = trp_get_dword( data, 4 );
    used = trp_get_dword( data, 8 );
    if (total > size || used < fixed || used > total || needed < used) return TRP_E_MALFORMED;
    return check_members( type, api_version, data, 0, used, 0 );
}

/* Walks the misaligned members; moves them to end if there is a copy. Returns the bytes they take. */
static uint64_t move_misaligned( enum trp_struct type, uint32_t api_version, const char *data, uint32_t base, uint64_t end, char *copy )
{
    const struct trp_member *member;
    uint32_t i, j, members_count, start, count, entry, size, offset;
    uint64_t moved = 0;

    member = trp_struct_members( type, api_version, &members_count );
    for (i = 0; i < members_count; i++, member++)
    {
        if (member->kind != TRP_MEMBER_INLINE && (size = trp_get_dword( data, base + member->size_field )) &&
            ((offset = trp_get_dword( data, base + member->offset_field )) & 3))
        {
            if (copy)
            {
                memcpy( copy + end + moved, data + offset, size );
                memset( copy + end + moved + size, 0, ALIGN4( size ) - size );
                put_dword( copy, base + member->offset_field, end + moved );
            }
            moved += ALIGN4( size );
        }
        /* entries of arrays that are moved themselves keep their place in what is copied from: none of these have members */
        if (member->kind != TRP_MEMBER_INLINE || !entries_known( member, api_version )) continue;
        if (!array_entries( member, api_version, data, base, &start, &count, &entry )) continue;
        for (j = 0; j < count; j++)
            moved += move_misaligned( member->element, api_version, data, start + j * entry, end + moved, copy );
    }
    return moved;
}

/* Whether all text lies behind what would be the fixed part, entries included, if the structure were of that version. */
static int text_is_behind( enum trp_struct type, uint32_t api_version, const char *data, uint32_t base, uint32_t end )
{
    const struct trp_member *member;
    uint32_t i, j, members_count, start, count, entry;

    member = trp_struct_members( type, api_version, &members_count );
    for (i = 0; i < members_count; i++, member++)
    {
        if (member->kind == TRP_MEMBER_INLINE && array_entries( member, api_version, data, base, &start, &count, &entry ))
        {
            for (j = 0; j < count; j++)
                if (!text_is_behind( member->element, api_version, data, start + j * entry, start + count * entry )) return 0;
        }
        else if (trp_get_dword( data, base + member->size_field ) && trp_get_dword( data, base + member->offset_field ) < end) return 0;
    }
    return 1;
}

/* The latest version that a structure can have been filled in for, where the caller does not know; 0: none. */
static uint32_t likely_version( enum trp_struct type, const void *data, uint32_t size )
{
    size_t i;

    for (i = VERSIONS; i--; )
        if (!check_struct( type, api_versions[i], data, size, 0 ) &&
            text_is_behind( type, api_versions[i], data, 0, trp_struct_size( type, api_versions[i] ) )) return api_versions[i];
    return 0;
}

uint32_t trp_struct_aligned_size( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size )
{
    uint32_t end = ALIGN4( size );
    uint64_t moved;

    if (trp_struct_form( type ) != TRP_FORM_TOTAL || api_version == TRP_AS_IS) return end;
    if (!api_version) api_version = likely_version( type, data, size );
    if (check_struct( type, api_version, data, size, 0 )) return end;
    /* entries that share their text would multiply it: such a list is not worth moving */
    moved = move_misaligned( type, api_version, data, 0, end, NULL );
    return moved > ALIGNED_MAX ? end : end + moved;
}

void trp_struct_copy_aligned( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size, void *copy )
{
    uint32_t end = ALIGN4( size ), moved;

    memcpy( copy, data, size );
    memset( (char *)copy + size, 0, end - size );
    if (trp_struct_form( type ) != TRP_FORM_TOTAL || api_version == TRP_AS_IS) return;
    if (!api_version) api_version = likely_version( type, data, size );
    if ((moved = move_misaligned( type, api_version, data, 0, end, copy ))) put_dword( copy, 0, end + moved );
}
