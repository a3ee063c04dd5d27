/*
 * winetapi phonebook: the phone book of virtual modems.
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
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phonebook/phonebook.h"

#define MAX_IMPORT (8 * 1024 * 1024)

enum { EXIT_DONE, EXIT_TROUBLE, EXIT_MISUSE };

static const char usage[] =
    "Usage: winetapi phonebook [--file FILE] COMMAND\n"
    "The phone book of virtual modems: a name or a number of it can be dialled.\n"
    "\n"
    "  list [TEXT]                          its entries, or those with TEXT in their name\n"
    "  add NAME ADDRESS [--number NUMBER]   ADDRESS is host:port, telnet:host:port, raw:host:port, rfc2217:host:port, modem:host:port or unix:/path;\n"
    "                                       without a number it gets one\n"
    "  remove NAME|NUMBER\n"
    "  import FILE                          SyncTERM's syncterm.lst, or a list of lines \"name,number,host:port\"\n"
    "\n"
    "  --file FILE   another book than ~/.config/winetelephony/phonebook\n";

static int __attribute__((format( printf, 2, 3 ))) fail( int status, const char *format, ... )
{
    va_list args;

    fputs( "winetapi: ", stderr );
    va_start( args, format );
    vfprintf( stderr, format, args );
    va_end( args );
    fputs( "\n", stderr );
    return status;
}

static int save( const struct phonebook *book, const char *path )
{
    int ret = phonebook_save( book, path );

    return ret ? fail( EXIT_TROUBLE, "cannot write %s: %s", path, strerror( -ret ) ) : EXIT_DONE;
}

static int list( const struct phonebook *book, const char *text )
{
    size_t i, shown = 0;

    for (i = 0; i < book->count; i++)
    {
        if (text && !strcasestr( book->entries[i].name, text )) continue;
        printf( "%-30s %-14s %s\n", book->entries[i].name, book->entries[i].number, book->entries[i].address );
        shown++;
    }
    if (!shown) printf( "%s\n", text ? "no such entries" : "the phone book is empty; winetapi phonebook add, or import" );
    return EXIT_DONE;
}

static int add( struct phonebook *book, const char *path, const char *name, const char *address, const char *number )
{
    int ret = phonebook_add( book, name, number, address );

    switch (ret)
    {
    case 0:
        if ((ret = save( book, path ))) return ret;
        printf( "%s is number %s\n", name, phonebook_find( book, name )->number );
        return EXIT_DONE;
    case -EEXIST:
        return fail( EXIT_TROUBLE, "the number %s is that of '%s'", number, phonebook_find( book, number )->name );
    case -EINVAL:
        return fail( EXIT_TROUBLE, "'%s' at '%s': this is no address, number or name. Addresses are host:port, telnet:host:port, raw:host:port, "
                     "rfc2217:host:port, modem:host:port or unix:/path", name, address );
    default:
        return fail( EXIT_TROUBLE, "the entry cannot be kept: %s", strerror( -ret ) );
    }
}

static char *read_all( const char *path, size_t *size )
{
    char *text = malloc( MAX_IMPORT + 1 );
    FILE *file = text ? fopen( path, "re" ) : NULL;

    if (file)
    {
        *size = fread( text, 1, MAX_IMPORT + 1, file );
        if (*size > MAX_IMPORT) errno = EFBIG;
        if (*size <= MAX_IMPORT && !ferror( file ))
        {
            fclose( file );
            return text;
        }
        fclose( file );
    }
    free( text );
    return NULL;
}

static int import( struct phonebook *book, const char *path, const char *from )
{
    unsigned int added, skipped;
    size_t size;
    char *text;
    int ret;

    if (!(text = read_all( from, &size ))) return fail( EXIT_TROUBLE, "cannot read %s: %s", from, strerror( errno ) );
    ret = phonebook_import( book, text, size, &added, &skipped );
    free( text );
    if (ret) return fail( EXIT_TROUBLE, "cannot take over %s: %s", from, strerror( -ret ) );
    if (!added) return fail( EXIT_TROUBLE, "%s has no entries that a virtual modem could call", from );
    if ((ret = save( book, path ))) return ret;
    printf( "%u entries; %u without an address or of another kind are left out\n", added, skipped );
    return EXIT_DONE;
}

static int run( struct phonebook *book, const char *path, int argc, char **argv )
{
    const char *command = argv[0];

    if (!strcmp( command, "list" ) && argc <= 2) return list( book, argv[1] );
    if (!strcmp( command, "add" ) && argc == 3) return add( book, path, argv[1], argv[2], NULL );
    if (!strcmp( command, "add" ) && argc == 5 && !strcmp( argv[3], "--number" )) return add( book, path, argv[1], argv[2], argv[4] );
    if (!strcmp( command, "import" ) && argc == 2) return import( book, path, argv[1] );
    if (!strcmp( command, "remove" ) && argc == 2)
        return phonebook_remove( book, argv[1] ) ? fail( EXIT_TROUBLE, "there is no '%s' in %s", argv[1], path ) : save( book, path );
    fputs( usage, stderr );
    return EXIT_MISUSE;
}

int main( int argc, char **argv )
{
    struct phonebook book;
    char path[PATH_MAX];
    int ret;

    argc--;
    argv++;
    if (argc && (!strcmp( argv[0], "--help" ) || !strcmp( argv[0], "-h" )))
    {
        fputs( usage, stdout );
        return EXIT_DONE;
    }
    if (argc > 1 && !strcmp( argv[0], "--file" ))
    {
        if (snprintf( path, sizeof(path), "%s", argv[1] ) >= (int)sizeof(path)) return fail( EXIT_TROUBLE, "%s is too long", argv[1] );
        argc -= 2;
        argv += 2;
    }
    else if (phonebook_default_path( path, sizeof(path) )) return fail( EXIT_TROUBLE, "there is no home folder for the phone book (HOME)" );
    if (!argc)
    {
        fputs( usage, stderr );
        return EXIT_MISUSE;
    }
    if ((ret = phonebook_load( &book, path )) < 0) return fail( EXIT_TROUBLE, "cannot read %s: %s", path, strerror( -ret ) );
    if (ret) fprintf( stderr, "winetapi: warning: %d lines of %s make no sense and are left out\n", ret, path );
    ret = run( &book, path, argc, argv );
    phonebook_free( &book );
    return ret;
}
