/*
 * Voice calls: what to say to modems of different families.
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
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "voice.h"
#include "voice_private.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * V.253 clauses 8 to 10; IS-101 has the same words. The families that write # instead of + (USRobotics) have V.253's grammar.
 * Rockwell's older set says bits and rate apart, counts tenths of a second, and has no duplex.
 */
const struct voice_set voice_sets[VOICE_SETS] =
{
    {
        .name = "V.253",
        .class_query = "AT+FCLASS=?\r", .class_on = "AT+FCLASS=8\r", .class_off = "AT+FCLASS=0\r",
        /* no time-out between computer and modem */
        .setup = { "AT+VIT=0\r" },
        .silence = "AT+VSD=128,%u\r",
        .formats_query = "AT+VSM=?\r", .format_select = "AT+VSM=%u,%u\r",
        .start_play = "AT+VTX\r", .start_record = "AT+VRX\r", .start_duplex = "AT+VTR\r",
        .stop_play = "\x10\x03", .abort_play = "\x10\x18\x10\x03", .stop_record = "\x10!", .stop_duplex = "\x10^",
        .digits = "AT+VTS=", .unit = 10,
        .terminals = { "AT+VLS=1\r", "AT+VLS=3\r", "AT+VLS=13\r", "AT+VLS=15\r", "AT+VLS=5\r" },
        .levels = "AT+VGS=%u;+VGM=%u\r",
    },
    {
        .name = "#V",
        .class_query = "AT#CLS=?\r", .class_on = "AT#CLS=8\r", .class_off = "AT#CLS=0\r",
        .silence = "AT#VSD=128,%u\r",
        .formats_query = "AT#VSM=?\r", .format_select = "AT#VSM=%u,%u\r",
        .start_play = "AT#VTX\r", .start_record = "AT#VRX\r", .start_duplex = "AT#VTR\r",
        .stop_play = "\x10\x03", .abort_play = "\x10\x18\x10\x03", .stop_record = "\x10!", .stop_duplex = "\x10^",
        .digits = "AT#VTS=", .unit = 10,
        .terminals = { "AT#VLS=1\r", "AT#VLS=3\r", "AT#VLS=7\r", NULL, "AT#VLS=5\r" },
        .levels = "AT#VGS=%u#VGM=%u\r",
    },
    {
        .name = "Rockwell",
        .class_query = "AT#CLS=?\r", .class_on = "AT#CLS=8\r", .class_off = "AT#CLS=0\r",
        /* report all tones in all states; do not leave out the silence of what is recorded */
        .setup = { "AT#VTD=3F,3F,3F\r", "AT#VSD=0\r", "AT#VSS=2\r" },
        .silence = "AT#VSP=%u\r",
        .bits_query = "AT#VBS=?\r", .rates_query = "AT#VSR=?\r", .format_select = "AT#VBS=%u\r", .rate_select = "AT#VSR=%u\r",
        .start_play = "AT#VTX\r", .start_record = "AT#VRX\r",
        .stop_play = "\x10\x03", .abort_play = "\x10\x18\x10\x03", .stop_record = "\x10!",
        .digits = "AT#VTS=", .unit = 100,
        .terminals = { "AT#VLS=0\r", "AT#VLS=1\r", "AT#VLS=6\r", NULL, "AT#VLS=4\r" },
        .levels = "AT#VGS=%u#VGM=%u\r",
    },
};

static int mentions( const struct modem_config *config, const char *word )
{
    static const enum config_list lists[] =
    {
        LIST_START_PLAY, LIST_START_RECORD, LIST_VOICE_ANSWER, LIST_VOICE_DIAL, LIST_LINE_PLAY_FORMAT, LIST_LINE_RECORD_FORMAT,
    };
    size_t i, j;

    for (i = 0; i < ARRAY_SIZE(lists); i++)
        for (j = 0; j < config->list_sizes[lists[i]]; j++)
            if (strcasestr( config->lists[lists[i]][j].text, word )) return 1;
    return 0;
}

const struct voice_set *voice_set_of( const struct modem_config *config )
{
    size_t i;

    for (i = 0; i < VOICE_SETS && config->voice_set; i++) if (!strcasecmp( config->voice_set, voice_sets[i].name )) return &voice_sets[i];
    if (mentions( config, "+V" ) || mentions( config, "+FCLASS" )) return &voice_sets[0];
    if (mentions( config, "#VSM" )) return &voice_sets[1];
    if (mentions( config, "#VBS" ) || mentions( config, "#VSR" )) return &voice_sets[2];
    return NULL;
}

/* ---- digits and tones ---- */

#define COMMAND_LENGTH 38               /* V.250 5.2.1: 40 characters after AT for sure */
#define DIGIT_MS       200              /* a digit and the pause after it, where nothing was said */
#define PAUSE_MS       2000
#define FLASH_MS       1000

int voice_digits_commands( const struct voice_set *set, const char *digits, unsigned int duration, char *out, size_t size, unsigned int *time )
{
    unsigned int length = (duration + set->unit - 1) / set->unit;
    size_t len = 0, begin = 0, add;
    char item[32];

    *time = 0;
    for (; *digits; digits++)
    {
        if (*digits == ',')
        {
            snprintf( item, sizeof(item), "[0,0,%u]", PAUSE_MS / set->unit );
            *time += PAUSE_MS;
        }
        else if (*digits == '!' || !length)
        {
            snprintf( item, sizeof(item), "%c", *digits );
            *time += *digits == '!' ? FLASH_MS : DIGIT_MS;
        }
        else
        {
            snprintf( item, sizeof(item), "{%c,%u}", *digits, length );
            *time += length * set->unit + DIGIT_MS / 2;
        }
        add = strlen( item );
        if (len + add + strlen( set->digits ) + 4 > size) return -E2BIG;
        if (!len || len - begin + add > COMMAND_LENGTH)
        {
            if (len)
            {
                out[len++] = '\r';
                out[len++] = '\n';
            }
            begin = len;
            len += (size_t)snprintf( out + len, size - len, "%s", set->digits );
        }
        else out[len++] = ',';
        memcpy( out + len, item, add );
        len += add;
    }
    out[len++] = '\r';
    out[len] = 0;
    return 0;
}

int voice_tone_command( const struct voice_set *set, unsigned int freq1, unsigned int freq2, unsigned int duration, char *out, size_t size )
{
    int len = snprintf( out, size, "%s[%u,%u,%u]\r", set->digits, freq1, freq2, (duration + set->unit - 1) / set->unit );

    return len >= 0 && (size_t)len < size ? 0 : -E2BIG;
}
