/*
 * Hosting of media service providers: a third party's (testmsp) on a line of the test provider.
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

#include <winreg.h>
#include <stddef.h>
#include <msp.h>

#include "../../../tests/fixtures/testmsp/testmsp.h"
#include "../../../tests/fixtures/testtsp.h"

static const IID IID_ITestAddress = IID_ITESTADDRESS_INIT;
static const IID IID_ITestCall = IID_ITESTCALL_INIT;

static testmsp_log_func msp_log;
static testmsp_fire_func msp_fire;
static testmsp_set_func msp_set;
static testmsp_objects_func msp_objects;
static testmsp_stream_func msp_stream;
static testmsp_terminal_func msp_terminal;

/* ---- what has to be there ---- */

static const char key_name[] = "CLSID\\{5E1F0A64-6D3B-4C0E-9A11-7E57575B0001}\\InprocServer32";

/* As a third party's installer would: this process's bitness is enough */
static void register_msp( const char *path )
{
    HKEY key;

    ok( !RegCreateKeyExA( HKEY_CLASSES_ROOT, key_name, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL ), "no key\n" );
    RegSetValueExA( key, NULL, 0, REG_SZ, (const BYTE *)path, strlen( path ) + 1 );
    RegSetValueExA( key, "ThreadingModel", 0, REG_SZ, (const BYTE *)"Both", 5 );
    RegCloseKey( key );
}

static void unregister_msp( void )
{
    RegDeleteKeyA( HKEY_CLASSES_ROOT, key_name );
    RegDeleteKeyA( HKEY_CLASSES_ROOT, "CLSID\\{5E1F0A64-6D3B-4C0E-9A11-7E57575B0001}" );
}

static BOOL load_msp( const char *path )
{
    HMODULE module = LoadLibraryA( path );

    ok( module != NULL, "%s cannot be loaded, error %lu\n", path, GetLastError() );
    if (!module) return FALSE;
    msp_log = (testmsp_log_func)(void *)GetProcAddress( module, "testmsp_log" );
    msp_fire = (testmsp_fire_func)(void *)GetProcAddress( module, "testmsp_fire" );
    msp_set = (testmsp_set_func)(void *)GetProcAddress( module, "testmsp_set" );
    msp_objects = (testmsp_objects_func)(void *)GetProcAddress( module, "testmsp_objects" );
    msp_stream = (testmsp_stream_func)(void *)GetProcAddress( module, "testmsp_stream" );
    msp_terminal = (testmsp_terminal_func)(void *)GetProcAddress( module, "testmsp_terminal" );
    return TRUE;
}

/* ---- the log of the MSP ---- */

static char told[16384];

/* Whether it was told this, now or within PATIENCE */
static BOOL was_told( const char *what )
{
    const DWORD start = GetTickCount();

    for (;;)
    {
        const size_t used = strlen( told );

        msp_log( told + used, sizeof(told) - used );
        if (strstr( told, what )) return TRUE;
        if (GetTickCount() - start > PATIENCE) break;
        Sleep( 10 );
    }
    trace( "told: %s\n", told );
    return FALSE;
}

static void forget_told( void )
{
    msp_log( told, sizeof(told) );
    told[0] = 0;
}

/* Everything that the MSP made has gone, now or within PATIENCE */
static void expect_no_objects( void )
{
    const DWORD start = GetTickCount();

    while (msp_objects() && GetTickCount() - start < PATIENCE) Sleep( 10 );
    ok( !msp_objects(), "%ld objects of the media service provider are left\n", msp_objects() );
}

/* ---- the provider's commands ---- */

static void provider_sends( ITAddress *address, ITCallInfo *call, const WCHAR *text )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = TESTTSP_MSP_DATA, .args = { 1 } };
    ITAddress2 *address2;

    lstrcpyW( command.text, text );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_DeviceSpecific( address2, call, (BYTE *)&command, sizeof(command) ), S_OK );
    ITAddress2_Release( address2 );
}

static ITBasicCallControl *new_call( ITAddress *address, const WCHAR *number, ITCallInfo **info )
{
    ITBasicCallControl *call = NULL;
    BSTR dest = SysAllocString( number );

    ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo, (void **)info ), S_OK );
    return call;
}

/* ---- the tests ---- */

