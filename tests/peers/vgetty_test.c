/*
 * vgetty answers calls on a voice modem of the simulated exchange.
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
 * It takes the line, plays its greeting, beeps, records what the caller says, hears his digits and notices that he hung
 * up: the samples of both directions are compared, and nothing may be missing. Its folders are the test's own, mounted
 * over the system's for it alone.
 */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "peer.h"

#define GREETING    4000            /* samples */
#define MESSAGE     8000
#define RMD_HEADER  32

static const char mgetty_config[] = "debug 6\nspeed 115200\nport-owner root\nport-group root\nport-mode 600\n";

static const char voice_config[] =
    "part generic\nvoice_log_level 6\nvoice_dir %s/spool\nphone_owner root\nphone_group root\nphone_mode 0600\n"
    "voice_shell_log %s/log/shell.%%s\nmessage_list Index\nbackup_message greeting.rmd\nport_speed 115200\ncommand_delay 10\n"
    "rec_compression 1\nrec_speed 8000\nrec_silence_len 0\nrec_max_len 30\nbeep_frequency 933\nbeep_length 200\n"
    "forceV253 TRUE\nenable_command_echo false\nprogram vgetty\nrings 2\nanswer_mode voice\nrec_always_keep true\n"
    "dtmf_program dtmf.sh\n";

static uint8_t greeting[GREETING];
static int16_t message[MESSAGE];

/* a sound whose parts are not alike, so that a part can be found in one place only */
static int sound( int i )
{
    return ((i * 37) % 400 - 200) * 40 + ((i * 11) % 130 - 65) * 30 + (i / 40 % 7) * 300;
}

static void make_files( void )
{
    uint8_t rmd[RMD_HEADER + GREETING] = "RMD1V253modem";
    char name[128], text[2048];
    int i, len;
    static const char *const folders[] = { "etc", "log", "lock", "spool", "spool/incoming", "spool/messages" };

    for (i = 0; i < 6; i++)
    {
        snprintf( name, sizeof(name), "%s/%s", dir, folders[i] );
        ok( !mkdir( name, 0700 ), "mkdir %s", name );
    }
    snprintf( name, sizeof(name), "%s/etc/mgetty.config", dir );
    peer_write( name, mgetty_config, strlen( mgetty_config ) );
    snprintf( name, sizeof(name), "%s/etc/voice.conf", dir );
    len = snprintf( text, sizeof(text), voice_config, dir, dir );
    peer_write( name, text, (size_t)len );
    snprintf( name, sizeof(name), "%s/etc/login.config", dir );
    peer_write( name, "", 0 );
    snprintf( name, sizeof(name), "%s/etc/dialin.config", dir );
    peer_write( name, "all\n", 4 );
    snprintf( name, sizeof(name), "%s/spool/messages/Index", dir );
    peer_write( name, "greeting.rmd\n", 13 );
    snprintf( name, sizeof(name), "%s/spool/dtmf.sh", dir );
    len = snprintf( text, sizeof(text), "#!/bin/sh\necho \"digits $*\" >%s/digits\n", dir );
    peer_write( name, text, (size_t)len );

    /* a raw modem data file: compression 1 (8 bits unsigned), 8000 samples a second */
    rmd[20 + 1] = 1;
    rmd[22] = 8000 >> 8;
    rmd[23] = 8000 & 0xff;
    rmd[24] = 8;
    for (i = 0; i < GREETING; i++) rmd[RMD_HEADER + i] = greeting[i] = (uint8_t)(128 + sound( i ) / 256);
    snprintf( name, sizeof(name), "%s/spool/messages/greeting.rmd", dir );
    peer_write( name, rmd, sizeof(rmd) );
    for (i = 0; i < MESSAGE; i++) message[i] = (int16_t)sound( i + 5000 );
    snprintf( name, sizeof(name), "%s/message.raw", dir );
    peer_write( name, message, sizeof(message) );
}

