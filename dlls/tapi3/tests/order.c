/*
 * The order of the events of calls in every feature of the exchange, beside the messages that the C API has of the same calls.
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

#define PARTIES 6                       /* lines 1001 to 1006 */
#define ORBIT L"805"

static ITTAPI2 *tapi;
static ITAddress *addresses[PARTIES];
static LONG registrations[PARTIES];
static struct sink sink;

/* ---- what comes: a word for each event of a call ---- */

#define WORDS 32

struct words
{
    const char *words[WORDS];
    unsigned int count;
};

static void add_word( struct words *words, const char *word )
{
    if (words->count < WORDS) words->words[words->count++] = word;
}

static const char *join( const struct words *words, char *text, size_t size )
{
    unsigned int i;

    *text = 0;
    for (i = 0; i < words->count; i++)
    {
        if (i) strncat( text, " ", size - strlen( text ) - 1 );
        strncat( text, words->words[i], size - strlen( text ) - 1 );
    }
    return text;
}

static CRITICAL_SECTION log_cs;
static HANDLE log_changed;

static struct logged { IUnknown *call; struct words words; } logged[64];        /* by call; pointers are compared only */
static unsigned int logged_count;
static struct { ITCallInfo *call; BOOL taken; } arrived[64];    /* of notifications, in their order, referenced */
static unsigned int arrived_count;
static struct words hub_words, address_words;

/* With log_cs */
static struct words *words_of( void *call )
{
    unsigned int i;

    for (i = 0; i < logged_count && logged[i].call != call; i++) {}
    if (i == logged_count)
    {
        if (i == ARRAY_SIZE(logged)) return &logged[0].words;
        memset( &logged[i], 0, sizeof(logged[i]) );
        logged[logged_count++].call = call;
    }
    return &logged[i].words;
}

static const char *state_word( CALL_STATE state, CALL_STATE_EVENT_CAUSE cause )
{
    switch (state)
    {
    case CS_IDLE:         return "idle";
    case CS_INPROGRESS:   return "progress";
    case CS_CONNECTED:    return "connected";
    case CS_OFFERING:     return "offering";
    case CS_HOLD:         return "hold";
    case CS_QUEUED:       return "queued";
    case CS_DISCONNECTED: break;
    default:              return "?";
    }
    switch (cause)
    {
    case CEC_DISCONNECT_NORMAL:    return "gone";
    case CEC_DISCONNECT_BUSY:      return "gone-busy";
    case CEC_DISCONNECT_NOANSWER:  return "gone-noanswer";
    case CEC_DISCONNECT_REJECTED:  return "gone-rejected";
    case CEC_DISCONNECT_BADADDRESS: return "gone-badaddress";
    default:                       return "gone-?";
    }
}

