/*
 * Commands of the host in Windows tests, as for the simulated exchange.
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

#ifndef HOSTCOMMAND_H
#define HOSTCOMMAND_H

#include <windows.h>

/**
 * Run a command of the Unix shell and wait for it, a minute at most. What it says on stdout is not shown.
 *
 * @param format  the command, as for printf(); no double quotes, and less than 1500 characters
 * @return its exit status, or -1: it did not end in time, or there is no such host (real Windows)
 */
int host_command( const char *format, ... ) __attribute__((format( __MINGW_PRINTF_FORMAT, 1, 2 )));

#endif
