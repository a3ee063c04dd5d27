/*
 * Tests of the built-in exchange: a program with a line and a telephone set.
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

#include "session.h"

/* The service is a 64-bit program, so that 32-bit ones say which half of the registry they mean. */
static void set_lines( DWORD lines )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL ))
        return;
    RegSetValueExW( key, L"Lines", 0, REG_DWORD, (const BYTE *)&lines, sizeof(lines) );
    RegCloseKey( key );
}

static BOOL open_lines( struct session *session )
{
    static const LINEEXTENSIONID wanted = EXCHANGE_EXTENSION;
    LINEEXTENSIONID extension;
    DWORD id, version, ext_version;
    LONG ret;

    for (id = 0; id < session->count; id++)
    {
        if (lineNegotiateAPIVersion( session->app, id, VERSION, VERSION, &version, &extension )) continue;
        if (memcmp( &extension, &wanted, sizeof(wanted) )) continue;
        ret = lineNegotiateExtVersion( session->app, id, version, EXCHANGE_EXTENSION_VERSION, EXCHANGE_EXTENSION_VERSION, &ext_version );
        ok( !ret, "the extension version is refused: %#lx\n", ret );
        ret = lineOpenW( session->app, id, &session->control, version, ext_version, 0, LINECALLPRIVILEGE_NONE, 0, NULL );
        ok( !ret, "lineOpen with the extension: %#lx\n", ret );
        ret = lineOpenW( session->app, id, &session->line, version, 0, 0, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_INTERACTIVEVOICE, NULL );
        ok( !ret, "lineOpen: %#lx\n", ret );
        lineSetStatusMessages( session->line, LINEDEVSTATE_INSERVICE | LINEDEVSTATE_OUTOFSERVICE | LINEDEVSTATE_MSGWAITON, 0 );
        return TRUE;
    }
    return FALSE;
}

static BOOL open_phone( struct session *session )
{
    PHONEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = PHONEINITIALIZEEXOPTION_USEEVENT };
    DWORD count, version = VERSION, id, api;
    PHONEEXTENSIONID extension;
    LONG ret;

    ret = phoneInitializeExW( &session->phone_app, NULL, NULL, L"test", &count, &version, &params );
    ok( !ret, "phoneInitializeEx: %#lx\n", ret );
    if (ret) return FALSE;
    session->phone_event = params.Handles.hEvent;
    for (id = 0; id < count; id++)
    {
        static const PHONEEXTENSIONID wanted = EXCHANGE_EXTENSION;

        if (phoneNegotiateAPIVersion( session->phone_app, id, VERSION, VERSION, &api, &extension )) continue;
        if (memcmp( &extension, &wanted, sizeof(wanted) )) continue;
        ret = phoneOpen( session->phone_app, id, &session->phone, api, 0, 0, PHONEPRIVILEGE_OWNER );
        ok( !ret, "phoneOpen: %#lx\n", ret );
        ret = phoneSetStatusMessages( session->phone, PHONESTATE_LAMP | PHONESTATE_DISPLAY | PHONESTATE_RINGMODE | PHONESTATE_HANDSETHOOKSWITCH |
                                      PHONESTATE_SPEAKERHOOKSWITCH, PHONEBUTTONMODE_CALL | PHONEBUTTONMODE_FEATURE | PHONEBUTTONMODE_KEYPAD,
                                      PHONEBUTTONSTATE_UP | PHONEBUTTONSTATE_DOWN );
        ok( !ret, "phoneSetStatusMessages: %#lx\n", ret );
        return !ret;
    }
    ok( 0, "the exchange has no phone among %lu\n", count );
    return FALSE;
}

BOOL session_begin( struct session *session, BOOL with_phone )
{
    LINEINITIALIZEEXPARAMS params = { .dwTotalSize = sizeof(params), .dwOptions = LINEINITIALIZEEXOPTION_USEEVENT };
    DWORD version = VERSION;
    LONG ret;

    memset( session, 0, sizeof(*session) );
    set_lines( 4 );
    ret = lineAddProviderW( L"exchange.tsp", NULL, &session->provider );
    if (ret)
    {
        skip( "exchange.tsp cannot be added: %#lx\n", ret );
        return FALSE;
    }
    ret = lineInitializeExW( &session->app, NULL, NULL, L"test", &session->count, &version, &params );
    ok( !ret, "lineInitializeEx: %#lx\n", ret );
    session->event = params.Handles.hEvent;
    if (!ret && open_lines( session ) && (!with_phone || open_phone( session ))) return TRUE;
    ok( 0, "there is no line of the exchange\n" );
    session_end( session );
    return FALSE;
}

void session_end( struct session *session )
{
    HKEY key;
    LONG ret;

    if (session->phone_app) phoneShutdown( session->phone_app );
    if (session->app) lineShutdown( session->app );
    ret = lineRemoveProvider( session->provider, NULL );
    ok( !ret || session->crashed, "lineRemoveProvider: %#lx\n", ret );
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony", 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key )) return;
    RegDeleteTreeW( key, L"Exchange" );
    RegCloseKey( key );
}

