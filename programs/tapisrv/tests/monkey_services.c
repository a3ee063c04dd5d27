/*
 * Random callers of supplementary services, media, agents, phones and addresses.
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

#include "monkey.h"

#define RESULTS 64

/* What asynchronous requests write when they complete: it must live as long as the program. */
static struct { DWORD size; char more[2044]; } results[RESULTS];
static HAGENT agents[RESULTS];
static HAGENTSESSION sessions[RESULTS];
static char digits[RESULTS][32], call_data[] = "data";
static WCHAR agent_id[] = L"7", agent_pin[] = L"pin";
static volatile HPHONEAPP shared_phone_app[2];
static volatile HPHONE shared_phone[4];

static DWORD a_slot( struct monkey *monkey )
{
    return pick( monkey, RESULTS );
}

static void *a_result( struct monkey *monkey )
{
    DWORD slot = a_slot( monkey );

    results[slot].size = pick( monkey, 4 ) ? sizeof(results[slot]) : pick( monkey, 200 );
    return &results[slot];
}

static HCALL *a_call_place( struct monkey *monkey )
{
    return (HCALL *)&shared_call[pick( monkey, ARRAYSIZE( shared_call ) )];
}

static HPHONE a_phone( struct monkey *monkey )
{
    return (HPHONE)a_handle( monkey, (DWORD)shared_phone[pick( monkey, ARRAYSIZE( shared_phone ) )] );
}

static HPHONEAPP a_phone_app( struct monkey *monkey )
{
    return (HPHONEAPP)a_handle( monkey, (DWORD)shared_phone_app[pick( monkey, ARRAYSIZE( shared_phone_app ) )] );
}

static void act_call( struct monkey *monkey, DWORD action )
{
    HCALL *place = a_call_place( monkey ), *other = a_call_place( monkey );

    switch (action)
    {
    case 0: case 1: lineHold( a_call( monkey ) ); break;
    case 2: case 3: lineUnhold( a_call( monkey ) ); break;
    case 4: lineSwapHold( a_call( monkey ), a_call( monkey ) ); break;
    case 5: case 6: lineSetupTransferW( a_call( monkey ), place, NULL ); break;
    case 7: case 8: lineCompleteTransfer( a_call( monkey ), a_call( monkey ), place, 1 << pick( monkey, 3 ) ); break;
    case 9: lineBlindTransferW( a_call( monkey ), a_number( monkey ), 0 ); break;
    case 10: case 11: lineSetupConferenceW( a_call( monkey ), a_line( monkey ), place, other, pick( monkey, 6 ), NULL ); break;
    case 12: linePrepareAddToConferenceW( a_call( monkey ), place, NULL ); break;
    case 13: case 14: lineAddToConference( a_call( monkey ), a_call( monkey ) ); break;
    case 15: lineRemoveFromConference( a_call( monkey ) ); break;
    case 16: lineParkW( a_call( monkey ), 1 << pick( monkey, 3 ), L"801", a_result( monkey ) ); break;
    case 17: lineUnparkW( a_line( monkey ), pick( monkey, 3 ), place, L"801" ); break;
    case 18: linePickupW( a_line( monkey ), pick( monkey, 3 ), place, a_number( monkey ), NULL ); break;
    case 19: lineForwardW( a_line( monkey ), pick( monkey, 2 ), pick( monkey, 3 ), NULL, pick( monkey, 10 ), place, NULL ); break;
    case 20: lineCompleteCall( a_call( monkey ), (DWORD *)a_result( monkey ), 1 << pick( monkey, 5 ), pick( monkey, 3 ) ); break;
    case 21: lineUncompleteCall( a_line( monkey ), pick( monkey, 100 ) ); break;
    case 22: lineRedirectW( a_call( monkey ), a_number( monkey ), 0 ); break;
    case 23: lineSendUserUserInfo( a_call( monkey ), "hello", pick( monkey, 6 ) ); break;
    case 24: lineReleaseUserUserInfo( a_call( monkey ) ); break;
    case 25: lineSetCallData( a_call( monkey ), call_data, pick( monkey, 5 ) ); break;
    case 26: lineSetCallTreatment( a_call( monkey ), pick( monkey, 6 ) ); break;
    case 27: lineSetTerminal( a_line( monkey ), pick( monkey, 2 ), a_call( monkey ), 1 << pick( monkey, 4 ), 1 << pick( monkey, 12 ),
                              pick( monkey, 3 ), pick( monkey, 2 ) ); break;
    }
}

static void act_media( struct monkey *monkey, DWORD action )
{
    LINEMONITORTONE tone = { 1, 20, 440, 0, 0 };

    switch (action)
    {
    case 0: case 1: lineGenerateDigitsW( a_call( monkey ), 1 << pick( monkey, 3 ), L"123#", pick( monkey, 100 ) ); break;
    case 2: lineGenerateTone( a_call( monkey ), 1 << pick( monkey, 6 ), pick( monkey, 50 ), 0, NULL ); break;
    case 3: case 4:
        lineGatherDigitsA( a_call( monkey ), pick( monkey, 4 ), pick( monkey, 3 ) ? digits[a_slot( monkey )] : NULL, pick( monkey, 10 ), "#",
                           pick( monkey, 500 ), pick( monkey, 500 ) );
        break;
    case 5: lineMonitorTones( a_call( monkey ), pick( monkey, 2 ) ? &tone : NULL, 1 ); break;
    case 6: lineSetLineDevStatus( a_line( monkey ), 1 << pick( monkey, 5 ), pick( monkey, 2 ) ); break;
    case 7: lineSetMediaControl( a_line( monkey ), 0, a_call( monkey ), 1 << pick( monkey, 4 ), NULL, 0, NULL, 0, NULL, 0, NULL, 0 ); break;
    }
}

