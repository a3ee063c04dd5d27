/*
 * What lines, addresses and calls can do, are and have.
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
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "exchange.h"

DEBUG_CHANNEL( exchange );

/* the index of a line takes the place of the first member */
static const GUID line_guid = { 0, 0x51a7, 0x4b0e, { 0x8e, 0x1c, 0x33, 0x90, 0xd2, 0x5f, 0x47, 0x6b } };

#define PERMANENT_BASE  0x45580000      /* 'EX': permanent ids of the lines */

static const char provider_info[] = "Wine Telephony exchange service provider";
static const char switch_info[] = "Wine Telephony exchange";

#define ALL_TERMINAL_MODES (LINETERMMODE_BUTTONS | LINETERMMODE_LAMPS | LINETERMMODE_DISPLAY | LINETERMMODE_RINGER | LINETERMMODE_HOOKSWITCH | \
                            LINETERMMODE_MEDIATOLINE | LINETERMMODE_MEDIAFROMLINE | LINETERMMODE_MEDIABIDIRECT)

static const LINETERMCAPS terminal_caps[TERMINAL_COUNT] =
{
    { LINETERMDEV_PHONE, ALL_TERMINAL_MODES, LINETERMSHARING_PRIVATE },
    { LINETERMDEV_HEADSET, LINETERMMODE_MEDIATOLINE | LINETERMMODE_MEDIAFROMLINE | LINETERMMODE_MEDIABIDIRECT, LINETERMSHARING_PRIVATE },
    { LINETERMDEV_SPEAKER, LINETERMMODE_RINGER | LINETERMMODE_MEDIAFROMLINE, LINETERMSHARING_PRIVATE },
};
#define TERMINAL_NAME_SIZE  16
static const WCHAR terminal_names[TERMINAL_COUNT][TERMINAL_NAME_SIZE] = { L"Telephone set", L"Headset", L"Loudspeaker" };

#define MESSAGE_SIZE  32
static const WCHAR completion_messages[COMPLETION_MESSAGES][MESSAGE_SIZE] =
    { L"Please call back", L"I will call again", L"Urgent: please call back", L"Meeting" };

static const struct { DWORD id; const WCHAR *name; } treatments[] =
{
    { LINECALLTREATMENT_SILENCE, L"Silence" }, { LINECALLTREATMENT_RINGBACK, L"Ringback" }, { LINECALLTREATMENT_BUSY, L"Busy" },
    { LINECALLTREATMENT_MUSIC, L"Music" },
};

/* ---- lines ---- */

