/*
 * Private declarations of unimdm.tsp.
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

#ifndef UNIMDM_H
#define UNIMDM_H

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <tapi.h>
#include <tspi.h>

#include "devcfg.h"
#include "unixlib.h"
#include "port/identity.h"
#include "provider/structures.h"
#include "voice.h"
#include "manual.h"
#include "terminal.h"
#include "debug/debug.h"

/* Wine's code page of host file names */
#ifndef CP_UNIXCP
#define CP_UNIXCP 65010
#endif

#define TSPI_LOWEST_VERSION  0x00010004
#define TSPI_HIGHEST_VERSION 0x00030001

/* ---- modem configuration as Windows lays it out (config.c) ------------------------------------------------ */

#define UNIMDM_RING_MODES    4  /* plain, and the three distinctive rings telephone companies sell */

/* Properties of a modem's key: what it can do (eight DWORDs, as in modem .INF files) */
struct modem_properties
{
    DWORD dial_options;         /* DIALOPTION_ = LINEDEVCAPFLAGS_DIALxxx */
    DWORD call_setup_fail_max;
    DWORD inactivity_max;
    DWORD speaker_volume;       /* MDMVOLFLAG_ */
    DWORD speaker_mode;         /* MDMSPKRFLAG_ */
    DWORD options;              /* MDM_ */
    DWORD max_dte_rate;
    DWORD max_dce_rate;
};

/* Bits of VoiceProfile as they are documented */
#define VOICE_PROFILE_VOICE        0x00000001
#define VOICE_PROFILE_HANDSET      0x00000002
#define VOICE_PROFILE_SPEAKERPHONE 0x00000004
#define VOICE_PROFILE_SERIAL_WAVE  0x00000020   /* the sound of calls comes and goes by the port */

/* Default of a modem's key: how it is set when nobody says otherwise (five DWORDs) */
struct modem_defaults
{
    DWORD call_setup_fail_timer;
    DWORD inactivity_timeout;
    DWORD speaker_volume;
    DWORD speaker_mode;
    DWORD preferred_options;
};

/* What the registry says about a modem. */
struct modem_info
{
    WCHAR key[8];               /* name of its key below the class key, "0000" */
    WCHAR name[128];            /* FriendlyName */
    WCHAR port[32];             /* AttachedTo, "COM5" */
    DWORD permanent_id;         /* ID */
    BOOL  fax;                  /* it has a Fax subkey: fax modems are said to be such there */
    WCHAR identity[PORT_IDENTITY_SIZE]; /* WineUnixIdentity: which USB device it is, "" if it is none or was never there */
    BOOL  is_virtual;           /* it has no device: virtual.h */
    DWORD inactivity_scale;     /* seconds in a unit of Properties.inactivity_max */
    DWORD voice_profile;        /* VoiceProfile, VOICE_PROFILE_ bits; 0: a data modem */
    BOOL  speakerphone_mutes;   /* its microphone can be switched off: there are commands for it */
    DWORD ring_media[UNIMDM_RING_MODES]; /* media modes of the calls that ring so; 0: whatever programs wait for */
    struct modem_properties properties;
    struct modem_defaults defaults;
    DCB   dcb;                  /* speed and frame of the port; DCBlength 0 if the key does not say */
};

enum config_kind { CONFIG_DIALIN, CONFIG_DIALOUT, CONFIG_COUNT };

/* Device classes; class_from_name() and class names: config.c */
enum device_class
{
    CLASS_NONE, CLASS_TAPI_LINE, CLASS_COMM, CLASS_DATAMODEM, CLASS_DATAMODEM_DIALIN, CLASS_DATAMODEM_DIALOUT, CLASS_DATAMODEM_PORTNAME
};

extern const WCHAR device_class_list[];     /* NUL-separated, ends with two */
extern const DWORD device_class_list_size;  /* in bytes */

enum device_class class_from_name( const WCHAR *name );
/* Which configuration a class names in GetDevConfig and SetDevConfig; FALSE if none. */
BOOL class_config_kind( enum device_class cls, enum config_kind *kind );
/* The same for configuration dialogs, where no class means dial-in and tapi/line means dial-out. */
BOOL class_dialog_kind( const WCHAR *name, enum config_kind *kind );

void config_default( const struct modem_info *info, struct devcfg *config );
/* Check a blob of an application and take it over; 0 or a LINEERR_ value. */
LONG config_parse( const struct modem_info *info, const void *blob, DWORD size, struct devcfg *config );
void config_to_settings( const struct devcfg *config, struct modem_settings *settings );

