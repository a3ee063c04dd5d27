/*
 * Enumerations, constants, interfaces and classes, in the headers, in libtapi3uuid.a and in the type libraries, against the published ones.
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

#include "fixture.h"

#include <termmgr.h>
#include <rend.h>
#include <mdhcp.h>
#include <sdpblb.h>
#include <ipmsp.h>

/* What names.h tells, in order */
static const struct name
{
    enum { ENUMERATION, MEMBER_OF, CONSTANT_VALUE, INTERFACE_IID, CLASS_ID, OFFERED, STRING_ID, END } what;
    const char *name;
    const char *text;                   /* GUID, header or library */
    LONG        value, published;
    const GUID *guid;
    const WCHAR *string;
} names[] =
{
#define ENUM( name, header )          { ENUMERATION, #name, #header },
#define MEMBER( name, value )         { MEMBER_OF, #name, NULL, (LONG)name, (LONG)value },
#define END_ENUM()                    { END },
#define CONSTANT( name, value )       { CONSTANT_VALUE, #name, NULL, (LONG)name, (LONG)value },
#define INTERFACE( name, iid )        { INTERFACE_IID, #name, iid, 0, 0, &IID_##name },
#define DISPINTERFACE( name, iid )    { INTERFACE_IID, #name, iid, 0, 0, &DIID_##name },
#define CLASS( name, clsid, library ) { CLASS_ID, #name, clsid, 0, 0, &CLSID_##name, L"" #library },
#define OFFERS( name, flags )         { OFFERED, #name, NULL, 0, flags },
#define END_CLASS()                   { END },
#define STRING( name, guid )          { STRING_ID, #name, guid, 0, 0, NULL, name },
#include "names.h"
};

static BOOL same_guid( const GUID *guid, const char *text )
{
    WCHAR wide[40];
    GUID other;

    swprintf( wide, ARRAY_SIZE(wide), L"{%hs}", text );
    return SUCCEEDED(IIDFromString( wide, &other )) && IsEqualGUID( guid, &other );
}

static BOOL same_name( ITypeInfo *info, MEMBERID id, const char *name )
{
    char text[128] = "";
    BSTR wide;

    if (FAILED(ITypeInfo_GetDocumentation( info, id, &wide, NULL, NULL, NULL ))) return FALSE;
    WideCharToMultiByte( CP_ACP, 0, wide, -1, text, sizeof(text), NULL, NULL );
    SysFreeString( wide );
    return !strcmp( text, name );
}

static ITypeInfo *find_type( ITypeLib *library, const char *name, TYPEKIND wanted )
{
    const UINT count = ITypeLib_GetTypeInfoCount( library );
    ITypeInfo *info;
    TYPEKIND kind;
    UINT i;

    for (i = 0; i < count; i++)
    {
        if (FAILED(ITypeLib_GetTypeInfoType( library, i, &kind )) || kind != wanted || FAILED(ITypeLib_GetTypeInfo( library, i, &info ))) continue;
        if (same_name( info, MEMBERID_NIL, name )) return info;
        ITypeInfo_Release( info );
    }
    return NULL;
}

/* An enumeration has the members that follow it in the table, and no others. */
static void check_enum( ITypeLib *library, const struct name *list )
{
    ITypeInfo *info = find_type( library, list->name, TKIND_ENUM );
    const struct name *member;
    TYPEATTR *attr;
    UINT i;

    ok( info != NULL, "the type library has no %s\n", list->name );
    if (!info) return;
    ok_hr( ITypeInfo_GetTypeAttr( info, &attr ), S_OK );
    for (i = 0, member = list + 1; i < attr->cVars && member->what == MEMBER_OF; i++, member++)
    {
        VARDESC *desc;

        ok_hr( ITypeInfo_GetVarDesc( info, i, &desc ), S_OK );
        ok( same_name( info, desc->memid, member->name ), "%s: member %u is not %s\n", list->name, i, member->name );
        ok( desc->varkind == VAR_CONST && V_VT( desc->lpvarValue ) == VT_I4, "%s: kind %u\n", member->name, desc->varkind );
        ok( V_I4( desc->lpvarValue ) == member->published, "%s is %#lx, published as %#lx\n", member->name, V_I4( desc->lpvarValue ), member->published );
        ITypeInfo_ReleaseVarDesc( info, desc );
    }
    ok( i == attr->cVars && member->what == END, "%s: %u members\n", list->name, attr->cVars );
    ITypeInfo_ReleaseTypeAttr( info, attr );
    ITypeInfo_Release( info );
}

