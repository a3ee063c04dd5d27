/*
 * Simulated telephone exchange: options, start and stop.
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
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phoneline.h"
#include "voice.h"

struct options options;

static const struct options defaults =
{
    .modems = 2,
    .ring_interval = 3000,
    .dial_delay = 100,
    .train_delay = 200,
    .intercept_delay = 500,
    .comma_delay = -1,
    .guard_time = 1000,
    .connect = "33600/ARQ/V42BIS",
    .voice_formats = "0=s8,1=u8,4=ulaw,5=alaw,128=s16,129=ima",
};

static const char usage[] =
"Usage: phoneline --dir DIR [OPTION]...\n"
"A simulated telephone exchange. DIR/modem-a, DIR/modem-b... are the modems 5550101, 5550102...;\n"
"5550199 echoes, 5550198 is busy, 5550197 never answers, other numbers do not exist.\n"
"DIR/modem-a.lines serves the control lines of modem A, DIR/control takes commands (try help).\n"
"Prints \"ready\" when usable; ends at SIGTERM and removes what it made.\n"
"\n"
"  --modems N            number of modems, 1 to 80 (2); the 27th is modem-aa\n"
"  --carrier NAME        direct: bytes; v22bis: real modulation, CONNECT 2400 (direct)\n"
"  --fast-audio          run audio faster than real time where nobody has to wait for it\n"
"  --voice [M=]KIND      what kind of voice modem M is, or all are: v253, rockwell or none (none); can be repeated\n"
"  --fax M|all[=class2]  modem M is a Class 1 fax modem, or all are, or also of Class 2, 2.0 and 2.1; can be repeated\n"
"  --voice-formats LIST  +VSM numbers and their coding (0=s8,1=u8,4=ulaw,5=alaw,128=s16,129=ima)\n"
"  --voice-edges         digits are told by <DLE>/<DLE>5<DLE>~ instead of <DLE>5\n"
"  --rate BPS            limit of the direct carrier, 10 bits a byte (0: none)\n"
"  --connect TEXT        what follows CONNECT on the direct carrier (33600/ARQ/V42BIS)\n"
"  --ring-interval MS    from ring to ring (3000)\n"
"  --dial-delay MS       from the dial command to the first ring or tone (100)\n"
"  --train-delay MS      from answer to CONNECT on the direct carrier (200)\n"
"  --intercept-delay MS  until busy or a number that does not exist is noticed (500)\n"
"  --noanswer MS         until an unanswered call ends (register S7)\n"
"  --comma-delay MS      pause of a comma in the number (register S8)\n"
"  --guard-time MS       silence around +++ (1000)\n"
"  --tell COMMAND        no exchange, but a command for the one in DIR; prints the answer, fails unless it is OK\n"
"  --die-with-parent     end when the process that started this one ends\n"
"  --verbose             say on stderr what happens\n";

enum { OPT_DIR = 1000, OPT_MODEMS, OPT_CARRIER, OPT_FAST, OPT_CONNECT, OPT_PARENT, OPT_VERBOSE, OPT_TELL, OPT_HELP,
       OPT_RATE, OPT_RING, OPT_DIAL, OPT_TRAIN, OPT_INTERCEPT, OPT_NOANSWER, OPT_COMMA, OPT_GUARD,
       OPT_VOICE, OPT_FAX, OPT_VOICE_FORMATS, OPT_VOICE_EDGES };

static const struct option long_options[] =
{
    { "dir", required_argument, NULL, OPT_DIR },
    { "modems", required_argument, NULL, OPT_MODEMS },
    { "carrier", required_argument, NULL, OPT_CARRIER },
    { "fast-audio", no_argument, NULL, OPT_FAST },
    { "connect", required_argument, NULL, OPT_CONNECT },
    { "die-with-parent", no_argument, NULL, OPT_PARENT },
    { "verbose", no_argument, NULL, OPT_VERBOSE },
    { "tell", required_argument, NULL, OPT_TELL },
    { "help", no_argument, NULL, OPT_HELP },
    { "rate", required_argument, NULL, OPT_RATE },
    { "ring-interval", required_argument, NULL, OPT_RING },
    { "dial-delay", required_argument, NULL, OPT_DIAL },
    { "train-delay", required_argument, NULL, OPT_TRAIN },
    { "intercept-delay", required_argument, NULL, OPT_INTERCEPT },
    { "noanswer", required_argument, NULL, OPT_NOANSWER },
    { "comma-delay", required_argument, NULL, OPT_COMMA },
    { "guard-time", required_argument, NULL, OPT_GUARD },
    { "voice", required_argument, NULL, OPT_VOICE },
    { "fax", required_argument, NULL, OPT_FAX },
    { "voice-formats", required_argument, NULL, OPT_VOICE_FORMATS },
    { "voice-edges", no_argument, NULL, OPT_VOICE_EDGES },
    { NULL, 0, NULL, 0 }
};

static int complain( const char *format, const char *what )
{
    fprintf( stderr, "phoneline: " );
    fprintf( stderr, format, what );
    fprintf( stderr, "\n" );
    return 2;
}

static int *number_option( int option )
{
    switch (option)
    {
    case OPT_MODEMS:    return &options.modems;
    case OPT_RATE:      return &options.rate;
    case OPT_RING:      return &options.ring_interval;
    case OPT_DIAL:      return &options.dial_delay;
    case OPT_TRAIN:     return &options.train_delay;
    case OPT_INTERCEPT: return &options.intercept_delay;
    case OPT_NOANSWER:  return &options.no_answer;
    case OPT_COMMA:     return &options.comma_delay;
    case OPT_GUARD:     return &options.guard_time;
    default:            return NULL;
    }
}

/* "v253", or "b=rockwell" */
static bool parse_voice( const char *text )
{
    const char *name = strchr( text, '=' );
    int kind = voice_kind_by_name( name ? name + 1 : text ), i, letter = name ? (text[0] | 0x20) - 'a' : -1;

    if (kind < 0 || (name && (name != text + 1 || letter < 0 || letter >= 26))) return false;
    for (i = 0; i < MAX_MODEMS; i++)
        if (letter < 0 || i == letter) options.voice[i] = kind;
    return true;
}

