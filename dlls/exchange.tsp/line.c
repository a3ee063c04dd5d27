/*
 * Lines and addresses: open and close, status, forwarding, device identifiers and configurations.
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

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "exchange.h"

DEBUG_CHANNEL( exchange );

#define CONFIG_VERSION  0x00010000

/* A handle of a line is its station's index and a count of openings. */
#define HANDLE_INDEX_BITS  14
C_ASSERT( MAX_LINES < 1 << HANDLE_INDEX_BITS );

static DWORD openings;

/* NULL: no memory. */
static struct line *line_need( struct station *station )
{
    struct line *line = station->line;
    DWORD i;

    if (line || !(line = calloc( 1, sizeof(*line) ))) return line;
    line->station = station;
    line->hub_tracking = LINECALLHUBTRACKING_ALLCALLS;
    for (i = 0; i < CONFIG_CLASSES; i++)
    {
        line->config[i].size = sizeof(line->config[i]);
        line->config[i].version = CONFIG_VERSION;
        line->config[i].rate = 64000;
    }
    station->line = line;
    return line;
}

void line_forget( struct station *station )
{
    struct line *line = station->line;
    DWORD i;

    if (!line) return;
    for (i = 0; i < ARRAYSIZE(line->control); i++) free( line->control[i] );
    free( line );
    station->line = NULL;
}

struct line *line_find( HDRVLINE handle )
{
    DWORD value = (DWORD)(DWORD_PTR)handle;
    struct station *station;
    struct line *line;

    if (!exchange || !value || !(station = exchange_station( exchange, value & ((1 << HANDLE_INDEX_BITS) - 1) ))) return NULL;
    line = station->line;
    return line && line->handle == value ? line : NULL;
}

LONG WINAPI TSPI_lineOpen( DWORD device, HTAPILINE htline, HDRVLINE *hline, DWORD version, LINEEVENT event )
{
    struct station *station;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "device %lu, version %#lx\n", device, version );
    if (!hline || !event) return LINEERR_INVALPOINTER;
    if (version < TSPI_LOWEST_VERSION || version > TSPI_HIGHEST_VERSION) return LINEERR_INCOMPATIBLEAPIVERSION;
    if ((ret = op_device( &op, "TSPI_lineOpen", device, &station ))) return ret;
    if (!(line = line_need( station ))) return op_end( &op, LINEERR_NOMEM );
    if (line->handle) return op_end( &op, LINEERR_ALLOCATED );
    if (++openings >= 1u << (31 - HANDLE_INDEX_BITS)) openings = 1;
    line->handle = openings << HANDLE_INDEX_BITS | station->index;
    line->htline = htline;
    line->event = event;
    line->version = version;
    line->ext_version = line->media_modes = 0;
    line->line_states = line->address_states = 0;
    *hline = (HDRVLINE)(DWORD_PTR)line->handle;
    /* calls that are there already are reported once TAPI knows the handle: it does when this returns, and hears on its own thread */
    station_watch( station, true );
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineClose( HDRVLINE hline )
{
    DWORD handle = (DWORD)(DWORD_PTR)hline, i;
    struct station *station;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p\n", hline );
    if ((ret = op_line( &op, "TSPI_lineClose", 0, hline, &line ))) return ret;
    station = line->station;
    for (i = 0; i < station->address_count; i++)
    {
        struct call *call, *next;
        BOOL again;

        /* ending one may end another */
        do
        {
            again = FALSE;
            for (call = station->addresses[i].calls; call && !again; call = next)
            {
                next = call->next;
                if (!call->told || call->closed) continue;
                call_close( call );
                again = TRUE;
            }
        } while (again);
    }
    station_watch( station, false );
    line->handle = 0;
    line->line_states = line->address_states = line->media_modes = 0;
    for (i = 0; i < ARRAYSIZE(line->control); i++)
    {
        free( line->control[i] );
        line->control[i] = NULL;
    }
    ret = op_end( &op, 0 );
    notify_purge_line( handle );
    return ret;
}

