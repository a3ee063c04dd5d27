/*
 * Phones, and what they do by themselves.
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

#include "fixture.h"
#include "exchange_ext.h"

/* Buttons of a set of the exchange, see docs/exchange.md */
#define KEY_STAR  10
#define KEY_POUND 11
#define FEATURE   16                    /* one whose function can be set */

static ITPhone *phone_of( ITAddress *address )
{
    ITPhone *phone = NULL;
    ITAddress2 *address2;
    IEnumPhone *phones;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_EnumeratePhones( address2, &phones ), S_OK );
    ok_hr( IEnumPhone_Next( phones, 1, &phone, NULL ), S_OK );
    IEnumPhone_Release( phones );
    ITAddress2_Release( address2 );
    return phone;
}

/* Somebody presses a button of the set and lets go of it. Whether the exchange can do something with it now is not what is asked here. */
static void press( ITPhone *phone, DWORD button )
{
    struct exchange_command command = { sizeof(command), EXCHANGE_MAGIC, EXCHANGE_BUTTON, 0, 0, { button, 3 } };
    HRESULT hr = ITPhone_DeviceSpecific( phone, (BYTE *)&command, sizeof(command) );

    ok( hr == S_OK || hr == TAPI_E_OPERATIONFAILED, "button %lu: %#lx\n", button, hr );
}

/* Wait for an event of a phone; its interface, referenced */
static ITPhoneEvent *expect( struct sink *sink, ITPhone *phone, PHONE_EVENT expected )
{
    ITPhoneEvent *event;

    while ((event = sink_wait( sink, TE_PHONEEVENT, &IID_ITPhoneEvent )))
    {
        PHONE_EVENT got = -1;
        ITPhone *which;
        BOOL same;

        ok_hr( ITPhoneEvent_get_Event( event, &got ), S_OK );
        ok_hr( ITPhoneEvent_get_Phone( event, &which ), S_OK );
        same = which == phone;
        ITPhone_Release( which );
        if (same && got == expected) return event;
        ITPhoneEvent_Release( event );
    }
    ok( 0, "no event %u\n", expected );
    return NULL;
}

static void expect_hook( struct sink *sink, ITPhone *phone, PHONE_HOOK_SWITCH_STATE expected )
{
    ITPhoneEvent *event = expect( sink, phone, PE_HOOKSWITCH );
    PHONE_HOOK_SWITCH_STATE state = -1;

    if (!event) return;
    ok_hr( ITPhoneEvent_get_HookSwitchState( event, &state ), S_OK );
    ok( state == expected, "hookswitch %u, not %u\n", state, expected );
    ITPhoneEvent_Release( event );
}

static void expect_ring( struct sink *sink, ITPhone *phone, LONG expected )
{
    for (;;)
    {
        ITPhoneEvent *event = expect( sink, phone, PE_RINGMODE );
        LONG mode = -1;

        if (!event) break;
        ok_hr( ITPhoneEvent_get_RingMode( event, &mode ), S_OK );
        ITPhoneEvent_Release( event );
        if (mode == expected) break;
    }
}

static void expect_number( struct sink *sink, ITPhone *phone, const WCHAR *expected )
{
    ITPhoneEvent *event = expect( sink, phone, PE_NUMBERGATHERED );
    ITCallInfo *call;
    BSTR number;

    if (!event) return;
    ok_hr( ITPhoneEvent_get_NumberGathered( event, NULL ), E_POINTER );
    ok_hr( ITPhoneEvent_get_NumberGathered( event, &number ), S_OK );
    ok( !lstrcmpW( number, expected ), "number %ls\n", number );
    SysFreeString( number );
    ok_hr( ITPhoneEvent_get_Call( event, &call ), TAPI_E_WRONGEVENT );
    ITPhoneEvent_Release( event );
}

static void expect_call( struct sink *sink, ITPhone *phone, PHONE_EVENT expected, ITCallInfo *call )
{
    ITPhoneEvent *event = expect( sink, phone, expected );
    ITCallInfo *which = NULL;
    BSTR number;

    if (!event) return;
    ok_hr( ITPhoneEvent_get_Call( event, NULL ), E_POINTER );
    ok_hr( ITPhoneEvent_get_Call( event, &which ), S_OK );
    ok( same_object( which, call ), "another call\n" );
    ITCallInfo_Release( which );
    ok_hr( ITPhoneEvent_get_NumberGathered( event, &number ), TAPI_E_WRONGEVENT );
    ITPhoneEvent_Release( event );
}

