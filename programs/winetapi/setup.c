/*
 * winetapi.exe: the registry and the service of an installation.
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

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "winetapi.h"

#include <winsvc.h>

#define STOP_WAIT_MS    5000

static LONG set_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

static BOOL get_string( HKEY key, const WCHAR *name, WCHAR *text, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size ) || type != REG_SZ) size = 0;
    text[size / sizeof(WCHAR)] = 0;
    return size != 0;
}

static DWORD get_dword( HKEY key, const WCHAR *name )
{
    DWORD type, value, size = sizeof(value);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)&value, &size ) || type != REG_DWORD) return 0;
    return value;
}

static LONG set_dword( HKEY key, const WCHAR *name, DWORD value )
{
    return RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
}

static LONG install_override( void )
{
    HKEY key;
    LONG ret;

    if ((ret = RegCreateKeyExW( HKEY_CURRENT_USER, L"Software\\Wine\\DllOverrides", 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL )))
        return ret;
    ret = set_string( key, L"tapi32", L"native,builtin" );
    RegCloseKey( key );
    return ret;
}

/* Register unimdm.tsp with the providers, unless it is there. */
static LONG install_provider( void )
{
    WCHAR name[40], file[MAX_PATH];
    DWORD count, next, i;
    HKEY key;
    LONG ret;

    if ((ret = RegCreateKeyExW( HKEY_LOCAL_MACHINE, TELEPHONY_KEY L"\\Providers", 0, NULL, 0, KEY_READ | KEY_SET_VALUE, NULL, &key, NULL )))
        return ret;
    count = get_dword( key, L"NumProviders" );
    for (i = 0; i < count; i++)
    {
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", i );
        if (get_string( key, name, file, ARRAYSIZE(file) ) && !_wcsicmp( file, PROVIDER_FILE )) break;
    }
    if (i == count)
    {
        if (!(next = get_dword( key, L"NextProviderID" ))) next = 1;
        swprintf( name, ARRAYSIZE(name), L"ProviderID%lu", count );
        ret = set_dword( key, name, next );
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", count );
        if (!ret) ret = set_string( key, name, PROVIDER_FILE );
        if (!ret) ret = set_dword( key, L"NextProviderID", next + 1 );
        if (!ret) ret = set_dword( key, L"NumProviders", count + 1 );
    }
    RegCloseKey( key );
    return ret;
}

/* A new program for the service is used from its next start on. */
static void stop_service( SC_HANDLE service )
{
    SERVICE_STATUS status;
    DWORD waited;

    if (!ControlService( service, SERVICE_CONTROL_STOP, &status )) return;
    for (waited = 0; waited < STOP_WAIT_MS; waited += 20)
    {
        if (!QueryServiceStatus( service, &status ) || status.dwCurrentState == SERVICE_STOPPED) break;
        Sleep( 20 );
    }
}

static DWORD install_service( void )
{
    static const WCHAR program[] = L"C:\\windows\\system32\\tapisrv.exe";
    SERVICE_DESCRIPTIONW description = { (WCHAR *)L"Telephony API (TAPI) for programs that control telephone lines and modems" };
    SC_HANDLE manager, service;
    DWORD ret = 0;

    if (!(manager = OpenSCManagerW( NULL, NULL, SC_MANAGER_ALL_ACCESS ))) return GetLastError();
    if ((service = OpenServiceW( manager, SERVICE_NAME, SERVICE_ALL_ACCESS )))
    {
        stop_service( service );
        if (!ChangeServiceConfigW( service, SERVICE_WIN32_OWN_PROCESS, SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, program, NULL, NULL,
                                   NULL, NULL, NULL, L"Telephony" ))
            ret = GetLastError();
    }
    else if (!(service = CreateServiceW( manager, SERVICE_NAME, L"Telephony", SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                                         SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, program, NULL, NULL, NULL, NULL, NULL )))
        ret = GetLastError();
    if (service)
    {
        ChangeServiceConfig2W( service, SERVICE_CONFIG_DESCRIPTION, &description );
        CloseServiceHandle( service );
    }
    CloseServiceHandle( manager );
    return ret;
}

static BOOL is_wow64( void )
{
    BOOL wow64;

    return IsWow64Process( GetCurrentProcess(), &wow64 ) && wow64;
}