static void take_down( struct sink *which, TAPI_EVENT type, IDispatch *event )
{
    ITCallNotificationEvent *notification;
    ITCallInfoChangeEvent *change;
    CALL_NOTIFICATION_EVENT kind;
    CALL_STATE_EVENT_CAUSE cause;
    ITCallStateEvent *state;
    CALLHUB_EVENT hub_kind;
    ITCallHubEvent *hub;
    ITAddressEvent *about;
    ADDRESS_EVENT what;
    ITCallInfo *call;
    CALL_STATE value;

    switch (type)
    {
    case TE_CALLNOTIFICATION:
        ok_hr( IDispatch_QueryInterface( event, &IID_ITCallNotificationEvent, (void **)&notification ), S_OK );
        ok_hr( ITCallNotificationEvent_get_Event( notification, &kind ), S_OK );
        ok_hr( ITCallNotificationEvent_get_Call( notification, &call ), S_OK );
        ITCallNotificationEvent_Release( notification );
        EnterCriticalSection( &log_cs );
        add_word( words_of( call ), kind == CNE_OWNER ? "owner" : "monitor" );
        if (arrived_count < ARRAY_SIZE(arrived))
        {
            arrived[arrived_count].taken = FALSE;
            arrived[arrived_count++].call = call;
        }
        LeaveCriticalSection( &log_cs );
        break;
    case TE_CALLSTATE:
        ok_hr( IDispatch_QueryInterface( event, &IID_ITCallStateEvent, (void **)&state ), S_OK );
        ok_hr( ITCallStateEvent_get_State( state, &value ), S_OK );
        ok_hr( ITCallStateEvent_get_Cause( state, &cause ), S_OK );
        ok_hr( ITCallStateEvent_get_Call( state, &call ), S_OK );
        ITCallStateEvent_Release( state );
        EnterCriticalSection( &log_cs );
        add_word( words_of( call ), state_word( value, cause ));
        LeaveCriticalSection( &log_cs );
        ITCallInfo_Release( call );
        break;
    case TE_CALLINFOCHANGE:
        /* its call is known already: by its notification, or because the program made it */
        ok_hr( IDispatch_QueryInterface( event, &IID_ITCallInfoChangeEvent, (void **)&change ), S_OK );
        ok_hr( ITCallInfoChangeEvent_get_Call( change, &call ), S_OK );
        ITCallInfoChangeEvent_Release( change );
        ok_hr( ITCallInfo_get_CallState( call, &value ), S_OK );
        ITCallInfo_Release( call );
        break;
    case TE_CALLHUB:
        ok_hr( IDispatch_QueryInterface( event, &IID_ITCallHubEvent, (void **)&hub ), S_OK );
        ok_hr( ITCallHubEvent_get_Event( hub, &hub_kind ), S_OK );
        ITCallHubEvent_Release( hub );
        EnterCriticalSection( &log_cs );
        add_word( &hub_words, hub_kind == CHE_CALLHUBNEW ? "new" : hub_kind == CHE_CALLJOIN ? "join" : hub_kind == CHE_CALLLEAVE ? "leave" : "idle" );
        LeaveCriticalSection( &log_cs );
        break;
    case TE_ADDRESS:
        ok_hr( IDispatch_QueryInterface( event, &IID_ITAddressEvent, (void **)&about ), S_OK );
        ok_hr( ITAddressEvent_get_Event( about, &what ), S_OK );
        ITAddressEvent_Release( about );
        EnterCriticalSection( &log_cs );
        add_word( &address_words, what == AE_FORWARD ? "forward" : what == AE_RINGING ? "ringing" : "other" );
        LeaveCriticalSection( &log_cs );
        break;
    default:
        ok( 0, "event %#x\n", type );
    }
    SetEvent( log_changed );
}

/* ---- the same calls as the C API sees them, as a monitor ---- */

struct seen { HCALL handle; unsigned int line; BOOL conference; CALL_STATE state; struct words words; };

static HLINEAPP c_app;
static HLINE c_lines[PARTIES];
static HANDLE c_messages, c_ends, c_thread;
static struct seen seen[64];            /* in the order in which they came; with log_cs */
static unsigned int seen_count;

static CALL_STATE c_state( DWORD state )
{
    switch (state)
    {
    case LINECALLSTATE_OFFERING: case LINECALLSTATE_ACCEPTED:
        return CS_OFFERING;
    case LINECALLSTATE_CONNECTED: case LINECALLSTATE_CONFERENCED:
        return CS_CONNECTED;
    case LINECALLSTATE_ONHOLD: case LINECALLSTATE_ONHOLDPENDCONF: case LINECALLSTATE_ONHOLDPENDTRANSFER:
        return CS_HOLD;
    case LINECALLSTATE_DISCONNECTED: case LINECALLSTATE_IDLE: case LINECALLSTATE_BUSY: case LINECALLSTATE_SPECIALINFO:
        return CS_DISCONNECTED;
    default:
        return CS_INPROGRESS;
    }
}

static void c_message( const LINEMESSAGE *message )
{
    union { LINECALLINFO info; BYTE bytes[4096]; } u;
    struct seen *call = NULL;
    unsigned int i;

    switch (message->dwMessageID)
    {
    case LINE_APPNEWCALL:
        memset( &u, 0, sizeof(u.info) );
        u.info.dwTotalSize = sizeof(u);
        ok( !lineGetCallInfoW( (HCALL)(ULONG_PTR)message->dwParam2, &u.info ), "no call info\n" );
        EnterCriticalSection( &log_cs );
        if (seen_count < ARRAY_SIZE(seen))
        {
            call = &seen[seen_count++];
            memset( call, 0, sizeof(*call) );
            call->handle = (HCALL)(ULONG_PTR)message->dwParam2;
            call->state = CS_IDLE;
            call->conference = u.info.dwOrigin == LINECALLORIGIN_CONFERENCE;
            for (i = 0; i < PARTIES; i++)
                if (c_lines[i] == (HLINE)(ULONG_PTR)message->hDevice) call->line = i;
        }
        LeaveCriticalSection( &log_cs );
        break;
    case LINE_CALLSTATE:
        EnterCriticalSection( &log_cs );
        for (i = 0; i < seen_count; i++)
            if (seen[i].handle == (HCALL)(ULONG_PTR)message->hDevice) call = &seen[i];
        if (call && call->state != c_state( message->dwParam1 ))
        {
            call->state = c_state( message->dwParam1 );
            add_word( &call->words, call->state == CS_DISCONNECTED ? "gone" : state_word( call->state, CEC_NONE ));
        }
        LeaveCriticalSection( &log_cs );
        SetEvent( log_changed );
        if (message->dwParam1 == LINECALLSTATE_IDLE) lineDeallocateCall( (HCALL)(ULONG_PTR)message->hDevice );
        break;
    }
}

