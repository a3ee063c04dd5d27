/*
 * Collections, enumerators and records: the small objects that hand out what others know.
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

#ifndef COMOBJECT_COLLECTION_H
#define COMOBJECT_COLLECTION_H

#include "object.h"

/* What an enumerator or a collection has */
enum element_kind
{
    ELEMENT_INTERFACE,                  /* IUnknown *; of a collection: IDispatch * */
    ELEMENT_BSTR,                       /* BSTR */
    ELEMENT_GUID,                       /* GUID */
    ELEMENT_VARIANT,                    /* VARIANT */
    ELEMENT_CONNECTION,                 /* CONNECTDATA */
    ELEMENT_KINDS
};

/**
 * Make an enumerator: all of them have the same four methods.
 *
 * @param iid       its interface, e.g. IID_IEnumCall; must outlive it
 * @param kind      what it enumerates
 * @param elements  array of such things; they are copied, and referenced if they are interfaces
 * @param count     how many
 * @param out       receives the enumerator, NULL on failure
 * @return S_OK or E_OUTOFMEMORY
 */
HRESULT enumerator_create( REFIID iid, enum element_kind kind, const void *elements, ULONG count, void **out );

/**
 * Make an ITCollection2 that programs can change. Parameters as for enumerator_create(), ELEMENT_INTERFACE (each becomes a VT_DISPATCH) and ELEMENT_BSTR.
 */
HRESULT collection_create( enum element_kind kind, const void *elements, ULONG count, IDispatch **out );

/** The same as the value of a property: VT_DISPATCH. The variant is only written to. */
HRESULT collection_variant( enum element_kind kind, const void *elements, ULONG count, VARIANT *out );

/**
 * The same for a list of interfaces that was made for it: whatever comes, each is released, and the list is freed (free()).
 *
 * @param list   array of interface pointers
 * @param count  how many
 */
HRESULT list_to_variant( void *list, ULONG count, VARIANT *out );
HRESULT list_to_enumerator( REFIID iid, void *list, ULONG count, void **out );

/** Release the interfaces of such a list, and free it. */
void list_free( void *list, ULONG count );

/*
 * A record is an object whose interface has only properties that can be read: events, and descriptions of things. All of its methods have the same form,
 * so one vtable serves all records; what they give is described by a table.
 */
enum field_kind { FIELD_LONG, FIELD_BYTE, FIELD_BSTR, FIELD_INTERFACE };

#define RECORD_FIELDS 12

struct record_class
{
    struct object_class class;
    unsigned int count;
    struct
    {
        enum field_kind kind;
        HRESULT missing;                /* what a property without value says; S_OK: 0, an empty string or NULL */
    } fields[RECORD_FIELDS];            /* in the order of the vtable */
};

struct record_value
{
    BOOL         given;
    LONG         number;
    const WCHAR *string;
    void        *pointer;               /* of the right type */
};

struct record
{
    struct object object;
    struct face   face;
    const struct record_class *class;
    struct
    {
        BOOL      given;
        LONG      number;
        BSTR      string;
        IUnknown *pointer;
    } values[RECORD_FIELDS];
};

void record_destroy( struct object *object );

/* The class of a record: RECORD_CLASS( call_event, IID_ITCallStateEvent, IID_ITCallStateEvent, 2, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } ) */
#define RECORD_CLASS( name, iid, base, number, ... ) \
    static const struct face_entry name##_faces[] = \
        { { &iid, offsetof( struct record, face ), TRUE }, { &base, offsetof( struct record, face ), FALSE } }; \
    const struct record_class name##_class = { { #name, name##_faces, 2, record_destroy }, number, { __VA_ARGS__ } }

/**
 * Make a record.
 *
 * @param class   what it is
 * @param values  one for each field; copied, interfaces are referenced
 * @return its interface with one reference, or NULL without memory
 */
IDispatch *record_create( const struct record_class *class, const struct record_value *values );

/* Values of records */
static inline struct record_value value_number( LONG number )
{
    return (struct record_value){ .given = TRUE, .number = number };
}

static inline struct record_value value_string( const WCHAR *string )
{
    return (struct record_value){ .given = string != NULL, .string = string };
}

static inline struct record_value value_interface( void *pointer )
{
    return (struct record_value){ .given = pointer != NULL, .pointer = pointer };
}

#endif
