/*
 * What tapi3.dll asks of tapi32.dll beyond TAPI's C interface.
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

#ifndef TAPI3_LINK_H
#define TAPI3_LINK_H

#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>

/*
 * TAPI 2 programs know no media service providers (MSPs), so the C interface has no functions for them. These exports of tapi32 are for our tapi3.dll only,
 * which finds them with GetProcAddress(): a tapi32.dll that lacks them has no MSPs of service providers. Results are 0 or LINEERR_ values.
 */

/* At most so many bytes go to an MSP or come from one in one piece. */
#define MSP_DATA_MAX  49152

/* Which MSP the service provider of a line names (TSPI_lineMSPIdentify); LINEERR_OPERATIONUNAVAIL: none. */
typedef LONG (WINAPI *WineMSPIdentify_func)( DWORD device, GUID *clsid );

/*
 * Tell the service provider of an MSP on an address (TSPI_lineCreateMSPInstance). instance: receives its number. It ends with WineCloseMSPInstance(), with
 * the line, or with the program.
 *
 * From now on what the service provider has to tell the MSP (LINE_SENDMSPDATA) comes as a message of the application: hDevice is the program's handle to the
 * call that it is about, or of the line if it is about none; dwParam1 is the instance, dwParam2 points to the bytes, which whoever takes the message frees
 * with LocalFree(), and dwParam3 says how many there are. Programs without an instance never get that message.
 */
typedef LONG (WINAPI *WineCreateMSPInstance_func)( HLINE line, DWORD address_id, DWORD *instance );

/* TSPI_lineCloseMSPInstance. */
typedef LONG (WINAPI *WineCloseMSPInstance_func)( DWORD instance );

/* What the MSP has to tell the service provider (TSPI_lineReceiveMSPData); call: 0 if it is about none. size: 1 to MSP_DATA_MAX. */
typedef LONG (WINAPI *WineReceiveMSPData_func)( DWORD instance, HCALL call, const void *data, DWORD size );

/* Which media modes of new calls an open line gets as owner from now on (MS-TRP's SetDefaultMediaDetection, which remote service providers use). 0: none. */
typedef LONG (WINAPI *WineSetDefaultMediaDetection_func)( HLINE line, DWORD modes );

/* How the service provider of an open line is to follow call hubs (TSPI_lineSetCallHubTracking): LINECALLHUBTRACKING_ */
typedef LONG (WINAPI *WineSetCallHubTracking_func)( HLINE line, DWORD tracking );

#endif
