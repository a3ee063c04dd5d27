/*
 * Hand-off: which application gets a call, and in what order of priority.
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

#include "device.h"
#include "assisted.h"

#define PRIORITIES_KEY  L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\HandoffPriorities"

/* Media modes in the order in which they are tried for calls that may be of several, and the values with their applications. */
static const struct { DWORD mode; const WCHAR *value; } media_modes[] =
{
    { LINEMEDIAMODE_UNKNOWN, L"unknown" },
    { LINEMEDIAMODE_INTERACTIVEVOICE, L"interactivevoice" },
    { LINEMEDIAMODE_AUTOMATEDVOICE, L"automatedvoice" },
    { LINEMEDIAMODE_DATAMODEM, L"datamodem" },
    { LINEMEDIAMODE_G3FAX, L"g3fax" },
    { LINEMEDIAMODE_TDD, L"tdd" },
    { LINEMEDIAMODE_G4FAX, L"g4fax" },
    { LINEMEDIAMODE_DIGITALDATA, L"digitaldata" },
    { LINEMEDIAMODE_TELETEX, L"teletex" },
    { LINEMEDIAMODE_VIDEOTEX, L"videotex" },
    { LINEMEDIAMODE_TELEX, L"telex" },
    { LINEMEDIAMODE_MIXED, L"mixed" },
    { LINEMEDIAMODE_ADSI, L"adsi" },
    { LINEMEDIAMODE_VOICEVIEW, L"voiceview" },
    { LINEMEDIAMODE_VIDEO, L"video" },
};

#define NUM_MODES  ARRAYSIZE(media_modes)

/* Applications by priority, as in the registry: "first.exe,second.exe". */
static SRWLOCK lists_lock = SRWLOCK_INIT;
static WCHAR *lists[NUM_MODES];
static FILETIME lists_time;
static BOOL lists_read;
static DWORD lists_checked;

/* ---- the lists ------------------------------------------------------------------------------------------------- */

/* The position of a name in a list, from 1; 0: it is not there. *start and *end are where the entry is. */
static DWORD list_position( const WCHAR *list, const WCHAR *name, const WCHAR **start, const WCHAR **end )
{
    DWORD position = 1, len = wcslen( name );

    while (list && *list)
    {
        const WCHAR *comma = wcschr( list, ',' ), *stop = comma ? comma : list + wcslen( list );

        if ((DWORD)(stop - list) == len && !_wcsnicmp( list, name, len ))
        {
            if (start) *start = list;
            if (end) *end = comma ? comma + 1 : stop;
            return position;
        }
        if (!comma) break;
        list = comma + 1;
        position++;
    }
    return 0;
}

static WCHAR *read_list( HKEY key, const WCHAR *value )
{
    DWORD size = 0, type;
    WCHAR *list;

    if (RegQueryValueExW( key, value, NULL, &type, NULL, &size ) || type != REG_SZ) return NULL;
    if (!(list = malloc( size + sizeof(WCHAR) ))) return NULL;
    if (RegQueryValueExW( key, value, NULL, NULL, (BYTE *)list, &size ))
    {
        free( list );
        return NULL;
    }
    list[size / sizeof(WCHAR)] = 0;
    return list;
}

void handoff_refresh(void)
{
    DWORD now = GetTickCount(), i;
    FILETIME time = { 0 };
    HKEY key = NULL;

    /* a switchboard's thousand calls a second do not ask the registry a thousand times */
    if (lists_read && now - lists_checked < 250) return;
    if (!RegOpenKeyExW( HKEY_CURRENT_USER, PRIORITIES_KEY, 0, KEY_READ, &key ))
        RegQueryInfoKeyW( key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &time );
    AcquireSRWLockExclusive( &lists_lock );
    if (!lists_read || CompareFileTime( &time, &lists_time ))
    {
        for (i = 0; i < NUM_MODES; i++)
        {
            free( lists[i] );
            lists[i] = key ? read_list( key, media_modes[i].value ) : NULL;
        }
        lists_time = time;
        lists_read = TRUE;
    }
    lists_checked = now;
    ReleaseSRWLockExclusive( &lists_lock );
    if (key) RegCloseKey( key );
}

