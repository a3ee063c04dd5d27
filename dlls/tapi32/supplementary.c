/*
 * Supplementary services for one call or line.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"
#include "trp/structs.h"

DEBUG_CHANNEL( tapi );

/* ---- hold, redirect, blind transfer ------------------------------------------------------------------------------ */

LONG WINAPI lineHold( HCALL hcall )
{
    struct api_call call = { TRP_lineHold, 0, NULL, { [ARG_lineHold_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineUnhold( HCALL hcall )
{
    struct api_call call = { TRP_lineUnhold, 0, NULL, { [ARG_lineUnhold_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSwapHold( HCALL active, HCALL held )
{
    struct api_call call =
    {
        TRP_lineSwapHold, 0, NULL,
        { [ARG_lineSwapHold_hActiveCall] = VALUE( active ), [ARG_lineSwapHold_hHeldCall] = VALUE( held ) },
    };

    TRACE( "active %#lx held %#lx\n", (DWORD)active, (DWORD)held );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

static LONG blind_transfer( HCALL hcall, const void *address, DWORD country, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineBlindTransfer, flags, NULL,
        {
            [ARG_lineBlindTransfer_hCall] = VALUE( hcall ),
            [ARG_lineBlindTransfer_lpszDestAddress] = DATA( address ),
            [ARG_lineBlindTransfer_dwCountryCode] = VALUE( country ),
        },
    };

    TRACE( "call %#lx country %lu\n", (DWORD)hcall, country );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineBlindTransferA( HCALL call, LPCSTR address, DWORD country )
{
    return blind_transfer( call, address, country, CALL_ANSI );
}

LONG WINAPI lineBlindTransferW( HCALL call, LPCWSTR address, DWORD country )
{
    return blind_transfer( call, address, country, 0 );
}

static LONG redirect( HCALL hcall, const void *address, DWORD country, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineRedirect, flags, NULL,
        {
            [ARG_lineRedirect_hCall] = VALUE( hcall ),
            [ARG_lineRedirect_lpszDestAddress] = DATA( address ),
            [ARG_lineRedirect_dwCountryCode] = VALUE( country ),
        },
    };

    TRACE( "call %#lx country %lu\n", (DWORD)hcall, country );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineRedirectA( HCALL call, LPCSTR address, DWORD country )
{
    return redirect( call, address, country, CALL_ANSI );
}

LONG WINAPI lineRedirectW( HCALL call, LPCWSTR address, DWORD country )
{
    return redirect( call, address, country, 0 );
}

/* ---- park and pickup --------------------------------------------------------------------------------------------- */

static LONG park( HCALL hcall, DWORD mode, const void *address, VARSTRING *parked_at, DWORD flags )
{
    struct api_call call =
    {
        TRP_linePark, flags, NULL,
        { [ARG_linePark_hCall] = VALUE( hcall ), [ARG_linePark_dwParkMode] = VALUE( mode ) },
        .type = TRPS_VARSTRING,
    };
    DWORD total, room;

    TRACE( "call %#lx mode %lu\n", (DWORD)hcall, mode );
    /* each mode ignores the argument of the other */
    if (mode == LINEPARKMODE_DIRECTED)
    {
        if (!address) return LINEERR_INVALPOINTER;
        call.args[ARG_linePark_lpszDirAddress].data = address;
    }
    if (mode != LINEPARKMODE_NONDIRECTED) return async_call( &call, RESULT_NONE, NULL, 0 );

    if (!can_read( parked_at, sizeof(total) )) return LINEERR_INVALPOINTER;
    memcpy( &total, parked_at, sizeof(total) );
    if (total < sizeof(*parked_at)) return LINEERR_STRUCTURETOOSMALL;
    room = min( total, FIRST_OFFER );
    /* text that fits there takes twice the room in Unicode: the provider has exactly as much as the application */
    if (flags & CALL_ANSI) room = min( sizeof(*parked_at) + 2 * (room - sizeof(*parked_at)), FIRST_OFFER );
    call.args[ARG_linePark_lpNonDirAddress].size = room;
    return async_call( &call, RESULT_STRUCT, parked_at, total );
}

LONG WINAPI lineParkA( HCALL call, DWORD mode, LPCSTR address, LPVARSTRING parked_at )
{
    return park( call, mode, address, parked_at, CALL_ANSI );
}

LONG WINAPI lineParkW( HCALL call, DWORD mode, LPCWSTR address, LPVARSTRING parked_at )
{
    return park( call, mode, address, parked_at, 0 );
}

static LONG unpark( HLINE line, DWORD address_id, HCALL *hcall, const void *address, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineUnpark, flags, NULL,
        {
            [ARG_lineUnpark_hLine] = VALUE( line ),
            [ARG_lineUnpark_dwAddressID] = VALUE( address_id ),
            [ARG_lineUnpark_lpszDestAddress] = DATA( address ),
        },
    };

    TRACE( "line %#lx address %lu\n", (DWORD)line, address_id );
    return async_call( &call, RESULT_HANDLE, hcall, sizeof(*hcall) );
}

LONG WINAPI lineUnparkA( HLINE line, DWORD address_id, LPHCALL call, LPCSTR address )
{
    return unpark( line, address_id, call, address, CALL_ANSI );
}

LONG WINAPI lineUnparkW( HLINE line, DWORD address_id, LPHCALL call, LPCWSTR address )
{
    return unpark( line, address_id, call, address, 0 );
}

static LONG pickup( HLINE line, DWORD address_id, HCALL *hcall, const void *address, const void *group, DWORD flags )
{
    struct api_call call =
    {
        TRP_linePickup, flags, NULL,
        {
            [ARG_linePickup_hLine] = VALUE( line ),
            [ARG_linePickup_dwAddressID] = VALUE( address_id ),
            [ARG_linePickup_lpszDestAddress] = DATA( address ),
            [ARG_linePickup_lpszGroupID] = DATA( group ),
        },
    };

    TRACE( "line %#lx address %lu\n", (DWORD)line, address_id );
    return async_call( &call, RESULT_HANDLE, hcall, sizeof(*hcall) );
}

LONG WINAPI linePickupA( HLINE line, DWORD address_id, LPHCALL call, LPCSTR address, LPCSTR group )
{
    return pickup( line, address_id, call, address, group, CALL_ANSI );
}

LONG WINAPI linePickupW( HLINE line, DWORD address_id, LPHCALL call, LPCWSTR address, LPCWSTR group )
{
    return pickup( line, address_id, call, address, group, 0 );
}

/* ---- forwarding -------------------------------------------------------------------------------------------------- */

static LONG forward( HLINE hline, DWORD all, DWORD address_id, const LINEFORWARDLIST *list, DWORD rings, HCALL *consult,
                     const LINECALLPARAMS *params, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineForward, flags, NULL,
        {
            [ARG_lineForward_hLine] = VALUE( hline ),
            [ARG_lineForward_bAllAddresses] = VALUE( all ),
            [ARG_lineForward_dwAddressID] = VALUE( address_id ),
            [ARG_lineForward_lpForwardList] = DATA( list ),
            [ARG_lineForward_dwNumRingsNoAnswer] = VALUE( rings ),
            [ARG_lineForward_lpCallParams] = DATA( params ),
            [ARG_lineForward_dwAsciiCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };
    struct line *line;

    TRACE( "line %#lx all %lu address %lu rings %lu\n", (DWORD)hline, all, address_id, rings );
    /* the entries have no size of their own: it is that of the version which the line was opened with */
    EnterCriticalSection( &state_cs );
    if ((line = line_from_handle( hline ))) call.args[ARG_lineForward_lpForwardList].value = line->version;
    LeaveCriticalSection( &state_cs );
    return async_call( &call, RESULT_HANDLE, consult, sizeof(*consult) );
}

LONG WINAPI lineForwardA( HLINE line, DWORD all, DWORD address_id, LPLINEFORWARDLIST const list, DWORD rings, LPHCALL consult,
                          LPLINECALLPARAMS const params )
{
    return forward( line, all, address_id, list, rings, consult, params, CALL_ANSI );
}

LONG WINAPI lineForwardW( HLINE line, DWORD all, DWORD address_id, LPLINEFORWARDLIST const list, DWORD rings, LPHCALL consult,
                          LPLINECALLPARAMS const params )
{
    return forward( line, all, address_id, list, rings, consult, params, 0 );
}

/* ---- completion of calls ------------------------------------------------------------------------------------------ */

LONG WINAPI lineCompleteCall( HCALL hcall, LPDWORD id, DWORD mode, DWORD message )
{
    struct api_call call =
    {
        TRP_lineCompleteCall, 0, NULL,
        {
            [ARG_lineCompleteCall_hCall] = VALUE( hcall ),
            [ARG_lineCompleteCall_dwCompletionMode] = VALUE( mode ),
            [ARG_lineCompleteCall_dwMessageID] = VALUE( message ),
        },
    };

    TRACE( "call %#lx mode %#lx message %lu\n", (DWORD)hcall, mode, message );
    return async_call( &call, RESULT_HANDLE, id, sizeof(*id) );
}

LONG WINAPI lineUncompleteCall( HLINE line, DWORD id )
{
    struct api_call call =
    {
        TRP_lineUncompleteCall, 0, NULL,
        { [ARG_lineUncompleteCall_hLine] = VALUE( line ), [ARG_lineUncompleteCall_dwCompletionID] = VALUE( id ) },
    };

    TRACE( "line %#lx id %#lx\n", (DWORD)line, id );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

/* ---- what a call carries ------------------------------------------------------------------------------------------ */

LONG WINAPI lineSendUserUserInfo( HCALL hcall, LPCSTR info, DWORD size )
{
    struct api_call call =
    {
        TRP_lineSendUserUserInfo, 0, NULL,
        { [ARG_lineSendUserUserInfo_hCall] = VALUE( hcall ), [ARG_lineSendUserUserInfo_lpsUserUserInfo] = BUFFER( info, size ) },
    };

    TRACE( "call %#lx size %lu\n", (DWORD)hcall, size );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineReleaseUserUserInfo( HCALL hcall )
{
    struct api_call call = { TRP_lineReleaseUserUserInfo, 0, NULL, { [ARG_lineReleaseUserUserInfo_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetCallData( HCALL hcall, LPVOID data, DWORD size )
{
    struct api_call call =
    {
        TRP_lineSetCallData, 0, NULL,
        { [ARG_lineSetCallData_hCall] = VALUE( hcall ), [ARG_lineSetCallData_lpCallData] = BUFFER( data, size ) },
    };

    TRACE( "call %#lx size %lu\n", (DWORD)hcall, size );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetCallTreatment( HCALL hcall, DWORD treatment )
{
    struct api_call call =
    {
        TRP_lineSetCallTreatment, 0, NULL,
        { [ARG_lineSetCallTreatment_hCall] = VALUE( hcall ), [ARG_lineSetCallTreatment_dwTreatment] = VALUE( treatment ) },
    };

    TRACE( "call %#lx treatment %lu\n", (DWORD)hcall, treatment );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetCallQualityOfService( HCALL hcall, LPVOID sending, DWORD sending_size, LPVOID receiving, DWORD receiving_size )
{
    struct api_call call =
    {
        TRP_lineSetCallQualityOfService, 0, NULL,
        {
            [ARG_lineSetCallQualityOfService_hCall] = VALUE( hcall ),
            [ARG_lineSetCallQualityOfService_lpSendingFlowspec] = BUFFER( sending, sending_size ),
            [ARG_lineSetCallQualityOfService_lpReceivingFlowspec] = BUFFER( receiving, receiving_size ),
        },
    };

    TRACE( "call %#lx sizes %lu %lu\n", (DWORD)hcall, sending_size, receiving_size );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

/* ---- lines -------------------------------------------------------------------------------------------------------- */

LONG WINAPI lineSetLineDevStatus( HLINE line, DWORD status, DWORD on )
{
    struct api_call call =
    {
        TRP_lineSetLineDevStatus, 0, NULL,
        {
            [ARG_lineSetLineDevStatus_hLine] = VALUE( line ),
            [ARG_lineSetLineDevStatus_dwStatusToChange] = VALUE( status ),
            [ARG_lineSetLineDevStatus_fStatus] = VALUE( on ),
        },
    };

    TRACE( "line %#lx status %#lx on %lu\n", (DWORD)line, status, on );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetTerminal( HLINE line, DWORD address_id, HCALL hcall, DWORD select, DWORD modes, DWORD terminal, DWORD enable )
{
    struct api_call call =
    {
        TRP_lineSetTerminal, 0, NULL,
        {
            /* handles that dwSelect leaves out are ignored, and may be garbage */
            [ARG_lineSetTerminal_hLine] = VALUE( select == LINECALLSELECT_CALL ? 0 : line ),
            [ARG_lineSetTerminal_dwAddressID] = VALUE( address_id ),
            [ARG_lineSetTerminal_hCall] = VALUE( select == LINECALLSELECT_CALL ? hcall : 0 ),
            [ARG_lineSetTerminal_dwSelect] = VALUE( select ),
            [ARG_lineSetTerminal_dwTerminalModes] = VALUE( modes ),
            [ARG_lineSetTerminal_dwTerminalID] = VALUE( terminal ),
            [ARG_lineSetTerminal_bEnable] = VALUE( enable ),
        },
    };

    TRACE( "line %#lx address %lu call %#lx select %lu modes %#lx terminal %lu enable %lu\n", (DWORD)line, address_id, (DWORD)hcall,
           select, modes, terminal, enable );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}
