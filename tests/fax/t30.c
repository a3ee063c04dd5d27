/*
 * A fax program of tests: one page by the procedure of ITU-T T.30.
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
#include <string.h>

#include "class1.h"

/* address, control (the last frame of a series, or not) and facsimile control field, least significant bit first */
#define ADDRESS     0xff
#define MORE        0x03
#define LAST        0x13
#define FCF_DIS     0x80
#define FCF_CSI     0x40
#define FCF_CFR     0x84
#define FCF_FTT     0x44
#define FCF_MCF     0x8c
#define FCF_TSI     0x43
#define FCF_DCS     0x83
#define FCF_EOP     0x2f
#define FCF_DCN     0xfb
#define ANSWERER    0xfe                /* the bit that tells the ends apart does not count */

#define TCF_MS      1500                /* the training check is that many milliseconds of zeros */
#define V29_9600    0x01                /* bits 11 to 14 of DIS and DCS, least significant bit first */

static const struct { BYTE bits; unsigned int rate; const char *receive; } speeds[] =
{
    { 0x00, 2400, "AT+FRM=24" }, { 0x02, 4800, "AT+FRM=48" }, { 0x01, 9600, "AT+FRM=96" }, { 0x03, 7200, "AT+FRM=72" },
};

static BOOL start_frames( struct fax *fax )
{
    return fax_command( fax, "AT+FTH=3", "CONNECT", 30000 );
}

static BOOL send_short( struct fax *fax, BYTE fcf )
{
    BYTE frame[] = { ADDRESS, LAST, fcf };

    return start_frames( fax ) && fax_send_frame( fax, frame, sizeof(frame), TRUE );
}

static BYTE reversed( BYTE byte )
{
    BYTE result = 0;
    int i;

    for (i = 0; i < 8; i++)
        if (byte & (1 << i)) result |= 0x80 >> i;
    return result;
}

/* TSI or CSI: 20 characters, the last one first. */
static BOOL send_id( struct fax *fax, BYTE fcf, const char *id )
{
    BYTE frame[23] = { ADDRESS, MORE, fcf };
    DWORD len = strlen( id ), i;

    /* each character goes out like the other octets, least significant bit first */
    for (i = 0; i < 20; i++) frame[3 + i] = i < len ? (BYTE)id[len - 1 - i] : ' ';
    return fax_send_frame( fax, frame, sizeof(frame), FALSE );
}

/* Frames until one of the two kinds (mask: which bits count); the CONNECT of the first one has been seen. */
static BOOL read_until( struct fax *fax, BYTE first, BYTE second, BYTE mask, BYTE *frame, DWORD *size )
{
    for (;;)
    {
        if (!fax_read_frame( fax, frame, size )) return FALSE;
        if ((frame[2] & mask) == (first & mask) || (frame[2] & mask) == (second & mask)) return TRUE;
        if (frame[1] == LAST) return fax_fail( fax, "frame %#x came instead of %#x", frame[2], first );
        if (!fax_command( fax, "AT+FRH=3", "CONNECT", 30000 )) return FALSE;
    }
}

static BOOL await( struct fax *fax, BYTE wanted, BYTE other, BYTE mask, BYTE *frame, DWORD *size )
{
    return fax_command( fax, "AT+FRH=3", "CONNECT", 30000 ) && read_until( fax, wanted, other, mask, frame, size );
}