LONG WINAPI TSPI_lineSelectExtVersion( HDRVLINE hline, DWORD version )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, extension version %#lx\n", hline, version );
    if ((ret = op_line( &op, "TSPI_lineSelectExtVersion", 0, hline, &line ))) return ret;
    if (version && (version < EXTENSION_LOWEST || version > EXTENSION_HIGHEST)) ret = LINEERR_INCOMPATIBLEEXTVERSION;
    else line->ext_version = version;
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineSetDefaultMediaDetection( HDRVLINE hline, DWORD media_modes )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, media modes %#lx\n", hline, media_modes );
    if ((ret = op_line( &op, "TSPI_lineSetDefaultMediaDetection", 0, hline, &line ))) return ret;
    if (media_modes & ~EXCHANGE_MEDIA_MODES) ret = LINEERR_INVALMEDIAMODE;
    else line->media_modes = media_modes;
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineSetStatusMessages( HDRVLINE hline, DWORD line_states, DWORD address_states )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, line states %#lx, address states %#lx\n", hline, line_states, address_states );
    if ((ret = op_line( &op, "TSPI_lineSetStatusMessages", 0, hline, &line ))) return ret;
    line->line_states = line_states;
    line->address_states = address_states;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineSetCurrentLocation( DWORD location )
{
    DWORD i;

    TRACE( "location %lu\n", location );
    exchange_lock();
    for (i = 0; exchange && i < exchange_station_count( exchange ); i++)
    {
        struct station *station = exchange_station( exchange, i );

        if (station && station->line) ((struct line *)station->line)->location = location;
    }
    exchange_unlock();
    return 0;
}

/* ---- addresses ---- */

