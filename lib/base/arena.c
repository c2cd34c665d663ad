/* arena.c: where the pieces of an arena come from: blocks that double in size and are cut from both ends, aligned pieces
 * below and texts above, so that neither pays for the other. Big pieces have a block of their own, which leaves the rest of
 * the block in use to smaller ones. */
#include "lib/base/arena_block.h"

#include <string.h>

const bool quern__arena_debug = false;

/* A child's first block holds a small result and all that finding it takes. */
enum { FIRST_BLOCK = 1024, FIRST_OF_CHILD = 2048, LARGEST_BLOCK = 256 * 1024 };

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

/* A limit that does not leave room for a whole block still leaves it for a piece. */
static bool add_block(quern__arena *arena, size_t size)
{
    const size_t room = quern__arena_room(arena);
    size_t next = arena->next_size;
    while (next > room && next / 2 >= size + sizeof(quern__arena_block))
        next /= 2;
    if (!quern__arena_add_block(arena, next - sizeof(quern__arena_block)))
        return false;
    if (arena->next_size < LARGEST_BLOCK)
        arena->next_size *= 2;
    return true;
}

/* A block with room for `size` bytes, which are not big. */
static bool begin_block(quern__arena *arena, size_t size)
{
    if (arena->spare && arena->spare->size >= QUERN__ARENA_ROUND(size))
        quern__arena_use_spare(arena);
    else if (!add_block(arena, QUERN__ARENA_ROUND(size)))
        return false;
    arena->low = arena->blocks->bytes;
    arena->high = arena->low + arena->blocks->size;
    return true;
}

quern__arena *quern__arena_open(const quern_allocator *allocator, quern__arena *parent)
{
    const size_t first = parent ? FIRST_OF_CHILD : FIRST_BLOCK;
    const size_t taken = sizeof(quern__arena_block) + QUERN__ARENA_ROUND(sizeof(quern__arena));
    quern__arena *arena = quern__arena_new(allocator, parent, first - taken);
    if (arena)
        arena->next_size = first * 2;
    return arena;
}

void *quern__arena_take(quern__arena *arena, size_t size)
{
    void *piece = quern__arena_take_raw(arena, size);
    return piece ? memset(piece, 0, size) : NULL;
}

void *quern__arena_take_raw(quern__arena *arena, size_t size)
{
    /* Rounded down, so that a size which fits still fits when it is rounded up. */
    size_t room = (size_t)(arena->high - arena->low) & ~(QUERN__ARENA_ALIGNMENT - 1);
    if (size > room) {
        if (is_big(arena, size))
            return take_own_block(arena, size);
        if (!begin_block(arena, size))
            return NULL;
    }
    char *piece = arena->low;
    arena->low += QUERN__ARENA_ROUND(size);
    return piece;
}

char *quern__arena_take_bytes(quern__arena *arena, size_t size)
{
    if (size > (size_t)(arena->high - arena->low)) {
        if (is_big(arena, size))
            return take_own_block(arena, size);
        if (!begin_block(arena, size))
            return NULL;
    }
    arena->high -= size;
    return arena->high;
}

/* One of each parent's, so that a loop over small results allocates nothing more. */
bool quern__arena_keep_child(quern__arena *parent, quern__arena_block *first)
{
    const bool keeps = parent && !parent->nursery && first->size + sizeof *first == FIRST_OF_CHILD;
    if (keeps)
        parent->nursery = first;
    return keeps;
}

/* One is kept, the largest but for those of big pieces, so that a loop which rewinds at its end allocates nothing more. */
void quern__arena_drop_block(quern__arena *arena, quern__arena_block *block)
{
    quern__arena_block *spare = arena->spare;
    if (block->size < arena->next_size && (!spare || spare->size < block->size)) {
        arena->spare = block;
        block = spare;
    }
    if (block)
        quern__arena_free_block(arena, block);
}
