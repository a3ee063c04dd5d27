/*
 * User interface of providers, which runs in the application.
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

#include "tapi32.h"

DEBUG_CHANNEL( tapi );

/*
 * Providers live in the service, which has no desktop. What they show comes from a UI DLL that the service names; it is
 * loaded here for the time of one operation: GetUIDllName begins it, FreeDialogInstance with the DLL's result ends it
 * (MS-TRP 2.2.4.1.7.9 to 11). Meanwhile the DLL talks to its provider through the callback.
 */
struct ui_operation
{
    struct session *session;    /* one user: the service forgets the operation when the connection ends */
    DWORD           dialog;     /* htDlgInst */
    WCHAR           dll[MAX_PATH];  /* empty: the provider has none */
    HMODULE         module;
};

typedef LONG (WINAPI *ui_provider_func)( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider );
typedef LONG (WINAPI *ui_config_func)( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, LPCWSTR class );
typedef LONG (WINAPI *ui_edit_func)( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, LPCWSTR class,
                                     LPVOID const config, DWORD size, LPVARSTRING out );

LONG CALLBACK TUISPIDLLCallback( DWORD_PTR id, DWORD type, LPVOID params, DWORD size );

/* What a UI DLL tells its provider, and the answer: its TUISPIDLLCALLBACK (tspi.h), which Windows exports, too. */
LONG CALLBACK TUISPIDLLCallback( DWORD_PTR id, DWORD type, LPVOID params, DWORD size )
{
    struct api_call call =
    {
        TRP_TUISPIDLLCallback, 0, NULL,
        {
            [ARG_TUISPIDLLCallback_dwObjectID] = VALUE( id ),
            [ARG_TUISPIDLLCallback_dwObjectType] = VALUE( type ),
            [ARG_TUISPIDLLCallback_dwParamsInOffset] = BUFFER( params, size ),
            [ARG_TUISPIDLLCallback_dwParamsOutOffset] = BUFFER( NULL, size ),
        },
        { [ARG_TUISPIDLLCallback_dwParamsOutOffset] = params },
    };

    TRACE( "object %#lx type %lu, %lu bytes\n", (DWORD)id, type, size );
    return sync_call( &call );
}

static LONG ui_end( struct ui_operation *ui, LONG result )
{
    struct api_call call =
    {
        TRP_FreeDialogInstance, 0, ui->session,
        {
            [ARG_FreeDialogInstance_htDlgInst] = VALUE( ui->dialog ),
            [ARG_FreeDialogInstance_lUIDllResult] = VALUE( result ),
        },
    };
    LONG err;

    if (ui->module) FreeLibrary( ui->module );
    err = sync_call( &call );
    if (ui->session) session_release( ui->session );
    return result ? result : err;
}

/* Only what the service named, and never what happens to lie in the application's folder. */
static LONG ui_load( struct ui_operation *ui )
{
    WCHAR path[2 * MAX_PATH];
    const WCHAR *name = ui->dll;
    UINT len;

    if (!wcschr( name, '\\' ) && !wcschr( name, '/' ))
    {
        len = GetSystemDirectoryW( path, MAX_PATH );
        path[len++] = '\\';
        lstrcpyW( path + len, name );
        name = path;
    }
    if ((ui->module = LoadLibraryExW( name, NULL, LOAD_WITH_ALTERED_SEARCH_PATH ))) return 0;
    ERR( "cannot load the provider's UI DLL %s into this %u-bit application, error %lu%s\n", debugstr_w( name ),
         (unsigned int)sizeof(void *) * 8, GetLastError(),
         GetLastError() == ERROR_BAD_EXE_FORMAT || sizeof(void *) == 4 ? "; is it there for this architecture?" : "" );
    return LINEERR_OPERATIONFAILED;
}

