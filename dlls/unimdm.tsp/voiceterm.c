/*
 * Terminals: the handset and the speakerphone at a voice modem.
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

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* A modem switches both directions at once, so that is the only mode. */
#define TERMINAL_MODES  LINETERMMODE_MEDIABIDIRECT
#define TERMINAL_NAME_SIZE 16

static const struct
{
    DWORD        ability;
    uint32_t     engine;
    LINETERMCAPS caps;
    WCHAR        name[TERMINAL_NAME_SIZE];
} terminals[VOICE_TERMINALS] =
{
    [VOICE_HANDSET] = { MODEM_VOICE_HANDSET, MODEM_TERMINAL_HANDSET, { LINETERMDEV_PHONE, TERMINAL_MODES, LINETERMSHARING_PRIVATE }, L"Handset" },
    [VOICE_SPEAKERPHONE] = { MODEM_VOICE_SPEAKERPHONE, MODEM_TERMINAL_SPEAKERPHONE,
                             { LINETERMDEV_SPEAKER, TERMINAL_MODES, LINETERMSHARING_PRIVATE }, L"Speakerphone" },
};

/* The terminals of a modem, in the order of their ids. */
static DWORD list_terminals( struct modem *modem, DWORD *list )
{
    DWORD i, count = 0;

    for (i = 0; i < VOICE_TERMINALS; i++) if (voice_able( modem, terminals[i].ability )) list[count++] = i;
    return count;
}

void voice_fill_terminal_caps( struct modem *modem, LINEDEVCAPS *caps, struct variable *var )
{
    WCHAR names[VOICE_TERMINALS][TERMINAL_NAME_SIZE];
    LINETERMCAPS all[VOICE_TERMINALS];
    DWORD list[VOICE_TERMINALS], i;

    caps->dwNumTerminals = list_terminals( modem, list );
    if (!caps->dwNumTerminals) return;
    for (i = 0; i < caps->dwNumTerminals; i++)
    {
        all[i] = terminals[list[i]].caps;
        memcpy( names[i], terminals[list[i]].name, sizeof(names[i]) );
    }
    caps->dwLineStates |= LINEDEVSTATE_TERMINALS;
    caps->dwTerminalTextEntrySize = sizeof(names[0]);
    variable_add( var, all, i * sizeof(all[0]), &caps->dwTerminalCapsSize, &caps->dwTerminalCapsOffset );
    variable_add( var, names, i * sizeof(names[0]), &caps->dwTerminalTextSize, &caps->dwTerminalTextOffset );
}

void voice_fill_terminals( struct modem *modem, const DWORD *modes, struct variable *var, DWORD *size, DWORD *offset )
{
    DWORD list[VOICE_TERMINALS], array[VOICE_TERMINALS], count = list_terminals( modem, list ), i;

    for (i = 0; i < count; i++) array[i] = modes[list[i]];
    variable_add( var, array, count * sizeof(array[0]), size, offset );
}

/* Where the sound of a call goes: the last terminal that is on, else programs. */
static uint32_t engine_terminal( const struct call *call )
{
    uint32_t terminal = MODEM_TERMINAL_LINE;
    DWORD i;

    for (i = 0; i < VOICE_TERMINALS; i++) if (call->voice.terminals[i]) terminal = terminals[i].engine;
    return terminal;
}

static int route( struct call *call )
{
    int error;

    call->voice.terminal_request = port_new_request();
    error = voice_request( call, unimdm_voice_terminal,
                           &(struct voice_params){ .request = call->voice.terminal_request, .value = engine_terminal( call ) | phone_levels( call->modem ) } );
    if (error) call->voice.terminal_request = 0;
    return error;
}

void voice_route_call( struct call *call )
{
    DWORD list[VOICE_TERMINALS], count = list_terminals( call->modem, list ), i, any = 0;

    for (i = 0; i < count; i++) any |= call->voice.terminals[list[i]];
    /* who speaks himself needs something to speak through */
    if (!any && count && call->media_mode == LINEMEDIAMODE_INTERACTIVEVOICE) any = call->voice.terminals[list[0]] = TERMINAL_MODES;
    if (any) route( call );
    phone_follow( call->modem );
}

void voice_terminal_ended( struct call *call, LONG result )
{
    notify_reply( &call->voice.terminal_reply, call->voice.terminal_by_phone ? phoneerr_from_lineerr( result ) : result );
    call->voice.terminal_by_phone = FALSE;
}

