/*
 * Address, call and stream objects of a media service provider: interfaces, arguments, errors, events.
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

#include <stdlib.h>

static const CLSID CLSID_WaveMSP = { 0x4ddb6d36, 0x3bc1, 0x11d2, { 0x86, 0xf2, 0x00, 0x60, 0x08, 0xb0, 0xe5, 0xd2 } };

static void check_hr( int line, HRESULT hr, HRESULT expected )
{
    ok_( __FILE__, line )( hr == expected, "returned %#lx, expected %#lx\n", hr, expected );
}

#define ok_hr( hr, expected ) check_hr( __LINE__, hr, expected )

#include "../../../libs/comobject/tests/enumerators.h"

/* An object that aggregates another one */
struct outer
{
    IUnknown  unknown;
    IUnknown *inner;
    LONG      refs;
};

static HRESULT WINAPI outer_QueryInterface( IUnknown *iface, REFIID iid, void **out )
{
    struct outer *outer = CONTAINING_RECORD( iface, struct outer, unknown );

    if (!IsEqualIID( iid, &IID_IUnknown )) return outer->inner ? IUnknown_QueryInterface( outer->inner, iid, out ) : E_NOINTERFACE;
    *out = iface;
    outer->refs++;
    return S_OK;
}

static ULONG WINAPI outer_AddRef( IUnknown *iface )
{
    return InterlockedIncrement( &CONTAINING_RECORD( iface, struct outer, unknown )->refs );
}

static ULONG WINAPI outer_Release( IUnknown *iface )
{
    return InterlockedDecrement( &CONTAINING_RECORD( iface, struct outer, unknown )->refs );
}

static const IUnknownVtbl outer_vtbl = { outer_QueryInterface, outer_AddRef, outer_Release };

static void test_address( REFCLSID clsid )
{
    struct outer outer = { { (IUnknownVtbl *)&outer_vtbl }, NULL, 1 };
    IUnknown *unknown, *same, *call;
    ITTerminalSupport2 *support;
    MSP_EVENT_INFO info;
    ITMSPAddress *msp;
    HANDLE event;
    DWORD size;
    HRESULT hr;

    hr = CoCreateInstance( clsid, &outer.unknown, CLSCTX_INPROC_SERVER, &IID_ITMSPAddress, (void **)&msp );
    ok( FAILED(hr), "aggregated with another interface than IUnknown\n" );
    ok_hr( CoCreateInstance( clsid, &outer.unknown, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&outer.inner ), S_OK );
    ok_hr( IUnknown_QueryInterface( outer.inner, &IID_ITMSPAddress, (void **)&msp ), S_OK );
    ok( outer.refs == 2, "%ld references\n", outer.refs );
    ok_hr( ITMSPAddress_QueryInterface( msp, &IID_IUnknown, (void **)&unknown ), S_OK );
    ok( unknown == &outer.unknown, "not the outer identity\n" );
    IUnknown_Release( unknown );
    ok_hr( ITMSPAddress_QueryInterface( msp, &IID_ITTerminalSupport, (void **)&unknown ), S_OK );
    ok_hr( ITMSPAddress_QueryInterface( msp, &IID_ITTerminalSupport2, (void **)&support ), S_OK );
    ok_hr( ITTerminalSupport2_QueryInterface( support, &IID_IDispatch, (void **)&same ), S_OK );
    IUnknown_Release( same );
    IUnknown_Release( unknown );
    ITTerminalSupport2_Release( support );
    ok_hr( ITMSPAddress_QueryInterface( msp, &IID_ITStream, (void **)&unknown ), E_NOINTERFACE );

    size = sizeof(info);
    ok_hr( ITMSPAddress_GetEvent( msp, &size, (byte *)&info ), TAPI_E_NOEVENT );
    ok_hr( ITMSPAddress_GetEvent( msp, NULL, (byte *)&info ), E_POINTER );
    ok_hr( ITMSPAddress_GetEvent( msp, &size, NULL ), E_POINTER );
    ok_hr( ITMSPAddress_Initialize( msp, NULL ), E_INVALIDARG );
    event = CreateEventW( NULL, FALSE, FALSE, NULL );
    ok_hr( ITMSPAddress_Initialize( msp, (MSP_HANDLE)event ), S_OK );
    ok_hr( ITMSPAddress_CreateMSPCall( msp, NULL, 0, TAPIMEDIATYPE_AUDIO, NULL, NULL ), E_POINTER );
    call = (IUnknown *)0xdead;
    ok_hr( ITMSPAddress_CreateMSPCall( msp, NULL, 0, TAPIMEDIATYPE_VIDEO, NULL, &call ), TAPI_E_INVALIDMEDIATYPE );
    ok( !call, "a call after an error\n" );
    ok_hr( ITMSPAddress_CreateMSPCall( msp, (MSP_HANDLE)0x55, 0, TAPIMEDIATYPE_AUDIO, NULL, &call ), S_OK );
    ok( !WaitForSingleObject( event, PATIENCE ), "the event is not set\n" );
    size = sizeof(info) - 1;
    ok_hr( ITMSPAddress_GetEvent( msp, &size, (byte *)&info ), TAPI_E_NOTENOUGHMEMORY );
    ok( size >= sizeof(info), "%lu bytes are needed\n", size );
    ok_hr( ITMSPAddress_ShutdownMSPCall( msp, NULL ), E_POINTER );
    ok_hr( ITMSPAddress_ShutdownMSPCall( msp, outer.inner ), E_INVALIDARG );
    ok_hr( ITMSPAddress_ReceiveTSPData( msp, call, NULL, 4 ), E_POINTER );
    ok_hr( ITMSPAddress_ReceiveTSPData( msp, outer.inner, (BYTE *)"abc", 4 ), E_INVALIDARG );
    ok_hr( ITMSPAddress_ReceiveTSPData( msp, call, (BYTE *)"abc", 4 ), E_INVALIDARG );
    ok_hr( ITMSPAddress_ReceiveTSPData( msp, NULL, (BYTE *)"abc", 4 ), TAPI_E_NOTSUPPORTED );
    ok_hr( ITMSPAddress_ShutdownMSPCall( msp, call ), S_OK );
    ok_hr( ITMSPAddress_ReceiveTSPData( msp, call, (BYTE *)"abc", 4 ), TAPI_E_WRONG_STATE );
    ok( !IUnknown_Release( call ), "the call is still held\n" );
    ok_hr( ITMSPAddress_Shutdown( msp ), S_OK );
    size = sizeof(info);
    ok_hr( ITMSPAddress_GetEvent( msp, &size, (byte *)&info ), TAPI_E_NOEVENT );
    ITMSPAddress_Release( msp );
    ok( outer.refs == 1, "%ld references\n", outer.refs );
    ok( !IUnknown_Release( outer.inner ), "the address is still held\n" );
    CloseHandle( event );
}