LONG WINAPI TSPI_lineGetNumAddressIDs( HDRVLINE hline, DWORD *count )
{
    struct line *line;
    struct op op;
    LONG ret;

    if (!count) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineGetNumAddressIDs", 0, hline, &line ))) return ret;
    *count = line->station->address_count;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineGetAddressID( HDRVLINE hline, DWORD *id, DWORD mode, const WCHAR *name, DWORD size )
{
    struct address *address;
    struct dialed dialed;
    struct line *line;
    WCHAR text[64];
    struct op op;
    LONG ret;

    TRACE( "line %p, mode %#lx, %s\n", hline, mode, debugstr_wn( name, size / sizeof(WCHAR) ) );
    if (!id || !name) return LINEERR_INVALPOINTER;
    if (mode != LINEADDRESSMODE_DIALABLEADDR) return LINEERR_INVALADDRESSMODE;
    if (size / sizeof(WCHAR) >= ARRAYSIZE(text)) return LINEERR_INVALADDRESS;
    memcpy( text, name, size / sizeof(WCHAR) * sizeof(WCHAR) );
    text[size / sizeof(WCHAR)] = 0;
    if ((ret = op_line( &op, "TSPI_lineGetAddressID", 0, hline, &line ))) return ret;
    if (number_parse( (const uint16_t *)text, &dialed ) || !(address = exchange_address( exchange, dialed.digits )) || address->station != line->station)
        ret = LINEERR_INVALADDRESS;
    else *id = address->id;
    return op_end( &op, ret );
}

/* ---- forwarding ---- */

static LONG take_forward( const LINEFORWARDLIST *list, const LINEFORWARD *entry, struct forward *out )
{
    static const DWORD modes = LINEFORWARDMODE_UNCOND | LINEFORWARDMODE_UNCONDINTERNAL | LINEFORWARDMODE_UNCONDEXTERNAL | LINEFORWARDMODE_UNCONDSPECIFIC |
                               LINEFORWARDMODE_BUSY | LINEFORWARDMODE_BUSYINTERNAL | LINEFORWARDMODE_BUSYEXTERNAL | LINEFORWARDMODE_BUSYSPECIFIC |
                               LINEFORWARDMODE_NOANSW | LINEFORWARDMODE_NOANSWINTERNAL | LINEFORWARDMODE_NOANSWEXTERNAL | LINEFORWARDMODE_NOANSWSPECIFIC |
                               LINEFORWARDMODE_BUSYNA | LINEFORWARDMODE_BUSYNAINTERNAL | LINEFORWARDMODE_BUSYNAEXTERNAL | LINEFORWARDMODE_BUSYNASPECIFIC;
    static const DWORD specific = LINEFORWARDMODE_UNCONDSPECIFIC | LINEFORWARDMODE_BUSYSPECIFIC | LINEFORWARDMODE_NOANSWSPECIFIC |
                                  LINEFORWARDMODE_BUSYNASPECIFIC;
    struct dialed dialed;
    WCHAR text[NUMBER_SIZE * 2];
    DWORD size;
    LONG ret;

    memset( out, 0, sizeof(*out) );
    out->mode = entry->dwForwardMode;
    out->country = entry->dwDestCountryCode;
    if (!(out->mode & modes) || out->mode & (out->mode - 1)) return LINEERR_INVALPARAM;
    if (entry->dwDestAddressSize)
    {
        size = entry->dwDestAddressSize;
        if (entry->dwDestAddressOffset > list->dwTotalSize || size > list->dwTotalSize - entry->dwDestAddressOffset) return LINEERR_INVALPARAM;
        size = min( size, sizeof(text) - sizeof(WCHAR) );
        memcpy( text, (const BYTE *)list + entry->dwDestAddressOffset, size );
        text[size / sizeof(WCHAR)] = 0;
        if ((ret = number_parse( (const uint16_t *)text, &dialed ))) return ret;
        strcpy( out->target, dialed.digits );
    }
    /* without a destination: do not disturb, which is for all calls or none */
    if (!out->target[0]) return out->mode == LINEFORWARDMODE_UNCOND ? 0 : (LONG)LINEERR_INVALADDRESS;
    if (!number_known( exchange, out->target )) return LINEERR_INVALADDRESS;
    if (!(out->mode & specific)) return 0;
    size = entry->dwCallerAddressSize;
    if (!size || entry->dwCallerAddressOffset > list->dwTotalSize || size > list->dwTotalSize - entry->dwCallerAddressOffset) return LINEERR_INVALPARAM;
    size = min( size, sizeof(text) - sizeof(WCHAR) );
    memcpy( text, (const BYTE *)list + entry->dwCallerAddressOffset, size );
    text[size / sizeof(WCHAR)] = 0;
    if ((ret = number_parse( (const uint16_t *)text, &dialed ))) return ret;
    strcpy( out->caller, dialed.digits );
    return out->caller[0] ? 0 : (LONG)LINEERR_INVALADDRESS;
}

LONG WINAPI TSPI_lineForward( DRV_REQUESTID request, HDRVLINE hline, DWORD all, DWORD id, LINEFORWARDLIST *const list, DWORD rings, HTAPICALL htcall,
                              HDRVCALL *hcall, LINECALLPARAMS *const params )
{
    struct forward forwards[MAX_FORWARDS];
    DWORD count = 0, i;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, %s %lu, %lu entries, %lu rings\n", request, hline, all ? "all addresses," : "address", id,
           list ? list->dwNumEntries : 0, rings );
    if ((ret = op_line( &op, "TSPI_lineForward", request, hline, &line ))) return ret;
    if (!all && id >= line->station->address_count) ret = LINEERR_INVALADDRESSID;
    if (!ret && list)
    {
        count = list->dwNumEntries;
        if (count > MAX_FORWARDS || list->dwTotalSize < FIELD_OFFSET( LINEFORWARDLIST, ForwardList ) ||
            (list->dwTotalSize - FIELD_OFFSET( LINEFORWARDLIST, ForwardList )) / sizeof(LINEFORWARD) < count)
            ret = LINEERR_INVALPARAM;
        for (i = 0; !ret && i < count; i++) ret = take_forward( list, &list->ForwardList[i], &forwards[i] );
    }
    rings = !rings ? 3 : max( 1, min( rings, 20 ) );
    for (i = 0; !ret && i < line->station->address_count; i++)
        if (all || i == id) ret = address_forward( &line->station->addresses[i], forwards, count, rings );
    /* no consultation call: the exchange does not ask the target */
    if (!ret && hcall) *hcall = NULL;
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineUncompleteCall( DRV_REQUESTID request, HDRVLINE hline, DWORD id )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, completion %lu\n", request, hline, id );
    if ((ret = op_line( &op, "TSPI_lineUncompleteCall", request, hline, &line ))) return ret;
    return op_end( &op, station_uncomplete( line->station, id ) );
}

LONG WINAPI TSPI_lineSetLineDevStatus( DRV_REQUESTID request, HDRVLINE hline, DWORD status, DWORD on )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "request %#lx, line %p, %#lx %s\n", request, hline, status, on ? "on" : "off" );
    if ((ret = op_line( &op, "TSPI_lineSetLineDevStatus", request, hline, &line ))) return ret;
    if (!status || status & ~(LINEDEVSTATUSFLAGS_CONNECTED | LINEDEVSTATUSFLAGS_MSGWAIT | LINEDEVSTATUSFLAGS_INSERVICE | LINEDEVSTATUSFLAGS_LOCKED))
        ret = LINEERR_INVALLINESTATE;
    else station_set_status( line->station, status, on );
    return op_end( &op, ret );
}

