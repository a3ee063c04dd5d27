/*
 * Tests of modem .INF files: what reaches the registry, what is refused, and our own definitions.
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


#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windef.h>
#include <winbase.h>
#include <winnls.h>
#include <winreg.h>

#include "modeminf/modeminf.h"
#include "wine/test.h"

#define HEADER "[Version]\r\nSignature=\"$CHICAGO$\"\r\nClass=Modem\r\nProvider=%Acme%\r\n"
#define STRINGS "[Strings]\r\nAcme=\"Acme Modems\"\r\nM1=\"Acme Dialmaster\"\r\nM2=\"Acme Dialmaster Voice\"\r\n"

static WCHAR folder[MAX_PATH], inf_path[MAX_PATH];
static HKEY test_key;
static unsigned int notes;
static WCHAR all_notes[4096];

static void write_file( const WCHAR *name, const void *data, DWORD size )
{
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD done;

    swprintf( path, MAX_PATH, L"%ls\\%ls", folder, name );
    file = CreateFileW( path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL );
    ok( file != INVALID_HANDLE_VALUE, "cannot write %s\n", wine_dbgstr_w( path ) );
    WriteFile( file, data, size, &done, NULL );
    CloseHandle( file );
}

static DWORD open_text( const char *text, struct modeminf **inf, WCHAR *reason )
{
    write_file( L"test.inf", text, strlen( text ) );
    return modeminf_open( inf_path, inf, reason, 300 );
}

static void note( const WCHAR *text, void *arg )
{
    notes++;
    ok( arg == &notes, "wrong argument\n" );
    ok( text[0] && text[wcslen( text ) - 1] == '.', "%s is no sentence\n", wine_dbgstr_w( text ) );
    if (wcslen( all_notes ) + wcslen( text ) < ARRAY_SIZE(all_notes)) wcscat( all_notes, text );
}

static DWORD install( struct modeminf *inf, const WCHAR *model, WCHAR *reason )
{
    const struct modeminf_model *found = modeminf_model_by_name( inf, model );

    notes = 0;
    all_notes[0] = 0;
    ok( found != NULL, "no model %s\n", wine_dbgstr_w( model ) );
    return found ? modeminf_install( inf, found, test_key, note, &notes, reason, 300 ) : ERROR_NOT_FOUND;
}

static DWORD get_value( const WCHAR *subkey, const WCHAR *name, void *data, DWORD size, DWORD *type )
{
    HKEY key;

    memset( data, 0, size );
    *type = ~0u;
    if (RegOpenKeyExW( test_key, subkey, 0, KEY_READ, &key )) return ~0u;
    if (RegQueryValueExW( key, name, NULL, type, data, &size )) size = ~0u;
    RegCloseKey( key );
    return size;
}

static void check_string_( int line, const WCHAR *subkey, const WCHAR *name, const WCHAR *expected )
{
    WCHAR text[300];
    DWORD type;

    get_value( subkey, name, text, sizeof(text), &type );
    if (!expected)
    {
        ok_( __FILE__, line )( type == ~0u, "%s\\%s is there: %s\n", wine_dbgstr_w( subkey ), wine_dbgstr_w( name ), wine_dbgstr_w( text ) );
        return;
    }
    ok_( __FILE__, line )( type == REG_SZ && !wcscmp( text, expected ), "%s\\%s is %s (type %lu), expected %s\n", wine_dbgstr_w( subkey ),
                           wine_dbgstr_w( name ), wine_dbgstr_w( text ), type, wine_dbgstr_w( expected ) );
}
#define check_string( subkey, name, expected ) check_string_( __LINE__, subkey, name, expected )

static void check_bytes_( int line, const WCHAR *subkey, const WCHAR *name, DWORD type, const void *expected, DWORD size )
{
    BYTE data[300];
    DWORD got_type, got = get_value( subkey, name, data, sizeof(data), &got_type );

    ok_( __FILE__, line )( got_type == type && got == size && !memcmp( data, expected, size ), "%s\\%s: %lu bytes of type %lu\n",
                           wine_dbgstr_w( subkey ), wine_dbgstr_w( name ), got, got_type );
}
#define check_bytes( subkey, name, type, expected, size ) check_bytes_( __LINE__, subkey, name, type, expected, size )

static void empty_key(void)
{
    WCHAR name[256];
    DWORD chars;

    for (;;)
    {
        chars = ARRAY_SIZE(name);
        if (RegEnumKeyExW( test_key, 0, name, &chars, NULL, NULL, NULL, NULL ) || RegDeleteTreeW( test_key, name )) break;
    }
    for (;;)
    {
        chars = ARRAY_SIZE(name);
        if (RegEnumValueW( test_key, 0, name, &chars, NULL, NULL, NULL, NULL ) || RegDeleteValueW( test_key, name )) break;
    }
}

static BOOL key_is_empty(void)
{
    DWORD keys = 1, values = 1;

    RegQueryInfoKeyW( test_key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL );
    return !keys && !values;
}

static const char good[] =
    HEADER "DriverVer=01/02/1999,4.5\r\n"
    "[Manufacturer]\r\n%Acme%=Models,NTx86,NTamd64\r\n"
    "[Models]\r\n\"Old way\"=Plain\r\n"
    "[Models.NTx86]\r\n%M1%=M1,USB\\VID_1234&PID_0001,USB\\VID_1234,USB\\CLASS_02\r\n%M2%=M2\r\n"
    "[Models.NTamd64]\r\n%M1%=M1,USB\\VID_1234&PID_0001,USB\\VID_1234,USB\\CLASS_02\r\n%M2%=M2\r\n"
    "[Plain]\r\nAddReg=All\r\n"
    "[M1]\r\nCopyFiles=Files\r\nAddReg=All,M1.Add\r\nAddReg=More, Nowhere\r\nDelReg=M1.Del\r\n"
    "[M1.Services]\r\nAddService=acmedrv,2,Service\r\n"
    "[M2.NTx86]\r\nInclude=shared.inf,absent.inf\r\nNeeds=Shared.Voice,Absent.Section\r\nAddReg=All\r\n"
    "[M2.NTamd64]\r\nInclude=shared.inf,absent.inf\r\nNeeds=Shared.Voice,Absent.Section\r\nAddReg=All\r\n"
    "[M1.Del]\r\nHKR,Old,1\r\nHKR,Init,3\r\n"
    "[All]\r\n"
    "HKR, Init,      1,, \"AT<cr>\" ; comment\r\n"
    "HKR, Init,      2,, \"AT&FE0V1;S99=7<cr>\"\r\n"
    "HKR, Settings,  Compression_On,, \"%%C1\"\r\n"
    "HKR, Responses, \"<cr><lf>CONNECT 14400/ARQ<cr><lf>\", 1, 02, 02, \\\r\n  40,38,00,00, 00,C2,01,00\r\n"
    "HKR,, Properties, 1, C0,01,00,00, ff,00,00,00, ff,00,00,00, 07,00,00,00, 0f,00,00,00, f7,03,00,00, 00,c2,01,00, 40,38,00,00\r\n"
    "HKLM, Software\\WineTelephonyEvil, x,, \"y\"\r\n"
    "HKR,, AttachedTo,, \"COM99\"\r\n"
    "[M1.Add]\r\n"
    "HKR,, InactivityScale, 1, 3c,00,00,00\r\n"
    "HKR,, Number, 0x10001, 0x2a\r\n"
    "HKR,, Bytes, 0x10001, 01,02,03,04\r\n"
    "HKR,, Expanded, 0x20000, \"%%SystemRoot%%\"\r\n"
    "HKR,, Many, 0x10000, one, two\r\n"
    "HKR, Init, 1, 2, \"ATX<cr>\"\r\n"
    "HKR, Empty\\Key,, 0x10\r\n"
    "HKR,, LoggingPath,, \"c:\\windows\\system.ini\"\r\n"
    "[More]\r\nHKR, Answer, 1,, \"ATA<cr>\"\r\n"
    STRINGS;

static const char shared[] =
    "[Version]\r\nSignature=\"$CHICAGO$\"\r\nClass=Modem\r\nProvider=\"Shared\"\r\n"
    "[Shared.Voice]\r\nAddReg=Shared.Add\r\n[Shared.Add]\r\nHKR,,VoiceProfile,1,21,00,00,02\r\nHKR,StartPlay,1,,%Play%\r\n[Strings]\r\nPlay=\"AT+VTX<cr>\"\r\n";

static void check_good( struct modeminf *inf )
{
    static const BYTE properties[32] = { 0xc0,1,0,0, 0xff,0,0,0, 0xff,0,0,0, 7,0,0,0, 0xf,0,0,0, 0xf7,3,0,0, 0,0xc2,1,0, 0x40,0x38,0,0 };
    static const BYTE connect[10] = { 2, 2, 0x40, 0x38, 0, 0, 0, 0xc2, 1, 0 }, scale[4] = { 60 }, bytes[4] = { 1, 2, 3, 4 };
    static const DWORD number = 42;
    const struct modeminf_model *models;
    DWORD count, error;
    WCHAR reason[300];
    HKEY key;

    models = modeminf_models( inf, &count );
    ok( count == 2, "%lu models\n", count );
    ok( !wcscmp( models[0].name, L"Acme Dialmaster" ) && !wcscmp( models[0].manufacturer, L"Acme Modems" ), "model %s of %s\n",
        wine_dbgstr_w( models[0].name ), wine_dbgstr_w( models[0].manufacturer ) );
    ok( !wcscmp( models[0].section, L"M1" ), "section %s\n", wine_dbgstr_w( models[0].section ) );
    ok( !wcscmp( models[0].hardware_id, L"USB\\VID_1234&PID_0001" ), "hardware id %s\n", wine_dbgstr_w( models[0].hardware_id ) );
    ok( !memcmp( models[0].compatible_ids, L"USB\\VID_1234\0USB\\CLASS_02\0", 26 * sizeof(WCHAR) ), "compatible ids %s\n",
        wine_dbgstr_w( models[0].compatible_ids ) );
    ok( modeminf_model_by_name( inf, L"acme DIALMASTER" ) == models, "not found without case\n" );
    ok( !modeminf_model_by_name( inf, L"Acme" ), "found by half a name\n" );

    empty_key();
    RegCreateKeyExW( test_key, L"Old", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL );
    RegSetValueExW( key, L"1", 0, REG_SZ, (const BYTE *)L"x", 4 );
    RegCloseKey( key );
    RegSetValueExW( test_key, L"FriendlyName", 0, REG_SZ, (const BYTE *)L"Mine", 10 );
    RegSetValueExW( test_key, L"Reset", 0, REG_SZ, (const BYTE *)L"ATZ", 8 );
    error = install( inf, L"Acme Dialmaster", reason );
    ok( !error, "error %lu: %s\n", error, wine_dbgstr_w( reason ) );
    check_string( L"Init", L"1", L"AT<cr>" );
    check_string( L"Init", L"2", L"AT&FE0V1;S99=7<cr>" );
    check_string( L"Answer", L"1", L"ATA<cr>" );
    check_string( L"Settings", L"Compression_On", L"%C1" );
    check_bytes( L"Responses", L"<cr><lf>CONNECT 14400/ARQ<cr><lf>", REG_BINARY, connect, sizeof(connect) );
    check_bytes( NULL, L"Properties", REG_BINARY, properties, sizeof(properties) );
    check_bytes( NULL, L"InactivityScale", REG_BINARY, scale, sizeof(scale) );
    check_bytes( NULL, L"Number", REG_DWORD, &number, sizeof(number) );
    check_bytes( NULL, L"Bytes", REG_DWORD, bytes, sizeof(bytes) );
    check_bytes( NULL, L"Expanded", REG_EXPAND_SZ, L"%SystemRoot%", 26 );
    check_bytes( NULL, L"Many", REG_MULTI_SZ, L"one\0two\0", 18 );
    ok( !RegOpenKeyExW( test_key, L"Empty\\Key", 0, KEY_READ, &key ), "no key without values\n" );
    RegCloseKey( key );
    /* where it came from */
    check_string( NULL, L"DriverDesc", L"Acme Dialmaster" );
    check_string( NULL, L"Manufacturer", L"Acme Modems" );
    check_string( NULL, L"ProviderName", L"Acme Modems" );
    check_string( NULL, L"InfPath", L"test.inf" );
    check_string( NULL, L"InfSection", L"M1" );
    check_string( NULL, L"MatchingDeviceId", L"USB\\VID_1234&PID_0001" );
    check_string( NULL, L"DriverDate", L"01/02/1999" );
    check_string( NULL, L"DriverVersion", L"4.5" );
    /* what is the user's stays, what was of another definition goes, and nothing is written elsewhere */
    check_string( NULL, L"FriendlyName", L"Mine" );
    check_string( NULL, L"Reset", NULL );
    check_string( L"Old", L"1", NULL );
    check_string( NULL, L"AttachedTo", NULL );
    check_string( NULL, L"LoggingPath", NULL );
    ok( RegOpenKeyExW( HKEY_LOCAL_MACHINE, L"Software\\WineTelephonyEvil", 0, KEY_READ, &key ), "a key outside was written\n" );
    ok( notes == 6, "%u notes: %s\n", notes, wine_dbgstr_w( all_notes ) );
    ok( wcsstr( all_notes, L"acmedrv" ) && wcsstr( all_notes, L"files are not copied" ) && wcsstr( all_notes, L"WineTelephonyEvil" ) &&
        wcsstr( all_notes, L"AttachedTo" ) && wcsstr( all_notes, L"LoggingPath" ) && wcsstr( all_notes, L"[Nowhere]" ), "notes %s\n",
        wine_dbgstr_w( all_notes ) );

    error = install( inf, L"Acme Dialmaster Voice", reason );
    ok( !error, "error %lu: %s\n", error, wine_dbgstr_w( reason ) );
    check_string( L"StartPlay", L"1", L"AT+VTX<cr>" );
    check_string( L"Init", L"1", L"AT<cr>" );
    check_string( L"Answer", L"1", NULL );
    check_string( NULL, L"MatchingDeviceId", L"USB\\VID_1234&PID_0001" );   /* this model has no id of its own */
    ok( wcsstr( all_notes, L"absent.inf" ) && wcsstr( all_notes, L"Absent.Section" ), "notes %s\n", wine_dbgstr_w( all_notes ) );
    ok( modeminf_included( inf, 0 ) && !wcscmp( modeminf_included( inf, 0 ), L"shared.inf" ) && !modeminf_included( inf, 1 ), "included files\n" );
}