static void fill_line_caps( const struct station *station, LINEDEVCAPS *caps )
{
    caps->dwPermanentLineID = PERMANENT_BASE + station->index;
    caps->dwStringFormat = STRINGFORMAT_UNICODE;
    caps->dwAddressModes = LINEADDRESSMODE_ADDRESSID | LINEADDRESSMODE_DIALABLEADDR;
    caps->dwNumAddresses = station->address_count;
    caps->dwBearerModes = EXCHANGE_BEARER_MODES;
    caps->dwMaxRate = 64000;
    caps->dwMediaModes = EXCHANGE_MEDIA_MODES;
    caps->dwGenerateToneModes = LINETONEMODE_CUSTOM | LINETONEMODE_RINGBACK | LINETONEMODE_BUSY | LINETONEMODE_BEEP | LINETONEMODE_BILLING;
    caps->dwGenerateToneMaxNumFreq = 3;
    caps->dwGenerateDigitModes = LINEDIGITMODE_PULSE | LINEDIGITMODE_DTMF;
    caps->dwMonitorToneMaxNumFreq = 3;
    caps->dwMonitorToneMaxNumEntries = MAX_TONES;
    caps->dwMonitorDigitModes = LINEDIGITMODE_PULSE | LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND;
    caps->dwGatherDigitsMinTimeout = GATHER_MIN_TIMEOUT;
    caps->dwGatherDigitsMaxTimeout = GATHER_MAX_TIMEOUT;
    caps->dwMedCtlDigitMaxListSize = caps->dwMedCtlMediaMaxListSize = caps->dwMedCtlToneMaxListSize = caps->dwMedCtlCallStateMaxListSize =
        MAX_MEDIA_CONTROL;
    caps->dwDevCapFlags = LINEDEVCAPFLAGS_HIGHLEVCOMP | LINEDEVCAPFLAGS_LOWLEVCOMP | LINEDEVCAPFLAGS_MEDIACONTROL | LINEDEVCAPFLAGS_CLOSEDROP |
                          LINEDEVCAPFLAGS_DIALBILLING | LINEDEVCAPFLAGS_DIALQUIET | LINEDEVCAPFLAGS_DIALDIALTONE | LINEDEVCAPFLAGS_CALLHUB |
                          LINEDEVCAPFLAGS_CALLHUBTRACKING | LINEDEVCAPFLAGS_LOCAL | LINEDEVCAPFLAGS_MSP;
    if (station->address_count > 1) caps->dwDevCapFlags |= LINEDEVCAPFLAGS_MULTIPLEADDR;
    caps->dwMaxNumActiveCalls = station->address_count;
    caps->dwAnswerMode = LINEANSWERMODE_HOLD;
    caps->dwRingModes = 4;
    caps->dwLineStates = LINEDEVSTATE_OTHER | LINEDEVSTATE_RINGING | LINEDEVSTATE_CONNECTED | LINEDEVSTATE_DISCONNECTED | LINEDEVSTATE_MSGWAITON |
                         LINEDEVSTATE_MSGWAITOFF | LINEDEVSTATE_INSERVICE | LINEDEVSTATE_OUTOFSERVICE | LINEDEVSTATE_OPEN | LINEDEVSTATE_CLOSE |
                         LINEDEVSTATE_NUMCALLS | LINEDEVSTATE_NUMCOMPLETIONS | LINEDEVSTATE_TERMINALS | LINEDEVSTATE_REINIT | LINEDEVSTATE_LOCK |
                         LINEDEVSTATE_CONFIGCHANGE | LINEDEVSTATE_COMPLCANCEL | LINEDEVSTATE_REMOVED;
    caps->dwUUIAcceptSize = caps->dwUUIAnswerSize = caps->dwUUIMakeCallSize = caps->dwUUIDropSize = caps->dwUUISendUserUserInfoSize =
        caps->dwUUICallInfoSize = MAX_UUI;
    caps->MinDialParams.dwDialPause = caps->MinDialParams.dwDialSpeed = caps->MinDialParams.dwDigitDuration = 0;
    caps->MaxDialParams.dwDialPause = caps->MaxDialParams.dwWaitForDialtone = 60000;
    caps->MaxDialParams.dwDialSpeed = caps->MaxDialParams.dwDigitDuration = 10000;
    caps->DefaultDialParams.dwDialPause = 2000;
    caps->DefaultDialParams.dwDialSpeed = caps->DefaultDialParams.dwDigitDuration = 95;
    caps->DefaultDialParams.dwWaitForDialtone = 2000;
    caps->dwNumTerminals = TERMINAL_COUNT;
    caps->dwTerminalTextEntrySize = sizeof(terminal_names[0]);
    caps->dwLineFeatures = LINEFEATURE_DEVSPECIFIC | LINEFEATURE_DEVSPECIFICFEAT | LINEFEATURE_FORWARD | LINEFEATURE_MAKECALL | LINEFEATURE_SETMEDIACONTROL |
                           LINEFEATURE_SETTERMINAL | LINEFEATURE_SETDEVSTATUS | LINEFEATURE_FORWARDFWD | LINEFEATURE_FORWARDDND;
    caps->dwSettableDevStatus = LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_MSGWAIT | LINEDEVSTATUSFLAGS_INSERVICE | LINEDEVSTATUSFLAGS_LOCKED;
    caps->PermanentLineGuid = line_guid;
    caps->PermanentLineGuid.Data1 = PERMANENT_BASE + station->index;
    caps->dwAddressTypes = LINEADDRESSTYPE_PHONENUMBER;
    caps->ProtocolGuid = provider_protocol_pstn;
    caps->dwAvailableTracking = LINECALLHUBTRACKING_PROVIDERLEVEL | LINECALLHUBTRACKING_ALLCALLS;
}