/* "b", or "all", with "=class2" or without */
static bool parse_fax( const char *text )
{
    const char *kind = strchr( text, '=' );
    size_t len = kind ? (size_t)(kind - text) : strlen( text );
    bool all = len == 3 && !strncmp( text, "all", 3 );
    int i, letter = (text[0] | 0x20) - 'a';

    if (kind && strcmp( kind, "=class2" )) return false;
    if (!all && (len != 1 || letter < 0 || letter >= 26)) return false;
    for (i = 0; i < MAX_MODEMS; i++)
        if (all || i == letter) options.fax[i] = kind ? FAX_CLASS2 : FAX_CLASS1;
    return true;
}

/* Returns -1 to go on, else the exit status. */
static int parse_options( int argc, char **argv )
{
    struct voice_format formats[MAX_FORMATS];
    const char *tell = NULL;
    int option, *number;
    pid_t parent = getppid();
    char *end;

    optind = 1;
    while ((option = getopt_long( argc, argv, "", long_options, NULL )) != -1)
    {
        if ((number = number_option( option )))
        {
            long value = strtol( optarg, &end, 10 );

            if (end == optarg || *end || value < 0 || value > 100000000)
                return complain( "'%s' is not a number this option can take", optarg );
            *number = value;
            continue;
        }
        switch (option)
        {
        case OPT_DIR:
            options.dir = optarg;
            break;
        case OPT_CARRIER:
            options.v22bis = !strcmp( optarg, "v22bis" );
            if (!options.v22bis && strcmp( optarg, "direct" )) return complain( "no carrier '%s', only direct and v22bis", optarg );
            break;
        case OPT_FAST:
            options.fast_audio = true;
            break;
        case OPT_CONNECT:
            snprintf( options.connect, sizeof(options.connect), "%s", optarg );
            break;
        case OPT_VOICE:
            if (!parse_voice( optarg )) return complain( "'%s' is no kind of voice modem: [M=]v253, rockwell or none", optarg );
            break;
        case OPT_FAX:
            if (!parse_fax( optarg )) return complain( "'%s' is no modem, and not all", optarg );
            break;
        case OPT_VOICE_FORMATS:
            if (!voice_formats_parse( optarg, formats )) return complain( "'%s' is no list of NUMBER=s8|u8|ulaw|alaw|s16|ima", optarg );
            snprintf( options.voice_formats, sizeof(options.voice_formats), "%s", optarg );
            break;
        case OPT_VOICE_EDGES:
            options.digit_edges = true;
            break;
        case OPT_PARENT:
            prctl( PR_SET_PDEATHSIG, SIGTERM );
            if (getppid() != parent) return 1;      /* it died before we asked */
            break;
        case OPT_VERBOSE:
            options.verbose = true;
            break;
        case OPT_TELL:
            tell = optarg;
            break;
        case OPT_HELP:
            fputs( usage, stdout );
            return 0;
        default:
            fputs( "Try phoneline --help.\n", stderr );
            return 2;
        }
    }
    if (optind < argc) return complain( "'%s' is not an option", argv[optind] );
    if (!options.dir) return complain( "%s is missing", "--dir DIR" );
    if (strlen( options.dir ) > 80) return complain( "the name of %s is too long for the sockets in it", options.dir );
    if (tell) return control_tell( options.dir, tell );
    if (options.modems < 1 || options.modems > MAX_MODEMS) return complain( "--modems takes %s", "1 to 80" );
    return -1;
}

