/*
 * What voice a line can do.
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

#include "unimdm.h"

DEBUG_CHANNEL( unimdm );

/* The engine reads the modem's description; it is asked once, and again when the description may be another. */
static void find_abilities( struct modem *modem )
{
    struct voice_abilities_params params = { 0 };
    unsigned char *records;
    DWORD size;

    if (modem->voice.known || !unix_host) return;
    records = registry_read_commands( &modem->info, &size );
    params.config = (ULONG_PTR)records;
    params.config_size = size;
    unix_call( unimdm_voice_abilities, &params );
    free( records );
    modem->voice.abilities = params.result ? 0 : params.abilities;
    modem->voice.known = TRUE;
    TRACE( "line %s: voice abilities %#lx\n", debugstr_w( modem->info.name ), modem->voice.abilities );
}

BOOL voice_able( struct modem *modem, DWORD ability )
{
    find_abilities( modem );
    return (modem->voice.abilities & ability) != 0;
}

void voice_forget_abilities( struct modem *modem )
{
    modem->voice.known = FALSE;
}

/* With any modem a person can have a number dialled, and then speak by the telephone set; a virtual one has neither set nor line. */
DWORD voice_media_modes( struct modem *modem )
{
    DWORD modes = LINEMEDIAMODE_DATAMODEM | LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_UNKNOWN;

    if (modem->info.is_virtual) return modes & ~LINEMEDIAMODE_INTERACTIVEVOICE;
    if (voice_able( modem, MODEM_VOICE_ABLE )) modes |= LINEMEDIAMODE_AUTOMATEDVOICE;
    if (modem->info.fax || voice_able( modem, MODEM_VOICE_CHANGE_MEDIA )) modes |= LINEMEDIAMODE_G3FAX;
    return modes;
}

/* Programs have nothing to play to and to record from. The sound of some modems goes elsewhere, which is none of our business. */
static BOOL lacks_sound( struct modem *modem, WCHAR *reason )
{
    if (!(modem->info.voice_profile & VOICE_PROFILE_SERIAL_WAVE)) return FALSE;
    return !waveid_available( modem, reason, WAVE_REASON_CHARS );
}

DWORD voice_available_modes( struct modem *modem )
{
    DWORD modes = voice_media_modes( modem );
    WCHAR reason[WAVE_REASON_CHARS];

    return modes & LINEMEDIAMODE_AUTOMATEDVOICE && lacks_sound( modem, reason ) ? modes & ~LINEMEDIAMODE_AUTOMATEDVOICE : modes;
}

LONG voice_check_media( struct modem *modem, DWORD media_modes )
{
    WCHAR reason[WAVE_REASON_CHARS];

    if (media_modes & ~voice_media_modes( modem ))
    {
        WARN( "line %s: its modem does not have all of the media modes %#lx%s\n", debugstr_w( modem->info.name ), media_modes,
              media_modes & LINEMEDIAMODE_AUTOMATEDVOICE ? ": it is no voice modem, as far as its registry key says (VoiceProfile)" : "" );
        return LINEERR_INVALMEDIAMODE;
    }
    if (media_modes & LINEMEDIAMODE_AUTOMATEDVOICE && lacks_sound( modem, reason ))
    {
        ERR( "line %s: no voice calls, data calls only: %s\n", debugstr_w( modem->info.name ), debugstr_w( reason ));
        return LINEERR_RESOURCEUNAVAIL;
    }
    return 0;
}
