/*
 * Calls from a PE module into its own host half, without help of its Wine version.
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

#include <stdarg.h>

#include "unixcall/unixcall.h"
#include "debug/debug.h"

DEBUG_CHANNEL( unixcall );

#define STATUS_DLL_NOT_FOUND_   ((NTSTATUS)0xc0000135)
#define STATUS_NOT_SUPPORTED_   ((NTSTATUS)0xc00000bb)
#define STATUS_INVALID_HANDLE_  ((NTSTATUS)0xc0000008)

/* Wine's own information class: the unixlib of the module at an address. */
#define MEMORY_WINE_UNIX_FUNCS  1000

/* -1 is the pseudo handle of the calling process */
#define CURRENT_PROCESS         ((HANDLE)~(ULONG_PTR)0)

typedef NTSTATUS (WINAPI *query_memory_fn)( HANDLE process, const void *address, int info_class, void *buffer,
                                            SIZE_T size, SIZE_T *needed );

/* The user has to know the file, where Wine looks for it, and why a copy in system32 is not enough. */
static void explain_missing( HMODULE module )
{
    WCHAR path[MAX_PATH], dlls[MAX_PATH] = L"";
    DWORD len = GetModuleFileNameW( module, path, ARRAYSIZE(path) );

    if (!len || len >= ARRAYSIZE(path)) lstrcpyW( path, L"(unnamed module)" );
    len = GetEnvironmentVariableW( L"WINEDLLPATH", dlls, ARRAYSIZE(dlls) );
    if (len >= ARRAYSIZE(dlls)) lstrcpyW( dlls, L"(too long to show)" );
    ERR( "the host half (.so) of %s was not found (c0000135). Wine looks in its own module folder and in WINEDLLPATH, "
         "which is %s in this process. A service gets it from the first program started in the prefix: end that with "
         "'wineserver -k', then start with 'winetapi run PROGRAM', or install into Wine's own folder; 'winetapi status' tells more.\n",
         debugstr_w( path ), len ? debugstr_w( dlls ) : "not set" );
}

NTSTATUS unixcall_init( void *module, struct unixcall *unix_half )
{
    HMODULE ntdll = GetModuleHandleW( L"ntdll.dll" );
    query_memory_fn query = (query_memory_fn)(void *)GetProcAddress( ntdll, "NtQueryVirtualMemory" );
    void *dispatcher = (void *)GetProcAddress( ntdll, "__wine_unix_call_dispatcher" );
    ULONGLONG handle = 0;
    NTSTATUS status;

    memset( unix_half, 0, sizeof(*unix_half) );
    if (!query || !dispatcher)
    {
        ERR( "this is not a Wine with unixlibs (8.0 or newer is needed)\n" );
        return STATUS_NOT_SUPPORTED_;
    }
    status = query( CURRENT_PROCESS, module, MEMORY_WINE_UNIX_FUNCS, &handle, sizeof(handle), NULL );
    if (status == STATUS_DLL_NOT_FOUND_) explain_missing( module );
    else if (status) ERR( "the host half of module %p cannot be used: %08lx\n", module, (long)status );
    if (status) return status;

    /* the export is a variable that holds the address */
    unix_half->handle = handle;
    unix_half->dispatcher = *(NTSTATUS (WINAPI **)( ULONGLONG, unsigned int, void * ))dispatcher;
    TRACE( "module %p: unixlib %llx\n", module, handle );
    return 0;
}

NTSTATUS unixcall( const struct unixcall *unix_half, unsigned int code, void *args )
{
    if (!unix_half->dispatcher) return STATUS_INVALID_HANDLE_;
    return unix_half->dispatcher( unix_half->handle, code, args );
}
