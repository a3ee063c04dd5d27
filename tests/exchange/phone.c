/*
 * Tests of the built-in exchange: telephone sets. Lamps, display and hookswitches follow the calls, and buttons and hookswitches work on them.
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

#include "session.h"

#define APPEARANCE  12
#define HOLD        16
#define SPEED       24

static DWORD lamp( struct session *session, DWORD id )
{
    DWORD mode = 0;
    LONG ret = phoneGetLamp( session->phone, id, &mode );

    ok( !ret, "phoneGetLamp %lu: %#lx\n", id, ret );
    return mode;
}

static void display( struct session *session, WCHAR *text )
{
    BYTE buffer[sizeof(VARSTRING) + 200];
    VARSTRING *string = (VARSTRING *)buffer;
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    string->dwTotalSize = sizeof(buffer);
    ret = phoneGetDisplay( session->phone, string );
    ok( !ret && string->dwStringSize == 96, "phoneGetDisplay: %#lx, %lu bytes\n", ret, string->dwStringSize );
    memcpy( text, buffer + string->dwStringOffset, 96 );
    text[48] = 0;
}

static void test_caps( struct session *session )
{
    BYTE buffer[sizeof(VARSTRING) + 64], button_buffer[sizeof(PHONEBUTTONINFO) + 100];
    VARSTRING *string = (VARSTRING *)buffer;
    PHONEBUTTONINFO *info = (PHONEBUTTONINFO *)button_buffer;
    DWORD line, volume, mode;
    LONG ret;

    memset( buffer, 0, sizeof(buffer) );
    string->dwTotalSize = sizeof(buffer);
    ret = phoneGetIDW( session->phone, string, L"tapi/line" );
    ok( !ret && string->dwStringSize == sizeof(line), "phoneGetID: %#lx\n", ret );
    memcpy( &line, buffer + string->dwStringOffset, sizeof(line) );
    ok( line < session->count + 10, "line %lu\n", line );
    ret = phoneGetIDW( session->phone, string, L"wave/out" );
    ok( ret == (LONG)PHONEERR_INVALDEVICECLASS, "wave/out: %#lx\n", ret );

    ret = wait_phone_reply( session, phoneSetVolume( session->phone, PHONEHOOKSWITCHDEV_HANDSET, 0x1234 ) );
    ok( !ret, "phoneSetVolume: %#lx\n", ret );
    ret = phoneGetVolume( session->phone, PHONEHOOKSWITCHDEV_HANDSET, &volume );
    ok( !ret && volume == 0x1234, "phoneGetVolume: %#lx, %#lx\n", ret, volume );
    ret = wait_phone_reply( session, phoneSetRing( session->phone, 2, 0x4000 ) );
    ok( !ret, "phoneSetRing: %#lx\n", ret );
    ret = phoneGetRing( session->phone, &mode, &volume );
    ok( !ret && mode == 2 && volume == 0x4000, "phoneGetRing: %#lx, %lu, %#lx\n", ret, mode, volume );
    ret = wait_phone_reply( session, phoneSetRing( session->phone, 4, 0 ) );
    ok( ret == (LONG)PHONEERR_INVALRINGMODE, "ring mode 4: %#lx\n", ret );
    ret = wait_phone_reply( session, phoneSetLamp( session->phone, HOLD, PHONELAMPMODE_FLUTTER ) );
    ok( !ret && lamp( session, HOLD ) == PHONELAMPMODE_FLUTTER, "phoneSetLamp: %#lx\n", ret );
    ret = wait_phone_reply( session, phoneSetLamp( session->phone, 28, PHONELAMPMODE_OFF ) );
    ok( ret == (LONG)PHONEERR_INVALBUTTONLAMPID, "lamp 28: %#lx\n", ret );

    /* the number of a speed dial is its text */
    memset( button_buffer, 0, sizeof(button_buffer) );
    info->dwTotalSize = sizeof(button_buffer);
    info->dwButtonMode = PHONEBUTTONMODE_FEATURE;
    info->dwButtonFunction = PHONEBUTTONFUNCTION_REPDIAL;
    info->dwButtonTextOffset = sizeof(*info);
    info->dwButtonTextSize = sizeof(L"1003");
    memcpy( info + 1, L"1003", sizeof(L"1003") );
    ret = wait_phone_reply( session, phoneSetButtonInfoW( session->phone, SPEED, info ) );
    ok( !ret, "phoneSetButtonInfo: %#lx\n", ret );
    memset( button_buffer, 0, sizeof(button_buffer) );
    info->dwTotalSize = sizeof(button_buffer);
    ret = phoneGetButtonInfoW( session->phone, SPEED, info );
    ok( !ret && info->dwButtonTextSize && !wcscmp( (WCHAR *)(button_buffer + info->dwButtonTextOffset), L"1003" ), "phoneGetButtonInfo: %#lx\n", ret );
}

