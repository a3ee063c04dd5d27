/*
 * Tests of the built-in exchange: a provider that crashes, as it was told to. The last test: afterwards the service does without it.
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

#include "session.h"

START_TEST( provider_crash )
{
    struct exchange_command block = { .size = sizeof(block), .magic = EXCHANGE_MAGIC, .code = EXCHANGE_FAULT, .text = "lineGetAddressStatus" };
    LINEADDRESSSTATUS status = { .dwTotalSize = sizeof(status) };
    struct session session;
    LONG ret;

    if (!session_begin( &session, FALSE )) return;
    block.args[0] = EXCHANGE_FAULT_CRASH;
    block.args[4] = 1;
    ret = send_block( &session, &block, sizeof(block) );
    ok( !ret, "no fault: %#lx\n", ret );
    ret = lineGetAddressStatusW( session.line, 0, &status );
    ok( ret < 0, "a provider that crashes returns %#lx\n", ret );
    ok( wait_message( &session, LINE_CLOSE, H( session.line ), ANY, NULL ), "its line stays open\n" );
    session.crashed = TRUE;
    session_end( &session );
}
