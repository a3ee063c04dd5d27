/*
 * One call of an exported function: check, encode, ask, decode, hand out.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/* The two families name the same errors differently; what is wrong in the application's process is found here. */
enum local_error { INVALPOINTER, STRUCTURETOOSMALL, NOMEM, OPERATIONFAILED, UNINITIALIZED, TOO_LARGE };

static const struct { DWORD line, phone; } errors[] =
{
    [INVALPOINTER]      = { LINEERR_INVALPOINTER, PHONEERR_INVALPOINTER },
    [STRUCTURETOOSMALL] = { LINEERR_STRUCTURETOOSMALL, PHONEERR_STRUCTURETOOSMALL },
    [NOMEM]             = { LINEERR_NOMEM, PHONEERR_NOMEM },
    [OPERATIONFAILED]   = { LINEERR_OPERATIONFAILED, PHONEERR_OPERATIONFAILED },
    [UNINITIALIZED]     = { LINEERR_UNINITIALIZED, PHONEERR_UNINITIALIZED },
    [TOO_LARGE]         = { LINEERR_RESOURCEUNAVAIL, PHONEERR_RESOURCEUNAVAIL },
    /* of functions that both families share */
    { LINEERR_INVALPARAM, PHONEERR_INVALPARAM },
    { LINEERR_INVALAPPHANDLE, PHONEERR_INVALAPPHANDLE },
    { LINEERR_OPERATIONUNAVAIL, PHONEERR_OPERATIONUNAVAIL },
    { LINEERR_INVALDEVICECLASS, PHONEERR_INVALDEVICECLASS },
    { LINEERR_INCOMPATIBLEAPIVERSION, PHONEERR_INCOMPATIBLEAPIVERSION },
    { LINEERR_REINIT, PHONEERR_REINIT },
    { LINEERR_NODEVICE, PHONEERR_NODEVICE },
    { LINEERR_NODRIVER, PHONEERR_NODRIVER },
    { LINEERR_BADDEVICEID, PHONEERR_BADDEVICEID },
};

LONG family_error( BOOL phone, LONG error )
{
    unsigned int i;

    for (i = 0; phone && i < ARRAYSIZE(errors); i++) if (errors[i].line == (DWORD)error) return errors[i].phone;
    return error;
}

/* Also of those requests for phones that MS-TRP does not have. */
static BOOL is_phone( const struct trp_request *req )
{
    return req->family == TRP_PHONE || (req->nparams && req->params[0].kind == TRP_HANDLE && req->params[0].type == TRP_HPHONE);
}

static LONG error_of( const struct trp_request *req, enum local_error error )
{
    return is_phone( req ) ? errors[error].phone : errors[error].line;
}

static LONG transport_error( const struct trp_request *req, LONG err )
{
    switch ((DWORD)err)
    {
    case LINEERR_NOMEM:         return error_of( req, NOMEM );
    case LINEERR_UNINITIALIZED: return error_of( req, UNINITIALIZED );
    default:                    return error_of( req, OPERATIONFAILED );
    }
}

/* A string of the application, in Unicode. */
static LONG check_string( const struct trp_request *req, struct arena *arena, BOOL ansi, BOOL optional, struct trp_arg *arg )
{
    SIZE_T len;

    if (!arg->data) return optional ? 0 : error_of( req, INVALPOINTER );
    if (ansi ? !probe_stringA( arg->data, &len ) : !probe_stringW( arg->data, &len )) return error_of( req, INVALPOINTER );
    if (len > TRANSPORT_MAX_PACKET / sizeof(WCHAR)) return error_of( req, TOO_LARGE );
    if (ansi && !(arg->data = arena_unicode( arena, arg->data, len ))) return error_of( req, NOMEM );
    arg->size = 0;
    return 0;
}

/* A returned structure: how much room the application has for it. */
static LONG check_out_struct( const struct trp_request *req, const struct trp_param *param, BOOL optional, void *out,
                              struct trp_arg *arg )
{
    DWORD total, least = struct_least_size( param->type );

