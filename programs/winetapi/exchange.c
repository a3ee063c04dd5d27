/*
 * winetapi exchange: switches the built-in exchange on and off, and talks to it (exchange_ext.h).
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

#include "winetapi.h"
#include "exchange.h"

#include <winsvc.h>

#define EXCHANGE_FILE   L"exchange.tsp"
#define OWN_KEY         L"Software\\Wine Telephony"
#define SETTINGS_KEY    OWN_KEY L"\\Exchange"
#define PROVIDERS_KEY   TELEPHONY_KEY L"\\Providers"
#define DEFAULT_LINES   10
#define REPLY_MS        30000

/* ---- the channel: a line of the exchange, opened with its extension ---- */

static BOOL open_line( struct channel *channel, DWORD id )
{
    static const LINEEXTENSIONID wanted = EXCHANGE_EXTENSION;
    LINEEXTENSIONID extension;
    DWORD version, ext_version;

    if (lineNegotiateAPIVersion( channel->session.app, id, 0x00020000, 0x00030001, &version, &extension )) return FALSE;
    if (memcmp( &extension, &wanted, sizeof(wanted) )) return FALSE;
    if (lineNegotiateExtVersion( channel->session.app, id, version, EXCHANGE_EXTENSION_VERSION, EXCHANGE_EXTENSION_VERSION, &ext_version )) return FALSE;
    return !lineOpenW( channel->session.app, id, &channel->session.line, version, ext_version, 0, LINECALLPRIVILEGE_NONE, 0, NULL );
}

int channel_open( struct channel *channel )
{
    DWORD id;
    int ret;

    if ((ret = session_open( &channel->session ))) return ret;
    for (id = 0; id < channel->session.lines; id++) if (open_line( channel, id )) return EXIT_OK;
    session_close( &channel->session );
    return fail( L"the exchange is not there; winetapi exchange enable switches it on, winetapi status says what is wrong with it" );
}

LONG channel_send( struct channel *channel, struct exchange_command *command )
{
    DWORD end = GetTickCount() + REPLY_MS;
    LINEMESSAGE message;
    LONG request;

    command->size = sizeof(*command);
    command->magic = EXCHANGE_MAGIC;
    if ((request = lineDevSpecific( channel->session.line, 0, 0, command, sizeof(*command) )) < 0) return request;
    while ((int)(end - GetTickCount()) > 0)
    {
        if (lineGetMessage( channel->session.app, &message, end - GetTickCount() )) break;
        if (message.dwMessageID == LINE_REPLY && (LONG)message.dwParam1 == request) return message.dwParam2;
        if (message.dwMessageID == LINE_CLOSE) break;
    }
    return LINEERR_OPERATIONFAILED;
}

void channel_close( struct channel *channel )
{
    session_close( &channel->session );
}

/* ---- registry ---- */

static DWORD get_dword( HKEY key, const WCHAR *name, DWORD otherwise )
{
    DWORD type, value, size = sizeof(value);

    return RegQueryValueExW( key, name, NULL, &type, (BYTE *)&value, &size ) || type != REG_DWORD ? otherwise : value;
}

static LONG set_dword( HKEY key, const WCHAR *name, DWORD value )
{
    return RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
}

static BOOL get_string( HKEY key, const WCHAR *name, WCHAR *text, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size ) || type != REG_SZ) size = 0;
    text[size / sizeof(WCHAR)] = 0;
    return size != 0;
}

/* The place of the exchange among the providers, or the number of them; *id is its permanent provider id. */
static DWORD find_provider( HKEY key, DWORD *count, DWORD *id )
{
    WCHAR name[40], file[MAX_PATH];
    DWORD i;

    *count = get_dword( key, L"NumProviders", 0 );
    for (i = 0; i < *count; i++)
    {
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", i );
        if (!get_string( key, name, file, ARRAYSIZE(file) ) || _wcsicmp( file, EXCHANGE_FILE )) continue;
        swprintf( name, ARRAYSIZE(name), L"ProviderID%lu", i );
        *id = get_dword( key, name, 0 );
        break;
    }
    return i;
}

