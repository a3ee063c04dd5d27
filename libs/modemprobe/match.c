/*
 * Which definition fits a modem.
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

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "modemprobe/answer.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* what a rule may ask for besides a name */
#define NEED_VCID   0x01                /* +VCID: newer chips under an old name */
#define NEED_VOICE  0x02                /* +FCLASS 8 */
#define NEED_HASH   0x04                /* #CLS 8 */
#define NEED_V250   0x08

/* The first rule that fits wins: makers before chips, as makers have commands of their own. Models are those of data/modems. */
static const struct
{
    const char  *name;                  /* what the modem says of itself, without case; NULL: anything */
    unsigned int needs;
    const char  *model;
    const char  *why;
} rules[] =
{
    { "zyxel", NEED_VOICE, "ZyXEL Voice Modem", "it names ZyXEL and has voice" },
    { "zyxel", 0, "ZyXEL Modem", "it names ZyXEL" },
    { "elsa", 0, "ELSA MicroLink Modem", "it names ELSA" },
    { "microlink", 0, "ELSA MicroLink Modem", "it names ELSA's MicroLink" },
    { "multi-tech", 0, "MultiTech Modem", "it names MultiTech" },
    { "multitech", 0, "MultiTech Modem", "it names MultiTech" },
    { "mt5634", 0, "MultiTech Modem", "it names a model of MultiTech" },
    { "mt9234", 0, "MultiTech Modem", "it names a model of MultiTech" },
    /* U.S. Robotics' USB modems are Conexant's inside */
    { "u.s. robotics 56k fax usb", NEED_VOICE, "Conexant Voice Modem", "it names U.S. Robotics' USB modem, which has Conexant's commands" },
    { "u.s. robotics 56k fax usb", 0, "Conexant Modem", "it names U.S. Robotics' USB modem, which has Conexant's commands, and says nothing of voice" },
    { "u.s. robotics", NEED_VCID | NEED_VOICE, "Conexant Voice Modem", "it names U.S. Robotics, with Conexant's commands for caller id and voice" },
    { "u.s. robotics", 0, "USRobotics Modem", "it names U.S. Robotics" },
    { "us robotics", 0, "USRobotics Modem", "it names U.S. Robotics" },
    { "usrobotics", 0, "USRobotics Modem", "it names U.S. Robotics" },
    { "courier", 0, "USRobotics Modem", "it names U.S. Robotics' Courier" },
    { "sportster", 0, "USRobotics Modem", "it names U.S. Robotics' Sportster" },
    { "3com", 0, "USRobotics Modem", "it names 3Com, who had U.S. Robotics" },
    { "lucent", NEED_VOICE, "Lucent Voice Modem", "it names Lucent and has voice" },
    { "lucent", 0, "Lucent Modem", "it names Lucent" },
    { "agere", NEED_VOICE, "Lucent Voice Modem", "it names Agere and has voice" },
    { "agere", 0, "Lucent Modem", "it names Agere" },
    { "lsi corp", 0, "Lucent Modem", "it names LSI, who had Agere" },
    { "lt v.9", 0, "Lucent Modem", "it names Lucent's LT chip" },
    { "conexant", NEED_VOICE, "Conexant Voice Modem", "it names Conexant and has voice" },
    { "conexant", 0, "Conexant Modem", "it names Conexant" },
    { "cx930", NEED_VOICE, "Conexant Voice Modem", "it names Conexant's chip and has voice" },
    { "cx930", 0, "Conexant Modem", "it names Conexant's chip" },
    { "cx11", 0, "Conexant Modem", "it names Conexant's chip" },
    { "smartmcu", 0, "Conexant Modem", "it names Conexant's chip" },
    { "rockwell", NEED_HASH, "Rockwell Voice Modem", "it names Rockwell and has #CLS=8" },
    { "rockwell", 0, "Rockwell Modem", "it names Rockwell" },
    { "rc336", 0, "Rockwell Modem", "it names Rockwell's chip" },
    { "rc144", 0, "Rockwell Modem", "it names Rockwell's chip" },
    { "rc288", 0, "Rockwell Modem", "it names Rockwell's chip" },
    { "rcv", NEED_HASH, "Rockwell Voice Modem", "it names Rockwell's voice chip" },
    { NULL, NEED_VOICE, "Generic V.253 Voice Modem", "it has voice after V.253 (+FCLASS 8)" },
    { NULL, NEED_HASH, "Rockwell Voice Modem", "it has voice with #CLS=8" },
    { NULL, NEED_V250, "Generic V.250 Modem", "it has the identification commands of V.250" },
};

