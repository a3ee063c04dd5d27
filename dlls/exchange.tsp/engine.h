/*
 * The engine of the exchange: stations, calls, who talks to whom, and the features of a private branch exchange.
 *
 * It is plain C without threads, clocks or handles of Windows: whoever uses it holds a lock around each call (exchange.h), tells it the time, and
 * takes the events that it has queued. Call states, modes and errors have TAPI's own values, so that nobody has to translate them.
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

#ifndef EXCHANGE_ENGINE_H
#define EXCHANGE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#include <windef.h>
#include <winbase.h>
#include <tapi.h>
#include <tspi.h>
#else
#include "tapivalues.h"
#endif

#define NUMBER_SIZE         40      /* with the NUL */
#define PARTY_NAME_SIZE     40
#define MAX_LINES           10000
#define FIRST_NUMBER        1001
#define NUMBERS_BEHIND_9    7999    /* so many lines are numbered 1001 to 8999; 9 goes outside, so that the others go on from 10000 */
#define SECOND_NUMBER       50000   /* is added to the number of a line for that of its second address */
#define FIRST_HUNT_GROUP    600
#define FIRST_QUEUE         700
#define FIRST_ORBIT         800
#define GROUP_COUNT         100     /* hunt groups, queues and orbits: 600-699, 700-799, 800-899 */
#define GROUP_SIZE          10      /* group n has the lines 10 * (n - 1) + 1 to 10 * n; group 0 those of group 1 */
#define MAX_ADDRESSES       2
#define MAX_HELD            4       /* held calls of an address */
#define MAX_PARTIES         8       /* of a conference, its controller not counted */
#define MAX_FORWARDS        8
#define MAX_COMPLETIONS     4       /* outstanding ones of a line */
#define MAX_UUI             256     /* bytes of user-user information */
#define MAX_CALL_DATA       1024
#define MAX_GENERATE        80      /* digits generated at once */
#define MAX_GATHER          255
#define MAX_TONES           4       /* entries of a list of tones to monitor */
#define MAX_MEDIA_CONTROL   8       /* entries of each list of media control */
#define TERMINAL_COUNT      3       /* telephone set, headset, loudspeaker */
#define COMPLETION_MESSAGES 4

#define EXCHANGE_MEDIA_MODES (LINEMEDIAMODE_UNKNOWN | LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_AUTOMATEDVOICE | LINEMEDIAMODE_DATAMODEM)
#define EXCHANGE_BEARER_MODES (LINEBEARERMODE_VOICE | LINEBEARERMODE_DATA)

struct exchange;
struct call;
struct station;

/* ---- timers: milliseconds of the exchange's own clock ---- */

struct timer
{
    uint64_t when;
    uint64_t order;                 /* of two for the same moment the older one goes first */
    uint32_t position;              /* in the heap, from 1; 0: it does not run */
    void   (*expired)( struct exchange *x, void *arg );
    void    *arg;
};

/* ---- small things ---- */

/* A party of a call, as LINECALLINFO describes it. */
struct party
{
    uint32_t flags;                 /* LINECALLPARTYID_ */
    char     number[NUMBER_SIZE];
    char     name[PARTY_NAME_SIZE];
};

struct blob
{
    uint32_t size;
    void    *data;                  /* of malloc */
};

struct forward
{
    uint32_t mode;                  /* one LINEFORWARDMODE_ */
    uint32_t country;
    char     caller[NUMBER_SIZE];   /* of the SPECIFIC modes */
    char     target[NUMBER_SIZE];   /* empty with UNCOND: do not disturb */
};

/* ---- stations: the lines ---- */

struct address
{
    struct station *station;
    uint32_t        id;             /* 0 or 1 */
    uint32_t        number;
    struct call    *calls;          /* through call->next */
    uint32_t        call_count;     /* those that are not idle */
    struct forward *forwards;
    uint32_t        forward_count;
    uint32_t        forward_rings;  /* rings before a call is forwarded for no answer */
    uint32_t        terminals[TERMINAL_COUNT];  /* LINETERMMODE_ bits routed to each */
    uint32_t        told_calls;     /* calls that LINEADDRESSSTATE_ events last spoke of */
    uint32_t        told_held;
};

