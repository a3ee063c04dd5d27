/*
 * Simulated telephone exchange: telephones with somebody at them.
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
 * A person calls a modem, or is called by one, and then does what the script says: plays a file, dials digits, records
 * what is heard. Steps that make sound follow each other on the line; times are those of the audio.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "voice.h"

#define MAX_PEOPLE      32
#define MAX_STEPS       32
#define MAX_HEARD       64
#define DIGIT_MS        100
#define WAV_HEADER      44

enum action { ACT_PLAY, ACT_RECORD, ACT_DIGITS, ACT_PAUSE, ACT_TONE, ACT_MACHINE, ACT_WAIT_SOUND, ACT_WAIT_SILENCE, ACT_WAIT_DIGITS, ACT_HANG_UP };

struct step
{
    enum action action;
    int         number;                 /* milliseconds, a count, or an enum tone */
    int         ms;
    char        text[256];
};

enum person_state { PERSON_WAITING, PERSON_CALLING, PERSON_RINGING, PERSON_TALKING, PERSON_OVER };

static const char *const person_states[] = { "waiting", "calling", "ringing", "talking", "over" };

struct person
{
    int              id;
    char             number[MAX_NUMBER], name[MAX_NUMBER];
    bool             called;            /* it is a telephone that can be called, again and again */
    int              rings;             /* until it answers */
    enum person_state state;
    char             end[16];           /* how the last call ended */
    struct call     *call;
    struct step      steps[MAX_STEPS];
    int              step_count, step;
    struct timer     timer;
    bool             waiting;           /* for what the present step is about */
    int              silence;           /* frames */
    bool             sound;
    struct bytes     out;
    FILE            *record;
    bool             record_wav;
    uint32_t         recorded;          /* samples */
    struct detector *detector;
    char             digits[MAX_HEARD], tones[MAX_HEARD];
};

static struct person *people[MAX_PEOPLE];

/* files: WAV, 16 bits, one channel, 8000 a second; or the samples alone */

static uint32_t little( const uint8_t *data, int size )
{
    uint32_t value = 0;

    while (size--) value = value << 8 | data[size];
    return value;
}

static const char *load( const char *name, struct bytes *samples )
{
    uint8_t header[12], chunk[8], format[16], buffer[4096];
    FILE *file = fopen( name, "rb" );
    bool wav;
    size_t got;

    if (!file) return "cannot open the file to play";
    got = fread( header, 1, sizeof(header), file );
    wav = got == sizeof(header) && !memcmp( header, "RIFF", 4 ) && !memcmp( header + 8, "WAVE", 4 );
    if (!wav) rewind( file );
    while (wav && fread( chunk, 1, sizeof(chunk), file ) == sizeof(chunk) && memcmp( chunk, "data", 4 ))
    {
        uint32_t size = little( chunk + 4, 4 );

        if (memcmp( chunk, "fmt ", 4 ))
        {
            fseek( file, (long)(size + (size & 1)), SEEK_CUR );
            continue;
        }
        if (size < sizeof(format) || fread( format, 1, sizeof(format), file ) != sizeof(format) || little( format, 2 ) != 1 ||
            little( format + 2, 2 ) != 1 || little( format + 4, 4 ) != AUDIO_RATE || little( format + 14, 2 ) != 16)
        {
            fclose( file );
            return "only 16-bit PCM of one channel and 8000 samples a second can be played";
        }
        fseek( file, (long)(size - sizeof(format)), SEEK_CUR );
    }
    while ((got = fread( buffer, 1, sizeof(buffer), file )) > 0) bytes_put( samples, buffer, got );
    fclose( file );
    return NULL;
}

static void put_little( uint8_t *data, uint32_t value, int size )
{
    for (; size--; value >>= 8) *data++ = (uint8_t)value;
}

static void write_wav_header( FILE *file, uint32_t samples )
{
    uint8_t header[WAV_HEADER] = "RIFF....WAVEfmt ";

    put_little( header + 4, 36 + samples * 2, 4 );
    put_little( header + 16, 16, 4 );
    put_little( header + 20, 1, 2 );
    put_little( header + 22, 1, 2 );
    put_little( header + 24, AUDIO_RATE, 4 );
    put_little( header + 28, AUDIO_RATE * 2, 4 );
    put_little( header + 32, 2, 2 );
    put_little( header + 34, 16, 2 );
    memcpy( header + 36, "data", 4 );
    put_little( header + 40, samples * 2, 4 );
    rewind( file );
    fwrite( header, 1, sizeof(header), file );
}

static void record_end( struct person *person )
{
    if (!person->record) return;
    if (person->record_wav) write_wav_header( person->record, person->recorded );
    fclose( person->record );
    person->record = NULL;
}

