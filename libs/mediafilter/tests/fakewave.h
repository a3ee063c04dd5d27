/*
 * The wave filters with devices of the tests instead of those of winmm.
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

#ifndef MEDIAFILTER_TESTS_FAKEWAVE_H
#define MEDIAFILTER_TESTS_FAKEWAVE_H

#include "mediafilter/filter.h"

#include <mmsystem.h>

/* What winmm has without fake (lag.c) */
MMRESULT fake_waveOutOpen( HWAVEOUT *out, UINT id, const WAVEFORMATEX *format, DWORD_PTR event, DWORD_PTR instance, DWORD flags );
MMRESULT fake_waveOutWrite( HWAVEOUT out, WAVEHDR *header, UINT size );
MMRESULT fake_out( HWAVEOUT out );
MMRESULT fake_out_reset( HWAVEOUT out );
MMRESULT fake_out_pause( HWAVEOUT out );
MMRESULT fake_out_restart( HWAVEOUT out );
MMRESULT fake_out_header( HWAVEOUT out, WAVEHDR *header, UINT size );
MMRESULT fake_waveInOpen( HWAVEIN *in, UINT id, const WAVEFORMATEX *format, DWORD_PTR event, DWORD_PTR instance, DWORD flags );
MMRESULT fake_waveInAddBuffer( HWAVEIN in, WAVEHDR *header, UINT size );
MMRESULT fake_in( HWAVEIN in );
MMRESULT fake_in_header( HWAVEIN in, WAVEHDR *header, UINT size );
UINT WINAPI fake_count( void );
/* ms by the clock of the device */
DWORD fake_ticks( void );

/* What ../wave.h has (fakewave.c) */
HRESULT fake_capture_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out );
HRESULT fake_render_create( UINT device_id, const WAVEFORMATEX *preferred, IBaseFilter **out );
HRESULT fake_set_volume( IBaseFilter *filter, LONG volume );
LONG fake_get_volume( IBaseFilter *filter );
extern const DWORD fake_buffer_ms, fake_capture_buffers, fake_render_buffers;

#endif
