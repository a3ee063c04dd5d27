/*
 * Every rule of MS-TRP 3.1.4.2, broken in packets that go to the service itself.
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

/*
 * docs/trp-rules.tsv lists the rules. For each of them packets are made that break it and nothing else; the service must answer with the
 * error that the rule names, and must be afterwards what it was before. Handles are real ones, of all kinds that a client can have.
 */

#include "service.h"
#include "hostile.h"

#include <stdlib.h>
#include <tspi.h>

#include "transport/transport.h"
#include "packets.h"
#include "private.h"

#define UNASSIGNED  29u     /* a request number between others that MS-TRP leaves out */

unsigned int checks, failed_checks;

void group( const char *format, ... )
{
    (void)format;
}

void check_( const char *file, int line, int condition, const char *format, ... )
{
    char text[300];
    va_list args;

    checks++;
    if (!condition) failed_checks++;
    va_start( args, format );
    vsnprintf( text, sizeof(text), format, args );
    va_end( args );
    ok_( file, line )( condition, "%s\n", text );
}

/* ---- requests over a connection ---------------------------------------------------------------------------------- */

/* Sends a packet; the result in the service's answer. */
static uint32_t send_packet( struct raw *raw, const void *packet, size_t used, size_t needed )
{
    static uint32_t reply[64 * 1024 / 4];
    DWORD size;

    if (!raw_exchange( raw, packet, used, needed, reply, sizeof(reply), &size ) || size < sizeof(uint32_t))
    {
        ok( 0, "the service gave no answer: error %lu\n", GetLastError() );
        return 0;
    }
    return reply[0];
}

uint32_t decode_copy( const void *packet, size_t used, size_t needed )
{
    /* what is legal is not sent: its handles are made up, and some of it would change something */
    if (!decode_locally( packet, used, needed )) return 0;
    return send_packet( &attacker, packet, used, needed );
}

static uint32_t send_args( struct raw *raw, const struct trp_request *req, const struct trp_arg *args, struct trp_arg *out )
{
    static uint32_t packet[MAX_SIZE / 4], reply[64 * 1024 / 4];
    size_t used, needed;
    uint32_t result;
    DWORD size;

    if (trp_encode( req, args, packet, sizeof(packet), &used, &needed )) return TRP_E_SPACE;
    if (!out) return send_packet( raw, packet, used, needed );
    if (!raw_exchange( raw, packet, used, needed, reply, sizeof(reply), &size ) ||
        trp_decode_reply( req, args, reply, size, &result, out ))
    {
        ok( 0, "%s: no answer\n", req->name );
        return LINEERR_OPERATIONFAILED;
    }
    return result;
}

static BOOL refused( uint32_t result )
{
    return (result & 0x80000000) != 0;
}

/* ---- what a client has ------------------------------------------------------------------------------------------- */

enum { OLD, NEW };          /* opened with 2.0 and with 3.1 */
enum { CALLS = 2 };

struct belongings
{
    struct raw raw;
    uint32_t   app, phone_app;
    uint32_t   line[2], call[2][CALLS];
    uint32_t   phone[2];        /* opened as monitors */
    uint32_t   stale_app, stale_line, stale_call, stale_phone;
};

static DWORD device, device_count, phone_device;
static struct belongings mine, theirs;
static const uint32_t versions_of_lines[2] = { 0x00020000, 0x00030001 };

#define ARG( request, param )  args[ARG_##request##_##param]

static uint32_t initialize( struct raw *raw )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t ret;

    ARG( lineInitialize, dwFriendlyNameOffset ).data = L"attacker";
    ARG( lineInitialize, dwModuleNameOffset ).data = L"attacker.exe";
    ARG( lineInitialize, dwAPIVersion ).value = 0x00030001;
    ARG( lineInitialize, InitContext ).value = 77;
    ret = send_args( raw, trp_request( TRP_lineInitialize ), args, out );
    ok( !ret, "lineInitialize: %#x\n", ret );
    return out[ARG_lineInitialize_hLineApp].value;
}

static uint32_t initialize_phone( struct raw *raw )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t ret;

    ARG( phoneInitialize, dwFriendlyNameOffset ).data = L"attacker";
    ARG( phoneInitialize, dwModuleNameOffset ).data = L"attacker.exe";
    ARG( phoneInitialize, dwAPIVersion ).value = 0x00030001;
    ret = send_args( raw, trp_request( TRP_phoneInitialize ), args, out );
    ok( !ret, "phoneInitialize: %#x\n", ret );
    return out[ARG_phoneInitialize_hPhoneApp].value;
}

static uint32_t simple( struct raw *raw, uint32_t func, uint32_t index, uint32_t handle )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };

    args[index].value = handle;
    return send_args( raw, trp_request( func ), args, NULL );
}

static uint32_t open_raw( struct raw *raw, uint32_t app, uint32_t version )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t ret;

    ARG( lineOpen, hLineApp ).value = app;
    ARG( lineOpen, dwDeviceID ).value = device;
    ARG( lineOpen, dwNegotiatedVersion ).value = version;
    ARG( lineOpen, dwPrivileges ).value = LINECALLPRIVILEGE_OWNER;
    ARG( lineOpen, dwMediaModes ).value = LINEMEDIAMODE_INTERACTIVEVOICE;
    ret = send_args( raw, trp_request( TRP_lineOpen ), args, out );
    ok( !ret, "lineOpen: %#x\n", ret );
    return out[ARG_lineOpen_hLine].value;
}

