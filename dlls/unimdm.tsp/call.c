/*
 * Calls: requests of TAPI.
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

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "call.h"

DEBUG_CHANNEL( unimdm );

void call_release( struct call *call )
{
    if (InterlockedDecrement( &call->refs )) return;
    voice_call_free( call );
    free( call->config );
    free( call->terminal.event );
    free( call );
}

struct call *call_create( struct modem *modem, BOOL inbound )
{
    struct call *call = calloc( 1, sizeof(*call) );

    if (!call) return NULL;
    call->refs = 1;
    call->modem = modem;
    call->inbound = inbound;
    call->handle = modem_new_handle( modem );
    call->state = LINECALLSTATE_IDLE;
    call->media_mode = LINEMEDIAMODE_DATAMODEM;
    call->bearer_mode = LINEBEARERMODE_VOICE;
    call->dial_params = unimdm_dial_params;
    call->caller_flags = inbound ? LINECALLPARTYID_UNKNOWN : LINECALLPARTYID_UNAVAIL;
    GetSystemTime( &call->state_time );
    call->next = modem->calls;
    modem->calls = call;
    modem->call = call;
    voice_call_begun( call );
    return call;
}

static void call_unlink( struct call *call )
{
    struct modem *modem = call->modem;
    struct call **next;

    for (next = &modem->calls; *next && *next != call; next = &(*next)->next) {}
    if (*next) *next = call->next;
    if (modem->call == call) modem->call = NULL;
    if (modem->hangup_call == call) modem->hangup_call = NULL;
    voice_call_gone( call );
    manual_end( call );
    terminal_end( call );
    call->closed = TRUE;
    call_release( call );
    line_calls_changed( modem );
}

BOOL call_is_active( const struct modem *modem )
{
    return modem->call && modem->call->state != LINECALLSTATE_DISCONNECTED;
}

/* A call whose other side has hung up holds the modem only for what is still unread. */
static void give_way( struct modem *modem )
{
    if (!modem->call || call_is_active( modem )) return;
    if (!modem->hangup_request) port_hangup( modem );
    modem->call = NULL;
    if (modem->hangup_call && !modem->hangup_call->drop_reply) modem->hangup_call = NULL;
}

void call_refused( struct call *call )
{
    if (!call->closed) call_unlink( call );
}

void call_set_state( struct call *call, DWORD state, DWORD mode )
{
    call->state = state;
    call->state_mode = mode;
    call->states |= state;
    if (state == LINECALLSTATE_DISCONNECTED || state == LINECALLSTATE_IDLE)
    {
        voice_call_over( call );
        manual_end( call );
        terminal_end( call );
    }
    GetSystemTime( &call->state_time );
    notify_call( call, LINE_CALLSTATE, state, mode, call->media_mode );
    line_calls_changed( call->modem );
}

/* Complete everything that is outstanding. */
static void complete_all( struct call *call, LONG result )
{
    notify_reply( &call->make_reply, result );
    notify_reply( &call->dial_reply, result );
    notify_reply( &call->answer_reply, result );
    notify_reply( &call->params_reply, result );
    notify_reply( &call->drop_reply, result );
}

/* The request for the call succeeded: from now on TAPI may hear of it. */
void call_made( struct call *call )
{
    if (!call->make_reply) return;
    call->known = TRUE;
    notify_reply( &call->make_reply, 0 );
}

/* The call never came to be. TAPI closes it when it gets the completion. */
void call_not_made( struct call *call, LONG error )
{
    if (call->modem->call == call) call->modem->call = NULL;
    call->dial_waiting = FALSE;
    terminal_end( call );
    notify_reply( &call->make_reply, error );
}

void call_close( struct call *call )
{
    struct modem *modem = call->modem;
    BOOL busy = modem->call == call && !call->dial_waiting;

    complete_all( call, LINEERR_OPERATIONFAILED );
    if (busy && !modem->hangup_request) port_hangup( modem );
    if (!call->closed) call_unlink( call );
}

/* ---- starting a call, when the port is open and the last call is over ---- */

const struct devcfg *outgoing_config( const struct call *call )
{
    return call->config ? call->config : &call->modem->config[CONFIG_DIALOUT];
}