static DWORD CALLBACK c_serve( void *arg )
{
    HANDLE events[2] = { c_messages, c_ends };
    LINEMESSAGE message;

    while (WaitForMultipleObjects( 2, events, FALSE, INFINITE ) == WAIT_OBJECT_0)
        if (!lineGetMessage( c_app, &message, 0 )) c_message( &message );
    return 0;
}

static void c_start( void )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    union { LINEADDRESSCAPS caps; BYTE bytes[4096]; } u;
    DWORD version = 0x00020002, count, device, agreed;
    LINEEXTENSIONID extension;
    WCHAR number[8];
    unsigned int i;
    LONG error;

    error = lineInitializeExW( &c_app, GetModuleHandleW( NULL ), NULL, L"order", &count, &version, &params );
    ok( !error, "lineInitializeEx returned %#lx\n", error );
    c_messages = params.Handles.hEvent;
    c_ends = CreateEventW( NULL, TRUE, FALSE, NULL );
    for (i = 0; i < PARTIES; i++)
    {
        swprintf( number, ARRAY_SIZE(number), L"%u", 1001 + i );
        for (device = 0; device < count; device++)
        {
            memset( &u, 0, sizeof(u.caps) );
            u.caps.dwTotalSize = sizeof(u);
            if (lineNegotiateAPIVersion( c_app, device, version, version, &agreed, &extension )) continue;
            if (lineGetAddressCapsW( c_app, device, 0, agreed, 0, &u.caps )) continue;
            if (u.caps.dwAddressSize && !wcscmp( (const WCHAR *)(u.bytes + u.caps.dwAddressOffset), number )) break;
        }
        error = lineOpenW( c_app, device, &c_lines[i], agreed, 0, 0, LINECALLPRIVILEGE_MONITOR, LINEMEDIAMODE_INTERACTIVEVOICE, NULL );
        ok( !error, "lineOpen returned %#lx\n", error );
    }
    c_thread = CreateThread( NULL, 0, c_serve, NULL, 0, NULL );
}

static void c_stop( void )
{
    SetEvent( c_ends );
    ok( !WaitForSingleObject( c_thread, PATIENCE ), "the thread stays\n" );
    CloseHandle( c_thread );
    CloseHandle( c_ends );
    lineShutdown( c_app );
}

/* ---- parties ---- */

/* A call as one end has it */
struct party
{
    ITBasicCallControl *control;
    ITCallInfo *info;
    unsigned int line, nth;             /* the nth call of that line in this scenario */
};

static unsigned int line_calls[PARTIES];

static void party_init( struct party *party, unsigned int line )
{
    party->line = line;
    party->nth = line_calls[line]++;
}

static void create( struct party *party, unsigned int line, const WCHAR *number )
{
    BSTR dest = SysAllocString( number );

    memset( party, 0, sizeof(*party) );
    ok_hr( ITAddress_CreateCall( addresses[line], dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &party->control ), S_OK );
    SysFreeString( dest );
    ok_hr( ITBasicCallControl_QueryInterface( party->control, &IID_ITCallInfo, (void **)&party->info ), S_OK );
    party_init( party, line );
}

/* Wait for what the log says; the thread goes on with its messages. */
static BOOL wait_log( DWORD start )
{
    const DWORD spent = GetTickCount() - start;
    DWORD index;

    if (spent >= PATIENCE) return FALSE;
    CoWaitForMultipleHandles( 0, min( PATIENCE - spent, 100 ), 1, &log_changed, &index );
    return TRUE;
}

/* The next call that comes in on a line */
static BOOL incoming( struct party *party, unsigned int line )
{
    const DWORD start = GetTickCount();
    CALL_PRIVILEGE privilege = -1;
    ITCallInfo *found = NULL;
    unsigned int i;

    memset( party, 0, sizeof(*party) );
    do
    {
        EnterCriticalSection( &log_cs );
        for (i = 0; i < arrived_count && !found; i++)
        {
            ITAddress *address;

            if (arrived[i].taken) continue;
            ok_hr( ITCallInfo_get_Address( arrived[i].call, &address ), S_OK );
            ITAddress_Release( address );
            if (address != addresses[line]) continue;
            arrived[i].taken = TRUE;
            found = arrived[i].call;
        }
        LeaveCriticalSection( &log_cs );
    }
    while (!found && wait_log( start ));
    ok( found != NULL, "no call comes in on line %u\n", 1001 + line );
    if (!found) return FALSE;
    party->info = found;
    ok_hr( ITCallInfo_get_Privilege( found, &privilege ), S_OK );
    ok( privilege == CP_OWNER, "privilege %u\n", privilege );
    ok_hr( ITCallInfo_QueryInterface( found, &IID_ITBasicCallControl, (void **)&party->control ), S_OK );
    party_init( party, line );
    return TRUE;
}

