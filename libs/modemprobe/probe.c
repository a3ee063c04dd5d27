/*
 * One query after the other over a comm handle.
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

#include "modemprobe/modemprobe.h"

#define QUERY_TIME      2500            /* ms for an answer */
#define QUIET_TIME      300             /* so long without a byte ends an answer that has no result code */
#define FIRST_TIME      800             /* a modem that is there answers AT at once */
#define GUARD_TIME      1200            /* around +++ */
#define GAP_TIME        50              /* between two commands */
#define MAX_SILENT      3               /* queries without any answer before the modem is given up */

struct probe
{
    HANDLE port;
    HANDLE cancel;
    HANDLE done;                        /* event of one transfer */
    DWORD  error;
};

/* Overlapped I/O that ends in time: bytes moved, 0 when there were none, -1 with probe->error. */
static int transfer( struct probe *probe, BOOL write, void *buffer, DWORD size, DWORD timeout )
{
    OVERLAPPED overlapped = { .hEvent = probe->done };
    HANDLE handles[2] = { probe->done, probe->cancel };
    DWORD moved = 0, got;
    BOOL ret;

    ResetEvent( probe->done );
    ret = write ? WriteFile( probe->port, buffer, size, NULL, &overlapped ) : ReadFile( probe->port, buffer, size, NULL, &overlapped );
    if (!ret && GetLastError() != ERROR_IO_PENDING)
    {
        probe->error = GetLastError();
        return -1;
    }
    if (!ret)
    {
        got = WaitForMultipleObjects( probe->cancel ? 2 : 1, handles, FALSE, timeout );
        if (got == WAIT_OBJECT_0 + 1) probe->error = ERROR_CANCELLED;
        if (got != WAIT_OBJECT_0) CancelIoEx( probe->port, &overlapped );
    }
    if (!GetOverlappedResult( probe->port, &overlapped, &moved, TRUE ) && !moved && GetLastError() != ERROR_OPERATION_ABORTED &&
        GetLastError() != ERROR_TIMEOUT)
        probe->error = GetLastError();
    return probe->error ? -1 : (int)moved;
}

/* FALSE when cancelled. */
static BOOL pause( struct probe *probe, DWORD ms )
{
    if (!probe->cancel) Sleep( ms );
    else if (!WaitForSingleObject( probe->cancel, ms )) probe->error = ERROR_CANCELLED;
    return !probe->error;
}

static void discard_input( struct probe *probe )
{
    char buffer[512];
    unsigned int i;

    PurgeComm( probe->port, PURGE_RXCLEAR );
    for (i = 0; i < 16 && transfer( probe, FALSE, buffer, sizeof(buffer), 20 ) > 0; i++) {}
}

/* Send text and read until the result code, silence, or the end of the time. */
static BOOL ask( struct probe *probe, const char *command, struct modemprobe_reader *reader, DWORD time )
{
    DWORD start = GetTickCount(), now, wait;
    char buffer[512];
    int got;

    modemprobe_reader_begin( reader, command );
    memcpy( buffer, command, strlen( command ) );
    buffer[strlen( command )] = '\r';
    if ((got = transfer( probe, TRUE, buffer, strlen( command ) + 1, QUERY_TIME )) < 0) return FALSE;
    if (!got)
    {
        /* flow control stops it: nobody reads at the other end */
        PurgeComm( probe->port, PURGE_TXABORT | PURGE_TXCLEAR );
        return TRUE;
    }
    for (;;)
    {
        now = GetTickCount();
        if (now - start >= time) return TRUE;
        wait = time - (now - start);
        if ((got = transfer( probe, FALSE, buffer, sizeof(buffer), wait )) < 0) return FALSE;
        if (got && modemprobe_reader_feed( reader, buffer, got )) return TRUE;
        /* Windows' idea of a read that may end without a byte */
        if (!got && !pause( probe, 10 )) return FALSE;
        /* one that never stops */
        if (reader->overflow && now - start > QUIET_TIME) return TRUE;
    }
}

static void set_up_port( struct probe *probe, unsigned int baud )
{
    COMMTIMEOUTS timeouts = { MAXDWORD, 0, 0, 0, 0 };
    DCB dcb = { .DCBlength = sizeof(dcb) };

    SetCommTimeouts( probe->port, &timeouts );
    if (!baud || !GetCommState( probe->port, &dcb )) return;
    dcb.BaudRate = baud;
    dcb.ByteSize = 8;
    dcb.Parity = NOPARITY;
    dcb.StopBits = ONESTOPBIT;
    dcb.fBinary = TRUE;
    dcb.fParity = dcb.fOutxCtsFlow = dcb.fOutxDsrFlow = dcb.fDsrSensitivity = dcb.fOutX = dcb.fInX = dcb.fErrorChar = dcb.fNull = FALSE;
    dcb.fAbortOnError = FALSE;
    dcb.fDtrControl = DTR_CONTROL_ENABLE;
    dcb.fRtsControl = RTS_CONTROL_ENABLE;
    SetCommState( probe->port, &dcb );
    /* a pseudo-terminal has no such lines */
    EscapeCommFunction( probe->port, SETDTR );
    EscapeCommFunction( probe->port, SETRTS );
}

