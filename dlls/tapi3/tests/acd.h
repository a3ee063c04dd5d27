/*
 * A call centre for the tests of tapi3.dll: a proxy on a thread of its own.
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

#ifndef TAPI3_TESTS_ACD_H
#define TAPI3_TESTS_ACD_H

#include "fixture.h"

#define ACD_NAME L"Test centre"

/* What the proxy says from now on; changes are told by acd_tell(). */
struct acd_state
{
    LONG groups;                        /* how many of three there are */
    LONG queues;                        /* how many the first group has, of two; the others have one each */
    LONG agent_state, session_state;    /* that were set last: LINEAGENTSTATEEX_, LINEAGENTSESSIONSTATE_ */
    LONG period, queue_period;          /* that were set last */
    LONG agents_created, sessions_created, agents_released;
    LONG refuse;                        /* LINEERR_ that all requests end with, 0: none */
    WCHAR id[32], pin[32];              /* of the last agent */
};

extern struct acd_state acd;

/* Serve the line with a number of the exchange; returns when it does. */
BOOL acd_start( const WCHAR *number );
void acd_stop( void );
/* A message to all who have the line open */
void acd_tell( DWORD message, DWORD param1, DWORD param2, DWORD param3 );

/* Handles that it gives */
#define ACD_AGENT   0x1001
#define ACD_SESSION 0x2001
/* What its statistics are: this and the place of the field */
#define ACD_AGENT_INFO   100
#define ACD_SESSION_INFO 200
#define ACD_QUEUE_INFO   300

#endif
