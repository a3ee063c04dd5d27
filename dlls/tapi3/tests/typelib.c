/*
 * The type library against the published list of interfaces, members, DISPIDs and parameters.
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

#include "fixture.h"

static ITypeLib *library;

/* What a type is called in C */
static void type_name( ITypeInfo *info, const TYPEDESC *type, char *buffer, size_t size )
{
    static const struct { VARTYPE vt; const char *name; } names[] =
    {
        { VT_I2, "short" }, { VT_I4, "long" }, { VT_R8, "DOUBLE" }, { VT_CY, "CURRENCY" }, { VT_DATE, "DATE" }, { VT_BSTR, "BSTR" },
        { VT_DISPATCH, "IDispatch *" }, { VT_BOOL, "VARIANT_BOOL" }, { VT_VARIANT, "VARIANT" }, { VT_UNKNOWN, "IUnknown *" }, { VT_UI1, "BYTE" },
        { VT_UI2, "WORD" }, { VT_UI4, "DWORD" }, { VT_I8, "LONGLONG" }, { VT_INT, "int" }, { VT_UINT, "UINT" }, { VT_HRESULT, "HRESULT" },
        { VT_LPWSTR, "LPWSTR" }, { VT_VOID, "void" },
    };
    unsigned int i;

    buffer[0] = 0;
    if (type->vt == VT_PTR)
    {
        type_name( info, type->lptdesc, buffer, size );
        strncat( buffer, buffer[0] && buffer[strlen( buffer ) - 1] == '*' ? "*" : " *", size - strlen( buffer ) - 1 );
    }
    else if (type->vt == VT_USERDEFINED)
    {
        ITypeInfo *ref;
        BSTR name;

        if (SUCCEEDED(ITypeInfo_GetRefTypeInfo( info, type->hreftype, &ref )))
        {
            if (SUCCEEDED(ITypeInfo_GetDocumentation( ref, MEMBERID_NIL, &name, NULL, NULL, NULL )))
            {
                WideCharToMultiByte( CP_ACP, 0, name, -1, buffer, size, NULL, NULL );
                SysFreeString( name );
            }
            ITypeInfo_Release( ref );
        }
    }
    else
        for (i = 0; i < ARRAY_SIZE(names); i++)
            if (names[i].vt == type->vt) lstrcpynA( buffer, names[i].name, size );
}

/* Names of one type that C and type libraries write differently */
static BOOL same_type( const char *published, const char *found )
{
    static const char *const equal[][2] =
    {
        { "ULONG", "DWORD" }, { "ULONG *", "DWORD *" }, { "LONG", "long" }, { "TAPI_DIGITMODE", "long" }, { "TAPI_DIGITMODE *", "long *" },
        { "unsigned char", "BYTE" }, { "unsigned char *", "BYTE *" }, { "CLSID", "GUID" }, { "IID", "GUID" }, { "GUID *", "GUID *" },
        { "HWND", "wireHWND" }, { "const long", "long" }, { "BOOL", "long" }, { "BOOL *", "long *" }, { "DWORD *", "DWORD *" },
        { "AM_MEDIA_TYPE **", "_AMMediaType **" }, { "const AM_MEDIA_TYPE *", "_AMMediaType *" }, { "TAPIHWND", "LONG_PTR" },
        { "TAPIHWND", "LONGLONG" }, { "TAPIHWND", "long" }, { "const AM_MEDIA_TYPE *", "AM_MEDIA_TYPE *" }, { "LPWSTR", "LPWSTR" },
    };
    unsigned int i;

    if (!strcmp( published, found )) return TRUE;
    for (i = 0; i < ARRAY_SIZE(equal); i++)
        if (!strcmp( published, equal[i][0] ) && !strcmp( found, equal[i][1] )) return TRUE;
    /* a typedef that the library describes under its own name */
    return FALSE;
}

