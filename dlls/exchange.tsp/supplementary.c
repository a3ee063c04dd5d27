/*
 * Supplementary services: hold, transfer, conference, park, pickup, completion, and what goes with a call.
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

#include <string.h>
#include <wchar.h>

#include "call.h"

DEBUG_CHANNEL( exchange );

/* Functions that ask nothing but a call */
#define CALL_FUNCTION( name, function ) \
    LONG WINAPI TSPI_##name( DRV_REQUESTID request, HDRVCALL hcall ) \
    { \
        struct call *call; \
        struct op op; \
        LONG ret; \
    \
        TRACE( "request %#lx, call %p\n", request, hcall ); \
        if ((ret = op_call( &op, "TSPI_" #name, request, hcall, &call ))) return ret; \
        return op_end( &op, function( call ) ); \
    }

CALL_FUNCTION( lineHold, call_hold )
CALL_FUNCTION( lineUnhold, call_unhold )
CALL_FUNCTION( lineSecureCall, call_secure )
CALL_FUNCTION( lineReleaseUserUserInfo, call_release_user_user )
CALL_FUNCTION( lineRemoveFromConference, conference_remove )

LONG WINAPI TSPI_lineSwapHold( DRV_REQUESTID request, HDRVCALL hactive, HDRVCALL hheld )
{
    struct call *active, *held;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, calls %p and %p\n", request, hactive, hheld );
    if ((ret = op_call( &op, "TSPI_lineSwapHold", request, hactive, &active ))) return ret;
    return op_end( &op, (held = call_find( hheld )) ? call_swap( active, held ) : (LONG)LINEERR_INVALCALLHANDLE );
}

/* ---- transfer ---- */

LONG WINAPI TSPI_lineSetupTransfer( DRV_REQUESTID request, HDRVCALL hcall, HTAPICALL htconsult, HDRVCALL *hconsult, LINECALLPARAMS *const params )
{
    struct call *call, *consult;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p\n", request, hcall );
    if (!hconsult) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineSetupTransfer", request, hcall, &call ))) return ret;
    if (!(consult = call_prepare( call->address->station, call->address->id, htconsult, params, &ret ))) return op_end( &op, ret );
    *hconsult = call_handle( consult );
    if (consult->address != call->address) ret = LINEERR_INVALADDRESSID;
    else ret = call_setup_transfer( call, consult );
    if (ret) call_abandon( consult );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineBlindTransfer( DRV_REQUESTID request, HDRVCALL hcall, const WCHAR *number, DWORD country )
{
    struct dialed dialed;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, to %s\n", request, hcall, debugstr_w( number ) );
    if (!number) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineBlindTransfer", request, hcall, &call ))) return ret;
    if (!(ret = number_parse( (const uint16_t *)number, &dialed ))) ret = call_blind_transfer( call, dialed.digits );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineCompleteTransfer( DRV_REQUESTID request, HDRVCALL hcall, HDRVCALL hconsult, HTAPICALL htconference, HDRVCALL *hconference, DWORD mode )
{
    struct call *call, *consult, *conference = NULL;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, consultation call %p, mode %#lx\n", request, hcall, hconsult, mode );
    if (mode != LINETRANSFERMODE_TRANSFER && mode != LINETRANSFERMODE_CONFERENCE) return LINEERR_INVALTRANSFERMODE;
    if (mode == LINETRANSFERMODE_CONFERENCE && !hconference) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineCompleteTransfer", request, hcall, &call ))) return ret;
    if (!(consult = call_find( hconsult ))) return op_end( &op, LINEERR_INVALCONSULTCALLHANDLE );
    if (mode == LINETRANSFERMODE_CONFERENCE)
    {
        if (!(conference = call_prepare( call->address->station, call->address->id, htconference, NULL, &ret ))) return op_end( &op, ret );
        *hconference = call_handle( conference );
    }
    if ((ret = call_complete_transfer( call, consult, conference )) && conference) call_abandon( conference );
    return op_end( &op, ret );
}

/* ---- conference ---- */

LONG WINAPI TSPI_lineSetupConference( DRV_REQUESTID request, HDRVCALL hcall, HDRVLINE hline, HTAPICALL htconference, HDRVCALL *hconference,
                                      HTAPICALL htconsult, HDRVCALL *hconsult, DWORD parties, LINECALLPARAMS *const params )
{
    struct call *call = NULL, *conference, *consult;
    struct line *line = NULL;
    struct station *station;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, line %p, %lu parties\n", request, hcall, hline, parties );
    if (!hconference || !hconsult) return LINEERR_INVALPOINTER;
    if (hcall) ret = op_call( &op, "TSPI_lineSetupConference", request, hcall, &call );
    else ret = op_line( &op, "TSPI_lineSetupConference", request, hline, &line );
    if (ret) return ret;
    station = call ? call->address->station : line->station;
    if (parties > MAX_PARTIES + 1) return op_end( &op, LINEERR_CONFERENCEFULL );
    if (!(consult = call_prepare( station, call ? call->address->id : 0, htconsult, params, &ret ))) return op_end( &op, ret );
    if (!(conference = call_prepare( station, consult->address->id, htconference, NULL, &ret )))
    {
        call_abandon( consult );
        return op_end( &op, ret );
    }
    *hconference = call_handle( conference );
    *hconsult = call_handle( consult );
    if ((ret = conference_setup( call, conference, consult )))
    {
        call_abandon( consult );
        call_abandon( conference );
    }
    return op_end( &op, ret );
}

LONG WINAPI TSPI_linePrepareAddToConference( DRV_REQUESTID request, HDRVCALL hconference, HTAPICALL htconsult, HDRVCALL *hconsult,
                                             LINECALLPARAMS *const params )
{
    struct call *conference, *consult;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, conference call %p\n", request, hconference );
    if (!hconsult) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_linePrepareAddToConference", request, hconference, &conference )))
        return ret == (LONG)LINEERR_INVALCALLHANDLE ? (LONG)LINEERR_INVALCONFCALLHANDLE : ret;
    if (!(consult = call_prepare( conference->address->station, conference->address->id, htconsult, params, &ret ))) return op_end( &op, ret );
    *hconsult = call_handle( consult );
    if ((ret = conference_prepare( conference, consult ))) call_abandon( consult );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineAddToConference( DRV_REQUESTID request, HDRVCALL hconference, HDRVCALL hconsult )
{
    struct call *conference, *consult;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, conference call %p, consultation call %p\n", request, hconference, hconsult );
    if ((ret = op_call( &op, "TSPI_lineAddToConference", request, hconference, &conference )))
        return ret == (LONG)LINEERR_INVALCALLHANDLE ? (LONG)LINEERR_INVALCONFCALLHANDLE : ret;
    return op_end( &op, (consult = call_find( hconsult )) ? conference_add( conference, consult ) : (LONG)LINEERR_INVALCONSULTCALLHANDLE );
}

/* ---- park and pickup ---- */

LONG WINAPI TSPI_linePark( DRV_REQUESTID request, HDRVCALL hcall, DWORD mode, const WCHAR *number, VARSTRING *found )
{
    char orbit[NUMBER_SIZE] = "";
    struct dialed dialed;
    struct call *call;
    struct op op;
    LONG ret;
    WCHAR text[NUMBER_SIZE];
    DWORD i;

    TRACE( "request %#lx, call %p, mode %#lx, %s\n", request, hcall, mode, debugstr_w( number ) );
    if (mode != LINEPARKMODE_DIRECTED && mode != LINEPARKMODE_NONDIRECTED) return LINEERR_INVALPARKMODE;
    if (mode == LINEPARKMODE_DIRECTED ? !number : !found) return LINEERR_INVALPOINTER;
    if (mode == LINEPARKMODE_NONDIRECTED && found->dwTotalSize < sizeof(*found)) return LINEERR_STRUCTURETOOSMALL;
    if ((ret = op_call( &op, "TSPI_linePark", request, hcall, &call ))) return ret;
    if (mode == LINEPARKMODE_DIRECTED)
    {
        if ((ret = number_parse( (const uint16_t *)number, &dialed ))) return op_end( &op, ret );
        if (!dialed.digits[0]) return op_end( &op, LINEERR_INVALADDRESS );
        memcpy( orbit, dialed.digits, sizeof(orbit) );
    }
    if (!(ret = call_park( call, orbit )) && mode == LINEPARKMODE_NONDIRECTED)
    {
        for (i = 0; (text[i] = orbit[i]); i++) {}
        varstring_set( found, STRINGFORMAT_UNICODE, text, (i + 1) * sizeof(WCHAR) );
    }
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineUnpark( DRV_REQUESTID request, HDRVLINE hline, DWORD address, HTAPICALL htcall, HDRVCALL *hcall, const WCHAR *number )
{
    struct dialed dialed;
    struct line *line;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, address %lu, %s\n", request, hline, address, debugstr_w( number ) );
    if (!hcall || !number) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineUnpark", request, hline, &line ))) return ret;
    if (address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    if ((ret = number_parse( (const uint16_t *)number, &dialed ))) return op_end( &op, ret );
    if (!(call = call_prepare( line->station, address, htcall, NULL, &ret ))) return op_end( &op, ret );
    *hcall = call_handle( call );
    if ((ret = call_unpark( call, dialed.digits ))) call_abandon( call );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_linePickup( DRV_REQUESTID request, HDRVLINE hline, DWORD address, HTAPICALL htcall, HDRVCALL *hcall, const WCHAR *number,
                             const WCHAR *group )
{
    struct dialed dialed, id;
    struct line *line;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, address %lu, %s, group %s\n", request, hline, address, debugstr_w( number ), debugstr_w( group ) );
    if (!hcall) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_linePickup", request, hline, &line ))) return ret;
    if (address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    if ((ret = number_parse( (const uint16_t *)number, &dialed ))) return op_end( &op, ret );
    if (number_parse( (const uint16_t *)group, &id )) return op_end( &op, LINEERR_INVALGROUPID );
    if (!(call = call_prepare( line->station, address, htcall, NULL, &ret ))) return op_end( &op, ret );
    *hcall = call_handle( call );
    if ((ret = call_pickup( call, dialed.digits, id.digits ))) call_abandon( call );
    return op_end( &op, ret );
}

/* ---- completion ---- */

LONG WINAPI TSPI_lineCompleteCall( DRV_REQUESTID request, HDRVCALL hcall, DWORD *id, DWORD mode, DWORD message )
{
    uint32_t completion;
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, mode %#lx, message %lu\n", request, hcall, mode, message );
    if (!id) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineCompleteCall", request, hcall, &call ))) return ret;
    ret = call_complete( call, mode, message, &completion );
    *id = completion;
    return op_end( &op, ret );
}

/* ---- what goes with a call ---- */

LONG WINAPI TSPI_lineSendUserUserInfo( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu bytes\n", request, hcall, size );
    if (size && !info) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineSendUserUserInfo", request, hcall, &call ))) return ret;
    return op_end( &op, call_send_user_user( call, info, size ) );
}

LONG WINAPI TSPI_lineSetCallData( DRV_REQUESTID request, HDRVCALL hcall, void *data, DWORD size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu bytes\n", request, hcall, size );
    if (size && !data) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineSetCallData", request, hcall, &call ))) return ret;
    return op_end( &op, call_set_data( call, data, size ) );
}

LONG WINAPI TSPI_lineSetCallTreatment( DRV_REQUESTID request, HDRVCALL hcall, DWORD treatment )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, treatment %lu\n", request, hcall, treatment );
    if ((ret = op_call( &op, "TSPI_lineSetCallTreatment", request, hcall, &call ))) return ret;
    return op_end( &op, call_set_treatment( call, treatment ) );
}

LONG WINAPI TSPI_lineSetCallQualityOfService( DRV_REQUESTID request, HDRVCALL hcall, void *sending, DWORD sending_size, void *receiving,
                                              DWORD receiving_size )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, call %p, %lu and %lu bytes\n", request, hcall, sending_size, receiving_size );
    if ((sending_size && !sending) || (receiving_size && !receiving)) return LINEERR_INVALPOINTER;
    if ((ret = op_call( &op, "TSPI_lineSetCallQualityOfService", request, hcall, &call ))) return ret;
    return op_end( &op, call_set_qos( call, sending, sending_size, receiving, receiving_size ) );
}

/* ---- terminals ---- */

LONG WINAPI TSPI_lineSetTerminal( DRV_REQUESTID request, HDRVLINE hline, DWORD address, HDRVCALL hcall, DWORD select, DWORD modes, DWORD terminal,
                                  DWORD enable )
{
    const DWORD all = LINETERMMODE_BUTTONS | LINETERMMODE_LAMPS | LINETERMMODE_DISPLAY | LINETERMMODE_RINGER | LINETERMMODE_HOOKSWITCH |
                      LINETERMMODE_MEDIATOLINE | LINETERMMODE_MEDIAFROMLINE | LINETERMMODE_MEDIABIDIRECT;
    struct call *call = NULL;
    struct line *line = NULL;
    struct op op;
    DWORD i;
    LONG ret;

    TRACE( "request %#lx, line %p, address %lu, call %p, select %#lx, modes %#lx, terminal %lu %s\n", request, hline, address, hcall, select, modes,
           terminal, enable ? "on" : "off" );
    if (select != LINECALLSELECT_LINE && select != LINECALLSELECT_ADDRESS && select != LINECALLSELECT_CALL) return LINEERR_INVALCALLSELECT;
    if (terminal >= TERMINAL_COUNT) return LINEERR_INVALTERMINALID;
    if (!modes || modes & ~all) return LINEERR_INVALTERMINALMODE;
    if (select == LINECALLSELECT_CALL) ret = op_call( &op, "TSPI_lineSetTerminal", request, hcall, &call );
    else ret = op_line( &op, "TSPI_lineSetTerminal", request, hline, &line );
    if (ret) return ret;
    if (call)
    {
        if (enable) call->terminals[terminal] |= modes;
        else call->terminals[terminal] &= ~modes;
        call_info( call, LINECALLINFOSTATE_TERMINAL );
        return op_end( &op, 0 );
    }
    if (select == LINECALLSELECT_ADDRESS && address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    for (i = 0; i < line->station->address_count; i++)
    {
        struct address *entry = &line->station->addresses[i];

        if (select == LINECALLSELECT_ADDRESS && i != address) continue;
        if (enable) entry->terminals[terminal] |= modes;
        else entry->terminals[terminal] &= ~modes;
        notify_line( line->station, LINE_ADDRESSSTATE, i, LINEADDRESSSTATE_TERMINALS, 0 );
    }
    if (select == LINECALLSELECT_LINE) station_event( line->station, LINEDEVSTATE_TERMINALS, 0, 0 );
    return op_end( &op, 0 );
}
