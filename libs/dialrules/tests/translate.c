/*
 * Translation: tables of numbers and what is dialled for them.
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

#define INT   (DIAL_CANONICAL | DIAL_INTERNATIONAL)
#define LD    (DIAL_CANONICAL | DIAL_LONG_DISTANCE)
#define LOC   (DIAL_CANONICAL | DIAL_LOCAL)
#define NOTOLL  DIAL_NOT_IN_TOLL_LIST

/* From a location that has nothing but a country and an area code. */
static const struct
{
    const char *iso, *area, *address;
    uint32_t    options;
    const char *dialable, *displayable;
    uint32_t    results;
}
plain[] =
{
    { "US", "425", "+1 (425) 882-8080", 0, "T8828080", "T 882-8080", LOC | NOTOLL },
    { "US", "425", "+1 (206) 882-8080", 0, "T12068828080", "T 1 206 882-8080", LD },
    { "US", "425", "+49 (30) 1234-56", 0, "T0114930123456", "T 011 49 30 1234-56", INT },
    { "US", "425", "+44 (20) 7946 0000", 0, "T011442079460000", "T 011 44 20 7946 0000", INT },
    { "US", "425", "+1 (425) 882-8080", DIAL_OPTION_LONG, "T14258828080", "T 1 425 882-8080", LD | NOTOLL },
    { "US", "425", "+1 (206) 882-8080", DIAL_OPTION_LOCAL, "T8828080", "T 882-8080", LOC },
    { "US", "425", "+49 (30) 123456", DIAL_OPTION_LOCAL, "T0114930123456", "T 011 49 30 123456", INT },
    { "US", "425", "+49 (30) 123456", DIAL_OPTION_LONG, "T0114930123456", "T 011 49 30 123456", INT },
    { "US", "425", "+1 4258828080", 0, "T14258828080", "T 1 4258828080", LD },
    { "US", "", "+1 8828080", 0, "T8828080", "T 8828080", LOC | NOTOLL },
    { "CA", "416", "+1 (425) 882-8080", 0, "T14258828080", "T 1 425 882-8080", LD },
    { "CA", "416", "+1 (416) 882-8080", 0, "T8828080", "T 882-8080", LOC | NOTOLL },
    { "CA", "416", "+33 1 23 45 67 89", 0, "T01133123456789", "T 011 33 1 23 45 67 89", INT },
    { "JM", "876", "+1 (876) 922-0000", 0, "T9220000", "T 922-0000", LOC | NOTOLL },
    { "GB", "20", "+44 (20) 7946 0000", 0, "T79460000", "T 7946 0000", LOC },
    { "GB", "20", "+44 (161) 496 0000", 0, "T01614960000", "T 0 161 496 0000", LD },
    { "GB", "20", "+1 (425) 882-8080", 0, "T0014258828080", "T 00 1 425 882-8080", INT },
    { "GB", "20", "+353 (1) 1234567", 0, "T0035311234567", "T 00 353 1 1234567", INT },
    { "GG", "1481", "+44 (1481) 123456", 0, "T123456", "T 123456", LOC },
    { "DE", "30", "+49 (30) 1234", 0, "T1234", "T 1234", LOC },
    { "DE", "30", "+49 (89) 1234", 0, "T0891234", "T 0 89 1234", LD },
    { "DE", "30", "+49 891234", 0, "T0891234", "T 0 891234", LD },
    { "DE", "30", "+41 (44) 1234", 0, "T0041441234", "T 00 41 44 1234", INT },
    { "FR", "", "+33 1 23 45 67 89", 0, "T0123456789", "T 0 1 23 45 67 89", LOC },
    { "FR", "1", "+33 (1) 23 45 67 89", 0, "T0123456789", "T 0 1 23 45 67 89", LOC },
    { "FR", "1", "+33 (4) 23 45 67 89", 0, "T0423456789", "T 0 4 23 45 67 89", LD },
    { "IT", "06", "+39 (06) 698 12345", 0, "T0669812345", "T 06 698 12345", LOC },
    { "IT", "06", "+39 (02) 698 12345", 0, "T0269812345", "T 02 698 12345", LD },
    { "VA", "06", "+39 (06) 698 12345", 0, "T0669812345", "T 06 698 12345", LOC },
    { "ES", "", "+34 912345678", 0, "T912345678", "T 912345678", LOC },
    { "ES", "91", "+34 (91) 2345678", 0, "T912345678", "T 91 2345678", LOC },
    { "DK", "", "+45 12 34 56 78", 0, "T12345678", "T 12 34 56 78", LOC },
    { "RU", "495", "+7 (495) 123-45-67", 0, "T1234567", "T 123-45-67", LOC },
    { "RU", "495", "+7 (812) 123-45-67", 0, "T88121234567", "T 8 812 123-45-67", LD },
    { "RU", "495", "+1 (425) 882-8080", 0, "T8W1014258828080", "T 8W10 1 425 882-8080", INT | DIAL_DIAL_TONE },
    { "HU", "1", "+36 (1) 123 4567", 0, "T1234567", "T 123 4567", LOC },
    { "HU", "1", "+36 (52) 123 456", 0, "T0652123456", "T 06 52 123 456", LD },
    { "AU", "2", "+61 (3) 1234 5678", 0, "T0312345678", "T 0 3 1234 5678", LD },
    { "AU", "2", "+64 (9) 123 4567", 0, "T00116491234567", "T 0011 64 9 123 4567", INT },
    { "CC", "8", "+61 (8) 1234 5678", 0, "T12345678", "T 1234 5678", LOC },
    { "JP", "3", "+81 (6) 1234 5678", 0, "T0612345678", "T 0 6 1234 5678", LD },
    { "JP", "3", "+82 (2) 123 4567", 0, "T0108221234567", "T 010 82 2 123 4567", INT },
    { "SG", "", "+65 6123 4567", 0, "T61234567", "T 6123 4567", LOC },
    { "SG", "", "+60 (3) 1234", 0, "T0016031234", "T 001 60 3 1234", INT },
    { "BR", "11", "+55 (21) 1234-5678", 0, "T02112345678", "T 0 21 1234-5678", LD },
    { "CN", "10", "+86 (21) 1234 5678", 0, "T02112345678", "T 0 21 1234 5678", LD },
    { "IN", "22", "+91 (22) 1234 5678", 0, "T12345678", "T 1234 5678", LOC },
    { "ZA", "11", "+27 (11) 123 4567", 0, "T0111234567", "T 0 11 123 4567", LOC },
    { "MX", "55", "+52 (55) 1234 5678", 0, "T5512345678", "T 55 1234 5678", LOC },
    { "KE", "20", "+255 (22) 123 4567", 0, "T000255221234567", "T 000 255 22 123 4567", INT },
    /* decoration, modifiers, what follows the number */
    { "US", "425", "+1 (425) 882.80 80 ", 0, "T8828080", "T 882.80 80", LOC | NOTOLL },
    { "US", "425", "+1 (425) 882-8080,,123#", 0, "T8828080,,123#", "T 882-8080,,123#", LOC | NOTOLL },
    { "US", "425", "+1 (425) 882$8080", 0, "T882$8080", "T 882$8080", LOC | NOTOLL | DIAL_BILLING },
    { "US", "425", "+1 (425) 882@8080", 0, "T882@8080", "T 882@8080", LOC | NOTOLL | DIAL_QUIET },
    { "US", "425", "+1 (425) 882w8080", 0, "T882w8080", "T 882w8080", LOC | NOTOLL | DIAL_DIAL_TONE },
    { "US", "425", "+1 (425) 882?8080", 0, "T882?8080", "T 882?8080", LOC | NOTOLL | DIAL_PROMPT },
    { "US", "425", "+1 (425) 882:8080", 0, "T882:8080", "T 882:8080", LOC | NOTOLL | DIAL_VOICE },
    { "US", "425", "+1 (425) 882-8080;", 0, "T8828080;", "T 882-8080;", LOC | NOTOLL },
    { "US", "425", "+1 (425) 882-8080|12?34^A $ Name", 0, "T8828080|12?34^A $ Name", "T 882-8080", LOC | NOTOLL },
    { "US", "425", "+1 (425) 882-8080^Name\r\n+1 (425) 882-8081", 0, "T8828080^Name", "T 882-8080", LOC | NOTOLL },
    /* not canonical: as it is */
    { "US", "425", "882-8080", 0, "882-8080", "882-8080", 0 },
    { "US", "425", "882-8080", DIAL_OPTION_CANCEL | DIAL_OPTION_LONG, "882-8080", "882-8080", 0 },
    { "US", "425", "9W882$8080@?", 0, "9W882$8080@?", "9W882$8080@?", DIAL_DIAL_TONE | DIAL_BILLING | DIAL_QUIET | DIAL_PROMPT },
    { "US", "425", "882-8080|sub$^name\r\n555", 0, "882-8080|sub$^name\r\n555", "882-8080", 0 },
    { "US", "425", "", 0, "", "", 0 },
};

