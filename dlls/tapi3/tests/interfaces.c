/*
 * Rules that every interface of every object keeps: QueryInterface, pointers that are NULL, both ways to call.
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

/* Each interface leads to each other and to the same identity; what one does not have none has. */
static void test_query( const struct specimen *specimen )
{
    const IID *known[128] = { &IID_IUnknown, &IID_IDispatch, &IID_IMarshal };
    IUnknown *identity, *faces[128];
    unsigned int i, k, count = 3, have = 0;
    void *out;

    for (i = 0; i < interface_count && count < ARRAY_SIZE(known); i++) known[count++] = &interfaces[i].iid;
    ok_hr( IUnknown_QueryInterface( specimen->object, &IID_IUnknown, (void **)&identity ), S_OK );
    for (i = 0; i < count; i++)
    {
        const HRESULT hr = IUnknown_QueryInterface( specimen->object, known[i], (void **)&faces[i] );

        ok( hr == S_OK || hr == E_NOINTERFACE, "%s: QueryInterface returned %#lx\n", specimen->name, hr );
        ok( SUCCEEDED(hr) == (faces[i] != NULL), "%s: %#lx and %p\n", specimen->name, hr, faces[i] );
        if (faces[i]) have++;
    }
    for (i = 0; i < count; i++)
    {
        if (!faces[i] || IsEqualIID( known[i], &IID_IMarshal )) continue;      /* the marshaler is an object of its own, which answers for ours */
        ok_hr( IUnknown_QueryInterface( faces[i], known[i], NULL ), E_POINTER );
        for (k = 0; k < count; k++)
        {
            const HRESULT hr = IUnknown_QueryInterface( faces[i], known[k], &out );

            ok( hr == (faces[k] ? S_OK : E_NOINTERFACE), "%s: from interface %u to %u: %#lx\n", specimen->name, i, k, hr );
            if (FAILED(hr)) ok( !out, "%s: a pointer after %#lx\n", specimen->name, hr );
            else
            {
                if (IsEqualIID( known[k], &IID_IUnknown )) ok( out == identity, "%s: another identity from interface %u\n", specimen->name, i );
                if (!IsEqualIID( known[k], &IID_IMarshal )) ok( out == faces[k], "%s: interface %u moves\n", specimen->name, k );
                IUnknown_Release( (IUnknown *)out );
            }
        }
    }
    for (i = 0; i < count; i++)
        if (faces[i]) IUnknown_Release( faces[i] );
    IUnknown_Release( identity );
    ok( have > 2, "%s has only %u interfaces\n", specimen->name, have );
}

/* Out pointers that may be NULL */
static BOOL may_be_null( const struct method *method, unsigned int param )
{
    if (!strcmp( method->name, "Next" )) return param == 2;     /* how many came, if one was asked for */
    /* how many there are is the answer then */
    return (!strcmp( method->name, "GetDynamicTerminalClasses" ) && param == 2) || (!strcmp( method->name, "GetPluggableSuperclasses" ) && param == 1) ||
           (!strcmp( method->name, "GetPluggableTerminalClasses" ) && param == 3);
}

static unsigned int test_null( const struct specimen *specimen, const struct iface *iface, IUnknown *face )
{
    unsigned int i, k, tested = 0;

    for (i = 0; i < iface->count; i++)
    {
        const struct method *method = &iface->methods[i];

        if (opens_dialog( method )) continue;
        for (k = 0; k < method->count; k++)
        {
            struct arguments args;
            HRESULT hr;

            if (!method->params[k].out || may_be_null( method, k )) continue;
            arguments_plain( &args, method, &zoo );
            if (sizeof(void *) == 8) V_I8( &args.values[k] ) = 0;
            else V_I4( &args.values[k] ) = 0;
            hr = call_vtable( face, method, &args );
            ok( hr == E_POINTER, "%s: %s::%s returned %#lx for NULL as parameter %u\n", specimen->name, iface->name, method->name, hr, k + 1 );
            arguments_free( &args, method );
            tested++;
        }
    }
    return tested;
}

/* ---- enumerators and collections ---- */

static void release_items( IUnknown **items, ULONG count )
{
    while (count--) IUnknown_Release( items[count] );
}

