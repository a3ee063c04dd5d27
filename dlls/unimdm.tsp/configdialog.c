/*
 * The settings of a line, as a property sheet.
 *
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
#include <string.h>
#include <wchar.h>

#include "unimdm.h"

#include <mcx.h>
#include <prsht.h>

#include "configdialog.h"
#include "propsheet/propsheet.h"

DEBUG_CHANNEL( unimdm );

static const DWORD speeds[] = { 300, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600 };

/*
 * The lists: each sets some bits of the preferred options, or one number. A choice is offered when the modem can do all that
 * it needs; what is set already is always offered.
 */
struct choice
{
    DWORD value;
    DWORD needs;
};

static const struct choice protocol_choices[] =
{
    { 0, 0 },
    { MDM_ERROR_CONTROL, MDM_ERROR_CONTROL },
    { MDM_ERROR_CONTROL | MDM_FORCED_EC, MDM_ERROR_CONTROL | MDM_FORCED_EC },
    { MDM_ERROR_CONTROL | MDM_CELLULAR, MDM_ERROR_CONTROL | MDM_CELLULAR },
    { MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_CELLULAR, MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_CELLULAR },
};
static const struct choice compression_choices[] = { { 0, 0 }, { MDM_COMPRESSION, MDM_COMPRESSION } };
static const struct choice flow_choices[] =
    { { 0, 0 }, { MDM_FLOWCONTROL_HARD, MDM_FLOWCONTROL_HARD }, { MDM_FLOWCONTROL_SOFT, MDM_FLOWCONTROL_SOFT } };
static const struct choice modulation_choices[] =
    { { 0, 0 }, { MDM_CCITT_OVERRIDE, MDM_CCITT_OVERRIDE }, { MDM_V23_OVERRIDE, MDM_V23_OVERRIDE } };
static const struct choice data_bits_choices[] = { { 7, 0 }, { 8, 0 } };
static const struct choice parity_choices[] = { { NOPARITY, 0 }, { EVENPARITY, 0 }, { ODDPARITY, 0 } };
static const struct choice stop_bits_choices[] = { { ONESTOPBIT, 0 }, { TWOSTOPBITS, 0 } };
static const struct choice volume_choices[] =
    { { MDMVOL_LOW, MDMVOLFLAG_LOW }, { MDMVOL_MEDIUM, MDMVOLFLAG_MEDIUM }, { MDMVOL_HIGH, MDMVOLFLAG_HIGH } };
static const struct choice speaker_choices[] =
{
    { MDMSPKR_OFF, MDMSPKRFLAG_OFF }, { MDMSPKR_DIAL, MDMSPKRFLAG_DIAL }, { MDMSPKR_ON, MDMSPKRFLAG_ON },
    { MDMSPKR_CALLSETUP, MDMSPKRFLAG_CALLSETUP },
};

enum field { OPTIONS, DATA_BITS, PARITY, STOP_BITS, VOLUME, SPEAKER };

static const struct list
{
    int                  page;      /* template */
    int                  control;
    UINT                 strings;
    enum field           field;
    DWORD                mask;      /* of OPTIONS */
    const struct choice *choices;
    unsigned int         count;
} lists[] =
{
#define CHOICES( name )  name##_choices, ARRAYSIZE(name##_choices)
    { IDD_CONFIG_GENERAL,  IDC_PROTOCOL,    IDS_PROTOCOL,    OPTIONS, MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_CELLULAR, CHOICES( protocol ) },
    { IDD_CONFIG_GENERAL,  IDC_COMPRESSION, IDS_COMPRESSION, OPTIONS, MDM_COMPRESSION, CHOICES( compression ) },
    { IDD_CONFIG_GENERAL,  IDC_FLOW,        IDS_FLOW,        OPTIONS, MDM_FLOWCONTROL_HARD | MDM_FLOWCONTROL_SOFT, CHOICES( flow ) },
    { IDD_CONFIG_ADVANCED, IDC_DATA_BITS,   IDS_DATA_BITS,   DATA_BITS, 0, CHOICES( data_bits ) },
    { IDD_CONFIG_ADVANCED, IDC_PARITY,      IDS_PARITY,      PARITY, 0, CHOICES( parity ) },
    { IDD_CONFIG_ADVANCED, IDC_STOP_BITS,   IDS_STOP_BITS,   STOP_BITS, 0, CHOICES( stop_bits ) },
    { IDD_CONFIG_ADVANCED, IDC_MODULATION,  IDS_MODULATION,  OPTIONS, MDM_CCITT_OVERRIDE | MDM_V23_OVERRIDE, CHOICES( modulation ) },
    { IDD_CONFIG_ADVANCED, IDC_VOLUME,      IDS_VOLUME,      VOLUME, 0, CHOICES( volume ) },
    { IDD_CONFIG_ADVANCED, IDC_SPEAKER,     IDS_SPEAKER,     SPEAKER, 0, CHOICES( speaker ) },
#undef CHOICES
};

