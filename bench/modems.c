/*
 * Many modems at once: the data of 64 calls against the same ports without telephony.
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
#include <string.h>

#include "bench.h"

#define MODEMS 64
#define FIRST  2                /* modem-a and modem-b are the prefix's own */
#define TURNS  2
#define ROUNDS 5                /* of each turn the best counts: the machine does other things, too */
#define AMOUNT (32 * 1024)      /* bytes through each */
#define BLOCK  4096

#define CLASS  "System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}"

/* One port whose far end echoes, and a thread that sends and reads. */
struct stream
{
    HANDLE port;
    HANDLE thread;
    HANDLE go;
    BYTE   seed;
};

static void port_path( unsigned int i, char *path, size_t size )
{
    const char *dir = getenv( "PHONELINE_DIR" );
    unsigned int index = FIRST + i;

    if (!dir) die( "PHONELINE_DIR is not set: run this through make bench" );
    if (index < 26) snprintf( path, size, "%s/modem-%c", dir, 'a' + index );
    else snprintf( path, size, "%s/modem-%c%c", dir, 'a' + index / 26 - 1, 'a' + index % 26 );
}

/* Modem keys in the registry; the service finds them when it starts. */
static void add_modems( BOOL add )
{
    char name[16], path[200], friendly[32], port[16];
    DWORD i, id;
    HKEY root, key, ports;

    service_stop();
    if (RegOpenKeyExA( HKEY_LOCAL_MACHINE, CLASS, 0, KEY_ALL_ACCESS, &root ) ||
        RegOpenKeyExA( HKEY_LOCAL_MACHINE, "Software\\Wine\\Ports", 0, KEY_ALL_ACCESS, &ports ))
        die( "there are no modems" );
    for (i = 0; i < MODEMS; i++)
    {
        id = 0x5e000000 + i;
        snprintf( name, sizeof(name), "%04lu", 5000 + i );
        snprintf( port, sizeof(port), "COM%lu", 100 + i );
        if (!add)
        {
            RegDeleteTreeA( root, name );
            RegDeleteValueA( ports, port );
            continue;
        }
        port_path( i, path, sizeof(path) );
        snprintf( friendly, sizeof(friendly), "Bench modem %lu", i );
        if (RegCreateKeyExA( root, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL ) ||
            RegSetValueExA( key, "FriendlyName", 0, REG_SZ, (BYTE *)friendly, strlen( friendly ) + 1 ) ||
            RegSetValueExA( key, "AttachedTo", 0, REG_SZ, (BYTE *)port, strlen( port ) + 1 ) ||
            RegSetValueExA( key, "ID", 0, REG_BINARY, (BYTE *)&id, sizeof(id) ) ||
            RegSetValueExA( ports, port, 0, REG_SZ, (BYTE *)path, strlen( path ) + 1 ))
            die( "cannot describe modem %lu", i );
        RegCloseKey( key );
    }
    RegCloseKey( root );
    RegCloseKey( ports );
}

static void transfer( struct stream *stream, OVERLAPPED *overlapped, BOOL write, char *buffer, DWORD size )
{
    DWORD done;

    while (size)
    {
        BOOL ok = write ? WriteFile( stream->port, buffer, size, NULL, overlapped ) : ReadFile( stream->port, buffer, size, NULL, overlapped );

        if (!ok && GetLastError() != ERROR_IO_PENDING) die( "%s a port: error %lu", write ? "writing" : "reading", GetLastError() );
        if (!GetOverlappedResult( stream->port, overlapped, &done, TRUE )) die( "a port failed: error %lu", GetLastError() );
        buffer += done;
        size -= done;
    }
}

static DWORD CALLBACK echo_stream( void *arg )
{
    struct stream *stream = arg;
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    char block[BLOCK];
    DWORD sent, i;

    WaitForSingleObject( stream->go, INFINITE );
    for (sent = 0; sent < AMOUNT; sent += BLOCK)
    {
        for (i = 0; i < BLOCK; i++) block[i] = (char)(stream->seed + i);
        transfer( stream, &overlapped, TRUE, block, BLOCK );
        memset( block, 0, sizeof(block) );
        transfer( stream, &overlapped, FALSE, block, BLOCK );
        for (i = 0; i < BLOCK; i++) if (block[i] != (char)(stream->seed + i)) die( "byte %lu of an echo is wrong", sent + i );
    }
    CloseHandle( overlapped.hEvent );
    return 0;
}

/* All at once, MB/s of all together. */
static double measure_round( struct stream streams[MODEMS] )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 20000, 0, 0 };
    HANDLE go = CreateEventW( NULL, TRUE, FALSE, NULL );
    unsigned int i;
    double start;

    for (i = 0; i < MODEMS; i++)
    {
        SetCommTimeouts( streams[i].port, &timeouts );
        streams[i].go = go;
        streams[i].seed = (BYTE)(i * 3);
        if (!(streams[i].thread = CreateThread( NULL, 0, echo_stream, &streams[i], 0, NULL ))) die( "cannot start thread %u", i );
    }
    start = now_us();
    SetEvent( go );
    for (i = 0; i < MODEMS; i++)
    {
        WaitForSingleObject( streams[i].thread, INFINITE );
        CloseHandle( streams[i].thread );
    }
    CloseHandle( go );
    return MODEMS * (double)AMOUNT / (now_us() - start);
}

