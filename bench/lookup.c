/* lookup.c: a book by its primary key into a struct, on one thread, the connection borrowed and returned each time. */
#include "bench.h"
#include "books.h"
#include "hand.h"
#include "silent.h"

typedef struct lookups {
    quern_db *db;
    quern_session *session;
    hand_pool pool;
    PGconn *conn;
    int64_t books;
    uint64_t chance;
} lookups;

static bool check(int64_t id, const book *b)
{
    return b && b->id == id && books_sum(b) == books_sum_expected(id);
}

/* What a program does that serves one request after another: nothing of a lookup is left when the next one comes. */
static bool look_up(quern_session *s, int64_t id, bool thorough)
{
    const quern_mark before = quern_session_mark(s);
    const book *b = quern_get(quern_objects(s, book), book, QUERN_Q("id", id));
    const bool good = b && (thorough ? check(id, b) : b->id == id);
    return quern_session_rewind(s, before) && good;
}

static bool by_quern(void *context, uint64_t operations)
{
    lookups *l = context;
    for (uint64_t i = 0; i < operations; i++)
        if (!look_up(l->session, bench_next(&l->chance, l->books), i == 0))
            return books_failed(l->session);
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    lookups *l = context;
    char title[100];
    for (uint64_t i = 0; i < operations; i++) {
        book b = { .title = NULL };
        const int64_t id = bench_next(&l->chance, l->books);
        PGconn *conn = hand_pool_take(&l->pool);
        const bool found = hand_lookup(conn, id, &b, title, sizeof title);
        hand_pool_give(&l->pool, conn);
        if (!found || (i == 0 ? !check(id, &b) : b.id != id))
            return bench_fail("by hand: not book %lld", (long long)id);
    }
    return true;
}

static bool compare(const bench_run *run, lookups *l)
{
    l->session = quern_session_open(l->db);
    const bool done = bench_compare(run, &(bench_comparison){ .key = "lookup",
                                                              .name = "point lookup, one thread",
                                                              .quern = by_quern,
                                                              .hand = by_hand,
                                                              .context = l,
                                                              .operations = run->tiny ? 5 : 50,
                                                              .repeat = 5,
                                                              .ratio = 1.05 });
    quern_session_close(l->session);
    return done;
}

static bool on_a_server(const bench_run *run, const char *uri)
{
    lookups l = { .books = run->tiny ? 100 : 50000, .chance = 1 };
    bool done = books_fill(uri, l.books);
    hand_pool_open(&l.pool);
    l.conn = done ? hand_connect(uri) : NULL;
    l.db = l.conn ? books_open(uri, 1, NULL) : NULL;
    if (l.conn)
        hand_pool_give(&l.pool, l.conn);
    done = l.db && compare(run, &l) && books_close(l.db);
    PQfinish(l.conn);
    hand_pool_close(&l.pool);
    books_drop(uri);
    return done;
}

/* ---- Without a server ---- */

static bool the_same_one(void *context, uint64_t operations)
{
    quern_session *s = context;
    for (uint64_t i = 0; i < operations; i++)
        if (!look_up(s, 5, true))
            return books_failed(s);
    return true;
}

static bool in_sessions(void *context, uint64_t operations)
{
    for (uint64_t i = 0; i < operations; i++) {
        quern_session *s = quern_session_open((quern_db *)context);
        const bool good = look_up(s, 5, true);
        quern_session_close(s);
        if (!good)
            return bench_fail("not book 5");
    }
    return true;
}

static bool on_none(const bench_run *run)
{
    silent_backend silent;
    silent_open(&silent, false, 1);
    quern_db *db = quern_open("silent:", QUERN_MODELS(author, book), .backend = &silent.backend,
                              .pool_max = 1, .wait_ms = 5000);
    quern_session *s = quern_session_open(db);
    const uint64_t operations = run->tiny ? 10 : 1000;
    const bool done = bench_compare(run, &(bench_comparison){ .key = "silent",
                                                              .name = "  the same without server and libpq",
                                                              .quern = the_same_one,
                                                              .context = s,
                                                              .operations = operations }) &&
                      bench_compare(run, &(bench_comparison){ .key = "session",
                                                              .name = "  the same in a session of its own",
                                                              .quern = in_sessions,
                                                              .context = db,
                                                              .operations = operations });
    quern_session_close(s);
    return books_close(db) && done;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    if (bench_wants(&run, "lookup")) {
        const char *uri = bench_uri();
        if (!uri || !on_a_server(&run, uri))
            return 1;
    }
    return (bench_wants(&run, "silent") || bench_wants(&run, "session")) && !on_none(&run);
}
