/*
 * Locations in the registry.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windef.h>
#include <winbase.h>
#include <winnls.h>
#include <winreg.h>
#include <tapi.h>

#include "location.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define LOCATIONS_KEY  TELEPHONY_KEY L"\\Locations"
#define RULES_KEY      L"AreaCodeRules"

/* The string values of a location, and where they go. */
static const struct { const WCHAR *name; size_t offset; } values[] =
{
    { L"Name", offsetof( struct dial_location, name ) },
    { L"AreaCode", offsetof( struct dial_location, area_code ) },
    { L"OutsideAccess", offsetof( struct dial_location, local_access ) },
    { L"LongDistanceAccess", offsetof( struct dial_location, long_distance_access ) },
    { L"LongDistanceCarrierCode", offsetof( struct dial_location, long_distance_carrier ) },
    { L"InternationalCarrierCode", offsetof( struct dial_location, international_carrier ) },
    { L"DisableCallWaiting", offsetof( struct dial_location, cancel_call_waiting ) },
    { L"TollList", offsetof( struct dial_location, toll_list ) },
};

/* ---- values -------------------------------------------------------------------------------------------------- */

/* Programs of 1.x wrote strings of strings now and then: entries are then separated by commas. */
BOOL value_read_string( HKEY key, const WCHAR *name, dial_char **string )
{
    DWORD type, size = 0, room, i, len;
    WCHAR *text;
    BOOL ret;

    if (RegQueryValueExW( key, name, NULL, &type, NULL, &size ) || (type != REG_SZ && type != REG_EXPAND_SZ && type != REG_MULTI_SZ)) return TRUE;
    room = size;
    if (!(text = calloc( 1, room + 2 * sizeof(WCHAR) ))) return FALSE;
    /* somebody may write a longer one meanwhile: size is then more than there is room for */
    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)text, &size )) text[0] = 0;
    else if (type == REG_MULTI_SZ)
    {
        for (len = size / sizeof(WCHAR); len && !text[len - 1]; len--) continue;
        for (i = 0; i < len; i++) if (!text[i]) text[i] = ',';
    }
    ret = !dial_set( string, text );
    dial_wipe( text, room / sizeof(WCHAR) );
    free( text );
    return ret;
}

BOOL value_read_dword( HKEY key, const WCHAR *name, DWORD *value )
{
    DWORD type, size = sizeof(*value), read;

    if (RegQueryValueExW( key, name, NULL, &type, (BYTE *)&read, &size ) || type != REG_DWORD || size != sizeof(read)) return FALSE;
    *value = read;
    return TRUE;
}

BOOL value_write_string( HKEY key, const WCHAR *name, const dial_char *string )
{
    return !RegSetValueExW( key, name, 0, REG_SZ, (const BYTE *)string, (dial_len( string ) + 1) * sizeof(WCHAR) );
}

BOOL value_write_dword( HKEY key, const WCHAR *name, DWORD value )
{
    return !RegSetValueExW( key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value) );
}

HKEY telephony_key( HKEY root, const WCHAR *path, BOOL write )
{
    HKEY key = NULL;
    LONG error;

    if (!write) error = RegOpenKeyExW( root, path, 0, KEY_READ | TELEPHONY_VIEW, &key );
    else if ((error = RegCreateKeyExW( root, path, 0, NULL, 0, KEY_READ | KEY_WRITE | TELEPHONY_VIEW, NULL, &key, NULL )))
        ERR( "cannot write the registry key %s, error %ld: is the prefix writable?\n", debugstr_w( path ), error );
    return error ? NULL : key;
}

BOOL numbered_subkey( HKEY key, DWORD index, const WCHAR *base, DWORD *number )
{
    DWORD size, len = wcslen( base );
    WCHAR name[64], *end;
    LONG error;

    size = ARRAYSIZE(name);
    *number = ~0u;
    error = RegEnumKeyExW( key, index, name, &size, NULL, NULL, NULL, NULL );
    if (error == ERROR_MORE_DATA) return TRUE;
    if (error) return FALSE;
    if (_wcsnicmp( name, base, len ) || name[len] < '0' || name[len] > '9') return TRUE;
    *number = wcstoul( name + len, &end, 10 );
    if (*end) *number = ~0u;
    return TRUE;
}

static void numbered( WCHAR *name, const WCHAR *base, DWORD number )
{
    swprintf( name, 64, L"%ls%lu", base, (unsigned long)number );
}

