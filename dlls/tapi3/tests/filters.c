/*
 * What programs ask to be told: event filters of the TAPI object, of addresses and calls, and registrations for calls.
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

#include "../../../tests/fixtures/testtsp.h"

#define EVENT_BITS 26

static ITTAPI2 *tapi;
static ITAddress *address;              /* 5551000 of the test provider */
static ITAddress2 *address2;
static struct sink sink;

/* ---- a fence: what was to come before it has come ---- */

static LONG last_fence;

/* Everything that is known of the next events up to the fence. FALSE: the fence does not come. */
static BOOL up_to_fence( unsigned int *count, TAPI_EVENT type )
{
    const DWORD start = GetTickCount();
    const LONG fence = ++last_fence;

    *count = 0;
    testtsp_tell( address, NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, fence, 4711, 0, NULL );
    while (GetTickCount() - start < PATIENCE)
    {
        struct taken taken = { 0 };
        BOOL got, done = FALSE;

        EnterCriticalSection( &sink.cs );
        if ((got = sink.count != 0))
        {
            taken = sink.events[sink.first];
            sink.first = (sink.first + 1) % ARRAY_SIZE(sink.events);
            sink.count--;
        }
        LeaveCriticalSection( &sink.cs );
        if (!got)
        {
            WaitForSingleObject( sink.came, 100 );
            continue;
        }
        if (taken.type == TE_ADDRESSDEVSPECIFIC)
        {
            ITAddressDeviceSpecificEvent *event;
            LONG p1 = 0, p2 = 0;

            ok_hr( IDispatch_QueryInterface( taken.event, &IID_ITAddressDeviceSpecificEvent, (void **)&event ), S_OK );
            ok_hr( ITAddressDeviceSpecificEvent_get_lParam1( event, &p1 ), S_OK );
            ok_hr( ITAddressDeviceSpecificEvent_get_lParam2( event, &p2 ), S_OK );
            ITAddressDeviceSpecificEvent_Release( event );
            done = p1 == fence && p2 == 4711;
        }
        if (!done && taken.type == type) ++*count;
        IDispatch_Release( taken.event );
        if (done) return TRUE;
    }
    ok( 0, "fence %ld does not come\n", fence );
    return FALSE;
}

static void expect_count_( unsigned int line, TAPI_EVENT type, unsigned int expected )
{
    unsigned int count;

    if (up_to_fence( &count, type )) ok_( __FILE__, line )( count == expected, "%u events %#x, expected %u\n", count, type, expected );
}
#define expect_count( type, expected ) expect_count_( __LINE__, type, expected )

/* ---- the TAPI object's filter ---- */

static ITCallInfo *call;                /* that the provider is told about */
static DWORD call_state;

static void make_address( void )  { testtsp_tell( address, NULL, TESTTSP_MESSAGE, LINE_LINEDEVSTATE, LINEDEVSTATE_MSGWAITON, 0, 0, NULL ); }
static void make_info( void )     { testtsp_tell( address, call, TESTTSP_SET_CALL, 0, 0, 0, LINECALLINFOSTATE_RATE, NULL ); }
static void make_specific( void ) { testtsp_tell( address, NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, 1, 2, 3, NULL ); }
static void make_state( void )
{
    call_state = call_state == LINECALLSTATE_ONHOLD ? LINECALLSTATE_CONNECTED : LINECALLSTATE_ONHOLD;
    testtsp_tell( address, call, TESTTSP_STATE, call_state, 0, 0, 0, NULL );
}

/*
 * The call comes 5 ms after the reply. When another request has been answered, which takes longer, it has come: the provider does one thing after the other, as
 * each is due.
 */
static void let_ring( DWORD media_mode )
{
    testtsp_tell( address, NULL, TESTTSP_DELAY, 10, 0, 0, 0, NULL );
    testtsp_tell( address, NULL, TESTTSP_RING, media_mode, 0, 0, 0, NULL );
    testtsp_tell( address, NULL, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    testtsp_tell( address, NULL, TESTTSP_DELAY, 0, 0, 0, 0, NULL );
}

/* The newest call ends, if it has not done so because nobody has it. */
static void end_ring( void )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = TESTTSP_STATE, .args = { LINECALLSTATE_IDLE } };

    ITAddress2_DeviceSpecific( address2, NULL, (BYTE *)&command, sizeof(command) );
}

static void make_new_call( void ) { let_ring( 0 ); }

