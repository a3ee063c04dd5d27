/*
 * Unix half of unimdm.tsp: entry points over the modem engine.
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

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unixlib.h"
#include "unixlib_audio.h"
#include "port/identity.h"

/* Nothing of Wine's own headers or libraries is used here: they differ between versions. */
typedef int32_t NTSTATUS;
typedef NTSTATUS (*unixlib_entry_t)( void *args );

#define STATUS_SUCCESS 0
#define EXPORT         __attribute__((visibility("default")))

static void *pointer( uint64_t value )
{
    return (void *)(uintptr_t)value;
}

static struct modem_host *host_from( uint64_t value )
{
    return pointer( value );
}

static NTSTATUS host_create( void *args )
{
    struct host_params *params = args;
    struct modem_host *host = NULL;

    params->result = modem_host_create( &host );
    params->host = (uintptr_t)host;
    return STATUS_SUCCESS;
}

static NTSTATUS host_destroy( void *args )
{
    struct host_params *params = args;

    audio_host_gone( host_from( params->host ));
    modem_host_destroy( host_from( params->host ));
    params->result = 0;
    return STATUS_SUCCESS;
}

static NTSTATUS host_wait( void *args )
{
    struct host_wait_params *params = args;

    params->result = modem_host_wait( host_from( params->host ), &params->event );
    if (!params->result) audio_engine_event( host_from( params->host ), &params->event );
    return STATUS_SUCCESS;
}

static NTSTATUS host_cancel( void *args )
{
    struct host_params *params = args;

    modem_host_cancel( host_from( params->host ));
    params->result = 0;
    return STATUS_SUCCESS;
}

int prefix_folder( char *folder, size_t size )
{
    const char *prefix = getenv( "WINEPREFIX" ), *home = getenv( "HOME" );
    int len;

    if (prefix && *prefix) len = snprintf( folder, size, "%s", prefix );
    else if (home && *home) len = snprintf( folder, size, "%s/.wine", home );
    else return -ENOENT;
    return (size_t)len < size ? 0 : -ENAMETOOLONG;
}

/* The full name of a COM link of this prefix. */
static int com_link( const char *name, char *folder, char *link, size_t size )
{
    int ret, n;
    char *p;

    if ((ret = prefix_folder( folder, PATH_MAX ))) return ret;
    n = snprintf( link, size, "%s/dosdevices/%s", folder, name );
    if (strchr( name, '/' ) || (size_t)n >= size) return -EINVAL;
    for (p = link + n - strlen( name ); *p; p++) *p = tolower( (unsigned char)*p );
    return 0;
}

static NTSTATUS find_port( void *args )
{
    struct find_port_params *params = args;
    char *path = pointer( params->path );
    char folder[PATH_MAX], link[PATH_MAX + 64], target[PATH_MAX];
    ssize_t len;
    int n;

    if ((params->result = com_link( pointer( params->name ), folder, link, sizeof(link) ))) return STATUS_SUCCESS;
    /* One step only: what the link names is what the user configured, and a companion socket lies beside that name. */
    if ((len = readlink( link, target, sizeof(target) - 1 )) < 0)
    {
        params->result = -errno;
        return STATUS_SUCCESS;
    }
    target[len] = 0;
    if (target[0] == '/') n = snprintf( path, params->path_size, "%s", target );
    else n = snprintf( path, params->path_size, "%s/dosdevices/%s", folder, target );
    params->result = (uint32_t)n < params->path_size ? 0 : -ENAMETOOLONG;
    return STATUS_SUCCESS;
}

