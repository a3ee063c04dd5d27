/*
 * Phone devices of exchange.tsp: what its parts share.
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

#ifndef EXCHANGE_PHONE_H
#define EXCHANGE_PHONE_H

#include "exchange.h"
#include "engine_private.h"

#define APPEARANCES     4
#define SPEED_DIALS     4
#define DISPLAY_ROWS    2
#define DISPLAY_COLUMNS 24
#define RING_MODES      4       /* 0: silent */
#define DATA_SIZE       64      /* of the one data area, for downloading and uploading */
#define TEXT_SIZE       40      /* of a button, in characters with the NUL */

/* Buttons and their lamps; 0 to 11 are the keypad, as TAPI wants it. */
enum button
{
    BUTTON_KEYPAD,
    BUTTON_STAR = 10,
    BUTTON_NUMBER_SIGN,
    BUTTON_APPEARANCE,
    BUTTON_HOLD = BUTTON_APPEARANCE + APPEARANCES,
    BUTTON_TRANSFER,
    BUTTON_CONFERENCE,
    BUTTON_PARK,
    BUTTON_FORWARD,
    BUTTON_MESSAGE,
    BUTTON_DO_NOT_DISTURB,
    BUTTON_DROP,
    BUTTON_SPEED_DIAL,
    BUTTON_COUNT = BUTTON_SPEED_DIAL + SPEED_DIALS
};

enum hook_device { HOOK_HANDSET, HOOK_SPEAKER, HOOK_HEADSET, HOOK_DEVICES };

struct phone_button
{
    DWORD function;             /* PHONEBUTTONFUNCTION_ */
    DWORD state;                /* PHONEBUTTONSTATE_ */
    DWORD lamp;                 /* PHONELAMPMODE_ */
    DWORD shown;                /* what the set itself last wanted: a program's setting lasts until that changes */
    WCHAR text[TEXT_SIZE];
};

/* The set at a station, made when somebody uses it. Everything under exchange_lock(). */
struct phone
{
    struct phone       *next_gone;
    struct station     *station;
    DWORD               handle;         /* HDRVPHONE; 0: not open */
    HTAPIPHONE          htphone;
    PHONEEVENT          event;
    DWORD               version, ext_version;
    DWORD               states, button_modes, button_states;    /* what TAPI wants to hear */
    DWORD               hook[HOOK_DEVICES];                     /* PHONEHOOKSWITCHMODE_ */
    DWORD               volume[HOOK_DEVICES], gain[HOOK_DEVICES];
    BOOL                lifted_itself;  /* the loudspeaker is on because the line has a call, not because somebody switched it on */
    DWORD               ring_mode, ring_volume;
    DWORD               ringing;        /* ring mode that sounds now; 0: none */
    DWORD               appearances[APPEARANCES];               /* handles of calls */
    struct phone_button buttons[BUTTON_COUNT];
    WCHAR               display[DISPLAY_ROWS][DISPLAY_COLUMNS];
    BOOL                display_taken;  /* by a program, until the set has something to say */
    char                typed[NUMBER_SIZE];                     /* on the keypad */
    BYTE                data[DATA_SIZE];
};

/* ---- phone.c ---- */

struct phone *phone_need( struct station *station );        /* locked; NULL: no memory */

/*
 * As op_line() and op_end(): the completion is queued before what it causes. On success the lock is held until phone_end().
 */
struct phone_op
{
    DRV_REQUESTID request;
    const char   *function;
    struct event *reply;
};

LONG phone_begin( struct phone_op *op, const char *function, DRV_REQUESTID request, HDRVPHONE handle, struct phone **phone );
LONG phone_end( struct phone_op *op, LONG result );

/* ---- phone_set.c: what the set does by itself; all locked ---- */

/* Its buttons and levels as they come from the factory. */
void phone_init( struct phone *phone );
/* PHONE_STATE, if TAPI wants to hear it. */
void phone_state( struct phone *phone, DWORD state, DWORD param2 );
/* Lamps, display and loudspeaker follow the calls of the station. */
void phone_follow( struct phone *phone );
/* The display as it is now, with the time. */
void phone_display( struct phone *phone, WCHAR text[DISPLAY_ROWS][DISPLAY_COLUMNS] );
/* Somebody, or a program, moves a hookswitch: a call is answered, begun or dropped when it is the first, or the last. Returns 0 or a PHONEERR_. */
LONG phone_set_hook( struct phone *phone, DWORD devices, DWORD mode );
/* Somebody presses or releases a button: PHONE_BUTTON, and what the button does. Returns 0 or a LINEERR_ of what it tried. */
LONG phone_press( struct phone *phone, DWORD button, BOOL down );
DWORD phone_button_mode( DWORD button );                    /* PHONEBUTTONMODE_ */
DWORD phone_button_function( DWORD button );                /* as it comes from the factory */

extern const DWORD phone_hook_devices[HOOK_DEVICES];        /* PHONEHOOKSWITCHDEV_ */
extern const DWORD phone_hook_states[HOOK_DEVICES];         /* PHONESTATE_xxxHOOKSWITCH */

#endif
