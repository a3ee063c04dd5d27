/*
 * The modem engine inside: one modem, its phases and its commands.
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

#ifndef WINE_TELEPHONY_MODEM_ENGINE_H
#define WINE_TELEPHONY_MODEM_ENGINE_H

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "modem_private.h"
#include "voice_private.h"
#include "port/port.h"

/* What a modem waits for. Each has a row in the table of engine.c. */
enum phase
{
    PHASE_CLOSED,
    PHASE_OPENING,                      /* DTR was raised: the modem wakes up */
    PHASE_SCRIPT,                       /* Init, settings, Monitor: an OK for each */
    PHASE_RECOVER_GUARD,                /* nothing answers: silence, +++ in case the modem is in data mode, silence */
    PHASE_RECOVER_ESCAPE,
    PHASE_IDLE,
    PHASE_RINGING,
    PHASE_GLARE,                        /* it rang while dialling: the aborted dial's result */
    PHASE_DIALLING,                     /* the OK for a part of the number */
    PHASE_CALLING,                      /* CONNECT or why not */
    PHASE_OFF_HOOK,
    PHASE_ANSWER_SCRIPT,
    PHASE_ANSWERING,
    PHASE_CONNECT_LF,                   /* the LF behind CONNECT, which must not reach the application */
    PHASE_CONNECTED,
    PHASE_CARRIER_GONE,
    PHASE_ABORT,                        /* a byte was sent to stop dialling: its result */
    PHASE_DTR_LOW,
    PHASE_DTR_WAIT,                     /* DTR is low and the carrier is still there */
    PHASE_DTR_UP,
    PHASE_GUARD,                        /* silence before +++ */
    PHASE_ESCAPE,                       /* the OK for +++ */
    PHASE_HANGUP_SCRIPT,
    PHASE_PASSTHROUGH,
    PHASE_VOICE_DIAL_SCRIPT,            /* into voice mode, to dial */
    PHASE_VOICE_ANSWER_SCRIPT,          /* into voice mode, to answer */
    PHASE_VOICE_CALLING,                /* VCON or why not */
    PHASE_VOICE_ANSWERING,
    PHASE_VOICE,                        /* a voice call, the modem takes commands */
    PHASE_VOICE_SCRIPT,
    PHASE_VOICE_STARTING,               /* CONNECT, before samples */
    PHASE_VOICE_STREAM,
    PHASE_VOICE_DRAINING,               /* the last samples are played */
    PHASE_VOICE_STOPPING,               /* OK, after samples */
    PHASE_VOICE_ABORT,                  /* the same, to hang up */
    PHASE_DEAD,
    PHASE_COUNT
};

enum command_kind
{
    COMMAND_OPEN, COMMAND_CLOSE, COMMAND_SETTINGS, COMMAND_DIAL, COMMAND_ANSWER, COMMAND_HANGUP, COMMAND_PASSTHROUGH_ON,
    COMMAND_PASSTHROUGH_OFF, COMMAND_DATA_BEGIN, COMMAND_DATA_END,
    COMMAND_VOICE_STREAM, COMMAND_VOICE_DIGITS, COMMAND_VOICE_TONE, COMMAND_VOICE_TERMINAL, COMMAND_VOICE_CHANGE, COMMAND_KIND_COUNT
};

struct command
{
    struct command *next;
    enum command_kind kind;
    uint32_t request;
    uint32_t flags;                     /* MODEM_DIAL_; PASSTHROUGH_OFF: MODEM_PASSTHROUGH_TAKE or _KEEP */
    uint32_t values[3];                 /* ANSWER: MODEM_ANSWER_; VOICE_: what the function was given */
    struct modem_settings settings;
    char string[MODEM_DIAL_STRING_MAX];
};

#define LINE_OPTIONAL   0x01u           /* ERROR is no harm */
#define LINE_FRAGMENTS  0x02u           /* settings, separated by LF: together first, one by one after an ERROR */
#define LINE_ONCE       0x04u           /* never sent again: it is heard on the line */

struct script_line
{
    char text[320];
    unsigned int flags;
    unsigned int time;                  /* ms that doing it takes, beyond the time of any command */
};

struct modem
{
    struct modem *next;
    struct modem_host *host;
    uint32_t id;
    uint64_t user;
    char *path;
    struct modem_config *config;
    int destroyed;

