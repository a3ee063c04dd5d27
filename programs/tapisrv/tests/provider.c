/*
 * Tests of hosting service providers: add, use, remove, and what happens when they misbehave.
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

#include "tsp.h"

static HLINEAPP app;
static DWORD devices;           /* before anything was added */
static BOOL is_installed( DWORD id, char *name )
{
    union { LINEPROVIDERLIST list; char buffer[4096]; } u;
    const LINEPROVIDERENTRY *entry;
    DWORD i;
    LONG ret;

    u.list.dwTotalSize = sizeof(u);
    ret = lineGetProviderListA( 0x00020000, &u.list );
    ok( !ret, "lineGetProviderList returned %#lx\n", ret );
    if (ret) return FALSE;
    entry = (const LINEPROVIDERENTRY *)(u.buffer + u.list.dwProviderListOffset);
    for (i = 0; i < u.list.dwNumProviders; i++)
    {
        if (entry[i].dwPermanentProviderID != id) continue;
        if (name) strcpy( name, u.buffer + entry[i].dwProviderFilenameOffset );
        return TRUE;
    }
    return FALSE;
}

static DWORD add( const char *file )
{
    DWORD id = 0xdeadbeef;
    LONG ret = lineAddProviderA( file, NULL, &id );

    ok( !ret, "lineAddProvider( %s ) returned %#lx\n", file, ret );
    return ret ? 0 : id;
}

static void remove_provider( DWORD id )
{
    LONG ret = lineRemoveProvider( id, NULL );

    ok( !ret, "lineRemoveProvider( %lu ) returned %#lx\n", id, ret );
    ok( !is_installed( id, NULL ), "provider %lu is still installed\n", id );
}

/* Add the test provider; *line_a, *line_b: its device ids. */
static DWORD add_test_provider( DWORD *line_a, DWORD *line_b )
{
    LINEMESSAGE msg;
    DWORD id = add( "testtsp.tsp" );
    BOOL got;

    *line_a = *line_b = -1;
    if (!id) return 0;
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    if (got) *line_a = msg.dwParam1;
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no second LINE_CREATE\n" );
    if (got) *line_b = msg.dwParam1;
    return id;
}

static void test_add_errors(void)
{
    static const char *const bad[] = { "nosuch.tsp", "..\\nosuch.tsp", "C:\\testtsp.tsp", "tapi32.dll", "win.ini", "" };
    DWORD id, i;
    LONG ret;

    for (i = 0; i < ARRAYSIZE( bad ); i++)
    {
        ret = lineAddProviderA( bad[i], NULL, &id );
        ok( ret == LINEERR_INVALPARAM || ret == LINEERR_OPERATIONFAILED, "%s: returned %#lx\n", bad[i], ret );
    }
    ret = lineRemoveProvider( 0x12345678, NULL );
    ok( ret == LINEERR_INVALPARAM, "lineRemoveProvider returned %#lx\n", ret );
    ret = lineConfigProvider( NULL, 0x12345678 );
    ok( ret == LINEERR_INVALPARAM, "lineConfigProvider returned %#lx\n", ret );

    SetEnvironmentVariableW( TESTTSPUI_RESULT, L"0x80000048" );    /* OPERATIONFAILED */
    ret = lineAddProviderA( "testtsp.tsp", NULL, &id );
    ok( ret == LINEERR_OPERATIONFAILED, "the UI DLL's error became %#lx\n", ret );
    SetEnvironmentVariableW( TESTTSPUI_RESULT, L"0x80000045" );    /* NOMULTIPLEINSTANCE */
    ret = lineAddProviderA( "testtsp.tsp", NULL, &id );
    ok( ret == (LONG)0x80000045, "the UI DLL's error became %#lx\n", ret );
    SetEnvironmentVariableW( TESTTSPUI_RESULT, NULL );
}

