/*
 * Telephony service providers: load, start, stop, report.
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
 *
 * Locks, none of which is held while a provider is called: start_lock (one start or stop of all at a time), list_lock (the list
 * of providers), and those of struct provider.
 */

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include "debug/debug.h"
#include "provider_private.h"
#include "config.h"

DEBUG_CHANNEL( tapisrv );

#define VERSION_FIRST           0x00010003u
#define VERSION_LEGACY          0x00010004u     /* the last one with ordinals and ANSI */
#define VERSION_UNICODE         0x00020000u
#define VERSION_LAST            0x00030001u

/* More devices than this in one provider are a mistake of the provider. */
#define MAX_DEVICES  10000

static SRWLOCK start_lock, list_lock;
static struct list providers = { &providers, &providers };
static BOOL active;

static const struct { const char *name; WORD ordinal; } functions[TSPI_FN_COUNT] =
{
#define TSPI_FN( name, ordinal, nargs, is_async )  { "TSPI_" #name, ordinal },
#include "tspi_functions.def"
#undef TSPI_FN
};

static const struct { const char *name; DWORD value; } errors[] =
{
#define TRP_ERROR( name, value )  { #name, value },
#include "trp/errors.def"
#undef TRP_ERROR
};

static const char *error_name( LONG error )
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE( errors ); i++) if (errors[i].value == (DWORD)error) return errors[i].name;
    return "no TAPI error";
}

/* ---- lifetime --------------------------------------------------------------------------------------------------- */

struct provider *provider_create( DWORD permanent_id, const WCHAR *file )
{
    struct provider *provider = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*provider) );

    if (!provider) return NULL;
    provider->refs = 1;
    provider->slot = -1;
    provider->permanent_id = permanent_id;
    wcsncpy( provider->file, file, ARRAYSIZE( provider->file ) - 1 );
    list_init( &provider->entry );
    list_init( &provider->deferred );
    calls_init( provider );
    events_init( provider );
    if (!(provider->started = CreateEventW( NULL, TRUE, FALSE, NULL )))
    {
        HeapFree( GetProcessHeap(), 0, provider );
        return NULL;
    }
    return provider;
}

struct provider *provider_grab( struct provider *provider )
{
    InterlockedIncrement( &provider->refs );
    return provider;
}

/* Code of the provider may not run any more, unless it crashed or hangs: then it stays where it is. */
static void provider_unload( struct provider *provider )
{
    HMODULE module = provider->module;

    if (!module) return;
    if (!calls_stop( provider, 0 )) provider->keep_module = TRUE;
    if (provider->keep_module) return;
    slot_free( provider );
    provider->module = NULL;
    memset( provider->functions, 0, sizeof(provider->functions) );
    FreeLibrary( module );
}

void provider_release( struct provider *provider )
{
    if (!provider || InterlockedDecrement( &provider->refs )) return;
    events_close( provider );
    provider_unload( provider );
    slot_free( provider );
    legacy_free( provider );
    if (provider->thread) CloseHandle( provider->thread );
    CloseHandle( provider->started );
    HeapFree( GetProcessHeap(), 0, provider );
}

BOOL provider_speaks_for( struct provider *provider, struct provider *other )
{
    return provider == other || (provider->module && provider->module == other->module);
}

const WCHAR *provider_file( struct provider *provider )
{
    return provider->file;
}

DWORD provider_permanent_id( struct provider *provider )
{
    return provider->permanent_id;
}

enum provider_state provider_state( struct provider *provider )
{
    return provider->state;
}

void provider_fail( struct provider *provider, const char *format, ... )
{
    va_list args;

    va_start( args, format );
    vsnprintf( provider->reason, sizeof(provider->reason), format, args );
    va_end( args );
    if (provider->state != PROVIDER_CRASHED) provider->state = PROVIDER_FAILED;
    ERR( "provider %s (permanent id %lu): %s\n", debugstr_w( provider->file ), provider->permanent_id, provider->reason );
}

/* ---- loading ---------------------------------------------------------------------------------------------------- */

