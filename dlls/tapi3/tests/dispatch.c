/*
 * Late binding: scripts see the same as callers of the vtables.
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

static HRESULT invoke( IDispatch *object, const WCHAR *name, WORD flags, VARIANT *args, UINT count, VARIANT *result )
{
    DISPID id, put = DISPID_PROPERTYPUT;
    DISPPARAMS params = { args, flags & DISPATCH_PROPERTYPUT ? &put : NULL, count, flags & DISPATCH_PROPERTYPUT ? 1 : 0 };
    LPOLESTR text = (LPOLESTR)name;
    EXCEPINFO excepinfo = { 0 };
    HRESULT hr = IDispatch_GetIDsOfNames( object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id );

    if (FAILED(hr)) return hr;
    if (result) VariantInit( result );
    hr = IDispatch_Invoke( object, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, &params, result, &excepinfo, NULL );
    if (hr == DISP_E_EXCEPTION)         /* what a script sees of a method's own error */
    {
        hr = excepinfo.scode;
        SysFreeString( excepinfo.bstrSource );
        SysFreeString( excepinfo.bstrDescription );
        SysFreeString( excepinfo.bstrHelpFile );
    }
    return hr;
}

static VARIANT v_long( LONG value )
{
    VARIANT v;

    V_VT( &v ) = VT_I4;
    V_I4( &v ) = value;
    return v;
}

static VARIANT v_bstr( const WCHAR *text )
{
    VARIANT v;

    V_VT( &v ) = VT_BSTR;
    V_BSTR( &v ) = SysAllocString( text );
    return v;
}

static void test_names( IDispatch *object )
{
    static const struct { const WCHAR *name; DISPID id; } names[] =
    {
        { L"Initialize", 0x1000d }, { L"addresses", 0x10001 }, { L"EventFilter", 0x1000f }, { L"Phones", 0x10010 },
    };
    LPOLESTR text;
    unsigned int i;
    DISPID id;

    for (i = 0; i < ARRAY_SIZE(names); i++)
    {
        text = (LPOLESTR)names[i].name;
        ok_hr( IDispatch_GetIDsOfNames( object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id ), S_OK );
        ok( id == names[i].id, "%ls is %#lx\n", names[i].name, id );
    }
    text = (LPOLESTR)L"Release";        /* is not for scripts */
    ok_hr( IDispatch_GetIDsOfNames( object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id ), DISP_E_UNKNOWNNAME );
    text = (LPOLESTR)L"NoSuchThing";
    ok_hr( IDispatch_GetIDsOfNames( object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id ), DISP_E_UNKNOWNNAME );
    ok( id == DISPID_UNKNOWN, "id %#lx\n", id );
}

