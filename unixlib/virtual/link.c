/*
 * Virtual modems: the data of a call.
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

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "virtual_private.h"

#define PACE_TICK_MS     20             /* how finely a slow line is cut */
#define SETTINGS_POLL_MS 300            /* how often a serial server is told what the program did to its port */

void vm_link_close( struct virtual_modem *modem )
{
    struct link *link = &modem->link;

    vm_timer_cancel( modem->host, &modem->pace_timer );
    vm_timer_cancel( modem->host, &modem->settings_timer );
    vm_watch_remove( link->watch );
    if (link->fd >= 0) close( link->fd );
    vm_bytes_free( &link->tx );
    vm_bytes_free( &link->rx );
    memset( link, 0, sizeof(*link) );
    link->fd = -1;
}

/* ---- speed ---- */

/* Start, eight bits and stop take ten. */
static size_t allowance( const struct virtual_modem *modem, struct pace *pace )
{
    const int64_t per_ms = modem->call_rate / 10, now = vm_now(), most = per_ms * 5 * PACE_TICK_MS + 1000;

    if (!modem->settings.speed_limit) return SIZE_MAX;
    /* thousandths of a byte, as many in a millisecond as bytes in a second */
    pace->credit += (now - pace->last) * per_ms;
    pace->last = now;
    if (pace->credit > most) pace->credit = most;
    return pace->credit > 0 ? (size_t)(pace->credit / 1000) : 0;
}

static void spend( const struct virtual_modem *modem, struct pace *pace, size_t size )
{
    if (modem->settings.speed_limit) pace->credit -= (int64_t)size * 1000;
}

static void pace_over( void *arg )
{
    struct virtual_modem *modem = arg;

    vm_link_pump( modem );
    vm_pty_update( modem );
}

static void wait_for_pace( struct virtual_modem *modem )
{
    int64_t wait = modem->call_rate ? 10000 / modem->call_rate + 1 : PACE_TICK_MS;

    if (wait < PACE_TICK_MS) wait = PACE_TICK_MS;
    if (!modem->pace_timer.armed) vm_timer_set( modem->host, &modem->pace_timer, wait, pace_over, modem );
}

/* ---- to the far end ---- */

static void flush_tx( struct virtual_modem *modem )
{
    struct link *link = &modem->link;
    ssize_t sent;

    while (vm_bytes_len( &link->tx ) && !link->com_port.suspended)
    {
        sent = send( link->fd, vm_bytes_data( &link->tx ), vm_bytes_len( &link->tx ), MSG_NOSIGNAL | MSG_DONTWAIT );
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno != EAGAIN)
        {
            /* the read side finds out, and what it still has is delivered */
            vm_bytes_drop( &link->tx, vm_bytes_len( &link->tx ) );
            return;
        }
        if (sent <= 0) return;
        vm_bytes_drop( &link->tx, (size_t)sent );
    }
}

static void send_to_peer( void *arg, const void *data, size_t size )
{
    struct virtual_modem *modem = arg;

    vm_bytes_put( &modem->link.tx, data, size );
}

bool vm_link_takes( struct virtual_modem *modem )
{
    const struct link *link = &modem->link;

    if (link->stage != LINK_ONLINE || link->eof || link->com_port.suspended || vm_bytes_len( &link->tx ) >= DATA_LIMIT) return false;
    if (allowance( modem, &modem->pace_out )) return true;
    wait_for_pace( modem );
    return false;
}

size_t vm_link_allowance( struct virtual_modem *modem )
{
    return vm_link_takes( modem ) ? allowance( modem, &modem->pace_out ) : 0;
}

void vm_link_send( struct virtual_modem *modem, const uint8_t *data, size_t size )
{
    if (modem->link.stage != LINK_ONLINE) return;
    spend( modem, &modem->pace_out, size );
    modem->sent += size;
    telnet_send( &modem->link.telnet, data, size );
    flush_tx( modem );
    vm_link_update( modem );
}

/* ---- from the far end ---- */

static void data_of_peer( void *arg, const void *data, size_t size )
{
    struct virtual_modem *modem = arg;

    modem->received += size;
    vm_bytes_put( &modem->link.rx, data, size );
}

/* Lines of a serial port: its carrier counts once there has been one. */
static void com_port_of_peer( void *arg, const uint8_t *sub, size_t size )
{
    struct virtual_modem *modem = arg;
    struct com_port *port = &modem->link.com_port;

    if (!com_port_receive( port, sub, size )) return;
    if (port->carrier_seen) vm_set_dcd( modem, port->modem_state & MODEM_STATE_CD );
    vm_set_ri( modem, port->modem_state & MODEM_STATE_RI );
}

static void vm_carrier_lost( struct virtual_modem *modem )
{
    vm_log( modem, 2, "%s hung up; %llu bytes sent, %llu received", modem->peer, (unsigned long long)modem->sent,
            (unsigned long long)modem->received );
    vm_hang_up( modem );
    vm_result_no_carrier( modem );
}