static void stop_signal( void *arg, short revents )
{
    (void)arg;
    (void)revents;
    loop_stop();
}

static int open_all( void )
{
    int i, ret;

    for (i = 0; i < options.modems; i++)
    {
        modems[i] = modem_create( i );
        if ((ret = modem_plug( modems[i] )) < 0)
        {
            fprintf( stderr, "phoneline: modem %c in %s: %s\n", 'A' + i, options.dir, strerror( -ret ) );
            return ret;
        }
    }
    if ((ret = control_open( options.dir )) < 0)
        fprintf( stderr, "phoneline: %s/control: %s\n", options.dir, strerror( -ret ) );
    return ret;
}

static void close_all( void )
{
    int i;

    control_close();
    for (i = 0; i < options.modems; i++)
    {
        if (!modems[i]) continue;
        modem_destroy( modems[i] );
        modems[i] = NULL;
    }
    persons_free();
}

int phoneline_main( int argc, char **argv )
{
    struct watch *stop_watch;
    bool made_dir;
    sigset_t mask;
    int ret, stop_fd;

    options = defaults;
    if ((ret = parse_options( argc, argv )) >= 0) return ret;
    made_dir = !mkdir( options.dir, 0755 );
    if (!made_dir && errno != EEXIST) return complain( "cannot make the folder %s", options.dir );

    sigemptyset( &mask );
    sigaddset( &mask, SIGTERM );
    sigaddset( &mask, SIGINT );
    sigaddset( &mask, SIGHUP );
    sigprocmask( SIG_BLOCK, &mask, NULL );
    signal( SIGPIPE, SIG_IGN );
    stop_fd = signalfd( -1, &mask, SFD_CLOEXEC );
    stop_watch = watch_add( stop_fd, POLLIN, stop_signal, NULL );

    if (!(ret = open_all()))
    {
        puts( "ready" );
        fflush( stdout );
        ret = loop_run();
        if (ret) fprintf( stderr, "phoneline: poll: %s\n", strerror( -ret ) );
    }
    close_all();
    watch_remove( stop_watch );
    loop_stop();
    close( stop_fd );
    if (made_dir) rmdir( options.dir );
    return ret ? 1 : 0;
}