static void check_translation( const struct dial_location *location, const struct dial_card *card, const char *address, uint32_t options,
                               const char *dialable, const char *displayable, uint32_t results )
{
    const struct dial_country *country = dial_country_by_id( location->country_id );
    struct dial_output output;
    enum dial_error err = dial_translate( location, country, card, wide( address ), options, &output );

    check( !err, "%s %s \"%s\": error %u", country->iso, narrow( location->area_code ), address, err );
    if (err) return;
    check( !strcmp( narrow( output.dialable ), dialable ), "%s %s \"%s\" %#x: dials %s, not %s", country->iso, narrow( location->area_code ),
           address, options, narrow( output.dialable ), dialable );
    check( !strcmp( narrow( output.displayable ), displayable ), "%s %s \"%s\" %#x: shows %s, not %s", country->iso,
           narrow( location->area_code ), address, options, narrow( output.displayable ), displayable );
    check( output.results == results, "%s %s \"%s\" %#x: results %#x, not %#x", country->iso, narrow( location->area_code ), address, options,
           output.results, results );
    dial_output_free( &output );
    check( !output.dialable, "not freed" );
}

static void test_plain( void )
{
    size_t i;

    group( "numbers from many countries" );
    for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
    {
        struct dial_book book = { 0 };
        struct dial_location *location = add_location( &book, 1, dial_country_by_iso( plain[i].iso )->id, plain[i].area );

        check_translation( location, NULL, plain[i].address, plain[i].options, plain[i].dialable, plain[i].displayable, plain[i].results );
        /* cards without rules change nothing */
        check_translation( location, dial_add_card( &book ), plain[i].address, plain[i].options | DIAL_OPTION_CARD, plain[i].dialable,
                           plain[i].displayable, plain[i].results );
        dial_free( &book );
    }
}

