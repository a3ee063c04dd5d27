/*
 * Line and phone devices: ids, permanent ids, versions.
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

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include "debug/debug.h"
#include "provider_private.h"
#include "config.h"

DEBUG_CHANNEL( tapisrv );

struct entry
{
    struct device device;
    BOOL          has_msp;
    GUID          msp;
    struct entry *next;         /* in its bucket, until it is removed */
};

/* Devices by id; one table for lines, one for phones. An id whose device did not come (yet) has NULL. */
static struct table
{
    struct entry **entries;
    struct entry **buckets;     /* by permanent id; as many as capacity, a power of 2 */
    DWORD          count, capacity;
} tables[2];

static SRWLOCK tables_lock;

static struct entry **bucket_of( struct table *table, DWORD permanent_id )
{
    return &table->buckets[permanent_id & (table->capacity - 1)];
}

/* Room for so many devices. The lock is held exclusively. */
static void grow( struct table *table, DWORD count )
{
    struct entry **entries, **buckets, *entry, *next;
    DWORD capacity = max( table->capacity, 16 ), i, old = table->capacity;

    if (count <= table->capacity) return;
    while (capacity < count) capacity *= 2;
    entries = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, capacity * sizeof(*entries) );
    buckets = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, capacity * sizeof(*buckets) );
    if (!entries || !buckets)
    {
        HeapFree( GetProcessHeap(), 0, entries );
        HeapFree( GetProcessHeap(), 0, buckets );
        return;
    }
    if (old) memcpy( entries, table->entries, old * sizeof(*entries) );
    HeapFree( GetProcessHeap(), 0, table->entries );
    table->entries = entries;
    entries = table->buckets;
    table->buckets = buckets;
    table->capacity = capacity;
    for (i = 0; i < old; i++)
    {
        for (entry = entries[i]; entry; entry = next)
        {
            next = entry->next;
            entry->next = *bucket_of( table, entry->device.permanent_id );
            *bucket_of( table, entry->device.permanent_id ) = entry;
        }
    }
    HeapFree( GetProcessHeap(), 0, entries );
}

DWORD devices_reserve( DWORD count, BOOL phone )
{
    struct table *table = &tables[phone];
    DWORD first;

    AcquireSRWLockExclusive( &tables_lock );
    first = table->count;
    /* without memory the ids are given all the same; device_add() sees that there is no place */
    grow( table, first + count );
    table->count += count;
    ReleaseSRWLockExclusive( &tables_lock );
    return first;
}

void devices_unreserve( DWORD id, BOOL phone )
{
    AcquireSRWLockExclusive( &tables_lock );
    if (tables[phone].count == id + 1) tables[phone].count--;
    ReleaseSRWLockExclusive( &tables_lock );
}

static struct entry *entry_at( DWORD id, BOOL phone )
{
    return id < tables[phone].count && id < tables[phone].capacity ? tables[phone].entries[id] : NULL;
}

struct device *device_get( DWORD id, BOOL phone )
{
    struct entry *entry;

    AcquireSRWLockShared( &tables_lock );
    if ((entry = entry_at( id, phone != FALSE ))) InterlockedIncrement( &entry->device.refs );
    ReleaseSRWLockShared( &tables_lock );
    return entry ? &entry->device : NULL;
}

struct device *device_grab( struct device *device )
{
    InterlockedIncrement( &device->refs );
    return device;
}

void device_release( struct device *device )
{
    if (!device || InterlockedDecrement( &device->refs )) return;
    core_device_freed( device );
    provider_release( device->provider );
    HeapFree( GetProcessHeap(), 0, LIST_ENTRY_OF( device, struct entry, device ) );
}

DWORD device_count( BOOL phone )
{
    return tables[phone != FALSE].count;
}

BOOL device_msp( struct device *device, GUID *clsid )
{
    const struct entry *entry = LIST_ENTRY_OF( device, struct entry, device );

    *clsid = entry->msp;
    return entry->has_msp;
}

