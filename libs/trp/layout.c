/*
 * Holds structs.def and errors.def against the compiler's own tapi.h, where there is one.
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

#ifdef _WIN32

#include <stdarg.h>
#include <stddef.h>

#include <windef.h>
#include <winbase.h>
#include <tapi.h>

#include "structs.h"

/* The management console's, which no header has: MS-TRP 2.2.6.1 to 2.2.6.5 */
typedef struct
{
    DWORD dwFileNameSize, dwFileNameOffset, dwFriendlyNameSize, dwFriendlyNameOffset, dwOptions;
} AVAILABLEPROVIDERENTRY;

typedef struct
{
    DWORD dwTotalSize, dwNeededSize, dwUsedSize, dwNumProviderListEntries, dwProviderListSize, dwProviderListOffset;
} AVAILABLEPROVIDERLIST;

typedef struct
{
    DWORD dwPermanentDeviceID, dwProviderID, dwDeviceNameSize, dwDeviceNameOffset, dwAddressesSize, dwAddressesOffset;
    DWORD dwDomainUserNamesSize, dwDomainUserNamesOffset, dwFriendlyUserNamesSize, dwFriendlyUserNamesOffset;
} DEVICEINFO;

typedef struct
{
    DWORD dwTotalSize, dwNeededSize, dwUsedSize, dwNumDeviceInfoEntries, dwDeviceInfoSize, dwDeviceInfoOffset;
} DEVICEINFOLIST;

typedef struct
{
    DWORD dwTotalSize, dwNeededSize, dwUsedSize, dwFlags, dwDomainNameSize, dwDomainNameOffset, dwUserNameSize, dwUserNameOffset;
    DWORD dwPasswordSize, dwPasswordOffset, dwAdministratorsSize, dwAdministratorsOffset;
} TAPISERVERCONFIG;

/* The table counts LINEFORWARDLIST without its entries */
#define FIXED_SIZE( name )  (TRPS_##name == TRPS_LINEFORWARDLIST ? offsetof( LINEFORWARDLIST, ForwardList ) : sizeof(name))

#define CHECK_PAIR( structure, member, size_field, offset_field ) \
    _Static_assert( offsetof( structure, member##Size ) == size_field && offsetof( structure, member##Offset ) == offset_field, \
                    #structure "." #member );
#define CHECK_TRP_MEMBER_STRING     CHECK_PAIR
#define CHECK_TRP_MEMBER_STRINGS    CHECK_PAIR
#define CHECK_TRP_MEMBER_TABLE      CHECK_PAIR
#define CHECK_TRP_MEMBER_FORMATTED  CHECK_PAIR
#define CHECK_TRP_MEMBER_BINARY     CHECK_PAIR
#define CHECK_TRP_MEMBER_ARRAY      CHECK_PAIR
#define CHECK_TRP_MEMBER_INLINE( structure, member, size_field, offset_field ) \
    _Static_assert( offsetof( structure, member ) == offset_field, #structure "." #member );

#define TRP_STRUCTURE( name, form, v13, v14, v20, v21, v22, v30, v31 )  _Static_assert( FIXED_SIZE( name ) == v31, #name );
#define TRP_MEMBER( structure, member, kind, size_field, offset_field, element, count_field ) \
    CHECK_##kind( structure, member, size_field, offset_field )
#define TRP_STRUCTURE_END( name )
#include "structs.def"
#undef TRP_STRUCTURE
#undef TRP_MEMBER
#undef TRP_STRUCTURE_END

#define TAPIERR_INVALRPCCONTEXT  0x0000f101     /* MS-TRP 2.2.5.2 only */

#define TRP_ERROR( name, value )  _Static_assert( (DWORD)name == value, #name );
#include "errors.def"
#undef TRP_ERROR

#else

typedef int trp_layout_is_checked_in_pe_builds;

#endif
