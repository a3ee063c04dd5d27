/*
 * What phones do by themselves: tones, ringing, answering and hanging up with the hookswitch, numbers from the keypad.
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

/*
 * All of it happens on one thread of the session, in the order in which messages come: the thread that takes messages must not wait for a call to be answered.
 * The rules are those of ITAutomatedPhoneControl::SelectCall() and of the properties; they hold while PhoneHandlingEnabled is set.
 */
struct handling_task
{
    struct handling_task *next;
    enum handling_kind kind;
    struct phone *phone;                /* held */
    struct call  *call;                 /* held, or NULL */
    DWORD first, second;
};

struct handling
{
    HANDLE ready;                       /* auto-reset */
    struct handling_task *first, **last;
};

static BOOL is_lifted( const struct phone *phone )
{
    unsigned int i;

    for (i = 0; i < HOOK_DEVICES; i++)
        if (phone->hooks[i] && phone->hooks[i] != PHONEHOOKSWITCHMODE_ONHOOK) return TRUE;
    return FALSE;
}

HRESULT phone_read_hooks( struct phone *phone )
{
    PHONESTATUS *status;
    HRESULT hr = phone_get_status( phone, &status );

    if (FAILED(hr)) return hr;
    EnterCriticalSection( &phone->handling_cs );
    phone->hooks[0] = status->dwHandsetHookSwitchMode;
    phone->hooks[1] = status->dwSpeakerHookSwitchMode;
    phone->hooks[2] = status->dwHeadsetHookSwitchMode;
    LeaveCriticalSection( &phone->handling_cs );
    free( status );
    return S_OK;
}

/* ---- calls ---- */

static void answer( struct phone *phone, struct call *call )
{
    HRESULT hr = ITBasicCallControl2_Answer( (ITBasicCallControl2 *)&call->control );

    if (SUCCEEDED(hr)) event_phone( phone, PE_ANSWER, NULL, call );
    else if (call_get_state( call ) != CS_CONNECTED) WARN( "phone %lu was lifted, but its call cannot be answered: %#lx\n", phone->device, hr );
}

static void call_changed( struct phone *phone, struct call *call, CALL_STATE state, CALL_STATE_EVENT_CAUSE cause )
{
    struct call *selected = phone_selected( phone );
    BOOL lifted = is_lifted( phone );

    object_release( selected );
    if (selected != call) return;       /* not any more */
    if (phone->set.enabled)
        switch (state)
        {
        case CS_OFFERING:
            if (lifted) answer( phone, call );
            else phone_start_ringer( phone, 0, 0 );
            break;
        case CS_INPROGRESS:
            if (lifted)
            {
                event_phone( phone, PE_DIALING, NULL, call );
                phone_start_tone( phone, PT_RINGBACK, 0 );
            }
            else phone_start_ringer( phone, 0, 0 );
            break;
        case CS_CONNECTED:
            phone_stop_tone( phone );
            if (!lifted) phone_start_ringer( phone, 0, 0 );
            break;
        case CS_DISCONNECTED:
            if (!lifted) phone_stop_ringer( phone );
            else if (cause == CEC_DISCONNECT_NORMAL) phone_stop_tone( phone );
            else phone_start_tone( phone, cause == CEC_DISCONNECT_BUSY ? PT_BUSY : PT_ERRORTONE, 0 );
            break;
        default:
            break;
        }
    if (state == CS_DISCONNECTED) phone_unselect( phone, call );
}

void phones_call_state( struct session *session, struct call *call, CALL_STATE state, CALL_STATE_EVENT_CAUSE cause )
{
    struct phone **found;
    ULONG count = 0, i;

    EnterCriticalSection( &session->cs );
    for (i = 0; i < session->phone_count; i++) count += session->phones[i]->selected == call;
    if (count && (found = malloc( count * sizeof(*found) )))
        for (i = count = 0; i < session->phone_count; i++)
        {
            if (session->phones[i]->selected == call) found[count++] = object_addref( session->phones[i] );
        }
    else found = NULL;
    LeaveCriticalSection( &session->cs );
    if (!found) return;
    for (i = 0; i < count; i++)
    {
        handling_post( found[i], HANDLING_CALL, call, state, cause );
        object_release( found[i] );
    }
    free( found );
}