static uint32_t open_raw_phone( struct raw *raw, uint32_t app, uint32_t version )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t ret;

    ARG( phoneOpen, hPhoneApp ).value = app;
    ARG( phoneOpen, dwDeviceID ).value = phone_device;
    ARG( phoneOpen, dwNegotiatedVersion ).value = version;
    ARG( phoneOpen, dwPrivilege ).value = PHONEPRIVILEGE_MONITOR;
    ret = send_args( raw, trp_request( TRP_phoneOpen ), args, out );
    ok( !ret, "phoneOpen: %#x\n", ret );
    return out[ARG_phoneOpen_hPhone].value;
}

/* The handle in the completion of lineMakeCall, pulled as a client without event connection does. */
static uint32_t pull_call( struct raw *raw, uint32_t request_id )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    const struct trp_completion *completion = trp_completion( TRP_lineMakeCall );
    uint32_t values[TRP_COMPLETION_MAX], size, tries, ret;
    const void *data;

    for (tries = 0; tries < 500; tries++)
    {
        size_t done = 0, length;

        ARG( GetAsyncEvents, dwTotalBufferSize ).value = ARG( GetAsyncEvents, dwTotalBufferSize ).size = 8192;
        ret = send_args( raw, trp_request( TRP_GetAsyncEvents ), args, out );
        if (ret) break;
        while (done < out[ARG_GetAsyncEvents_dwTotalBufferSize].size)
        {
            const struct trp_event *event = (const void *)((const char *)out[ARG_GetAsyncEvents_dwTotalBufferSize].data + done);

            if (!(length = trp_event_check( event, out[ARG_GetAsyncEvents_dwTotalBufferSize].size - done ))) break;
            done += length;
            if (event->msg != LINE_REPLY || event->param1 != request_id) continue;
            if (event->param2 || trp_decode_completion( completion, event, values, &data, &size )) return 0;
            return values[CARG_lineMakeCall_hCall];
        }
        Sleep( 10 );
    }
    return 0;
}

static uint32_t call_raw( struct raw *raw, uint32_t line )
{
    static uint32_t next_id = 5000;
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } };
    uint32_t ret, call;

    ARG( lineMakeCall, dwRequestID ).value = ++next_id;
    ARG( lineMakeCall, hLine ).value = line;
    ARG( lineMakeCall, lpszDestAddress ).data = L"ring";
    ret = send_args( raw, trp_request( TRP_lineMakeCall ), args, NULL );
    ok( ret && !refused( ret ), "lineMakeCall: %#x\n", ret );
    call = pull_call( raw, ret );
    ok( call, "no call\n" );
    return call;
}

static void acquire( struct belongings *own, unsigned int calls )
{
    unsigned int i, j;
    LONG ret = raw_connect( &own->raw, TRANSPORT_REQUESTS, 0 );

    ok( !ret, "cannot connect: %#lx\n", ret );
    own->app = initialize( &own->raw );
    own->phone_app = initialize_phone( &own->raw );
    for (i = 0; i < 2; i++) own->line[i] = open_raw( &own->raw, own->app, versions_of_lines[i] );
    for (i = 0; i < 2; i++) for (j = 0; j < calls; j++) own->call[i][j] = call_raw( &own->raw, own->line[i] );
    for (i = 0; i < 2; i++) own->phone[i] = open_raw_phone( &own->raw, own->phone_app, versions_of_lines[i] );
    own->stale_phone = open_raw_phone( &own->raw, own->phone_app, 0x00020000 );
    ok( !simple( &own->raw, TRP_phoneClose, ARG_phoneClose_hPhone, own->stale_phone ), "phoneClose\n" );
    own->stale_app = initialize( &own->raw );
    ok( !simple( &own->raw, TRP_lineShutdown, ARG_lineShutdown_hLineApp, own->stale_app ), "lineShutdown\n" );
    own->stale_line = open_raw( &own->raw, own->app, 0x00020000 );
    ok( !simple( &own->raw, TRP_lineClose, ARG_lineClose_hLine, own->stale_line ), "lineClose\n" );
    own->stale_call = call_raw( &own->raw, own->line[NEW] );
    /* its only owner may not go before the call has ended */
    ret = simple( &own->raw, TRP_lineDrop, ARG_lineDrop_hCall, own->stale_call );
    ok( ret > 0, "lineDrop: %#lx\n", ret );
    for (i = 0; i < 200 && (ret = simple( &own->raw, TRP_lineDeallocateCall, ARG_lineDeallocateCall_hCall, own->stale_call )); i++) Sleep( 10 );
    ok( !ret, "lineDeallocateCall: %#lx\n", ret );
}

/* A handle of that type which this client really has; 0: nobody has one. */
static uint32_t real_handle( const struct belongings *own, uint32_t type, unsigned int version, unsigned int nth )
{
    switch (type)
    {
    case TRP_HLINEAPP:  return own->app;
    case TRP_HPHONEAPP: return own->phone_app;
    case TRP_HLINE:     return own->line[version];
    case TRP_HPHONE:    return own->phone[version];
    case TRP_HCALL:     return own->call[version][nth % CALLS];
    default:            return 0;
    }
}

