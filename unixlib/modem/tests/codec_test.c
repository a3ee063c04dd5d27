/*
 * Sound formats, shielding and command texts of voice calls.
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
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "modem/voice.h"
#include "modem/voice_private.h"

static int passed, failed;

#define ok( condition, ... ) do { if (condition) passed++; \
    else { failed++; printf( "codec_test.c:%d: failed: ", __LINE__ ); printf( __VA_ARGS__ ); } } while (0)

#define COUNT 8000

/* ---- codecs ---- */

/* Two tones and their sum, -12 dB: what a voice is like to a codec. */
static void make_sound( int16_t *samples )
{
    int i;

    for (i = 0; i < COUNT; i++) samples[i] = (int16_t)(4000 * sin( i * 0.1 ) + 3000 * sin( i * 0.23 + 1 ) + 1000 * sin( i * 0.37 ));
}

/* The best correlation over shifts of up to 12 ms. */
static double correlation( const int16_t *a, const int16_t *b, int count )
{
    double best = 0;
    int shift, i;

    for (shift = 0; shift <= 96; shift++)
    {
        double ab = 0, aa = 0, bb = 0;

        for (i = 100; i + shift < count; i++)
        {
            ab += (double)a[i] * b[i + shift];
            aa += (double)a[i] * a[i];
            bb += (double)b[i + shift] * b[i + shift];
        }
        if (aa && bb && ab / sqrt( aa * bb ) > best) best = ab / sqrt( aa * bb );
    }
    return best;
}

static void test_codecs( void )
{
    static const uint32_t rates[] = { 8000, 7200, 11025 };
    static int16_t in[COUNT], out[COUNT + 8000];
    static unsigned char bytes[CODEC_ENCODE_MAX( COUNT )];
    struct codec *codec;
    size_t len, count, i, j, done;
    double fit;
    int ret;

    make_sound( in );
    for (i = 1; i < CODEC_FORMAT_COUNT; i++)
    {
        for (j = 0; j < 3; j++)
        {
            ret = codec_open( &codec, (enum codec_format)i, rates[j] );
            ok( !ret, "%s %u: %d\n", codec_name( (enum codec_format)i ), rates[j], ret );
            /* in pieces of odd sizes, as they come */
            for (done = len = 0; done < COUNT; done += count)
            {
                count = done % 7 * 31 + 1;
                if (count > COUNT - done) count = COUNT - done;
                len += codec_encode( codec, in + done, count, bytes + len );
            }
            ok( len + 40 > (size_t)COUNT * rates[j] / 8000 * codec_bits( (enum codec_format)i ) / 8, "%zu bytes\n", len );
            for (done = count = 0; done < len && count < COUNT; done += ret)
            {
                ret = (int)(done % 5 * 17 + 1);
                if ((size_t)ret > len - done) ret = (int)(len - done);
                count += codec_decode( codec, bytes + done, (size_t)ret, out + count );
            }
            ok( count + 40 > COUNT && count < COUNT + 40, "%zu samples\n", count );
            fit = correlation( in, out, (int)(count < COUNT ? count : COUNT) );
            ok( fit > 0.99, "%s %u: correlation %f\n", codec_name( (enum codec_format)i ), rates[j], fit );
            codec_close( codec );
        }
    }
    ok( codec_open( &codec, CODEC_NONE, 8000 ) == -EINVAL && !codec, "no format\n" );
    ok( codec_open( &codec, CODEC_ULAW, 100 ) == -EINVAL, "no rate\n" );
    codec_close( NULL );
}

