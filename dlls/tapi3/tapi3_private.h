/*
 * Private declarations of tapi3.dll.
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

#ifndef TAPI3_PRIVATE_H
#define TAPI3_PRIVATE_H

#include <windef.h>
#include <winbase.h>
#include <ole2.h>
#include <ocidl.h>
#include <olectl.h>
#include <tapi.h>
#include <tapi3.h>
#include <msp.h>

#include "comobject/collection.h"

#define API_VERSION     0x00030001
#define LOWEST_VERSION  0x00010004
#define REQUEST_TIMEOUT 120000          /* ms; ITBasicCallControl::Connect documents two minutes */

/*
 * A session is what Initialize() begins and Shutdown() ends: the line and phone applications of tapi32, the thread that takes their messages, and the thread
 * that calls the program's event sinks. All objects hold the session, which knows the TAPI object and the calls without holding them.
 *
 * Locks: session->register_cs comes before session->cs. That covers the tables of the session and the fields of addresses, calls and phones that messages
 * change. It is a leaf: no function of tapi32, no object's Release and no sink is called under it.
 */
struct tapi;
struct call;
struct address;
struct phone;

#define CALL_SLOTS 256
#define FILTERS    8                    /* kinds of events that addresses and calls can filter */
#define ADDRESS_ALL_SUBEVENTS -1

#define QOS_KEY 0x4c51534b              /* LINEQOSSTRUCT_KEY; that is a character constant of several characters, which compilers warn of */

/* What lines are asked to tell */
#define ADDRESS_LINE_STATES (LINEDEVSTATE_RINGING | LINEDEVSTATE_CONNECTED | LINEDEVSTATE_DISCONNECTED | LINEDEVSTATE_MSGWAITON | \
                             LINEDEVSTATE_MSGWAITOFF | LINEDEVSTATE_INSERVICE | LINEDEVSTATE_OUTOFSERVICE | LINEDEVSTATE_MAINTENANCE | \
                             LINEDEVSTATE_CONFIGCHANGE | LINEDEVSTATE_CAPSCHANGE | LINEDEVSTATE_REMOVED)
#define ADDRESS_STATES (LINEADDRESSSTATE_FORWARD | LINEADDRESSSTATE_CAPSCHANGE)

struct pending;

/* What a media service provider adds to an address or a call, made when it is first asked for. */
struct msp_part
{
    LONG      state;
    DWORD     thread;                   /* that makes it */
    HANDLE    made;
    IUnknown *inner;                    /* held; NULL: nothing */
};

struct session
{
    LONG              refs;
    CRITICAL_SECTION  cs;
    BOOL              closed;
    HLINEAPP          line_app;
    HPHONEAPP         phone_app;
    HANDLE            port;             /* completion port for messages of both */
    HANDLE            message_thread;
    DWORD             message_thread_id;
    struct tapi      *tapi;             /* not held */
    struct address  **addresses;
    ULONG             address_count;
    struct phone    **phones;
    ULONG             phone_count;
    struct call      *calls[CALL_SLOTS];        /* by handle; not held */
    struct pending   *pending;          /* requests somebody waits for */
    struct reply     *replies;          /* that came before anybody could wait */
    LONG              beginning;        /* requests for calls whose numbers are not known yet */
    CONDITION_VARIABLE reply_taken;
    struct orphan    *orphans;          /* calls that are being dropped and nobody holds */
    CRITICAL_SECTION  register_cs;      /* held while a line is opened for calls, which may come before anybody knows whose it is */
    struct conference *conferences;
    LONG              next_registration;
    struct registration *registrations;
    LONG              event_filter;     /* TAPI_EVENT bits */
    LONG              hub_tracking;     /* addresses whose call hubs are tracked */
    BOOL              track_new;        /* and those that will come */
    struct hub       *hubs;             /* not held */
    struct handling  *handling;         /* NULL until a phone works by itself */
    struct centre    *centre;           /* NULL until the program asks for agent handlers */

    /* media service providers: msp.c, msp_thread.c */
    struct msp       *msps;             /* not held; those that were made */
    struct msp_job   *first_job, **last_job;
    HANDLE            msp_ready;        /* auto-reset: a job */
    HANDLE            msp_thread;
    DWORD             msp_thread_id;
    BOOL              msp_stop, msp_stuck;
    LONG              last_msp_call;

