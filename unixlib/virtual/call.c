/*
 * Virtual modems: calls, out and in.
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
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "virtual_private.h"

#define INTERCEPT_MS 1500               /* "this number is not in service" */

static void connect_next( struct virtual_modem *modem );

uint32_t vm_own_rate( const struct virtual_modem *modem )
{
    const uint32_t limit = vm_modulation_rate( modem ), rate = modem->settings.speed_limit ? modem->settings.speed_limit : modem->settings.rate;

    return limit && limit < rate ? limit : rate;
}

static void stop_timers( struct virtual_modem *modem )
{
    struct vm_timer *const timers[] = { &modem->progress, &modem->give_up, &modem->ring, &modem->ring_end, &modem->caller_id, &modem->guard };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(timers); i++) vm_timer_cancel( modem->host, timers[i] );
}

void vm_hang_up( struct virtual_modem *modem )
{
    stop_timers( modem );
    if (modem->lookup) vm_lookup_cancel( modem->host, modem->lookup );
    modem->lookup = NULL;
    vm_link_close( modem );
    modem->state = VIRTUAL_IDLE;
    modem->off_hook = false;
    modem->dialled[0] = 0;
    modem->pluses = 0;
    modem->rings = 0;
    if (modem->at)
    {
        modem->at->rings_indicated = 0;
        if (modem->at->at_rx_mode != AT_MODE_ONHOOK_COMMAND) at_set_at_rx_mode( modem->at, AT_MODE_ONHOOK_COMMAND );
        vm_set_dcd( modem, false );
        vm_set_ri( modem, false );
        vm_pty_update( modem );
    }
}

static void fail( struct virtual_modem *modem, enum failure failure, const char *why )
{
    vm_log( modem, 1, "call to %s failed: %s", modem->peer, why );
    vm_hang_up( modem );
    vm_result_failure( modem, failure );
}

/* ---- outgoing calls ---- */

static void no_answer( void *arg )
{
    fail( arg, FAIL_NO_ANSWER, "nobody answered in the time of register S7" );
}

static void not_in_service( void *arg )
{
    fail( arg, FAIL_NO_CARRIER, "there is no such number" );
}

static void dialled_busy( void *arg )
{
    fail( arg, FAIL_BUSY, "that is this modem's own number" );
}

static void dialled_part( void *arg )
{
    struct virtual_modem *modem = arg;

    modem->state = VIRTUAL_IDLE;
    modem->off_hook = true;
    at_set_at_rx_mode( modem->at, AT_MODE_OFFHOOK_COMMAND );
    at_put_response_code( modem->at, AT_RESPONSE_CODE_OK );
}

static void fail_with_errno( struct virtual_modem *modem, int error )
{
    switch (error)
    {
    case ECONNREFUSED:
    case ECONNRESET:                    /* taken, and dropped before we looked */
        fail( modem, FAIL_BUSY, error == ECONNRESET ? "the other side is busy" : "the connection was refused: nobody listens there" );
        break;
    case ETIMEDOUT:
        fail( modem, FAIL_NO_ANSWER, "the host does not answer" );
        break;
    case ENETUNREACH:
    case ENETDOWN:
    case EADDRNOTAVAIL:
        fail( modem, FAIL_NO_DIALTONE, strerror( error ) );
        break;
    default:
        fail( modem, FAIL_NO_CARRIER, strerror( error ) );
    }
}

/* The other modem says how far the call is: RINGING, ANSWER rate, BUSY. */
static void take_reply( struct virtual_modem *modem, char *line )
{
    unsigned int rate;

    if (sscanf( line, "ANSWER %u", &rate ) == 1)
    {
        modem->link.peer_rate = rate;
        vm_link_train( modem );
    }
    else if (!strcmp( line, "BUSY" )) fail( modem, FAIL_BUSY, "the other modem is busy" );
    else vm_log( modem, 2, "%s says %s", modem->peer, line );
}

/* A byte at a time: what follows the line is data. */
static void calling_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;
    struct link *link = &modem->link;
    ssize_t got;
    char c;

    (void)events;
    while (link->stage == LINK_CALLING)
    {
        if ((got = recv( link->fd, &c, 1, MSG_DONTWAIT )) < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0)
        {
            fail( modem, FAIL_NO_CARRIER, "the other side hung up before it answered" );
            return;
        }
        if (c == '\n')
        {
            link->reply[link->reply_len] = 0;
            link->reply_len = 0;
            take_reply( modem, link->reply );
        }
        else if (link->reply_len + 1 < sizeof(link->reply)) link->reply[link->reply_len++] = c;
        else
        {
            fail( modem, FAIL_NO_CARRIER, "no virtual modem listens there" );
            return;
        }
    }
}

