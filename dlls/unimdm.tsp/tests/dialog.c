/*
 * Tests of the configuration dialogs.
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

#include <stddef.h>

#include "host.h"
#include "../configdialog.h"
#include "wine/test.h"

#include <windows.h>
#include <mcx.h>
#include <prsht.h>

#define PATIENCE 20000

static typeof( TUISPI_lineConfigDialog ) *p_lineConfigDialog;
static typeof( TUISPI_lineConfigDialogEdit ) *p_lineConfigDialogEdit;
static typeof( TUISPI_providerConfig ) *p_providerConfig;

static const WCHAR sheet_title[] = L"Modem of the dialog tests Preferences";

/* What tapi32 does: the request goes to the provider in the service. */
static LONG CALLBACK ui_callback( DWORD_PTR object, DWORD type, void *params, DWORD size )
{
    return p_providerGenericDialogData( object, type, params, size );
}

/* The user: waits for the sheet, does something and ends it. */
struct user
{
    const WCHAR *title;
    int          button;                /* PSBTN_ */
    void       (*act)( HWND sheet );
    HWND         owner;                 /* must be disabled meanwhile */
    BOOL         found;
};

static HWND wait_window( const WCHAR *title )
{
    DWORD end = GetTickCount() + PATIENCE;
    HWND window;

    /* it is filled in before it is shown */
    while (!((window = FindWindowW( NULL, title )) && IsWindowVisible( window )) && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    return window;
}

static HWND page( HWND sheet, int index, int control )
{
    DWORD end = GetTickCount() + PATIENCE;
    HWND window;

    SendMessageW( sheet, PSM_SETCURSEL, index, 0 );
    while ((int)(end - GetTickCount()) > 0)
    {
        window = (HWND)SendMessageW( sheet, PSM_GETCURRENTPAGEHWND, 0, 0 );
        if (window && GetDlgItem( window, control ) && IsWindowVisible( window )) return window;
        Sleep( 20 );
    }
    ok( 0, "page %d with control %d does not come\n", index, control );
    return NULL;
}

static DWORD WINAPI be_user( void *arg )
{
    struct user *user = arg;
    HWND sheet = wait_window( user->title );

    if (!sheet) return 1;
    user->found = TRUE;
    ok( !user->owner || !IsWindowEnabled( user->owner ), "the owner is not disabled\n" );
    ok( !user->owner || GetWindow( sheet, GW_OWNER ) == user->owner, "owner %p\n", GetWindow( sheet, GW_OWNER ));
    if (user->act) user->act( sheet );
    PostMessageW( sheet, PSM_PRESSBUTTON, user->button, 0 );
    return 0;
}

static HANDLE start_user( struct user *user )
{
    return CreateThread( NULL, 0, be_user, user, 0, NULL );
}

static void end_user( HANDLE thread, const struct user *user )
{
    ok( !WaitForSingleObject( thread, 2 * PATIENCE ), "the user hangs\n" );
    CloseHandle( thread );
    ok( user->found, "no dialog %s\n", wine_dbgstr_w( user->title ));
    ok( !user->owner || IsWindowEnabled( user->owner ), "the owner stays disabled\n" );
}

/* Select by value in a list; what it offers is counted. */
static void choose_( int line, HWND dlg, int control, DWORD value )
{
    HWND list = GetDlgItem( dlg, control );
    LRESULT i, count = SendMessageW( list, CB_GETCOUNT, 0, 0 );

    for (i = 0; i < count; i++)
        if (SendMessageW( list, CB_GETITEMDATA, i, 0 ) == (LRESULT)value)
        {
            SendMessageW( list, CB_SETCURSEL, i, 0 );
            return;
        }
    ok_( __FILE__, line )( 0, "control %d does not offer %#lx\n", control, value );
}
#define choose( dlg, control, value ) choose_( __LINE__, dlg, control, value )

static int offered( HWND dlg, int control )
{
    return SendDlgItemMessageW( dlg, control, CB_GETCOUNT, 0, 0 );
}

static void click( HWND dlg, int control )
{
    SendDlgItemMessageW( dlg, control, BM_CLICK, 0, 0 );
}

static void type( HWND dlg, int control, const WCHAR *text )
{
    SendDlgItemMessageW( dlg, control, WM_SETTEXT, 0, (LPARAM)text );
}

static DWORD get_config( DWORD device, const WCHAR *cls, BYTE *blob )
{
    union { VARSTRING string; BYTE bytes[1024]; } buffer;
    LONG ret;

    buffer.string.dwTotalSize = sizeof(buffer);
    ret = p_lineGetDevConfig( device, &buffer.string, cls );
    ok( !ret, "got %#lx\n", ret );
    memcpy( blob, buffer.bytes + buffer.string.dwStringOffset, buffer.string.dwStringSize );
    return buffer.string.dwStringSize;
}

/* The documented layout: DEVCFGHDR, COMMCONFIG, MODEMSETTINGS */
static DCB *blob_dcb( BYTE *blob )
{
    return (DCB *)(blob + 12 + offsetof( COMMCONFIG, dcb ));
}

static MODEMSETTINGS *blob_settings( BYTE *blob )
{
    return (MODEMSETTINGS *)(blob + 12 + ((COMMCONFIG *)(blob + 12))->dwProviderOffset);
}

static DWORD blob_speed( BYTE *blob )
{
    return blob_dcb( blob )->BaudRate;
}

static DWORD wanted_speed;

static void set_speed( HWND sheet )
{
    HWND general = page( sheet, 0, IDC_SPEED );
    WCHAR name[128];

    GetDlgItemTextW( general, IDC_MODEM_NAME, name, ARRAY_SIZE(name) );
    ok( !lstrcmpW( name, L"Modem of the dialog tests" ), "modem %s\n", wine_dbgstr_w( name ));
    choose( general, IDC_SPEED, wanted_speed );
}

static void test_config_dialog( DWORD device )
{
    struct user user = { sheet_title, PSBTN_OK, set_speed };
    HWND top = CreateWindowExW( 0, L"static", L"owner", WS_POPUP | WS_VISIBLE, 0, 0, 50, 50, NULL, NULL, NULL, NULL );
    HWND child = CreateWindowExW( 0, L"static", L"child", WS_CHILD | WS_VISIBLE, 0, 0, 20, 20, top, NULL, NULL, NULL );
    BYTE blob[256];
    HANDLE thread;
    LONG ret;

    ret = p_lineConfigDialog( ui_callback, device, NULL, L"wave/nonsense" );
    ok( ret == (LONG)LINEERR_INVALDEVICECLASS, "got %#lx\n", ret );
    ret = p_lineConfigDialog( ui_callback, 4711, NULL, L"comm/datamodem" );
    ok( ret == (LONG)LINEERR_BADDEVICEID, "got %#lx\n", ret );

    wanted_speed = 19200;
    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, NULL, L"comm/datamodem" );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem/dialout", blob );
    ok( blob_speed( blob ) == 19200, "speed %lu\n", blob_speed( blob ));
    get_config( device, L"comm/datamodem/dialin", blob );
    ok( blob_speed( blob ) == 115200, "speed %lu\n", blob_speed( blob ));

    /* no class: incoming calls; a child as the owner stands for its whole window */
    wanted_speed = 9600;
    user.owner = top;
    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, child, NULL );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem/dialin", blob );
    ok( blob_speed( blob ) == 9600, "speed %lu\n", blob_speed( blob ));
    user.owner = NULL;

    user.button = PSBTN_CANCEL;
    wanted_speed = 57600;
    thread = start_user( &user );
    ret = p_lineConfigDialog( ui_callback, device, NULL, L"tapi/line" );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem/dialout", blob );
    ok( blob_speed( blob ) == 19200, "a cancelled dialog set %lu\n", blob_speed( blob ));
    DestroyWindow( top );
}

