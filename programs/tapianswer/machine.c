/*
 * What the answering machine does with a call: greeting, message, and the menu for its owner.
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
 * A caller hears the greeting and a tone, and speaks until he hangs up, presses # or says nothing for a while. The owner presses * instead, then
 * the PIN and #. Two tones say that he may choose:
 *
 *   1  play the messages, a tone between them; any key stops
 *   2  delete the messages
 *   3  speak a new greeting, # at its end
 *   0  hang up
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tapianswer.h"

#define BEEP_HERTZ      1000
#define GOOD_HERTZ      1500
#define BAD_HERTZ       400
#define PIN_DIGITS      16
#define MENU_SECONDS    20
#define GREETING_FILE   L"greeting.wav"

enum step
{
    STEP_IDLE, STEP_RINGING, STEP_GREETING, STEP_BEEP, STEP_MESSAGE, STEP_PIN_PROMPT, STEP_PIN, STEP_MENU, STEP_PLAYBACK, STEP_NEW_BEEP,
    STEP_NEW_GREETING, STEP_GOODBYE, STEP_ENDING
};

static HCALL current;
static enum step step;
static DWORD since;                 /* tick of the last thing that was done */
static DWORD calls_done;
static UINT out_device, in_device;
static WCHAR pin[PIN_DIGITS + 1];
static struct sound playing;
static WCHAR (*messages)[MAX_PATH]; /* being played */
static DWORD message_count, message_next;

static void go( enum step next )
{
    step = next;
    since = GetTickCount();
}

static void check( const WCHAR *what, LONG error )
{
    if (error < 0) say( L"%ls failed: 0x%08lx", what, (unsigned long)error );
}

static void hang_up(void)
{
    play_stop();
    record_stop( NULL );
    go( STEP_ENDING );
    check( L"lineDrop", lineDrop( current, NULL, 0 ) );
}

static BOOL wave_device( const WCHAR *name, UINT *device )
{
    struct { VARSTRING header; DWORD data[8]; } id = { { .dwTotalSize = sizeof(id) } };
    LONG error = lineGetIDW( 0, 0, current, LINECALLSELECT_CALL, &id.header, name );

    if (error || id.header.dwStringSize < sizeof(DWORD))
    {
        say( L"the line has no %ls: 0x%08lx", name, (unsigned long)error );
        return FALSE;
    }
    memcpy( device, (BYTE *)&id + id.header.dwStringOffset, sizeof(*device) );
    return TRUE;
}

/* Plays what is in `playing`. */
static void play( enum step next )
{
    go( next );
    if (!play_start( out_device, &playing )) hang_up();
}

static void play_tone( DWORD hertz, DWORD ms, enum step next )
{
    play_stop();
    sound_free( &playing );
    if (sound_tone( &playing, hertz, ms )) play( next );
    else hang_up();
}

static void record( enum step next )
{
    play_stop();
    go( next );
    if (!record_start( in_device, options.max_seconds )) hang_up();
}

static void full_path( WCHAR *path, const WCHAR *name )
{
    _snwprintf( path, MAX_PATH, L"%ls\\%ls", options.folder, name );
    path[MAX_PATH - 1] = 0;
}

/* ---- messages ---- */

static void save_message(void)
{
    WCHAR path[MAX_PATH], name[32];
    struct sound sound;
    DWORD number = 1;

    record_poll();
    record_stop( &sound );
    do
    {
        _snwprintf( name, ARRAYSIZE(name), L"message-%04lu.wav", number++ );
        full_path( path, name );
    } while (GetFileAttributesW( path ) != INVALID_FILE_ATTRIBUTES);
    if (sound_save( path, &sound )) say( L"message %ls, %lu ms", name, sound.count / (SAMPLE_RATE / 1000) );
    sound_free( &sound );
}

static void save_greeting(void)
{
    WCHAR path[MAX_PATH];
    struct sound sound;

    record_poll();
    record_stop( &sound );
    full_path( path, GREETING_FILE );
    if (sound_save( path, &sound )) say( L"new greeting, %lu ms", sound.count / (SAMPLE_RATE / 1000) );
    sound_free( &sound );
}

static int compare_names( const void *a, const void *b )
{
    return wcscmp( a, b );
}