/* The boxes: a bit of the preferred options, or of the header's; inverted: the box is ticked when the bit is off. */
static const struct box
{
    int   page;
    int   control;
    BOOL  header;
    DWORD bit;
    BOOL  inverted;
} boxes[] =
{
    { IDD_CONFIG_GENERAL,  IDC_WAIT_DIALTONE, FALSE, MDM_BLIND_DIAL, TRUE },
    { IDD_CONFIG_GENERAL,  IDC_PULSE,         FALSE, MDM_TONE_DIAL, TRUE },
    { IDD_CONFIG_ADVANCED, IDC_SPEED_ADJUST,  FALSE, MDM_SPEED_ADJUST, FALSE },
    { IDD_CONFIG_OPTIONS,  IDC_TERMINAL_PRE,  TRUE,  TERMINAL_PRE, FALSE },
    { IDD_CONFIG_OPTIONS,  IDC_TERMINAL_POST, TRUE,  TERMINAL_POST, FALSE },
    { IDD_CONFIG_OPTIONS,  IDC_MANUAL_DIAL,   TRUE,  MANUAL_DIAL, FALSE },
};

struct config_sheet
{
    const struct modem_info *info;
    struct devcfg            config;    /* a copy that is thrown away when the user cancels */
    BOOL                     applied;
};

/* What a page shows of a number that is kept in seconds; the number stays as it is while the user leaves what is shown. */
struct timer
{
    int   check;        /* 0: there is none, 0 is a number like others */
    int   edit;
    DWORD shown;
    DWORD highest;
};

static void load_text( UINT id, WCHAR *buffer, int chars )
{
    if (!LoadStringW( unimdm_instance, id, buffer, chars )) buffer[0] = 0;
}

/* ---- lists ---- */

static DWORD get_field( const struct devcfg *config, const struct list *list )
{
    switch (list->field)
    {
    case OPTIONS:   return config->preferred_options & list->mask;
    case DATA_BITS: return config->dcb.ByteSize;
    case PARITY:    return config->dcb.Parity;
    case STOP_BITS: return config->dcb.StopBits;
    case VOLUME:    return config->speaker_volume;
    case SPEAKER:   return config->speaker_mode;
    }
    return 0;
}

static void set_field( struct devcfg *config, const struct list *list, DWORD value )
{
    switch (list->field)
    {
    case OPTIONS:   config->preferred_options = (config->preferred_options & ~list->mask) | value; break;
    case DATA_BITS: config->dcb.ByteSize = value; break;
    case PARITY:    config->dcb.Parity = value; break;
    case STOP_BITS: config->dcb.StopBits = value; break;
    case VOLUME:    config->speaker_volume = value; break;
    case SPEAKER:   config->speaker_mode = value; break;
    }
}

static DWORD get_abilities( const struct modem_properties *properties, const struct list *list )
{
    switch (list->field)
    {
    case VOLUME:  return properties->speaker_volume;
    case SPEAKER: return properties->speaker_mode;
    default:      return properties->options;
    }
}

static void add_choice( HWND combo, const WCHAR *text, DWORD value, BOOL selected )
{
    LRESULT index = SendMessageW( combo, CB_ADDSTRING, 0, (LPARAM)text );

    SendMessageW( combo, CB_SETITEMDATA, index, value );
    if (!selected) return;
    SendMessageW( combo, CB_SETCURSEL, index, 0 );
    SetWindowLongPtrW( combo, GWLP_USERDATA, value );
}