static void test_aggregation( ITTAPI2 *tapi )
{
    ITAddress *address = find_address( tapi, L"5551000" ), *other = find_address( tapi, L"5552000" );
    const LCID lcid = LOCALE_USER_DEFAULT;
    OLECHAR name[] = L"TestNumber", *names[] = { name };
    ITTerminalSupport *support = NULL;
    ITMSPAddress *control;
    ITBasicCallControl *call;
    DISPPARAMS params = { 0 };
    IUnknown *test, *inner;
    ITStreamControl *streams;
    IDispatch *dispatch;
    ITCallInfo *info;
    VARIANT result;
    DISPID id = 0;

    forget_told();
    /* a line without one */
    ok_hr( ITAddress_QueryInterface( other, &IID_ITTerminalSupport, (void **)&support ), E_NOINTERFACE );
    ok_hr( ITAddress_QueryInterface( other, &IID_ITestAddress, (void **)&test ), E_NOINTERFACE );
    ok( !msp_objects(), "%ld objects before anybody asked\n", msp_objects() );

    /* the address and what its MSP adds are one object */
    ok_hr( ITAddress_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support ), S_OK );
    ok( was_told( "Initialize" ), "not initialised\n" );
    ok( same_object( support, address ), "two identities\n" );
    ok_hr( ITTerminalSupport_QueryInterface( support, &IID_ITAddress, (void **)&test ), S_OK );
    ok( test == (IUnknown *)address, "another address\n" );
    IUnknown_Release( test );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITestAddress, (void **)&test ), S_OK );
    ok( same_object( test, address ), "two identities\n" );
    IUnknown_Release( test );
    ok_hr( ITTerminalSupport_QueryInterface( support, &IID_ITMSPAddress, (void **)&control ), S_OK );
    ITMSPAddress_Release( control );
    ITTerminalSupport_Release( support );

    /* and for scripts, too */
    ok_hr( ITAddress_QueryInterface( address, &IID_IDispatch, (void **)&dispatch ), S_OK );
    ok_hr( IDispatch_GetIDsOfNames( dispatch, &IID_NULL, names, 1, lcid, &id ), S_OK );
    ok( (id & 0xffff0000) == IDISPAGGREGATEDMSPADDRESSOBJ, "id %#lx\n", id );
    VariantInit( &result );
    ok_hr( IDispatch_Invoke( dispatch, id, &IID_NULL, lcid, DISPATCH_PROPERTYGET, &params, &result, NULL, NULL ), S_OK );
    ok( V_VT( &result ) == VT_I4 && V_I4( &result ) == 4711, "type %u, value %ld\n", V_VT( &result ), V_I4( &result ));
    IDispatch_Release( dispatch );

    /* calls */
    call = new_call( address, L"silent", &info );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITStreamControl, (void **)&streams ), S_OK );
    ok( was_told( "CreateMSPCall 0x8" ), "no call was made\n" );
    ok( same_object( streams, call ), "two identities\n" );
    ok_hr( ITStreamControl_QueryInterface( streams, &IID_ITCallInfo, (void **)&test ), S_OK );
    ok( test == (IUnknown *)info, "another call\n" );
    IUnknown_Release( test );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITestCall, (void **)&test ), S_OK );
    IUnknown_Release( test );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITestAddress, (void **)&inner ), E_NOINTERFACE );
    ITStreamControl_Release( streams );
    ITCallInfo_Release( info );
    release_last( call );
    ok( was_told( "ShutdownMSPCall" ), "the call was not shut down\n" );
    ok( !strstr( told, "released before" ) && !strstr( told, "twice" ), "%s\n", told );
    ITAddress_Release( other );
    ITAddress_Release( address );
}

static void fire_call_event( MSP_CALL_EVENT type, MSP_CALL_EVENT_CAUSE cause, HRESULT error, LONG call )
{
    MSP_EVENT_INFO info = { sizeof(info), ME_CALL_EVENT };

    info.MSP_CALL_EVENT_INFO.Type = type;
    info.MSP_CALL_EVENT_INFO.Cause = cause;
    info.MSP_CALL_EVENT_INFO.pStream = msp_stream();
    info.MSP_CALL_EVENT_INFO.pTerminal = msp_terminal();
    info.MSP_CALL_EVENT_INFO.hrError = error;
    ok( msp_fire( &info, sizeof(info), call ), "no address to tell it\n" );
}

static void test_call_events( struct sink *sink, ITBasicCallControl *call )
{
    unsigned int i;

    /* in their order; one of a call that there is not is nobody's, but its references go */
    fire_call_event( CALL_NEW_STREAM, CALL_CAUSE_LOCAL_REQUEST, S_OK, 123456 );
    for (i = CALL_NEW_STREAM; i <= CALL_STREAM_INACTIVE; i++) fire_call_event( i, i, 0x80040000 + i, 1 );
    for (i = CALL_NEW_STREAM; i <= CALL_STREAM_INACTIVE; i++)
    {
        ITCallMediaEvent *event = sink_wait( sink, TE_CALLMEDIA, &IID_ITCallMediaEvent );
        CALL_MEDIA_EVENT kind = -1;
        CALL_MEDIA_EVENT_CAUSE cause = -1;
        ITTerminal *terminal = NULL;
        ITStream *stream = NULL;
        ITCallInfo *info = NULL;
        HRESULT error = S_OK;

        if (!event) break;
        ok_hr( ITCallMediaEvent_get_Event( event, &kind ), S_OK );
        ok_hr( ITCallMediaEvent_get_Cause( event, &cause ), S_OK );
        ok_hr( ITCallMediaEvent_get_Error( event, &error ), S_OK );
        ok( (unsigned int)kind == i && (unsigned int)cause == i && error == (HRESULT)(0x80040000 + i), "event %u, cause %u, error %#lx\n", kind, cause, error );
        ok_hr( ITCallMediaEvent_get_Call( event, &info ), S_OK );
        ok( same_object( info, call ), "another call\n" );
        ok_hr( ITCallMediaEvent_get_Stream( event, &stream ), S_OK );
        ok_hr( ITCallMediaEvent_get_Terminal( event, &terminal ), S_OK );
        ok( stream && terminal, "stream %p, terminal %p\n", stream, terminal );
        ITCallInfo_Release( info );
        ITStream_Release( stream );
        ITTerminal_Release( terminal );
        ITCallMediaEvent_Release( event );
    }
}