ENUMERATOR_CHECK( IEnumTerminal, ITTerminal )
ENUMERATOR_CHECK( IEnumStream, ITStream )
ENUMERATOR_CHECK( IEnumSubStream, ITSubStream )
ENUMERATOR_CHECK( IEnumPluggableTerminalClassInfo, ITPluggableTerminalClassInfo )
ENUMERATOR_CHECK( IEnumPluggableSuperclassInfo, ITPluggableTerminalSuperclassInfo )
ENUMERATOR_CHECK_VALUES( IEnumTerminalClass, GUID )

/* A string of an information object, which is a class if it shall be one */
#define CHECK_INFO_STRING( iface, object, property, is_class ) \
    do { \
        BSTR text__ = (BSTR)1; \
        GUID guid__; \
        ok_hr( iface##_get_##property( object, NULL ), E_POINTER ); \
        ok_hr( iface##_get_##property( object, &text__ ), S_OK ); \
        ok( text__ != NULL, "no " #property "\n" ); \
        if (is_class) ok_hr( IIDFromString( text__, &guid__ ), S_OK ); \
        SysFreeString( text__ ); \
    } while (0)

/* The registered terminals of a superclass: what is told of each */
static ULONG check_terminal_classes( ITTerminalSupport2 *support, BSTR superclass )
{
    IEnumPluggableTerminalClassInfo *infos;
    ITPluggableTerminalClassInfo *info;
    ITCollection *collection;
    ULONG count = 0;
    VARIANT v;
    GUID guid;

    ok_hr( IIDFromString( superclass, &guid ), S_OK );
    ok_hr( ITTerminalSupport2_EnumeratePluggableTerminalClasses( support, guid, TAPIMEDIATYPE_AUDIO, &infos ), S_OK );
    while (IEnumPluggableTerminalClassInfo_Next( infos, 1, &info, NULL ) == S_OK)
    {
        TERMINAL_DIRECTION direction = 77;
        LONG types = 0;

        CHECK_INFO_STRING( ITPluggableTerminalClassInfo, info, Name, FALSE );
        CHECK_INFO_STRING( ITPluggableTerminalClassInfo, info, Company, FALSE );
        CHECK_INFO_STRING( ITPluggableTerminalClassInfo, info, Version, FALSE );
        CHECK_INFO_STRING( ITPluggableTerminalClassInfo, info, TerminalClass, TRUE );
        CHECK_INFO_STRING( ITPluggableTerminalClassInfo, info, CLSID, TRUE );
        ok_hr( ITPluggableTerminalClassInfo_get_Direction( info, NULL ), E_POINTER );
        ok_hr( ITPluggableTerminalClassInfo_get_Direction( info, &direction ), S_OK );
        ok( direction == TD_CAPTURE || direction == TD_RENDER || direction == TD_BIDIRECTIONAL, "direction %d\n", direction );
        ok_hr( ITPluggableTerminalClassInfo_get_MediaTypes( info, NULL ), E_POINTER );
        ok_hr( ITPluggableTerminalClassInfo_get_MediaTypes( info, &types ), S_OK );
        ok( types & TAPIMEDIATYPE_AUDIO, "media types %#lx\n", types );
        ITPluggableTerminalClassInfo_Release( info );
        count++;
    }
    ok_hr( IEnumPluggableTerminalClassInfo_Reset( infos ), S_OK );
    check_IEnumPluggableTerminalClassInfo( infos, count, NULL );
    ok( !IEnumPluggableTerminalClassInfo_Release( infos ), "references left\n" );
    /* the collection is made of objects of its own */
    ok_hr( ITTerminalSupport2_get_PluggableTerminalClasses( support, superclass, TAPIMEDIATYPE_AUDIO, &v ), S_OK );
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &v ), &IID_ITCollection, (void **)&collection ), S_OK );
    enumerator_check_collection( collection, NULL, count );
    ITCollection_Release( collection );
    VariantClear( &v );
    return count;
}