struct station
{
    struct exchange *x;
    uint32_t         index;         /* from 0 */
    bool             removed;
    bool             watched;       /* the layer above hears of its calls: station_watch() */
    bool             agent;         /* takes calls of its queue; true at first */
    bool             away;          /* did not answer a call of its queue; until its user does something */
    bool             dirty;         /* on the list of stations whose phones must be brought up to date */
    uint32_t         status;        /* LINEDEVSTATUSFLAGS_ */
    uint32_t         address_count;
    uint32_t         ringing;       /* calls that ring here */
    uint32_t         ring_mode;
    uint32_t         completions;   /* outstanding ones */
    uint32_t         told_calls;
    uint64_t         idle_since;    /* for the choice of an agent */
    struct timer     free_timer;    /* it became free: who waits for that? */
    struct station  *next_dirty;
    void            *line;          /* struct line of exchange.h: TAPI has opened it, or somebody has configured it */
    void            *phone;         /* for phone.c */
    struct address   addresses[MAX_ADDRESSES];
};

/* ---- calls ---- */

/* What the far end of a trunk does: the numbers behind 9, and callers from outside. */
enum service
{
    SERVICE_NONE,                   /* a call of a station */
    SERVICE_ANSWER,                 /* answers and listens */
    SERVICE_BUSY,
    SERVICE_NO_ANSWER,
    SERVICE_UNREACHABLE,
    SERVICE_CONGESTION,
    SERVICE_ECHO,                   /* answers; sends digits and data back */
    SERVICE_DIGITS,                 /* answers and plays digits */
    SERVICE_INTERCEPT,              /* special information tone */
    SERVICE_HANGUP,                 /* answers and hangs up after a moment */
    SERVICE_REJECT,
    SERVICE_CHANGED,                /* the number has changed */
    SERVICE_TONE,                   /* answers and plays a tone */
    SERVICE_CALLER,                 /* a caller from outside */
    SERVICE_COUNT
};

enum call_kind
{
    KIND_PLAIN,
    KIND_CONSULT,                   /* consultation call of call->consults */
    KIND_CONFERENCE,                /* the controller's call of a conference */
    KIND_CALLBACK,                  /* the exchange calls back: the target is called when it is answered */
    KIND_RECALL,                    /* a parked or transferred call that comes back */
};

/* Something that waits until a station is free, or until its user comes back. */
struct completion
{
    struct completion *next;
    struct exchange   *x;
    uint32_t           id;
    uint32_t           mode;        /* LINECALLCOMPLMODE_ */
    uint32_t           message;
    uint32_t           media_mode, bearer_mode;
    struct address    *from;
    struct address    *to;
    struct call       *call;        /* CAMPON: the call that waits; CALLBACK: the one that rings back */
    struct timer       timer;
};

struct gather
{
    bool               active;
    bool               buffered;    /* digits are wanted, not just counted */
    uint32_t           id;          /* end-to-end id */
    uint32_t           modes;
    uint32_t           wanted, count;
    uint32_t           inter_timeout;
    char               digits[MAX_GATHER + 1];
    uint16_t          *user_buffer; /* TSPI's: filled with the digits before the event */
    char               terminators[20];
    struct timer       timer;
};

struct generate
{
    bool               active;
    uint32_t           id;
    uint32_t           mode;        /* LINEDIGITMODE_, or 0: a tone */
    uint32_t           duration;
    uint32_t           next;
    char               digits[MAX_GENERATE + 1];
    uint32_t           tone_mode;
    uint32_t           tone_count;
    uint32_t           frequencies[4];
    struct timer       timer;
};

struct monitor_tone
{
    uint32_t app_specific, duration, frequencies[3];
};

struct media_action
{
    uint32_t match;                 /* digit, media mode or call states */
    uint32_t modes;                 /* digit modes */
    uint32_t duration;
    uint32_t frequencies[3];
    uint32_t control;               /* LINEMEDIACONTROL_ */
};

struct media_control
{
    uint32_t            digit_count, media_count, tone_count, state_count;
    struct media_action digits[MAX_MEDIA_CONTROL], media[MAX_MEDIA_CONTROL], tones[MAX_MEDIA_CONTROL], states[MAX_MEDIA_CONTROL];
};

