/*
 * Modems of each family, from our definitions of them: what we send, what the modem says, what comes of it (families/README).
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
#include <dirent.h>
#include <strings.h>

#include "bench.h"

#define MAX_STEPS 256
#define MAX_LINES 256

/* A transcript, taken apart: the modem's part and ours */
struct transcript
{
    const char *name;
    struct step steps[MAX_STEPS];
    size_t step_count;
    char *actions[MAX_LINES];
    int lines[MAX_LINES];               /* where they stand in the file */
    size_t action_count;
    int commands;                       /* the engine sends, all in all */
    struct modem_settings settings;
};

static struct bench bench;

static void complain( const struct transcript *transcript, int line, const char *what )
{
    check( 0, transcript->name, line, "%s\n", what );
}

/* ---- definitions: the AddReg lines of .INF files ---- */

/* One value of HKR, subkey, name, flags, data: quotes and blanks gone, %% resolved. Returns what follows it. */
static char *take_field( char *text, char *field, size_t size )
{
    size_t len = 0;
    int quoted = 0;

    text += strspn( text, " \t" );
    for (; *text && (quoted || (*text != ',' && *text != ';')); text++)
    {
        if (*text == '"' && quoted && text[1] == '"') text++;
        else if (*text == '"')
        {
            quoted = !quoted;
            continue;
        }
        if (*text == '%' && text[1] == '%') text++;
        if (len + 1 < size) field[len++] = *text;
    }
    if (!quoted) while (len && isspace( (unsigned char)field[len - 1] ) && text[-1] != '"') len--;
    field[len] = 0;
    return *text == ',' ? text + 1 : text + strlen( text );
}

static void take_registry_line( struct modem_config *config, char *line )
{
    char root[8], subkey[64], name[256], flags[16], field[256], full[330];
    unsigned char value[64];
    size_t size = 0;

    line = take_field( line, root, sizeof(root) );
    if (strcasecmp( root, "HKR" )) return;
    line = take_field( line, subkey, sizeof(subkey) );
    line = take_field( line, name, sizeof(name) );
    line = take_field( line, flags, sizeof(flags) );
    if (!strcasecmp( subkey, "Responses" ))
    {
        while (*line && size < sizeof(value))
        {
            line = take_field( line, field, sizeof(field) );
            value[size++] = (unsigned char)strtoul( field, NULL, 16 );
        }
        modem_config_add_response( config, name, value, size );
        return;
    }
    if (!strcasecmp( name, "InactivityScale" ))
    {
        take_field( line, field, sizeof(field) );
        snprintf( full, sizeof(full), "%lu", strtoul( field, NULL, 16 ) );
        modem_config_set( config, name, full );
        return;
    }
    if (flags[0]) return;       /* other binary values are not the engine's */
    take_field( line, field, sizeof(field) );
    snprintf( full, sizeof(full), "%s%s%s", subkey, subkey[0] ? "\\" : "", name );
    modem_config_set( config, full, field );
}

static int take_section( struct modem_config *config, const char *file, const char *section )
{
    char path[1024], line[1024], wanted[80];
    int inside = 0, found = 0;
    FILE *inf;

    snprintf( path, sizeof(path), "%s/data/modems/%s", SRCDIR, file );
    snprintf( wanted, sizeof(wanted), "[%s]", section );
    if (!(inf = fopen( path, "r" ))) return 0;
    while (fgets( line, sizeof(line), inf ))
    {
        line[strcspn( line, "\r\n" )] = 0;
        if (line[0] == '[') found |= inside = !strcasecmp( line, wanted );
        else if (inside && line[0] != ';') take_registry_line( config, line );
    }
    fclose( inf );
    return found;
}

/* ---- transcripts ---- */

static char *unescape_text( const char *text, int verbose )
{
    char *ret = malloc( strlen( text ) + 8 ), *out = ret;

    if (!ret) abort();
    if (verbose) out = stpcpy( out, "\r\n" );
    for (; *text; text++)
    {
        if (*text == '\\' && text[1] == 'r') *out++ = '\r', text++;
        else if (*text == '\\' && text[1] == 'n') *out++ = '\n', text++;
        else if (*text == '\\' && text[1] == 'b') *out++ = ' ', text++;
        else *out++ = *text;
    }
    if (verbose) out = stpcpy( out, "\r\n" );
    *out = 0;
    return ret;
}

