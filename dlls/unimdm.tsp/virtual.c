/*
 * Virtual modems: made while the provider runs, set as the registry says.
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

#include <stddef.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"
#include "virtual.h"

DEBUG_CHANNEL( unimdm );

/* Values of the subkey Virtual, and what they set. */
static const struct
{
    const WCHAR *name;
    size_t       offset;
    size_t       size;          /* of a text; 0: a number */
} values[] =
{
#define NUMBER_VALUE( name, member ) { name, offsetof( struct virtual_settings, member ), 0 }
#define TEXT_VALUE( name, member ) { name, offsetof( struct virtual_settings, member ), sizeof(((struct virtual_settings *)0)->member) }
    TEXT_VALUE( L"Number", number ),
    TEXT_VALUE( L"CallerName", name ),
    NUMBER_VALUE( L"ListenPort", listen_port ),
    TEXT_VALUE( L"ListenAddress", listen_address ),
    NUMBER_VALUE( L"ListenRaw", listen_raw ),
    NUMBER_VALUE( L"SpeedLimit", speed_limit ),
    NUMBER_VALUE( L"Rate", rate ),
    NUMBER_VALUE( L"DialDelay", dial_delay ),
    NUMBER_VALUE( L"ConnectDelay", connect_delay ),
    NUMBER_VALUE( L"RingInterval", ring_interval ),
    NUMBER_VALUE( L"MaxRings", max_rings ),
    TEXT_VALUE( L"Terminal", terminal ),
    TEXT_VALUE( L"PhoneBook", phonebook ),
#undef NUMBER_VALUE
#undef TEXT_VALUE
};

static SRWLOCK host_lock = SRWLOCK_INIT;
static uint64_t host;

static int run( enum virtual_command command, struct virtual_params *params )
{
    params->command = command;
    params->host = host;
    unix_call( unimdm_virtual, params );
    return params->result;
}

static BOOL start(void)
{
    struct virtual_params params = { 0 };

    AcquireSRWLockExclusive( &host_lock );
    if (!host)
    {
        if (!run( virtual_start_host, &params )) host = params.host;
        else ERR( "virtual modems cannot be used: error %d\n", params.result );
    }
    ReleaseSRWLockExclusive( &host_lock );
    return host != 0;
}

void virtual_stop(void)
{
    struct virtual_params params = { 0 };

    AcquireSRWLockExclusive( &host_lock );
    if (host) run( virtual_stop_host, &params );
    host = 0;
    ReleaseSRWLockExclusive( &host_lock );
}

static void to_text( const WCHAR *value, char *text, size_t size )
{
    if (!WideCharToMultiByte( CP_UNIXCP, 0, value, -1, text, size, NULL, NULL )) text[0] = 0;
    text[size - 1] = 0;
}

/* FALSE if the modem is not virtual (any more) */
static BOOL read_settings( const struct modem_info *info, struct virtual_settings *settings )
{
    struct virtual_params params = { 0 };
    HKEY key = registry_open_virtual( info );
    WCHAR text[512];
    unsigned int i;

    if (!key) return FALSE;
    run( virtual_get_defaults, &params );
    *settings = params.settings;
    to_text( info->name, settings->name, sizeof(settings->name) );
    for (i = 0; i < ARRAYSIZE(values); i++)
    {
        void *member = (char *)settings + values[i].offset;
        DWORD type, size = sizeof(text) - sizeof(WCHAR), number;

        if (!values[i].size)
        {
            size = sizeof(number);
            if (!RegQueryValueExW( key, values[i].name, NULL, &type, (BYTE *)&number, &size ) && type == REG_DWORD && size == sizeof(number))
                *(uint32_t *)member = number;
        }
        else if (!RegQueryValueExW( key, values[i].name, NULL, &type, (BYTE *)text, &size ) && type == REG_SZ)
        {
            text[size / sizeof(WCHAR)] = 0;
            to_text( text, member, values[i].size );
        }
    }
    RegCloseKey( key );
    if (debug_enabled( DEBUG_TRACE, &debug_channel__ )) settings->log = 2;
    else if (debug_enabled( DEBUG_WARN, &debug_channel__ )) settings->log = 1;
    return TRUE;
}

/* A modem whose number or port is another's calls out as before; who wants to be called reads in winetapi status why he is not. */
static void reached( struct modem *modem, const char *reason )
{
    modem->unreachable = reason[0] != 0;
    if (reason[0]) modem_failed( modem, "%s", reason );
    else modem_works( modem );
}

