/*
 * Phones: what their files share.
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

#ifndef TAPI3_PHONE_H
#define TAPI3_PHONE_H

#include "tapi3_private.h"

#define HOOK_DEVICES 3                  /* handset, speaker, headset: the bits of PHONE_HOOK_SWITCH_DEVICE */
#define NUMBER_SIZE  64                 /* of a number that is gathered */

/* What programs set with ITAutomatedPhoneControl; times in ms */
struct handling_settings
{
    BOOL enabled;
    BOOL dialtone, stop_tones, stop_ring, keypad_tones, volume;
    LONG number_timeout, keypad_minimum, volume_step, volume_delay, volume_period;
};

struct phone
{
    struct object    object;
    struct face      face;              /* ITPhone */
    struct face      automated;         /* ITAutomatedPhoneControl */
    struct session  *session;
    DWORD            device;
    DWORD            version;
    PHONECAPS       *caps;
    CRITICAL_SECTION cs;                /* handle and privilege */
    HPHONE           handle;            /* 0: not open */
    PHONE_PRIVILEGE  privilege;
    struct call     *selected;          /* held; under session->cs */

    /* What the phone does by itself. Under handling_cs, which the thread that takes messages never waits for: sound devices may be slow. */
    CRITICAL_SECTION handling_cs;
    struct handling_settings set;
    struct tone     *playing;           /* NULL: silence */
    PHONE_TONE       tone;
    struct tone     *ring_sound;        /* of a phone without ringer */
    BOOL             ringing;
    DWORD            hooks[HOOK_DEVICES];       /* PHONEHOOKSWITCHMODE_ */
    WCHAR            number[NUMBER_SIZE];
    BOOL             key_down, key_playing;
    PHONE_TONE       tone_before;       /* the key's */
    int              volume_direction;
    /* when something is to happen, GetTickCount64(); 0: never */
    ULONGLONG        tone_end, tone_before_end, ring_end, number_end, key_end, volume_next;
};

static inline HPHONE phone_handle( struct phone *phone )
{
    HPHONE handle;

    EnterCriticalSection( &phone->cs );
    handle = phone->handle;
    LeaveCriticalSection( &phone->cs );
    return handle;
}

/* phone.c */
HRESULT phone_run( struct phone *phone, LONG request );
/* Wave device of an open phone, "wave/in" or "wave/out" */
BOOL phone_wave_device( struct phone *phone, const WCHAR *class, DWORD *id );
HRESULT phone_terminals( struct phone *phone, ITAddress *address, IUnknown ***list, ULONG *count );
struct phone *phone_find_handle( struct session *session, HPHONE handle );
struct phone *phone_find_device( struct session *session, DWORD device, BOOL remove );
/* A phone for a device: one at the start, or a PHONE_CREATE */
HRESULT phone_add( struct session *session, DWORD device, struct phone **out );

/* phone_device.c */
HRESULT phone_get_button( struct phone *phone, LONG id, PHONEBUTTONINFO **out );        /* free() it */
HRESULT phone_get_status( struct phone *phone, PHONESTATUS **out );                     /* free() it */
HRESULT WINAPI phone_get_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE *out );
HRESULT WINAPI phone_put_ButtonMode( ITPhone *iface, LONG id, PHONE_BUTTON_MODE mode );
HRESULT WINAPI phone_get_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION *out );
HRESULT WINAPI phone_put_ButtonFunction( ITPhone *iface, LONG id, PHONE_BUTTON_FUNCTION function );
HRESULT WINAPI phone_get_ButtonText( ITPhone *iface, LONG id, BSTR *out );
HRESULT WINAPI phone_put_ButtonText( ITPhone *iface, LONG id, BSTR text );
HRESULT WINAPI phone_get_ButtonState( ITPhone *iface, LONG id, PHONE_BUTTON_STATE *out );
HRESULT WINAPI phone_get_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE *out );
HRESULT WINAPI phone_put_HookSwitchState( ITPhone *iface, PHONE_HOOK_SWITCH_DEVICE device, PHONE_HOOK_SWITCH_STATE state );
HRESULT WINAPI phone_put_RingMode( ITPhone *iface, LONG mode );
HRESULT WINAPI phone_get_RingMode( ITPhone *iface, LONG *out );
HRESULT WINAPI phone_put_RingVolume( ITPhone *iface, LONG volume );
HRESULT WINAPI phone_get_RingVolume( ITPhone *iface, LONG *out );
HRESULT WINAPI phone_get_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE *out );
HRESULT WINAPI phone_put_LampMode( ITPhone *iface, LONG id, PHONE_LAMP_MODE mode );
HRESULT WINAPI phone_get_Display( ITPhone *iface, BSTR *out );
HRESULT WINAPI phone_SetDisplay( ITPhone *iface, LONG row, LONG column, BSTR text );
HRESULT WINAPI phone_DeviceSpecific( ITPhone *iface, BYTE *params, DWORD size );
HRESULT WINAPI phone_DeviceSpecificVariant( ITPhone *iface, VARIANT bytes );
HRESULT WINAPI phone_NegotiateExtVersion( ITPhone *iface, LONG low, LONG high, LONG *out );

/* phone_events.c */
void event_phone( struct phone *phone, PHONE_EVENT event, const WCHAR *number, struct call *call );

/* phone_automated.c */
extern const ITAutomatedPhoneControlVtbl phone_automated_vtbl;
/* The handle of a phone that is open with the owner's privilege */
HRESULT phone_owned( struct phone *phone, HPHONE *handle );
HRESULT phone_start_tone( struct phone *phone, PHONE_TONE tone, LONG duration );
void phone_stop_tone( struct phone *phone );
HRESULT phone_start_ringer( struct phone *phone, LONG mode, LONG duration );
HRESULT phone_stop_ringer( struct phone *phone );
/* The call that is selected, referenced, or NULL */
struct call *phone_selected( struct phone *phone );
BOOL phone_unselect( struct phone *phone, struct call *call );
/* The phone has been closed. */
void phone_automation_ends( struct phone *phone );

/* phone_handling.c: the thread that lets phones do what they do by themselves */
enum handling_kind { HANDLING_WAKE, HANDLING_HOOK, HANDLING_BUTTON, HANDLING_CALL, HANDLING_CLOSED };
HRESULT handling_start( struct session *session );
void handling_post( struct phone *phone, enum handling_kind kind, struct call *call, DWORD first, DWORD second );
HRESULT phone_read_hooks( struct phone *phone );

/* phone_tone.c */
/* Start a tone, PHONE_TONE or TONE_RING, on a wave device; tone_stop() it. */
#define TONE_RING (PT_SILENCE + 1)
HRESULT tone_start( UINT device, unsigned int tone, struct tone **out );
void tone_stop( struct tone *tone );    /* NULL is allowed */

#endif