static NTSTATUS port_relink( void *args )
{
    struct port_relink_params *params = args;
    char folder[PATH_MAX], link[PATH_MAX + 64], new_link[PATH_MAX + 80], target[PATH_MAX];
    ssize_t len;

    if ((params->result = com_link( pointer( params->name ), folder, link, sizeof(link) ))) return STATUS_SUCCESS;
    len = readlink( link, target, sizeof(target) - 1 );
    target[len > 0 ? len : 0] = 0;
    snprintf( new_link, sizeof(new_link), "%s.%d", link, (int)getpid() );
    /* in one step: a program that opens the port meanwhile finds one or the other */
    if (strcmp( target, pointer( params->from ) )) params->result = -ENOENT;
    else if (symlink( pointer( params->to ), new_link ) || rename( new_link, link )) params->result = -errno;
    return STATUS_SUCCESS;
}

static const char *folder_or( uint64_t folder, const char *usual )
{
    const char *name = pointer( folder );

    return name && *name ? name : usual;
}

static NTSTATUS identify_port( void *args )
{
    struct port_identity_params *params = args;

    params->result = port_identity( folder_or( params->sys, "/sys" ), pointer( params->path ), pointer( params->identity ), params->identity_size );
    return STATUS_SUCCESS;
}

static NTSTATUS find_identity( void *args )
{
    struct port_identity_params *params = args;

    params->result = port_find_by_identity( folder_or( params->sys, "/sys" ), folder_or( params->dev, "/dev" ), pointer( params->identity ),
                                            pointer( params->path ), params->path_size );
    return STATUS_SUCCESS;
}

static NTSTATUS port_exists( void *args )
{
    struct port_exists_params *params = args;

    params->result = access( pointer( params->path ), F_OK ) ? -errno : 0;
    return STATUS_SUCCESS;
}

static const char *string_end( const char *p, const char *end )
{
    return memchr( p, 0, end - p );
}

/* A description from its records; see unixlib.h. A value the engine refuses is counted and left out: the modem may well work without it. */
static struct modem_config *parse_config( const void *records, size_t size, uint32_t *rejected, char *first, size_t first_size )
{
    struct modem_config *config = modem_config_create();
    const char *p = records, *end = p + size, *name, *value;
    int ret;

    while (config && p < end)
    {
        char type = *p++;

        name = p;
        if (!(p = string_end( p, end ))) break;
        value = ++p;
        if (type == 'R')
        {
            size_t len;

            if (p >= end) break;
            len = (unsigned char)*p++;
            if (len > (size_t)(end - p)) break;
            ret = modem_config_add_response( config, name, (const unsigned char *)p, len );
            p += len;
        }
        else
        {
            if (!(p = string_end( p, end ))) break;
            p++;
            ret = modem_config_set( config, name, value );
        }
        if (ret && ret != -ENOENT && rejected && !(*rejected)++) snprintf( first, first_size, "%s", name );
    }
    return config;
}

static NTSTATUS modem_create_call( void *args )
{
    struct modem_create_params *params = args;
    struct modem_config *config;

    params->modem = params->rejected = 0;
    params->first_rejected[0] = 0;
    config = parse_config( pointer( params->config ), params->config_size, &params->rejected, params->first_rejected,
                           sizeof(params->first_rejected) );
    if (!config) params->result = -ENOMEM;
    else params->result = modem_create( host_from( params->host ), pointer( params->path ), config, params->user, &params->modem );
    modem_config_free( config );
    return STATUS_SUCCESS;
}

static int do_destroy( struct modem_host *host, uint32_t modem, uint32_t request )
{
    (void)request;
    return modem_destroy( host, modem );
}

static int do_passthrough_on( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return modem_passthrough( host, modem, 1, request );
}

static int do_passthrough_off( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return modem_passthrough( host, modem, 0, request );
}

static int do_passthrough_take( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return modem_passthrough( host, modem, MODEM_PASSTHROUGH_TAKE, request );
}

static int do_passthrough_keep( struct modem_host *host, uint32_t modem, uint32_t request )
{
    return modem_passthrough( host, modem, MODEM_PASSTHROUGH_KEEP, request );
}

static int do_share_on( struct modem_host *host, uint32_t modem, uint32_t request )
{
    (void)request;
    return modem_share_port( host, modem, 1 );
}

