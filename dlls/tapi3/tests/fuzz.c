/*
 * Random methods with bad arguments from two threads; nothing may hang, crash or stay behind.
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

#include "caller.h"

#include <mmsystem.h>
#include <winreg.h>

/*
 * TAPI3_FUZZ_SECONDS says how long (5), TAPI3_FUZZ_SEED repeats a run as far as two threads can. What no caller may do is not done: pointers point to
 * somewhere, counts fit the buffers.
 */
#define POOL   48                       /* objects that methods gave */
#define BUFFER 0x10000

static struct zoo zoo;
static volatile LONG stop, calls, succeeded;
static volatile const char *volatile current[2];        /* what a thread that hangs was doing */

struct pool
{
    CRITICAL_SECTION cs;
    IUnknown *objects[POOL];
};

static struct pool pool;

static unsigned int next_random( unsigned int *state )
{
    *state = *state * 1103515245 + 12345;
    return *state >> 8 & 0x7fffff;
}

static IUnknown *pool_get( unsigned int *state )
{
    IUnknown *object;
    unsigned int i = next_random( state ) % (POOL + zoo.count);

    if (i >= POOL)
    {
        object = zoo.all[i - POOL].object;
        IUnknown_AddRef( object );
        return object;
    }
    EnterCriticalSection( &pool.cs );
    if ((object = pool.objects[i])) IUnknown_AddRef( object );
    LeaveCriticalSection( &pool.cs );
    if (object) return object;
    object = zoo.all[i % zoo.count].object;
    IUnknown_AddRef( object );
    return object;
}

static void pool_put( unsigned int *state, IUnknown *object )
{
    const unsigned int i = next_random( state ) % POOL;
    IUnknown *old;

    EnterCriticalSection( &pool.cs );
    old = pool.objects[i];
    pool.objects[i] = object;
    LeaveCriticalSection( &pool.cs );
    if (old) IUnknown_Release( old );
}

/* An object that is none of ours, and of no use */
static HRESULT WINAPI foreign_QueryInterface( IDispatch *iface, REFIID iid, void **out )
{
    *out = IsEqualIID( iid, &IID_IUnknown ) || IsEqualIID( iid, &IID_IDispatch ) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}
static ULONG WINAPI foreign_AddRef( IDispatch *iface ) { return 2; }
static ULONG WINAPI foreign_Release( IDispatch *iface ) { return 1; }
static HRESULT WINAPI foreign_GetTypeInfoCount( IDispatch *iface, UINT *count ) { *count = 0; return S_OK; }
static HRESULT WINAPI foreign_GetTypeInfo( IDispatch *iface, UINT index, LCID lcid, ITypeInfo **info ) { *info = NULL; return E_NOTIMPL; }
static HRESULT WINAPI foreign_GetIDsOfNames( IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids )
{
    return DISP_E_UNKNOWNNAME;
}
static HRESULT WINAPI foreign_Invoke( IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *params, VARIANT *result,
                                      EXCEPINFO *excepinfo, UINT *arg_error )
{
    return DISP_E_MEMBERNOTFOUND;
}
static IDispatchVtbl foreign_vtbl = { foreign_QueryInterface, foreign_AddRef, foreign_Release, foreign_GetTypeInfoCount, foreign_GetTypeInfo,
                                      foreign_GetIDsOfNames, foreign_Invoke };
static IDispatch foreign = { &foreign_vtbl };

