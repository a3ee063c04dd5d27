/*
 * Records: objects with properties that can be read, described by tables.
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

#include <stdlib.h>

#include "collection.h"

static HRESULT get_field( void *iface, unsigned int index, void *out )
{
    struct record *record = object_of( iface );
    const enum field_kind kind = record->class->fields[index].kind;

    if (!out) return E_POINTER;
    switch (kind)
    {
    case FIELD_LONG:      *(LONG *)out = record->values[index].number; break;
    case FIELD_BYTE:      *(BYTE *)out = record->values[index].number; break;
    case FIELD_BSTR:      *(BSTR *)out = NULL; break;
    case FIELD_INTERFACE: *(IUnknown **)out = NULL; break;
    }
    if (!record->values[index].given && record->class->fields[index].missing != S_OK) return record->class->fields[index].missing;
    if (kind == FIELD_BSTR)
    {
        const BSTR string = record->values[index].string;

        *(BSTR *)out = SysAllocStringLen( string, SysStringLen( string ));
        return *(BSTR *)out ? S_OK : E_OUTOFMEMORY;
    }
    if (kind == FIELD_INTERFACE && record->values[index].pointer)
    {
        *(IUnknown **)out = record->values[index].pointer;
        IUnknown_AddRef( record->values[index].pointer );
    }
    return S_OK;
}

#define GETTER( n ) static HRESULT WINAPI get_##n( void *iface, void *out ) { return get_field( iface, n, out ); }
GETTER( 0 )
GETTER( 1 )
GETTER( 2 )
GETTER( 3 )
GETTER( 4 )
GETTER( 5 )
GETTER( 6 )
GETTER( 7 )
GETTER( 8 )
GETTER( 9 )
GETTER( 10 )
GETTER( 11 )
C_ASSERT( RECORD_FIELDS == 12 );

static const void *const record_vtbl[] =
{
    FACE_DISPATCH, (void *)get_0, (void *)get_1, (void *)get_2, (void *)get_3, (void *)get_4, (void *)get_5, (void *)get_6, (void *)get_7,
    (void *)get_8, (void *)get_9, (void *)get_10, (void *)get_11
};

void record_destroy( struct object *object )
{
    struct record *record = (struct record *)object;
    unsigned int i;

    for (i = 0; i < record->class->count; i++)
    {
        SysFreeString( record->values[i].string );
        if (record->values[i].pointer) IUnknown_Release( record->values[i].pointer );
    }
    free( record );
}

IDispatch *record_create( const struct record_class *class, const struct record_value *values )
{
    struct record *record = object_create( &class->class, sizeof(*record), NULL );
    unsigned int i;

    if (!record) return NULL;
    face_init( &record->face, record_vtbl, &record->object );
    record->class = class;
    for (i = 0; i < class->count; i++)
    {
        record->values[i].given = values[i].given;
        record->values[i].number = values[i].number;
        if (class->fields[i].kind == FIELD_BSTR && values[i].string && !(record->values[i].string = SysAllocString( values[i].string )))
        {
            object_release( record );
            return NULL;
        }
        if (class->fields[i].kind == FIELD_INTERFACE && values[i].pointer)
        {
            record->values[i].pointer = values[i].pointer;
            IUnknown_AddRef( record->values[i].pointer );
        }
    }
    return (IDispatch *)&record->face;
}