void vm_link_pump( struct virtual_modem *modem )
{
    struct link *link = &modem->link;
    size_t size, room, allowed;

    if (link->stage != LINK_ONLINE) return;
    if (vm_in_data_state( modem ))
    {
        while ((size = vm_bytes_len( &link->rx )) && (room = vm_bytes_len( &modem->out )) < DATA_LIMIT)
        {
            if (size > DATA_LIMIT - room) size = DATA_LIMIT - room;
            if ((allowed = allowance( modem, &modem->pace_in )) < size) size = allowed;
            if (!size)
            {
                wait_for_pace( modem );
                break;
            }
            spend( modem, &modem->pace_in, size );
            vm_pty_put( modem, vm_bytes_data( &link->rx ), size );
            vm_bytes_drop( &link->rx, size );
        }
    }
    /* in the command state what is unread is lost with the call, as in a modem's buffer */
    if (link->eof && (!vm_bytes_len( &link->rx ) || !vm_in_data_state( modem ))) vm_carrier_lost( modem );
    else vm_link_update( modem );
}

static void read_peer( struct virtual_modem *modem, bool all )
{
    static const size_t chunk = 65536;
    struct link *link = &modem->link;
    uint8_t *buffer = malloc( chunk );
    ssize_t got;

    if (!buffer) return;
    while (!link->eof && (all || vm_bytes_len( &link->rx ) < DATA_LIMIT))
    {
        got = recv( link->fd, buffer, chunk, MSG_DONTWAIT );
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) break;
        if (got <= 0) link->eof = true;
        else telnet_receive( &link->telnet, buffer, (size_t)got );
        if ((size_t)got < chunk && !all) break;
    }
    free( buffer );
}

static void link_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;
    struct link *link = &modem->link;
    /* that both directions are closed is told again and again: take what there is, and look no more */
    const bool gone = events & (EPOLLHUP | EPOLLERR);

    if (gone || (events & (EPOLLIN | EPOLLRDHUP))) read_peer( modem, gone );
    if (gone) link->eof = true;
    flush_tx( modem );
    if (link->eof)
    {
        vm_watch_remove( link->watch );
        link->watch = NULL;
    }
    vm_link_pump( modem );
    vm_pty_update( modem );
}

/* Wait for what can be dealt with. */
void vm_link_update( struct virtual_modem *modem )
{
    struct link *link = &modem->link;
    uint32_t events = 0;

    if (link->stage != LINK_ONLINE || !link->watch) return;
    if (vm_bytes_len( &link->rx ) < DATA_LIMIT && vm_bytes_len( &modem->out ) < DATA_LIMIT && vm_in_data_state( modem )) events |= EPOLLIN;
    if (!vm_in_data_state( modem )) events |= EPOLLRDHUP;
    if (vm_bytes_len( &link->tx ) && !link->com_port.suspended) events |= EPOLLOUT;
    vm_watch_set( link->watch, events );
}

/* ---- going online ---- */

static void tell_settings( void *arg )
{
    struct virtual_modem *modem = arg;
    struct line_settings settings;

    if (vm_line_settings( modem, &settings )) com_port_set( &modem->link.com_port, &settings );
    flush_tx( modem );
    vm_link_update( modem );
    vm_timer_set( modem->host, &modem->settings_timer, SETTINGS_POLL_MS, tell_settings, modem );
}

static void vm_link_online( struct virtual_modem *modem )
{
    struct link *link = &modem->link;

    vm_timer_cancel( modem->host, &modem->give_up );
    link->stage = LINK_ONLINE;
    if (!(link->watch = vm_watch_add( modem->host, link->fd, EPOLLIN, link_ready, modem )))
    {
        vm_carrier_lost( modem );
        return;
    }
    modem->call_rate = vm_own_rate( modem );
    if (link->peer_rate && link->peer_rate < modem->call_rate) modem->call_rate = link->peer_rate;
    modem->pace_in = modem->pace_out = (struct pace){ .last = vm_now() };
    link->telnet.send = send_to_peer;
    link->telnet.data = data_of_peer;
    link->telnet.com_port = com_port_of_peer;
    link->telnet.arg = modem;
    telnet_start( &link->telnet, link->role, modem->settings.terminal );
    com_port_start( &link->com_port, &link->telnet );
    vm_log( modem, 2, "connected with %s", modem->peer );

    vm_set_dcd( modem, true );
    vm_result_connect( modem );
    modem->state = VIRTUAL_ONLINE;
    if (link->serial) tell_settings( modem );
    if (link->early_len) telnet_receive( &link->telnet, link->early, link->early_len );
    flush_tx( modem );
    vm_link_pump( modem );
    vm_pty_update( modem );
}

/* Somebody who takes the connection and drops it at once has no modem for us. */
static void trained( void *arg )
{
    struct virtual_modem *modem = arg;
    struct link *link = &modem->link;
    ssize_t got;
    char c;

    do got = recv( link->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT );
    while (got < 0 && errno == EINTR);
    if (got > 0 || (got < 0 && errno == EAGAIN))
    {
        vm_link_online( modem );
        return;
    }
    vm_log( modem, 1, "%s dropped the connection at once: busy", modem->peer );
    if (modem->state == VIRTUAL_DIALLING && !link->modem)
    {
        vm_hang_up( modem );
        vm_result_failure( modem, FAIL_BUSY );
    }
    else
    {
        vm_hang_up( modem );
        vm_result_no_carrier( modem );
    }
}

void vm_link_train( struct virtual_modem *modem )
{
    struct link *link = &modem->link;

    vm_watch_remove( link->watch );
    link->watch = NULL;
    link->stage = LINK_TRAINING;
    vm_timer_cancel( modem->host, &modem->give_up );
    vm_timer_set( modem->host, &modem->progress, modem->settings.connect_delay, trained, modem );
}
