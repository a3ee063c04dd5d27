/*
 * Digits, tones, media and media control.
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

#include <stdlib.h>
#include <string.h>

#include "exchange.h"

DEBUG_CHANNEL( exchange );

/* Lower case is as good as upper; FALSE: something that is no digit. */
static BOOL take_digits( const WCHAR *text, char *out, DWORD size )
{
    DWORD i;

    for (i = 0; text && text[i]; i++)
    {
        if (i + 1 >= size || text[i] >= 0x80) return FALSE;
        out[i] = (char)(text[i] >= 'a' && text[i] <= 'd' ? text[i] - 'a' + 'A' : text[i]);
    }
    out[i] = 0;
    return TRUE;
}

static BOOL valid_timeout( DWORD timeout )
{
    return !timeout || (timeout >= GATHER_MIN_TIMEOUT && timeout <= GATHER_MAX_TIMEOUT);
}

LONG WINAPI TSPI_lineGatherDigits( HDRVCALL hcall, DWORD id, DWORD modes, WCHAR *buffer, DWORD count, const WCHAR *terminators, DWORD first, DWORD inter )
{
    char terms[20];
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, id %lu, modes %#lx, %lu digits, until %s, time-outs %lu and %lu\n", hcall, id, modes, count, debugstr_w( terminators ), first, inter );
    if ((ret = op_call( &op, "TSPI_lineGatherDigits", 0, hcall, &call ))) return ret;
    if (!buffer) call_gather_cancel( call );
    else if (!valid_timeout( first ) || !valid_timeout( inter )) ret = LINEERR_INVALTIMEOUT;
    else if (!take_digits( terminators, terms, sizeof(terms) )) ret = LINEERR_INVALDIGITS;
    else ret = call_gather( call, id, modes, (uint16_t *)buffer, count, terms, first, inter );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineGenerateDigits( HDRVCALL hcall, DWORD id, DWORD mode, const WCHAR *digits, DWORD duration )
{
    char text[MAX_GENERATE + 1];
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, id %lu, mode %#lx, %s, %lu ms\n", hcall, id, mode, debugstr_w( digits ), duration );
    if ((ret = op_call( &op, "TSPI_lineGenerateDigits", 0, hcall, &call ))) return ret;
    if (!digits) call_generate_cancel( call );
    else if (!take_digits( digits, text, sizeof(text) )) ret = LINEERR_INVALDIGITS;
    else ret = call_generate_digits( call, id, mode, text, duration );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineGenerateTone( HDRVCALL hcall, DWORD id, DWORD mode, DWORD duration, DWORD count, LINEGENERATETONE *const tones )
{
    uint32_t frequencies[3];
    struct call *call;
    struct op op;
    DWORD i;
    LONG ret;

    TRACE( "call %p, id %lu, mode %#lx, %lu ms, %lu tones\n", hcall, id, mode, duration, count );
    if ((ret = op_call( &op, "TSPI_lineGenerateTone", 0, hcall, &call ))) return ret;
    if (!mode) call_generate_cancel( call );
    else if (mode == LINETONEMODE_CUSTOM && count && !tones) ret = LINEERR_INVALPOINTER;
    else if (mode == LINETONEMODE_CUSTOM && count > ARRAYSIZE(frequencies)) ret = LINEERR_INVALTONE;
    else
    {
        for (i = 0; mode == LINETONEMODE_CUSTOM && i < count; i++) frequencies[i] = tones[i].dwFrequency;
        ret = call_generate_tone( call, id, mode, duration, frequencies, count );
    }
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineMonitorDigits( HDRVCALL hcall, DWORD modes )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, modes %#lx\n", hcall, modes );
    if ((ret = op_call( &op, "TSPI_lineMonitorDigits", 0, hcall, &call ))) return ret;
    return op_end( &op, call_monitor_digits( call, modes ) );
}

LONG WINAPI TSPI_lineMonitorMedia( HDRVCALL hcall, DWORD modes )
{
    struct call *call;
    struct op op;
    LONG ret;

    TRACE( "call %p, modes %#lx\n", hcall, modes );
    if ((ret = op_call( &op, "TSPI_lineMonitorMedia", 0, hcall, &call ))) return ret;
    return op_end( &op, call_monitor_media( call, modes ) );
}

LONG WINAPI TSPI_lineMonitorTones( HDRVCALL hcall, DWORD list, LINEMONITORTONE *const tones, DWORD count )
{
    struct monitor_tone wanted[MAX_TONES];
    struct call *call;
    struct op op;
    DWORD i;
    LONG ret;

    TRACE( "call %p, list %lu, %lu entries\n", hcall, list, tones ? count : 0 );
    if (!tones) count = 0;
    if (count > MAX_TONES) return LINEERR_INVALTONELIST;
    for (i = 0; i < count; i++)
    {
        wanted[i].app_specific = tones[i].dwAppSpecific;
        wanted[i].duration = tones[i].dwDuration;
        wanted[i].frequencies[0] = tones[i].dwFrequency1;
        wanted[i].frequencies[1] = tones[i].dwFrequency2;
        wanted[i].frequencies[2] = tones[i].dwFrequency3;
    }
    if ((ret = op_call( &op, "TSPI_lineMonitorTones", 0, hcall, &call ))) return ret;
    return op_end( &op, call_monitor_tones( call, list, wanted, count ) );
}

/* ---- media control ---- */

static BOOL valid_control( DWORD control )
{
    return control && !(control & (control - 1)) && control <= LINEMEDIACONTROL_VOLUMENORMAL;
}

/* The lists as the engine has them; those that are not given stay as they are in *control. */
static LONG take_control( struct media_control *control, const LINEMEDIACONTROLDIGIT *digits, DWORD digit_count, const LINEMEDIACONTROLMEDIA *media,
                          DWORD media_count, const LINEMEDIACONTROLTONE *tones, DWORD tone_count, const LINEMEDIACONTROLCALLSTATE *states,
                          DWORD state_count )
{
    DWORD i;

    if (digits)
    {
        if (digit_count > MAX_MEDIA_CONTROL) return LINEERR_INVALDIGITLIST;
        for (i = 0; i < digit_count; i++)
        {
            if (!valid_control( digits[i].dwMediaControl ) || !digits[i].dwDigitModes || digits[i].dwDigitModes & ~7u) return LINEERR_INVALDIGITLIST;
            control->digits[i].match = digits[i].dwDigit;
            control->digits[i].modes = digits[i].dwDigitModes;
            control->digits[i].control = digits[i].dwMediaControl;
        }
        control->digit_count = digit_count;
    }
    if (media)
    {
        if (media_count > MAX_MEDIA_CONTROL) return LINEERR_INVALMEDIALIST;
        for (i = 0; i < media_count; i++)
        {
            if (!valid_control( media[i].dwMediaControl ) || media[i].dwMediaModes & ~EXCHANGE_MEDIA_MODES) return LINEERR_INVALMEDIALIST;
            control->media[i].match = media[i].dwMediaModes;
            control->media[i].duration = media[i].dwDuration;
            control->media[i].control = media[i].dwMediaControl;
        }
        control->media_count = media_count;
    }
    if (tones)
    {
        if (tone_count > MAX_MEDIA_CONTROL) return LINEERR_INVALTONELIST;
        for (i = 0; i < tone_count; i++)
        {
            if (!valid_control( tones[i].dwMediaControl )) return LINEERR_INVALTONELIST;
            control->tones[i].match = tones[i].dwAppSpecific;
            control->tones[i].duration = tones[i].dwDuration;
            control->tones[i].frequencies[0] = tones[i].dwFrequency1;
            control->tones[i].frequencies[1] = tones[i].dwFrequency2;
            control->tones[i].frequencies[2] = tones[i].dwFrequency3;
            control->tones[i].control = tones[i].dwMediaControl;
        }
        control->tone_count = tone_count;
    }
    if (states)
    {
        if (state_count > MAX_MEDIA_CONTROL) return LINEERR_INVALCALLSTATELIST;
        for (i = 0; i < state_count; i++)
        {
            if (!valid_control( states[i].dwMediaControl )) return LINEERR_INVALCALLSTATELIST;
            control->states[i].match = states[i].dwCallStates;
            control->states[i].control = states[i].dwMediaControl;
        }
        control->state_count = state_count;
    }
    return 0;
}

/* For a line or an address: calls that are there get it at once, new ones when they begin. */
static LONG control_calls( struct line *line, DWORD slot, const struct media_control *control )
{
    struct media_control *copy;
    struct call *call;
    DWORD i;

    if (!(copy = malloc( sizeof(*copy) ))) return LINEERR_NOMEM;
    *copy = *control;
    free( line->control[slot] );
    line->control[slot] = copy;
    for (i = 0; i < line->station->address_count; i++)
    {
        if (slot && slot != i + 1) continue;
        for (call = line->station->addresses[i].calls; call; call = call->next)
            if (!call_is_over( call ) && call_media_control( call, control )) return LINEERR_NOMEM;
    }
    return 0;
}

LONG WINAPI TSPI_lineSetMediaControl( HDRVLINE hline, DWORD address, HDRVCALL hcall, DWORD select, LINEMEDIACONTROLDIGIT *const digits, DWORD digit_count,
                                      LINEMEDIACONTROLMEDIA *const media, DWORD media_count, LINEMEDIACONTROLTONE *const tones, DWORD tone_count,
                                      LINEMEDIACONTROLCALLSTATE *const states, DWORD state_count )
{
    struct media_control control = { 0 };
    struct line *line = NULL;
    struct call *call = NULL;
    DWORD slot = 0;
    struct op op;
    LONG ret;

    TRACE( "line %p, address %lu, call %p, select %#lx, %lu digits, %lu media, %lu tones, %lu states\n", hline, address, hcall, select, digit_count,
           media_count, tone_count, state_count );
    if (select != LINECALLSELECT_LINE && select != LINECALLSELECT_ADDRESS && select != LINECALLSELECT_CALL) return LINEERR_INVALCALLSELECT;
    if (select == LINECALLSELECT_CALL) ret = op_call( &op, "TSPI_lineSetMediaControl", 0, hcall, &call );
    else ret = op_line( &op, "TSPI_lineSetMediaControl", 0, hline, &line );
    if (ret) return ret;
    if (select == LINECALLSELECT_ADDRESS && address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
    if (select == LINECALLSELECT_ADDRESS) slot = 1 + address;
    if (call && call->control) control = *call->control;
    if (line && line->control[slot]) control = *line->control[slot];
    if (!(ret = take_control( &control, digits, digit_count, media, media_count, tones, tone_count, states, state_count )))
        ret = call ? call_media_control( call, &control ) : control_calls( line, slot, &control );
    return op_end( &op, ret );
}
