/*
 * Unimodem service provider: the telephone set and the speakerphone of a voice modem as a phone device.
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

DEBUG_CHANNEL( unimdm );

/*
 * The telephone set and the speakerphone at a voice modem are one phone device. Its hook switches are the terminals of the line (voiceterm.c) seen from the
 * other side: off the hook is on. The modem itself knows them during a voice call only; what is set before holds for the next call.
 */

#define HOOK_MODES  (PHONEHOOKSWITCHMODE_ONHOOK | PHONEHOOKSWITCHMODE_MICSPEAKER)
#define LEVEL_MAX   0xffff
#define LEVEL_START 0x8000              /* as modems begin: 128 of 255 */

static const struct
{
    DWORD profile;                      /* of VoiceProfile */
    DWORD device;                       /* PHONEHOOKSWITCHDEV_ */
    DWORD hook_state, volume_state, gain_state;
    DWORD features;                     /* PHONEFEATURE_ */
} switches[VOICE_TERMINALS] =
{
    [VOICE_HANDSET] = { VOICE_PROFILE_HANDSET, PHONEHOOKSWITCHDEV_HANDSET, PHONESTATE_HANDSETHOOKSWITCH, PHONESTATE_HANDSETVOLUME, PHONESTATE_HANDSETGAIN,
                        PHONEFEATURE_GETHOOKSWITCHHANDSET | PHONEFEATURE_SETHOOKSWITCHHANDSET | PHONEFEATURE_GETVOLUMEHANDSET |
                        PHONEFEATURE_SETVOLUMEHANDSET | PHONEFEATURE_GETGAINHANDSET | PHONEFEATURE_SETGAINHANDSET },
    [VOICE_SPEAKERPHONE] = { VOICE_PROFILE_SPEAKERPHONE, PHONEHOOKSWITCHDEV_SPEAKER, PHONESTATE_SPEAKERHOOKSWITCH, PHONESTATE_SPEAKERVOLUME,
                             PHONESTATE_SPEAKERGAIN,
                             PHONEFEATURE_GETHOOKSWITCHSPEAKER | PHONEFEATURE_SETHOOKSWITCHSPEAKER | PHONEFEATURE_GETVOLUMESPEAKER |
                             PHONEFEATURE_SETVOLUMESPEAKER | PHONEFEATURE_GETGAINSPEAKER | PHONEFEATURE_SETGAINSPEAKER },
};

BOOL phone_wanted( const struct modem_info *info )
{
    return !info->is_virtual && (info->voice_profile & VOICE_PROFILE_VOICE) &&
           (info->voice_profile & (VOICE_PROFILE_HANDSET | VOICE_PROFILE_SPEAKERPHONE));
}

static BOOL has_switch( const struct modem *modem, DWORD i )
{
    return (modem->info.voice_profile & switches[i].profile) != 0;
}

/* Is this what a call speaks through, or the next one will? */
static BOOL is_switched( const struct modem *modem, DWORD i )
{
    const struct call *call = modem->call;

    return call && call->voice.active ? call->voice.terminals[i] != 0 : modem->voice.terminals[i] != 0;
}

static BOOL off_hook( const struct modem *modem, DWORD i )
{
    return is_switched( modem, i ) || (i == VOICE_HANDSET && modem->phone.lifted && has_switch( modem, i ));
}

static DWORD hook_mode( const struct modem *modem, DWORD i )
{
    if (!off_hook( modem, i )) return PHONEHOOKSWITCHMODE_ONHOOK;
    return i == VOICE_SPEAKERPHONE && modem->phone.muted ? PHONEHOOKSWITCHMODE_SPEAKER : PHONEHOOKSWITCHMODE_MICSPEAKER;
}

static DWORD hook_modes( const struct modem *modem, DWORD i )
{
    return i == VOICE_SPEAKERPHONE && modem->info.speakerphone_mutes ? HOOK_MODES | PHONEHOOKSWITCHMODE_SPEAKER : HOOK_MODES;
}