/* Methods of a phone that is closed, or open for others to rule */
static void test_refused( ITAutomatedPhoneControl *automated, ITCallInfo *call, HRESULT expected )
{
    VARIANT_BOOL yes = VARIANT_TRUE;
    PHONE_TONE tone = PT_BUSY;
    IEnumCall *calls = (void *)0xdead;
    VARIANT variant;

    ok_hr( ITAutomatedPhoneControl_StartTone( automated, PT_BUSY, 0 ), expected );
    ok_hr( ITAutomatedPhoneControl_StopTone( automated ), expected );
    ok_hr( ITAutomatedPhoneControl_get_Tone( automated, &tone ), expected );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, 1, 0 ), expected );
    ok_hr( ITAutomatedPhoneControl_StopRinger( automated ), expected );
    ok_hr( ITAutomatedPhoneControl_get_Ringer( automated, &yes ), expected );
    ok_hr( ITAutomatedPhoneControl_put_PhoneHandlingEnabled( automated, VARIANT_TRUE ), expected );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, call, VARIANT_FALSE ), expected );
    ok_hr( ITAutomatedPhoneControl_UnselectCall( automated, call ), expected );
    ok_hr( ITAutomatedPhoneControl_EnumerateSelectedCalls( automated, &calls ), expected );
    ok( !calls, "an enumerator\n" );
    ok_hr( ITAutomatedPhoneControl_get_SelectedCalls( automated, &variant ), expected );
    ok_hr( ITAutomatedPhoneControl_get_PhoneHandlingEnabled( automated, &yes ), S_OK );
    ok( yes == VARIANT_FALSE, "handling is enabled\n" );
}

