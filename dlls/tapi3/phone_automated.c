/*
 * Phones that work by themselves: ITAutomatedPhoneControl.
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

#include <stdlib.h>

#include "phone.h"

#include <mmsystem.h>

#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

static struct phone *phone_of( ITAutomatedPhoneControl *iface )
{
    return object_of( iface );
}

HRESULT phone_owned( struct phone *phone, HPHONE *handle )
{
    HRESULT hr = S_OK;

    if (phone->session->closed) return TAPI_E_NOT_INITIALIZED;
    EnterCriticalSection( &phone->cs );
    if (!(*handle = phone->handle)) hr = TAPI_E_PHONENOTOPEN;
    else if (phone->privilege != PP_OWNER) hr = TAPI_E_INVALPRIVILEGE;
    LeaveCriticalSection( &phone->cs );
    return hr;
}

static ULONGLONG time_after( LONG duration )
{
    return duration ? GetTickCount64() + duration : 0;
}

/* ---- tones ---- */

/* With handling_cs */
static void silence( struct phone *phone )
{
    tone_stop( phone->playing );
    phone->playing = NULL;
    phone->tone = PT_SILENCE;
    phone->tone_end = 0;
}

HRESULT phone_start_tone( struct phone *phone, PHONE_TONE tone, LONG duration )
{
    DWORD device;
    HRESULT hr;

    if (!phone_wave_device( phone, L"wave/out", &device ))
    {
        WARN( "phone %lu has no sound device to play tone %u on; \"winetapi status\" says whether the sound server gives it one\n", phone->device, tone );
        return TAPI_E_NOTSUPPORTED;
    }
    EnterCriticalSection( &phone->handling_cs );
    silence( phone );
    if (SUCCEEDED(hr = tone_start( device, tone, &phone->playing )))
    {
        phone->tone = tone;
        phone->tone_end = time_after( duration );
    }
    LeaveCriticalSection( &phone->handling_cs );
    return hr;
}

void phone_stop_tone( struct phone *phone )
{
    EnterCriticalSection( &phone->handling_cs );
    silence( phone );
    phone->key_playing = FALSE;
    LeaveCriticalSection( &phone->handling_cs );
}

static HRESULT WINAPI automated_StartTone( ITAutomatedPhoneControl *iface, PHONE_TONE tone, LONG duration )
{
    struct phone *phone = phone_of( iface );
    HPHONE handle;
    HRESULT hr;

    if ((ULONG)tone > PT_SILENCE || duration < 0) return E_INVALIDARG;
    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    phone_stop_tone( phone );
    if (tone == PT_SILENCE) return S_OK;
    if (FAILED(hr = phone_start_tone( phone, tone, duration )) || !duration) return hr;
    if (FAILED(hr = handling_start( phone->session ))) phone_stop_tone( phone );
    else handling_post( phone, HANDLING_WAKE, NULL, 0, 0 );
    return hr;
}

static HRESULT WINAPI automated_StopTone( ITAutomatedPhoneControl *iface )
{
    struct phone *phone = phone_of( iface );
    HPHONE handle;
    HRESULT hr = phone_owned( phone, &handle );

    if (SUCCEEDED(hr)) phone_stop_tone( phone );
    return hr;
}

static HRESULT WINAPI automated_get_Tone( ITAutomatedPhoneControl *iface, PHONE_TONE *out )
{
    struct phone *phone = phone_of( iface );
    HPHONE handle;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = PT_SILENCE;
    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    EnterCriticalSection( &phone->handling_cs );
    *out = phone->tone;
    LeaveCriticalSection( &phone->handling_cs );
    return S_OK;
}

/* ---- ringer ---- */