static void greet( struct virtual_modem *modem )
{
    const char *number = modem->settings.number[0] ? modem->settings.number : "-";
    char text[160];
    int len = snprintf( text, sizeof(text), GREETING "%s %u %s\n", number, vm_own_rate( modem ), modem->settings.name );

    if (send( modem->link.fd, text, (size_t)len, MSG_NOSIGNAL ) != len)
    {
        fail_with_errno( modem, errno );
        return;
    }
    modem->link.stage = LINK_CALLING;
    vm_watch_remove( modem->link.watch );
    if (!(modem->link.watch = vm_watch_add( modem->host, modem->link.fd, EPOLLIN, calling_ready, modem ))) fail_with_errno( modem, ENOMEM );
}

static void connected( struct virtual_modem *modem )
{
    const int on = 1;

    /* a modem's bytes leave when they come; and a cable that is pulled is noticed some day */
    setsockopt( modem->link.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on) );
    setsockopt( modem->link.fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on) );
    if (modem->link.modem) greet( modem );
    else vm_link_train( modem );
}

static void drop_socket( struct virtual_modem *modem )
{
    vm_watch_remove( modem->link.watch );
    modem->link.watch = NULL;
    if (modem->link.fd >= 0) close( modem->link.fd );
    modem->link.fd = -1;
}

static void connecting_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;
    socklen_t size = sizeof(modem->link.error);

    (void)events;
    if (getsockopt( modem->link.fd, SOL_SOCKET, SO_ERROR, &modem->link.error, &size )) modem->link.error = errno;
    if (!modem->link.error)
    {
        connected( modem );
        return;
    }
    drop_socket( modem );
    connect_next( modem );
}

/* One address of a host after the other. */
static void connect_next( struct virtual_modem *modem )
{
    struct link *link = &modem->link;

    while (link->next_address < link->addresses.count)
    {
        const size_t i = link->next_address++;
        const struct sockaddr *addr = (const struct sockaddr *)&link->addresses.addrs[i];

        if ((link->fd = socket( addr->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0 )) < 0)
        {
            link->error = errno;
            continue;
        }
        if (connect( link->fd, addr, link->addresses.sizes[i] ) && errno != EINPROGRESS) link->error = errno;
        else if ((link->watch = vm_watch_add( modem->host, link->fd, EPOLLOUT, connecting_ready, modem ))) return;
        else link->error = ENOMEM;
        drop_socket( modem );
    }
    fail_with_errno( modem, link->error ? link->error : EHOSTUNREACH );
}

static void looked_up( void *arg, const struct vm_addresses *addresses )
{
    struct virtual_modem *modem = arg;

    modem->lookup = NULL;
    if (addresses->error)
    {
        /* a name server that cannot be asked is a dead line */
        fail( modem, addresses->error == EAI_AGAIN ? FAIL_NO_DIALTONE : FAIL_NO_CARRIER, gai_strerror( addresses->error ) );
        return;
    }
    modem->link.addresses = *addresses;
    modem->link.next_address = 0;
    modem->link.error = 0;
    connect_next( modem );
}

static void call_local( struct virtual_modem *modem, int fd )
{
    if (fd < 0)
    {
        if (fd == -EAGAIN) fail( modem, FAIL_BUSY, "too many call at once" );
        else fail_with_errno( modem, -fd );
        return;
    }
    modem->link.fd = fd;
    connected( modem );
}

/* A number: of the phone book, of another modem, or of nobody. @return false if there is nothing to connect to */
static bool find_number( struct virtual_modem *modem, const char *text, struct address *address )
{
    char path[PATH_MAX];
    const struct phonebook_entry *entry;
    struct phonebook book;
    bool found = false;
    int ret;

    if (modem->settings.phonebook[0]) snprintf( path, sizeof(path), "%s", modem->settings.phonebook );
    else if (phonebook_default_path( path, sizeof(path) )) return false;
    if ((ret = phonebook_load( &book, path )) < 0)
    {
        vm_log( modem, 1, "the phone book %s cannot be read: %s", path, strerror( -ret ) );
        return false;
    }
    if ((entry = phonebook_find( &book, text )) && !address_parse( entry->address, address ))
    {
        found = true;
        vm_log( modem, 2, "%s is %s in the phone book: %s", text, entry->name, entry->address );
    }
    phonebook_free( &book );
    return found;
}

