/*
 * Rules about the values of parameters and of structures in packets.
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

#include "private.h"
#include "values.h"

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static int is_phone( const struct trp_request *req )
{
    return req->family == TRP_PHONE;
}

uint32_t trp_default_error( const struct trp_request *req, const struct trp_param *param )
{
    static const uint32_t handle_errors[] =
    {
        [TRP_HLINEAPP]      = LINEERR_INVALAPPHANDLE,
        [TRP_HPHONEAPP]     = PHONEERR_INVALAPPHANDLE,
        [TRP_HLINE]         = LINEERR_INVALLINEHANDLE,
        [TRP_HPHONE]        = PHONEERR_INVALPHONEHANDLE,
        [TRP_HCALL]         = LINEERR_INVALCALLHANDLE,
        [TRP_HAGENT]        = LINEERR_INVALAGENTID,
        [TRP_HAGENTSESSION] = LINEERR_INVALPARAM,
        [TRP_HDLGINST]      = LINEERR_INVALPARAM,
        [TRP_HMSPLINE]      = LINEERR_INVALPARAM,
    };

    if (param->error) return param->error;
    switch (param->kind)
    {
    case TRP_HANDLE:
        return handle_errors[param->type];
    case TRP_DEVICE_ID:
        return is_phone( req ) ? PHONEERR_BADDEVICEID : LINEERR_BADDEVICEID;
    case TRP_ADDRESS_ID:
        return LINEERR_INVALADDRESSID;
    case TRP_VERSION:
    case TRP_VERSION_RANGE:
        return is_phone( req ) ? PHONEERR_INCOMPATIBLEAPIVERSION : LINEERR_INCOMPATIBLEAPIVERSION;
    case TRP_EXT_VERSION:
        return is_phone( req ) ? PHONEERR_INCOMPATIBLEEXTVERSION : LINEERR_INCOMPATIBLEEXTVERSION;
    default:
        return is_phone( req ) ? PHONEERR_INVALPARAM : LINEERR_INVALPARAM;
    }
}

uint32_t trp_too_small_error( const struct trp_request *req )
{
    return is_phone( req ) ? PHONEERR_STRUCTURETOOSMALL : LINEERR_STRUCTURETOOSMALL;
}

uint32_t trp_param_error( const struct trp_request *req, uint32_t index )
{
    return trp_default_error( req, &req->params[index] );
}

/* ---- values inside structures ---------------------------------------------------------------------------------- */

enum field_kind { FLAGS, ONE, ONE_OR_0, MAX, BEARER };

struct field
{
    uint8_t  structure;
    uint8_t  kind;
    uint16_t offset;
    uint32_t mask;
    uint32_t error;
};

static const struct field fields[] =
{
#define TRP_FIELD( structure, member, kind, offset, mask, error )  { TRPS_##structure, kind, offset, mask, error },
#include "fields.def"
#undef TRP_FIELD
};

static int single_bit( uint32_t value )
{
    return value && !(value & (value - 1));
}

static int field_legal( const struct field *field, uint32_t value, uint32_t api_version )
{
    switch (field->kind)
    {
    case MAX:      return value <= field->mask;
    case ONE:      return !(value & ~field->mask) && single_bit( value );
    case ONE_OR_0: return !(value & ~field->mask) && (!value || single_bit( value ));
    case BEARER:   return !(value & ~field->mask) && (!value || single_bit( value ) || !api_version || api_version > 0x00020000);
    default:       return !(value & ~field->mask);
    }
}

static uint32_t check_fields( enum trp_struct type, uint32_t api_version, const void *data, uint32_t base )
{
    uint32_t size = trp_struct_size( type, api_version );
    size_t i;

    for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
    {
        if (fields[i].structure != type || fields[i].offset + 4u > size) continue;
        if (!field_legal( &fields[i], trp_get_dword( data, base + fields[i].offset ), api_version )) return fields[i].error;
    }
    return 0;
}

