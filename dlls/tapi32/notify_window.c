/*
 * Notification by a hidden window: the callback runs in the thread that initialized.
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

#define WM_DELIVER  (WM_USER + 0)   /* one message is ready */
#define WM_DESTROY_ (WM_USER + 1)   /* from lineShutdown in another thread */

static const WCHAR class_name[] = L"Wine Telephony Notification";
static BOOL class_registered;       /* guarded by state_cs */

/*
 * Deliver one message. If there are more, the next window message is posted before the callback runs: a callback
 * with a message loop of its own (a dialog box) goes on receiving telephony messages in there.
 */
static void deliver_one( struct app *app )
{
    struct message *message;

    EnterCriticalSection( &app->cs );
    message = app->closed ? NULL : app_take_ready( app );
    app->posted = app->ready && !app->closed && PostMessageW( app->window, WM_DELIVER, 0, 0 );
    LeaveCriticalSection( &app->cs );
    if (!message) return;

    TRACE( "callback %p: msg %lu device %#lx\n", app->callback, message->id, message->device );
    app->callback( message->device, message->id, message->instance, message->params[0], message->params[1], message->params[2] );
    message_free( message );
}

static LRESULT CALLBACK window_proc( HWND window, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct app *app = (struct app *)GetWindowLongPtrW( window, GWLP_USERDATA );

    switch (msg)
    {
    case WM_DELIVER:
        if (!app) return 0;
        InterlockedIncrement( &app->refs );
        deliver_one( app );
        app_release( app );
        return 0;
    case WM_DESTROY_:
        DestroyWindow( window );
        return 0;
    case WM_NCDESTROY:
        SetWindowLongPtrW( window, GWLP_USERDATA, 0 );
        if (app) app_release( app );
        break;
    }
    return DefWindowProcW( window, msg, wparam, lparam );
}

static LONG window_open( struct app *app, LINEINITIALIZEEXPARAMS *params )
{
    WNDCLASSW class = { .lpfnWndProc = window_proc, .hInstance = tapi_instance, .lpszClassName = class_name };

    EnterCriticalSection( &state_cs );
    if (!class_registered) class_registered = RegisterClassW( &class ) || GetLastError() == ERROR_CLASS_ALREADY_EXISTS;
    LeaveCriticalSection( &state_cs );

    app->thread = GetCurrentThreadId();
    app->window = CreateWindowExW( 0, class_name, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, tapi_instance, NULL );
    if (!app->window)
    {
        ERR( "cannot create the hidden window, error %lu; programs without windows use LINEINITIALIZEEXOPTION_USEEVENT\n",
             GetLastError() );
        return LINEERR_OPERATIONFAILED;
    }
    InterlockedIncrement( &app->refs );
    SetWindowLongPtrW( app->window, GWLP_USERDATA, (LONG_PTR)app );
    return 0;
}

static void window_deliver( struct app *app )
{
    if (!app->posted) app->posted = PostMessageW( app->window, WM_DELIVER, 0, 0 );
}

static void window_removed( struct app *app )
{
}

/* Only the window's own thread can destroy it; if it is another one, it is told, and does so when it fetches messages. */
static void window_shut( struct app *app )
{
    HWND window = app->window;

    app->window = NULL;
    if (!window) return;
    if (GetCurrentThreadId() == app->thread) DestroyWindow( window );
    else
    {
        HMODULE module;

        /* The window outlives this call, so its procedure must not be unloaded. */
        GetModuleHandleExW( GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                            (const WCHAR *)tapi_instance, &module );
        PostMessageW( window, WM_DESTROY_, 0, 0 );
    }
}

static void window_close( struct app *app )
{
}

const struct notifier window_notifier =
{
    "hidden window", window_open, window_deliver, window_removed, window_shut, window_close
};

void windows_unregister(void)
{
    if (class_registered) UnregisterClassW( class_name, tapi_instance );
}
