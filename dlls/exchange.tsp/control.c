/*
 * The control channel of exchange.tsp: commands of developers, through lineDevSpecific. Every block comes from a program that may be wrong or hostile.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "control.h"

DEBUG_CHANNEL( exchange );

#define MAX_STEPS   100000

/* A command that waits for its time. */
struct step
{
    struct step            *next;
    struct timer            timer;
    struct exchange_command command;
};

static struct step *steps;
static DWORD step_count;
static DWORD newest_caller;             /* handle of the last call from outside */

/* ---- what commands need ---- */

static struct call *outside_call( DWORD id )
{
    struct call *call = exchange_call( exchange, id ? id : newest_caller );

    return call && !call->address ? call : NULL;
}

/* "called\ncaller\nname": takes the next part; FALSE if it does not fit. */
static BOOL next_part( const char **text, char *part, size_t size )
{
    size_t length = strcspn( *text, "\n" );

    if (length >= size) return FALSE;
    memcpy( part, *text, length );
    part[length] = 0;
    *text += length + ((*text)[length] == '\n');
    return TRUE;
}

static BOOL is_number( const char *text )
{
    return text[strspn( text, "0123456789*#+" )] == 0;
}

struct call *control_incoming( const char *called, const struct party *caller, DWORD media_mode )
{
    struct call *call = exchange_incoming( exchange, called, caller, media_mode );

    if (call) newest_caller = call->handle;
    return call;
}

/* ---- commands: all locked, arguments are checked by the table and here ---- */

static LONG run_status( struct station *station, struct exchange_command *command )
{
    const char *trouble = exchange_check( exchange );
    DWORD i, lines = 0, phones = 0;

    for (i = 0; i < exchange_station_count( exchange ); i++)
    {
        struct station *other = exchange_station( exchange, i );

        if (!other) continue;
        lines++;
        if (phone_device_of_station( other ) != ~0u) phones++;
    }
    command->result[0] = lines;
    command->result[1] = phones;
    command->result[2] = exchange_call_count( exchange );
    command->result[3] = load_running();
    command->result[4] = load_made();
    command->result[5] = faults_count();
    command->result[6] = step_count;
    command->result[7] = load_seed();
    snprintf( command->text, sizeof(command->text), "%s", trouble ? trouble : "" );
    if (trouble) ERR( "the exchange's data is not consistent: %s\n", trouble );
    return 0;
}

static LONG run_incoming( struct station *station, struct exchange_command *command )
{
    char called[NUMBER_SIZE];
    struct party caller = { .flags = LINECALLPARTYID_UNAVAIL };
    const char *text = command->text;
    struct call *call;

    if (!next_part( &text, called, sizeof(called) ) || !next_part( &text, caller.number, sizeof(caller.number) ) ||
        !next_part( &text, caller.name, sizeof(caller.name) ) || *text || !is_number( called ) || !is_number( caller.number )) return LINEERR_INVALPARAM;
    if (command->args[0] & ~EXCHANGE_MEDIA_MODES || command->args[0] & (command->args[0] - 1) || command->args[1] > EXCHANGE_MAX_AFTER)
        return LINEERR_INVALPARAM;
    if (!called[0]) snprintf( called, sizeof(called), "%u", station->addresses[0].number );
    if (caller.number[0]) caller.flags = LINECALLPARTYID_ADDRESS | (caller.name[0] ? LINECALLPARTYID_NAME : 0);
    call = control_incoming( called, &caller, command->args[0] ? command->args[0] : LINEMEDIAMODE_INTERACTIVEVOICE );
    command->result[0] = call ? call->handle : 0;
    if (call && command->args[1] && !load_hang_up_later( call->handle, command->args[1] )) return LINEERR_NOMEM;
    return 0;
}

static LONG run_hangup( struct station *station, struct exchange_command *command )
{
    struct call *call = outside_call( command->args[0] );

    return call ? call_drop( call ) : (LONG)LINEERR_INVALPARAM;
}

static LONG run_digits( struct station *station, struct exchange_command *command )
{
    struct call *call = outside_call( command->args[0] );

    if (!call || !command->text[0]) return LINEERR_INVALPARAM;
    return call_generate_digits( call, 0, LINEDIGITMODE_DTMF, command->text, 0 );
}

