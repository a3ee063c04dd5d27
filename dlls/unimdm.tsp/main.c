/*
 * Unimodem service provider: start, stop, version negotiation and the list of modems.
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

#include "unimdm.h"
#include "virtual.h"

DEBUG_CHANNEL( unimdm );

/* how long TSPI_providerShutdown waits for modems to hang up */
#define SHUTDOWN_TIMEOUT 4000

HINSTANCE unimdm_instance;
HPROVIDER provider_handle;
LINEEVENT line_create_proc;
PHONEEVENT phone_create_proc;
ASYNC_COMPLETION completion_proc;
uint64_t unix_host;

/* The list of modems, in the order of their device ids. The lock is held for looks only. */
static CRITICAL_SECTION list_cs;
static struct modem *first_modem;
static WORD last_serial;
static BOOL running;
static BOOL enumerated;

BOOL WINAPI DllMain( HINSTANCE instance, DWORD reason, void *reserved )
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
    {
        unimdm_instance = instance;
        DisableThreadLibraryCalls( instance );
        InitializeCriticalSection( &list_cs );
    }
    return TRUE;
}

/* ---- the list of modems ---- */

static void modem_free( struct modem *modem )
{
    waveid_close( modem );
    DeleteCriticalSection( &modem->cs );
    /* of a modem that did not hang up before the provider ended; an application may have its port open next */
    modem_log_close( modem );
    if (modem->comm) CloseHandle( modem->comm );
    CloseHandle( modem->opened );
    free( modem );
}

void modem_release( struct modem *modem )
{
    if (!InterlockedDecrement( &modem->refs )) modem_free( modem );
}

void modem_lock( struct modem *modem )
{
    InterlockedIncrement( &modem->refs );
    EnterCriticalSection( &modem->cs );
}

void modem_unlock( struct modem *modem )
{
    LeaveCriticalSection( &modem->cs );
    modem_release( modem );
    notify_flush();
}

DWORD modem_new_handle( struct modem *modem )
{
    struct call *call;

    for (;;)
    {
        DWORD handle = (DWORD)modem->serial << 16 | ++modem->next_handle;

        if (!modem->next_handle || handle == modem->line_handle || handle == modem->phone.handle) continue;
        for (call = modem->calls; call && call->handle != handle; call = call->next) {}
        if (!call) return handle;
    }
}

struct modem *modem_add( const struct modem_info *info )
{
    struct modem *modem, **next;
    unsigned int kind;

    if (!(modem = calloc( 1, sizeof(*modem) ))) return NULL;
    if (!(modem->opened = CreateEventW( NULL, TRUE, FALSE, NULL )))
    {
        free( modem );
        return NULL;
    }
    InitializeCriticalSection( &modem->cs );
    modem->refs = 1;
    modem->info = *info;
    for (kind = 0; kind < CONFIG_COUNT; kind++)
        if (!registry_read_config( info, kind, &modem->config[kind] )) config_default( info, &modem->config[kind] );

    EnterCriticalSection( &list_cs );
    modem->serial = ++last_serial;
    for (next = &first_modem; *next; next = &(*next)->next) {}
    *next = modem;
    LeaveCriticalSection( &list_cs );
    TRACE( "modem %u is key %s: %s on %s, permanent id %#lx\n", modem->serial, debugstr_w( info->key ), debugstr_w( info->name ),
           debugstr_w( info->port ), info->permanent_id );
    return modem;
}

void modem_drop( struct modem *modem )
{
    struct modem **next;

    EnterCriticalSection( &list_cs );
    for (next = &first_modem; *next && *next != modem; next = &(*next)->next) {}
    if (*next) *next = modem->next;
    LeaveCriticalSection( &list_cs );
    virtual_detach( modem );
    modem_release( modem );
}