    if (!out && optional)
    {
        arg->size = 0;
        return 0;
    }
    if (!can_read( out, sizeof(total) )) return error_of( req, INVALPOINTER );
    memcpy( &total, out, sizeof(total) );
    if (total < least) return error_of( req, STRUCTURETOOSMALL );
    if (!can_write( out, least )) return error_of( req, INVALPOINTER );
    arg->size = min( total, FIRST_OFFER );
    return 0;
}

/* Everything that is dereferenced in this process; what the values mean is the service's business. */
static LONG prepare( struct api_call *call, const struct trp_request *req, struct arena *arena )
{
    static const DWORD empty;
    BOOL ansi = (call->flags & CALL_ANSI) != 0;
    unsigned int i;
    LONG err = 0;

    for (i = 0; i < req->nparams && !err; i++)
    {
        const struct trp_param *param = &req->params[i];
        struct trp_arg *arg = &call->args[i];
        BOOL optional = (param->flags & TRP_OPTIONAL) != 0;

        switch (param->kind)
        {
        case TRP_STRING:
            err = check_string( req, arena, ansi, optional, arg );
            break;
        case TRP_BUFFER:
            if (!arg->data)
            {
                if (!optional && arg->size) err = error_of( req, INVALPOINTER );
                arg->size = 0;
                if (!optional) arg->data = &empty;
            }
            else if (arg->size > TRANSPORT_MAX_PACKET) err = error_of( req, TOO_LARGE );
            else if (!can_read( arg->data, arg->size )) err = error_of( req, INVALPOINTER );
            if (param->pair < TRP_MAX_PARAMS) call->args[param->pair].value = arg->size;
            break;
        case TRP_STRUCT:
            if (arg->data) err = family_error( is_phone( req ), struct_from_app( arena, param->type, ansi, arg ) );
            else if (!optional) err = error_of( req, INVALPOINTER );
            break;
        case TRP_OUT_STRUCT:
            err = check_out_struct( req, param, optional, call->out[i], arg );
            break;
        case TRP_OUT_BUFFER:
            if (!optional && !can_write( call->out[i], arg->size )) err = error_of( req, INVALPOINTER );
            if (param->pair < TRP_MAX_PARAMS) call->args[param->pair].size = arg->size;
            break;
        case TRP_OUT_DWORD:
        case TRP_OUT_HANDLE:
            if (!can_write( call->out[i], sizeof(DWORD) )) err = error_of( req, INVALPOINTER );
            break;
        }
    }
    return err;
}

/*
 * Encode, send, receive, decode. *buffer: from the pool, replaced by a larger one of the heap if need be; the reply's
 * data lie in it.
 */
static LONG exchange( struct session *session, const struct trp_request *req, struct trp_arg *args, void **buffer,
                      size_t *capacity, LONG *result, struct trp_arg *reply )
{
    size_t used, needed;
    DWORD reply_used;
    LONG err;

    /* Encoding tells the sizes; the second time there is room. */
    if (trp_encode( req, args, *buffer, *capacity, &used, &needed ) || needed > *capacity)
    {
        size_t size = max( used, needed );
        void *larger;

        if (size > TRANSPORT_MAX_PACKET) return error_of( req, TOO_LARGE );
        if (!(larger = HeapAlloc( GetProcessHeap(), 0, size ))) return error_of( req, NOMEM );
        if (*capacity == BUFFER_SIZE) buffer_put( *buffer );
        else HeapFree( GetProcessHeap(), 0, *buffer );
        *buffer = larger;
        *capacity = size;
        if (trp_encode( req, args, *buffer, *capacity, &used, &needed )) return error_of( req, OPERATIONFAILED );
    }
    /* The transport copies the request before it reads the reply into the same place. */
    err = transport_call( session->transport, *buffer, used, max( used, needed ), *buffer, *capacity, &reply_used );
    if (err) return transport_error( req, err );

    if (trp_decode_reply( req, args, *buffer, reply_used, (uint32_t *)result, reply ))
    {
        ERR( "%s: malformed reply of the telephony service\n", req->name );
        return error_of( req, OPERATIONFAILED );
    }
    return 0;
}