static BOOL exchange_is_enabled( DWORD *id )
{
    DWORD count, at;
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, 0, KEY_READ, &key )) return FALSE;
    at = find_provider( key, &count, id );
    RegCloseKey( key );
    return at < count;
}

static LONG add_to_registry( void )
{
    DWORD count, id, next;
    WCHAR name[40];
    HKEY key;
    LONG ret;

    if ((ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, 0, NULL, 0, KEY_READ | KEY_SET_VALUE, NULL, &key, NULL ))) return ret;
    if (find_provider( key, &count, &id ) == count)
    {
        next = max( get_dword( key, L"NextProviderID", 1 ), 1 );
        swprintf( name, ARRAYSIZE(name), L"ProviderID%lu", count );
        ret = set_dword( key, name, next );
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", count );
        if (!ret) ret = RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)EXCHANGE_FILE, sizeof(EXCHANGE_FILE) );
        if (!ret) ret = set_dword( key, L"NextProviderID", next + 1 );
        if (!ret) ret = set_dword( key, L"NumProviders", count + 1 );
    }
    RegCloseKey( key );
    return ret;
}

/* Those behind it move up. */
static LONG remove_from_registry( void )
{
    DWORD count, id, at;
    WCHAR from[40], to[40], file[MAX_PATH];
    HKEY key;
    LONG ret;

    if ((ret = RegOpenKeyExW( HKEY_LOCAL_MACHINE, PROVIDERS_KEY, 0, KEY_ALL_ACCESS, &key ))) return ret;
    at = find_provider( key, &count, &id );
    for (; at + 1 < count && !ret; at++)
    {
        swprintf( from, ARRAYSIZE(from), L"ProviderID%lu", at + 1 );
        swprintf( to, ARRAYSIZE(to), L"ProviderID%lu", at );
        ret = set_dword( key, to, get_dword( key, from, 0 ) );
        swprintf( from, ARRAYSIZE(from), L"ProviderFilename%lu", at + 1 );
        swprintf( to, ARRAYSIZE(to), L"ProviderFilename%lu", at );
        get_string( key, from, file, ARRAYSIZE(file) );
        if (!ret) ret = RegSetValueExW( key, to, 0, REG_SZ, (const BYTE *)file, (wcslen( file ) + 1) * sizeof(WCHAR) );
    }
    if (!ret && at < count)
    {
        ret = set_dword( key, L"NumProviders", count - 1 );
        swprintf( to, ARRAYSIZE(to), L"ProviderID%lu", count - 1 );
        RegDeleteValueW( key, to );
        swprintf( to, ARRAYSIZE(to), L"ProviderFilename%lu", count - 1 );
        RegDeleteValueW( key, to );
    }
    RegCloseKey( key );
    return ret;
}

static BOOL service_runs( void )
{
    SC_HANDLE manager = OpenSCManagerW( NULL, NULL, SC_MANAGER_CONNECT ), service = NULL;
    SERVICE_STATUS status = { 0 };

    if (manager && (service = OpenServiceW( manager, SERVICE_NAME, SERVICE_QUERY_STATUS ))) QueryServiceStatus( service, &status );
    if (service) CloseServiceHandle( service );
    if (manager) CloseServiceHandle( manager );
    return status.dwCurrentState == SERVICE_RUNNING || status.dwCurrentState == SERVICE_START_PENDING;
}

/* ---- enable, disable ---- */

struct settings
{
    DWORD lines, phones, seed;
    BOOL  has_lines, has_phones, has_seed;
};

static BOOL parse_number( const WCHAR *text, DWORD least, DWORD most, DWORD *value )
{
    WCHAR *end;

    if (*text < '0' || *text > '9') return FALSE;
    *value = wcstoul( text, &end, 10 );
    return !*end && *value >= least && *value <= most;
}

