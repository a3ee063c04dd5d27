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

#ifndef WINE_TELEPHONY_UNIXCALL_H
#define WINE_TELEPHONY_UNIXCALL_H

#include <windef.h>
#include <winbase.h>
#include <winternl.h>

/*
 * The way to one unixlib. The host half is <module>.so with the module's last extension replaced; it exports
 * __wine_unix_call_funcs (and __wine_unix_call_wow64_funcs for 32-bit callers on 64-bit hosts), arrays of
 * NTSTATUS (*)( void *args ) in the order of the module's own enum of codes.
 */
struct unixcall
{
    ULONGLONG handle;                                                       /* the loaded .so, as Wine knows it */
    NTSTATUS (WINAPI *dispatcher)( ULONGLONG handle, unsigned int code, void *args );
};

/*
 * Find (and load) the host half of a module.
 *
 * module: the HINSTANCE that DllMain got. The module must be marked with winebuild --builtin.
 * Returns STATUS_SUCCESS; STATUS_DLL_NOT_FOUND (c0000135) when the .so is not where Wine looks, having said in the log
 * which file is missing and what to do; STATUS_NOT_SUPPORTED on a Windows or Wine without unixlibs. unixcall() then fails too.
 */
NTSTATUS unixcall_init( void *module, struct unixcall *unix_half );

/*
 * Call a function of the host half.
 *
 * code: index into __wine_unix_call_funcs. args: its parameter struct, of fixed-width members only.
 * Returns what the function returns, or STATUS_INVALID_HANDLE if unixcall_init() failed.
 */
NTSTATUS unixcall( const struct unixcall *unix_half, unsigned int code, void *args );

#endif
