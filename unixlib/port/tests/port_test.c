/*
 * Ports: ptys with and without modem lines, locks, permissions, and what users are told.
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
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "port/port.h"

static int passed, failed, skipped;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "port_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

struct pty
{
    int  master, slave;
    char dir[64];
    char path[96];              /* symbolic link */
};

static void make_pty( struct pty *pty )
{
    strcpy( pty->dir, "/tmp/port-test-XXXXXX" );
    if (!mkdtemp( pty->dir )) abort();
    chmod( pty->dir, 0755 );
    snprintf( pty->path, sizeof(pty->path), "%s/port", pty->dir );
    pty->master = posix_openpt( O_RDWR | O_NOCTTY | O_CLOEXEC );
    if (pty->master < 0 || grantpt( pty->master ) || unlockpt( pty->master )) abort();
    pty->slave = open( ptsname( pty->master ), O_RDWR | O_NOCTTY | O_CLOEXEC );
    if (pty->slave < 0 || symlink( ptsname( pty->master ), pty->path )) abort();
}

static void free_pty( struct pty *pty )
{
    close( pty->master );
    close( pty->slave );
    unlink( pty->path );
    rmdir( pty->dir );
}

static void test_bytes( void )
{
    static const struct port_settings settings[] =
    {
        { 9600, 8, 1, PORT_PARITY_NONE, PORT_FLOW_NONE }, { 115200, 8, 1, PORT_PARITY_NONE, PORT_FLOW_SOFTWARE },
        { 2400, 7, 1, PORT_PARITY_EVEN, PORT_FLOW_NONE }, { 300, 7, 2, PORT_PARITY_ODD, PORT_FLOW_HARDWARE },
    };
    struct port_settings bad = { 0, 8, 1, PORT_PARITY_NONE, PORT_FLOW_NONE };
    char every[256], got[512], reason[PORT_REASON_SIZE];
    struct termios tio;
    struct port *port;
    struct pty pty;
    unsigned int lines;
    ssize_t len;
    size_t i;

    make_pty( &pty );
    ok( !port_open( &port, pty.path, reason, sizeof(reason) ), "open: %s\n", reason );
    ok( !reason[0], "reason %s\n", reason );
    ok( port_get_type( port ) == PORT_TYPE_TERMIOS, "type\n" );
    ok( !port_has_lines( port ) && port_lines_fd( port ) == -1, "lines\n" );
    ok( port_get_lines( port, &lines ) == -ENOTSUP && port_set_dtr( port, 1 ) == -ENOTSUP && port_set_rts( port, 1 ) == -ENOTSUP, "lines\n" );
    ok( fcntl( port_fd( port ), F_GETFD ) & FD_CLOEXEC, "not closed on exec\n" );
    ok( fcntl( port_fd( port ), F_GETFL ) & O_NONBLOCK, "blocking\n" );

    /* raw both ways: every byte passes */
    for (i = 0; i < 256; i++) every[i] = (char)i;
    ok( port_read( port, got, sizeof(got) ) == -EAGAIN, "data before any\n" );
    ok( write( pty.master, every, 256 ) == 256, "write\n" );
    for (len = 0; len < 256; )
    {
        ssize_t n = port_read( port, got + len, sizeof(got) - (size_t)len );

        if (n > 0) len += n;
        else if (n != -EAGAIN) break;
    }
    ok( len == 256 && !memcmp( got, every, 256 ), "read %zd\n", len );
    ok( port_write( port, every, 256 ) == 256, "port_write\n" );
    for (len = 0; len < 256; )
    {
        ssize_t n = read( pty.master, got + len, sizeof(got) - (size_t)len );

        if (n <= 0) break;
        len += n;
    }
    ok( len == 256 && !memcmp( got, every, 256 ), "written %zd\n", len );
    ok( !port_drain( port, 100 ), "drain\n" );

    /* full: it never blocks */
    for (i = 0; i < 1000 && (len = port_write( port, every, 256 )) > 0; i++) ;
    ok( len == -EAGAIN, "a full port: %zd\n", len );
    ok( !port_flush( port ), "flush\n" );

    for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
    {
        ok( !port_configure( port, &settings[i] ), "configure %zu\n", i );
        tcgetattr( pty.slave, &tio );
        ok( !!(tio.c_iflag & IXON) == (settings[i].flow == PORT_FLOW_SOFTWARE), "flow %zu\n", i );
        ok( !!(tio.c_cflag & CSTOPB) == (settings[i].stop_bits == 2), "stop bits %zu\n", i );
        ok( !(tio.c_lflag & (ICANON | ECHO | ISIG)) && !(tio.c_oflag & OPOST), "not raw %zu\n", i );
    }
    tcgetattr( pty.slave, &tio );
    ok( cfgetospeed( &tio ) == B300, "speed\n" );
    ok( port_configure( port, &bad ) == -EINVAL, "speed 0\n" );
    bad.baud = 9600;
    bad.data_bits = 9;
    ok( port_configure( port, &bad ) == -EINVAL, "9 bits\n" );
    bad.data_bits = 8;
    bad.stop_bits = 3;
    ok( port_configure( port, &bad ) == -EINVAL, "3 stop bits\n" );
    port_close( port );
    port_close( NULL );
    free_pty( &pty );
}