/* Everything on all pages, to something else than it is. */
static void set_everything( HWND sheet )
{
    HWND dlg = page( sheet, 0, IDC_SPEED );

    if (IsDlgButtonChecked( dlg, IDC_IDLE_CHECK ))
    {
        ok( IsWindowEnabled( GetDlgItem( dlg, IDC_IDLE )), "the idle time may not be typed\n" );
        click( dlg, IDC_IDLE_CHECK );
    }
    ok( !IsWindowEnabled( GetDlgItem( dlg, IDC_IDLE )), "the idle time may be typed\n" );
    click( dlg, IDC_IDLE_CHECK );
    ok( IsWindowEnabled( GetDlgItem( dlg, IDC_IDLE )), "the idle time may not be typed\n" );
    type( dlg, IDC_IDLE, L"7" );
    type( dlg, IDC_CANCEL, L"33" );
    click( dlg, IDC_WAIT_DIALTONE );
    click( dlg, IDC_PULSE );
    choose( dlg, IDC_SPEED, 38400 );
    ok( offered( dlg, IDC_PROTOCOL ) == 5, "%d protocols\n", offered( dlg, IDC_PROTOCOL ));
    choose( dlg, IDC_PROTOCOL, MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_CELLULAR );
    choose( dlg, IDC_COMPRESSION, 0 );
    choose( dlg, IDC_FLOW, MDM_FLOWCONTROL_SOFT );
    dlg = page( sheet, 1, IDC_DATA_BITS );
    choose( dlg, IDC_DATA_BITS, 7 );
    choose( dlg, IDC_PARITY, EVENPARITY );
    choose( dlg, IDC_STOP_BITS, TWOSTOPBITS );
    choose( dlg, IDC_MODULATION, MDM_V23_OVERRIDE );
    click( dlg, IDC_SPEED_ADJUST );
    choose( dlg, IDC_VOLUME, MDMVOL_HIGH );
    choose( dlg, IDC_SPEAKER, MDMSPKR_CALLSETUP );
    dlg = page( sheet, 2, IDC_WAIT_BONG );
    ok( IsWindowEnabled( GetDlgItem( dlg, IDC_TERMINAL_PRE )) && IsWindowEnabled( GetDlgItem( dlg, IDC_TERMINAL_POST )),
        "no terminal window may be chosen\n" );
    click( dlg, IDC_TERMINAL_POST );
    click( dlg, IDC_MANUAL_DIAL );
    type( dlg, IDC_WAIT_BONG, L"12" );
}