/* A legal request with real handles and ids, made for the API version of one of the lines. */
static void make_real( struct sample *sample, const struct trp_request *req, unsigned int version )
{
    unsigned int i, calls = 0;

    do make_args( sample, req, ALL_PRESENT );
    while (sample->api_version != versions_of_lines[version]);
    for (i = 0; i < req->nparams; i++)
    {
        const struct trp_param *param = &req->params[i];
        struct trp_arg *arg = &sample->args[i];

        if (param->kind == TRP_HANDLE)
        {
            /* of agents and dialogs nobody has one: then it is made up, but not 0 */
            uint32_t real = real_handle( &mine, param->type, version, param->type == TRP_HCALL ? calls++ : 0 );
            if (real) arg->value = real;
        }
        else if (param->kind == TRP_DEVICE_ID) arg->value = req->family == TRP_PHONE ? phone_device : device;
        else if (param->kind == TRP_ADDRESS_ID || param->kind == TRP_EXT_VERSION) arg->value = 0;
    }
    if (req->func == TRP_lineOpen)
    {
        sample->args[ARG_lineOpen_dwPrivileges].value = LINECALLPRIVILEGE_MONITOR;
        sample->args[ARG_lineOpen_dwMediaModes].value = 0;
    }
    if (req->func == TRP_lineGetID) sample->args[ARG_lineGetID_dwSelect].value = LINECALLSELECT_ADDRESS;
}

static const uint32_t handled[] =
{
#define HANDLER( name )  TRP_##name,
#include "../handlers.def"
#undef HANDLER
};

static BOOL has_handler( const struct trp_request *req )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(handled); i++) if (handled[i] == req->func) return TRUE;
    return FALSE;
}

static uint32_t unavailable( const struct trp_request *req )
{
    return req->family == TRP_PHONE ? PHONEERR_OPERATIONUNAVAIL : LINEERR_OPERATIONUNAVAIL;
}

/* error: what the rule names; a request that nobody serves yet may be refused for that. */
static void expect_refusal( const struct sample *sample, uint32_t error, BOOL exact, const char *what )
{
    uint32_t ret = send_args( &mine.raw, sample->req, sample->args, NULL );

    if (exact) check( ret == error, "%s: %s gave %s, expected %s", sample->req->name, what, trp_error_name( ret ), trp_error_name( error ) );
    else check( refused( ret ), "%s: %s gave %s", sample->req->name, what, trp_error_name( ret ) );
    if (!has_handler( sample->req ) && !exact)
        check( ret == unavailable( sample->req ) || ret == error || refused( ret ), "%s: %s", sample->req->name, trp_error_name( ret ) );
}

/* ---- the rules --------------------------------------------------------------------------------------------------- */

struct rule
{
    char    *column[7];
    const struct trp_request *req;
    uint32_t param;             /* ~0u: none */
};

enum column { FUNC, REQUEST, FORM, KIND, PARAM, BY, REFUSED };

static struct sample sample;

static void set_field( uint32_t param, uint32_t offset, uint32_t value )
{
    memcpy( (char *)sample.args[param].data + offset, &value, sizeof(value) );
}

/* The members whose values the protocol knows. */
static void break_fields( const struct trp_request *req, uint32_t param )
{
    uint32_t type = req->params[param].type, i;

    for (i = 0; i < field_count; i++)
    {
        const struct field *field = &fields[i];
        uint32_t base = 0, bad = field->kind == FIELD_MAX ? field->mask + 1 : ~field->mask & (0u - ~field->mask);

        if (field->structure == TRPS_LINEFORWARD && type == TRPS_LINEFORWARDLIST) base = 8;
        else if (field->structure != type) continue;
        make_real( &sample, req, NEW );
        if (bad)
        {
            set_field( param, base + field->offset, bad );
            expect_refusal( &sample, field->error, TRUE, "a value that does not exist" );
        }
        if (field->kind == FIELD_ONE || field->kind == FIELD_ONE_OR_0)
        {
            set_field( param, base + field->offset, field->mask );
            expect_refusal( &sample, field->error, TRUE, "several values" );
        }
        if (field->kind == FIELD_ONE)
        {
            set_field( param, base + field->offset, 0 );
            expect_refusal( &sample, field->error, TRUE, "no value" );
        }
    }
}

static void test_generic( const struct rule *rule )
{
    if (!strcmp( rule->column[FUNC], "*" ))
    {
        make_real( &sample, trp_request( TRP_lineGetDevCaps ), NEW );
        if (strstr( rule->column[REFUSED], "not assigned" ))
        {
            uint32_t packet[16] = { UNASSIGNED };

            check( !trp_request( UNASSIGNED ), "request %u is assigned", UNASSIGNED );
            check( send_packet( &mine.raw, packet, sizeof(packet), sizeof(packet) ) == LINEERR_OPERATIONUNAVAIL, "an unassigned number" );
        }
        else reject_one( trp_request( TRP_lineGetDevCaps ), ~0u );
        return;
    }
    if (rule->param == ~0u) return;
    /* the size of a buffer is told apart with the buffer */
    reject_one( rule->req, rule->req->params[rule->param].kind == TRP_SIZE ? rule->req->params[rule->param].pair : rule->param );
    break_rules( rule->req->func, rule->param );
    if (rule->req->params[rule->param].kind == TRP_STRUCT) break_fields( rule->req, rule->param );
}

