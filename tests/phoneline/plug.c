/*
 * Simulated telephone exchange: modems that are plugged in again under another name, as USB modems are.
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


#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "modem_private.h"

/* Returns 0 or a negative errno. An empty name means the one it had. */
int modem_plug_as( struct modem *modem, const char *name )
{
    char path[sizeof(modem->path)], *slash;

    if (!name[0]) return modem_plug( modem );
    if (modem->plugged) return -EALREADY;
    if (strchr( name, '/' )) return -EINVAL;
    snprintf( path, sizeof(path), "%s", modem->path );
    slash = strrchr( path, '/' );
    if ((size_t)snprintf( slash + 1, sizeof(path) - (size_t)(slash + 1 - path), "%s", name ) >= sizeof(path) - (size_t)(slash + 1 - path)) return -ENAMETOOLONG;
    memcpy( modem->path, path, sizeof(path) );
    return modem_plug( modem );
}
