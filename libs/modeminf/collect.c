/*
 * From the sections of a model to the values of its key.
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


#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "private.h"

#define MAX_VALUES     50000
#define MAX_BYTES      (8 * 1024 * 1024)
#define MAX_VALUE_SIZE 32768            /* of one value, in bytes */
#define MAX_DEPTH      8                /* of Needs */
#define FIELD_CHARS    4096

static void tell( struct collection *collection, const WCHAR *format, ... )
{
    WCHAR text[400];
    va_list args;

    if (!collection->note) return;
    va_start( args, format );
    _vsnwprintf( text, ARRAYSIZE(text), format, args );
    va_end( args );
    text[ARRAYSIZE(text) - 1] = 0;
    collection->note( text, collection->arg );
}

static BOOL fail( struct collection *collection, const WCHAR *format, const WCHAR *text )
{
    collection->error = modeminf_fail( collection->reason, collection->reason_chars, ERROR_BAD_FORMAT, format, modeminf_file( collection->inf ), text );
    return FALSE;
}

static void free_value( struct value *value )
{
    free( value->subkey );
    free( value->name );
    free( value->data );
    free( value );
}

void collection_free( struct collection *collection )
{
    struct value *value;

    while ((value = collection->first))
    {
        collection->first = value->next;
        free_value( value );
    }
}

static BOOL add_value( struct collection *collection, const struct value *from )
{
    struct value *value;

    if (++collection->count > MAX_VALUES || (collection->bytes += from->size) > MAX_BYTES)
        return fail( collection, L"%ls has more values than any modem needs%ls", L"" );
    if (!(value = calloc( 1, sizeof(*value) ))) goto no_memory;
    *value = *from;
    value->next = NULL;
    value->subkey = wcsdup( from->subkey );
    value->name = wcsdup( from->name );
    value->data = malloc( from->size + 1 );
    if (!value->subkey || !value->name || !value->data)
    {
        free_value( value );
        goto no_memory;
    }
    memcpy( value->data, from->data, from->size );
    *collection->last = value;
    collection->last = &value->next;
    return TRUE;

no_memory:
    collection->error = modeminf_fail( collection->reason, collection->reason_chars, ERROR_NOT_ENOUGH_MEMORY, L"no memory" );
    return FALSE;
}

/* What belongs to the user or to the system, not to a definition */
static BOOL is_reserved( const WCHAR *subkey, const WCHAR *name )
{
    static const WCHAR *const names[] =
    {
        L"AttachedTo", L"FriendlyName", L"ID", L"UserInit", L"Logging", L"LoggingPath", L"DialinConfig", L"DialoutConfig", L"WinetapiPort",
        L"WineUnixIdentity", L"InfPath", L"InfSection", L"ProviderName", L"MatchingDeviceId", L"DriverDesc", L"DriverDate", L"DriverVersion",
    };
    unsigned int i;

    if (subkey[0]) return FALSE;
    for (i = 0; i < ARRAYSIZE(names); i++) if (!_wcsicmp( name, names[i] )) return TRUE;
    return FALSE;
}

/* Below the modem's key, whatever it says: no part empty, none longer than the registry takes. */
static BOOL is_key_name( const WCHAR *subkey )
{
    size_t len;

    if (!subkey[0]) return TRUE;
    for (;;)
    {
        len = wcscspn( subkey, L"\\" );
        if (!len || len > 255) return FALSE;
        if (!subkey[len]) return TRUE;
        subkey += len + 1;
    }
}

static BOOL parse_byte( const WCHAR *text, BYTE *byte )
{
    WCHAR *end;
    unsigned long number = wcstoul( text, &end, 16 );

    *byte = (BYTE)number;
    return text[0] && !*end && number <= 0xff && text[0] != '-' && text[0] != '+';
}

