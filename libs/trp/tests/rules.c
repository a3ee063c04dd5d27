/*
 * A rejecting and an accepting case for every rule between parameters and for what real programs send.
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

#include "check.h"
#include "private.h"
#include "trp/values.h"

#define TRP_ALWAYS  TRP_NONE

enum kind { NONZERO, PRESENT, SOME, DIFFERENT, RANGE, NOT_RANGE, AT_LEAST, EQUAL, PRIVILEGES, FIELD, ONE_MEDIA };

struct rule
{
    const char *name;
    uint32_t    func;
    enum kind   kind;
    uint32_t    cond, mask, a, b, low, high, error;
};

static const struct rule rules[] =
{
#define TRP_RULE( name, kind, cond, mask, a, b, low, high, error )  { #name, TRP_##name, kind, cond, mask, a, b, low, high, (uint32_t)(error) },
#include "trp/rules.def"
#undef TRP_RULE
};
#define RULES  (sizeof(rules) / sizeof(rules[0]))

static uint32_t decode_args( const struct sample *sample )
{
    static uint32_t packet[MAX_SIZE / 4];
    size_t used, needed;

    if (trp_encode( sample->req, sample->args, packet, sizeof(packet), &used, &needed )) abort();
    return decode_copy( packet, used, needed );
}

/* Make a request break that rule and no other. */
static void break_rule( struct sample *sample, const struct rule *rule )
{
    struct trp_arg *args = sample->args;
    uint32_t field = LINEADDRESSMODE_DIALABLEADDR;

    if (rule->cond != TRP_ALWAYS && !(args[rule->cond].value & rule->mask))
    {
        uint32_t legal = sample->req->params[rule->cond].mask, bit = rule->mask & (legal ? legal : ~0u);

        args[rule->cond].value = rule->func == TRP_lineOpen ? args[rule->cond].value | (bit & (0u - bit)) : bit & (0u - bit);
    }
    switch (rule->kind)
    {
    case NONZERO:    args[rule->a].value = 0; break;
    case PRESENT:    memset( &args[rule->a], 0, sizeof(args[rule->a]) ); break;
    case SOME:       args[rule->a].value = args[rule->b].value = 0; break;
    case DIFFERENT:  args[rule->a].value = args[rule->b].value; break;
    case RANGE:      args[rule->a].value = rule->high + 1; break;
    case NOT_RANGE:  args[rule->a].value = rule->high; break;
    case AT_LEAST:   args[rule->b].value = args[rule->a].size / rule->low + 1; break;
    case EQUAL:      args[rule->a].value = args[rule->a].size += 4; break;
    case PRIVILEGES: args[rule->a].value |= LINECALLPRIVILEGE_NONE; break;
    case FIELD:
        if (!args[rule->a].data) abort();
        memcpy( (char *)args[rule->a].data + rule->low, &field, sizeof(field) );
        break;
    case ONE_MEDIA:  args[rule->a].value = 0x0000000c; break;
    }
}

static void test_rule( const struct rule *rule )
{
    static struct sample sample;
    const struct trp_request *req = trp_request( rule->func );
    uint32_t ret;

    group( "%s: rule %u", rule->name, (unsigned int)(rule - rules) );
    make_args( &sample, req, ALL_PRESENT );
    check( !decode_args( &sample ), "the legal request was refused" );
    break_rule( &sample, rule );
    if (rule->kind == ONE_MEDIA)
    {
        check( trp_check_version( req, sample.args, rule->low ) == rule->error, "two media modes in an old version" );
        check( !trp_check_version( req, sample.args, rule->low + 1 ), "two media modes in a new version were refused" );
        sample.args[rule->a].value |= LINEMEDIAMODE_UNKNOWN;
        check( !trp_check_version( req, sample.args, rule->low ), "unknown and other media modes were refused" );
        return;
    }
    ret = decode_args( &sample );
    check( ret == rule->error, "gave %s, expected %s", trp_error_name( ret ), trp_error_name( rule->error ) );
}

/* ---- what real programs send ---------------------------------------------------------------------------------------- */

static struct sample sample;

static void begin( uint32_t func, enum extent extent )
{
    make_args( &sample, trp_request( func ), extent );
}

#define SET( request, param, number )  (sample.args[ARG_##request##_##param].value = (number))

static void legal( const char *what )
{
    uint32_t ret = decode_args( &sample );

    check( !ret, "%s gave %s", what, trp_error_name( ret ) );
}

static void illegal( uint32_t error, const char *what )
{
    uint32_t ret = decode_args( &sample );

    check( ret == error, "%s gave %s, expected %s", what, trp_error_name( ret ), trp_error_name( error ) );
}