static LONG run_line_status( struct station *station, struct exchange_command *command )
{
    const DWORD known = LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_MSGWAIT | LINEDEVSTATUSFLAGS_INSERVICE | LINEDEVSTATUSFLAGS_LOCKED;
    DWORD bit;

    if (!command->args[0] || command->args[0] & ~known || command->args[1] > 1) return LINEERR_INVALPARAM;
    for (bit = 1; bit & known || bit < known; bit <<= 1)
        if (command->args[0] & bit) station_set_status( station, bit, command->args[1] );
    return 0;
}

static LONG run_resize( struct station *station, struct exchange_command *command )
{
    DWORD wanted = command->args[0], i, lines = 0;

    if (!wanted || wanted > MAX_LINES) return LINEERR_INVALPARAM;
    for (i = 0; i < exchange_station_count( exchange ); i++) lines += exchange_station( exchange, i ) != NULL;
    for (; lines < wanted; lines++)
    {
        struct station *added = exchange_create_line();

        if (!added) return LINEERR_NOMEM;
        phone_line_created( added );
    }
    for (i = exchange_station_count( exchange ); i-- && lines > wanted;)
    {
        struct station *last = exchange_station( exchange, i );

        if (!last) continue;
        phone_line_removed( last );
        exchange_remove_line( last );
        lines--;
    }
    return 0;
}

static LONG run_button( struct station *station, struct exchange_command *command )
{
    struct phone *phone;
    LONG error = 0;

    if (command->args[0] >= BUTTON_COUNT || !command->args[1] || command->args[1] > 3) return LINEERR_INVALPARAM;
    if (phone_device_of_station( station ) == ~0u) return LINEERR_NODEVICE;
    if (!(phone = phone_need( station ))) return LINEERR_NOMEM;
    if (command->args[1] & 1) error = phone_press( phone, command->args[0], TRUE );
    if (command->args[1] & 2) phone_press( phone, command->args[0], FALSE );
    return error;
}

static LONG run_hook( struct station *station, struct exchange_command *command )
{
    struct phone *phone;

    if (phone_device_of_station( station ) == ~0u) return LINEERR_NODEVICE;
    if (!(phone = phone_need( station ))) return LINEERR_NOMEM;
    return phone_set_hook( phone, command->args[0], command->args[1] ) ? LINEERR_INVALPARAM : 0;
}

static LONG run_fault( struct station *station, struct exchange_command *command )
{
    return fault_add( command, command->line ? device_of_station( station ) : ~0u, command->line ? phone_device_of_station( station ) : ~0u );
}

static LONG run_fault_clear( struct station *station, struct exchange_command *command )
{
    return fault_clear( command->args[0] );
}

static LONG run_fault_list( struct station *station, struct exchange_command *command )
{
    return fault_get( command->args[0], command );
}

static LONG run_load( struct station *station, struct exchange_command *command )
{
    return load_start( command->args );
}

static LONG run_seed( struct station *station, struct exchange_command *command )
{
    load_set_seed( command->args[0] );
    return 0;
}

static void free_step( struct step *step )
{
    struct step **link = &steps;

    while (*link && *link != step) link = &(*link)->next;
    if (*link) *link = step->next;
    timer_stop( exchange, &step->timer );
    free( step );
    step_count--;
}

static LONG run_steps_clear( struct station *station, struct exchange_command *command )
{
    while (steps) free_step( steps );
    return 0;
}

/* args: how many of them the command takes; a text is one too many for commands without. */
static const struct
{
    LONG (*run)( struct station *station, struct exchange_command *command );
    BYTE  args;
    BOOL  text, at_once;
} commands[EXCHANGE_CODES] =
{
    [EXCHANGE_STATUS] = { run_status, 0, FALSE, TRUE },
    [EXCHANGE_INCOMING] = { run_incoming, 2, TRUE },
    [EXCHANGE_HANGUP] = { run_hangup, 1 },
    [EXCHANGE_DIGITS] = { run_digits, 1, TRUE },
    [EXCHANGE_LINE_STATUS] = { run_line_status, 2 },
    [EXCHANGE_RESIZE] = { run_resize, 1 },
    [EXCHANGE_BUTTON] = { run_button, 2 },
    [EXCHANGE_HOOK] = { run_hook, 2 },
    [EXCHANGE_FAULT] = { run_fault, 5, TRUE },
    [EXCHANGE_FAULT_CLEAR] = { run_fault_clear, 1 },
    [EXCHANGE_FAULT_LIST] = { run_fault_list, 1, FALSE, TRUE },
    [EXCHANGE_LOAD] = { run_load, 6 },
    [EXCHANGE_SEED] = { run_seed, 1 },
    [EXCHANGE_STEPS_CLEAR] = { run_steps_clear, 0, FALSE, TRUE },
};

