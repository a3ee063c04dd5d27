/*
 * winetapi.exe: the lines of all providers, and what they can do.
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
#include "decode.h"

static const struct field device_fields[] =
{
    FIELD( LINEDEVCAPS, dwProviderInfoSize, FIELD_STRING ),
    FIELD( LINEDEVCAPS, dwSwitchInfoSize, FIELD_STRING ),
    FIELD( LINEDEVCAPS, dwPermanentLineID, FIELD_PERMANENT_ID ),
    FIELD( LINEDEVCAPS, dwLineNameSize, FIELD_STRING ),
    FIELD( LINEDEVCAPS, dwStringFormat, FIELD_FORMAT ),
    FIELD_OF( LINEDEVCAPS, dwAddressModes, FIELD_FLAGS, LINEADDRESSMODE ),
    FIELD( LINEDEVCAPS, dwNumAddresses, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwBearerModes, FIELD_FLAGS, LINEBEARERMODE ),
    FIELD( LINEDEVCAPS, dwMaxRate, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwMediaModes, FIELD_FLAGS, LINEMEDIAMODE ),
    FIELD_OF( LINEDEVCAPS, dwGenerateToneModes, FIELD_FLAGS, LINETONEMODE ),
    FIELD( LINEDEVCAPS, dwGenerateToneMaxNumFreq, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwGenerateDigitModes, FIELD_FLAGS, LINEDIGITMODE ),
    FIELD( LINEDEVCAPS, dwMonitorToneMaxNumFreq, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwMonitorToneMaxNumEntries, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwMonitorDigitModes, FIELD_FLAGS, LINEDIGITMODE ),
    FIELD( LINEDEVCAPS, dwGatherDigitsMinTimeout, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwGatherDigitsMaxTimeout, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwMedCtlDigitMaxListSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwMedCtlMediaMaxListSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwMedCtlToneMaxListSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwMedCtlCallStateMaxListSize, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwDevCapFlags, FIELD_FLAGS, LINEDEVCAPFLAGS ),
    FIELD( LINEDEVCAPS, dwMaxNumActiveCalls, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwAnswerMode, FIELD_FLAGS, LINEANSWERMODE ),
    FIELD( LINEDEVCAPS, dwRingModes, FIELD_NUMBER ),
    FIELD_OF( LINEDEVCAPS, dwLineStates, FIELD_FLAGS, LINEDEVSTATE ),
    FIELD( LINEDEVCAPS, dwUUIAcceptSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwUUIAnswerSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwUUIMakeCallSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwUUIDropSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwUUISendUserUserInfoSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwUUICallInfoSize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, MinDialParams, FIELD_DIAL_PARAMS ),
    FIELD( LINEDEVCAPS, MaxDialParams, FIELD_DIAL_PARAMS ),
    FIELD( LINEDEVCAPS, DefaultDialParams, FIELD_DIAL_PARAMS ),
    FIELD( LINEDEVCAPS, dwNumTerminals, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwTerminalCapsSize, FIELD_TERMINALS ),
    FIELD( LINEDEVCAPS, dwTerminalTextEntrySize, FIELD_NUMBER ),
    FIELD( LINEDEVCAPS, dwTerminalTextSize, FIELD_STRING ),
    FIELD( LINEDEVCAPS, dwDevSpecificSize, FIELD_BYTES ),
    FIELD_OF( LINEDEVCAPS, dwLineFeatures, FIELD_FLAGS, LINEFEATURE ),
    FIELD_OF( LINEDEVCAPS, dwSettableDevStatus, FIELD_FLAGS, LINEDEVSTATUSFLAGS ),
    FIELD( LINEDEVCAPS, dwDeviceClassesSize, FIELD_STRINGS ),
    FIELD( LINEDEVCAPS, PermanentLineGuid, FIELD_GUID ),
    FIELD_OF( LINEDEVCAPS, dwAddressTypes, FIELD_FLAGS, LINEADDRESSTYPE ),
    FIELD( LINEDEVCAPS, ProtocolGuid, FIELD_GUID ),
    FIELD_OF( LINEDEVCAPS, dwAvailableTracking, FIELD_FLAGS, LINECALLHUBTRACKING ),
};

static const struct field address_fields[] =
{
    FIELD( LINEADDRESSCAPS, dwAddressSize, FIELD_STRING ),
    FIELD( LINEADDRESSCAPS, dwDevSpecificSize, FIELD_BYTES ),
    FIELD_OF( LINEADDRESSCAPS, dwAddressSharing, FIELD_FLAGS, LINEADDRESSSHARING ),
    FIELD_OF( LINEADDRESSCAPS, dwAddressStates, FIELD_FLAGS, LINEADDRESSSTATE ),
    FIELD_OF( LINEADDRESSCAPS, dwCallInfoStates, FIELD_FLAGS, LINECALLINFOSTATE ),
    FIELD_OF( LINEADDRESSCAPS, dwCallerIDFlags, FIELD_FLAGS, LINECALLPARTYID ),
    FIELD_OF( LINEADDRESSCAPS, dwCalledIDFlags, FIELD_FLAGS, LINECALLPARTYID ),
    FIELD_OF( LINEADDRESSCAPS, dwConnectedIDFlags, FIELD_FLAGS, LINECALLPARTYID ),
    FIELD_OF( LINEADDRESSCAPS, dwRedirectionIDFlags, FIELD_FLAGS, LINECALLPARTYID ),
    FIELD_OF( LINEADDRESSCAPS, dwRedirectingIDFlags, FIELD_FLAGS, LINECALLPARTYID ),
    FIELD_OF( LINEADDRESSCAPS, dwCallStates, FIELD_FLAGS, LINECALLSTATE ),
    FIELD_OF( LINEADDRESSCAPS, dwDialToneModes, FIELD_FLAGS, LINEDIALTONEMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwBusyModes, FIELD_FLAGS, LINEBUSYMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwSpecialInfo, FIELD_FLAGS, LINESPECIALINFO ),
    FIELD_OF( LINEADDRESSCAPS, dwDisconnectModes, FIELD_FLAGS, LINEDISCONNECTMODE ),
    FIELD( LINEADDRESSCAPS, dwMaxNumActiveCalls, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxNumOnHoldCalls, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxNumOnHoldPendingCalls, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxNumConference, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxNumTransConf, FIELD_NUMBER ),
    FIELD_OF( LINEADDRESSCAPS, dwAddrCapFlags, FIELD_FLAGS, LINEADDRCAPFLAGS ),
    FIELD_OF( LINEADDRESSCAPS, dwCallFeatures, FIELD_FLAGS, LINECALLFEATURE ),
    FIELD_OF( LINEADDRESSCAPS, dwRemoveFromConfCaps, FIELD_FLAGS, LINEREMOVEFROMCONF ),
    FIELD_OF( LINEADDRESSCAPS, dwRemoveFromConfState, FIELD_FLAGS, LINECALLSTATE ),
    FIELD_OF( LINEADDRESSCAPS, dwTransferModes, FIELD_FLAGS, LINETRANSFERMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwParkModes, FIELD_FLAGS, LINEPARKMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwForwardModes, FIELD_FLAGS, LINEFORWARDMODE ),
    FIELD( LINEADDRESSCAPS, dwMaxForwardEntries, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxSpecificEntries, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMinFwdNumRings, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxFwdNumRings, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwMaxCallCompletions, FIELD_NUMBER ),
    FIELD_OF( LINEADDRESSCAPS, dwCallCompletionConds, FIELD_FLAGS, LINECALLCOMPLCOND ),
    FIELD_OF( LINEADDRESSCAPS, dwCallCompletionModes, FIELD_FLAGS, LINECALLCOMPLMODE ),
    FIELD( LINEADDRESSCAPS, dwNumCompletionMessages, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwCompletionMsgTextEntrySize, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwCompletionMsgTextSize, FIELD_STRING ),
    FIELD_OF( LINEADDRESSCAPS, dwAddressFeatures, FIELD_FLAGS, LINEADDRFEATURE ),
    FIELD_OF( LINEADDRESSCAPS, dwPredictiveAutoTransferStates, FIELD_FLAGS, LINECALLSTATE ),
    FIELD( LINEADDRESSCAPS, dwNumCallTreatments, FIELD_NUMBER ),
    FIELD( LINEADDRESSCAPS, dwCallTreatmentListSize, FIELD_TREATMENTS ),
    FIELD( LINEADDRESSCAPS, dwDeviceClassesSize, FIELD_STRINGS ),
    FIELD( LINEADDRESSCAPS, dwMaxCallDataSize, FIELD_NUMBER ),
    FIELD_OF( LINEADDRESSCAPS, dwCallFeatures2, FIELD_FLAGS, LINECALLFEATURE2 ),
    FIELD( LINEADDRESSCAPS, dwMaxNoAnswerTimeout, FIELD_NUMBER ),
    FIELD_OF( LINEADDRESSCAPS, dwConnectedModes, FIELD_FLAGS, LINECONNECTEDMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwOfferingModes, FIELD_FLAGS, LINEOFFERINGMODE ),
    FIELD_OF( LINEADDRESSCAPS, dwAvailableMediaModes, FIELD_FLAGS, LINEMEDIAMODE ),
};

static const struct { DWORD mode; const WCHAR *name; } media_modes[] =
{
    { LINEMEDIAMODE_INTERACTIVEVOICE, L"voice" },
    { LINEMEDIAMODE_AUTOMATEDVOICE, L"automated voice" },
    { LINEMEDIAMODE_DATAMODEM, L"data" },
    { LINEMEDIAMODE_G3FAX, L"fax" },
    { LINEMEDIAMODE_G4FAX, L"fax (G4)" },
    { LINEMEDIAMODE_DIGITALDATA, L"digital data" },
};

static LINEADDRESSCAPS *address_caps( struct session *session, DWORD id, DWORD address, DWORD version, LONG *error )
{
    DWORD size = sizeof(LINEADDRESSCAPS) + 2048;

    for (;;)
    {
        LINEADDRESSCAPS *caps = calloc( 1, size );

        if (!caps) exit( EXIT_FAILED );
        caps->dwTotalSize = size;
        *error = lineGetAddressCapsW( session->app, id, address, version, 0, caps );
        if (!*error && caps->dwNeededSize <= size) return caps;
        if (!*error) size = caps->dwNeededSize;
        free( caps );
        if (*error) return NULL;
    }
}

/* All that the provider says of a line and its addresses. */
static void print_capabilities( struct session *session, DWORD id, DWORD version, const LINEDEVCAPS *caps )
{
    DWORD address;
    LONG error;

    out( L"     API version                      %lu.%lu\n", version >> 16, version & 0xffff );
    decode( caps, TRPS_LINEDEVCAPS, version, device_fields, ARRAYSIZE(device_fields), L"     " );
    for (address = 0; address < caps->dwNumAddresses; address++)
    {
        LINEADDRESSCAPS *address_structure = address_caps( session, id, address, version, &error );

        if (!address_structure)
        {
            out( L"     address %lu: %ls\n", address, tapi_error( error ) );
            continue;
        }
        out( L"     address %lu\n", address );
        decode( address_structure, TRPS_LINEADDRESSCAPS, version, address_fields, ARRAYSIZE(address_fields), L"       " );
        free( address_structure );
    }
}

