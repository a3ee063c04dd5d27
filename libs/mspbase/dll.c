/*
 * The entry points of a DLL that is one media service provider: struct msp_dll says which.
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

#include "mspbase.h"
#include "comobject/register.h"

static HINSTANCE instance;

static HRESULT create( IUnknown *outer, REFIID iid, void **out )
{
    return msp_address_create( msp_dll.provider, outer, iid, out );
}

static struct com_class class = { .create = create };

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        instance = inst;
        class.clsid = msp_dll.clsid;
        class.name = msp_dll.name;
        DisableThreadLibraryCalls( inst );
        typeinfo_init( NULL, &LIBID_TAPI3Lib );
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved) typeinfo_free();
        break;
    }
    return TRUE;
}

HRESULT WINAPI DllGetClassObject( REFCLSID clsid, REFIID iid, void **out )
{
    return com_get_class_object( &class, 1, clsid, iid, out );
}

HRESULT WINAPI DllCanUnloadNow( void )
{
    return com_can_unload();
}

HRESULT WINAPI DllRegisterServer( void )
{
    return com_register( instance, &class, 1, NULL );
}

HRESULT WINAPI DllUnregisterServer( void )
{
    return com_unregister( &class, 1, NULL );
}