/* The events of the call up to now: these. FALSE: not within PATIENCE */
static void check_( unsigned int line, const struct party *party, const char *expected )
{
    const DWORD start = GetTickCount();
    char text[256], c_text[256] = "";
    const char *states;
    BOOL same = FALSE;
    unsigned int i;

    do
    {
        EnterCriticalSection( &log_cs );
        same = !strcmp( join( words_of( party->info ), text, sizeof(text) ), expected );
        LeaveCriticalSection( &log_cs );
    }
    while (!same && wait_log( start ));
    ok_( __FILE__, line )( same, "events \"%s\", expected \"%s\"\n", text, expected );
    if (!same) return;

    /* the C API has the same states in the same order; it knows nothing of notifications */
    states = strncmp( expected, "owner ", 6 ) ? expected : expected + 6;
    do
    {
        unsigned int nth = 0;

        EnterCriticalSection( &log_cs );
        for (i = 0; i < seen_count; i++)
            if (seen[i].line == party->line && !seen[i].conference && nth++ == party->nth) join( &seen[i].words, c_text, sizeof(c_text) );
        same = !strcmp( c_text, states );
        LeaveCriticalSection( &log_cs );
    }
    while (!same && wait_log( start ));
    ok_( __FILE__, line )( same, "messages \"%s\", events \"%s\"\n", c_text, text );
}

#define check( party, expected ) check_( __LINE__, party, expected )

/* Wait until all that the scenario has made is over, and forget it. */
static void end( struct party *parties[], unsigned int count )
{
    unsigned int i;

    for (i = 0; i < count; i++)
        if (parties[i]->control) ITBasicCallControl_Disconnect( parties[i]->control, DC_NORMAL );
    EnterCriticalSection( &log_cs );
    for (i = 0; i < arrived_count; i++)
        if (!arrived[i].taken) ITCallInfo_Release( arrived[i].call );
    arrived_count = 0;
    LeaveCriticalSection( &log_cs );
    for (i = 0; i < count; i++)
    {
        const DWORD start = GetTickCount();
        unsigned int k, left;

        if (!parties[i]->control) continue;
        ITCallInfo_Release( parties[i]->info );
        release_last_of( &sink, parties[i]->control );
        /* the C API has given its handles back, too */
        do
        {
            EnterCriticalSection( &log_cs );
            for (k = left = 0; k < seen_count; k++) left += seen[k].state != CS_DISCONNECTED;
            LeaveCriticalSection( &log_cs );
        }
        while (left && i + 1 == count && wait_log( start ));
        if (i + 1 == count) ok( !left, "%u calls go on\n", left );
    }
    sink_forget( &sink );
    EnterCriticalSection( &log_cs );
    logged_count = seen_count = 0;
    hub_words.count = address_words.count = 0;
    memset( line_calls, 0, sizeof(line_calls) );
    LeaveCriticalSection( &log_cs );
}

#define END( ... ) do { struct party *all__[] = { __VA_ARGS__ }; end( all__, ARRAY_SIZE(all__) ); } while (0)

/* A call from one line to another that is answered */
static BOOL talk( struct party *from, unsigned int line, struct party *to, unsigned int to_line, const WCHAR *number )
{
    memset( to, 0, sizeof(*to) );
    create( from, line, number );
    ok_hr( ITBasicCallControl_Connect( from->control, VARIANT_FALSE ), S_OK );
    if (!incoming( to, to_line )) return FALSE;
    check( to, "owner offering" );
    ok_hr( ITBasicCallControl_Answer( to->control ), S_OK );
    check( from, "progress connected" );
    check( to, "owner offering connected" );
    return TRUE;
}

static void check_words( const struct words *words, const char *expected, const char *what )
{
    const DWORD start = GetTickCount();
    char text[256];
    BOOL same;

    do
    {
        EnterCriticalSection( &log_cs );
        same = !strcmp( join( words, text, sizeof(text) ), expected );
        LeaveCriticalSection( &log_cs );
    }
    while (!same && wait_log( start ));
    ok( same, "%s: \"%s\", expected \"%s\"\n", what, text, expected );
}

