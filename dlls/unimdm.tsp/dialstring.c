/*
 * From an address of TAPI to what a modem dials.
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
#include <string.h>
#include <wchar.h>

#include "unimdm.h"
#include "virtual.h"

DEBUG_CHANNEL( unimdm );

/* errno values of the host that modem_check_dial_string() returns */
#define HOST_E2BIG      7
#define HOST_EINVAL     22
#define HOST_EOPNOTSUPP 95

static const struct
{
    char  sign;
    LONG  error;
    const char *what;
} unsupported[] =
{
    { '$', LINEERR_DIALBILLING, "wait for the billing tone" },
    { '@', LINEERR_DIALQUIET, "wait for silence" },
    { 'W', LINEERR_DIALDIALTONE, "wait for dial tone" },
    { '?', LINEERR_DIALPROMPT, "ask the user while dialling" },
};

/* Where the dialled part of an address ends: subaddress, name, next address. */
static BOOL ends_address( WCHAR c )
{
    return !c || c == '|' || c == '^' || c == '\r' || c == '\n';
}

/*
 * What may stand in a dialable or canonical address. "+1 (425) 555-0101" is dialled as 14255550101: prefixes of the place the
 * user calls from are the business of lineTranslateAddress.
 */
static BOOL belongs_to_address( WCHAR c )
{
    return c < 0x80 && wcschr( L"0123456789ABCDabcd*#,!WwTtPp@$?; +()-./", c );
}

LONG dial_string_parse( struct modem *modem, const WCHAR *address, WORD wait_bong, struct dial_string *out )
{
    struct check_dial_params params = { .wait_bong = wait_bong };
    char text[MODEM_DIAL_STRING_MAX];
    unsigned char *records;
    DWORD records_size;
    unsigned int i, len = 0, digits = 0;

    if (modem->info.is_virtual) return virtual_dial_string( modem, address, out );
    memset( out, 0, sizeof(*out) );
    for (i = 0; address && !ends_address( address[i] ); i++)
    {
        WCHAR c = address[i];

        if (!belongs_to_address( c ))
        {
            WARN( "%s cannot be dialled: character %#x at %u\n", debugstr_w( address ), c, i );
            return LINEERR_INVALADDRESS;
        }
        if (c == '+') continue;
        if (len + 1 >= sizeof(text))
        {
            WARN( "%s cannot be dialled: longer than %u characters\n", debugstr_w( address ), MODEM_DIAL_STRING_MAX - 1 );
            return LINEERR_INVALADDRESS;
        }
        text[len++] = c;
        if (digits + 1 < ARRAYSIZE(out->called) && wcschr( L"0123456789ABCDabcd*#", c )) out->called[digits++] = c;
    }
    text[len] = 0;

    records = registry_read_commands( &modem->info, &records_size );
    params.string = (ULONG_PTR)text;
    params.config = (ULONG_PTR)records;
    params.config_size = records_size;
    unix_call( unimdm_check_dial, &params );
    free( records );
    switch (-params.result)
    {
    case 0:
        break;
    case HOST_EOPNOTSUPP:
        for (i = 0; i < ARRAYSIZE(unsupported); i++)
        {
            if (unsupported[i].sign != (char)params.offender) continue;
            WARN( "%s cannot be dialled: modem %s cannot %s ('%c')\n", debugstr_w( address ), debugstr_w( modem->info.name ),
                  unsupported[i].what, unsupported[i].sign );
            return unsupported[i].error;
        }
        return LINEERR_INVALADDRESS;
    case HOST_E2BIG:
    case HOST_EINVAL:
        WARN( "%s cannot be dialled\n", debugstr_w( address ));
        return LINEERR_INVALADDRESS;
    default:
        return LINEERR_NOMEM;
    }
    memcpy( out->text, params.clean, sizeof(out->text) );
    len = strlen( out->text );
    out->part = !len || out->text[len - 1] == ';';
    TRACE( "%s is dialled as %s\n", debugstr_w( address ), debugstr_a( out->text ));
    return 0;
}
