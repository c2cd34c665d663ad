/* arena_debug.c: the twin of arena.c that mallocs each piece, so that valgrind and ASan see every overrun, every use after
 * close and every read of bytes that nobody wrote. */
#include "lib/base/arena_block.h"

#include <string.h>

const bool quern__arena_debug = true;

quern__arena *quern__arena_open(const quern_allocator *allocator, quern__arena *parent)
{
    return quern__arena_new(allocator, parent, 0);
}

void *quern__arena_take(quern__arena *arena, size_t size)
{
    char *piece = quern__arena_take_bytes(arena, size);
    return piece ? memset(piece, 0, size) : NULL;
}

void *quern__arena_take_raw(quern__arena *arena, size_t size)
{
    return quern__arena_take_bytes(arena, size);
}

char *quern__arena_take_bytes(quern__arena *arena, size_t size)
{
    quern__arena_block *block = quern__arena_add_block(arena, size);
    return block ? block->bytes : NULL;
}

bool quern__arena_keep_child(quern__arena *parent, quern__arena_block *first)
{
    (void)parent;
    (void)first;
    return false;
}

void quern__arena_drop_block(quern__arena *arena, quern__arena_block *block)
{
    quern__arena_free_block(arena, block);
}
