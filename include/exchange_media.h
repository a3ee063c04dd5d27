/*
 * What exchange.tsp and exchangemsp.dll say to each other about the sound of a call.
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

#ifndef EXCHANGE_MEDIA_H
#define EXCHANGE_MEDIA_H

#include <stdint.h>
#ifdef _WIN32
#include <windef.h>
#endif

/* {6F0C1E3B-7A52-4D0E-9C55-2B1F0E8D4A71} */
#define CLSID_EXCHANGEMSP_INIT { 0x6f0c1e3b, 0x7a52, 0x4d0e, { 0x9c, 0x55, 0x2b, 0x1f, 0x0e, 0x8d, 0x4a, 0x71 } }

#define EXCHANGE_FRAME_SAMPLES  80      /* 10 ms of 8000 samples a second, 16 bits, one channel */
#define EXCHANGE_FRAME_MS       10

#define EXCHANGE_MEDIA_VERSION 1
#define EXCHANGE_RING_SAMPLES  32768    /* a power of two: four seconds, so that a process that was not given the processor loses nothing */
#define EXCHANGE_RING_AHEAD    8192     /* as many as who speaks may be ahead of the line */

/*
 * MSP data, both ways (LINE_SENDMSPDATA of a call, TSPI_lineReceiveMSPData).
 *
 * The MSP's object of a call asks with EXCHANGE_MEDIA_ASK, once; from then on the provider answers with EXCHANGE_MEDIA_STATE, at once and whenever the
 * state changes. With EXCHANGE_CALL_TALKS and EXCHANGE_CALL_HELD come the pipe and the token of the call. The MSP opens the pipe, writes the 16 bytes of the
 * token and gets a struct exchange_media_welcome; the call's sound goes through the shared memory that it names as long as the pipe is open.
 */
#ifdef _WIN32
enum exchange_media_kind
{
    EXCHANGE_MEDIA_ASK = 1,
    EXCHANGE_MEDIA_STATE,
};

enum exchange_call_state
{
    EXCHANGE_CALL_IDLE,                 /* nothing to hear: not connected yet, or over */
    EXCHANGE_CALL_TALKS,
    EXCHANGE_CALL_HELD,                 /* connected and silent */
};

struct exchange_media
{
    DWORD size;                         /* of this structure */
    DWORD kind;                         /* EXCHANGE_MEDIA_ */
    WCHAR pipe[64];                     /* with its NUL; empty while the call is idle */
    BYTE  token[16];
    DWORD state;                        /* EXCHANGE_CALL_ */
};

struct exchange_media_welcome
{
    DWORD size;                         /* of this structure */
    DWORD version;                      /* EXCHANGE_MEDIA_VERSION */
    WCHAR section[64];                  /* of struct exchange_media_shared */
};

#endif /* _WIN32 */

/* Samples of one direction. Positions only grow (and wrap at 2^32); what lies between them is there to be read. Each side writes its own position only. */
struct exchange_ring
{
    uint32_t written;                   /* samples ever written */
    uint32_t taken;                     /* samples ever read */
    uint32_t complete;                  /* of the writer: what is there is all for now, also if it is less than a frame */
    uint32_t drop;                      /* of the writer: what was written before this position shall not be heard any more */
    uint32_t live;                      /* of the writer: it comes as fast as sound does, and what is late may be left out; files never are */
    uint32_t listens;                   /* of the reader: it takes all, as soon as it can; files wait for it */
    uint32_t unused[10];
    int16_t  samples[EXCHANGE_RING_SAMPLES];
};

struct exchange_media_shared
{
    struct exchange_ring heard;         /* written by the provider */
    struct exchange_ring spoken;        /* written by the MSP */
};

static inline uint32_t exchange_ring_load( const uint32_t *position )
{
    return __atomic_load_n( position, __ATOMIC_ACQUIRE );
}

static inline void exchange_ring_store( uint32_t *position, uint32_t value )
{
    __atomic_store_n( position, value, __ATOMIC_RELEASE );
}

#endif
