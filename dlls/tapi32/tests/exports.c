/*
 * Every documented function is there, with its calling convention.
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

#include "telephony.h"

/* Name, arguments (4 bytes each in 32-bit code), whether it is supported. The others say that they are not. */
static const struct export
{
    const char  *name;
    unsigned int args;
    BOOL         supported;
}
exports[] =
{
    { "lineAccept", 3, TRUE },
    { "lineAddProvider", 3, TRUE },
    { "lineAddProviderA", 3, TRUE },
    { "lineAddProviderW", 3, TRUE },
    { "lineAddToConference", 2, TRUE },
    { "lineAgentSpecific", 5, TRUE },
    { "lineAnswer", 3, TRUE },
    { "lineBlindTransfer", 3, TRUE },
    { "lineBlindTransferA", 3, TRUE },
    { "lineBlindTransferW", 3, TRUE },
    { "lineClose", 1, TRUE },
    { "lineCompleteCall", 4, TRUE },
    { "lineCompleteTransfer", 4, TRUE },
    { "lineConfigDialog", 3, TRUE },
    { "lineConfigDialogA", 3, TRUE },
    { "lineConfigDialogEdit", 6, TRUE },
    { "lineConfigDialogEditA", 6, TRUE },
    { "lineConfigDialogEditW", 6, TRUE },
    { "lineConfigDialogW", 3, TRUE },
    { "lineConfigProvider", 2, TRUE },
    { "lineCreateAgentA", 4, TRUE },
    { "lineCreateAgentSessionA", 6, TRUE },
    { "lineCreateAgentSessionW", 6, TRUE },
    { "lineCreateAgentW", 4, TRUE },
    { "lineDeallocateCall", 1, TRUE },
    { "lineDevSpecific", 5, TRUE },
    { "lineDevSpecificFeature", 4, TRUE },
    { "lineDial", 3, TRUE },
    { "lineDialA", 3, TRUE },
    { "lineDialW", 3, TRUE },
    { "lineDrop", 3, TRUE },
    { "lineForward", 7, TRUE },
    { "lineForwardA", 7, TRUE },
    { "lineForwardW", 7, TRUE },
    { "lineGatherDigits", 7, TRUE },
    { "lineGatherDigitsA", 7, TRUE },
    { "lineGatherDigitsW", 7, TRUE },
    { "lineGenerateDigits", 4, TRUE },
    { "lineGenerateDigitsA", 4, TRUE },
    { "lineGenerateDigitsW", 4, TRUE },
    { "lineGenerateTone", 5, TRUE },
    { "lineGetAddressCaps", 6, TRUE },
    { "lineGetAddressCapsA", 6, TRUE },
    { "lineGetAddressCapsW", 6, TRUE },
    { "lineGetAddressID", 5, TRUE },
    { "lineGetAddressIDA", 5, TRUE },
    { "lineGetAddressIDW", 5, TRUE },
    { "lineGetAddressStatus", 3, TRUE },
    { "lineGetAddressStatusA", 3, TRUE },
    { "lineGetAddressStatusW", 3, TRUE },
    { "lineGetAgentActivityListA", 3, TRUE },
    { "lineGetAgentActivityListW", 3, TRUE },
    { "lineGetAgentCapsA", 5, TRUE },
    { "lineGetAgentCapsW", 5, TRUE },
    { "lineGetAgentGroupListA", 3, TRUE },
    { "lineGetAgentGroupListW", 3, TRUE },
    { "lineGetAgentInfo", 3, TRUE },
    { "lineGetAgentSessionInfo", 3, TRUE },
    { "lineGetAgentSessionList", 3, TRUE },
    { "lineGetAgentStatusA", 3, TRUE },
    { "lineGetAgentStatusW", 3, TRUE },
    { "lineGetAppPriority", 6, TRUE },
    { "lineGetAppPriorityA", 6, TRUE },
    { "lineGetAppPriorityW", 6, TRUE },
    { "lineGetCallInfo", 2, TRUE },
    { "lineGetCallInfoA", 2, TRUE },
    { "lineGetCallInfoW", 2, TRUE },
    { "lineGetCallStatus", 2, TRUE },
    { "lineGetConfRelatedCalls", 2, TRUE },
    { "lineGetCountry", 3, TRUE },
    { "lineGetCountryA", 3, TRUE },
    { "lineGetCountryW", 3, TRUE },
    { "lineGetDevCaps", 5, TRUE },
    { "lineGetDevCapsA", 5, TRUE },
    { "lineGetDevCapsW", 5, TRUE },
    { "lineGetDevConfig", 3, TRUE },
    { "lineGetDevConfigA", 3, TRUE },
    { "lineGetDevConfigW", 3, TRUE },
    { "lineGetGroupListA", 2, TRUE },
    { "lineGetGroupListW", 2, TRUE },
    { "lineGetID", 6, TRUE },
    { "lineGetIDA", 6, TRUE },
    { "lineGetIDW", 6, TRUE },
    { "lineGetIcon", 3, TRUE },
    { "lineGetIconA", 3, TRUE },
    { "lineGetIconW", 3, TRUE },
    { "lineGetLineDevStatus", 2, TRUE },
    { "lineGetLineDevStatusA", 2, TRUE },
    { "lineGetLineDevStatusW", 2, TRUE },
    { "lineGetMessage", 3, TRUE },
    { "lineGetNewCalls", 4, TRUE },
    { "lineGetNumRings", 3, TRUE },
    { "lineGetProviderList", 2, TRUE },
    { "lineGetProviderListA", 2, TRUE },
    { "lineGetProviderListW", 2, TRUE },
    { "lineGetProxyStatus", 4, TRUE },
    { "lineGetQueueInfo", 3, TRUE },
    { "lineGetQueueListA", 3, TRUE },
    { "lineGetQueueListW", 3, TRUE },
    { "lineGetRequest", 3, TRUE },
    { "lineGetRequestA", 3, TRUE },
    { "lineGetRequestW", 3, TRUE },
    { "lineGetStatusMessages", 3, TRUE },
    { "lineGetTranslateCaps", 3, TRUE },
    { "lineGetTranslateCapsA", 3, TRUE },
    { "lineGetTranslateCapsW", 3, TRUE },
    { "lineHandoff", 3, TRUE },
    { "lineHandoffA", 3, TRUE },
    { "lineHandoffW", 3, TRUE },
    { "lineHold", 1, TRUE },
    { "lineInitialize", 5, TRUE },
    { "lineInitializeExA", 7, TRUE },
    { "lineInitializeExW", 7, TRUE },
    { "lineMakeCall", 5, TRUE },
    { "lineMakeCallA", 5, TRUE },
    { "lineMakeCallW", 5, TRUE },
    { "lineMonitorDigits", 2, TRUE },
    { "lineMonitorMedia", 2, TRUE },
    { "lineMonitorTones", 3, TRUE },
    { "lineNegotiateAPIVersion", 6, TRUE },
    { "lineNegotiateExtVersion", 6, TRUE },
    { "lineOpen", 9, TRUE },
    { "lineOpenA", 9, TRUE },
    { "lineOpenW", 9, TRUE },
    { "linePark", 4, TRUE },
    { "lineParkA", 4, TRUE },
    { "lineParkW", 4, TRUE },
    { "linePickup", 5, TRUE },
    { "linePickupA", 5, TRUE },
    { "linePickupW", 5, TRUE },
    { "linePrepareAddToConference", 3, TRUE },
    { "linePrepareAddToConferenceA", 3, TRUE },
    { "linePrepareAddToConferenceW", 3, TRUE },
    { "lineProxyMessage", 6, TRUE },
    { "lineProxyResponse", 3, TRUE },
    { "lineRedirect", 3, TRUE },
    { "lineRedirectA", 3, TRUE },
    { "lineRedirectW", 3, TRUE },
    { "lineRegisterRequestRecipient", 4, TRUE },
    { "lineReleaseUserUserInfo", 1, TRUE },
    { "lineRemoveFromConference", 1, TRUE },
    { "lineRemoveProvider", 2, TRUE },
    { "lineSecureCall", 1, TRUE },
    { "lineSendUserUserInfo", 3, TRUE },
    { "lineSetAgentActivity", 3, TRUE },
    { "lineSetAgentGroup", 3, TRUE },
    { "lineSetAgentMeasurementPeriod", 3, TRUE },
    { "lineSetAgentSessionState", 4, TRUE },
    { "lineSetAgentState", 4, TRUE },
    { "lineSetAgentStateEx", 4, TRUE },
    { "lineSetAppPriority", 6, TRUE },
    { "lineSetAppPriorityA", 6, TRUE },
    { "lineSetAppPriorityW", 6, TRUE },
    { "lineSetAppSpecific", 2, TRUE },
    { "lineSetCallData", 3, TRUE },
    { "lineSetCallParams", 5, TRUE },
    { "lineSetCallPrivilege", 2, TRUE },
    { "lineSetCallQualityOfService", 5, TRUE },
    { "lineSetCallTreatment", 2, TRUE },
    { "lineSetCurrentLocation", 2, TRUE },
    { "lineSetDevConfig", 4, TRUE },
    { "lineSetDevConfigA", 4, TRUE },
    { "lineSetDevConfigW", 4, TRUE },
    { "lineSetLineDevStatus", 3, TRUE },
    { "lineSetMediaControl", 12, TRUE },
    { "lineSetMediaMode", 2, TRUE },
    { "lineSetNumRings", 3, TRUE },
    { "lineSetQueueMeasurementPeriod", 3, TRUE },
    { "lineSetStatusMessages", 3, TRUE },
    { "lineSetTerminal", 7, TRUE },
    { "lineSetTollList", 4, TRUE },
    { "lineSetTollListA", 4, TRUE },
    { "lineSetTollListW", 4, TRUE },
    { "lineSetupConference", 6, TRUE },
    { "lineSetupConferenceA", 6, TRUE },
    { "lineSetupConferenceW", 6, TRUE },
    { "lineSetupTransfer", 3, TRUE },
    { "lineSetupTransferA", 3, TRUE },
    { "lineSetupTransferW", 3, TRUE },
    { "lineShutdown", 1, TRUE },
    { "lineSwapHold", 2, TRUE },
    { "lineTranslateAddress", 7, TRUE },
    { "lineTranslateAddressA", 7, TRUE },
    { "lineTranslateAddressW", 7, TRUE },
    { "lineTranslateDialog", 5, TRUE },
    { "lineTranslateDialogA", 5, TRUE },
    { "lineTranslateDialogW", 5, TRUE },
    { "lineUncompleteCall", 2, TRUE },
    { "lineUnhold", 1, TRUE },
    { "lineUnpark", 4, TRUE },
    { "lineUnparkA", 4, TRUE },
    { "lineUnparkW", 4, TRUE },
    { "phoneClose", 1, TRUE },
    { "phoneConfigDialog", 3, TRUE },
    { "phoneConfigDialogA", 3, TRUE },
    { "phoneConfigDialogW", 3, TRUE },
    { "phoneDevSpecific", 3, TRUE },
    { "phoneGetButtonInfo", 3, TRUE },
    { "phoneGetButtonInfoA", 3, TRUE },
    { "phoneGetButtonInfoW", 3, TRUE },
    { "phoneGetData", 4, TRUE },
    { "phoneGetDevCaps", 5, TRUE },
    { "phoneGetDevCapsA", 5, TRUE },
    { "phoneGetDevCapsW", 5, TRUE },
    { "phoneGetDisplay", 2, TRUE },
    { "phoneGetGain", 3, TRUE },
    { "phoneGetHookSwitch", 2, TRUE },
    { "phoneGetID", 3, TRUE },
    { "phoneGetIDA", 3, TRUE },
    { "phoneGetIDW", 3, TRUE },
    { "phoneGetIcon", 3, TRUE },
    { "phoneGetIconA", 3, TRUE },
    { "phoneGetIconW", 3, TRUE },
    { "phoneGetLamp", 3, TRUE },
    { "phoneGetMessage", 3, TRUE },
    { "phoneGetRing", 3, TRUE },
    { "phoneGetStatus", 2, TRUE },
    { "phoneGetStatusA", 2, TRUE },
    { "phoneGetStatusMessages", 4, TRUE },
    { "phoneGetStatusW", 2, TRUE },
    { "phoneGetVolume", 3, TRUE },
    { "phoneInitialize", 5, TRUE },
    { "phoneInitializeExA", 7, TRUE },
    { "phoneInitializeExW", 7, TRUE },
    { "phoneNegotiateAPIVersion", 6, TRUE },
    { "phoneNegotiateExtVersion", 6, TRUE },
    { "phoneOpen", 7, TRUE },
    { "phoneSetButtonInfo", 3, TRUE },
    { "phoneSetButtonInfoA", 3, TRUE },
    { "phoneSetButtonInfoW", 3, TRUE },
    { "phoneSetData", 4, TRUE },
    { "phoneSetDisplay", 5, TRUE },
    { "phoneSetGain", 3, TRUE },
    { "phoneSetHookSwitch", 3, TRUE },
    { "phoneSetLamp", 3, TRUE },
    { "phoneSetRing", 3, TRUE },
    { "phoneSetStatusMessages", 4, TRUE },
    { "phoneSetVolume", 3, TRUE },
    { "phoneShutdown", 1, TRUE },
    { "tapiGetLocationInfo", 2, TRUE },
    { "tapiGetLocationInfoA", 2, TRUE },
    { "tapiGetLocationInfoW", 2, TRUE },
    { "tapiRequestDrop", 2, TRUE },
    { "tapiRequestMakeCall", 4, TRUE },
    { "tapiRequestMakeCallA", 4, TRUE },
    { "tapiRequestMakeCallW", 4, TRUE },
    { "tapiRequestMediaCall", 10, TRUE },
    { "tapiRequestMediaCallA", 10, TRUE },
    { "tapiRequestMediaCallW", 10, TRUE },
};