/* ---- hookswitches ---- */

static void lifted( struct phone *phone )
{
    struct call *call = phone_selected( phone );
    BOOL ringing = phone->ringing;

    if (phone->set.stop_ring) phone_stop_ringer( phone );
    if (!call && phone->set.dialtone && !ringing) phone_start_tone( phone, PT_NORMALDIALTONE, 0 );
    if (call && call_get_state( call ) == CS_OFFERING) answer( phone, call );
    object_release( call );
}

static void hung_up( struct phone *phone )
{
    struct call *call = phone_selected( phone );

    EnterCriticalSection( &phone->handling_cs );
    phone->number[0] = 0;
    phone->number_end = 0;
    LeaveCriticalSection( &phone->handling_cs );
    if (phone->set.stop_tones) phone_stop_tone( phone );
    if (call && call_get_state( call ) != CS_DISCONNECTED)
    {
        HRESULT hr = ITBasicCallControl2_Disconnect( (ITBasicCallControl2 *)&call->control, DC_NORMAL );

        if (SUCCEEDED(hr)) event_phone( phone, PE_DISCONNECT, NULL, call );
        else WARN( "phone %lu was hung up, but its call cannot be ended: %#lx\n", phone->device, hr );
    }
    object_release( call );
}

static void hook_moved( struct phone *phone, DWORD device, DWORD mode )
{
    BOOL before, after, enabled;
    unsigned int i;

    EnterCriticalSection( &phone->handling_cs );
    before = is_lifted( phone );
    for (i = 0; i < HOOK_DEVICES; i++)
        if (device & 1u << i) phone->hooks[i] = mode;
    after = is_lifted( phone );
    enabled = phone->set.enabled;
    LeaveCriticalSection( &phone->handling_cs );
    if (!enabled || before == after) return;
    if (after) lifted( phone );
    else hung_up( phone );
}

/* ---- buttons ---- */

static void number_ends( struct phone *phone )
{
    WCHAR number[NUMBER_SIZE];

    EnterCriticalSection( &phone->handling_cs );
    lstrcpyW( number, phone->number );
    phone->number[0] = 0;
    phone->number_end = 0;
    LeaveCriticalSection( &phone->handling_cs );
    if (number[0]) event_phone( phone, PE_NUMBERGATHERED, number, NULL );
}

static void gather( struct phone *phone, WCHAR digit )
{
    struct call *call = phone_selected( phone );
    size_t length = lstrlenW( phone->number );

    object_release( call );
    if (call) return;
    if (digit == '#')
    {
        number_ends( phone );
        return;
    }
    EnterCriticalSection( &phone->handling_cs );
    if (length < NUMBER_SIZE - 1)
    {
        phone->number[length] = digit;
        phone->number[length + 1] = 0;
    }
    phone->number_end = phone->set.number_timeout ? GetTickCount64() + phone->set.number_timeout : 0;
    LeaveCriticalSection( &phone->handling_cs );
}

static void key_pressed( struct phone *phone, DWORD key )
{
    static const WCHAR digits[] = L"0123456789*#ABCD";
    PHONE_TONE before = phone->key_playing ? phone->tone_before : phone->tone;
    ULONGLONG before_end = phone->key_playing ? phone->tone_before_end : phone->tone_end;

    if (key >= ARRAYSIZE(digits) - 1 || !is_lifted( phone )) return;
    if (before == PT_NORMALDIALTONE || before == PT_EXTERNALDIALTONE)
    {
        before = PT_SILENCE;            /* it has been heard */
        phone_stop_tone( phone );
    }
    if (phone->set.keypad_tones && SUCCEEDED(phone_start_tone( phone, PT_KEYPADZERO + key, 0 )))
    {
        EnterCriticalSection( &phone->handling_cs );
        phone->key_playing = phone->key_down = TRUE;
        phone->key_end = GetTickCount64() + phone->set.keypad_minimum;
        phone->tone_before = before;
        phone->tone_before_end = before_end;
        LeaveCriticalSection( &phone->handling_cs );
    }
    gather( phone, digits[key] );
}

