/*
 * Calls of any method of TAPI 3, as the type library describes it: through the vtable and late-bound.
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

#ifndef TAPI3_TESTS_CALLER_H
#define TAPI3_TESTS_CALLER_H

#include "fixture.h"

#define METHOD_PARAMS 12

struct method_param
{
    VARTYPE type;                       /* of the value; of what a pointer points to if pointer; VT_EMPTY: bytes */
    BOOL    pointer;
    BOOL    out, retval;
    IID     iid;                        /* of an interface: VT_UNKNOWN or VT_DISPATCH; zero for IUnknown and IDispatch */
};

struct method
{
    char         name[64];
    MEMBERID     id;
    INVOKEKIND   kind;
    unsigned int slot;
    unsigned int count;
    struct method_param params[METHOD_PARAMS];
};

struct iface
{
    char           name[64];
    IID            iid;
    BOOL           dual;
    unsigned int   count;               /* of its own methods, without those that are inherited */
    struct method *methods;
};

/* All interfaces of the type library, without event sinks: those are for programs to implement. */
extern struct iface *interfaces;
extern unsigned int interface_count;

BOOL interfaces_load(void);
void interfaces_free(void);

/* ---- one object of each kind ---- */

struct specimen
{
    const char *name;
    IUnknown   *object;
};

#define SPECIMENS 96

struct zoo
{
    ITTAPI2        *tapi;
    struct sink     sink;
    struct specimen all[SPECIMENS];
    unsigned int    count;
};

/* Make an initialised TAPI object, and of it what there is: a call that is up, one that is not, events of both, small objects... The exchange is there. */
void zoo_open( struct zoo *zoo );
void zoo_close( struct zoo *zoo, BOOL shutdown );
/* The first specimen with an interface, referenced, or NULL */
IUnknown *zoo_find( const struct zoo *zoo, REFIID iid );
IUnknown *zoo_named( const struct zoo *zoo, const char *name );  /* not referenced */

/* ---- calls ---- */

/* Somewhere for what methods write */
union place
{
    BYTE      bytes[64];
    LONG      number;
    BSTR      string;
    IUnknown *pointer;
    VARIANT   variant;
    DWORD_PTR word;
};

struct arguments
{
    VARIANT     values[METHOD_PARAMS];
    union place places[METHOD_PARAMS];
};

/* Values that mean nothing special; interfaces are taken from the zoo. Out parameters point to places. */
void arguments_plain( struct arguments *args, const struct method *method, const struct zoo *zoo );
void arguments_free( struct arguments *args, const struct method *method );

HRESULT call_vtable( IUnknown *face, const struct method *method, struct arguments *args );
/* What Invoke() says; the error of the method itself comes out of the exception. The result goes to result. */
HRESULT call_dispatch( IDispatch *face, const struct method *method, struct arguments *args, VARIANT *result );
BOOL scriptable( const struct method *method );     /* FALSE: has parameters that no script can give */
BOOL opens_dialog( const struct method *method );   /* waits for somebody at the screen */

/* Wait until nothing of tapi3.dll is alive. */
void check_nothing_left( unsigned int line );
#define nothing_left() check_nothing_left( __LINE__ )

#endif
