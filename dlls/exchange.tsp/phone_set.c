/*
 * Phone devices of exchange.tsp: what a telephone set does by itself. Lamps, display and loudspeaker follow the calls; hookswitches and buttons work on them.
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
#include <wchar.h>

#include "phone.h"

DEBUG_CHANNEL( exchange );

#define NORMAL_LEVEL    0x8000          /* volume, gain: 0 to 0xffff */

const DWORD phone_hook_devices[HOOK_DEVICES] = { PHONEHOOKSWITCHDEV_HANDSET, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHDEV_HEADSET };
const DWORD phone_hook_states[HOOK_DEVICES] = { PHONESTATE_HANDSETHOOKSWITCH, PHONESTATE_SPEAKERHOOKSWITCH, PHONESTATE_HEADSETHOOKSWITCH };

/* From the button on; the last row that fits counts. */
static const struct { DWORD button, mode, function; } button_kinds[] =
{
    { BUTTON_KEYPAD, PHONEBUTTONMODE_KEYPAD, PHONEBUTTONFUNCTION_NONE },
    { BUTTON_APPEARANCE, PHONEBUTTONMODE_CALL, PHONEBUTTONFUNCTION_CALLAPP },
    { BUTTON_HOLD, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_HOLD },
    { BUTTON_TRANSFER, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_TRANSFER },
    { BUTTON_CONFERENCE, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_CONFERENCE },
    { BUTTON_PARK, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_PARK },
    { BUTTON_FORWARD, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_FORWARD },
    { BUTTON_MESSAGE, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_MSGINDICATOR },
    { BUTTON_DO_NOT_DISTURB, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_DONOTDISTURB },
    { BUTTON_DROP, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_DROP },
    { BUTTON_SPEED_DIAL, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_REPDIAL },
};

static DWORD button_kind( DWORD button )
{
    DWORD kind = ARRAYSIZE(button_kinds) - 1;

    while (button_kinds[kind].button > button) kind--;
    return kind;
}

DWORD phone_button_mode( DWORD button )
{
    return button_kinds[button_kind( button )].mode;
}

DWORD phone_button_function( DWORD button )
{
    return button_kinds[button_kind( button )].function;
}

void phone_init( struct phone *phone )
{
    DWORD i;

    for (i = 0; i < HOOK_DEVICES; i++)
    {
        phone->hook[i] = PHONEHOOKSWITCHMODE_ONHOOK;
        phone->volume[i] = phone->gain[i] = NORMAL_LEVEL;
    }
    phone->ring_mode = 1;
    phone->ring_volume = NORMAL_LEVEL;
    for (i = 0; i < BUTTON_COUNT; i++)
    {
        phone->buttons[i].function = phone_button_function( i );
        phone->buttons[i].state = PHONEBUTTONSTATE_UP;
        phone->buttons[i].lamp = phone->buttons[i].shown = i < BUTTON_APPEARANCE ? PHONELAMPMODE_DUMMY : PHONELAMPMODE_OFF;
    }
    phone_follow( phone );
}

void phone_state( struct phone *phone, DWORD state, DWORD param2 )
{
    if (phone->handle && phone->states & state) notify_phone( phone->station, phone->event, phone->htphone, PHONE_STATE, state, param2, 0 );
}

/* ---- the calls of the set ---- */

static struct call *appearance( const struct phone *phone, DWORD index )
{
    struct call *call = phone->appearances[index] ? exchange_call( exchange, phone->appearances[index] ) : NULL;

    return call && call->address && call->address->station == phone->station && !call_is_over( call ) ? call : NULL;
}

