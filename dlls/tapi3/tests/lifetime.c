/*
 * Objects before Initialize, after Shutdown and in wrong states; many at once; nothing stays behind.
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

#include "caller.h"

static struct zoo zoo;

struct expected { const char *name; HRESULT hr; };

static HRESULT call_plain( IUnknown *face, const struct method *method )
{
    struct arguments args;
    HRESULT hr;

    arguments_plain( &args, method, &zoo );
    hr = call_vtable( face, method, &args );
    arguments_free( &args, method );
    return hr;
}

/* Every method of a TAPI object that has no session */
static void check_without_session( ITTAPI2 *tapi, const char *when )
{
    static const struct expected others[] =
    {
        { "Initialize", 0 }, { "Shutdown", S_FALSE }, { "CreateEmptyCollectionObject", S_OK },
        { "EnumeratePrivateTAPIObjects", 1 }, { "PrivateTAPIObjects", 1 },      /* no session matters for what nobody has */
    };
    unsigned int i, k, m, checked = 0;

    for (i = 0; i < interface_count; i++)
    {
        IUnknown *face;

        if (FAILED(ITTAPI2_QueryInterface( tapi, &interfaces[i].iid, (void **)&face ))) continue;
        for (m = 0; m < interfaces[i].count; m++)
        {
            const struct method *method = &interfaces[i].methods[m];
            HRESULT expected = TAPI_E_NOT_INITIALIZED;

            for (k = 0; k < ARRAY_SIZE(others); k++)
                if (!strcmp( others[k].name, method->name )) expected = others[k].hr;
            if (expected == 1 || !strcmp( method->name, "Initialize" )) continue;
            ok( call_plain( face, method ) == expected, "%s %s::%s returned %#lx\n", when, interfaces[i].name, method->name, call_plain( face, method ));
            checked++;
        }
        IUnknown_Release( face );
    }
    ok( checked >= 14, "only %u methods\n", checked );
}

static void test_without_session(void)
{
    ITTAPI2 *tapi;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    check_without_session( tapi, "before Initialize" );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    ok_hr( ITTAPI2_Initialize( tapi ), S_FALSE );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    check_without_session( tapi, "after Shutdown" );
    release_last( tapi );
}

/* A call that was not made yet */
static void test_idle_call(void)
{
    static const struct expected methods[] =
    {
        { "Answer", TAPI_E_INVALCALLSTATE }, { "Disconnect", S_FALSE }, { "Hold", TAPI_E_INVALCALLSTATE }, { "HandoffDirect", TAPI_E_INVALCALLSTATE },
        { "HandoffIndirect", TAPI_E_INVALCALLSTATE }, { "BlindTransfer", TAPI_E_INVALCALLSTATE }, { "ParkDirect", TAPI_E_INVALCALLSTATE },
        { "ParkIndirect", TAPI_E_INVALCALLSTATE }, { "Dial", TAPI_E_INVALCALLSTATE }, { "Finish", TAPI_E_INVALCALLSTATE },
        { "RemoveFromConference", TAPI_E_INVALCALLSTATE }, { "DetectDigits", TAPI_E_INVALCALLSTATE }, { "GenerateDigits", TAPI_E_INVALCALLSTATE },
        { "GenerateDigits2", TAPI_E_INVALCALLSTATE }, { "GatherDigits", TAPI_E_INVALCALLSTATE }, { "GenerateTone", TAPI_E_INVALCALLSTATE },
        { "MonitorMedia", TAPI_E_INVALCALLSTATE }, { "GetID", TAPI_E_INVALCALLSTATE }, { "GetIDAsVariant", TAPI_E_INVALCALLSTATE },
        { "ReleaseUserUserInfo", TAPI_E_INVALCALLSTATE }, { "CallHub", TAPI_E_INVALCALLSTATE }, { "CreateDetectToneObject", S_OK },
        { "CreateCustomToneObject", S_OK },
    };
    IUnknown *call = zoo_named( &zoo, "idle call" );
    unsigned int i, k, m, checked = 0;

    for (i = 0; i < interface_count; i++)
    {
        IUnknown *face;

        if (FAILED(IUnknown_QueryInterface( call, &interfaces[i].iid, (void **)&face ))) continue;
        for (m = 0; m < interfaces[i].count; m++)
            for (k = 0; k < ARRAY_SIZE(methods); k++)
            {
                HRESULT hr;

                if (strcmp( methods[k].name, interfaces[i].methods[m].name )) continue;
                hr = call_plain( face, &interfaces[i].methods[m] );
                ok( hr == methods[k].hr, "%s::%s of an idle call returned %#lx\n", interfaces[i].name, methods[k].name, hr );
                checked++;
            }
        IUnknown_Release( face );
    }
    ok( checked >= ARRAY_SIZE(methods), "only %u methods\n", checked );
}

