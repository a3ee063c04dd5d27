/*
 * Telnet: negotiation, and bytes to and from the peer.
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

#include "telnet.h"

/* Options as RFC 1143 keeps them; no queue is needed, as nothing here changes its mind. */
enum { NO, YES, WANT_NO, WANT_YES };

enum { STATE_DATA, STATE_IAC, STATE_OPTION, STATE_SUB, STATE_SUB_IAC };

/* A peer that has not negotiated in its first bytes will not: later, these bytes are data. */
#define AUTO_WINDOW 1024

#define TERMINAL_IS   0
#define TERMINAL_SEND 1

static void send_option( struct telnet *telnet, uint8_t verb, uint8_t option )
{
    const uint8_t bytes[3] = { TELNET_IAC, verb, option };

    telnet->send( telnet->arg, bytes, sizeof(bytes) );
}

/* What this end may do, and what it lets the peer do. */
static bool we_may( const struct telnet *telnet, uint8_t option )
{
    switch (option)
    {
    case OPTION_BINARY:
    case OPTION_SGA:
        return true;
    case OPTION_ECHO:
        return telnet->role == TELNET_ANSWERER;
    case OPTION_TERMINAL_TYPE:
        return telnet->role != TELNET_ANSWERER;
    case OPTION_COM_PORT:
        return telnet->role == TELNET_COM_PORT;
    default:
        return false;
    }
}

static bool he_may( const struct telnet *telnet, uint8_t option )
{
    switch (option)
    {
    case OPTION_BINARY:
    case OPTION_SGA:
        return true;
    case OPTION_ECHO:
        return telnet->role != TELNET_ANSWERER;
    case OPTION_COM_PORT:
        return telnet->role == TELNET_COM_PORT;
    default:
        return false;
    }
}

static void want_us( struct telnet *telnet, uint8_t option )
{
    if (telnet->options[option].us != NO) return;
    telnet->options[option].us = WANT_YES;
    send_option( telnet, TELNET_WILL, option );
}

static void want_him( struct telnet *telnet, uint8_t option )
{
    if (telnet->options[option].him != NO) return;
    telnet->options[option].him = WANT_YES;
    send_option( telnet, TELNET_DO, option );
}

static void offer( struct telnet *telnet )
{
    if (telnet->offered) return;
    telnet->offered = true;
    if (telnet->role == TELNET_ANSWERER) want_us( telnet, OPTION_ECHO );
    if (telnet->role == TELNET_COM_PORT) want_us( telnet, OPTION_COM_PORT );
    want_us( telnet, OPTION_SGA );
    want_him( telnet, OPTION_SGA );
    want_us( telnet, OPTION_BINARY );
    want_him( telnet, OPTION_BINARY );
}

void telnet_start( struct telnet *telnet, enum telnet_role role, const char *terminal )
{
    telnet->role = role;
    telnet->active = role == TELNET_CALLER || role == TELNET_COM_PORT;
    telnet->offered = telnet->had_cr = false;
    telnet->state = STATE_DATA;
    telnet->seen = telnet->sub_len = 0;
    memset( telnet->options, 0, sizeof(telnet->options) );
    snprintf( telnet->terminal, sizeof(telnet->terminal), "%s", terminal );
    if (telnet->active || role == TELNET_ANSWERER) offer( telnet );
}

static void activate( struct telnet *telnet )
{
    if (telnet->active) return;
    telnet->active = true;
    offer( telnet );
}

/* ---- negotiation, RFC 1143 ---- */

static void negotiate( struct telnet *telnet, uint8_t verb, uint8_t option )
{
    const bool ours = verb == TELNET_DO || verb == TELNET_DONT, on = verb == TELNET_DO || verb == TELNET_WILL;
    uint8_t *state = ours ? &telnet->options[option].us : &telnet->options[option].him;
    const bool allowed = ours ? we_may( telnet, option ) : he_may( telnet, option );

    if (on)
    {
        switch (*state)
        {
        case NO:
            if (allowed) *state = YES;
            send_option( telnet, ours ? (allowed ? TELNET_WILL : TELNET_WONT) : (allowed ? TELNET_DO : TELNET_DONT), option );
            break;
        case WANT_NO:
            *state = NO;
            break;
        default:
            *state = YES;
        }
        return;
    }
    if (*state == YES) send_option( telnet, ours ? TELNET_WONT : TELNET_DONT, option );
    *state = NO;
}

static void suboption( struct telnet *telnet )
{
    uint8_t reply[1 + sizeof(telnet->terminal)];
    size_t len = strlen( telnet->terminal );

    if (telnet->sub_len >= 2 && telnet->sub[0] == OPTION_TERMINAL_TYPE && telnet->sub[1] == TERMINAL_SEND &&
        telnet->options[OPTION_TERMINAL_TYPE].us == YES)
    {
        reply[0] = TERMINAL_IS;
        memcpy( reply + 1, telnet->terminal, len );
        telnet_send_sub( telnet, OPTION_TERMINAL_TYPE, reply, 1 + len );
    }
    else if (telnet->sub_len >= 2 && telnet->sub[0] == OPTION_COM_PORT && telnet->com_port && telnet_has_com_port( telnet ))
        telnet->com_port( telnet->arg, telnet->sub + 1, telnet->sub_len - 1 );
}

/* ---- bytes of the peer ---- */

/* Is this how telnet begins? Data of a program that speaks none is left alone. */
static bool starts_telnet( const struct telnet *telnet, uint8_t byte )
{
    return telnet->active || (byte >= TELNET_SB && byte <= TELNET_DONT);
}

