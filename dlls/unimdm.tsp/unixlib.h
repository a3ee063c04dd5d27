/*
 * Calls between unimdm.tsp and its Unix half.
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

#ifndef UNIMDM_UNIXLIB_H
#define UNIMDM_UNIXLIB_H

#include <stdint.h>

#include "audio/audio.h"
#include "modem/modem.h"
#include "virtual/virtual.h"

/*
 * Both sides include this file. Every structure has the same layout for 32- and 64-bit code: fixed-width members, 64-bit ones at
 * offsets divisible by 8, pointers carried as uint64_t. One table of functions serves __wine_unix_call_funcs and the WoW64 one.
 *
 * Every call returns STATUS_SUCCESS; what happened is in `result`: 0 or a negative errno of the Unix side.
 */

enum unimdm_call
{
    unimdm_host_create,
    unimdm_host_destroy,
    unimdm_host_wait,
    unimdm_host_cancel,
    unimdm_find_port,
    unimdm_port_exists,
    unimdm_port_identity,
    unimdm_port_find,
    unimdm_port_relink,
    unimdm_modem_create,
    unimdm_modem_command,
    unimdm_modem_settings,
    unimdm_modem_dial,
    unimdm_check_dial,
    unimdm_modem_answer_as,
    unimdm_voice_stream,
    unimdm_voice_digits,
    unimdm_voice_tone,
    unimdm_voice_terminal,
    unimdm_voice_change,
    unimdm_voice_abilities,
    unimdm_audio_open,
    unimdm_audio_close,
    unimdm_audio_bind,
    unimdm_audio_status,
    unimdm_virtual,
    unimdm_call_count
};

/* unimdm_host_create, unimdm_host_destroy, unimdm_host_cancel */
struct host_params
{
    uint64_t host;              /* out for create, else in */
    int32_t  result;
    uint32_t reserved;
};

/* unimdm_host_wait: blocks until there is an event; -ECANCELED after unimdm_host_cancel */
struct host_wait_params
{
    uint64_t           host;
    int32_t            result;
    uint32_t           reserved;
    struct modem_event event;
};

/* unimdm_find_port: the host path behind a DOS device of this prefix (dosdevices/com5) */
struct find_port_params
{
    uint64_t name;              /* const char *, e.g. "com5" */
    uint64_t path;              /* char *, receives the path */
    uint32_t path_size;
    int32_t  result;
};

/* unimdm_port_exists: 0 or -ENOENT */
struct port_exists_params
{
    uint64_t path;              /* const char * */
    int32_t  result;
    uint32_t reserved;
};

/*
 * unimdm_port_identity: the identity of the device behind a path (port/identity.h); unimdm_port_find: the path of a device, whatever its name is now.
 * sys and dev are "" for the usual folders.
 */
struct port_identity_params
{
    uint64_t sys;               /* const char * */
    uint64_t dev;               /* const char * */
    uint64_t path;              /* const char * for identity, char * for find */
    uint64_t identity;          /* char * for identity, const char * for find */
    uint32_t path_size;
    uint32_t identity_size;
    int32_t  result;
    uint32_t reserved;
};

/* unimdm_port_relink: let a COM link of this prefix that leads to one path lead to another; -ENOENT if it leads elsewhere */
struct port_relink_params
{
    uint64_t name;              /* const char *, e.g. "com5" */
    uint64_t from;              /* const char * */
    uint64_t to;                /* const char * */
    int32_t  result;
    uint32_t reserved;
};

/*
 * unimdm_modem_create. The description is a run of records without padding: a name and a value (see modem_config_set()), each ended by a NUL, for type 'V'; a
 * response text ended by a NUL, one byte of size and that many bytes for type 'R'. The type is the first byte of a record.
 */
struct modem_create_params
{
    uint64_t host;
    uint64_t path;              /* const char *, host path */
    uint64_t config;            /* const unsigned char *, the records */
    uint64_t user;              /* comes back in each event */
    uint32_t config_size;
    uint32_t modem;             /* out */
    uint32_t rejected;          /* out: values the engine could not make sense of */
    int32_t  result;
    char     first_rejected[64];/* out: the first of them */
};

enum modem_command
{
    command_open,
    command_close,
    command_destroy,
    command_answer,
    command_hangup,
    command_passthrough_on,
    command_passthrough_off,
    command_passthrough_take,
    command_passthrough_keep,
    command_data_begin,
    command_data_end,
    command_share_on,
    command_share_off,
    command_log_on,
    command_count
};

struct modem_command_params
{
    uint64_t host;
    uint32_t modem;
    uint32_t command;           /* enum modem_command */
    uint32_t request;
    int32_t  result;
};

struct modem_settings_params
{
    uint64_t              host;
    uint32_t              modem;
    uint32_t              request;
    struct modem_settings settings;
    int32_t               result;
    uint32_t              reserved;
};