static void test_good(void)
{
    static WCHAR wide[sizeof(good) + 1];
    struct modeminf *inf;
    WCHAR reason[300];
    DWORD error;
    int len;

    write_file( L"shared.inf", shared, strlen( shared ) );
    error = open_text( good, &inf, reason );
    ok( !error, "ANSI: error %lu, %s\n", error, wine_dbgstr_w( reason ) );
    if (!error) check_good( inf );
    modeminf_close( inf );

    wide[0] = 0xfeff;
    len = MultiByteToWideChar( CP_ACP, 0, good, -1, wide + 1, ARRAY_SIZE(wide) - 1 );
    write_file( L"test.inf", wide, len * sizeof(WCHAR) );
    error = modeminf_open( inf_path, &inf, reason, ARRAY_SIZE(reason) );
    ok( !error, "UTF-16: error %lu, %s\n", error, wine_dbgstr_w( reason ) );
    if (!error) check_good( inf );
    modeminf_close( inf );
}

/* Files that are refused when they are opened, or when their model is installed; nothing is left behind. */
static void test_bad(void)
{
#define MODELS "[Manufacturer]\r\n%Acme%=Models\r\n[Models]\r\n%M1%=M1\r\n"
    static const struct { const char *text; BOOL opens; const WCHAR *reason; } cases[] =
    {
        { "", FALSE, NULL },
        { "This is no .INF file at all", FALSE, NULL },
        { "\xff\xfe\x00\xd8", FALSE, NULL },
        { "[Version]\r\nSignature=\"$CHICAGO$\"\r\nClass=Net\r\n" MODELS STRINGS, FALSE, L"class Net" },
        { "[Version]\r\nSignature=\"$CHICAGO$\"\r\n" MODELS STRINGS, FALSE, L"Class=Modem" },
        { HEADER STRINGS, FALSE, L"[Manufacturer]" },
        { HEADER "[Manufacturer]\r\n%Acme%=Models\r\n" STRINGS, FALSE, L"[Manufacturer]" },
        { HEADER MODELS STRINGS, TRUE, L"[M1]" },
        { HEADER MODELS "[M1]\r\n" STRINGS, TRUE, L"[M1]" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKR,Init,1,,\"AT\"\r\nHKR,,Properties,1,c0,xy\r\n" STRINGS, TRUE, L"xy" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKR,Init,1,,\"AT\"\r\nHKR,,Properties,1,100\r\n" STRINGS, TRUE, L"100" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKR,,Number,0x10001,many\r\n" STRINGS, TRUE, L"many" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKR,a\\\\b,1,,\"AT\"\r\n" STRINGS, TRUE, L"a\\\\b" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKR,\\Registry\\Machine,1,,\"AT\"\r\n" STRINGS, TRUE, L"\\Registry" },
        { HEADER MODELS "[M1]\r\nNeeds=M1\r\nAddReg=A\r\n[A]\r\nHKR,Init,1,,\"AT\"\r\n" STRINGS, TRUE, L"circle" },
        { HEADER MODELS "[M1]\r\nInclude=..\\shared.inf\r\nAddReg=A\r\n[A]\r\nHKR,Init,1,,\"AT\"\r\n" STRINGS, TRUE, L"shared.inf" },
        { HEADER MODELS "[M1]\r\nAddReg=A\r\n[A]\r\nHKLM,Init,1,,\"AT\"\r\n" STRINGS, TRUE, L"nothing about the modem" },
    };
    struct modeminf *inf;
    WCHAR reason[300];
    unsigned int i;
    DWORD error;

    for (i = 0; i < ARRAY_SIZE(cases); i++)
    {
        winetest_push_context( "case %u", i );
        empty_key();
        error = open_text( cases[i].text, &inf, reason );
        if (cases[i].opens)
        {
            ok( !error, "error %lu, %s\n", error, wine_dbgstr_w( reason ) );
            if (!error) error = install( inf, L"Acme Dialmaster", reason );
        }
        else ok( !inf, "an object with an error\n" );
        ok( error, "no error\n" );
        ok( wcslen( reason ) > 10, "no reason: %s\n", wine_dbgstr_w( reason ) );
        ok( !cases[i].reason || wcsstr( reason, cases[i].reason ), "reason %s\n", wine_dbgstr_w( reason ) );
        ok( key_is_empty(), "something was installed\n" );
        modeminf_close( inf );
        winetest_pop_context();
    }
    error = modeminf_open( L"c:\\no such folder\\no.inf", &inf, reason, ARRAY_SIZE(reason) );
    ok( error && !inf && wcsstr( reason, L"cannot be read" ), "no file: error %lu, %s\n", error, wine_dbgstr_w( reason ) );
    error = modeminf_open( folder, &inf, reason, ARRAY_SIZE(reason) );
    ok( error && wcsstr( reason, L"is a folder" ), "folder: error %lu, %s\n", error, wine_dbgstr_w( reason ) );
    ok( modeminf_open( folder, &inf, NULL, 0 ), "folder without a reason\n" );
}