LONG WINAPI TSPI_lineGetDevCaps( DWORD device, DWORD version, DWORD ext_version, LINEDEVCAPS *caps )
{
    LINEDEVCAPS full = { 0 };
    struct station *station;
    struct variable var;
    char name[32];
    struct op op;
    DWORD fixed;
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!caps) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    fixed = line_caps_size( version );
    if (!variable_begin( &var, caps, caps->dwTotalSize, fixed )) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_device( &op, "TSPI_lineGetDevCaps", device, &station ))) return ret;
    full.dwTotalSize = caps->dwTotalSize;
    fill_line_caps( station, &full );
    snprintf( name, sizeof(name), "Exchange %u", station->addresses[0].number );
    variable_add_latin1( &var, name, &full.dwLineNameSize, &full.dwLineNameOffset );
    variable_add_latin1( &var, provider_info, &full.dwProviderInfoSize, &full.dwProviderInfoOffset );
    variable_add_latin1( &var, switch_info, &full.dwSwitchInfoSize, &full.dwSwitchInfoOffset );
    variable_add( &var, terminal_caps, sizeof(terminal_caps), &full.dwTerminalCapsSize, &full.dwTerminalCapsOffset );
    variable_add( &var, terminal_names, sizeof(terminal_names), &full.dwTerminalTextSize, &full.dwTerminalTextOffset );
    variable_add( &var, device_class_list, device_class_list_size, &full.dwDeviceClassesSize, &full.dwDeviceClassesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( caps, &full, fixed );
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineGetLineDevStatus( HDRVLINE hline, LINEDEVSTATUS *status )
{
    DWORD terminals[TERMINAL_COUNT] = { 0 }, i, j;
    LINEDEVSTATUS full = { 0 };
    struct station *station;
    struct variable var;
    struct line *line;
    BOOL free = FALSE;
    struct op op;
    LONG ret;

    TRACE( "line %p\n", hline );
    if (!status) return LINEERR_INVALPOINTER;
    if (!variable_begin( &var, status, status->dwTotalSize, sizeof(full) )) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_line( &op, "TSPI_lineGetLineDevStatus", 0, hline, &line ))) return ret;
    station = line->station;
    full.dwTotalSize = status->dwTotalSize;
    full.dwNumOpens = status->dwNumOpens;               /* these two are TAPI's */
    full.dwOpenMediaModes = status->dwOpenMediaModes;
    for (i = 0; i < station->address_count; i++)
    {
        const struct address *address = &station->addresses[i];

        full.dwNumOnHoldCalls += address_count_state( address, LINECALLSTATE_ONHOLD );
        full.dwNumOnHoldPendCalls += address_count_state( address, LINECALLSTATE_ONHOLDPENDCONF | LINECALLSTATE_ONHOLDPENDTRANSFER );
        full.dwNumActiveCalls += address->call_count;
        if (!address_active( address )) free = TRUE;
        for (j = 0; j < TERMINAL_COUNT; j++) terminals[j] |= address->terminals[j];
    }
    full.dwNumActiveCalls -= full.dwNumOnHoldCalls + full.dwNumOnHoldPendCalls;
    full.dwLineFeatures = LINEFEATURE_DEVSPECIFIC | LINEFEATURE_DEVSPECIFICFEAT | LINEFEATURE_FORWARD | LINEFEATURE_SETMEDIACONTROL |
                          LINEFEATURE_SETTERMINAL | LINEFEATURE_SETDEVSTATUS | LINEFEATURE_FORWARDFWD | LINEFEATURE_FORWARDDND;
    if (free && station->status & LINEDEVSTATUSFLAGS_INSERVICE) full.dwLineFeatures |= LINEFEATURE_MAKECALL;
    full.dwNumCallCompletions = station->completions;
    full.dwRingMode = station->ring_mode;
    full.dwSignalLevel = full.dwBatteryLevel = 0xffff;
    full.dwRoamMode = LINEROAMMODE_UNAVAIL;
    full.dwDevStatusFlags = station->status;
    full.dwAvailableMediaModes = free ? EXCHANGE_MEDIA_MODES : 0;
    variable_add( &var, terminals, sizeof(terminals), &full.dwTerminalModesSize, &full.dwTerminalModesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( status, &full, sizeof(full) );
    return op_end( &op, 0 );
}

/* ---- addresses ---- */