static void test_use( DWORD line_a, DWORD line_b )
{
    struct testtsp_command cmd = { 0 };
    struct testtsp_record record;
    union { LINECALLINFO info; char buffer[2048]; } u;
    LINEMESSAGE msg;
    HLINE line;
    HCALL call;
    DWORD count;
    LONG ret;
    BOOL got;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_OWNER, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    if (ret) return;
    count = count_records( app, line, "TSPI_lineOpen", &record );
    ok( count == 1, "TSPI_lineOpen called %lu times\n", count );
    ok( record.args[0] == line_a && record.args[2] == 0x00030001, "TSPI_lineOpen( %lu, ..., %#lx )\n", record.args[0], record.args[2] );

    /* a call that comes in */
    cmd.code = TESTTSP_RING;
    cmd.args[0] = LINEMEDIAMODE_INTERACTIVEVOICE;
    wcscpy( cmd.text, L"0123456789\nA. Caller" );
    ret = command( app, line, 0, 1, &cmd );
    ok( !ret, "ring returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_OFFERING, &msg );
    ok( got, "no offering call\n" );
    call = (HCALL)msg.hDevice;
    memset( &u, 0, sizeof(u) );
    u.info.dwTotalSize = sizeof(u);
    ret = lineGetCallInfoA( call, &u.info );
    ok( !ret, "lineGetCallInfo returned %#lx\n", ret );
    ok( u.info.dwAddressID == 1, "address %lu\n", u.info.dwAddressID );
    ok( u.info.dwCallerIDFlags == (LINECALLPARTYID_ADDRESS | LINECALLPARTYID_NAME), "caller id flags %#lx\n", u.info.dwCallerIDFlags );
    ok( !strcmp( u.buffer + u.info.dwCallerIDOffset, "0123456789" ), "caller %s\n", u.buffer + u.info.dwCallerIDOffset );
    ok( !strcmp( u.buffer + u.info.dwCallerIDNameOffset, "A. Caller" ), "caller %s\n", u.buffer + u.info.dwCallerIDNameOffset );
    ret = reply( app, lineAnswer( call, NULL, 0 ) );
    ok( !ret, "lineAnswer returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_CONNECTED, &msg );
    ok( got, "not connected\n" );
    ret = reply( app, lineDrop( call, NULL, 0 ) );
    ok( !ret, "lineDrop returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_IDLE, &msg );
    ok( got, "not idle\n" );
    ret = lineDeallocateCall( call );
    ok( !ret, "lineDeallocateCall returned %#lx\n", ret );
    count = count_records( app, line, "TSPI_lineCloseCall", NULL );
    ok( count == 1, "TSPI_lineCloseCall called %lu times\n", count );

    /* one that goes out, however the provider completes */
    for (count = TESTTSP_OWN_THREAD; count <= TESTTSP_TWICE; count++)
    {
        winetest_push_context( "completion %lu", count );
        ret = simple_command( app, line, TESTTSP_COMPLETION, count, 0 );
        ok( !ret, "command returned %#lx\n", ret );
        ret = reply( app, lineMakeCallA( line, &call, "5551234", 0, NULL ) );
        ok( !ret, "lineMakeCall returned %#lx\n", ret );
        got = expect_state( app, LINECALLSTATE_CONNECTED, &msg );
        ok( got, "not connected\n" );
        ret = reply( app, lineDrop( call, NULL, 0 ) );
        ok( !ret, "lineDrop returned %#lx\n", ret );
        got = expect_state( app, LINECALLSTATE_IDLE, &msg );
        ok( got, "not idle\n" );
        lineDeallocateCall( call );
        winetest_pop_context();
    }
    simple_command( app, line, TESTTSP_COMPLETION, TESTTSP_OWN_THREAD, 0 );
    ret = reply( app, lineMakeCallA( line, &call, "fail", 0, NULL ) );
    ok( ret == LINEERR_CALLUNAVAIL, "lineMakeCall returned %#lx\n", ret );
    ret = reply( app, lineMakeCallA( line, &call, "refuse", 0, NULL ) );
    ok( ret == LINEERR_INVALADDRESS, "lineMakeCall returned %#lx\n", ret );

    lineClose( line );
}

static void test_events( DWORD line_a )
{
    LINEMESSAGE msg;
    DWORD i, thread;
    HLINE line;
    LONG ret;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_OWNER, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    if (ret) return;
    for (thread = 0; thread < 2; thread++)
    {
        LONG request;
        struct testtsp_command cmd = { TESTTSP_MAGIC, TESTTSP_FLOOD, { 5000, thread } };

        request = lineDevSpecific( line, 0, 0, &cmd, sizeof(cmd) );
        ok( request > 0, "lineDevSpecific returned %#lx\n", request );
        for (i = 0; i < 5000;)
        {
            if (!next_message( app, &msg, 5000 )) break;
            if (msg.dwMessageID != LINE_DEVSPECIFIC) continue;
            if (msg.dwParam1 != i) break;
            i++;
        }
        ok( i == 5000, "message %lu is missing or out of order\n", i );
        ok( reply( app, request ) == 0, "no reply after the flood\n" );
    }
    lineClose( line );
}

static void test_dynamic( DWORD line_a )
{
    /* blocks that come back with the reply, whenever that is */
    static struct testtsp_command create = { TESTTSP_MAGIC, TESTTSP_ADD_LINE, { 777 }, { 0 }, L"Added line" };
    static struct testtsp_command removal = { TESTTSP_MAGIC, TESTTSP_REMOVE_LINE };
    LINEMESSAGE msg;
    HLINE line, added;
    DWORD id, permanent;
    LONG ret;
    BOOL got;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    if (ret) return;
    ret = lineDevSpecific( line, 0, 0, &create, sizeof(create) );
    ok( ret > 0, "lineDevSpecific returned %#lx\n", ret );
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    id = msg.dwParam1;
    ok( id > line_a, "new line is %lu\n", id );
    permanent = permanent_line_id( app, id );
    ok( permanent, "no permanent id\n" );
    ok( permanent != permanent_line_id( app, line_a ), "same permanent id %lu as line %lu\n", permanent, line_a );
    ret = open_line( app, id, LINECALLPRIVILEGE_NONE, &added );
    ok( !ret, "lineOpen of the new line returned %#lx\n", ret );

    removal.args[0] = id;
    ret = lineDevSpecific( line, 0, 0, &removal, sizeof(removal) );
    ok( ret > 0, "lineDevSpecific returned %#lx\n", ret );
    got = expect_message( app, LINE_CLOSE, &msg );
    ok( got && msg.hDevice == added, "LINE_CLOSE for %#lx\n", msg.hDevice );
    got = expect_message( app, LINE_REMOVE, &msg );
    ok( got && msg.dwParam1 == id, "LINE_REMOVE for %lu\n", (DWORD)msg.dwParam1 );
    ret = open_line( app, id, LINECALLPRIVILEGE_NONE, &added );
    ok( ret == LINEERR_NODEVICE || ret == LINEERR_NODRIVER || ret == LINEERR_BADDEVICEID, "lineOpen of the removed line returned %#lx\n", ret );
    lineClose( line );
}

static void test_dialogs( DWORD line_a, DWORD provider )
{
    /* blocks that come back with the reply, whenever that is */
    static struct testtsp_command dialog = { TESTTSP_MAGIC, TESTTSP_DIALOG, { 0 }, { 0 }, L"hello dialog" };
    static struct testtsp_command data = { TESTTSP_MAGIC, TESTTSP_DIALOG_DATA, { 0 }, { 0 }, L"close" };
    struct testtsp_record record;
    union { VARSTRING var; BYTE buffer[256]; } u = { 0 };
    BYTE config[4] = { 1, 2, 3, 4 };
    HLINE line;
    LONG ret, request;
    DWORD i;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    if (ret) return;
    simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    ret = lineConfigDialogA( line_a, NULL, "tapi/line" );
    ok( !ret, "lineConfigDialog returned %#lx\n", ret );
    ok( count_records( app, line, "TSPI_providerGenericDialogData", &record ) == 1, "the UI DLL was not heard\n" );
    ok( record.args[0] == line_a && record.args[1] == 1, "object %lu type %lu\n", record.args[0], record.args[1] );
    ok( !wcscmp( record.text, L"lineConfigDialog" ), "text %ls\n", record.text );
    ret = lineConfigDialogA( line_a, NULL, "nosuch" );
    ok( ret == LINEERR_INVALDEVICECLASS, "lineConfigDialog returned %#lx\n", ret );
    u.var.dwTotalSize = sizeof(u);
    ret = lineConfigDialogEditA( line_a, NULL, "tapi/line", config, sizeof(config), &u.var );
    ok( !ret, "lineConfigDialogEdit returned %#lx\n", ret );
    ok( u.var.dwStringSize == 4 && u.buffer[u.var.dwStringOffset] == 0xfe, "size %lu\n", u.var.dwStringSize );
    ret = lineConfigProvider( NULL, provider );
    ok( !ret, "lineConfigProvider returned %#lx\n", ret );
    count_records( app, line, "TSPI_providerGenericDialogData", &record );
    ok( record.args[0] == provider && record.args[1] == 3, "object %lu type %lu\n", record.args[0], record.args[1] );

    /* one that the provider opens */
    simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    request = lineDevSpecific( line, 0, 0, &dialog, sizeof(dialog) );
    ok( request > 0, "lineDevSpecific returned %#lx\n", request );
    for (i = 0; i < 100 && !count_records( app, line, "TSPI_providerGenericDialogData", &record ); i++) Sleep( 20 );
    ok( i < 100, "the dialog did not open\n" );
    ok( !wcscmp( record.text, L"hello dialog" ), "text %ls\n", record.text );
    ok( record.args[1] == 4, "type %lu\n", record.args[1] );
    ok( !count_records( app, line, "TSPI_providerFreeDialogInstance", NULL ), "the dialog ended too early\n" );
    ret = lineDevSpecific( line, 0, 0, &data, sizeof(data) );
    ok( ret > 0, "lineDevSpecific returned %#lx\n", ret );
    ret = reply( app, request );
    ok( !ret, "the dialog did not end: %#lx\n", ret );
    ok( count_records( app, line, "TSPI_providerFreeDialogInstance", NULL ) == 1, "the provider does not know that it ended\n" );
    lineClose( line );
}

static DWORD WINAPI hang_thread( void *arg )
{
    static struct testtsp_command cmd = { TESTTSP_MAGIC, TESTTSP_HANG, { 3000 } };

    /* the block comes back with the reply, after this thread */
    lineDevSpecific( *(HLINE *)arg, 0, 0, &cmd, sizeof(cmd) );
    return 0;
}

static void test_hang( DWORD line_a, DWORD line_b )
{
    DWORD start, took;
    HLINE line, other;
    HANDLE thread;
    LONG ret;

    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    thread = CreateThread( NULL, 0, hang_thread, &line, 0, NULL );
    Sleep( 300 );
    start = GetTickCount();
    ret = open_line( app, line_b, LINECALLPRIVILEGE_NONE, &other );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    took = GetTickCount() - start;
    ok( took < 2000, "the other line waited %lu ms\n", took );
    WaitForSingleObject( thread, 10000 );
    CloseHandle( thread );
    lineClose( other );
    lineClose( line );
}

static void test_crash( DWORD how )
{
    static struct testtsp_command cmds[TESTTSP_CRASH_POOL + 1];     /* a block comes back with the reply, whenever that is */
    struct testtsp_command *cmd = &cmds[how];
    DWORD provider, line_a, line_b, i, closed = 0, removed = 0;
    LINEMESSAGE msg;
    HLINE line;
    LONG ret, request;

    provider = add_test_provider( &line_a, &line_b );
    if (!provider) return;
    ret = open_line( app, line_a, LINECALLPRIVILEGE_OWNER, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    cmd->magic = TESTTSP_MAGIC;
    cmd->code = TESTTSP_CRASH;
    cmd->args[0] = how;
    request = lineDevSpecific( line, 0, 0, cmd, sizeof(*cmd) );
    if (how == TESTTSP_CRASH_HANDLED)
    {
        ret = reply( app, request );
        ok( !ret, "command returned %#lx\n", ret );
        ok( cmd->result[0] == 1, "the provider's own handler did not run\n" );
        ret = lineClose( line );
        ok( !ret, "lineClose returned %#lx\n", ret );
        remove_provider( provider );
        while (next_message( app, &msg, 100 )) {}
        return;
    }
    if (how == TESTTSP_CRASH_THREAD || how == TESTTSP_CRASH_POOL) ok( request > 0, "lineDevSpecific returned %#lx\n", request );
    else if (request < 0) ok( request == LINEERR_OPERATIONFAILED, "lineDevSpecific returned %#lx\n", request );
    for (i = 0; i < 8 && removed < 2; i++)
    {
        if (!next_message( app, &msg, 5000 )) break;
        if (msg.dwMessageID == LINE_CLOSE) closed++;
        if (msg.dwMessageID == LINE_REMOVE) removed++;
    }
    ok( closed == 1, "%lu LINE_CLOSE\n", closed );
    ok( removed == 2, "%lu LINE_REMOVE\n", removed );
    ret = open_line( app, line_b, LINECALLPRIVILEGE_NONE, &line );
    ok( ret == LINEERR_NODEVICE || ret == LINEERR_NODRIVER || ret == LINEERR_OPERATIONFAILED, "lineOpen after the crash returned %#lx\n", ret );
    remove_provider( provider );
    while (next_message( app, &msg, 100 )) {}
}

/* What PHONE_REPLY says; other messages are thrown away but the one of that kind. */
static LONG phone_reply( HPHONEAPP phones, LONG request, DWORD kind, PHONEMESSAGE *kept )
{
    PHONEMESSAGE msg;

    while (request > 0 && !phoneGetMessage( phones, &msg, 20000 ))
    {
        if (msg.dwMessageID == PHONE_REPLY && (LONG)msg.dwParam1 == request) return msg.dwParam2;
        if (msg.dwMessageID == kind) *kept = msg;
    }
    return request > 0 ? 0x7fffffff : request;
}

/* A phone that knows only ANSI and structures of 1.4: to applications everything is as with other phones. */
static void test_old_phone(void)
{
    union { PHONECAPS caps; PHONESTATUS status; PHONEBUTTONINFO info; VARSTRING var; char buffer[1024]; } u;
    PHONEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = 0x00030001, count = 0, id, mode = 0;
    PHONEMESSAGE msg = { 0 };
    HPHONEAPP phones;
    HPHONE phone;
    LONG ret;

    params.dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT;
    ret = phoneInitializeExA( &phones, NULL, NULL, "phones", &count, &version, &params );
    ok( !ret, "phoneInitializeEx returned %#lx\n", ret );
    for (id = 0; id < count; id++)
    {
        memset( &u, 0, sizeof(u) );
        u.caps.dwTotalSize = sizeof(u);
        if (phoneGetDevCapsA( phones, id, 0x00020000, 0, &u.caps )) continue;
        if (!strcmp( u.buffer + u.caps.dwPhoneNameOffset, "Old phone" )) break;
    }
    ok( id < count, "no old phone among %lu\n", count );
    if (id == count)
    {
        phoneShutdown( phones );
        return;
    }
    memset( &u, 0, sizeof(u) );
    u.caps.dwTotalSize = sizeof(u);
    ret = phoneGetDevCapsW( phones, id, 0x00020000, 0, &u.caps );
    ok( !ret, "phoneGetDevCaps returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.caps.dwPhoneNameOffset), L"Old phone" ) && u.caps.dwPhoneNameOffset >= 180, "name at %lu\n",
        u.caps.dwPhoneNameOffset );
    ok( u.caps.dwStringFormat == STRINGFORMAT_UNICODE, "string format %lu\n", u.caps.dwStringFormat );
    ok( !u.caps.dwDeviceClassesSize && !u.caps.dwPhoneFeatures, "members of 2.0: %lu %#lx\n", u.caps.dwDeviceClassesSize, u.caps.dwPhoneFeatures );

    ret = phoneOpen( phones, id, &phone, 0x00020000, 0, 0, PHONEPRIVILEGE_OWNER );
    ok( !ret, "phoneOpen returned %#lx\n", ret );
    ret = phone_reply( phones, phoneSetDisplay( phone, 0, 2, (const char *)L"Hello", 10 ), 0, &msg );
    ok( !ret, "phoneSetDisplay returned %#lx\n", ret );
    memset( &u, 0, sizeof(u) );
    u.var.dwTotalSize = sizeof(u);
    ret = phoneGetDisplay( phone, &u.var );
    ok( !ret, "phoneGetDisplay returned %#lx\n", ret );
    ok( u.var.dwStringFormat == STRINGFORMAT_UNICODE && !wcscmp( (WCHAR *)(u.buffer + u.var.dwStringOffset), L"  Hello         " ),
        "format %lu, %lu bytes\n", u.var.dwStringFormat, u.var.dwStringSize );
    memset( &u, 0, sizeof(u) );
    u.status.dwTotalSize = sizeof(u);
    ret = phoneGetStatusW( phone, &u.status );
    ok( !ret, "phoneGetStatus returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.status.dwDisplayOffset), L"  Hello         " ), "display of %lu bytes\n", u.status.dwDisplaySize );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.status.dwOwnerNameOffset), L"phones" ), "owner of %lu bytes\n", u.status.dwOwnerNameSize );
    memset( &u, 0, sizeof(u) );
    u.var.dwTotalSize = sizeof(u);
    ret = phoneGetIDW( phone, &u.var, L"oldtsp/name" );
    ok( !ret, "phoneGetID returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.var.dwStringOffset), L"Old line" ), "id of %lu bytes\n", u.var.dwStringSize );

    memset( &u, 0, sizeof(u) );
    u.info.dwTotalSize = sizeof(u.info) + 10;
    u.info.dwButtonMode = PHONEBUTTONMODE_FEATURE;
    u.info.dwButtonTextSize = 10;
    u.info.dwButtonTextOffset = sizeof(u.info);
    memcpy( u.buffer + sizeof(u.info), L"Hold", 10 );
    ret = phone_reply( phones, phoneSetButtonInfoW( phone, 0, &u.info ), 0, &msg );
    ok( !ret, "phoneSetButtonInfo returned %#lx\n", ret );
    memset( &u, 0, sizeof(u) );
    u.info.dwTotalSize = sizeof(u);
    ret = phoneGetButtonInfoW( phone, 0, &u.info );
    ok( !ret, "phoneGetButtonInfo returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.info.dwButtonTextOffset), L"Hold" ), "text of %lu bytes\n", u.info.dwButtonTextSize );

    /* it lacks TSPI_phoneSetStatusMessages: TAPI filters */
    ret = phoneSetStatusMessages( phone, PHONESTATE_LAMP, 0, 0 );
    ok( !ret, "phoneSetStatusMessages returned %#lx\n", ret );
    ret = phone_reply( phones, phoneSetLamp( phone, 0, PHONELAMPMODE_FLASH ), PHONE_STATE, &msg );
    ok( !ret, "phoneSetLamp returned %#lx\n", ret );
    ok( msg.dwMessageID == PHONE_STATE && msg.dwParam1 == PHONESTATE_LAMP, "message %lu %#lx\n", msg.dwMessageID, (DWORD)msg.dwParam1 );
    ret = phoneGetLamp( phone, 0, &mode );
    ok( !ret && mode == PHONELAMPMODE_FLASH, "phoneGetLamp returned %#lx, mode %#lx\n", ret, mode );
    /* what it does not have at all */
    ret = phoneGetGain( phone, PHONEHOOKSWITCHDEV_HANDSET, &mode );
    ok( ret == (LONG)PHONEERR_OPERATIONUNAVAIL, "phoneGetGain returned %#lx\n", ret );
    ret = phoneSetGain( phone, PHONEHOOKSWITCHDEV_HANDSET, 1 );
    ok( ret == (LONG)PHONEERR_OPERATIONUNAVAIL, "phoneSetGain returned %#lx\n", ret );
    ret = phoneClose( phone );
    ok( !ret, "phoneClose returned %#lx\n", ret );
    ret = phoneShutdown( phones );
    ok( !ret, "phoneShutdown returned %#lx\n", ret );
}

/* Strings and structures of supplementary services go to and from a provider that knows ANSI only. */
static void test_old_services( HLINE line, HCALL call )
{
    union { VARSTRING var; char buffer[64]; } var = { { sizeof(var) } };
    LINEFORWARDLIST list = { sizeof(list), 1, { { LINEFORWARDMODE_UNCOND } } };
    struct { LINEFORWARDLIST list; WCHAR to[8]; } forward = { { sizeof(forward), 1, { { LINEFORWARDMODE_UNCOND } } }, L"5550123" };
    WCHAR digits[8];
    HCALL consult;
    LINEMESSAGE msg;
    BOOL got;
    LONG ret;

    memset( digits, 0x55, sizeof(digits) );
    ret = lineGatherDigitsW( call, LINEDIGITMODE_DTMF, digits, 8, L"#", 0, 0 );
    ok( !ret, "lineGatherDigits returned %#lx\n", ret );
    got = expect_message( app, LINE_GATHERDIGITS, &msg );
    ok( got && msg.dwParam1 == LINEGATHERTERM_TERMDIGIT, "no LINE_GATHERDIGITS\n" );
    ok( msg.dwParam3 != 0, "no tick count\n" );
    ok( !wcscmp( digits, L"12#" ), "wrong digits\n" );

    ret = reply( app, lineParkW( call, LINEPARKMODE_NONDIRECTED, NULL, &var.var ) );
    ok( !ret, "linePark returned %#lx\n", ret );
    ok( var.var.dwStringFormat == STRINGFORMAT_UNICODE && !wcscmp( (WCHAR *)(var.buffer + var.var.dwStringOffset), L"parked" ),
        "format %lu, %lu bytes at %lu\n", var.var.dwStringFormat, var.var.dwStringSize, var.var.dwStringOffset );

    consult = (HCALL)(ULONG_PTR)1;
    forward.list.ForwardList[0].dwDestAddressSize = sizeof(forward.to);
    forward.list.ForwardList[0].dwDestAddressOffset = (const char *)forward.to - (const char *)&forward;
    ret = reply( app, lineForwardW( line, TRUE, 0, &forward.list, 3, &consult, NULL ) );
    ok( !ret, "lineForward returned %#lx\n", ret );
    ok( !consult, "consultation call %#lx\n", (DWORD)consult );
    ret = reply( app, lineForwardW( line, TRUE, 0, &list, 3, &consult, NULL ) );
    ok( ret == (LONG)LINEERR_INVALADDRESS, "lineForward returned %#lx\n", ret );
}

static void test_old_provider(void)
{
    union { LINEDEVCAPS caps; char buffer[4096]; } u;
    union { LINECALLINFO info; WCHAR text[1024]; } info;
    union { VARSTRING var; char buffer[256]; } var;
    LINEEXTENSIONID extension;
    char caller[] = "5557777";
    DWORD provider, version = 0;
    LINEMESSAGE msg;
    HLINE line;
    HCALL call;
    LONG ret;
    BOOL got;

    provider = add( "oldtsp.tsp" );
    if (!provider) return;
    got = expect_message( app, LINE_CREATE, &msg );
    ok( got, "no LINE_CREATE\n" );
    ret = lineNegotiateAPIVersion( app, msg.dwParam1, 0x00010003, 0x00030001, &version, &extension );
    ok( !ret, "lineNegotiateAPIVersion returned %#lx\n", ret );
    trace( "version %#lx\n", version );
    memset( &u, 0, sizeof(u) );
    u.caps.dwTotalSize = sizeof(u);
    ret = lineGetDevCapsA( app, msg.dwParam1, version, 0, &u.caps );
    ok( !ret, "lineGetDevCaps returned %#lx\n", ret );
    ok( !strcmp( u.buffer + u.caps.dwLineNameOffset, "Old line" ), "name %s\n", u.buffer + u.caps.dwLineNameOffset );
    memset( &u, 0, sizeof(u) );
    u.caps.dwTotalSize = sizeof(u);
    ret = lineGetDevCapsW( app, msg.dwParam1, version, 0, &u.caps );
    ok( !ret, "lineGetDevCaps returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)(u.buffer + u.caps.dwLineNameOffset), L"Old line" ), "wrong name\n" );

    ret = lineOpenA( app, msg.dwParam1, &line, version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE, NULL );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    memset( &var, 0, sizeof(var) );
    var.var.dwTotalSize = sizeof(var);
    ret = lineGetIDA( line, 0, 0, LINECALLSELECT_LINE, &var.var, "oldtsp/name" );
    ok( !ret, "lineGetID returned %#lx\n", ret );
    ok( !strcmp( var.buffer + var.var.dwStringOffset, "Old line" ), "id %s\n", var.buffer + var.var.dwStringOffset );

    ret = reply( app, lineMakeCallW( line, &call, L"0800 123", 0, NULL ) );
    ok( !ret, "lineMakeCall returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_CONNECTED, &msg );
    ok( got, "not connected\n" );
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = lineGetCallInfoW( call, &info.info );
    ok( !ret, "lineGetCallInfo returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)((char *)&info + info.info.dwCalledIDOffset), L"0800 123" ), "wrong number, %lu bytes\n", info.info.dwCalledIDSize );
    test_old_services( line, call );
    ret = reply( app, lineDrop( call, NULL, 0 ) );
    ok( !ret, "lineDrop returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_IDLE, &msg );
    ok( got, "not idle\n" );
    lineDeallocateCall( call );

    ret = reply( app, lineDevSpecific( line, 0, 0, caller, sizeof(caller) ) );
    ok( !ret, "lineDevSpecific returned %#lx\n", ret );
    got = expect_state( app, LINECALLSTATE_OFFERING, &msg );
    ok( got, "no call\n" );
    memset( &info, 0, sizeof(info) );
    info.info.dwTotalSize = sizeof(info);
    ret = lineGetCallInfoW( (HCALL)msg.hDevice, &info.info );
    ok( !ret, "lineGetCallInfo returned %#lx\n", ret );
    ok( !wcscmp( (WCHAR *)((char *)&info + info.info.dwCallerIDOffset), L"5557777" ), "wrong caller\n" );
    test_old_phone();
    remove_provider( provider );
    while (next_message( app, &msg, 100 )) {}
}

static void test_bad_providers(void)
{
    DWORD bad, crash, test, line_a, line_b;
    LINEMESSAGE msg;
    HLINE line;
    LONG ret;

    bad = add( "badtsp.tsp" );
    crash = add( "crashtsp.tsp" );
    test = add_test_provider( &line_a, &line_b );
    ret = open_line( app, line_a, LINECALLPRIVILEGE_NONE, &line );
    ok( !ret, "lineOpen returned %#lx\n", ret );
    remove_provider( bad );
    remove_provider( crash );
    ret = simple_command( app, line, TESTTSP_CLEAR, 0, 0 );
    ok( !ret, "command returned %#lx\n", ret );
    remove_provider( test );
    while (next_message( app, &msg, 100 )) {}
}

static void test_permanent_ids(void)
{
    DWORD provider, other, line_a, line_b, permanent_a, permanent_b, first, second, count;
    LINEMESSAGE msg;

    provider = add_test_provider( &line_a, &line_b );
    permanent_a = permanent_line_id( app, line_a );
    permanent_b = permanent_line_id( app, line_b );
    ok( permanent_a && permanent_b && permanent_a != permanent_b, "permanent ids %lu, %lu\n", permanent_a, permanent_b );

    /* another instance of it has lines of its own */
    other = add_test_provider( &first, &second );
    ok( other != provider, "same provider id %lu\n", other );
    ok( permanent_line_id( app, first ) != permanent_a, "same permanent id\n" );
    remove_provider( provider );
    ok( is_installed( other, NULL ), "the wrong provider is gone\n" );
    permanent_a = permanent_line_id( app, first );
    while (next_message( app, &msg, 200 )) {}

    /* the service forgets its devices when nobody is left */
    lineShutdown( app );
    Sleep( 300 );
    app = begin( &count );
    first = find_line( app, count, "Test line A" );
    ok( first != -1, "the line is gone\n" );
    ok( permanent_line_id( app, first ) == permanent_a, "permanent id %lu became %lu\n", permanent_a, permanent_line_id( app, first ) );
    remove_provider( other );
    while (next_message( app, &msg, 100 )) {}
}

/* A second after the last application has gone the service stops its providers: who removes one just then is served all the same. */
static void test_removal_at_stop(void)
{
    DWORD i, id, count;
    HLINEAPP other;

    for (i = 0; i < 8; i++)
    {
        other = begin( &count );
        id = add( "testtsp.tsp" );
        lineShutdown( other );
        Sleep( 994 + 2 * i );
        remove_provider( id );
    }
}

START_TEST( provider )
{
    DWORD provider, line_a, line_b, how;
    LINEMESSAGE msg;
    char name[MAX_PATH];
    DWORD count = 0;

    if (!install_fixtures()) return;
    app = begin( &devices );
    if (!app) return;
    test_add_errors();

    provider = add_test_provider( &line_a, &line_b );
    if (provider)
    {
        ok( is_installed( provider, name ) && !strcmp( name, "testtsp.tsp" ), "provider %lu is %s\n", provider, name );
        test_use( line_a, line_b );
        test_events( line_a );
        test_dynamic( line_a );
        test_dialogs( line_a, provider );
        test_hang( line_a, line_b );

        remove_provider( provider );
        while (next_message( app, &msg, 200 )) if (msg.dwMessageID == LINE_REMOVE) count++;
        ok( count == 2, "%lu LINE_REMOVE\n", count );
    }
    for (how = TESTTSP_CRASH_READ; how <= TESTTSP_CRASH_POOL; how++)
    {
        winetest_push_context( "crash %lu", how );
        test_crash( how );
        winetest_pop_context();
    }
    test_old_provider();
    test_bad_providers();
    test_permanent_ids();
    lineShutdown( app );
    test_removal_at_stop();
    remove_fixtures();
}
