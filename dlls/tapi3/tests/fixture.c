/*
 * What the tests of tapi3.dll share.
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

#include "fixture.h"
#include "../../../tests/fixtures/testtsp.h"

#include <winreg.h>

static DWORD provider_id;

static void set_value( const WCHAR *name, DWORD value )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, L"Software\\Wine Telephony\\Exchange", 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL )) return;
    RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
    RegCloseKey( key );
}

/* What a test that died has left behind */
static void remove_all( void )
{
    union { LINEPROVIDERLIST list; char bytes[8192]; } u = { { sizeof(u) } };
    const LINEPROVIDERENTRY *entry;
    DWORD i;

    if (lineGetProviderListA( 0x00030001, &u.list )) return;
    entry = (const LINEPROVIDERENTRY *)(u.bytes + u.list.dwProviderListOffset);
    for (i = 0; i < u.list.dwNumProviders; i++)
        if (strstr( u.bytes + entry[i].dwProviderFilenameOffset, "exchange.tsp" )) lineRemoveProvider( entry[i].dwPermanentProviderID, NULL );
}

BOOL exchange_add( DWORD lines, DWORD phones )
{
    LONG error;

    if (GetFileAttributesW( L"c:\\windows\\system32\\exchange.tsp" ) == INVALID_FILE_ATTRIBUTES)
    {
        skip( "the built-in exchange is not in system32\n" );
        return FALSE;
    }
    remove_all();
    set_value( L"Lines", lines );
    set_value( L"Phones", phones );
    set_value( L"RingMilliseconds", 150 );
    set_value( L"AnswerMilliseconds", 50 );
    set_value( L"ParkSeconds", 60 );
    error = lineAddProviderW( L"exchange.tsp", NULL, &provider_id );
    ok( !error, "lineAddProvider returned %#lx\n", error );
    return !error;
}

void exchange_remove( void )
{
    LONG error = lineRemoveProvider( provider_id, NULL );

    ok( !error, "lineRemoveProvider returned %#lx\n", error );
}

static BOOL copy_fixture( const char *folder, const char *name )
{
    char from[MAX_PATH], to[MAX_PATH], system[MAX_PATH];
    BOOL wow64 = FALSE;

    GetSystemDirectoryA( system, sizeof(system) );
    snprintf( from, sizeof(from), "%s\\%s", folder, name );
    snprintf( to, sizeof(to), "%s\\%s", system, name );
    if (!CopyFileA( from, to, FALSE ) && GetFileAttributesA( to ) == INVALID_FILE_ATTRIBUTES) return FALSE;
    IsWow64Process( GetCurrentProcess(), &wow64 );
    if (!wow64) return TRUE;
    /* the service is a 64-bit program */
    snprintf( from, sizeof(from), "%s\\..\\x86_64-windows\\%s", folder, name );
    snprintf( to, sizeof(to), "C:\\windows\\sysnative\\%s", name );
    return CopyFileA( from, to, FALSE ) || GetFileAttributesA( to ) != INVALID_FILE_ATTRIBUTES;
}

BOOL testtsp_add( void )
{
    char folder[MAX_PATH], *slash;
    LONG error;

    GetModuleFileNameA( NULL, folder, sizeof(folder) );
    if ((slash = strrchr( folder, '\\' ))) *slash = 0;
    if (!copy_fixture( folder, "testtsp.tsp" ) || !copy_fixture( folder, "testtspui.dll" ))
    {
        skip( "the test provider is not beside this program\n" );
        return FALSE;
    }
    error = lineAddProviderW( L"testtsp.tsp", NULL, &provider_id );
    ok( !error, "lineAddProvider returned %#lx\n", error );
    return !error;
}

void testtsp_remove( void )
{
    LONG error = lineRemoveProvider( provider_id, NULL );

    ok( !error, "lineRemoveProvider returned %#lx\n", error );
}

void testtsp_tell( ITAddress *address, ITCallInfo *call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text )
{
    struct testtsp_command command = { .magic = TESTTSP_MAGIC, .code = code, .args = { arg0, arg1, arg2, arg3 } };
    ITAddress2 *address2;

    if (text) lstrcpynW( command.text, text, ARRAY_SIZE(command.text) );
    ok_hr( ITAddress_QueryInterface( address, &IID_ITAddress2, (void **)&address2 ), S_OK );
    ok_hr( ITAddress2_DeviceSpecific( address2, call, (BYTE *)&command, sizeof(command) ), S_OK );
    ITAddress2_Release( address2 );
}

