/*
 * Virtual modems: what the files of this folder share.
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

#ifndef WINE_TELEPHONY_VIRTUAL_PRIVATE_H
#define WINE_TELEPHONY_VIRTUAL_PRIVATE_H

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <spandsp.h>
#include <spandsp/private/logging.h>
#include <spandsp/private/at_interpreter.h>

#include "phonebook/phonebook.h"
#include "telnet.h"
#include "virtual.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define DATA_LIMIT   (128 * 1024)       /* bytes that wait for one side before the other has to */
#define MAX_DIALLED  256
#define MAX_COMMAND  512                /* characters of a command line */
#define MAX_CLIENTS  4                  /* of a companion socket */
#define MAX_VISITORS 32                 /* connections that have not said what they want */

/* ---- loop.c: descriptors, timers, byte queues. All with the host locked. ---- */

struct vm_watch
{
    struct vm_watch     *next;          /* among the dead */
    struct virtual_host *host;
    int                  fd;
    uint32_t             events;
    bool                 dead;
    void               (*ready)( void *arg, uint32_t events );
    void                *arg;
};

struct vm_timer
{
    struct vm_timer *next;
    int64_t          due;
    bool             armed;
    void           (*fire)( void *arg );
    void            *arg;
};

struct vm_bytes
{
    uint8_t *data;
    size_t   start, end, size;
};

struct vm_lookup;
struct visitor;

struct virtual_host
{
    pthread_mutex_t       lock;
    pthread_t             thread;
    int                   epoll, wake;
    struct vm_watch      *wake_watch;
    bool                  stop;
    struct vm_watch      *dead;
    struct vm_timer      *timers;
    struct virtual_modem *modems;
    struct vm_lookup     *lookups;
    struct visitor       *visitors;
    uint32_t              last_modem;
    int                   folder_fd;    /* of the rendezvous, -1: none */
    char                  folder[PATH_MAX];
};

int64_t vm_now( void );
void vm_timer_set( struct virtual_host *host, struct vm_timer *timer, int64_t ms, void (*fire)( void *arg ), void *arg );
void vm_timer_cancel( struct virtual_host *host, struct vm_timer *timer );
/* NULL without memory */
struct vm_watch *vm_watch_add( struct virtual_host *host, int fd, uint32_t events, void (*ready)( void *arg, uint32_t events ), void *arg );
void vm_watch_set( struct vm_watch *watch, uint32_t events );
void vm_watch_remove( struct vm_watch *watch );         /* before its fd is closed; NULL is allowed */
bool vm_bytes_put( struct vm_bytes *queue, const void *data, size_t size );    /* false without memory */
void vm_bytes_drop( struct vm_bytes *queue, size_t size );
void vm_bytes_free( struct vm_bytes *queue );

static inline size_t vm_bytes_len( const struct vm_bytes *queue )
{
    return queue->end - queue->start;
}

static inline const uint8_t *vm_bytes_data( const struct vm_bytes *queue )
{
    return queue->data + queue->start;
}

/* ---- resolve.c: names to addresses, in a thread of their own ---- */

#define MAX_ADDRESSES 8

struct vm_addresses
{
    struct sockaddr_storage addrs[MAX_ADDRESSES];
    socklen_t               sizes[MAX_ADDRESSES];
    size_t                  count;
    int                     error;      /* 0 or an EAI_ value */
};

/* Calls done from the loop, later; NULL without memory or threads. */
struct vm_lookup *vm_lookup_start( struct virtual_host *host, const char *name, uint16_t port,
                                   void (*done)( void *arg, const struct vm_addresses *addresses ), void *arg );
void vm_lookup_cancel( struct virtual_host *host, struct vm_lookup *lookup );
void vm_lookups_done( struct virtual_host *host );      /* the loop was woken */
void vm_lookups_forget( struct virtual_host *host );

/* ---- the modem ---- */