uint32_t trp_check_struct_param( const struct trp_request *req, const struct trp_param *param, uint32_t api_version,
                                 const void *data, uint32_t size )
{
    uint32_t ret = trp_struct_check_version( param->type, api_version, data, size ), i, count;

    if (ret == TRP_E_SPACE) return trp_too_small_error( req );
    if (ret) return trp_default_error( req, param );
    if ((ret = check_fields( param->type, api_version, data, 0 ))) return ret;
    /* the distance of the entries is only known with a version */
    if (param->type != TRPS_LINEFORWARDLIST || !api_version) return 0;
    count = trp_get_dword( data, 4 );
    for (i = 0; i < count; i++)
        if ((ret = check_fields( TRPS_LINEFORWARD, api_version, data, 8 + i * trp_struct_size( TRPS_LINEFORWARD, api_version ) )))
            return ret;
    return 0;
}

/* ---- rules that tie parameters to each other ------------------------------------------------------------------- */

enum rule_kind { NONZERO, PRESENT, SOME, DIFFERENT, RANGE, NOT_RANGE, AT_LEAST, EQUAL, PRIVILEGES, FIELD, ONE_MEDIA };

#define TRP_ALWAYS  TRP_NONE

struct rule
{
    uint16_t func;
    uint8_t  kind;
    uint8_t  cond;
    uint8_t  a, b;
    uint32_t mask;
    uint32_t low, high;
    uint32_t error;
};

/* In the order of the request numbers, as their functions look them up by halving. */
static const struct rule rules[] =
{
#define TRP_RULE( name, kind, cond, mask, a, b, low, high, error )  { TRP_##name, kind, cond, a, b, mask, low, high, error },
#include "rules.def"
#undef TRP_RULE
};
#define RULES  (sizeof(rules) / sizeof(rules[0]))

static const struct rule *first_rule( uint32_t func )
{
    size_t low = 0, high = RULES;

    while (low < high)
    {
        size_t middle = (low + high) / 2;

        if (rules[middle].func < func) low = middle + 1;
        else high = middle;
    }
    return rules + low;
}

static int privileges_legal( uint32_t value )
{
    uint32_t privileges = value & (LINECALLPRIVILEGE_NONE | LINECALLPRIVILEGE_MONITOR | LINECALLPRIVILEGE_OWNER);

    return privileges && (!(privileges & LINECALLPRIVILEGE_NONE) || privileges == LINECALLPRIVILEGE_NONE);
}

static int rule_holds( const struct rule *rule, const struct trp_arg *args )
{
    const struct trp_arg *a = &args[rule->a], *b = &args[rule->b];

    switch (rule->kind)
    {
    case NONZERO:    return a->value != 0;
    case PRESENT:    return a->data || a->size;
    case SOME:       return a->value || b->value;
    case DIFFERENT:  return a->value != b->value;
    case RANGE:      return a->value >= rule->low && a->value <= rule->high;
    case NOT_RANGE:  return a->value < rule->low || a->value > rule->high;
    case AT_LEAST:   return a->size >= (uint64_t)rule->low * b->value;
    case EQUAL:      return a->size == (uint64_t)rule->low * b->value;
    case PRIVILEGES: return privileges_legal( a->value );
    case FIELD:      return trp_get_dword( a->data, rule->low ) == rule->high;
    default:         return 1;
    }
}

uint32_t trp_check_rules( const struct trp_request *req, const struct trp_arg *args )
{
    const struct rule *rule;

    for (rule = first_rule( req->func ); rule < rules + RULES && rule->func == req->func; rule++)
    {
        if (rule->cond != TRP_ALWAYS && !(args[rule->cond].value & rule->mask)) continue;
        if (!rule_holds( rule, args )) return rule->error;
    }
    return 0;
}

uint32_t trp_check_version( const struct trp_request *req, const struct trp_arg *args, uint32_t api_version )
{
    const struct rule *rule;
    uint32_t i, ret;

    for (i = 0; i < req->nparams; i++)
    {
        if (req->params[i].kind != TRP_STRUCT || !args[i].data) continue;
        if ((ret = trp_check_struct_param( req, &req->params[i], api_version, args[i].data, args[i].size ))) return ret;
    }
    for (rule = first_rule( req->func ); rule < rules + RULES && rule->func == req->func; rule++)
    {
        uint32_t value = args[rule->a].value;

        if (rule->kind != ONE_MEDIA || api_version > rule->low) continue;
        if (!(value & LINEMEDIAMODE_UNKNOWN) && !single_bit( value )) return rule->error;
    }
    return 0;
}