static double measure( struct stream streams[MODEMS] )
{
    double best = 0, rate;
    unsigned int i;

    for (i = 0; i < ROUNDS; i++) if ((rate = measure_round( streams )) > best) best = rate;
    return best;
}

static double through_calls(void)
{
    struct { VARSTRING string; char more[256]; } id;
    static struct stream streams[MODEMS];
    HLINE lines[MODEMS];
    HCALL calls[MODEMS];
    struct session session;
    LINEMESSAGE message;
    unsigned int i, count;
    DWORD first;
    double rate;
    LONG ret;

    session_open( &session );
    first = session_find( &session, "Bench modem 0" );      /* lines have the order of their keys */
    for (i = 0; i < MODEMS; i++)
    {
        LINECALLPARAMS params = { sizeof(params) };

        /* nobody waits for calls here: the ports are opened by the calls, all together */
        lines[i] = session_line( &session, first + i, LINECALLPRIVILEGE_NONE, 0 );
        params.dwBearerMode = LINEBEARERMODE_VOICE;
        params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
        params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
        if ((ret = lineMakeCallA( lines[i], &calls[i], "5550199", 0, &params )) < 0) die( "lineMakeCall: %08lx", ret );
    }
    for (count = 0; count < MODEMS;)
    {
        session_message( &session, &message, 60000 );
        if (message.dwMessageID == LINE_REPLY && (LONG)message.dwParam2 < 0) die( "a call failed: %08lx", (DWORD)message.dwParam2 );
        if (message.dwMessageID != LINE_CALLSTATE) continue;
        if (message.dwParam1 == LINECALLSTATE_DISCONNECTED) die( "a call was disconnected: mode %#lx", (DWORD)message.dwParam2 );
        if (message.dwParam1 == LINECALLSTATE_CONNECTED) count++;
    }
    for (i = 0; i < MODEMS; i++)
    {
        id.string.dwTotalSize = sizeof(id);
        if ((ret = lineGetIDA( lines[i], 0, calls[i], LINECALLSELECT_CALL, &id.string, "comm/datamodem" ))) die( "lineGetID: %08lx", ret );
        memcpy( &streams[i].port, (char *)&id.string + id.string.dwStringOffset, sizeof(HANDLE) );
    }
    rate = measure( streams );
    for (i = 0; i < MODEMS; i++)
    {
        CloseHandle( streams[i].port );
        if ((ret = lineDrop( calls[i], NULL, 0 )) < 0) die( "lineDrop: %08lx", ret );
    }
    for (count = 0; count < MODEMS;)
    {
        session_message( &session, &message, 60000 );
        if (message.dwMessageID == LINE_CALLSTATE && message.dwParam1 == LINECALLSTATE_IDLE) count++;
    }
    for (i = 0; i < MODEMS; i++)
    {
        lineDeallocateCall( calls[i] );
        lineClose( lines[i] );
    }
    session_close( &session );
    return rate;
}

static HANDLE dial_by_hand( unsigned int i )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 20000, 0, 0 };
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    struct stream stream;
    char path[200], name[220], *p;
    unsigned int tries;

    port_path( i, path, sizeof(path) );
    snprintf( name, sizeof(name), "\\\\?\\unix%s", path );
    for (p = name; *p; p++) if (*p == '/') *p = '\\';
    for (tries = 0; ; tries++)
    {
        stream.port = CreateFileA( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
        if (stream.port != INVALID_HANDLE_VALUE) break;
        if (tries == 100) die( "cannot open %s: error %lu", name, GetLastError() );
        Sleep( 100 );           /* its line is still being closed */
    }
    SetCommTimeouts( stream.port, &timeouts );
    transfer( &stream, &overlapped, TRUE, (char *)"ATE0V1DT5550199\r", 16 );
    CloseHandle( overlapped.hEvent );
    return stream.port;
}

static void wait_connect( struct stream *stream )
{
    OVERLAPPED overlapped = { .hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ) };
    char line[128], byte;
    unsigned int len = 0;

    for (;;)
    {
        transfer( stream, &overlapped, FALSE, &byte, 1 );
        if (byte != '\n' && len < sizeof(line) - 1)
        {
            line[len++] = byte;
            continue;
        }
        line[len] = 0;
        len = 0;
        if (!strncmp( line, "CONNECT", 7 )) break;
        if (!strncmp( line, "NO ", 3 ) || !strncmp( line, "BUSY", 4 ) || !strncmp( line, "ERROR", 5 )) die( "a modem says %s", line );
    }
    CloseHandle( overlapped.hEvent );
}

static double direct(void)
{
    static struct stream streams[MODEMS];
    unsigned int i;
    double rate;

    for (i = 0; i < MODEMS; i++) streams[i].port = dial_by_hand( i );
    for (i = 0; i < MODEMS; i++) wait_connect( &streams[i] );
    rate = measure( streams );
    for (i = 0; i < MODEMS; i++) CloseHandle( streams[i].port );
    return rate;
}

void bench_modems(void)
{
    double best = 0, floor = 0, rate;
    unsigned int turn;

    add_modems( TRUE );
    for (turn = 0; turn < TURNS; turn++)
    {
        if ((rate = through_calls()) > best) best = rate;
        if ((rate = direct()) > floor) floor = rate;
    }
    report( "modems_64_data_mb_s", best, "MB/s", floor );
    add_modems( FALSE );
}