static void fill_address_caps( const struct address *address, LINEADDRESSCAPS *caps )
{
    caps->dwLineDeviceID = device_of_station( address->station );
    caps->dwAddressSharing = LINEADDRESSSHARING_PRIVATE;
    caps->dwAddressStates = LINEADDRESSSTATE_OTHER | LINEADDRESSSTATE_INUSEZERO | LINEADDRESSSTATE_INUSEONE | LINEADDRESSSTATE_INUSEMANY |
                            LINEADDRESSSTATE_NUMCALLS | LINEADDRESSSTATE_FORWARD | LINEADDRESSSTATE_TERMINALS;
    caps->dwCallInfoStates = LINECALLINFOSTATE_OTHER | LINECALLINFOSTATE_DEVSPECIFIC | LINECALLINFOSTATE_BEARERMODE | LINECALLINFOSTATE_RATE |
                             LINECALLINFOSTATE_MEDIAMODE | LINECALLINFOSTATE_APPSPECIFIC | LINECALLINFOSTATE_CALLID | LINECALLINFOSTATE_ORIGIN |
                             LINECALLINFOSTATE_REASON | LINECALLINFOSTATE_COMPLETIONID | LINECALLINFOSTATE_NUMOWNERINCR | LINECALLINFOSTATE_NUMOWNERDECR |
                             LINECALLINFOSTATE_NUMMONITORS | LINECALLINFOSTATE_CALLERID | LINECALLINFOSTATE_CALLEDID | LINECALLINFOSTATE_CONNECTEDID |
                             LINECALLINFOSTATE_REDIRECTIONID | LINECALLINFOSTATE_REDIRECTINGID | LINECALLINFOSTATE_USERUSERINFO |
                             LINECALLINFOSTATE_TERMINAL | LINECALLINFOSTATE_DIALPARAMS | LINECALLINFOSTATE_MONITORMODES | LINECALLINFOSTATE_TREATMENT |
                             LINECALLINFOSTATE_QOS | LINECALLINFOSTATE_CALLDATA;
    caps->dwCallerIDFlags = LINECALLPARTYID_BLOCKED | LINECALLPARTYID_NAME | LINECALLPARTYID_ADDRESS | LINECALLPARTYID_UNAVAIL;
    caps->dwCalledIDFlags = caps->dwRedirectionIDFlags = LINECALLPARTYID_NAME | LINECALLPARTYID_ADDRESS | LINECALLPARTYID_UNAVAIL;
    caps->dwConnectedIDFlags = caps->dwRedirectingIDFlags = caps->dwCallerIDFlags;
    caps->dwCallStates = LINECALLSTATE_IDLE | LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED | LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING |
                         LINECALLSTATE_RINGBACK | LINECALLSTATE_BUSY | LINECALLSTATE_SPECIALINFO | LINECALLSTATE_CONNECTED | LINECALLSTATE_PROCEEDING |
                         LINECALLSTATE_ONHOLD | LINECALLSTATE_CONFERENCED | LINECALLSTATE_ONHOLDPENDCONF | LINECALLSTATE_ONHOLDPENDTRANSFER |
                         LINECALLSTATE_DISCONNECTED | LINECALLSTATE_UNKNOWN;
    caps->dwDialToneModes = LINEDIALTONEMODE_INTERNAL;
    caps->dwBusyModes = LINEBUSYMODE_STATION | LINEBUSYMODE_TRUNK;
    caps->dwSpecialInfo = LINESPECIALINFO_NOCIRCUIT | LINESPECIALINFO_CUSTIRREG;
    caps->dwDisconnectModes = LINEDISCONNECTMODE_NORMAL | LINEDISCONNECTMODE_REJECT | LINEDISCONNECTMODE_BUSY | LINEDISCONNECTMODE_NOANSWER |
                              LINEDISCONNECTMODE_BADADDRESS | LINEDISCONNECTMODE_UNREACHABLE | LINEDISCONNECTMODE_CONGESTION |
                              LINEDISCONNECTMODE_NUMBERCHANGED | LINEDISCONNECTMODE_OUTOFORDER | LINEDISCONNECTMODE_BLOCKED |
                              LINEDISCONNECTMODE_DONOTDISTURB | LINEDISCONNECTMODE_CANCELLED;
    caps->dwMaxNumActiveCalls = 1;
    caps->dwMaxNumOnHoldCalls = MAX_HELD;
    caps->dwMaxNumOnHoldPendingCalls = 1;
    caps->dwMaxNumConference = MAX_PARTIES + 1;
    caps->dwMaxNumTransConf = 3;
    caps->dwAddrCapFlags = LINEADDRCAPFLAGS_FWDNUMRINGS | LINEADDRCAPFLAGS_PICKUPGROUPID | LINEADDRCAPFLAGS_SECURE | LINEADDRCAPFLAGS_BLOCKIDOVERRIDE |
                           LINEADDRCAPFLAGS_DIALED | LINEADDRCAPFLAGS_ORIGOFFHOOK | LINEADDRCAPFLAGS_DESTOFFHOOK | LINEADDRCAPFLAGS_SETUPCONFNULL |
                           LINEADDRCAPFLAGS_AUTORECONNECT | LINEADDRCAPFLAGS_COMPLETIONID | LINEADDRCAPFLAGS_TRANSFERHELD | LINEADDRCAPFLAGS_TRANSFERMAKE |
                           LINEADDRCAPFLAGS_CONFERENCEHELD | LINEADDRCAPFLAGS_CONFERENCEMAKE | LINEADDRCAPFLAGS_PARTIALDIAL |
                           LINEADDRCAPFLAGS_FWDSTATUSVALID | LINEADDRCAPFLAGS_FWDINTEXTADDR | LINEADDRCAPFLAGS_FWDBUSYNAADDR | LINEADDRCAPFLAGS_CONFDROP |
                           LINEADDRCAPFLAGS_PREDICTIVEDIALER | LINEADDRCAPFLAGS_SETCALLINGID;
    caps->dwCallFeatures = LINECALLFEATURE_ACCEPT | LINECALLFEATURE_ADDTOCONF | LINECALLFEATURE_ANSWER | LINECALLFEATURE_BLINDTRANSFER |
                           LINECALLFEATURE_COMPLETECALL | LINECALLFEATURE_COMPLETETRANSF | LINECALLFEATURE_DIAL | LINECALLFEATURE_DROP |
                           LINECALLFEATURE_GATHERDIGITS | LINECALLFEATURE_GENERATEDIGITS | LINECALLFEATURE_GENERATETONE | LINECALLFEATURE_HOLD |
                           LINECALLFEATURE_MONITORDIGITS | LINECALLFEATURE_MONITORMEDIA | LINECALLFEATURE_MONITORTONES | LINECALLFEATURE_PARK |
                           LINECALLFEATURE_PREPAREADDCONF | LINECALLFEATURE_REDIRECT | LINECALLFEATURE_REMOVEFROMCONF | LINECALLFEATURE_SECURECALL |
                           LINECALLFEATURE_SENDUSERUSER | LINECALLFEATURE_SETCALLPARAMS | LINECALLFEATURE_SETMEDIACONTROL | LINECALLFEATURE_SETTERMINAL |
                           LINECALLFEATURE_SETUPCONF | LINECALLFEATURE_SETUPTRANSFER | LINECALLFEATURE_SWAPHOLD | LINECALLFEATURE_UNHOLD |
                           LINECALLFEATURE_RELEASEUSERUSERINFO | LINECALLFEATURE_SETTREATMENT | LINECALLFEATURE_SETQOS | LINECALLFEATURE_SETCALLDATA;
    caps->dwRemoveFromConfCaps = LINEREMOVEFROMCONF_ANY;
    caps->dwRemoveFromConfState = LINECALLSTATE_ONHOLD;
    caps->dwTransferModes = LINETRANSFERMODE_TRANSFER | LINETRANSFERMODE_CONFERENCE;
    caps->dwParkModes = LINEPARKMODE_DIRECTED | LINEPARKMODE_NONDIRECTED;
    caps->dwForwardModes = 0xffff;      /* all that have a name: UNCOND, BUSY, NOANSW, BUSYNA; each for all, internal, external and specific calls */
    caps->dwMaxForwardEntries = caps->dwMaxSpecificEntries = MAX_FORWARDS;
    caps->dwMinFwdNumRings = 1;
    caps->dwMaxFwdNumRings = 20;
    caps->dwMaxCallCompletions = MAX_COMPLETIONS;
    caps->dwCallCompletionConds = LINECALLCOMPLCOND_BUSY | LINECALLCOMPLCOND_NOANSWER;
    caps->dwCallCompletionModes = LINECALLCOMPLMODE_CAMPON | LINECALLCOMPLMODE_CALLBACK | LINECALLCOMPLMODE_INTRUDE | LINECALLCOMPLMODE_MESSAGE;
    caps->dwNumCompletionMessages = COMPLETION_MESSAGES;
    caps->dwCompletionMsgTextEntrySize = sizeof(completion_messages[0]);
    caps->dwAddressFeatures = LINEADDRFEATURE_FORWARD | LINEADDRFEATURE_MAKECALL | LINEADDRFEATURE_PICKUP | LINEADDRFEATURE_SETMEDIACONTROL |
                              LINEADDRFEATURE_SETTERMINAL | LINEADDRFEATURE_SETUPCONF | LINEADDRFEATURE_UNCOMPLETECALL | LINEADDRFEATURE_UNPARK |
                              LINEADDRFEATURE_PICKUPGROUP | LINEADDRFEATURE_PICKUPDIRECT | LINEADDRFEATURE_FORWARDFWD | LINEADDRFEATURE_FORWARDDND;
    caps->dwPredictiveAutoTransferStates = LINECALLSTATE_CONNECTED;
    caps->dwNumCallTreatments = ARRAYSIZE(treatments);
    caps->dwMaxCallDataSize = MAX_CALL_DATA;
    caps->dwCallFeatures2 = LINECALLFEATURE2_NOHOLDCONFERENCE | LINECALLFEATURE2_ONESTEPTRANSFER | LINECALLFEATURE2_COMPLCAMPON |
                            LINECALLFEATURE2_COMPLCALLBACK | LINECALLFEATURE2_COMPLINTRUDE | LINECALLFEATURE2_COMPLMESSAGE | LINECALLFEATURE2_TRANSFERNORM |
                            LINECALLFEATURE2_TRANSFERCONF | LINECALLFEATURE2_PARKDIRECT | LINECALLFEATURE2_PARKNONDIRECT;
    caps->dwMaxNoAnswerTimeout = 3600;
    caps->dwConnectedModes = LINECONNECTEDMODE_ACTIVE | LINECONNECTEDMODE_ACTIVEHELD;
    caps->dwOfferingModes = LINEOFFERINGMODE_ACTIVE;
    caps->dwAvailableMediaModes = EXCHANGE_MEDIA_MODES;
}

