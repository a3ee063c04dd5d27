/*
 * Set-up and dialogs of service providers: lineAddProvider, lineRemoveProvider, lineConfigProvider, lineConfigDialog, dialogs that a
 * provider wants in an application, and the list of providers (MS-TRP 2.2.4.1.7.5, 2.2.4.1.7.9 to 2.2.4.1.7.11).
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
 * The UI DLL runs in the application; here is only what it talks to. A dialog lives from GetUIDllName (or from the provider's
 * LINE_CREATEDIALOGINSTANCE) to FreeDialogInstance or the end of the client. What is installed or removed becomes so with FreeDialogInstance.
 */

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include "debug/debug.h"
#include "provider_private.h"
#include "config.h"

DEBUG_CHANNEL( tapisrv );

enum dialog_kind { DIALOG_DEVICE, DIALOG_CONFIG, DIALOG_INSTALL, DIALOG_REMOVE, DIALOG_OF_PROVIDER };

struct dialog
{
    struct object      object;          /* TRP_HDLGINST */
    struct list        entry;           /* in dialogs, which holds a reference */
    enum dialog_kind   kind;
    struct client     *client;          /* referenced */
    struct provider   *provider;        /* referenced; NULL: could not be loaded (DIALOG_REMOVE only) */
    DWORD              permanent_id;
    DWORD              object_id, object_type;  /* as the client named it */
    HDRVDIALOGINSTANCE driver;          /* DIALOG_OF_PROVIDER */
    DWORD              init_context;
    BOOL               holds;           /* the providers, for as long as it lives */
    BOOL               no_ui_dll;       /* the service calls TSPI_providerInstall and so on */
    WCHAR              ui_dll[MAX_PATH];
};

static SRWLOCK dialogs_lock;
static struct list dialogs = { &dialogs, &dialogs };

static void dialog_destroy( struct object *object )
{
    struct dialog *dialog = LIST_ENTRY_OF( object, struct dialog, object );

    provider_release( dialog->provider );
    if (dialog->holds) providers_unhold();
    client_release( dialog->client );
    HeapFree( GetProcessHeap(), 0, dialog );
}

static BOOL dialog_close( struct dialog *dialog );

/* One reference for the caller; NULL when out of memory or the client is dead. */
static struct dialog *dialog_open( struct client *client, enum dialog_kind kind, struct provider *provider )
{
    struct dialog *dialog = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*dialog) );

    if (!dialog) return NULL;
    object_init( &dialog->object, TRP_HDLGINST, client, dialog_destroy );
    client_grab( client );
    dialog->client = client;
    dialog->kind = kind;
    if (provider)
    {
        dialog->provider = provider_grab( provider );
        dialog->permanent_id = provider->permanent_id;
    }
    if (!handle_alloc( dialog ))
    {
        object_release( dialog );
        return NULL;
    }
    object_grab( dialog );
    AcquireSRWLockExclusive( &dialogs_lock );
    list_add_tail( &dialogs, &dialog->entry );
    ReleaseSRWLockExclusive( &dialogs_lock );
    /* a client that died meanwhile has run down what it had before */
    if (client_dead( client ))
    {
        dialog_close( dialog );
        object_release( dialog );
        return NULL;
    }
    return dialog;
}

/* TRUE for the one who closed it. */
static BOOL dialog_close( struct dialog *dialog )
{
    BOOL was_open;

    AcquireSRWLockExclusive( &dialogs_lock );
    was_open = !list_empty( &dialog->entry );
    list_remove( &dialog->entry );
    ReleaseSRWLockExclusive( &dialogs_lock );
    if (!was_open) return FALSE;
    handle_free( dialog );
    object_release( dialog );
    return TRUE;
}

/* A reference to the first open dialog that fits: of a handle, of a client, of a provider; 0 and NULL fit all. */
static struct dialog *dialog_find( DWORD handle, struct client *client, struct provider *provider )
{
    struct dialog *dialog, *found = NULL;
    struct list *cursor;

