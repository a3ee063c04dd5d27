/*
 * What every function that returns a structure must do with its buffer.
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

#include "fidelity.h"

#define ROOM       (256 * 1024)
#define PATTERN    0xcc
#define BEFORE     64           /* bytes before a structure that are watched */

unsigned int calls_made;

/* What a function gave for a buffer that was large enough. */
struct answer
{
    BYTE  bytes[ROOM];
    DWORD needed;
};

static struct answer unicode_answer, ansi_answer;

/* ---- memory -------------------------------------------------------------------------------------------------------- */

/* That many bytes, full of the pattern, with a page right behind them that cannot be touched. */
static BYTE *guarded_block( DWORD size )
{
    static BYTE *pages;
    SYSTEM_INFO info;
    BYTE *block;

    if (!pages)
    {
        GetSystemInfo( &info );
        pages = VirtualAlloc( NULL, ROOM + info.dwPageSize, MEM_RESERVE, PAGE_NOACCESS );
        VirtualAlloc( pages, ROOM, MEM_COMMIT, PAGE_READWRITE );
    }
    block = pages + ROOM - size;
    memset( block - BEFORE, PATTERN, BEFORE + size );
    return block;
}

static BOOL is_pattern( const BYTE *bytes, DWORD from, DWORD to )
{
    for (; from < to; from++) if (bytes[from] != PATTERN) return FALSE;
    return TRUE;
}

static DWORD field( const BYTE *structure, DWORD at )
{
    DWORD value;

    memcpy( &value, structure + at, sizeof(value) );
    return value;
}

static void set_field( BYTE *structure, DWORD at, DWORD value )
{
    memcpy( structure + at, &value, sizeof(value) );
}

/* ---- members ------------------------------------------------------------------------------------------------------- */

/* A structure in one form and version. */
struct view
{
    const BYTE *bytes;
    DWORD       fixed, used;
    BOOL        unicode;
    DWORD       index;          /* of the version */
};

/* The data of a pair; NULL: there is none, or it is not where it may be. base: of the entry that has the pair, 0 for the structure. */
static const BYTE *data_of( const struct view *view, const struct member *member, DWORD base, DWORD *size )
{
    DWORD offset = field( view->bytes, base + member->offset_at );

    *size = field( view->bytes, base + member->size_at );
    if (!*size) return NULL;
    if (offset < view->fixed || offset > view->used || *size > view->used - offset) return NULL;
    return view->bytes + offset;
}

static BOOL is_terminated( const struct view *view, const BYTE *data, DWORD size )
{
    WCHAR last = 0;

    if (!view->unicode) return !data[size - 1];
    if (size % sizeof(WCHAR)) return FALSE;
    memcpy( &last, data + size - sizeof(WCHAR), sizeof(last) );
    return !last;
}

/* Bytes of the string at the start of the data, with its end. */
static DWORD string_size( const struct view *view, const BYTE *data, DWORD size )
{
    DWORD unit = view->unicode ? sizeof(WCHAR) : 1, len;

    for (len = 0; len + unit <= size; len += unit) if (!data[len] && (unit == 1 || !data[len + 1])) return len + unit;
    return size + unit;
}

static void check_text( const struct view *view, const struct member *member, const BYTE *data, DWORD size )
{
    ok( is_terminated( view, data, size ), "%s is not terminated\n", member->name );
    ok( string_size( view, data, size ) == size, "%s: %lu bytes for a string of %lu\n", member->name, size, string_size( view, data, size ) );
}

static void check_table( const struct view *view, const struct member *member, const BYTE *data, DWORD size )
{
    DWORD entry = field( view->bytes, member->extra ), i;

    ok( entry && !(size % entry), "%s: %lu bytes, entries of %lu\n", member->name, size, entry );
    if (!entry || size % entry) return;
    for (i = 0; i < size; i += entry)
        ok( string_size( view, data + i, entry ) <= entry, "%s: entry %lu is not terminated\n", member->name, i / entry );
}

/* The member that a VARSTRING has. */
static BOOL is_text( const struct view *view, const struct member *member )
{
    DWORD format;

    if (member->kind == MEMBER_TEXT) return TRUE;
    if (member->kind != MEMBER_FORMATTED) return FALSE;
    format = field( view->bytes, member->extra );
    return format == (view->unicode ? STRINGFORMAT_UNICODE : STRINGFORMAT_ASCII);
}

/*
 * One member, and those of its entries: where it lies, how it ends, and that it is what a buffer that was large enough has got: whole
 * or not at all.
 */
