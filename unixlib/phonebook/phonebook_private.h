/*
 * Phone books: what the files of this folder share.
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

#ifndef WINE_TELEPHONY_PHONEBOOK_PRIVATE_H
#define WINE_TELEPHONY_PHONEBOOK_PRIVATE_H

#include "phonebook.h"

/* Copy the next line, without its end; one that does not fit is empty. @return 0 at the end of the text */
int next_line( const char **text, const char *end, char *line, size_t size );
void trim( char *text );
/* Cut a line at its separators, in place; quotes keep them. @return the number of fields, at most max */
size_t split_fields( char *line, char separator, char *fields[], size_t max );
/* A regular file of reasonable size, to be freed. @return 0 or a negative errno */
int read_file( const char *path, char **text, size_t *size );

#endif
