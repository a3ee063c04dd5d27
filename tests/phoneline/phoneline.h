/*
 * Simulated telephone exchange: the objects its parts share.
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

#ifndef WINE_TELEPHONY_PHONELINE_H
#define WINE_TELEPHONY_PHONELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

#define MAX_MODEMS      80
#define MAX_CLIENTS     16              /* of one listening socket */
#define MAX_NUMBER      64
#define DATA_LIMIT      (256 * 1024)    /* bytes waiting for a DTE before its far end has to wait */

struct modem;
struct audio_port;
struct person;
struct call;
struct carrier;

/* What the command line and the control socket choose. Times are milliseconds. */
struct options
{
    const char *dir;
    int         modems;
    int         ring_interval;
    int         dial_delay;             /* between ATD and the first ring or tone */
    int         train_delay;            /* between answer and CONNECT on the direct carrier */
    int         intercept_delay;        /* "this number is not in service", then NO CARRIER */
    int         no_answer;              /* 0: register S7 of the caller */
    int         comma_delay;            /* -1: register S8 of the caller */
    int         guard_time;             /* around +++ */
    int         rate;                   /* bit/s of the direct carrier, 0: unlimited */
    bool        v22bis;
    bool        fast_audio;             /* audio as fast as the machine can instead of 8000 samples a second */
    bool        verbose;
    bool        digit_edges;            /* V.253 modems tell when a digit begins and ends */
    char        connect[80];            /* result of a direct carrier */
    char        voice_formats[120];     /* of +VSM: number=coding,... */
    int         voice[MAX_MODEMS];      /* enum voice_kind of each modem */
    int         fax[MAX_MODEMS];        /* enum fax_kind of each modem */
};

extern struct options options;

/* loop.c: timers, descriptors, byte queues */

struct timer
{
    struct timer *next;
    int64_t       due;
    bool          armed;
    void        (*fire)( void *arg );
    void         *arg;
};

/* A queue of bytes that grows as needed and never shrinks. */
struct bytes
{
    uint8_t *data;
    size_t   start, end, size;
};

struct watch
{
    struct watch *next;
    int           fd;
    short         events;
    bool          dead;
    void        (*ready)( void *arg, short revents );
    void         *arg;
};

int64_t now_ms( void );
void    timer_set( struct timer *timer, int64_t ms, void (*fire)( void *arg ), void *arg );
void    timer_cancel( struct timer *timer );
struct watch *watch_add( int fd, short events, void (*ready)( void *arg, short revents ), void *arg );
void    watch_remove( struct watch *watch );
int     loop_run( void );
void    loop_stop( void );
void    bytes_put( struct bytes *queue, const void *data, size_t size );
void    bytes_drop( struct bytes *queue, size_t size );
void    bytes_free( struct bytes *queue );
void    say( const char *format, ... ) __attribute__((format( printf, 1, 2 )));

static inline size_t bytes_len( const struct bytes *queue )
{
    return queue->end - queue->start;
}

/* sockets.c: line-based Unix stream sockets */

struct line_server;

struct line_client
{
    struct line_server *server;
    struct watch       *watch;
    int                 fd;
    bool                raised_dtr;     /* a companion client that said DTR: its death drops DTR */
    size_t              len;
    char                line[1024];
};

struct line_server
{
    int                fd;
    struct watch      *watch;
    struct sockaddr_un address;
    struct line_client *clients[MAX_CLIENTS];
    void             (*opened)( void *arg, struct line_client *client );
    void             (*line)( void *arg, struct line_client *client, char *line );
    void             (*closed)( void *arg, struct line_client *client );
    void              *arg;
};

int  line_server_open( struct line_server *server, const char *path );
void line_server_close( struct line_server *server );
void line_server_tell_all( struct line_server *server, const char *text );
void line_client_tell( struct line_client *client, const char *format, ... ) __attribute__((format( printf, 2, 3 )));

/* modem.c, port.c, at_commands.c, result.c: one modem: a pty, its control lines and the AT interpreter of spandsp */

enum modem_state
{
    MODEM_IDLE,
    MODEM_DIALING,                      /* ATD given, no result yet */
    MODEM_RINGING,                      /* an incoming call rings */
    MODEM_ANSWERING,                    /* off hook for an incoming call, no CONNECT yet */
    MODEM_ONLINE                        /* CONNECT given, in the data or the online command state */
};

enum failure
{
    FAIL_BUSY,
    FAIL_NO_ANSWER,
    FAIL_NO_CARRIER,
    FAIL_NO_DIALTONE
};

/* A fax modem: its DTE talks T.30, or it does that itself, too. */
enum fax_kind { FAX_NONE, FAX_CLASS1, FAX_CLASS2 };

/* What a modem does with a line, by its class (+FCLASS). */
enum modem_media { MEDIA_DATA, MEDIA_VOICE, MEDIA_FAX };

