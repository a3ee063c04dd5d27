/*
 * Legal requests and structures, made from the tables.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "trp/values.h"

const struct trp_request *nth_request( unsigned int index )
{
    static const uint32_t funcs[] =
    {
#define TRP_REQUEST( name, func, family, async )  func,
#define TRP_PARAM( name, param, kind, flags, type, pair, mask, error )
#define TRP_END( name )
#include "trp/requests.def"
#undef TRP_REQUEST
#undef TRP_PARAM
#undef TRP_END
    };

    return index < sizeof(funcs) / sizeof(funcs[0]) ? trp_request( funcs[index] ) : NULL;
}

uint32_t number( void )
{
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state >> 16;
}

uint32_t number_below( uint32_t limit )
{
    return number() % limit;
}

static const uint32_t versions[] = { 0x00010003, 0x00010004, 0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001 };

static uint32_t one_bit( uint32_t mask )
{
    for (;;)
    {
        uint32_t bit = 1u << number_below( 32 );

        if (bit & mask) return bit;
    }
}

/* ---- structures -------------------------------------------------------------------------------------------------- */

static void put( char *data, uint32_t offset, uint32_t value )
{
    memcpy( data + offset, &value, sizeof(value) );
}

static uint32_t add_members( enum trp_struct type, uint32_t api_version, char *data, uint32_t base, uint32_t end, uint32_t capacity )
{
    uint32_t i, count, size, entries, j;
    const struct trp_member *member = trp_struct_members( type, api_version, &count );

    for (i = 0; i < count; i++, member++)
    {
        uint32_t start = end;

        if (member->element)
        {
            size = trp_struct_size( member->element, api_version );
            entries = 1 + number_below( 3 );
            if (member->kind == TRP_MEMBER_INLINE) start = base + member->offset_field;
            put( data, base + member->count_field, entries );
            if (member->kind == TRP_MEMBER_ARRAY)
            {
                put( data, base + member->size_field, entries * size );
                put( data, base + member->offset_field, start );
            }
            end = start + entries * size;
            if (end > capacity) abort();
            memset( data + start, 0, entries * size );
            for (j = 0; j < entries; j++)
            {
                if (member->element == TRPS_LINEFORWARD) put( data, start + j * size, one_bit( LINEFORWARDMODE_ALL ) );
                end = add_members( member->element, api_version, data, start + j * size, end, capacity );
            }
            continue;
        }
        size = 4 * (1 + number_below( 4 ));
        if (end + size > capacity) abort();
        memset( data + end, 'a' + number_below( 26 ), size );
        put( data, base + member->size_field, size );
        put( data, base + member->offset_field, end );
        end += size;
    }
    return end;
}

uint32_t make_struct( enum trp_struct type, uint32_t api_version, void *buffer, uint32_t capacity )
{
    uint32_t size = trp_struct_size( type, api_version );

    memset( buffer, 0, size );
    size = add_members( type, api_version, buffer, 0, size, capacity );
    if (trp_struct_form( type ) != TRP_FORM_FIXED) put( buffer, 0, size );
    if (trp_struct_form( type ) == TRP_FORM_SIZES)
    {
        put( buffer, 4, size );
        put( buffer, 8, size );
    }
    return size;
}

/* ---- requests ---------------------------------------------------------------------------------------------------- */

static void make_string( uint32_t *storage, struct trp_arg *arg )
{
    uint16_t *string = (uint16_t *)storage;
    uint32_t i, length = number_below( 40 );

    for (i = 0; i < length; i++) string[i] = 1 + number_below( 0xffff );
    string[i] = 0;
    arg->data = string;
}

static void make_buffer( uint32_t *storage, struct trp_arg *arg, uint32_t least )
{
    uint32_t i;

    arg->size = least + number_below( 64 ) + !least;
    for (i = 0; i < arg->size; i++) ((char *)storage)[i] = number();
    arg->data = storage;
}

