/*
 * Tests of what is at a phone: buttons, lamps, display, hookswitches, volume, gain, ring, data, messages.
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

#include "phones.h"

/* ---- buttons and lamps ------------------------------------------------------------------------------------------- */

static void test_buttons( struct phone_app *app, HPHONE phone )
{
    union { PHONEBUTTONINFO info; char bytes[512]; } u, set;
    struct testtsp_record record;
    DWORD size;

    memset( &u, 0xcc, sizeof(u) );
    u.info.dwTotalSize = sizeof(u);
    ok_ret( phoneGetButtonInfoW( phone, 12, &u.info ), 0 );
    ok( u.info.dwButtonMode == PHONEBUTTONMODE_FEATURE && u.info.dwButtonFunction == PHONEBUTTONFUNCTION_HOLD, "mode %#lx function %#lx\n",
        u.info.dwButtonMode, u.info.dwButtonFunction );
    ok( u.info.dwButtonState == PHONEBUTTONSTATE_UP, "state %#lx\n", u.info.dwButtonState );
    ok( !wcscmp( text_of( &u, u.info.dwButtonTextOffset ), L"F1" ), "text %s\n", wine_dbgstr_w( text_of( &u, u.info.dwButtonTextOffset ) ) );
    ok_ret( phoneGetButtonInfoA( phone, 11, &u.info ), 0 );
    ok( u.info.dwButtonMode == PHONEBUTTONMODE_KEYPAD && !strcmp( u.bytes + u.info.dwButtonTextOffset, "#" ), "mode %#lx text %s\n",
        u.info.dwButtonMode, wine_dbgstr_a( u.bytes + u.info.dwButtonTextOffset ) );
    ok_ret( phoneGetButtonInfoW( phone, 16, &u.info ), PHONEERR_INVALBUTTONLAMPID );
    ok_ret( phoneGetButtonInfoW( phone, 0, NULL ), PHONEERR_INVALPOINTER );
    for (size = 0; size < sizeof(u.info); size += 4)
    {
        u.info.dwTotalSize = size;
        ok_ret( phoneGetButtonInfoW( phone, 0, &u.info ), PHONEERR_STRUCTURETOOSMALL );
    }

    /* only dwTotalSize is filled in of the sizes, as applications do */
    memset( &set, 0, sizeof(set) );
    set.info.dwTotalSize = sizeof(set.info) + 16;
    set.info.dwButtonMode = PHONEBUTTONMODE_CALL;
    set.info.dwButtonFunction = PHONEBUTTONFUNCTION_CALLAPP;
    set.info.dwButtonTextOffset = sizeof(set.info);
    set.info.dwButtonTextSize = 10;
    memcpy( set.bytes + sizeof(set.info), L"Talk", 10 );
    set.info.dwDevSpecificOffset = sizeof(set.info) + 12;
    set.info.dwDevSpecificSize = 4;
    memcpy( set.bytes + sizeof(set.info) + 12, "spec", 4 );
    ok_ret( phone_reply( app, phoneSetButtonInfoW( phone, 13, &set.info ) ), 0 );
    u.info.dwTotalSize = sizeof(u);
    ok_ret( phoneGetButtonInfoW( phone, 13, &u.info ), 0 );
    ok( u.info.dwButtonMode == PHONEBUTTONMODE_CALL && u.info.dwButtonFunction == PHONEBUTTONFUNCTION_CALLAPP, "mode %#lx function %#lx\n",
        u.info.dwButtonMode, u.info.dwButtonFunction );
    ok( !wcscmp( text_of( &u, u.info.dwButtonTextOffset ), L"Talk" ), "text %s\n", wine_dbgstr_w( text_of( &u, u.info.dwButtonTextOffset ) ) );
    ok( u.info.dwDevSpecificSize == 4 && !memcmp( u.bytes + u.info.dwDevSpecificOffset, "spec", 4 ), "%lu bytes of the device\n",
        u.info.dwDevSpecificSize );

    /* the same in ANSI */
    memcpy( set.bytes + sizeof(set.info), "Press", 6 );
    set.info.dwButtonTextSize = 6;
    ok_ret( phone_reply( app, phoneSetButtonInfoA( phone, 13, &set.info ) ), 0 );
    phone_count_calls( app, phone, "TSPI_phoneSetButtonInfo", &record );
    ok( !wcscmp( record.text, L"Press" ), "text %s\n", wine_dbgstr_w( record.text ) );
    ok_ret( phoneGetButtonInfoA( phone, 13, &u.info ), 0 );
    ok( !strcmp( u.bytes + u.info.dwButtonTextOffset, "Press" ), "text %s\n", wine_dbgstr_a( u.bytes + u.info.dwButtonTextOffset ) );
    ok( u.info.dwDevSpecificSize == 4 && !memcmp( u.bytes + u.info.dwDevSpecificOffset, "spec", 4 ), "%lu bytes of the device\n",
        u.info.dwDevSpecificSize );

    /* at once, and with the reply */
    ok_ret( phoneSetButtonInfoW( phone, 16, &set.info ), PHONEERR_INVALBUTTONLAMPID );
    ok( phoneSetButtonInfoW( phone, 3, &set.info ) > 0, "no request id\n" );
    ok_ret( phone_reply( app, phoneSetButtonInfoW( phone, 3, &set.info ) ), PHONEERR_INVALBUTTONLAMPID );
    ok_ret( phoneSetButtonInfoW( phone, 13, NULL ), PHONEERR_INVALPOINTER );
    set.info.dwTotalSize = 20;
    ok_ret( phoneSetButtonInfoW( phone, 13, &set.info ), PHONEERR_STRUCTURETOOSMALL );
    ok_ret( phoneSetButtonInfoA( phone, 13, &set.info ), PHONEERR_STRUCTURETOOSMALL );
}

