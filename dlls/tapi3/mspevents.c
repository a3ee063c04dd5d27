/*
 * What media service providers report, as events for programs.
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

#include "tapi3_private.h"
#include "debug/debug.h"

DEBUG_CHANNEL( tapi3 );

RECORD_CLASS( call_media_event, IID_ITCallMediaEvent, IID_ITCallMediaEvent, 6,
              { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK },
              { FIELD_LONG, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( private_event, IID_ITPrivateEvent, IID_ITPrivateEvent, 5,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK }, { FIELD_INTERFACE, S_OK } );
RECORD_CLASS( file_terminal_event, IID_ITFileTerminalEvent, IID_ITFileTerminalEvent, 6,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK },
              { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( asr_terminal_event, IID_ITASRTerminalEvent, IID_ITASRTerminalEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( tts_terminal_event, IID_ITTTSTerminalEvent, IID_ITTTSTerminalEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );
RECORD_CLASS( tone_terminal_event, IID_ITToneTerminalEvent, IID_ITToneTerminalEvent, 3,
              { FIELD_INTERFACE, S_OK }, { FIELD_INTERFACE, S_OK }, { FIELD_LONG, S_OK } );

static void release( void *pointer )
{
    if (pointer) IUnknown_Release( (IUnknown *)pointer );
}

static struct record_value call_value( struct call *call )
{
    return value_interface( call ? &call->info : NULL );
}

static void address_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    const ADDRESS_EVENT event = info->MSP_ADDRESS_EVENT_INFO.Type == ADDRESS_TERMINAL_AVAILABLE ? AE_NEWTERMINAL : AE_REMOVETERMINAL;

    event_address( address->session, address, event, info->MSP_ADDRESS_EVENT_INFO.pTerminal );
    release( info->MSP_ADDRESS_EVENT_INFO.pTerminal );
}

/* The events and causes of calls have the same numbers on both sides. */
C_ASSERT( (int)CALL_STREAM_INACTIVE == (int)CME_STREAM_INACTIVE && (int)CALL_CAUSE_QUALITY_OF_SERVICE == (int)CMC_QUALITY_OF_SERVICE );

static void call_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    const CALL_MEDIA_EVENT event = (CALL_MEDIA_EVENT)info->MSP_CALL_EVENT_INFO.Type;

    if (!call || (ULONG)event > CME_LASTITEM) WARN( "media event %u of a call that is not known\n", event );
    else if (call_event_wanted( address->session, call, TE_CALLMEDIA, event ))
        event_post( address->session, TE_CALLMEDIA, record_create( &call_media_event_class, (struct record_value[])
            {
                call_value( call ), value_number( event ), value_number( info->MSP_CALL_EVENT_INFO.hrError ),
                value_interface( info->MSP_CALL_EVENT_INFO.pTerminal ), value_interface( info->MSP_CALL_EVENT_INFO.pStream ),
                value_number( info->MSP_CALL_EVENT_INFO.Cause )
            } ));
    release( info->MSP_CALL_EVENT_INFO.pTerminal );
    release( info->MSP_CALL_EVENT_INFO.pStream );
}

static void private_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    if (event_wanted( address->session, TE_PRIVATE ))
        event_post( address->session, TE_PRIVATE, record_create( &private_event_class, (struct record_value[])
            {
                value_interface( &address->address ), call_value( call ), value_interface( NULL ),
                value_number( info->MSP_PRIVATE_EVENT_INFO.lEventCode ), value_interface( info->MSP_PRIVATE_EVENT_INFO.pEvent )
            } ));
    release( info->MSP_PRIVATE_EVENT_INFO.pEvent );
}

static void file_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    if (call ? call_event_wanted( address->session, call, TE_FILETERMINAL, info->MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState )
             : event_wanted( address->session, TE_FILETERMINAL ) &&
               filter_passes( address->filter, TE_FILETERMINAL, info->MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState ))
        event_post( address->session, TE_FILETERMINAL, record_create( &file_terminal_event_class, (struct record_value[])
            {
                value_interface( info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal ),
                value_interface( info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack ), call_value( call ),
                value_number( info->MSP_FILE_TERMINAL_EVENT_INFO.TerminalMediaState ),
                value_number( info->MSP_FILE_TERMINAL_EVENT_INFO.ftecEventCause ), value_number( info->MSP_FILE_TERMINAL_EVENT_INFO.hrErrorCode )
            } ));
    release( info->MSP_FILE_TERMINAL_EVENT_INFO.pParentFileTerminal );
    release( info->MSP_FILE_TERMINAL_EVENT_INFO.pFileTrack );
}

