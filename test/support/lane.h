/* lane.h: one direction of a connection, in which what passes is late: pieces, each with the time when it is due. */
#ifndef QUERN__TEST_SUPPORT_LANE_H
#define QUERN__TEST_SUPPORT_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct quern__piece {
    struct quern__piece *next;
    int64_t due;       /* microseconds, on CLOCK_MONOTONIC */
    size_t size, sent; /* bytes */
    unsigned char bytes[];
} quern__piece;

/* Between two sockets that do not block. */
typedef struct quern__lane {
    int from, to;
    quern__piece *first, **last;
    size_t held;
    bool ended;  /* nothing more comes */
    bool told;   /* and the other end knows */
    bool broken; /* the other end is gone */
} quern__lane;

void quern__lane_open(quern__lane *lane, int from, int to);
void quern__lane_close(quern__lane *lane); /* frees; closes no socket */

int64_t quern__lane_now(void);

/* Whether there is room for more; and when its first piece is due, INT64_MAX for none. */
bool quern__lane_has_room(const quern__lane *lane);
int64_t quern__lane_due(const quern__lane *lane);

/* Reads a piece that is due `delay` microseconds from now; NULL when there is none. Lives until the lane is written. */
const quern__piece *quern__lane_read(quern__lane *lane, int64_t delay);

/* Writes of what is due as much as goes, up to `most` bytes of one piece. Says what went: nothing when nothing is due, and when the
 * socket takes no more. The bytes live until the next call. */
typedef struct quern__written {
    const unsigned char *bytes;
    size_t size;
} quern__written;
quern__written quern__lane_write(quern__lane *lane, size_t most);

/* Once all has been written that came before the end, the other end is told. */
void quern__lane_tell_end(quern__lane *lane);

#endif
