/*
 * A TAPI 3 program in C++, as one writes them with Microsoft's SDK: smart pointers, a sink in a class, file terminals. It is built with what
 * `make install` installs and nothing else from here.
 *
 *   tapi3cpp call LINE NUMBER PLAY.WAV RECORD.WAV ENDS GO    dial, record until the event ENDS is set; once GO is, play, and press 4 2 #
 *   tapi3cpp answer LINE PLAY.WAV RECORD.WAV ENDS GO         wait for one call, record, play once GO is set, tell digits
 *
 * What is said before the far end listens nobody hears: GO is for after both have said that they talk. It says what happens, a line each. The caller's
 * thread is in the multithreaded apartment, the answerer's in a single-threaded one.
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

#include <cstdio>
#include <cwchar>
#include <new>

#include <windows.h>
#include <ole2.h>
#include <olectl.h>
#include <tapi.h>
#include <tapi3.h>
#include <tapi3if.h>
#include <tapi3cc.h>
#include <tapi3ds.h>
#include <tapi3err.h>
#include <msp.h>
#include <termmgr.h>
#include <rend.h>
#include <mdhcp.h>
#include <sdpblb.h>
#include <ipmsp.h>

class Failure
{
public:
    Failure( const char *what, HRESULT hr ) : m_what( what ), m_hr( hr ) {}
    const char *what() const { return m_what; }
    HRESULT hr() const { return m_hr; }

private:
    const char *m_what;
    HRESULT m_hr;
};

static void check_( HRESULT hr, const char *what )
{
    if (FAILED(hr)) throw Failure( what, hr );
}
#define CHECK( call ) check_( call, #call )

/* ---- as ATL has them ---- */

template <class T> class ComPtr
{
public:
    ComPtr() : p( nullptr ) {}
    ComPtr( const ComPtr &other ) : p( other.p ) { if (p) p->AddRef(); }
    explicit ComPtr( T *other ) : p( other ) { if (p) p->AddRef(); }
    ~ComPtr() { reset(); }

    ComPtr &operator=( const ComPtr &other )
    {
        if (other.p) other.p->AddRef();
        reset();
        p = other.p;
        return *this;
    }
    void reset()
    {
        T *old = p;

        p = nullptr;
        if (old) old->Release();
    }
    T *get() const { return p; }
    T *operator->() const { return p; }
    T **operator&() { reset(); return &p; }
    operator bool() const { return p != nullptr; }

    template <class Q> HRESULT as( Q **other ) const { return p->QueryInterface( __uuidof( Q ), reinterpret_cast<void **>( other )); }
    HRESULT create( REFCLSID clsid ) { return CoCreateInstance( clsid, nullptr, CLSCTX_INPROC_SERVER, __uuidof( T ), reinterpret_cast<void **>( &p )); }

private:
    T *p;
};

class Bstr
{
public:
    Bstr() : m_str( nullptr ) {}
    explicit Bstr( const OLECHAR *text ) : m_str( SysAllocString( text ) ) { if (!m_str) throw std::bad_alloc(); }
    ~Bstr() { SysFreeString( m_str ); }
    Bstr( const Bstr & ) = delete;
    Bstr &operator=( const Bstr & ) = delete;
    BSTR *operator&() { SysFreeString( m_str ); m_str = nullptr; return &m_str; }
    operator BSTR() const { return m_str; }

private:
    BSTR m_str;
};

class Variant : public VARIANT
{
public:
    Variant() { VariantInit( this ); }
    explicit Variant( const OLECHAR *text )
    {
        vt = VT_BSTR;
        if (!(bstrVal = SysAllocString( text ))) throw std::bad_alloc();
    }
    ~Variant() { VariantClear( this ); }
    Variant( const Variant & ) = delete;
    Variant &operator=( const Variant & ) = delete;
};

/* ---- events: the sink only posts what happened to the program's thread ---- */

enum { WM_RINGING = WM_APP, WM_STATE, WM_PLAYED, WM_DIGIT, WM_LISTENS, WM_GO };

class Sink : public ITTAPIEventNotification
{
public:
    explicit Sink( DWORD thread ) : m_refs( 1 ), m_thread( thread ) {}
    Sink( const Sink & ) = delete;
    Sink &operator=( const Sink & ) = delete;