static void test_whole( void )
{
    static const struct { TAPI_EVENT type; void (*make)( void ); } rows[] =
    {
        { TE_ADDRESS, make_address }, { TE_CALLINFOCHANGE, make_info }, { TE_CALLSTATE, make_state }, { TE_CALLNOTIFICATION, make_new_call },
        { TE_TAPIOBJECT, change_location }, { TE_ADDRESSDEVSPECIFIC, make_specific },
    };
    LONG mask, id, bit;
    unsigned int i, k;

    /* every bit by itself, all of them, none, and those that there are not */
    for (bit = 0; bit < 32; bit++)
    {
        const LONG one = 1u << bit;

        ok_hr( ITTAPI2_put_EventFilter( tapi, 0 ), S_OK );
        ok_hr( ITTAPI2_put_EventFilter( tapi, one ), bit < EVENT_BITS ? S_OK : E_INVALIDARG );
        ok_hr( ITTAPI2_get_EventFilter( tapi, &mask ), S_OK );
        ok( mask == (bit < EVENT_BITS ? one : 0), "filter %#lx after %#lx\n", mask, one );
    }
    ok_hr( ITTAPI2_get_EventFilter( tapi, NULL ), E_POINTER );
    ok_hr( ITTAPI2_put_EventFilter( tapi, -1 ), E_INVALIDARG );

    ok_hr( ITTAPI2_put_EventFilter( tapi, 0x03ffffff & ~TE_AGENTHANDLER ), S_OK );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &id ), S_OK );
    call = silent_call( address );
    make_state();
    up_to_fence( &k, TE_CALLSTATE );
    for (i = 0; i < ARRAY_SIZE(rows); i++)
    {
        unsigned int specific = rows[i].type == TE_ADDRESSDEVSPECIFIC;

        winetest_push_context( "event %#x", rows[i].type );
        /* only it and the fence: of all that happens one thing is told */
        ok_hr( ITTAPI2_put_EventFilter( tapi, rows[i].type | TE_ADDRESSDEVSPECIFIC ), S_OK );
        for (k = 0; k < ARRAY_SIZE(rows); k++) rows[k].make();
        expect_count( rows[i].type, rows[i].type == TE_CALLSTATE ? 2 : 1 );       /* of the new call, too, which is dropped as nobody keeps it */
        /* everything else */
        if (!specific)
        {
            ok_hr( ITTAPI2_put_EventFilter( tapi, 0x03ffffff & ~(rows[i].type | TE_AGENTHANDLER) ), S_OK );
            up_to_fence( &k, TE_CALLSTATE );
            rows[i].make();
            expect_count( rows[i].type, 0 );
        }
        winetest_pop_context();
    }
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), S_OK );
    ok_hr( ITTAPI2_put_EventFilter( tapi, 0x03ffffff & ~TE_AGENTHANDLER ), S_OK );
    drop_call( call, &sink );
    sink_forget( &sink );
}

/* ---- filters of addresses and calls ---- */

