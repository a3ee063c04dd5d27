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
#include <string.h>
#include <wchar.h>

#include "unimdm.h"
#include "virtual.h"

DEBUG_CHANNEL( unimdm );

/* A modem is described by several values, written one after the other: look when they have settled. */
#define SETTLE_TIME 200
/* how often to look which modems are plugged in */
#define PRESENCE_TIME 1000
/* A port dies before its name goes: how long to wait for that, and how often to look. */
#define VANISH_TIME 5000
#define SUSPECT_TIME 300

static HANDLE watch_thread, stop_event, suspect_event, look_event;
static LONG pluggable_count;    /* modems whose device may come and go; the watching thread's alone */
static LONG suspect_count;      /* modems whose port was lost a moment ago */

static void send_removed( struct modem *modem )
{
    BOOL tell = modem->numbered;

    modem->gone = TRUE;
    TRACE( "modem %s is gone\n", debugstr_w( modem->info.name ));
    /* TAPI hears of a device it has never had a number for only after it has made it; then the number is refused */
    if (tell) notify_create( LINE_REMOVE, modem->device_id, 0 );
    if (modem->phone.numbered) notify_create_phone( PHONE_REMOVE, modem->phone.device_id, 0 );
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
    WARN( "modem %s on %s is not plugged in any more; the line is removed until it is back\n", debugstr_w( modem->info.name ),
          debugstr_w( modem->info.port ));
    modem->present = FALSE;
    send_removed( modem );
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
    virtual_attach( modem );
    notify_create( LINE_CREATE, (DWORD_PTR)provider_handle, modem->serial );
    if (phone_wanted( info )) notify_create_phone( PHONE_CREATE, (DWORD_PTR)provider_handle, modem->serial );
    modem_unlock( modem );
}

void watch_take_info( struct modem *modem, const struct modem_info *info )
{
    const BOOL had_phone = phone_wanted( &modem->info ), has_phone = phone_wanted( info );
    struct modem_info next = *info;

    modem->stale = FALSE;
    next.permanent_id = modem->info.permanent_id;
    if (!memcmp( &next, &modem->info, sizeof(next) )) return;
    TRACE( "modem %s is now %s on %s, voice profile %#lx\n", debugstr_w( modem->info.name ), debugstr_w( next.name ), debugstr_w( next.port ),
           next.voice_profile );
    modem->info = next;
    voice_forget_abilities( modem );
    if (modem->gone) return;
    if (!voice_able( modem, MODEM_VOICE_ABLE )) waveid_close( modem );
    else if (modem->numbered) waveid_open( modem );
    if (had_phone && !has_phone && modem->phone.numbered)
    {
        modem->phone.numbered = FALSE;
        notify_create_phone( PHONE_REMOVE, modem->phone.device_id, 0 );
    }
    else if (!had_phone && has_phone && modem->announced) notify_create_phone( PHONE_CREATE, (DWORD_PTR)provider_handle, modem->serial );
    if (modem->line_states & LINEDEVSTATE_CAPSCHANGE) notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_CAPSCHANGE, 0, 0 );
}

void watch_port_closed( struct modem *modem )
{
    if (!modem->stale) return;
    modem->stale = FALSE;
    SetEvent( look_event );
}