static void check_member( const struct view *view, const struct view *whole, const struct member *member, DWORD base, DWORD whole_base )
{
    DWORD size, whole_size, entry, count, i, j;
    const BYTE *data, *whole_data;

    data = data_of( view, member, base, &size );
    whole_data = data_of( whole, member, whole_base, &whole_size );
    ok( !size || data, "%s: size %lu offset %lu of %lu bytes, fixed part %lu\n", member->name, size,
        field( view->bytes, base + member->offset_at ), view->used, view->fixed );
    if (!data) return;
    ok( whole_data && size == whole_size, "%s: %lu bytes, %lu of a large buffer\n", member->name, size, whole_size );
    if (!whole_data || size != whole_size) return;
    ok( !((data - view->bytes) % 2), "%s is at an odd offset\n", member->name );

    if (is_text( view, member )) check_text( view, member, data, size );
    else if (member->kind == MEMBER_TEXTS) ok( is_terminated( view, data, size ), "%s is not terminated\n", member->name );
    else if (member->kind == MEMBER_TABLE) check_table( view, member, data, size );
    if (member->kind != MEMBER_ARRAY)
    {
        ok( !memcmp( data, whole_data, size ), "%s is not what a large buffer has\n", member->name );
        return;
    }
    entry = member->element->sizes[view->index];
    count = field( view->bytes, member->extra );
    ok( size == count * entry, "%s: %lu bytes for %lu entries of %lu\n", member->name, size, count, entry );
    if (size != count * entry) return;
    for (i = 0; i < count; i++)
    {
        winetest_push_context( "%s %lu", member->name, i );
        for (j = 0; j < member->element->count; j++)
        {
            const struct member *part = &member->element->members[j];

            if (part->offset_at + sizeof(DWORD) > entry) continue;
            check_member( view, whole, part, data - view->bytes + i * entry, whole_data - whole->bytes + i * entry );
        }
        winetest_pop_context();
    }
}

/* A DWORD of the fixed part that says where something is, or how much of it there is: it depends on the room. */
static BOOL is_place( const struct structure *structure, DWORD at )
{
    unsigned int i;

    for (i = 0; i < structure->count; i++)
    {
        const struct member *member = &structure->members[i];

        if (at == member->size_at || at == member->offset_at) return TRUE;
        if (at == member->extra && (member->kind == MEMBER_TABLE || member->kind == MEMBER_ARRAY || member->kind == MEMBER_FORMATTED)) return TRUE;
    }
    return FALSE;
}

static void check_members( const struct structure *structure, const struct view *view, const struct view *whole )
{
    unsigned int i;
    DWORD at;

    for (i = 0; i < structure->count; i++)
        if (structure->members[i].offset_at + sizeof(DWORD) <= view->fixed) check_member( view, whole, &structure->members[i], 0, 0 );
    for (at = 3 * sizeof(DWORD); at + sizeof(DWORD) <= view->fixed; at += sizeof(DWORD))
    {
        if (is_place( structure, at )) continue;
        ok( field( view->bytes, at ) == field( whole->bytes, at ), "offset %lu: %#lx, %#lx in a large buffer\n", at, field( view->bytes, at ),
            field( whole->bytes, at ) );
    }
}

/* ---- sizes --------------------------------------------------------------------------------------------------------- */

static LONG call( const struct function *function, struct subject *subject, BOOL unicode, void *buffer )
{
    calls_made++;
    return function->get( subject, unicode, buffer );
}

/* TRUE: the answer is complete and sound. */
static BOOL get_whole( const struct function *function, struct subject *subject, DWORD index, BOOL unicode, struct answer *answer )
{
    const struct structure *structure = function->structure;
    struct view view = { answer->bytes, structure->sizes[index], 0, unicode, index };
    LONG ret;

    memset( answer->bytes, PATTERN, sizeof(answer->bytes) );
    set_field( answer->bytes, 0, sizeof(answer->bytes) );
    ret = call( function, subject, unicode, answer->bytes );
    ok_ret( ret, 0 );
    if (ret) return FALSE;
    answer->needed = field( answer->bytes, 4 );
    view.used = field( answer->bytes, 8 );
    ok( field( answer->bytes, 0 ) == sizeof(answer->bytes), "dwTotalSize was changed to %lu\n", field( answer->bytes, 0 ) );
    ok( view.used == answer->needed && view.used >= view.fixed && view.used < sizeof(answer->bytes), "used %lu needed %lu, fixed part %lu\n",
        view.used, answer->needed, view.fixed );
    if (view.used != answer->needed || view.used < view.fixed || view.used >= sizeof(answer->bytes)) return FALSE;
    ok( is_pattern( answer->bytes, view.used, min( view.used + 4096, sizeof(answer->bytes) ) ), "wrote behind dwUsedSize\n" );
    check_members( structure, &view, &view );
    return TRUE;
}

