/*
 * Exports without A or W.
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

#include <stdarg.h>

#include <windef.h>
#include <winbase.h>

#include "arity.h"

/* tapi.h stays out: it defines these names as macros for the ANSI functions that they are. */
#define ARGS_1   a
#define ARGS_2   ARGS_1, b
#define ARGS_3   ARGS_2, c
#define ARGS_4   ARGS_3, d
#define ARGS_5   ARGS_4, e
#define ARGS_6   ARGS_5, f
#define ARGS_7   ARGS_6, g
#define ARGS_8   ARGS_7, h
#define ARGS_9   ARGS_8, i
#define ARGS_10  ARGS_9, j

#define PLAIN( name, count ) \
    LONG WINAPI name( PARAMS_##count ); \
    LONG WINAPI name##A( PARAMS_##count ); \
    LONG WINAPI name( PARAMS_##count ) { return name##A( ARGS_##count ); }
#include "plain.def"
