/*
 * The control channel of exchange.tsp: functions that fail, take their time, lose their replies, crash or hang, as developers want it.
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
#include <string.h>

#include "control.h"

DEBUG_CHANNEL( exchange );

#define MAX_FAULTS  64

struct fault
{
    DWORD number;               /* 0: the place is free */
    DWORD kind;                 /* enum exchange_fault */
    DWORD value;                /* error, or ms */
    DWORD nth, percent, times;
    DWORD seen, struck;
    DWORD device, phone;        /* ~0: any */
    DWORD line;
    char  function[40];         /* without TSPI_; "*": all */
};

volatile LONG control_faults;

static SRWLOCK lock = SRWLOCK_INIT;
static struct fault faults[MAX_FAULTS];
static DWORD last_number, random_state = 1;

/* What a developer needs to take a fault away again. */
static const char *const channel[] = { "lineDevSpecific", "lineNegotiateTSPIVersion", "lineNegotiateExtVersion", "lineSelectExtVersion", "lineGetExtensionID",
                                       "lineOpen", "lineClose", "phoneDevSpecific" };

static const char *plain_name( const char *function )
{
    return strncmp( function, "TSPI_", 5 ) ? function : function + 5;
}

static BOOL is_channel( const char *function )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(channel); i++) if (!strcmp( channel[i], function )) return TRUE;
    return FALSE;
}

LONG fault_add( struct exchange_command *command, DWORD device, DWORD phone )
{
    DWORD kind = command->args[0], value = command->args[1], i;
    BOOL fails = kind == EXCHANGE_FAULT_FAIL || kind == EXCHANGE_FAULT_FAIL_LATE, waits = kind == EXCHANGE_FAULT_DELAY || kind == EXCHANGE_FAULT_SLOW;
    const char *name = plain_name( command->text );
    char exported[48];
    LONG ret = LINEERR_RESOURCEUNAVAIL;

    if (!kind || kind >= EXCHANGE_FAULTS || command->args[3] > 100) return LINEERR_INVALPARAM;
    /* errors are negative; nothing waits longer than a day; the others take no value */
    if (fails ? (LONG)value >= 0 : waits ? !value || value > EXCHANGE_MAX_AFTER : value) return LINEERR_INVALPARAM;
    if (strcmp( name, "*" ))
    {
        snprintf( exported, sizeof(exported), "TSPI_%s", name );
        if (strlen( name ) >= sizeof(faults[0].function) || !GetProcAddress( exchange_instance, exported )) return LINEERR_INVALPARAM;
        /* without lineDevSpecific nobody could take it away */
        if (!strcmp( name, "lineDevSpecific" )) return LINEERR_INVALPARAM;
    }
    AcquireSRWLockExclusive( &lock );
    for (i = 0; i < MAX_FAULTS && faults[i].number; i++) ;
    if (i < MAX_FAULTS)
    {
        struct fault *fault = &faults[i];

        memset( fault, 0, sizeof(*fault) );
        fault->number = ++last_number;
        fault->kind = kind;
        fault->value = value;
        fault->nth = command->args[2];
        fault->percent = command->args[3];
        fault->times = command->args[4];
        fault->device = device;
        fault->phone = phone;
        fault->line = command->line;
        snprintf( fault->function, sizeof(fault->function), "%s", name );
        command->result[0] = fault->number;
        InterlockedIncrement( &control_faults );
        ret = 0;
    }
    ReleaseSRWLockExclusive( &lock );
    return ret;
}

static void remove_fault( struct fault *fault )
{
    fault->number = 0;
    InterlockedDecrement( &control_faults );
}

LONG fault_clear( DWORD number )
{
    LONG ret = number ? LINEERR_INVALPARAM : 0;
    DWORD i;

    AcquireSRWLockExclusive( &lock );
    for (i = 0; i < MAX_FAULTS; i++)
    {
        if (!faults[i].number || (number && faults[i].number != number)) continue;
        remove_fault( &faults[i] );
        ret = 0;
    }
    ReleaseSRWLockExclusive( &lock );
    return ret;
}

LONG fault_get( DWORD place, struct exchange_command *command )
{
    LONG ret = LINEERR_INVALPARAM;
    DWORD i;

    AcquireSRWLockShared( &lock );
    for (i = 0; i < MAX_FAULTS; i++)
    {
        const struct fault *fault = &faults[i];
        const DWORD result[] = { fault->number, fault->kind, fault->value, fault->nth, fault->percent, fault->times, fault->struck, fault->line };

        if (!fault->number || place--) continue;
        memcpy( command->result, result, sizeof(result) );
        snprintf( command->text, sizeof(command->text), "%s", fault->function );
        ret = 0;
        break;
    }
    ReleaseSRWLockShared( &lock );
    return ret;
}

DWORD faults_count(void)
{
    return control_faults;
}

void faults_set_seed( DWORD seed )
{
    AcquireSRWLockExclusive( &lock );
    random_state = seed ? seed : 1;
    ReleaseSRWLockExclusive( &lock );
}

/* Marsaglia's xorshift: the same numbers for the same seed, everywhere */
static DWORD random_percent(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % 100;
}

static BOOL strikes( struct fault *fault, const char *function, BOOL phone, DWORD device )
{
    DWORD wanted = phone ? fault->phone : fault->device;

    if (!fault->number || (strcmp( fault->function, "*" ) ? strcmp( fault->function, function ) : is_channel( function ))) return FALSE;
    if (fault->line && wanted != device) return FALSE;
    fault->seen++;
    if (fault->nth && fault->seen != fault->nth) return FALSE;
    if (fault->percent && random_percent() >= fault->percent) return FALSE;
    fault->struck++;
    return TRUE;
}

static void crash(void)
{
    static int *volatile nowhere;

    *nowhere = 0;
}

LONG control_fault( const char *function, BOOL phone, DWORD device, DWORD *delay, LONG *completion )
{
    const char *name = plain_name( function );
    DWORD slow = 0, i;
    BOOL crashes = FALSE, hangs = FALSE;
    LONG ret = 0;

    AcquireSRWLockExclusive( &lock );
    for (i = 0; i < MAX_FAULTS; i++)
    {
        struct fault *fault = &faults[i];

        if (!strikes( fault, name, phone, device )) continue;
        TRACE( "%s: fault %lu strikes\n", function, fault->number );
        switch (fault->kind)
        {
        case EXCHANGE_FAULT_FAIL:      ret = fault->value; break;
        case EXCHANGE_FAULT_FAIL_LATE: *completion = fault->value; break;
        case EXCHANGE_FAULT_DELAY:     *delay = fault->value; break;
        case EXCHANGE_FAULT_LOSE:      *delay = LOST_REPLY; break;
        case EXCHANGE_FAULT_SLOW:      slow += fault->value; break;
        case EXCHANGE_FAULT_CRASH:     crashes = TRUE; break;
        case EXCHANGE_FAULT_HANG:      hangs = TRUE; break;
        }
        /* the nth call has come, or its times are over */
        if (fault->nth || (fault->times && !--fault->times)) remove_fault( fault );
    }
    ReleaseSRWLockExclusive( &lock );
    if (hangs) WARN( "%s hangs, as it was told to\n", function );
    while (hangs) Sleep( INFINITE );
    if (crashes)
    {
        WARN( "%s crashes, as it was told to\n", function );
        crash();
    }
    if (slow) Sleep( slow );
    return ret;
}
