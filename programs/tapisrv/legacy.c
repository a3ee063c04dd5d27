/*
 * Service providers before TSPI 2.0: ANSI strings and structures, fewer arguments.
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

#include <stdarg.h>
#include <stdio.h>

#include "debug/debug.h"
#include "structconv/structconv.h"
#include "provider_private.h"

DEBUG_CHANNEL( tspi );

#define MAX_ARGS         12
#define MAX_CONVERSIONS  4

enum conversion_kind
{
    STRING_IN,          /* a NUL-terminated string */
    COUNTED_IN,         /* characters, their size in bytes is the next argument */
    STRUCT_IN,
    STRUCT_OUT,         /* filled in when the function returns */
    STRUCT_OUT_LATER,   /* filled in when the request completes */
    DIGITS_LATER,       /* filled in when LINE_GATHERDIGITS comes; their number is the next argument */
};

/* The arguments that differ. Functions that are not here have none. */
static const struct row
{
    enum tspi_function   function;
    BYTE                 arg;
    enum conversion_kind kind;
    enum trp_struct      type;
} rows[] =
{
    { TSPI_FN_lineBlindTransfer,             2, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineConditionalMediaDetection, 2, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_lineDial,                      2, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineForward,                   4, STRUCT_IN,        TRPS_LINEFORWARDLIST },
    { TSPI_FN_lineForward,                   8, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_lineGatherDigits,              3, DIGITS_LATER,     TRPS_NONE },
    { TSPI_FN_lineGatherDigits,              5, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineGenerateDigits,            3, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineGetAddressCaps,            4, STRUCT_OUT,       TRPS_LINEADDRESSCAPS },
    { TSPI_FN_lineGetAddressID,              3, COUNTED_IN,       TRPS_NONE },
    { TSPI_FN_lineGetAddressStatus,          2, STRUCT_OUT,       TRPS_LINEADDRESSSTATUS },
    { TSPI_FN_lineGetCallInfo,               1, STRUCT_OUT,       TRPS_LINECALLINFO },
    { TSPI_FN_lineGetCallStatus,             1, STRUCT_OUT,       TRPS_LINECALLSTATUS },
    { TSPI_FN_lineGetDevCaps,                3, STRUCT_OUT,       TRPS_LINEDEVCAPS },
    { TSPI_FN_lineGetDevConfig,              1, STRUCT_OUT,       TRPS_VARSTRING },
    { TSPI_FN_lineGetDevConfig,              2, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineGetIcon,                   1, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineGetID,                     4, STRUCT_OUT,       TRPS_VARSTRING },
    { TSPI_FN_lineGetID,                     5, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineGetLineDevStatus,          1, STRUCT_OUT,       TRPS_LINEDEVSTATUS },
    { TSPI_FN_lineMakeCall,                  4, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineMakeCall,                  6, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_linePark,                      3, STRING_IN,        TRPS_NONE },
    { TSPI_FN_linePark,                      4, STRUCT_OUT_LATER, TRPS_VARSTRING },
    { TSPI_FN_linePickup,                    5, STRING_IN,        TRPS_NONE },
    { TSPI_FN_linePickup,                    6, STRING_IN,        TRPS_NONE },
    { TSPI_FN_linePrepareAddToConference,    4, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_lineRedirect,                  2, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineSetDevConfig,              3, STRING_IN,        TRPS_NONE },
    { TSPI_FN_lineSetupConference,           8, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_lineSetupTransfer,             4, STRUCT_IN,        TRPS_LINECALLPARAMS },
    { TSPI_FN_lineUnpark,                    5, STRING_IN,        TRPS_NONE },
    { TSPI_FN_phoneGetButtonInfo,            2, STRUCT_OUT,       TRPS_PHONEBUTTONINFO },
    { TSPI_FN_phoneGetDevCaps,               3, STRUCT_OUT,       TRPS_PHONECAPS },
    { TSPI_FN_phoneGetDisplay,               1, STRUCT_OUT,       TRPS_VARSTRING },
    { TSPI_FN_phoneGetIcon,                  1, STRING_IN,        TRPS_NONE },
    { TSPI_FN_phoneGetID,                    1, STRUCT_OUT,       TRPS_VARSTRING },
    { TSPI_FN_phoneGetID,                    2, STRING_IN,        TRPS_NONE },
    { TSPI_FN_phoneGetStatus,                1, STRUCT_OUT,       TRPS_PHONESTATUS },
    { TSPI_FN_phoneSetButtonInfo,            3, STRUCT_IN,        TRPS_PHONEBUTTONINFO },
    { TSPI_FN_phoneSetDisplay,               4, COUNTED_IN,       TRPS_NONE },
};