/* ---- scenarios ---- */

static void test_hold( void )
{
    struct party a, b;

    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITBasicCallControl_Hold( a.control, VARIANT_TRUE ), S_OK );
        check( &a, "progress connected hold" );
        ok_hr( ITBasicCallControl_Hold( a.control, VARIANT_FALSE ), S_OK );
        check( &a, "progress connected hold connected" );
        ok_hr( ITBasicCallControl_Disconnect( b.control, DC_NORMAL ), S_OK );
        check( &b, "owner offering connected gone" );
        check( &a, "progress connected hold connected gone" );
        check_words( &hub_words, "new join join leave leave idle", "hub" );
    }
    END( &a, &b );
}

/* One who is busy, one who does not exist, one who gives up */
static void test_failures( void )
{
    static const struct { const WCHAR *number; const char *words; } rows[] =
        { { L"9901", "progress gone-busy" }, { L"1999", "progress gone-badaddress" }, { L"9909", "progress gone-rejected" } };
    struct party a;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(rows); i++)
    {
        const DWORD start = GetTickCount();
        char text[256];
        BOOL same;

        create( &a, 0, rows[i].number );
        ok_hr( ITBasicCallControl_Connect( a.control, VARIANT_FALSE ), S_OK );
        do
        {
            EnterCriticalSection( &log_cs );
            same = !strcmp( join( words_of( a.info ), text, sizeof(text) ), rows[i].words );
            LeaveCriticalSection( &log_cs );
        }
        while (!same && wait_log( start ));
        ok( same, "%ls: \"%s\", expected \"%s\"\n", rows[i].number, text, rows[i].words );
        END( &a );
    }
}

static void test_consultation( void )
{
    struct party a, b, c, consultation;

    memset( &c, 0, sizeof(c) );
    memset( &consultation, 0, sizeof(consultation) );
    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITBasicCallControl_Finish( a.control, FM_ASTRANSFER ), TAPI_E_INVALCALLSTATE );      /* of what? */
        create( &consultation, 0, L"1003" );
        ok_hr( ITBasicCallControl_Transfer( a.control, consultation.control, VARIANT_FALSE ), S_OK );
        if (incoming( &c, 2 ))
        {
            check( &c, "owner offering" );
            ok_hr( ITBasicCallControl_Answer( c.control ), S_OK );
            check( &consultation, "progress connected" );
            check( &a, "progress connected hold" );
            ok_hr( ITBasicCallControl_Finish( consultation.control, FM_ASTRANSFER ), S_OK );
            check( &consultation, "progress connected gone" );
            check( &a, "progress connected hold gone" );
            ok_hr( ITBasicCallControl_Finish( consultation.control, FM_ASTRANSFER ), TAPI_E_INVALCALLSTATE );
            ok_hr( ITBasicCallControl_Disconnect( c.control, DC_NORMAL ), S_OK );
            check( &c, "owner offering connected gone" );
            check( &b, "owner offering connected gone" );
        }
    }
    END( &a, &b, &c, &consultation );
}

/* The same with Transfer( TRUE ), into a call that was made before by itself */
static void test_consultation_of_two( void )
{
    struct party a, b, c, second;

    memset( &c, 0, sizeof(c) );
    memset( &second, 0, sizeof(second) );
    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITBasicCallControl_Hold( a.control, VARIANT_TRUE ), S_OK );
        check( &a, "progress connected hold" );
        if (talk( &second, 0, &c, 2, L"1003" ))
        {
            ok_hr( ITBasicCallControl_Transfer( a.control, second.control, VARIANT_TRUE ), S_OK );
            ok_hr( ITBasicCallControl_Finish( second.control, FM_ASTRANSFER ), S_OK );
            check( &a, "progress connected hold gone" );
            check( &second, "progress connected gone" );
            ok_hr( ITBasicCallControl_Disconnect( b.control, DC_NORMAL ), S_OK );
            check( &c, "owner offering connected gone" );
            check( &b, "owner offering connected gone" );
        }
    }
    END( &a, &b, &c, &second );
}

