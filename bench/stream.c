/* stream.c: books by a server-side cursor, one after the other, in flat memory. Blocks are short streams, so that there can be many;
 * the whole table goes by once for its memory. And a million of them behind a network that is slow: long streams, few of them, beside
 * the same without the delay. */
#include "bench/bench.h"
#include "bench/books.h"
#include "bench/hand.h"

#include "test/support/proxy.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHUNK = 2000, LOOK_EVERY = 10000, SLOW_ROUNDS = 7, SLOW_MICROSECONDS = 2500 /* there and back */ };

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
    if (!run->side && !(whole(run, s, books / 4) && whole(run, s, books)))
        return false;
    s->last = books / 80;
    return bench_compare(run, &(bench_comparison){ .key = "stream",
                                                   .name = "stream by chunks of 2,000, each row",
                                                   .quern = by_quern,
                                                   .hand = by_hand,
                                                   .context = s,
                                                   .operations = 1,
                                                   .parts = (uint64_t)s->last,
                                                   .ratio = 0.85 });
}

/* ---- Behind a slow network ---- */

/* Milliseconds that a stream takes; 0 on failure. */
static double time_stream(streams *s, quern__proxy *proxy, int64_t delay)
{
    quern__proxy_delay(proxy, delay / 2, delay / 2);
    const uint64_t began = bench_now();
    return stream(s) ? (double)(bench_now() - began) / 1e6 : 0;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return values[count / 2];
}

static bool time_slow(const bench_run *run, streams *s, quern__proxy *proxy)
{
    double slow[SLOW_ROUNDS], quick[SLOW_ROUNDS], ratios[SLOW_ROUNDS];
    char texts[3][40];
    const size_t rounds = run->tiny ? 1 : SLOW_ROUNDS;
    for (size_t i = 0; i < rounds; i++) {
        quick[i] = time_stream(s, proxy, 0);
        slow[i] = time_stream(s, proxy, SLOW_MICROSECONDS);
        if (!quick[i] || !slow[i])
            return false;
        ratios[i] = slow[i] / quick[i];
    }
    const double ratio = median(ratios, rounds);
    snprintf(texts[0], sizeof texts[0], "%.0f ms", median(slow, rounds));
    snprintf(texts[1], sizeof texts[1], "%.0f ms", median(quick, rounds));
    snprintf(texts[2], sizeof texts[2], "%s: %.2f ×", ratio <= 1.5 ? "reached" : "missed", ratio);
    bench_figure(run, "  behind 2.5 ms, beside its own time without them", texts[0], texts[1], "≤ 1.50",
                 run->tiny ? "" : texts[2]);
    return true;
}

/* What is not read ahead, for scale: once. */
static bool time_plain(const bench_run *run, streams *s, quern__proxy *proxy, const char *uri)
{
    PGconn *conn = s->conn;
    double times[2];
    char texts[2][40];
    s->conn = hand_connect(uri);
    for (size_t i = 0; i < 2 && s->conn; i++) {
        quern__proxy_delay(proxy, i * SLOW_MICROSECONDS / 2, i * SLOW_MICROSECONDS / 2);
        const uint64_t began = bench_now();
        if (!by_hand(s, 1))
            break;
        times[i] = (double)(bench_now() - began) / 1e6;
        snprintf(texts[i], sizeof texts[i], "%.0f ms", times[i]);
    }
    const bool done = s->conn && s->count == s->last;
    PQfinish(s->conn);
    s->conn = conn;
    if (done)
        bench_figure(run, "  the same by hand, one FETCH after the other", texts[1], texts[0], "", "");
    return done;
}

static bool compare_slow(const bench_run *run, streams *s, int64_t books, const char *uri)
{
    char through[500];
    if (run->side || !bench_wants(run, "slow"))
        return true;
    quern__proxy *proxy = quern__proxy_open_uri(uri, through, sizeof through);
    if (!proxy) /* QUERN_TEST_URL is of another form */
        return bench_fail("no proxy for %s", uri);
    quern_db *db = s->db;
    s->db = books_open(through, 1, NULL);
    s->last = books / 4;
    const bool done = s->db && time_slow(run, s, proxy) && time_plain(run, s, proxy, through);
    const bool closed = s->db && books_close(s->db);
    s->db = db;
    quern__proxy_close(proxy);
    return done && closed;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const int64_t books = run.tiny ? 20000 : 4000000;
    const char *uri = bench_uri();
    streams s = { .db = NULL };
    bool done = uri && books_fill(uri, books);
    s.conn = done ? hand_connect(uri) : NULL;
    s.db = s.conn ? books_open(uri, 1, NULL) : NULL;
    done = s.db && compare(&run, &s, books) && compare_slow(&run, &s, books, uri) && books_close(s.db);
    PQfinish(s.conn);
    if (uri)
        books_drop(uri);
    return !done;
}
