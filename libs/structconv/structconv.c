/*
 * ANSI and Unicode forms of TAPI structures, by the table of their members.
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

#include <stdarg.h>
#include <string.h>

#include <windef.h>
#include <winbase.h>
#include <winnls.h>
#include <tapi.h>

#include "structconv/structconv.h"

/* dwStringFormat outside of VARSTRING, where the table has it */
static const struct
{
    enum trp_struct type;
    uint32_t        field;
} string_formats[] =
{
    { TRPS_LINEDEVCAPS, 40 },
    /* what phoneSetDisplay takes, which has no ANSI form: only a provider that knows nothing but ANSI has it converted */
    { TRPS_PHONECAPS, 40 },
};

#define VARSTRING_FORMAT  12

static const uint32_t versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

/* A conversion in progress. What lies beyond total is counted but not written. */
struct conversion
{
    enum structconv_form form;
    const BYTE          *src;
    uint32_t             size;      /* readable bytes of src */
    uint32_t             fixed;
    BYTE                *dst;
    uint32_t             total;
    uint32_t             used;      /* end of what was written */
    uint32_t             needed;    /* end of what would be written if there were room */
};

static uint32_t get( const BYTE *data, uint32_t field )
{
    uint32_t value;

    memcpy( &value, data + field, sizeof(value) );
    return value;
}

static void set( BYTE *data, uint32_t field, uint32_t value )
{
    memcpy( data + field, &value, sizeof(value) );
}

static uint32_t align4( uint32_t value )
{
    return (value + 3) & ~3u;
}

uint32_t structconv_fixed_size( enum trp_struct type, const void *src, uint32_t size )
{
    const struct trp_member *members;
    uint32_t i, count, end = size, fixed = trp_struct_min_size( type );

    if (size < fixed) return 0;
    if (trp_struct_form( type ) == TRP_FORM_SIZES) end = min( size, get( src, 8 ) );

    /* The variable part starts at the lowest offset of a member; members of newer versions come after the older ones. */
    members = trp_struct_members( type, 0xffffffff, &count );
    for (i = 0; i < count; i++)
    {
        if (members[i].kind == TRP_MEMBER_INLINE) return fixed;
        if (members[i].offset_field + sizeof(uint32_t) > end) break;
        if (get( src, members[i].size_field ) && get( src, members[i].offset_field ) >= fixed)
            end = min( end, get( src, members[i].offset_field ) );
    }
    for (i = 0; i < ARRAYSIZE(versions); i++)
    {
        uint32_t of_version = trp_struct_size( type, versions[i] );

        if (of_version <= end && of_version > fixed) fixed = of_version;
    }
    return fixed;
}

static int members_have_strings( enum trp_struct type, unsigned int depth )
{
    const struct trp_member *members;
    uint32_t i, count;

    members = trp_struct_members( type, 0xffffffff, &count );
    for (i = 0; i < count; i++)
    {
        switch (members[i].kind)
        {
        case TRP_MEMBER_BINARY:
            break;
        case TRP_MEMBER_ARRAY:
        case TRP_MEMBER_INLINE:
            if (depth < 2 && members[i].element && members_have_strings( members[i].element, depth + 1 )) return 1;
            break;
        default:
            return 1;
        }
    }
    return 0;
}

int structconv_has_strings( enum trp_struct type )
{
    return members_have_strings( type, 0 );
}

/* The data of a pair, NULL if it is empty or points outside. */
static const BYTE *pair_data( const struct conversion *conv, uint32_t size, uint32_t offset )
{
    if (!size || offset < conv->fixed || offset > conv->size || size > conv->size - offset) return NULL;
    return conv->src + offset;
}

static uint32_t text_size( const struct conversion *conv, const BYTE *text, uint32_t size )
{
    if (conv->form == STRUCTCONV_ANSI)
        return WideCharToMultiByte( CP_ACP, 0, (const WCHAR *)text, size / sizeof(WCHAR), NULL, 0, NULL, NULL );
    return MultiByteToWideChar( CP_ACP, 0, (const char *)text, size, NULL, 0 ) * sizeof(WCHAR);
}

static void convert_text( const struct conversion *conv, const BYTE *text, uint32_t size, BYTE *dst, uint32_t dst_size )
{
    if (conv->form == STRUCTCONV_ANSI)
        WideCharToMultiByte( CP_ACP, 0, (const WCHAR *)text, size / sizeof(WCHAR), (char *)dst, dst_size, NULL, NULL );
    else
        MultiByteToWideChar( CP_ACP, 0, (const char *)text, size, (WCHAR *)dst, dst_size / sizeof(WCHAR) );
}

