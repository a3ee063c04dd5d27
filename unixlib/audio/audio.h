/*
 * Sound devices of voice lines: a sink and a source of the user's sound server for each line.
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

#ifndef WINE_TELEPHONY_AUDIO_H
#define WINE_TELEPHONY_AUDIO_H

#include <stdint.h>

/*
 * A line has two devices in the sound server (PulseAudio, or PipeWire's pulse server): a sink, into which programs play what the line shall say, and a
 * source, from which they record what the line says. At the other end are two file descriptors: 8000 samples per second, one channel, signed 16-bit
 * little-endian, both ways.
 *
 *   program -> sink NAME.out   -> FIFO -> this library -> play_fd     the engine reads
 *   program <- source NAME.in  <- FIFO <- this library <- record_fd   the engine writes
 *
 * The library is always between the two, so that a program never stalls for an engine that is busy, absent or slow, and the descriptors last as
 * long as the line, whatever becomes of the server. While the line is not wired, what programs play is thrown away at its own speed and
 * they record silence. While it is wired, what they play waits in play_fd, AUDIO_QUEUE_BYTES at most; beyond that it is lost. The engine should
 * read while AUDIO_PLAY runs, and after that the rest, until -EAGAIN. What it writes while nobody records, or the line is not wired, is
 * thrown away; if it writes nothing for AUDIO_SILENCE_AFTER ms, programs record silence.
 *
 * All functions may be called from any thread, but not from a callback, and not with a lock held that a callback takes.
 * One thread of the library serves all lines of the process. Return values are 0 or negative errno.
 */

struct audio_line;

#define AUDIO_RATE              8000u
#define AUDIO_QUEUE_BYTES       32768u          /* about two seconds */
#define AUDIO_SILENCE_AFTER     500u

/* directions: the numbers of MODEM_VOICE_PLAY and MODEM_VOICE_RECORD */
#define AUDIO_PLAY      1u
#define AUDIO_RECORD    2u

enum audio_state
{
    AUDIO_CONNECTING,                   /* not known yet */
    AUDIO_READY,                        /* the devices are there */
    AUDIO_UNAVAILABLE,                  /* they are not, see reason; tried again by and by */
};

#define AUDIO_REASON_SIZE 256
#define AUDIO_NAME_SIZE   64            /* of a line, with the terminator */

/* What a line tells. Called by the library's thread, which holds its lock: short, and no function of this library. */
struct audio_callbacks
{
    /* The streams that run have changed: AUDIO_ bits. A stream that is paused (corked) does not run. Told only while the line is wired. */
    void (*streams)( void *arg, uint32_t directions );
    /* The devices came or went; reason is a sentence for people, "" with AUDIO_READY. May be NULL. */
    void (*state)( void *arg, enum audio_state state, const char *reason );
    void *arg;
};

/* Fixed width and without pointers: it is copied between Windows and Unix code as it is. */
struct audio_status
{
    uint32_t state;                     /* enum audio_state */
    int32_t  error;                     /* why AUDIO_UNAVAILABLE: negative errno */
    uint32_t streams;                   /* AUDIO_ bits, also when the line is not wired */
    uint32_t wired;
    uint64_t played;                    /* bytes that went to play_fd */
    uint64_t recorded;                  /* bytes of record_fd that went to the source, without silence */
    uint64_t lost;                      /* bytes that found no room in play_fd or in the source */
    char     sink[AUDIO_NAME_SIZE + 8]; /* names of the devices in the server */
    char     source[AUDIO_NAME_SIZE + 8];
    char     reason[AUDIO_REASON_SIZE];
};

/**
 * Make the devices of a line. Returns at once: the server is connected to in the background, now and whenever it comes back. Devices
 * that a process left behind when it died are removed, those of other lines too.
 *
 * @param name         of the line, unique among the user's: letters, digits, `-`, `_`, `.`; the devices are NAME.out and NAME.in
 * @param description  what programs show for both devices, UTF-8; quotes and control characters are replaced
 * @param callbacks    copied; NULL: none
 * @param line         receives the line
 * @return 0, -EINVAL for a bad name, -ENOMEM, -EMFILE... A missing server is no error here, but a state of the line.
 */
int audio_line_open( const char *name, const char *description, const struct audio_callbacks *callbacks, struct audio_line **line );

/** Remove the devices and close the descriptors. No callback runs after it. NULL is allowed. */
void audio_line_close( struct audio_line *line );

/** Wait until it is known whether the devices are there. @return 0, -ETIMEDOUT, or why they are not there */
int audio_line_wait( struct audio_line *line, uint32_t timeout_ms );

/** The descriptors, non-blocking and closed on exec, valid until audio_line_close(). The engine reads the first and writes the second. */
int audio_line_play_fd( const struct audio_line *line );
int audio_line_record_fd( const struct audio_line *line );

/**
 * Say whether an engine is at the descriptors. On: what waited in them is thrown away, and the streams that run are told at once (callback, before this
 * returns, on the caller's thread). Off: the streams are not told any more.
 */
void audio_line_wire( struct audio_line *line, int on );

/**
 * Say that a call may begin soon, some 300 ms before if possible: what a program plays in the first moment of the call is heard whole then. Off: it did not
 * begin. audio_line_wire() ends it, too.
 */
void audio_line_expect( struct audio_line *line, int on );

/** Ask for the state of a line. */
void audio_line_get_status( struct audio_line *line, struct audio_status *status );

/** The endpoint GUID that Wine shall give to one of the devices, as the 16 bytes of a GUID structure. @param direction AUDIO_PLAY or AUDIO_RECORD */
void audio_endpoint_guid( const char *name, uint32_t direction, unsigned char guid[16] );

#endif /* WINE_TELEPHONY_AUDIO_H */
