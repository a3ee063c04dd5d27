/*
 * Phone devices of exchange.tsp: hookswitches, ring, levels, buttons, lamps, display and data, as TAPI asks for them.
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

#include <string.h>
#include <wchar.h>

#include "phone.h"

DEBUG_CHANNEL( exchange );

#define MAX_LEVEL   0xffff
#define LAMP_MODES  (PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY | PHONELAMPMODE_WINK | PHONELAMPMODE_FLASH | PHONELAMPMODE_FLUTTER | \
                     PHONELAMPMODE_BROKENFLUTTER)

static const DWORD volume_states[HOOK_DEVICES] = { PHONESTATE_HANDSETVOLUME, PHONESTATE_SPEAKERVOLUME, PHONESTATE_HEADSETVOLUME };
static const DWORD gain_states[HOOK_DEVICES] = { PHONESTATE_HANDSETGAIN, PHONESTATE_SPEAKERGAIN, PHONESTATE_HEADSETGAIN };

/* Place of exactly one hookswitch device, or HOOK_DEVICES. */
static DWORD one_device( DWORD device )
{
    DWORD i;

    for (i = 0; i < HOOK_DEVICES && phone_hook_devices[i] != device; i++) ;
    return i;
}

/* ---- hookswitches, volume, gain ---- */

LONG WINAPI TSPI_phoneGetHookSwitch( HDRVPHONE handle, DWORD *devices )
{
    struct phone_op op;
    struct phone *phone;
    DWORD i;
    LONG ret;

    if (!devices) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetHookSwitch", 0, handle, &phone ))) return ret;
    for (i = *devices = 0; i < HOOK_DEVICES; i++) if (phone->hook[i] != PHONEHOOKSWITCHMODE_ONHOOK) *devices |= phone_hook_devices[i];
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneSetHookSwitch( DRV_REQUESTID request, HDRVPHONE handle, DWORD devices, DWORD mode )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, devices %#lx, mode %#lx\n", request, handle, devices, mode );
    if ((ret = phone_begin( &op, "TSPI_phoneSetHookSwitch", request, handle, &phone ))) return ret;
    return phone_end( &op, phone_set_hook( phone, devices, mode ) );
}

static LONG get_level( const char *function, HDRVPHONE handle, DWORD device, DWORD *level, BOOL gain )
{
    DWORD index = one_device( device );
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!level) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, function, 0, handle, &phone ))) return ret;
    if (index == HOOK_DEVICES) return phone_end( &op, PHONEERR_INVALHOOKSWITCHDEV );
    *level = gain ? phone->gain[index] : phone->volume[index];
    return phone_end( &op, 0 );
}

static LONG set_level( const char *function, DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD level, BOOL gain )
{
    DWORD index = one_device( device ), *at;
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "%s: request %#lx, phone %p, device %#lx, level %#lx\n", function, request, handle, device, level );
    if ((ret = phone_begin( &op, function, request, handle, &phone ))) return ret;
    if (index == HOOK_DEVICES) return phone_end( &op, PHONEERR_INVALHOOKSWITCHDEV );
    at = gain ? &phone->gain[index] : &phone->volume[index];
    /* what is louder than the set can be is as loud as it can be */
    level = min( level, MAX_LEVEL );
    if (*at != level)
    {
        *at = level;
        phone_state( phone, gain ? gain_states[index] : volume_states[index], level );
    }
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneGetVolume( HDRVPHONE handle, DWORD device, DWORD *volume )
{
    return get_level( "TSPI_phoneGetVolume", handle, device, volume, FALSE );
}

LONG WINAPI TSPI_phoneGetGain( HDRVPHONE handle, DWORD device, DWORD *gain )
{
    return get_level( "TSPI_phoneGetGain", handle, device, gain, TRUE );
}

LONG WINAPI TSPI_phoneSetVolume( DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD volume )
{
    return set_level( "TSPI_phoneSetVolume", request, handle, device, volume, FALSE );
}

