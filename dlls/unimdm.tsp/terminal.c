/*
 * Unimodem: terminal windows before and after dialling.
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
 * The window runs in the application (ui_terminal.c). What comes through the port goes to it, and what is typed there goes to the port: by a thread here,
 * which reads and writes through a handle of its own. Before dialling the engine has given up the port for that time (pass-through), afterwards the
 * call is connected for the engine, but TAPI is not told before the user goes on. One dialog serves both, hidden between. Who wants to go on, or hang up,
 * waits for the thread: two readers of a port would take each other's bytes.
 */

#include <stdlib.h>
#include <string.h>

#include "call.h"

DEBUG_CHANNEL( unimdm );

enum next_step { NEXT_NOTHING, NEXT_GO_ON, NEXT_CANCEL };

struct terminal_reader
{
    struct modem  *modem;               /* a reference */
    struct call   *call;                /* another */
    HANDLE         port, stop, typed_event;
    DWORD          window;              /* TERMINAL_PRE or TERMINAL_POST */
    /* with the modem locked */
    enum next_step next;
    BOOL           hangup;              /* port_hangup_now() waits */
    BYTE           typed[4096];
    DWORD          typed_count;
};

static void go_on( struct call *call, DWORD window );
static void cancel( struct call *call, DWORD window );

static void free_reader( struct terminal_reader *reader )
{
    if (reader->port) CloseHandle( reader->port );
    if (reader->stop) CloseHandle( reader->stop );
    if (reader->typed_event) CloseHandle( reader->typed_event );
    call_release( reader->call );
    modem_release( reader->modem );
    free( reader );
}

static void show_bytes( struct terminal_reader *reader, const BYTE *bytes, DWORD count )
{
    struct terminal_data data = { .size = sizeof(data), .kind = TERMINAL_BYTES, .count = count };

    memcpy( data.bytes, bytes, count );
    modem_lock( reader->modem );
    if (reader->call->terminal.dialog) notify_dialog_data( reader->modem, reader->call->terminal.dialog, &data, sizeof(data) );
    modem_unlock( reader->modem );
}

/* Bytes done; 0: the thread is to stop, or the port is lost. */
static DWORD finish_transfer( struct terminal_reader *reader, OVERLAPPED *overlapped, BOOL started )
{
    HANDLE handles[2] = { overlapped->hEvent, reader->stop };
    DWORD done = 0;

    if (!started && GetLastError() != ERROR_IO_PENDING) return 0;
    if (WaitForMultipleObjects( 2, handles, FALSE, INFINITE ) != WAIT_OBJECT_0) CancelIo( reader->port );
    return GetOverlappedResult( reader->port, overlapped, &done, TRUE ) ? done : 0;
}

static BOOL write_typed( struct terminal_reader *reader, HANDLE event )
{
    OVERLAPPED overlapped = { .hEvent = event };
    BYTE bytes[sizeof(reader->typed)];
    DWORD count, pos, done;

    modem_lock( reader->modem );
    count = reader->typed_count;
    memcpy( bytes, reader->typed, count );
    reader->typed_count = 0;
    modem_unlock( reader->modem );
    for (pos = 0; pos < count; pos += done)
        if (!(done = finish_transfer( reader, &overlapped, WriteFile( reader->port, bytes + pos, count - pos, NULL, &overlapped )))) return FALSE;
    return TRUE;
}

/* One byte has come: the others that are there already. */
static BOOL read_rest( struct terminal_reader *reader, HANDLE event, BYTE first )
{
    OVERLAPPED overlapped = { .hEvent = event };
    BYTE bytes[TERMINAL_CHUNK] = { first };
    DWORD errors, more, count = 1;
    COMSTAT status;

    if (ClearCommError( reader->port, &errors, &status ) && (more = min( status.cbInQue, sizeof(bytes) - 1 )))
        count += finish_transfer( reader, &overlapped, ReadFile( reader->port, bytes + 1, more, NULL, &overlapped ));
    show_bytes( reader, bytes, count );
    return TRUE;
}

