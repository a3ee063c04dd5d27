/*
 * The wire of a data call: the two ends of an overlapped duplex pipe, one for each side. The echo service's end is read and written here.
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
#include <stdlib.h>

#include "exchange.h"

#include <objbase.h>

DEBUG_CHANNEL( exchange );

#define PIPE_SIZE  16384

struct data_link
{
    LONG         refs;              /* each call that has an end, and the echo */
    HANDLE       ends[2];
    struct call *calls[2];
    HANDLE       stop;              /* the echo ends */
};

static void link_release( struct data_link *link )
{
    unsigned int i;

    if (InterlockedDecrement( &link->refs )) return;
    for (i = 0; i < 2; i++) if (link->ends[i]) CloseHandle( link->ends[i] );
    if (link->stop) CloseHandle( link->stop );
    free( link );
}

/* The account that the service runs as, which is that of the prefix's user, and nobody else. */
BOOL own_access_only( SECURITY_DESCRIPTOR *descriptor, ACL *acl, DWORD acl_size )
{
    union { TOKEN_USER user; BYTE bytes[256]; } u;
    DWORD size;
    HANDLE token;
    BOOL ret;

    if (!OpenProcessToken( GetCurrentProcess(), TOKEN_QUERY, &token )) return FALSE;
    ret = GetTokenInformation( token, TokenUser, &u, sizeof(u), &size ) && InitializeAcl( acl, acl_size, ACL_REVISION ) &&
          AddAccessAllowedAce( acl, ACL_REVISION, GENERIC_ALL, u.user.User.Sid ) &&
          InitializeSecurityDescriptor( descriptor, SECURITY_DESCRIPTOR_REVISION ) && SetSecurityDescriptorDacl( descriptor, TRUE, acl, FALSE );
    CloseHandle( token );
    return ret;
}

/* A name nobody can guess; the pipe has one instance, and its other end is opened at once. */
static BOOL make_pipe( struct data_link *link )
{
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES attributes = { sizeof(attributes), &descriptor, FALSE };
    union { ACL acl; BYTE bytes[256]; } u;
    WCHAR name[80];
    GUID guid;

    if (!own_access_only( &descriptor, &u.acl, sizeof(u) ) || CoCreateGuid( &guid )) return FALSE;
    swprintf( name, ARRAYSIZE(name), L"\\\\.\\pipe\\exchange-%08lx%04x%04x%02x%02x%02x%02x%02x%02x%02x%02x", guid.Data1, guid.Data2, guid.Data3,
              guid.Data4[0], guid.Data4[1], guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7] );
    link->ends[0] = CreateNamedPipeW( name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                                      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, PIPE_SIZE, PIPE_SIZE, 0,
                                      &attributes );
    if (link->ends[0] == INVALID_HANDLE_VALUE) link->ends[0] = NULL;
    if (!link->ends[0]) return FALSE;
    link->ends[1] = CreateFileW( name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL );
    if (link->ends[1] == INVALID_HANDLE_VALUE) link->ends[1] = NULL;
    return link->ends[1] != NULL;
}

/* ---- echo ---- */

static BOOL transfer( struct data_link *link, BOOL write, void *buffer, DWORD size, DWORD *done )
{
    OVERLAPPED overlapped = { 0 };
    HANDLE handles[2], end = link->ends[1];
    BOOL ret;

    if (!(overlapped.hEvent = CreateEventW( NULL, TRUE, FALSE, NULL ))) return FALSE;
    ret = write ? WriteFile( end, buffer, size, NULL, &overlapped ) : ReadFile( end, buffer, size, NULL, &overlapped );
    if (ret || GetLastError() == ERROR_IO_PENDING)
    {
        handles[0] = overlapped.hEvent;
        handles[1] = link->stop;
        if (WaitForMultipleObjects( 2, handles, FALSE, INFINITE ) != WAIT_OBJECT_0) CancelIo( end );
        ret = GetOverlappedResult( end, &overlapped, done, TRUE );
    }
    CloseHandle( overlapped.hEvent );
    return ret;
}

static DWORD WINAPI run_echo( void *arg )
{
    struct data_link *link = arg;
    BYTE buffer[4096];
    DWORD size, written, done;

    while (WaitForSingleObject( link->stop, 0 ) == WAIT_TIMEOUT && transfer( link, FALSE, buffer, sizeof(buffer), &size ))
    {
        for (written = 0; written < size; written += done)
            if (!transfer( link, TRUE, buffer + written, size - written, &done )) goto out;
    }
out:
    link_release( link );
    return 0;
}

static BOOL start_echo( struct data_link *link )
{
    HANDLE thread;

    if (!(link->stop = CreateEventW( NULL, TRUE, FALSE, NULL ))) return FALSE;
    InterlockedIncrement( &link->refs );
    if (!(thread = CreateThread( NULL, 0, run_echo, link, 0, NULL )))
    {
        InterlockedDecrement( &link->refs );
        return FALSE;
    }
    CloseHandle( thread );
    return TRUE;
}

/* ---- */

void data_link_cut( struct call *call )
{
    struct data_link *link = call->link;
    unsigned int i;

    if (!link) return;
    TRACE( "the data link of call %#x is cut\n", call->handle );
    if (link->stop) SetEvent( link->stop );
    for (i = 0; i < 2; i++)
    {
        if (!link->calls[i]) continue;
        link->calls[i]->link = NULL;
        link->calls[i] = NULL;
        /* the applications have handles of their own; what was sent before the end can still be read */
        if (link->ends[i] && !(i && link->stop))
        {
            CloseHandle( link->ends[i] );
            link->ends[i] = NULL;
        }
    }
    link_release( link );
}

static struct data_link *link_make( struct call *call )
{
    struct data_link *link = calloc( 1, sizeof(*link) );
    struct call *peer = call->peer;

    if (!link) return NULL;
    link->refs = 1;
    if (!make_pipe( link ) || (peer->service == SERVICE_ECHO && !start_echo( link )))
    {
        ERR( "no data link for the call at %u: error %lu\n", call->address->number, GetLastError() );
        if (link->stop) SetEvent( link->stop );
        link_release( link );
        return NULL;
    }
    link->calls[0] = call;
    link->calls[1] = peer;
    call->link = peer->link = link;
    return link;
}

LONG data_link_handle( struct call *call, HANDLE process, HANDLE *handle )
{
    struct data_link *link = call->link;
    struct call *peer = call->peer;

    *handle = NULL;
    /* there is nothing to read or write before both sides are there */
    if (call->state != LINECALLSTATE_CONNECTED || !peer || call->media_mode != LINEMEDIAMODE_DATAMODEM ||
        !(peer->state & (LINECALLSTATE_CONNECTED | LINECALLSTATE_ONHOLD | LINECALLSTATE_ONHOLDPENDTRANSFER)))
        return 0;
    if (!link && !(link = link_make( call ))) return LINEERR_OPERATIONFAILED;
    if (DuplicateHandle( GetCurrentProcess(), link->ends[link->calls[1] == call], process, handle, 0, FALSE, DUPLICATE_SAME_ACCESS )) return 0;
    ERR( "the data handle of the call at %u cannot be given to the application: error %lu\n", call->address->number, GetLastError() );
    return LINEERR_OPERATIONFAILED;
}
