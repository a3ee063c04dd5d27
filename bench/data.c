/*
 * The data stream of a call, against a port that was opened directly.
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

#define TURNS 5
#define ROUND_TRIPS 1000
#define BULK (2 * 1024 * 1024)
#define BLOCK 4096

static void transfer( HANDLE port, BOOL write, char *buffer, DWORD size )
{
    OVERLAPPED overlapped = { 0 };
    DWORD done;

    overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL );
    while (size)
    {
        BOOL ok = write ? WriteFile( port, buffer, size, NULL, &overlapped ) : ReadFile( port, buffer, size, NULL, &overlapped );

        if (!ok && GetLastError() != ERROR_IO_PENDING) die( "%s the port: error %lu", write ? "writing" : "reading", GetLastError() );
        if (WaitForSingleObject( overlapped.hEvent, 10000 )) die( "%s the port: no answer in 10 s", write ? "writing" : "reading" );
        if (!GetOverlappedResult( port, &overlapped, &done, FALSE )) die( "the port failed: error %lu", GetLastError() );
        buffer += done;
        size -= done;
    }
    CloseHandle( overlapped.hEvent );
}

static DWORD CALLBACK bulk_writer( void *port )
{
    char block[BLOCK];
    DWORD sent, i;

    for (sent = 0; sent < BULK; sent += BLOCK)
    {
        for (i = 0; i < BLOCK; i++) block[i] = (sent + i) * 7;
        transfer( port, TRUE, block, BLOCK );
    }
    return 0;
}

void measure_echo( HANDLE port, double *rtt_us, double *mb_s )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 10000, 0, 0 };
    struct samples samples = { 0 };
    char block[BLOCK], byte;
    DWORD received, i;
    HANDLE writer;
    double start;

    SetCommTimeouts( port, &timeouts );
    for (i = 0; i < ROUND_TRIPS; i++)
    {
        byte = i;
        start = now_us();
        transfer( port, TRUE, &byte, 1 );
        transfer( port, FALSE, &byte, 1 );
        samples_add( &samples, now_us() - start );
        if (byte != (char)i) die( "echo of byte %lu is %02x", i, (unsigned char)byte );
    }
    *rtt_us = samples_percentile( &samples, 0.5 );
    samples_free( &samples );

    start = now_us();
    writer = CreateThread( NULL, 0, bulk_writer, port, 0, NULL );
    for (received = 0; received < BULK; received += BLOCK)
    {
        transfer( port, FALSE, block, BLOCK );
        for (i = 0; i < BLOCK; i++)
            if (block[i] != (char)((received + i) * 7)) die( "byte %lu of the echo is wrong", received + i );
    }
    *mb_s = BULK / (now_us() - start);
    WaitForSingleObject( writer, INFINITE );
    CloseHandle( writer );
}

/* Wait for a result; another one is the end, unless it is not about this command. */
static void wait_result( HANDLE port, const char *wanted, BOOL only )
{
    char line[256], byte;
    unsigned int len = 0;

    for (;;)
    {
        transfer( port, FALSE, &byte, 1 );
        if (byte != '\n' && len < sizeof(line) - 1)
        {
            line[len++] = byte;
            continue;
        }
        line[len] = 0;
        len = 0;
        if (!strncmp( line, wanted, strlen( wanted ) )) return;
        if (only && (!strncmp( line, "NO ", 3 ) || !strncmp( line, "BUSY", 4 ) || !strncmp( line, "ERROR", 5 ))) die( "the modem says %s", line );
    }
}

static void dial_by_hand( HANDLE port )
{
    /* of the call before there may be a NO CARRIER */
    transfer( port, TRUE, (char *)"ATE0V1\r", 7 );
    wait_result( port, "OK", FALSE );
    transfer( port, TRUE, (char *)"ATDT5550199\r", 12 );
    wait_result( port, "CONNECT", TRUE );
}

