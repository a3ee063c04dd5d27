/*
 * Between the files of libs/trp.
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

#ifndef WINE_TELEPHONY_TRP_PRIVATE_H
#define WINE_TELEPHONY_TRP_PRIVATE_H

#include "trp.h"
#include "structs.h"

#define ALIGN4( size )  (((size) + 3) & ~3u)

#define PROXYREQUEST_FIXED  28u     /* LINEPROXYREQUEST before its union */

/* The DWORD at an offset, which may be misaligned. */
uint32_t trp_get_dword( const void *data, size_t offset );

/* One of the seven versions that TAPI ever had. */
int trp_is_api_version( uint32_t version );

/* The default error of a wrong parameter (requests.def). */
uint32_t trp_default_error( const struct trp_request *req, const struct trp_param *param );
uint32_t trp_too_small_error( const struct trp_request *req );

/* The rules that tie parameters to each other (rules.def), after all parameters are decoded. */
uint32_t trp_check_rules( const struct trp_request *req, const struct trp_arg *args );

/* Check a structure that came in as a parameter, and the values in it (fields.def). */
uint32_t trp_check_struct_param( const struct trp_request *req, const struct trp_param *param, uint32_t api_version,
                                 const void *data, uint32_t size );

#endif