HKEY numbered_key( HKEY parent, const WCHAR *base, DWORD number, BOOL write )
{
    WCHAR name[64];

    numbered( name, base, number );
    return telephony_key( parent, name, write );
}

/* With all keys below it: a location has its area code rules two levels down. FALSE: it is still there. */
static BOOL delete_tree( HKEY parent, const WCHAR *name )
{
    WCHAR child[64];
    DWORD size = ARRAYSIZE(child);
    HKEY key;

    if (RegOpenKeyExW( parent, name, 0, KEY_READ | KEY_WRITE | TELEPHONY_VIEW, &key )) return FALSE;
    while (!RegEnumKeyExW( key, 0, child, &size, NULL, NULL, NULL, NULL ) && delete_tree( key, child )) size = ARRAYSIZE(child);
    RegCloseKey( key );
    return !RegDeleteKeyExW( parent, name, TELEPHONY_VIEW, 0 );
}

void numbered_delete( HKEY parent, const WCHAR *base, DWORD number )
{
    WCHAR name[64];

    numbered( name, base, number );
    delete_tree( parent, name );
}

DWORD take_next_id( HKEY key, DWORD least )
{
    DWORD id = 0;

    value_read_dword( key, L"NextID", &id );
    id = max( id, least );
    return value_write_dword( key, L"NextID", id + 1 ) ? id : 0;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static dial_char **string_at( const struct dial_location *location, DWORD index )
{
    return (dial_char **)((char *)location + values[index].offset);
}

static BOOL read_rules( HKEY key, struct dial_location *location )
{
    HKEY rules = telephony_key( key, RULES_KEY, FALSE ), rule_key;
    struct dial_area_rule *rule;
    BOOL ret = TRUE;
    DWORD i;

    /* they are numbered without gaps, and their order matters */
    for (i = 0; rules && ret && (rule_key = numbered_key( rules, L"Rule", i, FALSE )); i++)
    {
        ret = (rule = dial_add_area_rule( location )) && value_read_string( rule_key, L"AreaCodeToCall", &rule->area_code ) &&
              value_read_string( rule_key, L"Prefixes", &rule->prefixes ) &&
              value_read_string( rule_key, L"NumberToDial", &rule->number_to_dial );
        if (ret) value_read_dword( rule_key, L"Options", (DWORD *)&rule->options );
        RegCloseKey( rule_key );
    }
    if (rules) RegCloseKey( rules );
    return ret;
}

static BOOL read_location( HKEY key, HKEY user_key, DWORD number, struct dial_location *location )
{
    HKEY own;
    DWORD i;

    location->id = number;
    for (i = 0; i < ARRAYSIZE(values); i++) if (!value_read_string( key, values[i].name, string_at( location, i ) )) return FALSE;
    value_read_dword( key, L"ID", (DWORD *)&location->id );
    value_read_dword( key, L"Country", (DWORD *)&location->country_id );
    value_read_dword( key, L"Flags", (DWORD *)&location->options );
    if (user_key && (own = numbered_key( user_key, L"Location", number, FALSE )))
    {
        value_read_dword( own, L"CallingCard", (DWORD *)&location->card_id );
        RegCloseKey( own );
    }
    return read_rules( key, location );
}

static int compare_locations( const void *a, const void *b )
{
    const struct dial_location *first = a, *second = b;

    return first->id < second->id ? -1 : first->id > second->id;
}

static BOOL add_report( struct dial_book *book, const WCHAR *format, ... )
{
    DWORD len = book->report ? wcslen( book->report ) : 0;
    WCHAR line[256], *grown;
    va_list args;

    va_start( args, format );
    vswprintf( line, ARRAYSIZE(line), format, args );
    va_end( args );
    line[ARRAYSIZE(line) - 1] = 0;
    ERR( "locations in the registry: %s (the dialog of winetapi dialrules mends them)\n", debugstr_w( line ) );
    if (!(grown = realloc( book->report, (len + wcslen( line ) + 2) * sizeof(*grown) ))) return FALSE;
    if (len) grown[len++] = '\n';
    wcscpy( grown + len, line );
    book->report = grown;
    return TRUE;
}

/* The country of the machine's locale. */
static DWORD home_country(void)
{
    const struct dial_country *country;
    WCHAR text[16];
    char iso[16];
    DWORD i;

    if (GetLocaleInfoW( LOCALE_USER_DEFAULT, LOCALE_SISO3166CTRYNAME, text, ARRAYSIZE(text) ))
    {
        for (i = 0; text[i]; i++) iso[i] = text[i] < 0x80 ? text[i] : '?';
        iso[i] = 0;
        if ((country = dial_country_by_iso( iso ))) return country->id;
    }
    if (GetLocaleInfoW( LOCALE_USER_DEFAULT, LOCALE_ICOUNTRY, text, ARRAYSIZE(text) ) && (country = dial_country_by_code( wcstoul( text, NULL, 10 ) )))
        return country->id;
    return 1;
}

/* What nobody can work with is mended or, without repair, told. */
static LONG check_location( struct dial_book *book, struct dial_location *location, BOOL repair )
{
    WCHAR name[32];

    if (!*location->name)
    {
        if (!add_report( book, repair ? L"Location %lu had no name; now it has one." : L"Location %lu has no name.",
                         (unsigned long)location->id )) return LINEERR_NOMEM;
        if (!repair) return LINEERR_INIFILECORRUPT;
        swprintf( name, ARRAYSIZE(name), L"Location %lu", (unsigned long)location->id );
        if (dial_set( &location->name, name )) return LINEERR_NOMEM;
        location->state = DIAL_CHANGED;
    }
    if (!dial_country_by_id( location->country_id ))
    {
        if (!add_report( book, repair ? L"The country of \"%ls\" was unknown; it is now that of this computer." :
                         L"The country of \"%ls\" is unknown.", location->name )) return LINEERR_NOMEM;
        if (!repair) return LINEERR_INIFILECORRUPT;
        location->country_id = home_country();
        location->state = DIAL_CHANGED;
    }
    return 0;
}

static LONG check_locations( struct dial_book *book, BOOL has_current, BOOL repair )
{
    LONG ret = 0;
    DWORD i;

    for (i = 0; i < book->location_count && !ret; i++) ret = check_location( book, &book->locations[i], repair );
    if (ret || !book->location_count || dial_find_location( book, book->current )) return ret;
    if (has_current)
    {
        if (!add_report( book, repair ? L"The current location %lu did not exist; now it is the first one." :
                         L"The current location %lu does not exist.", (unsigned long)book->current )) return LINEERR_NOMEM;
        if (!repair) return LINEERR_INIFILECORRUPT;
        book->state = DIAL_CHANGED;
    }
    book->current = book->locations[0].id;
    return 0;
}

LONG locations_read( struct dial_book *book, BOOL repair )
{
    HKEY key = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, FALSE ), user_key, location_key;
    struct dial_location *location;
    BOOL has_current = FALSE;
    DWORD i, number;
    LONG ret = 0;

    if (!key) return 0;
    user_key = telephony_key( HKEY_CURRENT_USER, LOCATIONS_KEY, FALSE );
    for (i = 0; !ret && numbered_subkey( key, i, L"Location", &number ); i++)
    {
        if (number == ~0u || !(location_key = numbered_key( key, L"Location", number, FALSE ))) continue;
        if (!(location = dial_add_location( book )) || !read_location( location_key, user_key, number, location )) ret = LINEERR_NOMEM;
        RegCloseKey( location_key );
    }
    if (book->location_count) qsort( book->locations, book->location_count, sizeof(*book->locations), compare_locations );
    has_current = value_read_dword( key, L"CurrentID", (DWORD *)&book->current );
    RegCloseKey( key );
    if (user_key) RegCloseKey( user_key );
    return ret ? ret : check_locations( book, has_current, repair );
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

/* As strings of strings, which is what the other side of the fence has. */
static BOOL write_prefixes( HKEY key, const dial_char *prefixes )
{
    DWORD len = dial_len( prefixes ), i, out = 0;
    WCHAR *text;
    BOOL ret;

    if (!(text = calloc( len + 2, sizeof(*text) ))) return FALSE;
    for (i = 0; i < len; i++)
    {
        if (prefixes[i] == ' ') continue;
        if (prefixes[i] != ',') text[out++] = prefixes[i];
        else if (out && text[out - 1]) text[out++] = 0;
    }
    if (out && text[out - 1]) out++;
    ret = !RegSetValueExW( key, L"Prefixes", 0, REG_MULTI_SZ, (const BYTE *)text, (out + 1) * sizeof(*text) );
    free( text );
    return ret;
}

static BOOL write_rules( HKEY key, const struct dial_location *location )
{
    HKEY rules, rule_key;
    BOOL ret = TRUE;
    DWORD i;

    if ((rules = telephony_key( key, RULES_KEY, FALSE )))
    {
        RegCloseKey( rules );
        delete_tree( key, RULES_KEY );
    }
    if (!location->rule_count) return TRUE;
    if (!(rules = telephony_key( key, RULES_KEY, TRUE ))) return FALSE;
    for (i = 0; i < location->rule_count && ret; i++)
    {
        const struct dial_area_rule *rule = &location->rules[i];

        if (!(rule_key = numbered_key( rules, L"Rule", i, TRUE ))) ret = FALSE;
        else
        {
            ret = value_write_string( rule_key, L"AreaCodeToCall", rule->area_code ) && write_prefixes( rule_key, rule->prefixes ) &&
                  value_write_string( rule_key, L"NumberToDial", rule->number_to_dial ) && value_write_dword( rule_key, L"Options", rule->options );
            RegCloseKey( rule_key );
        }
    }
    RegCloseKey( rules );
    return ret;
}

static void write_count( HKEY key )
{
    DWORD i, number, count = 0;

    for (i = 0; numbered_subkey( key, i, L"Location", &number ); i++) if (number != ~0u) count++;
    value_write_dword( key, L"NumEntries", count );
}

LONG location_write( const struct dial_location *location )
{
    HKEY key, own = NULL, all = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, TRUE );
    HKEY user = telephony_key( HKEY_CURRENT_USER, LOCATIONS_KEY, TRUE );
    BOOL ret = FALSE;
    DWORD i;

    if (all && (key = numbered_key( all, L"Location", location->id, TRUE )))
    {
        ret = value_write_dword( key, L"ID", location->id ) && value_write_dword( key, L"Country", location->country_id ) &&
              value_write_dword( key, L"Flags", location->options );
        for (i = 0; i < ARRAYSIZE(values) && ret; i++) ret = value_write_string( key, values[i].name, *string_at( location, i ) );
        ret = ret && write_rules( key, location );
        RegCloseKey( key );
        write_count( all );
    }
    if (ret && user && (own = numbered_key( user, L"Location", location->id, TRUE )))
    {
        ret = value_write_dword( own, L"CallingCard", location->card_id );
        RegCloseKey( own );
    }
    if (all) RegCloseKey( all );
    if (user) RegCloseKey( user );
    if (ret) return 0;
    ERR( "location %u cannot be saved: is the prefix writable?\n", location->id );
    return LINEERR_OPERATIONFAILED;
}

