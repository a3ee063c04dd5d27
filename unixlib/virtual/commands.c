/*
 * Virtual modems: commands that spandsp's interpreter does not know.
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
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "virtual_private.h"

/* ---- what a line is made of ---- */

/* Commands that spandsp's interpreter runs, and the highest number they take. */
static const struct { char prefix, letter; unsigned int max; } interpreted[] =
{
    { 0, 'L', 3 }, { 0, 'M', 3 }, { 0, 'P', 0 }, { 0, 'Q', 1 }, { 0, 'T', 0 }, { 0, 'V', 1 }, { 0, 'X', 4 },
    { 0, 'H', 1 }, { 0, 'A', 0 }, { 0, 'O', 0 }, { '&', 'C', 1 }, { '&', 'D', 2 },
};

/* Commands whose settings mean nothing without a telephone line; programs send them to any modem. */
static const struct { char prefix; const char *letters; } accepted[] =
{
    { 0, "BCFGJKNRUWY" }, { '&', "ABGHIJKLMNOPQRSTUXY" }, { '\\', "ABCDEGJKLMNOPQRTVX" }, { '%', "ABCDEFGHKLMQRSTU" }, { '-', "ACDEHJKMNQRSV" },
    { '*', "BEHLNQS" },
};

/*
 * Extended commands: what they are set to first, and what +XXX=? answers. What is set is kept and read back; +MS limits the rate that CONNECT reports, +VCID
 * asks for caller id, and the reports +MR, +ER, +DR come before CONNECT.
 */
static const struct { const char *name, *initial, *range; } extended[] =
{
    { "+MS", "V34,1,300,33600,300,33600", "(V21,V22,V22B,V23C,V32,V32B,V34,V90,V92),(0,1),(300-56000),(300-56000),(300-56000),(300-56000)" },
    { "+MR", "0", "(0,1)" }, { "+ER", "0", "(0,1)" }, { "+DR", "0", "(0,1)" }, { "+ILRR", "0", "(0,1)" },
    { "+ES", "3,0,2", "(0-3),(0-4),(0-6)" }, { "+EB", "1,0,30", "(0,1),(0,1),(0-254)" }, { "+EFCS", "1", "(0-2)" },
    { "+ETBM", "1,1,20", "(0-2),(0-2),(0-30)" }, { "+DS", "3,0,2048,32", "(0-3),(0,1),(512-2048),(6-250)" },
    { "+DS44", "3,0", "(0-3),(0,1)" }, { "+IFC", "2,2", "(0-3),(0-3)" }, { "+ICF", "3,4", "(1-6),(0-3)" },
    { "+IPR", "0", "(0,300-921600)" }, { "+A8E", "1,1,0", "(0-6),(0-5),(0-2)" }, { "+ASTO", "", "(0-3)" }, { "+PCW", "1", "(0-2)" },
    { "+PMH", "0", "(0,1)" }, { "+VCID", "0", "(0,1)" }, { "#CID", "0", "(0,1)" }, { "+FCLASS", "0", "0" },
};

/* What a modem says of itself. %V is the version, %N its number. */
static const struct { const char *name, *text; } identities[] =
{
    { "+GMI", "Wine Telephony" }, { "+GMM", "Wine Virtual Modem" }, { "+GMR", "%V" }, { "+GSN", "%N" }, { "+GCAP", "+GCAP: +MS,+ES,+DS" },
    { "+GOI", "Wine Virtual Modem" }, { "+FMI", "Wine Telephony" }, { "+FMM", "Wine Virtual Modem" }, { "+FMR", "%V" },
    { "I0", "33600" }, { "I1", "255" }, { "I2", "" }, { "I3", "Wine Virtual Modem %V" }, { "I4", "Wine Telephony, number %N" }, { "I5", "000" },
    { "I6", "" }, { "I7", "Wine Virtual Modem" }, { "I9", "(1.0WTM0100\\MODEM\\Wine Virtual Modem)" },
};

size_t vm_values_size( void )
{
    return ARRAY_SIZE(extended) * sizeof(((struct virtual_modem *)0)->values[0]);
}

void vm_reset_values( struct virtual_modem *modem )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(extended); i++) snprintf( modem->values[i], sizeof(modem->values[i]), "%s", extended[i].initial );
    memset( modem->high_regs, 0, sizeof(modem->high_regs) );
}

const char *vm_value( const struct virtual_modem *modem, const char *name )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(extended); i++) if (!strcmp( extended[i].name, name )) return modem->values[i];
    return "";
}

