/* identity.h: when two values are the same one. */
#ifndef QUERN__VALUE_IDENTITY_H
#define QUERN__VALUE_IDENTITY_H

#include "lib/base/arena.h"

#include <quern/value.h>

/* Bytes that two values of one kind have in common just when the server takes them for equal: 1.0 and 1.00, 24 hours and a day, NaN
 * and NaN. Of a text they are its own: that its column's collation may take others for equal too is not known here. */
typedef struct quern__identity {
    const void *bytes;
    size_t size;
} quern__identity;

/* Of a value that is not NULL, nor an array. The bytes lie in the arena, or are the value's own. False when out of memory. */
bool quern__identity_of(quern__arena *arena, const quern_value *value, quern__identity *out);

bool quern__identity_same(const quern__identity *a, const quern__identity *b);

/* In decimal.c: a number as the shortest text that there is for it, of at most strlen(text) + 24 bytes. `text` is a decimal. */
void quern__decimal_shortest(const char *text, char *out);

#endif
