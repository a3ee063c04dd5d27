/*
 * The test of structures: what a function that returns one must do with buffers of every size, in every version.
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

#ifndef WINE_TELEPHONY_TAPI32_TESTS_FIDELITY_H
#define WINE_TELEPHONY_TAPI32_TESTS_FIDELITY_H

#include "phones.h"
#include "structures.h"

/* What the functions are called for, in one version. */
struct subject
{
    struct app *app;
    DWORD       version;
    DWORD       device;
    HLINE       line;
    HCALL       call;
    struct phone_app *phones;
    DWORD       phone_device;
    HPHONE      phone;
    struct app *proxy;          /* answers what is asked of agents */
    HLINE       proxy_line;
    HAGENT      agent;
    HAGENTSESSION session;
};

#define ANSI_TOO  0x01      /* there is a function of each kind, A and W; else there is one, and it is called as if it were the W one */
#define ONCE      0x02      /* neither version nor device matter: for the newest version only */
#define PHONE     0x04      /* its errors are PHONEERR_xxx */
#define SLOW      0x08      /* fewer sizes */
#define ANSWER    0x10      /* another program fills it, in Unicode: dwNeededSize in ANSI is at most too much */

/* One that returns a structure. */
struct function
{
    const char             *name;
    const struct structure *structure;
    DWORD                   flags;
    LONG                  (*get)( struct subject *subject, BOOL unicode, void *buffer );
};

/* fidelity_check.c: everything there is to say of one function for that subject. */
void check_function( const struct function *function, struct subject *subject );
/* fidelity_agents.c: the functions of agents, in one version. */
void test_agents( struct app *app, DWORD device, DWORD version );
/* How often functions were called so far. */
extern unsigned int calls_made;

#endif