/* What media control acts on; LINECALLINFO's device-specific part shows it. */
struct media_stream
{
    uint32_t running;               /* 0: stopped, 1: running, 2: paused */
    int32_t  rate;                  /* steps from normal */
    int32_t  volume;
    uint32_t actions;               /* how many there were */
};

struct call
{
    struct exchange  *x;
    uint32_t          handle;       /* finds it: exchange_call() */
    struct call      *next;         /* of its address */
    struct address   *address;      /* NULL: a party outside */
    enum call_kind    kind;
    enum service      service;
    bool              inbound;      /* at this end */
    bool              told;         /* an EVENT_NEW_CALL was queued, or TAPI made it */
    bool              closed;       /* TAPI has closed it: nothing more is told */
    bool              wants_number; /* lineDial may follow */
    bool              secure;
    bool              no_hold;      /* LINECALLPARAMFLAGS_NOHOLDCONFERENCE: joins when it is connected */
    uint32_t          state, state_mode;
    uint32_t          states;       /* all it has been in */
    uint64_t          state_time;
    uint32_t          media_mode, bearer_mode, rate;
    uint32_t          app_specific;
    uint32_t          call_id, related_id;
    uint32_t          param_flags;
    uint32_t          origin, reason;
    uint32_t          completion_id;
    uint32_t          country;
    uint32_t          trunk;        /* ~0: none */
    uint32_t          treatment;
    uint32_t          no_answer_timeout;    /* seconds; 0: the usual one */
    uint32_t          predictive_states;
    uint32_t          monitor_digits, monitor_media;
    uint32_t          terminals[TERMINAL_COUNT];
    uint32_t          dial_params[4];
    char              dialed[NUMBER_SIZE];
    char              target[NUMBER_SIZE];  /* LINECALLPARAMS: target address */
    struct party      caller, called, connected, redirection, redirecting;
    struct party      own;          /* how it is presented to others */

    struct call      *peer;         /* who it talks to, or rings */
    struct call      *conference;   /* of a party of a conference: its controller's call */
    struct call      *consults;     /* the call that a consultation call belongs to */
    uint32_t          parties;      /* KIND_CONFERENCE: how many there are */
    uint32_t          orbit;        /* it is parked there; 0: it is not */
    uint32_t          queue;        /* it waits in that queue */
    uint32_t          group;        /* it hunts in that group */
    uint32_t          group_next;   /* member to try next */
    uint32_t          group_tried;
    uint32_t          depth;        /* forwardings so far */
    uint32_t          rings;
    struct call      *next_waiting; /* in its queue */
    struct address   *reached;      /* where it rings or found a busy line */
    struct address   *returns_to;   /* who parked or transferred it: where it comes back */
    struct completion *completion;
    struct timer      timer;        /* the next ring, or what the service does next */
    struct timer      give_up;

    struct blob       user_user[8]; /* received, the oldest first */
    struct blob       user_user_out;/* made with: goes to whom it reaches */
    uint32_t          user_user_count;
    struct blob       call_data, high_level, low_level, dev_specific, sending, receiving;
    struct gather     gather;
    struct generate   generate;
    struct monitor_tone tones[MAX_TONES];
    uint32_t          tone_count, tone_list;
    struct media_control *control;
    struct media_stream stream;
    void             *link;         /* struct data_link of exchange.h */
    const void       *tapi;         /* HTAPICALL */
};

/* ---- events ---- */

enum event_type
{
    EVENT_NEW_CALL,                 /* LINE_NEWCALL */
    EVENT_CALL,                     /* about a call: message and parameters are TSPI's */
    EVENT_LINE,                     /* about a station: the same */
    EVENT_RING,                     /* for its phone: param1 ring mode, param2 count; 0: it stops */
    EVENT_REPLY,                    /* these are of the layer above, which posts them in order with the others */
    EVENT_CREATE,
    EVENT_PHONE,
    EVENT_MSP,
    EVENT_NONE,
};

struct event
{
    struct event   *next;
    enum event_type type;
    struct station *station;
    uint32_t        call;           /* handle */
    uint32_t        message;        /* LINE_ */
    uint32_t        param1, param2, param3;
    const void     *pointer[2];     /* LINECALLSTATE_CONFERENCED: tapi of the controller's call instead of param2 */
    uint64_t        when;           /* the clock when it was queued */
};

