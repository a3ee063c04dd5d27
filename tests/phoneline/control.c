/*
 * Simulated telephone exchange: the control socket.
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

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "phoneline.h"
#include "voice.h"

static struct line_server server;

/* Replace \r \n \t \\ and \xHH in place. Returns the length. */
size_t unescape( char *text )
{
    char *from = text, *to = text, digits[3] = "";

    while (*from)
    {
        if (*from != '\\' || !from[1])
        {
            *to++ = *from++;
            continue;
        }
        from++;
        switch (*from++)
        {
        case 'r': *to++ = '\r'; break;
        case 'n': *to++ = '\n'; break;
        case 't': *to++ = '\t'; break;
        case 'x':
            memset( digits, 0, sizeof(digits) );
            if (isxdigit( (unsigned char)*from )) digits[0] = *from++;
            if (digits[0] && isxdigit( (unsigned char)*from )) digits[1] = *from++;
            *to++ = (char)strtoul( digits, NULL, 16 );
            break;
        default: *to++ = from[-1]; break;
        }
    }
    *to = 0;
    return to - text;
}

/* The next blank-separated word of *rest, which moves behind it; "" at the end. */
char *next_word( char **rest )
{
    char *word = *rest + strspn( *rest, " \t" ), *end = word + strcspn( word, " \t" );

    *rest = end;
    if (*end)
    {
        *end = 0;
        *rest = end + 1 + strspn( end + 1, " \t" );
    }
    return word;
}

/* Each command answers NULL for OK, or says what was wrong. */
typedef const char *(*command_handler)( struct modem *modem, char *rest );

static const char *do_drop( struct modem *modem, char *rest )
{
    (void)rest;
    if (modem_state( modem ) != MODEM_ONLINE) return "this modem is not in a call";
    exchange_drop_carrier( modem );
    return NULL;
}

static const char *do_garbage( struct modem *modem, char *rest )
{
    size_t size = unescape( rest );

    modem_inject( modem, rest, size );
    return NULL;
}

static const char *parse_switch( const char *text, bool *on )
{
    *on = !strcmp( text, "on" );
    return *on || !strcmp( text, "off" ) ? NULL : "expected on or off";
}

static const char *do_dead( struct modem *modem, char *rest )
{
    bool on;
    const char *error = parse_switch( rest, &on );

    if (!error) modem_set_dead( modem, on );
    return error;
}

static const char *do_mangle( struct modem *modem, char *rest )
{
    bool on;
    const char *error = parse_switch( rest, &on );

    if (!error) modem_set_mangle( modem, on );
    return error;
}

static const char *do_slow( struct modem *modem, char *rest )
{
    char *end;
    long ms = strtol( rest, &end, 10 );

    if (end == rest || *end || ms < 0 || ms > 600000) return "expected milliseconds, 0 to 600000";
    modem_set_slow( modem, ms );
    return NULL;
}

static const char *do_result( struct modem *modem, char *rest )
{
    modem_set_next_result( modem, rest );
    return NULL;
}

static const char *do_ring( struct modem *modem, char *rest )
{
    char *number = next_word( &rest ), *name = rest, *end;
    int rings = 0;

    /* "x3" before the number: three rings only */
    if (number[0] == 'x')
    {
        rings = strtol( number + 1, &end, 10 );
        if (*end || rings < 1) return "expected x<number of rings>";
        number = next_word( &rest );
        name = rest;
    }
    if (!number[0]) return "expected the calling number";
    return exchange_ring( modem, number, name, rings ) ? "this modem is busy or unplugged" : NULL;
}

static const char *do_stop_ring( struct modem *modem, char *rest )
{
    (void)rest;
    exchange_stop_ring( modem );
    return NULL;
}

static const char *do_send( struct modem *modem, char *rest )
{
    size_t size = unescape( rest );

    if (modem_state( modem ) != MODEM_ONLINE) return "this modem is not in a call";
    exchange_far_end_says( modem, rest, size );
    return NULL;
}