/* Functions that got more arguments with TSPI 2.0: how many there were before. */
static const struct { enum tspi_function function; BYTE count; } shorter[] =
{
    { TSPI_FN_lineGetID,        6 },
    { TSPI_FN_phoneGetID,       3 },
    { TSPI_FN_providerInit,     7 },
    { TSPI_FN_providerShutdown, 1 },
};

/* A conversion in progress: memory is the provider's, original the caller's. */
struct conversion
{
    const struct row *row;
    void             *memory;
    void             *original;
    DWORD             size;
};

/* A result that comes later. */
struct deferred
{
    struct list   entry;        /* in provider->deferred */
    DRV_REQUESTID request;      /* STRUCT_OUT_LATER */
    DWORD_PTR     call;         /* DIGITS_LATER: HDRVCALL ... */
    DWORD         end_to_end;   /* ... and what LINE_GATHERDIGITS says */
    struct conversion conversion;
};

static unsigned int arg_count( enum tspi_function function )
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE( shorter ); i++) if (shorter[i].function == function) return shorter[i].count;
    return tspi_args[function];
}

static void *alloc( size_t size )
{
    return HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size );
}

static void release( void *memory )
{
    HeapFree( GetProcessHeap(), 0, memory );
}

/* ---- before the call -------------------------------------------------------------------------------------------- */

static char *ansi_text( const WCHAR *text, int chars, int *len )
{
    char *ansi;

    *len = WideCharToMultiByte( CP_ACP, 0, text, chars, NULL, 0, NULL, NULL );
    if ((ansi = alloc( *len + 1 ))) WideCharToMultiByte( CP_ACP, 0, text, chars, ansi, *len, NULL, NULL );
    return ansi;
}

static void *ansi_struct( struct provider *provider, enum trp_struct type, const void *data )
{
    DWORD version = provider->version, size = *(const DWORD *)data, total;
    void *ansi;

    /* a structure of another version than agreed is taken for what it looks like */
    if (!(total = structconv( type, STRUCTCONV_ANSI, version, data, size, NULL, 0 )))
        total = structconv( type, STRUCTCONV_ANSI, version = 0, data, size, NULL, 0 );
    if (!total || !(ansi = alloc( total ))) return NULL;
    structconv( type, STRUCTCONV_ANSI, version, data, size, ansi, total );
    *(DWORD *)ansi = total;
    return ansi;
}

/* FALSE: out of memory, or a structure that is none. */
static BOOL prepare( struct provider *provider, struct conversion *conversion, DWORD_PTR *args )
{
    DWORD_PTR *arg = &args[conversion->row->arg];
    int len;

    if (!(conversion->original = (void *)*arg)) return TRUE;
    switch (conversion->row->kind)
    {
    case STRING_IN:
        conversion->memory = ansi_text( conversion->original, -1, &len );
        break;
    case COUNTED_IN:
        if (!(conversion->memory = ansi_text( conversion->original, arg[1] / sizeof(WCHAR), &len ))) break;
        arg[1] = len;
        break;
    case STRUCT_IN:
        conversion->memory = ansi_struct( provider, conversion->row->type, conversion->original );
        break;
    case STRUCT_OUT:
    case STRUCT_OUT_LATER:
        /* what is Unicode with us takes less room there */
        conversion->size = *(const DWORD *)conversion->original;
        if (conversion->size < 3 * sizeof(DWORD)) return FALSE;
        if ((conversion->memory = alloc( conversion->size ))) *(DWORD *)conversion->memory = conversion->size;
        break;
    case DIGITS_LATER:
        conversion->size = arg[1];
        conversion->memory = alloc( conversion->size + 1 );
        break;
    }
    *arg = (DWORD_PTR)conversion->memory;
    return conversion->memory != NULL;
}

/* ---- after it --------------------------------------------------------------------------------------------------- */

static void finish( struct provider *provider, const struct conversion *conversion )
{
    DWORD i, size = conversion->size, version = provider->version;
    WCHAR *digits = conversion->original;
    const char *ansi = conversion->memory;

    switch (conversion->row->kind)
    {
    case STRUCT_OUT:
    case STRUCT_OUT_LATER:
        if (structconv( conversion->row->type, STRUCTCONV_UNICODE, version, ansi, size, digits, size )) break;
        if (structconv( conversion->row->type, STRUCTCONV_UNICODE, 0, ansi, size, digits, size )) break;
        ERR( "provider %s fills in a %s that cannot be one\n", debugstr_w( provider->file ), trp_struct_name( conversion->row->type ) );
        break;
    case DIGITS_LATER:
        for (i = 0; i < size && ansi[i]; i++) digits[i] = (BYTE)ansi[i];
        if (i < size) digits[i] = 0;
        break;
    default:
        break;
    }
}

static BOOL is_later( const struct conversion *conversion )
{
    return conversion->row->kind == STRUCT_OUT_LATER || conversion->row->kind == DIGITS_LATER;
}