/* Three kinds of terminals report in the same form. */
static void terminal_event( struct address *address, struct call *call, TAPI_EVENT type, const struct record_class *class, ITTerminal *terminal, HRESULT error )
{
    if (event_wanted( address->session, type ))
        event_post( address->session, type, record_create( class, (struct record_value[])
            { value_interface( terminal ), call_value( call ), value_number( error ) } ));
    release( terminal );
}

static void asr_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    terminal_event( address, call, TE_ASRTERMINAL, &asr_terminal_event_class, info->MSP_ASR_TERMINAL_EVENT_INFO.pASRTerminal,
                    info->MSP_ASR_TERMINAL_EVENT_INFO.hrErrorCode );
}

static void tts_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    terminal_event( address, call, TE_TTSTERMINAL, &tts_terminal_event_class, info->MSP_TTS_TERMINAL_EVENT_INFO.pTTSTerminal,
                    info->MSP_TTS_TERMINAL_EVENT_INFO.hrErrorCode );
}

static void tone_event( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    terminal_event( address, call, TE_TONETERMINAL, &tone_terminal_event_class, info->MSP_TONE_TERMINAL_EVENT_INFO.pToneTerminal,
                    info->MSP_TONE_TERMINAL_EVENT_INFO.hrErrorCode );
}

static void tsp_data( struct address *address, struct call *call, const MSP_EVENT_INFO *info )
{
    const DWORD size = info->MSP_TSP_DATA.dwBufferSize;
    HRESULT hr;

    if (size > info->dwSize - offsetof( MSP_EVENT_INFO, MSP_TSP_DATA.pBuffer )) WARN( "%lu bytes for the service provider are not there\n", size );
    else if (FAILED(hr = msp_send( address, call, info->MSP_TSP_DATA.pBuffer, size )))
        WARN( "line %lu: the service provider does not take %lu bytes of its media service provider: %#lx\n", address->device, size, hr );
}

#define UP_TO( member ) (offsetof( MSP_EVENT_INFO, member ) + sizeof(((MSP_EVENT_INFO *)NULL)->member))

static const struct
{
    void (*handle)( struct address *address, struct call *call, const MSP_EVENT_INFO *info );
    size_t size;                        /* least */
} events[] =
{
    [ME_ADDRESS_EVENT] = { address_event, UP_TO( MSP_ADDRESS_EVENT_INFO ) },
    [ME_CALL_EVENT] = { call_event, UP_TO( MSP_CALL_EVENT_INFO ) },
    [ME_TSP_DATA] = { tsp_data, offsetof( MSP_EVENT_INFO, MSP_TSP_DATA.pBuffer ) },
    [ME_PRIVATE_EVENT] = { private_event, UP_TO( MSP_PRIVATE_EVENT_INFO ) },
    [ME_ASR_TERMINAL_EVENT] = { asr_event, UP_TO( MSP_ASR_TERMINAL_EVENT_INFO ) },
    [ME_TTS_TERMINAL_EVENT] = { tts_event, UP_TO( MSP_TTS_TERMINAL_EVENT_INFO ) },
    [ME_FILE_TERMINAL_EVENT] = { file_event, UP_TO( MSP_FILE_TERMINAL_EVENT_INFO ) },
    [ME_TONE_TERMINAL_EVENT] = { tone_event, UP_TO( MSP_TONE_TERMINAL_EVENT_INFO ) },
};

void msp_event( struct address *address, BYTE *buffer, DWORD size )
{
    MSP_EVENT_INFO *info = (MSP_EVENT_INFO *)buffer;
    struct call *call = NULL;

    if (size < offsetof( MSP_EVENT_INFO, MSP_ADDRESS_EVENT_INFO ) || (ULONG)info->Event >= ARRAYSIZE(events) || size < events[info->Event].size)
    {
        WARN( "an event of %lu bytes of a media service provider means nothing\n", size );
        return;
    }
    info->dwSize = size;                /* what there is, whatever it says */
    TRACE( "event %u, call %p, %lu bytes\n", info->Event, info->hCall, size );
    if (info->hCall) call = msp_find_call( address, info->hCall );
    events[info->Event].handle( address, call, info );
    object_release( call );
}
