/*
 * Address translation: the requests of applications and of the dialog.
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

#include "client.h"
#include "device.h"
#include "location.h"
#include "trp/structs.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapisrv );

#define NEWEST  0x00030001

C_ASSERT( DIAL_OPTION_CARD == LINETRANSLATEOPTION_CARDOVERRIDE && DIAL_OPTION_CANCEL == LINETRANSLATEOPTION_CANCELCALLWAITING &&
          DIAL_OPTION_LOCAL == LINETRANSLATEOPTION_FORCELOCAL && DIAL_OPTION_LONG == LINETRANSLATEOPTION_FORCELD );
C_ASSERT( DIAL_CANONICAL == LINETRANSLATERESULT_CANONICAL && DIAL_INTERNATIONAL == LINETRANSLATERESULT_INTERNATIONAL &&
          DIAL_LONG_DISTANCE == LINETRANSLATERESULT_LONGDISTANCE && DIAL_LOCAL == LINETRANSLATERESULT_LOCAL &&
          DIAL_IN_TOLL_LIST == LINETRANSLATERESULT_INTOLLLIST && DIAL_NOT_IN_TOLL_LIST == LINETRANSLATERESULT_NOTINTOLLLIST &&
          DIAL_BILLING == LINETRANSLATERESULT_DIALBILLING && DIAL_QUIET == LINETRANSLATERESULT_DIALQUIET &&
          DIAL_DIAL_TONE == LINETRANSLATERESULT_DIALDIALTONE && DIAL_PROMPT == LINETRANSLATERESULT_DIALPROMPT &&
          DIAL_VOICE == LINETRANSLATERESULT_VOICEDETECT && DIAL_NO_TRANSLATION == LINETRANSLATERESULT_NOTRANSLATION );
C_ASSERT( !ARG_lineTranslateAddress_hLineApp && !ARG_lineSetCurrentLocation_hLineApp && !ARG_lineSetTollList_hLineApp &&
          !ARG_lineGetTranslateCaps_hLineApp && !ARG_lineTranslateDialog_hLineApp );
C_ASSERT( DIAL_LOCATION_PULSE == LINELOCATIONOPTION_PULSEDIAL && DIAL_CARD_PREDEFINED == LINECARDOPTION_PREDEFINED &&
          DIAL_CARD_HIDDEN == LINECARDOPTION_HIDDEN );

/* ---- telling ------------------------------------------------------------------------------------------------- */

/* Applications of 1.3 do not know of locations that change: they are to start over. */
static void tell_app( struct app *app, void *arg )
{
    struct trp_event event = { .init_context = app->init_context, .msg = LINE_LINEDEVSTATE, .param1 = LINEDEVSTATE_TRANSLATECHANGE };

    if (app->api_version < 0x00010004)
    {
        event.param1 = LINEDEVSTATE_REINIT;
        event.param2 = LINE_LINEDEVSTATE;
        event.param3 = LINEDEVSTATE_TRANSLATECHANGE;
    }
    event_send( app->client, &event, NULL, 0 );
}

/* Providers that want to know where the computer is, each once. */
static void tell_providers( DWORD location )
{
    DWORD count = device_count( FALSE ), told = 0, id, i;
    struct provider **providers;
    struct device *device;

    if (!count || !(providers = calloc( count, sizeof(*providers) ))) return;
    for (id = 0; id < count; id++)
    {
        if (!(device = device_get( id, FALSE ))) continue;
        for (i = 0; i < told && providers[i] != device->provider; i++) continue;
        if (i == told && provider_has( device->provider, TSPI_FN_lineSetCurrentLocation )) providers[told++] = provider_grab( device->provider );
        device_release( device );
    }
    for (i = 0; i < told; i++)
    {
        LONG ret = PROVIDER_CALL( providers[i], lineSetCurrentLocation, location );

        if (ret) WARN( "%s: TSPI_lineSetCurrentLocation( %lu ): %s\n", debugstr_w( provider_file( providers[i] ) ), location, result_name( ret ) );
        provider_release( providers[i] );
    }
    free( providers );
}

static void tell( const struct book_change *change )
{
    if (change->moved) tell_providers( change->current );
    if (change->changed) app_enum( FALSE, tell_app, NULL );
}

/* ---- checks that the functions share ------------------------------------------------------------------------- */

