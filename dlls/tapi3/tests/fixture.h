/*
 * What the tests of tapi3.dll share: the exchange as provider, a sink that remembers events.
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

#ifndef TAPI3_TESTS_FIXTURE_H
#define TAPI3_TESTS_FIXTURE_H

#define COBJMACROS
#include "wine/test.h"

#include <ole2.h>
#include <ocidl.h>
#include <olectl.h>
#include <tapi.h>
#include <tapi3.h>

#define PATIENCE 20000                  /* ms that a test waits for what must come */

#define ok_hr( expr, expected ) \
    do { const HRESULT hr__ = (expr); ok( hr__ == (HRESULT)(expected), #expr " returned %#lx\n", hr__ ); } while (0)

/* Add the built-in exchange with some lines and phones; FALSE (after a skip) where it cannot be had. */
BOOL exchange_add( DWORD lines, DWORD phones );
void exchange_remove( void );

/* Add the test provider (tests/fixtures/testtsp.h); FALSE (after a skip) if it is not beside this program. */
BOOL testtsp_add( void );
void testtsp_remove( void );
/* One of its commands, sent through an address, about a call or none */
void testtsp_tell( ITAddress *address, ITCallInfo *call, DWORD code, DWORD arg0, DWORD arg1, DWORD arg2, DWORD arg3, const WCHAR *text );

/* Something about the current location is different from now on: a number on its toll list, or not. */
void change_location( void );

/* A TAPI object that has been initialised */
ITTAPI2 *new_tapi( void );

/* The address with a number of the exchange, 1001... */
ITAddress *find_address( ITTAPI2 *tapi, const WCHAR *number );

/* An event sink: events are kept, and taken from it in the order in which they came. */
struct sink
{
    ITTAPIEventNotification ITTAPIEventNotification_iface;
    LONG refs;
    CRITICAL_SECTION cs;
    HANDLE came;
    struct taken { TAPI_EVENT type; IDispatch *event; } events[256];
    unsigned int first, count;
    DWORD cookie;
    IConnectionPoint *point;
    void (*called)( struct sink *sink, TAPI_EVENT type, IDispatch *event );    /* in the event, or NULL */
    void *arg;
    DWORD thread;                       /* that called last */
};

void sink_advise( struct sink *sink, ITTAPI2 *tapi, LONG filter );
void sink_unadvise( struct sink *sink );
/* The next event of a type, those before it are forgotten; NULL after PATIENCE. Its interface, referenced. */
void *sink_wait( struct sink *sink, TAPI_EVENT type, REFIID iid );
/* The next call state event of a call in this state */
ITCallStateEvent *sink_wait_state( struct sink *sink, ITCallInfo *call, CALL_STATE state );
void sink_forget( struct sink *sink );

BOOL same_object( void *a, void *b );

/* Release an object whose only reference, events on their way apart, is the caller's. */
void release_last_( void *object, struct sink *sink, const char *file, unsigned int line );
#define release_last( object ) release_last_( object, NULL, __FILE__, __LINE__ )
/* the same when events of it may still come, which are forgotten */
#define release_last_of( sink, object ) release_last_( object, sink, __FILE__, __LINE__ )

/* A call of the test provider's line that is on its way, and of which nothing is heard unless the provider is told to */
ITCallInfo *silent_call( ITAddress *address );
/* Disconnect and release it. */
void drop_call( ITCallInfo *info, struct sink *sink );

#endif