uint32_t vm_modulation_rate( const struct virtual_modem *modem )
{
    static const struct { const char *name; uint32_t rate; } modulations[] =
    {
        { "V21", 300 }, { "V22", 1200 }, { "V22B", 2400 }, { "V23C", 1200 }, { "V32", 9600 }, { "V32B", 14400 }, { "V34", 33600 },
        { "V90", 56000 }, { "V92", 56000 },
    };
    const char *value = vm_value( modem, "+MS" ), *comma;
    size_t i, len = strcspn( value, "," );
    uint32_t rate = 0;
    unsigned long max;
    int fields;

    for (i = 0; i < ARRAY_SIZE(modulations); i++)
        if (strlen( modulations[i].name ) == len && !strncasecmp( value, modulations[i].name, len )) rate = modulations[i].rate;
    /* the fourth number is the highest rate */
    for (comma = value, fields = 0; fields < 3 && (comma = strchr( comma, ',' )); fields++) comma++;
    if (comma && (max = strtoul( comma, NULL, 10 )) >= 75 && (!rate || max < rate)) rate = (uint32_t)max;
    return rate;
}

/* ---- answers ---- */

static bool identify( struct virtual_modem *modem, const char *name )
{
    char text[128];
    size_t i, len = 0;
    const char *p;

    for (i = 0; i < ARRAY_SIZE(identities) && strcmp( identities[i].name, name ); i++) ;
    if (i == ARRAY_SIZE(identities)) return false;
    for (p = identities[i].text; *p && len + 40 < sizeof(text); p++)
    {
        if (*p != '%') text[len++] = *p;
        else len += (size_t)snprintf( text + len, sizeof(text) - len, "%s", *++p == 'V' ? WINE_TELEPHONY_VERSION :
                                      modem->settings.number[0] ? modem->settings.number : "none" );
    }
    text[len] = 0;
    if (len) vm_text( modem, "%s", text );
    return true;
}

static void show_settings( struct virtual_modem *modem )
{
    static const uint8_t shown[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 30 };
    const at_state_t *at = modem->at;
    char text[400];
    size_t i, len = 0;

    vm_text( modem, "ACTIVE PROFILE:" );
    vm_text( modem, "E%d L%d M%d Q%d V%d X%d &C%d &D%d", at->p.echo, at->speaker_volume, at->speaker_mode, !at->p.verbose,
             at->p.result_code_format == 1, at->result_code_mode, at->rlsd_behaviour, at->dtr_behaviour );
    for (i = 0; i < ARRAY_SIZE(shown); i++) len += (size_t)snprintf( text + len, sizeof(text) - len, "%sS%02u:%03u", i ? " " : "", shown[i],
                                                                     at->p.s_regs[shown[i]] );
    vm_text( modem, "%s", text );
    for (i = len = 0; i < ARRAY_SIZE(extended) && len + 64 < sizeof(text); i++)
        len += (size_t)snprintf( text + len, sizeof(text) - len, "%s%s:%s", i ? " " : "", extended[i].name, modem->values[i] );
    vm_text( modem, "%s", text );
    vm_text( modem, "NUMBER: %s", modem->settings.number[0] ? modem->settings.number : "none" );
}

/* ---- one command each; they return where it ends, or NULL if it is wrong ---- */

static const char *skip_blanks( const char *p )
{
    while (*p == ' ') p++;
    return p;
}

static const char *read_number( const char *p, unsigned int *value, unsigned int max )
{
    for (*value = 0; *p == ' ' || isdigit( (unsigned char)*p ); p++)
    {
        if (*p == ' ') continue;
        *value = *value * 10 + (unsigned int)(*p - '0');
        if (*value > max) return NULL;
    }
    return p;
}

static const char *run_register( struct virtual_modem *modem, const char *p )
{
    unsigned int number, value;
    uint8_t *reg;

    if (!(p = read_number( p, &number, 255 ))) return NULL;
    reg = number < ARRAY_SIZE(modem->at->p.s_regs) ? &modem->at->p.s_regs[number] : &modem->high_regs[number];
    if (*p == '?')
    {
        vm_text( modem, "%03u", *reg );
        return p + 1;
    }
    if (*p != '=') return p;        /* S7 alone points to the register, which nobody uses */
    if (!(p = read_number( p + 1, &value, 255 ))) return NULL;
    *reg = (uint8_t)value;
    return p;
}

static bool set_extended( struct virtual_modem *modem, size_t row, const char *value, size_t len )
{
    const char *name = extended[row].name;
    size_t i;

    for (i = 0; i < len; i++) if (!isalnum( (unsigned char)value[i] ) && !strchr( ",.\"-", value[i] )) return false;
    if (len >= sizeof(modem->values[row])) return false;
    if (!strcmp( name, "+FCLASS" )) return len == 1 && *value == '0';       /* no fax here */
    if (!strcmp( name, "+VCID" ) || !strcmp( name, "#CID" ))
    {
        if (len != 1 || (*value != '0' && *value != '1')) return false;
        modem->at->display_call_info = *value == '1';
    }
    memcpy( modem->values[row], value, len );
    modem->values[row][len] = 0;
    return true;
}

