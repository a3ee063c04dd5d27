/*
 * Variable-size structures: from providers, to clients, and between their versions.
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

#include "device.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define FIRST_ROOM  2048        /* for the variable part, until the provider asks for more */
#define MAX_STRUCT  (512 * 1024)
#define MAX_ARRAY   (64 * 1024 * 1024)  /* with strings that overlap: more than any client has room for */
#define ALIGN4( n )  (((n) + 3u) & ~3u)

/* How every structure of TRP_FORM_SIZES starts. */
struct sizes
{
    DWORD total, needed, used;
};

static DWORD get_field( const void *data, DWORD at )
{
    DWORD value;

    memcpy( &value, (const char *)data + at, sizeof(value) );
    return value;
}

static void put_field( void *data, DWORD at, DWORD value )
{
    memcpy( (char *)data + at, &value, sizeof(value) );
}

DWORD fixed_size( DWORD type, DWORD version )
{
    return trp_struct_size( type, version );
}

LONG struct_fetch( DWORD type, DWORD version, LONG (*fill)( void *context, void *buffer ), void *context, void **full )
{
    DWORD fixed = fixed_size( type, version ), size = fixed + FIRST_ROOM, tries;
    struct sizes *data;
    LONG ret;

    for (tries = 0; tries < 4; tries++)
    {
        if (!(data = calloc( 1, size ))) return LINEERR_NOMEM;
        data->total = size;
        data->needed = data->used = fixed;
        ret = fill( context, data );
        if (!ret && data->needed <= size)
        {
            /* these bound every later look into it */
            data->total = size;
            if (data->used < fixed || data->used > size) data->used = size;
            *full = data;
            return 0;
        }
        if (ret && ret != (LONG)LINEERR_STRUCTURETOOSMALL && ret != (LONG)PHONEERR_STRUCTURETOOSMALL)
        {
            free( data );
            return ret;
        }
        size = max( ALIGN4( data->needed ), size * 2 );
        free( data );
        if (size > MAX_STRUCT) break;
    }
    WARN( "%s: the provider asks for ever more room\n", trp_struct_name( type ) );
    return LINEERR_OPERATIONFAILED;
}

/* ---- fitting a structure into a reply -------------------------------------------------------------------------- */

struct fit
{
    const BYTE *in;
    DWORD       in_size;        /* all that is valid of it */
    BYTE       *out;
    DWORD       capacity;       /* bytes of the client's buffer */
    DWORD       used, needed;
    DWORD       in_version, out_version;
};

/* A size/offset pair of the input; NULL: empty or outside. */
static const BYTE *pair_data( const struct fit *fit, const BYTE *base, DWORD size_at, DWORD offset_at, DWORD *size )
{
    DWORD offset = get_field( base, offset_at );

    *size = get_field( base, size_at );
    if (!*size || offset < 12 || offset > fit->in_size || *size > fit->in_size - offset) return NULL;
    return fit->in + offset;
}

/* Bytes that an array takes with the strings of its entries; 0: it is malformed. */
static DWORD array_size( const struct fit *fit, const struct trp_member *member, const BYTE *data, DWORD size, DWORD count )
{
    DWORD in_entry = fixed_size( member->element, fit->in_version ), out_entry = fixed_size( member->element, fit->out_version );
    const struct trp_member *members;
    DWORD total, i, j, num, bytes;

    if (!in_entry || !count || count > size / in_entry) return 0;
    total = ALIGN4( count * out_entry );
    members = trp_struct_members( member->element, fit->in_version, (uint32_t *)&num );
    for (i = 0; i < count; i++)
        for (j = 0; j < num; j++)
        {
            if (pair_data( fit, data + i * in_entry, members[j].size_field, members[j].offset_field, &bytes )) total += ALIGN4( bytes );
            /* entries that all name the same long string must not make it wrap around */
            if (total > MAX_ARRAY) return 0;
        }
    return total;
}

