/*
 * Which device is behind a port: USB modems that come back under another name are found again.
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


#ifndef WINE_TELEPHONY_PORT_IDENTITY_H
#define WINE_TELEPHONY_PORT_IDENTITY_H

#include <stddef.h>

/*
 * The identity of a USB serial port is a text: "usb:0572:1329:24680246/00" is the interface 00 of the device with vendor 0572, product 1329 and serial
 * number 24680246; "usb:0572:1329@1-1.2/00" that of a device without a serial number, in the socket 1-1.2. It is read from sysfs.
 */

#define PORT_IDENTITY_SIZE 160          /* enough for every identity */

/**
 * Tell the identity of the device behind a port.
 *
 * @param sys       folder of sysfs, normally "/sys"
 * @param path      host path of the port; links are followed
 * @param identity  receives the text; PORT_IDENTITY_SIZE is enough
 * @return 0; -ENOENT there is no such port; -ENODEV it is no USB device, and needs no identity: its name is its own; -ENAMETOOLONG
 */
int port_identity( const char *sys, const char *path, char *identity, size_t size );

/**
 * Find the port of a device, whatever its name is now. A device without a serial number that is in another socket is found if it is the only one of its kind
 * that is plugged in.
 *
 * @param sys   folder of sysfs, normally "/sys"
 * @param dev   folder of devices, normally "/dev"
 * @param path  receives the host path
 * @return 0; -ENOENT it is not plugged in; -EINVAL this is no identity; -ENAMETOOLONG
 */
int port_find_by_identity( const char *sys, const char *dev, const char *identity, char *path, size_t size );

#endif /* WINE_TELEPHONY_PORT_IDENTITY_H */
