/*
 * Phone books of virtual modems: addresses, the file, dialling directories of others.
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

#ifndef WINE_TELEPHONY_PHONEBOOK_H
#define WINE_TELEPHONY_PHONEBOOK_H

#include <stddef.h>
#include <stdint.h>

/*
 * Functions return 0 or a count on success and a negative errno value on failure.
 */

#define ADDRESS_HOST_SIZE 256

/* What a dialled string means. */
enum address_kind
{
    ADDRESS_NUMBER,                     /* digits: an entry of the book, or another virtual modem */
    ADDRESS_NAME,                       /* words: an entry of the book, or a host without dots */
    ADDRESS_HOST,                       /* TCP; telnet if the other side negotiates it, else as it is */
    ADDRESS_TELNET,                     /* telnet:host, TCP with telnet from the start */
    ADDRESS_RAW,                        /* raw:host, TCP without telnet */
    ADDRESS_RFC2217,                    /* rfc2217:host, a serial port on a server */
    ADDRESS_MODEM,                      /* modem:host, the virtual modem of another machine */
    ADDRESS_UNIX,                       /* unix:/path */
};

struct address
{
    enum address_kind kind;
    char              host[ADDRESS_HOST_SIZE];  /* host, path, digits or name */
    uint16_t          port;                     /* TCP only */
};

#define ADDRESS_PORT_TELNET  23
#define ADDRESS_PORT_MODEM   6400
#define ADDRESS_PORT_RFC2217 2217

/**
 * Make sense of an address: "host:port", "[2001:db8::1]:23", "telnet:host", "raw:host:port", "rfc2217:host:port", "modem:host", "unix:/path",
 * a number such as "(425) 555-0100", or a name. Dialling modifiers (T, P, commas, ;) are allowed in numbers and left out.
 *
 * @return 0, -EPROTONOSUPPORT for a scheme that is unknown, -EINVAL for what makes no sense, -E2BIG
 */
int address_parse( const char *text, struct address *address );

/** Write an address as address_parse() reads it. @return buffer */
char *address_format( const struct address *address, char *buffer, size_t size );

/** Keep the digits of a number: 0-9, *, #, A-D. @return how many there are */
size_t number_digits( const char *text, char *digits, size_t size );

#define PHONEBOOK_MAX_ENTRIES 20000

struct phonebook_entry
{
    char name[128];
    char number[40];                    /* digits, "" if it has none */
    char address[ADDRESS_HOST_SIZE + 32];
};

struct phonebook
{
    struct phonebook_entry *entries;
    size_t                  count;
};

/**
 * Read the text of a phone book: lines of "name, number, address", # begins a comment, quotes (doubled inside) keep commas. What is no entry is left out.
 * @return the number of lines that were left out, or -ENOMEM, -E2BIG (too many entries)
 */
int phonebook_parse( struct phonebook *book, const char *text, size_t size );

/** Read a phone book file. One that does not exist is empty. @return as phonebook_parse(), or a negative errno of the file. */
int phonebook_load( struct phonebook *book, const char *path );

/** Write a phone book file, in one step: readers see the old one or the new one. Makes the folder. @return 0 or a negative errno. */
int phonebook_save( const struct phonebook *book, const char *path );

/** Free the entries. */
void phonebook_free( struct phonebook *book );

/** Find an entry by its number or its name (case does not matter). @return it or NULL */
const struct phonebook_entry *phonebook_find( const struct phonebook *book, const char *text );

/**
 * Add an entry; one of the same name is replaced.
 * @param number  NULL or "": the first free one from 5551000 on
 * @return 0, -EEXIST if another entry has this number, -EINVAL for a name or address that cannot be, -E2BIG, -ENOMEM
 */
int phonebook_add( struct phonebook *book, const char *name, const char *number, const char *address );

/** Remove an entry by name or number. @return 0 or -ENOENT */
int phonebook_remove( struct phonebook *book, const char *text );

/**
 * Take over a dialling directory: SyncTERM's syncterm.lst (sections with ConnectionType, Address, Port), or lists of bulletin boards as text:
 * "name,number,host:port", "name,host,port", "name   host:port" and their like. Entries that are there already are updated.
 *
 * @param added    receives how many entries were taken
 * @param skipped  receives how many could not be (another kind of connection, no address)
 * @return 0, -ENOMEM, -E2BIG
 */
int phonebook_import( struct phonebook *book, const char *text, size_t size, unsigned int *added, unsigned int *skipped );

/** The user's phone book: $XDG_CONFIG_HOME/winetelephony/phonebook, or below ~/.config. @return 0 or -ENOENT, -ENAMETOOLONG */
int phonebook_default_path( char *path, size_t size );

#endif /* WINE_TELEPHONY_PHONEBOOK_H */
