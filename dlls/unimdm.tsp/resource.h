/*
 * Resources of unimdm.tsp.
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

#ifndef UNIMDM_RESOURCE_H
#define UNIMDM_RESOURCE_H

#define IDD_MODEM           100
#define IDD_PROVIDER        101

#define IDC_MODEM_NAME      1000
#define IDC_MODEM_PORT      1001
#define IDC_SPEED           1002
#define IDC_FLOW            1003
#define IDC_VOLUME          1004
#define IDC_SPEAKER         1005
#define IDC_WAIT_DIALTONE   1006
#define IDC_ERROR_CONTROL   1007
#define IDC_COMPRESSION     1008
#define IDC_PULSE           1009
#define IDC_CANCEL_IF       1010
#define IDC_CANCEL_AFTER    1011
#define IDC_IDLE_IF         1012
#define IDC_IDLE_AFTER      1013
#define IDC_MODEMS          1020
#define IDC_PROPERTIES      1021
#define IDC_HINT            1022

/* strings: a table of the choices of one list starts at each of these */
#define IDS_FLOW            200
#define IDS_VOLUME          210
#define IDS_SPEAKER         220
#define IDS_TITLE           230
#define IDS_NO_MODEMS       231
#define IDS_BAD_NUMBER      232
#define IDS_NOT_STORED      233

#endif
