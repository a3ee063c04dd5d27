/*
 * Simulated telephone exchange: commands that spandsp's interpreter does not know.
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
 * A command line (V.250 5.4) is taken apart; what the modem does itself (voice, classes, answers that a test chose) is
 * done here, the rest goes to the interpreter as one line after it.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "modem_private.h"
#include "class2.h"

/* one command of a line: name "+VTS", op '=', '?', 't' (=?) or 0, value */
struct command
{
    char name[16];
    char op;
    char value[200];
    char text[220];                     /* all of it, as it was written */
};

static bool is_name_char( char c )
{
    return isalnum( (unsigned char)c ) || strchr( "!%-./:_", c );
}

/* the end of the value of an extended command: a ';', or the next '#' command on the same line */
static const char *value_end( const char *p, bool stop_at_hash )
{
    bool quoted = false;

    for (; *p; p++)
    {
        if (*p == '"') quoted = !quoted;
        else if (!quoted && (*p == ';' || (stop_at_hash && *p == '#'))) break;
    }
    return p;
}

static void copy( char *to, size_t size, const char *from, size_t len )
{
    if (len >= size) len = size - 1;
    memcpy( to, from, len );
    to[len] = 0;
}

/* Returns what follows the command. */
static const char *parse_command( const char *p, struct command *command )
{
    const char *start = p, *end;
    size_t len = 1;

    memset( command, 0, sizeof(*command) );
    if (*p == '+' || *p == '#')
    {
        while (p[len] && is_name_char( p[len] )) len++;
        copy( command->name, sizeof(command->name), p, len );
        p += len;
        end = value_end( p, *start == '#' && strcasecmp( command->name, "#VTS" ) );
        if (p[0] == '=' && p[1] == '?') command->op = 't';
        else if (*p == '=' || *p == '?') command->op = *p;
        if (command->op == '=') copy( command->value, sizeof(command->value), p + 1, (size_t)(end - p - 1) );
    }
    else if (toupper( (unsigned char)*p ) == 'D')
    {
        strcpy( command->name, "D" );
        end = p + strlen( p );
    }
    else
    {
        if (*p != 'S' && *p != 's' && !isalpha( (unsigned char)*p ) && p[1]) len = 2;       /* &C, %C, \\N */
        copy( command->name, sizeof(command->name), p, len );
        end = p + len;
        while (isdigit( (unsigned char)*end )) end++;
        copy( command->value, sizeof(command->value), p + len, (size_t)(end - p) - len );
        if (*end == '=' || *end == '?') for (end++; isdigit( (unsigned char)*end ) || *end == '?'; end++) ;
    }
    copy( command->text, sizeof(command->text), start, (size_t)(end - start) );
    for (p = command->name; *p; p++) command->name[p - command->name] = (char)toupper( (unsigned char)*p );
    return end;
}

/* what follows +FCLASS=, and how the interpreter keeps it */
static const struct { const char *name; int mode; } classes[] = { { "0", 0 }, { "1", 1 }, { "2", 2 }, { "2.0", 2 }, { "2.1", 2 }, { "8", 8 } };

static bool has_class( const struct modem *modem, int mode )
{
    return !mode || (mode == 1 && modem->t31) || (mode == 2 && modem->class2) || (mode == 8 && modem->voice);
}

/* +FCLASS and #CLS */
static enum command_result class_command( struct modem *modem, char op, const char *value )
{
    char text[32] = "";
    size_t i, len = 0;

    switch (op)
    {
    case 't':
        for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
            if (has_class( modem, classes[i].mode )) len += (size_t)snprintf( text + len, sizeof(text) - len, "%s%s", len ? "," : "", classes[i].name );
        at_put_response( modem->at, text );
        return COMMAND_OK;
    case '?':
        snprintf( text, sizeof(text), "%d", modem->at->fclass_mode );
        at_put_response( modem->at, modem->at->fclass_mode == 2 ? modem->class : text );
        return COMMAND_OK;
    case '=':
        for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        {
            if (strcmp( classes[i].name, value ) || !has_class( modem, classes[i].mode )) continue;
            modem->at->fclass_mode = classes[i].mode;
            strcpy( modem->class, value );
            if (modem->class2) modem->class2->later = modem->class[1] == '.';
            return COMMAND_OK;
        }
        return COMMAND_ERROR;
    default:
        return COMMAND_ERROR;
    }
}