void modems_for_each( void (*callback)( struct modem *modem, void *arg ), void *arg )
{
    struct modem *modem, **all;
    DWORD count = 0, i;

    EnterCriticalSection( &list_cs );
    for (modem = first_modem; modem; modem = modem->next) count++;
    if ((all = malloc( (count + 1) * sizeof(*all) )))
        for (modem = first_modem, i = 0; modem; modem = modem->next, i++)
        {
            InterlockedIncrement( &modem->refs );
            all[i] = modem;
        }
    LeaveCriticalSection( &list_cs );
    if (!all) return;
    for (i = 0; i < count; i++)
    {
        callback( all[i], arg );
        modem_release( all[i] );
    }
    free( all );
}

static struct modem *find_and_lock( DWORD serial, BOOL by_device, DWORD device_id )
{
    struct modem *modem;

    EnterCriticalSection( &list_cs );
    for (modem = first_modem; modem; modem = modem->next)
    {
        if (by_device ? modem->numbered && !modem->gone && modem->device_id == device_id : modem->serial == serial) break;
    }
    if (modem) InterlockedIncrement( &modem->refs );
    LeaveCriticalSection( &list_cs );
    if (modem) EnterCriticalSection( &modem->cs );
    return modem;
}

struct modem *modem_lock_device( DWORD device_id )
{
    return find_and_lock( 0, TRUE, device_id );
}

static struct modem *lock_phone( BOOL by_device, DWORD number )
{
    struct modem *modem;

    EnterCriticalSection( &list_cs );
    for (modem = first_modem; modem; modem = modem->next)
        if (by_device ? modem->phone.numbered && !modem->gone && modem->phone.device_id == number : modem->serial == number >> 16) break;
    if (modem) InterlockedIncrement( &modem->refs );
    LeaveCriticalSection( &list_cs );
    if (modem) EnterCriticalSection( &modem->cs );
    return modem;
}

struct modem *modem_lock_phone_device( DWORD device_id )
{
    return lock_phone( TRUE, device_id );
}

struct modem *modem_lock_phone( HDRVPHONE phone )
{
    DWORD handle = (DWORD_PTR)phone;
    struct modem *modem = lock_phone( FALSE, handle );

    if (modem && handle && modem->phone.handle == handle) return modem;
    if (modem) modem_unlock( modem );
    return NULL;
}

struct modem *modem_lock_serial( DWORD serial )
{
    return find_and_lock( serial, FALSE, 0 );
}

struct modem *modem_lock_line( HDRVLINE line )
{
    DWORD handle = (DWORD_PTR)line;
    struct modem *modem = find_and_lock( handle >> 16, FALSE, 0 );

    if (modem && handle && modem->line_handle == handle) return modem;
    if (modem) modem_unlock( modem );
    return NULL;
}

struct call *call_lock( HDRVCALL hcall )
{
    DWORD handle = (DWORD_PTR)hcall;
    struct modem *modem = find_and_lock( handle >> 16, FALSE, 0 );
    struct call *call;

    if (!modem) return NULL;
    for (call = modem->calls; call; call = call->next) if (call->handle == handle && !call->closed) return call;
    modem_unlock( modem );
    return NULL;
}

/* ---- version negotiation ---- */

LONG WINAPI TSPI_lineNegotiateTSPIVersion( DWORD device, DWORD low, DWORD high, DWORD *version )
{
    struct modem *modem;

    TRACE( "device %#lx, versions %#lx to %#lx\n", device, low, high );
    if (!version) return LINEERR_INVALPOINTER;
    if (device != (DWORD)INITIALIZE_NEGOTIATION)
    {
        if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
        modem_unlock( modem );
    }
    if (low > TSPI_HIGHEST_VERSION || high < TSPI_LOWEST_VERSION || low > high)
    {
        WARN( "device %#lx: versions %#lx to %#lx are not among ours, %#x to %#x\n", device, low, high, TSPI_LOWEST_VERSION,
              TSPI_HIGHEST_VERSION );
        return LINEERR_INCOMPATIBLEAPIVERSION;
    }
    *version = high < TSPI_HIGHEST_VERSION ? high : TSPI_HIGHEST_VERSION;
    return 0;
}

/* ---- start and stop ---- */

struct counts
{
    DWORD lines, phones;
};

static void count_modem( struct modem *modem, void *arg )
{
    struct counts *counts = arg;

    if (modem->gone) return;
    counts->lines++;
    if (phone_wanted( &modem->info )) counts->phones++;
}