static BOOL check_params( ITypeInfo *info, const FUNCDESC *desc, const char *where, char *params )
{
    BSTR names[24];
    UINT count = 0, i = 0;
    char *p = params;

    ITypeInfo_GetNames( info, desc->memid, names, ARRAY_SIZE(names), &count );
    while (*p && i < (UINT)desc->cParams)
    {
        char *end = p + strcspn( p, "," ), *name = end, found[128];
        const char saved = *end;

        *end = 0;
        while (name > p && (isalnum( (unsigned char)name[-1] ) || name[-1] == '_')) name--;
        type_name( info, &desc->lprgelemdescParam[i].tdesc, found, sizeof(found) );
        if (name[-1] == ' ') name[-1] = 0;
        {
            char type[128];

            lstrcpynA( type, p, min( sizeof(type), (size_t)(name - p + 1) ));
            if (type[0] && type[strlen( type ) - 1] == ' ') type[strlen( type ) - 1] = 0;
            ok( same_type( type, found ), "%s: parameter %u is %s, published as %s\n", where, i + 1, found, type );
        }
        if (i + 1 < count && desc->invkind != INVOKE_PROPERTYPUT)
        {
            char text[128];

            WideCharToMultiByte( CP_ACP, 0, names[i + 1], -1, text, sizeof(text), NULL, NULL );
            /* a type library keeps one spelling of names that differ in case only */
            ok( !_stricmp( text, name ), "%s: parameter %u is called %s, published as %s\n", where, i + 1, text, name );
        }
        i++;
        p = saved ? end + 1 : end;
    }
    while (count) SysFreeString( names[--count] );
    return !*p && i == (UINT)desc->cParams;
}

static void check_member( ITypeInfo *info, const char *name_of, unsigned int slot, const char *member, const char *dispid, const char *kind, char *params )
{
    const INVOKEKIND invoke = !strcmp( kind, "get" ) ? INVOKE_PROPERTYGET : !strcmp( kind, "put" ) ? INVOKE_PROPERTYPUT : INVOKE_FUNC;
    char where[128], name[128];
    TYPEATTR *attr;
    FUNCDESC *desc;
    BOOL found = FALSE;
    UINT i, count;
    BSTR text;

    snprintf( where, sizeof(where), "%s::%s", name_of, member );
    ok_hr( ITypeInfo_GetTypeAttr( info, &attr ), S_OK );
    for (i = 0; i < attr->cFuncs && !found; i++)
    {
        ok_hr( ITypeInfo_GetFuncDesc( info, i, &desc ), S_OK );
        if (desc->oVft == (SHORT)(slot * sizeof(void *)))
        {
            found = TRUE;
            ok_hr( ITypeInfo_GetNames( info, desc->memid, &text, 1, &count ), S_OK );
            WideCharToMultiByte( CP_ACP, 0, text, -1, name, sizeof(name), NULL, NULL );
            SysFreeString( text );
            ok( !strcmp( name, member ), "%s: slot %u is %s\n", where, slot, name );
            ok( desc->invkind == invoke, "%s: kind %u\n", where, desc->invkind );
            if (dispid[0] != '-') ok( (DWORD)desc->memid == strtoul( dispid, NULL, 16 ), "%s: DISPID %#lx, published as %s\n", where, desc->memid, dispid );
            ok( check_params( info, desc, where, params ), "%s: %d parameters, published (%s)\n", where, desc->cParams, params );
        }
        ITypeInfo_ReleaseFuncDesc( info, desc );
    }
    ok( found, "%s: nothing in slot %u\n", where, slot );
    ITypeInfo_ReleaseTypeAttr( info, attr );
}

