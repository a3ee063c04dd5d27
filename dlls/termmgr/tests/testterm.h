/*
 * The pluggable terminal that the tests register.
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

#ifndef TERMMGR_TESTS_TESTTERM_H
#define TERMMGR_TESTS_TESTTERM_H

#define TESTTERM_SUPERCLASS L"{5D2F7B0C-6C1E-4E52-9A5B-3B9E9C1D7A10}"
#define TESTTERM_CLASS      L"{5D2F7B0D-6C1E-4E52-9A5B-3B9E9C1D7A10}"
#define TESTTERM_CLSID      L"{5D2F7B0E-6C1E-4E52-9A5B-3B9E9C1D7A10}"
#define TESTTERM_FAILS      13          /* as the address handle: InitializeDynamic() returns E_ABORT */

#endif
