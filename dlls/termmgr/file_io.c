/*
 * Files of Windows, as the library of WAV files wants them.
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

#include <errno.h>

#include "file_terminal.h"

static int64_t io_read( void *context, uint64_t offset, void *data, size_t size )
{
    struct file_io *file = context;
    OVERLAPPED at = { .Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32) };
    DWORD done = 0;

    if (ReadFile( file->handle, data, (DWORD)min( size, 0x10000000 ), &done, &at ) || (file->error = GetLastError()) == ERROR_HANDLE_EOF)
    {
        file->error = 0;
        return done;
    }
    return -EIO;
}

static int64_t io_write( void *context, uint64_t offset, const void *data, size_t size )
{
    struct file_io *file = context;
    OVERLAPPED at = { .Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32) };
    DWORD done = 0;

    if (WriteFile( file->handle, data, (DWORD)min( size, 0x10000000 ), &done, &at )) return done;
    file->error = GetLastError();
    return -EIO;
}

static int64_t io_size( void *context )
{
    struct file_io *file = context;
    LARGE_INTEGER size;

    if (GetFileSizeEx( file->handle, &size )) return size.QuadPart;
    file->error = GetLastError();
    return -EIO;
}

HRESULT file_io_open( struct file_io *file, const WCHAR *name, BOOL write )
{
    file->io = (struct wav_io){ file, io_read, write ? io_write : NULL, io_size };
    file->error = 0;
    /* others may read what is recorded while it grows */
    file->handle = write ? CreateFileW( name, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL )
                         : CreateFileW( name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL );
    return file->handle == INVALID_HANDLE_VALUE ? HRESULT_FROM_WIN32( GetLastError() ) : S_OK;
}

void file_io_close( struct file_io *file )
{
    if (file->handle && file->handle != INVALID_HANDLE_VALUE) CloseHandle( file->handle );
    file->handle = NULL;
}

HRESULT file_io_error( const struct file_io *file, int error )
{
    if (file->error) return HRESULT_FROM_WIN32( file->error );
    switch (error)
    {
    case -EILSEQ:  return VFW_E_INVALID_FILE_FORMAT;
    case -ENOTSUP: return VFW_E_UNSUPPORTED_AUDIO;
    case -ENOSPC:  return HRESULT_FROM_WIN32( ERROR_DISK_FULL );
    case -EFBIG:   return HRESULT_FROM_WIN32( ERROR_FILE_TOO_LARGE );
    case -ENOMEM:  return E_OUTOFMEMORY;
    default:       return E_FAIL;
    }
}