/* ---- the registry (registry.c) ---------------------------------------------------------------------------- */

/* Read what the registry says; FALSE if the key is not (yet) a modem with a name and a port. */
BOOL registry_read_modem( const WCHAR *key, struct modem_info *info, BOOL assign_id );
/* Call a function for each modem key, in the order of their names, until it returns FALSE. */
void registry_enum_modems( BOOL (*callback)( const WCHAR *key, void *arg ), void *arg );
/* The commands and responses, as records for the Unix half (see unixlib.h); free with free(). */
unsigned char *registry_read_commands( const struct modem_info *info, DWORD *size );
BOOL registry_read_config( const struct modem_info *info, enum config_kind kind, struct devcfg *config );
LONG registry_write_config( const struct modem_info *info, enum config_kind kind, const struct devcfg *config );
/* A string of the modem's key; FALSE if it is not there or empty. */
BOOL registry_read_text( const struct modem_info *info, const WCHAR *name, WCHAR *text, DWORD chars );
/* The settings of a virtual modem, to be closed; NULL if it is none. */
HKEY registry_open_virtual( const struct modem_info *info );
/* Whether the modem keeps a log, and where; an empty path means the usual place. append: it grows from one opening of the port to the next. */
BOOL registry_read_logging( const struct modem_info *info, WCHAR *path, DWORD chars, BOOL *append );
/* Full name of a modem's key below HKEY_LOCAL_MACHINE. */
void registry_key_name( const struct modem_info *info, char *buffer, DWORD size );
/* The class key, made if need be, for RegNotifyChangeKeyValue; NULL on failure. */
HKEY registry_open_class( REGSAM access );
/* The host path behind a COM name: Software\Wine\Ports, else the prefix's dosdevices. */
BOOL registry_host_path( const WCHAR *port, char *path, DWORD size );
/* Keep which device a modem is, info->identity. */
void registry_write_identity( const struct modem_info *info );
/* Another place for a folder of the host ("UnixSysFolder", "UnixDevFolder" of the Telephony key, for tests); "": the usual one. */
void registry_unix_folder( const WCHAR *name, char *path, DWORD size );
/* Say where the port of a modem is from now on. */
void registry_set_host_path( const WCHAR *port, const char *path );
/* Where another provider entry of this file is registered, TRUE. */
BOOL registry_installed_elsewhere( DWORD permanent_provider_id );

/* ---- modems, lines and calls -------------------------------------------------------------------------------- */

enum port_state
{
    PORT_CLOSED,
    PORT_OPENING,
    PORT_OPEN,
    PORT_CLOSING,
};

struct call;

/* The wave devices of a voice line (waveid.c) */
#define WAVE_ENDPOINT_CHARS 64
struct wave_devices
{
    uint64_t line;                      /* of the Unix half, 0: none */
    WCHAR    play[WAVE_ENDPOINT_CHARS]; /* endpoints */
    WCHAR    record[WAVE_ENDPOINT_CHARS];
};

/* The telephone set and the speakerphone of a voice line (phone.c) */
struct phone_device
{
    BOOL       numbered;                /* there is one, and device_id is known */
    DWORD      device_id;
    DWORD      handle;                  /* 0: not open */
    HTAPIPHONE htphone;
    PHONEEVENT event;
    DWORD      states;                  /* PHONESTATE_ TAPI wants to hear of */
    DWORD      told[VOICE_TERMINALS];   /* PHONEHOOKSWITCHMODE_, as TAPI was last told */
    BOOL       lifted;                  /* the modem says that the telephone set is off the hook */
    BOOL       muted;                   /* the speakerphone's microphone is off */
    BOOL       levels_set;              /* somebody has set one of these, 0 to 0xffff */
    DWORD      volume[VOICE_TERMINALS];
    DWORD      gain[VOICE_TERMINALS];
};

/*
 * A modem, which is a line device with one address.
 *
 * Locks: modem->cs covers everything in a modem and in its calls. The list of modems has a lock of its own (main.c) that is held for looks only; no other
 * lock is taken under it. Nothing of TAPI is ever called under a lock: what TAPI must hear is queued in order (events.c) and told on unlock.
 */
