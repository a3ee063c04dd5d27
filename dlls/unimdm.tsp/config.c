/*
 * Device classes and the configuration of 'comm/datamodem'.
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

#include <mcx.h>

DEBUG_CHANNEL( unimdm );

#define COMMCONFIG_SIZE     offsetof( struct devcfg, actual_size ) - offsetof( struct devcfg, comm_size )
#define HEADER_SIZE         offsetof( struct devcfg, comm_size )
#define SETTINGS_SIZE       (sizeof(struct devcfg) - offsetof( struct devcfg, actual_size ))
#define SETTINGS_MIN_SIZE   (SETTINGS_SIZE - sizeof(DWORD))     /* without the variable portion */

/* seconds; the engine takes no more */
#define MAX_WAIT_BONG       600

/* The layout is that of the documentation; applications have it from their own headers. */
C_ASSERT( HEADER_SIZE == 12 );
C_ASSERT( (COMMCONFIG_SIZE) == 48 );
C_ASSERT( SETTINGS_MIN_SIZE == offsetof( MODEMSETTINGS, abVariablePortion ) );
C_ASSERT( sizeof(DCB) == 28 );
C_ASSERT( sizeof(struct devcfg) == 108 );

/* ---- device classes ---- */

const WCHAR device_class_list[] = L"tapi/line\0comm\0comm/datamodem\0comm/datamodem/dialin\0comm/datamodem/dialout\0comm/datamodem/portname\0";
const DWORD device_class_list_size = sizeof(device_class_list);

static const struct
{
    const WCHAR      *name;
    enum device_class cls;
} class_names[] =
{
    { L"tapi/line", CLASS_TAPI_LINE },
    { L"comm", CLASS_COMM },
    { L"comm/datamodem", CLASS_DATAMODEM },
    { L"comm/datamodem/dialin", CLASS_DATAMODEM_DIALIN },
    { L"comm/datamodem/dialout", CLASS_DATAMODEM_DIALOUT },
    { L"comm/datamodem/portname", CLASS_DATAMODEM_PORTNAME },
};

enum device_class class_from_name( const WCHAR *name )
{
    unsigned int i;

    for (i = 0; name && i < ARRAYSIZE(class_names); i++)
        if (!_wcsicmp( name, class_names[i].name )) return class_names[i].cls;
    return CLASS_NONE;
}

BOOL class_config_kind( enum device_class cls, enum config_kind *kind )
{
    *kind = cls == CLASS_DATAMODEM_DIALIN ? CONFIG_DIALIN : CONFIG_DIALOUT;
    return cls == CLASS_DATAMODEM || cls == CLASS_DATAMODEM_DIALIN || cls == CLASS_DATAMODEM_DIALOUT;
}

BOOL class_dialog_kind( const WCHAR *name, enum config_kind *kind )
{
    enum device_class cls = class_from_name( name );

    if (!name || !name[0])
    {
        *kind = CONFIG_DIALIN;
        return TRUE;
    }
    return class_config_kind( cls, kind ) || cls == CLASS_TAPI_LINE;
}

/* ---- the blob ---- */

static void set_headers( struct devcfg *config )
{
    config->size = sizeof(*config);
    config->version = MDMCFG_VERSION;
    config->comm_size = sizeof(*config) - HEADER_SIZE;
    config->comm_version = 0x100;
    config->comm_reserved = 0;
    config->provider_subtype = PST_MODEM;
    config->provider_offset = COMMCONFIG_SIZE;
    config->provider_size = SETTINGS_SIZE;
    config->actual_size = config->required_size = SETTINGS_SIZE;
    config->dev_specific_offset = config->dev_specific_size = 0;
    config->variable_portion = 0;
}