/* Standard modems, by what +MS says, or by the product code that Hayes gave ATI */
static const struct { const char *modulation; const char *code; const char *model; } standards[] =
{
    { "V92", "56000", "Standard 56000 bps Modem" },
    { "V90", "56K", "Standard 56000 bps Modem" },
    { "K56", "5600", "Standard 56000 bps Modem" },
    { "V34", "33600", "Standard 33600 bps Modem" },
    { NULL, "28800", "Standard 28800 bps Modem" },
    { NULL, "19200", "Standard 19200 bps Modem" },
    { "V32B", "14400", "Standard 14400 bps Modem" },
    { "V32", "9600", "Standard 9600 bps Modem" },
    { "V22B", "249", "Standard 2400 bps Modem" },
    { NULL, "246", "Standard 2400 bps Modem" },
    { NULL, "240", "Standard 2400 bps Modem" },
    { "V22", "12", "Standard 1200 bps Modem" },
    { NULL, "13", "Standard 300 bps Modem" },
};

static int contains( const char *text, const char *word )
{
    size_t len = strlen( word ), i;

    for (; *text; text++)
    {
        for (i = 0; i < len && tolower( (unsigned char)text[i] ) == word[i]; i++) {}
        if (i == len) return 1;
    }
    return 0;
}

static unsigned int abilities( const struct modemprobe_report *report )
{
    return (report->caller_id ? NEED_VCID : 0) | (report->voice ? NEED_VOICE : 0) | (report->voice_hash ? NEED_HASH : 0) |
           (report->v250 ? NEED_V250 : 0);
}

/* A product code stands alone in its line. */
static int has_code( const char *identity, const char *code )
{
    const char *line;
    size_t len;

    for (line = identity; *line; line += len + (line[len] == '\n'))
    {
        len = strcspn( line, "\n" );
        if (len >= strlen( code ) && len <= strlen( code ) + 1 && !strncmp( line, code, strlen( code ) )) return 1;
    }
    return 0;
}

const char *modemprobe_propose( const struct modemprobe_report *report, char *reason, size_t size )
{
    const unsigned int able = abilities( report );
    unsigned int i;

    for (i = 0; i < COUNT_OF(rules); i++)
    {
        if ((rules[i].needs & able) != rules[i].needs) continue;
        if (rules[i].name && !contains( report->identity, rules[i].name )) continue;
        if (reason) snprintf( reason, size, "%s", rules[i].why );
        return rules[i].model;
    }
    if (!report->ampersand)
    {
        if (reason) snprintf( reason, size, "it refuses the & commands that all other definitions begin with" );
        return MODEMPROBE_BASIC;
    }
    for (i = 0; i < COUNT_OF(standards); i++)
    {
        if (standards[i].modulation && strstr( report->modulations, standards[i].modulation ))
        {
            if (reason) snprintf( reason, size, "its fastest modulation is %s", standards[i].modulation );
            return standards[i].model;
        }
        if (!has_code( report->identity, standards[i].code )) continue;
        if (reason) snprintf( reason, size, "its product code is that of such modems" );
        return standards[i].model;
    }
    if (reason) snprintf( reason, size, "it says nothing that tells more" );
    return "Standard 33600 bps Modem";
}