struct companion
{
    struct virtual_modem *modem;
    struct vm_watch      *watch;
    int                   fd;
    bool                  raised_dtr;   /* its death drops DTR */
    size_t                len;
    char                  line[64];
};

struct listener
{
    struct virtual_modem *modem;
    struct vm_watch      *watch;
    int                   fd;           /* -1: none */
    bool                  local;        /* by number, not TCP */
};

enum link_stage
{
    LINK_NONE,
    LINK_CONNECTING,
    LINK_CALLING,                       /* another modem rings */
    LINK_RINGING,                       /* this one does */
    LINK_TRAINING,                      /* nothing but a delay */
    LINK_ONLINE,
};

#define LINK_EARLY_SIZE 159

struct pace
{
    int64_t last;                       /* milliseconds */
    int64_t credit;                     /* thousandths of a byte */
};

/* The connection of a call */
struct link
{
    enum link_stage  stage;
    int              fd;
    struct vm_watch *watch;
    bool             modem;             /* the other end is a virtual modem: it rings, and says so */
    bool             serial;            /* RFC 2217 */
    bool             eof;
    struct telnet    telnet;
    struct com_port  com_port;
    struct vm_bytes  tx, rx;
    char             reply[96];         /* of the other modem */
    size_t           reply_len;
    uint8_t          early[LINK_EARLY_SIZE];    /* what a caller from outside said before he was answered */
    size_t           early_len;
    uint32_t         peer_rate;
    enum telnet_role role;
    struct vm_addresses addresses;
    size_t           next_address;
    int              error;             /* of the last address, errno */
};

struct virtual_modem
{
    struct virtual_modem   *next;
    struct virtual_host    *host;
    uint32_t                id;
    struct virtual_settings settings;

    /* pty.c */
    char              path[PATH_MAX];
    char              slave_path[64];
    int               master, slave, inotify, open_watch;
    struct vm_watch  *master_watch, *inotify_watch;
    bool              present;          /* somebody has it open */
    struct vm_bytes   out;              /* bytes for the DTE */
    int               lines_fd;
    struct vm_watch  *lines_watch;
    struct companion *companions[MAX_CLIENTS];
    bool              dtr, rts, dcd, ri;

    /* at.c, commands.c */
    at_state_t       *at;
    at_profile_t      factory, stored;  /* &F, &W */
    bool              has_stored;
    char              line[MAX_COMMAND], last_line[MAX_COMMAND];
    size_t            line_len;
    int               line_state;
    bool              interpreting;
    int               online_writes;    /* of a command line that returned to the data state */
    char              dial_string[MAX_DIALLED];
    char            (*values)[32];      /* of extended commands, by their row */
    uint8_t           high_regs[256];   /* S registers beyond spandsp's */
    int               pluses;
    int64_t           last_data;
    struct vm_timer   guard;

    /* call.c */
    enum virtual_state state;
    bool              off_hook;         /* ATH1, or digits dialled with ';' */
    char              dialled[MAX_DIALLED];
    int64_t           started;          /* when ATD or ATA was given */
    uint32_t          call_rate;
    struct vm_timer   progress;         /* of dialling and answering */
    struct vm_timer   give_up;          /* S7 */
    struct vm_timer   ring, ring_end, caller_id;
    unsigned int      rings;
    char              peer[320];
    char              peer_number[64], peer_name[64];
    uint64_t          sent, received;
    struct link       link;
    struct vm_lookup *lookup;
    struct vm_timer   pace_timer, settings_timer;
    struct pace       pace_in, pace_out;

    /* listen.c */
    struct listener   listeners[3];     /* by number, TCP, TCP on IPv6 */
};

enum failure { FAIL_BUSY, FAIL_NO_ANSWER, FAIL_NO_CARRIER, FAIL_NO_DIALTONE };

void vm_log( const struct virtual_modem *modem, unsigned int level, const char *format, ... ) __attribute__((format( printf, 3, 4 )));

