/* shape.h: the shape of a queryset and of what a call wants of it: all that its SQL depends on, as words; and, beside it, the values
 * that go with the SQL. Made of the chain alone, in one walk, so that a statement which is known needs no plan. */
#ifndef QUERN__PLAN_SHAPE_H
#define QUERN__PLAN_SHAPE_H

#include "lib/plan/plan.h"

enum { QUERN__SHAPE_FEW = 96, QUERN__SHAPE_FEW_VALUES = 12 };

/* It points into itself, so it is made where it stays. */
typedef struct quern__shape {
    uint64_t hash;
    size_t count, room; /* of words */
    uint64_t *words;
    size_t value_count, value_room;
    quern_value *values; /* in the order of the placeholders, as quern__plan_parameters gives them */
    quern_kind *kinds;
    const quern_allocator *allocator;
    quern__arena *arena;
    bool broken; /* out of memory */
    bool empty;  /* no row can come of it: nothing needs to be asked */
    uint64_t few_words[QUERN__SHAPE_FEW];
    quern_value few_values[QUERN__SHAPE_FEW_VALUES];
    quern_kind few_kinds[QUERN__SHAPE_FEW_VALUES];
} quern__shape;

/* Makes it. Two querysets of one db with the same words have the same SQL, send the same kinds, and give the same columns to the same
 * places of their rows. The queryset is in no error. Values that do not fit into the few are taken of the arena. */
void quern__shape_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                       quern__shape *out);
void quern__shape_close(quern__shape *shape);

/* Whether two lists of words are the same. Their hashes may be, though they are not. */
bool quern__shape_same(const uint64_t *words, size_t count, const quern__shape *shape);

#endif
