/* types.h: what a db knows of the types that users made, enums and citext and arrays of them, by their numbers: which type's
 * cells look the same, and the name. A cache, filled by learn.c and shared by all sessions; any thread may call. */
#ifndef QUERN__SESSION_TYPES_H
#define QUERN__SESSION_TYPES_H

#include "lib/base/memory.h"

typedef struct quern__type {
    uint32_t number;
    uint32_t alike; /* the type whose cells look the same; 0: none */
    const char *name;
} quern__type;

typedef struct quern__types quern__types;

/* A cache of `most` types; NULL when out of memory. */
quern__types *quern__types_open(const quern_allocator *allocator, size_t most);

/* NULL is allowed. */
void quern__types_close(quern__types *types);

/* The type of that number, or NULL; it lives as long as the cache. In a cache that is NULL there is none. */
const quern__type *quern__types_find(quern__types *types, uint32_t number);

/* Keeps a copy, unless there is one, or no room or memory for it: then the server will be asked again. What is kept stays, so
 * that those who read it need no lock: a type's number is never another's as long as the server lives. */
void quern__types_add(quern__types *types, const quern__type *type);

#endif