/* Every country to itself and to every other. */
static void test_everywhere( void )
{
    const struct dial_country *countries;
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "77" );
    struct dial_output output;
    char address[64], expected[96], rule[32];
    size_t count, i, j, k, n;

    group( "every country to every country" );
    countries = dial_countries( &count );
    for (i = 0; i < count; i++)
    {
        location->country_id = countries[i].id;
        for (j = 0; j < count; j++)
        {
            int abroad = countries[i].code != countries[j].code;

            snprintf( address, sizeof(address), "+%u (%s) 555-4321", countries[j].code, j % 2 ? "77" : "78" );
            snprintf( rule, sizeof(rule), "%s", abroad ? countries[i].international : j % 2 ? countries[i].same_area : countries[i].long_distance );
            /* an expansion that knows nothing of ours */
            n = snprintf( expected, sizeof(expected), "T" );
            for (k = 0; rule[k]; k++)
            {
                if (rule[k] == 'E') n += snprintf( expected + n, sizeof(expected) - n, "%u", countries[j].code );
                else if (rule[k] == 'F') n += snprintf( expected + n, sizeof(expected) - n, "%s", j % 2 ? "77" : "78" );
                else if (rule[k] == 'G') n += snprintf( expected + n, sizeof(expected) - n, "5554321" );
                else if (!strchr( "NLSM", rule[k] )) n += snprintf( expected + n, sizeof(expected) - n, "%c", rule[k] );
            }
            if (dial_translate( location, &countries[i], NULL, wide( address ), 0, &output ))
            {
                check( 0, "%s to %s: failed", countries[i].name, countries[j].name );
                continue;
            }
            check( !strcmp( narrow( output.dialable ), expected ), "%s to %s: %s, not %s", countries[i].name, countries[j].name,
                   narrow( output.dialable ), expected );
            check( output.dest_country == countries[j].code, "%s to %s: country %u", countries[i].name, countries[j].name, output.dest_country );
            check( !!(output.results & DIAL_INTERNATIONAL) == abroad && !!(output.results & DIAL_LOCAL) == (!abroad && j % 2),
                   "%s to %s: results %#x", countries[i].name, countries[j].name, output.results );
            dial_output_free( &output );
        }
    }
    dial_free( &book );
}