/* The tone of a key ends when the key is up and the least time is over; the tone that it interrupted goes on. */
static void key_ends( struct phone *phone )
{
    PHONE_TONE before;
    ULONGLONG end;

    EnterCriticalSection( &phone->handling_cs );
    before = phone->tone_before;
    end = phone->tone_before_end;
    phone->tone_before = PT_SILENCE;
    phone->key_end = 0;
    LeaveCriticalSection( &phone->handling_cs );
    phone_stop_tone( phone );
    if (before != PT_SILENCE && SUCCEEDED(phone_start_tone( phone, before, 0 ))) phone->tone_end = end;
}

/* The wave device of the phone, or, of one whose sound does not come from here, the phone's own. */
static void change_volume( struct phone *phone )
{
    const LONG step = phone->volume_direction * phone->set.volume_step;
    DWORD device, volume, hook = 0;
    HPHONE handle;
    unsigned int i;

    if (FAILED(phone_owned( phone, &handle ))) return;
    if (phone_wave_device( phone, L"wave/out", &device ) && !waveOutGetVolume( (HWAVEOUT)(ULONG_PTR)device, &volume ))
    {
        const LONG left = max( 0, min( 0xffff, (LONG)LOWORD( volume ) + step )), right = max( 0, min( 0xffff, (LONG)HIWORD( volume ) + step ));

        waveOutSetVolume( (HWAVEOUT)(ULONG_PTR)device, MAKELONG( left, right ));
        return;
    }
    for (i = 0; i < HOOK_DEVICES && !hook; i++)
        if (phone->hooks[i] && phone->hooks[i] != PHONEHOOKSWITCHMODE_ONHOOK) hook = 1u << i;
    if (!hook) hook = PHONEHOOKSWITCHDEV_HANDSET;
    if (!phoneGetVolume( handle, hook, &volume ))
        phone_run( phone, phoneSetVolume( handle, hook, max( 0, min( 0xffff, (LONG)volume + step ))));
}

static void button_moved( struct phone *phone, DWORD button, DWORD state )
{
    PHONEBUTTONINFO *info;
    DWORD mode, function;

    if (!phone->set.enabled) return;
    if (state == PHONEBUTTONSTATE_UP)
    {
        EnterCriticalSection( &phone->handling_cs );
        phone->key_down = FALSE;        /* the time of its tone may still have to run out */
        phone->volume_next = 0;
        LeaveCriticalSection( &phone->handling_cs );
        return;
    }
    if (state != PHONEBUTTONSTATE_DOWN || FAILED(phone_get_button( phone, button, &info ))) return;
    mode = info->dwButtonMode;
    function = info->dwButtonFunction;
    free( info );
    if (mode == PHONEBUTTONMODE_KEYPAD) key_pressed( phone, button );
    else if (function == PHONEBUTTONFUNCTION_SEND) number_ends( phone );
    else if (phone->set.volume && (function == PHONEBUTTONFUNCTION_VOLUMEUP || function == PHONEBUTTONFUNCTION_VOLUMEDOWN))
    {
        phone->volume_direction = function == PHONEBUTTONFUNCTION_VOLUMEUP ? 1 : -1;
        change_volume( phone );
        phone->volume_next = phone->set.volume_delay ? GetTickCount64() + phone->set.volume_delay : 0;
    }
}

/* ---- the thread ---- */

static void earlier( ULONGLONG *next, ULONGLONG time )
{
    if (time && (!*next || time < *next)) *next = time;
}

/* What is due at a phone; next becomes the time of what comes then. */
static void tick( struct phone *phone, ULONGLONG *next )
{
    const ULONGLONG now = GetTickCount64();

    if (phone->tone_end && phone->tone_end <= now && !phone->key_playing) phone_stop_tone( phone );
    if (phone->ring_end && phone->ring_end <= now) phone_stop_ringer( phone );
    if (phone->number_end && phone->number_end <= now) number_ends( phone );
    if (phone->key_playing && !phone->key_down && phone->key_end && phone->key_end <= now) key_ends( phone );
    if (phone->volume_next && phone->volume_next <= now)
    {
        change_volume( phone );
        phone->volume_next = phone->set.volume_period ? now + phone->set.volume_period : 0;
    }
    if (!phone->key_playing) earlier( next, phone->tone_end );
    else if (!phone->key_down) earlier( next, phone->key_end );
    earlier( next, phone->ring_end );
    earlier( next, phone->number_end );
    earlier( next, phone->volume_next );
}

