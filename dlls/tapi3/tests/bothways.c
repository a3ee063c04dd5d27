/*
 * Members of an object called late-bound, and properties both ways: they are known and say the same.
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

/* Answers of an IDispatch that does not know the member or its parameters */
static BOOL is_unknown( HRESULT hr )
{
    return hr == DISP_E_MEMBERNOTFOUND || hr == DISP_E_UNKNOWNNAME || hr == DISP_E_BADPARAMCOUNT || hr == DISP_E_TYPEMISMATCH ||
           hr == DISP_E_PARAMNOTOPTIONAL || hr == DISP_E_PARAMNOTFOUND || hr == DISP_E_UNKNOWNINTERFACE;
}

static void check_id( const char *name, const struct iface *iface, IDispatch *face, const struct method *method )
{
    WCHAR wide[64], *text = wide;
    DISPID id = 0x7777;

    MultiByteToWideChar( CP_ACP, 0, method->name, -1, wide, ARRAY_SIZE(wide) );
    ok_hr( IDispatch_GetIDsOfNames( face, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id ), S_OK );
    /* one name may stand for members of several faces of an object: State of an address and of ... */
    if (id == method->id) return;
    ok( id != DISPID_UNKNOWN, "%s: %s::%s has no DISPID\n", name, iface->name, method->name );
    ok( (id & 0xffff0000) != (method->id & 0xffff0000), "%s: %s::%s is %#lx, published as %#lx\n", name, iface->name, method->name, id,
        method->id );
}

void call_late( const char *name, const struct iface *iface, IDispatch *face, IDispatch *primary, const struct method *method, const struct zoo *zoo )
{
    struct arguments args;
    VARIANT result;
    HRESULT hr;

    check_id( name, iface, face, method );
    /* known: it misses its parameters, which are structures and places that no script has, or nobody can give without a dialog */
    if (opens_dialog( method ) || !scriptable( method ))
    {
        DISPPARAMS none = { 0 };

        hr = IDispatch_Invoke( face, method->id, &IID_NULL, 0, method->kind, &none, NULL, NULL, NULL );
        ok( FAILED(hr) && hr != DISP_E_MEMBERNOTFOUND && hr != DISP_E_UNKNOWNNAME, "%s: %s::%s returned %#lx\n", name, iface->name, method->name, hr );
        return;
    }
    arguments_plain( &args, method, zoo );
    hr = call_dispatch( face, method, &args, &result );
    ok( !is_unknown( hr ), "%s: %s::%s returned %#lx\n", name, iface->name, method->name, hr );
    VariantClear( &result );
    arguments_free( &args, method );
    if (method->id & 0xffff0000 && method->id > 0)      /* what scripts have is the object's one IDispatch, which knows the members of all faces */
    {
        arguments_plain( &args, method, zoo );
        hr = call_dispatch( primary, method, &args, &result );
        ok( !is_unknown( hr ), "%s: %s::%s returned %#lx through the object\n", name, iface->name, method->name, hr );
        VariantClear( &result );
        arguments_free( &args, method );
    }
}

static BOOL same_variant( VARIANT *late, const struct method_param *param, union place *early )
{
    switch (param->type)
    {
    case VT_BSTR:
        return V_VT( late ) == VT_BSTR && SysStringLen( V_BSTR( late )) == SysStringLen( early->string ) &&
               !memcmp( V_BSTR( late ) ? V_BSTR( late ) : L"", early->string ? early->string : L"", SysStringByteLen( early->string ));
    case VT_UNKNOWN:
    case VT_DISPATCH:
        return (V_VT( late ) == VT_UNKNOWN || V_VT( late ) == VT_DISPATCH) && !V_UNKNOWN( late ) == !early->pointer;
    case VT_VARIANT:
        return V_VT( late ) == V_VT( &early->variant );
    case VT_BOOL:
    case VT_I2:
        return V_I2( late ) == *(SHORT *)early->bytes;
    case VT_UI1:
        return V_UI1( late ) == early->bytes[0];
    default:
        return V_I4( late ) == early->number;
    }
}

/* A property through the vtable and late-bound */
unsigned int compare_properties( const char *name, const struct iface *iface, IUnknown *face, const struct zoo *zoo )
{
    unsigned int i, k, tested = 0;
    IDispatch *dispatch;
    LONG index;

    if (FAILED(IUnknown_QueryInterface( face, &IID_IDispatch, (void **)&dispatch ))) return 0;
    for (i = 0; i < iface->count; i++)
    {
        const struct method *method = &iface->methods[i];
        const unsigned int last = method->count - 1;

        if (method->kind != INVOKE_PROPERTYGET || !scriptable( method )) continue;
        ok( method->count && method->params[last].out && method->params[last].retval, "%s::%s gives nothing\n", iface->name, method->name );
        for (index = 0; index < (method->count > 1 ? 4 : 1); index++)
        {
            struct arguments early, late;
            HRESULT hr, hr2;
            VARIANT result;

            arguments_plain( &early, method, zoo );
            arguments_plain( &late, method, zoo );
            for (k = 0; k < last; k++)
                if (!method->params[k].pointer && method->params[k].type == VT_I4) V_I4( &early.values[k] ) = V_I4( &late.values[k] ) = index;
            hr = call_vtable( face, method, &early );
            /* on the face itself: members of small numbers mean another thing on another face */
            hr2 = call_dispatch( iface->dual ? (IDispatch *)face : dispatch, method, &late, &result );
            ok( hr == hr2, "%s: %s::%s(%ld) returned %#lx, late-bound %#lx\n", name, iface->name, method->name, index, hr, hr2 );
            if (SUCCEEDED(hr) && SUCCEEDED(hr2))
                ok( same_variant( &result, &method->params[last], &early.places[last] ), "%s: %s::%s(%ld): another value late-bound (type %u)\n",
                    name, iface->name, method->name, index, V_VT( &result ));
            VariantClear( &result );
            arguments_free( &early, method );
            arguments_free( &late, method );
            tested++;
        }
    }
    IDispatch_Release( dispatch );
    return tested;
}

unsigned int check_late( const char *name, void *object )
{
    unsigned int k, m, called = 0;
    IDispatch *primary = NULL;

    if (!object || (!interface_count && !interfaces_load())) return 0;      /* once for the unit */
    ok_hr( IUnknown_QueryInterface( (IUnknown *)object, &IID_IDispatch, (void **)&primary ), S_OK );
    for (k = 0; k < interface_count && primary; k++)
    {
        IDispatch *face;

        if (!interfaces[k].dual || FAILED(IUnknown_QueryInterface( (IUnknown *)object, &interfaces[k].iid, (void **)&face ))) continue;
        for (m = 0; m < interfaces[k].count; m++, called++) call_late( name, &interfaces[k], face, primary, &interfaces[k].methods[m], NULL );
        compare_properties( name, &interfaces[k], (IUnknown *)face, NULL );
        IDispatch_Release( face );
    }
    if (primary) IDispatch_Release( primary );
    ok( called, "%s: no member can be called late-bound\n", name );
    return called;
}