static void test_privileges( void )
{
    static const uint32_t good[] = { 1, 2, 4, 6, 0x40000001, 0x40000004, 0xc0000006 };
    static const uint32_t bad[] = { 0, 3, 5, 7, 8, 0x40000000, 0x80000000, 0xc0000000, 0x20000002 };
    uint32_t i, mode = LINEADDRESSMODE_ADDRESSID;

    group( "lineOpen: privileges and options" );
    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
    {
        begin( TRP_lineOpen, ALL_PRESENT );
        SET( lineOpen, dwPrivileges, good[i] );
        memcpy( (char *)sample.args[ARG_lineOpen_pCallParams].data + 24, &mode, sizeof(mode) );
        legal( "a legal combination" );
    }
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
    {
        begin( TRP_lineOpen, ALL_PRESENT );
        SET( lineOpen, dwPrivileges, bad[i] );
        illegal( LINEERR_INVALPRIVSELECT, "an illegal combination" );
    }
    begin( TRP_lineOpen, ALL_ABSENT );
    SET( lineOpen, dwPrivileges, LINECALLPRIVILEGE_NONE );
    SET( lineOpen, dwMediaModes, 0 );
    legal( "no privilege, no media mode, no call parameters" );
    SET( lineOpen, dwPrivileges, LINECALLPRIVILEGE_MONITOR );
    legal( "a monitor without media mode" );
    SET( lineOpen, dwPrivileges, LINECALLPRIVILEGE_OWNER );
    illegal( LINEERR_INVALMEDIAMODE, "an owner without media mode" );
    SET( lineOpen, dwMediaModes, 0x80000010 );
    legal( "a media mode of a vendor" );
    SET( lineOpen, dwMediaModes, 0x00000011 );
    illegal( LINEERR_INVALMEDIAMODE, "media mode 1" );
}

static void test_cancels( void )
{
    group( "requests that cancel" );
    begin( TRP_lineMonitorDigits, ALL_PRESENT );
    SET( lineMonitorDigits, dwDigitModes, 0 );
    legal( "lineMonitorDigits with no mode" );
    begin( TRP_lineMonitorMedia, ALL_PRESENT );
    SET( lineMonitorMedia, dwMediaModes, 0 );
    legal( "lineMonitorMedia with no mode" );
    begin( TRP_lineMonitorTones, ALL_ABSENT );
    legal( "lineMonitorTones without list" );
    begin( TRP_lineGatherDigits, ALL_ABSENT );
    SET( lineGatherDigits, lpsDigitsContext, 0 );
    SET( lineGatherDigits, dwNumDigits, 0 );
    SET( lineGatherDigits, dwDigitModes, 0 );
    legal( "lineGatherDigits without buffer" );
    begin( TRP_lineGenerateTone, ALL_ABSENT );
    legal( "lineGenerateTone with no tone mode" );
    begin( TRP_lineGenerateDigits, ALL_ABSENT );
    SET( lineGenerateDigits, dwDigitMode, LINEDIGITMODE_DTMF );
    legal( "lineGenerateDigits without digits" );
    begin( TRP_lineForward, ALL_ABSENT );
    legal( "lineForward without list" );
    begin( TRP_lineSetStatusMessages, ALL_PRESENT );
    SET( lineSetStatusMessages, dwLineStates, 0 );
    SET( lineSetStatusMessages, dwAddressStates, 0 );
    legal( "lineSetStatusMessages with none" );
    begin( TRP_phoneSetStatusMessages, ALL_PRESENT );
    SET( phoneSetStatusMessages, dwPhoneStates, 0 );
    SET( phoneSetStatusMessages, dwButtonModes, 0 );
    SET( phoneSetStatusMessages, dwButtonStates, 0 );
    legal( "phoneSetStatusMessages with none" );
}

