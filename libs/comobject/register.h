/*
 * Classes of a COM module: class objects and registration.
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

#ifndef COMOBJECT_REGISTER_H
#define COMOBJECT_REGISTER_H

#include "object.h"

/* A class that programs can create. ThreadingModel is Both: all our objects may be used from any thread. */
struct com_class
{
    const CLSID *clsid;
    const WCHAR *name;                  /* "TAPI Class" */
    const WCHAR *prog_id;               /* without the version, or NULL */
    HRESULT (*create)( IUnknown *outer, REFIID iid, void **out );
};

/**
 * What DllGetClassObject() does.
 *
 * @param classes  the module's classes; must outlive the class objects
 * @param count    how many
 * @return S_OK, E_POINTER, CLASS_E_CLASSNOTAVAILABLE or E_OUTOFMEMORY
 */
HRESULT com_get_class_object( const struct com_class *classes, unsigned int count, REFCLSID clsid, REFIID iid, void **out );

/** What DllCanUnloadNow() does: S_OK when no object and no class object is left and nobody locked the server, else S_FALSE. */
HRESULT com_can_unload( void );

/**
 * What DllRegisterServer() does: CLSID, InprocServer32 with this module's path, ProgIDs, and the type library in the module's resources.
 *
 * @param instance  the module
 * @param classes   its classes
 * @param count     how many
 * @param libid     of the type library in its resources, or NULL if it has none
 * @return S_OK or why the registry cannot be written
 */
HRESULT com_register( HINSTANCE instance, const struct com_class *classes, unsigned int count, REFGUID libid );

/** The reverse of com_register(), with the same parameters. What is not there is not an error. @return S_OK */
HRESULT com_unregister( const struct com_class *classes, unsigned int count, REFGUID libid );

#endif
