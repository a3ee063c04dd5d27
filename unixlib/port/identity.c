/*
 * Which device is behind a port, by sysfs.
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


#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "identity.h"

/* An attribute of a folder of sysfs: one line of printable text without what separates the parts of an identity. @return 1 if it is there */
static int read_attribute( const char *folder, const char *name, char *value, size_t size )
{
    char path[PATH_MAX + 64];
    FILE *file;
    char *p;

    snprintf( path, sizeof(path), "%s/%s", folder, name );
    value[0] = 0;
    if (!(file = fopen( path, "re" ))) return 0;
    if (!fgets( value, (int)size, file )) value[0] = 0;
    fclose( file );
    value[strcspn( value, "\r\n" )] = 0;
    for (p = value; *p; p++) if (!isgraph( (unsigned char)*p ) || strchr( ":/@", *p )) *p = '_';
    return value[0] != 0;
}

/* The tty's name in sysfs: that of the path itself, or of what its links lead to. */
static int find_tty( const char *sys, const char *path, char *folder )
{
    char real[PATH_MAX], class_path[PATH_MAX + 64];
    const char *name = strrchr( path, '/' );
    int round;

    name = name ? name + 1 : path;
    for (round = 0; round < 2; round++)
    {
        if (snprintf( class_path, sizeof(class_path), "%s/class/tty/%s/device", sys, name ) >= (int)sizeof(class_path)) return -ENAMETOOLONG;
        if (realpath( class_path, folder )) return 0;
        if (!realpath( path, real )) return -ENOENT;
        name = strrchr( real, '/' ) + 1;
    }
    return -ENODEV;
}

static int identity_of_folder( char *folder, char *identity, size_t size )
{
    char vendor[16], product[16], serial[80], interface[16] = "", number[16], *slash;
    int len;

    for (;;)
    {
        if (read_attribute( folder, "bInterfaceNumber", number, sizeof(number) ) && !interface[0]) memcpy( interface, number, sizeof(interface) );
        if (read_attribute( folder, "idVendor", vendor, sizeof(vendor) )) break;
        if (!(slash = strrchr( folder, '/' )) || slash == folder) return -ENODEV;
        *slash = 0;
    }
    read_attribute( folder, "idProduct", product, sizeof(product) );
    if (read_attribute( folder, "serial", serial, sizeof(serial) ))
        len = snprintf( identity, size, "usb:%s:%s:%s/%s", vendor, product, serial, interface );
    else
        len = snprintf( identity, size, "usb:%s:%s@%.60s/%s", vendor, product, strrchr( folder, '/' ) + 1, interface );
    return (size_t)len < size ? 0 : -ENAMETOOLONG;
}

int port_identity( const char *sys, const char *path, char *identity, size_t size )
{
    char folder[PATH_MAX];
    int ret;

    identity[0] = 0;
    if (access( path, F_OK )) return -ENOENT;
    if ((ret = find_tty( sys, path, folder )) || (ret = identity_of_folder( folder, identity, size ))) identity[0] = 0;
    return ret;
}

/* The same kind of device without a serial number, in whatever socket */
static int same_kind( const char *a, const char *b )
{
    const char *at = strchr( a, '@' ), *other = strchr( b, '@' );

    if (!at || !other || at - a != other - b || strncmp( a, b, (size_t)(at - a) )) return 0;
    return !strcmp( strrchr( a, '/' ), strrchr( b, '/' ) );
}

int port_find_by_identity( const char *sys, const char *dev, const char *identity, char *path, size_t size )
{
    char folder[PATH_MAX], found[PORT_IDENTITY_SIZE], candidate[PATH_MAX], kin[PATH_MAX] = "";
    unsigned int kin_count = 0;
    struct dirent *entry;
    int ret = -ENOENT;
    DIR *dir;

    if (strncmp( identity, "usb:", 4 ) || !strchr( identity, '/' )) return -EINVAL;
    if (snprintf( folder, sizeof(folder), "%s/class/tty", sys ) >= (int)sizeof(folder)) return -ENAMETOOLONG;
    if (!(dir = opendir( folder ))) return -ENOENT;
    while (ret && (entry = readdir( dir )))
    {
        if (entry->d_name[0] == '.' || snprintf( candidate, sizeof(candidate), "%s/%s", dev, entry->d_name ) >= (int)sizeof(candidate)) continue;
        if (port_identity( sys, candidate, found, sizeof(found) )) continue;
        if (!strcmp( found, identity )) ret = 0;
        else if (same_kind( found, identity ))
        {
            kin_count++;
            memcpy( kin, candidate, sizeof(kin) );
        }
    }
    closedir( dir );
    if (ret && kin_count == 1)
    {
        ret = 0;
        memcpy( candidate, kin, sizeof(candidate) );
    }
    if (!ret && (size_t)snprintf( path, size, "%s", candidate ) >= size) ret = -ENAMETOOLONG;
    return ret;
}