static void check_class( ITypeLib *library, const struct name *class )
{
    const struct name *offered;
    ITypeInfo *info = NULL;
    TYPEATTR *attr;
    UINT i;

    ok_hr( ITypeLib_GetTypeInfoOfGuid( library, class->guid, &info ), S_OK );
    if (!info) return;
    ok( same_name( info, MEMBERID_NIL, class->name ), "%s has another name\n", class->name );
    ok_hr( ITypeInfo_GetTypeAttr( info, &attr ), S_OK );
    ok( attr->typekind == TKIND_COCLASS && attr->wTypeFlags & TYPEFLAG_FCANCREATE, "%s: kind %u, flags %#x\n", class->name, attr->typekind,
        attr->wTypeFlags );
    for (i = 0, offered = class + 1; i < attr->cImplTypes && offered->what == OFFERED; i++, offered++)
    {
        ITypeInfo *face;
        HREFTYPE ref;
        INT flags;

        ok_hr( ITypeInfo_GetRefTypeOfImplType( info, i, &ref ), S_OK );
        ok_hr( ITypeInfo_GetRefTypeInfo( info, ref, &face ), S_OK );
        ok( same_name( face, MEMBERID_NIL, offered->name ), "%s: interface %u is not %s\n", class->name, i, offered->name );
        ITypeInfo_Release( face );
        ok_hr( ITypeInfo_GetImplTypeFlags( info, i, &flags ), S_OK );
        ok( flags == offered->published, "%s: %s has flags %#x\n", class->name, offered->name, flags );
    }
    ok( i == attr->cImplTypes && offered->what == END, "%s: %u interfaces\n", class->name, attr->cImplTypes );
    ITypeInfo_ReleaseTypeAttr( info, attr );
    ITypeInfo_Release( info );
}

START_TEST( names )
{
    ITypeLib *tapi3 = NULL, *termmgr = NULL;
    unsigned int i, enums = 0, interfaces = 0;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    ok_hr( LoadRegTypeLib( &LIBID_TAPI3Lib, 1, 0, LOCALE_NEUTRAL, &tapi3 ), S_OK );
    ok_hr( LoadTypeLib( L"termmgr.dll", &termmgr ), S_OK );
    for (i = 0; i < ARRAY_SIZE(names) && tapi3 && termmgr; i++)
    {
        const struct name *name = &names[i];

        switch (name->what)
        {
        case ENUMERATION:               /* a type library has those of its interfaces, of which none uses TAPI_OBJECT_TYPE */
            if (!strcmp( name->name, "TAPI_OBJECT_TYPE" )) ok( !find_type( tapi3, name->name, TKIND_ENUM ), "%s is used\n", name->name );
            else if (!strcmp( name->text, "tapi3if" ) || !strcmp( name->text, "tapi3cc" )) check_enum( tapi3, name );
            if (!strcmp( name->text, "termmgr" )) check_enum( termmgr, name );
            enums++;
            break;
        case MEMBER_OF:
        case CONSTANT_VALUE:
            ok( name->value == name->published, "%s is %#lx, published as %#lx\n", name->name, name->value, name->published );
            break;
        case INTERFACE_IID:
            ok( same_guid( name->guid, name->text ), "IID_%s is not %s\n", name->name, name->text );
            interfaces++;
            break;
        case CLASS_ID:
            ok( same_guid( name->guid, name->text ), "CLSID_%s is not %s\n", name->name, name->text );
            check_class( wcscmp( name->string, L"TAPI3Lib" ) ? termmgr : tapi3, name );
            break;
        case STRING_ID:
        {
            GUID guid;

            ok( SUCCEEDED(IIDFromString( name->string, &guid )) && same_guid( &guid, name->text ), "%s is %ls\n", name->name, name->string );
            break;
        }
        default:
            break;
        }
    }
    ok( enums == 67 && interfaces == 140, "%u enumerations, %u interfaces\n", enums, interfaces );
    if (termmgr) ITypeLib_Release( termmgr );
    if (tapi3) ITypeLib_Release( tapi3 );
    CoUninitialize();
}
