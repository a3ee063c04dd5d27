/*
 * Dialling rules: how a telephone number is dialled from where the user is.
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

#ifndef WINE_TELEPHONY_DIALRULES_H
#define WINE_TELEPHONY_DIALRULES_H

/* Plain C without Windows or Wine: tapisrv translates with it, the dialog of tapi32 shows its previews with it. */

#include <stddef.h>
#include <stdint.h>

/* UTF-16; WCHAR of Windows code. */
typedef uint16_t dial_char;

enum dial_error
{
    DIAL_OK,
    DIAL_E_ADDRESS,     /* starts with '+' but is not a canonical address, or is not one that a toll list can have */
    DIAL_E_OPTIONS,     /* options that contradict each other, or unknown ones */
    DIAL_E_MEMORY,
    DIAL_E_MALFORMED,   /* a packed book that makes no sense */
};

/* ---- addresses (address.c) ----------------------------------------------------------------------------------- */

/* Part of a string that is not ours. */
struct dial_text
{
    const dial_char *text;
    size_t           len;
};

/* The first of the addresses in a string. */
struct dial_address
{
    int              canonical;
    uint32_t         country_code;
    struct dial_text country, area;     /* digits; area may be empty */
    struct dial_text number;            /* as written, without the blanks around it; not canonical: all before the ancillary fields */
    struct dial_text ancillary;         /* "|subaddress^name" as written */
};

/*
 * Take an address apart: "+1 (425) 882-8080|subaddress^name\r\n...", or anything dialable.
 *
 * Returns 0 or DIAL_E_ADDRESS. Lengths are bounded by the string, which ends with 0.
 */
enum dial_error dial_parse( const dial_char *string, struct dial_address *address );
/* TRUE for digits and modifiers that a dialable number may have. */
int dial_is_dialable( dial_char c );
size_t dial_len( const dial_char *string );

/* ---- countries (countries.c) --------------------------------------------------------------------------------- */

/* Facts of ITU-T E.164 and the national numbering plans that ITU publishes. Rules: see dial_translate(). */
struct dial_country
{
    uint32_t    id;             /* of TAPI; unique, never shown to users */
    uint32_t    code;           /* dialled */
    char        iso[3];         /* ISO 3166-1, "" for services that are no country's */
    const char *same_area, *long_distance, *international;
    const char *name;
};

/* All of them, in the order of their ids. */
const struct dial_country *dial_countries( size_t *count );
/* NULL: there is none. */
const struct dial_country *dial_country_by_id( uint32_t id );
const struct dial_country *dial_country_by_iso( const char *iso );
/* The first with that code: of a shared code the one whose id it is. */
const struct dial_country *dial_country_by_code( uint32_t code );

/* ---- locations and calling cards (book.c) -------------------------------------------------------------------- */

/* What an entry of a book that is sent to be saved is for. */
enum dial_state { DIAL_KEPT, DIAL_CHANGED, DIAL_NEW, DIAL_REMOVED };

#define DIAL_LOCATION_PULSE    1u       /* LINELOCATIONOPTION_PULSEDIAL */
#define DIAL_CARD_PREDEFINED   1u       /* LINECARDOPTION_xxx */
#define DIAL_CARD_HIDDEN       2u
#define DIAL_AREA_INCLUDE      1u       /* dial the area code, too */

/* How numbers of one area, or with some prefixes in it, are dialled other than the country's rules say. */
struct dial_area_rule
{
    dial_char *area_code;
    dial_char *prefixes;                /* "555,556"; empty: all */
    dial_char *number_to_dial;          /* before it; empty: nothing */
    uint32_t   options;                 /* DIAL_AREA_xxx */
};

struct dial_location
{
    uint32_t   id, state, country_id, options, card_id;
    dial_char *name;
    dial_char *area_code;
    dial_char *local_access, *long_distance_access;                 /* to get an outside line */
    dial_char *long_distance_carrier, *international_carrier;       /* where the country's rules ask for them */
    dial_char *cancel_call_waiting;
    dial_char *toll_list;                                           /* "555,556": prefixes in the own area that are long distance */
    struct dial_area_rule *rules;
    uint32_t   rule_count;
};

struct dial_card
{
    uint32_t   id, state, options;
    dial_char *name;
    dial_char *pin, *account;                                       /* secrets */
    dial_char *local_access, *long_distance_access, *international_access;
    dial_char *same_area_rule, *long_distance_rule, *international_rule;
};

struct dial_book
{
    uint32_t              current;      /* id of the location */
    uint32_t              state;        /* DIAL_CHANGED: current is to be set */
    dial_char            *report;       /* what was repaired; empty: nothing */
    struct dial_location *locations;
    uint32_t              location_count;
    struct dial_card     *cards;
    uint32_t              card_count;
};

