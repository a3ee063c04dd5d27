/*
 * The settings of a line: numbers of resources, which the tests know, and the function that shows them.
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

#ifndef UNIMDM_CONFIGDIALOG_H
#define UNIMDM_CONFIGDIALOG_H

#define IDD_CONFIG_GENERAL      300
#define IDD_CONFIG_ADVANCED     301
#define IDD_CONFIG_OPTIONS      302

#define IDC_MODEM_NAME          1000
#define IDC_MODEM_PORT          1001
#define IDC_IDLE_CHECK          1002
#define IDC_IDLE                1003
#define IDC_CANCEL_CHECK        1004
#define IDC_CANCEL              1005
#define IDC_WAIT_DIALTONE       1006
#define IDC_PULSE               1007
#define IDC_SPEED               1008
#define IDC_PROTOCOL            1009
#define IDC_COMPRESSION         1010
#define IDC_FLOW                1011
#define IDC_DATA_BITS           1012
#define IDC_PARITY              1013
#define IDC_STOP_BITS           1014
#define IDC_MODULATION          1015
#define IDC_SPEED_ADJUST        1016
#define IDC_VOLUME              1017
#define IDC_SPEAKER             1018
#define IDC_TERMINAL_PRE        1019
#define IDC_TERMINAL_POST       1020
#define IDC_MANUAL_DIAL         1021
#define IDC_WAIT_BONG           1022

/* strings: the choices of a list begin at each of these */
#define IDS_PROTOCOL            300
#define IDS_COMPRESSION         310
#define IDS_FLOW                320
#define IDS_DATA_BITS           330
#define IDS_PARITY              340
#define IDS_STOP_BITS           350
#define IDS_MODULATION          360
#define IDS_VOLUME              370
#define IDS_SPEAKER             380
#define IDS_CONFIG_TITLE        390
#define IDS_BAD_NUMBER          391

#ifndef RC_INVOKED

struct modem_info;
struct devcfg;

/* Let the user edit a configuration, which stays as it is when nothing changes: 0, or LINEERR_OPERATIONFAILED where nothing can be shown. */
LONG config_dialog_run( HWND owner, const struct modem_info *info, struct devcfg *config, BOOL *changed );

#endif
#endif