HRESULT phone_start_ringer( struct phone *phone, LONG mode, LONG duration )
{
    struct tone *sound = NULL;
    DWORD old, volume;
    HPHONE handle;
    HRESULT hr;

    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    if (phone->caps->dwNumRingModes)
    {
        /* mode 0 of a phone is silence, and here the usual one */
        if (SUCCEEDED(hr = hresult_from_phone( phoneGetRing( handle, &old, &volume ))))
            hr = phone_run( phone, phoneSetRing( handle, mode ? mode : 1, volume ? volume : 0xffff ));
    }
    else hr = mode ? TAPI_E_NOTSUPPORTED : tone_start( WAVE_MAPPER, TONE_RING, &sound );
    if (FAILED(hr)) return hr;
    EnterCriticalSection( &phone->handling_cs );
    tone_stop( phone->ring_sound );
    phone->ring_sound = sound;
    phone->ringing = TRUE;
    phone->ring_end = time_after( duration );
    LeaveCriticalSection( &phone->handling_cs );
    return S_OK;
}

HRESULT phone_stop_ringer( struct phone *phone )
{
    struct tone *sound;
    DWORD old, volume;
    HPHONE handle;
    HRESULT hr;
    BOOL ringing;

    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    EnterCriticalSection( &phone->handling_cs );
    ringing = phone->ringing;
    sound = phone->ring_sound;
    phone->ringing = FALSE;
    phone->ring_sound = NULL;
    phone->ring_end = 0;
    LeaveCriticalSection( &phone->handling_cs );
    tone_stop( sound );
    if (!ringing || !phone->caps->dwNumRingModes) return S_OK;
    if (FAILED(hr = hresult_from_phone( phoneGetRing( handle, &old, &volume )))) return hr;
    return phone_run( phone, phoneSetRing( handle, 0, volume ));
}

static HRESULT WINAPI automated_StartRinger( ITAutomatedPhoneControl *iface, LONG mode, LONG duration )
{
    struct phone *phone = phone_of( iface );
    HRESULT hr;

    if (mode < 0 || duration < 0) return E_INVALIDARG;
    if (FAILED(hr = phone_start_ringer( phone, mode, duration )) || !duration) return hr;
    if (FAILED(hr = handling_start( phone->session ))) phone_stop_ringer( phone );
    else handling_post( phone, HANDLING_WAKE, NULL, 0, 0 );
    return hr;
}

static HRESULT WINAPI automated_StopRinger( ITAutomatedPhoneControl *iface )
{
    return phone_stop_ringer( phone_of( iface ));
}

static HRESULT WINAPI automated_get_Ringer( ITAutomatedPhoneControl *iface, VARIANT_BOOL *out )
{
    struct phone *phone = phone_of( iface );
    HPHONE handle;
    HRESULT hr;

    if (!out) return E_POINTER;
    *out = VARIANT_FALSE;
    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    EnterCriticalSection( &phone->handling_cs );
    *out = phone->ringing ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection( &phone->handling_cs );
    return S_OK;
}

/* ---- settings ---- */

static HRESULT WINAPI automated_put_PhoneHandlingEnabled( ITAutomatedPhoneControl *iface, VARIANT_BOOL enabled )
{
    struct phone *phone = phone_of( iface );
    HPHONE handle;
    HRESULT hr;

    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    if (enabled && (FAILED(hr = handling_start( phone->session )) || FAILED(hr = phone_read_hooks( phone )))) return hr;
    EnterCriticalSection( &phone->handling_cs );
    phone->set.enabled = enabled != VARIANT_FALSE;
    phone->number[0] = 0;
    phone->number_end = phone->volume_next = 0;
    LeaveCriticalSection( &phone->handling_cs );
    return S_OK;
}

