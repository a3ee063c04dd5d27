/*
 * Commands to a modem, one after the other: an answer, an error or silence for each.
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
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#define FRAGMENTS_LENGTH 36             /* V.250 5.2.1: a modem takes 40 characters or more after AT */
#define MAX_SLOWNESS     4u

/* Hanging up is not given as much time as setting up: the user waits. */
static unsigned int retries( const struct modem *modem )
{
    const unsigned int count = engine_timing( modem, TIMING_COMMAND_RETRIES );

    return modem->phase == PHASE_HANGUP_SCRIPT && count > 1 ? 1 : count;
}

static unsigned int command_timeout( const struct modem *modem )
{
    return engine_timing( modem, modem->phase == PHASE_HANGUP_SCRIPT ? TIMING_HANGUP_TIMEOUT : TIMING_COMMAND_TIMEOUT ) * modem->slowness;
}

void script_clear( struct modem *modem )
{
    free( modem->script );
    modem->script = NULL;
    modem->script_len = modem->script_pos = 0;
    modem->script_gap = 0;
}

void script_begin( struct modem *modem, void (*done)( struct modem * ), void (*failed)( struct modem *, int ) )
{
    script_clear( modem );
    modem->script_done = done;
    modem->script_failed = failed;
}

static int insert_line( struct modem *modem, size_t pos, const char *text, size_t len, unsigned int flags )
{
    struct script_line *script;

    if (len >= sizeof(script->text)) return -E2BIG;
    if (!(script = realloc( modem->script, (modem->script_len + 1) * sizeof(*script) ))) return -ENOMEM;
    modem->script = script;
    memmove( script + pos + 1, script + pos, (modem->script_len - pos) * sizeof(*script) );
    memcpy( script[pos].text, text, len );
    script[pos].text[len] = 0;
    script[pos].flags = flags;
    script[pos].time = 0;
    modem->script_len++;
    return 0;
}

int script_add( struct modem *modem, const char *text, unsigned int flags )
{
    return insert_line( modem, modem->script_len, text, strlen( text ), flags );
}

/* A command that is heard on the line: it takes so many ms, and is not repeated when no answer comes. */
int script_add_once( struct modem *modem, const char *text, unsigned int time )
{
    int ret = script_add( modem, text, LINE_ONCE );

    if (!ret) modem->script[modem->script_len - 1].time = time;
    return ret;
}

int script_add_list( struct modem *modem, enum config_list list, unsigned int flags )
{
    const char *commands[64];
    size_t i, count = config_commands( modem->config, list, commands, 64 );
    int ret = 0;

    for (i = 0; i < count && !ret; i++) ret = script_add( modem, commands[i], flags );
    return ret;
}

/* Put the number where <#> stands. */
static void fill_number( char *out, size_t size, const char *text, uint32_t number )
{
    const char *mark = strstr( text, "<#>" );

    if (mark) snprintf( out, size, "%.*s%u%s", (int)(mark - text), text, number, mark + 3 );
    else snprintf( out, size, "%s", text );
}

/* A modem without the cellular or the forced kind gets the plain one: the nearest to what was asked for. */
static enum config_setting error_control( const struct modem *modem )
{
    static const struct { uint32_t option; enum config_setting setting; } kinds[] =
    {
        { MODEM_PREFER_CELLULAR, SETTING_EC_CELLULAR }, { MODEM_PREFER_FORCED_EC, SETTING_EC_FORCED },
        { MODEM_PREFER_CELLULAR | MODEM_PREFER_FORCED_EC | MODEM_PREFER_ERROR_CONTROL, SETTING_EC_ON },
    };
    size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        const char *text = modem->settings.preferred & kinds[i].option ? config_setting( modem->config, kinds[i].setting ) : NULL;

        if (text && *text) return kinds[i].setting;
    }
    return SETTING_EC_OFF;
}

