/*
 * What goes with a call: user-user information, call data, treatment, quality of service, parameters; and what can be done with it when.
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

#include <stdlib.h>
#include <string.h>

#include "engine_private.h"

/* ---- user-user information ---- */

static void receive_user_user( struct call *call, const void *data, uint32_t size )
{
    if (!call->address || call->user_user_count >= ARRAY_COUNT( call->user_user )) return;
    if (!blob_set( &call->user_user[call->user_user_count], data, size )) return;
    /* what has not been released yet stays in front */
    if (!call->user_user_count++) call_info( call, LINECALLINFOSTATE_USERUSERINFO );
}

void call_carry_user_user( struct call *call, const void *data, uint32_t size )
{
    if (!size || size > MAX_UUI || !data) return;
    if (call->peer) receive_user_user( call->peer, data, size );
    /* a call that is being made takes it along; ring_address() hands it over */
    else if (call->state & (LINECALLSTATE_IDLE | LINECALLSTATE_DIALTONE | LINECALLSTATE_DIALING)) blob_set( &call->user_user_out, data, size );
}

int32_t call_send_user_user( struct call *call, const void *data, uint32_t size )
{
    if (size > MAX_UUI) return LINEERR_USERUSERINFOTOOBIG;
    if (!(call->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_OFFERING | LINECALLSTATE_ACCEPTED | LINECALLSTATE_RINGBACK)) || !call->peer)
        return LINEERR_INVALCALLSTATE;
    if (size) receive_user_user( call->peer, data, size );
    return 0;
}

int32_t call_release_user_user( struct call *call )
{
    uint32_t i;

    if (!call->user_user_count) return 0;
    blob_set( &call->user_user[0], NULL, 0 );
    for (i = 1; i < call->user_user_count; i++) call->user_user[i - 1] = call->user_user[i];
    memset( &call->user_user[--call->user_user_count], 0, sizeof(call->user_user[0]) );
    call_info( call, LINECALLINFOSTATE_USERUSERINFO );
    return 0;
}

/* ---- what is kept with the call ---- */

int32_t call_set_data( struct call *call, const void *data, uint32_t size )
{
    if (size > MAX_CALL_DATA) return LINEERR_INVALPARAM;
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if (!blob_set( &call->call_data, data, size )) return LINEERR_NOMEM;
    call_info( call, LINECALLINFOSTATE_CALLDATA );
    /* it travels with the call: whoever has it next sees it */
    if (call->peer && blob_set( &call->peer->call_data, data, size )) call_info( call->peer, LINECALLINFOSTATE_CALLDATA );
    return 0;
}

int32_t call_set_treatment( struct call *call, uint32_t treatment )
{
    if (treatment < LINECALLTREATMENT_SILENCE || treatment > LINECALLTREATMENT_MUSIC) return LINEERR_INVALPARAM;
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if (call->treatment == treatment) return 0;
    call->treatment = treatment;
    call_info( call, LINECALLINFOSTATE_TREATMENT );
    return 0;
}

/* A LINECALLQOSINFO, which programs of TAPI 3 send where others have a FLOWSPEC; its first member tells which it is. */
struct qos_levels
{
    uint32_t key, size, type, count;
    struct { uint32_t media_mode, level; } entries[1];
};

enum { QOS_KEY = 0x4c51534b, QOS_LEVELS = 1, QOS_NEEDED = 1, QOS_BEST_EFFORT = 3 };             /* 'LQSK', LINEQOSREQUESTTYPE_, LINEQOSSERVICELEVEL_ */
enum { QOS_NONE = 1, QOS_ADMISSION = 2, QOS_POLICY = 3 };                                       /* LINEEQOSINFO_ */

/*
 * What is promised here is always kept, as nothing is between two stations of the exchange, but only for what the call carries: nobody can need more of it,
 * and who would like more is told that there is none.
 */
int32_t call_check_qos( struct call *call, const void *data, uint32_t size )
{
    struct qos_levels head;
    uint32_t i;

    if (size < sizeof(head.key) || (memcpy( &head.key, data, sizeof(head.key) ), head.key != QOS_KEY)) return 0;
    if (size < sizeof(head)) return LINEERR_INVALPARAM;
    memcpy( &head, data, sizeof(head) );
    if (head.size > size || head.size < sizeof(head)) return LINEERR_INVALPARAM;
    if (head.type != QOS_LEVELS)
    {
        call_event( call, LINE_QOSINFO, QOS_POLICY, call->media_mode, 0 );
        return LINEERR_OPERATIONFAILED;
    }
    if (!head.count || head.count > (head.size - sizeof(head)) / sizeof(head.entries[0]) + 1) return LINEERR_INVALPARAM;
    for (i = 0; i < head.count; i++)
    {
        memcpy( &head.entries[0], (const char *)data + offsetof( struct qos_levels, entries ) + i * sizeof(head.entries[0]), sizeof(head.entries[0]) );
        if (head.entries[0].level < QOS_NEEDED || head.entries[0].level > QOS_BEST_EFFORT) return LINEERR_INVALPARAM;
        if (head.entries[0].media_mode & call->media_mode) continue;
        call_event( call, LINE_QOSINFO, head.entries[0].level == QOS_NEEDED ? QOS_ADMISSION : QOS_NONE, head.entries[0].media_mode, 0 );
        if (head.entries[0].level == QOS_NEEDED) return LINEERR_RATEUNAVAIL;
    }
    return 0;
}