DWORD devices_of( struct provider *provider, BOOL phone )
{
    DWORD i, count = 0;

    AcquireSRWLockShared( &tables_lock );
    for (i = 0; i < tables[phone].count; i++)
    {
        const struct entry *entry = entry_at( i, phone );
        if (entry && entry->device.provider == provider) count++;
    }
    ReleaseSRWLockShared( &tables_lock );
    return count;
}

/* ---- making a device -------------------------------------------------------------------------------------------- */

static DWORD negotiate( struct provider *provider, DWORD id, BOOL phone )
{
    DWORD high = provider->legacy ? 0x00010004 : 0x00030001, version = 0;
    enum tspi_function function = phone ? TSPI_FN_phoneNegotiateTSPIVersion : TSPI_FN_lineNegotiateTSPIVersion;
    LONG ret;

    if (!provider_has( provider, function )) return provider->version;
    ret = provider_call( provider, function, (const DWORD_PTR[]){ id, 0x00010003, high, (DWORD_PTR)&version } );
    if (!ret && version >= 0x00010003 && version <= high) return version;
    WARN( "provider %s: %s( %lu ) gives version %#lx, error %#lx; using %#lx\n", debugstr_w( provider->file ),
          tspi_names[function], id, version, ret, provider->version );
    return provider->version;
}

#define CAPS_SIZE 8192

/* The provider's own permanent id of a device, 0 if it has none; and what media service provider it wants. */
static DWORD read_caps( struct entry *entry )
{
    struct device *device = &entry->device;
    union { LINEDEVCAPS line; PHONECAPS phone; } *caps;
    DWORD id = 0;

    if (!(caps = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, CAPS_SIZE ))) return 0;
    if (device->phone)
    {
        caps->phone.dwTotalSize = CAPS_SIZE;
        if (!PROVIDER_CALL( device->provider, phoneGetDevCaps, device->id, device->tspi_version, 0, (DWORD_PTR)caps ))
            id = caps->phone.dwPermanentPhoneID;
    }
    else
    {
        caps->line.dwTotalSize = CAPS_SIZE;
        if (!PROVIDER_CALL( device->provider, lineGetDevCaps, device->id, device->tspi_version, 0, (DWORD_PTR)caps ))
        {
            id = caps->line.dwPermanentLineID;
            if ((caps->line.dwDevCapFlags & LINEDEVCAPFLAGS_MSP) && device->tspi_version >= 0x00030000 &&
                !PROVIDER_CALL( device->provider, lineMSPIdentify, device->id, (DWORD_PTR)&entry->msp ))
                entry->has_msp = TRUE;
        }
    }
    HeapFree( GetProcessHeap(), 0, caps );
    return id;
}

/* Another device of the provider that is there has that id. */
static BOOL permanent_id_taken( struct provider *provider, DWORD permanent_id, BOOL phone )
{
    struct entry *entry = NULL;

    AcquireSRWLockShared( &tables_lock );
    if (tables[phone].capacity) entry = *bucket_of( &tables[phone], permanent_id );
    while (entry && (entry->device.permanent_id != permanent_id || entry->device.provider != provider)) entry = entry->next;
    ReleaseSRWLockShared( &tables_lock );
    return entry != NULL;
}

static DWORD permanent_id( struct entry *entry, DWORD index )
{
    struct device *device = &entry->device;
    DWORD id = 0, own = read_caps( entry );
    WCHAR key[32];

    if (own)
    {
        swprintf( key, ARRAYSIZE( key ), L"id:%lu", (unsigned long)own );
        id = config_device_id( device->provider->permanent_id, key, device->phone );
    }
    /* providers that never thought of it name all their lines alike */
    if (!id || permanent_id_taken( device->provider, id, device->phone ))
    {
        swprintf( key, ARRAYSIZE( key ), L"index:%lu", (unsigned long)index );
        id = config_device_id( device->provider->permanent_id, key, device->phone );
    }
    return id;
}

