/*
 * What the files of libs/dialrules share.
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

#ifndef WINE_TELEPHONY_DIALRULES_PRIVATE_H
#define WINE_TELEPHONY_DIALRULES_PRIVATE_H

#include "dialrules.h"

#define LOCATION_STRINGS  8u
#define CARD_STRINGS      9u
#define RULE_STRINGS      3u

/* Where the strings of an entry are: what copies, frees and packs them walks these. */
extern const size_t location_strings[LOCATION_STRINGS], card_strings[CARD_STRINGS], rule_strings[RULE_STRINGS];

dial_char **dial_string( void *entry, size_t offset );

#endif
