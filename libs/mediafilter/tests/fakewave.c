/*
 * The wave filters, compiled once more over devices of the tests.
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

#include "fakewave.h"

#undef waveOutOpen
#undef waveInOpen
#define waveOutOpen fake_waveOutOpen
#define waveOutWrite fake_waveOutWrite
#define waveOutReset fake_out_reset
#define waveOutPause fake_out_pause
#define waveOutRestart fake_out_restart
#define waveOutClose fake_out
#define waveOutPrepareHeader fake_out_header
#define waveOutUnprepareHeader fake_out_header
#define waveOutGetNumDevs fake_count
#define waveInOpen fake_waveInOpen
#define waveInAddBuffer fake_waveInAddBuffer
#define waveInStart fake_in
#define waveInStop fake_in
#define waveInReset fake_in
#define waveInClose fake_in
#define waveInPrepareHeader fake_in_header
#define waveInUnprepareHeader fake_in_header
#define waveInGetNumDevs fake_count
#define GetTickCount fake_ticks
#define wave_capture_create fake_capture_create
#define wave_render_create fake_render_create
#define wave_set_volume fake_set_volume
#define wave_get_volume fake_get_volume

#include "../wave.c"

const DWORD fake_buffer_ms = BUFFER_MS, fake_capture_buffers = CAPTURE_BUFFERS, fake_render_buffers = RENDER_BUFFERS;