/* A call that is over, and still held */
static void test_finished_call(void)
{
    ITBasicCallControl *call = NULL, *other = NULL;
    ITCallStateEvent *event;
    BSTR number = SysAllocString( L"1003" );
    CALL_STATE state;
    ITCallInfo *info;

    ok_hr( IUnknown_QueryInterface( zoo_named( &zoo, "caller" ), &IID_ITBasicCallControl, (void **)&call ), S_OK );
    ok_hr( IUnknown_QueryInterface( zoo_named( &zoo, "idle call" ), &IID_ITBasicCallControl, (void **)&other ), S_OK );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITBasicCallControl_Transfer( call, NULL, VARIANT_FALSE ), E_POINTER );
    ok_hr( ITBasicCallControl_Transfer( call, call, VARIANT_FALSE ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_Conference( call, NULL, VARIANT_FALSE ), E_POINTER );
    ok_hr( ITBasicCallControl_Conference( call, call, VARIANT_FALSE ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_SwapHold( call, call ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_Disconnect( call, (DISCONNECT_CODE)99 ), E_INVALIDARG );
    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
    if ((event = sink_wait_state( &zoo.sink, info, CS_DISCONNECTED ))) ITCallStateEvent_Release( event );
    ok_hr( ITCallInfo_get_CallState( info, &state ), S_OK );
    ok( state == CS_DISCONNECTED, "state %u\n", state );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Answer( call ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Hold( call, VARIANT_TRUE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Hold( call, VARIANT_FALSE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Transfer( call, other, VARIANT_FALSE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Conference( call, other, VARIANT_FALSE ), TAPI_E_INVALCALLSTATE );
    ok_hr( ITBasicCallControl_Finish( call, FM_ASTRANSFER ), TAPI_E_INVALCALLSTATE );
    ok( FAILED(ITBasicCallControl_BlindTransfer( call, number )), "a finished call was transferred\n" );
    ok( FAILED(ITBasicCallControl_ParkDirect( call, number )), "a finished call was parked\n" );
    ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
    SysFreeString( number );
    ITCallInfo_Release( info );
    ITBasicCallControl_Release( other );
    ITBasicCallControl_Release( call );
}

/* Objects that outlive their session: they answer, and do nothing. */
static void test_kept(void)
{
    static const struct expected expected[] =
    {
        { "CreateCall", TAPI_E_NOT_INITIALIZED }, { "TAPIObject", TAPI_E_NOT_INITIALIZED }, { "CurrentForwardInfo", TAPI_E_NOT_INITIALIZED },
    };
    const DWORD start = GetTickCount();
    unsigned int i, k, m, n, called = 0, failed = 0;

    ok_hr( ITTAPI2_Shutdown( zoo.tapi ), S_OK );
    for (i = 0; i < zoo.count; i++)
        for (k = 0; k < interface_count; k++)
        {
            IUnknown *face;

            if (FAILED(IUnknown_QueryInterface( zoo.all[i].object, &interfaces[k].iid, (void **)&face ))) continue;
            for (m = 0; m < interfaces[k].count; m++)
            {
                const struct method *method = &interfaces[k].methods[m];
                HRESULT hr;

                if (opens_dialog( method ) || !strcmp( method->name, "Initialize" )) continue;
                hr = call_plain( face, method );
                called++;
                if (FAILED(hr)) failed++;
                for (n = 0; n < ARRAY_SIZE(expected); n++)
                    if (!strcmp( expected[n].name, method->name ))
                        ok( hr == expected[n].hr, "%s: %s::%s returned %#lx after Shutdown\n", zoo.all[i].name, interfaces[k].name, method->name, hr );
                if (winetest_debug > 1) trace( "%s: %s::%s: %#lx\n", zoo.all[i].name, interfaces[k].name, method->name, hr );
            }
            IUnknown_Release( face );
        }
    trace( "%u methods after Shutdown, %u of them failed, in %lu ms\n", called, failed, GetTickCount() - start );
    ok( called > 300, "only %u methods\n", called );
    ok( GetTickCount() - start < PATIENCE, "something waits for what cannot come\n" );
}

/* A program that releases what it has in the wrong order, and never calls Shutdown */
static void test_order(void)
{
    ITTAPI2 *tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"1001" );
    ITBasicCallControl *call;
    ADDRESS_STATE state;
    ITTAPI *back = (void *)0xdead;
    BSTR text;

    ok_hr( ITAddress_CreateCall( address, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    release_last( tapi );
    ok_hr( ITAddress_get_TAPIObject( address, &back ), TAPI_E_NOT_INITIALIZED );
    ok( !back, "a TAPI object\n" );
    ok_hr( ITAddress_get_DialableAddress( address, &text ), S_OK );
    SysFreeString( text );
    ok( FAILED(ITAddress_get_State( address, &state )), "an address without session has a state\n" );
    ok( FAILED(ITBasicCallControl_Connect( call, VARIANT_FALSE )), "a call without session\n" );
    ITAddress_Release( address );
    release_last( call );
}

static DWORD CALLBACK one_of_many( void *arg )
{
    const BOOL single = (ULONG_PTR)arg & 1;
    unsigned int i;

    CoInitializeEx( NULL, single ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED );
    for (i = 0; i < 5; i++)
    {
        ITTAPI2 *tapi = new_tapi();
        ITAddress *address = find_address( tapi, L"1001" );
        ITBasicCallControl *call = NULL;
        BSTR number = SysAllocString( L"1004" );

        ok_hr( ITAddress_CreateCall( address, number, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
        SysFreeString( number );
        /* all want the same line: one gets it, others are told that they do not */
        if (ITBasicCallControl_Connect( call, VARIANT_FALSE ) == S_OK) ITBasicCallControl_Disconnect( call, DC_NORMAL );
        if (i & 1) ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        ITBasicCallControl_Release( call );
        ITAddress_Release( address );
        if (!(i & 1)) ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        release_last( tapi );
    }
    CoUninitialize();
    return 0;
}

static void test_threads(void)
{
    HANDLE threads[4];
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(threads); i++) threads[i] = CreateThread( NULL, 0, one_of_many, (void *)(ULONG_PTR)i, 0, NULL );
    ok( WaitForMultipleObjects( ARRAY_SIZE(threads), threads, TRUE, 2 * PATIENCE ) != WAIT_TIMEOUT, "threads hang\n" );
    for (i = 0; i < ARRAY_SIZE(threads); i++) CloseHandle( threads[i] );
}

/* One object, called by two threads that shut it down and start it again */
static DWORD CALLBACK up_and_down( void *arg )
{
    ITTAPI2 *tapi = arg;
    unsigned int i;
    VARIANT value;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    for (i = 0; i < 10; i++)
    {
        HRESULT hr = ITTAPI2_Initialize( tapi );

        ok( hr == S_OK || hr == S_FALSE, "Initialize returned %#lx\n", hr );
        hr = ITTAPI2_get_Addresses( tapi, &value );
        ok( hr == S_OK || hr == TAPI_E_NOT_INITIALIZED, "Addresses returned %#lx\n", hr );
        VariantClear( &value );
        hr = ITTAPI2_Shutdown( tapi );
        ok( hr == S_OK || hr == S_FALSE, "Shutdown returned %#lx\n", hr );
    }
    CoUninitialize();
    return 0;
}

static void test_restart(void)
{
    HANDLE threads[2];
    ITTAPI2 *tapi;
    unsigned int i;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    for (i = 0; i < ARRAY_SIZE(threads); i++) threads[i] = CreateThread( NULL, 0, up_and_down, tapi, 0, NULL );
    ok( WaitForMultipleObjects( ARRAY_SIZE(threads), threads, TRUE, 2 * PATIENCE ) != WAIT_TIMEOUT, "threads hang\n" );
    for (i = 0; i < ARRAY_SIZE(threads); i++) CloseHandle( threads[i] );
    release_last( tapi );
}

START_TEST( lifetime )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!interfaces_load() || !exchange_add( 4, 2 )) goto done;
    zoo_open( &zoo );
    test_without_session();
    test_idle_call();
    test_finished_call();
    test_kept();
    zoo_close( &zoo, FALSE );
    nothing_left();
    test_order();
    nothing_left();
    test_threads();
    test_restart();
    nothing_left();
    exchange_remove();
done:
    interfaces_free();
    CoUninitialize();
}
