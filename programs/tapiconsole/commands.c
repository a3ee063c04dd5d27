/*
 * tapiconsole: what the attendant can type.
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

/*
 *     dial NUMBER                  calls; the new call is given a number
 *     answer C, hold C, unhold C, drop C, accept C
 *     swap C HELD                  the held call is talked to
 *     redirect C NUMBER            of a call that is offered
 *     transfer C NUMBER            blind transfer
 *     consult C NUMBER             holds the call and calls somebody to transfer it to
 *     complete C CONSULT           transfers the call to the party of the consultation call
 *     join C CONSULT               makes a conference of both instead
 *     conference C NUMBER          makes a conference of the call and calls somebody to add
 *     prepare CONFERENCE NUMBER    calls somebody else to add
 *     add CONFERENCE CONSULT       adds the party
 *     remove C                     takes a party out of its conference
 *     park C [ORBIT]               parks the call; without an orbit the exchange says where
 *     unpark ORBIT                 gets it
 *     pickup [NUMBER]              gets the call that rings there, or in the group
 *     press C DIGITS
 *     wait C STATE [SECONDS]       until the call has the state; "gone": until it is no longer there
 *     wait-call [SECONDS]          until a call comes in that has not been named yet
 *     calls, sleep SECONDS, quit
 *
 * C is the number of a call, or "new" for the newest.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tapiconsole.h"

#define MAX_WORDS   4

struct arguments
{
    int                  count;         /* words after the command */
    const WCHAR         *words[MAX_WORDS];
    struct console_call *call, *second; /* when the first or the second word names one */
};

static WCHAR last_orbit[64];            /* where the last call was parked */

static void result( const struct arguments *arguments, const WCHAR *command, LONG error )
{
    if (error) complain( L"%ls failed: 0x%08lx", command, (unsigned long)error );
    else if (arguments->call) say( L"%ls %lu: done", command, arguments->call->number );
    else say( L"%ls: done", command );
}

/* ---- new calls: their handles are filled in before the reply comes ---- */

/* Waits for the reply to a request that makes calls, and takes them in. Conference first, where there is one. */
static LONG reply_with_calls( LONG request, const HCALL *first, const HCALL *second )
{
    LONG error = reply( request );

    if (error) return error;
    if (first && *first) say( L"new call %lu", call_add( *first )->number );
    if (second && *second) say( L"new call %lu", call_add( *second )->number );
    return 0;
}

static LINECALLPARAMS voice = { .dwTotalSize = sizeof(voice), .dwBearerMode = LINEBEARERMODE_VOICE,
                                      .dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE, .dwAddressMode = LINEADDRESSMODE_ADDRESSID };

static LONG dial( struct arguments *arguments )
{
    HCALL made = 0;

    return reply_with_calls( lineMakeCallW( line, &made, arguments->words[0], 0, &voice ), &made, NULL );
}

/* Waits until a consultation call can dial, and does. */
static LONG dial_consultation( HCALL consult, const WCHAR *number )
{
    DWORD end = GetTickCount() + WAIT_SECONDS * 1000;
    struct console_call *call = call_of_handle( consult );

    while (call && call->state != LINECALLSTATE_DIALTONE && call->state != LINECALLSTATE_DIALING && serve( end )) call = call_of_handle( consult );
    return reply( lineDialW( consult, number, 0 ) );
}

static LONG consult( struct arguments *arguments )
{
    HCALL made = 0;
    LONG error = reply_with_calls( lineSetupTransferW( arguments->call->handle, &made, NULL ), &made, NULL );

    return error ? error : dial_consultation( made, arguments->words[1] );
}

static LONG conference( struct arguments *arguments )
{
    HCALL made = 0, consultation = 0;
    LONG error;

    error = reply_with_calls( lineSetupConferenceW( arguments->call->handle, 0, &made, &consultation, 3, NULL ), &made, &consultation );
    return error ? error : dial_consultation( consultation, arguments->words[1] );
}

static LONG prepare( struct arguments *arguments )
{
    HCALL made = 0;
    LONG error = reply_with_calls( linePrepareAddToConferenceW( arguments->call->handle, &made, NULL ), &made, NULL );

    return error ? error : dial_consultation( made, arguments->words[1] );
}

static LONG join( struct arguments *arguments )
{
    HCALL made = 0;

    return reply_with_calls( lineCompleteTransfer( arguments->call->handle, arguments->second->handle, &made, LINETRANSFERMODE_CONFERENCE ), &made, NULL );
}