static void test_location( void )
{
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "425" );

    group( "what a location says" );
    location->options = DIAL_LOCATION_PULSE;
    check_translation( location, NULL, "+1 (425) 882-8080", 0, "P8828080", "P 882-8080", LOC | NOTOLL );
    location->options = 0;
    set( &location->local_access, "9," );
    set( &location->long_distance_access, "8 W" );
    check_translation( location, NULL, "+1 (425) 882-8080", 0, "T9,8828080", "T 9, 882-8080", LOC | NOTOLL );
    check_translation( location, NULL, "+1 (206) 882-8080", 0, "T8W12068828080", "T 8 W 1 206 882-8080", LD | DIAL_DIAL_TONE );
    check_translation( location, NULL, "+49 (30) 1234", 0, "T8W01149301234", "T 8 W 011 49 30 1234", INT | DIAL_DIAL_TONE );
    set( &location->long_distance_access, "" );
    set( &location->local_access, "" );

    set( &location->cancel_call_waiting, "*70," );
    check_translation( location, NULL, "+1 (425) 882-8080", 0, "T8828080", "T 882-8080", LOC | NOTOLL );
    check_translation( location, NULL, "+1 (425) 882-8080", DIAL_OPTION_CANCEL, "T*70,8828080", "T *70, 882-8080", LOC | NOTOLL );
    set( &location->local_access, "9" );
    location->options = DIAL_LOCATION_PULSE;
    check_translation( location, NULL, "+1 (425) 882-8080", DIAL_OPTION_CANCEL, "P*70,98828080", "P *70, 9 882-8080", LOC | NOTOLL );
    location->options = 0;
    set( &location->local_access, "" );
    set( &location->cancel_call_waiting, "" );
    check_translation( location, NULL, "+1 (425) 882-8080", DIAL_OPTION_CANCEL, "T8828080", "T 882-8080", LOC | NOTOLL );

    set( &location->toll_list, "555,882" );
    check_translation( location, NULL, "+1 (425) 882-8080", 0, "T14258828080", "T 1 425 882-8080", LD | DIAL_IN_TOLL_LIST );
    check_translation( location, NULL, "+1 (425) 883-8080", 0, "T8838080", "T 883-8080", LOC | NOTOLL );
    check_translation( location, NULL, "+1 (206) 882-8080", 0, "T12068828080", "T 1 206 882-8080", LD );
    check_translation( location, NULL, "+1 (425) 882-8080", DIAL_OPTION_LOCAL, "T8828080", "T 882-8080", LOC | DIAL_IN_TOLL_LIST );

    set( &location->long_distance_carrier, "1010288" );
    set( &location->international_carrier, "1010321" );
    check_translation( location, NULL, "+1 (206) 882-8080", 0, "T101028812068828080", "T 1010288 1 206 882-8080", LD );
    check_translation( location, NULL, "+49 (30) 1234", 0, "T101032101149301234", "T 1010321 011 49 30 1234", INT );
    location->country_id = 55;
    set( &location->long_distance_carrier, "21" );
    check_translation( location, NULL, "+55 (11) 1234-5678", 0, "T0211112345678", "T 0 21 11 1234-5678", LD );
    dial_free( &book );
}

static struct dial_area_rule *add_rule( struct dial_location *location, const char *area, const char *prefixes, const char *dial, uint32_t options )
{
    struct dial_area_rule *rule = dial_add_area_rule( location );

    set( &rule->area_code, area );
    set( &rule->prefixes, prefixes );
    set( &rule->number_to_dial, dial );
    rule->options = options;
    return rule;
}