static int do_share_off( struct modem_host *host, uint32_t modem, uint32_t request )
{
    (void)request;
    return modem_share_port( host, modem, 0 );
}

static int do_log_on( struct modem_host *host, uint32_t modem, uint32_t request )
{
    (void)request;
    return modem_set_logging( host, modem, 1 );
}

static NTSTATUS modem_command( void *args )
{
    static int (*const commands[command_count])( struct modem_host *, uint32_t, uint32_t ) =
    {
        [command_open]            = modem_open,
        [command_close]           = modem_close,
        [command_destroy]         = do_destroy,
        [command_answer]          = modem_answer,
        [command_hangup]          = modem_hangup,
        [command_passthrough_on]  = do_passthrough_on,
        [command_passthrough_off] = do_passthrough_off,
        [command_passthrough_take] = do_passthrough_take,
        [command_passthrough_keep] = do_passthrough_keep,
        [command_data_begin]      = modem_data_begin,
        [command_data_end]        = modem_data_end,
        [command_share_on]        = do_share_on,
        [command_share_off]       = do_share_off,
        [command_log_on]          = do_log_on,
    };
    struct modem_command_params *params = args;

    if (params->command >= command_count) params->result = -EINVAL;
    else params->result = commands[params->command]( host_from( params->host ), params->modem, params->request );
    return STATUS_SUCCESS;
}

static NTSTATUS modem_settings_call( void *args )
{
    struct modem_settings_params *params = args;

    params->result = modem_set_settings( host_from( params->host ), params->modem, &params->settings, params->request );
    return STATUS_SUCCESS;
}

static NTSTATUS modem_dial_call( void *args )
{
    struct modem_dial_params *params = args;

    params->result = modem_dial( host_from( params->host ), params->modem, params->request, pointer( params->string ), params->flags );
    return STATUS_SUCCESS;
}

static NTSTATUS check_dial( void *args )
{
    struct check_dial_params *params = args;
    struct modem_config *config = parse_config( pointer( params->config ), params->config_size, NULL, NULL, 0 );
    struct modem_settings settings;
    char offender = 0;

    modem_settings_default( &settings );
    settings.wait_bong = params->wait_bong;
    params->clean[0] = 0;
    if (!config) params->result = -ENOMEM;
    else params->result = modem_check_dial_string( config, &settings, pointer( params->string ), params->clean, &offender );
    params->offender = (unsigned char)offender;
    modem_config_free( config );
    return STATUS_SUCCESS;
}

