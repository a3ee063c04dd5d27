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

/* The ways in which Visual Basic, .NET and others call: any flags that fit, any type that can be converted, by reference, by the names of parameters. */
static void test_callers( IDispatch *tapi, IDispatch *address )
{
    static const WORD put_flags[] = { DISPATCH_PROPERTYPUT, DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF };
    static const WCHAR *const create_call[] = { L"createcall", L"lMediaTypes", L"lAddressType", L"pDestAddress" };
    VARIANT values[8], result, args[3], inner, five;
    DISPPARAMS none = { 0 }, named;
    LONG number = TE_CALLSTATE;
    EXCEPINFO excepinfo = { 0 };
    UINT i, k, wrong = 99;
    LPOLESTR names[4];
    DISPID ids[4];
    ITCallInfo *info;

    inner = v_long( TE_CALLSTATE );
    values[0] = v_long( TE_CALLSTATE );
    values[1] = v_bstr( L"8" );
    V_VT( &values[2] ) = VT_R8, V_R8( &values[2] ) = TE_CALLSTATE;
    V_VT( &values[3] ) = VT_I2, V_I2( &values[3] ) = TE_CALLSTATE;
    V_VT( &values[4] ) = VT_UI4, V_UI4( &values[4] ) = TE_CALLSTATE;
    V_VT( &values[5] ) = VT_BYREF | VT_I4, V_I4REF( &values[5] ) = &number;
    V_VT( &values[6] ) = VT_BYREF | VT_VARIANT, V_VARIANTREF( &values[6] ) = &inner;
    V_VT( &values[7] ) = VT_INT, V_INT( &values[7] ) = TE_CALLSTATE;
    ok( TE_CALLSTATE == 8, "TE_CALLSTATE is %u\n", TE_CALLSTATE );
    for (i = 0; i < ARRAY_SIZE(values); i++)
        for (k = 0; k < ARRAY_SIZE(put_flags); k++)
        {
            args[0] = v_long( 0 );
            ok_hr( invoke( tapi, L"EventFilter", DISPATCH_PROPERTYPUT, args, 1, NULL ), S_OK );
            args[0] = values[i];
            ok_hr( invoke( tapi, L"EventFilter", put_flags[k], args, 1, NULL ), S_OK );
            /* who does not know whether it is a property asks for either */
            ok_hr( invoke( tapi, L"EVENTFILTER", DISPATCH_PROPERTYGET | DISPATCH_METHOD, NULL, 0, &result ), S_OK );
            ok( V_VT( &result ) == VT_I4 && V_I4( &result ) == TE_CALLSTATE, "type %u: filter %#lx\n", V_VT( &values[i] ), V_I4( &result ));
        }
    VariantClear( &values[1] );

    /* parameters by their names, in another order */
    for (i = 0; i < ARRAY_SIZE(names); i++) names[i] = (LPOLESTR)create_call[i];
    ok_hr( IDispatch_GetIDsOfNames( address, &IID_NULL, names, 4, 0x0407, ids ), S_OK );
    ok( ids[0] == 0x10005 && ids[1] == 2 && ids[2] == 1 && !ids[3], "ids %#lx, %ld, %ld, %ld\n", ids[0], ids[1], ids[2], ids[3] );
    args[0] = v_long( TAPIMEDIATYPE_AUDIO );
    args[1] = v_long( LINEADDRESSTYPE_PHONENUMBER );
    args[2] = v_bstr( L"1002" );
    named.rgvarg = args;
    named.rgdispidNamedArgs = ids + 1;
    named.cArgs = named.cNamedArgs = 3;
    VariantInit( &result );
    ok_hr( IDispatch_Invoke( address, ids[0], &IID_NULL, 0x0407, DISPATCH_METHOD | DISPATCH_PROPERTYGET, &named, &result, &excepinfo, &wrong ), S_OK );
    ok( V_VT( &result ) == VT_DISPATCH, "type %u\n", V_VT( &result ));
    if (V_VT( &result ) == VT_DISPATCH)
    {
        ok_hr( IDispatch_QueryInterface( V_DISPATCH( &result ), &IID_ITCallInfo, (void **)&info ), S_OK );
        ITCallInfo_Release( info );
    }
    VariantClear( &result );
    names[1] = (LPOLESTR)L"noSuchParameter";
    ok_hr( IDispatch_GetIDsOfNames( address, &IID_NULL, names, 2, 0, ids ), DISP_E_UNKNOWNNAME );
    ok( ids[0] == 0x10005 && ids[1] == DISPID_UNKNOWN, "ids %#lx, %#lx\n", ids[0], ids[1] );

    /* what does not fit says so */
    ok_hr( IDispatch_Invoke( address, 0x10005, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, NULL, NULL ), DISP_E_BADPARAMCOUNT );
    VariantClear( &args[2] );
    args[0] = v_long( 1 );
    five = v_bstr( L"no number" );
    ok_hr( invoke( tapi, L"EventFilter", DISPATCH_PROPERTYPUT, &five, 1, NULL ), DISP_E_TYPEMISMATCH );
    VariantClear( &five );
    ok_hr( invoke( tapi, L"EventFilter", DISPATCH_METHOD, NULL, 0, &result ), DISP_E_MEMBERNOTFOUND );
    ok_hr( invoke( address, L"AddressName", DISPATCH_PROPERTYPUT, args, 1, NULL ), DISP_E_MEMBERNOTFOUND );
    /* a value that nobody asks for */
    ok_hr( invoke( address, L"AddressName", DISPATCH_PROPERTYGET, NULL, 0, NULL ), S_OK );
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
        test_callers( tapi, address );

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
