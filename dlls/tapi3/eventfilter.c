/*
 * Which sub-events of addresses and calls a program wants: ITAddress2::put_EventFilter() and ITCallInfo2::put_EventFilter().
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

#include "tapi3_private.h"

/* How many sub-events each kind has; those that are not here cannot be filtered by object. */
static const struct
{
    TAPI_EVENT event;
    LONG       last;
} kinds[FILTERS] =
{
    { TE_ADDRESS, AE_LASTITEM },
    { TE_CALLNOTIFICATION, CNE_LASTITEM },
    { TE_CALLSTATE, CS_LASTITEM },
    { TE_CALLMEDIA, CME_LASTITEM },
    { TE_CALLINFOCHANGE, CIC_LASTITEM },
    { TE_CALLHUB, CHE_LASTITEM },
    { TE_FILETERMINAL, TMS_LASTITEM },
    { TE_QOSEVENT, QE_LASTITEM },
};

static int find( TAPI_EVENT event )
{
    int i;

    for (i = 0; i < FILTERS; i++)
        if (kinds[i].event == event) return i;
    return -1;
}

static HRESULT mask_of( int kind, LONG sub_event, ULONG *mask )
{
    if (kind < 0) return E_INVALIDARG;
    if (sub_event == ADDRESS_ALL_SUBEVENTS) *mask = ~0u;
    else if (sub_event < 0 || sub_event > kinds[kind].last) return E_INVALIDARG;
    else *mask = 1u << sub_event;
    return S_OK;
}

HRESULT filter_put( ULONG *filter, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL enable )
{
    const int kind = find( event );
    ULONG mask;
    HRESULT hr = mask_of( kind, sub_event, &mask );

    if (FAILED(hr)) return hr;
    if (enable) InterlockedAnd( (LONG *)&filter[kind], ~mask );
    else InterlockedOr( (LONG *)&filter[kind], mask );
    return S_OK;
}

HRESULT filter_get( const ULONG *filter, TAPI_EVENT event, LONG sub_event, VARIANT_BOOL *enable )
{
    const int kind = find( event );
    ULONG mask;
    HRESULT hr = mask_of( kind, sub_event, &mask );

    if (!enable) return E_POINTER;
    *enable = VARIANT_FALSE;
    if (FAILED(hr)) return hr;
    *enable = filter[kind] & mask ? VARIANT_FALSE : VARIANT_TRUE;
    return S_OK;
}

BOOL filter_passes( const ULONG *filter, TAPI_EVENT event, LONG sub_event )
{
    const int kind = find( event );

    return kind < 0 || sub_event < 0 || sub_event > 31 || !(filter[kind] & 1u << sub_event);
}
