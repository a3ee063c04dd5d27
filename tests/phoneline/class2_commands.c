/*
 * Simulated telephone exchange: fax commands of Class 2 (TIA SP-2388) and 2.0 (ITU-T T.32).
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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class2.h"

enum { DCC, BOR, FIRST_PARAMETER };

static const struct class2_parameter parameters[] =
{
    [DCC] = { "+FDCC", "+FCC", CAPABILITIES, { 1, 5, 0, 2, 0, 0, 0, 7 }, { 1, 5, 0, 2, 0, 0, 0, 0 } },
    [BOR] = { "+FBOR", "+FBO", 1, { 3 }, { 0 } },
    { "+FCR", "+FCR", 1, { 1 }, { 0 } },        { "+FAA", "+FAA", 1, { 1 }, { 0 } },        { "+FCQ", "+FCQ", 2, { 2, 2 }, { 0 } },
    { "+FTBC", NULL, 1, { 255 }, { 0 } },       { "+FPHCTO", "+FCT", 1, { 255 }, { 30 } },  { "+FBUG", "+FBU", 1, { 1 }, { 0 } },
    { "+FLPL", "+FLP", 1, { 1 }, { 0 } },       { "+FSPL", "+FSP", 1, { 1 }, { 0 } },       { "+FECM", "+FEA", 1, { 2 }, { 0 } },
    { "+FVRFC", "+FFC", 4, { 2, 2, 2, 2 }, { 0 } }, { "+FREL", "+FIE", 1, { 1 }, { 0 } },   { "+FMINSP", "+FMS", 1, { 5 }, { 0 } },
    { NULL, "+FNR", 4, { 1, 1, 1, 1 }, { 0 } }, { NULL, "+FLO", 1, { 2 }, { 1 } },          { NULL, "+FPP", 1, { 1 }, { 0 } },
    { NULL, "+FRY", 1, { 255 }, { 0 } },        { "+FCTCRTY", NULL, 1, { 255 }, { 0 } },    { "+FWDFC", NULL, 1, { 2 }, { 0 } },
};

#define PARAMETER_COUNT (sizeof(parameters) / sizeof(parameters[0]))

_Static_assert( PARAMETER_COUNT <= CLASS2_PARAMETERS, "more parameters than values" );

static const char *const texts[][3] =
{
    { "+FMFR", "+FMI", "Wine Telephony" },
    { "+FMDL", "+FMM", "phoneline" },
    { "+FREV", "+FMR", "1" },
    { "+FBUF", "+FBS", "65535,65535" },
    { "+FAXERR", "+FHS", "0" },
};

static bool is_named( const struct class2 *class2, const char *name, const char *first, const char *later )
{
    const char *own = class2->later ? later : first;

    return own && !strcmp( name, own );
}

void class2_reset_parameters( struct class2 *class2 )
{
    size_t i;

    for (i = 0; i < PARAMETER_COUNT; i++) memcpy( class2->values[i], parameters[i].initial, sizeof(class2->values[i]) );
    memcpy( class2->session, class2->values[DCC], sizeof(class2->session) );
    class2->id[0] = class2->poll_id[0] = 0;
}

/* The first number of a parameter, by its name in Class 2. */
int class2_value( const struct class2 *class2, const char *name )
{
    size_t i;

    for (i = 0; i < PARAMETER_COUNT; i++)
        if (parameters[i].name && !strcmp( parameters[i].name, name )) return class2->values[i][0];
    return 0;
}

/* A line of the modem, "+FDIS:..." or as Class 2.0 has it. */
void class2_tell( struct class2 *class2, const char *name, const char *later_name, const char *format, ... )
{
    char text[128];
    va_list args;
    int len = snprintf( text, sizeof(text), "%s", class2->later ? later_name : name );

    va_start( args, format );
    vsnprintf( text + len, sizeof(text) - (size_t)len, format, args );
    va_end( args );
    say( "modem %c: says %s", modem_letter( class2->modem ), text );
    at_put_response( class2->modem->at, text );
}

void class2_tell_numbers( struct class2 *class2, const char *name, const char *later_name, const int *numbers )
{
    class2_tell( class2, name, later_name, "%X,%X,%X,%X,%X,%X,%X,%X", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5],
                 numbers[6], numbers[7] );
}

static void tell_values( struct class2 *class2, const int *values, int count, bool range )
{
    char text[128] = "";
    size_t len = 0;
    int i;

    for (i = 0; i < count; i++)
        len += (size_t)snprintf( text + len, sizeof(text) - len, range && values[i] ? "%s(0-%X)" : range ? "%s(%X)" : "%s%X", i ? "," : "", values[i] );
    at_put_response( class2->modem->at, text );
}