/* connect: legal without lineInitialize. */
static LONG ui_begin( struct ui_operation *ui, BOOL connect, DWORD id, DWORD type, const WCHAR *file, BOOL remove, DWORD *provider )
{
    DWORD new_id = 0;
    struct api_call call =
    {
        TRP_GetUIDllName, 0, NULL,
        {
            [ARG_GetUIDllName_dwObjectID] = VALUE( id ),
            [ARG_GetUIDllName_dwObjectType] = VALUE( type ),
            [ARG_GetUIDllName_dwUIDllNameOffset] = BUFFER( NULL, sizeof(ui->dll) - sizeof(WCHAR) ),
            [ARG_GetUIDllName_dwProviderFilenameOffset] = DATA( file ),
            [ARG_GetUIDllName_bRemoveProvider] = VALUE( remove ),
        },
        {
            [ARG_GetUIDllName_dwObjectID] = &new_id,
            [ARG_GetUIDllName_dwUIDllNameOffset] = ui->dll,
            [ARG_GetUIDllName_htDlgInst] = &ui->dialog,
        },
    };
    LONG err;

    memset( ui, 0, sizeof(*ui) );
    if ((err = session_grab( connect, &ui->session ))) return err;
    call.session = ui->session;
    if ((err = sync_call( &call )))
    {
        session_release( ui->session );
        return err;
    }
    if (provider) *provider = new_id;
    TRACE( "dialog instance %#lx, UI DLL %s\n", ui->dialog, debugstr_w( ui->dll ) );
    return 0;
}

/*
 * Run one of TUISPI_providerInstall, Config and Remove. optional: a UI DLL without it has nothing to ask. If there is no UI
 * DLL the service calls the provider's own function, as before TSPI 2.0, at the end of the operation.
 */
static LONG ui_run_provider( struct ui_operation *ui, const char *function, BOOL optional, HWND owner, DWORD provider )
{
    ui_provider_func func;
    LONG err;

    if (!ui->dll[0]) return 0;
    if ((err = ui_load( ui ))) return err;
    if ((func = (void *)GetProcAddress( ui->module, function )))
    {
        TRACE( "%s, provider %lu\n", function, provider );
        return func( TUISPIDLLCallback, owner, provider );
    }
    if (optional) return 0;
    WARN( "provider %lu has no %s\n", provider, function );
    return LINEERR_OPERATIONUNAVAIL;
}

LONG WINAPI lineConfigProvider( HWND owner, DWORD provider )
{
    struct ui_operation ui;
    LONG err;

    TRACE( "owner %p provider %lu\n", owner, provider );
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if ((err = ui_begin( &ui, TRUE, provider, TUISPIDLL_OBJECT_PROVIDERID, NULL, FALSE, NULL ))) return err;
    return ui_end( &ui, ui_run_provider( &ui, "TUISPI_providerConfig", FALSE, owner, provider ) );
}

LONG WINAPI lineAddProviderW( LPCWSTR file, HWND owner, LPDWORD ret )
{
    struct ui_operation ui;
    DWORD provider = 0;
    SIZE_T len;
    LONG err;

    if (!probe_stringW( file, &len ) || !can_write( ret, sizeof(*ret) )) return LINEERR_INVALPOINTER;
    TRACE( "file %s owner %p\n", debugstr_w( file ), owner );
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if ((err = ui_begin( &ui, TRUE, 0, TUISPIDLL_OBJECT_PROVIDERID, file, FALSE, &provider ))) return err;
    if ((err = ui_end( &ui, ui_run_provider( &ui, "TUISPI_providerInstall", TRUE, owner, provider ) ))) return err;
    *ret = provider;
    return 0;
}

LONG WINAPI lineAddProviderA( LPCSTR file, HWND owner, LPDWORD ret )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = arena_string( &arena, file, &converted );

    if (!err) err = lineAddProviderW( converted, owner, ret );
    arena_free( &arena );
    return err;
}

LONG WINAPI lineRemoveProvider( DWORD provider, HWND owner )
{
    struct ui_operation ui;
    LONG err;

    TRACE( "provider %lu owner %p\n", provider, owner );
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if ((err = ui_begin( &ui, TRUE, provider, TUISPIDLL_OBJECT_PROVIDERID, NULL, TRUE, NULL ))) return err;
    return ui_end( &ui, ui_run_provider( &ui, "TUISPI_providerRemove", TRUE, owner, provider ) );
}

/* ---- configuration of lines ---------------------------------------------------------------------------------- */

