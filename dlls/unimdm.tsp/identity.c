/*
 * Which device a modem is: USB modems are found again under whatever name they come back.
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
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

#define HOST_PATH_SIZE 512

static BOOL exists( const char *path )
{
    struct port_exists_params params = { .path = (ULONG_PTR)path };

    unix_call( unimdm_port_exists, &params );
    return !params.result;
}

/* The identity of what is at a path, "" if it has none. */
static void identify( const char *path, char *identity )
{
    char sys[MAX_PATH];
    struct port_identity_params params = { .sys = (ULONG_PTR)sys, .path = (ULONG_PTR)path, .identity = (ULONG_PTR)identity,
                                           .identity_size = PORT_IDENTITY_SIZE };

    identity[0] = 0;
    registry_unix_folder( L"UnixSysFolder", sys, sizeof(sys) );
    unix_call( unimdm_port_identity, &params );
    if (params.result) identity[0] = 0;
}

static BOOL find_device( const char *identity, char *path, DWORD size )
{
    char sys[MAX_PATH], dev[MAX_PATH];
    struct port_identity_params params = { .sys = (ULONG_PTR)sys, .dev = (ULONG_PTR)dev, .path = (ULONG_PTR)path, .path_size = size,
                                           .identity = (ULONG_PTR)identity };

    registry_unix_folder( L"UnixSysFolder", sys, sizeof(sys) );
    registry_unix_folder( L"UnixDevFolder", dev, sizeof(dev) );
    unix_call( unimdm_port_find, &params );
    return !params.result;
}

/* Is a device the one of another modem? */
struct claim
{
    const WCHAR *key;
    const char  *identity;
    BOOL         found;
};

static BOOL look_for_claim( const WCHAR *key, void *arg )
{
    struct claim *claim = arg;
    struct modem_info info;
    char identity[PORT_IDENTITY_SIZE];

    if (!wcscmp( key, claim->key ) || !registry_read_modem( key, &info, FALSE ) || !info.identity[0]) return TRUE;
    WideCharToMultiByte( CP_ACP, 0, info.identity, -1, identity, sizeof(identity), NULL, NULL );
    claim->found = !strcmp( identity, claim->identity );
    return !claim->found;
}

static BOOL belongs_to_another( const struct modem_info *info, const char *identity )
{
    struct claim claim = { info->key, identity, FALSE };

    registry_enum_modems( look_for_claim, &claim );
    return claim.found;
}

static void remember( struct modem_info *info, const char *identity )
{
    TRACE( "modem %s is the device %s\n", debugstr_w( info->name ), debugstr_a( identity ));
    MultiByteToWideChar( CP_ACP, 0, identity, -1, info->identity, ARRAYSIZE(info->identity) );
    registry_write_identity( info );
}

/* The COM port goes where the device went, for programs that open it themselves. */
static void move_port( const struct modem_info *info, const char *from, const char *to )
{
    char name[2 * ARRAYSIZE(info->port)];
    struct port_relink_params params = { .name = (ULONG_PTR)name, .from = (ULONG_PTR)from, .to = (ULONG_PTR)to };

    WARN( "modem %s has moved from %s to %s\n", debugstr_w( info->name ), from, to );
    if (info->port[0] == '/') return;
    registry_set_host_path( info->port, to );
    WideCharToMultiByte( CP_ACP, 0, info->port, -1, name, sizeof(name), NULL, NULL );
    unix_call( unimdm_port_relink, &params );
    if (params.result) TRACE( "%s stays as it is: error %d\n", name, params.result );
}

BOOL identity_host_path( struct modem_info *info, char *path, DWORD size )
{
    char wanted[PORT_IDENTITY_SIZE], identity[PORT_IDENTITY_SIZE], found[HOST_PATH_SIZE];
    BOOL there;

    if (!registry_host_path( info->port, path, size ))
    {
        path[0] = 0;
        return FALSE;
    }
    if ((there = exists( path ))) identify( path, identity );
    if (!info->identity[0])
    {
        if (there && identity[0] && !belongs_to_another( info, identity )) remember( info, identity );
        return there;
    }
    WideCharToMultiByte( CP_ACP, 0, info->identity, -1, wanted, sizeof(wanted), NULL, NULL );
    if (there && !strcmp( identity, wanted )) return TRUE;
    if (find_device( wanted, found, sizeof(found) ) && strcmp( found, path ))
    {
        identify( found, identity );
        if (!belongs_to_another( info, identity ))
        {
            move_port( info, path, found );
            lstrcpynA( path, found, size );
            if (strcmp( identity, wanted )) remember( info, identity );     /* the only one of its kind, in another socket */
            return TRUE;
        }
    }
    if (there)
        WARN( "modem %s: the device at %s is another one (%s, not %s); to use it, remove the modem and add it again\n", debugstr_w( info->name ), path,
              identity[0] ? identity : "no USB device", wanted );
    return FALSE;
}