static void connect_to( struct virtual_modem *modem, const struct address *address )
{
    static const enum telnet_role roles[] =
    {
        [ADDRESS_HOST] = TELNET_AUTO, [ADDRESS_TELNET] = TELNET_CALLER, [ADDRESS_RFC2217] = TELNET_COM_PORT,
        [ADDRESS_UNIX] = TELNET_AUTO, [ADDRESS_RAW] = TELNET_OFF, [ADDRESS_MODEM] = TELNET_OFF,
    };
    struct link *link = &modem->link;

    link->stage = LINK_CONNECTING;
    link->role = roles[address->kind];
    link->serial = address->kind == ADDRESS_RFC2217;
    link->modem = address->kind == ADDRESS_MODEM;
    if (address->kind == ADDRESS_UNIX) call_local( modem, vm_connect_path( address->host ) );
    else if (!(modem->lookup = vm_lookup_start( modem->host, address->host, address->port, looked_up, modem )))
        fail( modem, FAIL_NO_DIALTONE, "no memory for a look-up" );
}

static void call_number( struct virtual_modem *modem, const char *number )
{
    int fd;

    if (!strcmp( number, modem->settings.number ))
    {
        vm_timer_set( modem->host, &modem->progress, 0, dialled_busy, modem );
        return;
    }
    if ((fd = vm_connect_local( modem->host, number )) == -ENOENT || fd == -ECONNREFUSED)
    {
        vm_timer_set( modem->host, &modem->progress, modem->settings.dial_delay ? INTERCEPT_MS : 0, not_in_service, modem );
        return;
    }
    modem->link.stage = LINK_CONNECTING;
    modem->link.role = TELNET_OFF;
    modem->link.modem = true;
    call_local( modem, fd );
}

/* T and P say how a number is dialled. They also begin words: one that makes sense with them is left whole. */
static void begin_call( void *arg )
{
    struct virtual_modem *modem = arg;
    const char *text = modem->dialled;
    struct address address;
    int ret;

    while (*text == ' ') text++;
    ret = address_parse( text, &address );
    if ((*text == 'T' || *text == 't' || *text == 'P' || *text == 'p') &&
        (ret || address.kind == ADDRESS_HOST || address.kind == ADDRESS_NAME || address.kind == ADDRESS_NUMBER))
    {
        text++;
        while (*text == ' ') text++;
        ret = address_parse( text, &address );
    }
    snprintf( modem->peer, sizeof(modem->peer), "%s", text );
    if (ret)
    {
        fail( modem, FAIL_NO_CARRIER, ret == -EPROTONOSUPPORT ? "this kind of address is not known" : "this is no address" );
        return;
    }
    /* an entry may stand for a number, which is then another modem's; no further */
    if ((address.kind == ADDRESS_NUMBER || address.kind == ADDRESS_NAME) && !find_number( modem, address.host, &address ) &&
        address.kind == ADDRESS_NAME)
    {
        if (strchr( address.host, ' ' ))
        {
            fail( modem, FAIL_NO_CARRIER, "the phone book has no such name" );
            return;
        }
        address.kind = ADDRESS_HOST;
        address.port = ADDRESS_PORT_TELNET;
    }
    if (address.kind == ADDRESS_NUMBER) call_number( modem, address.host );
    else connect_to( modem, &address );
}

int vm_dial( struct virtual_modem *modem, const char *string )
{
    const size_t len = strlen( modem->dialled );
    const unsigned int wait = modem->at->p.s_regs[7] ? modem->at->p.s_regs[7] : 50;

    if (modem->state != VIRTUAL_IDLE) return -1;
    snprintf( modem->dialled + len, sizeof(modem->dialled) - len, "%s", string );
    modem->started = vm_now();
    modem->state = VIRTUAL_DIALLING;
    modem->sent = modem->received = 0;
    if (modem->at->command_dial)
    {
        /* ';': dial this much, say OK, and wait for more digits */
        vm_timer_set( modem->host, &modem->progress, modem->settings.dial_delay, dialled_part, modem );
        return 0;
    }
    modem->off_hook = true;
    vm_timer_set( modem->host, &modem->give_up, (int64_t)wait * 1000, no_answer, modem );
    vm_timer_set( modem->host, &modem->progress, modem->settings.dial_delay, begin_call, modem );
    return 0;
}

void vm_abort_call( struct virtual_modem *modem )
{
    vm_log( modem, 2, "the program stopped the call" );
    vm_hang_up( modem );
    vm_result_no_carrier( modem );
}

/* ---- incoming calls ---- */

bool vm_can_ring( const struct virtual_modem *modem )
{
    return modem->state == VIRTUAL_IDLE && !modem->off_hook;
}

static void ring_burst_over( void *arg )
{
    vm_set_ri( arg, false );
}