/* Cut anywhere, and with bytes changed: an error or a modem, nothing else. */
static void test_damaged(void)
{
    static char text[sizeof(good)];
    const struct modeminf_model *models;
    struct modeminf *inf;
    unsigned int i, seed = 12345;
    WCHAR reason[300];
    DWORD count, j;

    for (i = 0; i < 120; i++)
    {
        strcpy( text, good );
        seed = seed * 1103515245 + 12345;
        if (i & 1) text[(seed >> 8) % strlen( text )] = 0;
        else for (j = 0; j < 5; j++)
        {
            seed = seed * 1103515245 + 12345;
            text[(seed >> 8) % (sizeof(good) - 1)] = (char)(seed >> 24 ? seed >> 24 : 1);
        }
        if (open_text( text, &inf, reason )) continue;
        models = modeminf_models( inf, &count );
        for (j = 0; j < count; j++)
        {
            empty_key();
            if (!modeminf_install( inf, &models[j], test_key, NULL, NULL, reason, ARRAY_SIZE(reason) )) continue;
            ok( key_is_empty(), "round %u: half installed\n", i );
        }
        modeminf_close( inf );
    }
}

struct seen
{
    unsigned int models, voice, standard;
};

static BOOL check_own( struct modeminf *inf, const struct modeminf_model *model, void *arg )
{
    struct seen *seen = arg;
    /* for modems that refuse commands with &: what resets them, and what they may refuse, are commands of their own */
    const BOOL basic = !wcscmp( model->name, L"Standard Basic Modem" );
    WCHAR reason[300], text[100];
    BYTE data[64];
    DWORD error, type;

    if (_wcsnicmp( modeminf_file( inf ), L"mdmwt", 5 )) return TRUE;
    winetest_push_context( "%s", wine_dbgstr_w( model->name ) );
    seen->models++;
    if (!wcsncmp( model->name, L"Standard ", 9 )) seen->standard++;
    empty_key();
    notes = 0;
    all_notes[0] = 0;
    error = modeminf_install( inf, model, test_key, note, &notes, reason, ARRAY_SIZE(reason) );
    ok( !error, "error %lu: %s\n", error, wine_dbgstr_w( reason ) );
    ok( !notes, "notes %s\n", wine_dbgstr_w( all_notes ) );
    check_string( L"Init", L"1", L"AT<cr>" );
    if (basic)
    {
        check_string( L"Init", L"2", L"ATE0Q0V1<cr>" );
        check_string( L"Init", L"3", L"ATS0=0<cr>" );
    }
    else ok( get_value( L"Init", L"2", text, sizeof(text), &type ) != ~0u && !wcsncmp( text, L"AT&F", 4 ) && wcsstr( text, L"S0=0" ), "Init\\2 is %s\n",
             wine_dbgstr_w( text ) );
    check_string( L"Monitor", L"1", basic ? L"AT&C1&D2<cr>" : L"ATS0=0<cr>" );
    check_string( L"Answer", L"1", L"ATA<cr>" );
    check_string( L"Hangup", L"1", L"ATH<cr>" );
    check_string( L"Settings", L"Prefix", L"AT" );
    check_string( L"Settings", L"Terminator", L"<cr>" );
    check_string( L"Settings", L"DialSuffix", L";" );
    ok( get_value( NULL, L"Properties", data, sizeof(data), &type ) == 32, "Properties\n" );
    ok( get_value( NULL, L"Default", data, sizeof(data), &type ) == 20, "Default\n" );
    ok( get_value( NULL, L"DCB", data, sizeof(data), &type ) == 28 && data[0] == 28, "DCB\n" );
    ok( get_value( L"Responses", L"<cr><lf>OK<cr><lf>", data, sizeof(data), &type ) == 10 && !data[0], "no response OK\n" );
    ok( get_value( L"Responses", L"<cr><lf>BUSY<cr><lf>", data, sizeof(data), &type ) == 10 && data[0] == 6, "no response BUSY\n" );
    if (get_value( NULL, L"VoiceProfile", data, sizeof(data), &type ) == 4)
    {
        seen->voice++;
        ok( data[0] & 1, "VoiceProfile %#x\n", data[0] );
        ok( wcsstr( model->name, L"Voice" ) != NULL, "voice, and the name does not say so\n" );
    }
    else ok( !wcsstr( model->name, L"Voice" ), "no voice\n" );
    winetest_pop_context();
    return TRUE;
}