static const char *do_caller_id( struct modem *modem, char *rest )
{
    char *number = next_word( &rest );

    exchange_set_caller_id( modem, number, rest );
    return NULL;
}

static const char *do_glare( struct modem *modem, char *rest )
{
    char *number = next_word( &rest );

    if (!number[0]) return "expected the number of the crossing caller";
    exchange_glare( modem, number, rest );
    return NULL;
}

static const char *do_unplug( struct modem *modem, char *rest )
{
    (void)rest;
    modem_unplug( modem );
    return NULL;
}

static const char *do_replug( struct modem *modem, char *rest )
{
    int ret = modem_plug_as( modem, rest );

    return ret ? strerror( -ret ) : NULL;
}

static const char *do_voice( struct modem *modem, char *rest )
{
    char *name = next_word( &rest );
    int kind = voice_kind_by_name( name );

    if (kind < 0) return "expected v253, rockwell or none";
    return modem_set_voice( modem, kind, rest[0] ? rest : options.voice_formats ) ? "this modem is in a call, or the formats are none" : NULL;
}

static const char *do_loopback( struct modem *modem, char *rest )
{
    bool on;
    const char *error = parse_switch( rest, &on );

    if (error) return error;
    return modem_voice_loopback( modem, on ) ? "this is no voice modem" : NULL;
}

static const char *do_fax( struct modem *modem, char *rest )
{
    static const char *const kinds[] = { [FAX_NONE] = "off", [FAX_CLASS1] = "on", [FAX_CLASS2] = "class2" };
    int kind;

    for (kind = FAX_NONE; kind <= FAX_CLASS2 && strcmp( rest, kinds[kind] ); kind++) {}
    if (kind > FAX_CLASS2) return "expected on, class2 or off";
    return modem_set_fax( modem, kind ) ? "this modem is in a call" : NULL;
}

static const char *do_dle( struct modem *modem, char *rest )
{
    unescape( rest );
    return modem_voice_event( modem, rest ) ? "this modem is not in its voice class" : NULL;
}

static const char *do_answer( struct modem *modem, char *rest )
{
    char *command = next_word( &rest );

    if (!command[0]) return "expected a command without its AT";
    unescape( rest );
    modem_set_answer( modem, command, rest[0] ? rest : NULL );
    return NULL;
}

static const struct
{
    const char     *name;
    command_handler handler;
    const char     *usage;
} commands[] =
{
    { "drop",     do_drop,      "drop M                        lose the carrier of M's call" },
    { "garbage",  do_garbage,   "garbage M TEXT                M says TEXT (\\r \\n \\xHH) out of the blue" },
    { "mangle",   do_mangle,    "mangle M on|off               all results of M are unreadable" },
    { "dead",     do_dead,      "dead M on|off                 M neither hears nor says anything" },
    { "slow",     do_slow,      "slow M MS                     each result of M comes MS late" },
    { "result",   do_result,    "result M TEXT                 the next call of M ends with the result TEXT" },
    { "ring",     do_ring,      "ring M [xN] NUMBER [NAME]     a call comes in from outside (N rings); who answers talks to an echo" },
    { "stopring", do_stop_ring, "stopring M                    the caller gives up" },
    { "send",     do_send,      "send M TEXT                   the far end of M's call says TEXT" },
    { "callerid", do_caller_id, "callerid M [NUMBER [NAME]]    what M shows to whom it calls" },
    { "glare",    do_glare,     "glare M NUMBER [NAME]         the next call of M crosses an incoming one" },
    { "voice",    do_voice,     "voice M v253|rockwell|none [FORMATS] what kind of voice modem M is" },
    { "loopback", do_loopback,  "loopback M on|off             M gives its DTE back at once what it plays, while it records" },
    { "fax",      do_fax,       "fax M on|class2|off           M is a fax modem of Class 1, or 1, 2, 2.0 and 2.1 (its profile is as after power-on)" },
    { "dle",      do_dle,       "dle M CODES                   M tells its DTE <DLE> and each code (H: handset off the hook)" },
    { "answer",   do_answer,    "answer M COMMAND [TEXT]       M answers COMMAND (I3, +GMM) with TEXT and OK; ERROR: so; no text: as before" },
    { "callerform", signals_set_form, "callerform M FORM             how M says who calls: formatted, mdmf, sdmf, dtmf, zyxel, ring" },
    { "bell",     signals_set_pattern, "bell M PATTERN                how M's bell rings: plain, A, B, C, 1, 2, 3, cadence1, cadence2, cadence3" },
    { "beep",     signals_beep, "beep M [MS]                   a second caller: M's line is cut for MS (1500); longer than S10 ends the call" },
    { "noise",    signals_noise, "noise M N                     N bytes of noise come out of M" },
    { "unplug",   do_unplug,    "unplug M                      pull M's plug: the port hangs up and vanishes" },
    { "replug",   do_replug,    "replug M [NAME]               and put it back, as the port NAME from now on" },
};

