/*
 * Numbers that stand for our objects on the wire.
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

#include "tapi32.h"

/*
 * 64-bit pointers and user contexts never cross the wire: the service echoes these ids instead. An id is
 * slot + 1 in its low word and a count of the slot's uses in the high word, so that a late event never meets
 * the wrong object; bit 31 stays clear, because the ids of asynchronous requests must be positive.
 */
struct slot
{
    void             *object;
    WORD              type;
    WORD              uses;
};

static struct slot *slots;
static DWORD slot_count, slot_hint;

DWORD context_alloc( enum context_type type, void *object )
{
    DWORD i, n, count;
    struct slot *grown;

    for (n = 0, i = slot_hint; n < slot_count; n++, i++)
    {
        if (i >= slot_count) i = 0;
        if (!slots[i].type) break;
    }
    if (n == slot_count)
    {
        if (slot_count >= 0xff00) return 0;
        count = slot_count ? slot_count * 2 : 64;
        if (count > 0xff00) count = 0xff00;
        if (slots) grown = HeapReAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, slots, count * sizeof(*slots) );
        else grown = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, count * sizeof(*slots) );
        if (!grown) return 0;
        i = slot_count;
        slots = grown;
        slot_count = count;
    }
    slots[i].object = object;
    slots[i].type = type;
    slots[i].uses = (slots[i].uses + 1) & 0x7fff;
    slot_hint = i + 1;
    return ((DWORD)slots[i].uses << 16) | (i + 1);
}

static struct slot *slot_of( DWORD id )
{
    DWORD i = (id & 0xffff) - 1;

    if (!(id & 0xffff) || i >= slot_count || !slots[i].type || slots[i].uses != id >> 16) return NULL;
    return &slots[i];
}

void *context_get( DWORD id, enum context_type type )
{
    struct slot *slot = slot_of( id );

    return slot && slot->type == type ? slot->object : NULL;
}

void context_free( DWORD id )
{
    struct slot *slot = slot_of( id );

    if (!slot) return;
    slot->object = NULL;
    slot->type = 0;
}

void context_enum( enum context_type type, void (*func)( void *object, void *arg ), void *arg )
{
    DWORD i;

    for (i = 0; i < slot_count; i++) if (slots[i].type == type) func( slots[i].object, arg );
}

void contexts_free(void)
{
    HeapFree( GetProcessHeap(), 0, slots );
    slots = NULL;
    slot_count = slot_hint = 0;
}
