/* names.h: what a name stands for. A table that is filled once, in an arena, and then only read, by all threads at once. */
#ifndef QUERN__BASE_NAMES_H
#define QUERN__BASE_NAMES_H

#include "lib/base/arena.h"

typedef struct quern__names_slot quern__names_slot;

/* Zeroed, it is a table without names. */
typedef struct quern__names {
    quern__names_slot *slots;
    size_t mask; /* slots - 1 */
} quern__names;

/* An empty table with room for `most` names, in the arena; false when out of memory. */
bool quern__names_open(quern__names *names, quern__arena *arena, size_t most);

/* Lets the name, any bytes, stand for `thing`, unless it is taken; gives what it stands for then. Both are borrowed. */
const void *quern__names_add(quern__names *names, const char *name, size_t size, const void *thing);

/* What the name stands for; NULL when it is not in the table. `name` need not be NUL-terminated. */
const void *quern__names_find(const quern__names *names, const char *name, size_t size);

#endif
