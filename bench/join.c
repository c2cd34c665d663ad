/* join.c: many books with their authors, from one statement: into structs that point to each other. */
#include "bench.h"
#include "books.h"
#include "hand_related.h"

#include <stdio.h>

enum { AUTHORS = 1000 };

typedef struct joins {
    quern_db *db;
    PGconn *conn;
    int64_t books;
    size_t quern_bytes; /* of the last block */
} joins;

/* What has gone by: each book is to have its author, and one who has several is to be one object. */
typedef struct looked_at {
    uint64_t count;
    const author *first; /* of the first book */
    bool wrong;
} looked_at;

static void look(looked_at *l, const book *b)
{
    l->first = l->first ? l->first : b->author;
    l->wrong = l->wrong || !b->author || b->author->id != b->author_id ||
               (b->author_id == l->first->id && b->author != l->first);
    l->count++;
}

/* One of them closely, and all of them a little. */
static bool check(const joins *j, const looked_at *l, const book *last)
{
    return l->count == (uint64_t)j->books && !l->wrong && last &&
           books_sum(last) == books_sum_by(last->id, 1 + last->id % AUTHORS) &&
           books_is_author(last->author, 1 + last->id % AUTHORS);
}

static bool load(joins *j)
{
    quern_session *s = quern_session_open(j->db);
    const size_t before = quern_session_bytes(s);
    looked_at seen = { .count = 0 };
    const book *last = NULL;
    quern_queryset *books = quern_filter(quern_objects(s, book), QUERN_Q("id__lte", j->books));
    QUERN_EACH(book, b, quern_select_related(books, "author")) {
        look(&seen, b);
        last = b;
    }
    j->quern_bytes = quern_session_bytes(s) - before;
    const bool good = !quern_failed(s) || books_failed(s);
    const bool right = good && (check(j, &seen, last) || bench_fail("quern: not these books"));
    quern_session_close(s);
    return right;
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
    joins *j = context;
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        hand_related all;
        looked_at seen = { .count = 0 };
        const book *last = NULL;
        good = hand_join(j->conn, j->books, &all);
        while (seen.count < all.books.count)
            look(&seen, last = hand_book(&all.books, seen.count));
        good = good && (check(j, &seen, last) || bench_fail("by hand: not these books"));
        hand_free_related(&all);
    }
    return good;
}

static bool compare(const bench_run *run, joins *j)
{
    char bytes[40];
    const bool done =
        bench_compare(run, &(bench_comparison){ .key = "join",
                                                .name = "50,000 books, 1,000 authors joined, each",
                                                .quern = by_quern,
                                                .hand = by_hand,
                                                .context = j,
                                                .operations = 1,
                                                .parts = (uint64_t)j->books,
                                                .ratio = 1.10 });
    snprintf(bytes, sizeof bytes, "%.1f B", (double)j->quern_bytes / (double)j->books);
    if (done)
        bench_figure(run, "  bytes for each", bytes, "", "", "");
    return done;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    joins j = { .books = run.tiny ? 2500 : 50000 };
    bool done = uri && books_fill_related(uri, j.books, AUTHORS, 0);
    j.conn = done ? hand_connect_related(uri) : NULL;
    j.db = j.conn ? books_open(uri, 1, NULL) : NULL;
    done = j.db && compare(&run, &j) && books_close(j.db);
    PQfinish(j.conn);
    if (uri)
        books_drop(uri);
    return !done;
}