    AcquireSRWLockShared( &dialogs_lock );
    LIST_FOR_EACH( cursor, &dialogs )
    {
        dialog = LIST_ENTRY_OF( cursor, struct dialog, entry );
        if ((handle && dialog->object.handle != handle) || (client && dialog->client != client) ||
            (provider && (dialog->provider != provider || dialog->kind != DIALOG_OF_PROVIDER)))
            continue;
        found = object_grab( dialog );
        break;
    }
    ReleaseSRWLockShared( &dialogs_lock );
    return found;
}

/* ---- dialogs that a provider wants ------------------------------------------------------------------------------ */

DWORD dialog_create( struct provider *provider, const TUISPICREATEDIALOGINSTANCEPARAMS *params )
{
    struct async *async = async_get( params->dwRequestID );
    struct dialog *dialog = NULL;
    DWORD handle = 0;

    if (!async || !async->client || async->provider != provider)
        WARN( "provider %s wants a dialog for request %#lx, which no application waits for\n", debugstr_w( provider->file ),
              params->dwRequestID );
    else if ((dialog = dialog_open( async->client, DIALOG_OF_PROVIDER, provider )))
    {
        dialog->driver = params->hdDlgInst;
        dialog->init_context = async->init_context;
        handle = dialog->object.handle;
        object_release( dialog );
    }
    if (async) object_release( async );
    return handle;
}

static void send_to_dialog( struct dialog *dialog, DWORD msg, const void *data, DWORD size, DWORD block_size, DWORD name )
{
    struct trp_event event = { 0 };

    event.init_context = dialog->init_context;
    event.device = dialog->object.handle;
    event.msg = msg;
    event.param1 = sizeof(event);
    event.param2 = block_size;
    event.param3 = name;
    event_send( dialog->client, &event, data, size );
}

void dialog_created( struct provider *provider, DWORD handle, const void *data, DWORD size, DRV_REQUESTID request )
{
    struct dialog *dialog = dialog_find( handle, NULL, provider );
    DWORD block = (size + 3) & ~3u;
    WCHAR *name;

    if (!dialog) return;
    name = (WCHAR *)((char *)data + block);     /* MAX_PATH characters */
    if (!name[0]) provider_ui_dll( provider, name );
    wcscpy( dialog->ui_dll, name );
    TRACE( "provider %s: dialog %#lx for request %#lx in %s\n", debugstr_w( provider->file ), handle, request, debugstr_w( name ) );
    send_to_dialog( dialog, LINE_CREATEDIALOGINSTANCE, data, block + (wcslen( name ) + 1) * sizeof(WCHAR), size,
                    sizeof(struct trp_event) + block );
    object_release( dialog );
}

void dialog_data( struct provider *provider, DWORD handle, const void *data, DWORD size )
{
    struct dialog *dialog = dialog_find( handle, NULL, provider );

    if (!dialog)
    {
        WARN( "provider %s sends data to dialog %#lx, which is closed\n", debugstr_w( provider->file ), handle );
        return;
    }
    send_to_dialog( dialog, LINE_SENDDIALOGINSTANCEDATA, data, size, size, 0 );
    object_release( dialog );
}

/* Its provider hears of it on its own thread: the client's end must not wait for a provider. */
static void dialog_ended( struct dialog *dialog )
{
    if (dialog->kind == DIALOG_OF_PROVIDER && provider_has( dialog->provider, TSPI_FN_providerFreeDialogInstance ))
        event_post( dialog->provider, EVENT_DIALOG_FREE, 0, (DWORD_PTR)dialog->driver );
}

void dialogs_run_down( struct client *client )
{
    struct dialog *dialog;

    while ((dialog = dialog_find( 0, client, NULL )))
    {
        if (dialog_close( dialog )) dialog_ended( dialog );
        object_release( dialog );
    }
}

void dialogs_provider_gone( struct provider *provider )
{
    struct dialog *dialog;

    while ((dialog = dialog_find( 0, NULL, provider )))
    {
        send_to_dialog( dialog, LINE_SENDDIALOGINSTANCEDATA, NULL, 0, 0, 0 );
        dialog_close( dialog );
        object_release( dialog );
    }
}

/* ---- GetUIDllName ----------------------------------------------------------------------------------------------- */

