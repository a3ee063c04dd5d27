/*
 * Digits and tones, media control.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/* ---- digits that are gathered ------------------------------------------------------------------------------------- */

/* A request between lineGatherDigits and its LINE_GATHERDIGITS. */
struct gather
{
    DWORD           id;
    struct session *session;    /* whose message it waits for; compared only */
    void           *digits;     /* the application's buffer ... */
    DWORD           count;      /* ... of so many characters */
    BOOL            ansi;
};

struct gather *gather_take( DWORD id )
{
    struct gather *gather;

    EnterCriticalSection( &state_cs );
    if ((gather = context_get( id, CONTEXT_GATHER ))) context_free( id );
    LeaveCriticalSection( &state_cs );
    return gather;
}

void gather_free( struct gather *gather )
{
    HeapFree( GetProcessHeap(), 0, gather );
}

void gather_store( const struct gather *gather, const WCHAR *digits, DWORD count )
{
    DWORD i;

    count = min( count, gather->count );
    if (!can_write( gather->digits, (SIZE_T)count * (gather->ansi ? 1 : sizeof(WCHAR)) ))
    {
        WARN( "the application freed the memory for digits before their LINE_GATHERDIGITS\n" );
        return;
    }
    /* all digits are ASCII */
    for (i = 0; i < count; i++)
    {
        if (gather->ansi) ((char *)gather->digits)[i] = digits[i];
        else ((WCHAR *)gather->digits)[i] = digits[i];
    }
}

static void end_gather( void *object, void *session )
{
    struct gather *gather = object;

    if (gather->session != session) return;
    context_free( gather->id );
    gather_free( gather );
}

void gathers_end( struct session *session )
{
    context_enum( CONTEXT_GATHER, end_gather, session );
}

/* The context of a new request; 0: out of memory. */
static DWORD begin_gather( struct session *session, void *digits, DWORD count, BOOL ansi )
{
    struct gather *gather = HeapAlloc( GetProcessHeap(), 0, sizeof(*gather) );
    DWORD id;

    if (!gather) return 0;
    gather->session = session;
    gather->digits = digits;
    gather->count = count;
    gather->ansi = ansi;
    EnterCriticalSection( &state_cs );
    id = gather->id = context_alloc( CONTEXT_GATHER, gather );
    LeaveCriticalSection( &state_cs );
    if (!id) gather_free( gather );
    return id;
}

static LONG gather_digits( HCALL hcall, DWORD modes, void *digits, DWORD count, const void *termination, DWORD first_timeout,
                           DWORD inter_timeout, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGatherDigits, flags, NULL,
        {
            [ARG_lineGatherDigits_hCall] = VALUE( hcall ),
            [ARG_lineGatherDigits_dwDigitModes] = VALUE( modes ),
            [ARG_lineGatherDigits_dwNumDigits] = VALUE( count ),
            [ARG_lineGatherDigits_lpszTerminationDigits] = DATA( termination ),
            [ARG_lineGatherDigits_dwFirstDigitTimeout] = VALUE( first_timeout ),
            [ARG_lineGatherDigits_dwInterDigitTimeout] = VALUE( inter_timeout ),
        },
    };
    BOOL ansi = (flags & CALL_ANSI) != 0;
    struct gather *gather;
    DWORD id = 0;
    LONG err;

    TRACE( "call %#lx modes %#lx digits %p count %lu timeouts %lu %lu\n", (DWORD)hcall, modes, digits, count, first_timeout, inter_timeout );
    /* without a buffer what is in progress ends, and nothing else counts */
    if (!digits) call.args[ARG_lineGatherDigits_lpszTerminationDigits].data = NULL;
    else if (count > 0x10000000 || !can_write( digits, (SIZE_T)count * (ansi ? 1 : sizeof(WCHAR)) )) return LINEERR_INVALPOINTER;
    if ((err = session_grab( FALSE, &call.session )))
        return err == (LONG)LINEERR_UNINITIALIZED || err == (LONG)LINEERR_NOMEM ? err : (LONG)LINEERR_OPERATIONFAILED;
    if (digits && !(id = begin_gather( call.session, digits, count, ansi ))) err = LINEERR_NOMEM;
    if (!err)
    {
        call.args[ARG_lineGatherDigits_lpContext].value = id;
        call.args[ARG_lineGatherDigits_lpsDigitsContext].value = id;
        err = sync_call( &call );
    }
    if (err && id && (gather = gather_take( id ))) gather_free( gather );
    session_release( call.session );
    return err;
}

LONG WINAPI lineGatherDigitsA( HCALL call, DWORD modes, LPSTR digits, DWORD count, LPCSTR termination, DWORD first_timeout,
                               DWORD inter_timeout )
{
    return gather_digits( call, modes, digits, count, termination, first_timeout, inter_timeout, CALL_ANSI );
}

LONG WINAPI lineGatherDigitsW( HCALL call, DWORD modes, LPWSTR digits, DWORD count, LPCWSTR termination, DWORD first_timeout,
                               DWORD inter_timeout )
{
    return gather_digits( call, modes, digits, count, termination, first_timeout, inter_timeout, 0 );
}

/* ---- digits and tones that are generated -------------------------------------------------------------------------- */