/* ---- the channel ---- */

static LONG check( const struct exchange_command *command )
{
    const char *end = memchr( command->text, 0, sizeof(command->text) ), *p;
    DWORD i;

    if (command->magic != EXCHANGE_MAGIC || !command->code || command->code >= EXCHANGE_CODES) return LINEERR_INVALPARAM;
    if (command->after > EXCHANGE_MAX_AFTER || (command->after && commands[command->code].at_once)) return LINEERR_INVALPARAM;
    if (!end) return LINEERR_INVALPARAM;
    for (p = command->text; p < end; p++) if ((*p < ' ' && *p != '\n') || *p > '~') return LINEERR_INVALPARAM;
    if (command->text[0] && !commands[command->code].text) return LINEERR_INVALPARAM;
    for (i = commands[command->code].args; i < EXCHANGE_ARGS; i++) if (command->args[i]) return LINEERR_INVALPARAM;
    return 0;
}

static struct station *station_of_number( DWORD number )
{
    char text[16];
    struct address *address;

    snprintf( text, sizeof(text), "%lu", number );
    address = exchange_address( exchange, text );
    return address && !address->id ? address->station : NULL;
}

static LONG run( struct station *station, struct exchange_command *command )
{
    if (command->line && !(station = station_of_number( command->line ))) return LINEERR_BADDEVICEID;
    return commands[command->code].run( station, command );
}

static void step_is_due( struct exchange *x, void *arg )
{
    struct step *step = arg;
    struct exchange_command command = step->command;
    struct station *station = NULL;
    DWORD i;
    LONG error;

    free_step( step );
    /* a command of no line in particular needs some line all the same */
    for (i = 0; i < exchange_station_count( exchange ) && !station; i++) station = exchange_station( exchange, i );
    error = station ? run( station, &command ) : (LONG)LINEERR_BADDEVICEID;
    if (error) WARN( "a timed command %lu at %lu fails: %#lx\n", command.code, command.line, error );
}

static LONG wait_for_time( struct station *station, const struct exchange_command *command )
{
    struct step *step;

    if (step_count >= MAX_STEPS || !(step = calloc( 1, sizeof(*step) ))) return LINEERR_NOMEM;
    step->command = *command;
    /* the line may be closed by then; a fault of all lines stays one */
    if (!command->line && command->code != EXCHANGE_FAULT) step->command.line = station->addresses[0].number;
    step->next = steps;
    steps = step;
    step_count++;
    timer_set( exchange, &step->timer, command->after, step_is_due, step );
    return 0;
}

LONG control_dev_specific( struct station *station, struct call *call, void *params, DWORD size )
{
    struct exchange_command command;
    LONG ret;

    if (!params || size < sizeof(command)) return LINEERR_STRUCTURETOOSMALL;
    memcpy( &command, params, sizeof(command) );
    if (command.size != sizeof(command)) return LINEERR_STRUCTURETOOSMALL;
    if (call || (ret = check( &command ))) return LINEERR_INVALPARAM;
    memset( command.result, 0, sizeof(command.result) );
    TRACE( "command %lu of line %u for line %lu, after %lu ms, args %#lx %#lx %#lx\n", command.code, station->addresses[0].number, command.line,
           command.after, command.args[0], command.args[1], command.args[2] );
    if (command.after)
    {
        if (command.line && !station_of_number( command.line )) return LINEERR_BADDEVICEID;
        return wait_for_time( station, &command );
    }
    ret = run( station, &command );
    memcpy( params, &command, sizeof(command) );
    return ret;
}

BOOL control_start(void)
{
    load_set_seed( exchange_config( exchange )->seed );
    return TRUE;
}

void control_stop(void)
{
    fault_clear( 0 );
    exchange_lock();
    if (exchange)
    {
        load_stop();
        run_steps_clear( NULL, NULL );
    }
    newest_caller = 0;
    exchange_leave();
}
