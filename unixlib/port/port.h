/*
 * Ports to modems: serial devices and pseudo-terminals behind one interface.
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

#ifndef WINE_TELEPHONY_PORT_H
#define WINE_TELEPHONY_PORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Every function returns 0 (or a count) on success and a negative errno value on failure. What open can meet:
 *
 *   -ENOENT, -ENODEV, -ENXIO   there is no such device, or nothing is plugged in behind it
 *   -EACCES, -EPERM            this user may not open it
 *   -EBUSY                     another program has it (TIOCEXCL, or a UUCP lock file of a living process)
 *   -ENOTTY                    it is not a serial port or terminal at all
 *   -EIO, -ENODEV              (later) the device went away: port lost
 *
 * A port belongs to one thread at a time.
 */

struct port;

enum port_type
{
    PORT_TYPE_SERIAL,                   /* a real serial device, through libserialport */
    PORT_TYPE_TERMIOS,                  /* a pseudo-terminal */
};

enum port_flow
{
    PORT_FLOW_NONE,
    PORT_FLOW_HARDWARE,                 /* RTS/CTS */
    PORT_FLOW_SOFTWARE,                 /* XON/XOFF both ways */
};

enum port_parity
{
    PORT_PARITY_NONE,
    PORT_PARITY_ODD,
    PORT_PARITY_EVEN,
};

struct port_settings
{
    uint32_t         baud;              /* bits per second, e.g. 115200 */
    uint32_t         data_bits;         /* 7 or 8 */
    uint32_t         stop_bits;         /* 1 or 2 */
    enum port_parity parity;
    enum port_flow   flow;
};

/* modem control lines as port_get_lines() reports them */
#define PORT_LINE_CTS   0x01u
#define PORT_LINE_DSR   0x02u
#define PORT_LINE_RI    0x04u
#define PORT_LINE_DCD   0x08u

#define PORT_REASON_SIZE 256            /* enough for every reason text of this library */

/**
 * Open a port, non-blocking and closed on exec, and put it into raw mode (8N1, no flow control, at its present speed).
 *
 * A pseudo-terminal gets the termios type; other terminals go through libserialport, which takes TIOCEXCL. For a pseudo-terminal
 * a Unix stream socket <path>.lines (path as given, symbolic links not followed) carries the modem control lines a pty lacks;
 * without one the port has no modem lines.
 *
 * @param port    receives the port; free with port_close()
 * @param path    host path, e.g. "/dev/ttyUSB0", "/dev/serial/by-id/...", "/dev/pts/3" or a symbolic link to one
 * @param reason  receives a sentence for people when the call fails: what failed, on which device, what to do. May be NULL
 * @param size    size of reason in bytes
 * @return 0 or one of the negative errno values above
 */
int port_open( struct port **port, const char *path, char *reason, size_t size );

/** Close a port and free it. NULL is allowed. The lines keep what they were last set to, as far as the driver allows. */
void port_close( struct port *port );

/** @return which kind of port it is. */
enum port_type port_get_type( const struct port *port );

/** @return the descriptor to poll() for bytes and hang-up; owned by the port. */
int port_fd( const struct port *port );

/** @return the descriptor to poll() for changes of the modem lines, or -1 where they must be asked for with port_get_lines(). */
int port_lines_fd( const struct port *port );

/** @return 1 if the port has modem control lines (a serial device, or a pty with its companion socket), 0 if not. */
int port_has_lines( const struct port *port );

/** Set speed, frame and flow control. @return 0, -EINVAL for what the device cannot do, or another negative errno. */
int port_configure( struct port *port, const struct port_settings *settings );

/**
 * Read what is there, without blocking.
 * @return bytes read, -EAGAIN when there are none, -EIO or -ENODEV when the port is lost
 */
ssize_t port_read( struct port *port, void *buffer, size_t size );

/** Write as much as fits, without blocking. @return bytes written, -EAGAIN when full, -EIO or -ENODEV when the port is lost. */
ssize_t port_write( struct port *port, const void *buffer, size_t size );

/** Drop unread input and unsent output. @return 0 or a negative errno. */
int port_flush( struct port *port );

/** Wait up to timeout_ms until written bytes have left the driver. @return 0, -ETIMEDOUT or another negative errno. */
int port_drain( struct port *port, unsigned int timeout_ms );

/** Set Data Terminal Ready. @return 0, -ENOTSUP if the port has no modem lines, or another negative errno. */
int port_set_dtr( struct port *port, int on );

/** Set Request To Send. @return as port_set_dtr(). */
int port_set_rts( struct port *port, int on );

/**
 * Ask for the modem lines. Also takes in what the companion socket sent: call it when port_lines_fd() becomes readable.
 * @param lines  receives PORT_LINE_ bits
 * @return 0, -ENOTSUP if the port has no modem lines, -EIO or -ENODEV when the port is lost
 */
int port_get_lines( struct port *port, unsigned int *lines );

/**
 * Ask which modem lines were on at any time since this function was last called, as far as the port type can know: a carrier that came and went
 * between two looks shows here.
 * @return PORT_LINE_ bits
 */
unsigned int port_lines_seen( struct port *port );

/**
 * Take or give up the exclusive use of the device (TIOCEXCL), so that a second handle can be opened on it for a moment.
 * @return 0 or a negative errno
 */
int port_set_exclusive( struct port *port, int on );

/**
 * Say in one English sentence why a port cannot be used: what failed, on which device and what to do (naming the group to join when
 * permission is missing, and the process when a lock file names one).
 *
 * @param error   negative errno value from a function of this header
 * @param path    the path that was opened
 * @param reason  receives the text, always terminated
 * @param size    size of reason in bytes
 */
void port_explain( int error, const char *path, char *reason, size_t size );

/**
 * Find the living process that locked a device with a UUCP lock file (LCK..ttyUSB0).
 *
 * @param lock_dir  folder of lock files, normally "/var/lock"
 * @param path      host path of the device
 * @return the process id, or 0 when there is no lock, the process is dead (stale lock) or it is this process
 */
pid_t port_lock_owner( const char *lock_dir, const char *path );

#endif /* WINE_TELEPHONY_PORT_H */
