/*
 * What the files of the terminal manager share.
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

#ifndef TERMMGR_PRIVATE_H
#define TERMMGR_PRIVATE_H

#include "terminal/terminal.h"

/*
 * The kinds of dynamic terminals that are built in. Each is a row of the table in types.c, with a function that makes one. Others are in the registry,
 * where their makers put them (pluggable.c).
 */
struct terminal_kind
{
    const CLSID *class;                 /* as programs ask for it */
    const WCHAR *superclass;            /* CLSID_String_..., its place in the registry */
    const WCHAR *name;
    DWORD media_types;                  /* TAPIMEDIATYPE_ bits */
    DWORD directions;                   /* bits: 1 << TERMINAL_DIRECTION */
    /* The kind, one media type (or several, if the kind has TAPIMEDIATYPE_MULTITRACK) and the direction have been checked. */
    HRESULT (*create)( DWORD media_type, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out );
};

extern const struct terminal_kind terminal_kinds[];
extern const unsigned int terminal_kind_count;

#define DIRECTION_BIT( direction ) (1u << (direction))
#define BOTH_DIRECTIONS (DIRECTION_BIT( TD_CAPTURE ) | DIRECTION_BIT( TD_RENDER ))

/* ---- the built-in kinds ---- */

/* The media streaming terminal (mst.c) */
HRESULT mst_create( DWORD media_type, TERMINAL_DIRECTION direction, MSP_HANDLE address, ITTerminal **out );

/* ---- the registry (pluggable.c) ---- */

#define TERMINAL_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Telephony\\TerminalManager"

/* A pluggable terminal as it is registered; strings are empty if they are missing */
struct pluggable
{
    GUID   superclass, class, clsid;
    WCHAR  name[128], company[128], version[64];
    DWORD  directions;                  /* TMGR_DIRECTION */
    DWORD  media_types;
};

/**
 * Call back for each registered terminal class whose CLSID can be read.
 *
 * @param superclass  of this superclass only, or NULL
 * @param found       returns TRUE to end it
 * @return whether found() did
 */
BOOL pluggable_enumerate( const GUID *superclass, BOOL (*found)( const struct pluggable *pluggable, void *arg ), void *arg );

/** The superclasses that are registered. @return how many there are; no more than size are written */
DWORD pluggable_superclasses( GUID *superclasses, DWORD size );

/** Write, read and delete an entry. S_OK, or an error of the registry as HRESULT. */
HRESULT pluggable_write( const struct pluggable *pluggable );
HRESULT pluggable_read( const GUID *superclass, const GUID *class, struct pluggable *pluggable );
HRESULT pluggable_delete( const GUID *superclass, const GUID *class );
HRESULT superclass_write( const GUID *superclass, const WCHAR *name );
HRESULT superclass_read( const GUID *superclass, WCHAR *name, DWORD size );
HRESULT superclass_delete( const GUID *superclass );

/* Entries of the built-in kinds, so that programs that look for them see them */
HRESULT kinds_register( void );
void kinds_unregister( void );

/* ---- classes ---- */

HRESULT manager_create( IUnknown *outer, REFIID iid, void **out );
HRESULT class_registration_create( IUnknown *outer, REFIID iid, void **out );
HRESULT superclass_registration_create( IUnknown *outer, REFIID iid, void **out );

#endif
