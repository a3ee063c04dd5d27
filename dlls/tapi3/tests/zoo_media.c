/*
 * Terminals and streams of the zoo: what media service providers and the terminal manager give to programs.
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

#include "caller.h"

#include <termmgr.h>

/* What a pointer was written for; NULL (after a failure) */
static void *made( const char *name, HRESULT hr, void *address )
{
    ok( hr == S_OK, "no %s: %#lx\n", name, hr );
    return SUCCEEDED(hr) ? *(void **)address : NULL;
}

static void *face_of( void *object, REFIID iid )
{
    void *face = NULL;

    if (object) ok_hr( IUnknown_QueryInterface( (IUnknown *)object, iid, &face ), S_OK );
    return face;
}

static ITTerminal *new_terminal( struct zoo *zoo, ITTerminalSupport2 *support, const char *name, const WCHAR *class, LONG media, TERMINAL_DIRECTION direction )
{
    BSTR text = SysAllocString( class );
    ITTerminal *terminal = NULL;
    HRESULT hr = ITTerminalSupport2_CreateTerminal( support, text, media, direction, &terminal );

    SysFreeString( text );
    if (!made( name, hr, &terminal )) return NULL;
    zoo_add( zoo, name, terminal );
    return terminal;
}

/* A file terminal, its first track and that one's format */
static void add_track( struct zoo *zoo, ITTerminal *terminal )
{
    ITMultiTrackTerminal *parent = face_of( terminal, &IID_ITMultiTrackTerminal );
    ITScriptableAudioFormat *format = NULL;
    IEnumTerminal *tracks = NULL;
    ITTerminal *track = NULL;
    ITFileTrack *file_track;

    if (!parent) return;
    ok_hr( ITMultiTrackTerminal_CreateTrackTerminal( parent, TAPIMEDIATYPE_AUDIO, TD_RENDER, &track ), S_OK );
    zoo_add( zoo, "track", track );
    zoo_add( zoo, "enumerator of terminals", made( "enumerator of terminals", ITMultiTrackTerminal_EnumerateTrackTerminals( parent, &tracks ), &tracks ));
    ITMultiTrackTerminal_Release( parent );
    if (!(file_track = face_of( track, &IID_ITFileTrack ))) return;
    zoo_add( zoo, "audio format", made( "audio format", ITFileTrack_get_EmptyAudioFormatForScripting( file_track, &format ), &format ));
    ITFileTrack_Release( file_track );
}

/* A recording tells that it runs. */
static void start_recording( struct zoo *zoo, ITTerminal *terminal )
{
    ITMediaRecord *record = face_of( terminal, &IID_ITMediaRecord );
    ITMediaControl *control = face_of( terminal, &IID_ITMediaControl );
    ITBasicCallControl2 *call = (ITBasicCallControl2 *)zoo_named( zoo, "caller" );
    WCHAR folder[MAX_PATH], file[MAX_PATH];
    BSTR path;

    GetTempPathW( ARRAY_SIZE(folder), folder );
    GetTempFileNameW( folder, L"zoo", 0, file );
    path = SysAllocString( file );
    if (record && control && (call = face_of( call, &IID_ITBasicCallControl2 )))
    {
        ok_hr( ITMediaRecord_put_FileName( record, path ), S_OK );
        ok_hr( ITBasicCallControl2_SelectTerminalOnCall( call, terminal ), S_OK );
        ok_hr( ITMediaControl_Start( control ), S_OK );
        zoo_wait( zoo, TE_FILETERMINAL );
        zoo_wait( zoo, TE_CALLMEDIA );
        ok_hr( ITMediaControl_Stop( control ), S_OK );
        ITBasicCallControl2_Release( call );
    }
    if (record) ITMediaRecord_Release( record );
    if (control) ITMediaControl_Release( control );
    SysFreeString( path );
}

