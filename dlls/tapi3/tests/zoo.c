/*
 * One object of each kind that TAPI 3 has.
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
#include "acd.h"

void zoo_add( struct zoo *zoo, const char *name, void *object )
{
    if (!object) return;
    if (zoo->count == SPECIMENS)
    {
        ok( 0, "no room for %s\n", name );
        IUnknown_Release( (IUnknown *)object );
        return;
    }
    zoo->all[zoo->count].name = name;
    zoo->all[zoo->count++].object = object;
}

IUnknown *zoo_find( const struct zoo *zoo, REFIID iid )
{
    IUnknown *face = NULL;
    unsigned int i;

    for (i = 0; i < zoo->count && !face; i++) IUnknown_QueryInterface( zoo->all[i].object, iid, (void **)&face );
    return face;
}

IUnknown *zoo_named( const struct zoo *zoo, const char *name )
{
    unsigned int i;

    for (i = 0; i < zoo->count; i++)
        if (!strcmp( zoo->all[i].name, name )) return zoo->all[i].object;
    return NULL;
}

/* The first of an enumerator, and the enumerator */
static void add_enumerated( struct zoo *zoo, const char *enumerator_name, const char *item_name, HRESULT hr, void *address )
{
    IUnknown *item = NULL;
    void *enumerator = *(void **)address;   /* not before the call that writes it */

    ok( hr == S_OK, "no %s: %#lx\n", enumerator_name, hr );
    if (FAILED(hr)) return;
    zoo_add( zoo, enumerator_name, enumerator );
    /* all of TAPI's enumerators begin in the same way */
    if (item_name && IEnumUnknown_Next( (IEnumUnknown *)enumerator, 1, &item, NULL ) == S_OK) zoo_add( zoo, item_name, item );
}

static void add_collection( struct zoo *zoo, const char *name, HRESULT hr, VARIANT *variant )
{
    ok( hr == S_OK && V_VT( variant ) == VT_DISPATCH, "no %s: %#lx\n", name, hr );
    if (SUCCEEDED(hr)) zoo_add( zoo, name, V_DISPATCH( variant ));
}

static const struct { TAPI_EVENT type; const char *name; } event_names[] =
{
    { TE_TAPIOBJECT, "TAPI object event" }, { TE_ADDRESS, "address event" }, { TE_CALLNOTIFICATION, "call notification event" },
    { TE_CALLSTATE, "call state event" }, { TE_CALLMEDIA, "call media event" }, { TE_CALLHUB, "call hub event" },
    { TE_CALLINFOCHANGE, "call info event" }, { TE_REQUEST, "request event" }, { TE_DIGITEVENT, "digit event" },
    { TE_GENERATEEVENT, "digit generation event" }, { TE_TONEEVENT, "tone event" }, { TE_GATHERDIGITS, "gathered digits event" },
    { TE_PHONEEVENT, "phone event" }, { TE_ADDRESSDEVSPECIFIC, "address device specific event" },
    { TE_PHONEDEVSPECIFIC, "phone device specific event" }, { TE_AGENT, "agent event" }, { TE_AGENTSESSION, "agent session event" },
    { TE_AGENTHANDLER, "agent handler event" }, { TE_QUEUE, "queue event" }, { TE_ACDGROUP, "ACD group event" },
    { TE_FILETERMINAL, "file terminal event" },
};

/* Events come while the zoo is made: one of each kind is kept. */
static void keep_event( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    struct zoo *zoo = CONTAINING_RECORD( sink, struct zoo, sink );
    unsigned int i;

    EnterCriticalSection( &sink->cs );
    for (i = 0; i < ARRAY_SIZE(event_names); i++)
        if (event_names[i].type == type && !zoo_named( zoo, event_names[i].name ))
        {
            IDispatch_AddRef( event );
            zoo_add( zoo, event_names[i].name, event );
        }
    LeaveCriticalSection( &sink->cs );
}

static BOOL has_event( struct zoo *zoo, TAPI_EVENT type )
{
    unsigned int i;
    BOOL has = FALSE;

    EnterCriticalSection( &zoo->sink.cs );
    for (i = 0; i < ARRAY_SIZE(event_names); i++)
        if (event_names[i].type == type) has = zoo_named( zoo, event_names[i].name ) != NULL;
    LeaveCriticalSection( &zoo->sink.cs );
    return has;
}

/* keep_event() has one of them; those that the sink has are of no interest */
void zoo_wait( struct zoo *zoo, TAPI_EVENT type )
{
    const DWORD start = GetTickCount();
    DWORD index;

    while (!has_event( zoo, type ) && GetTickCount() - start < PATIENCE)
    {
        sink_forget( &zoo->sink );
        CoWaitForMultipleHandles( 0, 50, 1, &zoo->sink.came, &index );
    }
    ok( has_event( zoo, type ), "no event %#x\n", type );
    sink_forget( &zoo->sink );
}

static ITBasicCallControl *make_call( ITAddress *address, const WCHAR *number )
{
    ITBasicCallControl *call = NULL;
    BSTR dest = SysAllocString( number );

    ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ), S_OK );
    SysFreeString( dest );
    return call;
}

