/*
 * Tests of the telephone set and the speakerphone of a voice modem as a phone device.
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

#include "wave.h"
#include "../../dlls/tapi32/tests/phones.h"

#define LISTENER    L"5550153"
#define FEATURES    (PHONEFEATURE_GETHOOKSWITCHHANDSET | PHONEFEATURE_SETHOOKSWITCHHANDSET | PHONEFEATURE_GETHOOKSWITCHSPEAKER | \
                     PHONEFEATURE_SETHOOKSWITCHSPEAKER | PHONEFEATURE_SETVOLUMESPEAKER | PHONEFEATURE_SETGAINSPEAKER)
#define BOTH        (PHONEHOOKSWITCHDEV_HANDSET | PHONEHOOKSWITCHDEV_SPEAKER)
#define HOOK_MODES  (PHONEHOOKSWITCHMODE_ONHOOK | PHONEHOOKSWITCHMODE_MICSPEAKER)

static void test_caps( struct phone_app *app, DWORD device )
{
    union { PHONECAPS caps; char bytes[2048]; } u = { { sizeof(u) } };
    LONG ret = phoneGetDevCapsW( app->handle, device, 0x00020002, 0, &u.caps );

    ok( !ret, "phoneGetDevCaps: %#lx\n", ret );
    ok( u.caps.dwHookSwitchDevs == BOTH && u.caps.dwVolumeFlags == BOTH && u.caps.dwGainFlags == BOTH, "%#lx %#lx %#lx\n", u.caps.dwHookSwitchDevs,
        u.caps.dwVolumeFlags, u.caps.dwGainFlags );
    ok( u.caps.dwHandsetHookSwitchModes == HOOK_MODES && u.caps.dwSpeakerHookSwitchModes == (HOOK_MODES | PHONEHOOKSWITCHMODE_SPEAKER) &&
        !u.caps.dwHeadsetHookSwitchModes,
        "%#lx %#lx %#lx\n", u.caps.dwHandsetHookSwitchModes, u.caps.dwSpeakerHookSwitchModes, u.caps.dwHeadsetHookSwitchModes );
    ok( (u.caps.dwPhoneFeatures & FEATURES) == FEATURES, "features %#lx\n", u.caps.dwPhoneFeatures );
    ok( !u.caps.dwNumButtonLamps && !u.caps.dwDisplayNumRows, "%lu buttons, %lu rows\n", u.caps.dwNumButtonLamps, u.caps.dwDisplayNumRows );
}

static void set_hook( struct phone_app *app, HPHONE phone, DWORD device, DWORD mode, DWORD expected )
{
    DWORD devices = ~0u;
    LONG ret = phone_reply( app, phoneSetHookSwitch( phone, device, mode ) );

    ok( !ret, "phoneSetHookSwitch %#lx, %#lx: %#lx\n", device, mode, ret );
    ret = phoneGetHookSwitch( phone, &devices );
    ok( !ret && devices == expected, "phoneGetHookSwitch: %#lx, %#lx not %#lx\n", ret, devices, expected );
}

static void test_hook( struct phone_app *app, HPHONE phone )
{
    PHONEMESSAGE msg;
    LONG ret;

    ok( !phoneSetStatusMessages( phone, PHONESTATE_HANDSETHOOKSWITCH | PHONESTATE_SPEAKERHOOKSWITCH | PHONESTATE_SPEAKERVOLUME, 0, 0 ),
        "phoneSetStatusMessages\n" );
    set_hook( app, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER, PHONEHOOKSWITCHDEV_SPEAKER );
    ok( phone_wait( app, PHONE_STATE, (ULONG_PTR)phone, PHONESTATE_SPEAKERHOOKSWITCH, &msg ) && msg.dwParam2 == PHONEHOOKSWITCHMODE_MICSPEAKER,
        "no message, or %#lx\n", (DWORD)msg.dwParam2 );
    /* one is lifted at a time */
    set_hook( app, phone, PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHMODE_MICSPEAKER, PHONEHOOKSWITCHDEV_HANDSET );
    ok( phone_wait( app, PHONE_STATE, (ULONG_PTR)phone, PHONESTATE_SPEAKERHOOKSWITCH, &msg ) && msg.dwParam2 == PHONEHOOKSWITCHMODE_ONHOOK,
        "no message, or %#lx\n", (DWORD)msg.dwParam2 );
    ok( phone_status( phone )->dwHandsetHookSwitchMode == PHONEHOOKSWITCHMODE_MICSPEAKER, "%#lx\n", phone_status( phone )->dwHandsetHookSwitchMode );
    set_hook( app, phone, PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHMODE_ONHOOK, 0 );
    ret = phone_reply( app, phoneSetHookSwitch( phone, PHONEHOOKSWITCHDEV_HEADSET, PHONEHOOKSWITCHMODE_ONHOOK ) );
    ok( ret == (LONG)PHONEERR_INVALHOOKSWITCHDEV, "headset: %#lx\n", ret );
    ret = phone_reply( app, phoneSetHookSwitch( phone, PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHMODE_MIC ) );
    ok( ret == (LONG)PHONEERR_INVALHOOKSWITCHMODE, "microphone alone: %#lx\n", ret );
}

