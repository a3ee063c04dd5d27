/*
 * The requests of the management console (MS-TRP 2.2.4.1.7): which providers there are and could be, which devices they have.
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
#include "config.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

/* AVAILABLEPROVIDERLIST and AVAILABLEPROVIDERENTRY (MS-TRP 2.2.6.1, 2.2.6.2) */
#define PROVIDER_ENTRY_SIZE   20
#define PROVIDER_FILE         0         /* size, then offset */
#define PROVIDER_NAME         8
#define PROVIDER_OPTIONS      16
#define OPTION_INSTALLABLE    0x00000001
#define OPTION_CONFIGURABLE   0x00000002
#define OPTION_REMOVABLE      0x00000004

/* DEVICEINFOLIST and DEVICEINFO (MS-TRP 2.2.6.3, 2.2.6.4) */
#define DEVICE_ENTRY_SIZE     40
#define DEVICE_PERMANENT_ID   0
#define DEVICE_PROVIDER       4
#define DEVICE_NAME           8
#define DEVICE_ADDRESSES      16

/* Providers before 2.0 are known by their ordinals. */
enum
{
#define TSPI_FN( name, ordinal, nargs, is_async )  ORDINAL_##name = ordinal,
#include "tspi_functions.def"
#undef TSPI_FN
};

/* Both lists start alike. */
struct list_header
{
    DWORD total, needed, used;
    DWORD count, list_size, list_offset;
};

#define CONFIG_SIZE  48         /* TAPISERVERCONFIG (MS-TRP 2.2.6.5) */
#define MAX_ADDRESSES  1024

static struct list_header *list_alloc( DWORD count, DWORD entry_size )
{
    DWORD size = sizeof(struct list_header) + count * entry_size;
    struct list_header *list = calloc( 1, size );

    if (!list) return NULL;
    list->total = list->needed = list->used = size;
    list->list_size = count * entry_size;
    list->list_offset = sizeof(*list);
    return list;
}

static DWORD entry_at( DWORD index, DWORD entry_size )
{
    return sizeof(struct list_header) + index * entry_size;
}

static void put_dword( void *list, DWORD at, DWORD value )
{
    memcpy( (BYTE *)list + at, &value, sizeof(value) );
}

/* The list ends where its last entry was filled in. */
static LONG reply_list( struct request *rq, struct trp_arg *arg, DWORD type, struct list_header *list, DWORD entry_size )
{
    LONG ret;

    list->list_size = list->count * entry_size;
    if (!list->count) list->list_offset = 0;
    ret = struct_reply( rq, arg, type, 0x00030001, list, 0x00030001 );
    free( list );
    return ret;
}

/* ---- providers ------------------------------------------------------------------------------------------------- */

static BOOL exports( HMODULE module, const char *name, WORD ordinal )
{
    return GetProcAddress( module, name ) || GetProcAddress( module, MAKEINTRESOURCEA( ordinal ) );
}

/* FALSE: it is no provider that this service could load. */
static BOOL provider_options( const WCHAR *path, DWORD *options )
{
    /* only looked at: its code does not run */
    HMODULE module = LoadLibraryExW( path, NULL, DONT_RESOLVE_DLL_REFERENCES );
    BOOL ret;

    if (!module) return FALSE;
    ret = exports( module, "TSPI_providerInit", ORDINAL_providerInit );
    *options = OPTION_INSTALLABLE | OPTION_REMOVABLE;
    if (GetProcAddress( module, "TSPI_providerUIIdentify" ) || exports( module, "TSPI_providerConfig", ORDINAL_providerConfig ))
        *options |= OPTION_CONFIGURABLE;
    FreeLibrary( module );
    return ret;
}

/* Appends what is in the system folder. *list: realloc'ed. */
static LONG fill_providers( struct list_header **list, const WCHAR *folder, HANDLE find, WIN32_FIND_DATAW *file, DWORD room )
{
    WCHAR path[2 * MAX_PATH];
    DWORD options, at;

    do
    {
        wcscpy( path, folder );
        wcscat( path, file->cFileName );
        if (!provider_options( path, &options )) continue;
        at = entry_at( (*list)->count, PROVIDER_ENTRY_SIZE );
        if (!struct_append_string( (void **)list, at + PROVIDER_FILE, at + PROVIDER_FILE + 4, file->cFileName ) ||
            !struct_append_string( (void **)list, at + PROVIDER_NAME, at + PROVIDER_NAME + 4, file->cFileName )) return LINEERR_NOMEM;
        put_dword( *list, at + PROVIDER_OPTIONS, options );
        (*list)->count++;
    } while ((*list)->count < room && FindNextFileW( find, file ));
    return 0;
}