int32_t call_set_qos( struct call *call, const void *sending, uint32_t sending_size, const void *receiving, uint32_t receiving_size )
{
    int32_t ret;

    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if ((ret = call_check_qos( call, sending, sending_size )) || (ret = call_check_qos( call, receiving, receiving_size ))) return ret;
    if (!blob_set( &call->sending, sending, sending_size ) || !blob_set( &call->receiving, receiving, receiving_size )) return LINEERR_NOMEM;
    call_info( call, LINECALLINFOSTATE_QOS );
    return 0;
}

int32_t call_secure( struct call *call )
{
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if (call->secure) return 0;
    call->secure = true;
    call->param_flags |= LINECALLPARAMFLAGS_SECURE;
    call_info( call, LINECALLINFOSTATE_OTHER );
    return 0;
}

static bool one_bit( uint32_t value )
{
    return value && !(value & (value - 1));
}

int32_t call_set_media( struct call *call, uint32_t media_mode )
{
    if (!media_mode || media_mode & ~EXCHANGE_MEDIA_MODES) return LINEERR_INVALMEDIAMODE;
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if (call->media_mode == media_mode) return 0;
    call->media_mode = media_mode;
    call_info( call, LINECALLINFOSTATE_MEDIAMODE );
    media_mode_from( call );
    return 0;
}

int32_t call_set_params( struct call *call, uint32_t bearer_mode, uint32_t min_rate, uint32_t max_rate, const uint32_t *dial_params )
{
    uint32_t what = 0;

    if (!one_bit( bearer_mode )) return LINEERR_INVALBEARERMODE;
    if (bearer_mode & ~EXCHANGE_BEARER_MODES) return LINEERR_BEARERMODEUNAVAIL;
    if (max_rate && min_rate > max_rate) return LINEERR_INVALRATE;
    if (call->state & STATES_OVER) return LINEERR_INVALCALLSTATE;
    if (call->bearer_mode != bearer_mode) what |= LINECALLINFOSTATE_BEARERMODE;
    if (call->rate != max_rate) what |= LINECALLINFOSTATE_RATE;
    call->bearer_mode = bearer_mode;
    call->rate = max_rate;
    if (dial_params)
    {
        memcpy( call->dial_params, dial_params, sizeof(call->dial_params) );
        what |= LINECALLINFOSTATE_DIALPARAMS;
    }
    if (what) call_info( call, what );
    return 0;
}

void call_set_app_specific( struct call *call, uint32_t value )
{
    call->app_specific = value;
    call_info( call, LINECALLINFOSTATE_APPSPECIFIC );
}

/* ---- what works now ---- */

