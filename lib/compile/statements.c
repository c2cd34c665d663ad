/* statements.c: the cache. A hash table of shapes under a lock that readers share: who finds a statement notes that it is held and
 * when it was used last, both atomically, and changes nothing else. Who is to go is told by a heap of the entries by their last use,
 * which knows a use only once the entry comes to its top: an entry has never been used before the heap thinks that it was, so the
 * one at the top that the heap is right about is the oldest of all. An entry is freed when nobody holds it, the cache neither. */
#include "lib/compile/statements.h"

#include "lib/sql/select.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { FEWEST_BUCKETS = 64 };

typedef struct entry {
    quern__compiled compiled;   /* first: a user's pointer leads back to its entry */
    atomic_size_t users;        /* of which the cache is one */
    atomic_uint_least64_t used; /* the number of the look-up that used it last */
    uint64_t ranked;            /* as the heap knows it */
    struct entry *next;         /* in its bucket */
    uint64_t hash;
    size_t word_count;
    uint64_t words[]; /* the shape, then the SQL */
} entry;

struct quern__statements {
    const quern_allocator *allocator;
    const quern_dialect *dialect;
    size_t most;
    pthread_rwlock_t lock; /* over what follows, but for the two atomic counts */
    entry **buckets;       /* a power of two */
    size_t bucket_count;
    entry **heap; /* the oldest first */
    size_t room, kept;
    uint64_t evicted;
    atomic_uint_least64_t lookups, misses, numbers;
};

/* ---- The heap ---- */

static void sink(quern__statements *statements, size_t at)
{
    entry **heap = statements->heap, *sinking = heap[at];
    for (size_t child; (child = 2 * at + 1) < statements->kept; at = child) {
        if (child + 1 < statements->kept && heap[child + 1]->ranked < heap[child]->ranked)
            child++;
        if (sinking->ranked <= heap[child]->ranked)
            break;
        heap[at] = heap[child];
    }
    heap[at] = sinking;
}

/* The entry that was unused for longest, at the top. */
static entry *find_oldest(quern__statements *statements)
{
    for (;;) {
        entry *top = statements->heap[0];
        const uint64_t used = atomic_load_explicit(&top->used, memory_order_relaxed);
        if (top->ranked == used)
            return top;
        top->ranked = used;
        sink(statements, 0);
    }
}

/* A new entry is younger than all. */
static void rank(quern__statements *statements, entry *made)
{
    made->ranked = atomic_load_explicit(&made->used, memory_order_relaxed);
    size_t at = statements->kept++;
    for (; at && statements->heap[(at - 1) / 2]->ranked > made->ranked; at = (at - 1) / 2)
        statements->heap[at] = statements->heap[(at - 1) / 2];
    statements->heap[at] = made;
}

/* ---- The table ---- */

static entry **bucket_of(const quern__statements *statements, uint64_t hash)
{
    return &statements->buckets[(hash ^ hash >> 32) & (statements->bucket_count - 1)];
}

static void release(quern__statements *statements, entry *held)
{
    if (atomic_fetch_sub_explicit(&held->users, 1, memory_order_acq_rel) != 1)
        return;
    quern__compiled_forget(statements->allocator, &held->compiled);
    quern__release(statements->allocator, held);
}

static void drop_oldest(quern__statements *statements)
{
    entry *oldest = find_oldest(statements);
    entry **link = bucket_of(statements, oldest->hash);
    while (*link != oldest)
        link = &(*link)->next;
    *link = oldest->next;
    statements->heap[0] = statements->heap[--statements->kept];
    if (statements->kept)
        sink(statements, 0);
    release(statements, oldest);
}

static bool grow_buckets(quern__statements *statements)
{
    const size_t count = statements->bucket_count ? 2 * statements->bucket_count : FEWEST_BUCKETS;
    entry **buckets = quern__allocate_zeroed(statements->allocator, count, sizeof *buckets);
    if (!buckets)
        return false;
    quern__release(statements->allocator, statements->buckets);
    statements->buckets = buckets;
    statements->bucket_count = count;
    for (size_t i = 0; i < statements->kept; i++) {
        entry **bucket = bucket_of(statements, statements->heap[i]->hash);
        statements->heap[i]->next = *bucket;
        *bucket = statements->heap[i];
    }
    return true;
}

static bool grow_heap(quern__statements *statements)
{
    const size_t room = statements->room ? 2 * statements->room : FEWEST_BUCKETS;
    entry **heap = quern__reallocate(statements->allocator, statements->heap, room * sizeof *heap);
    if (!heap)
        return false;
    statements->heap = heap;
    statements->room = room;
    return true;
}

static bool make_room(quern__statements *statements)
{
    if (!statements->most)
        return false;
    if (statements->kept == statements->most) {
        drop_oldest(statements);
        statements->evicted++;
    }
    if (statements->kept == statements->room && !grow_heap(statements))
        return false;
    /* A table that cannot grow is only slower. */
    return statements->kept < statements->bucket_count || grow_buckets(statements) ||
           statements->bucket_count;
}

/* The entry of a shape, held for the caller; NULL when there is none. Under the lock. */
static entry *find(const quern__statements *statements, const quern__shape *shape, uint64_t number)
{
    entry *found = statements->buckets ? *bucket_of(statements, shape->hash) : NULL;
    while (found &&
           (found->hash != shape->hash || !quern__shape_same(found->words, found->word_count, shape)))
        found = found->next;
    if (!found)
        return NULL;
    atomic_fetch_add_explicit(&found->users, 1, memory_order_relaxed);
    atomic_store_explicit(&found->used, number, memory_order_relaxed);
    return found;
}