struct modem_dial_params
{
    uint64_t host;
    uint64_t string;            /* const char * */
    uint32_t modem;
    uint32_t request;
    uint32_t flags;             /* MODEM_DIAL_ */
    int32_t  result;
};

/* unimdm_check_dial: what the engine will make of a dial string; see modem_check_dial_string() */
struct check_dial_params
{
    uint64_t string;            /* const char * */
    uint64_t config;            /* records as for unimdm_modem_create */
    uint32_t config_size;
    uint32_t offender;          /* out: '$', '@', 'W', '?' or 0 */
    int32_t  result;
    uint32_t wait_bong;         /* seconds */
    char     clean[MODEM_DIAL_STRING_MAX];  /* out */
};

/* unimdm_modem_answer_as, unimdm_voice_stream, _digits, _tone, _terminal, _change: see voice.h */
struct voice_params
{
    uint64_t host;
    uint64_t digits;            /* const char *, unimdm_voice_digits only */
    uint32_t modem;
    uint32_t request;
    uint32_t value;             /* mode, directions, first frequency, terminal */
    uint32_t value2;            /* second frequency */
    uint32_t duration;          /* ms */
    int32_t  result;
};

/* unimdm_voice_abilities: what a description says about voice */
struct voice_abilities_params
{
    uint64_t config;            /* records as for unimdm_modem_create */
    uint32_t config_size;
    uint32_t abilities;         /* out: MODEM_VOICE_ bits */
    int32_t  result;
    uint32_t reserved;
};

/* unimdm_audio_open: make the devices of a voice line at the sound server; see audio.h */
struct audio_open_params
{
    uint64_t line;              /* out */
    uint64_t description;       /* const char *, UTF-8 */
    uint32_t permanent_id;
    int32_t  result;
    unsigned char play_guid[16];    /* out: GUIDs for Wine's endpoints */
    unsigned char record_guid[16];
    char     sink[AUDIO_NAME_SIZE + 8];     /* out: names at the server */
    char     source[AUDIO_NAME_SIZE + 8];
};

/* unimdm_audio_close; unimdm_audio_bind: this modem is at the other end from now on, or with host 0 none */
struct audio_line_params
{
    uint64_t line;
    uint64_t host;
    uint32_t modem;
    int32_t  result;
};

/* unimdm_audio_status: 0, or why there are no devices. With wait_ms it waits until that is known, -ETIMEDOUT. */
struct audio_status_params
{
    uint64_t line;
    uint32_t wait_ms;
    int32_t  result;
    struct audio_status status;
};

/* unimdm_virtual: virtual modems (virtual.h) */
enum virtual_command
{
    virtual_start_host,         /* host out */
    virtual_stop_host,
    virtual_get_defaults,       /* settings out */
    virtual_create,             /* path, settings; modem and reason out */
    virtual_configure,          /* modem, settings; reason out */
    virtual_destroy,
    virtual_get_status,         /* status out */
    virtual_command_count
};

struct virtual_params
{
    uint64_t                host;
    uint64_t                path;       /* const char * */
    uint32_t                command;    /* enum virtual_command */
    uint32_t                modem;
    int32_t                 result;
    uint32_t                reserved;
    struct virtual_settings settings;
    struct virtual_status   status;
    char                    reason[256];
};

/* One layout for all compilers, or else these sizes differ */
_Static_assert( sizeof(struct host_params) == 16, "layout" );
_Static_assert( sizeof(struct host_wait_params) == 16 + sizeof(struct modem_event), "layout" );
_Static_assert( sizeof(struct modem_event) % 8 == 0, "layout" );
_Static_assert( sizeof(struct find_port_params) == 24, "layout" );
_Static_assert( sizeof(struct port_exists_params) == 16, "layout" );
_Static_assert( sizeof(struct port_identity_params) == 48, "layout" );
_Static_assert( sizeof(struct port_relink_params) == 32, "layout" );
_Static_assert( sizeof(struct modem_create_params) == 112, "layout" );
_Static_assert( sizeof(struct modem_command_params) == 24, "layout" );
_Static_assert( sizeof(struct modem_settings_params) == 24 + sizeof(struct modem_settings), "layout" );
_Static_assert( sizeof(struct modem_dial_params) == 32, "layout" );
_Static_assert( sizeof(struct voice_params) == 40, "layout" );
_Static_assert( sizeof(struct virtual_params) == 32 + 744 + 352 + 256, "layout" );
_Static_assert( sizeof(struct voice_abilities_params) == 24, "layout" );
_Static_assert( sizeof(struct check_dial_params) == 32 + MODEM_DIAL_STRING_MAX, "layout" );
_Static_assert( sizeof(struct audio_open_params) == 56 + 2 * (AUDIO_NAME_SIZE + 8), "layout" );
_Static_assert( sizeof(struct audio_line_params) == 24, "layout" );
_Static_assert( sizeof(struct audio_status_params) == 16 + sizeof(struct audio_status) && sizeof(struct audio_status) % 8 == 0, "layout" );

#endif