static void check_everything( BYTE *blob )
{
    const MODEMSETTINGS *settings = blob_settings( blob );
    const DCB *dcb = blob_dcb( blob );
    const WORD *header = (const WORD *)(blob + 8);

    ok( settings->dwInactivityTimeout == 420, "idle %lu\n", settings->dwInactivityTimeout );
    ok( settings->dwCallSetupFailTimer == 33, "cancel %lu\n", settings->dwCallSetupFailTimer );
    ok( settings->dwSpeakerVolume == MDMVOL_HIGH && settings->dwSpeakerMode == MDMSPKR_CALLSETUP, "speaker %lu, %lu\n", settings->dwSpeakerVolume,
        settings->dwSpeakerMode );
    ok( settings->dwPreferredModemOptions == (MDM_ERROR_CONTROL | MDM_FORCED_EC | MDM_CELLULAR | MDM_FLOWCONTROL_SOFT | MDM_V23_OVERRIDE |
        MDM_BLIND_DIAL), "options %#lx\n", settings->dwPreferredModemOptions );
    ok( dcb->BaudRate == 38400 && dcb->ByteSize == 7 && dcb->Parity == EVENPARITY && dcb->StopBits == TWOSTOPBITS, "frame %lu %u %u %u\n",
        dcb->BaudRate, dcb->ByteSize, dcb->Parity, dcb->StopBits );
    ok( dcb->fOutX && dcb->fInX && !dcb->fOutxCtsFlow && dcb->fRtsControl == RTS_CONTROL_ENABLE, "flow control of the DCB\n" );
    ok( (header[0] & ~1) == (2 | 4 | 8), "options of the header %#x\n", header[0] );
    ok( header[1] == 12, "wait %u\n", header[1] );
}