void location_delete( DWORD id )
{
    HKEY key = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, FALSE ), user = telephony_key( HKEY_CURRENT_USER, LOCATIONS_KEY, FALSE );

    if (key)
    {
        RegCloseKey( key );
        if ((key = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, TRUE )))
        {
            numbered_delete( key, L"Location", id );
            write_count( key );
            RegCloseKey( key );
        }
    }
    if (user)
    {
        numbered_delete( user, L"Location", id );
        RegCloseKey( user );
    }
}

DWORD location_next_id(void)
{
    HKEY key = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, TRUE );
    DWORD id, i, number, least = 1;

    if (!key) return 0;
    /* a registry that was put together by hand may have no NextID */
    for (i = 0; numbered_subkey( key, i, L"Location", &number ); i++) if (number != ~0u) least = max( least, number + 1 );
    id = take_next_id( key, least );
    RegCloseKey( key );
    return id;
}

LONG location_write_current( DWORD id )
{
    HKEY key = telephony_key( HKEY_LOCAL_MACHINE, LOCATIONS_KEY, TRUE );
    BOOL ret;

    if (!key) return LINEERR_OPERATIONFAILED;
    ret = value_write_dword( key, L"CurrentID", id );
    RegCloseKey( key );
    return ret ? 0 : LINEERR_OPERATIONFAILED;
}

LONG location_make_first( struct dial_book *book )
{
    struct dial_location *location = dial_add_location( book );

    if (!location || dial_set( &location->name, L"My Location" )) return LINEERR_NOMEM;
    location->country_id = home_country();
    TRACE( "no location yet: making one in country %u\n", location->country_id );
    /* in a registry that cannot be written it is made anew each time */
    if (!(location->id = location_next_id())) location->id = 1;
    else if (!location_write( location )) location_write_current( location->id );
    book->current = location->id;
    return 0;
}