static void find_messages(void)
{
    WIN32_FIND_DATAW data;
    WCHAR path[MAX_PATH];
    HANDLE find;

    free( messages );
    messages = NULL;
    message_count = message_next = 0;
    full_path( path, L"message-*.wav" );
    if ((find = FindFirstFileW( path, &data )) == INVALID_HANDLE_VALUE) return;
    do
    {
        WCHAR (*more)[MAX_PATH] = realloc( messages, (message_count + 1) * sizeof(*messages) );

        if (!more) break;
        messages = more;
        full_path( messages[message_count++], data.cFileName );
    } while (FindNextFileW( find, &data ));
    FindClose( find );
    qsort( messages, message_count, sizeof(*messages), compare_names );
}

static void play_next_message(void)
{
    struct sound beep;

    play_stop();
    sound_free( &playing );
    while (message_next < message_count && !sound_load( messages[message_next], &playing )) message_next++;
    if (message_next++ >= message_count)
    {
        say( L"all messages are played" );
        play_tone( GOOD_HERTZ, 300, STEP_MENU );
        return;
    }
    /* a tone behind each */
    if (sound_tone( &beep, BEEP_HERTZ, 200 ))
    {
        short *both = realloc( playing.samples, (playing.count + beep.count) * 2 );

        if (both)
        {
            memcpy( both + playing.count, beep.samples, beep.count * 2 );
            playing.samples = both;
            playing.count += beep.count;
        }
        sound_free( &beep );
    }
    play( STEP_PLAYBACK );
}

static void delete_messages(void)
{
    DWORD i;

    find_messages();
    for (i = 0; i < message_count; i++) DeleteFileW( messages[i] );
    say( L"%lu messages are deleted", message_count );
    play_tone( GOOD_HERTZ, 300, STEP_MENU );
}

/* ---- steps of a call ---- */

static void greet(void)
{
    WCHAR path[MAX_PATH];
    const WCHAR *file = options.greeting;

    full_path( path, GREETING_FILE );
    if (GetFileAttributesW( path ) != INVALID_FILE_ATTRIBUTES) file = path;
    sound_free( &playing );
    if (file && !sound_load( file, &playing )) file = NULL;
    if (!file && !sound_tone( &playing, GOOD_HERTZ, 500 )) hang_up();
    else play( STEP_GREETING );
}

static void ask_pin(void)
{
    play_stop();
    record_stop( NULL );
    play_tone( GOOD_HERTZ, 150, STEP_PIN_PROMPT );
}

static void gather_pin(void)
{
    LONG error;

    play_stop();
    memset( pin, 0, sizeof(pin) );
    go( STEP_PIN );
    if (!(error = lineGatherDigitsW( current, LINEDIGITMODE_DTMF, pin, PIN_DIGITS, L"#", 10000, 5000 ))) return;
    check( L"lineGatherDigits", error );
    hang_up();
}

static void menu( WCHAR digit )
{
    switch (digit)
    {
    case '1':
        find_messages();
        say( L"%lu messages", message_count );
        play_next_message();
        break;
    case '2':
        delete_messages();
        break;
    case '3':
        play_tone( BEEP_HERTZ, 400, STEP_NEW_BEEP );
        break;
    case '0':
        play_tone( GOOD_HERTZ, 300, STEP_GOODBYE );
        break;
    default:
        play_tone( BAD_HERTZ, 300, STEP_MENU );
        break;
    }
}

void machine_offered( HCALL call )
{
    if (step != STEP_IDLE)
    {
        lineDeallocateCall( call );
        return;
    }
    current = call;
    go( STEP_RINGING );
    say( L"a call" );
}

void machine_ring( DWORD count )
{
    if (step != STEP_RINGING) return;
    say( L"ring %lu", count );
    if (count < options.rings) return;
    go( STEP_GREETING );
    check( L"lineAnswer", lineAnswer( current, NULL, 0 ) );
}

static void connected(void)
{
    say( L"connected" );
    check( L"lineMonitorDigits", lineMonitorDigits( current, LINEDIGITMODE_DTMF ) );
    check( L"lineMonitorMedia", lineMonitorMedia( current, LINEMEDIAMODE_G3FAX | LINEMEDIAMODE_DATAMODEM ) );
    if (wave_device( L"wave/out", &out_device ) && wave_device( L"wave/in", &in_device )) greet();
    else hang_up();
}

static void finished(void)
{
    play_stop();
    record_stop( NULL );
    lineDeallocateCall( current );
    current = 0;
    go( STEP_IDLE );
    calls_done++;
    say( L"idle" );
}