/* An object's member, called by its name without arguments */
static HRESULT by_name( IDispatch *object, const WCHAR *name, WORD flags, VARIANT *result )
{
    OLECHAR *names[] = { (OLECHAR *)name };
    DISPPARAMS none = { 0 };
    EXCEPINFO exception = { 0 };
    DISPID id;
    HRESULT hr = IDispatch_GetIDsOfNames( object, &IID_NULL, names, 1, LOCALE_USER_DEFAULT, &id );

    ok_hr( hr, S_OK );
    if (FAILED(hr)) return hr;
    hr = IDispatch_Invoke( object, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, &none, result, &exception, NULL );
    SysFreeString( exception.bstrDescription );
    SysFreeString( exception.bstrSource );
    return hr == DISP_E_EXCEPTION ? exception.scode : hr;
}

static LONG count_of( VARIANT *list )
{
    VARIANT count;

    VariantInit( &count );
    ok( V_VT( list ) == VT_DISPATCH, "type %u\n", V_VT( list ));
    if (V_VT( list ) == VT_DISPATCH) ok_hr( by_name( V_DISPATCH( list ), L"Count", DISPATCH_PROPERTYGET, &count ), S_OK );
    VariantClear( list );
    return V_VT( &count ) == VT_I4 ? V_I4( &count ) : -1;
}

/* Its terminals, the stream it belongs to, and its states */
static void test_substream( ITSubStream *sub, ITStream *stream )
{
    ITTerminal *terminal = msp_terminal(), *found;
    IDispatch *dispatch = NULL;
    IEnumTerminal *terminals;
    ITStream *parent = NULL;
    VARIANT v;

    ok_hr( ITSubStream_get_Stream( sub, NULL ), E_POINTER );
    ok_hr( ITSubStream_get_Stream( sub, &parent ), S_OK );
    ok( parent == stream, "another stream\n" );
    ITStream_Release( parent );
    ok_hr( ITSubStream_StartSubStream( sub ), TAPI_E_NOTERMINALSELECTED );
    ok_hr( ITSubStream_SelectTerminal( sub, terminal ), S_OK );
    ok_hr( ITSubStream_SelectTerminal( sub, terminal ), TAPI_E_MAXTERMINALS );
    ok_hr( ITSubStream_EnumerateTerminals( sub, &terminals ), S_OK );
    ok_hr( IEnumTerminal_Next( terminals, 1, &found, NULL ), S_OK );
    ok( found == terminal, "another terminal\n" );
    ITTerminal_Release( found );
    ok_hr( IEnumTerminal_Next( terminals, 1, &found, NULL ), S_FALSE );
    IEnumTerminal_Release( terminals );
    forget_told();
    ok_hr( ITSubStream_StartSubStream( sub ), S_OK );
    ok_hr( ITSubStream_PauseSubStream( sub ), S_OK );
    ok_hr( ITSubStream_StopSubStream( sub ), S_OK );
    ok( was_told( "substream 0 -> 2" ) && was_told( "substream 2 -> 1" ) && was_told( "substream 1 -> 0" ), "%s\n", told );

    /* the same late-bound */
    ok_hr( ITSubStream_QueryInterface( sub, &IID_IDispatch, (void **)&dispatch ), S_OK );
    VariantInit( &v );
    ok_hr( by_name( dispatch, L"Terminals", DISPATCH_PROPERTYGET, &v ), S_OK );
    ok( count_of( &v ) == 1, "not one terminal\n" );
    ok_hr( by_name( dispatch, L"Stream", DISPATCH_PROPERTYGET, &v ), S_OK );
    ok( V_VT( &v ) == VT_DISPATCH && same_object( V_DISPATCH( &v ), stream ), "another stream\n" );
    VariantClear( &v );
    ok_hr( by_name( dispatch, L"StartSubStream", DISPATCH_METHOD, NULL ), S_OK );
    ok_hr( by_name( dispatch, L"StopSubStream", DISPATCH_METHOD, NULL ), S_OK );
    ok_hr( ITSubStream_UnselectTerminal( sub, terminal ), S_OK );
    ok_hr( ITSubStream_UnselectTerminal( sub, terminal ), TAPI_E_INVALIDTERMINAL );
    ok_hr( by_name( dispatch, L"StartSubStream", DISPATCH_METHOD, NULL ), TAPI_E_NOTERMINALSELECTED );
    IDispatch_Release( dispatch );
    check_late( "ITSubStream", sub );
    ITTerminal_Release( terminal );
}