static HRESULT get_flag( const BOOL *flag, VARIANT_BOOL *out )
{
    if (!out) return E_POINTER;
    *out = *flag ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

static HRESULT get_number( const LONG *number, LONG *out )
{
    if (!out) return E_POINTER;
    *out = *number;
    return S_OK;
}

static HRESULT put_number( LONG *number, LONG value )
{
    if (value < 0) return E_INVALIDARG;
    *number = value;
    return S_OK;
}

#define GET_FLAG( name, field ) \
    static HRESULT WINAPI automated_get_##name( ITAutomatedPhoneControl *iface, VARIANT_BOOL *out ) \
        { return get_flag( &phone_of( iface )->set.field, out ); }
#define FLAG( name, field ) GET_FLAG( name, field ) \
    static HRESULT WINAPI automated_put_##name( ITAutomatedPhoneControl *iface, VARIANT_BOOL value ) \
    { \
        phone_of( iface )->set.field = value != VARIANT_FALSE; \
        return S_OK; \
    }
#define NUMBER( name, field ) \
    static HRESULT WINAPI automated_get_##name( ITAutomatedPhoneControl *iface, LONG *out ) \
        { return get_number( &phone_of( iface )->set.field, out ); } \
    static HRESULT WINAPI automated_put_##name( ITAutomatedPhoneControl *iface, LONG value ) \
        { return put_number( &phone_of( iface )->set.field, value ); }

GET_FLAG( PhoneHandlingEnabled, enabled )
NUMBER( AutoEndOfNumberTimeout, number_timeout )
FLAG( AutoDialtone, dialtone )
FLAG( AutoStopTonesOnOnHook, stop_tones )
FLAG( AutoStopRingOnOffHook, stop_ring )
FLAG( AutoKeypadTones, keypad_tones )
NUMBER( AutoKeypadTonesMinimumDuration, keypad_minimum )
FLAG( AutoVolumeControl, volume )
NUMBER( AutoVolumeControlStep, volume_step )
NUMBER( AutoVolumeControlRepeatDelay, volume_delay )
NUMBER( AutoVolumeControlRepeatPeriod, volume_period )

/* ---- calls ---- */

struct call *phone_selected( struct phone *phone )
{
    struct call *call;

    EnterCriticalSection( &phone->session->cs );
    call = phone->selected ? object_addref( phone->selected ) : NULL;
    LeaveCriticalSection( &phone->session->cs );
    return call;
}

/* NULL: whichever it is */
BOOL phone_unselect( struct phone *phone, struct call *call )
{
    struct call *selected = NULL;

    EnterCriticalSection( &phone->session->cs );
    if (phone->selected && (!call || phone->selected == call))
    {
        selected = phone->selected;
        phone->selected = NULL;
    }
    LeaveCriticalSection( &phone->session->cs );
    object_release( selected );
    return selected != NULL;
}

/* The phone's terminals on the call: all of them, or none. */
static HRESULT select_terminals( struct phone *phone, struct call *call )
{
    ITBasicCallControl2 *control = (ITBasicCallControl2 *)&call->control;
    IUnknown **list;
    ULONG count, done;
    HRESULT hr = phone_terminals( phone, (ITAddress *)&call->address->address, &list, &count );

    if (FAILED(hr)) return hr;
    for (done = 0; done < count && SUCCEEDED(hr); done++)
        if (FAILED(hr = ITBasicCallControl2_SelectTerminalOnCall( control, (ITTerminal *)list[done] )))
        {
            WARN( "terminal %lu of phone %lu cannot be selected on the call: %#lx\n", done, phone->device, hr );
            while (done) ITBasicCallControl2_UnselectTerminalOnCall( control, (ITTerminal *)list[--done] );
            break;
        }
    list_free( list, count );
    return hr;
}

static HRESULT WINAPI automated_SelectCall( ITAutomatedPhoneControl *iface, ITCallInfo *pointer, VARIANT_BOOL terminals )
{
    struct phone *phone = phone_of( iface );
    struct session *session = phone->session;
    struct call *call;
    HPHONE handle;
    HRESULT hr;

    if (!pointer) return E_POINTER;
    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    if (!(call = call_from_interface( (IUnknown *)pointer )) || call->session != session) return E_INVALIDARG;
    if (call->privilege != CP_OWNER) return TAPI_E_NOTOWNER;
    if (FAILED(hr = handling_start( session ))) return hr;
    EnterCriticalSection( &session->cs );
    if (phone->selected) hr = TAPI_E_INUSE;     /* one at a time, as documented */
    else phone->selected = object_addref( call );
    LeaveCriticalSection( &session->cs );
    if (SUCCEEDED(hr) && terminals && FAILED(hr = select_terminals( phone, call ))) phone_unselect( phone, call );
    if (FAILED(hr)) return hr;
    EnterCriticalSection( &phone->handling_cs );
    phone->number[0] = 0;               /* no number is gathered while a call is selected, and there is no dial tone */
    phone->number_end = 0;
    if (phone->tone == PT_NORMALDIALTONE || phone->tone == PT_EXTERNALDIALTONE) silence( phone );
    LeaveCriticalSection( &phone->handling_cs );
    handling_post( phone, HANDLING_CALL, call, call_get_state( call ), call->cause );
    return S_OK;
}

static HRESULT WINAPI automated_UnselectCall( ITAutomatedPhoneControl *iface, ITCallInfo *pointer )
{
    struct phone *phone = phone_of( iface );
    struct call *call;
    HPHONE handle;
    HRESULT hr;

    if (!pointer) return E_POINTER;
    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    if (!(call = call_from_interface( (IUnknown *)pointer ))) return E_INVALIDARG;
    return phone_unselect( phone, call ) ? S_OK : E_INVALIDARG;
}

static HRESULT give_calls( ITAutomatedPhoneControl *iface, VARIANT *variant, IEnumCall **enumerator )
{
    struct phone *phone = phone_of( iface );
    struct call *call;
    IUnknown *face;
    HPHONE handle;
    HRESULT hr;

    if (FAILED(hr = phone_owned( phone, &handle ))) return hr;
    call = phone_selected( phone );
    face = call ? (IUnknown *)&call->info : NULL;
    hr = variant ? collection_variant( ELEMENT_INTERFACE, &face, call != NULL, variant )
                 : enumerator_create( &IID_IEnumCall, ELEMENT_INTERFACE, &face, call != NULL, (void **)enumerator );
    object_release( call );
    return hr;
}

static HRESULT WINAPI automated_EnumerateSelectedCalls( ITAutomatedPhoneControl *iface, IEnumCall **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return give_calls( iface, NULL, out );
}

static HRESULT WINAPI automated_get_SelectedCalls( ITAutomatedPhoneControl *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return give_calls( iface, out, NULL );
}

void phone_automation_ends( struct phone *phone )
{
    struct tone *sound;

    EnterCriticalSection( &phone->handling_cs );
    silence( phone );
    sound = phone->ring_sound;
    phone->ring_sound = NULL;
    phone->set.enabled = phone->ringing = phone->key_playing = FALSE;
    phone->ring_end = phone->number_end = phone->key_end = phone->volume_next = 0;
    phone->number[0] = 0;
    LeaveCriticalSection( &phone->handling_cs );
    tone_stop( sound );
    phone_unselect( phone, NULL );
}

const ITAutomatedPhoneControlVtbl phone_automated_vtbl =
{
    FACE_DISPATCH,
    automated_StartTone, automated_StopTone, automated_get_Tone, automated_StartRinger, automated_StopRinger, automated_get_Ringer,
    automated_put_PhoneHandlingEnabled, automated_get_PhoneHandlingEnabled, automated_put_AutoEndOfNumberTimeout,
    automated_get_AutoEndOfNumberTimeout, automated_put_AutoDialtone, automated_get_AutoDialtone, automated_put_AutoStopTonesOnOnHook,
    automated_get_AutoStopTonesOnOnHook, automated_put_AutoStopRingOnOffHook, automated_get_AutoStopRingOnOffHook, automated_put_AutoKeypadTones,
    automated_get_AutoKeypadTones, automated_put_AutoKeypadTonesMinimumDuration, automated_get_AutoKeypadTonesMinimumDuration,
    automated_put_AutoVolumeControl, automated_get_AutoVolumeControl, automated_put_AutoVolumeControlStep, automated_get_AutoVolumeControlStep,
    automated_put_AutoVolumeControlRepeatDelay, automated_get_AutoVolumeControlRepeatDelay, automated_put_AutoVolumeControlRepeatPeriod,
    automated_get_AutoVolumeControlRepeatPeriod, automated_SelectCall, automated_UnselectCall, automated_EnumerateSelectedCalls,
    automated_get_SelectedCalls
};