static void copy_array( struct fit *fit, const struct trp_member *member, const BYTE *data, DWORD count )
{
    DWORD in_entry = fixed_size( member->element, fit->in_version ), out_entry = fixed_size( member->element, fit->out_version );
    const struct trp_member *members;
    DWORD i, j, num, bytes, next = fit->used + ALIGN4( count * out_entry );
    const BYTE *string;

    members = trp_struct_members( member->element, fit->out_version, (uint32_t *)&num );
    for (i = 0; i < count; i++)
    {
        BYTE *entry = fit->out + fit->used + i * out_entry;

        memcpy( entry, data + i * in_entry, min( in_entry, out_entry ) );
        for (j = 0; j < num; j++)
        {
            if (members[j].offset_field + 4u > in_entry) continue;
            string = pair_data( fit, data + i * in_entry, members[j].size_field, members[j].offset_field, &bytes );
            put_field( entry, members[j].size_field, string ? bytes : 0 );
            put_field( entry, members[j].offset_field, string ? next : 0 );
            if (!string) continue;
            memcpy( fit->out + next, string, bytes );
            next += ALIGN4( bytes );
        }
    }
}

/* One variable member: copied if it fits as a whole, counted in any case. */
static void fit_member( struct fit *fit, const struct trp_member *member, DWORD in_fixed )
{
    const BYTE *data = NULL;
    DWORD size = 0, room, count = 0;

    if (member->kind == TRP_MEMBER_INLINE) return;
    put_field( fit->out, member->size_field, 0 );
    put_field( fit->out, member->offset_field, 0 );
    if (member->offset_field + 4u > in_fixed) return;
    if (!(data = pair_data( fit, fit->in, member->size_field, member->offset_field, &size ))) return;
    room = size;
    if (member->kind == TRP_MEMBER_ARRAY)
    {
        count = get_field( fit->in, member->count_field );
        if (!(room = array_size( fit, member, data, size, count ))) return;
    }
    fit->needed += ALIGN4( room );
    if (fit->used + ALIGN4( room ) > fit->capacity) return;
    if (member->kind == TRP_MEMBER_ARRAY)
    {
        copy_array( fit, member, data, count );
        size = count * fixed_size( member->element, fit->out_version );
    }
    else memcpy( fit->out + fit->used, data, size );
    put_field( fit->out, member->size_field, size );
    put_field( fit->out, member->offset_field, fit->used );
    fit->used += ALIGN4( room );
}

/* The whole of it: fit->in, capacity and versions are set; the result is in fit->out, `room` bytes. */
static void fit_struct( struct fit *fit, DWORD type )
{
    DWORD in_fixed = fixed_size( type, fit->in_version ), out_fixed = fixed_size( type, fit->out_version ), count, i;
    const struct trp_member *members = trp_struct_members( type, fit->out_version, (uint32_t *)&count );
    struct sizes *sizes = (struct sizes *)fit->out;

    fit->in_size = ((const struct sizes *)fit->in)->total;
    fit->used = fit->needed = out_fixed;
    memcpy( fit->out, fit->in, min( in_fixed, out_fixed ) );
    for (i = 0; i < count; i++) fit_member( fit, &members[i], in_fixed );
    sizes->total = fit->capacity;
    sizes->needed = fit->needed;
    sizes->used = fit->used;
}

/* Offsets may grow by alignment and entries by their version: twice the input is enough. */
static DWORD fit_room( DWORD type, DWORD version, const void *full )
{
    return fixed_size( type, version ) + 2 * ((const struct sizes *)full)->total + 64;
}

LONG struct_upgrade( DWORD type, const void *full, DWORD full_version, DWORD version, void **ret )
{
    struct fit fit = { .in = full, .capacity = fit_room( type, version, full ), .in_version = full_version, .out_version = version };

    if (!(*ret = fit.out = calloc( 1, fit.capacity ))) return LINEERR_NOMEM;
    fit_struct( &fit, type );
    return 0;
}

LONG struct_reply( struct request *rq, struct trp_arg *arg, DWORD type, DWORD version, const void *full, DWORD full_version )
{
    struct fit fit = { .in = full, .in_version = full_version, .out_version = version };

    if (arg->size < fixed_size( type, version )) return LINEERR_STRUCTURETOOSMALL;
    /* providers whose fields overlap would fill more than that */
    fit.capacity = min( arg->size, fit_room( type, version, full ) );
    if (!(fit.out = request_alloc( rq, fit.capacity ))) return LINEERR_NOMEM;
    fit_struct( &fit, type );
    ((struct sizes *)fit.out)->total = arg->size;
    arg->data = fit.out;
    arg->size = fit.used;
    return 0;
}