/* DLLs with COM classes */
static const WCHAR *const com_dlls[] = { L"tapi3.dll", L"termmgr.dll", L"wavemsp.dll", L"exchangemsp.dll" };

static LONG register_here( const WCHAR *file, BOOL on )
{
    HRESULT (WINAPI *entry)(void);
    LONG error = 0;
    HMODULE module;

    if (!(module = LoadLibraryW( file ))) return on ? (LONG)GetLastError() : 0;
    if (!(entry = (void *)GetProcAddress( module, on ? "DllRegisterServer" : "DllUnregisterServer" ))) error = ERROR_PROC_NOT_FOUND;
    else if (FAILED(entry())) error = ERROR_REGISTRY_CORRUPT;
    FreeLibrary( module );
    return error;
}

int setup_register( int argc, WCHAR **argv )
{
    LONG error;

    if (argc != 2 && (argc != 3 || wcscmp( argv[2], L"off" ))) return EXIT_USAGE;
    error = register_here( argv[1], argc == 2 );
    return error ? fail( L"%ls: %ls", argv[1], windows_error( error ) ) : EXIT_OK;
}

/* The 32-bit program of the installation that this one is of: ...\i386-windows\winetapi.exe */
static BOOL program_32( WCHAR *path )
{
    WCHAR *folder;

    if (!GetModuleFileNameW( NULL, path, MAX_PATH ) || !(folder = wcsstr( path, L"\\x86_64-windows\\" ))) return FALSE;
    wcscpy( folder, L"\\i386-windows\\winetapi.exe" );
    return GetFileAttributesW( path ) != INVALID_FILE_ATTRIBUTES;
}

/* By a 32-bit program, which can load it: ours, as regsvr32 of Wine 10 tells of success whatever it is told */
static LONG register_32( const WCHAR *folder, const WCHAR *file, BOOL on )
{
    WCHAR command[3 * MAX_PATH], program[MAX_PATH];
    STARTUPINFOW startup = { sizeof(startup) };
    PROCESS_INFORMATION process;
    DWORD code = 0;

    swprintf( command, ARRAYSIZE(command), L"%ls\\regsvr32.exe", folder );
    /* a Wine that cannot run 32-bit programs has none to register for */
    if (GetFileAttributesW( file ) == INVALID_FILE_ATTRIBUTES || GetFileAttributesW( command ) == INVALID_FILE_ATTRIBUTES) return 0;
    if (program_32( program )) swprintf( command, ARRAYSIZE(command), L"\"%ls\" register \"%ls\"%ls", program, file, on ? L"" : L" off" );
    else swprintf( command, ARRAYSIZE(command), L"\"%ls\\regsvr32.exe\" /s %ls\"%ls\"", folder, on ? L"" : L"/u ", file );
    if (!CreateProcessW( NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process )) return GetLastError();
    WaitForSingleObject( process.hProcess, INFINITE );
    GetExitCodeProcess( process.hProcess, &code );
    CloseHandle( process.hProcess );
    CloseHandle( process.hThread );
    return code ? ERROR_REGISTRY_CORRUPT : 0;
}

/* The classes of all of them, by the DLLs' own entry points. What cannot be taken away again does not keep the rest. */
static LONG register_classes( BOOL on, const WCHAR **failed )
{
    WCHAR folder[MAX_PATH], file[MAX_PATH];
    LONG error, first = 0;
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(com_dlls) && !(on && first); i++)
    {
        GetSystemDirectoryW( folder, ARRAYSIZE(folder) );
        swprintf( file, ARRAYSIZE(file), L"%ls\\%ls", folder, com_dlls[i] );
        error = register_here( file, on );
        if (!error && GetSystemWow64DirectoryW( folder, ARRAYSIZE(folder) ))
        {
            swprintf( file, ARRAYSIZE(file), L"%ls\\%ls", folder, com_dlls[i] );
            error = register_32( folder, file, on );
        }
        if (error && !first)
        {
            *failed = com_dlls[i];
            first = error;
        }
    }
    return first;
}