void config_default( const struct modem_info *info, struct devcfg *config )
{
    DCB *dcb = &config->dcb;

    memset( config, 0, sizeof(*config) );
    set_headers( config );
    config->options = LAUNCH_LIGHTS;
    if (info->dcb.DCBlength) *dcb = info->dcb;
    else
    {
        dcb->DCBlength = sizeof(*dcb);
        dcb->fBinary = TRUE;
        dcb->fDtrControl = DTR_CONTROL_ENABLE;
        dcb->fRtsControl = RTS_CONTROL_HANDSHAKE;
        dcb->fOutxCtsFlow = TRUE;
        dcb->XonLim = dcb->XoffLim = 10;
        dcb->ByteSize = 8;
        dcb->Parity = NOPARITY;
        dcb->StopBits = ONESTOPBIT;
        dcb->XonChar = 0x11;
        dcb->XoffChar = 0x13;
    }
    if (!dcb->BaudRate) dcb->BaudRate = min( info->properties.max_dte_rate ? info->properties.max_dte_rate : 115200, 115200 );
    config->call_setup_fail_timer = info->defaults.call_setup_fail_timer;
    config->inactivity_timeout = info->defaults.inactivity_timeout;
    config->speaker_volume = info->defaults.speaker_volume;
    config->speaker_mode = info->defaults.speaker_mode;
    config->preferred_options = info->defaults.preferred_options;
}

static LONG refuse( const struct modem_info *info, const char *why, DWORD value )
{
    WARN( "configuration for modem %s refused: %s (%#lx)\n", debugstr_w( info->name ), why, value );
    return LINEERR_INVALPARAM;
}

LONG config_parse( const struct modem_info *info, const void *blob, DWORD size, struct devcfg *config )
{
    const struct modem_properties *properties = &info->properties;
    const BYTE *bytes = blob;
    struct devcfg in;
    ULONGLONG inactivity_max;
    DWORD room;

    if (!blob) return LINEERR_INVALPOINTER;
    if (size < HEADER_SIZE + COMMCONFIG_SIZE + SETTINGS_MIN_SIZE)
    {
        refuse( info, "too short", size );
        return LINEERR_STRUCTURETOOSMALL;
    }
    memset( &in, 0, sizeof(in) );
    memcpy( &in, bytes, HEADER_SIZE + COMMCONFIG_SIZE );
    if (in.size > size || in.size < HEADER_SIZE + COMMCONFIG_SIZE + SETTINGS_MIN_SIZE) return refuse( info, "dwSize of DEVCFGHDR", in.size );
    if (in.version != MDMCFG_VERSION) return refuse( info, "dwVersion of DEVCFGHDR", in.version );
    room = in.size - HEADER_SIZE;
    if (in.comm_size > room || in.comm_size < COMMCONFIG_SIZE + SETTINGS_MIN_SIZE) return refuse( info, "dwSize of COMMCONFIG", in.comm_size );
    if (in.provider_subtype != PST_MODEM) return refuse( info, "dwProviderSubType is not PST_MODEM", in.provider_subtype );
    if (in.provider_offset < COMMCONFIG_SIZE || in.provider_offset > in.comm_size) return refuse( info, "dwProviderOffset", in.provider_offset );
    if (in.provider_size < SETTINGS_MIN_SIZE || in.provider_size > in.comm_size - in.provider_offset)
        return refuse( info, "dwProviderSize", in.provider_size );
    memcpy( &in.actual_size, bytes + HEADER_SIZE + in.provider_offset, min( in.provider_size, SETTINGS_SIZE ));
    if (in.actual_size < SETTINGS_MIN_SIZE || in.actual_size > in.provider_size) return refuse( info, "dwActualSize of MODEMSETTINGS", in.actual_size );

    if (in.dcb.DCBlength != sizeof(DCB)) return refuse( info, "DCBlength", in.dcb.DCBlength );
    if (!in.dcb.BaudRate) return refuse( info, "BaudRate", in.dcb.BaudRate );
    if (in.dcb.ByteSize != 7 && in.dcb.ByteSize != 8) return refuse( info, "ByteSize", in.dcb.ByteSize );
    if (in.dcb.Parity != NOPARITY && in.dcb.Parity != ODDPARITY && in.dcb.Parity != EVENPARITY) return refuse( info, "Parity", in.dcb.Parity );
    if (in.dcb.StopBits != ONESTOPBIT && in.dcb.StopBits != TWOSTOPBITS) return refuse( info, "StopBits", in.dcb.StopBits );
    if (in.speaker_volume > MDMVOL_HIGH) return refuse( info, "dwSpeakerVolume", in.speaker_volume );
    if (in.speaker_mode > MDMSPKR_CALLSETUP) return refuse( info, "dwSpeakerMode", in.speaker_mode );
    if ((in.preferred_options & (MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT)) == (MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT))
        return refuse( info, "both kinds of flow control", in.preferred_options );

    /* What the modem cannot do is left out, as Windows does: a configuration often comes from another modem. */
    inactivity_max = (ULONGLONG)properties->inactivity_max * info->inactivity_scale;
    set_headers( &in );
    in.preferred_options &= properties->options;
    in.wait_bong = min( in.wait_bong, MAX_WAIT_BONG );
    in.negotiated_options = in.negotiated_rate = 0;
    in.call_setup_fail_timer = min( in.call_setup_fail_timer, properties->call_setup_fail_max );
    in.inactivity_timeout = min( in.inactivity_timeout, inactivity_max );
    if (properties->max_dte_rate) in.dcb.BaudRate = min( in.dcb.BaudRate, properties->max_dte_rate );
    *config = in;
    return 0;
}

