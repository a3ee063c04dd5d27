/*
 * Phone books: what a dialled string means.
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

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "phonebook.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const struct { const char *name; enum address_kind kind; uint16_t port; } schemes[] =
{
    { "telnet",  ADDRESS_TELNET,  ADDRESS_PORT_TELNET },
    { "raw",     ADDRESS_RAW,     ADDRESS_PORT_TELNET },
    { "tcp",     ADDRESS_RAW,     ADDRESS_PORT_TELNET },
    { "rfc2217", ADDRESS_RFC2217, ADDRESS_PORT_RFC2217 },
    { "modem",   ADDRESS_MODEM,   ADDRESS_PORT_MODEM },
    { "unix",    ADDRESS_UNIX,    0 },
};

/* what stands in numbers: digits, punctuation, dialling modifiers */
static const char number_characters[] = "0123456789*#ABCDTPW,!@$; +()-./";

size_t number_digits( const char *text, char *digits, size_t size )
{
    size_t len = 0;

    for (; *text && len + 1 < size; text++)
        if (strchr( "0123456789*#ABCD", *text )) digits[len++] = *text;
    digits[len] = 0;
    return len;
}

static int is_ipv4( const char *text )
{
    struct in_addr addr;

    return inet_pton( AF_INET, text, &addr ) == 1;
}

static int is_ipv6( const char *text )
{
    struct in6_addr addr;
    char plain[64];
    size_t len = strcspn( text, "%" );      /* fe80::1%eth0 */

    if (len >= sizeof(plain)) return 0;
    memcpy( plain, text, len );
    plain[len] = 0;
    return inet_pton( AF_INET6, plain, &addr ) == 1;
}

static int is_host( const char *text )
{
    return *text && *text != '-' && *text != '.' &&
           strspn( text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_" ) == strlen( text );
}

static int is_number( const char *text )
{
    char digits[ADDRESS_HOST_SIZE];

    if (strspn( text, number_characters ) != strlen( text ) || is_ipv4( text )) return 0;
    /* DAB.CAB is a host */
    if (strchr( text, '.' ) && strpbrk( text, "ABCDTPW" )) return 0;
    return strpbrk( text, "0123456789" ) && number_digits( text, digits, sizeof(digits) );
}

static int parse_port( const char *text, uint16_t *port )
{
    unsigned long value;
    char *end;

    if (!isdigit( (unsigned char)*text )) return -EINVAL;
    value = strtoul( text, &end, 10 );
    if (*end || !value || value > 65535 || end - text > 5) return -EINVAL;
    *port = (uint16_t)value;
    return 0;
}

/* "host", "host:port", "[v6]", "[v6]:port", or a bare IPv6 address */
static int parse_host( char *text, struct address *address )
{
    char *colon, *end;

    if (*text == '[')
    {
        if (!(end = strchr( text, ']' ))) return -EINVAL;
        *end++ = 0;
        if (!is_ipv6( text + 1 )) return -EINVAL;
        if (*end && (*end != ':' || parse_port( end + 1, &address->port ))) return -EINVAL;
        strcpy( address->host, text + 1 );
        return 0;
    }
    if ((colon = strchr( text, ':' )))
    {
        if (strchr( colon + 1, ':' ))
        {
            if (!is_ipv6( text )) return -EINVAL;
            strcpy( address->host, text );
            return 0;
        }
        *colon = 0;
        if (parse_port( colon + 1, &address->port )) return -EINVAL;
    }
    if (!is_host( text )) return -EINVAL;
    strcpy( address->host, text );
    return 0;
}

int address_parse( const char *in, struct address *address )
{
    char text[ADDRESS_HOST_SIZE], *start = text, *colon;
    size_t i, len;

    memset( address, 0, sizeof(*address) );
    while (isspace( (unsigned char)*in ) || *in == '"') in++;
    len = strlen( in );
    while (len && (isspace( (unsigned char)in[len - 1] ) || in[len - 1] == '"')) len--;
    if (!len) return -EINVAL;
    if (len >= sizeof(text)) return -E2BIG;
    memcpy( text, in, len );
    text[len] = 0;
    for (i = 0; i < len; i++) if ((unsigned char)text[i] < ' ' || text[i] == 0x7f) return -EINVAL;

    if (is_number( text ))
    {
        address->kind = ADDRESS_NUMBER;
        number_digits( text, address->host, sizeof(address->host) );
        return 0;
    }
    for (i = 0; i < ARRAY_SIZE(schemes); i++)
    {
        len = strlen( schemes[i].name );
        if (strncasecmp( text, schemes[i].name, len ) || text[len] != ':') continue;
        start = text + len + 1;
        if (!strncmp( start, "//", 2 )) start += 2;
        address->kind = schemes[i].kind;
        address->port = schemes[i].port;
        if (address->kind != ADDRESS_UNIX)
        {
            /* telnet://host:port/ */
            len = strlen( start );
            if (len && start[len - 1] == '/') start[len - 1] = 0;
            return parse_host( start, address );
        }
        if (*start != '/') return -EINVAL;
        strcpy( address->host, start );
        return 0;
    }
    if (strstr( text, "://" )) return -EPROTONOSUPPORT;

    address->kind = ADDRESS_HOST;
    address->port = ADDRESS_PORT_TELNET;
    colon = strchr( text, ':' );
    if (strchr( text, ' ' ) || (!colon && !strchr( text, '.' ) && strcasecmp( text, "localhost" )))
    {
        address->kind = ADDRESS_NAME;
        address->port = 0;
        strcpy( address->host, text );
        return 0;
    }
    if (!parse_host( text, address )) return 0;
    /* "What's up, Doc?: a board" has no other sense than a name */
    address->kind = ADDRESS_NAME;
    address->port = 0;
    snprintf( address->host, sizeof(address->host), "%.*s", ADDRESS_HOST_SIZE - 1, in );
    len = strlen( address->host );
    while (len && (isspace( (unsigned char)address->host[len - 1] ) || address->host[len - 1] == '"')) address->host[--len] = 0;
    return 0;
}

char *address_format( const struct address *address, char *buffer, size_t size )
{
    const char *scheme = "", *open = "", *close = "";
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemes); i++)
        if (schemes[i].kind == address->kind && !*scheme) scheme = schemes[i].name;
    if (address->kind == ADDRESS_NUMBER || address->kind == ADDRESS_NAME) snprintf( buffer, size, "%s", address->host );
    else if (address->kind == ADDRESS_UNIX) snprintf( buffer, size, "unix:%s", address->host );
    else
    {
        if (strchr( address->host, ':' )) open = "[", close = "]";
        snprintf( buffer, size, "%s%s%s%s%s:%u", scheme, *scheme ? ":" : "", open, address->host, close, address->port );
    }
    return buffer;
}
