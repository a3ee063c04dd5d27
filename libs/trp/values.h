/*
 * The values of TAPI constants that the protocol table needs, without windows.h.
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

#ifndef WINE_TELEPHONY_TRP_VALUES_H
#define WINE_TELEPHONY_TRP_VALUES_H

#include <stdint.h>

/* Names and values of errors, for the table and for logs: errors.def. */
enum trp_error
{
#define TRP_ERROR( name, value )  name = value##u,
#include "errors.def"
#undef TRP_ERROR
};

/* Legal bits, MS-TRP 2.2.3; the high 16 bits are for vendors where the documentation of the constants leaves them. */
#define TRP_VENDOR_BITS             0xffff0000u

#define LINEADDRESSMODE_ADDRESSID   0x00000001u
#define LINEADDRESSMODE_DIALABLEADDR 0x00000002u
#define LINEADDRESSMODE_ALL         (0x00000003u | TRP_VENDOR_BITS)
#define LINEADDRESSSTATE_ALL        0x000001ffu
#define LINEADDRESSTYPE_ALL         0x0000001fu
#define LINEAGENTSESSIONSTATE_ALL   0x0000003fu
#define LINEAGENTSTATE_ALL          0x000003ffu
#define LINEAGENTSTATEEX_ALL        0x0000007fu
#define LINEBEARERMODE_ALL          (0x000000ffu | TRP_VENDOR_BITS)
#define LINECALLCOMPLMODE_ALL       0x0000000fu
#define LINECALLHUBTRACKING_MAX     0x00000002u
#define LINECALLPARAMFLAGS_ALL      0x000000ffu
#define LINECALLPRIVILEGE_NONE      0x00000001u
#define LINECALLPRIVILEGE_MONITOR   0x00000002u
#define LINECALLPRIVILEGE_OWNER     0x00000004u
#define LINECALLSELECT_LINE         0x00000001u
#define LINECALLSELECT_ADDRESS      0x00000002u
#define LINECALLSELECT_CALL         0x00000004u
#define LINECALLSELECT_DEVICEID     0x00000008u
#define LINECALLSTATE_ALL           0xff00ffffu     /* the high 8 bits are a device-specific substate */
#define LINEDEVSTATE_ALL            0x01ffffffu
#define LINEDEVSTATUSFLAGS_ALL      0x0000000fu
#define LINEDIGITMODE_PULSE         0x00000001u
#define LINEDIGITMODE_DTMF          0x00000002u
#define LINEDIGITMODE_ALL           0x00000007u
#define LINEFORWARDMODE_ALL         0x0003ffffu
#define LINEMEDIAMODE_UNKNOWN       0x00000002u
#define LINEMEDIAMODE_ALL           (0x0000fffeu | TRP_VENDOR_BITS)
#define LINEOPENOPTION_SINGLEADDRESS 0x80000000u
#define LINEOPENOPTION_PROXY        0x40000000u
#define LINEOPEN_ALL                0xc0000007u     /* privileges and options */
#define LINEPARKMODE_DIRECTED       0x00000001u
#define LINEPARKMODE_NONDIRECTED    0x00000002u
#define LINEPARKMODE_ALL            0x00000003u
#define LINEREQUESTMODE_ALL         0x00000007u
#define LINETERMMODE_ALL            0x000000ffu
#define LINETONEMODE_CUSTOM         0x00000001u
#define LINETONEMODE_ALL            (0x0000001fu | TRP_VENDOR_BITS)
#define LINETRANSFERMODE_ALL        0x00000003u

#define LINETOLLLISTOPTION_ALL      0x00000003u
#define LINETRANSLATEOPTION_ALL     0x0000000fu
#define PHONEBUTTONFUNCTION_LAST    0x0000002fu     /* PHONEBUTTONFUNCTION_SEND */
#define PHONEBUTTONMODE_ALL         0x0000003fu
#define PHONEBUTTONSTATE_ALL        0x0000000fu
#define PHONEHOOKSWITCHDEV_ALL      0x00000007u
#define PHONEHOOKSWITCHMODE_SETTABLE 0x0000000fu    /* all but UNKNOWN */
#define PHONELAMPMODE_SETTABLE      (0x0000007eu | TRP_VENDOR_BITS)     /* neither DUMMY nor UNKNOWN */
#define PHONEPRIVILEGE_ALL          0x00000003u
#define PHONESTATE_ALL              0x00ffffffu

#define TRP_AGENT_DATA_MAX          0x00040000u     /* largest answer of an agent handler, MS-TRP 3.1.4.2 */
#define TRP_GUID_SIZE               16u
#define TRP_EXTENSIONID_SIZE        16u             /* LINEEXTENSIONID, PHONEEXTENSIONID */
#define TRP_DIALPARAMS_SIZE         16u             /* LINEDIALPARAMS */

#endif
