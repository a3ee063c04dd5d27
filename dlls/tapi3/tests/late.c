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

#include <mmsystem.h>

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

/* Interfaces whose objects this unit has not; their members are called late-bound where the objects are (check_late()), if there are any. */
static const struct { const char *name, *where; } elsewhere[] =
{
    { "ITPrivateEvent", "msp.c: of a third party's media service provider" },
    { "ITToneTerminalEvent", "msp.c: of a third party's media service provider" },
    { "ITTTSTerminalEvent", "msp.c: of a third party's media service provider" },
    { "ITASRTerminalEvent", "msp.c: of a third party's media service provider" },
    { "ITTAPIObjectEvent", "events.c: lines and phones come and go" },
    { "ITTAPIObjectEvent2", "events.c: lines and phones come and go" },
    { "ITAddressDeviceSpecificEvent", "events.c: of the test provider" },
    { "ITPhoneDeviceSpecificEvent", "events.c: of the test provider" },
    { "ITQOSEvent", "qos.c: the exchange tells of levels that are not to be had" },
    { "ITSubStream", "msp.c: of a third party's media service provider" },
    { "ITLegacyWaveSupport", "tests/audio/wavemsp.c: addresses of voice modems" },
    /* terminals of the machine's sound, if it has any */
    { "ITStaticAudioTerminal", NULL }, { "ITBasicAudioTerminal", NULL },
};

static BOOL is_elsewhere( const char *name )
{
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(elsewhere); i++)
        if (!strcmp( elsewhere[i].name, name ))
        {
            if (elsewhere[i].where) return TRUE;
            return !waveInGetNumDevs() && !waveOutGetNumDevs();
        }
    return FALSE;
}

START_TEST( late )
{
    unsigned int i, k, m, pass, members = 0, called = 0, absent = 0;
    BYTE *done[256] = { 0 };

    CoInitializeEx( NULL, COINIT_APARTMENTTHREADED );   /* as scripts are */
    if (!interfaces_load() || !exchange_add( 4, 2 )) goto done;
    ok( interface_count < ARRAY_SIZE(done), "%u interfaces\n", interface_count );
    for (k = 0; k < interface_count; k++) done[k] = calloc( interfaces[k].count + 1, 1 );
    zoo_open( &zoo );
    zoo_add_registration( &zoo );
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
                    if (done[k][m] && pass == 0 && method->kind != INVOKE_PROPERTYGET) continue;        /* once does for what changes something */
                    call_late( zoo.all[i].name, &interfaces[k], face, primary, method, &zoo );
                    done[k][m] = 1;
                }
                IDispatch_Release( primary );
                IDispatch_Release( face );
            }
    for (k = 0; k < interface_count; k++)
    {
        for (m = 0; m < interfaces[k].count && interfaces[k].dual; m++)
        {
            members++;
            if (done[k][m]) called++;
            else if (is_elsewhere( interfaces[k].name )) absent++;
            else ok( 0, "%s::%s was not called late-bound\n", interfaces[k].name, interfaces[k].methods[m].name );
        }
        free( done[k] );
    }
    trace( "%u members with a DISPID: %u called late-bound, %u of objects that are elsewhere\n", members, called, absent );
    ok( members >= 510 && called + absent == members, "%u of %u members were called\n", called, members );
    zoo_close( &zoo, FALSE );
    nothing_left();
    exchange_remove();
done:
    interfaces_free();
    CoUninitialize();
}
