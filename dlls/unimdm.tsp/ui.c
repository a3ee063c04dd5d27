/*
 * Dialogs, which run in applications.
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
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "unimdm.h"
#include "resource.h"

#include <mcx.h>

DEBUG_CHANNEL( unimdm );

static const DWORD speeds[] = { 300, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600 };

/* The values of the lists, in the order of their strings */
static const DWORD flow_options[] = { 0, MDM_FLOWCONTROL_HARD, MDM_FLOWCONTROL_SOFT };
static const DWORD flow_needs[] = { 0, MDM_FLOWCONTROL_HARD, MDM_FLOWCONTROL_SOFT };
static const DWORD volume_needs[] = { MDMVOLFLAG_LOW, MDMVOLFLAG_MEDIUM, MDMVOLFLAG_HIGH };
static const DWORD speaker_needs[] = { MDMSPKRFLAG_OFF, MDMSPKRFLAG_DIAL, MDMSPKRFLAG_ON, MDMSPKRFLAG_CALLSETUP };

struct dialog
{
    const struct modem_info *info;
    struct devcfg           *config;
};

static void load_text( UINT id, WCHAR *buffer, int chars )
{
    if (!LoadStringW( unimdm_instance, id, buffer, chars )) buffer[0] = 0;
}

static void add_choice( HWND list, const WCHAR *text, DWORD value, BOOL selected )
{
    LRESULT index = SendMessageW( list, CB_ADDSTRING, 0, (LPARAM)text );

    SendMessageW( list, CB_SETITEMDATA, index, value );
    if (selected) SendMessageW( list, CB_SETCURSEL, index, 0 );
}

/* A list of what the modem can do; a list without choices is greyed. */
static void fill_choices( HWND dlg, int id, UINT strings, const DWORD *needs, unsigned int count, DWORD available, const DWORD *values, DWORD current )
{
    HWND list = GetDlgItem( dlg, id );
    WCHAR text[64];
    unsigned int i;

    for (i = 0; i < count; i++)
    {
        DWORD value = values ? values[i] : i;

        if (needs[i] && !(available & needs[i])) continue;
        load_text( strings + i, text, ARRAYSIZE(text) );
        add_choice( list, text, value, value == current );
    }
    if (SendMessageW( list, CB_GETCURSEL, 0, 0 ) == CB_ERR) SendMessageW( list, CB_SETCURSEL, 0, 0 );
    EnableWindow( list, SendMessageW( list, CB_GETCOUNT, 0, 0 ) > 1 );
}

static DWORD chosen( HWND dlg, int id, DWORD otherwise )
{
    HWND list = GetDlgItem( dlg, id );
    LRESULT index = SendMessageW( list, CB_GETCURSEL, 0, 0 );

    return index == CB_ERR ? otherwise : (DWORD)SendMessageW( list, CB_GETITEMDATA, index, 0 );
}

static void fill_speeds( HWND dlg, const struct dialog *dialog )
{
    HWND list = GetDlgItem( dlg, IDC_SPEED );
    DWORD current = dialog->config->dcb.BaudRate, highest = dialog->info->properties.max_dte_rate;
    BOOL found = FALSE;
    WCHAR text[32];
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(speeds); i++)
    {
        if (highest && speeds[i] > highest && speeds[i] != current) continue;
        swprintf( text, ARRAYSIZE(text), L"%lu", speeds[i] );
        add_choice( list, text, speeds[i], speeds[i] == current );
        if (speeds[i] == current) found = TRUE;
    }
    if (found) return;
    swprintf( text, ARRAYSIZE(text), L"%lu", current );
    add_choice( list, text, current, TRUE );
}

static void fill_timer( HWND dlg, int check, int edit, DWORD value, DWORD highest )
{
    CheckDlgButton( dlg, check, value ? BST_CHECKED : BST_UNCHECKED );
    SetDlgItemInt( dlg, edit, value, FALSE );
    EnableWindow( GetDlgItem( dlg, check ), highest != 0 );
    EnableWindow( GetDlgItem( dlg, edit ), value != 0 );
}

