/*
 * Transfer and conference.
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

DEBUG_CHANNEL( tapi );

static LONG setup_transfer( HCALL hcall, HCALL *consult, const LINECALLPARAMS *params, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineSetupTransfer, flags, NULL,
        {
            [ARG_lineSetupTransfer_hCall] = VALUE( hcall ),
            [ARG_lineSetupTransfer_lpCallParams] = DATA( params ),
            [ARG_lineSetupTransfer_dwAsciiCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };

    TRACE( "call %#lx params %p\n", (DWORD)hcall, params );
    return async_call( &call, RESULT_HANDLE, consult, sizeof(*consult) );
}

LONG WINAPI lineSetupTransferA( HCALL call, LPHCALL consult, LPLINECALLPARAMS const params )
{
    return setup_transfer( call, consult, params, CALL_ANSI );
}

LONG WINAPI lineSetupTransferW( HCALL call, LPHCALL consult, LPLINECALLPARAMS const params )
{
    return setup_transfer( call, consult, params, 0 );
}

LONG WINAPI lineCompleteTransfer( HCALL hcall, HCALL consult, LPHCALL conference, DWORD mode )
{
    struct api_call call =
    {
        TRP_lineCompleteTransfer, 0, NULL,
        {
            [ARG_lineCompleteTransfer_hCall] = VALUE( hcall ),
            [ARG_lineCompleteTransfer_hConsultCall] = VALUE( consult ),
            [ARG_lineCompleteTransfer_dwTransferMode] = VALUE( mode ),
        },
    };

    TRACE( "call %#lx consultation call %#lx mode %lu\n", (DWORD)hcall, (DWORD)consult, mode );
    return async_call( &call, mode == LINETRANSFERMODE_CONFERENCE ? RESULT_HANDLE : RESULT_NONE, conference, sizeof(*conference) );
}

static LONG setup_conference( HCALL hcall, HLINE line, HCALL *conference, HCALL *consult, DWORD parties, const LINECALLPARAMS *params,
                              DWORD flags )
{
    void *results[2] = { conference, consult };
    struct api_call call =
    {
        TRP_lineSetupConference, flags, NULL,
        {
            [ARG_lineSetupConference_hCall] = VALUE( hcall ),
            /* ignored when there is a call */
            [ARG_lineSetupConference_hLine] = VALUE( hcall ? 0 : line ),
            [ARG_lineSetupConference_dwNumParties] = VALUE( parties ),
            [ARG_lineSetupConference_lpCallParams] = DATA( params ),
            [ARG_lineSetupConference_dwAsciiCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };

    TRACE( "call %#lx line %#lx parties %lu params %p\n", (DWORD)hcall, (DWORD)line, parties, params );
    return async_call( &call, RESULT_HANDLES, results, sizeof(DWORD) );
}

LONG WINAPI lineSetupConferenceA( HCALL call, HLINE line, LPHCALL conference, LPHCALL consult, DWORD parties, LPLINECALLPARAMS const params )
{
    return setup_conference( call, line, conference, consult, parties, params, CALL_ANSI );
}

LONG WINAPI lineSetupConferenceW( HCALL call, HLINE line, LPHCALL conference, LPHCALL consult, DWORD parties, LPLINECALLPARAMS const params )
{
    return setup_conference( call, line, conference, consult, parties, params, 0 );
}

static LONG prepare_add( HCALL conference, HCALL *consult, const LINECALLPARAMS *params, DWORD flags )
{
    struct api_call call =
    {
        TRP_linePrepareAddToConference, flags, NULL,
        {
            [ARG_linePrepareAddToConference_hConfCall] = VALUE( conference ),
            [ARG_linePrepareAddToConference_lpCallParams] = DATA( params ),
            [ARG_linePrepareAddToConference_dwAsciiCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };

    TRACE( "conference %#lx params %p\n", (DWORD)conference, params );
    return async_call( &call, RESULT_HANDLE, consult, sizeof(*consult) );
}

LONG WINAPI linePrepareAddToConferenceA( HCALL conference, LPHCALL consult, LPLINECALLPARAMS const params )
{
    return prepare_add( conference, consult, params, CALL_ANSI );
}

LONG WINAPI linePrepareAddToConferenceW( HCALL conference, LPHCALL consult, LPLINECALLPARAMS const params )
{
    return prepare_add( conference, consult, params, 0 );
}

LONG WINAPI lineAddToConference( HCALL conference, HCALL consult )
{
    struct api_call call =
    {
        TRP_lineAddToConference, 0, NULL,
        { [ARG_lineAddToConference_hConfCall] = VALUE( conference ), [ARG_lineAddToConference_hConsultCall] = VALUE( consult ) },
    };

    TRACE( "conference %#lx call %#lx\n", (DWORD)conference, (DWORD)consult );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineRemoveFromConference( HCALL hcall )
{
    struct api_call call = { TRP_lineRemoveFromConference, 0, NULL, { [ARG_lineRemoveFromConference_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}