static BOOL read_data( struct collection *collection, INFCONTEXT *line, DWORD flags, struct value *value, WCHAR *text )
{
    DWORD fields = SetupGetFieldCount( line ), i;
    WCHAR *end;

    value->size = 0;
    switch (flags & (0xffff0000 | FLG_ADDREG_BINVALUETYPE))
    {
    case FLG_ADDREG_TYPE_BINARY:
        value->type = REG_BINARY;
        for (i = 5; i <= fields; i++)
        {
            if (value->size == MAX_VALUE_SIZE) return fail( collection, L"%ls: the value %ls is too long", value->name );
            modeminf_field( line, i, text, FIELD_CHARS );
            if (!text[0] && i == fields) break;     /* a comma at the end */
            if (!parse_byte( text, &value->data[value->size++] )) return fail( collection, L"%ls: %ls is no byte", text );
        }
        return TRUE;
    case FLG_ADDREG_TYPE_DWORD:
        value->type = REG_DWORD;
        value->size = sizeof(DWORD);
        if (fields >= 8)
        {
            for (i = 0; i < sizeof(DWORD); i++)
                if (!modeminf_field( line, 5 + i, text, FIELD_CHARS ) || !parse_byte( text, &value->data[i] ))
                    return fail( collection, L"%ls: %ls is no byte", text );
            return TRUE;
        }
        modeminf_field( line, 5, text, FIELD_CHARS );
        *(DWORD *)value->data = wcstoul( text, &end, 0 );
        return !*end || fail( collection, L"%ls: %ls is no number", text );
    case FLG_ADDREG_TYPE_MULTI_SZ:
        value->type = REG_MULTI_SZ;
        for (i = 5; i <= fields; i++)
        {
            DWORD bytes;

            if (!modeminf_field( line, i, text, FIELD_CHARS )) return fail( collection, L"%ls: the value %ls is too long", value->name );
            bytes = (wcslen( text ) + 1) * sizeof(WCHAR);
            if (!text[0]) continue;
            if (value->size + bytes + sizeof(WCHAR) > MAX_VALUE_SIZE) return fail( collection, L"%ls: the value %ls is too long", value->name );
            memcpy( value->data + value->size, text, bytes );
            value->size += bytes;
        }
        memset( value->data + value->size, 0, sizeof(WCHAR) );
        value->size += sizeof(WCHAR);
        return TRUE;
    case FLG_ADDREG_TYPE_SZ:
    case FLG_ADDREG_TYPE_EXPAND_SZ:
        value->type = flags & 0xffff0000 ? REG_EXPAND_SZ : REG_SZ;
        if (!modeminf_field( line, 5, text, FIELD_CHARS )) return fail( collection, L"%ls: the value %ls is too long", value->name );
        value->size = (wcslen( text ) + 1) * sizeof(WCHAR);
        memcpy( value->data, text, value->size );
        return TRUE;
    default:
        tell( collection, L"The value %ls is of a type that modems do not use; it is left out.", value->name );
        value->size = MAXDWORD;
        return TRUE;
    }
}

static BOOL is_known( const struct collection *collection, const struct value *value )
{
    const struct value *other;

    for (other = collection->first; other; other = other->next)
        if (!other->delete && !_wcsicmp( other->subkey, value->subkey ) && !_wcsicmp( other->name, value->name )) return TRUE;
    return FALSE;
}

/* "HKR, subkey, name, flags, data..." of AddReg, "HKR, subkey, name" of DelReg */
static BOOL add_line( struct collection *collection, INFCONTEXT *line, BOOL delete, WCHAR *text, struct value *value )
{
    WCHAR root[16];
    INT flags = 0;

    if (!modeminf_field( line, 1, root, ARRAYSIZE(root) )) root[0] = 0;
    if (_wcsicmp( root, L"HKR" ))
    {
        /* modems need none of it, and a definition of a modem has no business elsewhere */
        modeminf_field( line, 2, value->subkey, 128 );
        tell( collection, L"%ls\\%ls is outside of the modem's key; it is left as it is.", root[0] ? root : L"A root", value->subkey );
        return TRUE;
    }
    if (!modeminf_field( line, 2, value->subkey, FIELD_CHARS ) || !is_key_name( value->subkey ))
        return fail( collection, L"%ls: %.80ls is no name of a key", value->subkey );
    if (!modeminf_field( line, 3, value->name, FIELD_CHARS )) return fail( collection, L"%ls has a value with a name that is too long%ls", L"" );
    if (is_reserved( value->subkey, value->name ))
    {
        tell( collection, L"%ls is not for an .INF file to say; it is left out.", value->name );
        return TRUE;
    }
    if (SetupGetFieldCount( line ) >= 4) SetupGetIntField( line, 4, &flags );
    value->delete = delete || flags & FLG_ADDREG_DELVAL;
    value->key_only = !delete && flags & FLG_ADDREG_KEYONLY;
    value->size = 0;
    if (flags & FLG_ADDREG_OVERWRITEONLY) return TRUE;
    if (!value->delete && !value->key_only)
    {
        if (!read_data( collection, line, flags, value, text )) return FALSE;
        if (value->size == MAXDWORD) return TRUE;
        if (flags & FLG_ADDREG_NOCLOBBER && is_known( collection, value )) return TRUE;
    }
    return add_value( collection, value );
}