static void wild_variant( unsigned int *state, VARIANT *value )
{
    SAFEARRAYBOUND bounds[2] = { { next_random( state ) % 4, 0 }, { 1, 0 } };
    static VARIANT_BOOL boolean;
    static SAFEARRAY *none;
    unsigned int i;

    VariantInit( value );
    switch (next_random( state ) % 12)
    {
    case 0: V_VT( value ) = VT_NULL; break;
    case 1: V_VT( value ) = VT_I4; V_I4( value ) = next_random( state ); break;
    case 2: V_VT( value ) = VT_DISPATCH; V_DISPATCH( value ) = NULL; break;
    case 3: V_VT( value ) = VT_DISPATCH; V_DISPATCH( value ) = &foreign; break;
    case 4: V_VT( value ) = VT_ARRAY | VT_UI1; V_ARRAY( value ) = NULL; break;
    case 5: V_VT( value ) = VT_ARRAY | VT_UI1; V_ARRAY( value ) = SafeArrayCreate( VT_UI1, 1, bounds ); break;
    case 6: V_VT( value ) = VT_ARRAY | VT_I4; V_ARRAY( value ) = SafeArrayCreate( VT_I4, 2, bounds ); break;
    case 7: V_VT( value ) = VT_BSTR; V_BSTR( value ) = NULL; break;
    case 8: V_VT( value ) = VT_BYREF | VT_BOOL; V_BOOLREF( value ) = &boolean; break;
    case 9: V_VT( value ) = VT_BYREF | VT_ARRAY | VT_DISPATCH; V_ARRAYREF( value ) = next_random( state ) & 1 ? NULL : &none; break;
    case 10:
        V_VT( value ) = VT_ARRAY | VT_VARIANT;
        if ((V_ARRAY( value ) = SafeArrayCreate( VT_VARIANT, 1, bounds )))
            for (i = 0; i < bounds[0].cElements; i++)
            {
                VARIANT item;
                LONG index = i;

                V_VT( &item ) = VT_UNKNOWN;
                V_UNKNOWN( &item ) = pool_get( state );
                SafeArrayPutElement( V_ARRAY( value ), &index, &item );
                VariantClear( &item );
            }
        break;
    default: break;
    }
}

static LONG wild_number( unsigned int *state )
{
    static const LONG numbers[] = { 0, 1, -1, 2, 3, 4, 8, 16, 32, 64, 99, 0x7fffffff, (LONG)0x80000000, 0x10000, 1002 };

    return next_random( state ) & 1 ? (LONG)(next_random( state ) % 40) : numbers[next_random( state ) % ARRAY_SIZE(numbers)];
}

static BSTR wild_string( unsigned int *state )
{
    static const WCHAR *const strings[] =
        { L"", L"1002", L"1003", L"1999", L"9905", L"9901", L"wave/in", L"tapi/line", L"12*#ABCD,,", L"{00000000-0000-0000-0000-000000000000}",
          CLSID_String_FilePlaybackTerminal, CLSID_String_FileRecordingTerminal, CLSID_String_MediaStreamTerminal, L"fuzz.wav" };

    switch (next_random( state ) % 8)
    {
    case 0: return NULL;
    case 1:
    {
        const UINT length = next_random( state ) % 5000;
        BSTR string = SysAllocStringLen( NULL, length );
        UINT i;

        for (i = 0; string && i < length; i++) string[i] = 1 + next_random( state ) % 0xfffe;
        return string;
    }
    default: return SysAllocString( strings[next_random( state ) % ARRAY_SIZE(strings)] );
    }
}

static BYTE buffers[2][BUFFER];

static void wild_arguments( unsigned int *state, struct arguments *args, const struct method *method, unsigned int thread, BOOL late )
{
    unsigned int i;
    BOOL has_buffer = FALSE;

    for (i = 0; i < method->count; i++)
        if (method->params[i].pointer && !method->params[i].out) has_buffer = TRUE;
    /* how many elements an enumerator may write is the caller's word, too */
    if (!strcmp( method->name, "Next" )) has_buffer = TRUE;
    arguments_plain( args, method, NULL );
    for (i = 0; i < method->count; i++)
    {
        const struct method_param *param = &method->params[i];
        VARIANT *value = &args->values[i];

        if (param->pointer)
        {
            LONG_PTR where = (LONG_PTR)&args->places[i];

            if (next_random( state ) % 6 == 0) where = 0;
            else if (!param->out) where = (LONG_PTR)buffers[thread];
            if (sizeof(void *) == 8) V_I8( value ) = where;
            else V_I4( value ) = where;
            continue;
        }
        switch (param->type)
        {
        case VT_VARIANT:
            wild_variant( state, value );
            break;
        case VT_BSTR:
            SysFreeString( V_BSTR( value ));
            V_BSTR( value ) = wild_string( state );
            break;
        case VT_BOOL:
            /* to wait for somebody who answers would take minutes */
            V_BOOL( value ) = strcmp( method->name, "Connect" ) && strcmp( method->name, "Transfer" ) && strcmp( method->name, "Conference" ) &&
                              next_random( state ) & 1 ? VARIANT_TRUE : VARIANT_FALSE;
            break;
        case VT_UNKNOWN:
        case VT_DISPATCH:
            V_UNKNOWN( value ) = NULL;
            /* in C the compiler sees to the type: another's object, but the right interface; a script may give anything */
            switch (late || IsEqualIID( &param->iid, &GUID_NULL ) ? next_random( state ) % 4 : next_random( state ) % 2)
            {
            case 0:
                break;
            case 1:                     /* of the right type */
                for (unsigned int tries = 0; tries < 20 && !V_UNKNOWN( value ); tries++)
                {
                    IUnknown *object = pool_get( state );

                    if (FAILED(IUnknown_QueryInterface( object, &param->iid, (void **)&V_UNKNOWN( value )))) V_UNKNOWN( value ) = NULL;
                    IUnknown_Release( object );
                }
                break;
            case 2:
                V_UNKNOWN( value ) = pool_get( state );
                break;
            default:
                V_UNKNOWN( value ) = (IUnknown *)&foreign;
            }
            break;
        case VT_I4:
            V_I4( value ) = has_buffer ? (LONG)(next_random( state ) % 2) : wild_number( state );
            break;
        default:
            break;
        }
    }
}