static void test_arguments( void )
{
    static const struct { TAPI_EVENT event; LONG last; } kinds[] =
    {
        { TE_ADDRESS, AE_LASTITEM }, { TE_CALLNOTIFICATION, CNE_LASTITEM }, { TE_CALLSTATE, CS_LASTITEM }, { TE_CALLMEDIA, CME_LASTITEM },
        { TE_CALLINFOCHANGE, CIC_LASTITEM }, { TE_CALLHUB, CHE_LASTITEM }, { TE_FILETERMINAL, TMS_LASTITEM }, { TE_QOSEVENT, QE_LASTITEM },
    };
    ITCallInfo *info = silent_call( address );
    ITCallInfo2 *info2;
    VARIANT_BOOL on;
    unsigned int i, bit;
    LONG sub;

    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITCallInfo2, (void **)&info2 ), S_OK );
    for (bit = 0; bit < EVENT_BITS; bit++)
    {
        const TAPI_EVENT event = 1u << bit;
        LONG last = -1;

        winetest_push_context( "event %#x", event );
        for (i = 0; i < ARRAY_SIZE(kinds); i++) if (kinds[i].event == event) last = kinds[i].last;
        if (last < 0)                   /* has no sub-events: the TAPI object's filter only */
        {
            ok_hr( ITAddress2_put_EventFilter( address2, event, 0, VARIANT_FALSE ), E_INVALIDARG );
            ok_hr( ITCallInfo2_put_EventFilter( info2, event, 0, VARIANT_FALSE ), E_INVALIDARG );
            ok_hr( ITAddress2_get_EventFilter( address2, event, 0, &on ), E_INVALIDARG );
            ok_hr( ITCallInfo2_get_EventFilter( info2, event, 0, &on ), E_INVALIDARG );
            winetest_pop_context();
            continue;
        }
        ok_hr( ITAddress2_get_EventFilter( address2, event, 0, NULL ), E_POINTER );
        ok_hr( ITCallInfo2_get_EventFilter( info2, event, 0, NULL ), E_POINTER );
        for (sub = 0; sub <= last; sub++)
        {
            ok_hr( ITAddress2_put_EventFilter( address2, event, sub, VARIANT_FALSE ), S_OK );
            ok_hr( ITAddress2_get_EventFilter( address2, event, sub, &on ), S_OK );
            ok( on == VARIANT_FALSE, "sub-event %ld is not filtered\n", sub );
            ok_hr( ITAddress2_get_EventFilter( address2, event, sub ? 0 : last, &on ), S_OK );
            ok( on == VARIANT_TRUE || !last, "another one is, too\n" );
            ok_hr( ITCallInfo2_get_EventFilter( info2, event, sub, &on ), S_OK );
            ok( on == VARIANT_TRUE, "the call's filter has changed with that of its address\n" );
            ok_hr( ITAddress2_put_EventFilter( address2, event, sub, VARIANT_TRUE ), S_OK );
            ok_hr( ITAddress2_get_EventFilter( address2, event, sub, &on ), S_OK );
            ok( on == VARIANT_TRUE, "sub-event %ld is filtered\n", sub );
            ok_hr( ITCallInfo2_put_EventFilter( info2, event, sub, VARIANT_FALSE ), S_OK );
            ok_hr( ITCallInfo2_get_EventFilter( info2, event, sub, &on ), S_OK );
            ok( on == VARIANT_FALSE, "sub-event %ld is not filtered\n", sub );
        }
        ok_hr( ITCallInfo2_put_EventFilter( info2, event, -1, VARIANT_TRUE ), S_OK );
        ok_hr( ITCallInfo2_get_EventFilter( info2, event, last, &on ), S_OK );
        ok( on == VARIANT_TRUE, "sub-event %ld is filtered\n", last );
        ok_hr( ITAddress2_put_EventFilter( address2, event, last + 1, VARIANT_FALSE ), E_INVALIDARG );
        ok_hr( ITAddress2_put_EventFilter( address2, event, -2, VARIANT_FALSE ), E_INVALIDARG );
        ok_hr( ITCallInfo2_put_EventFilter( info2, event, last + 1, VARIANT_FALSE ), E_INVALIDARG );
        ok_hr( ITAddress2_get_EventFilter( address2, event, last + 1, &on ), E_INVALIDARG );
        winetest_pop_context();
    }
    ITCallInfo2_Release( info2 );
    drop_call( info, &sink );
}

/* What makes each sub-event; those that nothing here makes are left out */
static const struct { TAPI_EVENT type; LONG sub; DWORD code, args[4]; BOOL of_call; } made[] =
{
    { TE_ADDRESS, AE_RINGING, TESTTSP_MESSAGE, { LINE_LINEDEVSTATE, LINEDEVSTATE_RINGING, 1, 1 } },
    { TE_ADDRESS, AE_MSGWAITON, TESTTSP_MESSAGE, { LINE_LINEDEVSTATE, LINEDEVSTATE_MSGWAITON } },
    { TE_ADDRESS, AE_MSGWAITOFF, TESTTSP_MESSAGE, { LINE_LINEDEVSTATE, LINEDEVSTATE_MSGWAITOFF } },
    { TE_ADDRESS, AE_STATE, TESTTSP_MESSAGE, { LINE_LINEDEVSTATE, LINEDEVSTATE_OUTOFSERVICE } },
    { TE_ADDRESS, AE_STATE, TESTTSP_MESSAGE, { LINE_LINEDEVSTATE, LINEDEVSTATE_INSERVICE } },
    { TE_CALLSTATE, CS_HOLD, TESTTSP_STATE, { LINECALLSTATE_ONHOLD }, TRUE },
    { TE_CALLSTATE, CS_CONNECTED, TESTTSP_STATE, { LINECALLSTATE_CONNECTED }, TRUE },
    { TE_CALLSTATE, CS_INPROGRESS, TESTTSP_STATE, { LINECALLSTATE_PROCEEDING }, TRUE },
    { TE_CALLINFOCHANGE, CIC_OTHER, TESTTSP_SET_CALL, { 0, 0, 0, LINECALLINFOSTATE_OTHER }, TRUE },
    { TE_CALLINFOCHANGE, CIC_RATE, TESTTSP_SET_CALL, { 0, 0, 0, LINECALLINFOSTATE_RATE }, TRUE },
    { TE_CALLINFOCHANGE, CIC_CALLERID, TESTTSP_SET_CALL, { 0, 0, 0, LINECALLINFOSTATE_CALLERID }, TRUE },
    { TE_CALLINFOCHANGE, CIC_CALLDATA, TESTTSP_SET_CALL, { 0, 0, 0, LINECALLINFOSTATE_CALLDATA }, TRUE },
};