static void add_treatments( struct variable *var, LINEADDRESSCAPS *caps )
{
    LINECALLTREATMENTENTRY entries[ARRAYSIZE(treatments)];
    DWORD i, begin, size;

    /* the names stand behind the entries: all of them or none */
    size = sizeof(entries);
    for (i = 0; i < ARRAYSIZE(treatments); i++) size += ((wcslen( treatments[i].name ) + 1) * sizeof(WCHAR) + 3) & ~3u;
    begin = (var->used + 3) & ~3u;
    if (begin > var->total || size > var->total - begin)
    {
        var->needed = ((var->needed + 3) & ~3u) + size;
        return;
    }
    variable_add( var, entries, sizeof(entries), &caps->dwCallTreatmentListSize, &caps->dwCallTreatmentListOffset );
    for (i = 0; i < ARRAYSIZE(treatments); i++)
    {
        DWORD name_size, name_offset;

        variable_add( var, treatments[i].name, (wcslen( treatments[i].name ) + 1) * sizeof(WCHAR), &name_size, &name_offset );
        entries[i].dwCallTreatmentID = treatments[i].id;
        entries[i].dwCallTreatmentNameSize = name_size;
        entries[i].dwCallTreatmentNameOffset = name_offset;
    }
    memcpy( var->buffer + caps->dwCallTreatmentListOffset, entries, sizeof(entries) );
}