static struct step *add_step( struct transcript *transcript, enum step_kind kind )
{
    struct step *step = &transcript->steps[transcript->step_count];

    if (transcript->step_count + 1 < MAX_STEPS) transcript->step_count++;
    memset( step, 0, sizeof(*step) );
    step->kind = kind;
    return step;
}

/* `<` and `*` lines wait for the engine, the `>` line behind them is the answer */
static void take_modem_line( struct transcript *transcript, const char *line )
{
    struct step *last = transcript->step_count ? &transcript->steps[transcript->step_count - 1] : NULL, *step;
    char *text = line[0] == '>' ? unescape_text( line[1] == ':' ? line + 2 : line + 1, line[1] == ':' ) : unescape_text( line + 1, 0 );

    switch (line[0])
    {
    case '<':
        transcript->commands++;
        step = add_step( transcript, STEP_ON );
        step->text = text;
        step->reply = "";
        break;
    case '*':
        add_step( transcript, STEP_BYTES )->text = text;
        break;
    case '~':
        add_step( transcript, STEP_WAIT )->value = atoi( line + 1 );
        free( text );
        break;
    case '=':
        add_step( transcript, STEP_DATA )->value = !strcmp( line + 1, "data" );
        free( text );
        break;
    case '>':
        if (last && (last->kind == STEP_ON || last->kind == STEP_BYTES) && (!last->reply || !last->reply[0])) last->reply = text;
        else add_step( transcript, STEP_SEND )->text = text;
        break;
    }
}

static const struct { const char *name; uint32_t bit; } options[] =
{
    { "compression", MODEM_PREFER_COMPRESSION }, { "error-control", MODEM_PREFER_ERROR_CONTROL }, { "forced", MODEM_PREFER_FORCED_EC },
    { "cellular", MODEM_PREFER_CELLULAR }, { "hard", MODEM_PREFER_FLOW_HARD }, { "soft", MODEM_PREFER_FLOW_SOFT },
    { "bell", MODEM_PREFER_CCITT_OVERRIDE }, { "v23", MODEM_PREFER_V23_OVERRIDE }, { "speed", MODEM_PREFER_SPEED_ADJUST },
    { "tone", MODEM_PREFER_TONE_DIAL }, { "blind", MODEM_PREFER_BLIND_DIAL },
};

/* prefer +forced -compression volume=2 speaker=0 setup=30 idle=600 */
static int take_preferences( struct modem_settings *settings, char *text )
{
    char *word, *save = NULL;
    size_t i;

    for (word = strtok_r( text, " ", &save ); word; word = strtok_r( NULL, " ", &save ))
    {
        const char *value = strchr( word, '=' );

        for (i = 0; i < sizeof(options) / sizeof(options[0]) && strcmp( options[i].name, word + 1 ); i++) ;
        if (word[0] == '+' && i < sizeof(options) / sizeof(options[0])) settings->preferred |= options[i].bit;
        else if (word[0] == '-' && i < sizeof(options) / sizeof(options[0])) settings->preferred &= ~options[i].bit;
        else if (value && !strncmp( word, "volume", 6 )) settings->speaker_volume = (uint32_t)atoi( value + 1 );
        else if (value && !strncmp( word, "speaker", 7 )) settings->speaker_mode = (uint32_t)atoi( value + 1 );
        else if (value && !strncmp( word, "setup", 5 )) settings->call_setup_timeout = (uint32_t)atoi( value + 1 );
        else if (value && !strncmp( word, "idle", 4 )) settings->inactivity_timeout = (uint32_t)atoi( value + 1 );
        else return 0;
    }
    return 1;
}

/* Lines before the transcript proper: the description. @return 1 if it was one of them. */
static int take_header( struct transcript *transcript, struct modem_config *config, char *line, int number )
{
    char *word, *file, *value, *save = NULL;

    if (!strncmp( line, "inf ", 4 ))
    {
        file = strtok_r( line + 4, " ", &save );
        while ((word = strtok_r( NULL, " ", &save ))) if (!take_section( config, file, word )) complain( transcript, number, "no such section" );
    }
    else if (!strncmp( line, "set ", 4 ))
    {
        if (!(value = strchr( line, '=' ))) complain( transcript, number, "no value" );
        else
        {
            *value++ = 0;
            check( !modem_config_set( config, line + 4, value ), transcript->name, number, "%s is refused\n", line + 4 );
        }
    }
    else if (!strncmp( line, "prefer ", 7 ))
    {
        if (!take_preferences( &transcript->settings, line + 7 )) complain( transcript, number, "unknown preference" );
    }
    else return 0;
    return 1;
}

