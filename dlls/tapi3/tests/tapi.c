/*
 * The TAPI object and its addresses.
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

static void test_uninitialized( void )
{
    ITTAPI2 *tapi;
    IEnumAddress *addresses = (void *)0xdead;
    VARIANT variant, inner, nothing;
    LONG mask;
    ITCollection2 *collection;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    ok_hr( ITTAPI2_get_Addresses( tapi, NULL ), E_POINTER );
    ok_hr( ITTAPI2_get_Addresses( tapi, &variant ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &addresses ), TAPI_E_NOT_INITIALIZED );
    ok( !addresses, "an enumerator\n" );
    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLSTATE ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_get_EventFilter( tapi, &mask ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, 1 ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_CreateEmptyCollectionObject( tapi, &collection ), S_OK );
    /* references to nothing, also behind another one */
    V_VT( &inner ) = VT_BYREF | VT_ARRAY | VT_DISPATCH;
    V_ARRAYREF( &inner ) = NULL;
    ok_hr( ITCollection2_Add( collection, 1, &inner ), E_POINTER );
    V_VT( &nothing ) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF( &nothing ) = &inner;
    ok_hr( ITCollection2_Add( collection, 1, &nothing ), E_POINTER );
    ITCollection2_Release( collection );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_FALSE );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    ok_hr( ITTAPI2_Initialize( tapi ), S_FALSE );
    ok_hr( ITTAPI2_get_EventFilter( tapi, &mask ), S_OK );
    ok( !mask, "filter %#lx\n", mask );
    ok_hr( ITTAPI2_put_EventFilter( tapi, 0x7fffffff ), E_INVALIDARG );
    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLSTATE | TE_ADDRESS ), S_OK );
    ok_hr( ITTAPI2_get_EventFilter( tapi, &mask ), S_OK );
    ok( mask == (TE_CALLSTATE | TE_ADDRESS), "filter %#lx\n", mask );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_FALSE );
    ok_hr( ITTAPI2_get_Addresses( tapi, &variant ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );       /* again */
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

static void test_interfaces( void )
{
    static const IID *const iids[] = { &IID_IUnknown, &IID_IDispatch, &IID_ITTAPI, &IID_ITTAPI2, &IID_IConnectionPointContainer, &IID_IMarshal };
    ITTAPI2 *tapi;
    unsigned int i, k;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    for (i = 0; i < ARRAY_SIZE(iids); i++)
    {
        IUnknown *a = NULL, *b = NULL;

        ok_hr( ITTAPI2_QueryInterface( tapi, iids[i], (void **)&a ), S_OK );
        for (k = 0; a && k < ARRAY_SIZE(iids); k++)
        {
            ok_hr( IUnknown_QueryInterface( a, iids[k], (void **)&b ), S_OK );  /* from each to each */
            ok( same_object( b, tapi ), "interface %u of interface %u: another object\n", k, i );
            IUnknown_Release( b );
        }
        if (a) IUnknown_Release( a );
    }
    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_ITAddress, (void **)&i ), E_NOINTERFACE );
    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_IUnknown, NULL ), E_POINTER );
    release_last( tapi );
}

