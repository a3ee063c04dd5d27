/*
 * The answers of modems: reading them, explaining them, and which definition fits. Plain C, for both sides.
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

#ifndef WINE_TELEPHONY_MODEMPROBE_ANSWER_H
#define WINE_TELEPHONY_MODEMPROBE_ANSWER_H

#include <stddef.h>

enum modemprobe_result
{
    MODEMPROBE_OK,
    MODEMPROBE_ERROR,                   /* the modem does not know the command */
    MODEMPROBE_SILENT,                  /* nothing came in time */
    MODEMPROBE_UNFINISHED,              /* something came, but no result code after it */
    MODEMPROBE_GARBAGE,                 /* what came is no text, or does not end */
};

#define MODEMPROBE_TEXT 2048            /* longest answer that is kept, with the terminator */

/* What was learnt about a modem. Strings are empty where it did not say. */
struct modemprobe_report
{
    int      alive;                     /* it answered AT */
    unsigned int baud;                  /* at this speed; 0: the speed was not touched */
    char     maker[80];                 /* +GMI, +FMI */
    char     model[80];                 /* +GMM, +FMM, else the first telling line of ATI */
    char     revision[80];              /* +GMR, +FMR */
    char     identity[MODEMPROBE_TEXT]; /* every line that names it: ATI0-ATI9, +GMI, +GMM, +GMR, +FMI, +FMM; separated by LF */
    char     modulations[256];          /* +MS=? */
    int      ampersand;                 /* it takes &C, and with it likely what all definitions but one begin with */
    int      v250;                      /* it knows extended commands: +GMI or +GMM */
    int      data, fax1, fax2, voice;   /* +FCLASS=? */
    int      voice_hash;                /* #CLS=? with 8: Rockwell's older voice commands */
    int      caller_id;                 /* +VCID=? */
    int      caller_id_hash;            /* #CID=? */
};

/* ---- answer.c: bytes to an answer ---- */

/* Collects what comes after a command until its result code. */
struct modemprobe_reader
{
    char         command[32];
    char         raw[MODEMPROBE_TEXT];
    size_t       len;
    unsigned int odd;                   /* bytes that are no text */
    int          overflow;
};

/** Begin to wait for the answer to a command, given without its CR. */
void modemprobe_reader_begin( struct modemprobe_reader *reader, const char *command );

/** Take bytes as they come. @return 1 when the result code is there, else 0. */
int modemprobe_reader_feed( struct modemprobe_reader *reader, const char *data, size_t size );

/**
 * Take the answer apart.
 * @param lines  receives the lines between echo and result code, separated by LF, printable ASCII only
 * @return what kind of answer it is
 */
enum modemprobe_result modemprobe_reader_end( const struct modemprobe_reader *reader, char *lines, size_t size );

/* ---- queries.c: what to ask, and what the answers mean ---- */

struct modemprobe_query
{
    const char *command;
    const char *topic;
    int         identify;               /* needed to propose a definition */
    void      (*learn)( struct modemprobe_report *report, const char *lines );
    void      (*explain)( const char *lines, char *text, size_t size );
};

extern const struct modemprobe_query modemprobe_queries[];
extern const unsigned int modemprobe_query_count;

/** Put into words what an answer means; text is always terminated. */
void modemprobe_explain_answer( const struct modemprobe_query *query, enum modemprobe_result result, const char *lines, char *text, size_t size );

/**
 * What to call a modem: its maker and its model, or which of them it says. Many say but "V90" for a model.
 * @param name  receives it, "" if the modem does not say; truncated to size bytes
 */
void modemprobe_name( const struct modemprobe_report *report, char *name, size_t size );

/* ---- match.c: which definition fits ---- */

#define MODEMPROBE_BASIC "Standard Basic Modem" /* for what takes the other standard definitions not even at the beginning */

/**
 * Propose a definition of data/modems by the table of rules.
 *
 * @param reason  receives why, in a sentence; may be NULL
 * @return the name of the model in our .INF files; never NULL: a modem that says nothing telling is a standard one
 */
const char *modemprobe_propose( const struct modemprobe_report *report, char *reason, size_t size );

#endif /* WINE_TELEPHONY_MODEMPROBE_ANSWER_H */