    /* events on their way to the program */
    CRITICAL_SECTION  event_cs;
    struct event     *first_event, **last_event;
    CONDITION_VARIABLE event_ready;     /* an event of the system would cost a turn of wineserver */
    HANDLE            event_thread;
    DWORD             event_thread_id;
    BOOL              event_stop;
    struct sink_table *sinks;           /* of the TAPI object, held */
};

/* What RegisterCallNotifications() began: a line that is open for incoming calls. Calls that came by it hold it, as they would end with the line. */
struct registration
{
    struct registration *next;
    LONG            refs;
    LONG            id;
    LONG            instance;           /* the program's */
    HLINE           line;               /* 0: closed by the provider */
    struct address *address;            /* held */
};

HRESULT session_create( struct tapi *tapi, struct sink_table *sinks, struct session **session );
void session_shutdown( struct session *session );   /* safe in an event sink; safe twice */
struct session *session_addref( struct session *session );
void session_release( struct session *session );
HANDLE session_thread( struct session *session, LPTHREAD_START_ROUTINE function, DWORD *id );
void session_thread_end( struct session *session );    /* of a thread of the session; does not return */
/* The TAPI object, referenced, or NULL if it has gone. */
ITTAPI2 *session_tapi( struct session *session );
struct address *session_find_address( struct session *session, DWORD device, DWORD address_id );
void registration_release( struct registration *registration );

/* requests.c: asynchronous functions of tapi32, done synchronously */
struct pending
{
    struct pending *next;
    LONG            request;
    LONG            result;
    HANDLE          done;
    struct call    *call;               /* gets its handle before any further message is looked at */
    HCALL          *handle;
};

HRESULT request_begin( struct session *session, struct pending *pending, struct call *call, HCALL *handle );
/* Wait for what a function returned: takes negative values and errors, too. */
HRESULT request_wait( struct session *session, struct pending *pending, LONG request );
HRESULT request_run( struct session *session, LONG request );      /* the two in one, for requests without a call */
HRESULT request_run_phone( struct session *session, LONG request );
void request_reply( struct session *session, LONG request, LONG result );
void requests_cancel( struct session *session );
void requests_free( struct session *session );
/* In the thread that takes messages: end a call, and give it back when that is done. */
void orphan_drop( struct session *session, HCALL handle );
BOOL orphan_reply( struct session *session, LONG request );     /* TRUE: it was for such a call */
/* Wait for an event; a single-threaded apartment goes on with its messages. */
HRESULT wait_pumping( HANDLE event, DWORD timeout );

HRESULT hresult_from_line( LONG error );        /* LINEERR_ */
HRESULT hresult_from_phone( LONG error );       /* PHONEERR_ */

/* A structure of TAPI that says how large it has to be: while (answer_wanted( &answer )) answer.error = lineGet...( ..., answer.data ); */
struct answer
{
    DWORD size;         /* of data; the caller begins with a guess */
    LONG  error;        /* what TAPI has returned */
    void *data;         /* uninitialized but for dwTotalSize. After the loop: the whole structure, or NULL after an error or without memory; free() it */
};
BOOL answer_wanted( struct answer *answer );
HRESULT answer_result( const struct answer *answer, HRESULT (*hresult)( LONG error ), void **out );

/* messages.c */
DWORD CALLBACK message_thread( void *arg );

/* sinks.c: connection points and the thread that calls them */
struct sink_table *sinks_create(void);
struct sink_table *sinks_addref( struct sink_table *table );
void sinks_release( struct sink_table *table );
void sinks_clear( struct sink_table *table );
void sinks_drain( struct sink_table *table );  /* the session that ends may be calling this thread's apartment */
HRESULT sinks_advise( struct sink_table *table, REFIID iid, IUnknown *unknown, DWORD *cookie );
HRESULT sinks_unadvise( struct sink_table *table, REFIID iid, DWORD cookie );
HRESULT sinks_enumerate( struct sink_table *table, REFIID iid, IEnumConnections **out );
/* Queue an event for the program; takes the reference. NULL (no memory) is allowed. */
void event_post( struct session *session, TAPI_EVENT type, IDispatch *event );
DWORD CALLBACK event_thread( void *arg );
void events_drop( struct session *session );
BOOL event_wanted( struct session *session, TAPI_EVENT type );