static LONG generate_digits( HCALL hcall, DWORD mode, const void *digits, DWORD duration, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGenerateDigits, flags, NULL,
        {
            [ARG_lineGenerateDigits_hCall] = VALUE( hcall ),
            [ARG_lineGenerateDigits_dwDigitMode] = VALUE( mode ),
            [ARG_lineGenerateDigits_lpszDigits] = DATA( digits ),
            [ARG_lineGenerateDigits_dwDuration] = VALUE( duration ),
        },
    };

    TRACE( "call %#lx mode %#lx duration %lu\n", (DWORD)hcall, mode, duration );
    return sync_call( &call );
}

LONG WINAPI lineGenerateDigitsA( HCALL call, DWORD mode, LPCSTR digits, DWORD duration )
{
    return generate_digits( call, mode, digits, duration, CALL_ANSI );
}

LONG WINAPI lineGenerateDigitsW( HCALL call, DWORD mode, LPCWSTR digits, DWORD duration )
{
    return generate_digits( call, mode, digits, duration, 0 );
}

/* An array of the application, whose number of entries may be anything. FALSE: it cannot be read. */
static BOOL probe_array( const void *array, DWORD count, DWORD entry, struct trp_arg *arg )
{
    if (!array) return TRUE;
    if (count > TRANSPORT_MAX_PACKET / entry || !can_read( array, count * entry )) return FALSE;
    arg->data = array;
    arg->size = count * entry;
    return TRUE;
}

LONG WINAPI lineGenerateTone( HCALL hcall, DWORD mode, DWORD duration, DWORD count, LPLINEGENERATETONE const tones )
{
    struct api_call call =
    {
        TRP_lineGenerateTone, 0, NULL,
        {
            [ARG_lineGenerateTone_hCall] = VALUE( hcall ),
            [ARG_lineGenerateTone_dwToneMode] = VALUE( mode ),
            [ARG_lineGenerateTone_dwDuration] = VALUE( duration ),
        },
    };

    TRACE( "call %#lx mode %#lx duration %lu tones %lu %p\n", (DWORD)hcall, mode, duration, count, tones );
    /* only a custom tone has components */
    if (mode == LINETONEMODE_CUSTOM)
    {
        if (count && !tones) return LINEERR_INVALPOINTER;
        if (!probe_array( tones, count, sizeof(*tones), &call.args[ARG_lineGenerateTone_lpTones] )) return LINEERR_INVALPOINTER;
        call.args[ARG_lineGenerateTone_dwNumTones].value = count;
    }
    return sync_call( &call );
}

/* ---- tones that are monitored ------------------------------------------------------------------------------------- */

LONG WINAPI lineMonitorTones( HCALL hcall, LPLINEMONITORTONE const tones, DWORD count )
{
    struct api_call call = { TRP_lineMonitorTones, 0, NULL, { [ARG_lineMonitorTones_hCall] = VALUE( hcall ) } };

    TRACE( "call %#lx tones %lu %p\n", (DWORD)hcall, count, tones );
    if (!probe_array( tones, count, sizeof(*tones), &call.args[ARG_lineMonitorTones_lpToneList] )) return LINEERR_INVALPOINTER;
    return sync_call( &call );
}

/* ---- media control ------------------------------------------------------------------------------------------------ */

LONG WINAPI lineSetMediaControl( HLINE line, DWORD address_id, HCALL hcall, DWORD select,
                                 LPLINEMEDIACONTROLDIGIT const digits, DWORD digit_count,
                                 LPLINEMEDIACONTROLMEDIA const media, DWORD media_count,
                                 LPLINEMEDIACONTROLTONE const tones, DWORD tone_count,
                                 LPLINEMEDIACONTROLCALLSTATE const states, DWORD state_count )
{
    struct api_call call =
    {
        TRP_lineSetMediaControl, 0, NULL,
        {
            /* handles that dwSelect leaves out are ignored, and may be garbage */
            [ARG_lineSetMediaControl_hLine] = VALUE( select == LINECALLSELECT_CALL ? 0 : line ),
            [ARG_lineSetMediaControl_dwAddressID] = VALUE( address_id ),
            [ARG_lineSetMediaControl_hCall] = VALUE( select == LINECALLSELECT_CALL ? hcall : 0 ),
            [ARG_lineSetMediaControl_dwSelect] = VALUE( select ),
        },
    };

    TRACE( "line %#lx address %lu call %#lx select %lu digits %lu media %lu tones %lu states %lu\n", (DWORD)line, address_id,
           (DWORD)hcall, select, digit_count, media_count, tone_count, state_count );
    if (!probe_array( digits, digit_count, sizeof(*digits), &call.args[ARG_lineSetMediaControl_lpDigitList] ) ||
        !probe_array( media, media_count, sizeof(*media), &call.args[ARG_lineSetMediaControl_lpMediaList] ) ||
        !probe_array( tones, tone_count, sizeof(*tones), &call.args[ARG_lineSetMediaControl_lpToneList] ) ||
        !probe_array( states, state_count, sizeof(*states), &call.args[ARG_lineSetMediaControl_lpCallStateList] ))
        return LINEERR_INVALPOINTER;
    return sync_call( &call );
}
