/*
 * Modems in the registry, where Windows and its .INF files put them.
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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"

#include <mcx.h>

DEBUG_CHANNEL( unimdm );

static const WCHAR class_key[] = L"System\\CurrentControlSet\\Control\\Class\\{4D36E96D-E325-11CE-BFC1-08002BE10318}";
static const WCHAR ports_key[] = L"Software\\Wine\\Ports";
static const WCHAR telephony_key[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony";
static const WCHAR providers_key[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\Providers";
static const WCHAR *const config_values[CONFIG_COUNT] = { L"DialinConfig", L"DialoutConfig" };

/* A standard modem, for keys without Properties or Default */
static const struct modem_properties standard_properties =
{
    DIALOPTION_BILLING | DIALOPTION_QUIET | DIALOPTION_DIALTONE, 255, 255,
    MDMVOLFLAG_LOW | MDMVOLFLAG_MEDIUM | MDMVOLFLAG_HIGH, MDMSPKRFLAG_OFF | MDMSPKRFLAG_DIAL | MDMSPKRFLAG_ON | MDMSPKRFLAG_CALLSETUP,
    MDM_COMPRESSION | MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT | MDM_CCITT_OVERRIDE |
    MDM_SPEED_ADJUST | MDM_TONE_DIAL | MDM_BLIND_DIAL, 115200, 33600
};

static const struct modem_defaults standard_defaults =
{
    60, 0, MDMVOL_LOW, MDMSPKR_DIAL, MDM_COMPRESSION | MDM_ERROR_CONTROL | MDM_FLOWCONTROL_HARD | MDM_SPEED_ADJUST | MDM_TONE_DIAL
};

HKEY registry_open_class( REGSAM access )
{
    HKEY key;

    if (RegCreateKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, NULL, 0, access, NULL, &key, NULL )) return NULL;
    return key;
}

static HKEY open_modem( const WCHAR *name, REGSAM access )
{
    HKEY root, key = NULL;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return NULL;
    if (RegOpenKeyExW( root, name, 0, access, &key )) key = NULL;
    RegCloseKey( root );
    return key;
}

static BOOL read_string( HKEY key, const WCHAR *name, WCHAR *buffer, DWORD chars )
{
    DWORD type, size = (chars - 1) * sizeof(WCHAR);

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)buffer, &size ) || type != REG_SZ) size = 0;
    buffer[size / sizeof(WCHAR)] = 0;
    return buffer[0] != 0;
}

/* Exactly so many bytes, or nothing. */
static BOOL read_bytes( HKEY key, const WCHAR *name, void *buffer, DWORD size )
{
    DWORD type, got = size;

    return !RegQueryValueExW( key, name, NULL, &type, buffer, &got ) && (type == REG_BINARY || type == REG_DWORD) && got == size;
}

void registry_enum_modems( BOOL (*callback)( const WCHAR *key, void *arg ), void *arg )
{
    WCHAR name[16];
    DWORD i, size, error;
    HKEY root;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, class_key, 0, KEY_READ, &root )) return;
    for (i = 0;; i++)
    {
        size = ARRAYSIZE(name);
        error = RegEnumKeyExW( root, i, name, &size, NULL, NULL, NULL, NULL );
        if (error == ERROR_MORE_DATA) continue;     /* "Properties" and the like are no modems */
        if (error) break;
        if (wcslen( name ) == 4 && wcsspn( name, L"0123456789" ) == 4 && !callback( name, arg )) break;
    }
    RegCloseKey( root );
}

struct id_search
{
    DWORD id;
    BOOL  found;
};

static BOOL search_id( const WCHAR *name, void *arg )
{
    struct id_search *search = arg;
    HKEY key = open_modem( name, KEY_QUERY_VALUE );
    DWORD id;

    if (!key) return TRUE;
    if (read_bytes( key, L"ID", &id, sizeof(id) ) && id == search->id) search->found = TRUE;
    RegCloseKey( key );
    return !search->found;
}

