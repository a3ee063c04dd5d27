/*
 * What every enumerator of TAPI 3 does, for the tests of all modules that have some.
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

#ifndef COMOBJECT_TESTS_ENUMERATORS_H
#define COMOBJECT_TESTS_ENUMERATORS_H

/*
 * ENUMERATOR_CHECK( IEnumQueue, ITQueue ) makes check_IEnumQueue( list, count, collection ): the enumerator, which is new and gives that many objects, does
 * what is documented, and gives the same as the collection (an ITCollection, or NULL). ENUMERATOR_CHECK_VALUES is for those that give no interfaces.
 * The file that includes this has ok_hr().
 */

#define ENUMERATOR_MOST 64

static inline BOOL enumerator_same( void *a, void *b )
{
    IUnknown *x = NULL, *y = NULL;

    IUnknown_QueryInterface( (IUnknown *)a, &IID_IUnknown, (void **)&x );
    IUnknown_QueryInterface( (IUnknown *)b, &IID_IUnknown, (void **)&y );
    if (x) IUnknown_Release( x );
    if (y) IUnknown_Release( y );
    return x && x == y;
}

/* A collection has these objects, from 1, by Item and by For Each. */
static inline void enumerator_check_collection( ITCollection *collection, void *const *objects, ULONG count )
{
    IEnumVARIANT *each = NULL;
    IUnknown *unknown = NULL;
    LONG got = -1;
    VARIANT item;
    ULONG i;

    ok_hr( ITCollection_get_Count( collection, &got ), S_OK );
    ok( got == (LONG)count, "%ld in the collection, %lu enumerated\n", got, count );
    ok_hr( ITCollection_get_Item( collection, 0, &item ), E_INVALIDARG );
    ok_hr( ITCollection_get_Item( collection, count + 1, &item ), E_INVALIDARG );
    ok_hr( ITCollection_get__NewEnum( collection, &unknown ), S_OK );
    ok_hr( IUnknown_QueryInterface( unknown, &IID_IEnumVARIANT, (void **)&each ), S_OK );
    IUnknown_Release( unknown );
    for (i = 0; i < count; i++)
    {
        ok_hr( ITCollection_get_Item( collection, i + 1, &item ), S_OK );
        ok( V_VT( &item ) == VT_DISPATCH && (!objects || enumerator_same( V_DISPATCH( &item ), objects[i] )), "item %lu is another\n", i + 1 );
        VariantClear( &item );
        ok_hr( IEnumVARIANT_Next( each, 1, &item, NULL ), S_OK );
        ok( V_VT( &item ) == VT_DISPATCH && (!objects || enumerator_same( V_DISPATCH( &item ), objects[i] )), "element %lu is another\n", i );
        VariantClear( &item );
    }
    ok_hr( IEnumVARIANT_Next( each, 1, &item, NULL ), S_FALSE );
    IEnumVARIANT_Release( each );
}

#define ENUMERATOR_CHECK_( iface, type, same, release, check_items ) \
    static void check_##iface( iface *list, ULONG count, ITCollection *collection ) \
    { \
        type all[ENUMERATOR_MOST]; \
        type again[ENUMERATOR_MOST]; \
        ULONG got = 77, i; \
        iface *clone = (iface *)0xdead; \
        IUnknown *other; \
        ok( count < ENUMERATOR_MOST, "%lu are too many for this test\n", count ); \
        if (count >= ENUMERATOR_MOST) return; \
        ok_hr( iface##_QueryInterface( list, &IID_IUnknown, (void **)&other ), S_OK ); \
        IUnknown_Release( other ); \
        ok_hr( iface##_QueryInterface( list, &IID_##iface, (void **)&other ), S_OK ); \
        IUnknown_Release( other ); \
        ok_hr( iface##_QueryInterface( list, &IID_IDispatch, (void **)&other ), E_NOINTERFACE ); \
        ok_hr( iface##_Next( list, 1, NULL, &got ), E_POINTER ); \
        ok_hr( iface##_Next( list, 2, all, NULL ), E_POINTER ); \
        ok_hr( iface##_Clone( list, NULL ), E_POINTER ); \
        ok_hr( iface##_Next( list, count + 1, all, &got ), S_FALSE ); \
        ok( got == count, "%lu of %lu\n", got, count ); \
        if (got != count) return; \
        ok_hr( iface##_Next( list, 1, again, NULL ), S_FALSE ); \
        ok_hr( iface##_Skip( list, 1 ), S_FALSE ); \
        ok_hr( iface##_Reset( list ), S_OK ); \
        for (i = 0; i < count; i++) \
        { \
            ok_hr( iface##_Clone( list, &clone ), S_OK );       /* stands where the original stands, and goes on by itself */ \
            ok_hr( iface##_Next( clone, 1, &again[i], NULL ), S_OK ); \
            ok( same( again[i], all[i] ), "element %lu changes\n", i ); \
            release( again[i] ); \
            ok_hr( iface##_Skip( clone, count - i - 1 ), S_OK ); \
            ok_hr( iface##_Skip( clone, 1 ), S_FALSE ); \
            iface##_Release( clone ); \
            ok_hr( iface##_Skip( list, 1 ), S_OK ); \
        } \
        ok_hr( iface##_Reset( list ), S_OK ); \
        check_items( collection, all, count ); \
        for (i = 0; i < count; i++) release( all[i] ); \
    }

#define enumerator_same_pointer_( a, b ) ((a) == (b))
#define enumerator_same_guid_( a, b ) IsEqualGUID( &(a), &(b) )
#define enumerator_release_( item ) IUnknown_Release( (IUnknown *)(item) )
#define enumerator_keep_( item ) (void)(item)
#define enumerator_items_( collection, all, count ) do { if (collection) enumerator_check_collection( collection, (void *const *)all, count ); } while (0)
#define enumerator_no_items_( collection, all, count ) ok( !(collection), "a collection of values cannot be compared here\n" )

#define ENUMERATOR_CHECK( iface, type ) ENUMERATOR_CHECK_( iface, type *, enumerator_same_pointer_, enumerator_release_, enumerator_items_ )
#define ENUMERATOR_CHECK_VALUES( iface, type ) ENUMERATOR_CHECK_( iface, type, enumerator_same_guid_, enumerator_keep_, enumerator_no_items_ )

#endif