/* A list without choices is greyed. Nothing is selected when what is set is no choice: then it stays unless the user chooses. */
static void fill_list( HWND dlg, const struct config_sheet *sheet, const struct list *list )
{
    DWORD current = get_field( &sheet->config, list ), abilities = get_abilities( &sheet->info->properties, list );
    HWND combo = GetDlgItem( dlg, list->control );
    WCHAR text[64];
    unsigned int i;

    /* required or cellular error control without error control */
    if (list->control == IDC_PROTOCOL && current) current |= MDM_ERROR_CONTROL;
    for (i = 0; i < list->count; i++)
    {
        DWORD value = list->choices[i].value, needs = list->choices[i].needs;

        if ((abilities & needs) != needs && value != current) continue;
        load_text( list->strings + i, text, ARRAYSIZE(text) );
        add_choice( combo, text, value, value == current );
    }
    EnableWindow( combo, SendMessageW( combo, CB_GETCOUNT, 0, 0 ) > 1 );
}

static void fill_speeds( HWND dlg, const struct config_sheet *sheet )
{
    DWORD current = sheet->config.dcb.BaudRate, highest = sheet->info->properties.max_dte_rate;
    HWND combo = GetDlgItem( dlg, IDC_SPEED );
    BOOL found = FALSE;
    WCHAR text[32];
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(speeds); i++)
    {
        if (highest && speeds[i] > highest && speeds[i] != current) continue;
        swprintf( text, ARRAYSIZE(text), L"%lu", speeds[i] );
        add_choice( combo, text, speeds[i], speeds[i] == current );
        if (speeds[i] == current) found = TRUE;
    }
    if (found) return;
    swprintf( text, ARRAYSIZE(text), L"%lu", current );
    add_choice( combo, text, current, TRUE );
}

/* FALSE if the user chose nothing else than what was there. */
static BOOL get_choice( HWND dlg, int control, DWORD *value )
{
    HWND combo = GetDlgItem( dlg, control );
    LRESULT index = SendMessageW( combo, CB_GETCURSEL, 0, 0 );
    LONG_PTR old = GetWindowLongPtrW( combo, GWLP_USERDATA );

    if (index == CB_ERR) return FALSE;
    *value = SendMessageW( combo, CB_GETITEMDATA, index, 0 );
    return old == -1 || *value != (DWORD)old;
}

/* programs that look at the DCB see the same flow control */
static void set_dcb_flow( DCB *dcb, DWORD flow )
{
    dcb->fOutxCtsFlow = flow == MDM_FLOWCONTROL_HARD;
    dcb->fRtsControl = flow == MDM_FLOWCONTROL_HARD ? RTS_CONTROL_HANDSHAKE : RTS_CONTROL_ENABLE;
    dcb->fOutX = dcb->fInX = flow == MDM_FLOWCONTROL_SOFT;
}

/* ---- boxes ---- */

static BOOL is_ticked( const struct devcfg *config, const struct box *box )
{
    return !!((box->header ? config->options : config->preferred_options) & box->bit) != box->inverted;
}

static void set_box( struct devcfg *config, const struct box *box, BOOL ticked )
{
    BOOL on = ticked != box->inverted;

    if (box->header) config->options = on ? config->options | box->bit : config->options & ~box->bit;
    else config->preferred_options = on ? config->preferred_options | box->bit : config->preferred_options & ~box->bit;
}

/* ---- numbers ---- */

static void fill_timer( HWND dlg, const struct timer *timer )
{
    SendDlgItemMessageW( dlg, timer->edit, EM_LIMITTEXT, 10, 0 );
    SetDlgItemInt( dlg, timer->edit, timer->shown, FALSE );
    if (!timer->check) return;
    CheckDlgButton( dlg, timer->check, timer->shown ? BST_CHECKED : BST_UNCHECKED );
    EnableWindow( GetDlgItem( dlg, timer->check ), timer->highest || timer->shown );
    EnableWindow( GetDlgItem( dlg, timer->edit ), timer->shown != 0 );
}

/* FALSE if that is no number one could set. */
static BOOL get_timer( HWND dlg, const struct timer *timer, DWORD *value )
{
    BOOL valid;

    *value = 0;
    if (timer->check && !IsDlgButtonChecked( dlg, timer->check )) return TRUE;
    *value = GetDlgItemInt( dlg, timer->edit, &valid, FALSE );
    return valid && (*value == timer->shown || *value <= timer->highest) && (*value || !timer->check);
}