static void fill_check( HWND dlg, int id, BOOL checked, BOOL enabled )
{
    CheckDlgButton( dlg, id, checked ? BST_CHECKED : BST_UNCHECKED );
    EnableWindow( GetDlgItem( dlg, id ), enabled );
}

static void fill_dialog( HWND dlg, const struct dialog *dialog )
{
    const struct modem_properties *properties = &dialog->info->properties;
    const struct devcfg *config = dialog->config;
    DWORD options = config->preferred_options;

    SetDlgItemTextW( dlg, IDC_MODEM_NAME, dialog->info->name );
    SetDlgItemTextW( dlg, IDC_MODEM_PORT, dialog->info->port );
    fill_speeds( dlg, dialog );
    fill_choices( dlg, IDC_FLOW, IDS_FLOW, flow_needs, ARRAYSIZE(flow_needs), properties->options, flow_options,
                  options & (MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT) );
    fill_choices( dlg, IDC_VOLUME, IDS_VOLUME, volume_needs, ARRAYSIZE(volume_needs), properties->speaker_volume, NULL, config->speaker_volume );
    fill_choices( dlg, IDC_SPEAKER, IDS_SPEAKER, speaker_needs, ARRAYSIZE(speaker_needs), properties->speaker_mode, NULL, config->speaker_mode );
    fill_check( dlg, IDC_WAIT_DIALTONE, !(options & MDM_BLIND_DIAL), properties->options & MDM_BLIND_DIAL );
    fill_check( dlg, IDC_PULSE, !(options & MDM_TONE_DIAL), properties->options & MDM_TONE_DIAL );
    fill_check( dlg, IDC_ERROR_CONTROL, options & MDM_ERROR_CONTROL, properties->options & MDM_ERROR_CONTROL );
    fill_check( dlg, IDC_COMPRESSION, options & MDM_COMPRESSION, properties->options & MDM_COMPRESSION );
    fill_timer( dlg, IDC_CANCEL_IF, IDC_CANCEL_AFTER, config->call_setup_fail_timer, properties->call_setup_fail_max );
    fill_timer( dlg, IDC_IDLE_IF, IDC_IDLE_AFTER, (config->inactivity_timeout + 59) / 60, properties->inactivity_max );
}

static BOOL read_timer( HWND dlg, int check, int edit, DWORD highest, DWORD *value )
{
    WCHAR format[96], text[128], title[64];
    BOOL valid;

    *value = 0;
    if (!IsDlgButtonChecked( dlg, check )) return TRUE;
    *value = GetDlgItemInt( dlg, edit, &valid, FALSE );
    if (valid && *value && *value <= highest) return TRUE;
    load_text( IDS_BAD_NUMBER, format, ARRAYSIZE(format) );
    load_text( IDS_TITLE, title, ARRAYSIZE(title) );
    swprintf( text, ARRAYSIZE(text), format, (unsigned int)highest );
    MessageBoxW( dlg, text, title, MB_OK | MB_ICONWARNING );
    SetFocus( GetDlgItem( dlg, edit ));
    return FALSE;
}

static DWORD with_option( DWORD options, DWORD bit, BOOL on )
{
    return on ? options | bit : options & ~bit;
}

static BOOL read_dialog( HWND dlg, struct dialog *dialog )
{
    const struct modem_properties *properties = &dialog->info->properties;
    struct devcfg config = *dialog->config;
    DWORD options = config.preferred_options & ~(MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT), minutes;
    DWORD flow = chosen( dlg, IDC_FLOW, config.preferred_options & (MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT) );

    if (!read_timer( dlg, IDC_CANCEL_IF, IDC_CANCEL_AFTER, properties->call_setup_fail_max, &config.call_setup_fail_timer ) ||
        !read_timer( dlg, IDC_IDLE_IF, IDC_IDLE_AFTER, max( 1, properties->inactivity_max * dialog->info->inactivity_scale / 60 ), &minutes ))
        return FALSE;
    config.inactivity_timeout = minutes * 60;
    config.dcb.BaudRate = chosen( dlg, IDC_SPEED, config.dcb.BaudRate );
    config.speaker_volume = chosen( dlg, IDC_VOLUME, config.speaker_volume );
    config.speaker_mode = chosen( dlg, IDC_SPEAKER, config.speaker_mode );
    options = with_option( options, MDM_BLIND_DIAL, !IsDlgButtonChecked( dlg, IDC_WAIT_DIALTONE ));
    options = with_option( options, MDM_TONE_DIAL, !IsDlgButtonChecked( dlg, IDC_PULSE ));
    options = with_option( options, MDM_ERROR_CONTROL, IsDlgButtonChecked( dlg, IDC_ERROR_CONTROL ));
    options = with_option( options, MDM_COMPRESSION, IsDlgButtonChecked( dlg, IDC_COMPRESSION ));
    config.preferred_options = options | flow;
    /* programs that look at the DCB see the same flow control */
    config.dcb.fOutxCtsFlow = flow == MDM_FLOWCONTROL_HARD;
    config.dcb.fRtsControl = flow == MDM_FLOWCONTROL_HARD ? RTS_CONTROL_HANDSHAKE : RTS_CONTROL_ENABLE;
    config.dcb.fOutX = config.dcb.fInX = flow == MDM_FLOWCONTROL_SOFT;
    *dialog->config = config;
    return TRUE;
}