    STDMETHODIMP QueryInterface( REFIID iid, void **out ) override
    {
        if (!out) return E_POINTER;
        *out = nullptr;
        if (iid != __uuidof( IUnknown ) && iid != __uuidof( ITTAPIEventNotification )) return E_NOINTERFACE;
        *out = static_cast<ITTAPIEventNotification *>( this );
        AddRef();
        return S_OK;
    }
    STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement( &m_refs ); }
    STDMETHODIMP_(ULONG) Release() override
    {
        const ULONG refs = InterlockedDecrement( &m_refs );

        if (!refs) delete this;
        return refs;
    }

    STDMETHODIMP Event( TAPI_EVENT type, IDispatch *dispatch ) override
    {
        try { handle( type, ComPtr<IDispatch>( dispatch )); }
        catch (const Failure &failure)
        {
            printf( "event %u: %s: error %#lx\n", type, failure.what(), failure.hr() );
            return failure.hr();
        }
        return S_OK;
    }

private:
    virtual ~Sink() {}
    void post( UINT message, WPARAM wparam, LPARAM lparam ) { PostThreadMessageW( m_thread, message, wparam, lparam ); }

    void handle( TAPI_EVENT type, const ComPtr<IDispatch> &event )
    {
        switch (type)
        {
        case TE_CALLNOTIFICATION:
        {
            ComPtr<ITCallNotificationEvent> notification;
            ITCallInfo *info;

            CHECK( event.as( &notification ));
            CHECK( notification->get_Call( &info ));
            post( WM_RINGING, 0, reinterpret_cast<LPARAM>( info ));          /* with its reference */
            break;
        }
        case TE_CALLSTATE:
        {
            ComPtr<ITCallStateEvent> change;
            CALL_STATE state;

            CHECK( event.as( &change ));
            CHECK( change->get_State( &state ));
            post( WM_STATE, state, 0 );
            break;
        }
        case TE_FILETERMINAL:
        {
            ComPtr<ITFileTerminalEvent> file;
            FT_STATE_EVENT_CAUSE cause;

            CHECK( event.as( &file ));
            CHECK( file->get_Cause( &cause ));
            if (cause == FTEC_END_OF_FILE) post( WM_PLAYED, 0, 0 );
            break;
        }
        case TE_CALLMEDIA:
        {
            ComPtr<ITCallMediaEvent> change;
            ComPtr<ITStream> stream;
            TERMINAL_DIRECTION direction;
            CALL_MEDIA_EVENT what;

            CHECK( event.as( &change ));
            CHECK( change->get_Event( &what ));
            if (what != CME_STREAM_ACTIVE) break;
            CHECK( change->get_Stream( &stream ));
            CHECK( stream->get_Direction( &direction ));
            if (direction == TD_RENDER) post( WM_LISTENS, 0, 0 );
            break;
        }
        case TE_DIGITEVENT:
        {
            ComPtr<ITDigitDetectionEvent> detection;
            unsigned char digit;

            CHECK( event.as( &detection ));
            CHECK( detection->get_Digit( &digit ));
            post( WM_DIGIT, digit, 0 );
            break;
        }
        default:
            break;
        }
    }

    LONG m_refs;
    const DWORD m_thread;
};

/* ---- the program ---- */

/* An object is created, initialised, and connected to a sink; all of it ends in reverse. */
class Session
{
public:
    explicit Session( LONG filter )
    {
        ComPtr<IConnectionPointContainer> container;

        CHECK( m_tapi.create( CLSID_TAPI ));
        CHECK( m_tapi->Initialize() );
        CHECK( m_tapi->put_EventFilter( filter ));
        CHECK( m_tapi.as( &container ));
        CHECK( container->FindConnectionPoint( IID_ITTAPIEventNotification, &m_point ));
        m_sink = new Sink( GetCurrentThreadId() );
        CHECK( m_point->Advise( m_sink, &m_cookie ));
    }
    ~Session()
    {
        m_point->Unadvise( m_cookie );
        m_sink->Release();
        m_tapi->Shutdown();
    }
    ITTAPI2 *operator->() const { return m_tapi.get(); }