/* PHONEBUTTONINFO had no dwButtonState in 1.3: what follows its fixed part must not be taken for one. */
static void test_old_button_info( struct phone_app *app, DWORD device )
{
    union { PHONEBUTTONINFO info; char bytes[128]; } u;
    HPHONE phone = open_phone( app, device, 0x00010003, OWNER );
    struct testtsp_record record;

    memset( &u, 0, sizeof(u) );
    u.info.dwTotalSize = 36 + 8;
    u.info.dwButtonMode = PHONEBUTTONMODE_LOCAL;
    u.info.dwButtonTextOffset = 36;
    u.info.dwButtonTextSize = 4;
    memcpy( u.bytes + 36, "old", 4 );
    ok_ret( phone_reply( app, phoneSetButtonInfoA( phone, 14, &u.info ) ), 0 );
    phone_count_calls( app, phone, "TSPI_phoneSetButtonInfo", &record );
    ok( !wcscmp( record.text, L"old" ) && record.args[3] == PHONEBUTTONMODE_LOCAL, "text %s mode %#lx\n", wine_dbgstr_w( record.text ), record.args[3] );
    memset( &u, 0xcc, sizeof(u) );
    u.info.dwTotalSize = 36 + 8;
    ok_ret( phoneGetButtonInfoA( phone, 14, &u.info ), 0 );
    ok( u.info.dwButtonTextOffset == 36 && !strcmp( u.bytes + 36, "old" ), "text at %lu\n", u.info.dwButtonTextOffset );
    ok_ret( phoneClose( phone ), 0 );
}

static void test_lamps( struct phone_app *app, HPHONE phone )
{
    DWORD mode = 0xdead;

    ok_ret( phoneGetLamp( phone, 12, &mode ), 0 );
    ok( mode == PHONELAMPMODE_OFF, "mode %#lx\n", mode );
    ok_ret( phone_reply( app, phoneSetLamp( phone, 12, PHONELAMPMODE_FLASH ) ), 0 );
    ok_ret( phoneGetLamp( phone, 12, &mode ), 0 );
    ok( mode == PHONELAMPMODE_FLASH, "mode %#lx\n", mode );
    ok_ret( phoneGetLamp( phone, 0, &mode ), 0 );
    ok( mode == PHONELAMPMODE_DUMMY, "mode %#lx\n", mode );
    ok_ret( phoneGetLamp( phone, 16, &mode ), PHONEERR_INVALBUTTONLAMPID );
    ok_ret( phoneGetLamp( phone, 12, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneSetLamp( phone, 16, PHONELAMPMODE_OFF ), PHONEERR_INVALBUTTONLAMPID );
    ok_ret( phoneSetLamp( phone, 12, 0 ), PHONEERR_INVALLAMPMODE );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY ), PHONEERR_INVALLAMPMODE );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_UNKNOWN ), PHONEERR_INVALLAMPMODE );
    /* a mode that this lamp does not have */
    ok_ret( phone_reply( app, phoneSetLamp( phone, 12, PHONELAMPMODE_WINK ) ), PHONEERR_INVALLAMPMODE );
    ok_ret( phone_reply( app, phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ) ), 0 );
}

/* ---- display and data -------------------------------------------------------------------------------------------- */