static INT_PTR CALLBACK modem_dialog( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct dialog *dialog = (struct dialog *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        SetWindowLongPtrW( dlg, DWLP_USER, lparam );
        fill_dialog( dlg, (struct dialog *)lparam );
        return TRUE;
    case WM_COMMAND:
        switch (LOWORD( wparam ))
        {
        case IDC_CANCEL_IF:
        case IDC_IDLE_IF:
            EnableWindow( GetDlgItem( dlg, LOWORD( wparam ) + 1 ), IsDlgButtonChecked( dlg, LOWORD( wparam )));
            return TRUE;
        case IDOK:
            if (read_dialog( dlg, dialog )) EndDialog( dlg, IDOK );
            return TRUE;
        case IDCANCEL:
            EndDialog( dlg, IDCANCEL );
            return TRUE;
        }
        break;
    }
    return FALSE;
}

/* Let the user edit a configuration: TRUE if it may have changed. */
static BOOL edit_config( HWND owner, const struct modem_info *info, struct devcfg *config )
{
    struct dialog dialog = { info, config };
    INT_PTR ret = DialogBoxParamW( unimdm_instance, MAKEINTRESOURCEW( IDD_MODEM ), owner, modem_dialog, (LPARAM)&dialog );

    if (ret == -1) ERR( "no dialog: error %lu\n", GetLastError() );
    return ret == IDOK;
}

/* ---- the other half of these is TSPI_providerGenericDialogData, in the service ---- */

static LONG ask_provider( TUISPIDLLCALLBACK callback, DWORD device, enum ui_request request, struct ui_params *params )
{
    LONG ret;

    params->size = sizeof(*params);
    params->request = request;
    params->result = LINEERR_OPERATIONFAILED;
    if ((ret = callback( device, TUISPIDLL_OBJECT_LINEID, params, sizeof(*params) ))) return ret;
    return params->result;
}

LONG WINAPI TUISPI_lineConfigDialog( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, const WCHAR *class_name )
{
    struct ui_params params = { 0 };
    enum config_kind kind;
    LONG ret;

    TRACE( "device %lu, class %s\n", device, debugstr_w( class_name ));
    if (!callback) return LINEERR_INVALPOINTER;
    if (!class_dialog_kind( class_name, &kind )) return LINEERR_INVALDEVICECLASS;
    params.kind = kind;
    if ((ret = ask_provider( callback, device, UI_GET_CONFIG, &params ))) return ret;
    if (!edit_config( owner, &params.info, &params.config )) return 0;
    return ask_provider( callback, device, UI_SET_CONFIG, &params );
}

LONG WINAPI TUISPI_lineConfigDialogEdit( TUISPIDLLCALLBACK callback, DWORD device, HWND owner, const WCHAR *class_name, void *const blob,
                                         DWORD size, VARSTRING *out )
{
    struct ui_params params = { 0 };
    enum config_kind kind;
    struct devcfg config;
    LONG ret;

    TRACE( "device %lu, class %s, %lu bytes\n", device, debugstr_w( class_name ), size );
    if (!callback || !blob || !out) return LINEERR_INVALPOINTER;
    if (!class_dialog_kind( class_name, &kind )) return LINEERR_INVALDEVICECLASS;
    params.kind = kind;
    if ((ret = ask_provider( callback, device, UI_GET_CONFIG, &params ))) return ret;
    if ((ret = config_parse( &params.info, blob, size, &config ))) return ret;
    /* cancelled: what came in goes out; the modem itself is not touched either way */
    edit_config( owner, &params.info, &config );
    return varstring_set( out, STRINGFORMAT_BINARY, &config, config.size );
}

