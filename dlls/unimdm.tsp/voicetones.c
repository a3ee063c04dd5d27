/*
 * Digits and tones that are sent on a voice call, and tones to report.
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
#include <wchar.h>

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* A modem sends what it was told to the end: endless tones and long numbers go out in pieces, so that they can be cancelled. */
#define TONE_PIECE   2000
#define DIGIT_PIECE  8
/* what the engine takes */
#define MIN_TONE     10
#define MIN_HERTZ    200
#define MAX_HERTZ    3400
#define DEFAULT_DURATION 95

/* ---- generating ---- */

void voice_generate_ended( struct call *call, DWORD reason )
{
    struct voice_generate *generate = &call->voice.generate;

    if (!generate->active) return;
    generate->active = FALSE;
    generate->request = 0;
    notify_call( call, LINE_GENERATE, reason, generate->id, GetTickCount() );
}

static void generate_failed( struct call *call, int error )
{
    WARN( "line %s: the modem cannot send %s on this call: error %d\n", debugstr_w( call->modem->info.name ),
          call->voice.generate.tone ? "a tone" : "digits", error );
    voice_generate_ended( call, LINEGENERATETERM_CANCEL );
}

static int send_digits( struct call *call )
{
    struct voice_generate *generate = &call->voice.generate;
    char piece[DIGIT_PIECE + 1];
    struct voice_params params = { .request = generate->request, .digits = (ULONG_PTR)piece, .duration = generate->duration };

    lstrcpynA( piece, generate->digits + generate->next, sizeof(piece) );
    generate->next += strlen( piece );
    return voice_request( call, unimdm_voice_digits, &params );
}

static int send_tone( struct call *call )
{
    struct voice_generate *generate = &call->voice.generate;
    DWORD duration = !generate->off ? TONE_PIECE : generate->pause ? generate->off : generate->on;
    struct voice_params params = { .request = generate->request };

    if (!generate->endless) duration = min( duration, generate->left );
    if (!generate->endless) generate->left -= duration;
    params.duration = max( duration, MIN_TONE );
    if (!generate->pause)
    {
        params.value = generate->frequencies[0];
        params.value2 = generate->frequencies[1];
    }
    generate->pause = generate->off && !generate->pause;
    return voice_request( call, unimdm_voice_tone, &params );
}

/* Have the next piece sent; it is known that there is one. */
static int generate_piece( struct call *call )
{
    struct voice_generate *generate = &call->voice.generate;
    int error;

    generate->request = port_new_request();
    if ((error = generate->tone ? send_tone( call ) : send_digits( call ))) generate->request = 0;
    return error;
}

static BOOL has_more( const struct voice_generate *generate )
{
    return generate->tone ? generate->endless || generate->left : generate->digits[generate->next] != 0;
}

/* The engine has sent a piece. */
void voice_generate_done( struct call *call, int error )
{
    struct voice_generate *generate = &call->voice.generate;

    generate->request = 0;
    if (!error && !has_more( generate )) voice_generate_ended( call, LINEGENERATETERM_DONE );
    else if (error || (error = generate_piece( call ))) generate_failed( call, error );
}

/* 0 or a LINEERR_ value. What was being sent is cancelled. */
static LONG generate_begin( struct call *call, DWORD id, const struct voice_generate *what )
{
    int error;

    if (!call->voice.active) return LINEERR_INVALCALLSTATE;
    voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    call->voice.generate = *what;
    call->voice.generate.id = id;
    if ((error = generate_piece( call ))) return lineerr_from_errno( error );
    call->voice.generate.active = TRUE;
    return 0;
}

/* What is no digit is left out, as documented. */
static void take_digits( const WCHAR *text, char *out )
{
    static const WCHAR digits[] = L"0123456789ABCD*#,!abcd";
    DWORD count = 0;

    for (; *text && count < VOICE_MAX_DIGITS - 1; text++)
        if (wcschr( digits, *text )) out[count++] = (char)(*text >= 'a' ? *text - 'a' + 'A' : *text);
    out[count] = 0;
}