/*
 * Exports that no public document describes: what they return for zeros. What nothing public says the arguments of has 0 of them.
 */
static const struct undocumented
{
    const char  *name;
    unsigned int args;
    DWORD        result;
}
undocumented[] =
{
    { "GetTapi16CallbackMsg", 0, LINEERR_OPERATIONUNAVAIL },
    { "LAddrParamsInited", 0, LINEERR_OPERATIONUNAVAIL },
    { "LOpenDialAsst", 0, LINEERR_OPERATIONUNAVAIL },
    { "LocWizardDlgProc", 4, FALSE },
    { "MMCAddProvider", 0, LINEERR_OPERATIONUNAVAIL },
    { "MMCConfigProvider", 3, LINEERR_OPERATIONUNAVAIL },
    { "MMCGetAvailableProviders", 2, LINEERR_INVALPOINTER },
    { "MMCGetDeviceFlags", 6, LINEERR_INVALPOINTER },
    { "MMCGetLineInfo", 2, LINEERR_INVALPOINTER },
    { "MMCGetLineStatus", 0, LINEERR_OPERATIONUNAVAIL },
    { "MMCGetPhoneInfo", 2, LINEERR_INVALPOINTER },
    { "MMCGetPhoneStatus", 0, LINEERR_OPERATIONUNAVAIL },
    { "MMCGetProviderList", 0, LINEERR_OPERATIONUNAVAIL },
    { "MMCGetServerConfig", 2, LINEERR_INVALPOINTER },
    { "MMCInitialize", 0, LINEERR_OPERATIONUNAVAIL },
    { "MMCRemoveProvider", 3, LINEERR_OPERATIONUNAVAIL },
    { "MMCSetLineInfo", 2, LINEERR_INVALPOINTER },
    { "MMCSetPhoneInfo", 2, LINEERR_INVALPOINTER },
    { "MMCSetServerConfig", 2, LINEERR_INVALPOINTER },
    { "MMCShutdown", 1, LINEERR_OPERATIONUNAVAIL },
    { "NonAsyncEventThread", 1, LINEERR_OPERATIONUNAVAIL },
    { "TAPIWndProc", 4, 0 },
    { "TUISPIDLLCallback", 4, LINEERR_UNINITIALIZED },
    { "internalConfig", 0, LINEERR_OPERATIONUNAVAIL },
    { "internalCreateDefLocation", 0, LINEERR_OPERATIONUNAVAIL },
    { "internalNewLocationW", 0, LINEERR_OPERATIONUNAVAIL },
    { "internalPerformance", 0, LINEERR_OPERATIONUNAVAIL },
    { "internalRemoveLocation", 0, LINEERR_OPERATIONUNAVAIL },
    { "internalRenameLocationW", 0, LINEERR_OPERATIONUNAVAIL },
};