/* Applications of 1.x must have initialised; later ones may leave the application and then, for want of lines, the device out. */
static LONG check_caller( struct request *rq, const struct trp_arg *args, DWORD version, DWORD device )
{
    struct line_device *ld;
    LONG ret;

    /* every one of these requests starts with the application's handle, which is optional but not arbitrary */
    if (args[0].value && !rq->objects[0]) return LINEERR_INVALAPPHANDLE;
    if (!args[0].value)
    {
        if (version >= 0x00020000) return 0;
        WARN( "an application of version %#lx must give its handle\n", version );
        return LINEERR_INVALAPPHANDLE;
    }
    if (device == LINEMAPPER) return 0;
    if (!(ld = line_device_get( device, &ret ))) return ret;
    line_device_release( ld );
    return 0;
}

/* A line without telephone numbers, as its capabilities of version 3.0 say, has nothing to translate. */
static BOOL has_numbers( DWORD device )
{
    struct line_device *ld;
    BOOL ret = TRUE;
    LONG error;

    if (!(ld = line_device_get( device, &error ))) return TRUE;
    device_read_caps( ld );
    if (ld->have_caps && ld->address_types) ret = (ld->address_types & LINEADDRESSTYPE_PHONENUMBER) != 0;
    line_device_release( ld );
    return ret;
}

/* ---- lineTranslateAddress ------------------------------------------------------------------------------------ */

static LONG translate_reply( struct request *rq, struct trp_arg *arg, DWORD version, const struct dial_output *output, DWORD country )
{
    LINETRANSLATEOUTPUT *full;
    LONG ret;

    if (!(full = calloc( 1, sizeof(*full) ))) return LINEERR_NOMEM;
    full->dwTotalSize = full->dwNeededSize = full->dwUsedSize = sizeof(*full);
    full->dwCurrentCountry = country;
    full->dwDestCountry = output->dest_country;
    full->dwTranslateResults = output->results;
    if (version < 0x00020000) full->dwTranslateResults &= ~LINETRANSLATERESULT_VOICEDETECT;
    if (struct_append_string( (void **)&full, offsetof( LINETRANSLATEOUTPUT, dwDialableStringSize ),
                              offsetof( LINETRANSLATEOUTPUT, dwDialableStringOffset ), output->dialable ) &&
        struct_append_string( (void **)&full, offsetof( LINETRANSLATEOUTPUT, dwDisplayableStringSize ),
                              offsetof( LINETRANSLATEOUTPUT, dwDisplayableStringOffset ), output->displayable ))
        ret = struct_reply( rq, arg, TRPS_LINETRANSLATEOUTPUT, version, full, NEWEST );
    else ret = LINEERR_NOMEM;
    SecureZeroMemory( full, full->dwTotalSize );
    free( full );
    return ret;
}

static LONG translate( const struct dial_book *book, const WCHAR *address, DWORD card_id, DWORD options, struct dial_output *output )
{
    const struct dial_location *location = dial_find_location( book, book->current );
    const struct dial_card *card = dial_find_card( book, options & LINETRANSLATEOPTION_CARDOVERRIDE ? card_id : location->card_id );

    if (!card && options & LINETRANSLATEOPTION_CARDOVERRIDE)
    {
        WARN( "there is no calling card %lu\n", card_id );
        return LINEERR_INVALCARD;
    }
    switch (dial_translate( location, dial_country_by_id( location->country_id ), card && card->id ? card : NULL, address, options, output ))
    {
    case DIAL_OK: return 0;
    case DIAL_E_ADDRESS:
        WARN( "%s is not canonical: it should look like +1 (425) 882-8080\n", debugstr_w( address ) );
        return LINEERR_INVALADDRESS;
    case DIAL_E_MEMORY: return LINEERR_NOMEM;
    default: return LINEERR_INVALPARAM;
    }
}

LONG handle_lineTranslateAddress( struct request *rq, struct trp_arg *args )
{
    DWORD version = args[ARG_lineTranslateAddress_dwAPIVersion].value, device = args[ARG_lineTranslateAddress_dwDeviceID].value, country;
    const WCHAR *address = args[ARG_lineTranslateAddress_lpszAddressIn].data;
    const struct dial_book *book;
    struct dial_output output;
    LONG ret;

    if ((ret = check_caller( rq, args, version, device ))) return ret;
    if (!(book = book_acquire( &ret ))) return ret;
    ret = translate( book, address, args[ARG_lineTranslateAddress_dwCard].value, args[ARG_lineTranslateAddress_dwTranslateOptions].value, &output );
    country = dial_country_by_id( dial_find_location( book, book->current )->country_id )->code;
    book_release();
    if (ret) return ret;
    if (version >= 0x00030000 && rq->objects[ARG_lineTranslateAddress_hLineApp] && !has_numbers( device ))
    {
        dial_output_free( &output );
        output.results = LINETRANSLATERESULT_NOTRANSLATION;
        if (!(output.dialable = dial_copy( address )) || !(output.displayable = dial_copy( address ))) ret = LINEERR_NOMEM;
    }
    if (!ret) ret = translate_reply( rq, &args[ARG_lineTranslateAddress_lpTranslateOutput], version, &output, country );
    dial_output_free( &output );
    return ret;
}