WCHAR *handoff_call_managers(void)
{
    WCHAR *list;
    HKEY key;

    if (RegOpenKeyExW( HKEY_CURRENT_USER, PRIORITIES_KEY, 0, KEY_READ, &key )) return NULL;
    list = read_list( key, L"RequestMakeCall" );
    RegCloseKey( key );
    return list;
}

/* ---- choosing -------------------------------------------------------------------------------------------------- */

/* The best line for one media mode. */
static struct line *target_of_mode( struct line_device *ld, DWORD index, DWORD address_id, BOOL initial )
{
    struct line *best = NULL;
    DWORD best_position = 0, position;
    struct list *cursor;

    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );

        if (!(line->privileges & LINECALLPRIVILEGE_OWNER) || !(line->media_modes & media_modes[index].mode)) continue;
        if (initial && line->privileges & LINEOPENOPTION_SINGLEADDRESS && line->address_id != address_id) continue;
        /* those whom the user gave no priority come after the others, in the order of opening */
        if (!(position = list_position( lists[index], line->app->module_name, NULL, NULL ))) position = ~0u;
        if (best && position >= best_position) continue;
        best = line;
        best_position = position;
    }
    return best;
}

struct line *handoff_target( struct line_device *ld, DWORD media_mode, DWORD address_id, BOOL initial )
{
    struct line *line = NULL;
    DWORD i;

    AcquireSRWLockShared( &lists_lock );
    for (i = 0; i < NUM_MODES && !line; i++)
        if (media_mode & media_modes[i].mode) line = target_of_mode( ld, i, address_id, initial );
    ReleaseSRWLockShared( &lists_lock );
    return line;
}

static struct line *target_by_name( struct line_device *ld, const WCHAR *name, struct line *self )
{
    struct line *found = NULL;
    struct list *cursor;

    LIST_FOR_EACH( cursor, &ld->lines )
    {
        struct line *line = LIST_ENTRY_OF( cursor, struct line, entry );

        if (!(line->privileges & LINECALLPRIVILEGE_OWNER) || _wcsicmp( line->app->module_name, name )) continue;
        /* another instance of the same program rather than the caller itself */
        if (!found || found == self) found = line;
    }
    return found;
}

LONG handle_lineHandoff( struct request *rq, struct trp_arg *args )
{
    const WCHAR *name = args[ARG_lineHandoff_lpszFileName].data;
    DWORD media_mode = args[ARG_lineHandoff_dwMediaMode].value;
    struct call_handle *handle, *other;
    struct line_device *ld;
    struct line *target;
    LONG ret;

    if (!name && (!media_mode || media_mode & (media_mode - 1))) return LINEERR_INVALMEDIAMODE;
    if ((ret = call_begin( rq, ARG_lineHandoff_hCall, TRUE, &handle ))) return ret;
    ld = handle->call->ld;
    handoff_refresh();
    AcquireSRWLockExclusive( &ld->lock );
    if (handle->freed) ret = LINEERR_INVALCALLHANDLE;
    else if (!(target = name ? target_by_name( ld, name, handle->line ) : handoff_target( ld, media_mode, 0, FALSE )))
        ret = LINEERR_TARGETNOTFOUND;
    else if (!name && target->app == handle->line->app) ret = LINEERR_TARGETSELF;
    else if ((other = call_find_handle( handle->call, target )))
    {
        call_set_privilege( other, LINECALLPRIVILEGE_OWNER );
        /* an owner that is the target is told as well */
        call_offer( other, FALSE );
    }
    else if ((other = call_add_handle( handle->call, target, LINECALLPRIVILEGE_OWNER )))
    {
        call_info_event( handle->call, other, LINECALLINFOSTATE_NUMOWNERINCR );
        call_offer( other, TRUE );
    }
    else ret = LINEERR_NOMEM;
    ReleaseSRWLockExclusive( &ld->lock );
    call_unuse( handle->call );
    return ret;
}

/* ---- priorities that applications ask for ---------------------------------------------------------------------- */

/* The registry value of a media mode or request mode. */
static LONG priority_value( DWORD media_mode, DWORD request_mode, const WCHAR **value )
{
    DWORD i;

    if (!media_mode)
    {
        *value = L"RequestMakeCall";
        return request_mode == LINEREQUESTMODE_MAKECALL ? 0 : LINEERR_INVALREQUESTMODE;
    }
    for (i = 0; i < NUM_MODES; i++)
    {
        if (media_modes[i].mode != media_mode) continue;
        *value = media_modes[i].value;
        return 0;
    }
    return LINEERR_INVALMEDIAMODE;
}