static void transfer( struct terminal_reader *reader )
{
    HANDLE read_event = CreateEventW( NULL, TRUE, FALSE, NULL ), other_event = CreateEventW( NULL, TRUE, FALSE, NULL );
    OVERLAPPED overlapped = { .hEvent = read_event };
    HANDLE handles[3] = { reader->stop, read_event, reader->typed_event };
    BOOL reading = FALSE, going = read_event && other_event;
    DWORD done;
    BYTE byte;

    while (going)
    {
        if (!reading)
        {
            if (!ReadFile( reader->port, &byte, 1, NULL, &overlapped ) && GetLastError() != ERROR_IO_PENDING) break;
            reading = TRUE;
        }
        switch (WaitForMultipleObjects( 3, handles, FALSE, INFINITE ))
        {
        case WAIT_OBJECT_0 + 1:
            reading = FALSE;
            going = GetOverlappedResult( reader->port, &overlapped, &done, TRUE ) && done && read_rest( reader, other_event, byte );
            break;
        case WAIT_OBJECT_0 + 2:
            going = write_typed( reader, other_event );
            break;
        default:
            going = FALSE;
            break;
        }
    }
    if (reading)
    {
        CancelIo( reader->port );
        if (GetOverlappedResult( reader->port, &overlapped, &done, TRUE ) && done) show_bytes( reader, &byte, 1 );
    }
    if (read_event) CloseHandle( read_event );
    if (other_event) CloseHandle( other_event );
}

static DWORD WINAPI terminal_thread( void *arg )
{
    struct terminal_reader *reader = arg;
    struct modem *modem = reader->modem;
    struct call *call = reader->call;
    HMODULE module;

    transfer( reader );
    CloseHandle( reader->port );
    reader->port = NULL;
    modem_lock( modem );
    if (modem->terminal == reader) modem->terminal = NULL;
    if (reader->hangup) port_hangup_now( modem );
    else if (modem->call == call && !call->closed && !modem->hangup_request && call->state != LINECALLSTATE_DISCONNECTED)
    {
        if (reader->next == NEXT_GO_ON) go_on( call, reader->window );
        else if (reader->next == NEXT_CANCEL) cancel( call, reader->window );
    }
    modem_unlock( modem );
    free_reader( reader );
    GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, (const WCHAR *)terminal_thread, &module );
    FreeLibraryAndExitThread( module, 0 );
    return 0;
}

static BOOL start_reader( struct call *call, DWORD window )
{
    struct terminal_reader *reader = calloc( 1, sizeof(*reader) );
    struct modem *modem = call->modem;
    HMODULE module = NULL;
    HANDLE thread;

    if (!reader) return FALSE;
    InterlockedIncrement( &modem->refs );
    InterlockedIncrement( &call->refs );
    reader->modem = modem;
    reader->call = call;
    reader->window = window;
    reader->stop = CreateEventW( NULL, TRUE, FALSE, NULL );
    reader->typed_event = CreateEventW( NULL, FALSE, FALSE, NULL );
    call_reset_comm( modem );
    if (reader->stop && reader->typed_event && modem->comm &&
        DuplicateHandle( GetCurrentProcess(), modem->comm, GetCurrentProcess(), &reader->port, 0, FALSE, DUPLICATE_SAME_ACCESS ) &&
        GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)terminal_thread, &module ))
    {
        modem->terminal = reader;
        if ((thread = CreateThread( NULL, 0, terminal_thread, reader, 0, NULL )))
        {
            CloseHandle( thread );
            return TRUE;
        }
        modem->terminal = NULL;
    }
    if (module) FreeLibrary( module );
    free_reader( reader );
    return FALSE;
}

static void stop_reader( struct modem *modem, enum next_step next )
{
    struct terminal_reader *reader = modem->terminal;

    if (!reader) return;
    reader->next = next;
    SetEvent( reader->stop );
}

BOOL terminal_defers_hangup( struct modem *modem )
{
    if (!modem->terminal) return FALSE;
    modem->terminal->hangup = TRUE;
    stop_reader( modem, NEXT_NOTHING );
    return TRUE;
}

/* ---- the course of a call ---- */

static void ask( struct call *call )
{
    struct manual_start start = { .size = sizeof(start), .kind = MANUAL_TERMINAL };

    call->terminal.asked = TRUE;
    wcscpy( start.modem, call->modem->info.name );
    wcscpy( start.number, call->called );
    notify_dialog( call, call->make_reply, &start, sizeof(start) );
}