static LONG ui_load_for_line( struct ui_operation *ui, DWORD device, const char *function, void **func )
{
    LONG err;

    *func = NULL;
    if (ui->dll[0])
    {
        if ((err = ui_load( ui ))) return err;
        *func = (void *)GetProcAddress( ui->module, function );
    }
    if (*func) return 0;
    WARN( "the provider of line %lu has no %s\n", device, function );
    return LINEERR_OPERATIONUNAVAIL;
}

LONG WINAPI lineConfigDialogW( DWORD device, HWND owner, LPCWSTR class )
{
    struct ui_operation ui;
    void *func;
    SIZE_T len;
    LONG err;

    if (class && !probe_stringW( class, &len )) return LINEERR_INVALPOINTER;
    TRACE( "device %lu owner %p class %s\n", device, owner, debugstr_w( class ) );
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if ((err = ui_begin( &ui, FALSE, device, TUISPIDLL_OBJECT_LINEID, NULL, FALSE, NULL ))) return err;
    if (!(err = ui_load_for_line( &ui, device, "TUISPI_lineConfigDialog", &func )))
        err = ((ui_config_func)func)( TUISPIDLLCallback, device, owner, class );
    return ui_end( &ui, err );
}

LONG WINAPI lineConfigDialogEditW( DWORD device, HWND owner, LPCWSTR class, LPVOID const config, DWORD size, LPVARSTRING out )
{
    struct ui_operation ui;
    void *func;
    SIZE_T len;
    LONG err;

    if (class && !probe_stringW( class, &len )) return LINEERR_INVALPOINTER;
    TRACE( "device %lu owner %p class %s config %p size %lu\n", device, owner, debugstr_w( class ), config, size );
    if (!config || !can_read( config, size ) || !can_read( out, sizeof(out->dwTotalSize) )) return LINEERR_INVALPOINTER;
    if (out->dwTotalSize < sizeof(*out)) return LINEERR_STRUCTURETOOSMALL;
    if (!can_write( out, sizeof(*out) )) return LINEERR_INVALPOINTER;
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if ((err = ui_begin( &ui, FALSE, device, TUISPIDLL_OBJECT_LINEID, NULL, FALSE, NULL ))) return err;
    if (!(err = ui_load_for_line( &ui, device, "TUISPI_lineConfigDialogEdit", &func )))
        err = ((ui_edit_func)func)( TUISPIDLLCallback, device, owner, class, config, size, out );
    return ui_end( &ui, err );
}

LONG WINAPI lineConfigDialogA( DWORD device, HWND owner, LPCSTR class )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = arena_string( &arena, class, &converted );

    if (!err) err = lineConfigDialogW( device, owner, converted );
    arena_free( &arena );
    return err;
}

LONG WINAPI lineConfigDialogEditA( DWORD device, HWND owner, LPCSTR class, LPVOID const config, DWORD size, LPVARSTRING out )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = arena_string( &arena, class, &converted );

    if (!err) err = lineConfigDialogEditW( device, owner, converted, config, size, out );
    arena_free( &arena );
    return err;
}

/* ---- configuration of phones --------------------------------------------------------------------------------- */

LONG WINAPI phoneConfigDialogW( DWORD device, HWND owner, LPCWSTR class )
{
    struct ui_operation ui;
    ui_config_func func = NULL;
    SIZE_T len;
    LONG err;

    if (class && !probe_stringW( class, &len )) return PHONEERR_INVALPOINTER;
    TRACE( "device %lu owner %p class %s\n", device, owner, debugstr_w( class ) );
    if (owner && !IsWindow( owner )) return PHONEERR_INVALPARAM;
    if ((err = ui_begin( &ui, FALSE, device, TUISPIDLL_OBJECT_PHONEID, NULL, FALSE, NULL ))) return family_error( TRUE, err );
    if (ui.dll[0] && !(err = ui_load( &ui ))) func = (ui_config_func)(void *)GetProcAddress( ui.module, "TUISPI_phoneConfigDialog" );
    if (func) err = func( TUISPIDLLCallback, device, owner, class );
    else if (!err)
    {
        WARN( "the provider of phone %lu has no TUISPI_phoneConfigDialog\n", device );
        err = LINEERR_OPERATIONUNAVAIL;
    }
    return family_error( TRUE, ui_end( &ui, family_error( TRUE, err ) ) );
}