/* events.c: what events say */
BOOL call_event_wanted( struct session *session, struct call *call, TAPI_EVENT type, LONG sub_event );
void event_tapi_object( struct session *session, TAPIOBJECT_EVENT event, struct address *address, struct face *phone, LONG instance );
void event_address( struct session *session, struct address *address, ADDRESS_EVENT event, ITTerminal *terminal );
void event_call_notification( struct session *session, struct call *call, CALL_NOTIFICATION_EVENT event, LONG instance );
void event_call_state( struct session *session, struct call *call, CALL_STATE state, CALL_STATE_EVENT_CAUSE cause, LONG instance );
void event_call_info( struct session *session, struct call *call, CALLINFOCHANGE_CAUSE cause, LONG instance );
void event_digit( struct session *session, struct call *call, BYTE digit, TAPI_DIGITMODE mode, DWORD tick, LONG instance );
void event_generated( struct session *session, struct call *call, LONG termination, DWORD tick, LONG instance );
void event_gathered( struct session *session, struct call *call, const WCHAR *digits, TAPI_GATHERTERM reason, DWORD tick, LONG instance );
void event_tone( struct session *session, struct call *call, LONG app_specific, DWORD tick, LONG instance );
void event_call_hub( struct session *session, ITCallHub *hub, struct call *call, CALLHUB_EVENT event );
void event_qos( struct session *session, struct call *call, LONG event, LONG media_types );
void event_request( struct session *session, LONG instance, LONG mode, const LINEREQMAKECALLW *request );
void event_address_dev_specific( struct session *session, struct address *address, struct call *call, LONG p1, LONG p2, LONG p3 );

/* eventfilter.c */
HRESULT filter_put( ULONG *filter, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL enable );
HRESULT filter_get( const ULONG *filter, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL *enable );
BOOL filter_passes( const ULONG *filter, TAPI_EVENT event, LONG sub_event );

/* callhub.c */
HRESULT session_hubs( struct session *session, IUnknown ***list, ULONG *count );
HRESULT call_get_hub( struct call *call, ITCallHub **out );
void hub_forget( struct call *call );
/* In the message thread: */
void hub_track( struct call *call, BOOL over );         /* a call has begun, changed or ended */
void hub_new( struct session *session, const LINEMESSAGE *message );    /* LINE_APPNEWCALLHUB */
void hub_closed( struct session *session, const LINEMESSAGE *message ); /* LINE_CALLHUBCLOSE */
void track_update( struct address *address, BOOL on );  /* KEY_TRACK; takes the reference */
void shadow_end( struct call *call );                   /* nobody but the session needs it */
/* The service tells nothing more of hubs that it told of by this line; 0: of any */
void hubs_line_closed( struct session *session, HLINE line );
HRESULT address_track( struct address *address, BOOL on );      /* ITTAPI::SetCallHubTracking */
void address_track_closed( struct address *address );   /* LINE_CLOSE */

/* phone.c */
#define KEY_LINE  1                     /* completion keys */
#define KEY_PHONE 2
#define KEY_TRACK 3                     /* tracking of an address was begun or ended */
HRESULT phones_start( struct session *session );
void phones_stop( struct session *session );
void phone_message( struct session *session, const LINEMESSAGE *message );
HRESULT session_phones( struct session *session, IUnknown ***list, ULONG *count );
/* Phones of an address, all or the preferred ones: as a collection or an enumerator. */
HRESULT address_phones( struct address *address, BOOL preferred, VARIANT *variant, IEnumPhone **enumerator );
HRESULT address_phone_of_terminal( struct address *address, ITTerminal *terminal, ITPhone **out );
/* A call has a new state: phones that have it selected do their part. */
void phones_call_state( struct session *session, struct call *call, CALL_STATE state, CALL_STATE_EVENT_CAUSE cause );
void handling_stop( struct session *session );
void handling_release( struct session *session );

/* centre.c: call centres */
HRESULT centre_start( struct session *session );
void centre_stop( struct session *session );
void centre_release( struct session *session );
HRESULT centre_handlers( struct session *session, IUnknown ***list, ULONG *count );
void centre_message( struct session *session, const LINEMESSAGE *message );
void centre_line_created( struct session *session, struct address *address );
void centre_line_removed( struct session *session, struct address *address );
void centre_line_closed( struct session *session, HLINE line );

/* tapi.c */
HRESULT tapi_create( IUnknown *outer, REFIID iid, void **out );

