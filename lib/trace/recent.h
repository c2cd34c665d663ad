/* recent.h: where the latest evaluations of a session were called: a ring of sixteen places, which costs a look at one of
 * them and no memory, so that all who are called once are done with. */
#ifndef QUERN__TRACE_RECENT_H
#define QUERN__TRACE_RECENT_H

#include <stddef.h>
#include <stdint.h>

enum { QUERN__RECENT_MOST = 16, QUERN__RECENT_DRAWERS = 32, QUERN__RECENT_SHIFT = 64 - 5 };

typedef struct quern__recent {
    const char *sites[QUERN__RECENT_MOST]; /* of evaluation n at (n - 1) % 16; NULL: none that counts */
    uint64_t count;                        /* evaluations so far */
    /* By a digest of the place: the number of its latest evaluation, or of another's; 0: there was none. */
    uint64_t drawers[QUERN__RECENT_DRAWERS];
    uint64_t step;   /* of the program's work, that the latest was in */
    uint64_t before; /* evaluations before that step */
    unsigned off;    /* what is evaluated now is quern's own doing: it does not count */
} quern__recent;

/* Writes down an evaluation. Gives the number, from 1, of the latest one from the same place among the sixteen before it, in the same
 * step; 0: there is none. Its own is `count`. Places are compared by address. */
uint64_t quern__recent_add(quern__recent *recent, const char *site, uint64_t step);

#endif