/* A call keeps its button as long as it lives. */
static void assign_appearances( struct phone *phone )
{
    struct call *call;
    DWORD i, address;

    for (i = 0; i < APPEARANCES; i++) if (!appearance( phone, i )) phone->appearances[i] = 0;
    for (address = 0; address < phone->station->address_count; address++)
    {
        for (call = phone->station->addresses[address].calls; call; call = call->next)
        {
            DWORD room = APPEARANCES;

            if (call_is_over( call )) continue;
            for (i = 0; i < APPEARANCES && phone->appearances[i] != call->handle; i++)
                if (!phone->appearances[i] && room == APPEARANCES) room = i;
            if (i == APPEARANCES && room < APPEARANCES) phone->appearances[room] = call->handle;
        }
    }
}

static struct call *call_in_states( const struct phone *phone, DWORD states )
{
    struct call *call;
    DWORD i;

    for (i = 0; i < APPEARANCES; i++) if ((call = appearance( phone, i )) && call->state & states) return call;
    return NULL;
}

static struct call *active_call( const struct phone *phone )
{
    return address_active( &phone->station->addresses[0] );
}

/* A call that somebody begins at the set: TAPI hears of it as of any other. It has dial tone. */
static struct call *begin_call( struct phone *phone )
{
    static const struct dialed nothing;
    struct call *call = call_create( &phone->station->addresses[0], false );

    if (!call) return NULL;
    call_announce( call );
    if (call_start( call, &nothing ))
    {
        call_abandon( call );
        return NULL;
    }
    /* so that TAPI is told when it opens the line */
    if (!phone->station->watched) call->told = false;
    phone->typed[0] = 0;
    return call;
}

/* ---- lamps, display, loudspeaker ---- */

static const struct { DWORD states, lamp; } lamp_of_state[] =
{
    { STATES_RINGING, PHONELAMPMODE_FLASH },
    { STATES_HELD | STATES_PENDING, PHONELAMPMODE_WINK },
    { LINECALLSTATE_CONFERENCED | STATES_ACTIVE, PHONELAMPMODE_STEADY },
};

static void show_lamp( struct phone *phone, DWORD button, DWORD lamp )
{
    struct phone_button *at = &phone->buttons[button];

    if (at->shown == lamp) return;
    at->shown = lamp;
    if (at->lamp == lamp) return;
    at->lamp = lamp;
    phone_state( phone, PHONESTATE_LAMP, button );
}

static void follow_lamps( struct phone *phone )
{
    const struct address *address = &phone->station->addresses[0];
    BOOL undisturbed = address->forward_count == 1 && !address->forwards[0].target[0];
    struct call *call;
    DWORD i, row, lamp;

    for (i = 0; i < APPEARANCES; i++)
    {
        lamp = PHONELAMPMODE_OFF;
        if ((call = appearance( phone, i )))
            for (row = 0; row < ARRAYSIZE(lamp_of_state); row++) if (call->state & lamp_of_state[row].states) lamp = lamp_of_state[row].lamp;
        show_lamp( phone, BUTTON_APPEARANCE + i, lamp );
    }
    show_lamp( phone, BUTTON_HOLD, call_in_states( phone, STATES_HELD ) ? PHONELAMPMODE_WINK : PHONELAMPMODE_OFF );
    show_lamp( phone, BUTTON_TRANSFER, call_in_states( phone, LINECALLSTATE_ONHOLDPENDTRANSFER ) ? PHONELAMPMODE_WINK : PHONELAMPMODE_OFF );
    show_lamp( phone, BUTTON_CONFERENCE, call_in_states( phone, LINECALLSTATE_ONHOLDPENDCONF ) ? PHONELAMPMODE_WINK :
               call_in_states( phone, LINECALLSTATE_CONFERENCED ) ? PHONELAMPMODE_STEADY : PHONELAMPMODE_OFF );
    show_lamp( phone, BUTTON_FORWARD, address->forward_count && !undisturbed ? PHONELAMPMODE_STEADY : PHONELAMPMODE_OFF );
    show_lamp( phone, BUTTON_DO_NOT_DISTURB, undisturbed ? PHONELAMPMODE_STEADY : PHONELAMPMODE_OFF );
    show_lamp( phone, BUTTON_MESSAGE, phone->station->status & LINEDEVSTATUSFLAGS_MSGWAIT ? PHONELAMPMODE_STEADY : PHONELAMPMODE_OFF );
}