/* Only some media service providers have substreams; what such a one has, programs get through TAPI: of a call, and of an event. */
static void test_substreams( struct sink *sink, ITBasicCallControl *call )
{
    MSP_EVENT_INFO info = { sizeof(info), ME_CALL_EVENT };
    ITSubStreamControl *control = NULL, *told_control = NULL;
    ITSubStream *subs[2] = { NULL }, *found;
    ITStream *stream = NULL, *told_stream = NULL;
    ITStreamControl *streams;
    ITCallMediaEvent *event;
    IEnumSubStream *list, *copy;
    IDispatch *dispatch;
    VARIANT v;
    LONG i;

    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITStreamControl, (void **)&streams ), S_OK );
    ok_hr( ITStreamControl_CreateStream( streams, TAPIMEDIATYPE_AUDIO, TD_RENDER, &stream ), S_OK );
    ITStreamControl_Release( streams );
    if (!stream) return;
    ITStream_AddRef( stream );
    info.MSP_CALL_EVENT_INFO.Type = CALL_NEW_STREAM;
    info.MSP_CALL_EVENT_INFO.pStream = stream;
    ok( msp_fire( &info, sizeof(info), 1 ), "no address to tell it\n" );
    if ((event = sink_wait( sink, TE_CALLMEDIA, &IID_ITCallMediaEvent )))
    {
        ok_hr( ITCallMediaEvent_QueryInterface( event, &IID_IDispatch, (void **)&dispatch ), S_OK );
        VariantInit( &v );
        ok_hr( by_name( dispatch, L"Stream", DISPATCH_PROPERTYGET, &v ), S_OK );
        ok( V_VT( &v ) == VT_DISPATCH && same_object( V_DISPATCH( &v ), stream ), "another stream\n" );
        VariantClear( &v );
        IDispatch_Release( dispatch );
        ok_hr( ITCallMediaEvent_get_Stream( event, &told_stream ), S_OK );
        ok_hr( ITStream_QueryInterface( told_stream, &IID_ITSubStreamControl, (void **)&told_control ), S_OK );
        ITSubStreamControl_Release( told_control );
        ITStream_Release( told_stream );
        ITCallMediaEvent_Release( event );
    }
    ok_hr( ITStream_QueryInterface( stream, &IID_ITSubStreamControl, (void **)&control ), S_OK );
    ok_hr( ITSubStreamControl_CreateSubStream( control, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_CreateSubStream( control, &subs[0] ), S_OK );
    VariantInit( &v );
    ok_hr( by_name( (IDispatch *)control, L"SubStreams", DISPATCH_PROPERTYGET, &v ), S_OK );
    ok( count_of( &v ) == 1, "not one substream\n" );
    ok_hr( ITSubStreamControl_CreateSubStream( control, &subs[1] ), S_OK );
    ok_hr( ITSubStreamControl_CreateSubStream( control, &found ), TAPI_E_MAXSTREAMS );
    ok_hr( ITSubStreamControl_get_SubStreams( control, &v ), S_OK );
    ok( count_of( &v ) == 2, "not two substreams\n" );
    ok_hr( ITSubStreamControl_EnumerateSubStreams( control, &list ), S_OK );
    ok_hr( IEnumSubStream_Skip( list, 1 ), S_OK );
    ok_hr( IEnumSubStream_Clone( list, &copy ), S_OK );
    ok_hr( IEnumSubStream_Next( copy, 1, &found, NULL ), S_OK );
    ok( found == subs[1], "another substream\n" );
    ITSubStream_Release( found );
    IEnumSubStream_Release( copy );
    ok_hr( IEnumSubStream_Reset( list ), S_OK );
    for (i = 0; i < 2; i++)
    {
        ok_hr( IEnumSubStream_Next( list, 1, &found, NULL ), S_OK );
        ok( found == subs[i], "another substream\n" );
        ITSubStream_Release( found );
    }
    ok_hr( IEnumSubStream_Next( list, 1, &found, NULL ), S_FALSE );
    IEnumSubStream_Release( list );
    test_substream( subs[0], stream );
    ok_hr( ITSubStreamControl_RemoveSubStream( control, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_RemoveSubStream( control, subs[0] ), S_OK );
    ok_hr( ITSubStreamControl_RemoveSubStream( control, subs[0] ), E_INVALIDARG );
    ok_hr( ITSubStream_get_Stream( subs[0], &told_stream ), TAPI_E_INVALIDSTREAM );
    for (i = 0; i < 2; i++) ITSubStream_Release( subs[i] );
    ITSubStreamControl_Release( control );
    ITStream_Release( stream );
}

static void fire_file_event( TERMINAL_MEDIA_STATE state, LONG call )
{
    MSP_EVENT_INFO info = { sizeof(info), ME_FILE_TERMINAL_EVENT };

    info.MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal = msp_terminal();
    info.MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState = state;
    ok( msp_fire( &info, sizeof(info), call ), "no address to tell it\n" );
}

/* The next media event and the next event of a file are these: those before them were filtered. */
static void expect_filtered( struct sink *sink, LONG call, BOOL of_call )
{
    ITFileTerminalEvent *file;
    ITCallMediaEvent *media;

    fire_call_event( CALL_STREAM_ACTIVE, CALL_CAUSE_UNKNOWN, S_OK, call );
    fire_call_event( CALL_STREAM_FAIL, CALL_CAUSE_UNKNOWN, S_OK, call );
    if ((media = sink_wait( sink, TE_CALLMEDIA, &IID_ITCallMediaEvent )))
    {
        CALL_MEDIA_EVENT kind = -1;

        ok_hr( ITCallMediaEvent_get_Event( media, &kind ), S_OK );
        ok( kind == CME_STREAM_FAIL, "event %u\n", kind );
        ITCallMediaEvent_Release( media );
    }
    for (; of_call <= 1; of_call++)     /* of the address, and of the call */
    {
        fire_file_event( TMS_PAUSED, of_call ? call : 0 );
        fire_file_event( TMS_ACTIVE, of_call ? call : 0 );
        if ((file = sink_wait( sink, TE_FILETERMINAL, &IID_ITFileTerminalEvent )))
        {
            TERMINAL_MEDIA_STATE state = -1;

            ok_hr( ITFileTerminalEvent_get_State( file, &state ), S_OK );
            ok( state == TMS_ACTIVE, "state %u\n", state );
            ITFileTerminalEvent_Release( file );
        }
    }
}

static void test_event_filters( struct sink *sink, ITAddress *address, ITBasicCallControl *call )
{
    ITAddress2 *address2;
    ITCallInfo2 *info;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_CALLMEDIA, CME_STREAM_ACTIVE, VARIANT_FALSE ), S_OK );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_FILETERMINAL, TMS_PAUSED, VARIANT_FALSE ), S_OK );
    expect_filtered( sink, 1, FALSE );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_CALLMEDIA, CME_STREAM_ACTIVE, VARIANT_TRUE ), S_OK );
    ok_hr( ITAddress2_put_EventFilter( address2, TE_FILETERMINAL, TMS_PAUSED, VARIANT_TRUE ), S_OK );
    ITAddress2_Release( address2 );
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITCallInfo2, (void **)&info ), S_OK );
    ok_hr( ITCallInfo2_put_EventFilter( info, TE_CALLMEDIA, CME_STREAM_ACTIVE, VARIANT_FALSE ), S_OK );
    ok_hr( ITCallInfo2_put_EventFilter( info, TE_FILETERMINAL, TMS_PAUSED, VARIANT_FALSE ), S_OK );
    expect_filtered( sink, 1, TRUE );
    ok_hr( ITCallInfo2_put_EventFilter( info, TE_CALLMEDIA, -1, VARIANT_TRUE ), S_OK );
    ok_hr( ITCallInfo2_put_EventFilter( info, TE_FILETERMINAL, -1, VARIANT_TRUE ), S_OK );
    ITCallInfo2_Release( info );
}

