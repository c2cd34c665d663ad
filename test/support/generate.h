/* generate.h: random numbers that a seed repeats, and random querysets of the shared models, for property tests. */
#ifndef QUERN__TEST_SUPPORT_GENERATE_H
#define QUERN__TEST_SUPPORT_GENERATE_H

#include "lib/base/arena.h"

#include <quern/quern.h>

typedef struct quern__random {
    uint64_t state;
} quern__random;

uint64_t quern__random_next(quern__random *random);

/* A number from 0 to `count` - 1. */
size_t quern__random_below(quern__random *random, size_t count);

/* A sound condition on books or specimens, nested up to `depth` deep, in the arena. Its values are often those of the shared
 * rows. */
quern_condition quern__generate_condition(quern__random *random, const quern_model *model,
                                          quern__arena *arena, size_t depth);

/* A sound queryset of one of the shared models: up to `most` steps of any kind. `arena` is for the conditions, which may go
 * once this has returned. */
quern_queryset *quern__generate_queryset(quern__random *random, quern_session *session, quern__arena *arena,
                                         size_t most);

#endif