static void add_terminals( struct zoo *zoo, ITTerminalSupport2 *support )
{
    IEnumPluggableTerminalClassInfo *class_list = NULL;
    IEnumPluggableSuperclassInfo *super_list = NULL;
    ITPluggableTerminalSuperclassInfo *super_info;
    ITPluggableTerminalClassInfo *class_info;
    IEnumTerminalClass *classes = NULL;
    IEnumTerminal *terminals = NULL;
    ITTerminal *terminal;
    GUID superclass;

    ok_hr( ITTerminalSupport2_EnumerateStaticTerminals( support, &terminals ), S_OK );
    if (terminals && IEnumTerminal_Next( terminals, 1, &terminal, NULL ) == S_OK) zoo_add( zoo, "static terminal", terminal );
    if (terminals) IEnumTerminal_Release( terminals );
    zoo_add( zoo, "enumerator of terminal classes",
             made( "enumerator of terminal classes", ITTerminalSupport2_EnumerateDynamicTerminalClasses( support, &classes ), &classes ));

    if (made( "superclasses", ITTerminalSupport2_EnumeratePluggableSuperclasses( support, &super_list ), &super_list ))
    {
        if (IEnumPluggableSuperclassInfo_Next( super_list, 1, &super_info, NULL ) == S_OK) zoo_add( zoo, "superclass", super_info );
        ok_hr( IEnumPluggableSuperclassInfo_Reset( super_list ), S_OK );
        zoo_add( zoo, "enumerator of superclasses", super_list );
    }
    IIDFromString( CLSID_String_StreamingSuperclass, &superclass );
    if (made( "classes", ITTerminalSupport2_EnumeratePluggableTerminalClasses( support, superclass, TAPIMEDIATYPE_AUDIO, &class_list ), &class_list ))
    {
        if (IEnumPluggableTerminalClassInfo_Next( class_list, 1, &class_info, NULL ) == S_OK) zoo_add( zoo, "pluggable class", class_info );
        ok_hr( IEnumPluggableTerminalClassInfo_Reset( class_list ), S_OK );
        zoo_add( zoo, "enumerator of pluggable classes", class_list );
    }

    new_terminal( zoo, support, "streaming terminal", CLSID_String_MediaStreamTerminal, TAPIMEDIATYPE_AUDIO, TD_CAPTURE );
    new_terminal( zoo, support, "playback", CLSID_String_FilePlaybackTerminal, TAPIMEDIATYPE_MULTITRACK, TD_CAPTURE );
    if ((terminal = new_terminal( zoo, support, "recording", CLSID_String_FileRecordingTerminal, TAPIMEDIATYPE_MULTITRACK, TD_RENDER )))
    {
        add_track( zoo, terminal );
        start_recording( zoo, terminal );
    }
}

static void add_streams( struct zoo *zoo )
{
    ITStreamControl *control = face_of( zoo_named( zoo, "caller" ), &IID_ITStreamControl );
    IEnumStream *streams = NULL;
    ITStream *stream;

    if (!control) return;
    if (made( "enumerator of streams", ITStreamControl_EnumerateStreams( control, &streams ), &streams ))
    {
        if (IEnumStream_Next( streams, 1, &stream, NULL ) == S_OK) zoo_add( zoo, "stream", stream );
        ok_hr( IEnumStream_Reset( streams ), S_OK );
        zoo_add( zoo, "enumerator of streams", streams );
    }
    ITStreamControl_Release( control );
}

void zoo_add_media( struct zoo *zoo, ITAddress *address )
{
    ITTerminalSupport2 *support = NULL;

    ok_hr( ITAddress_QueryInterface( address, &IID_ITTerminalSupport2, (void **)&support ), S_OK );
    if (!support) return;
    add_terminals( zoo, support );
    add_streams( zoo );
    ITTerminalSupport2_Release( support );
}

void zoo_add_registration( struct zoo *zoo )
{
    static const struct { const char *name; const CLSID *clsid; } classes[] =
    {
        { "terminal manager", &CLSID_TerminalManager }, { "registration of classes", &CLSID_PluggableTerminalRegistration },
        { "registration of superclasses", &CLSID_PluggableSuperclassRegistration },
    };
    unsigned int i;
    IUnknown *object;

    for (i = 0; i < ARRAY_SIZE(classes); i++)
    {
        ok_hr( CoCreateInstance( classes[i].clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&object ), S_OK );
        zoo_add( zoo, classes[i].name, object );
    }
}