/* Known bytes: silence and the ends of the scale. */
static void test_codec_values( void )
{
    static const struct { enum codec_format format; int16_t sample; unsigned char bytes[2]; size_t len; } values[] =
    {
        { CODEC_LINEAR16, 0x1234, { 0x34, 0x12 }, 2 }, { CODEC_LINEAR16, -2, { 0xfe, 0xff }, 2 },
        { CODEC_UNSIGNED8, 0, { 0x80 }, 1 }, { CODEC_UNSIGNED8, 32767, { 0xff }, 1 }, { CODEC_UNSIGNED8, -32768, { 0 }, 1 },
        { CODEC_SIGNED8, 0, { 0 }, 1 }, { CODEC_SIGNED8, 32767, { 0x7f }, 1 }, { CODEC_SIGNED8, -32768, { 0x80 }, 1 },
        { CODEC_ULAW, 0, { 0xff }, 1 }, { CODEC_ALAW, 0, { 0xd5 }, 1 },
    };
    struct codec *codec;
    unsigned char bytes[CODEC_ENCODE_MAX( 2 )];
    size_t i, len;

    for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
    {
        codec_open( &codec, values[i].format, 8000 );
        len = codec_encode( codec, &values[i].sample, 1, bytes );
        ok( len == values[i].len && !memcmp( bytes, values[i].bytes, len ), "%s %d: %02x\n", codec_name( values[i].format ), values[i].sample, bytes[0] );
        codec_close( codec );
    }
}

/* The two orders of halves differ in just that, and a stream has no header. */
static void test_ima( void )
{
    int16_t in[64];
    unsigned char low[CODEC_ENCODE_MAX( 64 )], high[CODEC_ENCODE_MAX( 64 )], again[CODEC_ENCODE_MAX( 64 )];
    struct codec *a, *b;
    size_t i, len;

    for (i = 0; i < 64; i++) in[i] = (int16_t)(8000 * sin( (double)i * 0.3 ));
    codec_open( &a, CODEC_IMA, 8000 );
    codec_open( &b, CODEC_IMA_HIGH, 8000 );
    len = codec_encode( a, in, 64, low );
    ok( len == 32 && codec_encode( b, in, 64, high ) == 32, "%zu bytes\n", len );
    for (i = 0; i < 32 && low[i] == (unsigned char)(high[i] << 4 | high[i] >> 4); i++) ;
    ok( i == 32, "halves differ at %zu: %02x %02x\n", i, low[i], high[i] );
    codec_reset( a );
    codec_encode( a, in, 64, again );
    ok( !memcmp( low, again, 32 ), "a reset codec begins anew\n" );
    codec_close( a );
    codec_close( b );
}

/* ---- formats ---- */