static LONG open_device_dialog( struct client *client, DWORD id, BOOL phone, struct dialog **ret )
{
    struct device *device = device_get( id, phone );
    WCHAR name[MAX_PATH];
    LONG err;

    if (!device) return phone ? PHONEERR_BADDEVICEID : LINEERR_BADDEVICEID;
    if (device->removed) err = phone ? PHONEERR_NODEVICE : LINEERR_NODEVICE;
    else if (!(err = provider_ui_dll( device->provider, name )))
    {
        if (!name[0])
        {
            WARN( "%s device %lu: provider %s has no UI DLL and so no dialogs\n", phone ? "phone" : "line", id,
                  debugstr_w( device->provider->file ) );
            err = phone ? PHONEERR_OPERATIONUNAVAIL : LINEERR_OPERATIONUNAVAIL;
        }
        else if (!(*ret = dialog_open( client, DIALOG_DEVICE, device->provider ))) err = phone ? PHONEERR_NOMEM : LINEERR_NOMEM;
        else wcscpy( (*ret)->ui_dll, name );
    }
    device_release( device );
    return err;
}

/* Clients name a file of the system folder, nothing else: they cannot make the service load what they like. */
static const WCHAR *registered_name( const WCHAR *path )
{
    WCHAR folder[MAX_PATH];
    UINT len = GetSystemDirectoryW( folder, MAX_PATH );

    if (len && len < MAX_PATH && !wcsnicmp( path, folder, len ) && (path[len] == '\\' || path[len] == '/')) path += len + 1;
    if (!path[0] || wcspbrk( path, L"\\/:" ) || wcslen( path ) >= 64)
    {
        ERR( "provider %s is not added: providers are installed in %s and named without a folder\n", debugstr_w( path ),
             debugstr_w( folder ) );
        return NULL;
    }
    return path;
}

static BOOL already_installed( const WCHAR *file )
{
    struct provider_entry *entries;
    DWORD i, count;
    BOOL found = FALSE;

    if (config_read_providers( &entries, &count )) return FALSE;
    for (i = 0; i < count && !found; i++) found = !wcsicmp( entries[i].file, file );
    config_free( entries );
    return found;
}

static LONG open_install( struct client *client, const WCHAR *path, struct dialog **ret )
{
    struct provider *provider;
    const WCHAR *file;
    WCHAR name[MAX_PATH];
    DWORD id;
    LONG err;

    if (!(file = registered_name( path ))) return LINEERR_INVALPARAM;
    if (!(id = config_next_provider_id())) return LINEERR_OPERATIONFAILED;
    if (!(provider = provider_create( id, file ))) return LINEERR_NOMEM;
    if (!(err = provider_load( provider )) && !(err = provider_ui_dll( provider, name )))
    {
        /* one that cannot be asked is taken for single */
        if (!name[0] && !provider_has( provider, TSPI_FN_providerInstall ) && already_installed( file ))
            err = LINEERR_NOMULTIPLEINSTANCE;
        else if (!(*ret = dialog_open( client, DIALOG_INSTALL, provider ))) err = LINEERR_NOMEM;
        else
        {
            wcscpy( (*ret)->ui_dll, name );
            (*ret)->no_ui_dll = !name[0];
        }
    }
    provider_release( provider );
    return err;
}

/* The running provider of that id, or else its file loaded for this purpose; NULL and an error otherwise. */
static struct provider *provider_for_setup( DWORD permanent_id, LONG *err )
{
    struct provider *provider = provider_find( permanent_id );
    struct provider_entry *entries;
    DWORD i, count;

    *err = 0;
    if (provider && (provider->module || provider->state == PROVIDER_CRASHED)) return provider;
    provider_release( provider );
    provider = NULL;
    *err = LINEERR_INVALPARAM;
    if (config_read_providers( &entries, &count )) return NULL;
    for (i = 0; i < count && !provider; i++)
    {
        if (entries[i].permanent_id != permanent_id) continue;
        if (!(provider = provider_create( permanent_id, entries[i].file ))) *err = LINEERR_NOMEM;
        else if ((*err = provider_load( provider ))) *err = LINEERR_OPERATIONFAILED;
    }
    config_free( entries );
    if (*err)
    {
        provider_release( provider );
        provider = NULL;
    }
    return provider;
}

