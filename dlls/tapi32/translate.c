/*
 * Locations and dialling rules.
 * Each function is documented by Microsoft under its own name: learn.microsoft.com, nf-tapi-<name in lower case>.
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

#include "tapi32.h"
#include "translatedialog.h"

DEBUG_CHANNEL( tapi );

/* Without an application handle these work before lineInitialize, too. */
#define CONNECT_WITHOUT( app )  ((app) ? 0 : CALL_CONNECT)

/* ---- translation --------------------------------------------------------------------------------------------- */

static LONG translate_address( HLINEAPP app, DWORD device, DWORD version, const void *address, DWORD card, DWORD options,
                               LINETRANSLATEOUTPUT *output, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineTranslateAddress, flags | CALL_CONNECT, NULL,
        {
            [ARG_lineTranslateAddress_hLineApp] = VALUE( app ),
            [ARG_lineTranslateAddress_dwDeviceID] = VALUE( device ),
            [ARG_lineTranslateAddress_dwAPIVersion] = VALUE( version ),
            [ARG_lineTranslateAddress_lpszAddressIn] = DATA( address ),
            [ARG_lineTranslateAddress_dwCard] = VALUE( card ),
            [ARG_lineTranslateAddress_dwTranslateOptions] = VALUE( options ),
        },
        { [ARG_lineTranslateAddress_lpTranslateOutput] = output },
    };

    TRACE( "app %#lx device %lu version %#lx card %lu options %#lx\n", app, device, version, card, options );
    return sync_call( &call );
}

LONG WINAPI lineTranslateAddressA( HLINEAPP app, DWORD device, DWORD version, LPCSTR address, DWORD card, DWORD options,
                                   LPLINETRANSLATEOUTPUT output )
{
    return translate_address( app, device, version, address, card, options, output, CALL_ANSI );
}

LONG WINAPI lineTranslateAddressW( HLINEAPP app, DWORD device, DWORD version, LPCWSTR address, DWORD card, DWORD options,
                                   LPLINETRANSLATEOUTPUT output )
{
    return translate_address( app, device, version, address, card, options, output, 0 );
}

static LONG get_translate_caps( HLINEAPP app, DWORD version, LINETRANSLATECAPS *caps, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineGetTranslateCaps, flags | CALL_CONNECT, NULL,
        {
            [ARG_lineGetTranslateCaps_hLineApp] = VALUE( app ),
            [ARG_lineGetTranslateCaps_dwAPIVersion] = VALUE( version ),
        },
        { [ARG_lineGetTranslateCaps_lpTranslateCaps] = caps },
    };

    TRACE( "app %#lx version %#lx %p\n", app, version, caps );
    return sync_call( &call );
}

LONG WINAPI lineGetTranslateCapsA( HLINEAPP app, DWORD version, LPLINETRANSLATECAPS caps )
{
    return get_translate_caps( app, version, caps, CALL_ANSI );
}

LONG WINAPI lineGetTranslateCapsW( HLINEAPP app, DWORD version, LPLINETRANSLATECAPS caps )
{
    return get_translate_caps( app, version, caps, 0 );
}

/* ---- changes ------------------------------------------------------------------------------------------------- */

LONG WINAPI lineSetCurrentLocation( HLINEAPP app, DWORD location )
{
    struct api_call call =
    {
        TRP_lineSetCurrentLocation, CONNECT_WITHOUT( app ), NULL,
        {
            [ARG_lineSetCurrentLocation_hLineApp] = VALUE( app ),
            [ARG_lineSetCurrentLocation_dwLocation] = VALUE( location ),
        },
    };

    TRACE( "app %#lx location %lu\n", app, location );
    return sync_call( &call );
}

static LONG set_toll_list( HLINEAPP app, DWORD device, const void *address, DWORD option, DWORD flags )
{
    struct api_call call =
    {
        TRP_lineSetTollList, flags | CONNECT_WITHOUT( app ), NULL,
        {
            [ARG_lineSetTollList_hLineApp] = VALUE( app ),
            [ARG_lineSetTollList_dwDeviceID] = VALUE( device ),
            [ARG_lineSetTollList_lpszAddressIn] = DATA( address ),
            [ARG_lineSetTollList_dwTollListOption] = VALUE( option ),
        },
    };

    TRACE( "app %#lx device %lu option %#lx\n", app, device, option );
    return sync_call( &call );
}

LONG WINAPI lineSetTollListA( HLINEAPP app, DWORD device, LPCSTR address, DWORD option )
{
    return set_toll_list( app, device, address, option, CALL_ANSI );
}

LONG WINAPI lineSetTollListW( HLINEAPP app, DWORD device, LPCWSTR address, DWORD option )
{
    return set_toll_list( app, device, address, option, 0 );
}

/* ---- tapiGetLocationInfo ------------------------------------------------------------------------------------- */

#define LOCATION_CHARS  8       /* what the documentation promises to keep to, with the terminator */

/* The current location's codes. */
static LONG get_location_info( WCHAR *country, WCHAR *city )
{
    DWORD size = 4096, i;
    LINETRANSLATECAPS *caps = NULL;
    const LINELOCATIONENTRY *entry;
    LONG err;

    for (;;)
    {
        HeapFree( GetProcessHeap(), 0, caps );
        if (!(caps = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size ))) return LINEERR_NOMEM;
        caps->dwTotalSize = size;
        err = get_translate_caps( 0, TAPI_VERSION_NEWEST, caps, 0 );
        if (err || caps->dwNeededSize <= size) break;
        size = caps->dwNeededSize;
    }
    country[0] = city[0] = 0;
    entry = (const LINELOCATIONENTRY *)((const BYTE *)caps + caps->dwLocationListOffset);
    for (i = 0; !err && i < caps->dwNumLocations; i++)
    {
        if (entry[i].dwPermanentLocationID != caps->dwCurrentLocationID) continue;
        wsprintfW( country, L"%lu", entry[i].dwCountryCode );
        lstrcpynW( city, (const WCHAR *)((const BYTE *)caps + entry[i].dwCityCodeOffset), LOCATION_CHARS );
    }
    HeapFree( GetProcessHeap(), 0, caps );
    return err;
}

