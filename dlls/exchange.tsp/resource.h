/*
 * Resource identifiers of exchange.tsp.
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

#ifndef EXCHANGE_RESOURCE_H
#define EXCHANGE_RESOURCE_H

#define IDD_EXCHANGE        100

#define IDC_LINES           1000
#define IDC_RING_SECONDS    1001

#define IDS_RANGE           1
#define IDS_NOT_STORED      2
#define IDS_TITLE           3

#endif