static void test_sub_events( void )
{
    ITCallInfo *first = silent_call( address ), *second = silent_call( address );
    ITCallInfo2 *info2;
    unsigned int i, count;
    LONG id;

    ok_hr( ITCallInfo_QueryInterface( first, &IID_ITCallInfo2, (void **)&info2 ), S_OK );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_FALSE, TAPIMEDIATYPE_AUDIO, 1, &id ), S_OK );
    for (i = 0; i < ARRAY_SIZE(made); i++)
    {
        ITCallInfo *about = made[i].of_call ? first : NULL;
        const DWORD *args = made[i].args;

        winetest_push_context( "event %#x, sub-event %ld", made[i].type, made[i].sub );
        ok_hr( ITAddress2_put_EventFilter( address2, made[i].type, made[i].sub, VARIANT_FALSE ), S_OK );
        testtsp_tell( address, about, made[i].code, args[0], args[1], args[2], args[3], NULL );
        expect_count( made[i].type, 0 );
        if (made[i].type == TE_CALLSTATE) testtsp_tell( address, first, TESTTSP_STATE, LINECALLSTATE_OFFERING, 0, 0, 0, NULL );
        ok_hr( ITAddress2_put_EventFilter( address2, made[i].type, made[i].sub, VARIANT_TRUE ), S_OK );
        up_to_fence( &count, made[i].type );
        testtsp_tell( address, about, made[i].code, args[0], args[1], args[2], args[3], NULL );
        expect_count( made[i].type, 1 );
        if (made[i].of_call)            /* of one call only */
        {
            if (made[i].type == TE_CALLSTATE)
            {
                testtsp_tell( address, first, TESTTSP_STATE, LINECALLSTATE_OFFERING, 0, 0, 0, NULL );
                testtsp_tell( address, second, TESTTSP_STATE, LINECALLSTATE_OFFERING, 0, 0, 0, NULL );
                up_to_fence( &count, made[i].type );
            }
            ok_hr( ITCallInfo2_put_EventFilter( info2, made[i].type, made[i].sub, VARIANT_FALSE ), S_OK );
            testtsp_tell( address, first, made[i].code, args[0], args[1], args[2], args[3], NULL );
            testtsp_tell( address, second, made[i].code, args[0], args[1], args[2], args[3], NULL );
            expect_count( made[i].type, 1 );
            ok_hr( ITCallInfo2_put_EventFilter( info2, made[i].type, made[i].sub, VARIANT_TRUE ), S_OK );
        }
        winetest_pop_context();
    }
    ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), S_OK );
    ITCallInfo2_Release( info2 );
    drop_call( first, &sink );
    drop_call( second, &sink );
    sink_forget( &sink );
}

/* ---- RegisterCallNotifications ---- */

/* A call that comes in, and what is told of it: -1 nothing, else CNE_ */
static LONG ring( DWORD media_mode, LONG instance )
{
    LONG told = -1, got_instance = 0;
    CALL_NOTIFICATION_EVENT kind;
    CALL_PRIVILEGE privilege;
    unsigned int count, i;

    sink_forget( &sink );
    let_ring( media_mode );
    {
        const DWORD start = GetTickCount();
        const LONG fence = ++last_fence;
        BOOL done = FALSE;

        testtsp_tell( address, NULL, TESTTSP_MESSAGE, LINE_DEVSPECIFIC, fence, 4711, 0, NULL );
        while (!done && GetTickCount() - start < PATIENCE)
        {
            struct taken taken[ARRAY_SIZE(sink.events)];

            EnterCriticalSection( &sink.cs );
            for (count = 0; sink.count; sink.count--)
            {
                taken[count++] = sink.events[sink.first];
                sink.first = (sink.first + 1) % ARRAY_SIZE(sink.events);
            }
            LeaveCriticalSection( &sink.cs );
            for (i = 0; i < count; i++)
            {
                ITCallNotificationEvent *event;
                ITAddressDeviceSpecificEvent *specific;
                ITCallInfo *info;
                LONG p1 = 0;

                if (taken[i].type == TE_CALLNOTIFICATION)
                {
                    ok_hr( IDispatch_QueryInterface( taken[i].event, &IID_ITCallNotificationEvent, (void **)&event ), S_OK );
                    ok_hr( ITCallNotificationEvent_get_Event( event, &kind ), S_OK );
                    ok( told == -1, "told twice\n" );
                    told = kind;
                    ok_hr( ITCallNotificationEvent_get_CallbackInstance( event, &got_instance ), S_OK );
                    ok( got_instance == instance, "instance %ld\n", got_instance );
                    ok_hr( ITCallNotificationEvent_get_Call( event, &info ), S_OK );
                    ok_hr( ITCallInfo_get_Privilege( info, &privilege ), S_OK );
                    ok( privilege == (kind == CNE_OWNER ? CP_OWNER : CP_MONITOR), "privilege %u\n", privilege );
                    ITCallInfo_Release( info );
                    ITCallNotificationEvent_Release( event );
                }
                else if (taken[i].type == TE_ADDRESSDEVSPECIFIC)
                {
                    ok_hr( IDispatch_QueryInterface( taken[i].event, &IID_ITAddressDeviceSpecificEvent, (void **)&specific ), S_OK );
                    ok_hr( ITAddressDeviceSpecificEvent_get_lParam1( specific, &p1 ), S_OK );
                    ITAddressDeviceSpecificEvent_Release( specific );
                    done |= p1 == fence;
                }
                IDispatch_Release( taken[i].event );
            }
            if (!count) WaitForSingleObject( sink.came, 100 );
        }
        ok( done, "the fence does not come\n" );
    }
    end_ring();
    return told;
}