/* What an interface inherits, and how many members it adds */
static void check_interface( ITypeInfo *info, const char *name, const char *base, unsigned int members )
{
    char text[64] = "";
    ITypeInfo *parent;
    TYPEATTR *attr;
    HREFTYPE ref;
    BSTR wide;

    ok_hr( ITypeInfo_GetTypeAttr( info, &attr ), S_OK );
    ok( attr->cFuncs == members, "%s has %u members, published are %u\n", name, attr->cFuncs, members );
    ok( attr->cImplTypes == 1, "%s has %u bases\n", name, attr->cImplTypes );
    ok_hr( ITypeInfo_GetRefTypeOfImplType( info, 0, &ref ), S_OK );
    ok_hr( ITypeInfo_GetRefTypeInfo( info, ref, &parent ), S_OK );
    ok_hr( ITypeInfo_GetDocumentation( parent, MEMBERID_NIL, &wide, NULL, NULL, NULL ), S_OK );
    WideCharToMultiByte( CP_ACP, 0, wide, -1, text, sizeof(text), NULL, NULL );
    SysFreeString( wide );
    ok( !strcmp( text, base ), "%s inherits %s, published as %s\n", name, text, base );
    ITypeInfo_Release( parent );
    ITypeInfo_ReleaseTypeAttr( info, attr );
}

START_TEST( typelib )
{
    HRSRC resource = FindResourceA( NULL, "METHODS", (const char *)RT_RCDATA );
    DWORD size = SizeofResource( NULL, resource );
    char *text = malloc( size + 1 ), *line, *next;
    unsigned int members = 0, interfaces = 0, own = 0;
    ITypeInfo *info = NULL, *calls;
    char current[64] = "", base[64] = "";
    TLIBATTR *attr;
    HREFTYPE ref;

    memcpy( text, LockResource( LoadResource( NULL, resource )), size );
    text[size] = 0;
    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    ok_hr( LoadRegTypeLib( &LIBID_TAPI3Lib, 1, 0, LOCALE_NEUTRAL, &library ), S_OK );
    ok_hr( ITypeLib_GetLibAttr( library, &attr ), S_OK );
    ok( attr->wMajorVerNum == 1 && !attr->wMinorVerNum, "version %u.%u\n", attr->wMajorVerNum, attr->wMinorVerNum );
    ITypeLib_ReleaseTLibAttr( library, attr );

    for (line = text; line && *line; line = next)
    {
        char *fields[8] = { 0 };
        WCHAR guid[40];
        unsigned int i;
        IID iid;

        if ((next = strchr( line, '\n' ))) *next++ = 0;
        if (line[0] == '#') continue;
        for (i = 0; i < 8; i++)
        {
            fields[i] = line;
            if (!(line = strchr( line, '\t' ))) break;
            *line++ = 0;
        }
        ok( i == 7, "a line of %u fields\n", i + 1 );
        if (strcmp( current, fields[0] ))
        {
            if (info) check_interface( info, current, base, own );
            own = 0;
            lstrcpynA( current, fields[0], sizeof(current) );
            lstrcpynA( base, fields[2], sizeof(base) );
            swprintf( guid, ARRAY_SIZE(guid), L"{%hs}", fields[1] );
            ok_hr( IIDFromString( guid, &iid ), S_OK );
            if (info) ITypeInfo_Release( info );
            info = NULL;
            ok_hr( ITypeLib_GetTypeInfoOfGuid( library, &iid, &info ), S_OK );
            ok( info != NULL, "no %s\n", current );
            if (info && SUCCEEDED(ITypeInfo_GetRefTypeOfImplType( info, -1, &ref )) && SUCCEEDED(ITypeInfo_GetRefTypeInfo( info, ref, &calls )))
            {
                ITypeInfo_Release( info );      /* a dual interface, as a table of methods */
                info = calls;
            }
            interfaces++;
        }
        if (info) check_member( info, fields[0], atoi( fields[3] ), fields[4], fields[5], fields[6], fields[7] );
        members++;
        own++;
    }
    if (info)
    {
        check_interface( info, current, base, own );
        ITypeInfo_Release( info );
    }
    trace( "%u members of %u interfaces\n", members, interfaces );
    ok( members > 550 && interfaces > 90, "%u members of %u interfaces\n", members, interfaces );
    ITypeLib_Release( library );
    free( text );
    CoUninitialize();
}