static void test_display( struct phone_app *app, HPHONE phone )
{
    union { VARSTRING text; char bytes[256]; } u = { { sizeof(u) } };
    const PHONESTATUS *status;
    const WCHAR *text;

    ok_ret( phone_reply( app, phoneSetDisplay( phone, 1, 3, (const char *)L"Hello", 10 ) ), 0 );
    ok_ret( phoneGetDisplay( phone, &u.text ), 0 );
    text = text_of( &u, u.text.dwStringOffset );
    ok( u.text.dwStringFormat == STRINGFORMAT_UNICODE && u.text.dwStringSize == 64, "format %lu size %lu\n", u.text.dwStringFormat, u.text.dwStringSize );
    ok( !memcmp( text + 16, L"   Hello        ", 32 ) && !memcmp( text, L"                ", 32 ), "display %s\n", wine_dbgstr_wn( text, 32 ) );
    status = phone_status( phone );
    ok( status->dwDisplaySize == 64 && !memcmp( text_of( status, status->dwDisplayOffset ), text, 64 ), "%lu bytes in the status\n",
        status->dwDisplaySize );
    /* what is too long is cut */
    ok_ret( phone_reply( app, phoneSetDisplay( phone, 1, 14, (const char *)L"ABCD", 8 ) ), 0 );
    ok_ret( phoneGetDisplay( phone, &u.text ), 0 );
    ok( !memcmp( text + 16, L"   Hello      AB", 32 ), "display %s\n", wine_dbgstr_wn( text + 16, 16 ) );
    ok_ret( phoneSetDisplay( phone, 2, 0, (const char *)L"x", 2 ), PHONEERR_INVALPARAM );
    ok_ret( phoneSetDisplay( phone, 0, 16, (const char *)L"x", 2 ), PHONEERR_INVALPARAM );
    ok_ret( phoneSetDisplay( phone, 0, 0, NULL, 2 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneSetDisplay( phone, 0, 0, (const char *)(ULONG_PTR)16, 2 ), PHONEERR_INVALPOINTER );
    ok_ret( phone_reply( app, phoneSetDisplay( phone, 0, 0, (const char *)L"", 0 ) ), 0 );
    ok_ret( phoneGetDisplay( phone, NULL ), PHONEERR_INVALPOINTER );
    u.text.dwTotalSize = sizeof(u.text) - 1;
    ok_ret( phoneGetDisplay( phone, &u.text ), PHONEERR_STRUCTURETOOSMALL );
    u.text.dwTotalSize = sizeof(u.text) + 10;
    ok_ret( phoneGetDisplay( phone, &u.text ), 0 );
    ok( u.text.dwNeededSize == sizeof(u.text) + 64 && u.text.dwUsedSize == sizeof(u.text), "needed %lu used %lu\n", u.text.dwNeededSize,
        u.text.dwUsedSize );
}

static void test_data( struct phone_app *app, HPHONE phone )
{
    char data[80];

    memset( data, 0xcc, sizeof(data) );
    ok_ret( phone_reply( app, phoneSetData( phone, 0, (void *)"ringtone", 8 ) ), 0 );
    ok_ret( phoneGetData( phone, 0, data, 8 ), 0 );
    ok( !memcmp( data, "ringtone\xcc", 9 ), "data %s\n", wine_dbgstr_an( data, 9 ) );
    ok_ret( phoneGetData( phone, 1, data, sizeof(data) ), 0 );
    ok( !data[0] && !data[63], "data %s\n", wine_dbgstr_an( data, 9 ) );
    /* "If dwSize is zero, nothing is copied." */
    ok_ret( phoneGetData( phone, 0, NULL, 0 ), 0 );
    ok_ret( phoneGetData( phone, 2, data, 8 ), PHONEERR_INVALDATAID );
    ok_ret( phoneGetData( phone, 0, NULL, 8 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetData( phone, 0, (void *)(ULONG_PTR)16, 8 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneSetData( phone, 1, data, 8 ), PHONEERR_INVALDATAID );
    ok_ret( phoneSetData( phone, 0, NULL, 8 ), PHONEERR_INVALPOINTER );
    ok_ret( phone_reply( app, phoneSetData( phone, 0, data, 65 ) ), PHONEERR_INVALPARAM );
    ok_ret( phone_reply( app, phoneSetData( phone, 0, data, 64 ) ), 0 );
}

/* ---- hookswitches, volume, gain, ring ---------------------------------------------------------------------------- */

static void test_hookswitch( struct phone_app *app, HPHONE phone )
{
    DWORD devices = 0xdead;

    ok_ret( phoneGetHookSwitch( phone, &devices ), 0 );
    ok( !devices, "off the hook: %#lx\n", devices );
    ok_ret( phone_reply( app, phoneSetHookSwitch( phone, PHONEHOOKSWITCHDEV_SPEAKER | PHONEHOOKSWITCHDEV_HEADSET, PHONEHOOKSWITCHMODE_MICSPEAKER ) ), 0 );
    ok_ret( phoneGetHookSwitch( phone, &devices ), 0 );
    ok( devices == (PHONEHOOKSWITCHDEV_SPEAKER | PHONEHOOKSWITCHDEV_HEADSET), "off the hook: %#lx\n", devices );
    ok( phone_status( phone )->dwSpeakerHookSwitchMode == PHONEHOOKSWITCHMODE_MICSPEAKER, "mode %#lx\n", phone_status( phone )->dwSpeakerHookSwitchMode );
    ok_ret( phone_reply( app, phoneSetHookSwitch( phone, 7, PHONEHOOKSWITCHMODE_ONHOOK ) ), 0 );
    ok_ret( phoneGetHookSwitch( phone, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneSetHookSwitch( phone, 0, PHONEHOOKSWITCHMODE_ONHOOK ), PHONEERR_INVALHOOKSWITCHDEV );
    ok_ret( phoneSetHookSwitch( phone, 8, PHONEHOOKSWITCHMODE_ONHOOK ), PHONEERR_INVALHOOKSWITCHDEV );
    ok_ret( phoneSetHookSwitch( phone, 1, 0 ), PHONEERR_INVALHOOKSWITCHMODE );
    ok_ret( phoneSetHookSwitch( phone, 1, PHONEHOOKSWITCHMODE_UNKNOWN ), PHONEERR_INVALHOOKSWITCHMODE );
    ok_ret( phoneSetHookSwitch( phone, 1, PHONEHOOKSWITCHMODE_MIC | PHONEHOOKSWITCHMODE_SPEAKER ), PHONEERR_INVALHOOKSWITCHMODE );
}

static void test_volume_and_gain( struct phone_app *app, HPHONE phone )
{
    static const struct
    {
        LONG (WINAPI *get)( HPHONE, DWORD, LPDWORD );
        LONG (WINAPI *set)( HPHONE, DWORD, DWORD );
    } functions[] = { { phoneGetVolume, phoneSetVolume }, { phoneGetGain, phoneSetGain } };
    unsigned int i;
    DWORD value;

    for (i = 0; i < 2; i++)
    {
        winetest_push_context( i ? "gain" : "volume" );
        ok_ret( phone_reply( app, functions[i].set( phone, PHONEHOOKSWITCHDEV_HANDSET, 0x1234 ) ), 0 );
        ok_ret( phone_reply( app, functions[i].set( phone, PHONEHOOKSWITCHDEV_HEADSET, 0xffff ) ), 0 );
        ok_ret( functions[i].get( phone, PHONEHOOKSWITCHDEV_HANDSET, &value ), 0 );
        ok( value == 0x1234, "value %#lx\n", value );
        ok_ret( functions[i].get( phone, PHONEHOOKSWITCHDEV_HEADSET, &value ), 0 );
        ok( value == 0xffff, "value %#lx\n", value );
        /* "a value ... that is out of range is set to the nearest value in the range" */
        ok_ret( phone_reply( app, functions[i].set( phone, PHONEHOOKSWITCHDEV_HANDSET, 0x12340000 ) ), 0 );
        ok_ret( functions[i].get( phone, PHONEHOOKSWITCHDEV_HANDSET, &value ), 0 );
        ok( value == 0xffff, "value %#lx\n", value );
        ok_ret( functions[i].get( phone, 0, &value ), PHONEERR_INVALHOOKSWITCHDEV );
        ok_ret( functions[i].get( phone, 8, &value ), PHONEERR_INVALHOOKSWITCHDEV );
        ok_ret( functions[i].get( phone, 3, &value ), PHONEERR_INVALHOOKSWITCHDEV );
        ok_ret( functions[i].get( phone, 1, NULL ), PHONEERR_INVALPOINTER );
        ok_ret( functions[i].set( phone, 0, 1 ), PHONEERR_INVALHOOKSWITCHDEV );
        ok_ret( functions[i].set( phone, 3, 1 ), PHONEERR_INVALHOOKSWITCHDEV );
        winetest_pop_context();
    }
    /* the microphone of the speaker is as it is */
    ok_ret( phoneSetGain( phone, PHONEHOOKSWITCHDEV_SPEAKER, 1 ), PHONEERR_OPERATIONUNAVAIL );
    ok_ret( phone_reply( app, phoneSetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, 1 ) ), 0 );
}

static void test_ring( struct phone_app *app, HPHONE phone )
{
    DWORD mode = 0xdead, volume = 0xdead;

    ok_ret( phoneGetRing( phone, &mode, &volume ), 0 );
    ok( !mode && volume == 0x1000, "mode %lu volume %#lx\n", mode, volume );
    ok_ret( phone_reply( app, phoneSetRing( phone, 3, 0x2000 ) ), 0 );
    ok_ret( phoneGetRing( phone, &mode, &volume ), 0 );
    ok( mode == 3 && volume == 0x2000, "mode %lu volume %#lx\n", mode, volume );
    ok_ret( phone_reply( app, phoneSetRing( phone, 1, 0x10000 ) ), 0 );
    ok_ret( phoneGetRing( phone, &mode, &volume ), 0 );
    ok( mode == 1 && volume == 0xffff, "mode %lu volume %#lx\n", mode, volume );
    ok_ret( phoneSetRing( phone, 4, 0 ), PHONEERR_INVALRINGMODE );
    ok_ret( phoneGetRing( phone, NULL, &volume ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetRing( phone, &mode, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phone_reply( app, phoneSetRing( phone, 0, 0x1000 ) ), 0 );
}

/* A phone whose plug is pulled has no state in which anything could be set. */
static void test_disconnected( struct phone_app *app, HPHONE phone )
{
    PHONEBUTTONINFO info = { sizeof(info) };
    PHONEMESSAGE msg;

    ok_ret( phoneSetStatusMessages( phone, PHONESTATE_CONNECTED | PHONESTATE_DISCONNECTED, 0, 0 ), 0 );
    phone_tell( app, phone, TESTTSP_PHONE_CONNECT, FALSE, 0, 0, 0, NULL );
    ok( phone_wait( app, PHONE_STATE, H( phone ), PHONESTATE_DISCONNECTED, &msg ), "no PHONESTATE_DISCONNECTED\n" );
    ok( !(phone_status( phone )->dwStatusFlags & PHONESTATUSFLAGS_CONNECTED), "status flags %#lx\n", phone_status( phone )->dwStatusFlags );
    ok( !phone_status( phone )->dwPhoneFeatures, "features %#lx\n", phone_status( phone )->dwPhoneFeatures );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetButtonInfoW( phone, 12, &info ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetDisplay( phone, 0, 0, (const char *)L"x", 2 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetData( phone, 0, &info, 4 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetRing( phone, 0, 0 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetVolume( phone, 1, 0 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetGain( phone, 1, 0 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetHookSwitch( phone, 1, PHONEHOOKSWITCHMODE_ONHOOK ), PHONEERR_INVALPHONESTATE );
    phone_tell( app, phone, TESTTSP_PHONE_CONNECT, TRUE, 0, 0, 0, NULL );
    ok( phone_wait( app, PHONE_STATE, H( phone ), PHONESTATE_CONNECTED, &msg ), "no PHONESTATE_CONNECTED\n" );
    ok_ret( phoneSetStatusMessages( phone, 0, 0, 0 ), 0 );
}

/* ---- status messages --------------------------------------------------------------------------------------------- */

static void test_status_messages( struct phone_app *app, DWORD device, HPHONE phone )
{
    HPHONE second = open_phone( app, device, NEWEST, MONITOR );
    DWORD states = 0xdead, modes = 0xdead, button_states = 0xdead;
    struct testtsp_record record;
    PHONEMESSAGE msg;

    /* nothing is reported that was not asked for */
    ok_ret( phoneGetStatusMessages( phone, &states, &modes, &button_states ), 0 );
    ok( !(states & ~PHONESTATE_REINIT) && !modes && !button_states, "states %#lx modes %#lx %#lx\n", states, modes, button_states );
    phone_forget( app );
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_STATE, PHONESTATE_OTHER, 0, 0, NULL );
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_BUTTON, 5, PHONEBUTTONMODE_KEYPAD, PHONEBUTTONSTATE_DOWN, NULL );
    ok( !phone_have( app, PHONE_STATE, ANY, ANY, &msg ), "PHONE_STATE %#lx without asking\n", H( msg.dwParam1 ) );
    ok( !phone_have( app, PHONE_BUTTON, ANY, ANY, &msg ), "PHONE_BUTTON without asking\n" );

    /* each open has what it asked for, the provider the union */
    ok_ret( phoneSetStatusMessages( phone, PHONESTATE_LAMP, 0, PHONEBUTTONSTATE_UP ), 0 );
    ok_ret( phoneSetStatusMessages( second, PHONESTATE_OTHER | PHONESTATE_OWNER, PHONEBUTTONMODE_KEYPAD, PHONEBUTTONSTATE_DOWN ), 0 );
    ok_ret( phoneGetStatusMessages( second, &states, &modes, &button_states ), 0 );
    ok( states == (PHONESTATE_OTHER | PHONESTATE_OWNER) && modes == PHONEBUTTONMODE_KEYPAD && button_states == PHONEBUTTONSTATE_DOWN,
        "states %#lx modes %#lx %#lx\n", states, modes, button_states );
    ok( phone_count_calls( app, phone, "TSPI_phoneSetStatusMessages", &record ), "the provider was not told\n" );
    ok( record.args[1] == (PHONESTATE_LAMP | PHONESTATE_OTHER), "states %#lx\n", record.args[1] );
    ok( record.args[2] == PHONEBUTTONMODE_KEYPAD && record.args[3] == PHONEBUTTONSTATE_DOWN, "modes %#lx states %#lx\n", record.args[2], record.args[3] );

    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_STATE, PHONESTATE_OTHER, 7, 0, NULL );
    ok( phone_wait( app, PHONE_STATE, H( second ), PHONESTATE_OTHER, &msg ), "no PHONE_STATE\n" );
    ok( msg.dwParam2 == 7 && msg.dwCallbackInstance == 0x1234, "details %lu instance %#lx\n", H( msg.dwParam2 ), H( msg.dwCallbackInstance ) );
    ok( !phone_have( app, PHONE_STATE, H( phone ), ANY, &msg ), "PHONE_STATE %#lx without asking\n", H( msg.dwParam1 ) );
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_BUTTON, 5, PHONEBUTTONMODE_KEYPAD, PHONEBUTTONSTATE_DOWN, NULL );
    ok( phone_wait( app, PHONE_BUTTON, H( second ), 5, &msg ), "no PHONE_BUTTON\n" );
    ok( msg.dwParam2 == PHONEBUTTONMODE_KEYPAD && msg.dwParam3 == PHONEBUTTONSTATE_DOWN, "mode %#lx state %#lx\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
    /* the wrong mode, the wrong state */
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_BUTTON, 12, PHONEBUTTONMODE_FEATURE, PHONEBUTTONSTATE_DOWN, NULL );
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_BUTTON, 5, PHONEBUTTONMODE_KEYPAD, PHONEBUTTONSTATE_UP, NULL );
    ok( !phone_have( app, PHONE_BUTTON, ANY, ANY, &msg ), "PHONE_BUTTON %lu without asking\n", H( msg.dwParam1 ) );
    /* how many have it open is none of the provider's business */
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_STATE, PHONESTATE_OWNER | PHONESTATE_MONITORS, 99, 0, NULL );
    ok( !phone_have( app, PHONE_STATE, ANY, ANY, &msg ), "PHONE_STATE %#lx\n", H( msg.dwParam1 ) );

    /* the state comes before the reply where the provider sends it before */
    ok_ret( phone_reply( app, phoneSetLamp( phone, 12, PHONELAMPMODE_STEADY ) ), 0 );
    ok( phone_have( app, PHONE_STATE, H( phone ), PHONESTATE_LAMP, &msg ), "no PHONESTATE_LAMP before the reply\n" );
    ok( msg.dwParam2 == 12, "lamp %lu\n", H( msg.dwParam2 ) );

    /* a provider that refuses */
    phone_tell( app, phone, TESTTSP_FAIL_NEXT, PHONEERR_RESOURCEUNAVAIL, 0, 0, 0, L"TSPI_phoneSetStatusMessages" );
    ok_ret( phoneSetStatusMessages( phone, PHONESTATE_DISPLAY, 0, 0 ), PHONEERR_RESOURCEUNAVAIL );
    ok_ret( phoneGetStatusMessages( phone, &states, &modes, &button_states ), 0 );
    ok( states == PHONESTATE_LAMP, "states %#lx\n", states );

    ok_ret( phoneSetStatusMessages( phone, 0x01000000, 0, 0 ), PHONEERR_INVALPHONESTATE );
    ok_ret( phoneSetStatusMessages( phone, 0, 0x40, 1 ), PHONEERR_INVALBUTTONMODE );
    ok_ret( phoneSetStatusMessages( phone, 0, 1, 0x10 ), PHONEERR_INVALBUTTONSTATE );
    /* "If dwButtonModes has one or more bits set, this parameter must also have at least one bit set." */
    ok_ret( phoneSetStatusMessages( phone, 0, PHONEBUTTONMODE_KEYPAD, 0 ), PHONEERR_INVALBUTTONSTATE );
    ok_ret( phoneGetStatusMessages( phone, NULL, &modes, &button_states ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetStatusMessages( phone, &states, NULL, &button_states ), PHONEERR_INVALPOINTER );
    ok_ret( phoneGetStatusMessages( phone, &states, &modes, NULL ), PHONEERR_INVALPOINTER );
    ok_ret( phoneClose( second ), 0 );
    ok_ret( phoneSetStatusMessages( phone, 0, 0, 0 ), 0 );
}

/* A state that came with 1.4 asks older applications to start again. */
static void test_old_states( struct phone_app *app, DWORD device, HPHONE phone )
{
    HPHONE old = open_phone( app, device, 0x00010003, MONITOR );
    PHONEMESSAGE msg;

    ok_ret( phoneSetStatusMessages( old, PHONESTATE_CAPSCHANGE, 0, 0 ), 0 );
    ok_ret( phoneSetStatusMessages( phone, PHONESTATE_CAPSCHANGE, 0, 0 ), 0 );
    phone_tell( app, phone, TESTTSP_PHONE_MESSAGE, PHONE_STATE, PHONESTATE_CAPSCHANGE, 0, 0, NULL );
    ok( phone_wait( app, PHONE_STATE, H( phone ), PHONESTATE_CAPSCHANGE, &msg ), "no PHONESTATE_CAPSCHANGE\n" );
    ok( phone_wait( app, PHONE_STATE, H( old ), PHONESTATE_REINIT, &msg ), "no PHONESTATE_REINIT\n" );
    ok( msg.dwParam2 == PHONE_STATE && msg.dwParam3 == PHONESTATE_CAPSCHANGE, "params %#lx %#lx\n", H( msg.dwParam2 ), H( msg.dwParam3 ) );
    ok_ret( phoneClose( old ), 0 );
    ok_ret( phoneSetStatusMessages( phone, 0, 0, 0 ), 0 );
}

/* ---- asynchronous requests --------------------------------------------------------------------------------------- */

static void test_completion( struct phone_app *app, HPHONE phone )
{
    static const DWORD modes[] = { TESTTSP_INSIDE, TESTTSP_NEW_THREAD, TESTTSP_TWICE, TESTTSP_OWN_THREAD };
    PHONEMESSAGE msg;
    LONG request;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(modes); i++)
    {
        winetest_push_context( "completion %lu", modes[i] );
        phone_tell( app, phone, TESTTSP_COMPLETION, modes[i], 0, 0, 0, NULL );
        phone_forget( app );
        request = phoneSetLamp( phone, 12, PHONELAMPMODE_OFF );
        ok( request > 0, "phoneSetLamp returned %#lx\n", request );
        ok_ret( phone_reply( app, request ), 0 );
        phone_fence( app, phone );
        ok( !phone_have( app, PHONE_REPLY, ANY, request, &msg ), "a second reply\n" );
        winetest_pop_context();
    }
    /* one that takes its time */
    phone_tell( app, phone, TESTTSP_DELAY, 50, 0, 0, 0, NULL );
    request = phoneSetLamp( phone, 12, PHONELAMPMODE_OFF );
    ok( request > 0, "phoneSetLamp returned %#lx\n", request );
    ok_ret( phone_reply( app, request ), 0 );
    phone_tell( app, phone, TESTTSP_DELAY, 0, 0, 0, 0, NULL );
    /* "TSPI_phoneSetLamp" fails at once */
    phone_tell( app, phone, TESTTSP_FAIL_NEXT, PHONEERR_OPERATIONFAILED, 0, 0, 0, L"TSPI_phoneSetLamp" );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ), PHONEERR_OPERATIONFAILED );
    ok_ret( phone_reply( app, phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ) ), 0 );
}

/* "At the time the phone device is closed, any outstanding asynchronous replies are suppressed." */
static void test_close_with_request( struct phone_app *app, DWORD device, HPHONE phone )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_RECORDS };
    HPHONE second = open_phone( app, device, NEWEST, MONITOR );
    PHONEMESSAGE msg;
    LONG request;

    phone_tell( app, phone, TESTTSP_DELAY, 50, 0, 0, 0, NULL );
    request = phoneDevSpecific( second, &command, sizeof(command) );
    ok( request > 0, "phoneDevSpecific returned %#lx\n", request );
    ok_ret( phoneClose( second ), 0 );
    /* the provider completes one after the other */
    phone_tell( app, phone, TESTTSP_DELAY, 0, 0, 0, 0, NULL );
    phone_fence( app, phone );
    ok( !phone_have( app, PHONE_REPLY, ANY, request, &msg ), "a reply for a closed phone\n" );
}