LONG WINAPI TSPI_phoneSetGain( DRV_REQUESTID request, HDRVPHONE handle, DWORD device, DWORD gain )
{
    return set_level( "TSPI_phoneSetGain", request, handle, device, gain, TRUE );
}

/* ---- ring ---- */

LONG WINAPI TSPI_phoneGetRing( HDRVPHONE handle, DWORD *mode, DWORD *volume )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!mode || !volume) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetRing", 0, handle, &phone ))) return ret;
    /* how it rings now, or would */
    *mode = phone->ringing ? phone->ringing : phone->ring_mode;
    *volume = phone->ring_volume;
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneSetRing( DRV_REQUESTID request, HDRVPHONE handle, DWORD mode, DWORD volume )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, mode %lu, volume %#lx\n", request, handle, mode, volume );
    if ((ret = phone_begin( &op, "TSPI_phoneSetRing", request, handle, &phone ))) return ret;
    if (mode >= RING_MODES) return phone_end( &op, PHONEERR_INVALRINGMODE );
    volume = min( volume, MAX_LEVEL );
    if (phone->ring_mode != mode)
    {
        phone->ring_mode = mode;
        if (!mode) phone->ringing = 0;
        phone_state( phone, PHONESTATE_RINGMODE, mode );
    }
    if (phone->ring_volume != volume)
    {
        phone->ring_volume = volume;
        phone_state( phone, PHONESTATE_RINGVOLUME, volume );
    }
    return phone_end( &op, 0 );
}

/* ---- buttons and lamps ---- */

LONG WINAPI TSPI_phoneGetButtonInfo( HDRVPHONE handle, DWORD button, PHONEBUTTONINFO *info )
{
    struct variable var;
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!info) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetButtonInfo", 0, handle, &phone ))) return ret;
    if (button >= BUTTON_COUNT) return phone_end( &op, PHONEERR_INVALBUTTONLAMPID );
    if (!variable_begin( &var, info, info->dwTotalSize, sizeof(*info) )) return phone_end( &op, PHONEERR_STRUCTURETOOSMALL );
    info->dwButtonMode = phone_button_mode( button );
    info->dwButtonFunction = phone->buttons[button].function;
    info->dwButtonState = phone->buttons[button].state;
    info->dwButtonTextSize = info->dwButtonTextOffset = info->dwDevSpecificSize = info->dwDevSpecificOffset = 0;
    if (phone->buttons[button].text[0])
        variable_add( &var, phone->buttons[button].text, (wcslen( phone->buttons[button].text ) + 1) * sizeof(WCHAR), &info->dwButtonTextSize,
                      &info->dwButtonTextOffset );
    info->dwNeededSize = var.needed;
    info->dwUsedSize = var.used;
    return phone_end( &op, 0 );
}

static LONG set_button( struct phone *phone, DWORD button, const PHONEBUTTONINFO *info )
{
    DWORD size, offset, fixed = FIELD_OFFSET( PHONEBUTTONINFO, dwButtonState );
    WCHAR text[TEXT_SIZE] = { 0 };

    if (button >= BUTTON_COUNT) return PHONEERR_INVALBUTTONLAMPID;
    if (info->dwTotalSize < fixed) return PHONEERR_STRUCTURETOOSMALL;
    if (info->dwButtonMode != phone_button_mode( button )) return PHONEERR_INVALBUTTONMODE;
    if (info->dwButtonFunction > PHONEBUTTONFUNCTION_NONE) return PHONEERR_INVALPARAM;
    /* keys and call appearances stay what they are; they may have a text */
    if (button < BUTTON_HOLD && info->dwButtonFunction != phone->buttons[button].function) return PHONEERR_INVALPARAM;
    size = info->dwButtonTextSize;
    offset = info->dwButtonTextOffset;
    if (size)
    {
        if (offset < fixed || offset > info->dwTotalSize || size > info->dwTotalSize - offset || size % sizeof(WCHAR)) return PHONEERR_INVALPARAM;
        if (size > sizeof(text)) return PHONEERR_INVALPARAM;
        memcpy( text, (const BYTE *)info + offset, size );
        text[TEXT_SIZE - 1] = 0;
    }
    phone->buttons[button].function = info->dwButtonFunction;
    memcpy( phone->buttons[button].text, text, sizeof(text) );
    return 0;
}

