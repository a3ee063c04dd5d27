/*
 * Terminals of the tests, which play and record samples.
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

#ifndef EXCHANGEMSP_TESTS_TERMINALS_H
#define EXCHANGEMSP_TESTS_TERMINALS_H

#include "terminal/terminal.h"
#include "mediafilter/filter.h"
#include "../../../tests/fixtures/speech.h"

#define LONGEST (8000 * 60)             /* samples that a terminal keeps: on a machine that is busy a hundred calls take long to begin */
#define RECORD_PATIENCE 20000           /* ms */

/* Plays samples 0, 1, 2... of a speaker, as fast as they are taken */
ITTerminal *player_create( MSP_HANDLE address, DWORD speaker, DWORD count );
/* Plays these, which must stay */
ITTerminal *player_of_samples( MSP_HANDLE address, const short *samples, DWORD count );
/* Keeps what it hears */
ITTerminal *recorder_create( MSP_HANDLE address );
/* The sink that its media service provider gave a terminal, referenced, or NULL */
ITPluggableTerminalEventSink *terminal_sink( ITTerminal *terminal );
/* From now on its filter reports an error as soon as it has to do with a sample: VFW_E_NO_AUDIO_HARDWARE; 0: no more */
void terminal_break( ITTerminal *terminal, BOOL broken );
/* How many it has; the samples are the recorder's */
DWORD recorder_samples( ITTerminal *terminal, const short **samples );
/* Waits until it has so many that are not silence; FALSE: it took longer than RECORD_PATIENCE. */
BOOL recorder_wait( ITTerminal *terminal, DWORD sounding );
/*
 * Where the sound begins, and how many samples are those of the speaker from number 0 on, in order. No sample of a speaker is silence: what is silent is put
 * in where this machine was late.
 */
DWORD recorder_compare( ITTerminal *terminal, DWORD speaker, DWORD *begin );

#endif