static LONG open_setup( struct client *client, DWORD permanent_id, enum dialog_kind kind, struct dialog **ret )
{
    WCHAR name[MAX_PATH] = { 0 };
    struct provider *provider;
    LONG err;

    /* else it would be asked while it stops, and not answer */
    providers_hold();
    provider = provider_for_setup( permanent_id, &err );
    if (provider) err = provider_ui_dll( provider, name );
    /* what does not load any more must still be removable */
    if (kind == DIALOG_REMOVE && err != (LONG)LINEERR_INVALPARAM) err = 0;
    if (!err && kind == DIALOG_CONFIG && !name[0] && !provider_has( provider, TSPI_FN_providerConfig ))
        err = LINEERR_OPERATIONUNAVAIL;
    if (!err && !(*ret = dialog_open( client, kind, provider ))) err = LINEERR_NOMEM;
    if (err) providers_unhold();
    else
    {
        (*ret)->holds = TRUE;
        (*ret)->permanent_id = permanent_id;
        wcscpy( (*ret)->ui_dll, name );
        (*ret)->no_ui_dll = !name[0];
    }
    provider_release( provider );
    return err;
}

static LONG open_by_handle( struct client *client, DWORD handle, struct dialog **ret )
{
    *ret = handle ? dialog_find( handle, client, NULL ) : NULL;
    return *ret ? 0 : LINEERR_INVALPARAM;
}

LONG handle_GetUIDllName( struct request *rq, struct trp_arg *args )
{
    DWORD type = args[ARG_GetUIDllName_dwObjectType].value, id = args[ARG_GetUIDllName_dwObjectID].value, size;
    const WCHAR *file = args[ARG_GetUIDllName_dwProviderFilenameOffset].data;
    BOOL remove = args[ARG_GetUIDllName_bRemoveProvider].value != 0;
    /* else it asks about a dialog that is open, and that stays what it is */
    BOOL is_new = type != TUISPIDLL_OBJECT_DIALOGINSTANCE;
    struct dialog *dialog = NULL;
    WCHAR *name;
    LONG err;

    switch (type)
    {
    case TUISPIDLL_OBJECT_LINEID:  err = open_device_dialog( rq->client, id, FALSE, &dialog ); break;
    case TUISPIDLL_OBJECT_PHONEID: err = open_device_dialog( rq->client, id, TRUE, &dialog ); break;
    case TUISPIDLL_OBJECT_PROVIDERID:
        if (file && remove) err = LINEERR_INVALPARAM;
        else if (file) err = open_install( rq->client, file, &dialog );
        else err = open_setup( rq->client, id, remove ? DIALOG_REMOVE : DIALOG_CONFIG, &dialog );
        break;
    case TUISPIDLL_OBJECT_DIALOGINSTANCE: err = open_by_handle( rq->client, id, &dialog ); break;
    default: err = LINEERR_INVALPARAM; break;
    }
    if (err) return err;

    if (is_new)
    {
        if (type == TUISPIDLL_OBJECT_PROVIDERID) id = dialog->permanent_id;
        dialog->object_id = id;
        dialog->object_type = type;
    }
    size = (wcslen( dialog->ui_dll ) + 1) * sizeof(WCHAR);
    if (!(name = request_alloc( rq, size ))) err = LINEERR_NOMEM;
    else if (size > args[ARG_GetUIDllName_dwUIDllNameSize].size) err = LINEERR_STRUCTURETOOSMALL;
    else
    {
        memcpy( name, dialog->ui_dll, size );
        args[ARG_GetUIDllName_dwObjectID].value = id;
        args[ARG_GetUIDllName_dwUIDllNameOffset].data = name;
        args[ARG_GetUIDllName_dwUIDllNameOffset].size = size;
        args[ARG_GetUIDllName_dwUIDllNameSize].value = size;
        args[ARG_GetUIDllName_htDlgInst].value = dialog->object.handle;
    }
    if (err && is_new) dialog_close( dialog );
    object_release( dialog );
    return err;
}

