/*
 * winetapi.exe: what is at the ports of this machine.
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
#include <string.h>
#include <wchar.h>

#include "winetapi.h"
#include "modemprobe/modemprobe.h"

/* What the command on the host takes for --add: "found", port, model, name of the modem, separated by tabs. */
static BOOL detect( const WCHAR *port )
{
    struct modemprobe_report report;
    WCHAR text[300];
    struct modem known;
    char reason[200], name[100];
    const char *model;
    HANDLE handle;
    DWORD error;

    if (find_modem( port, FALSE, &known ))
    {
        out( L"%ls: is the modem '%ls' (%ls) already; winetapi diagnose asks it\n", port, known.name, known.com );
        return FALSE;
    }
    if (!(error = modemprobe_open( port, &handle )))
    {
        error = modemprobe_run( handle, NULL, MODEMPROBE_IDENTIFY, NULL, NULL, &report );
        /* one that falls silent in the middle is still a modem */
        if (report.alive) error = 0;
        CloseHandle( handle );
    }
    if (error)
    {
        modemprobe_explain( error, port, text, ARRAYSIZE(text) );
        out( L"%ls: no modem: %ls\n", port, text );
        return FALSE;
    }
    model = modemprobe_propose( &report, reason, sizeof(reason) );
    modemprobe_name( &report, name, sizeof(name) );
    out( L"%ls: %hs\n", port, name[0] ? name : "a modem that does not say its name" );
    out( L"    %hs%hs%hs%hs%hs\n", "data", report.fax1 ? ", fax class 1" : "", report.fax2 ? ", fax class 2" : "",
         report.voice || report.voice_hash ? ", voice" : "", report.caller_id || report.caller_id_hash ? ", caller id" : "" );
    out( L"    definition: %hs, as %hs\n", model, reason );
    out( L"found\t%ls\t%hs\t%hs\n", port, model, name[0] ? name : "Modem" );
    return TRUE;
}

int modem_detect( int argc, WCHAR **argv )
{
    BOOL found = FALSE;
    int i;

    if (argc < 2) return EXIT_USAGE;
    for (i = 1; i < argc; i++) if (detect( argv[i] )) found = TRUE;
    return found ? EXIT_OK : EXIT_FAILED;
}