#define TEST_NUMBER( name, normal ) \
    do { \
        LONG value__ = -1; \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, NULL ), E_POINTER ); \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, &value__ ), S_OK ); \
        ok( value__ == (normal), #name " is %ld\n", value__ ); \
        ok_hr( ITAutomatedPhoneControl_put_##name( automated, -1 ), E_INVALIDARG ); \
        ok_hr( ITAutomatedPhoneControl_put_##name( automated, 4711 ), S_OK ); \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, &value__ ), S_OK ); \
        ok( value__ == 4711, #name " is %ld\n", value__ ); \
        ok_hr( ITAutomatedPhoneControl_put_##name( automated, normal ), S_OK ); \
    } while (0)

#define TEST_FLAG( name ) \
    do { \
        VARIANT_BOOL value__ = 7; \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, NULL ), E_POINTER ); \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, &value__ ), S_OK ); \
        ok( value__ == VARIANT_TRUE, #name " is %d\n", value__ ); \
        ok_hr( ITAutomatedPhoneControl_put_##name( automated, VARIANT_FALSE ), S_OK ); \
        ok_hr( ITAutomatedPhoneControl_get_##name( automated, &value__ ), S_OK ); \
        ok( value__ == VARIANT_FALSE, #name " is %d\n", value__ ); \
        ok_hr( ITAutomatedPhoneControl_put_##name( automated, VARIANT_TRUE ), S_OK ); \
    } while (0)

static void test_settings( ITAutomatedPhoneControl *automated )
{
    ok_hr( ITAutomatedPhoneControl_get_PhoneHandlingEnabled( automated, NULL ), E_POINTER );
    TEST_NUMBER( AutoEndOfNumberTimeout, 3000 );
    TEST_FLAG( AutoDialtone );
    TEST_FLAG( AutoStopTonesOnOnHook );
    TEST_FLAG( AutoStopRingOnOffHook );
    TEST_FLAG( AutoKeypadTones );
    TEST_NUMBER( AutoKeypadTonesMinimumDuration, 250 );
    TEST_FLAG( AutoVolumeControl );
    TEST_NUMBER( AutoVolumeControlStep, 4096 );
    TEST_NUMBER( AutoVolumeControlRepeatDelay, 500 );
    TEST_NUMBER( AutoVolumeControlRepeatPeriod, 100 );
}

/* Where the phone has a sound device tones play; where it has none that is said. */
static void test_tones( ITAutomatedPhoneControl *automated )
{
    PHONE_TONE tone = -1;
    HRESULT hr;

    ok_hr( ITAutomatedPhoneControl_get_Tone( automated, NULL ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_get_Tone( automated, &tone ), S_OK );
    ok( tone == PT_SILENCE, "tone %u\n", tone );
    ok_hr( ITAutomatedPhoneControl_StartTone( automated, PT_SILENCE + 1, 0 ), E_INVALIDARG );
    ok_hr( ITAutomatedPhoneControl_StartTone( automated, PT_BUSY, -1 ), E_INVALIDARG );
    ok_hr( ITAutomatedPhoneControl_StartTone( automated, PT_SILENCE, 0 ), S_OK );
    hr = ITAutomatedPhoneControl_StartTone( automated, PT_BUSY, 0 );
    ok( hr == S_OK || hr == TAPI_E_NOTSUPPORTED || hr == TAPI_E_NODEVICE, "StartTone returned %#lx\n", hr );
    ok_hr( ITAutomatedPhoneControl_get_Tone( automated, &tone ), S_OK );
    ok( tone == (hr == S_OK ? PT_BUSY : PT_SILENCE), "tone %u\n", tone );
    ok_hr( ITAutomatedPhoneControl_StopTone( automated ), S_OK );
    ok_hr( ITAutomatedPhoneControl_get_Tone( automated, &tone ), S_OK );
    ok( tone == PT_SILENCE, "tone %u\n", tone );
    if (hr != S_OK) return;
    ok_hr( ITAutomatedPhoneControl_StartTone( automated, PT_KEYPADFIVE, 100 ), S_OK );
    while (ITAutomatedPhoneControl_get_Tone( automated, &tone ) == S_OK && tone != PT_SILENCE) Sleep( 10 );     /* it ends by itself */
}

static void test_ringer( struct sink *sink, ITPhone *phone, ITAutomatedPhoneControl *automated )
{
    VARIANT_BOOL ringing = VARIANT_TRUE;

    ok_hr( ITAutomatedPhoneControl_get_Ringer( automated, NULL ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_get_Ringer( automated, &ringing ), S_OK );
    ok( ringing == VARIANT_FALSE, "it rings\n" );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, -1, 0 ), E_INVALIDARG );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, 1, -1 ), E_INVALIDARG );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, 1000, 0 ), TAPI_E_INVALMODE );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, 2, 0 ), S_OK );
    expect_ring( sink, phone, 2 );
    ok_hr( ITAutomatedPhoneControl_get_Ringer( automated, &ringing ), S_OK );
    ok( ringing == VARIANT_TRUE, "it does not ring\n" );
    ok_hr( ITAutomatedPhoneControl_StopRinger( automated ), S_OK );
    expect_ring( sink, phone, 0 );
    ok_hr( ITAutomatedPhoneControl_get_Ringer( automated, &ringing ), S_OK );
    ok( ringing == VARIANT_FALSE, "it rings\n" );
    ok_hr( ITAutomatedPhoneControl_StopRinger( automated ), S_OK );
    ok_hr( ITAutomatedPhoneControl_StartRinger( automated, 0, 50 ), S_OK );        /* ends by itself */
    expect_ring( sink, phone, 1 );
    expect_ring( sink, phone, 0 );
}

static void test_numbers( struct sink *sink, ITPhone *phone, ITAutomatedPhoneControl *automated )
{
    ok_hr( ITAutomatedPhoneControl_put_AutoEndOfNumberTimeout( automated, 0 ), S_OK );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_OFFHOOK ), S_OK );
    expect_hook( sink, phone, PHSS_OFFHOOK );
    press( phone, 1 );
    press( phone, 0 );
    press( phone, KEY_STAR );
    press( phone, KEY_POUND );
    expect_number( sink, phone, L"10*" );
    ok_hr( ITAutomatedPhoneControl_put_AutoEndOfNumberTimeout( automated, 50 ), S_OK );
    press( phone, 7 );
    expect_number( sink, phone, L"7" );
    /* hung up: what was dialled is forgotten */
    ok_hr( ITAutomatedPhoneControl_put_AutoEndOfNumberTimeout( automated, 0 ), S_OK );
    press( phone, 9 );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_ONHOOK ), S_OK );
    expect_hook( sink, phone, PHSS_ONHOOK );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_OFFHOOK ), S_OK );
    press( phone, 5 );
    press( phone, KEY_POUND );
    expect_number( sink, phone, L"5" );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_ONHOOK ), S_OK );
    expect_hook( sink, phone, PHSS_ONHOOK );
    ok_hr( ITAutomatedPhoneControl_put_AutoEndOfNumberTimeout( automated, 3000 ), S_OK );
    sink_forget( sink );
}