static void test_registrations( void )
{
    static const struct { LONG type; DWORD mode; } media[] =
    {
        { TAPIMEDIATYPE_AUDIO, LINEMEDIAMODE_INTERACTIVEVOICE }, { TAPIMEDIATYPE_DATAMODEM, LINEMEDIAMODE_DATAMODEM },
        { TAPIMEDIATYPE_G3FAX, LINEMEDIAMODE_G3FAX },
    };
    unsigned int privileges, types, i;
    LONG id = 77, told, expected;

    ok_hr( ITTAPI2_put_EventFilter( tapi, TE_CALLNOTIFICATION | TE_ADDRESSDEVSPECIFIC ), S_OK );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, NULL, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &id ), E_POINTER );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, NULL ), E_POINTER );
    ok_hr( ITTAPI2_RegisterCallNotifications( tapi, (ITAddress *)tapi, VARIANT_TRUE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1, &id ), E_INVALIDARG );
    for (privileges = 0; privileges < 4; privileges++)
        for (types = 0; types < 1u << ARRAY_SIZE(media); types++)
        {
            const VARIANT_BOOL monitor = privileges & 1 ? VARIANT_TRUE : VARIANT_FALSE, owner = privileges & 2 ? VARIANT_TRUE : VARIANT_FALSE;
            LONG mask = 0;

            for (i = 0; i < ARRAY_SIZE(media); i++) if (types & 1u << i) mask |= media[i].type;
            winetest_push_context( "monitor %d, owner %d, media %#lx", monitor, owner, mask );
            ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, monitor, owner, mask | TAPIMEDIATYPE_VIDEO, 5, &id ),
                   privileges ? TAPI_E_INVALIDMEDIATYPE : E_INVALIDARG );
            if (!privileges || !types)
            {
                ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, monitor, owner, mask, 5, &id ), privileges ? TAPI_E_INVALIDMEDIATYPE : E_INVALIDARG );
                winetest_pop_context();
                continue;
            }
            ok_hr( ITTAPI2_RegisterCallNotifications( tapi, address, monitor, owner, mask, 1000 + types, &id ), S_OK );
            for (i = 0; i < ARRAY_SIZE(media); i++)
            {
                expected = owner && types & 1u << i ? CNE_OWNER : monitor ? CNE_MONITOR : -1;
                told = ring( media[i].mode, 1000 + types );
                ok( told == expected, "media mode %#lx: %ld, expected %ld\n", media[i].mode, told, expected );
            }
            ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), S_OK );
            ok_hr( ITTAPI2_UnregisterNotifications( tapi, id ), E_INVALIDARG );
            winetest_pop_context();
        }
    ok( ring( LINEMEDIAMODE_INTERACTIVEVOICE, 0 ) == -1, "told without a registration\n" );
}

START_TEST( filters )
{
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!testtsp_add()) goto done;
    tapi = new_tapi();
    address = find_address( tapi, L"5551000" );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    sink_advise( &sink, tapi, 0x03ffffff & ~TE_AGENTHANDLER );
    test_arguments();
    test_sub_events();
    test_whole();
    test_registrations();
    sink_unadvise( &sink );
    ITAddress2_Release( address2 );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
    testtsp_remove();
done:
    CoUninitialize();
}