static void test_handle( const struct rule *rule )
{
    const struct trp_param *param = &rule->req->params[rule->param];
    uint32_t error, bad[20], count = 0, i, real;
    BOOL exact = TRUE;

    if (rule->param == ~0u) return;
    error = trp_param_error( rule->req, rule->param );
    if (strstr( rule->column[BY], "rules.def" )) break_rules( rule->req->func, rule->param );
    make_real( &sample, rule->req, NEW );
    if (param->kind != TRP_HANDLE)
    {
        sample.args[rule->param].value = 0x7ffffffe;
        expect_refusal( &sample, error, FALSE, "no such object" );
        return;
    }
    /* of several optional handles the one that counts */
    for (i = 0; param->flags & TRP_OPTIONAL && i < rule->req->nparams; i++)
    {
        if (i != rule->param && rule->req->params[i].kind == TRP_HANDLE) sample.args[i].value = 0;
        if (!strcmp( rule->req->params[i].name, "dwSelect" ))
            sample.args[i].value = param->type == TRP_HCALL ? LINECALLSELECT_CALL : LINECALLSELECT_LINE;
    }
    for (i = 0; i < rule->param; i++)
        if (rule->req->params[i].kind == TRP_HANDLE && !real_handle( &mine, rule->req->params[i].type, NEW, 0 )) exact = FALSE;
    real = real_handle( &mine, param->type, NEW, 0 ) ? sample.args[rule->param].value : 0;
    if (!(param->flags & TRP_OPTIONAL)) bad[count++] = 0;
    bad[count++] = 1;
    bad[count++] = 0xffffffff;
    bad[count++] = 0x7fffffff;
    bad[count++] = 0x80000000;
    if (real)
    {
        bad[count++] = real | 0x80000000;
        bad[count++] = real ^ 0x00200000;       /* another generation of the same slot */
    }
    if (param->type == TRP_HLINEAPP) bad[count++] = mine.stale_app;
    if (param->type == TRP_HLINE) bad[count++] = mine.stale_line;
    if (param->type == TRP_HCALL) bad[count++] = mine.stale_call;
    if (param->type == TRP_HPHONE) bad[count++] = mine.stale_phone;
    if (real_handle( &theirs, param->type, NEW, 0 )) bad[count++] = real_handle( &theirs, param->type, NEW, 0 );
    for (i = TRP_HLINEAPP; i <= TRP_HCALL; i++)
        if (i != param->type && real_handle( &mine, i, NEW, 0 )) bad[count++] = real_handle( &mine, i, NEW, 0 );
    for (i = 0; i < count; i++)
    {
        char what[60];

        snprintf( what, sizeof(what), "%.30s %#x", param->name, bad[i] );
        sample.args[rule->param].value = bad[i];
        /* agents and sessions are named by their proxy, which alone knows them: without one nobody can be asked */
        expect_refusal( &sample, error, exact && (!bad[i] || (param->type != TRP_HAGENT && param->type != TRP_HAGENTSESSION)), what );
    }
}

static void test_device( const struct rule *rule )
{
    BOOL exact = has_handler( rule->req );
    uint32_t bad[] = { device_count, device_count + 1000, 0x7fffffff, 0x80000000, 0xfffffffe }, i;

    if (rule->param == ~0u) return;
    for (i = 0; i < ARRAY_SIZE(bad); i++)
    {
        make_real( &sample, rule->req, NEW );
        if (rule->req->func == TRP_NegotiateAPIVersionForAllDevices)
        {
            static const uint32_t entries[][2] = { { ARG_NegotiateAPIVersionForAllDevices_dwLineAPIVersionListSize, 4 },
                                                   { ARG_NegotiateAPIVersionForAllDevices_dwLineExtensionIDListSize, 16 } };
            unsigned int j;

            if (i || device_count > 63) continue;
            sample.args[ARG_NegotiateAPIVersionForAllDevices_dwNumLineDevices].value = device_count + 1;
            for (j = 0; j < 2; j++) sample.args[entries[j][0]].value = sample.args[entries[j][0]].size = (device_count + 1) * entries[j][1];
            exact = FALSE;
        }
        else if (rule->req->params[rule->param].kind == TRP_STRUCT)
        {
            /* lineOpen for a single address that is none */
            sample.args[ARG_lineOpen_dwPrivileges].value = LINECALLPRIVILEGE_MONITOR | LINEOPENOPTION_SINGLEADDRESS;
            set_field( rule->param, 24, LINEADDRESSMODE_ADDRESSID );
            set_field( rule->param, 28, bad[i] );
            exact = FALSE;
        }
        else sample.args[rule->param].value = bad[i];
        expect_refusal( &sample, trp_param_error( rule->req, rule->param ), exact, rule->req->params[rule->param].name );
    }
}