/* +FAE: find out whether a fax or a data modem calls (T.31) */
static enum command_result adaptive_command( struct modem *modem, char op, const char *value )
{
    switch (op)
    {
    case 't':
        at_put_response( modem->at, "(0,1)" );
        return COMMAND_OK;
    case '?':
        at_put_response( modem->at, modem->adaptive ? "1" : "0" );
        return COMMAND_OK;
    case '=':
        if (strcmp( value, "0" ) && strcmp( value, "1" )) return COMMAND_ERROR;
        modem->adaptive = value[0] == '1';
        return COMMAND_OK;
    default:
        return COMMAND_ERROR;
    }
}

static enum command_result run( struct modem *modem, const struct command *command )
{
    const struct canned *canned;
    enum command_result result;

    for (canned = modem->canned; canned; canned = canned->next)
    {
        if (strcasecmp( canned->command, command->text )) continue;
        if (!strcmp( canned->answer, "ERROR" )) return COMMAND_ERROR;
        if (canned->answer[0]) at_put_response( modem->at, canned->answer );
        return COMMAND_OK;
    }
    if (!strcmp( command->name, "Z" ) || !strcmp( command->name, "&F" ))
    {
        if (modem->voice) voice_reset( modem->voice );
        modem->at->fclass_mode = 0;
        modem->adaptive = false;
        return COMMAND_NOT_MINE;
    }
    if (modem->t31 && !strcmp( command->name, "+FAE" )) return adaptive_command( modem, command->op, command->value );
    if ((modem->t31 || modem->voice) && !strcmp( command->name, "+FCLASS" )) return class_command( modem, command->op, command->value );
    if (modem->class2 && modem->at->fclass_mode == 2)
    {
        result = class2_command( modem->class2, command->name, command->op, command->value );
        if (result != COMMAND_NOT_MINE) return result;
    }
    if (modem->voice && modem->voice->kind == VOICE_ROCKWELL && !strcmp( command->name, "#CLS" ))
        return class_command( modem, command->op, command->value );
    return voice_command( modem, command->name, command->op, command->value );
}

/*
 * The text between AT and the end of the line. Returns false if all of it is for the interpreter; else rest has what is
 * (nothing: the result has been given, or will be).
 */
bool modem_run_own_commands( struct modem *modem, const char *line, char *rest, size_t rest_size )
{
    enum command_result result = COMMAND_OK;
    struct command command;
    const char *p = line;
    bool own = false;
    size_t len = 0;

    *rest = 0;
    while (*p && result == COMMAND_OK)
    {
        if (*p == ' ' || *p == ';')
        {
            p++;
            continue;
        }
        p = parse_command( p, &command );
        result = run( modem, &command );
        if (result != COMMAND_NOT_MINE)
        {
            own = true;
            continue;
        }
        result = COMMAND_OK;
        snprintf( rest + len, rest_size - len, "%s", command.text );
        len += strlen( rest + len );
        if ((command.name[0] == '+' || command.name[0] == '#') && *p && len + 1 < rest_size)
        {
            rest[len++] = ';';
            rest[len] = 0;
        }
    }
    if (!own) return false;
    if (result == COMMAND_OK && rest[0]) return true;
    *rest = 0;
    if (result == COMMAND_OK) at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
    else if (result == COMMAND_ERROR) at_put_response_code( modem->at, AT_RESPONSE_CODE_ERROR );
    return true;
}

/* The exact text of a command, without AT, is answered so from now on; NULL: as before. */
void modem_set_answer( struct modem *modem, const char *command, const char *answer )
{
    struct canned **link = &modem->canned, *canned;

    for (; *link; link = &(*link)->next)
    {
        if (strcasecmp( (*link)->command, command )) continue;
        canned = *link;
        *link = canned->next;
        free( canned );
        break;
    }
    if (!answer) return;
    if (!(canned = calloc( 1, sizeof(*canned) ))) abort();
    snprintf( canned->command, sizeof(canned->command), "%s", command );
    snprintf( canned->answer, sizeof(canned->answer), "%s", answer );
    canned->next = modem->canned;
    modem->canned = canned;
}