static void record_start( struct person *person, const char *name )
{
    size_t len = strlen( name );

    record_end( person );
    person->recorded = 0;
    person->record_wav = len > 4 && !strcmp( name + len - 4, ".wav" );
    if (!(person->record = fopen( name, "wb" )))
    {
        fprintf( stderr, "phoneline: cannot write %s: %s\n", name, strerror( errno ) );
        return;
    }
    if (person->record_wav) write_wav_header( person->record, 0 );
}

/* the script */

static const struct { const char *name; enum action action; int tone; } actions[] =
{
    { "play", ACT_PLAY, 0 }, { "record", ACT_RECORD, 0 }, { "digits", ACT_DIGITS, 0 }, { "pause", ACT_PAUSE, 0 }, { "tone", ACT_TONE, 0 },
    { "cng", ACT_MACHINE, TONE_CNG }, { "ced", ACT_MACHINE, TONE_CED }, { "calling", ACT_MACHINE, TONE_CALLING },
    { "busy", ACT_MACHINE, TONE_BUSY }, { "dialtone", ACT_MACHINE, TONE_DIAL }, { "ringback", ACT_MACHINE, TONE_RINGBACK },
    { "wait-sound", ACT_WAIT_SOUND, 0 }, { "wait-silence", ACT_WAIT_SILENCE, 0 }, { "wait-digits", ACT_WAIT_DIGITS, 0 },
    { "hangup", ACT_HANG_UP, 0 },
};

static const char *add_step( struct person *person, char *word )
{
    char *value = strchr( word, '=' ), *end;
    struct step *step;
    size_t i;

    if (person->step_count == MAX_STEPS) return "too many steps";
    step = &person->steps[person->step_count];
    memset( step, 0, sizeof(*step) );
    if (value) *value++ = 0;
    for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
        if (!strcmp( actions[i].name, word )) break;
    if (i == sizeof(actions) / sizeof(actions[0])) return "no such step";
    step->action = actions[i].action;
    switch (step->action)
    {
    case ACT_PLAY:
    case ACT_RECORD:
    case ACT_DIGITS:
        if (!value || !*value || strlen( value ) >= sizeof(step->text)) return "expected a file, or digits";
        unescape( value );
        strcpy( step->text, value );
        break;
    case ACT_TONE:
        if (!value || sscanf( value, "%255[0-9+],%d", step->text, &step->ms ) != 2 || step->ms < 1 || step->ms > 600000) return "expected tone=F1[+F2],MS";
        break;
    case ACT_WAIT_SOUND:
    case ACT_HANG_UP:
        if (value) return "this step takes no value";
        break;
    default:
        if (!value) return "expected a number";
        step->number = (int)strtol( value, &end, 10 );
        if (end == value || *end || step->number < 1 || step->number > 600000) return "expected a number";
        if (step->action != ACT_MACHINE) break;
        step->ms = step->number;
        step->number = actions[i].tone;
        break;
    }
    person->step_count++;
    return NULL;
}

static void next_steps( void *arg );

static void go_on( struct person *person )
{
    if (!person->timer.armed) timer_set( &person->timer, 1, next_steps, person );
}

static void put_machine( struct bytes *out, enum tone tone, int ms )
{
    struct tone_source *source = tone_source_create( tone );
    int16_t samples[AUDIO_RATE / 1000];

    for (; ms > 0; ms--)
    {
        memset( samples, 0, sizeof(samples) );
        tone_source_say( source, samples, AUDIO_RATE / 1000 );
        bytes_put( out, samples, sizeof(samples) );
    }
    tone_source_destroy( source );
}

/* Begin a step. Returns false if the script cannot go on yet. */
static bool begin( struct person *person, const struct step *step )
{
    int freq1 = 0, freq2 = 0;
    const char *error;

    switch (step->action)
    {
    case ACT_PLAY:
        if ((error = load( step->text, &person->out ))) fprintf( stderr, "phoneline: %s: %s\n", step->text, error );
        break;
    case ACT_RECORD:
        record_start( person, step->text );
        return true;
    case ACT_DIGITS:
        audio_put_digits( &person->out, step->text, DIGIT_MS );
        break;
    case ACT_PAUSE:
        audio_put_tone( &person->out, 0, 0, step->number );
        break;
    case ACT_TONE:
        sscanf( step->text, "%d+%d", &freq1, &freq2 );
        audio_put_tone( &person->out, freq1, freq2, step->ms );
        break;
    case ACT_MACHINE:
        put_machine( &person->out, step->number, step->ms );
        break;
    case ACT_WAIT_SOUND:
        person->sound = false;
        break;
    case ACT_WAIT_SILENCE:
        person->silence = 0;
        break;
    case ACT_WAIT_DIGITS:
        break;
    case ACT_HANG_UP:
        exchange_person_hangs_up( person->call );
        return false;
    }
    return false;
}

