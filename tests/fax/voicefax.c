/*
 * An answered voice call turns out to be a fax, or a modem: it becomes one, and goes to the program for it.
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
 * 'Modem B' is a voice modem here. Who calls is efax, as a fax machine does, or another program of this test, as a modem does; who answers waits for automated
 * voice calls, and hears what it is. The program that the call is handed to runs in a process of its own.
 */

#include "pages.h"
#include "class1.h"

#define OWNER    LINECALLPRIVILEGE_OWNER
#define MONITOR  LINECALLPRIVILEGE_MONITOR
#define VOICE    LINEMEDIAMODE_AUTOMATEDVOICE
#define DATA     LINEMEDIAMODE_DATAMODEM
#define FAX      LINEMEDIAMODE_G3FAX

#define FAX_PROGRAM  L"voicefax_receiver.exe"

enum { REMOTE_SET_MEDIA = REMOTE_OWN, REMOTE_RECEIVE };

/* ---- the other program */

/* A page by the port of the call, into files of the present folder. */
static LONG receive( HCALL call )
{
    static BYTE page[65536];
    union { VARSTRING id; char bytes[512]; } u;
    struct fax fax;
    DWORD size = 0;
    HANDLE port;
    LONG ret;

    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    if ((ret = lineGetIDW( 0, 0, call, LINECALLSELECT_CALL, &u.id, L"comm/datamodem" ))) return ret;
    memcpy( &port, u.bytes + u.id.dwStringOffset, sizeof(port) );
    fax_open( &fax, port );
    if (!fax_receive( &fax, "5550102", page, sizeof(page), &size )) ret = ERR( OPERATIONFAILED );
    trace( "%lu bytes of page: %lu bytes written, %lu read %s\n", size, fax.sent, fax.received, fax.error );
    fax_close( &fax );
    CloseHandle( port );
    if (!ret)
    {
        GetCurrentDirectoryW( ARRAY_SIZE(folder), folder );
        write_file( "page", page, min( size, sizeof(page) ) );
    }
    return ret;
}

static LONG own( struct app *app, HLINE line, DWORD op, const DWORD *args, struct remote_reply *reply )
{
    HCALL call = (HCALL)(ULONG_PTR)args[0];

    switch (op)
    {
    case REMOTE_SET_MEDIA:
        return lineSetMediaMode( call, args[1] );
    case REMOTE_RECEIVE:
        return receive( call );
    }
    return ERR( INVALPARAM );
}

/* The call that was handed over: new, connected, and its own. */
static DWORD get_call( struct remote *remote, DWORD media_mode )
{
    DWORD call;

    ok( !remote_do( remote, REMOTE_WAIT, LINE_APPNEWCALL, ANY, ANY, NULL ), "no LINE_APPNEWCALL\n" );
    ok( remote->reply.values[3] == OWNER, "privilege %#lx\n", remote->reply.values[3] );
    call = remote->reply.values[2];
    ok( !remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, call, ANY, NULL ), "no LINE_CALLSTATE\n" );
    ok( remote->reply.values[1] == LINECALLSTATE_CONNECTED && remote->reply.values[3] == OWNER, "state %#lx, privilege %#lx\n", remote->reply.values[1],
        remote->reply.values[3] );
    ok( !remote_do( remote, REMOTE_INFO, call, 0, 0, NULL ), "lineGetCallInfo\n" );
    ok( remote->reply.values[2] == media_mode, "media mode %#lx\n", remote->reply.values[2] );
    return call;
}

/* ---- the program that answers */