/* Speech recognisers, speech synthesisers and tone detectors tell in the same form that something went wrong. */
#define TEST_TERMINAL_EVENT( iface, me, te, member, field ) \
    do { \
        MSP_EVENT_INFO info__ = { sizeof(info__), me }; \
        ITTerminal *terminal__ = msp_terminal(), *got__ = NULL; \
        ITCallInfo *about__ = NULL; \
        HRESULT error__ = S_OK; \
        iface *event__; \
        info__.member.field = terminal__; \
        info__.member.hrErrorCode = 0x80040123; \
        ok( msp_fire( &info__, sizeof(info__), 1 ), "not told\n" ); \
        if ((event__ = sink_wait( sink, te, &IID_##iface ))) \
        { \
            ok_hr( iface##_get_Terminal( event__, NULL ), E_POINTER ); \
            ok_hr( iface##_get_Terminal( event__, &got__ ), S_OK ); \
            check_late( #iface, event__ ); \
            ok( got__ == terminal__, "terminal %p\n", got__ ); \
            if (got__) ITTerminal_Release( got__ ); \
            ok_hr( iface##_get_Call( event__, NULL ), E_POINTER ); \
            ok_hr( iface##_get_Call( event__, &about__ ), S_OK ); \
            ok( same_object( about__, call ), "another call\n" ); \
            if (about__) ITCallInfo_Release( about__ ); \
            ok_hr( iface##_get_Error( event__, NULL ), E_POINTER ); \
            ok_hr( iface##_get_Error( event__, &error__ ), S_OK ); \
            ok( error__ == (HRESULT)0x80040123, "error %#lx\n", error__ ); \
            iface##_Release( event__ ); \
        } \
    } while (0)

static void test_other_events( struct sink *sink, ITAddress *address, ITBasicCallControl *call )
{
    MSP_EVENT_INFO info;
    ITFileTerminalEvent *file;
    ITAddressEvent *event;
    ITPrivateEvent *private;
    ITCallHub *hub;
    ITTerminal *terminal, *track, *from_event = NULL;
    FT_STATE_EVENT_CAUSE cause = -1;
    IDispatch *object;
    ITAddress *from;
    ITCallInfo *about;
    ADDRESS_EVENT kind = -1;
    TERMINAL_MEDIA_STATE state = -1;
    LONG code = 0;
    HRESULT error = S_OK;

    memset( &info, 0, sizeof(info) );
    info.dwSize = sizeof(info);
    info.Event = ME_ADDRESS_EVENT;
    info.MSP_ADDRESS_EVENT_INFO.Type = ADDRESS_TERMINAL_UNAVAILABLE;
    info.MSP_ADDRESS_EVENT_INFO.pTerminal = terminal = msp_terminal();
    ok( msp_fire( &info, sizeof(info), 0 ), "not told\n" );
    if ((event = sink_wait( sink, TE_ADDRESS, &IID_ITAddressEvent )))
    {
        ITTerminal *got = NULL;

        ok_hr( ITAddressEvent_get_Event( event, &kind ), S_OK );
        ok( kind == AE_REMOVETERMINAL, "event %u\n", kind );
        ok_hr( ITAddressEvent_get_Terminal( event, &got ), S_OK );
        ok( got == terminal, "terminal %p\n", got );
        if (got) ITTerminal_Release( got );
        ITAddressEvent_Release( event );
    }

    memset( &info, 0, sizeof(info) );
    info.Event = ME_PRIVATE_EVENT;
    info.MSP_PRIVATE_EVENT_INFO.pEvent = (IDispatch *)msp_terminal();
    info.MSP_PRIVATE_EVENT_INFO.lEventCode = 42;
    ok( msp_fire( &info, sizeof(info), 0 ), "not told\n" );
    if ((private = sink_wait( sink, TE_PRIVATE, &IID_ITPrivateEvent )))
    {
        check_late( "private event", private );
        ok_hr( ITPrivateEvent_get_EventCode( private, &code ), S_OK );
        ok( code == 42, "code %ld\n", code );
        ok_hr( ITPrivateEvent_get_Address( private, &from ), S_OK );
        ok( same_object( from, address ), "another address\n" );
        ITAddress_Release( from );
        about = (void *)0xdeadbeef;
        ok_hr( ITPrivateEvent_get_Call( private, &about ), S_OK );
        ok( !about, "a call\n" );
        hub = (void *)0xdeadbeef;
        ok_hr( ITPrivateEvent_get_CallHub( private, NULL ), E_POINTER );
        ok_hr( ITPrivateEvent_get_CallHub( private, &hub ), S_OK );
        ok( !hub, "a call hub\n" );
        ok_hr( ITPrivateEvent_get_EventInterface( private, &object ), S_OK );
        IDispatch_Release( object );
        ITPrivateEvent_Release( private );
    }

    memset( &info, 0, sizeof(info) );
    info.Event = ME_FILE_TERMINAL_EVENT;
    info.MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal = terminal = msp_terminal();
    info.MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack = (ITFileTrack *)(track = msp_terminal());
    info.MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState = TMS_ACTIVE;
    info.MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause = FTEC_END_OF_FILE;
    info.MSP_FILE_TERMINAL_EVENT_INFO.hrErrorCode = E_ACCESSDENIED;
    ok( msp_fire( &info, sizeof(info), 1 ), "not told\n" );
    if ((file = sink_wait( sink, TE_FILETERMINAL, &IID_ITFileTerminalEvent )))
    {
        ok_hr( ITFileTerminalEvent_get_Terminal( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_Terminal( file, &from_event ), S_OK );
        ok( from_event == terminal, "terminal %p\n", from_event );
        ITTerminal_Release( from_event );
        ok_hr( ITFileTerminalEvent_get_Track( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_Track( file, (ITFileTrack **)&from_event ), S_OK );
        ok( from_event == track, "track %p\n", from_event );
        ITTerminal_Release( from_event );
        ok_hr( ITFileTerminalEvent_get_Cause( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_Cause( file, &cause ), S_OK );
        ok( cause == FTEC_END_OF_FILE, "cause %u\n", cause );
        ok_hr( ITFileTerminalEvent_get_State( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_Error( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_Call( file, NULL ), E_POINTER );
        ok_hr( ITFileTerminalEvent_get_State( file, &state ), S_OK );
        ok_hr( ITFileTerminalEvent_get_Error( file, &error ), S_OK );
        ok( state == TMS_ACTIVE && error == E_ACCESSDENIED, "state %u, error %#lx\n", state, error );
        ok_hr( ITFileTerminalEvent_get_Call( file, &about ), S_OK );
        ok( same_object( about, call ), "another call\n" );
        ITCallInfo_Release( about );
        ITFileTerminalEvent_Release( file );
    }

    TEST_TERMINAL_EVENT( ITASRTerminalEvent, ME_ASR_TERMINAL_EVENT, TE_ASRTERMINAL, MSP_ASR_TERMINAL_EVENT_INFO, pASRTerminal );
    TEST_TERMINAL_EVENT( ITTTSTerminalEvent, ME_TTS_TERMINAL_EVENT, TE_TTSTERMINAL, MSP_TTS_TERMINAL_EVENT_INFO, pTTSTerminal );
    TEST_TERMINAL_EVENT( ITToneTerminalEvent, ME_TONE_TERMINAL_EVENT, TE_TONETERMINAL, MSP_TONE_TERMINAL_EVENT_INFO, pToneTerminal );

    /* nonsense is survived: too short, of no kind */
    memset( &info, 0, sizeof(info) );
    info.Event = ME_CALL_EVENT;
    ok( msp_fire( &info, offsetof( MSP_EVENT_INFO, hCall ) + sizeof(void *), 1 ), "not told\n" );
    info.Event = (MSP_EVENT)99;
    ok( msp_fire( &info, sizeof(info), 1 ), "not told\n" );
}

/* Data from the MSP: large, so that its event does not fit at first. "echo" comes back to it. */
static void send_to_provider( const WCHAR *text, DWORD room, LONG call )
{
    const DWORD size = offsetof( MSP_EVENT_INFO, MSP_TSP_DATA.pBuffer ) + room;
    MSP_EVENT_INFO *info = calloc( 1, size + sizeof(*info) );

    info->dwSize = size;
    info->Event = ME_TSP_DATA;
    info->MSP_TSP_DATA.dwBufferSize = room;
    memcpy( info->MSP_TSP_DATA.pBuffer, text, lstrlenW( text ) * sizeof(WCHAR) );
    ok( msp_fire( info, size, call ), "not told\n" );
    free( info );
}

static void test_data( ITAddress *address, ITCallInfo *info )
{
    forget_told();
    provider_sends( address, NULL, L"one" );
    provider_sends( address, info, L"two" );
    send_to_provider( L"large", 20000, 1 );
    send_to_provider( L"echo", 4 * sizeof(WCHAR), 1 );
    send_to_provider( L"echo", 4 * sizeof(WCHAR), 0 );
    ok( was_told( "ReceiveTSPData address one\nReceiveTSPData call two\nReceiveTSPData call echo\nReceiveTSPData address echo\n" ), "not in that order\n" );
}

/* A class that is not registered: the line works all the same */
static void test_session_unregistered( void )
{
    ITTAPI2 *tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"5551000" );
    ITTerminalSupport *support;
    ITBasicCallControl *call;
    ADDRESS_STATE state = -1;
    ITCallInfo *info;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support ), E_NOINTERFACE );
    ok_hr( ITAddress_get_State( address, &state ), S_OK );
    ok( state == AS_INSERVICE, "state %u\n", state );
    call = new_call( address, L"5551234", &info );
    ITCallInfo_Release( info );
    release_last( call );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

static void shut_down_in_event( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    if (type == TE_PRIVATE && sink->arg) ok_hr( ITTAPI2_Shutdown( (ITTAPI2 *)sink->arg ), S_OK );
}

static void test_session( void )
{
    const LONG filter = TE_CALLSTATE | TE_CALLNOTIFICATION | TE_CALLMEDIA | TE_ADDRESS | TE_PRIVATE | TE_FILETERMINAL | TE_TONETERMINAL |
                        TE_ASRTERMINAL | TE_TTSTERMINAL;
    MSP_EVENT_INFO last = { sizeof(last), ME_PRIVATE_EVENT };
    ITCallStateEvent *state;
    IUnknown *part;
    ITBasicCallControl *call;
    struct sink sink;
    ITAddress *address;
    ITCallInfo *info;
    ITTAPI2 *tapi = new_tapi();

    sink_advise( &sink, tapi, filter );
    test_aggregation( tapi );
    address = find_address( tapi, L"5551000" );
    call = new_call( address, L"5551234", &info );
    /* what the MSP has to say about a call before there is one waits for it */
    forget_told();
    ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITestCall, (void **)&part ), S_OK );
    IUnknown_Release( part );
    send_to_provider( L"echo", 4 * sizeof(WCHAR), 1 );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    if ((state = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( state );
    ok( was_told( "ReceiveTSPData call echo\n" ), "the provider has not heard\n" );
    test_call_events( &sink, call );
    test_substreams( &sink, call );
    test_event_filters( &sink, address, call );
    test_other_events( &sink, address, call );
    test_data( address, info );

    /* everything ends inside an event of the MSP; objects that are still held know nothing more */
    forget_told();
    sink.arg = tapi;
    sink.called = shut_down_in_event;
    last.MSP_PRIVATE_EVENT_INFO.pEvent = (IDispatch *)msp_terminal();
    ok( msp_fire( &last, sizeof(last), 0 ), "not told\n" );
    ok( was_told( "ShutdownMSPCall\nShutdown\n" ), "not shut down\n" );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_FALSE );
    sink_unadvise( &sink );
    ITCallInfo_Release( info );
    release_last( call );
    release_last( address );
    release_last( tapi );
    ok( !strstr( told, "released before" ) && !strstr( told, "twice" ), "%s\n", told );
    expect_no_objects();
}

/* One that does not start, or takes no calls: the line works all the same */
static void test_failures( void )
{
    ITTerminalSupport *support;
    ITBasicCallControl *call;
    ITCallStateEvent *state;
    ITStreamControl *streams;
    unsigned int i;

    for (i = 0; i < 2; i++)
    {
        ITTAPI2 *tapi = new_tapi();
        struct sink sink;
        ITAddress *address;
        ITCallInfo *info;

        winetest_push_context( "%s", i ? "call refused" : "address refused" );
        forget_told();
        msp_set( i ? TESTMSP_CREATE_CALL : TESTMSP_INITIALIZE, E_FAIL );
        sink_advise( &sink, tapi, TE_CALLSTATE );
        address = find_address( tapi, L"5551000" );
        call = new_call( address, L"5551234", &info );
        ok_hr( ITBasicCallControl_QueryInterface( call, &IID_ITStreamControl, (void **)&streams ), E_NOINTERFACE );
        if (!i) ok_hr( ITAddress_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support ), E_NOINTERFACE );
        ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
        if ((state = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( state );
        ok_hr( ITBasicCallControl_Disconnect( call, DC_NORMAL ), S_OK );
        ITCallInfo_Release( info );
        release_last_of( &sink, call );
        ITAddress_Release( address );
        sink_unadvise( &sink );
        ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
        release_last( tapi );
        msp_set( i ? TESTMSP_CREATE_CALL : TESTMSP_INITIALIZE, S_OK );
        expect_no_objects();
        winetest_pop_context();
    }
}

/* One that takes its time: Shutdown() does not wait for ever */
static void test_hang( void )
{
    ITTAPI2 *tapi = new_tapi();
    ITTerminalSupport *support;
    ITAddress *address = find_address( tapi, L"5551000" );

    forget_told();
    ok_hr( ITAddress_QueryInterface( address, &IID_ITTerminalSupport, (void **)&support ), S_OK );
    ITTerminalSupport_Release( support );
    msp_set( TESTMSP_HANG, 300 );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ok( was_told( "Shutdown" ), "not shut down\n" );
    msp_set( TESTMSP_HANG, 0 );
    release_last( address );
    release_last( tapi );
    expect_no_objects();
}

static void set_msp_timeout( DWORD timeout )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony", 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL )) return;
    if (timeout) RegSetValueExW( key, L"MSPTimeout", 0, REG_DWORD, (const BYTE *)&timeout, sizeof(timeout) );
    else RegDeleteValueW( key, L"MSPTimeout" );
    RegCloseKey( key );
}

/* One that does not return from the end of a call that nobody wanted: messages go on, and Shutdown() leaves it behind, as this does its objects. */
static void test_stuck( void )
{
    struct testtsp_command ring = { .magic = TESTTSP_MAGIC, .code = TESTTSP_RING };
    ITTAPI2 *tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"5551000" );
    ITCallStateEvent *state;
    ITBasicCallControl *call;
    ITAddress2 *address2;
    struct sink sink;
    LONG registration;
    ITCallInfo *info;

    set_msp_timeout( 200 );
    /* no events of calls, which would hold them */
    sink_advise( &sink, tapi, TE_ADDRESS );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 0, &registration ), S_OK );
    call = new_call( address, L"5551234", &info );
    forget_told();
    msp_set( TESTMSP_HANG_CALL, 1 );
    ok_hr( ITAddress2_DeviceSpecific( address2, NULL, (BYTE *)&ring, sizeof(ring) ), S_OK );
    ok( was_told( "ShutdownMSPCall" ), "the call that nobody wants has not ended\n" );
    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLSTATE ), S_OK );
    ok_hr( ITBasicCallControl_Connect( call, VARIANT_FALSE ), S_OK );
    if ((state = sink_wait_state( &sink, info, CS_CONNECTED ))) ITCallStateEvent_Release( state );
    sink_unadvise( &sink );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    msp_set( TESTMSP_HANG_CALL, 0 );
    set_msp_timeout( 0 );
    ITCallInfo_Release( info );
    ITBasicCallControl_Release( call );
    ITAddress2_Release( address2 );
    ITAddress_Release( address );
    ITTAPI2_Release( tapi );
}

START_TEST( msp )
{
    char folder[MAX_PATH], path[MAX_PATH + 16], *slash;

    GetModuleFileNameA( NULL, folder, sizeof(folder) );
    if ((slash = strrchr( folder, '\\' ))) *slash = 0;
    snprintf( path, sizeof(path), "%s\\testmsp.dll", folder );
    if (GetFileAttributesA( path ) == INVALID_FILE_ATTRIBUTES)
    {
        skip( "testmsp.dll is not beside this program\n" );
        return;
    }
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!testtsp_add()) goto done;
    if (load_msp( path ))
    {
        test_session_unregistered();
        register_msp( path );
        test_session();
        test_failures();
        test_hang();
        test_stuck();
        unregister_msp();
    }
    testtsp_remove();
done:
    CoUninitialize();
}