/* Is the present step done? */
static bool done( const struct person *person, const struct step *step )
{
    switch (step->action)
    {
    case ACT_WAIT_SOUND:    return person->sound;
    case ACT_WAIT_SILENCE:  return person->silence * 20 >= step->number;
    case ACT_WAIT_DIGITS:   return strlen( person->digits ) >= (size_t)step->number;
    case ACT_HANG_UP:       return false;
    default:                return !bytes_len( &person->out );
    }
}

static void next_steps( void *arg )
{
    struct person *person = arg;

    while (person->state == PERSON_TALKING && person->step < person->step_count)
    {
        const struct step *step = &person->steps[person->step];

        if (!person->waiting)
        {
            say( "person %d: step %d", person->id, person->step + 1 );
            person->waiting = true;
            if (!begin( person, step ) && !(person->state == PERSON_TALKING && done( person, step ))) return;
        }
        else if (!done( person, step )) return;
        person->waiting = false;
        person->step++;
    }
}

/* the telephone */

static void on_heard( void *arg, enum heard what, char digit )
{
    static const char letters[] = { [HEARD_FAX_CALLING] = 'c', [HEARD_DATA_CALLING] = 'e', [HEARD_ANSWER_TONE] = 'a', [HEARD_BUSY] = 'b',
                                    [HEARD_DIAL_TONE] = 'd', [HEARD_RINGBACK] = 'r' };
    struct person *person = arg;
    char *list = what == HEARD_DIGIT ? person->digits : person->tones;
    size_t len = strlen( list );

    if (what == HEARD_DIGIT_END || len + 1 >= MAX_HEARD) return;
    list[len] = what == HEARD_DIGIT ? digit : letters[what];
    list[len + 1] = 0;
}

static void check_step( struct person *person )
{
    if (person->waiting && person->state == PERSON_TALKING && done( person, &person->steps[person->step] )) go_on( person );
}

static void person_say( void *arg, int16_t *samples, size_t count )
{
    struct person *person = arg;

    audio_take( &person->out, samples, count );
    check_step( person );
}

static void person_hear( void *arg, const int16_t *samples, size_t count )
{
    struct person *person = arg;

    detector_hear( person->detector, samples, count );
    if (sounds( samples, count ))
    {
        person->sound = true;
        person->silence = 0;
    }
    else person->silence++;
    if (person->record)
    {
        fwrite( samples, sizeof(*samples), count, person->record );
        person->recorded += (uint32_t)count;
    }
    check_step( person );
}

static enum hurry person_hurries( void *arg )
{
    const struct person *person = arg;

    return bytes_len( &person->out ) ? HURRY_YES : HURRY_INDIFFERENT;
}

struct audio_port person_audio_port( struct person *person )
{
    return (struct audio_port){ .arg = person, .say = person_say, .hear = person_hear, .hurries = person_hurries };
}

bool person_can_ring( const struct person *person )
{
    return person->called && !person->call;
}

static void answer( void *arg )
{
    struct person *person = arg;

    exchange_person_answers( person->call );
}

static void begin_call( struct person *person, struct call *call )
{
    person->call = call;
    person->step = 0;
    person->waiting = person->sound = false;
    person->silence = 0;
    person->digits[0] = person->tones[0] = person->end[0] = 0;
    bytes_drop( &person->out, bytes_len( &person->out ) );
}

void person_ring( struct person *person, struct call *call )
{
    begin_call( person, call );
    person->state = PERSON_RINGING;
    timer_set( &person->timer, person->rings * options.ring_interval, answer, person );
}

/* The call is answered. */
void person_connected( struct person *person )
{
    if (person->state == PERSON_TALKING) return;
    person->state = PERSON_TALKING;
    timer_cancel( &person->timer );
    go_on( person );
}

/* The call is over, or came to nothing. */
void person_over( struct person *person, const char *how )
{
    say( "person %d: %s", person->id, how );
    timer_cancel( &person->timer );
    record_end( person );
    snprintf( person->end, sizeof(person->end), "%s", how );
    person->call = NULL;
    person->state = person->called ? PERSON_WAITING : PERSON_OVER;
}

struct person *person_by_number( const char *number )
{
    int i;

    for (i = 0; i < MAX_PEOPLE; i++)
        if (people[i] && people[i]->called && !strcmp( people[i]->number, number )) return people[i];
    return NULL;
}

