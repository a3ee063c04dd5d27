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

#include "caller.h"

struct iface *interfaces;
unsigned int interface_count;

static void describe( ITypeInfo *info, const TYPEDESC *type, struct method_param *param )
{
    TYPEATTR *attr;
    ITypeInfo *ref;

    if (type->vt == VT_PTR)
    {
        if (param->pointer && param->type != VT_EMPTY) return;
        if (param->pointer)             /* a pointer to a pointer: of an interface, a string or bytes */
        {
            struct method_param inner = { 0 };

            describe( info, type->lptdesc, &inner );
            param->type = inner.type == VT_UNKNOWN || inner.type == VT_DISPATCH ? inner.type : VT_EMPTY;
            param->iid = inner.iid;
            return;
        }
        param->pointer = TRUE;
        describe( info, type->lptdesc, param );
        return;
    }
    if (type->vt != VT_USERDEFINED)
    {
        param->type = type->vt == VT_INT || type->vt == VT_UI4 || type->vt == VT_UINT || type->vt == VT_HRESULT ? VT_I4 : type->vt;
        return;
    }
    param->type = VT_EMPTY;
    if (FAILED(ITypeInfo_GetRefTypeInfo( info, type->hreftype, &ref ))) return;
    if (SUCCEEDED(ITypeInfo_GetTypeAttr( ref, &attr )))
    {
        switch (attr->typekind)
        {
        case TKIND_ENUM:
            param->type = VT_I4;
            break;
        case TKIND_ALIAS:
            describe( ref, &attr->tdescAlias, param );
            break;
        case TKIND_INTERFACE:
        case TKIND_DISPATCH:
            param->type = attr->typekind == TKIND_DISPATCH || attr->wTypeFlags & TYPEFLAG_FDUAL ? VT_DISPATCH : VT_UNKNOWN;
            param->iid = attr->guid;
            break;
        default:
            break;
        }
        ITypeInfo_ReleaseTypeAttr( ref, attr );
    }
    ITypeInfo_Release( ref );
}

/* An interface that stands behind one pointer is a value, as programs see it. */
static void describe_param( ITypeInfo *info, const ELEMDESC *desc, struct method_param *param )
{
    const TYPEDESC *type = &desc->tdesc;
    struct method_param inner = { 0 };

    param->out = (desc->paramdesc.wParamFlags & PARAMFLAG_FOUT) != 0;
    param->retval = (desc->paramdesc.wParamFlags & PARAMFLAG_FRETVAL) != 0;
    if (type->vt == VT_UNKNOWN || type->vt == VT_DISPATCH)
    {
        param->type = type->vt;
        return;
    }
    if (type->vt != VT_PTR)
    {
        describe( info, type, param );
        return;
    }
    describe( info, type->lptdesc, &inner );
    param->type = inner.type;
    param->iid = inner.iid;
    /* IFoo * is a value; IFoo ** and everything else behind a pointer is not */
    if ((inner.type == VT_UNKNOWN || inner.type == VT_DISPATCH) && type->lptdesc->vt != VT_PTR && type->lptdesc->vt == VT_USERDEFINED && !param->out) return;
    param->pointer = TRUE;
    if (inner.pointer && inner.type != VT_UNKNOWN && inner.type != VT_DISPATCH) param->type = VT_EMPTY;
}

static void load( struct iface *iface, ITypeInfo *info, const TYPEATTR *attr )
{
    unsigned int i, k;
    BSTR name;

    iface->methods = calloc( attr->cFuncs ? attr->cFuncs : 1, sizeof(*iface->methods) );
    for (i = 0; i < attr->cFuncs; i++)
    {
        struct method *method = &iface->methods[iface->count++];
        FUNCDESC *desc;
        UINT got;

        ok_hr( ITypeInfo_GetFuncDesc( info, i, &desc ), S_OK );
        ok_hr( ITypeInfo_GetNames( info, desc->memid, &name, 1, &got ), S_OK );
        WideCharToMultiByte( CP_ACP, 0, name, -1, method->name, sizeof(method->name), NULL, NULL );
        SysFreeString( name );
        method->id = desc->memid;
        method->kind = desc->invkind;
        method->slot = desc->oVft / sizeof(void *);
        method->count = min( desc->cParams, METHOD_PARAMS );
        ok( desc->cParams <= METHOD_PARAMS, "%s::%s has %d parameters\n", iface->name, method->name, desc->cParams );
        for (k = 0; k < method->count; k++) describe_param( info, &desc->lprgelemdescParam[k], &method->params[k] );
        ITypeInfo_ReleaseFuncDesc( info, desc );
        /* structures as values: one method has one, and each machine passes it in a way of its own */
        for (k = 0; k < method->count; k++)
            if (method->params[k].type == VT_EMPTY && !method->params[k].pointer) break;
        if (k < method->count) memset( &iface->methods[--iface->count], 0, sizeof(*iface->methods) );
    }
}

