/*
 * Simulated telephone exchange: calls of a fax modem of Class 2, 2.0 and 2.1.
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
 * Such a modem talks ITU-T T.30 itself; here spandsp does. It is store and forward: the pages of the DTE are all taken before
 * the first goes out, and confirmed to it at once. So a caller listens for the DIS of who answers, tells it, and begins with
 * T.30 when the pages are there, at one of the next DIS; the other end repeats it for 35 seconds.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "class2.h"
#include "audio.h"

#define PAGE_MS 1100                /* a real modem sends none in less time, and efax divides by the seconds */
#define DC1     0x11
#define DC2     0x12

#define STATUS_ABORTED  2           /* +FHNG: by +FK or CAN */
#define STATUS_SENDING  50          /* unspecified fault, of who sends, and receives */
#define STATUS_RECEIVING 100

/* bits 11 to 14 of DIS and DCS, and the rate that they mean there (br of +FDIS; -1: none) */
static const signed char dis_rates[16] = { 0, 3, 1, 3, -1, -1, -1, -1, -1, -1, -1, 5, -1, -1, -1, -1 };
static const signed char dcs_rates[16] = { 0, 3, 1, 2, -1, -1, -1, -1, 5, 3, 4, 2, -1, -1, -1, -1 };
static const int scan_times[8] = { 5, 1, 3, 0, 2, 4, 5, 0 };    /* bits 21 to 23: st of +FDIS, roughly */

static const struct { int error, status; } statuses[] =
{
    { T30_ERR_OK, 0 },
    { T30_ERR_T0_EXPIRED, 11 },         { T30_ERR_T1_EXPIRED, 11 },         { T30_ERR_CALLDROPPED, 1 },
    { T30_ERR_INCOMPATIBLE, 22 },       { T30_ERR_RX_INCAPABLE, 21 },       { T30_ERR_CANNOT_TRAIN, 27 },
    { T30_ERR_TX_PHBDEAD, 25 },         { T30_ERR_TX_PHDDEAD, 53 },         { T30_ERR_RX_T2EXP, 72 },
};

static int find_status( const struct class2 *class2, int error )
{
    size_t i;

    for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (statuses[i].error == error) return statuses[i].status;
    return class2->phase == CLASS2_RECEIVING ? STATUS_RECEIVING : STATUS_SENDING;
}

static uint8_t reversed( uint8_t byte )
{
    byte = (uint8_t)(byte >> 4 | byte << 4);
    byte = (uint8_t)((byte & 0xcc) >> 2 | (byte & 0x33) << 2);
    return (uint8_t)((byte & 0xaa) >> 1 | (byte & 0x55) << 1);
}

/* what the ends say to each other */

static void on_step( void *arg );

static void decode_capabilities( struct class2 *class2, const uint8_t *frame, int len )
{
    const signed char *rates = frame[2] == T30_DIS ? dis_rates : dcs_rates;
    int *numbers = class2->remote, rate;

    memset( numbers, 0, sizeof(class2->remote) );
    if (len < 5) return;
    rate = rates[(frame[4] >> 2) & 15];
    numbers[0] = (frame[4] >> 6) & 1;
    numbers[1] = rate < 0 ? 0 : rate;
    if (len < 6) return;
    numbers[2] = frame[5] & 3;
    numbers[3] = (frame[5] >> 2) & 3;
    numbers[7] = scan_times[(frame[5] >> 4) & 7];
}

/* Each frame that comes or goes. The session must not be touched here: T.30 is at work. */
static void on_frame( t30_state_t *t30, void *arg, int incoming, const uint8_t *frame, int len )
{
    struct class2 *class2 = arg;

    if (!incoming || len < 3) return;
    class2->heard = true;
    switch (frame[2] & 0xfe)
    {
    case T30_DIS:
    case T30_DCS:
        decode_capabilities( class2, frame, len );
        snprintf( class2->remote_id, sizeof(class2->remote_id), "%s", t30_get_rx_ident( t30 ) ? t30_get_rx_ident( t30 ) : "" );
        timer_set( &class2->step, 0, on_step, class2 );
        break;
    case T30_MPS:
        class2->last_message = 0;
        break;
    case T30_EOM:
        class2->last_message = 1;
        break;
    case T30_EOP:
        class2->last_message = 2;
        break;
    }
}