/* A call from 1001 to 1002, as both see it, and what it tells while digits are sent */
static void add_calls( struct zoo *zoo, ITAddress *from, ITAddress *to )
{
    ITBasicCallControl *caller = make_call( from, L"1002" ), *called = NULL;
    ITLegacyCallMediaControl2 *media = NULL, *listener = NULL;
    ITCallNotificationEvent *event;
    ITCallStateEvent *state;
    ITCallInfo *info, *caller_info;
    ITDetectTone *detect = NULL;
    ITCustomTone *custom = NULL;
    TAPI_DETECTTONE tone = { 7, 0, 480, 0, 0 };
    TAPI_CUSTOMTONE sent = { 480, 0, 0, 0 };
    ITCallHub *hub = NULL;
    VARIANT none;
    BSTR digits;
    LONG id;

    VariantInit( &none );
    ok_hr( ITTAPI2_SetCallHubTracking( zoo->tapi, none, VARIANT_TRUE ), S_OK );
    zoo_add( zoo, "idle call", make_call( from, L"1003" ));
    ok_hr( ITTAPI2_RegisterCallNotifications( zoo->tapi, to, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &id ), S_OK );
    ok_hr( ITBasicCallControl_QueryInterface( caller, &IID_ITCallInfo, (void **)&caller_info ), S_OK );
    ok_hr( ITBasicCallControl_Connect( caller, VARIANT_FALSE ), S_OK );
    if ((event = sink_wait( &zoo->sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent )))
    {
        ok_hr( ITCallNotificationEvent_get_Call( event, &info ), S_OK );
        ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&called ), S_OK );
        ITCallNotificationEvent_Release( event );
        if ((state = sink_wait_state( &zoo->sink, info, CS_OFFERING ))) ITCallStateEvent_Release( state );
        ok_hr( ITBasicCallControl_Answer( called ), S_OK );
        if ((state = sink_wait_state( &zoo->sink, caller_info, CS_CONNECTED ))) ITCallStateEvent_Release( state );
        zoo_wait( zoo, TE_CALLHUB );
        ok_hr( ITCallInfo_QueryInterface( info, &IID_ITLegacyCallMediaControl2, (void **)&listener ), S_OK );
        ITCallInfo_Release( info );
    }
    ok_hr( ITCallInfo_get_CallHub( caller_info, &hub ), S_OK );
    zoo_add( zoo, "call hub", hub );
    ok_hr( ITBasicCallControl_QueryInterface( caller, &IID_ITLegacyCallMediaControl2, (void **)&media ), S_OK );
    if (media && listener)
    {
        digits = SysAllocString( L"5" );
        ok_hr( ITLegacyCallMediaControl2_DetectDigits( listener, LINEDIGITMODE_DTMF ), S_OK );
        ok_hr( ITLegacyCallMediaControl2_GenerateDigits( media, digits, LINEDIGITMODE_DTMF ), S_OK );
        SysFreeString( digits );
        zoo_wait( zoo, TE_DIGITEVENT );
        zoo_wait( zoo, TE_GENERATEEVENT );
        ok_hr( ITLegacyCallMediaControl2_CreateDetectToneObject( media, &detect ), S_OK );
        ok_hr( ITLegacyCallMediaControl2_CreateCustomToneObject( media, &custom ), S_OK );
        zoo_add( zoo, "detect tone", detect );
        zoo_add( zoo, "custom tone", custom );
        ok_hr( ITLegacyCallMediaControl2_GatherDigits( listener, LINEDIGITMODE_DTMF, 3, NULL, 0, 0 ), S_OK );
        ok_hr( ITLegacyCallMediaControl2_GatherDigits( listener, LINEDIGITMODE_DTMF, 0, NULL, 0, 0 ), S_OK );
        zoo_wait( zoo, TE_GATHERDIGITS );
        ok_hr( ITLegacyCallMediaControl2_DetectTones( listener, &tone, 1 ), S_OK );
        ok_hr( ITLegacyCallMediaControl2_GenerateCustomTones( media, &sent, 1, 100 ), S_OK );
        zoo_wait( zoo, TE_TONEEVENT );
    }
    if (media) ITLegacyCallMediaControl2_Release( media );
    if (listener) ITLegacyCallMediaControl2_Release( listener );
    ITCallInfo_Release( caller_info );
    zoo_add( zoo, "caller", caller );
    zoo_add( zoo, "called", called );
    /* the registration stays: the call is one of the line that it opened */
}

