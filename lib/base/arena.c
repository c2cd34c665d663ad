/* arena.c: where the pieces of an arena come from: blocks that double in size and are cut from both ends, aligned pieces
 * below and texts above, so that neither pays for the other. Big pieces have a block of their own, which leaves the rest of
 * the block in use to smaller ones. */
#include "lib/base/arena_block.h"

#include <string.h>

enum { FIRST_BLOCK = 1024, LARGEST_BLOCK = 256 * 1024 };

/* A quarter of a block: that much of the old one is lost at most when a new one is begun. */
static bool is_big(const quern__arena *arena, size_t size)
{
    return size > arena->next_size / 4;
}

static char *take_own_block(quern__arena *arena, size_t size)
{
    quern__arena_block *block = quern__arena_add_block(arena, size);
    return block ? block->bytes : NULL;
}

static bool begin_block(quern__arena *arena)
{
    quern__arena_block *block = quern__arena_add_block(arena, arena->next_size - sizeof(quern__arena_block));
    if (!block)
        return false;
    arena->low = block->bytes;
    arena->high = block->bytes + block->size;
    if (arena->next_size < LARGEST_BLOCK)
        arena->next_size *= 2;
    return true;
}

quern__arena *quern__arena_open(const quern_allocator *allocator, quern__arena *parent)
{
    size_t taken = sizeof(quern__arena_block) + QUERN__ARENA_ROUND(sizeof(quern__arena));
    quern__arena *arena = quern__arena_new(allocator, parent, FIRST_BLOCK - taken);
    if (arena)
        arena->next_size = (size_t)FIRST_BLOCK * 2;
    return arena;
}

void *quern__arena_take(quern__arena *arena, size_t size)
{
    /* Rounded down, so that a size which fits still fits when it is rounded up. */
    size_t room = (size_t)(arena->high - arena->low) & ~(QUERN__ARENA_ALIGNMENT - 1);
    if (size > room) {
        if (is_big(arena, size)) {
            char *own = take_own_block(arena, size);
            return own ? memset(own, 0, size) : NULL;
        }
        if (!begin_block(arena))
            return NULL;
    }
    char *piece = arena->low;
    arena->low += QUERN__ARENA_ROUND(size);
    return memset(piece, 0, size);
}

char *quern__arena_take_bytes(quern__arena *arena, size_t size)
{
    if (size > (size_t)(arena->high - arena->low)) {
        if (is_big(arena, size))
            return take_own_block(arena, size);
        if (!begin_block(arena))
            return NULL;
    }
    arena->high -= size;
    return arena->high;
}