LONG WINAPI TSPI_lineGetAddressCaps( DWORD device, DWORD id, DWORD version, DWORD ext_version, LINEADDRESSCAPS *caps )
{
    LINEADDRESSCAPS full = { 0 };
    struct station *station;
    struct variable var;
    char number[16];
    struct op op;
    LONG ret;

    TRACE( "device %lu, address %lu, version %#lx\n", device, id, version );
    if (!caps) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if (!variable_begin( &var, caps, caps->dwTotalSize, sizeof(full) )) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_device( &op, "TSPI_lineGetAddressCaps", device, &station ))) return ret;
    if (id >= station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    full.dwTotalSize = caps->dwTotalSize;
    fill_address_caps( &station->addresses[id], &full );
    snprintf( number, sizeof(number), "%u", station->addresses[id].number );
    variable_add_latin1( &var, number, &full.dwAddressSize, &full.dwAddressOffset );
    variable_add( &var, completion_messages, sizeof(completion_messages), &full.dwCompletionMsgTextSize, &full.dwCompletionMsgTextOffset );
    add_treatments( &var, &full );
    variable_add( &var, device_class_list, device_class_list_size, &full.dwDeviceClassesSize, &full.dwDeviceClassesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( caps, &full, sizeof(full) );
    return op_end( &op, 0 );
}

/* The entries with their numbers, as in a LINEFORWARDLIST but with offsets from the beginning of the status. */
static void add_forwards( struct variable *var, const struct address *address, LINEADDRESSSTATUS *status )
{
    LINEFORWARD entries[MAX_FORWARDS] = { 0 };
    DWORD i, begin, size = address->forward_count * sizeof(entries[0]);

    if (!address->forward_count) return;
    for (i = 0; i < address->forward_count; i++)
    {
        const struct forward *forward = &address->forwards[i];

        if (forward->caller[0]) size += ((strlen( forward->caller ) + 1) * sizeof(WCHAR) + 3) & ~3u;
        if (forward->target[0]) size += ((strlen( forward->target ) + 1) * sizeof(WCHAR) + 3) & ~3u;
    }
    begin = (var->used + 3) & ~3u;
    if (begin > var->total || size > var->total - begin)
    {
        var->needed = ((var->needed + 3) & ~3u) + size;
        return;
    }
    variable_add( var, entries, address->forward_count * sizeof(entries[0]), &status->dwForwardSize, &status->dwForwardOffset );
    for (i = 0; i < address->forward_count; i++)
    {
        const struct forward *forward = &address->forwards[i];
        DWORD part, offset;

        entries[i].dwForwardMode = forward->mode;
        entries[i].dwDestCountryCode = forward->country;
        entries[i].dwCallerAddressType = entries[i].dwDestAddressType = LINEADDRESSTYPE_PHONENUMBER;
        variable_add_latin1( var, forward->caller, &part, &offset );
        entries[i].dwCallerAddressSize = part;
        entries[i].dwCallerAddressOffset = offset;
        variable_add_latin1( var, forward->target, &part, &offset );
        entries[i].dwDestAddressSize = part;
        entries[i].dwDestAddressOffset = offset;
    }
    memcpy( var->buffer + status->dwForwardOffset, entries, address->forward_count * sizeof(entries[0]) );
    status->dwForwardNumEntries = address->forward_count;
}

LONG WINAPI TSPI_lineGetAddressStatus( HDRVLINE hline, DWORD id, LINEADDRESSSTATUS *status )
{
    LINEADDRESSSTATUS full = { 0 };
    const struct address *address;
    struct variable var;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, address %lu\n", hline, id );
    if (!status) return LINEERR_INVALPOINTER;
    if (!variable_begin( &var, status, status->dwTotalSize, sizeof(full) )) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_line( &op, "TSPI_lineGetAddressStatus", 0, hline, &line ))) return ret;
    if (id >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    address = &line->station->addresses[id];
    full.dwTotalSize = status->dwTotalSize;
    full.dwNumInUse = address->call_count ? 1 : 0;
    full.dwNumOnHoldCalls = address_count_state( address, LINECALLSTATE_ONHOLD );
    full.dwNumOnHoldPendCalls = address_count_state( address, LINECALLSTATE_ONHOLDPENDCONF | LINECALLSTATE_ONHOLDPENDTRANSFER );
    full.dwNumActiveCalls = address->call_count - full.dwNumOnHoldCalls - full.dwNumOnHoldPendCalls;
    full.dwAddressFeatures = address_features( address );
    full.dwNumRingsNoAnswer = address->forward_count ? address->forward_rings : 0;
    add_forwards( &var, address, &full );
    variable_add( &var, address->terminals, sizeof(address->terminals), &full.dwTerminalModesSize, &full.dwTerminalModesOffset );
    full.dwNeededSize = var.needed;
    full.dwUsedSize = var.used;
    memcpy( status, &full, sizeof(full) );
    return op_end( &op, 0 );
}

