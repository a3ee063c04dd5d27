/*
 * Unix half of unimdm.tsp: the sound of voice lines between the sound server and the modem engine.
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

#ifndef UNIMDM_UNIXLIB_AUDIO_H
#define UNIMDM_UNIXLIB_AUDIO_H

#include "unixlib.h"

/* entry points; nothing but STATUS_SUCCESS is returned */
int32_t audio_open_call( void *args );
int32_t audio_close_call( void *args );
int32_t audio_bind_call( void *args );
int32_t audio_status_call( void *args );

/* The engine tells something of a modem: voice calls begin and end here. Called by the thread that takes the events, before Windows code hears of it. */
void audio_engine_event( struct modem_host *host, const struct modem_event *event );
/* The host is about to be freed. */
void audio_host_gone( struct modem_host *host );

/* unixlib.c: the folder of the prefix, found as Wine's loader finds it; 0 or a negative errno */
int prefix_folder( char *folder, size_t size );

#endif
