/*
 * Tests that a modem is used as its .INF file says: what reaches the modem, what the log tells.
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
#include <wchar.h>

#include "host.h"
#include "modeminf/modeminf.h"
#include "wine/test.h"

static const WCHAR modem_name[] = L"Acme modem of the tests";
#define HTLINE ((HTAPILINE)(DWORD_PTR)0xd0)

/*
 * S-registers tell afterwards what was sent: S8 by Init, S7 and S10 by settings, S6 by Monitor. What CONNECT SLURP means, which no built-in rule knows, is in
 * Responses: 2400 bit/s with error control.
 */
static const char inf_text[] =
    "[Version]\r\nSignature=\"$CHICAGO$\"\r\nClass=Modem\r\nProvider=Acme\r\n"
    "[Manufacturer]\r\nAcme=Models\r\n[Models]\r\n%M1%=M1\r\n"
    "[M1]\r\nAddReg=A\r\n"
    "[A]\r\n"
    "HKR,, Properties, 1, C0,01,00,00, ff,00,00,00, ff,00,00,00, 07,00,00,00, 0f,00,00,00, f7,03,00,00, 00,c2,01,00, 40,38,00,00\r\n"
    "HKR, Init,      1,, \"AT<cr>\"\r\n"
    "HKR, Init,      2,, \"AT&FE0V1&C1&D2S8=4<cr>\"\r\n"
    "HKR, Monitor,   1,, \"ATS0=0S6=5<cr>\"\r\n"
    "HKR, Answer,    1,, \"ATA<cr>\"\r\n"
    "HKR, Hangup,    1,, \"ATH0<cr>\"\r\n"
    "HKR, Settings,  Prefix,, \"AT\"\r\n"
    "HKR, Settings,  Terminator,, \"<cr>\"\r\n"
    "HKR, Settings,  DialPrefix,, \"D\"\r\n"
    "HKR, Settings,  DialSuffix,, \";\"\r\n"
    "HKR, Settings,  Tone,, \"T\"\r\n"
    "HKR, Settings,  Blind_Off,, \"X4S10=77\"\r\n"
    "HKR, Settings,  FlowControl_Hard,, \"S7=61\"\r\n"
    "HKR, Responses, \"<cr><lf>OK<cr><lf>\", 1, 00, 00, 00,00,00,00, 00,00,00,00\r\n"
    "HKR, Responses, \"<cr><lf>CONNECT SLURP<cr><lf>\", 1, 02, 02, 60,09,00,00, 00,00,00,00\r\n"
    "[Strings]\r\nM1=\"Acme Dialmaster\"\r\n";

static BOOL install_definition( HKEY key )
{
    WCHAR folder[MAX_PATH], path[MAX_PATH], reason[300];
    const struct modeminf_model *models;
    struct modeminf *inf;
    HANDLE file;
    DWORD done, count, error;

    GetTempPathW( MAX_PATH, folder );
    GetTempFileNameW( folder, L"inf", 0, path );
    file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    WriteFile( file, inf_text, sizeof(inf_text) - 1, &done, NULL );
    CloseHandle( file );
    error = modeminf_open( path, &inf, reason, ARRAY_SIZE(reason) );
    ok( !error, "modeminf_open: %lu, %s\n", error, wine_dbgstr_w( reason ) );
    if (!error)
    {
        models = modeminf_models( inf, &count );
        error = modeminf_install( inf, models, key, NULL, NULL, reason, ARRAY_SIZE(reason) );
        ok( !error, "modeminf_install: %lu, %s\n", error, wine_dbgstr_w( reason ) );
        modeminf_close( inf );
    }
    DeleteFileW( path );
    return !error;
}