/* Room for a member: its offset in dst, or 0 if it does not fit. Members stand on 4-byte boundaries. */
static uint32_t reserve( struct conversion *conv, uint32_t size )
{
    uint32_t offset = align4( conv->used ), i;

    conv->needed = align4( conv->needed ) + size;
    if (!conv->dst || offset > conv->total || size > conv->total - offset) return 0;
    for (i = conv->used; i < offset; i++) conv->dst[i] = 0;
    conv->used = offset + size;
    return offset;
}

/* Where a member's size and offset go: at base in dst, which may be missing. */
static void set_pair( struct conversion *conv, const struct trp_member *member, uint32_t base, uint32_t size, uint32_t offset )
{
    if (!conv->dst) return;
    set( conv->dst, base + member->size_field, offset ? size : 0 );
    set( conv->dst, base + member->offset_field, offset );
}

static void convert_string( struct conversion *conv, const struct trp_member *member, uint32_t base, const BYTE *data, uint32_t size )
{
    uint32_t new_size = text_size( conv, data, size ), offset = reserve( conv, new_size );

    if (offset) convert_text( conv, data, size, conv->dst + offset, new_size );
    set_pair( conv, member, base, new_size, offset );
}

static void convert_binary( struct conversion *conv, const struct trp_member *member, uint32_t base, const BYTE *data, uint32_t size )
{
    uint32_t offset = reserve( conv, size );

    if (offset) memcpy( conv->dst + offset, data, size );
    set_pair( conv, member, base, size, offset );
}

/* A table of strings with entries of equal size. */
static void convert_table( struct conversion *conv, const struct trp_member *member, const BYTE *data, uint32_t size )
{
    uint32_t entry = get( conv->src, member->count_field ), i, count, new_entry = 0, offset;

    if (!entry || entry > size)
    {
        set_pair( conv, member, 0, 0, 0 );
        return;
    }
    count = size / entry;
    for (i = 0; i < count; i++) new_entry = max( new_entry, text_size( conv, data + i * entry, entry ) );
    if ((offset = reserve( conv, count * new_entry )))
    {
        memset( conv->dst + offset, 0, count * new_entry );
        for (i = 0; i < count; i++)
            convert_text( conv, data + i * entry, entry, conv->dst + offset + i * new_entry, new_entry );
    }
    set_pair( conv, member, 0, count * new_entry, offset );
    if (conv->dst) set( conv->dst, member->count_field, new_entry );
}

/* Strings that entries of an array point to; at: offset of the entries in dst, 0 to measure. */
static void convert_entries( struct conversion *conv, enum trp_struct element, const BYTE *entries, uint32_t entry_size,
                             uint32_t count, uint32_t at )
{
    const struct trp_member *members;
    uint32_t i, j, member_count;

    members = trp_struct_members( element, 0xffffffff, &member_count );
    for (i = 0; i < count; i++)
    {
        const BYTE *entry = entries + i * entry_size;

        for (j = 0; j < member_count; j++)
        {
            uint32_t size, base = at + i * entry_size;
            const BYTE *data;

            if (members[j].offset_field + sizeof(uint32_t) > entry_size) break;
            size = get( entry, members[j].size_field );
            data = pair_data( conv, size, get( entry, members[j].offset_field ) );
            if (!data) set_pair( conv, &members[j], base, 0, 0 );
            else if (members[j].kind == TRP_MEMBER_BINARY) convert_binary( conv, &members[j], base, data, size );
            else convert_string( conv, &members[j], base, data, size );
        }
    }
}

static void convert_array( struct conversion *conv, const struct trp_member *member, const BYTE *data, uint32_t size )
{
    uint32_t count = get( conv->src, member->count_field ), offset;
    struct conversion measure = *conv;

    if (!count || !member->element || size / count < trp_struct_min_size( member->element ))
    {
        convert_binary( conv, member, 0, data, size );
        return;
    }

    /* An array and all its strings, or nothing. Everything is aligned, so the place does not change what it takes. */
    measure.dst = NULL;
    reserve( &measure, size );
    convert_entries( &measure, member->element, data, size / count, count, 0 );
    if (conv->dst && align4( conv->used ) + measure.needed - align4( conv->needed ) <= conv->total)
    {
        offset = reserve( conv, size );
        memcpy( conv->dst + offset, data, size );
        convert_entries( conv, member->element, data, size / count, count, offset );
        set_pair( conv, member, 0, size, offset );
        return;
    }
    conv->needed = measure.needed;
    set_pair( conv, member, 0, 0, 0 );
    /* In a plain list the count counts what is there; elsewhere it is a fact about the device. */
    if (conv->dst && conv->fixed == sizeof(LINECOUNTRYLIST)) set( conv->dst, member->count_field, 0 );
}

