/*
 * Gives back to a pipe source what a pipe sink plays: a voice line without telephony.
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

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* What waits for a program that records, at most: it would be late for as long as the stream runs. */
#define WAITING_MAX (60 * 16)

/* bareline SINK-FIFO SOURCE-FIFO: until it is killed */
int main( int argc, char **argv )
{
    char samples[4096], old[4096];
    int in, out, waiting;
    ssize_t size;

    if (argc != 3)
    {
        fprintf( stderr, "usage: bareline SINK-FIFO SOURCE-FIFO\n" );
        return 2;
    }
    /* for reading and writing: there is no end of file while the server is not at it */
    if ((in = open( argv[1], O_RDWR | O_NONBLOCK )) == -1 || (out = open( argv[2], O_RDWR | O_NONBLOCK )) == -1)
    {
        perror( "bareline" );
        return 1;
    }
    for (;;)
    {
        struct pollfd poll_fd = { in, POLLIN, 0 };

        if (poll( &poll_fd, 1, -1 ) <= 0 || (size = read( in, samples, sizeof(samples) )) <= 0) continue;
        if (!ioctl( out, FIONREAD, &waiting ) && waiting > WAITING_MAX)
            while (read( out, old, sizeof(old) ) > 0) {}
        /* nobody records: lost */
        size = write( out, samples, size );
    }
}