static LONG unpark( struct arguments *arguments )
{
    HCALL made = 0;

    return reply_with_calls( lineUnparkW( line, 0, &made, wcscmp( arguments->words[0], L"parked" ) ? arguments->words[0] : last_orbit ), &made, NULL );
}

static LONG pickup( struct arguments *arguments )
{
    HCALL made = 0;

    return reply_with_calls( linePickupW( line, 0, &made, arguments->count ? arguments->words[0] : NULL, NULL ), &made, NULL );
}

/* ---- what is done with calls ---- */

static LONG accept_call( struct arguments *arguments ) { return reply( lineAccept( arguments->call->handle, NULL, 0 ) ); }
static LONG answer( struct arguments *arguments ) { return reply( lineAnswer( arguments->call->handle, NULL, 0 ) ); }
static LONG hold( struct arguments *arguments ) { return reply( lineHold( arguments->call->handle ) ); }
static LONG unhold( struct arguments *arguments ) { return reply( lineUnhold( arguments->call->handle ) ); }
static LONG drop( struct arguments *arguments ) { return reply( lineDrop( arguments->call->handle, NULL, 0 ) ); }
static LONG swap( struct arguments *arguments ) { return reply( lineSwapHold( arguments->call->handle, arguments->second->handle ) ); }
static LONG redirect( struct arguments *arguments ) { return reply( lineRedirectW( arguments->call->handle, arguments->words[1], 0 ) ); }
static LONG transfer( struct arguments *arguments ) { return reply( lineBlindTransferW( arguments->call->handle, arguments->words[1], 0 ) ); }
static LONG remove_party( struct arguments *arguments ) { return reply( lineRemoveFromConference( arguments->call->handle ) ); }
static LONG add( struct arguments *arguments ) { return reply( lineAddToConference( arguments->call->handle, arguments->second->handle ) ); }

static LONG complete( struct arguments *arguments )
{
    return reply( lineCompleteTransfer( arguments->call->handle, arguments->second->handle, NULL, LINETRANSFERMODE_TRANSFER ) );
}

static LONG park( struct arguments *arguments )
{
    BYTE buffer[sizeof(VARSTRING) + sizeof(last_orbit)];
    VARSTRING *orbit = (VARSTRING *)buffer;
    LONG error;

    memset( buffer, 0, sizeof(buffer) );
    orbit->dwTotalSize = sizeof(buffer);
    if (arguments->count > 1)
    {
        lstrcpynW( last_orbit, arguments->words[1], ARRAYSIZE(last_orbit) );
        return reply( lineParkW( arguments->call->handle, LINEPARKMODE_DIRECTED, last_orbit, NULL ) );
    }
    if ((error = reply( lineParkW( arguments->call->handle, LINEPARKMODE_NONDIRECTED, NULL, orbit ) ))) return error;
    lstrcpynW( last_orbit, orbit->dwStringSize ? (WCHAR *)(buffer + orbit->dwStringOffset) : L"", ARRAYSIZE(last_orbit) );
    say( L"parked at %ls", last_orbit );
    return 0;
}

static LONG press( struct arguments *arguments )
{
    return lineGenerateDigitsW( arguments->call->handle, LINEDIGITMODE_DTMF, arguments->words[1], 0 );
}

/* ---- waiting ---- */

static DWORD seconds( const struct arguments *arguments, int word )
{
    return GetTickCount() + 1000 * (arguments->count > word ? wcstoul( arguments->words[word], NULL, 10 ) : WAIT_SECONDS);
}

static LONG wait_state( struct arguments *arguments )
{
    DWORD end = seconds( arguments, 2 ), number = arguments->call->number, state = state_value( arguments->words[1] );
    BOOL gone = !wcscmp( arguments->words[1], L"gone" );
    struct console_call *call;

    if (!state && !gone) return LINEERR_INVALPARAM;
    for (;;)
    {
        call = call_of_number( number );
        if (gone ? !call : call && call->state == state) break;
        if ((!call && !gone) || !serve( end ))
        {
            complain( L"waited for call %lu to be %ls, it is %ls", number, arguments->words[1], call ? state_name( call->state ) : L"gone" );
            break;
        }
    }
    /* it may be gone */
    arguments->call = call_of_number( number );
    return 0;
}