/* ---- lineGetTranslateCaps ------------------------------------------------------------------------------------ */

/* The digits of a card's number: a dialog shows as many dots. */
static DWORD count_digits( const struct dial_card *card )
{
    const dial_char *p;
    DWORD count = 0;

    for (p = *card->pin ? card->pin : card->account; *p; p++) count += *p >= '0' && *p <= '9';
    return count;
}

#define APPEND( full, at, type, field, string ) \
    struct_append_string( full, (at) + offsetof( type, field##Size ), (at) + offsetof( type, field##Offset ), string )

static BOOL append_location( void **full, DWORD at, const struct dial_location *location, const struct dial_book *book )
{
    LINELOCATIONENTRY *entry = (LINELOCATIONENTRY *)((char *)*full + at);

    entry->dwPermanentLocationID = location->id;
    entry->dwCountryCode = dial_country_by_id( location->country_id )->code;
    entry->dwPreferredCardID = dial_find_card( book, location->card_id ) ? location->card_id : 0;
    entry->dwCountryID = location->country_id;
    entry->dwOptions = location->options & LINELOCATIONOPTION_PULSEDIAL;
    return APPEND( full, at, LINELOCATIONENTRY, dwLocationName, location->name ) &&
           APPEND( full, at, LINELOCATIONENTRY, dwCityCode, location->area_code ) &&
           APPEND( full, at, LINELOCATIONENTRY, dwLocalAccessCode, location->local_access ) &&
           APPEND( full, at, LINELOCATIONENTRY, dwLongDistanceAccessCode, location->long_distance_access ) &&
           APPEND( full, at, LINELOCATIONENTRY, dwTollPrefixList, location->toll_list ) &&
           APPEND( full, at, LINELOCATIONENTRY, dwCancelCallWaiting, location->cancel_call_waiting );
}

static BOOL append_card( void **full, DWORD at, const struct dial_card *card )
{
    LINECARDENTRY *entry = (LINECARDENTRY *)((char *)*full + at);

    entry->dwPermanentCardID = card->id;
    entry->dwCardNumberDigits = count_digits( card );
    entry->dwOptions = card->options & (LINECARDOPTION_PREDEFINED | LINECARDOPTION_HIDDEN);
    return APPEND( full, at, LINECARDENTRY, dwCardName, card->name ) &&
           APPEND( full, at, LINECARDENTRY, dwSameAreaRule, card->same_area_rule ) &&
           APPEND( full, at, LINECARDENTRY, dwLongDistanceRule, card->long_distance_rule ) &&
           APPEND( full, at, LINECARDENTRY, dwInternationalRule, card->international_rule );
}

/* Both lists first, then all strings. Hidden cards are for the dialog only. */
static LONG make_caps( const struct dial_book *book, void **ret )
{
    const struct dial_card *preferred = dial_find_card( book, dial_find_location( book, book->current )->card_id );
    DWORD num_cards = 0, size, at, i;
    LINETRANSLATECAPS *caps;
    void *full;
    BOOL ok = TRUE;

    for (i = 0; i < book->card_count; i++) num_cards += !(book->cards[i].options & DIAL_CARD_HIDDEN);
    size = sizeof(*caps) + book->location_count * sizeof(LINELOCATIONENTRY) + num_cards * sizeof(LINECARDENTRY);
    if (!(full = caps = calloc( 1, size ))) return LINEERR_NOMEM;
    caps->dwTotalSize = caps->dwNeededSize = caps->dwUsedSize = size;
    caps->dwNumLocations = book->location_count;
    caps->dwLocationListSize = book->location_count * sizeof(LINELOCATIONENTRY);
    caps->dwLocationListOffset = sizeof(*caps);
    caps->dwCurrentLocationID = book->current;
    caps->dwNumCards = num_cards;
    caps->dwCardListSize = num_cards * sizeof(LINECARDENTRY);
    caps->dwCardListOffset = caps->dwLocationListOffset + caps->dwLocationListSize;
    caps->dwCurrentPreferredCardID = preferred ? preferred->id : 0;
    at = sizeof(*caps);
    for (i = 0; i < book->location_count && ok; i++, at += sizeof(LINELOCATIONENTRY)) ok = append_location( &full, at, &book->locations[i], book );
    for (i = 0; i < book->card_count && ok; i++)
    {
        if (book->cards[i].options & DIAL_CARD_HIDDEN) continue;
        ok = append_card( &full, at, &book->cards[i] );
        at += sizeof(LINECARDENTRY);
    }
    *ret = full;
    if (ok) return 0;
    free( full );
    return LINEERR_NOMEM;
}

LONG handle_lineGetTranslateCaps( struct request *rq, struct trp_arg *args )
{
    DWORD version = args[ARG_lineGetTranslateCaps_dwAPIVersion].value;
    const struct dial_book *book;
    void *caps = NULL;
    LONG ret;

    if ((ret = check_caller( rq, args, version, LINEMAPPER ))) return ret;
    if (!(book = book_acquire( &ret ))) return ret;
    ret = make_caps( book, &caps );
    book_release();
    if (ret) return ret;
    ret = struct_reply( rq, &args[ARG_lineGetTranslateCaps_lpTranslateCaps], TRPS_LINETRANSLATECAPS, version, caps, NEWEST );
    free( caps );
    return ret;
}

/* ---- changes ------------------------------------------------------------------------------------------------- */

LONG handle_lineSetCurrentLocation( struct request *rq, struct trp_arg *args )
{
    struct book_change change;
    LONG ret;

    if ((ret = check_caller( rq, args, NEWEST, LINEMAPPER ))) return ret;
    if (!(ret = book_set_current( args[ARG_lineSetCurrentLocation_dwLocation].value, &change ))) tell( &change );
    return ret;
}

LONG handle_lineSetTollList( struct request *rq, struct trp_arg *args )
{
    const WCHAR *address = args[ARG_lineSetTollList_lpszAddressIn].data;
    struct book_change change;
    LONG ret;

    if ((ret = check_caller( rq, args, NEWEST, args[ARG_lineSetTollList_dwDeviceID].value ))) return ret;
    ret = book_edit_toll_list( address, args[ARG_lineSetTollList_dwTollListOption].value == LINETOLLLISTOPTION_ADD, &change );
    if (ret == (LONG)LINEERR_INVALADDRESS) WARN( "%s has no prefix that the current location's toll list could have\n", debugstr_w( address ) );
    if (!ret) tell( &change );
    return ret;
}

/* ---- the dialog ---------------------------------------------------------------------------------------------- */

/* The book, secrets included, for the dialog of lineTranslateDialog in the user's own process. */
LONG handle_lineTranslateDialog( struct request *rq, struct trp_arg *args )
{
    DWORD version = args[ARG_lineTranslateDialog_dwAPIVersion].value;
    struct dial_book book = { 0 };
    VARSTRING *full;
    size_t size;
    void *packed;
    LONG ret;

    /* unlike the others it does not want an application of 1.x to have initialised */
    if ((ret = check_caller( rq, args, max( version, 0x00020000 ), args[ARG_lineTranslateDialog_dwDeviceID].value ))) return ret;
    if ((ret = book_repair( &book ))) return ret;
    if (dial_pack( &book, &packed, &size ))
    {
        dial_free( &book );
        return LINEERR_NOMEM;
    }
    if ((full = calloc( 1, sizeof(*full) )))
    {
        full->dwTotalSize = full->dwNeededSize = full->dwUsedSize = sizeof(*full);
        full->dwStringFormat = STRINGFORMAT_BINARY;
        if (struct_append( (void **)&full, offsetof( VARSTRING, dwStringSize ), offsetof( VARSTRING, dwStringOffset ), packed, size ))
            ret = struct_reply( rq, &args[ARG_lineTranslateDialog_lpRules], TRPS_VARSTRING, version, full, NEWEST );
        else ret = LINEERR_NOMEM;
        SecureZeroMemory( full, full->dwTotalSize );
    }
    else ret = LINEERR_NOMEM;
    free( full );
    SecureZeroMemory( packed, size );
    free( packed );
    dial_free( &book );
    return ret;
}

LONG handle_SaveDialRules( struct request *rq, struct trp_arg *args )
{
    const struct trp_arg *rules = &args[ARG_SaveDialRules_lpRules];
    struct book_change change;
    struct dial_book entries;
    LONG ret;

    switch (dial_unpack( rules->data, rules->size, &entries ))
    {
    case DIAL_OK: break;
    case DIAL_E_MEMORY: return LINEERR_NOMEM;
    default: return LINEERR_INVALPARAM;
    }
    ret = book_save( &entries, &change );
    dial_free( &entries );
    /* what was saved before something failed is told, too */
    tell( &change );
    return ret;
}
