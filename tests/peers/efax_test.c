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

/* Both ends are Class 1: frames and pages are efax's, modulation is spandsp's. With an argument: as it is said in real time. */

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

int main( int argc, char **argv )
{
    static const char *const options[] = { "--fax", "all", "--ring-interval", "400", "--fast-audio", NULL };
    static const char *const slow[] = { "--fax", "all", "--ring-interval", "400", NULL };
    char sender[80], receiver[80], page[80], arriving[80], sent[80], received[80];
    const char *const send[] = { "/usr/bin/efax", "-d", sender, "-v", "ewinchmx", "-l", "5550101", "-h", "", "-iZ", "-k", "H", "-t", "5550102", page, NULL };
    const char *const receive[] = { "/usr/bin/efax", "-d", receiver, "-v", "ewinchmx", "-l", "5550102", "-iZ", "-jS0=1", "-k", "H", "-r", arriving, "-w",
                                    NULL };
    pid_t receiving, sending;

    peer_start( argv[0], argc > 1 ? slow : options );
    page_make( "page" );
    peer_modem_path( 'a', sender, sizeof(sender) );
    peer_modem_path( 'b', receiver, sizeof(receiver) );
    snprintf( page, sizeof(page), "%s/page.001", dir );
    snprintf( arriving, sizeof(arriving), "%s/arrived", dir );
    snprintf( sent, sizeof(sent), "%s/sent.log", dir );
    snprintf( received, sizeof(received), "%s/received.log", dir );
    receiving = peer_run( received, NULL, receive );
    if (!peer_file_says( received, "waiting for activity", 30 )) peer_show( received, 30 );
    sending = peer_run( sent, NULL, send );
    wait_for( "the sender", sending, sent );
    wait_for( "the receiver", receiving, received );
    page_check( "arrived.001" );
    return peer_end();
}