static void on_end( t30_state_t *t30, void *arg, int error )
{
    struct class2 *class2 = arg;

    (void)t30;
    class2->over = true;
    class2->status = find_status( class2, error );
    say( "modem %c: T.30 ends with %d", modem_letter( class2->modem ), error );
    timer_set( &class2->step, 0, on_step, class2 );
}

static void stop_t30( struct class2 *class2 )
{
    if (class2->fax) fax_free( class2->fax );
    class2->fax = NULL;
    class2->talks = class2->heard = false;
}

static void start_t30( struct class2 *class2, bool calling )
{
    static const int modem_types[] = { T30_SUPPORT_V27TER, T30_SUPPORT_V27TER, T30_SUPPORT_V27TER | T30_SUPPORT_V29,
                                       T30_SUPPORT_V27TER | T30_SUPPORT_V29, T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17,
                                       T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17 };
    const int *own = class2->session;
    t30_state_t *t30;

    stop_t30( class2 );
    class2->over = false;
    if (!(class2->fax = fax_init( NULL, calling ))) abort();
    t30 = fax_get_t30_state( class2->fax );
    t30_set_tx_ident( t30, class2->id );
    t30_set_ecm_capability( t30, FALSE );
    t30_set_supported_modems( t30, modem_types[own[1]] );
    t30_set_supported_compressions( t30, T30_SUPPORT_T4_1D_COMPRESSION );
    t30_set_supported_resolutions( t30, T30_SUPPORT_STANDARD_RESOLUTION | (own[0] ? T30_SUPPORT_FINE_RESOLUTION : 0) | T30_SUPPORT_R8_RESOLUTION );
    t30_set_supported_image_sizes( t30, T30_SUPPORT_215MM_WIDTH | T30_SUPPORT_US_LETTER_LENGTH | T30_SUPPORT_US_LEGAL_LENGTH | T30_SUPPORT_A4_LENGTH |
                                        T30_SUPPORT_B4_LENGTH | T30_SUPPORT_UNLIMITED_LENGTH );
    t30_set_real_time_frame_handler( t30, on_frame, class2 );
    t30_set_phase_e_handler( t30, on_end, class2 );
    snprintf( class2->path, sizeof(class2->path), "%s/class2-%s.tif", options.dir, modem_name( class2->modem ) );
}

/* The line is given up; the DTE may have pages to fetch. */
static void leave_line( struct class2 *class2 )
{
    stop_t30( class2 );
    exchange_hang_up( class2->modem );
}

/* The last words of a session: from here on there is none. */
static void end_session( struct class2 *class2, bool failed )
{
    struct modem *modem = class2->modem;

    leave_line( class2 );
    class2_tell( class2, "+FHNG:", "+FHS:", class2->later ? "%02d" : "%d", class2->status );
    modem_reset_call( modem );
    at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
    at_put_response_code( modem->at, failed ? AT_RESPONSE_CODE_ERROR : AT_RESPONSE_CODE_OK );
}