/* FALSE: the line is gone, and its number is left over. */
static BOOL print_line( struct session *session, DWORD id, BOOL verbose )
{
    WCHAR name[256], provider[256], port[32];
    const WCHAR *separator = L"";
    LINEEXTENSIONID extension;
    LINEDEVCAPS *caps;
    DWORD version;
    size_t i;

    if (lineNegotiateAPIVersion( session->app, id, 0x00010003, 0x00030001, &version, &extension ) == (LONG)LINEERR_NODEVICE) return FALSE;
    if (!(caps = session_line_caps( session, id, &version )))
    {
        out( L"%3lu  (no longer there, or its provider does not answer)\n", id );
        return TRUE;
    }
    line_port( session, id, version, port, ARRAYSIZE(port) );
    out( L"%3lu  %-24ls %-6ls ", id, line_name( caps, name, ARRAYSIZE(name) ), port );
    for (i = 0; i < ARRAYSIZE(media_modes); i++)
    {
        if (!(caps->dwMediaModes & media_modes[i].mode)) continue;
        out( L"%ls%ls", separator, media_modes[i].name );
        separator = L", ";
    }
    out( L"  (%ls)\n", struct_string( caps, caps->dwProviderInfoSize, caps->dwProviderInfoOffset, provider, ARRAYSIZE(provider) ) );
    if (verbose) print_capabilities( session, id, version, caps );
    free( caps );
    return TRUE;
}

