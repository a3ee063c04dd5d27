/*
 * The device configuration of modems, as lineGetDevConfig and lineSetDevConfig pass it.
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

#ifndef WINE_TELEPHONY_DEVCFG_H
#define WINE_TELEPHONY_DEVCFG_H

#include <windef.h>
#include <winbase.h>

#define MDMCFG_VERSION  0x00010003

/* fwOptions of the header */
#define TERMINAL_PRE    1
#define TERMINAL_POST   2
#define MANUAL_DIAL     4
#define LAUNCH_LIGHTS   8

/*
 * The device configuration of 'comm/datamodem': DEVCFG of the documentation, with MODEMSETTINGS as the provider data of its COMMCONFIG.
 * The layout is the same for 32- and 64-bit applications.
 */
#include <pshpack4.h>
struct devcfg
{
    /* DEVCFGHDR */
    DWORD size;
    DWORD version;
    WORD  options;
    WORD  wait_bong;
    /* COMMCONFIG */
    DWORD comm_size;
    WORD  comm_version;
    WORD  comm_reserved;
    DCB   dcb;
    DWORD provider_subtype;
    DWORD provider_offset;      /* from comm_size */
    DWORD provider_size;
    /* MODEMSETTINGS */
    DWORD actual_size;
    DWORD required_size;
    DWORD dev_specific_offset;
    DWORD dev_specific_size;
    DWORD call_setup_fail_timer;
    DWORD inactivity_timeout;
    DWORD speaker_volume;
    DWORD speaker_mode;
    DWORD preferred_options;
    DWORD negotiated_options;
    DWORD negotiated_rate;
    DWORD variable_portion;     /* abVariablePortion and its padding */
};
#include <poppack.h>

#endif
