/* memory.h: the one allocator that a db and everything made through it use. */
#ifndef QUERN_MEMORY_H
#define QUERN_MEMORY_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An allocator, as malloc, realloc and free with a context. Any thread that uses the db may call it, also at the same time.
 * A NULL from it is an ordinary error (QUERN_ERROR_MEMORY). libpq's own memory and that of the C library are outside it.
 * The struct is copied by quern_open; its context must outlive the db. */
typedef struct quern_allocator {
    void *(*allocate)(void *context, size_t size); /* aligned as malloc's; never called for 0 bytes */
    void *(*reallocate)(void *context, void *memory, size_t size); /* NULL leaves `memory` as it was */
    void (*release)(void *context, void *memory);                  /* `memory` may be NULL */
    void *context;                                                 /* passed to each of them */
} quern_allocator;

/* The allocator of the C library: malloc, realloc and free. Static; never NULL. Does not evaluate. Any thread. */
QUERN_API const quern_allocator *quern_system_allocator(void);

#ifdef __cplusplus
}
#endif

#endif
