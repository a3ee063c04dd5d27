/*
 * From a canonical address to what is dialled.
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

#include "dialrules.h"

#define ALL_OPTIONS  (DIAL_OPTION_CARD | DIAL_OPTION_CANCEL | DIAL_OPTION_LOCAL | DIAL_OPTION_LONG)

/* A string under construction. */
struct builder
{
    dial_char *text;
    size_t     len, capacity;
    int        failed;
};

/* What is dialled and what is shown grow together. */
struct translation
{
    const struct dial_location *location;
    const struct dial_card     *card;
    struct dial_address         address;
    uint32_t                    kind;       /* DIAL_LOCAL, DIAL_LONG_DISTANCE or DIAL_INTERNATIONAL */
    struct builder              dialable, displayable;
};

static void put( struct builder *builder, dial_char c )
{
    dial_char *grown;

    if (builder->failed) return;
    if (builder->len == builder->capacity)
    {
        size_t capacity = builder->capacity ? 2 * builder->capacity : 64;

        if (!(grown = calloc( capacity, sizeof(*grown) )))
        {
            builder->failed = 1;
            return;
        }
        /* not realloc(): what a card's numbers were in is wiped */
        if (builder->len) memcpy( grown, builder->text, builder->len * sizeof(*grown) );
        dial_wipe( builder->text, builder->len );
        free( builder->text );
        builder->text = grown;
        builder->capacity = capacity;
    }
    builder->text[builder->len++] = c;
}

static void put_text( struct builder *builder, struct dial_text text )
{
    size_t i;

    for (i = 0; i < text.len; i++) put( builder, text.text[i] );
}

/* Parts of the number stand apart for the eye. */
static void put_gap( struct builder *builder )
{
    if (builder->len && builder->text[builder->len - 1] != ' ') put( builder, ' ' );
}

static struct dial_text text_of( const dial_char *string )
{
    struct dial_text text = { string, dial_len( string ) };

    return text;
}

/* Something that is dialled: without its decoration. */
static void dial_text( struct translation *t, struct dial_text text )
{
    size_t i;

    for (i = 0; i < text.len; i++) if (dial_is_dialable( text.text[i] )) put( &t->dialable, text.text[i] );
}

/* Something that is dialled and shown: a part of its own if gap is set. */
static void dial_part( struct translation *t, struct dial_text text, int gap )
{
    if (!text.len) return;
    if (gap) put_gap( &t->displayable );
    dial_text( t, text );
    put_text( &t->displayable, text );
}

/* Something secret of the card: the name of the card is shown. */
static void dial_secret( struct translation *t, const dial_char *secret )
{
    struct dial_text name = text_of( t->card->name );
    struct builder *shown = &t->displayable;
    size_t len = name.len + 2;

    if (!*secret) return;
    dial_text( t, text_of( secret ) );
    /* once for numbers that follow each other */
    if (shown->len >= len && shown->text[shown->len - 1] == ']' && shown->text[shown->len - len] == '[') return;
    put_gap( shown );
    put( shown, '[' );
    put_text( shown, name );
    put( shown, ']' );
}

static const dial_char *card_access( const struct translation *t )
{
    switch (t->kind)
    {
    case DIAL_LOCAL:         return t->card->local_access;
    case DIAL_LONG_DISTANCE: return t->card->long_distance_access;
    default:                 return t->card->international_access;
    }
}

static void apply_letter( struct translation *t, dial_char letter )
{
    const struct dial_card *card = t->card;

    switch (letter)
    {
    case 'E': dial_part( t, t->address.country, 1 ); break;
    case 'F': dial_part( t, t->address.area, 1 ); break;
    case 'G': dial_part( t, t->address.number, 1 ); break;
    case 'H': if (card) dial_secret( t, *card->pin ? card->pin : card->account ); break;
    case 'K': if (card) dial_secret( t, card->account ); break;
    case 'J': if (card) dial_part( t, text_of( card_access( t ) ), 1 ); break;
    case 'L':
    case 'N': dial_part( t, text_of( t->location->long_distance_carrier ), 1 ); break;
    case 'M':
    case 'S': dial_part( t, text_of( t->location->international_carrier ), 1 ); break;
    }
}

static int is_letter( dial_char c )
{
    return (c >= 'E' && c <= 'N') || c == 'S';
}

/* A run of what is dialled as it stands is one part for the eye. */
static void apply_rule( struct translation *t, struct dial_text rule )
{
    size_t i;
    int run = 0;

    for (i = 0; i < rule.len; i++)
    {
        if (is_letter( rule.text[i] ))
        {
            apply_letter( t, rule.text[i] );
            run = 0;
        }
        else if (dial_is_dialable( rule.text[i] ))
        {
            if (!run) put_gap( &t->displayable );
            put( &t->dialable, rule.text[i] );
            put( &t->displayable, rule.text[i] );
            run = 1;
        }
        else run = 0;
    }
}

/* The same for rules of the country table. */
static void apply_ascii( struct translation *t, const char *rule )
{
    dial_char wide[32];
    struct dial_text text = { wide, 0 };

    while (*rule && text.len < sizeof(wide) / sizeof(wide[0])) wide[text.len++] = *rule++;
    apply_rule( t, text );
}

static int same_text( struct dial_text text, const dial_char *string )
{
    return text.len == dial_len( string ) && !memcmp( text.text, string, text.len * sizeof(*string) );
}