/* TRUE if a structure did not fit into what was offered, but may into a larger offer: asks for that. */
static BOOL offer_more( const struct api_call *call, const struct trp_request *req, struct trp_arg *args, const struct trp_arg *reply )
{
    BOOL again = FALSE;
    unsigned int i;

    for (i = 0; i < req->nparams; i++)
    {
        DWORD total, needed, used;

        if (req->params[i].kind != TRP_OUT_STRUCT || !call->out[i] || reply[i].size < 3 * sizeof(DWORD)) continue;
        memcpy( &total, call->out[i], sizeof(total) );
        memcpy( &needed, (const BYTE *)reply[i].data + sizeof(DWORD), sizeof(needed) );
        memcpy( &used, (const BYTE *)reply[i].data + 2 * sizeof(DWORD), sizeof(used) );
        if (needed <= used) continue;
        /* ANSI text may fit although Unicode text did not. */
        if (!(call->flags & CALL_ANSI) || !struct_has_strings( req->params[i].type )) needed = min( needed, total );
        if (needed > args[i].size && args[i].size < LARGEST_OFFER)
        {
            args[i].size = min( needed, LARGEST_OFFER );
            again = TRUE;
        }
    }
    return again;
}

static LONG hand_out( struct api_call *call, const struct trp_request *req, const struct trp_arg *reply )
{
    unsigned int i;
    LONG err = 0;

    for (i = 0; i < req->nparams && !err; i++)
    {
        if (!call->out[i]) continue;
        switch (req->params[i].kind)
        {
        case TRP_OUT_DWORD:
        case TRP_OUT_HANDLE:
            memcpy( call->out[i], &reply[i].value, sizeof(DWORD) );
            break;
        case TRP_OUT_BUFFER:
            if (reply[i].data) memcpy( call->out[i], reply[i].data, min( reply[i].size, call->args[i].size ) );
            break;
        case TRP_OUT_STRUCT:
            if (!reply[i].data) break;
            err = struct_to_app( req->params[i].type, (call->flags & CALL_ANSI) != 0, &reply[i], call->out[i] );
            err = family_error( is_phone( req ), err );
            break;
        default:
            if (req->params[i].flags & TRP_INOUT) memcpy( call->out[i], &reply[i].value, sizeof(DWORD) );
            break;
        }
    }
    return err;
}

/* The request, in a session. Results above 0 are request ids. */
static LONG perform( struct api_call *call, const struct trp_request *req, struct session *session )
{
    struct trp_arg reply[TRP_MAX_PARAMS];
    size_t capacity = BUFFER_SIZE;
    LONG err, result = 0;
    void *buffer;

    if (!(buffer = buffer_get())) return error_of( req, NOMEM );
    do
    {
        memset( reply, 0, sizeof(reply) );
        err = exchange( session, req, call->args, &buffer, &capacity, &result, reply );
    } while (!err && !result && offer_more( call, req, call->args, reply ));

    if (!err) err = result;
    if (!err) err = hand_out( call, req, reply );
    if (capacity == BUFFER_SIZE) buffer_put( buffer );
    else HeapFree( GetProcessHeap(), 0, buffer );
    return err;
}

LONG sync_call( struct api_call *call )
{
    const struct trp_request *req = trp_request( call->func );
    struct session *session = call->session;
    struct arena arena;
    LONG err;

    arena.used = 0;
    arena.blocks = NULL;
    if (!(err = prepare( call, req, &arena )))
    {
        if (!session && (err = session_grab( (call->flags & CALL_CONNECT) != 0, &session ))) err = transport_error( req, err );
        else
        {
            err = perform( call, req, session );
            if (!call->session) session_release( session );
        }
    }
    arena_free( &arena );
    TRACE( "%s: %#lx\n", req->name, err );
    return err;
}