/* A call comes in, is answered, and is voice. */
static HCALL answer( struct app *app, HLINE line, DWORD offered )
{
    LINEMESSAGE msg;
    HCALL call;

    if (!wait_message( app, LINE_APPNEWCALL, H( line ), ANY, &msg ))
    {
        ok( 0, "no call\n" );
        return 0;
    }
    call = (HCALL)msg.dwParam2;
    ok( wait_state( app, call, LINECALLSTATE_OFFERING, &msg ), "not offered\n" );
    ok( msg.dwParam3 == OWNER, "privilege %#lx\n", H( msg.dwParam3 ) );
    ok( call_info( call )->dwMediaMode == offered, "offered as %#lx\n", call_info( call )->dwMediaMode );
    ok_ret( lineMonitorMedia( call, DATA | FAX ), 0 );
    ok_ret( wait_reply( app, lineAnswer( call, NULL, 0 ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, &msg ), "not connected\n" );
    ok( call_info( call )->dwMediaMode == VOICE, "answered as %#lx\n", call_info( call )->dwMediaMode );
    return call;
}

static void check_heard( struct app *app, HCALL call, DWORD media_mode )
{
    LINEMESSAGE msg = { 0 };

    ok( wait_message( app, LINE_MONITORMEDIA, H( call ), ANY, &msg ) && msg.dwParam1 == media_mode, "heard media mode %#lx\n", H( msg.dwParam1 ) );
    ok( call_info( call )->dwMediaMode == VOICE, "media mode %#lx\n", call_info( call )->dwMediaMode );
}

/* The engine has made another kind of call of it. */
static void check_changed( struct app *app, HCALL call, DWORD media_mode, DWORD bearer_mode )
{
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, NULL ), "not connected again\n" );
    ok( call_info( call )->dwMediaMode == media_mode && call_info( call )->dwBearerMode == bearer_mode, "media mode %#lx, bearer mode %#lx\n",
        call_info( call )->dwMediaMode, call_info( call )->dwBearerMode );
}

/* The call is another program's now, and ends when that drops it. */
static void give_away( struct app *app, HCALL call )
{
    ok( wait_message( app, LINE_CALLINFO, H( call ), LINECALLINFOSTATE_NUMOWNERINCR, NULL ), "no second owner\n" );
    ok_ret( lineSetCallPrivilege( call, MONITOR ), 0 );
    ok( call_privilege( call ) == MONITOR, "privilege %#lx\n", call_privilege( call ) );
    ok_ret( lineDrop( call, NULL, 0 ), LINEERR_NOTOWNER );
}

static void check_end( struct app *app, HCALL call, struct remote *remote, DWORD their )
{
    ok_ret( remote_do( remote, REMOTE_DROP, their, 0, 0, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_IDLE, NULL ), 0 );
    ok_ret( remote_do( remote, REMOTE_DEALLOCATE, their, 0, 0, NULL ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_IDLE, NULL ), "not idle\n" );
    ok_ret( lineDeallocateCall( call ), 0 );
    forget( app );
}