/* Somebody else set VMIN to 0 on the same terminal: no data must not look like the end. */
static void test_hang_up( void )
{
    struct termios tio;
    struct port *port;
    struct pty pty;
    char byte;
    ssize_t ret;

    make_pty( &pty );
    ok( !port_open( &port, pty.path, NULL, 0 ), "open\n" );
    tcgetattr( pty.slave, &tio );
    tio.c_cc[VMIN] = 0;
    tcsetattr( pty.slave, TCSANOW, &tio );
    ok( port_read( port, &byte, 1 ) == -EAGAIN, "no data\n" );
    close( pty.master );
    ret = port_read( port, &byte, 1 );
    ok( ret == -EIO, "read after hang-up: %zd\n", ret );
    ret = port_write( port, &byte, 1 );
    ok( ret == -EIO, "write after hang-up: %zd\n", ret );
    port_close( port );
    pty.master = dup( 2 );
    free_pty( &pty );
}

static void read_line( int fd, char *line, size_t size )
{
    size_t len = 0;

    while (len + 1 < size && read( fd, line + len, 1 ) == 1 && line[len] != '\n') len++;
    line[len] = 0;
}

static void send_text( int fd, const char *text )
{
    ok( send( fd, text, strlen( text ), 0 ) == (ssize_t)strlen( text ), "send\n" );
}

static void test_companion( const char *folder )
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    char line[64], path[300], socket_path[320];
    struct port *port;
    struct pty pty;
    unsigned int lines;
    int listener, client, cwd;

    make_pty( &pty );
    /* a long path does not fit into sun_path: bind and connect by other ways */
    snprintf( path, sizeof(path), "%s/%s", pty.dir, folder );
    ok( !mkdir( path, 0755 ), "mkdir\n" );
    cwd = open( ".", O_RDONLY | O_CLOEXEC );
    if (chdir( path )) abort();
    strcpy( addr.sun_path, "port.lines" );
    listener = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );
    if (bind( listener, (struct sockaddr *)&addr, sizeof(addr) ) || listen( listener, 1 )) abort();
    if (fchdir( cwd )) abort();
    close( cwd );
    snprintf( socket_path, sizeof(socket_path), "%.290s/port.lines", path );
    strcat( path, "/port" );
    if (symlink( ptsname( pty.master ), path )) abort();

    ok( !port_open( &port, path, NULL, 0 ), "open\n" );
    ok( port_has_lines( port ) && port_lines_fd( port ) >= 0, "no lines\n" );
    client = accept( listener, NULL, NULL );
    ok( !port_set_dtr( port, 1 ), "dtr\n" );
    read_line( client, line, sizeof(line) );
    ok( !strcmp( line, "DTR 1" ), "%s\n", line );
    ok( !port_set_rts( port, 0 ), "rts\n" );
    read_line( client, line, sizeof(line) );
    ok( !strcmp( line, "RTS 0" ), "%s\n", line );

    send_text( client, "LINES dcd=1 ri=0 dsr=1 cts=1\nLINES dcd=" );
    ok( !port_get_lines( port, &lines ) && lines == (PORT_LINE_DCD | PORT_LINE_DSR | PORT_LINE_CTS), "lines %#x\n", lines );
    send_text( client, "0 ri=1 dsr=0 cts=0\njunk\nLINES\n" );
    ok( !port_get_lines( port, &lines ) && lines == PORT_LINE_RI, "lines %#x\n", lines );
    ok( port_lines_seen( port ) == (PORT_LINE_DCD | PORT_LINE_DSR | PORT_LINE_CTS | PORT_LINE_RI), "seen\n" );
    ok( port_lines_seen( port ) == PORT_LINE_RI, "seen again\n" );
    memset( line, 'x', sizeof(line) );
    ok( send( client, line, sizeof(line), 0 ) == sizeof(line) && send( client, line, sizeof(line), 0 ) == sizeof(line) &&
        send( client, line, sizeof(line), 0 ) == sizeof(line), "send\n" );
    ok( !port_get_lines( port, &lines ) && lines == PORT_LINE_RI, "lines after rubbish %#x\n", lines );

    close( client );
    ok( port_get_lines( port, &lines ) == -ENOTSUP && !lines, "lines of nobody %#x\n", lines );
    ok( !port_has_lines( port ) && port_lines_fd( port ) == -1 && port_set_dtr( port, 1 ) == -ENOTSUP, "still lines\n" );
    port_close( port );

    /* a socket that nobody serves any more: a port without lines */
    close( listener );
    ok( !port_open( &port, path, NULL, 0 ) && !port_has_lines( port ), "stale socket\n" );
    port_close( port );
    unlink( path );
    unlink( socket_path );
    *strrchr( path, '/' ) = 0;
    rmdir( path );
    free_pty( &pty );
}