static NTSTATUS modem_answer_as_call( void *args )
{
    struct voice_params *params = args;

    params->result = modem_answer_as( host_from( params->host ), params->modem, params->request, params->value );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_stream( void *args )
{
    struct voice_params *params = args;

    params->result = modem_voice_stream( host_from( params->host ), params->modem, params->request, params->value );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_digits( void *args )
{
    struct voice_params *params = args;

    params->result = modem_voice_digits( host_from( params->host ), params->modem, params->request, pointer( params->digits ), params->duration );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_tone( void *args )
{
    struct voice_params *params = args;

    params->result = modem_voice_tone( host_from( params->host ), params->modem, params->request, params->value, params->value2,
                                       params->duration );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_terminal( void *args )
{
    struct voice_params *params = args;

    params->result = modem_voice_terminal( host_from( params->host ), params->modem, params->request, params->value );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_change( void *args )
{
    struct voice_params *params = args;

    params->result = modem_voice_change( host_from( params->host ), params->modem, params->request, params->value );
    return STATUS_SUCCESS;
}

static NTSTATUS voice_abilities( void *args )
{
    struct voice_abilities_params *params = args;
    struct modem_config *config = parse_config( pointer( params->config ), params->config_size, NULL, NULL, 0 );

    params->abilities = config ? modem_voice_abilities( config ) : 0;
    params->result = config ? 0 : -ENOMEM;
    modem_config_free( config );
    return STATUS_SUCCESS;
}

static struct virtual_host *virtual_from( uint64_t value )
{
    return pointer( value );
}

static void virtual_do_start( struct virtual_params *params )
{
    struct virtual_host *host = NULL;

    params->result = virtual_host_create( &host, NULL );
    params->host = (uintptr_t)host;
}

static void virtual_do_stop( struct virtual_params *params )
{
    virtual_host_destroy( virtual_from( params->host ));
}

static void virtual_do_defaults( struct virtual_params *params )
{
    virtual_settings_default( &params->settings );
}

static void virtual_do_create( struct virtual_params *params )
{
    params->result = virtual_modem_create( virtual_from( params->host ), pointer( params->path ), &params->settings, &params->modem, params->reason,
                                           sizeof(params->reason) );
}

static void virtual_do_configure( struct virtual_params *params )
{
    params->result = virtual_modem_configure( virtual_from( params->host ), params->modem, &params->settings, params->reason,
                                              sizeof(params->reason) );
}

static void virtual_do_destroy( struct virtual_params *params )
{
    params->result = virtual_modem_destroy( virtual_from( params->host ), params->modem );
}

static void virtual_do_status( struct virtual_params *params )
{
    params->result = virtual_modem_status( virtual_from( params->host ), params->modem, &params->status );
}

static NTSTATUS virtual_call( void *args )
{
    static void (*const commands[virtual_command_count])( struct virtual_params * ) =
    {
        [virtual_start_host]   = virtual_do_start,
        [virtual_stop_host]    = virtual_do_stop,
        [virtual_get_defaults] = virtual_do_defaults,
        [virtual_create]       = virtual_do_create,
        [virtual_configure]    = virtual_do_configure,
        [virtual_destroy]      = virtual_do_destroy,
        [virtual_get_status]   = virtual_do_status,
    };
    struct virtual_params *params = args;

    params->result = 0;
    if (params->command >= virtual_command_count) params->result = -EINVAL;
    else commands[params->command]( params );
    return STATUS_SUCCESS;
}

#define ENTRY_POINTS \
{ \
    [unimdm_host_create]    = host_create, \
    [unimdm_host_destroy]   = host_destroy, \
    [unimdm_host_wait]      = host_wait, \
    [unimdm_host_cancel]    = host_cancel, \
    [unimdm_find_port]      = find_port, \
    [unimdm_port_exists]    = port_exists, \
    [unimdm_port_identity]  = identify_port, \
    [unimdm_port_find]      = find_identity, \
    [unimdm_port_relink]    = port_relink, \
    [unimdm_modem_create]   = modem_create_call, \
    [unimdm_modem_command]  = modem_command, \
    [unimdm_modem_settings] = modem_settings_call, \
    [unimdm_modem_dial]     = modem_dial_call, \
    [unimdm_check_dial]     = check_dial, \
    [unimdm_modem_answer_as] = modem_answer_as_call, \
    [unimdm_voice_stream]   = voice_stream, \
    [unimdm_voice_digits]   = voice_digits, \
    [unimdm_voice_tone]     = voice_tone, \
    [unimdm_voice_terminal] = voice_terminal, \
    [unimdm_voice_change]   = voice_change, \
    [unimdm_voice_abilities] = voice_abilities, \
    [unimdm_audio_open]     = audio_open_call, \
    [unimdm_audio_close]    = audio_close_call, \
    [unimdm_audio_bind]     = audio_bind_call, \
    [unimdm_audio_status]   = audio_status_call, \
    [unimdm_virtual]        = virtual_call, \
}

extern const unixlib_entry_t __wine_unix_call_funcs[];
extern const unixlib_entry_t __wine_unix_call_wow64_funcs[];

EXPORT const unixlib_entry_t __wine_unix_call_funcs[unimdm_call_count] = ENTRY_POINTS;

/* The parameters have one layout, so 32-bit callers in Wine's new WoW64 mode reach the same functions. */
EXPORT const unixlib_entry_t __wine_unix_call_wow64_funcs[unimdm_call_count] = ENTRY_POINTS;
