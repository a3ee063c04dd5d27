/*
 * Simulated telephone exchange: what the parts of a modem share.
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

#ifndef WINE_TELEPHONY_PHONELINE_MODEM_PRIVATE_H
#define WINE_TELEPHONY_PHONELINE_MODEM_PRIVATE_H

#include <spandsp.h>
#include <spandsp/private/logging.h>
#include <spandsp/private/at_interpreter.h>

#include "phoneline.h"

/* at_profile_t.result_code_format, which spandsp keeps to itself */
#define RESULT_CODES_TEXT   1

struct voice;
struct class2;

/* A command with an answer that a test chose. */
struct canned
{
    struct canned *next;
    char           command[64];
    char           answer[256];
};

struct chunk
{
    struct chunk *next;
    int64_t       due;
    size_t        size;
    uint8_t       data[];
};

struct modem
{
    int                index;
    char               name[4];
    char               number[16];
    char               path[256];
    struct line_server lines;
    int                master, slave, inotify;
    int                open_watch;
    char               slave_path[64];
    struct watch      *master_watch, *inotify_watch;
    bool               plugged, present;

    at_state_t        *at;
    t31_state_t       *t31;                 /* what at is a part of, if it is a fax modem */
    bool               adaptive;            /* +FAE: it answers as what the caller wants */
    struct class2     *class2;              /* NULL: it is of Class 1 only, or no fax modem */
    char               class[4];            /* of +FCLASS, as it was chosen */
    bool               hold;                /* the fax modem has enough to send */
    enum modem_state   state;
    bool               off_hook;            /* ATH1, or digits dialled with ';' */
    char               dialled[MAX_NUMBER]; /* those digits */
    int64_t            started;             /* when the present ATD or ATA was given */
    struct timer       blind_answer;

    struct bytes       out;                 /* bytes for the DTE */
    struct bytes       held;                /* data that came in the online command state */
    struct chunk      *delayed;             /* results of a slow modem */
    struct timer       delay;

    int                pluses;
    int64_t            last_data;
    struct timer       guard;

    bool               dtr, rts, dcd, ri;
    struct timer       ring_end;

    bool               interpreting;
    int                online_writes;       /* of a command line that returned to the data state */
    bool               dead, mangle;
    int                slow;
    char               next_result[128];

    struct voice      *voice;               /* NULL: it has no voice */
    struct canned     *canned;
    bool               muted;               /* the next write of the interpreter is an echo heard before */
};

/* at_commands.c: what the DTE commands */

int  modem_at_control( at_state_t *at, void *arg, int operation, const char *number );
void modem_reset_call( struct modem *modem );
void modem_no_carrier( struct modem *modem );
void modem_escape( struct modem *modem );
void modem_watch_for_escape( struct modem *modem, const char *data, size_t size );
void modem_take_command_bytes( struct modem *modem, const char *data, size_t size );
int  modem_answer_call( struct modem *modem );
bool modem_in_data_state( const struct modem *modem );

/* result.c: bytes for the DTE */

int  modem_at_output( at_state_t *at, void *arg, const uint8_t *data, size_t size );
void modem_put_out( struct modem *modem, const void *data, size_t size );
void modem_flush_out( struct modem *modem );
void modem_release_held( struct modem *modem );
void modem_free_delayed( struct modem *modem );

/* port.c: the pty and its control lines */

void modem_port_init( struct modem *modem );
void modem_update_watch( struct modem *modem );
void modem_tell_lines( struct modem *modem );
void modem_set_dcd( struct modem *modem, bool on );
void modem_set_ri( struct modem *modem, bool on );

/* fax.c: interpreters; bytes of the DTE while a fax goes through */

void modem_make_interpreter( struct modem *modem, enum fax_kind fax );
void modem_free_interpreter( struct modem *modem );
bool modem_in_fax_data( const struct modem *modem );
void modem_fax_take( struct modem *modem, const char *data, size_t size );

/* class2.c: fax modems that talk T.30 themselves */

struct audio_port;

struct class2 *class2_create( struct modem *modem );
void class2_destroy( struct class2 *class2 );
void class2_reset_call( struct class2 *class2 );
void class2_connected( struct class2 *class2, bool called );
struct audio_port class2_audio_port( struct class2 *class2 );
bool modem_in_class2_data( const struct modem *modem );
size_t modem_class2_take( struct modem *modem, const uint8_t *data, size_t size );

/* command_line.c: commands that are not the interpreter's */

bool modem_run_own_commands( struct modem *modem, const char *line, char *rest, size_t rest_size );

/* voice.c: bytes of the DTE while speech goes through */

bool modem_in_stream( const struct modem *modem );
bool modem_voice_takes_bytes( const struct modem *modem );
size_t modem_voice_take( struct modem *modem, const uint8_t *data, size_t size );
void modem_voice_reset_call( struct modem *modem );
const char *modem_voice_mode( const struct modem *modem );

#endif
