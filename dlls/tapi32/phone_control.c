/*
 * What is at an open phone: buttons, lamps, display, hookswitches, ring, volume, gain, data.
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

LONG WINAPI phoneDevSpecific( HPHONE phone, LPVOID params, DWORD size )
{
    struct api_call call =
    {
        TRP_phoneDevSpecific, 0, NULL,
        { [ARG_phoneDevSpecific_hPhone] = VALUE( phone ), [ARG_phoneDevSpecific_lpParams] = BUFFER( params, size ) },
    };

    TRACE( "phone %#lx %p size %lu\n", (DWORD)phone, params, size );
    return async_call( &call, RESULT_PARAMS, params, size );
}

/* ---- buttons and lamps --------------------------------------------------------------------------------------- */

static LONG get_button_info( HPHONE phone, DWORD button, PHONEBUTTONINFO *info, DWORD flags )
{
    struct api_call call =
    {
        TRP_phoneGetButtonInfo, flags, NULL,
        { [ARG_phoneGetButtonInfo_hPhone] = VALUE( phone ), [ARG_phoneGetButtonInfo_dwButtonLampID] = VALUE( button ) },
        { [ARG_phoneGetButtonInfo_lpButtonInfo] = info },
    };

    TRACE( "phone %#lx button %lu %p\n", (DWORD)phone, button, info );
    return sync_call( &call );
}

LONG WINAPI phoneGetButtonInfoA( HPHONE phone, DWORD button, LPPHONEBUTTONINFO info )
{
    return get_button_info( phone, button, info, CALL_ANSI );
}

LONG WINAPI phoneGetButtonInfoW( HPHONE phone, DWORD button, LPPHONEBUTTONINFO info )
{
    return get_button_info( phone, button, info, 0 );
}

