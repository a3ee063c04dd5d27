/*
 * Modems that come and go while the provider runs.
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

#include <stdlib.h>
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* A modem is described by several values, written one after the other: look when they have settled. */
#define SETTLE_TIME 200
/* how often to look for an unplugged modem */
#define ABSENT_TIME 2000
/* A port dies before its name goes: how long to wait for that, and how often to look. */
#define VANISH_TIME 5000
#define SUSPECT_TIME 300

static HANDLE watch_thread, stop_event, suspect_event;
static LONG absent_count;       /* modems that were unplugged and whose key is still there */
static LONG suspect_count;      /* modems whose port was lost a moment ago */

static void send_removed( struct modem *modem )
{
    BOOL tell = modem->numbered;

    modem->gone = TRUE;
    TRACE( "modem %s is gone\n", debugstr_w( modem->info.name ));
    /* TAPI hears of a device it has never had a number for only after it has made it; then the number is refused */
    if (tell) notify_create( LINE_REMOVE, modem->device_id, 0 );
}

void watch_port_lost( struct modem *modem )
{
    if (modem->gone || modem->suspect) return;
    modem->suspect = TRUE;
    modem->suspect_until = GetTickCount() + VANISH_TIME;
    InterlockedIncrement( &suspect_count );
    SetEvent( suspect_event );
}

static void vanished( struct modem *modem )
{
    if (modem->gone) return;
    WARN( "modem %s: %s has disappeared; the line is removed until it is back\n", debugstr_w( modem->info.name ), modem->host_path );
    send_removed( modem );
    InterlockedIncrement( &absent_count );
}

struct search
{
    const WCHAR  *key;
    struct modem *found;
};

static void match_key( struct modem *modem, void *arg )
{
    struct search *search = arg;

    /* a removed modem may still be hanging up while its key is another's already */
    if (search->found || modem->removed || wcscmp( modem->info.key, search->key )) return;
    InterlockedIncrement( &modem->refs );
    search->found = modem;
}

static struct modem *find_by_key( const WCHAR *key )
{
    struct search search = { key, NULL };

    modems_for_each( match_key, &search );
    return search.found;
}

static void announce( const struct modem_info *info )
{
    struct modem *modem = modem_add( info );

    if (!modem) return;
    TRACE( "new modem %s on %s\n", debugstr_w( info->name ), debugstr_w( info->port ));
    modem_lock( modem );
    modem->announced = TRUE;
    notify_create( LINE_CREATE, (DWORD_PTR)provider_handle, modem->serial );
    modem_unlock( modem );
}

/* What changed in the description of a known modem holds from the next opening of its port on; the name at once. */
static void refresh( struct modem *modem, const struct modem_info *info )
{
    BOOL changed;

    modem_lock( modem );
    changed = wcscmp( modem->info.name, info->name ) || wcscmp( modem->info.port, info->port );
    if (changed && modem->port == PORT_CLOSED)
    {
        DWORD id = modem->info.permanent_id;

        TRACE( "modem %s is now %s on %s\n", debugstr_w( modem->info.name ), debugstr_w( info->name ), debugstr_w( info->port ));
        modem->info = *info;
        modem->info.permanent_id = id;
        if (modem->line_states & LINEDEVSTATE_CAPSCHANGE) notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_CAPSCHANGE, 0, 0 );
    }
    modem_unlock( modem );
}

static BOOL look_at_key( const WCHAR *key, void *arg )
{
    struct modem_info info;
    struct modem *modem;

    if (!registry_read_modem( key, &info, TRUE )) return TRUE;
    if (!(modem = find_by_key( key ))) announce( &info );
    else
    {
        /* another modem may have got the key of one that was removed */
        if (modem->info.permanent_id == info.permanent_id && !modem->gone) refresh( modem, &info );
        modem_release( modem );
    }
    return TRUE;
}