static BOOL add_section( struct collection *collection, const WCHAR *section, BOOL delete )
{
    WCHAR *buffers = malloc( 3 * FIELD_CHARS * sizeof(WCHAR) + MAX_VALUE_SIZE );
    struct value value = { 0 };
    INFCONTEXT line;
    BOOL ret = TRUE;

    if (!buffers)
    {
        collection->error = modeminf_fail( collection->reason, collection->reason_chars, ERROR_NOT_ENOUGH_MEMORY, L"no memory" );
        return FALSE;
    }
    value.subkey = buffers;
    value.name = buffers + FIELD_CHARS;
    value.data = (BYTE *)(buffers + 3 * FIELD_CHARS);
    if (SetupFindFirstLineW( collection->inf->inf, section, NULL, &line ))
        do ret = add_line( collection, &line, delete, buffers + 2 * FIELD_CHARS, &value );
        while (ret && SetupFindNextLine( &line, &line ));
    else if (SetupGetLineCountW( collection->inf->inf, section ) < 0)
        tell( collection, L"The section [%ls] is named but not there; what it would add is missing.", section );
    free( buffers );
    return ret;
}

/* Call for each field of each line of a directive ("AddReg = A, B"). */
static BOOL for_each_field( struct collection *collection, const WCHAR *section, const WCHAR *directive,
                            BOOL (*callback)( struct collection *collection, const WCHAR *name, DWORD depth ), DWORD depth )
{
    WCHAR name[256];
    INFCONTEXT line;
    DWORD i;

    if (!SetupFindFirstLineW( collection->inf->inf, section, directive, &line )) return TRUE;
    do
        for (i = 1; i <= SetupGetFieldCount( &line ); i++)
        {
            if (!modeminf_field( &line, i, name, ARRAYSIZE(name) )) return fail( collection, L"%ls: a name in [%ls] is too long", section );
            if (name[0] && !callback( collection, name, depth )) return FALSE;
        }
    while (SetupFindNextMatchLineW( &line, directive, &line ));
    return TRUE;
}

static BOOL add_section_field( struct collection *collection, const WCHAR *name, DWORD depth )
{
    return add_section( collection, name, FALSE );
}

static BOOL delete_section_field( struct collection *collection, const WCHAR *name, DWORD depth )
{
    return add_section( collection, name, TRUE );
}

/* An included file is taken from the same folder only. */
static BOOL include( struct collection *collection, const WCHAR *name, DWORD depth )
{
    struct modeminf *inf = collection->inf;
    WCHAR path[ARRAYSIZE(inf->path)];
    size_t folder = modeminf_file( inf ) - inf->path;
    DWORD i;

    for (i = 0; i < inf->included_count; i++) if (!_wcsicmp( inf->included[i], name )) return TRUE;
    if (!_wcsicmp( modeminf_file( inf ), name )) return TRUE;
    if (wcspbrk( name, L"\\/:" ) || wcslen( name ) >= ARRAYSIZE(inf->included[0]) || folder + wcslen( name ) >= ARRAYSIZE(path) ||
        inf->included_count == MAX_INCLUDED)
        return fail( collection, L"%ls: %.80ls cannot be included", name );
    memcpy( path, inf->path, folder * sizeof(WCHAR) );
    wcscpy( path + folder, name );
    if (GetFileAttributesW( path ) == INVALID_FILE_ATTRIBUTES || !SetupOpenAppendInfFileW( path, inf->inf, NULL ))
    {
        tell( collection, L"It includes %ls, which is not beside it; what is in there is missing.", name );
        return TRUE;
    }
    wcscpy( inf->included[inf->included_count++], name );
    return TRUE;
}