static void check_too_small( const struct function *function, struct subject *subject, BOOL unicode, DWORD size )
{
    BYTE *block = guarded_block( max( size, sizeof(DWORD) ) );
    LONG ret;

    set_field( block, 0, size );
    ret = call( function, subject, unicode, block );
    ok_ret( ret, function->flags & PHONE ? PHONEERR_STRUCTURETOOSMALL : LINEERR_STRUCTURETOOSMALL );
    ok( field( block, 0 ) == size, "dwTotalSize was changed to %lu\n", field( block, 0 ) );
    ok( is_pattern( block - BEFORE, 0, BEFORE ) && is_pattern( block, sizeof(DWORD), size ), "wrote into it\n" );
}

static void check_size( const struct function *function, struct subject *subject, DWORD index, BOOL unicode, const struct answer *answer, DWORD size )
{
    const struct structure *structure = function->structure;
    struct view whole = { answer->bytes, structure->sizes[index], answer->needed, unicode, index }, view = whole;
    BYTE *block = guarded_block( size );
    LONG ret;

    set_field( block, 0, size );
    ret = call( function, subject, unicode, block );
    ok_ret( ret, 0 );
    if (ret) return;
    view.bytes = block;
    view.used = field( block, 8 );
    ok( field( block, 0 ) == size, "dwTotalSize was changed to %lu\n", field( block, 0 ) );
    ok( field( block, 4 ) == answer->needed || (function->flags & ANSWER && !unicode && field( block, 4 ) > answer->needed),
        "needed %lu, %lu of a large buffer\n", field( block, 4 ), answer->needed );
    ok( view.used >= view.fixed && view.used <= size, "used %lu, fixed part %lu\n", view.used, view.fixed );
    if (size >= answer->needed) ok( view.used == answer->needed, "used %lu needed %lu\n", view.used, answer->needed );
    ok( is_pattern( block - BEFORE, 0, BEFORE ), "wrote before the structure\n" );
    if (view.used < view.fixed || view.used > size) return;
    ok( is_pattern( block, view.used, size ), "wrote behind dwUsedSize %lu\n", view.used );
    check_members( structure, &view, &whole );
}

static void check_sizes( const struct function *function, struct subject *subject, DWORD index, BOOL unicode, const struct answer *answer )
{
    DWORD fixed = function->structure->sizes[index], needed = answer->needed, room = needed - fixed, size, i;
    DWORD steps = function->flags & SLOW ? 3 : 8, step = max( 1, room / steps );
    DWORD small[] = { 0, 4, 12, fixed - 4, fixed - 1 };
    DWORD near_end[] = { needed - 1, needed, needed + 1, needed + 333 };

    for (i = 0; i < ARRAY_SIZE(small); i++)
    {
        winetest_push_context( "size %lu", small[i] );
        check_too_small( function, subject, unicode, small[i] );
        winetest_pop_context();
    }
    /* odd steps meet every alignment */
    if (step > 1) step |= 1;
    for (size = fixed; size < needed; size += step)
    {
        winetest_push_context( "size %lu", size );
        check_size( function, subject, index, unicode, answer, size );
        winetest_pop_context();
    }
    for (i = 0; i < ARRAY_SIZE(near_end); i++)
    {
        if (near_end[i] < fixed) continue;
        winetest_push_context( "size %lu", near_end[i] );
        check_size( function, subject, index, unicode, answer, near_end[i] );
        winetest_pop_context();
    }
}

/* ---- ANSI and Unicode ---------------------------------------------------------------------------------------------- */

/* The Unicode text in the code page of ANSI functions is the ANSI text. */
static void compare_text( const char *name, const BYTE *wide, DWORD wide_size, const BYTE *ansi, DWORD ansi_size )
{
    char converted[4096];
    int size;

    size = WideCharToMultiByte( CP_ACP, 0, (const WCHAR *)wide, wide_size / sizeof(WCHAR), converted, sizeof(converted), NULL, NULL );
    ok( ansi_size == (DWORD)size && !memcmp( ansi, converted, size ), "%s: %s in A, %s in W\n", name, wine_dbgstr_an( (const char *)ansi, ansi_size ),
        wine_dbgstr_wn( (const WCHAR *)wide, wide_size / sizeof(WCHAR) ) );
}