static void person_free( struct person *person )
{
    people[person->id - 1] = NULL;
    timer_cancel( &person->timer );
    record_end( person );
    detector_destroy( person->detector );
    bytes_free( &person->out );
    free( person );
}

/* A place for a new one: a free one, or that of the first who has nothing more to do. */
static struct person *person_create( void )
{
    struct person *person;
    int i;

    for (i = 0; i < MAX_PEOPLE && people[i]; i++) ;
    if (i == MAX_PEOPLE)
    {
        for (i = 0; i < MAX_PEOPLE && people[i]->state != PERSON_OVER; i++) ;
        if (i == MAX_PEOPLE) return NULL;
        person_free( people[i] );
    }
    if (!(person = calloc( 1, sizeof(*person) ))) abort();
    people[i] = person;
    person->id = i + 1;
    person->rings = 1;
    person->detector = detector_create( person, on_heard );
    return person;
}

static const char *add_steps( struct person *person, char *words )
{
    const char *error;
    char *word;

    while (*(word = next_word( &words )))
    {
        if (!strncmp( word, "from=", 5 )) snprintf( person->number, sizeof(person->number), "%s", word + 5 );
        else if (!strncmp( word, "name=", 5 ))
        {
            unescape( word + 5 );
            snprintf( person->name, sizeof(person->name), "%s", word + 5 );
        }
        else if (!strncmp( word, "rings=", 6 )) person->rings = atoi( word + 6 );
        else if ((error = add_step( person, word ))) return error;
    }
    return NULL;
}

/* "call NUMBER [from=NUMBER] [name=NAME] STEP..." */
const char *person_call( char *words, int *id )
{
    struct modem *called;
    struct person *person;
    const char *error;
    char *number = next_word( &words );

    if (!(called = exchange_modem_by_number( number ))) return "no modem has this number";
    if (!(person = person_create())) return "too many telephones";
    strcpy( person->number, "5550150" );
    if ((error = add_steps( person, words )))
    {
        person_free( person );
        return error;
    }
    begin_call( person, NULL );
    person->state = PERSON_CALLING;
    if (!(person->call = exchange_call_from( person, called, person->number, person->name )))
    {
        person_free( person );
        return "this modem is busy or unplugged";
    }
    *id = person->id;
    return NULL;
}

/* "phone NUMBER [rings=N] STEP..." */
const char *person_install( char *words, int *id )
{
    struct person *person, *old;
    const char *error;
    char *number = next_word( &words );

    if (!number[0] || exchange_modem_by_number( number )) return "expected a number that is not a modem's";
    if ((old = person_by_number( number )))
    {
        if (old->call) return "this telephone is in a call";
        person_free( old );
    }
    if (!(person = person_create())) return "too many telephones";
    snprintf( person->number, sizeof(person->number), "%s", number );
    person->called = true;
    if ((error = add_steps( person, words )))
    {
        person_free( person );
        return error;
    }
    *id = person->id;
    return NULL;
}

static struct person *by_id( const char *text )
{
    int id = atoi( text );

    return id >= 1 && id <= MAX_PEOPLE ? people[id - 1] : NULL;
}

/* "do ID STEP...": more to do in the present call */
const char *person_do( char *words, int *id )
{
    struct person *person = by_id( next_word( &words ) );
    const char *error;

    if (!person) return "no such telephone";
    if (person->step >= person->step_count && person->state == PERSON_TALKING) person->step = person->step_count = 0;
    if ((error = add_steps( person, words ))) return error;
    *id = person->id;
    if (person->state == PERSON_TALKING) go_on( person );
    return NULL;
}

/* "hangup ID" */
const char *person_hang_up( char *words, int *id )
{
    struct person *person = by_id( next_word( &words ) );

    if (!person) return "no such telephone";
    if (!person->call) return "this telephone is in no call";
    *id = person->id;
    exchange_person_hangs_up( person->call );
    return NULL;
}

void persons_describe( char *buffer, size_t size )
{
    size_t len = 0;
    int i;

    *buffer = 0;
    for (i = 0; i < MAX_PEOPLE && len + 1 < size; i++)
    {
        const struct person *person = people[i];

        if (!person) continue;
        snprintf( buffer + len, size - len, " %d:number=%s,state=%s,end=%s,step=%d/%d,digits=%s,tones=%s,recorded=%u", person->id, person->number,
                  person_states[person->state], person->end, person->step, person->step_count, person->digits, person->tones, person->recorded );
        len += strlen( buffer + len );
    }
}

void persons_free( void )
{
    int i;

    for (i = 0; i < MAX_PEOPLE; i++)
        if (people[i]) person_free( people[i] );
}
