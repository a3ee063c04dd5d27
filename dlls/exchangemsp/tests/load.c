/*
 * A hundred calls at once, one end plays and the other one records.
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

#include "fixture.h"

#define CALLS   100
#define SAMPLES 16000

static struct msp_address addresses[2 * CALLS];
static struct msp_leg legs[2 * CALLS];
static ITTerminal *players[2 * CALLS], *recorders[2 * CALLS];

START_TEST( load )
{
    DWORD i, same, wrong = 0;
    ULONGLONG start;
    double before;

    CoInitializeEx( NULL, COINIT_MULTITHREADED );
    provider_begin( 2 * CALLS );
    for (i = 0; i < 2 * CALLS; i++) if (!address_begin( &addresses[i], i, &CLSID_ExchangeMSP )) return;
    for (i = 0; i < 2 * CALLS; i += 2)
    {
        struct leg caller, called;

        connect_lines( addresses[i].line, i + 1, &caller, &called );
        leg_begin( &legs[i], &addresses[i], &caller );
        leg_begin( &legs[i + 1], &addresses[i + 1], &called );
    }
    trace( "%.2f s of processor time for the calls\n", processor_time() );
    for (i = 1; i < 2 * CALLS; i += 2)
    {
        HRESULT hr;

        recorders[i] = recorder_create( addresses[i].handle );
        hr = ITStream_SelectTerminal( legs[i].streams[TD_RENDER], recorders[i] );
        ok( hr == S_OK, "recorder %lu: %#lx\n", i, hr );
    }
    for (i = 1; i < 2 * CALLS; i += 2) wait_event( &addresses[i], CALL_STREAM_ACTIVE, legs[i].streams[TD_RENDER], CALL_CAUSE_LOCAL_REQUEST );
    for (i = 0; i < 2 * CALLS; i += 2)
    {
        HRESULT hr;

        players[i] = player_create( addresses[i].handle, i, SAMPLES );
        hr = ITStream_SelectTerminal( legs[i].streams[TD_CAPTURE], players[i] );
        ok( hr == S_OK, "player %lu: %#lx\n", i, hr );
    }
    trace( "%.2f s until all play\n", processor_time() );
    start = GetTickCount64();
    before = processor_time();
    for (i = 1; i < 2 * CALLS; i += 2)
    {
        if (!recorder_wait( recorders[i], SAMPLES )) wrong++;
        else if ((same = recorder_compare( recorders[i], i - 1, NULL )) != SAMPLES && !wrong++)
            trace( "call %lu: %lu samples are right\n", i / 2, same );
    }
    trace( "the last two seconds of sound took %lu ms, and %.2f s of processor time\n", (DWORD)(GetTickCount64() - start), processor_time() - before );
    ok( !wrong, "%lu recordings of %u are wrong\n", wrong, CALLS );
    for (i = 0; i < 2 * CALLS; i++)
    {
        close_leg( &legs[i].leg );
        leg_end( &legs[i] );
        if (players[i]) ok( !ITTerminal_Release( players[i] ), "player %lu is still held\n", i );
        if (recorders[i]) ok( !ITTerminal_Release( recorders[i] ), "recorder %lu is still held\n", i );
    }
    for (i = 0; i < 2 * CALLS; i++) address_end( &addresses[i] );
    provider_end();
    ok( !object_count(), "%ld objects are left\n", object_count() );
    CoUninitialize();
}
