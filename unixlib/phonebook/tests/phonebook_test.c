/*
 * Tests of phone books and addresses.
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

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phonebook/phonebook.h"

static int passed, failed;

#define ok( condition, ... ) check( !!(condition), __LINE__, __VA_ARGS__ )

static void __attribute__((format( printf, 3, 4 ))) check( int condition, int line, const char *format, ... )
{
    va_list args;

    if (condition)
    {
        passed++;
        return;
    }
    failed++;
    printf( "phonebook_test.c:%d: ", line );
    va_start( args, format );
    vprintf( format, args );
    va_end( args );
}

static void test_addresses( void )
{
    static const struct { const char *text; int ret; enum address_kind kind; const char *host; unsigned int port; } cases[] =
    {
        { "5550100", 0, ADDRESS_NUMBER, "5550100", 0 },
        { "(425) 555-0100", 0, ADDRESS_NUMBER, "4255550100", 0 },
        { "9,W1;", 0, ADDRESS_NUMBER, "91", 0 },
        { "+1.425.555.0100", 0, ADDRESS_NUMBER, "14255550100", 0 },
        { "*70#", 0, ADDRESS_NUMBER, "*70#", 0 },
        { "192.168.1.5", 0, ADDRESS_HOST, "192.168.1.5", 23 },
        { "192.168.1.5:2323", 0, ADDRESS_HOST, "192.168.1.5", 2323 },
        { "1.2.3", 0, ADDRESS_NUMBER, "123", 0 },
        { "bbs.example.org", 0, ADDRESS_HOST, "bbs.example.org", 23 },
        { " \"bbs.example.org:6400\" ", 0, ADDRESS_HOST, "bbs.example.org", 6400 },
        { "DAB.CAB1", 0, ADDRESS_HOST, "DAB.CAB1", 23 },
        { "localhost", 0, ADDRESS_HOST, "localhost", 23 },
        { "telnet:host", 0, ADDRESS_TELNET, "host", 23 },
        { "TELNET://host:24/", 0, ADDRESS_TELNET, "host", 24 },
        { "raw:host:7", 0, ADDRESS_RAW, "host", 7 },
        { "rfc2217:server", 0, ADDRESS_RFC2217, "server", 2217 },
        { "modem:[::1]", 0, ADDRESS_MODEM, "::1", 6400 },
        { "[2001:db8::1]:99", 0, ADDRESS_HOST, "2001:db8::1", 99 },
        { "2001:db8::1", 0, ADDRESS_HOST, "2001:db8::1", 23 },
        { "fe80::1%eth0", 0, ADDRESS_HOST, "fe80::1%eth0", 23 },
        { "unix:/run/x y", 0, ADDRESS_UNIX, "/run/x y", 0 },
        { "The Board", 0, ADDRESS_NAME, "The Board", 0 },
        { "Board: the second", 0, ADDRESS_NAME, "Board: the second", 0 },
        { "fileserver", 0, ADDRESS_NAME, "fileserver", 0 },
        { "host:99999", 0, ADDRESS_NAME, "host:99999", 0 },
        { "telnet:", -EINVAL, 0, "", 0 }, { "raw:host:0", -EINVAL, 0, "", 0 }, { "telnet:[::1", -EINVAL, 0, "", 0 },
        { "unix:x", -EINVAL, 0, "", 0 }, { "", -EINVAL, 0, "", 0 }, { "a\rb", -EINVAL, 0, "", 0 },
        { "https://example.org/", -EPROTONOSUPPORT, 0, "", 0 }, { "telnet:-x", -EINVAL, 0, "", 0 },
    };
    char text[400], longest[600];
    struct address address, again;
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        int ret = address_parse( cases[i].text, &address );

        ok( ret == cases[i].ret, "%s: %d\n", cases[i].text, ret );
        if (ret) continue;
        ok( address.kind == cases[i].kind && address.port == cases[i].port && !strcmp( address.host, cases[i].host ),
            "%s: kind %d, host '%s', port %u\n", cases[i].text, address.kind, address.host, address.port );
        ok( !address_parse( address_format( &address, text, sizeof(text) ), &again ) && again.kind == address.kind &&
            again.port == address.port && !strcmp( again.host, address.host ), "%s became %s\n", cases[i].text, text );
    }
    memset( longest, 'x', sizeof(longest) - 1 );
    longest[sizeof(longest) - 1] = 0;
    ok( address_parse( longest, &address ) == -E2BIG, "too long\n" );
}

static void test_book( void )
{
    static const char text[] =
        "# comment\n"
        "The Board, 555-0001, telnet:bbs.example.org:23\r\n"
        "\n"
        "\"Comma, \"\"quoted\"\"\",555 0002 , raw:10.0.0.1:7\n"
        "No number,,host.example\n"
        "only two, fields\n"
        "Bad address,1,ssh://x\n"
        "The Same Number, 5550001, other.example\n";
    char path[] = "/tmp/phonebook-test.XXXXXX", file[64];
    struct phonebook book = { 0 }, again;
    const struct phonebook_entry *entry;
    int ret;

    ret = phonebook_parse( &book, text, sizeof(text) - 1 );
    ok( ret == 3 && book.count == 3, "%d left out, %zu entries\n", ret, book.count );
    entry = phonebook_find( &book, "the board" );
    ok( entry && !strcmp( entry->number, "5550001" ) && !strcmp( entry->address, "telnet:bbs.example.org:23" ), "by name\n" );
    entry = phonebook_find( &book, "555-0002" );
    ok( entry && !strcmp( entry->name, "Comma, \"quoted\"" ), "by number: %s\n", entry ? entry->name : "none" );
    entry = phonebook_find( &book, "No number" );
    ok( entry && !strncmp( entry->number, "55510", 5 ), "a number is chosen: %s\n", entry ? entry->number : "none" );
    ok( !phonebook_find( &book, "nobody" ) && !phonebook_find( &book, "1234" ), "found what is not there\n" );
    ok( phonebook_add( &book, "New", "5550001", "x.example" ) == -EEXIST, "number taken\n" );
    ok( phonebook_add( &book, "New", NULL, "just a name" ) == -EINVAL, "a name is no address\n" );
    ok( phonebook_add( &book, " ", NULL, "x.example" ) == -EINVAL, "no name\n" );
    ok( phonebook_add( &book, "a\nb", NULL, "x.example" ) == -EINVAL, "a line end in a name\n" );
    ok( !phonebook_add( &book, "THE BOARD", NULL, "moved.example" ) && book.count == 3, "replaced\n" );
    entry = phonebook_find( &book, "5550001" );
    ok( entry && !strcmp( entry->address, "moved.example" ), "it keeps its number\n" );

    ok( mkdtemp( path ) != NULL, "mkdtemp\n" );
    snprintf( file, sizeof(file), "%s/new/folder/book", path );
    ok( !phonebook_load( &again, file ) && !again.count, "a file that does not exist\n" );
    ok( !phonebook_save( &book, file ), "save\n" );
    ok( !phonebook_load( &again, file ) && again.count == book.count &&
        !memcmp( again.entries, book.entries, book.count * sizeof(*book.entries) ), "written and read\n" );
    ok( phonebook_load( &(struct phonebook){ 0 }, path ) == -EINVAL, "a folder is no book\n" );
    ok( !phonebook_remove( &again, "555-0002" ) && again.count == 2 && phonebook_remove( &again, "555-0002" ) == -ENOENT, "remove\n" );
    phonebook_free( &again );
    phonebook_free( &book );
    unlink( file );
    snprintf( file, sizeof(file), "%s/new/folder", path );
    rmdir( file );
    snprintf( file, sizeof(file), "%s/new", path );
    rmdir( file );
    rmdir( path );
}

static void test_import( void )
{
    static const char syncterm[] =
        "; a comment\n[Vertrauen]\nConnectionType=Telnet\nAddress=vert.synchro.net\nPort=23\nUserName=guest\n\n"
        "[Raw Board]\r\nConnectionType = Raw\r\nAddress = raw.example\r\nPort = 6400\r\n"
        "[Six]\nAddress=2001:db8::1\n[Secure]\nConnectionType=SSH\nAddress=ssh.example\nPort=22\n";
    static const char list[] =
        "Name,Number,Address\n"
        "Alpha,555-1111,alpha.example:2323\n"
        "\"Beta, the second\",beta.example,6502\n"
        "Gamma\t\tgamma.example\n"
        "Delta BBS      delta.example:23\n"
        "Epsilon,555-1111,telnet:epsilon.example\n"
        "no address at all\n";
    static const struct { const char *name, *address; } expected[] =
    {
        { "Vertrauen", "telnet:vert.synchro.net:23" }, { "Raw Board", "raw:raw.example:6400" }, { "Six", "telnet:[2001:db8::1]" },
        { "Alpha", "alpha.example:2323" }, { "Beta, the second", "beta.example:6502" }, { "Gamma", "gamma.example:23" },
        { "Delta BBS", "delta.example:23" }, { "Epsilon", "telnet:epsilon.example:23" },
    };
    const struct phonebook_entry *entry, *other;
    struct phonebook book = { 0 };
    unsigned int added = 0, skipped = 0;
    size_t i;
    int ret;

    ret = phonebook_import( &book, syncterm, sizeof(syncterm) - 1, &added, &skipped );
    ok( !ret && added == 3 && skipped == 1, "syncterm: %u added, %u skipped\n", added, skipped );
    ret = phonebook_import( &book, list, sizeof(list) - 1, &added, &skipped );
    ok( !ret && added == 5 && skipped == 2, "list: %u added, %u skipped\n", added, skipped );
    for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
    {
        entry = phonebook_find( &book, expected[i].name );
        ok( entry && !strcmp( entry->address, expected[i].address ), "%s: %s\n", expected[i].name, entry ? entry->address : "not there" );
    }
    entry = phonebook_find( &book, "5551111" );
    other = phonebook_find( &book, "Epsilon" );
    ok( entry && !strcmp( entry->name, "Alpha" ) && other && strcmp( other->number, "5551111" ), "two boards with one number\n" );
    ret = phonebook_import( &book, list, sizeof(list) - 1, &added, &skipped );
    ok( !ret && book.count == 8, "again: %zu entries\n", book.count );
    phonebook_free( &book );
}

int main( void )
{
    test_addresses();
    test_book();
    test_import();
    printf( "%d passed, %d failed\n", passed, failed );
    return failed != 0;
}