static void put_row( WCHAR *row, const char *text )
{
    DWORD i;

    for (i = 0; i < DISPLAY_COLUMNS; i++) row[i] = *text ? (WCHAR)(unsigned char)*text++ : ' ';
}

static const struct { DWORD states; const char *text; } display_of_state[] =
{
    { STATES_RINGING, "From" },
    { LINECALLSTATE_CONNECTED, "With" },
    { LINECALLSTATE_CONFERENCED, "Conf" },
    { STATES_HELD | STATES_PENDING, "Held" },
    { LINECALLSTATE_DIALTONE, "Dial" },
    { LINECALLSTATE_DIALING | LINECALLSTATE_PROCEEDING, "Calling" },
    { LINECALLSTATE_RINGBACK, "Ringing" },
    { LINECALLSTATE_BUSY, "Busy" },
    { LINECALLSTATE_SPECIALINFO, "Cannot reach" },
};

/* The call that the display is about: the one that rings, else the one that talks, else a held one. */
static const struct call *display_call( const struct phone *phone )
{
    const struct call *call = call_in_states( phone, STATES_RINGING );

    if (!call) call = active_call( phone );
    return call ? call : call_in_states( phone, ~0u );
}

static void call_text( const struct call *call, char *text, size_t size )
{
    const struct party *party = call->inbound ? &call->caller : &call->called;
    const char *what = "Call";
    DWORD i;

    if (call->connected.flags & LINECALLPARTYID_ADDRESS) party = &call->connected;
    for (i = 0; i < ARRAYSIZE(display_of_state); i++) if (call->state & display_of_state[i].states) what = display_of_state[i].text;
    snprintf( text, size, "%s %s%s%s", what, party->number, party->number[0] && party->name[0] ? " " : "", party->name );
}

void phone_display( struct phone *phone, WCHAR text[DISPLAY_ROWS][DISPLAY_COLUMNS] )
{
    const struct call *call = display_call( phone );
    char row[80];
    SYSTEMTIME now;

    memcpy( text, phone->display, sizeof(phone->display) );
    if (phone->display_taken) return;
    GetLocalTime( &now );
    snprintf( row, sizeof(row), "%-10u %02u-%02u  %02u:%02u", phone->station->addresses[0].number, now.wMonth, now.wDay, now.wHour, now.wMinute );
    put_row( text[0], row );
    if (call) call_text( call, row, sizeof(row) );
    else if (phone->typed[0]) snprintf( row, sizeof(row), "%s", phone->typed );
    else if (phone->station->status & LINEDEVSTATUSFLAGS_MSGWAIT) snprintf( row, sizeof(row), "Message waiting" );
    else row[0] = 0;
    put_row( text[1], row );
}

/* What a program wrote stays until the set has something new to say itself. */
static void follow_display( struct phone *phone )
{
    WCHAR text[DISPLAY_ROWS][DISPLAY_COLUMNS], before[DISPLAY_COLUMNS];
    BOOL taken = phone->display_taken;

    memcpy( before, phone->display[1], sizeof(before) );
    phone->display_taken = FALSE;
    phone_display( phone, text );
    phone->display_taken = taken;
    if (taken && !display_call( phone )) return;
    if (!taken && !memcmp( before, text[1], sizeof(before) ))
    {
        memcpy( phone->display, text, sizeof(text) );
        return;
    }
    memcpy( phone->display, text, sizeof(text) );
    phone->display_taken = FALSE;
    phone_state( phone, PHONESTATE_DISPLAY, 0 );
}

static void move_hook( struct phone *phone, DWORD device, DWORD mode )
{
    if (phone->hook[device] == mode) return;
    phone->hook[device] = mode;
    phone_state( phone, phone_hook_states[device], mode );
}

