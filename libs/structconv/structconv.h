/*
 * ANSI and Unicode forms of TAPI structures.
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

#ifndef WINE_TELEPHONY_STRUCTCONV_H
#define WINE_TELEPHONY_STRUCTCONV_H

#include "trp/structs.h"

enum structconv_form
{
    STRUCTCONV_ANSI,        /* strings in the ANSI code page of the process */
    STRUCTCONV_UNICODE,     /* UTF-16 */
};

/*
 * Convert the strings of a structure, whose members stand as trp/structs.def says, into the other form.
 *
 * type: what it is. Structures without strings are copied.
 * form: of the result; the source is in the other one.
 * api_version: of the source and the result; 0: found out by where the variable part starts.
 * src: size bytes; of structures with dwUsedSize at most that many are read. Pairs that point outside count as empty.
 * dst: total bytes, of which none beyond total is written. dwTotalSize of a structure with dwNeededSize and dwUsedSize
 *      is left alone; of one with dwTotalSize only it becomes the size of the result. dwStringFormat is set.
 *      NULL (total 0): only measure.
 *
 * Members that do not fit are left out whole: size and offset 0. dwNeededSize tells what everything takes in the form
 * of the result; if the source itself was incomplete, at least what the source says.
 *
 * Returns the bytes needed for everything, or 0 if src is smaller than the fixed part, or dst given and smaller.
 */
uint32_t structconv( enum trp_struct type, enum structconv_form form, uint32_t api_version,
                     const void *src, uint32_t size, void *dst, uint32_t total );

/* Bytes of the fixed part of a structure that holds size bytes, whatever its version is. */
uint32_t structconv_fixed_size( enum trp_struct type, const void *src, uint32_t size );

/* Nonzero if a structure has anything that differs between the two forms. */
int structconv_has_strings( enum trp_struct type );

#endif