static void test_levels( struct phone_app *app, HPHONE phone )
{
    PHONEMESSAGE msg;
    DWORD level = 0;
    LONG ret;

    ret = phoneGetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, &level );
    ok( !ret && level == 0x8000, "phoneGetVolume: %#lx %#lx\n", ret, level );
    ret = phone_reply( app, phoneSetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, 0xc000 ) );
    ok( !ret, "phoneSetVolume: %#lx\n", ret );
    ok( phone_wait( app, PHONE_STATE, (ULONG_PTR)phone, PHONESTATE_SPEAKERVOLUME, &msg ) && msg.dwParam2 == 0xc000, "no message\n" );
    ret = phoneGetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, &level );
    ok( !ret && level == 0xc000, "phoneGetVolume: %#lx %#lx\n", ret, level );
    ret = phone_reply( app, phoneSetGain( phone, PHONEHOOKSWITCHDEV_SPEAKER, 0x4000 ) );
    ok( !ret, "phoneSetGain: %#lx\n", ret );
    ret = phoneGetGain( phone, PHONEHOOKSWITCHDEV_SPEAKER, &level );
    ok( !ret && level == 0x4000, "phoneGetGain: %#lx %#lx\n", ret, level );
    ret = phoneGetGain( phone, PHONEHOOKSWITCHDEV_HEADSET, &level );
    ok( ret == (LONG)PHONEERR_INVALHOOKSWITCHDEV, "headset: %#lx\n", ret );
}

static void test_ids( HPHONE phone, HLINE line, DWORD line_device, DWORD device )
{
    static const WCHAR *const classes[] = { L"tapi/line", L"tapi/phone", L"wave/out", L"wave/in" };
    DWORD expected[4] = { line_device, device, line_wave_id( line, 0, L"wave/out" ), line_wave_id( line, 0, L"wave/in" ) }, value, i;
    union { VARSTRING id; char bytes[64]; } u;
    LONG ret;

    for (i = 0; i < 4; i++)
    {
        memset( &u, 0, sizeof(u) );
        u.id.dwTotalSize = sizeof(u);
        ret = phoneGetIDW( phone, &u.id, classes[i] );
        memcpy( &value, u.bytes + u.id.dwStringOffset, sizeof(value) );
        ok( !ret && u.id.dwStringSize == sizeof(DWORD) && value == expected[i], "%s: %#lx, %lu not %lu\n", wine_dbgstr_w( classes[i] ), ret, value,
            expected[i] );
    }
    ret = phoneGetIDW( phone, &u.id, L"comm/datamodem" );
    ok( ret == (LONG)PHONEERR_INVALDEVICECLASS, "comm/datamodem: %#lx\n", ret );
}

