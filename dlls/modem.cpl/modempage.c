/*
 * Phone and modem options: volume, speed and dial control of a modem.
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

#include <stdio.h>

#include "modemcpl.h"

#include <mcx.h>
#include <prsht.h>

DEBUG_CHANNEL( modemcpl );

static const DWORD speeds[] = { 300, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600 };

enum { VOLUME_OFF, VOLUME_LOW, VOLUME_MEDIUM, VOLUME_HIGH };

/* The first five members of MODEMSETTINGS that a modem's key has as its defaults */
struct defaults
{
    DWORD call_setup_fail_timer;
    DWORD inactivity_timeout;
    DWORD speaker_volume;
    DWORD speaker_mode;
    DWORD preferred_options;
};

/* What the page shows, wherever it is kept. */
struct settings
{
    DWORD volume;               /* VOLUME_ value */
    DWORD speed;
    BOOL  wait_dialtone;
};

/* What it can be, from Properties of the modem's key. */
struct abilities
{
    DWORD dial_options, call_setup_fail_max, inactivity_max, speaker_volume, speaker_mode, options, max_dte_rate, max_dce_rate;
};

struct modem_page
{
    struct properties *properties;
    struct abilities   abilities;
    struct settings    shown;
    BOOL               initialized;
};

/* A standard modem, as the provider takes one whose key does not say */
static const struct abilities standard_abilities = { 0, 255, 255, 7, 15, MDM_BLIND_DIAL, 115200, 33600 };
static const struct defaults standard_defaults =
    { 60, 0, MDMVOL_LOW, MDMSPKR_DIAL, MDM_COMPRESSION | MDM_ERROR_CONTROL | MDM_FLOWCONTROL_HARD | MDM_SPEED_ADJUST | MDM_TONE_DIAL };

/* ---- where they are kept: the line's configurations; for a modem that is no line now, the defaults in its key ---- */

static void read_config( const struct devcfg *config, struct settings *settings )
{
    settings->volume = config->speaker_mode == MDMSPKR_OFF ? VOLUME_OFF : VOLUME_LOW + min( config->speaker_volume, MDMVOL_HIGH );
    settings->speed = config->dcb.BaudRate;
    settings->wait_dialtone = !(config->preferred_options & MDM_BLIND_DIAL);
}

/* Only what the user changed: the rest may differ between calls out and in. */
static void change_fields( const struct settings *new, const struct settings *old, DWORD *volume, DWORD *mode, DWORD *options, DCB *dcb )
{
    if (new->volume != old->volume)
    {
        if (new->volume == VOLUME_OFF) *mode = MDMSPKR_OFF;
        else
        {
            *volume = new->volume - VOLUME_LOW;
            if (*mode == MDMSPKR_OFF) *mode = MDMSPKR_DIAL;
        }
    }
    if (new->speed != old->speed) dcb->BaudRate = new->speed;
    if (new->wait_dialtone != old->wait_dialtone)
        *options = new->wait_dialtone ? *options & ~MDM_BLIND_DIAL : *options | MDM_BLIND_DIAL;
}

static void standard_dcb( DCB *dcb, const struct abilities *abilities )
{
    memset( dcb, 0, sizeof(*dcb) );
    dcb->DCBlength = sizeof(*dcb);
    dcb->BaudRate = min( abilities->max_dte_rate ? abilities->max_dte_rate : 115200, 115200 );
    dcb->fBinary = TRUE;
    dcb->fDtrControl = DTR_CONTROL_ENABLE;
    dcb->fRtsControl = RTS_CONTROL_HANDSHAKE;
    dcb->fOutxCtsFlow = TRUE;
    dcb->XonLim = dcb->XoffLim = 10;
    dcb->ByteSize = 8;
    dcb->XonChar = 0x11;
    dcb->XoffChar = 0x13;
}

static void read_key( const struct modem *modem, const struct abilities *abilities, struct defaults *defaults, DCB *dcb )
{
    if (!modem_get_bytes( modem, L"Default", defaults, sizeof(*defaults) )) *defaults = standard_defaults;
    if (!modem_get_bytes( modem, L"DCB", dcb, sizeof(*dcb) ) || dcb->DCBlength != sizeof(*dcb)) standard_dcb( dcb, abilities );
}

