/* arena.h: memory that is given piece by piece and taken back all at once.
 *
 * An arena hands out pieces of blocks that it never moves. Arenas form a tree: closing one closes its children, newest
 * first, after running what was hung on it with quern__arena_on_close. One thread at a time.
 *
 * arena_debug.c is a twin with the same functions that mallocs each piece, so valgrind and ASan see every overrun and every
 * use after close; configure chooses it with --enable-debug-arena, and by itself when a sanitizer is on. */
#ifndef QUERN__BASE_ARENA_H
#define QUERN__BASE_ARENA_H

#include "lib/base/memory.h"

#include <stdarg.h>

typedef struct quern__arena quern__arena;

/* A new arena, child of `parent` unless that is NULL; NULL when out of memory. `allocator` outlives it. */
quern__arena *quern__arena_open(const quern_allocator *allocator, quern__arena *parent);

/* Runs the close calls, closes the children, frees all. NULL is allowed. */
void quern__arena_close(quern__arena *arena);

/* `size` zeroed bytes, aligned for any type; NULL when out of memory. A size of 0 gives a valid pointer. */
void *quern__arena_take(quern__arena *arena, size_t size);

/* The same bytes, not zeroed: for what the caller is about to write. */
void *quern__arena_take_raw(quern__arena *arena, size_t size);

/* `count` zeroed items; NULL also when the product overflows. */
void *quern__arena_take_array(quern__arena *arena, size_t count, size_t size);

/* `size` bytes that need no alignment and are not zeroed: packed tightly, for texts. */
char *quern__arena_take_bytes(quern__arena *arena, size_t size);

/* A NUL-terminated copy of `size` bytes; NULL when out of memory. */
char *quern__arena_copy(quern__arena *arena, const char *text, size_t size);

/* A copy of a text; NULL for NULL, and when out of memory. */
char *quern__arena_text(quern__arena *arena, const char *text);

/* A text as by printf; NULL when out of memory. */
char *quern__arena_format(quern__arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *quern__arena_vformat(quern__arena *arena, const char *format, va_list arguments);

/* Calls `call(argument)` when the arena is closed, before its memory goes; last hung, first called. False when out of
 * memory: then it will not be called. */
bool quern__arena_on_close(quern__arena *arena, void (*call)(void *argument), void *argument);

/* A point in the life of an arena. */
typedef struct quern__arena_point {
    const void *block;
    char *low;
    uint32_t room;  /* above `low` */
    uint32_t calls; /* that had been hung */
} quern__arena_point;

quern__arena_point quern__arena_mark(const quern__arena *arena);
bool quern__arena_point_same(const quern__arena_point *a, const quern__arena_point *b);

/* Frees all pieces that were taken since then; what was hung on the arena since then is called first. Children stay. The arena must
 * not have been rewound further since. */
void quern__arena_rewind(quern__arena *arena, const quern__arena_point *point);

/* A limit of bytes that a program has set: what it calls it, and what to do about it. Static texts. */
typedef struct quern__limit {
    const char *name, *hint;
} quern__limit;

/* The last time that an arena was refused memory by a limit; `limit` NULL: it never was. */
typedef struct quern__limit_hit {
    const quern__limit *limit;
    size_t most, held, asked;
} quern__limit_hit;

/* From now on the arena, children included, gets no more than `most` bytes: taking gives NULL as when out of memory, and *hit,
 * which must outlive the arena, says that it was the limit. */
void quern__arena_limit(quern__arena *arena, const quern__limit *limit, size_t most, quern__limit_hit *hit);

/* Takes the arena from its parent: it lives on by itself, without a limit. */
void quern__arena_detach(quern__arena *arena);

/* Bytes that the arena holds from its allocator, children included, but for a block that waits for its next child. */
size_t quern__arena_bytes(const quern__arena *arena);

/* Whether this is the twin for debugging. */
extern const bool quern__arena_debug;

const quern_allocator *quern__arena_allocator(const quern__arena *arena);

#endif
