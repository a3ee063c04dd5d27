/*
 * What tests of media service providers share: terminals that play and record, and calls with their MSP objects.
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

#ifndef EXCHANGEMSP_TESTS_FIXTURE_H
#define EXCHANGEMSP_TESTS_FIXTURE_H

#include "../../exchange.tsp/tests/host.h"

#include "terminals.h"

extern const CLSID CLSID_ExchangeMSP;

/* ---- addresses and calls ---- */

struct msp_address
{
    ITMSPAddress *msp;
    HANDLE        event;
    HDRVLINE      line;
    HDRVMSPLINE   instance;
    MSP_HANDLE    handle;               /* of its terminals */
};

struct msp_leg
{
    struct msp_address *address;
    struct leg          leg;
    IUnknown           *call;           /* inner */
    ITStream           *streams[2];     /* TD_CAPTURE, TD_RENDER */
};

BOOL address_begin( struct msp_address *address, DWORD station, REFCLSID clsid );
void address_end( struct msp_address *address );
BOOL leg_begin( struct msp_leg *leg, struct msp_address *address, const struct leg *call );
void leg_end( struct msp_leg *leg );

/* The next event of an address that is none of TSP data, which goes to the exchange. Its interfaces are to be released. FALSE: none within PATIENCE. */
BOOL next_event( struct msp_address *address, MSP_EVENT_INFO *info );
/* A call event of this type of that stream comes, others before it are dropped. */
BOOL wait_event( struct msp_address *address, MSP_CALL_EVENT type, ITStream *stream, MSP_CALL_EVENT_CAUSE cause );
/* What is there is handed on or dropped. */
void drop_events( struct msp_address *address );
void event_release( MSP_EVENT_INFO *info );

#endif