static BOOL is_known( REFIID iid )
{
    unsigned int i;

    for (i = 0; i < interface_count; i++)
        if (IsEqualIID( &interfaces[i].iid, iid )) return TRUE;
    return FALSE;
}

static void load_library( ITypeLib *library )
{
    const UINT count = ITypeLib_GetTypeInfoCount( library );
    ITypeInfo *info, *calls;
    TYPEATTR *attr;
    HREFTYPE ref;
    BSTR name;
    UINT i;

    interfaces = realloc( interfaces, (interface_count + count) * sizeof(*interfaces) );
    for (i = 0; i < count; i++)
    {
        struct iface *iface = &interfaces[interface_count];
        TYPEKIND kind;

        memset( iface, 0, sizeof(*iface) );
        ok_hr( ITypeLib_GetTypeInfoType( library, i, &kind ), S_OK );
        if (kind != TKIND_INTERFACE && kind != TKIND_DISPATCH) continue;
        ok_hr( ITypeLib_GetTypeInfo( library, i, &info ), S_OK );
        if (SUCCEEDED(ITypeInfo_GetRefTypeOfImplType( info, -1, &ref )) && SUCCEEDED(ITypeInfo_GetRefTypeInfo( info, ref, &calls )))
        {
            ITypeInfo_Release( info );
            info = calls;
            iface->dual = TRUE;
        }
        ok_hr( ITypeInfo_GetTypeAttr( info, &attr ), S_OK );
        iface->iid = attr->guid;
        ok_hr( ITypeInfo_GetDocumentation( info, MEMBERID_NIL, &name, NULL, NULL, NULL ), S_OK );
        WideCharToMultiByte( CP_ACP, 0, name, -1, iface->name, sizeof(iface->name), NULL, NULL );
        SysFreeString( name );
        if (attr->typekind == TKIND_INTERFACE && !IsEqualIID( &attr->guid, &IID_ITTAPIEventNotification ) && !is_known( &attr->guid ))
        {
            load( iface, info, attr );
            interface_count++;
        }
        ITypeInfo_ReleaseTypeAttr( info, attr );
        ITypeInfo_Release( info );
    }
    ITypeLib_Release( library );
}

BOOL interfaces_load(void)
{
    ITypeLib *library = NULL;

    ok_hr( LoadRegTypeLib( &LIBID_TAPI3Lib, 1, 0, LOCALE_NEUTRAL, &library ), S_OK );
    if (!library) return FALSE;
    load_library( library );
    ok_hr( LoadTypeLib( L"termmgr.dll", &library ), S_OK );
    load_library( library );
    return interface_count > 0;
}

void interfaces_free(void)
{
    while (interface_count) free( interfaces[--interface_count].methods );
    free( interfaces );
    interfaces = NULL;
}

BOOL scriptable( const struct method *method )
{
    unsigned int i;

    for (i = 0; i < method->count; i++)
        if (method->params[i].type == VT_EMPTY || (method->params[i].pointer && !method->params[i].out && method->params[i].type != VT_VARIANT)) return FALSE;
    return TRUE;
}

BOOL opens_dialog( const struct method *method )
{
    return strstr( method->name, "Dialog" ) != NULL;
}

void arguments_plain( struct arguments *args, const struct method *method, const struct zoo *zoo )
{
    unsigned int i;

    memset( args, 0, sizeof(*args) );
    for (i = 0; i < method->count; i++)
    {
        const struct method_param *param = &method->params[i];
        VARIANT *value = &args->values[i];

        VariantInit( value );
        if (param->pointer)
        {
            V_VT( value ) = sizeof(void *) == 8 ? VT_I8 : VT_I4;
            if (sizeof(void *) == 8) V_I8( value ) = (LONG_PTR)&args->places[i];
            else V_I4( value ) = (LONG_PTR)&args->places[i];
            continue;
        }
        switch (param->type)
        {
        case VT_I2:
        case VT_BOOL:
        case VT_VARIANT:
        case VT_I8:
            V_VT( value ) = param->type == VT_VARIANT ? VT_EMPTY : param->type;
            break;
        case VT_BSTR:
            V_VT( value ) = VT_BSTR;
            V_BSTR( value ) = SysAllocString( L"1002" );
            break;
        case VT_UNKNOWN:
        case VT_DISPATCH:
            V_VT( value ) = param->type;
            if (zoo && !IsEqualIID( &param->iid, &GUID_NULL )) V_UNKNOWN( value ) = zoo_find( zoo, &param->iid );
            break;
        default:
            V_VT( value ) = VT_I4;
            V_I4( value ) = 1;
        }
    }
}