static void test_version( const struct rule *rule )
{
    uint32_t expected, i;

    if (!rule->req || rule->req->func == TRP_lineMakeCall)
    {
        const struct trp_request *req = trp_request( TRP_lineMakeCall );

        make_real( &sample, req, OLD );
        set_field( ARG_lineMakeCall_lpCallParams, 4, LINEBEARERMODE_VOICE | LINEBEARERMODE_SPEECH );
        expect_refusal( &sample, LINEERR_INVALBEARERMODE, TRUE, "two bearer modes on a line of 2.0" );
        return;
    }
    if (rule->param == ~0u) return;
    if (rule->req->params[rule->param].kind == TRP_EXT_VERSION)
    {
        make_real( &sample, rule->req, NEW );
        sample.args[rule->param].value = 0x00990099;
        expect_refusal( &sample, trp_param_error( rule->req, rule->param ), has_handler( rule->req ), "an extension version of nobody" );
        return;
    }
    if (rule->req->func == TRP_lineSetMediaMode)
    {
        make_real( &sample, rule->req, OLD );
        sample.args[rule->param].value = LINEMEDIAMODE_INTERACTIVEVOICE | LINEMEDIAMODE_AUTOMATEDVOICE;
        expect_refusal( &sample, LINEERR_INVALMEDIAMODE, TRUE, "two media modes on a line of 2.0" );
        return;
    }
    /* lineForward: what is in the entries */
    break_fields( rule->req, rule->param );
    for (i = 0; i < 4; i++)
    {
        static const struct { uint32_t member, value; } bad[] = { { 4, 0xffffffff }, { 8, 0xfffffffc }, { 16, 0xffffffff }, { 20, 0xfffffffc } };

        make_real( &sample, rule->req, NEW );
        set_field( rule->param, 8 + bad[i].member, bad[i].value );
        expected = trp_check_version( rule->req, sample.args, versions_of_lines[NEW] );
        check( expected != 0, "%s: member %u is not looked at", rule->req->name, bad[i].member );
        expect_refusal( &sample, expected, TRUE, "an address outside" );
    }
}

/* Rules that only servers of other machines have: here every program is the user's own. */
static BOOL about_administrators( const struct rule *rule )
{
    return strstr( rule->column[REFUSED], "no administrator" ) && !strstr( rule->column[REFUSED], "no such object" );
}

/* Which request of a proxy each agent function becomes. */
static const struct { uint32_t func, kind; } agent_functions[] =
{
    { TRP_lineSetAgentGroup, LINEPROXYREQUEST_SETAGENTGROUP },
    { TRP_lineSetAgentState, LINEPROXYREQUEST_SETAGENTSTATE },
    { TRP_lineSetAgentActivity, LINEPROXYREQUEST_SETAGENTACTIVITY },
    { TRP_lineGetAgentCaps, LINEPROXYREQUEST_GETAGENTCAPS },
    { TRP_lineGetAgentStatus, LINEPROXYREQUEST_GETAGENTSTATUS },
    { TRP_lineAgentSpecific, LINEPROXYREQUEST_AGENTSPECIFIC },
    { TRP_lineGetAgentActivityList, LINEPROXYREQUEST_GETAGENTACTIVITYLIST },
    { TRP_lineGetAgentGroupList, LINEPROXYREQUEST_GETAGENTGROUPLIST },
    { TRP_lineCreateAgent, LINEPROXYREQUEST_CREATEAGENT },
    { TRP_lineSetAgentMeasurementPeriod, LINEPROXYREQUEST_SETAGENTMEASUREMENTPERIOD },
    { TRP_lineGetAgentInfo, LINEPROXYREQUEST_GETAGENTINFO },
    { TRP_lineCreateAgentSession, LINEPROXYREQUEST_CREATEAGENTSESSION },
    { TRP_lineGetAgentSessionList, LINEPROXYREQUEST_GETAGENTSESSIONLIST },
    { TRP_lineSetAgentSessionState, LINEPROXYREQUEST_SETAGENTSESSIONSTATE },
    { TRP_lineGetAgentSessionInfo, LINEPROXYREQUEST_GETAGENTSESSIONINFO },
    { TRP_lineGetQueueList, LINEPROXYREQUEST_GETQUEUELIST },
    { TRP_lineSetQueueMeasurementPeriod, LINEPROXYREQUEST_SETQUEUEMEASUREMENTPERIOD },
    { TRP_lineGetQueueInfo, LINEPROXYREQUEST_GETQUEUEINFO },
    { TRP_lineGetGroupList, LINEPROXYREQUEST_GETGROUPLIST },
    { TRP_lineSetAgentStateEx, LINEPROXYREQUEST_SETAGENTSTATEEX },
};

/* The other client serves agents: all but that kind of requests, or only that one. */
static uint32_t serve_agents( uint32_t kind, BOOL only )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    struct { LINECALLPARAMS params; uint32_t kinds[LINEPROXYREQUEST_SETAGENTSTATEEX]; } open = { { sizeof(open) } };
    uint32_t i, count = 0, ret;

    for (i = 1; i <= LINEPROXYREQUEST_SETAGENTSTATEEX; i++) if ((i == kind) == only) open.kinds[count++] = i;
    open.params.dwDevSpecificSize = count * sizeof(uint32_t);
    open.params.dwDevSpecificOffset = sizeof(open.params);
    ARG( lineOpen, hLineApp ).value = theirs.app;
    ARG( lineOpen, dwDeviceID ).value = device;
    ARG( lineOpen, dwNegotiatedVersion ).value = 0x00020002;
    ARG( lineOpen, dwPrivileges ).value = LINECALLPRIVILEGE_NONE | LINEOPENOPTION_PROXY;
    ARG( lineOpen, pCallParams ).data = &open;
    ARG( lineOpen, dwAsciiCallParamsCodePage ).value = TRP_NO_DATA;
    ret = send_args( &theirs.raw, trp_request( TRP_lineOpen ), args, out );
    check( !ret, "lineOpen as a proxy gave %s", trp_error_name( ret ) );
    return ret ? 0 : out[ARG_lineOpen_hLine].value;
}

