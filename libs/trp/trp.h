/*
 * The Telephony Remote Protocol, described once: request and event packets.
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

#ifndef WINE_TELEPHONY_TRP_H
#define WINE_TELEPHONY_TRP_H

#include <stddef.h>
#include <stdint.h>

#define TRP_MAX_PARAMS  13u
#define TRP_NO_DATA     0xffffffffu     /* an absent optional string, buffer or structure */

/* TAPI32_MSG (MS-TRP 2.2.5.2): a request, and the reply to it. VarData follows at once. */
struct trp_packet
{
    uint32_t func;                      /* Req_Func; in a reply Ack_ReturnValue */
    uint32_t reserved;
    uint32_t params[TRP_MAX_PARAMS];
};

/* ASYNCEVENTMSG (MS-TRP 2.2.5.1). VarData follows at once, up to total_size bytes from here. */
struct trp_event
{
    uint32_t total_size;                /* bytes, a multiple of 4, at least sizeof(struct trp_event) */
    uint32_t init_context;
    uint32_t context;                   /* PostProcessProcContext: lpContext of the request, or details of the event */
    uint32_t device;                    /* hLine, hCall, hPhone, ...: the object the event is about */
    uint32_t msg;                       /* LINE_xxx, PHONE_xxx */
    uint32_t open_context;
    uint32_t param1;
    uint32_t param2;
    uint32_t param3;
    uint32_t param4;
};

enum trp_family
{
    TRP_LINE,                           /* errors are LINEERR_xxx */
    TRP_PHONE,                          /* errors are PHONEERR_xxx */
    TRP_MMC,                            /* management console requests */
    TRP_GENERIC,
    TRP_LOCAL,                          /* ours: between tapi32 and tapisrv only, refused on MS-TRP connections */
};

/* What one DWORD of a request means. */
enum trp_kind
{
    TRP_RESERVED,       /* ignored on receipt, sent as 0 */
    TRP_DWORD,          /* in: any value */
    TRP_FLAGS,          /* in: any combination of the bits in mask */
    TRP_FLAGS_SOME,     /* in: at least one of the bits in mask, no other */
    TRP_FLAG_ONE,       /* in: exactly one of the bits in mask */
    TRP_BOOL,           /* in: 0 or anything else */
    TRP_HANDLE,         /* in: a handle of type `type`; 0 is legal only if optional */
    TRP_DEVICE_ID,      /* in: a line or phone device id */
    TRP_ADDRESS_ID,     /* in: an address id of the line in this request */
    TRP_VERSION,        /* in: one of the seven API versions */
    TRP_VERSION_RANGE,  /* in: the high end of a range whose low end is param `pair` */
    TRP_EXT_VERSION,    /* in: an extension version */
    TRP_REQUEST_ID,     /* in: the client's request id; 0 asks the server to choose one */
    TRP_CONTEXT,        /* in: opaque, echoed in the completion or in events */
    TRP_STRING,         /* in: offset in VarData of a NUL-terminated UTF-16 string */
    TRP_BUFFER,         /* in: offset in VarData of a buffer whose size is param `pair` */
    TRP_SIZE,           /* in: the size of the buffer at param `pair` */
    TRP_STRUCT,         /* in: offset in VarData of a structure of type `type` with dwTotalSize */
    TRP_OUT_STRUCT,     /* in: bytes of the client's buffer; out: offset of the structure of type `type` in VarData */
    TRP_OUT_BUFFER,     /* out: offset in VarData of a buffer whose size is param `pair` */
    TRP_OUT_SIZE,       /* in: bytes of the client's buffer; out: size of the buffer at param `pair` */
    TRP_OUT_DWORD,      /* out: a value */
    TRP_OUT_HANDLE,     /* out: a new handle of type `type` */
    TRP_ASYNC_SIZE,     /* in: bytes of the client's buffer for data that comes with the completion; at least the structure of type `type` */
    TRP_OUT_VARDATA,    /* in: bytes of the client's buffer; out: data at the start of VarData, whose size is param `pair` */
};

enum trp_handle_type
{
    TRP_HLINEAPP = 1, TRP_HPHONEAPP, TRP_HLINE, TRP_HPHONE, TRP_HCALL, TRP_HAGENT, TRP_HAGENTSESSION, TRP_HDLGINST,
    TRP_HMSPLINE,   /* ours: a media service provider of a program on an address */
};

#define TRP_OPTIONAL    0x01u   /* TRP_NO_DATA is legal; for handles, single flags and sizes: 0 */
#define TRP_ROOM        0x02u   /* TRP_ASYNC_SIZE: lNeededSize must make room for that many bytes too */
#define TRP_ROOM_FIXED  0x04u   /* TRP_ASYNC_SIZE: lNeededSize must make room for the fixed part of the structure */
#define TRP_INOUT       0x08u   /* the handler's value comes back in the reply, too */

#define TRP_NONE        0xffu   /* trp_param.pair: no companion */