static struct deferred *defer( struct provider *provider, const struct conversion *conversion, const DWORD_PTR *args )
{
    struct deferred *deferred = alloc( sizeof(*deferred) );

    if (!deferred) return NULL;
    deferred->conversion = *conversion;
    if (conversion->row->kind == STRUCT_OUT_LATER) deferred->request = args[0];
    else
    {
        deferred->call = args[0];
        deferred->end_to_end = args[1];
    }
    AcquireSRWLockExclusive( &provider->deferred_lock );
    list_add_tail( &provider->deferred, &deferred->entry );
    ReleaseSRWLockExclusive( &provider->deferred_lock );
    return deferred;
}

static void forget( struct deferred *deferred )
{
    release( deferred->conversion.memory );
    release( deferred );
}

/* Take the first that fits out of the list; which fits is told by the non-zero argument. */
static struct deferred *take( struct provider *provider, DRV_REQUESTID request, DWORD_PTR call, const DWORD *end_to_end )
{
    struct deferred *deferred, *found = NULL;
    struct list *cursor;

    AcquireSRWLockExclusive( &provider->deferred_lock );
    LIST_FOR_EACH( cursor, &provider->deferred )
    {
        deferred = LIST_ENTRY_OF( cursor, struct deferred, entry );
        if (request && deferred->request != request) continue;
        if (call && deferred->call != call) continue;
        if (end_to_end && (deferred->request || deferred->end_to_end != *end_to_end)) continue;
        found = deferred;
        list_remove( &found->entry );
        break;
    }
    ReleaseSRWLockExclusive( &provider->deferred_lock );
    return found;
}

void legacy_completion( struct provider *provider, DRV_REQUESTID request, LONG result )
{
    struct deferred *deferred = request ? take( provider, request, 0, NULL ) : NULL;
    void *owner;

    if (!deferred) return;
    /* a request that ended without the provider has taken its memory along */
    owner = handle_get( request, OBJECT_ASYNC, NULL );
    if (!result && owner) finish( provider, &deferred->conversion );
    if (owner) object_release( owner );
    forget( deferred );
}

void legacy_line_event( struct provider *provider, struct provider_event *event )
{
    DWORD end_to_end = event->params[1];
    struct deferred *deferred;
    void *owner;

    if (event->msg != LINE_GATHERDIGITS || !(deferred = take( provider, 0, 0, &end_to_end ))) return;
    owner = handle_get( end_to_end, OBJECT_INBAND, NULL );
    if (owner) finish( provider, &deferred->conversion );
    if (owner) object_release( owner );
    forget( deferred );
}

void legacy_free( struct provider *provider )
{
    struct deferred *deferred;

    while ((deferred = take( provider, 0, 0, NULL ))) forget( deferred );
}

/* ---- the call --------------------------------------------------------------------------------------------------- */

LONG legacy_call( struct provider *provider, enum tspi_function function, const DWORD_PTR *args )
{
    BOOL phone = tspi_names[function][5] == 'p' && tspi_names[function][6] == 'h', ready = TRUE;
    struct conversion conversions[MAX_CONVERSIONS] = { { 0 } };
    enum conversion_kind later = STRING_IN;
    struct deferred *deferred;
    DWORD_PTR copy[MAX_ARGS] = { 0 };
    unsigned int i, count = 0;
    LONG ret;

    memcpy( copy, args, tspi_args[function] * sizeof(*args) );
    /* the digits of a call that ends have nowhere to go */
    if (function == TSPI_FN_lineCloseCall)
        while ((deferred = take( provider, 0, copy[0], NULL ))) forget( deferred );

    for (i = 0; i < ARRAYSIZE( rows ) && ready && count < MAX_CONVERSIONS; i++)
    {
        if (rows[i].function != function) continue;
        conversions[count].row = &rows[i];
        ready = prepare( provider, &conversions[count++], copy );
    }
    /* before the call: it may complete inside */
    for (i = 0; i < count && ready; i++)
    {
        if (!is_later( &conversions[i] ) || !conversions[i].memory) continue;
        later = conversions[i].row->kind;
        if (defer( provider, &conversions[i], args )) conversions[i].memory = NULL;
        else ready = FALSE;
    }

    if (ready) ret = call_guarded( provider, function, arg_count( function ), copy );
    else ret = phone ? PHONEERR_NOMEM : LINEERR_NOMEM;

    for (i = 0; i < count; i++)
    {
        if (!ret && ready && conversions[i].memory) finish( provider, &conversions[i] );
        release( conversions[i].memory );
    }
    /* what failed will not come later, unless it has come already */
    deferred = NULL;
    if (ret < 0 && later == STRUCT_OUT_LATER) deferred = take( provider, args[0], 0, NULL );
    if (ret < 0 && later == DIGITS_LATER) deferred = take( provider, 0, args[0], NULL );
    if (deferred) forget( deferred );
    return ret;
}