static bool looks_for_telnet( const struct telnet *telnet )
{
    return telnet->active || (telnet->role != TELNET_OFF && telnet->seen < AUTO_WINDOW);
}

struct run
{
    uint8_t bytes[512];
    size_t  len;
};

static void flush_run( struct telnet *telnet, struct run *run )
{
    if (run->len) telnet->data( telnet->arg, run->bytes, run->len );
    run->len = 0;
}

static void put_run( struct telnet *telnet, struct run *run, uint8_t byte )
{
    if (run->len == sizeof(run->bytes)) flush_run( telnet, run );
    run->bytes[run->len++] = byte;
}

static void take_data( struct telnet *telnet, struct run *run, uint8_t byte )
{
    if (telnet->active && telnet->options[OPTION_BINARY].him != YES)
    {
        const bool after_cr = telnet->had_cr;

        telnet->had_cr = byte == '\r';
        if (after_cr && !byte) return;      /* CR NUL is a CR alone */
    }
    else telnet->had_cr = false;
    put_run( telnet, run, byte );
}

static void take_command( struct telnet *telnet, struct run *run, uint8_t byte )
{
    telnet->state = STATE_DATA;
    if (byte == TELNET_IAC && telnet->active)
    {
        take_data( telnet, run, byte );
        return;
    }
    if (!starts_telnet( telnet, byte ))
    {
        put_run( telnet, run, TELNET_IAC );
        put_run( telnet, run, byte );
        return;
    }
    flush_run( telnet, run );
    activate( telnet );
    if (byte == TELNET_SB)
    {
        telnet->state = STATE_SUB;
        telnet->sub_len = 0;
    }
    else if (byte >= TELNET_WILL && byte <= TELNET_DONT)
    {
        telnet->state = STATE_OPTION;
        telnet->verb = byte;
    }
    else if (byte == TELNET_AYT) telnet->send( telnet->arg, (const uint8_t[]){ TELNET_IAC, TELNET_NOP }, 2 );
}

static void take_byte( struct telnet *telnet, struct run *run, uint8_t byte )
{
    switch (telnet->state)
    {
    case STATE_DATA:
        if (byte == TELNET_IAC && looks_for_telnet( telnet )) telnet->state = STATE_IAC;
        else take_data( telnet, run, byte );
        break;
    case STATE_IAC:
        take_command( telnet, run, byte );
        break;
    case STATE_OPTION:
        telnet->state = STATE_DATA;
        negotiate( telnet, (uint8_t)telnet->verb, byte );
        break;
    case STATE_SUB:
        if (byte == TELNET_IAC) telnet->state = STATE_SUB_IAC;
        /* a longer one is cut: none that is understood here is as long */
        else if (telnet->sub_len < sizeof(telnet->sub)) telnet->sub[telnet->sub_len++] = byte;
        break;
    case STATE_SUB_IAC:
        telnet->state = STATE_SUB;
        if (byte == TELNET_IAC)
        {
            if (telnet->sub_len < sizeof(telnet->sub)) telnet->sub[telnet->sub_len++] = byte;
            break;
        }
        telnet->state = STATE_DATA;
        if (byte == TELNET_SE) suboption( telnet );
        else take_command( telnet, run, byte );
        break;
    }
}

void telnet_receive( struct telnet *telnet, const uint8_t *data, size_t size )
{
    struct run run;
    size_t i;

    run.len = 0;
    for (i = 0; i < size; i++)
    {
        if (telnet->state == STATE_DATA && !looks_for_telnet( telnet ))
        {
            flush_run( telnet, &run );
            telnet->data( telnet->arg, data + i, size - i );
            return;
        }
        if (!telnet->active) telnet->seen++;
        take_byte( telnet, &run, data[i] );
    }
    flush_run( telnet, &run );
}

/* ---- bytes for the peer ---- */

void telnet_send( struct telnet *telnet, const uint8_t *data, size_t size )
{
    const bool binary = telnet->options[OPTION_BINARY].us == YES;
    uint8_t buffer[1024];
    size_t i, len = 0;

    if (!telnet->active || (binary && !memchr( data, TELNET_IAC, size )))
    {
        if (size) telnet->send( telnet->arg, data, size );
        return;
    }
    for (i = 0; i < size; i++)
    {
        if (len + 2 > sizeof(buffer))
        {
            telnet->send( telnet->arg, buffer, len );
            len = 0;
        }
        buffer[len++] = data[i];
        if (data[i] == TELNET_IAC) buffer[len++] = TELNET_IAC;
        else if (data[i] == '\r' && !binary && (i + 1 == size || data[i + 1] != '\n')) buffer[len++] = 0;
    }
    if (len) telnet->send( telnet->arg, buffer, len );
}

void telnet_send_sub( struct telnet *telnet, uint8_t option, const uint8_t *data, size_t size )
{
    uint8_t buffer[2 * TELNET_SUB_SIZE + 8];
    size_t i, len = 0;

    buffer[len++] = TELNET_IAC;
    buffer[len++] = TELNET_SB;
    buffer[len++] = option;
    for (i = 0; i < size && len + 4 < sizeof(buffer); i++)
    {
        buffer[len++] = data[i];
        if (data[i] == TELNET_IAC) buffer[len++] = TELNET_IAC;
    }
    buffer[len++] = TELNET_IAC;
    buffer[len++] = TELNET_SE;
    telnet->send( telnet->arg, buffer, len );
}

bool telnet_has_com_port( const struct telnet *telnet )
{
    return telnet->options[OPTION_COM_PORT].us == YES || telnet->options[OPTION_COM_PORT].him == YES;
}
