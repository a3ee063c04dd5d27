/*
 * Asking a modem what it is and what it can do.
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

#ifndef WINE_TELEPHONY_MODEMPROBE_H
#define WINE_TELEPHONY_MODEMPROBE_H

#include <windef.h>
#include <winbase.h>

#include "modemprobe/answer.h"

/*
 * A port is opened with modemprobe_open(), or comes from TAPI (the comm/datamodem handle of a pass-through call). modemprobe_run() asks one query after the
 * other and calls back for each. Everything happens in the calling thread; another thread ends it with the cancel event. Texts are English, ASCII, and
 * valid during the callback only.
 */

/**
 * Open a port for modemprobe_run().
 *
 * @param port    "COM5", a Unix path ("/dev/ttyACM0"), or a Windows path
 * @param handle  receives the comm handle; CloseHandle() it, which drops DTR
 * @return 0 or a Windows error; modemprobe_explain() puts it into words
 */
DWORD modemprobe_open( const WCHAR *port, HANDLE *handle );

/** Say in one sentence why modemprobe_open() failed and what to do. text is always terminated. */
void modemprobe_explain( DWORD error, const WCHAR *port, WCHAR *text, DWORD chars );

/* One query and what came of it. */
struct modemprobe_answer
{
    unsigned int           index;       /* from 0 */
    unsigned int           count;       /* how many there are */
    const char            *command;     /* "ATI3" */
    const char            *topic;       /* what it asks: "Firmware" */
    enum modemprobe_result result;
    const char            *lines;       /* the answer without echo and result code, lines separated by LF; "" if none */
    const char            *explanation; /* what that means, in a sentence */
};

/* Called for each answer as it comes; FALSE ends the run. */
typedef BOOL (*modemprobe_callback)( const struct modemprobe_answer *answer, void *arg );

#define MODEMPROBE_IDENTIFY  0x1        /* only what is needed to propose a definition */
#define MODEMPROBE_KEEP_RATE 0x2        /* the speed of the port is right already (a port of TAPI): try no others */

/**
 * Ask a modem. The first query, AT, finds out whether anything answers, and at which speed; if nothing does, it is the only one.
 *
 * Takes some seconds: each query has 2.5 s (the first ones less), and a modem that ignores queries ends the run after three of them.
 * Leaves the modem with ATE0Q0V1; who uses it next initialises it anyway.
 *
 * @param port      comm handle, opened with FILE_FLAG_OVERLAPPED; its time-outs and, without MODEMPROBE_KEEP_RATE, its speed are changed
 * @param cancel    an event that ends the run when it is signalled, or NULL
 * @param flags     MODEMPROBE_ bits
 * @param callback  may be NULL
 * @param report    receives what was learnt, whatever is returned; may be NULL
 * @return 0, ERROR_CANCELLED, ERROR_TIMEOUT (no modem answers), ERROR_INVALID_DATA (something answers, but not as a modem does), or another
 *         Windows error of the port
 */
DWORD modemprobe_run( HANDLE port, HANDLE cancel, DWORD flags, modemprobe_callback callback, void *arg, struct modemprobe_report *report );

#endif /* WINE_TELEPHONY_MODEMPROBE_H */
