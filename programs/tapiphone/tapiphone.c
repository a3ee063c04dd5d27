/*
 * tapiphone: a telephone that takes typed or scripted commands. A sample of TAPI 2.x: the ANSI functions, and messages through a callback.
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
 * tapiphone LINE [COMMAND]...
 *
 * LINE is the name of a line, or a part of it; without commands they are read from standard input, a line each:
 *
 *     dial NUMBER          wait STATE [SECONDS]      until the call has that state ("connected", "idle", ...)
 *     answer               digits TEXT [SECONDS]     until these digits have come from the other side
 *     hold, unhold         forward NUMBER | off      all calls of the line
 *     press DIGITS         auto                      answer every call from now on
 *     hangup               sleep SECONDS, quit
 *
 * What happens is printed as it happens. A command that fails says so; then the exit status is 1.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <tapi.h>

#define LOW_VERSION     0x00010004
#define HIGH_VERSION    0x00020002
#define WAIT_SECONDS    20
#define WM_COMMAND_LINE (WM_APP + 1)        /* lParam: a line of input, to be freed; 0: its end */

static HLINEAPP app;
static HLINE line;
static char line_name[128];
static HCALL call;
static DWORD call_state;            /* of that call; LINECALLSTATE_IDLE: there is none */
static BOOL automatic, failed, quitting;
static LONG pending;                /* request id that is waited for */
static LONG pending_result;
static char heard[256];             /* digits from the other side */

static const struct { DWORD state; const char *name; } states[] =
{
    { LINECALLSTATE_IDLE, "idle" },
    { LINECALLSTATE_OFFERING, "offering" },
    { LINECALLSTATE_ACCEPTED, "accepted" },
    { LINECALLSTATE_DIALTONE, "dialtone" },
    { LINECALLSTATE_DIALING, "dialing" },
    { LINECALLSTATE_RINGBACK, "ringback" },
    { LINECALLSTATE_BUSY, "busy" },
    { LINECALLSTATE_SPECIALINFO, "specialinfo" },
    { LINECALLSTATE_CONNECTED, "connected" },
    { LINECALLSTATE_PROCEEDING, "proceeding" },
    { LINECALLSTATE_ONHOLD, "onhold" },
    { LINECALLSTATE_CONFERENCED, "conferenced" },
    { LINECALLSTATE_ONHOLDPENDCONF, "onholdpendconf" },
    { LINECALLSTATE_ONHOLDPENDTRANSFER, "onholdpendtransfer" },
    { LINECALLSTATE_DISCONNECTED, "disconnected" },
    { LINECALLSTATE_UNKNOWN, "unknown" },
};

static void say( const char *format, ... )
{
    va_list args;

    va_start( args, format );
    printf( "%s: ", line_name );
    vprintf( format, args );
    printf( "\n" );
    fflush( stdout );
    va_end( args );
}

static void complain( const char *what, LONG error )
{
    say( "%s failed: 0x%08lx", what, (unsigned long)error );
    failed = TRUE;
}

static const char *state_name( DWORD state )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++) if (states[i].state == state) return states[i].name;
    return "?";
}

static DWORD state_value( const char *name )
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(states); i++) if (!_stricmp( states[i].name, name )) return states[i].state;
    return 0;
}

/* ---- what TAPI tells ---- */

static void say_party( const char *what, const LINECALLINFO *info, DWORD size, DWORD offset, DWORD name_size, DWORD name_offset )
{
    if (!size) return;
    say( "%s %.*s%s%.*s", what, (int)size, (const char *)info + offset, name_size ? " " : "", (int)name_size,
         name_size ? (const char *)info + name_offset : "" );
}