/* ---- TUISPIDLLCallback ------------------------------------------------------------------------------------------ */

/* Who is to get the data, and under which name; *provider is a reference. */
static LONG callback_target( struct client *client, DWORD type, DWORD id, struct provider **provider, DWORD_PTR *object, DWORD *object_type )
{
    struct device *device;
    struct dialog *dialog;
    struct list *cursor;

    *provider = NULL;
    *object = id;
    *object_type = type;
    switch (type)
    {
    case TUISPIDLL_OBJECT_LINEID:
    case TUISPIDLL_OBJECT_PHONEID:
        if (!(device = device_get( id, type == TUISPIDLL_OBJECT_PHONEID ))) return LINEERR_BADDEVICEID;
        if (!device->removed) *provider = provider_grab( device->provider );
        device_release( device );
        return *provider ? 0 : LINEERR_NODEVICE;

    case TUISPIDLL_OBJECT_PROVIDERID:
        /* only the one that is being set up by this client */
        AcquireSRWLockShared( &dialogs_lock );
        LIST_FOR_EACH( cursor, &dialogs )
        {
            dialog = LIST_ENTRY_OF( cursor, struct dialog, entry );
            if (dialog->client != client || dialog->permanent_id != id || !dialog->provider || dialog->kind == DIALOG_OF_PROVIDER)
                continue;
            *provider = provider_grab( dialog->provider );
            break;
        }
        ReleaseSRWLockShared( &dialogs_lock );
        return *provider ? 0 : LINEERR_INVALPARAM;

    case TUISPIDLL_OBJECT_DIALOGINSTANCE:
        if (!id || !(dialog = dialog_find( id, client, NULL ))) return LINEERR_INVALPARAM;
        if (dialog->provider) *provider = provider_grab( dialog->provider );
        if (dialog->kind == DIALOG_OF_PROVIDER) *object = (DWORD_PTR)dialog->driver;
        else
        {
            *object = dialog->object_id;
            *object_type = dialog->object_type;
        }
        object_release( dialog );
        return *provider ? 0 : LINEERR_INVALPARAM;
    }
    return LINEERR_INVALPARAM;
}

LONG handle_TUISPIDLLCallback( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *in = &args[ARG_TUISPIDLLCallback_dwParamsInOffset];
    struct trp_arg *out = &args[ARG_TUISPIDLLCallback_dwParamsOutOffset];
    DWORD size = in->size, offered = args[ARG_TUISPIDLLCallback_dwParamsOutSize].size, object_type;
    struct provider *provider;
    void *block = NULL;
    DWORD_PTR object;
    LONG err;

    if (size && !(block = request_alloc( rq, size ))) return LINEERR_NOMEM;
    if (size) memcpy( block, in->data, size );
    err = callback_target( rq->client, args[ARG_TUISPIDLLCallback_dwObjectType].value, args[ARG_TUISPIDLLCallback_dwObjectID].value,
                           &provider, &object, &object_type );
    if (err) return err;
    err = PROVIDER_CALL( provider, providerGenericDialogData, object, object_type, (DWORD_PTR)block, size );
    provider_release( provider );
    if (err) return err;
    out->size = min( size, offered );
    out->data = out->size ? block : NULL;
    args[ARG_TUISPIDLLCallback_dwParamsOutSize].value = out->size;
    return 0;
}

/* ---- FreeDialogInstance ----------------------------------------------------------------------------------------- */

/* The provider's own set-up function where there is no UI DLL to do it; 0 if it has none. */
static LONG setup_by_service( struct dialog *dialog, enum tspi_function function )
{
    if (!dialog->no_ui_dll || !dialog->provider || !provider_has( dialog->provider, function )) return 0;
    return provider_call( dialog->provider, function, (const DWORD_PTR[]){ 0, dialog->permanent_id } );
}