LONG WINAPI TSPI_phoneSetButtonInfo( DRV_REQUESTID request, HDRVPHONE handle, DWORD button, PHONEBUTTONINFO *const info )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, button %lu\n", request, handle, button );
    if (!info) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneSetButtonInfo", request, handle, &phone ))) return ret;
    return phone_end( &op, set_button( phone, button, info ) );
}

LONG WINAPI TSPI_phoneGetLamp( HDRVPHONE handle, DWORD lamp, DWORD *mode )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!mode) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetLamp", 0, handle, &phone ))) return ret;
    if (lamp >= BUTTON_COUNT || lamp < BUTTON_APPEARANCE) return phone_end( &op, PHONEERR_INVALBUTTONLAMPID );
    *mode = phone->buttons[lamp].lamp;
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneSetLamp( DRV_REQUESTID request, HDRVPHONE handle, DWORD lamp, DWORD mode )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, lamp %lu, mode %#lx\n", request, handle, lamp, mode );
    if ((ret = phone_begin( &op, "TSPI_phoneSetLamp", request, handle, &phone ))) return ret;
    if (lamp >= BUTTON_COUNT || lamp < BUTTON_APPEARANCE) return phone_end( &op, PHONEERR_INVALBUTTONLAMPID );
    if (!mode || mode & ~LAMP_MODES || mode & (mode - 1)) return phone_end( &op, PHONEERR_INVALLAMPMODE );
    if (phone->buttons[lamp].lamp != mode)
    {
        phone->buttons[lamp].lamp = mode;
        phone_state( phone, PHONESTATE_LAMP, lamp );
    }
    return phone_end( &op, 0 );
}

/* ---- display ---- */

LONG WINAPI TSPI_phoneGetDisplay( HDRVPHONE handle, VARSTRING *display )
{
    WCHAR text[DISPLAY_ROWS][DISPLAY_COLUMNS];
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!display) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetDisplay", 0, handle, &phone ))) return ret;
    phone_display( phone, text );
    ret = varstring_set( display, STRINGFORMAT_UNICODE, text, sizeof(text) );
    return phone_end( &op, ret ? (LONG)PHONEERR_STRUCTURETOOSMALL : 0 );
}

LONG WINAPI TSPI_phoneSetDisplay( DRV_REQUESTID request, HDRVPHONE handle, DWORD row, DWORD column, const WCHAR *text, DWORD size )
{
    DWORD count = size / sizeof(WCHAR), at, i;
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, row %lu, column %lu, %lu bytes\n", request, handle, row, column, size );
    if (!text && size) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneSetDisplay", request, handle, &phone ))) return ret;
    if (row >= DISPLAY_ROWS || column >= DISPLAY_COLUMNS) return phone_end( &op, PHONEERR_INVALPARAM );
    if (!phone->display_taken) phone_display( phone, phone->display );
    phone->display_taken = TRUE;
    /* a text that is longer than its row goes on in the next one; what is behind the last is lost. A NUL ends it. */
    at = row * DISPLAY_COLUMNS + column;
    for (i = 0; i < count && text[i] && at + i < DISPLAY_ROWS * DISPLAY_COLUMNS; i++) (&phone->display[0][0])[at + i] = text[i] < ' ' ? ' ' : text[i];
    phone_state( phone, PHONESTATE_DISPLAY, 0 );
    return phone_end( &op, 0 );
}

/* ---- data ---- */