void virtual_attach( struct modem *modem )
{
    struct virtual_params params = { 0 };
    char path[512];

    if (modem->virtual_id || !modem->info.is_virtual || !start() || !read_settings( &modem->info, &modem->virtual_settings )) return;
    if (!registry_host_path( modem->info.port, path, sizeof(path) ))
    {
        ERR( "virtual modem %s: it is not known where its port %s is to be made. Set HKLM\\Software\\Wine\\Ports, value %s, to a path for it"
             " (as 'winetapi install' does)\n", debugstr_w( modem->info.name ), debugstr_w( modem->info.port ), debugstr_w( modem->info.port ));
        return;
    }
    params.path = (ULONG_PTR)path;
    params.settings = modem->virtual_settings;
    if (run( virtual_create, &params ))
    {
        modem_failed( modem, "%s", params.reason );
        return;
    }
    modem->virtual_id = params.modem;
    reached( modem, params.reason );
    if (params.settings.listen_port && params.settings.listen_address[0])
        WARN( "virtual modem %s: anybody who reaches %s port %u can call it\n", debugstr_w( modem->info.name ), params.settings.listen_address,
              params.settings.listen_port );
    TRACE( "virtual modem %s is %s, number %s\n", debugstr_w( modem->info.name ), path, params.settings.number );
}

void virtual_update( struct modem *modem )
{
    struct virtual_params params = { .modem = modem->virtual_id };

    if (!modem->virtual_id)
    {
        virtual_attach( modem );
        return;
    }
    if (!read_settings( &modem->info, &params.settings ) || !memcmp( &params.settings, &modem->virtual_settings, sizeof(params.settings) )) return;
    modem->virtual_settings = params.settings;
    run( virtual_configure, &params );
    reached( modem, params.reason );
    TRACE( "virtual modem %s is set anew, number %s\n", debugstr_w( modem->info.name ), params.settings.number );
}

void virtual_detach( struct modem *modem )
{
    struct virtual_params params = { .modem = modem->virtual_id };

    if (!modem->virtual_id) return;
    modem->virtual_id = 0;
    run( virtual_destroy, &params );
}

/* ---- addresses ---- */

/* T5550100 and Traw:host begin with a manner of dialling; telnet:host and Trade Wars do not. */
static BOOL begins_with_mode( const WCHAR *text )
{
    static const WCHAR *const schemes[] = { L"telnet:", L"raw:", L"tcp:", L"rfc2217:", L"modem:", L"unix:" };
    unsigned int i;

    if (!text[0] || !text[1] || !wcschr( L"TtPp", text[0] )) return FALSE;
    for (i = 0; i < ARRAYSIZE(schemes); i++) if (!_wcsnicmp( text + 1, schemes[i], wcslen( schemes[i] ))) return TRUE;
    return wcsspn( text + 1, L"0123456789ABCD*#,!@$;WwTtPp +()-./" ) == wcslen( text + 1 ) && wcspbrk( text + 1, L"0123456789" );
}

LONG virtual_dial_string( const struct modem *modem, const WCHAR *address, struct dial_string *out )
{
    WCHAR text[MODEM_DIAL_STRING_MAX];
    unsigned int i, len = 0, start;

    memset( out, 0, sizeof(*out) );
    for (i = 0; address && address[i] && !wcschr( L"|^\r\n", address[i] ); i++)
    {
        if (address[i] < ' ' || address[i] >= 0x7f || len + 2 >= ARRAYSIZE(text))
        {
            WARN( "%s cannot be dialled by %s: %s at %u\n", debugstr_w( address ), debugstr_w( modem->info.name ),
                  len + 2 >= ARRAYSIZE(text) ? "too long" : "no ASCII", i );
            return LINEERR_INVALADDRESS;
        }
        text[len++] = address[i];
    }
    while (len && text[len - 1] == ' ') len--;
    text[len] = 0;
    for (start = 0; text[start] == ' '; start++) {}
    if (begins_with_mode( text + start )) start++;
    lstrcpynW( out->called, text + start, ARRAYSIZE(out->called) );
    if (text[start])
    {
        /* said outright, so that a T or P of the address is none of the modem's */
        out->text[0] = 'T';
        WideCharToMultiByte( CP_ACP, 0, text + start, -1, out->text + 1, sizeof(out->text) - 1, NULL, NULL );
    }
    len = strlen( out->text );
    out->part = !len || out->text[len - 1] == ';';
    TRACE( "%s is dialled as %s\n", debugstr_w( address ), debugstr_a( out->text ));
    return 0;
}