LONG WINAPI TSPI_lineGenerateDigits( HDRVCALL hcall, DWORD id, DWORD mode, const WCHAR *digits, DWORD duration )
{
    struct call *call = call_lock( hcall );
    struct voice_generate what = { 0 };
    LONG ret = 0;

    TRACE( "call %p, id %#lx, mode %#lx, %s, %lu ms\n", hcall, id, mode, debugstr_w( digits ), duration );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!voice_able( call->modem, MODEM_VOICE_GENERATE_DIGITS )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (!digits) voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    else if (mode != LINEDIGITMODE_DTMF) ret = LINEERR_INVALDIGITMODE;
    else
    {
        take_digits( digits, what.digits );
        what.duration = duration ? min( max( duration, VOICE_MIN_DURATION ), VOICE_MAX_DURATION ) : DEFAULT_DURATION;
        ret = what.digits[0] ? generate_begin( call, id, &what ) : (LONG)LINEERR_INVALDIGITS;
    }
    modem_unlock( call->modem );
    return ret;
}

/* Tones of the North American plan; the cadence of ringing and busy is that of the exchange there. */
static const struct { DWORD mode, frequencies[2], on, off, once; } standard_tones[] =
{
    { LINETONEMODE_RINGBACK, { 440, 480 }, 2000, 4000, 0 },
    { LINETONEMODE_BUSY, { 480, 620 }, 500, 500, 0 },
    { LINETONEMODE_BEEP, { 1400, 0 }, 0, 0, 0 },
    { LINETONEMODE_BILLING, { 941, 1477 }, 0, 0, 940 },
};

static LONG take_tone( DWORD mode, DWORD duration, const LINEGENERATETONE *tones, DWORD count, struct voice_generate *what )
{
    DWORD i;

    what->tone = TRUE;
    if (mode == LINETONEMODE_CUSTOM)
    {
        if (!tones) return LINEERR_INVALPOINTER;
        if (!count || count > ARRAYSIZE(what->frequencies)) return LINEERR_INVALTONE;
        for (i = 0; i < count; i++)
        {
            if (tones[i].dwFrequency < MIN_HERTZ || tones[i].dwFrequency > MAX_HERTZ) return LINEERR_INVALTONE;
            what->frequencies[i] = tones[i].dwFrequency;
        }
        if (tones[0].dwCadenceOn && tones[0].dwCadenceOff)
        {
            what->on = tones[0].dwCadenceOn;
            what->off = tones[0].dwCadenceOff;
        }
    }
    else
    {
        for (i = 0; i < ARRAYSIZE(standard_tones) && standard_tones[i].mode != mode; i++) {}
        if (i == ARRAYSIZE(standard_tones)) return LINEERR_INVALTONEMODE;
        memcpy( what->frequencies, standard_tones[i].frequencies, sizeof(what->frequencies) );
        what->on = standard_tones[i].on;
        what->off = standard_tones[i].off;
        if (!duration) duration = standard_tones[i].once;
    }
    what->endless = !duration;
    what->left = duration;
    return 0;
}

LONG WINAPI TSPI_lineGenerateTone( HDRVCALL hcall, DWORD id, DWORD mode, DWORD duration, DWORD count, LINEGENERATETONE *const tones )
{
    struct call *call = call_lock( hcall );
    struct voice_generate what = { 0 };
    LONG ret = 0;

    TRACE( "call %p, id %#lx, mode %#lx, %lu ms, %lu tones\n", hcall, id, mode, duration, count );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!voice_able( call->modem, MODEM_VOICE_GENERATE_TONES )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (!mode) voice_generate_ended( call, LINEGENERATETERM_CANCEL );
    else if (!(ret = take_tone( mode, duration, tones, count, &what ))) ret = generate_begin( call, id, &what );
    modem_unlock( call->modem );
    return ret;
}