void phone_number( struct modem *modem, DWORD device )
{
    DWORD i;

    modem->phone.device_id = device;
    modem->phone.numbered = TRUE;
    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        modem->phone.volume[i] = modem->phone.gain[i] = LEVEL_START;
        modem->phone.told[i] = hook_mode( modem, i );
    }
}

/* ---- messages ---- */

static void tell_state( struct modem *modem, DWORD state, DWORD_PTR param )
{
    if (modem->phone.handle && (modem->phone.states & state)) notify_phone( modem, PHONE_STATE, state, param, 0 );
}

void phone_follow( struct modem *modem )
{
    DWORD i, mode;

    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        if ((mode = hook_mode( modem, i )) == modem->phone.told[i]) continue;
        modem->phone.told[i] = mode;
        tell_state( modem, switches[i].hook_state, mode );
    }
}

/* Who puts the telephone set down speaks through it no more: the sound goes back to the program. */
void phone_lifted( struct modem *modem, BOOL lifted )
{
    if (!phone_wanted( &modem->info ) || !has_switch( modem, VOICE_HANDSET )) return;
    modem->phone.lifted = lifted;
    if (!lifted && is_switched( modem, VOICE_HANDSET )) voice_set_hook( modem, 0, VOICE_HANDSET, FALSE );
    phone_follow( modem );
}

uint32_t phone_levels( const struct modem *modem )
{
    uint32_t muted = modem->phone.muted && is_switched( modem, VOICE_SPEAKERPHONE ) ? MODEM_TERMINAL_MUTED : 0;
    DWORD i;

    if (!modem->phone.levels_set) return muted;
    for (i = 0; i < VOICE_TERMINALS - 1 && !is_switched( modem, i ); i++) {}
    return muted | MODEM_TERMINAL_LEVELS( modem->phone.volume[i] >> 8, modem->phone.gain[i] >> 8 );
}

LONG phoneerr_from_lineerr( LONG error )
{
    static const struct { DWORD line, phone; } errors[] =
    {
        { LINEERR_INVALDEVICECLASS, PHONEERR_INVALDEVICECLASS }, { LINEERR_NODEVICE, PHONEERR_NODEVICE }, { LINEERR_NOMEM, PHONEERR_NOMEM },
        { LINEERR_STRUCTURETOOSMALL, PHONEERR_STRUCTURETOOSMALL }, { LINEERR_RESOURCEUNAVAIL, PHONEERR_RESOURCEUNAVAIL },
        { LINEERR_OPERATIONUNAVAIL, PHONEERR_OPERATIONUNAVAIL },
    };
    unsigned int i;

    if (!error) return 0;
    for (i = 0; i < ARRAYSIZE(errors) && (LONG)errors[i].line != error; i++) {}
    return i < ARRAYSIZE(errors) ? (LONG)errors[i].phone : (LONG)PHONEERR_OPERATIONFAILED;
}

/* ---- versions, open and close ---- */

LONG WINAPI TSPI_phoneNegotiateTSPIVersion( DWORD device, DWORD low, DWORD high, DWORD *version )
{
    struct modem *modem;

    TRACE( "device %#lx, versions %#lx to %#lx\n", device, low, high );
    if (!version) return PHONEERR_INVALPOINTER;
    if (device != (DWORD)INITIALIZE_NEGOTIATION)
    {
        if (!(modem = modem_lock_phone_device( device ))) return PHONEERR_BADDEVICEID;
        modem_unlock( modem );
    }
    if (low > TSPI_HIGHEST_VERSION || high < TSPI_LOWEST_VERSION || low > high) return PHONEERR_INCOMPATIBLEAPIVERSION;
    *version = min( high, TSPI_HIGHEST_VERSION );
    return 0;
}