static void compare_table( const char *name, const BYTE *wide, DWORD wide_size, DWORD wide_entry, const BYTE *ansi, DWORD ansi_size, DWORD ansi_entry )
{
    struct view w = { NULL, 0, 0, TRUE }, a = { NULL, 0, 0, FALSE };
    DWORD i, count = wide_entry ? wide_size / wide_entry : 0;

    ok( count && ansi_entry && ansi_size / ansi_entry == count, "%s: %lu entries in W, %lu bytes of %lu in A\n", name, count, ansi_size, ansi_entry );
    if (!count || !ansi_entry || ansi_size / ansi_entry != count) return;
    for (i = 0; i < count; i++)
    {
        const BYTE *text = wide + i * wide_entry, *other = ansi + i * ansi_entry;
        compare_text( name, text, string_size( &w, text, wide_entry ), other, string_size( &a, other, ansi_entry ) );
    }
}

static void compare_member( const struct view *w, const struct view *a, const struct member *member, DWORD w_base, DWORD a_base )
{
    DWORD wide_size, ansi_size, entry, i, j;
    const BYTE *wide = data_of( w, member, w_base, &wide_size ), *ansi = data_of( a, member, a_base, &ansi_size );

    ok( !wide == !ansi, "%s: %lu bytes in W, %lu in A\n", member->name, wide_size, ansi_size );
    if (!wide || !ansi) return;
    if (is_text( w, member ) || member->kind == MEMBER_TEXTS)
    {
        if (member->kind == MEMBER_FORMATTED) ok( is_text( a, member ), "%s is no text in A\n", member->name );
        compare_text( member->name, wide, wide_size, ansi, ansi_size );
        return;
    }
    if (member->kind == MEMBER_TABLE)
    {
        compare_table( member->name, wide, wide_size, field( w->bytes, member->extra ), ansi, ansi_size, field( a->bytes, member->extra ) );
        return;
    }
    ok( wide_size == ansi_size, "%s: %lu bytes in W, %lu in A\n", member->name, wide_size, ansi_size );
    if (wide_size != ansi_size) return;
    if (member->kind != MEMBER_ARRAY)
    {
        ok( !memcmp( wide, ansi, wide_size ), "%s: not the same bytes\n", member->name );
        return;
    }
    if (!(entry = member->element->sizes[w->index])) return;
    for (i = 0; i < wide_size / entry; i++)
    {
        for (j = 0; j < member->element->count; j++)
            if (member->element->members[j].offset_at + sizeof(DWORD) <= entry)
                compare_member( w, a, &member->element->members[j], wide - w->bytes + i * entry, ansi - a->bytes + i * entry );
    }
}

static void compare_forms( const struct structure *structure, DWORD index )
{
    struct view w = { unicode_answer.bytes, structure->sizes[index], unicode_answer.needed, TRUE, index };
    struct view a = { ansi_answer.bytes, structure->sizes[index], ansi_answer.needed, FALSE, index };
    unsigned int i;
    DWORD at;

    for (i = 0; i < structure->count; i++)
        if (structure->members[i].offset_at + sizeof(DWORD) <= w.fixed) compare_member( &w, &a, &structure->members[i], 0, 0 );
    for (at = 3 * sizeof(DWORD); at + sizeof(DWORD) <= w.fixed; at += sizeof(DWORD))
    {
        if (is_place( structure, at )) continue;
        if (field( w.bytes, at ) == field( a.bytes, at )) continue;
        /* of devices: dwStringFormat */
        ok( (structure == &line_dev_caps || structure == &phone_caps) && at == FIELD_OFFSET( LINEDEVCAPS, dwStringFormat ) &&
            field( w.bytes, at ) == STRINGFORMAT_UNICODE && field( a.bytes, at ) == STRINGFORMAT_ASCII, "offset %lu: %#lx in W, %#lx in A\n", at,
            field( w.bytes, at ), field( a.bytes, at ) );
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------------------- */

void check_function( const struct function *function, struct subject *subject )
{
    DWORD index;
    BOOL both;

    for (index = 0; index < VERSIONS && versions[index] != subject->version; index++) {}
    /* in that version there was no such structure */
    if (!function->structure->sizes[index]) return;
    if (function->flags & ONCE && index != VERSIONS - 1) return;

    winetest_push_context( "%s%s", function->name, function->flags & ANSI_TOO ? "W" : "" );
    if ((both = get_whole( function, subject, index, TRUE, &unicode_answer )))
        check_sizes( function, subject, index, TRUE, &unicode_answer );
    winetest_pop_context();
    if (!(function->flags & ANSI_TOO)) return;
    winetest_push_context( "%sA", function->name );
    if (get_whole( function, subject, index, FALSE, &ansi_answer ))
    {
        check_sizes( function, subject, index, FALSE, &ansi_answer );
        if (both) compare_forms( function->structure, index );
    }
    winetest_pop_context();
}