static void say_parties( DWORD items )
{
    BYTE buffer[sizeof(LINECALLINFO) + 1024];
    LINECALLINFO *info = (LINECALLINFO *)buffer;

    memset( buffer, 0, sizeof(buffer) );
    info->dwTotalSize = sizeof(buffer);
    if (lineGetCallInfo( call, info )) return;
    if (items & LINECALLINFOSTATE_CALLERID)
        say_party( "caller", info, info->dwCallerIDSize, info->dwCallerIDOffset, info->dwCallerIDNameSize, info->dwCallerIDNameOffset );
    if (items & LINECALLINFOSTATE_CONNECTEDID)
        say_party( "connected with", info, info->dwConnectedIDSize, info->dwConnectedIDOffset, info->dwConnectedIDNameSize,
                   info->dwConnectedIDNameOffset );
}

static void set_state( DWORD state, DWORD mode )
{
    if (state == LINECALLSTATE_DISCONNECTED) say( "disconnected (%#lx)", mode );
    else say( "%s", state_name( state ) );
    call_state = state;
    switch (state)
    {
    case LINECALLSTATE_OFFERING:
        say_parties( LINECALLINFOSTATE_CALLERID );
        if (automatic) lineAnswer( call, NULL, 0 );
        break;
    case LINECALLSTATE_CONNECTED:
        lineMonitorDigits( call, LINEDIGITMODE_DTMF );
        break;
    case LINECALLSTATE_DISCONNECTED:
        /* the other side is gone: so do we */
        lineDrop( call, NULL, 0 );
        break;
    case LINECALLSTATE_IDLE:
        lineDeallocateCall( call );
        call = 0;
        break;
    }
}

static void CALLBACK on_message( DWORD device, DWORD message, DWORD_PTR instance, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 )
{
    HCALL handle = (HCALL)(DWORD_PTR)device;

    (void)instance;
    switch (message)
    {
    case LINE_CALLSTATE:
        /* a new call, when there is none: of others this telephone has no need */
        if (!call && param3 == LINECALLPRIVILEGE_OWNER)
        {
            call = handle;
            heard[0] = 0;
        }
        if (handle == call) set_state( param1, param2 );
        else if (param1 == LINECALLSTATE_IDLE) lineDeallocateCall( handle );
        break;
    case LINE_CALLINFO:
        if (handle == call) say_parties( param1 );
        break;
    case LINE_MONITORDIGITS:
        if (strlen( heard ) < sizeof(heard) - 1) heard[strlen( heard )] = (char)param1;
        say( "digit %c", (char)param1 );
        break;
    case LINE_REPLY:
        if ((LONG)param1 != pending) break;
        pending_result = param2;
        pending = 0;
        break;
    case LINE_CLOSE:
        say( "the line was closed" );
        failed = quitting = TRUE;
        break;
    }
}

/* ---- waiting: messages of TAPI come while the program serves its message queue ---- */

/* Until something has happened, or time is over. FALSE: it is. Input stays in the queue. */
static BOOL serve( DWORD end )
{
    MSG msg;
    int left = end - GetTickCount();

    if (left <= 0) return FALSE;
    while (PeekMessageA( &msg, 0, 0, WM_COMMAND_LINE - 1, PM_REMOVE ) || PeekMessageA( &msg, 0, WM_COMMAND_LINE + 1, ~0u, PM_REMOVE ))
        DispatchMessageA( &msg );
    MsgWaitForMultipleObjects( 0, NULL, FALSE, min( left, 20 ), QS_ALLINPUT );
    return TRUE;
}

/* The reply to an asynchronous request: 0, or its error. */
static LONG reply( LONG request )
{
    DWORD end = GetTickCount() + WAIT_SECONDS * 1000;

    if (request <= 0) return request;
    pending = request;
    pending_result = LINEERR_OPERATIONFAILED;
    while (pending && !quitting && serve( end )) ;
    pending = 0;
    return pending_result;
}

static void wait_state( const char *name, DWORD seconds )
{
    DWORD end = GetTickCount() + seconds * 1000, state = state_value( name );

    if (!state)
    {
        say( "there is no state '%s'", name );
        failed = TRUE;
        return;
    }
    while (call_state != state && !quitting && serve( end )) ;
    if (call_state == state) return;
    say( "waited for %s, but the call is %s", name, state_name( call_state ) );
    failed = TRUE;
}

