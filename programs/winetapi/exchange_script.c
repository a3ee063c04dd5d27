/*
 * winetapi exchange: scripts of timed commands.
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

/*
 * One command a line, with the time at which the exchange does it; lines that begin with # are for the reader.
 *
 *     at SECONDS COMMAND...        after the start of the script
 *     after SECONDS COMMAND...     after the line before
 *     COMMAND...                   together with the line before
 *
 * All are given to the exchange before the first is due, and it keeps the time: the order and the distances do not depend on this program.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "exchange.h"

#define MAX_WORDS   24
#define MAX_LINE    400
#define LEAD_MS     200         /* until the start, so that what is at 0 has arrived too */

struct script_step
{
    struct exchange_command command;
    int                     line;
};

struct script
{
    struct script_step *steps;
    DWORD               count, last;
};

/* Words between blanks; "in quotes" with blanks. Returns their number, -1: too many, or a quote that does not end. */
static int split( WCHAR *text, WCHAR **words )
{
    int count = 0;

    for (;;)
    {
        text += wcsspn( text, L" \t\r\n" );
        if (!*text || *text == '#') return count;
        if (count == MAX_WORDS) return -1;
        if (*text == '"')
        {
            words[count++] = ++text;
            if (!(text = wcschr( text, '"' ))) return -1;
        }
        else
        {
            words[count++] = text;
            text += wcscspn( text, L" \t\r\n" );
            if (!*text) return count;
        }
        *text++ = 0;
    }
}

static BOOL parse_time( const WCHAR *text, DWORD *ms )
{
    WCHAR *end;
    double seconds = wcstod( text, &end );

    if (!*text || *end || !(seconds >= 0) || seconds * 1000 > EXCHANGE_MAX_AFTER - LEAD_MS) return FALSE;
    *ms = (DWORD)(seconds * 1000 + 0.5);
    return TRUE;
}

static int parse_line( struct script *script, WCHAR *text, int line )
{
    WCHAR *words[MAX_WORDS];
    int count = split( text, words ), first = 0, ret;
    struct script_step *step;
    DWORD time;

    if (!count) return EXIT_OK;
    if (count > 0 && (!wcscmp( words[0], L"at" ) || !wcscmp( words[0], L"after" )))
    {
        if (count < 3 || !parse_time( words[1], &time )) count = -1;
        else
        {
            script->last = words[0][1] == 't' ? time : script->last + time;
            first = 2;
        }
    }
    if (count < 0 || script->last > EXCHANGE_MAX_AFTER - LEAD_MS)
    {
        fail( L"line %d of the script is not 'at SECONDS COMMAND', 'after SECONDS COMMAND' or 'COMMAND'", line );
        return EXIT_USAGE;
    }
    if (!(script->steps = realloc( script->steps, (script->count + 1) * sizeof(*step) ))) exit( EXIT_FAILED );
    step = &script->steps[script->count];
    step->line = line;
    if ((ret = command_parse( count - first, words + first, &step->command )))
    {
        fail( L"that was line %d of the script", line );
        return ret;
    }
    step->command.after = script->last + LEAD_MS;
    if (step->command.code == EXCHANGE_STEPS_CLEAR)
    {
        fail( L"line %d: a script cannot stop itself", line );
        return EXIT_USAGE;
    }
    script->count++;
    return EXIT_OK;
}

static int read_script( struct script *script )
{
    char utf8[MAX_LINE];
    WCHAR text[MAX_LINE];
    int line = 0, ret = EXIT_OK;

    while (!ret && fgets( utf8, sizeof(utf8), stdin ))
    {
        line++;
        if (!strchr( utf8, '\n' ) && strlen( utf8 ) == sizeof(utf8) - 1)
        {
            fail( L"line %d of the script is too long", line );
            return EXIT_USAGE;
        }
        if (!MultiByteToWideChar( CP_UTF8, 0, utf8, -1, text, ARRAYSIZE(text) )) return EXIT_USAGE;
        ret = parse_line( script, text, line );
    }
    return ret;
}

static int send_script( struct channel *channel, struct script *script )
{
    DWORD start = GetTickCount(), late, i;
    LONG error;

    for (i = 0; i < script->count; i++)
    {
        struct exchange_command *command = &script->steps[i].command;

        /* their times count from the start, not from when each arrives */
        late = GetTickCount() - start;
        command->after = command->after > late ? command->after - late : 1;
        if ((error = channel_send( channel, command )))
            return fail( L"line %d of the script: %ls", script->steps[i].line, tapi_error( error ) );
    }
    /* until it is over, so that what comes next finds it done */
    late = GetTickCount() - start;
    if (script->last + LEAD_MS > late) Sleep( script->last + LEAD_MS - late );
    return EXIT_OK;
}

int script_run( int argc, WCHAR **argv )
{
    struct script script = { 0 };
    struct channel channel;
    int ret;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    if (!(ret = read_script( &script )) && !(ret = channel_open( &channel )))
    {
        ret = send_script( &channel, &script );
        channel_close( &channel );
    }
    free( script.steps );
    return ret;
}