static BOOL is_lifted( const struct phone *phone )
{
    DWORD i;

    for (i = 0; i < HOOK_DEVICES; i++) if (phone->hook[i] != PHONEHOOKSWITCHMODE_ONHOOK) return TRUE;
    return FALSE;
}

/* A call that a program makes or answers is talked through the loudspeaker, if nothing is off hook. */
static void follow_hook( struct phone *phone )
{
    BOOL talks = active_call( phone ) != NULL;

    if (talks && !is_lifted( phone ))
    {
        phone->lifted_itself = TRUE;
        move_hook( phone, HOOK_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER );
    }
    else if (!talks && phone->lifted_itself)
    {
        phone->lifted_itself = FALSE;
        move_hook( phone, HOOK_SPEAKER, PHONEHOOKSWITCHMODE_ONHOOK );
    }
}

void phone_follow( struct phone *phone )
{
    assign_appearances( phone );
    follow_lamps( phone );
    follow_display( phone );
    follow_hook( phone );
}

void phone_ring( struct station *station, DWORD ring_mode, DWORD count )
{
    struct phone *phone = station->phone;
    DWORD ringing = count ? ring_mode % RING_MODES : 0;

    if (!phone) return;
    if (!phone->ring_mode) ringing = 0;
    if (phone->ringing == ringing) return;
    phone->ringing = ringing;
    phone_state( phone, PHONESTATE_RINGMODE, ringing );
}

/* ---- hookswitches ---- */

/* The set is lifted: the call that rings is answered, or there is dial tone. */
static LONG line_lifted( struct phone *phone )
{
    struct call *ringing = call_in_states( phone, STATES_RINGING );

    if (ringing) return call_answer( ringing );
    if (active_call( phone )) return 0;
    return begin_call( phone ) ? 0 : LINEERR_NOMEM;
}

/* The last hookswitch is on hook: what talks ends, what is held waits. */
static LONG line_hung_up( struct phone *phone )
{
    struct call *call = active_call( phone );

    phone->typed[0] = 0;
    return call ? call_drop( call ) : 0;
}

LONG phone_set_hook( struct phone *phone, DWORD devices, DWORD mode )
{
    BOOL before = is_lifted( phone ), ringing = call_in_states( phone, STATES_RINGING ) != NULL, after;
    DWORD i;

    if (!devices || devices & ~(PHONEHOOKSWITCHDEV_HANDSET | PHONEHOOKSWITCHDEV_SPEAKER | PHONEHOOKSWITCHDEV_HEADSET))
        return PHONEERR_INVALHOOKSWITCHDEV;
    if (mode != PHONEHOOKSWITCHMODE_ONHOOK && mode != PHONEHOOKSWITCHMODE_MIC && mode != PHONEHOOKSWITCHMODE_SPEAKER &&
        mode != PHONEHOOKSWITCHMODE_MICSPEAKER) return PHONEERR_INVALHOOKSWITCHMODE;
    for (i = 0; i < HOOK_DEVICES; i++) if (devices & phone_hook_devices[i]) move_hook( phone, i, mode );
    phone->lifted_itself = FALSE;
    after = is_lifted( phone );
    if (after && (!before || ringing)) line_lifted( phone );
    else if (before && !after) line_hung_up( phone );
    phone_follow( phone );
    return 0;
}

/* ---- buttons ---- */

static struct call *need_active( const struct phone *phone, DWORD states )
{
    struct call *call = active_call( phone );

    return call && call->state & states ? call : NULL;
}

static LONG dial_number( struct phone *phone, const char *number )
{
    struct call *call = need_active( phone, LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING );
    struct dialed dialed = { .more = false };

    if (!call && active_call( phone )) return LINEERR_INVALCALLSTATE;
    if (!call && !(call = begin_call( phone ))) return LINEERR_NOMEM;
    snprintf( dialed.digits, sizeof(dialed.digits), "%s", number );
    phone->typed[0] = 0;
    return call_dial( call, &dialed );
}

