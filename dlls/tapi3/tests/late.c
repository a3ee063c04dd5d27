/*
 * Every member that has a DISPID is called late-bound, by its number and by its name.
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

static struct zoo zoo;

/* These end what others need; they are called in their turn. */
static BOOL comes_last( const struct method *method )
{
    static const char *const names[] = { "Initialize", "Shutdown" };
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(names); i++)
        if (!strcmp( method->name, names[i] )) return TRUE;
    return FALSE;
}

/* Answers of an IDispatch that does not know the member or its parameters */
static BOOL is_unknown( HRESULT hr )
{
    return hr == DISP_E_MEMBERNOTFOUND || hr == DISP_E_UNKNOWNNAME || hr == DISP_E_BADPARAMCOUNT || hr == DISP_E_TYPEMISMATCH ||
           hr == DISP_E_PARAMNOTOPTIONAL || hr == DISP_E_PARAMNOTFOUND || hr == DISP_E_UNKNOWNINTERFACE;
}

static void check_id( const struct specimen *specimen, const struct iface *iface, IDispatch *face, const struct method *method )
{
    WCHAR wide[64], *name = wide;
    DISPID id = 0x7777;

    MultiByteToWideChar( CP_ACP, 0, method->name, -1, wide, ARRAY_SIZE(wide) );
    ok_hr( IDispatch_GetIDsOfNames( face, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id ), S_OK );
    /* one name may stand for members of several faces of an object: State of an address and of ... */
    if (id == method->id) return;
    ok( id != DISPID_UNKNOWN, "%s: %s::%s has no DISPID\n", specimen->name, iface->name, method->name );
    ok( (id & 0xffff0000) != (method->id & 0xffff0000), "%s: %s::%s is %#lx, published as %#lx\n", specimen->name, iface->name, method->name, id,
        method->id );
}

static BOOL call_member( const struct specimen *specimen, const struct iface *iface, IDispatch *face, IDispatch *primary, const struct method *method )
{
    struct arguments args;
    VARIANT result;
    HRESULT hr;

    check_id( specimen, iface, face, method );
    if (opens_dialog( method ))         /* known: it misses its parameters, which nobody can give without a dialog */
    {
        DISPPARAMS none = { 0 };

        hr = IDispatch_Invoke( face, method->id, &IID_NULL, 0, method->kind, &none, NULL, NULL, NULL );
        ok( hr == DISP_E_BADPARAMCOUNT || hr == DISP_E_PARAMNOTOPTIONAL, "%s: %s::%s returned %#lx\n", specimen->name, iface->name, method->name, hr );
        return TRUE;
    }
    if (!scriptable( method )) return FALSE;
    arguments_plain( &args, method, &zoo );
    hr = call_dispatch( face, method, &args, &result );
    ok( !is_unknown( hr ), "%s: %s::%s returned %#lx\n", specimen->name, iface->name, method->name, hr );
    VariantClear( &result );
    arguments_free( &args, method );
    if (method->id & 0xffff0000 && method->id > 0)      /* what scripts have is the object's one IDispatch, which knows the members of all faces */
    {
        arguments_plain( &args, method, &zoo );
        hr = call_dispatch( primary, method, &args, &result );
        ok( !is_unknown( hr ), "%s: %s::%s returned %#lx through the object\n", specimen->name, iface->name, method->name, hr );
        VariantClear( &result );
        arguments_free( &args, method );
    }
    return TRUE;
}

START_TEST( late )
{
    unsigned int i, k, m, pass, members = 0, called = 0, not_for_scripts = 0, absent = 0;
    BYTE *done[256] = { 0 };

    CoInitializeEx( NULL, COINIT_APARTMENTTHREADED );   /* as scripts are */
    if (!interfaces_load() || !exchange_add( 4, 2 )) goto done;
    ok( interface_count < ARRAY_SIZE(done), "%u interfaces\n", interface_count );
    for (k = 0; k < interface_count; k++) done[k] = calloc( interfaces[k].count + 1, 1 );
    zoo_open( &zoo );
    for (pass = 0; pass < 2; pass++)
        for (i = 0; i < zoo.count; i++)
            for (k = 0; k < interface_count; k++)
            {
                IDispatch *face, *primary;

                if (!interfaces[k].dual || FAILED(IUnknown_QueryInterface( zoo.all[i].object, &interfaces[k].iid, (void **)&face ))) continue;
                ok_hr( IUnknown_QueryInterface( zoo.all[i].object, &IID_IDispatch, (void **)&primary ), S_OK );
                for (m = 0; m < interfaces[k].count; m++)
                {
                    const struct method *method = &interfaces[k].methods[m];

                    if (comes_last( method ) != (pass == 1)) continue;
                    if (done[k][m] == 1 && pass == 0 && method->kind != INVOKE_PROPERTYGET) continue;   /* once does for what changes something */
                    done[k][m] = call_member( &zoo.all[i], &interfaces[k], face, primary, method ) ? 1 : 2;
                }
                IDispatch_Release( primary );
                IDispatch_Release( face );
            }
    for (k = 0; k < interface_count; k++)
    {
        BOOL any = FALSE;

        for (m = 0; m < interfaces[k].count && interfaces[k].dual; m++)
        {
            members++;
            if (done[k][m] == 1) called++;
            else if (done[k][m] == 2) not_for_scripts++;
            else absent++;
            any |= done[k][m] != 0;
        }
        if (!any && interfaces[k].dual) trace( "no object has %s\n", interfaces[k].name );
        free( done[k] );
    }
    trace( "%u members with a DISPID: %u called late-bound, %u with parameters that no script has, %u of objects that are not here\n", members, called,
           not_for_scripts, absent );
    ok( called >= 240, "only %u members were called\n", called );
    zoo_close( &zoo, FALSE );
    nothing_left();
    exchange_remove();
done:
    interfaces_free();
    CoUninitialize();
}
