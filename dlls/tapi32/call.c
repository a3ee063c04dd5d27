/*
 * Calls.
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

static LONG make_call( HLINE line, HCALL *hcall, const void *address, DWORD country, LINECALLPARAMS *params, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineMakeCall, flags, NULL,
        {
            [ARG_lineMakeCall_hLine] = VALUE( line ),
            [ARG_lineMakeCall_lpszDestAddress] = DATA( address ),
            [ARG_lineMakeCall_dwCountryCode] = VALUE( country ),
            [ARG_lineMakeCall_lpCallParams] = DATA( params ),
            [ARG_lineMakeCall_dwCallParamsCodePage] = VALUE( TRP_NO_DATA ),
        },
    };

    TRACE( "line %#lx country %lu params %p\n", (DWORD)line, country, params );
    return async_call( &call, RESULT_HANDLE, hcall, sizeof(*hcall) );
}

LONG WINAPI lineMakeCallA( HLINE line, LPHCALL call, LPCSTR address, DWORD country, LPLINECALLPARAMS const params )
{
    return make_call( line, call, address, country, params, CALL_ANSI );
}

LONG WINAPI lineMakeCallW( HLINE line, LPHCALL call, LPCWSTR address, DWORD country, LPLINECALLPARAMS const params )
{
    return make_call( line, call, address, country, params, 0 );
}

static LONG dial( HCALL hcall, const void *address, DWORD country, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineDial, flags, NULL,
        {
            [ARG_lineDial_hCall] = VALUE( hcall ),
            [ARG_lineDial_lpszDestAddress] = DATA( address ),
            [ARG_lineDial_dwCountryCode] = VALUE( country ),
        },
    };

    TRACE( "call %#lx country %lu\n", (DWORD)hcall, country );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineDialA( HCALL call, LPCSTR address, DWORD country )
{
    return dial( call, address, country, CALL_ANSI );
}

LONG WINAPI lineDialW( HCALL call, LPCWSTR address, DWORD country )
{
    return dial( call, address, country, 0 );
}

LONG WINAPI lineAccept( HCALL hcall, LPCSTR info, DWORD size )
{
    struct api_call call =
    {
        TRP_lineAccept, 0, NULL,
        { [ARG_lineAccept_hCall] = VALUE( hcall ), [ARG_lineAccept_lpsUserUserInfo] = BUFFER( info, size ) },
    };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineAnswer( HCALL hcall, LPCSTR info, DWORD size )
{
    struct api_call call =
    {
        TRP_lineAnswer, 0, NULL,
        { [ARG_lineAnswer_hCall] = VALUE( hcall ), [ARG_lineAnswer_lpsUserUserInfo] = BUFFER( info, size ) },
    };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineDrop( HCALL hcall, LPCSTR info, DWORD size )
{
    struct api_call call =
    {
        TRP_lineDrop, 0, NULL,
        { [ARG_lineDrop_hCall] = VALUE( hcall ), [ARG_lineDrop_lpsUserUserInfo] = BUFFER( info, size ) },
    };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSecureCall( HCALL hcall )
{
    struct api_call call = { TRP_lineSecureCall, 0, NULL, { [ARG_lineSecureCall_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx\n", (DWORD)hcall );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI lineSetCallParams( HCALL hcall, DWORD bearer_mode, DWORD min_rate, DWORD max_rate, LPLINEDIALPARAMS const params )
{
    struct api_call call =
    {
        TRP_lineSetCallParams, 0, NULL,
        {
            [ARG_lineSetCallParams_hCall] = VALUE( hcall ),
            [ARG_lineSetCallParams_dwBearerMode] = VALUE( bearer_mode ),
            [ARG_lineSetCallParams_dwMinRate] = VALUE( min_rate ),
            [ARG_lineSetCallParams_dwMaxRate] = VALUE( max_rate ),
            [ARG_lineSetCallParams_lpDialParams] = BUFFER( params, sizeof(*params) ),
        },
    };

    TRACE( "call %#lx bearer mode %#lx rates %lu-%lu %p\n", (DWORD)hcall, bearer_mode, min_rate, max_rate, params );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

static void purge_call( struct app *app, void *arg )
{
    app_purge( app, 0, *(DWORD *)arg );
}

LONG WINAPI lineDeallocateCall( HCALL hcall )
{
    struct api_call call = { TRP_lineDeallocateCall, 0, NULL, { [ARG_lineDeallocateCall_hCall] = VALUE( hcall ) } };
    DWORD handle = hcall;
    LONG err;

    TRACE( "call %#lx\n", handle );
    /* Handles are one space for the whole process: messages of this one may wait in any of its applications. */
    if (!(err = sync_call( &call ))) apps_enum( purge_call, &handle );
    return err;
}