static void make_arg( struct sample *sample, uint32_t i, int present )
{
    const struct trp_param *param = &sample->req->params[i];
    struct trp_arg *arg = &sample->args[i];
    uint32_t least;

    if (!present && (param->flags & TRP_OPTIONAL)) return;
    switch (param->kind)
    {
    case TRP_FLAGS:         arg->value = number() & param->mask; break;
    case TRP_FLAGS_SOME:    arg->value = (number() & param->mask) | one_bit( param->mask ); break;
    case TRP_FLAG_ONE:      arg->value = one_bit( param->mask ); break;
    case TRP_BOOL:          arg->value = number_below( 2 ); break;
    case TRP_VERSION:       arg->value = sample->api_version; break;
    case TRP_VERSION_RANGE: arg->value = versions[number_below( 7 )] + number_below( 3 ); break;
    case TRP_STRING:        make_string( sample->storage[i], arg ); break;
    case TRP_BUFFER:        make_buffer( sample->storage[i], arg, sample->req->params[param->pair].mask ); break;
    case TRP_STRUCT:
        arg->value = sample->version_inside ? sample->api_version : 0;
        arg->size = make_struct( param->type, sample->api_version, sample->storage[i], sizeof(sample->storage[i]) );
        arg->data = sample->storage[i];
        break;
    case TRP_OUT_STRUCT:
    case TRP_ASYNC_SIZE:
        least = trp_struct_size( param->type, sample->version_inside ? sample->api_version : 0 );
        arg->value = arg->size = least + number_below( 100 );
        break;
    case TRP_OUT_SIZE:
    case TRP_OUT_VARDATA:
        arg->value = arg->size = param->mask + number_below( 100 );
        break;
    case TRP_HANDLE:        arg->value = 1 + number_below( 0x7fffffff ); break;
    case TRP_RESERVED:      break;
    default:                arg->value = number(); break;
    }
}

/* What the rules between parameters ask for. */
static void obey_rules( struct sample *sample )
{
    struct trp_arg *args = sample->args;

    switch (sample->req->func)
    {
#define ARG( request, param )  args[ARG_##request##_##param]
    case TRP_GetUIDllName:
        ARG( GetUIDllName, dwObjectType ).value = 1 + number_below( 4 );
        break;
    case TRP_TUISPIDLLCallback:
        ARG( TUISPIDLLCallback, dwObjectType ).value = 1 + number_below( 4 );
        break;
    case TRP_lineCompleteTransfer:
        ARG( lineCompleteTransfer, hConsultCall ).value = ARG( lineCompleteTransfer, hCall ).value ^ 1;
        break;
    case TRP_lineDevSpecific:
        ARG( lineDevSpecific, hLine ).value |= 1;
        break;
    case TRP_lineDevSpecificFeature:
        ARG( lineDevSpecificFeature, dwFeature ).value = number_below( PHONEBUTTONFUNCTION_LAST + 1 );
        break;
    case TRP_lineGatherDigits:
        ARG( lineGatherDigits, dwNumDigits ).value |= 1;
        ARG( lineGatherDigits, dwDigitModes ).value |= LINEDIGITMODE_DTMF;
        break;
    case TRP_lineGenerateTone:
        ARG( lineGenerateTone, dwNumTones ).value = ARG( lineGenerateTone, lpTones ).size / 16;
        break;
    case TRP_lineGetID:
        ARG( lineGetID, hLine ).value |= 1;
        ARG( lineGetID, hCall ).value |= 1;
        break;
    case TRP_lineOpen:
        ARG( lineOpen, dwPrivileges ).value = LINECALLPRIVILEGE_MONITOR | (number() & LINECALLPRIVILEGE_OWNER);
        ARG( lineOpen, dwMediaModes ).value |= LINEMEDIAMODE_UNKNOWN;
        if (ARG( lineOpen, pCallParams ).data)
        {
            ARG( lineOpen, dwPrivileges ).value |= number() & LINEOPENOPTION_SINGLEADDRESS;
            put( (char *)sample->storage[ARG_lineOpen_pCallParams], 24, LINEADDRESSMODE_ADDRESSID );
        }
        break;
    case TRP_linePark:
        if (!ARG( linePark, lpszDirAddress ).data) ARG( linePark, dwParkMode ).value = LINEPARKMODE_NONDIRECTED;
        if (!ARG( linePark, lpNonDirAddress ).size) ARG( linePark, lpNonDirAddress ).value = ARG( linePark, lpNonDirAddress ).size = 24;
        break;
    case TRP_lineSetAgentState:
        ARG( lineSetAgentState, dwAgentState ).value = 4;
        break;
    case TRP_lineSetAgentStateEx:
        ARG( lineSetAgentStateEx, dwNextAgentState ).value = 4;
        break;
    case TRP_lineSetAgentSessionState:
        ARG( lineSetAgentSessionState, dwAgentSessionState ).value = 4;
        break;
    case TRP_lineSetAgentMeasurementPeriod:
        ARG( lineSetAgentMeasurementPeriod, dwMeasurementPeriod ).value |= 1;
        break;
    case TRP_lineSetQueueMeasurementPeriod:
        ARG( lineSetQueueMeasurementPeriod, dwMeasurementPeriod ).value |= 1;
        break;
    case TRP_lineSetCallTreatment:
        ARG( lineSetCallTreatment, dwTreatment ).value = number_below( 2 ) ? 1 + number_below( 4 ) : 0x100 + number_below( 99 );
        break;
    case TRP_lineSetMediaControl:
        ARG( lineSetMediaControl, hLine ).value |= 1;
        ARG( lineSetMediaControl, hCall ).value |= 1;
        break;
    case TRP_lineSetTerminal:
        ARG( lineSetTerminal, hLine ).value |= 1;
        ARG( lineSetTerminal, hCall ).value |= 1;
        break;
    case TRP_lineSetupConference:
        ARG( lineSetupConference, hLine ).value |= 1;
        break;
    case TRP_lineSwapHold:
        ARG( lineSwapHold, hHeldCall ).value = ARG( lineSwapHold, hActiveCall ).value ^ 1;
        break;
    case TRP_lineNegotiateAPIVersion:
        ARG( lineNegotiateAPIVersion, dwVersion ).value = 0x00010003;
        break;
    case TRP_phoneNegotiateAPIVersion:
        ARG( phoneNegotiateAPIVersion, dwVersion ).value = 0x00010003;
        break;
    case TRP_phoneSetStatusMessages:
        ARG( phoneSetStatusMessages, dwButtonStates ).value |= 1;
        break;
    case TRP_RSPSetEventFilterMasks:
        ARG( RSPSetEventFilterMasks, dwObjType ).value = number_below( 6 );
        break;
    case TRP_NegotiateAPIVersionForAllDevices:
    {
        uint32_t lines = number_below( 5 ), phones = number_below( 5 );

        ARG( NegotiateAPIVersionForAllDevices, dwNumLineDevices ).value = lines;
        ARG( NegotiateAPIVersionForAllDevices, dwNumPhoneDevices ).value = phones;
        ARG( NegotiateAPIVersionForAllDevices, dwLineAPIVersionListSize ).size = lines * 4;
        ARG( NegotiateAPIVersionForAllDevices, dwLineExtensionIDListSize ).size = lines * 16;
        ARG( NegotiateAPIVersionForAllDevices, dwPhoneAPIVersionListSize ).size = phones * 4;
        ARG( NegotiateAPIVersionForAllDevices, dwPhoneExtensionIDListSize ).size = phones * 16;
        ARG( NegotiateAPIVersionForAllDevices, dwLineAPIVersionListSize ).value = lines * 4;
        ARG( NegotiateAPIVersionForAllDevices, dwLineExtensionIDListSize ).value = lines * 16;
        ARG( NegotiateAPIVersionForAllDevices, dwPhoneAPIVersionListSize ).value = phones * 4;
        ARG( NegotiateAPIVersionForAllDevices, dwPhoneExtensionIDListSize ).value = phones * 16;
        break;
    }
    }
}