struct trp_param
{
    const char *name;           /* as MS-TRP spells it */
    uint8_t     kind;           /* enum trp_kind */
    uint8_t     flags;          /* TRP_OPTIONAL, TRP_ROOM, TRP_ROOM_FIXED, TRP_INOUT */
    uint8_t     type;           /* enum trp_handle_type or enum trp_struct (structs.h) */
    uint8_t     pair;           /* index of the companion param, TRP_NONE if none */
    uint32_t    mask;           /* TRP_FLAGS*: the legal bits; sizes and versions: a bound (requests.def) */
    uint32_t    error;          /* result when the param is wrong; 0: the default for its kind and family */
};

struct trp_request
{
    uint32_t         func;
    const char      *name;      /* the documented function (requests.def), for logs */
    uint8_t          family;    /* enum trp_family */
    uint8_t          async;     /* a positive request id is returned, a completion follows */
    uint8_t          nparams;
    struct trp_param params[TRP_MAX_PARAMS];
};

/*
 * requests.def has the table as X-macros:
 *     TRP_REQUEST( name, func, family, async )
 *     TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
 *     TRP_END( name )
 * Here it gives TRP_<name> (request numbers) and ARG_<name>_<param> (index of a parameter).
 */
enum trp_func
{
#define TRP_REQUEST( name, func, family, async )  TRP_##name = func,
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
#define TRP_END( name )
#include "requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
};

#define TRP_REQUEST( name, func, family, async )  enum trp_args_##name {
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )  ARG_##name##_##param,
#define TRP_END( name )  ARGS_##name };
#include "requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END

/* One parameter of a request or reply in decoded form; arrays of them are indexed by ARG_xxx_xxx. */
struct trp_arg
{
    uint32_t    value;  /* the DWORD: handle, id, flags, ...; TRP_OUT_DWORD/HANDLE: the result */
    uint32_t    size;   /* bytes at data; TRP_OUT_STRUCT/OUT_SIZE/ASYNC_SIZE in a request: bytes of the client's buffer */
    const void *data;   /* string (2-byte aligned at least), buffer or structure (4-byte aligned) inside the packet; NULL if absent or empty */
};

/*
 * Find the description of a request.
 *
 * func: Req_Func.
 * Returns NULL if MS-TRP 2.2.4.1 does not assign that number (and it is none of ours).
 */
const struct trp_request *trp_request( uint32_t func );

/* The documented name of a request, for logs; never NULL. */
const char *trp_name( uint32_t func );
/* LINE_CALLSTATE, PHONE_STATE, ...: for logs; never NULL. */
const char *trp_message_name( uint32_t msg );
/* LINEERR_xxx, PHONEERR_xxx, TAPIERR_xxx of a result, "success" for 0, "request id" for other positive values; never NULL. */
const char *trp_error_name( uint32_t result );

/*
 * Encode a request (client side).
 *
 * req: from trp_request(). args: req->nparams entries. Strings are given by data alone (size 0: measured), structures too
 * (size 0: dwTotalSize); misaligned members of call parameters are moved, as MS-TRP wants them aligned: value of a structure is
 * the API version it was filled in for (0: not known, then the latest that its offsets allow; TRP_AS_IS: it is sent as it is).
 * The slot of a buffer's size is ignored, the buffer's own size counts.
 * buffer: 4-byte aligned, capacity bytes. *used: bytes written, or on TRP_E_SPACE the bytes needed.
 * *needed: bytes that the request and its reply take (lNeededSize of MS-TRP 3.1.4.2).
 * Returns 0 or TRP_E_SPACE.
 */
uint32_t trp_encode( const struct trp_request *req, const struct trp_arg *args, void *buffer, size_t capacity,
                     size_t *used, size_t *needed );

/*
 * Validate and decode a request (server side): every rule of MS-TRP 3.1.4.2 that needs no server state.
 *
 * packet: 4-byte aligned, used bytes of it valid; needed: lNeededSize.
 * *req: its description, also set when a parameter is wrong, NULL if there is none. args: TRP_MAX_PARAMS entries; data points
 * into packet; the result can be given to trp_encode() again.
 * Returns 0, or the LINEERR_/PHONEERR_/TAPIERR_ value that the rule names.
 */
uint32_t trp_decode( const void *packet, size_t used, size_t needed, const struct trp_request **req, struct trp_arg *args );

/*
 * The rules that depend on the API version of the line or phone: the later members of structures and the values in them.
 *
 * The dispatcher calls it with the version of the object once the handle is known, before a handler uses a structure.
 * trp_decode() has done it already when the request names the version itself (lineOpen, lineGetDevCaps).
 * Returns 0 or the error.
 */
uint32_t trp_check_version( const struct trp_request *req, const struct trp_arg *args, uint32_t api_version );

/* The error of a parameter that only the server can find wrong: a stale handle, an unknown device or address. */
uint32_t trp_param_error( const struct trp_request *req, uint32_t index );

/*
 * Encode a reply (server side): result and every TRP_OUT_xxx parameter.
 *
 * args: out parameters filled in by the handler: value, or data and size (TRP_OUT_BUFFER: at the buffer, not at its size; a structure
 * is sent up to its dwUsedSize). Absent out data is NULL; none is sent with an error. Other slots echo 0.
 * Returns 0 or TRP_E_SPACE (then *used is what it takes).
 */