    ComPtr<ITAddress> address( const wchar_t *name ) const
    {
        ComPtr<IEnumAddress> list;
        ComPtr<ITAddress> found;
        Bstr text;

        CHECK( m_tapi->EnumerateAddresses( &list ));
        while (list->Next( 1, &found, nullptr ) == S_OK)
        {
            CHECK( found->get_AddressName( &text ));
            if (!_wcsicmp( text, name )) return found;
        }
        throw Failure( "there is no such line", E_INVALIDARG );
    }

private:
    ComPtr<ITTAPI2> m_tapi;
    ComPtr<IConnectionPoint> m_point;
    Sink *m_sink;
    DWORD m_cookie;
};

/* A file terminal that is selected on a call */
class FileTerminal
{
public:
    FileTerminal( ITBasicCallControl2 *call, const wchar_t *clsid, TERMINAL_DIRECTION direction, const wchar_t *file ) : m_call( call )
    {
        CHECK( call->RequestTerminal( Bstr( clsid ), TAPIMEDIATYPE_MULTITRACK, direction, &m_terminal ));
        if (direction == TD_CAPTURE)
        {
            ComPtr<ITMediaPlayback> playback;

            CHECK( m_terminal.as( &playback ));
            CHECK( playback->put_PlayList( Variant( file ) ));
        }
        else
        {
            ComPtr<ITMediaRecord> record;

            CHECK( m_terminal.as( &record ));
            CHECK( record->put_FileName( Bstr( file ) ));
        }
        CHECK( call->SelectTerminalOnCall( m_terminal.get() ));
        CHECK( m_terminal.as( &m_control ));
    }
    ~FileTerminal()
    {
        m_control->Stop();
        m_call->UnselectTerminalOnCall( m_terminal.get() );
    }
    void start() { CHECK( m_control->Start() ); }

private:
    ComPtr<ITBasicCallControl2> m_call;
    ComPtr<ITTerminal> m_terminal;
    ComPtr<ITMediaControl> m_control;
};

static void say( const char *what )
{
    printf( "%s\n", what );
    fflush( stdout );
}

/* What tells the program to go on: an event of another program */
class Event
{
public:
    explicit Event( const wchar_t *name ) : m_handle( OpenEventW( SYNCHRONIZE, FALSE, name ) )
    {
        if (!m_handle) throw Failure( "there is no such event", HRESULT_FROM_WIN32( GetLastError() ));
    }
    ~Event() { CloseHandle( m_handle ); }
    Event( const Event & ) = delete;
    Event &operator=( const Event & ) = delete;
    HANDLE get() const { return m_handle; }

private:
    HANDLE m_handle;
};

/* The next message of the sink, or WM_GO once for that event; FALSE once the other is set. Messages of COM itself are handled on the way. */
static bool next_message( HANDLE ends, HANDLE *go, MSG *msg )
{
    for (;;)
    {
        const HANDLE events[2] = { ends, go ? *go : nullptr };
        const DWORD count = events[1] ? 2 : 1;
        DWORD which;

        while (PeekMessageW( msg, nullptr, 0, 0, PM_REMOVE ))
        {
            if (!msg->hwnd && msg->message >= WM_APP) return true;
            DispatchMessageW( msg );
        }
        which = MsgWaitForMultipleObjects( count, events, FALSE, INFINITE, QS_ALLINPUT );
        if (which == WAIT_OBJECT_0) return false;
        if (which == WAIT_OBJECT_0 + 1 && count == 2)
        {
            *go = nullptr;
            msg->message = WM_GO;
            return true;
        }
    }
}

