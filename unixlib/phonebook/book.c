/*
 * Phone books: entries and the file.
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

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phonebook_private.h"

#define MAX_FILE_SIZE (8 * 1024 * 1024)
#define FIRST_NUMBER  5551000ul

static const char file_header[] =
    "# Phone book of Wine virtual modems (winetapi phonebook; docs/modems.md). Lines of: name, number, address\n"
    "# Addresses: host:port, telnet:host:port, raw:host:port, rfc2217:host:port, modem:host:port, unix:/path\n";

/* ---- lines ---- */

int next_line( const char **text, const char *end, char *line, size_t size )
{
    const char *newline;
    size_t len;

    if (*text >= end) return 0;
    newline = memchr( *text, '\n', (size_t)(end - *text) );
    len = (size_t)((newline ? newline : end) - *text);
    if (len < size)
    {
        memcpy( line, *text, len );
        line[len] = 0;
        if (len && line[len - 1] == '\r') line[len - 1] = 0;
    }
    else line[0] = 0;       /* no entry is this long */
    *text = newline ? newline + 1 : end;
    return 1;
}

void trim( char *text )
{
    size_t len, skip = strspn( text, " \t" );

    memmove( text, text + skip, strlen( text + skip ) + 1 );
    for (len = strlen( text ); len && isspace( (unsigned char)text[len - 1] ); len--) ;
    text[len] = 0;
}

size_t split_fields( char *line, char separator, char *fields[], size_t max )
{
    size_t count = 0;
    char *out;

    while (count < max)
    {
        while (*line == ' ' || (*line == '\t' && separator != '\t')) line++;
        fields[count++] = out = line;
        if (*line == '"')
        {
            line++;
            for (; *line; line++)
            {
                if (*line == '"' && *++line != '"') break;
                *out++ = *line;
            }
            /* after the quotes nothing counts */
            line += strcspn( line, (char[]){ separator, 0 } );
        }
        else while (*line && *line != separator) *out++ = *line++;
        if (!*line)
        {
            *out = 0;
            trim( fields[count - 1] );
            break;
        }
        line++;
        *out = 0;
        trim( fields[count - 1] );
    }
    return count;
}

/* ---- entries ---- */

static int is_text( const char *text, size_t size )
{
    size_t i, len = strlen( text );

    if (!len || len >= size) return 0;
    for (i = 0; i < len; i++) if ((unsigned char)text[i] < ' ' || text[i] == 0x7f) return 0;
    return 1;
}

const struct phonebook_entry *phonebook_find( const struct phonebook *book, const char *text )
{
    char digits[sizeof(book->entries->number)];
    struct address address;
    size_t i;

    for (i = 0; i < book->count; i++)
        if (!strcasecmp( book->entries[i].name, text )) return &book->entries[i];
    if (address_parse( text, &address ) || address.kind != ADDRESS_NUMBER) return NULL;
    if (!number_digits( address.host, digits, sizeof(digits) )) return NULL;
    for (i = 0; i < book->count; i++)
        if (!strcmp( book->entries[i].number, digits )) return &book->entries[i];
    return NULL;
}

static int has_number( const struct phonebook *book, const char *number, const struct phonebook_entry *but )
{
    size_t i;

    for (i = 0; i < book->count; i++)
        if (&book->entries[i] != but && !strcmp( book->entries[i].number, number )) return 1;
    return 0;
}

static void choose_number( const struct phonebook *book, char *number, size_t size )
{
    unsigned long candidate = FIRST_NUMBER + book->count;

    /* most books grow at their end */
    for (;; candidate++)
    {
        snprintf( number, size, "%lu", candidate );
        if (!has_number( book, number, NULL )) return;
    }
}

int phonebook_add( struct phonebook *book, const char *name, const char *number, const char *address )
{
    struct phonebook_entry entry = { 0 }, *entries, *old = NULL;
    struct address parsed;
    size_t i;

    if (!is_text( name, sizeof(entry.name) ) || !is_text( address, sizeof(entry.address) )) return -EINVAL;
    if (address_parse( address, &parsed ) || parsed.kind == ADDRESS_NAME) return -EINVAL;
    strcpy( entry.name, name );
    strcpy( entry.address, address );
    trim( entry.name );
    trim( entry.address );
    if (!entry.name[0]) return -EINVAL;
    for (i = 0; i < book->count; i++) if (!strcasecmp( book->entries[i].name, entry.name )) old = &book->entries[i];
    if (number && *number)
    {
        if (!number_digits( number, entry.number, sizeof(entry.number) )) return -EINVAL;
        if (has_number( book, entry.number, old )) return -EEXIST;
    }
    else if (old && old->number[0]) strcpy( entry.number, old->number );
    else choose_number( book, entry.number, sizeof(entry.number) );
    if (old)
    {
        *old = entry;
        return 0;
    }
    if (book->count >= PHONEBOOK_MAX_ENTRIES) return -E2BIG;
    if (!(book->count % 64))
    {
        if (!(entries = realloc( book->entries, (book->count + 64) * sizeof(*entries) ))) return -ENOMEM;
        book->entries = entries;
    }
    book->entries[book->count++] = entry;
    return 0;
}