struct modem *modem_create( int index );
void  modem_destroy( struct modem *modem );
int   modem_plug( struct modem *modem );
int   modem_plug_as( struct modem *modem, const char *name );
void  modem_unplug( struct modem *modem );
const char *modem_number( const struct modem *modem );
char  modem_letter( const struct modem *modem );       /* of the first 26, for messages */
int   modem_index( const struct modem *modem );
const char *modem_name( const struct modem *modem );    /* a to z, aa, ab... */
enum modem_state modem_state( const struct modem *modem );
bool  modem_can_ring( const struct modem *modem );
bool  modem_is_silent( const struct modem *modem );
bool  modem_result_is_forced( const struct modem *modem );
int   modem_register( const struct modem *modem, int number );
bool  modem_takes_data( const struct modem *modem );
void  modem_put_data( struct modem *modem, const void *data, size_t size );
void  modem_ring_start( struct modem *modem );
void  modem_ring( struct modem *modem );
void  modem_caller_id( struct modem *modem, const char *number, const char *name );
void  modem_ring_stop( struct modem *modem );
void  modem_connected( struct modem *modem, const char *rate );
void  modem_failed( struct modem *modem, enum failure failure );
void  modem_lost_carrier( struct modem *modem );
void  modem_resume_reading( struct modem *modem );
void  modem_inject( struct modem *modem, const void *data, size_t size );
void  modem_set_next_result( struct modem *modem, const char *text );
void  modem_set_dead( struct modem *modem, bool dead );
void  modem_set_mangle( struct modem *modem, bool mangle );
void  modem_set_slow( struct modem *modem, int ms );
void  modem_describe( const struct modem *modem, char *buffer, size_t size );

void  modem_set_answer( struct modem *modem, const char *command, const char *answer );
enum modem_media modem_media( const struct modem *modem );
struct audio_port modem_audio_port( struct modem *modem );
struct audio_port modem_fax_port( struct modem *modem );
void  modem_fax_connected( struct modem *modem );
void  modem_fax_adapt( struct modem *modem, bool data );
int   modem_set_fax( struct modem *modem, enum fax_kind fax );
void  modem_voice_connected( struct modem *modem, int ms );
int   modem_voice_answer_delay( const struct modem *modem, bool rang );
void  modem_voice_line( struct modem *modem, bool connected );
int   modem_voice_event( struct modem *modem, const char *codes );
int   modem_voice_loopback( struct modem *modem, bool on );
int   modem_set_voice( struct modem *modem, int kind, const char *formats );

/* exchange.c: numbers and calls */

extern struct modem *modems[MAX_MODEMS];

struct modem *exchange_find_modem( const char *name );
struct modem *exchange_modem_by_number( const char *number );
void  exchange_off_hook( struct modem *modem );
void  exchange_dial( struct modem *modem, const char *number );
void  exchange_answer( struct modem *modem );
void  exchange_hang_up( struct modem *modem );
void  exchange_drop_carrier( struct modem *modem );
bool  exchange_can_send( const struct modem *modem );
size_t exchange_allowance( struct modem *modem );
void  exchange_send( struct modem *modem, const void *data, size_t size );
int   exchange_ring( struct modem *modem, const char *number, const char *name, int rings );
void  exchange_stop_ring( struct modem *modem );
void  exchange_far_end_says( struct modem *modem, const void *data, size_t size );
void  exchange_glare( struct modem *modem, const char *number, const char *name );
void  exchange_set_caller_id( struct modem *modem, const char *number, const char *name );
void  exchange_dte_ready( struct modem *modem );
struct call *exchange_call_from( struct person *person, struct modem *called, const char *number, const char *name );
void  exchange_person_answers( struct call *call );
void  exchange_person_hangs_up( struct call *call );

/* person.c: telephones with somebody at them */

const char *person_call( char *words, int *id );
const char *person_install( char *words, int *id );
const char *person_do( char *words, int *id );
const char *person_hang_up( char *words, int *id );
void  persons_describe( char *buffer, size_t size );
void  persons_free( void );
struct person *person_by_number( const char *number );
bool  person_can_ring( const struct person *person );
void  person_ring( struct person *person, struct call *call );
struct audio_port person_audio_port( struct person *person );
void  person_connected( struct person *person );
void  person_over( struct person *person, const char *how );

/* signals.c: what comes over a line beside a call */

void  signals_before_ring( struct modem *modem, const char *number );
bool  signals_ring( struct modem *modem );
bool  signals_caller_id( struct modem *modem, const char *number, const char *name );
const char *signals_set_form( struct modem *modem, char *rest );
const char *signals_set_pattern( struct modem *modem, char *rest );
const char *signals_beep( struct modem *modem, char *rest );
const char *signals_noise( struct modem *modem, char *rest );
void  signals_forget( struct modem *modem );

/* v22bis.c: a carrier made of real V.22bis audio between two ends */

struct carrier *carrier_create( void *arg, void (*trained)( void *arg, int rate ),
                                void (*data)( void *arg, int end, const uint8_t *data, size_t size ),
                                void (*lost)( void *arg, int end ) );
void  carrier_destroy( struct carrier *carrier );
size_t carrier_room( const struct carrier *carrier, int end );
void  carrier_send( struct carrier *carrier, int end, const void *data, size_t size );
void  carrier_silence( struct carrier *carrier, int end );

/* control.c */

int   control_open( const char *dir );
void  control_close( void );
int   control_tell( const char *dir, const char *command );
size_t unescape( char *text );
char *next_word( char **rest );

/* phoneline.c */

int   phoneline_main( int argc, char **argv );

#endif