/* ---- the provider ---- */

static BOOL list_modem( const WCHAR *key, void *arg )
{
    struct modem_info info;
    WCHAR text[192];
    LRESULT index;

    if (!registry_read_modem( key, &info, FALSE )) return TRUE;
    swprintf( text, ARRAYSIZE(text), L"%ls (%ls)", info.name, info.port );
    index = SendMessageW( arg, LB_ADDSTRING, 0, (LPARAM)text );
    SendMessageW( arg, LB_SETITEMDATA, index, wcstoul( key, NULL, 10 ));
    return TRUE;
}

static void fill_modems( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_MODEMS );
    WCHAR text[64];

    registry_enum_modems( list_modem, list );
    if (SendMessageW( list, LB_GETCOUNT, 0, 0 ))
    {
        SendMessageW( list, LB_SETCURSEL, 0, 0 );
        return;
    }
    load_text( IDS_NO_MODEMS, text, ARRAYSIZE(text) );
    SendMessageW( list, LB_ADDSTRING, 0, (LPARAM)text );
    EnableWindow( list, FALSE );
    EnableWindow( GetDlgItem( dlg, IDC_PROPERTIES ), FALSE );
}

/* Both ways of calling get the same settings here; programs can tell them apart with the device classes. */
static void edit_selected( HWND dlg )
{
    HWND list = GetDlgItem( dlg, IDC_MODEMS );
    LRESULT index = SendMessageW( list, LB_GETCURSEL, 0, 0 );
    WCHAR key[16], text[160], title[64];
    struct modem_info info;
    struct devcfg config;

    if (index == LB_ERR) return;
    swprintf( key, ARRAYSIZE(key), L"%04u", (unsigned int)SendMessageW( list, LB_GETITEMDATA, index, 0 ));
    if (!registry_read_modem( key, &info, FALSE )) return;
    if (!registry_read_config( &info, CONFIG_DIALOUT, &config )) config_default( &info, &config );
    if (!edit_config( dlg, &info, &config )) return;
    if (!registry_write_config( &info, CONFIG_DIALOUT, &config ) && !registry_write_config( &info, CONFIG_DIALIN, &config )) return;
    load_text( IDS_NOT_STORED, text, ARRAYSIZE(text) );
    load_text( IDS_TITLE, title, ARRAYSIZE(title) );
    MessageBoxW( dlg, text, title, MB_OK | MB_ICONERROR );
}

static INT_PTR CALLBACK provider_dialog( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    switch (msg)
    {
    case WM_INITDIALOG:
        fill_modems( dlg );
        return TRUE;
    case WM_COMMAND:
        if (LOWORD( wparam ) == IDC_PROPERTIES || (LOWORD( wparam ) == IDC_MODEMS && HIWORD( wparam ) == LBN_DBLCLK)) edit_selected( dlg );
        else if (LOWORD( wparam ) == IDCANCEL) EndDialog( dlg, IDCANCEL );
        else break;
        return TRUE;
    }
    return FALSE;
}

LONG WINAPI TUISPI_providerConfig( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    TRACE( "provider %lu\n", provider_id );
    if (DialogBoxParamW( unimdm_instance, MAKEINTRESOURCEW( IDD_PROVIDER ), owner, provider_dialog, 0 ) != -1) return 0;
    ERR( "no dialog: error %lu\n", GetLastError() );
    return LINEERR_OPERATIONFAILED;
}

LONG WINAPI TUISPI_providerInstall( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerInstall( owner, provider_id );
}

LONG WINAPI TUISPI_providerRemove( TUISPIDLLCALLBACK callback, HWND owner, DWORD provider_id )
{
    return TSPI_providerRemove( owner, provider_id );
}