static void expect_reason( const char *path, int error, const char *part )
{
    char reason[PORT_REASON_SIZE] = "";
    struct port *port;
    int ret = port_open( &port, path, reason, sizeof(reason) );

    ok( ret == error && !port, "%s: %d, expected %d (%s)\n", path, ret, error, reason );
    ok( strstr( reason, part ) && !strncmp( reason, path, strlen( path ) ) && reason[strlen( reason ) - 1] == '.', "reason: %s\n", reason );
}

static void test_errors( void )
{
    char path[128], reason[8];
    struct port *port;
    struct pty pty;

    make_pty( &pty );
    expect_reason( "/dev/ttyNONE7", -ENOENT, "there is no such port" );
    expect_reason( "/dev/null", -ENOTTY, "not a serial port" );
    expect_reason( pty.dir, -ENOTTY, "not a serial port" );
    expect_reason( "/dev/null/x", -ENOTDIR, "there is no such port" );
    snprintf( path, sizeof(path), "%s/loop", pty.dir );
    if (symlink( path, path )) abort();
    expect_reason( path, -ELOOP, "lead nowhere" );
    unlink( path );
    ok( port_open( &port, "/dev/ttyNONE7", reason, sizeof(reason) ) == -ENOENT && strlen( reason ) == sizeof(reason) - 1, "short reason\n" );
    port_explain( -EIO, pty.path, path, sizeof(path) );
    ok( strstr( path, "lost" ) != NULL, "%s\n", path );
    port_explain( -ERANGE, pty.path, path, sizeof(path) );
    ok( strstr( path, strerror( ERANGE ) ) != NULL, "%s\n", path );
    free_pty( &pty );
}

/* As a user who is no friend of the port: in a child, since tests may run as root. */
/* What is closed can be opened again, although somebody kept a descriptor. */
static void test_exclusive( void )
{
    struct port *port = NULL;
    struct pty pty;
    int exclusive;

    make_pty( &pty );
    if (port_open( &port, pty.path, NULL, 0 ) || port_set_exclusive( port, 1 )) abort();
    ok( !ioctl( pty.slave, TIOCGEXCL, &exclusive ) && exclusive, "not exclusive\n" );
    port_close( port );
    ok( !ioctl( pty.slave, TIOCGEXCL, &exclusive ) && !exclusive, "exclusive after closing\n" );
    free_pty( &pty );
}