/* A fax machine calls: its tone is heard, the call becomes a fax, and the fax program receives the page. */
static void test_fax( struct app *app, DWORD device, HLINE line )
{
    static BYTE page[65536];
    struct remote remote;
    DWORD their, size;
    HCALL call;

    if (!run_unix( "code", "efix -n peer.%03d -o tiffg3 page.pbm" ) || !remote_begin( &remote, "voicefax", FAX_PROGRAM )) return;
    ok_ret( remote_do( &remote, REMOTE_OPEN, device, OWNER, FAX, NULL ), 0 );
    start_unix( "sender", "efax -d $PHONELINE_DIR/modem-a -v ewinchmx -o1 -l 5550101 -h '' -iZ -k H -t 5550102 peer.001" );
    if ((call = answer( app, line, VOICE | FAX | LINEMEDIAMODE_UNKNOWN )))
    {
        check_heard( app, call, FAX );
        ok_ret( lineSetMediaMode( call, FAX ), 0 );
        check_changed( app, call, FAX, LINEBEARERMODE_PASSTHROUGH );
        ok_ret( lineHandoffW( call, NULL, FAX ), 0 );
        their = get_call( &remote, FAX );
        give_away( app, call );
        ok_ret( remote_do( &remote, REMOTE_RECEIVE, their, 0, 0, NULL ), 0 );
        if (end_unix( "sender" ))
        {
            size = read_file( "page", page, sizeof(page) );
            check_received( "got", page, size );
        }
        check_end( app, call, &remote, their );
    }
    ok_ret( remote_do( &remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    remote_end( &remote );
}

/* A modem calls: the call is handed over first, to a program by its name, and its new owner makes data of it. */
static void test_data( struct app *app, DWORD device, HLINE line )
{
    struct remote remote, caller;
    DWORD their, outgoing;
    HCALL call;

    if (!remote_begin( &remote, "voicefax", FAX_PROGRAM )) return;
    if (!remote_begin( &caller, "voicefax", NULL ))
    {
        remote_kill( &remote );
        return;
    }
    ok_ret( remote_do( &remote, REMOTE_OPEN, device, OWNER, DATA, NULL ), 0 );
    ok_ret( remote_do( &caller, REMOTE_OPEN, find_line( app, L"Modem A" ), OWNER, DATA, NULL ), 0 );
    ok_ret( remote_do( &caller, REMOTE_MAKE_CALL, 0, 0, 0, L"5550102" ), 0 );
    outgoing = caller.reply.values[0];
    if ((call = answer( app, line, VOICE | DATA | LINEMEDIAMODE_UNKNOWN )))
    {
        check_heard( app, call, DATA );
        ok_ret( lineHandoffW( call, FAX_PROGRAM, 0 ), 0 );
        their = get_call( &remote, VOICE );
        give_away( app, call );
        ok_ret( remote_do( &remote, REMOTE_SET_MEDIA, their, DATA, 0, NULL ), 0 );
        ok_ret( remote_do( &remote, REMOTE_WAIT, LINE_CALLSTATE, their, LINECALLSTATE_CONNECTED, NULL ), 0 );
        check_changed( app, call, DATA, LINEBEARERMODE_VOICE );
        ok_ret( remote_do( &caller, REMOTE_WAIT, LINE_CALLSTATE, outgoing, LINECALLSTATE_CONNECTED, NULL ), 0 );
        ok_ret( remote_do( &caller, REMOTE_WRITE, outgoing, 0, 0, L"from the caller" ), 0 );
        ok_ret( remote_do( &remote, REMOTE_READ, their, 15, 0, NULL ), 0 );
        ok( !wcscmp( remote.reply.text, L"from the caller" ), "read %s\n", wine_dbgstr_w( remote.reply.text ));
        ok_ret( remote_do( &remote, REMOTE_WRITE, their, 0, 0, L"from the called" ), 0 );
        ok_ret( remote_do( &caller, REMOTE_READ, outgoing, 15, 0, NULL ), 0 );
        ok( !wcscmp( caller.reply.text, L"from the called" ), "read %s\n", wine_dbgstr_w( caller.reply.text ));
        check_end( app, call, &remote, their );
    }
    ok_ret( remote_do( &caller, REMOTE_DROP, outgoing, 0, 0, NULL ), 0 );
    ok_ret( remote_do( &caller, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    remote_end( &caller );
    ok_ret( remote_do( &remote, REMOTE_CLOSE, 0, 0, 0, NULL ), 0 );
    remote_end( &remote );
}

START_TEST( voicefax )
{
    static const DWORD profile = 0x1;   /* voice; its sound is nobody's here */
    struct app app;
    DWORD device;
    HLINE line;
    HKEY key;

    remote_own = own;
    remote_main();
    if (!folder_begin( "voicefax" )) return;
    SetCurrentDirectoryW( folder );     /* of the other program, too */
    make_page();
    key = open_modem_key( L"Modem B" );
    ok( key && !RegSetValueExW( key, L"VoiceProfile", 0, REG_DWORD, (const BYTE *)&profile, sizeof(profile) ), "no Modem B\n" );
    if (run_unix( "exchange", "phoneline voice B v253 && phoneline fax A on && phoneline fax B on && phoneline set fast-audio 1" ))
    {
        app_begin( &app, "voicefax" );
        device = find_line( &app, L"Modem B" );
        ok( device != ~0u, "no line 'Modem B'\n" );
        if ((line = open_line( &app, device, NEWEST, OWNER, VOICE )))
        {
            test_fax( &app, device, line );
            test_data( &app, device, line );
            ok_ret( lineClose( line ), 0 );
        }
        app_end( &app );
        run_unix( "exchange", "phoneline fax A off && phoneline fax B off && phoneline set fast-audio 0" );
    }
    RegDeleteValueW( key, L"VoiceProfile" );
    RegCloseKey( key );
    SetCurrentDirectoryW( L"C:\\" );
    folder_end();
}
