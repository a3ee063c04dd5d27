/*
 * Who hears whom: the frames of all calls that have a media service provider, mixed and passed on.
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

#ifndef EXCHANGE_CROSSPOINT_H
#define EXCHANGE_CROSSPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange_media.h"

/*
 * A port is one end of one program: two rings of samples in memory that the program can write to, so that nothing in them is believed. Ports belong to a
 * party, which is a call, and parties to a room, which is a conversation: every port hears the other parties of its room. Of two parties each hears the other
 * bit for bit; of more the sum, which stops at the largest sample.
 *
 * Plain C without locks and clocks: who uses it calls crosspoint_tick() every 20 ms.
 */
struct crosspoint;
struct port;

/** @return a crosspoint without ports, or NULL: no memory */
struct crosspoint *crosspoint_create( void );

/** Free it and its ports. NULL is allowed. */
void crosspoint_free( struct crosspoint *x );

/**
 * Add a port, which hears nothing and is not heard before port_route().
 *
 * @param shared  memory of the port, aligned; must be there until port_remove()
 * @return the port, or NULL: no memory
 */
struct port *crosspoint_add( struct crosspoint *x, struct exchange_media_shared *shared );
void port_remove( struct port *port );

/**
 * @param party   number of the call
 * @param room    number of the conversation; 0: none, it hears silence
 * @param active  false: the call is not connected, nothing at all is written
 * @param echo    it hears itself
 */
void port_route( struct port *port, uint32_t party, uint32_t room, bool active, bool echo );

/** Pass one frame from everybody to everybody. What is not live waits while who listens (exchange_ring.listens) has no room for it, but not for ever. */
void crosspoint_tick( struct crosspoint *x );

/** @return how often a listener that took nothing for 30 s was given up */
uint32_t crosspoint_deaf( const struct crosspoint *x );

/** @return whether any port is active: without one nobody needs ticks */
bool crosspoint_active( const struct crosspoint *x );

#endif