static void load( const struct modem *modem, const struct abilities *abilities, struct settings *settings )
{
    struct defaults defaults;
    struct devcfg config;
    struct line line;
    BOOL found = FALSE;
    DCB dcb;

    if (!line_find( modem, &line ))
    {
        found = !line_get_config( &line, CONFIG_OUT, &config );
        line_done( &line );
    }
    /* what was set before is in the key, too, in the same form */
    if (!found) found = modem_get_bytes( modem, L"DialoutConfig", &config, sizeof(config) );
    if (found)
    {
        read_config( &config, settings );
        return;
    }
    read_key( modem, abilities, &defaults, &dcb );
    settings->volume = defaults.speaker_mode == MDMSPKR_OFF ? VOLUME_OFF : VOLUME_LOW + min( defaults.speaker_volume, MDMVOL_HIGH );
    settings->speed = dcb.BaudRate;
    settings->wait_dialtone = !(defaults.preferred_options & MDM_BLIND_DIAL);
}

static LONG save_line( const struct line *line, const struct settings *new, const struct settings *old )
{
    struct devcfg config;
    LONG error;
    int i;

    for (i = 0; i < CONFIG_COUNT; i++)
    {
        if ((error = line_get_config( line, i, &config ))) return error;
        change_fields( new, old, &config.speaker_volume, &config.speaker_mode, &config.preferred_options, &config.dcb );
        if ((error = line_set_config( line, i, &config ))) return error;
    }
    return 0;
}

/* The provider reads the key when the modem is a line again. */
static LONG save_key( const struct modem *modem, const struct abilities *abilities, const struct settings *new, const struct settings *old )
{
    static const WCHAR *const values[CONFIG_COUNT] = { L"DialoutConfig", L"DialinConfig" };
    struct defaults defaults;
    struct devcfg config;
    LONG error;
    DCB dcb;
    int i;

    read_key( modem, abilities, &defaults, &dcb );
    change_fields( new, old, &defaults.speaker_volume, &defaults.speaker_mode, &defaults.preferred_options, &dcb );
    if ((error = modem_set( modem, L"Default", REG_BINARY, &defaults, sizeof(defaults) ))) return error;
    if ((error = modem_set( modem, L"DCB", REG_BINARY, &dcb, sizeof(dcb) ))) return error;
    for (i = 0; i < CONFIG_COUNT; i++)
    {
        if (!modem_get_bytes( modem, values[i], &config, sizeof(config) )) continue;
        change_fields( new, old, &config.speaker_volume, &config.speaker_mode, &config.preferred_options, &config.dcb );
        if ((error = modem_set( modem, values[i], REG_BINARY, &config, sizeof(config) ))) return error;
    }
    return 0;
}

static LONG save( const struct modem *modem, const struct abilities *abilities, const struct settings *new, const struct settings *old )
{
    struct line line;
    LONG error;
    HKEY key;

    if ((error = modem_open( modem, KEY_READ, &key ))) return error;
    RegCloseKey( key );
    if (line_find( modem, &line )) return save_key( modem, abilities, new, old );
    error = save_line( &line, new, old );
    line_done( &line );
    return error;
}

/* ---- controls ---- */

static BOOL can_volume( const struct abilities *abilities, int volume )
{
    if (volume == VOLUME_OFF) return abilities->speaker_mode & MDMSPKRFLAG_OFF;
    return abilities->speaker_volume & (MDMVOLFLAG_LOW << (volume - VOLUME_LOW));
}

/* The positions are the volumes that the modem has. */
static int volume_position( const struct abilities *abilities, DWORD volume )
{
    int i, position = 0;

    for (i = VOLUME_OFF; i < (int)volume; i++) if (can_volume( abilities, i )) position++;
    return position;
}

static DWORD position_volume( const struct abilities *abilities, int position, DWORD otherwise )
{
    int i;

    for (i = VOLUME_OFF; i <= VOLUME_HIGH; i++) if (can_volume( abilities, i ) && !position--) return i;
    return otherwise;
}