static BOOL check_timer( HWND dlg, const struct timer *timer )
{
    WCHAR format[96], text[128], title[64];
    DWORD value;

    if (get_timer( dlg, timer, &value )) return TRUE;
    load_text( IDS_BAD_NUMBER, format, ARRAYSIZE(format) );
    swprintf( text, ARRAYSIZE(text), format, timer->check ? 1 : 0, (unsigned int)timer->highest );
    GetWindowTextW( GetParent( dlg ), title, ARRAYSIZE(title) );
    MessageBoxW( dlg, text, title, MB_OK | MB_ICONWARNING );
    SetFocus( GetDlgItem( dlg, timer->edit ));
    SendDlgItemMessageW( dlg, timer->edit, EM_SETSEL, 0, -1 );
    return FALSE;
}

/* in minutes; the modem counts in units of its own */
static struct timer idle_timer( const struct config_sheet *sheet )
{
    const struct modem_info *info = sheet->info;
    ULONGLONG highest = (ULONGLONG)info->properties.inactivity_max * info->inactivity_scale / 60;
    DWORD seconds = sheet->config.inactivity_timeout;
    struct timer timer = { IDC_IDLE_CHECK, IDC_IDLE, seconds / 60 + (seconds % 60 != 0), min( highest, 0xffffffff / 60 ) };

    if (!timer.highest && info->properties.inactivity_max) timer.highest = 1;
    return timer;
}

static struct timer cancel_timer( const struct config_sheet *sheet )
{
    struct timer timer = { IDC_CANCEL_CHECK, IDC_CANCEL, sheet->config.call_setup_fail_timer, sheet->info->properties.call_setup_fail_max };

    return timer;
}

/* seconds; the engine takes no more than config_parse() lets through */
static struct timer bong_timer( const struct config_sheet *sheet )
{
    struct timer timer = { 0, IDC_WAIT_BONG, sheet->config.wait_bong, 600 };

    return timer;
}

/* ---- pages ---- */

static void fill_page( HWND dlg, int page, const struct config_sheet *sheet )
{
    struct timer timer;
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(lists); i++)
    {
        if (lists[i].page != page) continue;
        SetWindowLongPtrW( GetDlgItem( dlg, lists[i].control ), GWLP_USERDATA, -1 );
        fill_list( dlg, sheet, &lists[i] );
    }
    for (i = 0; i < ARRAYSIZE(boxes); i++)
    {
        if (boxes[i].page != page) continue;
        CheckDlgButton( dlg, boxes[i].control, is_ticked( &sheet->config, &boxes[i] ) ? BST_CHECKED : BST_UNCHECKED );
        EnableWindow( GetDlgItem( dlg, boxes[i].control ), boxes[i].header || sheet->info->properties.options & boxes[i].bit );
    }
    if (page == IDD_CONFIG_GENERAL)
    {
        SetDlgItemTextW( dlg, IDC_MODEM_NAME, sheet->info->name );
        SetDlgItemTextW( dlg, IDC_MODEM_PORT, sheet->info->port );
        fill_speeds( dlg, sheet );
        timer = idle_timer( sheet );
        fill_timer( dlg, &timer );
        timer = cancel_timer( sheet );
        fill_timer( dlg, &timer );
    }
    if (page == IDD_CONFIG_OPTIONS)
    {
        timer = bong_timer( sheet );
        fill_timer( dlg, &timer );
    }
}

static BOOL check_page( HWND dlg, int page, const struct config_sheet *sheet )
{
    struct timer idle = idle_timer( sheet ), cancel = cancel_timer( sheet ), bong = bong_timer( sheet );

    if (page == IDD_CONFIG_GENERAL) return check_timer( dlg, &idle ) && check_timer( dlg, &cancel );
    return page != IDD_CONFIG_OPTIONS || check_timer( dlg, &bong );
}

