/*
 * Assisted telephony: asking for a call, and receiving what others ask for.
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

/* Errors of this family are small negative numbers; what the call itself meets is named as for lines. */
static LONG assisted_error( LONG err )
{
    if (err == (LONG)LINEERR_INVALPOINTER) return TAPIERR_INVALPOINTER;
    return err > 0 || err < TAPIERR_SCP_DOES_NOT_EXIST ? TAPIERR_REQUESTFAILED : err;
}

static LONG request_make_call( const void *address, const void *app_name, const void *called_party, const void *comment, DWORD flags )
{
    struct api_call call =
    {
        TRP_tapiRequestMakeCall, flags | CALL_CONNECT, NULL,
        {
            [ARG_tapiRequestMakeCall_lpszDestAddress] = DATA( address ),
            [ARG_tapiRequestMakeCall_lpszAppName] = DATA( app_name ),
            [ARG_tapiRequestMakeCall_lpszCalledParty] = DATA( called_party ),
            [ARG_tapiRequestMakeCall_lpszComment] = DATA( comment ),
        },
    };

    TRACE( "%p %p %p %p\n", address, app_name, called_party, comment );
    return assisted_error( sync_call( &call ) );
}

LONG WINAPI tapiRequestMakeCallA( LPCSTR address, LPCSTR app_name, LPCSTR called_party, LPCSTR comment )
{
    return request_make_call( address, app_name, called_party, comment, CALL_ANSI );
}

LONG WINAPI tapiRequestMakeCallW( LPCWSTR address, LPCWSTR app_name, LPCWSTR called_party, LPCWSTR comment )
{
    return request_make_call( address, app_name, called_party, comment, 0 );
}

/* "Never implemented in any version of TAPI." */
LONG WINAPI tapiRequestMediaCallA( HWND owner, WPARAM request, LPCSTR class, LPCSTR device, DWORD size, DWORD secure, LPCSTR address,
                                   LPCSTR app_name, LPCSTR called_party, LPCSTR comment )
{
    WARN( "the application uses a function that no version of TAPI has\n" );
    return TAPIERR_REQUESTFAILED;
}

LONG WINAPI tapiRequestMediaCallW( HWND owner, WPARAM request, LPCWSTR class, LPCWSTR device, DWORD size, DWORD secure, LPCWSTR address,
                                   LPCWSTR app_name, LPCWSTR called_party, LPCWSTR comment )
{
    WARN( "the application uses a function that no version of TAPI has\n" );
    return TAPIERR_REQUESTFAILED;
}

/* "The function is obsolete and will always return an error code": there is nothing that it could drop. */
LONG WINAPI tapiRequestDrop( HWND owner, WPARAM request )
{
    WARN( "the application uses a function that no version of TAPI has\n" );
    return TAPIERR_REQUESTFAILED;
}

LONG WINAPI lineRegisterRequestRecipient( HLINEAPP app, DWORD instance, DWORD mode, DWORD enable )
{
    struct api_call call =
    {
        TRP_lineRegisterRequestRecipient, 0, NULL,
        {
            [ARG_lineRegisterRequestRecipient_hLineApp] = VALUE( app ),
            [ARG_lineRegisterRequestRecipient_dwRegistrationInstance] = VALUE( instance ),
            [ARG_lineRegisterRequestRecipient_dwRequestMode] = VALUE( mode ),
            [ARG_lineRegisterRequestRecipient_bEnable] = VALUE( enable ),
        },
    };

    TRACE( "app %#lx instance %#lx mode %#lx enable %lu\n", (DWORD)app, instance, mode, enable );
    return sync_call( &call );
}

/* buffer: what the application must offer. A request that is fetched is gone, so that is made sure before. */
static LONG get_request( HLINEAPP app, DWORD mode, void *buffer, DWORD size, LINEREQMAKECALLW *request )
{
    struct api_call call =
    {
        TRP_lineGetRequest, 0, NULL,
        {
            [ARG_lineGetRequest_hLineApp] = VALUE( app ),
            [ARG_lineGetRequest_dwRequestMode] = VALUE( mode ),
            [ARG_lineGetRequest_lpRequestBuffer] = BUFFER( NULL, sizeof(*request) ),
        },
        { [ARG_lineGetRequest_lpRequestBuffer] = request },
    };

    TRACE( "app %#lx mode %#lx %p\n", (DWORD)app, mode, buffer );
    if (!can_write( buffer, size )) return LINEERR_INVALPOINTER;
    return sync_call( &call );
}

LONG WINAPI lineGetRequestW( HLINEAPP app, DWORD mode, LPVOID buffer )
{
    LINEREQMAKECALLW request;
    LONG err = get_request( app, mode, buffer, sizeof(request), &request );

    if (!err) memcpy( buffer, &request, sizeof(request) );
    return err;
}

/* As many whole characters as there is room for, terminated. */
static void put_ansi( char *to, int size, const WCHAR *from )
{
    int count = lstrlenW( from ), len;

    while ((len = WideCharToMultiByte( CP_ACP, 0, from, count, NULL, 0, NULL, NULL )) >= size) count--;
    WideCharToMultiByte( CP_ACP, 0, from, count, to, size, NULL, NULL );
    memset( to + len, 0, size - len );
}

LONG WINAPI lineGetRequestA( HLINEAPP app, DWORD mode, LPVOID buffer )
{
    LINEREQMAKECALL *ansi = buffer;
    LINEREQMAKECALLW request;
    LONG err = get_request( app, mode, buffer, sizeof(*ansi), &request );

    if (err) return err;
    put_ansi( ansi->szDestAddress, sizeof(ansi->szDestAddress), request.szDestAddress );
    put_ansi( ansi->szAppName, sizeof(ansi->szAppName), request.szAppName );
    put_ansi( ansi->szCalledParty, sizeof(ansi->szCalledParty), request.szCalledParty );
    put_ansi( ansi->szComment, sizeof(ansi->szComment), request.szComment );
    return 0;
}