/* A number no other modem has; it is kept in the key, so that the line stays the same line for ever. */
static DWORD assign_permanent_id( HKEY key, const WCHAR *name )
{
    struct id_search search;
    DWORD seed = GetTickCount() ^ GetCurrentProcessId() << 16 ^ wcstoul( name, NULL, 10 ) * 2654435761u;
    FILETIME now;

    GetSystemTimeAsFileTime( &now );
    seed ^= now.dwLowDateTime;
    do
    {
        seed = seed * 1664525 + 1013904223;
        search.id = seed & 0x7fffffff;
        search.found = FALSE;
        if (search.id) registry_enum_modems( search_id, &search );
    } while (!search.id || search.found);
    if (RegSetValueExW( key, L"ID", 0, REG_BINARY, (BYTE *)&search.id, sizeof(search.id) ))
        WARN( "cannot store the permanent id of modem %s; it will have another one next time\n", debugstr_w( name ));
    return search.id;
}

static BOOL has_subkey( HKEY key, const WCHAR *name )
{
    HKEY subkey;

    if (RegOpenKeyExW( key, name, 0, KEY_QUERY_VALUE, &subkey )) return FALSE;
    RegCloseKey( subkey );
    return TRUE;
}

/*
 * Subkey DistinctiveRing: which kind of call each pattern of the bell stands for, as on Windows' page of that name, whose own place for it nobody
 * published. What is not there, or "any", is whatever programs wait for.
 */
static void read_rings( HKEY modem, struct modem_info *info )
{
    static const WCHAR *const patterns[UNIMDM_RING_MODES] = { L"Plain", L"A", L"B", L"C" };
    static const struct { const WCHAR *name; DWORD modes; } kinds[] =
    {
        { L"any", 0 }, { L"data", LINEMEDIAMODE_DATAMODEM }, { L"fax", LINEMEDIAMODE_G3FAX }, { L"voice", VOICE_MODES },
    };
    WCHAR text[32];
    DWORD i, j;
    HKEY key;

    if (RegOpenKeyExW( modem, L"DistinctiveRing", 0, KEY_QUERY_VALUE, &key )) return;
    for (i = 0; i < UNIMDM_RING_MODES; i++)
    {
        if (!read_string( key, patterns[i], text, ARRAYSIZE(text) )) continue;
        for (j = 0; j < ARRAYSIZE(kinds) && _wcsicmp( text, kinds[j].name ); j++) {}
        if (j < ARRAYSIZE(kinds)) info->ring_media[i] = kinds[j].modes;
        else WARN( "modem %s: DistinctiveRing, %s is %s, not any, data, fax or voice\n", debugstr_w( info->name ), debugstr_w( patterns[i] ),
                   debugstr_w( text ));
    }
    RegCloseKey( key );
}

BOOL registry_read_modem( const WCHAR *name, struct modem_info *info, BOOL assign_id )
{
    HKEY key = open_modem( name, assign_id ? KEY_READ | KEY_SET_VALUE : KEY_READ );
    BOOL ret = FALSE;

    if (!key) return FALSE;
    memset( info, 0, sizeof(*info) );
    lstrcpynW( info->key, name, ARRAYSIZE(info->key) );
    if ((read_string( key, L"FriendlyName", info->name, ARRAYSIZE(info->name) ) ||
         read_string( key, L"DriverDesc", info->name, ARRAYSIZE(info->name) )) &&
        read_string( key, L"AttachedTo", info->port, ARRAYSIZE(info->port) ))
    {
        if (!read_bytes( key, L"Properties", &info->properties, sizeof(info->properties) )) info->properties = standard_properties;
        if (!read_bytes( key, L"Default", &info->defaults, sizeof(info->defaults) )) info->defaults = standard_defaults;
        if (!read_bytes( key, L"DCB", &info->dcb, sizeof(info->dcb) ) || info->dcb.DCBlength != sizeof(info->dcb)) info->dcb.DCBlength = 0;
        info->fax = has_subkey( key, L"Fax" ) || has_subkey( key, L"FaxAnswer" );
        info->is_virtual = has_subkey( key, L"Virtual" );
        if (!read_bytes( key, L"InactivityScale", &info->inactivity_scale, sizeof(DWORD) ) || !info->inactivity_scale)
            info->inactivity_scale = 60;
        /* by vendors as four bytes */
        if (!read_bytes( key, L"VoiceProfile", &info->voice_profile, sizeof(DWORD) )) info->voice_profile = 0;
        info->speakerphone_mutes = has_subkey( key, L"SpeakerPhoneMute" ) && has_subkey( key, L"SpeakerPhoneUnMute" );
        read_rings( key, info );
        read_string( key, L"WineUnixIdentity", info->identity, ARRAYSIZE(info->identity) );
        if (!read_bytes( key, L"ID", &info->permanent_id, sizeof(DWORD) ) || !info->permanent_id)
            info->permanent_id = assign_id ? assign_permanent_id( key, name ) : 0;
        ret = TRUE;
    }
    else if (assign_id) TRACE( "key %s lacks FriendlyName or AttachedTo: no modem (yet)\n", debugstr_w( name ));
    RegCloseKey( key );
    return ret;
}

