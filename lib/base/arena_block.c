/* arena_block.c: all of an arena but the question where a piece comes from, which arena.c and arena_debug.c answer each in
 * their way: blocks, the tree, what runs at the close, and the conveniences on top of take and take_bytes. */
#include "lib/base/arena_block.h"

#include <stdio.h>
#include <string.h>

enum { SHORT_FORMAT = 256 }; /* texts of this size are formatted once, longer ones twice */

struct quern__arena_call {
    quern__arena_call *next;
    void (*call)(void *argument);
    void *argument;
};

static void count_bytes(quern__arena *arena, size_t size)
{
    for (; arena; arena = arena->parent)
        arena->bytes += size;
}

static void discount_bytes(quern__arena *arena, size_t size)
{
    for (; arena; arena = arena->parent)
        arena->bytes -= size;
}

static quern__arena_block *new_block(const quern_allocator *allocator, size_t size)
{
    if (size > PTRDIFF_MAX - sizeof(quern__arena_block))
        return NULL;
    quern__arena_block *block = quern__allocate(allocator, sizeof(quern__arena_block) + size);
    if (block)
        *block = (quern__arena_block){ .size = size };
    return block;
}

/* Whether the limits, the parents' too, allow for one more block. */
static bool allowed(quern__arena *arena, size_t size)
{
    for (; arena; arena = arena->parent) {
        if (!arena->limit || (arena->bytes <= arena->most && size <= arena->most - arena->bytes))
            continue;
        *arena->hit = (quern__limit_hit){ arena->limit, arena->most, arena->bytes, size };
        return false;
    }
    return true;
}

static void link_to_parent(quern__arena *arena)
{
    quern__arena *parent = arena->parent;
    if (!parent)
        return;
    arena->elder = parent->newest_child;
    if (arena->elder)
        arena->elder->younger = arena;
    parent->newest_child = arena;
}

static void unlink_from_parent(quern__arena *arena)
{
    if (arena->elder)
        arena->elder->younger = arena->younger;
    if (arena->younger)
        arena->younger->elder = arena->elder;
    else if (arena->parent)
        arena->parent->newest_child = arena->elder;
}

/* Those hung after the first `count`. A call may hang more on the arena, or take from it: all of that is done with too. */
static void run_close_calls(quern__arena *arena, uint32_t count)
{
    while (arena->call_count > count) {
        quern__arena_call *last = arena->calls;
        arena->calls = last->next;
        arena->call_count--;
        last->call(last->argument);
    }
}

/* A block for a child's beginning: the one that waits for it, if it is as large. */
static quern__arena_block *first_block(const quern_allocator *allocator, quern__arena *parent, size_t size)
{
    quern__arena_block *block = parent ? parent->nursery : NULL;
    if (!block || block->size != size)
        return new_block(allocator, size);
    parent->nursery = block->next = NULL;
    return block;
}

quern__arena *quern__arena_new(const quern_allocator *allocator, quern__arena *parent, size_t room)
{
    const size_t own = QUERN__ARENA_ROUND(sizeof(quern__arena)), size = own + room;
    quern__arena_block *block =
        allowed(parent, sizeof *block + size) ? first_block(allocator, parent, size) : NULL;
    if (!block)
        return NULL;
    quern__arena *arena = (quern__arena *)(void *)block->bytes;
    *arena = (quern__arena){ .low = block->bytes + own,
                             .high = block->bytes + own + room,
                             .blocks = block,
                             .allocator = allocator,
                             .parent = parent };
    link_to_parent(arena);
    count_bytes(arena, sizeof(quern__arena_block) + block->size);
    return arena;
}

quern__arena_block *quern__arena_add_block(quern__arena *arena, size_t size)
{
    const size_t whole = size <= PTRDIFF_MAX ? sizeof(quern__arena_block) + size : SIZE_MAX;
    quern__arena_block *block = allowed(arena, whole) ? new_block(arena->allocator, size) : NULL;
    if (!block)
        return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    count_bytes(arena, sizeof(quern__arena_block) + size);
    return block;
}

size_t quern__arena_room(const quern__arena *arena)
{
    size_t least = SIZE_MAX;
    for (; arena; arena = arena->parent) {
        const size_t room = arena->most > arena->bytes ? arena->most - arena->bytes : 0;
        if (arena->limit && room < least)
            least = room;
    }
    return least;
}

