/*
 * Sound devices of voice lines: identities for Wine.
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

#include <string.h>

#include "audio.h"

/* FNV-1a, 64 bits; started anew for each half of a GUID */
static uint64_t hash( uint64_t seed, const char *text, uint32_t direction )
{
    uint64_t value = 0xcbf29ce484222325ull ^ seed;

    for (; *text; text++) value = (value ^ (unsigned char)*text) * 0x100000001b3ull;
    value = (value ^ direction) * 0x100000001b3ull;
    /* the last bytes reach the upper bits too */
    value ^= value >> 32;
    value *= 0xd6e8feb86659fd93ull;
    return value ^ value >> 32;
}

/* Version 8 of RFC 9562: the maker's own way. The bits sit where the structure has them, bytes 7 and 8. */
void audio_endpoint_guid( const char *name, uint32_t direction, unsigned char guid[16] )
{
    uint64_t halves[2] = { hash( 0, name, direction ), hash( 0x9e3779b97f4a7c15ull, name, direction ) };
    unsigned int i;

    for (i = 0; i < 16; i++) guid[i] = halves[i / 8] >> (i % 8) * 8;
    guid[7] = (guid[7] & 0x0f) | 0x80;
    guid[8] = (guid[8] & 0x3f) | 0x80;
}