void registry_key_name( const struct modem_info *info, char *buffer, DWORD size )
{
    snprintf( buffer, size, "%ls\\%ls", class_key, info->key );
}

/* ---- configurations ---- */

BOOL registry_read_config( const struct modem_info *info, enum config_kind kind, struct devcfg *config )
{
    HKEY key = open_modem( info->key, KEY_QUERY_VALUE );
    BYTE blob[1024];
    DWORD type, size = sizeof(blob);
    LONG error;

    if (!key) return FALSE;
    error = RegQueryValueExW( key, config_values[kind], NULL, &type, blob, &size );
    RegCloseKey( key );
    if (error) return FALSE;
    if (type == REG_BINARY && !config_parse( info, blob, size, config )) return TRUE;
    WARN( "%s of modem %s in the registry makes no sense; the defaults of the modem hold\n", debugstr_w( config_values[kind] ),
          debugstr_w( info->name ));
    return FALSE;
}

LONG registry_write_config( const struct modem_info *info, enum config_kind kind, const struct devcfg *config )
{
    HKEY key = open_modem( info->key, KEY_SET_VALUE );
    LONG error;

    if (!key) return LINEERR_OPERATIONFAILED;
    error = RegSetValueExW( key, config_values[kind], 0, REG_BINARY, (const BYTE *)config, config->size );
    RegCloseKey( key );
    if (!error) return 0;
    ERR( "cannot store the configuration of modem %s: error %ld\n", debugstr_w( info->name ), error );
    return LINEERR_OPERATIONFAILED;
}

HKEY registry_open_virtual( const struct modem_info *info )
{
    HKEY modem = open_modem( info->key, KEY_READ ), key;

    if (!modem) return NULL;
    if (RegOpenKeyExW( modem, L"Virtual", 0, KEY_QUERY_VALUE, &key )) key = NULL;
    RegCloseKey( modem );
    return key;
}

BOOL registry_read_text( const struct modem_info *info, const WCHAR *name, WCHAR *text, DWORD chars )
{
    HKEY key = open_modem( info->key, KEY_QUERY_VALUE );
    BOOL ret;

    text[0] = 0;
    if (!key) return FALSE;
    ret = read_string( key, name, text, chars );
    RegCloseKey( key );
    return ret;
}

/* one byte in Windows, a DWORD by those who edit the registry by hand */
static BOOL read_flag( HKEY key, const WCHAR *name )
{
    DWORD type, on = 0, size = sizeof(on);

    return !RegQueryValueExW( key, name, NULL, &type, (BYTE *)&on, &size ) && (type == REG_BINARY || type == REG_DWORD) && on;
}

BOOL registry_read_logging( const struct modem_info *info, WCHAR *path, DWORD chars, BOOL *append )
{
    HKEY key = open_modem( info->key, KEY_QUERY_VALUE );
    BOOL ret;

    if (!key) return FALSE;
    ret = read_flag( key, L"Logging" );
    *append = read_flag( key, L"AppendLog" );
    if (ret) read_string( key, L"LoggingPath", path, chars );
    RegCloseKey( key );
    return ret;
}

/* ---- commands and responses ---- */

struct records
{
    unsigned char *data;
    DWORD          size;
    DWORD          room;
    BOOL           failed;
};

static void append( struct records *records, const void *data, DWORD size )
{
    if (records->size + size > records->room)
    {
        DWORD room = max( records->room * 2, records->size + size + 1024 );
        unsigned char *more = realloc( records->data, room );

        if (!more)
        {
            records->failed = TRUE;
            return;
        }
        records->data = more;
        records->room = room;
    }
    memcpy( records->data + records->size, data, size );
    records->size += size;
}

static void append_value( struct records *records, const char *name, const char *value )
{
    append( records, "V", 1 );
    append( records, name, strlen( name ) + 1 );
    append( records, value, strlen( value ) + 1 );
}