static void test_addresses( void )
{
    ITTAPI2 *tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"1001" ), *other, *third = NULL;
    ITAddressCapabilities *caps;
    ITMediaSupport *media;
    ITBasicCallControl *call;
    IEnumAddress *list, *clone;
    ITCollection *collection;
    ADDRESS_STATE state;
    VARIANT variant, item;
    VARIANT_BOOL yes;
    LONG count, value;
    ULONG got;
    ITTAPI *back;
    BSTR text;

    ok_hr( ITTAPI2_get_Addresses( tapi, &variant ), S_OK );
    ok( V_VT( &variant ) == VT_DISPATCH, "type %u\n", V_VT( &variant ));
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &variant ), &IID_ITCollection, (void **)&collection ), S_OK );
    ok_hr( ITCollection_get_Count( collection, &count ), S_OK );
    ok( count >= 4, "%ld addresses\n", count );
    ok_hr( ITCollection_get_Item( collection, 0, &item ), E_INVALIDARG );
    ok_hr( ITCollection_get_Item( collection, count + 1, &item ), E_INVALIDARG );
    ok_hr( ITCollection_get_Item( collection, count, &item ), S_OK );
    ok( V_VT( &item ) == VT_DISPATCH, "type %u\n", V_VT( &item ));
    VariantClear( &item );
    ITCollection_Release( collection );
    VariantClear( &variant );

    /* enumerator and collection agree; clones go on where the original is */
    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &list ), S_OK );
    ok_hr( IEnumAddress_Skip( list, count - 1 ), S_OK );
    ok_hr( IEnumAddress_Clone( list, &clone ), S_OK );
    ok_hr( IEnumAddress_Next( list, 1, &other, &got ), S_OK );
    ok_hr( IEnumAddress_Next( clone, 1, &third, &got ), S_OK );
    ok( got == 1 && third == other, "the clone is elsewhere\n" );
    ITAddress_Release( third );
    ok_hr( IEnumAddress_Next( list, 1, &third, &got ), S_FALSE );
    ok( !got, "%lu more\n", got );
    ok_hr( IEnumAddress_Next( list, 2, &third, NULL ), E_POINTER );
    ok_hr( IEnumAddress_Skip( list, 1 ), S_FALSE );
    ok_hr( IEnumAddress_Reset( list ), S_OK );
    ok_hr( IEnumAddress_Skip( list, count + 1 ), S_FALSE );
    ITAddress_Release( other );
    IEnumAddress_Release( clone );
    IEnumAddress_Release( list );

    ok_hr( ITAddress_get_AddressName( address, NULL ), E_POINTER );
    ok_hr( ITAddress_get_AddressName( address, &text ), S_OK );
    ok( text && wcsstr( text, L"1001" ) != NULL, "name %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAddress_get_ServiceProviderName( address, &text ), S_OK );
    ok( !lstrcmpiW( text, L"exchange.tsp" ), "provider %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAddress_get_State( address, &state ), S_OK );
    ok( state == AS_INSERVICE, "state %u\n", state );
    ok_hr( ITAddress_get_TAPIObject( address, &back ), S_OK );
    ok( same_object( back, tapi ), "another TAPI object\n" );
    ITTAPI_Release( back );

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddressCapabilities, (void **)&caps ), S_OK );
    ok_hr( ITAddressCapabilities_get_AddressCapability( caps, AC_ADDRESSTYPES, &value ), S_OK );
    ok( value & LINEADDRESSTYPE_PHONENUMBER, "address types %#lx\n", value );
    ok_hr( ITAddressCapabilities_get_AddressCapability( caps, AC_MAXACTIVECALLS, &value ), S_OK );
    ok( value >= 1, "%ld active calls\n", value );
    ok_hr( ITAddressCapabilities_get_AddressCapability( caps, 48, &value ), E_INVALIDARG );
    ok_hr( ITAddressCapabilities_get_AddressCapability( caps, -1, &value ), E_INVALIDARG );
    ok_hr( ITAddressCapabilities_get_AddressCapabilityString( caps, ACS_PERMANENTDEVICEGUID, &text ), S_OK );
    ok( lstrlenW( text ) == 38, "guid %ls\n", text );
    SysFreeString( text );
    ITAddressCapabilities_Release( caps );

    ok_hr( ITAddress_QueryInterface( address, &IID_ITMediaSupport, (void **)&media ), S_OK );
    ok_hr( ITMediaSupport_get_MediaTypes( media, &value ), S_OK );
    ok( value & TAPIMEDIATYPE_AUDIO, "media %#lx\n", value );
    ok_hr( ITMediaSupport_QueryMediaType( media, TAPIMEDIATYPE_AUDIO, &yes ), S_OK );
    ok( yes == VARIANT_TRUE, "no audio\n" );
    ok_hr( ITMediaSupport_QueryMediaType( media, TAPIMEDIATYPE_VIDEO, &yes ), S_OK );
    ok( yes == VARIANT_FALSE, "video\n" );
    ITMediaSupport_Release( media );

    ok_hr( ITAddress_CreateCall( address, NULL, 0, TAPIMEDIATYPE_AUDIO, &call ), E_INVALIDARG );
    ok_hr( ITAddress_CreateCall( address, NULL, LINEADDRESSTYPE_PHONENUMBER | LINEADDRESSTYPE_SDP, TAPIMEDIATYPE_AUDIO, &call ), E_INVALIDARG );
    ok_hr( ITAddress_CreateCall( address, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_VIDEO, &call ), TAPI_E_INVALIDMEDIATYPE );
    ok_hr( ITAddress_CreateCall( address, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, NULL ), E_POINTER );

    /* objects outlive the session, and say so */
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ok_hr( ITAddress_CreateCall( address, NULL, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), TAPI_E_NOT_INITIALIZED );
    ok_hr( ITAddress_get_TAPIObject( address, &back ), TAPI_E_NOT_INITIALIZED );
    release_last( address );
    release_last( tapi );
}