static LONG wait_call( struct arguments *arguments )
{
    static DWORD known;
    DWORD end = seconds( arguments, 0 );
    struct console_call *call;

    for (;;)
    {
        for (call = calls; call; call = call->next)
            if (call->number > known && (call->state == LINECALLSTATE_OFFERING || call->state == LINECALLSTATE_ACCEPTED)) break;
        if (call) break;
        if (!serve( end ))
        {
            complain( L"no call came in" );
            return 0;
        }
    }
    known = call->number;
    newest_call = max( newest_call, known );
    return 0;
}

static LONG list_calls( struct arguments *arguments )
{
    struct console_call *call;

    for (call = calls; call; call = call->next) say( L"call %lu is %ls", call->number, state_name( call->state ) );
    return 0;
}

static LONG sleep_seconds( struct arguments *arguments )
{
    DWORD end = GetTickCount() + wcstod( arguments->words[0], NULL ) * 1000;

    while (serve( end )) ;
    return 0;
}

static LONG quit( struct arguments *arguments )
{
    quitting = TRUE;
    return 0;
}

/* ---- the table ---- */

static const struct command
{
    const WCHAR *name;
    LONG       (*run)( struct arguments *arguments );
    int          least, most;       /* words after it */
    int          calls;             /* how many of them name calls */
} commands[] =
{
    { L"accept", accept_call, 1, 1, 1 },
    { L"add", add, 2, 2, 2 },
    { L"answer", answer, 1, 1, 1 },
    { L"calls", list_calls, 0, 0, 0 },
    { L"complete", complete, 2, 2, 2 },
    { L"conference", conference, 2, 2, 1 },
    { L"consult", consult, 2, 2, 1 },
    { L"dial", dial, 1, 1, 0 },
    { L"drop", drop, 1, 1, 1 },
    { L"hold", hold, 1, 1, 1 },
    { L"join", join, 2, 2, 2 },
    { L"park", park, 1, 2, 1 },
    { L"pickup", pickup, 0, 1, 0 },
    { L"prepare", prepare, 2, 2, 1 },
    { L"press", press, 2, 2, 1 },
    { L"quit", quit, 0, 0, 0 },
    { L"redirect", redirect, 2, 2, 1 },
    { L"remove", remove_party, 1, 1, 1 },
    { L"sleep", sleep_seconds, 1, 1, 0 },
    { L"swap", swap, 2, 2, 2 },
    { L"transfer", transfer, 2, 2, 1 },
    { L"unhold", unhold, 1, 1, 1 },
    { L"unpark", unpark, 1, 1, 0 },
    { L"wait", wait_state, 2, 3, 1 },
    { L"wait-call", wait_call, 0, 1, 0 },
};

static struct console_call *named_call( const WCHAR *word )
{
    return call_of_number( wcscmp( word, L"new" ) ? wcstoul( word, NULL, 10 ) : newest_call );
}

void run_command( WCHAR *text )
{
    struct arguments arguments = { 0 };
    WCHAR *name = wcstok( text, L" \t\r\n" ), *word;
    const struct command *command = NULL;
    DWORD number;
    LONG error;
    size_t i;

    if (!name || name[0] == '#') return;
    while (arguments.count < MAX_WORDS && (word = wcstok( NULL, L" \t\r\n" ))) arguments.words[arguments.count++] = word;
    for (i = 0; i < ARRAYSIZE(commands); i++) if (!wcscmp( name, commands[i].name )) command = &commands[i];
    if (!command || arguments.count < command->least || arguments.count > command->most)
    {
        complain( command ? L"'%ls' needs %d to %d words after it" : L"there is no command '%ls'", name, command ? command->least : 0,
                  command ? command->most : 0 );
        return;
    }
    if (command->calls > 0) arguments.call = named_call( arguments.words[0] );
    if (command->calls > 1) arguments.second = named_call( arguments.words[1] );
    /* one that has ended is waited for in vain, or not at all */
    if (command->run == wait_state && !arguments.call && !wcscmp( arguments.words[1], L"gone" )) return;
    if ((command->calls > 0 && !arguments.call) || (command->calls > 1 && !arguments.second))
    {
        complain( L"%ls: there is no call %ls", name, arguments.words[command->calls > 0 && !arguments.call ? 0 : 1] );
        return;
    }
    number = arguments.call ? arguments.call->number : 0;
    error = command->run( &arguments );
    /* the call may be gone by now */
    arguments.call = number ? call_of_number( number ) : NULL;
    if (command->run != quit && command->run != list_calls) result( &arguments, name, error );
}