static char *to_ansi( const WCHAR *text )
{
    int size = WideCharToMultiByte( CP_ACP, 0, text, -1, NULL, 0, NULL, NULL );
    char *ret = malloc( size );

    if (ret) WideCharToMultiByte( CP_ACP, 0, text, -1, ret, size, NULL, NULL );
    return ret;
}

/* Values of modem keys are named by commands and answers of modems: some are long. */
#define VALUE_CHARS 1024

/* One subkey: its strings become SUBKEY\NAME; returns the highest number among the names. */
static DWORD append_strings( struct records *records, HKEY modem, const WCHAR *subkey )
{
    WCHAR name[VALUE_CHARS], value[VALUE_CHARS], full[VALUE_CHARS + 32];
    DWORD i, name_len, size, type, highest = 0;
    HKEY key;
    LONG error;

    if (RegOpenKeyExW( modem, subkey, 0, KEY_READ, &key )) return 0;
    for (i = 0;; i++)
    {
        char *name_a, *value_a;

        name_len = ARRAYSIZE(name);
        size = sizeof(value) - sizeof(WCHAR);
        error = RegEnumValueW( key, i, name, &name_len, NULL, &type, (BYTE *)value, &size );
        if (error == ERROR_NO_MORE_ITEMS) break;
        if (error || type != REG_SZ || !name[0]) continue;
        value[size / sizeof(WCHAR)] = 0;
        highest = max( highest, wcstoul( name, NULL, 10 ));
        swprintf( full, ARRAYSIZE(full), L"%ls\\%ls", subkey, name );
        name_a = to_ansi( full );
        value_a = to_ansi( value );
        if (name_a && value_a) append_value( records, name_a, value_a );
        else records->failed = TRUE;
        free( name_a );
        free( value_a );
    }
    RegCloseKey( key );
    return highest;
}

static void append_responses( struct records *records, HKEY modem )
{
    WCHAR name[VALUE_CHARS];
    DWORD i, name_len, size, type;
    BYTE value[64];
    HKEY key;
    LONG error;

    if (RegOpenKeyExW( modem, L"Responses", 0, KEY_READ, &key )) return;
    for (i = 0;; i++)
    {
        BYTE count;
        char *name_a;

        name_len = ARRAYSIZE(name);
        size = sizeof(value);
        error = RegEnumValueW( key, i, name, &name_len, NULL, &type, value, &size );
        if (error == ERROR_NO_MORE_ITEMS) break;
        if (error || type != REG_BINARY || !size || !name[0]) continue;
        count = size;
        if (!(name_a = to_ansi( name )))
        {
            records->failed = TRUE;
            break;
        }
        append( records, "R", 1 );
        append( records, name_a, strlen( name_a ) + 1 );
        append( records, &count, 1 );
        append( records, value, count );
        free( name_a );
    }
    RegCloseKey( key );
}

/* A virtual modem dials any address, and loses no time with what a line and a real modem need. */
static void append_virtual( struct records *records )
{
    static const char *const settings[][2] =
    {
        { "Capabilities\\DialAddress", "1" }, { "Timings\\OpenDelay", "1" }, { "Timings\\CommandDelay", "1" }, { "Timings\\HangupDtrTime", "100" },
    };
    DWORD i;

    for (i = 0; i < ARRAYSIZE(settings); i++) append_value( records, settings[i][0], settings[i][1] );
}