static int read_transcript( struct transcript *transcript, struct modem_config *config, const char *path )
{
    char line[512];
    int number = 0;
    FILE *file;

    if (!(file = fopen( path, "r" ))) return 0;
    while (fgets( line, sizeof(line), file ))
    {
        number++;
        line[strcspn( line, "\r\n" )] = 0;
        if (!line[0] || line[0] == '#') continue;
        if (strchr( "<>*~=", line[0] )) take_modem_line( transcript, line );
        else if (!take_header( transcript, config, line, number ) && transcript->action_count < MAX_LINES)
        {
            transcript->lines[transcript->action_count] = number;
            transcript->actions[transcript->action_count++] = strdup( line );
        }
    }
    fclose( file );
    return 1;
}

static void free_transcript( struct transcript *transcript )
{
    size_t i;

    for (i = 0; i < transcript->step_count; i++)
    {
        free( (char *)transcript->steps[i].text );
        if (transcript->steps[i].reply && transcript->steps[i].reply[0]) free( (char *)transcript->steps[i].reply );
    }
    for (i = 0; i < transcript->action_count; i++) free( transcript->actions[i] );
}

/* ---- what comes of it ---- */

/* Names as people write them in a word: blanks are underscores there. */
static int same_name( const char *word, size_t len, const char *name )
{
    size_t i;

    for (i = 0; i < len; i++) if (name[i] != (word[i] == '_' ? ' ' : word[i])) return 0;
    return !name[len];
}

static const char *const protocols[] = { "unknown", "none", "lapm", "mnp", "other" };
static const char *const compressions[] = { "unknown", "none", "v42bis", "v44", "mnp5" };
static const char *const fields[] = { "unknown", "present", "blocked", "out of area" };

#define NAME_OF( table, value ) ((value) < sizeof(table) / sizeof((table)[0]) ? (table)[value] : "?")

/* The value an event has under this key, as text */
static const char *event_value( const struct modem_event *event, const char *key )
{
    static char number[16];
    const struct { const char *key; uint32_t value; } numbers[] =
    {
        { "dte", event->dte_rate }, { "dce", event->dce_rate }, { "rx", event->dce_rate_receive }, { "options", event->options },
        { "mode", event->ring_mode }, { "rings", event->ring_count }, { "media", event->media },
    };
    size_t i;

    for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
    {
        if (strcmp( numbers[i].key, key )) continue;
        snprintf( number, sizeof(number), "%u", numbers[i].value );
        return number;
    }
    if (!strcmp( key, "protocol" )) return NAME_OF( protocols, event->protocol );
    if (!strcmp( key, "compression" )) return NAME_OF( compressions, event->compression );
    if (!strcmp( key, "caller" )) return NAME_OF( fields, event->caller_number_state );
    if (!strcmp( key, "number" )) return event->caller_number;
    if (!strcmp( key, "name" )) return event->caller_name;
    if (!strcmp( key, "cause" )) return modem_cause_name( event->cause );
    if (!strcmp( key, "text" )) return event->text;
    return "(no such key)";
}

/* What every call has, and a transcript need not say */
static int is_usual( uint32_t type )
{
    return type == MODEM_EVENT_COMPLETED || type == MODEM_EVENT_DIALING || type == MODEM_EVENT_PROCEEDING || type == MODEM_EVENT_OPENED;
}

static void expect_event( const struct transcript *transcript, int line, char *words )
{
    char *word, *value, *save = NULL, *name = strtok_r( words, " ", &save );
    size_t len = strlen( name );
    int ret;

    do ret = next_event( &bench );
    while (!ret && is_usual( bench.event.type ) && !same_name( name, len, modem_event_name( bench.event.type ) ));
    check( !ret && same_name( name, len, modem_event_name( bench.event.type ) ), transcript->name, line, "got '%s', cause %s, text %s, %s\n",
           ret ? "nothing" : modem_event_name( bench.event.type ), modem_cause_name( bench.event.cause ), bench.event.text, bench.event.reason );
    while (!ret && (word = strtok_r( NULL, " ", &save )))
    {
        if (!(value = strchr( word, '=' )))
        {
            complain( transcript, line, "no value" );
            continue;
        }
        *value++ = 0;
        check( same_name( value, strlen( value ), event_value( &bench.event, word ) ), transcript->name, line, "%s is %s\n", word,
               event_value( &bench.event, word ) );
    }
}

