/* values.h: values of every kind, for property tests: the edges of each, and random ones. The server can hold all of them. */
#ifndef QUERN__TEST_SUPPORT_VALUES_H
#define QUERN__TEST_SUPPORT_VALUES_H

#include "test/support/generate.h"

/* An edge of a kind, or of an array of it (QUERN_ARRAY), counted from 0; QUERN_KIND_END past the last. What it points to is
 * static, or in the arena. */
quern_value quern__edge_value(quern_kind kind, size_t index, quern__arena *arena);

/* A value of a kind, or an array, seldom an edge. It is never NULL, but items of an array may be. What it points to is static,
 * or in the arena. */
quern_value quern__random_value(quern__random *random, quern__arena *arena, quern_kind kind);

#endif