int setup_install( int argc, WCHAR **argv )
{
    const WCHAR *failed;
    WCHAR *file;
    LONG error;

    if (argc != 2) return EXIT_USAGE;
    /* a service that a 32-bit process creates would look for its program in syswow64 */
    if (is_wow64()) return fail( L"the 32-bit winetapi.exe cannot set up a 64-bit prefix" );
    file = unix_path( argv[1] );
    error = registry_save( file );
    free( file );
    if (error) return fail( L"cannot keep what the registry holds in %ls: %ls", argv[1], windows_error( error ) );
    if ((error = install_override())) return fail( L"cannot set the DLL override for tapi32: %ls", windows_error( error ) );
    if ((error = install_service())) return fail( L"cannot create the service TapiSrv: %ls", windows_error( error ) );
    if ((error = install_provider())) return fail( L"cannot register the provider unimdm.tsp: %ls", windows_error( error ) );
    if ((error = register_classes( TRUE, &failed ))) return fail( L"cannot register %ls: %ls", failed, windows_error( error ) );
    return EXIT_OK;
}

int setup_uninstall( int argc, WCHAR **argv )
{
    SC_HANDLE manager, service;
    const WCHAR *failed;
    WCHAR *file;
    LONG error;

    if (argc != 2) return EXIT_USAGE;
    modems_forget_ports();
    register_classes( FALSE, &failed );
    if ((manager = OpenSCManagerW( NULL, NULL, SC_MANAGER_ALL_ACCESS )))
    {
        /* Wine has no service of this name: one that is there is ours, or restored by its key */
        if ((service = OpenServiceW( manager, SERVICE_NAME, SERVICE_ALL_ACCESS )))
        {
            stop_service( service );
            DeleteService( service );
            CloseServiceHandle( service );
        }
        CloseServiceHandle( manager );
    }
    file = unix_path( argv[1] );
    error = registry_restore( file );
    free( file );
    if (error) return fail( L"cannot restore the registry from %ls: %ls", argv[1], windows_error( error ) );
    return EXIT_OK;
}

static void service_state( void )
{
    static const WCHAR *const states[] = { L"unknown", L"stopped", L"starting", L"stopping", L"running", L"continuing", L"pausing", L"paused" };
    SC_HANDLE manager = OpenSCManagerW( NULL, NULL, SC_MANAGER_CONNECT ), service;
    BYTE buffer[2048];
    QUERY_SERVICE_CONFIGW *config = (void *)buffer;
    SERVICE_STATUS status;
    DWORD needed;

    if (!manager) return;
    if ((service = OpenServiceW( manager, SERVICE_NAME, SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG )))
    {
        if (QueryServiceStatus( service, &status ) && status.dwCurrentState < ARRAYSIZE(states))
            out( L"service=%ls\n", states[status.dwCurrentState] );
        if (QueryServiceConfigW( service, config, sizeof(buffer), &needed ))
            out( L"service_program=%ls\nservice_wow64=%d\nservice_disabled=%d\n", config->lpBinaryPathName,
                 wcsstr( config->lpBinaryPathName, L"syswow64" ) != NULL, config->dwStartType == SERVICE_DISABLED );
        CloseServiceHandle( service );
    }
    CloseServiceHandle( manager );
}

int setup_state( int argc, WCHAR **argv )
{
    WCHAR name[40], text[MAX_PATH];
    DWORD count, i;
    HKEY key;

    (void)argv;
    if (argc != 1) return EXIT_USAGE;
    out( L"bits=%d\n", (int)sizeof(void *) * 8 );
    if (!RegOpenKeyExW( HKEY_CURRENT_USER, L"Software\\Wine\\DllOverrides", 0, KEY_READ, &key ))
    {
        if (get_string( key, L"tapi32", text, ARRAYSIZE(text) )) out( L"override=%ls\n", text );
        RegCloseKey( key );
    }
    service_state();
    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, TELEPHONY_KEY L"\\Providers", 0, KEY_READ, &key ))
    {
        count = get_dword( key, L"NumProviders" );
        for (i = 0; i < count; i++)
        {
            swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", i );
            if (get_string( key, name, text, ARRAYSIZE(text) )) out( L"provider=%ls\n", text );
        }
        RegCloseKey( key );
    }
    return modem_list( 1, NULL );
}