static void act( const struct transcript *transcript, int line, char *words )
{
    char *rest = strchr( words, ' ' );
    int ret = 0;

    if (rest) *rest++ = 0;
    if (!strcmp( words, "expect" ) && rest) expect_event( transcript, line, rest );
    else if (!strcmp( words, "open" ))
    {
        bench_create( &bench );
        modem_set_settings( bench.host, bench.modem, &transcript->settings, 0 );
        ret = modem_open( bench.host, bench.modem, ++bench.request );
        expect_event( transcript, line, (char[]){ "opened" } );
    }
    else if (!strcmp( words, "dial" ) && rest) ret = modem_dial( bench.host, bench.modem, ++bench.request, rest, 0 );
    else if (!strcmp( words, "answer" )) ret = modem_answer_as( bench.host, bench.modem, ++bench.request, rest ? MODEM_ANSWER_ADAPTIVE : MODEM_ANSWER_DATA );
    else if (!strcmp( words, "hangup" ))
    {
        ret = modem_hangup( bench.host, bench.modem, ++bench.request );
        expect_event( transcript, line, (char[]){ "hung_up" } );
        expect_event( transcript, line, (char[]){ "completed" } );
    }
    else if (!strcmp( words, "ready" )) expect_ready_at( transcript->name, line, &bench );
    else complain( transcript, line, "unknown action" );
    check( !ret, transcript->name, line, "%s: %d\n", words, ret );
}

static void run_transcript( const char *name, const char *path )
{
    struct transcript transcript = { .name = name };
    struct modem_config *config = modem_config_create();
    size_t i;

    modem_settings_default( &transcript.settings );
    if (!config || !read_transcript( &transcript, config, path ))
    {
        ok( 0, "%s cannot be read\n", path );
        modem_config_free( config );
        return;
    }
    add_step( &transcript, STEP_END );
    bench_begin( &bench, transcript.steps, 0 );
    modem_config_free( bench.config );
    bench.config = config;
    set_quick_timings( config );
    for (i = 0; i < transcript.action_count; i++) act( &transcript, transcript.lines[i], transcript.actions[i] );
    /* the last answers may still be on their way */
    for (i = 0; i < 500 && !bench.fake.done; i++) usleep( 10000 );
    check( bench.fake.done, name, 0, "steps left, from '%s'; sent:\n%s", bench.fake.steps->text ? bench.fake.steps->text : "?", bench.fake.log );
    check( bench.fake.commands == transcript.commands, name, 0, "%d commands, expected %d; sent:\n%s", bench.fake.commands, transcript.commands,
           bench.fake.log );
    bench_end( &bench );
    transcript.step_count--;            /* END has no texts */
    free_transcript( &transcript );
}

static int is_transcript( const struct dirent *entry )
{
    const char *dot = strrchr( entry->d_name, '.' );

    return dot && !strcmp( dot, ".transcript" );
}

/* family_test [NAME]: families/NAME.transcript alone */
int main( int argc, char **argv )
{
    struct dirent **entries;
    int count = scandir( SRCDIR "/unixlib/modem/tests/families", &entries, is_transcript, alphasort ), i;
    char path[1024];

    setvbuf( stdout, NULL, _IONBF, 0 );
    ok( count > 0, "there are no transcripts in " SRCDIR "/unixlib/modem/tests/families\n" );
    for (i = 0; i < count; i++)
    {
        snprintf( path, sizeof(path), "%s/unixlib/modem/tests/families/%s", SRCDIR, entries[i]->d_name );
        if (argc < 2 || !strncmp( entries[i]->d_name, argv[1], strlen( argv[1] ) )) run_transcript( entries[i]->d_name, path );
        free( entries[i] );
    }
    if (count >= 0) free( entries );
    printf( "%d passed, %d failed, %d skipped\n", passed, failed, skipped );
    return failed != 0;
}