static void test_proxy( const struct rule *rule )
{
    uint32_t i, kind = 0, line, ret;

    for (i = 0; i < ARRAY_SIZE(agent_functions); i++) if (agent_functions[i].func == rule->req->func) kind = agent_functions[i].kind;
    check( kind != 0, "%s is no agent function", rule->req->name );
    make_real( &sample, rule->req, NEW );
    expect_refusal( &sample, LINEERR_OPERATIONUNAVAIL, TRUE, "no proxy" );
    line = serve_agents( kind, FALSE );
    expect_refusal( &sample, LINEERR_OPERATIONUNAVAIL, TRUE, "a proxy for everything else" );
    simple( &theirs.raw, TRP_lineClose, ARG_lineClose_hLine, line );
    /* nothing else was wrong with the request */
    line = serve_agents( kind, TRUE );
    ret = send_args( &mine.raw, sample.req, sample.args, NULL );
    check( ret && !refused( ret ), "%s gave %s although it is served", rule->req->name, trp_error_name( ret ) );
    simple( &theirs.raw, TRP_lineClose, ARG_lineClose_hLine, line );
}

static void test_state( const struct rule *rule )
{
    if (!rule->req)
    {
        struct raw raw;
        LONG ret = raw_connect( &raw, TRANSPORT_REQUESTS, mine.raw.cookie ^ 1 );

        check( ret && ret != 1, "a cookie of nobody gave %#lx", ret );
        return;
    }
    make_real( &sample, rule->req, NEW );
    if (rule->req->func == TRP_lineCompleteTransfer)
    {
        sample.args[ARG_lineCompleteTransfer_hConsultCall].value = mine.call[OLD][0];
    }
    else if (rule->req->func == TRP_GetUIDllName)
    {
        sample.args[ARG_GetUIDllName_dwObjectID].value = 0x7ffffffe;
        memset( &sample.args[ARG_GetUIDllName_dwProviderFilenameOffset], 0, sizeof(struct trp_arg) );
        sample.args[ARG_GetUIDllName_bRemoveProvider].value = 1;
    }
    else if (rule->req->func == TRP_lineGetCallIDs)
    {
        struct raw empty;

        check( !raw_connect( &empty, TRANSPORT_REQUESTS, 0 ), "cannot connect" );
        check( refused( send_args( &empty, rule->req, sample.args, NULL ) ), "a client without application" );
        raw_close( &empty );
        return;
    }
    else if (rule->req->func == TRP_phoneSetStatusMessages)
    {
        /* every open phone gives the privilege that it takes: one without is closed */
        sample.args[ARG_phoneSetStatusMessages_hPhone].value = mine.stale_phone;
    }
    else if (rule->req->family == TRP_PHONE && strstr( rule->column[REFUSED], "too little privilege" ))
    {
        expect_refusal( &sample, PHONEERR_NOTOWNER, TRUE, rule->column[REFUSED] );
        return;
    }
    expect_refusal( &sample, 0, FALSE, rule->column[REFUSED] );
}

static BOOL read_rule( char *line, struct rule *rule )
{
    unsigned int i;

    rule->column[0] = line;
    for (i = 1; i < ARRAY_SIZE(rule->column); i++)
    {
        if (!(rule->column[i] = strchr( rule->column[i - 1], '\t' ))) return FALSE;
        *rule->column[i]++ = 0;
    }
    rule->req = NULL;
    rule->param = ~0u;
    if (strcmp( rule->column[FUNC], "*" ))
    {
        /* rules for LINECALLPARAMS hold wherever they are */
        rule->req = trp_request( strcmp( rule->column[FUNC], "-" ) ? strtoul( rule->column[FUNC], NULL, 10 ) : TRP_lineMakeCall );
        for (i = 0; rule->req && i < rule->req->nparams; i++)
            if (!strcmp( rule->req->params[i].name, rule->column[PARAM] )) rule->param = i;
    }
    return TRUE;
}

static const struct { const char *kind; void (*test)( const struct rule *rule ); } kinds[] =
{
    { "generic", test_generic }, { "handle", test_handle }, { "device", test_device }, { "version", test_version },
    { "state", test_state }, { "proxy", test_proxy },
};