/* MODEMSETTINGS to fragments: each row takes the first setting whose condition holds, if the modem has it. */
int script_add_settings( struct modem *modem )
{
    static const enum config_setting volumes[] = { SETTING_VOLUME_LOW, SETTING_VOLUME_MED, SETTING_VOLUME_HIGH };
    static const enum config_setting speakers[] = { SETTING_SPEAKER_OFF, SETTING_SPEAKER_DIAL, SETTING_SPEAKER_ON, SETTING_SPEAKER_SETUP };
    const struct modem_settings *s = &modem->settings;
    const uint32_t p = s->preferred;
    const struct { int wanted; enum config_setting setting; uint32_t number; } rows[] =
    {
        { 1, volumes[s->speaker_volume], 0 },
        { 1, speakers[s->speaker_mode], 0 },
        { 1, p & MODEM_PREFER_BLIND_DIAL ? SETTING_BLIND_ON : SETTING_BLIND_OFF, 0 },
        { s->call_setup_timeout != 0, SETTING_CALL_SETUP_FAIL_TIMER, s->call_setup_timeout < 255 ? s->call_setup_timeout : 255 },
        { s->inactivity_timeout != 0, SETTING_INACTIVITY_TIMEOUT,
          (s->inactivity_timeout + modem->config->inactivity_scale - 1) / modem->config->inactivity_scale },
        { 1, p & MODEM_PREFER_FLOW_HARD ? SETTING_FLOW_HARD : p & MODEM_PREFER_FLOW_SOFT ? SETTING_FLOW_SOFT : SETTING_FLOW_OFF, 0 },
        { 1, error_control( modem ), 0 },
        { 1, p & MODEM_PREFER_COMPRESSION ? SETTING_COMPRESSION_ON : SETTING_COMPRESSION_OFF, 0 },
        { 1, p & MODEM_PREFER_SPEED_ADJUST ? SETTING_SPEED_ON : SETTING_SPEED_OFF, 0 },
        { 1, p & MODEM_PREFER_V23_OVERRIDE ? SETTING_MODULATION_V23 : p & MODEM_PREFER_CCITT_OVERRIDE ? SETTING_MODULATION_BELL :
             SETTING_MODULATION_CCITT, 0 },
    };
    char line[320] = "", fragment[256];
    size_t i, len = 0, add;
    int ret = 0;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]) && !ret; i++)
    {
        const char *text = rows[i].wanted ? config_setting( modem->config, rows[i].setting ) : NULL;

        if (!text || !*text) continue;
        fill_number( fragment, sizeof(fragment), text, rows[i].number );
        add = strlen( fragment );
        /* extended commands stand alone: V.250 5.4.1 wants `;` between them, and a modem without one command may have the other */
        if (len && (len + add > FRAGMENTS_LENGTH || fragment[0] == '+' || line[0] == '+'))
        {
            ret = script_add( modem, line, LINE_OPTIONAL | LINE_FRAGMENTS );
            len = 0;
        }
        len += (size_t)snprintf( line + len, sizeof(line) - len, "%s%s", len ? "\n" : "", fragment );
    }
    if (len && !ret) ret = script_add( modem, line, LINE_OPTIONAL | LINE_FRAGMENTS );
    return ret;
}

void script_start( struct modem *modem, enum phase phase )
{
    modem->slowness = modem->slowness ? modem->slowness : 1;
    modem->late = 0;
    engine_set_phase( modem, phase, 0 );
    modem->attempt = modem->given_up = 0;
    modem->script_pos = 0;
    if (modem->script_len) script_send( modem );
    else modem->script_done( modem );
}

void script_send( struct modem *modem )
{
    const struct script_line *line = &modem->script[modem->script_pos];
    char command[512];
    const char *from;
    size_t len;

    modem->script_gap = 0;
    modem->attempt++;
    if (line->flags & LINE_FRAGMENTS)
    {
        len = (size_t)snprintf( command, sizeof(command) / 2, "%s", config_setting( modem->config, SETTING_PREFIX ) );
        if (len >= sizeof(command) / 2) len = sizeof(command) / 2 - 1;
        for (from = line->text; *from && len + 1 < sizeof(command); from++) if (*from != '\n') command[len++] = *from;
        snprintf( command + len, sizeof(command) - len, "%s", config_setting( modem->config, SETTING_TERMINATOR ) );
    }
    else snprintf( command, sizeof(command), "%s", line->text );
    modem->asked = host_now();
    modem->deadline = modem->asked + command_timeout( modem ) + line->time;
    engine_send( modem, command );
}