LONG handle_MMCGetAvailableProviders( struct request *rq, struct trp_arg *args )
{
    enum { MOST = 256 };
    WCHAR folder[MAX_PATH + 8], pattern[MAX_PATH + 16];
    struct list_header *list;
    WIN32_FIND_DATAW file;
    HANDLE find;
    LONG ret = 0;

    if (!(list = list_alloc( MOST, PROVIDER_ENTRY_SIZE ))) return LINEERR_NOMEM;
    GetSystemDirectoryW( folder, MAX_PATH );
    wcscat( folder, L"\\" );
    wcscpy( pattern, folder );
    wcscat( pattern, L"*.tsp" );
    if ((find = FindFirstFileW( pattern, &file )) != INVALID_HANDLE_VALUE)
    {
        ret = fill_providers( &list, folder, find, &file, MOST );
        FindClose( find );
    }
    if (!ret)
        return reply_list( rq, &args[ARG_MMCGetAvailableProviders_lpProviderList], TRPS_AVAILABLEPROVIDERLIST, list, PROVIDER_ENTRY_SIZE );
    free( list );
    return ret;
}

/* ---- devices --------------------------------------------------------------------------------------------------- */

struct caps_query
{
    struct device *device;
    DWORD          address_id;
};

static LONG fill_line_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, lineGetDevCaps, query->device->id, query->device->tspi_version, 0, (DWORD_PTR)buffer );
}

static LONG fill_address_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, lineGetAddressCaps, query->device->id, query->address_id, query->device->tspi_version, 0,
                          (DWORD_PTR)buffer );
}

static LONG fill_phone_caps( void *context, void *buffer )
{
    struct caps_query *query = context;

    return PROVIDER_CALL( query->device->provider, phoneGetDevCaps, query->device->id, query->device->tspi_version, 0, (DWORD_PTR)buffer );
}

/* A string of a complete structure, copied; NULL if it has none. */
static WCHAR *copy_string( const void *structure, DWORD size, DWORD offset )
{
    DWORD total = *(const DWORD *)structure;
    WCHAR *text;

    size &= ~1u;
    if (!size || offset > total || size > total - offset || !(text = malloc( size + sizeof(WCHAR) ))) return NULL;
    memcpy( text, (const BYTE *)structure + offset, size );
    text[size / sizeof(WCHAR)] = 0;
    return text;
}

/* All addresses of a line: strings one after the other, an empty one at the end. *size: bytes. NULL: out of memory. */
static WCHAR *line_addresses( struct caps_query *query, DWORD count, DWORD *size )
{
    WCHAR *all = calloc( 2, sizeof(WCHAR) ), *grown, *address;
    LINEADDRESSCAPS *caps;
    DWORD used = 0, len;

    for (query->address_id = 0; all && query->address_id < min( count, MAX_ADDRESSES ); query->address_id++)
    {
        if (struct_fetch( TRPS_LINEADDRESSCAPS, query->device->tspi_version, fill_address_caps, query, (void **)&caps )) continue;
        if ((address = copy_string( caps, caps->dwAddressSize, caps->dwAddressOffset )) && (len = wcslen( address )))
        {
            if ((grown = realloc( all, (used + len + 2) * sizeof(WCHAR) )))
            {
                all = grown;
                wcscpy( all + used, address );
                used += len + 1;
                all[used] = 0;
            }
        }
        free( address );
        free( caps );
    }
    *size = (used ? used + 1 : 2) * sizeof(WCHAR);
    return all;
}

static BOOL append_line( struct list_header **list, DWORD at, struct device *device )
{
    struct caps_query query = { .device = device };
    DWORD addresses = 1, size;
    WCHAR *name = NULL, *all;
    LINEDEVCAPS *caps;
    BOOL ret;

    if (!struct_fetch( TRPS_LINEDEVCAPS, device->tspi_version, fill_line_caps, &query, (void **)&caps ))
    {
        name = copy_string( caps, caps->dwLineNameSize, caps->dwLineNameOffset );
        addresses = max( caps->dwNumAddresses, 1 );
        free( caps );
    }
    all = line_addresses( &query, addresses, &size );
    ret = all && struct_append_string( (void **)list, at + DEVICE_NAME, at + DEVICE_NAME + 4, name ) &&
          struct_append( (void **)list, at + DEVICE_ADDRESSES, at + DEVICE_ADDRESSES + 4, all, size );
    free( all );
    free( name );
    return ret;
}

static BOOL append_phone( struct list_header **list, DWORD at, struct device *device )
{
    struct caps_query query = { .device = device };
    WCHAR *name = NULL;
    PHONECAPS *caps;
    BOOL ret;

    if (!struct_fetch( TRPS_PHONECAPS, device->tspi_version, fill_phone_caps, &query, (void **)&caps ))
    {
        name = copy_string( caps, caps->dwPhoneNameSize, caps->dwPhoneNameOffset );
        free( caps );
    }
    ret = struct_append_string( (void **)list, at + DEVICE_NAME, at + DEVICE_NAME + 4, name );
    free( name );
    return ret;
}