/* The first rule that is about the address; NULL: none. */
static const struct dial_area_rule *find_area_rule( const struct translation *t )
{
    uint32_t i;

    for (i = 0; i < t->location->rule_count; i++)
    {
        const struct dial_area_rule *rule = &t->location->rules[i];

        if (!same_text( t->address.area, rule->area_code )) continue;
        if (!*rule->prefixes || dial_in_list( rule->prefixes, t->address.number )) return rule;
    }
    return NULL;
}

/*
 * What sort of call it is, and the area-code rule that decided it. A rule that dials something first makes a long distance call,
 * one that does not makes a local one: that is what it is for.
 */
static uint32_t classify( struct translation *t, const struct dial_country *country, uint32_t options, const struct dial_area_rule **rule )
{
    uint32_t tolls = 0;

    *rule = NULL;
    if (t->address.country_code != country->code)
    {
        t->kind = DIAL_INTERNATIONAL;
        return 0;
    }
    t->kind = same_text( t->address.area, t->location->area_code ) ? DIAL_LOCAL : DIAL_LONG_DISTANCE;
    if (t->kind == DIAL_LOCAL && dial_has_tolls( country->code ))
    {
        tolls = dial_in_list( t->location->toll_list, t->address.number ) ? DIAL_IN_TOLL_LIST : DIAL_NOT_IN_TOLL_LIST;
        if (tolls == DIAL_IN_TOLL_LIST) t->kind = DIAL_LONG_DISTANCE;
    }
    if (options & DIAL_OPTION_LOCAL) t->kind = DIAL_LOCAL;
    else if (options & DIAL_OPTION_LONG) t->kind = DIAL_LONG_DISTANCE;
    else if ((*rule = find_area_rule( t ))) t->kind = *(*rule)->number_to_dial ? DIAL_LONG_DISTANCE : DIAL_LOCAL;
    return tolls;
}

static void translate( struct translation *t, const struct dial_country *country, const struct dial_area_rule *rule, uint32_t options )
{
    const struct dial_location *location = t->location;
    const dial_char *card_rule = NULL;

    put( &t->dialable, location->options & DIAL_LOCATION_PULSE ? 'P' : 'T' );
    put( &t->displayable, location->options & DIAL_LOCATION_PULSE ? 'P' : 'T' );
    if (options & DIAL_OPTION_CANCEL) dial_part( t, text_of( location->cancel_call_waiting ), 1 );
    dial_part( t, text_of( t->kind == DIAL_LOCAL ? location->local_access : location->long_distance_access ), 1 );

    if (t->card)
    {
        card_rule = t->kind == DIAL_LOCAL ? t->card->same_area_rule :
                    t->kind == DIAL_LONG_DISTANCE ? t->card->long_distance_rule : t->card->international_rule;
        if (!*card_rule) card_rule = NULL;
    }
    if (card_rule) apply_rule( t, text_of( card_rule ) );
    else if (rule)
    {
        dial_part( t, text_of( rule->number_to_dial ), 1 );
        if (rule->options & DIAL_AREA_INCLUDE) dial_part( t, t->address.area, 1 );
        dial_part( t, t->address.number, 1 );
    }
    else apply_ascii( t, t->kind == DIAL_LOCAL ? country->same_area :
                         t->kind == DIAL_LONG_DISTANCE ? country->long_distance : country->international );
}

uint32_t dial_modifiers( struct dial_text number )
{
    uint32_t results = 0;
    size_t i;

    for (i = 0; i < number.len; i++)
    {
        switch (number.text[i])
        {
        case '$': results |= DIAL_BILLING; break;
        case '@': results |= DIAL_QUIET; break;
        case 'W':
        case 'w': results |= DIAL_DIAL_TONE; break;
        case '?': results |= DIAL_PROMPT; break;
        case ':': results |= DIAL_VOICE; break;
        }
    }
    return results;
}

enum dial_error dial_translate( const struct dial_location *location, const struct dial_country *country, const struct dial_card *card,
                                const dial_char *address, uint32_t options, struct dial_output *output )
{
    struct translation t = { .location = location, .card = card };
    const struct dial_area_rule *rule;
    struct dial_text dialled;
    enum dial_error err;

    memset( output, 0, sizeof(*output) );
    if (options & ~ALL_OPTIONS || (options & DIAL_OPTION_LOCAL && options & DIAL_OPTION_LONG)) return DIAL_E_OPTIONS;
    if ((err = dial_parse( address, &t.address ))) return err;
    if (t.address.canonical)
    {
        output->results = DIAL_CANONICAL | classify( &t, country, options, &rule );
        output->results |= t.kind;
        output->dest_country = t.address.country_code;
        translate( &t, country, rule, options );
        dialled.text = t.dialable.text;
        dialled.len = t.dialable.len;
        if (!t.dialable.failed) output->results |= dial_modifiers( dialled );
        put_text( &t.dialable, t.address.ancillary );
    }
    else
    {
        output->results = dial_modifiers( t.address.number );
        put_text( &t.dialable, text_of( address ) );
        put_text( &t.displayable, t.address.number );
    }
    put( &t.dialable, 0 );
    put( &t.displayable, 0 );
    if (!t.dialable.failed && !t.displayable.failed)
    {
        output->dialable = t.dialable.text;
        output->displayable = t.displayable.text;
        return DIAL_OK;
    }
    dial_wipe( t.dialable.text, t.dialable.len );
    free( t.dialable.text );
    free( t.displayable.text );
    return DIAL_E_MEMORY;
}

void dial_output_free( struct dial_output *output )
{
    if (output->dialable) dial_wipe( output->dialable, dial_len( output->dialable ) );
    free( output->dialable );
    free( output->displayable );
    memset( output, 0, sizeof(*output) );
}