struct config
{
    uint32_t lines;
    uint32_t seed;
    uint32_t ring_interval;         /* ms from ring to ring */
    uint32_t ring_seconds;          /* after which an unanswered call is given up */
    uint32_t answer_ms;             /* after which services answer */
    uint32_t park_seconds;          /* after which a parked call comes back */
    uint32_t appearances;           /* calls an address takes before it is busy */
    uint32_t hunt_rings;            /* rings at each member of a hunt group */
    uint32_t digit_ms;              /* length of a digit nobody gave a length */
    uint32_t callback_seconds;      /* how long a callback rings */
    uint32_t patience_seconds;      /* how long a caller from outside waits in a queue */
};

void config_default( struct config *config );

/* ---- the exchange ---- */

struct exchange *exchange_create( const struct config *config );    /* NULL: no memory */
void exchange_destroy( struct exchange *x );
const struct config *exchange_config( const struct exchange *x );
/* Sets the clock and lets all timers expire that are due. */
void exchange_run( struct exchange *x, uint64_t now );
/* When exchange_run() has something to do next; UINT64_MAX: nothing waits. */
uint64_t exchange_next( const struct exchange *x );
uint64_t exchange_now( const struct exchange *x );
/* The oldest event, or NULL; free() it. */
struct event *exchange_event( struct exchange *x );
/* Queues an event of the caller's own among the others. */
struct event *exchange_post( struct exchange *x, enum event_type type, struct station *station, struct call *call, uint32_t message,
                             uint32_t param1, uint32_t param2, uint32_t param3 );
/* Stations that changed since; takes them off the list one by one. */
struct station *exchange_dirty( struct exchange *x );
/* Called when two calls stop talking to each other or a call ends, to cut what the layer above has put between them. */
extern void (*engine_unlinked)( struct call *call );

struct station *exchange_station( struct exchange *x, uint32_t index );     /* NULL: there is none (any more) */
uint32_t exchange_station_count( const struct exchange *x );                /* removed ones too */
struct station *exchange_add_station( struct exchange *x );                 /* NULL: the exchange is full */
void exchange_remove_station( struct station *station );                    /* ends its calls */
struct address *exchange_address( struct exchange *x, const char *number );
struct call *exchange_call( struct exchange *x, uint32_t handle );
uint32_t exchange_call_count( const struct exchange *x );
/* Says what is wrong with the exchange's own data, NULL: nothing. For tests and for the control channel. */
const char *exchange_check( struct exchange *x );

uint32_t number_of_line( uint32_t index );
void party_of_address( const struct address *address, struct party *party );
void station_changed( struct station *station );
/* From now on calls are reported, those that are there already first; or no more. */
void station_watch( struct station *station, bool on );
/* LINE_LINEDEVSTATE with one of these, if the line is open. */
void station_event( struct station *station, uint32_t state, uint32_t param2, uint32_t param3 );
void station_set_status( struct station *station, uint32_t mask, bool on );
/* The call that talks, or NULL. */
struct call *address_active( const struct address *address );
uint32_t address_count_state( const struct address *address, uint32_t states );
uint32_t address_features( const struct address *address );     /* LINEADDRFEATURE_ that work now */

/* ---- numbers (engine_route.c) ---- */

struct dialed
{
    char digits[NUMBER_SIZE];
    bool more;                      /* it ends in `;` */
};
/* Takes an address apart: digits, * and #; what only makes it readable and what waits for tones is left out. 0 or a LINEERR_ value. */
int32_t number_parse( const uint16_t *text, struct dialed *out );
bool number_known( struct exchange *x, const char *number );

/* ---- what can be done with calls. All return 0 or a LINEERR_ value ---- */