static pid_t start_vgetty( char *log, size_t log_size )
{
    static char etc[80], logs[80], lock[80], tty[80];
    const char *const binds[] = { etc, "/etc/mgetty", logs, "/var/log/mgetty", lock, "/var/lock", NULL };
    const char *const argv[] = { "/usr/sbin/vgetty", "-x", "6", tty + 5, NULL };
    char output[80];
    pid_t pid;

    snprintf( etc, sizeof(etc), "%s/etc", dir );
    snprintf( logs, sizeof(logs), "%s/log", dir );
    snprintf( lock, sizeof(lock), "%s/lock", dir );
    snprintf( output, sizeof(output), "%s/vgetty", dir );
    peer_modem_path( 'a', tty, sizeof(tty) );
    snprintf( log, log_size, "%s/vg_pts-%s.log", logs, strrchr( tty, '/' ) + 1 );
    pid = peer_run( output, binds, argv );
    if (!peer_file_says( log, " waiting...", 40 ))
    {
        ok( 0, "vgetty does not wait for calls" );
        peer_show( output, 20 );
        peer_show( log, 60 );
    }
    return pid;
}

/* The one file that vgetty recorded. */
static size_t read_recording( uint8_t *data, size_t size )
{
    char folder[80], name[400];
    struct dirent *entry;
    size_t len = 0;
    DIR *list;

    snprintf( folder, sizeof(folder), "%s/spool/incoming", dir );
    if (!(list = opendir( folder ))) return 0;
    while ((entry = readdir( list )))
    {
        if (entry->d_name[0] == '.') continue;
        ok( strstr( entry->d_name, "4255550123" ) != NULL, "the file of caller 4255550123 is called %s", entry->d_name );
        snprintf( name, sizeof(name), "%s/%s", folder, entry->d_name );
        len = peer_read( name, data, size );
    }
    closedir( list );
    return len;
}

static void check_recording( void )
{
    static uint8_t data[400000];
    size_t len = read_recording( data, sizeof(data) ), start, i = 0;

    ok( len > RMD_HEADER && !memcmp( data, "RMD1V253modem", 13 ), "vgetty recorded %zu bytes", len );
    for (start = RMD_HEADER; start + MESSAGE <= len; start++)
    {
        for (i = 0; i < MESSAGE && data[start + i] == (uint8_t)((message[i] >> 8) + 128); i++) ;
        if (i == MESSAGE) break;
    }
    ok( i == MESSAGE, "the caller's message is not in what vgetty recorded" );
}

static void check_heard( void )
{
    static int16_t data[400000];
    char name[100];
    size_t len, start, i = 0;

    snprintf( name, sizeof(name), "%s/heard.raw", dir );
    len = peer_read( name, data, sizeof(data) ) / 2;
    for (start = 0; start + GREETING <= len; start++)
    {
        for (i = 0; i < GREETING && data[start + i] == (greeting[i] - 128) * 256; i++) ;
        if (i == GREETING) break;
    }
    ok( i == GREETING, "the greeting is not in the %zu samples that the caller heard", len );
}

int main( int argc, char **argv )
{
    static const char *const options[] = { "--voice", "v253", "--ring-interval", "300", "--modems", "1", NULL };
    static const char *const edges[] = { "--voice", "v253", "--ring-interval", "300", "--modems", "1", "--voice-edges", "--verbose", NULL };
    char log[128], digits[128];
    pid_t vgetty;

    peer_start( argv[0], argc > 1 ? edges : options );
    make_files();
    vgetty = start_vgetty( log, sizeof(log) );
    ok( !strncmp( peer_control( "call 5550101 from=4255550123 record=%s/heard.raw", dir ), "OK call 1", 9 ), "the call" );
    ok( peer_control_says( "state", "mode=record", 60 ), "vgetty does not record: %s", peer_control( "state" ) );
    ok( !strncmp( peer_control( "do 1 play=%s/message.raw digits=4711 pause=300 hangup", dir ), "OK", 2 ), "the message" );
    ok( peer_control_says( "people", "end=over", 40 ), "the call does not end: %s", peer_control( "people" ) );
    ok( peer_file_says( log, "<DLE> <b>", 20 ), "vgetty did not hear that the caller hung up" );
    snprintf( digits, sizeof(digits), "%s/digits", dir );
    ok( peer_file_says( digits, "4711", 20 ), "vgetty did not hear the digits" );
    ok( peer_control_says( "state", "state=idle", 20 ), "vgetty did not hang up" );
    check_recording();
    check_heard();
    peer_stop( vgetty );
    if (failed) peer_show( log, 80 );
    return peer_end();
}
