/*
 * TAPI's side of the exchange for the tests: the provider in this process, without the service.
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

#ifndef EXCHANGE_TESTS_HOST_H
#define EXCHANGE_TESTS_HOST_H

#include "wine/test.h"

#include <winreg.h>
#include <tapi.h>
#include <tspi.h>

#define VERSION   0x00030001
#define PATIENCE  20000     /* ms that a test waits for what must come */
#define ANY       0x7ffffffe
#define ERR( x )  ((LONG)(LINEERR_##x))

/* Entry points of the provider that the tests call */
#define FUNCTIONS \
    F( lineAccept ) F( lineAddToConference ) F( lineAnswer ) F( lineBlindTransfer ) F( lineClose ) F( lineCloseCall ) F( lineCompleteCall ) \
    F( lineCompleteTransfer ) F( lineConditionalMediaDetection ) F( lineDevSpecific ) F( lineDevSpecificFeature ) F( lineDial ) F( lineDrop ) \
    F( lineDropOnClose ) F( lineDropNoOwner ) F( lineForward ) F( lineGatherDigits ) F( lineGenerateDigits ) F( lineGenerateTone ) \
    F( lineGetAddressCaps ) F( lineGetAddressID ) F( lineGetAddressStatus ) F( lineGetCallAddressID ) F( lineGetCallHubTracking ) F( lineGetCallIDs ) \
    F( lineGetCallInfo ) F( lineGetCallStatus ) F( lineGetDevCaps ) F( lineGetDevConfig ) F( lineGetExtensionID ) F( lineGetIcon ) F( lineGetID ) \
    F( lineGetLineDevStatus ) F( lineGetNumAddressIDs ) F( lineHold ) F( lineMakeCall ) F( lineMonitorDigits ) F( lineMonitorMedia ) \
    F( lineMonitorTones ) F( lineNegotiateExtVersion ) F( lineNegotiateTSPIVersion ) F( lineOpen ) F( linePark ) F( linePickup ) \
    F( linePrepareAddToConference ) F( lineRedirect ) F( lineReleaseUserUserInfo ) F( lineRemoveFromConference ) F( lineSecureCall ) \
    F( lineSelectExtVersion ) F( lineSendUserUserInfo ) F( lineSetAppSpecific ) F( lineSetCallData ) F( lineSetCallHubTracking ) F( lineSetCallParams ) \
    F( lineSetCallQualityOfService ) F( lineSetCallTreatment ) F( lineSetCurrentLocation ) F( lineSetDefaultMediaDetection ) F( lineSetDevConfig ) \
    F( lineSetLineDevStatus ) F( lineSetMediaControl ) F( lineSetMediaMode ) F( lineSetStatusMessages ) F( lineSetTerminal ) F( lineSetupConference ) \
    F( lineSetupTransfer ) F( lineSwapHold ) F( lineUncompleteCall ) F( lineUnhold ) F( lineUnpark ) F( lineMSPIdentify ) F( lineCreateMSPInstance ) \
    F( lineCloseMSPInstance ) F( lineReceiveMSPData ) F( providerCreateLineDevice ) F( providerEnumDevices ) F( providerInit ) F( providerInstall ) \
    F( providerRemove ) F( providerShutdown )

#define F( name )  extern __typeof__( &TSPI_##name ) p_##name;
FUNCTIONS
#undef F

/* What the provider said. kind: LINE_xxx, or LINE_REPLY for a completion (param1: request, param2: result) */
struct said
{
    DWORD     kind;
    HTAPILINE line;
    HTAPICALL call;
    DWORD_PTR param1, param2, param3;
    HDRVCALL  hcall;        /* LINE_NEWCALL */
};

#define LINE_BASE  100      /* device id of line 0 */

/* Sets a value of the registry that the next provider_begin() takes over. */
void setting( const WCHAR *name, DWORD value );
void provider_begin( DWORD lines );
void provider_end(void);
HDRVLINE open_station( DWORD index );                  /* HTAPILINE is 0x1000 + index */
#define HTLINE( index )  ((HTAPILINE)(DWORD_PTR)(0x1000 + (index)))

/* The oldest thing said that fits; each may be ANY. The others stay. FALSE: it did not come. */
BOOL wait_said( DWORD kind, const void *object, DWORD_PTR param1, struct said *said );
BOOL was_said( DWORD kind, const void *object, DWORD_PTR param1, struct said *said );      /* among those that are there */
void forget_said( void );
/* Called for each LINE_SENDMSPDATA, on the provider's thread, before it is noted */
extern void (*msp_data_came)( HTAPICALL call, DWORD_PTR instance, const void *data, DWORD size );
BOOL said_state( HTAPICALL call, DWORD state, struct said *said );
/* What an asynchronous function comes to. */
LONG result_of( LONG ret );
DRV_REQUESTID request( void );
HTAPICALL new_handle( void );

struct leg
{
    HDRVLINE  line;
    HTAPICALL ht;
    HDRVCALL  hd;
};

/* Calls; the success is checked */
struct leg make_call( HDRVLINE line, const WCHAR *number, const LINECALLPARAMS *params );
struct leg offered( DWORD index );                  /* the new call at a line */
void connect_lines( HDRVLINE from, DWORD to, struct leg *caller, struct leg *called );
void close_leg( struct leg *leg );                  /* as TAPI does when nobody has it any more */
DWORD state_of( struct leg leg, DWORD *mode );
const LINECALLINFO *info_of( struct leg leg );      /* overwritten by the next */
BOOL text_is( const void *base, DWORD size, DWORD offset, const WCHAR *text );

#define ok_ret( ret, expected )  check_ret( __FILE__, __LINE__, ret, expected )
#define ok_state( leg, expected )  check_state( __FILE__, __LINE__, leg, expected )

static inline void check_ret( const char *file, int line, LONG ret, DWORD expected )
{
    ok_( file, line )( ret == (LONG)expected, "returned %#lx, expected %#lx\n", ret, expected );
}

static inline void check_state( const char *file, int line, struct leg leg, DWORD expected )
{
    DWORD mode, state = state_of( leg, &mode );

    ok_( file, line )( state == expected, "state %#lx, mode %#lx, expected %#lx\n", state, mode, expected );
}

#endif