static void test_blind( void )
{
    struct party a, b, c;
    BSTR number = SysAllocString( L"1003" );

    memset( &c, 0, sizeof(c) );
    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITBasicCallControl_BlindTransfer( a.control, NULL ), E_POINTER );
        ok_hr( ITBasicCallControl_BlindTransfer( a.control, number ), S_OK );
        check( &a, "progress connected gone" );
        if (incoming( &c, 2 ))
        {
            check( &c, "owner offering" );
            ok_hr( ITBasicCallControl_Answer( c.control ), S_OK );
            check( &c, "owner offering connected" );
            ok_hr( ITBasicCallControl_Disconnect( c.control, DC_NORMAL ), S_OK );
            check( &c, "owner offering connected gone" );
            check( &b, "owner offering connected gone" );
        }
    }
    END( &a, &b, &c );
    SysFreeString( number );
}

/* A conference has its new state only with the message behind the reply; as an event it does not come, for it is CS_CONNECTED as before. */
#define ok_soon( expr ) \
    do { \
        const DWORD start__ = GetTickCount(); \
        HRESULT hr__; \
        while ((hr__ = (expr)) == TAPI_E_INVALCALLSTATE && wait_log( start__ )) {} \
        ok( hr__ == S_OK, #expr " returned %#lx\n", hr__ ); \
    } while (0)

static void test_conference( void )
{
    struct party a, b, c, d, second, third;

    memset( &c, 0, sizeof(c) );
    memset( &d, 0, sizeof(d) );
    memset( &second, 0, sizeof(second) );
    memset( &third, 0, sizeof(third) );
    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITBasicCallControl_RemoveFromConference( a.control ), TAPI_E_INVALCALLSTATE );
        create( &second, 0, L"1003" );
        ok_hr( ITBasicCallControl_Conference( a.control, second.control, VARIANT_FALSE ), S_OK );
        if (incoming( &c, 2 ))
        {
            check( &c, "owner offering" );
            check( &a, "progress connected" );      /* a member already: what is held is the conference */
            ok_hr( ITBasicCallControl_Answer( c.control ), S_OK );
            check( &second, "progress connected" );
            ok_soon( ITBasicCallControl_Finish( second.control, FM_ASCONFERENCE ));
            ok_hr( ITBasicCallControl_Finish( second.control, FM_ASCONFERENCE ), TAPI_E_INVALCALLSTATE );
            check( &a, "progress connected" );
            check( &second, "progress connected" );

            /* a further member, by way of the second */
            create( &third, 0, L"1004" );
            ok_soon( ITBasicCallControl_Conference( second.control, third.control, VARIANT_FALSE ));
            if (incoming( &d, 3 ))
            {
                check( &d, "owner offering" );
                ok_hr( ITBasicCallControl_Answer( d.control ), S_OK );
                check( &third, "progress connected" );
                ok_soon( ITBasicCallControl_Finish( third.control, FM_ASCONFERENCE ));
                check( &third, "progress connected" );
                /* it leaves: held, as the exchange does it */
                ok_soon( ITBasicCallControl_RemoveFromConference( third.control ));
                check( &third, "progress connected hold" );
                ok_hr( ITBasicCallControl_Disconnect( third.control, DC_NORMAL ), S_OK );
                check( &third, "progress connected hold gone" );
                check( &d, "owner offering connected gone" );
            }
            /* a member hangs up: two are left, who talk on */
            ok_hr( ITBasicCallControl_Disconnect( c.control, DC_NORMAL ), S_OK );
            check( &c, "owner offering connected gone" );
            check( &second, "progress connected gone" );
            ok_hr( ITBasicCallControl_Disconnect( b.control, DC_NORMAL ), S_OK );
            check( &b, "owner offering connected gone" );
            check( &a, "progress connected gone" );
        }
    }
    END( &a, &b, &c, &d, &second, &third );
}

static void test_park( void )
{
    struct party a, b, c;
    BSTR orbit = NULL;
    unsigned int i;

    for (i = 0; i < 2; i++)             /* where the program says, where the exchange says */
    {
        memset( &c, 0, sizeof(c) );
        if (talk( &a, 0, &b, 1, L"1002" ))
        {
            if (i)
            {
                ok_hr( ITBasicCallControl_ParkIndirect( a.control, NULL ), E_POINTER );
                ok_hr( ITBasicCallControl_ParkIndirect( a.control, &orbit ), S_OK );
                ok( SysStringLen( orbit ) > 0, "orbit %ls\n", orbit );
            }
            else
            {
                orbit = SysAllocString( ORBIT );
                ok_hr( ITBasicCallControl_ParkDirect( a.control, NULL ), E_POINTER );
                ok_hr( ITBasicCallControl_ParkDirect( a.control, orbit ), S_OK );
            }
            check( &a, "progress connected gone" );
            create( &c, 2, orbit );
            ok_hr( ITBasicCallControl_Unpark( c.control ), S_OK );
            check( &c, "connected" );
            ok_hr( ITBasicCallControl_Unpark( c.control ), TAPI_E_INVALCALLSTATE );
            ok_hr( ITBasicCallControl_Disconnect( c.control, DC_NORMAL ), S_OK );
            check( &c, "connected gone" );
            check( &b, "owner offering connected gone" );
            SysFreeString( orbit );
        }
        END( &a, &b, &c );
    }
}