static void show_caller( void *arg )
{
    struct virtual_modem *modem = arg;

    if (modem->state == VIRTUAL_RINGING) vm_result_caller_id( modem );
}

static void ring_again( void *arg )
{
    struct virtual_modem *modem = arg;
    const uint32_t interval = modem->settings.ring_interval;

    if (modem->settings.max_rings && modem->rings >= modem->settings.max_rings)
    {
        vm_log( modem, 2, "%s is sent away after %u rings", modem->peer, modem->rings );
        vm_hang_up( modem );
        return;
    }
    modem->rings++;
    vm_set_ri( modem, true );
    vm_timer_set( modem->host, &modem->ring_end, interval / 3, ring_burst_over, modem );
    vm_timer_set( modem->host, &modem->ring, interval, ring_again, modem );
    if (modem->rings == 1) vm_timer_set( modem->host, &modem->caller_id, interval / 2, show_caller, modem );
    vm_result_ring( modem );        /* may answer */
}

/* The caller is not listened to before somebody answers; that he is gone is noticed. */
static void ringing_ready( void *arg, uint32_t events )
{
    struct virtual_modem *modem = arg;

    (void)events;
    vm_log( modem, 2, "%s gave up", modem->peer );
    vm_hang_up( modem );
}

void vm_incoming( struct virtual_modem *modem, int fd, bool is_modem, const char *number, const char *name, uint32_t rate )
{
    struct link *link = &modem->link;
    const int on = 1;

    setsockopt( fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on) );
    setsockopt( fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on) );
    link->fd = fd;
    link->stage = LINK_RINGING;
    link->modem = is_modem;
    link->serial = link->eof = false;
    link->role = is_modem || modem->settings.listen_raw ? TELNET_OFF : TELNET_ANSWERER;
    link->peer_rate = rate;
    if (!(link->watch = vm_watch_add( modem->host, fd, EPOLLRDHUP, ringing_ready, modem )))
    {
        vm_link_close( modem );
        return;
    }
    snprintf( modem->peer_number, sizeof(modem->peer_number), "%s", number );
    snprintf( modem->peer_name, sizeof(modem->peer_name), "%s", name );
    snprintf( modem->peer, sizeof(modem->peer), "%s%s%s", number, *name ? " " : "", name );
    vm_log( modem, 2, "%s calls", modem->peer );
    if (is_modem) send( fd, "RINGING\n", 8, MSG_NOSIGNAL );
    modem->state = VIRTUAL_RINGING;
    modem->rings = 0;
    modem->sent = modem->received = 0;
    at_reset_call_info( modem->at );
    modem->at->call_info_displayed = TRUE;      /* it comes after the first ring, not before */
    ring_again( modem );
}

static void nobody_there( void *arg )
{
    vm_hang_up( arg );
    vm_result_no_carrier( arg );
}

int vm_answer( struct virtual_modem *modem )
{
    struct link *link = &modem->link;
    char text[32];
    int len;

    modem->started = vm_now();
    if (modem->state == VIRTUAL_IDLE)
    {
        /* nobody calls: as on a silent line */
        modem->state = VIRTUAL_ANSWERING;
        vm_timer_set( modem->host, &modem->progress, modem->settings.dial_delay ? INTERCEPT_MS : 0, nobody_there, modem );
        return 0;
    }
    if (modem->state != VIRTUAL_RINGING) return -1;
    stop_timers( modem );
    vm_set_ri( modem, false );
    modem->state = VIRTUAL_ANSWERING;
    modem->off_hook = true;
    if (link->modem)
    {
        len = snprintf( text, sizeof(text), "ANSWER %u\n", vm_own_rate( modem ) );
        send( link->fd, text, (size_t)len, MSG_NOSIGNAL );      /* a caller who is gone is noticed in a moment */
    }
    vm_link_train( modem );
    return 0;
}

/* ---- control lines ---- */

/* The program let DTR go: &D0 ignores it, &D1 is the escape, &D2 hangs up. */
void vm_dtr_dropped( struct virtual_modem *modem )
{
    if (modem->state == VIRTUAL_IDLE || modem->state == VIRTUAL_RINGING) return;
    if (modem->at->dtr_behaviour == 1)
    {
        if (vm_in_data_state( modem )) vm_escape( modem );
    }
    else if (modem->at->dtr_behaviour == 2)
    {
        vm_hang_up( modem );
        vm_result_no_carrier( modem );
    }
}

void vm_lines_changed( struct virtual_modem *modem )
{
    if (modem->link.stage != LINK_ONLINE || !modem->link.serial) return;
    com_port_set_dtr( &modem->link.com_port, modem->dtr );
    com_port_set_rts( &modem->link.com_port, modem->rts );
}