/* Calls a function with zeros. *unbalanced: bytes that it left on the stack or took too many. */
static LONG call_with_zeros( void *function, unsigned int args, int *unbalanced )
{
#ifdef __i386__
    LONG ret;

    __asm__ volatile ( "movl %%esp,%%edi\n\t"
                       "1: testl %%ecx,%%ecx\n\t"
                       "jz 2f\n\t"
                       "pushl $0\n\t"
                       "decl %%ecx\n\t"
                       "jmp 1b\n"
                       "2: call *%%edx\n\t"
                       "movl %%esp,%%esi\n\t"
                       "movl %%edi,%%esp\n\t"
                       "subl %%esi,%%edi"
                       : "=a" (ret), "=D" (*unbalanced), "+c" (args), "+d" (function) : : "esi", "memory", "cc" );
    return ret;
#else
    LONG (WINAPI *twelve)( DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR,
                           DWORD_PTR, DWORD_PTR, DWORD_PTR, DWORD_PTR ) = function;

    /* the caller cleans the stack */
    *unbalanced = 0;
    ok( args <= 12, "%u arguments\n", args );
    return twelve( 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 );
#endif
}

static LONG error_of( const char *name )
{
    if (!strncmp( name, "tapi", 4 )) return TAPIERR_REQUESTFAILED;
    return ERR( OPERATIONUNAVAIL );
}