/* ---- calls ---- */

/* A state that lasted for so long: the exchange's clock is not the calendar. */
static void time_of_state( const struct call *call, SYSTEMTIME *time )
{
    ULARGE_INTEGER now;
    FILETIME file;

    GetSystemTimeAsFileTime( &file );
    now.LowPart = file.dwLowDateTime;
    now.HighPart = file.dwHighDateTime;
    now.QuadPart -= (exchange_now( exchange ) - call->state_time) * 10000;
    file.dwLowDateTime = now.LowPart;
    file.dwHighDateTime = now.HighPart;
    FileTimeToSystemTime( &file, time );
}

LONG WINAPI TSPI_lineGetCallStatus( HDRVCALL hcall, LINECALLSTATUS *status )
{
    LINECALLSTATUS full = { 0 };
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p\n", hcall );
    if (!status) return LINEERR_INVALPOINTER;
    if (status->dwTotalSize < sizeof(full)) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_call( &op, "TSPI_lineGetCallStatus", 0, hcall, &call ))) return ret;
    full.dwTotalSize = status->dwTotalSize;
    full.dwNeededSize = full.dwUsedSize = sizeof(full);
    full.dwCallState = call->state;
    full.dwCallStateMode = call->state_mode;
    full.dwCallPrivilege = status->dwCallPrivilege;     /* TAPI's */
    full.dwCallFeatures = call_features( call );
    full.dwCallFeatures2 = call_features2( call );
    time_of_state( call, &full.tStateEntryTime );
    memcpy( status, &full, sizeof(full) );
    return op_end( &op, 0 );
}