void change_location( void )
{
    union { LINETRANSLATECAPS caps; BYTE bytes[8192]; } u = { { sizeof(u) } };
    BOOL listed = FALSE;
    const LINELOCATIONENTRY *location;
    WCHAR number[64] = L"";
    LONG error;
    DWORD i;

    error = lineGetTranslateCapsW( 0, 0x00020002, &u.caps );
    ok( !error, "lineGetTranslateCaps returned %#lx\n", error );
    location = (const LINELOCATIONENTRY *)(u.bytes + u.caps.dwLocationListOffset);
    for (i = 0; i < u.caps.dwNumLocations; i++)
    {
        if (location[i].dwPermanentLocationID != u.caps.dwCurrentLocationID) continue;
        if (location[i].dwCityCodeSize > sizeof(WCHAR))
            swprintf( number, ARRAY_SIZE(number), L"+%lu (%ls) 5550100", location[i].dwCountryCode, (const WCHAR *)(u.bytes + location[i].dwCityCodeOffset) );
        else swprintf( number, ARRAY_SIZE(number), L"+%lu 5550100", location[i].dwCountryCode );
        listed = location[i].dwTollPrefixListSize && wcsstr( (const WCHAR *)(u.bytes + location[i].dwTollPrefixListOffset), L"555" );
    }
    error = lineSetTollListW( 0, 0, number, listed ? LINETOLLLISTOPTION_REMOVE : LINETOLLLISTOPTION_ADD );
    ok( !error, "lineSetTollList( \"%ls\" ) returned %#lx\n", number, error );
}

ITTAPI2 *new_tapi( void )
{
    ITTAPI2 *tapi = NULL;

    ok_hr( CoCreateInstance( &CLSID_TAPI, NULL, CLSCTX_INPROC_SERVER, &IID_ITTAPI2, (void **)&tapi ), S_OK );
    if (tapi) ok_hr( ITTAPI2_Initialize( tapi ), S_OK );
    return tapi;
}

