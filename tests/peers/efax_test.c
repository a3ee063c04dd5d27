/*
 * efax sends a page to efax through two fax modems of the simulated exchange.
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
 * In Class 1 frames and pages are efax's, modulation is spandsp's; in Class 2 and 2.0 efax only gives and takes pages. With an
 * argument: as it is said in real time.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "fax_page.h"
#include "peer.h"

static void wait_for( const char *what, pid_t pid, const char *log )
{
    int status = -1;
    bool ended = peer_wait( pid, 90, &status );

    ok( ended && WIFEXITED( status ) && !WEXITSTATUS( status ), "%s ended with %#x", what, status );
    if (!ended || status) peer_show( log, 60 );
}

/* The page once or twice, from modem a to modem b, by efax's option of each: -o1, -o2 or -o0 (which is 2.0). */
static void pass_pages( const char *sending_class, const char *receiving_class, int pages )
{
    char sender[80], receiver[80], page[80], arriving[100], sent[100], received[100], pattern[20];
    const char *const send[] = { "/usr/bin/efax", "-d", sender, "-v", "ewinchmx", sending_class, "-l", "5550101", "-h", "", "-iZ", "-k", "H", "-t",
                                 "5550102", page, pages > 1 ? page : NULL, NULL };
    const char *const receive[] = { "/usr/bin/efax", "-d", receiver, "-v", "ewinchmx", receiving_class, "-l", "5550102", "-iZ", "-jS0=1", "-k", "H",
                                    "-r", arriving, "-w", NULL };
    pid_t receiving, sending;
    int failures = failed;

    peer_modem_path( 'a', sender, sizeof(sender) );
    peer_modem_path( 'b', receiver, sizeof(receiver) );
    snprintf( pattern, sizeof(pattern), "arrived%s%s", sending_class, receiving_class );
    snprintf( page, sizeof(page), "%s/page.001", dir );
    snprintf( arriving, sizeof(arriving), "%s/%s", dir, pattern );
    snprintf( sent, sizeof(sent), "%s/sent%s.log", dir, sending_class );
    snprintf( received, sizeof(received), "%s/received%s.log", dir, receiving_class );
    receiving = peer_run( received, NULL, receive );
    if (!peer_file_says( received, "waiting for activity", 30 )) peer_show( received, 30 );
    sending = peer_run( sent, NULL, send );
    wait_for( "the sender", sending, sent );
    wait_for( "the receiver", receiving, received );
    strcat( pattern, ".001" );
    page_check( pattern );
    if (pages > 1)
    {
        pattern[strlen( pattern ) - 1] = '2';
        page_check( pattern );
    }
    if (failed != failures) printf( "that was efax %s to efax %s\n", sending_class, receiving_class );
    ok( peer_control_says( "state", "a:number=5550101,state=idle", 10 ), "the sending modem is not idle" );
    ok( peer_control_says( "state", "b:number=5550102,state=idle", 10 ), "the receiving modem is not idle" );
}

int main( int argc, char **argv )
{
    static const char *const options[] = { "--fax", "all=class2", "--ring-interval", "400", "--fast-audio", NULL };
    static const char *const slow[] = { "--fax", "all=class2", "--ring-interval", "400", NULL };
    /* not Class 2 to Class 1: after the first DIS efax hears no answer to another, and the modem waits for the pages */
    static const struct { const char *sending, *receiving; int pages; } calls[] = { { "-o1", "-o1", 1 }, { "-o1", "-o2", 1 }, { "-o2", "-o0", 2 } };
    size_t i;

    peer_start( argv[0], argc > 1 ? slow : options );
    page_make( "page" );
    for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
    {
        int64_t start = peer_ms();

        pass_pages( calls[i].sending, calls[i].receiving, calls[i].pages );
        if (getenv( "VERBOSE" )) printf( "efax %s to efax %s: %d ms\n", calls[i].sending, calls[i].receiving, (int)(peer_ms() - start) );
    }
    return peer_end();
}