    struct port *port;
    enum phase phase;
    int64_t deadline;                   /* of the phase; 0: none. All times are monotonic ms */
    struct line_reader reader;
    char out[512];                      /* bytes the port did not take yet */
    size_t out_len;

    struct command *commands;           /* not yet begun */
    uint32_t active[COMMAND_KIND_COUNT];    /* requests that were begun */
    struct modem_settings settings;

    /* the commands being sent to the modem */
    struct script_line *script;
    size_t script_len, script_pos;
    unsigned int attempt;
    unsigned int given_up;              /* tries of this line that nothing answered in time */
    int64_t asked;                      /* when the last try was sent */
    int script_gap;                     /* between two commands */
    void (*script_done)( struct modem *modem );
    void (*script_failed)( struct modem *modem, int error );
    char sent[320];                     /* last command, to recognise its echo */
    unsigned int slowness;              /* the command time-out is multiplied by it: learnt from late answers, unlearnt from prompt ones */
    unsigned int late;                  /* answers to given-up tries that may still come */
    int recovered;                      /* +++ was tried */
    int reset_tried;                    /* Reset was sent after a refusal */
    unsigned int noise;                 /* bytes since the last command of a script that were no answer to it */
    int opened;                         /* MODEM_EVENT_OPENED was sent */
    int logging;                        /* MODEM_EVENT_LOG is wanted */
    int64_t session_start;              /* log.c: the running connection, 0: none */
    int session_counts;                 /* the driver counts bytes */
    uint32_t session_received, session_sent;

    /* the call */
    uint32_t call;
    int in_call;                        /* MODEM_EVENT_HUNG_UP is owed */
    uint32_t ring_count;
    int64_t ring_ignore;                /* the caller who was turned away still rings: until then */
    int pending_ring;
    unsigned int pending_ring_mode;
    struct caller_id caller;
    int64_t caller_time;                /* when its last line came */
    int64_t caller_deadline;            /* when to report it; 0: not yet ringing, or reported */
    unsigned int bursts;                /* of a distinctive ring, so far */
    int64_t cadence_deadline;           /* when its pattern is over; 0: it rings right now, or not at all */
    int answering;                      /* this call came in and was answered */
    uint32_t answer_mode;               /* MODEM_ANSWER_, how */
    enum response_class line_end;       /* CONNECT_LF: the result whose line ends */
    char text[MODEM_TEXT_SIZE];         /* last line of the modem */
    struct link_info link;
    char digits[MODEM_DIAL_STRING_MAX]; /* the rest of the number */
    const char *digits_left;
    int dial_first, dial_pulse;
    int glare_aborted;
    const char *dial_blind;             /* settings fragment for this call, or "" */
    int64_t dial_time;
    int carrier_seen;
    int app_data;                       /* the application reads the stream */
    int64_t line_poll;                  /* when to look at the modem lines again */
    unsigned int lines;

    /* hanging up */
    int closing;
    int escape_tries;
    int hangup_sent;
    int command_mode;                   /* the modem takes commands: no +++ */

    /* voice; the descriptors are the caller's */
    int play_fd, record_fd;
    struct voice voice;

    int error;
    char reason[MODEM_REASON_SIZE];
};

/* ---- engine.c ---- */

/* A modem's work for this turn of the loop. */
void engine_run_timers( struct modem *modem, int64_t now );
void engine_handle_port( struct modem *modem, short revents );
void engine_handle_lines( struct modem *modem );
void engine_destroy( struct modem *modem );
int64_t engine_next_deadline( const struct modem *modem );
short engine_poll_events( const struct modem *modem );
enum modem_state engine_state( const struct modem *modem );

/* what the other files of the engine use */
#define PHASE_BIT(phase) (1ull << PHASE_##phase)
#define PHASES_HANGING (PHASE_BIT(ABORT) | PHASE_BIT(DTR_LOW) | PHASE_BIT(DTR_WAIT) | PHASE_BIT(DTR_UP) | PHASE_BIT(GUARD) | \
                        PHASE_BIT(ESCAPE) | PHASE_BIT(HANGUP_SCRIPT) | PHASE_BIT(VOICE_ABORT))