static const char *run_extended( struct virtual_modem *modem, const char *p )
{
    size_t i, len = 1, value_len;
    char name[16];

    for (; p[len] && (isalnum( (unsigned char)p[len] ) || strchr( "!%-./:_", p[len] )); len++)
        if (len + 1 >= sizeof(name)) return NULL;
    for (i = 0; i < len; i++) name[i] = (char)toupper( (unsigned char)p[i] );
    name[len] = 0;
    p = skip_blanks( p + len );
    value_len = strcspn( p, ";" );
    if (!value_len && identify( modem, name )) return p;
    for (i = 0; i < ARRAY_SIZE(extended) && strcmp( extended[i].name, name ); i++) ;
    if (i == ARRAY_SIZE(extended)) return NULL;
    if (value_len == 1 && *p == '?')
    {
        if (name[1] == 'F' || name[0] == '#') vm_text( modem, "%s", modem->values[i] );
        else vm_text( modem, "%s: %s", name, modem->values[i] );
    }
    else if (value_len == 2 && !strncmp( p, "=?", 2 ))
    {
        if (name[1] == 'F' || name[0] == '#') vm_text( modem, "%s", extended[i].range );
        else vm_text( modem, "%s: %s", name, extended[i].range );
    }
    else if (*p != '=' || !set_extended( modem, i, p + 1, value_len - 1 )) return NULL;
    return p + value_len;
}

/* The dialled string is kept as it was written; spandsp gets a digit in its place. */
static void take_dial( struct virtual_modem *modem, const char *p, struct command_result *result )
{
    size_t len;
    bool part;

    snprintf( modem->dial_string, sizeof(modem->dial_string), "%.*s", MAX_DIALLED - 1, p );
    for (len = strlen( modem->dial_string ); len && modem->dial_string[len - 1] == ' '; len--) ;
    part = len && modem->dial_string[len - 1] == ';';
    modem->dial_string[len - part] = 0;
    strcat( result->rest, part ? "D0;" : "D0" );
}

static bool is_accepted( char prefix, char letter )
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(accepted); i++)
        if (accepted[i].prefix == prefix && strchr( accepted[i].letters, letter )) return true;
    return false;
}

static const char *run_basic( struct virtual_modem *modem, const char *p, struct command_result *result )
{
    char prefix = strchr( "&\\%-*", *p ) ? *p++ : 0, letter = (char)toupper( (unsigned char)*p );
    size_t i, len = strlen( result->rest );
    unsigned int number;
    char name[4];

    if (!isalpha( (unsigned char)letter )) return NULL;
    if (!prefix && letter == 'S') return run_register( modem, p + 1 );
    if (!(p = read_number( p + 1, &number, 255 ))) return NULL;
    for (i = 0; i < ARRAY_SIZE(interpreted); i++)
    {
        if (interpreted[i].prefix != prefix || interpreted[i].letter != letter) continue;
        if (number > interpreted[i].max) return NULL;
        snprintf( result->rest + len, sizeof(result->rest) - len, prefix ? "%c%c%u" : "%.0d%c%u", prefix, letter, number );
        return p;
    }
    if (!prefix && letter == 'E')
    {
        if (number > 1) return NULL;
        result->echo = number;
    }
    else if (!prefix && letter == 'I')
    {
        snprintf( name, sizeof(name), "I%u", number );
        if (!identify( modem, name )) return NULL;
    }
    else if ((!prefix && letter == 'Z') || (prefix == '&' && letter == 'F'))
    {
        vm_reset_profile( modem, !prefix );
        result->echo = modem->at->p.echo;
        strcpy( result->rest, "AT" );       /* what came before is undone */
    }
    else if (prefix == '&' && letter == 'V') show_settings( modem );
    else if (prefix == '&' && letter == 'W')
    {
        modem->stored = modem->at->p;
        modem->stored.echo = result->echo;
        modem->has_stored = true;
    }
    else if (!is_accepted( prefix, letter )) return NULL;
    return p;
}

/* What spandsp's interpreter is to run is gathered and run at the end, so that a line has one result. */
bool vm_run_line( struct virtual_modem *modem, const char *p, struct command_result *result )
{
    char letter;

    strcpy( result->rest, "AT" );
    for (;;)
    {
        while (*p == ' ' || *p == ';') p++;
        if (!*p) return true;
        letter = (char)toupper( (unsigned char)*p );
        if (letter == 'D')
        {
            take_dial( modem, p + 1, result );
            return true;
        }
        if (*p == '+' || *p == '#') p = run_extended( modem, p );
        else p = run_basic( modem, p, result );
        if (!p || strlen( result->rest ) > sizeof(result->rest) - 32) return false;
        if (letter == 'A' || letter == 'O' || letter == 'Z') return true;       /* what follows is ignored */
    }
}