#define ADD_PARTY( field, party ) \
    do { \
        info->dw##field##IDFlags = (party)->flags; \
        variable_add_latin1( var, (party)->number, &info->dw##field##IDSize, &info->dw##field##IDOffset ); \
        variable_add_latin1( var, (party)->name, &info->dw##field##IDNameSize, &info->dw##field##IDNameOffset ); \
        info->dw##field##IDAddressType = LINEADDRESSTYPE_PHONENUMBER; \
    } while (0)

#define ADD_BLOB( field, blob )  variable_add( var, (blob)->data, (blob)->size, &info->dw##field##Size, &info->dw##field##Offset )

static void fill_call_info( struct call *call, LINECALLINFO *info, struct variable *var )
{
    info->dwLineDeviceID = device_of_station( call->address->station );
    info->dwAddressID = call->address->id;
    info->dwBearerMode = call->bearer_mode;
    info->dwRate = call->rate;
    info->dwMediaMode = call->media_mode;
    info->dwAppSpecific = call->app_specific;
    info->dwCallID = call->call_id;
    info->dwRelatedCallID = call->related_id;
    info->dwCallParamFlags = call->param_flags;
    info->dwCallStates = LINECALLSTATE_IDLE | LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED | LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING |
                         LINECALLSTATE_RINGBACK | LINECALLSTATE_BUSY | LINECALLSTATE_SPECIALINFO | LINECALLSTATE_CONNECTED | LINECALLSTATE_PROCEEDING |
                         LINECALLSTATE_ONHOLD | LINECALLSTATE_CONFERENCED | LINECALLSTATE_ONHOLDPENDCONF | LINECALLSTATE_ONHOLDPENDTRANSFER |
                         LINECALLSTATE_DISCONNECTED;
    memcpy( &info->DialParams, call->dial_params, sizeof(info->DialParams) );
    info->dwOrigin = call->origin;
    info->dwReason = call->reason;
    info->dwCompletionID = call->completion_id;
    info->dwCountryCode = call->country;
    info->dwTrunk = call->trunk;
    ADD_PARTY( Caller, &call->caller );
    ADD_PARTY( Called, &call->called );
    ADD_PARTY( Connected, &call->connected );
    ADD_PARTY( Redirection, &call->redirection );
    ADD_PARTY( Redirecting, &call->redirecting );
    ADD_BLOB( UserUserInfo, &call->user_user[0] );
    ADD_BLOB( HighLevelComp, &call->high_level );
    ADD_BLOB( LowLevelComp, &call->low_level );
    variable_add( var, call->terminals, sizeof(call->terminals), &info->dwTerminalModesSize, &info->dwTerminalModesOffset );
    if (call->dev_specific.size) ADD_BLOB( DevSpecific, &call->dev_specific );
    else if (call->stream.actions) variable_add( var, &call->stream, sizeof(call->stream), &info->dwDevSpecificSize, &info->dwDevSpecificOffset );
    info->dwCallTreatment = call->treatment;
    ADD_BLOB( CallData, &call->call_data );
    ADD_BLOB( SendingFlowspec, &call->sending );
    ADD_BLOB( ReceivingFlowspec, &call->receiving );
}

LONG WINAPI TSPI_lineGetCallInfo( HDRVCALL hcall, LINECALLINFO *info )
{
    LINECALLINFO full = { 0 };
    struct variable var;
    struct line *line;
    struct call *call;
    struct op op;
    DWORD fixed;
    LONG ret;

    TRACE( "call %p\n", hcall );
    if (!info) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineGetCallInfo", 0, hcall, &call ))) return ret;
    line = call->address->station->line;
    fixed = call_info_size( line ? line->version : TSPI_HIGHEST_VERSION );
    if (!variable_begin( &var, info, info->dwTotalSize, fixed )) return op_end( &op, LINEERR_STRUCTURETOOSMALL );
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
    return op_end( &op, 0 );
}
