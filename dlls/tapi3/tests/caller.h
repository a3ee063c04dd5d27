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

/* All interfaces of the type libraries of tapi3 and termmgr, without event sinks: those are for programs to implement. */
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
    BOOL            acd;                /* the call centre's proxy runs */
};

/*
 * Make an initialised TAPI object, and of it what there is: a call that is up, one that is not, their streams, terminals, a call centre, events of all of
 * them, small objects... The exchange is there, with four lines and two phones. The current folder is one for what is written by chance.
 */
void zoo_open( struct zoo *zoo );
void zoo_add_registration( struct zoo *zoo );       /* objects that change what is registered in the prefix */
void zoo_close( struct zoo *zoo, BOOL shutdown );
/* The first specimen with an interface, referenced, or NULL */
IUnknown *zoo_find( const struct zoo *zoo, REFIID iid );
IUnknown *zoo_named( const struct zoo *zoo, const char *name );  /* not referenced */

/* for the parts of the zoo: */
void zoo_add( struct zoo *zoo, const char *name, void *object );    /* takes the reference */
void zoo_wait( struct zoo *zoo, TAPI_EVENT type );                   /* an event of this type is in the zoo, or comes */
void zoo_add_media( struct zoo *zoo, ITAddress *address );
void zoo_add_centre( struct zoo *zoo, const WCHAR *number );

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

/*
 * Call a member late-bound with plain arguments, by the interface's own IDispatch and by the object's one; its name leads to its DISPID, and neither the
 * member nor its parameters are unknown. zoo: where interfaces as arguments come from, or NULL.
 */
void call_late( const char *name, const struct iface *iface, IDispatch *face, IDispatch *primary, const struct method *method, const struct zoo *zoo );
/* All properties of an interface say the same by the vtable and late-bound; how many were compared */
unsigned int compare_properties( const char *name, const struct iface *iface, IUnknown *face, const struct zoo *zoo );
/* Both for all interfaces of an object that is nowhere in the zoo; how many members were called */
unsigned int check_late( const char *name, void *object );

/* Wait until nothing of tapi3.dll is alive. */
void check_nothing_left( unsigned int line );
#define nothing_left() check_nothing_left( __LINE__ )

#endif