static void test_absent( void )
{
    static const uint32_t user_user[] = { TRP_lineAccept, TRP_lineAnswer, TRP_lineDrop, TRP_lineSendUserUserInfo };
    static const uint32_t blocks[][2] = { { TRP_lineDevSpecific, ARG_lineDevSpecific_lpParams },
                                          { TRP_lineDevSpecificFeature, ARG_lineDevSpecificFeature_lpParams },
                                          { TRP_phoneDevSpecific, ARG_phoneDevSpecific_lpParams },
                                          { TRP_lineSetCallData, ARG_lineSetCallData_lpCallData } };
    struct trp_arg args[TRP_MAX_PARAMS];
    const struct trp_request *req;
    struct trp_packet *packet = (struct trp_packet *)sample.packet;
    uint32_t i;

    group( "absent and empty data" );
    for (i = 0; i < sizeof(user_user) / sizeof(user_user[0]); i++)
    {
        make_packet( &sample, trp_request( user_user[i] ), ALL_ABSENT );
        check( packet->params[ARG_lineAccept_lpsUserUserInfo] == TRP_NO_DATA, "absent data has offset %#x", packet->params[2] );
        packet->params[ARG_lineAccept_dwSize] = 0xdeadbeef;
        check( !trp_decode( packet, sample.used, sample.needed, &req, args ), "the size of absent data was looked at" );
        check( !args[ARG_lineAccept_dwSize].size && !args[ARG_lineAccept_lpsUserUserInfo].size, "absent data has a size" );
        packet->params[ARG_lineAccept_lpsUserUserInfo] = packet->params[ARG_lineAccept_dwSize] = 0;
        check( !trp_decode( packet, sample.used, sample.needed, &req, args ), "empty data at offset 0 was refused" );
    }
    for (i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
    {
        begin( blocks[i][0], ALL_PRESENT );
        sample.args[blocks[i][1]].data = NULL;
        sample.args[blocks[i][1]].size = 0;
        legal( "an empty parameter block" );
    }
    begin( TRP_lineMakeCall, ALL_ABSENT );
    legal( "lineMakeCall without address and parameters" );
    begin( TRP_lineSetupTransfer, ALL_ABSENT );
    legal( "lineSetupTransfer without parameters" );
}

static void test_old_sizes( void )
{
    static const struct { uint32_t func, version, size; } cases[] =
    {
        { TRP_lineGetDevCaps, 0x00010003, 236 }, { TRP_lineGetDevCaps, 0x00010004, 240 }, { TRP_lineGetDevCaps, 0x00020001, 252 },
        { TRP_lineGetDevCaps, 0x00020002, 268 }, { TRP_lineGetDevCaps, 0x00030001, 292 },
        { TRP_lineGetAddressCaps, 0x00010003, 176 }, { TRP_lineGetAddressCaps, 0x00010004, 180 }, { TRP_lineGetAddressCaps, 0x00020000, 228 },
        { TRP_phoneGetDevCaps, 0x00010004, 144 }, { TRP_phoneGetDevCaps, 0x00020000, 180 }, { TRP_phoneGetDevCaps, 0x00030000, 196 },
        { TRP_lineGetCallInfo, 0, 296 }, { TRP_lineGetCallStatus, 0, 36 }, { TRP_lineGetLineDevStatus, 0, 76 }, { TRP_phoneGetStatus, 0, 100 },
        { TRP_phoneGetButtonInfo, 0, 36 }, { TRP_lineGetAddressStatus, 0, 64 }, { TRP_lineGetID, 0, 24 }, { TRP_lineGetNewCalls, 0, 24 },
        { TRP_lineGetProviderList, 0x00010003, 24 }, { TRP_lineGetProviderList, 0x00030001, 24 }, { TRP_lineGetCountry, 0x00010003, 24 },
    };
    uint32_t i, j;

    group( "sizes of old versions" );
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        begin( cases[i].func, ALL_PRESENT );
        for (j = 0; j < sample.req->nparams; j++)
        {
            if (sample.req->params[j].kind == TRP_VERSION) sample.args[j].value = cases[i].version;
            if (sample.req->params[j].kind == TRP_OUT_STRUCT) sample.args[j].size = cases[i].size;
        }
        legal( sample.req->name );
        for (j = 0; j < sample.req->nparams; j++)
            if (sample.req->params[j].kind == TRP_OUT_STRUCT) sample.args[j].size = cases[i].size - 1;
        illegal( sample.req->family == TRP_PHONE ? PHONEERR_STRUCTURETOOSMALL : LINEERR_STRUCTURETOOSMALL, sample.req->name );
    }
}

