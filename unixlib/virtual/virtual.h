/*
 * Virtual modems: a modem without a modem.
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

#ifndef WINE_TELEPHONY_VIRTUAL_H
#define WINE_TELEPHONY_VIRTUAL_H

#include <stddef.h>
#include <stdint.h>

/*
 * A virtual modem is a pseudo-terminal that takes AT commands as a modem does, and whose calls are connections: TCP (with or without telnet, RFC 2217),
 * Unix sockets, or another virtual modem of this user, found by its number. Beside the pseudo-terminal's name lies the companion socket NAME.lines that
 * carries the modem lines (unixlib/port/lines.c).
 *
 * All modems of a host are served by one thread, which never blocks. Functions return 0 on success and a negative errno value on failure, and may be called
 * from any thread.
 */

struct virtual_host;

/* How a modem is set. Fixed width and without pointers: it is copied between Windows and Unix code as it is. */
struct virtual_settings
{
    uint32_t rate;                      /* bit/s that CONNECT reports */
    uint32_t speed_limit;               /* bit/s both ways, which CONNECT reports then; 0: as fast as it goes */
    uint32_t listen_port;               /* TCP port for calls from outside; 0: none */
    uint32_t listen_raw;                /* 1: callers speak no telnet */
    uint32_t dial_delay;                /* milliseconds between the dial command and the first sign of life */
    uint32_t connect_delay;             /* milliseconds that modems take to agree, before CONNECT */
    uint32_t ring_interval;             /* milliseconds */
    uint32_t max_rings;                 /* then a caller from outside is sent away */
    uint32_t log;                       /* 0 nothing, 1 trouble, 2 everything, on standard error */
    uint32_t reserved;
    char     number[32];                /* digits; "": not to be reached by number */
    char     name[64];                  /* what the other side sees, as caller id */
    char     listen_address[64];        /* numeric; "": this machine only */
    char     terminal[32];              /* terminal type that telnet servers are told */
    char     phonebook[512];            /* file; "": the user's (phonebook_default_path()) */
};

/** What holds when nobody says otherwise. */
void virtual_settings_default( struct virtual_settings *settings );

enum virtual_state
{
    VIRTUAL_IDLE,
    VIRTUAL_DIALLING,
    VIRTUAL_RINGING,
    VIRTUAL_ANSWERING,
    VIRTUAL_ONLINE,
};

struct virtual_status
{
    uint32_t state;                     /* enum virtual_state */
    uint32_t in_use;                    /* somebody has the pseudo-terminal open */
    uint32_t rate;                      /* of the running call */
    uint32_t reserved;
    uint64_t sent, received;            /* bytes of the running or the last call */
    char     peer[320];                 /* whom it calls or who calls */
};

/**
 * Start the thread.
 * @param folder  where virtual modems find each other, NULL: $XDG_RUNTIME_DIR/winetelephony or /tmp/winetelephony-UID; made if need be, for this user alone
 */
int virtual_host_create( struct virtual_host **host, const char *folder );

/** End all calls, remove what lies in folders, end the thread. NULL is allowed. */
void virtual_host_destroy( struct virtual_host *host );

/**
 * Make a modem.
 *
 * @param path    name for the pseudo-terminal: a symbolic link is made there (its folder, too)
 * @param modem   receives its number, never 0
 * @param reason  receives a sentence for people, also when the modem was made but cannot be called: by number, because that is taken, or from outside,
 *                because the port is. Else "". May be NULL
 */
int virtual_modem_create( struct virtual_host *host, const char *path, const struct virtual_settings *settings, uint32_t *modem, char *reason,
                          size_t size );

/** Change how a modem is set; a running call keeps its rate. @return 0 or -ENOENT; reason as above */
int virtual_modem_configure( struct virtual_host *host, uint32_t modem, const struct virtual_settings *settings, char *reason, size_t size );

/** End its call and take it away. */
int virtual_modem_destroy( struct virtual_host *host, uint32_t modem );

/** Ask what a modem is doing. @return 0 or -ENOENT */
int virtual_modem_status( struct virtual_host *host, uint32_t modem, struct virtual_status *status );

#endif /* WINE_TELEPHONY_VIRTUAL_H */