/* address.c */
struct address
{
    struct object    object;
    struct face      address;           /* ITAddress2 */
    struct face      caps;              /* ITAddressCapabilities */
    struct face      media;             /* ITMediaSupport */
    struct face      translation;       /* ITAddressTranslation */
    struct face      legacy;            /* ITLegacyAddressMediaControl2 */
    struct face      wave;              /* ITLegacyWaveSupport, if wavemsp.dll serves it */
    struct session  *session;
    DWORD            device;
    DWORD            address_id;
    DWORD            version;
    HLINE            line;              /* open without interest in calls, for requests; 0: not yet */
    HLINE            track_line;        /* open for all calls, whoever has them, to track call hubs; 0: not tracked. With session->cs */
    BOOL             track_lost;        /* that line was closed for us */
    BOOL             tracked;           /* programs hear of the hubs of its calls */
    CRITICAL_SECTION open_cs;           /* one thread opens it */
    LINEDEVCAPS     *dev_caps;
    LINEADDRESSCAPS *address_caps;
    BOOL             gone;              /* LINE_REMOVE */
    struct msp_part  msp_part;
    struct msp      *msp;               /* its media service provider, NULL: none, or none yet */
    ULONG            filter[FILTERS];   /* sub-events that are switched off */
};

extern const ITAddress2Vtbl address_vtbl;
extern const ITAddressCapabilitiesVtbl address_caps_vtbl;
extern const ITMediaSupportVtbl address_media_vtbl;
extern const ITAddressTranslationVtbl address_translation_vtbl;
extern const ITLegacyAddressMediaControl2Vtbl address_legacy_vtbl;
extern const ITLegacyWaveSupportVtbl address_wave_vtbl;

struct address *address_create( struct session *session, DWORD device, DWORD address_id, DWORD version, LINEDEVCAPS *caps );
/* Our own object behind a program's pointer, not referenced; NULL if it is somebody else's. */
struct address *address_from_interface( IUnknown *unknown );
HRESULT address_open( struct address *address, HLINE *line );
void address_line_closed( struct address *address );
const WCHAR *caps_string( const void *base, DWORD size, DWORD offset );    /* "" if there is none */
DWORD media_types_from_modes( DWORD modes );
DWORD media_modes_from_types( DWORD types );

/* call.c */
struct call
{
    struct object    object;
    struct face      control;           /* ITBasicCallControl2 */
    struct face      info;              /* ITCallInfo2 */
    struct face      media;             /* ITLegacyCallMediaControl2 */
    struct session  *session;
    struct address  *address;           /* held */
    struct call     *next;              /* of the same slot */
    HCALL            handle;            /* 0: none yet */
    CALL_STATE       state;
    CALL_STATE       told_state;        /* that programs were told last */
    DWORD            line_state;        /* LINECALLSTATE_ */
    CALL_STATE_EVENT_CAUSE cause;
    CALL_PRIVILEGE   privilege;
    struct registration *registration;  /* that it came by, held; or NULL */
    LONG             instance;          /* of that */
    BOOL             starting;          /* a thread is asking for its handle */
    BOOL             newborn;           /* the session holds it until its first state has come */
    BOOL             unannounced;       /* programs do not know of it yet; only the message thread looks at it */
    HANDLE           changed;           /* auto-reset, made for who waits for a state */
    BSTR             dest;
    LONG             address_type;
    LONG             media_types;
    struct call_settings *settings;     /* what was set before there is a call */
    HCALL            partner;           /* of a transfer or conference that is being set up: the other call */
    BOOL             consulting;        /* this is its consultation call */
    HCALL            conference;        /* that it belongs to or made */
    BOOL             conference_pending;
    struct hub      *hub;               /* that tracking has it in, held; of the message thread */
    BOOL             shadow;            /* known by the tracking of hubs only: programs get no events but those of the hub */
    LONG             shadow_held;       /* the session holds it */
    HLINE            shadow_line;       /* that it was seen by */
    struct msp_part  msp_part;
    struct call     *msp_next;          /* of the same media service provider */
    LONG             msp_id;            /* what that calls it */
    LONG             msp_shut;          /* it was told of the end */
    struct msp_data *msp_waiting;       /* what it has for the service provider, which does not know the call yet */
    struct gather   *gathers;           /* where lineGatherDigits writes, the oldest first */
    ULONG            filter[FILTERS];
};

extern const ITBasicCallControl2Vtbl call_control_vtbl;
extern const ITCallInfo2Vtbl call_info_vtbl;
extern const ITLegacyCallMediaControl2Vtbl call_media_vtbl;