/* ---- messages ---- */

static BOOL fits( const LINEMESSAGE *message, DWORD id, DWORD device, DWORD param1 )
{
    return message->dwMessageID == id && (device == ANY || message->hDevice == device) && (param1 == ANY || message->dwParam1 == param1);
}

static BOOL take_kept( struct session *session, DWORD id, DWORD device, DWORD param1, LINEMESSAGE *message )
{
    DWORD i;

    for (i = 0; i < session->kept_count; i++)
    {
        if (!fits( &session->kept[i], id, device, param1 )) continue;
        if (message) *message = session->kept[i];
        memmove( session->kept + i, session->kept + i + 1, (--session->kept_count - i) * sizeof(*session->kept) );
        return TRUE;
    }
    return FALSE;
}

static BOOL next( struct session *session, DWORD timeout )
{
    if (session->kept_count == ARRAY_SIZE(session->kept)) memmove( session->kept, session->kept + 1, --session->kept_count * sizeof(*session->kept) );
    return !lineGetMessage( session->app, &session->kept[session->kept_count], timeout ) && ++session->kept_count;
}

BOOL wait_message( struct session *session, DWORD id, DWORD device, DWORD param1, LINEMESSAGE *message )
{
    DWORD end = GetTickCount() + PATIENCE;

    for (;;)
    {
        if (take_kept( session, id, device, param1, message )) return TRUE;
        if ((int)(end - GetTickCount()) <= 0) return FALSE;
        next( session, end - GetTickCount() );
    }
}

BOOL have_message( struct session *session, DWORD id, DWORD device, DWORD param1, LINEMESSAGE *message )
{
    while (next( session, 0 )) ;
    return take_kept( session, id, device, param1, message );
}

void forget( struct session *session )
{
    while (next( session, 0 )) ;
    session->kept_count = 0;
}

LONG wait_reply( struct session *session, LONG request )
{
    LINEMESSAGE message;

    if (request <= 0) return request;
    if (wait_message( session, LINE_REPLY, ANY, request, &message )) return message.dwParam2;
    ok( 0, "request %#lx does not complete\n", request );
    return LINEERR_OPERATIONFAILED;
}

static BOOL next_phone( struct session *session, DWORD id, DWORD param1, DWORD param2, PHONEMESSAGE *message, DWORD timeout )
{
    DWORD end = GetTickCount() + timeout;

    while ((int)(end - GetTickCount()) > 0 && !phoneGetMessage( session->phone_app, message, end - GetTickCount() ))
    {
        if (message->dwMessageID == id && (param1 == ANY || message->dwParam1 == param1) && (param2 == ANY || message->dwParam2 == param2)) return TRUE;
    }
    return FALSE;
}

BOOL wait_phone( struct session *session, DWORD id, DWORD param1, DWORD param2, PHONEMESSAGE *message )
{
    PHONEMESSAGE mine;

    return next_phone( session, id, param1, param2, message ? message : &mine, PATIENCE );
}

LONG wait_phone_reply( struct session *session, LONG request )
{
    PHONEMESSAGE message;

    if (request <= 0) return request;
    if (wait_phone( session, PHONE_REPLY, request, ANY, &message )) return message.dwParam2;
    ok( 0, "request %#lx does not complete\n", request );
    return PHONEERR_OPERATIONFAILED;
}

/* ---- commands ---- */

LONG send_block( struct session *session, struct exchange_command *command, DWORD size )
{
    return wait_reply( session, lineDevSpecific( session->control, 0, 0, command, size ) );
}

LONG command( struct session *session, DWORD code, DWORD line, DWORD arg0, DWORD arg1, const char *text, DWORD *result )
{
    struct exchange_command block = { .size = sizeof(block), .magic = EXCHANGE_MAGIC, .code = code, .line = line };
    LONG ret;

    block.args[0] = arg0;
    block.args[1] = arg1;
    if (text) strcpy( block.text, text );
    ret = send_block( session, &block, sizeof(block) );
    if (result) memcpy( result, block.result, sizeof(block.result) );
    return ret;
}

HCALL incoming( struct session *session, const char *text, DWORD *id )
{
    DWORD result[8] = { 0 };
    LINEMESSAGE message;
    LONG ret;

    ret = command( session, EXCHANGE_INCOMING, 1001, 0, 0, text, result );
    ok( !ret && result[0], "a call from outside: %#lx, id %lu\n", ret, result[0] );
    if (id) *id = result[0];
    if (!wait_message( session, LINE_CALLSTATE, ANY, LINECALLSTATE_OFFERING, &message ))
    {
        ok( 0, "no call is offered\n" );
        return 0;
    }
    return (HCALL)(DWORD_PTR)message.hDevice;
}