static int parse_settings( int argc, WCHAR **argv, struct settings *settings )
{
    int i;

    for (i = 1; i < argc; i += 2)
    {
        const WCHAR *value = i + 1 < argc ? argv[i + 1] : L"";

        if (!wcscmp( argv[i], L"--lines" ) && parse_number( value, 1, 10000, &settings->lines )) settings->has_lines = TRUE;
        else if (!wcscmp( argv[i], L"--phones" ) && parse_number( value, 0, 10000, &settings->phones )) settings->has_phones = TRUE;
        else if (!wcscmp( argv[i], L"--seed" ) && parse_number( value, 0, ~0u, &settings->seed )) settings->has_seed = TRUE;
        else
        {
            fail( L"exchange enable: '%ls %ls' is not an option; --lines takes 1 to 10000, --phones 0 to 10000, --seed a number", argv[i], value );
            return EXIT_USAGE;
        }
    }
    return EXIT_OK;
}

/* What is not said stays as it was. */
static LONG write_settings( const struct settings *settings )
{
    HKEY key;
    LONG ret;

    if ((ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, SETTINGS_KEY, 0, NULL, 0, KEY_READ | KEY_SET_VALUE, NULL, &key, NULL ))) return ret;
    ret = set_dword( key, L"Lines", settings->has_lines ? settings->lines : get_dword( key, L"Lines", DEFAULT_LINES ) );
    if (!ret && settings->has_phones) ret = set_dword( key, L"Phones", settings->phones );
    if (!ret && settings->has_seed) ret = set_dword( key, L"Seed", settings->seed );
    RegCloseKey( key );
    return ret;
}

/* The exchange runs already: what can change while it does. */
static int change_running( const struct settings *settings )
{
    struct exchange_command command = { .code = EXCHANGE_RESIZE };
    struct channel channel;
    LONG error = 0;
    int ret;

    if ((ret = channel_open( &channel ))) return ret;
    if (settings->has_lines)
    {
        command.args[0] = settings->lines;
        error = channel_send( &channel, &command );
    }
    if (!error && settings->has_seed)
    {
        memset( &command, 0, sizeof(command) );
        command.code = EXCHANGE_SEED;
        command.args[0] = settings->seed;
        error = channel_send( &channel, &command );
    }
    channel_close( &channel );
    if (error) return fail( L"the exchange does not change while it runs (%ls); what was set holds from the next start of telephony on", tapi_error( error ) );
    if (settings->has_phones) out( L"the number of phones changes at the next start of telephony\n" );
    return EXIT_OK;
}

static int enable( int argc, WCHAR **argv )
{
    struct settings settings = { 0 };
    DWORD id;
    LONG error;
    int ret;

    if ((ret = parse_settings( argc, argv, &settings ))) return ret;
    if ((error = write_settings( &settings ))) return fail( L"cannot write the settings of the exchange: %ls", windows_error( error ) );
    if (exchange_is_enabled( &id )) return service_runs() ? change_running( &settings ) : EXIT_OK;
    if (!service_runs())
    {
        if ((error = add_to_registry())) return fail( L"cannot add the exchange to the providers: %ls", windows_error( error ) );
        return EXIT_OK;
    }
    if ((error = lineAddProviderW( EXCHANGE_FILE, NULL, &id ))) return fail( L"cannot add the exchange to the providers: %ls", tapi_error( error ) );
    return EXIT_OK;
}

static int disable( int argc, WCHAR **argv )
{
    DWORD id = 0;
    LONG error;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    if (exchange_is_enabled( &id ))
    {
        if (service_runs() && (error = lineRemoveProvider( id, NULL )))
            out( L"the exchange does not go now (%ls); it is gone when telephony starts again\n", tapi_error( error ) );
        /* the service does that, unless the exchange has crashed */
        if (exchange_is_enabled( &id ) && (error = remove_from_registry()))
            return fail( L"cannot take the exchange from the providers: %ls", windows_error( error ) );
    }
    RegDeleteTreeW( HKEY_LOCAL_MACHINE, SETTINGS_KEY );
    /* of a key that has other things in it this deletes nothing */
    RegDeleteKeyW( HKEY_LOCAL_MACHINE, OWN_KEY );
    return EXIT_OK;
}

/* ---- status ---- */

static const WCHAR *const fault_kinds[EXCHANGE_FAULTS] = { L"", L"fail", L"fail-late", L"delay", L"slow", L"lose", L"crash", L"hang" };