static void check_selected( ITAutomatedPhoneControl *automated, ITCallInfo *expected )
{
    ITCollection *collection;
    ITCallInfo *call = NULL;
    IEnumCall *calls;
    VARIANT variant;
    LONG count = -1;

    ok_hr( ITAutomatedPhoneControl_EnumerateSelectedCalls( automated, NULL ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_get_SelectedCalls( automated, NULL ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_EnumerateSelectedCalls( automated, &calls ), S_OK );
    ok_hr( IEnumCall_Next( calls, 1, &call, NULL ), expected ? S_OK : S_FALSE );
    if (expected)
    {
        ok( same_object( call, expected ), "another call\n" );
        ITCallInfo_Release( call );
    }
    ok( !IEnumCall_Release( calls ), "references left\n" );
    ok_hr( ITAutomatedPhoneControl_get_SelectedCalls( automated, &variant ), S_OK );
    collection = (ITCollection *)V_DISPATCH( &variant );
    ok_hr( ITCollection_get_Count( collection, &count ), S_OK );
    ok( count == (expected != NULL), "%ld calls\n", count );
    ok( !ITCollection_Release( collection ), "references left\n" );
}

static void wait_unselected( ITAutomatedPhoneControl *automated )
{
    const DWORD start = GetTickCount();
    ITCallInfo *call;
    IEnumCall *calls;
    BOOL selected;

    do
    {
        ok_hr( ITAutomatedPhoneControl_EnumerateSelectedCalls( automated, &calls ), S_OK );
        if ((selected = IEnumCall_Next( calls, 1, &call, NULL ) == S_OK)) ITCallInfo_Release( call );
        IEnumCall_Release( calls );
        if (selected) Sleep( 5 );
    }
    while (selected && GetTickCount() - start < PATIENCE);
    ok( !selected, "the call is still selected\n" );
}

/* Make a call from 1002 to 1001 and give the end that is called. */
static ITCallInfo *incoming( struct sink *sink, ITAddress *from, ITBasicCallControl **caller )
{
    ITCallStateEvent *event;
    ITCallInfo *call = NULL;
    BSTR number = SysAllocString( L"1001" );

    ok_hr( ITAddress_CreateCall( from, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, caller ), S_OK );
    ok_hr( ITBasicCallControl_Connect( *caller, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait_state( sink, NULL, CS_OFFERING )))
    {
        ok_hr( ITCallStateEvent_get_Call( event, &call ), S_OK );
        ITCallStateEvent_Release( event );
    }
    SysFreeString( number );
    return call;
}

static void end_call( struct sink *sink, ITBasicCallControl *caller, ITCallInfo *call )
{
    ITBasicCallControl_Disconnect( caller, DC_NORMAL );
    release_last_of( sink, caller );
    release_last_of( sink, call );
    sink_forget( sink );
}

/* The set of another number than the call's: the exchange itself does nothing with the call when it is lifted. */
static void test_calls( struct sink *sink, ITPhone *phone, ITAutomatedPhoneControl *automated, ITAddress *from )
{
    ITCallStateEvent *event;
    ITBasicCallControl *caller, *idle;
    ITCallInfo *call, *info;

    /* it rings, is lifted, talks, and is hung up */
    call = incoming( sink, from, &caller );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, NULL, VARIANT_FALSE ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_UnselectCall( automated, NULL ), E_POINTER );
    ok_hr( ITAutomatedPhoneControl_UnselectCall( automated, call ), E_INVALIDARG );
    check_selected( automated, NULL );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, call, VARIANT_TRUE ), S_OK );
    check_selected( automated, call );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, call, VARIANT_FALSE ), TAPI_E_INUSE );
    expect_ring( sink, phone, 1 );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_OFFHOOK ), S_OK );
    expect_ring( sink, phone, 0 );
    expect_call( sink, phone, PE_ANSWER, call );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_ONHOOK ), S_OK );
    expect_call( sink, phone, PE_DISCONNECT, call );
    wait_unselected( automated );
    end_call( sink, caller, call );

    /* selected while it is lifted: answered at once. Unselected: the hookswitch does nothing to it. */
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_SPEAKERPHONE, PHSS_OFFHOOK ), S_OK );
    expect_hook( sink, phone, PHSS_OFFHOOK );
    call = incoming( sink, from, &caller );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, call, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait_state( sink, call, CS_CONNECTED ))) ITCallStateEvent_Release( event );
    ok_hr( ITAutomatedPhoneControl_UnselectCall( automated, call ), S_OK );
    check_selected( automated, NULL );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_SPEAKERPHONE, PHSS_ONHOOK ), S_OK );
    expect_hook( sink, phone, PHSS_ONHOOK );
    /* what follows is done after that, and the call is as it was */
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, call, VARIANT_FALSE ), S_OK );
    expect_ring( sink, phone, 1 );      /* as documented: it is on hook */
    /* the other end hangs up: unselected, and quiet */
    ok_hr( ITBasicCallControl_Disconnect( caller, DC_NORMAL ), S_OK );
    expect_ring( sink, phone, 0 );
    wait_unselected( automated );
    end_call( sink, caller, call );

    /* a call that goes out */
    ok_hr( ITAddress_CreateCall( from, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &idle ), S_OK );
    ok_hr( ITBasicCallControl_QueryInterface( idle, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITAutomatedPhoneControl_SelectCall( automated, info, VARIANT_FALSE ), S_OK );
    ITCallInfo_Release( info );
    check_selected( automated, info );
    ok_hr( ITAutomatedPhoneControl_UnselectCall( automated, info ), S_OK );
    release_last_of( sink, idle );
}