struct call *call_create( struct address *address, HCALL handle );
struct call *call_from_interface( IUnknown *unknown );
struct call *call_find( struct session *session, HCALL handle );     /* referenced */
void call_set_handle( struct call *call, HCALL handle );             /* with session->cs */
/* A LINE_CALLSTATE: remembers it; TRUE if the state is new for programs. */
BOOL call_take_state( struct call *call, DWORD line_state, DWORD mode, CALL_STATE *state, CALL_STATE_EVENT_CAUSE *cause );
CALL_STATE call_get_state( struct call *call );
void call_grown( struct call *call );   /* its first state has come */
void call_let_go( struct call *call );  /* for the thread that takes messages: never waits for an MSP */
void calls_abandon( struct session *session );
/* Wait until a call is connected or over. */
HRESULT call_wait_connected( struct call *call );
LINECALLPARAMS *call_params( struct call *call );        /* free() them */
HRESULT call_set_qos( struct call *call, DWORD modes, QOS_SERVICE_LEVEL level );        /* of a call that is not up yet */
extern const size_t call_settings_size;
void call_settings_free( struct call_settings *settings );
HRESULT call_get_info( struct call *call, LINECALLINFO **info );     /* free() it */
/* All calls of an address that programs hold; referenced. */
HRESULT session_calls( struct session *session, struct address *address, struct call ***calls, ULONG *count );

HRESULT bytes_to_variant( const BYTE *data, DWORD size, VARIANT *out );
SAFEARRAY *variant_bytes( const VARIANT *bytes );       /* NULL unless it is an array of bytes */
HRESULT get_device_id( HLINE line, DWORD address_id, HCALL handle, DWORD select, const WCHAR *class, VARSTRING **out );   /* free() it */
void call_media_forget( struct call *call );
void call_media_gathered( struct call *call, TAPI_GATHERTERM reason, DWORD tick );

/* call_control.c */
BOOL conference_ended( struct session *session, HCALL handle );     /* FALSE: it is the call of no conference */
void conferences_free( struct session *session );

/* call_terminals.c */
HRESULT call_select_terminal( struct call *call, ITTerminal *terminal );
HRESULT call_unselect_terminal( struct call *call, ITTerminal *terminal );
HRESULT call_request_terminal( struct call *call, BSTR class_name, LONG media, TERMINAL_DIRECTION direction, ITTerminal **out );

/* msp.c, msp_call.c, msp_thread.c: media service providers (msp_host.h has what is between them) */
IUnknown *address_inner( struct object *object );       /* makes what is not there yet; NULL: there is none */
IUnknown *call_inner( struct object *object );
void address_msp_prepare( struct address *address );    /* there may be calls soon */
void address_msp_line_closed( struct address *address );
void address_msp_free( struct address *address );
DWORD address_msp_media_types( struct address *address );
BOOL address_has_wave_msp( struct address *address );   /* its sound comes as wave devices, through our MSP */
void call_msp_begin( struct call *call );               /* a new call: does not wait for the MSP */
void call_msp_known( struct call *call );               /* the service provider knows it */
void call_msp_state( struct call *call );               /* it is connected, or over */
void call_msp_free( struct call *call );
BOOL call_msp_let_go( struct call *call );              /* the MSP's thread lets go of it; FALSE: it has none */
/* A LINE_SENDMSPDATA; call, address: what it is about, or NULL. */
void msp_message( struct session *session, struct address *address, struct call *call, const LINEMESSAGE *message );
void msp_set_hub_tracking( HLINE line, DWORD tracking );     /* tell the service provider */
HRESULT msp_send( struct address *address, struct call *call, const void *data, DWORD size );
struct call *msp_find_call( struct address *address, MSP_HANDLE handle );      /* referenced */
void msps_stop( struct session *session );

/* mspevents.c: an event of ITMSPAddress::GetEvent(); lets go of what it holds. In the thread for MSPs. */
void msp_event( struct address *address, BYTE *buffer, DWORD size );

/* smaller objects */
HRESULT forward_create( ITForwardInformation **out );
HRESULT forward_list( ITForwardInformation *info, LINEFORWARDLIST **list, DWORD *rings );
HRESULT forward_from_status( const LINEADDRESSSTATUS *status, ITForwardInformation **out );
HRESULT detect_tone_create( ITDetectTone **out );
HRESULT custom_tone_create( ITCustomTone **out );
HRESULT request_object_create( IUnknown *outer, REFIID iid, void **out );
HRESULT mapper_create( IUnknown *outer, REFIID iid, void **out );

static inline IDispatch *face_dispatch( struct face *face )
{
    return (IDispatch *)face;
}

#endif
