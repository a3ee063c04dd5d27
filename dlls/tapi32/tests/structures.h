/*
 * The structures that functions of TAPI return: how long their fixed part is in each version, and where their variable parts are.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_STRUCTURES_H
#define WINE_TELEPHONY_TAPI32_TESTS_STRUCTURES_H

#include <windef.h>

#define VERSIONS  7
extern const DWORD versions[VERSIONS];      /* 1.3, 1.4, 2.0, 2.1, 2.2, 3.0, 3.1 */

enum member_kind
{
    MEMBER_TEXT,        /* one string */
    MEMBER_TEXTS,       /* strings one after the other, an empty one at the end */
    MEMBER_TABLE,       /* strings in entries of equal size; extra: where that size is */
    MEMBER_ARRAY,       /* entries, which may have members themselves; extra: where their number is */
    MEMBER_BYTES,
    MEMBER_FORMATTED,   /* of a VARSTRING: extra: where dwStringFormat is */
};

struct structure;

struct member
{
    const char             *name;
    DWORD                   size_at, offset_at;
    enum member_kind        kind;
    DWORD                   extra;
    const struct structure *element;
};

struct structure
{
    const char          *name;
    DWORD                sizes[VERSIONS];   /* of the fixed part, 0: there is none in that version */
    const struct member *members;
    unsigned int         count;
};

extern const struct structure line_address_caps, line_address_status, line_call_info, line_call_list, line_call_status, line_country_list,
    line_dev_caps, line_dev_status, line_provider_list, line_translate_caps, line_translate_output, var_string, phone_button_info,
    phone_caps, phone_status_structure, line_proxy_request_list, line_agent_activity_list, line_agent_caps, line_agent_group_list, line_agent_info,
    line_agent_session_info, line_agent_session_list, line_agent_status, line_queue_info, line_queue_list, available_provider_list,
    device_info_list, server_config;

#endif