/* The volume of the handset, as another program sees it */
static DWORD volume_of( HPHONE phone )
{
    DWORD volume = 0;
    LONG error = phoneGetVolume( phone, PHONEHOOKSWITCHDEV_HANDSET, &volume );

    ok( !error, "phoneGetVolume returned %#lx\n", error );
    return volume;
}

/* A phone whose sound does not come from this machine has its own volume changed. */
static void test_volume( struct sink *sink, ITPhone *phone, ITAutomatedPhoneControl *automated, DWORD device )
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT };
    DWORD phones, version = 0x00020002, agreed, before, wave, start = GetTickCount();
    struct { VARSTRING string; DWORD room[8]; } id = { { sizeof(id) } };
    PHONEEXTENSIONID extension;
    HPHONE handle = 0;
    HPHONEAPP app;
    LONG error;

    error = phoneInitializeExW( &app, NULL, NULL, L"volume", &phones, &version, &params );
    ok( !error, "phoneInitializeEx returned %#lx\n", error );
    ok( !phoneNegotiateAPIVersion( app, device, 0x00010004, 0x00020002, &agreed, &extension ), "no version\n" );
    error = phoneOpen( app, device, &handle, agreed, 0, 0, PHONEPRIVILEGE_MONITOR );
    ok( !error, "phoneOpen returned %#lx\n", error );
    wave = !phoneGetIDW( handle, &id.string, L"wave/out" );
    before = volume_of( handle );
    ok_hr( ITPhone_put_ButtonFunction( phone, FEATURE, PBF_VOLUMEUP ), S_OK );
    ok_hr( ITAutomatedPhoneControl_put_AutoVolumeControlStep( automated, 1000 ), S_OK );
    press( phone, FEATURE );
    if (!wave)
    {
        while (volume_of( handle ) == before && GetTickCount() - start < PATIENCE) Sleep( 5 );
        ok( volume_of( handle ) == before + 1000, "volume %lu, was %lu\n", volume_of( handle ), before );
    }
    /* not when that is switched off; the button that follows is handled later, and has an effect */
    ok_hr( ITAutomatedPhoneControl_put_AutoVolumeControl( automated, VARIANT_FALSE ), S_OK );
    before = volume_of( handle );
    press( phone, FEATURE );
    ok_hr( ITAutomatedPhoneControl_put_AutoEndOfNumberTimeout( automated, 0 ), S_OK );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_OFFHOOK ), S_OK );
    press( phone, 3 );
    press( phone, KEY_POUND );
    expect_number( sink, phone, L"3" );
    ok( volume_of( handle ) == before, "volume %lu, was %lu\n", volume_of( handle ), before );
    ok_hr( ITPhone_put_HookSwitchState( phone, PHSD_HANDSET, PHSS_ONHOOK ), S_OK );
    phoneShutdown( app );
}