int phonebook_remove( struct phonebook *book, const char *text )
{
    const struct phonebook_entry *entry = phonebook_find( book, text );
    size_t i;

    if (!entry) return -ENOENT;
    i = (size_t)(entry - book->entries);
    memmove( book->entries + i, book->entries + i + 1, (--book->count - i) * sizeof(*entry) );
    return 0;
}

void phonebook_free( struct phonebook *book )
{
    free( book->entries );
    memset( book, 0, sizeof(*book) );
}

/* ---- the file ---- */

int phonebook_parse( struct phonebook *book, const char *text, size_t size )
{
    const char *end = text + size;
    char line[1024], *fields[4];
    int ret, left_out = 0;

    while (next_line( &text, end, line, sizeof(line) ))
    {
        trim( line );
        if (!line[0] || line[0] == '#') continue;
        if (split_fields( line, ',', fields, 4 ) != 3) left_out++;
        else if ((ret = phonebook_add( book, fields[0], fields[1], fields[2] )) == -ENOMEM || ret == -E2BIG) return ret;
        else if (ret) left_out++;
    }
    return left_out;
}

int read_file( const char *path, char **text, size_t *size )
{
    struct stat st;
    ssize_t got;
    int fd, ret = 0;

    if ((fd = open( path, O_RDONLY | O_CLOEXEC | O_NONBLOCK )) < 0) return -errno;
    if (fstat( fd, &st )) ret = -errno;
    else if (!S_ISREG( st.st_mode )) ret = -EINVAL;
    else if (st.st_size > MAX_FILE_SIZE) ret = -EFBIG;
    else if (!(*text = malloc( (size_t)st.st_size + 1 ))) ret = -ENOMEM;
    for (*size = 0; !ret && *size < (size_t)st.st_size; *size += (size_t)got)
    {
        got = read( fd, *text + *size, (size_t)st.st_size - *size );
        if (got < 0 && errno == EINTR) got = 0;
        else if (got < 0) ret = -errno;
        else if (!got) break;
    }
    close( fd );
    if (ret) free( *text );
    return ret;
}

int phonebook_load( struct phonebook *book, const char *path )
{
    char *text = NULL;
    size_t size;
    int ret;

    memset( book, 0, sizeof(*book) );
    if ((ret = read_file( path, &text, &size ))) return ret == -ENOENT ? 0 : ret;
    if ((ret = phonebook_parse( book, text, size )) < 0) phonebook_free( book );
    free( text );
    return ret;
}

static int make_folders( const char *path )
{
    char folder[PATH_MAX], *slash;

    if (strlen( path ) >= sizeof(folder)) return -ENAMETOOLONG;
    strcpy( folder, path );
    for (slash = strchr( folder + 1, '/' ); slash; slash = strchr( slash + 1, '/' ))
    {
        *slash = 0;
        if (mkdir( folder, 0755 ) && errno != EEXIST) return -errno;
        *slash = '/';
    }
    return 0;
}

static void write_field( FILE *file, const char *text, const char *after )
{
    if (strpbrk( text, ",\"#" ) || *text == ' ')
    {
        fputc( '"', file );
        for (; *text; text++)
        {
            if (*text == '"') fputc( '"', file );
            fputc( *text, file );
        }
        fputc( '"', file );
    }
    else fputs( text, file );
    fputs( after, file );
}

int phonebook_save( const struct phonebook *book, const char *path )
{
    char name[PATH_MAX];
    FILE *file;
    size_t i;
    int ret, fd;

    if ((ret = make_folders( path ))) return ret;
    if (snprintf( name, sizeof(name), "%s.XXXXXX", path ) >= (int)sizeof(name)) return -ENAMETOOLONG;
    if ((fd = mkstemp( name )) < 0) return -errno;
    if (!(file = fdopen( fd, "w" )))
    {
        ret = -errno;
        close( fd );
        unlink( name );
        return ret;
    }
    fputs( file_header, file );
    for (i = 0; i < book->count; i++)
    {
        write_field( file, book->entries[i].name, ", " );
        write_field( file, book->entries[i].number, ", " );
        write_field( file, book->entries[i].address, "\n" );
    }
    if (fflush( file ) || fchmod( fd, 0644 )) ret = -errno;
    if (fclose( file ) && !ret) ret = -errno;
    if (!ret && rename( name, path )) ret = -errno;
    if (ret) unlink( name );
    return ret;
}

int phonebook_default_path( char *path, size_t size )
{
    const char *config = getenv( "XDG_CONFIG_HOME" ), *home = getenv( "HOME" );
    int len;

    if (config && *config == '/') len = snprintf( path, size, "%s/winetelephony/phonebook", config );
    else if (home && *home) len = snprintf( path, size, "%s/.config/winetelephony/phonebook", home );
    else return -ENOENT;
    return (size_t)len < size ? 0 : -ENAMETOOLONG;
}
