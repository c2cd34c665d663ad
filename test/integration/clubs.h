/* clubs.h: querysets that have something to prefetch, for a session whose statements are counted. */
#ifndef QUERN__TEST_INTEGRATION_CLUBS_H
#define QUERN__TEST_INTEGRATION_CLUBS_H

#include "test/integration/counted.h"
#include "test/support/club.h"

extern quern_queryset *
    clubs; /* in order, with founder and topics: 1 by 1 with two, 2 by 2 with two, 3 by nobody with one, 4 by 6 with none */
extern quern_queryset *bad; /* whose prefetch fails: the server says 2201B */

/* A checked fixture, as open_counted. */
void open_clubs(void);

/* The session has not failed. */
void must(const char *what);

/* It has: this is how. */
const quern_error *failure(void);

/* It is that club, and has what `clubs` prefetches. */
void expect_club(const club *c, const char *what, int64_t id, int64_t founder, size_t topics);

/* As expect_statements, of the session's log alone: a connection is reset behind SQL of the user's own. */
void expect_own_count(const char *what, int64_t statements);

#endif