LONG WINAPI tapiGetLocationInfoW( LPWSTR country, LPWSTR city )
{
    WCHAR country_code[16], city_code[LOCATION_CHARS];
    LONG err;

    TRACE( "%p %p\n", country, city );
    if (!can_write( country, LOCATION_CHARS * sizeof(*country) ) || !can_write( city, LOCATION_CHARS * sizeof(*city) )) return TAPIERR_REQUESTFAILED;
    if ((err = get_location_info( country_code, city_code )))
    {
        WARN( "no location: %s\n", trp_error_name( err ) );
        return TAPIERR_REQUESTFAILED;
    }
    lstrcpynW( country, country_code, LOCATION_CHARS );
    lstrcpynW( city, city_code, LOCATION_CHARS );
    return 0;
}

LONG WINAPI tapiGetLocationInfoA( LPSTR country, LPSTR city )
{
    WCHAR country_code[LOCATION_CHARS], city_code[LOCATION_CHARS];
    LONG err;

    if (!can_write( country, LOCATION_CHARS ) || !can_write( city, LOCATION_CHARS )) return TAPIERR_REQUESTFAILED;
    if ((err = tapiGetLocationInfoW( country_code, city_code ))) return err;
    /* digits, which are one byte in every code page; what else a user typed in may not fit */
    if (!WideCharToMultiByte( CP_ACP, 0, country_code, -1, country, LOCATION_CHARS, NULL, NULL )) country[0] = 0;
    if (!WideCharToMultiByte( CP_ACP, 0, city_code, -1, city, LOCATION_CHARS, NULL, NULL )) city[0] = 0;
    return 0;
}

/* ---- lineTranslateDialog ------------------------------------------------------------------------------------- */

LONG dial_rules_read( HLINEAPP app, DWORD device, DWORD version, struct dial_book *book )
{
    DWORD size = 16 * 1024;
    VARSTRING *rules = NULL;
    LONG err;

    for (;;)
    {
        struct api_call call =
        {
            TRP_lineTranslateDialog, CALL_CONNECT, NULL,
            {
                [ARG_lineTranslateDialog_hLineApp] = VALUE( app ),
                [ARG_lineTranslateDialog_dwDeviceID] = VALUE( device ),
                [ARG_lineTranslateDialog_dwAPIVersion] = VALUE( version ),
            },
        };

        if (!(rules = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, size ))) return LINEERR_NOMEM;
        rules->dwTotalSize = size;
        call.out[ARG_lineTranslateDialog_lpRules] = rules;
        err = sync_call( &call );
        if (err || rules->dwNeededSize <= size) break;
        size = rules->dwNeededSize;
        HeapFree( GetProcessHeap(), 0, rules );
    }
    if (!err)
    {
        switch (dial_unpack( (const BYTE *)rules + rules->dwStringOffset, rules->dwStringSize, book ))
        {
        case DIAL_OK: break;
        case DIAL_E_MEMORY: err = LINEERR_NOMEM; break;
        default: err = LINEERR_OPERATIONFAILED; break;
        }
    }
    /* it has the numbers of the user's calling cards */
    SecureZeroMemory( rules, size );
    HeapFree( GetProcessHeap(), 0, rules );
    return err;
}

LONG dial_rules_save( const struct dial_book *book )
{
    struct api_call call = { TRP_SaveDialRules, CALL_CONNECT, NULL };
    size_t size;
    void *data;
    LONG err;

    if (dial_pack( book, &data, &size )) return LINEERR_NOMEM;
    call.args[ARG_SaveDialRules_lpRules].data = data;
    call.args[ARG_SaveDialRules_lpRules].size = size;
    err = sync_call( &call );
    SecureZeroMemory( data, size );
    free( data );
    return err;
}

LONG WINAPI lineTranslateDialogW( HLINEAPP app, DWORD device, DWORD version, HWND owner, LPCWSTR address )
{
    struct dial_address parsed;
    struct dial_book book;
    SIZE_T len;
    LONG err;

    TRACE( "app %#lx device %lu version %#lx owner %p\n", app, device, version, owner );
    if (address && !probe_stringW( address, &len )) return LINEERR_INVALPOINTER;
    if (owner && !IsWindow( owner )) return LINEERR_INVALPARAM;
    if (address && dial_parse( address, &parsed ))
    {
        WARN( "%s is not canonical: it should look like +1 (425) 882-8080\n", debugstr_w( address ) );
        return LINEERR_INVALADDRESS;
    }
    if ((err = dial_rules_read( app, device, version, &book ))) return err;
    /* Then there is only one, whoever shows it. */
    if (version < 0x00020000 && translate_dialog_raise())
    {
        dial_free( &book );
        return LINEERR_INUSE;
    }
    return translate_dialog_run( owner, &book, address && parsed.canonical ? address : NULL );
}

LONG WINAPI lineTranslateDialogA( HLINEAPP app, DWORD device, DWORD version, HWND owner, LPCSTR address )
{
    struct arena arena = { .used = 0 };
    WCHAR *converted;
    LONG err = arena_string( &arena, address, &converted );

    if (!err) err = lineTranslateDialogW( app, device, version, owner, converted );
    arena_free( &arena );
    return err;
}