static void test_answer_by_hand( struct session *session )
{
    WCHAR text[49];
    HCALL call;
    DWORD id, devices;
    LONG ret;

    call = incoming( session, "\n5551234\nAlice", &id );
    ok( wait_phone( session, PHONE_STATE, PHONESTATE_LAMP, APPEARANCE, NULL ), "no lamp\n" );
    ok( lamp( session, APPEARANCE ) == PHONELAMPMODE_FLASH, "the lamp of a call that rings is %#lx\n", lamp( session, APPEARANCE ) );
    display( session, text );
    ok( wcsstr( text, L"1001" ) == text, "the display says %s\n", wine_dbgstr_w( text ) );
    ok( wcsstr( text, L"From 5551234 Alice" ) == text + 24, "the display says %s\n", wine_dbgstr_w( text ) );

    ret = command( session, EXCHANGE_HOOK, 1001, PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHMODE_MICSPEAKER, NULL, NULL );
    ok( !ret, "lifting the handset: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_CONNECTED, NULL ), "the call is not answered\n" );
    ok( wait_phone( session, PHONE_STATE, PHONESTATE_HANDSETHOOKSWITCH, PHONEHOOKSWITCHMODE_MICSPEAKER, NULL ), "no hookswitch\n" );
    ret = phoneGetHookSwitch( session->phone, &devices );
    ok( !ret && devices == PHONEHOOKSWITCHDEV_HANDSET, "phoneGetHookSwitch: %#lx, %#lx\n", ret, devices );

    ret = command( session, EXCHANGE_BUTTON, 1001, HOLD, 3, NULL, NULL );
    ok( !ret, "pressing hold: %#lx\n", ret );
    ok( wait_phone( session, PHONE_BUTTON, HOLD, PHONEBUTTONMODE_FEATURE, NULL ), "no button\n" );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_ONHOLD, NULL ), "the call is not held\n" );
    ok( lamp( session, APPEARANCE ) == PHONELAMPMODE_WINK, "the lamp of a held call is %#lx\n", lamp( session, APPEARANCE ) );
    ret = command( session, EXCHANGE_BUTTON, 1001, APPEARANCE, 3, NULL, NULL );
    ok( !ret, "pressing the line button: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_CONNECTED, NULL ), "the call is not talked to\n" );
    ok( lamp( session, APPEARANCE ) == PHONELAMPMODE_STEADY, "the lamp is %#lx\n", lamp( session, APPEARANCE ) );

    /* a program hangs up the set */
    ret = wait_phone_reply( session, phoneSetHookSwitch( session->phone, PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHMODE_ONHOOK ) );
    ok( !ret, "phoneSetHookSwitch: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_IDLE, NULL ), "the call goes on\n" );
    ok( lamp( session, APPEARANCE ) == PHONELAMPMODE_OFF, "the lamp is %#lx\n", lamp( session, APPEARANCE ) );
    lineDeallocateCall( call );
    forget( session );
}

static void test_dial_by_hand( struct session *session )
{
    LINEMESSAGE message;
    const char *p;
    HCALL call;
    LONG ret;

    /* a program lifts the set: dial tone, a call that TAPI did not make */
    ret = wait_phone_reply( session, phoneSetHookSwitch( session->phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER ) );
    ok( !ret, "phoneSetHookSwitch: %#lx\n", ret );
    if (!wait_message( session, LINE_CALLSTATE, ANY, LINECALLSTATE_DIALTONE, &message ))
    {
        ok( 0, "no dial tone\n" );
        return;
    }
    call = (HCALL)(DWORD_PTR)message.hDevice;
    for (p = "1002"; *p; p++)
    {
        ret = command( session, EXCHANGE_BUTTON, 1001, *p - '0', 3, NULL, NULL );
        ok( !ret, "key %c: %#lx\n", *p, ret );
    }
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_RINGBACK, NULL ), "nobody is called\n" );
    ret = command( session, EXCHANGE_HOOK, 1001, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_ONHOOK, NULL, NULL );
    ok( !ret, "hanging up: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_IDLE, NULL ), "it is not over\n" );
    lineDeallocateCall( call );

    /* with one button */
    ret = command( session, EXCHANGE_BUTTON, 1001, SPEED, 3, NULL, NULL );
    ok( !ret, "speed dial: %#lx\n", ret );
    ok( wait_message( session, LINE_CALLSTATE, ANY, LINECALLSTATE_RINGBACK, &message ), "nobody is called\n" );
    call = (HCALL)(DWORD_PTR)message.hDevice;
    ok( !wait_reply( session, lineDrop( call, NULL, 0 ) ), "lineDrop failed\n" );
    ok( wait_message( session, LINE_CALLSTATE, H( call ), LINECALLSTATE_IDLE, NULL ), "it is not over\n" );
    lineDeallocateCall( call );
    forget( session );
}

static void test_display( struct session *session )
{
    BYTE data[64] = "abc", back[64];
    WCHAR text[49];
    LONG ret;

    ret = wait_phone_reply( session, phoneSetDisplay( session->phone, 1, 2, (const char *)L"Hello", 5 * sizeof(WCHAR) ) );
    ok( !ret, "phoneSetDisplay: %#lx\n", ret );
    display( session, text );
    ok( !wcsncmp( text + 26, L"Hello", 5 ), "the display says %s\n", wine_dbgstr_w( text ) );
    ret = wait_phone_reply( session, phoneSetDisplay( session->phone, 2, 0, (const char *)L"x", sizeof(WCHAR) ) );
    ok( ret == (LONG)PHONEERR_INVALPARAM, "row 2: %#lx\n", ret );
    ret = wait_phone_reply( session, phoneSetData( session->phone, 0, data, sizeof(data) ) );
    ok( !ret, "phoneSetData: %#lx\n", ret );
    memset( back, 0xcc, sizeof(back) );
    ret = phoneGetData( session->phone, 0, back, sizeof(back) );
    ok( !ret && !memcmp( back, data, sizeof(data) ), "phoneGetData: %#lx\n", ret );
    ret = phoneGetData( session->phone, 1, back, sizeof(back) );
    ok( ret == (LONG)PHONEERR_INVALDATAID, "area 1: %#lx\n", ret );
}

START_TEST( phone )
{
    struct session session;

    if (!session_begin( &session, TRUE )) return;
    test_caps( &session );
    test_answer_by_hand( &session );
    test_dial_by_hand( &session );
    test_display( &session );
    session_end( &session );
}