int call_send_dial( struct call *call )
{
    struct modem_dial_params params = { .host = unix_host, .modem = call->modem->engine, .string = (ULONG_PTR)call->dial,
                                        .request = port_new_request(), .flags = call->dial_flags };

    call->dial_request = params.request;
    unix_call( unimdm_modem_dial, &params );
    if (params.result) call->dial_request = 0;
    return params.result;
}

static void call_start( struct modem *modem )
{
    struct call *call = modem->call;
    int error;

    if (!call || !call->dial_waiting || modem->hangup_request) return;
    if (modem->port != PORT_OPEN)
    {
        port_want_open( modem );
        return;
    }
    call->dial_waiting = FALSE;
    port_apply_settings( modem, outgoing_config( call ));
    if (manual_begin( call ) || terminal_begin( call )) return;
    if (call->bearer_mode == LINEBEARERMODE_PASSTHROUGH)
    {
        call->passthrough_request = port_new_request();
        error = port_command( modem, command_passthrough_on, call->passthrough_request );
    }
    else error = call_send_dial( call );
    if (!error) return;
    modem_failed( modem, "the modem takes no call: error %d", error );
    call_not_made( call, lineerr_from_errno( error ));
    port_release( modem );
}

void call_port_opened( struct modem *modem )
{
    call_start( modem );
}

void call_port_failed( struct modem *modem, LONG error )
{
    if (modem->call && modem->call->dial_waiting) call_not_made( modem->call, error );
}

void call_port_lost( struct modem *modem )
{
    struct call *call = modem->call;

    if (!call) return;
    modem->call = NULL;
    if (call->make_reply) call_not_made( call, LINEERR_NODEVICE );
    else if (call->state != LINECALLSTATE_DISCONNECTED) call_set_state( call, LINECALLSTATE_DISCONNECTED, LINEDISCONNECTMODE_OUTOFORDER );
    complete_all( call, LINEERR_NODEVICE );
}

void call_hung_up( struct modem *modem )
{
    struct call *call = modem->hangup_call;

    modem->hangup_call = NULL;
    if (call)
    {
        if (modem->call == call) modem->call = NULL;
        if (call->make_reply) call_not_made( call, LINEERR_OPERATIONFAILED );
        else if (call->state != LINECALLSTATE_IDLE) call_set_state( call, LINECALLSTATE_IDLE, 0 );
        notify_reply( &call->dial_reply, LINEERR_OPERATIONFAILED );
        notify_reply( &call->answer_reply, LINEERR_OPERATIONFAILED );
        notify_reply( &call->params_reply, LINEERR_OPERATIONFAILED );
        notify_reply( &call->drop_reply, 0 );
    }
    call_start( modem );
    port_release( modem );
}

/* ---- LINECALLPARAMS ---- */

static BOOL one_bit( DWORD value )
{
    return value && !(value & (value - 1));
}

LONG call_check_params( struct modem *modem, const LINECALLPARAMS *params )
{
    DWORD max_rate = modem->info.properties.max_dce_rate;
    LONG ret;

    if (!params) return 0;
    if (params->dwTotalSize < offsetof( LINECALLPARAMS, dwPredictiveAutoTransferStates )) return LINEERR_STRUCTURETOOSMALL;
    if (params->dwBearerMode && !one_bit( params->dwBearerMode )) return LINEERR_INVALBEARERMODE;
    if (params->dwBearerMode & ~UNIMDM_BEARER_MODES) return LINEERR_BEARERMODEUNAVAIL;
    if ((ret = voice_check_media( modem, params->dwMediaMode ))) return ret;
    if (params->dwMediaMode == LINEMEDIAMODE_G3FAX && params->dwBearerMode != LINEBEARERMODE_PASSTHROUGH)
    {
        WARN( "line %s: fax programs dial for themselves, on calls of LINEBEARERMODE_PASSTHROUGH\n", debugstr_w( modem->info.name ));
        return LINEERR_INVALMEDIAMODE;
    }
    if (params->dwMaxRate && params->dwMinRate > params->dwMaxRate) return LINEERR_INVALRATE;
    if (max_rate && params->dwMinRate > max_rate) return LINEERR_RATEUNAVAIL;
    if (params->dwAddressMode == LINEADDRESSMODE_ADDRESSID)
        return params->dwAddressID ? LINEERR_INVALADDRESSID : 0;
    return params->dwAddressMode ? LINEERR_INVALADDRESSMODE : 0;
}

