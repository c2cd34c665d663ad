/* memory.h: the only door to the allocator. Nothing outside lib/base calls malloc, and all of lib/ takes the allocator
 * from the db that it works for. */
#ifndef QUERN__BASE_MEMORY_H
#define QUERN__BASE_MEMORY_H

#include <quern/memory.h>

/* The C library's malloc, realloc and free. */
extern const quern_allocator quern__system_allocator;

/* `size` bytes, not zeroed; NULL when out of memory. A size of 0 gives 1 byte. */
void *quern__allocate(const quern_allocator *allocator, size_t size);

/* `count` items of `size` bytes, zeroed; NULL when out of memory or when the product overflows. */
void *quern__allocate_zeroed(const quern_allocator *allocator, size_t count, size_t size);

/* As realloc: NULL leaves `memory` as it was. */
void *quern__reallocate(const quern_allocator *allocator, void *memory, size_t size);

/* As free. */
void quern__release(const quern_allocator *allocator, void *memory);

#endif
