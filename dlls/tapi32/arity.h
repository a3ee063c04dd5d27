/*
 * Parameter lists by count, for functions that only need the right size of their arguments.
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

#ifndef WINE_TELEPHONY_ARITY_H
#define WINE_TELEPHONY_ARITY_H

#include <windef.h>

#define A  DWORD_PTR
#define PARAMS_0   void
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
#define PARAMS_11  PARAMS_10, A k
#define PARAMS_12  PARAMS_11, A l

#endif