static void test_devspecific( struct phone_app *app, HPHONE phone )
{
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_RECORDS };
    static char large[100000];

    ok_ret( phone_reply( app, phoneDevSpecific( phone, &command, sizeof(command) ) ), 0 );
    ok( command.result[0], "what the provider wrote did not come back\n" );
    /* as the provider sees fit */
    ok_ret( phoneDevSpecific( phone, &command, 4 ), PHONEERR_INVALPARAM );
    ok_ret( phoneDevSpecific( phone, NULL, 4 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneDevSpecific( phone, (void *)(ULONG_PTR)16, 4 ), PHONEERR_INVALPOINTER );
    ok_ret( phoneDevSpecific( phone, large, sizeof(large) ), PHONEERR_RESOURCEUNAVAIL );
    phone_tell( app, phone, TESTTSP_PHONE_WRONG_HANDLES, 0, 0, 0, 0, NULL );
    phone_fence( app, phone );
}

/* ---- phones that go and come --------------------------------------------------------------------------------------- */

static void test_forced_close( struct phone_app *app, DWORD device )
{
    HPHONE phone = open_phone( app, device, NEWEST, OWNER ), second = open_phone( app, device, NEWEST, MONITOR );
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_PHONE_MESSAGE, { PHONE_CLOSE } };
    PHONEMESSAGE msg;
    HPHONE again;
    LONG request;

    ok_ret( phoneSetStatusMessages( second, PHONESTATE_OWNER, 0, 0 ), 0 );
    request = phoneDevSpecific( phone, &command, sizeof(command) );
    ok( request > 0, "phoneDevSpecific returned %#lx\n", request );
    ok( phone_wait( app, PHONE_CLOSE, H( phone ), ANY, &msg ), "no PHONE_CLOSE\n" );
    ok( msg.dwCallbackInstance == 0x1234, "instance %#lx\n", H( msg.dwCallbackInstance ) );
    ok( phone_wait( app, PHONE_CLOSE, H( second ), ANY, &msg ), "no PHONE_CLOSE for the monitor\n" );
    ok_ret( phoneClose( phone ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneClose( second ), PHONEERR_INVALPHONEHANDLE );
    /* the request of before is answered in any case */
    ok( phone_wait( app, PHONE_REPLY, ANY, request, &msg ), "no PHONE_REPLY\n" );
    again = open_phone( app, device, NEWEST, OWNER );
    ok( phone_count_calls( app, again, "TSPI_phoneClose", NULL ), "TSPI_phoneClose was not called\n" );
    ok( !phone_have( app, PHONE_STATE, H( second ), ANY, &msg ), "PHONE_STATE %#lx after PHONE_CLOSE\n", H( msg.dwParam1 ) );
    ok_ret( phoneClose( again ), 0 );
}

