/*
 * File terminals, and what is in the files.
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

#include "files.h"

#include <stdio.h>

void *query( void *object, REFIID iid )
{
    void *out = NULL;

    ok_hr( IUnknown_QueryInterface( (IUnknown *)object, iid, &out ), S_OK );
    return out;
}

ITTerminal *file_terminal( struct msp_address *address, const WCHAR *class, TERMINAL_DIRECTION direction )
{
    ITTerminalSupport *support = query( address->msp, &IID_ITTerminalSupport );
    ITTerminal *terminal = NULL;
    BSTR name = SysAllocString( class );

    ok_hr( ITTerminalSupport_CreateTerminal( support, name, TAPIMEDIATYPE_MULTITRACK, direction, &terminal ), S_OK );
    SysFreeString( name );
    ITTerminalSupport_Release( support );
    return terminal;
}

void record_to( ITTerminal *terminal, const WCHAR *name )
{
    ITMediaRecord *record = query( terminal, &IID_ITMediaRecord );
    BSTR text = SysAllocString( name );

    ok_hr( ITMediaRecord_put_FileName( record, text ), S_OK );
    SysFreeString( text );
    ITMediaRecord_Release( record );
}

void file_control( ITTerminal *terminal, BOOL start )
{
    ITMediaControl *media = query( terminal, &IID_ITMediaControl );

    ok_hr( start ? ITMediaControl_Start( media ) : ITMediaControl_Stop( media ), S_OK );
    ITMediaControl_Release( media );
}

const short *read_wav( const WCHAR *name, DWORD *count )
{
    static BYTE bytes[4000000];
    FILE *file = _wfopen( name, L"rb" );
    const short *samples;
    DWORD size;

    *count = 0;
    ok( file != NULL, "%ls cannot be read\n", name );
    if (!file) return NULL;
    size = fread( bytes, 1, sizeof(bytes), file );
    fclose( file );
    samples = wav_samples( bytes, size, count );
    ok( samples != NULL, "no samples in %lu bytes\n", size );
    return samples;
}