static void test_edit( DWORD device )
{
    union { VARSTRING string; BYTE bytes[512]; } out;
    struct user user = { sheet_title, PSBTN_OK, set_everything };
    BYTE blob[256];
    DWORD size = get_config( device, L"comm/datamodem", blob );
    HANDLE thread;
    LONG ret;

    memset( &out, 0, sizeof(out) );
    out.string.dwTotalSize = sizeof(out);
    ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, 20, &out.string );
    ok( ret == (LONG)LINEERR_STRUCTURETOOSMALL, "got %#lx\n", ret );

    /* set by the program, and left alone by the user */
    blob[8] |= 1;
    thread = start_user( &user );
    ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, size, &out.string );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    ok( out.bytes[out.string.dwStringOffset + 8] & 1, "the terminal window is forgotten\n" );
    ok( out.string.dwStringSize == size && out.string.dwStringFormat == STRINGFORMAT_BINARY, "size %lu, format %lu\n", out.string.dwStringSize,
        out.string.dwStringFormat );
    ok( out.string.dwNeededSize == sizeof(VARSTRING) + size && out.string.dwUsedSize == out.string.dwNeededSize, "needed %lu, used %lu\n",
        out.string.dwNeededSize, out.string.dwUsedSize );
    if (out.string.dwStringSize == size) check_everything( out.bytes + out.string.dwStringOffset );
    get_config( device, L"comm/datamodem", blob );
    ok( blob_speed( blob ) == 19200, "editing changed the modem: %lu\n", blob_speed( blob ));

    /* no room: said, and nothing but that */
    out.string.dwTotalSize = sizeof(VARSTRING) + 20;
    wanted_speed = 57600;
    user.act = set_speed;
    thread = start_user( &user );
    ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, size, &out.string );
    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    ok( out.string.dwNeededSize == sizeof(VARSTRING) + size && !out.string.dwStringSize, "needed %lu, size %lu\n", out.string.dwNeededSize,
        out.string.dwStringSize );

    /* cancelled, and left as it is: what came in goes out, with what no page shows */
    blob_settings( blob )->dwNegotiatedDCERate = 4711;
    blob_settings( blob )->dwInactivityTimeout = 90;
    for (user.button = PSBTN_CANCEL; ; user.button = PSBTN_OK)
    {
        memset( &out, 0, sizeof(out) );
        out.string.dwTotalSize = sizeof(out);
        user.act = user.button == PSBTN_OK ? NULL : set_everything;
        thread = start_user( &user );
        ret = p_lineConfigDialogEdit( ui_callback, device, NULL, L"comm/datamodem", blob, size, &out.string );
        ok( !ret, "got %#lx\n", ret );
        end_user( thread, &user );
        ok( out.string.dwStringSize == size && !memcmp( out.bytes + out.string.dwStringOffset, blob, size ), "button %d: the data changed\n",
            user.button );
        if (user.button == PSBTN_OK) break;
    }
}

/* A number that cannot be: the sheet stays, and says so. */
static void type_nonsense( HWND sheet )
{
    HWND dlg = page( sheet, 0, IDC_SPEED ), box;
    DWORD end = GetTickCount() + PATIENCE;

    type( dlg, IDC_CANCEL, L"99999999999" );
    PostMessageW( sheet, PSM_PRESSBUTTON, PSBTN_OK, 0 );
    while (!(box = FindWindowW( L"#32770", sheet_title )) || box == sheet || !GetDlgItem( box, 0xffff ))
    {
        if ((int)(end - GetTickCount()) <= 0) break;
        box = NULL;
        while ((box = FindWindowExW( NULL, box, L"#32770", sheet_title )) && box == sheet) {}
        if (box) break;
        Sleep( 20 );
    }
    ok( box && box != sheet, "no message\n" );
    if (box) PostMessageW( box, WM_COMMAND, IDOK, 0 );
    while (box && IsWindow( box ) && (int)(end - GetTickCount()) > 0) Sleep( 20 );
    ok( IsWindow( sheet ), "the sheet is gone\n" );
}