LONG WINAPI TSPI_phoneOpen( DWORD device, HTAPIPHONE htphone, HDRVPHONE *handle, DWORD version, PHONEEVENT event )
{
    struct modem *modem;
    LONG ret = 0;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!handle || !event) return PHONEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return PHONEERR_INCOMPATIBLEAPIVERSION;
    if (!(modem = modem_lock_phone_device( device ))) return PHONEERR_BADDEVICEID;
    if (modem->phone.handle) ret = PHONEERR_ALLOCATED;
    else
    {
        modem->phone.handle = modem_new_handle( modem );
        modem->phone.htphone = htphone;
        modem->phone.event = event;
        modem->phone.states = 0;
        phone_follow( modem );
        *handle = (HDRVPHONE)(DWORD_PTR)modem->phone.handle;
    }
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_phoneClose( HDRVPHONE handle )
{
    struct modem *modem = modem_lock_phone( handle );

    TRACE( "phone %p\n", handle );
    if (!modem) return PHONEERR_INVALPHONEHANDLE;
    modem->phone.handle = 0;
    LeaveCriticalSection( &modem->cs );
    notify_purge_phone( modem );
    EnterCriticalSection( &modem->cs );
    modem_unlock( modem );
    return 0;
}

LONG WINAPI TSPI_phoneSetStatusMessages( HDRVPHONE handle, DWORD states, DWORD button_modes, DWORD button_states )
{
    struct modem *modem = modem_lock_phone( handle );

    TRACE( "phone %p, states %#lx, buttons %#lx, %#lx\n", handle, states, button_modes, button_states );
    if (!modem) return PHONEERR_INVALPHONEHANDLE;
    modem->phone.states = states;
    modem_unlock( modem );
    return 0;
}

/* ---- what it is, and how it stands ---- */

LONG WINAPI TSPI_phoneGetDevCaps( DWORD device, DWORD version, DWORD ext_version, PHONECAPS *caps )
{
    static const WCHAR provider_info[] = L"Wine Telephony modem service provider", classes[] = L"tapi/line\0tapi/phone\0wave/in\0wave/out\0wave/in/out\0";
    DWORD fixed = version < 0x00020002 ? FIELD_OFFSET( PHONECAPS, PermanentPhoneGuid ) : sizeof(PHONECAPS), i;
    PHONECAPS full = { 0 };
    struct variable var;
    struct modem *modem;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!caps) return PHONEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return PHONEERR_INCOMPATIBLEAPIVERSION;
    if (ext_version) return PHONEERR_INCOMPATIBLEEXTVERSION;
    if (!variable_begin( &var, caps, caps->dwTotalSize, fixed )) return PHONEERR_STRUCTURETOOSMALL;
    if (!(modem = modem_lock_phone_device( device ))) return PHONEERR_BADDEVICEID;
    full.dwTotalSize = caps->dwTotalSize;
    full.dwPermanentPhoneID = modem->info.permanent_id;
    full.dwStringFormat = STRINGFORMAT_UNICODE;
    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        if (!has_switch( modem, i )) continue;
        full.dwPhoneStates |= switches[i].hook_state | switches[i].volume_state | switches[i].gain_state;
        full.dwHookSwitchDevs |= switches[i].device;
        full.dwPhoneFeatures |= switches[i].features;
    }
    full.dwVolumeFlags = full.dwGainFlags = full.dwHookSwitchDevs;
    if (has_switch( modem, VOICE_HANDSET ))
        full.dwHandsetHookSwitchModes = full.dwSettableHandsetHookSwitchModes = full.dwMonitoredHandsetHookSwitchModes =
            hook_modes( modem, VOICE_HANDSET );
    if (has_switch( modem, VOICE_SPEAKERPHONE ))
        full.dwSpeakerHookSwitchModes = full.dwSettableSpeakerHookSwitchModes = full.dwMonitoredSpeakerHookSwitchModes =
            hook_modes( modem, VOICE_SPEAKERPHONE );
    variable_add_string( &var, provider_info, &full.dwProviderInfoSize, &full.dwProviderInfoOffset );
    variable_add_string( &var, modem->info.name, &full.dwPhoneNameSize, &full.dwPhoneNameOffset );
    variable_add( &var, classes, sizeof(classes), &full.dwDeviceClassesSize, &full.dwDeviceClassesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( caps, &full, fixed );
    modem_unlock( modem );
    return 0;
}