static BOOL collect_section( struct collection *collection, const WCHAR *section, DWORD depth )
{
    static const struct { const WCHAR *directive, *what; } ignored[] =
    {
        { L"CopyFiles", L"Its files are not copied: the modem's commands are all that is used." },
        { L"BitReg", L"BitReg is not done." },
        { L"RegisterDlls", L"RegisterDlls is not done." },
        { L"UpdateInis", L"UpdateInis is not done." },
        { L"ProfileItems", L"ProfileItems is not done." },
    };
    INFCONTEXT line;
    unsigned int i;

    if (depth > MAX_DEPTH) return fail( collection, L"%ls: Needs goes round in a circle at [%ls]", section );
    if (SetupGetLineCountW( collection->inf->inf, section ) < 0)
    {
        tell( collection, L"The section [%ls] is needed but not there; what it would add is missing.", section );
        return TRUE;
    }
    for (i = 0; i < ARRAYSIZE(ignored); i++)
        if (SetupFindFirstLineW( collection->inf->inf, section, ignored[i].directive, &line )) tell( collection, L"%ls", ignored[i].what );
    return for_each_field( collection, section, L"Include", include, depth ) &&
           for_each_field( collection, section, L"Needs", collect_section, depth + 1 ) &&
           for_each_field( collection, section, L"DelReg", delete_section_field, depth ) &&
           for_each_field( collection, section, L"AddReg", add_section_field, depth );
}

/* A modem whose work is done by a Windows driver */
static void note_services( struct collection *collection, const WCHAR *section )
{
    WCHAR name[MODEMINF_NAME_CHARS + 32], service[MODEMINF_NAME_CHARS];
    INFCONTEXT line;

    swprintf( name, ARRAYSIZE(name), L"%ls.Services", section );
    if (!SetupFindFirstLineW( collection->inf->inf, name, L"AddService", &line )) return;
    modeminf_field( &line, 1, service, ARRAYSIZE(service) );
    if (service[0] && _wcsicmp( service, L"Modem" ) && _wcsicmp( service, L"usbser" ) && _wcsicmp( service, L"Serial" ))
        tell( collection, L"It installs the driver %ls, which does not run here: the modem works if Linux has it as a serial port.", service );
}

DWORD collect_model( struct collection *collection, struct modeminf *inf, const struct modeminf_model *model, modeminf_note note, void *arg,
                     WCHAR *reason, DWORD chars )
{
    static const WCHAR *const extensions[] = { sizeof(void *) == 8 ? L".NTamd64" : L".NTx86", L".NT", L"", L".NTx86", L".NTamd64" };
    WCHAR section[MODEMINF_NAME_CHARS + 16];
    unsigned int i;

    memset( collection, 0, sizeof(*collection) );
    collection->inf = inf;
    collection->note = note;
    collection->arg = arg;
    collection->last = &collection->first;
    collection->reason = reason;
    collection->reason_chars = chars;
    if (reason && chars) reason[0] = 0;
    for (i = 0; i < ARRAYSIZE(extensions); i++)
    {
        swprintf( section, ARRAYSIZE(section), L"%ls%ls", model->section, extensions[i] );
        if (SetupGetLineCountW( inf->inf, section ) >= 0) break;
    }
    if (i == ARRAYSIZE(extensions)) fail( collection, L"%ls has no section [%ls], which its list of models names", model->section );
    else if (collect_section( collection, section, 0 ))
    {
        note_services( collection, section );
        if (!collection->first) fail( collection, L"%ls: [%ls] says nothing about the modem", section );
    }
    if (collection->error) collection_free( collection );
    return collection->error;
}

DWORD modeminf_check( struct modeminf *inf, const struct modeminf_model *model, modeminf_note note, void *arg, WCHAR *reason, DWORD chars )
{
    struct collection collection;
    DWORD error = collect_model( &collection, inf, model, note, arg, reason, chars );

    if (!error) collection_free( &collection );
    return error;
}
