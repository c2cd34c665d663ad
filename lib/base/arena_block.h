/* arena_block.h: what arena.c and arena_debug.c share: the blocks of an arena and its place in the tree. Only the three files
 * arena*.c include it. */
#ifndef QUERN__BASE_ARENA_BLOCK_H
#define QUERN__BASE_ARENA_BLOCK_H

#include "lib/base/arena.h"

#define QUERN__ARENA_ALIGNMENT _Alignof(max_align_t)
#define QUERN__ARENA_ROUND(size) (((size) + QUERN__ARENA_ALIGNMENT - 1) & ~(QUERN__ARENA_ALIGNMENT - 1))

typedef struct quern__arena_block quern__arena_block;

struct quern__arena_block {
    quern__arena_block *next; /* the one before it in time */
    size_t size;              /* of `bytes` */
    _Alignas(max_align_t) char bytes[];
};

typedef struct quern__arena_call quern__arena_call;

struct quern__arena {
    /* Free in the block in use: aligned pieces are cut off below, texts above. Unused by the debug twin. */
    char *low, *high;
    size_t next_size; /* of the next block, header included */

    quern__arena_block *blocks;  /* newest first; the oldest holds the arena itself */
    quern__arena_block *spare;   /* for the next block, after a rewind; NULL: none */
    quern__arena_block *nursery; /* for the next child; it counts nowhere until then; NULL: none */
    size_t bytes;                /* from the allocator, children included */
    const quern_allocator *allocator;
    quern__arena *parent, *newest_child, *elder, *younger;
    quern__arena_call *calls; /* last hung first */
    uint32_t call_count;
    const quern__limit *limit; /* of `bytes`; NULL: none */
    size_t most;
    quern__limit_hit *hit;
};

/* An arena, in a first block that has `room` bytes left behind it, at arena->low; NULL when out of memory. */
quern__arena *quern__arena_new(const quern_allocator *allocator, quern__arena *parent, size_t room);

/* Bytes that the limits, the parents' too, leave to the arena. */
size_t quern__arena_room(const quern__arena *arena);

/* The spare block becomes the newest. */
void quern__arena_use_spare(quern__arena *arena);

/* A block that a rewind takes from the arena: frees it, by quern__arena_free_block, or keeps it as the spare. */
void quern__arena_drop_block(quern__arena *arena, quern__arena_block *block);
void quern__arena_free_block(quern__arena *arena, quern__arena_block *block);

/* Whether the parent, which may be NULL, keeps the first block of a child that is being closed, for the next one. */
bool quern__arena_keep_child(quern__arena *parent, quern__arena_block *first);

/* One more block of `size` bytes; NULL when out of memory. */
quern__arena_block *quern__arena_add_block(quern__arena *arena, size_t size);

#endif