static void test_enumerators(void)
{
    IUnknown *all[64], *again[64];
    ITCollection *collection;
    ULONG got = 99, more;
    IEnumAddress *list, *clone;
    IEnumVARIANT *variants;
    VARIANT value, item;
    IUnknown *unknown;
    LONG count, i;

    ok_hr( ITTAPI2_get_Addresses( zoo.tapi, &value ), S_OK );
    ok_hr( IDispatch_QueryInterface( V_DISPATCH( &value ), &IID_ITCollection, (void **)&collection ), S_OK );
    ok_hr( ITCollection_get_Count( collection, &count ), S_OK );
    ok( count > 2 && count < 64, "%ld addresses\n", count );
    ok_hr( ITTAPI2_EnumerateAddresses( zoo.tapi, &list ), S_OK );
    ok_hr( IEnumAddress_Next( list, count, (ITAddress **)all, &got ), S_OK );
    ok( got == (ULONG)count, "%lu of %ld\n", got, count );
    ok_hr( IEnumAddress_Next( list, 1, (ITAddress **)again, NULL ), S_FALSE );
    ok_hr( IEnumAddress_Reset( list ), S_OK );
    got = 99;
    ok_hr( IEnumAddress_Next( list, 2, (ITAddress **)again, NULL ), E_POINTER );
    ok_hr( IEnumAddress_Next( list, 64, (ITAddress **)again, &got ), S_FALSE );
    ok( got == (ULONG)count, "%lu of %ld\n", got, count );
    for (i = 0; i < count; i++)
    {
        ok( all[i] == again[i], "element %ld changes\n", i );
        ok_hr( ITCollection_get_Item( collection, i + 1, &item ), S_OK );
        ok( same_object( V_DISPATCH( &item ), all[i] ), "item %ld is another\n", i + 1 );
        VariantClear( &item );
    }
    release_items( again, got );
    ok_hr( IEnumAddress_Reset( list ), S_OK );
    ok_hr( IEnumAddress_Skip( list, count - 1 ), S_OK );
    ok_hr( IEnumAddress_Clone( list, &clone ), S_OK );
    ok_hr( IEnumAddress_Next( clone, 1, (ITAddress **)again, NULL ), S_OK );
    ok( again[0] == all[count - 1], "the clone is elsewhere\n" );
    IUnknown_Release( again[0] );
    ok_hr( IEnumAddress_Skip( clone, 1 ), S_FALSE );
    ok_hr( IEnumAddress_Skip( list, 1 ), S_OK );        /* the original did not move */
    IEnumAddress_Release( list );
    ok_hr( IEnumAddress_Reset( clone ), S_OK );         /* outlives it */
    ok_hr( IEnumAddress_Next( clone, 1, (ITAddress **)again, &more ), S_OK );
    ok( again[0] == all[0], "the clone starts elsewhere\n" );
    IUnknown_Release( again[0] );
    IEnumAddress_Release( clone );

    ok_hr( ITCollection_get__NewEnum( collection, &unknown ), S_OK );
    ok_hr( IUnknown_QueryInterface( unknown, &IID_IEnumVARIANT, (void **)&variants ), S_OK );
    IUnknown_Release( unknown );
    for (i = 0; IEnumVARIANT_Next( variants, 1, &item, NULL ) == S_OK; i++)
    {
        ok( i < count && same_object( V_DISPATCH( &item ), all[i] ), "For Each gives another element %ld\n", i );
        VariantClear( &item );
    }
    ok( i == count, "%ld of %ld\n", i, count );
    IEnumVARIANT_Release( variants );
    ITCollection_Release( collection );
    VariantClear( &value );
    release_items( all, count );
}

static void test_points(void)
{
    static const ULONG first = 1;
    IConnectionPointContainer *container, *back;
    IEnumConnectionPoints *points;
    IEnumConnections *connections;
    IConnectionPoint *point;
    CONNECTDATA data[2];
    ULONG got, n = 0;
    IID iid;

    ok_hr( ITTAPI2_QueryInterface( zoo.tapi, &IID_IConnectionPointContainer, (void **)&container ), S_OK );
    ok_hr( IConnectionPointContainer_EnumConnectionPoints( container, NULL ), E_POINTER );
    ok_hr( IConnectionPointContainer_EnumConnectionPoints( container, &points ), S_OK );
    ok_hr( IEnumConnectionPoints_Skip( points, first ), S_OK );         /* in the standard order of methods */
    ok_hr( IEnumConnectionPoints_Reset( points ), S_OK );
    while (IEnumConnectionPoints_Next( points, 1, &point, &got ) == S_OK)
    {
        ok_hr( IConnectionPoint_GetConnectionInterface( point, NULL ), E_POINTER );
        ok_hr( IConnectionPoint_GetConnectionInterface( point, &iid ), S_OK );
        ok( IsEqualIID( &iid, &IID_ITTAPIEventNotification ) || IsEqualIID( &iid, &DIID_ITTAPIDispatchEventNotification ), "another interface\n" );
        ok_hr( IConnectionPoint_GetConnectionPointContainer( point, &back ), S_OK );
        ok( back == container, "another container\n" );
        IConnectionPointContainer_Release( back );
        ok_hr( IConnectionPoint_EnumConnections( point, NULL ), E_POINTER );
        ok_hr( IConnectionPoint_EnumConnections( point, &connections ), S_OK );
        if (IsEqualIID( &iid, &IID_ITTAPIEventNotification ))
        {
            ok_hr( IEnumConnections_Next( connections, 2, data, &got ), S_FALSE );
            ok( got == 1 && data[0].dwCookie == zoo.sink.cookie, "%lu connections, cookie %lu\n", got, data[0].dwCookie );
            ok( data[0].pUnk == (IUnknown *)&zoo.sink.ITTAPIEventNotification_iface, "another sink\n" );
            if (got) IUnknown_Release( data[0].pUnk );
            ok_hr( IConnectionPoint_Advise( point, (IUnknown *)container, &got ), CONNECT_E_CANNOTCONNECT );
        }
        else ok_hr( IEnumConnections_Next( connections, 1, data, &got ), S_FALSE );
        IEnumConnections_Release( connections );
        ok_hr( IConnectionPoint_Unadvise( point, 0x7777 ), CONNECT_E_NOCONNECTION );
        ok_hr( IConnectionPoint_Advise( point, NULL, &got ), E_POINTER );
        IConnectionPoint_Release( point );
        n++;
    }
    ok( n == 2, "%lu connection points\n", n );
    ok_hr( IConnectionPointContainer_FindConnectionPoint( container, &IID_ITAddress, &point ), CONNECT_E_NOCONNECTION );
    ok( !point, "a connection point\n" );
    IEnumConnectionPoints_Release( points );
    IConnectionPointContainer_Release( container );
}