void device_add( struct provider *provider, DWORD id, DWORD index, BOOL phone, BOOL at_run_time )
{
    struct entry *entry = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*entry) );
    BOOL placed = FALSE;

    if (entry)
    {
        entry->device.refs = 2;     /* the table's and ours */
        entry->device.provider = provider_grab( provider );
        entry->device.phone = phone;
        entry->device.id = id;
        entry->device.tspi_version = negotiate( provider, id, phone );
        entry->device.permanent_id = permanent_id( entry, index );
        AcquireSRWLockExclusive( &tables_lock );
        if (!provider->crashed && id < tables[phone].capacity && id < tables[phone].count)
        {
            tables[phone].entries[id] = entry;
            entry->next = *bucket_of( &tables[phone], entry->device.permanent_id );
            *bucket_of( &tables[phone], entry->device.permanent_id ) = entry;
            placed = TRUE;
        }
        ReleaseSRWLockExclusive( &tables_lock );
    }
    if (!placed)
    {
        ERR( "%s device %lu of provider %s cannot be added\n", phone ? "phone" : "line", id, debugstr_w( provider->file ) );
        if (!entry) return;
        provider_release( provider );
        HeapFree( GetProcessHeap(), 0, entry );
        return;
    }
    TRACE( "%s device %lu: provider %s, version %#lx, permanent id %lu\n", phone ? "phone" : "line", id,
           debugstr_w( provider->file ), entry->device.tspi_version, entry->device.permanent_id );
    core_device_added( &entry->device, at_run_time );
    device_release( &entry->device );
}

/* ---- and taking it away ----------------------------------------------------------------------------------------- */

/* The device stays in the table, removed, so that its id says LINEERR_NODEVICE and no other device gets it. */
static BOOL mark_removed( struct device *device )
{
    struct table *table = &tables[device->phone];
    struct entry **place;
    BOOL ret;

    AcquireSRWLockExclusive( &tables_lock );
    ret = !device->removed;
    device->removed = TRUE;
    if (ret && table->capacity)
    {
        /* the next device may have its permanent id */
        for (place = bucket_of( table, device->permanent_id ); *place; place = &(*place)->next)
        {
            if (&(*place)->device != device) continue;
            *place = (*place)->next;
            break;
        }
    }
    ReleaseSRWLockExclusive( &tables_lock );
    return ret;
}

void device_remove( struct provider *provider, DWORD id, BOOL phone )
{
    struct device *device = device_get( id, phone );

    if (!device || device->provider != provider)
        WARN( "provider %s removes %s device %lu, which is not its own\n", debugstr_w( provider->file ),
              phone ? "phone" : "line", id );
    else if (mark_removed( device )) core_device_removed( device );
    device_release( device );
}

void devices_remove_all( struct provider *provider )
{
    struct device *device;
    DWORD id, phone;

    for (phone = 0; phone < 2; phone++)
    {
        for (id = 0; id < device_count( phone ); id++)
        {
            if (!(device = device_get( id, phone ))) continue;
            if (device->provider == provider && mark_removed( device )) core_device_removed( device );
            device_release( device );
        }
    }
}

void devices_reset(void)
{
    struct table old[2];
    DWORD i, phone;

    AcquireSRWLockExclusive( &tables_lock );
    memcpy( old, tables, sizeof(old) );
    memset( tables, 0, sizeof(tables) );
    ReleaseSRWLockExclusive( &tables_lock );
    for (phone = 0; phone < 2; phone++)
    {
        for (i = 0; i < old[phone].count && i < old[phone].capacity; i++)
            if (old[phone].entries[i]) device_release( &old[phone].entries[i]->device );
        HeapFree( GetProcessHeap(), 0, old[phone].entries );
        HeapFree( GetProcessHeap(), 0, old[phone].buckets );
    }
}