static BOOL transfer( HANDLE comm, BOOL write, void *data, DWORD size, DWORD *done, DWORD timeout )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    BOOL ret = write ? WriteFile( comm, data, size, done, &overlapped ) : ReadFile( comm, data, size, done, &overlapped );

    if (!ret && GetLastError() == ERROR_IO_PENDING)
    {
        if (WaitForSingleObject( overlapped.hEvent, timeout )) CancelIo( comm );
        ret = GetOverlappedResult( comm, &overlapped, done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return ret;
}

/* Ask the modem itself. */
static void check_answer_( int line, HANDLE comm, const char *command, const char *expected )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, 0, 0, 0, 0 };
    DWORD start = GetTickCount(), done;
    char answer[500] = "", text[100];
    size_t len = 0;

    SetCommTimeouts( comm, &timeouts );
    len = snprintf( text, sizeof(text), "%s\r", command );
    ok_( __FILE__, line )( transfer( comm, TRUE, text, len, &done, 10000 ) && done == len, "%s was not written\n", command );
    for (len = 0; len + 1 < sizeof(answer) && !strstr( answer, "OK\r\n" ) && GetTickCount() - start < 15000; )
    {
        if (!transfer( comm, FALSE, answer + len, sizeof(answer) - 1 - len, &done, 1000 ) && !done) continue;
        len += done;
        answer[len] = 0;
    }
    ok_( __FILE__, line )( strstr( answer, expected ) != NULL, "%s: answer %s, expected %s\n", command, wine_dbgstr_a( answer ), expected );
}
#define check_answer( comm, command, expected ) check_answer_( __LINE__, comm, command, expected )

static HDRVCALL begin_call( HDRVLINE line, const WCHAR *number, LINECALLPARAMS *params, HTAPICALL *htcall )
{
    DWORD request = host_request();
    HDRVCALL call = NULL;
    LONG ret;

    *htcall = host_call();
    ret = p_lineMakeCall( request, line, *htcall, &call, number, 0, params );
    ok( ret == (LONG)request, "TSPI_lineMakeCall: %#lx\n", ret );
    check_reply( request, 0 );
    return call;
}

static void end_call( HDRVCALL call )
{
    DWORD request = host_request();
    LONG ret = p_lineDrop( request, call, NULL, 0 );

    ok( ret == (LONG)request, "TSPI_lineDrop: %#lx\n", ret );
    check_reply( request, 0 );
    p_lineCloseCall( call );
}

static HANDLE comm_handle( HDRVCALL call )
{
    union { VARSTRING string; BYTE bytes[512]; } buffer;
    HANDLE handle = NULL, process = OpenProcess( PROCESS_DUP_HANDLE, FALSE, GetCurrentProcessId() );
    LONG ret;

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = p_lineGetID( NULL, 0, call, LINECALLSELECT_CALL, &buffer.string, L"comm/datamodem", process );
    ok( !ret, "TSPI_lineGetID: %#lx\n", ret );
    if (!ret) memcpy( &handle, &buffer.string + 1, sizeof(handle) );
    CloseHandle( process );
    return handle;
}

/* Lines that the log must have, in this order */
static void check_log( const WCHAR *path )
{
    static const char *const lines[] =
    {
        " - Modem type: Acme modem of the tests\r\n", " - Modem inf section: M1\r\n", " - Initializing modem.\r\n", " - Send: AT<cr>\r\n",
        " - Interpreted response: OK\r\n", " - Send: AT&FE0V1&C1&D2S8=4<cr>\r\n", " - Interpreted response: OK\r\n",
        "X4S10=77", " - Send: ATS0=0S6=5<cr>\r\n",
        " - Waiting for a call.\r\n", " - Passthrough On\r\n", " - Passthrough Off\r\n", " - Initializing modem.\r\n",
        " - Dialing.\r\n", " - Send: ATDT#######<cr>\r\n",
        " - Recv: <cr><lf>CONNECT SLURP<cr><lf>\r\n", " - Interpreted response: Connect\r\n",
        " - Connection established at 2400bps.\r\n", " - Error-control on.\r\n",
        " - Data compression off or unknown.\r\n", " - Hanging up the modem.\r\n", " - Session Statistics:\r\n", " - Hardware hangup by lowering DTR.\r\n",
    };
    static char text[65536];
    DWORD size = 0;
    HANDLE file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL );
    const char *p = text, *found;
    unsigned int i;

    ok( file != INVALID_HANDLE_VALUE, "no log: error %lu\n", GetLastError() );
    ReadFile( file, text, sizeof(text) - 1, &size, NULL );
    CloseHandle( file );
    for (i = 0; i < ARRAY_SIZE(lines); i++)
    {
        found = strstr( p, lines[i] );
        ok( found != NULL, "no line %s in the log behind %.300s\n", wine_dbgstr_a( lines[i] ), p );
        if (found) p = found + 1;
    }
    ok( !strstr( text, "5550199" ), "the log shows what was dialled\n" );
    /* MM-DD-YYYY HH:MM:SS.mmm */
    ok( size > 26 && text[2] == '-' && text[5] == '-' && text[10] == ' ' && text[13] == ':' && text[16] == ':' && text[19] == '.' &&
        !strncmp( text + 23, " - ", 3 ), "the log begins with %.30s\n", text );
}