static void test_pickup( void )
{
    struct party a, b, c;

    memset( &c, 0, sizeof(c) );
    create( &a, 0, L"1002" );
    ok_hr( ITBasicCallControl_Connect( a.control, VARIANT_FALSE ), S_OK );
    if (incoming( &b, 1 ))
    {
        check( &b, "owner offering" );
        create( &c, 2, L"1002" );
        ok_hr( ITBasicCallControl_Pickup( c.control, NULL ), S_OK );
        check( &c, "connected" );
        check( &b, "owner offering gone" );
        check( &a, "progress connected" );
        ok_hr( ITBasicCallControl_Disconnect( a.control, DC_NORMAL ), S_OK );
        check( &a, "progress connected gone" );
        check( &c, "connected gone" );
    }
    END( &a, &b, &c );
}

static void test_forward( void )
{
    struct party a, c;
    ITForwardInformation *info;
    BSTR number = SysAllocString( L"1003" );

    memset( &c, 0, sizeof(c) );
    ok_hr( ITAddress_CreateForwardInfoObject( addresses[1], &info ), S_OK );
    ok_hr( ITForwardInformation_SetForwardType( info, LINEFORWARDMODE_UNCOND, number, NULL ), S_OK );
    ok_hr( ITAddress_Forward( addresses[1], info, NULL ), S_OK );
    check_words( &address_words, "forward", "address" );
    create( &a, 0, L"1002" );
    ok_hr( ITBasicCallControl_Connect( a.control, VARIANT_FALSE ), S_OK );
    if (incoming( &c, 2 ))
    {
        BSTR text = NULL;

        ok_hr( ITCallInfo_get_CallInfoString( c.info, CIS_REDIRECTINGIDNUMBER, &text ), S_OK );
        ok( text && !lstrcmpW( text, L"1002" ), "redirecting %ls\n", text );
        SysFreeString( text );
        check( &c, "owner offering" );
        ok_hr( ITBasicCallControl_Answer( c.control ), S_OK );
        check( &c, "owner offering connected" );
        check( &a, "progress connected" );
    }
    END( &a, &c );
    ok_hr( ITAddress_Forward( addresses[1], NULL, NULL ), S_OK );
    check_words( &address_words, "forward", "address" );
    ITForwardInformation_Release( info );
    SysFreeString( number );
}

/* Another program, which is a second TAPI object here */
static void test_handoff( void )
{
    static const LONG filter = TE_CALLNOTIFICATION | TE_CALLSTATE;
    ITTAPI2 *other = new_tapi();
    ITAddress *address = find_address( other, L"1002" );
    ITCallNotificationEvent *event;
    CALL_NOTIFICATION_EVENT kind = -1;
    CALL_PRIVILEGE privilege = -1;
    WCHAR path[MAX_PATH], *name;
    ITBasicCallControl *control = NULL;
    ITCallStateEvent *state;
    ITCallInfo *call = NULL;
    struct sink other_sink;
    struct party a, b;
    LONG id, instance = 0;
    BSTR program;

    GetModuleFileNameW( NULL, path, ARRAY_SIZE(path) );
    name = wcsrchr( path, '\\' ) ? wcsrchr( path, '\\' ) + 1 : path;
    program = SysAllocString( name );
    sink_advise( &other_sink, other, filter );
    if (talk( &a, 0, &b, 1, L"1002" ))
    {
        ok_hr( ITTAPI2_RegisterCallNotifications( other, address, VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 99, &id ), S_OK );
        ok_hr( ITBasicCallControl_HandoffDirect( b.control, NULL ), E_POINTER );
        ok_hr( ITBasicCallControl_HandoffIndirect( b.control, 0 ), TAPI_E_INVALIDMEDIATYPE );
        ok_hr( ITBasicCallControl_HandoffDirect( b.control, program ), S_OK );
        if ((event = sink_wait( &other_sink, TE_CALLNOTIFICATION, &IID_ITCallNotificationEvent )))
        {
            ok_hr( ITCallNotificationEvent_get_Event( event, &kind ), S_OK );
            ok( kind == CNE_OWNER, "event %u\n", kind );
            ok_hr( ITCallNotificationEvent_get_CallbackInstance( event, &instance ), S_OK );
            ok( instance == 99, "instance %ld\n", instance );
            ok_hr( ITCallNotificationEvent_get_Call( event, &call ), S_OK );
            ITCallNotificationEvent_Release( event );
            if ((state = sink_wait_state( &other_sink, call, CS_CONNECTED ))) ITCallStateEvent_Release( state );    /* as it is, after the notification */
            ok_hr( ITCallInfo_get_Privilege( call, &privilege ), S_OK );
            ok( privilege == CP_OWNER, "privilege %u\n", privilege );
            /* the one who gave it away lets go; the call goes on */
            ITCallInfo_Release( b.info );
            release_last_of( &sink, b.control );
            memset( &b, 0, sizeof(b) );
            ok_hr( ITCallInfo_QueryInterface( call, &IID_ITBasicCallControl, (void **)&control ), S_OK );
            ok_hr( ITBasicCallControl_Disconnect( control, DC_NORMAL ), S_OK );
            if ((state = sink_wait_state( &other_sink, call, CS_DISCONNECTED ))) ITCallStateEvent_Release( state );
            check( &a, "progress connected gone" );
            ITCallInfo_Release( call );
            sink_forget( &other_sink );
            release_last_of( &other_sink, control );
        }
        ok_hr( ITTAPI2_UnregisterNotifications( other, id ), S_OK );
    }
    sink_unadvise( &other_sink );
    ITAddress_Release( address );
    ok_hr( ITTAPI2_Shutdown( other ), S_OK );
    release_last( other );
    END( &a, &b );
    SysFreeString( program );
}

