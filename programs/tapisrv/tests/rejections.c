/*
 * Broken packets for the attacks, as libs/trp/tests breaks them.
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

#include "../../../libs/trp/tests/reject.c"

#include "packets.h"

void reject_one( const struct trp_request *req, uint32_t param )
{
    make_packet( &sample, req, ALL_PRESENT );
    if (param == ~0u) reject_sizes();
    else reject_param( param );
}

const struct field fields[] =
{
#define TRP_FIELD( structure, member, kind, offset, mask, error )  { TRPS_##structure, FIELD_##kind, offset, mask, error },
#include "trp/fields.def"
#undef TRP_FIELD
};
const unsigned int field_count = sizeof(fields) / sizeof(fields[0]);