static void append_properties( struct records *records, HKEY modem, const struct modem_info *info )
{
    static const struct { DWORD bit; const char *name; } capabilities[] =
    {
        { DIALOPTION_BILLING, "Capabilities\\DialBilling" },
        { DIALOPTION_QUIET, "Capabilities\\DialQuiet" },
        { DIALOPTION_DIALTONE, "Capabilities\\DialDialtone" },
    };
    static const WCHAR *const texts[] = { L"Reset", L"CallerIDPrivate", L"CallerIDOutSide" };
    WCHAR value[VALUE_CHARS];
    char *text, *name, number[16], numbers[48];
    DWORD specs[4], i;

    for (i = 0; i < ARRAYSIZE(capabilities); i++)
        append_value( records, capabilities[i].name, info->properties.dial_options & capabilities[i].bit ? "1" : "0" );
    snprintf( number, sizeof(number), "%lu", info->inactivity_scale );
    append_value( records, "InactivityScale", number );
    snprintf( number, sizeof(number), "%lu", info->voice_profile );
    append_value( records, "VoiceProfile", number );
    if (read_bytes( modem, L"VoiceBaudRate", &i, sizeof(i) ) && i)
    {
        snprintf( number, sizeof(number), "%lu", i );
        append_value( records, "VoiceBaudRate", number );
    }
    if (read_bytes( modem, L"SpeakerPhoneSpecs", specs, sizeof(specs) ))
    {
        snprintf( numbers, sizeof(numbers), "%lu,%lu,%lu,%lu", specs[0], specs[1], specs[2], specs[3] );
        append_value( records, "SpeakerPhoneSpecs", numbers );
    }
    for (i = 0; i < ARRAYSIZE(texts); i++)
    {
        if (!read_string( modem, texts[i], value, ARRAYSIZE(value) )) continue;
        text = to_ansi( value );
        name = to_ansi( texts[i] );
        if (text && name) append_value( records, name, text );
        else records->failed = TRUE;
        free( text );
        free( name );
    }
}

/*
 * UserInit is what the user typed as extra initialisation, with or without AT: sent last. A modem without Init strings of its own gets those of a standard
 * modem, which the engine would leave out when it finds one given.
 */
static void append_user_init( struct records *records, HKEY modem, DWORD number )
{
    static const char *const standard_init[] = { "AT<cr>", "AT&FE0Q0V1&C1&D2S0=0<cr>" };
    WCHAR value[256];
    unsigned int i;
    char name[32], text[300], *ansi;

    if (!read_string( modem, L"UserInit", value, ARRAYSIZE(value) ) || !(ansi = to_ansi( value ))) return;
    for (i = 0; number == 1 && i < ARRAYSIZE(standard_init); i++)
    {
        snprintf( name, sizeof(name), "Init\\%u", i + 1 );
        append_value( records, name, standard_init[i] );
    }
    snprintf( name, sizeof(name), "Init\\%lu", number + i );
    snprintf( text, sizeof(text), "%s%s%s", _strnicmp( ansi, "at", 2 ) ? "AT" : "", ansi, strchr( ansi, '<' ) ? "" : "<cr>" );
    append_value( records, name, text );
    free( ansi );
}

unsigned char *registry_read_commands( const struct modem_info *info, DWORD *size )
{
    static const WCHAR *const subkeys[] =
    {
        L"Monitor", L"Answer", L"Hangup", L"EnableCallerID", L"EnableDistinctiveRing", L"Settings", L"Capabilities", L"Timings",
        /* of fax modems; the engine takes the first of them that says anything */
        L"FaxAnswer", L"Fax\\Class1\\AdaptiveAnswer", L"Fax\\Class1\\AdaptiveAnswer\\AnswerCommand", L"Fax\\Class2.0\\AdaptiveAnswer",
        L"Fax\\Class2.0\\AdaptiveAnswer\\AnswerCommand", L"Fax\\Class2\\AdaptiveAnswer", L"Fax\\Class2\\AdaptiveAnswer\\AnswerCommand",
        L"Fax\\AdaptiveAnswer", L"Fax\\AdaptiveAnswer\\AnswerCommand",
        /* of voice modems */
        L"AbortPlay", L"CloseHandset", L"GenerateDigit", L"HandsetSetPlayFormat", L"HandsetSetRecordFormat", L"LineSetPlayFormat",
        L"LineSetRecordFormat", L"OpenHandset", L"SpeakerPhoneDisable", L"SpeakerPhoneEnable", L"SpeakerPhoneMute",
        L"SpeakerPhoneSetVolumeGain", L"SpeakerPhoneUnMute", L"StartDuplex", L"StartPlay", L"StartRecord", L"StopDuplex", L"StopPlay",
        L"StopRecord", L"TerminatePlay", L"TerminateRecord", L"VoiceAnswer", L"VoiceDialNumberSetup", L"VoiceToDataAnswer", L"WaveDriver", L"Voice"
    };
    struct records records = { 0 };
    HKEY key = open_modem( info->key, KEY_READ );
    DWORD i;

    *size = 0;
    if (!key) return NULL;
    append_properties( &records, key, info );
    if (info->is_virtual) append_virtual( &records );
    append_user_init( &records, key, append_strings( &records, key, L"Init" ) + 1 );
    for (i = 0; i < ARRAYSIZE(subkeys); i++) append_strings( &records, key, subkeys[i] );
    append_responses( &records, key );
    RegCloseKey( key );
    if (records.failed)
    {
        ERR( "no memory for the commands of modem %s\n", debugstr_w( info->name ));
        free( records.data );
        return NULL;
    }
    *size = records.size;
    return records.data;
}

