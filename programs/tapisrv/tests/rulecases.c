/*
 * Packets that break the rules between parameters, as libs/trp/tests breaks them.
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

#include "../../../libs/trp/tests/rules.c"

#include "packets.h"

uint32_t break_rules( uint32_t func, uint32_t param )
{
    uint32_t i, count = 0;

    for (i = 0; i < RULES; i++)
    {
        if (rules[i].func != func) continue;
        if (rules[i].a != param && rules[i].b != param && rules[i].cond != param) continue;
        test_rule( &rules[i] );
        count++;
    }
    return count;
}