/* A configuration for this call alone */
static LONG take_config( struct call *call, const LINECALLPARAMS *params )
{
    enum config_kind kind;
    const WCHAR *name;
    LONG ret;

    if (params->dwTotalSize < offsetof( LINECALLPARAMS, dwCallDataSize ) || !params->dwDeviceConfigSize) return 0;
    if (params->dwDeviceClassOffset > params->dwTotalSize || params->dwDeviceClassSize > params->dwTotalSize - params->dwDeviceClassOffset ||
        params->dwDeviceConfigOffset > params->dwTotalSize || params->dwDeviceConfigSize > params->dwTotalSize - params->dwDeviceConfigOffset ||
        params->dwDeviceClassSize < sizeof(WCHAR))
        return LINEERR_INVALCALLPARAMS;
    name = (const WCHAR *)((const BYTE *)params + params->dwDeviceClassOffset);
    if (name[params->dwDeviceClassSize / sizeof(WCHAR) - 1]) return LINEERR_INVALCALLPARAMS;
    if (!class_config_kind( class_from_name( name ), &kind )) return LINEERR_INVALDEVICECLASS;
    if (!(call->config = malloc( sizeof(*call->config) ))) return LINEERR_NOMEM;
    if ((ret = config_parse( &call->modem->info, (const BYTE *)params + params->dwDeviceConfigOffset, params->dwDeviceConfigSize, call->config )))
    {
        free( call->config );
        call->config = NULL;
        return LINEERR_INVALCALLPARAMS;
    }
    return 0;
}

/* How long the called side may take, for this call alone */
static LONG take_timeout( struct call *call, const LINECALLPARAMS *params )
{
    if (params->dwTotalSize < offsetof( LINECALLPARAMS, dwCallingPartyIDSize ) || !params->dwNoAnswerTimeout) return 0;
    if (!call->config)
    {
        if (!(call->config = malloc( sizeof(*call->config) ))) return LINEERR_NOMEM;
        *call->config = call->modem->config[CONFIG_DIALOUT];
    }
    call->config->call_setup_fail_timer = min( params->dwNoAnswerTimeout, call->modem->info.properties.call_setup_fail_max );
    return 0;
}

static LONG take_params( struct call *call, const LINECALLPARAMS *params )
{
    LONG ret;

    if (!params) return 0;
    if (params->dwBearerMode) call->bearer_mode = params->dwBearerMode;
    if (params->dwMediaMode) call->media_mode = params->dwMediaMode;
    call->param_flags = params->dwCallParamFlags;
    call->dial_flags |= voice_dial_flags( call );
    if ((ret = take_config( call, params ))) return ret;
    return take_timeout( call, params );
}

LONG WINAPI TSPI_lineMakeCall( DRV_REQUESTID request, HDRVLINE hline, HTAPICALL htcall, HDRVCALL *hcall, const WCHAR *address, DWORD country,
                               LINECALLPARAMS *const params )
{
    struct modem *modem = modem_lock_line( hline );
    struct dial_string dial;
    struct call *call;
    LONG ret;

    TRACE( "request %#lx, line %p, to %s, country %lu, bearer mode %#lx, media mode %#lx\n", request, hline, debugstr_w( address ), country,
           params ? params->dwBearerMode : 0, params ? params->dwMediaMode : 0 );
    if (!modem) return LINEERR_INVALLINEHANDLE;
    if (!hcall) ret = LINEERR_INVALPOINTER;
    else if (call_is_active( modem ))
    {
        WARN( "line %s has a call already\n", debugstr_w( modem->info.name ));
        ret = LINEERR_CALLUNAVAIL;
    }
    else ret = call_check_params( modem, params );
    if (!ret) ret = dial_string_parse( modem, address, modem->config[CONFIG_DIALOUT].wait_bong, &dial );
    if (ret)
    {
        modem_unlock( modem );
        return ret;
    }
    give_way( modem );
    if (!(call = call_create( modem, FALSE )))
    {
        modem_unlock( modem );
        return LINEERR_NOMEM;
    }
    if ((ret = take_params( call, params )))
    {
        call_unlink( call );
        modem_unlock( modem );
        return ret;
    }
    call->htcall = htcall;
    call->country = country;
    call->make_reply = request;
    call->dial_waiting = TRUE;
    call->dial_part = dial.part;
    strcpy( call->dial, dial.text[0] ? dial.text : ";" );
    wcscpy( call->called, dial.called );
    *hcall = (HDRVCALL)(DWORD_PTR)call->handle;
    call_start( modem );
    modem_unlock( modem );
    return request;
}

