/*
 * Writing a model into the registry key of a modem.
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
#include <wchar.h>

#include "private.h"

/* Values that a definition may have set: gone with it. What is not listed is the user's. */
static const WCHAR *const definition_values[] =
{
    L"DeviceType", L"Properties", L"Default", L"DCB", L"Reset", L"InactivityScale", L"VoiceProfile", L"CallerIDPrivate", L"CallerIDOutSide",
    L"ForwardDelay", L"CompatibilityFlags", L"ConfigDialog", L"PortSubClass", L"PortDriver", L"Contention", L"FriendlyDriver", L"DevLoader",
    L"VariableTerminator", L"ExtraSettings", L"VoiceBaudRate", L"SpeakerPhoneSpecs",
};

static void remove_definition( HKEY key )
{
    WCHAR name[256];
    DWORD i, chars;

    for (i = 0; i < ARRAYSIZE(definition_values); i++) RegDeleteValueW( key, definition_values[i] );
    for (;;)
    {
        chars = ARRAYSIZE(name);
        if (RegEnumKeyExW( key, 0, name, &chars, NULL, NULL, NULL, NULL )) return;
        if (RegDeleteTreeW( key, name )) return;
    }
}

static LONG write_value( HKEY modem, const struct value *value )
{
    HKEY key = modem;
    LONG error = 0;

    if (value->delete)
    {
        if (value->subkey[0] && RegOpenKeyExW( modem, value->subkey, 0, KEY_ALL_ACCESS, &key )) return 0;
        if (value->name[0]) RegDeleteValueW( key, value->name );
        if (key != modem) RegCloseKey( key );
        /* without a name the whole key is meant, but never the modem's own */
        if (!value->name[0] && value->subkey[0]) RegDeleteTreeW( modem, value->subkey );
        return 0;
    }
    if (value->subkey[0] && (error = RegCreateKeyExW( modem, value->subkey, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL ))) return error;
    if (!value->key_only) error = RegSetValueExW( key, value->name, 0, value->type, value->data, value->size );
    if (key != modem) RegCloseKey( key );
    return error;
}

static LONG write_string( HKEY key, const WCHAR *name, const WCHAR *text )
{
    if (!text[0]) return 0;
    return RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
}

DWORD modeminf_install( struct modeminf *inf, const struct modeminf_model *model, HKEY key, modeminf_note note, void *arg, WCHAR *reason, DWORD chars )
{
    const struct { const WCHAR *name, *text; } origin[] =
    {
        { L"DriverDesc", model->name }, { L"Manufacturer", model->manufacturer }, { L"Model", model->name }, { L"InfPath", modeminf_file( inf ) },
        { L"InfSection", model->section }, { L"ProviderName", inf->provider }, { L"MatchingDeviceId", model->hardware_id },
        { L"DriverDate", inf->date }, { L"DriverVersion", inf->version },
    };
    struct collection collection;
    const struct value *value;
    DWORD error;
    unsigned int i;

    if ((error = collect_model( &collection, inf, model, note, arg, reason, chars ))) return error;
    remove_definition( key );
    for (value = collection.first; value && !error; value = value->next) error = write_value( key, value );
    for (i = 0; i < ARRAYSIZE(origin) && !error; i++) error = write_string( key, origin[i].name, origin[i].text );
    collection_free( &collection );
    if (error)
    {
        remove_definition( key );
        modeminf_fail( reason, chars, error, L"the registry cannot be written (error %lu)", error );
    }
    return error;
}