void make_args( struct sample *sample, const struct trp_request *req, enum extent extent )
{
    uint32_t i, least = 0;

    memset( sample, 0, sizeof(*sample) );
    sample->req = req;
    for (i = 0; i < req->nparams; i++)
    {
        if (req->params[i].kind != TRP_VERSION) continue;
        sample->version_inside = 1;
        least = req->params[i].mask;
    }
    do sample->api_version = versions[number_below( 7 )]; while (sample->api_version < least);
    for (i = 0; i < req->nparams; i++) make_arg( sample, i, extent == MIXED ? number_below( 2 ) : extent == ALL_PRESENT );
    obey_rules( sample );
}

void make_packet( struct sample *sample, const struct trp_request *req, enum extent extent )
{
    make_args( sample, req, extent );
    if (trp_encode( req, sample->args, sample->packet, sizeof(sample->packet), &sample->used, &sample->needed )) abort();
}

uint32_t decode_copy( const void *packet, size_t used, size_t needed )
{
    struct trp_arg args[TRP_MAX_PARAMS];
    const struct trp_request *req;
    void *copy = malloc( used ? used : 1 );
    uint32_t ret;

    memcpy( copy, packet, used );
    ret = trp_decode( copy, used, needed, &req, args );
    free( copy );
    return ret;
}

static int same_data( const struct trp_arg *one, const struct trp_arg *other )
{
    if (!one->data || !other->data) return one->data == other->data && one->size == other->size;
    return one->size == other->size && !memcmp( one->data, other->data, one->size );
}

int same_args( const struct trp_request *req, const struct trp_arg *one, const struct trp_arg *other )
{
    uint32_t i;

    for (i = 0; i < req->nparams; i++)
    {
        switch (req->params[i].kind)
        {
        case TRP_RESERVED:
        case TRP_OUT_DWORD:
        case TRP_OUT_HANDLE:
        case TRP_OUT_BUFFER:
            break;
        case TRP_STRING:
        case TRP_BUFFER:
        case TRP_STRUCT:
            if (!same_data( &one[i], &other[i] )) return 0;
            break;
        default:
            if (one[i].value != other[i].value || one[i].size != other[i].size) return 0;
        }
    }
    return 1;
}
