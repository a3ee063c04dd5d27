/*
 * What a line with a voice modem can do, to programs.
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

#define DIGIT_FEATURES   (LINECALLFEATURE_MONITORDIGITS | LINECALLFEATURE_GATHERDIGITS)

/* Which features need which ability of the modem */
static const struct { DWORD ability, features; } ability_features[] =
{
    { MODEM_VOICE_MONITOR_TONES, LINECALLFEATURE_MONITORTONES },
    { MODEM_VOICE_MONITOR_DIGITS, DIGIT_FEATURES },
    { MODEM_VOICE_GENERATE_DIGITS, LINECALLFEATURE_GENERATEDIGITS },
    { MODEM_VOICE_GENERATE_TONES, LINECALLFEATURE_GENERATETONE },
    { MODEM_VOICE_HANDSET | MODEM_VOICE_SPEAKERPHONE, LINECALLFEATURE_SETTERMINAL },
};

static DWORD features( struct modem *modem )
{
    DWORD i, ret = 0;

    for (i = 0; i < ARRAYSIZE(ability_features); i++) if (voice_able( modem, ability_features[i].ability )) ret |= ability_features[i].features;
    return ret;
}

void voice_fill_line_caps( struct modem *modem, LINEDEVCAPS *caps, struct variable *var )
{
    caps->dwMediaModes = voice_media_modes( modem );
    if (!voice_able( modem, MODEM_VOICE_ABLE )) return;
    if (voice_able( modem, MODEM_VOICE_MONITOR_TONES ))
    {
        caps->dwMonitorToneMaxNumFreq = 2;
        caps->dwMonitorToneMaxNumEntries = VOICE_MAX_TONES;
    }
    if (voice_able( modem, MODEM_VOICE_GENERATE_TONES ))
    {
        caps->dwGenerateToneModes = LINETONEMODE_CUSTOM | LINETONEMODE_RINGBACK | LINETONEMODE_BUSY | LINETONEMODE_BEEP | LINETONEMODE_BILLING;
        caps->dwGenerateToneMaxNumFreq = 2;
    }
    if (voice_able( modem, MODEM_VOICE_GENERATE_DIGITS ))
    {
        caps->dwGenerateDigitModes = LINEDIGITMODE_DTMF;
        caps->MinDialParams.dwDigitDuration = VOICE_MIN_DURATION;
        caps->MaxDialParams.dwDigitDuration = VOICE_MAX_DURATION;
    }
    if (voice_able( modem, MODEM_VOICE_MONITOR_DIGITS ))
    {
        caps->dwMonitorDigitModes = LINEDIGITMODE_DTMF | LINEDIGITMODE_DTMFEND;
        caps->dwGatherDigitsMinTimeout = 1;
        caps->dwGatherDigitsMaxTimeout = 0x7fffffff;
    }
    voice_fill_terminal_caps( modem, caps, var );
    caps->dwLineFeatures |= voice_line_features( modem );
}

DWORD voice_line_features( struct modem *modem )
{
    return voice_able( modem, MODEM_VOICE_HANDSET | MODEM_VOICE_SPEAKERPHONE ) ? LINEFEATURE_SETTERMINAL : 0;
}

void voice_fill_address_caps( struct modem *modem, LINEADDRESSCAPS *caps )
{
    caps->dwAvailableMediaModes = voice_media_modes( modem );
    caps->dwCallFeatures |= features( modem );
    if (!voice_line_features( modem )) return;
    caps->dwAddressStates |= LINEADDRESSSTATE_TERMINALS;
    caps->dwCallInfoStates |= LINECALLINFOSTATE_TERMINAL;
    caps->dwAddressFeatures |= LINEADDRFEATURE_SETTERMINAL;
}

DWORD voice_call_features( const struct call *call )
{
    DWORD all = features( call->modem );

    switch (call->state)
    {
    case LINECALLSTATE_IDLE:
    case LINECALLSTATE_DISCONNECTED:
        return 0;
    case LINECALLSTATE_CONNECTED:
        return call->voice.active ? all : 0;
    default:
        /* what is asked for before a call is connected holds when it is */
        return all & (DIGIT_FEATURES | LINECALLFEATURE_MONITORTONES | LINECALLFEATURE_SETTERMINAL);
    }
}