static BOOL file_exists( const WCHAR *path )
{
    DWORD attributes = GetFileAttributesW( path );

    return attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* A name without folder means the system folder, never the search path. */
static BOOL full_path( const WCHAR *file, UINT (WINAPI *folder)( WCHAR *, UINT ), WCHAR *path )
{
    UINT len;

    if (wcspbrk( file, L"\\/:" ))
    {
        wcscpy( path, file );
        return TRUE;
    }
    len = folder( path, MAX_PATH );
    if (!len || len + wcslen( file ) + 2 > MAX_PATH) return FALSE;
    path[len] = '\\';
    wcscpy( path + len + 1, file );
    return TRUE;
}

/* Machine of a PE file, 0 if it is none. */
static WORD file_machine( const WCHAR *path )
{
    HANDLE file = CreateFileW( path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL );
    IMAGE_DOS_HEADER dos;
    IMAGE_NT_HEADERS nt;
    WORD machine = 0;
    DWORD size;

    if (file == INVALID_HANDLE_VALUE) return 0;
    if (ReadFile( file, &dos, sizeof(dos), &size, NULL ) && size == sizeof(dos) && dos.e_magic == IMAGE_DOS_SIGNATURE &&
        SetFilePointer( file, dos.e_lfanew, NULL, FILE_BEGIN ) != INVALID_SET_FILE_POINTER &&
        ReadFile( file, &nt, sizeof(nt.Signature) + sizeof(nt.FileHeader), &size, NULL ) &&
        size == sizeof(nt.Signature) + sizeof(nt.FileHeader) && nt.Signature == IMAGE_NT_SIGNATURE)
        machine = nt.FileHeader.Machine;
    CloseHandle( file );
    return machine;
}

#ifdef _WIN64
#define OUR_MACHINE     IMAGE_FILE_MACHINE_AMD64
#define OUR_BITS        "64-bit"
#define OTHER_BITS      "32-bit"
#define OTHER_ADVICE    "ask its maker for a 64-bit one, or use a 32-bit prefix (WINEARCH=win32)"
#else
#define OUR_MACHINE     IMAGE_FILE_MACHINE_I386
#define OUR_BITS        "32-bit"
#define OTHER_BITS      "64-bit"
#define OTHER_ADVICE    "use a 64-bit prefix"
#endif

static void explain_missing( struct provider *provider )
{
    WCHAR path[MAX_PATH];

    if (!wcspbrk( provider->file, L"\\/:" ) && full_path( provider->file, GetSystemWow64DirectoryW, path ) && file_exists( path ))
        provider_fail( provider, "only a %s file is installed (in syswow64), this service is %s: %s",
                       OTHER_BITS, OUR_BITS, OTHER_ADVICE );
    else
        provider_fail( provider, "the file is not there: copy it into the prefix's windows\\system32, or remove the provider" );
}

static void explain_load_error( struct provider *provider, const WCHAR *path, DWORD error )
{
    WORD machine = file_machine( path );

    if (!machine)
        provider_fail( provider, "the file is not a Windows DLL (16-bit providers of Windows 95 and 3.1 cannot be used)" );
    else if (machine != OUR_MACHINE)
        provider_fail( provider, "it is a %s provider, this service is %s: %s", OTHER_BITS, OUR_BITS, OTHER_ADVICE );
    else if (error == ERROR_MOD_NOT_FOUND)
        provider_fail( provider, "LoadLibrary: a DLL that it needs is missing; WINEDEBUG=+module,+loaddll says which" );
    else
        provider_fail( provider, "LoadLibrary fails with error %lu%s", error, error == ERROR_DLL_INIT_FAILED ?
                       ": its start-up code refuses; WINEDEBUG=+module says more" : "" );
}

static void *find_function( struct provider *provider, unsigned int i )
{
    void *func;

    if (provider->ordinals)
        return functions[i].ordinal ? (void *)GetProcAddress( provider->module, MAKEINTRESOURCEA( functions[i].ordinal ) ) : NULL;
    if ((func = (void *)GetProcAddress( provider->module, functions[i].name ))) return func;
#ifdef __i386__
    {
        /* linked without a list of exports */
        char name[64];
        snprintf( name, sizeof(name), "%s@%u", functions[i].name, tspi_args[i] * 4 );
        if ((func = (void *)GetProcAddress( provider->module, name ))) return func;
        snprintf( name, sizeof(name), "_%s@%u", functions[i].name, tspi_args[i] * 4 );
        func = (void *)GetProcAddress( provider->module, name );
    }
#endif
    return func;
}

/* Whether an export has a name that is no TSPI function's: other DLLs have hundreds of exports, too. */
static BOOL is_something_else( HMODULE module, WORD ordinal )
{
    const BYTE *base = (const BYTE *)module;
    const IMAGE_NT_HEADERS *nt = (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_DATA_DIRECTORY *dir = &nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT];
    const IMAGE_EXPORT_DIRECTORY *exports = (const IMAGE_EXPORT_DIRECTORY *)(base + dir->VirtualAddress);
    const DWORD *names;
    const WORD *indices;
    DWORD i;

    if (!dir->VirtualAddress) return TRUE;
    names = (const DWORD *)(base + exports->AddressOfNames);
    indices = (const WORD *)(base + exports->AddressOfNameOrdinals);
    for (i = 0; i < exports->NumberOfNames; i++)
        if (indices[i] + exports->Base == ordinal) return !strstr( (const char *)base + names[i], "TSPI_" );
    return FALSE;
}

static unsigned int bind_functions( struct provider *provider )
{
    unsigned int i, count = 0;

    for (i = 0; i < TSPI_FN_COUNT; i++) if ((provider->functions[i] = find_function( provider, i ))) count++;
    return count;
}

LONG provider_load( struct provider *provider )
{
    WCHAR path[MAX_PATH];

    if (!full_path( provider->file, GetSystemDirectoryW, path ) || !file_exists( path ))
    {
        explain_missing( provider );
        return LINEERR_INVALPARAM;
    }
    if (!(provider->module = LoadLibraryExW( path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH )))
    {
        explain_load_error( provider, path, GetLastError() );
        return LINEERR_INVALPARAM;
    }
    guard_install();
    if (!bind_functions( provider ))
    {
        provider->ordinals = TRUE;
        /* ordinals alone are no proof; every provider of that time has this function */
        if (!GetProcAddress( provider->module, MAKEINTRESOURCEA( functions[TSPI_FN_lineNegotiateTSPIVersion].ordinal ) ) ||
            is_something_else( provider->module, functions[TSPI_FN_lineNegotiateTSPIVersion].ordinal ) || !bind_functions( provider ))
        {
            provider_fail( provider, "it exports none of the TSPI functions: it is no telephony service provider" );
            provider_unload( provider );
            return LINEERR_INVALPARAM;
        }
    }
    if (!slot_take( provider ))
    {
        provider_fail( provider, "%u providers are loaded or have crashed, there is no room for more before the telephony service is restarted", MAX_SLOTS );
        provider_unload( provider );
        return LINEERR_RESOURCEUNAVAIL;
    }
    TRACE( "%s loaded at %p, bound by %s\n", debugstr_w( path ), provider->module, provider->ordinals ? "ordinals" : "names" );
    return 0;
}

LONG provider_ui_dll( struct provider *provider, WCHAR *name )
{
    static const char *const exports[] =
    {
        "TUISPI_providerInstall", "TUISPI_providerRemove", "TUISPI_providerConfig", "TUISPI_lineConfigDialog",
        "TUISPI_lineConfigDialogEdit", "TUISPI_phoneConfigDialog", "TUISPI_providerGenericDialog",
    };
    WCHAR buffer[2 * MAX_PATH] = { 0 };     /* the documentation says MAX_PATH, providers have been seen to say more */
    unsigned int i;
    LONG ret;

    name[0] = 0;
    if (provider->crashed) return LINEERR_OPERATIONFAILED;
    if (provider_has( provider, TSPI_FN_providerUIIdentify ))
    {
        if ((ret = PROVIDER_CALL( provider, providerUIIdentify, (DWORD_PTR)buffer )))
        {
            ERR( "provider %s does not name its UI DLL: TSPI_providerUIIdentify fails with %#lx (%s)\n",
                 debugstr_w( provider->file ), ret, error_name( ret ) );
            return ret;
        }
        buffer[MAX_PATH - 1] = 0;
        wcscpy( name, buffer );
        return 0;
    }
    /* many have one file for both and forget to say so */
    for (i = 0; i < ARRAYSIZE( exports ) && provider->module; i++)
    {
        if (!GetProcAddress( provider->module, exports[i] )) continue;
        wcscpy( name, provider->file );
        break;
    }
    return 0;
}

/* ---- starting --------------------------------------------------------------------------------------------------- */

static BOOL negotiate( struct provider *provider )
{
    DWORD high = provider->ordinals ? VERSION_LEGACY : VERSION_LAST, version = 0;
    enum tspi_function function = TSPI_FN_lineNegotiateTSPIVersion;
    LONG ret;

    if (!provider_has( provider, function )) function = TSPI_FN_phoneNegotiateTSPIVersion;
    if (!provider_has( provider, function ))
    {
        provider->version = provider->ordinals ? VERSION_FIRST : VERSION_UNICODE;
        WARN( "provider %s cannot negotiate its version, taking %#lx\n", debugstr_w( provider->file ), provider->version );
    }
    else
    {
        ret = provider_call( provider, function, (const DWORD_PTR[]){ INITIALIZE_NEGOTIATION, VERSION_FIRST, high, (DWORD_PTR)&version } );
        if (provider->crashed) return FALSE;
        if (ret || version < VERSION_FIRST || version > high)
        {
            provider_fail( provider, "%s( INITIALIZE_NEGOTIATION, %#x, %#lx ) gives %#lx (%s), version %#lx: it needs another TAPI",
                           tspi_names[function], VERSION_FIRST, high, ret, ret ? error_name( ret ) : "success", version );
            return FALSE;
        }
        provider->version = version;
    }
    provider->legacy = provider->version < VERSION_UNICODE;
    return TRUE;
}

static BOOL enumerate( struct provider *provider )
{
    LONG ret;

    if (provider_has( provider, TSPI_FN_providerEnumDevices ))
    {
        ret = PROVIDER_CALL( provider, providerEnumDevices, provider->permanent_id, (DWORD_PTR)&provider->num_lines,
                             (DWORD_PTR)&provider->num_phones, (DWORD_PTR)provider, (DWORD_PTR)provider_line_event( provider ),
                             (DWORD_PTR)provider_phone_event( provider ) );
        if (provider->crashed) return FALSE;
        if (ret)
        {
            provider_fail( provider, "TSPI_providerEnumDevices fails with %#lx (%s)", ret, error_name( ret ) );
            return FALSE;
        }
    }
    else config_device_counts( provider->permanent_id, &provider->num_lines, &provider->num_phones );
    if (provider->num_lines <= MAX_DEVICES && provider->num_phones <= MAX_DEVICES) return TRUE;
    provider_fail( provider, "it claims to have %lu lines and %lu phones", provider->num_lines, provider->num_phones );
    return FALSE;
}

static void unreserve( DWORD base, DWORD count, BOOL phone )
{
    while (count--) devices_unreserve( base + count, phone );
}

static BOOL initialise( struct provider *provider )
{
    DWORD i, lines, phones, options = 0;
    LONG ret = 0;

    lines = devices_reserve( provider->num_lines, FALSE );
    phones = devices_reserve( provider->num_phones, TRUE );
    if (provider_has( provider, TSPI_FN_providerInit ))
        ret = PROVIDER_CALL( provider, providerInit, provider->version, provider->permanent_id, lines, phones, provider->num_lines,
                             provider->num_phones, (DWORD_PTR)provider_completion( provider ), (DWORD_PTR)&options );
    else WARN( "provider %s has no TSPI_providerInit\n", debugstr_w( provider->file ) );
    if (ret && !provider->crashed)
        provider_fail( provider, "TSPI_providerInit fails with %#lx (%s): its devices may be switched off, or its set-up is "
                       "not complete (see its own configuration)", ret, error_name( ret ) );
    if (ret || provider->crashed)
    {
        unreserve( lines, provider->num_lines, FALSE );
        unreserve( phones, provider->num_phones, TRUE );
        return FALSE;
    }
    provider->options = options;
    provider->initialised = TRUE;
    guard_install();
    for (i = 0; i < provider->num_lines; i++) device_add( provider, lines + i, i, FALSE, provider->at_run_time );
    for (i = 0; i < provider->num_phones; i++) device_add( provider, phones + i, i, TRUE, provider->at_run_time );
    config_device_ids_done();
    return TRUE;
}

static void shut_down( struct provider *provider )
{
    dialogs_provider_gone( provider );
    devices_remove_all( provider );
    core_provider_died( provider );
    if (!calls_stop( provider, DRAIN_MS ))
    {
        ERR( "provider %s is shut down while %lu calls have not returned: it stays loaded\n", debugstr_w( provider->file ),
             provider->active );
        provider->keep_module = TRUE;
    }
    else if (provider->initialised && !provider->crashed)
        PROVIDER_CALL( provider, providerShutdown, provider->version, provider->permanent_id );
    provider->initialised = FALSE;
    if (provider->state == PROVIDER_RUNNING) provider->state = PROVIDER_STOPPED;
}

static DWORD WINAPI provider_main( void *arg )
{
    struct provider *provider = arg;
    BOOL running;

    running = (provider->module || !provider_load( provider )) && negotiate( provider ) && enumerate( provider ) &&
              initialise( provider );
    if (running && !provider->crashed) provider->state = PROVIDER_RUNNING;
    if (!running && provider->crashed)
        provider_fail( provider, "crashed in %s while it started: exception %08lx at %p",
                       provider->crash_function < TSPI_FN_COUNT ? tspi_names[provider->crash_function] : "a thread of its own",
                       provider->crash_code, provider->crash_address );
    SetEvent( provider->started );
    if (running)
    {
        events_run( provider );
        shut_down( provider );
    }
    events_close( provider );
    provider_unload( provider );
    provider_release( provider );
    return 0;
}

/* Negotiate, initialise, add devices and take events, on the provider's own thread; waits some seconds for the result. */
static LONG provider_start( struct provider *provider, BOOL at_run_time )
{
    provider->at_run_time = at_run_time;
    provider_grab( provider );
    if (!(provider->thread = CreateThread( NULL, 0, provider_main, provider, 0, &provider->thread_id )))
    {
        provider_fail( provider, "cannot start a thread for it, error %lu", GetLastError() );
        provider_release( provider );
        return LINEERR_NOMEM;
    }
    if (WaitForSingleObject( provider->started, START_MS ) == WAIT_TIMEOUT)
    {
        /* the others must not wait for it; when it comes its devices are announced */
        provider->at_run_time = TRUE;
        ERR( "provider %s has not started after %u s; its lines will appear when it has\n", debugstr_w( provider->file ),
             START_MS / 1000 );
        return 0;
    }
    return provider->state == PROVIDER_RUNNING ? 0 : LINEERR_OPERATIONFAILED;
}

void provider_stop( struct provider *provider )
{
    if (!provider->thread) return;
    if (WaitForSingleObject( provider->thread, 0 ) == WAIT_OBJECT_0) return;
    /* one that has not started yet hangs already */
    event_post( provider, EVENT_STOP, 0, 0 );
    if (WaitForSingleObject( provider->thread, provider->state == PROVIDER_LOADING ? 1000 : STOP_MS ) == WAIT_OBJECT_0) return;

    ERR( "provider %s does not stop: it is left alone until the telephony service ends\n", debugstr_w( provider->file ) );
    provider->keep_module = TRUE;
    InterlockedExchange( &provider->crashed, 1 );   /* no further calls */
    devices_remove_all( provider );
    core_provider_died( provider );
}

/* ---- all of them ------------------------------------------------------------------------------------------------ */

static void provider_list_add( struct provider *provider )
{
    provider_grab( provider );
    AcquireSRWLockExclusive( &list_lock );
    list_add_tail( &providers, &provider->entry );
    ReleaseSRWLockExclusive( &list_lock );
}

void provider_list_remove( struct provider *provider )
{
    BOOL was_in;

    AcquireSRWLockExclusive( &list_lock );
    was_in = !list_empty( &provider->entry );
    list_remove( &provider->entry );
    ReleaseSRWLockExclusive( &list_lock );
    if (was_in) provider_release( provider );
}

void providers_each( void (*func)( struct provider *provider ) )
{
    struct list *cursor;

    AcquireSRWLockShared( &list_lock );
    LIST_FOR_EACH( cursor, &providers ) func( LIST_ENTRY_OF( cursor, struct provider, entry ) );
    ReleaseSRWLockShared( &list_lock );
}

struct provider *provider_find( DWORD permanent_id )
{
    struct provider *provider, *found = NULL;
    struct list *cursor;

    AcquireSRWLockShared( &list_lock );
    LIST_FOR_EACH( cursor, &providers )
    {
        provider = LIST_ENTRY_OF( cursor, struct provider, entry );
        if (provider->permanent_id != permanent_id) continue;
        found = provider_grab( provider );
        break;
    }
    ReleaseSRWLockShared( &list_lock );
    return found;
}

void provider_join( struct provider *provider )
{
    /* not while all are being stopped: it would be forgotten */
    AcquireSRWLockShared( &start_lock );
    if (active)
    {
        provider_list_add( provider );
        provider_start( provider, TRUE );
    }
    ReleaseSRWLockShared( &start_lock );
}

void providers_start(void)
{
    struct provider_entry *entries;
    struct provider *provider;
    DWORD i, count;

    AcquireSRWLockExclusive( &start_lock );
    if (active)
    {
        ReleaseSRWLockExclusive( &start_lock );
        return;
    }
    active = TRUE;
    guard_install();
    watch_start();
    config_read_providers( &entries, &count );
    for (i = 0; i < count; i++)
    {
        if (!(provider = provider_create( entries[i].permanent_id, entries[i].file ))) continue;
        provider_list_add( provider );
        provider_start( provider, FALSE );
        provider_release( provider );
    }
    if (!count) WARN( "no provider is installed: there are no lines\n" );
    config_free( entries );
    ReleaseSRWLockExclusive( &start_lock );
}

void providers_stop(void)
{
    struct provider *provider;

    AcquireSRWLockExclusive( &start_lock );
    while (!list_empty( &providers ))
    {
        provider = provider_grab( LIST_ENTRY_OF( providers.next, struct provider, entry ) );
        provider_stop( provider );
        provider_list_remove( provider );
        provider_release( provider );
    }
    devices_reset();
    watch_stop();
    active = FALSE;
    ReleaseSRWLockExclusive( &start_lock );
}

/* ---- status ----------------------------------------------------------------------------------------------------- */

struct text
{
    char        *buffer;
    size_t       size, used;
    unsigned int index;
};

static void __attribute__((format(__MINGW_PRINTF_FORMAT, 3, 4))) put( struct text *text, const char *key, const char *format, ... )
{
    size_t room = text->used < text->size ? text->size - text->used : 0;
    va_list args;
    int len;

    len = snprintf( room ? text->buffer + text->used : NULL, room, "provider%u.%s=", text->index, key );
    text->used += len;
    room = text->used < text->size ? text->size - text->used : 0;
    va_start( args, format );
    len = vsnprintf( room ? text->buffer + text->used : NULL, room, format, args );
    va_end( args );
    text->used += len;
    if (text->used < text->size) text->buffer[text->used] = '\n';
    text->used++;
}

static const char *state_name( const struct provider *provider )
{
    static const char *const names[] = { "loading", "running", "failed", "crashed", "stopped" };

    if (provider->state == PROVIDER_RUNNING && provider->hanging) return "hanging";
    return names[provider->state];
}

static void put_provider( struct text *text, struct provider *provider )
{
    struct running_call *call;
    struct list *cursor;
    char file[MAX_PATH * 3];

    if (!WideCharToMultiByte( CP_UTF8, 0, provider->file, -1, file, sizeof(file), NULL, NULL )) file[0] = 0;
    put( text, "file", "%s", file );
    put( text, "id", "%lu", provider->permanent_id );
    put( text, "state", "%s", state_name( provider ) );
    if (provider->reason[0]) put( text, "reason", "%s", provider->reason );
    put( text, "version", "%lu.%lu", provider->version >> 16, provider->version & 0xffff );
    put( text, "lines", "%lu", devices_of( provider, FALSE ) );
    put( text, "phones", "%lu", devices_of( provider, TRUE ) );
    put( text, "events_waiting", "%lu", provider->queued );
    put( text, "events_dropped", "%lu", provider->dropped );
    AcquireSRWLockExclusive( &provider->call_lock );
    put( text, "calls_running", "%lu", provider->active );
    put( text, "calls_waiting", "%lu", provider->waiting );
    LIST_FOR_EACH( cursor, &provider->calls )
    {
        call = LIST_ENTRY_OF( cursor, struct running_call, entry );
        if (call->hanging)
            put( text, "hangs_in", "%s for %lu s", tspi_names[call->function], (GetTickCount() - call->start) / 1000 );
    }
    ReleaseSRWLockExclusive( &provider->call_lock );
    text->index++;
}

size_t providers_status( char *buffer, size_t size )
{
    struct text text = { buffer, size, 0, 0 };
    struct list *cursor;

    AcquireSRWLockShared( &list_lock );
    LIST_FOR_EACH( cursor, &providers ) put_provider( &text, LIST_ENTRY_OF( cursor, struct provider, entry ) );
    ReleaseSRWLockShared( &list_lock );
    if (text.used < size) buffer[text.used] = 0;
    else if (size) buffer[size - 1] = 0;
    return text.used;
}