LONG WINAPI TSPI_phoneGetStatus( HDRVPHONE handle, PHONESTATUS *status )
{
    struct modem *modem;
    DWORD modes[VOICE_TERMINALS], i;

    if (!status) return PHONEERR_INVALPOINTER;
    if (status->dwTotalSize < sizeof(*status)) return PHONEERR_STRUCTURETOOSMALL;
    if (!(modem = modem_lock_phone( handle ))) return PHONEERR_INVALPHONEHANDLE;
    memset( (BYTE *)status + sizeof(DWORD), 0, sizeof(*status) - sizeof(DWORD) );
    status->dwNeededSize = status->dwUsedSize = sizeof(*status);
    status->dwStatusFlags = PHONESTATUSFLAGS_CONNECTED;
    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        modes[i] = has_switch( modem, i ) ? hook_mode( modem, i ) : 0;
        if (has_switch( modem, i )) status->dwPhoneFeatures |= switches[i].features;
    }
    if ((status->dwHandsetHookSwitchMode = modes[VOICE_HANDSET]))
    {
        status->dwHandsetVolume = modem->phone.volume[VOICE_HANDSET];
        status->dwHandsetGain = modem->phone.gain[VOICE_HANDSET];
    }
    if ((status->dwSpeakerHookSwitchMode = modes[VOICE_SPEAKERPHONE]))
    {
        status->dwSpeakerVolume = modem->phone.volume[VOICE_SPEAKERPHONE];
        status->dwSpeakerGain = modem->phone.gain[VOICE_SPEAKERPHONE];
    }
    modem_unlock( modem );
    return 0;
}

LONG WINAPI TSPI_phoneGetID( HDRVPHONE handle, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    struct modem *modem;
    LONG ret;

    TRACE( "phone %p, class %s\n", handle, debugstr_w( class_name ) );
    if (!id || !class_name) return PHONEERR_INVALPOINTER;
    if (!(modem = modem_lock_phone( handle ))) return PHONEERR_INVALPHONEHANDLE;
    if (!_wcsicmp( class_name, L"tapi/line" )) ret = varstring_set( id, STRINGFORMAT_BINARY, &modem->device_id, sizeof(modem->device_id) );
    else if (!_wcsicmp( class_name, L"tapi/phone" )) ret = varstring_set( id, STRINGFORMAT_BINARY, &modem->phone.device_id, sizeof(DWORD) );
    else ret = waveid_get( modem, id, class_name );
    modem_unlock( modem );
    return phoneerr_from_lineerr( ret );
}

/* ---- hook switches, volume, gain ---- */

LONG WINAPI TSPI_phoneGetHookSwitch( HDRVPHONE handle, DWORD *devices )
{
    struct modem *modem;
    DWORD i;

    if (!devices) return PHONEERR_INVALPOINTER;
    if (!(modem = modem_lock_phone( handle ))) return PHONEERR_INVALPHONEHANDLE;
    for (i = *devices = 0; i < VOICE_TERMINALS; i++) if (has_switch( modem, i ) && off_hook( modem, i )) *devices |= switches[i].device;
    modem_unlock( modem );
    return 0;
}

/* Place of exactly one device that the modem has, or VOICE_TERMINALS. */
static DWORD find_switch( const struct modem *modem, DWORD device )
{
    DWORD i;

    for (i = 0; i < VOICE_TERMINALS && (switches[i].device != device || !has_switch( modem, i )); i++) {}
    return i;
}