/* What people at telephones do. */
static const struct
{
    const char *name;
    const char *(*handler)( char *words, int *id );
    const char *usage;
} person_commands[] =
{
    { "call",     person_call,    "call NUMBER [from=N] [name=N] STEP...   somebody calls a modem; answers with the person's ID" },
    { "phone",    person_install, "phone NUMBER [rings=N] STEP...          somebody answers calls of this number (after one ring)" },
    { "do",       person_do,      "do ID STEP...                           and does this, too" },
    { "hangup",   person_hang_up, "hangup ID                               and hangs up" },
};

static const char steps_usage[] =
    "# STEP: play=FILE record=FILE digits=0-9*#A-D pause=MS tone=F1[+F2],MS cng=MS ced=MS calling=MS busy=MS dialtone=MS ringback=MS\n"
    "#       wait-sound wait-silence=MS wait-digits=N hangup; files: .wav, 16-bit, mono, 8000 Hz, or such samples alone\n"
    "# people                                  OK and a word for each: number, state, end of the last call, step, digits and tones heard\n"
    "#                                         (c fax calls, e data calls, a answer, b busy, d dial, r ringback), samples recorded\n";

/* Settings that are not of one modem. */
static const struct
{
    const char *name;
    int        *value;
} settings[] =
{
    { "ring-interval",   &options.ring_interval },
    { "dial-delay",      &options.dial_delay },
    { "train-delay",     &options.train_delay },
    { "intercept-delay", &options.intercept_delay },
    { "noanswer",        &options.no_answer },
    { "comma-delay",     &options.comma_delay },
    { "guard-time",      &options.guard_time },
    { "rate",            &options.rate },
};

static const char *do_set( char *rest )
{
    char *name = next_word( &rest ), *end;
    long value = strtol( rest, &end, 10 );
    size_t i;

    if (!strcmp( name, "connect" ))
    {
        snprintf( options.connect, sizeof(options.connect), "%s", rest );
        return NULL;
    }
    if (!strcmp( name, "carrier" ))
    {
        options.v22bis = !strcmp( rest, "v22bis" );
        return options.v22bis || !strcmp( rest, "direct" ) ? NULL : "expected direct or v22bis";
    }
    if (!strcmp( name, "fast-audio" ))
    {
        options.fast_audio = value != 0;
        return end == rest || *end ? "expected 0 or 1" : NULL;
    }
    for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
    {
        if (strcmp( settings[i].name, name )) continue;
        if (end == rest || *end || value < 0 || value > 100000000) return "expected a number, 0 or more";
        *settings[i].value = value;
        return NULL;
    }
    return "no such setting";
}

static void tell_state( struct line_client *client )
{
    char text[16384] = "";
    size_t len = 0;
    int i;

    for (i = 0; i < options.modems && len + 160 < sizeof(text); i++)
    {
        text[len++] = ' ';
        modem_describe( modems[i], text + len, sizeof(text) - len );
        len += strlen( text + len );
    }
    line_client_tell( client, "OK%s\n", text );
}