LONG WINAPI TSPI_phoneGetData( HDRVPHONE handle, DWORD id, void *data, DWORD size )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!data && size) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetData", 0, handle, &phone ))) return ret;
    if (id) return phone_end( &op, PHONEERR_INVALDATAID );
    if (size) memset( data, 0, size );
    memcpy( data, phone->data, min( size, sizeof(phone->data) ) );
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneSetData( DRV_REQUESTID request, HDRVPHONE handle, DWORD id, void *const data, DWORD size )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, area %lu, %lu bytes\n", request, handle, id, size );
    if (!data && size) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneSetData", request, handle, &phone ))) return ret;
    if (id) return phone_end( &op, PHONEERR_INVALDATAID );
    if (size > sizeof(phone->data)) return phone_end( &op, PHONEERR_INVALPARAM );
    memset( phone->data, 0, sizeof(phone->data) );
    if (size) memcpy( phone->data, data, size );
    return phone_end( &op, 0 );
}

LONG WINAPI TSPI_phoneDevSpecific( DRV_REQUESTID request, HDRVPHONE handle, void *params, DWORD size )
{
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    TRACE( "request %#lx, phone %p, %lu bytes\n", request, handle, size );
    if (!params && size) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneDevSpecific", request, handle, &phone ))) return ret;
    ret = control_dev_specific( phone->station, NULL, params, size );
    if (ret) WARN( "the block is refused: %#lx\n", ret );
    return phone_end( &op, ret ? (LONG)PHONEERR_OPERATIONFAILED : 0 );
}

/* ---- status ---- */

LONG WINAPI TSPI_phoneGetStatus( HDRVPHONE handle, PHONESTATUS *status )
{
    WCHAR display[DISPLAY_ROWS][DISPLAY_COLUMNS];
    DWORD lamps[BUTTON_COUNT], i;
    struct variable var;
    struct phone_op op;
    struct phone *phone;
    LONG ret;

    if (!status) return PHONEERR_INVALPOINTER;
    if ((ret = phone_begin( &op, "TSPI_phoneGetStatus", 0, handle, &phone ))) return ret;
    if (!variable_begin( &var, status, status->dwTotalSize, sizeof(*status) )) return phone_end( &op, PHONEERR_STRUCTURETOOSMALL );
    memset( (BYTE *)status + sizeof(DWORD), 0, sizeof(*status) - sizeof(DWORD) );
    status->dwStatusFlags = PHONESTATUSFLAGS_CONNECTED;
    status->dwRingMode = phone->ringing;
    status->dwRingVolume = phone->ring_volume;
    status->dwHandsetHookSwitchMode = phone->hook[HOOK_HANDSET];
    status->dwHandsetVolume = phone->volume[HOOK_HANDSET];
    status->dwHandsetGain = phone->gain[HOOK_HANDSET];
    status->dwSpeakerHookSwitchMode = phone->hook[HOOK_SPEAKER];
    status->dwSpeakerVolume = phone->volume[HOOK_SPEAKER];
    status->dwSpeakerGain = phone->gain[HOOK_SPEAKER];
    status->dwHeadsetHookSwitchMode = phone->hook[HOOK_HEADSET];
    status->dwHeadsetVolume = phone->volume[HOOK_HEADSET];
    status->dwHeadsetGain = phone->gain[HOOK_HEADSET];
    status->dwPhoneFeatures = 0x0fffffff;
    phone_display( phone, display );
    for (i = 0; i < BUTTON_COUNT; i++) lamps[i] = phone->buttons[i].lamp;
    variable_add( &var, display, sizeof(display), &status->dwDisplaySize, &status->dwDisplayOffset );
    variable_add( &var, lamps, sizeof(lamps), &status->dwLampModesSize, &status->dwLampModesOffset );
    status->dwNeededSize = var.needed;
    status->dwUsedSize = var.used;
    return phone_end( &op, 0 );
}
