/*
 * Tones of telephones, played on a wave device.
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

#include <math.h>
#include <stdlib.h>

#include "phone.h"

#include <mmsystem.h>

#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

#define RATE  8000                      /* samples in a second */
#define LEVEL 8000                      /* of 32767, each of two frequencies */

/* Two frequencies, Hz, and how long they sound and pause, ms. All frequencies are whole numbers: a second of them can be repeated without a click. */
static const struct
{
    WORD low, high, on, off;
} tones[TONE_RING + 1] =
{
    [PT_KEYPADZERO] = { 941, 1336, 1000, 0 },
    [PT_KEYPADONE] = { 697, 1209, 1000, 0 },
    [PT_KEYPADTWO] = { 697, 1336, 1000, 0 },
    [PT_KEYPADTHREE] = { 697, 1477, 1000, 0 },
    [PT_KEYPADFOUR] = { 770, 1209, 1000, 0 },
    [PT_KEYPADFIVE] = { 770, 1336, 1000, 0 },
    [PT_KEYPADSIX] = { 770, 1477, 1000, 0 },
    [PT_KEYPADSEVEN] = { 852, 1209, 1000, 0 },
    [PT_KEYPADEIGHT] = { 852, 1336, 1000, 0 },
    [PT_KEYPADNINE] = { 852, 1477, 1000, 0 },
    [PT_KEYPADSTAR] = { 941, 1209, 1000, 0 },
    [PT_KEYPADPOUND] = { 941, 1477, 1000, 0 },
    [PT_KEYPADA] = { 697, 1633, 1000, 0 },
    [PT_KEYPADB] = { 770, 1633, 1000, 0 },
    [PT_KEYPADC] = { 852, 1633, 1000, 0 },
    [PT_KEYPADD] = { 941, 1633, 1000, 0 },
    [PT_NORMALDIALTONE] = { 350, 440, 1000, 0 },
    [PT_EXTERNALDIALTONE] = { 400, 425, 1000, 0 },
    [PT_BUSY] = { 480, 620, 500, 500 },
    [PT_RINGBACK] = { 440, 480, 2000, 4000 },
    [PT_ERRORTONE] = { 480, 620, 250, 250 },
    [TONE_RING] = { 440, 480, 2000, 4000 },
};

struct tone
{
    HWAVEOUT device;
    WAVEHDR  header;
    short    samples[];
};

HRESULT tone_start( UINT device, unsigned int which, struct tone **out )
{
    const WAVEFORMATEX format = { WAVE_FORMAT_PCM, 1, RATE, RATE * sizeof(short), sizeof(short), 16, 0 };
    const DWORD on = RATE / 1000 * tones[which].on, count = on + RATE / 1000 * tones[which].off;
    const double step = 2 * 3.14159265358979323846 / RATE;
    struct tone *tone = calloc( 1, sizeof(*tone) + count * sizeof(short) );
    MMRESULT error;
    DWORD i;

    *out = NULL;
    if (!tone) return E_OUTOFMEMORY;
    for (i = 0; i < on; i++) tone->samples[i] = LEVEL * (sin( step * tones[which].low * i ) + sin( step * tones[which].high * i ));
    if ((error = waveOutOpen( &tone->device, device, &format, 0, 0, CALLBACK_NULL )))
    {
        WARN( "wave device %d does not play tone %u: error %u\n", (int)device, which, error );
        free( tone );
        return error == MMSYSERR_ALLOCATED ? TAPI_E_INUSE : error == MMSYSERR_NOMEM ? E_OUTOFMEMORY : TAPI_E_NODEVICE;
    }
    tone->header.lpData = (char *)tone->samples;
    tone->header.dwBufferLength = count * sizeof(short);
    tone->header.dwFlags = WHDR_BEGINLOOP | WHDR_ENDLOOP;
    tone->header.dwLoops = ~0u;         /* until it is stopped */
    if ((error = waveOutPrepareHeader( tone->device, &tone->header, sizeof(tone->header) )) ||
        (error = waveOutWrite( tone->device, &tone->header, sizeof(tone->header) )))
    {
        WARN( "wave device %d does not play tone %u: error %u\n", (int)device, which, error );
        tone_stop( tone );
        return TAPI_E_OPERATIONFAILED;
    }
    *out = tone;
    return S_OK;
}

void tone_stop( struct tone *tone )
{
    if (!tone) return;
    waveOutReset( tone->device );
    waveOutUnprepareHeader( tone->device, &tone->header, sizeof(tone->header) );
    waveOutClose( tone->device );
    free( tone );
}
