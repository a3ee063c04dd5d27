/*
 * Tests of virtual modems with programs that nobody here wrote.
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
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "dte.h"

static const char *find( const char *const paths[] )
{
    for (; *paths; paths++) if (!access( *paths, X_OK )) return *paths;
    return NULL;
}

/* Run a program with a descriptor as its standard input and output; it dies with this test. */
static pid_t start( int fd, const char *const argv[] )
{
    pid_t pid = fork();

    if (pid) return pid;
    prctl( PR_SET_PDEATHSIG, SIGKILL );
    fcntl( fd, F_SETFL, fcntl( fd, F_GETFL ) & ~O_NONBLOCK );
    dup2( fd, 0 );
    dup2( fd, 1 );
    unsetenv( "ASAN_OPTIONS" );
    execv( argv[0], (char *const *)argv );
    _exit( 127 );
}

static int finish( pid_t pid )
{
    const int64_t end = now_ms() + PATIENCE_MS;
    int status;

    while (now_ms() < end)
    {
        if (waitpid( pid, &status, WNOHANG ) == pid) return status;
        usleep( 10000 );
    }
    kill( pid, SIGKILL );
    waitpid( pid, &status, 0 );
    return status;
}

/* telnetd, which runs a shell for whoever calls. */
static void test_telnetd( void )
{
    static const char *const paths[] = { "/usr/sbin/telnetd", "/usr/libexec/telnetd", "/usr/sbin/in.telnetd", NULL };
    const char *const argv[] = { find( paths ), "-E", "/bin/cat", "-h", NULL };
    struct virtual_settings settings;
    struct dte dte;
    unsigned int port;
    char dial[64];
    pid_t pid;
    int listener, fd;

    if (!argv[0])
    {
        skip( "no telnetd (package inetutils-telnetd)" );
        return;
    }
    listener = listen_tcp( AF_INET, &port );
    quick_settings( &settings );
    dte_open( &dte, &settings );
    command( &dte, "ATS12=5", "OK" );
    snprintf( dial, sizeof(dial), "ATDT127.0.0.1:%u\r", port );
    dte_say( &dte, dial );
    fd = accept_one( listener );
    pid = start( fd, argv );
    close( fd );
    expect( &dte, "CONNECT 33600\r\n" );
    /* the terminal there echoes it, and cat says it again */
    dte_say( &dte, "good morning\r" );
    expect( &dte, "good morning\r\n" );
    expect( &dte, "good morning\r\n" );
    dte_escape( &dte );
    command( &dte, "ATH", "OK" );
    finish( pid );
    close( listener );
    dte_close( &dte );
}

/* chat of ppp logs in at a bulletin board: a service that asks for a name and a password. */
static void test_chat( void )
{
    static const char *const paths[] = { "/usr/sbin/chat", NULL };
    char dial[64], text[256];
    const char *const argv[] = { find( paths ), "-t", "20", "ABORT", "BUSY", "ABORT", "NO CARRIER", "", "ATZ", "OK", dial, "CONNECT", "\\c", "name:",
                                 "guest", "word:", "secret", "Welcome", "bye", NULL };
    struct virtual_settings settings;
    struct dte dte;
    unsigned int port;
    int listener, fd, status;
    pid_t pid;

    if (!argv[0])
    {
        skip( "no chat (package ppp)" );
        return;
    }
    listener = listen_tcp( AF_INET, &port );
    quick_settings( &settings );
    dte_open( &dte, &settings );
    snprintf( dial, sizeof(dial), "ATDT127.0.0.1:%u", port );
    pid = start( dte.fd, argv );
    fd = accept_one( listener );
    ok( write( fd, "A board\r\nYour name: ", 20 ) == 20, "write\n" );
    ok( read_until( fd, text, sizeof(text), "guest\r" ), "no name\n" );
    ok( write( fd, "\r\nPassword: ", 12 ) == 12, "write\n" );
    ok( read_until( fd, text, sizeof(text), "secret\r" ), "no password\n" );
    ok( write( fd, "\r\nWelcome\r\n", 11 ) == 11, "write\n" );
    ok( read_until( fd, text, sizeof(text), "bye\r" ), "no good bye\n" );
    close( fd );
    status = finish( pid );
    ok( WIFEXITED( status ) && !WEXITSTATUS( status ), "chat ended with %#x\n", status );
    close( listener );
    dte_close( &dte );
}

static void test_ppp( void )
{
    if (access( "/dev/ppp", R_OK | W_OK )) skip( "no /dev/ppp for pppd on this machine" );
}

void test_peers( void )
{
    test_telnetd();
    test_chat();
    test_ppp();
}
