/*
 * Attacks by packets: the cases of the protocol library's own tests, sent to the service.
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

#ifndef WINE_TELEPHONY_PACKETS_TEST_H
#define WINE_TELEPHONY_PACKETS_TEST_H

#include "../../../libs/trp/tests/check.h"

/* libs/trp/tests calls this for a packet; here it goes through the pipe unless it is legal. */
uint32_t decode_locally( const void *packet, size_t used, size_t needed );

/* Everything that reject.c knows for one parameter, or for the size of the packet (param ~0u). */
void reject_one( const struct trp_request *req, uint32_t param );
/* All rules of rules.def of a request that name the parameter; returns how many. */
uint32_t break_rules( uint32_t func, uint32_t param );

/* The members of structures whose values the protocol knows (fields.def). */
struct field
{
    uint32_t structure;
    enum { FIELD_FLAGS, FIELD_ONE, FIELD_ONE_OR_0, FIELD_MAX, FIELD_BEARER } kind;
    uint32_t offset, mask, error;
};

extern const struct field fields[];
extern const unsigned int field_count;

/* Checks so far, and those that failed. */
extern unsigned int checks, failed_checks;

#endif
