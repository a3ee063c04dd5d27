/*
 * The built-in telephone exchange as a service provider: start, stop, version negotiation, lines that come and go.
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

#include "exchange.h"

DEBUG_CHANNEL( exchange );

HINSTANCE exchange_instance;
struct exchange *exchange;
HPROVIDER exchange_provider;
DWORD line_base, phone_base;
LINEEVENT line_create_proc;
PHONEEVENT phone_create_proc;
ASYNC_COMPLETION completion_proc;

static CRITICAL_SECTION exchange_cs;

/* Device ids of the lines that came after the start; indexed by station index - first_late */
static struct { DWORD device; BOOL numbered; } *late;
static DWORD first_late, late_size;

BOOL WINAPI DllMain( HINSTANCE instance, DWORD reason, void *reserved )
{
    if (reason == DLL_PROCESS_ATTACH)
    {
        exchange_instance = instance;
        DisableThreadLibraryCalls( instance );
        InitializeCriticalSection( &exchange_cs );
    }
    return TRUE;
}

void exchange_lock(void)
{
    EnterCriticalSection( &exchange_cs );
    /* what is due has happened before whatever the caller is about to do */
    if (exchange) exchange_run( exchange, GetTickCount64() );
}

void exchange_unlock(void)
{
    struct station *station;

    while (exchange && (station = exchange_dirty( exchange ))) phone_station_changed( station );
    if (exchange) msp_refresh();
    worker_wake();
    LeaveCriticalSection( &exchange_cs );
    notify_flush();
}

void exchange_leave(void)
{
    LeaveCriticalSection( &exchange_cs );
}

/* ---- settings ---- */

DWORD exchange_setting( const WCHAR *name, DWORD otherwise, DWORD least, DWORD most )
{
    DWORD value, size = sizeof(value), type;
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, EXCHANGE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key )) return otherwise;
    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)&value, &size ) || type != REG_DWORD || size != sizeof(value)) value = otherwise;
    RegCloseKey( key );
    if (value >= least && value <= most) return value;
    WARN( "%s is %lu in the registry: it must be from %lu to %lu\n", debugstr_w( name ), value, least, most );
    return value < least ? least : most;
}

static void read_config( struct config *config )
{
    config_default( config );
    config->lines = exchange_setting( L"Lines", config->lines, 1, MAX_LINES );
    config->seed = exchange_setting( L"Seed", config->seed, 0, ~0u );
    config->ring_interval = exchange_setting( L"RingMilliseconds", config->ring_interval, 10, 60000 );
    config->ring_seconds = exchange_setting( L"RingSeconds", config->ring_seconds, 1, 3600 );
    config->answer_ms = exchange_setting( L"AnswerMilliseconds", config->answer_ms, 0, 600000 );
    config->park_seconds = exchange_setting( L"ParkSeconds", config->park_seconds, 1, 86400 );
    config->appearances = exchange_setting( L"Appearances", config->appearances, 1, 8 );
    config->hunt_rings = exchange_setting( L"HuntRings", config->hunt_rings, 1, 100 );
    config->patience_seconds = exchange_setting( L"PatienceSeconds", config->patience_seconds, 1, 86400 );
    config->callback_seconds = exchange_setting( L"CallbackSeconds", config->callback_seconds, 1, 3600 );
}

/* ---- devices ---- */

struct station *station_of_device( DWORD device )
{
    DWORD i;

    if (!exchange) return NULL;
    if (device - line_base < first_late) return exchange_station( exchange, device - line_base );
    for (i = 0; i < late_size; i++) if (late[i].numbered && late[i].device == device) return exchange_station( exchange, first_late + i );
    return NULL;
}

DWORD device_of_station( const struct station *station )
{
    if (station->index < first_late) return line_base + station->index;
    if (station->index - first_late < late_size && late[station->index - first_late].numbered) return late[station->index - first_late].device;
    return ~0u;
}

struct station *exchange_create_line(void)
{
    struct station *station;
    struct event *event;
    void *grown;