struct modem
{
    struct modem     *next;             /* list lock */
    LONG              refs;
    CRITICAL_SECTION  cs;
    WORD              serial;           /* temporary device id, upper half of its handles; never used again */
    WORD              next_handle;
    BOOL              numbered;         /* device_id is known */
    BOOL              announced;        /* LINE_CREATE was sent, TSPI_providerCreateLineDevice may follow */
    BOOL              gone;             /* unplugged or its key removed: LINE_REMOVE was sent */
    BOOL              stale;            /* the registry says something else, which holds when the port is closed */
    BOOL              removed;          /* its key is gone: it leaves the list when its port is closed */
    BOOL              present;          /* its device was there at the last look, and where: not locked, the watching thread's alone */
    char              present_path[512];
    BOOL              seen;             /* its device was there since its port is the one it is: once it is not, it was unplugged */
    BOOL              suspect;          /* its port died: is the device gone too? */
    DWORD             suspect_until;
    DWORD             device_id;
    struct modem_info info;
    struct devcfg     config[CONFIG_COUNT];

    DWORD             line_handle;      /* 0: not open */
    HTAPILINE         htline;
    LINEEVENT         line_event;
    DWORD             tspi_version;
    DWORD             media_modes;      /* media to offer calls for; 0: incoming calls are nobody's business */
    DWORD             line_states;      /* LINEDEVSTATE_ and LINEADDRESSSTATE_ TAPI wants to hear of */
    DWORD             address_states;

    enum port_state   port;
    BOOL              reopen;           /* PORT_CLOSING: open again when that is done */
    uint32_t          engine;           /* number of the engine's modem, 0: none */
    uint32_t          open_request;
    uint32_t          close_request;
    uint32_t          hangup_request;   /* the engine is hanging up: until that is done it says nothing about modem->call */
    BOOL              hangup_passed;    /* the port was passed through */
    struct call      *hangup_call;      /* the call that ends with it, NULL if TAPI has closed it */
    LONG              open_error;       /* LINEERR_ value of the last opening */
    BOOL              known_to_work;    /* nothing has failed since it last got ready: see failure.c */
    BOOL              unreachable;      /* a virtual modem that calls out, but is not called: stays known as failed */
    BOOL              has_lines;        /* carrier is known from a modem line */
    struct devcfg     applied;          /* what the engine was set to; size 0: nothing yet */
    HANDLE            opened;           /* manual-reset event: the opening has ended, one way or the other */
    HANDLE            comm;             /* Wine's handle of the port, for applications */
    HANDLE            log;              /* of modemlog.c, NULL: none */
    char              host_path[512];

    struct wave_devices wave;
    struct phone_device phone;
    uint32_t          virtual_id;       /* of a virtual modem, 0: none */
    struct virtual_settings virtual_settings;

    DWORD             told_calls;       /* number of calls TAPI was last told of */
    struct call      *calls;
    struct call      *call;             /* the call the modem is busy with */
    struct terminal_reader *terminal;   /* somebody reads the port for a terminal window */
    struct voice_line voice;
};

struct call
{
    struct call  *next;
    LONG          refs;
    struct modem *modem;
    DWORD         handle;
    HTAPICALL     htcall;
    BOOL          inbound;
    BOOL          closed;               /* TSPI_lineCloseCall: nothing more is told */
    BOOL          known;                /* TAPI knows it: it counts */
    DWORD         state;
    DWORD         state_mode;
    SYSTEMTIME    state_time;
    DWORD         states;               /* all LINECALLSTATE_ it has been in */
    DWORD         media_mode;
    DWORD         monitor_modes;        /* of TSPI_lineMonitorMedia */
    DWORD         bearer_mode;
    DWORD         rate;
    DWORD         app_specific;
    DWORD         param_flags;
    DWORD         country;
    LINEDIALPARAMS dial_params;
    WCHAR         called[128];
    DWORD         caller_flags;         /* LINECALLPARTYID_ */
    WCHAR         caller[MODEM_CALLER_SIZE];
    WCHAR         caller_name[MODEM_CALLER_SIZE];

    char          dial[MODEM_DIAL_STRING_MAX];  /* what to dial as soon as the modem is ready */
    DWORD         dial_flags;
    BOOL          dial_waiting;
    BOOL          dial_part;            /* the string ends in `;`, or there is none: TSPI_lineDial follows */
    uint32_t      dial_request;         /* of the engine */
    uint32_t      answer_request;
    uint32_t      passthrough_request;
    struct devcfg *config;              /* of LINECALLPARAMS, for this call only */
    DWORD         make_reply;           /* requests of TAPI that wait for their completion, 0: none */
    DWORD         dial_reply;
    DWORD         answer_reply;
    DWORD         drop_reply;
    DWORD         params_reply;
    DWORD         params_bearer;        /* bearer mode of params_reply */
    struct voice_call voice;
    struct manual_call manual;
    struct terminal_call terminal;
    DWORD         negotiated_options;   /* MDM_ bits, when connected as data */
    DWORD         negotiated_rate;      /* of the line, 0: not known */
    WCHAR         redirecting[MODEM_CALLER_SIZE];   /* who forwarded the call */
};