/* Puts a name first in one list, or takes it out. */
static LONG set_priority( HKEY key, const WCHAR *value, const WCHAR *name, BOOL first )
{
    WCHAR *old = read_list( key, value ), *list;
    const WCHAR *start, *end;
    DWORD len = wcslen( name ) + (old ? wcslen( old ) : 0) + 2;
    LONG ret = 0;

    if (!(list = malloc( len * sizeof(WCHAR) )))
    {
        free( old );
        return LINEERR_NOMEM;
    }
    /* a list that was written by hand may have a name twice */
    while (old && list_position( old, name, &start, &end )) memmove( (WCHAR *)start, end, (wcslen( end ) + 1) * sizeof(WCHAR) );
    list[0] = 0;
    if (first) wcscpy( list, name );
    if (old && *old)
    {
        if (first) wcscat( list, L"," );
        wcscat( list, old );
    }
    len = wcslen( list );
    if (len && list[len - 1] == ',') list[--len] = 0;
    if (RegSetValueExW( key, value, 0, REG_SZ, (const BYTE *)list, (len + 1) * sizeof(WCHAR) )) ret = LINEERR_OPERATIONFAILED;
    free( old );
    free( list );
    return ret;
}

LONG handle_lineSetAppPriority( struct request *rq, struct trp_arg *args )
{
    const WCHAR *name = args[ARG_lineSetAppPriority_lpszAppName].data, *value;
    DWORD modes = args[ARG_lineSetAppPriority_dwMediaMode].value, request_mode = args[ARG_lineSetAppPriority_dwRequestMode].value;
    DWORD priority = args[ARG_lineSetAppPriority_dwPriority].value, bit;
    HKEY key;
    LONG ret;

    if (!*name || wcspbrk( name, L"\\/,:" )) return LINEERR_INVALAPPNAME;
    if (priority > 1) return LINEERR_INVALPARAM;
    for (bit = 1; bit && modes; bit <<= 1)
        if (modes & bit && (ret = priority_value( bit, 0, &value ))) return ret;
    if (!modes && (ret = priority_value( 0, request_mode, &value ))) return ret;

    if (RegCreateKeyExW( HKEY_CURRENT_USER, PRIORITIES_KEY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL )) return LINEERR_OPERATIONFAILED;
    ret = modes ? 0 : set_priority( key, L"RequestMakeCall", name, priority );
    for (bit = 1; bit && !ret; bit <<= 1)
        if (modes & bit && !(ret = priority_value( bit, 0, &value ))) ret = set_priority( key, value, name, priority );
    RegCloseKey( key );
    AcquireSRWLockExclusive( &lists_lock );
    lists_read = FALSE;
    ReleaseSRWLockExclusive( &lists_lock );
    return ret;
}

LONG handle_lineGetAppPriority( struct request *rq, struct trp_arg *args )
{
    const WCHAR *name = args[ARG_lineGetAppPriority_lpszAppName].data, *value;
    DWORD mode = args[ARG_lineGetAppPriority_dwMediaMode].value;
    WCHAR *list = NULL;
    HKEY key;
    LONG ret;

    args[ARG_lineGetAppPriority_lpExtensionID].data = NULL;
    args[ARG_lineGetAppPriority_lpExtensionID].size = 0;
    args[ARG_lineGetAppPriority_dwExtensionIDSize].size = 0;
    args[ARG_lineGetAppPriority_lpExtensionName].data = NULL;
    args[ARG_lineGetAppPriority_lpExtensionName].size = 0;
    if (!*name || wcspbrk( name, L"\\/,:" )) return LINEERR_INVALAPPNAME;
    if ((ret = priority_value( mode, args[ARG_lineGetAppPriority_dwRequestMode].value, &value ))) return ret;
    if (!RegOpenKeyExW( HKEY_CURRENT_USER, PRIORITIES_KEY, 0, KEY_READ, &key ))
    {
        list = read_list( key, value );
        RegCloseKey( key );
    }
    args[ARG_lineGetAppPriority_lpdwPriority].value = list_position( list, name, NULL, NULL );
    free( list );
    return 0;
}
