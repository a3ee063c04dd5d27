/*
 * winetapi.exe: the phones of all providers, and what they can do.
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

#define LOW_VERSION     0x00010003
#define HIGH_VERSION    0x00030001

static const struct field phone_fields[] =
{
    FIELD( PHONECAPS, dwProviderInfoSize, FIELD_STRING ),
    FIELD( PHONECAPS, dwPhoneInfoSize, FIELD_STRING ),
    FIELD( PHONECAPS, dwPermanentPhoneID, FIELD_PERMANENT_ID ),
    FIELD( PHONECAPS, dwPhoneNameSize, FIELD_STRING ),
    FIELD( PHONECAPS, dwStringFormat, FIELD_FORMAT ),
    FIELD_OF( PHONECAPS, dwPhoneStates, FIELD_FLAGS, PHONESTATE ),
    FIELD_OF( PHONECAPS, dwHookSwitchDevs, FIELD_FLAGS, PHONEHOOKSWITCHDEV ),
    FIELD_OF( PHONECAPS, dwHandsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwSpeakerHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwHeadsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwVolumeFlags, FIELD_FLAGS, PHONEHOOKSWITCHDEV ),
    FIELD_OF( PHONECAPS, dwGainFlags, FIELD_FLAGS, PHONEHOOKSWITCHDEV ),
    FIELD( PHONECAPS, dwDisplayNumRows, FIELD_NUMBER ),
    FIELD( PHONECAPS, dwDisplayNumColumns, FIELD_NUMBER ),
    FIELD( PHONECAPS, dwNumRingModes, FIELD_NUMBER ),
    FIELD( PHONECAPS, dwNumButtonLamps, FIELD_NUMBER ),
    FIELD_OF( PHONECAPS, dwButtonModesSize, FIELD_FLAGS_ARRAY, PHONEBUTTONMODE ),
    FIELD_OF( PHONECAPS, dwButtonFunctionsSize, FIELD_FLAGS_ARRAY, PHONEBUTTONFUNCTION ),
    FIELD_OF( PHONECAPS, dwLampModesSize, FIELD_FLAGS_ARRAY, PHONELAMPMODE ),
    FIELD( PHONECAPS, dwNumSetData, FIELD_NUMBER ),
    FIELD( PHONECAPS, dwSetDataSize, FIELD_BYTES ),
    FIELD( PHONECAPS, dwNumGetData, FIELD_NUMBER ),
    FIELD( PHONECAPS, dwGetDataSize, FIELD_BYTES ),
    FIELD( PHONECAPS, dwDevSpecificSize, FIELD_BYTES ),
    FIELD( PHONECAPS, dwDeviceClassesSize, FIELD_STRINGS ),
    FIELD_OF( PHONECAPS, dwPhoneFeatures, FIELD_FLAGS, PHONEFEATURE ),
    FIELD_OF( PHONECAPS, dwSettableHandsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwSettableSpeakerHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwSettableHeadsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwMonitoredHandsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwMonitoredSpeakerHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD_OF( PHONECAPS, dwMonitoredHeadsetHookSwitchModes, FIELD_FLAGS, PHONEHOOKSWITCHMODE ),
    FIELD( PHONECAPS, PermanentPhoneGuid, FIELD_GUID ),
};

static PHONECAPS *phone_caps( HPHONEAPP app, DWORD id, DWORD *version )
{
    DWORD size = sizeof(PHONECAPS) + 2048;
    PHONEEXTENSIONID extension;

    if (phoneNegotiateAPIVersion( app, id, LOW_VERSION, HIGH_VERSION, version, &extension )) return NULL;
    for (;;)
    {
        PHONECAPS *caps = calloc( 1, size );
        LONG error;

        if (!caps) exit( EXIT_FAILED );
        caps->dwTotalSize = size;
        error = phoneGetDevCapsW( app, id, *version, 0, caps );
        if (!error && caps->dwNeededSize <= size) return caps;
        if (!error) size = caps->dwNeededSize;
        free( caps );
        if (error) return NULL;
    }
}

/* FALSE: the phone is gone, and its number is left over. */
static BOOL print_phone( HPHONEAPP app, DWORD id, BOOL verbose )
{
    WCHAR name[256], provider[256];
    PHONEEXTENSIONID extension;
    PHONECAPS *caps;
    DWORD version;

    if (phoneNegotiateAPIVersion( app, id, LOW_VERSION, HIGH_VERSION, &version, &extension ) == (LONG)PHONEERR_NODEVICE) return FALSE;
    if (!(caps = phone_caps( app, id, &version )))
    {
        out( L"%3lu  (no longer there, or its provider does not answer)\n", id );
        return TRUE;
    }
    out( L"%3lu  %-24ls %lu buttons and lamps", id, struct_string( caps, caps->dwPhoneNameSize, caps->dwPhoneNameOffset, name, ARRAYSIZE(name) ),
         caps->dwNumButtonLamps );
    if (caps->dwDisplayNumRows) out( L", display %lu x %lu", caps->dwDisplayNumRows, caps->dwDisplayNumColumns );
    out( L"  (%ls)\n", struct_string( caps, caps->dwProviderInfoSize, caps->dwProviderInfoOffset, provider, ARRAYSIZE(provider) ) );
    if (verbose)
    {
        out( L"     API version                      %lu.%lu\n", version >> 16, version & 0xffff );
        decode( caps, TRPS_PHONECAPS, version, phone_fields, ARRAYSIZE(phone_fields), L"     " );
    }
    free( caps );
    return TRUE;
}

int phones_list( int argc, WCHAR **argv )
{
    PHONEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT };
    BOOL verbose = argc == 2 && !wcscmp( argv[1], L"-v" );
    DWORD count = 0, version = HIGH_VERSION, id, printed = 0;
    HPHONEAPP app;
    LONG error;

    if (argc > 2 || (argc == 2 && !verbose)) return EXIT_USAGE;
    if ((error = phoneInitializeExW( &app, NULL, NULL, L"winetapi", &count, &version, &params )))
        return fail( L"telephony does not start: %ls", tapi_error( error ) );
    for (id = 0; id < count; id++) printed += print_phone( app, id, verbose );
    if (!printed) out( L"no phones; a provider with phones is switched on with winetapi exchange enable\n" );
    phoneShutdown( app );
    return EXIT_OK;
}