LONG WINAPI TSPI_phoneSetHookSwitch( DRV_REQUESTID request, HDRVPHONE handle, DWORD devices, DWORD mode )
{
    struct modem *modem = modem_lock_phone( handle );
    LONG ret = PHONEERR_INVALHOOKSWITCHDEV;
    BOOL was_muted;
    DWORD i;

    TRACE( "request %#lx, phone %p, devices %#lx, mode %#lx\n", request, handle, devices, mode );
    if (!modem) return PHONEERR_INVALPHONEHANDLE;
    /* the modem has one switch: one is lifted at a time */
    if ((i = find_switch( modem, devices )) < VOICE_TERMINALS)
    {
        if (!(mode & hook_modes( modem, i )) || mode & (mode - 1)) ret = PHONEERR_INVALHOOKSWITCHMODE;
        else
        {
            was_muted = modem->phone.muted;
            if (i == VOICE_SPEAKERPHONE) modem->phone.muted = mode == PHONEHOOKSWITCHMODE_SPEAKER;
            ret = phoneerr_from_lineerr( voice_set_hook( modem, request, i, mode != PHONEHOOKSWITCHMODE_ONHOOK ) );
            if (ret) modem->phone.muted = was_muted;
        }
    }
    modem_unlock( modem );
    return ret ? ret : (LONG)request;
}

static LONG get_level( HDRVPHONE handle, DWORD device, DWORD *level, BOOL gain )
{
    struct modem *modem;
    DWORD i;

    if (!level) return PHONEERR_INVALPOINTER;
    if (!(modem = modem_lock_phone( handle ))) return PHONEERR_INVALPHONEHANDLE;
    if ((i = find_switch( modem, device )) < VOICE_TERMINALS) *level = gain ? modem->phone.gain[i] : modem->phone.volume[i];
    modem_unlock( modem );
    return i < VOICE_TERMINALS ? 0 : (LONG)PHONEERR_INVALHOOKSWITCHDEV;
}

static LONG set_level( DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD level, BOOL gain )
{
    struct modem *modem = modem_lock_phone( handle );
    DWORD i, *at, before, reply = request;
    LONG ret = PHONEERR_INVALHOOKSWITCHDEV;

    TRACE( "request %#lx, phone %p, device %#lx, %s %#lx\n", request, handle, device, gain ? "gain" : "volume", level );
    if (!modem) return PHONEERR_INVALPHONEHANDLE;
    if ((i = find_switch( modem, device )) < VOICE_TERMINALS)
    {
        at = gain ? &modem->phone.gain[i] : &modem->phone.volume[i];
        before = *at;
        /* what is louder than it can be is as loud as it can be */
        *at = min( level, LEVEL_MAX );
        modem->phone.levels_set = TRUE;
        ret = 0;
        /* of a call that speaks through it, now; else when one does */
        if (modem->call && modem->call->voice.active && is_switched( modem, i )) ret = phoneerr_from_lineerr( voice_set_hook( modem, request, i, TRUE ) );
        else notify_reply( &reply, 0 );
        if (ret) *at = before;
        else if (*at != before) tell_state( modem, gain ? switches[i].gain_state : switches[i].volume_state, *at );
    }
    modem_unlock( modem );
    return ret ? ret : (LONG)request;
}

LONG WINAPI TSPI_phoneGetVolume( HDRVPHONE handle, DWORD device, DWORD *volume )
{
    return get_level( handle, device, volume, FALSE );
}

LONG WINAPI TSPI_phoneGetGain( HDRVPHONE handle, DWORD device, DWORD *gain )
{
    return get_level( handle, device, gain, TRUE );
}

LONG WINAPI TSPI_phoneSetVolume( DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD volume )
{
    return set_level( request, handle, device, volume, FALSE );
}

LONG WINAPI TSPI_phoneSetGain( DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD gain )
{
    return set_level( request, handle, device, gain, TRUE );
}

LONG WINAPI TSPI_providerCreatePhoneDevice( DWORD_PTR temporary, DWORD device )
{
    struct modem *modem = modem_lock_serial( temporary );
    LONG ret = PHONEERR_BADDEVICEID;

    TRACE( "temporary id %lu is phone %lu\n", (DWORD)temporary, device );
    if (!modem) return ret;
    if (!modem->phone.numbered && !modem->gone)
    {
        phone_number( modem, device );
        ret = 0;
    }
    modem_unlock( modem );
    return ret;
}
