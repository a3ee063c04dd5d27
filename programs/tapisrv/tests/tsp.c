/*
 * Drive the test provider through TAPI.
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

#define WAIT_MS  5000

static const char *const fixtures[] =
{
    "testtsp.tsp", "testtspui.dll", "oldtsp.tsp", "badtsp.tsp", "crashtsp.tsp", "hangtsp.tsp",
};

/* A file that the service has loaded cannot be replaced, and need not be: it is there. */
static BOOL copy_fixture( const char *from, const char *to )
{
    if (CopyFileA( from, to, FALSE ) || GetFileAttributesA( to ) != INVALID_FILE_ATTRIBUTES) return TRUE;
    trace( "cannot copy %s to %s, error %lu\n", from, to, GetLastError() );
    return FALSE;
}

/* For a 32-bit test in a 64-bit prefix the service is 64-bit: it wants the other files, in the folder that is hidden from us. */
static BOOL each_fixture( BOOL install )
{
    char from[MAX_PATH], to[MAX_PATH], system[MAX_PATH], folder[MAX_PATH], *slash;
    BOOL wow64 = FALSE, ret = TRUE;
    unsigned int i;

    GetModuleFileNameA( NULL, folder, sizeof(folder) );
    if ((slash = strrchr( folder, '\\' ))) *slash = 0;
    GetSystemDirectoryA( system, sizeof(system) );
    IsWow64Process( GetCurrentProcess(), &wow64 );
    for (i = 0; i < ARRAYSIZE( fixtures ); i++)
    {
        snprintf( from, sizeof(from), "%s\\%s", folder, fixtures[i] );
        snprintf( to, sizeof(to), "%s\\%s", system, fixtures[i] );
        if (!install) DeleteFileA( to );
        else if (!copy_fixture( from, to )) ret = FALSE;
        if (!wow64) continue;
        snprintf( from, sizeof(from), "%s\\..\\x86_64-windows\\%s", folder, fixtures[i] );
        snprintf( to, sizeof(to), "C:\\windows\\sysnative\\%s", fixtures[i] );
        if (!install) DeleteFileA( to );
        else if (!copy_fixture( from, to )) ret = FALSE;
    }
    return ret;
}

BOOL install_fixtures(void)
{
    if (each_fixture( TRUE )) return TRUE;
    skip( "the test providers are not beside this program, or the system folder cannot be written\n" );
    return FALSE;
}

void remove_fixtures(void)
{
    each_fixture( FALSE );
}

HLINEAPP begin( DWORD *devices )
{
    LINEINITIALIZEEXPARAMS params = { sizeof(params) };
    DWORD version = 0x00030001;
    HLINEAPP app = 0;
    LONG ret;

    params.dwOptions = LINEINITIALIZEEXOPTION_USEEVENT;
    ret = lineInitializeExA( &app, GetModuleHandleA( NULL ), NULL, "provider test", devices, &version, &params );
    ok( !ret, "lineInitializeEx returned %#lx\n", ret );
    return app;
}

DWORD next_message( HLINEAPP app, LINEMESSAGE *msg, DWORD timeout )
{
    LONG ret = lineGetMessage( app, msg, timeout );

    if (ret) return 0;
    if (winetest_debug > 1)
        trace( "message %lu device %#lx params %#lx %#lx %#lx\n", msg->dwMessageID, msg->hDevice, (DWORD)msg->dwParam1,
               (DWORD)msg->dwParam2, (DWORD)msg->dwParam3 );
    return msg->dwMessageID ? msg->dwMessageID : 0xffffffff;    /* LINE_ADDRESSSTATE is 0 */
}

BOOL expect_message( HLINEAPP app, DWORD id, LINEMESSAGE *msg )
{
    while (next_message( app, msg, WAIT_MS )) if (msg->dwMessageID == id) return TRUE;
    return FALSE;
}

BOOL expect_state( HLINEAPP app, DWORD state, LINEMESSAGE *msg )
{
    while (expect_message( app, LINE_CALLSTATE, msg )) if (msg->dwParam1 == state) return TRUE;
    return FALSE;
}

LONG reply( HLINEAPP app, LONG request )
{
    LINEMESSAGE msg;

    if (request <= 0) return request;
    while (expect_message( app, LINE_REPLY, &msg )) if ((LONG)msg.dwParam1 == request) return msg.dwParam2;
    return 0x7fffffff;
}

static LONG negotiate( HLINEAPP app, DWORD device, DWORD *version )
{
    LINEEXTENSIONID extension;

    *version = 0;
    return lineNegotiateAPIVersion( app, device, 0x00010003, 0x00030001, version, &extension );
}

LONG open_line( HLINEAPP app, DWORD device, DWORD privileges, HLINE *line )
{
    DWORD version;
    LONG ret;

    *line = 0;
    if ((ret = negotiate( app, device, &version ))) return ret;
    return lineOpenA( app, device, line, version, 0, device, privileges,
                      privileges & LINECALLPRIVILEGE_OWNER ? LINEMEDIAMODE_INTERACTIVEVOICE : 0, NULL );
}

static BOOL get_caps( HLINEAPP app, DWORD device, void *buffer, DWORD size )
{
    LINEDEVCAPS *caps = buffer;
    DWORD version;

    memset( caps, 0, size );
    caps->dwTotalSize = size;
    return !negotiate( app, device, &version ) && !lineGetDevCapsA( app, device, version, 0, caps );
}

DWORD find_line( HLINEAPP app, DWORD devices, const char *text )
{
    union { LINEDEVCAPS caps; char buffer[4096]; } u;
    DWORD i;

    for (i = 0; i < devices; i++)
    {
        if (!get_caps( app, i, &u, sizeof(u) ) || !u.caps.dwLineNameSize) continue;
        if (!strncmp( u.buffer + u.caps.dwLineNameOffset, text, strlen( text ) )) return i;
    }
    return -1;
}

DWORD permanent_line_id( HLINEAPP app, DWORD device )
{
    union { LINEDEVCAPS caps; char buffer[4096]; } u;

    return get_caps( app, device, &u, sizeof(u) ) ? u.caps.dwPermanentLineID : 0;
}

LONG command( HLINEAPP app, HLINE line, HCALL call, DWORD address, struct testtsp_command *command )
{
    command->magic = TESTTSP_MAGIC;
    return reply( app, lineDevSpecific( line, address, call, command, sizeof(*command) ) );
}

LONG simple_command( HLINEAPP app, HLINE line, DWORD code, DWORD arg0, DWORD arg1 )
{
    struct testtsp_command cmd = { 0 };

    cmd.code = code;
    cmd.args[0] = arg0;
    cmd.args[1] = arg1;
    return command( app, line, 0, 0, &cmd );
}

DWORD count_records( HLINEAPP app, HLINE line, const char *function, struct testtsp_record *last )
{
    static struct { struct testtsp_records head; struct testtsp_record more[200]; } all;
    const struct testtsp_record *record = all.head.records;
    DWORD i, count = 0;
    LONG ret;

    memset( &all, 0, sizeof(all) );
    all.head.command.magic = TESTTSP_MAGIC;
    all.head.command.code = TESTTSP_RECORDS;
    ret = reply( app, lineDevSpecific( line, 0, 0, &all, sizeof(all) ) );
    ok( !ret, "cannot read the records: %#lx\n", ret );
    for (i = 0; i < all.head.command.result[1]; i++)
    {
        if (strcmp( record[i].function, function )) continue;
        count++;
        if (last) *last = record[i];
    }
    return count;
}