/* main.c: finding things. Each returns with the modem locked, or NULL; undo with modem_unlock(). */
struct modem *modem_lock_device( DWORD device_id );
struct modem *modem_lock_line( HDRVLINE line );
struct modem *modem_lock_phone_device( DWORD device_id );
struct modem *modem_lock_phone( HDRVPHONE phone );
struct modem *modem_lock_serial( DWORD serial );
struct call *call_lock( HDRVCALL handle );      /* locks call->modem */
void modem_lock( struct modem *modem );         /* a modem somebody has a reference to */
void modem_unlock( struct modem *modem );       /* also tells TAPI what was queued */
void modem_release( struct modem *modem );
struct modem *modem_add( const struct modem_info *info );
void modem_drop( struct modem *modem );         /* take it off the list; not locked */
/* Call a function for each modem; not locked, with a reference. */
void modems_for_each( void (*callback)( struct modem *modem, void *arg ), void *arg );
DWORD modem_new_handle( struct modem *modem );

extern HINSTANCE unimdm_instance;
extern HPROVIDER provider_handle;
extern LINEEVENT line_create_proc;
extern PHONEEVENT phone_create_proc;
extern ASYNC_COMPLETION completion_proc;
extern uint64_t unix_host;

/* port.c: the port of a modem, opened while somebody needs it. All with the modem locked. */
void port_want_open( struct modem *modem );     /* starts opening; call_port_opened() or call_port_failed() follow, maybe at once */
void port_release( struct modem *modem );       /* closes it when neither the line nor a call needs it */
void port_hangup( struct modem *modem );
void port_hangup_now( struct modem *modem );    /* terminal.c only: when nobody reads the port any more */
/* Open the port and wait for the modem to answer: 0 or a LINEERR_ value. Unlocks the modem while it waits. */
LONG port_open_wait( struct modem *modem );
void port_apply_settings( struct modem *modem, const struct devcfg *config );
int port_command( struct modem *modem, enum modem_command command, uint32_t request );
uint32_t port_new_request(void);
void port_event( struct modem *modem, const struct modem_event *event );
LONG lineerr_from_errno( int error );

/* call.c: what the engine tells about calls. With the modem locked. */
void call_port_opened( struct modem *modem );
void call_port_failed( struct modem *modem, LONG error );
void call_port_lost( struct modem *modem );
void call_hung_up( struct modem *modem );
void call_event( struct modem *modem, const struct modem_event *event );
void call_refused( struct call *call );         /* TAPI has no room for an incoming call */
void call_release( struct call *call );
void call_close( struct call *call );           /* TAPI closes it: completes what is outstanding, hangs up, takes it off the modem */

/* line.c */
void line_lost( struct modem *modem );          /* LINE_CLOSE; with the modem locked */
void line_calls_changed( struct modem *modem ); /* a call began or ended: says so where TAPI wants to know; with the modem locked */

/* modemlog.c: with the modem locked */
/* Says in the log what could not be done with the modem, and remembers it for winetapi status until it gets ready the next time */
void modem_failed( struct modem *modem, const char *format, ... ) __attribute__((format( printf, 2, 3 )));
void modem_works( struct modem *modem );

void modem_log_open( struct modem *modem );
void modem_log_close( struct modem *modem );
void modem_log( struct modem *modem, const char *format, ... ) __attribute__((format(__MINGW_PRINTF_FORMAT, 2, 3)));
void modem_log_event( struct modem *modem, const struct modem_event *event );