static void tell_remote( struct class2 *class2 )
{
    bool calling = class2->phase == CLASS2_CALLING;

    class2->told = true;
    class2_tell( class2, "+FCON", "+FCO", "%s", "" );
    if (class2->remote_id[0])
        class2_tell( class2, calling ? "+FCSI:" : "+FTSI:", calling ? "+FCI:" : "+FTI:", "\"%20.20s\"", class2->remote_id );
    class2_tell_numbers( class2, calling ? "+FDIS:" : "+FDCS:", calling ? "+FIS:" : "+FCS:", class2->remote );
    at_set_at_rx_mode( class2->modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( class2->modem->at, AT_RESPONSE_CODE_OK );
}

static void serve_dte( struct class2 *class2 )
{
    if (!class2->wanted || class2->waiting) return;
    if (class2->pages > class2->delivered)
    {
        class2->wanted = false;
        class2->waiting = true;
        class2_tell_numbers( class2, "+FDCS:", "+FCS:", class2->remote );
        at_put_response_code( class2->modem->at, AT_RESPONSE_CODE_CONNECT );
    }
    else if (class2->over) end_session( class2, class2->status != 0 );
}

static void on_step( void *arg )
{
    struct class2 *class2 = arg;

    switch (class2->phase)
    {
    case CLASS2_CALLING:
        if (class2->remote_id[0] || class2->heard)
        {
            stop_t30( class2 );
            tell_remote( class2 );
            class2->phase = CLASS2_ASKED;
        }
        else if (class2->over) end_session( class2, true );
        break;
    case CLASS2_SENDING:
        if (!class2->over) break;
        if (!class2->later) class2_tell( class2, "+FPTS:", "", "%d", class2->status ? 2 : 1 );
        end_session( class2, class2->status != 0 );
        break;
    case CLASS2_ANSWERING:
        if (class2->over) end_session( class2, true );
        else
        {
            tell_remote( class2 );
            class2->phase = CLASS2_RECEIVING;
        }
        break;
    case CLASS2_RECEIVING:
        if (class2->over) leave_line( class2 );
        serve_dte( class2 );
        break;
    default:
        break;
    }
    modem_update_watch( class2->modem );
}

/* The ends of a call can hear each other. */
void class2_connected( struct class2 *class2, bool called )
{
    start_t30( class2, !called );
    class2->pages = class2->delivered = 0;
    class2->remote_id[0] = 0;
    class2->told = class2->wanted = class2->waiting = class2->has_page = false;
    class2->last_message = 2;
    class2->phase = called ? CLASS2_ANSWERING : CLASS2_CALLING;
    if (called) t30_set_rx_file( fax_get_t30_state( class2->fax ), class2->path, -1 );
}

/* the end of a line */

static void class2_say( void *arg, int16_t *samples, size_t count )
{
    struct class2 *class2 = arg;

    class2->talks = class2->fax && fax_tx( class2->fax, samples, (int)count ) > 0;
}

static void class2_hear( void *arg, const int16_t *samples, size_t count )
{
    struct class2 *class2 = arg;
    int16_t copy[AUDIO_FRAME];
    t30_stats_t stats;

    if (!class2->fax) return;
    memcpy( copy, samples, count * sizeof(*copy) );
    fax_rx( class2->fax, copy, (int)count );
    if (class2->phase != CLASS2_RECEIVING) return;
    t30_get_transfer_statistics( fax_get_t30_state( class2->fax ), &stats );
    if (stats.pages_rx <= class2->pages || class2->pages == CLASS2_PAGES) return;
    class2->messages[class2->pages++] = class2->last_message;
    timer_set( &class2->step, 0, on_step, class2 );
}

/* What T.30 says may fly by, but not its call for somebody who does not speak yet. */
static enum hurry class2_hurries( void *arg )
{
    const struct class2 *class2 = arg;

    if (class2->phase == CLASS2_ASKED || class2->phase == CLASS2_PAGE) return HURRY_DEAF;
    return class2->talks && (class2->heard || class2->phase == CLASS2_ANSWERING) ? HURRY_YES : HURRY_INDIFFERENT;
}

struct audio_port class2_audio_port( struct class2 *class2 )
{
    return (struct audio_port){ .arg = class2, .say = class2_say, .hear = class2_hear, .hurries = class2_hurries };
}

/* pages of the DTE */

enum command_result class2_begin_page( struct class2 *class2 )
{
    static const uint8_t start = DC1;
    int numbers[CAPABILITIES], i;

    if (class2->phase != CLASS2_ASKED || class2->has_page || class2->pages == CLASS2_PAGES) return COMMAND_ERROR;
    for (i = 0; i < CAPABILITIES; i++) numbers[i] = class2->session[i] < class2->remote[i] ? class2->session[i] : class2->remote[i];
    numbers[3] = class2->session[3];
    numbers[7] = class2->remote[7];
    if (!class2->writer)
    {
        if (!(class2->writer = t4_rx_init( NULL, class2->path, T4_COMPRESSION_ITU_T4_1D ))) abort();
        t4_rx_set_rx_encoding( class2->writer, T4_COMPRESSION_ITU_T4_1D );
        t4_rx_set_image_width( class2->writer, T4_WIDTH_R8_A4 );
        t4_rx_set_x_resolution( class2->writer, T4_X_RESOLUTION_R8 );
    }
    t4_rx_set_y_resolution( class2->writer, numbers[0] ? T4_Y_RESOLUTION_FINE : T4_Y_RESOLUTION_STANDARD );
    t4_rx_start_page( class2->writer );
    class2->dle = false;
    class2->phase = CLASS2_PAGE;
    class2_tell_numbers( class2, "+FDCS:", "+FCS:", numbers );
    at_put_response_code( class2->modem->at, AT_RESPONSE_CODE_CONNECT );
    if (!class2->later) modem_put_out( class2->modem, &start, 1 );
    return COMMAND_LATER;
}

/* What follows a page: 0 another, 1 another document, 2 nothing. */
enum command_result class2_end_page( struct class2 *class2, int message )
{
    if (class2->phase != CLASS2_ASKED || !class2->has_page) return COMMAND_ERROR;
    class2->has_page = false;
    if (message < 2)
    {
        if (!class2->later) class2_tell( class2, "+FPTS:", "", "1" );
        return COMMAND_OK;
    }
    t4_rx_free( class2->writer );
    class2->writer = NULL;
    start_t30( class2, true );
    class2->phase = CLASS2_SENDING;
    t30_set_tx_file( fax_get_t30_state( class2->fax ), class2->path, -1, -1 );
    return COMMAND_LATER;
}

static void page_taken( void *arg )
{
    struct class2 *class2 = arg;

    at_put_response_code( class2->modem->at, AT_RESPONSE_CODE_OK );
}

static void page_is_here( struct class2 *class2, int message )
{
    t4_rx_end_page( class2->writer );
    class2->pages++;
    class2->has_page = true;
    class2->phase = CLASS2_ASKED;
    say( "modem %c: has page %d", modem_letter( class2->modem ), class2->pages );
    /* Class 2 says by +FET what follows, Class 2.0 in the data */
    if (message < 0 || class2_end_page( class2, message ) == COMMAND_OK) timer_set( &class2->step, PAGE_MS, page_taken, class2 );
}

/* Returns what follows the page, -1: that is said later, or -2: the page goes on. */
static int take_code( const struct class2 *class2, uint8_t code )
{
    if (code == ETX) return -1;
    if (!class2->later) return -2;
    return code == 0x2c ? 0 : code == 0x3b ? 1 : code == 0x2e ? 2 : -2;
}

static size_t take_page( struct class2 *class2, const uint8_t *data, size_t size )
{
    bool backwards = class2_value( class2, "+FBOR" ) & 1;
    size_t i;

    for (i = 0; i < size; i++)
    {
        uint8_t byte = data[i];
        int count = 1, message;

        if (!class2->dle)
        {
            if (byte == CAN)
            {
                class2_abort( class2 );
                return i + 1;
            }
            if ((class2->dle = byte == DLE)) continue;
        }
        else
        {
            class2->dle = false;
            if ((message = take_code( class2, byte )) != -2)
            {
                page_is_here( class2, message );
                return i + 1;
            }
            if (byte == SUB) count = 2;
            else if (byte != DLE) continue;
            byte = DLE;
        }
        if (backwards) byte = reversed( byte );
        while (count--) t4_rx_put_chunk( class2->writer, &byte, 1 );
    }
    return size;
}

/* pages for the DTE */

enum command_result class2_want_page( struct class2 *class2 )
{
    if (class2->phase != CLASS2_RECEIVING || class2->wanted) return COMMAND_ERROR;
    class2->wanted = true;
    timer_set( &class2->step, 0, on_step, class2 );
    return COMMAND_LATER;
}

static void put_page( struct class2 *class2 )
{
    /* the first bit of the line is a byte's lowest; what Class 2 modems give is the other way round, unless told */
    bool backwards = !(class2_value( class2, "+FBOR" ) & 1) == !class2->later;
    static const uint8_t end[2] = { DLE, ETX };
    uint8_t chunk[256], shielded[2 * sizeof(chunk)];
    t4_tx_state_t *reader = t4_tx_init( NULL, class2->path, class2->delivered, class2->delivered );
    struct modem *modem = class2->modem;
    t4_stats_t stats = { 0 };
    int len, i, used;

    if (reader)
    {
        t4_tx_set_tx_encoding( reader, T4_COMPRESSION_ITU_T4_1D );
        t4_tx_set_min_bits_per_row( reader, 0 );
        t4_tx_start_page( reader );
        while ((len = t4_tx_get_chunk( reader, chunk, sizeof(chunk) )) > 0)
        {
            for (i = used = 0; i < len; i++)
            {
                uint8_t byte = backwards ? reversed( chunk[i] ) : chunk[i];

                if (byte == DLE) shielded[used++] = DLE;
                shielded[used++] = byte;
            }
            modem_put_out( modem, shielded, (size_t)used );
            if (len < (int)sizeof(chunk)) break;
        }
        t4_tx_get_transfer_statistics( reader, &stats );
        t4_tx_free( reader );
    }
    modem_put_out( modem, end, sizeof(end) );
    class2_tell( class2, "+FPTS:", "+FPS:", class2->later ? "1,%X,0,0,0" : "1,%d,0,0", stats.length );
    class2_tell( class2, "+FET:", "+FET:", "%d", class2->messages[class2->delivered++] );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
}

static size_t take_start( struct class2 *class2, const uint8_t *data, size_t size )
{
    size_t i;

    for (i = 0; i < size; i++)
    {
        if (data[i] == CAN)
        {
            class2_abort( class2 );
            return i + 1;
        }
        if (data[i] != DC1 && data[i] != DC2) continue;
        class2->waiting = false;
        put_page( class2 );
        return i + 1;
    }
    return size;
}

/* +FK, or CAN in a page. */
enum command_result class2_abort( struct class2 *class2 )
{
    if (class2->phase == CLASS2_IDLE) return COMMAND_OK;
    class2->status = STATUS_ABORTED;
    end_session( class2, false );
    return COMMAND_LATER;
}

/* Is what the DTE sends now a page, or its leave to send it one? */
bool modem_in_class2_data( const struct modem *modem )
{
    return modem->class2 && (modem->class2->phase == CLASS2_PAGE || modem->class2->waiting);
}

/* Returns how many bytes were taken. */
size_t modem_class2_take( struct modem *modem, const uint8_t *data, size_t size )
{
    struct class2 *class2 = modem->class2;

    return class2->phase == CLASS2_PAGE ? take_page( class2, data, size ) : take_start( class2, data, size );
}

struct class2 *class2_create( struct modem *modem )
{
    struct class2 *class2 = calloc( 1, sizeof(*class2) );

    if (!class2) abort();
    class2->modem = modem;
    class2_reset_parameters( class2 );
    return class2;
}

/* The modem is on hook: no call, no pages. */
void class2_reset_call( struct class2 *class2 )
{
    timer_cancel( &class2->step );
    stop_t30( class2 );
    if (class2->writer) t4_rx_free( class2->writer );
    class2->writer = NULL;
    if (class2->path[0]) unlink( class2->path );
    class2->path[0] = 0;
    class2->phase = CLASS2_IDLE;
    class2->wanted = class2->waiting = false;
}

void class2_destroy( struct class2 *class2 )
{
    if (!class2) return;
    class2_reset_call( class2 );
    free( class2 );
}