LONG struct_fit( DWORD type, const void *full, DWORD full_version, DWORD version, DWORD room, void **ret, DWORD *size )
{
    struct fit fit = { .in = full, .capacity = room, .in_version = full_version, .out_version = version };
    const struct sizes *in = full;

    if (!(*ret = fit.out = calloc( 1, room ))) return LINEERR_NOMEM;
    fit_struct( &fit, type );
    /* who filled it had no room for everything either, and says how much that is */
    if (in->needed > in->used) ((struct sizes *)fit.out)->needed = max( fit.needed, in->needed );
    *size = fit.used;
    return 0;
}

BOOL struct_append( void **full, DWORD size_at, DWORD offset_at, const void *data, DWORD size )
{
    struct sizes *sizes = *full;
    DWORD offset = ALIGN4( sizes->total );
    BYTE *grown;

    if (!(grown = realloc( sizes, offset + ALIGN4( size ) ))) return FALSE;
    memset( grown + ((struct sizes *)grown)->total, 0, offset + ALIGN4( size ) - ((struct sizes *)grown)->total );
    memcpy( grown + offset, data, size );
    put_field( grown, size_at, size );
    put_field( grown, offset_at, offset );
    sizes = (struct sizes *)grown;
    sizes->total = sizes->needed = sizes->used = offset + ALIGN4( size );
    *full = grown;
    return TRUE;
}

BOOL struct_append_string( void **full, DWORD size_at, DWORD offset_at, const WCHAR *string )
{
    if (string) return struct_append( full, size_at, offset_at, string, (wcslen( string ) + 1) * sizeof(WCHAR) );
    put_field( *full, size_at, 0 );
    put_field( *full, offset_at, 0 );
    return TRUE;
}

/* ---- LINECALLPARAMS -------------------------------------------------------------------------------------------- */

LONG call_params_convert( const void *params, DWORD size, DWORD api_version, DWORD tspi_version, LINECALLPARAMS **ret )
{
    DWORD in_fixed = fixed_size( TRPS_LINECALLPARAMS, api_version ), out_fixed = fixed_size( TRPS_LINECALLPARAMS, tspi_version );
    const struct trp_member *members;
    DWORD total, used = out_fixed, count, i;
    BYTE *out;

    *ret = NULL;
    if (!params) return 0;
    switch (trp_struct_check_version( TRPS_LINECALLPARAMS, api_version, params, size ))
    {
    case 0: break;
    case TRP_E_SPACE: return LINEERR_STRUCTURETOOSMALL;
    default: return LINEERR_INVALCALLPARAMS;
    }
    members = trp_struct_members( TRPS_LINECALLPARAMS, min( api_version, tspi_version ), (uint32_t *)&count );
    total = out_fixed;
    for (i = 0; i < count; i++) total += ALIGN4( get_field( params, members[i].size_field ) );
    if (total > MAX_STRUCT) return LINEERR_INVALCALLPARAMS;
    if (!(out = calloc( 1, total ))) return LINEERR_NOMEM;
    memcpy( out, params, min( in_fixed, out_fixed ) );
    put_field( out, 0, total );
    for (i = 0; i < count; i++)
    {
        DWORD bytes = get_field( params, members[i].size_field ), offset = get_field( params, members[i].offset_field );

        put_field( out, members[i].offset_field, bytes ? used : 0 );
        if (!bytes) continue;
        memcpy( out + used, (const BYTE *)params + offset, bytes );
        used += ALIGN4( bytes );
    }
    *ret = (LINECALLPARAMS *)out;
    return 0;
}

WCHAR *call_params_string( const void *params, DWORD size, DWORD size_at, DWORD offset_at )
{
    DWORD bytes, offset;
    WCHAR *string;

    if (!params) return NULL;
    bytes = get_field( params, size_at ) & ~1u;
    offset = get_field( params, offset_at );
    if (!bytes || offset > size || bytes > size - offset) return NULL;
    if (!(string = malloc( bytes + sizeof(WCHAR) ))) return NULL;
    memcpy( string, (const BYTE *)params + offset, bytes );
    string[bytes / sizeof(WCHAR)] = 0;
    return string;
}