static void test_area_rules( void )
{
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "425" );

    group( "area-code rules" );
    set( &location->local_access, "9" );
    set( &location->long_distance_access, "8" );
    /* ten digits without 1 to the next area, but not to all of it */
    add_rule( location, "206", "555,44", "", DIAL_AREA_INCLUDE );
    check_translation( location, NULL, "+1 (206) 555-1234", 0, "T92065551234", "T 9 206 555-1234", LOC );
    check_translation( location, NULL, "+1 (206) 441-1234", 0, "T92064411234", "T 9 206 441-1234", LOC );
    check_translation( location, NULL, "+1 (206) 556-1234", 0, "T812065561234", "T 8 1 206 556-1234", LD );
    check_translation( location, NULL, "+44 (206) 555-1234", 0, "T8011442065551234", "T 8 011 44 206 555-1234", INT );
    /* the area code in the own area, with 1 for some */
    add_rule( location, "425", "700", "1", DIAL_AREA_INCLUDE );
    add_rule( location, "425", "", "", DIAL_AREA_INCLUDE );
    check_translation( location, NULL, "+1 (425) 700-1234", 0, "T814257001234", "T 8 1 425 700-1234", LD | NOTOLL );
    check_translation( location, NULL, "+1 (425) 701-1234", 0, "T94257011234", "T 9 425 701-1234", LOC | NOTOLL );
    /* without the area code */
    add_rule( location, "253", "", "", 0 );
    check_translation( location, NULL, "+1 (253) 701-1234", 0, "T97011234", "T 9 701-1234", LOC );
    add_rule( location, "360", "", "1", 0 );
    check_translation( location, NULL, "+1 (360) 701-1234", 0, "T817011234", "T 8 1 701-1234", LD );
    /* the caller knows better */
    check_translation( location, NULL, "+1 (360) 701-1234", DIAL_OPTION_LOCAL, "T97011234", "T 9 701-1234", LOC );
    check_translation( location, NULL, "+1 (206) 555-1234", DIAL_OPTION_LONG, "T812065551234", "T 8 1 206 555-1234", LD );
    dial_free( &book );
}

static void test_cards( void )
{
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "425" );
    struct dial_card *card = dial_add_card( &book );

    group( "calling cards" );
    set( &card->name, "My Card" );
    set( &card->pin, "123 456" );
    set( &card->account, "789" );
    set( &card->long_distance_access, "1-800-5551111" );
    set( &card->international_access, "1010222" );
    set( &card->long_distance_rule, "J$TFG$H" );
    set( &card->international_rule, "J, 011EFG,KH#" );
    check_translation( location, card, "+1 (425) 882-8080", 0, "T8828080", "T 882-8080", LOC | NOTOLL );
    check_translation( location, card, "+1 (206) 882-8080", 0, "T18005551111$T2068828080$123456",
                       "T 1-800-5551111 $T 206 882-8080 $ [My Card]", LD | DIAL_BILLING );
    check_translation( location, card, "+49 (30) 1234", 0, "T1010222,01149301234,789123456#",
                       "T 1010222 , 011 49 30 1234 , [My Card] #", INT );
    set( &location->long_distance_access, "9" );
    check_translation( location, card, "+1 (206) 882-8080", 0, "T918005551111$T2068828080$123456",
                       "T 9 1-800-5551111 $T 206 882-8080 $ [My Card]", LD | DIAL_BILLING );
    /* the old form: one number */
    set( &location->long_distance_access, "" );
    set( &card->pin, "" );
    set( &card->long_distance_rule, "18006747000,,TH,,FG" );
    check_translation( location, card, "+1 (206) 882-8080", 0, "T18006747000,,T789,,2068828080", "T 18006747000,,T [My Card] ,, 206 882-8080", LD );
    set( &card->same_area_rule, "J0FGI" );
    set( &card->local_access, "102" );
    check_translation( location, card, "+1 (425) 882-8080", 0, "T10204258828080", "T 102 0 425 882-8080", LOC | NOTOLL );
    /* nothing to say for H, K and J */
    set( &card->account, "" );
    set( &card->local_access, "" );
    set( &card->same_area_rule, "JHKG" );
    check_translation( location, card, "+1 (425) 882-8080", 0, "T8828080", "T 882-8080", LOC | NOTOLL );
    dial_free( &book );
}

static void test_errors( void )
{
    struct dial_book book = { 0 };
    struct dial_location *location = add_location( &book, 1, 1, "425" );
    const struct dial_country *country = dial_country_by_id( 1 );
    struct dial_output output;
    enum dial_error err;

    group( "what cannot be translated" );
    err = dial_translate( location, country, NULL, wide( "+1 (425" ), 0, &output );
    check( err == DIAL_E_ADDRESS && !output.dialable && !output.displayable, "error %u", err );
    err = dial_translate( location, country, NULL, wide( "+1 (425) 1" ), DIAL_OPTION_LOCAL | DIAL_OPTION_LONG, &output );
    check( err == DIAL_E_OPTIONS && !output.dialable, "error %u", err );
    err = dial_translate( location, country, NULL, wide( "1" ), 0x10, &output );
    check( err == DIAL_E_OPTIONS && !output.dialable, "error %u", err );
    dial_free( &book );
}

void test_translation( void )
{
    test_plain();
    test_everywhere();
    test_location();
    test_area_rules();
    test_cards();
    test_errors();
}