/* What an answer says of the modem's speed. One that came after a try was given up was late, or it was lost: more time for the next
 * commands. An answer to the first try that would have been in time twice over takes half of that back: the modem was busy, or
 * not there, for a while only, and a dead one is given up soon again. */
static void learn_speed( struct modem *modem )
{
    if (modem->given_up)
    {
        if (modem->slowness < MAX_SLOWNESS) modem->slowness *= 2;
    }
    else if (modem->attempt == 1 && host_now() - modem->asked < (int64_t)(command_timeout( modem ) / modem->slowness / 2))
    {
        /* it may be the one to a try before */
        if (modem->late) modem->late--;
        else if (modem->slowness > 1) modem->slowness /= 2;
    }
}

static void next_line( struct modem *modem )
{
    modem->attempt = modem->given_up = 0;
    if (++modem->script_pos == modem->script_len)
    {
        modem->script_done( modem );
        return;
    }
    /* answers to tries that were given up are still on their way: let them pass */
    modem->script_gap = 1;
    modem->deadline = host_now() + engine_timing( modem, TIMING_COMMAND_DELAY ) * (modem->late ? 5 : 1);
}

void script_ok( struct modem *modem )
{
    if (modem->script_gap)
    {
        if (modem->late) modem->late--;
        return;
    }
    learn_speed( modem );
    next_line( modem );
}

void script_error( struct modem *modem )
{
    struct script_line line;
    const char *from, *end;
    size_t pos = modem->script_pos;

    if (modem->script_gap) return;
    line = modem->script[pos];
    if ((line.flags & LINE_FRAGMENTS) && strchr( line.text, '\n' ))
    {
        for (from = line.text; *from; from = *end ? end + 1 : end)
        {
            end = from + strcspn( from, "\n" );
            if (insert_line( modem, ++pos, from, (size_t)(end - from), line.flags ) < 0) break;
        }
        next_line( modem );
    }
    else if (line.flags & LINE_OPTIONAL)
    {
        struct modem_event *event = engine_post( modem, MODEM_EVENT_TEXT );

        snprintf( event->text, sizeof(event->text), "the modem does not know %.64s", modem->sent );
        next_line( modem );
    }
    /* noise on the first try is common: a modem adapts its speed to the first AT */
    else if (modem->attempt < 2 && !(line.flags & LINE_ONCE)) script_send( modem );
    else modem->script_failed( modem, -EPROTO );
}

/* A result of something before: the command was swallowed by it. */
void script_interrupted( struct modem *modem )
{
    if (modem->script_gap) return;
    if (modem->attempt <= retries( modem )) script_send( modem );
    else modem->script_failed( modem, -EPROTO );
}

void script_timeout( struct modem *modem )
{
    if (modem->script_gap) script_send( modem );
    else if (modem->attempt > retries( modem ) || (modem->script[modem->script_pos].flags & LINE_ONCE)) modem->script_failed( modem, -ETIMEDOUT );
    else
    {
        modem->late++;
        modem->given_up++;
        /* before the last try: the modem may be in data mode from a call nobody ended */
        if (modem->phase == PHASE_SCRIPT && modem->attempt == retries( modem ) && !modem->script_pos && !modem->recovered)
        {
            modem->recovered = 1;
            /* a modem that hangs in the middle of something often lets go of it without DTR */
            if (port_has_lines( modem->port )) port_set_dtr( modem->port, 0 );
            engine_set_phase( modem, PHASE_RECOVER_GUARD, engine_timing( modem, TIMING_ESCAPE_GUARD ) );
        }
        else script_send( modem );
    }
}

void script_recover_guard( struct modem *modem )
{
    if (port_has_lines( modem->port )) port_set_dtr( modem->port, 1 );
    engine_set_phase( modem, PHASE_RECOVER_ESCAPE, engine_timing( modem, TIMING_ESCAPE_GUARD ) );
    engine_send( modem, "+++" );
}

void script_recover_escape( struct modem *modem )
{
    modem->phase = PHASE_SCRIPT;
    script_send( modem );
}