/* Overwrite characters, even if they are freed right after. string may be NULL if len is 0. */
void dial_wipe( dial_char *string, size_t len );
/* A string of ours, malloc'ed. NULL: out of memory. */
dial_char *dial_copy( const dial_char *string );
/* Replace a string by a copy of another. Returns 0 or DIAL_E_MEMORY (then it is as it was). */
enum dial_error dial_set( dial_char **string, const dial_char *to );

/* All zero is an empty book; every string of an entry that these make is an empty one, never NULL. NULL: out of memory. */
struct dial_location *dial_add_location( struct dial_book *book );
struct dial_card *dial_add_card( struct dial_book *book );
struct dial_area_rule *dial_add_area_rule( struct dial_location *location );
void dial_remove_area_rule( struct dial_location *location, uint32_t index );
/* NULL: there is none; entries that are DIAL_REMOVED are not found. */
struct dial_location *dial_find_location( const struct dial_book *book, uint32_t id );
struct dial_card *dial_find_card( const struct dial_book *book, uint32_t id );
/* Deep copies, into an entry that an add function made. */
enum dial_error dial_copy_location( struct dial_location *to, const struct dial_location *from );
enum dial_error dial_copy_card( struct dial_card *to, const struct dial_card *from );
/* Frees what it holds and leaves an empty book. Secrets are wiped. */
void dial_free( struct dial_book *book );

/* ---- a book on its way (pack.c) ------------------------------------------------------------------------------ */

/* *data: malloc'ed, *size bytes, a multiple of 4. Returns 0 or DIAL_E_MEMORY. */
enum dial_error dial_pack( const struct dial_book *book, void **data, size_t *size );
/* data may be anything. Returns 0, DIAL_E_MALFORMED or DIAL_E_MEMORY; the book is empty then. */
enum dial_error dial_unpack( const void *data, size_t size, struct dial_book *book );

/* ---- toll lists (toll.c) ------------------------------------------------------------------------------------- */

/* TRUE if prefixes of the own area can be long distance in a country with that code. */
int dial_has_tolls( uint32_t country_code );
/* TRUE if a list "555,556" has an entry that the number starts with. */
int dial_in_list( const dial_char *list, struct dial_text number );
/*
 * Add the prefix of an address to a location's toll list, or remove it. *changed: whether it was not (or was) there before.
 *
 * Returns 0, DIAL_E_ADDRESS (not canonical, no number of this location's area, no toll lists there) or DIAL_E_MEMORY.
 */
enum dial_error dial_toll_edit( struct dial_location *location, uint32_t country_code, const dial_char *address, int add, int *changed );

/* ---- translation (translate.c) ------------------------------------------------------------------------------- */

/* Numbers as LINETRANSLATEOPTION_ and LINETRANSLATERESULT_ have them. */
#define DIAL_OPTION_CARD        0x001u      /* ignored here: the card is given or not */
#define DIAL_OPTION_CANCEL      0x002u
#define DIAL_OPTION_LOCAL       0x004u
#define DIAL_OPTION_LONG        0x008u
#define DIAL_CANONICAL          0x001u
#define DIAL_INTERNATIONAL      0x002u
#define DIAL_LONG_DISTANCE      0x004u
#define DIAL_LOCAL              0x008u
#define DIAL_IN_TOLL_LIST       0x010u
#define DIAL_NOT_IN_TOLL_LIST   0x020u
#define DIAL_BILLING            0x040u
#define DIAL_QUIET              0x080u
#define DIAL_DIAL_TONE          0x100u
#define DIAL_PROMPT             0x200u
#define DIAL_VOICE              0x400u
#define DIAL_NO_TRANSLATION     0x800u

struct dial_output
{
    dial_char *dialable;        /* malloc'ed; may have secrets of the card */
    dial_char *displayable;     /* malloc'ed; has none */
    uint32_t   dest_country;    /* 0: not known */
    uint32_t   results;         /* DIAL_xxx */
};

/*
 * What to dial for an address.
 *
 * location, country: where the user is, country being that of location->country_id. card: NULL or one without rules: none.
 *
 * Rules are made of what is dialled and of letters: E country code, F area code, G subscriber's number; of the card: H its number (the PIN, or
 * the account number if it has none), K account number, J access number; of the location: L or N code of the long distance
 * carrier, M or S of the international carrier (mandatory or optional: dialled if there is one). Everything else is for the eye.
 *
 * An address that is not canonical stays as it is. Returns 0 and *output, to be freed with dial_output_free(), or an error.
 */
enum dial_error dial_translate( const struct dial_location *location, const struct dial_country *country, const struct dial_card *card,
                                const dial_char *address, uint32_t options, struct dial_output *output );
void dial_output_free( struct dial_output *output );
/* The DIAL_BILLING, ... bits of modifiers that a dialable number has. */
uint32_t dial_modifiers( struct dial_text number );

#endif
