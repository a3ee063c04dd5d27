/*
 * What a remote provider passes on of its own TSPI calls: media detection and extension versions of a line.
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

/*
 * On the machine of the line, the remote provider is one application among others: what it sets is set for its own open, and the
 * line's provider hears the union, as from everybody (device_update_unions()).
 */

#include <stdlib.h>

#include "device.h"
#include "trp/structs.h"

LONG handle_lineSetDefaultMediaDetection( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineSetDefaultMediaDetection_hLine], struct line, object );
    DWORD modes = args[ARG_lineSetDefaultMediaDetection_dwMediaModes].value, old;
    struct line_device *ld = line->ld;
    LONG ret = 0;

    device_begin( ld );
    AcquireSRWLockExclusive( &ld->lock );
    old = line->media_modes;
    if (line->closed || !ld->open) ret = LINEERR_INVALLINEHANDLE;
    else if (ld->have_caps && (modes & ~ld->caps_media_modes)) ret = LINEERR_INVALMEDIAMODE;
    else line->media_modes = modes;
    ReleaseSRWLockExclusive( &ld->lock );
    if (!ret && (ret = device_update_unions( ld, 0 )))
    {
        AcquireSRWLockExclusive( &ld->lock );
        line->media_modes = old;
        ReleaseSRWLockExclusive( &ld->lock );
    }
    device_end( ld );
    return ret;
}

LONG handle_lineConditionalMediaDetection( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineConditionalMediaDetection_hLine], struct line, object );
    DWORD modes = args[ARG_lineConditionalMediaDetection_dwMediaModes].value;
    const struct trp_arg *params = &args[ARG_lineConditionalMediaDetection_lpCallParams];
    struct line_device *ld = line->ld;
    LINECALLPARAMS *converted;
    HDRVLINE hd;
    LONG ret;

    if ((ret = call_params_convert( params->data, params->size, line->api_version, ld->device->tspi_version, &converted ))) return ret;
    if (!(ret = line_use( line, &hd )))
    {
        AcquireSRWLockShared( &ld->lock );
        modes |= ld->media_modes;
        ReleaseSRWLockShared( &ld->lock );
        ret = PROVIDER_CALL( ld->device->provider, lineConditionalMediaDetection, (DWORD_PTR)hd, modes, (DWORD_PTR)converted );
        device_unuse( ld );
    }
    free( converted );
    return ret;
}

LONG handle_lineSelectExtVersion( struct request *rq, struct trp_arg *args )
{
    struct line *line = LIST_ENTRY_OF( rq->objects[ARG_lineSelectExtVersion_hLine], struct line, object );

    return line_select_ext_version( line, args[ARG_lineSelectExtVersion_dwExtVersion].value );
}
