/*
 * Simulated telephone exchange: fax modems of Class 2, 2.0 and 2.1.
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

#ifndef WINE_TELEPHONY_PHONELINE_CLASS2_H
#define WINE_TELEPHONY_PHONELINE_CLASS2_H

#include "modem_private.h"
#include "voice_private.h"

#include <spandsp/expose.h>

#define CAPABILITIES    8           /* numbers of +FDIS: vr, br, wd, ln, df, ec, bf, st */
#define CLASS2_PAGES    100         /* of one call */
#define CLASS2_PARAMETERS 40

enum class2_phase
{
    CLASS2_IDLE,
    CLASS2_CALLING,                 /* the DIS of who answers is waited for */
    CLASS2_ASKED,                   /* the DTE knows it, and has to give a page, or what follows it */
    CLASS2_PAGE,                    /* it does */
    CLASS2_SENDING,                 /* all pages are here and go to the other end */
    CLASS2_ANSWERING,               /* the DCS of who calls is waited for */
    CLASS2_RECEIVING,               /* pages come in; the DTE fetches them */
};

struct class2
{
    struct modem      *modem;
    bool               later;           /* Class 2.0 or 2.1, ITU-T T.32; else 2, SP-2388 */
    int                values[CLASS2_PARAMETERS][CAPABILITIES];
    int                session[CAPABILITIES];   /* +FDIS, +FIS */
    char               id[24], poll_id[24];

    enum class2_phase  phase;
    fax_state_t       *fax;
    bool               talks, heard;    /* it sends now; it has heard the other end */
    int                remote[CAPABILITIES];    /* of its last DIS or DCS */
    char               remote_id[24];
    bool               told;            /* the DTE knows of the other end */
    struct timer       step;
    char               path[256];       /* the pages, a TIFF file */

    t4_rx_state_t     *writer;
    bool               dle, has_page;

    int                pages, delivered;
    int                last_message;            /* what followed the last page: 0 a page, 1 a document, 2 nothing */
    int                messages[CLASS2_PAGES];
    bool               wanted, waiting;         /* by +FDR; for DC2 */
    bool               over;
    int                status;                  /* of +FHNG */
};

/* class2_commands.c */

struct class2_parameter
{
    const char *name, *later_name;      /* of Class 2 and 2.0, NULL: not there */
    int         count, max[CAPABILITIES], initial[CAPABILITIES];
};

enum command_result class2_command( struct class2 *class2, const char *name, char op, const char *value );
void class2_reset_parameters( struct class2 *class2 );
int  class2_value( const struct class2 *class2, const char *name );
void class2_tell( struct class2 *class2, const char *name, const char *later_name, const char *format, ... )
    __attribute__((format( printf, 4, 5 )));
void class2_tell_numbers( struct class2 *class2, const char *name, const char *later_name, const int *numbers );

/* class2.c: what commands do */

enum command_result class2_begin_page( struct class2 *class2 );
enum command_result class2_end_page( struct class2 *class2, int message );
enum command_result class2_want_page( struct class2 *class2 );
enum command_result class2_abort( struct class2 *class2 );

#endif