void async_release( struct async *async )
{
    if (!InterlockedDecrement( &async->refs )) HeapFree( GetProcessHeap(), 0, async );
}

/* Where the result of an asynchronous request is to go. */
static LONG check_result( const struct trp_request *req, enum async_result kind, void *result, DWORD size )
{
    void **results = result;

    switch (kind)
    {
    case RESULT_HANDLE:
        return can_write( result, sizeof(DWORD) ) ? 0 : error_of( req, INVALPOINTER );
    case RESULT_HANDLES:
        return can_write( results[0], sizeof(DWORD) ) && can_write( results[1], sizeof(DWORD) ) ? 0 : error_of( req, INVALPOINTER );
    case RESULT_PARAMS:
    case RESULT_STRUCT:
        return !size || can_write( result, size ) ? 0 : error_of( req, INVALPOINTER );
    default:
        return 0;
    }
}

LONG async_call( struct api_call *call, enum async_result kind, void *result, DWORD size )
{
    const struct trp_request *req = trp_request( call->func );
    struct app *app = NULL;
    struct session *session;
    struct async *async;
    struct arena arena;
    BOOL lost = FALSE;
    unsigned int i;
    LONG err;

    if ((err = check_result( req, kind, result, size ))) return err;

    arena.used = 0;
    arena.blocks = NULL;
    if ((err = prepare( call, req, &arena ))) goto done;
    if ((err = session_grab( FALSE, &session )))
    {
        err = transport_error( req, err );
        goto done;
    }
    if ((async = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*async) )))
    {
        async->refs = 2;
        async->session = session;
        async->phone = is_phone( req );
        async->kind = kind;
        async->result = kind == RESULT_HANDLES ? ((void **)result)[0] : result;
        async->second = kind == RESULT_HANDLES ? ((void **)result)[1] : NULL;
        async->size = size;
        async->type = call->type;
        async->ansi = (call->flags & CALL_ANSI) != 0;
        EnterCriticalSection( &state_cs );
        async->id = context_alloc( CONTEXT_ASYNC, async );
        LeaveCriticalSection( &state_cs );
    }
    if (!async || !async->id)
    {
        HeapFree( GetProcessHeap(), 0, async );
        session_release( session );
        err = error_of( req, NOMEM );
        goto done;
    }

    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        struct line *line;

        if (param->kind == TRP_REQUEST_ID || param->kind == TRP_CONTEXT) call->args[i].value = async->id;
        if (param->kind != TRP_HANDLE || (param->type != TRP_HLINE && param->type != TRP_HPHONE) || !call->args[i].value) continue;
        EnterCriticalSection( &state_cs );
        if ((line = line_from_handle( call->args[i].value ))) async->owner = line->app;
        LeaveCriticalSection( &state_cs );
    }

    err = perform( call, req, session );
    if (!err)
    {
        ERR( "%s: the telephony service returned no request id\n", req->name );
        err = error_of( req, OPERATIONFAILED );
    }

    EnterCriticalSection( &state_cs );
    async->failed = err < 0;
    InterlockedExchange( &async->returned, 1 );
    app = async->app;
    async->app = NULL;
    if (context_get( async->id, CONTEXT_ASYNC ) == async)
    {
        lost = err > 0 && session->ended;
        if (err < 0 || lost) context_free( async->id );
        /* Nothing will follow. */
        if (err < 0) async_release( async );
    }
    LeaveCriticalSection( &state_cs );
    if (lost) async_lost( session, async );
    async_release( async );

    /* A reply that was faster than this function. */
    if (app)
    {
        app_flush( app );
        app_release( app );
    }
    session_release( session );
done:
    arena_free( &arena );
    TRACE( "%s: %#lx\n", req->name, err );
    return err;
}