void machine_state( HCALL call, DWORD state, DWORD mode )
{
    if (call != current) return;
    switch (state)
    {
    case LINECALLSTATE_CONNECTED:
        if (step == STEP_GREETING) connected();
        break;
    case LINECALLSTATE_DISCONNECTED:
        say( L"the caller has hung up: mode 0x%lx", mode );
        if (step == STEP_MESSAGE) save_message();
        if (step != STEP_ENDING) hang_up();
        break;
    case LINECALLSTATE_IDLE:
        finished();
        break;
    }
}

void machine_digit( HCALL call, WCHAR digit )
{
    if (call != current) return;
    say( L"digit %lc", digit );
    switch (step)
    {
    case STEP_GREETING:
    case STEP_BEEP:
    case STEP_MESSAGE:
        if (digit == '*' && options.pin) ask_pin();
        else if (step == STEP_MESSAGE && digit == '#')
        {
            save_message();
            play_tone( GOOD_HERTZ, 300, STEP_GOODBYE );
        }
        break;
    case STEP_PLAYBACK:
        play_tone( GOOD_HERTZ, 300, STEP_MENU );
        break;
    case STEP_MENU:
        menu( digit );
        break;
    case STEP_NEW_GREETING:
        if (digit != '#') break;
        save_greeting();
        play_tone( GOOD_HERTZ, 300, STEP_MENU );
        break;
    default:
        break;
    }
}

void machine_gathered( HCALL call, DWORD reason )
{
    WCHAR *end;

    if (call != current || step != STEP_PIN) return;
    if ((end = wcschr( pin, '#' ))) *end = 0;
    if (reason == LINEGATHERTERM_TERMDIGIT && !wcscmp( pin, options.pin ))
    {
        say( L"the PIN is right" );
        play_tone( GOOD_HERTZ, 300, STEP_MENU );
    }
    else
    {
        say( L"the PIN is wrong, reason 0x%lx", reason );
        play_tone( BAD_HERTZ, 600, STEP_GOODBYE );
    }
}

/* A fax or a modem calls: that is for another program, if there is one. */
void machine_media( HCALL call, DWORD media_mode )
{
    LONG error;

    if (call != current || step == STEP_ENDING) return;
    say( L"the caller is of media mode 0x%lx", media_mode );
    if ((error = lineHandoffW( call, NULL, media_mode )))
    {
        say( L"nobody takes it: 0x%08lx", (unsigned long)error );
        return;
    }
    play_stop();
    record_stop( NULL );
    check( L"lineSetMediaMode", lineSetMediaMode( call, media_mode ) );
    say( L"handed off" );
    finished();
}

void machine_wave(void)
{
    record_poll();
    if (!play_is_done()) return;
    switch (step)
    {
    case STEP_GREETING:
        say( L"greeted" );
        play_tone( BEEP_HERTZ, 400, STEP_BEEP );
        break;
    case STEP_BEEP:
        record( STEP_MESSAGE );
        say( L"recording" );
        break;
    case STEP_PIN_PROMPT:
        gather_pin();
        break;
    case STEP_PLAYBACK:
        play_next_message();
        break;
    case STEP_NEW_BEEP:
        record( STEP_NEW_GREETING );
        say( L"recording a greeting" );
        break;
    case STEP_GOODBYE:
        hang_up();
        break;
    case STEP_MENU:
        play_stop();
        say( L"menu" );
        since = GetTickCount();
        break;
    default:
        break;
    }
}

DWORD machine_tick(void)
{
    if (step == STEP_MENU && !play_is_done() && GetTickCount() - since > MENU_SECONDS * 1000) hang_up();
    if (step != STEP_MESSAGE && step != STEP_NEW_GREETING) return step == STEP_IDLE ? INFINITE : 1000;
    if (record_ms() < options.max_seconds * 1000 && record_quiet_ms() < options.silence_seconds * 1000) return 500;
    say( L"the end: %lu ms, silence of %lu ms", record_ms(), record_quiet_ms() );
    if (step == STEP_MESSAGE)
    {
        save_message();
        play_tone( GOOD_HERTZ, 300, STEP_GOODBYE );
    }
    else
    {
        save_greeting();
        play_tone( GOOD_HERTZ, 300, STEP_MENU );
    }
    return 0;
}

BOOL machine_is_done(void)
{
    return options.calls && calls_done >= options.calls;
}