static void print_fault( const struct exchange_command *command )
{
    const DWORD *result = command->result;

    out( L"fault %lu: %hs %ls", result[0], command->text, result[1] < EXCHANGE_FAULTS ? fault_kinds[result[1]] : L"?" );
    if (result[1] == EXCHANGE_FAULT_FAIL || result[1] == EXCHANGE_FAULT_FAIL_LATE) out( L" %hs", error_name( result[2] ) );
    else if (result[2]) out( L" %lu ms", result[2] );
    if (result[3]) out( L", call %lu", result[3] );
    if (result[4]) out( L", %lu %%", result[4] );
    if (result[5]) out( L", %lu times more", result[5] );
    if (result[7]) out( L", line %lu", result[7] );
    out( L"; struck %lu times\n", result[6] );
}

static int exchange_print_faults( struct channel *channel )
{
    struct exchange_command command;
    DWORD place;

    for (place = 0;; place++)
    {
        memset( &command, 0, sizeof(command) );
        command.code = EXCHANGE_FAULT_LIST;
        command.args[0] = place;
        if (channel_send( channel, &command )) return EXIT_OK;
        print_fault( &command );
    }
}

static int status( int argc, WCHAR **argv )
{
    struct exchange_command command = { .code = EXCHANGE_STATUS };
    struct channel channel;
    LONG error;
    DWORD id;
    int ret;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    if (!exchange_is_enabled( &id ))
    {
        out( L"the exchange is off; winetapi exchange enable switches it on\n" );
        return EXIT_OK;
    }
    if ((ret = channel_open( &channel ))) return ret;
    if ((error = channel_send( &channel, &command ))) ret = fail( L"the exchange does not answer: %ls", tapi_error( error ) );
    else
    {
        out( L"lines: %lu\nphones: %lu\ncalls: %lu\n", command.result[0], command.result[1], command.result[2] );
        out( L"callers of the load: %lu now, %lu so far\n", command.result[3], command.result[4] );
        out( L"steps that wait: %lu\nseed: %lu\n", command.result[6], command.result[7] );
        if (command.text[0]) ret = fail( L"the exchange's own data is wrong: %hs", command.text );
        exchange_print_faults( &channel );
    }
    channel_close( &channel );
    return ret;
}

/* ---- what goes through the channel ---- */

static int send_one( int argc, WCHAR **argv )
{
    struct exchange_command command;
    struct channel channel;
    LONG error;
    int ret;

    if ((ret = command_parse( argc, argv, &command ))) return ret;
    if ((ret = channel_open( &channel ))) return ret;
    if ((error = channel_send( &channel, &command ))) ret = fail( L"exchange %ls: %ls", argv[0], tapi_error( error ) );
    else if (command.code == EXCHANGE_INCOMING && !command.result[0])
        ret = fail( L"the call came to nothing: the number is busy, or there is none" );
    else if (command.code == EXCHANGE_INCOMING) out( L"call %lu\n", command.result[0] );
    else if (command.code == EXCHANGE_FAULT) out( L"fault %lu\n", command.result[0] );
    channel_close( &channel );
    return ret;
}

static int fault( int argc, WCHAR **argv )
{
    struct channel channel;
    int ret;

    if (argc != 2 || wcscmp( argv[1], L"list" )) return send_one( argc, argv );
    if ((ret = channel_open( &channel ))) return ret;
    ret = exchange_print_faults( &channel );
    channel_close( &channel );
    return ret;
}

static const struct { const WCHAR *name; int (*run)( int argc, WCHAR **argv ); } subcommands[] =
{
    { L"enable", enable },
    { L"disable", disable },
    { L"status", status },
    { L"script", script_run },
    { L"fault", fault },
};

int exchange_run( int argc, WCHAR **argv )
{
    size_t i;

    if (argc < 2) return EXIT_USAGE;
    for (i = 0; i < ARRAYSIZE(subcommands); i++)
        if (!wcscmp( argv[1], subcommands[i].name )) return subcommands[i].run( argc - 1, argv + 1 );
    return send_one( argc - 1, argv + 1 );
}