/* It is open, and the port is ours. */
static void show( struct call *call, DWORD window )
{
    struct terminal_data data = { .size = sizeof(data), .kind = window == TERMINAL_PRE ? TERMINAL_SHOW_PRE : TERMINAL_SHOW_POST };
    struct terminal_call *terminal = &call->terminal;

    terminal->windows &= ~window;
    terminal->shown = window;
    modem_log( call->modem, "Terminal window %s dialing", window == TERMINAL_PRE ? "before" : "after" );
    notify_dialog_data( call->modem, terminal->dialog, &data, sizeof(data) );
    if (start_reader( call, window )) return;
    ERR( "line %s: no terminal window: error %lu; the call goes on without\n", debugstr_w( call->modem->info.name ), GetLastError() );
    go_on( call, window );
}

BOOL terminal_begin( struct call *call )
{
    DWORD windows = outgoing_config( call )->options & (TERMINAL_PRE | TERMINAL_POST);
    struct terminal_call *terminal = &call->terminal;
    int error;

    if (!windows || call->dial_part || call->bearer_mode == LINEBEARERMODE_PASSTHROUGH || call->dial_flags & (MODEM_DIAL_VOICE | MODEM_DIAL_AUTOMATED))
        return FALSE;
    terminal->windows = windows;
    if (!(windows & TERMINAL_PRE)) return FALSE;
    terminal->request = port_new_request();
    if ((error = port_command( call->modem, command_passthrough_on, terminal->request )))
    {
        ERR( "line %s: the modem does not give its port to a terminal window: error %d; the call goes on without\n",
             debugstr_w( call->modem->info.name ), error );
        terminal->windows = 0;
        return FALSE;
    }
    terminal->has_port = TRUE;
    ask( call );
    return TRUE;
}

void terminal_dialling( struct call *call )
{
    if (call->terminal.windows && !call->terminal.asked && call->make_reply) ask( call );
}

static void show_if_ready( struct call *call )
{
    struct terminal_call *terminal = &call->terminal;

    if (!terminal->told || terminal->shown) return;
    if (terminal->windows & TERMINAL_PRE)
    {
        if (!terminal->port_ready) return;
        if (terminal->dialog) show( call, TERMINAL_PRE );
        else
        {
            terminal->windows = 0;
            go_on( call, TERMINAL_PRE );
        }
    }
    else if (terminal->connected)
    {
        if (terminal->dialog && terminal->windows & TERMINAL_POST) show( call, TERMINAL_POST );
        else go_on( call, TERMINAL_POST );
    }
}

void terminal_told( struct call *call, HTAPIDIALOGINSTANCE dialog )
{
    struct terminal_call *terminal = &call->terminal;

    terminal->told = TRUE;
    terminal->dialog = dialog;
    if (call->closed || call->modem->call != call || call->state == LINECALLSTATE_DISCONNECTED)
    {
        terminal_end( call );
        return;
    }
    if (!dialog)
        ERR( "line %s: the application can show no terminal window, which the settings of this line ask for: the call goes on without\n",
             debugstr_w( call->modem->info.name ));
    else if (terminal->windows & TERMINAL_PRE)
    {
        call_made( call );
        call_set_state( call, LINECALLSTATE_DIALING, 0 );
    }
    show_if_ready( call );
}

static void fail( struct call *call, int error )
{
    ERR( "line %s: the modem takes no call: error %d\n", debugstr_w( call->modem->info.name ), error );
    terminal_end( call );
    if (call->make_reply)
    {
        call_not_made( call, lineerr_from_errno( error ));
        port_release( call->modem );
    }
    else call_ended_here( call, LINEDISCONNECTMODE_TEMPFAILURE );
}

/* The user is done with a window. */
static void go_on( struct call *call, DWORD window )
{
    struct terminal_call *terminal = &call->terminal;
    struct modem_event *event = terminal->event;
    int error;

    terminal->shown = 0;
    if (!terminal->windows) terminal_end( call );
    if (window == TERMINAL_PRE)
    {
        /* what was typed to the modem stays in force: it is not initialised anew */
        terminal->request = port_new_request();
        if ((error = port_command( call->modem, command_passthrough_keep, terminal->request ))) fail( call, error );
        return;
    }
    if (!event) return;
    terminal->event = NULL;
    terminal->connected = FALSE;
    call_connected( call, event );
    free( event );
}

