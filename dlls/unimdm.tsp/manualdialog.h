/*
 * Dialogs of calls that a person dials or talks on: identifiers.
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

#ifndef UNIMDM_MANUALDIALOG_H
#define UNIMDM_MANUALDIALOG_H

#define IDD_MANUAL_DIAL         310
#define IDD_TALK                311
#define IDD_TERMINAL            312

#define IDC_MANUAL_NUMBER       1101
#define IDC_MANUAL_MODEM        1102
#define IDC_TERMINAL            1103
#define IDC_TERMINAL_HINT       1104

#define IDS_TERMINAL_PRE_TITLE  400
#define IDS_TERMINAL_POST_TITLE 401
#define IDS_TERMINAL_PRE        402
#define IDS_TERMINAL_POST       403

#endif