/* What came out is kept or freed. */
static void keep( unsigned int *state, struct arguments *args, const struct method *method )
{
    unsigned int i;

    for (i = 0; i < method->count; i++)
    {
        const struct method_param *param = &method->params[i];
        union place *place = &args->places[i];

        if (!param->pointer || !param->out || (param->type != VT_UNKNOWN && param->type != VT_DISPATCH) || !place->pointer) continue;
        pool_put( state, place->pointer );
        place->pointer = NULL;
    }
    arguments_free( args, method );
}

static DWORD CALLBACK fuzz_thread( void *arg )
{
    const unsigned int thread = (ULONG_PTR)arg & 1;
    unsigned int state = (ULONG_PTR)arg >> 1;

    CoInitializeEx( NULL, thread ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED );
    while (!stop)
    {
        const struct iface *iface = &interfaces[next_random( &state ) % interface_count];
        IUnknown *object = pool_get( &state ), *face = NULL;
        unsigned int n;

        /* an interface the object has */
        for (n = 0; n < interface_count && FAILED(IUnknown_QueryInterface( object, &iface->iid, (void **)&face )); n++)
            if (++iface == interfaces + interface_count) iface = interfaces;
        if (face && n < interface_count && iface->count)
        {
            const struct method *method = &iface->methods[next_random( &state ) % iface->count];
            struct arguments args;
            HRESULT hr;

            /* Shutdown ends everything: now and then is enough */
            if (!opens_dialog( method ) && (strcmp( method->name, "Shutdown" ) || next_random( &state ) % 50 == 0))
            {
                const BOOL late = iface->dual && scriptable( method ) && next_random( &state ) & 1;

                current[thread] = method->name;
                wild_arguments( &state, &args, method, thread, late );
                if (late)
                {
                    VARIANT result;

                    /* places stand for what a script's variables are: never NULL */
                    hr = call_dispatch( (IDispatch *)face, method, &args, &result );
                    if ((V_VT( &result ) == VT_DISPATCH || V_VT( &result ) == VT_UNKNOWN) && V_UNKNOWN( &result ))
                    {
                        pool_put( &state, V_UNKNOWN( &result ));
                        V_VT( &result ) = VT_EMPTY;
                    }
                    VariantClear( &result );
                }
                else hr = call_vtable( face, method, &args );
                InterlockedIncrement( &calls );
                if (SUCCEEDED(hr)) InterlockedIncrement( &succeeded );
                keep( &state, &args, method );
                if (!strcmp( method->name, "Shutdown" )) ITTAPI2_Initialize( zoo.tapi );
            }
        }
        if (face) IUnknown_Release( face );
        IUnknown_Release( object );
    }
    current[thread] = "end";
    CoUninitialize();
    return 0;
}

