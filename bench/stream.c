/* stream.c: books by a server-side cursor, one after the other, in flat memory. Blocks are short streams, so that there can be many;
 * the whole table goes by once for its memory. */
#include "bench.h"
#include "books.h"
#include "hand.h"

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

static void forget(streams *s)
{
    s->count = 0;
    s->sum = 0;
    s->start = s->most = s->looking ? bench_resident() : 0;
}

static bool stream(streams *s)
{
    quern_session *session = quern_session_open(s->db);
    forget(s);
    QUERN_STREAM(book, b, quern_filter(quern_objects(session, book), QUERN_Q("id__lte", s->last)),
                 .chunk = CHUNK)
    see(s, b);
    const bool good = s->count == s->last || books_failed(session);
    quern_session_close(session);
    return good;
}

static bool by_quern(void *context, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++)
        if (!stream(context))
            return false;
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    streams *s = context;
    for (uint64_t i = 0; i < operations; i++) {
        forget(s);
        if (!hand_stream(s->conn, s->last, CHUNK, see, s) || s->count != s->last)
            return bench_fail("by hand: %lld books", (long long)s->count);
    }
    return true;
}

/* One after the other and once, so it says little about time; how much memory it takes is no matter of chance. */
static bool whole(const bench_run *run, streams *s, int64_t last)
{
    char quern[40], hand[40], name[80];
    uint64_t sum;
    s->last = last;
    s->looking = true;
    if (!by_quern(s, 1))
        return false;
    const size_t quern_most = s->most - s->start;
    sum = s->sum;
    if (!by_hand(s, 1) || s->sum != sum)
        return bench_fail("the two read other books");
    snprintf(quern, sizeof quern, "%.1f MiB", (double)quern_most / 0x1p20);
    snprintf(hand, sizeof hand, "%.1f MiB", (double)(s->most - s->start) / 0x1p20);
    snprintf(name, sizeof name, "  more memory at most, %lld rows", (long long)last);
    bench_figure(run, name, quern, hand, "≤ 4 MiB",
                 run->tiny                ? ""
                 : quern_most <= 4U << 20 ? "reached"
                                          : "missed");
    s->looking = false;
    return true;
}

static bool compare(const bench_run *run, streams *s, int64_t books)
{
    if (!run->side && !whole(run, s, books))
        return false;
    s->last = books / 20;
    return bench_compare(run, &(bench_comparison){ .key = "stream",
                                                   .name = "stream by chunks of 2,000, each row",
                                                   .quern = by_quern,
                                                   .hand = by_hand,
                                                   .context = s,
                                                   .operations = 1,
                                                   .parts = (uint64_t)s->last,
                                                   .ratio = 0.85 });
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const int64_t books = run.tiny ? 20000 : 1000000;
    const char *uri = bench_uri();
    streams s = { .db = NULL };
    bool done = uri && books_fill(uri, books);
    s.conn = done ? hand_connect(uri) : NULL;
    s.db = s.conn ? books_open(uri, 1, NULL) : NULL;
    done = s.db && compare(&run, &s, books) && books_close(s.db);
    PQfinish(s.conn);
    if (uri)
        books_drop(uri);
    return !done;
}