static void wait_digits( const char *text, DWORD seconds )
{
    DWORD end = GetTickCount() + seconds * 1000;

    while (!strstr( heard, text ) && !quitting && serve( end )) ;
    if (strstr( heard, text )) heard[0] = 0;
    else
    {
        say( "waited for digits %s, heard '%s'", text, heard );
        failed = TRUE;
    }
}

/* ---- commands ---- */

static void dial( const char *number )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = LINEBEARERMODE_VOICE,
                              .dwMediaMode = LINEMEDIAMODE_INTERACTIVEVOICE, .dwAddressMode = LINEADDRESSMODE_ADDRESSID };
    HCALL made = 0;
    LONG error;

    if (call)
    {
        say( "there is a call already" );
        failed = TRUE;
        return;
    }
    heard[0] = 0;
    call_state = LINECALLSTATE_UNKNOWN;
    if ((error = lineMakeCall( line, &made, number, 0, &params )) > 0)
    {
        /* TAPI fills it in before LINE_REPLY, and states come after that */
        DWORD end = GetTickCount() + WAIT_SECONDS * 1000;

        pending = error;
        pending_result = LINEERR_OPERATIONFAILED;
        while (pending && serve( end )) if (made) call = made;
        if (made) call = made;
        error = pending_result;
    }
    if (!error) return;
    call = 0;
    call_state = LINECALLSTATE_IDLE;
    complain( "dial", error );
}

static void press( const char *digits )
{
    LONG error = lineGenerateDigits( call, LINEDIGITMODE_DTMF, digits, 0 );

    if (error) complain( "press", error );
}

static void forward( const char *target )
{
    BYTE buffer[sizeof(LINEFORWARDLIST) + 64];
    LINEFORWARDLIST *list = (LINEFORWARDLIST *)buffer;
    HCALL consult = 0;
    LONG error;

    memset( buffer, 0, sizeof(buffer) );
    list->dwTotalSize = sizeof(buffer);
    list->dwNumEntries = 1;
    list->ForwardList[0].dwForwardMode = LINEFORWARDMODE_UNCOND;
    list->ForwardList[0].dwDestAddressSize = strlen( target ) + 1;
    list->ForwardList[0].dwDestAddressOffset = sizeof(LINEFORWARDLIST);
    if (strlen( target ) < 64) strcpy( (char *)buffer + sizeof(LINEFORWARDLIST), target );
    error = lineForward( line, TRUE, 0, strcmp( target, "off" ) ? list : NULL, 0, &consult, NULL );
    if ((error = reply( error ))) complain( "forward", error );
}

/* Commands that do one thing to the call. */
static const struct { const char *name; LONG (WINAPI *simple)( HCALL ); LONG (WINAPI *with_info)( HCALL, LPCSTR, DWORD ); } call_commands[] =
{
    { "answer", NULL, lineAnswer },
    { "hangup", NULL, lineDrop },
    { "hold", lineHold, NULL },
    { "unhold", lineUnhold, NULL },
};

static BOOL call_command( const char *name )
{
    size_t i;
    LONG error;

    for (i = 0; i < ARRAYSIZE(call_commands); i++)
    {
        if (strcmp( name, call_commands[i].name )) continue;
        error = call_commands[i].simple ? call_commands[i].simple( call ) : call_commands[i].with_info( call, NULL, 0 );
        if ((error = reply( error ))) complain( name, error );
        return TRUE;
    }
    return FALSE;
}

static void run( char *text )
{
    char *word = strtok( text, " \t\r\n" ), *first = word ? strtok( NULL, " \t\r\n" ) : NULL, *second = first ? strtok( NULL, " \t\r\n" ) : NULL;
    DWORD seconds = second ? strtoul( second, NULL, 10 ) : WAIT_SECONDS;

    if (!word || word[0] == '#') return;
    if (!first && call_command( word )) return;
    if (!strcmp( word, "quit" )) quitting = TRUE;
    else if (!strcmp( word, "auto" )) automatic = TRUE;
    else if (first && !strcmp( word, "dial" )) dial( first );
    else if (first && !strcmp( word, "press" )) press( first );
    else if (first && !strcmp( word, "forward" )) forward( first );
    else if (first && !strcmp( word, "wait" )) wait_state( first, seconds );
    else if (first && !strcmp( word, "digits" )) wait_digits( first, seconds );
    else if (first && !strcmp( word, "sleep" ))
    {
        DWORD end = GetTickCount() + strtod( first, NULL ) * 1000;
        while (serve( end )) ;
    }
    else
    {
        say( "there is no command '%s', or it needs something more", word );
        failed = TRUE;
    }
}