void quern__arena_use_spare(quern__arena *arena)
{
    arena->spare->next = arena->blocks;
    arena->blocks = arena->spare;
    arena->spare = NULL;
}

void quern__arena_free_block(quern__arena *arena, quern__arena_block *block)
{
    discount_bytes(arena, sizeof *block + block->size);
    quern__release(arena->allocator, block);
}

quern__arena_point quern__arena_mark(const quern__arena *arena)
{
    return (quern__arena_point){ .block = arena->blocks,
                                 .low = arena->low,
                                 .room = (uint32_t)(arena->high - arena->low),
                                 .calls = arena->call_count };
}

bool quern__arena_point_same(const quern__arena_point *a, const quern__arena_point *b)
{
    return a->block == b->block && a->low == b->low && a->room == b->room && a->calls == b->calls;
}

void quern__arena_rewind(quern__arena *arena, const quern__arena_point *point)
{
    run_close_calls(arena, point->calls);
    while (arena->blocks != point->block) {
        quern__arena_block *block = arena->blocks;
        arena->blocks = block->next;
        quern__arena_drop_block(arena, block);
    }
    arena->low = point->low;
    arena->high = point->low + point->room;
}

void quern__arena_limit(quern__arena *arena, const quern__limit *limit, size_t most, quern__limit_hit *hit)
{
    arena->limit = limit;
    arena->most = most;
    arena->hit = hit;
}

void quern__arena_detach(quern__arena *arena)
{
    discount_bytes(arena->parent, arena->bytes);
    unlink_from_parent(arena);
    arena->parent = arena->elder = arena->younger = NULL;
    arena->limit = NULL;
}

void quern__arena_close(quern__arena *arena)
{
    if (!arena)
        return;
    const quern_allocator *allocator = arena->allocator;
    quern__arena *parent = arena->parent;
    run_close_calls(arena, 0);
    while (arena->newest_child)
        quern__arena_close(arena->newest_child);
    discount_bytes(parent, arena->bytes);
    unlink_from_parent(arena);
    quern__release(allocator, arena->spare);
    quern__release(allocator, arena->nursery);
    quern__arena_block *block = arena->blocks;
    for (quern__arena_block *next; (next = block->next); block = next)
        quern__release(allocator, block);
    if (!quern__arena_keep_child(parent, block)) /* the arena lies in its oldest block */
        quern__release(allocator, block);
}

void *quern__arena_take_array(quern__arena *arena, size_t count, size_t size)
{
    if (size && count > PTRDIFF_MAX / size)
        return NULL;
    return quern__arena_take(arena, count * size);
}

char *quern__arena_copy(quern__arena *arena, const char *text, size_t size)
{
    if (size >= PTRDIFF_MAX)
        return NULL;
    char *copy = quern__arena_take_bytes(arena, size + 1);
    if (!copy)
        return NULL;
    if (size)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *quern__arena_text(quern__arena *arena, const char *text)
{
    return text ? quern__arena_copy(arena, text, strlen(text)) : NULL;
}

char *quern__arena_vformat(quern__arena *arena, const char *format, va_list arguments)
{
    char brief[SHORT_FORMAT];
    va_list again;
    va_copy(again, arguments);
    char *text = NULL;
    int size = vsnprintf(brief, sizeof brief, format, arguments);
    if (size >= 0 && (size_t)size < sizeof brief) {
        text = quern__arena_copy(arena, brief, (size_t)size);
    } else if (size >= 0) {
        text = quern__arena_take_bytes(arena, (size_t)size + 1);
        if (text)
            vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    return text;
}

char *quern__arena_format(quern__arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = quern__arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

bool quern__arena_on_close(quern__arena *arena, void (*call)(void *argument), void *argument)
{
    quern__arena_call *last = quern__arena_take(arena, sizeof *last);
    if (!last)
        return false;
    *last = (quern__arena_call){ .next = arena->calls, .call = call, .argument = argument };
    arena->calls = last;
    arena->call_count++;
    return true;
}

size_t quern__arena_bytes(const quern__arena *arena)
{
    return arena->bytes;
}

const quern_allocator *quern__arena_allocator(const quern__arena *arena)
{
    return arena->allocator;
}
