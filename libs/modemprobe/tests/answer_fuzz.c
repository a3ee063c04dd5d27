/*
 * Fuzz target: answers of modems.
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

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "modemprobe/answer.h"

/* First byte: which query; then what the modem sends, in pieces of the size of the second byte. */
int LLVMFuzzerTestOneInput( const uint8_t *data, size_t size )
{
    const struct modemprobe_query *query;
    struct modemprobe_report report = { 0 };
    struct modemprobe_reader reader;
    char lines[MODEMPROBE_TEXT], text[300];
    enum modemprobe_result result;
    size_t step, i;

    if (size < 2) return 0;
    query = &modemprobe_queries[data[0] % modemprobe_query_count];
    step = data[1] ? data[1] : 1;
    data += 2;
    size -= 2;
    modemprobe_reader_begin( &reader, query->command );
    for (i = 0; i < size; i += step) modemprobe_reader_feed( &reader, (const char *)data + i, size - i < step ? size - i : step );
    result = modemprobe_reader_end( &reader, lines, sizeof(lines) );
    for (i = 0; lines[i]; i++) assert( lines[i] == '\n' || (lines[i] >= ' ' && lines[i] < 0x7f) );
    if (result == MODEMPROBE_OK && query->learn) query->learn( &report, lines );
    modemprobe_explain_answer( query, result, lines, text, sizeof(text) );
    assert( strlen( text ) < sizeof(text) && text[0] );
    assert( modemprobe_propose( &report, text, sizeof(text) )[0] );
    return 0;
}