static void test_dynamic( struct phone_app *app, DWORD device )
{
    HPHONE phone = open_phone( app, device, NEWEST, MONITOR ), added, old, oldest;
    union { PHONECAPS caps; char bytes[2048]; } u = { { sizeof(u) } };
    PHONEEXTENSIONID extension;
    PHONEMESSAGE msg = { 0 };
    DWORD version, id;

    phone_forget( app );
    phone_tell( app, phone, TESTTSP_ADD_PHONE, 777, 0, 0, 0, L"Added phone" );
    ok( phone_wait( app, PHONE_CREATE, ANY, ANY, &msg ), "no PHONE_CREATE\n" );
    id = msg.dwParam1;
    ok( id >= app->phones && !msg.hDevice, "device %lu with %lu before\n", id, app->phones );
    ok_ret( phoneGetDevCapsW( app->handle, id, NEWEST, 0, &u.caps ), 0 );
    ok( !wcscmp( text_of( &u, u.caps.dwPhoneNameOffset ), L"Added phone" ), "name %s\n", wine_dbgstr_w( text_of( &u, u.caps.dwPhoneNameOffset ) ) );
    added = open_phone( app, id, NEWEST, OWNER );
    old = open_phone( app, id, 0x00010004, MONITOR );
    oldest = open_phone( app, id, 0x00010003, MONITOR );
    ok_ret( phone_reply( app, phoneSetLamp( added, 12, PHONELAMPMODE_STEADY ) ), 0 );

    /* "preceded by a PHONE_CLOSE message on each phone handle" */
    phone_tell( app, phone, TESTTSP_REMOVE_PHONE, id, 0, 0, 0, NULL );
    ok( phone_wait( app, PHONE_REMOVE, ANY, id, &msg ), "no PHONE_REMOVE\n" );
    ok( phone_have( app, PHONE_CLOSE, H( added ), ANY, &msg ), "no PHONE_CLOSE before PHONE_REMOVE\n" );
    /* for older applications a state of the phone */
    ok( phone_have( app, PHONE_STATE, H( old ), PHONESTATE_REMOVED, &msg ), "no PHONESTATE_REMOVED for 1.4\n" );
    ok( phone_have( app, PHONE_CLOSE, H( old ), ANY, &msg ), "no PHONE_CLOSE for 1.4\n" );
    ok( phone_have( app, PHONE_CLOSE, H( oldest ), ANY, &msg ), "no PHONE_CLOSE for 1.3\n" );
    ok( !phone_have( app, PHONE_STATE, H( oldest ), ANY, &msg ), "PHONE_STATE %#lx for 1.3\n", H( msg.dwParam1 ) );
    ok_ret( phoneClose( added ), PHONEERR_INVALPHONEHANDLE );
    ok_ret( phoneOpen( app->handle, id, &added, NEWEST, 0, 0, MONITOR ), PHONEERR_NODEVICE );
    ok_ret( phoneGetDevCapsW( app->handle, id, NEWEST, 0, &u.caps ), PHONEERR_NODEVICE );
    ok_ret( phoneNegotiateAPIVersion( app->handle, id, 0x00010003, NEWEST, &version, &extension ), PHONEERR_NODEVICE );
    ok_ret( phoneClose( phone ), 0 );
}