/* Interfaces whose objects this test cannot get; tests of their own have them. tools/coverage reads this. */
static const char *const elsewhere[] =
{
    "ITPluggableTerminalClassInfo", "ITPluggableTerminalSuperclassInfo", "ITTerminalSupport", "ITTerminalSupport2", "ITTerminal", "ITAutomatedPhoneControl",
    "ITMultiTrackTerminal", "ITFileTrack", "ITScriptableAudioFormat", "ITMediaPlayback", "ITMediaRecord", "ITMediaControl", "ITBasicAudioTerminal",
    "ITStaticAudioTerminal", "ITPrivateEvent", "ITPhoneDeviceSpecificEvent", "ITCallMediaEvent", "ITStream", "ITStreamControl", "ITSubStream",
    "ITSubStreamControl", "IEnumStream", "IEnumSubStream", "IEnumTerminal", "IEnumTerminalClass", "IEnumPluggableSuperclassInfo",
    "IEnumPluggableTerminalClassInfo", "ITTAPIObjectEvent", "ITTAPIObjectEvent2", "ITAddressDeviceSpecificEvent", "ITFileTerminalEvent",
    "ITTTSTerminalEvent", "ITASRTerminalEvent", "ITToneTerminalEvent", "ITQOSEvent", "ITLegacyWaveSupport", "ITAgent", "ITAgentEvent", "ITAgentHandler",
    "ITAgentHandlerEvent", "ITAgentSession", "ITAgentSessionEvent", "ITACDGroup", "ITACDGroupEvent", "ITQueue", "ITQueueEvent", "ITTAPICallCenter",
    "IEnumAgent", "IEnumAgentHandler", "IEnumAgentSession", "IEnumACDGroup", "IEnumQueue", "ITAMMediaFormat", "ITAllocatorProperties",
    "ITPluggableTerminalEventSink", "ITPluggableTerminalEventSinkRegistration", "ITMSPAddress", "ITTerminalControl", "ITPluggableTerminalInitialization",
    "IEnumUnknown", "ITTAPIEventNotification", "ITTAPIDispatchEventNotification",
};

static BOOL is_elsewhere( const char *name )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(elsewhere); i++)
        if (!strcmp( elsewhere[i], name )) return TRUE;
    return FALSE;
}

START_TEST( interfaces )
{
    unsigned int i, k, nulls = 0, properties = 0, seen = 0;
    BOOL *found;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!interfaces_load() || !exchange_add( 4, 2 )) goto done;
    found = calloc( interface_count, sizeof(*found) );
    zoo_open( &zoo );
    zoo_add_registration( &zoo );
    for (i = 0; i < zoo.count; i++)
    {
        test_query( &zoo.all[i] );
        for (k = 0; k < interface_count; k++)
        {
            IUnknown *face;

            if (FAILED(IUnknown_QueryInterface( zoo.all[i].object, &interfaces[k].iid, (void **)&face ))) continue;
            found[k] = TRUE;
            nulls += test_null( &zoo.all[i], &interfaces[k], face );
            if (interfaces[k].dual) properties += compare_properties( zoo.all[i].name, &interfaces[k], face, &zoo );
            IUnknown_Release( face );
        }
    }
    for (k = 0; k < interface_count; k++)
        if (found[k]) seen++;
        else ok( is_elsewhere( interfaces[k].name ), "no object has %s\n", interfaces[k].name );
    trace( "%u objects, %u of %u interfaces; %u pointers that are NULL, %u properties both ways\n", zoo.count, seen, interface_count, nulls, properties );
    ok( zoo.count >= 25 && seen >= 40 && nulls > 200 && properties > 200, "too few\n" );
    test_enumerators();
    test_points();
    zoo_close( &zoo, TRUE );
    free( found );
    nothing_left();
    exchange_remove();
done:
    interfaces_free();
    CoUninitialize();
}