/* What a vendor's .INF file says of a speakerphone. The modem of the exchange refuses all commands of this kind but those that it was taught. */
static void describe_speakerphone( BOOL there )
{
    static const struct { const WCHAR *key, *command; } commands[] =
    {
        { L"SpeakerPhoneMute", L"AT#SPK=0,,<cr>" }, { L"SpeakerPhoneUnMute", L"AT#SPK=1,,<cr>" }, { L"SpeakerPhoneSetVolumeGain", L"AT#SPK=,<Vol>,<Gain><cr>" },
    };
    static const DWORD specs[4] = { 0, 15, 3, 0 };
    HKEY modem = open_modem_key( L"Modem A" ), key;
    unsigned int i;

    ok( modem != NULL, "no key\n" );
    if (!modem) return;
    if (there) RegSetValueExW( modem, L"SpeakerPhoneSpecs", 0, REG_BINARY, (const BYTE *)specs, sizeof(specs) );
    else RegDeleteValueW( modem, L"SpeakerPhoneSpecs" );
    for (i = 0; i < ARRAYSIZE(commands); i++)
    {
        if (!there) RegDeleteKeyW( modem, commands[i].key );
        else if (!RegCreateKeyExW( modem, commands[i].key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL ))
        {
            RegSetValueExW( key, L"1", 0, REG_SZ, (const BYTE *)commands[i].command, (wcslen( commands[i].command ) + 1) * sizeof(WCHAR) );
            RegCloseKey( key );
        }
    }
    RegCloseKey( modem );
}

/* In a call the modem itself is switched; what it answers is the reply. */
static void test_call( struct phone_app *phones, HPHONE phone, struct app *app, HLINE line )
{
    HCALL call = voice_call( app, line, LISTENER );
    PHONEMESSAGE msg;
    LONG ret;

    if (!call) return;
    /* volume 0xc000 and gain 0x4000 were set before */
    ok( phoneline( "answer A #SPK=,4,1 set" ) && phoneline( "answer A #SPK=,0,1 set" ), "the modem learns nothing\n" );
    set_hook( phones, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER, PHONEHOOKSWITCHDEV_SPEAKER );
    ret = phone_reply( phones, phoneSetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, 0xffff ) );
    ok( !ret, "phoneSetVolume: %#lx\n", ret );
    ok( phoneline( "answer A #SPK=,0,1 ERROR" ), "the modem learns nothing\n" );
    ret = phone_reply( phones, phoneSetVolume( phone, PHONEHOOKSWITCHDEV_SPEAKER, 0xfff0 ) );
    ok( ret == (LONG)PHONEERR_OPERATIONFAILED, "phoneSetVolume: %#lx\n", ret );
    ok( phoneline( "answer A #SPK=,0,1 set" ) && phoneline( "answer A #SPK=0,, set" ) && phoneline( "answer A #SPK=1,, set" ), "the modem learns nothing\n" );
    set_hook( phones, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_SPEAKER, PHONEHOOKSWITCHDEV_SPEAKER );
    ok( phone_status( phone )->dwSpeakerHookSwitchMode == PHONEHOOKSWITCHMODE_SPEAKER, "%#lx\n", phone_status( phone )->dwSpeakerHookSwitchMode );
    set_hook( phones, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER, PHONEHOOKSWITCHDEV_SPEAKER );
    /* somebody lifts the telephone set at the modem, and puts it down */
    phone_forget( phones );
    ok( phoneline( "dle A H" ), "the modem does not say so\n" );
    ok( phone_wait( phones, PHONE_STATE, (ULONG_PTR)phone, PHONESTATE_HANDSETHOOKSWITCH, &msg ) && msg.dwParam2 == PHONEHOOKSWITCHMODE_MICSPEAKER,
        "no message, or %#lx\n", (DWORD)msg.dwParam2 );
    ok( phone_status( phone )->dwHandsetHookSwitchMode == PHONEHOOKSWITCHMODE_MICSPEAKER, "%#lx\n", phone_status( phone )->dwHandsetHookSwitchMode );
    ok( phoneline( "dle A h" ), "the modem does not say so\n" );
    ok( phone_wait( phones, PHONE_STATE, (ULONG_PTR)phone, PHONESTATE_HANDSETHOOKSWITCH, &msg ) && msg.dwParam2 == PHONEHOOKSWITCHMODE_ONHOOK,
        "no message, or %#lx\n", (DWORD)msg.dwParam2 );
    set_hook( phones, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_ONHOOK, 0 );
    ok( call_state( call ) == LINECALLSTATE_CONNECTED, "state %#lx\n", call_state( call ) );
    hang_up( app, call );
}

