/*
 * The application's memory, and our own for the length of a call.
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

#define READABLE (PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY | \
                  PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)
#define WRITABLE (PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)

/* End of the accessible memory that ptr lies in, NULL if it is not accessible. */
static const BYTE *accessible_end( const void *ptr, DWORD access )
{
    MEMORY_BASIC_INFORMATION info;

    if (!VirtualQuery( ptr, &info, sizeof(info) )) return NULL;
    if (info.State != MEM_COMMIT || (info.Protect & (PAGE_GUARD | PAGE_NOACCESS)) || !(info.Protect & access)) return NULL;
    return (const BYTE *)info.BaseAddress + info.RegionSize;
}

static BOOL can_access( const void *ptr, SIZE_T size, DWORD access )
{
    const BYTE *pos = ptr, *end = pos + size;

    if (!size) return TRUE;
    if (!ptr || end < pos) return FALSE;
    while (pos < end) if (!(pos = accessible_end( pos, access ))) return FALSE;
    return TRUE;
}

BOOL can_read( const void *ptr, SIZE_T size )
{
    return can_access( ptr, size, READABLE );
}

BOOL can_write( void *ptr, SIZE_T size )
{
    return can_access( ptr, size, WRITABLE );
}

BOOL probe_stringA( const char *str, SIZE_T *len )
{
    const char *pos = str, *end;

    if (!str) return FALSE;
    while ((end = (const char *)accessible_end( pos, READABLE )))
    {
        for (; pos < end; pos++)
        {
            if (*pos) continue;
            *len = pos - str;
            return TRUE;
        }
    }
    return FALSE;
}

BOOL probe_stringW( const WCHAR *str, SIZE_T *len )
{
    const WCHAR *pos = str;
    const BYTE *end;

    if (!str) return FALSE;
    while ((end = accessible_end( pos, READABLE )))
    {
        for (; (const BYTE *)(pos + 1) <= end; pos++)
        {
            if (*pos) continue;
            *len = pos - str;
            return TRUE;
        }
        /* A character across the end of a region, at an odd address. */
        if ((const BYTE *)pos < end && !can_read( pos, sizeof(*pos) )) return FALSE;
        if ((const BYTE *)pos < end && !*pos++)
        {
            *len = pos - 1 - str;
            return TRUE;
        }
    }
    return FALSE;
}

/* Free buffers; a call takes one without touching the heap. */
union pool_entry
{
    SLIST_ENTRY entry;
    BYTE        data[BUFFER_SIZE];
};

static __attribute__((aligned(16))) SLIST_HEADER pool;

void *buffer_get(void)
{
    SLIST_ENTRY *entry = InterlockedPopEntrySList( &pool );

    /* Wine's and Windows' heaps align to 16 bytes in 64-bit, 8 in 32-bit processes, as SLISTs want it there. */
    return entry ? (void *)entry : HeapAlloc( GetProcessHeap(), 0, sizeof(union pool_entry) );
}

void buffer_put( void *buffer )
{
    if (!buffer) return;
    if (QueryDepthSList( &pool ) >= 8) HeapFree( GetProcessHeap(), 0, buffer );
    else InterlockedPushEntrySList( &pool, buffer );
}

void buffers_free(void)
{
    SLIST_ENTRY *entry;

    while ((entry = InterlockedPopEntrySList( &pool ))) HeapFree( GetProcessHeap(), 0, entry );
}

void *arena_alloc( struct arena *arena, size_t size )
{
    void **block;

    size = (size + 7) & ~(size_t)7;
    if (size <= sizeof(arena->first) - arena->used)
    {
        arena->used += size;
        return arena->first + arena->used - size;
    }
    if (!(block = HeapAlloc( GetProcessHeap(), 0, 16 + size ))) return NULL;
    *block = arena->blocks;
    arena->blocks = block;
    return (BYTE *)block + 16;
}

void arena_free( struct arena *arena )
{
    void **block;

    while ((block = arena->blocks))
    {
        arena->blocks = *block;
        HeapFree( GetProcessHeap(), 0, block );
    }
    arena->used = 0;
}

/* A string, or len characters of it and a NUL, in Unicode. */
WCHAR *arena_unicode( struct arena *arena, const char *str, size_t len )
{
    int count = len ? MultiByteToWideChar( CP_ACP, 0, str, (int)len, NULL, 0 ) : 0;
    WCHAR *ret = arena_alloc( arena, (count + 1) * sizeof(WCHAR) );

    if (!ret) return NULL;
    if (count) MultiByteToWideChar( CP_ACP, 0, str, (int)len, ret, count );
    ret[count] = 0;
    return ret;
}

LONG arena_string( struct arena *arena, const char *str, WCHAR **ret )
{
    SIZE_T len;

    *ret = NULL;
    if (!str) return 0;
    if (!probe_stringA( str, &len )) return LINEERR_INVALPOINTER;
    return (*ret = arena_unicode( arena, str, len )) ? 0 : LINEERR_NOMEM;
}