static LONG press_key( struct phone *phone, DWORD button )
{
    char digit[2] = { "0123456789*#"[button], 0 };
    struct call *call = active_call( phone );
    size_t length = strlen( phone->typed );

    if (call && call->state & LINECALLSTATE_CONNECTED) return call_generate_digits( call, 0, LINEDIGITMODE_DTMF, digit, 0 );
    if (length >= sizeof(phone->typed) - 1) return LINEERR_INVALADDRESS;
    /* the number sign says that the number is complete; so does one that the exchange knows */
    if (digit[0] == '#' && length) return dial_number( phone, phone->typed );
    phone->typed[length] = digit[0];
    phone->typed[length + 1] = 0;
    if (call && call->wants_number && phone->typed[0] != '9' && number_known( exchange, phone->typed )) return dial_number( phone, phone->typed );
    if (!call) phone_follow( phone );
    return 0;
}

static LONG press_appearance( struct phone *phone, DWORD index )
{
    struct call *call = appearance( phone, index ), *active = active_call( phone );

    if (!call) return active ? (LONG)LINEERR_CALLUNAVAIL : phone_set_hook( phone, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER );
    if (call->state & STATES_RINGING) return call_answer( call );
    if (!(call->state & STATES_HELD)) return 0;
    return active ? call_swap( active, call ) : call_unhold( call );
}

static LONG press_hold( struct phone *phone )
{
    struct call *active = need_active( phone, LINECALLSTATE_CONNECTED ), *held;

    if (active) return call_hold( active );
    return (held = call_in_states( phone, STATES_HELD )) ? call_unhold( held ) : (LONG)LINEERR_INVALCALLSTATE;
}

/* Made by the set: TAPI is told of it before its first state. */
static struct call *new_consultation( struct phone *phone )
{
    struct call *consult = call_create( &phone->station->addresses[0], false );

    if (consult) call_announce( consult );
    phone->typed[0] = 0;
    return consult;
}

static LONG consultation_result( struct phone *phone, struct call *consult, LONG error )
{
    if (error) call_abandon( consult );
    else if (!phone->station->watched) consult->told = false;
    return error;
}

static LONG press_transfer( struct phone *phone )
{
    struct call *pending = call_in_states( phone, LINECALLSTATE_ONHOLDPENDTRANSFER ), *active = active_call( phone ), *consult;

    if (pending) return active ? call_complete_transfer( pending, active, NULL ) : (LONG)LINEERR_INVALCALLSTATE;
    if (!(active = need_active( phone, LINECALLSTATE_CONNECTED ))) return LINEERR_INVALCALLSTATE;
    if (!(consult = new_consultation( phone ))) return LINEERR_NOMEM;
    return consultation_result( phone, consult, call_setup_transfer( active, consult ) );
}

static LONG press_conference( struct phone *phone )
{
    struct call *pending = call_in_states( phone, LINECALLSTATE_ONHOLDPENDCONF ), *active = active_call( phone ), *conference, *consult;
    LONG error;

    if (pending) return active ? conference_add( pending, active ) : (LONG)LINEERR_INVALCALLSTATE;
    if (!(active = need_active( phone, LINECALLSTATE_CONNECTED ))) return LINEERR_INVALCALLSTATE;
    if (active->kind == KIND_CONFERENCE)
    {
        if (!(consult = new_consultation( phone ))) return LINEERR_NOMEM;
        return consultation_result( phone, consult, conference_prepare( active, consult ) );
    }
    if (!(conference = new_consultation( phone ))) return LINEERR_NOMEM;
    if (!(consult = new_consultation( phone )))
    {
        call_abandon( conference );
        return LINEERR_NOMEM;
    }
    if ((error = conference_setup( active, conference, consult ))) call_abandon( conference );
    return consultation_result( phone, consult, error );
}

static LONG press_park( struct phone *phone )
{
    struct call *call = need_active( phone, LINECALLSTATE_CONNECTED );
    char orbit[NUMBER_SIZE] = "";

    return call ? call_park( call, orbit ) : (LONG)LINEERR_INVALCALLSTATE;
}

