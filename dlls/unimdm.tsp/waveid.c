/*
 * Unimodem service provider: the wave devices of voice lines.
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

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/*
 * A voice line has two devices at the sound server, which Wine's PulseAudio driver shows to programs as wave devices. Programs number those for
 * themselves; what they agree upon is the endpoint, whose GUID the driver takes from the registry under the device's name. It is written there before
 * any program looks, so that it is the same in each of them.
 */

static const WCHAR driver_key[] = L"Software\\Wine\\Drivers\\winepulse.drv\\devices\\";

/* how long TAPI is kept waiting for the sound server when it starts: devices must be there before programs count theirs */
#define START_TIME 1500
/* and a program that asks for a device */
#define QUERY_TIME 3000

/* name of the endpoint, as mmdevapi makes it from the direction and the GUID */
static void endpoint_name( WCHAR *name, DWORD chars, unsigned int flow, const GUID *guid )
{
    swprintf( name, chars, L"{0.0.%u.00000000}.{%08lX-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", flow, guid->Data1, guid->Data2, guid->Data3,
              guid->Data4[0], guid->Data4[1], guid->Data4[2], guid->Data4[3], guid->Data4[4], guid->Data4[5], guid->Data4[6], guid->Data4[7] );
}

/* "0,NAME" for playing, "1,NAME" for recording: where winepulse.drv looks */
static BOOL write_endpoint( unsigned int flow, const char *device, const GUID *guid )
{
    WCHAR name[ARRAYSIZE(driver_key) + AUDIO_NAME_SIZE + 16];
    LONG error;
    HKEY key;

    swprintf( name, ARRAYSIZE(name), L"%ls%u,%hs", driver_key, flow, device );
    if (!(error = RegCreateKeyExW( HKEY_CURRENT_USER, name, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL )))
    {
        error = RegSetValueExW( key, L"guid", 0, REG_BINARY, (const BYTE *)guid, sizeof(*guid) );
        RegCloseKey( key );
    }
    if (error) ERR( "HKCU\\%s cannot be written (error %ld): programs will not find the wave devices of this line\n", debugstr_w( name ), error );
    return !error;
}

/* Programs see the devices through Wine's PulseAudio driver only, which is the first choice unless the user chose otherwise. */
static BOOL pulse_chosen( WCHAR *drivers, DWORD chars )
{
    DWORD size = (chars - 1) * sizeof(WCHAR), type;
    LONG error;
    HKEY key;

    drivers[0] = 0;
    if (RegOpenKeyExW( HKEY_CURRENT_USER, L"Software\\Wine\\Drivers", 0, KEY_QUERY_VALUE, &key )) return TRUE;
    error = RegQueryValueExW( key, L"Audio", NULL, &type, (BYTE *)drivers, &size );
    RegCloseKey( key );
    if (error || type != REG_SZ)
    {
        drivers[0] = 0;
        return TRUE;
    }
    drivers[size / sizeof(WCHAR)] = 0;
    return !drivers[0] || !_wcsnicmp( drivers, L"pulse", 5 );
}

static void bind_engine( struct modem *modem, uint64_t host )
{
    struct audio_line_params params = { modem->wave.line, host, modem->engine, 0 };

    if (!modem->wave.line) return;
    unix_call( unimdm_audio_bind, &params );
    if (params.result) WARN( "line %s: voice calls will have no sound: error %d of the modem engine\n", debugstr_w( modem->info.name ), params.result );
}

void waveid_open( struct modem *modem )
{
    char description[4 * ARRAYSIZE(modem->info.name)];
    struct audio_open_params params = { .description = (ULONG_PTR)description, .permanent_id = modem->info.permanent_id };
    GUID play, record;

    if (modem->wave.line || modem->removed || !voice_able( modem, MODEM_VOICE_ABLE )) return;
    if (!WideCharToMultiByte( CP_UTF8, 0, modem->info.name, -1, description, sizeof(description), NULL, NULL )) description[0] = 0;
    unix_call( unimdm_audio_open, &params );
    if (params.result)
    {
        ERR( "line %s: no sound for voice calls, error %d\n", debugstr_w( modem->info.name ), params.result );
        return;
    }
    modem->wave.line = params.line;
    memcpy( &play, params.play_guid, sizeof(play) );
    memcpy( &record, params.record_guid, sizeof(record) );
    endpoint_name( modem->wave.play, ARRAYSIZE(modem->wave.play), 0, &play );
    endpoint_name( modem->wave.record, ARRAYSIZE(modem->wave.record), 1, &record );
    write_endpoint( 0, params.sink, &play );
    write_endpoint( 1, params.source, &record );
    TRACE( "line %s plays to %s, %s; records from %s, %s\n", debugstr_w( modem->info.name ), debugstr_a( params.sink ), debugstr_w( modem->wave.play ),
           debugstr_a( params.source ), debugstr_w( modem->wave.record ) );
}

void waveid_attach( struct modem *modem )
{
    waveid_open( modem );
    bind_engine( modem, unix_host );
}