static void test_bad_number( DWORD device )
{
    struct user user = { sheet_title, PSBTN_CANCEL, type_nonsense };
    BYTE blob[256], after[256];
    DWORD size = get_config( device, L"comm/datamodem", blob );
    HANDLE thread = start_user( &user );
    LONG ret = p_lineConfigDialog( ui_callback, device, NULL, L"comm/datamodem" );

    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
    get_config( device, L"comm/datamodem", after );
    ok( !memcmp( blob, after, size ), "the modem changed\n" );
}

/* The modem goes while its sheet is open. */
static void remove_modem( HWND sheet )
{
    struct host_event event;

    wanted_speed = 57600;
    set_speed( sheet );
    modem_key_delete( L"9990", L"COM198" );
    ok( host_wait( LINE_REMOVE, NULL, NULL, &event, PATIENCE ), "the line is not removed\n" );
}

static void test_removed( DWORD device )
{
    struct user user = { sheet_title, PSBTN_OK, remove_modem };
    HANDLE thread = start_user( &user );
    LONG ret = p_lineConfigDialog( ui_callback, device, NULL, L"comm/datamodem" );

    ok( ret == (LONG)LINEERR_BADDEVICEID || ret == (LONG)LINEERR_NODEVICE, "got %#lx\n", ret );
    end_user( thread, &user );
}

static void test_provider_dialog(void)
{
    struct user user = { L"Phone and Modem Options", PSBTN_CANCEL };
    HANDLE thread = start_user( &user );
    LONG ret = p_providerConfig( ui_callback, NULL, 7 );

    ok( !ret, "got %#lx\n", ret );
    end_user( thread, &user );
}

static BOOL can_show_windows(void)
{
    HWND window = CreateWindowExW( 0, L"static", L"", WS_POPUP, 0, 0, 10, 10, NULL, NULL, NULL, NULL );

    if (window) DestroyWindow( window );
    return window != NULL;
}

START_TEST( dialog )
{
    static const DWORD properties[8] = { ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 115200, ~0u };
    HMODULE module;
    DWORD device;
    LONG ret;

    if (!host_load()) return;
    if (!can_show_windows())
    {
        skip( "no windows can be made here\n" );
        return;
    }
    module = GetModuleHandleW( L"unimdm.tsp" );
    p_lineConfigDialog = (void *)GetProcAddress( module, "TUISPI_lineConfigDialog" );
    p_lineConfigDialogEdit = (void *)GetProcAddress( module, "TUISPI_lineConfigDialogEdit" );
    p_providerConfig = (void *)GetProcAddress( module, "TUISPI_providerConfig" );
    ok( p_lineConfigDialog && p_lineConfigDialogEdit && p_providerConfig, "a dialog is not exported\n" );
    if (!modem_key_create( L"9990", L"Modem of the dialog tests", L"COM198", L"/nonexistent/modem" )) return;
    /* it can do everything, without end */
    modem_key_set( L"9990", L"Properties", REG_BINARY, properties, sizeof(properties) );
    modem_key_set( L"9990", L"InactivityScale", REG_BINARY, &properties[1], sizeof(DWORD) );
    ret = host_start( 0 );
    ok( !ret, "TSPI_providerInit: %#lx\n", ret );
    if (!ret)
    {
        ok( host_find_line( L"Modem of the dialog tests", &device ), "the modem is no line\n" );
        test_config_dialog( device );
        test_edit( device );
        test_bad_number( device );
        test_provider_dialog();
        test_removed( device );
        host_stop();
    }
    modem_key_delete( L"9990", L"COM198" );
}