START_TEST( dispatch )
{
    IDispatch *tapi, *addresses, *address, *call;
    ITAddress *pointer;
    VARIANT result, args[3];
    DISPPARAMS none = { 0 }, one = { args, NULL, 1, 0 };
    ITypeInfo *info;
    IID wrong = IID_IUnknown;
    CLSID clsid;
    LONG count, i;
    UINT infos;

    CoInitializeEx( NULL, COINIT_APARTMENTTHREADED );
    ok_hr( CLSIDFromProgID( L"TAPI.TAPI", &clsid ), S_OK );
    ok( IsEqualCLSID( &clsid, &CLSID_TAPI ), "another class\n" );
    ok_hr( CLSIDFromProgID( L"TAPI.TAPI.1", &clsid ), S_OK );
    if (!exchange_add( 4, 2 )) goto done;
    ok_hr( CoCreateInstance( &clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IDispatch, (void **)&tapi ), S_OK );
    ok_hr( IDispatch_GetTypeInfoCount( tapi, &infos ), S_OK );
    ok( infos == 1, "%u type descriptions\n", infos );
    ok_hr( IDispatch_GetTypeInfo( tapi, 0, 0, &info ), S_OK );
    ITypeInfo_Release( info );
    ok_hr( IDispatch_GetTypeInfo( tapi, 1, 0, &info ), DISP_E_BADINDEX );
    test_names( tapi );
    ok_hr( IDispatch_Invoke( tapi, 0x1000d, &wrong, 0, DISPATCH_METHOD, &none, NULL, NULL, NULL ), DISP_E_UNKNOWNINTERFACE );
    ok_hr( IDispatch_Invoke( tapi, 0x7777, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, NULL, NULL ), DISP_E_MEMBERNOTFOUND );
    ok_hr( invoke( tapi, L"Initialize", DISPATCH_METHOD, NULL, 0, NULL ), S_OK );
    args[0] = v_long( TE_CALLSTATE );
    ok_hr( invoke( tapi, L"EventFilter", DISPATCH_PROPERTYPUT, args, 1, NULL ), S_OK );
    ok_hr( invoke( tapi, L"EventFilter", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
    ok( V_VT( &result ) == VT_I4 && V_I4( &result ) == TE_CALLSTATE, "filter %#lx\n", V_I4( &result ));
    args[0] = v_long( 0x7fffffff );
    ok_hr( invoke( tapi, L"EventFilter", DISPATCH_PROPERTYPUT, args, 1, NULL ), E_INVALIDARG );

    ok_hr( invoke( tapi, L"Addresses", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
    ok( V_VT( &result ) == VT_DISPATCH, "type %u\n", V_VT( &result ));
    addresses = V_DISPATCH( &result );
    ok_hr( invoke( addresses, L"Count", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
    count = V_I4( &result );
    ok( count >= 4, "%ld addresses\n", count );
    for (address = NULL, i = 1; i <= count && !address; i++)
    {
        args[0] = v_long( i );
        ok_hr( IDispatch_Invoke( addresses, DISPID_VALUE, &IID_NULL, 0, DISPATCH_PROPERTYGET, &one, &result, NULL, NULL ), S_OK );
        address = V_DISPATCH( &result );
        ok_hr( invoke( address, L"DialableAddress", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
        if (lstrcmpW( V_BSTR( &result ), L"1001" ))
        {
            IDispatch_Release( address );
            address = NULL;
        }
        VariantClear( &result );
    }
    IDispatch_Release( addresses );
    ok( address != NULL, "no address 1001\n" );
    if (address)
    {
        /* members of every interface of the address through one IDispatch */
        ok_hr( invoke( address, L"State", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
        ok( V_I4( &result ) == AS_INSERVICE, "state %ld\n", V_I4( &result ));
        ok_hr( invoke( address, L"MediaTypes", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
        ok( V_I4( &result ) & TAPIMEDIATYPE_AUDIO, "media %#lx\n", V_I4( &result ));
        args[0] = v_long( AC_MAXACTIVECALLS );
        ok_hr( invoke( address, L"AddressCapability", DISPATCH_PROPERTYGET, args, 1, &result ), S_OK );
        ok_hr( invoke( address, L"Locations", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );
        VariantClear( &result );
        ok_hr( IDispatch_QueryInterface( address, &IID_ITAddress, (void **)&pointer ), S_OK );
        ITAddress_Release( pointer );

        args[2] = v_bstr( L"1002" );
        args[1] = v_long( LINEADDRESSTYPE_PHONENUMBER );
        args[0] = v_long( TAPIMEDIATYPE_AUDIO );
        ok_hr( invoke( address, L"CreateCall", DISPATCH_METHOD, args, 3, &result ), S_OK );
        VariantClear( &args[2] );
        ok( V_VT( &result ) == VT_DISPATCH, "type %u\n", V_VT( &result ));
        call = V_DISPATCH( &result );
        ok_hr( invoke( call, L"CallState", DISPATCH_PROPERTYGET, NULL, 0, &result ), S_OK );        /* of ITCallInfo */
        ok( V_I4( &result ) == CS_IDLE, "state %ld\n", V_I4( &result ));
        args[0] = v_long( DC_NORMAL );
        ok_hr( invoke( call, L"Disconnect", DISPATCH_METHOD, args, 1, NULL ), S_OK );               /* of ITBasicCallControl; S_FALSE there */
        args[0] = v_long( LINEDIGITMODE_DTMF );
        ok_hr( invoke( call, L"DetectDigits", DISPATCH_METHOD, args, 1, NULL ), TAPI_E_INVALCALLSTATE );   /* of ITLegacyCallMediaControl */
        release_last( call );
        IDispatch_Release( address );
    }
    ok_hr( invoke( tapi, L"Shutdown", DISPATCH_METHOD, NULL, 0, NULL ), S_OK );
    release_last( tapi );
    exchange_remove();
done:
    CoUninitialize();
}