void waveid_detach( struct modem *modem )
{
    bind_engine( modem, 0 );
}

void waveid_close( struct modem *modem )
{
    struct audio_line_params params = { .line = modem->wave.line };

    modem->wave.line = 0;
    if (params.line) unix_call( unimdm_audio_close, &params );
}

static void query( struct modem *modem, DWORD wait, struct audio_status_params *params )
{
    params->line = modem->wave.line;
    params->wait_ms = wait;
    unix_call( unimdm_audio_status, params );
    TRACE( "line %s: state %u, streams %#x%s, %lu bytes played, %lu recorded, %lu lost\n", debugstr_w( modem->info.name ), params->status.state,
           params->status.streams, params->status.wired ? " to the modem" : "", (DWORD)params->status.played, (DWORD)params->status.recorded,
           (DWORD)params->status.lost );
}

void waveid_wait( struct modem *modem, void *arg )
{
    struct audio_status_params params = { 0 };
    DWORD *end = arg, now = GetTickCount();

    modem_lock( modem );
    if (modem->wave.line)
    {
        if (!*end) *end = now + START_TIME;
        query( modem, (int)(*end - now) > 0 ? *end - now : 0, &params );
        if (params.result) WARN( "line %s: %s\n", debugstr_w( modem->info.name ), params.status.reason[0] ? params.status.reason :
                                 "the sound server has not answered yet" );
    }
    modem_unlock( modem );
}

BOOL waveid_available( struct modem *modem, WCHAR *reason, DWORD chars )
{
    struct audio_status_params params = { 0 };
    WCHAR drivers[64];

    if (!modem->wave.line)
    {
        swprintf( reason, chars, L"it has no wave devices; the log of the service (WINEDEBUG=err+unimdm) says why" );
        return FALSE;
    }
    query( modem, QUERY_TIME, &params );
    if (params.result)
    {
        if (!params.status.reason[0] || !MultiByteToWideChar( CP_UTF8, 0, params.status.reason, -1, reason, chars ))
            swprintf( reason, chars, L"the sound server does not answer" );
        return FALSE;
    }
    if (!pulse_chosen( drivers, ARRAYSIZE(drivers) ))
    {
        swprintf( reason, chars, L"Wine is set to another audio driver (HKCU\\Software\\Wine\\Drivers, Audio=%ls): voice calls have no sound. Remove"
                  L" the value, or choose PulseAudio in winecfg", drivers );
        return FALSE;
    }
    return TRUE;
}

/* Programs that look for trouble: a sentence, or nothing if all is well. */
static LONG state_id( struct modem *modem, VARSTRING *id )
{
    WCHAR reason[AUDIO_REASON_SIZE + 64];

    if (waveid_available( modem, reason, ARRAYSIZE(reason) )) reason[0] = 0;
    return varstring_set( id, STRINGFORMAT_UNICODE, reason, (wcslen( reason ) + 1) * sizeof(WCHAR) );
}

LONG waveid_get( struct modem *modem, VARSTRING *id, const WCHAR *class_name )
{
    static const struct { const WCHAR *name; BOOL record, play; } classes[] =
    {
        { L"wave/in", TRUE, FALSE }, { L"wave/out", FALSE, TRUE }, { L"wave/in/out", TRUE, TRUE },
    };
    WCHAR reason[AUDIO_REASON_SIZE + 64], names[2 * WAVE_ENDPOINT_CHARS];
    unsigned int i;
    DWORD len = 0;

    if (!voice_able( modem, MODEM_VOICE_ABLE )) return LINEERR_INVALDEVICECLASS;
    if (!_wcsicmp( class_name, WAVE_STATE_CLASS )) return state_id( modem, id );
    for (i = 0; i < ARRAYSIZE(classes) && _wcsicmp( class_name, classes[i].name ); i++) {}
    if (i == ARRAYSIZE(classes)) return LINEERR_INVALDEVICECLASS;
    if (!waveid_available( modem, reason, ARRAYSIZE(reason) ))
    {
        ERR( "line %s: %s\n", debugstr_w( modem->info.name ), debugstr_w( reason ) );
        return LINEERR_NODEVICE;
    }
    /* one after the other, each with its NUL: TAPI makes numbers of them in the process that asked */
    if (classes[i].record)
    {
        wcscpy( names, modem->wave.record );
        len = wcslen( names ) + 1;
    }
    if (classes[i].play)
    {
        wcscpy( names + len, modem->wave.play );
        len += wcslen( names + len ) + 1;
    }
    return varstring_set( id, STRINGFORMAT_UNICODE, names, len * sizeof(WCHAR) );
}

const WCHAR *waveid_classes( struct modem *modem, DWORD *size )
{
    static const WCHAR classes[] = L"wave/in\0wave/out\0wave/in/out\0";

    *size = 0;
    if (!voice_able( modem, MODEM_VOICE_ABLE )) return NULL;
    *size = sizeof(classes);
    return classes;
}