/* Find a modem and the speed it takes: what came of the last AT. */
static enum modemprobe_result find_modem( struct probe *probe, DWORD flags, struct modemprobe_reader *reader, unsigned int *baud )
{
    static const unsigned int rates[] = { 115200, 115200, 19200, 9600, 2400 };
    enum modemprobe_result result = MODEMPROBE_SILENT, worst = MODEMPROBE_SILENT;
    const unsigned int count = flags & MODEMPROBE_KEEP_RATE ? 2 : ARRAYSIZE(rates);
    unsigned int i, round;
    char lines[16];

    for (round = 0; round < 2; round++)
    {
        for (i = 0; i < count; i++)
        {
            *baud = flags & MODEMPROBE_KEEP_RATE ? 0 : rates[i];
            set_up_port( probe, *baud );
            discard_input( probe );
            /* ATE1 of a nervous modem, V0 of an old program: set first what makes answers readable */
            if (probe->error || !ask( probe, "ATE0Q0V1", reader, FIRST_TIME )) return worst;
            result = modemprobe_reader_end( reader, lines, sizeof(lines) );
            if (result == MODEMPROBE_OK || result == MODEMPROBE_ERROR)
            {
                ask( probe, "AT", reader, FIRST_TIME );
                return modemprobe_reader_end( reader, lines, sizeof(lines) );
            }
            if (result > worst) worst = result;
            if (!pause( probe, GAP_TIME )) return worst;
            if (round && i) break;
        }
        /* one that is in data mode from a call nobody ended */
        if (round) break;
        set_up_port( probe, flags & MODEMPROBE_KEEP_RATE ? 0 : rates[0] );
        if (!pause( probe, GUARD_TIME ) || transfer( probe, TRUE, (void *)"+++", 3, QUERY_TIME ) < 0 || !pause( probe, GUARD_TIME )) return worst;
    }
    return worst;
}

static DWORD result_error( enum modemprobe_result result )
{
    return result == MODEMPROBE_OK || result == MODEMPROBE_ERROR ? 0 : result == MODEMPROBE_SILENT ? ERROR_TIMEOUT : ERROR_INVALID_DATA;
}

static unsigned int count_queries( DWORD flags )
{
    unsigned int i, count = 0;

    for (i = 0; i < modemprobe_query_count; i++) if (!(flags & MODEMPROBE_IDENTIFY) || modemprobe_queries[i].identify) count++;
    return count;
}

static BOOL tell( const struct modemprobe_query *query, unsigned int index, unsigned int count, const struct modemprobe_reader *reader,
                  struct modemprobe_report *report, modemprobe_callback callback, void *arg, enum modemprobe_result *result )
{
    char lines[MODEMPROBE_TEXT], explanation[300];
    struct modemprobe_answer answer = { .index = index, .count = count, .command = query->command, .topic = query->topic };

    *result = answer.result = modemprobe_reader_end( reader, lines, sizeof(lines) );
    if (answer.result == MODEMPROBE_OK && query->learn) query->learn( report, lines );
    modemprobe_explain_answer( query, answer.result, lines, explanation, sizeof(explanation) );
    answer.lines = lines;
    answer.explanation = explanation;
    return !callback || callback( &answer, arg );
}

static DWORD run( struct probe *probe, DWORD flags, modemprobe_callback callback, void *arg, struct modemprobe_report *report )
{
    const unsigned int count = count_queries( flags );
    struct modemprobe_reader reader;
    enum modemprobe_result result;
    unsigned int i, index = 1, silent = 0;
    DWORD error;

    result = find_modem( probe, flags, &reader, &report->baud );
    if (probe->error) return probe->error;
    error = result_error( result );
    report->alive = !error;
    if (!tell( modemprobe_queries, 0, count, &reader, report, callback, arg, &result )) return ERROR_CANCELLED;
    if (error) return error;

    for (i = 1; i < modemprobe_query_count; i++)
    {
        if (flags & MODEMPROBE_IDENTIFY && !modemprobe_queries[i].identify) continue;
        if (!pause( probe, GAP_TIME )) return probe->error;
        discard_input( probe );
        if (probe->error || !ask( probe, modemprobe_queries[i].command, &reader, QUERY_TIME )) return probe->error;
        if (!tell( &modemprobe_queries[i], index++, count, &reader, report, callback, arg, &result )) return ERROR_CANCELLED;
        silent = result == MODEMPROBE_SILENT ? silent + 1 : 0;
        if (silent == MAX_SILENT) return ERROR_TIMEOUT;
    }
    return 0;
}

DWORD modemprobe_run( HANDLE port, HANDLE cancel, DWORD flags, modemprobe_callback callback, void *arg, struct modemprobe_report *report )
{
    struct probe probe = { .port = port, .cancel = cancel };
    struct modemprobe_report own;
    DWORD error;

    if (!report) report = &own;
    memset( report, 0, sizeof(*report) );
    if (!(probe.done = CreateEventW( NULL, TRUE, FALSE, NULL ))) return GetLastError();
    error = run( &probe, flags, callback, arg, report );
    CloseHandle( probe.done );
    return error;
}
