/*
 * The kinds of terminals that are built in.
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

#include "termmgr_private.h"
#include "file_terminal.h"

#include <tapi.h>

/* Video needs a picture, which no line of ours has: its classes are not here, and a program that asks for one is refused. */
const struct terminal_kind terminal_kinds[] =
{
    { &CLSID_MediaStreamTerminal, CLSID_String_StreamingSuperclass, L"Media Streaming Terminal", TAPIMEDIATYPE_AUDIO, BOTH_DIRECTIONS, mst_create },
    { &CLSID_FilePlaybackTerminal, CLSID_String_FileSuperclass, L"File Playback Terminal", TAPIMEDIATYPE_MULTITRACK | TAPIMEDIATYPE_AUDIO,
      DIRECTION_BIT( TD_CAPTURE ) | DIRECTION_BIT( TD_MULTITRACK_MIXED ), file_playback_create },
    { &CLSID_FileRecordingTerminal, CLSID_String_FileSuperclass, L"File Recording Terminal", TAPIMEDIATYPE_MULTITRACK | TAPIMEDIATYPE_AUDIO,
      DIRECTION_BIT( TD_RENDER ) | DIRECTION_BIT( TD_MULTITRACK_MIXED ), file_recording_create },
};

const unsigned int terminal_kind_count = ARRAYSIZE(terminal_kinds);
