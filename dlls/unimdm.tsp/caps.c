/*
 * What modem lines, their addresses and calls can do, are and have.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* the permanent id of a line takes the place of the first member */
static const GUID line_guid = { 0, 0x6d0d, 0x4e1c, { 0x9d, 0x37, 0x52, 0x5a, 0x60, 0x1f, 0x8e, 0x21 } };

/* Usual values of modems; they are not changed for single calls, so the least and the greatest are the same. */
const LINEDIALPARAMS unimdm_dial_params = { 2000, 95, 95, 60000 };

static const WCHAR provider_info[] = L"Wine Telephony Unimodem service provider";

/* ---- line and address ---- */

/* Where the modem is described: programs for modems read its registry key through this. */
static void add_modem_key( struct variable *var, const struct modem_info *info, DWORD *size, DWORD *offset )
{
    struct
    {
        DWORD contents;     /* 1: a registry key */
        DWORD key_offset;
        char  key[128];
    } data = { 1, 2 * sizeof(DWORD), "" };

    registry_key_name( info, data.key, sizeof(data.key) );
    variable_add( var, &data, data.key_offset + strlen( data.key ) + 1, size, offset );
}

static void add_device_classes( struct modem *modem, struct variable *var, DWORD *size, DWORD *offset )
{
    DWORD wave_size, own_size = device_class_list_size - sizeof(WCHAR);     /* without the NUL that ends the list */
    const WCHAR *wave = waveid_classes( modem, &wave_size );
    BYTE classes[512];

    if (!wave || own_size + wave_size > sizeof(classes))
    {
        variable_add( var, device_class_list, device_class_list_size, size, offset );
        return;
    }
    memcpy( classes, device_class_list, own_size );
    memcpy( classes + own_size, wave, wave_size );
    variable_add( var, classes, own_size + wave_size, size, offset );
}

