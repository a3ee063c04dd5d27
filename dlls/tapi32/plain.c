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

/* tapi.h stays out: it defines these names as macros for the ANSI functions that they are. */
#define A  DWORD_PTR
#define PARAMS_1   A a
#define PARAMS_2   PARAMS_1, A b
#define PARAMS_3   PARAMS_2, A c
#define PARAMS_4   PARAMS_3, A d
#define PARAMS_5   PARAMS_4, A e
#define PARAMS_6   PARAMS_5, A f
#define PARAMS_7   PARAMS_6, A g
#define PARAMS_8   PARAMS_7, A h
#define PARAMS_9   PARAMS_8, A i
#define PARAMS_10  PARAMS_9, A j
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