void arguments_free( struct arguments *args, const struct method *method )
{
    unsigned int i;

    for (i = 0; i < method->count; i++)
    {
        const struct method_param *param = &method->params[i];
        union place *place = &args->places[i];

        if (!param->pointer) VariantClear( &args->values[i] );
        else if (param->out)
            switch (param->type)
            {
            case VT_BSTR:     SysFreeString( place->string ); break;
            case VT_VARIANT:  VariantClear( &place->variant ); break;
            case VT_UNKNOWN:
            case VT_DISPATCH: if (place->pointer) IUnknown_Release( place->pointer ); break;
            case VT_EMPTY:
                if (!strncmp( method->name, "Get", 3 )) CoTaskMemFree( (void *)place->word );
                break;
            default: break;
            }
        memset( place, 0, sizeof(*place) );
    }
}

HRESULT call_vtable( IUnknown *face, const struct method *method, struct arguments *args )
{
    VARIANTARG *pointers[METHOD_PARAMS];
    VARTYPE types[METHOD_PARAMS];
    unsigned int i;
    VARIANT result;
    HRESULT hr;

    for (i = 0; i < method->count; i++)
    {
        pointers[i] = &args->values[i];
        types[i] = !method->params[i].pointer && method->params[i].type == VT_VARIANT ? VT_VARIANT : V_VT( &args->values[i] );
    }
    VariantInit( &result );
    hr = DispCallFunc( face, method->slot * sizeof(void *), CC_STDCALL, VT_I4, method->count, types, pointers, &result );
    ok( hr == S_OK, "%s cannot be called: %#lx\n", method->name, hr );
    return SUCCEEDED(hr) ? V_I4( &result ) : hr;
}

HRESULT call_dispatch( IDispatch *face, const struct method *method, struct arguments *args, VARIANT *result )
{
    VARIANT values[METHOD_PARAMS];
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS params = { values, NULL, 0, 0 };
    EXCEPINFO excepinfo = { 0 };
    unsigned int i;
    HRESULT hr;

    VariantInit( result );
    for (i = method->count; i--;)       /* the last comes first */
    {
        const struct method_param *param = &method->params[i];
        VARIANT *value = &values[params.cArgs];

        if (param->retval) continue;
        VariantInit( value );
        if (param->pointer)
        {
            V_VT( value ) = VT_BYREF | param->type;
            V_BYREF( value ) = &args->places[i];
        }
        else if (param->type == VT_VARIANT) *value = args->values[i];
        else
        {
            *value = args->values[i];
            if (param->type == VT_I8) V_VT( value ) = VT_I4;
        }
        params.cArgs++;
    }
    if (method->kind == INVOKE_PROPERTYPUT)
    {
        params.rgdispidNamedArgs = &put;
        params.cNamedArgs = 1;
    }
    hr = IDispatch_Invoke( face, method->id, &IID_NULL, LOCALE_USER_DEFAULT, method->kind, &params, method->kind == INVOKE_PROPERTYPUT ? NULL : result,
                           &excepinfo, NULL );
    if (hr == DISP_E_EXCEPTION)
    {
        hr = excepinfo.scode;
        SysFreeString( excepinfo.bstrSource );
        SysFreeString( excepinfo.bstrDescription );
        SysFreeString( excepinfo.bstrHelpFile );
    }
    return hr;
}

void check_nothing_left( unsigned int line )
{
    HMODULE module = GetModuleHandleW( L"tapi3.dll" );
    HRESULT (WINAPI *can_unload)(void) = module ? (void *)GetProcAddress( module, "DllCanUnloadNow" ) : NULL;
    const DWORD start = GetTickCount();

    if (!module) return;                /* unloaded already: nothing can be left */
    /* the event that was under way goes with the thread that calls sinks */
    while (can_unload() != S_OK && GetTickCount() - start < PATIENCE)
    {
        MSG message;

        while (PeekMessageW( &message, NULL, 0, 0, PM_REMOVE )) DispatchMessageW( &message );
        Sleep( 5 );
    }
    ok_( __FILE__, line )( can_unload() == S_OK, "objects of tapi3.dll are left\n" );
}
