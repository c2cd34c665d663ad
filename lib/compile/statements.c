/* statements.c: the cache. A hash of shapes (uthash) and a list in order of use (utlist), under one lock. An entry is freed
 * when it has left the cache and nobody holds it. */
#include "lib/compile/statements.h"

#include "lib/sql/select.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define uthash_malloc(size) quern__allocate(statements->allocator, size)
#define uthash_free(memory, size) quern__release(statements->allocator, memory)
#define HASH_NONFATAL_OOM 1
#include <uthash.h>
#include <utlist.h>

typedef struct entry {
    quern__compiled compiled; /* first: a user's pointer leads back to its entry */
    _Atomic(quern__kept *) kept;
    size_t users;
    bool cached;
    struct entry *next, *prev; /* oldest use first */
    UT_hash_handle hh;
    size_t shape_size;
    char bytes[]; /* the shape, then the SQL */
} entry;

struct quern__statements {
    const quern_allocator *allocator;
    const quern_dialect *dialect;
    size_t most;
    pthread_mutex_t lock;
    entry *by_shape, *by_use;
    quern__statements_counts counts;
    atomic_uint_fast64_t numbers; /* given so far */
};

static void release(quern__statements *statements, entry *old)
{
    for (quern__kept *kept = atomic_load(&old->kept), *next; kept; kept = next) {
        next = (quern__kept *)(uintptr_t)kept->next;
        quern__release(statements->allocator, kept);
    }
    quern__release(statements->allocator, old);
}

static void forget(quern__statements *statements, entry *old)
{
    HASH_DEL(statements->by_shape, old);
    DL_DELETE(statements->by_use, old);
    statements->counts.kept--;
    old->cached = false;
    if (old->users == 0)
        release(statements, old);
}

/* The entry of a shape, held for the caller; NULL when there is none. Under the lock. */
static entry *find(quern__statements *statements, const char *shape, size_t size)
{
    entry *found = NULL;
    HASH_FIND(hh, statements->by_shape, shape, size, found);
    if (!found)
        return NULL;
    found->users++;
    DL_DELETE(statements->by_use, found);
    DL_APPEND(statements->by_use, found);
    return found;
}

/* Under the lock. Without memory for the hash the entry is not cached: it serves its one user. */
static void add(quern__statements *statements, entry *made)
{
    HASH_ADD_KEYPTR(hh, statements->by_shape, made->bytes, made->shape_size, made);
    made->cached = made->hh.tbl != NULL;
    if (!made->cached)
        return;
    DL_APPEND(statements->by_use, made);
    if (++statements->counts.kept > statements->most) {
        statements->counts.evicted++;
        forget(statements, statements->by_use);
    }
}

static entry *make(quern__statements *statements, const quern__plan *plan, const quern__text *shape)
{
    quern__text sql = quern__text_open(statements->allocator);
    quern__sql_select(plan, statements->dialect, QUERN__SPELL_PLACEHOLDERS, &sql);
    entry *made = sql.broken ? NULL
                             : quern__allocate_zeroed(statements->allocator, 1,
                                                      sizeof *made + shape->size + sql.size + 1);
    if (made) {
        made->shape_size = shape->size;
        memcpy(made->bytes, shape->bytes, shape->size);
        memcpy(made->bytes + shape->size, sql.bytes, sql.size + 1);
        made->compiled.sql = made->bytes + shape->size;
        made->compiled.number = atomic_fetch_add(&statements->numbers, 1) + 1;
        made->users = 1;
    }
    quern__text_close(&sql);
    return made;
}

/* Two threads may have compiled the same shape at once: the first one's is kept. */
static entry *publish(quern__statements *statements, entry *made)
{
    pthread_mutex_lock(&statements->lock);
    entry *there = find(statements, made->bytes, made->shape_size);
    if (!there)
        add(statements, made);
    pthread_mutex_unlock(&statements->lock);
    if (!there)
        return made;
    quern__release(statements->allocator, made);
    return there;
}

static entry *look_up(quern__statements *statements, const quern__text *shape)
{
    pthread_mutex_lock(&statements->lock);
    entry *found = find(statements, shape->bytes, shape->size);
    if (found)
        statements->counts.hits++;
    else
        statements->counts.misses++;
    pthread_mutex_unlock(&statements->lock);
    return found;
}

const quern__compiled *quern__compile(quern__statements *statements, const quern__plan *plan)
{
    quern__text shape = quern__text_open(statements->allocator);
    quern__plan_shape(plan, &shape);
    entry *found = shape.broken ? NULL : look_up(statements, &shape);
    if (!found && !shape.broken) {
        entry *made = make(statements, plan, &shape);
        found = made ? publish(statements, made) : NULL;
    }
    quern__text_close(&shape);
    return found ? &found->compiled : NULL;
}

void quern__compiled_release(quern__statements *statements, const quern__compiled *compiled)
{
    entry *held = (entry *)(uintptr_t)compiled;
    pthread_mutex_lock(&statements->lock);
    const bool last = --held->users == 0 && !held->cached;
    pthread_mutex_unlock(&statements->lock);
    if (last)
        release(statements, held);
}

const quern__kept *quern__compiled_kept(const quern__compiled *compiled)
{
    return atomic_load_explicit(&((const entry *)compiled)->kept, memory_order_acquire);
}

void quern__compiled_keep(quern__statements *statements, const quern__compiled *compiled,
                          const quern__kept *kept, size_t size)
{
    entry *held = (entry *)(uintptr_t)compiled;
    quern__kept *copy = quern__allocate(statements->allocator, size);
    if (!copy)
        return;
    memcpy(copy, kept, size);
    quern__kept *newest = atomic_load(&held->kept);
    do
        copy->next = newest;
    while (!atomic_compare_exchange_weak(&held->kept, &newest, copy));
}

quern__statements_counts quern__statements_count(quern__statements *statements)
{
    pthread_mutex_lock(&statements->lock);
    const quern__statements_counts counts = statements->counts;
    pthread_mutex_unlock(&statements->lock);
    return counts;
}

quern__statements *quern__statements_open(const quern_allocator *allocator, const quern_dialect *dialect,
                                          size_t most)
{
    quern__statements *statements = quern__allocate_zeroed(allocator, 1, sizeof *statements);
    if (!statements)
        return NULL;
    statements->allocator = allocator;
    statements->dialect = dialect;
    statements->most = most;
    if (pthread_mutex_init(&statements->lock, NULL) == 0)
        return statements;
    quern__release(allocator, statements);
    return NULL;
}

void quern__statements_close(quern__statements *statements)
{
    if (!statements)
        return;
    while (statements->by_use)
        forget(statements, statements->by_use);
    pthread_mutex_destroy(&statements->lock);
    quern__release(statements->allocator, statements);
}