static void fill_speeds( HWND combo, DWORD current, DWORD highest )
{
    BOOL found = FALSE;
    WCHAR text[32];
    LRESULT index;
    unsigned int i;

    for (i = 0; i <= ARRAYSIZE(speeds); i++)
    {
        DWORD speed = i < ARRAYSIZE(speeds) ? speeds[i] : current;

        if (i == ARRAYSIZE(speeds) ? found : highest && speed > highest && speed != current) continue;
        swprintf( text, ARRAYSIZE(text), L"%lu", speed );
        index = SendMessageW( combo, CB_ADDSTRING, 0, (LPARAM)text );
        SendMessageW( combo, CB_SETITEMDATA, index, speed );
        if (speed != current) continue;
        SendMessageW( combo, CB_SETCURSEL, index, 0 );
        found = TRUE;
    }
}

static void init_page( HWND dlg, struct modem_page *page )
{
    const struct modem *modem = &page->properties->modem;
    HWND bar = GetDlgItem( dlg, IDC_VOLUME );
    int count, i;

    if (!modem_get_bytes( modem, L"Properties", &page->abilities, sizeof(page->abilities) )) page->abilities = standard_abilities;
    load( modem, &page->abilities, &page->shown );
    SetDlgItemTextW( dlg, IDC_PORT, modem->port );
    for (count = 0, i = VOLUME_OFF; i <= VOLUME_HIGH; i++) if (can_volume( &page->abilities, i )) count++;
    SendMessageW( bar, TBM_SETRANGE, FALSE, MAKELPARAM( 0, max( count - 1, 0 ) ) );
    SendMessageW( bar, TBM_SETPAGESIZE, 0, 1 );
    SendMessageW( bar, TBM_SETPOS, TRUE, volume_position( &page->abilities, page->shown.volume ) );
    EnableWindow( bar, count > 1 );
    EnableWindow( GetDlgItem( dlg, IDC_VOLUME_LOW ), count > 1 );
    EnableWindow( GetDlgItem( dlg, IDC_VOLUME_HIGH ), count > 1 );
    fill_speeds( GetDlgItem( dlg, IDC_SPEED ), page->shown.speed, page->abilities.max_dte_rate );
    CheckDlgButton( dlg, IDC_WAIT_DIALTONE, page->shown.wait_dialtone ? BST_CHECKED : BST_UNCHECKED );
    EnableWindow( GetDlgItem( dlg, IDC_WAIT_DIALTONE ), (page->abilities.options & MDM_BLIND_DIAL) != 0 );
}

static void read_page( HWND dlg, const struct modem_page *page, struct settings *settings )
{
    HWND combo = GetDlgItem( dlg, IDC_SPEED ), bar = GetDlgItem( dlg, IDC_VOLUME );
    LRESULT index = SendMessageW( combo, CB_GETCURSEL, 0, 0 );
    int position = SendMessageW( bar, TBM_GETPOS, 0, 0 );

    *settings = page->shown;
    /* a volume that the modem does not have stays while nobody moves the bar */
    if (position != volume_position( &page->abilities, page->shown.volume ) || can_volume( &page->abilities, page->shown.volume ))
        settings->volume = position_volume( &page->abilities, position, page->shown.volume );
    if (index != CB_ERR) settings->speed = SendMessageW( combo, CB_GETITEMDATA, index, 0 );
    settings->wait_dialtone = IsDlgButtonChecked( dlg, IDC_WAIT_DIALTONE ) == BST_CHECKED;
}

static BOOL apply( HWND dlg, struct modem_page *page )
{
    struct settings settings;
    LONG error;

    read_page( dlg, page, &settings );
    if (!memcmp( &settings, &page->shown, sizeof(settings) )) return TRUE;
    error = save( &page->properties->modem, &page->abilities, &settings, &page->shown );
    if (!error) page->shown = settings;
    return properties_stored( dlg, page->properties, error );
}

INT_PTR CALLBACK modem_page_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct modem_page *page = (struct modem_page *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        if (!(page = HeapAlloc( GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*page) ))) return TRUE;
        page->properties = (struct properties *)((const PROPSHEETPAGEW *)lparam)->lParam;
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)page );
        init_page( dlg, page );
        return TRUE;
    case WM_NOTIFY:
        if (!page || ((const NMHDR *)lparam)->code != PSN_APPLY) return FALSE;
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, apply( dlg, page ) || page->properties->told ? PSNRET_NOERROR : PSNRET_INVALID );
        return TRUE;
    case WM_DESTROY:
        SetWindowLongPtrW( dlg, DWLP_USER, 0 );
        HeapFree( GetProcessHeap(), 0, page );
        return FALSE;
    }
    return FALSE;
}
