/* memory.c: the only calls of malloc, realloc and free in the library, and the checks that no caller should have to repeat:
 * never 0 bytes, never more than an object can have, never a product that overflows. */
#include "lib/base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *system_allocate(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void *system_reallocate(void *context, void *memory, size_t size)
{
    (void)context;
    return realloc(memory, size);
}

static void system_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

const quern_allocator quern__system_allocator = {
    .allocate = system_allocate,
    .reallocate = system_reallocate,
    .release = system_release,
};

const quern_allocator *quern_system_allocator(void)
{
    return &quern__system_allocator;
}

void *quern__allocate(const quern_allocator *allocator, size_t size)
{
    if (size > PTRDIFF_MAX)
        return NULL;
    return allocator->allocate(allocator->context, size ? size : 1);
}

void *quern__allocate_zeroed(const quern_allocator *allocator, size_t count, size_t size)
{
    if (size && count > PTRDIFF_MAX / size)
        return NULL;
    void *memory = quern__allocate(allocator, count * size);
    return memory ? memset(memory, 0, count * size) : NULL;
}

void *quern__reallocate(const quern_allocator *allocator, void *memory, size_t size)
{
    if (!memory)
        return quern__allocate(allocator, size);
    if (size > PTRDIFF_MAX)
        return NULL;
    return allocator->reallocate(allocator->context, memory, size ? size : 1);
}

void quern__release(const quern_allocator *allocator, void *memory)
{
    if (memory)
        allocator->release(allocator->context, memory);
}