static DWORD permanent_phone( struct phone_app *phones, DWORD device )
{
    union { PHONECAPS caps; char bytes[2048]; } u = { { sizeof(u) } };
    LONG ret = phoneGetDevCapsW( phones->handle, device, 0x00020002, 0, &u.caps );

    ok( !ret && u.caps.dwPermanentPhoneID, "phoneGetDevCaps: %#lx\n", ret );
    return u.caps.dwPermanentPhoneID;
}

/* The modem is unplugged, and comes back: programs see its phone and its line go and come, as what they were. */
static void test_plug( struct phone_app *phones, HPHONE phone, DWORD device, struct app *app, HLINE line, DWORD line_device )
{
    DWORD permanent = permanent_phone( phones, device );
    PHONEMESSAGE message;
    LINEMESSAGE msg;

    ok( phoneline( "unplug A" ), "unplugged\n" );
    ok( phone_wait( phones, PHONE_REMOVE, ANY, device, &message ), "no PHONE_REMOVE\n" );
    ok( phone_have( phones, PHONE_CLOSE, H( phone ), ANY, &message ), "no PHONE_CLOSE before PHONE_REMOVE\n" );
    ok( wait_message( app, LINE_REMOVE, ANY, line_device, &msg ), "no LINE_REMOVE\n" );
    ok( have_message( app, LINE_CLOSE, H( line ), ANY, &msg ), "no LINE_CLOSE before LINE_REMOVE\n" );
    ok( phoneline( "replug A" ), "plugged in\n" );
    ok( wait_message( app, LINE_CREATE, ANY, ANY, &msg ) && msg.dwParam1 != line_device, "no LINE_CREATE\n" );
    if (!phone_wait( phones, PHONE_CREATE, ANY, ANY, &message ))
    {
        ok( 0, "no PHONE_CREATE\n" );
        return;
    }
    ok( message.dwParam1 != device && permanent_phone( phones, message.dwParam1 ) == permanent, "phone %lu\n", H( message.dwParam1 ) );
    if ((phone = open_phone( phones, message.dwParam1, 0x00020002, OWNER )))
    {
        set_hook( phones, phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER, PHONEHOOKSWITCHDEV_SPEAKER );
        ok( !phoneClose( phone ), "phoneClose\n" );
    }
}

START_TEST(phoneset)
{
    DWORD device, line_device;
    struct phone_app phones;
    struct app app;
    HPHONE phone;
    HLINE line;

    /* before the service starts: voice, telephone set, speakerphone, sound by the port */
    if (!far_end_begin() || !voice_modem_begin( L"Modem A", 0x27 )) return;
    describe_speakerphone( TRUE );
    ok( phoneline( "voice A v253" ), "a voice modem\n" );
    ok( phoneline( "phone 5550153 pause=60000" ), "a listener\n" );
    app_begin( &app, "phoneset" );
    phone_app_begin( &phones, "phoneset" );
    device = find_phone( &phones, L"Modem A" );
    line_device = find_line( &app, L"Modem A" );
    ok( device != ~0u, "no phone\n" );
    line = open_line( &app, line_device, 0x00020002, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_AUTOMATEDVOICE );
    if (device != ~0u && line && (phone = open_phone( &phones, device, 0x00020002, OWNER )))
    {
        test_caps( &phones, device );
        test_hook( &phones, phone );
        test_levels( &phones, phone );
        test_ids( phone, line, line_device, device );
        test_call( &phones, phone, &app, line );
        test_plug( &phones, phone, device, &app, line, line_device );
        line = 0;
    }
    if (line) lineClose( line );
    phone_app_end( &phones );
    app_end( &app );
    ok( phoneline( "answer A #SPK=,4,1" ) && phoneline( "answer A #SPK=,0,1" ) && phoneline( "answer A #SPK=0,," ) && phoneline( "answer A #SPK=1,," ),
        "the modem forgets nothing\n" );
    describe_speakerphone( FALSE );
    voice_modem_end( L"Modem A" );
}
