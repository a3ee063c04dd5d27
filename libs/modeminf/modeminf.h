/*
 * Modem .INF files: which models they have, and what they put into the registry key of a modem.
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


#ifndef WINE_TELEPHONY_MODEMINF_H
#define WINE_TELEPHONY_MODEMINF_H

#include <windef.h>
#include <winbase.h>
#include <winreg.h>

/*
 * An .INF file describes models of modems: AT commands, responses and abilities, which Windows' class installer copies into the registry key of each modem.
 * Here only that is done. Files are not copied, no driver is installed, and nothing is written outside the modem's key: what an .INF asks for beyond it is
 * told as a note and left undone. A file that makes no sense is refused as a whole.
 *
 * Functions return 0 or a Windows error; `reason` receives a sentence for people when they fail (always terminated, may be NULL).
 */

#define MODEMINF_NAME_CHARS 128         /* longer names are cut, as unimdm.tsp takes no longer ones */

struct modeminf;

/* A model, from a line of a Models section */
struct modeminf_model
{
    WCHAR name[MODEMINF_NAME_CHARS];    /* "Dialmaster 5000 Voice" */
    WCHAR manufacturer[MODEMINF_NAME_CHARS];
    WCHAR section[MODEMINF_NAME_CHARS]; /* its DDInstall section, undecorated */
    WCHAR hardware_id[MODEMINF_NAME_CHARS];     /* "USB\\VID_0572&PID_1329", may be "" */
    WCHAR compatible_ids[4 * MODEMINF_NAME_CHARS];  /* each ended by a NUL, one more at the end */
};

/* Told what of an .INF is left undone: one sentence. */
typedef void (*modeminf_note)( const WCHAR *text, void *arg );

/**
 * Open an .INF of the class Modem, ANSI or UTF-16. Files named by Include of its sections are read too if they lie beside it.
 * @param path  Windows path; a Unix path begins with "/"
 * @param inf   free with modeminf_close()
 */
DWORD modeminf_open( const WCHAR *path, struct modeminf **inf, WCHAR *reason, DWORD chars );
void  modeminf_close( struct modeminf *inf );

/** The models of an .INF, in its order; valid until modeminf_close(). Never none. */
const struct modeminf_model *modeminf_models( const struct modeminf *inf, DWORD *count );

/** File name of an .INF, without folder. */
const WCHAR *modeminf_file( const struct modeminf *inf );
/** The file of number index that it includes and that was found beside it, NULL behind the last. */
const WCHAR *modeminf_included( const struct modeminf *inf, DWORD index );

/** Find a model by name, without case; NULL if there is none. */
const struct modeminf_model *modeminf_model_by_name( const struct modeminf *inf, const WCHAR *name );

/** Go through all that a model would install, without installing it. @param note  may be NULL */
DWORD modeminf_check( struct modeminf *inf, const struct modeminf_model *model, modeminf_note note, void *arg, WCHAR *reason, DWORD chars );

/**
 * Write a model into the registry key of a modem: its commands, responses, Properties and the rest, and the values by which Windows remembers where
 * they came from (DriverDesc, Manufacturer, Model, InfPath, InfSection, ProviderName, MatchingDeviceId). An earlier definition in this key is removed.
 * Everything is read and checked before the first value is written. FriendlyName, AttachedTo and the other values that are the user's stay.
 *
 * @param key   with KEY_READ and KEY_WRITE access
 * @param note  may be NULL
 */
DWORD modeminf_install( struct modeminf *inf, const struct modeminf_model *model, HKEY key, modeminf_note note, void *arg, WCHAR *reason, DWORD chars );

/* Told of each model that can be used, in the order of files and lines; FALSE ends the search. */
typedef BOOL (*modeminf_found)( struct modeminf *inf, const struct modeminf_model *model, void *arg );

/**
 * Go through the modem .INF files of a folder (mdm*.inf, oem*.inf). Those that make no sense are passed over.
 * @param folder  NULL: the prefix's C:\windows\inf
 */
void modeminf_for_each( const WCHAR *folder, modeminf_found found, void *arg );

/**
 * Install a model by its name from the .INF files of the prefix.
 * @return ERROR_NOT_FOUND if no file has it
 */
DWORD modeminf_install_by_name( const WCHAR *name, HKEY key, modeminf_note note, void *arg, WCHAR *reason, DWORD chars );

#endif /* WINE_TELEPHONY_MODEMINF_H */