/* The device behind an address' phone */
static DWORD device_of( ITPhone *phone )
{
    union { PHONECAPS caps; BYTE bytes[8192]; } u;
    PHONEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT };
    DWORD phones = 0, version = 0x00020002, agreed, device;
    PHONEEXTENSIONID extension;
    HPHONEAPP app;
    BSTR name;

    ok_hr( ITPhone_get_PhoneCapsString( phone, PCS_PHONENAME, &name ), S_OK );
    phoneInitializeExW( &app, NULL, NULL, L"find", &phones, &version, &params );
    for (device = 0; device < phones; device++)
    {
        memset( &u, 0, sizeof(u) );
        u.caps.dwTotalSize = sizeof(u);
        if (phoneNegotiateAPIVersion( app, device, 0x00010004, 0x00020002, &agreed, &extension )) continue;
        if (!phoneGetDevCapsW( app, device, agreed, 0, &u.caps ) && !lstrcmpW( (WCHAR *)(u.bytes + u.caps.dwPhoneNameOffset), name )) break;
    }
    ok( device < phones, "no device %ls\n", name );
    SysFreeString( name );
    phoneShutdown( app );
    return device;
}

START_TEST( phone )
{
    HRESULT (WINAPI *can_unload)( void );
    ITAutomatedPhoneControl *automated;
    ITAddress *called, *caller, *other;
    LONG registration = 0;
    ITPhone *phone, *back;
    VARIANT_BOOL enabled;
    struct sink sink;
    ITTAPI2 *tapi;
    DWORD start;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!exchange_add( 3, 3 )) goto done;
    tapi = new_tapi();
    sink_advise( &sink, tapi, TE_PHONEEVENT | TE_CALLSTATE );
    called = find_address( tapi, L"1001" );
    caller = find_address( tapi, L"1002" );
    other = find_address( tapi, L"1003" );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, called, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0, &registration ), S_OK );
    phone = phone_of( other );
    ok_hr( ITPhone_QueryInterface( phone, &IID_ITAutomatedPhoneControl, (void **)&automated ), S_OK );
    ok_hr( ITAutomatedPhoneControl_QueryInterface( automated, &IID_ITPhone, (void **)&back ), S_OK );
    ok( back == phone, "another object\n" );
    ITPhone_Release( back );
    {
        ITBasicCallControl *idle;
        ITCallInfo *info;

        ok_hr( ITAddress_CreateCall( caller, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &idle ), S_OK );
        ok_hr( ITBasicCallControl_QueryInterface( idle, &IID_ITCallInfo, (void **)&info ), S_OK );
        test_refused( automated, info, TAPI_E_PHONENOTOPEN );
        ok_hr( ITPhone_Open( phone, PP_MONITOR ), S_OK );
        test_refused( automated, info, TAPI_E_INVALPRIVILEGE );
        ok_hr( ITPhone_Close( phone ), S_OK );
        ITCallInfo_Release( info );
        release_last( idle );
    }
    ok_hr( ITPhone_Open( phone, PP_OWNER ), S_OK );
    test_settings( automated );
    test_tones( automated );
    test_ringer( &sink, phone, automated );
    ok_hr( ITAutomatedPhoneControl_put_PhoneHandlingEnabled( automated, VARIANT_TRUE ), S_OK );
    ok_hr( ITAutomatedPhoneControl_get_PhoneHandlingEnabled( automated, &enabled ), S_OK );
    ok( enabled == VARIANT_TRUE, "handling is not enabled\n" );
    test_numbers( &sink, phone, automated );
    test_calls( &sink, phone, automated, caller );
    test_volume( &sink, phone, automated, device_of( phone ));
    /* closing ends it all */
    ok_hr( ITPhone_Close( phone ), S_OK );
    ok_hr( ITAutomatedPhoneControl_get_PhoneHandlingEnabled( automated, &enabled ), S_OK );
    ok( enabled == VARIANT_FALSE, "handling is enabled\n" );
    ok_hr( ITAutomatedPhoneControl_StopTone( automated ), TAPI_E_PHONENOTOPEN );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, registration ), S_OK );
    sink_unadvise( &sink );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ok_hr( ITAutomatedPhoneControl_StopTone( automated ), TAPI_E_NOT_INITIALIZED );
    ITAutomatedPhoneControl_Release( automated );
    release_last( phone );
    release_last( called );
    release_last( caller );
    release_last( other );
    release_last( tapi );
    can_unload = (void *)GetProcAddress( GetModuleHandleW( L"tapi3.dll" ), "DllCanUnloadNow" );
    start = GetTickCount();
    while (can_unload() != S_OK && GetTickCount() - start < PATIENCE) Sleep( 5 );
    ok_hr( can_unload(), S_OK );
    exchange_remove();
done:
    CoUninitialize();
}