static void test_formats( void )
{
    static const struct { const char *text; uint32_t baud; unsigned int number; enum codec_format format; uint32_t rate; } answers[] =
    {
        { "128,\"8-BIT LINEAR\",8,0,(7200,8000,11025),(0),(0)\n129,\"16-BIT LINEAR\",16,0,(7200,8000,11025),(0),(0)\n"
          "130,\"8-BIT ALAW\",8,0,(7200,8000,11025),(0),(0)\n131,\"8-BIT ULAW\",8,0,(7200,8000,11025),(0),(0)\n"
          "132,\"IMA ADPCM\",4,0,(7200,8000,11025),(0),(0)\n", 115200, 131, CODEC_ULAW, 8000 },
        { "128,\"8-BIT LINEAR\",8,0,(7200,8000,11025),(0),(0)\n129,\"16-BIT LINEAR\",16,0,(7200,8000,11025),(0),(0)\n", 230400, 129, CODEC_LINEAR16, 8000 },
        { "128,\"8-BIT LINEAR\",8,0,(7200,8000,11025),(0),(0)\n132,\"IMA ADPCM\",4,0,(7200,8000,11025),(0),(0)\n", 57600, 132, CODEC_IMA, 8000 },
        { "0,\"SIGNED PCM\",8,0,8000,0,0\n1,\"UNSIGNED PCM\",8,0,8000,0,0\n129,\"IMA ADPCM\",4,0,8000,0,0\n"
          "140,\"2 Bit ADPCM\",2,0,8000,0,0\n", 115200, 1, CODEC_UNSIGNED8, 8000 },
        { "#VSM: 128, IMA ADPCM, 4, 0, 8000\n", 115200, 128, CODEC_IMA, 8000 },
        { "+VSM: 4,\"G.711U\",8,0,(7200-11025)\n", 115200, 4, CODEC_ULAW, 8000 },
        { "4,\"8-BIT LINEAR\",8,0,(7200),(0),(0)\n", 115200, 4, CODEC_UNSIGNED8, 7200 },
        { "4,\"8-BIT LINEAR\",8,0,11025,(0),(0)\n", 115200, 4, CODEC_UNSIGNED8, 11025 },
        { "2,\"ADPCM\",2,0,8000\n3,\"GSM 06.10\",13,0,8000\n", 115200, 0, CODEC_NONE, 0 },
        { "garbage\n,,,,\n7,\"\n1,\"ULAW\",8\n1,\"ULAW\",8,0\n", 115200, 0, CODEC_NONE, 0 },
        { "", 115200, 0, CODEC_NONE, 0 },
    };
    static const struct { const char *bits, *rates; unsigned int number; enum codec_format format; uint32_t rate; } rockwell[] =
    {
        { "2,3,4,8\n", "7200,8000,11025\n", 8, CODEC_UNSIGNED8, 8000 },
        { "(4,8)\n", "7200\n", 8, CODEC_UNSIGNED8, 7200 },
        { "8", "", 8, CODEC_UNSIGNED8, 7200 },
        { "2,3,4\n", "7200\n", 0, CODEC_NONE, 0 },
    };
    struct voice_format format;
    size_t i;
    int ret;

    for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
    {
        ret = format_choose( answers[i].text, answers[i].baud, &format );
        ok( ret == (answers[i].format ? 0 : -EOPNOTSUPP) && format.format == answers[i].format, "%s: %d %s\n", answers[i].text, ret,
            codec_name( format.format ) );
        ok( ret || (format.number == answers[i].number && format.rate == answers[i].rate), "%s: %u %u\n", answers[i].text, format.number, format.rate );
    }
    for (i = 0; i < sizeof(rockwell) / sizeof(rockwell[0]); i++)
    {
        ret = format_choose_bits( rockwell[i].bits, rockwell[i].rates, 115200, &format );
        ok( ret == (rockwell[i].format ? 0 : -EOPNOTSUPP) && format.format == rockwell[i].format, "%s: %d %s\n", rockwell[i].bits, ret,
            codec_name( format.format ) );
        ok( ret || (format.number == rockwell[i].number && format.rate == rockwell[i].rate), "%s: %u\n", rockwell[i].bits, format.rate );
    }
    ok( !format_parse( "ulaw", &format ) && format.format == CODEC_ULAW && format.rate == 8000, "parse\n" );
    ok( !format_parse( "IMA 7200 132", &format ) && format.format == CODEC_IMA && format.rate == 7200 && format.number == 132, "parse\n" );
    ok( format_parse( "mp3", &format ) == -EINVAL && format_parse( "ulaw 1", &format ) == -EINVAL &&
        format_parse( "ulaw 8000x", &format ) == -EINVAL, "parse\n" );
    ok( format_has_number( "0,1,1.0,2,8", 8 ) && format_has_number( "(0-8)", 8 ) && !format_has_number( "0,1,2.8,80", 8 ) &&
        !format_has_number( "", 8 ), "classes\n" );
}

/* ---- shielding ---- */