/* Call parameters whose text is not aligned are legal in TAPI; the client puts them right. */
static void test_call_params( void )
{
    static const struct { uint32_t offset, value, error; } bad[] =
    {
        { 4, 0x00000100, LINEERR_INVALBEARERMODE }, { 16, 1, LINEERR_INVALMEDIAMODE }, { 20, 0x100, LINEERR_INVALCALLPARAMS },
        { 24, 3, LINEERR_INVALADDRESSMODE }, { 24, 4, LINEERR_INVALADDRESSMODE },
    };
    char block[240] = { 0 };
    struct trp_arg args[TRP_MAX_PARAMS];
    const struct trp_request *req;
    uint32_t i, value;

    group( "LINECALLPARAMS" );
    begin( TRP_lineMakeCall, ALL_ABSENT );
    value = sizeof(block);
    memcpy( block, &value, 4 );
    sample.args[ARG_lineMakeCall_lpCallParams].data = block;
    legal( "nothing but zeroes" );
    value = 112;
    memcpy( block, &value, 4 );
    legal( "the size of 1.3" );
    value = 111;
    memcpy( block, &value, 4 );
    illegal( LINEERR_STRUCTURETOOSMALL, "smaller than any version" );
    value = sizeof(block);
    memcpy( block, &value, 4 );
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
    {
        memcpy( block + bad[i].offset, &bad[i].value, 4 );
        illegal( bad[i].error, "a value that does not exist" );
        memset( block + bad[i].offset, 0, 4 );
    }
    value = 3;
    memcpy( block + 4, &value, 4 );
    legal( "two bearer modes, version not known" );
    sample.args[ARG_lineMakeCall_lpCallParams].size = sizeof(block);
    check( trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00020000 ) == LINEERR_INVALBEARERMODE, "two bearer modes in 2.0" );
    check( !trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00020001 ), "two bearer modes in 2.1" );
    memset( block + 4, 0, 4 );

    /* dwTargetAddress of 2.0, out of range: only seen with the version */
    value = 0x1000;
    memcpy( block + 116, &value, 4 );
    legal( "members of 2.0, version not known" );
    check( !trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00010004 ), "members of 2.0 in 1.4" );
    check( trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00020000 ) == LINEERR_INVALCALLPARAMS, "a bad member in 2.0" );
    memset( block + 116, 0, 4 );
    value = 3;
    memcpy( block + 176, &value, 4 );
    check( !trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00020002 ), "dwAddressType in 2.2" );
    check( trp_check_version( trp_request( TRP_lineMakeCall ), sample.args, 0x00030000 ) == LINEERR_INVALADDRESSTYPE, "dwAddressType in 3.0" );
    memset( block + 176, 0, 4 );

    /* misaligned members are moved by the encoder */
    value = 6;
    memcpy( block + 48, &value, 4 );
    memcpy( block + 168, &value, 4 );
    value = 182;
    memcpy( block + 52, &value, 4 );
    value = 190;
    memcpy( block + 172, &value, 4 );
    memcpy( block + 182, "a\0b\0\0\0", 6 );
    memcpy( block + 190, "c\0d\0\0\0", 6 );
    for (i = 0; i < 2; i++)
    {
        sample.args[ARG_lineMakeCall_lpCallParams].value = i ? 0 : 0x00030001;     /* known, or seen from the offsets */
        if (trp_encode( sample.req, sample.args, sample.packet, sizeof(sample.packet), &sample.used, &sample.needed )) abort();
        check( !trp_decode( sample.packet, sample.used, sample.needed, &req, args ), "misaligned members were not moved" );
        check( !trp_check_version( req, args, 0x00030001 ), "a misaligned member of 2.0 was not moved" );
        check( args[ARG_lineMakeCall_lpCallParams].size == sizeof(block) + 16, "%u bytes", args[ARG_lineMakeCall_lpCallParams].size );
        if (args[ARG_lineMakeCall_lpCallParams].data)
        {
            const char *copy = args[ARG_lineMakeCall_lpCallParams].data;

            check( !memcmp( copy + trp_get_dword( copy, 52 ), "a\0b\0\0\0", 6 ), "the first member is not what it was" );
            check( !memcmp( copy + trp_get_dword( copy, 172 ), "c\0d\0\0\0", 6 ), "the second member is not what it was" );
        }
    }

    /* the same bytes in a structure of 1.4 are text behind the fixed part: nothing to move there but dwOrigAddress */
    value = 112;
    memcpy( block + 52, &value, 4 );
    if (trp_encode( sample.req, sample.args, sample.packet, sizeof(sample.packet), &sample.used, &sample.needed )) abort();
    check( !trp_decode( sample.packet, sample.used, sample.needed, &req, args ), "text of 1.4 was refused" );
    check( args[ARG_lineMakeCall_lpCallParams].size == sizeof(block) && args[ARG_lineMakeCall_lpCallParams].data &&
           !memcmp( args[ARG_lineMakeCall_lpCallParams].data, block, sizeof(block) ), "text of 1.4 was taken for members" );

    /* what is sent on stays as it is */
    value = 182;
    memcpy( block + 52, &value, 4 );
    sample.args[ARG_lineMakeCall_lpCallParams].value = TRP_AS_IS;
    if (trp_encode( sample.req, sample.args, sample.packet, sizeof(sample.packet), &sample.used, &sample.needed )) abort();
    check( trp_decode( sample.packet, sample.used, sample.needed, &req, args ) == LINEERR_INVALCALLPARAMS, "a misaligned member passed" );
}

void test_rules( void )
{
    size_t i;

    for (i = 0; i < RULES; i++) test_rule( &rules[i] );
    group( "rules in the order of their requests" );
    for (i = 1; i < RULES; i++) check( rules[i - 1].func <= rules[i].func, "%s before %s", rules[i - 1].name, rules[i].name );
    test_privileges();
    test_cancels();
    test_absent();
    test_old_sizes();
    test_call_params();
}