/* ---- ports ---- */

BOOL registry_host_path( const WCHAR *port, char *path, DWORD size )
{
    struct find_port_params params = { .path = (ULONG_PTR)path, .path_size = size };
    WCHAR value[MAX_PATH];
    BOOL found = FALSE;
    char *name;
    HKEY key;

    /* A path of the host may stand in AttachedTo itself: no COM name is needed then. */
    if (port[0] == '/')
        return WideCharToMultiByte( CP_UNIXCP, 0, port, -1, path, size, NULL, NULL ) != 0;

    if (!RegOpenKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key ))
    {
        found = read_string( key, port, value, ARRAYSIZE(value) ) &&
                WideCharToMultiByte( CP_UNIXCP, 0, value, -1, path, size, NULL, NULL );
        RegCloseKey( key );
    }
    if (found) return TRUE;
    if (!(name = to_ansi( port ))) return FALSE;
    params.name = (ULONG_PTR)name;
    unix_call( unimdm_find_port, &params );
    free( name );
    return !params.result;
}

void registry_set_host_path( const WCHAR *port, const char *path )
{
    WCHAR text[MAX_PATH];
    HKEY key;

    if (!MultiByteToWideChar( CP_UNIXCP, 0, path, -1, text, ARRAYSIZE(text) )) return;
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, ports_key, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key )) return;
    RegSetValueExW( key, port, 0, REG_SZ, (const BYTE *)text, (wcslen( text ) + 1) * sizeof(WCHAR) );
    RegCloseKey( key );
}

void registry_write_identity( const struct modem_info *info )
{
    HKEY key = open_modem( info->key, KEY_SET_VALUE );

    if (!key) return;
    if (RegSetValueExW( key, L"WineUnixIdentity", 0, REG_SZ, (const BYTE *)info->identity, (wcslen( info->identity ) + 1) * sizeof(WCHAR) ))
        WARN( "cannot store which device modem %s is; it will not be found under another name\n", debugstr_w( info->name ));
    RegCloseKey( key );
}

void registry_unix_folder( const WCHAR *name, char *path, DWORD size )
{
    WCHAR text[MAX_PATH];
    HKEY key;

    path[0] = 0;
    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, telephony_key, 0, KEY_QUERY_VALUE, &key )) return;
    if (read_string( key, name, text, ARRAYSIZE(text) ) && !WideCharToMultiByte( CP_UNIXCP, 0, text, -1, path, size, NULL, NULL )) path[0] = 0;
    RegCloseKey( key );
}

/* ---- installation ---- */

static BOOL is_this_file( const WCHAR *path )
{
    const WCHAR *name = wcsrchr( path, '\\' );

    return !_wcsicmp( name ? name + 1 : path, L"unimdm.tsp" );
}

BOOL registry_installed_elsewhere( DWORD permanent_provider_id )
{
    DWORD count = 0, i, id;
    WCHAR name[32], file[MAX_PATH];
    BOOL ret = FALSE;
    HKEY key;

    if (RegOpenKeyExW( HKEY_LOCAL_MACHINE, providers_key, 0, KEY_QUERY_VALUE, &key )) return FALSE;
    read_bytes( key, L"NumProviders", &count, sizeof(count) );
    for (i = 0; i < count && !ret; i++)
    {
        swprintf( name, ARRAYSIZE(name), L"ProviderFilename%lu", i );
        if (!read_string( key, name, file, ARRAYSIZE(file) ) || !is_this_file( file )) continue;
        swprintf( name, ARRAYSIZE(name), L"ProviderID%lu", i );
        ret = read_bytes( key, name, &id, sizeof(id) ) && id != permanent_provider_id;
    }
    RegCloseKey( key );
    if (ret) WARN( "unimdm.tsp is installed already, as provider %lu\n", id );
    return ret;
}
