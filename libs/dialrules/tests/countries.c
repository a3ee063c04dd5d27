/*
 * The list of countries: is it one?
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

#include "check.h"

/* Codes of E.164 that are one digit or two; all others have three. 5399 is the one exception of the list. */
static int has_length( uint32_t code )
{
    static const char two_digits[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
                                     "81 82 84 86 90 91 92 93 94 95 98";
    char text[16];

    if (code == 1 || code == 7 || code == 5399) return 1;
    if (code >= 100) return code < 1000;
    snprintf( text, sizeof(text), "%u", code );
    return strstr( two_digits, text ) != NULL;
}

static void check_rule( const struct dial_country *country, const char *rule, const char *letters, const char *others )
{
    size_t len = strlen( rule ), end = strlen( letters );

    check( len >= end && !strcmp( rule + len - end, letters ), "%s: rule %s does not end in %s", country->name, rule, letters );
    check( strspn( rule, others ) + end == len, "%s: rule %s", country->name, rule );
}

void test_countries( void )
{
    static const struct { const char *iso; uint32_t id, code; const char *local, *far, *abroad; } known[] =
    {
        { "US", 1, 1, "G", "N1FG", "S011EFG" },
        { "CA", 107, 1, "G", "N1FG", "S011EFG" },
        { "JM", 112, 1, "G", "N1FG", "S011EFG" },
        { "GB", 44, 44, "G", "0FG", "00EFG" },
        { "DE", 49, 49, "G", "0FG", "00EFG" },
        { "FR", 33, 33, "0FG", "0FG", "00EFG" },
        { "IT", 39, 39, "FG", "FG", "00EFG" },
        { "VA", 379, 39, "FG", "FG", "00EFG" },
        { "RU", 7, 7, "G", "8FG", "8W10EFG" },
        { "KZ", 705, 7, "G", "8FG", "8W10EFG" },
        { "AU", 61, 61, "G", "0FG", "0011EFG" },
        { "JP", 81, 81, "G", "0FG", "010EFG" },
        { "KR", 82, 82, "G", "0FG", "001EFG" },
        { "HK", 852, 852, "FG", "FG", "001EFG" },
        { "BR", 55, 55, "G", "0LFG", "00MEFG" },
        { "HU", 36, 36, "G", "06FG", "00EFG" },
        { "SG", 65, 65, "FG", "FG", "001EFG" },
        { "CU", 53, 53, "G", "0FG", "119EFG" },
    };
    const struct dial_country *countries, *country;
    size_t count, i, j, nanp = 0, with_iso = 0;

    group( "the country list" );
    countries = dial_countries( &count );
    check( count >= 230, "%zu countries", count );
    for (i = 0; i < count; i++)
    {
        country = &countries[i];
        check( country->id && country->code && has_length( country->code ), "%s: id %u code %u", country->name, country->id, country->code );
        check( !i || country->id > countries[i - 1].id, "%s: id %u is out of order", country->name, country->id );
        check( strlen( country->iso ) == 2 || !*country->iso, "%s: letters %s", country->name, country->iso );
        check( *country->name && strlen( country->name ) < 64, "%u: name %s", country->id, country->name );
        for (j = 0; country->name[j]; j++) check( country->name[j] >= ' ' && country->name[j] < 0x7f, "%s: not ASCII", country->name );
        for (j = 0; j < i; j++)
        {
            check( strcmp( countries[j].name, country->name ), "%s is there twice", country->name );
            check( !*country->iso || strcmp( countries[j].iso, country->iso ), "%s is there twice", country->iso );
        }
        check_rule( country, country->same_area, "G", "0123456789F" );
        check_rule( country, country->long_distance, "FG", "0123456789NL" );
        check_rule( country, country->international, "EFG", "0123456789WSM" );
        check( country->id != 1 || !i, "the United States come first" );
        nanp += country->code == 1;
        with_iso += *country->iso != 0;
        check( dial_country_by_id( country->id ) == country, "%s is not found by its id", country->name );
        check( dial_country_by_code( country->code )->code == country->code, "%u is not found", country->code );
        if (*country->iso) check( dial_country_by_iso( country->iso ) == country, "%s is not found by its letters", country->name );
    }
    check( nanp >= 25, "%zu of the North American numbering plan", nanp );
    check( with_iso >= 230, "%zu with ISO letters", with_iso );
    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
    {
        country = dial_country_by_iso( known[i].iso );
        check( country && country->id == known[i].id && country->code == known[i].code, "%s", known[i].iso );
        if (!country) continue;
        check( !strcmp( country->same_area, known[i].local ), "%s: %s", known[i].iso, country->same_area );
        check( !strcmp( country->long_distance, known[i].far ), "%s: %s", known[i].iso, country->long_distance );
        check( !strcmp( country->international, known[i].abroad ), "%s: %s", known[i].iso, country->international );
    }
    check( dial_country_by_code( 39 )->id == 39 && dial_country_by_code( 1 )->id == 1, "a shared code is its main country's" );
    check( !dial_country_by_id( 0 ) && !dial_country_by_code( 999 ) && !dial_country_by_iso( "" ) && !dial_country_by_iso( "ZZ" ), "no such country" );
}
