/* nearest.h: which of the valid names a misspelt one was meant to be. The candidates are offered one at a time; nothing is
 * allocated. */
#ifndef QUERN__BASE_NEAREST_H
#define QUERN__BASE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct quern__nearest {
    const char *wanted; /* borrowed; need not be NUL-terminated */
    size_t size;
    const char *best; /* the candidate so far, or NULL */
    size_t best_distance;
} quern__nearest;

void quern__nearest_open(quern__nearest *nearest, const char *wanted, size_t size);

/* Keeps the candidate, not a copy, when it is nearer than those before; among equals the first one stays. Upper and lower
 * case (of ASCII) are the same. Names over 63 bytes are near to nothing. */
void quern__nearest_offer(quern__nearest *nearest, const char *candidate);

/* The nearest candidate, or NULL when none is near enough: about a third of its letters may be wrong. */
const char *quern__nearest_get(const quern__nearest *nearest);

#endif