void config_to_settings( const struct devcfg *config, struct modem_settings *settings )
{
    memset( settings, 0, sizeof(*settings) );
    settings->baud = config->dcb.BaudRate;
    settings->data_bits = config->dcb.ByteSize;
    settings->parity = config->dcb.Parity;
    settings->stop_bits = config->dcb.StopBits == TWOSTOPBITS ? 2 : 1;
    settings->preferred = config->preferred_options;    /* MODEM_PREFER_ bits are MDM_ bits */
    settings->speaker_volume = config->speaker_volume;
    settings->speaker_mode = config->speaker_mode;
    settings->call_setup_timeout = config->call_setup_fail_timer;
    settings->inactivity_timeout = config->inactivity_timeout;
    settings->wait_bong = config->wait_bong;
}

LONG WINAPI TSPI_lineGetDevConfig( DWORD device, VARSTRING *out, const WCHAR *class_name )
{
    struct modem *modem;
    struct call *call;
    struct devcfg config;
    enum config_kind kind;
    LONG ret;

    TRACE( "device %lu, class %s\n", device, debugstr_w( class_name ));
    if (!out) return LINEERR_INVALPOINTER;
    if (!class_config_kind( class_from_name( class_name ), &kind )) return LINEERR_INVALDEVICECLASS;
    if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
    config = modem->config[kind];
    /* of the running call, as modems tell it on Windows */
    if ((call = modem->call) && call->state == LINECALLSTATE_CONNECTED && call->inbound == (kind == CONFIG_DIALIN))
    {
        config.negotiated_options = call->negotiated_options;
        config.negotiated_rate = call->negotiated_rate;
    }
    ret = varstring_set( out, STRINGFORMAT_BINARY, &config, config.size );
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_lineSetDevConfig( DWORD device, void *const blob, DWORD size, const WCHAR *class_name )
{
    struct modem *modem;
    struct devcfg config;
    enum config_kind kind;
    LONG ret;

    TRACE( "device %lu, %lu bytes, class %s\n", device, size, debugstr_w( class_name ));
    if (!class_config_kind( class_from_name( class_name ), &kind )) return LINEERR_INVALDEVICECLASS;
    if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
    if (!(ret = config_parse( &modem->info, blob, size, &config )) && !(ret = registry_write_config( &modem->info, kind, &config )))
    {
        modem->config[kind] = config;
        /* a call in progress keeps what it was made with; an idle modem listens with the dial-in configuration */
        if (kind == CONFIG_DIALIN && modem->port == PORT_OPEN && !modem->call) port_apply_settings( modem, &config );
        if (modem->line_states & LINEDEVSTATE_CONFIGCHANGE) notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_CONFIGCHANGE, 0, 0 );
    }
    modem_unlock( modem );
    return ret;
}
