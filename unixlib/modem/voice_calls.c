/*
 * Voice calls: what callers may ask of any thread.
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

#include <errno.h>
#include <string.h>

#include "engine.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static int queue_voice( struct modem_host *host, uint32_t modem, enum command_kind kind, uint32_t request, uint32_t a, uint32_t b, uint32_t c )
{
    struct command *command = host_make_command( kind, request );

    if (!command) return -ENOMEM;
    command->values[0] = a;
    command->values[1] = b;
    command->values[2] = c;
    return host_queue_command( host, modem, command );
}

int modem_answer_as( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t mode )
{
    if (mode > MODEM_ANSWER_ADAPTIVE) return -EINVAL;
    return queue_voice( host, modem, COMMAND_ANSWER, request, mode, 0, 0 );
}

int modem_voice_stream( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t directions )
{
    if (directions & ~(MODEM_VOICE_PLAY | MODEM_VOICE_RECORD)) return -EINVAL;
    return queue_voice( host, modem, COMMAND_VOICE_STREAM, request, directions, 0, 0 );
}

int modem_voice_digits( struct modem_host *host, uint32_t modem, uint32_t request, const char *digits, uint32_t duration_ms )
{
    struct command *command;
    size_t len = 0;

    if (!digits || duration_ms > 10000 || strlen( digits ) >= MODEM_VOICE_DIGITS_MAX) return -EINVAL;
    if (!(command = host_make_command( COMMAND_VOICE_DIGITS, request ))) return -ENOMEM;
    for (; *digits; digits++)
    {
        const char c = *digits >= 'a' && *digits <= 'd' ? (char)(*digits - 'a' + 'A') : *digits;

        if (strchr( "0123456789*#ABCD,!", c )) command->string[len++] = c;
    }
    if (!len)
    {
        host_free_command( command );
        return -EINVAL;
    }
    command->values[0] = duration_ms;
    return host_queue_command( host, modem, command );
}

int modem_voice_tone( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t freq1, uint32_t freq2, uint32_t duration_ms )
{
    if ((freq1 && (freq1 < 200 || freq1 > 3400)) || (freq2 && (freq2 < 200 || freq2 > 3400)) || (freq2 && !freq1)) return -EINVAL;
    if (duration_ms < 10 || duration_ms > 60000) return -EINVAL;
    return queue_voice( host, modem, COMMAND_VOICE_TONE, request, freq1, freq2, duration_ms );
}

int modem_voice_terminal( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t terminal )
{
    if ((terminal & 0xff) >= MODEM_TERMINAL_COUNT) return -EINVAL;
    return queue_voice( host, modem, COMMAND_VOICE_TERMINAL, request, terminal & 0xff, terminal >> 8, 0 );
}

int modem_voice_change( struct modem_host *host, uint32_t modem, uint32_t request, uint32_t mode )
{
    if (mode > MODEM_ANSWER_NOTHING || mode == MODEM_ANSWER_ADAPTIVE) return -EINVAL;
    return queue_voice( host, modem, COMMAND_VOICE_CHANGE, request, mode, 0, 0 );
}

int modem_voice_attach( struct modem_host *host, uint32_t id, int play_fd, int record_fd )
{
    struct modem *modem;

    /* the loop uses them under this lock only */
    pthread_mutex_lock( &host->lock );
    if ((modem = host_find_modem( host, id )))
    {
        modem->play_fd = play_fd;
        modem->record_fd = record_fd;
    }
    pthread_mutex_unlock( &host->lock );
    return modem ? 0 : -ENOENT;
}

uint32_t modem_voice_abilities( const struct modem_config *config )
{
    const uint32_t profile = config ? config->voice_profile : 0;
    const struct voice_set *set;
    uint32_t abilities;

    if (!(profile & VOICE_PROFILE_VOICE)) return 0;
    abilities = MODEM_VOICE_ABLE | MODEM_VOICE_MONITOR_DIGITS | MODEM_VOICE_MONITOR_TONES | MODEM_VOICE_GENERATE_DIGITS |
                MODEM_VOICE_GENERATE_TONES | MODEM_VOICE_CHANGE_MEDIA;
    /* of a modem that nothing is known about, V.253 is likely */
    set = voice_set_of( config );
    if (!set || set->start_duplex || config->list_sizes[LIST_START_DUPLEX]) abilities |= MODEM_VOICE_FULL_DUPLEX;
    if (profile & VOICE_PROFILE_HANDSET) abilities |= MODEM_VOICE_HANDSET;
    if (profile & VOICE_PROFILE_SPEAKERPHONE) abilities |= MODEM_VOICE_SPEAKERPHONE;
    return abilities;
}

const char *modem_tone_name( uint32_t tone )
{
    static const char * const names[MODEM_TONE_COUNT] =
    {
        [MODEM_TONE_NONE] = "nothing", [MODEM_TONE_BUSY] = "busy tone", [MODEM_TONE_DIALTONE] = "dial tone",
        [MODEM_TONE_RINGBACK] = "ring-back tone", [MODEM_TONE_FAX_CALLING] = "calling fax", [MODEM_TONE_DATA_CALLING] = "calling modem",
        [MODEM_TONE_ANSWER] = "answer tone", [MODEM_TONE_SILENCE] = "silence", [MODEM_TONE_SOUND] = "sound", [MODEM_TONE_RING] = "ring",
        [MODEM_TONE_CALL_WAITING] = "call waiting", [MODEM_TONE_SPECIAL_INFORMATION] = "special information tone",
        [MODEM_TONE_HANDSET_OFF_HOOK] = "telephone lifted", [MODEM_TONE_HANDSET_ON_HOOK] = "telephone put down",
    };

    return tone < ARRAY_SIZE(names) && names[tone] ? names[tone] : "unknown";
}