int lines_list( int argc, WCHAR **argv )
{
    struct session session;
    BOOL verbose = argc == 2 && !wcscmp( argv[1], L"-v" );
    DWORD id, printed = 0;
    int ret;

    if (argc > 2 || (argc == 2 && !verbose)) return EXIT_USAGE;
    if ((ret = session_open( &session ))) return ret;
    for (id = 0; id < session.lines; id++) printed += print_line( &session, id, verbose );
    if (!printed) out( L"no lines; add a modem with winetapi add-modem, or see winetapi status if there should be one\n" );
    session_close( &session );
    return EXIT_OK;
}

/* "LINE<tab>REASON" for each line of a voice modem, the reason empty where its wave devices are there. */
static void print_voice( struct session *session, DWORD id )
{
    union { VARSTRING string; BYTE bytes[1024]; } u = { { sizeof(u) } };
    LINEEXTENSIONID extension;
    LINEDEVCAPS *caps;
    WCHAR name[256];
    DWORD version;
    HLINE line;
    LONG error;

    if (lineNegotiateAPIVersion( session->app, id, 0x00010003, 0x00030001, &version, &extension )) return;
    if (lineOpenW( session->app, id, &line, version, 0, 0, LINECALLPRIVILEGE_NONE, 0, NULL )) return;
    /* a class of our own provider; others and data modems do not know it */
    error = lineGetIDW( line, 0, 0, LINECALLSELECT_LINE, &u.string, L"unimdm/wave" );
    lineClose( line );
    if (error || u.string.dwStringFormat != STRINGFORMAT_UNICODE || u.string.dwStringSize < sizeof(WCHAR) ||
        !(caps = session_line_caps( session, id, &version ))) return;
    out( L"%ls\t%ls\n", line_name( caps, name, ARRAYSIZE(name) ), (const WCHAR *)(u.bytes + u.string.dwStringOffset) );
    free( caps );
}

int lines_voice( int argc, WCHAR **argv )
{
    struct session session;
    DWORD id;
    int ret;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    if ((ret = session_open( &session ))) return ret;
    for (id = 0; id < session.lines; id++) print_voice( &session, id );
    session_close( &session );
    return EXIT_OK;
}