LONG WINAPI TSPI_lineDial( DRV_REQUESTID request, HDRVCALL hcall, const WCHAR *address, DWORD country )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;
    struct dial_string dial;
    size_t len;
    LONG ret;

    TRACE( "request %#lx, call %p, %s, country %lu\n", request, hcall, debugstr_w( address ), country );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    if (modem->call != call || modem->hangup_request || !call->dial_part || call->dial_request ||
        (call->state != LINECALLSTATE_DIALING && call->state != LINECALLSTATE_DIALTONE))
        ret = LINEERR_INVALCALLSTATE;
    else ret = dial_string_parse( modem, address, outgoing_config( call )->wait_bong, &dial );
    if (!ret)
    {
        /* an empty string says that the number is complete */
        call->dial_part = dial.part && dial.text[0];
        strcpy( call->dial, dial.text );
        len = wcslen( call->called );
        lstrcpynW( call->called + len, dial.called, ARRAYSIZE(call->called) - len );
        call->dial_reply = request;
        if ((ret = lineerr_from_errno( call_send_dial( call )))) call->dial_reply = 0;
        else if (call->state == LINECALLSTATE_DIALTONE) call_set_state( call, LINECALLSTATE_DIALING, 0 );
    }
    modem_unlock( modem );
    return ret ? ret : (LONG)request;
}