void voice_terminal_done( struct call *call, int error )
{
    if (error) WARN( "line %s: the modem cannot be switched to terminal %u: error %d\n", debugstr_w( call->modem->info.name ), engine_terminal( call ), error );
    else notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_TERMINAL, 0, 0 );
    voice_terminal_ended( call, lineerr_from_errno( error ) );
}

static LONG set_for_call( struct call *call, DWORD request, DWORD terminal, BOOL enable )
{
    DWORD before[VOICE_TERMINALS], reply = request, i;
    int error;

    if (call->voice.terminal_request) return LINEERR_RESOURCEUNAVAIL;
    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        before[i] = call->voice.terminals[i];
        /* the modem has one switch: one terminal on is the other off */
        if (i == terminal) call->voice.terminals[i] = enable ? TERMINAL_MODES : 0;
        else if (enable) call->voice.terminals[i] = 0;
    }
    if (call->voice.active)
    {
        if ((error = route( call )))
        {
            memcpy( call->voice.terminals, before, sizeof(before) );
            return lineerr_from_errno( error );
        }
        call->voice.terminal_reply = request;
        phone_follow( call->modem );
        return 0;
    }
    notify_reply( &reply, 0 );
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_TERMINAL, 0, 0 );
    phone_follow( call->modem );
    return 0;
}

static LONG set_for_line( struct modem *modem, DWORD request, DWORD select, DWORD terminal, BOOL enable )
{
    DWORD reply = request, i;
    LONG ret;

    for (i = 0; i < VOICE_TERMINALS; i++)
    {
        if (i == terminal) modem->voice.terminals[i] = enable ? TERMINAL_MODES : 0;
        else if (enable) modem->voice.terminals[i] = 0;
    }
    /* a call that is there goes with it, and says when that is done */
    if (!modem->call || !modem->call->voice.active) notify_reply( &reply, 0 );
    else if ((ret = set_for_call( modem->call, request, terminal, enable ))) return ret;
    if (modem->address_states & LINEADDRESSSTATE_TERMINALS) notify_line( modem, LINE_ADDRESSSTATE, 0, LINEADDRESSSTATE_TERMINALS, 0 );
    if (select == LINECALLSELECT_LINE && modem->line_states & LINEDEVSTATE_TERMINALS)
        notify_line( modem, LINE_LINEDEVSTATE, LINEDEVSTATE_TERMINALS, 0, 0 );
    phone_follow( modem );
    return 0;
}

LONG voice_set_hook( struct modem *modem, DWORD request, enum voice_terminal terminal, BOOL off_hook )
{
    LONG ret = set_for_line( modem, request, LINECALLSELECT_LINE, terminal, off_hook );

    if (!ret && modem->call && modem->call->voice.terminal_reply == request) modem->call->voice.terminal_by_phone = TRUE;
    return ret;
}

LONG WINAPI TSPI_lineSetTerminal( DRV_REQUESTID request, HDRVLINE line, DWORD address, HDRVCALL hcall, DWORD select, DWORD modes, DWORD terminal,
                                  DWORD enable )
{
    DWORD list[VOICE_TERMINALS];
    struct modem *modem;
    struct call *call = NULL;
    LONG ret = 0;

    TRACE( "request %#lx, line %p, address %lu, call %p, select %#lx, modes %#lx, terminal %lu %s\n", request, line, address, hcall, select, modes,
           terminal, enable ? "on" : "off" );
    switch (select)
    {
    case LINECALLSELECT_CALL:
        if (!(call = call_lock( hcall ))) return LINEERR_INVALCALLHANDLE;
        modem = call->modem;
        break;
    case LINECALLSELECT_LINE:
    case LINECALLSELECT_ADDRESS:
        if (!(modem = modem_lock_line( line ))) return LINEERR_INVALLINEHANDLE;
        if (select == LINECALLSELECT_ADDRESS && address) ret = LINEERR_INVALADDRESSID;
        break;
    default:
        return LINEERR_INVALCALLSELECT;
    }
    if (!ret && !list_terminals( modem, list )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (!ret && terminal >= list_terminals( modem, list )) ret = LINEERR_INVALTERMINALID;
    else if (!ret && modes != TERMINAL_MODES) ret = LINEERR_INVALTERMINALMODE;
    if (!ret && call) ret = set_for_call( call, request, list[terminal], enable );
    else if (!ret) ret = set_for_line( modem, request, select, list[terminal], enable );
    modem_unlock( modem );
    return ret ? ret : (LONG)request;
}