static BOOL enum_modem( const WCHAR *key, void *arg )
{
    struct modem_info info;

    struct modem *modem;

    if (!registry_read_modem( key, &info, TRUE ) || !(modem = modem_add( &info ))) return TRUE;
    watch_enumerated( modem );
    count_modem( modem, arg );
    return TRUE;
}

LONG WINAPI TSPI_providerEnumDevices( DWORD provider_id, DWORD *lines, DWORD *phones, HPROVIDER provider, LINEEVENT create_line,
                                      PHONEEVENT create_phone )
{
    struct counts counts = { 0 };

    TRACE( "provider %lu, handle %p\n", provider_id, provider );
    if (!lines || !phones) return LINEERR_INVALPOINTER;
    provider_handle = provider;
    line_create_proc = create_line;
    phone_create_proc = create_phone;
    if (enumerated) modems_for_each( count_modem, &counts );
    else registry_enum_modems( enum_modem, &counts );
    enumerated = TRUE;
    *lines = counts.lines;
    *phones = counts.phones;
    TRACE( "%lu modems, %lu with telephone sets\n", counts.lines, counts.phones );
    return 0;
}

struct numbering
{
    DWORD next, left;
    DWORD next_phone, phones_left;
};

static void number_modem( struct modem *modem, void *arg )
{
    struct numbering *numbering = arg;

    if (!numbering->left || modem->gone) return;
    modem_lock( modem );
    modem->device_id = numbering->next++;
    modem->numbered = modem->announced = TRUE;
    virtual_attach( modem );
    numbering->left--;
    if (numbering->phones_left && phone_wanted( &modem->info ))
    {
        phone_number( modem, numbering->next_phone++ );
        numbering->phones_left--;
    }
    waveid_open( modem );
    modem_unlock( modem );
}

static void forget_modem( struct modem *modem, void *arg )
{
    (void)arg;
    modem_lock( modem );
    waveid_close( modem );
    modem_unlock( modem );
    modem_drop( modem );
}

LONG WINAPI TSPI_providerInit( DWORD version, DWORD provider_id, DWORD line_base, DWORD phone_base, DWORD_PTR lines, DWORD_PTR phones,
                               ASYNC_COMPLETION completion, DWORD *options )
{
    struct numbering numbering = { line_base, lines, phone_base, phones };
    struct host_params params = { 0 };
    DWORD wave_end = 0;

    TRACE( "version %#lx, provider %lu, lines from %lu, %lu of them\n", version, provider_id, line_base, (DWORD)lines );
    if (running)
    {
        WARN( "initialised twice\n" );
        return LINEERR_OPERATIONFAILED;
    }
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (!completion || !options) return LINEERR_INVALPOINTER;
    completion_proc = completion;
    *options = 0;

    if (!unix_start()) return LINEERR_NODRIVER;
    unix_call( unimdm_host_create, &params );
    if (params.result)
    {
        ERR( "the modem engine did not start: error %d\n", params.result );
        return LINEERR_NOMEM;
    }
    unix_host = params.host;
    modems_for_each( number_modem, &numbering );
    if (!events_start())
    {
        unix_call( unimdm_host_destroy, &params );
        unix_host = 0;
        return LINEERR_NOMEM;
    }
    if (!watch_start()) ERR( "modems that are added or removed from now on will be noticed at the next start only\n" );
    running = TRUE;
    modems_for_each( waveid_wait, &wave_end );
    return 0;
}

static void close_modem( struct modem *modem, void *arg )
{
    (void)arg;
    TSPI_lineClose( (HDRVLINE)(DWORD_PTR)modem->line_handle );
    TSPI_phoneClose( (HDRVPHONE)(DWORD_PTR)modem->phone.handle );
}

/* Hanging up takes a moment, and closes the handle of the port at its end. */
static void wait_closed( struct modem *modem, void *arg )
{
    const DWORD *end = arg;
    BOOL closed;

    for (;;)
    {
        modem_lock( modem );
        closed = modem->port == PORT_CLOSED;
        modem_unlock( modem );
        if (closed || (int)(*end - GetTickCount()) <= 0) break;
        Sleep( 10 );
    }
}

