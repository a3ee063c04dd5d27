/*
 * exchangemsp.dll: the media service provider of exchange.tsp.
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

#include "mspbase/mspbase.h"
#include "comobject/register.h"
#include "exchange_media.h"
#include "exchangemsp_private.h"

static const CLSID class_id = CLSID_EXCHANGEMSP_INIT;
static HINSTANCE instance;

BOOL WINAPI DllMain( HINSTANCE inst, DWORD reason, void *reserved )
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        instance = inst;
        DisableThreadLibraryCalls( inst );
        typeinfo_init( NULL, &LIBID_TAPI3Lib );
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved) typeinfo_free();
        break;
    }
    return TRUE;
}

static HRESULT create( IUnknown *outer, REFIID iid, void **out )
{
    return msp_address_create( &exchangemsp_provider, outer, iid, out );
}

static const struct com_class classes[] = { { &class_id, L"Wine Telephony exchange MSP", NULL, create } };

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
    return com_register( instance, classes, ARRAYSIZE(classes), NULL );
}

HRESULT WINAPI DllUnregisterServer( void )
{
    return com_unregister( classes, ARRAYSIZE(classes), NULL );
}