/* A new call of a station, IDLE, that nobody has heard of; it has no features before call_start(). */
struct call *call_create( struct address *address, bool inbound );
/* Dials the number; empty: dial tone. More: the rest follows with call_dial(). Calls that a program makes have their tapi before. */
int32_t call_start( struct call *call, const struct dialed *dialed );
int32_t call_dial( struct call *call, const struct dialed *dialed );
int32_t call_accept( struct call *call );
int32_t call_answer( struct call *call );
int32_t call_drop( struct call *call );
int32_t call_redirect( struct call *call, const char *number );
int32_t call_hold( struct call *call );
int32_t call_unhold( struct call *call );
int32_t call_swap( struct call *active, struct call *held );
/* Puts it on consultation hold and makes *consult, which has dial tone; consult is one of call_create(). */
int32_t call_setup_transfer( struct call *call, struct call *consult );
int32_t call_blind_transfer( struct call *call, const char *number );
/* conference: NULL with LINETRANSFERMODE_TRANSFER */
int32_t call_complete_transfer( struct call *call, struct call *consult, struct call *conference );
/* call may be NULL: a conference that nobody belongs to yet */
int32_t conference_setup( struct call *call, struct call *conference, struct call *consult );
int32_t conference_prepare( struct call *conference, struct call *consult );
int32_t conference_add( struct call *conference, struct call *consult );
int32_t conference_remove( struct call *call );
/* orbit: empty: any free one, which is written there (NUMBER_SIZE) */
int32_t call_park( struct call *call, char *orbit );
int32_t call_unpark( struct call *fresh, const char *orbit );
/* number: whose ringing call; empty: one of that group; both empty: of the own group */
int32_t call_pickup( struct call *fresh, const char *number, const char *group );
int32_t call_complete( struct call *call, uint32_t mode, uint32_t message, uint32_t *id );
int32_t station_uncomplete( struct station *station, uint32_t id );
int32_t address_forward( struct address *address, const struct forward *list, uint32_t count, uint32_t rings );
int32_t call_secure( struct call *call );
int32_t call_send_user_user( struct call *call, const void *data, uint32_t size );
/* Hands it to the other side without a check, with a request that succeeds anyway. */
void call_carry_user_user( struct call *call, const void *data, uint32_t size );
int32_t call_release_user_user( struct call *call );
int32_t call_set_data( struct call *call, const void *data, uint32_t size );
int32_t call_set_treatment( struct call *call, uint32_t treatment );
int32_t call_set_qos( struct call *call, const void *sending, uint32_t sending_size, const void *receiving, uint32_t receiving_size );
/* Whether the levels of service in a flowspec can be had: 0, or the error of the request; LINE_QOSINFO tells of it. */
int32_t call_check_qos( struct call *call, const void *data, uint32_t size );
int32_t call_set_media( struct call *call, uint32_t media_mode );
int32_t call_set_params( struct call *call, uint32_t bearer_mode, uint32_t min_rate, uint32_t max_rate, const uint32_t *dial_params );
void call_set_app_specific( struct call *call, uint32_t value );
void call_info( struct call *call, uint32_t what );             /* LINE_CALLINFO */
/* TAPI wants to hear no more of it: a call that rings rings on, any other ends. */
void call_close( struct call *call );
/* A call that came to nothing before anybody heard of it. */
void call_abandon( struct call *call );
bool call_is_over( const struct call *call );                   /* IDLE or DISCONNECTED */
uint32_t call_features( const struct call *call );              /* LINECALLFEATURE_ that work now */
uint32_t call_features2( const struct call *call );
bool blob_set( struct blob *blob, const void *data, uint32_t size );

/* digits, tones and media (engine_media.c) */
int32_t call_monitor_digits( struct call *call, uint32_t modes );
int32_t call_gather( struct call *call, uint32_t id, uint32_t modes, uint16_t *buffer, uint32_t count, const char *terminators,
                     uint32_t first_timeout, uint32_t inter_timeout );
void call_gather_cancel( struct call *call );
int32_t call_generate_digits( struct call *call, uint32_t id, uint32_t mode, const char *digits, uint32_t duration );
int32_t call_generate_tone( struct call *call, uint32_t id, uint32_t mode, uint32_t duration, const uint32_t *frequencies, uint32_t count );
void call_generate_cancel( struct call *call );
int32_t call_monitor_tones( struct call *call, uint32_t list, const struct monitor_tone *tones, uint32_t count );
int32_t call_monitor_media( struct call *call, uint32_t modes );
int32_t call_media_control( struct call *call, const struct media_control *control );

/* A call from outside (control channel, load) to a number of ours. NULL: it is over already, because the number is busy or there is none. */
struct call *exchange_incoming( struct exchange *x, const char *number, const struct party *caller, uint32_t media_mode );

#endif