ITAddress *find_address( ITTAPI2 *tapi, const WCHAR *number )
{
    IEnumAddress *list;
    ITAddress *address = NULL;
    BSTR text;

    ok_hr( ITTAPI2_EnumerateAddresses( tapi, &list ), S_OK );
    while (IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
    {
        BOOL found;

        ok_hr( ITAddress_get_DialableAddress( address, &text ), S_OK );
        found = !lstrcmpW( text, number );
        SysFreeString( text );
        if (found) break;
        ITAddress_Release( address );
        address = NULL;
    }
    ok( address != NULL, "no address %ls\n", number );
    if (!address)                       /* what there is instead */
    {
        IEnumAddress_Reset( list );
        while (IEnumAddress_Next( list, 1, &address, NULL ) == S_OK)
        {
            BSTR name = NULL;

            text = NULL;
            ITAddress_get_DialableAddress( address, &text );
            ITAddress_get_AddressName( address, &name );
            trace( "address \"%ls\", \"%ls\"\n", text ? text : L"", name ? name : L"" );
            SysFreeString( text );
            SysFreeString( name );
            ITAddress_Release( address );
        }
        address = NULL;
    }
    IEnumAddress_Release( list );
    return address;
}

BOOL same_object( void *a, void *b )
{
    IUnknown *x = NULL, *y = NULL;
    BOOL same;

    if (!a || !b) return a == b;
    IUnknown_QueryInterface( (IUnknown *)a, &IID_IUnknown, (void **)&x );
    IUnknown_QueryInterface( (IUnknown *)b, &IID_IUnknown, (void **)&y );
    same = x == y;
    IUnknown_Release( x );
    IUnknown_Release( y );
    return same;
}

void release_last_( void *object, struct sink *sink, const char *file, unsigned int line )
{
    IUnknown *unknown = object;
    const DWORD start = GetTickCount();
    BOOL alone;
    MSG message;

    /* The thread that calls sinks lets go of an event only after the sink has returned; the one that takes messages holds a call while it looks at one. So
     * nobody else holds the object if that is so at any time. */
    for (;;)
    {
        if (sink) sink_forget( sink );
        IUnknown_AddRef( unknown );
        if ((alone = IUnknown_Release( unknown ) == 1) || GetTickCount() - start > PATIENCE) break;
        while (PeekMessageW( &message, NULL, 0, 0, PM_REMOVE )) DispatchMessageW( &message );
        Sleep( 1 );
    }
    ok_( file, line )( alone, "references left\n" );
    IUnknown_Release( unknown );
}

/* ---- sink ---- */

static struct sink *impl_from_sink( ITTAPIEventNotification *iface )
{
    return CONTAINING_RECORD( iface, struct sink, ITTAPIEventNotification_iface );
}

static HRESULT WINAPI sink_QueryInterface( ITTAPIEventNotification *iface, REFIID iid, void **out )
{
    *out = NULL;
    if (!IsEqualIID( iid, &IID_IUnknown ) && !IsEqualIID( iid, &IID_ITTAPIEventNotification )) return E_NOINTERFACE;
    *out = iface;
    ITTAPIEventNotification_AddRef( iface );
    return S_OK;
}

static ULONG WINAPI sink_AddRef( ITTAPIEventNotification *iface )
{
    return InterlockedIncrement( &impl_from_sink( iface )->refs );
}

static ULONG WINAPI sink_Release( ITTAPIEventNotification *iface )
{
    return InterlockedDecrement( &impl_from_sink( iface )->refs );
}

static HRESULT WINAPI sink_Event( ITTAPIEventNotification *iface, TAPI_EVENT type, IDispatch *event )
{
    struct sink *sink = impl_from_sink( iface );

    EnterCriticalSection( &sink->cs );
    sink->thread = GetCurrentThreadId();
    if (sink->count < ARRAY_SIZE(sink->events))
    {
        struct taken *taken = &sink->events[(sink->first + sink->count++) % ARRAY_SIZE(sink->events)];

        taken->type = type;
        taken->event = event;
        IDispatch_AddRef( event );
    }
    LeaveCriticalSection( &sink->cs );
    if (sink->called) sink->called( sink, type, event );
    SetEvent( sink->came );
    return S_OK;
}

static const ITTAPIEventNotificationVtbl sink_vtbl = { sink_QueryInterface, sink_AddRef, sink_Release, sink_Event };

void sink_advise( struct sink *sink, ITTAPI2 *tapi, LONG filter )
{
    IConnectionPointContainer *container;

    memset( sink, 0, sizeof(*sink) );
    sink->ITTAPIEventNotification_iface.lpVtbl = (ITTAPIEventNotificationVtbl *)&sink_vtbl;
    sink->refs = 1;
    InitializeCriticalSection( &sink->cs );
    sink->came = CreateEventW( NULL, FALSE, FALSE, NULL );
    ok_hr( ITTAPI2_put_EventFilter( tapi, filter ), S_OK );
    ok_hr( ITTAPI2_QueryInterface( tapi, &IID_IConnectionPointContainer, (void **)&container ), S_OK );
    ok_hr( IConnectionPointContainer_FindConnectionPoint( container, &IID_ITTAPIEventNotification, &sink->point ), S_OK );
    IConnectionPointContainer_Release( container );
    ok_hr( IConnectionPoint_Advise( sink->point, (IUnknown *)&sink->ITTAPIEventNotification_iface, &sink->cookie ), S_OK );
}

void sink_unadvise( struct sink *sink )
{
    ok_hr( IConnectionPoint_Unadvise( sink->point, sink->cookie ), S_OK );
    IConnectionPoint_Release( sink->point );
    sink_forget( sink );
    CloseHandle( sink->came );
    DeleteCriticalSection( &sink->cs );
}

static BOOL take( struct sink *sink, struct taken *out )
{
    BOOL got;

    EnterCriticalSection( &sink->cs );
    if ((got = sink->count))
    {
        *out = sink->events[sink->first];
        sink->first = (sink->first + 1) % ARRAY_SIZE(sink->events);
        sink->count--;
    }
    LeaveCriticalSection( &sink->cs );
    return got;
}

void sink_forget( struct sink *sink )
{
    struct taken taken;

    while (take( sink, &taken )) IDispatch_Release( taken.event );
}

void *sink_wait( struct sink *sink, TAPI_EVENT type, REFIID iid )
{
    const DWORD start = GetTickCount();
    struct taken taken;
    void *out = NULL;

    for (;;)
    {
        DWORD spent, index;

        while (take( sink, &taken ))
        {
            if (taken.type == type) ok_hr( IDispatch_QueryInterface( taken.event, iid, &out ), S_OK );
            IDispatch_Release( taken.event );
            if (out) return out;
        }
        if ((spent = GetTickCount() - start) >= PATIENCE) break;
        CoWaitForMultipleHandles( 0, PATIENCE - spent, 1, &sink->came, &index );
    }
    ok( 0, "no event %#x\n", type );
    return NULL;
}

ITCallStateEvent *sink_wait_state( struct sink *sink, ITCallInfo *call, CALL_STATE state )
{
    ITCallStateEvent *event;

    while ((event = sink_wait( sink, TE_CALLSTATE, &IID_ITCallStateEvent )))
    {
        CALL_STATE got = -1;
        ITCallInfo *which;
        BOOL same;

        ok_hr( ITCallStateEvent_get_State( event, &got ), S_OK );
        ok_hr( ITCallStateEvent_get_Call( event, &which ), S_OK );
        same = !call || same_object( which, call );
        ITCallInfo_Release( which );
        if (same && got == state) return event;
        ITCallStateEvent_Release( event );
    }
    ok( 0, "the call never was in state %u\n", state );
    return NULL;
}

ITCallInfo *silent_call( ITAddress *address )
{
    ITBasicCallControl *control = NULL;
    BSTR dest = SysAllocString( L"silent" );
    ITCallInfo *info;

    ok_hr( ITAddress_CreateCall( address, dest, LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &control ), S_OK );
    SysFreeString( dest );
    ok_hr( ITBasicCallControl_QueryInterface( control, &IID_ITCallInfo, (void **)&info ), S_OK );
    ok_hr( ITBasicCallControl_Connect( control, VARIANT_FALSE ), S_OK );
    ITBasicCallControl_Release( control );
    return info;
}

void drop_call( ITCallInfo *info, struct sink *sink )
{
    ITBasicCallControl *control;

    ok_hr( ITCallInfo_QueryInterface( info, &IID_ITBasicCallControl, (void **)&control ), S_OK );
    ITBasicCallControl_Disconnect( control, DC_NORMAL );
    ITBasicCallControl_Release( control );
    release_last_of( sink, info );
}