static DWORD WINAPI read_input( void *thread )
{
    char text[300];

    while (fgets( text, sizeof(text), stdin )) PostThreadMessageA( (DWORD)(DWORD_PTR)thread, WM_COMMAND_LINE, 0, (LPARAM)_strdup( text ) );
    PostThreadMessageA( (DWORD)(DWORD_PTR)thread, WM_COMMAND_LINE, 0, 0 );
    return 0;
}

static void run_input(void)
{
    MSG msg;

    CloseHandle( CreateThread( NULL, 0, read_input, (void *)(DWORD_PTR)GetCurrentThreadId(), 0, NULL ) );
    while (!quitting && GetMessageA( &msg, 0, 0, 0 ) > 0)
    {
        if (msg.message != WM_COMMAND_LINE || msg.hwnd) DispatchMessageA( &msg );
        else if (!msg.lParam) break;
        else
        {
            run( (char *)msg.lParam );
            free( (char *)msg.lParam );
        }
    }
}

/* ---- start and end ---- */

static BOOL open_line( const char *wanted, DWORD count )
{
    BYTE buffer[sizeof(LINEDEVCAPS) + 1024];
    LINEDEVCAPS *caps = (LINEDEVCAPS *)buffer;
    LINEEXTENSIONID extension;
    DWORD id, version;
    LONG error;

    for (id = 0; id < count; id++)
    {
        if (lineNegotiateAPIVersion( app, id, LOW_VERSION, HIGH_VERSION, &version, &extension )) continue;
        memset( buffer, 0, sizeof(buffer) );
        caps->dwTotalSize = sizeof(buffer);
        if (lineGetDevCaps( app, id, version, 0, caps ) || !caps->dwLineNameSize) continue;
        buffer[min( caps->dwLineNameOffset + caps->dwLineNameSize, sizeof(buffer) ) - 1] = 0;
        if (!strstr( (char *)buffer + caps->dwLineNameOffset, wanted )) continue;
        snprintf( line_name, sizeof(line_name), "%s", (char *)buffer + caps->dwLineNameOffset );
        error = lineOpen( app, id, &line, version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE, NULL );
        if (error) complain( "lineOpen", error );
        return !error;
    }
    fprintf( stderr, "tapiphone: there is no line '%s'\n", wanted );
    return FALSE;
}

int main( int argc, char **argv )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEHIDDENWINDOW };
    DWORD count, version = HIGH_VERSION;
    LONG error;
    int i;

    if (argc < 2)
    {
        fprintf( stderr, "usage: tapiphone LINE [COMMAND]...\n" );
        return 2;
    }
    call_state = LINECALLSTATE_IDLE;
    error = lineInitializeEx( &app, GetModuleHandleA( NULL ), on_message, "tapiphone", &count, &version, &params );
    if (error)
    {
        fprintf( stderr, "tapiphone: telephony does not start: 0x%08lx\n", (unsigned long)error );
        return 1;
    }
    if (!open_line( argv[1], count )) failed = TRUE;
    else
    {
        say( "ready" );
        for (i = 2; i < argc && !quitting; i++) run( argv[i] );
        if (argc == 2) run_input();
        if (call && call_state != LINECALLSTATE_IDLE)
        {
            DWORD end = GetTickCount() + WAIT_SECONDS * 1000;

            lineDrop( call, NULL, 0 );
            while (call && serve( end )) ;
        }
        lineClose( line );
    }
    lineShutdown( app );
    return failed;
}
