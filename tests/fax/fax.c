/*
 * A fax program for Windows sends a page to efax and receives one from it.
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
 * As Class 1 the program dials, answers and talks T.30 itself, as Class 2 and 2.0 it leaves that to the modem; through the
 * handle that lineGetID gives for a call of LINEBEARERMODE_PASSTHROUGH. On the other modem of the simulated exchange is efax,
 * a Unix program, which Wine can start.
 * efix, which comes with it, codes and decodes the pages.
 */

#include "pages.h"
#include "class1.h"

/* ---- the calls */

static HCALL pass_through( struct app *app, HLINE line, HANDLE *port )
{
    union { VARSTRING id; char bytes[512]; } u;
    LINECALLPARAMS params = { sizeof(params) };
    LINEMESSAGE msg;
    HCALL call = 0;

    params.dwBearerMode = LINEBEARERMODE_PASSTHROUGH;
    params.dwMediaMode = LINEMEDIAMODE_DATAMODEM;
    params.dwAddressMode = LINEADDRESSMODE_ADDRESSID;
    ok_ret( wait_reply( app, lineMakeCallW( line, &call, NULL, 0, &params ) ), 0 );
    ok( wait_state( app, call, LINECALLSTATE_CONNECTED, &msg ), "the port was not handed over\n" );
    memset( &u, 0, sizeof(u) );
    u.id.dwTotalSize = sizeof(u);
    ok_ret( lineGetIDA( 0, 0, call, LINECALLSELECT_CALL, &u.id, "comm/datamodem" ), 0 );
    *port = u.id.dwStringSize > sizeof(HANDLE) ? *(HANDLE *)(u.bytes + u.id.dwStringOffset) : NULL;
    ok( *port != NULL, "no handle\n" );
    return call;
}

/* How we and efax do it, which has the option -o for that. */
struct way
{
    BOOL (*call)( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size );
    BOOL (*answer)( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size );
    const char *receiver, *sender;
};

static const struct way class1 = { fax_call, fax_answer, "-o1", "-o1" }, class2 = { fax_call_class2, fax_answer_class2, "-o2", "-o0" };

/* efax waits for a call; we dial it. */
static void test_send( HANDLE port, const struct way *way )
{
    char script[200];
    static BYTE page[65536];
    static const BYTE end_of_page[] = { 0x00, 0x08, 0x80, 0x00, 0x08, 0x80, 0x00, 0x08, 0x80 };    /* six times end-of-line */
    struct fax fax;
    DWORD size, i;
    int bit;

    if (!run_unix( "code", "efix -n sent.%03d -o fax page.pbm" )) return;
    size = read_file( "sent.001", page, sizeof(page) - sizeof(end_of_page) );
    ok( size > 100, "efix made %lu bytes\n", size );
    for (i = 0; i < size; i++)
    {
        BYTE byte = page[i];

        for (bit = 0, page[i] = 0; bit < 8; bit++)
            if (byte & (1 << bit)) page[i] |= 0x80 >> bit;
    }
    memcpy( page + size, end_of_page, sizeof(end_of_page) );
    size += sizeof(end_of_page);

    sprintf( script, "efax -d $PHONELINE_DIR/modem-b -v ewinchmx %s -l 5550102 -iZ -jS0=1 -k H -r arrived -w", way->receiver );
    start_unix( "receiver", script );
    ok( file_says( "receiver.log", "waiting for activity", 60000 ), "efax does not wait for calls\n" );
    fax_open( &fax, port );
    ok( way->call( &fax, "5550102", "5550101", page, size ), "sending failed: %s\n", fax.error );
    trace( "%lu bytes of page: %lu bytes written, %lu read\n", size, fax.sent, fax.received );
    fax_close( &fax );
    if (end_unix( "receiver" ) && run_unix( "decode", "efix -o pbm arrived.001 >arrived.pbm" )) check_page( "arrived.pbm" );
}

/* efax calls; we answer. */
static void test_receive( HANDLE port, const struct way *way )
{
    char script[200];
    static BYTE page[65536];
    struct fax fax;
    DWORD size = 0;

    if (!run_unix( "code", "efix -n peer.%03d -o tiffg3 page.pbm" )) return;
    fax_open( &fax, port );
    sprintf( script, "efax -d $PHONELINE_DIR/modem-b -v ewinchmx %s -l 5550102 -h '' -iZ -k H -t 5550101 peer.001", way->sender );
    start_unix( "sender", script );
    ok( way->answer( &fax, "5550101", page, sizeof(page), &size ), "receiving failed: %s\n", fax.error );
    trace( "%lu bytes of page: %lu bytes written, %lu read\n", size, fax.sent, fax.received );
    fax_close( &fax );
    if (end_unix( "sender" )) check_received( "got", page, min( size, sizeof(page) ) );
}

START_TEST( fax )
{
    struct app app;
    DWORD device;
    HLINE line;
    HCALL call;
    HANDLE port;

    if (!folder_begin( "fax" )) return;
    make_page();
    if (run_unix( "exchange", "phoneline fax A class2 && phoneline fax B class2 && phoneline set fast-audio 1" ))
    {
        app_begin( &app, "fax" );
        device = find_line( &app, L"Modem A" );
        ok( device != ~0u, "no line 'Modem A'\n" );
        line = open_line( &app, device, NEWEST, LINECALLPRIVILEGE_OWNER, LINEMEDIAMODE_DATAMODEM );
        call = pass_through( &app, line, &port );
        if (port)
        {
            test_send( port, &class1 );
            test_receive( port, &class1 );
            test_send( port, &class2 );
            test_receive( port, &class2 );
            CloseHandle( port );
        }
        hang_up( &app, call );
        ok_ret( lineClose( line ), 0 );
        app_end( &app );
        run_unix( "exchange", "phoneline fax A off && phoneline fax B off && phoneline set fast-audio 0" );
    }
    folder_end();
}