/* They exist, so that programs that import them load, and refuse. */
static void test_undocumented( HMODULE tapi32 )
{
    unsigned int i;
    void *function;
    int unbalanced;
    LONG ret;

    ok( ARRAY_SIZE(undocumented) == 29, "%u exports\n", (unsigned int)ARRAY_SIZE(undocumented) );
    for (i = 0; i < ARRAY_SIZE(undocumented); i++)
    {
        function = (void *)GetProcAddress( tapi32, undocumented[i].name );
        ok( function != NULL, "%s is missing\n", undocumented[i].name );
        if (!function || !winetest_platform_is_wine) continue;
        winetest_push_context( "%s", undocumented[i].name );
        ret = call_with_zeros( function, undocumented[i].args, &unbalanced );
        ok( !unbalanced, "%d bytes too many on the stack\n", unbalanced );
        ok_ret( ret, undocumented[i].result );
        winetest_pop_context();
    }
}

START_TEST( exports )
{
    HMODULE tapi32 = LoadLibraryA( "tapi32.dll" );
    unsigned int i;
    void *function;
    int unbalanced;
    LONG ret;

    ok( tapi32 != NULL, "no tapi32.dll (error %lu)\n", GetLastError() );
    for (i = 0; i < ARRAY_SIZE(exports); i++)
    {
        function = (void *)GetProcAddress( tapi32, exports[i].name );
        ok( function != NULL, "%s is missing\n", exports[i].name );
        if (!function) continue;
        /* what a real system does with zeros is not ours to find out */
        if (!winetest_platform_is_wine) continue;
        winetest_push_context( "%s", exports[i].name );
        ret = call_with_zeros( function, exports[i].args, &unbalanced );
        ok( !unbalanced, "%d bytes too many on the stack\n", unbalanced );
        if (!exports[i].supported) ok( ret == error_of( exports[i].name ), "returned %#lx, expected %#lx\n", ret, error_of( exports[i].name ) );
        else ok( ret < 0, "returned %#lx for handles and pointers of 0\n", ret );
        winetest_pop_context();
    }
    test_undocumented( tapi32 );
    if (!winetest_platform_is_wine) skip( "functions are not called on Windows\n" );
    FreeLibrary( tapi32 );
}
