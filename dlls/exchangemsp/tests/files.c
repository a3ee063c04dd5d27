/*
 * A file is played at one end of a call and recorded at the other: the files have the same samples.
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

#include "files.h"

#include <stdio.h>
#include <stdlib.h>

#define SPEECH 12345

static WCHAR folder[MAX_PATH], played[MAX_PATH + 20], recorded[MAX_PATH + 20];

/* Everything that was said is in the file, once and in order. */
static void check_wav( const WCHAR *name, DWORD count )
{
    DWORD at, same, samples;
    const short *data;

    if (!(data = read_wav( name, &samples ))) return;
    same = speech_compare( data, samples, 7, &at, NULL );
    ok( same == count && at == samples, "%lu samples of %lu are right, the one at %lu of %lu is not\n", same, count, at, samples );
}

static void put_list( ITTerminal *terminal, const WCHAR *name )
{
    ITMediaPlayback *playback = query( terminal, &IID_ITMediaPlayback );
    VARIANT list, item;
    LONG i = 0;

    V_VT( &list ) = VT_ARRAY | VT_VARIANT;
    V_ARRAY( &list ) = SafeArrayCreateVector( VT_VARIANT, 0, 1 );
    V_VT( &item ) = VT_BSTR;
    V_BSTR( &item ) = SysAllocString( name );
    SafeArrayPutElement( V_ARRAY( &list ), &i, &item );
    VariantClear( &item );
    ok_hr( ITMediaPlayback_put_PlayList( playback, list ), S_OK );
    VariantClear( &list );
    ITMediaPlayback_Release( playback );
}

/* An event of a file terminal: its call is that of the stream. */
static void wait_file_event( struct msp_leg *leg, ITTerminal *terminal, TERMINAL_MEDIA_STATE state, FT_STATE_EVENT_CAUSE cause )
{
    MSP_EVENT_INFO info;
    BOOL found = FALSE;

    while (!found && next_event( leg->address, &info ))
    {
        if (info.Event == ME_FILE_TERMINAL_EVENT)
        {
            found = info.MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState == state;
            if (found)
            {
                ok( info.hCall == (MSP_HANDLE)leg, "call %p\n", info.hCall );
                ok( info.MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal == terminal, "another terminal\n" );
                ok( info.MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause == cause, "cause %d\n", info.MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause );
            }
        }
        event_release( &info );
    }
    ok( found, "no event of state %d\n", state );
}

START_TEST( files )
{
    static struct msp_address addresses[2];
    ITTerminal *player, *recorder, *listener;
    struct leg caller, called;
    struct msp_leg a, b;
    DWORD i, same;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    GetTempPathW( ARRAYSIZE(folder), folder );
    swprintf( played, ARRAYSIZE(played), L"%lsplayed.wav", folder );
    swprintf( recorded, ARRAYSIZE(recorded), L"%lsrecorded.wav", folder );
    DeleteFileW( recorded );
    ok( speech_write( played, 7, SPEECH ), "%ls cannot be written\n", played );
    provider_begin( 2 );
    for (i = 0; i < 2; i++) if (!address_begin( &addresses[i], i, &CLSID_ExchangeMSP )) return;
    connect_lines( addresses[0].line, 1, &caller, &called );
    ok( leg_begin( &a, &addresses[0], &caller ), "no streams\n" );
    ok( leg_begin( &b, &addresses[1], &called ), "no streams\n" );
    player = file_terminal( &addresses[0], CLSID_String_FilePlaybackTerminal, TD_CAPTURE );
    recorder = file_terminal( &addresses[1], CLSID_String_FileRecordingTerminal, TD_RENDER );
    listener = recorder_create( addresses[1].handle );
    put_list( player, played );
    record_to( recorder, recorded );

    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], recorder ), S_OK );
    ok_hr( ITStream_SelectTerminal( b.streams[TD_RENDER], listener ), S_OK );
    wait_event( &addresses[1], CALL_STREAM_ACTIVE, b.streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    file_control( recorder, TRUE );
    ok_hr( ITStream_SelectTerminal( a.streams[TD_CAPTURE], player ), S_OK );
    wait_event( &addresses[0], CALL_STREAM_ACTIVE, a.streams[TD_CAPTURE], CALL_CAUSE_LOCAL_REQUEST );
    file_control( player, TRUE );
    wait_file_event( &a, player, TMS_IDLE, FTEC_END_OF_FILE );
    /* what the second terminal of the stream has the first has had before */
    ok( recorder_wait( listener, SPEECH ), "%lu samples are heard\n", recorder_samples( listener, NULL ));
    same = recorder_compare( listener, 7, NULL );
    ok( same == SPEECH, "%lu samples are heard right\n", same );
    file_control( recorder, FALSE );
    check_wav( recorded, SPEECH );

    ok_hr( ITStream_UnselectTerminal( b.streams[TD_RENDER], recorder ), S_OK );
    close_leg( &a.leg );
    close_leg( &b.leg );
    leg_end( &a );
    leg_end( &b );
    ok( !ITTerminal_Release( player ), "the player is still held\n" );
    ok( !ITTerminal_Release( recorder ), "the recorder is still held\n" );
    ok( !ITTerminal_Release( listener ), "the listener is still held\n" );
    for (i = 0; i < 2; i++) address_end( &addresses[i] );
    provider_end();
    DeleteFileW( played );
    DeleteFileW( recorded );
    CoUninitialize();
}