static void cancel( struct call *call, DWORD window )
{
    TRACE( "call %#lx: the user does not want it\n", call->handle );
    call->terminal.shown = 0;
    call->terminal.has_port = FALSE;
    terminal_end( call );
    port_command( call->modem, window == TERMINAL_PRE ? command_passthrough_off : command_hangup, port_new_request() );
    call_ended_here( call, LINEDISCONNECTMODE_CANCELLED );
}

/* The port has been given up, or taken back. */
static void port_passed( struct call *call, int error )
{
    struct terminal_call *terminal = &call->terminal;

    terminal->request = 0;
    if (!terminal->port_ready && !error)
    {
        terminal->port_ready = TRUE;
        show_if_ready( call );
        return;
    }
    terminal->has_port = FALSE;
    if (error || (error = call_send_dial( call ))) fail( call, error );
}

BOOL terminal_event( struct call *call, const struct modem_event *event )
{
    struct terminal_call *terminal = &call->terminal;

    switch (event->type)
    {
    case MODEM_EVENT_PASSTHROUGH:
        return terminal->request != 0;
    case MODEM_EVENT_COMPLETED:
        if (!terminal->request || event->request != terminal->request) return FALSE;
        port_passed( call, event->error );
        return TRUE;
    case MODEM_EVENT_CONNECTED:
        if (!(terminal->windows & TERMINAL_POST) || terminal->connected || !(terminal->event = malloc( sizeof(*event) ))) return FALSE;
        *terminal->event = *event;
        terminal->connected = TRUE;
        show_if_ready( call );
        return TRUE;
    default:
        return FALSE;
    }
}

static void typed( struct call *call, const struct terminal_data *data, DWORD size )
{
    struct terminal_reader *reader = call->modem->terminal;

    if (size < sizeof(*data) || data->size != sizeof(*data) || data->kind != TERMINAL_BYTES || data->count > sizeof(data->bytes)) return;
    if (!reader || reader->call != call) return;
    if (data->count > sizeof(reader->typed) - reader->typed_count)
    {
        WARN( "line %s: the modem does not take what is typed\n", debugstr_w( call->modem->info.name ));
        return;
    }
    memcpy( reader->typed + reader->typed_count, data->bytes, data->count );
    reader->typed_count += data->count;
    SetEvent( reader->typed_event );
}

void terminal_answer( struct call *call, const struct manual_reply *reply, DWORD size )
{
    struct terminal_call *terminal = &call->terminal;

    if (!terminal->shown || call->modem->call != call || call->modem->hangup_request || call->state == LINECALLSTATE_DISCONNECTED) return;
    if (reply->answer == MANUAL_TYPED) typed( call, (const struct terminal_data *)reply, size );
    else
    {
        DWORD window = terminal->shown;

        /* the reader goes first, unless it went because the port says nothing any more */
        terminal->shown = 0;
        if (call->modem->terminal) stop_reader( call->modem, reply->answer == MANUAL_PROCEED ? NEXT_GO_ON : NEXT_CANCEL );
        else if (reply->answer == MANUAL_PROCEED) go_on( call, window );
        else cancel( call, window );
    }
}

void terminal_end( struct call *call )
{
    struct terminal_call *terminal = &call->terminal;
    struct manual_close data = { .size = sizeof(data) };
    HTAPIDIALOGINSTANCE dialog = terminal->dialog;

    terminal->dialog = 0;
    terminal->windows = terminal->shown = 0;
    if (call->modem->terminal && call->modem->terminal->call == call) stop_reader( call->modem, NEXT_NOTHING );
    if (dialog) notify_dialog_data( call->modem, dialog, &data, sizeof(data) );
}

void terminal_closed( struct call *call )
{
    struct terminal_call *terminal = &call->terminal;

    if (!terminal->dialog) return;
    terminal->dialog = 0;
    terminal->windows = 0;
    if (terminal->shown) stop_reader( call->modem, NEXT_CANCEL );
    terminal->shown = 0;
}
