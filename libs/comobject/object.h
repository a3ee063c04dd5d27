/*
 * COM objects that show several interfaces: identity, references and one IDispatch for all of them.
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

#ifndef COMOBJECT_OBJECT_H
#define COMOBJECT_OBJECT_H

#include <stddef.h>
#include <windef.h>
#include <winbase.h>
#include <ole2.h>

/*
 * An object begins with a struct object and has a struct face for each interface, which is what programs get a pointer to. The first seven methods of all
 * interfaces are the same functions, so a vtable begins with FACE_UNKNOWN or FACE_DISPATCH and goes on with its own methods.
 *
 * All dual interfaces of an object share one IDispatch: names are looked for in the type description of each, in the order of the class; the DISPIDs
 * of the type library carry the number of the interface in their upper half.
 */

struct object;

struct face
{
    const void    *vtbl;
    struct object *object;
};

struct face_entry
{
    const IID *iid;
    size_t     offset;                  /* of the struct face in the object */
    BOOL       dual;                    /* described in the type library */
};

struct object_class
{
    const char *name;                   /* for logs */
    const struct face_entry *faces;
    unsigned int face_count;
    void (*destroy)( struct object *object );   /* frees it; no reference is left */
    /* Something that is aggregated and knows interfaces of its own, or NULL. It is only asked, never told who asked. May be NULL. */
    IUnknown *(*inner)( struct object *object );
    DWORD inner_dispatch;               /* upper half of the DISPIDs of what is aggregated */
};

struct object
{
    struct face unknown;                /* the identity, and what an outer object has when this one is aggregated */
    IUnknown *outer;                    /* who controls the life time; the object itself unless it is aggregated */
    IUnknown *marshaler;                /* free-threaded: any thread may use the same pointer */
    LONG refs;
    const struct object_class *class;
};

/* The first methods of a vtable */
#define FACE_UNKNOWN  (void *)face_QueryInterface, (void *)face_AddRef, (void *)face_Release
#define FACE_DISPATCH FACE_UNKNOWN, (void *)face_GetTypeInfoCount, (void *)face_GetTypeInfo, (void *)face_GetIDsOfNames, (void *)face_Invoke

HRESULT WINAPI face_QueryInterface( void *iface, REFIID iid, void **out );
ULONG WINAPI face_AddRef( void *iface );
ULONG WINAPI face_Release( void *iface );
HRESULT WINAPI face_GetTypeInfoCount( void *iface, UINT *count );
HRESULT WINAPI face_GetTypeInfo( void *iface, UINT index, LCID lcid, ITypeInfo **info );
HRESULT WINAPI face_GetIDsOfNames( void *iface, REFIID iid, LPOLESTR *names, UINT count, LCID lcid, DISPID *ids );
HRESULT WINAPI face_Invoke( void *iface, DISPID id, REFIID iid, LCID lcid, WORD flags, DISPPARAMS *params, VARIANT *result, EXCEPINFO *excepinfo,
                            UINT *arg_error );

/* The object of an interface pointer that this module made; its first member must be the struct object. */
static inline void *object_of( const void *iface )
{
    return ((const struct face *)iface)->object;
}

/**
 * Allocate an object with one reference, everything behind struct object zero.
 *
 * @param class  what it is; must outlive it
 * @param size   bytes, at least sizeof(struct object)
 * @param outer  controlling unknown of an aggregate, or NULL
 * @return the object, or NULL without memory. Faces are set up with face_init()
 */
void *object_create( const struct object_class *class, size_t size, IUnknown *outer );

/** Set up a face of an object. */
static inline void face_init( struct face *face, const void *vtbl, struct object *object )
{
    face->vtbl = vtbl;
    face->object = object;
}

/** One more reference. @return the object. */
void *object_addref( void *object );

/** One reference less. NULL is allowed. */
void object_release( void *object );

/**
 * One more reference if the object is not about to go: for tables that know objects without holding them. The caller holds the lock of that table, which
 * the object's destroy() takes to leave it.
 * @return FALSE if it is too late
 */
BOOL object_try_addref( void *object );

/** Let go of a reference, unless it is the last one. @return FALSE: it is, and the caller still has it */
BOOL object_release_shared( void *object );

/** The pointer to hand out to programs: IUnknown of the aggregate, or of the object itself. Not referenced. */
static inline IUnknown *object_unknown( void *object )
{
    return (IUnknown *)&((struct object *)object)->unknown;
}

/**
 * A copy of a value that a program gave, without references to the program's variables. A script's parameter may be a reference to a variable, which may be
 * one itself.
 * @return S_OK; E_POINTER: a reference to nothing, which VariantCopyInd() would follow; E_OUTOFMEMORY... *copy is to be cleared in any case
 */
HRESULT variant_from_program( VARIANT *copy, const VARIANT *value );

/** Objects that are alive in this module: DllCanUnloadNow(), and the tests that look for leaks. */
LONG object_count( void );

/**
 * Say where the type descriptions are.
 *
 * @param module  module with a type library in its resources, or NULL
 * @param libid   registered library for what that one does not describe, or NULL
 */
void typeinfo_init( HMODULE module, REFGUID libid );

/** Forget them all, at the end of the module. */
void typeinfo_free( void );

/** @return the description of an interface, referenced; or why there is none. */
HRESULT typeinfo_get( REFIID iid, ITypeInfo **info );

/** @return the same as a table of methods, for ITypeInfo::GetIDsOfNames() and ITypeInfo::Invoke(). */
HRESULT typeinfo_get_calls( REFIID iid, ITypeInfo **info );

#endif
