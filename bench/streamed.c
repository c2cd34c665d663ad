/* streamed.c: books by a server-side cursor, each with its author, who is prefetched for each chunk: beside the plain stream of the
 * same, and the memory it takes. */
#include "bench.h"
#include "books.h"
#include "hand_related.h"

#include <stdio.h>

enum { CHUNK = 2000, LOOK_EVERY = 10000 };

typedef struct streams {
    quern_db *db;
    PGconn *conn;
    int64_t last;
    /* What came. */
    int64_t count;
    uint64_t sum;
    bool looking; /* at memory */
    size_t start, most;
} streams;

static void see(void *context, const book *b)
{
    streams *s = context;
    s->sum += (uint64_t)b->id + (uint64_t)b->pages.value + (unsigned char)b->title[5];
    if (++s->count % LOOK_EVERY || !s->looking)
        return;
    const size_t now = bench_resident();
    s->most = now > s->most ? now : s->most;
}

/* One who is not there is seen by the sum. */
static void see_related(void *context, const book *b)
{
    streams *s = context;
    see(context, b);
    s->sum += b->author && b->author->id == b->author_id ? (unsigned char)b->author->name[7] : 1000;
}

static void forget(streams *s)
{
    s->count = 0;
    s->sum = 0;
    s->start = s->most = s->looking ? bench_resident() : 0;
}

static bool stream(streams *s, bool prefetch)
{
    quern_session *session = quern_session_open(s->db);
    quern_queryset *books = quern_filter(quern_objects(session, book), QUERN_Q("id__lte", s->last));
    forget(s);
    if (prefetch)
        QUERN_STREAM(book, b, quern_prefetch_related(books, "author"), .chunk = CHUNK)
    see_related(s, b);
    else QUERN_STREAM(book, b, books, .chunk = CHUNK) see(s, b);
    const bool good = !quern_failed(session) || books_failed(session);
    quern_session_close(session);
    return good && (s->count == s->last || bench_fail("%lld books", (long long)s->count));
}

static bool with_authors(void *context, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++)
        if (!stream(context, true))
            return false;
    return true;
}

static bool plain(void *context, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++)
        if (!stream(context, false))
            return false;
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    streams *s = context;
    for (uint64_t i = 0; i < operations; i++) {
        forget(s);
        if (!hand_stream_related(s->conn, s->last, CHUNK, see_related, s) || s->count != s->last)
            return bench_fail("by hand: %lld books", (long long)s->count);
    }
    return true;
}

/* All of it once, for its memory; the two have to read the same. */
static bool whole(const bench_run *run, streams *s, int64_t last)
{
    char quern[40], hand[40], name[80];
    s->last = last;
    s->looking = true;
    if (!with_authors(s, 1))
        return false;
    const size_t quern_most = s->most - s->start;
    const uint64_t sum = s->sum;
    if (!by_hand(s, 1) || s->sum != sum)
        return bench_fail("the two read other books");
    snprintf(quern, sizeof quern, "%.1f MiB", (double)quern_most / 0x1p20);
    snprintf(hand, sizeof hand, "%.1f MiB", (double)(s->most - s->start) / 0x1p20);
    snprintf(name, sizeof name, "  more memory at most, %lld rows with authors", (long long)last);
    bench_figure(run, name, quern, hand, "≤ 4 MiB",
                 run->tiny                ? ""
                 : quern_most <= 4U << 20 ? "reached"
                                          : "missed");
    s->looking = false;
    return true;
}

/* Whose books are where: in runs, as rows that were written together are; or anywhere, so that each chunk has books of all authors that
 * there are, and each author is fetched again for each chunk. */
typedef struct order {
    const char *key, *hand_key, *name;
    int64_t authors; /* 0: one for each run */
    int64_t run;     /* 0: anywhere */
    double ratio;
} order;

static const order orders[] = {
    { "streamed", "streamed-hand", "stream with authors by chunk, beside the plain one", 0, 100, 1.25 },
    { "scattered", "scattered-hand", "  500 authors in each chunk of 2,000", 500, 0, 0 },
};

static bool compare(const bench_run *run, const order *o, streams *s, int64_t books)
{
    if (!run->side && !(whole(run, s, books / 4) && whole(run, s, books)))
        return false;
    s->last = books / 20;
    bench_comparison c = { .key = o->key,
                           .name = o->name,
                           .quern = with_authors,
                           .hand = plain,
                           .context = s,
                           .operations = 1,
                           .parts = (uint64_t)s->last,
                           .ratio = o->ratio };
    if (!bench_compare(run, &c))
        return false;
    c.key = o->hand_key;
    c.name = "  the same beside the same by hand";
    c.hand = by_hand;
    c.ratio = 0;
    return bench_compare(run, &c);
}

static bool compare_order(const bench_run *run, const char *uri, const order *o, int64_t books)
{
    streams s = { .db = NULL };
    if (!bench_wants(run, o->key) && !bench_wants(run, o->hand_key))
        return true;
    bool done = books_fill_related(uri, books, o->authors ? o->authors : books / o->run, o->run);
    s.conn = done ? hand_connect_related(uri) : NULL;
    s.db = s.conn ? books_open(uri, 1, NULL) : NULL;
    done = s.db && compare(run, o, &s, books) && books_close(s.db);
    PQfinish(s.conn);
    return done;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    bool done = uri;
    for (size_t i = 0; i < sizeof orders / sizeof *orders && done; i++)
        done = compare_order(&run, uri, &orders[i], run.tiny ? 20000 : 1000000);
    if (uri)
        books_drop(uri);
    return !done;
}