static void convert_inline( struct conversion *conv, const struct trp_member *member, uint32_t api_version )
{
    uint32_t count = get( conv->src, member->count_field ), entry = trp_struct_size( member->element, api_version ), size;

    if (count > (conv->size - member->offset_field) / entry) count = (conv->size - member->offset_field) / entry;
    size = count * entry;
    conv->needed = conv->used = member->offset_field + size;
    if (conv->dst && conv->used > conv->total) conv->dst = NULL;
    if (conv->dst)
    {
        memcpy( conv->dst + member->offset_field, conv->src + member->offset_field, size );
        set( conv->dst, member->count_field, count );
    }
    convert_entries( conv, member->element, conv->src + member->offset_field, entry, count, member->offset_field );
}

static void convert_formatted( struct conversion *conv, const struct trp_member *member, const BYTE *data, uint32_t size )
{
    static const uint32_t results[] = { STRINGFORMAT_ASCII, STRINGFORMAT_UNICODE };
    uint32_t format = get( conv->src, VARSTRING_FORMAT );

    if (conv->form == STRUCTCONV_ANSI ? format == STRINGFORMAT_UNICODE : format == STRINGFORMAT_ASCII || format == STRINGFORMAT_DBCS)
    {
        if (conv->dst) set( conv->dst, VARSTRING_FORMAT, results[conv->form] );
        convert_string( conv, member, 0, data, size );
    }
    else convert_binary( conv, member, 0, data, size );
}

uint32_t structconv( enum trp_struct type, enum structconv_form form, uint32_t api_version,
                     const void *src, uint32_t size, void *dst, uint32_t total )
{
    enum trp_form layout = trp_struct_form( type );
    struct conversion conv = { .form = form, .src = src, .size = size, .dst = dst, .total = total };
    const struct trp_member *members;
    uint32_t i, count, kept = layout == TRP_FORM_FIXED ? 0 : sizeof(uint32_t);

    if (size < trp_struct_min_size( type )) return 0;
    if (layout == TRP_FORM_SIZES) conv.size = min( size, get( src, 8 ) );
    conv.fixed = api_version ? trp_struct_size( type, api_version ) : structconv_fixed_size( type, src, conv.size );
    if (!conv.fixed || conv.size < conv.fixed || (dst && total < conv.fixed)) return 0;

    conv.used = conv.needed = conv.fixed;
    if (dst) memcpy( conv.dst + kept, conv.src + kept, conv.fixed - kept );

    members = trp_struct_members( type, 0xffffffff, &count );
    for (i = 0; i < count; i++)
    {
        const struct trp_member *member = &members[i];
        const BYTE *data;

        if (member->kind == TRP_MEMBER_INLINE)
        {
            convert_inline( &conv, member, api_version ? api_version : versions[0] );
            continue;
        }
        if (member->offset_field + sizeof(uint32_t) > conv.fixed) break;
        size = get( src, member->size_field );
        if (!(data = pair_data( &conv, size, get( src, member->offset_field ) )))
        {
            set_pair( &conv, member, 0, 0, 0 );
            continue;
        }
        switch (member->kind)
        {
        case TRP_MEMBER_STRING:
        case TRP_MEMBER_STRINGS:   convert_string( &conv, member, 0, data, size ); break;
        case TRP_MEMBER_TABLE:     convert_table( &conv, member, data, size ); break;
        case TRP_MEMBER_FORMATTED: convert_formatted( &conv, member, data, size ); break;
        case TRP_MEMBER_ARRAY:     convert_array( &conv, member, data, size ); break;
        default:                   convert_binary( &conv, member, 0, data, size ); break;
        }
    }

    for (i = 0; i < ARRAYSIZE(string_formats); i++)
        if (string_formats[i].type == type && conv.dst && (type != TRPS_PHONECAPS || form == STRUCTCONV_UNICODE))
            set( conv.dst, string_formats[i].field, form == STRUCTCONV_ANSI ? STRINGFORMAT_ASCII : STRINGFORMAT_UNICODE );

    if (layout == TRP_FORM_SIZES)
    {
        /* What the source had no room for is not there to be measured. */
        if (get( src, 4 ) > get( src, 8 )) conv.needed = max( conv.needed, get( src, 4 ) );
        if (conv.dst)
        {
            set( conv.dst, 4, conv.needed );
            set( conv.dst, 8, conv.used );
        }
    }
    else if (layout == TRP_FORM_TOTAL && conv.dst) set( conv.dst, 0, conv.used );
    return conv.needed;
}