static void read_page( HWND dlg, int page, struct config_sheet *sheet )
{
    struct timer timer;
    unsigned int i;
    DWORD value;

    for (i = 0; i < ARRAYSIZE(lists); i++)
    {
        if (lists[i].page != page || !get_choice( dlg, lists[i].control, &value )) continue;
        set_field( &sheet->config, &lists[i], value );
        if (lists[i].control == IDC_FLOW) set_dcb_flow( &sheet->config.dcb, value );
    }
    for (i = 0; i < ARRAYSIZE(boxes); i++)
        if (boxes[i].page == page) set_box( &sheet->config, &boxes[i], IsDlgButtonChecked( dlg, boxes[i].control ) == BST_CHECKED );
    if (page == IDD_CONFIG_GENERAL)
    {
        if (get_choice( dlg, IDC_SPEED, &value )) sheet->config.dcb.BaudRate = value;
        timer = idle_timer( sheet );
        if (get_timer( dlg, &timer, &value ) && value != timer.shown) sheet->config.inactivity_timeout = value * 60;
        timer = cancel_timer( sheet );
        if (get_timer( dlg, &timer, &value ) && value != timer.shown) sheet->config.call_setup_fail_timer = value;
    }
    if (page == IDD_CONFIG_OPTIONS)
    {
        timer = bong_timer( sheet );
        if (get_timer( dlg, &timer, &value ) && value != timer.shown) sheet->config.wait_bong = value;
    }
}

static BOOL on_notify( HWND dlg, int page, struct config_sheet *sheet, UINT code )
{
    switch (code)
    {
    case PSN_KILLACTIVE:
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, !check_page( dlg, page, sheet ));
        return TRUE;
    case PSN_APPLY:
        read_page( dlg, page, sheet );
        sheet->applied = TRUE;
        SetWindowLongPtrW( dlg, DWLP_MSGRESULT, PSNRET_NOERROR );
        return TRUE;
    }
    return FALSE;
}

static INT_PTR page_proc( HWND dlg, int page, UINT msg, WPARAM wparam, LPARAM lparam )
{
    struct config_sheet *sheet = (struct config_sheet *)GetWindowLongPtrW( dlg, DWLP_USER );

    switch (msg)
    {
    case WM_INITDIALOG:
        sheet = (struct config_sheet *)((const PROPSHEETPAGEW *)lparam)->lParam;
        SetWindowLongPtrW( dlg, DWLP_USER, (LONG_PTR)sheet );
        fill_page( dlg, page, sheet );
        return TRUE;
    case WM_COMMAND:
        /* the number beside a box */
        if (LOWORD( wparam ) != IDC_CANCEL_CHECK && LOWORD( wparam ) != IDC_IDLE_CHECK) return FALSE;
        EnableWindow( GetDlgItem( dlg, LOWORD( wparam ) + 1 ), IsDlgButtonChecked( dlg, LOWORD( wparam )));
        return TRUE;
    case WM_NOTIFY:
        return on_notify( dlg, page, sheet, ((const NMHDR *)lparam)->code );
    }
    return FALSE;
}

static INT_PTR CALLBACK general_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    return page_proc( dlg, IDD_CONFIG_GENERAL, msg, wparam, lparam );
}

static INT_PTR CALLBACK advanced_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    return page_proc( dlg, IDD_CONFIG_ADVANCED, msg, wparam, lparam );
}

static INT_PTR CALLBACK options_proc( HWND dlg, UINT msg, WPARAM wparam, LPARAM lparam )
{
    return page_proc( dlg, IDD_CONFIG_OPTIONS, msg, wparam, lparam );
}

LONG config_dialog_run( HWND owner, const struct modem_info *info, struct devcfg *config, BOOL *changed )
{
    static const struct propsheet_page pages[] =
    {
        { IDD_CONFIG_GENERAL, general_proc },
        { IDD_CONFIG_ADVANCED, advanced_proc },
        { IDD_CONFIG_OPTIONS, options_proc },
    };
    struct config_sheet sheet = { .info = info, .config = *config };
    WCHAR format[64], title[64 + ARRAYSIZE(info->name)];

    load_text( IDS_CONFIG_TITLE, format, ARRAYSIZE(format) );
    swprintf( title, ARRAYSIZE(title), format, info->name );
    *changed = FALSE;
    if (!propsheet_run( unimdm_instance, owner, title, pages, ARRAYSIZE(pages), &sheet )) return LINEERR_OPERATIONFAILED;
    if (!sheet.applied || !memcmp( config, &sheet.config, sizeof(*config) )) return 0;
    *changed = TRUE;
    *config = sheet.config;
    return 0;
}