/* A key that is no modem any more, or is another one */
static void look_at_modem( struct modem *modem, void *arg )
{
    struct modem_info info;
    BOOL closed, is_there = registry_read_modem( modem->info.key, &info, FALSE ) &&
                    (!info.permanent_id || info.permanent_id == modem->info.permanent_id);

    if (is_there || modem->removed) return;
    modem_lock( modem );
    if (modem->suspect) InterlockedDecrement( &suspect_count );
    modem->suspect = FALSE;
    if (modem->gone) InterlockedDecrement( &absent_count );
    else
    {
        line_lost( modem );
        send_removed( modem );
    }
    /* its port is hanging up: the engine's completion must still find it */
    closed = modem->port == PORT_CLOSED;
    modem->removed = !closed;
    modem_unlock( modem );
    if (closed) modem_drop( modem );
}

static void look_at_suspect( struct modem *modem, void *arg )
{
    struct port_exists_params params = { .path = (ULONG_PTR)modem->host_path };

    if (!modem->suspect) return;
    unix_call( unimdm_port_exists, &params );
    modem_lock( modem );
    if (params.result) vanished( modem );
    if (params.result || (int)(modem->suspect_until - GetTickCount()) <= 0)
    {
        modem->suspect = FALSE;
        InterlockedDecrement( &suspect_count );
    }
    modem_unlock( modem );
}

/* An unplugged modem that is back becomes a new line, as TAPI does not use the number of a removed one again. */
static void look_for_absent( struct modem *modem, void *arg )
{
    struct port_exists_params params = { .path = (ULONG_PTR)modem->host_path };
    struct modem_info info;

    if (!modem->gone || modem->removed) return;
    unix_call( unimdm_port_exists, &params );
    if (params.result) return;
    InterlockedDecrement( &absent_count );
    info = modem->info;
    modem_drop( modem );
    announce( &info );
}

static void look(void)
{
    modems_for_each( look_at_modem, NULL );
    registry_enum_modems( look_at_key, NULL );
}

static DWORD WINAPI watch( void *arg )
{
    HANDLE events[3] = { stop_event, CreateEventW( NULL, FALSE, FALSE, NULL ), suspect_event };
    HKEY key = registry_open_class( KEY_READ | KEY_NOTIFY );
    DWORD timeout;

    if (!key || !events[1]) ERR( "the modem keys of the registry cannot be watched: new modems are noticed at the next start only\n" );
    else for (;;)
    {
        LONG error = RegNotifyChangeKeyValue( key, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, events[1], TRUE );

        if (error)
        {
            ERR( "the modem keys of the registry cannot be watched: error %ld\n", error );
            break;
        }
        look();     /* after asking, so that no change falls between */
        for (;;)
        {
            timeout = suspect_count > 0 ? SUSPECT_TIME : absent_count > 0 ? ABSENT_TIME : INFINITE;
            switch (WaitForMultipleObjects( 3, events, FALSE, timeout ))
            {
            case WAIT_TIMEOUT:
                modems_for_each( look_for_absent, NULL );
                /* fall through */
            case WAIT_OBJECT_0 + 2:
                modems_for_each( look_at_suspect, NULL );
                continue;
            case WAIT_OBJECT_0 + 1:
                if (WaitForSingleObject( stop_event, SETTLE_TIME ) == WAIT_TIMEOUT) break;
                /* fall through */
            default:
                goto done;
            }
            break;
        }
    }
done:
    if (key) RegCloseKey( key );
    if (events[1]) CloseHandle( events[1] );
    return 0;
}

BOOL watch_start(void)
{
    absent_count = suspect_count = 0;
    stop_event = CreateEventW( NULL, TRUE, FALSE, NULL );
    suspect_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    if (stop_event && suspect_event && (watch_thread = CreateThread( NULL, 0, watch, NULL, 0, NULL ))) return TRUE;
    if (stop_event) CloseHandle( stop_event );
    if (suspect_event) CloseHandle( suspect_event );
    stop_event = suspect_event = NULL;
    return FALSE;
}

void watch_stop(void)
{
    if (!watch_thread) return;
    SetEvent( stop_event );
    WaitForSingleObject( watch_thread, INFINITE );
    CloseHandle( watch_thread );
    CloseHandle( stop_event );
    CloseHandle( suspect_event );
    watch_thread = stop_event = suspect_event = NULL;
}
