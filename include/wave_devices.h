/*
 * How many wave devices a process has.
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

#ifndef WINE_TELEPHONY_WAVE_DEVICES_H
#define WINE_TELEPHONY_WAVE_DEVICES_H

#include <wchar.h>

#include <windef.h>
#include <winbase.h>

/**
 * The number of wave devices, as waveOutGetNumDevs() or waveInGetNumDevs() says.
 *
 * Wine's winmm looks for devices when a process first asks for their number, with no lock: another thread meanwhile sees devices whose names are not there
 * yet, and dies of it, or no inputs. Modules of ours ask on several threads, so each asks here first, and for anything else about devices afterwards.
 *
 * @param ask  waveOutGetNumDevs or waveInGetNumDevs
 */
static inline UINT wave_device_count( UINT (WINAPI *ask)( void ) )
{
    static volatile LONG known;         /* there are some: it does not look again */
    WCHAR name[64];
    HANDLE mutex;
    UINT count;

    if (known) return ask();
    swprintf( name, ARRAYSIZE(name), L"Wine Telephony wave devices %lu", GetCurrentProcessId() );
    if ((mutex = CreateMutexW( NULL, FALSE, name ))) WaitForSingleObject( mutex, INFINITE );
    if ((count = ask())) known = TRUE;
    if (mutex)
    {
        ReleaseMutex( mutex );
        CloseHandle( mutex );
    }
    return count;
}

#endif