/* waveid.c: with the modem locked */
#define WAVE_STATE_CLASS L"unimdm/wave"     /* of TSPI_lineGetID: why the line has no wave devices, in words; "" if it has */
void waveid_open( struct modem *modem );    /* if it can have some and has none yet */
void waveid_close( struct modem *modem );   /* also not locked, when nobody else has the modem */
void waveid_attach( struct modem *modem );  /* the engine has the modem now */
void waveid_detach( struct modem *modem );
LONG waveid_get( struct modem *modem, VARSTRING *id, const WCHAR *class_name );
/* Whether programs can have the line's wave devices now: FALSE, and why not, a sentence */
#define WAVE_REASON_CHARS (AUDIO_REASON_SIZE + 64)
BOOL waveid_available( struct modem *modem, WCHAR *reason, DWORD chars );
const WCHAR *waveid_classes( struct modem *modem, DWORD *size );    /* for the list of its device classes: bytes, with the NUL that ends it */
/* Not locked: wait until the sound server has answered for a modem. arg: DWORD, when to wait no longer, for all of them; 0 at first */
void waveid_wait( struct modem *modem, void *arg );
/* phone.c: with the modem locked */
BOOL phone_wanted( const struct modem_info *info );             /* it has a telephone set or a speakerphone; not locked */
void phone_number( struct modem *modem, DWORD device );
void phone_follow( struct modem *modem );                       /* what calls speak through may have changed: says so where TAPI wants to know */
uint32_t phone_levels( const struct modem *modem );             /* for the engine, with a MODEM_TERMINAL_ value; 0: nobody has set any */
void phone_lifted( struct modem *modem, BOOL lifted );          /* the telephone set was lifted, or put down */
LONG phoneerr_from_lineerr( LONG error );

/* identity.c: which device a modem is. FALSE: its port is not known, or the device is not plugged in (path is where it was). */
BOOL identity_host_path( struct modem_info *info, char *path, DWORD size );

/* watch.c: modems that come and go */
/* A modem that is found at the start: one that is known not to be plugged in is no line yet. */
void watch_enumerated( struct modem *modem );
BOOL watch_start(void);
void watch_stop(void);
/* What the registry says of a modem now; its port is closed, and it is locked. Says what became of its abilities and its phone. */
void watch_take_info( struct modem *modem, const struct modem_info *info );
/* Its port was closed: with the modem locked. */
void watch_port_closed( struct modem *modem );
/* A port died: LINE_REMOVE if its device is gone for good. With the modem locked. */
void watch_port_lost( struct modem *modem );

/* events.c */
BOOL events_start(void);
void events_stop(void);
/* Queue something for TAPI; told in order by notify_flush(), which modem_unlock() calls. */
void notify_line( struct modem *modem, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
void notify_call( struct call *call, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
void notify_phone( struct modem *modem, DWORD msg, DWORD_PTR param1, DWORD_PTR param2, DWORD_PTR param3 );
void notify_create_phone( DWORD msg, DWORD_PTR param1, DWORD_PTR param2 );  /* PHONE_CREATE, PHONE_REMOVE */
void notify_new_call( struct call *call );
void notify_create( DWORD msg, DWORD_PTR param1, DWORD_PTR param2 );    /* LINE_CREATE, LINE_REMOVE */
void notify_reply( DWORD *request, LONG result );                       /* takes the request */
void notify_flush(void);
/* A dialog in the application that waits for this request: manual_told() follows. And data for it. */
void notify_dialog( struct call *call, DWORD request, const void *params, DWORD size );
void notify_dialog_data( struct modem *modem, HTAPIDIALOGINSTANCE dialog, const void *data, DWORD size );
/* Nothing more for a call or, with NULL, for the open line of a modem: waits for what is being told right now. Not locked. */
void notify_purge( struct modem *modem, struct call *call );
void notify_purge_phone( struct modem *modem );

/* unix.c */
BOOL unix_start(void);
void unix_call( enum unimdm_call code, void *params );

/* dialstring.c: from an address of TAPI to what a modem dials */
struct dial_string
{
    char  text[MODEM_DIAL_STRING_MAX];  /* clean */
    WCHAR called[128];                  /* the number without dialling signs */
    BOOL  part;                         /* ends in `;` */
};
LONG dial_string_parse( struct modem *modem, const WCHAR *address, WORD wait_bong, struct dial_string *out );

/* caps.c */
#define UNIMDM_BEARER_MODES  (LINEBEARERMODE_VOICE | LINEBEARERMODE_DATA | LINEBEARERMODE_PASSTHROUGH)
extern const LINEDIALPARAMS unimdm_dial_params;

/* ui.c: what a dialog in an application asks the provider in the service, TSPI_providerGenericDialogData */
enum ui_request { UI_GET_CONFIG, UI_SET_CONFIG };

struct ui_params
{
    DWORD             size;         /* of this structure */
    DWORD             request;      /* enum ui_request */
    DWORD             kind;         /* enum config_kind */
    LONG              result;       /* LINEERR_ value */
    struct modem_info info;         /* out */
    struct devcfg     config;       /* out for GET, in for SET */
};

#endif