static LONG get_call_info( HCALL hcall, LINECALLINFO *info, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetCallInfo, flags, NULL,
        { [ARG_lineGetCallInfo_hCall] = VALUE( hcall ) },
        { [ARG_lineGetCallInfo_lpCallInfo] = info },
    };

    TRACE( "call %#lx %p\n", (DWORD)hcall, info );
    return sync_call( &call );
}

LONG WINAPI lineGetCallInfoA( HCALL call, LPLINECALLINFO info )
{
    return get_call_info( call, info, CALL_ANSI );
}

LONG WINAPI lineGetCallInfoW( HCALL call, LPLINECALLINFO info )
{
    return get_call_info( call, info, 0 );
}

LONG WINAPI lineGetCallStatus( HCALL hcall, LPLINECALLSTATUS status )
{
    struct api_call call =
    {
        TRP_lineGetCallStatus, 0, NULL,
        { [ARG_lineGetCallStatus_hCall] = VALUE( hcall ) },
        { [ARG_lineGetCallStatus_lpCallStatus] = status },
    };

    TRACE( "call %#lx %p\n", (DWORD)hcall, status );
    return sync_call( &call );
}

LONG WINAPI lineGetConfRelatedCalls( HCALL hcall, LPLINECALLLIST list )
{
    struct api_call call =
    {
        TRP_lineGetConfRelatedCalls, 0, NULL,
        { [ARG_lineGetConfRelatedCalls_hCall] = VALUE( hcall ) },
        { [ARG_lineGetConfRelatedCalls_lpCallList] = list },
    };

    TRACE( "call %#lx %p\n", (DWORD)hcall, list );
    return sync_call( &call );
}

LONG WINAPI lineSetCallPrivilege( HCALL hcall, DWORD privilege )
{
    struct api_call call =
    {
        TRP_lineSetCallPrivilege, 0, NULL,
        {
            [ARG_lineSetCallPrivilege_hCall] = VALUE( hcall ),
            [ARG_lineSetCallPrivilege_dwCallPrivilege] = VALUE( privilege ),
        },
    };

    TRACE( "call %#lx privilege %#lx\n", (DWORD)hcall, privilege );
    return sync_call( &call );
}

static LONG handoff( HCALL hcall, const void *file, DWORD media, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineHandoff, flags, NULL,
        {
            [ARG_lineHandoff_hCall] = VALUE( hcall ),
            [ARG_lineHandoff_lpszFileName] = DATA( file ),
            /* documented as ignored when there is a name */
            [ARG_lineHandoff_dwMediaMode] = VALUE( file ? 0 : media ),
        },
    };

    TRACE( "call %#lx media %#lx\n", (DWORD)hcall, media );
    return sync_call( &call );
}

LONG WINAPI lineHandoffA( HCALL call, LPCSTR file, DWORD media )
{
    return handoff( call, file, media, CALL_ANSI );
}

LONG WINAPI lineHandoffW( HCALL call, LPCWSTR file, DWORD media )
{
    return handoff( call, file, media, 0 );
}

LONG WINAPI lineSetMediaMode( HCALL hcall, DWORD media )
{
    struct api_call call =
    {
        TRP_lineSetMediaMode, 0, NULL,
        { [ARG_lineSetMediaMode_hCall] = VALUE( hcall ), [ARG_lineSetMediaMode_dwMediaMode] = VALUE( media ) },
    };

    TRACE( "call %#lx media %#lx\n", (DWORD)hcall, media );
    return sync_call( &call );
}

LONG WINAPI lineSetAppSpecific( HCALL hcall, DWORD value )
{
    struct api_call call =
    {
        TRP_lineSetAppSpecific, 0, NULL,
        { [ARG_lineSetAppSpecific_hCall] = VALUE( hcall ), [ARG_lineSetAppSpecific_dwAppSpecific] = VALUE( value ) },
    };

    return sync_call( &call );
}

LONG WINAPI lineMonitorDigits( HCALL hcall, DWORD modes )
{
    struct api_call call =
    {
        TRP_lineMonitorDigits, 0, NULL,
        { [ARG_lineMonitorDigits_hCall] = VALUE( hcall ), [ARG_lineMonitorDigits_dwDigitModes] = VALUE( modes ) },
    };

    TRACE( "call %#lx modes %#lx\n", (DWORD)hcall, modes );
    return sync_call( &call );
}

LONG WINAPI lineMonitorMedia( HCALL hcall, DWORD media )
{
    struct api_call call =
    {
        TRP_lineMonitorMedia, 0, NULL,
        { [ARG_lineMonitorMedia_hCall] = VALUE( hcall ), [ARG_lineMonitorMedia_dwMediaModes] = VALUE( media ) },
    };

    TRACE( "call %#lx media %#lx\n", (DWORD)hcall, media );
    return sync_call( &call );
}