/* ---- call hubs ---- */

LONG WINAPI TSPI_lineGetCallHubTracking( HDRVLINE hline, LINECALLHUBTRACKINGINFO *info )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p\n", hline );
    if (!info) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineGetCallHubTracking", 0, hline, &line ))) return ret;
    if (info->dwTotalSize < sizeof(*info)) return op_end( &op, LINEERR_STRUCTURETOOSMALL );
    info->dwNeededSize = info->dwUsedSize = sizeof(*info);
    info->dwAvailableTracking = LINECALLHUBTRACKING_PROVIDERLEVEL | LINECALLHUBTRACKING_ALLCALLS;
    info->dwCurrentTracking = line->hub_tracking;
    return op_end( &op, 0 );
}

LONG WINAPI TSPI_lineSetCallHubTracking( HDRVLINE hline, LINECALLHUBTRACKINGINFO *info )
{
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, tracking %lu\n", hline, info ? info->dwCurrentTracking : 0 );
    if (!info) return LINEERR_INVALPOINTER;
    if ((ret = op_line( &op, "TSPI_lineSetCallHubTracking", 0, hline, &line ))) return ret;
    if (info->dwTotalSize < sizeof(*info)) ret = LINEERR_STRUCTURETOOSMALL;
    else if (info->dwCurrentTracking > LINECALLHUBTRACKING_ALLCALLS) ret = LINEERR_INVALPARAM;
    else line->hub_tracking = info->dwCurrentTracking;
    return op_end( &op, ret );
}

/* ---- device classes ---- */

static const struct
{
    const WCHAR      *name;
    enum config_class config;
    BOOL              call;         /* there is a handle for a connected call */
} classes[] =
{
    { L"tapi/line", CONFIG_LINE, FALSE },
    { L"comm/datamodem", CONFIG_DATAMODEM, TRUE },
    { L"comm/datamodem/dialin", CONFIG_DIALIN, TRUE },
    { L"comm/datamodem/dialout", CONFIG_DIALOUT, TRUE },
    { L"tapi/phone", CONFIG_CLASSES, FALSE },
};

const WCHAR device_class_list[] = L"tapi/line\0comm/datamodem\0comm/datamodem/dialin\0comm/datamodem/dialout\0tapi/phone\0";
const DWORD device_class_list_size = sizeof(device_class_list);

static int find_class( const WCHAR *name )
{
    unsigned int i;

    for (i = 0; name && i < ARRAYSIZE(classes); i++) if (!_wcsicmp( name, classes[i].name )) return i;
    return -1;
}

BOOL config_take( struct station *station, const WCHAR *class_name, const void *data, DWORD size, LONG *error )
{
    struct line_config config;
    int index = find_class( class_name );
    struct line *line;

    *error = LINEERR_INVALDEVICECLASS;
    if (index < 0 || classes[index].config == CONFIG_CLASSES) return FALSE;
    *error = LINEERR_INVALPARAM;
    if (!data || size < sizeof(config)) return FALSE;
    memcpy( &config, data, sizeof(config) );
    if (config.size != sizeof(config) || config.version != CONFIG_VERSION || !config.rate || config.rate > 64000) return FALSE;
    *error = LINEERR_NOMEM;
    if (!(line = line_need( station ))) return FALSE;
    line->config[classes[index].config] = config;
    *error = 0;
    return TRUE;
}