/* Forwarding is switched off, or on to the number that was typed before. */
static LONG press_forward( struct phone *phone )
{
    struct address *address = &phone->station->addresses[0];
    struct forward forward = { .mode = LINEFORWARDMODE_UNCOND };

    if (!phone->typed[0]) return address_forward( address, NULL, 0, address->forward_rings );
    snprintf( forward.target, sizeof(forward.target), "%s", phone->typed );
    phone->typed[0] = 0;
    return address_forward( address, &forward, 1, address->forward_rings );
}

static LONG press_do_not_disturb( struct phone *phone )
{
    static const struct forward undisturbed = { .mode = LINEFORWARDMODE_UNCOND };
    struct address *address = &phone->station->addresses[0];
    BOOL on = address->forward_count == 1 && !address->forwards[0].target[0];

    return address_forward( address, on ? NULL : &undisturbed, on ? 0 : 1, address->forward_rings );
}

static LONG press_message( struct phone *phone )
{
    station_set_status( phone->station, LINEDEVSTATUSFLAGS_MSGWAIT, false );
    return 0;
}

static LONG press_drop( struct phone *phone )
{
    struct call *call = active_call( phone );

    return call ? call_drop( call ) : (LONG)LINEERR_INVALCALLSTATE;
}

/* The number is the button's text. */
static LONG press_speed_dial( struct phone *phone, DWORD button )
{
    struct dialed dialed;
    LONG error;

    if (!phone->buttons[button].text[0]) return LINEERR_INVALADDRESS;
    if ((error = number_parse( (const uint16_t *)phone->buttons[button].text, &dialed ))) return error;
    return dial_number( phone, dialed.digits );
}

static const struct { DWORD function; LONG (*press)( struct phone *phone ); } features[] =
{
    { PHONEBUTTONFUNCTION_HOLD, press_hold },
    { PHONEBUTTONFUNCTION_TRANSFER, press_transfer },
    { PHONEBUTTONFUNCTION_CONFERENCE, press_conference },
    { PHONEBUTTONFUNCTION_PARK, press_park },
    { PHONEBUTTONFUNCTION_FORWARD, press_forward },
    { PHONEBUTTONFUNCTION_DONOTDISTURB, press_do_not_disturb },
    { PHONEBUTTONFUNCTION_MSGINDICATOR, press_message },
    { PHONEBUTTONFUNCTION_DROP, press_drop },
};

/* A press of a button that a program gave another function does what that is. */
static LONG press_feature( struct phone *phone, DWORD button )
{
    DWORD i, function = phone->buttons[button].function;

    if (function == PHONEBUTTONFUNCTION_REPDIAL) return press_speed_dial( phone, button );
    for (i = 0; i < ARRAYSIZE(features); i++) if (features[i].function == function) return features[i].press( phone );
    return 0;
}

LONG phone_press( struct phone *phone, DWORD button, BOOL down )
{
    DWORD mode, state = down ? PHONEBUTTONSTATE_DOWN : PHONEBUTTONSTATE_UP;
    LONG error = 0;

    if (button >= BUTTON_COUNT) return LINEERR_INVALPARAM;
    mode = phone_button_mode( button );
    phone->buttons[button].state = state;
    if (phone->handle && phone->button_modes & mode && phone->button_states & state)
        notify_phone( phone->station, phone->event, phone->htphone, PHONE_BUTTON, button, mode, state );
    if (!down) return 0;
    if (button < BUTTON_APPEARANCE) error = press_key( phone, button );
    else if (button < BUTTON_HOLD) error = press_appearance( phone, button - BUTTON_APPEARANCE );
    else error = press_feature( phone, button );
    phone_follow( phone );
    if (error) TRACE( "%u: button %lu does nothing now: %#lx\n", phone->station->addresses[0].number, button, error );
    return error;
}