    if (!(grown = realloc( late, (late_size + 1) * sizeof(*late) ))) return NULL;
    late = grown;
    if (!(station = exchange_add_station( exchange ))) return NULL;
    late[late_size].device = ~0u;
    late[late_size].numbered = FALSE;
    late_size++;
    if ((event = exchange_post( exchange, EVENT_CREATE, station, NULL, LINE_CREATE, station->index, 0, 0 ))) event->pointer[0] = exchange_provider;
    return station;
}

void exchange_remove_line( struct station *station )
{
    DWORD device = device_of_station( station );
    struct line *line = station->line;

    if (line && line->handle) notify_line( station, LINE_CLOSE, 0, 0, 0 );
    exchange_remove_station( station );
    if (device != ~0u) exchange_post( exchange, EVENT_CREATE, station, NULL, LINE_REMOVE, device, 0, 0 );
}

LONG WINAPI TSPI_providerCreateLineDevice( DWORD_PTR temporary, DWORD device )
{
    DWORD index = temporary;
    LONG ret = LINEERR_BADDEVICEID;

    TRACE( "station %lu is device %lu\n", index, device );
    exchange_lock();
    if (exchange && index >= first_late && index - first_late < late_size && !late[index - first_late].numbered && exchange_station( exchange, index ))
    {
        late[index - first_late].device = device;
        late[index - first_late].numbered = TRUE;
        ret = 0;
    }
    exchange_unlock();
    return ret;
}

/* ---- version negotiation ---- */

LONG WINAPI TSPI_lineNegotiateTSPIVersion( DWORD device, DWORD low, DWORD high, DWORD *version )
{
    BOOL known;

    TRACE( "device %#lx, versions %#lx to %#lx\n", device, low, high );
    if (!version) return LINEERR_INVALPOINTER;
    if (device != (DWORD)INITIALIZE_NEGOTIATION)
    {
        exchange_lock();
        known = station_of_device( device ) != NULL;
        exchange_unlock();
        if (!known) return LINEERR_BADDEVICEID;
    }
    if (low > TSPI_HIGHEST_VERSION || high < TSPI_LOWEST_VERSION || low > high)
    {
        WARN( "device %#lx: versions %#lx to %#lx are not among ours, %#x to %#x\n", device, low, high, TSPI_LOWEST_VERSION, TSPI_HIGHEST_VERSION );
        return LINEERR_INCOMPATIBLEAPIVERSION;
    }
    *version = min( high, TSPI_HIGHEST_VERSION );
    return 0;
}

LONG WINAPI TSPI_lineNegotiateExtVersion( DWORD device, DWORD version, DWORD low, DWORD high, DWORD *ext_version )
{
    struct station *station;
    struct op op;
    LONG ret;

    TRACE( "device %lu, version %#lx, extension versions %#lx to %#lx\n", device, version, low, high );
    if (!ext_version) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if ((ret = op_device( &op, "TSPI_lineNegotiateExtVersion", device, &station ))) return ret;
    if (low > EXTENSION_HIGHEST || high < EXTENSION_LOWEST || low > high) ret = LINEERR_INCOMPATIBLEEXTVERSION;
    else *ext_version = min( high, EXTENSION_HIGHEST );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineGetExtensionID( DWORD device, DWORD version, LINEEXTENSIONID *id )
{
    static const LINEEXTENSIONID extension = EXCHANGE_EXTENSION;
    struct station *station;
    struct op op;
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!id) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if ((ret = op_device( &op, "TSPI_lineGetExtensionID", device, &station ))) return ret;
    *id = extension;
    return op_end( &op, 0 );
}

/* ---- start and stop ---- */

LONG WINAPI TSPI_providerEnumDevices( DWORD provider_id, DWORD *lines, DWORD *phones, HPROVIDER provider, LINEEVENT create_line, PHONEEVENT create_phone )
{
    struct config config;

    TRACE( "provider %lu, handle %p\n", provider_id, provider );
    if (!lines || !phones) return LINEERR_INVALPOINTER;
    read_config( &config );
    exchange_provider = provider;
    line_create_proc = create_line;
    phone_create_proc = create_phone;
    *lines = config.lines;
    *phones = phones_count();
    return 0;
}