/* What is registered: terminal manager's own classes at least */
static void test_registered( ITTerminalSupport2 *support )
{
    ITPluggableTerminalSuperclassInfo *info;
    IEnumPluggableSuperclassInfo *infos;
    ITCollection *collection;
    ULONG count = 0, classes = 0;
    VARIANT v;
    BSTR text;

    ok_hr( ITTerminalSupport2_EnumeratePluggableSuperclasses( support, &infos ), S_OK );
    while (IEnumPluggableSuperclassInfo_Next( infos, 1, &info, NULL ) == S_OK)
    {
        CHECK_INFO_STRING( ITPluggableTerminalSuperclassInfo, info, Name, FALSE );
        CHECK_INFO_STRING( ITPluggableTerminalSuperclassInfo, info, CLSID, TRUE );
        ok_hr( ITPluggableTerminalSuperclassInfo_get_CLSID( info, &text ), S_OK );
        classes += check_terminal_classes( support, text );
        SysFreeString( text );
        ITPluggableTerminalSuperclassInfo_Release( info );
        count++;
    }
    ok( count >= 2 && classes >= 1, "%lu superclasses, %lu classes\n", count, classes );
    ok_hr( IEnumPluggableSuperclassInfo_Reset( infos ), S_OK );
    check_IEnumPluggableSuperclassInfo( infos, count, NULL );
    ok( !IEnumPluggableSuperclassInfo_Release( infos ), "references left\n" );
    ok_hr( ITTerminalSupport2_get_PluggableSuperclasses( support, &v ), S_OK );
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &v ), &IID_ITCollection, (void **)&collection ), S_OK );
    enumerator_check_collection( collection, NULL, count );
    ITCollection_Release( collection );
    VariantClear( &v );
}