/* What changed in the description of a known modem holds from the next opening of its port on; what each ring stands for at once. */
static void refresh( struct modem *modem, const struct modem_info *info )
{
    struct modem_info next = *info;

    modem_lock( modem );
    memcpy( modem->info.ring_media, info->ring_media, sizeof(info->ring_media) );
    /* which device it is we write ourselves */
    memcpy( next.identity, modem->info.identity, sizeof(next.identity) );
    if (modem->port == PORT_CLOSED)
    {
        if (wcscmp( modem->info.name, info->name ) || wcscmp( modem->info.port, info->port )) modem->present = modem->seen = FALSE;
        watch_take_info( modem, &next );
    }
    else if (memcmp( &next, &modem->info, sizeof(next) ) && !modem->stale)
    {
        modem->stale = TRUE;
        WARN( "the description of modem %s has changed while programs use it: it holds as soon as all of them have closed the line\n",
              debugstr_w( modem->info.name ));
    }
    virtual_update( modem );
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
    if (!modem->gone)
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

/* The whole look, which also finds a device under another name. */
static BOOL is_present( struct modem *modem )
{
    struct modem_info info = modem->info;
    char path[sizeof(modem->present_path)];

    if (!identity_host_path( &info, path, sizeof(path) )) return FALSE;
    memcpy( modem->present_path, path, sizeof(path) );
    return TRUE;
}

/* Is its device where it was at the last look? Asks no registry: this is done again and again. */
static BOOL still_present( const struct modem *modem )
{
    struct port_exists_params params = { .path = (ULONG_PTR)modem->present_path };

    if (!modem->present) return FALSE;
    unix_call( unimdm_port_exists, &params );
    return !params.result;
}

static void look_at_suspect( struct modem *modem, void *arg )
{
    BOOL present;

    if (!modem->suspect) return;
    present = is_present( modem );
    modem_lock( modem );
    if (!present) vanished( modem );
    if (!present || (int)(modem->suspect_until - GetTickCount()) <= 0)
    {
        modem->suspect = FALSE;
        InterlockedDecrement( &suspect_count );
    }
    modem_unlock( modem );
}

/*
 * A port that is not there at the start may still be described well: it is a line, and opening it says what is wrong. Of a USB device that was there before it
 * is certain that it was unplugged.
 */
void watch_enumerated( struct modem *modem )
{
    if (!unix_start()) return;
    modem->present = modem->seen = is_present( modem );
    if (modem->present || !modem->info.identity[0]) return;
    TRACE( "modem %s is not plugged in\n", debugstr_w( modem->info.name ));
    modem->gone = TRUE;
}

/* An unplugged modem that is back becomes a new line, as TAPI does not use the number of a removed one again. */
static void look_for_absent( struct modem *modem, void *arg )
{
    struct modem_info info;

    if (!modem->gone || modem->removed || !registry_read_modem( modem->info.key, &info, FALSE ) || !is_present( modem )) return;
    info.permanent_id = modem->info.permanent_id;
    modem_drop( modem );
    announce( &info );
}

/* A modem that nobody uses is unplugged silently. One that is open is lost by its port, which knows more. */
static void look_for_present( struct modem *modem, void *arg )
{
    if (modem->removed) return;
    /* what is soldered in stays */
    if (strncmp( modem->present_path, "/dev/ttyS", 9 )) pluggable_count++;
    if (modem->gone || modem->suspect) return;
    if (modem->port == PORT_CLOSED && !still_present( modem ))
    {
        modem->present = is_present( modem );
        modem_lock( modem );
        if (modem->present) modem->seen = TRUE;
        else if (modem->seen && modem->port == PORT_CLOSED && !modem->gone)
        {
            line_lost( modem );
            vanished( modem );
        }
        modem_unlock( modem );
    }
}

static void look_at_devices(void)
{
    pluggable_count = 0;
    modems_for_each( look_for_present, NULL );
}

static void look(void)
{
    modems_for_each( look_at_modem, NULL );
    registry_enum_modems( look_at_key, NULL );
}

static DWORD WINAPI watch( void *arg )
{
    HANDLE events[3] = { stop_event, look_event, suspect_event };
    HKEY key = registry_open_class( KEY_READ | KEY_NOTIFY );
    DWORD timeout;

    if (!key) ERR( "the modem keys of the registry cannot be watched: new modems are noticed at the next start only\n" );
    else for (;;)
    {
        LONG error = RegNotifyChangeKeyValue( key, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, events[1], TRUE );

        if (error)
        {
            ERR( "the modem keys of the registry cannot be watched: error %ld\n", error );
            break;
        }
        look();     /* after asking, so that no change falls between */
        look_at_devices();
        for (;;)
        {
            timeout = suspect_count > 0 ? SUSPECT_TIME : pluggable_count > 0 ? PRESENCE_TIME : INFINITE;
            switch (WaitForMultipleObjects( 3, events, FALSE, timeout ))
            {
            case WAIT_TIMEOUT:
                modems_for_each( look_for_absent, NULL );
                look_at_devices();
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
    return 0;
}

BOOL watch_start(void)
{
    suspect_count = 0;
    stop_event = CreateEventW( NULL, TRUE, FALSE, NULL );
    suspect_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    look_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    if (stop_event && suspect_event && look_event && (watch_thread = CreateThread( NULL, 0, watch, NULL, 0, NULL ))) return TRUE;
    if (stop_event) CloseHandle( stop_event );
    if (suspect_event) CloseHandle( suspect_event );
    if (look_event) CloseHandle( look_event );
    stop_event = suspect_event = look_event = NULL;
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
    CloseHandle( look_event );
    watch_thread = stop_event = suspect_event = look_event = NULL;
}