/* What a telephone and assisted telephony tell */
static void add_other_events( struct zoo *zoo )
{
    ITPhone *phone = (ITPhone *)zoo_find( zoo, &IID_ITPhone );
    BSTR text = SysAllocString( L"zoo" );

    if (phone)
    {
        ok_hr( ITPhone_Open( phone, PP_OWNER ), S_OK );
        ok_hr( ITPhone_SetDisplay( phone, 0, 0, text ), S_OK );
        zoo_wait( zoo, TE_PHONEEVENT );
        ITPhone_Release( phone );
    }
    ok_hr( ITTAPI2_RegisterRequestRecipient( zoo->tapi, 5, LINEREQUESTMODE_MAKECALL, VARIANT_TRUE ), S_OK );
    ok( !tapiRequestMakeCallW( L"1004", L"zoo", L"", L"" ), "the request was refused\n" );
    zoo_wait( zoo, TE_REQUEST );
    ok_hr( ITTAPI2_RegisterRequestRecipient( zoo->tapi, 5, LINEREQUESTMODE_MAKECALL, VARIANT_FALSE ), S_OK );
    SysFreeString( text );
}

void zoo_open( struct zoo *zoo )
{
    ITAddress *from, *to;
    ITAddressTranslation *translation = NULL;
    ITAddressTranslationInfo *translated = NULL;
    ITAddressCapabilities *caps = NULL;
    ITForwardInformation *forward = NULL;
    ITCollection2 *empty = NULL;
    IUnknown *made;
    IEnumLocation *locations;
    IEnumCallingCard *cards;
    IEnumAddress *addresses;
    IEnumCallHub *hubs;
    IEnumPhone *phones;
    IEnumCall *calls;
    IEnumBstr *classes;
    WCHAR folder[MAX_PATH];
    VARIANT variant;
    BSTR number;

    memset( zoo, 0, sizeof(*zoo) );
    GetTempPathW( ARRAY_SIZE(folder), folder );
    SetCurrentDirectoryW( folder );
    zoo->tapi = new_tapi();
    sink_advise( &zoo->sink, zoo->tapi, 0x03ffffff );
    zoo->sink.called = keep_event;
    ITTAPI2_AddRef( zoo->tapi );
    zoo_add( zoo, "TAPI", zoo->tapi );
    from = find_address( zoo->tapi, L"1001" );
    to = find_address( zoo->tapi, L"1002" );
    add_calls( zoo, from, to );
    add_enumerated( zoo, "enumerator of addresses", NULL, ITTAPI2_EnumerateAddresses( zoo->tapi, &addresses ), &addresses );
    add_enumerated( zoo, "enumerator of call hubs", NULL, ITTAPI2_EnumerateCallHubs( zoo->tapi, &hubs ), &hubs );
    add_enumerated( zoo, "enumerator of phones", "phone", ITTAPI2_EnumeratePhones( zoo->tapi, &phones ), &phones );
    add_enumerated( zoo, "enumerator of calls", NULL, ITAddress_EnumerateCalls( from, &calls ), &calls );
    add_collection( zoo, "collection of addresses", ITTAPI2_get_Addresses( zoo->tapi, &variant ), &variant );
    ok_hr( ITTAPI2_CreateEmptyCollectionObject( zoo->tapi, &empty ), S_OK );
    zoo_add( zoo, "collection", empty );
    ok_hr( ITAddress_CreateForwardInfoObject( from, &forward ), S_OK );
    zoo_add( zoo, "forward information", forward );

    ok_hr( ITAddress_QueryInterface( from, &IID_ITAddressCapabilities, (void **)&caps ), S_OK );
    add_enumerated( zoo, "enumerator of strings", NULL, ITAddressCapabilities_EnumerateDeviceClasses( caps, &classes ), &classes );
    ITAddressCapabilities_Release( caps );
    ok_hr( ITAddress_QueryInterface( from, &IID_ITAddressTranslation, (void **)&translation ), S_OK );
    add_enumerated( zoo, "enumerator of locations", "location", ITAddressTranslation_EnumerateLocations( translation, &locations ), &locations );
    add_enumerated( zoo, "enumerator of cards", "calling card", ITAddressTranslation_EnumerateCallingCards( translation, &cards ), &cards );
    number = SysAllocString( L"1002" );
    ok_hr( ITAddressTranslation_TranslateAddress( translation, number, 0, 0, &translated ), S_OK );
    SysFreeString( number );
    zoo_add( zoo, "translation", translated );
    ITAddressTranslation_Release( translation );
    ok_hr( CoCreateInstance( &CLSID_RequestMakeCall, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&made ), S_OK );
    zoo_add( zoo, "request", made );
    ok_hr( CoCreateInstance( &CLSID_DispatchMapper, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&made ), S_OK );
    zoo_add( zoo, "dispatch mapper", made );
    zoo_add( zoo, "address", from );
    ITAddress_Release( to );
    add_other_events( zoo );
    zoo_add_media( zoo, from );
    zoo_add_centre( zoo, L"1004" );
    zoo->sink.called = NULL;
}

void zoo_close( struct zoo *zoo, BOOL shutdown )
{
    if (zoo->acd) acd_stop();
    sink_unadvise( &zoo->sink );
    if (shutdown) ok_hr( ITTAPI2_Shutdown( zoo->tapi ), S_OK );
    while (zoo->count--) IUnknown_Release( zoo->all[zoo->count].object );
    ITTAPI2_Release( zoo->tapi );
}
