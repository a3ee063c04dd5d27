/*
 * The parser of addresses.
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

static const struct
{
    const char *string;
    uint32_t    code;           /* 0: not a canonical address although it starts with '+' */
    const char *area, *number, *ancillary;
}
canonical[] =
{
    { "+1 (425) 882-8080", 1, "425", "882-8080", "" },
    { "+1 (425) 882-8080|sub^A. Name", 1, "425", "882-8080", "|sub^A. Name" },
    { "+1 (425) 882-8080^A. Name|x+y", 1, "425", "882-8080", "^A. Name|x+y" },
    { "+1 (425) 882-8080\r\n+1 (425) 882-8081", 1, "425", "882-8080", "" },
    { "+1 (425) 882-8080 |sub\r\n+1 (425) 882-8081", 1, "425", "882-8080", "|sub" },
    { "+45 12345678", 45, "", "12345678", "" },
    { "+45 () 12345678", 45, "", "12345678", "" },
    { "+49 (30) 12.34-56 78", 49, "30", "12.34-56 78", "" },
    { "+49(30)1234", 49, "30", "1234", "" },
    { "+49  ( 30 )  1234 ", 49, "30", "1234", "" },
    { "+1 (425) 555,,W1$@?*#ABCD!", 1, "425", "555,,W1$@?*#ABCD!", "" },
    { "+5399 1234", 5399, "", "1234", "" },
    { "+", 0 },
    { "+ ", 0 },
    { "+1", 0 },
    { "+1 ", 0 },
    { "+14258828080", 0 },
    { "+0 (425) 882", 0 },
    { "+12345 882", 0 },
    { "+1425 (8 882", 0 },
    { "+1 (425", 0 },
    { "+1 (425)", 0 },
    { "+1 (42a) 882", 0 },
    { "+1 (425) ---", 0 },
    { "+1 (425) |882", 0 },
    { "+1 (425|1) 882", 0 },
    { "+1 (425^) 882", 0 },
    { "+1 (425\r\n) 882", 0 },
    { "+1 (425) (882) 8080", 0 },
    { "+1 (425) 882)8080", 0 },
    { "+1 (425) 882+8080", 0 },
    { "+-1 (425) 882", 0 },
    { "+a (425) 882", 0 },
};

static const struct
{
    const char *string, *number, *ancillary;
}
dialable[] =
{
    { "", "", "" },
    { "5551234", "5551234", "" },
    { "T9,5551234;", "T9,5551234;", "" },
    { " +1 (425) 882-8080", " +1 (425) 882-8080", "" },
    { "5551234|sub^name\r\n555", "5551234", "|sub^name" },
    { "5551234\n555", "5551234", "" },
    { "anything at all", "anything at all", "" },
};

void test_addresses( void )
{
    struct dial_address address;
    enum dial_error err;
    size_t i;

    group( "canonical addresses" );
    for (i = 0; i < sizeof(canonical) / sizeof(canonical[0]); i++)
    {
        err = dial_parse( wide( canonical[i].string ), &address );
        check( address.canonical, "\"%s\" is not seen as canonical", canonical[i].string );
        check( err == (canonical[i].code ? DIAL_OK : DIAL_E_ADDRESS), "\"%s\": error %u", canonical[i].string, err );
        if (err || !canonical[i].code) continue;
        check( address.country_code == canonical[i].code, "\"%s\": country %u", canonical[i].string, address.country_code );
        check( !strcmp( narrow_text( address.area ), canonical[i].area ), "\"%s\": area %s", canonical[i].string, narrow_text( address.area ) );
        check( !strcmp( narrow_text( address.number ), canonical[i].number ), "\"%s\": number %s", canonical[i].string, narrow_text( address.number ) );
        check( !strcmp( narrow_text( address.ancillary ), canonical[i].ancillary ), "\"%s\": then %s", canonical[i].string, narrow_text( address.ancillary ) );
    }
    group( "other addresses" );
    for (i = 0; i < sizeof(dialable) / sizeof(dialable[0]); i++)
    {
        err = dial_parse( wide( dialable[i].string ), &address );
        check( !err && !address.canonical && !address.country_code, "\"%s\": error %u", dialable[i].string, err );
        check( !strcmp( narrow_text( address.number ), dialable[i].number ), "\"%s\": number %s", dialable[i].string, narrow_text( address.number ) );
        check( !strcmp( narrow_text( address.ancillary ), dialable[i].ancillary ), "\"%s\": then %s", dialable[i].string, narrow_text( address.ancillary ) );
    }
}