static LONG finish_install( struct dialog *dialog )
{
    struct provider *provider = dialog->provider;
    LONG err;

    if ((err = setup_by_service( dialog, TSPI_FN_providerInstall )))
    {
        ERR( "provider %s is not added: TSPI_providerInstall fails with %#lx\n", debugstr_w( provider->file ), err );
        return err;
    }
    if ((err = config_add_provider( provider->permanent_id, provider->file ))) return err;
    TRACE( "provider %s is installed with permanent id %lu\n", debugstr_w( provider->file ), provider->permanent_id );
    /* it is installed even if it cannot start now: what is missing may come later, and the log and the status say what it is */
    provider_join( provider );
    return 0;
}

static LONG finish_remove( struct dialog *dialog )
{
    struct provider *running;
    LONG err;

    if ((err = setup_by_service( dialog, TSPI_FN_providerRemove )))
    {
        ERR( "provider %lu is not removed: TSPI_providerRemove fails with %#lx\n", dialog->permanent_id, err );
        return err;
    }
    if ((err = config_remove_provider( dialog->permanent_id ))) return err;
    TRACE( "provider with permanent id %lu is removed\n", dialog->permanent_id );
    if (!(running = provider_find( dialog->permanent_id ))) return 0;
    provider_list_remove( running );
    provider_stop( running );
    provider_release( running );
    return 0;
}

LONG handle_FreeDialogInstance( struct request *rq, struct trp_arg *args )
{
    struct dialog *dialog = (struct dialog *)rq->objects[ARG_FreeDialogInstance_htDlgInst];
    LONG result = args[ARG_FreeDialogInstance_lUIDllResult].value;

    if (!dialog_close( dialog )) return LINEERR_INVALPARAM;
    dialog_ended( dialog );
    if (result)
    {
        TRACE( "dialog %#lx of provider %lu ended with %#lx: nothing changes\n", dialog->object.handle, dialog->permanent_id, result );
        return 0;
    }
    switch (dialog->kind)
    {
    case DIALOG_INSTALL: return finish_install( dialog );
    case DIALOG_REMOVE:  return finish_remove( dialog );
    case DIALOG_CONFIG:  return setup_by_service( dialog, TSPI_FN_providerConfig );
    default:             return 0;
    }
}

/* ---- the list of providers -------------------------------------------------------------------------------------- */

LONG handle_lineGetProviderList( struct request *rq, struct trp_arg *args )
{
    struct trp_arg *out = &args[ARG_lineGetProviderList_lpProviderList];
    DWORD i, count, needed, used, offered = out->size;
    struct provider_entry *entries;
    LINEPROVIDERENTRY *entry;
    LINEPROVIDERLIST *list;
    LONG err;

    if (offered < sizeof(*list)) return LINEERR_STRUCTURETOOSMALL;
    if ((err = config_read_providers( &entries, &count ))) return err;
    needed = sizeof(*list) + count * sizeof(*entry);
    for (i = 0; i < count; i++) needed += (wcslen( entries[i].file ) * sizeof(WCHAR) + sizeof(WCHAR) + 3) & ~3u;
    if (!(list = request_alloc( rq, max( needed, sizeof(*list) ) ))) err = LINEERR_NOMEM;
    else
    {
        list->dwTotalSize = offered;
        list->dwNeededSize = needed;
        list->dwUsedSize = sizeof(*list);
        if (needed <= offered)
        {
            list->dwNumProviders = count;
            list->dwProviderListSize = count * sizeof(*entry);
            list->dwProviderListOffset = sizeof(*list);
            used = sizeof(*list) + list->dwProviderListSize;
            for (i = 0, entry = (LINEPROVIDERENTRY *)(list + 1); i < count; i++, entry++)
            {
                entry->dwPermanentProviderID = entries[i].permanent_id;
                entry->dwProviderFilenameSize = (wcslen( entries[i].file ) + 1) * sizeof(WCHAR);
                entry->dwProviderFilenameOffset = used;
                memcpy( (char *)list + used, entries[i].file, entry->dwProviderFilenameSize );
                used += (entry->dwProviderFilenameSize + 3) & ~3u;
            }
            list->dwUsedSize = used;
        }
        out->data = list;
        out->size = list->dwUsedSize;
    }
    config_free( entries );
    return err;
}