static DWORD tick_all( struct session *session )
{
    ULONGLONG next = 0, now;
    IUnknown **list;
    ULONG count;

    if (FAILED(session_phones( session, &list, &count ))) return 1000;
    while (count--)
    {
        tick( object_of( list[count] ), &next );
        IUnknown_Release( list[count] );
    }
    free( list );
    if (!next) return INFINITE;
    now = GetTickCount64();
    return next <= now ? 0 : min( next - now, 60000 );
}

static void run_task( const struct handling_task *task )
{
    switch (task->kind)
    {
    case HANDLING_WAKE:   break;
    case HANDLING_HOOK:   hook_moved( task->phone, task->first, task->second ); break;
    case HANDLING_BUTTON: button_moved( task->phone, task->first, task->second ); break;
    case HANDLING_CALL:   call_changed( task->phone, task->call, task->first, task->second ); break;
    case HANDLING_CLOSED: phone_automation_ends( task->phone ); break;
    }
}

static DWORD CALLBACK handling_thread( void *arg )
{
    struct session *session = arg;
    struct handling *handling = session->handling;
    DWORD timeout;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    for (;;)
    {
        struct handling_task *task;
        BOOL stop;

        EnterCriticalSection( &session->cs );
        if ((task = handling->first) && !(handling->first = task->next)) handling->last = &handling->first;
        stop = session->closed;
        LeaveCriticalSection( &session->cs );
        if (task)
        {
            if (!stop) run_task( task );
            object_release( task->call );
            object_release( task->phone );
            free( task );
            continue;
        }
        if (stop) break;
        if ((timeout = tick_all( session ))) WaitForSingleObject( handling->ready, timeout );
    }
    session_release( session );
    CoUninitialize();
    return 0;
}

HRESULT handling_start( struct session *session )
{
    struct handling *handling;
    HRESULT hr = S_OK;
    HANDLE thread;

    if (session->handling) return S_OK;
    if (!(handling = calloc( 1, sizeof(*handling) )) || !(handling->ready = CreateEventW( NULL, FALSE, FALSE, NULL )))
    {
        free( handling );
        return E_OUTOFMEMORY;
    }
    handling->last = &handling->first;
    EnterCriticalSection( &session->cs );
    if (session->closed) hr = TAPI_E_NOT_INITIALIZED;
    else if (!session->handling)
    {
        session->handling = handling;
        handling = NULL;
    }
    LeaveCriticalSection( &session->cs );
    if (handling)
    {
        CloseHandle( handling->ready ); /* another thread was faster */
        free( handling );
        return hr;
    }
    session_addref( session );
    if (!(thread = CreateThread( NULL, 0, handling_thread, session, 0, NULL )))
    {
        session_release( session );
        return E_OUTOFMEMORY;
    }
    CloseHandle( thread );
    return S_OK;
}

void handling_stop( struct session *session )
{
    if (session->handling) SetEvent( session->handling->ready );
}

void handling_release( struct session *session )
{
    if (!session->handling) return;
    CloseHandle( session->handling->ready );
    free( session->handling );
}

void handling_post( struct phone *phone, enum handling_kind kind, struct call *call, DWORD first, DWORD second )
{
    struct session *session = phone->session;
    struct handling_task *task;
    BOOL posted;

    if (!session->handling) return;
    if (!(task = malloc( sizeof(*task) )))
    {
        ERR( "no memory to look after phone %lu\n", phone->device );
        return;
    }
    *task = (struct handling_task){ NULL, kind, object_addref( phone ), call ? object_addref( call ) : NULL, first, second };
    EnterCriticalSection( &session->cs );
    if ((posted = !session->closed))
    {
        *session->handling->last = task;
        session->handling->last = &task->next;
        SetEvent( session->handling->ready );
    }
    LeaveCriticalSection( &session->cs );
    if (posted) return;
    object_release( call );
    object_release( phone );
    free( task );
}