LONG WINAPI phoneConfigDialogA( DWORD device, HWND owner, LPCSTR class )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = family_error( TRUE, arena_string( &arena, class, &converted ));

    if (!err) err = phoneConfigDialogW( device, owner, converted );
    arena_free( &arena );
    return err;
}

/* ---- dialogs that providers open by themselves ----------------------------------------------------------------- */

typedef LONG (WINAPI *ui_generic_func)( TUISPIDLLCALLBACK callback, HTAPIDIALOGINSTANCE dialog, LPVOID params, DWORD size, HANDLE event );
typedef LONG (WINAPI *ui_data_func)( HTAPIDIALOGINSTANCE dialog, LPVOID params, DWORD size );

/* Data for a dialog, in order; size 0: close it. */
struct ui_data
{
    struct ui_data *next;
    DWORD           size;
};

/*
 * One thread runs the dialog, another hands it the provider's data once the UI DLL says that it is open: neither may
 * hold up the thread that receives events.
 */
struct ui_dialog
{
    struct ui_dialog   *next;
    LONG                refs;       /* list, dialog thread, data thread */
    struct ui_operation ui;
    HANDLE              opened;     /* set by the UI DLL */
    HANDLE              wake;       /* data came, or the dialog has ended */
    LONG                ended;
    struct ui_data     *data;       /* guarded by state_cs */
    DWORD               size;       /* parameter block of TUISPI_providerGenericDialog */
    BYTE                params[];
};

static struct ui_dialog *dialogs;   /* guarded by state_cs */

static void dialog_release( struct ui_dialog *dialog )
{
    struct ui_data *data;

    if (InterlockedDecrement( &dialog->refs )) return;
    while ((data = dialog->data))
    {
        dialog->data = data->next;
        HeapFree( GetProcessHeap(), 0, data );
    }
    if (dialog->opened) CloseHandle( dialog->opened );
    if (dialog->wake) CloseHandle( dialog->wake );
    HeapFree( GetProcessHeap(), 0, dialog );
}

static void dialog_remove( struct ui_dialog *dialog )
{
    struct ui_dialog **ptr;

    EnterCriticalSection( &state_cs );
    for (ptr = &dialogs; *ptr && *ptr != dialog; ptr = &(*ptr)->next) continue;
    if (*ptr) *ptr = dialog->next;
    LeaveCriticalSection( &state_cs );
    dialog_release( dialog );
}

static DWORD CALLBACK dialog_data_thread( void *arg )
{
    struct ui_dialog *dialog = arg;
    HANDLE waits[] = { dialog->opened, dialog->wake };
    struct ui_data *data;
    ui_data_func func;

    func = (void *)GetProcAddress( dialog->ui.module, "TUISPI_providerGenericDialogData" );
    while (!dialog->ended && WaitForMultipleObjects( 2, waits, FALSE, INFINITE ) != WAIT_OBJECT_0) continue;
    while (!dialog->ended)
    {
        EnterCriticalSection( &state_cs );
        if ((data = dialog->data)) dialog->data = data->next;
        LeaveCriticalSection( &state_cs );
        if (!data) WaitForSingleObject( dialog->wake, INFINITE );
        else
        {
            if (func) func( dialog->ui.dialog, data->size ? data + 1 : NULL, data->size );
            HeapFree( GetProcessHeap(), 0, data );
        }
    }
    dialog_release( dialog );
    return 0;
}