/* Events arrive meanwhile, and the sink asks for more. */
static void curious( struct sink *sink, TAPI_EVENT type, IDispatch *event )
{
    LPOLESTR name = (LPOLESTR)L"Call";
    VARIANT result;
    DISPPARAMS none = { 0 };
    DISPID id;

    if (FAILED(IDispatch_GetIDsOfNames( event, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id ))) return;
    VariantInit( &result );
    if (SUCCEEDED(IDispatch_Invoke( event, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result, NULL, NULL ))) VariantClear( &result );
}

/*
 * Without the machine's sound devices, as far as Wine reads this: their drivers are not what is tried here, and a sound server that a busy machine gives no
 * time holds up whoever opens one. old: what was set; restore: set it again
 */
static void sound_off( WCHAR old[64], BOOL restore )
{
    static const WCHAR key_name[] = L"Software\\Wine\\Drivers";
    DWORD size = 64 * sizeof(WCHAR);
    HKEY key;

    if (RegCreateKeyExW( HKEY_CURRENT_USER, key_name, 0, NULL, 0, KEY_QUERY_VALUE | KEY_SET_VALUE, NULL, &key, NULL )) return;
    if (!restore)
    {
        if (RegGetValueW( key, NULL, L"Audio", RRF_RT_REG_SZ, NULL, old, &size )) old[0] = 0;
        RegSetValueExW( key, L"Audio", 0, REG_SZ, (const BYTE *)L"", sizeof(WCHAR) );
    }
    else if (old[0]) RegSetValueExW( key, L"Audio", 0, REG_SZ, (const BYTE *)old, (lstrlenW( old ) + 1) * sizeof(WCHAR) );
    else RegDeleteValueW( key, L"Audio" );
    RegCloseKey( key );
}

START_TEST( fuzz )
{
    char text[32];
    const DWORD seconds = GetEnvironmentVariableA( "TAPI3_FUZZ_SECONDS", text, sizeof(text) ) ? strtoul( text, NULL, 0 ) : 5;
    const DWORD seed = GetEnvironmentVariableA( "TAPI3_FUZZ_SEED", text, sizeof(text) ) ? strtoul( text, NULL, 0 ) : GetTickCount();
    HANDLE threads[2];
    WCHAR audio[64];
    DWORD start;
    unsigned int i;
    ITTAPI2 *other;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    if (!interfaces_load() || !exchange_add( 4, 2 )) goto done;
    trace( "TAPI3_FUZZ_SEED=%lu\n", seed );
    sound_off( audio, FALSE );
    InitializeCriticalSection( &pool.cs );
    zoo_open( &zoo );
    ok( strcmp( winetest_platform, "wine" ) || !waveOutGetNumDevs(), "%u sound devices\n", waveOutGetNumDevs() );
    sound_off( audio, TRUE );
    zoo.sink.called = curious;
    other = new_tapi();
    ITTAPI2_AddRef( other );
    pool.objects[0] = (IUnknown *)other;                    /* whose objects are of another session */
    start = GetTickCount();
    for (i = 0; i < 2; i++)
        threads[i] = CreateThread( NULL, 0, fuzz_thread, (void *)((ULONG_PTR)((seed + i * 7919) & 0x3fffffff) << 1 | i), 0, NULL );
    while (GetTickCount() - start < seconds * 1000)
    {
        Sleep( 50 );
        sink_forget( &zoo.sink );
    }
    stop = TRUE;
    for (i = 0; i < 2; i++)
    {
        ok( !WaitForSingleObject( threads[i], 3 * PATIENCE ), "thread %u hangs in %s\n", i, current[i] );
        CloseHandle( threads[i] );
    }
    trace( "%lu calls, %lu succeeded\n", calls, succeeded );
    ok( calls > 200, "only %lu calls\n", calls );
    zoo.sink.called = NULL;
    ITTAPI2_Shutdown( other );
    ITTAPI2_Release( other );
    for (i = 0; i < POOL; i++)
        if (pool.objects[i]) IUnknown_Release( pool.objects[i] );
    ITTAPI2_Shutdown( zoo.tapi );
    zoo_close( &zoo, FALSE );
    DeleteCriticalSection( &pool.cs );
    nothing_left();
    exchange_remove();
done:
    interfaces_free();
    CoUninitialize();
}