uint32_t call_features( const struct call *call )
{
    const uint32_t always = LINECALLFEATURE_DROP | LINECALLFEATURE_SECURECALL | LINECALLFEATURE_SETCALLPARAMS | LINECALLFEATURE_SETMEDIACONTROL |
                            LINECALLFEATURE_SETTERMINAL | LINECALLFEATURE_SETTREATMENT | LINECALLFEATURE_SETQOS | LINECALLFEATURE_SETCALLDATA |
                            LINECALLFEATURE_MONITORDIGITS | LINECALLFEATURE_MONITORMEDIA | LINECALLFEATURE_MONITORTONES | LINECALLFEATURE_GATHERDIGITS;
    const struct call *active = call->address ? address_active( call->address ) : NULL;
    uint32_t features = 0;

    if (call->state == LINECALLSTATE_IDLE) return 0;
    if (call->state == LINECALLSTATE_DISCONNECTED) return LINECALLFEATURE_DROP;
    if (call->user_user_count) features |= LINECALLFEATURE_RELEASEUSERUSERINFO;
    features |= always;
    switch (call->state)
    {
    case LINECALLSTATE_OFFERING:
        features |= LINECALLFEATURE_ACCEPT | LINECALLFEATURE_REDIRECT;
        /* fall through */
    case LINECALLSTATE_ACCEPTED:
        features |= LINECALLFEATURE_ANSWER | LINECALLFEATURE_SENDUSERUSER;
        break;
    case LINECALLSTATE_DIALTONE:
    case LINECALLSTATE_DIALING:
        if (call->wants_number) features |= LINECALLFEATURE_DIAL;
        break;
    case LINECALLSTATE_RINGBACK:
        features |= LINECALLFEATURE_SENDUSERUSER;
        /* fall through */
    case LINECALLSTATE_BUSY:
        if (call->reached && !call->group && !call->queue && !call->completion) features |= LINECALLFEATURE_COMPLETECALL;
        if (call->state == LINECALLSTATE_RINGBACK && call->consults && call->consults->state == LINECALLSTATE_ONHOLDPENDTRANSFER)
            features |= LINECALLFEATURE_COMPLETETRANSF;
        break;
    case LINECALLSTATE_CONNECTED:
        features |= LINECALLFEATURE_GENERATEDIGITS | LINECALLFEATURE_GENERATETONE | LINECALLFEATURE_HOLD;
        if (call->kind == KIND_CONFERENCE) features |= LINECALLFEATURE_PREPAREADDCONF;
        else features |= LINECALLFEATURE_BLINDTRANSFER | LINECALLFEATURE_PARK | LINECALLFEATURE_SETUPCONF | LINECALLFEATURE_SETUPTRANSFER |
                         LINECALLFEATURE_SENDUSERUSER | LINECALLFEATURE_ADDTOCONF;
        if (call->address && address_count_state( call->address, STATES_HELD | STATES_PENDING ))
            features |= LINECALLFEATURE_SWAPHOLD | LINECALLFEATURE_COMPLETETRANSF;
        break;
    case LINECALLSTATE_ONHOLD:
        if (!active) features |= LINECALLFEATURE_UNHOLD;
        else if (active->state == LINECALLSTATE_CONNECTED) features |= LINECALLFEATURE_SWAPHOLD | LINECALLFEATURE_COMPLETETRANSF;
        if (call->kind == KIND_CONFERENCE) features |= LINECALLFEATURE_PREPAREADDCONF;
        else features |= LINECALLFEATURE_PARK | LINECALLFEATURE_SETUPTRANSFER | LINECALLFEATURE_ADDTOCONF;
        break;
    case LINECALLSTATE_ONHOLDPENDTRANSFER:
        features |= active ? LINECALLFEATURE_SWAPHOLD | LINECALLFEATURE_COMPLETETRANSF : LINECALLFEATURE_UNHOLD;
        break;
    case LINECALLSTATE_ONHOLDPENDCONF:
        features |= LINECALLFEATURE_ADDTOCONF | (active ? LINECALLFEATURE_SWAPHOLD : LINECALLFEATURE_UNHOLD);
        break;
    case LINECALLSTATE_CONFERENCED:
        features |= LINECALLFEATURE_REMOVEFROMCONF;
        break;
    }
    return features;
}

uint32_t call_features2( const struct call *call )
{
    uint32_t features = call_features( call ), features2 = 0;

    if (features & LINECALLFEATURE_COMPLETECALL)
    {
        features2 |= LINECALLFEATURE2_COMPLCALLBACK | LINECALLFEATURE2_COMPLMESSAGE;
        if (call->state == LINECALLSTATE_BUSY) features2 |= LINECALLFEATURE2_COMPLCAMPON | LINECALLFEATURE2_COMPLINTRUDE;
    }
    if (features & LINECALLFEATURE_COMPLETETRANSF) features2 |= LINECALLFEATURE2_TRANSFERNORM | LINECALLFEATURE2_TRANSFERCONF;
    if (features & LINECALLFEATURE_PARK) features2 |= LINECALLFEATURE2_PARKDIRECT | LINECALLFEATURE2_PARKNONDIRECT;
    if (features & (LINECALLFEATURE_SETUPCONF | LINECALLFEATURE_PREPAREADDCONF)) features2 |= LINECALLFEATURE2_NOHOLDCONFERENCE;
    if (features & LINECALLFEATURE_SETUPTRANSFER) features2 |= LINECALLFEATURE2_ONESTEPTRANSFER;
    return features2;
}

uint32_t address_features( const struct address *address )
{
    uint32_t features = LINEADDRFEATURE_FORWARD | LINEADDRFEATURE_FORWARDFWD | LINEADDRFEATURE_FORWARDDND | LINEADDRFEATURE_SETMEDIACONTROL |
                        LINEADDRFEATURE_SETTERMINAL;

    if (address->station->completions) features |= LINEADDRFEATURE_UNCOMPLETECALL;
    if (!address_active( address ) && address->station->status & LINEDEVSTATUSFLAGS_INSERVICE)
        features |= LINEADDRFEATURE_MAKECALL | LINEADDRFEATURE_SETUPCONF | LINEADDRFEATURE_UNPARK | LINEADDRFEATURE_PICKUP | LINEADDRFEATURE_PICKUPGROUP |
                    LINEADDRFEATURE_PICKUPDIRECT;
    return features;
}