static DWORD CALLBACK dialog_thread( void *arg )
{
    struct ui_dialog *dialog = arg;
    ui_generic_func func;
    HANDLE thread = NULL;
    LONG err;

    if (!(err = ui_load( &dialog->ui )))
    {
        if (!(func = (void *)GetProcAddress( dialog->ui.module, "TUISPI_providerGenericDialog" ))) err = LINEERR_OPERATIONUNAVAIL;
        else
        {
            InterlockedIncrement( &dialog->refs );
            if (!(thread = CreateThread( NULL, 0, dialog_data_thread, dialog, 0, NULL ))) dialog_release( dialog );
            err = func( TUISPIDLLCallback, dialog->ui.dialog, dialog->size ? dialog->params : NULL, dialog->size, dialog->opened );
        }
    }
    InterlockedExchange( &dialog->ended, 1 );
    if (thread)
    {
        SetEvent( dialog->wake );
        WaitForSingleObject( thread, INFINITE );
        CloseHandle( thread );
    }
    TRACE( "dialog instance %#lx ended, %#lx\n", dialog->ui.dialog, err );
    ui_end( &dialog->ui, err );
    dialog_remove( dialog );
    dialog_release( dialog );
    FreeLibraryAndExitThread( tapi_instance, 0 );
    return 0;
}

static BOOL dialog_start( const struct trp_event *event )
{
    const BYTE *packet = (const BYTE *)event;
    DWORD params = event->param1, size = event->param2, name = event->param3, end = event->total_size, len;
    struct ui_dialog *dialog;
    HMODULE module;
    HANDLE thread;

    if (params > end || size > end - params || name > end) return FALSE;
    for (len = 0; name + (len + 1) * sizeof(WCHAR) <= end; len++) if (!memcmp( packet + name + len * sizeof(WCHAR), L"", 2 )) break;
    if (!len || len >= MAX_PATH) return FALSE;

    if (!(dialog = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*dialog) + size ))) return FALSE;
    dialog->refs = 2;
    dialog->size = size;
    dialog->ui.dialog = event->device;
    memcpy( dialog->params, packet + params, size );
    memcpy( dialog->ui.dll, packet + name, len * sizeof(WCHAR) );
    if (!(dialog->opened = CreateEventW( NULL, TRUE, FALSE, NULL )) || !(dialog->wake = CreateEventW( NULL, FALSE, FALSE, NULL )) ||
        session_grab( FALSE, &dialog->ui.session ))
    {
        dialog->refs = 1;
        dialog_release( dialog );
        return FALSE;
    }
    EnterCriticalSection( &state_cs );
    dialog->next = dialogs;
    dialogs = dialog;
    LeaveCriticalSection( &state_cs );

    if (!GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)tapi_instance, &module )) module = NULL;
    if (module && (thread = CreateThread( NULL, 0, dialog_thread, dialog, 0, NULL )))
    {
        CloseHandle( thread );
        return TRUE;
    }
    if (module) FreeLibrary( module );
    session_release( dialog->ui.session );
    dialog_remove( dialog );
    dialog_release( dialog );
    return FALSE;
}

static void dialog_data( const struct trp_event *event )
{
    const BYTE *packet = (const BYTE *)event;
    struct ui_data *data, **ptr;
    struct ui_dialog *dialog;

    if (event->param1 > event->total_size || event->param2 > event->total_size - event->param1) return;
    if (!(data = HeapAlloc( GetProcessHeap(), 0, sizeof(*data) + event->param2 ))) return;
    data->next = NULL;
    data->size = event->param2;
    memcpy( data + 1, packet + event->param1, data->size );

    EnterCriticalSection( &state_cs );
    for (dialog = dialogs; dialog && dialog->ui.dialog != event->device; dialog = dialog->next) continue;
    if (dialog)
    {
        for (ptr = &dialog->data; *ptr; ptr = &(*ptr)->next) continue;
        *ptr = data;
        SetEvent( dialog->wake );
    }
    LeaveCriticalSection( &state_cs );
    if (!dialog) HeapFree( GetProcessHeap(), 0, data );
}

void ui_dialog_event( const struct trp_event *event )
{
    struct ui_operation ui = { .dialog = event->device };

    if (event->msg == LINE_SENDDIALOGINSTANCEDATA) dialog_data( event );
    else if (!dialog_start( event ))
    {
        ERR( "cannot open the dialog that a provider asks for\n" );
        /* It must not wait for a dialog that nobody will see. */
        ui_end( &ui, LINEERR_OPERATIONFAILED );
    }
}
