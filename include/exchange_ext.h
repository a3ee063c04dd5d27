/*
 * The control channel of exchange.tsp: what developers of telephony programs can tell the built-in exchange through lineDevSpecific.
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

#ifndef WINE_TELEPHONY_EXCHANGE_EXT_H
#define WINE_TELEPHONY_EXCHANGE_EXT_H

#include <windef.h>

/*
 * docs/exchange.md describes the commands. A program finds the lines of the exchange by their extension id (lineNegotiateAPIVersion),
 * negotiates and selects extension version 1.0, opens a line with it (any privilege) and calls lineDevSpecific (no call) with one
 * struct exchange_command. The block comes back with the reply; `result` is filled in. phoneDevSpecific takes the same blocks.
 *
 * Errors: LINEERR_STRUCTURETOOSMALL (the block is shorter than it says, or than the structure), LINEERR_INVALPARAM (anything in it is not what
 * the command takes), LINEERR_BADDEVICEID (there is no such line), LINEERR_NOMEM, and what the exchange itself answers.
 */
#define EXCHANGE_EXTENSION          { 0x9c1d7b40, 0x5a3e4f02, 0xb7c8d1e6, 0x20260531 }
#define EXCHANGE_EXTENSION_VERSION  0x00010000

#define EXCHANGE_MAGIC              0x47484358u     /* "XCHG" */
#define EXCHANGE_TEXT               96
#define EXCHANGE_ARGS               6
#define EXCHANGE_MAX_AFTER          86400000u       /* ms */

enum exchange_code
{
    EXCHANGE_STATUS = 1,        /* results: lines, phones, calls, calls that wait, calls made by the load, faults set, steps waiting, seed; text: "" or
                                   what is wrong with the exchange's own data */
    EXCHANGE_INCOMING,          /* a call from outside to `line`, or to the number in the text. args: LINEMEDIAMODE_xxx (0: INTERACTIVEVOICE), ms after
                                   which the caller hangs up (0: does not). text: "called\ncaller\nname", each may be empty. results: id of the call, 0 if it
                                   came to nothing */
    EXCHANGE_HANGUP,            /* the caller of an outside call hangs up. args: id (0: the newest) */
    EXCHANGE_DIGITS,            /* the caller presses digits. args: id (0: the newest). text: digits */
    EXCHANGE_LINE_STATUS,       /* args: LINEDEVSTATUSFLAGS_xxx, 1 on, 0 off: in service, connected (carrier), message waiting, locked */
    EXCHANGE_RESIZE,            /* args: how many lines there are from now on; others come (LINE_CREATE) or go (LINE_REMOVE) at the end */
    EXCHANGE_BUTTON,            /* a button of the phone. args: button, 1 down, 2 up, 3 both */
    EXCHANGE_HOOK,              /* a hookswitch of the phone. args: PHONEHOOKSWITCHDEV_xxx, PHONEHOOKSWITCHMODE_xxx */
    EXCHANGE_FAULT,             /* text: name of a function ("lineHold", "TSPI_lineHold"), or "*" for all but this channel. args: enum exchange_fault, error
                                   (LINEERR_, PHONEERR_) or ms, nth call from now (0: each), percent of calls (0: all), how often (0: no end).
                                   line: 0: all devices. results: number of the fault */
    EXCHANGE_FAULT_CLEAR,       /* args: number of the fault, 0: all */
    EXCHANGE_FAULT_LIST,        /* args: place from 0. results: number, kind, error or ms, nth, percent, times left, how often it struck, line;
                                   text: function. LINEERR_INVALPARAM: there are no more */
    EXCHANGE_LOAD,              /* calls from outside at a rate. args: calls in 1000 seconds (0: stop), seconds (0: no end), ms that a caller waits and talks
                                   (0: 3000), first and last number called (0: all lines), LINEMEDIAMODE_xxx */
    EXCHANGE_SEED,              /* begin the sequence of random choices of load and faults again. args: seed */
    EXCHANGE_STEPS_CLEAR,       /* forget what waits for its time */
    EXCHANGE_CODES
};

enum exchange_fault
{
    EXCHANGE_FAULT_FAIL = 1,    /* the function returns the error */
    EXCHANGE_FAULT_FAIL_LATE,   /* the request completes with the error; a synchronous function returns it */
    EXCHANGE_FAULT_DELAY,       /* the completion takes ms, and what follows it at the line waits */
    EXCHANGE_FAULT_SLOW,        /* the function returns after ms */
    EXCHANGE_FAULT_LOSE,        /* the request is done, but never completes */
    EXCHANGE_FAULT_CRASH,       /* the provider reads NULL */
    EXCHANGE_FAULT_HANG,        /* the function does not return */
    EXCHANGE_FAULTS
};

#pragma pack(push, 4)
struct exchange_command
{
    DWORD size;                 /* of the structure */
    DWORD magic;                /* EXCHANGE_MAGIC */
    DWORD code;                 /* enum exchange_code */
    DWORD line;                 /* number of the line it is about (1001, ...); 0: that of the request */
    DWORD after;                /* ms from now, at most EXCHANGE_MAX_AFTER: it is done then, whatever comes of it. Not for STATUS and FAULT_LIST */
    DWORD args[EXCHANGE_ARGS];  /* those that a command does not take are 0 */
    DWORD result[8];
    char  text[EXCHANGE_TEXT];  /* ASCII, ends in NUL */
};
#pragma pack(pop)

#endif
