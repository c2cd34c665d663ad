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

/* A call may hang more on the arena, or take from it: all of that is done with too. */
static void run_close_calls(quern__arena *arena)
{
    while (arena->calls) {
        quern__arena_call *last = arena->calls;
        arena->calls = last->next;
        last->call(last->argument);
    }
}

/* The arena lies in its oldest block, the last of the list. */
static void release_blocks(const quern_allocator *allocator, quern__arena_block *block)
{
    while (block) {
        quern__arena_block *next = block->next;
        quern__release(allocator, block);
        block = next;
    }
}

quern__arena *quern__arena_new(const quern_allocator *allocator, quern__arena *parent, size_t room)
{
    size_t own = QUERN__ARENA_ROUND(sizeof(quern__arena));
    quern__arena_block *block = new_block(allocator, own + room);
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
    quern__arena_block *block = new_block(arena->allocator, size);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    count_bytes(arena, sizeof(quern__arena_block) + size);
    return block;
}

void quern__arena_close(quern__arena *arena)
{
    if (!arena)
        return;
    run_close_calls(arena);
    while (arena->newest_child)
        quern__arena_close(arena->newest_child);
    discount_bytes(arena->parent, arena->bytes);
    unlink_from_parent(arena);
    release_blocks(arena->allocator, arena->blocks);
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