static void act_agent( struct monkey *monkey, DWORD action )
{
    DWORD slot = a_slot( monkey );
    GUID group = { 1 };

    switch (action)
    {
    case 0: lineGetAgentStatusW( a_line( monkey ), 0, a_result( monkey ) ); break;
    case 1: lineSetAgentState( a_line( monkey ), 0, 1 << pick( monkey, 8 ), 0 ); break;
    case 2: lineCreateAgentW( a_line( monkey ), agent_id, agent_pin, &agents[slot] ); break;
    case 3: lineCreateAgentSessionW( a_line( monkey ), agents[slot], NULL, 0, &group, &sessions[slot] ); break;
    case 4: lineGetAgentSessionList( a_line( monkey ), agents[slot], a_result( monkey ) ); break;
    case 5: lineSetAgentStateEx( a_line( monkey ), agents[slot], 1 << pick( monkey, 5 ), 0 ); break;
    case 6: lineGetQueueListW( a_line( monkey ), &group, a_result( monkey ) ); break;
    case 7: lineGetGroupListW( a_line( monkey ), a_result( monkey ) ); break;
    case 8: lineProxyMessage( a_line( monkey ), pick( monkey, 5 ), LINE_AGENTSTATUS, 1 << pick( monkey, 5 ), 0, 0 ); break;
    }
}

static void act_phone( struct monkey *monkey, DWORD action )
{
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD i = pick( monkey, 2 ), devices, version = 0x00020002, value;
    char buffer[2048];
    PHONEMESSAGE message;
    HPHONEAPP app;
    HPHONE phone;

    switch (action)
    {
    case 0:
        if (pick( monkey, 4 )) break;
        if ((app = (HPHONEAPP)InterlockedExchange( (volatile LONG *)&shared_phone_app[i], 0 ))) phoneShutdown( app );
        params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
        if (!phoneInitializeExW( &app, NULL, NULL, L"monkey", &devices, &version, &params ) &&
            (app = (HPHONEAPP)InterlockedExchange( (volatile LONG *)&shared_phone_app[i], (LONG)app ))) phoneShutdown( app );
        break;
    case 1: case 2:
        if (!phoneOpen( a_phone_app( monkey ), pick( monkey, 4 ), &phone, a_version( monkey ), 0, monkey->state, 1 << pick( monkey, 3 ) ))
        {
            i = pick( monkey, ARRAYSIZE( shared_phone ) );
            if ((phone = (HPHONE)InterlockedExchange( (volatile LONG *)&shared_phone[i], (LONG)phone ))) phoneClose( phone );
        }
        break;
    case 3: phoneClose( a_phone( monkey ) ); break;
    case 4: phoneGetStatusW( a_phone( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 5: phoneSetLamp( a_phone( monkey ), pick( monkey, 16 ), 1 << pick( monkey, 5 ) ); break;
    case 6: phoneSetHookSwitch( a_phone( monkey ), 1 << pick( monkey, 3 ), 1 << pick( monkey, 4 ) ); break;
    case 7: phoneGetDevCapsW( a_phone_app( monkey ), pick( monkey, 4 ), a_version( monkey ), 0, a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 8: phoneSetDisplay( a_phone( monkey ), 0, 0, "x", 1 ); break;
    case 9: phoneGetButtonInfoW( a_phone( monkey ), pick( monkey, 20 ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 10: phoneGetLamp( a_phone( monkey ), pick( monkey, 16 ), &value ); break;
    case 11: for (i = 0; i < 50 && !phoneGetMessage( a_phone_app( monkey ), &message, 0 ); i++) {} break;
    }
}

static void act_address( struct monkey *monkey, DWORD action )
{
    char buffer[4096];

    switch (action)
    {
    case 0:
        lineTranslateAddressW( an_app( monkey ), a_device( monkey ), a_version( monkey ), pick( monkey, 2 ) ? L"+1 (425) 8828080" : L"5551234", 0,
                               pick( monkey, 16 ), a_buffer( monkey, buffer, sizeof(buffer) ) );
        break;
    case 1: lineGetTranslateCapsW( an_app( monkey ), a_version( monkey ), a_buffer( monkey, buffer, sizeof(buffer) ) ); break;
    case 2: lineRegisterRequestRecipient( an_app( monkey ), 0, LINEREQUESTMODE_MAKECALL, pick( monkey, 2 ) ); break;
    case 3: lineGetRequestW( an_app( monkey ), LINEREQUESTMODE_MAKECALL, buffer ); break;
    }
}

void act_service( struct monkey *monkey, DWORD action )
{
    static const struct { DWORD count; void (*act)( struct monkey *monkey, DWORD action ); } kinds[] =
    {
        { 28, act_call }, { 8, act_media }, { 9, act_agent }, { 12, act_phone }, { 4, act_address },
    };
    unsigned int i;

    for (i = 0; i < ARRAYSIZE( kinds ); i++)
    {
        if (action < kinds[i].count)
        {
            kinds[i].act( monkey, action );
            return;
        }
        action -= kinds[i].count;
    }
}
