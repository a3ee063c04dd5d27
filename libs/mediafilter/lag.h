/*
 * Live sound that waits: how much of it waits for nothing. Plain C, for filters and for the exchange.
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

#ifndef MEDIAFILTER_LAG_H
#define MEDIAFILTER_LAG_H

#include <stdint.h>

/*
 * Who gets live sound by one clock and passes it on by another has a queue. When somebody was held up - this machine, a sound server, a program - a backlog
 * comes at once, and from then on the queue is longer, and the call later, by that much, for as long as it lasts. So the queue is watched: what has been in
 * it through the whole of a window of time was not needed, and is thrown away at once. A queue that runs dry was too short: from then on a margin is left in
 * it, which goes again when all has been calm for long. With nobody held up nothing is ever thrown away.
 *
 * Everything is in samples. Without locks: one thread, or the owner's lock.
 */
struct lag
{
    uint32_t window;            /* how long is looked at before something is thrown away */
    uint32_t keep;              /* so much may always wait */
    uint32_t step;              /* of the margin; less than this is not thrown away either */
    uint32_t most;              /* the margin at most */

    uint32_t margin, least, passed, calm;
};

#define LAG_CALM 30             /* windows without running dry before the margin gets smaller */

static inline void lag_begin( struct lag *lag )
{
    lag->passed = 0;
    lag->least = UINT32_MAX;
}

/** @param rate  samples in a second; windows are as long */
static inline void lag_init( struct lag *lag, uint32_t rate, uint32_t keep, uint32_t step, uint32_t most )
{
    *lag = (struct lag){ .window = rate, .keep = keep, .step = step, .most = most };
    lag_begin( lag );
}

/** How much should be in the queue before it begins, again. */
static inline uint32_t lag_target( const struct lag *lag )
{
    return lag->keep + lag->margin;
}

/** The queue ran dry. */
static inline void lag_dry( struct lag *lag )
{
    lag->margin = lag->most - lag->margin < lag->step ? lag->most : lag->margin + lag->step;
    lag->calm = 0;
    lag_begin( lag );
}

/**
 * Look at the queue: always at the same point, when it is shortest (before something comes, or before something is taken).
 *
 * @param waiting  what is in it
 * @param passed   the time since the last look
 * @return how much of it to throw away now, 0 almost always
 */
static inline uint32_t lag_look( struct lag *lag, uint32_t waiting, uint32_t passed )
{
    uint32_t surplus = 0;

    if (waiting < lag->least) lag->least = waiting;
    lag->passed += passed;
    if (lag->passed < lag->window) return 0;
    if (++lag->calm >= LAG_CALM && lag->margin)
    {
        lag->margin -= lag->margin < lag->step ? lag->margin : lag->step;
        lag->calm = 0;
    }
    if (lag->least > lag_target( lag )) surplus = lag->least - lag_target( lag );
    lag_begin( lag );
    return surplus < lag->step ? 0 : surplus;
}

#endif
