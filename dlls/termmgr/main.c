/*
 * termmgr.dll: class objects and registration.
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

#include "termmgr_private.h"
#include "comobject/register.h"
#include "debug/debug.h"

DEBUG_CHANNEL( termmgr );

static HINSTANCE instance;

static const struct com_class classes[] =
{
    { &CLSID_TerminalManager, L"TerminalManager Class", NULL, manager_create },
    { &CLSID_PluggableSuperclassRegistration, L"PluggableSuperclassRegistration Class", NULL, superclass_registration_create },
    { &CLSID_PluggableTerminalRegistration, L"PluggableTerminalRegistration Class", NULL, class_registration_create },
};

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        instance = inst;
        DisableThreadLibraryCalls( inst );
        /* terminals are described in the library of TAPI, registration in ours */
        typeinfo_init( inst, &LIBID_TAPI3Lib );
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved) typeinfo_free();
        break;
    }
    return TRUE;
}

HRESULT WINAPI DllGetClassObject( REFCLSID clsid, REFIID iid, void **out )
{
    return com_get_class_object( classes, ARRAYSIZE(classes), clsid, iid, out );
}

HRESULT WINAPI DllCanUnloadNow( void )
{
    return com_can_unload();
}

HRESULT WINAPI DllRegisterServer( void )
{
    HRESULT hr = com_register( instance, classes, ARRAYSIZE(classes), &LIBID_TERMMGRLib );

    if (SUCCEEDED(hr)) hr = kinds_register();
    if (FAILED(hr)) ERR( "terminal classes cannot be registered: %#lx\n", hr );
    return hr;
}

HRESULT WINAPI DllUnregisterServer( void )
{
    kinds_unregister();
    return com_unregister( classes, ARRAYSIZE(classes), &LIBID_TERMMGRLib );
}