uint32_t trp_encode_reply( const struct trp_request *req, uint32_t result, const struct trp_arg *args,
                           void *buffer, size_t capacity, size_t *used );

/*
 * Validate and decode a reply (client side); data points into packet, at most as many bytes as request_args offered.
 *
 * Returns 0 and *result, or TRP_E_MALFORMED.
 */
uint32_t trp_decode_reply( const struct trp_request *req, const struct trp_arg *request_args, const void *packet, size_t used,
                           uint32_t *result, struct trp_arg *args );

#define TRP_E_SPACE      0xe0000001u    /* never on the wire */
#define TRP_E_MALFORMED  0xe0000002u

/* What stands behind the DWORDs of an event. */
enum trp_event_data
{
    TRP_EVENT_NOTHING,
    TRP_EVENT_DIGITS,       /* UTF-16 characters, as many as dwNumDigits says */
    TRP_EVENT_SIZED,        /* bytes; LINE_CREATEDIALOGINSTANCE: at dwDataOffset; completions: dwSize of them behind the last DWORD */
    TRP_EVENT_PROXY,        /* a LINEPROXYREQUEST, which knows its size */
};

#define TRP_EVENT_MAX_PARAMS  6u

/* What the parameters of one of the 32 completion packets mean (MS-TRP 2.2.4.2, events.def). */
struct trp_event_desc
{
    uint32_t    msg;
    const char *name;
    uint8_t     device;     /* enum trp_handle_type of trp_event.device, 0: unused */
    uint8_t     phone;      /* of the phone family */
    uint8_t     data;       /* enum trp_event_data */
    uint8_t     nparams;    /* 4, or more: DWORDs that follow param4 */
    struct trp_param params[TRP_EVENT_MAX_PARAMS];
};

/* XARG_LINE_GATHERDIGITS_dwEndToEndID, ...: index of a parameter; 0 is param1. */
#define TRP_EVENT( name, msg, device, phone, data )  enum trp_event_args_##name {
#define TRP_EVENT_PARAM( name, param, kind, type )  XARG_##name##_##param,
#define TRP_EVENT_EXTRA( name, param, kind, type )  XARG_##name##_##param,
#define TRP_EVENT_END( name )  XARGS_##name };
#include "events.def"
#undef TRP_EVENT
#undef TRP_EVENT_PARAM
#undef TRP_EVENT_EXTRA
#undef TRP_EVENT_END

const struct trp_event_desc *trp_event_desc( uint32_t msg );

/*
 * Validate the event at the start of a buffer of size bytes.
 *
 * buffer: 4-byte aligned. A message that has no packet in MS-TRP is legal: ours and later ones pass.
 * Returns its length in bytes (the next event follows), or 0 if it is malformed.
 */
size_t trp_event_check( const void *buffer, size_t size );

#define TRP_COMPLETION_MAX  10u

/* What LINE_REPLY or PHONE_REPLY carries beyond request id and result (MS-TRP 2.2.4.2.2, 2.2.4.2.3, completions.def). */
struct trp_completion
{
    uint32_t func;
    uint8_t  data;          /* TRP_EVENT_NOTHING or TRP_EVENT_SIZED */
    uint8_t  type;          /* enum trp_struct of the data, 0: opaque */
    uint8_t  nparams;       /* 2: param3 and param4; the others follow param4 */
    struct trp_param params[TRP_COMPLETION_MAX];
};

/* CARG_lineMakeCall_hCall, ...: index of a value; 0 is param3. */
#define TRP_COMPLETION( name, data, structure )  enum trp_completion_args_##name {
#define TRP_COMPLETION_PARAM( name, param, kind, type )  CARG_##name##_##param,
#define TRP_COMPLETION_END( name )  CARGS_##name };
#include "completions.def"
#undef TRP_COMPLETION
#undef TRP_COMPLETION_PARAM
#undef TRP_COMPLETION_END

/* Returns NULL for requests whose reply carries nothing more. */
const struct trp_completion *trp_completion( uint32_t func );

/*
 * Lay out the reply to such a request (server side).
 *
 * header: all but total_size, param3 and param4. values: completion->nparams of them (dwSize is set from size).
 * Returns the bytes it takes, a multiple of 8 as MS-TRP wants them; nothing is written when that is more than capacity.
 */
size_t trp_encode_completion( const struct trp_completion *completion, const struct trp_event *header, const uint32_t *values,
                              const void *data, uint32_t size, void *buffer, size_t capacity );

/*
 * Take it apart (client side). event: passed trp_event_check(). values: TRP_COMPLETION_MAX entries.
 *
 * *data and *size: inside the event; NULL and 0 if there is none or the result is an error.
 * Returns 0 or TRP_E_MALFORMED.
 */
uint32_t trp_decode_completion( const struct trp_completion *completion, const struct trp_event *event, uint32_t *values,
                                const void **data, uint32_t *size );

#endif