/* One call, from before its ringing or dialling to its end */
static void talk( ITBasicCallControl2 *call, bool caller, wchar_t **files, HANDLE ends, HANDLE go )
{
    FileTerminal player( call, CLSID_String_FilePlaybackTerminal, TD_CAPTURE, files[0] );
    FileTerminal recorder( call, CLSID_String_FileRecordingTerminal, TD_RENDER, files[1] );
    ComPtr<ITLegacyCallMediaControl> media;
    bool connected = false, listens = false;
    MSG msg;

    CHECK( call->QueryInterface( __uuidof( ITLegacyCallMediaControl ), reinterpret_cast<void **>( &media )));
    recorder.start();
    if (caller) CHECK( call->Connect( VARIANT_FALSE ));
    else CHECK( call->Answer() );
    while (next_message( ends, &go, &msg ))
    {
        switch (msg.message)
        {
        case WM_STATE:
            if (msg.wParam == CS_DISCONNECTED)
            {
                say( "disconnected" );
                return;
            }
            if (msg.wParam != CS_CONNECTED) break;
            if (!caller) CHECK( media->DetectDigits( LINEDIGITMODE_DTMF ));
            connected = true;
            if (listens) say( "talking" );
            break;
        case WM_LISTENS:
            listens = true;
            if (connected) say( "talking" );
            break;
        case WM_GO:
            player.start();
            if (caller) CHECK( media->GenerateDigits( Bstr( L"42#" ), LINEDIGITMODE_DTMF ));
            break;
        case WM_PLAYED:
            say( "played" );
            break;
        case WM_DIGIT:
            printf( "digit %c\n", static_cast<int>( msg.wParam ));
            fflush( stdout );
            break;
        }
    }
    CHECK( call->Disconnect( DC_NORMAL ));
    say( "hung up" );
}

static void dial( wchar_t **args )
{
    const Event ends( args[4] ), go( args[5] );
    Session tapi( TE_CALLSTATE | TE_CALLMEDIA | TE_FILETERMINAL );
    ComPtr<ITAddress> address( tapi.address( args[0] ));
    ComPtr<ITMediaSupport> support;
    ComPtr<ITBasicCallControl> call;
    ComPtr<ITBasicCallControl2> control;
    LONG media = 0;

    CHECK( address.as( &support ));
    CHECK( support->get_MediaTypes( &media ));
    if (!(media & TAPIMEDIATYPE_AUDIO)) throw Failure( "the line has no sound", TAPI_E_NOTSUPPORTED );
    CHECK( address->CreateCall( Bstr( args[1] ), LINEADDRESSTYPE_PHONENUMBER, TAPIMEDIATYPE_AUDIO, &call ));
    CHECK( call.as( &control ));
    talk( control.get(), true, args + 2, ends.get(), go.get() );
}

static void answer( wchar_t **args )
{
    const Event ends( args[3] ), go( args[4] );
    Session tapi( TE_CALLNOTIFICATION | TE_CALLSTATE | TE_CALLMEDIA | TE_FILETERMINAL | TE_DIGITEVENT );
    ComPtr<ITAddress> address( tapi.address( args[0] ));
    LONG registration;
    MSG msg;

    CHECK( tapi->RegisterCallNotifications( address.get(), VARIANT_FALSE, VARIANT_TRUE, TAPIMEDIATYPE_AUDIO, 0, &registration ));
    say( "ready" );
    while (next_message( ends.get(), nullptr, &msg ))
    {
        ComPtr<ITCallInfo> info;
        ComPtr<ITBasicCallControl2> control;
        Bstr number;

        if (msg.message != WM_RINGING) continue;
        *&info = reinterpret_cast<ITCallInfo *>( msg.lParam );
        CHECK( info->get_CallInfoString( CIS_CALLERIDNUMBER, &number ));
        printf( "call from %ls\n", static_cast<BSTR>( number ));
        CHECK( info.as( &control ));
        talk( control.get(), false, args + 1, ends.get(), go.get() );
        break;
    }
    CHECK( tapi->UnregisterNotifications( registration ));
}

int wmain( int argc, wchar_t **argv )
{
    const bool caller = argc == 8 && !wcscmp( argv[1], L"call" );
    int status = 0;

    if (!caller && (argc != 7 || wcscmp( argv[1], L"answer" )))
    {
        printf( "usage: tapi3cpp call LINE NUMBER PLAY.WAV RECORD.WAV ENDS GO | tapi3cpp answer LINE PLAY.WAV RECORD.WAV ENDS GO\n" );
        return 2;
    }
    CoInitializeEx( nullptr, caller ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED );
    try
    {
        MSG msg;

        PeekMessageW( &msg, nullptr, 0, 0, PM_NOREMOVE );       /* this thread has a queue from now on */
        if (caller) dial( argv + 2 );
        else answer( argv + 2 );
        say( "over" );
    }
    catch (const Failure &failure)
    {
        printf( "%s: error %#lx\n", failure.what(), failure.hr() );
        status = 1;
    }
    CoUninitialize();
    return status;
}