/* Users of other machines have no lines here, so that there are none to list. */
static LONG device_info( struct request *rq, struct trp_arg *arg, BOOL phone )
{
    DWORD count = device_count( phone ), id, at;
    struct list_header *list = list_alloc( count, DEVICE_ENTRY_SIZE );
    struct device *device;
    BOOL good = TRUE;

    for (id = 0; list && good && id < count; id++)
    {
        if (!(device = device_get( id, phone ))) continue;
        if (!device->removed)
        {
            at = entry_at( list->count, DEVICE_ENTRY_SIZE );
            good = phone ? append_phone( &list, at, device ) : append_line( &list, at, device );
            put_dword( list, at + DEVICE_PERMANENT_ID, device->permanent_id );
            put_dword( list, at + DEVICE_PROVIDER, provider_permanent_id( device->provider ) );
            if (good) list->count++;
        }
        device_release( device );
    }
    if (list && good) return reply_list( rq, arg, TRPS_DEVICEINFOLIST, list, DEVICE_ENTRY_SIZE );
    free( list );
    return LINEERR_NOMEM;
}

LONG handle_MMCGetLineInfo( struct request *rq, struct trp_arg *args )
{
    return device_info( rq, &args[ARG_MMCGetLineInfo_lpDeviceInfoList], FALSE );
}

LONG handle_MMCGetPhoneInfo( struct request *rq, struct trp_arg *args )
{
    return device_info( rq, &args[ARG_MMCGetPhoneInfo_lpDeviceInfoList], TRUE );
}

/* A line of that provider, referenced: the first for permanent id 0, which MS-TRP has clients send. */
static struct line_device *find_device( DWORD provider, DWORD permanent_id )
{
    DWORD count = device_count( FALSE ), id;
    struct line_device *ld;
    LONG error;

    for (id = 0; id < count; id++)
    {
        if (!(ld = line_device_get( id, &error ))) continue;
        if (provider_permanent_id( ld->device->provider ) == provider && (!permanent_id || ld->device->permanent_id == permanent_id)) return ld;
        line_device_release( ld );
    }
    return NULL;
}

static BOOL is_installed( DWORD provider )
{
    struct provider_entry *entries;
    DWORD i, count;
    BOOL found = FALSE;

    if (config_read_providers( &entries, &count )) return FALSE;
    for (i = 0; i < count && !found; i++) found = entries[i].permanent_id == provider;
    config_free( entries );
    return found;
}

LONG handle_MMCGetDeviceFlags( struct request *rq, struct trp_arg *args )
{
    DWORD provider = args[ARG_MMCGetDeviceFlags_dwProviderID].value;
    struct line_device *ld;

    if (!is_installed( provider )) return LINEERR_INVALPARAM;
    /* "This request is only supported for line devices." */
    if (!args[ARG_MMCGetDeviceFlags_fLine].value) return LINEERR_OPERATIONUNAVAIL;
    if (!(ld = find_device( provider, args[ARG_MMCGetDeviceFlags_dwPermanentDeviceID].value ))) return LINEERR_BADDEVICEID;
    device_read_caps( ld );
    args[ARG_MMCGetDeviceFlags_dwFlags].value = ld->caps_flags;
    args[ARG_MMCGetDeviceFlags_dwDeviceID].value = ld->device->id;
    line_device_release( ld );
    return 0;
}

/* ---- the server role, which this service does not have --------------------------------------------------------- */

LONG handle_MMCGetServerConfig( struct request *rq, struct trp_arg *args )
{
    DWORD config[CONFIG_SIZE / sizeof(DWORD)] = { sizeof(config), sizeof(config), sizeof(config) };

    return struct_reply( rq, &args[ARG_MMCGetServerConfig_lpProviderList], TRPS_TAPISERVERCONFIG, 0x00030001, config, 0x00030001 );
}

/* Administrators are those of a telephony server; nobody is one where there is none. */
static LONG refuse( struct request *rq )
{
    WARN( "client %lu: %s is for administrators of a telephony server, which this is not\n", client_pid( rq->client ), rq->desc->name );
    return TAPIERR_NOTADMIN;
}

LONG handle_MMCSetServerConfig( struct request *rq, struct trp_arg *args )
{
    return refuse( rq );
}

LONG handle_MMCSetLineInfo( struct request *rq, struct trp_arg *args )
{
    return refuse( rq );
}

LONG handle_MMCSetPhoneInfo( struct request *rq, struct trp_arg *args )
{
    return refuse( rq );
}