static void test_all( void )
{
    VARIANT none;
    unsigned int i;

    tapi = new_tapi();
    VariantInit( &none );
    sink_advise( &sink, tapi, TE_CALLNOTIFICATION | TE_CALLSTATE | TE_CALLINFOCHANGE | TE_CALLHUB | TE_ADDRESS );
    sink.called = take_down;
    ok_hr( ITTAPI2_SetCallHubTracking( tapi, none, VARIANT_TRUE ), S_OK );
    for (i = 0; i < PARTIES; i++)
    {
        WCHAR number[8];
        ITAddress2 *address2;

        swprintf( number, ARRAY_SIZE(number), L"%u", 1001 + i );
        addresses[i] = find_address( tapi, number );
        if (i) ok_hr( ITTAPI2_RegisterCallNotifications( tapi, addresses[i], VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 1001 + i, &registrations[i] ),
                      S_OK );
        /* how often it rings is a matter of time */
        ok_hr( ITAddress_QueryInterface( addresses[i], &IID_ITAddress2, (void **)&address2 ), S_OK );
        ok_hr( ITAddress2_put_EventFilter( address2, TE_ADDRESS, AE_RINGING, VARIANT_FALSE ), S_OK );
        ITAddress2_Release( address2 );
    }
    c_start();
    test_hold();
    test_failures();
    test_consultation();
    test_consultation_of_two();
    test_blind();
    test_conference();
    test_park();
    test_pickup();
    test_forward();
    test_handoff();
    c_stop();
    for (i = 1; i < PARTIES; i++) ok_hr( ITTAPI2_UnregisterNotifications( tapi, registrations[i] ), S_OK );
    sink_unadvise( &sink );
    for (i = 0; i < PARTIES; i++) ITAddress_Release( addresses[i] );
    ok_hr( ITTAPI2_Shutdown( tapi ), S_OK );
    release_last( tapi );
}

static DWORD CALLBACK in_apartment( void *arg )
{
    const BOOL single = arg != NULL;

    CoInitializeEx( NULL, single ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED );
    winetest_push_context( single ? "single-threaded" : "multi-threaded" );
    test_all();
    ok( (sink.thread == GetCurrentThreadId()) == single, "the sink was called in the wrong apartment\n" );
    winetest_pop_context();
    CoUninitialize();
    return 0;
}

START_TEST( order )
{
    unsigned int single;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (exchange_add( PARTIES, 0 ))
    {
        InitializeCriticalSection( &log_cs );
        log_changed = CreateEventW( NULL, FALSE, FALSE, NULL );
        for (single = 0; single < 2; single++)
        {
            HANDLE thread = CreateThread( NULL, 0, in_apartment, (void *)(ULONG_PTR)single, 0, NULL );

            ok( !WaitForSingleObject( thread, 6 * PATIENCE ), "it hangs\n" );
            CloseHandle( thread );
        }
        CloseHandle( log_changed );
        DeleteCriticalSection( &log_cs );
        exchange_remove();
    }
    CoUninitialize();
}
