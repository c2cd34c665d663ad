/* draw.h: what chains are made of at random: paths, values, what is computed. All of it follows from a seed. */
#ifndef QUERN__TEST_QUERIES_DRAW_H
#define QUERN__TEST_QUERIES_DRAW_H

#include "test/queries/chain.h"

/* All decisions come from here. */
typedef struct dice {
    quern__random *random;
    size_t draws, odd; /* the draw of this number is another one than the seed says */
} dice;

typedef struct maker {
    dice *dice;
    quern__arena *arena;
    const table *root;
    size_t nesting; /* of querysets */
    size_t *many;   /* steps to many that the chain may still have */
} maker;

/* A number less than `count`, and one thing of a list. */
size_t below(maker *m, size_t count);
#define ONE_OF(m, list) ((list)[below((m), sizeof(list) / sizeof *(list))])

/* Once in so many. */
bool rarely(maker *m, size_t times);

/* Zeroed memory of the chain's arena. */
void *take(maker *m, size_t count, size_t size);

/* ---- Paths ---- */

/* One more name at the end of its text. */
void append(maker *m, path *path, const char *name);

/* Over relations to one object: as many as there are, of `most`. */
const table *over_ones(maker *m, path *path, size_t most);

/* A relation's column has two names, and the key too. */
const char *spelling(maker *m, const table *at, size_t field, bool last);

/* Any field, with up to so many hops; END: one of any kind, else one that can be compared with it. NULL text: none was found. */
path any_path(maker *m, size_t most_hops, quern_kind kind);

/* ---- Values ---- */

expression constant(maker *m, quern_kind kind);
expression field_of(const path *path);

/* An operator over numbers. */
expression computed(maker *m, size_t depth);

/* What may stand on the right of a comparison: a constant, a field, something computed. */
expression right_side(maker *m, quern_kind kind);

#endif