/* pty.c */
int  vm_pty_open( struct virtual_modem *modem, const char *path );
void vm_pty_close( struct virtual_modem *modem );
void vm_pty_put( struct virtual_modem *modem, const void *data, size_t size );
void vm_pty_update( struct virtual_modem *modem );      /* what to wait for */
void vm_set_dcd( struct virtual_modem *modem, bool on );
void vm_set_ri( struct virtual_modem *modem, bool on );
void vm_tell_lines( struct virtual_modem *modem );
bool vm_line_settings( const struct virtual_modem *modem, struct line_settings *settings );

/* at.c: command lines, results, escape */
int  vm_at_open( struct virtual_modem *modem );
void vm_at_close( struct virtual_modem *modem );
bool vm_in_data_state( const struct virtual_modem *modem );
void vm_take_commands( struct virtual_modem *modem, const uint8_t *data, size_t size );
void vm_watch_for_escape( struct virtual_modem *modem, const uint8_t *data, size_t size );
void vm_escape( struct virtual_modem *modem );
void vm_forget_line( struct virtual_modem *modem );
void vm_reset_profile( struct virtual_modem *modem, bool stored );     /* &F; with the stored one Z, which hangs up too */
void vm_result_connect( struct virtual_modem *modem );
void vm_result_failure( struct virtual_modem *modem, enum failure failure );
void vm_result_no_carrier( struct virtual_modem *modem );
void vm_result_ring( struct virtual_modem *modem );
void vm_result_caller_id( struct virtual_modem *modem );
void vm_text( struct virtual_modem *modem, const char *format, ... ) __attribute__((format( printf, 2, 3 )));

/* commands.c: one command line. @return what spandsp's interpreter is to run of it in `rest`, or false: an error */
struct command_result
{
    char rest[MAX_COMMAND];             /* "AT...", for spandsp's interpreter */
    bool echo;                          /* from now on */
};
bool vm_run_line( struct virtual_modem *modem, const char *line, struct command_result *result );
void vm_reset_values( struct virtual_modem *modem );
size_t vm_values_size( void );
uint32_t vm_modulation_rate( const struct virtual_modem *modem );       /* of +MS; 0: no limit */
const char *vm_value( const struct virtual_modem *modem, const char *name );

/* call.c */
int  vm_dial( struct virtual_modem *modem, const char *string );
int  vm_answer( struct virtual_modem *modem );
void vm_hang_up( struct virtual_modem *modem );         /* the call ends; nothing is said */
void vm_abort_call( struct virtual_modem *modem );      /* a character came while dialling or answering */
bool vm_can_ring( const struct virtual_modem *modem );
/* A caller: the connection is the modem's from now on. */
void vm_incoming( struct virtual_modem *modem, int fd, bool is_modem, const char *number, const char *name, uint32_t rate );
void vm_dtr_dropped( struct virtual_modem *modem );
void vm_lines_changed( struct virtual_modem *modem );   /* DTR or RTS, for a serial server */
uint32_t vm_own_rate( const struct virtual_modem *modem );

/* link.c: the data of a call */
void vm_link_train( struct virtual_modem *modem );
void vm_link_close( struct virtual_modem *modem );
void vm_link_pump( struct virtual_modem *modem );       /* the DTE has room, or wants data again */
bool vm_link_takes( struct virtual_modem *modem );
size_t vm_link_allowance( struct virtual_modem *modem );
void vm_link_send( struct virtual_modem *modem, const uint8_t *data, size_t size );
void vm_link_update( struct virtual_modem *modem );

/* listen.c: the rendezvous and TCP */
int  vm_folder_open( struct virtual_host *host, const char *folder );
int  vm_listen( struct virtual_modem *modem, char *reason, size_t size );
void vm_unlisten( struct virtual_modem *modem );
int  vm_connect_local( struct virtual_host *host, const char *number );         /* a descriptor, connecting, or a negative errno */
int  vm_connect_path( const char *path );
#define GREETING "WTMODEM/1 CALL "      /* number, rate, name, line end */

#endif