static void test_permission( void )
{
    char reason[PORT_REASON_SIZE] = "", group_text[80] = "the group 'tty'";
    struct group *group = getgrnam( "dialout" );
    struct port *port = NULL;
    struct pty pty;
    pid_t child;
    int status, ret;

    if (geteuid())
    {
        skipped++;
        printf( "Tests skipped: only root can make a port that is another's\n" );
        return;
    }
    make_pty( &pty );
    if (group) snprintf( group_text, sizeof(group_text), "the group 'dialout': join it (sudo usermod -aG dialout" );
    if (fchown( pty.slave, 0, group ? group->gr_gid : 5 ) || fchmod( pty.slave, 0660 )) abort();
    fflush( stdout );
    if (!(child = fork()))
    {
        if (setgroups( 0, NULL ) || setgid( 65534 ) || setuid( 65534 )) _exit( 9 );
        ret = port_open( &port, pty.path, reason, sizeof(reason) );
        if (ret != -EACCES || !strstr( reason, group_text ) || !strstr( reason, pty.path ))
        {
            printf( "ret %d reason %s\n", ret, reason );
            fflush( stdout );
            _exit( 1 );
        }
        _exit( 0 );
    }
    waitpid( child, &status, 0 );
    ok( WIFEXITED( status ) && !WEXITSTATUS( status ), "permission denied: status %#x\n", status );
    free_pty( &pty );

    /* TIOCEXCL of another program */
    make_pty( &pty );
    if (fchmod( pty.slave, 0666 ) || ioctl( pty.slave, TIOCEXCL )) abort();
    if (!(child = fork()))
    {
        if (setgroups( 0, NULL ) || setgid( 65534 ) || setuid( 65534 )) _exit( 9 );
        ret = port_open( &port, pty.path, reason, sizeof(reason) );
        if (ret != -EBUSY || !strstr( reason, "another program" ))
        {
            printf( "ret %d reason %s\n", ret, reason );
            fflush( stdout );
            _exit( 1 );
        }
        _exit( 0 );
    }
    waitpid( child, &status, 0 );
    ok( WIFEXITED( status ) && !WEXITSTATUS( status ), "busy: status %#x\n", status );
    ok( !ioctl( pty.slave, TIOCNXCL ) && !port_open( &port, pty.path, NULL, 0 ), "open\n" );
    ok( !port_set_exclusive( port, 1 ) && !port_set_exclusive( port, 0 ), "exclusive\n" );
    port_close( port );
    free_pty( &pty );
}

static void write_lock( const char *path, const void *data, size_t size )
{
    int fd = open( path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644 );

    if (fd < 0 || write( fd, data, size ) != (ssize_t)size) abort();
    close( fd );
}

static void test_locks( void )
{
    char lock[160], link_lock[160], text[32];
    struct pty pty;
    pid_t child, dead;
    int pid;

    make_pty( &pty );
    if (!(child = fork()))
    {
        /* ends with the test, whatever becomes of it */
        prctl( PR_SET_PDEATHSIG, SIGKILL );
        pause();
        _exit( 0 );
    }
    if (!(dead = fork())) _exit( 0 );
    waitpid( dead, NULL, 0 );

    /* the lock may carry the name of the device or of the link to it */
    snprintf( lock, sizeof(lock), "%s/LCK..%s", pty.dir, strrchr( ptsname( pty.master ), '/' ) + 1 );
    snprintf( link_lock, sizeof(link_lock), "%s/LCK..port", pty.dir );
    ok( !port_lock_owner( pty.dir, pty.path ), "no lock\n" );
    write_lock( lock, text, (size_t)snprintf( text, sizeof(text), "%10d\n", (int)child ) );
    ok( port_lock_owner( pty.dir, pty.path ) == child, "text lock\n" );
    pid = child;
    write_lock( lock, &pid, sizeof(pid) );
    ok( port_lock_owner( pty.dir, pty.path ) == child, "binary lock\n" );
    write_lock( lock, text, (size_t)snprintf( text, sizeof(text), "%10d\n", (int)dead ) );
    ok( !port_lock_owner( pty.dir, pty.path ), "stale lock\n" );
    write_lock( lock, text, (size_t)snprintf( text, sizeof(text), "%10d\n", (int)getpid() ) );
    ok( !port_lock_owner( pty.dir, pty.path ), "own lock\n" );
    write_lock( lock, "rubbish", 7 );
    ok( !port_lock_owner( pty.dir, pty.path ), "rubbish\n" );
    write_lock( lock, "-1", 2 );
    ok( !port_lock_owner( pty.dir, pty.path ), "every process\n" );
    write_lock( lock, "", 0 );
    ok( !port_lock_owner( pty.dir, pty.path ), "empty\n" );
    write_lock( link_lock, text, (size_t)snprintf( text, sizeof(text), "%d minicom root\n", (int)child ) );
    ok( port_lock_owner( pty.dir, pty.path ) == child, "lock by link name\n" );
    kill( child, SIGKILL );
    waitpid( child, NULL, 0 );
    unlink( lock );
    unlink( link_lock );
    free_pty( &pty );
}

int main( void )
{
    test_bytes();
    test_hang_up();
    test_companion( "short" );
    test_companion( "a-folder-with-a-name-so-long-that-the-path-of-the-socket-in-it-does-not-fit-into-an-address-of-a-socket-any-more" );
    test_errors();
    test_permission();
    test_exclusive();
    test_locks();
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