static void test_rules_of_protocol( struct witness *witness )
{
    HRSRC resource = FindResourceA( NULL, "RULES", (const char *)RT_RCDATA );
    DWORD size = resource ? SizeofResource( NULL, resource ) : 0;
    char *text = calloc( 1, size + 1 ), *line, *next, *before = status_snapshot(), *after, last[60] = "";
    unsigned int rules = 0, tested = 0, passed = 0, elsewhere = 0, i, checks_before = 0, failed_before = 0;
    struct rule rule;

    memcpy( text, LockResource( LoadResource( NULL, resource ) ), size );
    for (line = text; line && *line; line = next)
    {
        if ((next = strchr( line, '\n' ))) *next++ = 0;
        line[strcspn( line, "\r" )] = 0;
        if (line[0] == '#' || !strncmp( line, "func", 4 )) continue;
        ok( read_rule( line, &rule ), "not a rule: %s\n", line );
        if (strcmp( rule.column[FORM], "fail" )) continue;     /* what the other sentences say, these refer to */
        rules++;
        if (about_administrators( &rule ) || !strcmp( rule.column[BY], "differs" ))
        {
            elsewhere++;
            continue;
        }
        winetest_push_context( "%s.%s", rule.column[REQUEST], rule.column[PARAM] );
        /* rules about the same parameter follow each other: their packets were sent together */
        snprintf( last + 30, 30, "%.10s%.19s", rule.column[KIND], rule.column[PARAM] );
        if (memcmp( last, last + 30, 30 ) || !checks)
        {
            checks_before = checks;
            failed_before = failed_checks;
            for (i = 0; i < ARRAY_SIZE(kinds); i++) if (!strcmp( rule.column[KIND], kinds[i].kind )) kinds[i].test( &rule );
            memcpy( last, last + 30, 30 );
            after = status_snapshot_like( before );
            ok( !strcmp( before, after ), "before: %s\nafter: %s\n", before, after );
            free( before );
            before = after;
        }
        if (checks != checks_before) tested++;
        else ok( 0, "no packet for \"%s\"\n", rule.column[REFUSED] );
        if (checks != checks_before && failed_checks == failed_before) passed++;
        winetest_pop_context();
    }
    free( before );
    free( text );
    printf( "%u rules, %u tested, %u passed, %u have no place here (%u packets)\n", rules, tested, passed, elsewhere, checks );
    ok( rules == 429, "%u rules\n", rules );
    ok( tested + elsewhere == rules && passed == tested, "%u rules, %u tested, %u passed\n", rules, tested, passed );
    witness_check( witness );
}

/* Every parameter of every request, whether a rule speaks of it or not. */
static void test_all_parameters( struct witness *witness )
{
    char *before = status_snapshot(), *after;

    checks = 0;
    test_rejections();
    after = status_snapshot_like( before );
    ok( !strcmp( before, after ), "before: %s\nafter: %s\n", before, after );
    printf( "%u packets that break the table\n", checks );
    free( before );
    free( after );
    witness_check( witness );
    check_consistent();
}

/* ---- dialogs ------------------------------------------------------------------------------------------------------- */

static uint32_t ask_ui_dll( struct raw *raw, uint32_t id, uint32_t type, uint32_t room, uint32_t *dialog )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    uint32_t ret;

    ARG( GetUIDllName, dwObjectID ).value = id;
    ARG( GetUIDllName, dwObjectType ).value = type;
    ARG( GetUIDllName, dwUIDllNameOffset ).size = ARG( GetUIDllName, dwUIDllNameSize ).size = room;
    ret = send_args( raw, trp_request( TRP_GetUIDllName ), args, out );
    if (!ret) *dialog = out[ARG_GetUIDllName_htDlgInst].value;
    return ret;
}

/* The dialog of a line stays one, whatever is asked about it: its provider never takes our handle for its own. */
static void test_dialogs( struct application *app )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    HLINE line = open_line( app, device, 0x00020002, 0, LINECALLPRIVILEGE_NONE, 0 );
    uint32_t dialog = 0, same = 0, ret;
    struct testtsp_record record = { { 0 } };
    char block[] = "block";

    command( app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ret = ask_ui_dll( &mine.raw, device, TUISPIDLL_OBJECT_LINEID, 512, &dialog );
    ok( !ret && dialog, "GetUIDllName: %#x, dialog %#x\n", ret, dialog );
    ret = ask_ui_dll( &mine.raw, dialog, TUISPIDLL_OBJECT_DIALOGINSTANCE, 4, &same );
    ok( ret == LINEERR_STRUCTURETOOSMALL, "GetUIDllName without room: %#x\n", ret );
    ret = ask_ui_dll( &mine.raw, dialog, TUISPIDLL_OBJECT_DIALOGINSTANCE, 512, &same );
    ok( !ret && same == dialog, "GetUIDllName: %#x, dialog %#x, not %#x\n", ret, same, dialog );

    ARG( TUISPIDLLCallback, dwObjectID ).value = dialog;
    ARG( TUISPIDLLCallback, dwObjectType ).value = TUISPIDLL_OBJECT_DIALOGINSTANCE;
    ARG( TUISPIDLLCallback, dwParamsInOffset ).data = block;
    ARG( TUISPIDLLCallback, dwParamsInOffset ).size = ARG( TUISPIDLLCallback, dwParamsInSize ).value = sizeof(block);
    ARG( TUISPIDLLCallback, dwParamsOutOffset ).size = ARG( TUISPIDLLCallback, dwParamsOutSize ).size = sizeof(block);
    ret = send_args( &mine.raw, trp_request( TRP_TUISPIDLLCallback ), args, out );
    ok( !ret, "TUISPIDLLCallback: %#x\n", ret );
    ok( count_calls( app, line, "TSPI_providerGenericDialogData", &record ) == 1, "the provider was not called\n" );
    ok( record.args[0] == device && record.args[1] == TUISPIDLL_OBJECT_LINEID, "object %#lx type %lu\n", record.args[0], record.args[1] );

    memset( args, 0, sizeof(args) );
    ARG( FreeDialogInstance, htDlgInst ).value = dialog;
    ret = send_args( &mine.raw, trp_request( TRP_FreeDialogInstance ), args, NULL );
    ok( !ret, "FreeDialogInstance: %#x\n", ret );
    lineClose( line );
}

