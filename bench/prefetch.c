/* prefetch.c: authors and all their books by two statements, brought together: each author has an array of its books, and each book its
 * author. */
#include "bench.h"
#include "books.h"
#include "hand_related.h"

#include <stdio.h>

enum { AUTHORS = 1000, EACH = 100 };

typedef struct prefetches {
    quern_db *db;
    PGconn *conn;
    int64_t authors;
    size_t quern_bytes; /* of the last block */
} prefetches;

/* What has gone by. */
typedef struct looked_at {
    int64_t authors, books;
    bool wrong;
    const book *last;
} looked_at;

static void look(looked_at *l, const author *a, book *const *books)
{
    l->authors++;
    l->wrong = l->wrong || !books;
    for (; books && *books; books++) {
        l->wrong = l->wrong || (*books)->author != a || (*books)->author_id != a->id;
        l->last = *books;
        l->books++;
    }
}

static bool check(const prefetches *p, const looked_at *l)
{
    return l->authors == p->authors && l->books == p->authors * EACH && !l->wrong &&
           books_sum(l->last) == books_sum_by(l->last->id, l->last->author_id) &&
           books_is_author(l->last->author, 1 + l->last->id % p->authors);
}

static bool load(prefetches *p)
{
    quern_session *s = quern_session_open(p->db);
    const size_t before = quern_session_bytes(s);
    looked_at seen = { .authors = 0 };
    quern_queryset *authors = quern_filter(quern_objects(s, author), QUERN_Q("id__lte", p->authors));
    QUERN_EACH(author, a, quern_prefetch_related(authors, "books"))
        look(&seen, a, a->books);
    p->quern_bytes = quern_session_bytes(s) - before;
    const bool good = !quern_failed(s) || books_failed(s);
    const bool right = good && (check(p, &seen) || bench_fail("quern: not these books"));
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
    prefetches *p = context;
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        hand_related all;
        looked_at seen = { .authors = 0 };
        good = hand_prefetch(p->conn, p->authors, &all);
        for (size_t k = 0; k < all.authors.count && good; k++) {
            const author *a = &all.authors.blocks[k / HAND_BLOCK][k % HAND_BLOCK].author;
            look(&seen, a, a->books);
        }
        good = good && (check(p, &seen) || bench_fail("by hand: not these books"));
        hand_free_related(&all);
    }
    return good;
}

static bool compare(const bench_run *run, prefetches *p)
{
    char bytes[40];
    const bool done =
        bench_compare(run, &(bench_comparison){ .key = "prefetch",
                                                .name = "1,000 authors' 100,000 books prefetched, each",
                                                .quern = by_quern,
                                                .hand = by_hand,
                                                .context = p,
                                                .operations = 1,
                                                .parts = (uint64_t)p->authors * EACH,
                                                .ratio = 1.10 });
    snprintf(bytes, sizeof bytes, "%.1f B", (double)p->quern_bytes / (double)(p->authors * EACH));
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
    prefetches p = { .authors = run.tiny ? 50 : AUTHORS };
    bool done = uri && books_fill_related(uri, p.authors * EACH, p.authors, 0);
    p.conn = done ? hand_connect_related(uri) : NULL;
    p.db = p.conn ? books_open(uri, 1, NULL) : NULL;
    done = p.db && compare(&run, &p) && books_close(p.db);
    PQfinish(p.conn);
    if (uri)
        books_drop(uri);
    return !done;
}