LONG WINAPI TSPI_lineGetDevConfig( DWORD device, VARSTRING *out, const WCHAR *class_name )
{
    int index = find_class( class_name );
    struct station *station;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "device %lu, class %s\n", device, debugstr_w( class_name ) );
    if (!out) return LINEERR_INVALPOINTER;
    if ((ret = op_device( &op, "TSPI_lineGetDevConfig", device, &station ))) return ret;
    if (index < 0 || classes[index].config == CONFIG_CLASSES) ret = LINEERR_INVALDEVICECLASS;
    else if (!(line = line_need( station ))) ret = LINEERR_NOMEM;
    else ret = varstring_set( out, STRINGFORMAT_BINARY, &line->config[classes[index].config], sizeof(line->config[0]) );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineSetDevConfig( DWORD device, void *const data, DWORD size, const WCHAR *class_name )
{
    struct station *station;
    struct op op;
    LONG ret;

    TRACE( "device %lu, %lu bytes, class %s\n", device, size, debugstr_w( class_name ) );
    if ((ret = op_device( &op, "TSPI_lineSetDevConfig", device, &station ))) return ret;
    if (config_take( station, class_name, data, size, &ret )) station_event( station, LINEDEVSTATE_CONFIGCHANGE, 0, 0 );
    return op_end( &op, ret );
}

LONG WINAPI TSPI_lineGetIcon( DWORD device, const WCHAR *class_name, HICON *icon )
{
    struct station *station;
    struct op op;
    LONG ret;

    TRACE( "device %lu, class %s\n", device, debugstr_w( class_name ) );
    if (!icon) return LINEERR_INVALPOINTER;
    if (class_name && class_name[0] && find_class( class_name ) < 0) return LINEERR_INVALDEVICECLASS;
    if ((ret = op_device( &op, "TSPI_lineGetIcon", device, &station ))) return ret;
    *icon = LoadIconW( NULL, (const WCHAR *)IDI_APPLICATION );
    return op_end( &op, *icon ? 0 : (LONG)LINEERR_OPERATIONFAILED );
}

/*
 * comm/datamodem: the handle, as wide as it is in the application that asks, and the name of the device. NULL until the call is a connected data call.
 * The application closes it.
 */
static LONG datamodem_id( struct station *station, struct call *call, VARSTRING *id, HANDLE process )
{
    DWORD width = handle_width( process ), needed, length;
    BYTE data[8 + PARTY_NAME_SIZE];
    HANDLE handle = NULL;
    struct party party;
    ULONGLONG value;
    LONG ret;

    if (process == INVALID_HANDLE_VALUE) return LINEERR_OPERATIONUNAVAIL;   /* an application of another machine */
    party_of_address( call ? call->address : &station->addresses[0], &party );
    length = strlen( party.name ) + 1;
    needed = sizeof(*id) + width + length;
    /* a handle that the caller cannot be told would stay open for ever */
    if (call && id->dwTotalSize >= needed && (ret = data_link_handle( call, process, &handle ))) return ret;
    value = (ULONG_PTR)handle;
    memcpy( data, &value, width );
    memcpy( data + width, party.name, length );
    return varstring_set( id, STRINGFORMAT_BINARY, data, width + length );
}

static LONG get_id( struct station *station, struct call *call, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    int index = find_class( class_name );
    DWORD value;

    if (index < 0) return LINEERR_INVALDEVICECLASS;
    if (classes[index].call) return datamodem_id( station, call, id, process );
    if (classes[index].config == CONFIG_LINE) value = device_of_station( station );
    else if ((value = phone_device_of_station( station )) == ~0u) return LINEERR_NODEVICE;
    return varstring_set( id, STRINGFORMAT_BINARY, &value, sizeof(value) );
}

LONG WINAPI TSPI_lineGetID( HDRVLINE hline, DWORD address, HDRVCALL hcall, DWORD select, VARSTRING *id, const WCHAR *class_name, HANDLE process )
{
    struct call *call = NULL;
    struct line *line;
    struct op op;
    LONG ret;

    TRACE( "line %p, address %lu, call %p, select %#lx, class %s, process %p\n", hline, address, hcall, select, debugstr_w( class_name ), process );
    if (!id) return LINEERR_INVALPOINTER;
    switch (select)
    {
    case LINECALLSELECT_CALL:
        if ((ret = op_call( &op, "TSPI_lineGetID", 0, hcall, &call ))) return ret;
        return op_end( &op, get_id( call->address->station, call, id, class_name, process ) );
    case LINECALLSELECT_LINE:
    case LINECALLSELECT_ADDRESS:
        if ((ret = op_line( &op, "TSPI_lineGetID", 0, hline, &line ))) return ret;
        if (select == LINECALLSELECT_ADDRESS && address >= line->station->address_count) return op_end( &op, LINEERR_INVALADDRESSID );
        return op_end( &op, get_id( line->station, NULL, id, class_name, process ) );
    default:
        return LINEERR_INVALCALLSELECT;
    }
}