/* The device id of a phone, or ~0u. */
static DWORD find_phone( const WCHAR *name )
{
    union { PHONECAPS caps; char bytes[2048]; } u;
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = 0x00020002, count = 0, id, found = ~0u;
    HPHONEAPP app;
    LONG ret;

    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    ret = phoneInitializeExW( &app, NULL, NULL, L"packets test", &count, &version, &params );
    ok( !ret, "phoneInitializeEx: %#lx\n", ret );
    for (id = 0; !ret && id < count; id++)
    {
        u.caps.dwTotalSize = sizeof(u);
        if (phoneGetDevCapsW( app, id, 0x00020002, 0, &u.caps ) || !u.caps.dwPhoneNameSize) continue;
        if (!wcscmp( (const WCHAR *)(u.bytes + u.caps.dwPhoneNameOffset), name )) found = id;
    }
    if (!ret) phoneShutdown( app );
    return found;
}

/* Call hubs are for TAPI 3, which asks by packets of its own; tapi32 exports nothing that does. */
static void test_call_hubs( struct application *app )
{
    struct trp_arg args[TRP_MAX_PARAMS] = { { 0 } }, out[TRP_MAX_PARAMS];
    LINECALLHUBTRACKINGINFO info = { sizeof(info), sizeof(info), sizeof(info), 0, LINECALLHUBTRACKING_ALLCALLS };
    HLINE line = open_line( app, device, 0x00020002, 0, LINECALLPRIVILEGE_NONE, 0 );
    const LINECALLHUBTRACKINGINFO *got;
    struct testtsp_record record = { { 0 } };
    uint32_t hline, ret;

    hline = open_raw( &mine.raw, mine.app, 0x00030001 );
    command( app, line, 0, 0, TESTTSP_CLEAR, 0, 0, 0, 0, NULL );
    ARG( lineSetCallHubTracking, hLine ).value = hline;
    ARG( lineSetCallHubTracking, lpTrackingInfo ).data = &info;
    ARG( lineSetCallHubTracking, lpTrackingInfo ).size = sizeof(info);
    ret = send_args( &mine.raw, trp_request( TRP_lineSetCallHubTracking ), args, NULL );
    ok( !ret, "SetCallHubTracking: %#x\n", ret );
    ok( count_calls( app, line, "TSPI_lineSetCallHubTracking", &record ) == 1 && record.args[1] == LINECALLHUBTRACKING_ALLCALLS,
        "the provider is told %lu\n", record.args[1] );
    memset( args, 0, sizeof(args) );
    ARG( lineGetCallHubTracking, hLine ).value = hline;
    ARG( lineGetCallHubTracking, lpTrackingInfo ).size = sizeof(info) + 16;
    ret = send_args( &mine.raw, trp_request( TRP_lineGetCallHubTracking ), args, out );
    got = out[ARG_lineGetCallHubTracking_lpTrackingInfo].data;
    ok( !ret && got && got->dwUsedSize == sizeof(*got), "GetCallHubTracking: %#x\n", ret );
    if (!ret && got)
        ok( got->dwCurrentTracking == LINECALLHUBTRACKING_ALLCALLS && got->dwAvailableTracking == LINECALLHUBTRACKING_ALLCALLS,
            "current %lu available %#lx\n", got->dwCurrentTracking, got->dwAvailableTracking );
    command( app, line, 0, 0, TESTTSP_FAIL_NEXT, LINEERR_OPERATIONUNAVAIL, 0, 0, 0, L"TSPI_lineGetCallHubTracking" );
    ret = send_args( &mine.raw, trp_request( TRP_lineGetCallHubTracking ), args, out );
    ok( ret == LINEERR_OPERATIONUNAVAIL, "GetCallHubTracking: %#x\n", ret );
    ok( !simple( &mine.raw, TRP_lineClose, ARG_lineClose_hLine, hline ), "lineClose\n" );
    lineClose( line );
}

START_TEST(packets)
{
    struct application app;
    struct witness *witness;

    if (!provider_begin()) return;
    app_begin( &app, L"packets test", 0x00020002 );
    device = find_line( &app, LINE_A );
    device_count = app.lines;
    phone_device = find_phone( L"Test phone A" );
    ok( phone_device != ~0u, "the test provider's phone is missing\n" );
    if (device != ~0u && observer_begin())
    {
        DWORD clients;

        witness = witness_begin( LINE_B );
        clients = status_value( "clients" );
        acquire( &mine, CALLS );
        acquire( &theirs, 0 );
        attacker = mine.raw;
        test_rules_of_protocol( witness );
        test_all_parameters( witness );
        test_dialogs( &app );
        test_call_hubs( &app );

        /* what the attackers leave behind goes with them */
        raw_close( &mine.raw );
        raw_close( &theirs.raw );
        ok( status_becomes( "clients", clients, PATIENCE ), "clients are left\n" );
        ok( status_becomes( "lines", 1, PATIENCE ) && status_becomes( "calls", 1, PATIENCE ), "lines or calls are left\n" );
        ok( status_becomes( "phones", 0, PATIENCE ), "phones are left\n" );
        check_consistent();
        witness_end( witness );
        observer_end();
    }
    app_end( &app );
    provider_end();
}