static LONG set_button_info( HPHONE phone, DWORD button, const PHONEBUTTONINFO *info, DWORD flags )
{
    struct api_call call =
    {
        TRP_phoneSetButtonInfo, flags, NULL,
        {
            [ARG_phoneSetButtonInfo_hPhone] = VALUE( phone ),
            [ARG_phoneSetButtonInfo_dwButtonLampID] = VALUE( button ),
            [ARG_phoneSetButtonInfo_lpButtonInfo] = DATA( info ),
        },
    };

    TRACE( "phone %#lx button %lu %p\n", (DWORD)phone, button, info );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI phoneSetButtonInfoA( HPHONE phone, DWORD button, LPPHONEBUTTONINFO const info )
{
    return set_button_info( phone, button, info, CALL_ANSI );
}

LONG WINAPI phoneSetButtonInfoW( HPHONE phone, DWORD button, LPPHONEBUTTONINFO const info )
{
    return set_button_info( phone, button, info, 0 );
}

LONG WINAPI phoneGetLamp( HPHONE phone, DWORD lamp, LPDWORD mode )
{
    struct api_call call =
    {
        TRP_phoneGetLamp, 0, NULL,
        { [ARG_phoneGetLamp_hPhone] = VALUE( phone ), [ARG_phoneGetLamp_dwButtonLampID] = VALUE( lamp ) },
        { [ARG_phoneGetLamp_lpdwLampMode] = mode },
    };

    return sync_call( &call );
}

LONG WINAPI phoneSetLamp( HPHONE phone, DWORD lamp, DWORD mode )
{
    struct api_call call =
    {
        TRP_phoneSetLamp, 0, NULL,
        {
            [ARG_phoneSetLamp_hPhone] = VALUE( phone ),
            [ARG_phoneSetLamp_dwButtonLampID] = VALUE( lamp ),
            [ARG_phoneSetLamp_dwLampMode] = VALUE( mode ),
        },
    };

    TRACE( "phone %#lx lamp %lu mode %#lx\n", (DWORD)phone, lamp, mode );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

/* ---- display and data ---------------------------------------------------------------------------------------- */

LONG WINAPI phoneGetDisplay( HPHONE phone, LPVARSTRING display )
{
    struct api_call call =
    {
        TRP_phoneGetDisplay, 0, NULL,
        { [ARG_phoneGetDisplay_hPhone] = VALUE( phone ) },
        { [ARG_phoneGetDisplay_lpDisplay] = display },
    };

    TRACE( "phone %#lx %p\n", (DWORD)phone, display );
    return sync_call( &call );
}

/* No A or W: the text has the format that PHONECAPS.dwStringFormat names. */
LONG WINAPI phoneSetDisplay( HPHONE phone, DWORD row, DWORD column, LPCSTR display, DWORD size )
{
    struct api_call call =
    {
        TRP_phoneSetDisplay, 0, NULL,
        {
            [ARG_phoneSetDisplay_hPhone] = VALUE( phone ),
            [ARG_phoneSetDisplay_dwRow] = VALUE( row ),
            [ARG_phoneSetDisplay_dwColumn] = VALUE( column ),
            [ARG_phoneSetDisplay_lpsDisplay] = BUFFER( display, size ),
        },
    };

    TRACE( "phone %#lx at %lu,%lu, %lu bytes\n", (DWORD)phone, row, column, size );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI phoneGetData( HPHONE phone, DWORD id, LPVOID data, DWORD size )
{
    struct api_call call =
    {
        TRP_phoneGetData, 0, NULL,
        {
            [ARG_phoneGetData_hPhone] = VALUE( phone ),
            [ARG_phoneGetData_dwDataID] = VALUE( id ),
            [ARG_phoneGetData_lpData] = BUFFER( NULL, size ),
        },
        { [ARG_phoneGetData_lpData] = data },
    };

    TRACE( "phone %#lx area %lu, %lu bytes\n", (DWORD)phone, id, size );
    return sync_call( &call );
}

LONG WINAPI phoneSetData( HPHONE phone, DWORD id, LPVOID const data, DWORD size )
{
    struct api_call call =
    {
        TRP_phoneSetData, 0, NULL,
        {
            [ARG_phoneSetData_hPhone] = VALUE( phone ),
            [ARG_phoneSetData_dwDataID] = VALUE( id ),
            [ARG_phoneSetData_lpData] = BUFFER( data, size ),
        },
    };

    TRACE( "phone %#lx area %lu, %lu bytes\n", (DWORD)phone, id, size );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

/* ---- hookswitches, volume, gain, ring ------------------------------------------------------------------------ */

LONG WINAPI phoneGetHookSwitch( HPHONE phone, LPDWORD devices )
{
    struct api_call call =
    {
        TRP_phoneGetHookSwitch, 0, NULL,
        { [ARG_phoneGetHookSwitch_hPhone] = VALUE( phone ) },
        { [ARG_phoneGetHookSwitch_lpdwHookSwitchDevs] = devices },
    };

    return sync_call( &call );
}

LONG WINAPI phoneSetHookSwitch( HPHONE phone, DWORD devices, DWORD mode )
{
    struct api_call call =
    {
        TRP_phoneSetHookSwitch, 0, NULL,
        {
            [ARG_phoneSetHookSwitch_hPhone] = VALUE( phone ),
            [ARG_phoneSetHookSwitch_dwHookSwitchDevs] = VALUE( devices ),
            [ARG_phoneSetHookSwitch_dwHookSwitchMode] = VALUE( mode ),
        },
    };

    TRACE( "phone %#lx devices %#lx mode %#lx\n", (DWORD)phone, devices, mode );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI phoneGetVolume( HPHONE phone, DWORD device, LPDWORD volume )
{
    struct api_call call =
    {
        TRP_phoneGetVolume, 0, NULL,
        { [ARG_phoneGetVolume_hPhone] = VALUE( phone ), [ARG_phoneGetVolume_dwHookSwitchDev] = VALUE( device ) },
        { [ARG_phoneGetVolume_lpdwVolume] = volume },
    };

    return sync_call( &call );
}

LONG WINAPI phoneSetVolume( HPHONE phone, DWORD device, DWORD volume )
{
    struct api_call call =
    {
        TRP_phoneSetVolume, 0, NULL,
        {
            [ARG_phoneSetVolume_hPhone] = VALUE( phone ),
            [ARG_phoneSetVolume_dwHookSwitchDev] = VALUE( device ),
            [ARG_phoneSetVolume_dwVolume] = VALUE( volume ),
        },
    };

    TRACE( "phone %#lx device %#lx volume %#lx\n", (DWORD)phone, device, volume );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI phoneGetGain( HPHONE phone, DWORD device, LPDWORD gain )
{
    struct api_call call =
    {
        TRP_phoneGetGain, 0, NULL,
        { [ARG_phoneGetGain_hPhone] = VALUE( phone ), [ARG_phoneGetGain_dwHookSwitchDev] = VALUE( device ) },
        { [ARG_phoneGetGain_lpdwGain] = gain },
    };

    return sync_call( &call );
}

LONG WINAPI phoneSetGain( HPHONE phone, DWORD device, DWORD gain )
{
    struct api_call call =
    {
        TRP_phoneSetGain, 0, NULL,
        {
            [ARG_phoneSetGain_hPhone] = VALUE( phone ),
            [ARG_phoneSetGain_dwHookSwitchDev] = VALUE( device ),
            [ARG_phoneSetGain_dwGain] = VALUE( gain ),
        },
    };

    TRACE( "phone %#lx device %#lx gain %#lx\n", (DWORD)phone, device, gain );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}

LONG WINAPI phoneGetRing( HPHONE phone, LPDWORD mode, LPDWORD volume )
{
    struct api_call call =
    {
        TRP_phoneGetRing, 0, NULL,
        { [ARG_phoneGetRing_hPhone] = VALUE( phone ) },
        { [ARG_phoneGetRing_lpdwRingMode] = mode, [ARG_phoneGetRing_lpdwVolume] = volume },
    };

    return sync_call( &call );
}

LONG WINAPI phoneSetRing( HPHONE phone, DWORD mode, DWORD volume )
{
    struct api_call call =
    {
        TRP_phoneSetRing, 0, NULL,
        {
            [ARG_phoneSetRing_hPhone] = VALUE( phone ),
            [ARG_phoneSetRing_dwRingMode] = VALUE( mode ),
            [ARG_phoneSetRing_dwVolume] = VALUE( volume ),
        },
    };

    TRACE( "phone %#lx mode %lu volume %#lx\n", (DWORD)phone, mode, volume );
    return async_call( &call, RESULT_NONE, NULL, 0 );
}
