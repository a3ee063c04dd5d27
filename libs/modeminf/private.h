/*
 * What the files of modeminf share.
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


#ifndef WINE_TELEPHONY_MODEMINF_PRIVATE_H
#define WINE_TELEPHONY_MODEMINF_PRIVATE_H

#include <stdarg.h>

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <wingdi.h>
#include <winuser.h>
#include <setupapi.h>

#include "modeminf/modeminf.h"

#define MAX_INCLUDED 8

struct modeminf
{
    HINF                   inf;
    WCHAR                  path[MAX_PATH * 2];  /* as Windows knows it */
    WCHAR                  provider[MODEMINF_NAME_CHARS];
    WCHAR                  date[32], version[32];   /* of DriverVer */
    struct modeminf_model *models;
    DWORD                  model_count;
    WCHAR                  included[MAX_INCLUDED][64];
    DWORD                  included_count;
};

/* One value of the modem's key: to be set, or to be deleted. */
struct value
{
    struct value *next;
    BOOL          delete;
    BOOL          key_only;
    DWORD         type;
    DWORD         size;
    WCHAR        *subkey;               /* below the modem's key, "" for itself */
    WCHAR        *name;
    BYTE         *data;
};

struct collection
{
    struct modeminf *inf;
    modeminf_note    note;
    void            *arg;
    struct value    *first, **last;
    DWORD            count, bytes;
    DWORD            error;
    WCHAR           *reason;
    DWORD            reason_chars;
};

/* file.c: say why; returns error */
DWORD modeminf_fail( WCHAR *reason, DWORD chars, DWORD error, const WCHAR *format, ... );
/* A field of a line, "" if it is not there; FALSE if it is too long. */
BOOL modeminf_field( INFCONTEXT *line, DWORD index, WCHAR *buffer, DWORD chars );

/* collect.c */
DWORD collect_model( struct collection *collection, struct modeminf *inf, const struct modeminf_model *model, modeminf_note note, void *arg,
                     WCHAR *reason, DWORD chars );
void  collection_free( struct collection *collection );

#endif /* WINE_TELEPHONY_MODEMINF_PRIVATE_H */