/* ---- monitoring ---- */

/* The tones modems tell apart, by the frequencies that programs ask for them with; none at all is silence. */
static const struct { uint32_t tone; DWORD low, high; } known_tones[] =
{
    { MODEM_TONE_DIALTONE, 350, 440 },
    { MODEM_TONE_RINGBACK, 440, 480 },
    { MODEM_TONE_BUSY, 480, 620 },
    { MODEM_TONE_FAX_CALLING, 0, 1100 },
    { MODEM_TONE_DATA_CALLING, 0, 1300 },
    { MODEM_TONE_ANSWER, 0, 2100 },
    { MODEM_TONE_SILENCE, 0, 0 },
};

static BOOL known_tone( const LINEMONITORTONE *wanted, uint32_t *tone )
{
    DWORD sorted[3] = { wanted->dwFrequency1, wanted->dwFrequency2, wanted->dwFrequency3 }, i, j, swap;

    for (i = 0; i < 2; i++)
        for (j = 0; j < 2 - i; j++)
            if (sorted[j] > sorted[j + 1])
            {
                swap = sorted[j];
                sorted[j] = sorted[j + 1];
                sorted[j + 1] = swap;
            }
    for (i = 0; i < ARRAYSIZE(known_tones); i++)
    {
        *tone = known_tones[i].tone;
        if (!sorted[0] && sorted[1] == known_tones[i].low && sorted[2] == known_tones[i].high) return TRUE;
    }
    return FALSE;
}

void voice_tone_heard( struct call *call, uint32_t tone )
{
    struct voice_tone_list *list;
    DWORD i;

    for (list = call->voice.tones; list; list = list->next)
        for (i = 0; i < list->count; i++)
            if (list->tones[i].tone == tone) notify_call( call, LINE_MONITORTONE, list->tones[i].app_specific, list->id, GetTickCount() );
}

static void drop_tones( struct call *call, DWORD id )
{
    struct voice_tone_list **next = &call->voice.tones, *list;

    while ((list = *next) && list->id != id) next = &list->next;
    if (!list) return;
    *next = list->next;
    free( list );
}

LONG WINAPI TSPI_lineMonitorTones( HDRVCALL hcall, DWORD id, LINEMONITORTONE *const tones, DWORD count )
{
    struct call *call = call_lock( hcall );
    struct voice_tone_list *list = NULL;
    LONG ret = 0;
    DWORD i;

    TRACE( "call %p, list %#lx, %lu tones\n", hcall, id, tones ? count : 0 );
    if (!call) return LINEERR_INVALCALLHANDLE;
    if (!tones) count = 0;
    if (!voice_able( call->modem, MODEM_VOICE_MONITOR_TONES )) ret = LINEERR_OPERATIONUNAVAIL;
    else if (count > VOICE_MAX_TONES) ret = LINEERR_RESOURCEUNAVAIL;
    else if (count && !(list = calloc( 1, sizeof(*list) ))) ret = LINEERR_NOMEM;
    for (i = 0; i < count && !ret; i++)
    {
        list->tones[i].app_specific = tones[i].dwAppSpecific;
        if (!known_tone( &tones[i], &list->tones[i].tone ))
        {
            WARN( "line %s: the modem cannot tell a tone of %lu, %lu and %lu Hz from others\n", debugstr_w( call->modem->info.name ),
                  tones[i].dwFrequency1, tones[i].dwFrequency2, tones[i].dwFrequency3 );
            ret = LINEERR_INVALTONE;
        }
    }
    if (!ret)
    {
        drop_tones( call, id );
        if (list)
        {
            list->id = id;
            list->count = count;
            list->next = call->voice.tones;
            call->voice.tones = list;
        }
    }
    else free( list );
    modem_unlock( call->modem );
    return ret;
}
