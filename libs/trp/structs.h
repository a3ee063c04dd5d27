/*
 * The structures of TAPI that travel in packets: sizes and variable parts, as data.
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

#ifndef WINE_TELEPHONY_TRP_STRUCTS_H
#define WINE_TELEPHONY_TRP_STRUCTS_H

#include <stddef.h>
#include <stdint.h>

/* structs.def has the table; TRPS_LINEDEVCAPS, ... name its rows. */
enum trp_struct
{
    TRPS_NONE,
#define TRP_STRUCTURE( name, form, v13, v14, v20, v21, v22, v30, v31 )  TRPS_##name,
#define TRP_MEMBER( structure, member, kind, size_field, offset_field, element, count_field )
#define TRP_STRUCTURE_END( name )
#include "structs.def"
#undef TRP_STRUCTURE
#undef TRP_MEMBER
#undef TRP_STRUCTURE_END
    TRPS_COUNT
};

enum trp_form
{
    TRP_FORM_FIXED,         /* no size fields: an entry of an array */
    TRP_FORM_TOTAL,         /* dwTotalSize only; what applications pass in, members aligned to 4 bytes (MS-TRP 3.1.4.2) */
    TRP_FORM_SIZES,         /* dwTotalSize, dwNeededSize, dwUsedSize */
};

enum trp_member_kind
{
    TRP_MEMBER_STRING,      /* a NUL-terminated string (UTF-16 in packets), size with the NUL */
    TRP_MEMBER_STRINGS,     /* NUL-terminated strings one after the other, the last with two NULs */
    TRP_MEMBER_TABLE,       /* strings in entries of equal size; the size of one is at count_field */
    TRP_MEMBER_FORMATTED,   /* VARSTRING: what dwStringFormat (at 12) says */
    TRP_MEMBER_BINARY,      /* anything else, never converted */
    TRP_MEMBER_ARRAY,       /* entries of structure `element`, their number at count_field */
    TRP_MEMBER_INLINE,      /* the same, but the entries stand at offset_field itself and have no size field */
};

#define TRP_NO_FIELD  0xffffu
#define TRP_AS_IS     0xffffffffu

/* A variable member: where its size and its offset (from the start of the outermost structure) are. */
struct trp_member
{
    const char *name;
    uint8_t     kind;           /* enum trp_member_kind */
    uint8_t     element;        /* enum trp_struct, 0: none */
    uint16_t    size_field;     /* offset of dwXxxSize, TRP_NO_FIELD: none */
    uint16_t    offset_field;   /* offset of dwXxxOffset; TRP_MEMBER_INLINE: of the entries */
    uint16_t    count_field;    /* offset of dwNumXxx or dwXxxEntrySize, TRP_NO_FIELD: none */
};

const char *trp_struct_name( enum trp_struct type );
enum trp_form trp_struct_form( enum trp_struct type );

/*
 * Bytes of the fixed part of a structure.
 *
 * api_version: a TAPI or TSPI version; one that is none of the seven counts as the one below it.
 * Returns the size in that version, or for versions that do not have the structure its first size.
 */
uint32_t trp_struct_size( enum trp_struct type, uint32_t api_version );

/* The smallest fixed part of any version: the bound where the version is not known. */
uint32_t trp_struct_min_size( enum trp_struct type );

/*
 * The variable members that a structure has in a version, in their order.
 *
 * api_version: as above; 0: those that every version has.
 * Returns the first, *count says how many.
 */
const struct trp_member *trp_struct_members( enum trp_struct type, uint32_t api_version, uint32_t *count );

/*
 * Check a structure that an application or a client passed in: dwTotalSize, and that every size/offset pair, also in the
 * entries of arrays, lies inside it. dwNeededSize and dwUsedSize are not looked at: callers leave them as they are.
 *
 * data: any alignment; size: bytes that may be read.
 * api_version: of the line or phone it is meant for. 0: not known, then only what every version has is checked; do it again
 *              with the version before later members are used.
 * Returns 0, TRP_E_SPACE (smaller than the fixed part) or TRP_E_MALFORMED.
 */
uint32_t trp_struct_check_version( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size );
uint32_t trp_struct_check( enum trp_struct type, const void *data, uint32_t size );

/*
 * Check a structure that a provider or a server filled in: fixed part <= dwUsedSize <= dwTotalSize <= size,
 * dwUsedSize <= dwNeededSize, and every size/offset pair lies inside dwUsedSize. Empty pairs are legal: what did not fit.
 *
 * Arguments and results as above.
 */
uint32_t trp_struct_check_filled( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size );

/*
 * Bytes that trp_struct_copy_aligned() needs: size, rounded up to 4, and what misaligned members take when they are moved behind
 * it. Where that is just size rounded up there is nothing to move, or the structure is malformed; then it must not be called.
 *
 * api_version: 0: not known, then the latest that the offsets of the members allow; TRP_AS_IS: move nothing.
 */
uint32_t trp_struct_aligned_size( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size );

/* Copy it so that every member is 4-byte aligned, as MS-TRP 3.1.4.2 wants LINECALLPARAMS; dwTotalSize grows by what was moved. */
void trp_struct_copy_aligned( enum trp_struct type, uint32_t api_version, const void *data, uint32_t size, void *copy );

#endif