#define PHASES_VOICE_BUSY (PHASE_BIT(VOICE_SCRIPT) | PHASE_BIT(VOICE_STARTING) | PHASE_BIT(VOICE_DRAINING) | PHASE_BIT(VOICE_STOPPING))
#define PHASES_VOICE_CALL (PHASES_VOICE_BUSY | PHASE_BIT(VOICE) | PHASE_BIT(VOICE_STREAM))
#define PHASES_VOICE_WAY_IN (PHASE_BIT(VOICE_DIAL_SCRIPT) | PHASE_BIT(VOICE_ANSWER_SCRIPT) | PHASE_BIT(VOICE_CALLING) | PHASE_BIT(VOICE_ANSWERING))
#define PHASES_VOICE    (PHASES_VOICE_CALL | PHASES_VOICE_WAY_IN)
#define PHASES_OFF_HOOK (PHASE_BIT(DIALLING) | PHASE_BIT(CALLING) | PHASE_BIT(OFF_HOOK) | PHASE_BIT(ANSWER_SCRIPT) | PHASE_BIT(ANSWERING) | \
                         PHASE_BIT(CONNECT_LF) | PHASE_BIT(CONNECTED) | PHASE_BIT(CARRIER_GONE) | PHASES_VOICE)

static inline int in_phases( const struct modem *modem, uint64_t phases )
{
    return (phases & (1ull << modem->phase)) != 0;
}

void engine_set_phase( struct modem *modem, enum phase phase, unsigned int timeout_ms );
void engine_complete( struct modem *modem, enum command_kind kind, int error );
struct modem_event *engine_post( struct modem *modem, enum modem_event_type type );
void engine_reason( struct modem *modem, int error, const char *format, ... ) __attribute__((format( printf, 3, 4 )));
int engine_send( struct modem *modem, const char *text );
void engine_start_init( struct modem *modem );
void engine_do_close( struct modem *modem );
void engine_dead( struct modem *modem, int error );
int engine_update_lines( struct modem *modem );
unsigned int engine_timing( const struct modem *modem, enum config_timing timing );
void engine_post_completion( struct modem *modem, uint32_t request, int error );
struct modem_event *engine_post_failure( struct modem *modem, enum modem_event_type type, int error );
int engine_configure_port( struct modem *modem, const struct modem_settings *settings );
void engine_init_done( struct modem *modem );
void engine_init_failed( struct modem *modem, int error );

/* ---- call.c ---- */

void call_begin_incoming( struct modem *modem );
void call_take_ring( struct modem *modem, unsigned int mode );
void call_post_ring( struct modem *modem, unsigned int mode );
void call_ring_gone( struct modem *modem );
void call_take_cadence( struct modem *modem, int ringing, unsigned int tenths );
void call_cadence_over( struct modem *modem );
void call_report_caller( struct modem *modem );
void call_forget_caller( struct modem *modem );
void call_glare_over( struct modem *modem );
void call_glare_timeout( struct modem *modem );
void call_reset_link( struct modem *modem );
void call_dial_next( struct modem *modem );
enum config_list call_answer_list( uint32_t mode );
void call_send_answer( struct modem *modem );
void call_answer_failed( struct modem *modem, int error );
void call_connected( struct modem *modem );
void call_line_ended( struct modem *modem );
void call_media_detected( struct modem *modem, uint32_t media );
void call_hand_over_fax( struct modem *modem );
void call_hand_over( struct modem *modem, uint32_t media );
void call_failed( struct modem *modem, enum response_class class );
void call_timeout( struct modem *modem );
void call_carrier_lost( struct modem *modem );

/* ---- result.c ---- */

void result_handle_line( struct modem *modem, const char *line );

/* ---- log.c: each does nothing unless the modem is logged ---- */

/* A text as .INF files write it (<cr>, <lf>, <hXX>), dialled digits as '#'. @return its length */
size_t log_escape( const char *text, char *out, size_t size );
void log_sent( struct modem *modem, const char *text );
void log_line( struct modem *modem, const char *line, enum response_class class );
void log_echo( struct modem *modem, const char *line );
void log_note( struct modem *modem, const char *format, ... ) __attribute__((format( printf, 2, 3 )));
void log_session_begin( struct modem *modem );
void log_session_end( struct modem *modem );

/* ---- command.c ---- */

void command_run_all( struct modem *modem );
void command_cancel_all( struct modem *modem );

/* ---- script.c ---- */