/* The provider's death takes its phones. Last: it is not called again before the service lets it go. */
static void test_crash( struct phone_app *app, DWORD device )
{
    HPHONE phone = open_phone( app, device, NEWEST, OWNER );
    struct testtsp_command command = { TESTTSP_MAGIC, TESTTSP_CRASH, { TESTTSP_CRASH_READ } };
    PHONEMESSAGE msg;
    HPHONE again;
    LONG ret;

    ok_ret( phone_reply( app, phoneDevSpecific( phone, &command, sizeof(command) ) ), PHONEERR_OPERATIONFAILED );
    ok( phone_wait( app, PHONE_REMOVE, ANY, device, &msg ), "no PHONE_REMOVE\n" );
    ok( phone_have( app, PHONE_CLOSE, H( phone ), ANY, &msg ), "no PHONE_CLOSE before PHONE_REMOVE\n" );
    ok_ret( phoneSetLamp( phone, 12, PHONELAMPMODE_OFF ), PHONEERR_INVALPHONEHANDLE );
    ret = phoneOpen( app->handle, device, &again, NEWEST, 0, 0, MONITOR );
    ok( ret == (LONG)PHONEERR_NODEVICE, "phoneOpen returned %#lx\n", ret );
}

START_TEST( phone_control )
{
    struct phone_app app;
    DWORD device;
    HPHONE phone;

    if (!fixture_begin()) return;
    phone_app_begin( &app, "phone control test" );
    device = find_phone( &app, L"Test phone A" );
    ok( device != ~0u, "the test provider's phone is missing\n" );
    if (device != ~0u)
    {
        test_old_button_info( &app, device );
        phone = open_phone( &app, device, NEWEST, OWNER );
        test_buttons( &app, phone );
        test_lamps( &app, phone );
        test_display( &app, phone );
        test_data( &app, phone );
        test_hookswitch( &app, phone );
        test_volume_and_gain( &app, phone );
        test_ring( &app, phone );
        test_disconnected( &app, phone );
        test_status_messages( &app, device, phone );
        test_old_states( &app, device, phone );
        test_completion( &app, phone );
        test_close_with_request( &app, device, phone );
        test_devspecific( &app, phone );
        ok_ret( phoneClose( phone ), 0 );
        test_forced_close( &app, device );
        test_dynamic( &app, device );
        test_crash( &app, device );
    }
    phone_app_end( &app );
    fixture_end();
}
