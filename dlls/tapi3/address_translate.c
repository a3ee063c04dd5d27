/*
 * Dialling rules: ITAddressTranslation.
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

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

RECORD_CLASS( translation_info, IID_ITAddressTranslationInfo, IID_ITAddressTranslationInfo, 5,
              { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( location_info, IID_ITLocationInfo, IID_ITLocationInfo, 11,
              { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_BSTR, S_OK },
              { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK } );
RECORD_CLASS( calling_card, IID_ITCallingCard, IID_ITCallingCard, 7,
              { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK }, { FIELD_BSTR, S_OK },
              { FIELD_BSTR, S_OK } );

static HRESULT WINAPI translation_TranslateAddress( ITAddressTranslation *iface, BSTR number, LONG card, LONG options, ITAddressTranslationInfo **out )
{
    struct address *address = object_of( iface );
    struct answer answer = { .size = sizeof(LINETRANSLATEOUTPUT) + 512 };
    LINETRANSLATEOUTPUT *output;
    HRESULT hr;

    if (!out || !number) return E_POINTER;
    *out = NULL;
    while (answer_wanted( &answer ))
        answer.error = lineTranslateAddressW( address->session->line_app, address->device, address->version, number, card, options, answer.data );
    if (FAILED(hr = answer_result( &answer, hresult_from_line, (void **)&output ))) return hr;
    if (!(*out = (ITAddressTranslationInfo *)record_create( &translation_info_class, (struct record_value[])
        {
            value_string( caps_string( output, output->dwDialableStringSize, output->dwDialableStringOffset )),
            value_string( caps_string( output, output->dwDisplayableStringSize, output->dwDisplayableStringOffset )),
            value_number( output->dwCurrentCountry ), value_number( output->dwDestCountry ), value_number( output->dwTranslateResults )
        } ))) hr = E_OUTOFMEMORY;
    free( output );
    return hr;
}

static HRESULT WINAPI translation_TranslateDialog( ITAddressTranslation *iface, TAPIHWND owner, BSTR number )
{
    struct address *address = object_of( iface );

    return hresult_from_line( lineTranslateDialogW( address->session->line_app, address->device, address->version, (HWND)(ULONG_PTR)owner, number ));
}

/* Locations and cards of the user; free() it */
static HRESULT get_caps( struct address *address, LINETRANSLATECAPS **out )
{
    struct answer answer = { .size = sizeof(LINETRANSLATECAPS) + 4096 };

    while (answer_wanted( &answer )) answer.error = lineGetTranslateCapsW( address->session->line_app, address->version, answer.data );
    return answer_result( &answer, hresult_from_line, (void **)out );
}

static IDispatch *make_location( const LINETRANSLATECAPS *caps, DWORD index )
{
    const LINELOCATIONENTRY *entry = (const LINELOCATIONENTRY *)((const BYTE *)caps + caps->dwLocationListOffset) + index;

    return record_create( &location_info_class, (struct record_value[])
        {
            value_number( entry->dwPermanentLocationID ), value_number( entry->dwCountryCode ), value_number( entry->dwCountryID ),
            value_number( entry->dwOptions ), value_number( entry->dwPreferredCardID ),
            value_string( caps_string( caps, entry->dwLocationNameSize, entry->dwLocationNameOffset )),
            value_string( caps_string( caps, entry->dwCityCodeSize, entry->dwCityCodeOffset )),
            value_string( caps_string( caps, entry->dwLocalAccessCodeSize, entry->dwLocalAccessCodeOffset )),
            value_string( caps_string( caps, entry->dwLongDistanceAccessCodeSize, entry->dwLongDistanceAccessCodeOffset )),
            value_string( caps_string( caps, entry->dwTollPrefixListSize, entry->dwTollPrefixListOffset )),
            value_string( caps_string( caps, entry->dwCancelCallWaitingSize, entry->dwCancelCallWaitingOffset ))
        } );
}

static IDispatch *make_card( const LINETRANSLATECAPS *caps, DWORD index )
{
    const LINECARDENTRY *entry = (const LINECARDENTRY *)((const BYTE *)caps + caps->dwCardListOffset) + index;

    return record_create( &calling_card_class, (struct record_value[])
        {
            value_number( entry->dwPermanentCardID ), value_number( entry->dwCardNumberDigits ), value_number( entry->dwOptions ),
            value_string( caps_string( caps, entry->dwCardNameSize, entry->dwCardNameOffset )),
            value_string( caps_string( caps, entry->dwSameAreaRuleSize, entry->dwSameAreaRuleOffset )),
            value_string( caps_string( caps, entry->dwLongDistanceRuleSize, entry->dwLongDistanceRuleOffset )),
            value_string( caps_string( caps, entry->dwInternationalRuleSize, entry->dwInternationalRuleOffset ))
        } );
}

static HRESULT list( void *iface, BOOL cards, VARIANT *variant, REFIID iid, void **enumerator )
{
    IDispatch **items;
    LINETRANSLATECAPS *caps = NULL;
    HRESULT hr = S_OK;
    DWORD count, i;

    if (FAILED(hr = get_caps( object_of( iface ), &caps ))) return hr;
    count = cards ? caps->dwNumCards : caps->dwNumLocations;
    if (!(items = calloc( max( count, 1 ), sizeof(*items) ))) hr = E_OUTOFMEMORY;
    for (i = 0; i < count && SUCCEEDED(hr); i++)
        if (!(items[i] = cards ? make_card( caps, i ) : make_location( caps, i ))) hr = E_OUTOFMEMORY;
    if (SUCCEEDED(hr))
        hr = variant ? collection_variant( ELEMENT_INTERFACE, items, count, variant )
                     : enumerator_create( iid, ELEMENT_INTERFACE, items, count, enumerator );
    for (i = 0; items && i < count; i++)
        if (items[i]) IDispatch_Release( items[i] );
    free( items );
    free( caps );
    return hr;
}

static HRESULT WINAPI translation_EnumerateLocations( ITAddressTranslation *iface, IEnumLocation **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return list( iface, FALSE, NULL, &IID_IEnumLocation, (void **)out );
}

static HRESULT WINAPI translation_get_Locations( ITAddressTranslation *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return list( iface, FALSE, out, NULL, NULL );
}

static HRESULT WINAPI translation_EnumerateCallingCards( ITAddressTranslation *iface, IEnumCallingCard **out )
{
    if (!out) return E_POINTER;
    *out = NULL;
    return list( iface, TRUE, NULL, &IID_IEnumCallingCard, (void **)out );
}

static HRESULT WINAPI translation_get_CallingCards( ITAddressTranslation *iface, VARIANT *out )
{
    if (!out) return E_POINTER;
    VariantInit( out );
    return list( iface, TRUE, out, NULL, NULL );
}

const ITAddressTranslationVtbl address_translation_vtbl =
{
    FACE_DISPATCH,
    translation_TranslateAddress, translation_TranslateDialog, translation_EnumerateLocations, translation_get_Locations,
    translation_EnumerateCallingCards, translation_get_CallingCards
};