LONG WINAPI TSPI_providerInit( DWORD version, DWORD provider_id, DWORD first_line, DWORD first_phone, DWORD_PTR lines, DWORD_PTR phones,
                               ASYNC_COMPLETION completion, DWORD *options )
{
    struct config config;
    LONG ret;

    TRACE( "version %#lx, provider %lu, %lu lines from %lu, %lu phones from %lu\n", version, provider_id, (DWORD)lines, first_line, (DWORD)phones,
           first_phone );
    if (exchange)
    {
        WARN( "initialised twice\n" );
        return LINEERR_OPERATIONFAILED;
    }
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (!completion || !options) return LINEERR_INVALPOINTER;
    *options = 0;
    read_config( &config );
    /* what TAPI counts on, also when somebody changed the registry in between */
    config.lines = lines;
    if (lines > MAX_LINES) return LINEERR_INVALPARAM;
    engine_unlinked = data_link_cut;
    completion_proc = completion;
    line_base = first_line;
    phone_base = first_phone;
    if (!(exchange = exchange_create( &config )))
    {
        ERR( "no memory for an exchange with %lu lines\n", (DWORD)lines );
        return LINEERR_NOMEM;
    }
    exchange_run( exchange, GetTickCount64() );
    first_late = config.lines;
    late_size = 0;
    if ((ret = phones_start( first_phone, phones )) || !worker_start())
    {
        exchange_destroy( exchange );
        exchange = NULL;
        return ret ? ret : (LONG)LINEERR_NOMEM;
    }
    if (!control_start()) ERR( "the control channel did not start: winetapi exchange cannot reach this exchange\n" );
    return 0;
}

LONG WINAPI TSPI_providerShutdown( DWORD version, DWORD provider_id )
{
    struct exchange *old;
    DWORD i;

    TRACE( "version %#lx, provider %lu\n", version, provider_id );
    if (!exchange) return LINEERR_OPERATIONFAILED;
    control_stop();
    worker_stop();
    msp_stop();
    exchange_lock();
    phones_stop();
    old = exchange;
    for (i = 0; i < exchange_station_count( old ); i++)
    {
        struct station *station = exchange_station( old, i );

        if (station) line_forget( station );
    }
    exchange = NULL;
    exchange_destroy( old );
    free( late );
    late = NULL;
    late_size = first_late = 0;
    exchange_leave();
    completion_proc = NULL;
    line_create_proc = NULL;
    phone_create_proc = NULL;
    return 0;
}

/* ---- installation ---- */

/* Is the file registered with another provider id too? There is one exchange, with one set of lines. */
static BOOL installed_elsewhere( DWORD provider_id )
{
    DWORD count = 0, i, size, id, type;
    WCHAR name[40], file[MAX_PATH], *base;
    BOOL found = FALSE;
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\Providers", 0,
                       KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key )) return FALSE;
    size = sizeof(count);
    RegQueryValueExW( key, L"NumProviders", NULL, NULL, (BYTE *)&count, &size );
    for (i = 0; i < count && !found; i++)
    {
        swprintf( name, ARRAYSIZE(name), L"ProviderID%lu", i );
        size = sizeof(id);
        if (RegQueryValueExW( key, name, NULL, NULL, (BYTE *)&id, &size ) || id == provider_id) continue;
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", i );
        size = sizeof(file) - sizeof(WCHAR);
        if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)file, &size ) || (type != REG_SZ && type != REG_EXPAND_SZ)) continue;
        file[size / sizeof(WCHAR)] = 0;
        base = wcsrchr( file, '\\' );
        if (!_wcsicmp( base ? base + 1 : file, L"exchange.tsp" )) found = TRUE;
    }
    RegCloseKey( key );
    return found;
}

LONG WINAPI TSPI_providerInstall( HWND owner, DWORD provider_id )
{
    TRACE( "provider %lu\n", provider_id );
    return installed_elsewhere( provider_id ) ? LINEERR_NOMULTIPLEINSTANCE : 0;
}

LONG WINAPI TSPI_providerRemove( HWND owner, DWORD provider_id )
{
    /* the settings stay: whoever adds the exchange again finds it as it was */
    TRACE( "provider %lu\n", provider_id );
    return 0;
}