LONG WINAPI TSPI_providerShutdown( DWORD version, DWORD provider_id )
{
    struct host_params params = { unix_host, 0, 0 };
    DWORD end = GetTickCount() + SHUTDOWN_TIMEOUT;

    TRACE( "version %#lx, provider %lu\n", version, provider_id );
    if (!running) return LINEERR_OPERATIONFAILED;
    watch_stop();
    modems_for_each( close_modem, NULL );
    voice_clock_stop();
    modems_for_each( wait_closed, &end );
    events_stop();
    unix_host = 0;
    unix_call( unimdm_host_destroy, &params );
    modems_for_each( forget_modem, NULL );
    virtual_stop();
    running = enumerated = FALSE;
    completion_proc = NULL;
    line_create_proc = NULL;
    phone_create_proc = NULL;
    return 0;
}

LONG WINAPI TSPI_providerCreateLineDevice( DWORD_PTR temporary, DWORD device )
{
    struct modem *modem = modem_lock_serial( temporary );

    TRACE( "temporary id %lu is device %lu\n", (DWORD)temporary, device );
    if (!modem) return LINEERR_BADDEVICEID;
    if (modem->numbered || modem->gone)
    {
        modem_unlock( modem );
        return LINEERR_BADDEVICEID;
    }
    modem->device_id = device;
    modem->numbered = TRUE;
    waveid_open( modem );
    modem_unlock( modem );
    return 0;
}

/* ---- user interface and installation ---- */

LONG WINAPI TSPI_providerUIIdentify( WCHAR *name )
{
    static const WCHAR own_name[] = L"unimdm.tsp";

    TRACE( "\n" );
    if (!name) return LINEERR_INVALPOINTER;
    memcpy( name, own_name, sizeof(own_name) );
    return 0;
}

/* The part of a configuration dialog that runs in the service; the other part is in ui.c. */
LONG WINAPI TSPI_providerGenericDialogData( DWORD_PTR object, DWORD type, void *data, DWORD size )
{
    struct ui_params *params = data;
    struct modem *modem;

    TRACE( "object %#lx of type %lu, %lu bytes\n", (DWORD)object, type, size );
    if (type == TUISPIDLL_OBJECT_DIALOGINSTANCE) return manual_dialog_data( (HDRVDIALOGINSTANCE)object, data, size );
    if (type != TUISPIDLL_OBJECT_LINEID) return LINEERR_OPERATIONUNAVAIL;
    if (!params || size < sizeof(*params) || params->size != sizeof(*params) || params->kind >= CONFIG_COUNT) return LINEERR_INVALPARAM;
    if (!(modem = modem_lock_device( object ))) return LINEERR_BADDEVICEID;
    params->info = modem->info;
    if (params->request == UI_GET_CONFIG)
    {
        params->config = modem->config[params->kind];
        params->result = 0;
    }
    else if (params->request == UI_SET_CONFIG)
    {
        struct devcfg config;

        if (!(params->result = config_parse( &modem->info, &params->config, sizeof(params->config), &config )) &&
            !(params->result = registry_write_config( &modem->info, params->kind, &config )))
        {
            modem->config[params->kind] = config;
            if (modem->engine && !modem->call) port_apply_settings( modem, &config );
            if (modem->line_handle && (modem->line_states & LINEDEVSTATE_CONFIGCHANGE))
                notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_CONFIGCHANGE, 0, 0 );
        }
    }
    else params->result = LINEERR_INVALPARAM;
    modem_unlock( modem );
    return 0;
}

LONG WINAPI TSPI_providerInstall( HWND owner, DWORD provider_id )
{
    (void)owner;
    TRACE( "provider %lu\n", provider_id );
    return registry_installed_elsewhere( provider_id ) ? LINEERR_NOMULTIPLEINSTANCE : 0;
}

LONG WINAPI TSPI_providerRemove( HWND owner, DWORD provider_id )
{
    /* Modems stay in the registry, where other programs look for them too. */
    (void)owner;
    TRACE( "provider %lu\n", provider_id );
    return 0;
}
