/* types.c: the cache of types: lists by the last bits of the number, under a lock. */
#include "lib/session/types.h"

#include <pthread.h>
#include <string.h>

enum { LISTS = 64 };

typedef struct entry {
    struct entry *next;
    quern__type type;
    char name[];
} entry;

struct quern__types {
    const quern_allocator *allocator;
    pthread_mutex_t lock; /* over what follows; entries themselves never change */
    size_t left;          /* places */
    entry *lists[LISTS];
};

quern__types *quern__types_open(const quern_allocator *allocator, size_t most)
{
    quern__types *types = quern__allocate_zeroed(allocator, 1, sizeof *types);
    if (!types)
        return NULL;
    types->allocator = allocator;
    types->left = most;
    pthread_mutex_init(&types->lock, NULL);
    return types;
}

void quern__types_close(quern__types *types)
{
    if (!types)
        return;
    for (size_t i = 0; i < LISTS; i++)
        for (entry *e = types->lists[i], *next; e; e = next) {
            next = e->next;
            quern__release(types->allocator, e);
        }
    pthread_mutex_destroy(&types->lock);
    quern__release(types->allocator, types);
}

static const quern__type *find(const quern__types *types, uint32_t number)
{
    const entry *e = types->lists[number % LISTS];
    while (e && e->type.number != number)
        e = e->next;
    return e ? &e->type : NULL;
}

const quern__type *quern__types_find(quern__types *types, uint32_t number)
{
    if (!types)
        return NULL;
    pthread_mutex_lock(&types->lock);
    const quern__type *type = find(types, number);
    pthread_mutex_unlock(&types->lock);
    return type;
}

static entry *copy(const quern_allocator *allocator, const quern__type *type)
{
    const size_t size = strlen(type->name) + 1;
    entry *e = quern__allocate(allocator, sizeof *e + size);
    if (!e)
        return NULL;
    e->type = (quern__type){ .number = type->number,
                             .alike = type->alike,
                             .name = memcpy(e->name, type->name, size) };
    return e;
}

void quern__types_add(quern__types *types, const quern__type *type)
{
    entry *e = types ? copy(types->allocator, type) : NULL;
    if (!e)
        return;
    pthread_mutex_lock(&types->lock);
    const bool wanted = types->left > 0 && !find(types, type->number);
    if (wanted) {
        types->left--;
        e->next = types->lists[type->number % LISTS];
        types->lists[type->number % LISTS] = e;
    }
    pthread_mutex_unlock(&types->lock);
    if (!wanted)
        quern__release(types->allocator, e);
}
