/*
 * One sound for several terminals.
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

#ifndef MSPBASE_TEE_H
#define MSPBASE_TEE_H

#include <strmif.h>

/*
 * A filter with one input pin and outputs as they are needed, which give on what comes in. Where paced is set, what its first output says is said to who
 * delivers: that one sets the pace, and its errors count. Else no output disturbs the others.
 */
HRESULT tee_create( BOOL paced, IBaseFilter **out );

#endif