/* Under the lock, alone. Without memory for its place the entry is not cached: it serves its one user. */
static void add(quern__statements *statements, entry *made)
{
    if (!make_room(statements))
        return;
    entry **bucket = bucket_of(statements, made->hash);
    made->next = *bucket;
    *bucket = made;
    atomic_fetch_add_explicit(&made->users, 1, memory_order_relaxed);
    rank(statements, made);
}

/* ---- Statements ---- */

const quern__compiled *quern__compiled_find(quern__statements *statements, const quern__shape *shape)
{
    const uint64_t number = atomic_fetch_add_explicit(&statements->lookups, 1, memory_order_relaxed) + 1;
    entry *found = NULL;
    if (statements->most) {
        pthread_rwlock_rdlock(&statements->lock);
        found = find(statements, shape, number);
        pthread_rwlock_unlock(&statements->lock);
    }
    if (!found)
        atomic_fetch_add_explicit(&statements->misses, 1, memory_order_relaxed);
    return found ? &found->compiled : NULL;
}

static entry *make(quern__statements *statements, const quern__plan *plan, const quern__shape *shape)
{
    quern__text sql = quern__text_open(statements->allocator);
    quern__sql_select(plan, statements->dialect, QUERN__SPELL_PLACEHOLDERS, &sql);
    const size_t words = shape->count * sizeof *shape->words;
    entry *made = sql.broken
                      ? NULL
                      : quern__allocate_zeroed(statements->allocator, 1, sizeof *made + words + sql.size + 1);
    if (made) {
        char *text = (char *)made->words + words;
        made->hash = shape->hash;
        made->word_count = shape->count;
        memcpy(made->words, shape->words, words);
        memcpy(text, sql.bytes, sql.size + 1);
        made->compiled.sql = text;
        made->compiled.number = atomic_fetch_add_explicit(&statements->numbers, 1, memory_order_relaxed) + 1;
        atomic_init(&made->users, 1);
        atomic_init(&made->used, atomic_load_explicit(&statements->lookups, memory_order_relaxed));
    }
    quern__text_close(&sql);
    return made;
}

/* Two threads may have compiled the same shape at once: the first one's is kept. */
const quern__compiled *quern__compiled_make(quern__statements *statements, const quern__shape *shape,
                                            const quern__plan *plan)
{
    entry *made = make(statements, plan, shape);
    if (!made || !statements->most)
        return made ? &made->compiled : NULL;
    pthread_rwlock_wrlock(&statements->lock);
    entry *there = find(statements, shape, atomic_load_explicit(&made->used, memory_order_relaxed));
    if (!there)
        add(statements, made);
    pthread_rwlock_unlock(&statements->lock);
    if (!there)
        return &made->compiled;
    release(statements, made);
    return &there->compiled;
}

const quern__compiled *quern__compile(quern__statements *statements, const quern__plan *plan)
{
    quern__shape shape;
    const quern__compiled *compiled = NULL;
    quern__arena *arena = quern__arena_open(statements->allocator, NULL);
    if (!arena)
        return NULL;
    quern__shape_make(plan->queryset, &plan->wish, arena, &shape);
    if (!shape.broken)
        compiled = quern__compiled_find(statements, &shape);
    if (!shape.broken && !compiled)
        compiled = quern__compiled_make(statements, &shape, plan);
    quern__shape_close(&shape);
    quern__arena_close(arena);
    return compiled;
}

void quern__compiled_release(quern__statements *statements, const quern__compiled *compiled)
{
    release(statements, (entry *)(uintptr_t)compiled);
}

const quern__kept *quern__compiled_kept(const quern__compiled *compiled)
{
    return atomic_load_explicit(&compiled->kept, memory_order_acquire);
}

bool quern__compiled_keep(const quern_allocator *allocator, const quern__compiled *compiled,
                          const quern__kept *kept, size_t size)
{
    quern__compiled *held = (quern__compiled *)(uintptr_t)compiled;
    quern__kept *copy = quern__allocate(allocator, size);
    if (!copy)
        return false;
    memcpy(copy, kept, size);
    quern__kept *newest = atomic_load(&held->kept);
    do
        copy->next = newest;
    while (!atomic_compare_exchange_weak(&held->kept, &newest, copy));
    return true;
}

void quern__compiled_forget(const quern_allocator *allocator, const quern__compiled *compiled)
{
    for (quern__kept *kept = atomic_load(&compiled->kept), *next; kept; kept = next) {
        next = kept->next;
        quern__release(allocator, kept);
    }
}

bool quern__statements_keep(const quern__statements *statements)
{
    return statements->most > 0;
}

quern__statements_counts quern__statements_count(quern__statements *statements)
{
    quern__statements_counts counts = { .most = statements->most };
    pthread_rwlock_rdlock(&statements->lock);
    counts.kept = statements->kept;
    counts.evicted = statements->evicted;
    pthread_rwlock_unlock(&statements->lock);
    counts.misses = atomic_load(&statements->misses);
    const uint64_t lookups = atomic_load(&statements->lookups);
    counts.hits = lookups > counts.misses ? lookups - counts.misses : 0;
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
    if (pthread_rwlock_init(&statements->lock, NULL) == 0)
        return statements;
    quern__release(allocator, statements);
    return NULL;
}

void quern__statements_close(quern__statements *statements)
{
    if (!statements)
        return;
    while (statements->kept)
        drop_oldest(statements);
    quern__release(statements->allocator, statements->buckets);
    quern__release(statements->allocator, statements->heap);
    pthread_rwlock_destroy(&statements->lock);
    quern__release(statements->allocator, statements);
}