/* The kinds that come out: d data, e end, digits and letters are codes, r a report */
static void test_dle( void )
{
    static const struct { const char *in; size_t len; const char *out; } streams[] =
    {
        { "ab\x10\x10" "c", 5, "dddd" },
        { "\x10\x1a", 2, "dd" },
        { "a\x10\x03", 3, "de" },
        { "\x10/\x10" "5\x10~", 6, "/5~" },
        { "\x10" "b\x10q\x10\x10\x10\x03", 8, "bqde" },
        { "\x10XDATE=0101\r\n\x10.", 15, "r" },
        { "\x10Xcut\x10\x03" "a", 8, "ed" },
        { "\x10Xa\x10" "5b\x10.", 8, "5r" },
        { "\x10XA=1\r\nOK\r\nb", 12, "rdd" },          /* its end is lost */
        { "\x10.", 2, "." },
        { "\x10", 1, "" },
    };
    struct dle_reader reader;
    unsigned char value;
    unsigned int count, meaning;
    char out[64];
    size_t i, j, n;

    for (i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
    {
        dle_reset( &reader );
        for (j = n = 0; j < streams[i].len; j++)
        {
            const enum dle_kind kind = dle_feed( &reader, (unsigned char)streams[i].in[j], &value, &count );

            if (kind == DLE_DATA) while (count--) out[n++] = 'd';
            else if (kind == DLE_END) out[n++] = 'e';
            else if (kind == DLE_EVENT) out[n++] = (char)value;
            else if (kind == DLE_REPORT) out[n++] = 'r';
        }
        out[n] = 0;
        ok( !strcmp( out, streams[i].out ), "stream %zu: '%s', not '%s'\n", i, out, streams[i].out );
    }
    ok( dle_signal( '5', &meaning ) == SIGNAL_DIGIT && meaning == '5', "digit\n" );
    ok( dle_signal( 'b', &meaning ) == SIGNAL_TONE && meaning == MODEM_TONE_BUSY, "busy\n" );
    ok( dle_signal( 'c', &meaning ) == SIGNAL_TONE && meaning == MODEM_TONE_FAX_CALLING, "fax\n" );
    ok( dle_signal( 'l', &meaning ) == SIGNAL_LINE_GONE && dle_signal( 'u', &meaning ) == SIGNAL_UNDERRUN, "line\n" );
    ok( dle_signal( 0, &meaning ) == SIGNAL_NONE && dle_signal( 0xff, &meaning ) == SIGNAL_NONE, "garbage\n" );
}

/* A longer report than fits is cut, and ends all the same. */
static void test_long_report( void )
{
    struct dle_reader reader;
    unsigned char value;
    unsigned int count;
    int i;

    dle_reset( &reader );
    dle_feed( &reader, DLE, &value, &count );
    dle_feed( &reader, 'X', &value, &count );
    for (i = 0; i < 2000; i++) ok( dle_feed( &reader, 'a', &value, &count ) == DLE_NOTHING, "at %d\n", i );
    dle_feed( &reader, DLE, &value, &count );
    ok( dle_feed( &reader, '.', &value, &count ) == DLE_REPORT && strlen( reader.report ) < DLE_REPORT_SIZE, "report\n" );
}

/* ---- commands ---- */

static void test_commands( void )
{
    static const struct { int set; const char *digits; unsigned int duration; const char *out; unsigned int time; } digits[] =
    {
        { 0, "123", 0, "AT+VTS=1,2,3\r", 600 },
        { 0, "1#", 100, "AT+VTS={1,10},{#,10}\r", 400 },
        { 0, "1,2!", 0, "AT+VTS=1,[0,0,200],2,!\r", 3400 },
        { 2, "1#", 250, "AT#VTS={1,3},{#,3}\r", 800 },
        { 1, "A", 15, "AT#VTS={A,2}\r", 120 },
        { 0, "123456789012345678901234567890", 0, "AT+VTS=1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6\r\nAT+VTS=7,8,9,0,1,2,3,4,5,6,7,8,9,0\r", 6000 },
    };
    char out[4096], all[MODEM_VOICE_DIGITS_MAX];
    unsigned int time;
    size_t i;
    int ret;

    for (i = 0; i < sizeof(digits) / sizeof(digits[0]); i++)
    {
        ret = voice_digits_commands( &voice_sets[digits[i].set], digits[i].digits, digits[i].duration, out, sizeof(out), &time );
        ok( !ret && !strcmp( out, digits[i].out ) && time == digits[i].time, "%s: %s (%u ms)\n", digits[i].digits, out, time );
    }
    memset( all, '5', sizeof(all) - 1 );
    all[sizeof(all) - 1] = 0;
    ok( !voice_digits_commands( &voice_sets[0], all, 10000, out, sizeof(out), &time ), "the longest string\n" );
    ok( voice_digits_commands( &voice_sets[0], all, 10000, out, 100, &time ) == -E2BIG, "no room\n" );
    ok( !voice_tone_command( &voice_sets[0], 1000, 0, 500, out, sizeof(out) ) && !strcmp( out, "AT+VTS=[1000,0,50]\r" ), "tone %s\n", out );
    ok( !voice_tone_command( &voice_sets[2], 440, 480, 250, out, sizeof(out) ) && !strcmp( out, "AT#VTS=[440,480,3]\r" ), "tone %s\n", out );
}

int main( void )
{
    test_codecs();
    test_codec_values();
    test_ima();
    test_formats();
    test_dle();
    test_long_report();
    test_commands();
    printf( "%d passed, %d failed, 0 skipped\n", passed, failed );
    return failed != 0;
}