/* Call a number and send a page with V.29, 9600 bit/s. */
BOOL fax_call( struct fax *fax, const char *number, const char *id, const BYTE *page, DWORD size )
{
    static const BYTE zeros[9600 / 8 * TCF_MS / 1000];
    const BYTE dcs[] = { ADDRESS, LAST, FCF_DCS, 0x00, 0x02 | V29_9600 << 2 | 0x40, 0x78 };
    BYTE frame[FRAME_MAX];
    char dial[64];
    DWORD len;

    snprintf( dial, sizeof(dial), "ATD%s", number );
    if (!fax_command( fax, "ATE0V1Q0", "OK", 5000 ) || !fax_command( fax, "AT+FCLASS=1", "OK", 5000 )) return FALSE;
    if (!fax_command( fax, dial, "CONNECT", 60000 ) || !read_until( fax, FCF_DIS, FCF_DIS, ANSWERER, frame, &len )) return FALSE;
    if (len < 6 || !(frame[4] & 0x02)) return fax_fail( fax, "the other end cannot receive" );
    if (!start_frames( fax ) || !send_id( fax, FCF_TSI, id ) || !fax_send_frame( fax, dcs, sizeof(dcs), TRUE )) return FALSE;
    if (!fax_send_data( fax, "AT+FTM=96", zeros, sizeof(zeros) ) || !await( fax, FCF_CFR, FCF_FTT, ANSWERER, frame, &len )) return FALSE;
    if ((frame[2] & ANSWERER) != FCF_CFR) return fax_fail( fax, "the training failed" );
    if (!fax_send_data( fax, "AT+FTM=96", page, size ) || !send_short( fax, FCF_EOP )) return FALSE;
    if (!await( fax, FCF_MCF, FCF_MCF, ANSWERER, frame, &len )) return FALSE;
    return send_short( fax, FCF_DCN ) && fax_command( fax, "ATH", "OK", 10000 );
}

/* Answer and receive a page; the modem is in class 1, and a call rings, or has been answered as another kind of call. */
BOOL fax_receive( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size )
{
    const BYTE dis[] = { ADDRESS, LAST, FCF_DIS, 0x00, 0x02 | 0x03 << 2 | 0x40, 0x78 };
    static BYTE check[8192];
    BYTE frame[FRAME_MAX];
    const char *receive = NULL;
    DWORD len, zeros, i, rate = 0;

    if (!fax_command( fax, "ATA", "CONNECT", 30000 ) || !send_id( fax, FCF_CSI, id ) || !fax_send_frame( fax, dis, sizeof(dis), TRUE )) return FALSE;
    if (!await( fax, FCF_DCS, FCF_DCS, ANSWERER, frame, &len )) return FALSE;
    for (i = 0; i < ARRAYSIZE( speeds ); i++)
    {
        if (len < 5 || ((frame[4] >> 2) & 0x0f) != speeds[i].bits) continue;
        receive = speeds[i].receive;
        rate = speeds[i].rate;
    }
    if (!receive) return fax_fail( fax, "DCS chose %#x, which was not offered", frame[4] );
    if (!fax_read_data( fax, receive, check, sizeof(check), &len )) return FALSE;
    len = min( len, sizeof(check) );
    for (i = zeros = 0; i < len; i++) zeros += !check[i];
    if (zeros < rate / 8) return fax_fail( fax, "the training check has %lu zeros in %lu bytes", zeros, len );
    if (!send_short( fax, FCF_CFR ) || !fax_read_data( fax, receive, page, room, size )) return FALSE;
    if (*size > room) return fax_fail( fax, "a page of %lu bytes", *size );
    for (i = 0; i < *size; i++) page[i] = reversed( page[i] );
    if (!await( fax, FCF_EOP, FCF_EOP, ANSWERER, frame, &len ) || !send_short( fax, FCF_MCF )) return FALSE;
    return await( fax, FCF_DCN, FCF_DCN, ANSWERER, frame, &len ) && fax_command( fax, "ATH", "OK", 10000 );
}

/* Answer the next call that rings and receive a page. */
BOOL fax_answer( struct fax *fax, const char *id, BYTE *page, DWORD room, DWORD *size )
{
    if (!fax_command( fax, "ATE0V1Q0S0=0", "OK", 5000 ) || !fax_command( fax, "AT+FCLASS=1", "OK", 5000 )) return FALSE;
    return fax_wait_line( fax, "RING", 60000 ) && fax_receive( fax, id, page, room, size );
}