static LONG caps_fill_line( struct modem *modem, DWORD version, LINEDEVCAPS *caps )
{
    const struct modem_info *info = &modem->info;
    LINEDEVCAPS full = { 0 };
    struct variable var;
    DWORD fixed = line_caps_size( version );

    if (!variable_begin( &var, caps, caps->dwTotalSize, fixed )) return LINEERR_STRUCTURETOOSMALL;
    full.dwTotalSize = caps->dwTotalSize;
    full.dwPermanentLineID = info->permanent_id;
    full.dwStringFormat = STRINGFORMAT_UNICODE;
    full.dwAddressModes = LINEADDRESSMODE_ADDRESSID;
    full.dwNumAddresses = 1;
    full.dwBearerModes = UNIMDM_BEARER_MODES;
    full.dwMaxRate = info->properties.max_dce_rate ? info->properties.max_dce_rate : info->properties.max_dte_rate;
    full.dwDevCapFlags = LINEDEVCAPFLAGS_CLOSEDROP | LINEDEVCAPFLAGS_LOCAL |
                         (info->properties.dial_options & (LINEDEVCAPFLAGS_DIALBILLING | LINEDEVCAPFLAGS_DIALQUIET | LINEDEVCAPFLAGS_DIALDIALTONE));
    /* a configured pause stands in for the billing tone */
    if (modem->config[CONFIG_DIALOUT].wait_bong) full.dwDevCapFlags |= LINEDEVCAPFLAGS_DIALBILLING;
    full.dwMaxNumActiveCalls = 1;
    full.dwAnswerMode = LINEANSWERMODE_DROP;
    full.dwRingModes = UNIMDM_RING_MODES;
    full.dwLineStates = LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE | LINEDEVSTATE_NUMCALLS | LINEDEVSTATE_REMOVED | LINEDEVSTATE_RINGING |
                        LINEDEVSTATE_REINIT | LINEDEVSTATE_CAPSCHANGE | LINEDEVSTATE_CONFIGCHANGE;
    full.MinDialParams = full.MaxDialParams = full.DefaultDialParams = unimdm_dial_params;
    full.dwLineFeatures = LINEFEATURE_MAKECALL;
    full.PermanentLineGuid = line_guid;
    full.PermanentLineGuid.Data1 = info->permanent_id;
    full.dwAddressTypes = LINEADDRESSTYPE_PHONENUMBER;
    full.ProtocolGuid = provider_protocol_pstn;

    voice_fill_line_caps( modem, &full, &var );
    variable_add_string( &var, info->name, &full.dwLineNameSize, &full.dwLineNameOffset );
    variable_add_string( &var, provider_info, &full.dwProviderInfoSize, &full.dwProviderInfoOffset );
    add_modem_key( &var, info, &full.dwDevSpecificSize, &full.dwDevSpecificOffset );
    if (version >= 0x00020000)
        add_device_classes( modem, &var, &full.dwDeviceClassesSize, &full.dwDeviceClassesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( caps, &full, fixed );
    return 0;
}

static LONG caps_fill_address( struct modem *modem, DWORD version, LINEADDRESSCAPS *caps )
{
    LINEADDRESSCAPS full = { 0 };
    struct variable var;
    DWORD fixed = address_caps_size( version );

    if (!variable_begin( &var, caps, caps->dwTotalSize, fixed )) return LINEERR_STRUCTURETOOSMALL;
    full.dwTotalSize = caps->dwTotalSize;
    full.dwLineDeviceID = modem->device_id;
    full.dwAddressSharing = LINEADDRESSSHARING_PRIVATE;
    full.dwAddressStates = LINEADDRESSSTATE_INUSEZERO | LINEADDRESSSTATE_INUSEONE | LINEADDRESSSTATE_NUMCALLS;
    full.dwCallInfoStates = LINECALLINFOSTATE_BEARERMODE | LINECALLINFOSTATE_RATE | LINECALLINFOSTATE_MEDIAMODE | LINECALLINFOSTATE_APPSPECIFIC |
                            LINECALLINFOSTATE_CALLERID | LINECALLINFOSTATE_DEVSPECIFIC | LINECALLINFOSTATE_REDIRECTINGID |
                            LINECALLINFOSTATE_REASON | LINECALLINFOSTATE_NUMOWNERINCR | LINECALLINFOSTATE_NUMOWNERDECR |
                            LINECALLINFOSTATE_NUMMONITORS;
    full.dwCallerIDFlags = LINECALLPARTYID_BLOCKED | LINECALLPARTYID_OUTOFAREA | LINECALLPARTYID_NAME | LINECALLPARTYID_ADDRESS |
                           LINECALLPARTYID_UNKNOWN | LINECALLPARTYID_UNAVAIL;
    full.dwCalledIDFlags = LINECALLPARTYID_ADDRESS | LINECALLPARTYID_UNAVAIL;
    full.dwConnectedIDFlags = full.dwRedirectionIDFlags = LINECALLPARTYID_UNAVAIL;
    full.dwRedirectingIDFlags = LINECALLPARTYID_ADDRESS | LINECALLPARTYID_UNAVAIL;
    full.dwCallStates = LINECALLSTATE_IDLE | LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED | LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING |
                        LINECALLSTATE_PROCEEDING | LINECALLSTATE_RINGBACK | LINECALLSTATE_CONNECTED | LINECALLSTATE_DISCONNECTED |
                        LINECALLSTATE_UNKNOWN;
    full.dwDialToneModes = LINEDIALTONEMODE_UNAVAIL;
    full.dwBusyModes = LINEBUSYMODE_UNAVAIL;
    full.dwSpecialInfo = LINESPECIALINFO_UNAVAIL;
    full.dwDisconnectModes = LINEDISCONNECTMODE_NORMAL | LINEDISCONNECTMODE_UNKNOWN | LINEDISCONNECTMODE_BUSY | LINEDISCONNECTMODE_NOANSWER |
                             LINEDISCONNECTMODE_NODIALTONE | LINEDISCONNECTMODE_OUTOFORDER | LINEDISCONNECTMODE_TEMPFAILURE |
                             LINEDISCONNECTMODE_BLOCKED | LINEDISCONNECTMODE_INCOMPATIBLE | LINEDISCONNECTMODE_CONGESTION |
                             LINEDISCONNECTMODE_CANCELLED;
    full.dwMaxNumActiveCalls = 1;
    full.dwAddrCapFlags = LINEADDRCAPFLAGS_DIALED | LINEADDRCAPFLAGS_ORIGOFFHOOK | LINEADDRCAPFLAGS_PARTIALDIAL;
    full.dwCallFeatures = LINECALLFEATURE_ACCEPT | LINECALLFEATURE_ANSWER | LINECALLFEATURE_DIAL | LINECALLFEATURE_DROP |
                          LINECALLFEATURE_MONITORMEDIA | LINECALLFEATURE_SETCALLPARAMS;
    full.dwRemoveFromConfCaps = LINEREMOVEFROMCONF_NONE;
    full.dwAddressFeatures = LINEADDRFEATURE_MAKECALL;
    full.dwMaxNoAnswerTimeout = modem->info.properties.call_setup_fail_max;
    full.dwConnectedModes = LINECONNECTEDMODE_ACTIVE;
    full.dwOfferingModes = LINEOFFERINGMODE_ACTIVE;
    voice_fill_address_caps( modem, &full );
    if (version >= 0x00020000)
        add_device_classes( modem, &var, &full.dwDeviceClassesSize, &full.dwDeviceClassesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( caps, &full, fixed );
    return 0;
}

static BOOL known_version( DWORD version )
{
    return version >= TSPI_LOWEST_VERSION && version <= TSPI_HIGHEST_VERSION;
}

LONG WINAPI TSPI_lineGetDevCaps( DWORD device, DWORD version, DWORD ext_version, LINEDEVCAPS *caps )
{
    struct modem *modem;
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!caps) return LINEERR_INVALPOINTER;
    if (!known_version( version )) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
    ret = caps_fill_line( modem, version, caps );
    modem_unlock( modem );
    return ret;
}

LONG WINAPI TSPI_lineGetAddressCaps( DWORD device, DWORD address, DWORD version, DWORD ext_version, LINEADDRESSCAPS *caps )
{
    struct modem *modem;
    LONG ret;

    TRACE( "device %lu, address %lu, version %#lx\n", device, address, version );
    if (!caps) return LINEERR_INVALPOINTER;
    if (!known_version( version )) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (address) return LINEERR_INVALADDRESSID;
    if (!(modem = modem_lock_device( device ))) return LINEERR_BADDEVICEID;
    ret = caps_fill_address( modem, version, caps );
    modem_unlock( modem );
    return ret;
}

/* ---- calls ---- */

/* What can be done with a call in each state */
static DWORD call_features( const struct call *call )
{
    static const struct { DWORD state, features; } features[] =
    {
        { LINECALLSTATE_OFFERING, LINECALLFEATURE_ACCEPT | LINECALLFEATURE_ANSWER | LINECALLFEATURE_DROP },
        { LINECALLSTATE_ACCEPTED, LINECALLFEATURE_ANSWER | LINECALLFEATURE_DROP },
        { LINECALLSTATE_DIALTONE, LINECALLFEATURE_DIAL | LINECALLFEATURE_DROP },
        { LINECALLSTATE_DIALING, LINECALLFEATURE_DROP },
        { LINECALLSTATE_PROCEEDING, LINECALLFEATURE_DROP },
        { LINECALLSTATE_RINGBACK, LINECALLFEATURE_DROP },
        { LINECALLSTATE_CONNECTED, LINECALLFEATURE_DROP | LINECALLFEATURE_MONITORMEDIA | LINECALLFEATURE_SETCALLPARAMS },
        { LINECALLSTATE_DISCONNECTED, LINECALLFEATURE_DROP },
    };
    DWORD i, ret = 0;

    for (i = 0; i < ARRAYSIZE(features); i++) if (features[i].state == call->state) ret = features[i].features;
    if (call->state == LINECALLSTATE_DIALING && call->dial_part && !call->dial_request) ret |= LINECALLFEATURE_DIAL;
    if (call->answer_request) ret &= ~LINECALLFEATURE_ANSWER;
    return ret | voice_call_features( call );
}

LONG WINAPI TSPI_lineGetCallStatus( HDRVCALL hcall, LINECALLSTATUS *status )
{
    struct call *call = call_lock( hcall );
    LINECALLSTATUS full = { 0 };
    DWORD fixed;

    TRACE( "call %p\n", hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    fixed = call_status_size( call->modem->tspi_version );
    full.dwCallState = call->state;
    full.dwCallStateMode = call->state_mode;
    full.dwCallFeatures = call_features( call );
    full.tStateEntryTime = call->state_time;
    modem_unlock( call->modem );
    if (!status) return LINEERR_INVALPOINTER;
    if (status->dwTotalSize < fixed) return LINEERR_STRUCTURETOOSMALL;
    full.dwTotalSize = status->dwTotalSize;
    full.dwNeededSize = full.dwUsedSize = fixed;
    full.dwCallPrivilege = status->dwCallPrivilege;     /* TAPI's */
    memcpy( status, &full, fixed );
    return 0;
}

/* What the modems have agreed on: the MODEMSETTINGS of the call, which on Windows a program finds behind its handle, too. */
static void add_negotiated( struct variable *var, const struct call *call, DWORD *size, DWORD *offset )
{
    struct devcfg config;

    if (!call->negotiated_rate && !call->negotiated_options) return;
    config = call->modem->applied.size ? call->modem->applied : call->modem->config[call->inbound ? CONFIG_DIALIN : CONFIG_DIALOUT];
    config.negotiated_options = call->negotiated_options;
    config.negotiated_rate = call->negotiated_rate;
    variable_add( var, &config.actual_size, config.actual_size, size, offset );
}

static void fill_call_info( const struct call *call, LINECALLINFO *info, struct variable *var )
{
    info->dwLineDeviceID = call->modem->device_id;
    info->dwAddressID = 0;
    info->dwBearerMode = call->bearer_mode;
    info->dwRate = call->rate;
    info->dwMediaMode = call->media_mode;
    info->dwAppSpecific = call->app_specific;
    info->dwCallID = info->dwRelatedCallID = 0;
    info->dwCallParamFlags = call->param_flags;
    info->dwCallStates = call->inbound ?
        LINECALLSTATE_IDLE | LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED | LINECALLSTATE_CONNECTED | LINECALLSTATE_DISCONNECTED :
        LINECALLSTATE_IDLE | LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING | LINECALLSTATE_PROCEEDING | LINECALLSTATE_RINGBACK |
        LINECALLSTATE_CONNECTED | LINECALLSTATE_DISCONNECTED;
    info->DialParams = call->dial_params;
    info->dwOrigin = !call->inbound ? LINECALLORIGIN_OUTBOUND : call->modem->tspi_version < 0x00010004 ? LINECALLORIGIN_EXTERNAL : LINECALLORIGIN_INBOUND;
    info->dwReason = !call->inbound ? LINECALLREASON_DIRECT : call->redirecting[0] ? LINECALLREASON_REDIRECT : LINECALLREASON_UNAVAIL;
    info->dwCompletionID = 0;
    info->dwCountryCode = call->country;
    info->dwTrunk = ~0u;

    info->dwCallerIDFlags = call->caller_flags;
    variable_add_string( var, call->caller, &info->dwCallerIDSize, &info->dwCallerIDOffset );
    variable_add_string( var, call->caller_name, &info->dwCallerIDNameSize, &info->dwCallerIDNameOffset );
    info->dwCalledIDFlags = call->called[0] ? LINECALLPARTYID_ADDRESS : LINECALLPARTYID_UNAVAIL;
    variable_add_string( var, call->called, &info->dwCalledIDSize, &info->dwCalledIDOffset );
    info->dwCalledIDNameSize = info->dwCalledIDNameOffset = 0;
    voice_fill_terminals( call->modem, call->voice.terminals, var, &info->dwTerminalModesSize, &info->dwTerminalModesOffset );
    info->dwConnectedIDFlags = info->dwRedirectionIDFlags = LINECALLPARTYID_UNAVAIL;
    info->dwRedirectingIDFlags = call->redirecting[0] ? LINECALLPARTYID_ADDRESS : LINECALLPARTYID_UNAVAIL;
    variable_add_string( var, call->redirecting, &info->dwRedirectingIDSize, &info->dwRedirectingIDOffset );
    add_negotiated( var, call, &info->dwDevSpecificSize, &info->dwDevSpecificOffset );
    info->dwCallerIDAddressType = info->dwCalledIDAddressType = info->dwConnectedIDAddressType = info->dwRedirectionIDAddressType =
        info->dwRedirectingIDAddressType = LINEADDRESSTYPE_PHONENUMBER;
}

LONG WINAPI TSPI_lineGetCallInfo( HDRVCALL hcall, LINECALLINFO *info )
{
    struct call *call = call_lock( hcall );
    LINECALLINFO full = { 0 };
    struct variable var;
    DWORD fixed;

    TRACE( "call %p\n", hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    fixed = call_info_size( call->modem->tspi_version );
    if (!info || !variable_begin( &var, info, info->dwTotalSize, fixed ))
    {
        modem_unlock( call->modem );
        return info ? LINEERR_STRUCTURETOOSMALL : LINEERR_INVALPOINTER;
    }
    /* what TAPI fills in itself stays as it is */
    full.dwTotalSize = info->dwTotalSize;
    full.hLine = info->hLine;
    full.dwMonitorDigitModes = info->dwMonitorDigitModes;
    full.dwMonitorMediaModes = info->dwMonitorMediaModes;
    full.dwNumOwners = info->dwNumOwners;
    full.dwNumMonitors = info->dwNumMonitors;
    fill_call_info( call, &full, &var );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( info, &full, fixed );
    modem_unlock( call->modem );
    return 0;
}