void script_begin( struct modem *modem, void (*done)( struct modem * ), void (*failed)( struct modem *, int ) );
int  script_add( struct modem *modem, const char *text, unsigned int flags );
int  script_add_once( struct modem *modem, const char *text, unsigned int time );
int  script_add_list( struct modem *modem, enum config_list list, unsigned int flags );
int  script_add_settings( struct modem *modem );
void script_start( struct modem *modem, enum phase phase );
void script_send( struct modem *modem );
void script_ok( struct modem *modem );
void script_error( struct modem *modem );
void script_interrupted( struct modem *modem );
void script_timeout( struct modem *modem );
void script_recover_guard( struct modem *modem );
void script_recover_escape( struct modem *modem );
void script_clear( struct modem *modem );

/* ---- hangup.c ---- */

void hangup_start( struct modem *modem );
void hangup_abort_result( struct modem *modem );
void hangup_abort_timeout( struct modem *modem );
void hangup_dtr_low( struct modem *modem );
void hangup_dtr_wait( struct modem *modem );
void hangup_dtr_up( struct modem *modem );
void hangup_guard_over( struct modem *modem );
void hangup_escaped( struct modem *modem );
void hangup_escape_timeout( struct modem *modem );

/* ---- voice.c ---- */

void voice_reset( struct modem *modem );
void voice_left( struct modem *modem );
const char *voice_class_off( const struct modem *modem );
void voice_begin_dial( struct modem *modem );
void voice_begin_answer( struct modem *modem );
void voice_leave_to_dial( struct modem *modem );
int  voice_take_answer( struct modem *modem, const char *line );
void voice_connected( struct modem *modem );
void voice_step( struct modem *modem );
void voice_line_gone( struct modem *modem );
int  voice_hangup( struct modem *modem );
void voice_aborted( struct modem *modem );

/* The commands of a list of the description, or the built-in one (may be NULL). @return their count */
size_t voice_list( const struct modem *modem, enum config_list list, const char *builtin, const char *commands[], size_t max );

/* ---- voice_stream.c ---- */

size_t voice_take_bytes( struct modem *modem, const unsigned char *bytes, size_t len );
void voice_tick( struct modem *modem, int64_t now );
void voice_begin_samples( struct modem *modem );
void voice_begin_drain( struct modem *modem );
void voice_send_stop( struct modem *modem, int abort );
void voice_digit_up( struct modem *modem );
void voice_post_tone( struct modem *modem, unsigned int tone );

/* ---- voice_jobs.c ---- */

void voice_start_stream( struct modem *modem );
void voice_stream_started( struct modem *modem );
void voice_stream_done( struct modem *modem, int error );
void voice_stream_ended( struct modem *modem );
void voice_stream_stopped( struct modem *modem );
void voice_start_refused( struct modem *modem );
void voice_start_timeout( struct modem *modem );
void voice_stop_timeout( struct modem *modem );
void voice_drained( struct modem *modem );
void voice_start_job( struct modem *modem );
void voice_run_stream( struct modem *modem, const struct command *command );
void voice_run_job( struct modem *modem, const struct command *command );
enum config_list voice_terminal_list( uint32_t terminal );

/* ---- host.c ---- */

struct modem_host
{
    pthread_mutex_t lock;               /* everything below, and all modems */
    int wake[2];                        /* self-pipe */
    atomic_int cancelled;
    int waiting;                        /* a thread is in modem_host_wait() */
    struct modem *modems;
    uint32_t last_id;
    struct modem_event *events;         /* ring buffer */
    size_t event_first, event_count, event_size;
    struct modem_event spare_event;     /* where events go that found no memory */
    struct pollfd *fds;                 /* [0] self-pipe, then port and modem lines of each modem */
    struct modem **owners;
    size_t fds_size;
};

struct modem_event *host_post( struct modem_host *host );
int64_t host_now( void );

/* The caller holds the lock. @return the modem or NULL. */
struct modem *host_find_modem( struct modem_host *host, uint32_t id );

/* Put a command at the end of a modem's list; it belongs to the list then. */
struct command *host_make_command( enum command_kind kind, uint32_t request );
void host_free_command( struct command *command );
int host_queue_command( struct modem_host *host, uint32_t id, struct command *command );

#endif /* WINE_TELEPHONY_MODEM_ENGINE_H */