LONG WINAPI TSPI_lineAccept( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;
    DWORD reply = request;

    TRACE( "request %#lx, call %p\n", request, hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    if (call->state != LINECALLSTATE_OFFERING)
    {
        modem_unlock( modem );
        return LINEERR_INVALCALLSTATE;
    }
    notify_reply( &reply, 0 );
    call_set_state( call, LINECALLSTATE_ACCEPTED, 0 );
    modem_unlock( modem );
    return request;
}

LONG WINAPI TSPI_lineAnswer( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;
    int error;

    TRACE( "request %#lx, call %p\n", request, hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    if (modem->call != call || modem->hangup_request || call->answer_request ||
        (call->state != LINECALLSTATE_OFFERING && call->state != LINECALLSTATE_ACCEPTED))
    {
        modem_unlock( modem );
        return LINEERR_INVALCALLSTATE;
    }
    port_apply_settings( modem, &modem->config[CONFIG_DIALIN] );
    call->answer_request = port_new_request();
    call->answer_reply = request;
    if ((error = voice_answer( call )))
    {
        modem_failed( modem, "it cannot answer: error %d", error );
        call->answer_request = call->answer_reply = 0;
        modem_unlock( modem );
        return lineerr_from_errno( error );
    }
    /*
     * The modems take up to a minute to find a common language. What becomes of it the call states tell; the request is done when the modem has gone
     * off-hook, so that nobody waits for it with the call states unread.
     */
    notify_reply( &call->answer_reply, 0 );
    if (call->state == LINECALLSTATE_OFFERING) call_set_state( call, LINECALLSTATE_ACCEPTED, 0 );
    modem_unlock( modem );
    return request;
}

LONG WINAPI TSPI_lineDrop( DRV_REQUESTID request, HDRVCALL hcall, const char *info, DWORD size )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;

    TRACE( "request %#lx, call %p\n", request, hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    if (call->state == LINECALLSTATE_IDLE && !call->dial_waiting && !call->make_reply)
    {
        modem_unlock( modem );
        return LINEERR_INVALCALLSTATE;
    }
    if (call->drop_reply)
    {
        modem_unlock( modem );
        return LINEERR_OPERATIONFAILED;
    }
    call->drop_reply = request;
    if (modem->call == call && !call->dial_waiting) port_hangup( modem );
    else
    {
        /* the modem is on-hook: the call was over, or never began */
        if (call->make_reply) call_not_made( call, LINEERR_OPERATIONFAILED );
        else call_set_state( call, LINECALLSTATE_IDLE, 0 );
        notify_reply( &call->drop_reply, 0 );
        port_release( modem );
    }
    modem_unlock( modem );
    return request;
}

LONG WINAPI TSPI_lineCloseCall( HDRVCALL hcall )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;

    TRACE( "call %p\n", hcall );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    InterlockedIncrement( &modem->refs );
    InterlockedIncrement( &call->refs );
    call_close( call );
    port_release( modem );
    modem_unlock( modem );
    notify_purge( modem, call );
    call_release( call );
    modem_release( modem );
    return 0;
}

LONG WINAPI TSPI_lineSetAppSpecific( HDRVCALL hcall, DWORD value )
{
    struct call *call = call_lock( hcall );

    TRACE( "call %p, %#lx\n", hcall, value );
    if (!call) return LINEERR_INVALCALLHANDLE;
    call->app_specific = value;
    notify_call( call, LINE_CALLINFO, LINECALLINFOSTATE_APPSPECIFIC, 0, 0 );
    modem_unlock( call->modem );
    return 0;
}

/* A call can be handed to the application wholly, commands and all: an incoming one before it is answered, or a connected one. And be taken back. */
LONG WINAPI TSPI_lineSetCallParams( DRV_REQUESTID request, HDRVCALL hcall, DWORD bearer_mode, DWORD min_rate, DWORD max_rate,
                                    LINEDIALPARAMS *const dial_params )
{
    struct call *call = call_lock( hcall );
    struct modem *modem;
    BOOL on = bearer_mode == LINEBEARERMODE_PASSTHROUGH, is_on;
    DWORD reply = request;
    LONG ret = 0;

    TRACE( "request %#lx, call %p, bearer mode %#lx, rates %lu to %lu\n", request, hcall, bearer_mode, min_rate, max_rate );
    if (!call) return LINEERR_INVALCALLHANDLE;
    modem = call->modem;
    is_on = call->bearer_mode == LINEBEARERMODE_PASSTHROUGH;
    if (!one_bit( bearer_mode )) ret = LINEERR_INVALBEARERMODE;
    else if (bearer_mode & ~UNIMDM_BEARER_MODES) ret = LINEERR_BEARERMODEUNAVAIL;
    else if (max_rate && min_rate > max_rate) ret = LINEERR_INVALRATE;
    else if (modem->info.properties.max_dce_rate && min_rate > modem->info.properties.max_dce_rate) ret = LINEERR_RATEUNAVAIL;
    else if (modem->call != call || modem->hangup_request || call->params_reply || call->answer_request ||
             call->voice.change_request || !(call->state & (LINECALLSTATE_CONNECTED | (on ? LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED : 0))))
        ret = LINEERR_INVALCALLSTATE;
    else if (on == is_on)
    {
        call->bearer_mode = bearer_mode;
        notify_reply( &reply, 0 );
    }
    else
    {
        call->params_reply = request;
        call->params_bearer = bearer_mode;
        call->passthrough_request = port_new_request();
        if (call->voice.active) ret = lineerr_from_errno( voice_pass_port( call ));
        /* a data call that the program made by itself goes on; everything else ends when the modem is set up anew */
        else ret = lineerr_from_errno( port_command( modem, on ? command_passthrough_on : call->media_mode & LINEMEDIAMODE_DATAMODEM ?
                                                     command_passthrough_take : command_passthrough_off, call->passthrough_request ));
        if (ret) call->params_reply = 0;
    }
    modem_unlock( modem );
    return ret ? ret : (LONG)request;
}
