/* load.c: many books into structs, all at once, and what they need in memory. */
#include "bench.h"
#include "books.h"
#include "hand.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct loads {
    quern_db *db;
    PGconn *conn;
    int64_t books;
    /* Of the last block. */
    size_t quern_bytes, hand_bytes, hand_mallocs;
} loads;

/* The db's, to count what quern asks for; one thread does so at a time here. */
typedef struct counted {
    size_t count;
} counted;

static void *allocate(void *context, size_t size)
{
    ((counted *)context)->count++;
    return malloc(size);
}

static void *reallocate(void *context, void *memory, size_t size)
{
    ((counted *)context)->count++;
    return realloc(memory, size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* Books that are looked at closely: one that has pages, and the last, which has none. */
typedef struct looked_at {
    const book *third, *last;
} looked_at;

static void look(looked_at *books, uint64_t number, const book *b)
{
    if (number == 3)
        books->third = b;
    books->last = b;
}

static bool check(int64_t books, uint64_t count, const looked_at *l)
{
    return count == (uint64_t)books && books_sum(l->third) == books_sum_expected(l->third->id) &&
           books_sum(l->last) == books_sum_expected(l->last->id);
}

/* A session for each, closed behind it. */
static bool load(loads *l)
{
    quern_session *s = quern_session_open(l->db);
    const size_t before = quern_session_bytes(s);
    looked_at books = { .last = NULL };
    uint64_t count = 0;
    QUERN_EACH(book, b, quern_filter(quern_objects(s, book), QUERN_Q("id__lte", l->books)))
        look(&books, ++count, b);
    l->quern_bytes = quern_session_bytes(s) - before;
    const bool good = check(l->books, count, &books) || books_failed(s);
    quern_session_close(s);
    return good;
}

static bool by_quern(void *context, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++)
        if (!load(context))
            return false;
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    loads *l = context;
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        hand_books books;
        uint64_t count = 0;
        looked_at seen = { .last = NULL };
        good = hand_load(l->conn, l->books, &books);
        while (count < books.count) {
            const book *b = hand_book(&books, count);
            look(&seen, ++count, b);
        }
        good = good && (check(l->books, count, &seen) || bench_fail("by hand: not these books"));
        l->hand_bytes = books.bytes;
        l->hand_mallocs = books.mallocs;
        hand_free(&books);
    }
    return good;
}

static void tell_memory(const bench_run *run, loads *l, const counted *mallocs)
{
    char quern[40], hand[40];
    const double each = (double)l->quern_bytes / (double)l->books;
    snprintf(quern, sizeof quern, "%.1f B", each);
    snprintf(hand, sizeof hand, "%.1f B", (double)l->hand_bytes / (double)l->books);
    bench_figure(run, "  bytes for each", quern, hand, "≤ 130 B",
                 run->tiny     ? ""
                 : each <= 130 ? "reached"
                               : "missed");
    snprintf(quern, sizeof quern, "%zu", mallocs->count);
    snprintf(hand, sizeof hand, "%zu", l->hand_mallocs);
    bench_figure(run, "  allocations for all, without libpq's", quern, hand, "", "");
}

static bool compare(const bench_run *run, loads *l, counted *mallocs)
{
    const bool done = bench_compare(run, &(bench_comparison){ .key = "load",
                                                              .name = "50,000 books into structs, each",
                                                              .quern = by_quern,
                                                              .hand = by_hand,
                                                              .context = l,
                                                              .operations = 1,
                                                              .parts = (uint64_t)l->books,
                                                              .ratio = 1.10 });
    mallocs->count = 0;
    if (!done || run->side)
        return done;
    if (!load(l))
        return false;
    tell_memory(run, l, mallocs);
    return true;
}

int main(int argc, char **argv)
{
    bench_run run;
    counted mallocs = { .count = 0 };
    const quern_allocator allocator = { allocate, reallocate, release, &mallocs };
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    loads l = { .books = run.tiny ? 500 : 50000 };
    bool done = uri && books_fill(uri, l.books);
    l.conn = done ? hand_connect(uri) : NULL;
    l.db = l.conn ? books_open(uri, 1, &allocator) : NULL;
    done = l.db && compare(&run, &l, &mallocs) && books_close(l.db);
    PQfinish(l.conn);
    if (uri)
        books_drop(uri);
    return !done;
}