static void tell_people( struct line_client *client )
{
    char text[8192];

    persons_describe( text, sizeof(text) );
    line_client_tell( client, "OK%s\n", text );
}

static void tell_usage( struct line_client *client )
{
    size_t i;

    for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) line_client_tell( client, "# %s\n", commands[i].usage );
    for (i = 0; i < sizeof(person_commands) / sizeof(person_commands[0]); i++) line_client_tell( client, "# %s\n", person_commands[i].usage );
    line_client_tell( client, "%s", steps_usage );
    line_client_tell( client, "# set NAME VALUE                connect TEXT, carrier direct|v22bis, fast-audio 0|1" );
    for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) line_client_tell( client, ", %s", settings[i].name );
    line_client_tell( client, "\n# state                         one word for each modem\nOK\n" );
}

static void control_line( void *arg, struct line_client *client, char *line )
{
    char *rest = line, *name = next_word( &rest ), *letter;
    const char *error;
    struct modem *modem;
    size_t i;

    (void)arg;
    if (!strcmp( name, "state" ))
    {
        tell_state( client );
        return;
    }
    if (!strcmp( name, "help" ))
    {
        tell_usage( client );
        return;
    }
    if (!strcmp( name, "set" ))
    {
        if ((error = do_set( rest ))) line_client_tell( client, "ERR %s\n", error );
        else line_client_tell( client, "OK\n" );
        return;
    }
    if (!strcmp( name, "people" ))
    {
        tell_people( client );
        return;
    }
    for (i = 0; i < sizeof(person_commands) / sizeof(person_commands[0]); i++)
    {
        int id = 0;

        if (strcmp( person_commands[i].name, name )) continue;
        if ((error = person_commands[i].handler( rest, &id ))) line_client_tell( client, "ERR %s\n", error );
        else line_client_tell( client, "OK %s %d\n", name, id );
        return;
    }
    for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
    {
        if (strcmp( commands[i].name, name )) continue;
        letter = next_word( &rest );
        if (!(modem = exchange_find_modem( letter ))) line_client_tell( client, "ERR no modem '%s'\n", letter );
        else if ((error = commands[i].handler( modem, rest ))) line_client_tell( client, "ERR %s\n", error );
        else line_client_tell( client, "OK %s %s\n", name, letter );
        return;
    }
    line_client_tell( client, "ERR unknown command '%s', try help\n", name );
}

int control_open( const char *dir )
{
    char path[300];

    snprintf( path, sizeof(path), "%s/control", dir );
    server.line = control_line;
    return line_server_open( &server, path );
}

void control_close( void )
{
    line_server_close( &server );
}

/* The other side: send one command to the exchange in dir and print its answer. Returns an exit status. */
int control_tell( const char *dir, const char *command )
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    char answer[16384];
    size_t len = 0;
    ssize_t got;
    char *line = answer;
    int fd = socket( AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0 );

    snprintf( address.sun_path, sizeof(address.sun_path), "%s/control", dir );
    if (fd < 0 || connect( fd, (struct sockaddr *)&address, sizeof(address) ))
    {
        fprintf( stderr, "phoneline: no exchange in %s: %s\n", dir, strerror( errno ) );
        return 1;
    }
    dprintf( fd, "%s\n", command );
    while (len < sizeof(answer) - 1 && (got = read( fd, answer + len, sizeof(answer) - 1 - len )) > 0)
    {
        char *end;

        len += got;
        answer[len] = 0;
        /* lines of help come first and begin with '#' */
        while (line[0] == '#' && (end = strchr( line, '\n' ))) line = end + 1;
        if (line[0] != '#' && strchr( line, '\n' )) break;
    }
    answer[len] = 0;
    close( fd );
    fputs( answer, stdout );
    return strncmp( line, "OK", 2 ) ? 1 : 0;
}