START_TEST( definition )
{
    LINECALLPARAMS params = { .dwTotalSize = sizeof(params), .dwBearerMode = LINEBEARERMODE_PASSTHROUGH, .dwMediaMode = LINEMEDIAMODE_DATAMODEM };
    WCHAR folder[MAX_PATH], log_path[MAX_PATH], path[MAX_PATH];
    static const BYTE on = 1;
    const char *exchange = getenv( "PHONELINE_DIR" );
    HDRVCALL call;
    HTAPICALL htcall;
    HDRVLINE line;
    HANDLE comm;
    DWORD device;
    HKEY key;
    LONG ret;

    if (!exchange || !host_load())
    {
        win_skip( "there is no simulated exchange: run it by tests/with-prefix\n" );
        return;
    }
    swprintf( path, ARRAY_SIZE(path), L"%hs/modem-b", exchange );
    if (!modem_key_create( L"9970", modem_name, L"COM170", path )) return;
    RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}\\9970", 0, KEY_ALL_ACCESS, &key );
    ok( install_definition( key ), "the definition is not installed\n" );
    RegCloseKey( key );
    GetTempPathW( MAX_PATH, folder );
    GetTempFileNameW( folder, L"mdm", 0, log_path );
    modem_key_set( L"9970", L"LoggingPath", REG_SZ, log_path, (lstrlenW( log_path ) + 1) * sizeof(WCHAR) );
    modem_key_set( L"9970", L"Logging", REG_BINARY, &on, 1 );
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    ok( host_find_line( modem_name, &device ), "the modem is no line\n" );
    ret = p_lineOpen( device, HTLINE, &line, 0x00030001, host_line_event );
    ok( !ret, "TSPI_lineOpen: %#lx\n", ret );
    if (ret) goto done;
    ret = p_lineSetDefaultMediaDetection( line, LINEMEDIAMODE_DATAMODEM );
    ok( !ret, "TSPI_lineSetDefaultMediaDetection: %#lx\n", ret );

    call = begin_call( line, NULL, &params, &htcall );
    if (call && (comm = comm_handle( call )))
    {
        check_answer( comm, "ATS8?", "4" );
        check_answer( comm, "ATS10?", "77" );
        check_answer( comm, "ATS7?", "61" );
        check_answer( comm, "ATS6?", "5" );
        CloseHandle( comm );
    }
    if (call) end_call( call );

    /* a word for CONNECT that only the definition knows */
    ok( !host_command( "phoneline set connect SLURP" ), "the exchange refused\n" );
    params.dwBearerMode = LINEBEARERMODE_VOICE;
    call = begin_call( line, L"T5550199", &params, &htcall );
    if (call)
    {
        struct host_event event;

        do
        {
            if (!host_wait( LINE_CALLSTATE, NULL, htcall, &event, 30000 )) event.param1 = LINECALLSTATE_IDLE;
        } while (event.param1 != LINECALLSTATE_CONNECTED && event.param1 != LINECALLSTATE_DISCONNECTED && event.param1 != LINECALLSTATE_IDLE);
        ok( event.param1 == LINECALLSTATE_CONNECTED, "call state %#lx\n", (DWORD)event.param1 );
        end_call( call );
    }
    ok( !host_command( "phoneline set connect 33600/ARQ/V42BIS" ), "the exchange refused\n" );
    p_lineClose( line );
    check_log( log_path );
done:
    host_stop();
    modem_key_delete( L"9970", L"COM170" );
    DeleteFileW( log_path );
}