static void test_translation( void )
{
    ITTAPI2 *tapi = new_tapi();
    ITAddress *address = find_address( tapi, L"1001" );
    ITAddressTranslation *translation;
    ITAddressTranslationInfo *info;
    IEnumLocation *locations;
    ITLocationInfo *location;
    LONG value;
    BSTR text, number = SysAllocString( L"5550100" );

    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddressTranslation, (void **)&translation ), S_OK );
    ok_hr( ITAddressTranslation_TranslateAddress( translation, NULL, 0, 0, &info ), E_POINTER );
    ok_hr( ITAddressTranslation_TranslateAddress( translation, number, 0, 0, &info ), S_OK );
    ok_hr( ITAddressTranslationInfo_get_DialableString( info, &text ), S_OK );
    ok( wcsstr( text, L"5550100" ) != NULL, "dialable %ls\n", text );
    SysFreeString( text );
    ok_hr( ITAddressTranslationInfo_get_DisplayableString( info, &text ), S_OK );
    SysFreeString( text );
    ok_hr( ITAddressTranslationInfo_get_TranslationResults( info, &value ), S_OK );
    ok_hr( ITAddressTranslationInfo_get_TranslationResults( info, NULL ), E_POINTER );
    release_last( info );
    ok_hr( ITAddressTranslation_EnumerateLocations( translation, &locations ), S_OK );
    while (IEnumLocation_Next( locations, 1, &location, NULL ) == S_OK)
    {
        ok_hr( ITLocationInfo_get_LocationName( location, &text ), S_OK );
        ok( SysStringLen( text ) > 0, "no name\n" );
        SysFreeString( text );
        ok_hr( ITLocationInfo_get_CountryID( location, &value ), S_OK );
        ITLocationInfo_Release( location );
    }
    IEnumLocation_Release( locations );
    ITAddressTranslation_Release( translation );
    SysFreeString( number );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

/* ---- as a part of a program's own object ---- */

struct outer
{
    IUnknown IUnknown_iface;
    LONG refs;
    IUnknown *inner;
};

static HRESULT WINAPI outer_QueryInterface( IUnknown *iface, REFIID iid, void **out )
{
    struct outer *outer = CONTAINING_RECORD( iface, struct outer, IUnknown_iface );

    if (!IsEqualIID( iid, &IID_IUnknown )) return IUnknown_QueryInterface( outer->inner, iid, out );
    *out = iface;
    IUnknown_AddRef( iface );
    return S_OK;
}

static ULONG WINAPI outer_AddRef( IUnknown *iface )
{
    return InterlockedIncrement( &CONTAINING_RECORD( iface, struct outer, IUnknown_iface )->refs );
}

static ULONG WINAPI outer_Release( IUnknown *iface )
{
    return InterlockedDecrement( &CONTAINING_RECORD( iface, struct outer, IUnknown_iface )->refs );
}

static void test_aggregated( void )
{
    static IUnknownVtbl vtbl = { outer_QueryInterface, outer_AddRef, outer_Release };
    struct outer outer = { { &vtbl }, 1 };
    ITAddress *address;
    ITTAPI2 *tapi;
    ITTAPI *back;

    ok_hr( CoCreateInstance( &CLSID_TAPI, &outer.IUnknown_iface, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), CLASS_E_NOAGGREGATION );
    ok_hr( CoCreateInstance( &CLSID_TAPI, &outer.IUnknown_iface, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&outer.inner ), S_OK );
    ok_hr( IUnknown_QueryInterface( &outer.IUnknown_iface, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    address = find_address( tapi, L"1001" );
    ok( outer.refs == 2, "%ld references\n", outer.refs );
    ok_hr( ITAddress_get_TAPIObject( address, &back ), S_OK );
    ok( same_object( back, &outer.IUnknown_iface ), "another TAPI object\n" );
    ok( outer.refs == 3, "%ld references\n", outer.refs );
    ITTAPI_Release( back );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    ITTAPI2_Release( tapi );
    ok( outer.refs == 1, "%ld references\n", outer.refs );
    ok( !IUnknown_Release( outer.inner ), "the part stays\n" );
}

START_TEST( tapi )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    test_interfaces();
    test_uninitialized();
    if (exchange_add( 4, 2 ))
    {
        test_addresses();
        test_translation();
        test_aggregated();
        exchange_remove();
    }
    CoUninitialize();
}