/* Passed through, the port is dialled by hand, as fax programs do it. */
void measure_call( const char *modem, const char *address, DWORD bearer_mode, char port_name[64], double *rtt_us, double *mb_s )
{
    struct { VARSTRING string; char more[256]; } id;
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 10000, 0, 0 };
    LINECALLPARAMS params = { sizeof(params) };
    struct session session;
    LINEMESSAGE message;
    DWORD device;
    HLINE line;
    HCALL call;
    HANDLE port;
    LONG ret;

    session_open( &session );
    device = session_find( &session, modem );
    line = session_line( &session, device, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_DATAMODEM );

    id.string.dwTotalSize = sizeof(id);
    if ((ret = lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &id.string, "comm/datamodem/portname" ))) die( "lineGetID portname: %08lx", ret );
    snprintf( port_name, 64, "\\\\.\\%s", (char *)&id.string + id.string.dwStringOffset );

    params.dwBearerMode = bearer_mode;
    params.dwMaxRate = 0;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwCallParamFlags = LINECALLPARAMFLAGS_IDLE;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    if ((ret = lineMakeCallA( line, &call, bearer_mode == LINEBEARERMODE_PASSTHROUGH ? NULL : address, 0, &params )) < 0) die( "lineMakeCall: %08lx", ret );
    session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_CONNECTED, &message );

    id.string.dwTotalSize = sizeof(id);
    if ((ret = lineGetIDA( line, 0, call, LINECALLSELECT_CALL, &id.string, "comm/datamodem" ))) die( "lineGetID: %08lx", ret );
    memcpy( &port, (char *)&id.string + id.string.dwStringOffset, sizeof(port) );
    if (bearer_mode == LINEBEARERMODE_PASSTHROUGH)
    {
        SetCommTimeouts( port, &timeouts );
        dial_by_hand( port );
    }
    measure_echo( port, rtt_us, mb_s );
    CloseHandle( port );
    if ((ret = lineDrop( call, NULL, 0 )) < 0) die( "lineDrop: %08lx", ret );
    session_wait( &session, LINE_CALLSTATE, LINECALLSTATE_IDLE, &message );
    lineDeallocateCall( call );
    lineClose( line );
    session_close( &session );
}

/* The same far end through the same port, dialled by hand. */
static void direct( const char *name, double *rtt_us, double *mb_s )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, MAXDWORD, 10000, 0, 0 };
    unsigned int tries;
    HANDLE port = INVALID_HANDLE_VALUE;

    for (tries = 0; tries < 100 && port == INVALID_HANDLE_VALUE; tries++)
    {
        port = CreateFileA( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
        if (port == INVALID_HANDLE_VALUE) Sleep( 100 );     /* the line is still being closed */
    }
    if (port == INVALID_HANDLE_VALUE) die( "cannot open %s: error %lu", name, GetLastError() );
    Sleep( 1000 );      /* the provider lets go of the port first, and then of DTR */
    SetCommTimeouts( port, &timeouts );
    dial_by_hand( port );
    measure_echo( port, rtt_us, mb_s );
    CloseHandle( port );
}

void bench_data(void)
{
    double rtt_us, mb_s, best_rtt = 0, best_mb_s = 0, passed_rtt = 0, passed_mb_s = 0, floor_rtt = 0, floor_mb_s = 0;
    char port_name[64];
    unsigned int turn;

    /* in turns, the best of each: what the machine does besides slows some of them */
    for (turn = 0; turn < TURNS; turn++)
    {
        measure_call( "Modem A", "5550199", LINEBEARERMODE_VOICE, port_name, &rtt_us, &mb_s );
        if (!turn || rtt_us < best_rtt) best_rtt = rtt_us;
        if (mb_s > best_mb_s) best_mb_s = mb_s;
        direct( port_name, &rtt_us, &mb_s );
        if (!turn || rtt_us < floor_rtt) floor_rtt = rtt_us;
        if (mb_s > floor_mb_s) floor_mb_s = mb_s;
        /* not before the port is opened by hand: the provider takes it back to hang up */
        measure_call( "Modem A", NULL, LINEBEARERMODE_PASSTHROUGH, port_name, &rtt_us, &mb_s );
        if (!turn || rtt_us < passed_rtt) passed_rtt = rtt_us;
        if (mb_s > passed_mb_s) passed_mb_s = mb_s;
    }
    report( "data_rtt_us", best_rtt, "us", floor_rtt );
    report( "data_mb_s", best_mb_s, "MB/s", floor_mb_s );
    report( "passthrough_rtt_us", passed_rtt, "us", floor_rtt );
    report( "passthrough_mb_s", passed_mb_s, "MB/s", floor_mb_s );
}