static void test_own(void)
{
    struct seen seen = { 0 };
    WCHAR reason[300];
    DWORD error;

    modeminf_for_each( NULL, check_own, &seen );
    if (!seen.models)
    {
        win_skip( "our definitions are not installed here\n" );
        return;
    }
    ok( seen.models == 23 && seen.standard == 10 && seen.voice == 5, "%u models, %u standard, %u voice\n", seen.models, seen.standard, seen.voice );
    empty_key();
    error = modeminf_install_by_name( L"conexant voice modem", test_key, NULL, NULL, reason, ARRAY_SIZE(reason) );
    ok( !error, "error %lu: %s\n", error, wine_dbgstr_w( reason ) );
    check_string( L"EnableCallerID", L"1", L"AT+VCID=1<cr>" );
    check_string( L"Settings", L"Compression_On", L"%C3" );
    check_string( NULL, L"InfPath", L"mdmwtrck.inf" );
    empty_key();
    error = modeminf_install_by_name( L"No such modem", test_key, NULL, NULL, reason, ARRAY_SIZE(reason) );
    ok( error == ERROR_NOT_FOUND && wcsstr( reason, L"No such modem" ) && key_is_empty(), "error %lu: %s\n", error, wine_dbgstr_w( reason ) );
}

START_TEST( modeminf )
{
    WCHAR temp[MAX_PATH];

    GetTempPathW( MAX_PATH, temp );
    swprintf( folder, MAX_PATH, L"%lsmodeminf%lu", temp, GetCurrentProcessId() );
    CreateDirectoryW( folder, NULL );
    swprintf( inf_path, MAX_PATH, L"%ls\\test.inf", folder );
    ok( !RegCreateKeyExW( HKEY_CURRENT_USER, L"Software\\WineTelephonyTest", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &test_key, NULL ), "no key\n" );
    test_good();
    test_bad();
    test_damaged();
    test_own();
    RegCloseKey( test_key );
    RegDeleteTreeW( HKEY_CURRENT_USER, L"Software\\WineTelephonyTest" );
    DeleteFileW( inf_path );
    swprintf( inf_path, MAX_PATH, L"%ls\\shared.inf", folder );
    DeleteFileW( inf_path );
    RemoveDirectoryW( folder );
}
