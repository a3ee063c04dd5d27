/*
 * What tapi3.dll tells wavemsp.dll of a call: which wave devices carry its sound.
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

#ifndef WAVEMSP_H
#define WAVEMSP_H

/* {4DDB6D36-3BC1-11D2-86F2-006008B0E5D2} */
#define CLSID_WAVEMSP_INIT { 0x4ddb6d36, 0x3bc1, 0x11d2, { 0x86, 0xf2, 0x00, 0x60, 0x08, 0xb0, 0xe5, 0xd2 } }

#define WAVEMSP_NO_DEVICE   (~0u)

#define WAVEMSP_CONNECTED   0x00000001  /* the call is connected: its streams may run */
#define WAVEMSP_FULL_DUPLEX 0x00000002  /* both directions at a time */

/*
 * A block for ITMSPAddress::ReceiveTSPData() with the call's (inner) unknown: right after CreateMSPCall(), and whenever something of it changes, such as at
 * CS_CONNECTED and CS_DISCONNECTED. Device ids are those of the program's own process, as lineGetID( LINECALLSELECT_CALL, "wave/in" and "wave/out" ) says.
 */
struct wavemsp_devices
{
    DWORD size;                         /* of this structure */
    DWORD wave_in;                      /* waveIn device that hears the far end, or WAVEMSP_NO_DEVICE */
    DWORD wave_out;                     /* waveOut device that the far end hears, or WAVEMSP_NO_DEVICE */
    DWORD flags;                        /* WAVEMSP_ */
};

#endif