static void test_support( REFCLSID clsid )
{
    IEnumPluggableTerminalClassInfo *class_infos;
    IEnumPluggableSuperclassInfo *super_infos;
    ITTerminalSupport2 *support;
    IEnumTerminalClass *classes;
    IEnumTerminal *terminals;
    ITTerminal *terminal;
    ITMSPAddress *msp;
    ULONG count = 0;
    BSTR name;
    VARIANT v;
    LONG n;
    GUID guid;
    HRESULT hr;
    HANDLE event = CreateEventW( NULL, FALSE, FALSE, NULL );

    ok_hr( CoCreateInstance( clsid, NULL, CLSCTX_INPROC_SERVER, &IID_ITMSPAddress, (void **)&msp ), S_OK );
    ok_hr( ITMSPAddress_Initialize( msp, (MSP_HANDLE)event ), S_OK );
    ok_hr( ITMSPAddress_QueryInterface( msp, &IID_ITTerminalSupport2, (void **)&support ), S_OK );

    ok_hr( ITTerminalSupport2_get_StaticTerminals( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumerateStaticTerminals( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumerateStaticTerminals( support, &terminals ), S_OK );
    while (IEnumTerminal_Next( terminals, 1, &terminal, NULL ) == S_OK)
    {
        TERMINAL_TYPE type;

        ok_hr( ITTerminal_get_TerminalType( terminal, &type ), S_OK );
        ok( type == TT_STATIC, "type %d\n", type );
        ITTerminal_Release( terminal );
        count++;
    }
    ok( count == waveInGetNumDevs() + waveOutGetNumDevs(), "%lu static terminals\n", count );
    ok_hr( ITTerminalSupport2_get_StaticTerminals( support, &v ), S_OK );
    ok_hr( IEnumTerminal_Reset( terminals ), S_OK );
    check_IEnumTerminal( terminals, count, (ITCollection *)V_DISPATCH( &v ));
    ok( !IEnumTerminal_Release( terminals ), "references left\n" );
    VariantClear( &v );
    ok_hr( ITTerminalSupport2_GetDefaultStaticTerminal( support, TAPIMEDIATYPE_AUDIO, TD_RENDER, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_GetDefaultStaticTerminal( support, 0, TD_RENDER, &terminal ), TAPI_E_INVALIDMEDIATYPE );
    ok_hr( ITTerminalSupport2_GetDefaultStaticTerminal( support, TAPIMEDIATYPE_AUDIO, TD_BIDIRECTIONAL, &terminal ), TAPI_E_INVALIDDIRECTION );
    hr = ITTerminalSupport2_GetDefaultStaticTerminal( support, TAPIMEDIATYPE_AUDIO, TD_RENDER, &terminal );
    ok( hr == (waveOutGetNumDevs() ? S_OK : S_FALSE), "returned %#lx\n", hr );
    if (terminal) ITTerminal_Release( terminal );

    ok_hr( ITTerminalSupport2_get_DynamicTerminalClasses( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumerateDynamicTerminalClasses( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumerateDynamicTerminalClasses( support, &classes ), S_OK );
    for (count = 0; IEnumTerminalClass_Next( classes, 1, &guid, NULL ) == S_OK; count++) {}
    ok_hr( IEnumTerminalClass_Reset( classes ), S_OK );
    check_IEnumTerminalClass( classes, count, NULL );
    ok( !IEnumTerminalClass_Release( classes ), "references left\n" );
    ok( count, "no dynamic classes\n" );
    ok_hr( ITTerminalSupport2_get_DynamicTerminalClasses( support, &v ), S_OK );
    ok_hr( ITCollection_get_Count( (ITCollection *)V_DISPATCH( &v ), &n ), S_OK );
    ok( n == (LONG)count, "%ld in the collection, %lu enumerated\n", n, count );
    VariantClear( &v );

    name = SysAllocString( CLSID_String_MediaStreamTerminal );
    ok_hr( ITTerminalSupport2_CreateTerminal( support, name, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_CreateTerminal( support, NULL, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalSupport2_CreateTerminal( support, name, 0, TD_CAPTURE, &terminal ), E_INVALIDARG );
    ok_hr( ITTerminalSupport2_CreateTerminal( support, name, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, &terminal ), S_OK );
    ok( !ITTerminal_Release( terminal ), "the terminal is still held\n" );
    SysFreeString( name );

    ok_hr( ITTerminalSupport2_EnumeratePluggableSuperclasses( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumeratePluggableSuperclasses( support, &super_infos ), S_OK );
    IEnumPluggableSuperclassInfo_Release( super_infos );
    ok_hr( ITTerminalSupport2_get_PluggableSuperclasses( support, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_get_PluggableSuperclasses( support, &v ), S_OK );
    VariantClear( &v );
    name = SysAllocString( CLSID_String_StreamingSuperclass );
    ok_hr( ITTerminalSupport2_get_PluggableTerminalClasses( support, name, TAPIMEDIATYPE_AUDIO, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_get_PluggableTerminalClasses( support, NULL, TAPIMEDIATYPE_AUDIO, &v ), E_POINTER );
    ok_hr( ITTerminalSupport2_get_PluggableTerminalClasses( support, name, 0, &v ), E_INVALIDARG );
    ok_hr( ITTerminalSupport2_get_PluggableTerminalClasses( support, name, TAPIMEDIATYPE_AUDIO, &v ), S_OK );
    VariantClear( &v );
    IIDFromString( name, &guid );
    SysFreeString( name );
    ok_hr( ITTerminalSupport2_EnumeratePluggableTerminalClasses( support, guid, TAPIMEDIATYPE_AUDIO, NULL ), E_POINTER );
    ok_hr( ITTerminalSupport2_EnumeratePluggableTerminalClasses( support, guid, TAPIMEDIATYPE_AUDIO, &class_infos ), S_OK );
    IEnumPluggableTerminalClassInfo_Release( class_infos );
    test_registered( support );

    ITTerminalSupport2_Release( support );
    ok_hr( ITMSPAddress_Shutdown( msp ), S_OK );
    ok( !ITMSPAddress_Release( msp ), "the address is still held\n" );
    CloseHandle( event );
}

/* What a terminal says to the sink that it was given comes out of the address, as an event of the call that it is selected on. */
static void test_sink( struct msp_address *address, ITTerminal *terminal, BOOL known, BOOL of_call )
{
    ITPluggableTerminalEventSink *sink = terminal_sink( terminal );
    MSP_EVENT_INFO info = { sizeof(info), ME_TONE_TERMINAL_EVENT }, got;
    IUnknown *unknown;
    BOOL found = FALSE;

    ok( !sink == !known, "sink %p\n", sink );
    if (!sink) return;
    ok_hr( ITPluggableTerminalEventSink_QueryInterface( sink, &IID_ITPluggableTerminalEventSink, (void **)&unknown ), S_OK );
    IUnknown_Release( unknown );
    ok_hr( ITPluggableTerminalEventSink_QueryInterface( sink, &IID_ITTerminal, (void **)&unknown ), E_NOINTERFACE );
    ok_hr( ITPluggableTerminalEventSink_FireEvent( sink, NULL ), E_POINTER );
    info.dwSize = sizeof(info) - 1;
    ok_hr( ITPluggableTerminalEventSink_FireEvent( sink, &info ), E_INVALIDARG );
    info.dwSize = sizeof(info);
    info.Event = ME_TSP_DATA;           /* is not for terminals */
    ok_hr( ITPluggableTerminalEventSink_FireEvent( sink, &info ), E_INVALIDARG );
    info.Event = ME_TONE_TERMINAL_EVENT;
    info.MSP_TONE_TERMINAL_EVENT_INFO.pToneTerminal = terminal;
    info.MSP_TONE_TERMINAL_EVENT_INFO.hrErrorCode = E_ABORT;
    ok_hr( ITPluggableTerminalEventSink_FireEvent( sink, &info ), S_OK );
    while (!found && next_event( address, &got ))
    {
        if ((found = got.Event == ME_TONE_TERMINAL_EVENT))
        {
            ok( got.MSP_TONE_TERMINAL_EVENT_INFO.pToneTerminal == terminal, "another terminal\n" );
            ok( got.MSP_TONE_TERMINAL_EVENT_INFO.hrErrorCode == E_ABORT, "error %#lx\n", got.MSP_TONE_TERMINAL_EVENT_INFO.hrErrorCode );
            ok( !got.hCall == !of_call, "call %p\n", got.hCall );
            ITTerminal_Release( got.MSP_TONE_TERMINAL_EVENT_INFO.pToneTerminal );
        }
        else event_release( &got );
    }
    ok( found, "the event does not come\n" );
    ITPluggableTerminalEventSink_Release( sink );
}

/* The call is never connected: nothing runs, and everything else works. */
static void test_call( struct msp_address *address )
{
    ITTerminal *recorder = recorder_create( address->handle ), *stranger = recorder_create( NULL ), *player = player_create( address->handle, 1, 100 );
    ITTerminal *second = player_create( address->handle, 1, 100 ), *found;
    ITSubStreamControl *substreams;
    IEnumSubStream *sub_enum;
    ITStreamControl *control;
    TERMINAL_DIRECTION direction;
    ITSubStream *substream;
    IEnumTerminal *terminals;
    IEnumStream *streams;
    struct msp_leg leg;
    ITStream *stream, *capture, *render;
    LONG type, n;
    VARIANT v;
    BSTR name;

    ok( leg_begin( &leg, address, NULL ), "no streams\n" );
    capture = leg.streams[TD_CAPTURE];
    render = leg.streams[TD_RENDER];
    ok_hr( IUnknown_QueryInterface( leg.call, &IID_ITStreamControl, (void **)&control ), S_OK );
    ok_hr( ITStreamControl_get_Streams( control, NULL ), E_POINTER );
    ok_hr( ITStreamControl_EnumerateStreams( control, NULL ), E_POINTER );
    ok_hr( ITStreamControl_get_Streams( control, &v ), S_OK );
    ok_hr( ITStreamControl_EnumerateStreams( control, &streams ), S_OK );
    check_IEnumStream( streams, 2, (ITCollection *)V_DISPATCH( &v ));
    ok( !IEnumStream_Release( streams ), "references left\n" );
    VariantClear( &v );
    ok_hr( ITStreamControl_CreateStream( control, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, NULL ), E_POINTER );
    ok_hr( ITStreamControl_CreateStream( control, TAPIMEDIATYPE_VIDEO, TD_CAPTURE, &stream ), TAPI_E_INVALIDMEDIATYPE );
    ok_hr( ITStreamControl_CreateStream( control, TAPIMEDIATYPE_AUDIO, TD_BIDIRECTIONAL, &stream ), TAPI_E_INVALIDDIRECTION );
    ok_hr( ITStreamControl_CreateStream( control, TAPIMEDIATYPE_AUDIO, TD_CAPTURE, &stream ), TAPI_E_MAXSTREAMS );
    ok_hr( ITStreamControl_RemoveStream( control, NULL ), E_POINTER );
    ok_hr( ITStreamControl_RemoveStream( control, (ITStream *)leg.call ), E_INVALIDARG );

    ok_hr( ITStream_get_MediaType( render, NULL ), E_POINTER );
    ok_hr( ITStream_get_MediaType( render, &type ), S_OK );
    ok( type == TAPIMEDIATYPE_AUDIO, "media type %#lx\n", type );
    ok_hr( ITStream_get_Direction( render, NULL ), E_POINTER );
    ok_hr( ITStream_get_Direction( render, &direction ), S_OK );
    ok( direction == TD_RENDER, "direction %d\n", direction );
    ok_hr( ITStream_get_Name( render, NULL ), E_POINTER );
    ok_hr( ITStream_get_Name( render, &name ), S_OK );
    ok( SysStringLen( name ), "no name\n" );
    SysFreeString( name );

    ok_hr( ITStream_SelectTerminal( render, NULL ), E_POINTER );
    ok_hr( ITStream_UnselectTerminal( render, NULL ), E_POINTER );
    ok_hr( ITStream_SelectTerminal( render, stranger ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITStream_SelectTerminal( render, player ), TAPI_E_INVALIDTERMINAL );
    ok_hr( ITStream_UnselectTerminal( render, recorder ), TAPI_E_INVALIDTERMINAL );
    test_sink( address, recorder, FALSE, FALSE );     /* nobody knows it yet */
    ok_hr( ITStream_SelectTerminal( render, recorder ), S_OK );
    ok_hr( ITStream_SelectTerminal( render, recorder ), TAPI_E_TERMINALINUSE );
    test_sink( address, recorder, TRUE, TRUE );
    test_sink( address, stranger, FALSE, FALSE );
    ok_hr( ITStream_SelectTerminal( capture, player ), S_OK );
    ok_hr( ITStream_SelectTerminal( capture, second ), TAPI_E_MAXTERMINALS );
    ok_hr( ITStream_EnumerateTerminals( render, NULL ), E_POINTER );
    ok_hr( ITStream_EnumerateTerminals( render, &terminals ), S_OK );
    ok_hr( IEnumTerminal_Next( terminals, 1, &found, NULL ), S_OK );
    ok( found == recorder, "another terminal\n" );
    ITTerminal_Release( found );
    ok_hr( IEnumTerminal_Next( terminals, 1, &found, NULL ), S_FALSE );
    IEnumTerminal_Release( terminals );
    ok_hr( ITStream_get_Terminals( render, NULL ), E_POINTER );
    ok_hr( ITStream_get_Terminals( render, &v ), S_OK );
    ok_hr( ITCollection_get_Count( (ITCollection *)V_DISPATCH( &v ), &n ), S_OK );
    ok( n == 1, "%ld terminals\n", n );
    VariantClear( &v );
    ok_hr( ITStream_StartStream( render ), S_OK );
    ok_hr( ITStream_PauseStream( render ), S_OK );
    ok_hr( ITStream_StopStream( render ), S_OK );

    ok_hr( ITStream_QueryInterface( render, &IID_ITSubStreamControl, (void **)&substreams ), S_OK );
    ok_hr( ITSubStreamControl_CreateSubStream( substreams, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_CreateSubStream( substreams, &substream ), TAPI_E_MAXSTREAMS );
    ok_hr( ITSubStreamControl_RemoveSubStream( substreams, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_EnumerateSubStreams( substreams, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_EnumerateSubStreams( substreams, &sub_enum ), S_OK );
    ok_hr( IEnumSubStream_Next( sub_enum, 1, &substream, NULL ), S_FALSE );
    ok_hr( ITSubStreamControl_get_SubStreams( substreams, NULL ), E_POINTER );
    ok_hr( ITSubStreamControl_get_SubStreams( substreams, &v ), S_OK );
    ok_hr( IEnumSubStream_Reset( sub_enum ), S_OK );
    check_IEnumSubStream( sub_enum, 0, (ITCollection *)V_DISPATCH( &v ));
    ok( !IEnumSubStream_Release( sub_enum ), "references left\n" );
    VariantClear( &v );
    ITSubStreamControl_Release( substreams );

    /* a stream goes, its terminal is free, another one comes */
    ok_hr( ITStreamControl_RemoveStream( control, render ), S_OK );
    ok_hr( ITStreamControl_RemoveStream( control, render ), E_INVALIDARG );
    test_sink( address, recorder, TRUE, FALSE );      /* it is still one of this address */
    ok_hr( ITStream_SelectTerminal( render, recorder ), TAPI_E_WRONG_STATE );
    ok_hr( ITStream_StartStream( render ), TAPI_E_WRONG_STATE );
    ok_hr( ITStreamControl_CreateStream( control, TAPIMEDIATYPE_AUDIO, TD_RENDER, &stream ), S_OK );
    wait_event( address, CALL_NEW_STREAM, stream, CALL_CAUSE_LOCAL_REQUEST );
    ok_hr( ITStream_SelectTerminal( stream, recorder ), S_OK );
    ok_hr( ITStreamControl_EnumerateStreams( control, &streams ), S_OK );
    ITStream_Release( leg.streams[TD_RENDER] );
    leg.streams[TD_RENDER] = stream;
    IEnumStream_Release( streams );
    ITStreamControl_Release( control );
    leg_end( &leg );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( second ), "the second player is still held\n" );
    ok( !ITTerminal_Release( stranger ), "the stranger is still held\n" );
}

/* Waits until a module says that nothing of it is in use. */
static void check_unload( const WCHAR *name )
{
    const ULONGLONG end = GetTickCount64() + PATIENCE;
    HRESULT (WINAPI *can_unload)( void );
    HRESULT hr;

    can_unload = (void *)GetProcAddress( GetModuleHandleW( name ), "DllCanUnloadNow" );
    ok( can_unload != NULL, "%ls is not loaded\n", name );
    if (!can_unload) return;
    while ((hr = can_unload()) != S_OK && GetTickCount64() < end) Sleep( 5 );
    ok( hr == S_OK, "%ls: objects are left\n", name );
}

START_TEST( msp )
{
    struct msp_address address;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    test_address( &CLSID_ExchangeMSP );
    test_address( &CLSID_WaveMSP );
    test_support( &CLSID_ExchangeMSP );
    test_support( &CLSID_WaveMSP );
    provider_begin( 2 );
    if (address_begin( &address, 0, &CLSID_ExchangeMSP ))
    {
        test_call( &address );
        address_end( &address );
    }
    if (address_begin( &address, 1, &CLSID_WaveMSP ))
    {
        test_call( &address );
        address_end( &address );
    }
    provider_end();
    check_unload( L"exchangemsp.dll" );
    check_unload( L"wavemsp.dll" );
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