/* Numbers are hexadecimal in Class 2.0; those that are left out stay. */
static enum command_result set_values( int *values, const struct class2_parameter *parameter, const char *text )
{
    int taken[CAPABILITIES], i;
    char *end;

    memcpy( taken, values, sizeof(taken) );
    for (i = 0; i < parameter->count; i++)
    {
        if (*text && *text != ',')
        {
            taken[i] = (int)strtol( text, &end, parameter->max[i] > 9 ? 10 : 16 );
            if (end == text || taken[i] < 0 || taken[i] > parameter->max[i]) return COMMAND_ERROR;
            text = end;
        }
        if (!*text) break;
        if (*text++ != ',') return COMMAND_ERROR;
    }
    if (i == parameter->count && text[-1] == ',' && *text) return COMMAND_ERROR;
    memcpy( values, taken, sizeof(taken) );
    return COMMAND_OK;
}

static enum command_result parameter_command( struct class2 *class2, const struct class2_parameter *parameter, int *values, char op, const char *value )
{
    switch (op)
    {
    case 't':
        tell_values( class2, parameter->max, parameter->count, true );
        return COMMAND_OK;
    case '?':
        tell_values( class2, values, parameter->count, false );
        return COMMAND_OK;
    case '=':
        return set_values( values, parameter, value );
    default:
        return COMMAND_ERROR;
    }
}

/* +FLID="..." */
static enum command_result id_command( struct class2 *class2, char *id, char op, const char *value )
{
    size_t len = strlen( value );

    switch (op)
    {
    case 't':
        at_put_response( class2->modem->at, "(20)(32-127)" );
        return COMMAND_OK;
    case '?':
        at_put_response( class2->modem->at, id );
        return COMMAND_OK;
    case '=':
        if (len >= 2 && value[0] == '"' && value[len - 1] == '"')
        {
            value++;
            len -= 2;
        }
        if (len > 20) return COMMAND_ERROR;
        memcpy( id, value, len );
        id[len] = 0;
        return COMMAND_OK;
    default:
        return COMMAND_ERROR;
    }
}

enum command_result class2_command( struct class2 *class2, const char *name, char op, const char *value )
{
    enum command_result result;
    size_t i;

    if (is_named( class2, name, "+FLID", "+FLI" )) return id_command( class2, class2->id, op, value );
    if (is_named( class2, name, "+FCIG", "+FPI" )) return id_command( class2, class2->poll_id, op, value );
    if (is_named( class2, name, "+FDIS", "+FIS" )) return parameter_command( class2, &parameters[DCC], class2->session, op, value );
    if (is_named( class2, name, NULL, "+FIP" ))
    {
        class2_reset_parameters( class2 );
        return COMMAND_OK;
    }
    if (is_named( class2, name, "+FK", "+FKS" )) return class2_abort( class2 );
    if (is_named( class2, name, "+FDT", "+FDT" )) return class2_begin_page( class2 );
    if (is_named( class2, name, "+FDR", "+FDR" )) return class2_want_page( class2 );
    if (is_named( class2, name, "+FET", NULL ) && op == '=')
        return value[0] >= '0' && value[0] <= '2' && !value[1] ? class2_end_page( class2, value[0] - '0' ) : COMMAND_ERROR;
    /* the page is confirmed already: it has been taken whole before the DTE sees any of it */
    if (is_named( class2, name, "+FPTS", "+FPS" )) return op == '=' && class2->phase == CLASS2_RECEIVING ? COMMAND_OK : COMMAND_ERROR;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
    {
        if (!is_named( class2, name, texts[i][0], texts[i][1] )) continue;
        if (op != '?') return COMMAND_ERROR;
        at_put_response( class2->modem->at, texts[i][2] );
        return COMMAND_OK;
    }
    for (i = 0; i < PARAMETER_COUNT; i++)
    {
        if (!is_named( class2, name, parameters[i].name, parameters[i].later_name )) continue;
        result = parameter_command( class2, &parameters[i], class2->values[i], op, value );
        if (i == DCC && op == '=' && result == COMMAND_OK) memcpy( class2->session, class2->values[DCC], sizeof(class2->session) );
        return result;
    }
    /* spandsp's interpreter knows the names of both classes and takes them all */
    return strncmp( name, "+F", 2 ) || !strcmp( name, "+FCLASS" ) ? COMMAND_NOT_MINE : COMMAND_ERROR;
}
